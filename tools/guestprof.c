/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * guestprof.c: a plugin for QEMU that counts how often each instruction of
 * the guest is executed: always, or, with marks=1, where the guest asks for
 * it.  tools/guestprof makes functions of the addresses.
 *
 *	-plugin guestprof.so,out=FILE[,marks=1]
 *
 * The marks are two instructions that do nothing, `nopl` with displacements
 * that nobody else uses: one switches counting on, the other off again.
 * Neither is counted itself.  FILE receives lines "address count".
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

struct counter {
	uint64_t address, count;
	struct counter *next;
};

static struct counter *buckets[BUCKETS];
static int counting = 1, marks;
static FILE *out;

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
	return *at = c;
}

static void
executed(unsigned int cpu, void *arg)
{
	struct counter *c = arg;

	c->count += (uint64_t)counting;
}

static void
executed_begin(unsigned int cpu, void *arg)
{
	counting = 1;
}

static void
executed_end(unsigned int cpu, void *arg)
{
	counting = 0;
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

		if (marks && is_mark(insn, mark_begin))
			call = executed_begin;
		else if (marks && is_mark(insn, mark_end))
			call = executed_end;
		qemu_plugin_register_vcpu_insn_exec_cb(
		    insn, call, 0, find(qemu_plugin_insn_vaddr(insn)));
	}
}

static void
finish(qemu_plugin_id_t id, void *arg)
{
	size_t i;

	for (i = 0; i < BUCKETS; i++)
		for (struct counter *c = buckets[i]; c != NULL; c = c->next)
			if (c->count != 0)
				fprintf(out, "%08" PRIx64 " %" PRIu64 "\n",
				    c->address, c->count);
	if (fclose(out) != 0)
		perror("guestprof");
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
	if (file == NULL || (out = fopen(file, "w")) == NULL) {
		perror(file != NULL ? file : "guestprof: no out=");
		return -1;
	}
	counting = !marks;
	qemu_plugin_register_vcpu_tb_trans_cb(id, translated);
	qemu_plugin_register_atexit_cb(id, finish, NULL);
	return 0;
}
