/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sysctl: show and set the kernel's variables.  The kernel tells their
 * names and types itself (see the head of <sys/sysctl.h>), so that what a
 * module brings is found here too.
 */
#include <sys/types.h>
#include <sys/sysctl.h>
#include <err.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "util.h"

static const char synopsis[] = "sysctl [-dn] name ...\n"
			       "       sysctl [-n] [-w] name=value ...\n"
			       "       sysctl [-dn] -a";

static bool names_too = true, describe;
static bool in_list; /* among others: what takes many lines is not shown */

/* A query of the interface itself: {0, what, numbers...}. */
static int
query(int what, const int *oid, unsigned oidlen, void *old, size_t *oldlen)
{
	int name[2 + CTL_MAXNAME] = {CTL_SYSCTL, what};

	memcpy(name + 2, oid, oidlen * sizeof(int));
	return sysctl(name, oidlen + 2, old, oldlen, NULL, 0);
}

/*
 * The value in memory of its own, a NUL behind it; NULL and errno when it
 * cannot be read.
 */
static char *
read_value(const int *oid, unsigned oidlen, size_t *lenp)
{
	size_t len;
	char *buf;

	for (;;) {
		if (sysctl(oid, oidlen, NULL, &len, NULL, 0) != 0)
			return NULL;
		len += len / 8;
		buf = malloc(len + 1);
		if (buf == NULL)
			err(1, NULL);
		if (sysctl(oid, oidlen, buf, &len, NULL, 0) == 0)
			break;
		free(buf);
		if (errno != ENOMEM)
			return NULL;
	}
	buf[len] = '\0';
	*lenp = len;
	return buf;
}

static void
print_value(int type, const char *value, size_t len)
{
	long long quad;
	size_t i;
	int n;

	if (type == SYSCTL_INT && len == sizeof(n)) {
		memcpy(&n, value, sizeof(n));
		printf("%d", n);
	} else if (type == SYSCTL_QUAD && len == sizeof(quad)) {
		memcpy(&quad, value, sizeof(quad));
		printf("%lld", quad);
	} else if (type == SYSCTL_STRING) {
		len = strlen(value);
		while (len > 0 && value[len - 1] == '\n')
			len--;
		if (in_list && memchr(value, '\n', len) != NULL)
			printf("(%zu bytes of text)", len);
		else
			printf("%.*s", (int)len, value);
	} else if (len > 64) {
		printf("(%zu bytes)", len);
	} else {
		for (i = 0; i < len; i++)
			printf("%s%02x", i > 0 ? " " : "",
			    (unsigned char)value[i]);
	}
}

static int
show(const int *oid, unsigned oidlen, const struct sysctl_info *info)
{
	char *value;
	size_t len;

	if (describe) {
		printf("%s: %s\n", info->si_name, info->si_descr);
		return 0;
	}
	value = read_value(oid, oidlen, &len);
	if (value == NULL && in_list && errno == EPERM)
		return 0; /* root's alone, and nobody has asked for it */
	if (value == NULL) {
		fflush(stdout);
		warn("%s", info->si_name);
		return 1;
	}
	if (names_too)
		printf("%s = ", info->si_name);
	print_value(info->si_type, value, len);
	putchar('\n');
	free(value);
	return 0;
}

/* Every leaf from behind oid on, or only those under prefix. */
static int
show_all(const char *prefix)
{
	int oid[CTL_MAXNAME] = {0}, next[CTL_MAXNAME];
	size_t plen = strlen(prefix), len, ilen;
	struct sysctl_info info;
	unsigned oidlen = 0;
	int status = 0, found = 0;

	in_list = true;
	for (;;) {
		len = sizeof(next);
		if (query(SYSCTL_NEXT, oid, oidlen, next, &len) != 0)
			break;
		oidlen = (unsigned)(len / sizeof(int));
		memcpy(oid, next, len);
		ilen = sizeof(info);
		if (query(SYSCTL_INFO, oid, oidlen, &info, &ilen) != 0)
			break;
		if (plen > 0 &&
		    (strncmp(info.si_name, prefix, plen) != 0 ||
			info.si_name[plen] != '.'))
			continue;
		found++;
		status |= show(oid, oidlen, &info);
	}
	if (errno != ENOENT)
		err(1, "list of variables");
	if (found == 0) {
		warnx("there is no variable %s (sysctl -a lists them)", prefix);
		return 1;
	}
	return status;
}

/* Turn a value's text into what the kernel takes; the length, 0: wrong. */
static size_t
encode(int type, const char *text, void *buf)
{
	long long quad;
	char *end;
	int n;

	errno = 0;
	quad = strtoll(text, &end, 0);
	if (end == text || *end != '\0' || errno != 0)
		return 0;
	if (type == SYSCTL_QUAD) {
		memcpy(buf, &quad, sizeof(quad));
		return sizeof(quad);
	}
	n = (int)quad;
	if (n != quad)
		return 0;
	memcpy(buf, &n, sizeof(n));
	return sizeof(n);
}

/* Say why, as errno has it, or as the variable itself does. */
static void
not_set(const int *oid, unsigned oidlen, const struct sysctl_info *info)
{
	int error = errno;
	size_t len;
	char *why = error != EPERM && (info->si_flags & SYSCTL_EXPLAINS)
	    ? read_value(oid, oidlen, &len)
	    : NULL;

	if (why != NULL && why[0] != '\0')
		warnx("%s: %s", info->si_name, why);
	else
		warnc(error, "%s", info->si_name);
	free(why);
}

static int
set(const int *oid, unsigned oidlen, const struct sysctl_info *info,
    const char *text)
{
	const void *new = text;
	long long number;
	char *old;
	size_t len, oldlen;

	if (info->si_type == SYSCTL_STRUCT) {
		warnx("%s: a structure cannot be set", info->si_name);
		return 1;
	}
	len = strlen(text);
	if (info->si_type != SYSCTL_STRING) {
		len = encode(info->si_type, text, &number);
		new = &number;
		if (len == 0) {
			warnx("%s: `%s' is not a number that fits",
			    info->si_name, text);
			return 1;
		}
	}
	old = read_value(oid, oidlen, &oldlen);
	if (sysctl(oid, oidlen, NULL, NULL, new, len) != 0) {
		not_set(oid, oidlen, info);
		free(old);
		return 1;
	}
	if (names_too) {
		printf("%s: ", info->si_name);
		if (old != NULL)
			print_value(info->si_type, old, oldlen);
		printf(" -> %s\n", text);
	}
	free(old);
	return 0;
}

static int
do_operand(char *operand, bool write)
{
	struct sysctl_info info;
	int oid[CTL_MAXNAME];
	char *value = strchr(operand, '=');
	size_t count = CTL_MAXNAME, len = sizeof(info);

	if (write && value == NULL) {
		warnx("%s: -w needs name=value", operand);
		return 1;
	}
	if (value != NULL)
		*value++ = '\0';
	if (sysctlnametomib(operand, oid, &count) != 0 ||
	    query(SYSCTL_INFO, oid, (unsigned)count, &info, &len) != 0) {
		if (value == NULL)
			return show_all(operand);
		warnx(
		    "there is no variable %s (sysctl -a lists them)", operand);
		return 1;
	}
	if (value != NULL)
		return set(oid, (unsigned)count, &info, value);
	return show(oid, (unsigned)count, &info);
}

int
main(int argc, char **argv)
{
	bool all = false, write = false;
	int c, status = 0;

	check_stdout(1);
	while ((c = getopt(argc, argv, "adnw")) != -1) {
		switch (c) {
		case 'a':
			all = true;
			break;
		case 'd':
			describe = true;
			break;
		case 'n':
			names_too = false;
			break;
		case 'w':
			write = true;
			break;
		default:
			usage_exit(1, synopsis);
		}
	}
	if (all ? optind != argc || write : optind == argc)
		usage_exit(1, synopsis);
	if (all)
		return show_all("");
	for (; optind < argc; optind++)
		status |= do_operand(argv[optind], write);
	return status;
}
