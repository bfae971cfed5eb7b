"""Every conversion against a second opinion: what each layout's file and each string says is read here with plain SQL
and by hand, what may be lost on the way stands in a table, and the rest must be there.

    /usr/bin/python3 tests/clients/model.py build/tgsession.so [SEED [ROUNDS]]

A session is {'account': ..., 'peers': {id: ...}, 'states': {id: (pts, qts, date, seq)}} in the canonical columns of
ext/README.md.  Sessions are made up, the same ones and others whose seed is printed, with all kinds of peers; each goes
into each layout, from each layout into each, and from each into each string and back.  FEW=1: into some of the layouts;
ROUNDS=50: so many sessions of either seed.  Real clients' files are read, too, where ../shared/fixtures is.
Prints "model: N passed, M failed".
"""
import glob, json, os, random, shutil, sqlite3, sys, tempfile, time
sys.dont_write_bytecode = True
import model_strings
from model_strings import FIELDS

CHANNEL = -1000000000000
KINDS = ['user', 'bot', 'group', 'channel', 'supergroup', 'forum', 'direct', 'community']
PROD = {1: '149.154.175.53', 2: '149.154.167.51', 3: '149.154.175.100', 4: '149.154.167.91', 5: '91.108.56.130',
        203: '91.105.192.100'}
TEST = {1: '149.154.175.10', 2: '149.154.167.40', 3: '149.154.175.117'}
OTHERS = {1: ['149.154.175.50', '149.154.175.56', '149.154.175.52'], 2: ['149.154.167.50', '149.154.167.41'],
          4: ['149.154.167.92'], 5: ['91.108.56.104', '91.108.56.190', '91.108.56.179', '91.108.56.191']}
NOW = 'when it was written'


def bare(id):
    return CHANNEL - id


def by_id(id):
    return 'user' if id > 0 else 'group' if id > CHANNEL else 'channel'


def peer(type, hash, names=(), phone=None, name=None, updated=None):
    return {'type': type, 'access_hash': hash, 'usernames': [n.lower() for n in dict.fromkeys(names) if n],
            'phone_number': phone, 'name': name, 'updated': updated}


def dc_of(address):
    """Telethon's JSON sessions said no number, and became files with a 0."""
    net = address.rsplit('.', 1)[0]
    return [dc for dc, a in [*PROD.items(), *TEST.items()] if a.rsplit('.', 1)[0] == net][0]


def test_of(address):
    return None if address is None else 1 if address in TEST.values() or address.endswith('::e') else 0


# ---------------------------------------------------------------- files: the columns decide, never the number

class File:
    def __init__(self, path):
        self.db = sqlite3.connect(path)
        self.db.text_factory = lambda b: b.decode('utf-8', 'surrogateescape')
        self.columns = {t: [c[1] for c in self.db.execute('PRAGMA table_info("%s")' % t)]
                        for t, in self.db.execute("SELECT name FROM sqlite_master WHERE type='table'")}

    def rows(self, table, order='rowid'):
        if table not in self.columns:
            return []
        try:
            cursor = self.db.execute('SELECT * FROM "%s" ORDER BY %s' % (table, order))
        except sqlite3.OperationalError:                                      # WITHOUT ROWID
            cursor = self.db.execute('SELECT * FROM "%s"' % table)
        names = [c[0] for c in cursor.description]
        return [dict(zip(names, row)) for row in cursor]

    def read(self):
        c = self.columns
        how = (mtcute if 'key_value' in c else grammers if 'dc_home' in c else telethon2 if 'channelstate' in c
               else telethon if 'entities' in c else pyrogram)
        account, peers, states = how(self)
        self.db.close()
        return {'account': {f: account.get(f) for f in FIELDS}, 'peers': peers, 'states': states}


def states_of(rows, key='id'):
    return {r[key]: tuple(None if r[c] is None else int(r[c]) for c in ('pts', 'qts', 'date', 'seq')) for r in rows}


def pyrogram(f):
    account = [r for r in f.rows('sessions') if len(r['auth_key'] or b'') == 256][0]
    if account.get('port') is None:
        account['server_address'] = None
    names = {}
    own = 'id' in f.columns.get('usernames', []) and 'peer_id' not in f.columns['usernames']
    for r in f.rows('usernames'):
        who, name = (r['id'], r['username']) if own else (r['peer_id'], r['id'])
        names.setdefault(who, []).append(name)
    peers, ids = {}, {r['id'] for r in f.rows('peers', 'id')}
    for r in f.rows('peers', 'id'):
        main = r.get('username')
        less = not own and r['id'] < CHANNEL and bare(r['id']) not in ids         # a bare id, if it is no user's
        more = names.get(r['id']) or (names.get(bare(r['id']), []) if less else [])
        given = more + [main] if own else [main] + more
        known = r['type'] in KINDS and (r['type'] != 'group' or by_id(r['id']) == 'group')
        peers[r['id']] = peer(r['type'] if known else by_id(r['id']), r['access_hash'], given, r['phone_number'], None,
                              r['last_update_on'])
    if 'channel_pts' in f.columns:
        states = {0: s for s in states_of(f.rows('update_state')).values() if any(s)}
        for r in f.rows('channel_pts'):
            states[bare(r['channel_id'])] = r['pts'], None, r['last_update_on'], None
    else:
        rows = f.rows('update_state')
        states = states_of([r for r in rows if r['id'] <= 0])
        mine = states_of([r for r in rows if r['id'] == account['user_id']])
        states.update({0: s for s in mine.values() if 0 not in states})
    return account, peers, states


def telethon(f):
    account = dict(sorted(f.rows('sessions'), key=lambda r: (len(r['auth_key'] or b'') != 256, r['dc_id']))[0])
    if account['server_address']:
        account['server_address'] = account['server_address'].strip('[]')
    account['test_mode'] = test_of(account['server_address'])
    account['dc_id'] = account['dc_id'] or dc_of(account['server_address'])
    peers = {}
    for r in f.rows('entities', 'id'):
        if r['id'] == 0:
            account['user_id'] = r['hash']
        else:
            phone = None if r['phone'] is None else str(r['phone'])
            peers[r['id']] = peer(by_id(r['id']), r['hash'], [r['username']], phone, r['name'], r.get('date'))
    states = {0 if i == 0 else bare(i): s for i, s in states_of(f.rows('update_state')).items()}
    return account, peers, states


def telethon2(f):
    user = (f.rows('user') or [{}])[0]
    dc = [r for r in f.rows('datacenter', 'id') if len(r['auth'] or b'') == 256]
    home = [r for r in dc if r['id'] == user.get('dc')] or dc
    host, port = (home[0].get('ipv4_addr') or home[0].get('addr') or home[0]['ipv6_addr']).rsplit(':', 1)
    host = host.strip('[]')
    account = {'dc_id': home[0]['id'], 'server_address': host, 'port': int(port), 'auth_key': home[0]['auth'],
               'user_id': user.get('id'), 'is_bot': user.get('bot'), 'test_mode': test_of(host)}
    states = states_of([dict(r, id=0) for r in f.rows('state')])
    states.update({bare(r['id']): (r['pts'], None, None, None) for r in f.rows('channelstate')})
    return account, {}, states


def grammers(f):
    home = [r['dc_id'] for r in f.rows('dc_home')] or [2]
    dc = [r for r in f.rows('dc_option') if r['dc_id'] == home[0]][0]
    host, port = dc['ipv4'].rsplit(':', 1)
    account = {'dc_id': home[0], 'server_address': host, 'port': int(port), 'auth_key': dc['auth_key'],
               'test_mode': test_of(host)}
    peers = {}
    for r in f.rows('peer_info', 'peer_id'):
        i, sub = r['peer_id'], r['subtype'] or 0
        kind = 'bot' if i > 0 and sub & 2 else 'supergroup' if by_id(i) == 'channel' and sub & 4 else by_id(i)
        peers[i] = peer(kind, r['hash'])
        if i > 0 and sub & 1:
            account.update(user_id=i, is_bot=int(bool(sub & 2)))
    states = states_of([dict(r, id=0) for r in f.rows('update_state')][:1])
    states.update({bare(r['peer_id']): (r['pts'], None, None, None) for r in f.rows('channel_state')})
    return account, peers, states


def mtcute(f):
    r = model_strings.Reader
    kv = {x['key']: x['value'] for x in f.rows('key_value', 'key')}
    main = r(kv['dc_main'])
    version, dc, flags = main.unpack('B'), main.unpack('B'), main.unpack('B')
    account = {'dc_id': dc, 'server_address': main.tl().decode(), 'port': main.unpack('<i'),
               'test_mode': int(version == 2 and flags & 4 > 0)}
    account['auth_key'] = {x['dc']: x['key'] for x in f.rows('auth_keys', 'dc')}[dc]
    user = r(kv.get('current_user') or b'')
    if user.raw:
        user.take(4)
        account['is_bot'] = user.unpack('<i') & 1
        account['user_id'] = user.unpack('<q')
    peers = {}
    for x in f.rows('peers', 'id'):
        low, high = (int(n) for n in (x['hash'] or '0|0').split('|'))
        if not x['isMin']:
            hash = model_strings.signed(low % 2**32 + (high << 32))
            names, seconds = json.loads(x['usernames']), x['updated'] // 1000
            peers[x['id']] = peer(by_id(x['id']), hash, names, x['phone'], None, seconds)
    keys = ['updates_pts', 'updates_qts', 'updates_date', 'updates_seq']
    number = {k: int.from_bytes(v, 'little') for k, v in kv.items() if k.startswith('updates_')}
    states = {0: tuple(number[k] for k in keys)} if all(k in kv for k in keys) else {}
    channels = {bare(int(k[16:])): n for k, n in number.items() if k.startswith('updates_channel:')}
    states.update({i: (n, None, None, None) for i, n in channels.items()})
    return account, peers, states


# ---------------------------------------------------------------- what each holds

ADDRESS, MORE = {'server_address', 'port'}, {'test_mode', 'user_id', 'is_bot'}
HOLDS = {'telethon': ADDRESS, 'gramjs': ADDRESS, 'mtcute': ADDRESS | MORE, 'mtkruto': MORE | {'api_id'},
         'pyrogram': MORE | {'api_id'}, 'pyrogram-64': MORE, 'pyrogram-32': MORE, 'gotd-json': ADDRESS | {'test_mode'}}


def holds(name):
    """The fields of the account, besides dc_id and auth_key."""
    if name in HOLDS:
        return HOLDS[name]
    if name.startswith(('grammers', 'telethon-2.10')):
        return ADDRESS | {'user_id', 'is_bot'}
    if name.startswith('telethon'):
        return ADDRESS | {'user_id'}
    if name.startswith('mtcute'):
        return ADDRESS | MORE
    with_api, with_address = name not in ('pyrogram-1', 'pyrogram-2'), name in ('kurigram-7', 'wzgram-8')
    return MORE | {'date'} | ({'api_id'} if with_api else set()) | (ADDRESS if with_address else set())


IPV4 = ['telethon-%d' % i for i in range(3, 9)] + ['grammers-1']          # another makes Telethon write DC 2


class Needs(Exception):
    pass


def fit_account(a, name):
    out, kept = dict.fromkeys(FIELDS), holds(name)
    if name == 'grammers-1' and (a['user_id'] or 0) >= 2**40:
        a = dict(a, user_id=None)                                             # its client would panic
    needs_user = 'test_mode' in kept and 'user_id' in kept and not name.startswith('mtcute')
    if needs_user and not a['user_id']:
        raise Needs('user_id')
    test = a['test_mode'] or 0
    out.update(dc_id=a['dc_id'], auth_key=a['auth_key'])
    out.update({f: a[f] for f in kept})
    if 'server_address' in kept and (a['server_address'] is None or (':' in a['server_address'] and name in IPV4)):
        dc = a['dc_id']
        out['server_address'] = {TEST[dc]} if a['test_mode'] else {PROD[dc], *OTHERS.get(dc, [])}
        out['port'] = {443, 80}
    if kept & {'test_mode', 'server_address'}:
        out['test_mode'] = test
    for f in kept & {'api_id', 'date'}:
        out[f] = a[f] or 0
    if 'is_bot' in kept:
        out['is_bot'] = None if not a['user_id'] else a['is_bot'] or 0
    return out


def fit_peer(i, p, name):
    """None: it has no place there."""
    line, kind, hash, names = name.split('-')[0], p['type'] or by_id(i), p['access_hash'], p['usernames']
    updated, phone = p['updated'], p['phone_number']
    group = by_id(i) == 'group'
    if line in ('telethon', 'mtcute'):
        if not hash and not group:
            return None
        kind = by_id(i)
    elif name not in ('kurigram-7', 'wzgram-8') and kind in ('forum', 'direct') or kind == 'community':
        kind = 'supergroup'
    if group:
        hash = 0 if line == 'mtcute' else hash or 0
    if line == 'grammers':
        return peer(kind, hash)
    if line not in ('kurigram', 'wzgram', 'pyrofork', 'mtcute'):
        names = names[:1]
    if line == 'telethon':                                                    # a phone number is an INTEGER
        phone = None if phone is None else str(int(phone))
        return peer(kind, hash, names, phone, p['name'], updated if name[-1] in '78' else None)
    return peer(kind, hash, names, phone, None, NOW if updated is None else updated)


def fit_state(i, s, name):
    line, pts, date = name.split('-')[0], s[0], s[2]
    if name in ('pyrogram-1', 'pyrogram-2', 'pyrogram-3', 'pyrofork-3', 'kurigram-4', 'telethon-3'):
        return None
    if line not in ('telethon', 'grammers', 'mtcute', 'pylogram'):
        return s
    if (i and pts is None) or (line == 'mtcute' and pts is None) or (line == 'pylogram' and not i and not any(s)):
        return None
    if i and name in ('telethon-2.10', 'grammers-1', 'mtcute-1', 'pylogram-4'):
        return (pts, None, (NOW if date is None else date) if line == 'pylogram' else None, None)
    return tuple(x or 0 for x in s)


def fit(session, name):
    """What of a session a layout or a string has place for."""
    if name in ('json', 'bundle'):
        return session
    a = fit_account(session['account'], name)
    if name in HOLDS or name == 'telethon-2.10':
        peers = {}
    else:
        fitted = {i: fit_peer(i, p, name) for i, p in session['peers'].items()}
        peers = {i: p for i, p in fitted.items() if p}
    states = {} if name in HOLDS else {i: fit_state(i, s, name) for i, s in session['states'].items()}
    user = a['user_id']
    if name.startswith('telethon-') and name != 'telethon-2.10' and not (user in peers and peers[user]['access_hash']):
        a['user_id'] = None
    if name == 'grammers-1' and user:
        peers.setdefault(user, peer('user', None))['type'] = 'bot' if a['is_bot'] else 'user'
    return {'account': a, 'peers': peers, 'states': {i: s for i, s in states.items() if s}}


# ---------------------------------------------------------------- comparing

def differences(want, got, path=''):
    if isinstance(want, set):
        return [] if got in want else [(path, want, got)]
    if want == NOW:
        return [] if got is not None and abs(got - time.time()) < 600 else [(path, 'now', got)]
    if isinstance(want, dict) and isinstance(got, dict):
        keys = sorted({*want, *got}, key=str)
        return sum((differences(want.get(k), got.get(k), '%s.%s' % (path, k)) for k in keys), [])
    if isinstance(want, tuple) and isinstance(got, tuple):
        return sum((differences(w, g, path) for w, g in zip(want, got)), [])
    if type(want) is type(got) and want == got:
        return []
    return [(path, 'a key', 'another')] if path.endswith('key') else [(path, want, got)]


class Test:
    def __init__(self, so):
        self.db = sqlite3.connect(':memory:', isolation_level=None)
        self.db.enable_load_extension(True)
        self.db.load_extension(os.path.abspath(so))
        self.good = self.bad = 0
        names = 'SELECT name FROM session_formats WHERE writes AND kind='
        self.layouts = [r[0] for r in self.db.execute(names + "'layout'")]
        self.strings = [r[0] for r in self.db.execute(names + "'string'")]

    def check(self, ok, *what):
        self.good, self.bad = self.good + bool(ok), self.bad + (not ok)
        if not ok and self.bad <= 40:
            print('FAIL', *what)

    def ask(self, function, *values):
        return self.db.execute('SELECT %s(%s)' % (function, ', '.join('?' * len(values))), values).fetchone()[0]

    def asks(self, function, *values):
        return lambda options: self.ask(function, *values, *options)

    def same(self, what, want, got):
        odd = [d for k in want for d in differences(want[k], got.get(k, {}), k)]
        self.check(not odd, what, odd[:3])

    def into(self, what, session, name, make, read):
        """make() a session of format or layout `name`: what has a place is there, or an error says what it needs."""
        more = []
        try:
            want = fit(session, name)
        except Needs as need:
            try:
                make([])
                self.check(0, what, 'made without', need)
            except sqlite3.Error as e:
                self.check("'%s', N" % need in str(e), what, e)
            more = ['user_id', 777]
            want = fit(dict(session, account=dict(session['account'], user_id=777)), name)
        if name == 'pyrogram-32' and want['account']['user_id'] >= 2**32:
            return None
        try:
            value = make(more)
        except sqlite3.Error as e:
            return self.check(0, what, e)
        self.same(what, want, read(value))
        return value


def read_file(path):
    return File(path).read()


def read_image(image):
    with open('image.session', 'wb') as f:
        f.write(image)
    return read_file('image.session')


def read_string(name):
    def read(text):
        got = model_strings.READ[name](text)
        got = got if 'account' in got else {'account': got}
        got['account'] = {f: got['account'].get(f) for f in FIELDS}
        if name in ('telethon', 'gramjs'):
            got['account']['test_mode'] = test_of(got['account']['server_address'])
        return {'peers': {}, 'states': {}, **got}
    return read


# ---------------------------------------------------------------- made up

def made_up(rnd):
    dc, test = rnd.choice([1, 2, 3, 4, 5, 203]), 0
    if rnd.random() < .2:
        dc, test = rnd.choice([1, 2, 3]), 1
    address = rnd.choice([None, (TEST if test else PROD)[dc]] + ([] if test else OTHERS.get(dc, [])))
    user = rnd.choice([None, 777, 777, rnd.randint(1, 2**31), rnd.randint(2**32, 2**40 - 1)])
    key = bytes(rnd.randrange(256) for _ in range(256))
    if rnd.random() < .3:                                                      # runs of zeros
        key = (bytes(rnd.randrange(9)) + key)[:rnd.randint(100, 256)].ljust(256, b'\0')
    account = {'dc_id': dc, 'server_address': address, 'port': address and rnd.choice([443, 80]),
               'api_id': rnd.choice([None, 0, 6, 2**31 - 1]), 'test_mode': test, 'auth_key': key,
               'date': rnd.choice([None, 0, 1700000000]), 'user_id': user, 'is_bot': user and rnd.choice([None, 0, 1])}
    peers, states = {}, {}
    for n in range(rnd.choice([0, 1, 5, 60])):
        kind = rnd.choice(KINDS)
        i = rnd.choice([rnd.randint(1, 999), rnd.randint(1, 2**31), 777])
        i = i if kind in ('user', 'bot') else -i if kind == 'group' else CHANNEL - i % 900000000
        names = rnd.sample(['n%d_%d' % (n, k) for k in range(4)], rnd.choice([0, 0, 1, 1, 1, 2, 4]))
        p = peer(kind, rnd.choice([None, 0, 1, -1, 2**63 - 1, -2**63, rnd.randint(-2**63, 2**63 - 1)]), names)
        if kind == 'group':
            p['access_hash'] = rnd.choice([None, 0])
        p['phone_number'] = rnd.choice([None, None, str(rnd.randint(1, 10**15)), '00%d' % n, '0'])
        p['name'] = rnd.choice([None, 'Ann', 'Änn "B." \U0001f600', 'a' * 300, "it's"])
        p['updated'] = rnd.choice([None, 0, 1700000000, 1700000000 + n, rnd.randint(1, 2**31)])
        peers[i] = p
    for i in rnd.sample(sorted(peers), len(peers) // 3) + [0, CHANNEL - 5]:
        if (i == 0 or i < CHANNEL) and rnd.random() < .8:
            states[i] = tuple(rnd.choice([None, 0, 1, 2**31 - 1, 1700000000]) for _ in range(4))
    return {'account': account, 'peers': peers, 'states': states}


def as_json(s, rnd):
    a = {k: v.hex() if k == 'auth_key' else v for k, v in s['account'].items()}
    text = lambda n: None if n is None else str(n)
    main = lambda names: names[0] if names and rnd.random() < .5 else None     # the first one it is all the same
    peers = [dict(p, id=str(i), access_hash=text(p['access_hash']), username=main(p['usernames']))
             for i, p in s['peers'].items()]
    states = [dict(zip(('pts', 'qts', 'date', 'seq'), t), id=str(i)) for i, t in s['states'].items()]
    return json.dumps(dict(a, tgsession=1, peers=peers, states=states))


def from_layout(test, a, path, session, targets):
    """From a file into each target as an image, in place, and by way of a bundle; and into each string."""
    image, bundle = open(path, 'rb').read(), test.ask('session_export', path, 'bundle')
    for b in targets:
        what = '%s > %s' % (a, b)
        test.into(what, session, b, test.asks('session_export', path, b), read_image)
        test.into(what + ', convert', session, b, test.asks('session_convert', image, b), read_image)
        shutil.copy(path, 'moved.session')
        test.into(what + ', migrate', session, b, test.asks('session_migrate', './moved.session', b),
                  read_file)
        if os.path.exists('new.session'):
            os.remove('new.session')
        test.into(what + ', bundle', session, b, test.asks('session_import', bundle, './new.session', b),
                  read_file)
    for s in test.strings:
        test.into('%s > %s' % (a, s), session, s, test.asks('session_export', path, s), read_string(s))


def from_string(test, s, text, session, targets):
    for b in test.strings + targets:
        read = read_image if b in targets else read_string(b)
        test.into('%s > %s' % (s, b), session, b, test.asks('session_convert', text, b), read)


def try_one(test, rnd, few):
    """One session: into each layout and each string, and on from there."""
    session = made_up(rnd)
    j = as_json(session, rnd)
    for a in test.layouts:
        path = './%s.session' % a
        made = test.into('json > ' + a, session, a, test.asks('session_import', j, path, a), read_file)
        if made:
            from_layout(test, a, path, read_file(path), rnd.sample(test.layouts, 5) if few else test.layouts)
            os.remove(path)
    for s in test.strings:
        text = test.into('json > ' + s, session, s, test.asks('session_convert', j, s), read_string(s))
        if text:
            from_string(test, s, text, read_string(s)(text), rnd.sample(test.layouts, 3) if few else test.layouts)


# ---------------------------------------------------------------- real clients' files

def fixtures(test, folder, few):
    for path in sorted(glob.glob(folder + '/*/*.session')):
        if open(path, 'rb').read(15) != b'SQLite format 3':
            continue
        here = './real.session'
        for f in glob.glob('real.session*'):
            os.remove(f)
        for beside in glob.glob(path + '*'):
            shutil.copy(beside, here + beside[len(path):])
        key, layout, problem = test.db.execute('SELECT auth_key, layout, problem FROM session(?)', [here]).fetchone()
        if key is None or problem or layout not in test.layouts + ['telethon-1', 'telethon-2']:
            continue
        held = read_file(here)
        if any(by_id(i) == 'group' != p['type'] for i, p in held['peers'].items()):
            continue                                                           # Pyrogram 0.15's: for session_repair
        for name in ('json', 'bundle'):
            test.into(os.path.basename(path) + ' > ' + name, held, name, test.asks('session_export', here, name),
                      read_string(name))
        for b in random.sample(test.layouts, 3) if few else test.layouts:
            test.into('%s > %s' % (os.path.basename(path), b), held, b,
                      test.asks('session_export', here, b), read_image)


def main():
    so, argv = sys.argv[1], sys.argv[2:]
    if sqlite3.sqlite_version_info < (3, 36):
        print('skipped: images need SQLite 3.36')
        return 0
    test, few = Test(so), os.environ.get('FEW') == '1'
    shared = os.path.join(os.path.dirname(os.path.abspath(__file__)), '../../../shared/fixtures')
    rounds = int(argv[1]) if len(argv) > 1 else 1 if few else int(os.environ.get('ROUNDS') or 5)
    fresh = int(argv[0]) if argv else random.randrange(2**32)
    random.seed(fresh)
    folder = tempfile.mkdtemp(prefix='tgsession-model-')
    os.chdir(folder)
    try:
        for seed in [fresh] if argv else [20240229, fresh]:
            rnd = random.Random(seed)
            for _ in range(rounds):
                try_one(test, rnd, few)
        print('model: seed', fresh)
        fixtures(test, shared, few)
    finally:
        os.chdir('/')
        shutil.rmtree(folder)
    print('model: %d passed, %d failed' % (test.good, test.bad))
    return test.bad > 0


sys.exit(main())
