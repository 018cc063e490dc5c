/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The PC keyboard behind an 8042 controller (IBM PC AT Technical
 * Reference), which translates to scan code set 1.  What is typed is input
 * of the console.  Control-Alt-Delete asks init to reboot, with SIGINT; it
 * does nothing while init does not catch that.
 */
#include <stdbool.h>
#include <sys/param.h>
#include <sys/cons.h>
#include <sys/proc.h>
#include <sys/systm.h>
#include <sys/tty.h>
#include <machine/pio.h>
#include "pckbdvar.h"

#define KBD_DATA         0x60
#define KBD_STATUS       0x64 /* read */
#define KBD_CMD          0x64 /* write */
#define KBD_IRQ          1

#define KBS_DIB          0x01 /* a byte waits for us */
#define KBS_IBF          0x02 /* ours has not been taken yet */
#define KBS_AUX          0x20 /* the byte is a mouse's */
#define KBS_NONE         0xff /* nobody drives the bus */

#define KBC_READ_CONFIG  0x20
#define KBC_WRITE_CONFIG 0x60
#define KBC_ENABLE       0xae
#define CONFIG_INTR      0x01
#define CONFIG_DISABLE   0x10
#define CONFIG_TRANSLATE 0x40

#define KBD_SET_LEDS     0xed
#define KBD_ACK          0xfa
#define LED_NUM          0x02
#define LED_CAPS         0x04

/* The controller answers within a few microseconds; a poll takes one. */
#define KBD_POLLS        1000
/* Bytes taken in one interrupt, at most. */
#define KBD_BURST        32

#define SC_RELEASE       0x80
#define SC_EXT           0xe0
#define SC_PAUSE         0xe1 /* two more bytes follow */
#define SC_CTRL          0x1d
#define SC_LSHIFT        0x2a
#define SC_RSHIFT        0x36
#define SC_ALT           0x38
#define SC_CAPS          0x3a
#define SC_NUM           0x45
#define SC_DELETE        0x53

static struct {
	struct kbd_state keys;
	bool ext;       /* the last byte was SC_EXT */
	u_int skip;     /* bytes to pass over */
	bool leds_wait; /* the byte for the lamps goes when it is asked for */
} kbd;

static bool
kbd_send(uint16_t port, uint8_t v)
{
	int i;

	for (i = 0; i < KBD_POLLS; i++)
		if ((inb(KBD_STATUS) & KBS_IBF) == 0) {
			outb(port, v);
			return true;
		}
	return false;
}

static int
kbd_receive(void)
{
	int i;

	for (i = 0; i < KBD_POLLS; i++)
		if ((inb(KBD_STATUS) & KBS_DIB) != 0)
			return inb(KBD_DATA);
	return -1;
}

static void
kbd_leds(void)
{
	kbd.leds_wait = kbd_send(KBD_DATA, KBD_SET_LEDS);
}

/* Shift and its like; true if the code was one of them. */
static bool
modifier(uint8_t code, bool ext, bool down)
{
	switch (code) {
	case SC_LSHIFT:
	case SC_RSHIFT:
		if (!ext) /* 0xe0 0x2a goes around cursor keys: no shift */
			kbd.keys.shift = down;
		return true;
	case SC_CTRL:
		kbd.keys.ctrl = down;
		return true;
	case SC_ALT:
		kbd.keys.alt = down;
		return true;
	case SC_CAPS:
	case SC_NUM:
		if (down && code == SC_CAPS)
			kbd.keys.caps = !kbd.keys.caps;
		else if (down)
			kbd.keys.num = !kbd.keys.num;
		if (down)
			kbd_leds();
		return true;
	default:
		return false;
	}
}

static void
ask_for_reboot(void)
{
	if (initproc != NULL &&
	    (initproc->p_sigacts->sa_catch & sigmask(SIGINT)) != 0)
		psignal(initproc, SIGINT);
}

static void
kbd_byte(uint8_t b)
{
	char seq[KBD_SEQ_MAX];
	bool ext = kbd.ext;
	u_int n;

	if (b == KBD_ACK) {
		if (kbd.leds_wait) {
			kbd.leds_wait = false;
			kbd_send(KBD_DATA,
			    (kbd.keys.num ? LED_NUM : 0) |
				(kbd.keys.caps ? LED_CAPS : 0));
		}
		return;
	}
	if (kbd.skip > 0) {
		kbd.skip--;
		return;
	}
	kbd.ext = b == SC_EXT;
	if (b == SC_PAUSE)
		kbd.skip = 2;
	if (b == SC_EXT || b == SC_PAUSE)
		return;
	if (modifier(b & ~SC_RELEASE, ext, (b & SC_RELEASE) == 0) ||
	    (b & SC_RELEASE) != 0)
		return;
	if (b == SC_DELETE && kbd.keys.ctrl && kbd.keys.alt) {
		ask_for_reboot();
		return;
	}
	n = kbd_translate(&kbd.keys, b, ext, seq);
	ttyinput_many(cn_tty, (u_char *)seq, n);
}

static int
kbd_intr(void *arg __unused)
{
	uint8_t status, b;
	int n;

	for (n = 0; n < KBD_BURST; n++) {
		status = inb(KBD_STATUS);
		if ((status & KBS_DIB) == 0)
			break;
		b = inb(KBD_DATA);
		if ((status & KBS_AUX) == 0)
			kbd_byte(b);
	}
	return n > 0;
}

/* Find the controller and let it interrupt; the console must be there. */
void
pckbdattach(void)
{
	int config, i;

	if (inb(KBD_STATUS) == KBS_NONE)
		return;
	for (i = 0; i < KBD_BURST && (inb(KBD_STATUS) & KBS_DIB) != 0; i++)
		inb(KBD_DATA);
	if (!kbd_send(KBD_CMD, KBC_READ_CONFIG) ||
	    (config = kbd_receive()) == -1) {
		printf("pckbd: the controller does not answer\n");
		return;
	}
	if (intr_establish(KBD_IRQ, IPL_TTY, kbd_intr, NULL) == NULL) {
		printf("pckbd: no interrupt\n");
		return;
	}
	config |= CONFIG_INTR | CONFIG_TRANSLATE;
	config &= ~CONFIG_DISABLE;
	if (!kbd_send(KBD_CMD, KBC_WRITE_CONFIG) ||
	    !kbd_send(KBD_DATA, config) || !kbd_send(KBD_CMD, KBC_ENABLE))
		printf("pckbd: the controller does not take commands\n");
}
