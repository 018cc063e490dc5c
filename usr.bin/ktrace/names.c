/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * names.c: the names of flags and other numbers.  Those of this system are
 * in a table, made of its headers; an emulation's are in a file of its
 * module's, NAMES_DIR/EMULATION: lines of a kind, a mask, a value and a name,
 * see ktrace(1).
 */
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/reboot.h>
#include <sys/signal.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "ktrace.h"

#define NAMES_DIR "/usr/share/ktrace"
#define EXACT     0xffffffffU

/* v has the name if the bits of the mask are those of the value. */
struct name {
	char kind;
	uint32_t mask, value;
	const char *name;
};

#define BITS(kind, name)                                        \
	{                                                       \
		kind, (uint32_t)(name), (uint32_t)(name), #name \
	}
#define FIELD(kind, mask, name)                     \
	{                                           \
		kind, mask, (uint32_t)(name), #name \
	}
#define NUMBER(kind, name)                           \
	{                                            \
		kind, EXACT, (uint32_t)(name), #name \
	}
/* clang-format off */
static const struct name native[] = {
    FIELD('O', O_ACCMODE, O_RDONLY), FIELD('O', O_ACCMODE, O_WRONLY),
    FIELD('O', O_ACCMODE, O_RDWR), BITS('O', O_NONBLOCK), BITS('O', O_APPEND),
    BITS('O', O_ASYNC), BITS('O', O_SYNC), BITS('O', O_NOFOLLOW),
    BITS('O', O_CREAT), BITS('O', O_TRUNC), BITS('O', O_EXCL),
    BITS('O', O_NOCTTY), BITS('O', O_DIRECTORY), BITS('O', O_CLOEXEC),
    NUMBER('P', PROT_NONE), BITS('P', PROT_READ), BITS('P', PROT_WRITE),
    BITS('P', PROT_EXEC),
    BITS('M', MAP_SHARED), BITS('M', MAP_PRIVATE), BITS('M', MAP_FIXED),
    BITS('M', MAP_ANON),
    BITS('W', WNOHANG), BITS('W', WUNTRACED), BITS('W', WCONTINUED),
    NUMBER('A', F_OK), BITS('A', R_OK), BITS('A', W_OK), BITS('A', X_OK),
    NUMBER('L', SEEK_SET), NUMBER('L', SEEK_CUR), NUMBER('L', SEEK_END),
    NUMBER('H', SIG_BLOCK), NUMBER('H', SIG_UNBLOCK), NUMBER('H', SIG_SETMASK),
    NUMBER('K', CLOCK_REALTIME), NUMBER('K', CLOCK_MONOTONIC),
    NUMBER('T', ITIMER_REAL),
    NUMBER('R', RB_AUTOBOOT), BITS('R', RB_NOSYNC), BITS('R', RB_HALT),
    BITS('R', RB_POWERDOWN),
    NUMBER('C', F_DUPFD), NUMBER('C', F_GETFD), NUMBER('C', F_SETFD),
    NUMBER('C', F_GETFL), NUMBER('C', F_SETFL), NUMBER('C', F_GETLK),
    NUMBER('C', F_SETLK), NUMBER('C', F_SETLKW), NUMBER('C', F_DUPFD_CLOEXEC),
    NUMBER('I', TIOCGETA), NUMBER('I', TIOCSETA), NUMBER('I', TIOCSETAW),
    NUMBER('I', TIOCSETAF), NUMBER('I', TIOCSCTTY), NUMBER('I', TIOCGWINSZ),
    NUMBER('I', TIOCSWINSZ), NUMBER('I', TIOCNOTTY), NUMBER('I', TIOCOUTQ),
    NUMBER('I', TIOCSPGRP), NUMBER('I', TIOCGPGRP), NUMBER('I', TIOCFLUSH),
    NUMBER('I', TIOCDRAIN), NUMBER('I', TIOCGSID), NUMBER('I', FIONREAD),
    NUMBER('I', FIONBIO), NUMBER('I', FIOCLEX), NUMBER('I', FIONCLEX),
    NUMBER('S', SIGHUP), NUMBER('S', SIGINT), NUMBER('S', SIGQUIT),
    NUMBER('S', SIGILL), NUMBER('S', SIGTRAP), NUMBER('S', SIGABRT),
    NUMBER('S', SIGEMT), NUMBER('S', SIGFPE), NUMBER('S', SIGKILL),
    NUMBER('S', SIGBUS), NUMBER('S', SIGSEGV), NUMBER('S', SIGSYS),
    NUMBER('S', SIGPIPE), NUMBER('S', SIGALRM), NUMBER('S', SIGTERM),
    NUMBER('S', SIGURG), NUMBER('S', SIGSTOP), NUMBER('S', SIGTSTP),
    NUMBER('S', SIGCONT), NUMBER('S', SIGCHLD), NUMBER('S', SIGTTIN),
    NUMBER('S', SIGTTOU), NUMBER('S', SIGIO), NUMBER('S', SIGXCPU),
    NUMBER('S', SIGXFSZ), NUMBER('S', SIGVTALRM), NUMBER('S', SIGPROF),
    NUMBER('S', SIGWINCH), NUMBER('S', SIGINFO), NUMBER('S', SIGUSR1),
    NUMBER('S', SIGUSR2),
    {0},
};

/* The kernel's, in whose numbers a record tells of them. */
#define E(name) {'E', EXACT, name, #name}
static const struct name errors[] = {
    E(EPERM), E(ENOENT), E(ESRCH), E(EINTR), E(EIO), E(ENXIO), E(E2BIG),
    E(ENOEXEC), E(EBADF), E(ECHILD), E(EDEADLK), E(ENOMEM), E(EACCES),
    E(EFAULT), E(ENOTBLK), E(EBUSY), E(EEXIST), E(EXDEV), E(ENODEV),
    E(ENOTDIR), E(EISDIR), E(EINVAL), E(ENFILE), E(EMFILE), E(ENOTTY),
    E(ETXTBSY), E(EFBIG), E(ENOSPC), E(ESPIPE), E(EROFS), E(EMLINK), E(EPIPE),
    E(EDOM), E(ERANGE), E(EAGAIN), E(EINPROGRESS), E(EALREADY), E(ENOTSOCK),
    E(EDESTADDRREQ), E(EMSGSIZE), E(EPROTOTYPE), E(ENOPROTOOPT),
    E(EPROTONOSUPPORT), E(ESOCKTNOSUPPORT), E(EOPNOTSUPP), E(EPFNOSUPPORT),
    E(EAFNOSUPPORT), E(EADDRINUSE), E(EADDRNOTAVAIL), E(ENETDOWN),
    E(ENETUNREACH), E(ENETRESET), E(ECONNABORTED), E(ECONNRESET), E(ENOBUFS),
    E(EISCONN), E(ENOTCONN), E(ESHUTDOWN), E(ETOOMANYREFS), E(ETIMEDOUT),
    E(ECONNREFUSED), E(ELOOP), E(ENAMETOOLONG), E(EHOSTDOWN), E(EHOSTUNREACH),
    E(ENOTEMPTY), E(EPROCLIM), E(EUSERS), E(EDQUOT), E(ESTALE), E(EREMOTE),
    E(EBADRPC), E(ERPCMISMATCH), E(EPROGUNAVAIL), E(EPROGMISMATCH),
    E(EPROCUNAVAIL), E(ENOLCK), E(ENOSYS), E(EFTYPE), E(EAUTH), E(ENEEDAUTH),
    E(EIDRM), E(ENOMSG), E(EOVERFLOW), E(EILSEQ), E(ENOTSUP), E(ECANCELED),
    E(EBADMSG), E(ENODATA), E(ENOSR), E(ENOSTR), E(ETIME), E(ENOATTR),
    E(EMULTIHOP), E(ENOLINK), E(EPROTO),
    {0},
};
/* clang-format on */

/* Those of an emulation, read when it is first met. */
static struct names {
	struct names *next;
	char emul[KTR_NAMELEN];
	const struct name *table; /* a kind of 0 ends it */
} * known;

/* "O 0x3 0 O_RDONLY"; a mask of "=" asks for the value itself. */
static bool
parse_line(char *line, struct name *n)
{
	char *kind, *mask, *value, *name, *end, *last;

	kind = strtok_r(line, " \t\n", &last);
	mask = strtok_r(NULL, " \t\n", &last);
	value = strtok_r(NULL, " \t\n", &last);
	name = strtok_r(NULL, " \t\n", &last);
	if (name == NULL || strlen(kind) != 1)
		return false;
	n->kind = *kind;
	n->value = strtoul(value, &end, 0);
	if (*end != '\0')
		return false;
	n->mask = EXACT;
	if (strcmp(mask, "=") != 0) {
		n->mask = strtoul(mask, &end, 0);
		if (*end != '\0')
			return false;
	}
	return (n->name = strdup(name)) != NULL;
}

static const struct name *
read_names(const char *emul)
{
	struct name *table = calloc(1, sizeof(*table)), *more, n;
	size_t count = 0, number = 0, size = 0;
	char path[128], *line = NULL;
	FILE *f;

	snprintf(path, sizeof(path), NAMES_DIR "/%s", emul);
	if (table == NULL || strchr(emul, '/') != NULL ||
	    (f = fopen(path, "r")) == NULL)
		return table; /* numbers will do */
	while (getline(&line, &size, f) > 0) {
		number++;
		if (line[0] == '#' || line[strspn(line, " \t\n")] == '\0')
			continue;
		if (!parse_line(line, &n)) {
			warnx("%s:%zu: not a kind, a mask, a value and a name: "
			      "left out",
			    path, number);
			continue;
		}
		more = realloc(table, (count + 2) * sizeof(*table));
		if (more == NULL)
			break;
		table = more;
		table[count++] = n;
		table[count].kind = 0;
	}
	free(line);
	fclose(f);
	return table;
}

static const struct name *
names_of(const char *emul)
{
	struct names *s;

	if (strcmp(emul, "native") == 0)
		return native;
	for (s = known; s != NULL; s = s->next)
		if (strcmp(s->emul, emul) == 0)
			return s->table;
	if ((s = calloc(1, sizeof(*s))) == NULL)
		return NULL;
	strlcpy(s->emul, emul, sizeof(s->emul));
	s->table = read_names(emul);
	s->next = known;
	known = s;
	return s->table;
}

bool
names_add(char *buf, const char *emul, char kind, uint32_t v)
{
	const struct name *n = names_of(emul);
	uint32_t rest = v;
	bool any = false;

	for (; n != NULL && n->kind != 0; n++) {
		/* Of zeros there is one name, and only what has none left. */
		if (n->kind != kind || (v & n->mask) != n->value ||
		    (n->value & ~rest) != 0)
			continue;
		text_add(buf, "%s%s", any ? "|" : "", n->name);
		any = true;
		rest &= ~n->mask;
		if (n->mask == EXACT)
			return true;
	}
	if (any && rest != 0)
		text_add(buf, "|0x%lx", (unsigned long)rest);
	return any;
}

static const char *
find(const struct name *n, char kind, uint32_t value)
{
	for (; n->kind != 0; n++)
		if (n->kind == kind && n->value == value)
			return n->name;
	return NULL;
}

const char *
error_name(int error)
{
	return find(errors, 'E', error);
}

const char *
signal_name(int signo)
{
	return find(native, 'S', signo);
}
