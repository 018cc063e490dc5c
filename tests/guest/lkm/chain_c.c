/* SPDX-License-Identifier: BSD-2-Clause */
/* chain_c: see chain.h. */
#define NAME "chain_c"
#include "chain.h"
