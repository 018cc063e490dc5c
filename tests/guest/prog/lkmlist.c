/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lkmlist: LMLIST of /dev/lkm: who may, buffers of any length, wild
 * pointers; and a thousand lists, while other processes load and unload, each
 * of which must be true in itself.
 */
#include <sys/mman.h>
#include <sys/wait.h>
#include <poll.h>
#include <time.h>

#include "tap.h"

#include "snapshot.h"

#define PAGE 4096

static int dev, readonly;
static struct object hello, provider, consumer;
static char list[65536], cut[65536];

static struct lmc_list
everything(void)
{
	return (struct lmc_list){
	    .id = -1, .flags = LML_DETAIL, .buf = list, .len = sizeof(list)};
}

/* ---- what is asked for ---- */

static int
count_kind(int kind)
{
	const struct lmm *r = NULL;
	int n = 0;

	while ((r = next_record(list, r)) != NULL)
		n += r->lmm_kind == kind;
	return n;
}

static void
test_which(void)
{
	struct lmc_list l = everything();
	int id;

	is(ioctl(readonly, LMLIST, &l), 0, "nothing is loaded: an empty list");
	ok(((struct lmm_head *)list)->lmm_count == 0, "it is empty");
	is(load_object(dev, &provider), 0, "provider");
	is(load_object(dev, &consumer), 1, "consumer");
	id = load_object(dev, &hello);
	is(ioctl(readonly, LMLIST, &l), 0, "a list, read-only");
	is(count_kind(LMM_LISTED), 3, "of three modules");
	is(count_kind(LMM_USES), 2, "with two names that are used,");
	is(count_kind(LMM_USED_BY), 2, "and are known to be,");
	is(count_kind(LMM_CLAIM), 1, "a system call,");
	is(count_kind(LMM_KEEPER), 1, "and a reason to stay");
	l.flags = 0;
	is(ioctl(readonly, LMLIST, &l), 0, "without details");
	is(((struct lmm_head *)list)->lmm_count, 3, "there are three records");
	l = everything();
	l.name = "consumer";
	is(ioctl(readonly, LMLIST, &l), 0, "one, by name");
	ok(count_kind(LMM_LISTED) == 1 && count_kind(LMM_USES) == 2,
	    "that one");
	l.id = 0;
	is(ioctl(readonly, LMLIST, &l), 0, "one, by number, which counts");
	ok(count_kind(LMM_LISTED) == 1 && count_kind(LMM_USED_BY) == 2,
	    "that one");
	unload_id(dev, id);
}

static void
test_refused(void)
{
	struct lmc_list l = everything();
	char name[300];

	l.flags = 0x80;
	fails(ioctl(dev, LMLIST, &l), EINVAL, "an unknown flag");
	l = everything();
	l.len = sizeof(struct lmm_head) - 1;
	fails(ioctl(dev, LMLIST, &l), EINVAL, "no room for the head");
	l = everything();
	l.id = -2;
	fails(ioctl(dev, LMLIST, &l), EINVAL, "number -2");
	l.id = 1000;
	fails(ioctl(dev, LMLIST, &l), EINVAL, "number 1000");
	l.id = -1;
	l.name = "nobody";
	fails(ioctl(dev, LMLIST, &l), ENOENT, "an unknown name");
	l.name = "";
	fails(ioctl(dev, LMLIST, &l), ENOENT, "the empty name");
	memset(name, 'n', sizeof(name));
	name[256] = '\0';
	l.name = name;
	fails(ioctl(dev, LMLIST, &l), ENAMETOOLONG, "a long name");
}

/* Room for a module that is sent in pieces: only who wants details sees it. */
static void
test_reserved(void)
{
	struct lmc_resrv r = {.size = 5000, .name = (char *)"staged"};
	struct lmc_list l = everything();
	const struct lmm_listed *m;
	const struct lmm *rec;
	int loader = open("/dev/lkm", O_RDWR);

	is(ioctl(loader, LMRESERV, &r), 0, "LMRESERV");
	is(ioctl(loader, LMLIST, &l), 0, "a list");
	rec = next_record(list, NULL);
	m = (const void *)rec;
	ok(rec != NULL && next_record(list, rec) == NULL &&
		m->state == LMM_RESERVED && m->type == LMM_NONE &&
		m->area == r.addr && m->size == 8192 && m->entry == 0,
	    "it is reserved");
	l.id = r.slot;
	is(ioctl(loader, LMLIST, &l), 0, "by its number");
	l.flags = 0;
	fails(ioctl(loader, LMLIST, &l), ENOENT, "without details");
	l.id = -1;
	is(ioctl(loader, LMLIST, &l), 0, "a list without details");
	is(((struct lmm_head *)list)->lmm_count, 0, "is empty");
	close(loader);
}

/* ---- buffers ---- */

/* Whole, or the head alone; and never a byte behind it. */
static void
test_lengths(void)
{
	const struct lmm_head *head = (const void *)list;
	const struct lmm_head *cut_head = (const void *)cut;
	struct lmc_list l = everything();
	uint32_t n, wrong = 0, whole = 0, end;

	is(ioctl(dev, LMLIST, &l), 0, "a list");
	is(head->lmm_needed, head->lmm_len, "it is whole");
	l.buf = cut;
	for (n = sizeof(*head); n < head->lmm_needed + 8; n++) {
		l.len = n;
		memset(cut, '#', n + 16);
		if (ioctl(dev, LMLIST, &l) != 0 ||
		    cut_head->lmm_needed != head->lmm_needed)
			wrong++;
		end = cut_head->lmm_len;
		if (n < head->lmm_needed)
			wrong +=
			    end != sizeof(*head) || cut_head->lmm_count != 0;
		else
			whole += memcmp(cut, list, end) == 0;
		wrong += cut[end] != '#' || cut[n] != '#';
	}
	is(wrong, 0, "buffers of any length");
	is(whole, 8, "those that suffice have all of it");
}

static int
no_fault(const char *what, const void *at, const void *argument)
{
	int result = ioctl(dev, LMLIST, argument);

	if (result == -1 && errno == EFAULT)
		return 0;
	diag("%s at %p: %d, error %d", what, at, result, errno);
	return 1;
}

static void
test_wild(void)
{
	char *hole = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE,
	    MAP_ANON | MAP_PRIVATE, -1, 0);
	char *const at[] = {NULL, (char *)1, (char *)0xc0100000,
	    (char *)0xf0400000, (char *)0xfffffff0, hole + PAGE,
	    hole + PAGE - 2, hole + PAGE - 20};
	const int n = sizeof(at) / sizeof(at[0]);
	static struct check before, after;
	struct lmc_list l;
	int i, wrong = 0;

	memset(hole, 'h', 2 * PAGE);
	munmap(hole + PAGE, PAGE);
	first_check(&before, &after);
	for (i = 0; i < n; i++) {
		l = everything();
		l.buf = at[i];
		wrong += no_fault("the buffer", at[i], &l);
		l = everything();
		l.name = at[i];
		memset(hole, 'h', PAGE); /* a part of it may have come */
		if (i > 0)               /* NULL: all modules */
			wrong += no_fault("the name", at[i], &l);
		if (at[i] != hole + PAGE - 20)
			wrong += no_fault("the argument", at[i], at[i]);
	}
	is(wrong, 0, "wild pointers: EFAULT");
	take_check(&after);
	ok(same_check(&before, &after), "and nothing is left");
}

/* ---- a thousand lists ---- */

#define LISTS 1000
#define MOST  20 /* seconds */

static const char *const names[] = {"/m/provider.o", "/m/consumer.o",
    "/m/over_a.o", "/m/over_b.o", "/m/over_c.o", "/lkm/hello.o"};
#define N ((u_int)(sizeof(names) / sizeof(names[0])))

/* A load or an unload for each byte that comes; one goes back when done. */
static int
churn(int from, int to)
{
	struct object objects[N];
	int id[N];
	uint32_t x = 1;
	char byte;
	u_int i;

	for (i = 0; i < N; i++) {
		objects[i] = read_object(names[i]);
		id[i] = -1;
	}
	while (read(from, &byte, 1) == 1) {
		/* Knuth, volume 2, 3.3.4: line 26. */
		x = x * 1664525 + 1013904223;
		i = (x >> 16) % N;
		if (id[i] == -1)
			id[i] = load_object(dev, &objects[i]);
		else if (unload_id(dev, id[i]) == 0)
			id[i] = -1;
		(void)write(to, &byte, 1);
	}
	/* Twice: a provider may come before its user. */
	for (i = 0; i < 2 * N; i++)
		if (id[i % N] != -1 && unload_id(dev, id[i % N]) == 0)
			id[i % N] = -1;
	return 0;
}

/* Modules that take a second to load and to unload, until nobody listens. */
static int
dawdle(int from)
{
	struct object slow[] = {
	    read_object("/m/slowunload.o"), read_object("/m/slowload.o")};
	struct pollfd pfd = {.fd = from, .events = POLLIN};
	int i, id;

	for (i = 0; poll(&pfd, 1, 0) == 0; i = !i)
		if ((id = load_object(dev, &slow[i])) != -1)
			unload_id(dev, id);
	return 0;
}

static void
test_churn(void)
{
	int to[2], back[2], quit[2], n, status, bad = 0;
	struct snapshot_seen seen = {0};
	struct lmc_list l = everything();
	struct pollfd pfd = {.events = POLLIN};
	pid_t fast, slow;
	time_t start = time(NULL);
	char byte = 'x';

	if (pipe(to) == -1 || pipe(back) == -1 || pipe(quit) == -1)
		exit(2);
	if ((fast = fork()) == 0) {
		close(to[1]);
		_exit(churn(to[0], back[1]));
	}
	if ((slow = fork()) == 0) {
		close(quit[1]);
		close(to[1]);
		_exit(dawdle(quit[0]));
	}
	pfd.fd = back[0];
	(void)write(to[1], &byte, 1);
	for (n = 0; time(NULL) - start < MOST &&
	     (n < LISTS || seen.loading == 0 || seen.unloading == 0);
	     n++) {
		if (ioctl(dev, LMLIST, &l) == -1 ||
		    !snapshot_is_sound(list, &seen)) {
			if (bad++ < 3)
				diag("list %d: %s", n, snapshot_wrong);
		}
		if (poll(&pfd, 1, 10) == 1) {
			(void)read(back[0], &byte, 1);
			(void)write(to[1], &byte, 1);
		}
	}
	close(to[1]);
	close(quit[1]);
	waitpid(fast, &status, 0);
	waitpid(slow, &status, 0);
	is(bad, 0, "%d lists, each true in itself", n);
	ok(seen.loading > 0 && seen.unloading > 0,
	    "%d modules being loaded in them, %d being unloaded", seen.loading,
	    seen.unloading);
	ok(seen.uses > 50 && seen.chains > 50,
	    "%d names of other modules, %d overridden calls", seen.uses,
	    seen.chains);
	ok(seen.different > 200, "%d are not like the one before",
	    seen.different);
}

int
main(void)
{
	dev = open("/dev/lkm", O_RDWR);
	readonly = open("/dev/lkm", O_RDONLY);
	if (dev == -1 || readonly == -1) {
		perror("/dev/lkm");
		return 2;
	}
	hello = read_object("/lkm/hello.o");
	provider = read_object("/m/provider.o");
	consumer = read_object("/m/consumer.o");
	test_which();
	test_refused();
	test_lengths();
	test_wild();
	is(unload_id(dev, 1), 0, "consumer goes");
	is(unload_id(dev, 0), 0, "provider goes");
	close(dev); /* one loader at a time */
	test_reserved();
	if ((dev = open("/dev/lkm", O_RDWR)) == -1)
		return 2;
	test_churn();
	return tap_done();
}
