/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * files.c: which files there are.  A new one is a line here, and a function
 * that writes it.
 */
#include "procfs.h"

const struct pfs_file pfs_kernel_files[] = {
    {"curproc", VLNK, 0777, NULL},
    {"self", VLNK, 0777, NULL},
    {"ksyms", VREG, 0444, pfs_ksyms},
    {"malloc", VREG, 0444, pfs_malloc},
    {"meminfo", VREG, 0444, pfs_meminfo},
    {"modules", VREG, 0444, pfs_modules},
    {"mounts", VREG, 0444, pfs_mounts},
    {"uptime", VREG, 0444, pfs_uptime},
    {"version", VREG, 0444, pfs_version},
};
const u_int pfs_nkernel_files = nitems(pfs_kernel_files);

const struct pfs_file pfs_process_files[] = {
    {"cmdline", VREG, 0444, pfs_cmdline},
    {"fd", VREG, 0400, pfs_fd},
    {"map", VREG, 0400, pfs_map},
    {"status", VREG, 0444, pfs_status},
};
const u_int pfs_nprocess_files = nitems(pfs_process_files);
