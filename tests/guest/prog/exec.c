/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * exec: what execve(2) does with arguments, with files that are no programs,
 * and with programs whose headers lie.  A refusal leaves the caller as it
 * was.
 *
 *	exec args N	(run by the test) checks that it got N arguments
 */
#include <sys/types.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tap.h"

extern char **environ;

/* ---- the program's headers ---- */

struct elf_header {
	unsigned char ident[16];
	uint16_t type, machine;
	uint32_t version, entry, phoff, shoff, flags;
	uint16_t ehsize, phentsize, phnum, shentsize, shnum, shstrndx;
};

struct program_header {
	uint32_t type, offset, vaddr, paddr, filesz, memsz, flags, align;
};

/*
 * A program of one page that exits with 5: headers, then code at 0x400100.
 * The second program header is for mistakes; its type 0 is no segment.
 */
static struct {
	struct elf_header eh;
	struct program_header ph[2];
	unsigned char pad[256 - 52 - 64];
	unsigned char code[16];
} image, good;

static void
make_image(void)
{
	/* push $5; push $0; mov $1, %eax; int $0x80 */
	static const unsigned char code[] = {
	    0x6a, 5, 0x6a, 0, 0xb8, 1, 0, 0, 0, 0xcd, 0x80};

	memcpy(good.eh.ident, "\177ELF\1\1\1", 7);
	good.eh.type = 2;
	good.eh.machine = 3;
	good.eh.version = 1;
	good.eh.entry = 0x400100;
	good.eh.phoff = sizeof(struct elf_header);
	good.eh.ehsize = sizeof(struct elf_header);
	good.eh.phentsize = sizeof(struct program_header);
	good.eh.phnum = 2;
	good.ph[0] = (struct program_header){
	    1, 0, 0x400000, 0, sizeof(good), sizeof(good), 5, 4096};
	memcpy(good.code, code, sizeof(code));
}

static const char path[] = "/tmp/program";

static void
write_program(const void *bytes, size_t n)
{
	int fd;

	unlink(path);
	fd = open(path, O_WRONLY | O_CREAT, 0755);
	if (write(fd, bytes, n) != (ssize_t)n)
		diag("%s: cannot be written", path);
	close(fd);
}

/*
 * Run the image, its first n bytes, in a child.  The exit status; or 1000
 * and the error of execve; or 2000 and the signal that ended it.
 */
static int
run_image(size_t n)
{
	char *args[] = {(char *)"program", NULL};
	int status;
	pid_t pid;

	write_program(&image, n);
	if ((pid = fork()) == 0) {
		execve(path, args, environ);
		/* More than eight bits go by a signal. */
		_exit(100 + errno);
	}
	waitpid(pid, &status, 0);
	if (WIFSIGNALED(status))
		return 2000 + WTERMSIG(status);
	return WEXITSTATUS(status) > 100 ? 1000 + WEXITSTATUS(status) - 100
					 : WEXITSTATUS(status);
}

/* One header, spoilt. */
#define LIE(name, result, change)                           \
	do {                                                \
		image = good;                               \
		change;                                     \
		is(run_image(sizeof(image)), result, name); \
	} while (0)
#define NOEXEC  (1000 + ENOEXEC)
#define NOTHERE (1000 + EOPNOTSUPP) /* the terminal is told why */

static void
test_file_header(void)
{
	size_t n;
	int wrong = 0, result;

	LIE("a program of one page", 5, (void)0);
	LIE("no magic number", NOEXEC, image.eh.ident[0] = 0);
	LIE("64 bits", NOTHERE, image.eh.ident[4] = 2);
	LIE("big-endian", NOTHERE, image.eh.ident[5] = 2);
	LIE("an object", NOEXEC, image.eh.type = 1);
	LIE("a shared library", NOTHERE, image.eh.type = 3);
	LIE("another processor", NOTHERE, image.eh.machine = 40);
	LIE("another system", NOTHERE, image.eh.ident[7] = 3);
	LIE("no segments", NOEXEC, image.eh.phnum = 0);
	LIE("65535 segments", NOEXEC, image.eh.phnum = 65535);
	LIE("segment headers of another size", NOEXEC, image.eh.phentsize = 31);
	LIE("segment headers behind the file", NOEXEC,
	    image.eh.phoff = 0x10000000);
	LIE("segment headers at the end of the world", NOEXEC,
	    image.eh.phoff = 0xfffffff0);
	LIE("segment headers at an odd place", NOEXEC, image.eh.phoff = 53);
	LIE("the entry at 0", 2000 + SIGSEGV, image.eh.entry = 0);
	LIE("the entry in the kernel", 2000 + SIGSEGV,
	    image.eh.entry = 0xc0100000);
	LIE("the entry behind the program", 2000 + SIGSEGV,
	    image.eh.entry = 0x500000);
	for (image = good, n = 0; n < sizeof(image); n++) {
		result = run_image(n);
		wrong += result != NOEXEC;
	}
	is(wrong, 0, "cut off anywhere");
}

static void
test_segments(void)
{
	struct program_header *ph = image.ph;

	LIE("a segment of no bytes", NOEXEC, ph->memsz = ph->filesz = 0);
	LIE("a segment at 0", NOEXEC, ph->vaddr = 0);
	LIE("a segment in the kernel", NOEXEC, ph->vaddr = 0xc0000000);
	LIE("a segment at the end of the world", NOEXEC,
	    ph->vaddr = 0xfffff000);
	LIE("a segment into the kernel", NOEXEC, ph->memsz = 0xbfc01000);
	LIE("a segment around the world", NOEXEC, ph->memsz = 0xffffffff);
	LIE("a segment over the stack", NOEXEC, ph->memsz = 0x3f900000);
	LIE("more of the file than of memory", NOEXEC, ph->memsz = 10);
	LIE("more of the file than there is", NOEXEC,
	    ph->filesz = ph->memsz = 0x10000);
	LIE("a file part that wraps", NOEXEC,
	    (ph->filesz = 0xfffff000, ph->memsz = 0xfffff000));
	LIE("an offset behind the file", NOEXEC, ph->offset = 0x100000);
	LIE("an offset and an address that do not fit together", NOEXEC,
	    ph->vaddr = 0x400010);
	LIE("a segment that cannot be executed",
	    sysctl_int("hw.nx") ? 2000 + SIGSEGV : 5, ph->flags = 4);
	LIE("a segment without any permission", 2000 + SIGSEGV, ph->flags = 0);
	LIE("two segments in one place", NOEXEC,
	    (ph[1] = ph[0], image.eh.phnum = 2));
	LIE("two segments that share a page", NOEXEC,
	    (ph[1] = ph[0], ph[1].vaddr += 0xff0, ph[1].offset = 0,
		ph[1].filesz = 0, ph[1].memsz = 8));
	LIE("a dynamic program", NOTHERE, ph[1].type = 2);
	LIE("a program with an interpreter", NOTHERE, ph[1].type = 3);
	LIE("a second segment of zeros", 5,
	    (ph[1] = (struct program_header){
		 1, 0, 0x600000, 0, 0, 0x100000, 6, 4096}));
	LIE("a second segment larger than memory", 5,
	    (ph[1] = (struct program_header){
		 1, 0, 0x600000, 0, 0, 0x30000000, 6, 4096}));
}

/* ---- files ---- */

static void
test_files(void)
{
	char *args[] = {(char *)"x", NULL};
	int fd;

	fails(execve("/nope", args, environ), ENOENT, "no such file");
	fails(execve("", args, environ), ENOENT, "the empty name");
	fails(execve("/etc/rc/x", args, environ), ENOTDIR,
	    "a file as a directory");
	fails(execve("/tmp", args, environ), EACCES, "a directory");
	fails(execve("/dev/null", args, environ), EACCES, "a device");
	fails(execve("/etc/rc", args, environ), EACCES,
	    "a file that is not executable");
	write_program("", 0);
	fails(execve(path, args, environ), ENOEXEC, "an empty file");
	write_program("hello, world\n", 13);
	fails(execve(path, args, environ), ENOEXEC, "a text");
	write_program(&good, 3);
	fails(execve(path, args, environ), ENOEXEC, "three bytes");
	symlink("loop", "/tmp/loop");
	fails(execve("/tmp/loop", args, environ), ELOOP, "a symlink loop");

	/* Another user, without permission. */
	write_program(&good, sizeof(good));
	chmod(path, 0700);
	seteuid(100);
	fails(execve(path, args, environ), EACCES, "another's program");
	seteuid(0);
	chmod(path, 0755);

	/* Descriptors: kept but where it was asked otherwise. */
	fd = open("/dev/null", O_RDONLY);
	fcntl(fd, F_SETFD, FD_CLOEXEC);
	fails(execve("/nope", args, environ), ENOENT, "once more");
	ok(fcntl(fd, F_GETFD) == FD_CLOEXEC, "a refused exec closes nothing");
	close(fd);
}

/* The program's file is written to while it runs, and unlinked. */
static void
test_running_file(void)
{
	int status;
	pid_t pid;

	image = good;
	write_program(&image, sizeof(image));
	if ((pid = fork()) == 0) {
		execl("/t/exec", "exec", "sleep", (char *)NULL);
		_exit(1);
	}
	msleep(20);
	unlink("/t/exec");
	waitpid(pid, &status, 0);
	is(status, 0, "a program runs on when its name is gone");
}

/* ---- arguments ---- */

/* exec with n arguments of length len; the status, or -1 and errno. */
static int
exec_many(int n, size_t len)
{
	char *arg = malloc(len + 1), number[16], **args;
	int i, status, fds[2], error = 0;
	pid_t pid;

	memset(arg, 'a', len);
	arg[len] = '\0';
	snprintf(number, sizeof(number), "%d", n);
	args = calloc(n + 4, sizeof(*args));
	args[0] = (char *)"exec";
	args[1] = (char *)"args";
	args[2] = number;
	for (i = 3; i < n; i++)
		args[i] = arg;
	if (pipe(fds) == -1)
		return -1;
	if ((pid = fork()) == 0) {
		fcntl(fds[1], F_SETFD, FD_CLOEXEC);
		execve("/t/exec", args, environ);
		error = errno;
		(void)!write(fds[1], &error, sizeof(error));
		_exit(1);
	}
	close(fds[1]);
	waitpid(pid, &status, 0);
	if (read(fds[0], &error, sizeof(error)) == sizeof(error)) {
		errno = error;
		status = -1;
	}
	error = errno;
	close(fds[0]);
	free(args);
	free(arg);
	errno = error;
	return status;
}

static void
test_arguments(void)
{
	char *none[] = {NULL}, *env[] = {(char *)"A=1", (char *)"B=2", NULL};
	char *args[] = {(char *)"exec", (char *)"environment", NULL};
	int status;
	pid_t pid;

	is(exec_many(3, 0), 0, "a few arguments");
	is(exec_many(100, 0), 0, "empty arguments");
	is(exec_many(1000, 50), 0, "a thousand arguments");
	is(exec_many(5, 60000), 0, "120,000 bytes in two");
	fails(exec_many(6, 60000), E2BIG, "180,000 bytes");
	fails(exec_many(4, 200000), E2BIG, "one of 200,000 bytes");
	fails(exec_many(40000, 0), E2BIG, "40,000 empty ones");

	if ((pid = fork()) == 0) {
		execve("/t/exec", args, env);
		_exit(1);
	}
	waitpid(pid, &status, 0);
	is(status, 0, "the environment");
	image = good;
	write_program(&image, sizeof(image));
	if ((pid = fork()) == 0) {
		execve(path, none, none);
		_exit(1);
	}
	waitpid(pid, &status, 0);
	is(WEXITSTATUS(status), 5, "not even a name for an argument");
	if ((pid = fork()) == 0) {
		execve(path, NULL, NULL);
		_exit(1);
	}
	waitpid(pid, &status, 0);
	is(WEXITSTATUS(status), 5, "NULL for both lists");
}

/* ---- set-user-id ---- */

static int
run_suid(void *arg)
{
	(void)arg;
	if (setuid(100) == -1)
		return 1;
	execl("/tmp/suid", "exec", "ids", "100", "0", (char *)NULL);
	return 1;
}

static int
run_sgid(void *arg)
{
	(void)arg;
	if (setgid(55) == -1 || setuid(100) == -1)
		return 1;
	execl("/tmp/sgid", "exec", "groups", "55", "0", (char *)NULL);
	return 1;
}

static void
test_suid(void)
{
	system("cp /t/exec /tmp/suid; chmod 4755 /tmp/suid;"
	       "cp /t/exec /tmp/sgid; chmod 2755 /tmp/sgid");
	is(in_child(run_suid, NULL), 0, "set-user-id");
	is(in_child(run_sgid, NULL), 0, "set-group-id");
}

/* ---- what the tests run of this program itself ---- */

static int
role(int argc, char **argv)
{
	int i;

	if (strcmp(argv[1], "args") == 0) {
		if (argc != atoi(argv[2]) || argv[argc] != NULL)
			return 1;
		for (i = 4; i < argc; i++)
			if (strcmp(argv[i], argv[3]) != 0)
				return 2;
		return 0;
	}
	if (strcmp(argv[1], "environment") == 0)
		return !(strcmp(environ[0], "A=1") == 0 &&
		    strcmp(environ[1], "B=2") == 0 && environ[2] == NULL);
	if (strcmp(argv[1], "ids") == 0)
		return !((int)getuid() == atoi(argv[2]) &&
		    (int)geteuid() == atoi(argv[3]));
	if (strcmp(argv[1], "groups") == 0)
		return !((int)getgid() == atoi(argv[2]) &&
		    (int)getegid() == atoi(argv[3]));
	msleep(60);
	/* Of a page that was not touched before the name went away. */
	return role(4,
	    (char *[]){argv[0], (char *)"ids", (char *)"0", (char *)"0", NULL});
}

int
main(int argc, char **argv)
{
	if (argc > 1)
		return role(argc, argv);
	make_image();
	test_file_header();
	test_segments();
	test_files();
	test_arguments();
	test_suid();
	test_running_file();
	return tap_done();
}
