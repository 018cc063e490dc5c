/* SPDX-License-Identifier: BSD-2-Clause */
/* t_exec_c: a format that brings an emulation of its own. */
#define NAME  "t_exec_c"
#define ENAME "emul_c"
#define EMUL  NULL
#define OWN   (&emulation)
#include "t_exec.h"
