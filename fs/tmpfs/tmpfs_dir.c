/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tmpfs_dir.c: directories.  Names are listed in the order in which they
 * came; from HASH_FROM on, a hash table of at least half as many chains
 * finds them.
 */
#include <sys/systm.h>
#include <sys/dirent.h>
#include <sys/namei.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include "tmpfs.h"

#define HASH_FROM    16
#define COOKIE_FIRST 2 /* behind "." and ".." */

void
tmpfs_dir_init(struct tmpfs_dir *dir)
{
	TAILQ_INIT(&dir->entries);
	dir->nextcookie = COOKIE_FIRST;
}

/* The directory has no entries any more, or goes with the whole mount. */
void
tmpfs_dir_free(struct tmpfs_dir *dir)
{
	struct tmpfs_dirent *de;

	while ((de = TAILQ_FIRST(&dir->entries)) != NULL) {
		TAILQ_REMOVE(&dir->entries, de, td_list);
		free(de, M_TMPFS);
	}
	free(dir->hash, M_TMPFS);
}

static int
same_name(const struct tmpfs_dirent *de, const struct componentname *cnp)
{
	return de->td_hash == cnp->cn_hash &&
	    de->td_namelen == cnp->cn_namelen &&
	    memcmp(de->td_name, cnp->cn_nameptr, cnp->cn_namelen) == 0;
}

struct tmpfs_dirent *
tmpfs_dir_find(struct tmpfs_node *dnode, const struct componentname *cnp)
{
	struct tmpfs_dir *dir = &dnode->tn_dir;
	struct tmpfs_dirent *de;

	if (dir->hash == NULL) {
		TAILQ_FOREACH(de, &dir->entries, td_list)
			if (same_name(de, cnp))
				return de;
		return NULL;
	}
	de = dir->hash[cnp->cn_hash & (dir->nhash - 1)];
	while (de != NULL && !same_name(de, cnp))
		de = de->td_hnext;
	return de;
}

static void
hash_insert(struct tmpfs_dir *dir, struct tmpfs_dirent *de)
{
	struct tmpfs_dirent **chain =
	    &dir->hash[de->td_hash & (dir->nhash - 1)];

	de->td_hnext = *chain;
	*chain = de;
}

/*
 * Have a table of n chains, with all entries in it.  0: no memory, the old
 * one, if any, goes on to serve.
 */
static int
hash_grow(struct tmpfs_dir *dir, u_int n)
{
	struct tmpfs_dirent **table, *de;

	table = malloc(n * sizeof(*table), M_TMPFS, M_NOWAIT | M_ZERO);
	if (table == NULL)
		return 0;
	free(dir->hash, M_TMPFS);
	dir->hash = table;
	dir->nhash = n;
	TAILQ_FOREACH(de, &dir->entries, td_list)
		hash_insert(dir, de);
	return 1;
}

struct tmpfs_dirent *
tmpfs_dirent_alloc(const struct componentname *cnp)
{
	struct tmpfs_dirent *de;

	de = malloc(sizeof(*de) + cnp->cn_namelen, M_TMPFS, M_NOWAIT);
	if (de == NULL)
		return NULL;
	de->td_hash = cnp->cn_hash;
	de->td_namelen = cnp->cn_namelen;
	memcpy(de->td_name, cnp->cn_nameptr, cnp->cn_namelen);
	return de;
}

void
tmpfs_dir_enter(
    struct tmpfs_node *dnode, struct tmpfs_dirent *de, struct tmpfs_node *node)
{
	struct tmpfs_dir *dir = &dnode->tn_dir;

	de->td_node = node;
	de->td_cookie = dir->nextcookie++;
	node->tn_nlink++;
	dir->nentries++;
	dnode->tn_size += _DIRENT_RECLEN(de->td_namelen);
	TAILQ_INSERT_TAIL(&dir->entries, de, td_list);
	if ((dir->nentries < HASH_FROM || dir->nentries <= 2 * dir->nhash ||
		!hash_grow(dir, MAX(4 * dir->nhash, HASH_FROM))) &&
	    dir->hash != NULL)
		hash_insert(dir, de);
	tmpfs_touch(dnode, TMPFS_MTIME | TMPFS_CTIME);
	tmpfs_touch(node, TMPFS_CTIME);
}

void
tmpfs_dir_remove(struct tmpfs_node *dnode, struct tmpfs_dirent *de)
{
	struct tmpfs_dir *dir = &dnode->tn_dir;
	struct tmpfs_dirent **pde;

	if (dir->hash != NULL) {
		pde = &dir->hash[de->td_hash & (dir->nhash - 1)];
		while (*pde != de)
			pde = &(*pde)->td_hnext;
		*pde = de->td_hnext;
	}
	if (dir->readhint == de)
		dir->readhint = TAILQ_NEXT(de, td_list);
	TAILQ_REMOVE(&dir->entries, de, td_list);
	dir->nentries--;
	dnode->tn_size -= _DIRENT_RECLEN(de->td_namelen);
	de->td_node->tn_nlink--;
	tmpfs_touch(dnode, TMPFS_MTIME | TMPFS_CTIME);
	tmpfs_touch(de->td_node, TMPFS_CTIME);
	free(de, M_TMPFS);
}

/*
 * Hand out one record; uio_offset, which counts cookies here, is not moved.
 * ENOBUFS, which stays inside, when it does not fit any more.
 */
static int
put_dirent(struct uio *uio, const struct tmpfs_node *node, const char *name,
    size_t namelen)
{
	struct dirent d;
	off_t off = uio->uio_offset;
	int error;

	d.d_fileno = node->tn_ino;
	d.d_type = IFTODT(VTTOIF(node->tn_type));
	d.d_namlen = namelen;
	d.d_reclen = _DIRENT_RECLEN(namelen);
	if (uio->uio_resid < d.d_reclen)
		return ENOBUFS;
	memset(d.d_name + namelen, 0,
	    d.d_reclen - offsetof(struct dirent, d_name) - namelen);
	memcpy(d.d_name, name, namelen);
	error = uiomove(&d, d.d_reclen, uio);
	uio->uio_offset = off;
	return error;
}

/* The first entry at or behind a cookie, or NULL. */
static struct tmpfs_dirent *
seek_entry(struct tmpfs_dir *dir, off_t cookie)
{
	struct tmpfs_dirent *de = dir->readhint;

	if (de == NULL || de->td_cookie > cookie)
		de = TAILQ_FIRST(&dir->entries);
	while (de != NULL && de->td_cookie < cookie)
		de = TAILQ_NEXT(de, td_list);
	return de;
}

/*
 * A record that is copied out may sleep in a page fault, but the directory
 * is locked: its list does not change meanwhile.
 */
int
tmpfs_readdir(struct vnode *vp, struct uio *uio, int *eof)
{
	struct tmpfs_node *node = VTOTN(vp);
	struct tmpfs_dir *dir = &node->tn_dir;
	size_t resid = uio->uio_resid;
	struct tmpfs_dirent *de;
	int error = 0;

	if (vp->v_type != VDIR)
		return ENOTDIR;
	if (uio->uio_offset < 0)
		return EINVAL;
	if (dir->parent == NULL) {
		*eof = 1; /* removed: it has no entries, not even these two */
		return 0;
	}
	tmpfs_touch(node, TMPFS_ATIME);
	if (uio->uio_offset == 0 &&
	    (error = put_dirent(uio, node, ".", 1)) == 0)
		uio->uio_offset = 1;
	if (uio->uio_offset == 1 &&
	    (error = put_dirent(uio, dir->parent, "..", 2)) == 0)
		uio->uio_offset = COOKIE_FIRST;
	if (error == 0) {
		de = seek_entry(dir, uio->uio_offset);
		for (; de != NULL; de = TAILQ_NEXT(de, td_list)) {
			uio->uio_offset = de->td_cookie;
			error = put_dirent(
			    uio, de->td_node, de->td_name, de->td_namelen);
			if (error != 0)
				break;
			uio->uio_offset++;
		}
		dir->readhint = de;
		*eof = de == NULL;
	}
	if (error == ENOBUFS)
		error = uio->uio_resid == resid ? EINVAL : 0;
	return error;
}
