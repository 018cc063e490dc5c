/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The message buffer: a ring of the last bytes that the kernel printed.
 * It lies in the bss, so that it works before there is any allocator and
 * a debugger finds it after a crash.  sysctl kern.msgbuf reads it.
 */
#include <sys/param.h>
#include <sys/prf.h>
#include <sys/systm.h>

static struct {
	size_t mb_next; /* where the next byte goes */
	size_t mb_len;  /* bytes valid, up to MSGBUFSIZE */
	char mb_data[MSGBUFSIZE];
} msgbuf;

/* Append; the oldest bytes make room. */
void
msgbuf_write(const char *s, size_t n)
{
	int x = splhigh();

	while (n > 0) {
		size_t part = MIN(n, MSGBUFSIZE - msgbuf.mb_next);

		memcpy(msgbuf.mb_data + msgbuf.mb_next, s, part);
		msgbuf.mb_next = (msgbuf.mb_next + part) % MSGBUFSIZE;
		msgbuf.mb_len = MIN(msgbuf.mb_len + part, MSGBUFSIZE);
		s += part;
		n -= part;
	}
	splx(x);
}

size_t
msgbuf_len(void)
{
	return msgbuf.mb_len;
}

size_t
msgbuf_read(void *buf, size_t off, size_t len)
{
	char *to = buf;
	int x = splhigh();
	size_t pos, done = 0;

	if (off < msgbuf.mb_len) {
		len = MIN(len, msgbuf.mb_len - off);
		pos = msgbuf.mb_next + MSGBUFSIZE - msgbuf.mb_len + off;
		while (done < len) {
			size_t from = (pos + done) % MSGBUFSIZE;
			size_t part = MIN(len - done, MSGBUFSIZE - from);

			memcpy(to + done, msgbuf.mb_data + from, part);
			done += part;
		}
	}
	splx(x);
	return done;
}
