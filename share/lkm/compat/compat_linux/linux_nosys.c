/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * linux_nosys.c: the calls that are not there, counted by name, so that what
 * a program lacks is easy to find: sysctl emul.linux.nosys.
 */
#include <sys/malloc.h>
#include <sys/sysctlvar.h>
#include <machine/frame.h>

#include "linux.h"

static u_int counts[LINUX_NCALLS];
static u_int beyond; /* numbers that Linux has not given either */

int
linux_nosys(struct proc *p, void *v, register_t *retval)
{
	u_int code = p->p_md.md_regs->tf_eax;

	if (code < LINUX_NCALLS)
		counts[code]++;
	else
		beyond++;
	return ENOSYS;
}

/*
 * A line for each, with its number; to write anything empties the list.
 * Counted are the lines first, so that the memory is enough.
 */
#define LINE 64

static int
do_nosys(const struct sysctl_leaf *l, struct sysctl_req *req)
{
	size_t size = LINE, len = 0;
	char *text;
	u_int i;
	int error;

	for (i = 0; i < LINUX_NCALLS; i++)
		if (counts[i] != 0)
			size += LINE;
	if ((text = malloc(size, M_TEMP, M_NOWAIT)) == NULL)
		return ENOMEM;
	text[0] = '\0';
	for (i = 0; i < LINUX_NCALLS; i++)
		if (counts[i] != 0)
			len += snprintf(text + len, size - len, "%s%s (%u) %u",
			    len == 0 ? "" : "\n", linux_syscallnames[i], i,
			    counts[i]);
	if (beyond != 0)
		len += snprintf(text + len, size - len, "%sunknown %u",
		    len == 0 ? "" : "\n", beyond);
	error = sysctl_out(req, text, len + 1);
	free(text, M_TEMP);
	if (error == 0 && req->sr_new != NULL) {
		memset(counts, 0, sizeof(counts));
		beyond = 0;
	}
	return error;
}

static struct sysctl_leaf nosys_leaf = {.sl_name = "emul.linux.nosys",
    .sl_descr = "calls that Linux programs made and that are not there: "
		"name, number, how often; written to: forgotten",
    .sl_type = SYSCTL_STRING,
    .sl_flags = SYSCTL_WRITABLE,
    .sl_handler = do_nosys};

int
linux_nosys_attach(void)
{
	return sysctl_attach(&nosys_leaf, -1);
}

void
linux_nosys_detach(void)
{
	sysctl_detach(&nosys_leaf);
}
