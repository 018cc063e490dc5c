/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * nofp: sleeper, compiled without frame pointers, which those who look for
 * processes in a module would like to follow.
 */
#define NAME "nofp"
#include "sleeper.h"
