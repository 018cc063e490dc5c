/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * vmrun.c: one job instead of a login.  With vmrun=TOKEN on the kernel's
 * command line init runs /etc/vmrun, its output on the second serial line
 * byte by byte as it is, then says on the console
 *
 *	vmrun TOKEN status N
 *
 * and switches the machine off.  tools/vm drives a guest so; the token,
 * new each time, lets nothing that the job prints pass for this line.
 */
#include <sys/types.h>
#include <sys/reboot.h>
#include <sys/wait.h>
#include <err.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "init.h"

#define OUTPUT "/dev/tty01"

const char *
vmrun_token(void)
{
	static char args[1025];
	char *word;

	strlcpy(args, boot_args(), sizeof(args));
	for (word = strtok(args, " "); word != NULL; word = strtok(NULL, " "))
		if (strncmp(word, "vmrun=", 6) == 0 && word[6] != '\0')
			return word + 6;
	return NULL;
}

/* The line of the output, without any processing; -1: reason printed. */
static int
open_output(void)
{
	struct termios t;
	int fd = open(OUTPUT, O_RDWR | O_NOCTTY | O_NONBLOCK);

	if (fd < 0 || tcgetattr(fd, &t) != 0) {
		warn(OUTPUT);
		if (fd >= 0)
			close(fd);
		return -1;
	}
	cfmakeraw(&t);
	t.c_cflag |= CLOCAL | CREAD;
	if (tcsetattr(fd, TCSANOW, &t) != 0 ||
	    fcntl(fd, F_SETFL, O_RDWR) != 0) {
		warn(OUTPUT);
		close(fd);
		return -1;
	}
	return fd;
}

static _Noreturn void
start_job(int out)
{
	static char *const argv[] = {"sh", "/etc/vmrun", NULL};
	int in;

	reset_signals();
	setsid();
	in = open("/dev/null", O_RDWR);
	if (in < 0) {
		warn("/dev/null");
		_exit(126);
	}
	dup2(in, STDIN_FILENO);
	dup2(out, STDOUT_FILENO);
	dup2(out, STDERR_FILENO);
	if (in > STDERR_FILENO)
		close(in);
	if (out > STDERR_FILENO)
		close(out);
	become_login(NULL);
	execv("/bin/sh", argv);
	warn("/bin/sh");
	_exit(127);
}

/*
 * How it ended, as a shell counts: 128 more than the signal's number.  -1:
 * a request came first.
 */
static int
run_job(int out)
{
	int status;
	pid_t pid = fork();

	if (pid == 0)
		start_job(out);
	if (pid < 0) {
		warn("fork");
		return 126;
	}
	if (!wait_for(pid, &status))
		return -1;
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status)
				   : WEXITSTATUS(status);
}

void
run_vmrun(const char *token)
{
	int out = open_output(), status = 126;

	if (out >= 0) {
		status = run_job(out);
		if (status < 0) {
			close(out);
			return;
		}
		tcdrain(out);
	}
	/* It was reboot(8) that ended the job: nobody is to be told. */
	while (logins_are_off())
		if (!wait_for(0, &status) && logins_are_off())
			return;
	printf("vmrun %s status %d\n", token, status);
	fflush(stdout);
	tcdrain(STDOUT_FILENO);
	kill_processes();
	go_down(RB_POWERDOWN);
}
