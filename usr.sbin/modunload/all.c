/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * all.c: unload every module (modunload -a).
 *
 * The one that was loaded last goes first: it may use names of those that
 * were there before it, and they cannot use its.  That is also the order in
 * which those must go that have wrapped one another by hand.  A module that
 * does not go may do so when others have gone; so it is tried again, as long
 * as any goes.
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "modunload.h"

static int
later_first(const void *a, const void *b)
{
	const struct lmm_listed *const *x = a, *const *y = b;

	return (*x)->serial < (*y)->serial ? 1 : -1;
}

/* The modules there are, in the order in which they are to go. */
static size_t
list(int dev, struct records *r)
{
	static const struct lkm_which everyone = LKM_NOBODY;
	struct record_list *all = &r->kind[LMM_LISTED];
	int error = lkm_list(dev, &everyone, 0, r);

	if (error != 0)
		errx(EX_OTHER, "%s: %s", _PATH_LKM, strerror(error));
	records_index(r);
	qsort(all->rec, all->n, sizeof(*all->rec), later_first);
	return all->n;
}

/* What did not go, and why. */
struct failure {
	char what[MAXLKMNAME];
	char *text;
	int error;
};
static struct failure *failures;
static size_t nfailures;

static void
forget_failures(void)
{
	while (nfailures > 0)
		free(failures[--nfailures].text);
}

static void
note_failure(const char *what, const char *text, int error)
{
	struct failure *f;

	failures = realloc(failures, (nfailures + 1) * sizeof(*failures));
	if (failures == NULL)
		err(EX_OTHER, "%s", what);
	f = &failures[nfailures++];
	snprintf(f->what, sizeof(f->what), "%s", what);
	f->error = error;
	if ((f->text = strdup(text)) == NULL)
		err(EX_OTHER, "%s", what);
}

/* Try one.  True if it is gone. */
static int
try(int dev, const struct lmm_listed *m, long long ns)
{
	static char text[TEXT_SIZE];
	char number[16];
	struct lkm_which which = LKM_NOBODY;
	int error;

	/* What has its name or number by now need not be it: see serial. */
	if (STRING(m, 0)[0] != '\0')
		lkm_which_name(&which, STRING(m, 0));
	else {
		snprintf(number, sizeof(number), "%d", (int)m->id);
		lkm_which_id(&which, number, EX_OTHER);
	}
	error = unload(dev, &which, m->serial, ns, text);
	if (not_permitted(text, error)) {
		tell("-a", text, error);
		exit(EX_OTHER);
	}
	if (error == 0)
		tell(which.what, text, 0); /* something may have been lost */
	else if (!not_loaded(text))
		note_failure(which.what, text, error);
	else
		error = 0; /* somebody else has unloaded it */
	return error == 0;
}

/* Try each of them once.  How many went. */
static size_t
pass(int dev, struct records *r, long long ns)
{
	size_t i, n = list(dev, r), gone = 0;

	forget_failures();
	for (i = 0; i < n; i++)
		gone += try(dev, records_of(r, LMM_LISTED, i), ns);
	return gone;
}

int
unload_all(int dev, long long ns)
{
	struct records r = {.buf = NULL};
	size_t i;

	/* Who is busy is waited for only when nobody goes by himself. */
	while (pass(dev, &r, 0) > 0 ||
	    (nfailures > 0 && ns > 0 && pass(dev, &r, ns) > 0))
		;
	for (i = 0; i < nfailures; i++)
		tell(failures[i].what, failures[i].text, failures[i].error);
	return nfailures > 0 ? EX_OTHER : 0;
}
