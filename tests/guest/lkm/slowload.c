/* SPDX-License-Identifier: BSD-2-Clause */
/* slowload: its load function sleeps, and then fails. */
#define NAME        "slowload"
#define SLOT        213
#define RESULT      EIO
#define SLOW_LOAD   take_a_second
#define SLOW_UNLOAD lkm_nofunc
#include "slow.h"
