#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""snmp_oracle.py FILE.snmprec ... - what a reader must tell of each recording, counted independently.
snmp_oracle.py make DIR SEED N  - writes N recordings of invented tables of ARP and of bridges, good and bad lines.

Prints FILE<TAB>KIND<TAB>COUNT for every kind of observation that the file gives. Written from the MIBs and
from docs/formats/snmp.md, not from the reader; the unit test sources/snmp_corpus compares the two."""
import collections, ipaddress, os, random, sys

PLACEHOLDERS = set('''- -- --- n/a n.a. n.a na #n/a none null (null) nil nan unknown <unknown> undefined unspecified tbd tba tbc
empty <empty> <private> <redacted> <removed> ? ??'''.split()) | {
    'not specified', 'not available', 'not applicable', 'not set', 'not defined', 'not known', 'no data', 'no serial number',
    'to be determined', 'to be defined', 'to be filled', 'to be filled by o.e.m.', 'to be filled by o.e.m', 'to be filled by oem',
    'default string', 'system serial number', 'chassis serial number', 'base board serial number', 'system product name',
    'system manufacturer'}
SCALARS = {'1.3.6.1.2.1.1.1.0': 'snmp.sys_descr', '1.3.6.1.2.1.1.4.0': 'snmp.sys_contact', '1.3.6.1.2.1.1.5.0': 'snmp.sys_name',
           '1.3.6.1.2.1.1.6.0': 'snmp.sys_location'}
ENT = {2: 'descr', 7: 'name', 8: 'hw', 9: 'fw', 10: 'sw', 11: 'serial', 12: 'mfg', 13: 'model'}


def octets(tag, value):
    return bytes.fromhex(value) if tag.endswith('x') else value.encode('utf-8', 'surrogateescape')


def says(tag, value):
    text = octets(tag, value).strip(b'\0 \t\r\n\v\f')
    return text and text.decode('utf-8', 'replace').lower() not in PLACEHOLDERS


def identity(mac):
    return (len(mac) == 6 and any(mac) and not mac[0] & 3 and mac[:5] not in (b'\0\0\x5e\0\1', b'\0\0\x5e\0\2')
            and mac[:5] != b'\0\0\x0c\7\xac' and not (mac[:4] == b'\0\0\x0c\x9f' and mac[4] >> 4 == 15)
            and not (mac[:4] == b'\0\5\x73\xa0' and mac[4] >> 4 == 0))


def hardware(tag, value):
    raw = octets(tag, value)
    if len(raw) != 6:
        digits = raw.decode('latin-1').replace(':', '').replace('-', '')
        raw = bytes.fromhex(digits) if len(digits) == 12 else b''
    return raw


def device(mac):
    """Of somebody: not zero, no group, no virtual router; a private one is."""
    return identity(mac) or (len(mac) == 6 and mac[0] & 3 == 2)


def host(ip):
    a = ipaddress.ip_address(ip)
    if a.version == 4:
        return not (a.is_multicast or a.is_loopback or a.is_link_local or a.packed[0] == 0 or a.packed[0] >= 240)
    return not (a.is_multicast or a.is_link_local or a.packed[:15] == bytes(15))


def address(numbers):
    """ipNetToPhysical: family, length, octets."""
    want = {1: 4, 2: 16}.get(numbers[0]) if numbers else None
    rest = numbers[2:] if want and len(numbers) == want + 2 and numbers[1] == want else numbers[1:]
    return ipaddress.ip_address(bytes(rest)) if want and len(rest) == want and max(rest) < 256 else None


def number(row, column, low, high):
    """None: not walked. False: not one of them."""
    tag, value = row.get(column, (None, None))
    return None if tag is None else tag.isdigit() and value.isdigit() and low <= int(value) <= high and int(value)


class Tables:
    """RFC 4293, RFC 4188, RFC 4363, as docs/formats/snmp.md reads them."""
    def __init__(self):
        self.rows = collections.defaultdict(lambda: collections.defaultdict(dict))  # table, index, column
        self.own_macs, self.own_ips, self.names, self.busy = set(), set(), {}, set()

    TABLES = {'1.3.6.1.2.1.4.22.1': 'arp', '1.3.6.1.2.1.4.35.1': 'nd', '1.3.6.1.2.1.17.1.4.1': 'port',
              '1.3.6.1.2.1.17.4.3.1': 'fdb', '1.3.6.1.2.1.17.7.1.2.2.1': 'qfdb'}

    def take(self, oid, tag, value):
        for root, name in self.TABLES.items():
            if oid.startswith(root + '.'):
                column, *index = map(int, oid[len(root) + 1:].split('.'))
                self.rows[name][tuple(index)].setdefault(column, (tag, value))

    def met(self):
        pairs = collections.defaultdict(set)
        for table, mac_at, type_at, state_at in (('arp', 2, 4, 0), ('nd', 4, 6, 7)):
            for index, row in self.rows[table].items():
                if table == 'arp':
                    index = index[:1] + ((1, 4) + index[1:] if len(index) == 5 else ())
                ip = address(index[1:])
                kind = number(row, type_at, 1, 5)
                state = number(row, state_at, 1, 7) if state_at else None
                if ip is None or kind is False or state is False or mac_at not in row:
                    continue
                mac = octets(*row[mac_at])
                if len(mac) == 6 and device(mac) and host(ip) and kind not in (2, 5) and state not in (5, 7) \
                        and mac not in self.own_macs and str(ip) not in self.own_ips:
                    pairs[mac].add(ip)
        out = collections.Counter()
        for ips in pairs.values():
            if max(sum(i.version == v for i in ips) for v in (4, 6)) > 16:
                out['arp.proxy'] += 1
            else:
                out['arp.table'] += len(ips)
        return out

    def attached(self):
        ports = collections.defaultdict(dict)
        for table, skip in (('fdb', 0), ('qfdb', 1)):
            for index, row in self.rows[table].items():
                mac = index[skip:]
                port, status = number(row, 2, 0, 65535), number(row, 3, 1, 5)
                if len(mac) != 6 or max(mac) > 255 or not port or status is False or status in (2, 4):
                    continue
                mac = bytes(mac)
                if device(mac) and mac not in self.own_macs:
                    learnt = ports[port].get(mac, False)
                    ports[port][mac] = learnt or status in (None, 3)
        n = 0
        for port, macs in ports.items():
            interface = number(self.rows['port'].get((port,), {}), 2, 0, 2 ** 32 - 1)
            called = {'#%d' % port, '#%s' % interface, self.names.get(interface, '').lower()} - {''}
            (mac, learnt), *others = macs.items()
            n += not others and learnt and identity(mac) and not called & self.busy
        return n

    def neighbour_on(self, interface):
        self.busy |= {'#%d' % interface}
        self.waiting = getattr(self, 'waiting', []) + [interface]

    def counts(self):
        for interface in getattr(self, 'waiting', []):
            self.busy |= {self.names.get(interface, '').lower()} - {''}
        out = self.met()
        out['fdb.port'] = self.attached()
        return out


def count(path):
    out, macs, tables = collections.Counter(), set(), Tables()
    with open(path, encoding='utf-8', errors='surrogateescape', newline='\n') as f:
        for line in f:
            fields = line.rstrip('\n').split('|', 2)
            if len(fields) < 3:
                continue
            oid, tag, value = fields
            tables.take(oid, tag, value)
            if oid.startswith('1.3.6.1.2.1.31.1.1.1.1.'):
                tables.names[int(oid.split('.')[-1])] = value
            elif oid.startswith('1.3.6.1.2.1.4.20.1.1.'):
                tables.own_ips.add(oid[21:])
            elif oid.startswith('1.3.6.1.4.1.9.9.23.1.2.1.1.6.'):
                tables.neighbour_on(int(oid.split('.')[14]))
                out['cdp.device_id'] += 1
            if oid in SCALARS and says(tag, value):
                out[SCALARS[oid]] += 1
            elif oid == '1.3.6.1.2.1.1.2.0' and value.count('.') > 1:
                out['snmp.sys_object_id'] += 1
            elif oid.startswith('1.3.6.1.2.1.2.2.1.6.'):
                macs.add(hardware(tag, value))
            elif oid.startswith('1.3.6.1.2.1.47.1.1.1.1.'):
                column = int(oid.split('.')[11])
                if column == 5 and 1 <= int(value) <= 15:
                    out['snmp.ent.class'] += 1
                elif column in ENT and says(tag, value):
                    out['snmp.ent.' + ENT[column]] += 1
    out['snmp.if_mac'] = sum(identity(m) for m in macs)
    tables.own_macs = {m for m in macs if identity(m)}
    out['snmp.ip_addr'] = sum(host(i) for i in tables.own_ips)
    return out + tables.counts()


def invent(rnd):
    """One recording: few addresses and ports, so that they meet."""
    mac = lambda: rnd.choice(['00000200%02x%02x' % (rnd.randrange(2), rnd.randrange(12)), '02000000000%d' % rnd.randrange(3),
                              '000000000000', 'ffffffffffff', '01005e000001', '00005e000106', '00000c07ac01', '000573a00001',
                              '00000100000%d' % rnd.randrange(4)])
    dots = lambda m: '.'.join(str(b) for b in bytes.fromhex(m))
    v4 = lambda: '192.0.2.%d' % rnd.randrange(1, rnd.choice([5, 60])) if rnd.random() < .9 else rnd.choice(
        ['127.0.0.1', '224.0.0.5', '169.254.1.1', '0.0.0.1', '255.255.255.255', '192.0.2.300', '192.0.2'])
    v6 = lambda: dots(rnd.choice(['20010db8', 'fe800000', 'ff020000']) + '%024x' % rnd.randrange(1, 40))
    lines = ['1.3.6.1.2.1.1.5.0|4|sw']
    lines += ['1.3.6.1.2.1.2.2.1.6.%d|4x|00000100000%d' % (i, i) for i in range(1, rnd.randrange(2, 4))]
    lines += ['1.3.6.1.2.1.4.20.1.1.192.0.2.%d|64|192.0.2.%d' % (i, i) for i in range(1, rnd.randrange(1, 3))]
    lines += ['1.3.6.1.2.1.31.1.1.1.1.%d|4|Gi0/%d' % (100 + i, i) for i in range(1, 9) if rnd.random() < .8]
    lines += ['1.3.6.1.2.1.17.1.4.1.2.%d|2|%d' % (i, 100 + i) for i in range(1, 9) if rnd.random() < .8]
    lines += ['1.3.6.1.4.1.9.9.23.1.2.1.1.6.%d.1|4|peer' % (100 + i) for i in range(1, 9) if rnd.random() < .2]
    heavy = '00000300000%d' % rnd.randrange(2) if rnd.random() < .3 else None
    seen = set()
    for _ in range(rnd.randrange(60)):
        index, kind = '7.' + v4(), rnd.randrange(1, 6)
        if index not in seen:
            seen.add(index)
            lines.append('1.3.6.1.2.1.4.22.1.2.%s|4x|%s' % (index, heavy or mac() if rnd.random() < .9 else '8000'))
            lines += ['1.3.6.1.2.1.4.22.1.4.%s|2|%d' % (index, kind)] * (rnd.random() < .8)
    for _ in range(rnd.randrange(20)):
        index = '7.1.4.' + v4() if rnd.random() < .5 else '7.2.16.' + v6()
        if index not in seen:
            seen.add(index)
            lines.append('1.3.6.1.2.1.4.35.1.4.%s|4x|%s' % (index, mac()))
            lines += ['1.3.6.1.2.1.4.35.1.6.%s|2|%d' % (index, rnd.randrange(1, 7))] * (rnd.random() < .8)
            lines += ['1.3.6.1.2.1.4.35.1.7.%s|2|%d' % (index, rnd.randrange(1, 9))] * (rnd.random() < .5)
    for _ in range(rnd.randrange(16)):
        table, index = ('4.3', dots(mac())) if rnd.random() < .5 else ('7.1.2.2', '%d.%s' % (rnd.randrange(3), dots(mac())))
        if (table, index) not in seen:
            seen.add((table, index))
            port = rnd.randrange(9) if rnd.random() < .95 else rnd.choice([65535, 65536])
            lines += ['1.3.6.1.2.1.17.%s.1.2.%s|2|%d' % (table, index, port)] * (rnd.random() < .95)
            lines += ['1.3.6.1.2.1.17.%s.1.3.%s|2|%d' % (table, index, rnd.choice([1, 2, 3, 3, 3, 3, 4, 5, 6]))] * (rnd.random() < .9)
    rnd.shuffle(lines)
    return lines


def make(folder, seed, n):
    rnd = random.Random(seed)
    for i in range(n):
        with open(os.path.join(folder, 'made-%04d.snmprec' % i), 'w') as f:
            f.write('\n'.join(invent(rnd)) + '\n')


if __name__ == '__main__':
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    if sys.argv[1] == 'make':
        make(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
        sys.exit()
    for path in sys.argv[1:]:
        for kind, n in sorted(count(path).items()):
            if n:
                print('%s\t%s\t%d' % (os.path.basename(path), kind, n))
