/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * stage_after: says how far the boot has come; rc.lkm loads it.
 */
#define NAME "stage_after"
#include "stage.h"
