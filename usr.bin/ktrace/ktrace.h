/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ktrace.h: what the files of ktrace(1) share.
 */
#ifndef _KTRACE_H_
#define _KTRACE_H_

#include <sys/types.h>
#include <sys/ktrace.h>
#include <stdbool.h>
#include <stdio.h>

/* A call that a process is in, as its record has it. */
struct call {
	struct ktr_syscall head;
	char emul[KTR_NAMELEN], name[KTR_NAMELEN], kinds[KTR_NARGS + 2];
	const char *data; /* in the record: only while that is looked at */
	size_t datalen;
};

/* The parts of a KTR_SYSCALL record; false: it is none. */
bool call_parse(const struct ktr_header *, struct call *);

/* ---- output.c: lines, with the process's number in front ---- */
struct output {
	FILE *to;
	bool with_pid;
	bool with_time; /* how long each call took */
};
extern struct output output;

/* One record as text.  A line stays open until the call returns. */
void print_record(const struct ktr_header *);
/* What is open is closed: there are no more records. */
void print_end(void);

/* ---- value.c: one argument, or a result, as text ---- */
#define TEXTLEN 16384
/* Append to the text in buf, which has TEXTLEN bytes; it is cut there. */
void text_add(char *buf, const char *fmt, ...)
    __attribute__((__format__(__printf__, 2, 3)));
/*
 * Argument i of a call; data is what its record, or that of its return, has of
 * what it points to.
 */
void text_argument(
    char *buf, const struct call *, int i, const char *data, size_t datalen);
void text_result(char *buf, const struct call *, const struct ktr_sysret *);

/* ---- names.c: numbers that have names ---- */
/*
 * Append the names of v, which is of this kind in an emulation: flags with |
 * between them.  false: none is known.
 */
bool names_add(char *buf, const char *emul, char kind, uint32_t v);
const char *error_name(int error);  /* the kernel's number; or NULL */
const char *signal_name(int signo); /* the same */

/* ---- count.c: -c ---- */
void count_record(const struct ktr_header *);
void count_print(FILE *to);

#endif /* _KTRACE_H_ */
