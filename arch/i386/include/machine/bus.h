/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bus.h: bus_space(9): the registers of a device, whether they lie at I/O
 * ports or in memory: a driver says which of the two once, when it maps
 * them, and each access is the same line for both.  And how DMA sees memory.
 */
#ifndef _MACHINE_BUS_H
#define _MACHINE_BUS_H

#include <sys/types.h>
#include <machine/pio.h>

typedef int bus_space_tag_t;       /* ports or memory */
typedef u_long bus_space_handle_t; /* the first port, or the address */
typedef paddr_t bus_addr_t;
typedef vsize_t bus_size_t;

#define X86_BUS_SPACE_IO  0
#define X86_BUS_SPACE_MEM 1

/*
 * Registers of which nobody has told, size bytes from addr on.  EINVAL: no
 * such ports; ENOMEM: no address space.  bus_space_unmap() takes them back.
 */
int bus_space_map(bus_space_tag_t, bus_addr_t addr, bus_size_t size, int flags,
    bus_space_handle_t *);
void bus_space_unmap(bus_space_tag_t, bus_space_handle_t, bus_size_t size);

/* A register at an offset: bus_space_read_4(tag, handle, offset). */
#define BUS_SPACE_ACCESS(bytes, type, in, out)                               \
	static inline type bus_space_read_##bytes(                           \
	    bus_space_tag_t t, bus_space_handle_t h, bus_size_t off)         \
	{                                                                    \
		return t == X86_BUS_SPACE_IO ? in(h + off)                   \
					     : *(volatile type *)(h + off);  \
	}                                                                    \
	static inline void bus_space_write_##bytes(                          \
	    bus_space_tag_t t, bus_space_handle_t h, bus_size_t off, type v) \
	{                                                                    \
		if (t == X86_BUS_SPACE_IO)                                   \
			out(h + off, v);                                     \
		else                                                         \
			*(volatile type *)(h + off) = v;                     \
	}
BUS_SPACE_ACCESS(1, uint8_t, inb, outb)
BUS_SPACE_ACCESS(2, uint16_t, inw, outw)
BUS_SPACE_ACCESS(4, uint32_t, inl, outl)

/* n times the same register of 16 bits, to or from memory. */
static inline void
bus_space_read_multi_2(bus_space_tag_t t, bus_space_handle_t h, bus_size_t off,
    uint16_t *p, bus_size_t n)
{
	if (t == X86_BUS_SPACE_IO)
		insw(h + off, p, n);
	else
		while (n-- > 0)
			*p++ = *(volatile uint16_t *)(h + off);
}
static inline void
bus_space_write_multi_2(bus_space_tag_t t, bus_space_handle_t h, bus_size_t off,
    const uint16_t *p, bus_size_t n)
{
	if (t == X86_BUS_SPACE_IO)
		outsw(h + off, p, n);
	else
		while (n-- > 0)
			*(volatile uint16_t *)(h + off) = *p++;
}

/*
 * Order for memory that a device reads and writes, too.  The processor keeps
 * stores in order, and loads; the compiler is told to (membar_producer,
 * membar_consumer).  A load may still overtake an earlier store: where that
 * matters, as in "I have told it; does it want to hear more?", membar_sync().
 */
static inline void
membar_producer(void)
{
	__asm volatile("" : : : "memory");
}
static inline void
membar_consumer(void)
{
	__asm volatile("" : : : "memory");
}
static inline void
membar_sync(void)
{
	__asm volatile("lock; addl $0, (%%esp)" : : : "memory");
}

#endif
