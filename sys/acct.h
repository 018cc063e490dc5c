/* SPDX-License-Identifier: BSD-2-Clause */
/* acct.h: where old sources look for what suser() notes; it notes nothing. */
#include <sys/proc.h>
