/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * util.h: what several programs need and the C library does not have.
 * A function that ends the program says so; the others leave a reason in
 * errno or print it, as their comments tell.
 */
#ifndef _UTIL_H_
#define _UTIL_H_

#include <sys/types.h>
#include <sys/stat.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* --- a program's frame (frame.c) */

/*
 * To be called first in main().  Output is buffered, so that a full file
 * system may show only when the buffer is written at the end: at exit the
 * standard output is flushed, and if anything failed the program says so
 * and exits with status, not with the one that it meant to.
 */
void check_stdout(int status);

/* Print "usage: synopsis" on standard error and exit with status. */
void usage_exit(int status, const char *synopsis) __attribute__((__noreturn__));

/* The last component of argv[0]: the name a program was called by. */
const char *base_of(const char *path);

/* Columns and rows of the terminal at fd; 80 and 24 when it does not say. */
void terminal_size(int fd, int *columns, int *rows);

/* --- numbers (number.c) */

/*
 * s as a decimal number from lo to hi.  Anything else ends the program:
 * status 1, `what' names the thing in the message.
 */
long long number_arg(
    const char *what, const char *s, long long lo, long long hi);

/* The same, and a suffix k, m, g (powers of 1024) or b (512) is allowed. */
long long size_arg(const char *what, const char *s, long long lo, long long hi);

/* bytes as at most four figures and a unit: "17", "4.0K", "12M". */
#define HUMAN_LEN 8
const char *human_size(char buf[HUMAN_LEN], uint64_t bytes);

/* --- modes (mode.c); strmode(3) is the other way */

/*
 * The mode that a file of mode old gets by spec, octal or symbolic as in
 * chmod(1): *newp.  A clause that names nobody (u, g, o, a) spares the
 * bits in umask.  EINVAL (-1 is returned) when spec is neither.
 */
int mode_change(const char *spec, mode_t old, mode_t mask, mode_t *newp);

/* --- names of users, groups and devices (names.c) */

/*
 * A number's name from /etc/passwd, /etc/group.  Unknown: the number in
 * a static buffer or, with `strict', NULL.
 */
const char *user_from_uid(uid_t uid, int strict);
const char *group_from_gid(gid_t gid, int strict);

/* A name's number; a decimal number stands for itself.  -1: unknown. */
int uid_from_user(const char *name, uid_t *uidp);
int gid_from_group(const char *name, gid_t *gidp);

/*
 * The name in /dev of a device of type S_IFCHR or S_IFBLK, NULL if it has
 * none there.  The string stays until the next call.
 */
const char *devname(dev_t dev, mode_t type);

/* --- trees of files (walk.c), paths (path.c) */

enum walk_what {
	WALK_FILE,       /* not a directory, or a directory not entered */
	WALK_PRE,        /* a directory, before what is in it */
	WALK_POST,       /* the same, after */
	WALK_NOSTAT,     /* lstat(2) failed: w_errno, w_stat is void */
	WALK_UNREADABLE, /* a directory that cannot be listed: w_errno */
};
struct walk_entry {
	const char *w_path; /* the operand, and from there on */
	const struct stat *w_stat;
	int w_depth; /* 0 for the operand itself */
	int w_errno;
};
#define WALK_SKIP 1 /* what fn returns for WALK_PRE: do not go in */
typedef int walk_fn(const struct walk_entry *, enum walk_what, void *arg);

/* If the entry could not be looked at, say so, with warn(3): true. */
bool walk_failed(const struct walk_entry *, enum walk_what);

/*
 * Call fn for path and everything below it, in the order of names.
 * Symbolic links are not followed, but path itself when `follow'.  The
 * names of a directory are read before the first is visited: fn may
 * remove and add files.  -1 with ENOMEM when memory runs out, otherwise 0.
 */
int walk(const char *path, bool follow, walk_fn *fn, void *arg);

/*
 * The names in a directory but "." and "..", sorted; free_names() frees.
 * -1 and errno as opendir(3), or ENOMEM.
 */
int read_names(const char *path, char ***namesp, size_t *countp);
void free_names(char **names, size_t count);

/*
 * The absolute name, without links, of a directory; in memory of its own.
 * NULL and errno when it is none, or cannot be entered.
 */
char *directory_path(const char *path);

/* dir, a slash and name in memory of its own; out of memory: err(3). */
char *path_join(const char *dir, const char *name);

/* --- who may (secure_path.c, refusal.c) */

/*
 * Whether root alone can change what lies at path, an absolute one: it and
 * the folders above it are root's, and neither group nor others may write.
 * false: why not, in why.
 */
bool secure_path(const char *path, char *why, size_t whysize);

/*
 * In words, why an EPERM: "not permitted at securelevel 1 (raised by rc)";
 * NULL when the securelevel forbids nothing.  In static memory.
 */
const char *securelevel_refusal(void);

/* --- users (account.c, password.c) */

struct passwd;

/*
 * For a program that runs with more rights than its caller: descriptors 0
 * to 2 are open, if only to /dev/null, so that no file gets their number.
 */
void open_standard_files(void);

/*
 * Print prompt and read a line that is not shown, from the terminal or,
 * without one, from the standard input.  false: the input ended, or the
 * line was too long.
 */
bool read_password(const char *prompt, char *buf, size_t size);

/*
 * The hash in /etc/master.passwd, which only root can read.  "*" for a user
 * who is not there; the string stays until the next call.
 */
const char *password_hash(const char *user);

/* Whether hash lets anybody in: it is not a star or the like. */
bool password_possible(const char *hash);

/* Whether `typed' is the password; an empty hash asks for an empty one. */
bool password_right(const char *hash, const char *typed);

/*
 * Put a new hash into /etc/master.passwd; err(3) when that fails.  The
 * process is root for good, then.
 */
void password_set(const char *user, const char *hash);

/*
 * Become the user, for good, and run his shell with the arguments argv,
 * whose first is replaced; with `login' as a login shell, in his home.
 * Of the environment only TERM is kept.  Does not return.
 */
void run_shell_as(const struct passwd *pw, bool login, char **argv)
    __attribute__((__noreturn__));

/* --- copying and removing (copy.c, remove.c); messages are theirs */

#define COPY_RECURSE  0x1 /* directories with all that is in them */
#define COPY_PRESERVE 0x2 /* owner, mode and times too */
#define COPY_FORCE    0x4 /* remove a target that cannot be opened */
#define COPY_NODES    0x8 /* devices, FIFOs and links as such */

/* Copy `from' to the name `to'.  0, or 1 when anything went wrong. */
int copy_tree(const char *from, const char *to, int flags);

/* All that in delivers goes to out.  -1 and errno; write_failed: whose fault. */
int copy_bytes(int in, int out, bool *write_failed);

#define REMOVE_RECURSE 0x1
#define REMOVE_FORCE   0x2 /* no such file is no error; never ask */
#define REMOVE_ASK     0x4

/* Remove path.  0, or 1 when something is left. */
int remove_tree(const char *path, int flags);

/* Ask a question on standard error; true when the answer begins with y. */
bool ask(const char *fmt, ...) __attribute__((__format__(__printf__, 1, 2)));

/*
 * Where the target of an operation lies: `name' itself or, when it is a
 * directory, the base name of `from' in it; in memory of its own.
 */
char *target_path(const char *from, const char *name);
/* Where programs are looked for: $PATH. */
const char *program_dirs(void);
/*
 * The next file that a shell finds under a name without a slash, *dirs being
 * program_dirs() at first; in memory of its own.  NULL: there is no more.
 */
char *next_program(const char *name, const char **dirs);
bool is_program(const char *path); /* a file, and we may run it */

/* err(3) or errx(3) with status 1 unless path is a directory. */
void need_directory(const char *path);

#endif /* _UTIL_H_ */
