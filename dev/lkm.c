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
#include <sys/file.h>
#include <sys/lkmvar.h>
#include <sys/malloc.h>
#include <sys/proc.h>

/* Names that come with a call: of files, entries, modules. */
#define NAME_MAX_LEN 256

/*
 * An open file that may write.  One of them holds the device, and whoever
 * else wants to write waits at open, as in the old systems: two loads in
 * pieces do not mix.  Our own calls are complete in themselves and give the
 * hold up, so that loads by them go on side by side.
 */
struct lkmfile {
	struct lkm_staged lf_staged;
};
static struct lkmfile *holder;

static const struct fileops lkm_fileops;
MALLOC_DECLARE(M_FILE);

static int
lkmopen(dev_t dev, int flag, int mode, struct proc *p)
{
	return minor(dev) == 0 ? 0 : ENXIO;
}

/* EBUSY, EINTR: it is held.  Readers neither hold it nor wait. */
static int
lkmfopen(struct file *fp, struct proc *p)
{
	struct lkmfile *lf;
	int error;

	if ((fp->f_flag & FWRITE) == 0) {
		fp->f_ops = &lkm_fileops;
		return 0;
	}
	lf = malloc(sizeof(*lf), M_FILE, M_ZERO);
	while (holder != NULL) {
		error = fp->f_flag & FNONBLOCK
		    ? EBUSY
		    : tsleep(&holder, PLOCK | PCATCH, "lkmopen", 0);
		if (error != 0) {
			free(lf, M_FILE);
			return error;
		}
	}
	holder = lf;
	fp->f_state = lf;
	fp->f_ops = &lkm_fileops;
	return 0;
}

static void
let_go(const struct lkmfile *lf)
{
	if (holder != lf)
		return;
	holder = NULL;
	wakeup(&holder);
}

/* The last descriptor is closed: nobody is in a call, so it cannot fail. */
static int
lkmfclose(struct file *fp, struct proc *p)
{
	struct lkmfile *lf = fp->f_state;

	if (lf != NULL) {
		(void)lkm_unreserve(&lf->lf_staged);
		let_go(lf);
		free(lf, M_FILE);
	}
	return vn_closefile(fp, p);
}

/* ---- copying ---- */

/*
 * Copying may sleep, for as long as a file that is mapped there likes, and
 * what was permitted before need not be any more.
 */
static int
after_copy(int error)
{
	return error == 0 && securelevel > 0 ? EPERM : error;
}

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
	const char *code, *more = lkm_reason_more(r, &code), *end = "";
	char last[128] = "";
	size_t len = r->lr_len, room, rest;
	int error;

	if (to->text == NULL || to->len == 0)
		return 0;
	if (more != NULL)
		snprintf(last, sizeof(last), "%s: %s\n", code, more);
	rest = strlen(last);
	if (len + rest >= to->len) {
		if (to->len <= sizeof("..."))
			return 0;
		end = "...";
		room = to->len - sizeof("...");
		len = MIN(len, room);
		rest = MIN(rest, room - len);
	}
	if ((error = copyout(r->lr_text, to->text, len)) != 0 ||
	    (error = copyout(last, to->text + len, rest)) != 0)
		return error;
	return copyout(end, to->text + len + rest, strlen(end) + 1);
}

/* The old calls have no room for words: the kernel's messages have. */
static void
log_reason(const struct lkm_reason *r)
{
	const char *code, *more = lkm_reason_more(r, &code);
	const char *line = r->lr_text, *end = line + r->lr_len;
	size_t n;

	for (; line < end; line += n + 1) {
		for (n = 0; line + n < end && line[n] != '\n'; n++)
			continue;
		printf("lkm: %.*s\n", (int)n, line);
	}
	if (more != NULL)
		printf("lkm: %s: %s\n", code, more);
}

static int
read_user(void *cookie, void *buf, uint32_t off, uint32_t len)
{
	return after_copy(copyin((const char *)cookie + off, buf, len));
}

/* A map's bytes; the offset lies in what the caller has said is his. */
static int
write_user(void *to, size_t off, const void *p, size_t len)
{
	return after_copy(copyout(p, (char *)to + off, len));
}

/*
 * ---- the calls; data is the argument, copied in and out by ioctl(2) ----
 */

/* Others may write now, unless this file has begun a load in pieces. */
static void
gives_up(const struct lkmfile *lf)
{
	if (lf->lf_staged.ls_stage == LKM_STAGE_NONE)
		let_go(lf);
}

static int
do_loadobj(struct lkmfile *lf, caddr_t data)
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

	gives_up(lf);
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

/*
 * Which load of a module is meant.  Written back at once, as a reason is
 * cleared.
 */
static int
copyin_serial(u_int *to, u_int *serial)
{
	int error;

	*serial = 0;
	if (to == NULL)
		return 0;
	error = copyin(to, serial, sizeof(*serial));
	return error != 0 ? error : copyout(serial, to, sizeof(*serial));
}

static int
unload(const struct lmc_unloadmod *ul)
{
	int named = ul->id == -1 || ul->name != NULL, error, err2;
	char name[NAME_MAX_LEN];
	struct lkm_reason reason;
	u_int serial;

	if ((error = clear_reason(&ul->reason)) != 0 ||
	    (named && (error = copyin_name(ul->name, name)) != 0) ||
	    (error = copyin_serial(ul->serial, &serial)) != 0 ||
	    (error = after_copy(0)) != 0)
		return error;
	lkm_reason_init(&reason);
	error = lkm_unload(ul->id, named ? name : NULL, &serial, &reason);
	err2 = copyout_reason(&reason, &ul->reason);
	if (ul->reason.text == NULL)
		log_reason(&reason);
	lkm_reason_free(&reason);
	if (err2 == 0 && ul->serial != NULL)
		err2 = copyout(&serial, ul->serial, sizeof(serial));
	return error != 0 ? error : err2;
}

static int
do_unload(struct lkmfile *lf, caddr_t data)
{
	struct lmc_unload *ul = (struct lmc_unload *)data;
	struct lmc_unloadmod um = {.id = ul->id};

	if (ul->id == -1) /* else nobody needs to have set it */
		um.name = ul->name;
	return unload(&um);
}

static int
do_unloadmod(struct lkmfile *lf, caddr_t data)
{
	gives_up(lf);
	return unload((struct lmc_unloadmod *)data);
}

static int
do_stat(struct lkmfile *lf, caddr_t data)
{
	struct lmc_stat *st = (struct lmc_stat *)data;
	char name[MAXLKMNAME];

	st->name[MAXLKMNAME - 1] = '\0';
	strlcpy(name, st->name, sizeof(name));
	return lkm_stat(st->id, name, st);
}

static int
do_list(struct lkmfile *lf, caddr_t data)
{
	const struct lmc_list *l = (struct lmc_list *)data;
	struct lmm_head *list, head;
	char name[NAME_MAX_LEN];
	int error;

	if ((l->flags & ~(LML_DETAIL | LML_ASK | LML_NAMES)) != 0 ||
	    l->id < -1 || l->len < sizeof(head))
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

/* ---- those of a load in pieces ---- */

static int
do_reserve(struct lkmfile *lf, caddr_t data)
{
	struct lmc_resrv *r = (struct lmc_resrv *)data;
	char name[NAME_MAX_LEN];
	int error;

	/* Once the hold was given up, it has to be had again. */
	if (lf->lf_staged.ls_stage != LKM_STAGE_NONE ||
	    (holder != NULL && holder != lf))
		return EBUSY;
	/* The name that counts comes with the image. */
	if (r->name != NULL && (error = copyin_name(r->name, name)) != 0 &&
	    error != ENAMETOOLONG)
		return error;
	if ((error = after_copy(0)) != 0)
		return error;
	if (holder != NULL && holder != lf)
		return EBUSY; /* meanwhile */
	holder = lf;
	return lkm_reserve(&lf->lf_staged, r);
}

/* Copying may sleep, so a piece comes by way of a buffer of ours. */
static int
load_piece(struct lkmfile *lf, const struct lmc_loadbuf *lb, int symbols)
{
	char buf[MODIOBUF];
	int error;

	if ((error = lkm_piece_check(&lf->lf_staged, symbols, lb->cnt)) != 0 ||
	    (error = after_copy(copyin(lb->data, buf, lb->cnt))) != 0)
		return error;
	return lkm_piece_add(&lf->lf_staged, symbols, buf, lb->cnt);
}

static int
do_loadbuf(struct lkmfile *lf, caddr_t data)
{
	return load_piece(lf, (struct lmc_loadbuf *)data, 0);
}

static int
do_loadsyms(struct lkmfile *lf, caddr_t data)
{
	return load_piece(lf, (struct lmc_loadbuf *)data, 1);
}

static int
do_force(struct lkmfile *lf, caddr_t data)
{
	return lkm_staged_force(&lf->lf_staged, *(u_long *)data != 0);
}

static int
do_ready(struct lkmfile *lf, caddr_t data)
{
	struct lkm_reason reason;
	int error;

	lkm_reason_init(&reason);
	error = lkm_ready(&lf->lf_staged, *(u_long *)data, &reason);
	log_reason(&reason);
	lkm_reason_free(&reason);
	return error;
}

static int
do_unreserve(struct lkmfile *lf, caddr_t data)
{
	return lkm_unreserve(&lf->lf_staged);
}

/*
 * Every call, and whether it changes anything: then it takes a descriptor
 * open for writing and a securelevel of 0 or below.
 */
static const struct {
	u_long cmd;
	int changes;
	int (*func)(struct lkmfile *, caddr_t);
} calls[] = {
    {LMLOADOBJ, 1, do_loadobj},
    {LMUNLOADMOD, 1, do_unloadmod},
    {LMUNLOAD, 1, do_unload},
    {LMSTAT, 0, do_stat},
    {LMRESERV, 1, do_reserve},
    {LMLOADBUF, 1, do_loadbuf},
    {LMLOADSYMS, 1, do_loadsyms},
    {LMFORCE, 1, do_force},
    {LMREADY, 1, do_ready},
    {LMUNRESRV, 1, do_unreserve},
    {LMLIST, 0, do_list},
};

static int
lkmfioctl(struct file *fp, u_long cmd, void *data, struct proc *p)
{
	u_int i;

	for (i = 0; i < nitems(calls); i++)
		if (calls[i].cmd == cmd)
			break;
	if (i == nitems(calls))
		return IOCGROUP(cmd) == 'K' && securelevel > 0 ? EPERM : ENOTTY;
	if (calls[i].changes && (securelevel > 0 || fp->f_state == NULL))
		return EPERM;
	return calls[i].func(fp->f_state, data);
}

static const struct fileops lkm_fileops = {
    .fo_read = vn_read,
    .fo_write = vn_write,
    .fo_ioctl = lkmfioctl,
    .fo_poll = vn_poll,
    .fo_stat = vn_fstat,
    .fo_close = lkmfclose,
};

const struct cdevsw lkm_cdevsw = {
    .d_open = lkmopen,
    .d_fopen = lkmfopen,
};
