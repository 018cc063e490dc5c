/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lkm_drv.c: modules that are drivers for autoconfiguration: drivers,
 * attachments, and lines of configuration by which they find their devices.
 * What a module's description leads to is checked in lkm_drv_check.c.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/device.h>
#include <sys/errno.h>
#include <sys/lkmvar.h>

/* Is the driver, or the attachment (of any driver), the module's? */
static int
has_driver(const struct lkm_drv *m, const void *entry)
{
	struct cfdriver **cd;

	for (cd = m->lkm_cd; cd != NULL && *cd != NULL; cd++)
		if (*cd == entry)
			return 1;
	return 0;
}

static int
has_attachment(const struct lkm_drv *m, const void *entry)
{
	const struct cfattachlkminit *cai;
	struct cfattach *const *ca;

	for (cai = m->lkm_cai; cai != NULL && cai->cfai_name != NULL; cai++)
		for (ca = cai->cfai_list; *ca != NULL; ca++)
			if (*ca == entry)
				return 1;
	return 0;
}

static int
has_line(const struct lkm_drv *m, const struct cfdata *line)
{
	const struct cfdata *cf;

	for (cf = m->lkm_cf; cf != NULL && cf->cf_name != NULL; cf++)
		if (cf == line)
			return 1;
	return 0;
}

/* ---- loading ---- */

static int
plan_drivers(struct lkm_table *t, const struct lkm_drv *m)
{
	struct cfdriver **cd;

	for (cd = m->lkm_cd; cd != NULL && *cd != NULL; cd++)
		if (config_cfdriver_lookup((*cd)->cd_name) != NULL)
			return lkm_refuse(t->reason, LKM_TAKEN,
			    "a driver %s is there: unload the module that "
			    "has it, or give yours another name",
			    (*cd)->cd_name);
	return 0;
}

/* A driver of that name: the module's, or one that is there. */
static const struct cfdriver *
driver_for(const struct lkm_drv *m, const char *name)
{
	struct cfdriver **cd;

	for (cd = m->lkm_cd; cd != NULL && *cd != NULL; cd++)
		if (strcmp((*cd)->cd_name, name) == 0)
			return *cd;
	return config_cfdriver_lookup(name);
}

static int
plan_attachments(struct lkm_table *t, const struct lkm_drv *m,
    const char *driver, struct cfattach *const *list)
{
	const struct cfdriver *cd = driver_for(m, driver);
	struct cfattach *const *ca;

	if (cd == NULL)
		return lkm_refuse(t->reason, LKM_NO_DRIVER,
		    "there is no driver %s, which it has attachments for: "
		    "list its struct cfdriver, or load the module that has it "
		    "first",
		    driver);
	if (has_driver(m, cd))
		return 0;
	for (ca = list; *ca != NULL; ca++)
		if (config_cfattach_lookup(cd, (*ca)->ca_name) != NULL)
			return lkm_refuse(t->reason, LKM_TAKEN,
			    "the driver %s has an attachment %s already",
			    driver, (*ca)->ca_name);
	return 0;
}

static int
drv_plan(struct lkm_table *t, struct lkm_plan *p)
{
	const struct lkm_drv *m = t->private.lkm_drv;
	const struct cfattachlkminit *cai;
	int error;

	if ((error = lkm_check_drv(t, m)) != 0 ||
	    (error = plan_drivers(t, m)) != 0)
		return error;
	for (cai = m->lkm_cai; cai != NULL && cai->cfai_name != NULL; cai++)
		if ((error = plan_attachments(
			 t, m, cai->cfai_name, cai->cfai_list)) != 0)
			return error;
	return 0;
}

/*
 * Take out whatever of the module is in the tables, in reverse: devices,
 * lines, attachments, drivers.  What is not its own stays.
 */
static void
unwire(const struct lkm_drv *m)
{
	const struct cfattachlkminit *cai = m->lkm_cai;
	struct cfattach *const *ca;
	struct cfdriver **cd;

	if (m->lkm_cf != NULL)
		config_cfdata_force(m->lkm_cf);
	for (; cai != NULL && cai->cfai_name != NULL; cai++)
		for (ca = cai->cfai_list; *ca != NULL; ca++)
			(void)config_cfattach_detach(cai->cfai_name, *ca);
	for (cd = m->lkm_cd; cd != NULL && *cd != NULL; cd++)
		(void)config_cfdriver_detach(*cd);
}

/* Put all of it into the tables; what had no place is named. */
static int
wire(const struct lkm_drv *m, const char **what)
{
	const struct cfattachlkminit *cai = m->lkm_cai;
	struct cfattach *const *ca;
	struct cfdriver **cd;
	int error;

	for (cd = m->lkm_cd; cd != NULL && *cd != NULL; cd++) {
		*what = (*cd)->cd_name;
		if ((error = config_cfdriver_attach(*cd)) != 0)
			return error;
	}
	for (; cai != NULL && cai->cfai_name != NULL; cai++)
		for (ca = cai->cfai_list; *ca != NULL; ca++) {
			*what = (*ca)->ca_name;
			error = config_cfattach_attach(cai->cfai_name, *ca);
			if (error != 0)
				return error;
		}
	return m->lkm_cf != NULL ? config_cfdata_attach(m->lkm_cf, 1) : 0;
}

static int
drv_attach(struct lkm_table *t)
{
	struct lkm_drv *m = t->private.lkm_drv;
	const char *what = NULL;
	struct lkm_plan p;
	int error;

	if ((error = drv_plan(t, &p)) != 0)
		return error;
	t->offset = -1;
	if ((error = wire(m, &what)) == 0)
		return 0;
	unwire(m);
	if (error == ENOMEM)
		return lkm_refuse(t->reason, LKM_NO_MEMORY,
		    "out of kernel memory for the devices that it found: "
		    "unload a module, or give the machine more memory");
	return lkm_refuse(t->reason, LKM_TAKEN,
	    "it has the driver or attachment %s twice", what);
}

/* ---- unloading ---- */

/* What others have put on top of the module's drivers. */
static int
drv_busy(struct lkm_table *t, struct lkm_reason *r)
{
	const struct lkm_drv *m = t->private.lkm_drv;
	const struct cfattach *ca;
	const struct device *dev;
	struct cfdriver **cd;
	int error = 0;

	for (cd = m->lkm_cd; cd != NULL && *cd != NULL; cd++)
		LIST_FOREACH(ca, &(*cd)->cd_attach, ca_list)
			if (!has_attachment(m, ca))
				error = lkm_refuse(r, LKM_BUSY,
				    "its driver %s has the attachment %s of "
				    "another module",
				    (*cd)->cd_name, ca->ca_name);
	TAILQ_FOREACH(dev, &alldevs, dv_list)
		if (has_attachment(m, dev->dv_cfattach) &&
		    !has_line(m, dev->dv_cfdata))
			error = lkm_refuse(r, LKM_BUSY,
			    "%s is its driver's, by a line of another "
			    "module's",
			    dev->dv_xname);
	return error;
}

/*
 * The devices go before the module's own unload function runs: a driver can
 * still refuse then, and those that had gone are attached again.
 */
static int
drv_close(struct lkm_table *t, struct lkm_reason *r)
{
	const struct lkm_drv *m = t->private.lkm_drv;
	int error = m->lkm_cf != NULL ? config_cfdata_suspend(m->lkm_cf) : 0;

	if (error == 0)
		return 0;
	return lkm_refuse(r, LKM_BUSY,
	    "%s does not let go: its driver's detach function said no (error "
	    "%d)",
	    config_refuser(), error);
}

static void
drv_reopen(struct lkm_table *t)
{
	const struct lkm_drv *m = t->private.lkm_drv;

	if (m->lkm_cf != NULL)
		config_cfdata_resume(m->lkm_cf);
}

static int
drv_detach(struct lkm_table *t)
{
	unwire(t->private.lkm_drv);
	return 0;
}

static int
drv_owns(const struct lkm_table *t, const void *entry)
{
	const struct lkm_drv *m = t->private.lkm_drv;

	return has_driver(m, entry) || has_attachment(m, entry) ||
	    has_line(m, entry);
}

static void
drv_stat(struct lkm_table *t)
{
	t->offset = -1;
}

const struct lkm_type lkm_type_drv = {
    .description = sizeof(struct lkm_drv),
    .plan = drv_plan,
    .attach = drv_attach,
    .detach = drv_detach,
    .busy = drv_busy,
    .close = drv_close,
    .reopen = drv_reopen,
    .owns = drv_owns,
    .stat = drv_stat,
};
