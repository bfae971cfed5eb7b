"""Two nodes of dqlite that speak TLS, with tgsession in both: what the manual says of it under Secrets.

    python3 tests/cluster/tls.py build/tls-node build/preload.so DIR

Who has the cluster's certificate joins, and asks the vault; who has none, or another one, is told nothing.
"""
import os
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from dqlite import Conn, Failure

node, preload, folder = sys.argv[1:4]
passed = failed = 0
STRING = ("session_convert(json_object('tgsession', 1, 'layout', 'kurigram-7', 'dc_id', 2, 'user_id', 4242, 'is_bot', 1, "
          "'api_id', 1, 'auth_key', printf('%0512d', 7)), 'bundle')")


def check(what, ok, said=''):
    global passed, failed
    if ok:
        passed += 1
    else:
        failed += 1
        print('not so: %s %s' % (what, said))


def certificate(name):
    key, cert = os.path.join(folder, name + '.key'), os.path.join(folder, name + '.crt')
    subprocess.run(['openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-sha256', '-days', '2', '-nodes', '-keyout', key, '-out', cert,
                    '-subj', '/CN=cluster', '-addext', 'subjectAltName=DNS:cluster,IP:127.0.0.1'], check=True, stderr=subprocess.DEVNULL)
    return [cert, key]


class Node:
    def __init__(self, n, cert, join=()):
        self.addr, path = '127.0.0.1:%d' % (9370 + n), os.path.join(folder, 'tls%d' % n)
        os.mkdir(path, 0o700)
        self.p = subprocess.Popen([node, path, self.addr] + cert + list(join), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                  stderr=subprocess.DEVNULL, env=dict(os.environ, LD_PRELOAD=preload), preexec_fn=lambda: os.umask(0o77))
        with open(os.path.join(folder, 'pid-tls%d' % n), 'w') as f:
            f.write(str(self.p.pid))
        self.begin = self.answer()

    def answer(self):
        lines = []
        for line in iter(self.p.stdout.readline, ''):
            if line == '.\n':
                return lines
            lines.append(line.rstrip('\n'))
        return lines + ['! ended']

    def ask(self, sql):
        self.p.stdin.write(sql + '\n')
        self.p.stdin.flush()
        return self.answer()


ours, other = certificate('cluster'), certificate('stranger')
first = Node(1, ours)
check('the first node is up', first.begin == [], first.begin)
check('its vault', first.ask("CREATE TABLE vault(name TEXT PRIMARY KEY, bundle TEXT NOT NULL, user_id INT AS "
                             "(json_extract(session_info(bundle), '$.user_id')) STORED)") == [])
check('a bundle', first.ask('INSERT INTO vault(name, bundle) SELECT \'bot\', ' + STRING) == [])
second = Node(2, ours, [first.addr])
check('the second joins', second.begin == [], second.begin)
said = second.ask("SELECT v.name, v.user_id, x.dc_id, json_extract(session_info(v.bundle), '$.layout') "
                  "FROM vault v, session(v.bundle) x")
check('what the first wrote, asked at the second', said == ['bot\t4242\t2\tkurigram-7'], said)
check('no path is reached by it', second.ask("SELECT session_export('/etc/passwd')")[0].startswith('!'))

shell = ['dqlite', '-s', first.addr, 'demo', 'SELECT name FROM vault']
run = subprocess.run(shell[:1] + ['--cert', ours[0], '--key', ours[1]] + shell[1:], capture_output=True, text=True, timeout=30)
check("Debian's shell, with the certificate", run.stdout.split() == ['bot'], run.stdout + run.stderr)
for who, cert in (('a stranger', other), ('nobody', None)):
    try:
        args = ['--cert', cert[0], '--key', cert[1]] if cert else []
        run = subprocess.run(shell[:1] + args + shell[1:], capture_output=True, text=True, timeout=4)
        said = run.stdout
    except subprocess.TimeoutExpired as e:
        said = (e.stdout or b'').decode()
    check('the shell as %s' % who, 'bot' not in said, said)
try:
    Conn(first.addr).dump('demo')
    check('the protocol in clear', False)
except Exception as e:                       # closed in the middle of whatever the client waits for
    check('the protocol in clear', not isinstance(e, Failure), e)
modes = {os.stat(os.path.join(top, f)).st_mode & 0o77 for n in (1, 2) for top, _, files in os.walk(os.path.join(folder, 'tls%d' % n))
         for f in files}
check('nothing of the nodes is for others to read', modes == {0}, modes)
for n in (second, first):
    n.p.stdin.close()
    try:
        n.p.wait(10)
    except subprocess.TimeoutExpired:
        n.p.kill()
        n.p.wait()
print('tls: %d passed, %d failed' % (passed, failed))
sys.exit(failed > 0)
