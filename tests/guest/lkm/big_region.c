/* SPDX-License-Identifier: BSD-2-Clause */
/* big_region: wants more than the region for modules has. */
#define NAME  "big_region"
#define BYTES (1 << 30)
#include "big.h"
