/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * refusals: each reason that the module layer has to refuse something, and
 * each way in which a module's own functions can fail, leaves everything as
 * it was.
 */
#include "tap.h"

#include "injectops.h"

static struct check before, prepared, after;

static const char *const codes[] = {
#define LKM_CODE(id, name, error, advice) name,
#include "../../../kern/lkm/lkm_codes.h"
#undef LKM_CODE
};
#define NCODES ((int)(sizeof(codes) / sizeof(codes[0])))
static bool seen[NCODES];

/* The codes of the reason's lines have been seen. */
static void
note_codes(void)
{
	const char *line;
	size_t n;
	int i;

	for (line = reason; line != NULL && *line != '\0';
	     line = strchr(line, '\n'), line += line != NULL)
		for (i = 0; i < NCODES; i++) {
			n = strlen(codes[i]);
			if (strncmp(line, codes[i], n) == 0 && line[n] == ':')
				seen[i] = true;
		}
}

static void
test_refusal(const struct op *op, const char *code)
{
	int result, error;

	prepare(op);
	take_check(&prepared);
	if (strcmp(code, "no-memory") == 0)
		arm("fail", 1, 0);
	result = op->act(op);
	error = errno;
	disarm();
	take_check(&after);
	ok(result == -1 && error == op->error &&
		strncmp(reason, code, strlen(code)) == 0,
	    "%s: %s, %s", op->name, op->host != NULL ? op->host : "", code);
	if (result != -1 || error != op->error)
		diag("result %d, error %d, %s", result, error, reason);
	note_codes();
	ok(same_check(&prepared, &after), "... and nothing has changed");
	clean_up();
	take_check(&after);
	if (!same_check(&before, &after))
		ok(false, "%s: nothing stays", op->name);
}

/* By name of the object's file; what must be there before, or NULL. */
static void
load(const char *name, const char *tells, int error, const char *code,
    struct object *first, struct object *second)
{
	char path[64];
	struct object o;
	struct op op = {name, act_load, &o, NULL, .error = error, .host = tells,
	    .needs = {first, second}};

	snprintf(path, sizeof(path), "/m/%s.o", name);
	o = read_object(path);
	/* The file's memory is there for the first time, too. */
	first_check(&before, &after);
	test_refusal(&op, code);
	free(o.bytes);
}

static void
unload(const char *module, const char *tells, int error, const char *code,
    struct object *first, struct object *second)
{
	struct op op = {module, act_unload, NULL, module, .error = error,
	    .host = tells, .needs = {first, second}};

	first_check(&before, &after);
	test_refusal(&op, code);
}

static void
test_odd(void)
{
	static const struct {
		const char *host;
		int error;
		const char *code;
	} odds[] = {{"type 99", ENXIO, "unknown-type"},
	    {"type -1", ENXIO, "unknown-type"},
	    {"interface 1", EPROGMISMATCH, "wrong-interface"},
	    {"kernel 1", EPROGMISMATCH, "wrong-kernel"},
	    {"slot 0", EINVAL, "bad-slot"}, {"slot 512", EINVAL, "bad-slot"},
	    {"slot -2", EINVAL, "bad-slot"}, {"no-call", EINVAL, "bad-sysent"},
	    {"arguments 36", EINVAL, "bad-sysent"},
	    {"arguments -4", EINVAL, "bad-sysent"},
	    {"no-sysent", EINVAL, "bad-sysent"},
	    {"far-sysent", EINVAL, "bad-sysent"},
	    {"outside", EINVAL, "bad-entry"}, {"no-name", EINVAL, "bad-name"},
	    {"other-name", EINVAL, "bad-name"},
	    {"twice", EBUSY, "entry-failed"}, {"load 5", EIO, "entry-failed"},
	    {"load 8", ENOEXEC, "entry-failed"},
	    {"load -3", EINVAL, "entry-failed"},
	    {"load 1000", EINVAL, "entry-failed"},
	    {"early 5", EIO, "entry-failed"}, {"early 0", EINVAL, "bad-entry"}};
	u_int i;

	for (i = 0; i < sizeof(odds) / sizeof(odds[0]); i++)
		load("odd", odds[i].host, odds[i].error, odds[i].code, NULL,
		    NULL);
}

/* What the tables of the types say: types_*.t has the rest. */
static void
test_types(void)
{
	static const struct {
		const char *module, *host;
		int error;
		const char *code;
	} types[] = {{"t_vfs_a", "tmpfs", EEXIST, "taken"},
	    {"t_vfs_a", "wild-root 4096", EINVAL, "bad-table"},
	    {"t_dev_a", "char 2", EEXIST, "taken"},
	    {"t_dev_a", "block 256", EINVAL, "bad-major"},
	    {"t_dev_a", "neither", EINVAL, "bad-major"},
	    {"t_dev_a", "wild-read 4096", EINVAL, "bad-table"},
	    {"t_exec_a", "elf", EEXIST, "taken"},
	    {"t_exec_a", "other-emul", ENOENT, "no-emulation"},
	    {"t_exec_a", "no-emul", ENOENT, "no-emulation"},
	    {"t_exec_b", "graft", ENOENT, "no-emulation"},
	    {"t_compat_a", "native-name", EEXIST, "taken"},
	    {"t_compat_a", "ncalls 0", EINVAL, "bad-table"},
	    {"t_compat_a", "wild-call 0", EINVAL, "bad-sysent"},
	    {"t_drv_a", "no-driver", ESRCH, "no-driver"},
	    {"t_drv_a", "pci", EEXIST, "taken"},
	    {"t_drv_a", "twice", EEXIST, "taken"},
	    {"t_drv_a", "load 5", EIO, "entry-failed"}};
	u_int i;

	for (i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		load(types[i].module, types[i].host, types[i].error,
		    types[i].code, NULL, NULL);
}

/* The one thing that is said of an unload that goes well. */
static void
test_leak(void)
{
	struct object o = read_object("/m/forgetful.o");
	int id = load_object(dev, &o);

	ok(id != -1 && unload_id(dev, id) == 0 &&
		strncmp(reason, "leak: 16 bytes", 14) == 0,
	    "a module that forgets what it has");
	note_codes();
	free(o.bytes);
}

/*
 * Allocations fail by turns: where it was one for a line of the reason, the
 * rest is left out, and the last line says so.
 */
static void
test_more(void)
{
	static const char last[] =
	    "more: there are others, for which there is no room\n";
	struct op op = {"missing", act_load, &missing, .error = ENOEXEC};
	size_t n, whole = 0, alone = 0, cut = 0;
	int fault, wrong = 0;

	take_check(&before);
	for (fault = 1; fault < 200 && whole == 0; fault++) {
		arm("fail", fault, 0);
		whole = op.act(&op) == -1 && errno == op.error;
		disarm();
		n = strlen(reason);
		if (strstr(reason, "more: ") == NULL) {
			/* Before the symbols; or there was no fault left. */
			whole &= strstr(reason, "no-memory: ") == NULL;
			continue;
		}
		note_codes();
		whole = 0;
		wrong += n < sizeof(last) - 1 ||
		    strstr(reason, last) != reason + n - (sizeof(last) - 1) ||
		    errno != op.error;
		alone += n == sizeof(last) - 1;
		cut += n > sizeof(last) - 1 &&
		    strncmp(reason, "undefined-symbols: ", 19) == 0;
	}
	ok(alone > 0 && cut > 0 && wrong == 0 && whole != 0,
	    "more: %d without any line, %d with some", (int)alone, (int)cut);
	take_check(&after);
	ok(same_check(&before, &after), "... and nothing has changed");
}

int
main(void)
{
	struct object provider_b, filler, majors;
	int i;

	open_lkm();
	read_objects();
	provider_b = read_object("/m/provider_b.o");
	filler = read_object("/m/filler.o");
	majors = read_object("/m/majors.o");

	test_odd();
	test_types();
	load("odd", NULL, ENOMEM, "no-memory", NULL, NULL);
	load("missing", NULL, ENOEXEC, "undefined-symbols", NULL, NULL);
	load("consumer", NULL, ENOEXEC, "undefined-symbols", NULL, NULL);
	load("consumer", NULL, ENOEXEC, "ambiguous-symbol", &provider,
	    &provider_b);
	load("hello", NULL, EEXIST, "already-loaded", &hello, NULL);
	load("tiny", NULL, EPERM, "disabled", NULL, NULL);
	load("odd", NULL, ENFILE, "no-slot", &filler, NULL);
	load("t_dev_a", NULL, ENFILE, "no-slot", &majors, NULL);
	load("longname", NULL, EINVAL, "bad-name", NULL, NULL);
	load("emptyname", NULL, EINVAL, "bad-name", NULL, NULL);
	load("badname", NULL, EINVAL, "bad-name", NULL, NULL);
	load("shorty", NULL, EINVAL, "bad-entry", NULL, NULL);
	load("nodispatch", NULL, EINVAL, "bad-entry", NULL, NULL);
	load("noentry", NULL, ENOEXEC, "entry-missing", NULL, NULL);
	load("pic", NULL, ENOEXEC, "reloc-pic", NULL, NULL);
	load("wxsection", NULL, ENOEXEC, "section-writable-code", NULL, NULL);
	load("big_region", NULL, EFBIG, "too-big", NULL, NULL);
	load("big_memory", NULL, ENOMEM, "no-memory", NULL, NULL);
	unload("nothing", NULL, ENOENT, "not-loaded", NULL, NULL);
	unload("provider", NULL, EBUSY, "busy", &provider, &consumer);
	unload("t_compat_a", NULL, EBUSY, "busy", &t_compat, &t_exec);
	unload("t_drv_a", "detach-edu 5", EBUSY, "busy", &t_drv, NULL);
	unload("odd", "unload 5", EIO, "refused", &odd, NULL);
	unload("odd", "unload -7", EBUSY, "refused", &odd, NULL);
	test_leak();
	test_more();
	for (i = 0; i < NCODES; i++)
		ok(seen[i], "%s was seen", codes[i]);
	return tap_done();
}
