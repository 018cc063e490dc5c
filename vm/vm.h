/* SPDX-License-Identifier: BSD-2-Clause */
/* vm.h: where sources up to NetBSD 1.4 look for memory. */
#ifndef _VM_VM_H_
#define _VM_VM_H_

#include <sys/vm.h>

typedef int boolean_t;
#undef TRUE
#undef FALSE
#define TRUE  1
#define FALSE 0

#endif /* _VM_VM_H_ */
