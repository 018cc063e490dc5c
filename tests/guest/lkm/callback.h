/* SPDX-License-Identifier: BSD-2-Clause */
/* callback.h: what callback_b offers. */
extern int (*callback_hook)(void);
int callback_nap(void);
