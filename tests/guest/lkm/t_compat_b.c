/* SPDX-License-Identifier: BSD-2-Clause */
/* t_compat_b: one of two emulations. */
#define NAME  "t_compat_b"
#define ENAME "emul_b"
#include "t_compat.h"
