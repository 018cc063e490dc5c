/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * vfs_tar.c: unpacking an archive in memory into the root: how the files
 * that the boot loader brings get there.
 *
 * The format is POSIX's ustar (IEEE Std 1003.1, pax, "ustar Interchange
 * Format"): a header of 512 bytes, then the file's bytes, filled up to a
 * multiple of 512; two blocks of zeros end it.  Numbers are octal digits.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/fcntl.h>
#include <sys/filedesc.h>
#include <sys/malloc.h>
#include <sys/mount.h>
#include <sys/namei.h>
#include <sys/proc.h>
#include <sys/ucred.h>
#include <sys/vnode.h>

#define TBLOCK 512

struct tar_header {
	char name[100];
	char mode[8];
	char uid[8];
	char gid[8];
	char size[12];
	char mtime[12];
	char chksum[8];
	char typeflag;
	char linkname[100];
	char magic[6];
	char version[2];
	char uname[32];
	char gname[32];
	char devmajor[8];
	char devminor[8];
	char prefix[155];
	char pad[12];
};

/* One file of the archive. */
struct tar_entry {
	char path[1 + 155 + 1 + 100 + 1];
	char link[1 + 100 + 1];
	const char *data;
	size_t size;
	char type;
	struct vattr va; /* type, mode, owner, time, device */
};

/* -1: no number. */
static int64_t
octal(const char *s, size_t len)
{
	int64_t n = 0;
	size_t i = 0;

	while (i < len && s[i] == ' ')
		i++;
	if (i == len || s[i] < '0' || s[i] > '7')
		return s[i < len ? i : 0] == '\0' ? 0 : -1;
	for (; i < len && s[i] >= '0' && s[i] <= '7'; i++)
		n = n << 3 | (s[i] - '0');
	return n;
}

/*
 * The sum of the header's bytes, the checksum itself counted as spaces.
 * Two halves of a word are summed at a time: each is at most 128 * 2 * 255,
 * which fits 16 bits.
 */
static int
checksum_ok(const struct tar_header *h)
{
	const uint32_t *w = (const uint32_t *)h, *end = w + TBLOCK / 4;
	uint32_t halves = 0, sum;
	size_t i;

	for (; w < end; w++)
		halves += (*w & 0x00ff00ff) + (*w >> 8 & 0x00ff00ff);
	sum = (halves & 0xffff) + (halves >> 16);
	for (i = 0; i < sizeof(h->chksum); i++)
		sum += ' ' - (u_char)h->chksum[i];
	return octal(h->chksum, sizeof(h->chksum)) == sum;
}

/* Append at most max bytes of s, which need not end in a NUL. */
static size_t
append(char *to, size_t len, const char *s, size_t max)
{
	size_t n = strnlen(s, max);

	memcpy(to + len, s, n);
	to[len + n] = '\0';
	return len + n;
}

/* Returns what is wrong with the header, or NULL. */
static const char *
decode(const struct tar_header *h, size_t left, struct tar_entry *e)
{
	int64_t size, mode, uid, gid, mtime, maj, min;
	size_t len;

	if (memcmp(h->magic, "ustar", 5) != 0 || !checksum_ok(h))
		return "not a ustar header, or damaged";
	size = octal(h->size, sizeof(h->size));
	mode = octal(h->mode, sizeof(h->mode));
	uid = octal(h->uid, sizeof(h->uid));
	gid = octal(h->gid, sizeof(h->gid));
	mtime = octal(h->mtime, sizeof(h->mtime));
	maj = octal(h->devmajor, sizeof(h->devmajor));
	min = octal(h->devminor, sizeof(h->devminor));
	if (size < 0 || mode < 0 || uid < 0 || gid < 0 || mtime < 0 ||
	    maj < 0 || min < 0)
		return "a number that is none";
	if (size > (int64_t)left)
		return "cut off";
	e->type = h->typeflag;
	e->size = size;
	e->path[0] = '/';
	len = 1;
	if (h->prefix[0] != '\0') {
		len = append(e->path, len, h->prefix, sizeof(h->prefix));
		e->path[len++] = '/';
	}
	append(e->path, len, h->name, sizeof(h->name));
	append(e->link, 0, h->linkname, sizeof(h->linkname));
	vattr_null(&e->va);
	e->va.va_mode = mode & 07777;
	e->va.va_uid = uid;
	e->va.va_gid = gid;
	e->va.va_mtime.tv_sec = e->va.va_atime.tv_sec = mtime;
	e->va.va_mtime.tv_nsec = e->va.va_atime.tv_nsec = 0;
	e->va.va_rdev = makedev(maj, min);
	return NULL;
}

/* Owner, mode and time as the archive has them. */
static int
set_attr(struct vnode *vp, const struct tar_entry *e, struct proc *p)
{
	struct vattr va = e->va;
	int error;

	va.va_type = VNON;
	va.va_rdev = NODEV;
	vn_lock(vp);
	error = VOP_SETATTR(vp, &va, p->p_ucred);
	vn_unlock(vp);
	return error;
}

static int
unpack_file(const struct tar_entry *e, struct proc *p)
{
	struct vnode *vp;
	int error;

	error =
	    vn_open(e->path, FWRITE | O_CREAT | O_EXCL, e->va.va_mode, p, &vp);
	if (error != 0)
		return error;
	if (e->size > 0)
		error = vn_rdwr(UIO_WRITE, vp, (char *)(uintptr_t)e->data,
		    e->size, 0, UIO_SYSSPACE, 0, p->p_ucred, NULL, p);
	if (error == 0)
		error = set_attr(vp, e, p);
	vn_close(vp, FWRITE, p->p_ucred, p);
	return error;
}

static int
unpack_link(const struct tar_entry *e, struct proc *p)
{
	struct nameidata from, nd;
	char path[sizeof(e->link) + 1] = "/";
	int error;

	strlcpy(path + 1, e->link, sizeof(path) - 1);
	NDINIT(&from, LOOKUP, NOFOLLOW, UIO_SYSSPACE, path, p);
	NDINIT(&nd, CREATE, NOFOLLOW, UIO_SYSSPACE, e->path, p);
	if ((error = namei(&from)) == 0 && (error = namei(&nd)) == 0) {
		if (nd.ni_vp != NULL)
			error = EEXIST;
		else
			error = VOP_LINK(nd.ni_dvp, from.ni_vp, &nd.ni_cnd);
	}
	nameidone(&nd);
	nameidone(&from);
	return error;
}

/* A directory, device, fifo or symbolic link. */
static int
unpack_node(struct tar_entry *e, enum vtype type, struct proc *p)
{
	struct vnode *vp = NULL;
	struct nameidata nd;
	int error;

	e->va.va_type = type;
	NDINIT(&nd, CREATE, NI_MKDIR, UIO_SYSSPACE, e->path, p);
	if ((error = namei(&nd)) == 0) {
		if (nd.ni_vp != NULL) {
			error = type == VDIR && nd.ni_vp->v_type == VDIR
			    ? 0
			    : EEXIST;
			vp = nd.ni_vp;
			nd.ni_vp = NULL;
		} else if (type == VDIR)
			error = VOP_MKDIR(nd.ni_dvp, &vp, &nd.ni_cnd, &e->va);
		else if (type == VLNK)
			error = VOP_SYMLINK(
			    nd.ni_dvp, &vp, &nd.ni_cnd, &e->va, e->link);
		else
			error = VOP_MKNOD(nd.ni_dvp, &vp, &nd.ni_cnd, &e->va);
	}
	nameidone(&nd);
	if (error == 0)
		error = set_attr(vp, e, p);
	if (vp != NULL)
		vrele(vp);
	return error;
}

/* Make the directories above a path. */
static int
make_parents(const char *path, struct proc *p)
{
	static struct tar_entry dir; /* booting is single-threaded */
	const char *slash = path;
	int error = 0;

	while (error == 0 && (slash = strchr(slash + 1, '/')) != NULL &&
	    slash[1] != '\0') {
		vattr_null(&dir.va);
		dir.va.va_mode = 0755;
		strlcpy(dir.path, path, slash - path + 1);
		error = unpack_node(&dir, VDIR, p);
	}
	return error;
}

/* A later archive replaces what an earlier one made, but no directory. */
static int
remove_old(const char *path, struct proc *p)
{
	struct nameidata nd;
	int error;

	NDINIT(&nd, DELETE, NOFOLLOW, UIO_SYSSPACE, path, p);
	if ((error = namei(&nd)) == 0) {
		vn_lock(nd.ni_vp);
		error = nd.ni_vp->v_type == VDIR
		    ? EEXIST
		    : VOP_REMOVE(nd.ni_dvp, nd.ni_vp, &nd.ni_cnd);
		vn_unlock(nd.ni_vp);
	}
	nameidone(&nd);
	return error;
}

static int
unpack_entry(struct tar_entry *e, struct proc *p)
{
	switch (e->type) {
	case '0':
	case '\0':
		return unpack_file(e, p);
	case '1':
		return unpack_link(e, p);
	case '2':
		return unpack_node(e, VLNK, p);
	case '3':
		return unpack_node(e, VCHR, p);
	case '4':
		return unpack_node(e, VBLK, p);
	case '5':
		return unpack_node(e, VDIR, p);
	case '6':
		return unpack_node(e, VFIFO, p);
	case 'g': /* pax(1)'s comments on the archive, on the next file */
	case 'x':
		return 0;
	default:
		return EFTYPE;
	}
}

static int
unpack(const char *name, const char *base, size_t size, struct tar_entry *e,
    struct proc *p)
{
	const struct tar_header *h;
	const char *wrong;
	size_t at = 0;
	int error, result = 0;

	while (size - at >= TBLOCK && base[at] != '\0') {
		h = (const struct tar_header *)(base + at);
		at += TBLOCK;
		if ((wrong = decode(h, size - at, e)) != NULL) {
			printf("boot module %s: damaged: %s, at byte %lu\n",
			    name, wrong, (u_long)(at - TBLOCK));
			return EINVAL;
		}
		e->data = base + at;
		at += MIN(roundup2(e->size, TBLOCK), size - at);
		error = unpack_entry(e, p);
		if (error == ENOENT && (error = make_parents(e->path, p)) == 0)
			error = unpack_entry(e, p);
		if (error == EEXIST && (error = remove_old(e->path, p)) == 0)
			error = unpack_entry(e, p);
		if (error != 0) {
			printf("boot module %s: %s: error %d\n", name, e->path,
			    error);
			result = error;
		}
	}
	if (at == 0) {
		printf("boot module %s: an archive with nothing in it\n", name);
		return EINVAL;
	}
	return result;
}

int
tarfs_unpack(const char *name, const void *base, size_t size)
{
	struct proc *p = curproc;
	struct tar_entry *e = malloc(sizeof(*e), M_TEMP, M_WAITOK);
	mode_t mask = p->p_cwdi->cwdi_cmask;
	int error;

	p->p_cwdi->cwdi_cmask = 0;
	error = unpack(name, base, size, e, p);
	p->p_cwdi->cwdi_cmask = mask;
	free(e, M_TEMP);
	return error;
}

/* Does this look like an archive?  Its magic is in the first header. */
int
tarfs_is_archive(const void *base, size_t size)
{
	const struct tar_header *h = base;

	return size >= TBLOCK && memcmp(h->magic, "ustar", 5) == 0;
}
