/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bootmod.h: what the boot loader brings beside the kernel: objects, which
 * are loaded as modules before there is a root, and ustar archives, which
 * are unpacked into it: kern/kern_bootmod.c.
 *
 * The first process calls these, in this order; all may sleep.
 */
#ifndef _SYS_BOOTMOD_H_
#define _SYS_BOOTMOD_H_

/* Load the objects, in the order in which they were brought. */
void bootmod_load(void);
/*
 * Unpack the archives, in that order, into the root; if that is on a disk,
 * which has its contents, only those that are to go there nevertheless.
 */
void bootmod_unpack(int onto_disk);
/* Is there an archive that is not for disks alone: the root's contents? */
int bootmod_have_root(void);
/* The memory of all of them is free from now on. */
void bootmod_done(void);

#endif /* _SYS_BOOTMOD_H_ */
