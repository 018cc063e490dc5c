/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * oldload: reserve, load in pieces, symbols, go: what modload did behind its
 * two runs of ld.  The file has seven words before the image: its address,
 * its bytes, its bytes with bss, the entry, the bytes of its table of
 * symbols, and of that with the strings.
 */
#include <sys/param.h>
#include <sys/ioctl.h>
#include <sys/conf.h>
#include <sys/mount.h>
#include <sys/lkm.h>
#include <sys/stat.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <a.out.h>
#include <err.h>
#include <errno.h>
#include <nlist.h>
#include <paths.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int devfd = -1, reserved = 0, filfd = -1;

static void
cleanup()
{
	if (reserved && ioctl(devfd, LMUNRESRV, 0) == -1)
		warn("can't release slot");
	if (devfd != -1)
		close(devfd);
}

static void
sendbytes(cmd, n)
	u_long cmd;
	u_long n;
{
	struct lmc_loadbuf ldbuf;
	char buf[MODIOBUF];
	int cnt;

	ldbuf.data = buf;
	while (n > 0) {
		cnt = n < sizeof buf ? n : sizeof buf;
		if ((cnt = read(filfd, buf, cnt)) <= 0)
			err(4, "read");
		ldbuf.cnt = cnt;
		if (ioctl(devfd, cmd, &ldbuf) == -1)
			err(11, "error transferring buffer");
		n -= cnt;
	}
}

int
main(argc, argv)
	int argc;
	char *argv[];
{
	struct lmc_resrv resrv;
	struct lmc_stat sbuf;
	struct nlist nl;
	u_long head[7], force = 1;

	if (argc != 2)
		errx(1, "usage: oldload file");
	if ((filfd = open(argv[1], O_RDONLY, 0)) == -1)
		err(4, argv[1]);
	if (read(filfd, (char *)head, sizeof head) != sizeof head)
		err(4, "read");
	if ((devfd = open("/dev/lkm", O_RDWR, 0)) == -1)
		err(3, "/dev/lkm");
	atexit(cleanup);

	resrv.size = head[2];
	resrv.name = "oldload";
	resrv.slot = -1;
	resrv.addr = 0;
	resrv.sym_size = head[5];
	resrv.sym_symsize = head[4];
	if (head[4] % sizeof nl != 0)
		errx(5, "not symbols");
	if (ioctl(devfd, LMRESERV, &resrv) == -1)
		err(9, "can't reserve memory");
	reserved = 1;
	if (resrv.addr != head[0])
		errx(1, "linked for 0x%lx, not 0x%lx", head[0], resrv.addr);
	sendbytes(LMLOADBUF, head[1]);
	sendbytes(LMLOADSYMS, head[5]);
	if (ioctl(devfd, LMFORCE, &force) == -1)
		err(1, "can't force");
	if (ioctl(devfd, LMREADY, &head[3]) == -1) {
		if (errno == EINVAL || errno == ENXIO)
			errx(14, "the kernel does not like the module");
		err(14, "error initializing module");
	}
	reserved = 0;
	bzero(&sbuf, sizeof sbuf);
	sbuf.id = resrv.slot;
	if (ioctl(devfd, LMSTAT, &sbuf) == -1)
		err(15, "error fetching module stats");
	printf("Module loaded as ID %d\n", resrv.slot);
	exit(0);
}
