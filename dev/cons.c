/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The console's polled half: which devices it is made of, and how the
 * kernel's own text gets to them.  Depends on nothing that must be
 * initialised first.
 */
#include <sys/param.h>
#include <sys/cons.h>
#include <sys/holders.h>
#include <sys/selfcheck.h>
#include <sys/systm.h>

static struct consdev *consoles;

void (*cn_drain)(void); /* set once there is a terminal with a queue */

void
cn_register(struct consdev *cn)
{
	cn->cn_next = consoles;
	consoles = cn;
}

void
cninit(void)
{
	comcninit();
	vgacninit();
}

void
cnwrite_raw(const char *s, size_t n)
{
	struct consdev *cn;

	for (cn = consoles; cn != NULL && n > 0; cn = cn->cn_next)
		cn->cn_write(cn, s, n);
}

size_t
cnstart(const char *s, size_t n)
{
	struct consdev *cn;

	for (cn = consoles; cn != NULL; cn = cn->cn_next)
		if (cn->cn_start != NULL)
			n = cn->cn_start(cn, s, n);
	for (cn = consoles; cn != NULL; cn = cn->cn_next)
		if (cn->cn_start == NULL && n > 0)
			cn->cn_write(cn, s, n);
	return n;
}

void
cnwrite(const char *s, size_t n)
{
	char buf[128];
	size_t len = 0;

	for (; n > 0; n--, s++) {
		if (len > sizeof(buf) - 2) {
			cnwrite_raw(buf, len);
			len = 0;
		}
		if (*s == '\n')
			buf[len++] = '\r';
		buf[len++] = *s;
	}
	cnwrite_raw(buf, len);
}

void
cnpanic(void)
{
	void (*drain)(void) = cn_drain;

	cn_drain = NULL;
	if (drain != NULL)
		drain();
}

void
cons_holders(struct holders *h)
{
	struct consdev *cn;
	vaddr_t va = (vaddr_t)cn_drain;

	if (holds(h, va))
		holder_found(h, &cn_drain, va, "cn_drain points to");
	for (cn = consoles; cn != NULL; cn = cn->cn_next) {
		va = holds_ops(h, cn, offsetof(struct consdev, cn_next));
		if (va != 0)
			holder_found(h, cn, va,
			    "the console's device %s points to", cn->cn_name);
	}
}

/* ---- self-check ---- */

void
cons_digest(struct digest *d)
{
	const struct consdev *cn;

	selfcheck_code(d, cn_drain, "cn_drain");
	for (cn = consoles; cn != NULL; cn = cn->cn_next) {
		if (!selfcheck_data(d, cn, sizeof(*cn), "a console's device"))
			return;
		selfcheck_code(d, cn->cn_write, "a console's cn_write");
		selfcheck_code(d, cn->cn_start, "a console's cn_start");
	}
}
