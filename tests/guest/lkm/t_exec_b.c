/* SPDX-License-Identifier: BSD-2-Clause */
/* t_exec_b: a format whose programs run on t_compat_a's emulation. */
#define NAME  "t_exec_b"
#define ENAME "unused"
#define EMUL  "emul_a"
#define OWN   NULL
#include "t_exec.h"
