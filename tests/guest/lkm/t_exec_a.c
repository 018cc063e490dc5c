/* SPDX-License-Identifier: BSD-2-Clause */
/* t_exec_a: a format whose programs run on the native emulation. */
#define NAME  "t_exec_a"
#define ENAME "unused"
#define EMUL  "native"
#define OWN   NULL
#include "t_exec.h"
