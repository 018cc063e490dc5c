/* SPDX-License-Identifier: BSD-2-Clause */
/* t_drv_b: one of two modules with drivers for the same devices. */
#define NAME "t_drv_b"
#define P    "b"
#include "t_drv.h"
