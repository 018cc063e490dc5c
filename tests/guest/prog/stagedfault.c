/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * stagedfault: a load in pieces in which each allocation fails, each stage
 * is interrupted, loses its descriptor, or sleeps while another process
 * disturbs it through the same file.  Nothing is left, ever.
 */
#include <sys/wait.h>
#include <signal.h>

#include "tap.h"

#include "injectops.h"
#include "stagedutil.h"

#define MAX_POINTS 100

static struct staged *image;
static struct check before, after;

/* Whatever there is of the load goes; is everything as it was? */
static bool
undone(const char *fault, int n)
{
	(void)ioctl(dev, LMUNRESRV);
	unload_all(dev);
	take_check(&after);
	if (same_check(&before, &after))
		return true;
	diag("%s %d: something is left", fault, n);
	return false;
}

/* arm(): until nothing happens any more, which is when it works. */
static void
test_fault(const char *fault, int argument, int error)
{
	const char *fired = "";
	bool good = true;
	int n, result, why;

	for (n = 0; n < MAX_POINTS && fired != NULL; n++) {
		arm(fault, n + 1, argument);
		result = stage(dev, image, 1, 512);
		why = errno;
		fired = disarm();
		if (fired == NULL || error == 0
			? result != 0
			: result != -1 || why != error) {
			diag("%s %d: %d, error %d", fault, n + 1, result, why);
			good = false;
		}
		good &= undone(fault, n + 1);
	}
	ok(good && n > 3, "%s at each of %d points", fault, n - 1);
}

static void
on_signal(int sig)
{
}

/* It works, or the descriptor is missed. */
static void
test_close(void)
{
	const char *fired = "";
	bool good = true;
	int n, result, why;

	for (n = 0; n < MAX_POINTS && fired != NULL; n++) {
		arm("close", n + 1, dev);
		result = stage(dev, image, 1, 512);
		why = errno;
		if ((fired = disarm()) != NULL)
			open_lkm();
		good &= result == 0 || (fired != NULL && why == EBADF);
		good &= undone("close", n + 1);
	}
	ok(good && n > 3, "closed at each of %d points", n - 1);
}

/* Disturb until killed. */
static void
disturb(int how)
{
	struct lmc_resrv r = {.size = 5000, .sym_size = 10};
	struct lmc_loadbuf lb = {10, image->bytes};
	u_long entry = image->entry;

	msleep(5); /* so that the other begins */
	for (;;) {
		if (how == 0)
			(void)ioctl(dev, LMUNRESRV);
		if (how <= 1)
			(void)ioctl(dev, LMRESERV, &r);
		if (how <= 2)
			(void)ioctl(dev, LMLOADBUF, &lb);
		if (how <= 3)
			(void)ioctl(dev, LMLOADSYMS, &lb);
		if (how <= 4)
			(void)ioctl(dev, LMREADY, &entry);
		msleep(5);
	}
}

static void
test_disturbed(int how)
{
	bool good = true;
	pid_t pid;
	int n, slept = 0;

	for (n = 0; n < 12; n++) {
		if ((pid = fork()) == 0)
			disturb(how);
		arm("sleep", n + 1, 3);
		(void)stage(dev, image, 1, 512);
		slept += disarm() != NULL;
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
		good &= undone("disturbed", n + 1);
	}
	ok(good && slept > 0, "disturbed in way %d, at %d of %d points", how,
	    slept, n);
}

int
main(void)
{
	int how;

	image = read_image("/s/bss.img");
	signal(SIGINT, on_signal);
	open_lkm();
	(void)stage(dev, image, 1, 512);
	unload_all(dev);
	first_check(&before, &after);
	test_fault("fail", 0, ENOMEM);
	test_fault("signal", SIGINT, 0);
	test_close();
	for (how = 0; how <= 4; how++)
		test_disturbed(how);
	return tap_done();
}
