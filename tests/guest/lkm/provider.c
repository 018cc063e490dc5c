/* SPDX-License-Identifier: BSD-2-Clause */
#define NAME "provider"
#define SUM  0
#include "provider.h"
