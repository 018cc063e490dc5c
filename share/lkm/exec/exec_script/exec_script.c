/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * exec_script: scripts: files whose first line says which program is to run
 * them: #!interpreter [argument].  The line is taken apart here;
 * what comes of it, exec_interpreter() does (sys/exec.h): the arguments, the
 * next file, and the limit on interpreters that are scripts themselves.
 */
#include <sys/param.h>
#include <sys/errno.h>
#include <sys/exec.h>
#include <sys/lkm.h>
#include <sys/systm.h>

static int
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* A shell takes an ENOEXEC for a script of its own: say what was wrong. */
static int
refuse(const struct exec_package *ep, int error, const char *why)
{
	uprintf("%s: %s\n", exec_path(ep), why);
	return error;
}

/*
 * End the first line with an empty byte, without the blanks at its end.  The
 * newline of a file's last line may be missing; that of a longer line than
 * exec has read must not, for nobody knows what follows.
 */
static int
cut_line(struct exec_package *ep)
{
	char *line = ep->ep_hdr, *end;

	end = memchr(line, '\n', ep->ep_hdrvalid);
	if (end == NULL && ep->ep_hdrvalid == sizeof(ep->ep_hdr))
		return refuse(ep, ENOEXEC,
		    "its first line is too long: 511 characters are read");
	if (end == NULL)
		end = line + ep->ep_hdrvalid;
	if (memchr(line, '\0', end - line) != NULL)
		return refuse(ep, ENOEXEC,
		    "it begins with #!, but its first line is not text");
	while (is_blank(end[-1]))
		end--;
	*end = '\0';
	return 0;
}

/*
 * ENOEXEC: no script, or the line makes no sense; ENOENT: the interpreter's
 * name ends with a carriage return; else as exec_interpreter().
 */
static int
script_check(struct proc *p, struct exec_package *ep)
{
	char *path, *arg;
	int error;

	if (ep->ep_hdrvalid < 2 || memcmp(ep->ep_hdr, "#!", 2) != 0)
		return ENOEXEC;
	if ((error = cut_line(ep)) != 0)
		return error;
	path = ep->ep_hdr + 2;
	while (is_blank(*path))
		path++;
	if (*path == '\0')
		return refuse(ep, ENOEXEC, "no interpreter follows its #!");
	for (arg = path; *arg != '\0' && !is_blank(*arg);)
		arg++;
	if (arg[-1] == '\r')
		return refuse(ep, ENOENT,
		    "a carriage return ends its first line, as if that were "
		    "of the interpreter's name: save it with Unix line ends");
	while (is_blank(*arg))
		*arg++ = '\0';
	return exec_interpreter(ep, path, *arg != '\0' ? arg : NULL);
}

static struct execsw script_execsw = {
    .es_name = "script", .es_check = script_check};

/* Any emulation would do: in the end it is the interpreter that runs. */
MOD_EXEC("exec_script", -1, &script_execsw, "native")

int exec_script_lkmentry(struct lkm_table *, int, int);

int
exec_script_lkmentry(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, lkm_nofunc, lkm_nofunc, lkm_nofunc);
}
