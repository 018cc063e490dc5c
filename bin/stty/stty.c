/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * stty: show or set the modes of the terminal on the standard input.
 */
#include <sys/ioctl.h>
#include <err.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "stty.h"
#include "util.h"

static const char synopsis[] =
    "stty [-a | -g] [-f terminal] [[-]mode | name value] ...";

static struct termios tio;
static struct winsize ws;
static bool tio_changed, ws_changed;

static tcflag_t *
field_of(struct termios *t, const struct flag *f)
{
	return (tcflag_t *)(void *)((char *)t + f->f_field);
}

static bool
is_set(const struct flag *f)
{
	return (*field_of(&tio, f) & f->f_mask) == f->f_bits;
}

/* Sizes of characters exclude each other: there is no "-cs8". */
static bool
is_choice(const struct flag *f)
{
	return f->f_mask != f->f_bits;
}

static void
print_control(const struct control *c)
{
	cc_t value = tio.c_cc[c->c_index];

	if (value == _POSIX_VDISABLE)
		printf(" %s = <undef>;", c->c_name);
	else if (value == 0177)
		printf(" %s = ^?;", c->c_name);
	else if (value < 040)
		printf(" %s = ^%c;", c->c_name, value + 0100);
	else
		printf(" %s = %c;", c->c_name, value);
}

/* Everything, or only what is not as on a sane terminal. */
static void
show(bool all)
{
	static const char *const titles[] = {
	    "iflags:", "oflags:", "cflags:", "lflags:"};
	const struct control *c;
	const struct flag *f;
	size_t field = SIZE_MAX, line = 0;

	printf("speed %d baud; %d rows; %d columns;", tio.c_ospeed, ws.ws_row,
	    ws.ws_col);
	for (f = flags; f->f_name != NULL; f++) {
		if (is_choice(f) ? !is_set(f) || (!all && f->f_sane)
				 : !all && is_set(f) == f->f_sane)
			continue;
		if (f->f_field != field) {
			field = f->f_field;
			printf("\n%s", titles[field / sizeof(tcflag_t)]);
			line = 7;
		}
		if (line > 68) {
			printf("\n       ");
			line = 7;
		}
		line +=
		    (size_t)printf(" %s%s", is_set(f) ? "" : "-", f->f_name);
	}
	printf("\ncchars:");
	for (line = 0, c = controls; c->c_name != NULL; c++) {
		if (!all && tio.c_cc[c->c_index] == c->c_sane)
			continue;
		if (++line % 6 == 0)
			printf("\n       ");
		print_control(c);
	}
	printf(" min = %d; time = %d;\n", tio.c_cc[VMIN], tio.c_cc[VTIME]);
}

/* -g: one word that stty takes again. */
static void
show_word(void)
{
	size_t i;

	printf("%x:%x:%x:%x", (unsigned)tio.c_iflag, (unsigned)tio.c_oflag,
	    (unsigned)tio.c_cflag, (unsigned)tio.c_lflag);
	for (i = 0; i < NCCS; i++)
		printf(":%x", tio.c_cc[i]);
	putchar('\n');
}

static bool
set_word(const char *s)
{
	unsigned long n[4 + NCCS];
	char *end;
	size_t i;

	for (i = 0; i < 4 + NCCS; i++, s = end + 1) {
		n[i] = strtoul(s, &end, 16);
		if (end == s || *end != (i + 1 < 4 + NCCS ? ':' : '\0'))
			return false;
	}
	tio.c_iflag = (tcflag_t)n[0];
	tio.c_oflag = (tcflag_t)n[1];
	tio.c_cflag = (tcflag_t)n[2];
	tio.c_lflag = (tcflag_t)n[3];
	for (i = 0; i < NCCS; i++)
		tio.c_cc[i] = (cc_t)n[4 + i];
	return true;
}

static bool
set_flag(const char *name)
{
	bool on = *name != '-';
	const struct flag *f;
	tcflag_t *field;

	if (!on)
		name++;
	for (f = flags; f->f_name != NULL; f++) {
		if (strcmp(name, f->f_name) != 0)
			continue;
		if (!on && is_choice(f))
			return false;
		field = field_of(&tio, f);
		*field = (*field & ~f->f_mask) | (on ? f->f_bits : 0);
		return true;
	}
	return false;
}

static void
make_sane(void)
{
	const struct control *c;
	const struct flag *f;

	for (f = flags; f->f_name != NULL; f++) {
		if (is_choice(f) && !f->f_sane)
			continue;
		*field_of(&tio, f) &= ~f->f_mask;
		if (f->f_sane)
			*field_of(&tio, f) |= f->f_bits;
	}
	for (c = controls; c->c_name != NULL; c++)
		tio.c_cc[c->c_index] = c->c_sane;
	tio.c_cc[VMIN] = 1;
	tio.c_cc[VTIME] = 0;
}

static bool
set_combination(const char *name)
{
	if (strcmp(name, "sane") == 0 || strcmp(name, "-raw") == 0) {
		make_sane();
	} else if (strcmp(name, "raw") == 0) {
		cfmakeraw(&tio);
		tio.c_cc[VMIN] = 1;
		tio.c_cc[VTIME] = 0;
	} else if (strcmp(name, "cbreak") == 0) {
		tio.c_lflag &= ~(tcflag_t)ICANON;
		tio.c_cc[VMIN] = 1;
		tio.c_cc[VTIME] = 0;
	} else if (strcmp(name, "-cbreak") == 0) {
		tio.c_lflag |= ICANON;
	} else {
		return false;
	}
	return true;
}

/* A character: itself, ^X, ^? for delete, undef or ^- for none. */
static cc_t
control_value(const char *s)
{
	if (strcmp(s, "undef") == 0 || strcmp(s, "^-") == 0)
		return _POSIX_VDISABLE;
	if (strcmp(s, "^?") == 0)
		return 0177;
	if (s[0] == '^' && s[1] != '\0' && s[2] == '\0')
		return (cc_t)(s[1] & 037);
	if (s[0] != '\0' && s[1] == '\0')
		return (cc_t)s[0];
	errx(1, "`%s' is not a character (x, ^X, ^? or undef)", s);
}

static bool
set_value(const char *name, const char *value)
{
	const struct control *c;

	if (strcmp(name, "rows") == 0 || strcmp(name, "cols") == 0 ||
	    strcmp(name, "columns") == 0) {
		*(*name == 'r' ? &ws.ws_row : &ws.ws_col) =
		    (unsigned short)number_arg(name, value, 0, 65535);
		ws_changed = true;
		return true;
	}
	tio_changed = true;
	if (strcmp(name, "min") == 0 || strcmp(name, "time") == 0) {
		tio.c_cc[*name == 'm' ? VMIN : VTIME] =
		    (cc_t)number_arg(name, value, 0, 255);
		return true;
	}
	if (strcmp(name, "speed") == 0) {
		tio.c_ispeed = tio.c_ospeed =
		    (int)number_arg(name, value, 0, 4000000);
		return true;
	}
	for (c = controls; c->c_name != NULL; c++) {
		if (strcmp(name, c->c_name) != 0)
			continue;
		tio.c_cc[c->c_index] = control_value(value);
		return true;
	}
	return false;
}

static void
set_modes(char **argv)
{
	for (; *argv != NULL; argv++) {
		if (set_flag(*argv) || set_combination(*argv) ||
		    (strchr(*argv, ':') != NULL && set_word(*argv)))
			tio_changed = true;
		else if (argv[1] != NULL && set_value(argv[0], argv[1]))
			argv++;
		else
			errx(1, "`%s' is no mode, or its value is missing",
			    *argv);
	}
}

int
main(int argc, char **argv)
{
	const char *name = "standard input";
	bool all = false, word = false;
	int i;

	check_stdout(1);
	/* By hand: "-echo" is a mode and not options. */
	for (i = 1; i < argc; i++) {
		if (strcmp(argv[i], "-a") == 0) {
			all = true;
		} else if (strcmp(argv[i], "-g") == 0) {
			word = true;
		} else if (strcmp(argv[i], "-f") == 0 && i + 1 < argc) {
			name = argv[++i];
			if (freopen(name, "r+", stdin) == NULL)
				err(1, "%s", name);
		} else {
			break;
		}
	}
	if (i < argc && (all || word))
		usage_exit(1, synopsis);
	if (tcgetattr(STDIN_FILENO, &tio) != 0)
		err(1, "%s", name);
	if (ioctl(STDIN_FILENO, TIOCGWINSZ, &ws) != 0)
		ws = (struct winsize){0};
	if (word)
		show_word();
	else if (i == argc)
		show(all);
	set_modes(argv + i);
	if (tio_changed && tcsetattr(STDIN_FILENO, TCSADRAIN, &tio) != 0)
		err(1, "%s", name);
	if (ws_changed && ioctl(STDIN_FILENO, TIOCSWINSZ, &ws) != 0)
		err(1, "%s", name);
	return 0;
}
