/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * p9.h: folders of the host, by the protocol 9P2000.L over a virtio device.
 *
 * The protocol is one of questions and answers.  A file is called by a fid,
 * a number that we choose: a walk from one fid through some names makes
 * another; one that is opened can be read and written; a clunk ends it.  A
 * qid is what the host knows a file by, its inode number in it.
 *
 * Nothing is kept here but who is who: each look at a name, an attribute or
 * a byte asks the host.  So what is changed outside is seen at once.
 *
 * Sources: 9P2000 (section 5 of the Plan 9 manual), its variant for Linux
 * (the protocol's page of the diod project), Virtio PCI Card Specification
 * 0.9.5.
 */
#ifndef _P9_H_
#define _P9_H_

#include <sys/param.h>
#include <sys/device.h>
#include <sys/errno.h>
#include <sys/malloc.h>
#include <sys/mount.h>
#include <sys/namei.h>
#include <sys/proc.h>
#include <sys/queue.h>
#include <sys/systm.h>
#include <sys/time.h>
#include <sys/vnode.h>

#include "../virtio/virtio.h"

/* The kind of file system, as FreeBSD calls it. */
#define MOUNT_P9FS   "p9fs"

/* Messages; each answer has the number of its question and one more. */
#define P9_RLERROR   7
#define P9_TSTATFS   8
#define P9_TLOPEN    12
#define P9_TLCREATE  14
#define P9_TSYMLINK  16
#define P9_TREADLINK 22
#define P9_TGETATTR  24
#define P9_TSETATTR  26
#define P9_TREADDIR  40
#define P9_TFSYNC    50
#define P9_TLINK     70
#define P9_TMKDIR    72
#define P9_TRENAMEAT 74
#define P9_TUNLINKAT 76
#define P9_TVERSION  100
#define P9_TATTACH   104
#define P9_TWALK     110
#define P9_TREAD     116
#define P9_TWRITE    118
#define P9_TCLUNK    120

#define P9_NOTAG     0xffffu
#define P9_NOFID     0xffffffffu
#define P9_QTDIR     0x80
#define P9_QTSYMLINK 0x02
/* Linux's numbers. */
#define P9_O_RDONLY  00
#define P9_O_WRONLY  01
#define P9_O_RDWR    02
#define P9_O_CREAT   0100
#define P9_O_EXCL    0200
#define P9_REMOVEDIR 0x200
#define P9_GETATTR   0x000007ffull /* what all files have */
#define P9_SETMODE   0x01
#define P9_SETUID    0x02
#define P9_SETGID    0x04
#define P9_SETSIZE   0x08
#define P9_SETATIME  0x10
#define P9_SETMTIME  0x20
#define P9_ATIMESET  0x80 /* to what is given, not to now */
#define P9_MTIMESET  0x100

/* A message has at most so many bytes; so many may be under way. */
#define P9_MSIZE     16384
#define P9_SLOTS     4
#define P9_IOHDR     24 /* what comes before the data of a read or write */
#define P9_IOSIZE    (P9_MSIZE - P9_IOHDR)

struct p9_softc;

/* A question and its answer. */
struct p9_msg {
	struct p9_softc *pm_sc;
	uint16_t pm_tag; /* which of the slots */
	enum { PM_FREE, PM_MADE, PM_SENT, PM_DONE } pm_state;
	uint8_t *pm_tx, *pm_rx; /* P9_MSIZE bytes each */
	uint32_t pm_txlen;
	uint32_t pm_rxlen, pm_at;
	int pm_bad; /* more was put in than fits, or taken than there is */
};

struct p9_softc {
	struct device sc_dev;
	LIST_ENTRY(p9_softc) sc_list;
	struct virtio sc_virtio;
	struct p9_msg sc_msg[P9_SLOTS];
	char *sc_buffers;
	int sc_slotwant;
	int sc_dead; /* the device has talked nonsense: EIO from now on */
	char sc_tag[64];
	struct mount *sc_mount; /* NULL: nothing is mounted */
	uint32_t sc_msize;      /* as the host agreed */
	u_long *sc_fids;        /* a bit for each: taken */
	u_int sc_fidwords;
};

struct p9_qid {
	uint8_t type;
	uint64_t path;
};

/* A file in use. */
struct p9_node {
	LIST_ENTRY(p9_node) pn_list;
	struct p9_mount *pn_mount;
	struct vnode *pn_vnode;
	u_int pn_refs; /* the vnode, calls in progress */
	struct p9_qid pn_qid;
	enum vtype pn_type;
	uint32_t pn_fid;           /* its name */
	uint32_t pn_rfid, pn_wfid; /* open, or P9_NOFID; may be the same */
	int pn_removed;            /* the name is not its any more */
	struct vattr pn_attr;      /* the last that the host has told */
};

struct p9_mount {
	struct mount *pm_mount;
	struct p9_softc *pm_sc;
	LIST_HEAD(, p9_node) pm_nodes;
	struct p9_node *pm_root;
};

#define VTOP9(vp)  ((struct p9_node *)(vp)->v_data)
#define MPTOP9(mp) ((struct p9_mount *)(mp)->mnt_data)

MALLOC_DECLARE(M_P9FS);
extern struct vfsops p9fs_vfsops;
extern const struct vnodeops p9fs_vnodeops;

/* ---- virtio_9p.c: the device ---- */
/* The one whose host calls it that; NULL.  The n-th name there is; NULL. */
struct p9_softc *p9_find(const char *tag);
const char *p9_tag(int n);
/* Send it and wait for the answer.  EIO: there will be none. */
int p9_transfer(struct p9_msg *);

/* ---- message.c ---- */
/* A message of this type, when there is a slot; p9_end() gives it back. */
struct p9_msg *p9_begin(struct p9_softc *, uint8_t type);
void p9_end(struct p9_msg *);
void p9_put1(struct p9_msg *, uint8_t);
void p9_put2(struct p9_msg *, uint16_t);
void p9_put4(struct p9_msg *, uint32_t);
void p9_put8(struct p9_msg *, uint64_t);
void p9_putdata(struct p9_msg *, const void *, size_t);
void p9_putstr(struct p9_msg *, const char *, size_t);
/*
 * Ask.  The errors of the host are ours then; EIO: the answer makes no
 * sense; EMSGSIZE: the question was too long.
 */
int p9_call(struct p9_msg *);
/* From the answer; 0 when it is too short, which pm_bad tells. */
uint8_t p9_get1(struct p9_msg *);
uint16_t p9_get2(struct p9_msg *);
uint32_t p9_get4(struct p9_msg *);
uint64_t p9_get8(struct p9_msg *);
void p9_getqid(struct p9_msg *, struct p9_qid *);
/* n bytes where they lie; NULL. */
const uint8_t *p9_getdata(struct p9_msg *, size_t n);

/*
 * ---- client.c: the calls ----
 *
 * A fid that is a file's name may be replaced, and its number be another
 * file's, while a message is waited for: so it is handed over by where it
 * lies, and looked up when the message goes.
 */
int p9_version(struct p9_softc *);
int p9_attach(struct p9_softc *, uint32_t fid, struct p9_qid *);
uint32_t p9_newfid(struct p9_softc *); /* sleeps for memory */
void p9_freefid(struct p9_softc *, uint32_t);
/* From fid through a name (NULL: nowhere) to a new fid. */
int p9_walk(struct p9_softc *, const uint32_t *fid, const char *name,
    size_t len, uint32_t *newfid, struct p9_qid *);
/* The end of a fid, unless it is P9_NOFID. */
void p9_clunk(struct p9_softc *, uint32_t fid);
int p9_lopen(struct p9_softc *, uint32_t fid, uint32_t flags);
/* A new file in the directory fid, which then is that file, open. */
int p9_lcreate(struct p9_softc *, uint32_t fid, const struct componentname *,
    uint32_t flags, mode_t mode);
int p9_mkdir(struct p9_softc *, const uint32_t *fid,
    const struct componentname *, mode_t mode);
int p9_symlink(struct p9_softc *, const uint32_t *fid,
    const struct componentname *, const char *target);
int p9_link(struct p9_softc *, const uint32_t *dirfid, const uint32_t *fid,
    const struct componentname *);
int p9_unlinkat(struct p9_softc *, const uint32_t *fid,
    const struct componentname *, int dir);
int p9_renameat(struct p9_softc *, const uint32_t *from,
    const struct componentname *, const uint32_t *to,
    const struct componentname *);
/* The attributes, and of what type it is. */
int p9_getattr(struct p9_softc *, const uint32_t *fid, struct vattr *);
int p9_setattr(struct p9_softc *, const uint32_t *fid, const struct vattr *);
int p9_fsync(struct p9_softc *, uint32_t fid);
/* Up to n bytes, P9_IOSIZE at most; *n is how many it was. */
int p9_read(struct p9_softc *, uint32_t fid, off_t off, void *to, uint32_t *n);
int p9_write(
    struct p9_softc *, uint32_t fid, off_t off, const void *from, uint32_t *n);
/* The text of a link; *n is how long it is. */
int p9_readlink(struct p9_softc *, const uint32_t *fid, char *to, size_t *n);
/* Entries from a place on, as the host has them; to p9_direntry(). */
int p9_readdir(
    struct p9_softc *, uint32_t fid, uint64_t off, uint8_t *to, uint32_t *n);

/* ---- node.c ---- */
/*
 * The file that a walk came to; it takes over the fid, also on an error.
 * *npp is referenced.
 */
int p9_node_get(struct p9_mount *, uint32_t fid, const struct p9_qid *,
    struct p9_node **npp);
struct vnode *p9_node_vnode(struct p9_node *);
void p9_node_rele(struct p9_node *);
/* It has no name any more, or another file has it. */
void p9_node_removed(struct p9_node *);
/* See that it is open so; *fid. */
int p9_node_open(struct p9_node *, int writing, uint32_t *fid);
void p9fs_inactive(struct vnode *, int *recycle);
void p9fs_reclaim(struct vnode *);

/* ---- names.c, attr.c, data.c ---- */
int p9fs_lookup(struct vnode *, struct vnode **, struct componentname *);
int p9fs_create(
    struct vnode *, struct vnode **, struct componentname *, struct vattr *);
int p9fs_mkdir(
    struct vnode *, struct vnode **, struct componentname *, struct vattr *);
int p9fs_symlink(struct vnode *, struct vnode **, struct componentname *,
    struct vattr *, const char *);
int p9fs_remove(struct vnode *, struct vnode *, struct componentname *);
int p9fs_link(struct vnode *, struct vnode *, struct componentname *);
int p9fs_rename(struct vnode *, struct vnode *, struct componentname *,
    struct vnode *, struct vnode *, struct componentname *);
int p9fs_open(struct vnode *, int, struct ucred *, struct proc *);
int p9fs_read(struct vnode *, struct uio *, int, struct ucred *);
int p9fs_write(struct vnode *, struct uio *, int, struct ucred *);
int p9fs_getpage(struct vnode *, off_t, struct vm_page **);
int p9fs_fsync(struct vnode *);
int p9fs_readdir(struct vnode *, struct uio *, int *eof);
int p9fs_readlink(struct vnode *, struct uio *);

#endif /* _P9_H_ */
