/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * true.c: the program that is executed to see what that costs.
 */
int
main(void)
{
	return 0;
}
