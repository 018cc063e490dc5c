/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * text.c: strings, numbers, patterns, times as text.
 */
#include <sys/stat.h>
#include <errno.h>
#include <libgen.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "libctest.h"

static void
test_regex(void)
{
	regmatch_t m[2];
	regex_t re;

	ok(regcomp(&re, "a\\(b*\\)c", 0) == 0 &&
		regexec(&re, "xxabbbc", 2, m, 0) == 0 && m[0].rm_so == 2 &&
		m[1].rm_so == 3 && m[1].rm_eo == 6,
	    "a basic expression");
	regfree(&re);
	ok(regcomp(&re, "^(x|y)+$", REG_EXTENDED | REG_ICASE) == 0 &&
		regexec(&re, "xYx", 0, NULL, 0) == 0 &&
		regexec(&re, "xz", 0, NULL, 0) == REG_NOMATCH,
	    "an extended expression");
	regfree(&re);
	ok(regcomp(&re, "\\(", 0) == REG_EPAREN, "a wrong expression");
}

static void
test_numbers(void)
{
	char buf[64], *end;

	ok(strtoll("-0x7fffffffffffffff", &end, 0) == -0x7fffffffffffffffLL &&
		*end == '\0',
	    "strtoll");
	ok(strtol("99999999999", NULL, 10) == 0x7fffffff && errno == ERANGE,
	    "strtol out of range: ERANGE");
	snprintf(buf, sizeof(buf), "%05d|%-4s|%#x|%zu|%c", -42, "ab", 255,
	    sizeof(buf), 'z');
	ok(strcmp(buf, "-0042|ab  |0xff|64|z") == 0, "snprintf: %s", buf);
	snprintf(buf, sizeof(buf), "%g %e %.3f", 0.1, 12345.678, 2.0 / 3);
	ok(strcmp(buf, "0.1 1.234568e+04 0.667") == 0, "floating: %s", buf);
	ok(strtod("2.5e3", NULL) == 2500.0, "strtod");
}

void
test_text(void)
{
	struct tm tm = {.tm_year = 150, .tm_mon = 1, .tm_mday = 29};
	char buf[64], path[] = "/usr/bin/name";
	time_t t = 951782400; /* 29 February 2000 */

	test_regex();
	test_numbers();
	ok(strcmp(basename(path), "name") == 0 &&
		strcmp(dirname(path), "/usr/bin") == 0,
	    "basename and dirname");
	strmode(S_IFDIR | S_ISVTX | 0776, buf);
	ok(strcmp(buf, "drwxrwxrwT ") == 0, "strmode");
	ok(strftime(buf, sizeof(buf), "%Y-%m-%d %H:%M", gmtime(&t)) == 16 &&
		strcmp(buf, "2000-02-29 00:00") == 0,
	    "strftime and gmtime");
	ok(mktime(&tm) == 2529619200 + 86400 && tm.tm_mon == 2, "mktime: 2050");
	ok(strcmp(strerror(ENOENT), "No such file or directory") == 0 &&
		strstr(strerror(ENOATTR), "ttribute") != NULL,
	    "strerror knows our numbers: %s", strerror(ENOATTR));
}
