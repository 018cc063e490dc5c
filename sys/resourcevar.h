/* SPDX-License-Identifier: BSD-2-Clause */
/* resourcevar.h: where old sources look for a process's use of time. */
#include <sys/proc.h>
#include <sys/resource.h>
