/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * init_main.c: from a running CPU to a running init.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/bootmod.h>
#include <sys/conf.h>
#include <sys/device.h>
#include <sys/disk.h>
#include <sys/cons.h>
#include <sys/exec.h>
#include <sys/filedesc.h>
#include <sys/lkmvar.h>
#include <sys/mount.h>
#include <sys/procvar.h>
#include <sys/vm.h>
#include <machine/cpu.h>

struct proc proc0 = {.p_comm = "swapper",
    .l_proc = &proc0,
    .p_flag = P_SYSTEM,
    .p_stat = SONPROC};
static struct sigacts sigacts0;
struct proc *initproc;
int cold = 1;
char hostname[MAXHOSTNAMELEN] = "graft";

const char version[] = "Graft " GRAFT_RELEASE " (i386)";

void main(void);

/* The process that all others come from; it becomes the idle loop. */
static void
proc0_init(void)
{
	struct proc *p = &proc0;

	callout_init(&p->p_slpcallout);
	callout_init(&p->p_realtimer);
	p->p_sigacts = &sigacts0;
	siginit(p);
	p->p_sigstk.ss_flags = SS_DISABLE;
	p->p_ucred = crget();
	p->p_emul = &emul_native;
	p->p_fd = fdinit();
	p->p_cwdi = cwdinit();
	LIST_INSERT_HEAD(&allproc, p, p_list);
	enterpgrp(p, 0, 1);
}

/* Become init; or the error of the last program that could have been it. */
static int
run_init(void)
{
	static const char *const paths[] = {
	    "/sbin/init", "/bin/init", "/bin/sh"};
	char *argv[3] = {NULL, NULL, NULL};
	u_int i;
	int error = 0;

	for (i = 0; i < nitems(paths); i++) {
		argv[0] = (char *)paths[i];
		argv[1] = bootarg_flag("-s") ? "-s" : NULL;
		error = exec_init_program(curproc, paths[i], argv);
		if (error == 0)
			return 0;
		if (error != ENOENT)
			printf("init: %s: error %d\n", paths[i], error);
	}
	return error;
}

/*
 * The first process, still in the kernel.  What may sleep on the way to a
 * running system is done here: drivers first, then the root that they may be
 * needed for, and what goes into it.
 */
static void
start_init(void *arg)
{
	int error;

	lkm_builtin_load();
	bootmod_load();
	for (;;) {
		vfs_mountroot();
		bootmod_unpack(!vfs_root_in_memory());
		if ((error = run_init()) == 0)
			break;
		if (TAILQ_EMPTY(&disklist))
			panic("no init: /sbin/init, /bin/init and /bin/sh "
			      "cannot be run (error %d); does the boot loader "
			      "bring an archive?",
			    error);
		printf("root: no init: /sbin/init, /bin/init and /bin/sh "
		       "cannot be run (error %d)\n",
		    error);
		vfs_unmountroot();
	}
	bootmod_done();
}

void
main(void)
{
	int error;

	synch_init();
	pmap_init();
	printf("%s, %lu KiB of memory, %lu KiB free\n", version,
	    vm_page_total * 4, vm_page_nfree * 4);
	proc0_init();
	sysent_init();
	sysctl_init();
	exec_init();
	configure();
	clock_init();
	time_init();
	vfs_init();
	lkm_init();

	cold = 0;
	error = fork1(&proc0, start_init, NULL, &initproc);
	if (error != 0)
		panic("cannot make the first process: error %d", error);
	KASSERT(initproc->p_pid == 1);
	enterpgrp(initproc, initproc->p_pid, 1);
	spl0();
	enable_intr();
	idle_loop();
}
