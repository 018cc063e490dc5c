# SPDX-License-Identifier: BSD-2-Clause
# Tests. A test is a program that prints TAP (testanything.org):
#
#	build/host/*.t	programs on the host, built by the parts' mk/ files
#	tests/guest/*.t	scripts that boot a guest; see tests/guest/lib
#	share/lkm/*/*/test.t, a module's own
#	tests/lint/*.t	rules about the source
#	tests/fuzz/*.t	what takes long: fuzzing, and how much is covered
#
# `make test T=tests/guest/vm.t` runs that one alone.

GUEST_TESTS := $(sort $(wildcard tests/guest/*.t share/lkm/*/*/*.t))
# Which part of the kernel knows what is tested always; how the source looks
# only where CI asks for it.
LINT_TESTS := $(sort $(wildcard tests/lint/*.t))
CI_TESTS := $(if $(CI),$(LINT_TESTS),tests/lint/layering.t)
# Fuzzing takes all processors: last, when no guest is left to disturb.
CI_LAST	 := $(if $(CI),tests/fuzz/coverage.t tests/fuzz/fuzz.t)

.PHONY: test
test:			## run every test
	@tools/setup test
	@+$(BUILD) host-tests
	@+$(MAKE) --no-print-directory linux-programs-try
	@tools/runtests $(or $(T),$(CI_TESTS) build/host $(GUEST_TESTS) \
	    $(CI_LAST))

.PHONY: lint
lint:			## check layers, format and the usual mistakes
	@tools/setup test
	@tools/runtests $(LINT_TESTS)

# Built before the tests run; other mk/ files add to it.
.PHONY: host-tests
host-tests:
