/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * prober: probes by address.
 *
 *	sysctl debug.prober=ADDRESS [MAXACTIVE]	attach there (hexadecimal)
 *	sysctl debug.prober=sweep	at every address of the kernel's text, for
 *					a moment each
 *	sysctl debug.prober=most	at every function at once
 *	sysctl debug.prober=off		no more
 *	sysctl debug.prober		what came of it, and what was told since
 */
#include <sys/param.h>
#include <sys/errno.h>
#include <sys/kprobe.h>
#include <sys/lkm.h>
#include <sys/malloc.h>
#include <sys/sysctlvar.h>
#include <sys/systm.h>

MOD_MISC("prober")

extern char __kernel_start[], __kernel_text_end[];

/* Two of each, so that a return leads to a return. */
#define MANY 4000
static struct kprobe one[2], *many;
static u_int nmany, calls, returns;
static int attached;
static char result[200];

/* What is called here may be probed itself. */
static void
entered(struct kprobe *kp, struct kprobe_call *c)
{
	char text[32];

	calls++;
	if (c != NULL)
		c->kc_data[0] = calls;
	snprintf(text, sizeof(text), "%u", calls);
}

static void
returned(struct kprobe *kp, struct kprobe_call *c)
{
	char text[32];

	returns++;
	snprintf(text, sizeof(text), "%u", (u_int)c->kc_data[0]);
}

static int
attach(struct kprobe *kp, vaddr_t addr, u_int maxactive, char *why)
{
	*kp = (struct kprobe){.kp_addr = addr,
	    .kp_entry = entered,
	    .kp_return = returned,
	    .kp_maxactive = maxactive};
	return kprobe_attach(kp, why, 120);
}

static void
off(void)
{
	while (attached > 0)
		kprobe_detach(&one[--attached]);
	while (nmany > 0)
		kprobe_detach(&many[--nmany]);
	if (many != NULL)
		free(many, M_TEMP);
	many = NULL;
}

static int
at(vaddr_t addr, u_int maxactive)
{
	char why[120] = "attached";
	int error = 0;

	off();
	while (attached < 2 && error == 0)
		if ((error = attach(&one[attached], addr, maxactive, why)) == 0)
			attached++;
	if (error == 0 && kprobe_attach(&one[0], why, sizeof(why)) != EEXIST)
		snprintf(why, sizeof(why), "attached twice");
	snprintf(result, sizeof(result), "%d %s", error, why);
	return 0;
}

/* At each address: to stay, or for a moment. */
static int
sweep(int stay)
{
	u_int good = 0, none = 0, other = 0;
	struct kprobe once, *kp;
	char why[120];
	vaddr_t va;
	int error;

	off();
	if (stay) {
		many = malloc(MANY * sizeof(*many), M_TEMP, M_NOWAIT);
		if (many == NULL)
			return ENOMEM;
	}
	for (va = (vaddr_t)__kernel_start;
	     va < (vaddr_t)__kernel_text_end && nmany < MANY; va++) {
		kp = stay ? &many[nmany] : &once;
		error = attach(kp, va, 1, why);
		good += error == 0;
		none += error == ENOENT;
		other += error != 0 && error != ENOENT;
		if (error == 0 && stay)
			nmany++;
		else if (error == 0)
			kprobe_detach(kp);
	}
	snprintf(result, sizeof(result), "%u attached, %u refused, %u nothing",
	    good, other, none);
	return 0;
}

static int
do_prober(const struct sysctl_leaf *l, struct sysctl_req *req)
{
	char text[260], name[40];
	u_long addr;
	char *end;
	int error;

	snprintf(text, sizeof(text), "%s; %u calls, %u returns, %u missed",
	    result, calls, returns, one[0].kp_missed);
	if ((error = sysctl_out(req, text, strlen(text) + 1)) != 0 ||
	    req->sr_new == NULL ||
	    (error = sysctl_in_string(req, name, sizeof(name))) != 0)
		return error;
	calls = returns = 0;
	addr = strtoul(name, &end, 16);
	if (end != name && (*end == '\0' || *end == ' '))
		return at(addr, *end == ' ' ? strtoul(end + 1, NULL, 16) : 0);
	if (strcmp(name, "off") == 0) {
		off();
		return 0;
	}
	return sweep(strcmp(name, "most") == 0);
}

static struct sysctl_leaf leaf = {.sl_name = "debug.prober",
    .sl_descr = "probes by address",
    .sl_type = SYSCTL_STRING,
    .sl_flags = SYSCTL_WRITABLE,
    .sl_handler = do_prober};

static int
prober_load(struct lkm_table *lkmtp, int cmd)
{
	return sysctl_attach(&leaf, -1);
}

static int
prober_unload(struct lkm_table *lkmtp, int cmd)
{
	sysctl_detach(&leaf);
	off();
	return 0;
}

int xxxinit(struct lkm_table *, int, int);

int
xxxinit(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, prober_load, prober_unload, lkm_nofunc);
}
