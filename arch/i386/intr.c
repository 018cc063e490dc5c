/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * intr.c: hardware interrupts: two 8259A controllers, and the levels that
 * keep handlers out of the code that shares data with them.
 *
 * A level is a number in cpl.  An interrupt that comes while cpl is at or
 * above its handlers' level is masked at the controller and noted; splx()
 * runs it when the level falls.  So splraise() costs no I/O at all.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/holders.h>
#include <sys/malloc.h>
#include <sys/proc.h>
#include <sys/selfcheck.h>
#include <machine/cpu.h>
#include <machine/frame.h>
#include <machine/pio.h>

/* Intel 8259A data sheet. */
#define PIC1          0x20
#define PIC2          0xa0
#define ICW1          0x11 /* edge triggered, cascade, ICW4 follows */
#define ICW4          0x01 /* 8086 mode */
#define OCW2_EOI      0x20
#define OCW3_ISR      0x0b
#define CASCADE       2
#define NIRQ          16
#define SOFTCLOCK_BIT NIRQ

struct intrhand {
	struct intrhand *ih_next;
	int (*ih_func)(void *);
	void *ih_arg;
	int ih_level;
	int ih_irq;
};

volatile int cpl = IPL_HIGH;
static volatile uint32_t ipending; /* a bit a line, and the soft clock */
static uint32_t level_mask[NIPL];  /* what each level lets through */
static int irq_level[NIRQ];        /* the highest of its handlers */
static struct intrhand *handlers[NIRQ];
static uint16_t imask = 0xffff & ~(1 << CASCADE);
int intr_usermode; /* the last interrupt came from a program */

void interrupt(struct trapframe *);

static void
pic_write_mask(void)
{
	outb(PIC1 + 1, imask & 0xff);
	outb(PIC2 + 1, imask >> 8);
}

static void
pic_mask(int irq)
{
	imask |= 1 << irq;
	if (irq < 8)
		outb(PIC1 + 1, imask & 0xff);
	else
		outb(PIC2 + 1, imask >> 8);
}

static void
pic_unmask(int irq)
{
	imask &= ~(1 << irq);
	if (irq < 8)
		outb(PIC1 + 1, imask & 0xff);
	else
		outb(PIC2 + 1, imask >> 8);
}

void
intr_init(void)
{
	outb(PIC1, ICW1);
	outb(PIC1 + 1, 0x20); /* vectors from 0x20 */
	outb(PIC1 + 1, 1 << CASCADE);
	outb(PIC1 + 1, ICW4);
	outb(PIC2, ICW1);
	outb(PIC2 + 1, 0x28);
	outb(PIC2 + 1, CASCADE);
	outb(PIC2 + 1, ICW4);
	pic_write_mask();
}

/* Which pending interrupts each level lets through. */
static void
recompute_levels(void)
{
	struct intrhand *ih;
	int irq, l;

	for (l = 0; l < NIPL; l++)
		level_mask[l] = l < IPL_SOFTCLOCK ? 1U << SOFTCLOCK_BIT : 0;
	for (irq = 0; irq < NIRQ; irq++) {
		irq_level[irq] = 0;
		for (ih = handlers[irq]; ih != NULL; ih = ih->ih_next)
			irq_level[irq] = imax(irq_level[irq], ih->ih_level);
		for (l = 0; l < irq_level[irq]; l++)
			level_mask[l] |= 1U << irq;
	}
}

void *
intr_establish(int irq, int ipl, int (*handler)(void *), void *arg)
{
	struct intrhand *ih, **tail;
	int s;

	if (irq < 0 || irq >= NIRQ || irq == CASCADE || ipl <= IPL_SOFTCLOCK ||
	    ipl > IPL_HIGH)
		return NULL;
	if ((ih = malloc(sizeof(*ih), M_DEVBUF, M_NOWAIT)) == NULL)
		return NULL;
	*ih = (struct intrhand){NULL, handler, arg, ipl, irq};
	s = splhigh();
	for (tail = &handlers[irq]; *tail != NULL; tail = &(*tail)->ih_next)
		;
	*tail = ih;
	recompute_levels();
	if (handlers[irq] == ih)
		pic_unmask(irq);
	splx(s);
	return ih;
}

void
intr_disestablish(void *cookie)
{
	struct intrhand *ih = cookie, **pp;
	int s = splhigh();

	for (pp = &handlers[ih->ih_irq]; *pp != ih; pp = &(*pp)->ih_next)
		KASSERT(*pp != NULL);
	*pp = ih->ih_next;
	if (handlers[ih->ih_irq] == NULL) {
		pic_mask(ih->ih_irq);
		ipending &= ~(1U << ih->ih_irq);
	}
	recompute_levels();
	splx(s);
	free(ih, M_DEVBUF);
}

/* Only processes change the lists: no level is needed. */
void
intr_holders(struct holders *h)
{
	struct intrhand **line, *ih;

	for (line = handlers; line < handlers + NIRQ; line++)
		for (ih = *line; ih != NULL; ih = ih->ih_next)
			if (holds(h, (vaddr_t)ih->ih_func))
				holder_found(h, ih, (vaddr_t)ih->ih_func,
				    "interrupt %d calls", ih->ih_irq);
			else if (holds(h, (vaddr_t)ih->ih_arg))
				holder_found(h, ih, (vaddr_t)ih->ih_arg,
				    "interrupt %d hands its handler",
				    ih->ih_irq);
}

/* The handlers of a masked line; interrupts are off, cpl is the line's. */
static void
run_handlers(int irq)
{
	struct intrhand *ih, *next;

	enable_intr();
	for (ih = handlers[irq]; ih != NULL; ih = next) {
		next = ih->ih_next;
		(void)ih->ih_func(ih->ih_arg);
	}
	disable_intr();
	if (handlers[irq] != NULL)
		pic_unmask(irq);
}

/* Run what is pending and above level.  Interrupts are off. */
static void
run_pending(int level)
{
	uint32_t todo;
	int irq;

	while ((todo = ipending & level_mask[level]) != 0) {
		irq = __builtin_ctz(todo);
		ipending &= ~(1U << irq);
		if (irq == SOFTCLOCK_BIT) {
			cpl = IPL_SOFTCLOCK;
			enable_intr();
			softclock();
			disable_intr();
		} else {
			cpl = irq_level[irq];
			run_handlers(irq);
		}
		cpl = level;
	}
}

/* QEMU and real controllers raise line 7 or 15 for one that went away. */
static int
spurious(int irq)
{
	int pic = irq < 8 ? PIC1 : PIC2;

	if (irq != 7 && irq != 15)
		return 0;
	outb(pic, OCW3_ISR);
	return (inb(pic) & 0x80) == 0;
}

void
interrupt(struct trapframe *tf)
{
	int irq = tf->tf_trapno - 0x20, level = cpl;
	struct proc *p = curproc;

	if (spurious(irq)) {
		if (irq == 15)
			outb(PIC1, OCW2_EOI);
		return;
	}
	intr_usermode = USERMODE(tf->tf_cs);
	pic_mask(irq);
	if (irq >= 8)
		outb(PIC2, OCW2_EOI);
	outb(PIC1, OCW2_EOI);
	ipending |= 1U << irq;
	run_pending(level);

	if (USERMODE(tf->tf_cs) && level == IPL_NONE &&
	    (want_resched || (p->p_siglist & ~p->p_sigmask) != 0)) {
		p->p_md.md_regs = tf;
		enable_intr();
		userret(p);
		disable_intr();
	}
}

int
splraise(int ipl)
{
	int old = cpl;

	if (ipl > old)
		cpl = ipl;
	__asm volatile("" : : : "memory");
	return old;
}

/* Apart, so that splx() has nearly nothing to do nearly always. */
static void __noinline
run_at(int ipl)
{
	uint32_t flags;

	__asm volatile("pushfl; popl %0; cli" : "=r"(flags) : : "memory");
	run_pending(ipl);
	if (flags & 0x200)
		enable_intr();
}

void
splx(int ipl)
{
	__asm volatile("" : : : "memory");
	cpl = ipl;
	if ((ipending & level_mask[ipl]) != 0)
		run_at(ipl);
}

int
spl0(void)
{
	int old = cpl;

	splx(IPL_NONE);
	return old;
}

void
setsoftclock(void)
{
	ipending |= 1U << SOFTCLOCK_BIT;
}

/* Nothing to run: wait for an interrupt, and for what it leaves behind. */
void
cpu_idle(void)
{
	disable_intr();
	if (sched_empty() && (ipending & level_mask[0]) == 0)
		enable_intr_and_halt();
	enable_intr();
	spl0();
}

/* ---- self-check ---- */

void
intr_digest(struct digest *d)
{
	const struct intrhand *ih;
	int irq, s = splhigh();

	for (irq = 0; irq < NIRQ; irq++) {
		digest_word(d, irq);
		for (ih = handlers[irq]; ih != NULL; ih = ih->ih_next) {
			if (!selfcheck_data(d, ih, sizeof(*ih),
				"a handler of interrupt %d", irq))
				break;
			selfcheck_code(
			    d, ih->ih_func, "the handler of interrupt %d", irq);
			if (selfcheck_in_modules(ih->ih_arg))
				selfcheck_data(d, ih->ih_arg, 1,
				    "the argument of interrupt %d", irq);
			digest_word(d, (u_long)ih->ih_arg);
			digest_word(d, ih->ih_level);
		}
		if (handlers[irq] == NULL && irq != CASCADE &&
		    (imask & 1 << irq) == 0)
			selfcheck_broken(
			    d, "interrupt %d is let in, to no handler", irq);
	}
	splx(s);
}
