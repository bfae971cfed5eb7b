"""A client of dqlite's wire protocol (https://dqlite.io/docs/protocol), as much of it as the tests need:

    db = Db(['127.0.0.1:9101', '127.0.0.1:9102'])       # finds the leader, and the next one
    db.execute('UPDATE vault SET host = ? WHERE name = ?', ['h1', 'a'])   # the rows changed
    db.query('SELECT name FROM vault')                                    # [('a',), ...]
    Conn('127.0.0.1:9102').dump('demo')                                   # {name: bytes}, this node's own copy
"""
import socket
import struct
import time

LEADER, CLIENT, OPEN, EXEC_SQL, QUERY_SQL, ADD, ASSIGN, REMOVE, DUMP, CLUSTER, TRANSFER = 0, 1, 3, 8, 9, 12, 13, 14, 15, 16, 17
FAILURE, NODE, WELCOME, NODES, DB, STMT, RESULT, ROWS, EMPTY, FILES = range(10)


class Failure(Exception):
    """What the server says: its code, its text, and the rest of its message."""


def text(s):
    b = s.encode() + b'\0'
    return b + b'\0' * (-len(b) % 8)


def u64(*a):
    return b''.join(struct.pack('<Q', x) for x in a)


def tuple_of(args):
    if not args:
        return b''
    head, body = bytes([len(args)]), b''
    for a in args:
        if a is None:
            head, body = head + b'\5', body + u64(0)
        elif isinstance(a, int):
            head, body = head + b'\1', body + struct.pack('<q', a)
        elif isinstance(a, str):
            head, body = head + b'\3', body + text(a)
        else:
            head, body = head + b'\4', body + u64(len(a)) + a + b'\0' * (-len(a) % 8)
    return head + b'\0' * (-len(head) % 8) + body


class Reader:
    def __init__(self, data):
        self.data, self.at = data, 0

    def u64(self, fmt='<Q'):
        self.at += 8
        return struct.unpack_from(fmt, self.data, self.at - 8)[0]

    def text(self):
        end = self.data.index(b'\0', self.at)
        s = self.data[self.at:end].decode('utf-8', 'replace')
        self.at = (end // 8 + 1) * 8
        return s

    def blob(self):
        n = self.u64()
        b = self.data[self.at:self.at + n]
        self.at += (n + 7) // 8 * 8
        return b

    def value(self, kind):
        if kind in (1, 9, 11):
            return self.u64('<q')
        if kind == 2:
            return self.u64('<d')
        if kind == 4:
            return self.blob()
        if kind == 5:
            return self.u64() and None
        return self.text()


class Conn:
    """One connection to one node."""

    def __init__(self, addr, timeout=10):
        host, port = addr.rsplit(':', 1)
        self.addr = addr
        self.sock = socket.create_connection((host, int(port)), timeout)
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.sock.sendall(u64(1))
        self.db = None
        self.call(CLIENT, u64(1))

    def close(self):
        self.sock.close()

    def __read(self, n):
        b = b''
        while len(b) < n:
            part = self.sock.recv(min(n - len(b), 1 << 20))
            if not part:
                raise ConnectionError('closed')
            b += part
        return b

    def receive(self):
        words, kind = struct.unpack('<IB3x', self.__read(8))
        r = Reader(self.__read(words * 8))
        if kind == FAILURE:
            # 1.11 leaves the columns of a SELECT that failed in front of the code: the words are looked for in all of it.
            raise Failure(r.u64(), r.text(), r.data[r.at:].strip(b'\0'))
        return kind, r

    def call(self, kind, body):
        self.sock.sendall(struct.pack('<IB3x', len(body) // 8, kind) + body)
        return self.receive()

    def leader(self):
        _, r = self.call(LEADER, u64(0))
        r.u64()
        return r.text()

    def nodes(self):
        _, r = self.call(CLUSTER, u64(1))
        return [(r.u64(), r.text(), ('voter', 'stand-by', 'spare')[r.u64()]) for _ in range(r.u64())]

    def open(self, name='demo'):
        _, r = self.call(OPEN, text(name) + u64(0) + text('volatile'))
        self.db = struct.unpack_from('<I', r.data)[0]

    def execute(self, sql, args=()):
        _, r = self.call(EXEC_SQL, u64(self.db) + text(sql) + tuple_of(args))
        return r.u64() * 0 + r.u64()

    def query(self, sql, args=()):
        kind, r = self.call(QUERY_SQL, u64(self.db) + text(sql) + tuple_of(args))
        rows = []
        while True:
            n = r.u64()
            for _ in range(n):
                r.text()
            while True:
                if r.data[r.at:r.at + 1] in (b'\xff', b'\xee'):
                    break
                head, r.at = r.data[r.at:], r.at + ((n + 1) // 2 + 7) // 8 * 8
                rows.append(tuple(r.value(head[i // 2] >> 4 * (i % 2) & 15) for i in range(n)))
            if r.data[r.at:r.at + 1] == b'\xff':
                return rows
            kind, r = self.receive()

    def dump(self, name='demo'):
        _, r = self.call(DUMP, text(name))
        return {r.text(): r.blob() for _ in range(r.u64())}


class Db:
    """The database, wherever its leader is: a statement that meets a node without leadership is asked again, and only that."""

    def __init__(self, addrs, patience=30):
        self.addrs, self.patience, self.conn = list(addrs), patience, None

    def close(self):
        if self.conn:
            self.conn.close()
        self.conn = None

    def connect(self):
        if self.conn:
            return self.conn
        end = time.monotonic() + self.patience
        while True:
            for a in self.addrs:
                try:
                    c = Conn(a, 2)
                    lead = c.leader()
                    if lead and lead != a:
                        c.close()
                        c = Conn(lead, 2)
                    if lead and c.leader() == c.addr:
                        c.open()
                        c.sock.settimeout(20)
                        self.conn = c
                        return c
                    c.close()
                except (OSError, Failure):
                    pass
            if time.monotonic() > end:
                raise TimeoutError('no leader')
            time.sleep(0.01)

    def __try(self, method, sql, args):
        end = time.monotonic() + self.patience
        while True:
            c = self.connect()
            try:
                return getattr(c, method)(sql, args)
            except Failure as e:
                if e.args[0] == 5 and time.monotonic() < end:      # SQLITE_BUSY: another writer's turn
                    time.sleep(0.002)
                    continue
                # SQLITE_IOERR_NOT_LEADER, SQLITE_IOERR_LEADERSHIP_LOST, and a node that was leader before
                if e.args[0] not in (10250, 10506) and 'no database opened' not in e.args[1]:
                    raise
                self.close()
            except OSError:
                self.close()
            if time.monotonic() > end:
                raise TimeoutError('no leader')

    def execute(self, sql, args=()):
        return self.__try('execute', sql, args)

    def query(self, sql, args=()):
        return self.__try('query', sql, args)
