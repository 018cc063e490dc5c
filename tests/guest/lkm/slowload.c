/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * slowload: it sleeps in its load function, and then fails.  It would not
 * agree to be unloaded, but has let go of everything: nobody may ask it.
 */
#define NAME        "slowload"
#define SLOT        213
#define RESULT      EIO
#define SLOW_LOAD   take_a_second
#define SLOW_UNLOAD take_a_second
#include "slow.h"
