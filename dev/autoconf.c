/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The list of the base drivers and of their major numbers, which are those
 * of NetBSD/i386, but for ktrace, which has none there.  Everything else comes as a module.
 */
#include <sys/param.h>
#include <sys/conf.h>
#include <sys/cons.h>
#include <sys/device.h>
#include <sys/disk.h>
#include <sys/systm.h>
#include <sys/tty.h>
#include "comvar.h"
#include "pckbdvar.h"

static const struct {
	const char *name;
	const struct cdevsw *sw;
	int major;
} base_drivers[] = {
    {"cons", &cn_cdevsw, 0},
    {"ctty", &ctty_cdevsw, 1},
    {"mem", &mem_cdevsw, 2},
    {"com", &com_cdevsw, 8},
    {"lkm", &lkm_cdevsw, 28},
    {"ktrace", &ktrace_cdevsw, 159},
};

/*
 * Attach them: called once at boot, when malloc, intr_establish() and
 * devsw_attach() work.  Takes no time to speak of: nothing is waited for.
 */
void
configure(void)
{
	int bmajor = -1, cmajor, error;
	u_int i;

	cnattach();
	comattach();
	pckbdattach();
	devsw_init();
	disk_init();
	mainbus_init();
	for (i = 0; i < nitems(base_drivers); i++) {
		cmajor = base_drivers[i].major;
		error = devsw_attach(base_drivers[i].name, NULL, &bmajor,
		    base_drivers[i].sw, &cmajor);
		if (error != 0)
			panic("configure: %s: error %d", base_drivers[i].name,
			    error);
	}
}
