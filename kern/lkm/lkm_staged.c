/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lkm_staged.c: the old way to load: a program reserves memory, links its
 * module to the address that it is told, and sends the image in pieces.
 *
 * What has come is no "current module" of the kernel's, but belongs to the
 * open file that it came through.  Processes that share that file see one
 * state; whoever finds that it has moved on while he slept gets the error
 * of that state.  From lkm_ready() on it is a load like any other.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/inject.h>
#include <sys/lkmvar.h>
#include <sys/malloc.h>
#include <sys/vm.h>

/* ---- reserving, and giving up ---- */

static int
alloc_symbols(struct lkm_staged *s, const struct lmc_resrv *r)
{
	s->ls_symbols = (struct lkm_pieces){.lp_size = r->sym_size};
	s->ls_table_size = r->sym_symsize;
	if (r->sym_size == 0)
		return 0;
	if (!lkm_memory_spare(r->sym_size))
		return ENOMEM;
	s->ls_symbols.lp_mem = malloc(r->sym_size, M_LKM, M_NOWAIT);
	return s->ls_symbols.lp_mem == NULL ? ENOMEM : 0;
}

int
lkm_reserve(struct lkm_staged *s, struct lmc_resrv *r)
{
	u_long limit = lkm_memory.limit, total;
	struct lkm_table *t;
	int error = ENOMEM;

	inject_point("reserve");
	if (s->ls_stage != LKM_STAGE_NONE)
		return EBUSY;
	if (r->size == 0 || (r->sym_size != 0 && r->sym_symsize > r->sym_size))
		return EINVAL;
	if (r->size > limit || r->sym_size > limit)
		return ENOMEM;
	total = roundup(r->size, PAGE_SIZE);
	if ((t = lkm_new()) == NULL)
		return ENOMEM;
	if ((t->area = (u_long)lkm_image_pages(total)) == 0)
		goto undo_new;
	t->size = total;
	if ((error = alloc_symbols(s, r)) != 0)
		goto undo_area;
	lkm_set_state(t, LKM_RESERVED);
	s->ls_table = t;
	s->ls_image = (struct lkm_pieces){(char *)t->area, r->size, 0};
	s->ls_stage = LKM_STAGE_RESERVED;
	r->slot = t->id;
	r->addr = t->area;
	r->sym_addr = (u_long)s->ls_symbols.lp_mem;
	inject_point("reserved");
	return 0;
undo_area:
	kmem_free(lkm_map, (void *)t->area, total);
undo_new:
	lkm_drop(t);
	return error;
}

static void
forget(struct lkm_staged *s)
{
	free(s->ls_symbols.lp_mem, M_LKM);
	*s = (struct lkm_staged){.ls_stage = LKM_STAGE_NONE};
}

int
lkm_unreserve(struct lkm_staged *s)
{
	struct lkm_table *t;

	inject_point("unreserve");
	if (s->ls_stage == LKM_STAGE_NONE)
		return 0;
	if (s->ls_stage == LKM_STAGE_ENTERING)
		return EBUSY;
	t = s->ls_table;
	kmem_free(lkm_map, (void *)t->area, t->size);
	lkm_drop(t);
	forget(s);
	return 0;
}

/* ---- pieces ---- */

int
lkm_piece_check(const struct lkm_staged *s, int symbols, int cnt)
{
	const struct lkm_pieces *p = symbols ? &s->ls_symbols : &s->ls_image;

	/* Symbols follow the image, or the beginning of it. */
	if (s->ls_stage != LKM_STAGE_LOADING &&
	    (symbols || s->ls_stage != LKM_STAGE_RESERVED))
		return ENOMEM;
	return cnt < 0 || cnt > MODIOBUF ||
		(u_long)cnt > p->lp_size - p->lp_have
	    ? ENOMEM
	    : 0;
}

int
lkm_piece_add(struct lkm_staged *s, int symbols, const void *buf, int cnt)
{
	struct lkm_pieces *p = symbols ? &s->ls_symbols : &s->ls_image;
	int error = lkm_piece_check(s, symbols, cnt);

	if (error != 0 || cnt == 0)
		return error;
	memcpy(p->lp_mem + p->lp_have, buf, cnt);
	p->lp_have += cnt;
	s->ls_stage = LKM_STAGE_LOADING;
	return 0;
}

int
lkm_staged_force(struct lkm_staged *s, int force)
{
	if (s->ls_stage != LKM_STAGE_RESERVED &&
	    s->ls_stage != LKM_STAGE_LOADING)
		return ENXIO;
	s->ls_table->forced = force;
	return 0;
}

/* ---- going live ---- */

/*
 * Pages of text alone are read-only from now on, and bss is no code.  Those
 * between may be both, as nobody says what they are.
 */
static void
protect(const struct kobj_image *img)
{
	const struct kobj_layout *l = &img->layout;
	vaddr_t rw = img->base + l->rw_start;
	vaddr_t bss = img->base + roundup(l->text_size, PAGE_SIZE);

	pmap_kprotect(img->base, rw, VM_PROT_READ | VM_PROT_EXECUTE);
	if (bss > rw)
		pmap_kprotect(
		    rw, bss, VM_PROT_READ | VM_PROT_WRITE | VM_PROT_EXECUTE);
}

/* The image as kobj knows one.  Bad symbols are left out. */
static int
adopt(struct lkm_staged *s, struct kobj_image *img)
{
	const struct lkm_pieces *i = &s->ls_image, *y = &s->ls_symbols;
	struct lkm_table *t = s->ls_table;
	int error;

	*img = (struct kobj_image){.base = t->area,
	    .mem = (uint8_t *)i->lp_mem,
	    .layout = {.total = t->size}};
	/* All of them must have come. */
	error = kobj_adopt(&lkm_memory, img, i->lp_have, y->lp_mem,
	    s->ls_table_size, y->lp_have == y->lp_size ? y->lp_size : 0);
	if (error == ENOEXEC)
		printf("lkm: the symbols sent for module %d make no sense, and "
		       "are left out\n",
		    t->id);
	return error == ENOMEM ? ENOMEM : 0;
}

int
lkm_ready(struct lkm_staged *s, u_long entry, struct lkm_reason *reason)
{
	struct lkm_table *t;
	struct kobj_image img;
	int error;

	inject_point("ready");
	if (s->ls_stage != LKM_STAGE_LOADING)
		return ENXIO;
	t = s->ls_table;
	if ((error = adopt(s, &img)) != 0)
		return error;
	if (entry < img.base || entry - img.base >= img.layout.text_size) {
		if (img.symbols != NULL)
			free(img.symbols, M_LKM);
		return EINVAL;
	}
	s->ls_stage = LKM_STAGE_ENTERING;
	memset(s->ls_image.lp_mem + s->ls_image.lp_have, 0,
	    t->size - s->ls_image.lp_have);
	img.entry = entry;
	lkm_adopt(t, &img);
	protect(&img);
	lkm_set_state(t, LKM_LOADING);
	t->reason = reason;
	error = lkm_go_live(t, NULL);
	forget(s);
	return error;
}
