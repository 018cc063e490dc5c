/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * dmesg: print what the kernel has said since it started.
 */
#include <sys/types.h>
#include <sys/sysctl.h>
#include <err.h>
#include <errno.h>
#include <stdlib.h>

#include "util.h"

int
main(int argc, char **argv)
{
	int name[] = {CTL_KERN, KERN_MSGBUF};
	size_t len, i;
	char *buf;

	check_stdout(1);
	if (argc != 1)
		usage_exit(1, "dmesg");
	for (;;) {
		if (sysctl(name, 2, NULL, &len, NULL, 0) != 0)
			err(1, "kern.msgbuf");
		len += 256; /* it may grow meanwhile */
		buf = malloc(len);
		if (buf == NULL)
			err(1, NULL);
		if (sysctl(name, 2, buf, &len, NULL, 0) == 0)
			break;
		if (errno != ENOMEM)
			err(1, "kern.msgbuf");
		free(buf);
	}
	for (i = 0; i < len; i++)
		if (buf[i] != '\0')
			putchar(buf[i]);
	free(buf);
	return 0;
}
