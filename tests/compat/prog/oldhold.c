/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * oldhold: who else has the device?  Tells so, and that a reader need not
 * care.
 */
#include <sys/param.h>
#include <sys/ioctl.h>
#include <sys/lkm.h>
#include <sys/file.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>

int main __P((void));

int
main()
{
	struct lmc_stat st;
	int a, b, c;

	a = open("/dev/lkm", O_RDWR, 0);
	b = open("/dev/lkm", O_RDWR | O_NDELAY, 0);
	printf("%s\n", b == -1 && errno == EBUSY ? "held" : "not held");
	c = open("/dev/lkm", O_RDONLY, 0);
	st.id = MAXLKMS;
	printf("%s\n", ioctl(c, LMSTAT, (caddr_t)&st) == -1 && errno == EINVAL
	    ? "readable" : "not readable");
	printf("%s\n", ioctl(c, LMUNRESRV, (caddr_t)0) == -1 && errno == EPERM
	    ? "not writable" : "writable");
	close(a);
	b = open("/dev/lkm", O_RDWR | O_NDELAY, 0);
	printf("%s\n", b != -1 ? "free" : "not free");
	return 0;
}
