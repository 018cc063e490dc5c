/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kern_exec.c: execve(2).  Everything that can be refused is refused
 * before the old program is touched: the file is recognised by one of the
 * formats in execsw[], a new address space is filled, and only then do the
 * two change places.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/exec.h>
#include <sys/fcntl.h>
#include <sys/filedesc.h>
#include <sys/holders.h>
#include <sys/ktracevar.h>
#include <sys/malloc.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/namei.h>
#include <sys/procvar.h>
#include <sys/stat.h>
#include <sys/syscallargs.h>
#include <sys/vnode.h>

MALLOC_DEFINE(M_EXEC, "exec", "execve(2)");

/* ---- the file ---- */

/* Open the program and read its head; permission is checked. */
static int
open_program(struct proc *p, struct exec_package *ep, struct vattr *va)
{
	struct nameidata nd;
	struct vnode *vp;
	size_t resid;
	int error;

	if (ep->ep_vp != NULL)
		vrele(ep->ep_vp);
	ep->ep_vp = NULL;
	NDINIT(&nd, LOOKUP, FOLLOW, UIO_SYSSPACE, exec_path(ep), p);
	error = namei(&nd);
	vp = ep->ep_vp = nd.ni_vp;
	nd.ni_vp = NULL;
	nameidone(&nd);
	if (error != 0)
		return error;
	if (vp->v_type != VREG || vp->v_mount->mnt_flag & MNT_NOEXEC)
		return EACCES;
	vn_lock(vp);
	error = VOP_ACCESS(vp, VEXEC, p->p_ucred);
	if (error == 0)
		error = VOP_GETATTR(vp, va);
	vn_unlock(vp);
	if (error != 0)
		return error;
	if (vp->v_mount->mnt_flag & MNT_NOSUID)
		va->va_mode &= ~(S_ISUID | S_ISGID);
	/* Root may do anything, but not run what nobody may run. */
	if ((va->va_mode & (S_IXUSR | S_IXGRP | S_IXOTH)) == 0)
		return EACCES;
	ep->ep_size = va->va_size;
	error = vn_rdwr(UIO_READ, vp, ep->ep_hdr, sizeof(ep->ep_hdr), 0,
	    UIO_SYSSPACE, 0, p->p_ucred, &resid, p);
	ep->ep_hdrvalid = sizeof(ep->ep_hdr) - resid;
	return error;
}

static int
recognise(struct proc *p, struct exec_package *ep)
{
	struct execsw *es;
	int error;

	for (es = execsw_list; es != NULL; es = es->es_next) {
		if (es->es_suspended)
			continue;
		ep->ep_nseg = 0;
		ep->ep_entry = 0;
		ep->ep_es = es; /* it stays while we sleep */
		error = es->es_check(p, ep);
		if (error != ENOEXEC)
			return error;
	}
	return ENOEXEC;
}

/*
 * The file that is to run in the end: the one that was asked for, or, as
 * long as a format has another run it (exec_interpreter()), that.
 */
static int
find_program(struct proc *p, struct exec_package *ep, struct vattr *va)
{
	int depth, error;

	do {
		depth = ep->ep_depth;
		error = open_program(p, ep, va);
		if (error == 0)
			error = recognise(p, ep);
	} while (error == 0 && ep->ep_depth > depth);
	if (error != 0 && ep->ep_depth > 0)
		exec_blame(ep, error);
	return error;
}

/* ---- the new address space ---- */

/* The page with the trampoline is one for all processes of an emulation. */
static int
map_sigcode(struct vmspace *vm, const struct emul *ce)
{
	struct emul *e = (struct emul *)ce;
	size_t len = e->e_esigcode - e->e_sigcode;
	int error;

	if (len == 0)
		return 0;
	if (e->e_sigpage == NULL) {
		e->e_sigpage = vm_page_alloc(M_EXEC, VM_PG_ZERO);
		if (e->e_sigpage == NULL)
			return ENOMEM;
		memcpy(vm_page_va(e->e_sigpage), e->e_sigcode, len);
	}
	error = vm_map(vm, VM_SIGCODE, VM_SIGCODE + PAGE_SIZE,
	    PROT_READ | PROT_EXEC, VE_SIGCODE, NULL, 0, 0);
	if (error != 0)
		return error;
	vm_page_hold(e->e_sigpage);
	error = pmap_enter(vm->vm_pmap, VM_SIGCODE, e->e_sigpage,
	    VM_PROT_READ | VM_PROT_EXECUTE);
	if (error != 0)
		vm_page_release(e->e_sigpage);
	return error;
}

/*
 * Pages of a file can be mapped where they begin at pages of it.  Any other
 * segment is memory that the file is read into: read_program().
 */
static int
is_read(const struct exec_seg *es)
{
	return es->es_filesz > 0 && (es->es_off & PAGE_MASK) != 0;
}

static int
map_segment(struct vmspace *vm, const struct exec_package *ep,
    const struct exec_seg *es)
{
	vaddr_t end = round_page(es->es_addr + es->es_len);

	if (is_read(es))
		return vm_map(vm, es->es_addr, end,
		    es->es_prot | PROT_READ | PROT_WRITE, 0, NULL, 0, 0);
	return vm_map(vm, es->es_addr, end, es->es_prot, 0,
	    es->es_filesz > 0 ? ep->ep_vp : NULL, es->es_off,
	    es->es_addr + es->es_filesz);
}

static int
map_program(struct vmspace *vm, const struct exec_package *ep)
{
	const struct exec_seg *es;
	vaddr_t end;
	int i, error;

	for (i = 0; i < ep->ep_nseg; i++) {
		es = &ep->ep_seg[i];
		end = round_page(es->es_addr + es->es_len);
		if (end <= es->es_addr || end > VM_STACK_TOP - VM_MAXSTACK)
			return ENOEXEC;
		if ((error = map_segment(vm, ep, es)) != 0)
			return error == ENOMEM ? ENOMEM : ENOEXEC;
		vm->vm_brkbase = vm->vm_brk =
		    MAX(vm->vm_brk, es->es_addr + es->es_len);
	}
	error = vm_map(vm, VM_STACK_TOP - VM_MAXSTACK, VM_STACK_TOP,
	    PROT_READ | PROT_WRITE, VE_STACK, NULL, 0, 0);
	return error != 0 ? error : map_sigcode(vm, ep->ep_es->es_emul);
}

/*
 * Read what is not mapped, into the address space that p runs in.  ENOEXEC:
 * the file has become shorter.
 */
static int
read_program(struct proc *p, const struct exec_package *ep)
{
	const struct exec_seg *es;
	size_t resid;
	int i, error;

	for (i = 0; i < ep->ep_nseg; i++) {
		es = &ep->ep_seg[i];
		if (!is_read(es))
			continue;
		error = vn_rdwr(UIO_READ, ep->ep_vp, (void *)es->es_addr,
		    es->es_filesz, es->es_off, UIO_USERSPACE, 0, p->p_ucred,
		    &resid, p);
		if (error == 0 && resid != 0)
			error = ENOEXEC;
		if (error == 0)
			error = vm_protect(p->p_vmspace, es->es_addr,
			    round_page(es->es_addr + es->es_len), es->es_prot);
		if (error != 0)
			return error;
	}
	return 0;
}

/* Put the process into vm; its old address space comes back. */
static struct vmspace *
swap_vmspace(struct proc *p, struct vmspace *vm)
{
	struct vmspace *old = p->p_vmspace;

	p->p_vmspace = vm;
	if (vm != NULL)
		pmap_activate(vm->vm_pmap);
	return old;
}

/* set-user-id and set-group-id programs run as their owner. */
static void
choose_ids(
    const struct proc *p, struct exec_package *ep, const struct vattr *va)
{
	ep->ep_uid = va->va_mode & S_ISUID ? va->va_uid : p->p_ucred->cr_uid;
	ep->ep_gid = va->va_mode & S_ISGID ? va->va_gid : p->p_ucred->cr_gid;
}

static void
set_ids(struct proc *p, const struct exec_package *ep, const struct vattr *va)
{
	if (va->va_mode & (S_ISUID | S_ISGID)) {
		if (p->p_tracep != NULL)
			ktrsetid(p);
		p->p_ucred = crcopy(p->p_ucred);
		p->p_ucred->cr_uid = ep->ep_uid;
		p->p_ucred->cr_gid = ep->ep_gid;
		p->p_flag |= P_SUGID;
	} else if (p->p_ucred->cr_uid == p->p_cred->p_ruid)
		p->p_flag &= ~P_SUGID;
	p->p_cred->p_svuid = p->p_ucred->cr_uid;
	p->p_cred->p_svgid = p->p_ucred->cr_gid;
}

/* From here on the process is the new program. */
static void
become(
    struct proc *p, struct exec_package *ep, const struct vattr *va, vaddr_t sp)
{
	const struct execsw *es = ep->ep_es;
	const char *base = strrchr(ep->ep_name, '/');

	fdcloseexec(p);
	execsigs(p);
	set_ids(p, ep, va);
	strlcpy(p->p_comm, base != NULL ? base + 1 : ep->ep_name,
	    sizeof(p->p_comm));
	kargs_release(p->p_args);
	p->p_args = exec_kargs(ep);
	p->p_emul = es->es_emul;
	p->p_execsw = es;
	p->p_execvia = ep->ep_via;
	p->p_flag |= P_EXEC;
	p->p_flag &= ~P_SYSTEM;
	if (es->es_setregs != NULL)
		es->es_setregs(p, ep, sp);
	else
		cpu_setregs(p, ep->ep_entry, sp);
}

/*
 * Run the program ep_name with the arguments in ep.  On an error the old
 * program goes on as if nothing had been.
 */
static int
exec_run(struct proc *p, struct exec_package *ep)
{
	struct vmspace *vm, *old;
	struct vattr va;
	vaddr_t sp = 0;
	int error;

	if ((error = find_program(p, ep, &va)) != 0)
		return error;
	choose_ids(p, ep, &va);
	if ((vm = vmspace_alloc()) == NULL)
		return ENOMEM;
	if ((error = map_program(vm, ep)) != 0) {
		vmspace_free(vm);
		return error;
	}
	old = swap_vmspace(p, vm);
	if ((error = read_program(p, ep)) == 0)
		error = (ep->ep_es->es_setup_stack != NULL
			? ep->ep_es->es_setup_stack
			: exec_setup_stack)(p, ep, VM_STACK_TOP, &sp);
	if (error != 0) {
		vmspace_free(swap_vmspace(p, old));
		return error == EFAULT ? ENOMEM : error;
	}
	become(p, ep, &va, sp);
	if (old != NULL)
		vmspace_free(old);
	vfork_done(p);
	return 0;
}

/* All that are being started. */
static LIST_HEAD(, exec_package) packages = LIST_HEAD_INITIALIZER(packages);

static int
holds_format(const struct holders *h, const struct execsw *es)
{
	return es != NULL &&
	    holds_ops(h, es, offsetof(struct execsw, es_next)) != 0;
}

void
exec_users(struct holders *h)
{
	struct exec_package *ep;

	LIST_FOREACH(ep, &packages, ep_list)
		if (holds_format(h, ep->ep_es) || holds_format(h, ep->ep_via))
			holder_found(h, ep, 0, "pid %d (%s) starts %s with it",
			    ep->ep_proc->p_pid, ep->ep_proc->p_comm,
			    ep->ep_name);
}

static struct exec_package *
package_alloc(struct proc *p)
{
	struct exec_package *ep = malloc(sizeof(*ep), M_EXEC, M_WAITOK);

	/* Not the header's bytes, which will be read, nor the segments. */
	ep->ep_vp = NULL;
	ep->ep_es = ep->ep_via = NULL;
	ep->ep_interp = NULL;
	ep->ep_depth = 0;
	ep->ep_hdrvalid = 0;
	ep->ep_argc = ep->ep_envc = 0;
	ep->ep_argslen = 0;
	ep->ep_argsroom = PAGE_SIZE;
	ep->ep_args = malloc(PAGE_SIZE, M_EXEC, M_WAITOK);
	ep->ep_proc = p;
	LIST_INSERT_HEAD(&packages, ep, ep_list);
	return ep;
}

static void
package_free(struct exec_package *ep)
{
	LIST_REMOVE(ep, ep_list);
	if (ep->ep_vp != NULL)
		vrele(ep->ep_vp);
	if (ep->ep_interp != NULL)
		free(ep->ep_interp, M_EXEC);
	free(ep->ep_args, M_EXEC);
	free(ep, M_EXEC);
}

int
sys_execve(struct proc *p, void *v, register_t *retval)
{
	struct sys_execve_args *uap = v;
	struct exec_package *ep;
	char *path;
	int error;

	path = malloc(MAXPATHLEN, M_EXEC, M_WAITOK);
	ep = package_alloc(p);
	ep->ep_name = path;
	if ((error = copyinstr(uap->path, path, MAXPATHLEN, NULL)) == 0 &&
	    (error = exec_copyin_strings(ep, uap->argp, &ep->ep_argc)) == 0 &&
	    (error = exec_copyin_strings(ep, uap->envp, &ep->ep_envc)) == 0)
		error = exec_run(p, ep);
	package_free(ep);
	free(path, M_EXEC);
	return error == 0 ? EJUSTRETURN : error;
}

/* The first program, from inside the kernel; argv ends with NULL. */
int
exec_init_program(struct proc *p, const char *path, char *const argv[])
{
	struct exec_package *ep = package_alloc(p);
	int error;

	ep->ep_name = path;
	for (; argv[ep->ep_argc] != NULL; ep->ep_argc++)
		ep->ep_argslen +=
		    strlcpy(ep->ep_args + ep->ep_argslen, argv[ep->ep_argc],
			ep->ep_argsroom - ep->ep_argslen) +
		    1;
	/*
	 * Process 1 may lower the securelevel: it shall not execute what root
	 * writes into its file later.
	 */
	if ((error = exec_run(p, ep)) == 0)
		error = vm_fault_files(p->p_vmspace);
	package_free(ep);
	return error;
}
