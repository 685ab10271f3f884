#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""routers.py STEP [STEP ...] -- COMMAND - routers that tell of their BGP over BMP (RFC 7854, 9069) to COMMAND, in which
ADDRESS stands for 127.0.0.1 and a port that is free, as in `--watch bmp:ADDRESS`.

A STEP is `ROUTER WORD`, with what has to be told before the next step behind a `|`; without that the next one follows
at once. WORD:
    up[=VRF[/DISTINGUISHER]]   the Loc-RIB comes up;  up-id: with path identifiers (RFC 7911);  up-part: filtered
    +PREFIX=NEXTHOP[#ID]       a route of it;  -PREFIX[#ID]: is withdrawn;  eor, eor6: end of RIB
    down                       the Loc-RIB goes
    in+PREFIX=NEXTHOP, in-PREFIX, in-down     of a peer, after its policy
    out+PREFIX=NEXTHOP         what it tells a peer
    close                      the connection;  bad: bytes that are no BMP
    as=NAME                    it calls itself so from the next connection on
    file=NAME=TEXT             no router: this file is written, and takes the place of the old one
Prints what COMMAND told behind its first answer, with TIME in place of moments, and its exit status after an
interruption."""
import ipaddress, os, queue, re, signal, socket, struct, subprocess, sys, threading

SECONDS_MAX = 30


def message(kind, body):
    return struct.pack('>BIB', 3, 6 + len(body), kind) + body


def bgp(kind, body):
    return b'\xff' * 16 + struct.pack('>HB', 19 + len(body), kind) + body


def opened(has_id):
    caps = bytes([65, 4]) + struct.pack('>I', 64500) + (bytes([69, 8, 0, 1, 1, 3, 0, 2, 1, 3]) if has_id else b'')
    return bgp(1, struct.pack('>BHHIB', 4, 64500, 90, 1, 2 + len(caps)) + bytes([2, len(caps)]) + caps)


def nlri(text, path_id):
    n = ipaddress.ip_network(text)
    return (b'' if path_id is None else struct.pack('>I', path_id)) + bytes([n.prefixlen]) + n.network_address.packed[:(n.prefixlen + 7) // 8]


def update(text, has_id):
    """+PREFIX=NEXTHOP[#ID], -PREFIX[#ID]"""
    body, _, number = text[1:].partition('#')
    path_id = int(number or 0) if has_id else None
    prefix, _, hop = body.partition('=')
    is_v6, attrs, gone, new = ':' in prefix, b'', b'', b''
    if text[0] == '-':
        gone = nlri(prefix, path_id)
        if is_v6:
            mp = struct.pack('>HB', 2, 1) + gone
            attrs, gone = bytes([0x80, 15, len(mp)]) + mp, b''
    else:
        attrs = bytes([0x40, 1, 1, 0, 0x40, 2, 6, 2, 1]) + struct.pack('>I', 64501)
        packed = ipaddress.ip_address(hop).packed
        if is_v6 or len(packed) == 16:
            mp = struct.pack('>HBB', 2 if is_v6 else 1, 1, len(packed)) + packed + b'\0' + nlri(prefix, path_id)
            attrs += bytes([0x80, 14, len(mp)]) + mp
        else:
            attrs += bytes([0x40, 3, 4]) + packed
            new = nlri(prefix, path_id)
    return bgp(2, struct.pack('>H', len(gone)) + gone + struct.pack('>H', len(attrs)) + attrs + new)


class Router:
    def __init__(self, name, port):
        self.name, self.port, self.socket, self.flags, self.distinguisher, self.has_id = name, port, None, 0, 0, False

    def connect(self):
        self.socket = socket.create_connection(('127.0.0.1', self.port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        name = self.name.encode()
        self.socket.sendall(message(4, struct.pack('>HH', 1, 0) + struct.pack('>HH', 2, len(name)) + name))

    def of_table(self, kind, body):
        return message(kind, bytes([3, self.flags]) + struct.pack('>Q', self.distinguisher) + bytes(16) + struct.pack('>IIII', 64500, 1, 0, 0) + body)

    def of_peer(self, kind, body, flags=0x40):
        return message(kind, bytes([0, flags]) + bytes(8 + 12) + bytes([192, 0, 2, 1]) + struct.pack('>IIII', 64501, 1, 0, 0) + body)

    def bytes_of(self, word):
        if word.startswith('up'):
            kind, _, name = word.partition('=')
            name, _, number = name.partition('/')
            self.has_id, self.flags, self.distinguisher = '-id' in kind, 0x80 if '-part' in kind else 0, int(number or 0)
            named = struct.pack('>HH', 3, len(name)) + name.encode() if name else b''
            return self.of_table(3, bytes(20) + opened(self.has_id) * 2 + named)
        if word == 'down':
            return self.of_table(2, bytes([6]))
        if word == 'in-down':
            return self.of_peer(2, bytes([4]))
        if word == 'eor6':
            return self.of_table(0, bgp(2, bytes(2) + bytes([0, 6, 0x80, 15, 3, 0, 2, 1])))
        if word == 'eor':
            return self.of_table(0, bgp(2, bytes(4)))
        if word == 'bad':
            return bytes(64)
        if word.startswith('in'):
            return self.of_peer(0, update(word[2:], False))
        if word.startswith('out'):
            return self.of_peer(0, update(word[3:], False), 0x50)
        return self.of_table(0, update(word, self.has_id))

    def do(self, word):
        if word.startswith('as='):
            self.name = word[3:]
        elif word == 'close':
            self.socket.close()
            self.socket = None
        else:
            if not self.socket:
                self.connect()
            try:
                self.socket.sendall(self.bytes_of(word))
            except ConnectionError: # it is not wanted
                pass


def free_port():
    with socket.socket() as s:
        s.bind(('127.0.0.1', 0))
        return s.getsockname()[1]


def main():
    at = sys.argv.index('--')
    port = free_port()
    steps, command = sys.argv[1:at], [x.replace('ADDRESS', '127.0.0.1:%d' % port) for x in sys.argv[at + 1:]]
    p = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    lines, routers, last = queue.Queue(), {}, []

    def read():
        for line in p.stdout:
            lines.put(line)
        lines.put(None)
    threading.Thread(target=read, daemon=True).start()

    def until(pattern, is_shown):
        while True:
            line = lines.get(timeout=SECONDS_MAX)
            if line is None:
                sys.exit('it ended before %r came' % pattern)
            if is_shown:
                print(re.sub(r'^20\S+Z', 'TIME', line.replace(str(port), 'PORT')), end='', flush=True)
            if re.search(pattern, line):
                return
    until('^r[0-9]', False)
    while not lines.empty():
        lines.get()
    for s in steps:
        step, _, pattern = s.partition('|')
        router, _, word = step.partition(' ')
        if router.startswith('file='):
            _, name, text = step.split('=', 2)
            with open(name + '.new', 'w') as f:
                f.write(text.replace('\\n', '\n'))
            os.rename(name + '.new', name)
        else:
            routers.setdefault(router, Router(router, port)).do(word)
        if pattern:
            until(pattern, True)
    p.send_signal(signal.SIGINT)
    while (line := lines.get(timeout=SECONDS_MAX)) is not None:
        print(re.sub(r'^20\S+Z', 'TIME', line.replace(str(port), 'PORT')), end='')
    print('exit status', p.wait())


if __name__ == '__main__':
    main()
