/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bus_space.c: mapping a device's registers.  Ports need nothing: the kernel
 * may use all 65,536 of them.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/vm.h>
#include <machine/bus.h>

#define IO_PORTS 0x10000

int
bus_space_map(bus_space_tag_t t, bus_addr_t addr, bus_size_t size, int flags,
    bus_space_handle_t *h)
{
	void *va;

	if (size == 0)
		return EINVAL;
	if (t == X86_BUS_SPACE_IO) {
		if (addr >= IO_PORTS || size > IO_PORTS - addr)
			return EINVAL;
		*h = addr;
		return 0;
	}
	if ((va = kmem_mapdev(addr, size)) == NULL)
		return ENOMEM;
	*h = (bus_space_handle_t)va;
	return 0;
}

void
bus_space_unmap(bus_space_tag_t t, bus_space_handle_t h, bus_size_t size)
{
	if (t == X86_BUS_SPACE_MEM)
		kmem_unmapdev((void *)h, size);
}
