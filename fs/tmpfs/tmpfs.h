/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tmpfs.h: the file system in memory: its nodes, directories and pages.
 *
 * A node lives from its creation until it has neither a name nor a user.
 * Its vnode is made at the first lookup and then stays as long as the node,
 * so that a lookup takes no memory.  Nothing in here sleeps between looking
 * at a directory and changing it, but for malloc(9), and the callers hold
 * the vnode locks that sys/vnode.h asks for.
 */
#ifndef _FS_TMPFS_TMPFS_H_
#define _FS_TMPFS_TMPFS_H_

#include <sys/param.h>
#include <sys/malloc.h>
#include <sys/queue.h>
#include <sys/time.h>
#include <sys/vnode.h>

struct tmpfs_node;
struct vm_page;

/* A name in a directory. */
struct tmpfs_dirent {
	TAILQ_ENTRY(tmpfs_dirent) td_list; /* in the order of td_cookie */
	struct tmpfs_dirent *td_hnext;
	struct tmpfs_node *td_node;
	off_t td_cookie; /* its offset for getdents(2); never used again */
	uint32_t td_hash;
	uint16_t td_namelen;
	char td_name[]; /* not NUL-terminated */
};

struct tmpfs_dir {
	struct tmpfs_node *parent; /* of the root itself; NULL: removed */
	TAILQ_HEAD(, tmpfs_dirent) entries;
	struct tmpfs_dirent **hash; /* NULL while there are few entries */
	u_int nhash, nentries;      /* nhash is a power of two */
	off_t nextcookie;
	struct tmpfs_dirent *readhint; /* where the last readdir stopped */
};

/*
 * The pages of a file are the leaves of a tree with 64 branches at each
 * node: height 0 is a lone page, 1 reaches to 256 KiB, 2 to 16 MiB, and so
 * on.  NULL anywhere is a hole.
 */
#define TMPFS_RADIX_BITS 6
#define TMPFS_RADIX      (1u << TMPFS_RADIX_BITS)
#define TMPFS_MAXHEIGHT  5
#define TMPFS_MAXSIZE \
	((off_t)1 << (TMPFS_RADIX_BITS * TMPFS_MAXHEIGHT + PAGE_SHIFT))
struct tmpfs_reg {
	void *root;
	u_int height;
	u_int npages;
};

struct tmpfs_node {
	LIST_ENTRY(tmpfs_node) tn_list; /* all of the mount */
	struct vnode *tn_vnode;         /* NULL until it is looked up */
	enum vtype tn_type;
	ino_t tn_ino;
	mode_t tn_mode;
	nlink_t tn_nlink;
	uid_t tn_uid;
	gid_t tn_gid;
	uint32_t tn_flags;
	dev_t tn_rdev;
	off_t tn_size;
	struct timespec tn_atime, tn_mtime, tn_ctime;
	union {
		struct tmpfs_dir tn_dir;
		struct tmpfs_reg tn_reg;
		char *tn_link; /* the text, tn_size bytes */
	};
};

struct tmpfs_mount {
	LIST_HEAD(, tmpfs_node) tm_nodes;
	struct tmpfs_node *tm_root;
	ino_t tm_nextino;
	u_long tm_nnodes, tm_maxnodes; /* maximum 0: as memory allows */
	u_long tm_npages, tm_maxpages;
};

#define VTOTN(vp)        ((struct tmpfs_node *)(vp)->v_data)
#define MPTOTM(mp)       ((struct tmpfs_mount *)(mp)->mnt_data)
#define VTOTM(vp)        MPTOTM((vp)->v_mount)
#define TMPFS_IMMUTABLE  (UF_IMMUTABLE | SF_IMMUTABLE)
#define TMPFS_APPENDONLY (UF_APPEND | SF_APPEND)

MALLOC_DECLARE(M_TMPFS);
MALLOC_DECLARE(M_TMPFSDATA);
extern const struct vnodeops tmpfs_vnodeops;
extern struct vfsops tmpfs_vfsops;

/* ---- tmpfs_node.c ---- */
/* Pages that memory has left for tmpfs; and that files of a mount may take. */
u_long tmpfs_memory_left(void);
u_long tmpfs_pages_left(const struct tmpfs_mount *);
/* A node without a name; nlink 0.  ENOSPC. */
int tmpfs_node_alloc(struct tmpfs_mount *, enum vtype, mode_t, uid_t, gid_t,
    struct tmpfs_node **);
void tmpfs_node_free(struct tmpfs_mount *, struct tmpfs_node *);
void tmpfs_vnode_get(struct mount *, struct tmpfs_node *, struct vnode **);
#define TMPFS_ATIME 0x1
#define TMPFS_MTIME 0x2
#define TMPFS_CTIME 0x4
void tmpfs_touch(struct tmpfs_node *, int which);

/* ---- tmpfs_dir.c ---- */
void tmpfs_dir_init(struct tmpfs_dir *);
void tmpfs_dir_free(struct tmpfs_dir *);
struct tmpfs_dirent *tmpfs_dir_find(
    struct tmpfs_node *, const struct componentname *);
/* The two halves of entering a name, so that only the first can fail. */
struct tmpfs_dirent *tmpfs_dirent_alloc(const struct componentname *);
void tmpfs_dir_enter(
    struct tmpfs_node *, struct tmpfs_dirent *, struct tmpfs_node *);
void tmpfs_dir_remove(struct tmpfs_node *, struct tmpfs_dirent *);
int tmpfs_readdir(struct vnode *, struct uio *, int *eof);

/* ---- tmpfs_dirops.c: operations that change names ---- */
int tmpfs_create(
    struct vnode *, struct vnode **, struct componentname *, struct vattr *);
int tmpfs_symlink(struct vnode *, struct vnode **, struct componentname *,
    struct vattr *, const char *);
int tmpfs_remove(struct vnode *, struct vnode *, struct componentname *);
int tmpfs_link(struct vnode *, struct vnode *, struct componentname *);
int tmpfs_rename(struct vnode *, struct vnode *, struct componentname *,
    struct vnode *, struct vnode *, struct componentname *);

/* ---- tmpfs_data.c ---- */
int tmpfs_read(struct vnode *, struct uio *, int, struct ucred *);
int tmpfs_write(struct vnode *, struct uio *, int, struct ucred *);
int tmpfs_getpage(struct vnode *, off_t, struct vm_page **);
/* Give a regular file another length.  EFBIG, ENOSPC. */
int tmpfs_setsize(struct tmpfs_mount *, struct tmpfs_node *, off_t);

/* ---- tmpfs_radix.c ---- */
struct vm_page *tmpfs_page_find(const struct tmpfs_reg *, u_long idx);
/* Where the page's address is kept, made if need be; NULL: no memory. */
struct vm_page **tmpfs_page_slot(struct tmpfs_reg *, u_long idx);
/* Free the pages from idx on; how many there were. */
u_long tmpfs_page_trunc(struct tmpfs_reg *, u_long idx);

#endif /* _FS_TMPFS_TMPFS_H_ */
