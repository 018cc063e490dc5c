/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * print.c: the forms of ls: long, one to a line, in columns.
 */
#include <sys/types.h>
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "ls.h"
#include "util.h"

/* How wide the widest entry of a column is. */
struct widths {
	int w_inode, w_blocks, w_nlink, w_owner, w_group, w_size;
};

static char
class_mark(mode_t mode)
{
	switch (mode & S_IFMT) {
	case S_IFDIR:
		return '/';
	case S_IFLNK:
		return '@';
	case S_IFIFO:
		return '|';
	case S_IFSOCK:
		return '=';
	case S_IFREG:
		return mode & 0111 ? '*' : '\0';
	default:
		return '\0';
	}
}

static const char *
owner_name(const struct stat *st, char buf[12])
{
	if (!opt.o_numeric)
		return user_from_uid(st->st_uid, 0);
	snprintf(buf, 12, "%u", (unsigned)st->st_uid);
	return buf;
}

static const char *
group_name(const struct stat *st, char buf[12])
{
	if (!opt.o_numeric)
		return group_from_gid(st->st_gid, 0);
	snprintf(buf, 12, "%u", (unsigned)st->st_gid);
	return buf;
}

/* The size or, for a device, its numbers. */
static const char *
size_text(const struct stat *st, char *buf, size_t len)
{
	if (S_ISCHR(st->st_mode) || S_ISBLK(st->st_mode))
		snprintf(buf, len, "%3u, %3u", (unsigned)major(st->st_rdev),
		    (unsigned)minor(st->st_rdev));
	else if (opt.o_human)
		human_size(buf, (uint64_t)st->st_size);
	else
		snprintf(buf, len, "%lld", (long long)st->st_size);
	return buf;
}

static void
widen(int *width, size_t len)
{
	if ((int)len > *width)
		*width = (int)len;
}

static struct widths
measure(const struct entry *e, size_t count)
{
	struct widths w = {0};
	char buf[32];

	for (; count > 0; count--, e++) {
		const struct stat *st = &e->e_stat;

		widen(&w.w_inode,
		    (size_t)snprintf(buf, sizeof(buf), "%llu",
			(unsigned long long)st->st_ino));
		widen(&w.w_blocks,
		    (size_t)snprintf(
			buf, sizeof(buf), "%lld", (long long)st->st_blocks));
		if (!opt.o_long)
			continue;
		widen(&w.w_nlink,
		    (size_t)snprintf(
			buf, sizeof(buf), "%u", (unsigned)st->st_nlink));
		widen(&w.w_owner, strlen(owner_name(st, buf)));
		widen(&w.w_group, strlen(group_name(st, buf)));
		widen(&w.w_size, strlen(size_text(st, buf, sizeof(buf))));
	}
	return w;
}

/* Characters written. */
static int
print_name(const struct entry *e)
{
	const unsigned char *p = (const unsigned char *)e->e_name;
	char mark = opt.o_classify ? class_mark(e->e_stat.st_mode) : '\0';
	int n = 0;

	for (; *p != '\0'; p++, n++)
		putchar(
		    opt.o_printable && *p < 0x80 && !isprint(*p) ? '?' : *p);
	if (mark != '\0') {
		putchar(mark);
		n++;
	}
	return n;
}

static int
print_prefix(const struct entry *e, const struct widths *w)
{
	int n = 0;

	if (opt.o_inode)
		n += printf(
		    "%*llu ", w->w_inode, (unsigned long long)e->e_stat.st_ino);
	if (opt.o_blocks)
		n += printf(
		    "%*lld ", w->w_blocks, (long long)e->e_stat.st_blocks);
	return n;
}

/* Far from now, half a year back or at all ahead, the year tells more. */
static void
print_time(time_t t)
{
	static time_t now;
	char buf[32];

	if (now == 0)
		now = time(NULL);
	strftime(buf, sizeof(buf),
	    t > now + 60 || t < now - 182 * 86400 ? "%b %e  %Y" : "%b %e %H:%M",
	    localtime(&t));
	fputs(buf, stdout);
}

static void
print_long(const struct entry *e, const struct widths *w)
{
	const struct stat *st = &e->e_stat;
	char mode[12], owner[12], group[12], size[32];

	print_prefix(e, w);
	strmode(st->st_mode, mode);
	printf("%.10s  %*u %-*s  %-*s  %*s ", mode, w->w_nlink,
	    (unsigned)st->st_nlink, w->w_owner, owner_name(st, owner),
	    w->w_group, group_name(st, group), w->w_size,
	    size_text(st, size, sizeof(size)));
	print_time(st->st_mtime);
	putchar(' ');
	print_name(e);
	if (e->e_link != NULL)
		printf(" -> %s", e->e_link);
	putchar('\n');
}

/* Sorted down the columns; every column as wide as the widest name. */
static void
print_columns(const struct entry *e, size_t count, const struct widths *w)
{
	size_t width = 0, columns, rows, row, i;
	int terminal, height, n;

	for (i = 0; i < count; i++)
		if (strlen(e[i].e_name) > width)
			width = strlen(e[i].e_name);
	width += (opt.o_classify ? 1 : 0) + 2;
	width += opt.o_inode ? (size_t)w->w_inode + 1 : 0;
	width += opt.o_blocks ? (size_t)w->w_blocks + 1 : 0;
	terminal_size(STDOUT_FILENO, &terminal, &height);
	columns = (size_t)terminal / width;
	if (columns == 0)
		columns = 1;
	rows = (count + columns - 1) / columns;
	for (row = 0; row < rows; row++) {
		for (i = row; i < count; i += rows) {
			n = print_prefix(&e[i], w) + print_name(&e[i]);
			if (i + rows < count)
				printf("%*s", (int)width - n, "");
		}
		putchar('\n');
	}
}

static void
print_total(const struct entry *e, size_t count)
{
	char buf[HUMAN_LEN];
	uint64_t blocks = 0;

	for (; count > 0; count--, e++)
		blocks += (uint64_t)e->e_stat.st_blocks;
	if (opt.o_human)
		printf("total %s\n", human_size(buf, blocks * 512));
	else
		printf("total %llu\n", (unsigned long long)blocks);
}

void
print_entries(const struct entry *e, size_t count, bool total)
{
	struct widths w = measure(e, count);
	size_t i;

	if (total && (opt.o_long || opt.o_blocks))
		print_total(e, count);
	if (!opt.o_long && !opt.o_one) {
		if (count > 0)
			print_columns(e, count, &w);
		return;
	}
	for (i = 0; i < count; i++) {
		if (opt.o_long) {
			print_long(&e[i], &w);
			continue;
		}
		print_prefix(&e[i], &w);
		print_name(&e[i]);
		putchar('\n');
	}
}
