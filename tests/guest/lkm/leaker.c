/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * leaker: leaves something behind, and another time takes it away again, as
 * the host's name tells it: "leak intr", "undo intr", "leak malloc temp".
 * With any other name it does nothing.  All that it leaves lies in module
 * keeper, but for what "wild" tables get: addresses where no module is.
 */
#include <sys/malloc.h>
#include <sys/vm.h>
#include "keeper.h"

#define SLOT    211 /* a system call that nobody has */
#define IRQ     5   /* an interrupt that nobody uses */
#define LATER   1000000
#define NOWHERE (KERN_LKM_END - 0x10000) /* no module is so high */

MALLOC_DECLARE(M_TMPFS);
MALLOC_DECLARE(M_TIMEOUT);

static const struct {
	const char *name;
	struct malloc_type *type;
} types[] = {{"temp", M_TEMP}, {"devbuf", M_DEVBUF}, {"lkm", M_LKM},
    {"timeout", M_TIMEOUT}, {"proc", M_PROC}, {"tmpfs", M_TMPFS}};

static int cmajor, bmajor, failed;

static void
sysent_leak(int undo)
{
	sysent[SLOT].sy_call = undo ? sys_lkmnosys : keeper.sysent.sy_call;
}

static void
sysent_wild(int undo)
{
	sysent[SLOT].sy_call = undo ? sys_lkmnosys : (void *)NOWHERE;
}

static void
devsw_leak(int undo)
{
	bmajor = cmajor = -1;
	if (undo)
		devsw_detach(NULL, &keeper.cdev);
	else
		failed = devsw_attach(
		    keeper.cdev_name, NULL, &bmajor, &keeper.cdev, &cmajor);
}

/* The same driver, but it is another kind of device. */
static void
devsw_contents(int undo)
{
	keeper.cdev.d_type = undo ? D_OTHER : D_TAPE;
}

static void
devsw_wild(int undo)
{
	bmajor = cmajor = -1;
	if (undo)
		devsw_detach(NULL, (void *)NOWHERE);
	else
		failed = devsw_attach(
		    keeper.cdev_name, NULL, &bmajor, (void *)NOWHERE, &cmajor);
}

static void
exec_leak(int undo)
{
	if (undo)
		execsw_detach(&keeper.exec);
	else
		failed = execsw_attach(&keeper.exec);
}

static void
vfs_leak(int undo)
{
	failed = undo ? vfs_detach(&keeper.vfs) : vfs_attach(&keeper.vfs);
}

static void
sysctl_leak(int undo)
{
	if (undo)
		sysctl_detach(&keeper.leaf);
	else
		failed = sysctl_attach(&keeper.leaf, -1);
}

/* A leaf that is there, with a handler that is not. */
static void
sysctl_wild(int undo)
{
	keeper.leaf.sl_handler = undo ? NULL : (void *)NOWHERE;
	sysctl_leak(undo);
}

static void
cons_leak(int undo)
{
	if (undo)
		cn_drain = keeper.drain;
	else {
		keeper.drain = cn_drain;
		cn_drain = NULL;
	}
}

/* A terminal with a driver. */
static void
tty_leak(int undo)
{
	if (undo)
		ttyfree(keeper.tty);
	else {
		keeper.tty = ttymalloc();
		keeper.tty->t_oproc = keeper.output;
	}
}

static void
tty_wild(int undo)
{
	tty_leak(undo);
	if (!undo)
		keeper.tty->t_oproc = (void *)NOWHERE;
}

/* Vector 0x99 of the processor, which nothing has; sidt tells where it is. */
static void
vector(int undo, uint64_t gate)
{
	struct {
		uint16_t limit;
		uint64_t *base;
	} __packed idt;
	uint64_t was;

	__asm volatile("sidt %0" : "=m"(idt));
	was = idt.base[0x99];
	idt.base[0x99] = undo ? keeper.gate : gate;
	if (!undo)
		keeper.gate = was;
}

static void
traps_leak(int undo)
{
	uint32_t off = (vaddr_t)keeper.timeout;

	vector(undo, (uint64_t)(off & 0xffff0000) << 32 | (off & 0xffff));
}

static void
traps_wild(int undo)
{
	vector(undo, (uint64_t)(NOWHERE & 0xffff0000) << 32);
}

static void
intr_leak(int undo)
{
	if (undo)
		intr_disestablish(keeper.cookie);
	else
		keeper.cookie =
		    intr_establish(IRQ, IPL_BIO, keeper.interrupt, NULL);
	failed = keeper.cookie == NULL;
}

static void
intr_wild(int undo)
{
	if (undo)
		intr_disestablish(keeper.cookie);
	else
		keeper.cookie =
		    intr_establish(IRQ, IPL_BIO, (void *)NOWHERE, NULL);
	failed = keeper.cookie == NULL;
}

static void
timeout_leak(int undo)
{
	if (undo)
		untimeout(keeper.timeout, NULL);
	else
		timeout(keeper.timeout, NULL, LATER);
}

static void
timeout_wild(int undo)
{
	if (undo)
		untimeout((void *)NOWHERE, NULL);
	else
		timeout((void *)NOWHERE, NULL, LATER);
}

static void
callout_leak(int undo)
{
	if (undo)
		callout_stop(&keeper.callout);
	else
		callout_reset(&keeper.callout, LATER, keeper.timeout, NULL);
}

static void
registry_leak(int undo)
{
	if (undo)
		lkm_drop(keeper.nobody);
	else
		keeper.nobody = lkm_new();
	failed = keeper.nobody == NULL;
}

/* Another that offers keeper's names. */
static void
symbols_leak(int undo)
{
	registry_leak(undo);
	if (undo || failed)
		return;
	keeper.nobody->image = lkm_at((vaddr_t)&keeper)->image;
	failed = lkm_export(keeper.nobody);
}

static void
hooks_leak(int undo)
{
	struct lkm_table *t = lkm_at((vaddr_t)&keeper);

	if (undo)
		lkm_unhook(t, &sysent[SLOT]);
	else
		failed = lkm_hook(t, &sysent[SLOT], &keeper.sysent,
		    &keeper.saved, sizeof(keeper.saved));
}

/* What the oldest claim saved is where one returns to: it must be good. */
static void
hooks_wild(int undo)
{
	hooks_leak(undo);
	if (!undo)
		keeper.saved.sy_call = (void *)NOWHERE;
	else
		sysent[SLOT].sy_call = sys_lkmnosys;
}

/* Of a function that nobody calls. */
static void
probes(int undo, void *handler)
{
	char why[80];

	if (undo) {
		kprobe_detach(&keeper.probe);
		return;
	}
	keeper.probe =
	    (struct kprobe){.kp_addr = (vaddr_t)nullop, .kp_entry = handler};
	failed = kprobe_attach(&keeper.probe, why, sizeof(why));
}

static void
probes_leak(int undo)
{
	probes(undo, keeper.probed);
}

static void
probes_wild(int undo)
{
	probes(undo, (void *)NOWHERE);
}

static void
maps_leak(int undo)
{
	if (undo)
		kmem_free(kernel_map, keeper.piece, 2 * PAGE_SIZE);
	else
		keeper.piece = kmem_alloc(kernel_map, 2 * PAGE_SIZE, M_TEMP);
	failed = keeper.piece == NULL;
}

/* Module memory that is no module's. */
static void
maps_wild(int undo)
{
	if (undo)
		kmem_free(lkm_map, keeper.piece, PAGE_SIZE);
	else
		keeper.piece = kmem_alloc(lkm_map, PAGE_SIZE, M_LKM);
	failed = keeper.piece == NULL;
}

static void
pages_leak(int undo)
{
	if (undo)
		vm_page_release(keeper.page);
	else
		keeper.page = vm_page_alloc(M_DEVBUF, 0);
	failed = keeper.page == NULL;
}

static const struct {
	const char *name;
	void (*leak)(int undo);
} leaks[] = {{"sysent", sysent_leak}, {"sysent-wild", sysent_wild},
    {"devsw", devsw_leak}, {"devsw-contents", devsw_contents},
    {"devsw-wild", devsw_wild}, {"exec", exec_leak}, {"vfs", vfs_leak},
    {"sysctl", sysctl_leak}, {"sysctl-wild", sysctl_wild}, {"cons", cons_leak},
    {"tty", tty_leak}, {"tty-wild", tty_wild}, {"traps", traps_leak},
    {"traps-wild", traps_wild}, {"intr", intr_leak}, {"intr-wild", intr_wild},
    {"timeouts", timeout_leak}, {"timeouts-wild", timeout_wild},
    {"callout", callout_leak}, {"registry", registry_leak},
    {"symbols", symbols_leak}, {"hooks", hooks_leak},
    {"hooks-wild", hooks_wild}, {"maps", maps_leak}, {"maps-wild", maps_wild},
    {"pages", pages_leak}, {"probes", probes_leak},
    {"probes-wild", probes_wild}};

/* Sixteen bytes of a type. */
static int
piece_leak(const char *name, int undo)
{
	u_int i;

	for (i = 0; i < nitems(types); i++)
		if (strcmp(types[i].name, name) == 0) {
			if (undo)
				free(keeper.piece, types[i].type);
			else
				keeper.piece =
				    malloc(16, types[i].type, M_NOWAIT);
			return keeper.piece == NULL ? ENOMEM : 0;
		}
	return EINVAL;
}

static int
load(struct lkm_table *lkmtp, int cmd)
{
	int undo = strncmp(hostname, "undo ", 5) == 0;
	const char *what = hostname + 5;
	u_int i;

	if (!undo && strncmp(hostname, "leak ", 5) != 0)
		return 0;
	if (strncmp(what, "malloc ", 7) == 0)
		return piece_leak(what + 7, undo);
	for (i = 0; i < nitems(leaks); i++)
		if (strcmp(what, leaks[i].name) == 0) {
			leaks[i].leak(undo);
			return failed ? EIO : 0;
		}
	return EINVAL;
}

MOD_MISC("leaker")

int xxxinit(struct lkm_table *, int, int);

int
xxxinit(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, load, lkm_nofunc, lkm_nofunc);
}
