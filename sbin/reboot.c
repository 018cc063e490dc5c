/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * reboot, halt, poweroff, shutdown: end all processes, write everything
 * back, and start again, stop, or switch off; or, by shutdown without any
 * of these, go single-user, which is init's to do.
 */
#include <sys/reboot.h>
#include <err.h>
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "util.h"

#define GRACE       20 /* tenths of a second between SIGTERM and SIGKILL */

#define SINGLE_USER (-1)

static const char *name;

static _Noreturn void
usage(void)
{
	if (strcmp(name, "shutdown") == 0)
		usage_exit(1,
		    "shutdown -h | -p | -r [now]\n"
		    "       shutdown now");
	if (strcmp(name, "halt") == 0)
		usage_exit(1, "halt [-npq]");
	fprintf(stderr, "usage: %s [-nq]\n", name);
	_exit(1);
}

/*
 * Everybody but ourselves and init.  Those that clean up get the time for
 * it; kill(2) says ESRCH once nobody is left.
 */
static void
end_processes(void)
{
	struct timespec tenth = {0, 100000000};
	int i;

	if (kill(-1, SIGTERM) != 0) {
		if (errno != ESRCH)
			warn("SIGTERM to all processes");
		return;
	}
	kill(-1, SIGHUP); /* shells at a terminal heed only this one */
	kill(-1, SIGCONT);
	for (i = 0; i < GRACE; i++) {
		nanosleep(&tenth, NULL);
		if (kill(-1, 0) != 0 && errno == ESRCH)
			return;
	}
	kill(-1, SIGKILL);
	nanosleep(&tenth, NULL);
}

/*
 * What shutdown's options ask for, or SINGLE_USER without any; the time must
 * be "now", and may be left out only with an option.
 */
static int
parse_shutdown(int argc, char **argv)
{
	int c, howto = SINGLE_USER;

	while ((c = getopt(argc, argv, "hpr")) != -1) {
		switch (c) {
		case 'h':
			howto = RB_HALT;
			break;
		case 'p':
			howto = RB_POWERDOWN;
			break;
		case 'r':
			howto = RB_AUTOBOOT;
			break;
		default:
			usage();
		}
	}
	if ((howto == SINGLE_USER && optind == argc) || argc - optind > 1)
		usage();
	if (optind < argc && strcmp(argv[optind], "now") != 0)
		errx(1, "%s: only now is a time that is understood",
		    argv[optind]);
	return howto;
}

int
main(int argc, char **argv)
{
	bool quick = false;
	int c, howto = RB_AUTOBOOT;

	name = base_of(argv[0]);
	if (strcmp(name, "halt") == 0)
		howto = RB_HALT;
	else if (strcmp(name, "poweroff") == 0)
		howto = RB_POWERDOWN;
	if (strcmp(name, "shutdown") == 0) {
		howto = parse_shutdown(argc, argv);
	} else {
		while ((c = getopt(argc, argv, "npq")) != -1) {
			if (c == 'n')
				howto |= RB_NOSYNC;
			else if (c == 'q')
				quick = true;
			else if (c == 'p' && strcmp(name, "halt") == 0)
				howto |= RB_POWERDOWN;
			else
				usage();
		}
		if (optind != argc)
			usage();
	}
	if (geteuid() != 0)
		errc(1, EPERM, "%s", name);
	if (howto == SINGLE_USER) {
		if (kill(1, SIGTERM) != 0)
			err(1, "init");
		return 0;
	}
	if (!(howto & RB_NOSYNC))
		sync();
	if (!quick) {
		/* Our shell is about to go, and the terminal with it. */
		signal(SIGHUP, SIG_IGN);
		signal(SIGINT, SIG_IGN);
		signal(SIGQUIT, SIG_IGN);
		signal(SIGTERM, SIG_IGN);
		signal(SIGTSTP, SIG_IGN);
		signal(SIGPIPE, SIG_IGN);
		/* Have init start no new shell. */
		if (kill(1, SIGTSTP) != 0)
			warn("SIGTSTP to init");
		end_processes();
	}
	reboot(howto, NULL);
	err(1, "reboot");
}
