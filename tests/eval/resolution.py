#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""resolution.py [--build DIR] [--seeds N,N] [--devices N] [--keep DIR] [--split] - which records are one device: measured.

A network whose truth is known is made, written down as a dozen programs and people would have seen it, imported, and
each record's asset compared with the device that it is truly about. A record is what one place says of one thing: a
row, a walk, a lease, a frame's message, a neighbour in a walk, a board in it. Of all pairs of records:
    precision   of those put into one asset, how many are of one device
    recall      of those of one device, how many are in one asset

What goes wrong, and how often, was set down before anything was measured, from what networks are like; RATES says
it. Nothing here knows how the engine joins. A seed gives the same network and the same files, always."""
import argparse, collections, hashlib, json, os, random, shutil, subprocess, sys, tempfile
from datetime import datetime, timedelta, timezone

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PRECISION_MIN, RECALL_MIN = 0.999, 0.98

# Of whom (or of which records), how often.
RATES = {
    'renamed': 0.04,             # routers, switches, servers, cameras: another name since some day
    'replaced': 0.04,            # the same: another device has name, address and place since some day
    'renumbered': 0.05,          # fixed addresses that changed on some day
    'board replaced': 0.06,      # boards: another one in the slot since some day
    'nic moved': 0.03,           # servers: a card that was in another server before
    'docking': 0.15,             # laptops that are used at one of a few docking stations, by turns: its address, its lease
    'virtual router': 0.60,      # routers that share an address of VRRP or HSRP with a neighbour
    'placeholder serial': 0.06,  # servers: nobody wrote the number into the board
    'cloned serial': 0.06,       # cameras of one maker: copies with one number
    'cloned pon': 0.04,          # ONUs with the PON number of another
    'cloned image': 0.05,        # servers: copies of a system with one engine id
    'spoofed lldp': 0.01,        # of switches: how many hosts claim their chassis id
    'lease moves': 0.20,         # addresses of DHCP clients from one month to the next
    'private mac': 0.30,         # laptops: they made up their wireless address for this network
    'missing field': 0.08,       # cells of tables
    'stale row': 0.04,           # rows that say what was true a year before
    'double row': 0.02,          # rows that stand twice
    'typing error': 0.015,       # serial numbers, names and addresses that somebody typed
    'wrong table': 0.03,         # rows of the old register in which one column slipped by a row
}
PLACEHOLDERS = ['To be filled by O.E.M.', 'System Serial Number', '1234567890', '0123456789', 'Default string', 'None',
                'N/A', 'xxxxxxxxxx', '00000000', 'Not Specified', 'INVALID', '123456789']
BEGIN = datetime(2025, 1, 1, tzinfo=timezone.utc)
LAST_DAY = 690

# name in the register of address blocks, enterprise number, how it calls itself
MAKERS = {
    'cisco': ('Cisco Systems, Inc', '9.1.%d', 'Cisco IOS Software, %s Software (UNIVERSALK9-M), Version 17.%d.1, RELEASE SOFTWARE (fc3)', 'Cisco Systems, Inc.'),
    'juniper': ('Juniper Networks', '2636.1.1.1.2.%d', 'Juniper Networks, Inc. %s internet router, kernel JUNOS 21.%dR3', 'Juniper Networks'),
    'huawei': ('HUAWEI TECHNOLOGIES CO.,LTD', '2011.2.23.%d', 'Huawei Versatile Routing Platform Software VRP (R) software, Version 5.170 (%s V200R0%02dC00)', 'Huawei'),
    'extreme': ('Extreme Networks, Inc.', '1916.2.%d', 'ExtremeXOS (%s) version 31.%d.1.4', 'Extreme Networks'),
    'hikvision': ('Hangzhou Hikvision Digital Technology Co.,Ltd.', '39165.1.%d', 'Hikvision %s, V5.%d', 'Hikvision'),
    'dahua': ('Zhejiang Dahua Technology Co., Ltd.', '1004849.2.%d', 'Dahua %s V2.%d', 'Dahua'),
    'axis': ('Axis Communications AB', '368.4.%d', ' ; AXIS %s; Network Camera; 9.%d.1', 'AXIS'),
    'dell': ('Dell Inc.', '674.10892.%d', 'Linux %s 5.%d.0-generic x86_64', 'Dell Inc.'),
    'supermicro': ('Super Micro Computer, Inc.', '8072.3.2.%d', 'Linux %s 5.%d.0-generic x86_64', 'Supermicro'),
    'yealink': ('YEALINK(XIAMEN) NETWORK TECHNOLOGY CO.,LTD.', '37459.%d', 'Yealink %s 66.%d', 'Yealink'),
    'grandstream': ('Grandstream Networks, Inc.', '42397.%d', 'Grandstream %s 1.0.%d', 'Grandstream'),
    'zte': ('zte corporation', '3902.%d', 'ZTE %s V%d', 'ZTE'),
    'lenovo': ('LCFC(Hefei) Electronics Technology co., ltd', '19046.%d', '%s %d', 'Lenovo'),
}
# class: share of 1000, makers, models
CLASSES = {
    'router': (60, ['cisco', 'juniper', 'huawei'], {'cisco': 'ASR1001-X', 'juniper': 'mx204', 'huawei': 'NE40E'}),
    'switch': (190, ['cisco', 'huawei', 'extreme'], {'cisco': 'C9300-48P', 'huawei': 'S5735-L48T4X', 'extreme': 'X440G2-48p'}),
    'camera': (200, ['hikvision', 'dahua', 'axis'], {'hikvision': 'DS-2CD2143G2-I', 'dahua': 'IPC-HFW2431S', 'axis': 'P3245-LV'}),
    'server': (130, ['dell', 'supermicro'], {'dell': 'PowerEdge R650', 'supermicro': 'X11DPH-T'}),
    'phone': (160, ['yealink', 'grandstream'], {'yealink': 'SIP-T46U', 'grandstream': 'GRP2614'}),
    'onu': (160, ['huawei', 'zte'], {'huawei': 'HG8145X6', 'zte': 'F660'}),
    'laptop': (100, ['dell', 'lenovo'], {'dell': 'Latitude 5440', 'lenovo': 'ThinkPad T14'}),
}
LETTERS, HEX = 'ABCDEFGHJKLMNPQRSTUVWXYZ', '0123456789ABCDEF'
SITES = ['hq', 'br1', 'br2', 'br3', 'br4']


def when(day, hour=10):
    return BEGIN + timedelta(days=day, hours=hour)


def rfc3339(day, hour=10):
    return when(day, hour).strftime('%Y-%m-%dT%H:%M:%SZ')


def blocks():
    """24-bit address blocks by registrant."""
    out = collections.defaultdict(list)
    with open(os.path.join(ROOT, 'data', 'registries', 'oui.tsv'), encoding='utf-8') as f:
        for line in f:
            p = line.rstrip('\n').split('\t')
            if len(p) == 3 and p[1] == '24':
                out[p[2]].append(int(p[0], 16))
    return out


def mac(n):
    return ':'.join('%02x' % (n >> s & 255) for s in range(40, -8, -8))


class Device:
    """`names` and `ips` are lists of (first day, value); it stands in its place from day `since` until `until`."""

    def __init__(self, number, realm, kind, maker, model):
        self.number, self.realm, self.kind, self.maker, self.model = number, realm, kind, maker, model
        self.names, self.ips, self.boards, self.macs, self.ports = [], [], [], [], []
        self.serial = self.engine = self.key = self.pon = self.site = ''
        self.is_dynamic, self.since, self.until, self.tags, self.dock = False, 0, LAST_DAY + 1, set(), None
        self.virtual = None

    def at(self, history, day):
        return [v for d, v in history if d <= day][-1] if history else ''

    def name(self, day): return self.at(self.names, day)
    def ip(self, day): return self.at(self.ips, day)
    def is_there(self, day): return self.since <= day < self.until


class Network:
    def __init__(self, seed, n):
        self.r, self.blocks, self.devices = random.Random(seed), blocks(), []
        self.used, self.numbers, self.n_boards, self.n_new = set(), set(), 0, 0
        self.factory = {m: self.key() for m in ('hikvision', 'yealink')}  # one certificate in every unit of that maker
        for realm in ('north', 'south'):
            self.make_realm(realm, n // 2)

    # ---- what makers write onto things
    def chars(self, alphabet, n): return ''.join(self.r.choice(alphabet) for _ in range(n))
    def key(self): return hashlib.sha256(str(self.r.random()).encode()).hexdigest()

    def serial(self, maker, base):
        r, digits = self.r, '0123456789'
        week = '%02d%02d' % (r.randint(20, 28), r.randint(1, 52))
        forms = {
            'cisco': lambda: r.choice(['FDO', 'FOC', 'FCW', 'JAE']) + week + self.chars(digits + LETTERS, 4),
            'juniper': lambda: r.choice(['DG', 'FV', 'BV']) + self.chars(digits, 4),  # six bytes: short
            'huawei': lambda: '21' + self.chars(digits, 8) + self.chars(LETTERS, 2) + self.chars(digits, 8),
            'extreme': lambda: week + 'N-4' + self.chars(digits, 4),
            'hikvision': lambda: 'DS-2CD2143G2-I2022' + week + 'AAWR' + self.chars(LETTERS, 1) + self.chars(digits, 8),
            'dahua': lambda: self.chars(digits, 1) + LETTERS[r.randint(0, 7)] + self.chars(digits, 5) + 'PA' + self.chars(HEX, 6),
            'axis': lambda: '%012X' % base,
            'dell': lambda: self.chars(digits + 'BCDFGHJKLMNPQRSTVWXYZ', 7),
            'supermicro': lambda: 'S' + self.chars(digits, 6) + 'X' + self.chars(digits, 7),
            'yealink': lambda: self.chars(digits, 16),
            'grandstream': lambda: '20EZ' + self.chars(digits + LETTERS, 4) + '%06X' % (base & 0xffffff),
            'zte': lambda: 'ZTEG' + self.chars(HEX, 8),
            'lenovo': lambda: 'PF' + self.chars(digits + LETTERS, 6),
        }
        while True:  # no maker gives a number twice
            s = forms[maker]()
            if maker == 'axis' or (maker, s) not in self.numbers:
                self.numbers.add((maker, s))
                return s

    def addresses(self, maker, n):
        while True:
            base = self.r.choice(self.blocks[MAKERS[maker][0]]) << 24 | self.r.randrange(1 << 18) << 6
            if base not in self.used:
                self.used.add(base)
                return [base + i for i in range(n)]

    # ---- things
    def device(self, realm, kind, site, like=None):
        _, makers, models = CLASSES[kind]
        maker = like.maker if like else self.r.choice(makers)
        d = Device(len(self.devices), realm, kind, maker, models[maker])
        n_ports = {'router': 8, 'switch': 12, 'server': 3, 'onu': 2, 'laptop': 1}.get(kind, 1)
        d.ports = self.addresses(maker, n_ports)
        d.base, d.macs, d.site = d.ports[0], [mac(x) for x in d.ports], site
        d.serial = self.serial(maker, d.base)
        d.key = self.factory.get(maker) if maker in self.factory else self.key()
        if kind in ('router', 'switch'):
            d.engine = {'cisco': '80000009', 'juniper': '80000a4c', 'huawei': '800007db', 'extreme': '8000077c'}[maker] + '03%012x' % d.base
        elif kind == 'server':
            d.engine = '80001f8804' + self.chars('0123456789abcdef', 16)
        if kind == 'router' or (kind == 'switch' and self.r.random() < 0.2):
            d.boards = [[i, self.board(d, 0)] for i in range(1, self.r.randint(2, 6))]
        self.devices.append(d)
        return d

    def board(self, d, since):
        self.n_boards += 1
        return {'id': 'board-%d' % self.n_boards, 'serial': self.serial(d.maker, d.base + 32 + self.n_boards), 'since': since, 'until': LAST_DAY + 1}

    def make_realm(self, realm, n):
        """Both realms have the same plan of addresses and names: one company bought the other."""
        self.pools = collections.defaultdict(dict)
        octet = {k: i + 1 for i, k in enumerate(CLASSES)}
        for kind, (share, _, _) in CLASSES.items():
            for i in range(max(2, share * n // 1000)):
                site = SITES[i % len(SITES)]
                d = self.device(realm, kind, site)
                word = {'router': 'rt', 'switch': 'sw', 'camera': 'cam', 'server': 'srv', 'phone': 'tel', 'onu': 'ont', 'laptop': 'nb'}[kind]
                d.names = [(0, '%s-%s-%02d' % (site, word, i // len(SITES) + 1))]
                if kind == 'phone':
                    d.names = [(0, 'SEP%012X' % d.base if self.r.random() < 0.3 else '')]
                d.is_dynamic = kind in ('phone', 'laptop') or (kind == 'camera' and self.r.random() < 0.3)
                if kind == 'onu':
                    d.pon = {'huawei': 'HWTC', 'zte': 'ZTEG'}[d.maker] + self.chars(HEX, 8)
                    if d.maker == 'zte':
                        d.serial = d.pon
                    d.place = (i // 64, i % 64)
                elif not d.is_dynamic:
                    d.ips = [(0, '10.%d.%d.%d' % (SITES.index(site) + 1, octet[kind], i // len(SITES) + 10))]
        mine = [d for d in self.devices if d.realm == realm]
        self.lease_all([d for d in mine if d.is_dynamic])
        self.happen(realm, mine)

    def lease_all(self, clients):
        """A month is 30 days; whoever comes back may find that the address is somebody else's."""
        for site in SITES:
            here, free = [d for d in clients if d.site == site], ['10.%d.100.%d' % (SITES.index(site) + 1, i) for i in range(20, 250)]
            free = free[:int(len(here) * 1.3) + 2]
            held = {}
            for month in range(0, LAST_DAY + 1, 30):
                for d in self.r.sample(here, len(here)):
                    if d in held and self.r.random() >= RATES['lease moves']:
                        continue
                    if d in held:
                        free.append(held[d])
                    held[d] = free.pop(self.r.randrange(len(free)))
                    d.ips.append((month, held[d]))

    def some(self, among, rate):
        among = list(among)
        return self.r.sample(among, max(1, round(rate * len(among)))) if among else []

    def happen(self, realm, mine):
        r, named = self.r, [d for d in mine if d.kind in ('router', 'switch', 'server', 'camera')]
        of = lambda kind: [d for d in mine if d.kind == kind]
        for i, d in enumerate(self.some(named, RATES['renamed'])):
            d.names.append((r.randint(120, 600), '%s-%s%02d' % (d.names[0][1].rsplit('-', 1)[0], r.choice(['old', 'new', 'b', 'x']), i + 1)))
            d.tags.add('renamed')
        for d in self.some([d for d in named if not d.tags], RATES['replaced']):
            heir = self.device(realm, d.kind, d.site, like=d)
            heir.since = d.until = r.randint(120, 600)
            heir.names, heir.ips, heir.is_dynamic = d.names, d.ips, d.is_dynamic
            d.tags.add('replaced')
            heir.tags.add('replaced')
        for d in self.some([d for d in named if not d.tags and not d.is_dynamic], RATES['renumbered']):
            a, b, c, e = d.ips[0][1].split('.')
            d.ips.append((r.randint(120, 600), '.'.join((a, b, c, str(int(e) + 120)))))
            d.tags.add('renumbered')
        slots = [(d, s) for d in mine for s in d.boards]
        for d, slot in self.some(slots, RATES['board replaced']):
            slot[1]['until'] = r.randint(120, 600)
            slot.append(self.board(d, slot[1]['until']))
        servers = of('server')
        for d in self.some(servers, RATES['nic moved']):
            other, day = r.choice([x for x in servers if x is not d]), r.randint(150, 500)
            d.moved = (d.macs.pop(), day)  # it had this card until then, the other one has it since
            other.got = d.moved
            d.tags.add('nic moved')
            other.tags.add('nic moved')
        laptops = of('laptop')
        docks = {site: (mac(self.addresses('lenovo', 1)[0]), '10.%d.101.10' % (i + 1)) for i, site in enumerate(SITES)}
        for d in self.some(laptops, RATES['docking']):
            d.dock = docks[d.site]
            d.tags.add('docking')
        for d in self.some(laptops, RATES['private mac']):
            d.private = [(0, mac(r.getrandbits(48) & 0xfcffffffffff | 0x020000000000))]
            if r.random() < 0.25:  # forgot the network
                day = r.randint(400, 680)
                d.private.append((day, mac(r.getrandbits(48) & 0xfcffffffffff | 0x020000000000)))
                self.n_new += 1  # of the same pool, above those that move
                d.ips = sorted(d.ips + [(day, '10.%d.100.%d' % (SITES.index(d.site) + 1, 150 + self.n_new % 100))])
            d.tags.add('private mac')
        routers = [d for d in of('router') if d.until > LAST_DAY and 'replaced' not in d.tags]
        for i in range(0, int(len(routers) * RATES['virtual router']) // 2 * 2, 2):
            a, b = routers[i], routers[i + 1]
            virtual = r.choice(['00:00:5e:00:01:%02x', '00:00:0c:07:ac:%02x']) % (i + 1)
            a.virtual = b.virtual = (virtual, '10.%d.250.%d' % (SITES.index(a.site) + 1, i + 1), 'vrrp-%s-%d' % (realm, i))
        for d in self.some(servers, RATES['placeholder serial']):
            d.serial = r.choice(PLACEHOLDERS)
            d.tags.add('placeholder serial')
        cheap = self.some([d for d in of('camera') if d.maker == 'dahua'], RATES['cloned serial'] * 3)
        for d in cheap:
            d.serial = cheap[0].serial
            d.tags.add('cloned serial')
        onus = of('onu')
        for d in self.some(onus, RATES['cloned pon']):
            d.pon = r.choice(onus).pon
            d.tags.add('cloned pon')
        copies = self.some(servers, RATES['cloned image'])
        for d in copies:
            d.engine = copies[0].engine
            d.tags.add('cloned image')
        switches, hosts = of('switch'), of('laptop') + of('camera')
        self.spoofs = getattr(self, 'spoofs', [])  # who claims to be whom, and at which switch
        for _ in range(max(1, round(RATES['spoofed lldp'] * len(switches)))):
            host, victim = r.choice(hosts), r.choice(switches)
            near = [d for d in switches if d.site == host.site and d is not victim]
            self.spoofs.append((host, victim, r.choice(near) if near else None))


# ---- certificates, so that ZGrab2 has real ones

def der(tag, *parts):
    body = b''.join(parts)
    n = len(body)
    return bytes([tag]) + (bytes([n]) if n < 128 else bytes([0x81, n]) if n < 256 else bytes([0x82, n >> 8, n & 255])) + body


def certificate(key, subject):
    """A self-signed one whose public key is made of `key`; nobody looks at the signature."""
    rsa = der(0x30, der(6, bytes.fromhex('2a864886f70d010101')), der(5))
    number = b'\x00\xc1' + hashlib.sha512(key.encode()).digest() * 2
    spki = der(0x30, rsa, der(3, b'\0', der(0x30, der(2, number), der(2, b'\x01\x00\x01'))))
    name = der(0x30, der(0x31, der(0x30, der(6, b'\x55\x04\x03'), der(12, subject.encode()))))
    signed = der(0x30, der(6, bytes.fromhex('2a864886f70d01010b')), der(5))
    dates = der(0x30, der(0x17, b'220101000000Z'), der(0x17, b'420101000000Z'))
    tbs = der(0x30, der(0xa0, der(2, b'\2')), der(2, bytes.fromhex(key[:16])), signed, name, dates, name, spki)
    return der(0x30, tbs, signed, der(3, b'\0', b'\1' * 64)), hashlib.sha256(spki).hexdigest()


# ---- what is written down

class Record:
    __slots__ = ('file', 'first', 'last', 'truth', 'how', 'tags', 'is_board')

    def __init__(self, file, first, last, truth, how, tags, is_board=False):
        self.file, self.first, self.last, self.truth, self.how, self.tags, self.is_board = file, first, last, truth, how, set(tags), is_board


class Writer:
    """One folder per realm. Every record remembers what it is truly about."""

    def __init__(self, net, folder, seed):
        self.net, self.folder, self.r, self.records = net, folder, random.Random(seed * 7919 + 1), []

    def chance(self, p): return self.r.random() < p

    def write(self, realm, name, lines):
        path = os.path.join(self.folder, realm, name)
        with open(path, 'w', encoding='utf-8') as f:
            f.write('\n'.join(lines) + '\n')
        return realm + '/' + name

    def keep(self, realm, name, first, last, truth, how, tags, is_board=False):
        self.records.append(Record(realm + '/' + name, first, last, truth, how, tags, is_board))

    def typed(self, s, tags):
        """As somebody types it: mostly right."""
        if len(s) < 4 or not self.chance(RATES['typing error']):
            return s
        tags.add('typing error')
        i = self.r.randrange(1, len(s) - 1)
        alike = {'0': 'O', 'O': '0', '1': 'I', '8': 'B', 'B': '8', '5': 'S', 'S': '5', '-': '_'}
        if s[i] in alike:
            return s[:i] + alike[s[i]] + s[i + 1:]
        return s[:i] + s[i + 1] + s[i] + s[i + 2:] if self.chance(0.6) else s[:i] + s[i + 1:]

    # ---- walks
    def walk(self, d, day, neighbours):
        r, rows, owners = self.r, [], []
        _, arc, descr, mfg = MAKERS[d.maker]

        def add(oid, tag, value, owner):
            rows.append('%s|%s|%s' % (oid, tag, value))
            owners.append(owner)
        me = ('dev', d)
        if d.kind in ('router', 'switch'):
            add('1.0.8802.1.1.2.1.3.1.0', '2', '4', me)
            add('1.0.8802.1.1.2.1.3.2.0', '4x', '%012x' % d.base, me)
            for i, (n, spoof) in enumerate(neighbours):
                who = ('near', n if not spoof else spoof, bool(spoof))
                at = '0.%d.1' % (i + 1)
                add('1.0.8802.1.1.2.1.4.1.1.4.' + at, '2', '4', who)
                add('1.0.8802.1.1.2.1.4.1.1.5.' + at, '4x', '%012x' % n.base, who)
                add('1.0.8802.1.1.2.1.4.1.1.9.' + at, '4', (spoof or n).name(day) or 'host', who)
        add('1.3.6.1.2.1.1.1.0', '4', descr % (d.model, 3 + d.number % 9), me)
        add('1.3.6.1.2.1.1.2.0', '6', '1.3.6.1.4.1.' + arc % (100 + d.number % 7), me)
        add('1.3.6.1.2.1.1.5.0', '4', d.name(day), me)
        add('1.3.6.1.2.1.1.6.0', '4', d.site, me)
        macs = d.macs + ([d.moved[0]] if getattr(d, 'moved', None) and day < d.moved[1] else []) + (
            [d.got[0]] if getattr(d, 'got', None) and day >= d.got[1] else [])
        for i, m in enumerate(macs):
            add('1.3.6.1.2.1.2.2.1.6.%d' % (i + 1), '4x', m.replace(':', ''), me)
        for ip in [d.ip(day)] + ([d.virtual[1]] if d.virtual and r.random() < 0.3 else []):
            if ip:
                add('1.3.6.1.2.1.4.20.1.1.' + ip, '64', ip, me)
        if d.kind != 'server' and not self.chance(RATES['missing field']):
            for i, (column, tag, value) in enumerate((('2', '4', d.model + ' chassis'), ('4', '2', '0'), ('5', '2', '3'), ('7', '4', 'Chassis'),
                                                      ('11', '4', d.serial), ('12', '4', mfg), ('13', '4', d.model))):
                add('1.3.6.1.2.1.47.1.1.1.1.%s.1' % column, tag, value, me)
            for slot in d.boards:
                b = [b for b in slot[1:] if b['since'] <= day < b['until']][0]
                i = 100 + slot[0]
                for column, tag, value in (('2', '4', 'Line card'), ('4', '2', '1'), ('5', '2', '9'), ('7', '4', 'Slot %d' % slot[0]),
                                           ('11', '4', b['serial']), ('12', '4', mfg), ('13', '4', 'LC-24X')):
                    add('1.3.6.1.2.1.47.1.1.1.1.%s.%d' % (column, i), tag, value, ('board', b))
        if d.engine:
            add('1.3.6.1.6.3.10.2.1.1.0', '4x', d.engine, me)
        order = sorted(range(len(rows)), key=lambda i: [int(x) for x in rows[i].split('|')[0].split('.')])
        name = 'walk-%04d-%03d.snmprec' % (d.number, day)
        self.write(d.realm, name, [rows[i] for i in order])
        places = collections.defaultdict(list)
        for line, i in enumerate(order):
            o = owners[i]
            places[(o[0], o[1]['id'] if o[0] == 'board' else o[1].number, o[2:])].append(line + 1)
        for (what, who, rest), lines in places.items():
            if what == 'board':
                self.records.append(Record(d.realm + '/' + name, lines, None, who, 'walk', {'board'}, True))
            else:
                dev = self.net.devices[who]
                tags = set(dev.tags) | ({'spoofed lldp'} if rest and rest[0] else set())
                self.records.append(Record(d.realm + '/' + name, lines, None, dev.number, 'walk' if what == 'dev' else 'lldp neighbour', tags))

    def walks(self):
        for d in self.net.devices:
            share = {'router': 0.95, 'switch': 0.9, 'server': 0.5, 'camera': 0.0}.get(d.kind, 0)
            for day in (380, 660):
                if not d.is_there(day) or not self.chance(share):
                    continue
                near = [x for x in self.net.devices if x.realm == d.realm and x.site == d.site and x.kind in ('router', 'switch')
                        and x is not d and x.is_there(day)]
                pairs = [(x, None) for x in self.r.sample(near, min(2, len(near)))]
                pairs += [(victim, host) for host, victim, at in self.net.spoofs if at is d and victim.is_there(day)]
                self.walk(d, day, pairs)

    # ---- what a probe hears at a site
    def probe(self, realm, site, day):
        out, r, name = [], self.r, 'probe-%s-%03d.ndjson' % (site, day)

        def say(d, how, subject, facts, tags=()):
            first = len(out) + 1
            for kind, value in facts:
                out.append(json.dumps({'subject': subject, 'kind': kind, 'value': value, 'at': rfc3339(day, 8 + len(out) % 10)}))
            self.keep(realm, name, first, len(out), d if isinstance(d, str) else d.number, how, set(tags) | (set() if isinstance(d, str) else d.tags))
        here = [d for d in self.net.devices if d.realm == realm and d.site == site and d.is_there(day)]
        for d in here:
            ip, m = d.ip(day), d.macs[0]
            tags = set()
            if d.kind == 'laptop':
                if d.dock and self.chance(0.5):
                    m, ip = d.dock
                elif hasattr(d, 'private'):
                    m = d.at(d.private, day)
            elif getattr(d, 'got', None) and day >= d.got[1] and self.chance(0.5):
                m = d.got[0]
            elif getattr(d, 'moved', None) and day < d.moved[1] and self.chance(0.5):
                m = d.moved[0]
            if ip and self.chance(0.75):
                say(d, 'arp', {'mac': m, 'ip': ip}, [('arp.sender', m)], tags)
            if d.is_dynamic and self.chance(0.6):
                say(d, 'dhcp', {'mac': m, 'ip': ip}, [('dhcp.chaddr', m), ('ip.host', ip)] + ([('dhcp.hostname', d.name(day))] if d.name(day) else []), tags)
            if d.kind in ('router', 'switch') and self.chance(0.6):
                say(d, 'lldp', {'chassis': mac(d.base), 'mac': r.choice(d.macs), 'hostname': d.name(day), 'ip': ip} if self.chance(0.7) else
                    {'chassis': mac(d.base), 'mac': r.choice(d.macs), 'hostname': d.name(day)},
                    [('lldp.chassis_id', mac(d.base)), ('lldp.sys_name', d.name(day)), ('lldp.sys_descr', MAKERS[d.maker][2] % (d.model, 3 + d.number % 9))])
            if d.kind == 'phone' and self.chance(0.6):
                say(d, 'lldp', {'chassis': d.macs[0], 'mac': d.macs[0], 'serial': d.serial},
                    [('lldp.chassis_id', d.macs[0]), ('lldp.med.serial', d.serial), ('lldp.med.manufacturer', MAKERS[d.maker][3]), ('lldp.med.model', d.model)])
            if ip and d.kind in ('switch', 'camera', 'server', 'phone') and self.chance(0.4):
                subject = {'ip': ip, 'mac': m} if self.chance(0.4) else {'ip': ip}
                say(d, 'tls', subject, [('tls.cert.subject', 'CN=' + d.model), ('tls.cert.key', certificate(d.key, d.model)[1])],
                    {'factory certificate'} if d.maker in self.net.factory else set())
            if ip and d.kind in ('router', 'switch', 'server') and self.chance(0.4):
                say(d, 'ssh', {'ip': ip}, [('ssh.banner', 'SSH-2.0-OpenSSH_8.%d' % (d.number % 10))])
            if d.virtual and self.chance(0.5):
                say(d.virtual[2], 'arp', {'mac': d.virtual[0], 'ip': d.virtual[1]}, [('arp.sender', d.virtual[0])], {'virtual router'})
        for host, victim, _ in self.net.spoofs:
            if host in here and host.ip(day) and self.chance(0.5):
                say(host, 'lldp', {'chassis': mac(victim.base), 'mac': host.macs[0], 'hostname': victim.name(day)},
                    [('lldp.chassis_id', mac(victim.base)), ('lldp.sys_name', victim.name(day))], {'spoofed lldp'})
        self.write(realm, name, out)

    # ---- tables
    def table(self, realm, name, header, devices, day, share, row_of, quality=1.0, wrong=0.0):
        """Rows as people keep them: some old, some twice, some with holes; in a bad table one column slipped."""
        rows = []
        for d in devices:
            if not self.chance(share):
                continue
            tags, as_of = set(d.tags), day
            if self.chance(RATES['stale row'] * quality) and d.is_there(day - 365):
                as_of = day - 365
                tags.add('stale row')
            cells = row_of(d, as_of, tags)
            for i in range(len(cells)):
                if cells[i] and self.chance(RATES['missing field'] * quality):
                    cells[i] = ''
                    tags.add('missing field')
            if not any(cells[i] for i, h in enumerate(header) if h in ('name', 'serial', 'mac', 'ip')):
                continue
            rows.append([cells, d.number, tags])
            if self.chance(RATES['double row'] * quality):
                rows.append([list(cells), d.number, tags | {'double row'}])
        n_wrong = int(len(rows) * wrong)
        if n_wrong > 1:  # somebody sorted, or deleted a cell and let the others move up
            column, first = header.index('serial'), self.r.randrange(len(rows) - n_wrong)
            values = [rows[first + i][0][column] for i in range(n_wrong)]
            for i in range(n_wrong):
                rows[first + i][0][column] = values[(i + 1) % n_wrong]
                rows[first + i][2] = rows[first + i][2] | {'wrong table'}
        lines = [','.join(header)] + [','.join('"%s"' % c if ',' in c else c for c in cells) for cells, _, _ in rows]
        for i, (_, number, tags) in enumerate(rows):
            self.keep(realm, name, i + 2, i + 2, number, name.split('-')[0].split('.')[0], tags)
        self.write(realm, name, lines)

    def tables(self, realm):
        mine = [d for d in self.net.devices if d.realm == realm]
        there = lambda day: [d for d in mine if d.is_there(day)]
        label = lambda d: MAKERS[d.maker][3]
        infra = lambda v: [d for d in v if d.kind not in ('onu',)]
        domain = lambda s: s + '.corp.example' if s and self.chance(0.5) else s
        self.table(realm, 'register-2025.csv', ['name', 'maker', 'product', 'serial', 'mac', 'ip', 'site'], infra(there(60)), 60, 0.6,
                   lambda d, day, t: [self.typed(d.name(day), t), label(d), d.model, self.typed(d.serial, t), '' if self.chance(0.5) else self.typed(d.macs[0], t),
                                      '' if d.is_dynamic else d.ip(day), d.site], 1.5, RATES['wrong table'])
        self.table(realm, 'cmdb-2026.csv', ['name', 'maker', 'product', 'serial', 'ip', 'site'], infra(there(450)), 450, 0.8,
                   lambda d, day, t: [domain(d.name(day)), label(d), d.model, d.serial, d.ip(day), d.site], 0.5)
        self.table(realm, 'purchases.csv', ['maker', 'product', 'serial', 'purchased'], mine, LAST_DAY, 0.7,
                   lambda d, day, t: [label(d), d.model, self.typed(d.serial, t), '2024'], 0.5)
        self.table(realm, 'audit-2026.csv', ['name', 'product', 'serial', 'mac', 'site'], there(610), 610, 0.4,
                   lambda d, day, t: [self.typed(d.name(day), t), d.model, self.typed(d.serial, t), self.typed(d.macs[0], t), d.site])
        self.table(realm, 'agents-2026.csv', ['name', 'maker', 'product', 'serial', 'mac', 'ip'],
                   [d for d in there(640) if d.kind in ('server', 'laptop')], 640, 0.8,
                   lambda d, day, t: [d.name(day), label(d), d.model, d.serial, d.dock[0] if d.dock and self.chance(0.4) else d.macs[0], d.ip(day)], 0.2)
        boards = [(d, slot, b) for d in mine for slot in d.boards for b in slot[1:]]
        lines = ['name,product,serial,parent']
        for d, slot, b in boards:
            if self.chance(0.5):
                lines.append('%s slot %d,LC-24X,%s,%s' % (d.name(b['since']), slot[0], b['serial'], d.name(b['since'])))
                self.keep(realm, 'boards.csv', len(lines), len(lines), b['id'], 'boards', {'board'}, True)
        self.write(realm, 'boards.csv', lines)

    # ---- what programs export
    def netbox(self, realm, day):
        base, devices, faces, name = 'https://netbox.%s.example/api/dcim/' % realm, [], [], 'netbox.json'
        rows = [d for d in self.net.devices if d.realm == realm and d.is_there(day) and d.kind in ('router', 'switch', 'server') and self.chance(0.9)]
        truth = []
        for d in rows:
            tags = set(d.tags)
            n = 1000 + d.number
            is_stale = self.chance(RATES['stale row']) and d.is_there(day - 365)
            as_of = day - 365 if is_stale else day
            tags |= {'stale row'} if is_stale else set()
            serial = '' if self.chance(RATES['missing field']) else self.typed(d.serial, tags)
            maker = {'name': MAKERS[d.maker][3]}
            devices.append(json.dumps({'id': n, 'url': '%sdevices/%d/' % (base, n), 'display': d.name(as_of), 'name': d.name(as_of),
                                       'device_type': {'id': 1, 'url': base + 'device-types/1/', 'model': d.model, 'manufacturer': maker},
                                       'role': {'name': d.kind}, 'serial': serial, 'site': {'name': d.site}, 'status': {'value': 'active'},
                                       'primary_ip': {'address': d.ip(as_of) + '/24'} if d.ip(as_of) and not self.chance(RATES['missing field']) else None}))
            truth.append((d, tags))
            if self.chance(0.5):
                faces.append((json.dumps({'id': n, 'url': '%sinterfaces/%d/' % (base, n), 'display': 'e0', 'name': 'e0', 'mac_address': d.macs[-1].upper(),
                                          'device': {'id': n, 'url': '%sdevices/%d/' % (base, n), 'name': d.name(as_of)}}), d, tags))
        lines = ['{"count": %d, "next": null, "previous": null, "results": [' % len(devices)]
        for i, (row, (d, tags)) in enumerate(zip(devices, truth)):
            lines.append(row + (',' if i + 1 < len(devices) else ''))
            self.keep(realm, name, len(lines), len(lines), d.number, 'netbox', tags)
        lines += [']}', '{"count": %d, "next": null, "previous": null, "results": [' % len(faces)]
        for i, (row, d, tags) in enumerate(faces):
            lines.append(row + (',' if i + 1 < len(faces) else ''))
            self.keep(realm, name, len(lines), len(lines), d.number, 'netbox', tags)
        self.write(realm, name, lines + [']}'])

    def librenms(self, realm, day):
        rows = [d for d in self.net.devices if d.realm == realm and d.is_there(day) and d.kind in ('router', 'switch', 'server') and self.chance(0.8)]
        name, lines = 'librenms.json', ['{"status": "ok", "message": "", "count": %d, "devices": [' % len(rows)]
        for i, d in enumerate(rows):
            _, arc, descr, _ = MAKERS[d.maker]
            lines.append(json.dumps({'device_id': d.number + 1, 'hostname': d.ip(day), 'sysName': d.name(day), 'ip': d.ip(day), 'snmpver': 'v2c',
                                     'sysObjectID': '.1.3.6.1.4.1.' + arc % (100 + d.number % 7), 'sysDescr': descr % (d.model, 3 + d.number % 9),
                                     'hardware': d.model, 'location': d.site, 'serial': None if d.kind == 'server' or self.chance(RATES['missing field']) else d.serial,
                                     'type': 'network'}) + (',' if i + 1 < len(rows) else ''))
            self.keep(realm, name, len(lines), len(lines), d.number, 'librenms', d.tags)
        self.write(realm, name, lines + [']}'])

    def leases(self, realm):
        """A log: the months of the last half year, each client's lease where it had one."""
        name, lines = 'dhcpd.leases', ['# The format of this file is documented in the dhcpd.leases(5) manual page.', 'authoring-byte-order little-endian;', '']
        rows = []
        for day in range(510, LAST_DAY + 1, 30):
            for d in self.net.devices:
                if d.realm == realm and d.is_dynamic and d.is_there(day) and self.chance(0.8):
                    m, ip = d.at(d.private, day) if hasattr(d, 'private') else d.macs[0], d.ip(day)
                    if d.dock and self.chance(0.5):
                        m, ip = d.dock
                    rows.append((day, d, ip, m))
        newest, of_client = {}, {}
        for day, d, ip, m in rows:
            newest[ip] = (day, d)
        for day, d, ip, m in rows:
            active = newest[ip] == (day, d) and day > LAST_DAY - 60
            first = len(lines) + 1
            lines += ['lease %s {' % ip, '  starts %s;' % when(day).strftime('%w %Y/%m/%d %H:%M:%S'), '  ends %s;' % when(day + 8).strftime('%w %Y/%m/%d %H:%M:%S'),
                      '  cltt %s;' % when(day).strftime('%w %Y/%m/%d %H:%M:%S'), '  binding state %s;' % ('active' if active else 'free'), '  hardware ethernet %s;' % m]
            if d.name(day):
                lines.append('  client-hostname "%s";' % d.name(day))
            lines.append('}')
            if (d, m) not in of_client:
                of_client[d, m] = Record(realm + '/' + name, [], None, d.number, 'leases', d.tags)
                self.records.append(of_client[d, m])
            of_client[d, m].first.extend(range(first, len(lines) + 1))
        self.write(realm, name, lines)

    def nmap(self, realm, day):
        start = int(when(day).timestamp())
        name = 'nmap.xml'
        lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<!DOCTYPE nmaprun>',
                 '<nmaprun scanner="nmap" args="nmap -sV -oX nmap.xml" start="%d" version="7.93" xmloutputversion="1.05">' % start]
        for d in self.net.devices:
            if d.realm != realm or not d.is_there(day) or not d.ip(day) or not self.chance(0.7):
                continue
            first = len(lines) + 1
            near = d.site == 'hq'  # the scanner stands there: elsewhere it sees no hardware addresses
            lines.append('<host starttime="%d" endtime="%d"><status state="up" reason="%s" reason_ttl="0"/>' % (start + len(lines), start + len(lines) + 9, 'arp-response' if near else 'echo-reply'))
            lines.append('<address addr="%s" addrtype="ipv4"/>' % d.ip(day))
            if near and not d.dock and not hasattr(d, 'private'):
                lines.append('<address addr="%s" addrtype="mac"/>' % d.macs[0].upper())
            if d.name(day) and not d.is_dynamic and self.chance(0.7):
                lines.append('<hostnames><hostname name="%s.corp.example" type="PTR"/></hostnames>' % d.name(day))
            lines.append('<ports><port protocol="tcp" portid="22"><state state="open" reason="syn-ack" reason_ttl="64"/><service name="ssh" method="table" conf="3"/>'
                         '<script id="banner" output="SSH-2.0-OpenSSH_8.%d"/></port></ports></host>' % (d.number % 10))
            self.keep(realm, name, first, len(lines), d.number, 'nmap', d.tags)
        self.write(realm, name, lines + ['</nmaprun>'])

    def zgrab(self, realm, day):
        import base64
        name, lines = 'zgrab2.json', []
        for d in self.net.devices:
            if d.realm != realm or not d.is_there(day) or not d.ip(day) or d.kind not in ('switch', 'camera', 'server', 'phone') or not self.chance(0.6):
                continue
            raw = base64.b64encode(certificate(d.key, d.model)[0]).decode()
            lines.append(json.dumps({'ip': d.ip(day), 'data': {'tls': {'status': 'success', 'protocol': 'tls', 'timestamp': rfc3339(day), 'result': {
                'handshake_log': {'server_certificates': {'certificate': {'raw': raw}}}}}}}, separators=(',', ':')))
            self.keep(realm, name, len(lines), len(lines), d.number, 'zgrab2', d.tags | ({'factory certificate'} if d.maker in self.net.factory else set()))
        self.write(realm, name, lines)

    def acs(self, realm, day):
        name, lines = 'genieacs.json', ['[']
        onus = [d for d in self.net.devices if d.realm == realm and d.kind == 'onu' and self.chance(0.85)]
        for i, d in enumerate(onus):
            oui = '%06X' % (d.base >> 24)
            value = lambda v: {'_value': v, '_type': 'xsd:string', '_writable': False, '_timestamp': rfc3339(day)}
            lines.append(json.dumps({'_id': '%s-%s-%s' % (oui, d.model, d.serial), '_lastInform': rfc3339(day),
                                     '_deviceId': {'_Manufacturer': MAKERS[d.maker][0], '_OUI': oui, '_ProductClass': d.model, '_SerialNumber': d.serial},
                                     'InternetGatewayDevice': {'DeviceInfo': {'ModelName': value(d.model)}, 'LANDevice': {'1': {'LANEthernetInterfaceConfig': {
                                         '1': {'MACAddress': value(d.macs[0].upper())}}}}}}) + (',' if i + 1 < len(onus) else ''))
            self.keep(realm, name, len(lines), len(lines), d.number, 'genieacs', d.tags)
        self.write(realm, name, lines + [']'])

    def olt(self, realm, day):
        name, lines, prompt = 'olt-%03d.txt' % day, [], 'olt-%s-1(config)#' % realm
        onus = [d for d in self.net.devices if d.realm == realm and d.kind == 'onu']
        for port in sorted({d.place[0] for d in onus}):
            mine = [d for d in onus if d.place[0] == port and self.chance(0.95)]
            bar = '  ' + '-' * 77
            lines += [prompt + 'display ont info 0 1 %d all' % port, bar, '  F/S/P   ONT         SN         Control     Run      Config   Match    Protect',
                      '          ID                     flag        state    state    state    side', bar]
            at = {}
            for d in mine:
                sn = ''.join('%02X' % ord(c) for c in d.pon[:4]) + d.pon[4:]
                lines.append('  0/ 1/%d  %3d  %s  active      online   normal   match    no' % (port, d.place[1], sn))
                at[d] = [len(lines)]
            lines += [bar, '', prompt + 'display ont version 0 1 %d all' % port, '  ' + '-' * 74]
            for d in mine:
                first = len(lines) + 1
                lines += ['  F/S/P                    : 0/1/%d' % port, '  ONT-ID                   : %d' % d.place[1], '  Vendor-ID                : %s' % d.pon[:4],
                          '  ONT Version              : 2C6D.A', '  Product-ID               : 0', '  Equipment-ID             : ' + d.model,
                          '  Main Software Version    : V5R022C00S294']
                if not self.chance(0.15):  # some do not tell
                    lines += ['  Ont MAC                  : %04X-%04X-%04X' % (d.base >> 32, d.base >> 16 & 0xffff, d.base & 0xffff),
                              '  Ont Equipment SN         : ' + d.serial]
                lines.append('  ' + '-' * 74)
                at[d] += list(range(first, len(lines)))
            lines.append('')
            for d in mine:
                self.records.append(Record(realm + '/' + name, at[d], None, d.number, 'olt', d.tags))
        self.write(realm, name, lines)

    def everything(self):
        for realm in ('north', 'south'):
            os.makedirs(os.path.join(self.folder, realm))
        self.walks()
        for realm in ('north', 'south'):
            for day in (500, 560, 620, 680):
                for site in SITES:
                    self.probe(realm, site, day)
            self.tables(realm)
            self.netbox(realm, 650)
            self.librenms(realm, 670)
            self.leases(realm)
            self.nmap(realm, 600)
            self.zgrab(realm, 630)
            self.acs(realm, 655)
            self.olt(realm, 400)
            self.olt(realm, 645)


# ---- what became of it

def run(command, statuses=(0, 1, 4)):
    p = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)
    if p.returncode not in statuses:
        sys.exit('exit %d: %s\n%s' % (p.returncode, ' '.join(command), p.stderr.decode()[-2000:]))
    return p.stdout


def assets_of(build, folder):
    """(file, line) -> [(asset, is a component)]"""
    program, case = os.path.join(os.path.abspath(build), 'cleanpath'), os.path.join(folder, 'case')
    for realm in ('north', 'south'):
        run([program, 'import', '-q', '--case', case, '--realm', realm, os.path.join(folder, realm)])
    out = collections.defaultdict(list)
    for line in run([program, 'assets', '-q', '-f', 'ndjson', '--case', case]).splitlines():
        d = json.loads(line)
        for e in d.get('evidence', ()) if 'asset' in d else ():
            source = '/'.join(e['source'].split('/')[-2:])
            out[source, e.get('line')].append((d['asset'], bool(d.get('parent'))))
    return out


def place(records, where):
    """The asset in which most lines of a record stand; a board's is a component where there is one."""
    placed = []
    for x in records:
        votes = collections.Counter()
        for line in x.first if isinstance(x.first, list) else range(x.first, x.last + 1):
            for asset, is_part in set(where.get((x.file, line), ())):
                votes[asset] += 1 + (10 if x.is_board == is_part else 0)
        placed.append(max(votes.items(), key=lambda kv: (kv[1], kv[0]))[0] if votes else None)
    return placed


def pairs(n): return n * (n - 1) // 2


def score(records, placed):
    found = [(x, p) for x, p in zip(records, placed) if p]
    cells = collections.Counter((x.truth, p) for x, p in found)
    same = sum(pairs(n) for n in cells.values())
    put = sum(pairs(n) for n in collections.Counter(p for _, p in found).values())
    true = sum(pairs(n) for n in collections.Counter(x.truth for x, _ in found).values())
    return {'pairs': true, 'precision': same / put if put else 1.0, 'recall': same / true if true else 1.0, 'wrong': put - same, 'lost': true - same,
            'records': len(found), 'not shown': len(records) - len(found)}


def split(records, placed, key):
    """Of the pairs in which a record with that key takes part: how many are lost, how many wrong."""
    by_truth, by_asset = collections.defaultdict(list), collections.defaultdict(list)
    for i, (x, p) in enumerate(zip(records, placed)):
        if p:
            by_truth[x.truth].append(i)
            by_asset[p].append(i)
    out = collections.defaultdict(lambda: [0, 0, 0, 0])
    for i, (x, p) in enumerate(zip(records, placed)):
        if not p:
            continue
        keys = key(x)
        true = len(by_truth[x.truth]) - 1
        kept = sum(1 for k in by_truth[x.truth] if k != i and placed[k] == p)
        wrong = len(by_asset[p]) - 1 - kept
        for k in keys:
            o = out[k]
            o[0] += 1
            o[1] += true
            o[2] += true - kept
            o[3] += wrong
    return out


def show(title, parts):
    print('%-22s %8s %9s %9s %9s' % (title, 'records', 'recall', 'lost', 'wrong'))
    for k, (n, true, lost, wrong) in sorted(parts.items(), key=lambda kv: -kv[1][2]):
        print('  %-20s %8d %9.4f %9d %9d' % (k, n, 1 - lost / true if true else 1, lost, wrong))


def measure(build, seed, n, keep):
    folder = keep or tempfile.mkdtemp(prefix='resolution-')
    folder = os.path.join(folder, 'seed-%d' % seed) if keep else folder
    if keep:
        shutil.rmtree(folder, ignore_errors=True)
    net = Network(seed, n)
    w = Writer(net, folder, seed)
    w.everything()
    placed = place(w.records, assets_of(build, folder))
    if keep:
        with open(os.path.join(folder, 'truth.ndjson'), 'w', encoding='utf-8') as f:
            for x, p in zip(w.records, placed):
                f.write(json.dumps({'file': x.file, 'lines': x.first if isinstance(x.first, list) else [x.first, x.last], 'truth': x.truth, 'asset': p, 'how': x.how, 'tags': sorted(x.tags)}) + '\n')
    else:
        shutil.rmtree(folder)
    return w.records, placed


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('--build', default='build')
    p.add_argument('--seeds', default='1')
    p.add_argument('--devices', type=int, default=1000)
    p.add_argument('--precision', type=float, default=PRECISION_MIN, help='at least')
    p.add_argument('--recall', type=float, default=RECALL_MIN, help='at least')
    p.add_argument('--keep', help='folder in which files, case and truth stay')
    p.add_argument('--split', action='store_true', help='by kind of record and by what went wrong')
    a = p.parse_args()
    missed = 0
    seeds = [int(s) for s in a.seeds.split(',')]
    print('TAP version 13\n1..%d' % len(seeds))
    for i, seed in enumerate(seeds):
        records, placed = measure(a.build, seed, a.devices, a.keep)
        s = score(records, placed)
        ok = s['precision'] >= a.precision and s['recall'] >= a.recall and s['not shown'] * 100 < len(records)
        missed += not ok
        print('%s %d - seed %d, %d devices: precision %.5f, recall %.5f (%d records, %d pairs, %d wrong, %d lost, %d records not shown)' % (
            'ok' if ok else 'not ok', i + 1, seed, a.devices, s['precision'], s['recall'], s['records'], s['pairs'], s['wrong'], s['lost'], s['not shown']))
        if a.split:
            show('by record', split(records, placed, lambda x: [x.how]))
            show('by what went wrong', split(records, placed, lambda x: x.tags or ['nothing']))
        sys.stdout.flush()
    return 1 if missed else 0


if __name__ == '__main__':
    sys.exit(main())
