/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * names.c: the names of users, groups and devices.  A file is read once,
 * when the first name is asked for.
 */
#include <dirent.h>
#include <err.h>
#include <stdlib.h>
#include <string.h>

#include "util.h"

struct name {
	char *n_name;
	unsigned n_id;
};
struct table {
	const char *t_file;
	bool t_read;
	struct name *t_names;
	size_t t_count;
};

static struct table users = {.t_file = "/etc/passwd"};
static struct table groups = {.t_file = "/etc/group"};

/* Add "name:anything:number:..." to the table; other lines are no names. */
static void
add_line(struct table *t, char *line)
{
	char *name, *id, *end;
	struct name *grown;
	unsigned long n;

	name = strsep(&line, ":");
	strsep(&line, ":");
	id = strsep(&line, ":");
	if (id == NULL || *name == '\0' || *name == '#')
		return;
	n = strtoul(id, &end, 10);
	if (end == id || (*end != '\0' && *end != '\n'))
		return;
	grown = realloc(t->t_names, (t->t_count + 1) * sizeof(*grown));
	if (grown == NULL || (name = strdup(name)) == NULL)
		err(1, "%s", t->t_file);
	t->t_names = grown;
	t->t_names[t->t_count++] = (struct name){name, (unsigned)n};
}

static void
read_table(struct table *t)
{
	char *line = NULL;
	size_t size = 0;
	FILE *f;

	if (t->t_read)
		return;
	t->t_read = true;
	f = fopen(t->t_file, "r");
	if (f == NULL)
		return; /* then every id is shown as a number */
	while (getline(&line, &size, f) > 0)
		add_line(t, line);
	free(line);
	fclose(f);
}

static const char *
name_of(struct table *t, unsigned id, int strict, char *buf, size_t len)
{
	size_t i;

	read_table(t);
	for (i = 0; i < t->t_count; i++)
		if (t->t_names[i].n_id == id)
			return t->t_names[i].n_name;
	if (strict)
		return NULL;
	snprintf(buf, len, "%u", id);
	return buf;
}

static int
id_of(struct table *t, const char *name, unsigned *idp)
{
	char *end;
	size_t i;

	read_table(t);
	for (i = 0; i < t->t_count; i++) {
		if (strcmp(t->t_names[i].n_name, name) == 0) {
			*idp = t->t_names[i].n_id;
			return 0;
		}
	}
	if (*name < '0' || *name > '9')
		return -1;
	*idp = (unsigned)strtoul(name, &end, 10);
	return *end == '\0' ? 0 : -1;
}

const char *
user_from_uid(uid_t uid, int strict)
{
	static char buf[12];

	return name_of(&users, uid, strict, buf, sizeof(buf));
}

const char *
group_from_gid(gid_t gid, int strict)
{
	static char buf[12];

	return name_of(&groups, gid, strict, buf, sizeof(buf));
}

int
uid_from_user(const char *name, uid_t *uidp)
{
	unsigned id;

	if (id_of(&users, name, &id) != 0)
		return -1;
	*uidp = id;
	return 0;
}

int
gid_from_group(const char *name, gid_t *gidp)
{
	unsigned id;

	if (id_of(&groups, name, &id) != 0)
		return -1;
	*gidp = id;
	return 0;
}

const char *
devname(dev_t dev, mode_t type)
{
	static char found[sizeof(((struct dirent *)0)->d_name)];
	char path[5 + sizeof(found)];
	struct dirent *de;
	struct stat st;
	const char *name = NULL;
	DIR *d;

	d = opendir("/dev");
	if (d == NULL)
		return NULL;
	while (name == NULL && (de = readdir(d)) != NULL) {
		snprintf(path, sizeof(path), "/dev/%s", de->d_name);
		if (lstat(path, &st) != 0 || (st.st_mode & S_IFMT) != type ||
		    st.st_rdev != dev)
			continue;
		snprintf(found, sizeof(found), "%s", de->d_name);
		name = found;
	}
	closedir(d);
	return name;
}
