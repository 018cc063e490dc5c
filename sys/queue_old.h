/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * queue_old.h: kinds of lists that old sources have, and the kernel itself
 * does not; <sys/queue.h> includes it.  SIMPLEQ, which some call STAILQ: one
 * pointer an element, and a tail to append at.  CIRCLEQ: both ways from both
 * ends; a list ends at its own head, not at NULL.
 */
#ifndef _SYS_QUEUE_OLD_H_
#define _SYS_QUEUE_OLD_H_

#define SIMPLEQ_HEAD(name, type)        \
	struct name {                   \
		struct type *sqh_first; \
		struct type **sqh_last; \
	}
#define SIMPLEQ_HEAD_INITIALIZER(head)  \
	{                               \
		NULL, &(head).sqh_first \
	}
#define SIMPLEQ_ENTRY(type)            \
	struct {                       \
		struct type *sqe_next; \
	}
#define SIMPLEQ_FIRST(head)      ((head)->sqh_first)
#define SIMPLEQ_NEXT(elm, field) ((elm)->field.sqe_next)
#define SIMPLEQ_EMPTY(head)      ((head)->sqh_first == NULL)
#define SIMPLEQ_INIT(head)                             \
	do {                                           \
		(head)->sqh_first = NULL;              \
		(head)->sqh_last = &(head)->sqh_first; \
	} while (0)
#define SIMPLEQ_FOREACH(v, head, field)              \
	for ((v) = SIMPLEQ_FIRST(head); (v) != NULL; \
	     (v) = SIMPLEQ_NEXT(v, field))
#define SIMPLEQ_INSERT_HEAD(head, elm, field)                      \
	do {                                                       \
		(elm)->field.sqe_next = (head)->sqh_first;         \
		if ((head)->sqh_first == NULL)                     \
			(head)->sqh_last = &(elm)->field.sqe_next; \
		(head)->sqh_first = (elm);                         \
	} while (0)
#define SIMPLEQ_INSERT_TAIL(head, elm, field)              \
	do {                                               \
		(elm)->field.sqe_next = NULL;              \
		*(head)->sqh_last = (elm);                 \
		(head)->sqh_last = &(elm)->field.sqe_next; \
	} while (0)
#define SIMPLEQ_INSERT_AFTER(head, at, elm, field)                 \
	do {                                                       \
		(elm)->field.sqe_next = (at)->field.sqe_next;      \
		if ((elm)->field.sqe_next == NULL)                 \
			(head)->sqh_last = &(elm)->field.sqe_next; \
		(at)->field.sqe_next = (elm);                      \
	} while (0)
/* (head, field); up to NetBSD 1.5 it was (head, first element, field). */
#define SIMPLEQ_REMOVE_HEAD(head, ...) \
	_SIMPLEQ_REMOVE_HEAD(head, _QUEUE_LAST(__VA_ARGS__, __VA_ARGS__, 0))
#define _QUEUE_LAST(a, b, ...) b
#define _SIMPLEQ_REMOVE_HEAD(head, field)                              \
	do {                                                           \
		(head)->sqh_first = (head)->sqh_first->field.sqe_next; \
		if ((head)->sqh_first == NULL)                         \
			(head)->sqh_last = &(head)->sqh_first;         \
	} while (0)

#define STAILQ_HEAD             SIMPLEQ_HEAD
#define STAILQ_HEAD_INITIALIZER SIMPLEQ_HEAD_INITIALIZER
#define STAILQ_ENTRY            SIMPLEQ_ENTRY
#define STAILQ_FIRST            SIMPLEQ_FIRST
#define STAILQ_NEXT             SIMPLEQ_NEXT
#define STAILQ_EMPTY            SIMPLEQ_EMPTY
#define STAILQ_INIT             SIMPLEQ_INIT
#define STAILQ_FOREACH          SIMPLEQ_FOREACH
#define STAILQ_INSERT_HEAD      SIMPLEQ_INSERT_HEAD
#define STAILQ_INSERT_TAIL      SIMPLEQ_INSERT_TAIL
#define STAILQ_INSERT_AFTER     SIMPLEQ_INSERT_AFTER
#define STAILQ_REMOVE_HEAD      _SIMPLEQ_REMOVE_HEAD

#define CIRCLEQ_HEAD(name, type)        \
	struct name {                   \
		struct type *cqh_first; \
		struct type *cqh_last;  \
	}
#define CIRCLEQ_HEAD_INITIALIZER(head)         \
	{                                      \
		(void *)&(head), (void *)&head \
	}
#define CIRCLEQ_ENTRY(type)            \
	struct {                       \
		struct type *cqe_next; \
		struct type *cqe_prev; \
	}
#define CIRCLEQ_FIRST(head)      ((head)->cqh_first)
#define CIRCLEQ_LAST(head)       ((head)->cqh_last)
#define CIRCLEQ_NEXT(elm, field) ((elm)->field.cqe_next)
#define CIRCLEQ_PREV(elm, field) ((elm)->field.cqe_prev)
#define CIRCLEQ_END(head)        ((void *)(head))
#define CIRCLEQ_EMPTY(head)      ((head)->cqh_first == CIRCLEQ_END(head))
#define CIRCLEQ_INIT(head)                             \
	do {                                           \
		(head)->cqh_first = CIRCLEQ_END(head); \
		(head)->cqh_last = CIRCLEQ_END(head);  \
	} while (0)
#define CIRCLEQ_FOREACH(v, head, field)                           \
	for ((v) = CIRCLEQ_FIRST(head); (v) != CIRCLEQ_END(head); \
	     (v) = CIRCLEQ_NEXT(v, field))
#define CIRCLEQ_FOREACH_REVERSE(v, head, field)                  \
	for ((v) = CIRCLEQ_LAST(head); (v) != CIRCLEQ_END(head); \
	     (v) = CIRCLEQ_PREV(v, field))
/* Make neighbours of a and b, each of which may be the head. */
#define _CIRCLEQ_JOIN(head, a, b, field)              \
	do {                                          \
		if ((void *)(a) == CIRCLEQ_END(head)) \
			(head)->cqh_first = (b);      \
		else                                  \
			(a)->field.cqe_next = (b);    \
		if ((void *)(b) == CIRCLEQ_END(head)) \
			(head)->cqh_last = (a);       \
		else                                  \
			(b)->field.cqe_prev = (a);    \
	} while (0)
#define _CIRCLEQ_INSERT(head, before, elm, after, field)                \
	do {                                                            \
		(elm)->field.cqe_prev = (before);                       \
		(elm)->field.cqe_next = (after);                        \
		_CIRCLEQ_JOIN(head, (elm)->field.cqe_prev, elm, field); \
		_CIRCLEQ_JOIN(head, elm, (elm)->field.cqe_next, field); \
	} while (0)
#define CIRCLEQ_INSERT_HEAD(head, elm, field) \
	_CIRCLEQ_INSERT(head, CIRCLEQ_END(head), elm, (head)->cqh_first, field)
#define CIRCLEQ_INSERT_TAIL(head, elm, field) \
	_CIRCLEQ_INSERT(head, (head)->cqh_last, elm, CIRCLEQ_END(head), field)
#define CIRCLEQ_INSERT_AFTER(head, at, elm, field) \
	_CIRCLEQ_INSERT(head, at, elm, (at)->field.cqe_next, field)
#define CIRCLEQ_INSERT_BEFORE(head, at, elm, field) \
	_CIRCLEQ_INSERT(head, (at)->field.cqe_prev, elm, at, field)
#define CIRCLEQ_REMOVE(head, elm, field) \
	_CIRCLEQ_JOIN(head, (elm)->field.cqe_prev, (elm)->field.cqe_next, field)

#endif /* _SYS_QUEUE_OLD_H_ */
