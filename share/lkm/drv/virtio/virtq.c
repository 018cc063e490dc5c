/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * virtq.c: requests to a virtio device: see virtio.h.
 *
 * Both sides only ever write what is theirs: the driver descriptors and
 * "available", the device "used".  What must not change places are the stores
 * into a ring and the store that moves its index, which tells the other side.
 * What the device writes is not believed without a look.
 */
#include <sys/param.h>
#include <sys/errno.h>
#include <sys/systm.h>
#include "virtio.h"

#define VIO_QUEUE_NOTIFY 0x10

int
virtq_add(struct virtq *vq, const struct virtq_seg *segs, u_int nout, u_int nin,
    void *cookie)
{
	volatile struct vring_desc *d = NULL;
	u_int n = nout + nin, first = vq->vq_free, i;

	if (vq->vq_broken)
		return EIO;
	if (n > vq->vq_nfree)
		return EAGAIN;
	for (i = 0; i < n; i++) {
		d = &vq->vq_desc[vq->vq_free];
		d->addr = segs[i].vs_addr;
		d->len = segs[i].vs_len;
		d->flags = VRING_DESC_NEXT | (i < nout ? 0 : VRING_DESC_WRITE);
		vq->vq_free = d->next; /* free ones are a chain already */
	}
	d->flags &= ~VRING_DESC_NEXT;
	vq->vq_nfree -= n;
	vq->vq_cookie[first] = cookie;
	vq->vq_avail->ring[vq->vq_avail->idx % vq->vq_size] = first;
	membar_producer();
	vq->vq_avail->idx++;
	return 0;
}

/* The store to idx must be seen before the device's wish is looked at. */
void
virtq_kick(struct virtq *vq)
{
	const struct virtio *vi = vq->vq_virtio;

	membar_sync();
	if ((vq->vq_used->flags & VRING_USED_NO_NOTIFY) == 0)
		bus_space_write_2(
		    vi->vi_iot, vi->vi_ioh, VIO_QUEUE_NOTIFY, vq->vq_index);
}

/* A chain's descriptors are free again. */
static void
free_chain(struct virtq *vq, u_int first)
{
	u_int last = first, n = 1;

	while (vq->vq_desc[last].flags & VRING_DESC_NEXT) {
		last = vq->vq_desc[last].next;
		n++;
	}
	vq->vq_desc[last].next = vq->vq_free;
	vq->vq_free = first;
	vq->vq_nfree += n;
}

void *
virtq_reap(struct virtq *vq, uint32_t *len)
{
	volatile struct vring_used_elem *e;
	void *cookie;
	uint32_t id;

	if (vq->vq_seen == vq->vq_used->idx || vq->vq_broken)
		return NULL;
	membar_consumer();
	e = &vq->vq_used->ring[vq->vq_seen++ % vq->vq_size];
	id = e->id;
	if (id >= vq->vq_size || (cookie = vq->vq_cookie[id]) == NULL) {
		vq->vq_broken = 1;
		printf("%s: the device has done what nobody asked for (%u): "
		       "it is not used any more\n",
		    vq->vq_virtio->vi_name, id);
		return NULL;
	}
	*len = e->len;
	vq->vq_cookie[id] = NULL;
	free_chain(vq, id);
	return cookie;
}
