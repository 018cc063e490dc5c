/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What C makes compilers write: every kind of data and reference that a
 * module may have.
 */
int printf(const char *, ...);
extern int kernel_variable;
extern int kernel_array[64];
extern int maybe(int) __attribute__((weak));

static int hidden_bss[5];
static int hidden_data[3] = {1, 2, 3};
static const int hidden_const[4] = {4, 3, 2, 1};
int shown_bss;
int shown_data = 7;
#if !defined(__TINYC__)
int common_variable[16] __attribute__((common, aligned(64)));
#endif
static const char *const names[] = {"one", "two", "three"};
const char *volatile changing = "changing";

/* Addresses in data, with addends, and after the end. */
int *pointers[] = {&hidden_data[1], &hidden_bss[4], &shown_data,
    &kernel_variable, &kernel_array[63], &hidden_data[3]};

static int local_function(int);
int (*const functions[])(int) = {local_function, maybe};

struct pair {
	char letter;
	int *where;
} __attribute__((packed));

/* A relocation at an odd address. */
struct pair pairs[3] = {{'a', &shown_bss}, {'b', hidden_bss}, {'c', 0}};

int placed __attribute__((section(".placed"))) = 9;
int far_aligned __attribute__((aligned(256))) = 5;

static int __attribute__((noinline)) local_function(int n)
{
	static int calls;

	calls += n;
	return calls + hidden_const[n & 3];
}

static int
choose(int n)
{
	switch (n) {
	case 0:
		return local_function(1);
	case 1:
		return shown_bss++;
	case 2:
		return printf("%s %s\n", names[n], changing);
	case 3:
		return kernel_variable;
	case 4:
		return *pointers[n] + placed;
	case 5:
		return maybe ? maybe(n) : -1;
	case 6:
		return (int)functions[0] + far_aligned;
	default:
		return hidden_bss[n & 3] += hidden_data[n & 1];
	}
}

long long
divide(long long a, long long b)
{
	return a / b;
}

double
scale(double x)
{
	return x * 1.5 + 0.1;
}

int
entry(int a, int b, int c)
{
	return choose(a) + (int)divide(b, c) + pairs[1].letter;
}
