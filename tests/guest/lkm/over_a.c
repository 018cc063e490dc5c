/* SPDX-License-Identifier: BSD-2-Clause */
/* over_a: one of three that take the same system call. */
#define NAME   "over_a"
#define RESULT 1
#include "override.h"
