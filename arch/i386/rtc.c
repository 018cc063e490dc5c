/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The battery clock, an MC146818 or its heir (Motorola data sheet; the
 * century byte is a habit of PCs).  It keeps universal time here.
 */
#include <stdbool.h>
#include <sys/param.h>
#include <sys/clock_subr.h>
#include <sys/kernel.h>
#include <sys/systm.h>
#include <machine/pio.h>

#define RTC_INDEX  0x70 /* bit 7 masks the NMI: we leave it off */
#define RTC_DATA   0x71

#define MC_SEC     0x00
#define MC_MIN     0x02
#define MC_HOUR    0x04
#define MC_DOW     0x06 /* 1 is Sunday */
#define MC_DOM     0x07
#define MC_MONTH   0x08
#define MC_YEAR    0x09
#define MC_REGA    0x0a
#define MC_REGB    0x0b
#define MC_CENTURY 0x32

#define REGA_UIP   0x80 /* an update is near or under way */
#define REGB_SET   0x80 /* updates are held up */
#define REGB_BIN   0x04 /* binary, not BCD */
#define REGB_24HR  0x02
#define HOUR_PM    0x80

/* An update takes 2 ms at most; a poll is about 1 us. */
#define UIP_POLLS  5000
#define READ_TRIES 4

static const uint8_t fields[] = {
    MC_SEC, MC_MIN, MC_HOUR, MC_DOM, MC_MONTH, MC_YEAR, MC_CENTURY};
enum { F_SEC, F_MIN, F_HOUR, F_DOM, F_MONTH, F_YEAR, F_CENTURY, F_COUNT };

static uint8_t
mc_read(uint8_t reg)
{
	outb(RTC_INDEX, reg);
	return inb(RTC_DATA);
}

static void
mc_write(uint8_t reg, uint8_t v)
{
	outb(RTC_INDEX, reg);
	outb(RTC_DATA, v);
}

static void
read_fields(uint8_t v[F_COUNT])
{
	int i;

	for (i = 0; i < UIP_POLLS; i++)
		if ((mc_read(MC_REGA) & REGA_UIP) == 0)
			break;
	for (i = 0; i < F_COUNT; i++)
		v[i] = mc_read(fields[i]);
}

/*
 * The time that the battery clock shows, or 0 when it shows none (a flat
 * battery, an impossible date).
 */
time_t
rtc_read(void)
{
	uint8_t v[F_COUNT], again[F_COUNT], regb;
	struct clock_ymdhms dt;
	bool pm;
	time_t t;
	int i, s = splhigh();

	/* Right when it reads twice the same: no update came between. */
	read_fields(v);
	for (i = 0; i < READ_TRIES; i++) {
		read_fields(again);
		if (memcmp(v, again, sizeof(v)) == 0)
			break;
		memcpy(v, again, sizeof(v));
	}
	regb = mc_read(MC_REGB);
	splx(s);

	pm = (regb & REGB_24HR) == 0 && (v[F_HOUR] & HOUR_PM) != 0;
	if (pm)
		v[F_HOUR] &= ~HOUR_PM;
	if ((regb & REGB_BIN) == 0)
		for (i = 0; i < F_COUNT; i++)
			v[i] = bcdtobin(v[i]);
	if ((regb & REGB_24HR) == 0)
		v[F_HOUR] = v[F_HOUR] % 12 + (pm ? 12 : 0);
	dt.dt_sec = v[F_SEC];
	dt.dt_min = v[F_MIN];
	dt.dt_hour = v[F_HOUR];
	dt.dt_day = v[F_DOM];
	dt.dt_mon = v[F_MONTH];
	dt.dt_year = v[F_YEAR];
	if (v[F_CENTURY] >= 19 && v[F_CENTURY] <= 99)
		dt.dt_year += v[F_CENTURY] * 100;
	else
		dt.dt_year += dt.dt_year < 70 ? 2000 : 1900;
	t = clock_ymdhms_to_secs(&dt);
	return t < 0 ? 0 : t;
}

/* Set the battery clock, in the form (BCD, 12 hours) that it was in. */
void
rtc_write(time_t t)
{
	struct clock_ymdhms dt;
	uint8_t v[F_COUNT], regb;
	bool pm = false;
	int i, s = splhigh();

	clock_secs_to_ymdhms(t, &dt);
	regb = mc_read(MC_REGB);
	v[F_SEC] = dt.dt_sec;
	v[F_MIN] = dt.dt_min;
	v[F_HOUR] = dt.dt_hour;
	v[F_DOM] = dt.dt_day;
	v[F_MONTH] = dt.dt_mon;
	v[F_YEAR] = dt.dt_year % 100;
	v[F_CENTURY] = dt.dt_year / 100;
	if ((regb & REGB_24HR) == 0) {
		pm = dt.dt_hour >= 12;
		v[F_HOUR] = (dt.dt_hour + 11) % 12 + 1;
	}
	if ((regb & REGB_BIN) == 0)
		for (i = 0; i < F_COUNT; i++)
			v[i] = bintobcd(v[i]);
	if (pm)
		v[F_HOUR] |= HOUR_PM;

	mc_write(MC_REGB, regb | REGB_SET);
	for (i = 0; i < F_COUNT; i++)
		mc_write(fields[i], v[i]);
	mc_write(MC_DOW, dt.dt_wday + 1);
	mc_write(MC_REGB, regb & ~REGB_SET);
	splx(s);
}
