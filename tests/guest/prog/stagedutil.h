/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * stagedutil.h: images made by tests/guest/lib/Graft/Staged.pm, and how they
 * are sent.
 */
#ifndef _STAGEDUTIL_H_
#define _STAGEDUTIL_H_

#include "selfutil.h"

struct staged {
	uint32_t addr;   /* it is linked for */
	uint32_t filled; /* bytes of it; behind them is bss */
	uint32_t size;   /* with bss */
	uint32_t entry;
	uint32_t table;   /* bytes of symbols, struct nlist */
	uint32_t symbols; /* and of their strings, together */
	uint32_t unused;
	char bytes[]; /* the image, the symbols */
};

static inline struct staged *
read_image(const char *path)
{
	struct object o = read_object(path);

	return (struct staged *)(void *)o.bytes;
}

static inline struct lmc_resrv
request(const struct staged *s, int symbols)
{
	return (struct lmc_resrv){.size = s->size,
	    .name = (char *)"staged",
	    .sym_size = symbols ? s->symbols : 0,
	    .sym_symsize = symbols ? s->table : 0};
}

/* Send bytes with this call, no more than step each time. */
static inline int
send_pieces(int fd, u_long call, const char *bytes, size_t size, int step)
{
	struct lmc_loadbuf lb;
	size_t n;

	for (; size > 0; bytes += n, size -= n) {
		n = size < (size_t)step ? size : (size_t)step;
		lb = (struct lmc_loadbuf){(int)n, (char *)(uintptr_t)bytes};
		if (ioctl(fd, call, &lb) == -1)
			return -1;
	}
	return 0;
}

static inline int
send_image(int fd, const struct staged *s, int step)
{
	return send_pieces(fd, LMLOADBUF, s->bytes, s->filled, step);
}

static inline int
send_symbols(int fd, const struct staged *s)
{
	return send_pieces(
	    fd, LMLOADSYMS, s->bytes + s->filled, s->symbols, MODIOBUF);
}

/* All of it.  The module's number, or -1 and the error. */
static inline int
stage(int fd, const struct staged *s, int symbols, int step)
{
	struct lmc_resrv r = request(s, symbols);
	u_long entry = s->entry;

	if (ioctl(fd, LMRESERV, &r) == -1)
		return -1;
	if (r.addr != s->addr) {
		diag("linked for 0x%x, but 0x%lx it is", s->addr, r.addr);
		(void)ioctl(fd, LMUNRESRV);
		errno = EADDRNOTAVAIL;
		return -1;
	}
	if (send_image(fd, s, step) == -1 ||
	    (symbols && send_symbols(fd, s) == -1) ||
	    ioctl(fd, LMREADY, &entry) == -1)
		return -1;
	return r.slot;
}

#endif /* _STAGEDUTIL_H_ */
