/* SPDX-License-Identifier: BSD-2-Clause */
/* stdarg.h: where old sources look for it. */
#include <stdarg.h>
