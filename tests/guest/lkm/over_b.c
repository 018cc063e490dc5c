/* SPDX-License-Identifier: BSD-2-Clause */
/* over_b: one of three that take the same system call. */
#define NAME   "over_b"
#define RESULT 2
#include "override.h"
