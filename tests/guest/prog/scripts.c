/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * scripts: what execve(2) makes of files that begin with #!, when the module
 * exec_script is there.  The interpreter is this program:
 *
 *	scripts show ...	writes to a file what arguments it got
 *	scripts ids ...		and its effective ids
 *	scripts offset ...	and how far descriptor 9 has been read
 */
#include <sys/stat.h>
#include <sys/wait.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tap.h"

#define SELF   "/t/scripts"
#define SCRIPT "/tmp/script"
#define OUT    "/tmp/out"

/* ---- as an interpreter ---- */

static int
interpret(int argc, char **argv)
{
	FILE *f = fopen(OUT, "w");
	int i;

	if (f == NULL)
		return 1;
	for (i = 0; i < argc; i++)
		fprintf(f, "%s%s", i > 0 ? "|" : "", argv[i]);
	if (strcmp(argv[1], "ids") == 0)
		fprintf(f, " %d %d", (int)geteuid(), (int)getegid());
	if (strcmp(argv[1], "offset") == 0)
		fprintf(f, " %d", (int)lseek(9, 0, SEEK_CUR));
	return fclose(f) != 0;
}

/* ---- as the test ---- */

static char said[1024]; /* by the interpreter */

static void
write_file(const char *path, const char *text, size_t n, mode_t mode)
{
	int fd;

	unlink(path);
	fd = open(path, O_WRONLY | O_CREAT, 0700);
	if (fd == -1 || write(fd, text, n) != (ssize_t)n ||
	    fchmod(fd, mode) == -1)
		diag("%s: cannot be written", path);
	close(fd);
}

static void
write_script(const char *text)
{
	write_file(SCRIPT, text, strlen(text), 0755);
}

/* Run a file as a user; the error of execve(2), or 0, and said is set. */
static int
run_as(uid_t uid, const char *path, char *const args[], char *const env[])
{
	int fds[2], status, error = 0, fd;
	ssize_t n;
	pid_t pid;

	write_file(OUT, "", 0, 0666);
	if (pipe(fds) == -1)
		return -1;
	if ((pid = fork()) == 0) {
		fcntl(fds[1], F_SETFD, FD_CLOEXEC);
		if (uid != 0 && (setgid(uid) == -1 || setuid(uid) == -1))
			_exit(3);
		execve(path, args, env);
		error = errno;
		(void)!write(fds[1], &error, sizeof(error));
		_exit(2);
	}
	close(fds[1]);
	waitpid(pid, &status, 0);
	if (read(fds[0], &error, sizeof(error)) != sizeof(error) && status != 0)
		diag("%s: status 0x%x", path, status);
	close(fds[0]);
	fd = open(OUT, O_RDONLY);
	n = read(fd, said, sizeof(said) - 1);
	said[n > 0 ? n : 0] = '\0';
	close(fd);
	return error;
}

static int
run(void)
{
	char *args[] = {(char *)"zero", (char *)"one", (char *)"", NULL};
	char *env[] = {(char *)"A=1", NULL};

	return run_as(0, SCRIPT, args, env);
}

static void
says(const char *expected, const char *name)
{
	if (!ok(strcmp(said, expected) == 0, "%s", name))
		diag("%.200s", said);
}

static void
runs(const char *text, const char *expected, const char *name)
{
	int error;

	write_script(text);
	if ((error = run()) != 0)
		diag("error %d", error);
	says(expected, name);
}

static void
refused(const char *text, int error, const char *name)
{
	write_script(text);
	is(run(), error, "%s", name);
}

#define ALL "|" SCRIPT "|one|"

static void
test_lines(void)
{
	char line[600];
	size_t n;

	runs("#!" SELF " show\ntext\n", SELF "|show" ALL, "an argument");
	runs("#! \t " SELF "\t show \t \n", SELF "|show" ALL,
	    "blanks around both");
	runs("#!" SELF " show  two words\n", SELF "|show  two words" ALL,
	    "the rest of the line is one argument");
	runs("#!" SELF " show", SELF "|show" ALL, "no newline");
	runs("#!" SELF " show\r\n", SELF "|show\r" ALL,
	    "a carriage return is of the argument");
	runs("#!" SELF " show\n\0binary\n", SELF "|show" ALL,
	    "what follows is the interpreter's business");
	refused("#!" SELF "\r\n", ENOENT, "a carriage return behind the name");
	refused("#!" SELF "\r", ENOENT, "and no newline");
	refused("#!" SELF "\r show\n", ENOENT, "and an argument");
	refused("#!\n", ENOEXEC, "no interpreter");
	refused("#! \t \t\n" SELF "\n", ENOEXEC, "blanks, and no interpreter");
	refused("#!", ENOEXEC, "nothing else");
	refused("#", ENOEXEC, "half of the magic number");
	refused(" #!" SELF " show\n", ENOEXEC, "a blank in front");
	write_file(SCRIPT, "#!" SELF " sh\0w\n", sizeof(SELF) + 8, 0755);
	is(run(), ENOEXEC, "a zero byte in the line");

	/* The longest line, and one that is longer. */
	n = sprintf(line, "#!" SELF " show");
	memset(line + n, 'x', sizeof(line) - n);
	memcpy(line + 511, "\nmore", 6);
	write_script(line);
	is(run(), 0, "a line of 511 characters");
	n = strlen(said) - strlen(SELF ALL);
	is(n, 511 - strlen("#!" SELF), "with all of the argument");
	line[511] = 'x';
	line[512] = '\n';
	refused(line, ENOEXEC, "a line of 512 characters");
	line[512] = '\0';
	refused(line, ENOEXEC, "and no newline");
	line[511] = '\0';
	write_script(line);
	is(run(), 0, "511 characters and no newline");
}

static void
test_interpreters(void)
{
	char line[600] = "#!/tmp/";

	refused("#!/nope show\n", ENOENT, "no such interpreter");
	refused("#!/tmp\n", EACCES, "a directory");
	refused("#!/dev/null\n", EACCES, "a device");
	refused("#!/etc/rc\n", EACCES, "a file that is not executable");
	refused("#!/etc/rc/x\n", ENOTDIR, "a file as a directory");
	memset(line + 7, 'x', 300);
	refused(line, ENAMETOOLONG, "too long a name");
	symlink("loop", "/tmp/loop");
	refused("#!/tmp/loop\n", ELOOP, "a loop of symbolic links");
	write_file("/tmp/text", "text\n", 5, 0755);
	refused("#!/tmp/text\n", ENOEXEC, "a text");
	write_file("/tmp/empty", "", 0, 0755);
	refused("#!/tmp/empty\n", ENOEXEC, "an empty file");
	if (chdir("/t") == 0)
		runs("#!scripts show\n", "scripts|show" ALL,
		    "a name from the working directory on");
	(void)!chdir("/");
	symlink(SELF, "/tmp/link");
	runs("#!/tmp/link show\n", "/tmp/link|show" ALL, "a symbolic link");
	unlink("/tmp/link");
	unlink("/tmp/loop");
}

static void
test_nested(void)
{
	char text[64], name[16];
	int i;

	write_file(
	    "/tmp/s1", "#!" SELF " show\n", strlen("#!" SELF " show\n"), 0755);
	for (i = 2; i <= 4; i++) {
		sprintf(name, "/tmp/s%d", i);
		sprintf(text, "#!/tmp/s%d %d\n", i - 1, i);
		write_file(name, text, strlen(text), 0755);
	}
	runs("#!/tmp/s1 a b\n", SELF "|show|/tmp/s1|a b" ALL,
	    "a script runs a script");
	runs("#!/tmp/s3 x\n", SELF "|show|/tmp/s1|2|/tmp/s2|3|/tmp/s3|x" ALL,
	    "three scripts run one");
	refused("#!/tmp/s4\n", ELOOP, "four are too many");
	refused("#!" SCRIPT "\n", ELOOP, "a script runs itself");
	refused("#!/tmp/s1\n", 0, "afterwards");
	for (i = 1; i <= 4; i++) {
		sprintf(name, "/tmp/s%d", i);
		unlink(name);
	}
}

/* The largest argument that a program can have, and a script's is less. */
static void
test_room(void)
{
	size_t low = 0, high = 1 << 20, n;
	char *text = malloc(high + 1), *none[] = {NULL};
	char *args[] = {(char *)"x", (char *)"show", text, NULL};
	const char *first = "#!" SELF " show\n";

	memset(text, 'x', high);
	while (high - low > 1) {
		n = (low + high) / 2;
		text[n] = '\0';
		if (run_as(0, SELF, args, none) == 0)
			low = n;
		else
			high = n;
		text[n] = 'x';
	}
	ok(low > 60000, "there is room for %d bytes", (int)low);
	write_script(first);
	text[low] = '\0';
	is(run_as(0, SCRIPT, args, none), E2BIG, "not in a script's arguments");
	n = strlen(SELF) + strlen("show") + strlen(SCRIPT) + 3 + 2 * 4;
	text[low - n] = '\0';
	is(run_as(0, SCRIPT, args, none), 0, "but for what is put in front");
	free(text);

	is(run_as(0, SCRIPT, none, none), 0, "without any argument");
	says(SELF "|show|" SCRIPT, "even the first");
}

static void
test_rights(void)
{
	char *args[] = {(char *)"x", NULL}, *none[] = {NULL};

	write_script("#!" SELF " ids\n");
	chmod(SCRIPT, 06755);
	is(run_as(100, SCRIPT, args, none), 0, "a script with set-id bits");
	says(SELF "|ids|" SCRIPT " 100 100", "does not get its owner's rights");
	system("cp " SELF " /tmp/suid; chmod 4755 /tmp/suid");
	write_script("#!/tmp/suid ids\n");
	is(run_as(100, SCRIPT, args, none), 0, "an interpreter with them");
	says("/tmp/suid|ids|" SCRIPT " 0 100", "does");
	chmod(SCRIPT, 0711);
	is(run_as(100, SCRIPT, args, none), 0,
	    "a script that cannot be read is the interpreter's problem");
	chmod(SCRIPT, 0700);
	is(run_as(100, SCRIPT, args, none), EACCES, "another's script");
	chmod(SCRIPT, 0644);
	is(run_as(0, SCRIPT, args, none), EACCES, "not executable");
	unlink("/tmp/suid");
}

/* Who has the script open, does not notice. */
static void
test_offset(void)
{
	int fd;

	write_script("#!" SELF " offset\n");
	fd = open(SCRIPT, O_RDONLY);
	lseek(fd, 7, SEEK_SET);
	dup2(fd, 9);
	close(fd);
	is(run(), 0, "a script that is open");
	says(SELF "|offset" ALL " 7", "stays where it was read");
	close(9);
}

int
main(int argc, char **argv)
{
	if (argc > 1)
		return interpret(argc, argv);
	test_lines();
	test_interpreters();
	test_nested();
	test_room();
	test_rights();
	test_offset();
	return tap_done();
}
