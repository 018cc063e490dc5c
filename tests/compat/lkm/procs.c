/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * procs: lists the processes into memory of its own; strings without bounds.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/proc.h>
#include <sys/malloc.h>
#include <sys/lkm.h>
#include <sys/syslog.h>

struct seen {
	struct seen *next;
	pid_t pid;
	char name[MAXCOMLEN + 1];
};
static struct seen *list;

MOD_MISC("procs");

static void
forget()
{
	struct seen *sp;

	while ((sp = list) != NULL) {
		list = sp->next;
		FREE(sp, M_TEMP);
	}
}

static int
procs_handle(lkmtp, cmd)
	struct lkm_table *lkmtp;
	int cmd;
{
	struct proc *p;
	struct seen *sp;
	char line[128], *cp;
	u_int n = 0, len;

	if (cmd == LKM_E_UNLOAD) {
		forget();
		return 0;
	}
	for (p = allproc.lh_first; p != NULL; p = p->p_list.le_next) {
		MALLOC(sp, struct seen *, sizeof(struct seen), M_TEMP, M_WAITOK);
		bzero((caddr_t)sp, sizeof *sp);
		sp->pid = p->p_pid;
		strncpy(sp->name, p->p_comm, MAXCOMLEN);
		sp->next = list;
		list = sp;
		n = max(n, (u_int)sp->pid);
	}
	if (copystr("procs:", line, sizeof line, &len) || len != 7)
		return EINVAL;
	strcat(line, " ");
	cp = line + strlen(line);
	for (sp = list; sp; sp = sp->next)
		if (sp->pid == 1)
			cp += sprintf(cp, "pid %d is %s", sp->pid, sp->name);
	log(LOG_INFO, "%s\n", line);
	return index(line, 'p') == line && bcmp(line, "procs", 5) == 0 && n > 1
	    ? 0 : EIO;
}

int
procs_lkmentry(lkmtp, cmd, ver)
	struct lkm_table *lkmtp;
	int cmd, ver;
{
	DISPATCH(lkmtp, cmd, ver, procs_handle, procs_handle, lkm_nofunc)
}
