/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * popen.c: a command for the shell, with one end of a pipe to it.
 */
#include <sys/wait.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* The streams that popen made and pclose has not closed. */
struct pipe_child {
	struct pipe_child *pc_next;
	FILE *pc_file;
	pid_t pc_pid;
};
static struct pipe_child *children;

/* The child's part: its end of the pipe becomes descriptor std. */
static void
run_child(const char *command, int end, int std)
{
	if (end == std)
		fcntl(end, F_SETFD, 0);
	else if (dup2(end, std) == -1)
		_exit(127);
	execl("/bin/sh", "sh", "-c", command, (char *)NULL);
	_exit(127);
}

/*
 * Start command; reading from the stream ("r") gets its output, writing to
 * it ("w") is its input.  EINVAL: another mode; else as pipe(2) and fork(2).
 * Both ends are closed on exec: no other child keeps the pipe open.
 */
FILE *
popen(const char *command, const char *mode)
{
	struct pipe_child *pc;
	int error, fd[2], ours;

	if ((*mode != 'r' && *mode != 'w') ||
	    (mode[1] != '\0' && mode[1] != 'e')) {
		errno = EINVAL;
		return NULL;
	}
	ours = *mode == 'w';
	pc = malloc(sizeof(*pc));
	if (pc == NULL)
		return NULL;
	if (pipe(fd) == -1)
		goto free_child;
	fcntl(fd[0], F_SETFD, FD_CLOEXEC);
	fcntl(fd[1], F_SETFD, FD_CLOEXEC);
	pc->pc_file = fdopen(fd[ours], mode);
	if (pc->pc_file == NULL)
		goto close_pipe;
	pc->pc_pid = fork();
	if (pc->pc_pid == -1)
		goto close_file;
	if (pc->pc_pid == 0)
		run_child(command, fd[!ours], !ours);
	close(fd[!ours]);
	pc->pc_next = children;
	children = pc;
	return pc->pc_file;

close_file:
	error = errno;
	fclose(pc->pc_file);
	close(fd[!ours]);
	errno = error;
	goto free_child;
close_pipe:
	error = errno;
	close(fd[0]);
	close(fd[1]);
	errno = error;
free_child:
	free(pc);
	return NULL;
}

/*
 * Close the stream and wait for its command; its status as wait(2) has it.
 * -1 with ECHILD: the stream is not popen's.
 */
int
pclose(FILE *file)
{
	struct pipe_child *pc, **link;
	int status;
	pid_t pid;

	for (link = &children; (pc = *link) != NULL; link = &pc->pc_next)
		if (pc->pc_file == file)
			break;
	if (pc == NULL) {
		errno = ECHILD;
		return -1;
	}
	*link = pc->pc_next;
	pid = pc->pc_pid;
	free(pc);
	fclose(file);
	while (waitpid(pid, &status, 0) == -1)
		if (errno != EINTR)
			return -1;
	return status;
}
