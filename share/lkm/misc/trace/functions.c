/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * functions.c: functions of the kernel, through its probes (sys/kprobe.h).
 *
 * Handlers run with interrupts off, wherever the function was called.  They
 * take two numbers and subtract them.
 *
 * While a process is in a function that is probed, nothing of ours is on its
 * stack, only the kernel's kprobe_return.  The module can go at any time.
 */
#include "trace.h"

static void
entered(struct kprobe *kp, struct kprobe_call *c)
{
	struct trace *t = kp->kp_data;
	struct start start;

	t->t_calls++;
	if (c == NULL)
		return; /* its return will not be told of */
	start = trace_start();
	c->kc_data[0] = start.s_cycles;
	c->kc_data[1] = start.s_ticks;
}

static void
returned(struct kprobe *kp, struct kprobe_call *c)
{
	trace_end(kp->kp_data, c->kc_data[0], c->kc_data[1]);
}

int
function_probe(struct trace *t, char *why)
{
	vaddr_t addr;
	int error;

	if ((error = kprobe_find(t->t_name, &addr, why, WHY_SIZE)) != 0)
		return error;
	t->t_probe = (struct kprobe){.kp_addr = addr,
	    .kp_data = t,
	    .kp_entry = entered,
	    .kp_return = returned};
	return kprobe_attach(&t->t_probe, why, WHY_SIZE);
}

void
function_unprobe(struct trace *t)
{
	kprobe_detach(&t->t_probe);
}
