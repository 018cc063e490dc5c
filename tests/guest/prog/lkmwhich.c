/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lkmwhich: which module LMUNLOADMOD unloads: number, name, and which load of
 * it can be asked for, and all have to be right.
 */
#include <sys/types.h>

#include "tap.h"

#include "lkmutil.h"

static int dev;
static struct object hello;

static void
test_which(void)
{
	struct lmc_unloadmod um = {.id = 0, .name = "another"};
	u_int first = 0, second = 0;

	is(load_object(dev, &hello), 0, "load");
	fails(ioctl(dev, LMUNLOADMOD, &um), ENOENT, "not of that name");
	um.serial = &first;
	fails(ioctl(dev, LMUNLOADMOD, &um), ENOENT, "nor with a serial number");
	is(first, 0, "which is not told");
	um.name = "hello";
	is(ioctl(dev, LMUNLOADMOD, &um), 0, "number and name are right");
	ok(first != 0, "and now it is");
	is(load_object(dev, &hello), 0, "load anew");
	second = first;
	fails(ioctl(dev, LMUNLOADMOD, &um), ENOENT, "it is not that one");
	is(first, second, "which is still meant");
	um.name = NULL;
	fails(ioctl(dev, LMUNLOADMOD, &um), ENOENT, "nor by number");
	um = (struct lmc_unloadmod){
	    .id = -1, .name = "hello", .serial = &second};
	fails(ioctl(dev, LMUNLOADMOD, &um), ENOENT, "nor by name");
	second = first + 1;
	is(ioctl(dev, LMUNLOADMOD, &um), 0, "it is the next");
}

int
main(void)
{
	dev = open("/dev/lkm", O_RDWR);
	if (dev == -1) {
		perror("/dev/lkm");
		return 2;
	}
	hello = read_object("/lkm/hello.o");
	test_which();
	return tap_done();
}
