"""The checks in Python, by sqlite3 or apsw:  python3 host.py sqlite3 tgsession.so <lines"""
import sys

which, so = sys.argv[1:3]
conns, kept = {}, {}

if which == "apsw":
    import apsw
    def connect(path):
        c = apsw.Connection(path)
        c.setbusytimeout(5000)
        return c
    def load(c):
        c.enableloadextension(True)
        c.loadextension(so)
        c.enableloadextension(False)
else:
    import sqlite3
    def connect(path):
        return sqlite3.connect(path, isolation_level=None)
    def load(c):
        c.enable_load_extension(True)
        c.load_extension(so)
        c.enable_load_extension(False)

def value(p):
    kind, v = p[0], p[2:]
    return {"t": lambda: v, "i": lambda: int(v), "j": lambda: int(v), "r": lambda: float(v),
            "b": lambda: bytes.fromhex(v), "n": lambda: None, "=": lambda: kept[v]}[kind]()

def show(v):
    return "NULL" if v is None else "x'%s'" % v.hex() if isinstance(v, bytes) else str(v)

conns["1"] = connect(":memory:")
load(conns["1"])
for line in sys.stdin.buffer.read().decode().split("\n"):
    verb, *f = line.split("\t")
    if verb == "open":
        conns[f[0]] = connect(f[1])
        load(conns[f[0]])
    elif verb == "load":
        load(conns[f[0]])
    elif verb == "close":
        conns.pop(f[0]).close()
    elif verb == "run":
        try:
            rows = conns[f[1]].cursor().execute(f[2], [value(p) for p in f[3:]]).fetchall()
            kept[f[0]] = rows[0][0] if rows else None
            out = " ; ".join(" | ".join(map(show, r)) for r in rows)
        except Exception as e:
            out = "error: " + str(e)
        print(f[0] + "\t" + out)
