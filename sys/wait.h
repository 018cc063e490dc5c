/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * wait.h: how a process ended, as wait4(2) reports it.
 */
#ifndef _SYS_WAIT_H
#define _SYS_WAIT_H

#include <sys/types.h>

#define WNOHANG            0x01
#define WUNTRACED          0x02
#define WCONTINUED         0x10

#define _WSTATUS(s)        ((s)&0177)
#define _WSTOPPED          0177
#define WIFSTOPPED(s)      (((s)&0xff) == _WSTOPPED)
#define WSTOPSIG(s)        (((s) >> 8) & 0xff)
#define WIFCONTINUED(s)    ((s) == 0xffff)
#define WIFEXITED(s)       (_WSTATUS(s) == 0)
#define WEXITSTATUS(s)     (((s) >> 8) & 0xff)
#define WIFSIGNALED(s)     (_WSTATUS(s) != _WSTOPPED && _WSTATUS(s) != 0)
#define WTERMSIG(s)        _WSTATUS(s)
#define WCOREFLAG          0200
#define WCOREDUMP(s)       ((s)&WCOREFLAG)
#define W_EXITCODE(r, sig) ((r) << 8 | (sig))
#define W_STOPCODE(sig)    ((sig) << 8 | _WSTOPPED)
#define WAIT_ANY           (-1)
#define WAIT_MYPGRP        0

#ifndef _KERNEL
struct rusage;
pid_t wait(int *);
pid_t waitpid(pid_t, int *, int);
pid_t wait3(int *, int, struct rusage *);
pid_t wait4(pid_t, int *, int, struct rusage *);
#endif

#endif /* _SYS_WAIT_H */
