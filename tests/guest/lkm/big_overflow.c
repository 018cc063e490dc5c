/* SPDX-License-Identifier: BSD-2-Clause */
/* big_overflow: sizes whose sum does not fit into 32 bits. */
#define NAME  "big_overflow"
#define BYTES 0x7fff0000
__attribute__((section(".bss.second"))) char big_second[0x7fff0000];
__attribute__((section(".bss.third"))) char big_third[0x7fff0000];
#include "big.h"
