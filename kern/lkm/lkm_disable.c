/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lkm_disable.c: modules that whoever sits at the boot loader does not want,
 * lkm.disable=NAME,NAME on the kernel's command line.  Nobody loads one of
 * these: neither root, nor /etc/rc, nor the boot loader itself.
 *
 * A name is the module's own, which it must claim before its code runs
 * (lkm_claim()); what its file is called can be changed by whoever has it.
 * An object without symbols says its name only once its entry runs.  So the
 * boot loader's are also known by their files' names (lkm_boot.c): there the
 * list is the way out of an object that takes the machine down.
 *
 * The list is fixed from the boot on.  A way to change it would be another
 * way to load modules, or to keep some from coming back.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/lkmvar.h>
#include <sys/sysctlvar.h>

static char disabled[BOOTARGS_MAX]; /* names, a comma between them */

static struct sysctl_leaf disable_leaf = {.sl_name = "lkm.disable",
    .sl_descr = "modules that the boot loader forbids",
    .sl_type = SYSCTL_STRING,
    .sl_data = disabled,
    .sl_size = sizeof(disabled)};

/* Each "lkm.disable=" adds to the list; all fit, as the whole line does. */
void
lkm_disable_init(void)
{
	const char *s = NULL;
	size_t n = 0, len = 0;

	while ((s = bootarg_next("lkm.disable", s, &len)) != NULL) {
		if (len == 0)
			continue;
		if (n > 0)
			disabled[n++] = ',';
		memcpy(disabled + n, s, len);
		n += len;
	}
	if (sysctl_attach(&disable_leaf, -1) != 0)
		panic("lkm.disable: no sysctl");
}

/* Who has a file in mind says "hello.o", and means hello. */
static int
means(const char *word, size_t n, const char *name, size_t len)
{
	if (n == len + 2 && memcmp(word + len, ".o", 2) == 0)
		n = len;
	return n == len && memcmp(word, name, len) == 0;
}

static int
listed(const char *name, size_t len)
{
	const char *s = disabled, *end;

	for (; *s != '\0'; s = *end == ',' ? end + 1 : end) {
		for (end = s; *end != '\0' && *end != ','; end++)
			continue;
		if (means(s, end - s, name, len))
			return 1;
	}
	return 0;
}

int
lkm_disabled(const char *name, size_t len, struct lkm_reason *r)
{
	if (disabled[0] == '\0' || len == 0 || !listed(name, len))
		return 0;
	return lkm_refuse(r, LKM_DISABLED,
	    "%.*s is in lkm.disable on the kernel's command line: boot "
	    "without that to load it",
	    (int)len, name);
}
