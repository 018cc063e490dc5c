/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lkmimage: LMF_IMAGE of /dev/lkm: the linked image in a map is what the
 * kernel has at that place, and only there when it is asked for.
 */
#include "tap.h"

#include "lkmutil.h"

static char map[65536], memory[65536];
static int dev;

static const void *
find_record(int kind)
{
	const struct lmm_head *head = (const void *)map;
	const char *p = map + sizeof(*head);

	for (; p < map + head->lmm_len; p += ((const struct lmm *)p)->lmm_size)
		if (((const struct lmm *)p)->lmm_kind == kind)
			return p;
	return NULL;
}

static int
load(const struct object *o, int flags)
{
	struct lmc_loadobj lo = {.obj = o->bytes,
	    .size = o->size,
	    .file = o->path,
	    .flags = flags,
	    .reason = {reason, sizeof(reason)},
	    .map = map,
	    .maplen = sizeof(map)};

	return ioctl(dev, LMLOADOBJ, &lo) == -1 ? -2 : lo.id;
}

static void
test_image(const char *path)
{
	const struct object o = read_object(path);
	const struct lmm_object *object;
	const struct lmm_image *image;
	uint32_t text, rest;
	int kmem = open("/dev/kmem", O_RDONLY), id;

	is(load(&o, LMF_NORUN), -1, "%s: planned", path);
	ok(find_record(LMM_IMAGE) == NULL, "no image that nobody wants");
	is(load(&o, LMF_NORUN | LMF_IMAGE), -1, "planned, with its image");
	ok(find_record(LMM_IMAGE) != NULL, "there it is");
	id = load(&o, LMF_IMAGE);
	ok(id >= 0, "loaded");
	object = find_record(LMM_OBJECT);
	image = find_record(LMM_IMAGE);
	if (!ok(object != NULL && image != NULL, "with its image"))
		return;
	is(image->addr, object->addr, "from its start,");
	is(image->addr + image->size, object->part[LMM_BSS].addr,
	    "as far as its bss");
	rest = object->part[LMM_DATA].addr - object->addr;
	text = object->part[LMM_TEXT].size + object->part[LMM_RODATA].size;
	ok(text > 100 && text <= rest &&
		pread(kmem, memory, text, image->addr) == (ssize_t)text &&
		memcmp(memory, image + 1, text) == 0,
	    "its text is what runs");
	is(unload_id(dev, id), 0, "unload");
	close(kmem);
}

int
main(void)
{
	if ((dev = open("/dev/lkm", O_RDWR)) == -1) {
		perror("/dev/lkm");
		return 2;
	}
	test_image("/lkm/newsyscall.o");
	test_image("/lkm/aout/newsyscall.o");
	return tap_done();
}
