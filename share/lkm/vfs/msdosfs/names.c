/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * names.c: names and times as FAT has them, and as we have them.
 *
 * A long name is in 16-bit Unicode, ours are UTF-8.  A short name is in the
 * code page of the PC that it was made on: the first, 437, is assumed.  FAT
 * tells names apart by their letters, not by their case; the case of a long
 * name is kept.
 */
#include <sys/clock_subr.h>
#include "msdosfs.h"

/* Code page 437 from 0x80 on. */
static const uint16_t cp437[128] = {0x00c7, 0x00fc, 0x00e9, 0x00e2, 0x00e4,
    0x00e0, 0x00e5, 0x00e7, 0x00ea, 0x00eb, 0x00e8, 0x00ef, 0x00ee, 0x00ec,
    0x00c4, 0x00c5, 0x00c9, 0x00e6, 0x00c6, 0x00f4, 0x00f6, 0x00f2, 0x00fb,
    0x00f9, 0x00ff, 0x00d6, 0x00dc, 0x00a2, 0x00a3, 0x00a5, 0x20a7, 0x0192,
    0x00e1, 0x00ed, 0x00f3, 0x00fa, 0x00f1, 0x00d1, 0x00aa, 0x00ba, 0x00bf,
    0x2310, 0x00ac, 0x00bd, 0x00bc, 0x00a1, 0x00ab, 0x00bb, 0x2591, 0x2592,
    0x2593, 0x2502, 0x2524, 0x2561, 0x2562, 0x2556, 0x2555, 0x2563, 0x2551,
    0x2557, 0x255d, 0x255c, 0x255b, 0x2510, 0x2514, 0x2534, 0x252c, 0x251c,
    0x2500, 0x253c, 0x255e, 0x255f, 0x255a, 0x2554, 0x2569, 0x2566, 0x2560,
    0x2550, 0x256c, 0x2567, 0x2568, 0x2564, 0x2565, 0x2559, 0x2558, 0x2552,
    0x2553, 0x256b, 0x256a, 0x2518, 0x250c, 0x2588, 0x2584, 0x258c, 0x2590,
    0x2580, 0x03b1, 0x00df, 0x0393, 0x03c0, 0x03a3, 0x03c3, 0x00b5, 0x03c4,
    0x03a6, 0x0398, 0x03a9, 0x03b4, 0x221e, 0x03c6, 0x03b5, 0x2229, 0x2261,
    0x00b1, 0x2265, 0x2264, 0x2320, 0x2321, 0x00f7, 0x2248, 0x00b0, 0x2219,
    0x00b7, 0x221a, 0x207f, 0x00b2, 0x25a0, 0x00a0};

/*
 * One character off the front of UTF-8; how many bytes it took, 0: not
 * valid.  A longer form than needed is not (Unicode 15, table 3-7).
 */
static size_t
utf8_char(const uint8_t *s, size_t len, uint32_t *cp)
{
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	size_t n, i;

	if (s[0] < 0x80) {
		*cp = s[0];
		return 1;
	}
	n = s[0] >= 0xf0 ? 4 : s[0] >= 0xe0 ? 3 : 2;
	if (s[0] < 0xc2 || s[0] > 0xf4 || n > len)
		return 0;
	*cp = s[0] & (0x7f >> n);
	for (i = 1; i < n; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return 0;
		*cp = *cp << 6 | (s[i] & 0x3f);
	}
	if (*cp < least[n] || *cp > 0x10ffff ||
	    (*cp >= 0xd800 && *cp <= 0xdfff))
		return 0;
	return n;
}

int
utf8_to_ucs2(const char *name, size_t len, uint16_t to[WIN_MAXCHARS])
{
	const uint8_t *s = (const uint8_t *)name;
	size_t n, count = 0;
	uint32_t cp;

	for (; len > 0; s += n, len -= n) {
		if ((n = utf8_char(s, len, &cp)) == 0 ||
		    count + (cp >= 0x10000) >= WIN_MAXCHARS)
			return -1;
		if (cp >= 0x10000) {
			cp -= 0x10000;
			to[count++] = 0xd800 | cp >> 10;
			to[count++] = 0xdc00 | (cp & 0x3ff);
		} else
			to[count++] = cp;
	}
	return count;
}

/* One character in UTF-8; its bytes. */
static size_t
put_utf8(uint32_t cp, char *to)
{
	size_t n = cp < 0x80 ? 1 : cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4, i;

	for (i = n - 1; i > 0; i--, cp >>= 6)
		to[i] = 0x80 | (cp & 0x3f);
	to[0] = n == 1 ? cp : (0xf00u >> n & 0xff) | cp;
	return n;
}

int
ucs2_to_name(const uint16_t *from, size_t count, char to[NAME_MAX + 1])
{
	char piece[4];
	size_t i, n, len = 0;
	uint32_t cp;

	for (i = 0; i < count; i++) {
		cp = from[i];
		if (cp == 0 || cp == '/')
			return -1;
		if (cp >= 0xd800 && cp <= 0xdfff) {
			if (cp >= 0xdc00 || i + 1 == count ||
			    (from[i + 1] & 0xfc00) != 0xdc00)
				return -1; /* half a pair */
			cp = 0x10000 + ((cp & 0x3ff) << 10) +
			    (from[++i] & 0x3ff);
		}
		n = put_utf8(cp, piece);
		if (n > NAME_MAX - len)
			return -1;
		memcpy(to + len, piece, n);
		len += n;
	}
	to[len] = '\0';
	if (len == 0 || strcmp(to, ".") == 0 || strcmp(to, "..") == 0)
		return -1;
	return len;
}

/* What a name cannot have on the disk stands for something else there. */
static uint16_t
short_char(uint8_t c, int lower)
{
	if (c >= 0x80)
		return cp437[c - 0x80];
	if (c < ' ' || c == '/' || c == '.' || c == 0x7f)
		return '_';
	return lower && c >= 'A' && c <= 'Z' ? c + 0x20 : c;
}

static size_t
field_length(const uint8_t *field, size_t len)
{
	while (len > 0 && field[len - 1] == ' ')
		len--;
	return len;
}

int
short_to_ucs2(const struct dosdirent *ent, uint16_t to[12])
{
	const uint8_t *name = ent->dd_name;
	size_t base = field_length(name, 8), ext = field_length(name + 8, 3);
	int count = 0, lower = ent->dd_lcase & LCASE_BASE;
	size_t i;

	if (base == 0)
		to[count++] = '_';
	for (i = 0; i < base; i++)
		to[count++] = short_char(
		    i == 0 && name[0] == SLOT_E5 ? SLOT_FREE : name[i], lower);
	if (ext > 0)
		to[count++] = '.';
	lower = ent->dd_lcase & LCASE_EXT;
	for (i = 0; i < ext; i++)
		to[count++] = short_char(name[8 + i], lower);
	return count;
}

/* A capital letter for a small one: Latin, Greek, Cyrillic. */
static uint16_t
upper(uint16_t c)
{
	if ((c >= 'a' && c <= 'z') || (c >= 0xe0 && c <= 0xfe && c != 0xf7) ||
	    (c >= 0x3b1 && c <= 0x3c9 && c != 0x3c2) ||
	    (c >= 0x430 && c <= 0x44f))
		return c - 0x20;
	if (c >= 0x450 && c <= 0x45f)
		return c - 0x50;
	/* Latin Extended-A: pairs, in two stretches the odd one first. */
	if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17e))
		return c & 1 ? c : c - 1;
	if (c >= 0x100 && c <= 0x177 && c != 0x131 && c != 0x138 && c != 0x149)
		return c & ~1;
	return c;
}

int
ucs2_same(const uint16_t *a, size_t alen, const uint16_t *b, size_t blen)
{
	size_t i;

	if (alen != blen)
		return 0;
	for (i = 0; i < alen; i++)
		if (a[i] != b[i] && upper(a[i]) != upper(b[i]))
			return 0;
	return 1;
}

/* fatgen103, "Checksum": rotate right, add. */
uint8_t
short_sum(const uint8_t raw[11])
{
	uint8_t sum = 0;
	int i;

	for (i = 0; i < 11; i++)
		sum = (sum >> 1 | sum << 7) + raw[i];
	return sum;
}

/*
 * What a long name cannot have.  A dot or blank at the end other systems
 * would take off: then two names would be one.
 */
int
name_check(const uint16_t *name, size_t len)
{
	size_t i;

	if (len == 0 || name[len - 1] == '.' || name[len - 1] == ' ')
		return EINVAL;
	for (i = 0; i < len; i++)
		if (name[i] < ' ' || name[i] == 0x7f ||
		    (name[i] < 0x80 && strchr("\"*/:<>?\\|", name[i]) != NULL))
			return EINVAL;
	return 0;
}

/* Years from 1980 to 2107; what is outside becomes the next that there is. */
void
dos_time(const struct timespec *ts, uint16_t *date, uint16_t *time)
{
	struct clock_ymdhms dt = {.dt_year = 1970};

	if (ts->tv_sec >= 0)
		clock_secs_to_ymdhms(ts->tv_sec, &dt);
	if (dt.dt_year < 1980) {
		dt = (struct clock_ymdhms){.dt_year = 1980, 1, 1, 0, 0, 0, 0};
	} else if (dt.dt_year > 2107) {
		dt = (struct clock_ymdhms){2107, 12, 31, 0, 23, 59, 58};
	}
	*date = (dt.dt_year - 1980) << 9 | dt.dt_mon << 5 | dt.dt_day;
	*time = dt.dt_hour << 11 | dt.dt_min << 5 | dt.dt_sec / 2;
}

/* A date that there is none of: 1980 begins. */
void
unix_time(uint16_t date, uint16_t time, struct timespec *ts)
{
	struct clock_ymdhms dt = {.dt_year = 1980 + (date >> 9),
	    .dt_mon = date >> 5 & 15,
	    .dt_day = date & 31,
	    .dt_hour = time >> 11,
	    .dt_min = time >> 5 & 63,
	    .dt_sec = (time & 31) * 2};

	ts->tv_nsec = 0;
	ts->tv_sec = clock_ymdhms_to_secs(&dt);
	if (ts->tv_sec == -1) {
		dt = (struct clock_ymdhms){.dt_year = 1980, 1, 1, 0, 0, 0, 0};
		ts->tv_sec = clock_ymdhms_to_secs(&dt);
	}
}
