#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""agents.py PORT [ADDRESS=BEHAVIOUR ...] - SNMP v2c agents for tests: one process, a socket for each address.

    good[:N]      a small device with N interfaces (default 2), serial number and name after the address
    neighbour:A,B good, with LLDP neighbours whose management addresses are A, B ...
    slow          good, each answer after 0.4 s
    once-lost     good, and does not hear what it is asked for the first time
    loop          the second name of ifDescr comes again and again
    back          names that fall
    endless       ifDescr has no end
    types         values of types that the objects do not have
    toobig        says tooBig to more than two values
    nobulk        says genErr to GETBULK
    midway        stops after four answers
    cut           every answer is cut off in the middle of its BER
    noise         bytes at random
    other         answers from another address (the next one)
    empty         knows nothing
    community:C   good for another community; others are not answered
    wrongid       answers with another number than was asked

It says `ready` when it listens, and ends with its standard input."""
import ipaddress, random, selectors, socket, sys, time

COMMUNITY = b'lab-secret'
GETNEXT, RESPONSE, GETBULK = 0xa1, 0xa2, 0xa5
TOO_BIG, GEN_ERR = 1, 5


# ---- BER

def length(n):
    if n < 128:
        return bytes([n])
    b = n.to_bytes((n.bit_length() + 7) // 8, 'big')
    return bytes([0x80 | len(b)]) + b


def tlv(tag, value):
    return bytes([tag]) + length(len(value)) + value


def integer(n, tag=2):
    return tlv(tag, n.to_bytes((n.bit_length() // 8) + 1, 'big', signed=True))


def oid_bytes(oid):
    out = bytes([oid[0] * 40 + oid[1]])
    for x in oid[2:]:
        part = [x & 0x7f]
        while x > 0x7f:
            x >>= 7
            part.append(0x80 | x & 0x7f)
        out += bytes(reversed(part))
    return out


def read_tlv(b, at):
    tag, n, at = b[at], b[at + 1], at + 2
    if n & 0x80:
        k = n & 0x7f
        n, at = int.from_bytes(b[at:at + k], 'big'), at + k
    return tag, b[at:at + n], at + n


def items(b):
    at = 0
    while at < len(b):
        tag, value, at = read_tlv(b, at)
        yield tag, value


def oid_of(b):
    out, x = [b[0] // 40, b[0] % 40], 0
    for c in b[1:]:
        x = x << 7 | c & 0x7f
        if not c & 0x80:
            out.append(x)
            x = 0
    return tuple(out)


def text(s):
    return tlv(4, s.encode() if isinstance(s, str) else s)


# ---- what an agent knows

def oid(s):
    return tuple(int(x) for x in s.split('.'))


def tree_of(address, n_interfaces=2, neighbours=()):
    octets = ipaddress.ip_address(address).packed
    t = {oid('1.3.6.1.2.1.1.1.0'): text('Acme AX5735 software 2.1'),
         oid('1.3.6.1.2.1.1.2.0'): tlv(6, oid_bytes(oid('1.3.6.1.4.1.99999.1'))),
         oid('1.3.6.1.2.1.1.3.0'): tlv(0x43, b'\x01'),
         oid('1.3.6.1.2.1.1.5.0'): text('dev-' + address),
         oid('1.3.6.1.2.1.47.1.1.1.1.2.1'): text('chassis'),
         oid('1.3.6.1.2.1.47.1.1.1.1.5.1'): integer(3),
         oid('1.3.6.1.2.1.47.1.1.1.1.11.1'): text('SN%08x' % int.from_bytes(octets[-4:], 'big')),
         oid('1.3.6.1.2.1.47.1.1.1.1.13.1'): text('AX5735')}
    for i in range(1, n_interfaces + 1):
        t[oid('1.3.6.1.2.1.2.2.1.2') + (i,)] = text('port %d' % i)
        t[oid('1.3.6.1.2.1.2.2.1.6') + (i,)] = text(b'\x00\x00\x5e' + octets[-2:] + bytes([i & 255]))
        t[oid('1.3.6.1.2.1.31.1.1.1.1') + (i,)] = text('ge-0/0/%d' % i)
    for i, a in enumerate(neighbours, 1):
        row = (0, i, 1)
        t[oid('1.0.8802.1.1.2.1.4.1.1.4') + row] = integer(7)
        t[oid('1.0.8802.1.1.2.1.4.1.1.5') + row] = text('chassis-' + a)
        t[oid('1.0.8802.1.1.2.1.4.1.1.9') + row] = text('dev-' + a)
        t[oid('1.0.8802.1.1.2.1.4.2.1.3') + row + (1, 4) + tuple(ipaddress.ip_address(a).packed)] = integer(2)
    return t


class Agent:
    def __init__(self, address, behaviour):
        self.address = address
        self.kind, _, rest = behaviour.partition(':')
        self.community = rest.encode() if self.kind == 'community' else COMMUNITY
        tree = tree_of(address, int(rest) if self.kind == 'good' and rest else 2,
                       rest.split(',') if self.kind == 'neighbour' else ())
        if self.kind == 'empty':
            tree = {}
        if self.kind == 'types':
            swap = {4: integer(-7), 2: text('seven'), 6: tlv(0x46, b'\x7f' * 8)}
            tree = {k: swap.get(v[0], v) for k, v in tree.items()}
        self.names, self.tree, self.n_answers, self.heard = sorted(tree), tree, 0, set()

    def after(self, name):
        """The name behind this one, and its value; None: there is none."""
        descr = oid('1.3.6.1.2.1.2.2.1.2')
        if self.kind == 'loop' and name[:len(descr)] == descr and len(name) > len(descr):
            return descr + (2,), text('port 2')
        if self.kind == 'back' and name[:len(descr)] == descr and len(name) > len(descr):
            return descr + (max(0, name[len(descr)] - 1),), text('port')
        if self.kind == 'endless' and name[:len(descr)] == descr:
            i = name[len(descr)] + 1 if len(name) > len(descr) else 1
            return descr + (i,), text('port %d' % i)
        lo, hi = 0, len(self.names)
        while lo < hi:
            mid = (lo + hi) // 2
            if self.names[mid] <= name:
                lo = mid + 1
            else:
                hi = mid
        return (self.names[lo], self.tree[self.names[lo]]) if lo < len(self.names) else None

    def one(self, name):
        got = self.after(name)
        return got if got else (name, tlv(0x82, b''))

    def binds(self, pdu, names, repetitions):
        if pdu == GETNEXT:
            return [self.one(n) for n in names]
        out, at = [], list(names)
        for _ in range(min(repetitions, 60)):
            row = [self.one(n) for n in at]
            at = [n for n, _ in row]
            out += row
        return out

    def answer(self, packet):
        """The bytes of the answer, or None."""
        _, message, _ = read_tlv(packet, 0)
        (_, version), (_, community), (pdu, body) = list(items(message))[:3]
        (_, number), (_, _), (_, repetitions), (_, varbinds) = list(items(body))[:4]
        if version != b'\x01' or community != self.community or pdu not in (GETNEXT, GETBULK):
            return None
        names = [oid_of(next(items(vb))[1]) for _, vb in items(varbinds)]
        if self.kind == 'once-lost' and varbinds not in self.heard:
            self.heard.add(varbinds)
            return None
        self.n_answers += 1
        if self.kind == 'midway' and self.n_answers > 4:
            return None
        binds, error = self.binds(pdu, names, int.from_bytes(repetitions, 'big')), 0
        if self.kind == 'toobig' and len(binds) > 2:
            binds, error = [], TOO_BIG
        if self.kind == 'nobulk' and pdu == GETBULK:
            binds, error = [], GEN_ERR
        if self.kind == 'wrongid':
            number = bytes([number[0], *number[1:-1], number[-1] ^ 1])
        body = tlv(2, number) + integer(error) + integer(0) + tlv(0x30, b''.join(
            tlv(0x30, tlv(6, oid_bytes(n)) + v) for n, v in binds))
        out = tlv(0x30, tlv(2, version) + tlv(4, community) + tlv(RESPONSE, body))
        if self.kind == 'cut':
            out = out[:len(out) * 2 // 3]
        return random.Random(len(out)).randbytes(len(out)) if self.kind == 'noise' else out


def open_socket(address, port):
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.bind((address, port))
    s.setblocking(False)
    return s


def main(port, agents):
    select = selectors.DefaultSelector()
    for a in agents:
        s = open_socket(a.address, port)
        other = open_socket(str(ipaddress.ip_address(a.address) + 1), port) if a.kind == 'other' else s
        select.register(s, selectors.EVENT_READ, (a, s, other))
    select.register(sys.stdin, selectors.EVENT_READ)
    print('ready', flush=True)
    late = []  # when, socket, answer, to whom
    while True:
        ready = select.select(max(0, late[0][0] - time.monotonic()) if late else None)
        while late and late[0][0] <= time.monotonic():
            _, s, out, peer = late.pop(0)
            s.sendto(out, peer)
        for key, _ in ready:
            if key.fileobj is sys.stdin:
                return
            agent, s, other = key.data
            try:
                packet, peer = s.recvfrom(65535)
                out = agent.answer(packet)
            except (IndexError, ValueError, BlockingIOError):
                continue
            if out and agent.kind == 'slow':
                late.append((time.monotonic() + 0.4, s, out, peer))
            elif out:
                other.sendto(out, peer)


if __name__ == '__main__':
    main(int(sys.argv[1]), [Agent(*word.split('=', 1)) for word in sys.argv[2:]])
