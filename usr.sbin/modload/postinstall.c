/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * postinstall.c: the program to run after a load (modload -p), which makes
 * the nodes of a device, for one.  It is told the module's number in decimal,
 * its type as 0x and hexadecimal digits, and in decimal its offset, that is
 * its slot; or, if it is a DEV, its character major and its block major.
 */
#include <sys/ioctl.h>
#include <sys/wait.h>

#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "modload.h"

#define DIGITS 16

void
run_postinstall(int dev, const char *program, int id)
{
	char number[DIGITS], type[DIGITS], offset[DIGITS], block[DIGITS];
	struct lmc_stat st = {.id = id};
	char *argv[] = {
	    (char *)program, number, type, offset, NULL, NULL, NULL};
	/* A script: the shell reads it, as it would have itself. */
	char *script[] = {
	    "sh", (char *)program, number, type, offset, NULL, NULL, NULL};
	int status;
	pid_t pid;

	/* As it is now: its own stat function is asked, too. */
	if (ioctl(dev, LMSTAT, &st) == -1)
		err(EX_STAT,
		    "%s: not run: the module, which stays loaded, does not "
		    "say where it is",
		    program);
	snprintf(number, sizeof(number), "%d", id);
	snprintf(type, sizeof(type), "0x%x", st.type);
	snprintf(offset, sizeof(offset), "%ld", (long)st.offset);
	if (st.type == LM_DEV) {
		snprintf(
		    offset, sizeof(offset), "%d", LKM_CHAR_MAJOR(st.offset));
		snprintf(
		    block, sizeof(block), "%d", LKM_BLOCK_MAJOR(st.offset));
		argv[4] = script[5] = block;
	}
	if ((pid = fork()) == -1)
		err(EX_POSTINSTALL, "%s", program);
	if (pid == 0) {
		execv(program, argv);
		if (errno == ENOEXEC)
			execv("/bin/sh", script);
		err(127, "%s", program);
	}
	while (waitpid(pid, &status, 0) == -1)
		if (errno != EINTR)
			err(EX_POSTINSTALL, "%s", program);
	if (status != 0)
		errx(EX_POSTINSTALL,
		    "%s: failed (%s %d); the module stays loaded", program,
		    WIFSIGNALED(status) ? "signal" : "status",
		    WIFSIGNALED(status) ? WTERMSIG(status)
					: WEXITSTATUS(status));
}
