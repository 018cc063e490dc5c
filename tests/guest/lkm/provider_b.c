/* SPDX-License-Identifier: BSD-2-Clause */
/* Offers the same names as provider. */
#define NAME "provider_b"
#define SUM  1000
#include "provider.h"
