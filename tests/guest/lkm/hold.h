/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * hold.h: a module that, by its system call SLOT, enters itself wherever a
 * module can: call it with what to do, or 100 more to undo that.  With 0 it
 * only says that it works.  NAME and UNLOAD make three of it: one that tidies
 * up when it is unloaded, one that says it does, one that has no function
 * for it.
 */
#include <sys/param.h>
#include <sys/conf.h>
#include <sys/cons.h>
#include <sys/errno.h>
#include <sys/exec.h>
#include <sys/file.h>
#include <sys/filedesc.h>
#include <sys/kernel.h>
#include <sys/kprobe.h>
#include <sys/lkm.h>
#include <sys/malloc.h>
#include <sys/mount.h>
#include <sys/namei.h>
#include <sys/proc.h>
#include <sys/procvar.h>
#include <sys/sysctlvar.h>
#include <sys/systm.h>
#include <sys/tty.h>
#include <sys/vnode.h>

/* tests/guest/busy.t has these by name, in this order. */
enum what {
	NOTHING,
	TIMEOUT,
	CALLOUT,
	ARGUMENT,
	INTERRUPT,
	SYSCTL,
	DEVICE,
	BLOCK,
	HEAPDEVICE,
	RAWCALL,
	FILESYSTEM,
	FORMAT,
	TERMINAL,
	THREAD,
	VECTOR,
	NATIVE,
	VNODE,
	MEMORY,
	CONSOLE,
	SLEEP,
	SLEEPY,
	OPENFILE,
	EMULATION,
	PROBE,
	NWHAT
};
#define UNDO    100
#define RAWSLOT (300 + SLOT - 220)

static MALLOC_DEFINE(M_HOLD, NAME, "what " NAME " forgets");

static char done[NWHAT];
static struct callout hold_callout;
static void *hold_cookie, *hold_memory;
static struct vnode *hold_vnode;
static struct cdevsw *heap_switch;
static int stop_thread, hold_data, hold_channel, sleepy;

void idt_set(int vector, void (*entry)(void), int user);

static void
hold_tick(void *arg)
{
	done[TIMEOUT] = done[CALLOUT] = done[ARGUMENT] = 0;
}

static int
hold_interrupt(void *arg)
{
	return 0;
}

static int
hold_open(dev_t dev, int flag, int mode, struct proc *p)
{
	return 0;
}

static int
hold_call(struct proc *p, void *v, register_t *retval)
{
	*retval = 43;
	return 0;
}

static void
hold_thread(void *arg)
{
	while (!stop_thread)
		tsleep(&stop_thread, PWAIT, "hold", 0);
	stop_thread = 0;
	wakeup(&hold_channel);
	exit1(curproc, 0);
}

static void
hold_strategy(struct buf *bp)
{
}

static void
hold_vector(void)
{
}

int hold_sleep(void);

int __noinline
hold_sleep(void)
{
	int error = tsleep(&hold_channel, PWAIT | PCATCH, "hold", 0);

	return error == 0 ? EAGAIN : error;
}

/* The next to come by sleeps, if it was asked for. */
static void
maybe_sleep(void)
{
	if (!sleepy)
		return;
	sleepy = 0;
	hold_sleep();
}

static int
hold_handler(const struct sysctl_leaf *l, struct sysctl_req *req)
{
	maybe_sleep();
	return sysctl_out(req, &hold_data, sizeof(hold_data));
}

static int
hold_param(struct tty *tp, const struct termios *t)
{
	return 0;
}
static int (*old_param)(struct tty *, const struct termios *);

static void
hold_write(struct consdev *cn, const char *text, size_t len)
{
}
static struct consdev hold_console = {.cn_name = NAME, .cn_write = hold_write};

static struct sysctl_leaf hold_leaf = {.sl_name = "lkm." NAME,
    .sl_descr = "a test",
    .sl_type = SYSCTL_INT,
    .sl_handler = hold_handler,
    .sl_data = &hold_data,
    .sl_size = sizeof(hold_data)};
static const struct cdevsw hold_cdevsw = {.d_open = hold_open};
static const struct bdevsw hold_bdevsw = {.d_strategy = hold_strategy};

/* ---- a file system: an empty folder ---- */

#define FSNAME NAME
#include "emptyfs.h"

static struct vfsops hold_vfsops = {.vfs_name = NAME,
    .vfs_mount = emptyfs_mount,
    .vfs_unmount = emptyfs_unmount,
    .vfs_root = emptyfs_root,
    .vfs_statvfs = emptyfs_statvfs};

/* ---- a format of programs, an emulation, a kind of open file ---- */

static int
hold_check(struct proc *p, struct exec_package *ep)
{
	maybe_sleep();
	return ENOEXEC;
}
static struct execsw hold_execsw = {
    .es_name = NAME, .es_check = hold_check, .es_emul = &emul_native};

static struct emul hold_emul;

static int
hold_stat(struct file *fp, struct stat *st, struct proc *p)
{
	return EINVAL;
}

static int
hold_close(struct file *fp, struct proc *p)
{
	return 0;
}
static const struct fileops hold_fileops = {
    .fo_stat = hold_stat, .fo_close = hold_close};

static void
hold_sendsig(sig_t catcher, int sig)
{
}
static void *old_sendsig;

static void
hold_probed(struct kprobe *kp, struct kprobe_call *c)
{
}
static struct kprobe hold_probe = {
    .kp_addr = (vaddr_t)nullop, .kp_return = hold_probed};

/* ---- doing and undoing ---- */

static int
open_file(struct proc *p)
{
	struct file *fp;
	int fd, error = falloc(p, &fp, &fd);

	if (error != 0)
		return error;
	fp->f_type = DTYPE_MISC;
	fp->f_ops = &hold_fileops;
	return 0;
}

static int
attach_heap_device(void)
{
	int major = -1;

	heap_switch = malloc(sizeof(*heap_switch), M_DEVBUF, M_WAITOK | M_ZERO);
	heap_switch->d_open = hold_open;
	return devsw_attach("heap", NULL, NULL, heap_switch, &major);
}

static int
start_thread(void)
{
	struct proc *child;

	return fork1(initproc, hold_thread, NULL, &child);
}

static void
join_thread(void)
{
	stop_thread = 1;
	wakeup(&stop_thread);
	while (stop_thread)
		tsleep(&hold_channel, PWAIT, "holdjoin", hz / 10);
}

static int
do_it(struct proc *p, enum what what)
{
	int major = -1;
	char why[80];

	switch (what) {
	case TIMEOUT:
		timeout(hold_tick, NULL, hz);
		return 0;
	case CALLOUT:
		callout_init(&hold_callout);
		callout_reset(
		    &hold_callout, hz, (void (*)(void *))wakeup, &emul_native);
		return 0;
	case ARGUMENT:
		timeout((void (*)(void *))wakeup, &hold_channel, hz);
		return 0;
	case INTERRUPT:
		hold_cookie = intr_establish(5, IPL_BIO, hold_interrupt, NULL);
		return hold_cookie == NULL ? ENOMEM : 0;
	case SYSCTL:
		return sysctl_attach(&hold_leaf, -1);
	case DEVICE:
		return devsw_attach(NAME, NULL, NULL, &hold_cdevsw, &major);
	case BLOCK:
		return devsw_attach(NAME, &hold_bdevsw, &major, NULL, NULL);
	case HEAPDEVICE:
		return attach_heap_device();
	case RAWCALL:
		sysent[RAWSLOT].sy_call = hold_call;
		return 0;
	case FILESYSTEM:
		return vfs_attach(&hold_vfsops);
	case FORMAT:
		return execsw_attach(&hold_execsw);
	case OPENFILE:
		return open_file(p);
	case EMULATION:
		hold_emul = emul_native;
		hold_emul.e_name = NAME;
		p->p_emul = &hold_emul;
		return 0;
	case THREAD:
		return start_thread();
	case TERMINAL:
		old_param = cn_tty->t_param;
		cn_tty->t_param = hold_param;
		return 0;
	case MEMORY:
		hold_memory = malloc(100, M_HOLD, M_WAITOK);
		return malloc(5000, M_HOLD, M_WAITOK) == NULL;
	case VNODE:
		hold_vnode = getnewvnode(
		    rootvnode->v_mount, &emptyfs_vnodeops, VREG, NODEV, NULL);
		return 0;
	case NATIVE:
		old_sendsig = (void *)emul_native.e_sendsig;
		*(void **)&emul_native.e_sendsig = (void *)hold_sendsig;
		return 0;
	case VECTOR:
		idt_set(0x90, hold_vector, 0);
		return 0;
	case CONSOLE:
		cn_register(&hold_console);
		return 0;
	case SLEEPY:
		sleepy = 1;
		return 0;
	case PROBE:
		return kprobe_attach(&hold_probe, why, sizeof(why));
	default:
		return EINVAL;
	}
}

static int
undo_it(enum what what)
{
	switch (what) {
	case TIMEOUT:
		untimeout(hold_tick, NULL);
		return 0;
	case CALLOUT:
		callout_stop(&hold_callout);
		return 0;
	case ARGUMENT:
		untimeout((void (*)(void *))wakeup, &hold_channel);
		return 0;
	case INTERRUPT:
		intr_disestablish(hold_cookie);
		return 0;
	case SYSCTL:
		sysctl_detach(&hold_leaf);
		return 0;
	case DEVICE:
		devsw_detach(NULL, &hold_cdevsw);
		return 0;
	case BLOCK:
		devsw_detach(&hold_bdevsw, NULL);
		return 0;
	case HEAPDEVICE:
		devsw_detach(NULL, heap_switch);
		free(heap_switch, M_DEVBUF);
		return 0;
	case RAWCALL:
		sysent[RAWSLOT].sy_call = sys_lkmnosys;
		return 0;
	case VECTOR:
		idt_set(0x90, NULL, 0);
		return 0;
	case FILESYSTEM:
		return vfs_detach(&hold_vfsops);
	case FORMAT:
		execsw_detach(&hold_execsw);
		return 0;
	case THREAD:
		join_thread();
		return 0;
	case TERMINAL:
		cn_tty->t_param = old_param;
		return 0;
	case VNODE:
		vrele(hold_vnode);
		return 0;
	case NATIVE:
		*(void **)&emul_native.e_sendsig = old_sendsig;
		return 0;
	case PROBE:
		kprobe_detach(&hold_probe);
		return 0;
	default:
		return EINVAL;
	}
}

static int
hold(struct proc *p, void *v, register_t *retval)
{
	int n = *(int *)v, error;

	*retval = 42;
	if (n == NOTHING)
		return 0;
	if (n == SLEEP)
		return hold_sleep();
	if (n < UNDO) {
		if ((error = do_it(p, n)) == 0)
			done[n] = 1;
		return error;
	}
	if ((error = undo_it(n - UNDO)) == 0)
		done[n - UNDO] = 0;
	return error;
}

static struct sysent entry = {1, sizeof(int), hold};
MOD_SYSCALL(NAME, SLOT, &entry)

int hold_tidy(struct lkm_table *, int);
int hold_forget(struct lkm_table *, int);

/* What it has entered it takes out, the last first. */
int
hold_tidy(struct lkm_table *lkmtp, int cmd)
{
	int n;

	for (n = NWHAT - 1; n > NOTHING; n--)
		if (done[n]) {
			undo_it(n);
			done[n] = 0;
		}
	return 0;
}

int
hold_forget(struct lkm_table *lkmtp, int cmd)
{
	return 0;
}

int xxxinit(struct lkm_table *, int, int);

int
xxxinit(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, lkm_nofunc, UNLOAD, lkm_nofunc);
}
