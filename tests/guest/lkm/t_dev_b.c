/* SPDX-License-Identifier: BSD-2-Clause */
/* t_dev_b: one of two drivers, with nothing to do when it is unloaded. */
#define NAME   "t_dev_b"
#define UNLOAD lkm_nofunc
#include "t_dev.h"
