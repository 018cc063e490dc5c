/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * memvar.h: the memory devices.
 */
#ifndef _DEV_MEMVAR_H_
#define _DEV_MEMVAR_H_

extern const struct cdevsw mem_cdevsw;

#endif /* _DEV_MEMVAR_H_ */
