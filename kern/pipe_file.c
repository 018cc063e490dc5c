/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * pipe_file.c: pipe(2): the two ends of a byte queue as open files.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/file.h>
#include <sys/filedesc.h>
#include <sys/pipe.h>
#include <sys/proc.h>
#include <sys/stat.h>
#include <sys/syscallargs.h>
#include <sys/uio.h>

static int
pipe_fread(struct file *fp, off_t *offset, struct uio *uio, struct ucred *cred,
    int flags)
{
	return pipe_read(fp->f_pipe, uio, fp->f_flag & FNONBLOCK);
}

static int
pipe_fwrite(struct file *fp, off_t *offset, struct uio *uio, struct ucred *cred,
    int flags)
{
	return pipe_write(fp->f_pipe, uio, fp->f_flag & FNONBLOCK);
}

static int
pipe_fioctl(struct file *fp, u_long cmd, void *data, struct proc *p)
{
	return pipe_ioctl(fp->f_pipe, cmd, data);
}

static int
pipe_fpoll(struct file *fp, int events, struct proc *p)
{
	return pipe_poll(fp->f_pipe, events, fp->f_flag, p);
}

static int
pipe_fstat(struct file *fp, struct stat *sb, struct proc *p)
{
	struct pipe *pp = fp->f_pipe;

	memset(sb, 0, sizeof(*sb));
	sb->st_dev = NODEV;
	sb->st_ino = pp->pp_ino;
	sb->st_mode = S_IFIFO | S_IRUSR | S_IWUSR;
	sb->st_nlink = 1;
	sb->st_uid = fp->f_cred->cr_uid;
	sb->st_gid = fp->f_cred->cr_gid;
	sb->st_size = pp->pp_wpos - pp->pp_rpos;
	sb->st_blksize = PIPE_BUF;
	sb->st_blocks = howmany(sb->st_size, S_BLKSIZE);
	sb->st_atim = pp->pp_atime;
	sb->st_mtim = pp->pp_mtime;
	sb->st_ctim = pp->pp_ctime;
	return 0;
}

static int
pipe_fclose(struct file *fp, struct proc *p)
{
	struct pipe *pp = fp->f_pipe;

	if (fp->f_flag & FREAD)
		pp->pp_readers = 0;
	else
		pp->pp_writers = 0;
	pipe_wakeup(pp);
	if (pp->pp_readers == 0 && pp->pp_writers == 0)
		pipe_destroy(pp);
	return 0;
}

static const struct fileops pipeops = {
    .fo_read = pipe_fread,
    .fo_write = pipe_fwrite,
    .fo_ioctl = pipe_fioctl,
    .fo_poll = pipe_fpoll,
    .fo_stat = pipe_fstat,
    .fo_close = pipe_fclose,
};

static void
pipe_file(struct file *fp, struct pipe *pp, int flag)
{
	fp->f_flag = flag;
	fp->f_type = DTYPE_PIPE;
	fp->f_ops = &pipeops;
	fp->f_pipe = pp;
}

/* The reading end comes back in retval[0], the writing one in retval[1]. */
int
sys_pipe(struct proc *p, void *v, register_t *retval)
{
	struct file *rfp, *wfp;
	struct pipe *pp;
	int rfd, wfd, error;

	if ((error = falloc(p, &rfp, &rfd)) != 0)
		return error;
	if ((error = falloc(p, &wfp, &wfd)) != 0) {
		fdremove(p->p_fd, rfd);
		ffree(rfp);
		return error;
	}
	pp = pipe_create();
	pp->pp_readers = pp->pp_writers = 1;
	pipe_file(rfp, pp, FREAD);
	pipe_file(wfp, pp, FWRITE);
	retval[0] = rfd;
	retval[1] = wfd;
	return 0;
}
