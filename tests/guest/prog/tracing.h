/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tracing.h: what the programs that test /dev/ktrace share: a trace, a child
 * that waits to be traced, and records that are read and looked at.
 */
#ifndef _TRACING_H_
#define _TRACING_H_

#include <sys/ioctl.h>
#include <sys/ktrace.h>
#include <sys/wait.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tap.h"

static uint64_t buf[65536 / sizeof(uint64_t)];

static inline int
open_trace(void)
{
	int fd = open("/dev/ktrace", O_RDWR);

	if (fd < 0) {
		perror("/dev/ktrace");
		exit(2);
	}
	fcntl(fd, F_SETFD, FD_CLOEXEC);
	return fd;
}

static inline int
attach(int fd, pid_t pid, uint32_t flags)
{
	struct ktr_attach ka = {pid, flags};

	return ioctl(fd, KTRIOCATTACH, &ka);
}

static inline int
detach(int fd, int32_t pid)
{
	return ioctl(fd, KTRIOCDETACH, &pid);
}

/* A child that waits until go[1] is written to, and then calls fn. */
static int go[2];

static inline pid_t
child(void (*fn)(void))
{
	pid_t pid;
	char c;

	if (pipe(go) != 0)
		exit(2);
	if ((pid = fork()) != 0) {
		close(go[0]);
		return pid;
	}
	close(go[1]);
	if (read(go[0], &c, 1) == 1)
		fn();
	_exit(0);
}

static inline void
let_go(void)
{
	(void)write(go[1], "", 1);
	close(go[1]);
}

/* What was read: records of each type, and what was wrong with them. */
struct seen {
	int type[8], named, wrong, status;
};

static inline void
look(struct seen *s, ssize_t n, const char *name)
{
	const struct ktr_header *h;
	const char *text;
	ssize_t at;

	for (at = 0; at < n; at += h->ktr_len) {
		h = (const void *)((const char *)buf + at);
		if (h->ktr_len < sizeof(*h) || h->ktr_len % 8 != 0 ||
		    h->ktr_len > (size_t)(n - at) || h->ktr_type >= 8) {
			s->wrong++;
			return;
		}
		s->type[h->ktr_type]++;
		text = (const char *)(h + 1) + sizeof(struct ktr_syscall);
		if (h->ktr_type == KTR_SYSCALL && name != NULL &&
		    strcmp(text, "native") == 0 &&
		    strcmp(text + strlen(text) + 1, name) == 0)
			s->named++;
		if (h->ktr_type == KTR_EXIT)
			s->status = *(const int32_t *)(const void *)(h + 1);
	}
}

/* All that there is until nobody is traced any more, size bytes at once. */
static inline struct seen
read_all(int fd, size_t size, const char *name)
{
	struct seen s = {.wrong = 0};
	ssize_t n;

	while ((n = read(fd, buf, size)) > 0)
		look(&s, n, name);
	if (n != 0)
		s.wrong++;
	return s;
}

#endif /* _TRACING_H_ */
