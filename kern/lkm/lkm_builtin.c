/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lkm_builtin.c: modules that are linked into the kernel (`make builtin`).
 *
 * The same object that modload would bring can be handed to the linker of the
 * kernel instead.  What is left to do then is to enter it, at boot: its
 * entry is called, and DISPATCH wires it into the tables of its type, as it
 * does for every module.  Which there are, a table tells that the linker has
 * gathered, one entry an object (arch/i386/kernel.ld); in the ordinary
 * kernel it is empty.
 *
 * From then on it is a part of the kernel.  It has no number, is not listed
 * and never goes; all that is left of the module is its name, which keeps
 * another of that name from being loaded.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/lkmvar.h>
#include <sys/malloc.h>

extern const struct lkm_builtin lkm_builtin_start[], lkm_builtin_end[];
extern char __kernel_rodata_end[], __kernel_bss_end[];

/*
 * What it has described must lie in its data: that is among the kernel's.
 * Of its code nothing need be known: the kernel's is good for every table.
 */
static struct lkm_table *
new_table(const struct lkm_builtin *b, struct lkm_reason *r)
{
	struct lkm_table *t = malloc(sizeof(*t), M_LKM, M_WAITOK | M_ZERO);

	t->id = -1;
	t->state = LKM_LOADING;
	t->offset = -1;
	LIST_INIT(&t->hooks);
	t->area = (u_long)__kernel_rodata_end;
	t->size = (u_long)__kernel_bss_end - t->area;
	t->entry = b->lb_entry;
	t->reason = r;
	return t;
}

static void
enter(const struct lkm_builtin *b)
{
	struct lkm_reason reason;
	struct lkm_table *t;
	int error, ran;

	lkm_reason_init(&reason);
	t = new_table(b, &reason);
	error = lkm_disabled(b->lb_name, strlen(b->lb_name), &reason);
	if (error == 0)
		error = lkm_enter(t, NULL, &ran);
	t->reason = NULL;
	if (error == 0) {
		lkm_set_state(t, LKM_LIVE);
		printf("built-in module %s: entered\n", t->name);
	} else
		lkm_tell_refusal("built-in", b->lb_name, &reason, error);
	/* It was mounted, say, by its own load function, and has stayed. */
	if (error != 0 && !t->attached) {
		lkm_unclaim(t);
		free(t, M_LKM);
	}
	lkm_reason_free(&reason);
}

void
lkm_builtin_load(void)
{
	const struct lkm_builtin *b;

	for (b = lkm_builtin_start; (vaddr_t)b < (vaddr_t)lkm_builtin_end; b++)
		enter(b);
}
