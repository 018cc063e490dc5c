/* SPDX-License-Identifier: BSD-2-Clause */
/* uvm_extern.h: where later sources look for memory. */
#include <vm/vm.h>
