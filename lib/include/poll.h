/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * poll.h: poll(2), under its POSIX name.
 */
#include <sys/poll.h>
