/* SPDX-License-Identifier: BSD-2-Clause */
/* t_dev_a: one of two drivers. */
#define NAME   "t_dev_a"
#define UNLOAD dev_unload
#include "t_dev.h"
