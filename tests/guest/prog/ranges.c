/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ranges: as an ordinary user, maps every other page of its address space
 * and touches none: what that takes is the kernel's memory only.
 */
#include <sys/mman.h>

#include <stdio.h>
#include <unistd.h>

#define PAGE 4096

int
main(void)
{
	char *at;
	int n = 0;

	if (setgid(1000) == -1 || setuid(1000) == -1)
		return 1;
	for (at = (char *)0xb0000000; at > (char *)0x20000000; at -= 2 * PAGE)
		if (mmap(at, PAGE, PROT_READ, MAP_PRIVATE | MAP_ANON, -1, 0) !=
		    MAP_FAILED)
			n++;
		else
			break;
	printf("%s\n", n > 1000 ? "full" : "no room from the start");
	fflush(stdout);
	for (;;)
		sleep(1000);
}
