/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * process.c: what there is to say of one process.  Nothing here sleeps, so the
 * process stays; but it may be on its way in or out, and then has no memory,
 * no files, no group.
 */
#include <sys/file.h>
#include <sys/filedesc.h>
#include <sys/pipe.h>
#include <sys/sysctl.h>
#include <sys/vm.h>
#include "procfs.h"

static const char *const states[] = {
    [SIDL] = "being made",
    [SRUN] = "runnable",
    [SSLEEP] = "asleep",
    [SSTOP] = "stopped",
    [SZOMB] = "ended, not yet waited for",
    [SONPROC] = "running",
};

static void
put_credentials(struct pfs_text *t, const struct proc *p)
{
	const struct pcred *pc = p->p_cred;
	const struct ucred *uc = p->p_ucred;
	int i;

	pfs_printf(t, "uid\t\t%u real, %u effective, %u saved\n", pc->p_ruid,
	    uc->cr_uid, pc->p_svuid);
	pfs_printf(t, "gid\t\t%u real, %u effective, %u saved\n", pc->p_rgid,
	    uc->cr_gid, pc->p_svgid);
	pfs_printf(t, "groups\t\t");
	for (i = 0; i < uc->cr_ngroups; i++)
		pfs_printf(t, "%s%u", i > 0 ? " " : "", uc->cr_groups[i]);
	pfs_printf(t, "\n");
}

static void
put_ticks(struct pfs_text *t, const char *what, u_int n)
{
	pfs_printf(t, "%s\t\t%u.%02u s\n", what, n / hz, n % hz * 100 / hz);
}

int
pfs_status(struct pfs_text *t, const struct proc *p, int root)
{
	struct kinfo_proc ki;

	fill_kinfo_proc(p, &ki);
	pfs_printf(t, "name\t\t");
	pfs_putname(t, ki.ki_comm);
	pfs_printf(t, "\npid\t\t%d\nparent\t\t%d\ngroup\t\t%d\nsession\t\t%d\n",
	    ki.ki_pid, ki.ki_ppid, ki.ki_pgid, ki.ki_sid);
	if (ki.ki_tdev != NODEV)
		pfs_printf(t, "terminal\t%d, %d\n", major(ki.ki_tdev),
		    minor(ki.ki_tdev));
	pfs_printf(t, "state\t\t%s%s%s\n",
	    (u_char)ki.ki_stat < nitems(states) &&
		    states[(u_char)ki.ki_stat] != NULL
		? states[(u_char)ki.ki_stat]
		: "?",
	    ki.ki_wmesg[0] != '\0' ? " on " : "", ki.ki_wmesg);
	pfs_printf(t, "kind\t\t%s\n",
	    p->p_flag & P_SYSTEM ? "kernel thread" : ki.ki_emul);
	put_credentials(t, p);
	pfs_printf(t, "started\t\t%lld\n", (long long)ki.ki_start);
	put_ticks(t, "user", ki.ki_uticks);
	put_ticks(t, "system", ki.ki_sticks);
	pfs_printf(t, "size\t\t%u KiB\nresident\t%u KiB\n", ki.ki_vsize / 1024,
	    ki.ki_rssize * (PAGE_SIZE / 1024));
	pfs_printf(t, "signals\t\t%08lx pending, %08lx blocked\n",
	    (u_long)p->p_siglist, (u_long)p->p_sigmask);
	return 0;
}

/* Of the arguments the kernel keeps as much as ps(1) shows. */
int
pfs_cmdline(struct pfs_text *t, const struct proc *p, int root)
{
	pfs_printf(
	    t, "%s\n", p->p_args != NULL ? p->p_args->ka_args : p->p_comm);
	return 0;
}

/* ---- map ---- */

static void
put_entry(
    struct pfs_text *t, const struct vmspace *vm, const struct vm_entry *ve)
{
	pfs_printf(t, "%08lx-%08lx %c%c%c %6lu KiB ", ve->ve_start, ve->ve_end,
	    ve->ve_prot & VM_PROT_READ ? 'r' : '-',
	    ve->ve_prot & VM_PROT_WRITE ? 'w' : '-',
	    ve->ve_prot & VM_PROT_EXECUTE ? 'x' : '-',
	    (ve->ve_end - ve->ve_start) / 1024);
	if (ve->ve_vp != NULL) {
		pfs_printf(t, "file at %lld, on ", (long long)ve->ve_off);
		pfs_putname(t, ve->ve_vp->v_mount->mnt_stat.f_mntonname);
	} else if (ve->ve_flags & VE_STACK)
		pfs_printf(t, "stack");
	else if (ve->ve_flags & VE_SIGCODE)
		pfs_printf(t, "return from signals");
	else if (ve->ve_start >= vm->vm_brkbase && ve->ve_end <= vm->vm_brk)
		pfs_printf(t, "heap");
	else
		pfs_printf(t, "memory");
	pfs_printf(t, "\n");
}

int
pfs_map(struct pfs_text *t, const struct proc *p, int root)
{
	const struct vm_entry *ve;

	if (p->p_vmspace != NULL)
		TAILQ_FOREACH(ve, &p->p_vmspace->vm_entries, ve_list)
			put_entry(t, p->p_vmspace, ve);
	return 0;
}

/* ---- descriptors ---- */

static void
put_vnode(struct pfs_text *t, const struct vnode *vp)
{
	static const char *const kinds[] = {
	    [VREG] = "file",
	    [VDIR] = "directory",
	    [VBLK] = "block device",
	    [VCHR] = "character device",
	    [VFIFO] = "fifo",
	};
	const u_int type = vp->v_type;

	pfs_printf(t, "%s",
	    type < nitems(kinds) && kinds[type] != NULL ? kinds[type] : "?");
	if (type == VBLK || type == VCHR)
		pfs_printf(t, " %d, %d", major(vp->v_rdev), minor(vp->v_rdev));
	pfs_printf(t, " on ");
	pfs_putname(t, vp->v_mount->mnt_stat.f_mntonname);
}

/* A file has no name here: it may have several by now, or none. */
int
pfs_fd(struct pfs_text *t, const struct proc *p, int root)
{
	const struct file *fp;
	int i;

	for (i = 0; p->p_fd != NULL && i <= p->p_fd->fd_lastfile; i++) {
		if ((fp = fd_getfile(p->p_fd, i)) == NULL)
			continue;
		pfs_printf(t, "%3d %c%c%c %10lld ", i,
		    fp->f_flag & FREAD ? 'r' : '-',
		    fp->f_flag & FWRITE ? 'w' : '-',
		    p->p_fd->fd_ofileflags[i] & UF_EXCLOSE ? 'e' : '-',
		    (long long)fp->f_offset);
		/* One that is being opened leads nowhere yet. */
		if (fp->f_type == DTYPE_VNODE && fp->f_vnode != NULL)
			put_vnode(t, fp->f_vnode);
		else
			pfs_printf(
			    t, fp->f_type == DTYPE_PIPE ? "pipe" : "other");
		pfs_printf(t, "\n");
	}
	return 0;
}
