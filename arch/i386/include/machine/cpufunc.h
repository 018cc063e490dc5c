/* SPDX-License-Identifier: BSD-2-Clause */
/* cpufunc.h: where BSD sources look for instructions and ports. */
#include <machine/cpu.h>
#include <machine/pio.h>
