/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * message.c: putting questions together and taking answers apart.
 *
 * A message is its length, its type, its tag, and what the type says.  All
 * numbers are little endian; a string is its length and its bytes.
 */
#include "p9.h"

#define HEADER 7

/* Linux's errors from 35 on are numbered otherwise than ours. */
static const struct {
	int theirs, ours;
} errors[] = {{11, EAGAIN}, {35, EDEADLK}, {36, ENAMETOOLONG}, {37, ENOLCK},
    {38, ENOSYS}, {39, ENOTEMPTY}, {40, ELOOP}, {75, EOVERFLOW},
    {95, EOPNOTSUPP}, {110, ETIMEDOUT}, {116, ESTALE}, {122, EDQUOT}};

static int
our_error(uint32_t theirs)
{
	size_t i;

	for (i = 0; i < nitems(errors); i++)
		if ((uint32_t)errors[i].theirs == theirs)
			return errors[i].ours;
	return theirs >= 1 && theirs <= ERANGE ? (int)theirs : EIO;
}

struct p9_msg *
p9_begin(struct p9_softc *sc, uint8_t type)
{
	struct p9_msg *m;

	for (;;) {
		for (m = sc->sc_msg; m < sc->sc_msg + P9_SLOTS; m++)
			if (m->pm_state == PM_FREE)
				break;
		if (m < sc->sc_msg + P9_SLOTS)
			break;
		sc->sc_slotwant = 1;
		(void)tsleep(&sc->sc_slotwant, PRIBIO, "p9slot", 0);
	}
	m->pm_state = PM_MADE;
	m->pm_bad = 0;
	m->pm_txlen = 0;
	p9_put4(m, 0); /* the length, when it is known */
	p9_put1(m, type);
	p9_put2(m, type == P9_TVERSION ? P9_NOTAG : m->pm_tag);
	return m;
}

/* One that was never answered, too: then nothing is sent any more. */
void
p9_end(struct p9_msg *m)
{
	struct p9_softc *sc = m->pm_sc;

	m->pm_state = PM_FREE;
	if (sc->sc_slotwant) {
		sc->sc_slotwant = 0;
		wakeup(&sc->sc_slotwant);
	}
}

void
p9_putdata(struct p9_msg *m, const void *data, size_t n)
{
	if (n > P9_MSIZE - m->pm_txlen) {
		m->pm_bad = 1;
		return;
	}
	memcpy(m->pm_tx + m->pm_txlen, data, n);
	m->pm_txlen += n;
}

static void
put_number(struct p9_msg *m, uint64_t v, int bytes)
{
	uint8_t b[8];
	int i;

	for (i = 0; i < bytes; i++, v >>= 8)
		b[i] = v;
	p9_putdata(m, b, bytes);
}

void
p9_put1(struct p9_msg *m, uint8_t v)
{
	put_number(m, v, 1);
}

void
p9_put2(struct p9_msg *m, uint16_t v)
{
	put_number(m, v, 2);
}

void
p9_put4(struct p9_msg *m, uint32_t v)
{
	put_number(m, v, 4);
}

void
p9_put8(struct p9_msg *m, uint64_t v)
{
	put_number(m, v, 8);
}

void
p9_putstr(struct p9_msg *m, const char *s, size_t len)
{
	p9_put2(m, len);
	p9_putdata(m, s, len);
}

int
p9_call(struct p9_msg *m)
{
	uint32_t len = m->pm_txlen, size;
	uint8_t type = m->pm_tx[4], answer;
	uint16_t tag;
	int error, i;

	if (m->pm_bad)
		return EMSGSIZE;
	for (i = 0; i < 4; i++)
		m->pm_tx[i] = len >> 8 * i;
	if ((error = p9_transfer(m)) != 0)
		return error;
	m->pm_at = 0;
	size = p9_get4(m);
	answer = p9_get1(m);
	tag = p9_get2(m);
	if (m->pm_bad || size < HEADER || size > m->pm_rxlen ||
	    tag != (type == P9_TVERSION ? P9_NOTAG : m->pm_tag))
		return EIO;
	m->pm_rxlen = size;
	if (answer == P9_RLERROR)
		return our_error(p9_get4(m));
	return answer == type + 1 ? 0 : EIO;
}

const uint8_t *
p9_getdata(struct p9_msg *m, size_t n)
{
	const uint8_t *p = m->pm_rx + m->pm_at;

	if (n > m->pm_rxlen - m->pm_at) {
		m->pm_bad = 1;
		return NULL;
	}
	m->pm_at += n;
	return p;
}

static uint64_t
get_number(struct p9_msg *m, int bytes)
{
	const uint8_t *p = p9_getdata(m, bytes);
	uint64_t v = 0;

	while (p != NULL && bytes-- > 0)
		v = v << 8 | p[bytes];
	return v;
}

uint8_t
p9_get1(struct p9_msg *m)
{
	return get_number(m, 1);
}

uint16_t
p9_get2(struct p9_msg *m)
{
	return get_number(m, 2);
}

uint32_t
p9_get4(struct p9_msg *m)
{
	return get_number(m, 4);
}

uint64_t
p9_get8(struct p9_msg *m)
{
	return get_number(m, 8);
}

void
p9_getqid(struct p9_msg *m, struct p9_qid *qid)
{
	qid->type = p9_get1(m);
	(void)p9_get4(m); /* a version, which changes with the file */
	qid->path = p9_get8(m);
}
