/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sysexits.h: exit statuses that say what went wrong, from sendmail's time.
 */
#ifndef _SYSEXITS_H_
#define _SYSEXITS_H_

#define EX_OK          0
#define EX_USAGE       64 /* the command was used wrongly */
#define EX_DATAERR     65 /* the input was wrong */
#define EX_NOINPUT     66 /* an input file was not there or not readable */
#define EX_NOUSER      67
#define EX_NOHOST      68
#define EX_UNAVAILABLE 69
#define EX_SOFTWARE    70 /* an error in the program itself */
#define EX_OSERR       71 /* the system failed: no memory, no process */
#define EX_OSFILE      72 /* a system file is missing or wrong */
#define EX_CANTCREAT   73 /* an output file cannot be made */
#define EX_IOERR       74
#define EX_TEMPFAIL    75 /* another try may succeed */
#define EX_PROTOCOL    76
#define EX_NOPERM      77
#define EX_CONFIG      78

#endif /* _SYSEXITS_H_ */
