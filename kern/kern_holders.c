/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kern_holders.c: the list of all tables in the kernel that can hold a
 * pointer into a module: see sys/holders.h.
 *
 * A new table of function pointers, or a list of structures that may lie in
 * a module, belongs in here.  Not looked through are: buffers that a driver
 * made for itself and has handed to another (B_CALL), which no list holds;
 * and the memory of other modules.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/holders.h>
#include <sys/lkmvar.h>
#include <sys/selfcheck.h>

static void (*const users[])(struct holders *) = {
    file_users,   /* fileops of open files */
    spec_users,   /* drivers of open devices */
    mount_users,  /* vfsops of what is mounted */
    vnode_users,  /* vnodeops of vnodes elsewhere */
    emul_users,   /* emulations that processes run on */
    exec_users,   /* formats of programs that are being started */
    sysctl_users, /* leaves that are being read or written */
};

static void (*const tables[])(struct holders *) = {
    execsw_holders,  /* execsw[] */
    emul_holders,    /* emulations, and their sysent[] */
    devsw_holders,   /* cdevsw[], bdevsw[] and what they point to */
    disk_holders,    /* disks and their drivers */
    vfs_holders,     /* kinds of file systems */
    config_holders,  /* drivers, attachments, lines of configuration */
    sysctl_holders,  /* leaves and their handlers */
    callout_holders, /* callouts and timeout(9) */
    intr_holders,    /* interrupt handlers */
    trap_holders,    /* interrupt descriptor table */
    tty_holders,     /* terminals' drivers */
    cons_holders,    /* devices of the console */
    thread_holders,  /* kernel threads */
    kprobe_holders,  /* probes of functions */
};

void
holders_users(struct holders *h)
{
	u_int i;

	for (i = 0; i < nitems(users); i++)
		users[i](h);
}

void
holders_tables(struct holders *h)
{
	u_int i;

	for (i = 0; i < nitems(tables); i++)
		tables[i](h);
}

/* ---- self-check ---- */

struct digest_holders {
	struct holders dh;
	struct digest *dh_digest;
};

static void
digest_found(struct holders *h, const void *entry, vaddr_t va, const char *text)
{
	struct digest *d = ((struct digest_holders *)h)->dh_digest;

	digest_item(d);
	digest_string(d, text);
	if (va != 0)
		selfcheck_data(d, (const void *)va, 0, "%s", text);
	digest_item_end(d);
}

/*
 * Whatever points to any module at all.  Those who use one come and go with
 * programs.  When something is broken already, the tables are not looked
 * through: these functions believe what they find there.
 */
void
holders_digest(struct digest *d)
{
	struct digest_holders h = {{.h_start = KERN_LKM_BASE,
				       .h_len = KERN_LKM_END - KERN_LKM_BASE,
				       .h_found = digest_found},
	    d};

	if (d->d_broken > 0)
		return;
	holders_tables(&h.dh);
	if (d->d_all)
		holders_users(&h.dh);
}
