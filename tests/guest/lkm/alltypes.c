/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * alltypes: a module with every type of relocation, and every kind of
 * symbol, that a module may have.
 */
#include <sys/param.h>
#include <sys/lkm.h>
#include <sys/systm.h>

MOD_MISC("alltypes")

int nobody_has_this(void) __attribute__((weak));
int alltypes_common[20] __attribute__((common));
int alltypes_shown = 7;
static int hidden[5];
int *alltypes_pointers[] = {
    &hidden[3], &alltypes_common[2], &alltypes_shown, &securelevel};
int (*alltypes_function)(void) = nobody_has_this;

__asm__("	.globl alltypes_number\n"
	"	.set alltypes_number, 0x1234\n"
	"	.section .odd_section, \"ax\"\n"
	"odd_name_to_be_changed:\n"
	"	.byte 0xe8\n"
	"	.reloc ., R_386_PLT32, printf\n"
	"	.long -4\n"
	"	.byte 0xe8\n"
	"	.reloc ., R_386_PC32, near_one\n"
	"	.long -4\n"
	"	.reloc ., R_386_NONE, printf\n"
	"	.byte 0xb0, 0x12\n"
	"	.reloc . - 1, R_386_8, alltypes_number - 0x1200\n"
	"	.byte 0x66, 0xb8, 0xfe, 0xff\n"
	"	.reloc . - 2, R_386_16, alltypes_number\n"
	"	.byte 0xeb, 0xff\n"
	"	.reloc . - 1, R_386_PC8, near_one\n"
	"	.byte 0x66, 0xe9, 0xfe, 0xff\n"
	"	.reloc . - 2, R_386_PC16, near_one\n"
	"near_one:\n"
	"	ret\n"
	"	.previous\n");

int xxxinit(struct lkm_table *, int, int);

int
xxxinit(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, lkm_nofunc, lkm_nofunc, lkm_nofunc);
}
