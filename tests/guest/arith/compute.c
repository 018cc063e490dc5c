/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What compilers call functions for, on a machine of 32 bits. It includes
 * nothing, so that every compiler takes it; module.c makes a module of it.
 * What goes in is volatile, so that it is computed when it runs; what must
 * come out was computed elsewhere.
 */
typedef long long s64;
typedef unsigned long long u64;
typedef unsigned int u32;

u32 arith_wrong(void);

/* One bit for each that is wrong. */
#define WRONG(bit, e) ((u32) !(e) << (bit))

static volatile s64 a = -1234567890123456789, b = 9876543210, c = -7;
static volatile u64 x = 0xfedcba9876543210, y = 0x123456789, z = 10;
static volatile u32 n = 37;

static u32
division(void)
{
	s64 p = a, q = b;
	u64 t = x, v = z;

	return WRONG(0, a / b == -124999998) | WRONG(1, a % b == -8626543209) |
	    WRONG(2, a / c == 176366841446208112 && a % c == -5) |
	    WRONG(3, x / y == 3758096384u && x % y == 2522100240u) |
	    /* Of the same two, which gcc does with one call. */
	    WRONG(4, (p / q ^ p % q) == (-124999998 ^ -8626543209)) |
	    WRONG(5, t / v == 1836475854449306472 && t % v == 0);
}

static u32
others(void)
{
	return WRONG(6, a << n == 4814309931068948480) |
	    WRONG(7, a >> n == -8982664) | WRONG(8, x >> n == 0x7f6e5d4) |
	    WRONG(9, a * b == 3466813685673505998) |
	    WRONG(10, a < b && b > c && !(x < y) && -c == 7);
}

/* A structure is copied, cleared and filled; tcc knows no more than this. */
struct block {
	u32 word[300];
};
static struct block from, to;

static u32
blocks(void)
{
	struct block local = {{n, 2}};
	u32 i;

	for (i = 0; i < 300; i++)
		from.word[i] = i * n;
	to = from;
	from = local;
	return WRONG(11, to.word[299] == 299 * 37 && to.word[1] == 37) |
	    WRONG(12,
		from.word[0] == 37 && from.word[1] == 2 && from.word[299] == 0);
}

#ifndef __TINYC__
static u32
bits(void)
{
	return WRONG(13, __builtin_popcountll(x) == 32) |
	    WRONG(14, __builtin_popcount(n) == 3) |
	    WRONG(15, __builtin_ffsll(x) == 5 && __builtin_ffs(n) == 1) |
	    WRONG(16, __builtin_ctzll(y << 36) == 36) |
	    WRONG(17, __builtin_clzll(y) == 31 && __builtin_clz(n) == 26) |
	    WRONG(18, __builtin_parityll(y) == 1 && __builtin_parity(n) == 1) |
	    WRONG(19, __builtin_bswap64(x) == 0x1032547698badcfe) |
#ifndef __clang__
	    WRONG(20, __builtin_clrsbll(b) == 29 && __builtin_clrsb(n) == 25) |
#endif
	    WRONG(21, __builtin_llabs(c) == 7);
}

static u32
builtins(void)
{
	static char text[] = "a text of some length", copy[sizeof(text)];
	volatile u32 size = sizeof(text);
	u32 wrong;

	__builtin_memcpy(copy, text, size);
	wrong = WRONG(22, __builtin_memcmp(copy, text, size) == 0);
	__builtin_memmove(copy + 1, copy, size - 1);
	wrong |= WRONG(23, __builtin_memcmp(copy, "aa text of", 10) == 0);
	__builtin_memset(copy, 'z', size - 1);
	return wrong | WRONG(24, copy[0] == 'z' && copy[size - 2] == 'z') |
	    WRONG(25, __builtin_strlen(text + (n & 1)) == 20) |
	    WRONG(26, __builtin_strcmp(text, copy) < 0);
}

static _Alignas(8) u64 shared;
/* clang reads eight bytes with an instruction that also writes. */
#ifndef __clang__
const
#endif
    static _Alignas(8) u64 constant = 0x123456789abcdef0;

static u32
atomics(void)
{
	u64 first = 40, got, product;
	s64 signed_product;
	u32 wrong;

	__atomic_store_n(&shared, x, __ATOMIC_SEQ_CST);
	got = __atomic_exchange_n(&shared, first, __ATOMIC_SEQ_CST);
	wrong = WRONG(27, got == x);
	__atomic_fetch_add(&shared, 2, __ATOMIC_SEQ_CST);
	__atomic_fetch_or(&shared, 0x8000000000, __ATOMIC_SEQ_CST);
	__atomic_fetch_xor(&shared, 3, __ATOMIC_SEQ_CST);
	__atomic_fetch_and(&shared, 0xff0000002b, __ATOMIC_SEQ_CST);
	__atomic_fetch_sub(&shared, 1, __ATOMIC_SEQ_CST);
	got = __atomic_load_n(&shared, __ATOMIC_SEQ_CST);
	wrong |= WRONG(28, got == 0x8000000028);
	first = 1;
	if (__atomic_compare_exchange_n(
		&shared, &first, 2, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST) ||
	    first != got ||
	    !__atomic_compare_exchange_n(
		&shared, &first, 3, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST) ||
	    shared != 3)
		wrong |= 1u << 28;
	wrong |= WRONG(29,
	    __atomic_load_n((volatile const u64 *)&constant,
		__ATOMIC_SEQ_CST) == 0x123456789abcdef0);
	wrong |= WRONG(30, __builtin_mul_overflow(x, y, &product));
	return wrong |
	    WRONG(31,
		!__builtin_mul_overflow(b, c, &signed_product) &&
		    signed_product == -69135802470);
}
#endif

u32
arith_wrong(void)
{
	u32 wrong = division() | others() | blocks();

#ifndef __TINYC__
	wrong |= bits() | builtins() | atomics();
#endif
	return wrong;
}
