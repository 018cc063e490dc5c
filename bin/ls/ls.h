/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ls.h: what the parts of ls share.
 */
#ifndef _LS_H_
#define _LS_H_

#include <sys/types.h>
#include <sys/stat.h>
#include <stdbool.h>
#include <stddef.h>

/* The options, by their letters. */
struct options {
	bool o_all;       /* -a */
	bool o_almost;    /* -A */
	bool o_classify;  /* -F */
	bool o_dirs;      /* -d: a directory itself, not what is in it */
	bool o_follow;    /* -L */
	bool o_human;     /* -h */
	bool o_inode;     /* -i */
	bool o_long;      /* -l */
	bool o_numeric;   /* -n: numbers for owner and group */
	bool o_one;       /* -1 */
	bool o_recurse;   /* -R */
	bool o_reverse;   /* -r */
	bool o_by_size;   /* -S */
	bool o_by_time;   /* -t */
	bool o_blocks;    /* -s */
	bool o_printable; /* -q: ? for what is no printing character */
};
extern struct options opt;

struct entry {
	char *e_name; /* as it is shown */
	char *e_path; /* as it is opened */
	char *e_link; /* what a symbolic link says, for -l; or NULL */
	struct stat e_stat;
};

/* print.c: show the entries; with `total', the sum of blocks before. */
void print_entries(const struct entry *e, size_t count, bool total);

#endif /* _LS_H_ */
