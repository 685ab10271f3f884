#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""snmp_oracle.py FILE.snmprec ... - what a reader must tell of each recording, counted independently.

Prints FILE<TAB>KIND<TAB>COUNT for every kind of observation that the file gives. Written from the MIBs and
from docs/formats/snmp.md, not from the reader; the unit test sources/snmp_corpus compares the two."""
import collections, ipaddress, os, sys

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


def count(path):
    out, macs = collections.Counter(), set()
    with open(path, encoding='utf-8', errors='surrogateescape', newline='\n') as f:
        for line in f:
            fields = line.rstrip('\n').split('|', 2)
            if len(fields) < 3:
                continue
            oid, tag, value = fields
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
    return out


if __name__ == '__main__':
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    for path in sys.argv[1:]:
        for kind, n in sorted(count(path).items()):
            if n:
                print('%s\t%s\t%d' % (os.path.basename(path), kind, n))
