/* SPDX-License-Identifier: BSD-2-Clause */
/* C++, which modules cannot be. */
int may_throw(int);

#ifdef CONSTRUCTOR
struct counter {
	counter() { value = may_throw(1); }
	int value;
} counter_instance;
#endif

extern "C" int
entry(int n)
{
#ifdef CONSTRUCTOR
	return n + counter_instance.value;
#else
	int *p = new int(n);
	int v = may_throw(*p);

	delete p;
	return v;
#endif
}
