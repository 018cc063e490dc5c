/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * linux_fcntl.c: fcntl(2).  The commands up to F_SETFL have our numbers;
 * record locks come in a structure with offsets of 32 bits, and of 64.
 */
#include <sys/file.h>
#include <sys/filedesc.h>

#include "linux_file.h"

#define LINUX_F_GETLK         5
#define LINUX_F_SETLK         6
#define LINUX_F_SETLKW        7
#define LINUX_F_GETLK64       12
#define LINUX_F_SETLK64       13
#define LINUX_F_SETLKW64      14
#define LINUX_F_DUPFD_CLOEXEC 1030

struct linux_flock {
	int16_t l_type, l_whence;
	int32_t l_start, l_len, l_pid;
};
struct linux_flock64 {
	int16_t l_type, l_whence;
	int64_t l_start, l_len;
	int32_t l_pid;
};
_Static_assert(sizeof(struct linux_flock64) == 24, "flock64");

/* F_RDLCK, F_WRLCK and F_UNLCK, by their numbers: 0, 1, 2. */
static const short lock_types[] = {F_RDLCK, F_WRLCK, F_UNLCK};

static int
get_lock(const void *from, int wide, struct flock *fl)
{
	struct linux_flock64 l;
	struct linux_flock narrow;
	int error;

	if (wide)
		error = copyin(from, &l, sizeof(l));
	else if ((error = copyin(from, &narrow, sizeof(narrow))) == 0)
		l = (struct linux_flock64){narrow.l_type, narrow.l_whence,
		    narrow.l_start, narrow.l_len, narrow.l_pid};
	if (error != 0)
		return error;
	if ((u_short)l.l_type >= nitems(lock_types))
		return EINVAL;
	*fl = (struct flock){.l_type = lock_types[l.l_type],
	    .l_whence = l.l_whence,
	    .l_start = l.l_start,
	    .l_len = l.l_len};
	return 0;
}

static int
put_lock(const struct flock *fl, int wide, void *to)
{
	struct linux_flock64 l = {.l_whence = fl->l_whence,
	    .l_start = fl->l_start,
	    .l_len = fl->l_len,
	    .l_pid = fl->l_pid};
	struct linux_flock narrow;

	while (lock_types[l.l_type] != fl->l_type)
		l.l_type++;
	if (wide)
		return copyout(&l, to, sizeof(l));
	if (l.l_start > INT32_MAX || l.l_len > INT32_MAX)
		return EOVERFLOW;
	narrow = (struct linux_flock){
	    l.l_type, l.l_whence, l.l_start, l.l_len, l.l_pid};
	return copyout(&narrow, to, sizeof(narrow));
}

static int
lock(struct proc *p, struct file *fp, int cmd, void *arg, int wide)
{
	struct flock fl;
	int error;

	if ((error = get_lock(arg, wide, &fl)) != 0 ||
	    (error = file_lock(p, fp, cmd, &fl)) != 0)
		return error;
	return cmd == F_GETLK ? put_lock(&fl, wide, arg) : 0;
}

int
linux_fcntl64(struct proc *p, void *v, register_t *retval)
{
	struct sys_fcntl_args *uap = v;
	struct file *fp = fd_getfile(p->p_fd, uap->fd);
	int error;

	if (fp == NULL)
		return EBADF;
	switch (uap->cmd) {
	case LINUX_F_GETLK:
	case LINUX_F_SETLK:
	case LINUX_F_SETLKW:
		return lock(
		    p, fp, uap->cmd - LINUX_F_GETLK + F_GETLK, uap->arg, 0);
	case LINUX_F_GETLK64:
	case LINUX_F_SETLK64:
	case LINUX_F_SETLKW64:
		return lock(
		    p, fp, uap->cmd - LINUX_F_GETLK64 + F_GETLK, uap->arg, 1);
	case F_GETFL:
		if ((error = sys_fcntl(p, v, retval)) == 0)
			*retval = linux_from_oflags(*retval);
		return error;
	case F_SETFL:
		uap->arg =
		    (void *)(intptr_t)linux_to_oflags((int)(intptr_t)uap->arg);
		return sys_fcntl(p, v, retval);
	case LINUX_F_DUPFD_CLOEXEC:
		uap->cmd = F_DUPFD_CLOEXEC;
		return sys_fcntl(p, v, retval);
	case F_DUPFD:
	case F_GETFD:
	case F_SETFD:
		return sys_fcntl(p, v, retval);
	default:
		return EINVAL;
	}
}

/* The same before there were files of more than 2 GiB. */
int
linux_fcntl(struct proc *p, void *v, register_t *retval)
{
	struct sys_fcntl_args *uap = v;

	if (uap->cmd >= LINUX_F_GETLK64 && uap->cmd <= LINUX_F_SETLKW64)
		return EINVAL;
	return linux_fcntl64(p, v, retval);
}
