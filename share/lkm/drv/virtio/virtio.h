/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * virtio.h: what all drivers of virtio devices share, by the legacy PCI
 * interface (Virtio PCI Card Specification 0.9.5): finding out what the
 * device can do, and the queues by which it is told what to do.
 *
 * A queue is a piece of memory that both see.  The driver writes descriptors,
 * each a piece of memory to read or to fill, and chains of them are requests.
 * It puts a chain's number into a ring, "available", and the device, when it
 * is done, puts the number into another one, "used".
 */
#ifndef _VIRTIO_H_
#define _VIRTIO_H_

#include <sys/types.h>
#include <machine/bus.h>
#include <dev/pci/pcivar.h>

#define VIRTIO_VENDOR          0x1af4
/* Product numbers of the legacy interface. */
#define VIRTIO_PRODUCT_BLOCK   0x1001
#define VIRTIO_PRODUCT_ENTROPY 0x1005

/* The rings, as the device has them: appendix A of the specification. */
struct vring_desc {
	uint64_t addr; /* physical */
	uint32_t len;
	uint16_t flags;
	uint16_t next; /* with VRING_DESC_NEXT */
};
#define VRING_DESC_NEXT  1
#define VRING_DESC_WRITE 2 /* the device fills it */
struct vring_avail {
	uint16_t flags;
	uint16_t idx; /* how many were ever put there, modulo 65536 */
	uint16_t ring[];
};
struct vring_used {
	uint16_t flags;
	uint16_t idx;
	struct vring_used_elem {
		uint32_t id;  /* the chain's first descriptor */
		uint32_t len; /* bytes that the device has written */
	} ring[];
};
#define VRING_USED_NO_NOTIFY 1 /* the device looks by itself */

struct virtio;

struct virtq {
	struct virtio *vq_virtio;
	int vq_index;
	u_int vq_size; /* descriptors */
	vsize_t vq_bytes;
	volatile struct vring_desc *vq_desc;
	volatile struct vring_avail *vq_avail;
	volatile struct vring_used *vq_used;
	void **vq_cookie; /* of the request that begins there, or NULL */
	u_int vq_free;    /* the first of the free descriptors, a chain */
	u_int vq_nfree;
	uint16_t vq_seen; /* used entries that have been taken */
	int vq_broken;    /* the device has written nonsense */
};
#define VIRTIO_MAXQUEUES 4

struct virtio {
	const char *vi_name; /* for messages */
	struct pci_attach_args vi_pa;
	bus_space_tag_t vi_iot;
	bus_space_handle_t vi_ioh;
	bus_size_t vi_size; /* 0: not mapped */
	uint32_t vi_features;
	pci_intr_handle_t vi_line;
	void *vi_ih;
	struct virtq vi_queue[VIRTIO_MAXQUEUES];
};

/* Pieces of memory of one request. */
struct virtq_seg {
	paddr_t vs_addr;
	uint32_t vs_len;
};

/*
 * Reset the device and agree with it on features: those of wanted that it
 * has are in vi_features then.  EINVAL, ENXIO: it has no registers of the
 * legacy interface.  vi must be zeroed at first; virtio_detach() undoes
 * whatever has been done, and may be called again.
 */
int virtio_attach(struct virtio *, const char *name,
    const struct pci_attach_args *, uint32_t wanted);
/* Make queue number i.  ENXIO: it has none such; ENOMEM. */
int virtio_queue(struct virtio *, int i);
/*
 * From here on the device works.  intr(arg) is called at ipl when it has used
 * something.  ENXIO: it has no interrupt; ENOMEM.
 */
int virtio_start(struct virtio *, int ipl, int (*intr)(void *), void *arg);
/*
 * Reset the device: it touches no memory any more.  What was asked of it is
 * not answered.  All is given back.
 */
void virtio_detach(struct virtio *);
/*
 * The same without giving back: for a driver whose device does not do as it
 * should, before the driver gives away memory that the device knows.
 */
void virtio_reset(struct virtio *);
/*
 * Is it there, and as virtio_start() left it?  Not if it was pulled out or has
 * been reset: then it will never answer.
 */
int virtio_alive(const struct virtio *);
/* Has the device interrupted?  To be asked once by the interrupt handler. */
int virtio_interrupted(struct virtio *);
/*
 * The device's own configuration, bytes from off on.  What reaches beyond
 * its end reads as ones, all of it.
 */
uint8_t virtio_config_1(const struct virtio *, int off);
uint32_t virtio_config_4(const struct virtio *, int off);

/* Has it no request?  One look; not after virtio_reset(). */
static inline int
virtq_idle(const struct virtq *vq)
{
	return vq->vq_nfree == vq->vq_size;
}

/*
 * A request: memory that the device reads, nout pieces, then memory that it
 * fills, nin.  EAGAIN: no room until others are done; EIO: vq_broken.  cookie
 * (not NULL) is what virtq_reap() returns for it.  The device looks after
 * virtq_kick().
 * At the level of the interrupt, as the two functions below.
 */
int virtq_add(struct virtq *, const struct virtq_seg *, u_int nout, u_int nin,
    void *cookie);
void virtq_kick(struct virtq *);
/* One that is done, and the bytes that the device says it wrote; or NULL. */
void *virtq_reap(struct virtq *, uint32_t *len);

#endif /* _VIRTIO_H_ */
