#!/usr/bin/python3
"""Strings and files of real clients: what they write we read, and what we write they read.

    interop.py path/to/tgsession.so FOLDER [node] [files] [telethon]

FOLDER/npm and FOLDER/npm-files hold the npm packages, FOLDER/py Telethon.  Run by interop.sh, which installs them.
Keys are made up.  Ends with "interop: N passed, N failed, N skipped".
"""
import base64, datetime, hashlib, ipaddress, json, os, random, shutil, sqlite3, struct, subprocess, sys, tempfile

SO, FOLDER, HAVE = sys.argv[1], sys.argv[2], sys.argv[3:]
HERE = os.path.dirname(os.path.abspath(__file__))
FORMAT = {'gramjs': 'gramjs', 'mtcute': 'mtcute', 'convert-telethon': 'telethon',
          'convert-gramjs': 'gramjs', 'convert-pyrogram': 'pyrogram', 'convert-mtkruto': 'mtkruto',
          'telethon': 'telethon'}
passed = failed = skipped = 0

db = sqlite3.connect(':memory:', isolation_level=None)
db.enable_load_extension(True)
db.load_extension(os.path.abspath(SO))

def check(ok, what):
    global passed, failed
    if ok:
        passed += 1
    else:
        failed += 1
        print('FAIL', what)

def skip(what):
    global skipped
    skipped += 1
    print('skipped:', what)

def one(sql, *args):
    return db.execute(sql, args).fetchone()[0]

def accounts():
    rnd = random.Random(20240607)
    def make(name, dc, address, port=443, test=0, user=5123456789, bot=0, api=2040, zeros=0):
        key = bytes(rnd.randrange(256) for _ in range(256))
        key = key[:40] + bytes(zeros) + key[40+zeros:]
        return dict(name=name, dc_id=dc, server_address=address, port=port, test_mode=test,
                    user_id=user, is_bot=bot, api_id=api, auth_key=key.hex())
    return [
        make('dc1', 1, '149.154.175.53'),
        make('dc2 bot', 2, '149.154.167.51', bot=1, user=777000),
        make('dc3, 15 characters', 3, '149.154.175.100', user=2147483648),
        make('dc4, port 30000', 4, '149.154.167.91', port=30000, api=2147483647),
        make('dc5, 13 characters', 5, '91.108.56.130', user=4294967296),
        make('dc203', 203, '91.105.192.100'),
        make('dc2 IPv6', 2, '2001:67c:4e8:f002::a'),
        make('dc5 IPv6', 5, '2001:b28:f23f:f005::a'),
        make('test dc2', 2, '149.154.167.40', test=1, port=80),
        make('test dc3 bot', 3, '149.154.175.117', test=1, bot=1),
        make('zeros in the key', 4, '149.154.167.91', zeros=30),
        make('more zeros', 4, '149.154.167.91', zeros=200),
    ]

def key_id(a):
    return hashlib.sha1(bytes.fromhex(a['auth_key'])).digest()[-8:].hex()

def pyrogram(a):
    raw = struct.pack('>BI?256sQ?', a['dc_id'], a['api_id'], a['test_mode'],
                      bytes.fromhex(a['auth_key']), a['user_id'], a['is_bot'])
    return base64.urlsafe_b64encode(raw).decode().rstrip('=')

def same(field, x, y):
    if field == 'server_address':
        try:
            return ipaddress.ip_address(x) == ipaddress.ip_address(y)
        except ValueError:
            return x == y
    return x == y

def ours(a, to):
    return one("SELECT session_convert(?, ?, 'server_address', ?, 'port', ?)",
               pyrogram(a), to, a['server_address'], a['port'])

def they_wrote(client, a, string):
    what = '%s wrote %s' % (client, a['name'])
    try:
        info = json.loads(one('SELECT session_info(?)', string))
    except (sqlite3.Error, TypeError, ValueError) as e:
        return check(False, '%s: %s' % (what, e))
    check(info.get('format') == FORMAT[client], '%s: read as %s' % (what, info.get('format')))
    check(info.get('auth_key_id') == key_id(a), what + ': another key')
    for f in ('dc_id', 'server_address', 'port', 'test_mode', 'user_id', 'is_bot', 'api_id'):
        if info.get(f) is not None:
            check(same(f, info[f], a[f]), '%s: %s is %r, not %r' % (what, f, info[f], a[f]))
    options = []
    if info.get('user_id') is None:              # @mtcute/convert's MTKruto has none
        options = ['user_id', a['user_id']]
    again = one('SELECT session_convert(?, ?%s)' % (', ?' * len(options)), string, FORMAT[client],
                *options)
    if client in ('telethon', 'gramjs', 'convert-telethon', 'convert-gramjs', 'convert-pyrogram'):
        check(again == string, what + ': does not come back byte for byte')

def they_read(client, a, fields):
    what = '%s reads our %s' % (client, a['name'])
    if 'error' in fields:
        return check(False, '%s: %s' % (what, fields['error']))
    for f, x in fields.items():
        if x is not None:
            check(same(f, x, a[f]), '%s: %s is another%s' % (
                what, f, '' if f == 'auth_key' else ': %r, not %r' % (x, a[f])))
    check('auth_key' in fields, what + ': without a key')

def node(mode, data):
    r = subprocess.run(['node', os.path.join(HERE, 'interop.mjs'), mode],
                       input=json.dumps(data), stdout=subprocess.PIPE, text=True, check=True,
                       cwd=os.path.join(FOLDER, 'npm'))
    return json.loads(r.stdout)

def run_node(all_accounts):
    by_name = {a['name']: a for a in all_accounts}
    wanted = []
    for w in node('write', all_accounts):
        if 'error' in w:
            # @mtcute/convert knows neither RLE of 256 zeros nor, in some, DC 203: its own matter.
            skip('%s cannot write %s: %s' % (w['client'], w['account'], w['error']))
        else:
            they_wrote(w['client'], by_name[w['account']], w['string'])
    for client in FORMAT:
        if client == 'telethon':
            continue
        for a in all_accounts:
            wanted.append(dict(client=client, account=a['name'], string=ours(a, FORMAT[client])))
            if client == 'convert-pyrogram':     # the older one; it fails on 351 characters itself
                wanted.append(dict(client=client, account=a['name'],
                                   string=ours(a, 'pyrogram-64')))
            if client == 'gramjs':               # reads Telethon's too
                wanted.append(dict(client=client, account=a['name'], string=ours(a, 'telethon')))
    for w, fields in zip(wanted, node('read', wanted)):
        they_read(w['client'], by_name[w['account']], fields)

def run_telethon(all_accounts):
    sys.path.insert(0, os.path.join(FOLDER, 'py/usr/lib/python3/dist-packages'))
    from telethon.crypto import AuthKey
    from telethon.sessions import StringSession
    high = dict(all_accounts[0], name='port 51820', port=51820)
    for a in all_accounts + [high]:
        s = StringSession()
        s.set_dc(a['dc_id'], a['server_address'], a['port'])
        s.auth_key = AuthKey(bytes.fromhex(a['auth_key']))
        they_wrote('telethon', a, s.save())
        s = StringSession(ours(a, 'telethon'))
        they_read('telethon', a, dict(dc_id=s.dc_id, server_address=s.server_address, port=s.port,
                                      auth_key=s.auth_key.key.hex()))

def pyrogram_file(folder, a):
    """A session of Pyrogram 2 that knows four peers."""
    path = os.path.join(folder, 'p.session')
    db.execute("INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot) "
               "VALUES (?, 'pyrogram-3', 4, 2040, 0, ?, 5123456789, 0)", (path, bytes.fromhex(a['auth_key'])))
    c = sqlite3.connect(path)
    c.executemany("INSERT INTO peers(id, access_hash, type, username, phone_number) VALUES (?,?,?,?,?)", [
        (5123456789, 111, 'user', 'myself', '15550001'), (777000, -5, 'user', 'durov', '42777'),
        (-1001234567890, 9, 'supergroup', 'talk', None), (-4242, 0, 'group', None, None)])
    c.commit()
    c.close()
    return path

def run_telethon_files():
    """A Pyrogram file becomes a Telethon file: the real client finds the login and whom it knew."""
    from telethon.sessions import SQLiteSession
    from telethon.tl.types import Channel, User
    from telethon.tl.types.updates import State
    folder, a = tempfile.mkdtemp(), accounts()[0]
    source, target = pyrogram_file(folder, a), os.path.join(folder, 't.session')
    layouts = [name for name, in db.execute("SELECT name FROM session_formats WHERE kind = 'layout' AND writes"
                                            " AND family = 'telethon' AND name GLOB 'telethon-[1-7]' ORDER BY name")]
    check(len(layouts) >= 5, 'the layouts that Telethon 1.25 opens: %s' % layouts)
    for layout in layouts:
        with open(target, 'wb') as f:
            f.write(one('SELECT session_export(?, ?)', source, layout))
        t = SQLiteSession(target)
        check((t.dc_id, t.port) == (4, 443) and t.server_address in ('149.154.167.91', '149.154.167.92'),
              layout + ': dc and address %s' % t.server_address)
        check(t.auth_key.key.hex() == a['auth_key'], layout + ': auth_key')
        if layout < 'telethon-6':                # Telethon itself drops the entities when it upgrades these
            check(t.get_entity_rows_by_username('durov') is None, layout + ': the entities are kept by now')
            t.close()
            os.unlink(target)
            continue
        check(t.get_entity_rows_by_username('durov') == (777000, -5), layout + ': by username')
        check(t.get_entity_rows_by_phone('42777') == (777000, -5), layout + ': by phone')
        check(t.get_entity_rows_by_id(777000, exact=False) == (777000, -5), layout + ': by id')
        check(t.get_entity_rows_by_id(-1001234567890) == (-1001234567890, 9), layout + ': a channel')
        check(t.get_entity_rows_by_id(0) == (0, 5123456789), layout + ': the own user, row 0')
        t.process_entities([User(id=900, access_hash=-2**62, username='Later', phone='1999', first_name='La', last_name='Ter'),
                            Channel(id=333, title='News', access_hash=77, username='news', photo=None, date=None)])
        t.set_update_state(0, State(11, 12, datetime.datetime.fromtimestamp(13, datetime.timezone.utc), 14, unread_count=0))
        t.set_update_state(333, State(21, 0, datetime.datetime.fromtimestamp(22, datetime.timezone.utc), 0, unread_count=0))
        t.save()
        t.close()
        rows = db.execute('SELECT id, type, access_hash, username, phone_number, name FROM session_peers(?)'
                          ' WHERE id IN (900, -1000000000333) ORDER BY id', (target,)).fetchall()
        check(rows == [(-1000000000333, 'channel', 77, 'news', None, 'News'),
                       (900, 'user', -2**62, 'later', '1999', 'La Ter')], layout + ': whom it met since: %r' % (rows,))
        rows = db.execute('SELECT id, pts, qts, date, seq FROM session_states(?) ORDER BY id DESC', (target,)).fetchall()
        check(rows == [(0, 11, 12, 13, 14), (-1000000000333, 21, 0, 22, 0)], layout + ': its states: %r' % (rows,))
        row = db.execute('SELECT layout, dc_id, user_id, peers, problem FROM session(?)', (target,)).fetchone()
        check(row == ('telethon-7', 4, 5123456789, 6, None), layout + ': read after it was used: %r' % (row,))
        os.unlink(target)
    new = SQLiteSession(target)                  # and one that Telethon makes
    new.set_dc(4, '149.154.167.91', 443)
    new.auth_key = t.auth_key
    new.save()
    new.close()
    db.execute("UPDATE session SET layout = 'pyrogram-3', user_id = 5123456789 WHERE source = ?", (target,))
    check(one('SELECT session_export(?)', target) == one("SELECT session_export(?, 'pyrogram', 'api_id', 0)", source),
          'a file of Telethon becomes the same Pyrogram session')
    shutil.rmtree(folder)

def run_mtcute_files():
    """Likewise an mtcute file: the real client finds the login, whom it knew, and where the updates were."""
    def mtcute(*args):
        r = subprocess.run(['node', os.path.join(HERE, 'interop_files.mjs'), *args], stdout=subprocess.PIPE,
                           text=True, check=True, cwd=os.path.join(FOLDER, 'npm-files'))
        return json.loads(r.stdout or 'null')
    folder, a = tempfile.mkdtemp(), accounts()[0]
    source, target = pyrogram_file(folder, a), os.path.join(folder, 'm.session')
    db.execute("ATTACH ? AS p", (source,))
    db.execute("SELECT session_migrate('p', 'kurigram-7')").fetchall()
    db.execute("INSERT INTO session_states(session, id, pts, qts, date, seq) VALUES ('p', 0, 1, 2, 3, 4)")
    db.execute("INSERT INTO session_states(session, id, pts) VALUES ('p', -1001234567890, 55)")
    db.execute("SELECT session_migrate('p', 'mtcute-1')").fetchall()
    db.execute("VACUUM p INTO ?", (target,))
    durov, state = dict(id=777000, hash='-5'), [1, 2, 3, 4]
    for what in ('our file', 'its own file'):
        found = mtcute('open', target)
        info = json.loads(one('SELECT session_info(?)', found['string']))
        check(found.get('self') == 5123456789 and found.get('is_bot') is False, 'mtcute, %s: who it is' % what)
        check((info['dc_id'], info['user_id'], info['auth_key_id']) == (4, 5123456789, key_id(a)),
              'mtcute, %s: the string that it exports' % what)
        check(found.get('byId') == durov, 'mtcute, %s: by id: %r' % (what, found.get('byId')))
        check(found.get('byName') == durov, 'mtcute, %s: by username: %r' % (what, found.get('byName')))
        check(found.get('byPhone') == durov, 'mtcute, %s: by phone: %r' % (what, found.get('byPhone')))
        check(what != 'our file' or found.get('channel') == dict(id=-1001234567890, hash='9'), 'mtcute: a channel')
        check(found.get('state') == state and found.get('channelPts') == 55, 'mtcute, %s: states: %r' % (what, found.get('state')))
        row = db.execute('SELECT layout, dc_id, user_id, is_bot, problem FROM session(?)', (target,)).fetchone()
        check(row == ('mtcute-1', 4, 5123456789, 0, None), 'mtcute, %s, after it was used: %r' % (what, row))
        row = db.execute('SELECT access_hash, username, usernames, phone_number FROM session_peers(?) WHERE id = 777000',
                         (target,)).fetchone()
        check(row == (-5, 'durov', '["durov"]' if what == 'our file' else '["durov","du"]', '42777'),
              'mtcute, %s: a peer: %r' % (what, row))
        row = db.execute('SELECT pts, qts, date, seq FROM session_states(?) WHERE id = 0', (target,)).fetchone()
        check(row == (1, 2, 3, 4), 'mtcute, %s: the state: %r' % (what, row))
        if what == 'our file':
            target = os.path.join(folder, 'own.session')
            mtcute('make', target, found['string'])
    db.execute('DETACH p')
    shutil.rmtree(folder)

every = accounts()
if 'node' in HAVE:
    run_node(every)
if 'telethon' in HAVE:
    run_telethon(every)
    run_telethon_files()
if 'files' in HAVE:
    run_mtcute_files()
skipped += sum(x not in HAVE for x in ('node', 'files', 'telethon'))       # interop.sh has said why
print('interop: %d passed, %d failed, %d skipped' % (passed, failed, skipped))
sys.exit(failed != 0)
