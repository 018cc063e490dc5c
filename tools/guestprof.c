/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * guestprof.c: a plugin for QEMU that counts how often each instruction of
 * the guest is executed: always, or, with marks=1, where the guest asks for
 * it.  tools/guestprof makes functions of the addresses.
 *
 *	-plugin guestprof.so,out=FILE[,marks=1][,root=PHASE:ADDRESS]...
 *
 * The marks are two instructions that do nothing, `nopl` with displacements
 * that nobody else uses: one switches counting on, the other off again.
 * Neither is counted itself.
 *
 * A phase is what is executed from the entry of one of its root functions
 * until that returns, whatever it calls; where one is within another, the
 * inner one has it.  Phases have numbers from 1 on; 0 is outside of all.
 * ADDRESS is in hexadecimal.  FILE receives lines "phase address count".
 *
 * When a function returns is known from the calls and returns that were
 * executed since counting began.  So a root that is entered by a jump, as
 * the last thing that its caller does, returns when that caller would.
 * What switches stacks, or handles an interrupt, is not told apart: phases
 * are for work that neither happens in.
 *
 * The plugin interface is QEMU's docs/devel/tcg-plugins, of which version 1
 * has been there since 4.2.  No Debian package has its header, so what is
 * used of it is declared here.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct qemu_plugin_tb;
struct qemu_plugin_insn;
typedef uint64_t qemu_plugin_id_t;

void qemu_plugin_register_vcpu_tb_trans_cb(
    qemu_plugin_id_t, void (*)(qemu_plugin_id_t, struct qemu_plugin_tb *));
void qemu_plugin_register_vcpu_insn_exec_cb(struct qemu_plugin_insn *,
    void (*)(unsigned int cpu, void *arg), int flags, void *arg);
void qemu_plugin_register_atexit_cb(
    qemu_plugin_id_t, void (*)(qemu_plugin_id_t, void *arg), void *arg);
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *);
struct qemu_plugin_insn *qemu_plugin_tb_get_insn(
    const struct qemu_plugin_tb *, size_t);
uint64_t qemu_plugin_insn_vaddr(const struct qemu_plugin_insn *);
const void *qemu_plugin_insn_data(const struct qemu_plugin_insn *);
size_t qemu_plugin_insn_size(const struct qemu_plugin_insn *);

/* What QEMU looks for. */
extern int qemu_plugin_version;
int qemu_plugin_install(qemu_plugin_id_t, const void *, int, char **);

int qemu_plugin_version = 1;

#define BUCKETS 65536 /* a power of 2 */

/* nopl 0x4b52414d(%eax) and 0x4b52414e: tests/bench/interval.c has them. */
static const unsigned char mark_begin[] = {
    0x0f, 0x1f, 0x80, 'M', 'A', 'R', 'K'};
static const unsigned char mark_end[] = {0x0f, 0x1f, 0x80, 'N', 'A', 'R', 'K'};

#define PHASES   16
#define MAXROOTS 64
#define MAXDEPTH 1024 /* of calls; deeper ones are not followed */

enum kind { PLAIN, CALL, RETURN };

struct counter {
	uint64_t address, count[PHASES];
	uint64_t next_address; /* where a call returns to */
	enum kind kind;
	int phase; /* of which it is a root's entry; 0 for none */
	struct counter *next;
};

static struct counter *buckets[BUCKETS];
static int counting = 1, marks;
static FILE *out;

static struct {
	uint64_t address;
	int phase;
} roots[MAXROOTS];
static int nroots;

/* The calls that have not returned, by the address that they return to. */
static uint64_t calls[MAXDEPTH];
static int depth;

/* The phases that are on, the innermost last, and the depth each began at. */
static struct {
	int phase, depth;
} active[MAXDEPTH + 1];
static int nactive;      /* active[0] is no phase, and always on */
static int has_returned; /* was the last instruction a return? */

/* The counter of an address: the same one however often it is translated. */
static struct counter *
find(uint64_t address)
{
	struct counter **at = &buckets[address % BUCKETS], *c;

	for (c = *at; c != NULL; c = c->next)
		if (c->address == address)
			return c;
	c = calloc(1, sizeof(*c));
	if (c == NULL) {
		fprintf(stderr, "guestprof: out of memory\n");
		exit(1);
	}
	c->address = address;
	c->next = *at;
	for (int i = 0; i < nroots; i++)
		if (roots[i].address == address)
			c->phase = roots[i].phase;
	return *at = c;
}

/* A return came to this address: of which call, and so of which phases? */
static void
returned_to(uint64_t address)
{
	int i;

	for (i = depth; i > 0; i--)
		if (calls[i - 1] == address)
			break;
	if (i == 0)
		return; /* of a call before counting began */
	depth = i - 1;
	while (nactive > 0 && active[nactive].depth > depth)
		nactive--;
}

static void
enter(int phase)
{
	if (nactive == MAXDEPTH)
		return;
	active[++nactive].phase = phase;
	active[nactive].depth = depth;
}

static void
executed(unsigned int cpu, void *arg)
{
	struct counter *c = arg;

	if (!counting)
		return;
	if (has_returned) {
		returned_to(c->address);
		has_returned = 0;
	}
	if (c->phase != 0)
		enter(c->phase);
	c->count[active[nactive].phase]++;
	if (c->kind == CALL && depth < MAXDEPTH)
		calls[depth++] = c->next_address;
	has_returned = c->kind == RETURN;
}

static void
executed_begin(unsigned int cpu, void *arg)
{
	counting = 1;
	depth = nactive = has_returned = 0;
}

static void
executed_end(unsigned int cpu, void *arg)
{
	counting = 0;
}

/* call rel32, call r/m; ret, ret n, and ret with the prefix AMD asks for. */
static enum kind
kind_of(const struct qemu_plugin_insn *insn)
{
	const unsigned char *b = qemu_plugin_insn_data(insn);
	size_t size = qemu_plugin_insn_size(insn);

	if (b[0] == 0xe8 || (b[0] == 0xff && size > 1 && (b[1] >> 3 & 7) == 2))
		return CALL;
	if (b[0] == 0xc3 || b[0] == 0xc2 ||
	    (b[0] == 0xf3 && size > 1 && b[1] == 0xc3))
		return RETURN;
	return PLAIN;
}

static int
is_mark(const struct qemu_plugin_insn *insn, const unsigned char *mark)
{
	return qemu_plugin_insn_size(insn) == sizeof(mark_begin) &&
	    memcmp(qemu_plugin_insn_data(insn), mark, sizeof(mark_begin)) == 0;
}

static void
translated(qemu_plugin_id_t id, struct qemu_plugin_tb *tb)
{
	size_t i, n = qemu_plugin_tb_n_insns(tb);

	for (i = 0; i < n; i++) {
		struct qemu_plugin_insn *insn = qemu_plugin_tb_get_insn(tb, i);
		void (*call)(unsigned int, void *) = executed;
		struct counter *c = find(qemu_plugin_insn_vaddr(insn));

		c->kind = kind_of(insn);
		c->next_address = c->address + qemu_plugin_insn_size(insn);
		if (marks && is_mark(insn, mark_begin))
			call = executed_begin;
		else if (marks && is_mark(insn, mark_end))
			call = executed_end;
		qemu_plugin_register_vcpu_insn_exec_cb(insn, call, 0, c);
	}
}

static void
finish(qemu_plugin_id_t id, void *arg)
{
	for (size_t i = 0; i < BUCKETS; i++)
		for (struct counter *c = buckets[i]; c != NULL; c = c->next)
			for (int phase = 0; phase < PHASES; phase++)
				if (c->count[phase] != 0)
					fprintf(out,
					    "%d %08" PRIx64 " %" PRIu64 "\n",
					    phase, c->address, c->count[phase]);
	if (fclose(out) != 0)
		perror("guestprof");
}

static int
add_root(const char *arg)
{
	int phase = 0, end = 0;
	uint64_t address = 0;

	if (nroots == MAXROOTS ||
	    sscanf(arg, "%d:%" SCNx64 "%n", &phase, &address, &end) != 2 ||
	    arg[end] != '\0' || phase < 1 || phase >= PHASES) {
		fprintf(stderr,
		    "guestprof: root=%s: not PHASE:ADDRESS, with "
		    "phases 1 to %d, or more than %d roots\n",
		    arg, PHASES - 1, MAXROOTS);
		return -1;
	}
	roots[nroots].address = address;
	roots[nroots++].phase = phase;
	return 0;
}

int
qemu_plugin_install(
    qemu_plugin_id_t id, const void *info, int argc, char **argv)
{
	const char *file = NULL;
	int i;

	for (i = 0; i < argc; i++)
		if (strncmp(argv[i], "out=", 4) == 0)
			file = argv[i] + 4;
		else if (strcmp(argv[i], "marks=1") == 0)
			marks = 1;
		else if (strncmp(argv[i], "root=", 5) == 0 &&
		    add_root(argv[i] + 5) != 0)
			return -1;
	if (file == NULL || (out = fopen(file, "w")) == NULL) {
		perror(file != NULL ? file : "guestprof: no out=");
		return -1;
	}
	counting = !marks;
	qemu_plugin_register_vcpu_tb_trans_cb(id, translated);
	qemu_plugin_register_atexit_cb(id, finish, NULL);
	return 0;
}
