/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * speaker: tones by ioctl(2), with the module pcspkr loaded.
 */
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/time.h>
#include <unistd.h>

#include "../../../share/lkm/misc/pcspkr/spkr.h"
#include "tap.h"

static int
tone(int fd, int frequency, int duration)
{
	tone_t t = {frequency, duration};

	return ioctl(fd, SPKRTONE, &t);
}

static void
handler(int sig)
{
}

/* What makes no sound takes time as well, and others need it. */
static void
much_ado(int fd)
{
	struct sigaction sa = {.sa_handler = handler};
	struct itimerval it = {.it_value = {0, 10000}};
	static char text[1 << 20];
	long n;

	memset(text, '>', sizeof(text));
	for (n = 0; n < (long)sizeof(text); n += 2)
		text[n] = '<';
	sigaction(SIGALRM, &sa, NULL);
	setitimer(ITIMER_REAL, &it, NULL);
	n = write(fd, text, sizeof(text));
	ok(n > 0 && n < (long)sizeof(text),
	    "a signal ends a long tune without a note: %ld", n);
}

int
main(void)
{
	int fd = open("/dev/speaker", O_WRONLY);
	char c;

	ok(fd != -1, "it is there");
	is(tone(fd, 1000, 20), 0, "1000 Hz");
	is(tone(fd, 0, 10), 0, "silence");
	is(tone(fd, 200, 10), 0, "200 Hz");
	is(tone(fd, 200, 0), 0, "for no time at all");
	fails(tone(fd, 18, 10), EINVAL, "lower than it can");
	fails(tone(fd, 20001, 10), EINVAL, "higher than one can hear");
	fails(tone(fd, INT_MAX, 10), EINVAL, "much higher");
	fails(tone(fd, -1, 10), EINVAL, "a negative frequency");
	fails(tone(fd, 100, -1), EINVAL, "a negative time");
	fails(tone(fd, 100, INT_MAX), EINVAL, "for ever");
	fails(ioctl(fd, FIONREAD, &c), ENOTTY, "another ioctl");
	fails(open("/dev/speaker", O_WRONLY), EBUSY, "it is one's at a time");
	fails(write(fd, (char *)0x1000, 10), EFAULT,
	    "from memory that is not there");
	is(write(fd, "", 0), 0, "nothing to play");
	much_ado(fd);
	close(fd);
	fails(read(open("/dev/speaker", O_RDONLY), &c, 1), ENODEV,
	    "it cannot be read");
	return tap_done();
}
