/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * dirent.h: a directory entry as getdents(2) returns it: records of
 * d_reclen bytes (a multiple of 8), the name NUL-terminated.
 */
#ifndef _SYS_DIRENT_H
#define _SYS_DIRENT_H

#include <sys/types.h>
#include <sys/syslimits.h>

struct dirent {
	ino_t d_fileno;
	uint16_t d_reclen;
	uint16_t d_namlen;
	uint8_t d_type;
	char d_name[255 + 1 + 2];
};
#define d_ino d_fileno
#undef MAXNAMLEN
#define MAXNAMLEN  NAME_MAX

#define DT_UNKNOWN 0
#define DT_FIFO    1
#define DT_CHR     2
#define DT_DIR     4
#define DT_BLK     6
#define DT_REG     8
#define DT_LNK     10
#define DT_SOCK    12
#define IFTODT(m)  (((m)&0170000) >> 12)
#define DTTOIF(t)  ((t) << 12)

/* Bytes that an entry with a name of len characters takes. */
#define _DIRENT_RECLEN(len) \
	((offsetof(struct dirent, d_name) + (len) + 8) & ~7u)

#ifndef _KERNEL
typedef struct _dirdesc {
	int dd_fd;
	int dd_loc;    /* offset of the next entry in dd_buf */
	int dd_size;   /* bytes that dd_buf holds */
	off_t dd_seek; /* where in the directory dd_buf ends */
	char dd_buf[4096];
} DIR;
int dirfd(DIR *);
DIR *opendir(const char *);
DIR *fdopendir(int);
struct dirent *readdir(DIR *);
void rewinddir(DIR *);
int closedir(DIR *);
ssize_t getdents(int, void *, size_t);
#endif

#endif /* _SYS_DIRENT_H */
