/* SPDX-License-Identifier: BSD-2-Clause */
/* t_compat_a: one of two emulations. */
#define NAME  "t_compat_a"
#define ENAME "emul_a"
#include "t_compat.h"
