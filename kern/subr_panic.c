/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * subr_panic.c: the end, with as much of an explanation as there is.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/cons.h>
#include <sys/lkmvar.h>
#include <sys/proc.h>
#include <sys/reboot.h>
#include <machine/cpu.h>
#include <machine/frame.h>

#define PANIC_EXIT 0x7d /* what tools/vm takes for a panic */

const char *panicstr;

static void __dead
die(const struct trapframe *tf, const char *fmt, va_list ap)
{
	static char why[128];
	struct proc *p = curproc;

	splhigh();
	disable_intr();
	if (panicstr != NULL) {
		printf("panic: again, in the panic: ");
		vprintf(fmt, ap);
		printf("\n");
		cpu_debug_exit(PANIC_EXIT);
		for (;;)
			halt();
	}
	panicstr = fmt;
	cnpanic();
	vsnprintf(why, sizeof(why), fmt, ap);
	printf("panic: %s\n", why);
	if (p != NULL)
		printf("pid %d (%s)\n", p->p_pid, p->p_comm);
	backtrace(tf);
	lkm_panic_list();
	cpu_debug_exit(PANIC_EXIT);
	printf("The system is stopped.\n");
	for (;;)
		halt();
}

void
panic(const char *fmt, ...)
{
	struct trapframe tf;
	va_list ap;

	cpu_getregs(&tf);
	va_start(ap, fmt);
	die(&tf, fmt, ap);
}

void
panic_frame(const struct trapframe *tf, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	die(tf, fmt, ap);
}
