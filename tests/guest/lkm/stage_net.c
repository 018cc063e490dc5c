/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * stage_net: says how far the boot has come; rc.lkm loads it.
 */
#define NAME "stage_net"
#include "stage.h"
