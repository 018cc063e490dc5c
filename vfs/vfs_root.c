/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * vfs_root.c: which file system is the root.
 *
 * Without a word from the boot loader it is in memory, filled from the boot
 * loader's archive.  root=vd0a names a disk or a partition, rootfs=ext2fs
 * its kind (without it every kind that is there is tried), ro has it mounted
 * read-only, -a asks on the console: boot(8).
 *
 * A choice that does not work ends nothing: what is wrong is said, with what
 * there would be to choose from.  Then the root is in memory, if the boot
 * loader has brought what goes there, else whoever sits at the console is
 * asked.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/bootmod.h>
#include <sys/cons.h>
#include <sys/disk.h>
#include <sys/filedesc.h>
#include <sys/kernel.h>
#include <sys/mount.h>
#include <sys/procvar.h>
#include <sys/vnode.h>
#include <fs/tmpfs/tmpfs.h>

#define MEMORY "memory" /* for the name of a disk */

struct choice {
	char device[16];       /* "vd0a", or MEMORY */
	char kind[MFSNAMELEN]; /* "": every one is tried */
	int rdonly;
};

static struct mount *rootmount; /* NULL: there is no root */

int
vfs_root_in_memory(void)
{
	return rootmount->mnt_op == &tmpfs_vfsops;
}

/* Processes that have no directory get the root. */
static void
enter_root(void)
{
	struct proc *p;

	LIST_FOREACH(p, &allproc, p_list)
		if (p->p_cwdi != NULL && p->p_cwdi->cwdi_cdir == NULL) {
			vref(rootvnode);
			p->p_cwdi->cwdi_cdir = rootvnode;
		}
}

/* Those that have it get none, and so it can be unmounted. */
static void
leave_root(void)
{
	struct vnode *vp = rootvnode;
	struct proc *p;

	LIST_FOREACH(p, &allproc, p_list)
		if (p->p_cwdi != NULL && p->p_cwdi->cwdi_cdir == vp) {
			p->p_cwdi->cwdi_cdir = NULL;
			vrele(vp);
		}
	rootvnode = NULL;
	vrele(vp);
}

void
vfs_unmountroot(void)
{
	struct mount *mp = rootmount;
	int error;

	leave_root();
	rootmount = NULL;
	if ((error = vfs_dounmount(mp, curproc)) != 0)
		printf("root: %s stays mounted, error %d\n",
		    mp->mnt_stat.f_mntfromname, error);
}

/* Mount as the root.  What is wrong the file system says. */
static int
mount_as(struct vfsops *ops, const struct choice *c, u_int flags)
{
	char path[sizeof("/dev/") + sizeof(c->device)];
	struct device_args args = {.da_fspec = path};
	struct proc *p = curproc;
	int error;

	snprintf(path, sizeof(path), "/dev/%s", c->device);
	flags |= MNT_LOCAL | MNT_ROOTFS;
	if (ops == &tmpfs_vfsops)
		error = vfs_domount(ops, "/", NULL, flags, NULL, 0, p);
	else
		error =
		    vfs_domount(ops, "/", NULL, flags, &args, sizeof(args), p);
	if (error != 0)
		return error;
	rootmount = TAILQ_LAST(&mountlist, mntlist);
	if ((error = ops->vfs_root(rootmount, &rootvnode)) != 0) {
		printf(
		    "root: %s has no root directory, error %d\n", path, error);
		(void)vfs_dounmount(rootmount, p);
		rootmount = NULL;
		return error;
	}
	enter_root();
	return 0;
}

/* For writing, if the disk lets us. */
static int
mount_kind(struct vfsops *ops, const struct choice *c)
{
	int error = EROFS;

	if (!c->rdonly)
		error = mount_as(ops, c, 0);
	if (error == EROFS)
		error = mount_as(ops, c, MNT_RDONLY);
	if (error == 0)
		printf("root on %s type %s%s\n", c->device, ops->vfs_name,
		    rootmount->mnt_flag & MNT_RDONLY ? ", read-only" : "");
	return error;
}

static int
mount_disk(const struct choice *c)
{
	struct vfsops *ops, *next;
	int error = ENODEV;

	if (disk_finddev(c->device) == NODEV) {
		printf("root: %s: there is no such disk, or no driver for it\n",
		    c->device);
		return ENXIO;
	}
	if (c->kind[0] != '\0') {
		if ((ops = vfs_getopsbyname(c->kind)) == NULL)
			printf("root: %s: there is no such kind of file "
			       "system; a module may bring it\n",
			    c->kind);
		else if (ops == &tmpfs_vfsops)
			printf("root: %s: is in memory, and not on a disk\n",
			    c->kind);
		else if ((error = mount_kind(ops, c)) != 0)
			printf("root: %s: cannot be mounted as %s, error %d\n",
			    c->device, c->kind, error);
		return error;
	}
	for (ops = vfs_next(NULL); ops != NULL && error != 0; ops = next) {
		next = vfs_next(ops);
		if (ops != &tmpfs_vfsops)
			error = mount_kind(ops, c);
	}
	if (error != 0)
		printf("root: %s: no kind of file system that is there takes "
		       "it\n",
		    c->device);
	return error;
}

static int
mount_choice(const struct choice *c)
{
	if (strcmp(c->device, MEMORY) != 0)
		return mount_disk(c);
	return mount_as(&tmpfs_vfsops, c, 0);
}

/* ---- the choice ---- */

static void
list_choices(void)
{
	struct vfsops *ops;
	struct disk *dk;
	u_int i;

	printf("root: disks:%s", TAILQ_EMPTY(&disklist) ? " none" : "");
	TAILQ_FOREACH(dk, &disklist, dk_link) {
		dk->dk_holds++;
		if (dk->dk_nblks > 0)
			(void)disk_probe(dk, 1);
		printf(" %s (%llu KiB)", dk->dk_name,
		    (unsigned long long)dk->dk_nblks / 2);
		for (i = 0; i < dk->dk_npart; i++)
			if (dk->dk_part[i].p_size > 0)
				printf(" %s%c", dk->dk_name, 'a' + i);
		dk->dk_holds--;
	}
	printf("\nroot: kinds of file systems:");
	for (ops = vfs_next(NULL); ops != NULL; ops = vfs_next(ops))
		printf(" %s", ops->vfs_name);
	printf("\n");
}

/* "/dev/vd0a" is vd0a. */
static int
set_device(struct choice *c, const char *name)
{
	const char *base = strncmp(name, "/dev/", 5) == 0 ? name + 5 : name;

	return strlcpy(c->device, base, sizeof(c->device)) < sizeof(c->device);
}

/* What the boot line asks for.  False: it cannot be. */
static int
choice_of_boot(struct choice *c)
{
	char name[sizeof(c->device) + 5];
	int error = bootarg_value("root", name, sizeof(name));

	*c = (struct choice){.device = MEMORY};
	if (error == ENOENT) {
		if (bootarg_value("rootfs", c->kind, sizeof(c->kind)) != ENOENT)
			printf("root: rootfs= without root= says nothing\n");
		return 1;
	}
	c->rdonly = bootarg_flag("ro");
	if (error == 0 && set_device(c, name) &&
	    bootarg_value("rootfs", c->kind, sizeof(c->kind)) != ENAMETOOLONG)
		return 1;
	printf("root: the names in root= and rootfs= are longer than any that "
	       "there could be\n");
	return 0;
}

static char *
cut_word(char **s)
{
	char *word;

	while (**s == ' ' || **s == '\t')
		(*s)++;
	word = *s;
	while (**s != '\0' && **s != ' ' && **s != '\t')
		(*s)++;
	if (**s != '\0')
		*(*s)++ = '\0';
	return word;
}

/* What somebody types: device, and perhaps its kind. */
static void
ask(struct choice *c)
{
	char line[80], *s, *word;
	int error;

	for (;;) {
		error = cnreadline("root device (such as vd0a, or " MEMORY
				   "; its kind may follow; ? lists): ",
		    line, sizeof(line));
		if (error != 0)
			panic("no root, and nobody can be asked: the "
			      "console cannot be read, error %d",
			    error);
		s = line;
		*c = (struct choice){.rdonly = bootarg_flag("ro")};
		word = cut_word(&s);
		if (strcmp(word, "?") == 0) {
			list_choices();
			continue;
		}
		if (word[0] == '\0' || !set_device(c, word))
			continue;
		strlcpy(c->kind, cut_word(&s), sizeof(c->kind));
		return;
	}
}

void
vfs_mountroot(void)
{
	static enum { BOOT, FALLBACK, ASK } next; /* if we are called again */
	struct choice c;

	if (next == BOOT) {
		next = bootarg_flag("-a") ? ASK : FALLBACK;
		if (next == FALLBACK && choice_of_boot(&c) &&
		    mount_choice(&c) == 0)
			return;
	}
	list_choices();
	if (next == FALLBACK && bootmod_have_root()) {
		next = ASK;
		printf("root: it is in memory instead: what is changed is gone "
		       "at power-off\n");
		c = (struct choice){.device = MEMORY};
		if (mount_choice(&c) == 0)
			return;
	}
	do
		ask(&c);
	while (mount_choice(&c) != 0);
}
