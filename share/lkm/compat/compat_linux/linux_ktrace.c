/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * linux_ktrace.c: what the arguments of the calls are, for ktrace(1): the
 * result's kind, then a letter for each word, as ktrace(4) has them.  What has
 * a capital letter is a number with names, which are in linux.ktrace.
 */
#include "linux.h"

enum {
#define CALL(number, name, function, words) \
	NUMBER_##name = number, WORDS_##name = words,
#define NONE(number, name)
#define HOLE(number)
#include "linux_syscalls.h"
#undef CALL
#undef NONE
#undef HOLE
};

/* clang-format off */
#define ALL(KINDS)							\
	/* processes */							\
	KINDS(exit, "?d") KINDS(exit_group, "?d") KINDS(fork, "d")	\
	KINDS(vfork, "d") KINDS(clone, "dXpppp") KINDS(waitpid, "ddpW")	\
	KINDS(wait4, "ddpWp") KINDS(execve, "dsvp") KINDS(getpid, "d")	\
	KINDS(gettid, "d") KINDS(getppid, "d") KINDS(getpgrp, "d")	\
	KINDS(getpgid, "dd") KINDS(setpgid, "ddd") KINDS(getsid, "dd")	\
	KINDS(setsid, "d") KINDS(prctl, "dNxxxx")			\
	KINDS(personality, "xx") KINDS(set_tid_address, "dp")		\
	KINDS(set_robust_list, "dpu") KINDS(rseq, "dpuxx")		\
	KINDS(set_thread_area, "dp") KINDS(get_thread_area, "dp")	\
	KINDS(sched_yield, "d") KINDS(sched_getaffinity, "ddup")	\
	KINDS(futex, "dpQdppu") KINDS(futex_time64, "dpQdppu")		\
	KINDS(getrusage, "ddp") KINDS(getrlimit, "dZp")			\
	KINDS(setrlimit, "dZp") KINDS(ugetrlimit, "dZp")		\
	KINDS(prlimit64, "ddZpp") KINDS(uname, "dp") KINDS(sysinfo, "dp") \
	KINDS(getrandom, "doux")					\
	/* who they are */						\
	KINDS(getuid, "u") KINDS(getuid32, "u") KINDS(geteuid, "u")	\
	KINDS(geteuid32, "u") KINDS(getgid, "u") KINDS(getgid32, "u")	\
	KINDS(getegid, "u") KINDS(getegid32, "u") KINDS(setuid, "dd")	\
	KINDS(setuid32, "dd") KINDS(setgid, "dd") KINDS(setgid32, "dd")	\
	KINDS(setreuid32, "ddd") KINDS(setregid32, "ddd")		\
	KINDS(setresuid32, "dddd") KINDS(setresgid32, "dddd")		\
	KINDS(getresuid32, "dppp") KINDS(getresgid32, "dppp")		\
	KINDS(setfsuid, "dd") KINDS(setfsuid32, "dd")			\
	KINDS(setfsgid, "dd") KINDS(setfsgid32, "dd")			\
	KINDS(getgroups32, "ddp") KINDS(setgroups32, "ddp")		\
	/* signals and time */						\
	KINDS(kill, "ddS") KINDS(tkill, "ddS") KINDS(tgkill, "dddS")	\
	KINDS(signal, "pSp") KINDS(sigaction, "dSpp")			\
	KINDS(rt_sigaction, "dSppu") KINDS(sigprocmask, "dHpp")		\
	KINDS(rt_sigprocmask, "dHppu") KINDS(sigpending, "dp")		\
	KINDS(rt_sigpending, "dpu") KINDS(sigsuspend, "dxxx")		\
	KINDS(rt_sigsuspend, "dpu") KINDS(sigaltstack, "dpp")		\
	KINDS(sigreturn, "?") KINDS(rt_sigreturn, "?")			\
	KINDS(pause, "d") KINDS(alarm, "du") KINDS(setitimer, "dTpp")	\
	KINDS(getitimer, "dTp") KINDS(time, "dp") KINDS(stime, "dp")	\
	KINDS(gettimeofday, "dpp") KINDS(settimeofday, "dpp")		\
	KINDS(nanosleep, "dpp") KINDS(clock_nanosleep, "dKxpp")		\
	KINDS(clock_nanosleep_time64, "dKxpp")				\
	KINDS(clock_gettime, "dKp") KINDS(clock_gettime64, "dKp")	\
	KINDS(clock_settime, "dKp") KINDS(clock_settime64, "dKp")	\
	KINDS(clock_getres, "dKp") KINDS(clock_getres_time64, "dKp")	\
	/* memory */							\
	KINDS(brk, "pp") KINDS(mmap, "pp") KINDS(mmap2, "ppuPMfx")	\
	KINDS(munmap, "dpu") KINDS(mprotect, "dpuP")			\
	KINDS(mremap, "ppuuEp") KINDS(madvise, "dpuV")			\
	/* descriptors */						\
	KINDS(read, "dfou") KINDS(write, "dfiu") KINDS(readv, "dfpd")	\
	KINDS(writev, "dfwd") KINDS(pread64, "dfouq.")			\
	KINDS(pwrite64, "dfiuq.") KINDS(close, "df") KINDS(dup, "df")	\
	KINDS(dup2, "dff") KINDS(dup3, "dffO") KINDS(pipe, "dp")	\
	KINDS(pipe2, "dpO") KINDS(fcntl, "dfCx") KINDS(fcntl64, "dfCx")	\
	KINDS(ioctl, "dfIp") KINDS(lseek, "dfdL")			\
	KINDS(_llseek, "dfxxpL") KINDS(select, "dp")			\
	KINDS(_newselect, "ddpppp") KINDS(poll, "dpud")			\
	KINDS(pselect6, "ddppppp") KINDS(pselect6_time64, "ddppppp")	\
	KINDS(ppoll, "dpuppu") KINDS(ppoll_time64, "dpuppu")		\
	KINDS(sendfile, "dffpu") KINDS(sendfile64, "dffpu")		\
	KINDS(fsync, "df") KINDS(fdatasync, "df") KINDS(syncfs, "df")	\
	KINDS(sync, "d") KINDS(ftruncate, "dfd")			\
	KINDS(ftruncate64, "dfq.") KINDS(fchmod, "dfm")			\
	KINDS(fchown, "dfdd") KINDS(fchown32, "dfdd") KINDS(fchdir, "df") \
	KINDS(fstat, "dfp") KINDS(fstat64, "dfp")			\
	KINDS(fstatfs64, "dfup") KINDS(getdents64, "dfpu")		\
	KINDS(fadvise64, "dfq.ud") KINDS(fadvise64_64, "dfq.q.d")	\
	/* files by name */						\
	KINDS(open, "dsOm") KINDS(creat, "dsm") KINDS(openat, "dfsOm")	\
	KINDS(link, "dss") KINDS(linkat, "dfsfsU") KINDS(unlink, "ds")	\
	KINDS(unlinkat, "dfsU") KINDS(symlink, "dss")			\
	KINDS(symlinkat, "dsfs") KINDS(readlink, "dsou")		\
	KINDS(readlinkat, "dfsou") KINDS(rename, "dss")			\
	KINDS(renameat, "dfsfs") KINDS(renameat2, "dfsfsx")		\
	KINDS(mkdir, "dsm") KINDS(mkdirat, "dfsm") KINDS(rmdir, "ds")	\
	KINDS(mknod, "dsmx") KINDS(mknodat, "dfsmx") KINDS(chdir, "ds")	\
	KINDS(chroot, "ds") KINDS(getcwd, "dou") KINDS(umask, "mm")	\
	KINDS(chmod, "dsm") KINDS(fchmodat, "dfsm")			\
	KINDS(chown, "dsdd") KINDS(chown32, "dsdd")			\
	KINDS(lchown, "dsdd") KINDS(lchown32, "dsdd")			\
	KINDS(fchownat, "dfsddU") KINDS(access, "dsA")			\
	KINDS(faccessat, "dfsA") KINDS(faccessat2, "dfsAU")		\
	KINDS(stat, "dsp") KINDS(lstat, "dsp") KINDS(stat64, "dsp")	\
	KINDS(lstat64, "dsp") KINDS(fstatat64, "dfspU")			\
	KINDS(statx, "dfsUxp") KINDS(statfs64, "dsup")			\
	KINDS(truncate, "dsd") KINDS(truncate64, "dsq.")		\
	KINDS(utime, "dsp") KINDS(utimes, "dsp")			\
	KINDS(futimesat, "dfsp") KINDS(utimensat, "dfspU")		\
	KINDS(utimensat_time64, "dfspU")

#define KINDS(name, kinds) [NUMBER_##name] = kinds,
const char *const linux_syscallkinds[LINUX_NCALLS] = {ALL(KINDS)};
#undef KINDS

/* As many as there are words, and the result's. */
#define KINDS(name, kinds) \
	_Static_assert(sizeof(kinds) == WORDS_##name + 2, #name);
ALL(KINDS)
