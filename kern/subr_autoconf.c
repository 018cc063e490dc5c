/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * subr_autoconf.c: the drivers that there are, their attachments, and the
 * lines of configuration; and which line a thing that a bus has found goes
 * to.  What becomes of it then is in subr_device.c, the words in
 * sys/device.h.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/device.h>
#include <sys/errno.h>
#include <sys/holders.h>
#include <sys/malloc.h>
#include <sys/selfcheck.h>

MALLOC_DECLARE(M_AUTOCONF);

struct cftable {
	TAILQ_ENTRY(cftable) ct_list;
	struct cfdata *ct_cfdata;
	int ct_suspended;
};
static TAILQ_HEAD(, cftable) tables = TAILQ_HEAD_INITIALIZER(tables);
static LIST_HEAD(, cfdriver) drivers = LIST_HEAD_INITIALIZER(drivers);
static u_int nentries, nbase; /* drivers, attachments, tables; at boot */

/* ---- drivers ---- */

struct cfdriver *
config_cfdriver_lookup(const char *name)
{
	struct cfdriver *cd;

	LIST_FOREACH(cd, &drivers, cd_list)
		if (strcmp(cd->cd_name, name) == 0)
			return cd;
	return NULL;
}

int
config_cfdriver_attach(struct cfdriver *cd)
{
	if (config_cfdriver_lookup(cd->cd_name) != NULL)
		return EEXIST;
	LIST_INIT(&cd->cd_attach);
	cd->cd_devs = NULL;
	cd->cd_ndevs = 0;
	LIST_INSERT_HEAD(&drivers, cd, cd_list);
	nentries++;
	return 0;
}

int
config_cfdriver_detach(struct cfdriver *cd)
{
	if (config_cfdriver_lookup(cd->cd_name) != cd)
		return ESRCH;
	if (cd->cd_ndevs > 0 || !LIST_EMPTY(&cd->cd_attach))
		return EBUSY;
	LIST_REMOVE(cd, cd_list);
	nentries--;
	return 0;
}

const struct cfiattrdata *
config_iattr(const struct cfdriver *cd, const char *name)
{
	const struct cfiattrdata *const *ci;

	for (ci = cd->cd_attrs; ci != NULL && *ci != NULL; ci++)
		if (strcmp((*ci)->ci_name, name) == 0)
			return *ci;
	return NULL;
}

int
config_loclen(const char *iattr)
{
	const struct cfiattrdata *ci;
	const struct cfdriver *cd;

	LIST_FOREACH(cd, &drivers, cd_list)
		if ((ci = config_iattr(cd, iattr)) != NULL)
			return ci->ci_loclen;
	return 1;
}

/* ---- attachments ---- */

struct cfattach *
config_cfattach_lookup(const struct cfdriver *cd, const char *name)
{
	struct cfattach *ca;

	LIST_FOREACH(ca, &cd->cd_attach, ca_list)
		if (strcmp(ca->ca_name, name) == 0)
			return ca;
	return NULL;
}

int
config_cfattach_attach(const char *driver, struct cfattach *ca)
{
	struct cfdriver *cd = config_cfdriver_lookup(driver);

	if (cd == NULL)
		return ESRCH;
	if (config_cfattach_lookup(cd, ca->ca_name) != NULL)
		return EEXIST;
	LIST_INSERT_HEAD(&cd->cd_attach, ca, ca_list);
	nentries++;
	return 0;
}

int
config_cfattach_detach(const char *driver, struct cfattach *ca)
{
	struct cfdriver *cd = config_cfdriver_lookup(driver);
	const struct device *dev;

	if (cd == NULL || config_cfattach_lookup(cd, ca->ca_name) != ca)
		return ESRCH;
	TAILQ_FOREACH(dev, &alldevs, dv_list)
		if (dev->dv_cfattach == ca)
			return EBUSY;
	LIST_REMOVE(ca, ca_list);
	nentries--;
	return 0;
}

/* ---- tables of lines ---- */

static struct cftable *
find_table(const struct cfdata *cf)
{
	struct cftable *ct;

	TAILQ_FOREACH(ct, &tables, ct_list)
		if (ct->ct_cfdata == cf)
			return ct;
	return NULL;
}

static void
remove_table(struct cftable *ct)
{
	TAILQ_REMOVE(&tables, ct, ct_list);
	nentries--;
	free(ct, M_AUTOCONF);
}

/* The newest device that a line of the table has got, or NULL. */
static struct device *
device_of(const struct cftable *ct)
{
	struct device *dev, *newest = NULL;
	const struct cfdata *cf;

	TAILQ_FOREACH(dev, &alldevs, dv_list)
		for (cf = ct->ct_cfdata; cf->cf_name != NULL; cf++)
			if (dev->dv_cfdata == cf)
				newest = dev;
	return newest;
}

int
config_cfdata_attach(struct cfdata *cf, int scannow)
{
	struct cftable *ct = malloc(sizeof(*ct), M_AUTOCONF, M_NOWAIT | M_ZERO);

	if (ct == NULL)
		return ENOMEM;
	ct->ct_cfdata = cf;
	TAILQ_INSERT_TAIL(&tables, ct, ct_list);
	nentries++;
	if (!scannow || config_rescan() == 0)
		return 0;
	config_cfdata_force(cf);
	return ENOMEM;
}

int
config_cfdata_suspend(struct cfdata *cf)
{
	struct cftable *ct = find_table(cf);
	struct device *dev;
	int error;

	if (ct == NULL)
		return ESRCH;
	ct->ct_suspended = 1;
	while ((dev = device_of(ct)) != NULL) {
		if ((error = config_detach(dev, 0)) != 0) {
			config_cfdata_resume(cf);
			return error;
		}
	}
	return 0;
}

void
config_cfdata_resume(struct cfdata *cf)
{
	struct cftable *ct = find_table(cf);

	if (ct == NULL)
		return;
	ct->ct_suspended = 0;
	(void)config_rescan();
}

int
config_cfdata_detach(struct cfdata *cf)
{
	int error = config_cfdata_suspend(cf);

	if (error == 0)
		remove_table(find_table(cf));
	return error;
}

void
config_cfdata_force(struct cfdata *cf)
{
	struct cftable *ct = find_table(cf);
	struct device *dev;

	if (ct == NULL)
		return;
	ct->ct_suspended = 1;
	while ((dev = device_of(ct)) != NULL)
		(void)config_detach(dev, DETACH_FORCE);
	remove_table(ct);
}

int
config_rescan(void)
{
	u_int before = config_failures;
	struct device *dev;

	TAILQ_FOREACH(dev, &alldevs, dv_list)
		if (dev->dv_cfattach->ca_rescan != NULL)
			(void)dev->dv_cfattach->ca_rescan(dev, NULL, NULL);
	return config_failures == before ? 0 : ENOMEM;
}

/* ---- which line is it for? ---- */

/* Is the line one for things at this parent? */
static int
parent_fits(
    const struct device *parent, const struct cfdata *cf, const char *ifattr)
{
	const struct cfparent *cfp = cf->cf_pspec;

	if (parent == NULL || cfp == NULL)
		return parent == NULL && cfp == NULL;
	if (ifattr != NULL && strcmp(cfp->cfp_iattr, ifattr) != 0)
		return 0;
	if (config_iattr(parent->dv_cfdriver, cfp->cfp_iattr) == NULL)
		return 0;
	return cfp->cfp_parent == NULL ||
	    (strcmp(cfp->cfp_parent, parent->dv_cfdriver->cd_name) == 0 &&
		(cfp->cfp_unit == DVUNIT_ANY ||
		    cfp->cfp_unit == parent->dv_unit));
}

int
config_match(struct device *parent, struct cfdata *cf, void *aux)
{
	const struct cfdriver *cd = config_cfdriver_lookup(cf->cf_name);
	const struct cfattach *ca;

	if (cd == NULL ||
	    (ca = config_cfattach_lookup(cd, cf->cf_atname)) == NULL)
		return 0;
	/* A line for one device, the number of which another has. */
	if (cf->cf_fstate == FSTATE_NOTFOUND && cf->cf_unit < cd->cd_ndevs &&
	    cd->cd_devs[cf->cf_unit] != NULL)
		return 0;
	return ca->ca_match(parent, cf, aux);
}

int
config_stdsubmatch(
    struct device *parent, struct cfdata *cf, const int *loc, void *aux)
{
	const struct cfiattrdata *ci =
	    config_iattr(parent->dv_cfdriver, cf->cf_pspec->cfp_iattr);
	int i;

	for (i = 0; loc != NULL && cf->cf_loc != NULL && i < ci->ci_loclen; i++)
		if (cf->cf_loc[i] != LOC_ANY && cf->cf_loc[i] != loc[i])
			return 0;
	return config_match(parent, cf, aux);
}

struct cfdata *
config_search_loc(cfsubmatch_t submatch, struct device *parent,
    const char *ifattr, const int *loc, void *aux)
{
	struct cfdata *cf, *best = NULL;
	struct cftable *ct;
	int n, most = 0;

	TAILQ_FOREACH(ct, &tables, ct_list) {
		if (ct->ct_suspended)
			continue;
		for (cf = ct->ct_cfdata; cf->cf_name != NULL; cf++) {
			if ((cf->cf_fstate != FSTATE_NOTFOUND &&
				cf->cf_fstate != FSTATE_STAR) ||
			    !parent_fits(parent, cf, ifattr))
				continue;
			n = submatch != NULL ? submatch(parent, cf, loc, aux)
					     : config_match(parent, cf, aux);
			if (n > most) {
				most = n;
				best = cf;
			}
		}
	}
	return best;
}

void
config_init(const struct cfbase *base, struct cfdata *cf, const char *root)
{
	for (; base->cb_driver != NULL; base++)
		if (config_cfdriver_attach(base->cb_driver) != 0 ||
		    config_cfattach_attach(
			base->cb_driver->cd_name, base->cb_attach) != 0)
			panic("config_init: %s", base->cb_driver->cd_name);
	if (config_cfdata_attach(cf, 0) != 0 ||
	    config_rootfound(root, NULL) == NULL)
		panic("config_init: %s", root);
	nbase = nentries;
}

/* ---- who holds a piece of memory ---- */

static void
attachment_holders(
    struct holders *h, const struct cfdriver *cd, const struct cfattach *ca)
{
	vaddr_t va = holds(h, (vaddr_t)ca)
	    ? (vaddr_t)ca
	    : holds_words(h, &ca->ca_match,
		  sizeof(*ca) - offsetof(struct cfattach, ca_match));

	if (va != 0)
		holder_found(
		    h, ca, va, "the driver %s has the attachment", cd->cd_name);
}

/* When nobody has added anything, the kernel's own are all that there is. */
void
config_holders(struct holders *h)
{
	const struct cfattach *ca;
	const struct cfdriver *cd;
	const struct cftable *ct;

	if (nentries == nbase)
		return;
	LIST_FOREACH(cd, &drivers, cd_list) {
		if (holds(h, (vaddr_t)cd) || holds(h, (vaddr_t)cd->cd_name))
			holder_found(h, cd, (vaddr_t)cd, "the driver %s is",
			    cd->cd_name);
		LIST_FOREACH(ca, &cd->cd_attach, ca_list)
			attachment_holders(h, cd, ca);
	}
	TAILQ_FOREACH(ct, &tables, ct_list)
		if (holds(h, (vaddr_t)ct->ct_cfdata))
			holder_found(h, ct->ct_cfdata, (vaddr_t)ct->ct_cfdata,
			    "the lines of configuration are");
}

/* ---- self-check ---- */

static void
attachment_digest(struct digest *d, const struct cfattach *ca)
{
	if (!selfcheck_data(d, ca, sizeof(*ca), "an attachment") ||
	    !selfcheck_data(d, ca->ca_name, 1, "an attachment's name"))
		return;
	digest_string(d, ca->ca_name);
	digest_word(d, ca->ca_devsize);
	selfcheck_code(d, ca->ca_match, "%s: ca_match", ca->ca_name);
	selfcheck_code(d, ca->ca_attach, "%s: ca_attach", ca->ca_name);
	selfcheck_code(d, ca->ca_detach, "%s: ca_detach", ca->ca_name);
	selfcheck_code(d, ca->ca_rescan, "%s: ca_rescan", ca->ca_name);
}

static void
lines_digest(struct digest *d, const struct cftable *ct)
{
	const struct cfdata *cf;

	digest_word(d, ct->ct_suspended);
	for (cf = ct->ct_cfdata;
	     selfcheck_data(d, cf, sizeof(*cf), "a line of configuration") &&
	     cf->cf_name != NULL;
	     cf++) {
		digest_string(d, cf->cf_name);
		digest_string(d, cf->cf_atname);
		digest_word(d, cf->cf_unit);
		digest_word(d, cf->cf_fstate);
	}
}

/* The order says only who came when. */
void
config_digest(struct digest *d)
{
	const struct cfattach *ca;
	const struct cfdriver *cd;
	const struct cftable *ct;

	LIST_FOREACH(cd, &drivers, cd_list) {
		digest_item(d);
		if (!selfcheck_data(d, cd, sizeof(*cd), "a driver")) {
			digest_item_end(d);
			return;
		}
		if (selfcheck_data(d, cd->cd_name, 1, "a driver's name"))
			digest_string(d, cd->cd_name);
		LIST_FOREACH(ca, &cd->cd_attach, ca_list)
			attachment_digest(d, ca);
		digest_item_end(d);
	}
	TAILQ_FOREACH(ct, &tables, ct_list) {
		digest_item(d);
		lines_digest(d, ct);
		digest_item_end(d);
	}
	device_digest(d);
}
