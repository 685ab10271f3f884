#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""router.py CLEANPATH ARGUMENT... -- STEP... - a router that tells of one BGP session over BMP (RFC 7854) to
`cleanpath carriers watch ARGUMENT...`, which is started for it and stopped at the end; its lines go to standard output.

    +PREFIX=AS,AS,..   a route to PREFIX (of version 4) by these ASes
    -PREFIX            is withdrawn
    eor                end of RIB
    down, up           the session of BGP goes, and comes
    gone, back         the connection ends, and is made anew: the router is heard no more, and again
    twice              a second connection while the first stays, as after a cable was pulled
    first              ends the first of the two
    wait               a second and a half
    bad                bytes that are no BMP

router.py capture FILE DESCR NAME - a capture of a router that says who it is in an Initiation (RFC 7854, 4.3)
"""
import ipaddress, os, signal, socket, struct, subprocess, sys, threading, time

AT = 1763625600  # when the router says that it all was


def message(kind, body):
    return struct.pack('>BIB', 3, 6 + len(body), kind) + body


def peer(kind, body):
    head = bytes(10) + bytes(12) + bytes([192, 0, 2, 1]) + struct.pack('>IIII', 64496, 1, AT, 0)
    return message(kind, head + body)


def bgp(kind, body):
    return b'\xff' * 16 + struct.pack('>HB', 19 + len(body), kind) + body


def opened(asn):
    capability = bytes([65, 4]) + struct.pack('>I', asn)
    return bgp(1, struct.pack('>BHHIB', 4, asn, 90, 1, 2 + len(capability)) + bytes([2, len(capability)]) + capability)


def net(text):
    n = ipaddress.ip_network(text)
    return bytes([n.prefixlen]) + n.network_address.packed[:(n.prefixlen + 7) // 8]


def update(step):
    if step == 'eor':
        return bgp(2, bytes(4))
    if step[0] == '-':
        gone = net(step[1:])
        return bgp(2, struct.pack('>H', len(gone)) + gone + bytes(2))
    prefix, path = step[1:].split('=')
    asns = [int(x) for x in path.split(',')]
    attrs = bytes([0x40, 1, 1, 0, 0x40, 2, 2 + 4 * len(asns), 2, len(asns)]) + struct.pack('>%dI' % len(asns), *asns) + bytes([0x40, 3, 4, 192, 0, 2, 1])
    return bgp(2, bytes(2) + struct.pack('>H', len(attrs)) + attrs + net(prefix))


def bytes_of(step):
    if step == 'up':
        return peer(3, bytes(16) + struct.pack('>HH', 179, 179) + opened(64500) + opened(64496))
    if step == 'down':
        return peer(2, bytes([4]))
    return b'\0' * 64 if step == 'bad' else peer(0, update(step))


def initiation(name, descr=b''):
    texts = ((1, descr), (2, name)) if descr else ((1, b''), (2, name))
    return message(4, b''.join(struct.pack('>HH', kind, len(x)) + x for kind, x in texts))


def connect(port):
    router = socket.create_connection(('127.0.0.1', port))
    router.sendall(initiation(b'edge-1') + bytes_of('up'))
    return router


def capture(path, descr, name):
    """Three frames: the connection is opened, and the router says who it is."""
    def frame(seq, flags, data, back=False):
        ends = [(bytes.fromhex('020000000001'), bytes([192, 0, 2, 1]), 40001), (bytes.fromhex('020000000002'), bytes([192, 0, 2, 9]), 1790)]
        (mac, ip, port), (to_mac, to_ip, to_port) = reversed(ends) if back else ends
        tcp = struct.pack('>HHIIBBHHH', port, to_port, seq, 0, 0x50, flags, 8192, 0, 0) + data
        head = struct.pack('>BBHHHBBH', 0x45, 0, 20 + len(tcp), 0, 0, 64, 6, 0) + ip + to_ip
        return to_mac + mac + b'\x08\0' + head + tcp
    frames = frame(99, 2, b''), frame(299, 0x12, b'', True), frame(100, 0x18, initiation(name, descr) + bytes_of('up'))
    with open(path, 'wb') as f:
        f.write(struct.pack('<IHHIIII', 0xa1b2c3d4, 2, 4, 0, 0, 65535, 1))
        for k, x in enumerate(frames):
            f.write(struct.pack('<IIII', AT, k, len(x), len(x)) + x)


def main():
    if sys.argv[1] == 'capture':
        capture(sys.argv[2], sys.argv[3].encode(), sys.argv[4].encode())
        return 0
    split = sys.argv.index('--')
    with socket.socket() as s:  # a port that is free
        s.bind(('127.0.0.1', 0))
        port = s.getsockname()[1]
    p = subprocess.Popen([sys.argv[1], 'carriers', 'watch', '--listen', '127.0.0.1:%d' % port, *sys.argv[2:split]], stdout=subprocess.PIPE, text=True)
    began = threading.Event()

    def read():
        for line in p.stdout:
            began.set()
            sys.stdout.write(line.replace(':%d' % port, ':PORT'))
            sys.stdout.flush()
    reader = threading.Thread(target=read)
    reader.start()
    began.wait(20)
    routers = [connect(port)]
    for step in sys.argv[split + 1:]:
        if step in ('gone', 'first'):
            time.sleep(0.3)
            routers.pop(0).close()
        elif step in ('back', 'twice'):
            time.sleep(0.7)
            routers.append(connect(port))
        elif step == 'wait':
            time.sleep(1.5)
        else:
            routers[-1].sendall(bytes_of(step))
    time.sleep(1.0)
    for r in routers:
        r.close()
    time.sleep(0.7)
    p.send_signal(signal.SIGTERM)
    code = p.wait(20)
    reader.join()
    return code


sys.exit(main())
