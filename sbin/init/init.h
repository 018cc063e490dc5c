/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * init.h: what the parts of init share.
 */
#ifndef _INIT_H_
#define _INIT_H_

#include <sys/types.h>
#include <stdbool.h>

/* What a signal asked for; REQ_NONE once it has been seen to. */
enum request {
	REQ_NONE,
	REQ_SINGLE,   /* SIGTERM: end everything, a shell for the operator */
	REQ_HALT,     /* SIGUSR1 */
	REQ_POWEROFF, /* SIGUSR2 */
	REQ_REBOOT,   /* SIGINT */
};

/* signals.c */
void catch_signals(void);
enum request take_request(void);

/* SIGTSTP came and no SIGHUP since: no new shell, the system goes down. */
bool logins_are_off(void);

/* In a child, before exec: everything as a program expects it. */
void reset_signals(void);

/*
 * Sleep, reaping every child that ends, until pid has ended: true, and how
 * in *statusp.  False when a request came first, or when pid is 0, which
 * stands for no child at all.
 */
bool wait_for(pid_t pid, int *statusp);

/* SIGTERM to all, a moment, SIGKILL; back when only init is left. */
void end_processes(void);
void kill_processes(void); /* SIGKILL alone */

/* console.c */
void open_console(void);

/*
 * Start the program argv[0], with the arguments from argv[1] on, as leader
 * of a new session that owns the console, with root's environment, and in it
 * some variables, or NULL.  -1 when there is no process for it.
 */
pid_t spawn_on_console(char *const argv[], char *const variables[]);

/*
 * Environment and directory of root's login, in a child; with variables
 * "NAME=value" up to a NULL, or NULL: there are none.
 */
#define MAX_VARIABLES 4
void become_login(char *const variables[]);

/*
 * What /etc/ttys wants on the console, as spawn_on_console() takes it, in
 * static memory.  NULL: nothing, which stands for root's shell.  False: the
 * file is there but cannot be read now, say for want of memory, or the line
 * is wrong; then there is to be no shell that asks nobody.
 */
bool console_command(char *const **);

/* Copy /etc/motd to the console, if there is one. */
void print_motd(void);

/*
 * devices.c: make the nodes without which nothing can be said.  With a root
 * on a disk, in a /dev that is in memory.
 */
void make_devices(void);

/* boot.c */

/* The kernel's command line; "" if it does not tell. */
const char *boot_args(void);
enum root { IN_MEMORY, ON_DISK, ON_DISK_READ_ONLY };
enum root root_is(void);
/* What /etc/rc is told of how the system was started; rc(8) lists it. */
char *const *rc_variables(void);

/* vmrun.c */

/* The token after vmrun= on the kernel's command line, or NULL. */
const char *vmrun_token(void);

/*
 * Run /etc/vmrun, report to the console, switch off.  Back when a request
 * is to be served instead.
 */
void run_vmrun(const char *token);

/* init.c: sync and reboot(2); back only if the kernel would not. */
void go_down(int howto);

#endif /* _INIT_H_ */
