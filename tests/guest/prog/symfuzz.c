/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * symfuzz: loads in pieces with 10,000 hostile symbol tables.  A good one
 * is changed in a few places, seeded; then, in turn, the load is given up,
 * the entry is wrong, or the image is entered and refuses.  The kernel lives,
 * and nothing remains.
 *
 *	symfuzz [seed]
 */
#include "tap.h"

#include "selfutil.h"

#define MUTANTS 10000
#define SYMBOLS 24

struct nlist {
	uint32_t n_strx;
	uint8_t n_type, n_other;
	uint16_t n_desc;
	uint32_t n_value;
};

/* As it is sent: symbols, the length of the strings with itself, strings. */
static struct {
	struct nlist sym[SYMBOLS];
	uint32_t length;
	char strings[SYMBOLS * 12];
} table, good;

/* movl $66, %eax; ret; some more text, data */
static const unsigned char image[6000] = {0xb8, 66, 0, 0, 0, 0xc3};
#define BSS     3000
#define REFUSED 66

static uint32_t state;

static uint32_t
number(uint32_t below)
{
	state = state * 1664525 + 1013904223;
	return (state >> 8 ^ state << 16) % below;
}

static void
make_good(u_long base)
{
	static const uint8_t types[] = {5, 4, 7, 6, 9, 8, 2, 3, 13, 14, 15, 16};
	u_int i, at = sizeof(good.length);

	memset(&good, 0, sizeof(good));
	for (i = 0; i < SYMBOLS; i++) {
		good.sym[i] = (struct nlist){.n_strx = at,
		    .n_type = types[i % sizeof(types)],
		    .n_value = (uint32_t)base + i * 360};
		at += 1 +
		    snprintf(good.strings + at - sizeof(good.length), 12,
			i == 20 ? "_etext" : "_name%u", i);
	}
	good.length = at;
}

/* Numbers at the edge of something. */
static uint32_t
edge(u_long base)
{
	const uint32_t edges[] = {0, 1, 3, 4, 5, good.length - 1, good.length,
	    good.length + 1, sizeof(good.sym), sizeof(good), 0x7fffffff,
	    0x80000000, 0xffffffff, 0xfffffffc, (uint32_t)base - 1,
	    (uint32_t)base, (uint32_t)base + sizeof(image) - 1,
	    (uint32_t)base + sizeof(image) + BSS - 1, (uint32_t)base + 12288,
	    (uint32_t)base + 4096, 0xc0100000};

	return edges[number(sizeof(edges) / sizeof(edges[0]))];
}

static void
mutate(u_long base)
{
	uint32_t n = number(6), value, at;

	table = good;
	while (n-- > 0)
		switch (number(4)) {
		case 0:
			((uint8_t *)&table)[number(sizeof(table))] =
			    (uint8_t)number(256);
			break;
		case 1:
			value = edge(base);
			at = number(sizeof(table) / 4) * 4;
			memcpy((char *)&table + at, &value, 4);
			break;
		case 2:
			table.length = edge(base);
			break;
		default: /* no end of any string */
			memset(table.strings, 'x',
			    number(sizeof(table.strings) + 1));
		}
}

static int
send(int fd, u_long call, const void *bytes, size_t size)
{
	struct lmc_loadbuf lb;
	size_t at;

	for (at = 0; at < size; at += lb.cnt) {
		lb.cnt = size - at < MODIOBUF ? (int)(size - at) : MODIOBUF;
		lb.data = (char *)(uintptr_t)bytes + at;
		if (ioctl(fd, call, &lb) != 0)
			return -1;
	}
	return 0;
}

/* One load.  False, and why, when an answer is not one that it can be. */
static bool
attempt(int fd, u_int i)
{
	struct lmc_resrv r = {
	    .size = sizeof(image) + BSS, .name = (char *)(uintptr_t) "fuzz"};
	u_long entry;
	int result;

	/* A few are of a size that does not fit what is in it. */
	r.sym_symsize =
	    number(8) != 0 ? sizeof(table.sym) : number(sizeof(table));
	r.sym_size = number(8) != 0
	    ? sizeof(table)
	    : r.sym_symsize + number(sizeof(table) - r.sym_symsize + 1);
	if (ioctl(fd, LMRESERV, &r) != 0) {
		diag("mutant %u: LMRESERV: error %d", i, errno);
		return false;
	}
	make_good(r.addr);
	mutate(r.addr);
	if (send(fd, LMLOADBUF, image, sizeof(image)) != 0 ||
	    send(fd, LMLOADSYMS, &table, r.sym_size) != 0) {
		diag("mutant %u: it is not taken: error %d", i, errno);
		return false;
	}
	switch (i % 4) {
	case 0:
		return ioctl(fd, LMUNRESRV) == 0;
	case 1:
		entry = edge(r.addr);
		if (entry - r.addr < sizeof(image))
			entry = 0; /* only the first byte is an instruction's */
		result = ioctl(fd, LMREADY, &entry);
		if (result == 0 || errno != EINVAL)
			break;
		return ioctl(fd, LMUNRESRV) == 0;
	default:
		entry = r.addr;
		result = ioctl(fd, LMREADY, &entry);
		if (result != 0 && (errno == REFUSED || errno == EINVAL))
			return ioctl(fd, LMUNRESRV) == 0;
	}
	diag("mutant %u: LMREADY: %d, error %d", i, result, errno);
	return false;
}

int
main(int argc, char **argv)
{
	static struct check before, after;
	int fd = open("/dev/lkm", O_RDWR);
	u_int i, strange = 0;

	state = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 0) : 1;
	diag("seed %u", state);
	first_check(&before, &after);
	for (i = 0; i < MUTANTS && strange < 10; i++)
		strange += !attempt(fd, i);
	is(i, MUTANTS, "all of them were tried");
	is(strange, 0, "each answer is one of those that it can be");
	take_check(&after);
	ok(!broken(after.all) && same_check(&before, &after),
	    "nothing is left of them");
	return tap_done();
}
