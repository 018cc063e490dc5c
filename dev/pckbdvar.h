/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * pckbdvar.h: between pckbd.c, the controller and the state of the keys,
 * and pckbd_map.c, the layout.
 */
#ifndef _DEV_PCKBDVAR_H_
#define _DEV_PCKBDVAR_H_

#include <stdbool.h>
#include <sys/types.h>

struct kbd_state {
	bool shift, ctrl, alt, caps, num;
};

/*
 * What a key gives that was pressed: writes at most KBD_SEQ_MAX bytes to
 * seq and returns how many.  code is of set 1 without its release bit;
 * ext: it came after an 0xe0.
 */
#define KBD_SEQ_MAX 8
u_int kbd_translate(
    const struct kbd_state *, uint8_t code, bool ext, char seq[KBD_SEQ_MAX]);

void pckbdattach(void);

#endif /* _DEV_PCKBDVAR_H_ */
