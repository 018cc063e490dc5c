/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * client.c: the protocol's calls, one function each: what is asked, and what
 * is taken from the answer.
 */
#include <sys/stat.h>
#include "p9.h"

static const char dialect[] = "9P2000.L";

/* ---- fids ---- */

#define WORDBITS (8 * sizeof(u_long))

/* More of them; another may do the same while memory is waited for. */
static void
grow_fids(struct p9_softc *sc)
{
	u_int had = sc->sc_fidwords, want = had == 0 ? 8 : 2 * had;
	u_long *new = malloc(want * sizeof(u_long), M_P9FS, M_ZERO);

	if (sc->sc_fidwords != had) {
		free(new, M_P9FS);
		return;
	}
	if (had > 0)
		memcpy(new, sc->sc_fids, had * sizeof(u_long));
	free(sc->sc_fids, M_P9FS);
	sc->sc_fids = new;
	sc->sc_fidwords = want;
}

uint32_t
p9_newfid(struct p9_softc *sc)
{
	u_int word, bit;

	for (;;) {
		for (word = 0; word < sc->sc_fidwords; word++)
			if (~sc->sc_fids[word] != 0)
				break;
		if (word < sc->sc_fidwords)
			break;
		grow_fids(sc);
	}
	for (bit = 0; sc->sc_fids[word] >> bit & 1;)
		bit++;
	sc->sc_fids[word] |= 1ul << bit;
	return word * WORDBITS + bit;
}

void
p9_freefid(struct p9_softc *sc, uint32_t fid)
{
	sc->sc_fids[fid / WORDBITS] &= ~(1ul << fid % WORDBITS);
}

/* ---- calls ---- */

/* The end of a call from whose answer something was taken. */
static int
finish(struct p9_msg *m, int error)
{
	if (error == 0 && m->pm_bad)
		error = EIO;
	p9_end(m);
	return error;
}

/* A call whose answer says no more than that it is done. */
static int
ask(struct p9_msg *m)
{
	return finish(m, p9_call(m));
}

int
p9_version(struct p9_softc *sc)
{
	struct p9_msg *m = p9_begin(sc, P9_TVERSION);
	const uint8_t *name;
	u_int len;
	int error;

	p9_put4(m, P9_MSIZE);
	p9_putstr(m, dialect, sizeof(dialect) - 1);
	if ((error = p9_call(m)) == 0) {
		sc->sc_msize = p9_get4(m);
		len = p9_get2(m);
		name = p9_getdata(m, len);
		if (name == NULL || len != sizeof(dialect) - 1 ||
		    memcmp(name, dialect, len) != 0)
			error = EPROTO;
		else if (sc->sc_msize < 4096 || sc->sc_msize > P9_MSIZE)
			error = EPROTO;
	}
	return finish(m, error);
}

int
p9_attach(struct p9_softc *sc, uint32_t fid, struct p9_qid *qid)
{
	struct p9_msg *m = p9_begin(sc, P9_TATTACH);
	int error;

	p9_put4(m, fid);
	p9_put4(m, P9_NOFID);
	p9_putstr(m, "root", 4);
	p9_putstr(m, "", 0);
	p9_put4(m, 0);
	if ((error = p9_call(m)) == 0)
		p9_getqid(m, qid);
	return finish(m, error);
}

/* A walk that stops half-way is told by too few qids, and makes no fid. */
int
p9_walk(struct p9_softc *sc, const uint32_t *fid, const char *name, size_t len,
    uint32_t *newfid, struct p9_qid *qid)
{
	uint32_t new = p9_newfid(sc);
	struct p9_msg *m = p9_begin(sc, P9_TWALK);
	u_int n = name != NULL;
	int error;

	p9_put4(m, *fid);
	p9_put4(m, new);
	p9_put2(m, n);
	if (n > 0)
		p9_putstr(m, name, len);
	if ((error = p9_call(m)) == 0) {
		if (p9_get2(m) != n)
			error = ENOENT;
		else if (n > 0)
			p9_getqid(m, qid);
	}
	error = finish(m, error);
	if (error != 0)
		p9_freefid(sc, new);
	else
		*newfid = new;
	return error;
}

/* Whatever the host says to it, the fid is ours again. */
void
p9_clunk(struct p9_softc *sc, uint32_t fid)
{
	struct p9_msg *m;

	if (fid == P9_NOFID)
		return;
	m = p9_begin(sc, P9_TCLUNK);
	p9_put4(m, fid);
	(void)ask(m);
	p9_freefid(sc, fid);
}

int
p9_lopen(struct p9_softc *sc, uint32_t fid, uint32_t flags)
{
	struct p9_msg *m = p9_begin(sc, P9_TLOPEN);

	p9_put4(m, fid);
	p9_put4(m, flags);
	return ask(m);
}

/* The group is what the host makes it: it gets 0, and has no right to that. */
int
p9_lcreate(struct p9_softc *sc, uint32_t fid, const struct componentname *cnp,
    uint32_t flags, mode_t mode)
{
	struct p9_msg *m = p9_begin(sc, P9_TLCREATE);

	p9_put4(m, fid);
	p9_putstr(m, cnp->cn_nameptr, cnp->cn_namelen);
	p9_put4(m, flags);
	p9_put4(m, mode);
	p9_put4(m, cnp->cn_cred->cr_gid);
	return ask(m);
}

int
p9_mkdir(struct p9_softc *sc, const uint32_t *fid,
    const struct componentname *cnp, mode_t mode)
{
	struct p9_msg *m = p9_begin(sc, P9_TMKDIR);

	p9_put4(m, *fid);
	p9_putstr(m, cnp->cn_nameptr, cnp->cn_namelen);
	p9_put4(m, mode);
	p9_put4(m, cnp->cn_cred->cr_gid);
	return ask(m);
}

int
p9_symlink(struct p9_softc *sc, const uint32_t *fid,
    const struct componentname *cnp, const char *target)
{
	struct p9_msg *m = p9_begin(sc, P9_TSYMLINK);

	p9_put4(m, *fid);
	p9_putstr(m, cnp->cn_nameptr, cnp->cn_namelen);
	p9_putstr(m, target, strlen(target));
	p9_put4(m, cnp->cn_cred->cr_gid);
	return ask(m);
}

int
p9_link(struct p9_softc *sc, const uint32_t *dirfid, const uint32_t *fid,
    const struct componentname *cnp)
{
	struct p9_msg *m = p9_begin(sc, P9_TLINK);

	p9_put4(m, *dirfid);
	p9_put4(m, *fid);
	p9_putstr(m, cnp->cn_nameptr, cnp->cn_namelen);
	return ask(m);
}

int
p9_unlinkat(struct p9_softc *sc, const uint32_t *fid,
    const struct componentname *cnp, int dir)
{
	struct p9_msg *m = p9_begin(sc, P9_TUNLINKAT);

	p9_put4(m, *fid);
	p9_putstr(m, cnp->cn_nameptr, cnp->cn_namelen);
	p9_put4(m, dir ? P9_REMOVEDIR : 0);
	return ask(m);
}

int
p9_renameat(struct p9_softc *sc, const uint32_t *from,
    const struct componentname *fcnp, const uint32_t *to,
    const struct componentname *tcnp)
{
	struct p9_msg *m = p9_begin(sc, P9_TRENAMEAT);

	p9_put4(m, *from);
	p9_putstr(m, fcnp->cn_nameptr, fcnp->cn_namelen);
	p9_put4(m, *to);
	p9_putstr(m, tcnp->cn_nameptr, tcnp->cn_namelen);
	return ask(m);
}

static void
get_time(struct p9_msg *m, struct timespec *ts)
{
	ts->tv_sec = p9_get8(m);
	ts->tv_nsec = p9_get8(m) % 1000000000u;
}

int
p9_getattr(struct p9_softc *sc, const uint32_t *fid, struct vattr *vap)
{
	struct p9_msg *m = p9_begin(sc, P9_TGETATTR);
	struct p9_qid qid;
	uint64_t rdev;
	uint32_t mode;
	int error;

	p9_put4(m, *fid);
	p9_put8(m, P9_GETATTR);
	if ((error = p9_call(m)) != 0)
		return finish(m, error);
	(void)p9_get8(m); /* what of this is valid: all */
	p9_getqid(m, &qid);
	mode = p9_get4(m);
	vap->va_type = iftovt(mode);
	vap->va_mode = mode & ALLPERMS;
	vap->va_uid = p9_get4(m);
	vap->va_gid = p9_get4(m);
	vap->va_nlink = p9_get8(m);
	rdev = p9_get8(m);
	(void)rdev; /* a number of the host's drivers means nothing here */
	vap->va_size = p9_get8(m);
	vap->va_blocksize = p9_get8(m);
	vap->va_bytes = p9_get8(m) * S_BLKSIZE;
	get_time(m, &vap->va_atime);
	get_time(m, &vap->va_mtime);
	get_time(m, &vap->va_ctime);
	vap->va_fileid = qid.path;
	vap->va_gen = 0;
	vap->va_flags = 0;
	if (vap->va_size < 0)
		error = EIO;
	return finish(m, error);
}

static void
put_time(struct p9_msg *m, const struct timespec *ts)
{
	p9_put8(m, ts->tv_nsec != VNOVAL ? ts->tv_sec : 0);
	p9_put8(m, ts->tv_nsec != VNOVAL ? ts->tv_nsec : 0);
}

int
p9_setattr(struct p9_softc *sc, const uint32_t *fid, const struct vattr *vap)
{
	struct p9_msg *m = p9_begin(sc, P9_TSETATTR);
	uint32_t valid = 0;

	if (vap->va_mode != (mode_t)VNOVAL)
		valid |= P9_SETMODE;
	if (vap->va_uid != (uid_t)VNOVAL)
		valid |= P9_SETUID;
	if (vap->va_gid != (gid_t)VNOVAL)
		valid |= P9_SETGID;
	if (vap->va_size != VNOVAL)
		valid |= P9_SETSIZE;
	if (vap->va_atime.tv_nsec != VNOVAL)
		valid |= P9_SETATIME | P9_ATIMESET;
	if (vap->va_mtime.tv_nsec != VNOVAL)
		valid |= P9_SETMTIME | P9_MTIMESET;
	p9_put4(m, *fid);
	p9_put4(m, valid);
	p9_put4(m, vap->va_mode);
	p9_put4(m, vap->va_uid);
	p9_put4(m, vap->va_gid);
	p9_put8(m, vap->va_size);
	put_time(m, &vap->va_atime);
	put_time(m, &vap->va_mtime);
	return ask(m);
}

int
p9_fsync(struct p9_softc *sc, uint32_t fid)
{
	struct p9_msg *m = p9_begin(sc, P9_TFSYNC);

	p9_put4(m, fid);
	p9_put4(m, 0); /* the attributes, too */
	return ask(m);
}

/* Take *n bytes at most, which the answer counts. */
static int
take_counted(struct p9_msg *m, void *to, uint32_t *n)
{
	uint32_t count = p9_get4(m);
	const uint8_t *data;

	if (count > *n || (data = p9_getdata(m, count)) == NULL)
		return EIO;
	memcpy(to, data, count);
	*n = count;
	return 0;
}

static int
read_call(struct p9_softc *sc, uint8_t type, uint32_t fid, uint64_t off,
    void *to, uint32_t *n)
{
	struct p9_msg *m = p9_begin(sc, type);
	int error;

	*n = MIN(*n, sc->sc_msize - P9_IOHDR);
	p9_put4(m, fid);
	p9_put8(m, off);
	p9_put4(m, *n);
	if ((error = p9_call(m)) == 0)
		error = take_counted(m, to, n);
	return finish(m, error);
}

int
p9_read(struct p9_softc *sc, uint32_t fid, off_t off, void *to, uint32_t *n)
{
	return read_call(sc, P9_TREAD, fid, off, to, n);
}

int
p9_readdir(
    struct p9_softc *sc, uint32_t fid, uint64_t off, uint8_t *to, uint32_t *n)
{
	return read_call(sc, P9_TREADDIR, fid, off, to, n);
}

int
p9_write(
    struct p9_softc *sc, uint32_t fid, off_t off, const void *from, uint32_t *n)
{
	struct p9_msg *m = p9_begin(sc, P9_TWRITE);
	uint32_t count;
	int error;

	*n = MIN(*n, sc->sc_msize - P9_IOHDR);
	p9_put4(m, fid);
	p9_put8(m, off);
	p9_put4(m, *n);
	p9_putdata(m, from, *n);
	if ((error = p9_call(m)) == 0) {
		count = p9_get4(m);
		if (count > *n)
			error = EIO;
		else
			*n = count;
	}
	return finish(m, error);
}

int
p9_readlink(struct p9_softc *sc, const uint32_t *fid, char *to, size_t *n)
{
	struct p9_msg *m = p9_begin(sc, P9_TREADLINK);
	const uint8_t *text;
	size_t len;
	int error;

	p9_put4(m, *fid);
	if ((error = p9_call(m)) == 0) {
		len = p9_get2(m);
		if ((text = p9_getdata(m, len)) != NULL) {
			*n = MIN(len, *n);
			memcpy(to, text, *n);
		}
	}
	return finish(m, error);
}
