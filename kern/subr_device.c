/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * subr_device.c: the tree of devices: a thing that a bus has found becomes
 * one when a line of configuration is for it (subr_autoconf.c), and goes
 * again with its driver.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/device.h>
#include <sys/errno.h>
#include <sys/malloc.h>
#include <sys/selfcheck.h>
#include <sys/sysctlvar.h>

MALLOC_DEFINE(M_AUTOCONF, "autoconf", "devices and what is found");

struct devicelist alldevs = TAILQ_HEAD_INITIALIZER(alldevs);
u_int config_failures;
static char refuser[sizeof(((struct device *)0)->dv_xname)];

void *
device_lookup(struct cfdriver *cd, int unit)
{
	return unit >= 0 && unit < cd->cd_ndevs ? cd->cd_devs[unit] : NULL;
}

struct device *
device_at(struct device *parent, const int *loc, int n)
{
	struct device *dev;

	TAILQ_FOREACH(dev, &alldevs, dv_list)
		if (dev->dv_parent == parent &&
		    memcmp(dev->dv_locators, loc, n * sizeof(*loc)) == 0)
			return dev;
	return NULL;
}

/* ---- units ---- */

/* Room in cd_devs for a unit.  ENOMEM. */
static int
grow(struct cfdriver *cd, int unit)
{
	void **devs;
	int n = cd->cd_ndevs;

	if (unit < n)
		return 0;
	devs = realloc(
	    cd->cd_devs, (unit + 1) * sizeof(*devs), M_AUTOCONF, M_NOWAIT);
	if (devs == NULL)
		return ENOMEM;
	while (n <= unit)
		devs[n++] = NULL;
	cd->cd_devs = devs;
	cd->cd_ndevs = n;
	return 0;
}

/* The table goes back to the size that its highest unit needs. */
static void
shrink(struct cfdriver *cd)
{
	int n = cd->cd_ndevs;

	while (n > 0 && cd->cd_devs[n - 1] == NULL)
		n--;
	cd->cd_ndevs = n;
	if (n > 0)
		return;
	free(cd->cd_devs, M_AUTOCONF);
	cd->cd_devs = NULL;
}

/* -1: the line's own unit is taken. */
static int
choose_unit(const struct cfdriver *cd, const struct cfdata *cf)
{
	int unit = cf->cf_unit;

	while (unit < cd->cd_ndevs && cd->cd_devs[unit] != NULL) {
		if (cf->cf_fstate != FSTATE_STAR)
			return -1;
		unit++;
	}
	return unit;
}

/* ---- a device comes ---- */

static void
fill(struct device *dev, struct device *parent, struct cfdriver *cd,
    struct cfattach *ca, struct cfdata *cf, int unit)
{
	dev->dv_class = cd->cd_class;
	dev->dv_cfdata = cf;
	dev->dv_cfdriver = cd;
	dev->dv_cfattach = ca;
	dev->dv_unit = unit;
	dev->dv_parent = parent;
	dev->dv_flags = cf->cf_flags;
	snprintf(
	    dev->dv_xname, sizeof(dev->dv_xname), "%s%d", cd->cd_name, unit);
}

static void
locate(struct device *dev, const struct cfdata *cf, const int *loc)
{
	int i;

	if (dev->dv_parent == NULL || loc == NULL)
		return;
	dev->dv_iattr =
	    config_iattr(dev->dv_parent->dv_cfdriver, cf->cf_pspec->cfp_iattr);
	for (i = 0; i < dev->dv_iattr->ci_loclen && i < CFLOCATORS; i++)
		dev->dv_locators[i] = loc[i];
}

struct device *
config_attach_loc(struct device *parent, struct cfdata *cf, const int *loc,
    void *aux, cfprint_t print)
{
	struct cfdriver *cd = config_cfdriver_lookup(cf->cf_name);
	struct cfattach *ca;
	struct device *dev;
	int unit;

	if (cd == NULL ||
	    (ca = config_cfattach_lookup(cd, cf->cf_atname)) == NULL ||
	    (unit = choose_unit(cd, cf)) == -1)
		return NULL;
	dev = malloc(ca->ca_devsize, M_AUTOCONF, M_NOWAIT | M_ZERO);
	if (dev == NULL || grow(cd, unit) != 0) {
		free(dev, M_AUTOCONF);
		config_failures++;
		return NULL;
	}
	fill(dev, parent, cd, ca, cf, unit);
	locate(dev, cf, loc);
	cd->cd_devs[unit] = dev;
	if (cf->cf_fstate == FSTATE_NOTFOUND)
		cf->cf_fstate = FSTATE_FOUND;
	TAILQ_INSERT_TAIL(&alldevs, dev, dv_list);
	if (parent == NULL)
		printf("%s (root)", dev->dv_xname);
	else {
		printf("%s at %s", dev->dv_xname, parent->dv_xname);
		if (print != NULL)
			(void)print(aux, NULL);
	}
	ca->ca_attach(parent, dev, aux);
	return dev;
}

void
config_nomem(struct device *dev)
{
	printf("%s: no memory\n", dev->dv_xname);
	config_failures++;
}

struct device *
config_found_sm_loc(struct device *parent, const char *ifattr, const int *loc,
    void *aux, cfprint_t print, cfsubmatch_t submatch)
{
	struct cfdata *cf;

	if (parent->dv_leaving)
		return NULL;
	cf = config_search_loc(submatch, parent, ifattr, loc, aux);
	if (cf != NULL)
		return config_attach_loc(parent, cf, loc, aux, print);
	if (print != NULL && print(aux, parent->dv_xname) != QUIET)
		printf(" not configured\n");
	return NULL;
}

struct device *
config_found_ia(
    struct device *parent, const char *ifattr, void *aux, cfprint_t print)
{
	return config_found_sm_loc(parent, ifattr, NULL, aux, print, NULL);
}

struct device *
config_found(struct device *parent, void *aux, cfprint_t print)
{
	return config_found_sm_loc(parent, NULL, NULL, aux, print, NULL);
}

static int
is_named(struct device *parent, struct cfdata *cf, const int *loc, void *aux)
{
	return strcmp(cf->cf_name, *(const char **)aux) == 0;
}

struct device *
config_rootfound(const char *driver, void *aux)
{
	struct cfdata *cf =
	    config_search_loc(is_named, NULL, NULL, NULL, &driver);

	return cf != NULL ? config_attach_loc(NULL, cf, NULL, aux, NULL) : NULL;
}

/* ---- a device goes ---- */

static struct device *
newest_child(const struct device *parent)
{
	struct device *dev, *newest = NULL;

	TAILQ_FOREACH(dev, &alldevs, dv_list)
		if (dev->dv_parent == parent)
			newest = dev;
	return newest;
}

const char *
config_refuser(void)
{
	return refuser;
}

/*
 * Have those on it let go, then the device itself.  That may sleep, and
 * somebody may look for devices meanwhile: none must come to this one.
 */
static int
let_go(struct device *dev, int flags)
{
	struct device *child;
	int error = 0;

	dev->dv_leaving = 1;
	while ((child = newest_child(dev)) != NULL)
		if ((error = config_detach(child, flags)) != 0)
			break;
	if (error == 0 && dev->dv_cfattach->ca_detach != NULL &&
	    (error = dev->dv_cfattach->ca_detach(dev, flags)) != 0) {
		strlcpy(refuser, dev->dv_xname, sizeof(refuser));
		if (flags & DETACH_FORCE)
			error = 0;
	}
	if (error != 0)
		dev->dv_leaving = 0;
	return error;
}

int
config_detach(struct device *dev, int flags)
{
	struct cfdriver *cd = dev->dv_cfdriver;
	int error;

	if ((error = let_go(dev, flags)) != 0)
		return error;
	TAILQ_REMOVE(&alldevs, dev, dv_list);
	cd->cd_devs[dev->dv_unit] = NULL;
	shrink(cd);
	if (dev->dv_cfdata->cf_fstate == FSTATE_FOUND)
		dev->dv_cfdata->cf_fstate = FSTATE_NOTFOUND;
	if ((flags & DETACH_QUIET) == 0)
		printf("%s detached\n", dev->dv_xname);
	free(dev, M_AUTOCONF);
	return 0;
}

/* ---- sysctl hw.devices ---- */

/* A line as at boot; how long it is comes back, buf may be NULL. */
static size_t
describe(const struct device *dev, char *buf, size_t size)
{
	size_t n;
	int i;

	if (dev->dv_parent == NULL)
		return snprintf(buf, size, "%s (root)", dev->dv_xname);
	n = snprintf(
	    buf, size, "%s at %s", dev->dv_xname, dev->dv_parent->dv_xname);
	for (i = 0; dev->dv_iattr != NULL && i < dev->dv_iattr->ci_loclen; i++)
		n += snprintf(buf + MIN(n, size), size - MIN(n, size), " %s %d",
		    dev->dv_iattr->ci_locdesc[i].cld_name, dev->dv_locators[i]);
	return n;
}

/* Handing it out may sleep, and the tree may change: it is copied first. */
static int
do_devices(const struct sysctl_leaf *l, struct sysctl_req *req)
{
	const size_t most = 128; /* of one line */
	const struct device *dev;
	size_t n = 0, size = 1;
	char *text;
	int error;

	TAILQ_FOREACH(dev, &alldevs, dv_list)
		size += most;
	if ((text = malloc(size, M_TEMP, M_NOWAIT)) == NULL)
		return ENOMEM;
	TAILQ_FOREACH(dev, &alldevs, dv_list) {
		if (n > 0)
			text[n++] = '\n';
		n += MIN(describe(dev, text + n, most), most - 1);
	}
	text[n] = '\0';
	error = sysctl_out(req, text, n + 1);
	free(text, M_TEMP);
	return error;
}

static struct sysctl_leaf devices_leaf = {.sl_name = "hw.devices",
    .sl_descr = "what there is, and which driver has it",
    .sl_type = SYSCTL_STRING,
    .sl_handler = do_devices};

void
device_init(void)
{
	if (sysctl_attach(&devices_leaf, -1) != 0)
		panic("device_init: hw.devices");
}

/* ---- self-check ---- */

void
device_digest(struct digest *d)
{
	const struct device *dev;

	TAILQ_FOREACH(dev, &alldevs, dv_list) {
		digest_item(d);
		digest_string(d, dev->dv_xname);
		if (dev->dv_parent != NULL)
			digest_string(d, dev->dv_parent->dv_xname);
		digest_bytes(d, dev->dv_locators, sizeof(dev->dv_locators));
		selfcheck_data(d, dev->dv_cfdata, sizeof(*dev->dv_cfdata),
		    "%s: dv_cfdata", dev->dv_xname);
		selfcheck_data(d, dev->dv_cfdriver, sizeof(*dev->dv_cfdriver),
		    "%s: dv_cfdriver", dev->dv_xname);
		selfcheck_data(d, dev->dv_cfattach, sizeof(*dev->dv_cfattach),
		    "%s: dv_cfattach", dev->dv_xname);
		digest_item_end(d);
	}
}
