/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mount: put a file system into the tree, or list those that are there.
 *
 * What mount(2) takes as data is the file system's own affair.  tmpfs has
 * struct tmpfs_args; every other is given a structure that begins with
 * struct device_args, through which it says why it refuses.
 */
#include <sys/types.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <err.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "util.h"

static const char synopsis[] =
    "mount [-a]\n"
    "       mount [-ruw] [-o option[,...]] [-t type] device | none directory\n"
    "       mount -u [-rw] [-o option[,...]] directory";

#define FSTAB "/etc/fstab"

static const struct {
	const char *name;
	int bit;
	const char *shown; /* in a listing; NULL: not at all */
} options[] = {{"ro", MNT_RDONLY, "read-only"}, {"rdonly", MNT_RDONLY, NULL},
    {"sync", MNT_SYNCHRONOUS, "synchronous"},
    {"async", MNT_ASYNC, "asynchronous"}, {"noexec", MNT_NOEXEC, "noexec"},
    {"nosuid", MNT_NOSUID, "nosuid"}, {"nodev", MNT_NODEV, "nodev"},
    {"noatime", MNT_NOATIME, "noatime"}};

struct request {
	const char *r_type;
	int r_flags;
	struct tmpfs_args r_tmpfs;
	struct msdosfs_args r_msdosfs; /* -1: not said */
};

static const struct request default_request = {.r_type = MOUNT_TMPFS,
    .r_tmpfs = {.ta_version = TMPFS_ARGS_VERSION, .ta_root_mode = 0755},
    .r_msdosfs = {.ma_version = MSDOSFS_ARGS_VERSION,
	.ma_uid = (uid_t)-1,
	.ma_gid = (gid_t)-1,
	.ma_mask = (mode_t)-1,
	.ma_dirmask = (mode_t)-1}};

static void
print_mount(const struct statvfs *v)
{
	const char *between = " (";
	size_t i;

	printf("%s on %s type %s", v->f_mntfromname, v->f_mntonname,
	    v->f_fstypename);
	for (i = 0; i < sizeof(options) / sizeof(options[0]); i++) {
		if (options[i].shown == NULL || !(v->f_flag & options[i].bit))
			continue;
		printf("%s%s", between, options[i].shown);
		between = ", ";
	}
	if (v->f_flag & MNT_LOCAL) {
		printf("%slocal", between);
		between = ", ";
	}
	puts(*between == ',' ? ")" : "");
}

/* What is mounted, in memory of its own. */
static struct statvfs *
mount_table(int *countp)
{
	struct statvfs *v;
	int count = getvfsstat(NULL, 0, ST_NOWAIT);

	if (count < 0)
		err(1, "getvfsstat");
	v = calloc((size_t)count + 1, sizeof(*v));
	if (v == NULL)
		err(1, NULL);
	count = getvfsstat(v, (size_t)count * sizeof(*v), ST_NOWAIT);
	if (count < 0)
		err(1, "getvfsstat");
	*countp = count;
	return v;
}

static int
list_mounts(void)
{
	int count, i;
	struct statvfs *v = mount_table(&count);

	for (i = 0; i < count; i++)
		print_mount(&v[i]);
	free(v);
	return 0;
}

/* The options of a tmpfs: size=, nodes=, mode=, uid=, gid=. */
static bool
tmpfs_option(struct tmpfs_args *ta, const char *name, const char *value)
{
	mode_t mode;

	if (strcmp(name, "size") == 0)
		ta->ta_size_max = size_arg(name, value, 0, 1LL << 40);
	else if (strcmp(name, "nodes") == 0)
		ta->ta_nodes_max = (ino_t)number_arg(name, value, 0, 1 << 30);
	else if (strcmp(name, "uid") == 0)
		ta->ta_root_uid = (uid_t)number_arg(name, value, 0, INT32_MAX);
	else if (strcmp(name, "gid") == 0)
		ta->ta_root_gid = (gid_t)number_arg(name, value, 0, INT32_MAX);
	else if (strcmp(name, "mode") == 0 &&
	    mode_change(value, 0, 0, &mode) == 0)
		ta->ta_root_mode = mode;
	else
		return false;
	return true;
}

/* Those of a FAT file system: uid=, gid=, by name or number; mask=, dirmask=. */
static bool
msdosfs_option(struct msdosfs_args *ma, const char *name, const char *value)
{
	char *end;
	long mask;

	if (strcmp(name, "uid") == 0)
		return uid_from_user(value, &ma->ma_uid) == 0;
	if (strcmp(name, "gid") == 0)
		return gid_from_group(value, &ma->ma_gid) == 0;
	mask = strtol(value, &end, 8);
	if (end == value || *end != '\0' || mask < 0 || mask > ACCESSPERMS)
		return false;
	if (strcmp(name, "mask") == 0)
		ma->ma_mask = (mode_t)mask;
	else if (strcmp(name, "dirmask") == 0)
		ma->ma_dirmask = (mode_t)mask;
	else
		return false;
	return true;
}

/* An option with a value: each kind of file system has its own. */
static bool
value_option(struct request *r, const char *name, const char *value)
{
	if (strcmp(r->r_type, MOUNT_TMPFS) == 0)
		return tmpfs_option(&r->r_tmpfs, name, value);
	if (strcmp(r->r_type, MOUNT_MSDOS) == 0)
		return msdosfs_option(&r->r_msdosfs, name, value);
	return false;
}

static bool
flag_option(struct request *r, const char *name)
{
	size_t i;

	if (strcmp(name, "rw") == 0) {
		r->r_flags &= ~MNT_RDONLY;
		return true;
	}
	if (strcmp(name, "update") == 0) {
		r->r_flags |= MNT_UPDATE;
		return true;
	}
	for (i = 0; i < sizeof(options) / sizeof(options[0]); i++) {
		if (strcmp(name, options[i].name) == 0) {
			r->r_flags |= options[i].bit;
			return true;
		}
		if (strncmp(name, "no", 2) == 0 &&
		    strcmp(name + 2, options[i].name) == 0) {
			r->r_flags &= ~options[i].bit;
			return true;
		}
		if (strncmp(options[i].name, "no", 2) == 0 &&
		    strcmp(name, options[i].name + 2) == 0) {
			r->r_flags &= ~options[i].bit;
			return true;
		}
	}
	return false;
}

/* 0, or 1 when an option is not known; list is cut up. */
static int
parse_options(struct request *r, char *list)
{
	char *word, *value;

	for (word = strtok(list, ","); word != NULL; word = strtok(NULL, ",")) {
		value = strchr(word, '=');
		if (value == NULL) {
			if (flag_option(r, word))
				continue;
		} else {
			*value++ = '\0';
			if (value_option(r, word, value))
				continue;
		}
		warnx("option %s%s%s is not known or not valid for a %s", word,
		    value != NULL ? "=" : "", value != NULL ? value : "",
		    r->r_type);
		return 1;
	}
	return 0;
}

/*
 * What was not said of a FAT file system's files is as with the directory
 * that it is mounted on.
 */
static void
msdosfs_defaults(struct msdosfs_args *ma, const char *on)
{
	struct stat sb;

	if (stat(on, &sb) != 0)
		return; /* mount(2) will say why */
	if (ma->ma_uid == (uid_t)-1)
		ma->ma_uid = sb.st_uid;
	if (ma->ma_gid == (gid_t)-1)
		ma->ma_gid = sb.st_gid;
	if (ma->ma_mask == (mode_t)-1)
		ma->ma_mask = ~sb.st_mode & ACCESSPERMS;
	if (ma->ma_dirmask == (mode_t)-1)
		ma->ma_dirmask = ma->ma_mask;
}

/* Who names a disk does not want tmpfs, which takes any name. */
static int
lacks_type(const struct request *r, const char *from)
{
	struct stat sb;

	if (strcmp(r->r_type, MOUNT_TMPFS) != 0 || stat(from, &sb) != 0 ||
	    (!S_ISBLK(sb.st_mode) && !S_ISCHR(sb.st_mode)))
		return 0;
	warnx("%s is a device, and a tmpfs has none: -t says what kind of file "
	      "system is on it, such as -t ext2fs",
	    from);
	return 1;
}

static int
mount_one(struct request *r, const char *from, const char *on)
{
	char *full = directory_path(on), reason[MOUNT_REASONLEN] = "";
	struct device_args device = {from, reason, sizeof(reason)};
	char *below = NULL;
	void *data = &device;
	size_t len = sizeof(device);
	int status = 0;

	if (full == NULL) {
		warn("%s", on);
		return 1;
	}
	if (lacks_type(r, from)) {
		free(full);
		return 1;
	}
	if (strcmp(r->r_type, MOUNT_NULL) == 0 &&
	    (below = directory_path(from)) != NULL)
		device.da_fspec = below; /* as it will be listed */
	if (strcmp(r->r_type, MOUNT_TMPFS) == 0) {
		data = &r->r_tmpfs;
		len = sizeof(r->r_tmpfs);
	} else if (strcmp(r->r_type, MOUNT_MSDOS) == 0) {
		if (!(r->r_flags & MNT_UPDATE))
			msdosfs_defaults(&r->r_msdosfs, full);
		r->r_msdosfs.ma_device = device;
		data = &r->r_msdosfs;
		len = sizeof(r->r_msdosfs);
	}
	if (mount(r->r_type, full, r->r_flags, data, len) != 0) {
		if (errno == ENODEV && reason[0] == '\0')
			strcpy(reason, "not known: is its module loaded?");
		warn("%s on %s, type %s%s%s", from, full, r->r_type,
		    reason[0] != '\0' ? ": " : "", reason);
		status = 1;
	}
	free(below);
	free(full);
	return status;
}

/* -u: what is mounted on the directory is mounted with other options. */
static int
update(struct request *r, char *list, const char *on)
{
	char *full = directory_path(on);
	struct statvfs *v;
	int count, status;

	if (full == NULL)
		err(1, "%s", on);
	v = mount_table(&count);
	while (count > 0 && strcmp(v[count - 1].f_mntonname, full) != 0)
		count--;
	free(full);
	if (count == 0)
		errx(1, "%s: nothing is mounted here", on);
	count--;
	r->r_type = v[count].f_fstypename;
	r->r_flags |= MNT_UPDATE |
	    (int)(v[count].f_flag & MNT_VISFLAGMASK &
		~(unsigned long)(MNT_LOCAL | MNT_ROOTFS));
	status = parse_options(r, list);
	if (status == 0)
		status = mount_one(r, v[count].f_mntfromname, on);
	free(v);
	return status;
}

/* A line of fstab(5): device directory type options ... */
static int
mount_line(char *line, unsigned number)
{
	struct request r = default_request;
	char *words[4];
	int count;

	for (count = 0; count < 4; count++) {
		words[count] = strtok(count == 0 ? line : NULL, " \t\n");
		if (words[count] == NULL || words[count][0] == '#')
			break;
	}
	if (count == 0)
		return 0;
	if (count < 4) {
		warnx("%s:%u: a line is: device directory type options", FSTAB,
		    number);
		return 1;
	}
	if (strstr(words[3], "noauto") != NULL)
		return 0;
	r.r_type = words[2];
	if (parse_options(&r, words[3]) != 0)
		return 1;
	return mount_one(&r, words[0], words[1]);
}

static int
mount_all(void)
{
	FILE *f = fopen(FSTAB, "r");
	unsigned number = 0;
	char *line = NULL;
	size_t size = 0;
	int status = 0;

	if (f == NULL)
		err(1, FSTAB);
	while (getline(&line, &size, f) > 0)
		status |= mount_line(line, ++number);
	free(line);
	fclose(f);
	return status;
}

/* What it is called by may be a type: mount_ext2fs.  Two have other names. */
static const char *
type_of_name(const char *name)
{
	if (strncmp(name, "mount_", 6) != 0)
		return default_request.r_type;
	if (strcmp(name + 6, "null") == 0)
		return MOUNT_NULL;
	return strcmp(name + 6, "msdos") == 0 ? MOUNT_MSDOS : name + 6;
}

int
main(int argc, char **argv)
{
	struct request r = default_request;
	char list[256] = "";
	bool all = false;
	int c;

	check_stdout(1);
	r.r_type = type_of_name(base_of(argv[0]));
	while ((c = getopt(argc, argv, "ao:rt:uw")) != -1) {
		switch (c) {
		case 'a':
			all = true;
			break;
		case 'w':
			optarg = "rw";
			/* FALLTHROUGH */
		case 'o':
			if (strlen(list) + strlen(optarg) + 2 > sizeof(list))
				errx(1, "too many options");
			strcat(strcat(list, optarg), ",");
			break;
		case 'r':
			r.r_flags |= MNT_RDONLY;
			break;
		case 't':
			r.r_type = optarg;
			break;
		case 'u':
			r.r_flags |= MNT_UPDATE;
			break;
		default:
			usage_exit(1, synopsis);
		}
	}
	argc -= optind;
	argv += optind;
	if (argc == 0 && !(r.r_flags & MNT_UPDATE))
		return all ? mount_all() : list_mounts();
	if (argc == 1 && (r.r_flags & MNT_UPDATE))
		return update(&r, list, argv[0]);
	if (argc != 2)
		usage_exit(1, synopsis);
	if (parse_options(&r, list) != 0)
		return 1;
	return mount_one(&r, argv[0], argv[1]);
}
