/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lkmcycle: modules come and go a hundred times, also those that are refused
 * half-way; afterwards every total of kernel memory is what it was.
 */
#include "tap.h"

#include "lkmutil.h"

#define TIMES 100

static int dev;

/* Load and unload; 1 if both went well. */
static int
cycle(const struct object *o)
{
	int id = load_object(dev, o);

	return id != -1 && unload_id(dev, id) == 0;
}

static void
test_good(const char *path)
{
	struct object o = read_object(path);
	struct totals before, after;
	int i, good = 0;

	/* The first time may bring what stays for the next. */
	ok(cycle(&o), "%s comes and goes", path);
	take_totals(&before);
	take_totals(&before);
	for (i = 0; i < TIMES; i++)
		good += cycle(&o);
	take_totals(&after);
	is(good, TIMES, "%s: a hundred times", path);
	ok(same_totals(&before, &after), "%s: nothing is left", path);
	free(o.bytes);
}

/* The same with a load that is refused. */
static void
test_refused(const char *path, int size, int error)
{
	struct object o = read_object(path);
	struct totals before, after;
	int i, refused = 0;

	if (size != 0)
		o.size = size;
	fails(load_object(dev, &o), error, "%s, %d bytes: refused", path,
	    (int)o.size);
	ok(reason[0] != '\0', "with a reason");
	take_totals(&before);
	take_totals(&before);
	for (i = 0; i < TIMES; i++)
		refused += load_object(dev, &o) == -1 && errno == error;
	take_totals(&after);
	is(refused, TIMES, "%s: a hundred times", path);
	ok(same_totals(&before, &after), "%s: nothing is left", path);
	free(o.bytes);
}

/* Each length of an object that was cut off. */
static void
test_every_length(const char *path)
{
	struct object o = read_object(path);
	struct totals before, after;
	size_t whole = o.size;
	int loaded = 0, id;

	load_object(dev, &(struct object){path, o.bytes, 60});
	take_totals(&before);
	take_totals(&before);
	for (o.size = 0; o.size < whole; o.size++)
		if ((id = load_object(dev, &o)) != -1) {
			loaded++;
			unload_id(dev, id);
		}
	take_totals(&after);
	is(loaded, 0, "%s cut to any length: refused", path);
	ok(same_totals(&before, &after), "nothing is left of %d loads",
	    (int)whole);
	free(o.bytes);
}

/* Many at once, in an order and out of it. */
static void
test_many(void)
{
	static const char *const paths[] = {"/lkm/hello.o", "/lkm/newsyscall.o",
	    "/m/over_a.o", "/m/over_b.o", "/m/over_c.o", "/m/sleeper.o",
	    "/m/refuser.o", "/m/thirtyone.o"};
	enum { N = sizeof(paths) / sizeof(paths[0]) };
	struct object o[N];
	struct totals before, after;
	int id[N], round, i, good = 0;

	for (i = 0; i < N; i++)
		o[i] = read_object(paths[i]);
	for (round = -1; round < 20; round++) {
		if (round == 0) {
			take_totals(&before);
			take_totals(&before);
			good = 0;
		}
		for (i = 0; i < N; i++)
			good += (id[i] = load_object(dev, &o[i])) != -1;
		syscall(217, 1); /* refuser: now willing */
		for (i = 0; i < N; i++)
			good +=
			    unload_id(dev, id[(i * 3 + round + 1) % N]) == 0;
	}
	take_totals(&after);
	is(good, 20 * 2 * N, "eight modules side by side, twenty times");
	ok(same_totals(&before, &after), "nothing is left");
}

int
main(void)
{
	if ((dev = open("/dev/lkm", O_RDWR)) == -1) {
		perror("/dev/lkm");
		return 2;
	}
	test_good("/lkm/hello.o");
	test_good("/lkm/newsyscall.o");
	test_good("/m/over_a.o");
	test_many();
	test_refused("/m/missing.o", 0, ENOEXEC);
	test_refused("/m/nodispatch.o", 0, EINVAL);
	test_refused("/m/longname.o", 0, EINVAL);
	test_refused("/m/big_memory.o", 0, ENOMEM);
	test_refused("/m/big_region.o", 0, EFBIG);
	test_refused("/m/pic.o", 0, ENOEXEC);
	test_refused("/lkm/hello.o", 100, ENOEXEC);
	sethostname("load 5", 6);
	test_refused("/m/odd.o", 0, EIO);
	sethostname("type 99", 7);
	test_refused("/m/odd.o", 0, ENXIO);
	sethostname("early -4", 8);
	test_refused("/m/odd.o", 0, EINVAL);
	sethostname("twice", 5);
	test_refused("/m/odd.o", 0, EBUSY);
	sethostname("graft", 5);
	test_every_length("/lkm/hello.o");
	return tap_done();
}
