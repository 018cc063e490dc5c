/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ps: list processes, as the sysctl variable kern.proc tells them.
 * Without -a or -x: the caller's own, on a terminal.  -a: everybody's;
 * -x: also those without a terminal.
 */
#include <sys/types.h>
#include <sys/sysctl.h>
#include <err.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "util.h"

enum form { SHORT, LONG, USER };

static unsigned tick_rate; /* ticks that make a second of ki_uticks */

/* All processes in memory of its own; the list may grow while we ask. */
static struct kinfo_proc *
read_processes(size_t *countp)
{
	int name[] = {CTL_KERN, KERN_PROC, KERN_PROC_ALL};
	struct kinfo_proc *list;
	size_t len;

	for (;;) {
		if (sysctl(name, 3, NULL, &len, NULL, 0) != 0)
			err(1, "kern.proc");
		len += 8 * sizeof(*list);
		list = malloc(len);
		if (list == NULL)
			err(1, NULL);
		if (sysctl(name, 3, list, &len, NULL, 0) == 0)
			break;
		if (errno != ENOMEM)
			err(1, "kern.proc");
		free(list);
	}
	*countp = len / sizeof(*list);
	return list;
}

static int
by_pid(const void *a, const void *b)
{
	const struct kinfo_proc *x = a, *y = b;

	return (x->ki_pid > y->ki_pid) - (x->ki_pid < y->ki_pid);
}

/* "tty00" is "00", "console" is "co", as terminals have been shortened. */
static const char *
terminal(dev_t dev)
{
	static char buf[8];
	const char *name;

	if (dev == NODEV)
		return "?";
	name = devname(dev, S_IFCHR);
	if (name == NULL)
		return "??";
	if (strncmp(name, "tty", 3) == 0 && name[3] != '\0')
		name += 3;
	snprintf(buf, sizeof(buf), "%.2s", name);
	return buf;
}

static const char *
state(const struct kinfo_proc *p)
{
	static const char letters[] = "?IRSTZ?R";
	static char buf[4];
	size_t n = 0;

	buf[n++] = (size_t)p->ki_stat < sizeof(letters) - 1
	    ? letters[(size_t)p->ki_stat]
	    : '?';
	if (p->ki_sid == p->ki_pid)
		buf[n++] = 's';
	buf[n] = '\0';
	return buf;
}

static void
print_cpu_time(const struct kinfo_proc *p)
{
	uint64_t ticks = (uint64_t)p->ki_uticks + p->ki_sticks;
	unsigned hundredths = (unsigned)(ticks * 100 / tick_rate);

	printf(" %3u:%02u.%02u", hundredths / 6000, hundredths / 100 % 60,
	    hundredths % 100);
}

static void
print_command(const struct kinfo_proc *p)
{
	if (p->ki_stat == SZOMB)
		printf(" (%s)\n", p->ki_comm);
	else if (p->ki_args[0] == '\0')
		printf(" [%s]\n", p->ki_comm);
	else
		printf(" %s\n", p->ki_args);
}

static void
print_header(enum form form)
{
	static const char *const headers[] = {
	    [SHORT] = "  PID TT STAT      TIME COMMAND",
	    [LONG] = "  UID   PID  PPID  PGRP WCHAN       VSZ   RSS TT STAT"
		     "      TIME COMMAND",
	    [USER] = "USER       PID    VSZ   RSS TT STAT STARTED      TIME"
		     " COMMAND",
	};

	puts(headers[form]);
}

static void
print_process(const struct kinfo_proc *p, enum form form)
{
	unsigned vsz = p->ki_vsize / 1024, rss = p->ki_rssize * 4;
	time_t start = (time_t)p->ki_start;
	char started[8];

	switch (form) {
	case SHORT:
		printf("%5d %-2s %-4s", (int)p->ki_pid, terminal(p->ki_tdev),
		    state(p));
		break;
	case LONG:
		printf("%5u %5d %5d %5d %-8s %6u %5u %-2s %-4s",
		    (unsigned)p->ki_uid, (int)p->ki_pid, (int)p->ki_ppid,
		    (int)p->ki_pgid, p->ki_wmesg[0] ? p->ki_wmesg : "-", vsz,
		    rss, terminal(p->ki_tdev), state(p));
		break;
	case USER:
		strftime(started, sizeof(started),
		    time(NULL) - start < 86400 ? "%H:%M" : "%d%b%y",
		    localtime(&start));
		printf("%-8s %5d %6u %5u %-2s %-4s %-7s",
		    user_from_uid(p->ki_uid, 0), (int)p->ki_pid, vsz, rss,
		    terminal(p->ki_tdev), state(p), started);
		break;
	}
	print_cpu_time(p);
	print_command(p);
}

static void
read_tick_rate(void)
{
	int hz = 1;
	size_t len = sizeof(hz);

	if (sysctlbyname("kern.hz", &hz, &len, NULL, 0) != 0)
		err(1, "kern.hz");
	tick_rate = (unsigned)hz;
}

int
main(int argc, char **argv)
{
	bool everybody = false, detached = false;
	enum form form = SHORT;
	struct kinfo_proc *list;
	size_t count, i;
	uid_t uid = getuid();
	int c;

	check_stdout(1);
	while ((c = getopt(argc, argv, "alux")) != -1) {
		switch (c) {
		case 'a':
			everybody = true;
			break;
		case 'l':
			form = LONG;
			break;
		case 'u':
			form = USER;
			break;
		case 'x':
			detached = true;
			break;
		default:
			usage_exit(1, "ps [-alux]");
		}
	}
	if (optind != argc)
		usage_exit(1, "ps [-alux]");
	read_tick_rate();
	list = read_processes(&count);
	qsort(list, count, sizeof(*list), by_pid);
	print_header(form);
	for (i = 0; i < count; i++) {
		if ((everybody || list[i].ki_uid == uid) &&
		    (detached || list[i].ki_tdev != NODEV))
			print_process(&list[i], form);
	}
	free(list);
	return 0;
}
