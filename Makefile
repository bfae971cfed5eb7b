# tgsession: make, make demo, make test, make install.  More: test-full asan long bench fuzz valgrind test-sqlite test-interop
#
#   make                    build/tgsession.so and build/libtgsession.a
#   make bench BENCH=load   one section of the bench; all without BENCH
#   make CC=clang B=build/clang test
#   make V=1                shows the commands, and what the tests say besides
#
# Everything built goes under $B.  Knobs: CC CFLAGS LDFLAGS B PREFIX LIBDIR DESTDIR STRIP.

CFLAGS ?= -O2
B      ?= build
PREFIX ?= /usr/local
LIBDIR ?= $(PREFIX)/lib
STRIP  ?= -s
WARN    = -std=c11 -Wall -Wextra -Wpedantic -Wshadow -Wvla
SPLIT   = -ffunction-sections -fdata-sections -fno-asynchronous-unwind-tables -falign-functions=1
LIBS    = -lz
Q       = $(if $(V),,@)

SRC  = $(sort $(wildcard ext/*.c ext/*/*.c))
SQL  = $(sort $(wildcard sql/layouts/*.sql))
MANUAL = sql/manual.awk ext/base/base_finding.h sql/README.md
SO   = $B/tgsession.so
LIB  = $B/libtgsession.a
HOST = $(addprefix $B/,run oom iofail kill fleet bench slots stop wipe guest) # programs that load the .so ...
UNIT = $(patsubst tests/unit/%.c,$B/%,$(sort $(wildcard tests/unit/*.c)))       # ... and those that link the library
vpath %.c tests/sql tests/unit tests/fault tests/hosts tests/bench tests/fuzz
COMPILE = $(CC) $(CPPFLAGS) $(CFLAGS) $(WARN) -MMD -I$B -Iext -Itests/share

all: $(SO) $(LIB)

$(SO): $(SRC:ext/%.c=$B/so/%.o)
	@echo "cc $@"
	$Q$(CC) $(CFLAGS) $(LDFLAGS) -shared -Wl,--gc-sections $(STRIP) -o $@ $^ $(LIBS)
# Small rather than fast: what prepares statements, waits for a disk or speaks to people.  300 kB is the bar.
SMALL = functions tgsession base/base_% base/dirlist base/gate base/newfile base/peel codec/codec_gogram codec/codec_looks \
        codec/codec_mt% layout/% model/cell model/find ops/% store/% tables/%
$(filter $(patsubst %,$B/so/%.o,$(SMALL)),$(SRC:ext/%.c=$B/so/%.o)): LEVEL = $(if $(filter -O2,$(CFLAGS)),-Os)
$B/so/%.o: ext/%.c | $B/so
	@mkdir -p $(@D)
	$Q$(COMPILE) $(SPLIT) $(LEVEL) -fPIC -fvisibility=hidden -c -o $@ $<

# The same sources for linking into a program; see ext/tgsession.h.
$(LIB): $(SRC:ext/%.c=$B/core/%.o)
	@echo "ar $@"
	$Qrm -f $@ && $(AR) rcs $@ $^
$B/core/%.o: ext/%.c | $B/core
	@mkdir -p $(@D)
	$Q$(COMPILE) $(SPLIT) -fPIC -DSQLITE_CORE -c -o $@ $<

# All of sql/layouts/*.sql, each with what it inherits, as NAME, NUL, text, NUL, then what session_help() says, compressed;
# see ext/layout/sqlfile.c.
$B/so/layout/sqlfile.o $B/core/layout/sqlfile.o: $B/layouts.inc
$B/layouts.inc: sql/layouts.awk $(MANUAL) $(SQL) sql/layouts | $B/so
	$Qawk -f sql/layouts.awk ext/base/base_finding.h $(SQL) >$@.tmp
	$Qawk -f $(MANUAL) >>$@.tmp
	$Qtr '\001' '\000' <$@.tmp >$@.txt
	$Q{ echo "enum { LAYOUT_COUNT = $(words $(SQL)), LAYOUT_SIZE = $$(wc -c <$@.txt)," \
	       "TEXT_COUNT = $$(tr -cd '\000' <$@.txt | wc -c)/2 };"; \
	  echo 'static const unsigned char aGzip[] = {'; \
	  gzip -9n <$@.txt | od -An -v -tx1 | sed 's/ \(..\)/0x\1,/g'; echo '};'; } >$@.tmp
	$Qmv $@.tmp $@

$(HOST): $B/%: %.c | $B/so
	$Q$(COMPILE) -o $@ $< $(LDFLAGS) -lsqlite3
$(UNIT): $B/%: %.c $(LIB)
	$Q$(COMPILE) -DSQLITE_CORE -o $@ $< $(LDFLAGS) $(LIB) -lsqlite3 $(LIBS)
$B/so $B/core:
	@mkdir -p $@

# Tests: parts, each a line.  `make test` is all of them in a minute, side by side, at a few of the places where something can fail;
# `make test-full` at all.  START says at which: START=17 make test does the same again.
TESTS ?= $(sort $(wildcard tests/sql/*.sql)) sql/README.md
PARTS  = run oom wipe scripts stop slots unit iofail fleet guest kill fork snippets calls install-test recipes layers symbols
JOBS  ?= $(shell nproc 2>/dev/null || getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
START := $(or $(START),$(shell awk 'BEGIN { srand(); print int(rand()*10000) }'))
PART   = @sh tests/part.sh
FEWER  = FEW=1 OOM_STEP=25 ROUNDS=5 START=$(START) TESTS='$(filter-out %/upgrade.sql,$(TESTS))'
# Files in memory, where there is a GB of it: what waits for a disk is tested by test-full.
SHM    = $(if $(TMPDIR),,$(shell df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 && $$4 > 1000000 { print "TMPDIR=/dev/shm" }'))
test: deps
	@echo "a few of all places, from START=$(START)"
	@$(SHM) $(FEWER) $(MAKE) -s --no-print-directory check
test-full: deps
	@$(MAKE) -s --no-print-directory check
check:
	@rm -rf $B/log && mkdir -p $B/log
	@PART_LOG=$B/log $(MAKE) -s -k -j$(JOBS) --no-print-directory $(PARTS)
	@PART_LOG=$B/log sh tests/part.sh
layers:
	$(PART) $@ awk -f tests/house/layers.awk ext/*.h ext/*.c ext/*/*.h ext/*/*.c
calls: $(LIB)
	$(PART) $@ sh tests/house/calls.sh $B/core
symbols: $(SO)
	$(PART) $@ sh tests/house/symbols.sh $(SO)
unit: $(UNIT:$B/%=unit-%)
$(UNIT:$B/%=unit-%): unit-%: $B/%
	$(PART) $* $(UNDER) $<
# The long ones side by side.
LONG = $(filter %/peers.sql %/shown.sql %/stranger.sql %/matrix.sql %/upgrade.sql %/names.sql,$(TESTS))
run: run-1 run-2
run-1 run-2: $B/run $(SO)
	$(PART) $(if $(findstring 1,$@),run,run-2) $(UNDER) $B/run $(SO) $(if $(findstring 1,$@),$(LONG),$(filter-out $(LONG),$(TESTS)))
slots stop wipe guest iofail fleet: %: $B/% $(SO)
	$(PART) $@ $B/$@ $(SO)
kill: $B/kill $(SO)
	$(PART) $@ $B/kill $(SO) $(ROUNDS)
OOM = $(patsubst tests/fault/oom/%.sql,oom-%,$(sort $(wildcard tests/fault/oom/*.sql)))
oom: $(OOM)
$(OOM): oom-%: $B/oom $(SO)
	$(PART) $@ $B/oom $(SO) tests/fault/oom/$*.sql
fork: $B/run $(SO)
	$(PART) $@ env MAKE="$(MAKE)" sh tests/house/fork.sh $B
scripts recipes: $(SO)
	$(if $(findstring asan,$B),,$(PART) $@ sh tests/sql/$@.sh $(SO))
snippets: $(SO) $(LIB)
	$(if $(findstring asan,$B),,$(PART) $@ sh tests/hosts/snippets.sh $(SO))
install-test: all
	$(if $(findstring asan,$B),,$(PART) $@ env MAKE="$(MAKE)" sh tests/house/install.sh $B)
$B/fleet $B/slots $B/stop $B/wipe: LDFLAGS += -pthread -ldl

SAN = -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=undefined
asan: deps                               # but for 1,300 files that are made, damaged and mended one by one
	@OOM_STEP=25 START=$(START) $(MAKE) -s --no-print-directory check B=$B/asan STRIP= ROUNDS=3 CFLAGS='$(SAN)' \
	  TESTS='$(filter-out %/upgrade.sql,$(TESTS))'
valgrind: deps                           # but for two that take minutes in it; ASan has those
	@$(MAKE) -k --no-print-directory unit run B=$B/valgrind STRIP= CFLAGS='-O1 -g' \
	  UNIT='$B/valgrind/unit $B/valgrind/link' TESTS='$(filter-out %/bundle.sql %/matrix.sql,$(TESTS))' \
	  UNDER='valgrind -q --error-exitcode=9 --leak-check=full --keep-debuginfo=yes'

# What takes longer than with each commit: before a release, and before an issue is closed.
long: oom valgrind test-sqlite fuzz

# make fuzz SECONDS=600: each tests/fuzz/*.c for so long; what it learns stays in $B/fuzz/corpus.
SECONDS ?= 60
fuzz: deps
	@$(MAKE) --no-print-directory fuzzers B=$B/fuzz CC=clang \
	  CFLAGS='-O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined'
fuzzers: $(patsubst tests/fuzz/%.c,$B/%,$(wildcard tests/fuzz/*.c))
	@for f in $(notdir $^); do mkdir -p $B/corpus/$$f && echo "$$f: $(SECONDS) s" && \
	  $B/$$f -max_total_time=$(SECONDS) -verbosity=0 -print_final_stats=1 \
	  -artifact_prefix=$B/ $B/corpus/$$f || exit 1; done
$B/fuzz%: fuzz%.c $(LIB)
	$Q$(COMPILE) -DSQLITE_CORE -fsanitize=fuzzer -o $@ $< $(LIB) -lsqlite3 $(LIBS)

bench: $(SO) $B/bench
	@$B/bench $(SO) $(BENCH)
demo: deps
	@$(MAKE) -s $(SO) && sh tests/demo.sh $(SO)
test-sqlite: $(SO) $(UNIT) $B/run $B/slots $B/stop
	@sh tests/hosts/versions.sh $(SO)
test-newcomer:                           # README's two commands on a bare Debian 11, 12 and 13; root
	@sh tests/hosts/newcomer.sh
test-interop: $(SO)
	@sh tests/clients/interop.sh $(SO)
deps:
	@CC='$(CC)' sh tests/deps.sh

# Under /usr the library lies where the system looks for it, so ".load tgsession" finds it; elsewhere a path is needed.
VERSION  = $(shell sed -n 's/^\#define TG_VERSION "\(.*\)"/\1/p' ext/base/base.h)
MODDIR  ?= $(if $(filter /usr,$(PREFIX)),$(patsubst %/,%,$(LIBDIR)/$(shell $(CC) -print-multiarch 2>/dev/null)),$(LIBDIR)/sqlite3)
MANDIR  ?= $(PREFIX)/share/man/man7
D        = $(DESTDIR)
$B/tgsession.7: $(MANUAL) ext/base/base.h | $B/so
	$Qawk -v man=$(VERSION) -f $(MANUAL) >$@
$B/tgsession.pc: Makefile ext/base/base.h | $B/so
	$Qprintf '%s\n' 'prefix=$(PREFIX)' 'libdir=$(LIBDIR)' 'includedir=$${prefix}/include' '' 'Name: tgsession' \
	  'Description: Telegram client sessions as rows of SQLite, linked in' 'Version: $(VERSION)' 'Requires: sqlite3 zlib' \
	  'Libs: -L$${libdir} -ltgsession' 'Cflags: -I$${includedir}' >$@
install: all $B/tgsession.7
	$Qrm -f $B/tgsession.pc && $(MAKE) -s --no-print-directory $B/tgsession.pc
	$Qinstall -d $(D)$(MODDIR) $(D)$(LIBDIR)/pkgconfig $(D)$(PREFIX)/include $(D)$(MANDIR)
	$Qinstall -m 755 $(SO) $(D)$(MODDIR)
	$Qinstall -m 644 $(LIB) $(D)$(LIBDIR)
	$Qinstall -m 644 $B/tgsession.pc $(D)$(LIBDIR)/pkgconfig
	$Qinstall -m 644 ext/tgsession.h $(D)$(PREFIX)/include
	$Qinstall -m 644 $B/tgsession.7 $(D)$(MANDIR)
	@echo "To load it:  .load $(if $(filter /usr,$(PREFIX)),tgsession,$(MODDIR)/tgsession)"
uninstall:
	rm -f $(D)$(MODDIR)/tgsession.so $(D)$(LIBDIR)/libtgsession.a $(D)$(LIBDIR)/pkgconfig/tgsession.pc \
	  $(D)$(PREFIX)/include/tgsession.h $(D)$(MANDIR)/tgsession.7
clean:
	rm -rf $B

PHONY = $(UNIT:$B/%=unit-%) $(OOM) run-1 run-2 test-full snippets recipes install-test uninstall
.PHONY: $(PHONY) all test check layers calls symbols unit run slots stop wipe guest oom iofail kill fleet scripts fork asan valgrind fuzz fuzzers \
        bench demo long test-sqlite test-newcomer test-interop deps install clean
-include $(wildcard $B/*.d $B/so/*.d $B/so/*/*.d $B/core/*.d $B/core/*/*.d)
