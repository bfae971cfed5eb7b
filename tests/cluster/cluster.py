"""Three nodes of dqlite on loopback with tgsession in each (make test-cluster); see cluster.sh.

    python3 tests/cluster/cluster.py build/tgsession.so build/preload.so FOLDER [kills]

Debian's dqlite-demo is the node and nothing of ours runs in it but the extension.  The nodes' own copies are read by asking
each for its files, since every SELECT goes to the leader.  The processes are ended by their ids, which stand in FOLDER as long
as they run; cluster.sh, which made it, ends what is left even when this program was killed.  Prints what was measured, and "cluster: N passed, M failed".
"""
import os
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from dqlite import ADD, ASSIGN, REMOVE, TRANSFER, Conn, Db, Failure, text, u64

HERE = os.path.dirname(os.path.abspath(__file__))
SQL = os.path.join(HERE, '..', '..', 'sql')
FAKETIME = '/usr/lib/%s-linux-gnu/faketime/libfaketime.so.1' % os.uname().machine
MAKE = ("session_convert(json_object('tgsession', 1, 'layout', 'kurigram-7', 'dc_id', 2, 'user_id', 5000 + %s, 'is_bot', 1, 'api_id', 12345,"
        " 'auth_key', printf('%%0512x', 1000000 + %s), 'peers', json_array(json_object('id', '777000', 'type', 'user', 'access_hash',"
        " CAST(%s AS TEXT), 'username', 'news')), 'states', json_array(json_object('id', 0, 'pts', %s, 'qts', 1, 'date', 1, 'seq', 1))), 'bundle')")
UPSERT = ('INSERT INTO vault(name, bundle, updated) VALUES (?, %s, ?)'
          ' ON CONFLICT(name) DO UPDATE SET bundle = excluded.bundle, updated = excluded.updated')
passed = failed = 0


def check(what, wanted, got):
    global passed, failed
    if wanted == got:
        passed += 1
    else:
        failed += 1
        print('%s:\n  wanted %r\n  got    %r' % (what, wanted, got), flush=True)


def told(what, value):
    print('  %-58s %s' % (what, value), flush=True)


def bundle(n, hash_, pts):
    """A made-up session's bundle as an expression of SQL."""
    return MAKE % (n, n, hash_, pts)


def lease_sql(seconds=30):
    """The statements of sql/vault_lease.sql: {'take': 'UPDATE ...'}, as a program reads them."""
    with open(os.path.join(SQL, 'vault_lease.sql')) as f:
        parts = re.split(r'^-- :(\w+)\n', f.read(), flags=re.M)
    return {k: v.split(';')[0].replace('+ 30', '+ %d' % seconds) for k, v in zip(parts[1::2], parts[2::2])}


def bound(sql, values):
    """The values of :names, in the order in which they first stand in the statement."""
    return [values[k] for k in dict.fromkeys(re.findall(r'(?<!:):(\w+)', sql))]


def lease(db, do, bot, me, epoch=None, value=None, seconds=30):
    sql = lease_sql(seconds)[do]
    return db.execute(sql, bound(sql, {'do': do, 'bot': bot, 'me': me, 'epoch': epoch, 'bundle': value}))


def epoch_of(db, bot):
    return db.query('SELECT epoch FROM vault WHERE name = ?', [bot])[0][0]


class Node:
    """A process of dqlite-demo; its port is 127.0.0.1:BASE+n, or a free one near."""

    def __init__(self, dir_, preload, n, base):
        self.dir, self.preload, self.n, self.process = dir_, preload, n, None
        self.pid = os.path.join(dir_, 'pid%d' % n)
        self.addr = '127.0.0.1:%d' % (base + n)
        self.api = '127.0.0.1:%d' % (base + 100 + n)
        self.join = '127.0.0.1:%d' % (base + 1) if n > 1 else None

    def start(self, ahead=None):
        env = dict(os.environ, LD_PRELOAD=self.preload)
        if ahead:
            env.update(LD_PRELOAD=FAKETIME + ' ' + self.preload, FAKETIME='+%ds' % ahead, FAKETIME_DONT_FAKE_MONOTONIC='1',
                       DONT_FAKE_MONOTONIC='1')
        cmd = ['dqlite-demo', '--api', self.api, '--db', self.addr, '--dir', self.dir] + (['--join', self.join] if self.join else [])
        log = open(os.path.join(self.dir, 'log%d' % self.n), 'a')
        self.process = subprocess.Popen(cmd, env=env, stdin=subprocess.DEVNULL, stdout=log, stderr=log, umask=0o077, cwd=self.dir)
        log.close()
        with open(self.pid, 'w') as f:
            f.write(str(self.process.pid))

    def stop(self, sig=signal.SIGKILL):
        if self.process:
            self.process.send_signal(sig)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
            self.process = None
            os.remove(self.pid)

    def path(self):
        return os.path.join(self.dir, self.addr)


class Cluster:
    def __init__(self, so, preload, dir_, count=3):
        self.so, self.dir = so, dir_
        base = 20000 + os.getpid() % 20000
        self.nodes = [Node(self.dir, preload, i + 1, base) for i in range(count + 1)]
        self.spare = self.nodes.pop()
        self.addrs = [n.addr for n in self.nodes]

    def db(self):
        return Db(self.addrs)

    def start(self):
        for n in self.nodes:
            n.start()
            self.until('%s is in' % n.addr, lambda n=n: n.addr in self.roles())
        self.until('three voters', self.voters)

    def end(self):
        for n in self.nodes + [self.spare]:
            n.stop()

    def until(self, what, f, seconds=40):
        end = time.monotonic() + seconds
        while True:
            try:
                if f():
                    return True
            except (OSError, Failure, TimeoutError, ValueError, sqlite3.Error):
                pass
            if time.monotonic() > end:
                raise TimeoutError(what)
            time.sleep(0.02)

    def leader(self):
        self.until('a leader', lambda: self.seen() is not None)
        return self.lead

    def seen(self):
        self.lead = None
        for a in self.addrs:
            try:
                c = Conn(a, 2)
                lead = c.leader()
                c.close()
                if lead:
                    c = Conn(lead, 2)
                    ok = c.leader() == lead
                    c.close()
                    if ok:
                        self.lead = lead
                        break
            except (OSError, Failure):
                pass
        return self.lead

    def node(self, addr):
        return [n for n in self.nodes + [self.spare] if n.addr == addr][0]

    def on_leader(self, f):
        c = Conn(self.leader(), 5)
        try:
            return f(c)
        finally:
            c.close()

    def roles(self):
        return {a: role for _, a, role in self.on_leader(lambda c: c.nodes())}

    def voters(self):
        roles = self.roles()
        return all(roles.get(a) == 'voter' for a in self.addrs)

    def copy(self, addr):
        """This node's own copy as a connection with tgsession."""
        c = Conn(addr, 5)
        files = c.dump()
        c.close()
        d = tempfile.mkdtemp(dir=self.dir)
        for name, data in files.items():
            with open(os.path.join(d, name), 'wb') as f:
                f.write(data)
        db = sqlite3.connect(os.path.join(d, 'demo'))
        db.enable_load_extension(True)
        db.load_extension(self.so)
        db.enable_load_extension(False)
        return db

    def look(self, addr):
        db = self.copy(addr)
        try:
            return (db.execute('PRAGMA integrity_check').fetchall(), db.execute('SELECT * FROM vault ORDER BY name').fetchall(),
                    db.execute('SELECT count(*) FROM vault WHERE session_info(bundle) = info').fetchone()[0])
        finally:
            db.close()

    def equal_copies(self, what):
        """All nodes' copies are the same, sound, and every bundle can be read."""
        rows, deadline = [], time.monotonic() + 20
        while True:
            try:
                rows = [self.look(n.addr) for n in self.nodes]
            except sqlite3.Error as e:             # not caught up yet: it lacks the table
                rows = [([(str(e),)], [], 0), ()]
            if all(r == rows[0] for r in rows) or time.monotonic() > deadline:
                break
            time.sleep(0.1)
        check(what + ': integrity', [[('ok',)]] * len(self.nodes), [r[0] for r in rows if r])
        check(what + ': all copies equal', [True] * len(rows), [r[1] == rows[0][1] for r in rows])
        check(what + ': every bundle readable', [len(rows[0][1])] * len(rows), [r[2] for r in rows])
        return rows[0][1]


def shell(c, addr, sql, script=None):
    """Debian's dqlite shell: one statement as an argument, or lines on its standard input."""
    cmd = ['dqlite', '-s', addr, 'demo'] + ([sql] if sql else [])
    r = subprocess.run(cmd, input=script or '', capture_output=True, text=True, timeout=20)
    return '\n'.join(re.sub('^(dqlite> )+', '', x) for x in r.stdout.splitlines() if x.strip() not in ('', 'dqlite>')).strip()


def refused(f, word):
    try:
        return 'no error: %r' % (f(),)
    except (Failure, sqlite3.Error) as e:
        return word if word in str(e) else str(e)


# ------------------------------------------------------------------------------------------------

def the_table(c, db):
    with open(os.path.join(SQL, 'vault.sql')) as f:
        vault = f.read()
    # As the manual has it: the file in one line, on the shell's standard input.
    shell(c, c.addrs[0], None, ' '.join(re.sub('--.*', '', x).strip() for x in vault.splitlines()) + '\n')
    check('vault.sql by the shell', [('index', 'vault_login'), ('table', 'vault'), ('view', 'vault_duplicates'), ('view', 'vault_report')],
          db.query("SELECT type, name FROM sqlite_master WHERE name GLOB 'vault*' ORDER BY 1, 2"))
    db.execute(vault)
    for n in range(20):
        db.execute('INSERT INTO vault(name, bundle, updated) VALUES (?, %s, 1)' % bundle(n, n + 7, n + 1), ['bots/%02d' % n])
    check('generated columns', [('bots/07', 'kurigram-7', 5007, 1)], db.query("SELECT name, layout, user_id, peers FROM vault_report WHERE user_id = 5007"))
    check('one login once', 'UNIQUE constraint failed: vault.auth_key_id',
          refused(lambda: db.execute('INSERT INTO vault(name, bundle, updated) VALUES (?, %s, 1)' % bundle(7, 1, 1), ['other']),
                  'UNIQUE constraint failed: vault.auth_key_id'))
    check('session over values', [(20, 20)],
          db.query('SELECT count(*), count(DISTINCT x.auth_key_id) FROM vault v, session(v.bundle) x WHERE x.auth_key_id = v.auth_key_id'))
    check('session_peers over values', [('bots/03', 777000, 10)],
          db.query("SELECT v.name, p.id, p.access_hash FROM vault v, session_peers(v.bundle, '@News') p WHERE v.user_id = 5003"))
    check('session_states over values', [('bots/04', 0, 5)],
          db.query('SELECT v.name, s.id, s.pts FROM vault v, session_states(v.bundle) s WHERE v.user_id = 5004'))
    follower = [a for a in c.addrs if a != c.leader()][0]
    check('asked at a follower', '20', shell(c, follower, 'SELECT count(*) FROM vault'))
    f = Conn(follower)
    f.open()
    check('a follower by itself', 'not leader', refused(lambda: f.query('SELECT 1'), 'not leader'))
    f.close()


def no_disk(c, db):
    lead = c.node(c.leader())
    secret = os.path.join(c.dir, 'outside.session')
    for path in (secret, os.path.join(c.dir, 'nobody.session'), './x.session', '/etc/passwd', '~/a.session'):
        if path == secret:
            open(path, 'w').close()
        for sql in ("SELECT session_export(%r)", "SELECT session_check(%r)", 'SELECT name FROM session(%r)', 'SELECT id FROM session_peers(%r)',
                    'SELECT id FROM session_states(%r)', "INSERT INTO session(name, dc_id, auth_key) VALUES (%r, 2, randomblob(256))",
                    "UPDATE session SET dc_id = 3 WHERE source = %r", 'DELETE FROM session WHERE source = %r'):
            said = refused(lambda: db.query(sql % path) if sql[0] == 'S' else db.execute(sql % path), 'no error')
            check('%s of a path' % sql.split('(')[0], False, 'no error' in said)
            check('%s tells nothing' % sql.split('(')[0], True, 'nobody' not in said or 'missing' not in said)
    for sql in ("SELECT session_import(bundle, 'main') FROM vault LIMIT 1", "SELECT session_migrate('main', 'pyrogram-3')", "SELECT session_repair()"):
        check('outside of a transaction: ' + sql[:24], 'BEGIN', refused(lambda: db.query(sql), 'BEGIN'))
    check('the leader is there', lead.addr, c.leader())
    check('nothing was written', ['outside.session'], [x for x in sorted(os.listdir(c.dir)) if 'session' in x])
    os.remove(secret)


class Writer(threading.Thread):
    """Upserts rows of its own until told to stop; remembers what was acknowledged, and the longest time that one took."""

    def __init__(self, c, n):
        super().__init__(daemon=True)
        self.c, self.n, self.done, self.gap, self.count, self.going, self.error = c, n, {}, 0, 0, True, None
        self.acks = []

    def run(self):
        try:
            db = self.c.db()
            k = 0
            while self.going:
                k += 1
                row = 100000 * self.n + k % 50
                t = time.monotonic()
                db.execute(UPSERT % bundle(row, k, k), ['w%d/%d' % (self.n, k % 50), k])
                now = time.monotonic()
                self.gap = max(self.gap, now - t)
                self.acks.append(now)
                self.done['w%d/%d' % (self.n, k % 50)] = k
                self.count += 1
            db.close()
        except Exception as e:                     # a thread's own; looked at by who started it
            self.error = repr(e)


def kills(c, db):
    rounds, count = c.rounds, 4
    writers = [Writer(c, i + 1) for i in range(count)]
    for w in writers:
        w.start()
    firsts = []
    for _ in range(rounds):
        c.until('three voters', c.voters)
        mark = int(time.monotonic() * 1000)
        db.execute("INSERT OR REPLACE INTO vault(name, bundle, updated) VALUES ('mark', %s, ?)" % bundle(99, 1, 1), [mark])
        for n in c.nodes:                          # the restarted one has caught up, too
            def has(n=n):
                k = c.copy(n.addr)
                got = k.execute("SELECT updated FROM vault WHERE name = 'mark'").fetchone()
                k.close()
                return got == (mark,)
            c.until('%s has the last row' % n.addr, has)
        lead = c.node(c.leader())
        t = time.monotonic()
        lead.stop()
        time.sleep(0.01)
        c.until('a write after the kill', lambda: any(w.acks and w.acks[-1] > t + 0.01 for w in writers))
        firsts.append(min(min(a for a in w.acks[-2000:] + [t + 99] if a > t + 0.01) for w in writers) - t)
        lead.start()
    c.until('three voters', c.voters)
    for w in writers:
        w.going = False
    for w in writers:
        w.join(60)
    check('writers', [None] * count, [w.error for w in writers])
    acked = {k: v for w in writers for k, v in w.done.items()}
    have = dict(db.query("SELECT name, updated FROM vault WHERE name GLOB 'w*'"))
    check('nothing acknowledged is lost', {}, {k: (v, have.get(k)) for k, v in acked.items() if have.get(k, -1) < v})
    check('there was something to lose', True, sum(w.count for w in writers) > 20 * rounds)
    check('first write on a new leader within 1 s', [], [x for x in firsts if x > 1])
    told('writes acknowledged over %d kills, lost' % rounds, '%d, 0' % sum(w.count for w in writers))
    told('first write on the new leader', '%.2f to %.2f s' % (min(firsts), max(firsts)))
    told('longest time that a writer waited', '%.2f s' % max(w.gap for w in writers))
    c.equal_copies('after the kills')


def race(c, _, hosts=8, bots=20):
    """Hosts that want the same logins at once."""
    won, errors = [], []

    def host(h):
        try:
            db = c.db()
            for b in range(bots):
                if lease(db, 'take', 'bots/%02d' % b, 'host%d' % h):
                    won.append((b, h))
            db.close()
        except Exception as e:
            errors.append(repr(e))
    t = time.monotonic()
    threads = [threading.Thread(target=host, args=(h,)) for h in range(hosts)]
    for x in threads:
        x.start()
    for x in threads:
        x.join()
    check('the race', [], errors)
    check('each lease is granted once', list(range(bots)), sorted(b for b, _ in won))
    told('%d hosts ask for %d leases' % (hosts, bots), '%.0f answers a second' % (hosts * bots / (time.monotonic() - t)))
    db = c.db()
    check('who has it is who was told so', sorted(('bots/%02d' % b, 'host%d' % h) for b, h in won),
          db.query("SELECT name, host FROM vault WHERE name GLOB 'bots/*' AND lease > 0 ORDER BY 1"))
    for b, h in won:
        check('given back', 1, lease(db, 'give', 'bots/%02d' % b, 'host%d' % h, epoch_of(db, 'bots/%02d' % b)))
    db.close()


def paused_holder(c, db):
    """A host takes a lease (of 2 s, to be quick), is stopped beyond it, and comes back with a late put."""
    child = subprocess.Popen([sys.executable, os.path.abspath(__file__), 'hold', ','.join(c.addrs)],
                             stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        check('A takes it', 'taken\n', child.stdout.readline())
        child.send_signal(signal.SIGSTOP)
        check('B is refused', 0, lease(db, 'take', 'bots/00', 'B', seconds=2))
        c.until('B takes over', lambda: lease(db, 'take', 'bots/00', 'B', seconds=2) == 1)
        mine = epoch_of(db, 'bots/00')
        value = db.query('SELECT %s' % bundle(0, 4242, 4242))[0][0]
        check('B puts', 1, lease(db, 'put', 'bots/00', 'B', mine, value))
        child.send_signal(signal.SIGCONT)
        child.stdin.write('\n')
        child.stdin.flush()
        check('the late put, renewal and giving back of A', '0 0 0\n', child.stdout.readline())
        check('what B put is there', [(value, 'B', mine)], db.query("SELECT bundle, host, epoch FROM vault WHERE name = 'bots/00'"))
        check('B gives it back', 1, lease(db, 'give', 'bots/00', 'B', mine))
    finally:
        child.send_signal(signal.SIGCONT)
        child.kill()
        child.wait()


def hold(addrs):
    """Host A of paused_holder(), in a process of its own."""
    db = Db(addrs)
    if lease(db, 'take', 'bots/00', 'A', seconds=2):
        print('taken', flush=True)
    mine = epoch_of(db, 'bots/00')
    value = db.query('SELECT %s' % bundle(0, 1, 1))[0][0]
    sys.stdin.readline()
    print(*[lease(db, do, 'bots/00', 'A', mine, value, 2) for do in ('put', 'renew', 'give')], flush=True)


def clocks(c, db):
    """A leader whose clock is 40 s ahead ends a lease of 30 s at once; the fence holds."""
    if not os.path.exists(FAKETIME):
        print('skipped: a leader whose clock is ahead: no libfaketime; apt-get install faketime')
        return
    follower = c.node([a for a in c.addrs if a != c.leader()][0])
    follower.stop(signal.SIGTERM)
    follower.start(ahead=40)
    c.until('it is back', lambda: c.roles().get(follower.addr) == 'voter')
    check('A takes it for 30 s', 1, lease(db, 'take', 'bots/01', 'A'))
    mine = epoch_of(db, 'bots/01')
    check('B is refused', 0, lease(db, 'take', 'bots/01', 'B'))
    right = db.query("SELECT CAST(strftime('%s', 'now') AS INTEGER)")[0][0]
    ids = {a: i for i, a, _ in c.on_leader(lambda k: k.nodes())}

    def move(addr):
        if c.leader() != addr:
            c.on_leader(lambda k: k.call(TRANSFER, u64(ids[addr])))
        return c.leader() == addr
    c.until('it leads', lambda: move(follower.addr))
    db.close()
    ahead = db.query("SELECT CAST(strftime('%s', 'now') AS INTEGER)")[0][0] - right
    check('its clock is ahead', True, 39 <= ahead <= 60)
    check('B takes what A still has by its own clock', 1, lease(db, 'take', 'bots/01', 'B'))
    value = db.query('SELECT %s' % bundle(1, 1, 1))[0][0]
    check('what A then says', [0, 0, 0], [lease(db, do, 'bots/01', 'A', mine, value) for do in ('put', 'renew', 'give')])
    check('B gives it back', 1, lease(db, 'give', 'bots/01', 'B', epoch_of(db, 'bots/01')))
    follower.stop(signal.SIGTERM)
    follower.start()
    c.until('three voters', c.voters)
    c.until('all are up', lambda: all(Conn(a, 2).leader() for a in c.addrs))


def members(c, db):
    """A fourth node joins, one leaves, the leader leads on."""
    c.spare.start()
    c.until('the fourth is in', lambda: c.spare.addr in c.roles())
    db.execute('INSERT OR REPLACE INTO vault(name, bundle, updated) VALUES (?, %s, 1)' % bundle(500, 1, 1), ['joined'])
    ids = {a: i for i, a, _ in c.on_leader(lambda k: k.nodes())}
    change = lambda kind, *a: c.until('a change of members', lambda: c.on_leader(lambda k: k.call(kind, u64(*a))))
    change(ASSIGN, ids[c.spare.addr], 0)
    c.until('it has what was written', lambda: c.copy(c.spare.addr).execute("SELECT 1 FROM vault WHERE name = 'joined'").fetchone() == (1,))
    change(REMOVE, ids[c.spare.addr])
    c.until('it has left', lambda: c.spare.addr not in c.roles())
    c.spare.stop(signal.SIGTERM)
    db.execute("DELETE FROM vault WHERE name = 'joined'")


def snapshots(c, db):
    """More entries than a snapshot waits for; then all nodes are stopped and started."""
    def taken():
        return all(any(x.startswith('snapshot-') for x in os.listdir(n.path())) for n in c.nodes)
    k = 0
    while not taken() and k < 3000:
        k += 1
        db.execute("UPDATE vault SET updated = ? WHERE name = 'bots/02'", [k])
    check('each node has a snapshot', True, taken())
    before = c.equal_copies('before the restart')
    for n in c.nodes:
        n.stop(signal.SIGTERM)
    for n in c.nodes:
        n.start()
    c.until('a leader again', c.voters)
    db.close()
    check('after a restart of all', before, c.equal_copies('after the restart'))


def secrets(c, db):
    """What the manual says of secrets."""
    value = db.query('SELECT %s' % bundle(600, 1, 1))[0][0]
    args = []
    p = subprocess.Popen(['dqlite', '-s', c.leader(), 'demo'], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    p.stdin.write("INSERT INTO vault(name, bundle, updated) VALUES ('secret', '%s', 1);\n" % value)
    p.stdin.flush()
    for _ in range(20):
        for pid in os.listdir('/proc'):
            try:
                with open('/proc/%s/cmdline' % pid, 'rb') as f:
                    line = f.read()
                    args += [line.split(b'\0')[0]] + [b'FOUND'] * (value[:60].encode() in line)
            except OSError:
                pass
    p.stdin.close()
    p.wait(20)
    check('the shell was seen', True, b'dqlite' in args)
    check('a bundle by standard input is in no arguments', False, b'FOUND' in args)
    check('and is in the table', [(value,)], db.query("SELECT bundle FROM vault WHERE name = 'secret'"))
    db.execute("DELETE FROM vault WHERE name = 'secret'")

    def on_disk(n):
        out = []
        for x in os.listdir(n.path()):
            with open(os.path.join(n.path(), x), 'rb') as f:
                if value[40:80].encode() in f.read():
                    out.append(x)
        return out
    check('DELETE does not reach the logs', [True] * 3, [bool(on_disk(n)) for n in c.nodes])
    check('the folders are the owner\'s', ['0o700'] * 3, [oct(os.stat(n.path()).st_mode & 0o777) for n in c.nodes])
    with open('/proc/net/tcp') as f:
        ports = [x.split()[1] for x in f.readlines()[1:] if x.split()[3] == '0A']
    mine = [p for p in ports if int(p.split(':')[1], 16) in [int(n.addr.split(':')[1]) for n in c.nodes]]
    check('the ports are loopback\'s', ['0100007F'] * 3, [p.split(':')[0] for p in mine])


def speed(c, db):
    value = db.query('SELECT %s' % bundle(700, 1, 1))[0][0]
    t = time.monotonic()
    for k in range(300):
        db.execute(UPSERT % '?', ['speed', value, k])
    told('one writer, an upsert a transaction', '%.0f/s' % (300 / (time.monotonic() - t)))
    rows = ['(%r, %s, 1)' % ('many/%d' % k, bundle(2000 + k, 1, 1)) for k in range(1000)]
    def transaction():
        con = db.connect()
        con.execute('BEGIN')
        for r in rows:
            con.execute('INSERT INTO vault(name, bundle, updated) VALUES ' + r)
        return con.execute('COMMIT') + 1
    for attempt in range(5):                       # a leader that changes undoes all of it
        try:
            t = time.monotonic()
            transaction()
            break
        except (Failure, OSError):
            db.close()
    check('a transaction of 1,000', [(1000,)], db.query("SELECT count(*) FROM vault WHERE name GLOB 'many/*'"))
    told('one writer, 1,000 bundles made and put in a transaction', '%.0f/s' % (1000 / (time.monotonic() - t)))
    # A reader that pages holds nobody up: 50 rows a statement, while a writer writes.
    w = Writer(c, 9)
    w.start()
    after, seen, longest, t = '', 0, 0, time.monotonic()
    reader = c.db()
    while time.monotonic() < t + 2:
        s = time.monotonic()
        page = reader.query("SELECT name, info FROM vault WHERE name > ? ORDER BY name LIMIT 50", [after])
        longest = max(longest, time.monotonic() - s)
        seen += len(page)
        after = page[-1][0] if len(page) == 50 else ''
    w.going = False
    w.join()
    check('the writer beside the reader', None, w.error)
    told('rows that a paging reader had beside a writer', '%.0f/s, a page at most %.0f ms' % (seen / 2, longest * 1e3))
    told('what the writer waited at most, and its rate', '%.0f ms, %.0f/s' % (w.gap * 1e3, w.count / 2))
    check('neither waits for the other', True, w.gap < 1 and w.count > 20)


def main(so, preload, folder, rounds=5):
    os.umask(0o077)
    c = Cluster(os.path.abspath(so), os.path.abspath(preload), os.path.abspath(folder))
    c.rounds = int(rounds)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        c.start()
        db = c.db()
        for step in (the_table, no_disk, race, paused_holder, kills,
                     clocks, members, secrets, speed, snapshots):
            t = time.monotonic()
            try:
                step(c, db)
            except Exception as e:                 # what fails hides no other step
                check(getattr(step, '__name__', 'step') + ' ends', None, repr(e))
            if os.environ.get('TIMES'):
                told(getattr(step, '__name__', ''), '%.1f s' % (time.monotonic() - t))
    finally:
        c.end()
    print('cluster: %d passed, %d failed' % (passed, failed))
    return failed != 0


if __name__ == '__main__':
    if sys.argv[1] == 'hold':
        hold(sys.argv[2].split(','))
    else:
        sys.exit(main(*sys.argv[1:]))
