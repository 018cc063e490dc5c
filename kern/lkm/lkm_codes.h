/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Every reason for which the module layer refuses to load or unload, once:
 * identifier, stable name (tests and tools match it: it never changes),
 * errno, and for docs/refusals.md what it means and what to do.  What is
 * wrong with an object as such is kern/kobj/kobj_codes.h's.  Included with
 * LKM_CODE defined; no include guard on purpose.  Where the errno is 0, the
 * module's own function chose it.
 *
 * clang-format off: this is a table.
 */
/* clang-format off */

LKM_CODE(MORE, "more", 0, "there were more reasons than there was room for, and this is the last line: mend what is named, and try again")

/* Loading. */
LKM_CODE(NO_MEMORY, "no-memory", ENOMEM, "there is no kernel memory for it just now: unload a module or give the machine more memory")
LKM_CODE(UNDEFINED, "undefined-symbols", ENOEXEC, "a name that neither the kernel nor a loaded module has: check the spelling, or load the module that provides it first")
LKM_CODE(AMBIGUOUS, "ambiguous-symbol", ENOEXEC, "several loaded modules provide the name: unload all but the one that is meant, or make the others' static")
LKM_CODE(BAD_ENTRY, "bad-entry", EINVAL, "the entry function did not describe its module: use DISPATCH with a MOD_ macro, and do not make _module const")
LKM_CODE(BAD_NAME, "bad-name", EINVAL, "a module's name has 1 to 31 characters, all of them printable (ASCII), and does not change")
LKM_CODE(ALREADY_LOADED, "already-loaded", EEXIST, "a module of that name is loaded: unload it first, or give yours another name")
LKM_CODE(DISABLED, "disabled", EPERM, "the boot loader forbids it: its name is in lkm.disable=, which sysctl lkm.disable shows. Boot without that word to load it")
LKM_CODE(WRONG_INTERFACE, "wrong-interface", EPROGMISMATCH, "made for another version of the module interface: compile it again, or use modload -f")
LKM_CODE(WRONG_KERNEL, "wrong-kernel", EPROGMISMATCH, "made for another version of the kernel: compile it again, or use modload -f")
LKM_CODE(UNKNOWN_TYPE, "unknown-type", ENXIO, "this kernel has no such type of module: use another MOD_ macro")
LKM_CODE(BAD_SYSENT, "bad-sysent", EINVAL, "the entry of a system call must lie in the module, name a function and take at most 32 bytes of arguments")
LKM_CODE(BAD_SLOT, "bad-slot", EINVAL, "the module wants a slot that its table does not have: -1 takes any that is free")
LKM_CODE(NO_SLOT, "no-slot", ENFILE, "every slot of the table is taken: unload a module of that type")
LKM_CODE(BAD_TABLE, "bad-table", EINVAL, "what the module's description leads to is not as its type wants it: the line says which table, and what is wrong with it")
LKM_CODE(BAD_MAJOR, "bad-major", EINVAL, "major numbers are 0 to 255, and a DEV module brings a block switch, a character switch or both: -1 takes any number that is free")
LKM_CODE(TAKEN, "taken", EEXIST, "another has the name or the number: the line says who. Take another, -1 for a number, or unload that one")
LKM_CODE(NO_EMULATION, "no-emulation", ENOENT, "there is no emulation of that name: load the module that brings it first")
LKM_CODE(NO_DRIVER, "no-driver", ESRCH, "an attachment is for a driver that is not there: list its struct cfdriver, or load the module that has it first")
LKM_CODE(ENTRY_FAILED, "entry-failed", 0, "the module's own load function said no: its author knows why")

/* Unloading. */
LKM_CODE(NOT_LOADED, "not-loaded", ENOENT, "there is no such module: modstat lists what is loaded")
LKM_CODE(BUSY, "busy", EBUSY, "somebody uses the module: the line says who. modunload -w waits until nobody does")
LKM_CODE(LEAK, "leak", 0, "the module is gone, but memory of a type of its own was not freed, and now nobody can: free in the unload function what the module has allocated")
LKM_CODE(REFUSED, "refused", 0, "the module's own unload function said no: it stays loaded and works on")
