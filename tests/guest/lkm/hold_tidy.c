/* SPDX-License-Identifier: BSD-2-Clause */
/* hold_tidy: takes out what it has entered. */
#define NAME   "hold_tidy"
#define SLOT   220
#define UNLOAD hold_tidy
#include "hold.h"
