/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * vfsops.c: mounting a folder of the host.
 *
 * The "device" is the name that the host gives to the folder.  It can be
 * mounted once: the protocol has one session, which a mount begins.
 */
#include <sys/fcntl.h>
#include <sys/statvfs.h>
#include "p9.h"

/* The folder that is asked for, by its name. */
static int
find_device(struct mount *mp, const struct device_args *da,
    struct p9_softc **scp, char *tag, size_t size)
{
	int error = copyinstr(da->da_fspec, tag, size, NULL);

	if (error != 0 && error != ENAMETOOLONG)
		return error;
	if (error != 0 || (*scp = p9_find(tag)) == NULL) {
		if (p9_tag(0) != NULL)
			vfs_reason(mp, da,
			    "the host shares no folder of that name; there is "
			    "\"%s\"",
			    p9_tag(0));
		else
			vfs_reason(mp, da,
			    "the host shares no folder (tools/vm -s FOLDER)");
		return ENXIO;
	}
	if ((*scp)->sc_mount != NULL) {
		vfs_reason(mp, da, "it is mounted already, and can be once");
		return EBUSY;
	}
	return 0;
}

/* A session, and its first file. */
static int
begin(struct p9_mount *pm)
{
	struct p9_softc *sc = pm->pm_sc;
	struct p9_qid qid;
	uint32_t fid;
	int error;

	if ((error = p9_version(sc)) != 0)
		return error;
	fid = p9_newfid(sc);
	if ((error = p9_attach(sc, fid, &qid)) != 0) {
		p9_freefid(sc, fid);
		return error;
	}
	return p9_node_get(pm, fid, &qid, &pm->pm_root);
}

/* The host is not asked to forget us: the next session begins with that. */
static void
end(struct p9_mount *pm)
{
	struct p9_softc *sc = pm->pm_sc;

	free(sc->sc_fids, M_P9FS);
	sc->sc_fids = NULL;
	sc->sc_fidwords = 0;
	sc->sc_mount = NULL;
	free(pm, M_P9FS);
}

static int
p9fs_mount(struct mount *mp, void *data, size_t len, struct proc *p)
{
	struct device_args *da = data;
	struct p9_softc *sc;
	struct p9_mount *pm;
	char tag[sizeof(sc->sc_tag)];
	int error;

	if (mp->mnt_flag & MNT_UPDATE)
		return 0; /* the flags are all that can change */
	if (len != sizeof(*da))
		return EINVAL;
	if ((error = find_device(mp, da, &sc, tag, sizeof(tag))) != 0)
		return error;
	sc->sc_mount = mp;
	pm = malloc(sizeof(*pm), M_P9FS, M_ZERO);
	pm->pm_mount = mp;
	pm->pm_sc = sc;
	if ((error = begin(pm)) != 0) {
		vfs_reason(mp, da, "the host refuses, error %d", error);
		end(pm);
		return error;
	}
	mp->mnt_data = pm;
	strlcpy(mp->mnt_stat.f_mntfromname, tag,
	    sizeof(mp->mnt_stat.f_mntfromname));
	return 0;
}

static int
p9fs_unmount(struct mount *mp, struct proc *p)
{
	struct p9_mount *pm = MPTOP9(mp);

	KASSERT(pm->pm_root->pn_refs == 1);
	p9_node_rele(pm->pm_root);
	end(pm);
	mp->mnt_data = NULL;
	return 0;
}

static int
p9fs_root(struct mount *mp, struct vnode **vpp)
{
	*vpp = p9_node_vnode(MPTOP9(mp)->pm_root);
	return 0;
}

static int
p9fs_statvfs(struct mount *mp, struct statvfs *sb)
{
	struct p9_mount *pm = MPTOP9(mp);
	struct p9_msg *m = p9_begin(pm->pm_sc, P9_TSTATFS);
	int error;

	p9_put4(m, pm->pm_root->pn_fid);
	if ((error = p9_call(m)) == 0) {
		(void)p9_get4(m); /* the kind of file system over there */
		sb->f_bsize = sb->f_frsize = p9_get4(m);
		sb->f_iosize = P9_IOSIZE;
		sb->f_blocks = p9_get8(m);
		sb->f_bfree = p9_get8(m);
		sb->f_bavail = p9_get8(m);
		sb->f_files = p9_get8(m);
		sb->f_ffree = sb->f_favail = p9_get8(m);
		if (m->pm_bad)
			error = EIO;
	}
	p9_end(m);
	return error;
}

struct vfsops p9fs_vfsops = {
    .vfs_name = MOUNT_P9FS,
    .vfs_mount = p9fs_mount,
    .vfs_unmount = p9fs_unmount,
    .vfs_root = p9fs_root,
    .vfs_statvfs = p9fs_statvfs,
};
