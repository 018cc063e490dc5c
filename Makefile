# SPDX-License-Identifier: BSD-2-Clause
# Graft. `make run` boots to a shell, `make test` runs every test;
# `make help` lists the rest. Each subject has its file under mk/.

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules

# First those whose variables stand in the others' prerequisites.
FIRST := $(addprefix mk/,toolchain.mk libc.mk image.mk modules.mk)
include $(FIRST)
include $(filter-out $(FIRST),$(sort $(wildcard mk/*.mk)))

.PHONY: help
help:		## list the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { sub(/[ \t]+$$/, "", $$1); \
	    printf "make %-16s %s\n", $$1, $$2 }' Makefile mk/*.mk | sort

.PHONY: clean
clean:		## remove what was built, keep newlib and dash
	rm -rf build/kernel build/prog build/host build/lkm build/image build/html \
	    build/bench build/builtin build/linux
