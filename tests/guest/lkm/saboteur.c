/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * saboteur: makes devices on PCI bus 0 fail behind their drivers' backs, which
 * QEMU by itself does not.  A word and the device's number are written to
 * sysctl debug.sabotage:
 *
 *	unplug 5	it is gone, as if pulled out: by the registers of QEMU's
 *			hot-plug controller (docs/specs/acpi_pci_hotplug.rst)
 *	nonsense 5	the first queue of a virtio device gets a request that the
 *			driver knows nothing of, and the device answers it
 *	silence 5	it gets one that makes no sense; QEMU then answers nothing
 *			any more until the device is reset
 */
#include <sys/param.h>
#include <sys/lkm.h>
#include <sys/malloc.h>
#include <sys/sysctlvar.h>
#include <sys/systm.h>
#include <sys/vm.h>
#include <dev/pci/pcivar.h>
#include <machine/pio.h>

#include <share/lkm/drv/virtio/virtio.h>

#define HOTPLUG_EJECT  0xae08 /* a bit a slot */
#define HOTPLUG_BUS    0xae10

/* Registers of a virtio device, as share/lkm/drv/virtio/virtio.c has them. */
#define QUEUE_PAGE     0x08
#define QUEUE_SIZE     0x0c
#define QUEUE_SELECT   0x0e
#define QUEUE_NOTIFY   0x10

/* Free descriptors are taken from the front: these never were. */
#define FREE_FROM_LAST 4

static struct {
	uint32_t type, ioprio;
	uint64_t sector;
} header;
static uint8_t answer;

static int
find(int slot, struct pci_attach_args *found)
{
	struct pci_attach_args pa = {
	    .pa_device = slot, .pa_tag = pci_make_tag(0, slot, 0)};

	pa.pa_id = pci_conf_read(pa.pa_tag, PCI_ID_REG);
	*found = pa;
	return PCI_VENDOR(pa.pa_id) == 0xffff ? ENXIO : 0;
}

/* Both pieces that it says something to lie here: a flush. */
static u_int
ask_for_more(char *queue, u_int n)
{
	volatile struct vring_desc *d = (void *)queue;
	u_int first = n - FREE_FROM_LAST;

	header.type = 4;
	d[first] = (struct vring_desc){
	    vtophys(&header), sizeof(header), VRING_DESC_NEXT, first + 1};
	d[first + 1] =
	    (struct vring_desc){vtophys(&answer), 1, VRING_DESC_WRITE, 0};
	return first;
}

static int
meddle(int slot, int sensible)
{
	volatile struct vring_avail *avail;
	struct pci_attach_args pa;
	int s, error = find(slot, &pa), base;
	char *queue;
	u_int n;

	if (error != 0)
		return error;
	if (PCI_VENDOR(pa.pa_id) != VIRTIO_VENDOR)
		return ENODEV;
	base = PCI_MAPREG_IO_ADDR(pci_conf_read(pa.pa_tag, PCI_MAPREG(0)));
	s = splhigh();
	outw(base + QUEUE_SELECT, 0);
	n = inw(base + QUEUE_SIZE);
	queue = vm_page_va(&vm_page_array[inl(base + QUEUE_PAGE)]);
	avail = (void *)(queue + n * sizeof(struct vring_desc));
	avail->ring[avail->idx % n] = sensible ? ask_for_more(queue, n) : n;
	membar_producer();
	avail->idx++;
	membar_sync();
	outw(base + QUEUE_NOTIFY, 0);
	splx(s);
	return 0;
}

static int
unplug(int slot)
{
	struct pci_attach_args pa;
	int error = find(slot, &pa);

	if (error != 0)
		return error;
	outl(HOTPLUG_BUS, 0);
	outl(HOTPLUG_EJECT, 1U << slot);
	return find(slot, &pa) == 0 ? EIO : 0;
}

static int
do_sabotage(const struct sysctl_leaf *l, struct sysctl_req *req)
{
	char text[20] = "", *number;
	int error, slot;

	if ((error = sysctl_out(req, "", 1)) != 0 || req->sr_new == NULL)
		return error;
	if ((error = sysctl_in_string(req, text, sizeof(text))) != 0)
		return error;
	if ((number = strchr(text, ' ')) == NULL)
		return EINVAL;
	*number++ = '\0';
	for (slot = 0; *number >= '0' && *number <= '9'; number++)
		slot = slot * 10 + *number - '0';
	if (*number != '\0' || slot > 31)
		return EINVAL;
	if (strcmp(text, "unplug") == 0)
		return unplug(slot);
	if (strcmp(text, "nonsense") == 0)
		return meddle(slot, 1);
	return strcmp(text, "silence") == 0 ? meddle(slot, 0) : EINVAL;
}

static struct sysctl_leaf leaf = {.sl_name = "debug.sabotage",
    .sl_descr = "what is to happen to which device",
    .sl_type = SYSCTL_STRING,
    .sl_flags = SYSCTL_WRITABLE,
    .sl_handler = do_sabotage};

MOD_MISC("saboteur")

static int
saboteur_load(struct lkm_table *lkmtp, int cmd)
{
	return sysctl_attach(&leaf, -1);
}

static int
saboteur_unload(struct lkm_table *lkmtp, int cmd)
{
	sysctl_detach(&leaf);
	return 0;
}

int saboteur_lkmentry(struct lkm_table *, int, int);

int
saboteur_lkmentry(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, saboteur_load, saboteur_unload, lkm_nofunc);
}
