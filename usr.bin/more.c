/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * more: show files by the screen.  Space: the next screen, Return: the
 * next line, q: the end, h: help.  Characters that are overstruck, as in
 * pages of the manual, are shown bold or underlined.
 */
#include <err.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

#include "util.h"

static struct termios saved;
static int keys = -1; /* where keys come from; -1: show without stopping */
static int rows, columns;
static int room;      /* lines that still fit */
static int column;    /* of the cursor */
static int rendition; /* what characters look like now */

enum { PLAIN, BOLD, UNDERLINED };

static void
restore(void)
{
	tcsetattr(keys, TCSANOW, &saved);
}

static void
interrupted(int sig)
{
	restore();
	signal(sig, SIG_DFL);
	raise(sig);
}

/* The standard input may be what is shown, so keys come from /dev/tty. */
static void
open_keys(void)
{
	struct termios t;

	if (!isatty(STDOUT_FILENO))
		return;
	keys = open("/dev/tty", O_RDONLY);
	if (keys < 0)
		keys = STDERR_FILENO;
	if (tcgetattr(keys, &saved) != 0) {
		keys = -1;
		return;
	}
	t = saved;
	t.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
	t.c_cc[VMIN] = 1;
	t.c_cc[VTIME] = 0;
	signal(SIGINT, interrupted);
	signal(SIGTERM, interrupted);
	tcsetattr(keys, TCSANOW, &t);
	atexit(restore);
	terminal_size(STDOUT_FILENO, &columns, &rows);
	room = rows - 1;
}

static void
set_rendition(int to)
{
	static const char *const sequences[] = {
	    [PLAIN] = "\033[m", [BOLD] = "\033[;1m", [UNDERLINED] = "\033[;4m"};

	if (to != rendition)
		fputs(sequences[to], stdout);
	rendition = to;
}

static void
ask_how_to_go_on(const char *name)
{
	char key;

	set_rendition(PLAIN);
	for (;;) {
		printf("\r\033[7m--More-- %s\033[m", name);
		fflush(stdout);
		if (read(keys, &key, 1) != 1)
			key = 'q';
		printf("\r\033[K");
		/* It may have another size by now. */
		terminal_size(STDOUT_FILENO, &columns, &rows);
		switch (key) {
		case ' ':
		case 'f':
			room = rows - 1;
			return;
		case 'd':
			room = rows / 2;
			return;
		case '\n':
		case '\r':
		case 'j':
			room = 1;
			return;
		case 'q':
		case 'Q':
			exit(0);
		default:
			printf("Space: screen, d: half, Return: line, q: end");
			fflush(stdout);
			sleep(1);
			break;
		}
	}
}

static void
new_line(const char *name)
{
	column = 0;
	if (keys >= 0 && --room <= 0)
		ask_how_to_go_on(name);
}

/*
 * The next character, and how it is to look: one that is struck twice is
 * bold, one over an underline underlined.  An underline twice may be either:
 * it looks like what is before it.
 */
static int
next_char(FILE *f, int *look)
{
	int c = getc(f), over;

	*look = PLAIN;
	while (keys >= 0 && c != EOF && c != '\n') {
		int back = getc(f);

		if (back != '\b') {
			ungetc(back, f);
			break;
		}
		if ((over = getc(f)) == EOF)
			return c;
		if (c == over)
			*look =
			    c == '_' && rendition != PLAIN ? rendition : BOLD;
		else if (c == '_')
			*look = UNDERLINED;
		c = over;
	}
	return c;
}

/* A line that is too long takes several of the screen. */
static int
show(FILE *f, const char *name)
{
	int c, look;

	while ((c = next_char(f, &look)) != EOF) {
		if (keys >= 0 && c != '\n' && column == columns)
			new_line(name);
		set_rendition(look);
		putchar(c);
		if (c == '\n')
			new_line(name);
		else if (c == '\t')
			column = (column + 8) & ~7;
		else if (c == '\r')
			column = 0;
		else if ((c & 0xc0) != 0x80)
			column++;
		if (column > columns)
			column = columns;
	}
	set_rendition(PLAIN);
	if (ferror(f)) {
		warn("%s", name);
		return 1;
	}
	return 0;
}

int
main(int argc, char **argv)
{
	int i, status = 0;
	FILE *f;

	check_stdout(1);
	if (getopt(argc, argv, "") != -1 ||
	    (optind == argc && isatty(STDIN_FILENO)))
		usage_exit(1, "more [file ...]");
	open_keys();
	if (optind == argc)
		return show(stdin, "");
	for (i = optind; i < argc; i++) {
		f = fopen(argv[i], "r");
		if (f == NULL) {
			warn("%s", argv[i]);
			status = 1;
			continue;
		}
		if (argc - optind > 1) {
			printf("::: %s\n", argv[i]);
			new_line(argv[i]);
		}
		status |= show(f, argv[i]);
		fclose(f);
		if (i + 1 < argc && keys >= 0)
			ask_how_to_go_on(argv[i + 1]);
	}
	return status;
}
