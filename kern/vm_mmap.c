/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * vm_mmap.c: break(2), mmap(2), munmap(2), mprotect(2).
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/file.h>
#include <sys/filedesc.h>
#include <sys/mman.h>
#include <sys/proc.h>
#include <sys/syscallargs.h>
#include <sys/vm.h>
#include <sys/vnode.h>

int
sys_break(struct proc *p, void *v, register_t *retval)
{
	struct sys_break_args *uap = v;
	struct vmspace *vm = p->p_vmspace;
	vaddr_t old = round_page(vm->vm_brk), new = round_page(uap->nsize);
	int error = 0;

	if ((vaddr_t)uap->nsize < vm->vm_brkbase ||
	    (vaddr_t)uap->nsize > VM_MAX_ADDRESS - PAGE_SIZE)
		return ENOMEM;
	if (new > old)
		error =
		    vm_map(vm, old, new, PROT_READ | PROT_WRITE, 0, NULL, 0, 0);
	else if (new < old)
		error = vm_unmap(vm, new, old);
	if (error != 0)
		return ENOMEM;
	vm->vm_brk = (vaddr_t)uap->nsize;
	return 0;
}

/*
 * The file for a mapping, referenced.  Only private mappings exist; a
 * shared one is refused, except of a file that cannot be written to
 * through it anyhow: then the two are the same.
 */
static int
mmap_file(
    struct proc *p, int fd, int flags, int prot, off_t off, struct vnode **vpp)
{
	struct file *fp;
	struct vnode *vp;
	struct vm_page *pg;
	int error;

	if ((fp = fd_getfile(p->p_fd, fd)) == NULL)
		return EBADF;
	if (fp->f_type != DTYPE_VNODE)
		return ENODEV;
	if ((fp->f_flag & FREAD) == 0)
		return EACCES;
	if (flags & MAP_SHARED && prot & PROT_WRITE)
		return ENOTSUP;
	vp = fp->f_vnode;
	if (vp->v_type != VREG)
		return ENODEV;
	/* A file system that cannot give pages says so now, not at a fault. */
	error = VOP_GETPAGE(vp, off, &pg);
	if (error == 0)
		vm_page_release(pg);
	else if (error == ENOSYS || error == EOPNOTSUPP)
		return ENODEV;
	vref(vp);
	*vpp = vp;
	return 0;
}

int
sys_mmap(struct proc *p, void *v, register_t *retval)
{
	struct sys_mmap_args *uap = v;
	struct vmspace *vm = p->p_vmspace;
	vaddr_t addr = (vaddr_t)uap->addr;
	vsize_t len = round_page(uap->len);
	struct vnode *vp = NULL;
	int error;

	if (uap->len == 0 || len < uap->len || len > VM_MAX_ADDRESS ||
	    uap->pos < 0 || uap->pos & PAGE_MASK || uap->pos > (off_t)1 << 40 ||
	    uap->prot & ~(PROT_READ | PROT_WRITE | PROT_EXEC) ||
	    (uap->flags & (MAP_SHARED | MAP_PRIVATE)) == 0)
		return EINVAL;
	if (uap->flags & MAP_ANON) {
		if (uap->flags & MAP_SHARED)
			return ENOTSUP;
	} else if ((error = mmap_file(
			p, uap->fd, uap->flags, uap->prot, uap->pos, &vp)) != 0)
		return error;
	if (uap->flags & MAP_FIXED) {
		if (addr & PAGE_MASK || addr < VM_MIN_ADDRESS ||
		    addr > VM_MAX_ADDRESS - len)
			error = EINVAL;
		else
			error = vm_unmap(vm, addr, addr + len);
	} else if (addr == 0 || vm_findspace(vm, addr, len, &addr) != 0)
		error = vm_findspace(vm, VM_MMAP_BASE, len, &addr);
	else
		error = 0;
	if (error == 0)
		error = vm_map(vm, addr, addr + len, uap->prot, 0, vp, uap->pos,
		    addr + len);
	if (vp != NULL)
		vrele(vp);
	*retval = addr;
	return error;
}

int
sys_munmap(struct proc *p, void *v, register_t *retval)
{
	struct sys_munmap_args *uap = v;
	vaddr_t addr = (vaddr_t)uap->addr;
	vsize_t len = round_page(uap->len);

	if (addr & PAGE_MASK || len < uap->len || len == 0 ||
	    addr > VM_MAX_ADDRESS - len)
		return EINVAL;
	return vm_unmap(p->p_vmspace, addr, addr + len);
}

int
sys_mprotect(struct proc *p, void *v, register_t *retval)
{
	struct sys_mprotect_args *uap = v;
	vaddr_t addr = (vaddr_t)uap->addr;
	vsize_t len = round_page(uap->len);

	if (addr & PAGE_MASK || len < uap->len || addr > VM_MAX_ADDRESS - len ||
	    uap->prot & ~(PROT_READ | PROT_WRITE | PROT_EXEC))
		return EINVAL;
	if (len == 0)
		return 0;
	return vm_protect(p->p_vmspace, addr, addr + len, uap->prot);
}
