/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * getopt.c: getopt(3) as POSIX and the BSDs have it: options end at the
 * first argument that is none, and "-" alone is an argument, which is often
 * the name of the standard input.  (newlib's sorts options to the front and
 * takes "-" for one.)
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

char *optarg;
int optind = 1, opterr = 1, optopt, optreset;

static const char *rest = ""; /* letters of this argument still to come */

static int
complain(const char *spec, const char *what)
{
	if (opterr && *spec != ':')
		fprintf(stderr, "%s: %s -- %c\n", getprogname(), what, optopt);
	return '?';
}

/* The next argument of options has come, or -1: there is none. */
static int
next_argument(int argc, char *const argv[])
{
	if (optind >= argc || argv[optind][0] != '-' || argv[optind][1] == '\0')
		return -1;
	if (strcmp(argv[optind], "--") == 0) {
		optind++;
		return -1;
	}
	rest = argv[optind++] + 1;
	return 0;
}

int
getopt(int argc, char *const argv[], const char *spec)
{
	const char *at;

	if (*spec == '+') /* some ask for this order so */
		spec++;
	if (optreset) {
		optreset = 0;
		rest = "";
	}
	if (*rest == '\0' && next_argument(argc, argv) != 0)
		return -1;
	optopt = (unsigned char)*rest++;
	at = optopt != ':' ? strchr(spec, optopt) : NULL;
	if (at == NULL)
		return complain(spec, "unknown option");
	if (at[1] != ':')
		return optopt;
	if (*rest != '\0') {
		optarg = (char *)rest;
		rest = "";
	} else if (optind < argc) {
		optarg = argv[optind++];
	} else {
		complain(spec, "option requires an argument");
		return *spec == ':' ? ':' : '?';
	}
	return optopt;
}
