#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""games.py [--bytes N] NAME FILE | --list - captures made to hurt who reads them, the same at every run.

Each game plays one trick over and over until the capture has about N bytes (1 MiB), so that what the trick costs is
the time and the memory per byte. hostile.py reads all of them. What each does, its doc string says; many are the kind
of input that other decoders were found to crash, hang or over-read on: the names of tcpdump's regression captures and
the advisories of lldpd, FRRouting, pmacct and ipfixcol tell them."""
import argparse, gzip, itertools, os, struct, sys

CAPTURE_BYTES = 1 << 20
GAMES = {}
MAC_A, MAC_B = bytes.fromhex('001b21000001'), bytes.fromhex('00259c000002')
CLIENT, SERVER = bytes([10, 1, 0, 2]), bytes([10, 1, 0, 1])
SEGMENT_BYTES = 1400
DATAGRAM_BYTES = 65507  # the longest of UDP over IPv4


def game(f):
    GAMES[f.__name__] = f
    return f


# ---- layers

def ether(kind, payload, dst=MAC_B, src=MAC_A):
    return dst + src + struct.pack('>H', kind) + payload


def llc(oui_pid, payload, dst='01000ccccccc'):
    body = b'\xaa\xaa\x03' + oui_pid + payload
    return bytes.fromhex(dst) + MAC_A + struct.pack('>H', min(len(body), 1500)) + body


def ipv4(proto, payload, src=CLIENT, dst=SERVER, ident=0, frag=0, more=False, length=None):
    length = 20 + len(payload) if length is None else length
    return struct.pack('>BBHHHBBH4s4s', 0x45, 0, length & 0xffff, ident & 0xffff, more << 13 | frag, 64, proto, 0, src, dst) + payload


def ipv6(proto, payload, src=b'\xfd' + bytes(14) + b'\1', dst=b'\xfd' + bytes(14) + b'\2'):
    return struct.pack('>IHBB', 6 << 28, min(len(payload), 65535), proto, 64) + src + dst + payload


def udp(sport, dport, data):
    return struct.pack('>HHHH', sport, dport, 8 + len(data) & 0xffff, 0) + data


def tcp(sport, dport, seq, data, flags=0x10, ack=0):
    return struct.pack('>HHIIBBHHH', sport, dport, seq & 0xffffffff, ack & 0xffffffff, 0x50, flags, 65535, 0, 0) + data


def frame(ip):
    return ether(0x0800 if ip[0] >> 4 == 4 else 0x86dd, ip)


def datagram(sport, dport, data, src=CLIENT, dst=SERVER, ident=1):
    """A frame, or the fragments that a datagram longer than a frame is sent in."""
    packet = udp(sport, dport, data)
    if len(packet) <= 1480:
        return [frame(ipv4(17, packet, src, dst))]
    return [frame(ipv4(17, packet[at:at + 1480], src, dst, ident, at // 8, at + 1480 < len(packet))) for at in range(0, len(packet), 1480)]


def opened(n, port):
    """The ends of the n-th connection and its first two segments."""
    client, sport = bytes([10]) + (0x10000 + n // 50000).to_bytes(3, 'big'), 10000 + n % 50000
    return client, sport, [frame(ipv4(6, tcp(sport, port, 999, b'', 2), client)),
                           frame(ipv4(6, tcp(port, sport, 4999, b'', 0x12, 1000), SERVER, client))]


def stream(n, port, data, by_server=False, step=SEGMENT_BYTES, flags=0x10, end=False):
    """A connection that says data, in segments of step bytes."""
    client, sport, frames = opened(n, port)
    for at in range(0, len(data), step):
        is_end = end and at + step >= len(data)
        part, f = data[at:at + step], flags | (1 if is_end else 0)
        if by_server:
            frames.append(frame(ipv4(6, tcp(port, sport, 5000 + at, part, f, 1000), SERVER, client)))
        else:
            frames.append(frame(ipv4(6, tcp(sport, port, 1000 + at, part, f, 5000), client)))
    return frames


# ---- files

def pcap(frames, n_bytes, link=1, snaplen=262144, at=1700000000):
    out, size = [struct.pack('<IHHiIII', 0xa1b2c3d4, 2, 4, 0, 0, snaplen, link)], 24
    for i, f in enumerate(frames):
        out.append(struct.pack('<IIII', at + i // 1000000, i % 1000000, len(f), len(f)) + f)
        size += 16 + len(f)
        if size >= n_bytes:
            break
    return b''.join(out)


def of(frames_of, **options):
    """The game whose n-th round sends frames_of(n)."""
    def run(n_bytes):
        return pcap(itertools.chain.from_iterable(frames_of(n) for n in itertools.count()), n_bytes, **options)
    run.__name__, run.__doc__ = frames_of.__name__, frames_of.__doc__
    return run


def rounds(f):
    GAMES[f.__name__] = of(f)
    return f


def block(kind, body, length=None, trailer=None):
    body += bytes(-len(body) % 4)
    length = len(body) + 12 if length is None else length
    return struct.pack('<II', kind, length) + body + struct.pack('<I', length if trailer is None else trailer)


def section():
    return block(0x0a0d0d0a, struct.pack('<IHHq', 0x1a2b3c4d, 1, 0, -1))


def interface(options=b'', snaplen=65535, link=1):
    return block(1, struct.pack('<HHI', link, 0, snaplen) + options)


def enhanced(f, index=0, caplen=None):
    return block(6, struct.pack('<IIIII', index, 396000, 0, len(f) if caplen is None else caplen, len(f)) + f)


def fill(n_bytes, *parts):
    return b''.join(parts[:-1]) + parts[-1] * max(1, (n_bytes - sum(map(len, parts[:-1]))) // len(parts[-1]))


HELLO = frame(ipv4(17, udp(4000, 4001, b'x' * 40)))

# ---- fragments

def query(n):
    return struct.pack('>HHHHHH', n & 0xffff, 0x8180, 0, 1, 0, 0) + b'\3www\7example\0' + struct.pack('>HHIH', 1, 1, 60, 4) + SERVER


@rounds
def frag_teardrop(n):
    """the second fragment lies within the first"""
    packet = udp(53, 4000, query(n))
    packet += bytes(-len(packet) % 8)
    return [frame(ipv4(17, packet[:40], ident=n, more=True)), frame(ipv4(17, packet[24:28], ident=n, frag=3))]


@rounds
def frag_first_last(n):
    """each piece three times with other bytes, the last first"""
    packet = udp(53, 4000, query(n) + bytes(400))
    parts = [(at, packet[at:at + 16]) for at in range(0, len(packet), 8)]
    return [frame(ipv4(17, bytes(b ^ x for b in part), ident=n, frag=at // 8, more=at + 16 < len(packet)))
            for at, part in reversed(parts) for x in (0, 0xff, 0x20)]


@rounds
def frag_beyond(n):
    """pieces that reach beyond 65535 bytes"""
    return [frame(ipv4(17, udp(53, 4000, query(n)).ljust(1480, b'\0'), ident=n, more=True)),
            frame(ipv4(17, bytes(1480), ident=n, frag=8191)), frame(ipv4(17, bytes(8), ident=n, frag=8191, more=True))]


@rounds
def frag_no_end(n):
    """packets of which only the first piece comes"""
    return [frame(ipv4(17, bytes(8), ident=n, more=True, src=(0x0a000000 + n // 65536).to_bytes(4, 'big')))]


@rounds
def frag_far(n):
    """packets of which only the last piece comes: room for 64 KiB each"""
    return [frame(ipv4(17, bytes(8), ident=n, frag=8180, src=(0x0a000000 + n // 65536).to_bytes(4, 'big')))]


@rounds
def frag_tiny(n):
    """64 KiB in pieces of 8 bytes, every second one first"""
    order = list(range(0, 8000, 2)) + list(range(1, 8000, 2))
    return [frame(ipv4(17, bytes(8), ident=n, frag=i, more=i < 7999)) for i in order]


@rounds
def frag_snmp_64k(n):
    """a whole datagram of 64 KiB, and pieces of it again and again behind it"""
    return datagram(4000, 161, ber(0x30, ber(2, b'\1') + ber(4, b'public') + bytes(60000)), ident=n)


@rounds
def ip6_extensions(n):
    """extension headers to the end of a long packet"""
    chain = b''.join(bytes([60, 0]) + bytes(6) for _ in range(170))
    return [frame(ipv6(60, chain)), frame(ipv6(0, chain)), frame(ipv6(43, bytes([43, 255, 0, 255]) + bytes(1300))),
            frame(ipv6(44, struct.pack('>BBHI', 44, 0, 1, n) * 100))]


# ---- TCP

REQUEST = b'GET / HTTP/1.1\r\nHost: a.example\r\nUser-Agent: x'


@rounds
def tcp_overlap(n):
    """segments that overlap with other bytes, in the wrong order"""
    client, sport, frames = opened(n, 80)
    data = REQUEST + b'\r\nAccept: */*' * 20
    for at in [0] + list(range(len(data) - 9, 0, -5)):
        for x in (0, 1):
            frames.append(frame(ipv4(6, tcp(sport, 80, 1000 + at, bytes(b ^ x for b in data[at:at + 9])), client)))
    return frames


@rounds
def tcp_gaps(n):
    """every second byte of a message, then the others"""
    client, sport, frames = opened(n, 80)
    data = REQUEST + b'\r\nAccept: */*' * 20
    return frames + [frame(ipv4(6, tcp(sport, 80, 1000 + at, data[at:at + 1]), client))
                     for at in [0, *range(1, len(data), 2), *range(2, len(data), 2)]]


@rounds
def tcp_unfinished(n):
    """connections that each begin a message and do not end it"""
    client, sport, frames = opened(n, 80)
    return [frame(ipv4(6, tcp(sport, 80, 1000, REQUEST), client))]


@rounds
def tcp_far(n):
    """a message that begins, and its 64th KiB: room for all of it"""
    client, sport, frames = opened(n, 80)
    return [frame(ipv4(6, tcp(sport, 80, 1000 + at, REQUEST), client)) for at in (0, 65000)]


@rounds
def tcp_byte_by_byte(n):
    """a head that comes byte by byte, each pushed"""
    return stream(n, 80, REQUEST + b'\r\nX-A: b' * 400, step=1, flags=0x18)


def late_pushes(n, port, data, by_server=False):
    """Nearly all of what one message may be, then single bytes, each pushed."""
    data = data[:65000]
    client, sport, _ = opened(n, port)
    frames = stream(n, port, data[:-70], by_server)
    for at in range(len(data) - 70, len(data)):
        part = data[at:at + 1]
        frames.append(frame(ipv4(6, tcp(port, sport, 5000 + at, part, 0x18, 1000), SERVER, client) if by_server else
                            ipv4(6, tcp(sport, port, 1000 + at, part, 0x18, 5000), client)))
    return frames


@rounds
def late_http_head(n):
    """63 KiB of a head, then byte by byte"""
    return late_pushes(n, 80, b'HTTP/1.1 200 OK\r\n' + b'Server: x\r\n' * 7000, True)


@rounds
def late_http_body(n):
    """63 KiB of a packed page, then byte by byte"""
    page = gzip.compress(os_random(65000, n))
    return late_pushes(n, 80, b'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nContent-Length: 99999\r\n\r\n' + page, True)


@rounds
def late_http_chunks(n):
    """63 KiB of a page in chunks of one byte, then byte by byte"""
    return late_pushes(n, 80, b'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n' + b'1\r\n<\r\n' * 12000, True)


@rounds
def late_tls(n):
    """63 KiB of a chain of certificates in records of one byte, then byte by byte"""
    hello = tls_hello_server()
    body = hello + b'\x0b' + (900000).to_bytes(3, 'big') * 3 + certificate(2000)
    return late_pushes(n, 443, b''.join(b'\x16\3\3\0\1' + bytes([b]) for b in body), True)


@rounds
def late_http2(n):
    """63 KiB of fields, then byte by byte"""
    fields = (b'\x40\x01a' + b'\x7f\x80\x01' + b'b' * 255) * 60
    return late_pushes(n, 80, b'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n' + h2(4, 0, 0, b'') + h2(1, 0, 1, fields[:16000]) + h2(9, 0, 1, fields[:16000]) * 4)


@rounds
def late_netconf(n):
    """63 KiB of capabilities, then byte by byte"""
    return late_pushes(n, 830, b'<hello xmlns="urn:ietf:params:xml:ns:netconf:base:1.0"><capabilities>' + b'<capability>a</capability>' * 3000, True)


@rounds
def late_upnp(n):
    """63 KiB of a device's description, then byte by byte"""
    return late_pushes(n, 49152, b'HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 99999\r\n\r\n<root><device>' + b'<a b="c"><d>' * 6000, True)


# ---- encapsulations

@rounds
def vlan_16(n):
    """16 tags"""
    return [ether(0x8100, b'\0\1\x81\0' * 15 + b'\0\1\x08\0' + ipv4(17, udp(53, 4000, query(n))))]


@rounds
def vlan_1000(n):
    """1000 tags of three kinds"""
    return [ether(0x88a8, b'\0\1\x81\0\0\1\x91\0\0\1\x88\xa8' * 333 + b'\0\1\x08\0' + ipv4(17, b''))]


@rounds
def qinq_mpls_100(n):
    """two tags and 100 labels"""
    return [ether(0x88a8, b'\0\1\x81\0\0\2\x88\x47' + b'\0\x01\0\x40' * 100 + b'\0\x01\x01\x40' + ipv4(17, udp(53, 4000, query(n))))]


def nested(wrap, times):
    packet = ipv4(17, udp(53, 4000, query(1)))
    for _ in range(times):
        packet = wrap(packet)
    return packet


WRAPS = {
    'ip': lambda p: ipv4(4, p),
    'ip6': lambda p: ipv6(41, p),
    'gre': lambda p: ipv4(47, b'\0\0\x08\0' + p),
    'vxlan': lambda p: ipv4(17, udp(4789, 4789, b'\x08\0\0\0\0\0\1\0' + ether(0x0800, p))),
    'geneve': lambda p: ipv4(17, udp(6081, 6081, b'\0\0\x65\x58\0\0\1\0' + ether(0x0800, p))),
    'gtp': lambda p: ipv4(17, udp(2152, 2152, b'\x30\xff' + struct.pack('>HI', len(p) & 0xffff, 1) + p)),
    'pppoe': lambda p: ipv4(47, b'\0\0\x88\x64\x11\0\0\1' + struct.pack('>H', len(p) + 2) + b'\0\x21' + p),
}


@rounds
def tunnels_100(n):
    """each encapsulation 100 deep in itself"""
    return [frame(nested(w, 100)) for w in WRAPS.values()]


@rounds
def tunnels_mixed(n):
    """all encapsulations in each other, 15 rounds"""
    packet = ipv4(17, udp(53, 4000, query(n)))
    for _ in range(15):
        for w in WRAPS.values():
            packet = w(packet)
    return [frame(packet)]


# ---- discovery

def tlv(kind, value, length=None):
    return struct.pack('>H', kind << 9 | (len(value) if length is None else length)) + value


def lldp(*tlvs):
    return ether(0x88cc, tlv(1, b'\x04' + MAC_A) + tlv(2, b'\x05p1') + tlv(3, b'\0\x78') + b''.join(tlvs), bytes.fromhex('0180c200000e'))


@rounds
def lldp_1000(n):
    """1000 TLVs, empty, and the same with names"""
    return [lldp(*[tlv(127, b'')] * 1000), lldp(*[tlv(5, b'%d' % i) for i in range(1000)])]


@rounds
def lldp_lies(n):
    """lengths that lie in each TLV"""
    bad = [tlv(8, b'\xff\1'), tlv(8, b'\5\1' + SERVER + b'\2\0\0\0\1\xff'), tlv(127, b'\0\x12\x0f\4\1'), tlv(127, b'\0\x12\xbb\3\2\xff'),
           tlv(127, b'\0\x12\xbb'), tlv(127, b'\0\x80\xc2\3\0\1\xff'), tlv(6, b'x', 511), tlv(0, b'', 7)]
    return [lldp(t, *bad) for t in bad]


@rounds
def lldp_chassis(n):
    """each frame another switch, with a long description that is nearly known"""
    name = b'sw-%d' % n
    return [ether(0x88cc, tlv(1, b'\x07' + name) + tlv(2, b'\x05p1') + tlv(3, b'\0\x78') + tlv(5, name) +
                  tlv(6, b'Cisco IOS Software, Version 12.2(' + name + b') ' * 12), bytes.fromhex('0180c200000e'))]


def switch(mac, *tlvs):
    return ether(0x88cc, b''.join(tlvs), bytes.fromhex('0180c200000e'), mac)


@rounds
def lldp_macs_of_one(n):
    """one switch with address after address, of all registrants, and description after description"""
    mac = (n * 0x9e3779b1 & 0xfcffffff).to_bytes(4, 'big')[:3] + n.to_bytes(3, 'big')
    return [switch(mac, tlv(1, b'\x07chassis-1'), tlv(2, b'\x05p1'), tlv(3, b'\0\x78'), tlv(6, b'Version %d of Cisco Juniper Huawei' % n))]


@rounds
def lldp_links(n):
    """switch after switch, each with a port and the name of the one before"""
    mac, ip = addresses(n)
    return [switch(mac, tlv(1, b'\x04' + mac), tlv(2, b'\x05port-%d' % n), tlv(3, b'\0\x78'), tlv(5, b'sw-%d' % (n // 2)), tlv(8, b'\5\1' + ip + b'\2\0\0\0\1\0'))]


@rounds
def cdp_products_of_one(n):
    """one device with platform after platform, version after version"""
    cdp = lambda *t: llc(b'\0\0\x0c\x20\0', b'\2\xb4\0\0' + b''.join(struct.pack('>HH', k, len(v) + 4) + v for k, v in t))
    return [cdp((1, b'sw-1'), (6, b'cisco WS-C%d-24T' % n), (5, b'Cisco IOS Software, C2960 Software, Version 12.2(%d)SE' % n))]


@rounds
def upnp_models_of_one(n):
    """one device with model after model, each of other words"""
    said = b'<root><device><UDN>uuid:1</UDN><manufacturer>Maker %d</manufacturer><modelName>M%d Series %d Plus</modelName><friendlyName>d%d</friendlyName></device></root>' % ((n,) * 4)
    return [frame(ipv4(6, tcp(49152, 4000, 1000 + n * 2000, page(b'text/xml', said)), SERVER, CLIENT))]


@rounds
def cdp_addresses(n):
    """counts and lengths that lie"""
    cdp = lambda *t: llc(b'\0\0\x0c\x20\0', b'\2\xb4\0\0' + b''.join(struct.pack('>HH', k, len(v) + 4) + v for k, v in t))
    return [cdp((2, b'\xff\xff\xff\xff' + b'\1\1\xcc\0\4' + SERVER)), cdp((2, struct.pack('>I', 100) + (b'\1\1\xcc\0\4' + SERVER) * 100)),
            cdp(*[(1, b'')] * 300), llc(b'\0\0\x0c\x20\0', b'\2\xb4\0\0' + b'\0\1\0\0' * 300)]


@rounds
def edp_repeated(n):
    """TLVs of no length, repeated; STP cut in each place"""
    stp = bytes.fromhex('0000038002' + '7c' + '8000001b2100000100000000' + '8000001b210000018001' + '0000140002000f00') + b'\0\xff\xff' + bytes(60)
    return ([llc(b'\0\xe0\x2b\0\xbb', b'\1\0' + struct.pack('>HHHH', 600, 0, 0, 0) + MAC_A + t * 100, '00e02b000000') for t in (b'\x99\1\0\4', b'\x99\1\0\0', b'\x99\2\xff\xff')] +
            [llc(b'\0\xe0\x52\x20\0', b'\1\xb4\0\0' + b'\0\1\0\4' * 300, '01e052cccccc')] +
            [bytes.fromhex('0180c2000000') + MAC_A + struct.pack('>H', 3 + i) + b'\x42\x42\3' + stp[:i] for i in range(0, len(stp), 7)])


@rounds
def arp_lengths(n):
    """lengths of addresses that lie"""
    return [ether(0x0806, struct.pack('>HHBBH', 1, 0x0800, h, p, 1) + MAC_A + CLIENT + bytes(10))
            for h, p in ((255, 4), (6, 255), (0, 0), (255, 255), (6, 0), (20, 4), (0, 4))]


def addresses(n):
    mac = bytes.fromhex('001b21') + (n & 0xffffff).to_bytes(3, 'big')
    ip = (0x0a000000 + (n & 0xffffff)).to_bytes(4, 'big')
    return mac, ip


@rounds
def arp_all_of_one(n):
    """one MAC that claims address after address"""
    _, ip = addresses(n)
    return [ether(0x0806, struct.pack('>HHBBH', 1, 0x0800, 6, 4, 1) + MAC_A + ip + bytes(6) + SERVER, b'\xff' * 6)]


@rounds
def arp_one_of_all(n):
    """address after address that claims to be one"""
    mac, _ = addresses(n)
    return [ether(0x0806, struct.pack('>HHBBH', 1, 0x0800, 6, 4, 1) + mac + SERVER + bytes(6) + SERVER, b'\xff' * 6, mac)]


@rounds
def arp_chain(n):
    """MACs and addresses that make one chain of all"""
    mac, ip = addresses(n)
    mac2, _ = addresses(n + 1)
    return [ether(0x0806, struct.pack('>HHBBH', 1, 0x0800, 6, 4, 1) + m + ip + bytes(6) + SERVER, b'\xff' * 6, m) for m in (mac, mac2)]


def dhcp(mac, options):
    return frame(ipv4(17, udp(68, 67, struct.pack('>BBBBIHH', 1, 1, 6, 0, 1, 0, 0) + bytes(16) + mac + bytes(202) + b'\x63\x82\x53\x63' + options), bytes(4), b'\xff' * 4))


@rounds
def dhcp_options(n):
    """options beyond the packet, 600 empty ones, overload"""
    return [dhcp(MAC_A, b'\x35\1\1\x0c\xff'), dhcp(MAC_A, b'\x35\1\1' + b'\x0c\0' * 600), dhcp(MAC_A, b'\x34\1\3' + b'\x7d\xff' + b'\xff' * 300),
            dhcp(MAC_A, b'\x35\1\1' + b''.join(bytes([i, 1, 7]) for i in range(1, 255)) + b'\xff')]


@rounds
def dhcp_names_of_one(n):
    """one client with name after name"""
    return [dhcp(MAC_A, b'\x35\1\1\x0c\x0bhost%07d' % n + b'\xff')]


@rounds
def dhcp_name_of_all(n):
    """client after client with one name and one vendor class"""
    mac, _ = addresses(n)
    return [dhcp(mac, b'\x35\1\1\x0c\4same\x3c\x08MSFT 5.0\xff')]


@rounds
def dhcpv6_lengths(n):
    """options beyond the packet, and options in options"""
    deep = b''
    for _ in range(200):
        deep = struct.pack('>HH', 9, len(deep) + 38) + b'\x0c\0' + bytes(32) + b'' if len(deep) > 1200 else struct.pack('>HH', 9, len(deep) + 34) + b'\x0c\0' + bytes(32) + deep
    return [frame(ipv6(17, udp(546, 547, b'\1\0\0\1' + struct.pack('>HH', 1, 65535) + b'x' * 20))),
            frame(ipv6(17, udp(546, 547, b'\x0c\0' + bytes(32) + deep))), frame(ipv6(17, udp(546, 547, b'\1\0\0\1' + b'\0\x10\0\0' * 300)))]


# ---- DNS

def dns(records, n_records, flags=0x8400):
    return struct.pack('>HHHHHH', 0, flags, 0, n_records, 0, 0) + records


LONG_NAME = b'\1a' * 126 + b'\0'


@rounds
def dns_pointer_loops(n):
    """pointers to themselves, to each other, forward, and 200 in a chain"""
    chain = b'\1a\0' + b''.join(b'\xc0' + bytes([12 + max(0, 2 * i - 1)]) for i in range(100))
    bodies = [b'\xc0\x0c', b'\xc0\x0e\xc0\x0c', b'\xc0\x20', b'\x3f' + b'a' * 63 + b'\xc0\x0c', b'\1a\xc0\x0c', b'\xff\xff', b'\x40x\0', chain]
    tail = struct.pack('>HHIH', 12, 1, 60, 2) + b'\xc0\x0c'
    return [f for b in bodies for port in (53, 5353, 137, 5355) for f in datagram(port, port, dns(b + tail, 1) + tail)]


@rounds
def dns_labels(n):
    """names of 126 labels, each record a pointer to one"""
    first = LONG_NAME + struct.pack('>HHIH', 12, 1, 60, 2) + b'\xc0\x0c'
    again = b'\xc0\x0c' + struct.pack('>HHIH', 12, 1, 60, 2) + b'\xc0\x0c'
    return [f for port in (5353, 53) for f in datagram(port, port, dns(first + again * 80, 81), ident=n)]


@rounds
def dns_64k(n):
    """4000 records in a datagram of 64 KiB"""
    again = b'\xc0\x0c' + struct.pack('>HHIH', 12, 1, 60, 2) + b'\xc0\x0c'
    return [f for port in (5353, 53, 137) for f in datagram(port, port, dns(b'\1a\0' + again[2:] + again * 4000, 4001), ident=n)]


@rounds
def dns_names_of_one(n):
    """records of 16 bytes that each make a name of 250"""
    long = b'\x3f' + b'a' * 63 + b'\x3f' + b'b' * 63 + b'\x3f' + b'c' * 63 + b'\x2f' + b'd' * 47 + b'\0'
    first = long + struct.pack('>HHIH', 1, 1, 60, 4) + SERVER
    more = b''.join(b'\4%04x' % (n * 80 + i & 0xffff) + b'\xc0\x0c' + struct.pack('>HHIH', 1, 1, 60, 4) + SERVER for i in range(80))
    return datagram(5353, 5353, dns(first + more, 81))


@rounds
def mdns_services(n):
    """services of one host, with texts of 1 KiB"""
    name = b'\x08svc%05x' % (n & 0xfffff) + b'\x05_http\x04_tcp\x05local\0'
    text = b''.join(b'\x0fkey%02d=valuexxxx' % i for i in range(60))
    return datagram(5353, 5353, dns(name + struct.pack('>HHIH', 16, 1, 60, len(text)) + text, 1))


@rounds
def nbns_status(n):
    """a status of 255 names in 100 bytes"""
    return datagram(137, 137, dns(b'\x20' + b'CA' * 16 + b'\0' + struct.pack('>HHIH', 33, 1, 0, 100) + b'\xff' + b'A' * 99, 1))


# ---- BER, and what tells by it

def ber(tag, value, length=None):
    n = len(value) if length is None else length
    head = bytes([n]) if n < 128 else bytes([0x80 | (n.bit_length() + 7) // 8]) + n.to_bytes((n.bit_length() + 7) // 8, 'big')
    return bytes([tag]) + head + value


def snmp(pdu):
    return ber(0x30, ber(2, b'\1') + ber(4, b'public') + pdu)


@rounds
def snmp_lengths(n):
    """lengths of 2^63 and 2^64-1, of 127 bytes, endless sub-identifiers"""
    oid = ber(6, b'\x2b\6\1\2\1\1\1\0')
    pdu = lambda bindings: snmp(ber(0xa2, ber(2, b'\1') + ber(2, b'\0') + ber(2, b'\0') + bindings))
    bodies = [ber(0x30, b'x', 1 << 63), ber(0x30, b'x', (1 << 64) - 1), b'\x30\xff' + b'\xff' * 127, b'\x30\x80' * 300, b'\x30\x84\x7f\xff\xff\xff',
              pdu(ber(0x30, ber(0x30, oid + ber(4, b'x', 1 << 63)))), pdu(ber(0x30, ber(0x30, ber(6, b'\xff' * 1000) + ber(5, b'')))),
              pdu(ber(0x30, ber(0x30, ber(6, b'\x2b' + b'\x8f\xff\xff\xff\xff\xff\xff\xff\xff\x7f' * 90) + ber(4, b'')))), snmp(ber(0xa2, ber(2, b'\xff' * 900)))]
    return [f for b in bodies for f in datagram(161, 4000, b)]


@rounds
def snmp_bindings(n):
    """5000 bindings of 12 bytes"""
    one = ber(0x30, ber(6, b'\x2b\6\1\2\1\1\1\0') + ber(5, b''))
    return datagram(161, 4000, snmp(ber(0xa2, ber(2, b'\1') + ber(2, b'\0') + ber(2, b'\0') + ber(0x30, one * 4500))), ident=n)


@rounds
def snmp_descr(n):
    """descriptions of 1 KiB, each another of one agent"""
    descr = b'Linux %d ' % n + b'Version 7.1.070, Release Software (fc1) ' * 25
    one = ber(0x30, ber(6, b'\x2b\6\1\2\1\1\1\0') + ber(4, descr))
    return datagram(161, 4000, snmp(ber(0xa2, ber(2, b'\1') + ber(2, b'\0') + ber(2, b'\0') + ber(0x30, one))))


def sctp(ppid, data, n):
    data_chunk = struct.pack('>BBHIHHI', 0, 3, 16 + len(data) & 0xffff, n, 0, 0, ppid) + data
    return frame(ipv4(132, struct.pack('>HHII', 38412, 38412, 1, 0) + data_chunk + bytes(-len(data) % 4)))


@rounds
def ngap_lengths(n):
    """setups with lengths that lie, 300 elements, fragments of 16 KiB announced"""
    out = [sctp(60, b'\0\x15\0' + tail, n) for tail in (b'\xff' * 200, b'\xc4' + bytes(100), b'\x80\xff\0\0\xff\xff' + bytes(300), b'\x82\x58\0\0\1\x2c' + b'\0\x1b\0\1\0' * 240)]
    return out + [sctp(18, b'\0\x11\0\xbf\xff' + b'\0\x3b\0\x08' * 300, n)]


@rounds
def sctp_chunks(n):
    """360 chunks of no length in a packet; fragments that do not end"""
    begin = struct.pack('>BBHIHHI', 0, 2, 20, n, n & 0xffff, 0, 60) + b'abcd'
    return [frame(ipv4(132, struct.pack('>HHII', 38412, 38412, 1, 0) + b'\1\0\0\4' * 360)), frame(ipv4(132, struct.pack('>HHII', 1, 2, 1, 0) + b'\0\0\0\0' * 9)),
            frame(ipv4(132, struct.pack('>HHII', n & 0xffff, 38412, 1, 0) + begin))]


@rounds
def diameter_lengths(n):
    """AVPs that lie about their length, 8 bytes each, and in each other"""
    deep = b''
    for _ in range(60):
        deep = struct.pack('>IBBH', 443, 0x40, 0, 8 + len(deep)) + deep
    head = lambda body, n=None: b'\1' + (20 + len(body) if n is None else n).to_bytes(3, 'big') + struct.pack('>IIII', 257, 0, 1, 1)[0:16] + body
    bodies = [struct.pack('>II', 264, 8) * 150, struct.pack('>II', 264, 0) * 100, struct.pack('>II', 264, 0xffffff), deep]
    return [f for i, b in enumerate(bodies) for f in stream(4 * n + i, 3868, head(b))] + stream(4 * n, 3868, head(b'', 0xffffff) + bytes(3000))


@rounds
def radius_attributes(n):
    """attributes of length 0, 1, beyond; 600 empty ones; vendors in vendors"""
    bodies = [b'\x20\0' * 40, b'\x20\1' * 40, b'\x20\xff', b'\x20\2' * 600, (b'\x1a\x0c\0\0\x00\x09\1\6aaaa') * 100, b'\x1a\6\0\0\0\x09' * 100]
    return [f for b in bodies for f in datagram(4000, 1812, struct.pack('>BBH', 1, 1, 20 + len(b)) + bytes(16) + b)]


@rounds
def gtp_pfcp_elements(n):
    """elements of no length, grouped in each other, beyond the end"""
    bodies = [b'\3\0\0\0' * 300, b'\3\xff\xff\0', b'\x49\0\x04\0' * 300, b'\x93\xff\xff\xff' * 90]
    deep = b''
    for _ in range(100):
        deep = struct.pack('>HH', 1, len(deep)) + deep
    return ([f for b in bodies for f in datagram(2123, 2123, b'\x48\x20' + struct.pack('>HII', len(b) + 8, 1, 1) + b)] +
            [f for b in [deep, b'\0\x3c\xff\xff', b'\0\x60\0\0' * 300] for f in datagram(8805, 8805, b'\x20\5' + struct.pack('>HI', len(b) + 4, 1) + b)])


@rounds
def routing_lengths(n):
    """EIGRP, OSPF, PIM, VRRP, IS-IS, HSRP: TLVs of length 0 and beyond"""
    bodies = [(88, b'\2\5' + bytes(18) + t * 60) for t in (b'\0\1\0\0', b'\0\1\0\4', b'\0\xf4\xff\xff')]
    bodies += [(89, b'\2\1' + struct.pack('>H', n) + bytes(20) + b'\0' * 40) for n in (0, 24, 65535)] + [(103, b'\x20\0\0\0' + b'\0\1\0\0' * 200), (112, b'\x31\1\x64\xff' + bytes(40))]
    isis = lambda body: bytes.fromhex('0180c2000014') + MAC_A + struct.pack('>H', 3 + len(body)) + b'\xfe\xfe\3' + body
    lsp = b'\x83\x1b\1\0\x12\1\0\0' + struct.pack('>HH', 1400, 1200) + MAC_A + b'\0\0' + bytes(4) + b'\0\0\3'
    return ([frame(ipv4(p, b, dst=b'\xe0\0\0\x0a')) for p, b in bodies] + [isis(lsp + t * 300) for t in (b'\x89\0', b'\x89\xff', b'\1\0', b'\xe5\1\1')] +
            [f for b in (b'\xff' * 90, b'\1\0' * 300) for f in datagram(1985, 1985, b)])


@rounds
def flows_and_routes(n):
    """BGP, NetFlow, IPFIX, sFlow with lengths that lie: not read here, and must not be"""
    bgp = b'\xff' * 16 + b'\0\x13\2' + b'\xff' * 40
    return stream(n, 179, bgp * 20) + [f for port in (2055, 4739, 6343) for f in datagram(4000, port, b'\0\x0a\0\x10' + b'\xff\xff' * 300)]


# ---- HTTP

@rounds
def http_100000_headers(n):
    """100000 fields in one head"""
    return stream(n, 80, b'HTTP/1.1 200 OK\r\n' + b'X-A: b\r\n' * 100000, True)


@rounds
def http_10mb_header(n):
    """a field of 10 MB"""
    return stream(n, 80, b'HTTP/1.1 200 OK\r\nServer: ' + b'x' * 10000000, True)


@rounds
def http_pipeline(n):
    """responses of 40 bytes, one behind the other, in one segment"""
    return stream(n, 80, b'HTTP/1.1 204 OK\r\nServer: a\r\n\r\n' * 46, True)


@rounds
def http_pipeline_64k(n):
    """requests of 18 bytes up to 64 KiB, with the end of the last missing all the time"""
    return stream(n, 80, b'GET / HTTP/1.1\r\n\r\n' * 3500 + b'GET / HTTP/1.1\r\nA: b', flags=0x18)


@rounds
def http_headers_of_one(n):
    """a Server of 1300 bytes in each segment, each another, of one server"""
    return [frame(ipv4(6, tcp(80, 4000, 1000 + n * 2000, b'HTTP/1.1 200 OK\r\nServer: %d/' % n + b'nginx/1.2 ' * 130 + b'\r\n\r\n'), SERVER, CLIENT))]


@rounds
def http_challenges(n):
    """challenges of 8 KiB: commas, quotes that do not end, realms"""
    values = [b',' * 1200, b'Basic realm="' + b'\\"' * 600, b'a b=c,' * 200, b'Basic realm="x", ' * 70]
    return [frame(ipv4(6, tcp(80, 4000, 1000 + (4 * n + i) * 2000, b'HTTP/1.1 401 No\r\nWWW-Authenticate: ' + v + b'\r\n\r\n'), SERVER, CLIENT)) for i, v in enumerate(values)]


def page(kind, body, encoding=b''):
    return b'HTTP/1.1 200 OK\r\nContent-Type: ' + kind + (b'\r\nContent-Encoding: ' + encoding if encoding else b'') + b'\r\nContent-Length: %d\r\n\r\n' % len(body) + body


@rounds
def http_gzip_bomb(n):
    """a page of 10 MB in 10 KB"""
    return stream(n, 80, page(b'text/html', BOMB, b'gzip'), True)


@rounds
def http_gzip_in_segment(n):
    """the beginning of such a page in each segment"""
    return [frame(ipv4(6, tcp(80, 4000, 1000 + n * 2000, page(b'text/html', BOMB[:1200], b'gzip')), SERVER, CLIENT))]


@rounds
def http_titles(n):
    """titles that begin and do not end, each behind the other"""
    return [frame(ipv4(6, tcp(80, 4000, 1000 + n * 2000, page(b'text/html', b'<title' * 200)), SERVER, CLIENT)),
            frame(ipv4(6, tcp(80, 4000, 900000000 + n * 2000, page(b'text/html', b'<title>' + b'&amp;' * 250)), SERVER, CLIENT))]


XML_BOMB = (b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">' + b''.join(b'<!ENTITY %c "%s">' % (98 + i, b'&%c;' % (97 + i) * 10) for i in range(9)) +
            b'<!ENTITY x SYSTEM "file:///etc/passwd">]>')


@rounds
def xml_bombs(n):
    """entities in entities, a file, 100 deep, attributes by the hundred: UPnP, CWMP, NETCONF, WS-Discovery, SADP"""
    upnp = XML_BOMB + b'<root><device><UDN>uuid:1</UDN><manufacturer>&j;&x;</manufacturer></device></root>'
    deep = b'<a>' * 400
    wide = b'<root><device><UDN ' + b''.join(b'a%d="b" ' % i for i in range(120)) + b'>x</UDN>'
    out = [f for i, x in enumerate((upnp, deep, wide)) for f in stream(5 * n + i, 49152, page(b'text/xml', x), True)]
    out += stream(5 * n + 3, 830, XML_BOMB + b'<hello><capabilities><capability>&j;</capability></capabilities></hello>]]>]]>', True)
    return out + [f for port in (3702, 37020) for x in (upnp, deep, wide) for f in datagram(port, port, x)]


@rounds
def ssdp_many(n):
    """notifications, each of another device, with a server of 1 KiB"""
    return datagram(1900, 1900, b'NOTIFY * HTTP/1.1\r\nNT: upnp:rootdevice\r\nUSN: uuid:%d\r\nSERVER: ' % n + b'Linux/3.14 UPnP/1.0 x/1 ' * 40 + b'\r\nLOCATION: http://10.0.0.1/\r\n\r\n')


@rounds
def sip_folded(n):
    """fields that are folded at each byte, 600 times Via"""
    return [f for b in (b'User-Agent: ' + b'x\r\n ' * 330, b'Via: SIP/2.0/UDP a\r\n' * 65) for f in datagram(5060, 5060, b'OPTIONS sip:a SIP/2.0\r\n' + b + b'\r\n\r\n')]


def os_random(n, seed):
    x, out = seed * 2654435761 + 1 & 0xffffffff, bytearray()
    while len(out) < n:
        x = x * 1664525 + 1013904223 & 0xffffffff
        out += x.to_bytes(4, 'big')
    return bytes(out[:n])


BOMB = gzip.compress(bytes(10 << 20), 9, mtime=0)


# ---- HTTP/2

def h2(kind, flags, number, payload):
    return len(payload).to_bytes(3, 'big') + bytes([kind, flags]) + struct.pack('>I', number) + payload


PREFACE = b'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n' + h2(4, 0, 0, b'')


@rounds
def http2_bomb(n):
    """a field of 4 KiB remembered, then referred to by single bytes"""
    fields = b'\x40\x01a' + b'\x7f\xc1\x1e' + b'b' * 4000 + b'\xbe' * 11000
    return stream(n, 80, PREFACE + h2(1, 4, 1, fields))


@rounds
def http2_small_bomb(n):
    """the same in one segment: 1 KiB referred to 300 times"""
    return [frame(ipv4(6, tcp(4000 + n % 60000, 80, 1000, PREFACE + h2(1, 4, 1, b'\x40\x01a' + b'\x7f\xf1\x06' + b'b' * 1008 + b'\xbe' * 300))))]


@rounds
def http2_flood(n):
    """frames of no bytes, table sizes set again and again, promises"""
    return stream(n, 80, PREFACE + h2(4, 0, 0, b'') * 150) + stream(n, 80, PREFACE + h2(1, 0, 1, b'\x3f\xe1\x1f' * 2000) + h2(9, 0, 1, b'') * 300)


# ---- TLS, QUIC, SSH

def der(tag, *parts):
    return ber(tag, b''.join(parts))


def certificate(n_names, issuer=b'CN'):
    name = der(0x30, der(0x31, der(0x30, der(6, b'\x55\4\3'), der(0x0c, issuer))))
    names = der(0x30, *[der(0x82, b'n%05d.example' % i) for i in range(n_names)])
    extensions = der(0xa3, der(0x30, der(0x30, der(6, b'\x55\x1d\x11'), der(4, names))))
    key = der(0x30, der(0x30, der(6, b'\x2a\x86\x48\xce\x3d\2\1')), der(3, bytes(66)))
    tbs = der(0x30, der(0xa0, der(2, b'\2')), der(2, b'\1'), der(0x30), name, der(0x30), name, key, extensions)
    return der(0x30, tbs, der(0x30), der(3, b'\0'))


def tls_hello_server():
    return b'\2\0\0\x28\3\3' + bytes(32) + b'\0\xc0\x2f\0\0\0'


def records(message, size=16384):
    return b''.join(b'\x16\3\3' + struct.pack('>H', len(message[at:at + size])) + message[at:at + size] for at in range(0, len(message), size))


def chain(*certificates):
    listed = b''.join(len(c).to_bytes(3, 'big') + c for c in certificates)
    return b'\x0b' + (len(listed) + 3).to_bytes(3, 'big') + len(listed).to_bytes(3, 'big') + listed


@rounds
def tls_10000_names(n):
    """a certificate of 10000 names, and one of 2500, which is read"""
    return stream(2 * n, 443, records(tls_hello_server() + chain(certificate(10000))), True) + stream(2 * n + 1, 443, records(tls_hello_server() + chain(certificate(2500))), True)


@rounds
def tls_subject(n):
    """a certificate whose subject has 900 parts"""
    part = der(0x31, der(0x30, der(6, b'\x2b' + b'\x8f' * 3 + b'\x01'), der(0x1e, b'\xff\xfe' * 3)))
    name = der(0x30, part * 900)
    tbs = der(0x30, der(2, b'%d' % n), der(0x30), name, der(0x30), name, der(0x30))
    return stream(n, 443, records(tls_hello_server() + chain(der(0x30, tbs))), True)


@rounds
def tls_der_lengths(n):
    """lengths of 2^63 and of no end in each element"""
    bodies = [ber(0x30, b'x', 1 << 63), b'\x30\x80' * 600, ber(0x30, ber(0x30, b'\2\1\1', 1 << 31)), b'\x30\x83\xff\xff\xff' * 200, b'\x30\x84\0\0\0\1' * 200]
    return [f for i, b in enumerate(bodies) for f in stream(5 * n + i, 443, records(tls_hello_server() + chain(b)), True)]


def tls_hello_client(extensions, ciphers=b'\x13\1'):
    body = b'\3\3' + bytes(32) + b'\0' + struct.pack('>H', len(ciphers)) + ciphers + b'\1\0' + struct.pack('>H', len(extensions) & 0xffff) + extensions
    return b'\1' + len(body).to_bytes(3, 'big') + body


@rounds
def tls_64k_extensions(n):
    """a hello with 65535 bytes of extensions of no bytes; 32767 ciphers"""
    return (stream(2 * n, 443, records(tls_hello_client(b'\xab\xcd\0\0' * 16383 + b'\0\0\0'))) +
            stream(2 * n + 1, 443, records(tls_hello_client(b'\0\0\0\0', struct.pack('>H', n & 0xffff) * 32000))))


@rounds
def tls_hellos(n):
    """a hello of 121 extensions and 500 algorithms in each segment, each another"""
    return [frame(ipv4(6, tcp(4000, 443, 1000 + n * 2000, records(tls_hello_client(struct.pack('>HHHH', 0x1234, 0, n & 0x7fff, 0) * 60 + struct.pack('>HHH', 13, 1002, 1000) + b'\4\3' * 500)))))]


@rounds
def tls_split(n):
    """a hello in records of one byte"""
    return stream(n, 443, records(tls_hello_client(b'\0\0\0\6\0\4\0\0\1a' + b'\x44\x44\0\0' * 100), 1), flags=0x18)


@rounds
def quic_initials(n):
    """the shortest first packets that have to be decrypted, four in a datagram"""
    one = lambda i: b'\xc0\0\0\0\1\x08' + struct.pack('>II', n, i) + b'\0\0\x40\x40' + os_random(64, n + i)
    return datagram(4000, 443, b''.join(one(i) for i in range(15))) + datagram(4000, 443, one(n))


@rounds
def quic_long_ids(n):
    """connection ids of 255 bytes, tokens and lengths of 2^62"""
    bodies = [b'\xc0\0\0\0\1\xff' + bytes(300), b'\xc0\0\0\0\1\x08' + bytes(8) + b'\0\xff' + b'\xff' * 7, b'\xc0\0\0\0\1\x08' + bytes(8) + b'\0\0\xff' + b'\xff' * 7 + bytes(40)]
    return [f for b in bodies for f in datagram(4000, 443, b)]


@rounds
def ssh_lists(n):
    """lists of algorithms of 35000 bytes and of 2^32-1; a banner that does not end"""
    long = struct.pack('>I', 30000) + b'a,' * 15000
    kex = b'\x14' + bytes(16) + long
    lie = b'\x14' + bytes(16) + b'\xff\xff\xff\xff' + b'a' * 500
    packet = lambda p: struct.pack('>IB', len(p) + 1, 0) + p
    return [f for i, b in enumerate((b'SSH-2.0-x\r\n' + packet(kex), b'SSH-2.0-x\r\n' + packet(lie), b'SSH-2.0-' + b'x' * 3000, b'SSH-2.0-x\r\n\xff\xff\xff\xff'))
            for f in stream(4 * n + i, 22, b, True)]


@rounds
def greetings(n):
    """greetings that do not end: lines of 200, options of telnet"""
    ports = {21: b'220-' + b'x' * 70 + b'\r\n', 25: b'220-a\r\n', 110: b'+OK ', 143: b'* OK [CAPABILITY ', 23: b'\xff\xfd\x18\xff\xfa\x18\1\xff\xf0'}
    return [f for i, (port, b) in enumerate(ports.items()) for f in stream(5 * n + i, port, (b * 9000)[:66000 if n % 4 == 0 else 1400], True)]


@rounds
def telnet_prompts(n):
    """each segment another prompt of one server"""
    return [frame(ipv4(6, tcp(23, 4000, 1000 + n * 100, b'login-%d: ' % n, 0x18), SERVER, CLIENT))]


@rounds
def others_lengths(n):
    """NTP, MNDP, DHDiscover, CAPWAP, slow protocols, CFM, PPPoE with lengths that lie"""
    out = [f for port, b in ((123, b'\x16\x81\0\1\0\0\0\0\0\0\xff\xff' + b'a="' * 300), (5678, b'\0\0\0\0' + b'\0\5\0\0' * 300), (5678, b'\0\0\0\0\0\5\xff\xff'),
                             (37810, b'\x20\0\0\0DHIP' + bytes(8) + b'\xff' * 16 + b'{' * 900), (5247, b'\0\xff' + b'\xff' * 60)) for f in datagram(port, port, b)]
    return out + [ether(k, b) for k, b in ((0x8809, b'\1\1' + b'\1\0' * 60), (0x8809, b'\3\0\0' + b'\1\0' * 60), (0x8902, b'\0\1\0\4' + bytes(70) + b'\1\0\0' * 200),
                                           (0x8863, b'\x11\x07\0\0\xff\xff' + b'\1\2\0\0' * 300), (0x8863, b'\x11\x07\0\0\4\xb0' + b'\1\2\xff\xff'))]


# ---- files that lie

@game
def pcap_snaplen_0(n_bytes):
    """snapshot length 0"""
    return pcap(itertools.repeat(HELLO), n_bytes, snaplen=0)


@game
def pcap_snaplen_max(n_bytes):
    """snapshot length 2^32-1, times after 2106"""
    return pcap(itertools.repeat(HELLO), n_bytes, snaplen=0xffffffff, at=0xfffffff0 - 1)


@game
def pcap_empty_records(n_bytes):
    """records of no bytes"""
    return fill(n_bytes, pcap([], 0), struct.pack('<IIII', 1700000000, 0, 0, 0))


@game
def pcap_negative(n_bytes):
    """every second record of 2^32-1 bytes"""
    return fill(n_bytes, pcap([], 0), struct.pack('<IIII', 1700000000, 0, 0xffffffff, 0xffffffff) + struct.pack('<IIII', 1700000000, 0, len(HELLO), len(HELLO)) + HELLO)


@game
def pcap_resync(n_bytes):
    """every third record of 2^32-1 bytes"""
    good = struct.pack('<IIII', 1700000000, 0, len(HELLO), len(HELLO)) + HELLO
    return fill(n_bytes, pcap([], 0), struct.pack('<IIII', 1700000000, 0, 0xffffffff, 0xffffffff) + good * 2)


@game
def pcap_beyond(n_bytes):
    """every second record reaches 200 KB on, and what stands there is no record"""
    return fill(n_bytes, pcap([], 0), struct.pack('<IIII', 1700000000, 0, 200001, 200001) + struct.pack('<IIII', 1700000000, 0, 20, 20) + bytes(20))


@game
def pcap_nearly(n_bytes):
    """heads that are plausible at each byte, none with another behind it"""
    return fill(n_bytes, pcap([], 0), struct.pack('<IIII', 1700000000, 0, 0xffffffff, 1), b'\1')


@game
def pcapng_interfaces(n_bytes):
    """interface after interface"""
    return fill(n_bytes, section(), interface())


@game
def pcapng_sections(n_bytes):
    """section after section, each with an interface"""
    return fill(n_bytes, section(), section() + interface())


@game
def pcapng_options(n_bytes):
    """options of no bytes that do not end; an interface of 2^31"""
    return fill(n_bytes, section(), interface(b'\2\0\0\0' * 16000) + enhanced(HELLO, 1 << 31) + interface(b'\2\0\xff\xff'))


@game
def pcapng_16mb(n_bytes):
    """blocks that claim 16 MiB, between good ones"""
    return fill(n_bytes, section(), interface(), block(5, b'') + block(5, b'', 16 << 20))


@game
def pcapng_16mb_less(n_bytes):
    """blocks that claim just as much as is left"""
    good, out = block(5, b''), [section() + interface()]
    left = n_bytes
    while left > 100:
        out.append(good + block(5, b'', left & ~3))
        left -= len(good) + 12
    return b''.join(out)


@game
def pcapng_lengths(n_bytes):
    """lengths of 0, not of 4, that differ, 2^31, between good ones"""
    bad = b''.join(block(6, bytes(20), n) for n in (0, 13, 1 << 31, 0xfffffffc)) + block(6, bytes(20), None, 32)
    return fill(n_bytes, section(), interface(), bad + enhanced(HELLO) + enhanced(HELLO, 0, 0xffffffff))


@game
def pcapng_big_block(n_bytes):
    """a block of 16 MiB that is what it says"""
    return fill(n_bytes, section(), interface(), block(4, bytes((16 << 20) - 12)))


@game
def gzip_bomb(n_bytes):
    """a capture that packs a thousandfold"""
    return gzip.compress(pcap(itertools.repeat(ether(0x0800, bytes(60000))), n_bytes * 64), 9, mtime=0)


@game
def gzip_members(n_bytes):
    """members of no bytes, one behind the other"""
    return fill(n_bytes, gzip.compress(pcap([HELLO], 200), mtime=0), gzip.compress(b'', mtime=0))


def links(n_bytes):
    """Frames of zeros and ones of each link type that is read."""
    body = b''.join(struct.pack('<IIII', 1700000000, 0, len(b), len(b)) + b for n in range(0, 80, 3) for b in (bytes(n), b'\xff' * n, b'\x45' * n, b'\x08\0' * (n // 2)))
    return body * max(1, n_bytes // len(body))


for number in (0, 9, 12, 50, 101, 104, 105, 108, 113, 127, 195, 228, 229, 276):
    GAMES['link_%d' % number] = lambda n_bytes, number=number: pcap([], 0, link=number) + links(n_bytes)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('--bytes', type=int, default=CAPTURE_BYTES)
    p.add_argument('--list', action='store_true')
    p.add_argument('name', nargs='?')
    p.add_argument('file', nargs='?')
    args = p.parse_args()
    if args.list:
        for name, f in GAMES.items():
            print('%-24s %s' % (name, f.__doc__ or ''))
        return
    with open(args.file, 'wb') as f:
        f.write(GAMES[args.name](args.bytes))


if __name__ == '__main__':
    main()
