#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""router.py CLEANPATH ARGUMENT... -- STEP... - a router that tells of one BGP session over BMP (RFC 7854) to
`cleanpath carriers watch ARGUMENT...`, which is started for it and stopped at the end; its lines go to standard output.

    +PREFIX=AS,AS,..   a route to PREFIX (of version 4) by these ASes
    -PREFIX            is withdrawn
    eor                end of RIB
    down, up           the session of BGP goes, and comes
    bad                bytes that are no BMP
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


def main():
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
    with socket.create_connection(('127.0.0.1', port)) as router:
        name = b'edge-1'
        router.sendall(message(4, struct.pack('>HH', 1, 0) + struct.pack('>HH', 2, len(name)) + name) + bytes_of('up'))
        for step in sys.argv[split + 1:]:
            router.sendall(bytes_of(step))
        time.sleep(1.0)
    time.sleep(0.7)
    p.send_signal(signal.SIGTERM)
    code = p.wait(20)
    reader.join()
    return code


sys.exit(main())
