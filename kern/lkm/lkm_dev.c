/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lkm_dev.c: modules that are a device driver: a block switch, a character
 * switch, or both, each with a major number of its own.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/conf.h>
#include <sys/lkmvar.h>

#define DEVNAMELEN 32
#define NO_MAJOR   0xffff

/* What LMSTAT tells: the block major above, the character major below. */
static u_long
both_majors(const struct lkm_dev *m)
{
	u_long b = m->lkm_bdev != NULL ? (u_long)m->lkm_bdevmaj : NO_MAJOR;
	u_long c = m->lkm_cdev != NULL ? (u_long)m->lkm_cdevmaj : NO_MAJOR;

	return (b & NO_MAJOR) << 16 | (c & NO_MAJOR);
}

static int
check_switches(struct lkm_table *t, const struct lkm_dev *m)
{
	const u_long strategy = 1 << 2;
	int error;

	_Static_assert(
	    offsetof(struct bdevsw, d_strategy) == 2 * sizeof(void *),
	    "strategy is the third");
	if (m->lkm_bdev == NULL && m->lkm_cdev == NULL)
		return lkm_refuse(t->reason, LKM_BAD_MAJOR,
		    "it brings neither a block nor a character switch: give "
		    "MOD_DEV one of them at least");
	if ((m->lkm_bdev != NULL &&
		!lkm_readable(m->lkm_bdev, sizeof(*m->lkm_bdev))) ||
	    (m->lkm_cdev != NULL &&
		!lkm_readable(m->lkm_cdev, sizeof(*m->lkm_cdev))))
		return lkm_refuse(t->reason, LKM_BAD_TABLE,
		    "its switch is no memory: give MOD_DEV the address of a "
		    "struct bdevsw or cdevsw, or NULL");
	if (!lkm_string_valid(m->lkm_devname, DEVNAMELEN))
		return lkm_refuse(t->reason, LKM_BAD_NAME,
		    "the device's name has 1 to %d characters", DEVNAMELEN - 1);
	if (m->lkm_bdev != NULL &&
	    (error = lkm_check_functions(t, m->lkm_bdev,
		 offsetof(struct bdevsw, d_type), strategy, "struct bdevsw")) !=
		0)
		return error;
	if (m->lkm_cdev != NULL)
		return lkm_check_functions(t, m->lkm_cdev,
		    offsetof(struct cdevsw, d_type), 0, "struct cdevsw");
	return 0;
}

/* Who has the number, or the name: what devsw_choose() found. */
static int
refuse_taken(struct lkm_table *t, const struct lkm_dev *m)
{
	const char *holder;

	if (m->lkm_bdev != NULL && m->lkm_bdevmaj >= 0 &&
	    (holder = devsw_name(makedev(m->lkm_bdevmaj, 0), 1)) != NULL)
		return lkm_refuse(t->reason, LKM_TAKEN,
		    "block major %d is taken by %s: -1 takes any that is free",
		    m->lkm_bdevmaj, holder);
	if (m->lkm_cdev != NULL && m->lkm_cdevmaj >= 0 &&
	    (holder = devsw_name(makedev(m->lkm_cdevmaj, 0), 0)) != NULL)
		return lkm_refuse(t->reason, LKM_TAKEN,
		    "character major %d is taken by %s: -1 takes any that is "
		    "free",
		    m->lkm_cdevmaj, holder);
	return lkm_refuse(t->reason, LKM_TAKEN,
	    "a device driver %s, or its switch, is there: unload the module "
	    "that has it, or "
	    "give yours another name",
	    m->lkm_devname);
}

static int
dev_plan(struct lkm_table *t, struct lkm_plan *p)
{
	const struct lkm_dev *m = t->private.lkm_dev;
	int bmajor = m->lkm_bdevmaj, cmajor = m->lkm_cdevmaj, error;

	if ((error = check_switches(t, m)) != 0)
		return error;
	error = devsw_choose(
	    m->lkm_devname, m->lkm_bdev, &bmajor, m->lkm_cdev, &cmajor);
	switch (error) {
	case 0:
		break;
	case EEXIST:
		return refuse_taken(t, m);
	case ENOMEM:
		return lkm_refuse(t->reason, LKM_NO_SLOT,
		    "all major numbers are taken: unload a module that has "
		    "one");
	default:
		return lkm_refuse(t->reason, LKM_BAD_MAJOR,
		    "major numbers are 0 to %d, not %d and %d: -1 takes any "
		    "that is free",
		    DEVSW_MAX - 1, m->lkm_bdevmaj, m->lkm_cdevmaj);
	}
	if (m->lkm_cdev != NULL) {
		p->lp_wanted = m->lkm_cdevmaj;
		p->lp_slot = cmajor;
	}
	if (m->lkm_bdev != NULL) {
		p->lp_block_wanted = m->lkm_bdevmaj;
		p->lp_block = bmajor;
	}
	return 0;
}

static int
dev_attach(struct lkm_table *t)
{
	struct lkm_dev *m = t->private.lkm_dev;
	struct lkm_plan p;
	int error;

	if ((error = dev_plan(t, &p)) != 0)
		return error;
	error = devsw_attach(m->lkm_devname, m->lkm_bdev, &m->lkm_bdevmaj,
	    m->lkm_cdev, &m->lkm_cdevmaj);
	if (error == 0)
		t->offset = both_majors(m);
	return error;
}

/* Nothing is open: lkm_busy() has asked.  Nor will be. */
static int
dev_close(struct lkm_table *t, struct lkm_reason *r)
{
	const struct lkm_dev *m = t->private.lkm_dev;

	devsw_suspend(m->lkm_bdev, m->lkm_cdev, 1);
	return 0;
}

static void
dev_reopen(struct lkm_table *t)
{
	const struct lkm_dev *m = t->private.lkm_dev;

	devsw_suspend(m->lkm_bdev, m->lkm_cdev, 0);
}

static int
dev_detach(struct lkm_table *t)
{
	const struct lkm_dev *m = t->private.lkm_dev;

	devsw_detach(m->lkm_bdev, m->lkm_cdev);
	return 0;
}

static int
dev_owns(const struct lkm_table *t, const void *entry)
{
	const struct lkm_dev *m = t->private.lkm_dev;

	return entry == m->lkm_bdev || entry == m->lkm_cdev;
}

static void
dev_stat(struct lkm_table *t)
{
	t->offset = both_majors(t->private.lkm_dev);
}

const struct lkm_type lkm_type_dev = {
    .description = sizeof(struct lkm_dev),
    .plan = dev_plan,
    .attach = dev_attach,
    .detach = dev_detach,
    .close = dev_close,
    .reopen = dev_reopen,
    .owns = dev_owns,
    .stat = dev_stat,
};
