/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * syscalls.c: what the native system calls are called, and what their
 * arguments are; for ktrace(4).
 */
#include <sys/param.h>
#include <sys/syscall.h>
#include <sys/syscallargs.h>

extern const char *const syscallnames[], *const syscallkinds[];

#define CALL_AS(name, args, kinds) [SYS_##name] = #name,
#define CALL(name, kinds)          [SYS_##name] = #name,
#define CALL0(name, kinds)         [SYS_##name] = #name,
const char *const syscallnames[SYS_MAXSYSCALL] = {
    [SYS_syscall] = "syscall",
#include "syscalls.def"
};
#undef CALL_AS
#undef CALL
#undef CALL0

#define CALL_AS(name, args, kinds) [SYS_##name] = kinds,
#define CALL(name, kinds)          [SYS_##name] = kinds,
#define CALL0(name, kinds)         [SYS_##name] = kinds,
const char *const syscallkinds[SYS_MAXSYSCALL] = {
#include "syscalls.def"
};
#undef CALL_AS
#undef CALL
#undef CALL0

/* As many kinds as there are words, and the result's. */
#define CALL_AS(name, args, kinds) \
	_Static_assert(            \
	    sizeof(kinds) == 2 + sizeof(struct sys_##args##_args) / 4, #name);
#define CALL(name, kinds)  CALL_AS(name, name, kinds)
#define CALL0(name, kinds) _Static_assert(sizeof(kinds) == 2, #name);
#include "syscalls.def"
