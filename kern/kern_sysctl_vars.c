/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kern_sysctl_vars.c: kern.*, hw.*, vm.* and debug.*.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/exec.h>
#include <sys/inject.h>
#include <sys/kernel.h>
#include <sys/malloc.h>
#include <sys/prf.h>
#include <sys/procvar.h>
#include <sys/sysctlvar.h>
#include <sys/tty.h>
#include <sys/vm.h>
#include <machine/cpu.h>

static int page_size = PAGE_SIZE, ncpu = 1, arg_max = NCARGS;
static char machine[] = MACHINE, machine_arch[] = MACHINE_ARCH;
static char ostype[] = "Graft", osrelease[] = GRAFT_RELEASE;

static int
do_physmem(const struct sysctl_leaf *l, struct sysctl_req *req)
{
	int bytes = vm_page_total * PAGE_SIZE;

	return sysctl_out(req, &bytes, sizeof(bytes));
}

static int
do_free(const struct sysctl_leaf *l, struct sysctl_req *req)
{
	int n = vm_page_nfree;

	return sysctl_out(req, &n, sizeof(n));
}

static int
do_boottime(const struct sysctl_leaf *l, struct sysctl_req *req)
{
	int64_t sec = boottime.tv_sec;

	return sysctl_out(req, &sec, sizeof(sec));
}

static int
do_msgbuf(const struct sysctl_leaf *l, struct sysctl_req *req)
{
	char buf[256];
	size_t off, n;
	int error;

	for (off = 0; (n = msgbuf_read(buf, off, sizeof(buf))) > 0; off += n)
		if ((error = sysctl_out(req, buf, n)) != 0)
			return error;
	return 0;
}

void
fill_kinfo_proc(const struct proc *p, struct kinfo_proc *ki)
{
	memset(ki, 0, sizeof(*ki));
	ki->ki_pid = p->p_pid;
	ki->ki_ppid = p->p_pptr != NULL ? p->p_pptr->p_pid : 0;
	ki->ki_tdev = NODEV;
	if (p->p_pgrp != NULL) {
		ki->ki_pgid = p->p_pgrp->pg_id;
		ki->ki_sid = p->p_session->s_sid;
		if (p->p_flag & P_CONTROLT && p->p_session->s_ttyp != NULL)
			ki->ki_tdev = p->p_session->s_ttyp->t_dev;
	}
	ki->ki_uid = p->p_cred->p_ruid;
	ki->ki_stat = p->p_stat;
	ki->ki_flag = p->p_flag;
	if (p->p_vmspace != NULL) {
		ki->ki_vsize = p->p_vmspace->vm_size;
		ki->ki_rssize = pmap_resident(p->p_vmspace->vm_pmap);
	}
	ki->ki_uticks = p->p_uticks;
	ki->ki_sticks = p->p_sticks;
	ki->ki_start = p->p_start.tv_sec;
	if (p->p_wchan != NULL && p->p_wmesg != NULL)
		strlcpy(ki->ki_wmesg, p->p_wmesg, sizeof(ki->ki_wmesg));
	strlcpy(ki->ki_comm, p->p_comm, sizeof(ki->ki_comm));
	strlcpy(ki->ki_emul, p->p_emul->e_name, sizeof(ki->ki_emul));
	if (p->p_args != NULL)
		strlcpy(ki->ki_args, p->p_args->ka_args, sizeof(ki->ki_args));
}

/*
 * kern.proc.KERN_PROC_ALL or kern.proc.KERN_PROC_PID.pid.  Handing a record
 * out may sleep, and the list may change meanwhile: records are gathered
 * first.
 */
static int
do_proc(const struct sysctl_leaf *l, struct sysctl_req *req)
{
	struct proclist *lists[] = {&allproc, &zombproc};
	int which = req->sr_namelen > 0 ? req->sr_name[0] : KERN_PROC_ALL;
	int pid = req->sr_namelen > 1 ? req->sr_name[1] : 0, error;
	struct kinfo_proc *ki;
	struct proc *p;
	int max = nprocs, n = 0, i;

	if (which != KERN_PROC_ALL &&
	    (which != KERN_PROC_PID || req->sr_namelen < 2))
		return EINVAL;
	ki = malloc(max * sizeof(*ki), M_TEMP, M_NOWAIT);
	if (ki == NULL)
		return ENOMEM;
	for (i = 0; i < (int)nitems(lists); i++)
		LIST_FOREACH(p, lists[i], p_list)
			if (n < max &&
			    (which == KERN_PROC_ALL || p->p_pid == pid))
				fill_kinfo_proc(p, &ki[n++]);
	error = sysctl_out(req, ki, n * sizeof(*ki));
	free(ki, M_TEMP);
	return error;
}

/*
 * A line for each type of kernel memory.  A module's type may go while they
 * are handed out: they are written first, as do_proc() does it.
 */
#define MALLOC_LINE 64

static int
do_malloc(const struct sysctl_leaf *l, struct sysctl_req *req)
{
	struct malloc_type *t;
	size_t size = 1, len = 0;
	char *text;
	int error;

	for (t = kmemstatistics; t != NULL; t = t->ks_next)
		size += MALLOC_LINE + strlen(t->ks_shortdesc);
	if ((text = malloc(size, M_TEMP, M_NOWAIT)) == NULL)
		return ENOMEM;
	text[0] = '\0';
	for (t = kmemstatistics; t != NULL; t = t->ks_next)
		len += snprintf(text + len, size - len,
		    "%s%-12s %6lu %9lu %9lu %9lu", len == 0 ? "" : "\n",
		    t->ks_shortdesc, t->ks_inuse, t->ks_memuse, t->ks_maxused,
		    t->ks_calls);
	error = sysctl_out(req, text, len + 1);
	free(text, M_TEMP);
	return error;
}

/*
 * debug.panic: for tests of what a panic prints: 1 panics, 2 writes to
 * kernel text, 3 to read-only data, 4 runs into the end of the stack, 5
 * executes data.
 */
static __noinline int
eat_stack(volatile char *above, int n)
{
	volatile char page[512];

	page[0] = above[0];
	return n == 0 ? 0 : eat_stack(page, n - 1) + page[1];
}

static int
do_panic(const struct sysctl_leaf *l, struct sysctl_req *req)
{
	static char code[] = {(char)0xc3}; /* ret */
	int error, how = 0;
	volatile char c = 0;

	if ((error = sysctl_out(req, &how, sizeof(how))) != 0 ||
	    req->sr_new == NULL)
		return error;
	if ((error = sysctl_in(req, &how, sizeof(how))) != 0)
		return error;
	if (securelevel > 0)
		return EPERM; /* it writes where nobody may */
	switch (how) {
	case 1:
		panic("asked for by debug.panic");
	case 2:
		*(volatile char *)do_panic = c;
		break;
	case 3:
		*(volatile char *)version = c;
		break;
	case 4:
		return eat_stack(&c, 1000);
	case 5:
		((void (*)(void))code)();
		break;
	default:
		return EINVAL;
	}
	printf("debug.panic: %d did no harm\n", how);
	return 0;
}

#define INT(name, num, var, flags, descr)                                   \
	{                                                                   \
		{name, descr, SYSCTL_INT, flags, &(var), sizeof(int), NULL, \
		    NULL, {0}},                                             \
		    num                                                     \
	}
#define QUAD(name, num, var, flags, descr)                                 \
	{                                                                  \
		{name, descr, SYSCTL_QUAD, flags, &(var), sizeof(int64_t), \
		    NULL, NULL, {0}},                                      \
		    num                                                    \
	}
#define STR(name, num, var, size, flags, descr)                                \
	{                                                                      \
		{name, descr, SYSCTL_STRING, flags, (void *)(var), size, NULL, \
		    NULL, {0}},                                                \
		    num                                                        \
	}
#define FN(name, num, type, flags, fn, descr)                           \
	{                                                               \
		{name, descr, type, flags, NULL, 0, fn, NULL, {0}}, num \
	}

static struct {
	struct sysctl_leaf leaf;
	int num;
} vars[] = {
    STR("kern.ostype", KERN_OSTYPE, ostype, sizeof(ostype), 0,
	"name of the system"),
    STR("kern.osrelease", KERN_OSRELEASE, osrelease, sizeof(osrelease), 0,
	"release"),
    STR("kern.version", KERN_VERSION, version, 64, 0, "name and release"),
    STR("kern.hostname", KERN_HOSTNAME, hostname, MAXHOSTNAMELEN,
	SYSCTL_WRITABLE, "name of this machine"),
    STR("kern.bootargs", -1, bootargs, BOOTARGS_MAX, 0,
	"arguments from the boot loader"),
    INT("kern.argmax", KERN_ARGMAX, arg_max, 0,
	"bytes of arguments to execve(2)"),
    INT("kern.maxproc", -1, maxproc, SYSCTL_WRITABLE,
	"processes at the same time"),
    INT("kern.nprocs", -1, nprocs, 0, "processes now"),
    INT("kern.hz", KERN_CLOCKRATE, hz, 0, "clock ticks a second"),
    FN("kern.boottime", KERN_BOOTTIME, SYSCTL_QUAD, 0, do_boottime,
	"when the system started, in seconds"),
    FN("kern.msgbuf", KERN_MSGBUF, SYSCTL_STRING, 0, do_msgbuf,
	"what the kernel has printed"),
    FN("kern.proc", KERN_PROC, SYSCTL_STRUCT, 0, do_proc,
	"processes, struct kinfo_proc"),
    STR("hw.machine", HW_MACHINE, machine, sizeof(machine), 0, "machine"),
    STR("hw.machine_arch", HW_MACHINE_ARCH, machine_arch, sizeof(machine_arch),
	0, "kind of CPU"),
    STR("hw.model", HW_MODEL, cpu_model, 49, 0, "what the CPU calls itself"),
    INT("hw.ncpu", HW_NCPU, ncpu, 0, "CPUs"),
    INT("hw.pagesize", HW_PAGESIZE, page_size, 0, "bytes of a page"),
    INT("hw.nx", -1, pmap_nx, 0, "1 if data cannot be executed"),
    FN("hw.physmem", HW_PHYSMEM, SYSCTL_INT, 0, do_physmem, "bytes of memory"),
    FN("vm.free", -1, SYSCTL_INT, 0, do_free, "pages that are free"),
    FN("vm.malloc", -1, SYSCTL_STRING, 0, do_malloc,
	"kernel memory: type, pieces, bytes, most bytes, allocations"),
    QUAD("debug.boot_tsc", -1, boot_tsc, 0,
	"time-stamp counter when the kernel began"),
    FN("debug.panic", -1, SYSCTL_INT, SYSCTL_WRITABLE, do_panic,
	"stops the machine, to see what that looks like"),
};

void
sysctl_init(void)
{
	u_int i;

	for (i = 0; i < nitems(vars); i++)
		if (sysctl_attach(&vars[i].leaf, vars[i].num) != 0)
			panic("sysctl: %s", vars[i].leaf.sl_name);
	inject_init();
	securelevel_init();
}
