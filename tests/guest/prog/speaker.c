/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * speaker: tones by ioctl(2), with the module pcspkr loaded.
 */
#include <fcntl.h>
#include <limits.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "../../../share/lkm/misc/pcspkr/spkr.h"
#include "tap.h"

static int
tone(int fd, int frequency, int duration)
{
	tone_t t = {frequency, duration};

	return ioctl(fd, SPKRTONE, &t);
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
	close(fd);
	fails(read(open("/dev/speaker", O_RDONLY), &c, 1), ENODEV,
	    "it cannot be read");
	return tap_done();
}
