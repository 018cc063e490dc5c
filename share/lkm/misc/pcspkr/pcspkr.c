/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * pcspkr: the speaker of a PC, as /dev/speaker: notes are written to it.
 *
 *	echo "t160 l8 cdefgab>c" >/dev/speaker
 *
 * One of the three counters of the timer chip (Intel 8254 data sheet) swings
 * up and down as often as its divisor says, and two bits of a port let that
 * through to the speaker.
 */
#include <sys/param.h>
#include <sys/conf.h>
#include <sys/errno.h>
#include <sys/kernel.h>
#include <sys/lkm.h>
#include <sys/proc.h>
#include <sys/systm.h>
#include <sys/uio.h>
#include <machine/pio.h>

#include "spkr.h"

#define PIT_FREQ    1193182 /* Hz: what the counters count */
#define PIT_CNT2    0x42
#define PIT_MODE    0x43
#define PIT_SQUARE2 0xb6 /* counter 2, low then high byte, mode 3 */
#define PPI         0x61
#define PPI_SPEAKER 0x03 /* counter 2 counts, and the speaker hears it */

static int is_open;

static void
speaker_on(u_int centihertz)
{
	u_int divisor = PIT_FREQ * 100ULL / centihertz;
	int s = splhigh(); /* nobody between the two bytes */

	outb(PIT_MODE, PIT_SQUARE2);
	outb(PIT_CNT2, divisor & 0xff);
	outb(PIT_CNT2, divisor >> 8);
	outb(PPI, inb(PPI) | PPI_SPEAKER);
	splx(s);
}

static void
speaker_off(void)
{
	int s = splhigh();

	outb(PPI, inb(PPI) & ~PPI_SPEAKER);
	splx(s);
}

/* A signal ends the sleep; the speaker is silent whatever ends it. */
int
spkr_tone(u_int centihertz, int n)
{
	int error;

	if (n <= 0)
		return 0;
	if (centihertz != 0)
		speaker_on(centihertz);
	error = tsleep(&is_open, PWAIT | PCATCH, "spkr", n);
	speaker_off();
	return error == EWOULDBLOCK ? 0 : error;
}

/* ---- what programs call ---- */

/* There is one speaker, and one tune at a time. */
static int
spkr_open(dev_t dev, int flag, int mode, struct proc *p)
{
	if (minor(dev) != 0)
		return ENXIO;
	if (is_open)
		return EBUSY;
	is_open = 1;
	tune_reset();
	return 0;
}

static int
spkr_close(dev_t dev, int flag, int mode, struct proc *p)
{
	is_open = 0;
	return 0;
}

static int
spkr_write(dev_t dev, struct uio *uio, int ioflag)
{
	return tune_play(uio);
}

static int
spkr_ioctl(dev_t dev, u_long cmd, caddr_t data, int flag, struct proc *p)
{
	const tone_t *t = (const tone_t *)data;

	if (cmd != SPKRTONE)
		return ENOTTY;
	if (t->duration < 0 || t->duration > SPKR_LONGEST ||
	    (t->frequency != 0 &&
		(t->frequency < SPKR_LOWEST || t->frequency > SPKR_HIGHEST)))
		return EINVAL;
	return spkr_tone(t->frequency * 100, t->duration * hz / 100);
}

static const struct cdevsw spkr_cdevsw = {.d_open = spkr_open,
    .d_close = spkr_close,
    .d_write = spkr_write,
    .d_ioctl = spkr_ioctl};

MOD_DEV("pcspkr", "speaker", NULL, -1, &spkr_cdevsw, -1)

int pcspkr_lkmentry(struct lkm_table *, int, int);

int
pcspkr_lkmentry(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, lkm_nofunc, lkm_nofunc, lkm_nofunc);
}
