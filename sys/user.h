/* SPDX-License-Identifier: BSD-2-Clause */
/* user.h: sources of the 1990s include it for what is in these. */
#include <sys/proc.h>
#include <sys/resource.h>
#include <sys/signalvar.h>
#include <sys/vm.h>
