#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""bgp_table.py ROW... - a routing table of MRT (RFC 6396, TABLE_DUMP_V2) on standard output, of the peers 192.0.2.1
(AS 64496, number 0) and 192.0.2.2 (AS 64497, number 1).

    PREFIX=PATH=PATH..   a route of each PATH: AS numbers, and in braces a set; "1: " before it: of peer 1, told a day later
"""
import ipaddress, struct, sys

WHEN = 1763596800


def record(subtype, body):
    return struct.pack('>IHHI', WHEN, 13, subtype, len(body)) + body


def segment(kind, asns):
    return struct.pack('>BB%dI' % len(asns), kind, len(asns), *asns) if asns else b''


def route(text):
    peer, path = (1, text[2:]) if text.startswith('1:') else (0, text)
    sequence, _, members = path.partition('{')
    path = segment(2, [int(x) for x in sequence.split()]) + segment(1, [int(x) for x in members.rstrip('}').split()])
    attrs = bytes([0x40, 1, 1, 0, 0x40, 2, len(path)]) + path
    return struct.pack('>HIH', peer, 1763000000 + 86400 * peer, len(attrs)) + attrs


def main():
    peers = b''.join(struct.pack('>BIII', 2, 1 + i, 0xc0000201 + i, 64496 + i) for i in range(2))
    out = record(1, bytes(6) + struct.pack('>H', 2) + peers)
    for n, row in enumerate(sys.argv[1:]):
        prefix, *paths = row.split('=')
        net = ipaddress.ip_network(prefix)
        head = struct.pack('>IB', n, net.prefixlen) + net.network_address.packed[:(net.prefixlen + 7) // 8]
        out += record(2 if net.version == 4 else 4, head + struct.pack('>H', len(paths)) + b''.join(map(route, paths)))
    sys.stdout.buffer.write(out)


main()
