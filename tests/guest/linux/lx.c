/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lx.c: see lx.h.
 */
#include "lx.h"

u_int *lx_stack;
static int tests, failures;
static char line[512];
static u_int at;

/* As the kernel left the stack; nothing else is known. */
__asm__("	.globl	_start\n"
	"_start:\n"
	"	xorl	%ebp, %ebp\n"
	"	movl	%esp, lx_stack\n"
	"	andl	$-16, %esp\n"
	"	call	lx_start\n"
	/* All six registers, and what the compiler wants to have again. */
	"	.globl	lx\n"
	"lx:	pushl	%ebx\n"
	"	pushl	%esi\n"
	"	pushl	%edi\n"
	"	pushl	%ebp\n"
	"	movl	20(%esp), %eax\n"
	"	movl	24(%esp), %ebx\n"
	"	movl	28(%esp), %ecx\n"
	"	movl	32(%esp), %edx\n"
	"	movl	36(%esp), %esi\n"
	"	movl	40(%esp), %edi\n"
	"	movl	44(%esp), %ebp\n"
	"	int	$0x80\n"
	"	popl	%ebp\n"
	"	popl	%edi\n"
	"	popl	%esi\n"
	"	popl	%ebx\n"
	"	ret\n");

static char **
environment(void)
{
	return (char **)lx_stack + 1 + lx_stack[0] + 1;
}

u_int
lx_aux(u_int type, int *there)
{
	char **e = environment();
	u_int *a;

	while (*e != 0)
		e++;
	for (a = (u_int *)(e + 1); a[0] != 0; a += 2)
		if (a[0] == type) {
			*there = 1;
			return a[1];
		}
	*there = 0;
	return 0;
}

void lx_start(void);
void
lx_start(void)
{
	lx(LX_exit_group,
	    lx_main(lx_stack[0], (char **)lx_stack + 1, environment()));
}

u_int
lx_strlen(const char *s)
{
	u_int n = 0;

	while (s[n] != '\0')
		n++;
	return n;
}

int
lx_strcmp(const char *a, const char *b)
{
	while (*a != '\0' && *a == *b)
		a++, b++;
	return *a - *b;
}

void *
memset(void *p, int c, u_int n)
{
	char *to = p;

	while (n-- > 0)
		*to++ = c;
	return p;
}

void *
memcpy(void *p, const void *from, u_int n)
{
	const char *f = from;
	char *to = p;

	while (n-- > 0)
		*to++ = *f++;
	return p;
}

/* ---- output: a line is one write ---- */

static void
put_char(char c)
{
	if (at < sizeof(line))
		line[at++] = c;
}

static void
put_string(const char *s)
{
	while (*s != '\0')
		put_char(*s++);
}

static void
put_number(u_int n, u_int base)
{
	if (n >= base)
		put_number(n / base, base);
	put_char("0123456789abcdef"[n % base]);
}

static void
put_format(const char *fmt, __builtin_va_list ap)
{
	int n;

	for (; *fmt != '\0'; fmt++) {
		if (*fmt != '%') {
			put_char(*fmt);
			continue;
		}
		switch (*++fmt) {
		case 's':
			put_string(__builtin_va_arg(ap, const char *));
			break;
		case 'd':
			n = __builtin_va_arg(ap, int);
			if (n < 0)
				put_char('-');
			put_number(n < 0 ? -(u_int)n : (u_int)n, 10);
			break;
		default:
			put_number(
			    __builtin_va_arg(ap, u_int), *fmt == 'x' ? 16 : 10);
			break;
		}
	}
}

static void
flush(void)
{
	put_char('\n');
	lx(LX_write, 1, line, at);
	at = 0;
}

static void
report(int good, const char *fmt, __builtin_va_list ap)
{
	put_string(good ? "ok " : "not ok ");
	put_number(++tests, 10);
	put_string(" - ");
	put_format(fmt, ap);
	flush();
	failures += !good;
}

int
ok(int good, const char *fmt, ...)
{
	__builtin_va_list ap;

	__builtin_va_start(ap, fmt);
	report(good, fmt, ap);
	__builtin_va_end(ap);
	return good;
}

int
is(int got, int wanted, const char *fmt, ...)
{
	__builtin_va_list ap;

	if (got != wanted) {
		put_string("# got ");
		put_number(got, 16);
		put_string(", wanted ");
		put_number(wanted, 16);
		flush();
	}
	__builtin_va_start(ap, fmt);
	report(got == wanted, fmt, ap);
	__builtin_va_end(ap);
	return got == wanted;
}

int
lx_done(void)
{
	put_string("1..");
	put_number(tests, 10);
	flush();
	return failures != 0;
}

int
lx_handle(int sig, void *handler, u_int flags)
{
	struct lx_rt_sigaction sa = {handler, flags, 0, 0};

	return lx(LX_rt_sigaction, sig, &sa, 0, 8);
}
