/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * virtio.c: finding out what a virtio device can do, and switching it on and
 * off: see virtio.h.  The queues are in virtq.c.
 */
#include <sys/param.h>
#include <sys/malloc.h>
#include <sys/systm.h>
#include <sys/vm.h>
#include "virtio.h"

/* Registers, at the ports of the first base address register. */
#define VIO_DEVICE_FEATURES 0x00
#define VIO_DRIVER_FEATURES 0x04
#define VIO_QUEUE_PAGE      0x08 /* physical address / 4096; 0: none */
#define VIO_QUEUE_SIZE      0x0c /* 16 bits, as the following two */
#define VIO_QUEUE_SELECT    0x0e
#define VIO_STATUS          0x12 /* 8 bits, as the next */
#define VIO_ISR             0x13 /* reading it acknowledges the interrupt */
#define VIO_CONFIG          0x14

#define STATUS_RESET        0x00
#define STATUS_ACKNOWLEDGE  0x01 /* somebody has noticed the device */
#define STATUS_DRIVER       0x02 /* and knows how to drive it */
#define STATUS_DRIVER_OK    0x04 /* it is all set up */
#define STATUS_GONE         0xff /* nobody answers at its port */
#define ISR_QUEUE           0x01

#define VRING_ALIGN         4096

static void
status(const struct virtio *vi, uint8_t bits)
{
	bus_space_write_1(vi->vi_iot, vi->vi_ioh, VIO_STATUS, bits);
}

int
virtio_attach(struct virtio *vi, const char *name,
    const struct pci_attach_args *pa, uint32_t wanted)
{
	int error;

	vi->vi_name = name;
	vi->vi_pa = *pa;
	error = pci_mapreg_map(pa, PCI_MAPREG(0), PCI_MAPREG_IO, 0, &vi->vi_iot,
	    &vi->vi_ioh, NULL, &vi->vi_size);
	if (error != 0)
		return error;
	status(vi, STATUS_RESET);
	status(vi, STATUS_ACKNOWLEDGE);
	status(vi, STATUS_ACKNOWLEDGE | STATUS_DRIVER);
	vi->vi_features =
	    bus_space_read_4(vi->vi_iot, vi->vi_ioh, VIO_DEVICE_FEATURES) &
	    wanted;
	bus_space_write_4(
	    vi->vi_iot, vi->vi_ioh, VIO_DRIVER_FEATURES, vi->vi_features);
	pci_busmaster(pa->pa_tag, 1);
	return 0;
}

/*
 * The descriptors, behind them the ring "available", and from the next page
 * on "used": the layout is fixed, section 2.3 of the specification.
 */
int
virtio_queue(struct virtio *vi, int i)
{
	struct virtq *vq = &vi->vi_queue[i];
	vsize_t used;
	char *mem;
	u_int n;

	KASSERT(i < VIRTIO_MAXQUEUES);
	bus_space_write_2(vi->vi_iot, vi->vi_ioh, VIO_QUEUE_SELECT, i);
	n = bus_space_read_2(vi->vi_iot, vi->vi_ioh, VIO_QUEUE_SIZE);
	if (n == 0 || n > 32768 || !powerof2(n))
		return ENXIO;
	used = roundup2(n * sizeof(struct vring_desc) +
		sizeof(struct vring_avail) + (n + 1) * sizeof(uint16_t),
	    VRING_ALIGN);
	vq->vq_bytes = used + sizeof(struct vring_used) +
	    n * sizeof(struct vring_used_elem) + sizeof(uint16_t);
	mem = contigmalloc(vq->vq_bytes, M_DEVBUF, M_ZERO, 0, (paddr_t)1 << 44,
	    VRING_ALIGN, 0);
	if (mem == NULL)
		return ENOMEM;
	vq->vq_cookie = malloc(n * sizeof(void *), M_DEVBUF, M_NOWAIT | M_ZERO);
	if (vq->vq_cookie == NULL) {
		contigfree(mem, vq->vq_bytes, M_DEVBUF);
		return ENOMEM;
	}
	vq->vq_virtio = vi;
	vq->vq_index = i;
	vq->vq_size = n;
	vq->vq_desc = (void *)mem;
	vq->vq_avail = (void *)(mem + n * sizeof(struct vring_desc));
	vq->vq_used = (void *)(mem + used);
	vq->vq_nfree = n;
	for (vq->vq_free = n; vq->vq_free-- > 0;)
		vq->vq_desc[vq->vq_free].next = vq->vq_free + 1;
	vq->vq_free = 0;
	bus_space_write_4(
	    vi->vi_iot, vi->vi_ioh, VIO_QUEUE_PAGE, vtophys(mem) / VRING_ALIGN);
	return 0;
}

int
virtio_start(struct virtio *vi, int ipl, int (*intr)(void *), void *arg)
{
	int error;

	if ((error = pci_intr_map(&vi->vi_pa, &vi->vi_line)) != 0)
		return error;
	vi->vi_ih = pci_intr_establish(vi->vi_line, ipl, intr, arg);
	if (vi->vi_ih == NULL)
		return ENOMEM;
	status(vi, STATUS_ACKNOWLEDGE | STATUS_DRIVER | STATUS_DRIVER_OK);
	return 0;
}

void
virtio_reset(struct virtio *vi)
{
	status(vi, STATUS_RESET);
	(void)virtio_interrupted(vi); /* the line is quiet now */
}

int
virtio_alive(const struct virtio *vi)
{
	uint8_t bits = bus_space_read_1(vi->vi_iot, vi->vi_ioh, VIO_STATUS);

	return bits != STATUS_GONE && (bits & STATUS_DRIVER_OK) != 0;
}

void
virtio_detach(struct virtio *vi)
{
	struct virtq *vq;

	if (vi->vi_size == 0)
		return;
	virtio_reset(vi);
	if (vi->vi_ih != NULL)
		pci_intr_disestablish(vi->vi_ih);
	vi->vi_ih = NULL;
	pci_busmaster(vi->vi_pa.pa_tag, 0);
	for (vq = vi->vi_queue; vq < vi->vi_queue + VIRTIO_MAXQUEUES; vq++) {
		if (vq->vq_size == 0)
			continue;
		contigfree(
		    (void *)(vaddr_t)vq->vq_desc, vq->vq_bytes, M_DEVBUF);
		free(vq->vq_cookie, M_DEVBUF);
		vq->vq_size = 0;
	}
	pci_mapreg_unmap(&vi->vi_pa, vi->vi_iot, vi->vi_ioh, vi->vi_size);
	vi->vi_size = 0;
}

int
virtio_interrupted(struct virtio *vi)
{
	return bus_space_read_1(vi->vi_iot, vi->vi_ioh, VIO_ISR) & ISR_QUEUE;
}

uint8_t
virtio_config_1(const struct virtio *vi, int off)
{
	return bus_space_read_1(vi->vi_iot, vi->vi_ioh, VIO_CONFIG + off);
}

uint32_t
virtio_config_4(const struct virtio *vi, int off)
{
	return bus_space_read_4(vi->vi_iot, vi->vi_ioh, VIO_CONFIG + off);
}
