/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * count.c: -c: how often each call was made, and how long it took.
 */
#include <err.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "ktrace.h"

struct count {
	struct count *next;
	char emul[KTR_NAMELEN], name[KTR_NAMELEN];
	unsigned long calls, errors;
	uint64_t nsec;
};
static struct count *counts;
static size_t ncounts;

/* What each process is in; a process that is gone stays, in no call. */
struct caller {
	struct caller *next;
	pid_t pid;
	struct count *in;
};
static struct caller *callers;

static struct caller *
caller_by_pid(pid_t pid)
{
	struct caller *p;

	for (p = callers; p != NULL; p = p->next)
		if (p->pid == pid)
			return p;
	if ((p = calloc(1, sizeof(*p))) == NULL)
		err(1, NULL);
	p->pid = pid;
	p->next = callers;
	callers = p;
	return p;
}

static struct count *
count_of(const struct call *c)
{
	char name[KTR_NAMELEN];
	struct count *n;

	if (c->name[0] != '\0')
		strlcpy(name, c->name, sizeof(name));
	else
		snprintf(name, sizeof(name), "#%ld", (long)c->head.kc_code);
	for (n = counts; n != NULL; n = n->next)
		if (strcmp(n->name, name) == 0 && strcmp(n->emul, c->emul) == 0)
			return n;
	if ((n = calloc(1, sizeof(*n))) == NULL)
		err(1, NULL);
	strlcpy(n->emul, c->emul, sizeof(n->emul));
	strlcpy(n->name, name, sizeof(n->name));
	n->next = counts;
	counts = n;
	ncounts++;
	return n;
}

void
count_record(const struct ktr_header *h)
{
	const struct ktr_sysret *r = (const void *)(h + 1);
	struct caller *p = caller_by_pid(h->ktr_pid);
	struct call c;

	switch (h->ktr_type) {
	case KTR_SYSCALL:
		if (!call_parse(h, &c))
			break;
		p->in = count_of(&c);
		p->in->calls++;
		break;
	case KTR_SYSRET:
		if (p->in == NULL)
			break;
		p->in->nsec += r->kr_nsec;
		if (r->kr_error > 0)
			p->in->errors++;
		p->in = NULL;
		break;
	case KTR_EXIT:
	case KTR_UNTRACE:
		p->in = NULL;
		break;
	}
}

/* The longest first; then by name, so that equal ones have an order. */
static int
compare(const void *va, const void *vb)
{
	const struct count *a = *(struct count *const *)va;
	const struct count *b = *(struct count *const *)vb;

	if (a->nsec != b->nsec)
		return a->nsec > b->nsec ? -1 : 1;
	return strcmp(a->name, b->name);
}

static void
print_line(FILE *to, const struct count *n, uint64_t all)
{
	unsigned long share = all > 0 ? n->nsec * 10000 / all : 0;
	unsigned long us = n->nsec / 1000;

	fprintf(to, "%3lu.%02lu %5lu.%06lu %10lu %9lu ", share / 100,
	    share % 100, us / 1000000, us % 1000000,
	    n->calls > 0 ? us / n->calls : 0, n->calls);
	if (n->errors > 0)
		fprintf(to, "%9lu ", n->errors);
	else
		fprintf(to, "%9s ", "");
	fprintf(to, "%s%s%s\n", n->name,
	    strcmp(n->emul, "native") == 0 || n->emul[0] == '\0' ? "" : " of ",
	    strcmp(n->emul, "native") == 0 ? "" : n->emul);
}

void
count_print(FILE *to)
{
	struct count **list = calloc(ncounts + 1, sizeof(*list)), *n;
	struct count total = {.name = "total"};
	size_t i = 0;

	if (list == NULL)
		err(1, NULL);
	for (n = counts; n != NULL; n = n->next) {
		list[i++] = n;
		total.calls += n->calls;
		total.errors += n->errors;
		total.nsec += n->nsec;
	}
	qsort(list, ncounts, sizeof(*list), compare);
	fprintf(to,
	    "%% time      seconds  usecs/call     calls    errors "
	    "call\n");
	for (i = 0; i < ncounts; i++)
		print_line(to, list[i], total.nsec);
	print_line(to, &total, total.nsec);
	free(list);
}
