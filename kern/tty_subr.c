/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The queues of a terminal: rings whose sizes are powers of two.  All at
 * spltty.
 */
#include <stdbool.h>
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/tty.h>

u_int
ttyq_put(struct ttyq *q, const u_char *s, u_int n)
{
	u_int tail = (q->q_head + q->q_count) % TTY_OUTQ, part;

	n = MIN(n, TTY_OUTQ - q->q_count);
	part = MIN(n, TTY_OUTQ - tail);
	memcpy(q->q_buf + tail, s, part);
	memcpy(q->q_buf, s + part, n - part);
	q->q_count += n;
	return n;
}

/*
 * Where the oldest bytes are, and how many lie there in one piece; they
 * stay in the queue until ttyq_drop().
 */
u_int
ttyq_peek(const struct ttyq *q, const u_char **p)
{
	*p = q->q_buf + q->q_head;
	return MIN(q->q_count, TTY_OUTQ - q->q_head);
}

void
ttyq_drop(struct ttyq *q, u_int n)
{
	KASSERT(n <= q->q_count);
	q->q_head = (q->q_head + n) % TTY_OUTQ;
	q->q_count -= n;
}

/* Add to the line being edited; false: the queue is full. */
bool
ttyinq_put(struct ttyinq *q, uint16_t cell)
{
	if (q->iq_count == TTY_INQ)
		return false;
	q->iq_cells[(q->iq_head + q->iq_count) % TTY_INQ] = cell;
	q->iq_count++;
	return true;
}

/* Take the oldest cell; it must be ready. */
uint16_t
ttyinq_get(struct ttyinq *q)
{
	uint16_t cell = q->iq_cells[q->iq_head];

	KASSERT(q->iq_ready > 0);
	q->iq_head = (q->iq_head + 1) % TTY_INQ;
	q->iq_count--;
	q->iq_ready--;
	return cell;
}

/* The i-th oldest cell. */
uint16_t
ttyinq_at(const struct ttyinq *q, u_int i)
{
	return q->iq_cells[(q->iq_head + i) % TTY_INQ];
}

/* The last cell of the line being edited; there must be one. */
uint16_t
ttyinq_last(const struct ttyinq *q)
{
	KASSERT(q->iq_count > q->iq_ready);
	return ttyinq_at(q, q->iq_count - 1);
}

/* Take back the last cell of the line being edited. */
bool
ttyinq_unput(struct ttyinq *q)
{
	if (q->iq_count == q->iq_ready)
		return false;
	q->iq_count--;
	return true;
}
