/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * crypttest: crypt(3) against hashes that another system has made.  Each
 * line of the file is a word, a setting and the hash, with tabs between.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int
main(int argc, char **argv)
{
	FILE *f = argc == 2 ? fopen(argv[1], "r") : NULL;
	char line[512], *word, *setting, *hash, *end, *made;
	int equal = 0, status = 0;

	if (f == NULL) {
		perror("hashes");
		return 2;
	}
	while (fgets(line, sizeof(line), f) != NULL) {
		end = line;
		word = strsep(&end, "\t");
		setting = strsep(&end, "\t");
		hash = strsep(&end, "\n");
		made = crypt(word, setting);
		if (made != NULL && strcmp(made, hash) == 0 &&
		    strcmp(crypt(word, hash), hash) == 0) {
			equal++;
			continue;
		}
		printf("%s with %s: %s, not %s\n", word, setting,
		    made != NULL ? made : "nothing", hash);
		status = 1;
	}
	if (crypt("x", "$1$abc$") != NULL || crypt("x", "*") != NULL ||
	    crypt("x", "$5$rounds=$x$") != NULL) {
		printf("a setting of another kind is taken\n");
		status = 1;
	}
	printf("%d equal\n", equal);
	return status;
}
