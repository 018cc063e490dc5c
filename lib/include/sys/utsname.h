/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * utsname.h: what uname(3) tells of the system.
 */
#ifndef _SYS_UTSNAME_H_
#define _SYS_UTSNAME_H_

#define _SYS_NMLN 256

struct utsname {
	char sysname[_SYS_NMLN];
	char nodename[_SYS_NMLN];
	char release[_SYS_NMLN];
	char version[_SYS_NMLN];
	char machine[_SYS_NMLN];
};

int uname(struct utsname *);

#endif /* _SYS_UTSNAME_H_ */
