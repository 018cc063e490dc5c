# SPDX-License-Identifier: BSD-2-Clause
# The tools and the flags that every part shares.

CROSS	 := i686-linux-gnu-
CC	 := $(CROSS)gcc
LD	 := $(CROSS)ld
AR	 := $(CROSS)ar
NM	 := $(CROSS)nm
OBJCOPY	 := $(CROSS)objcopy
STRIP	 := $(CROSS)strip
HOSTCC	 := gcc
GCCINC	 := $(shell $(CC) -print-file-name=include 2>/dev/null)

# Warnings never break a student's build; CI sets WERROR=-Werror.
WERROR	 ?=
WARN	 := -Wall -Wextra -Wstrict-prototypes -Wmissing-prototypes \
	    -Wno-unused-parameter $(WERROR)


# `make V=1` shows the commands.
ifeq ($(V),1)
Q	 :=
say	  = @:
else
Q	 := @
say	  = @printf '  %-8s%s\n'
endif
