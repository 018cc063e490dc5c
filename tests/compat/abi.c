/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * abi: the numbers that old programs and modules have compiled in.  It
 * compiles, for the kernel and for programs, or they are not what they were.
 */
#include <sys/param.h>
#include <sys/lkm.h>
#include <sys/errno.h>
#ifdef _KERNEL
#include <sys/systm.h>
#endif
#include <stddef.h>

#define IS(what, number) _Static_assert((what) == (number), #what)

IS(LMLOADBUF, 0x80084b01);
IS(LMUNRESRV, 0x20004b02);
IS(LMREADY, 0x80044b03);
IS(LMRESERV, 0xc0244b04);
IS(LMLOAD, 0x800c4b09);
IS(LMUNLOAD, 0xc00c4b0a);
IS(LMSTAT, 0xc03c4b0b);
IS(LMLOADSYMS, 0x80084b0c);
IS(LMFORCE, 0x80044b0d);
IS(MODIOBUF, 512);
IS(MAXLKMNAME, 32);
IS(LKM_VERSION, 2);
IS(LKM_E_LOAD, 1);
IS(LKM_E_UNLOAD, 2);
IS(LKM_E_STAT, 3);

IS(sizeof(struct lmc_loadbuf), 8);
IS(offsetof(struct lmc_loadbuf, cnt), 0);
IS(offsetof(struct lmc_loadbuf, data), 4);
IS(sizeof(struct lmc_resrv), 36);
IS(offsetof(struct lmc_resrv, size), 0);
IS(offsetof(struct lmc_resrv, name), 4);
IS(offsetof(struct lmc_resrv, slot), 8);
IS(offsetof(struct lmc_resrv, addr), 12);
IS(offsetof(struct lmc_resrv, sym_size), 20);
IS(offsetof(struct lmc_resrv, sym_symsize), 28);
IS(offsetof(struct lmc_resrv, sym_addr), 32);
IS(sizeof(struct lmc_load), 12);
IS(offsetof(struct lmc_load, id), 8);
IS(sizeof(struct lmc_unload), 12);
IS(offsetof(struct lmc_unload, name), 4);
IS(offsetof(struct lmc_unload, status), 8);
IS(sizeof(struct lmc_stat), 60);
IS(offsetof(struct lmc_stat, name), 4);
IS(offsetof(struct lmc_stat, offset), 36);
IS(offsetof(struct lmc_stat, type), 40);
IS(offsetof(struct lmc_stat, area), 44);
IS(offsetof(struct lmc_stat, size), 48);
IS(offsetof(struct lmc_stat, private), 52);
IS(offsetof(struct lmc_stat, private_data), 52);
IS(offsetof(struct lmc_stat, ver), 56);

IS(LM_SYSCALL, 0);
IS(LM_VFS, 1);
IS(LM_DEV, 2);
IS(LM_STRMOD, 3);
IS(LM_EXEC, 4);
IS(LM_COMPAT, 5);
IS(LM_MISC, 6);
IS(LM_DRV, 7);

IS(EPERM, 1);
IS(ENOENT, 2);
IS(EINTR, 4);
IS(ENXIO, 6);
IS(ENOMEM, 12);
IS(EACCES, 13);
IS(EFAULT, 14);
IS(EBUSY, 16);
IS(EEXIST, 17);
IS(EINVAL, 22);
IS(ENFILE, 23);
IS(ENOTTY, 25);
IS(EPROGMISMATCH, 75);

#ifdef _KERNEL
IS(offsetof(struct sysent, sy_narg), 0);
IS(offsetof(struct sysent, sy_argsize), 2);
IS(offsetof(struct sysent, sy_call), 4);
IS(sizeof(struct sysent), 8);
#endif
#include <a.out.h>
IS(sizeof(struct nlist), 12);
IS(sizeof(struct exec), 32);
