"""The session strings, read by hand: nothing of tgsession's is used.  What each is made of stands beside its function.

    model_strings.READ['telethon']('1AgAA...') == {'dc_id': 2, 'server_address': '149.154.167.51', ...}

A string's account is a dictionary; a format that holds peers, too, gives {'account': ..., 'peers': ..., 'states': ...}
in the canonical columns of ext/README.md.
"""
import base64, ipaddress, json, struct, zlib

FIELDS = ['dc_id', 'server_address', 'port', 'api_id', 'test_mode', 'auth_key', 'date', 'user_id', 'is_bot']


def b64(text):
    text = text.strip().replace('-', '+').replace('_', '/')
    return base64.b64decode(text + '=' * (-len(text) % 4))


def telethon(text):
    """'1', base64url of: dc, 4 or 16 bytes of address, port, key"""
    raw = b64(text[1:])
    assert text[0] == '1' and len(raw) in (263, 275)
    n = len(raw) - 259
    dc, ip, port, key = struct.unpack('>B%dsH256s' % n, raw)
    return {'dc_id': dc, 'server_address': str(ipaddress.ip_address(ip)), 'port': port, 'auth_key': key}


def gramjs(text):
    """'1', base64 of: dc, length and text of the address, port, key"""
    raw = b64(text[1:])
    dc, n = struct.unpack('>BH', raw[:3])
    assert text[0] == '1' and len(raw) == 261 + n
    port, key = struct.unpack('>H256s', raw[3 + n:])
    return {'dc_id': dc, 'server_address': raw[3:3 + n].decode(), 'port': port, 'auth_key': key}


def pyrogram(layout, text):
    raw = b64(text)
    assert len(raw) == struct.calcsize(layout)
    values = list(struct.unpack(layout, raw))
    out = {'dc_id': values.pop(0)}
    if 'I?' in layout[:5]:
        out['api_id'] = values.pop(0)
    test, key, user, bot = values
    return dict(out, test_mode=int(test), auth_key=key, user_id=user, is_bot=int(bot))


class Reader:
    """Bytes from the left; TL strings, and the varints of the bundle."""
    def __init__(self, raw):
        self.raw, self.at = raw, 0

    def take(self, n):
        self.at += n
        assert self.at <= len(self.raw)
        return self.raw[self.at - n:self.at]

    def unpack(self, layout):
        return struct.unpack(layout, self.take(struct.calcsize(layout)))[0]

    def tl(self):
        n = self.unpack('B')
        head = 1
        if n == 254:
            n, head = int.from_bytes(self.take(3), 'little'), 4
        out = self.take(n)
        self.take(-(n + head) % 4)
        return out

    def varint(self):
        out = shift = 0
        while True:
            byte = self.unpack('B')
            out |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return out & (2**64 - 1)

    def zigzag(self):
        n = self.varint()
        return signed((n >> 1) ^ -(n & 1))

    def string(self):
        """Up to a 00; 01 01 is 00, 01 02 is 01."""
        end = self.raw.index(b'\0', self.at)
        out = self.take(end - self.at)
        self.take(1)
        return out.replace(b'\1\1', b'\0').replace(b'\1\2', b'\1').decode('utf-8', 'surrogateescape')


def signed(n):
    n &= 2**64 - 1
    return n - 2**64 if n >> 63 else n


def mtcute(text):
    """3, flags, the DC {version, id, flags, address, port}, user and whether it is a bot, key; all as TL has it"""
    r = Reader(b64(text))
    assert r.unpack('B') == 3
    flags = r.unpack('<i')
    d = Reader(r.tl())
    version, dc = d.unpack('B'), d.unpack('B')
    inner = d.unpack('B')
    out = {'dc_id': dc, 'server_address': d.tl().decode(), 'port': d.unpack('<i'),
           'test_mode': int(bool(flags & 2 or (version == 2 and inner & 4)))}
    assert not flags & 4
    if flags & 1:
        out['user_id'] = r.unpack('<q')
        out['is_bot'] = {0x997275b5: 1, 0xbc799737: 0}[r.unpack('<I')]
    out['auth_key'] = r.tl()
    assert r.at == len(r.raw)
    return out


def mtkruto(text):
    """Runs of zeros as 00 and their number; in it the DC's name, key, api_id, bot, user"""
    raw, flat = b64(text), bytearray()
    i = 0
    while i < len(raw):
        flat += bytes(raw[i + 1]) if raw[i] == 0 else raw[i:i + 1]
        i += 2 if raw[i] == 0 else 1
    r = Reader(bytes(flat))
    dc = r.tl().decode()
    out = {'dc_id': int(dc.split('-')[0]), 'test_mode': int(dc.endswith('-test')), 'auth_key': r.tl()}
    out.update(api_id=r.unpack('<i'), is_bot=r.unpack('B'), user_id=r.unpack('<q'))
    assert r.at == len(r.raw)
    return out


def gotd(text):
    """JSON; the address may be missing, and the key has its id beside it"""
    data = json.loads(text)['Data']
    host, port = data['Addr'].rsplit(':', 1)
    return {'dc_id': data['DC'], 'server_address': host.strip('[]'), 'port': int(port),
            'test_mode': int(data['Config']['TestMode']), 'auth_key': base64.b64decode(data['AuthKey'])}


def number(x):
    return None if x is None else int(x)


def open_json(text):
    j = json.loads(text)
    account = {f: j.get(f) for f in FIELDS}
    account['auth_key'] = bytes.fromhex(j['auth_key'])
    account['user_id'] = number(account['user_id'])
    peers = {int(p['id']): {'type': p.get('type'), 'access_hash': number(p.get('access_hash')),
                            'usernames': p.get('usernames') or [], 'phone_number': p.get('phone_number'),
                            'name': p.get('name'), 'updated': p.get('updated')} for p in j['peers']}
    states = {int(s['id']): tuple(s.get(c) for c in ('pts', 'qts', 'date', 'seq')) for s in j['states']}
    return {'account': account, 'peers': peers, 'states': states, 'layout': j.get('layout')}


TYPES = [None, 'channel', 'supergroup', 'forum', 'direct', 'community', 'group', 'user', 'bot']


def unshuffle(raw):
    """The usernames, whose bytes stand sorted by the byte before each."""
    start, total = [], 0
    for c in range(256):
        start.append(total)
        total += raw.count(bytes([c]))
    out, c = bytearray(), 0
    for _ in raw:
        start[c] += 1
        c = raw[start[c] - 1]
        out.append(c)
    return bytes(out)


def columns(r, heads):
    """The planes: number i of a column is its base and `width` bytes, one of each plane, the highest first."""
    out = []
    for n, base, width in heads:
        planes = [r.take(n) for _ in range(width)]
        out.append(iter([signed(base + int.from_bytes(bytes(p[i] for p in planes), 'big')) for i in range(n)]))
    return out


def bundle_peers(groups, flags, col, days, strings):
    odd, names, others, usernames = strings
    id_, _, often, updated, phone, hash_ = col[:6]
    for kind, n, first in groups:
        kind = others.string() if kind == 9 else TYPES[kind]
        at = first
        for i in range(n):
            at = signed(at + next(id_)) if i else first
            f = next(flags)
            p = {'type': kind, 'usernames': [], 'phone_number': str(next(phone)) if f >> 6 & 1 else None,
                 'access_hash': next(hash_) if f & 3 == 2 else 0 if f & 3 else None,
                 'updated': days[next(often)] if f >> 2 & 3 == 2 else next(updated) if f >> 2 & 3 else None}
            if f >> 4 & 3 == 1:
                p['usernames'] = [usernames.string()]
            elif f >> 4 & 3 == 2:
                m = odd.varint()
                main = others.string() if m & 3 == 2 else None
                if m & 4:
                    p['phone_number'] = others.string()
                for _ in range(m >> 3):
                    k = odd.varint()
                    p['usernames'] += [usernames.string()] if k & 1 else []
                    if k & 2:
                        odd.zigzag()
                if main is not None:
                    p['usernames'] = [main] + [u for u in p['usernames'] if u != main]
            p['name'] = names.string() if f >> 7 else None
            yield at, p


def bundle(text):
    """ext/codec/codec_bundle.h, byte by byte"""
    assert text.startswith('tgs1.')
    raw = b64(text[5:])
    r = Reader(raw)
    size, packed = r.varint(), r.varint()
    head = raw[:r.at]
    crc = r.unpack('>I')
    packed_bytes = raw[r.at:]
    content = zlib.decompress(packed_bytes, -15)
    assert (len(content), len(packed_bytes)) == (size, packed) and crc == zlib.crc32(head + packed_bytes + content)
    r = Reader(content)
    known = r.varint()
    account = dict.fromkeys(FIELDS)
    for i, f in enumerate(FIELDS):
        if known >> i & 1 and f != 'auth_key':
            account[f] = r.take(r.varint()).decode() if f == 'server_address' else r.zigzag()
    layout = r.take(r.varint()).decode() if known >> 9 & 1 else None
    n_peer, left, n_name, n_state, states_left = [r.varint() for _ in range(5)]
    _, day, first_state = [r.zigzag() for _ in range(3)]
    groups = [(r.varint(), r.varint(), r.zigzag()) for _ in range(r.varint())]
    heads = [(r.varint(), r.zigzag(), r.unpack('B')) for _ in range(12)]
    sizes = [r.varint() for _ in range(4)]
    strings = [r.take(n) for n in sizes]
    strings = [Reader(s) for s in strings[:3]] + [Reader(unshuffle(strings[3]))]
    if known >> 5 & 1:
        account['auth_key'] = r.take(256)
    flags, state_flags = iter(r.take(n_peer)), r.take(n_state)
    col = columns(r, heads)
    assert r.at == len(content) and left == states_left == 0
    days = []
    for step in col[1]:
        day = signed(day + step)
        days.append(day)
    peers = dict(bundle_peers(groups, flags, col, days, strings))
    assert len(peers) == n_peer and all(s.at == len(s.raw) for s in strings)
    ids, at, mine, order = [], 0, list(col[6]), list(peers)
    for step in mine:
        at += step
        ids.append(order[at])
    at = first_state
    for i in range(n_state - len(mine)):
        at = signed(at + next(col[7])) if i else first_state
        ids.append(at)
    states = {i: tuple(next(col[8 + k]) if f >> k & 1 else None for k in range(4)) for i, f in zip(ids, state_flags)}
    return {'account': account, 'peers': peers, 'states': states, 'layout': layout}


READ = {'telethon': telethon, 'gramjs': gramjs, 'mtcute': mtcute, 'mtkruto': mtkruto, 'gotd-json': gotd,
        'json': open_json, 'bundle': bundle, 'pyrogram': lambda z: pyrogram('>BI?256sQ?', z),
        'pyrogram-64': lambda z: pyrogram('>B?256sQ?', z), 'pyrogram-32': lambda z: pyrogram('>B?256sI?', z)}
