/* SPDX-License-Identifier: BSD-2-Clause */
/* big_tables: needs page tables of its own. */
#define NAME  "big_tables"
#define BYTES (5 << 20)
#include "big.h"
