/* SPDX-License-Identifier: BSD-2-Clause */
/* A second, smaller object; and things that a module cannot have. */
extern int entry(int, int, int);
int other_variable = 3;
static int other_bss[7];
int (*other_pointer)(int, int, int) = entry;

int
other(int n)
{
	return other_bss[n & 3] + other_pointer(n, n, 1) + entry(1, n, 1) +
	    other_variable;
}

#ifdef CONSTRUCTOR
static void __attribute__((constructor)) before(void)
{
	other_variable = 4;
}
#endif

#ifdef THREAD
__thread int mine = 5;

int
get(void)
{
	return mine;
}
#endif

#ifdef IFUNC
static int
resolved(void)
{
	return 1;
}

static void *
resolver(void)
{
	return resolved;
}

int chosen(void) __attribute__((ifunc("resolver")));
#endif
