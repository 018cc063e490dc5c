/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * compatcalls: what the modules of tests/compat/lkm have brought, all of
 * which are loaded.
 */
#include <sys/syscall.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "tap.h"

#include <string.h>

static volatile int signals;

static void
noted(int sig)
{
	signals += sig == SIGUSR1;
}

int
main(void)
{
	char to[8] = "";
	char word[] = "abcdef";
	int sum = 0, parent, fd;
	struct stat st;

	is(syscall(211, "bsd 4.4", to, 8), 8, "slotcall copies in and out");
	ok(strcmp(to, "BSD 4.4") == 0, "slotcall: %s", to);
	fails(syscall(211, 1, to, 8), EFAULT, "slotcall: a wild pointer");
	fails(syscall(211, to, to, 65), EINVAL, "slotcall: too long");
	seteuid(100);
	fails(syscall(211, to, to, 1), EPERM, "slotcall: for root only");
	seteuid(0);
	is(syscall(212, 77), 77, "ticker is woken by its timeout");
	is(syscall(213), 4, "lwpcall");
	is(syscall(214, word, 6, &sum), 'a' + 'f', "scarg's words");
	ok(strcmp(word, "fbcdea") == 0 && sum == 'a' + 'f', "scarg: %s", word);
	fails(syscall(214, 1, 6, &sum), EFAULT, "scarg: a wild pointer");
	fails(syscall(214, word, 1, &sum), EINVAL, "scarg: a short that is 1");
	close(open("/tmp/hidden", O_CREAT | O_WRONLY, 0644));
	fails(open("/tmp/hidden", O_RDONLY), ENOENT, "hidecall hides it");
	ok(close(open("/tmp", O_RDONLY)) == 0, "hidecall: nothing else");
	fails(unlink("/tmp/hidden"), ENOENT, "hidecall keeps it");
	rename("/tmp/hidden", "/tmp/seen");
	is(unlink("/tmp/seen"), 0, "hidecall: under another name");
	mkdir("/tmp/folder", 0777);
	is(stat("/tmp/folder", &st), 0, "hidecall: a folder");
	is(st.st_mode & 0777, 0700, "hidecall: made less open");
	rmdir("/tmp/folder");
	is(syscall(215, 0), 0, "setids: 0");
	is(syscall(215, 100), 100, "setids: another");
	is(geteuid(), 100, "setids: it is another");
	fails(syscall(215, 0), EPERM, "setids: for root only");
	seteuid(0);
	signal(SIGUSR1, noted);
	is(syscall(216), 2, "clocks: a callout and a timeout");
	is(signals, 1, "clocks: a signal from a callout");
	mknod("/tmp/olddev", S_IFCHR | 0600, makedev(33, 0));
	fd = open("/tmp/olddev", O_RDWR);
	is(write(fd, to, 8), 8, "olddev is written to");
	ok(read(fd, &sum, sizeof(sum)) == sizeof(sum) && sum == 8,
	    "olddev is read");
	fails(open("/tmp/olddev", O_RDONLY), EBUSY, "olddev is for one");
	is(close(fd), 0, "olddev is closed");
	unlink("/tmp/olddev");
	parent = getppid();
	ok(parent > 100000, "wrapcall has getppid: %d", parent);
	return tap_done();
}
