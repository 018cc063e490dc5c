/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * exec_linux.h: what the files of exec_linux share.
 */
#ifndef _EXEC_LINUX_H_
#define _EXEC_LINUX_H_

#include <sys/param.h>
#include <sys/errno.h>
#include <sys/exec.h>
#include <sys/exec_elf.h>
#include <sys/proc.h>
#include <sys/systm.h>

/* Where a program goes that can run anywhere (ET_DYN). */
#define LINUX_PIE_BASE 0x08000000UL

/* A program header: its flags say whether the stack may be executed. */
#define PT_GNU_STACK   0x6474e551

/* How far above the addresses in its file a program lies. */
static inline vaddr_t
linux_bias(const struct exec_package *ep)
{
	const Elf32_Ehdr *eh = (const void *)ep->ep_hdr;

	return eh->e_type == ET_DYN ? LINUX_PIE_BASE : 0;
}

/* linux_mark.c: is it marked as a program for Linux?  May sleep. */
int linux_marked(struct proc *, const struct exec_package *);
/* linux_stack.c: for es_setup_stack. */
int linux_setup_stack(
    struct proc *, struct exec_package *, vaddr_t top, vaddr_t *sp);

#endif
