/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What happens to written characters: OPOST's translations, the output
 * queue, and the wait for room in it.
 */
#include <stdbool.h>
#include <sys/param.h>
#include <sys/fcntl.h>
#include <sys/prf.h>
#include <sys/proc.h>
#include <sys/systm.h>
#include <sys/tty.h>
#include <sys/uio.h>
#include <sys/vnode.h>

/* A writer that found the queue full goes on when it is this empty. */
#define TTY_OUTQ_LOW (TTY_OUTQ / 4)
/* Bytes taken from a process at a time; they lie on the kernel stack. */
#define OUT_CHUNK    512

void
ttstart(struct tty *tp)
{
	if ((tp->t_state & (TS_TTSTOP | TS_BUSY)) == 0 &&
	    tp->t_outq.q_count > 0)
		tp->t_oproc(tp);
}

/* At spltty; also when TS_BUSY ends. */
void
ttyoutwake(struct tty *tp)
{
	if (tp->t_outq.q_count > TTY_OUTQ_LOW)
		return;
	if ((tp->t_state & TS_ASLEEP) != 0) {
		tp->t_state &= ~TS_ASLEEP;
		wakeup(&tp->t_outq);
	}
	selwakeup(&tp->t_wsel);
}

static bool
put_bytes(struct tty *tp, const char *s, u_int n)
{
	if (TTY_OUTQ - tp->t_outq.q_count < n)
		return false;
	ttyq_put(&tp->t_outq, (const u_char *)s, n);
	return true;
}

static bool
put_one(struct tty *tp, int c)
{
	char byte = c;

	return put_bytes(tp, &byte, 1);
}

/* A control character with OPOST on; false: no room, nothing was done. */
static bool
put_control(struct tty *tp, int c)
{
	u_int n;

	if (c == '\r') {
		if ((tp->t_oflag & ONOCR) != 0 && tp->t_column == 0)
			return true;
		if ((tp->t_oflag & OCRNL) != 0)
			c = '\n';
	} else if (c == '\n' && (tp->t_oflag & ONLCR) != 0) {
		if (!put_bytes(tp, "\r\n", 2))
			return false;
		tp->t_column = 0;
		return true;
	} else if (c == '\t' && (tp->t_oflag & OXTABS) != 0) {
		n = 8 - (tp->t_column & 7);
		if (!put_bytes(tp, "        ", n))
			return false;
		tp->t_column += n;
		return true;
	}
	if (!put_one(tp, c))
		return false;
	if (c == '\r' || (c == '\n' && (tp->t_oflag & ONLRET) != 0))
		tp->t_column = 0;
	else if (c == '\t')
		tp->t_column = (tp->t_column | 7) + 1;
	else if (c == '\b' && tp->t_column > 0)
		tp->t_column--;
	return true;
}

bool
ttyoutput(int c, struct tty *tp)
{
	c &= TTY_CHARMASK;
	if ((tp->t_lflag & FLUSHO) != 0)
		return true;
	if (c < ' ' && (tp->t_oflag & OPOST) != 0)
		return put_control(tp, c);
	if (!put_one(tp, c))
		return false;
	/* The further bytes of a UTF-8 character take no column. */
	if (c >= ' ' && c != 0x7f && (c & 0xc0) != 0x80)
		tp->t_column++;
	return true;
}

/* Queue n bytes; returns how many fitted. */
static u_int
put_processed(struct tty *tp, const u_char *s, u_int n)
{
	u_int done = 0, run, fitted;

	if ((tp->t_lflag & FLUSHO) != 0)
		return n;
	if ((tp->t_oflag & OPOST) == 0)
		return ttyq_put(&tp->t_outq, s, n);
	while (done < n) {
		/* Plain text goes in one piece. */
		for (run = done; run < n && s[run] >= ' ' && s[run] < 0x7f;
		     run++)
			continue;
		fitted = ttyq_put(&tp->t_outq, s + done, run - done);
		tp->t_column += fitted;
		done += fitted;
		if (done < run)
			break;
		if (done < n) {
			if (!ttyoutput(s[done], tp))
				break;
			done++;
		}
	}
	return done;
}

/* Wait until the queue has room; at spltty. */
static int
wait_room(struct tty *tp, int ioflag)
{
	if (tp->t_outq.q_count <= TTY_OUTQ_LOW)
		return 0;
	if ((ioflag & IO_NDELAY) != 0)
		return EWOULDBLOCK;
	tp->t_state |= TS_ASLEEP;
	return tsleep(&tp->t_outq, PCATCH, "ttyout", 0);
}

/* May p write now? */
static int
check_writer(struct tty *tp, struct proc *p)
{
	if ((tp->t_state & TS_ISOPEN) == 0 || !CONNECTED(tp))
		return EIO;
	if ((tp->t_lflag & TOSTOP) != 0)
		return tty_background(tp, p, SIGTTOU);
	return 0;
}

/* Queue all of buf, waiting as often as needed; *left: what was not. */
static int
write_chunk(struct tty *tp, const u_char *buf, u_int n, int ioflag, u_int *left)
{
	int error = 0;
	u_int done;

	for (;;) {
		done = put_processed(tp, buf, n);
		buf += done;
		n -= done;
		ttstart(tp);
		if (n == 0)
			break;
		error = wait_room(tp, ioflag);
		if (error == 0)
			error = check_writer(tp, curproc);
		if (error != 0)
			break;
	}
	*left = n;
	return error;
}

int
ttwrite(struct tty *tp, struct uio *uio, int ioflag)
{
	u_char buf[OUT_CHUNK];
	u_int n, left;
	int error = 0, s = spltty();

	while (error == 0 && uio->uio_resid > 0) {
		error = check_writer(tp, curproc);
		if (error != 0)
			break;
		splx(s);
		n = MIN(uio->uio_resid, sizeof(buf));
		error = uiomove(buf, n, uio);
		s = spltty();
		if (error != 0)
			break;
		/* What is being edited no longer stands where it was typed. */
		tp->t_state &= ~TS_ECHOED;
		error = write_chunk(tp, buf, n, ioflag, &left);
		uio->uio_resid += left;
	}
	splx(s);
	return error;
}

static void
put_tty(void *arg, const char *s, size_t n)
{
	while (n-- > 0)
		ttyoutput(*s++, arg);
}

int
uprintf(const char *fmt, ...)
{
	struct tty *tp = NULL;
	va_list ap;
	int n, s = spltty();

	if (curproc != NULL && (curproc->p_flag & P_CONTROLT) != 0)
		tp = curproc->p_session->s_ttyp;
	if (tp == NULL) {
		splx(s);
		return 0;
	}
	va_start(ap, fmt);
	n = kvprintf(put_tty, tp, fmt, ap);
	va_end(ap);
	ttstart(tp);
	splx(s);
	return n;
}
