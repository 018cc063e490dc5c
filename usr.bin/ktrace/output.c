/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * output.c: records as lines of text.
 *
 * A call's line begins when the call does, so that one sees what a process
 * waits in, and ends when it returns.  If something else is to be told in
 * between, the line is ended as "unfinished", and another one says what the
 * rest is.
 */
#include <sys/wait.h>
#include <err.h>
#include <stdlib.h>
#include <string.h>

#include "ktrace.h"

#define RESULT_COLUMN 40 /* where results begin, if there is room */

struct output output;

/* A process that was heard of and lives. */
struct traced {
	struct traced *next;
	pid_t pid;
	bool in_call;
	struct call call;
	int told;   /* words of its arguments that are in the output */
	bool comma; /* and what belongs before the next */
};
static struct traced *all;
static struct traced *open_line; /* whose line is not ended, or NULL */
static size_t column;
static char text[TEXTLEN];

static struct traced *
traced_by_pid(pid_t pid)
{
	struct traced *t;

	for (t = all; t != NULL; t = t->next)
		if (t->pid == pid)
			return t;
	if ((t = calloc(1, sizeof(*t))) == NULL)
		err(1, NULL);
	t->pid = pid;
	t->next = all;
	all = t;
	return t;
}

static void
traced_free(struct traced *t)
{
	struct traced **tp = &all;

	while (*tp != t)
		tp = &(*tp)->next;
	*tp = t->next;
	free(t);
}

/* Put out what text has, and empty it. */
static void
put_text(void)
{
	column += strlen(text);
	fputs(text, output.to);
	text[0] = '\0';
}

static void
new_line(const struct traced *t)
{
	if (open_line != NULL)
		fputs(" <unfinished ...>\n", output.to);
	open_line = NULL;
	if (output.with_pid)
		fprintf(output.to, "%5d ", (int)t->pid);
	column = 0;
}

static const char *
name_of(const struct call *c)
{
	static char number[16];

	if (c->name[0] != '\0')
		return c->name;
	snprintf(number, sizeof(number), "#%ld", (long)c->head.kc_code);
	return number;
}

/* ---- calls ---- */

bool
call_parse(const struct ktr_header *h, struct call *c)
{
	const char *at = (const char *)(h + 1), *end = (const char *)h;
	size_t i, len;
	const struct {
		char *to;
		size_t size;
	} strings[] = {{c->emul, sizeof(c->emul)}, {c->name, sizeof(c->name)},
	    {c->kinds, sizeof(c->kinds)}};

	end += h->ktr_len;
	if (h->ktr_type != KTR_SYSCALL || end - at < (long)sizeof(c->head))
		return false;
	memcpy(&c->head, at, sizeof(c->head));
	at += sizeof(c->head);
	for (i = 0; i < sizeof(strings) / sizeof(strings[0]); i++) {
		len = strnlen(at, end - at);
		if (at + len == end || len >= strings[i].size)
			return false;
		memcpy(strings[i].to, at, len + 1);
		at += len + 1;
	}
	at = (const char *)h + ((at - (const char *)h + 3) & ~3);
	c->data = at;
	c->datalen = at < end ? end - at : 0;
	if (c->head.kc_narg > KTR_NARGS ||
	    (c->kinds[0] != '\0' &&
		c->head.kc_narg > (int)strlen(c->kinds + 1)))
		return false;
	return true;
}

/*
 * The arguments from t->told on; when the call begins, as far as they are
 * known: not what it has yet to write.
 */
static void
add_arguments(struct traced *t, bool begins, const char *data, size_t len)
{
	const struct call *c = &t->call;
	char kind;

	for (; t->told < c->head.kc_narg; t->told++) {
		kind = c->kinds[0] != '\0' ? c->kinds[t->told + 1] : 'x';
		if (kind == '_' || kind == '.')
			continue;
		if (t->told > 0 && !t->comma)
			text_add(text, ", ");
		t->comma = begins && kind == KTRK_OUT;
		if (t->comma)
			return;
		text_argument(text, c, t->told, data, len);
	}
}

static void
print_call(const struct ktr_header *h)
{
	struct traced *t = traced_by_pid(h->ktr_pid);

	if (!call_parse(h, &t->call))
		return;
	new_line(t);
	text_add(text, "%s(", name_of(&t->call));
	t->told = 0;
	t->comma = false;
	t->in_call = true;
	if (t->call.head.kc_narg < 0)
		text_add(text, "?");
	add_arguments(t, true, t->call.data, t->call.datalen);
	put_text();
	open_line = t;
}

/* The end of a call's line, r being NULL for one that does not return. */
static void
end_call(
    struct traced *t, const struct ktr_sysret *r, const char *data, size_t len)
{
	int pad;

	if (open_line != t) {
		new_line(t);
		text_add(text, "<... %s resumed>%s", name_of(&t->call),
		    t->comma ? " " : "");
	}
	add_arguments(t, false, data, len);
	text_add(text, ")");
	pad = RESULT_COLUMN - 1 - (int)(column + strlen(text));
	text_add(text, "%*s = ", pad > 0 ? pad : 0, "");
	if (r == NULL)
		text_add(text, "?");
	else
		text_result(text, &t->call, r);
	if (r != NULL && output.with_time)
		text_add(text, " <%lu.%06lu>",
		    (unsigned long)(r->kr_nsec / 1000000000),
		    (unsigned long)(r->kr_nsec % 1000000000 / 1000));
	text_add(text, "\n");
	put_text();
	open_line = NULL;
	t->in_call = false;
}

static void
print_return(const struct ktr_header *h)
{
	struct traced *t = traced_by_pid(h->ktr_pid);
	const struct ktr_sysret *r = (const void *)(h + 1);

	if (t->in_call)
		end_call(t, r, (const char *)(r + 1),
		    h->ktr_len - sizeof(*h) - sizeof(*r));
}

/* ---- everything else ---- */

static void
print_signal(const struct ktr_header *h)
{
	const struct ktr_psig *s = (const void *)(h + 1);
	const char *name = signal_name(s->ks_signo);

	new_line(traced_by_pid(h->ktr_pid));
	text_add(text, "--- ");
	if (name != NULL)
		text_add(text, "%s", name);
	else
		text_add(text, "signal %ld", (long)s->ks_signo);
	if (s->ks_handler == 0)
		text_add(text, " (nobody catches it)");
	else
		text_add(
		    text, " (caught at 0x%lx)", (unsigned long)s->ks_handler);
	text_add(text, " ---\n");
	put_text();
}

static void
print_fork(const struct ktr_header *h)
{
	const struct ktr_fork *f = (const void *)(h + 1);

	new_line(traced_by_pid(h->ktr_pid));
	text_add(text, "+++ child of %ld +++\n", (long)f->kf_parent);
	put_text();
}

static void
print_last(const struct ktr_header *h)
{
	struct traced *t = traced_by_pid(h->ktr_pid);
	int status = *(const int32_t *)(const void *)(h + 1);
	const char *name;

	if (t->in_call)
		end_call(t, NULL, NULL, 0);
	new_line(t);
	if (h->ktr_type == KTR_UNTRACE)
		text_add(text,
		    "+++ not traced any more: its program runs with "
		    "its owner's rights +++\n");
	else if (WIFSIGNALED(status)) {
		name = signal_name(WTERMSIG(status));
		text_add(text, "+++ killed by %s +++\n",
		    name != NULL ? name : "a signal");
	} else
		text_add(text, "+++ exited with %d +++\n", WEXITSTATUS(status));
	put_text();
	traced_free(t);
}

void
print_record(const struct ktr_header *h)
{
	switch (h->ktr_type) {
	case KTR_SYSCALL:
		print_call(h);
		break;
	case KTR_SYSRET:
		print_return(h);
		break;
	case KTR_PSIG:
		print_signal(h);
		break;
	case KTR_FORK:
		print_fork(h);
		break;
	case KTR_EXIT:
	case KTR_UNTRACE:
		print_last(h);
		break;
	}
}

void
print_end(void)
{
	if (open_line != NULL)
		fputs(" <detached ...>\n", output.to);
	open_line = NULL;
}
