/* SPDX-License-Identifier: BSD-2-Clause */
/* slowunload: its unload function sleeps, and then agrees. */
#define NAME        "slowunload"
#define SLOT        214
#define RESULT      0
#define SLOW_LOAD   lkm_nofunc
#define SLOW_UNLOAD take_a_second
#include "slow.h"
