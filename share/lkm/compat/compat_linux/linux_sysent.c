/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * linux_sysent.c: the table of system calls and that of their names, both
 * made of linux_syscalls.h.
 */
#include "linux.h"

#define CALL(number, name, function, words) \
	[number] = {words, (words) * sizeof(register_t), function},
#define NONE(number, name) [number] = {0, 0, linux_nosys},
#define HOLE(number)       [number] = {0, 0, linux_nosys},
struct sysent linux_sysent[LINUX_NCALLS] = {
#include "linux_syscalls.h"
};
#undef CALL
#undef NONE
#undef HOLE

#define CALL(number, name, function, words) [number] = #name,
#define NONE(number, name)                  [number] = #name,
#define HOLE(number)                        [number] = "number " #number,
const char *const linux_syscallnames[LINUX_NCALLS] = {
#include "linux_syscalls.h"
};
