/* SPDX-License-Identifier: BSD-2-Clause */
/* vm.h: where sources up to NetBSD 1.4 look for memory. */
#include <sys/vm.h>
