/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * waitfs: a file system with a file of every name, of one page of zeros.
 * Who needs it sleeps until sysctl debug.waitfs, which tells how many do, is
 * set.
 */
#include <sys/param.h>
#include <sys/errno.h>
#include <sys/lkm.h>
#include <sys/malloc.h>
#include <sys/proc.h>
#include <sys/sysctlvar.h>
#include <sys/systm.h>
#include <sys/vm.h>
#include <sys/vnode.h>

static int waiting, open_now, mapping;

/* mmap(2) asks for the page as well, as it is called, and does not wait. */
static int
pagefs_getpage(struct vnode *vp, off_t off, struct vm_page **pgp)
{
	if (mapping)
		return EINVAL;
	waiting++;
	while (!open_now)
		(void)tsleep(&open_now, PWAIT, "waitfs", 0);
	waiting--;
	*pgp = vm_page_alloc(M_TEMP, VM_PG_USER | VM_PG_ZERO);
	return *pgp == NULL ? ENOMEM : 0;
}

#define PAGEFS_NAME "waitfs"
#define PAGEFS_SIZE PAGE_SIZE
#include "pagefs.h"

/* 0: being mapped; 1: they wait; 2: they go on. */
static int
do_waitfs(const struct sysctl_leaf *l, struct sysctl_req *req)
{
	int error = sysctl_out(req, &waiting, sizeof(waiting)), new;

	if (error != 0 || req->sr_new == NULL ||
	    (error = sysctl_in(req, &new, sizeof(new))) != 0)
		return error;
	mapping = new == 0;
	open_now = new == 2;
	wakeup(&open_now);
	return 0;
}

static struct sysctl_leaf leaf = {.sl_name = "debug.waitfs",
    .sl_descr = "who waits for a page of waitfs's",
    .sl_type = SYSCTL_INT,
    .sl_flags = SYSCTL_WRITABLE,
    .sl_handler = do_waitfs};

MOD_MISC("waitfs")

static int
waitfs_load(struct lkm_table *lkmtp, int cmd)
{
	int error = vfs_attach(&pagefs_vfsops);

	if (error == 0 && (error = sysctl_attach(&leaf, -1)) != 0)
		(void)vfs_detach(&pagefs_vfsops);
	return error;
}

static int
waitfs_unload(struct lkm_table *lkmtp, int cmd)
{
	int error = vfs_detach(&pagefs_vfsops);

	if (error == 0)
		sysctl_detach(&leaf);
	return error;
}

int waitfs_lkmentry(struct lkm_table *, int, int);

int
waitfs_lkmentry(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, waitfs_load, waitfs_unload, lkm_nofunc);
}
