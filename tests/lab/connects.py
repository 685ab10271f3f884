# SPDX-License-Identifier: Apache-2.0
"""connects.py - which TCP connections come about, and which of their first segments arrive at the host they are for.

A handshake needs both directions (RFC 9293, 3.5), so the hosts also note each SYN that reaches them: a connection that
does not come about says not yet in which direction it ended."""
import contextlib, select, socket, struct, time
from flows import Flow

ETH_P_IP, SYN, ACK = 0x0800, 2, 16
SO_RCVBUFFORCE = 33
WAIT_S = 2.4  # a SYN is sent again after one second


def read_syn(packet):
    """(who sends, flow) of the first segment of a connection, else None."""
    head = (packet[0] & 15) * 4 if packet else 0
    if len(packet) < head + 20 or packet[9] != socket.IPPROTO_TCP or packet[head + 13] & (SYN | ACK) != SYN:
        return None
    return socket.inet_ntoa(packet[12:16]), Flow(socket.inet_ntoa(packet[16:20]), *struct.unpack('>HH', packet[head:head + 4]))


class Hosts:
    """Made inside of the namespace that has all hosts. They listen on these ports, at every address."""

    def __init__(self, ports):
        self.listeners = []
        for port in ports:
            s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
            s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            s.bind(('0.0.0.0', port))
            s.listen(1024)
            s.setblocking(False)
            self.listeners.append(s)
        self.frames = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(ETH_P_IP))
        self.frames.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 8 << 20)
        self.frames.setblocking(False)

    def arrived(self):
        """(who sent, flow) since the last time; connections that came about are closed."""
        out = set()
        with contextlib.suppress(BlockingIOError):
            while True:
                out.add(read_syn(self.frames.recv(2048)))
        for s in self.listeners:
            with contextlib.suppress(BlockingIOError):
                while True:
                    reset(s.accept()[0])
        return out - {None}


def reset(s):
    """Closes at once: the same ports are used again in the next step."""
    s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
    s.close()


def connect(routers, name, flows):
    """The flows of which the connection came about, from the address of a router."""
    made, open_now, poll = set(), {}, select.poll()
    with routers.inside(name):
        for flow in flows:
            s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
            s.setblocking(False)
            s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            s.bind((routers.loopback(name), flow.source_port))
            s.connect_ex((flow.to, flow.port))
            open_now[s.fileno()] = s, flow
            poll.register(s, select.POLLOUT)
    until = time.monotonic() + WAIT_S
    while open_now and time.monotonic() < until:
        for fd, _ in poll.poll(100):
            s, flow = open_now.pop(fd)
            poll.unregister(fd)
            if s.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) == 0:
                made.add(flow)
            reset(s)
    for s, _ in open_now.values():
        reset(s)
    return made
