# tgsession: make, make demo, make test, make install.  More: test-full asan long bench fuzz corpus mutants valgrind test-sqlite test-interop windows
#            amalgamation deb wheel npm wasm strict compilers analyze test-hosts test-packages test-wasm test-platforms test-cluster test-newcomer macos
#
#   make                    build/tgsession.so (.dylib, .dll) and build/libtgsession.a
#   make bench BENCH=load   one section of the bench; all without BENCH; BASE=v0.1.0: beside that revision
#   make CC=clang B=build/clang test
#   make amalgamation       build/tgsession.c: all of ext/ in one file
#   make V=1                shows the commands, and what the tests say besides
#
# Everything built goes under $B.  Knobs: CC CFLAGS LDFLAGS B PREFIX LIBDIR DESTDIR STRIP SQLITE.  What CC makes programs for,
# by -dumpmachine, decides on the library's name and the linker's flags: Linux, macOS, Windows.

CFLAGS ?= -O2
B      ?= build
PREFIX ?= /usr/local
LIBDIR ?= $(PREFIX)/lib
SQLITE ?= -lsqlite3
WARN    = -std=c11 -Wall -Wextra -Wpedantic -Wshadow -Wvla
SPLIT   = -ffunction-sections -fdata-sections -fno-asynchronous-unwind-tables -falign-functions=1
TARGET := $(shell $(CC) -dumpmachine)
ifneq ($(findstring mingw,$(TARGET)),)
STRIP  ?= -s
DLL     = .dll
EXE     = .exe
SHARED  = -shared -static-libgcc -Wl,--gc-sections
LIBS    = -l:libz.a
WARN   += -D__USE_MINGW_ANSI_STDIO=1
else
PIC     = -fPIC
LIBS    = -lz
ifneq ($(findstring apple,$(TARGET)),)
DLL     = .dylib
SHARED  = -dynamiclib -undefined dynamic_lookup -Wl,-dead_strip
BREW   := $(shell brew --prefix sqlite 2>/dev/null)
ifneq ($(BREW),)                         # Apple's SQLite can't load extensions
CPPFLAGS += -I$(BREW)/include
SQLITE  = -L$(BREW)/lib -lsqlite3
endif
else
STRIP  ?= -s
DLL     = .so
SHARED  = -shared -Wl,--gc-sections
endif
endif
Q       = $(if $(V),,@)

SRC  = $(sort $(wildcard ext/*.c ext/*/*.c))
SQL  = $(sort $(wildcard sql/layouts/*.sql))
MANUAL = sql/manual.awk ext/base/base_finding.h sql/README.md
SO   = $B/tgsession$(DLL)
LIB  = $B/libtgsession.a
HOST = $(patsubst %,$B/%$(EXE),run oom iofail kill fleet bench slots stop wipe guest guards values place power sizes) # programs that load the .so ...
UNIT = $(patsubst tests/unit/%.c,$B/%$(EXE),$(sort $(wildcard tests/unit/*.c)))       # ... and those that link the library
vpath %.c tests/sql tests/unit tests/fault tests/hosts tests/bench tests/fuzz
COMPILE = $(CC) $(CPPFLAGS) $(CFLAGS) $(WARN) -MMD -MP -I$B -Iext -Itests/share

all: $(SO) $(LIB)

$(SO): $(SRC:ext/%.c=$B/so/%.o)
	@echo "cc $@"
	$Q$(CC) $(CFLAGS) $(LDFLAGS) $(SHARED) $(STRIP) -o $@ $^ $(LIBS)
# Small rather than fast: what prepares statements, waits for a disk or speaks to people.  300 kB is the bar.
SMALL = functions tgsession base/base base/base_% base/dirlist base/gate base/os base/peel base/vfs codec/codec_bundle \
        codec/codec_bundle_put codec/codec_bundle_read codec/codec_bundle_text codec/codec_gogram codec/codec_looks \
        layout/% model/cell model/find ops/% page/page_salvage store/% tables/%
$(foreach d,so core,$(filter $(patsubst %,$B/$d/%.o,$(SMALL)),$(SRC:ext/%.c=$B/$d/%.o))): LEVEL = $(if $(filter -O2,$(CFLAGS)),-Os)
$B/so/%.o: ext/%.c | $B/so
	@mkdir -p $(@D)
	$Q$(COMPILE) $(SPLIT) $(LEVEL) $(PIC) -fvisibility=hidden -c -o $@ $<

# The same sources for linking into a program; see ext/tgsession.h.
$(LIB): $(SRC:ext/%.c=$B/core/%.o)
	@echo "ar $@"
	$Qrm -f $@ && $(AR) rcs $@ $^
$B/core/%.o: ext/%.c | $B/core
	@mkdir -p $(@D)
	$Q$(COMPILE) $(SPLIT) $(LEVEL) $(PIC) -DSQLITE_CORE -c -o $@ $<

# The same sources as one file.
amalgamation: $B/tgsession.c
$B/tgsession.c: ext/pack/amalgamation.awk $B/layouts.inc $(SRC) $(wildcard ext/*.h ext/*/*.h)
	@echo "awk $@"
	$Qawk -f $< $B/layouts.inc $(SRC) >$@.tmp && mv $@.tmp $@

# As one file of JavaScript, for Node and browsers, without files: build/wasm/tgsession.js.
wasm: $B/tgsession.c
	@sh ext/pack/wasm/build.sh $B
test-wasm: $(SO) $B/tgsession.c
	@sh tests/hosts/wasm.sh $B

# Packages, of this library and of what has been built for other processors and systems; see ext/pack/pack.py.
PREBUILT ?= $(SO) $(wildcard $(patsubst %,$B/%/tgsession.so,arm64 armhf i386 s390x riscv64) $B/win*/tgsession.dll)
PACK = python3 ext/pack/pack.py
deb: $(SO)
	@$(PACK) deb $B/packages $(filter %.so,$(PREBUILT))
wheel: $(SO)
	@$(PACK) wheel $B/packages $(PREBUILT)
npm: $(SO)
	@$(PACK) npm $B/packages $(PREBUILT)

# All of sql/layouts/*.sql, each with what it inherits, as NAME, NUL, text, NUL, then the findings; and what session_help() says.
# Both compressed; see ext/layout/sqlfile.c.
$B/so/layout/sqlfile.o $B/core/layout/sqlfile.o: $B/layouts.inc
$B/layouts.inc: sql/layouts.awk $(MANUAL) $(SQL) sql/layouts | $B/so
	$Qawk -f sql/layouts.awk ext/base/base_finding.h $(SQL) >$@.tmp
	$Qawk -v part=findings -f $(MANUAL) >>$@.tmp
	$Qtr '\001' '\000' <$@.tmp >$@.txt
	$Qawk -v part=topics -f $(MANUAL) >$@.tmp
	$Qtr '\001' '\000' <$@.tmp >$@.topics
	$Qhex() { echo "static const unsigned char $$1[] = {"; \
	    gzip -9n <$$2 | od -An -v -tx1 | sed 's/ *\([0-9a-f][0-9a-f]\)/0x\1,/g'; echo '};'; }; \
	  { echo "enum { LAYOUT_COUNT = $(words $(SQL)), LAYOUT_SIZE = $$(wc -c <$@.txt)," \
	         "TOPIC_COUNT = $$(tr -cd '\000' <$@.topics | wc -c)/2, TOPIC_SIZE = $$(wc -c <$@.topics) };"; \
	    hex aTextGzip $@.txt; hex aTopicGzip $@.topics; } >$@.tmp
	$Qmv $@.tmp $@

# ext/ needs no such flag: os.c says it.  Tests are compiled more often than they run: not optimized, but for what counts and looks for long.
TESTFLAGS = -D_FILE_OFFSET_BITS=64 $(if $(filter-out -O2,$(CFLAGS)),,$(if $(filter bench wipe,$(basename $(@F))),,-O0))
$(HOST): $B/%$(EXE): %.c | $B/so
	$Q$(COMPILE) $(TESTFLAGS) -o $@ $< $(LDFLAGS) $(SQLITE)
$(UNIT): $B/%$(EXE): $B/%.o $(LIB)
	$Q$(CC) $(CFLAGS) -o $@ $< $(LDFLAGS) $(LIB) $(SQLITE) $(LIBS)
$(UNIT:$(EXE)=.o): $B/%.o: %.c | $B/core
	$Q$(COMPILE) $(TESTFLAGS) -DSQLITE_CORE -c -o $@ $<
$B/so $B/core:
	@mkdir -p $@

# UNDER: what programs run by, as an emulator; those that start others know it, too.
export UNDER
# Tests: parts, each a line.  `make test` is all of them in a minute, side by side, the longest first, at a few of the places where something can fail;
# without the fuzzers' corpus; `make test-full` at all, with it.  START says at which: START=17 make test does the same again.
TESTS ?= $(sort $(wildcard tests/sql/*.sql)) sql/README.md
PARTS  = run wipe fork vault unit corpus scripts fleet oom iofail values guest model stop kill power slots calls guards install-test snippets bridges recipes place layers symbols
JOBS  ?= $(shell nproc 2>/dev/null || getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
START := $(or $(START),$(shell awk 'BEGIN { srand(); print int(rand()*10000) }'))
PART   = @sh tests/part.sh
FEWER  = FEW=1 OOM_STEP=80 ROUNDS=5 START=$(START) TESTS='$(filter-out %/upgrade.sql,$(TESTS))'
# Files in memory, where there is a GB of it: what waits for a disk is tested by test-full.
SHM    = $(if $(TMPDIR),,$(shell df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 && $$4 > 1000000 { print "TMPDIR=/dev/shm" }'))
test: deps
	@echo "a few of all places, from START=$(START)"
	@$(SHM) $(FEWER) $(MAKE) -s --no-print-directory check PARTS='$(filter-out corpus,$(PARTS))'
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
	$(if $(findstring asan,$B),,$(PART) $@ sh tests/house/symbols.sh $(SO))
unit: $(UNIT:$B/%$(EXE)=unit-%)
$(UNIT:$B/%$(EXE)=unit-%): unit-%: $B/%$(EXE)
	$(PART) $* $(UNDER) $<
# The long ones side by side.
LONG = $(filter %/peers.sql %/shown.sql %/stranger.sql %/matrix.sql %/upgrade.sql %/names.sql,$(TESTS))
HALF = $(if $(findstring 1,$@),$(LONG),$(filter-out $(LONG),$(TESTS)))
run: run-2 run-1
run-1 run-2: $B/run$(EXE) $(SO)
	$(if $(HALF),$(PART) $(if $(findstring 1,$@),run,run-2) $(UNDER) $B/run$(EXE) $(SO) $(HALF))
slots stop wipe guest guards iofail place power fleet: %: $B/% $(SO)
	$(PART) $@ $(UNDER) $B/$@ $(SO)
values: $B/values $(SO)
	$(PART) $@ $(UNDER) $B/values $(SO) sql
slots-threads: $B/slots $(SO)
	$(PART) $@ $(UNDER) $B/slots $(SO) threads
kill: $B/kill $(SO)
	$(PART) $@ $(UNDER) $B/kill $(SO) $(ROUNDS)
OOM = $(patsubst tests/fault/oom/%.sql,oom-%,$(sort $(wildcard tests/fault/oom/*.sql)))
oom: $(OOM)
$(OOM): oom-%: $B/oom $(SO)
	$(PART) $@ $(UNDER) $B/oom $(SO) tests/fault/oom/$*.sql
fork: $B/run $(SO)
	$(PART) $@ env MAKE="$(MAKE)" sh tests/house/fork.sh $B
scripts recipes vault bridges: $(SO)
	$(if $(findstring asan,$B),,$(PART) $@ sh tests/sql/$@.sh $(SO))
model: $(SO)
	$(if $(findstring asan,$B),,$(PART) $@ /usr/bin/python3 tests/clients/model.py $(SO))
snippets: $(SO) $(LIB)
	$(if $(findstring asan,$B),,$(PART) $@ sh tests/hosts/snippets.sh $(SO))
install-test: all
	$(if $(findstring asan,$B),,$(PART) $@ env MAKE="$(MAKE)" sh tests/house/install.sh $B)
$B/fleet $B/slots $B/stop $B/wipe $B/guards: LDFLAGS += -pthread -ldl
$B/bench: LDFLAGS += $(LIBS) -lm
$B/values: LDFLAGS += -rdynamic -ldl         # it has open() and stat() of its own, and open64()
$B/values: TESTFLAGS =
$B/place $B/power: LDFLAGS += -rdynamic -ldl # and link()
$B/page: LDFLAGS += -ldl                     # and readdir()

# What compilers say: all that there is, with no number that changes its size or sign unsaid; the amalgamation, and -O3 -flto.
strict:
	@$(MAKE) --no-print-directory all $(HOST) $(UNIT) CFLAGS='$(CFLAGS) -Wconversion -Wsign-conversion -Werror'
compilers: $B/run $B/tgsession.c
	@sh tests/house/compilers.sh $B
analyze: $B/layouts.inc
	@CC='$(CC)' sh tests/house/analyze.sh $B

SAN = -O1 -g -DTG_DEBUG -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=undefined
asan: deps                               # but for 1,300 files that are made, damaged and mended one by one
	@OOM_STEP=25 START=$(START) $(MAKE) -s --no-print-directory check B=$B/asan STRIP= ROUNDS=3 CFLAGS='$(SAN)' \
	  TESTS='$(filter-out %/upgrade.sql,$(TESTS))'
# Connections in parallel, and loaded by several threads at once, under ThreadSanitizer.  SQLite isn't built with it, but its mutexes are seen.
tsan: deps
	@TSAN_OPTIONS='halt_on_error=0 exitcode=66' $(MAKE) -k --no-print-directory guards slots-threads B=$B/tsan STRIP= \
	  CFLAGS='-O1 -g -fsanitize=thread'
valgrind: deps                           # but for two that take minutes in it; ASan has those
	@$(MAKE) -k --no-print-directory unit run B=$B/valgrind STRIP= CFLAGS='-O1 -g' \
	  UNIT='$B/valgrind/unit $B/valgrind/link' TESTS='$(filter-out %/bundle.sql %/matrix.sql,$(TESTS))' \
	  UNDER='valgrind -q --error-exitcode=9 --leak-check=full --keep-debuginfo=yes'

# What takes longer than with each commit: before a release, and before an issue is closed.
long: test-full oom valgrind test-sqlite test-wasm analyze fuzz

# What proves it and takes hours, each step once for a commit: stopped, it goes on where it was.
proof: deps
	@sh tests/proof.sh $B

# make fuzz SECONDS=600 FUZZ='page scan': each tests/fuzz/fuzz_*.c, or these, for so long; see tests/fuzz/fuzz.sh.
# make fuzz-merge: what they have learnt becomes tests/fuzz/*.gz, which make corpus runs, without libFuzzer.
SECONDS ?= 60
FUZZ    ?= $(patsubst tests/fuzz/fuzz_%.c,%,$(sort $(wildcard tests/fuzz/fuzz_*.c)))
fuzz: deps
	@$(MAKE) --no-print-directory fuzzers B=$B/fuzz CC=clang CFLAGS='$(FUZZFLAGS)'
fuzz-merge: deps
	@$(MAKE) --no-print-directory fuzzers B=$B/fuzz CC=clang CFLAGS='$(FUZZFLAGS)' SECONDS=merge
FUZZFLAGS = -O1 -g -DTG_DEBUG -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined
fuzzers: $(FUZZ:%=$B/fuzz_%) $(FUZZ:%=$B/corpus-%) $B/seeds
	@sh tests/fuzz/fuzz.sh $B $(SECONDS) $(FUZZ)
$(FUZZ:%=$B/fuzz_%): $B/%: %.c $(LIB)
	$Q$(COMPILE) -DSQLITE_CORE -fsanitize=fuzzer -o $@ $< $(LIB) $(SQLITE) $(LIBS)
$B/seeds: seeds.c $(LIB)
	$Q$(COMPILE) -DSQLITE_CORE -o $@ $< $(LIB) $(SQLITE) $(LIBS)
$(FUZZ:%=$B/corpus-%): $B/corpus-%: fuzz_%.c $(LIB)
	$Q$(COMPILE) $(TESTFLAGS) -DSQLITE_CORE -DFUZZ_CORPUS -o $@ $< $(LDFLAGS) $(LIB) $(SQLITE) $(LIBS)
CORPUS = $(FUZZ:%=corpus-%)
corpus: $(CORPUS)
$(CORPUS): corpus-%: $B/corpus-%
	$(PART) $@ $(UNDER) $< tests/fuzz/fuzz_$*.gz

# make coverage: what of ext/ the tests run, lines and branches; make coverage COVER=page: of files whose path has that in it.
# Optimised, lines would be shared; what NEVER() and ALWAYS() hold is no branch here.  With the oldest SQLite, too, where it can be had.
# The fuzzers' corpus is run by nobody if root does this, and counts in the same files.
COVERAGE = -O0 -g --coverage -fprofile-update=atomic -DTG_COVERAGE
COVERED = run oom wipe stop slots iofail fleet guest kill place power guards values scripts vault bridges recipes corpus
COVERED_OLDEST = unit-unit unit-link unit-page run oom slots
COUNT = OOM_STEP=25 START=$(START) FEW=1 ROUNDS=5 $(MAKE) -s -k --no-print-directory check B=$B/coverage STRIP= CFLAGS='$(COVERAGE)'
OLDEST = $(CURDIR)/build/sqlite/3.31.1
coverage: deps
	@find $B/coverage -name '*.gcda' -delete 2>/dev/null; true
	@$(MAKE) -s -k --no-print-directory check B=$B/coverage STRIP= PARTS=unit CFLAGS='$(COVERAGE)'
	@chmod -R a+rwX $B/coverage
	@$(COUNT) PARTS='$(COVERED)'
	@sh tests/hosts/sqlite.sh
	@[ ! -f $(OLDEST)/libsqlite3.so.0 ] || LD_LIBRARY_PATH=$(OLDEST) $(COUNT) PARTS='$(COVERED_OLDEST)' \
	  TESTS='$(filter-out %/upgrade.sql,$(TESTS))'
	@python3 tests/house/coverage.py $B/coverage $(COVER)

bench: $(SO) $B/bench
	@$(if $(BASE),sh tests/bench/base.sh $B $(BASE),$B/bench $(SO)) $(BENCH)
# What is very large; make sizes PART_OF=100: a hundredth of the peers and the files.
sizes: $B/sizes $(SO)
	@$B/sizes $(SO) $(PART_OF)
demo: deps
	@$(MAKE) -s $(SO) && sh tests/demo.sh $(SO)
test-sqlite: $(SO) $(UNIT) $B/run $B/slots $B/stop
	@sh tests/hosts/versions.sh $(SO)
ARCH ?= arm64 armhf i386 s390x riscv64
test-platforms:
	@$(if $(SHM),export $(SHM);) for a in $(ARCH); do sh tests/hosts/platform.sh $$a || bad=1; done; [ -z "$$bad" ]
macos: $B/layouts.inc
	@sh tests/house/macos.sh $B
windows:
	@sh tests/hosts/windows.sh
test-newcomer:                           # README's two commands on a bare Debian 11, 12 and 13; root
	@sh tests/hosts/newcomer.sh
test-interop: $(SO)
	@sh tests/clients/interop.sh $(SO)
# make test-hosts HOSTS=ci: those of CI; HOSTS='php go': these; without, all, some minutes.
test-hosts: $(SO)
	@sh tests/hosts/hosts.sh $(SO) $(if $(HOSTS),'$(HOSTS)')
test-packages: npm wheel
	@if command -v dpkg-deb >/dev/null; then $(MAKE) --no-print-directory deb; fi
	@sh tests/hosts/packages.sh $B
# make mutants SEED=7 N=300: the library with a small fault in it, again and again, and which suite sees it.
SEED ?= 1
N    ?= 300
mutants:
	@python3 tests/house/mutate.py $B --seed $(SEED) --n $(N) $(if $(UPTO),--upto $(UPTO)) $(if $(KIND),--kind $(KIND)) \
	  $(if $(FILE),--file $(FILE)) --jobs $(JOBS)
# Engines that replicate: a cluster of three nodes, and the servers that hold a vault as text.
test-cluster: $(SO) $(LIB)
	@FILES=$${FILES:-10000} sh tests/sql/vault.sh $(SO); a=$$?; CC='$(CC)' sh tests/cluster/cluster.sh $(SO); b=$$?; \
	  if [ -n "$${TLS-1}" ]; then CC='$(CC)' sh tests/cluster/tls.sh $(SO); c=$$?; else c=0; fi; \
	  sh tests/cluster/servers.sh $(SO) && [ $$a$$b$$c = 000 ]
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

PHONY = corpus $(CORPUS) fuzz-merge slots-threads tsan sizes proof $(UNIT:$B/%$(EXE)=unit-%) $(OOM) run-1 run-2 test-full snippets recipes vault bridges install-test uninstall
.PHONY: $(PHONY) all test check layers calls symbols unit run slots stop wipe guest guards values oom iofail kill place power fleet scripts fork asan valgrind fuzz fuzzers \
        amalgamation strict compilers analyze mutants deb wheel npm wasm test-packages test-hosts test-wasm \
        coverage bench demo long test-sqlite test-platforms macos windows test-interop test-cluster test-newcomer deps install clean
-include $(wildcard $B/*.d $B/so/*.d $B/so/*/*.d $B/core/*.d $B/core/*/*.d)
