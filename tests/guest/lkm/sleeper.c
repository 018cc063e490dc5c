/* SPDX-License-Identifier: BSD-2-Clause */
/* sleeper: a system call that sleeps in the module. */
#define NAME "sleeper"
#include "sleeper.h"
