/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * libkern.h: the kernel's string functions, where BSD sources look for them.
 */
#include <sys/param.h>
#include <sys/systm.h>
