/* SPDX-License-Identifier: BSD-2-Clause */
/* hold_forget: has an unload function, which does nothing. */
#define NAME   "hold_forget"
#define SLOT   221
#define UNLOAD hold_forget
#include "hold.h"
