/* SPDX-License-Identifier: BSD-2-Clause */
/* big_memory: wants more memory than the machine has. */
#define NAME  "big_memory"
#define BYTES (96 << 20)
#include "big.h"
