/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * spkr.h: what programs ask of /dev/speaker by ioctl(2), and what the files of
 * the module tell one another.
 */
#ifndef _SPKR_H_
#define _SPKR_H_

#include <sys/types.h>
#include <sys/ioccom.h>

typedef struct {
	int frequency; /* Hz; 0: silence */
	int duration;  /* hundredths of a second */
} tone_t;
#define SPKRTONE     _IOW('S', 1, tone_t)

#define SPKR_LOWEST  19 /* Hz: what a counter of 16 bits can do */
#define SPKR_HIGHEST 20000
#define SPKR_LONGEST 1000 /* hundredths of a second */

#ifdef _KERNEL
struct uio;

/*
 * Sound, in hundredths of a Hz, for so many clock ticks, then silence.  EINTR
 * or ERESTART: a signal has ended it early.
 */
int spkr_tone(u_int centihertz, int ticks);
/* Play notes.  EINVAL: it has come to what is none; what spkr_tone() says. */
int tune_play(struct uio *);
void tune_reset(void);
#endif

#endif /* _SPKR_H_ */
