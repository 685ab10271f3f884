# Thin: everything is done by meson and by the scripts in tools/. `make help` lists the targets.
BUILD    ?= build
PREFIX   ?= /usr/local
DESTDIR  ?=
# What is installed; a bare `ninja -C build` would build the tests too (meson counts them as default).
PROGRAMS  = cleanpath cleanpath-check

.PHONY: all build demo check bench soak eval bless dist format install clean help setup
.DEFAULT_GOAL := build

help:
	@sed -n 's/^## //p' Makefile

## make             build build/cleanpath (release)
build: $(BUILD)/build.ninja
	@ninja -C $(BUILD) $(PROGRAMS)

all: build

$(BUILD)/build.ninja:
	@command -v meson >/dev/null || tools/setup build
	@meson setup $(BUILD) --buildtype=release --prefix=$(PREFIX) >$(BUILD).log 2>&1 || { cat $(BUILD).log; rm -f $(BUILD).log; exit 1; }
	@rm -f $(BUILD).log

## make setup       install the packages that the build needs (Debian; root or sudo)
setup:
	@tools/setup build

## make demo        from a bare Debian 12 to the first audit: set-up, build, example, report
demo: setup
	@$(MAKE) --no-print-directory build
	@tools/demo $(BUILD)

## make check       everything a change must pass; installs the packages of the tests
check:
	@tools/setup build check lab web
	@tools/check $(CHECK_FLAGS)

## make bench       ours and a peer alternately on the same input: medians and ratio
bench:
	@tools/setup build bench web
	@$(MAKE) --no-print-directory build
	@bench/run $(BUILD)

## make soak        long fuzzing and kill -9 runs (SOAK_SECONDS, default 1800)
soak:
	@tools/setup build check
	@tools/soak

## make eval        figures on the labelled corpora (CLEANPATH_CORPUS or ../shared/corpus)
eval:
	@tools/setup build
	@$(MAKE) --no-print-directory build
	@tools/eval $(BUILD)

## make bless       rewrite the expected output in tests/cli/*.t (review the diff like code)
bless: build
	@tests/cli/run --build $(BUILD) --bless $(T)

## make format      lay out all C files with clang-format 14
format:
	@tools/format

## make install     binaries, man pages, completions (PREFIX=/usr/local, DESTDIR=)
install: $(BUILD)/build.ninja
	@meson configure $(BUILD) --prefix=$(PREFIX)
	@$(MAKE) --no-print-directory build
	@DESTDIR=$(DESTDIR) meson install -C $(BUILD) --no-rebuild

## make dist        the release: tarball, .deb, sums (SIGN_KEY=FILE signs them) in dist/
dist:
	@tools/setup build
	@tools/dist

## make clean       remove the build folders
clean:
	@rm -rf $(BUILD) build-* dist
