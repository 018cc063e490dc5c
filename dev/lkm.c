/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lkm.c: /dev/lkm, the door to the module system.  Here it is decided who
 * may; arguments are copied in and results out.  What happens in between
 * is kern/lkm's.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/conf.h>
#include <sys/device.h>
#include <sys/fcntl.h>
#include <sys/lkmvar.h>
#include <sys/malloc.h>
#include <sys/proc.h>

/* Names that come with a call: of files, entries, modules. */
#define NAME_MAX_LEN 256

static int
lkmopen(dev_t dev, int flag, int mode, struct proc *p)
{
	return minor(dev) == 0 ? 0 : ENXIO;
}

/* ---- copying ---- */

static int
copyin_name(const char *uname, char *buf)
{
	return copyinstr(uname, buf, NAME_MAX_LEN, NULL);
}

/*
 * Before anything is done: empty the caller's buffer, so that one that
 * cannot be written does not spoil a call that went well.
 */
static int
clear_reason(const struct lmc_reason *to)
{
	return to->text == NULL || to->len == 0 ? 0 : copyout("", to->text, 1);
}

/* What was explained goes to the caller's buffer, cut if it has to be. */
static int
copyout_reason(const struct lkm_reason *r, const struct lmc_reason *to)
{
	size_t len = r->lr_len + 1;
	int error;

	if (to->text == NULL || to->len == 0)
		return 0;
	if (r->lr_text == NULL)
		return 0; /* it is empty */
	if (len <= to->len)
		return copyout(r->lr_text, to->text, len);
	if (to->len <= sizeof("..."))
		return 0;
	error = copyout(r->lr_text, to->text, to->len - sizeof("..."));
	return error != 0
	    ? error
	    : copyout("...", to->text + to->len - sizeof("..."), sizeof("..."));
}

static int
read_user(void *cookie, void *buf, uint32_t off, uint32_t len)
{
	return copyin((const char *)cookie + off, buf, len);
}

/* A map's bytes; the offset lies in what the caller has said is his. */
static int
write_user(void *to, size_t off, const void *p, size_t len)
{
	return copyout(p, (char *)to + off, len);
}

/* ---- the calls; data is the argument, copied in and out by ioctl(2) ---- */

static int
do_loadobj(caddr_t data)
{
	struct lmc_loadobj *lo = (struct lmc_loadobj *)data;
	char file[NAME_MAX_LEN], entry[NAME_MAX_LEN];
	struct lkm_map map = {.lm_arg = lo->map,
	    .lm_write = write_user,
	    .lm_room = lo->maplen,
	    .lm_with_image = (lo->flags & LMF_IMAGE) != 0};
	struct lkm_reason reason;
	struct lkm_load_args a = {.la_file = file,
	    .la_flags = lo->flags,
	    .la_source = {(void *)lo->obj, lo->size, read_user},
	    .la_reason = &reason,
	    .la_map = lo->map != NULL ? &map : NULL};
	int error, err2;

	if (lo->flags & ~(LMF_NORUN | LMF_FORCE | LMF_IMAGE))
		return EINVAL;
	if ((error = clear_reason(&lo->reason)) != 0 ||
	    (error = copyin_name(lo->file, file)) != 0)
		return error;
	if (lo->entry != NULL) {
		if ((error = copyin_name(lo->entry, entry)) != 0)
			return error;
		a.la_entry = entry;
	}

	lkm_reason_init(&reason);
	error = lkm_load(&a);
	err2 = copyout_reason(&reason, &lo->reason);
	lkm_reason_free(&reason);
	if (error == 0) {
		lo->id = a.la_table.id;
		lo->type = a.la_table.type;
		lo->offset = a.la_table.offset;
		lo->area = a.la_table.area;
		lo->memsize = a.la_table.size;
		strlcpy(lo->name, a.la_table.name, sizeof(lo->name));
	}
	return error != 0 ? error : err2;
}

static int
unload(int id, const char *uname, const struct lmc_reason *to)
{
	char name[NAME_MAX_LEN];
	struct lkm_reason reason;
	int error, err2;

	if ((error = clear_reason(to)) != 0 ||
	    (id == -1 && (error = copyin_name(uname, name)) != 0))
		return error;
	lkm_reason_init(&reason);
	error = lkm_unload(id, name, &reason);
	err2 = copyout_reason(&reason, to);
	lkm_reason_free(&reason);
	return error != 0 ? error : err2;
}

static int
do_unload(caddr_t data)
{
	struct lmc_unload *ul = (struct lmc_unload *)data;
	const struct lmc_reason nobody = {NULL, 0};

	return unload(ul->id, ul->name, &nobody);
}

static int
do_unloadmod(caddr_t data)
{
	struct lmc_unloadmod *ul = (struct lmc_unloadmod *)data;

	return unload(ul->id, ul->name, &ul->reason);
}

static int
do_stat(caddr_t data)
{
	struct lmc_stat *st = (struct lmc_stat *)data;
	char name[MAXLKMNAME];

	st->name[MAXLKMNAME - 1] = '\0';
	strlcpy(name, st->name, sizeof(name));
	return lkm_stat(st->id, name, st);
}

static int
do_list(caddr_t data)
{
	const struct lmc_list *l = (struct lmc_list *)data;
	struct lmm_head *list, head;
	char name[NAME_MAX_LEN];
	int error;

	if ((l->flags & ~(LML_DETAIL | LML_ASK)) != 0 || l->id < -1 ||
	    l->len < sizeof(head))
		return EINVAL;
	if (l->name != NULL && (error = copyin_name(l->name, name)) != 0)
		return error;
	error = lkm_list(l->id, l->name != NULL ? name : NULL, l->flags, &list);
	if (error != 0)
		return error;
	/* Half of it would be of no use. */
	head = *list;
	if (head.lmm_needed > l->len) {
		head.lmm_len = sizeof(head);
		head.lmm_count = 0;
		error = copyout(&head, l->buf, sizeof(head));
	} else
		error = copyout(list, l->buf, head.lmm_len);
	free(list, M_LKM);
	return error;
}

/*
 * Every call, and whether it changes anything: then it takes a descriptor
 * open for writing and a securelevel of 0 or below.
 */
static const struct {
	u_long cmd;
	int changes;
	int (*func)(caddr_t);
} calls[] = {
    {LMLOADOBJ, 1, do_loadobj},
    {LMUNLOADMOD, 1, do_unloadmod},
    {LMUNLOAD, 1, do_unload},
    {LMSTAT, 0, do_stat},
    {LMLIST, 0, do_list},
};

static int
lkmioctl(dev_t dev, u_long cmd, caddr_t data, int flag, struct proc *p)
{
	u_int i;

	for (i = 0; i < nitems(calls); i++)
		if (calls[i].cmd == cmd)
			break;
	if (i == nitems(calls))
		return IOCGROUP(cmd) == 'K' && securelevel > 0 ? EPERM : ENOTTY;
	if (calls[i].changes && (securelevel > 0 || (flag & FWRITE) == 0))
		return EPERM;
	return calls[i].func(data);
}

const struct cdevsw lkm_cdevsw = {
    .d_open = lkmopen,
    .d_ioctl = lkmioctl,
};
