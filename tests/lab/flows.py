# SPDX-License-Identifier: Apache-2.0
"""flows.py - where flows go: what traceroute does, for many flows at once and link by link.

Every flow is a pair of UDP ports towards an address behind the router asked about. It is sent with TTL 1, 2, ..; each
router that a datagram ends at answers by ICMP (RFC 792, time exceeded) from the address of the port by which it came.
So the answers tell links, not only routers, also where several join the same two."""
import collections, select, socket, struct, time

HOPS_MAX = 16
ROUNDS = 5            # a datagram that was not answered is sent again
WAIT_S = 0.4
IP_TTL, SO_RCVBUFFORCE = 2, 33

Flow = collections.namedtuple('Flow', 'to source_port port')


def read_answer(packet):
    """(who answers, flow's address, ports, TTL that it was sent with), or None."""
    inner = packet[(packet[0] & 15) * 4:]
    if len(inner) < 8 + 28 or inner[0] != 11 or inner[17] != socket.IPPROTO_UDP:
        return None
    datagram = inner[8 + (inner[8] & 15) * 4:]
    if len(datagram) < 9:
        return None
    return socket.inet_ntoa(packet[12:16]), socket.inet_ntoa(inner[24:28]), *struct.unpack('>HH', datagram[:4]), datagram[8]


class Prober:
    """Of one router. Its sockets belong to that router's namespace."""

    def __init__(self, routers, name, source_ports):
        self.routers, self.name = routers, name
        with routers.inside(name):
            self.icmp = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
            self.icmp.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 8 << 20)
            self.icmp.setblocking(False)
            self.udp = {}
            for port in source_ports:
                self.udp[port] = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                self.udp[port].setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 1 << 20)
                self.udp[port].bind((routers.loopback(name), port))

    def _take(self, found, missing, seconds):
        """Answers that are there, waiting at most so long while some are missing."""
        end = time.monotonic() + seconds
        while missing:
            if not select.select([self.icmp], [], [], max(0, end - time.monotonic()))[0]:
                return
            try:
                answer = read_answer(self.icmp.recv(2048))
            except BlockingIOError:
                continue
            if answer:
                who, to, source_port, port, ttl = answer
                key = Flow(to, source_port, port), ttl
                found[key] = who
                missing.discard(key)

    def trace(self, flows, last_of):
        """Per flow the addresses that answered, in order. last_of(flow, address): is this where it should end?"""
        hops, going, found = {f: [] for f in flows}, list(flows), {}
        for ttl in range(1, HOPS_MAX + 1):
            missing = {(f, ttl) for f in going}
            for s in self.udp.values():
                s.setsockopt(socket.IPPROTO_IP, IP_TTL, ttl)
            for _ in range(ROUNDS):
                if not missing:
                    break
                for i, (f, _) in enumerate(sorted(missing)):
                    try:
                        self.udp[f.source_port].sendto(bytes([ttl]), (f.to, f.port))
                    except OSError:  # no route, as of now
                        pass
                    if i % 32 == 31:
                        self._take(found, missing, 0)
                self._take(found, missing, WAIT_S)
            after = []
            for f in going:
                who = found.get((f, ttl))
                hops[f].append(who)
                if who and not last_of(f, who):
                    after.append(f)
            going = after
            if not going:
                break
        return hops
