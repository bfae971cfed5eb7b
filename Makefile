# tgsession: make, make demo, make test, make install.  More: asan long bench fuzz valgrind test-sqlite test-interop test-cluster
#
#   make                    build/tgsession.so and build/libtgsession.a
#   make bench BENCH=load   one section of the bench; all without BENCH
#   make CC=clang B=build/clang test
#   make V=1                shows the commands
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

# All of sql/layouts/*.sql, each with what it inherits, as NAME, NUL, text, NUL, compressed; see ext/layout/sqlfile.c.
$B/so/layout/sqlfile.o $B/core/layout/sqlfile.o: $B/layouts.inc
$B/layouts.inc: sql/layouts.awk ext/base/base_finding.h $(SQL) sql/layouts | $B/so
	$Qawk -f sql/layouts.awk ext/base/base_finding.h $(SQL) >$@.tmp
	$Qtr '\001' '\000' <$@.tmp >$@.txt
	$Q{ echo "enum { LAYOUT_COUNT = $(words $(SQL)), LAYOUT_SIZE = $$(wc -c <$@.txt) };"; \
	  echo 'static const unsigned char aGzip[] = {'; \
	  gzip -9n <$@.txt | od -An -v -tx1 | sed 's/ \(..\)/0x\1,/g'; echo '};'; } >$@.tmp
	$Qmv $@.tmp $@

$(HOST): $B/%: %.c | $B/so
	$Q$(COMPILE) -o $@ $< $(LDFLAGS) -lsqlite3
$(UNIT): $B/%: %.c $(LIB)
	$Q$(COMPILE) -DSQLITE_CORE -o $@ $< $(LDFLAGS) $(LIB) -lsqlite3 $(LIBS)
$B/so $B/core:
	@mkdir -p $@

# Tests.  -k: one that fails does not hide the others.
TESTS ?= $(sort $(wildcard tests/sql/*.sql)) README.md
test: deps
	@$(MAKE) -k --no-print-directory symbols check
check: layers calls unit run slots stop wipe guest oom iofail kill fleet scripts fork
layers:
	@awk -f tests/house/layers.awk ext/*.h ext/*.c ext/*/*.h ext/*/*.c
calls: $(LIB)
	@sh tests/house/calls.sh $B/core
symbols: $(SO)
	@sh tests/house/symbols.sh $(SO)
unit: $(UNIT)
	@for f in $(UNIT); do $(UNDER) $$f || bad=1; done; [ -z "$$bad" ]
run: $B/run $(SO)
	@$(UNDER) $B/run $(SO) $(TESTS)
slots: $B/slots $(SO)
	@$B/slots $(SO)
stop: $B/stop $(SO)
	@$B/stop $(SO)
wipe: $B/wipe $(SO)
	@$B/wipe $(SO)
guest: $B/guest $(SO)
	@$B/guest $(SO)
oom: $B/oom $(SO)
	@printf '%s\n' $(sort $(wildcard tests/fault/oom/*.sql)) | xargs -P 2 -n 1 $B/oom $(SO)
fork: $B/run $(SO)
	@MAKE="$(MAKE)" sh tests/house/fork.sh $B
iofail: $B/iofail $(SO)
	@$B/iofail $(SO)
kill: $B/kill $(SO)
	@$B/kill $(SO) $(ROUNDS)
fleet: $B/fleet $(SO)
	@$B/fleet $(SO)
scripts: $(SO)
	@$(if $(findstring asan,$B),,for f in tests/sql/*.sh; do sh $$f $(SO) || bad=1; done; [ -z "$$bad" ])
$B/fleet $B/slots $B/stop $B/wipe: LDFLAGS += -pthread -ldl
$B/bench: LDFLAGS += $(LIBS)

SAN = -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=undefined
asan: deps                               # but for 1,300 files that are made, damaged and mended one by one
	@OOM_STEP=25 $(MAKE) -k --no-print-directory check B=$B/asan STRIP= ROUNDS=3 CFLAGS='$(SAN)' \
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
test-interop: $(SO)
	@sh tests/clients/interop.sh $(SO)
# Engines that replicate: a cluster of three nodes, and the servers that hold a vault as text.
test-cluster: $(SO) $(LIB)
	@FILES=$${FILES:-10000} sh tests/sql/vault.sh $(SO); a=$$?; CC='$(CC)' sh tests/cluster/cluster.sh $(SO); b=$$?; \
	  sh tests/cluster/servers.sh $(SO) && [ $$a = 0 ] && [ $$b = 0 ]
deps:
	@CC='$(CC)' sh tests/deps.sh

install: all
	install -d $(DESTDIR)$(LIBDIR)/sqlite3 $(DESTDIR)$(PREFIX)/include
	install -m 755 $(SO) $(DESTDIR)$(LIBDIR)/sqlite3
	install -m 644 $(LIB) $(DESTDIR)$(LIBDIR)
	install -m 644 ext/tgsession.h $(DESTDIR)$(PREFIX)/include
clean:
	rm -rf $B

.PHONY: all test check layers calls symbols unit run slots stop wipe guest oom iofail kill fleet scripts fork asan valgrind fuzz fuzzers \
        bench demo long test-sqlite test-interop test-cluster deps install clean
-include $(wildcard $B/*.d $B/so/*.d $B/so/*/*.d $B/core/*.d $B/core/*/*.d)
