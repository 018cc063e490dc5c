/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Something of everything that compilers write, and little of each. Macros
 * ask for what modules must not have.
 */
int printf(const char *, ...);
int entry(void *m, int cmd, int version);
__attribute__((weak)) int stranger(int);

int common_one, common_two[3];
static int counter = 3;
static char room[40];
static const char *const words[] = {"load", "unload"};

static int
twice(int n)
{
	return 2 * n;
}

int (*table[])(int) = {twice, stranger};

#ifdef THREAD
__thread int mine = 1;
#endif
#ifdef CONSTRUCTOR
__attribute__((constructor)) static void
begin(void)
{
	counter++;
}
#endif
#ifdef IFUNC
static int (*choose(void))(int)
{
	return twice;
}
int chosen(int) __attribute__((ifunc("choose")));
#endif

int
entry(void *m, int cmd, int version)
{
	room[version & 31] = (char)counter++;
	if (cmd == 0)
		printf("%s %s %d\n", words[0], words[1], common_one);
	return table[0](common_two[1]);
}
