/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * stdint.h: the integer types of known widths, as <stdint.h> has them.
 * Kernel and modules have them from here, out of what the compiler itself
 * knows: its <stdint.h> looks for a C library's unless it is told that there
 * is none (-ffreestanding), which sources of the 1990s are not compiled with.
 */
#ifndef _SYS_STDINT_H_
#define _SYS_STDINT_H_

#ifndef _KERNEL
#include <stdint.h>
#elif !defined(_GCC_WRAP_STDINT_H) && !defined(__CLANG_STDINT_H) && \
    !defined(_STDINT_H)
/* Who includes <stdint.h> after this, has it already: gcc's, clang's. */
#define _GCC_WRAP_STDINT_H
#define __CLANG_STDINT_H
#define _STDINT_H

#ifndef __INT8_TYPE__ /* tcc */
#define __INT8_TYPE__    signed char
#define __INT16_TYPE__   short
#define __INT32_TYPE__   int
#define __INT64_TYPE__   long long
#define __UINT8_TYPE__   unsigned char
#define __UINT16_TYPE__  unsigned short
#define __UINT32_TYPE__  unsigned int
#define __UINT64_TYPE__  unsigned long long
#define __INTPTR_TYPE__  __PTRDIFF_TYPE__
#define __UINTPTR_TYPE__ __SIZE_TYPE__
#define __INTMAX_TYPE__  long long
#define __UINTMAX_TYPE__ unsigned long long
#define __INT8_MAX__     127
#define __INT16_MAX__    32767
#define __INT32_MAX__    2147483647
#define __INT64_MAX__    9223372036854775807LL
#define __UINT8_MAX__    255
#define __UINT16_MAX__   65535
#define __UINT32_MAX__   4294967295U
#define __UINT64_MAX__   18446744073709551615ULL
#define __INTPTR_MAX__   2147483647
#define __UINTPTR_MAX__  4294967295U
#define __INTMAX_MAX__   9223372036854775807LL
#define __UINTMAX_MAX__  18446744073709551615ULL
#define __SIZE_MAX__     4294967295U
#endif
typedef __INT8_TYPE__ int8_t;
typedef __INT16_TYPE__ int16_t;
typedef __INT32_TYPE__ int32_t;
typedef __INT64_TYPE__ int64_t;
typedef __UINT8_TYPE__ uint8_t;
typedef __UINT16_TYPE__ uint16_t;
typedef __UINT32_TYPE__ uint32_t;
typedef __UINT64_TYPE__ uint64_t;
typedef __INTPTR_TYPE__ intptr_t;
typedef __UINTPTR_TYPE__ uintptr_t;
typedef __INTMAX_TYPE__ intmax_t;
typedef __UINTMAX_TYPE__ uintmax_t;

#define INT8_MAX    __INT8_MAX__
#define INT16_MAX   __INT16_MAX__
#define INT32_MAX   __INT32_MAX__
#define INT64_MAX   __INT64_MAX__
#define INT8_MIN    (-INT8_MAX - 1)
#define INT16_MIN   (-INT16_MAX - 1)
#define INT32_MIN   (-INT32_MAX - 1)
#define INT64_MIN   (-INT64_MAX - 1)
#define UINT8_MAX   __UINT8_MAX__
#define UINT16_MAX  __UINT16_MAX__
#define UINT32_MAX  __UINT32_MAX__
#define UINT64_MAX  __UINT64_MAX__
#define INTPTR_MAX  __INTPTR_MAX__
#define INTPTR_MIN  (-INTPTR_MAX - 1)
#define UINTPTR_MAX __UINTPTR_MAX__
#define INTMAX_MAX  __INTMAX_MAX__
#define INTMAX_MIN  (-INTMAX_MAX - 1)
#define UINTMAX_MAX __UINTMAX_MAX__
#define SIZE_MAX    __SIZE_MAX__
#define INT32_C(c)  c
#define INT64_C(c)  c##LL
#define UINT32_C(c) c##U
#define UINT64_C(c) c##ULL
#endif

#endif /* _SYS_STDINT_H_ */
