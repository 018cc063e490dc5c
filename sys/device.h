/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * device.h: autoconfiguration: which devices there are, and which driver
 * attends to each.  The names are NetBSD's; a machine's devices form a tree:
 *
 *	mainbus0 (root)
 *	pci0 at mainbus0 bus 0
 *	edu0 at pci0 dev 4 function 0
 *
 * A driver (struct cfdriver) is a name and the devices that have it.  An
 * attachment (struct cfattach) are the functions by which a driver takes a
 * device at one kind of bus.  A line of configuration (struct cfdata) says
 * that a driver may look for its device there, and where at the bus.  A bus
 * tells of each thing that it finds (config_found()); the line that matches
 * best gets it.  What nobody wants is offered again when there are new lines.
 *
 * Nothing here sleeps, but for what a driver's own functions may do.
 */
#ifndef _SYS_DEVICE_H_
#define _SYS_DEVICE_H_

#include <sys/types.h>
#include <sys/queue.h>
#include <sys/systm.h>

struct cdevsw;
struct device;
struct cfdata;

typedef struct device *device_t;
typedef struct cfdata *cfdata_t;

enum devclass {
	DV_DULL,
	DV_CPU,
	DV_DISK,
	DV_IFNET,
	DV_TAPE,
	DV_TTY,
	DV_AUDIODEV
};
enum devact { DVACT_ACTIVATE, DVACT_DEACTIVATE };

/* Numbers that tell where at its bus a device is: at most so many. */
#define CFLOCATORS 4
#define LOC_ANY    (-1) /* in a line of configuration: anywhere */

/*
 * A device that is there.  It is the start of its driver's own structure,
 * of ca_devsize bytes, which config_attach() allocates, zeroed.
 */
struct device {
	enum devclass dv_class;
	TAILQ_ENTRY(device) dv_list; /* of all, the oldest first */
	struct cfdata *dv_cfdata;
	struct cfdriver *dv_cfdriver;
	struct cfattach *dv_cfattach;
	int dv_unit;
	char dv_xname[16];        /* "edu0" */
	struct device *dv_parent; /* NULL: the root */
	int dv_flags;             /* from cf_flags */
	int dv_leaving; /* being detached: takes no devices any more */
	const struct cfiattrdata *dv_iattr; /* the bus's, for what follows */
	int dv_locators[CFLOCATORS];
};
TAILQ_HEAD(devicelist, device);
extern struct devicelist alldevs;

/* Places at a kind of bus: an attribute of the bus's driver. */
struct cflocdesc {
	const char *cld_name;
	const char *cld_defaultstr; /* NULL: it must be given */
	int cld_default;
};
struct cfiattrdata {
	const char *ci_name;
	int ci_loclen;
	const struct cflocdesc ci_locdesc[CFLOCATORS];
};

/* Where a line applies: a kind of bus, and perhaps just one. */
struct cfparent {
	const char *cfp_iattr;  /* "pci" */
	const char *cfp_parent; /* the bus's driver; NULL: any */
	int cfp_unit;           /* its unit, or DVUNIT_ANY */
};
#define DVUNIT_ANY (-1)

/* A line of configuration; a table of them ends with cf_name NULL. */
struct cfdata {
	const char *cf_name;   /* driver */
	const char *cf_atname; /* attachment */
	short cf_unit;         /* unit, or the first that it may have */
	short cf_fstate;
	int *cf_loc; /* as many as the bus has, or LOC_ANY; NULL: any */
	int cf_flags;
	const struct cfparent *cf_pspec; /* NULL: the root */
};
#define FSTATE_NOTFOUND  0 /* it is for one device */
#define FSTATE_FOUND     1 /* which has been found */
#define FSTATE_STAR      2 /* for any number of them, from cf_unit on */
#define FSTATE_DSTAR     3 /* 3 and 4: switched off */
#define FSTATE_DNOTFOUND 4

typedef int (*cfprint_t)(void *aux, const char *bus);
typedef int (*cfsubmatch_t)(
    struct device *parent, struct cfdata *, const int *locators, void *aux);

struct cfattach {
	const char *ca_name;
	LIST_ENTRY(cfattach) ca_list;
	size_t ca_devsize;
	/* Is it mine?  0: no; the highest number gets it. */
	int (*ca_match)(struct device *parent, struct cfdata *, void *aux);
	/*
	 * Take it.  The console has "foo0 at bus0 ..." without a newline:
	 * the driver prints ": what it is\n".
	 */
	void (*ca_attach)(
	    struct device *parent, struct device *self, void *aux);
	/*
	 * Let go of it.  An errno, EBUSY say: not now; it goes on working.
	 * With DETACH_FORCE there is no refusing.  NULL: nothing to do.
	 */
	int (*ca_detach)(struct device *self, int flags);
	int (*ca_activate)(struct device *self, enum devact); /* not called */
	/* A bus: offer again what nobody has taken.  NULL: it is no bus. */
	int (*ca_rescan)(
	    struct device *self, const char *ifattr, const int *locators);
};
LIST_HEAD(cfattachlist, cfattach);
#define DETACH_FORCE 0x01
#define DETACH_QUIET 0x02 /* print nothing */

#define CFATTACH_DECL2(name, devsize, match, attach, detach, activate, rescan) \
	struct cfattach name##_ca = {.ca_name = #name,                         \
	    .ca_devsize = devsize,                                             \
	    .ca_match = match,                                                 \
	    .ca_attach = attach,                                               \
	    .ca_detach = detach,                                               \
	    .ca_activate = activate,                                           \
	    .ca_rescan = rescan}
#define CFATTACH_DECL(name, devsize, match, attach, detach, activate) \
	CFATTACH_DECL2(name, devsize, match, attach, detach, activate, NULL)

struct cfdriver {
	LIST_ENTRY(cfdriver) cd_list;
	struct cfattachlist cd_attach;
	void **cd_devs; /* by unit; NULL where there is none */
	const char *cd_name;
	enum devclass cd_class;
	int cd_ndevs;                              /* entries of cd_devs */
	const struct cfiattrdata *const *cd_attrs; /* ends with NULL; or NULL */
};
#define CFDRIVER_DECL(name, class, attrs) \
	struct cfdriver name##_cd = {     \
	    .cd_name = #name, .cd_class = class, .cd_attrs = attrs}

/* Attachments for a driver, as MOD_DRV wants them; ends with NULL, NULL. */
struct cfattachlkminit {
	const char *cfai_name;
	struct cfattach *const *cfai_list; /* ends with NULL */
};

/* ---- drivers, attachments, lines ---- */

/* They stay the caller's memory until they are detached. */
int config_cfdriver_attach(struct cfdriver *); /* EEXIST: the name is taken */
int config_loclen(const char *iattr);          /* 1 if nobody has it */
/* EBUSY: it has devices or attachments; ESRCH: it is not there. */
int config_cfdriver_detach(struct cfdriver *);
struct cfdriver *config_cfdriver_lookup(const char *name); /* or NULL */
/* ESRCH: no such driver; EEXIST: it has an attachment of that name. */
int config_cfattach_attach(const char *driver, struct cfattach *);
/* EBUSY: a device has it; ESRCH: it is not there. */
int config_cfattach_detach(const char *driver, struct cfattach *);
/*
 * Add a table, and, with scannow, look for devices that it has lines for.
 * ENOMEM, and all devices that it found are gone again.
 */
int config_cfdata_attach(struct cfdata *, int scannow);
/*
 * Detach all devices of a table, the newest first, and look for no others
 * until config_cfdata_resume().  What the first driver that refuses says:
 * then what was detached is looked for again, and all is as it was.
 */
int config_cfdata_suspend(struct cfdata *);
void config_cfdata_resume(struct cfdata *);
/* Suspend it, and take it out.  ESRCH: it is not there. */
int config_cfdata_detach(struct cfdata *);
/* The same, when there is no refusing. */
void config_cfdata_force(struct cfdata *);
/* The device that refused last, for messages. */
const char *config_refuser(void);
/* Offer what nobody has taken to all lines.  ENOMEM: some were left. */
int config_rescan(void);

/* ---- for busses ---- */

/*
 * There is something at parent: aux describes it to match and attach, loc
 * (as many as the attribute ifattr has, or NULL) says where.  print(aux,
 * NULL) prints that; with the parent's name if nobody wants it, and returns
 * UNCONF, or QUIET.  The device, or NULL.
 */
struct device *config_found_sm_loc(struct device *parent, const char *ifattr,
    const int *loc, void *aux, cfprint_t print, cfsubmatch_t);
struct device *config_found_ia(
    struct device *parent, const char *ifattr, void *aux, cfprint_t print);
struct device *config_found(struct device *parent, void *aux, cfprint_t print);
struct device *config_rootfound(const char *driver, void *aux);
/* The best line, or NULL; submatch: instead of the attachment's match. */
struct cfdata *config_search_loc(cfsubmatch_t, struct device *parent,
    const char *ifattr, const int *loc, void *aux);
/* Do the line's places fit, and does the driver want it? */
int config_stdsubmatch(
    struct device *parent, struct cfdata *, const int *loc, void *aux);
int config_match(struct device *parent, struct cfdata *, void *aux);
/* NULL: no memory, or its unit is taken. */
struct device *config_attach_loc(struct device *parent, struct cfdata *,
    const int *loc, void *aux, cfprint_t print);
/*
 * Let a device and what is attached to it go.  What a driver says, and the
 * device stays; with DETACH_FORCE, 0.
 */
int config_detach(struct device *, int flags);
#define QUIET  0 /* what print returns */
#define UNCONF 1
#define UNSUPP 2

/* ---- for drivers ---- */

void *device_lookup(struct cfdriver *, int unit); /* or NULL */
/* Has the bus a device there already? */
struct device *device_at(struct device *parent, const int *loc, int n);
#define device_xname(dev)      ((dev)->dv_xname)
#define device_unit(dev)       ((dev)->dv_unit)
#define device_parent(dev)     ((dev)->dv_parent)
#define device_private(dev)    ((void *)(dev))
#define device_cfdata(dev)     ((dev)->dv_cfdata)
#define device_locator(dev, i) ((dev)->dv_locators[i])

/* ---- at boot ---- */

/*
 * Attach the drivers that are always there: the console's terminal, serial
 * lines, keyboard, memory devices, the root and its busses.  Called once,
 * when malloc, intr_establish() and devsw_attach() work; takes no time to
 * speak of.
 */
void configure(void);
/*
 * The drivers that are always there, and their lines, end with NULL each;
 * then the root is attached.
 */
struct cfbase {
	struct cfdriver *cb_driver;
	struct cfattach *cb_attach;
};
void mainbus_init(void); /* dev/mainbus.c */
void device_init(void);
void config_init(const struct cfbase *, struct cfdata *, const char *root);

/*
 * For a ca_attach that had no memory for its device: the load of the module
 * fails with ENOMEM, and what it has attached is detached.
 */
void config_nomem(struct device *);

/* For kern/subr_autoconf.c and kern/subr_device.c alone. */
extern u_int config_failures; /* devices not attached: no memory */
const struct cfiattrdata *config_iattr(
    const struct cfdriver *, const char *name);
struct cfattach *config_cfattach_lookup(
    const struct cfdriver *, const char *name);

extern const struct cdevsw ktrace_cdevsw, lkm_cdevsw, mem_cdevsw;

#endif /* _SYS_DEVICE_H_ */
