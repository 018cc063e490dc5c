/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lkm_drv_check.c: what the description of a DRV module leads to: lists of
 * drivers and attachments, and a table of lines, each with an end that its
 * author may have forgotten.  See lkm_check.c.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/device.h>
#include <sys/lkmvar.h>

#define MAXENTRIES 64 /* of a list: more means that it has no end */
#define DRVNAMELEN 12 /* with a unit, in dv_xname */
#define MAXSOFTC   65536
#define MAXUNIT    255

static int
no_list(struct lkm_table *t, const char *what)
{
	return lkm_refuse(t->reason, LKM_BAD_TABLE,
	    "its list of %s is no memory, or does not end: its last entry "
	    "must be empty (NULL), within %d",
	    what, MAXENTRIES);
}

static int
bad_name(struct lkm_table *t, const char *field)
{
	return lkm_refuse(t->reason, LKM_BAD_NAME,
	    "%s must be a string of 1 to %d characters", field, DRVNAMELEN - 1);
}

/* Lists of pointers, ended by NULL: how many there are, or -1. */
static int
count(const void *list)
{
	const void *const *p = list;
	int n;

	for (n = 0; n < MAXENTRIES; n++) {
		if (!lkm_readable(&p[n], sizeof(p[n])))
			return -1;
		if (p[n] == NULL)
			return n;
	}
	return -1;
}

static int
check_iattr(struct lkm_table *t, const struct cfiattrdata *ci)
{
	int i;

	if (!lkm_readable(ci, sizeof(*ci)) || ci->ci_loclen < 0 ||
	    ci->ci_loclen > CFLOCATORS)
		return lkm_refuse(t->reason, LKM_BAD_TABLE,
		    "an entry of cd_attrs is no struct cfiattrdata of %d "
		    "locators at most",
		    CFLOCATORS);
	if (!lkm_string_valid(ci->ci_name, DRVNAMELEN))
		return bad_name(t, "ci_name");
	for (i = 0; i < ci->ci_loclen; i++)
		if (!lkm_string_valid(ci->ci_locdesc[i].cld_name, DRVNAMELEN))
			return bad_name(t, "cld_name");
	return 0;
}

static int
check_drivers(struct lkm_table *t, struct cfdriver *const *list)
{
	int i, j, n = count(list), nattrs, error;
	struct cfdriver *cd;

	if (n == -1)
		return no_list(t, "drivers");
	for (i = 0; i < n; i++) {
		cd = list[i];
		if (!lkm_in_data(t, cd, sizeof(*cd)))
			return lkm_refuse(t->reason, LKM_BAD_TABLE,
			    "its struct cfdriver must lie in the module, and "
			    "not be const: the kernel links it into a list");
		if (!lkm_string_valid(cd->cd_name, DRVNAMELEN))
			return bad_name(t, "cd_name");
		nattrs = cd->cd_attrs != NULL ? count(cd->cd_attrs) : 0;
		if (nattrs == -1)
			return no_list(t, "attributes, cd_attrs,");
		for (j = 0; j < nattrs; j++)
			if ((error = check_iattr(t, cd->cd_attrs[j])) != 0)
				return error;
	}
	return 0;
}

static int
check_attachment(struct lkm_table *t, const struct cfattach *ca)
{
	if (!lkm_in_data(t, ca, sizeof(*ca)))
		return lkm_refuse(t->reason, LKM_BAD_TABLE,
		    "its struct cfattach must lie in the module, and not be "
		    "const: the kernel links it into a list");
	if (!lkm_string_valid(ca->ca_name, DRVNAMELEN))
		return bad_name(t, "ca_name");
	if (ca->ca_devsize < sizeof(struct device) || ca->ca_devsize > MAXSOFTC)
		return lkm_refuse(t->reason, LKM_BAD_TABLE,
		    "ca_devsize is %lu: a device takes %u to %d bytes, and "
		    "begins with a struct device",
		    (u_long)ca->ca_devsize, (u_int)sizeof(struct device),
		    MAXSOFTC);
	return lkm_check_functions(t, &ca->ca_match,
	    sizeof(*ca) - offsetof(struct cfattach, ca_match), 1 << 0 | 1 << 1,
	    "struct cfattach, from ca_match on,");
}

static int
check_attachments(struct lkm_table *t, const struct cfattachlkminit *cai)
{
	int i, j, n, error;

	for (i = 0;; i++) {
		if (i == MAXENTRIES || !lkm_readable(&cai[i], sizeof(cai[i])))
			return no_list(t, "attachments");
		if (cai[i].cfai_name == NULL)
			return 0;
		if (!lkm_string_valid(cai[i].cfai_name, DRVNAMELEN))
			return bad_name(t, "cfai_name");
		if ((n = count(cai[i].cfai_list)) == -1)
			return no_list(t, "attachments, cfai_list,");
		for (j = 0; j < n; j++)
			if ((error = check_attachment(
				 t, cai[i].cfai_list[j])) != 0)
				return error;
	}
}

static int
check_parent(struct lkm_table *t, const struct cfparent *cfp)
{
	if (!lkm_readable(cfp, sizeof(*cfp)))
		return lkm_refuse(t->reason, LKM_BAD_TABLE,
		    "cf_pspec of a line is no struct cfparent: it says at "
		    "what kind of bus the device is");
	if (!lkm_string_valid(cfp->cfp_iattr, DRVNAMELEN))
		return bad_name(t, "cfp_iattr");
	if (cfp->cfp_parent != NULL &&
	    !lkm_string_valid(cfp->cfp_parent, DRVNAMELEN))
		return bad_name(t, "cfp_parent");
	return 0;
}

static int
check_line(struct lkm_table *t, const struct cfdata *cf)
{
	int error;

	if (!lkm_string_valid(cf->cf_name, DRVNAMELEN))
		return bad_name(t, "cf_name");
	if (!lkm_string_valid(cf->cf_atname, DRVNAMELEN))
		return bad_name(t, "cf_atname");
	if (cf->cf_unit < 0 || cf->cf_unit > MAXUNIT ||
	    cf->cf_fstate == FSTATE_FOUND || cf->cf_fstate < 0 ||
	    cf->cf_fstate > FSTATE_DNOTFOUND)
		return lkm_refuse(t->reason, LKM_BAD_TABLE,
		    "a line for %s: cf_unit is 0 to %d, cf_fstate one of "
		    "FSTATE_NOTFOUND and FSTATE_STAR",
		    cf->cf_name, MAXUNIT);
	if ((error = check_parent(t, cf->cf_pspec)) != 0)
		return error;
	if (cf->cf_loc != NULL &&
	    !lkm_readable(cf->cf_loc,
		config_loclen(cf->cf_pspec->cfp_iattr) * sizeof(*cf->cf_loc)))
		return lkm_refuse(t->reason, LKM_BAD_TABLE,
		    "a line for %s: cf_loc is no list of numbers", cf->cf_name);
	return 0;
}

int
lkm_check_drv(struct lkm_table *t, const struct lkm_drv *m)
{
	int i, error;

	if ((m->lkm_cd != NULL && (error = check_drivers(t, m->lkm_cd)) != 0) ||
	    (m->lkm_cai != NULL &&
		(error = check_attachments(t, m->lkm_cai)) != 0))
		return error;
	for (i = 0; m->lkm_cf != NULL; i++) {
		if (i == MAXENTRIES ||
		    !lkm_in_data(t, &m->lkm_cf[i], sizeof(m->lkm_cf[i])))
			return no_list(t, "lines, struct cfdata,");
		if (m->lkm_cf[i].cf_name == NULL)
			break;
		if ((error = check_line(t, &m->lkm_cf[i])) != 0)
			return error;
	}
	return 0;
}
