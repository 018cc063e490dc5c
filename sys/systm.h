/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * systm.h: what every part of the kernel uses: printing, copying, the
 * system call table, interrupt levels, and libkern's string functions.
 */
#ifndef _SYS_SYSTM_H_
#define _SYS_SYSTM_H_

#ifdef _KERNEL
#if defined(_LKM) && __STDC_HOSTED__
/*
 * Without -ffreestanding a compiler warns of each function here that is not
 * as in the C library, and has been told so by being given it.
 */
#pragma GCC system_header
#endif
#include <stdarg.h>
#include <sys/types.h>
#include <sys/errno.h>

struct proc;
struct trapframe;

/* ---- messages: kern/subr_prf.c, kern/subr_panic.c ---- */
void printf(const char *fmt, ...) __printflike(1, 2);
void vprintf(const char *fmt, va_list ap);
int snprintf(char *buf, size_t size, const char *fmt, ...) __printflike(3, 4);
int vsnprintf(char *buf, size_t size, const char *fmt, va_list ap);
/* To the terminal of the current process; nowhere if it has none. */
int uprintf(const char *, ...) __printflike(1, 2);
/* No bound: for old sources only. */
int sprintf(char *buf, const char *, ...) __printflike(2, 3);
void log(int level, const char *, ...) __printflike(2, 3); /* as printf */
void panic(const char *fmt, ...) __dead __printflike(1, 2);
/* The same, for a trap: the trace starts at its frame. */
void panic_frame(const struct trapframe *, const char *fmt, ...) __dead
    __printflike(2, 3);
extern const char *panicstr; /* not NULL once panic() was called */

/* Of drivers: all of it goes to the console, but what is for debugging. */
#define aprint_normal     printf
#define aprint_error      printf
#define aprint_verbose    printf
#define aprint_naive(...) ((void)0)
#define aprint_debug(...) ((void)0)

#define KASSERT(e)     \
	((e) ? (void)0 \
	     : panic(  \
		   "assertion \"%s\" failed: %s:%d", #e, __FILE__, __LINE__))

/* ---- strings: kern/libkern.c ---- */
void *memcpy(void *dst, const void *src, size_t n);
void *memmove(void *dst, const void *src, size_t n);
void *memset(void *dst, int c, size_t n);
/* The same, and no compiler leaves it out: for what nobody is to find. */
void *explicit_memset(void *dst, int c, size_t n);
int memcmp(const void *a, const void *b, size_t n);
void *memchr(const void *s, int c, size_t n);
size_t strlen(const char *s);
size_t strnlen(const char *s, size_t max);
int strcmp(const char *a, const char *b);
int strncmp(const char *a, const char *b, size_t n);
char *strchr(const char *s, int c);
char *strrchr(const char *s, int c);
char *strstr(const char *s, const char *find);
size_t strlcpy(char *dst, const char *src, size_t size);
size_t strlcat(char *dst, const char *src, size_t size);
unsigned long strtoul(const char *s, char **end, int base);
/* For old sources: kern/subr_old.c. */
char *strcpy(char *dst, const char *src);
char *strcat(char *dst, const char *src);
char *strncpy(char *dst, const char *src, size_t n);
char *strncat(char *dst, const char *src, size_t n);
char *stpcpy(char *dst, const char *src); /* compilers make calls of it */
char *index(const char *s, int c);
char *rindex(const char *s, int c);
void bcopy(const void *src, void *dst, size_t n); /* they may overlap */
void ovbcopy(const void *src, void *dst, size_t n);
void bzero(void *dst, size_t n);
int bcmp(const void *a, const void *b, size_t n);
int strcasecmp(const char *a, const char *b);
int strncasecmp(const char *a, const char *b, size_t n);
/* The bits of %b, after the sign of the base; buf comes back. */
char *bitmask_snprintf(u_quad_t v, const char *names, char *buf, size_t size);
u_long random(void); /* 31 bits; the same ones after each boot: no secret */
/* kern/subr_random.c: len bytes that are other ones each time; no secret. */
void random_fill(void *buf, size_t len);
int abs(int);
int ffs(int mask); /* the lowest bit that is set, from 1; 0: none */

static inline int
imin(int a, int b)
{
	return a < b ? a : b;
}
static inline int
imax(int a, int b)
{
	return a > b ? a : b;
}
static inline u_int
min(u_int a, u_int b)
{
	return a < b ? a : b;
}
static inline u_int
max(u_int a, u_int b)
{
	return a > b ? a : b;
}
static inline long
lmin(long a, long b)
{
	return a < b ? a : b;
}
static inline long
lmax(long a, long b)
{
	return a > b ? a : b;
}
static inline u_long
ulmin(u_long a, u_long b)
{
	return a < b ? a : b;
}
static inline u_long
ulmax(u_long a, u_long b)
{
	return a > b ? a : b;
}

/*
 * ---- user memory: arch/i386/copy.S ----
 * The user's side is checked to lie below VM_MAX_ADDRESS, and a fault on it
 * that no mapping resolves ends the copy with EFAULT.  May sleep.
 * copyinstr: ENAMETOOLONG when no NUL is found within max bytes; *done, if
 * not NULL, gets the bytes copied, with the NUL.
 */
int copyin(const void *uaddr, void *kaddr, size_t len);
int copyout(const void *kaddr, void *uaddr, size_t len);
int copyinstr(const void *uaddr, void *kaddr, size_t max, size_t *done);
int copyoutstr(const void *kaddr, void *uaddr, size_t max, size_t *done);
/* The same for kernel addresses that may not be mapped: EFAULT. */
int kcopy(const void *src, void *dst, size_t len);
int fuword(const void *uaddr);      /* -1 on a fault, too */
int suword(void *uaddr, int value); /* -1 on a fault */
/* Have the page with an address of user space there.  EFAULT. */
int user_touch(void *uaddr, int write);
/* -1 on a fault; kern/subr_old.c. */
int fubyte(const void *uaddr);
int subyte(void *uaddr, int value);
int fusword(const void *uaddr);
int susword(void *uaddr, int value);
#define fuibyte(a)    fubyte(a)
#define suibyte(a, v) subyte((a), (v))
#define fuiword(a)    fuword(a)
#define suiword(a, v) suword((a), (v))
/* As copyinstr, within the kernel. */
int copystr(const void *src, void *dst, size_t max, size_t *done);
/* True if len bytes at va are kernel memory that is there. */
int kernel_addr_valid(const void *va, size_t len, int write);

/* ---- system calls: kern/init_sysent.c ---- */
typedef int sy_call_t(struct proc *, void *, register_t *);
struct sysent {
	short sy_narg;    /* arguments, in 32-bit words */
	short sy_argsize; /* their bytes */
	int (*sy_call)(struct proc *, void *, register_t *);
};
/*
 * An argument of a system call in its args structure, and how it is got at:
 * each begins where a register of it would lie.
 */
#define syscallarg(type) \
	__attribute__((__aligned__(sizeof(register_t)))) __typeof__(type)
#define SCARG(uap, name) ((uap)->name)
extern struct sysent sysent[];
extern int nsysent;
int sys_nosys(struct proc *, void *, register_t *);
int sys_lkmnosys(
    struct proc *, void *, register_t *); /* a slot modules may take */

/* For entries in old sources' tables. */
int nullop(void *);
int enodev(void);
int enosys(void);
int enxio(void);
int eopnotsupp(void);

/* ---- sleeping and clocks: kern/kern_synch.c, kern_timeout.c ---- */
extern int securelevel; /* kern_securelevel.c; -1 .. 2 */
void securelevel_init(void);
extern int cold; /* booting: nobody may sleep yet */

/*
 * Sleep on chan until wakeup(chan), a signal (with PCATCH in prio: EINTR or
 * ERESTART), or timo ticks (0: for ever; EWOULDBLOCK).  wmesg is what ps(1)
 * shows.  The caller rechecks its condition: wakeups are for everybody.
 */
int tsleep(const volatile void *chan, int prio, const char *wmesg, int timo);
void wakeup(const volatile void *chan);
void wakeup_one(const volatile void *chan);

/* Wait so many microseconds, busily; for devices, and for short. */
void delay(u_int us); /* arch: the clock */
#define DELAY(us) delay(us)

/*
 * Old-style timeouts: fn(arg) is called from the clock's soft interrupt
 * after ticks; untimeout() removes all that match both.
 */
void timeout(void (*fn)(void *), void *arg, int ticks);
void untimeout(void (*fn)(void *), void *arg);

/* Clock ticks for milliseconds, one at least, and back. */
#define mstohz(ms) \
	((ms) < 1000 / HZ ? 1 : (ms) / 1000 * HZ + (ms) % 1000 * HZ / 1000)
#define hztoms(ticks) ((ticks) * (1000 / HZ))

#include <machine/intr.h>

#endif /* _KERNEL */

#endif /* _SYS_SYSTM_H_ */
