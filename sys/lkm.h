/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lkm.h: loadable kernel modules: what a module is made of, and /dev/lkm.
 * The interface is NetBSD's lkm(4) and lkm(9), with additions at the end.
 */
#ifndef _SYS_LKM_H_
#define _SYS_LKM_H_

#include <sys/param.h>
#include <sys/ioccom.h>
#include <sys/lkmlist.h>

/* What an entry function is asked to do. */
#define LKM_E_LOAD   1
#define LKM_E_UNLOAD 2
#define LKM_E_STAT   3

#define LKM_VERSION  2 /* of this interface */
#define MAXLKMNAME   32
#define MAXLKMS      20  /* of the old systems; here there is no such limit */
#define MODIOBUF     512 /* bytes that LMLOADBUF takes at a time */

typedef enum {
	LM_SYSCALL,
	LM_VFS,
	LM_DEV,
	LM_STRMOD,
	LM_EXEC,
	LM_COMPAT,
	LM_MISC,
	LM_DRV
} MODTYPE;
#define MODTYPE_NAMES \
	"SYSCALL", "VFS", "DEV", "STRMOD", "EXEC", "COMPAT", "MISC", "DRV"

#ifdef _KERNEL
#include <sys/kobj.h>
#include <sys/proc.h>
#include <sys/queue.h>
#include <sys/systm.h>

struct bdevsw;
struct cdevsw;
struct cfattachlkminit;
struct cfdata;
struct cfdriver;
struct emul;
struct execsw;
struct lkm_table;
struct vfsops;

/*
 * The start of every module's description; a MOD_ macro makes it.  The
 * module's memory is its own; lkm_offset is the slot it got, which a MISC
 * module notes itself if it has one.
 */
struct lkm_any {
	MODTYPE lkm_type;
	int lkm_ver; /* LKM_VERSION it was compiled with */
	const char *lkm_name;
	u_long lkm_offset;
	int lkm_sysver;         /* kernel it was compiled for */
	const char *lkm_envver; /* NULL: no matter which configuration */
};
/* At the start of each description; its older form had no "mod". */
#define _LKM_HEAD                             \
	union {                               \
		struct lkm_any mod;           \
		struct {                      \
			MODTYPE lkm_type;     \
			int lkm_ver;          \
			const char *lkm_name; \
			u_long lkm_offset;    \
		};                            \
	}
#define _LKM_ANY(type, name, offset)                                           \
	{                                                                      \
		type, LKM_VERSION, name, (u_long)(offset), __NetBSD_Version__, \
		    NULL                                                       \
	}

struct lkm_syscall {
	_LKM_HEAD; /* lkm_offset: slot; -1: any */
	struct sysent *lkm_sysent;
	struct sysent lkm_oldent; /* what the slot held before */
};

struct lkm_vfs {
	_LKM_HEAD;
	struct vfsops *lkm_vfsops;
};

struct lkm_dev {
	_LKM_HEAD;
	const struct bdevsw *lkm_bdev;
	int lkm_bdevmaj;
	const struct cdevsw *lkm_cdev;
	int lkm_cdevmaj;
	const char *lkm_devname;
};

struct lkm_exec {
	_LKM_HEAD;
	struct execsw *lkm_execsw;
	const char *lkm_emul;
};

struct lkm_compat {
	_LKM_HEAD;
	const struct emul *lkm_compat;
};

struct lkm_drv {
	_LKM_HEAD;
	struct cfdriver **lkm_cd;
	const struct cfattachlkminit *lkm_cai;
	struct cfdata *lkm_cf;
};

struct lkm_misc {
	_LKM_HEAD;
};

union lkm_generic {
	struct lkm_any *lkm_any;
	struct lkm_syscall *lkm_syscall;
	struct lkm_vfs *lkm_vfs;
	struct lkm_dev *lkm_dev;
	struct lkm_exec *lkm_exec;
	struct lkm_compat *lkm_compat;
	struct lkm_drv *lkm_drv;
	struct lkm_misc *lkm_misc;
};

/*
 * The life of a module.  It begins when lkm_new() gives it a number, and
 * ends when lkm_drop() takes it away; each edge between says who takes it.
 */
enum lkm_state {
	LKM_RESERVED,  /* an image is on its way (LMRESERV). -> LOADING: it is
			* complete (LMREADY); -> dropped: it was given up */
	LKM_LOADING,   /* -> LIVE: its entry returned 0; -> dropped: anything
			* failed; -> DETACHED: the same, but somebody has come
			* in by then */
	LKM_LIVE,      /* -> UNLOADING: lkm_unload() was asked to */
	LKM_UNLOADING, /* -> LIVE: it is busy, or it refused; -> dropped: done;
			* -> DETACHED: somebody has come in by then */
	LKM_DETACHED   /* it was asked to let go of everything, but somebody
			* still is in it or points to it; -> UNLOADING: by
			* another lkm_unload() */
};

/* A module as the kernel knows it. */
struct lkm_table {
	int type;
	int id;
	u_long size;   /* bytes of its memory */
	u_long offset; /* slot, as LMSTAT tells it */
	u_long area;   /* address of its memory */
	u_long forced; /* versions are not checked */
	int ver;
	int refcnt; /* calls into it that keep it from being unloaded */
	int (*entry)(struct lkm_table *, int, int);
	union lkm_generic private;
	/* What undoes the module's own wiring; DISPATCH tells.  Or NULL. */
	int (*unloader)(struct lkm_table *, int);

	/* From here on kern/lkm's own. */
	enum lkm_state state;
	char name[MAXLKMNAME]; /* "" until it is claimed */
	LIST_ENTRY(lkm_table) hash;
	LIST_HEAD(, lkm_hook) hooks;    /* table slots it has taken */
	LIST_HEAD(, lkm_ref) users;     /* modules that use its names */
	LIST_HEAD(, lkm_ref) providers; /* modules whose names it uses */
	struct lkm_export *exports;     /* names that others may use */
	u_int nexports;                 /* that are filled in */
	LIST_ENTRY(lkm_table) waits;
	struct kobj_image image;
	struct lkm_reason *reason; /* of the call in progress, or NULL */
	int attached;              /* lkmdispatch() has wired it in */
	u_int serial;              /* counts the loads */
	int stat_error;            /* what LKM_E_STAT returned last */
};

/* ---- what modules call ---- */

/* For MOD_ functions that have nothing to do. */
int lkm_nofunc(struct lkm_table *, int);
/* EEXIST if a module of this name is there, 0 otherwise. */
int lkmexists(struct lkm_table *);
/*
 * Wire a module into the tables of its type (LKM_E_LOAD), take it out
 * (LKM_E_UNLOAD), tell where it is (LKM_E_STAT).  EEXIST, ENXIO,
 * EPROGMISMATCH, and what the type says.
 */
int lkmdispatch(struct lkm_table *, int cmd);

#define MOD_SYSCALL(name, callslot, sysentp)  \
	static struct lkm_syscall _module = { \
	    {_LKM_ANY(LM_SYSCALL, name, callslot)}, sysentp, {0, 0, NULL}};
#define MOD_VFS(name, vfsslot, vfsopsp)   \
	static struct lkm_vfs _module = { \
	    {_LKM_ANY(LM_VFS, name, vfsslot)}, vfsopsp};
/*
 * (name, device's name, block switch, its major, character switch, its major);
 * up to NetBSD 1.6, and in OpenBSD: (name, LM_DT_BLOCK or LM_DT_CHAR, major,
 * switch).
 */
#define MOD_DEV(...)                                              \
	_LKM_SEVENTH(__VA_ARGS__, _MOD_DEV6, , _MOD_DEV4, , , , ) \
	(__VA_ARGS__)
#define _LKM_SEVENTH(a, b, c, d, e, f, g, ...) g
#define _MOD_DEV6(name, devname, bdevp, bdevmajor, cdevp, cdevmajor)          \
	static struct lkm_dev _module = {{_LKM_ANY(LM_DEV, name, -1)}, bdevp, \
	    bdevmajor, cdevp, cdevmajor, devname};
#define _MOD_DEV4(name, devtype, major, switch)                        \
	static struct lkm_dev _module = {{_LKM_ANY(LM_DEV, name, -1)}, \
	    (devtype) == LM_DT_BLOCK ? (const struct bdevsw *)(switch) \
				     : (const struct bdevsw *)0,       \
	    major,                                                     \
	    (devtype) == LM_DT_CHAR ? (const struct cdevsw *)(switch)  \
				    : (const struct cdevsw *)0,        \
	    major, name};
#define LM_DT_BLOCK 1
#define LM_DT_CHAR  2
#define MOD_EXEC(name, execslot, execsw, emul) \
	static struct lkm_exec _module = {     \
	    {_LKM_ANY(LM_EXEC, name, execslot)}, execsw, emul};
#define MOD_COMPAT(name, slot, emulp)        \
	static struct lkm_compat _module = { \
	    {_LKM_ANY(LM_COMPAT, name, slot)}, emulp};
#define MOD_DRV(name, cd, cai, cf)        \
	static struct lkm_drv _module = { \
	    {_LKM_ANY(LM_DRV, name, -1)}, cd, cai, cf};
#define MOD_MISC(name) \
	static struct lkm_misc _module = {{_LKM_ANY(LM_MISC, name, -1)}};

/*
 * The body of an entry function.  The module is wired in before its own
 * load function runs, and its own unload function runs before it is taken
 * out; whichever fails, what came before it is undone.  A block that always
 * returns: old sources have no semicolon behind it.
 */
#define DISPATCH(lkmtp, cmd, ver, load, unload, stat)                          \
	{                                                                      \
		int _error;                                                    \
                                                                               \
		if ((ver) != LKM_VERSION)                                      \
			return EPROGMISMATCH;                                  \
		switch (cmd) {                                                 \
		case LKM_E_LOAD:                                               \
			(lkmtp)->private.lkm_any = (struct lkm_any *)&_module; \
			(lkmtp)->unloader = (unload);                          \
			_error = lkmdispatch(lkmtp, cmd);                      \
			if (_error != 0)                                       \
				return _error;                                 \
			_error = load(lkmtp, cmd);                             \
			if (_error != 0)                                       \
				(void)lkmdispatch(lkmtp, LKM_E_UNLOAD);        \
			return _error;                                         \
		case LKM_E_UNLOAD:                                             \
			_error = unload(lkmtp, cmd);                           \
			if (_error != 0)                                       \
				return _error;                                 \
			return lkmdispatch(lkmtp, cmd);                        \
		case LKM_E_STAT:                                               \
			_error = stat(lkmtp, cmd);                             \
			if (_error != 0)                                       \
				return _error;                                 \
			return lkmdispatch(lkmtp, cmd);                        \
		default:                                                       \
			return EINVAL;                                         \
		}                                                              \
	}
/* NetBSD 4's name: what it says of the kernel's options is not looked at. */
#define LKM_DISPATCH(lkmtp, cmd, envdep, load, unload, stat) \
	DISPATCH(lkmtp, cmd, LKM_VERSION, load, unload, stat)
#endif /* _KERNEL */

/* ---- /dev/lkm: the calls of NetBSD ---- */

struct lmc_loadbuf {
	int cnt;
	char *data;
};
struct lmc_resrv {
	u_long size;
	char *name;
	int slot;
	u_long addr;
	u_long unused1;
	u_long sym_size;
	u_long unused2;
	u_long sym_symsize;
	u_long sym_addr;
};
struct lmc_load {
	caddr_t address;
	int status;
	int id;
};
struct lmc_unload {
	int id; /* or -1, and name */
	char *name;
	int status;
};
struct lmc_stat {
	int id; /* or -1, and name */
	char name[MAXLKMNAME];
	u_long offset;
	MODTYPE type;
	u_long area;
	u_long size; /* KiB */
	union {
		u_long private_data;
		u_long private; /* its older name */
	};
	int ver;
};

/* The majors in a DEV module's offset; -1: it has none of that kind. */
#define LKM_MAKEMAJOR(b, c) ((((b)&0xffff) << 16) | ((c)&0xffff))
#define LKM_BLOCK_MAJOR(v)  ((int)(int16_t)((uint32_t)(v) >> 16))
#define LKM_CHAR_MAJOR(v)   ((int)(int16_t)(uint32_t)(v))

#define LMLOADBUF           _IOW('K', 1, struct lmc_loadbuf)
#define LMUNRESRV           _IO('K', 2)
#define LMREADY             _IOW('K', 3, u_long)
#define LMRESERV            _IOWR('K', 4, struct lmc_resrv)
#define LMLOAD              _IOW('K', 9, struct lmc_load)
#define LMUNLOAD            _IOWR('K', 10, struct lmc_unload)
#define LMSTAT              _IOWR('K', 11, struct lmc_stat)
#define LMLOADSYMS          _IOW('K', 12, struct lmc_loadbuf)
#define LMFORCE             _IOW('K', 13, u_long)

/* ---- and ours ---- */

/*
 * Why a call was refused, in words: lines ended by newlines, NUL at the
 * end.  len is the room at text; cut to it, the text ends with "...".
 */
struct lmc_reason {
	char *text; /* NULL: not wanted */
	size_t len;
};

/*
 * Load an object: it goes in whole and comes out live.  The kernel links.
 */
struct lmc_loadobj {
	const void *obj;
	size_t size;
	const char *file;  /* its name, for the default entry and messages */
	const char *entry; /* entry function; NULL: the default ones */
	int flags;
	struct lmc_reason reason;
	/* out */
	int id;
	MODTYPE type;
	u_long offset;
	u_long area;
	u_long memsize; /* bytes */
	char name[MAXLKMNAME];
	/*
	 * NULL, or room for a map of what is done: <sys/lkmmap.h>.  What its
	 * head says is valid, too, when the load is refused; how much room
	 * there is does not change what happens.  EINVAL: not even the head
	 * has room.
	 */
	void *map;
	size_t maplen;
};
/*
 * Check and link, do not enter: nothing remains.  What the module would then
 * be refused for, as far as that can be told, is the reason of a call that
 * went well.
 */
#define LMF_NORUN 0x1
#define LMF_FORCE 0x2 /* versions need not agree */
#define LMF_IMAGE 0x4 /* the map is to have the linked image (LMM_IMAGE) */

/*
 * Unload the module with this number, and this name: -1 and NULL say that
 * either does not matter.  Both may be another's when one asks again.  So
 * there is also which load it comes from: asked with 0 there, the call tells
 * it, whether it unloads the module or not; with another number, it unloads
 * no module but the one that it was told of.
 */
struct lmc_unloadmod {
	int id;
	const char *name;
	struct lmc_reason reason;
	u_int *serial; /* NULL: does not matter */
};

#define LMLOADOBJ   _IOWR('K', 20, struct lmc_loadobj)
#define LMUNLOADMOD _IOWR('K', 21, struct lmc_unloadmod)
#define LMLIST      _IOW('K', 22, struct lmc_list)

#endif /* _SYS_LKM_H_ */
