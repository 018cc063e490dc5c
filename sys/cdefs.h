/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * cdefs.h: what the compiler can be told, under the BSD names.  __P and
 * __KERNEL_RCSID let sources of the 1990s compile unchanged.
 */
#ifndef _SYS_CDEFS_H
#ifndef _KERNEL
#include_next <sys/cdefs.h>
#endif
#define _SYS_CDEFS_H

#ifdef __cplusplus
#define __BEGIN_DECLS extern "C" {
#define __END_DECLS   }
#else
#define __BEGIN_DECLS
#define __END_DECLS
#endif

#undef __P
#define __P(protos)          protos

#define __KERNEL_RCSID(n, s) struct __rcsid_##n
#define __RCSID(s)           struct __rcsid
#define __COPYRIGHT(s)       struct __copyright

#ifdef _KERNEL
#define __dead                   __attribute__((__noreturn__))
#define __packed                 __attribute__((__packed__))
#define __aligned(x)             __attribute__((__aligned__(x)))
#define __section(x)             __attribute__((__section__(x)))
#define __unused                 __attribute__((__unused__))
#define __used                   __attribute__((__used__))
#define __noinline               __attribute__((__noinline__))
#define __always_inline          inline __attribute__((__always_inline__))
#define __weak                   __attribute__((__weak__))
#define __printflike(f, a)       __attribute__((__format__(__printf__, f, a)))
#define __predict_true(e)        __builtin_expect((e) != 0, 1)
#define __predict_false(e)       __builtin_expect((e) != 0, 0)

/* For old sources. */
#define __CONCAT(a, b)           a##b
#define __STRING(x)              #x
#define __UNCONST(p)             ((void *)(unsigned long)(const void *)(p))
#define __UNVOLATILE(p)          ((void *)(unsigned long)(volatile void *)(p))
#define __arraycount(a)          (sizeof(a) / sizeof((a)[0]))
#define __KERNEL_COPYRIGHT(n, s) struct __copyright_##n
#define __IDSTRING(name, s)      struct __idstring_##name
#endif

#endif /* _SYS_CDEFS_H */
