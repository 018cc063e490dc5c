/* SPDX-License-Identifier: BSD-2-Clause */
/* t_drv_a: one of two modules with drivers for the same devices. */
#define NAME "t_drv_a"
#define P    "a"
#include "t_drv.h"
