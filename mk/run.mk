# SPDX-License-Identifier: BSD-2-Clause
# Booting Graft by hand. Each target sees first that its tools are there, and
# only then, in a second make, reads what the compiler is asked for.

# As many jobs as there are processors, unless -j says otherwise.
JOBS	 = $(if $(filter -j%,$(MAKEFLAGS)),,-j$(shell nproc))
BUILD	 = $(MAKE) --no-print-directory $(JOBS) all

# make run SHARE=folder: the guest has that folder of the host at /host.
# make run ARGS='words': the kernel is told these, boot(8).
# make run-disk DISK=image: another disk than the usual one.
SHARE	 =
ARGS	 =
DISK	 = build/disk/graft.img
QUOTED	 = '$(subst ','\'',$(1))'
VM_FLAGS = $(if $(SHARE),-s $(call QUOTED,$(SHARE))) \
	   $(if $(ARGS),-a $(call QUOTED,$(ARGS)))
OWN_DISK = tools/disk -i $(call QUOTED,$(DISK))

.PHONY: run
run:			## boot to a shell on this terminal (Ctrl-A X ends it)
	@tools/setup run
	@+$(BUILD)
	@tools/vm --iso $(VM_FLAGS)

.PHONY: run-gui
run-gui:		## the same, with a window for screen and keyboard
	@tools/setup gui
	@+$(BUILD)
	@tools/vm --iso -g $(VM_FLAGS)

.PHONY: run-disk
run-disk:		## the same, with the root on a disk that is kept
	@tools/setup run
	@+$(BUILD)
	@$(OWN_DISK) run $(VM_FLAGS)

.PHONY: run-disk-new
run-disk-new:		## make that disk anew: what was on it is gone
	@tools/setup run
	@+$(BUILD)
	@$(OWN_DISK) new

.PHONY: run-disk-update
run-disk-update:	## bring the programs of this build onto that disk
	@tools/setup run
	@+$(BUILD)
	@$(OWN_DISK) update

.PHONY: debug
debug:			## boot, and wait for gdb -x tools/gdbinit
	@tools/setup debug
	@+$(BUILD)
	@echo 'The guest waits. In another terminal, in this folder, type'
	@echo '    gdb -x tools/gdbinit'
	@echo 'The console comes here then; Ctrl-A X ends it.'
	@tools/vm -q '-S -gdb unix:build/gdb,server=on,wait=off'
