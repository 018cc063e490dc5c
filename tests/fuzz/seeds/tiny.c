/* SPDX-License-Identifier: BSD-2-Clause */
/* Small enough for objects with debugging information, and for ld -r. */
extern int counted, shared;
int other(int);
int counted = 1, shared;

int
other(int n)
{
	return n + counted + shared;
}
