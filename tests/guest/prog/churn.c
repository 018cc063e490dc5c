/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * churn: ten thousand loads and as many unloads of modules of several types,
 * in an order that looks like none, three of them on one system call, one
 * using another, with refusals in between; and then more modules at once
 * than ever.  Nothing is left.
 */
#include "tap.h"

#include "selfutil.h"

#define TIMES 10000
#define MANY  40

static int dev;
static struct check before, after;

static struct {
	const char *path;
	struct object object;
	int seldom; /* it is searched long for a name like a missing one */
	int id;     /* -1: it is not loaded */
} modules[] = {{.path = "/m/statful.o"}, {.path = "/m/odd.o"},
    {.path = "/m/over_a.o"}, {.path = "/m/over_b.o"}, {.path = "/m/over_c.o"},
    {.path = "/m/provider.o"}, {.path = "/m/consumer.o", .seldom = 1},
    {.path = "/m/thirtyone.o"}, {.path = "/m/owntype.o"},
    {.path = "/m/missing.o", .seldom = 1}, {.path = "/m/longname.o"},
    {.path = "/m/pic.o"}, {.path = "/m/nodispatch.o"},
    {.path = "/m/refuser.o"}};
#define N ((u_int)(sizeof(modules) / sizeof(modules[0])))

/* Knuth, The Art of Computer Programming, volume 2, 3.3.4: line 26. */
static u_int
draw(void)
{
	static uint32_t x = 1;

	x = x * 1664525 + 1013904223;
	return x >> 16;
}

static int loads, unloads, refused;

static void
step(u_int i)
{
	if (modules[i].id == -1) {
		modules[i].id = load_object(dev, &modules[i].object);
		loads += modules[i].id != -1;
		refused += modules[i].id == -1;
	} else if (unload_id(dev, modules[i].id) == 0) {
		modules[i].id = -1;
		unloads++;
	} else
		refused++;
}

static void
end_all(void)
{
	u_int i, round;

	syscall(217, 1); /* refuser: now willing */
	for (round = 0; round < 2; round++)
		for (i = 0; i < N; i++)
			if (modules[i].id != -1)
				step(i);
}

static void
test_churn(int times)
{
	int sound = 1, i;
	u_int k;

	loads = unloads = refused = 0;
	for (i = 0; unloads < times; i++) {
		k = draw() % N;
		if (modules[k].seldom && draw() % 16 != 0)
			continue;
		step(k);
		if (i % 1000 == 0) {
			take_check(&after);
			sound &= !broken(after.all);
			if (broken(after.all))
				diag("%s", after.all);
		}
	}
	end_all();
	if (times == 1)
		return;
	take_check(&after);
	ok(sound, "all is sound all the time");
	is(loads, unloads, "%d loads, %d unloads, %d refusals", loads, unloads,
	    refused);
	ok(refused > times / 10, "some were refused");
	ok(same_check(&before, &after), "nothing is left of them");
}

static char *
find(const struct object *o, const char *what, size_t n)
{
	char *p;

	for (p = o->bytes; p + n <= o->bytes + o->size; p++)
		if (memcmp(p, what, n) == 0)
			return p;
	return NULL;
}

/*
 * A module stays; many more come and go.  The object's name is in it once;
 * each gets another.
 */
static void
test_many(void)
{
	static const char old[] = "a234567890123456789012345678901";
	struct object o = read_object("/m/thirtyone.o");
	char *name = find(&o, old, sizeof(old) - 1);
	int id[MANY], i, stays, good = 0;

	if (!ok(name != NULL, "the name can be changed"))
		return;
	stays = load_object(dev, &modules[0].object);
	first_check(&before, &after);
	for (i = 0; i < MANY; i++) {
		name[0] = 'b' + i % 20;
		name[1] = 'b' + i / 20;
		id[i] = load_object(dev, &o);
		good += id[i] != -1;
	}
	is(good, MANY, "%d at once", MANY);
	for (i = 0; i < MANY; i++)
		good -= unload_id(dev, id[(i * 7) % MANY]) == 0;
	is(good, 0, "all go");
	take_check(&after);
	ok(same_check(&before, &after), "the one that stays is as before");
	unload_id(dev, stays);
}

int
main(void)
{
	u_int i;

	if ((dev = open("/dev/lkm", O_RDWR)) == -1) {
		perror("/dev/lkm");
		return 2;
	}
	for (i = 0; i < N; i++) {
		modules[i].object = read_object(modules[i].path);
		modules[i].id = -1;
	}
	test_churn(1);
	first_check(&before, &after);
	test_churn(TIMES);
	test_many();
	return tap_done();
}
