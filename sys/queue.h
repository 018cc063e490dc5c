/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * queue.h: lists as BSD names them.  SLIST: one pointer an element; LIST:
 * removal in constant time; TAILQ: also a tail, to append in constant time.
 */
#ifndef _SYS_QUEUE_H_
#define _SYS_QUEUE_H_

#define SLIST_HEAD(name, type)          \
	struct name {                   \
		struct type *slh_first; \
	}
#define SLIST_HEAD_INITIALIZER(head) \
	{                            \
		NULL                 \
	}
#define SLIST_ENTRY(type)              \
	struct {                       \
		struct type *sle_next; \
	}
#define SLIST_FIRST(head)      ((head)->slh_first)
#define SLIST_NEXT(elm, field) ((elm)->field.sle_next)
#define SLIST_EMPTY(head)      ((head)->slh_first == NULL)
#define SLIST_INIT(head)       ((head)->slh_first = NULL)
#define SLIST_FOREACH(v, head, field) \
	for ((v) = SLIST_FIRST(head); (v) != NULL; (v) = SLIST_NEXT(v, field))
#define SLIST_INSERT_HEAD(head, elm, field)                \
	do {                                               \
		(elm)->field.sle_next = (head)->slh_first; \
		(head)->slh_first = (elm);                 \
	} while (0)
#define SLIST_INSERT_AFTER(at, elm, field)                    \
	do {                                                  \
		(elm)->field.sle_next = (at)->field.sle_next; \
		(at)->field.sle_next = (elm);                 \
	} while (0)
#define SLIST_REMOVE(head, elm, type, field)            \
	do {                                            \
		struct type **_sp = &(head)->slh_first; \
		while (*_sp != (elm))                   \
			_sp = &(*_sp)->field.sle_next;  \
		*_sp = (elm)->field.sle_next;           \
	} while (0)
#define SLIST_REMOVE_HEAD(head, field) \
	((head)->slh_first = (head)->slh_first->field.sle_next)

#define LIST_HEAD(name, type)          \
	struct name {                  \
		struct type *lh_first; \
	}
#define LIST_HEAD_INITIALIZER(head) \
	{                           \
		NULL                \
	}
#define LIST_ENTRY(type)                                             \
	struct {                                                     \
		struct type *le_next;  /* the next element */        \
		struct type **le_prev; /* what points to this one */ \
	}
#define LIST_FIRST(head)      ((head)->lh_first)
#define LIST_NEXT(elm, field) ((elm)->field.le_next)
#define LIST_EMPTY(head)      ((head)->lh_first == NULL)
#define LIST_INIT(head)       ((head)->lh_first = NULL)
#define LIST_FOREACH(v, head, field) \
	for ((v) = LIST_FIRST(head); (v) != NULL; (v) = LIST_NEXT(v, field))
#define LIST_FOREACH_SAFE(v, head, field, next) \
	for ((v) = LIST_FIRST(head);            \
	     (v) != NULL && ((next) = LIST_NEXT(v, field), 1); (v) = (next))
#define LIST_INSERT_HEAD(head, elm, field)                \
	do {                                              \
		(elm)->field.le_next = (head)->lh_first;  \
		if ((head)->lh_first != NULL)             \
			(head)->lh_first->field.le_prev = \
			    &(elm)->field.le_next;        \
		(head)->lh_first = (elm);                 \
		(elm)->field.le_prev = &(head)->lh_first; \
	} while (0)
#define LIST_INSERT_AFTER(at, elm, field)                    \
	do {                                                 \
		(elm)->field.le_next = (at)->field.le_next;  \
		if ((at)->field.le_next != NULL)             \
			(at)->field.le_next->field.le_prev = \
			    &(elm)->field.le_next;           \
		(at)->field.le_next = (elm);                 \
		(elm)->field.le_prev = &(at)->field.le_next; \
	} while (0)
#define LIST_INSERT_BEFORE(at, elm, field)                   \
	do {                                                 \
		(elm)->field.le_prev = (at)->field.le_prev;  \
		(elm)->field.le_next = (at);                 \
		*(at)->field.le_prev = (elm);                \
		(at)->field.le_prev = &(elm)->field.le_next; \
	} while (0)
#define LIST_REMOVE(elm, field)                               \
	do {                                                  \
		if ((elm)->field.le_next != NULL)             \
			(elm)->field.le_next->field.le_prev = \
			    (elm)->field.le_prev;             \
		*(elm)->field.le_prev = (elm)->field.le_next; \
	} while (0)

#define TAILQ_HEAD(name, type)          \
	struct name {                   \
		struct type *tqh_first; \
		struct type **tqh_last; \
	}
#define TAILQ_HEAD_INITIALIZER(head)    \
	{                               \
		NULL, &(head).tqh_first \
	}
#define TAILQ_ENTRY(type)               \
	struct {                        \
		struct type *tqe_next;  \
		struct type **tqe_prev; \
	}
#define TAILQ_FIRST(head)      ((head)->tqh_first)
#define TAILQ_NEXT(elm, field) ((elm)->field.tqe_next)
#define TAILQ_EMPTY(head)      ((head)->tqh_first == NULL)
/*
 * Backwards.  A head is laid out as an entry is: what points to an element
 * lies in the entry before it, or is the head itself.
 */
#define TAILQ_LAST(head, headname) \
	(*((struct headname *)(void *)(head)->tqh_last)->tqh_last)
#define TAILQ_PREV(elm, headname, field) \
	(*((struct headname *)(void *)(elm)->field.tqe_prev)->tqh_last)
#define TAILQ_FOREACH_REVERSE(v, head, headname, field)     \
	for ((v) = TAILQ_LAST(head, headname); (v) != NULL; \
	     (v) = TAILQ_PREV(v, headname, field))
#define TAILQ_INIT(head)                               \
	do {                                           \
		(head)->tqh_first = NULL;              \
		(head)->tqh_last = &(head)->tqh_first; \
	} while (0)
#define TAILQ_FOREACH(v, head, field) \
	for ((v) = TAILQ_FIRST(head); (v) != NULL; (v) = TAILQ_NEXT(v, field))
#define TAILQ_FOREACH_SAFE(v, head, field, next) \
	for ((v) = TAILQ_FIRST(head);            \
	     (v) != NULL && ((next) = TAILQ_NEXT(v, field), 1); (v) = (next))
#define TAILQ_INSERT_HEAD(head, elm, field)                        \
	do {                                                       \
		(elm)->field.tqe_next = (head)->tqh_first;         \
		if ((head)->tqh_first != NULL)                     \
			(head)->tqh_first->field.tqe_prev =        \
			    &(elm)->field.tqe_next;                \
		else                                               \
			(head)->tqh_last = &(elm)->field.tqe_next; \
		(head)->tqh_first = (elm);                         \
		(elm)->field.tqe_prev = &(head)->tqh_first;        \
	} while (0)
#define TAILQ_INSERT_TAIL(head, elm, field)                \
	do {                                               \
		(elm)->field.tqe_next = NULL;              \
		(elm)->field.tqe_prev = (head)->tqh_last;  \
		*(head)->tqh_last = (elm);                 \
		(head)->tqh_last = &(elm)->field.tqe_next; \
	} while (0)
#define TAILQ_INSERT_AFTER(head, at, elm, field)                   \
	do {                                                       \
		(elm)->field.tqe_next = (at)->field.tqe_next;      \
		if ((elm)->field.tqe_next != NULL)                 \
			(elm)->field.tqe_next->field.tqe_prev =    \
			    &(elm)->field.tqe_next;                \
		else                                               \
			(head)->tqh_last = &(elm)->field.tqe_next; \
		(at)->field.tqe_next = (elm);                      \
		(elm)->field.tqe_prev = &(at)->field.tqe_next;     \
	} while (0)
#define TAILQ_INSERT_BEFORE(at, elm, field)                    \
	do {                                                   \
		(elm)->field.tqe_prev = (at)->field.tqe_prev;  \
		(elm)->field.tqe_next = (at);                  \
		*(at)->field.tqe_prev = (elm);                 \
		(at)->field.tqe_prev = &(elm)->field.tqe_next; \
	} while (0)
#define TAILQ_REMOVE(head, elm, field)                            \
	do {                                                      \
		if ((elm)->field.tqe_next != NULL)                \
			(elm)->field.tqe_next->field.tqe_prev =   \
			    (elm)->field.tqe_prev;                \
		else                                              \
			(head)->tqh_last = (elm)->field.tqe_prev; \
		*(elm)->field.tqe_prev = (elm)->field.tqe_next;   \
	} while (0)
#include <sys/queue_old.h>

#endif /* _SYS_QUEUE_H_ */
