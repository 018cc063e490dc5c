/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a refusal says about names: an entry that is not there, symbols
 * that nobody has. The same for every format.
 */
#include "kobj_impl.h"

/* Is it a name as C++ makes them, with the types of the arguments? */
static bool
is_mangled(const char *name)
{
	return name[0] == '_' && name[1] == 'Z';
}

/*
 * Is it called what an entry is called when modload is told nothing, or
 * what C++ makes of that?
 */
bool
kobj_like_entry(const char *name)
{
	static const char suffix[] = "_lkmentry";
	size_t n = strlen(name);

	if (is_mangled(name))
		return strstr(name, suffix) != NULL ||
		    strstr(name, "xxxinit") != NULL;
	return n >= sizeof(suffix) &&
	    strcmp(name + n - (sizeof(suffix) - 1), suffix) == 0;
}

/*
 * No name of those is a global function: say which were tried, and which
 * one is there. likely may be NULL.
 */
int
kobj_refuse_entry(struct kobj *k, const char *const names[], const char *likely)
{
	struct kobj_refusal *r;
	char name[40];
	size_t n = 0;

	if (likely != NULL && is_mangled(likely)) {
		r = kobj_refuse(k, KOBJ_CPLUSPLUS);
		kobj_refusal_copy(r->symbol, sizeof(r->symbol), likely);
		snprintf(r->text, sizeof(r->text),
		    "declare the entry extern \"C\", or it is called %s",
		    r->symbol);
		return r->error;
	}
	r = kobj_refuse(k, KOBJ_ENTRY_MISSING);
	/* Each name is cut to 39 characters, so there is room for three. */
	for (int i = 0; i < 2 && names[i] != NULL; i++) {
		kobj_refusal_copy(name, sizeof(name), names[i]);
		n += snprintf(r->text + n, sizeof(r->text) - n, "%s%s",
		    i == 0 ? "no function " : " or ", name);
	}
	if (likely != NULL) {
		kobj_refusal_copy(name, sizeof(name), likely);
		snprintf(r->text + n, sizeof(r->text) - n, ", but there is %s",
		    name);
	}
	return r->error;
}

/*
 * What a name says about how the object was compiled: a code of its own for
 * the run-time of C++, profilers, sanitizers and the stack protector;
 * KOBJ_UNDEFINED for any other name.
 */
enum kobj_code
kobj_name_code(const char *name)
{
	static const struct {
		const char *prefix;
		enum kobj_code code;
	} hints[] = {
	    {"mcount", KOBJ_PROFILED},
	    {"_mcount", KOBJ_PROFILED},
	    {"__fentry__", KOBJ_PROFILED},
	    {"__cyg_profile_func_", KOBJ_PROFILED},
	    {"__gcov_", KOBJ_PROFILED},
	    {"llvm_gcov_", KOBJ_PROFILED},
	    {"llvm_gcda_", KOBJ_PROFILED},
	    {"__llvm_profile_", KOBJ_PROFILED},
	    {"_Z", KOBJ_CPLUSPLUS},
	    {"__cxa_", KOBJ_CPLUSPLUS},
	    {"__gxx_personality_", KOBJ_CPLUSPLUS},
	    {"__asan_", KOBJ_SANITIZED},
	    {"__ubsan_", KOBJ_SANITIZED},
	    {"__tsan_", KOBJ_SANITIZED},
	    {"__sanitizer_", KOBJ_SANITIZED},
	    {"__stack_chk_", KOBJ_STACK_PROTECTOR},
	};

	for (size_t i = 0; i < sizeof(hints) / sizeof(hints[0]); i++) {
		const char *p = hints[i].prefix, *n = name;

		while (*p != '\0' && *p == *n) {
			p++;
			n++;
		}
		if (*p == '\0')
			return hints[i].code;
	}
	return KOBJ_UNDEFINED;
}

/*
 * The first use of a symbol that nobody has, in a section of that number.
 * code is KOBJ_UNDEFINED, or what the format knows better.
 */
void
kobj_missing_use(struct kobj *k, struct kobj_uses *uses,
    const struct kobj_missing *missing, int section, enum kobj_code code)
{
	const struct kobj_names *names = &k->env->names;
	enum kobj_code hint = kobj_name_code(missing->name);

	if (hint != KOBJ_UNDEFINED)
		code = hint;
	if (uses->count++ == 0 ||
	    (uses->code == KOBJ_UNDEFINED && code != KOBJ_UNDEFINED)) {
		uses->first = *missing;
		uses->section = section;
		uses->code = code;
	}
	if (names->missing != NULL) {
		struct kobj_missing told = *missing;

		told.code = code;
		names->missing(names->cookie, &told);
	}
}

/* Refuse, after all uses were told; 0 if there was none. */
int
kobj_refuse_missing(struct kobj *k, const struct kobj_uses *uses)
{
	struct kobj_refusal *r;

	if (uses->count == 0)
		return 0;
	r = kobj_refuse(k, uses->code);
	r->section = uses->section;
	kobj_refusal_copy(
	    r->section_name, sizeof(r->section_name), uses->first.section);
	r->offset = uses->first.offset;
	r->has_offset = true;
	kobj_refusal_copy(r->symbol, sizeof(r->symbol), uses->first.name);
	if (uses->count == 1)
		snprintf(r->text, sizeof(r->text), "%s", r->symbol);
	else
		snprintf(r->text, sizeof(r->text), "%s and %u more", r->symbol,
		    (unsigned)uses->count - 1);
	return r->error;
}
