/* SPDX-License-Identifier: BSD-2-Clause */
/* over_c: one of three that take the same system call. */
#define NAME   "over_c"
#define RESULT 3
#include "override.h"
