/* SPDX-License-Identifier: BSD-2-Clause */
/* A module as it was written before prototypes. */
/* clang-format off */
extern int printf();
static int count;
static struct {
	int type;
	char *name;
} module = {6, "old"};

static int
handle(table, cmd)
	char *table;
	int cmd;
{
	if (cmd == 1)
		printf("%s loaded, %d\n", module.name, ++count);
	return table == 0;
}

int
entry(table, cmd, ver)
	char *table;
	int cmd;
	int ver;
{
	return handle(table, cmd) + ver + module.type;
}
