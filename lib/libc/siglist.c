/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * siglist.c: what signals are called, and what they mean.
 */
#include <signal.h>
#include <string.h>

const char *const sys_signame[NSIG] = {
    [0] = "Signal 0",
    [SIGHUP] = "HUP",
    [SIGINT] = "INT",
    [SIGQUIT] = "QUIT",
    [SIGILL] = "ILL",
    [SIGTRAP] = "TRAP",
    [SIGABRT] = "ABRT",
    [SIGEMT] = "EMT",
    [SIGFPE] = "FPE",
    [SIGKILL] = "KILL",
    [SIGBUS] = "BUS",
    [SIGSEGV] = "SEGV",
    [SIGSYS] = "SYS",
    [SIGPIPE] = "PIPE",
    [SIGALRM] = "ALRM",
    [SIGTERM] = "TERM",
    [SIGURG] = "URG",
    [SIGSTOP] = "STOP",
    [SIGTSTP] = "TSTP",
    [SIGCONT] = "CONT",
    [SIGCHLD] = "CHLD",
    [SIGTTIN] = "TTIN",
    [SIGTTOU] = "TTOU",
    [SIGIO] = "IO",
    [SIGXCPU] = "XCPU",
    [SIGXFSZ] = "XFSZ",
    [SIGVTALRM] = "VTALRM",
    [SIGPROF] = "PROF",
    [SIGWINCH] = "WINCH",
    [SIGINFO] = "INFO",
    [SIGUSR1] = "USR1",
    [SIGUSR2] = "USR2",
};

const char *const sys_siglist[NSIG] = {
    [0] = "Signal 0",
    [SIGHUP] = "Hangup",
    [SIGINT] = "Interrupt",
    [SIGQUIT] = "Quit",
    [SIGILL] = "Illegal instruction",
    [SIGTRAP] = "Trace trap",
    [SIGABRT] = "Aborted",
    [SIGEMT] = "Emulation trap",
    [SIGFPE] = "Arithmetic exception",
    [SIGKILL] = "Killed",
    [SIGBUS] = "Bus error",
    [SIGSEGV] = "Segmentation fault",
    [SIGSYS] = "Bad system call",
    [SIGPIPE] = "Broken pipe",
    [SIGALRM] = "Alarm clock",
    [SIGTERM] = "Terminated",
    [SIGURG] = "Urgent data on a channel",
    [SIGSTOP] = "Stopped (signal)",
    [SIGTSTP] = "Stopped",
    [SIGCONT] = "Continued",
    [SIGCHLD] = "Child changed",
    [SIGTTIN] = "Stopped (tty input)",
    [SIGTTOU] = "Stopped (tty output)",
    [SIGIO] = "Input or output possible",
    [SIGXCPU] = "CPU time limit exceeded",
    [SIGXFSZ] = "File size limit exceeded",
    [SIGVTALRM] = "Virtual timer expired",
    [SIGPROF] = "Profiling timer expired",
    [SIGWINCH] = "Window size changed",
    [SIGINFO] = "Information request",
    [SIGUSR1] = "User defined signal 1",
    [SIGUSR2] = "User defined signal 2",
};

/* newlib's own knows a few of the signals only. */
char *
strsignal(int sig)
{
	if (sig < 0 || sig >= NSIG)
		return (char *)"Unknown signal";
	return (char *)sys_siglist[sig];
}
