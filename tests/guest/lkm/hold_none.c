/* SPDX-License-Identifier: BSD-2-Clause */
/* hold_none: has no unload function. */
#define NAME   "hold_none"
#define SLOT   222
#define UNLOAD lkm_nofunc
#include "hold.h"
