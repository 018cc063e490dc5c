/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * stage_mount: says how far the boot has come; rc.lkm loads it.
 */
#define NAME "stage_mount"
#include "stage.h"
