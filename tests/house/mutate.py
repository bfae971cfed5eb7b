#!/usr/bin/env python3
"""Mutants: the library with one small fault in it, which some test should tell from the library.

    make mutants SEED=7 N=300            300 in C, 300 in the layouts' SQL and 300 in scripts, at random by SEED
    make mutants SEED=7 N=300 UPTO=10    by suites of at most 10 seconds only: a first look
    make mutants SEED=7 N=40 KIND=sql FILE=mtcute     of files that are called so; KIND is c, sql or script

A mutant is a file of ext/, sql/layouts/ or sql/ with one operator, constant, check, statement, wipe, WHERE, column,
type or the like changed or left out.  It is built in a folder of its own, build/mutants/w0, w1 ..., by a user without
privileges if root does this, and meets the suites, quick ones first and those that killed others of its file, until
one fails: then it is killed.  One in C meets only the suites that run its line, which a build that counts them has
shown before (it does so again when build/mutants/suites.json is gone); a script those that run scripts.  One that
can't be built, or whose object code is that of the library, is none, and isn't counted.

What can't be told from the library by any test stands in tests/equivalent.tsv: file, function or section, the line
before, the line afterwards, and the reason.

build/mutants/log has what came out of each.  A mutant that was killed stays so; others meet those suites again that
are not what they were.  So this can be ended and started again.

Exit: 0 if 95 % of those that aren't equivalent are killed, of each kind.
"""
import argparse, collections, functools, hashlib, json, os, random, re, resource, shutil, signal, subprocess, sys
import tempfile, threading, zlib
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
CFLAGS = "-O1"
NOBODY = 65534
ENV = {"FEW": "1", "HASTY": "1", "OOM_STEP": "25", "ROUNDS": "5", "START": "3", "KILL_SEED": "7"}
Mutant = collections.namedtuple("Mutant", "file at end kind new")     # file: name below TOP; s[at:end] becomes new


# ----------------------------------------------------------------------------- where they can be
def blank(s, spans, by=" "):
    """s with what lies in spans blanked, line breaks kept, so that places stay the same."""
    a = list(s)
    for i, j in spans:
        for k in range(i, j):
            if a[k] != "\n":
                a[k] = by
    return "".join(a)


def closing(s, i):
    """Where the parenthesis at s[i] ends, or None."""
    d = 0
    for k in range(i, len(s)):
        d += (s[k] == "(") - (s[k] == ")")
        if d == 0:
            return k
    return None


def operand(s, i, stop):
    """Where the operand that begins at s[i] ends: at stop, a regular expression, or where its parenthesis does."""
    d = 0
    while i < len(s):
        if d == 0 and stop.match(s, i):
            return i
        d += (s[i] == "(") - (s[i] == ")")
        if d < 0:
            return i
        i += 1
    return i


C_TOKEN = re.compile(r'/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|^#(?:\\\n|[^\n])*', re.S | re.M)
C_END = re.compile(r"&&|\|\||[;?:,]")
C_DECLARES = re.compile(r"\s*(static|const|extern|typedef|struct|enum|union|u?int|char|unsigned|u?int\d+_t|size_t"
                        r"|[iu]\d+|void|double|sqlite3\w*\s+\*?\w|Tg[A-Z]\w*\s+\*?\w|[A-Z]\w+\s+\*?\w+\s*[;=,\[])")
C_WORD = re.compile(r"(return|break|continue|goto|case|default|else|if|for|while|do|switch)\b")
C_FREES = re.compile(r"\b(tgWipe|free|sqlite3_(free|finalize|reset|value_free|close)|close|unlink"
                     r"|\w*(Close|Clear|Free|Reset|Release|End|Wipe))\s*\(")
C_SWAP = {"==": "!=", "!=": "==", "&&": "||", "||": "&&", "++": "--", "--": "++", "+=": "-=", "-=": "+=",
          "<": "<=", "<=": "<", ">": ">=", ">=": ">", "<<": ">>", ">>": "<<", "+": "-", "-": "+", "&": "|", "|": "&"}
C_OPERATOR = [("equal", r"==|!="), ("order", r"(?<![<>=-])(?:<=|>=|<|>)(?![<>=])"), ("logic", r"&&|\|\|"),
              ("step", r"\+\+|--"), ("sum", r"\+=|-=|(?<=[\w)\]] )[+-](?= [\w(])|(?<=[\w)\]])[+-](?=[\w(])"),
              ("bit", r"<<|>>|(?<=[\w)\]])[&|](?=[\w(~])|(?<=[\w)\]] )[&|](?= [\w(~])")]
C_WEIGHT = {"equal": 14, "order": 14, "logic": 12, "step": 3, "sum": 12, "bit": 5, "constant": 16, "not": 12,
            "return": 12, "code": 8, "check": 26, "drop": 24, "free": 20, "jump": 5, "rollback": 5}


def mutants_c(name, s):
    """All mutants of a C file; the rules expect the house's style."""
    m = blank(s, (x.span() for x in C_TOKEN.finditer(s)), "\1")
    m = re.sub(r"/\*.*?\*/", lambda x: re.sub(r"[^\n]", " ", x.group()), m, flags=re.S)
    add = lambda kind, a, b, new: out.append(Mutant(name, a, b, kind, new))
    out = []
    for kind, rule in C_OPERATOR:
        for x in re.finditer(rule, m):
            if m[x.start() - 1] not in "eE" or not re.search(r"\d[eE]$", m[:x.start()][-3:]):
                add(kind, *x.span(), C_SWAP[x.group()])
    for x in re.finditer(r"(?<![\w.])(0x[0-9a-fA-F]+|\d+)([uUlL]*)(?![\w.])", m):
        if re.match(r"0\d", x.group(1)):                           # a file's mode
            add("constant", *x.span(), "0644" if x.group() == "0600" else "0600")
        elif not re.search(r"return -?$", m[:x.start()][-9:]):
            n = int(x.group(1), 0)
            for k in (n + 1, n - 1):
                if k >= 0:
                    add("constant", *x.span(), (hex(k) if "x" in x.group(1) else str(k)) + x.group(2))
    for x in re.finditer(r"\b(?:if|while)\(", m):
        e = closing(m, x.end() - 1)
        if e:
            add("not", x.end(), e, " !(" + s[x.end():e] + ") ")
    for x in re.finditer(r"\breturn ([^;]*);", m):
        other = {"0": "1", "1": "0", "-1": "0", "SQLITE_OK": "SQLITE_ERROR"}.get(x.group(1), "0")
        if "\1" not in x.group(1):
            add("return", *x.span(1), other)
    for x in re.finditer(r"\bSQLITE_(NOMEM|CORRUPT|NOTADB|BUSY|LOCKED|CANTOPEN|IOERR\w*|FULL|READONLY|CONSTRAINT|SCHEMA"
                         r"|ABORT\w*|MISMATCH|ERROR|ROW|DONE)\b", m):
        add("code", *x.span(), "SQLITE_MISUSE" if x.group() == "SQLITE_ERROR" else "SQLITE_ERROR")
    for x in re.finditer(r"&&|\|\|", m):                           # one condition less
        e = operand(m, x.end(), C_END)
        add("check", x.start(), e, " " if s[e - 1].isspace() else "")
    for x in re.finditer(r"(?m)^\s*(if\(.*\) [^{;\n]+;)[ \1]*$(?!\n\s*else)", m):
        add("check", *x.span(1), ";")
    for x in re.finditer(r"\) (\w+\([^;{}]*\));", m):
        if C_FREES.match(x.group(1)):
            add("free", x.start(1), x.end(1), "")
    before = "{"
    for x in re.finditer(r"(?m)^[ \t]*(\S.*?)[ \t]*$", m):
        z = x.group(1)
        if z in ("break;", "continue;"):
            add("jump", *x.span(1), ";")
        elif (z.endswith(";") and re.match(r"[a-zA-Z_(*]", z) and not C_DECLARES.match(z) and not C_WORD.match(z)
              and before[-1] in ";{}):" and z.count("(") == z.count(")")):
            add("free" if C_FREES.search(z) else "drop", *x.span(1), ";")
        before = z
    for x in re.finditer(r'"ROLLBACK[^"]*"', s):
        add("rollback", *x.span(), '"SELECT 1"')
    return out


SQL_END = re.compile(r";|\b(?:ORDER BY|GROUP BY|UNION|EXCEPT|LIMIT|ON CONFLICT|RETURNING)\b")
SQL_TERM = re.compile(r";|\b(?:ORDER BY|GROUP BY|UNION|EXCEPT|LIMIT|AND|OR|THEN|END|ON)\b")
SQL_SWAP = {"<>": "=", "=": "<>", "<": "<=", "<=": "<", ">": ">=", ">=": ">", "AND": "OR", "OR": "AND", "ASC": "DESC",
            "DESC": "ASC", "min": "max", "max": "min", "NOT ": "", "DISTINCT ": "",
            "INTEGER": "TEXT", "TEXT": "INTEGER", "BLOB": "TEXT", "integer": "text", "text": "integer", "blob": "text"}
SQL_WEIGHT = {"swap": 12, "where": 12, "logic": 5, "term": 10, "constant": 10, "string": 8, "equal": 10, "word": 5,
              "order": 6, "coalesce": 5, "drop": 12, "attribute": 10, "section": 8, "schema": 8}
SCRIPT_WEIGHT = {"swap": 12, "where": 14, "logic": 6, "term": 12, "constant": 10, "string": 8, "equal": 10, "word": 5,
                 "order": 6, "coalesce": 6, "drop": 12}


@functools.lru_cache(None)
def written():
    """The layouts whose tables are made, and those that they have tables of."""
    said = {p.stem: dict(re.findall(r"(?m)^-- :(base|access) +(\S+)", p.read_text()))
            for p in TOP.glob("sql/layouts/*.sql")}
    known = {"canonical"} | {z for z, x in said.items() if x.get("access") == "write"}
    while True:
        more = {z for z, x in said.items() if "access" not in x and x.get("base") in known} \
            | {said[z]["base"] for z in known if "base" in said[z]}
        if more <= known:
            return known
        known |= more


def mutants_sql(name, s):
    """All mutants of a layout file, or of a script."""
    m = blank(s, (x.span() for x in re.finditer(r"(?m)--.*$", s)))
    q = blank(m, ((x.start() + 1, x.end() - 1) for x in re.finditer(r"'[^'\n]*'", m)), "\1")
    heads = [(x.start(), x.group(1)) for x in re.finditer(r"(?m)^-- :(\S+)", s)]
    section = lambda i: next((z for a, z in reversed(heads) if a <= i), "")
    add = lambda kind, a, b, new: out.append(Mutant(name, a, b, kind, new))
    out = []
    for x in re.finditer(r"(?<=[ (])(:?[a-z_]+), (:?[a-z_]+)(?=[,)\s])", q):
        if section(x.start()) not in ("schema", "indexes"):
            add("swap", *x.span(), x.group(2) + ", " + x.group(1))
    for x in re.finditer(r"\bWHERE\b", q):
        add("where", x.start(), operand(q, x.end(), SQL_END), "")
    for x in re.finditer(r"\b(AND|OR) ", q):
        if not re.search(r"BETWEEN\s+\S+\s+$", q[:x.start()]):
            add("logic", *x.span(1), SQL_SWAP[x.group(1)])
            add("term", x.start(), operand(q, x.end(), SQL_TERM), " ")
    for x in re.finditer(r"(?<![\w.])\d+(?![\w.])", q):
        if section(x.start()) != "schema" and not q[:x.start()].endswith("EXISTS (SELECT "):
            for k in (int(x.group()) + 1, int(x.group()) - 1):
                if k >= 0:
                    add("constant", *x.span(), str(k))
    for x in re.finditer(r"(?<=')[^'\n]+(?=')", m):
        add("string", *x.span(), x.group()[:-1] + ("z" if x.group()[-1] == "y" else "y"))
    for x in re.finditer(r" (<>|<=|>=|=|<|>) ", q):
        if section(x.start()) != "schema":
            add("equal", *x.span(1), SQL_SWAP[x.group(1)])
    for x in re.finditer(r"\b(ASC|DESC|min|max|NOT |DISTINCT )(?!NULL)", q):
        if section(x.start()) != "schema":
            add("word", *x.span(1), SQL_SWAP[x.group(1)])
    for x in re.finditer(r"\bORDER BY ", q):
        add("order", x.start(), operand(q, x.end(), SQL_END), "")
    for x in re.finditer(r"\bcoalesce\(", q):
        e = closing(q, x.end() - 1)
        if e:
            add("coalesce", x.start(), e + 1, s[x.end():operand(q, x.end(), re.compile(","))])
    for x in re.finditer(r"(?m)^(?:DELETE|INSERT|UPDATE|CREATE TRIGGER[^;]*;[^;]*END|CREATE)\b[^;]*;", q):
        if section(x.start()) != "schema":
            add("drop", *x.span(), "")
    for x in re.finditer(r"(?m)^-- :(?:keeps|needs|takes|\S+ if) +(.*)$", s):
        for y in re.finditer(r"\S+", x.group(1)):
            add("attribute", x.start(1) + y.start(), x.start(1) + y.end(), "")
    for x in re.finditer(r"(?m)^-- :(?:family|string|base|access|version|ipv4|owns)\b.*$", s):
        add("attribute", *x.span(), "-- ")
    for x in re.finditer(r"(?m)^-- :(?:find-|fix-|peer|delete-|clear|usernames|states|fast|orders)[^\n]*\n"
                         r"(?:(?!-- :).*\n)*", s):
        add("section", *x.span(), "")
    # Of tables that are only read no more than the names is looked at.
    for x in () if Path(name).stem not in written() else re.finditer(
            r"(?<= )(?:INTEGER|TEXT|BLOB|integer|text|blob)(?=[ ,\n])"
            r"| (?:NOT NULL|PRIMARY KEY|UNIQUE|not null|primary key|unique)", q):
        if section(x.start()) == "schema":
            add("schema", *x.span(), SQL_SWAP.get(x.group(), ""))
    return out


# -------------------------------------------------------------------------------- which they are
def kind_of(name):
    return "c" if name.endswith(".c") else "sql" if "layouts" in name else "script"


@functools.lru_cache(None)
def text(name):
    """A file as it is when this begins: whoever changes it meanwhile doesn't change a mutant."""
    return (TOP / name).read_text()


@functools.lru_cache(None)
def lines(name):
    """What stands for each line of a file, from 1 and whatever is put in above it: its function and its text."""
    out, head = [0], ""
    for z in text(name).splitlines():
        x = re.match(r"[A-Za-z][^;]*?(\w+)\(", z)
        head = x.group(1) if x else head
        out.append(zlib.crc32((head + z.strip()).encode()))
    return out


def place(u):
    """(function or section, what stands there, what stands there in the mutant), which name a mutant for ever."""
    s = text(u.file)
    a = s.rfind("\n", 0, u.at) + 1
    b = s.find("\n", max(u.end, u.at + 1) - 1)
    if u.file.endswith(".c"):
        heads = re.findall(r"(?m)^[A-Za-z][^;{}\n]*?(\w+)\([^;{}]*\)\{", s[:u.at])
    else:
        heads = re.findall(r"(?m)^-- :(\S.*)$", s[:s.find("\n", u.at)])
    one = lambda z: " ".join(z.split())
    return heads[-1] if heads else "", one(s[a:b]), one(s[a:u.at] + u.new + s[u.end:b])


def sample(files, rules, weight, n, dice):
    """n mutants, kinds by weight."""
    pool = {kind: [] for kind in weight}
    for f in files:
        s = text(f)
        for u in rules(f, s):
            if s[u.at:u.end] != u.new:
                pool[u.kind].append(u)
    for a in pool.values():
        dice.shuffle(a)
    out = []
    while len(out) < n and any(pool.values()):
        kind = dice.choices(list(weight), [w if pool[k] else 0 for k, w in weight.items()])[0]
        out.append(pool[kind].pop())
    return out


def equivalents():
    rows = [z.split("\t") for z in text("tests/equivalent.tsv").splitlines() if z and not z.startswith("#")]
    return {tuple(r[:4]): r[4] for r in rows}


# -------------------------------------------------------------------------------- what they meet
SCRIPTS = "scripts vault bridges recipes".split()


def suites(kinds):
    """name: (what make builds for it, the command), all below the folder that it is built in."""
    so, out = "build/tgsession.so", {}
    if "script" in kinds:
        out.update((z, (so, ["sh", f"tests/sql/{z}.sh", so])) for z in SCRIPTS)
    if kinds <= {"script"}:
        return out
    for z in sorted(p.stem for p in (TOP / "tests/unit").glob("*.c")):
        out[z] = ("build/" + z, ["build/" + z])
    for p in sorted((TOP / "tests/sql").glob("*.sql")) + [TOP / "sql/README.md"]:
        out[p.name] = (so + " build/run", ["build/run", so, str(p.relative_to(TOP))])
    for z in "slots stop wipe guest guards iofail place fleet".split():
        out[z] = (f"{so} build/{z}", ["build/" + z, so])
    out["values"] = (so + " build/values", ["build/values", so, "sql"])
    out["kill"] = (so + " build/kill", ["build/kill", so, "5"])
    for p in sorted((TOP / "tests/fault/oom").glob("*.sql")):
        out["oom-" + p.stem] = (so + " build/oom", ["build/oom", so, str(p.relative_to(TOP))])
    return out


@functools.lru_cache(None)
def source(name, command):
    """What a suite is made of, in short."""
    h = hashlib.sha256()
    for z in [*command, *(f"tests/{d}/{Path(command[0]).name}.c" for d in ("unit", "sql", "fault", "hosts")),
              *sorted(str(p.relative_to(TOP)) for p in (TOP / "tests/share").glob("*.h"))]:
        if (TOP / z).is_file() and (TOP / z).suffix in (".c", ".h", ".sql", ".md", ".sh"):
            h.update((TOP / z).read_bytes())
    return h.hexdigest()[:16]


class Folder:
    """A copy of the project, below build/mutants, where mutants are built and run."""

    def __init__(self, build, name, cflags=CFLAGS):
        self.at = Path(build).resolve() / "mutants" / name
        shutil.rmtree(self.at, ignore_errors=True)
        self.src = self.at / "src"
        self.src.mkdir(parents=True)
        for z in ("ext", "sql", "tests"):
            shutil.copytree(TOP / z, self.src / z)
        for z in ("Makefile", "README.md", "LICENSE"):
            shutil.copy2(TOP / z, self.src / z)
        if (TOP / "../shared").exists():
            (self.at / "shared").symlink_to((TOP / "../shared").resolve())
        self.tmp = Path(tempfile.mkdtemp(prefix="mutants-", dir="/dev/shm" if os.path.isdir("/dev/shm") else None))
        self.env = dict(os.environ, TMPDIR=str(self.tmp), CFLAGS=cflags, **ENV)
        self.env.pop("MAKEFLAGS", None)
        if os.getuid() == 0:
            for p in [self.tmp, *self.at.rglob("*"), self.at]:
                os.chown(p, NOBODY, NOBODY, follow_symlinks=False)

    def run(self, command, cpu, wall):
        """(did it end well, what it said), in a process group of its own, which ends with it."""
        def limits():
            os.nice(10)
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)              # a file too large is an error like others
            for what, n in ((resource.RLIMIT_CPU, int(cpu) + 1), (resource.RLIMIT_FSIZE, 8 << 30),
                            (resource.RLIMIT_CORE, 0), (resource.RLIMIT_AS, 8 << 30)):
                resource.setrlimit(what, (n, n))
        who = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.getuid() == 0 else {}
        with open(self.at / "said", "w+b") as f:
            p = subprocess.Popen(command, cwd=self.src, env=self.env, stdin=subprocess.DEVNULL, stdout=f, stderr=f,
                                 start_new_session=True, preexec_fn=limits, **who)
            try:
                rc = p.wait(wall)
            except subprocess.TimeoutExpired:
                rc = "too long"
            try:
                os.killpg(p.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            p.wait()
            f.seek(0)
            said = f.read(100000).decode("utf8", "replace")
        for x in self.tmp.iterdir():
            shutil.rmtree(x, ignore_errors=True) if x.is_dir() and not x.is_symlink() else x.unlink()
        return rc == 0, said

    def make(self, targets):
        return self.run(["make", "-s", *targets.split()], 600, 1800)

    def object(self, name):
        """What the compiler made of a file of ext/."""
        return (self.src / "build/core" / (name[len("ext/"):-2] + ".o")).read_bytes()

    def keep(self):
        """Keep what it made of the library: an object that is there later may be that of a mutant."""
        self.kept = {name: self.object(name) for name in sorted(str(p.relative_to(self.src))
                                                                for g in ("ext/*.c", "ext/*/*.c") for p in self.src.glob(g))}

    def remove(self):
        shutil.rmtree(self.tmp, ignore_errors=True)
        shutil.rmtree(self.at, ignore_errors=True)


def learn(build, todo):
    """name: {"sec": CPU seconds, "lines": {file: what stands for those that it runs}} of each suite, by a build that
    counts them.
    """
    memo = Path(build) / "mutants/suites.json"
    known = json.loads(memo.read_text()) if memo.exists() else {}
    known = {z: k for z, k in known.items() if "source" in k}
    todo = {z: x for z, x in todo.items() if z not in known}
    if not todo:
        return known
    w = Folder(build, "count", "-O0 --coverage")
    ok, said = w.make("all " + " ".join(sorted({z for t, c in todo.values() for z in t.split()})))
    if not ok:
        sys.exit(said)
    counts = lambda: [str(p) for p in w.src.rglob("*.gcda") if p.parts[-2] != "build"]
    for name, (target, command) in todo.items():
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        ok, said = w.run(command, 600, 1800)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        sec = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        print(f"{name}: {sec:.1f} s{'' if ok else ', fails without any mutant: left out; ' + said[-300:]}", flush=True)
        runs = collections.defaultdict(set)
        for p in counts():
            r = subprocess.run(["gcov", "-t", "-j", p], cwd=w.src, capture_output=True, text=True)
            for z in r.stdout.splitlines():
                for f in json.loads(z)["files"]:
                    f["file"] = os.path.relpath(f["file"], ".")
                    if f["file"].startswith("ext/"):
                        n = lines(f["file"])
                        runs[f["file"]].update(n[x["line_number"]] for x in f["lines"] if x["count"])
            os.unlink(p)
        if ok:
            known[name] = {"sec": sec, "source": source(name, tuple(command)),
                           "lines": {f: sorted(a) for f, a in runs.items()}}
            memo.write_text(json.dumps(known))
    w.remove()
    return known


def meets(u, todo, known, won):
    """The suites that a mutant meets: first those that are quick, or have killed many, above all of its file."""
    kind = kind_of(u.file)
    run = [z for z in known if (z in SCRIPTS) == (kind == "script")]
    if kind == "c":
        s = text(u.file)
        here = set(lines(u.file)[s.count("\n", 0, u.at) + 1:s.count("\n", 0, u.end) + 2])
        file = lambda z: known[z]["lines"].get(u.file, ())
        hit = lambda z: not here.isdisjoint(file(z))
        # A line that nothing counts, as one with data or a new one, is run by all that run the file.
        if not any(hit(z) for z in run):
            hit = file
        run = [z for z in run if hit(z) or (file(z) and known[z]["source"] != source(z, tuple(todo[z][1])))]
    return sorted(run, key=lambda z: known[z]["sec"]/(1 + won[z] + 10*won[u.file, z]))


def meet(w, u, todo, known, won, upto, past):
    """What becomes of a mutant: {"by": the suite that killed it, "same code", "no build" or None}, and if None
    {"met": {the suites that it met: what they were}}; past is what they were when it met them before.
    """
    f, s = w.src / u.file, text(u.file)
    kind = kind_of(u.file)
    is_c = kind == "c"
    f.write_text(s[:u.at] + u.new + s[u.end:])
    try:
        ok, said = w.make({"c": f"build/core/{u.file[4:-2]}.o", "sql": "build/layouts.inc"}.get(kind, "all"))
        if not ok:
            return {"by": "no build", "said": said[:300]}
        if is_c and w.object(u.file) == w.kept[u.file]:
            return {"by": "same code"}
        built, met = set(), dict(past)
        for z in meets(u, todo, known, won):
            target, command = todo[z]
            now = source(z, tuple(command))
            if known[z]["sec"] > upto or met.get(z) == now:
                continue
            if target not in built:
                ok, said = w.make(target)
                if not ok:
                    return {"by": "no build", "said": said[:300]}
                built.add(target)
            sec = known[z]["sec"]
            ok, said = w.run(command, 2*sec + 5, 20*sec + 60)
            if not ok:
                return {"by": z, "said": "\n".join(x for x in said.splitlines() if " passed, " not in x)[:300]}
            met[z] = now
        return {"by": None, "met": met}
    finally:
        f.write_text(s)
        os.utime(f)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("build")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--n", type=int, default=300)
    p.add_argument("--upto", type=float, default=1e9)
    p.add_argument("--kind", choices=["c", "sql", "script"])
    p.add_argument("--file", default="")
    p.add_argument("--jobs", type=int, default=os.cpu_count())
    a = p.parse_args()
    here = Path(a.build) / "mutants"
    here.mkdir(parents=True, exist_ok=True)
    names = lambda *z: sorted(str(p.relative_to(TOP)) for g in z for p in TOP.glob(g) if a.file in p.name)
    chosen = {"c": sample(names("ext/*.c", "ext/*/*.c"), mutants_c, C_WEIGHT, a.n, random.Random(a.seed)),
              "sql": sample(names("sql/layouts/*.sql"), mutants_sql, SQL_WEIGHT, a.n, random.Random(a.seed)),
              "script": sample(names("sql/*.sql"), mutants_sql, SCRIPT_WEIGHT, a.n, random.Random(a.seed))}
    if a.kind:
        chosen = {a.kind: chosen[a.kind]}
    todo, same = suites(set(chosen)), equivalents()
    known = {z: k for z, k in learn(a.build, todo).items() if z in todo}
    log = here / "log"
    past, won = {}, collections.defaultdict(collections.Counter)
    if log.exists():
        for z in log.read_text().splitlines():
            r = json.loads(z)
            past[tuple(r["id"])] = r
            won[kind_of(r["id"][0])].update([r["by"], (r["id"][0], r["by"])])

    def done(u):
        r = past.get((u.file, *place(u)))
        return r and (r["by"] or all(r.get("met", {}).get(z) == source(z, tuple(todo[z][1])) for z, k in known.items()
                                     if k["sec"] <= a.upto and z in meets(u, todo, known, won[kind_of(u.file)])))

    queue = [u for us in chosen.values() for u in us if (u.file, *place(u)) not in same and not done(u)]
    random.Random(a.seed).shuffle(queue)
    lock = threading.Lock()

    def work(i):
        w = Folder(a.build, f"w{i}")
        try:
            ok, said = w.make("all build/run")
            if not ok:
                sys.exit(said)
            w.keep()
            while True:
                with lock:
                    if not queue:
                        return
                    u = queue.pop()
                id = (u.file, *place(u))
                r = dict(meet(w, u, todo, known, won[kind_of(u.file)], a.upto, past.get(id, {}).get("met", {})),
                         id=id, kind=u.kind)
                with lock:
                    past[id] = r
                    won[kind_of(u.file)].update([r["by"], (u.file, r["by"])])
                    with open(log, "a") as f:
                        f.write(json.dumps(r) + "\n")
                    print(f"{len(queue)} left  {r['by'] or 'SURVIVED'}: {u.file}, {r['id'][1]}: {r['id'][3]}",
                          flush=True)
        finally:
            w.remove()

    team = [threading.Thread(target=work, args=(i,)) for i in range(min(a.jobs, len(queue)))]
    for t in team:
        t.start()
    for t in team:
        t.join()

    good = True
    for what, us in chosen.items():
        ids = {(u.file, *place(u)) for u in us}
        by = [past[i]["by"] if i in past else "missing" for i in sorted(ids - set(same))]
        n = {z: sum(x == z for x in by) for z in (None, "same code", "no build", "missing")}
        killed = len(by) - sum(n.values())
        for i in sorted(ids - set(same)):
            if i in past and past[i]["by"] is None:
                print(f"survived  {i[0]}, {i[1]}\n  - {i[2]}\n  + {i[3]}")
        share = 100*killed/max(killed + n[None], 1)
        print(f"{what}: {killed} killed, {n[None]} survived, {len(ids & set(same))} equivalent: {share:.1f} %"
              + "".join(f"; {n[z]} {z}" for z in ("same code", "no build", "missing") if n[z]))
        good = good and share >= 95 and not n["missing"]
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
