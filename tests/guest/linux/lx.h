/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lx.h: what a test program for Linux/i386 needs that has no C library: the
 * system calls, by Linux's numbers, and what says "ok" and "not ok".  It is
 * compiled for Linux and for nothing else: no header of ours is used.
 *
 * A program has lx_main() and ends with `return lx_done();`.
 */
#ifndef _LX_H_
#define _LX_H_

typedef unsigned int u_int;
typedef unsigned long long u_quad;

/* Any system call.  What it returns: an error is -1 to -4095. */
int lx(int number, ...);
#define LX_exit                   1
#define LX_fork                   2
#define LX_read                   3
#define LX_write                  4
#define LX_close                  6
#define LX_waitpid                7
#define LX_execve                 11
#define LX_getpid                 20
#define LX_pause                  29
#define LX_kill                   37
#define LX_times                  43
#define LX_brk                    45
#define LX_signal                 48
#define LX_setpgid                57
#define LX_getppid                64
#define LX_getpgrp                65
#define LX_setsid                 66
#define LX_sigaction              67
#define LX_getrlimit              76
#define LX_old_mmap               90
#define LX_munmap                 91
#define LX_wait4                  114
#define LX_sysinfo                116
#define LX_clone                  120
#define LX_uname                  122
#define LX_mprotect               125
#define LX_sched_yield            158
#define LX_mremap                 163
#define LX_prctl                  172
#define LX_rt_sigaction           174
#define LX_rt_sigprocmask         175
#define LX_rt_sigpending          176
#define LX_rt_sigsuspend          179
#define LX_sigaltstack            186
#define LX_vfork                  190
#define LX_ugetrlimit             191
#define LX_mmap2                  192
#define LX_getuid32               199
#define LX_setresuid32            208
#define LX_getresuid32            209
#define LX_setuid32               213
#define LX_madvise                219
#define LX_gettid                 224
#define LX_tkill                  238
#define LX_set_thread_area        243
#define LX_get_thread_area        244
#define LX_exit_group             252
#define LX_tgkill                 270
#define LX_openat                 295
#define LX_pipe2                  331
#define LX_prlimit64              340
#define LX_getrandom              355
#define LX_clock_nanosleep_time64 407

#define LX_EPERM                  1
#define LX_ENOENT                 2
#define LX_ESRCH                  3
#define LX_EINTR                  4
#define LX_ECHILD                 10
#define LX_ENOMEM                 12
#define LX_EFAULT                 14
#define LX_EEXIST                 17
#define LX_EINVAL                 22
#define LX_ENOSYS                 38

/* Of %d %u %x %s and no others. */
int ok(int good, const char *fmt, ...);
/* Equal numbers; when they are not, both are shown. */
int is(int got, int wanted, const char *fmt, ...);
int lx_done(void);

/* The stack as the program found it: argc first. */
extern u_int *lx_stack;
/* The auxiliary vector's entry, or 0; *there says whether there is one. */
u_int lx_aux(u_int type, int *there);

int lx_strcmp(const char *, const char *);
u_int lx_strlen(const char *);
void *memset(void *, int, u_int);
void *memcpy(void *, const void *, u_int);

int lx_main(int argc, char **argv, char **envp);

/* Signals: both kinds of handlers. */
struct lx_rt_sigaction {
	void *handler;
	u_int flags;
	void (*restorer)(void);
	u_quad mask;
};
#define LX_SA_NOCLDSTOP 0x00000001
#define LX_SA_SIGINFO   0x00000004
#define LX_SA_RESTORER  0x04000000
#define LX_SA_ONSTACK   0x08000000
#define LX_SA_RESTART   0x10000000
#define LX_SA_NODEFER   0x40000000
#define LX_SA_RESETHAND 0x80000000
#define LX_SIGUSR1      10
#define LX_SIGSEGV      11
#define LX_SIGUSR2      12
#define LX_SIGCHLD      17
#define LX_SIGSTOP      19
#define LX_SIGCONT      18

struct lx_sigcontext {
	u_int gs, fs, es, ds, edi, esi, ebp, esp, ebx, edx, ecx, eax, trapno,
	    err, eip, cs, eflags, esp_at_signal, ss, fpstate, oldmask, cr2;
};
struct lx_siginfo {
	int signo, errno_, code;
	u_int addr;
	char pad[112];
};
struct lx_ucontext {
	u_int flags, link, sp, ss_flags, ss_size;
	struct lx_sigcontext mc;
	u_quad mask;
};
/* Have signals of this number call it.  Returns what the call does. */
int lx_handle(int sig, void *handler, u_int flags);

#endif
