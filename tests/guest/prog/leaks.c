/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * leaks: the self-check is one that can fail: whatever module leaker leaves
 * behind shows, in the part that it belongs to, and when it is taken away
 * again, all is as before.
 */
#include "tap.h"

#include "selfutil.h"

static int dev;
static struct object leaker;
static struct check before, after;

/* Have it do something: it comes and goes. */
static bool
have(const char *verb, const char *what)
{
	char name[64];
	int id;

	snprintf(name, sizeof(name), "%s %s", verb, what);
	host(name);
	id = load_object(dev, &leaker);
	if (id == -1 || unload_id(dev, id) == -1) {
		diag("%s: %s%s", name, reason, strerror(errno));
		return false;
	}
	return true;
}

/* The part shows it in lkm.selfcheck, too, unless it is programs' memory. */
static void
test_leak(const char *what, const char *part, bool programs)
{
	first_check(&before, &after);
	ok(have("leak", what), "%s is left behind", what);
	take_check(&after);
	ok(strcmp(part_of(before.all, part), part_of(after.all, part)) != 0 &&
		strncmp(before.all, after.all, 16) != 0,
	    "%s: lkm.selfcheck.all tells", what);
	ok((strcmp(part_of(before.part, part), part_of(after.part, part)) !=
	       0) != programs,
	    "%s: lkm.selfcheck %s", what, programs ? "does not" : "tells");
	ok(!broken(after.all), "%s: nothing is broken", what);
	ok(have("undo", what), "%s is taken away", what);
	take_check(&after);
	ok(same_check(&before, &after), "%s: as before", what);
}

/* The same with what leads nowhere: that is not only new, but broken. */
static void
test_wild(const char *what, const char *text)
{
	first_check(&before, &after);
	ok(have("leak", what), "%s is left behind", what);
	take_check(&after);
	ok(broken(after.part) && broken(after.all), "%s: it is broken", what);
	if (!ok(strstr(after.part, text) != NULL, "%s: \"%s\"", what, text))
		diag("%s", after.part);
	ok(have("undo", what), "%s is taken away", what);
	take_check(&after);
	ok(same_check(&before, &after), "%s: as before", what);
}

/* Types that go with their module. */
static void
test_forgetful(void)
{
	struct object o = read_object("/m/forgetful.o");
	int id;

	first_check(&before, &after);
	id = load_object(dev, &o);
	ok(id != -1 && unload_id(dev, id) == 0, "forgetful comes and goes");
	take_check(&after);
	ok(strcmp(part_of(before.part, "memory"),
	       part_of(after.part, "memory")) != 0,
	    "what it forgot is not forgotten");
	free(o.bytes);
}

int
main(void)
{
	struct object keeper = read_object("/m/keeper.o");
	int id;

	if ((dev = open("/dev/lkm", O_RDWR)) == -1) {
		perror("/dev/lkm");
		return 2;
	}
	leaker = read_object("/m/leaker.o");
	ok((id = load_object(dev, &keeper)) != -1, "keeper is there");
	ok(have("do", "nothing"), "leaker comes and goes");
	test_leak("sysent", "sysent", false);
	test_leak("devsw", "devsw", false);
	ok(have("leak", "devsw"), "a driver is there");
	test_leak("devsw-contents", "devsw", false);
	ok(have("undo", "devsw"), "a driver is gone");
	test_leak("exec", "exec", false);
	test_leak("vfs", "vfs", false);
	test_leak("sysctl", "sysctl", false);
	test_leak("cons", "cons", false);
	test_leak("tty", "pointers", false);
	test_leak("traps", "traps", false);
	test_leak("intr", "intr", false);
	test_leak("timeouts", "timeouts", false);
	test_leak("callout", "timeouts", false);
	test_leak("probes", "probes", false);
	test_leak("symbols", "symbols", false);
	test_leak("registry", "registry", false);
	test_leak("hooks", "hooks", false);
	test_leak("maps", "maps", false);
	test_leak("pages", "memory", false);
	test_leak("malloc temp", "memory", false);
	test_leak("malloc devbuf", "memory", false);
	test_leak("malloc lkm", "memory", false);
	test_leak("malloc timeout", "memory", false);
	test_leak("malloc proc", "memory", true);
	test_leak("malloc tmpfs", "memory", true);
	test_wild(
	    "sysent-wild", "sysent[211] points into freed module memory: 0x");
	test_wild("devsw-wild", "points into freed module memory: 0x");
	test_wild("sysctl-wild",
	    "the handler of leaf debug.kept points into freed module memory");
	test_wild("tty-wild", "points into freed module memory");
	test_wild("traps-wild",
	    "the processor's vector 153 points into freed module memory");
	test_wild("intr-wild",
	    "the handler of interrupt 5 points into freed module memory");
	test_wild("timeouts-wild",
	    "the function of a timeout points into freed module memory");
	test_wild("hooks-wild", "keeper saved of 0x");
	test_wild("probes-wild",
	    "the handler of a probe points into freed module memory");
	test_wild("maps-wild", "pages are in use");
	host("graft");
	ok(unload_id(dev, id) == 0, "keeper goes");
	test_forgetful();
	return tap_done();
}
