/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * pio.h: the I/O ports.
 */
#ifndef _MACHINE_PIO_H
#define _MACHINE_PIO_H

#include <stddef.h>
#include <sys/stdint.h>

static inline uint8_t
inb(uint16_t port)
{
	uint8_t v;

	__asm volatile("inb %1, %0" : "=a"(v) : "Nd"(port));
	return v;
}
static inline uint16_t
inw(uint16_t port)
{
	uint16_t v;

	__asm volatile("inw %1, %0" : "=a"(v) : "Nd"(port));
	return v;
}
static inline uint32_t
inl(uint16_t port)
{
	uint32_t v;

	__asm volatile("inl %1, %0" : "=a"(v) : "Nd"(port));
	return v;
}
static inline void
outb(uint16_t port, uint8_t v)
{
	__asm volatile("outb %0, %1" : : "a"(v), "Nd"(port));
}
static inline void
outw(uint16_t port, uint16_t v)
{
	__asm volatile("outw %0, %1" : : "a"(v), "Nd"(port));
}
static inline void
outl(uint16_t port, uint32_t v)
{
	__asm volatile("outl %0, %1" : : "a"(v), "Nd"(port));
}
static inline void
insw(uint16_t port, void *buf, size_t n)
{
	__asm volatile("rep insw" : "+D"(buf), "+c"(n) : "d"(port) : "memory");
}
static inline void
outsw(uint16_t port, const void *buf, size_t n)
{
	__asm volatile("rep outsw" : "+S"(buf), "+c"(n) : "d"(port) : "memory");
}
static inline void
outsb(uint16_t port, const void *buf, size_t n)
{
	__asm volatile("rep outsb" : "+S"(buf), "+c"(n) : "d"(port) : "memory");
}
static inline void
insb(uint16_t port, void *buf, size_t n)
{
	__asm volatile("rep insb" : "+D"(buf), "+c"(n) : "d"(port) : "memory");
}

#endif
