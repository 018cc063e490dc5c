/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Time from the hardware: the PIT (Intel 8254 data sheet) interrupts HZ
 * times a second, and between two interrupts the CPU's time stamp counter
 * says how far we are.
 *
 * How fast the TSC counts is found out while the kernel runs, from
 * CAL_TICKS clock interrupts, so it costs no waiting at boot.  Until then,
 * and where there is no TSC, the PIT's own counter is read, which is slow
 * (three port accesses) but as fine as 0.84 us.
 */
#include <stdbool.h>
#include <sys/param.h>
#include <sys/kernel.h>
#include <sys/systm.h>
#include <machine/cpu.h>
#include <machine/pio.h>

#define PIT_CNT0     0x40
#define PIT_MODE     0x43
#define PIT_LATCH0   0x00
#define PIT_RATEGEN0 0x34 /* counter 0, low then high byte, mode 2 */
#define PIT_FREQ     1193182
#define PIT_DIV      ((PIT_FREQ + HZ / 2) / HZ)
#define PIT_IRQ      0

#define CAL_TICKS    16
#define NS_SHIFT     24 /* tsc_mult is nanoseconds a cycle, times 2^24 */

#define NSEC_PER_SEC 1000000000ULL

static struct {
	bool have_tsc;
	uint32_t tsc_mult; /* 0: not known yet */
	uint64_t pit_base; /* PIT cycles up to the last interrupt */
	uint64_t ns_base;  /* what clock_nsec() was at tsc_base */
	uint64_t tsc_base;
	uint64_t last; /* the last answer: time does not go back */
} clk;

static struct {
	int ticks;
	uint64_t tsc0, pit0;         /* at the start of the series */
	uint64_t tsc_prev, pit_prev; /* at the interrupt before */
	uint64_t min_rate;           /* TSC cycles in 2^16 PIT cycles */
} cal;

/* PIT cycles since its counter was last reloaded. */
static unsigned
pit_elapsed(void)
{
	unsigned count;

	outb(PIT_MODE, PIT_LATCH0);
	count = inb(PIT_CNT0);
	count |= inb(PIT_CNT0) << 8;
	return count <= PIT_DIV ? PIT_DIV - count : 0;
}

static uint64_t
pit_to_ns(uint64_t cycles)
{
	/* By parts: cycles * 10^9 would wrap after four hours. */
	return cycles / PIT_FREQ * NSEC_PER_SEC +
	    cycles % PIT_FREQ * NSEC_PER_SEC / PIT_FREQ;
}

static uint64_t
tsc_to_ns(uint64_t cycles)
{
	uint32_t hi = cycles >> 32, lo = cycles;

	return ((uint64_t)lo * clk.tsc_mult >> NS_SHIFT) +
	    ((uint64_t)hi * clk.tsc_mult << (32 - NS_SHIFT));
}

/*
 * At a clock interrupt, until the rate is known.  An interrupt that got
 * lost (kept out for a whole tick) makes the TSC look too fast; a series
 * whose mean is above its smallest step is thrown away.
 */
static void
calibrate(void)
{
	uint64_t tsc = rdtsc(), pit = clk.pit_base + pit_elapsed(), rate;

	if (cal.ticks++ == 0) {
		cal.tsc0 = tsc;
		cal.pit0 = pit;
		cal.min_rate = UINT64_MAX;
	} else {
		rate = ((tsc - cal.tsc_prev) << 16) / (pit - cal.pit_prev);
		cal.min_rate = MIN(cal.min_rate, rate);
	}
	cal.tsc_prev = tsc;
	cal.pit_prev = pit;
	if (cal.ticks <= CAL_TICKS)
		return;
	cal.ticks = 0;
	rate = ((tsc - cal.tsc0) << 16) / (pit - cal.pit0);
	if (rate > cal.min_rate + cal.min_rate / 32 || rate == 0)
		return;
	clk.ns_base = MAX(pit_to_ns(pit), clk.last);
	clk.tsc_base = tsc;
	clk.tsc_mult = ((NSEC_PER_SEC << NS_SHIFT) / PIT_FREQ << 16) / rate;
}

/*
 * Nanoseconds since clock_init(); never less than the call before said.
 * Any context.
 */
uint64_t
clock_nsec(void)
{
	uint64_t now;
	int s = splhigh();

	if (clk.tsc_mult != 0)
		now = clk.ns_base + tsc_to_ns(rdtsc() - clk.tsc_base);
	else
		now = pit_to_ns(clk.pit_base + pit_elapsed());
	now = MAX(now, clk.last);
	clk.last = now;
	splx(s);
	return now;
}

/*
 * At least so many microseconds pass; nobody else runs meanwhile.  Before
 * clock_init() the counter must be running as the firmware has left it.
 */
void
delay(unsigned us)
{
	int64_t left = (uint64_t)us * PIT_FREQ / 1000000 + 1;
	unsigned now, last;
	int s = splhigh();

	last = pit_elapsed();
	splx(s);
	while (left > 0) {
		s = splhigh(); /* reading it takes three steps */
		now = pit_elapsed();
		splx(s);
		left -= now >= last ? now - last : now + PIT_DIV - last;
		last = now;
	}
}

static int
clock_intr(void *arg __unused)
{
	uint64_t tsc;

	clk.pit_base += PIT_DIV;
	if (clk.tsc_mult != 0) {
		/* Keep the product in tsc_to_ns() small. */
		tsc = rdtsc();
		clk.ns_base += tsc_to_ns(tsc - clk.tsc_base);
		clk.tsc_base = tsc;
	} else if (clk.have_tsc)
		calibrate();
	hardclock(intr_usermode);
	return 1;
}

/* Start the clock interrupt; it must be possible to sleep on it after. */
void
clock_init(void)
{
	clk.have_tsc = (cpu_feature & CPUID_TSC) != 0;
	outb(PIT_MODE, PIT_RATEGEN0);
	outb(PIT_CNT0, PIT_DIV & 0xff);
	outb(PIT_CNT0, PIT_DIV >> 8);
	if (intr_establish(PIT_IRQ, IPL_CLOCK, clock_intr, NULL) == NULL)
		panic("clock: no interrupt");
}
