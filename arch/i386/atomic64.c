/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * atomic64.c: what compilers call for an __atomic_ operation on eight bytes
 * when they may not use the registers of floating point. The names are those
 * of libatomic, which compilers know and let nobody define: hence __asm__.
 * There is one processor, so it is enough that nothing interrupts; what is
 * only loaded is not written to, and may be constant.
 */
#include <stdbool.h>
#include <sys/param.h>
#include <sys/systm.h>

static inline uint32_t
block(void)
{
	uint32_t flags;

	__asm volatile("pushfl; popl %0; cli" : "=r"(flags) : : "memory");
	return flags;
}

static inline void
unblock(uint32_t flags)
{
	__asm volatile("pushl %0; popfl" : : "r"(flags) : "memory", "cc");
}

uint64_t atomic64_load(const uint64_t *, int) __asm__("__atomic_load_8");
void atomic64_store(uint64_t *, uint64_t, int) __asm__("__atomic_store_8");
bool atomic64_compare_exchange(uint64_t *, uint64_t *expected, uint64_t, int,
    int) __asm__("__atomic_compare_exchange_8");

uint64_t
atomic64_load(const uint64_t *p, int order)
{
	uint32_t flags = block();
	uint64_t v = *p;

	unblock(flags);
	return v;
}

void
atomic64_store(uint64_t *p, uint64_t v, int order)
{
	uint32_t flags = block();

	*p = v;
	unblock(flags);
}

bool
atomic64_compare_exchange(
    uint64_t *p, uint64_t *expected, uint64_t v, int yes, int no)
{
	uint32_t flags = block();
	uint64_t old = *p;

	if (old == *expected)
		*p = v;
	unblock(flags);
	if (old == *expected)
		return true;
	*expected = old;
	return false;
}

/* The others return what was there before. */
#define ATOMIC64(op, new)                                          \
	uint64_t atomic64_##op(uint64_t *, uint64_t, int) __asm__( \
	    "__atomic_" #op "_8");                                 \
	uint64_t atomic64_##op(uint64_t *p, uint64_t v, int order) \
	{                                                          \
		uint32_t flags = block();                          \
		uint64_t old = *p;                                 \
                                                                   \
		*p = new;                                          \
		unblock(flags);                                    \
		return old;                                        \
	}

ATOMIC64(exchange, v)
ATOMIC64(fetch_add, old + v)
ATOMIC64(fetch_sub, old - v)
ATOMIC64(fetch_and, (old & v))
ATOMIC64(fetch_or, old | v)
ATOMIC64(fetch_xor, old ^ v)
