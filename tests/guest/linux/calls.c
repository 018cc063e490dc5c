/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * calls: some system calls of Linux whose arguments have names, for ktrace(1)
 * to print; it ends with status 5.
 */
#include "lx.h"

static void
on_signal(int sig)
{
	(void)sig;
}

int
lx_main(int argc, char **argv, char **envp)
{
	char text[16];
	int fd;

	(void)argc;
	(void)argv;
	(void)envp;
	/* AT_FDCWD; O_RDWR|O_CREAT|O_TRUNC|O_CLOEXEC */
	fd = lx(LX_openat, -100, "/tmp/lx file", 02001102, 0640);
	lx(LX_write, fd,
	    "one\ttwo\0"
	    "1\377\n",
	    11);
	lx(LX_read, fd, text, sizeof(text));
	lx(LX_close, fd);
	lx(LX_close, 77);
	/* PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS */
	lx(LX_mmap2, 0, 8192, 3, 0x22, -1, 0);
	lx(LX_fork + 276, "no such call: mq_unlink");
	lx_handle(LX_SIGUSR1, on_signal, 0);
	lx(LX_kill, lx(LX_getpid), LX_SIGUSR1);
	lx(LX_exit_group, 5);
	return 0;
}
