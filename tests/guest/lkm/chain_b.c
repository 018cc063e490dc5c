/* SPDX-License-Identifier: BSD-2-Clause */
/* chain_b: see chain.h. */
#define NAME "chain_b"
#include "chain.h"
