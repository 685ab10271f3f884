# SPDX-License-Identifier: Apache-2.0
"""frames.py KIND N FILE [START] - a capture of made-up frames, the same at every run.

    flood      N frames as macof sends them: random source and destination, a TCP SYN between random
               addresses, 10000 a second; a real device says LLDP and ARP between them
    unicast    the same, but no source has the group bit (a bridge would learn all of them)
    mirrored   the same, each frame twice, the second with a VLAN tag, as a mirror of two ports gives it
    spoofed    N frames of ARP, each from another made-up address, that claim one internet address
    starved    N requests of DHCP from as many made-up addresses, to use up a server's leases
    network    N hosts of registered blocks: each asks by ARP, is answered, and speaks to its router
    sampled    N hosts of registered blocks, one frame each: what a sampler keeps of a large network
    clone      two devices with one hardware address, N rounds: DHCP of both in turn
    renamed    one device that changes its name once, N rounds before and after
    stacks     N devices that open two connections each, all with one TCP/IP stack, but the last one with another
    rotating   one device with N private hardware addresses, and one DHCP client id and name
START is the number of the first host (of network and sampled)."""
import random, struct, sys

# Blocks of the registry of IEEE; who has them is of no importance.
BLOCKS = [0x001b21, 0x00259c, 0x3c5282, 0x000c29, 0x0050f1, 0xb827eb, 0x001132, 0x9c8e99]
ROUTER = bytes.fromhex('001b213ffff1')
SWITCH = bytes.fromhex('00259c000102')
BROADCAST = b'\xff' * 6


def ethernet(dst, src, kind, payload):
    return (dst + src + struct.pack('>H', kind) + payload).ljust(60, b'\0')


def ipv4(src, dst, proto, payload):
    head = struct.pack('>BBHHHBBH4s4s', 0x45, 0, 20 + len(payload), 0, 0, 64, proto, 0, src, dst)
    total = sum(struct.unpack('>10H', head))
    total = (total & 0xffff) + (total >> 16)
    total = ~((total & 0xffff) + (total >> 16)) & 0xffff
    return head[:10] + struct.pack('>H', total) + head[12:] + payload


def udp(src_port, dst_port, data):
    return struct.pack('>HHHH', src_port, dst_port, 8 + len(data), 0) + data


def syn(rng):
    return struct.pack('>HHIIBBHHH', rng.getrandbits(16), rng.getrandbits(16), rng.getrandbits(32), 0, 0x50, 2, 512, 0, 0)


def arp(operation, mac, ip, to_mac, to_ip):
    return struct.pack('>HHBBH', 1, 0x0800, 6, 4, operation) + mac + ip + to_mac + to_ip


def tlv(kind, value):
    return struct.pack('>H', kind << 9 | len(value)) + value


def lldp(mac, name):
    return tlv(1, b'\x04' + mac) + tlv(2, b'\x05eth1') + tlv(3, b'\0\x78') + tlv(5, name) + tlv(0, b'')


def option(code, value):
    return bytes([code, len(value)]) + value


def dhcp(mac, name, vendor, client_id):
    message = struct.pack('>BBBBIHH', 1, 1, 6, 0, 1, 0, 0) + bytes(16) + mac + bytes(10 + 192) + b'\x63\x82\x53\x63'
    message += option(53, b'\x01') + option(61, client_id)
    message += b''.join(option(code, value) for code, value in ((12, name), (60, vendor)) if value)
    packet = ipv4(bytes(4), b'\xff' * 4, 17, udp(68, 67, message + b'\xff'))
    return ethernet(BROADCAST, mac, 0x0800, packet)


def host(i):
    number = (BLOCKS[i % len(BLOCKS)] << 24) + 0x100000 + i // len(BLOCKS)
    return number.to_bytes(6, 'big'), (0x0a000000 + 256 + i).to_bytes(4, 'big')


def flood(n, start, mask=0xff):
    rng = random.Random(1)
    for i in range(n):
        src = bytearray(rng.randbytes(6))
        src[0] &= mask
        yield i / 10000, ethernet(rng.randbytes(6), bytes(src), 0x0800, ipv4(rng.randbytes(4), rng.randbytes(4), 6, syn(rng)))
        if i % 1000 == 0:
            yield i / 10000, ethernet(bytes.fromhex('0180c200000e'), SWITCH, 0x88cc, lldp(SWITCH, b'sw-1'))
            yield i / 10000, ethernet(BROADCAST, ROUTER, 0x0806, arp(1, ROUTER, b'\xc0\x00\x02\x01', bytes(6), b'\xc0\x00\x02\x02'))


def unicast(n, start):
    return flood(n, start, 0xfe)


def mirrored(n, start):
    for at, frame in flood(n, start, 0xfe):
        yield at, frame
        yield at + 0.00003, frame[:12] + struct.pack('>HH', 0x8100, 7) + frame[12:]


def made_up(rng):
    return bytes([rng.getrandbits(8) & 0xfe]) + rng.randbytes(5)


def spoofed(n, start):
    rng = random.Random(3)
    for i in range(n):
        mac = made_up(rng)
        yield i / 10000, ethernet(BROADCAST, mac, 0x0806, arp(2, mac, b'\xc0\x00\x02\x01', bytes(6), b'\xc0\x00\x02\x02'))


def starved(n, start):
    rng = random.Random(4)
    for i in range(n):
        mac = made_up(rng)
        yield i / 10000, dhcp(mac, b'', b'', b'\x01' + mac)


def network(n, start):
    gateway = b'\x0a\0\0\x01'
    for i in range(start, start + n):
        mac, ip = host(i)
        at = i / 2000
        yield at, ethernet(BROADCAST, mac, 0x0806, arp(1, mac, ip, bytes(6), gateway))
        yield at, ethernet(mac, ROUTER, 0x0806, arp(2, ROUTER, gateway, mac, ip))
        yield at, ethernet(ROUTER, mac, 0x0800, ipv4(ip, b'\xc6\x33\x64\x07', 17, udp(40000, 9000, b'x')))
        yield at, ethernet(mac, ROUTER, 0x0800, ipv4(b'\xc6\x33\x64\x07', ip, 17, udp(9000, 40000, b'y')))


def sampled(n, start):
    for i in range(start, start + n):
        mac, ip = host(i)
        yield i / 2000, ethernet(ROUTER, mac, 0x0800, ipv4(ip, b'\xc6\x33\x64\x07', 17, udp(40000, 9000, b'x')))


def clone(n, start):
    mac, _ = host(7)
    for i in range(n):
        yield i, dhcp(mac, b'till-1', b'PrinterClass', b'\x00till-1')
        yield i + 0.5, dhcp(mac, b'camera-9', b'CameraClass', b'\x00camera-9')


def renamed(n, start):
    mac, _ = host(7)
    for i in range(2 * n):
        yield i, dhcp(mac, b'old' if i < n else b'new', b'PrinterClass', b'\x01' + mac)


def stacks(n, start):
    linux = bytes.fromhex('020405b4' '0402' '080a0000000100000000' '01' '030307')
    small = bytes.fromhex('020405b4')
    for i in range(n):
        mac = bytes.fromhex('00005e0053') + bytes([0x10 + i])
        hops, window, options = (255, 2920, small) if i == n - 1 else (64, 64240, linux)
        for at in (i, i + 0.5):
            segment = struct.pack('>HHIIBBHHH', 40000 + i, 443, 1 + i, 0, (20 + len(options)) // 4 << 4, 2, window, 0, 0) + options
            packet = bytearray(ipv4(bytes([192, 0, 2, 1 + i]), b'\xc6\x33\x64\x07', 6, segment))
            packet[4:9] = struct.pack('>HHB', 7 + i, 0x4000, hops)
            yield at, ethernet(ROUTER, mac, 0x0800, bytes(packet))


def rotating(n, start):
    rng = random.Random(2)
    for i in range(n):
        mac = bytearray(rng.randbytes(6))
        mac[0] = mac[0] & 0xfc | 2
        yield 600 * i, dhcp(bytes(mac), b'phone-7', b'android-dhcp-14', b'\xff\x00\x00\x00\x07\x00\x04' + bytes(range(16)))


def main():
    kinds = {f.__name__: f for f in (flood, unicast, mirrored, spoofed, starved, network, sampled, clone, renamed, rotating, stacks)}
    kind, n, path = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    start = int(sys.argv[4]) if len(sys.argv) > 4 else 0
    with open(path, 'wb') as f:
        f.write(struct.pack('<IHHiIII', 0xa1b2c3d4, 2, 4, 0, 0, 65535, 1))
        for at, frame in kinds[kind](n, start):
            f.write(struct.pack('<IIII', 1790000000 + int(at), int(at % 1 * 1e6), len(frame), len(frame)) + frame)


if __name__ == '__main__':
    main()
