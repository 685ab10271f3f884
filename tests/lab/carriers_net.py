# SPDX-License-Identifier: Apache-2.0
"""carriers_net.py - twelve autonomous systems (FRR, eBGP, IPv4 and IPv6) in network namespaces, who of them is whose customer, and
what each of those that are watched was told, by its own record.

          t1 ===== t2 ===== t3 ==== t1     = peers; what stands below another has it as a provider
         /  \     / | \    / | \
        m1   m3  m1 m2 c  m2 m3 x
       / |   | \     | \
     us  c   s1 s2  us  x, y             m1 = x, m3 = x;  x has the customers s1 and s2, m3 the customer y

Each passes on as is usual (Gao, Rexford): all that it has to customers, what is of its own or of customers to peers and
providers; it takes a route of a customer rather than of a peer, and of a peer rather than of a provider (RFC 9234, 1). s1
announces one of its networks to x as a spare way only, which everybody takes last (RFC 1998).

The record of a router is what `dump bgp all-et` writes: each message that came, and each change of a session (RFC 6396, 4.4).

FRR 8.4 tells over BMP that a route was withdrawn which came before its next hop was resolved, and does not tell when it is
(github.com/FRRouting/frr: issue 18070, pull request 17373): what comes in the first seconds of a session may never be told."""
import collections, ipaddress, os, shutil, socket, struct, subprocess, time
import routers

ASN = {'t1': 64496, 't2': 64497, 't3': 64498, 'm1': 64499, 'm2': 64500, 'm3': 64501, 'us': 64502, 's1': 64503, 's2': 64504,
       'x': 64505, 'y': 64506, 'c': 64507}
PROVIDERS = [('t1', 'm1'), ('t2', 'm1'), ('t2', 'm2'), ('t3', 'm2'), ('t1', 'm3'), ('t3', 'm3'), ('t3', 'x'), ('m2', 'x'), ('m1', 'us'),
             ('m2', 'us'), ('m3', 's1'), ('x', 's1'), ('x', 's2'), ('m3', 's2'), ('m2', 'y'), ('m3', 'y'), ('t2', 'c'), ('m1', 'c')]
PEERS = [('t1', 't2'), ('t2', 't3'), ('t1', 't3'), ('m1', 'x'), ('m3', 'x')]
WATCHED, COLLECTOR, PORT = ('us', 'c', 't1', 't2'), 'here', 1790
PREFERENCE = {'customer': 200, 'peer': 150, 'provider': 100, 'spare': 50}
TAG = {'customer': '1:1:1', 'peer': '1:1:2', 'provider': '1:1:3'}
SPARE = '64511:50'
FAMILIES = (4, 6)


def nets(name):
    """What an AS announces: two networks of each version."""
    n = 1 + list(ASN).index(name)
    return ['198.18.%d.0/24' % n, '198.18.%d.0/24' % (100 + n), '2001:db8:%d::/48' % n, '2001:db8:%d::/48' % (100 + n)]


SPARE_NETS = ('198.18.200.0/24', '2001:db8:200::/48')


def version(net):
    return ipaddress.ip_network(net).version


class Carriers(routers.Routers):
    def __init__(self):
        self.bgp, self.died = {}, collections.defaultdict(list)
        ties = [(a, b, 10, 10) for a, b in PROVIDERS + PEERS]
        super().__init__(list(ASN) + [COLLECTOR], ties, [{n: 0 for n in (COLLECTOR, *WATCHED)}])

    def _settings(self, name):
        super()._settings(name)
        with setting('/proc/sys/net/ipv6/conf/default/disable_ipv6') as f:
            f.write('0')
        with setting('/proc/sys/net/ipv6/conf/default/accept_dad') as f:
            f.write('0')
        with setting('/proc/sys/net/ipv6/conf/all/forwarding') as f:
            f.write('1')
        # an address stays when its cable goes down and comes again, as on a router
        with setting('/proc/sys/net/ipv6/conf/default/keep_addr_on_down') as f:
            f.write('1')

    def _cables(self, name):
        super()._cables(name)
        for l in self.links:
            if l.ends[0] == name:
                for k in range(2):
                    self.ip(l.ends[k], 'addr add %s/64 dev %s nodad' % (self.address6(l, k), l.ports[k]))

    @staticmethod
    def address6(link, k):
        return '2001:db8:ffff:%x::%d' % (link.index, 1 + k)

    def here(self):
        return self.segments[0].addresses[COLLECTOR]

    def role_of(self, name, other):
        """What the other is to it."""
        if (name, other) in PROVIDERS:
            return 'customer'
        return 'provider' if (other, name) in PROVIDERS else 'peer'

    def neighbours(self, name):
        """(other, its address of version 4, of version 6)"""
        for l in self.links:
            for k in range(2):
                if l.ends[k] == name:
                    yield l.ends[1 - k], l.addresses[1 - k], self.address6(l, 1 - k)

    def link_of(self, a, b):
        return next(l for l in self.links if set(l.ends) == {a, b})

    # ---- configuration

    def _maps(self, name):
        lines = ['bgp community-list standard SPARE permit ' + SPARE, 'bgp large-community-list standard DOWN permit ' + TAG['customer'],
                 'route-map OWN permit 10', ' set large-community ' + TAG['customer'], '!']
        lines += ['ip prefix-list SPARE permit %s' % SPARE_NETS[0], 'ipv6 prefix-list SPARE permit %s' % SPARE_NETS[1]]
        for role, tag in TAG.items():
            lines += ['route-map IN-%s permit 5' % role, ' match community SPARE', ' set local-preference %d' % PREFERENCE['spare'],
                      ' set large-community ' + tag, '!', 'route-map IN-%s permit 10' % role, ' set local-preference %d' % PREFERENCE[role],
                      ' set large-community ' + tag, '!']
        for other, _, _ in self.neighbours(name):
            for v, word in ((4, 'ip'), (6, 'ipv6')):
                # what is in LEAK-.. is given away against the rules: nothing, at first
                lines += ['route-map OUT%d-%s permit 5' % (v, other), ' match %s address prefix-list LEAK-%s' % (word, other), '!']
                if (name, other) == ('s1', 'x'):
                    lines += ['route-map OUT%d-x permit 10' % v, ' match %s address prefix-list SPARE' % word, ' set community ' + SPARE, '!']
                else:
                    lines += ['route-map OUT%d-%s permit 10' % (v, other)]
                    lines += [] if self.role_of(name, other) == 'customer' else [' match large-community DOWN']
                    lines += ['!']
        return lines

    def _configuration(self, name):
        n = self.number[name]
        lines = ['hostname ' + name]
        if name == COLLECTOR:
            return lines[0] + '\n'
        lines += self._maps(name)
        # one of its own for each time that it is started: it would be written over
        lines += ['dump bgp all-et %s/%s/record.%03d' % (routers.RUN, name, len(self.died[name]))] if name in WATCHED else []
        lines += ['bgp route-map delay-timer 0', 'router bgp %d' % ASN[name], ' bgp router-id 10.255.0.%d' % n, ' no bgp default ipv4-unicast',
                  ' no bgp network import-check', ' bgp graceful-restart-disable']
        for other, v4, v6 in self.neighbours(name):
            for address in (v4, v6):
                lines += [' neighbor %s remote-as %d' % (address, ASN[other]), ' neighbor %s timers 3 9' % address,
                          ' neighbor %s timers connect 1' % address, ' neighbor %s description %s' % (address, other)]
        own = nets(name) + (list(SPARE_NETS) if name == 's1' else [])
        for v in FAMILIES:
            lines += [' address-family ipv%d unicast' % v] + ['  network %s route-map OWN' % p for p in own if version(p) == v]
            for other, *addresses in self.neighbours(name):
                a = addresses[v == 6]
                lines += ['  neighbor %s activate' % a, '  neighbor %s route-map IN-%s in' % (a, self.role_of(name, other)),
                          '  neighbor %s route-map OUT%d-%s out' % (a, v, other)]
            lines += [' exit-address-family']
        if name in WATCHED:
            lines += [' bmp targets here', '  bmp connect %s port %d min-retry 100 max-retry 500' % (self.here(), PORT),
                      '  bmp monitor ipv4 unicast post-policy', '  bmp monitor ipv6 unicast post-policy', ' exit']
        return '\n'.join(lines + ['!']) + '\n'

    # ---- daemons

    def _start(self, name):
        if name == COLLECTOR:
            return
        place, run = self._places(name)
        os.makedirs(run)
        self._configure_file(name)
        for p in (place, run):
            shutil.chown(p, 'frr', 'frr')
        self.start_daemon(name, 'zebra')
        self.bgp[name] = self.start_daemon(name, 'bgpd')

    def _configure_file(self, name):
        path = self._places(name)[0] + '/frr.conf'
        with open(path, 'w', encoding='ascii') as f:
            f.write(self._configuration(name))
        shutil.chown(path, 'frr', 'frr')

    @staticmethod
    def _places(name):
        return '%s/%s' % (routers.RUN, name), '%s/%s/run' % (routers.RUN, name)

    def start_daemon(self, name, daemon):
        place, run = self._places(name)
        vty = '%s/%s.vty' % (run, daemon)
        if os.path.exists(vty):
            os.unlink(vty)
        with self.inside(name), open('%s/%s.out' % (place, daemon), 'ab') as out:
            more = ['-M', 'bmp'] if daemon == 'bgpd' else []
            p = subprocess.Popen(['%s/%s' % (routers.FRR, daemon), *more, '-N', name, '--vty_socket', run, '-i', '%s/%s.pid' % (run, daemon),
                                  '-z', run + '/zserv.api', '-f', place + '/frr.conf', '-A', '127.0.0.1', '-u', 'frr', '-g', 'frr'],
                                 stdin=subprocess.DEVNULL, stdout=out, stderr=out, preexec_fn=routers.die_with_parent)
        self.daemons.append(p)
        until = time.monotonic() + 20
        while not os.path.exists(vty):
            if time.monotonic() > until or p.poll() is not None:
                raise RuntimeError('%s of %s did not start: %s' % (daemon, name, open('%s/%s.out' % (place, daemon)).read()))
            time.sleep(0.02)
        return p

    def restart(self, name):
        """As by somebody who updates it: what it was told by vtysh is gone."""
        self.bgp[name].kill()
        self.bgp[name].wait()
        self.died[name].append(time.time())
        self.daemons.remove(self.bgp[name])
        self._configure_file(name)
        self.bgp[name] = self.start_daemon(name, 'bgpd')

    def tell(self, name, wanted):
        """Does it tell over BMP? Its sessions of BGP go on."""
        self.configure(name, 'router bgp %d' % ASN[name], 'bmp targets here',
                       '%sbmp connect %s port %d min-retry 100 max-retry 500' % ('' if wanted else 'no ', self.here(), PORT))

    def configure(self, name, *lines):
        self.vtysh(name, lines[-1], 'configure terminal', *lines[:-1])

    def records(self, name):
        files = ['%s/%s/record.%03d' % (routers.RUN, name, k) for k in range(len(self.died[name]) + 1)]
        return Record([f for f in files if os.path.exists(f)], name, self.died[name])


def setting(path):
    return open(path, 'w', encoding='ascii')


# ---- what a router was told

def net_text(v, data, at):
    bits = data[at]
    n = (bits + 7) // 8
    packed = bytes(data[at + 1:at + 1 + n]).ljust(4 if v == 4 else 16, b'\0')
    return '%s/%d' % (socket.inet_ntop(socket.AF_INET if v == 4 else socket.AF_INET6, packed), bits), at + 1 + n


def nets_of(v, data):
    out, at = [], 0
    while at < len(data):
        text, at = net_text(v, data, at)
        out.append(text)
    return out


def update_of(body):
    """(withdrawn, announced, path) of an UPDATE (RFC 4271, 4.3; RFC 4760) of four octets an AS."""
    n = struct.unpack('>H', body[:2])[0]
    gone, rest = nets_of(4, body[2:2 + n]), body[2 + n:]
    n = struct.unpack('>H', rest[:2])[0]
    attrs, come, path = rest[2:2 + n], nets_of(4, rest[2 + n:]), ()
    while attrs:
        head = 4 if attrs[0] & 0x10 else 3
        size = struct.unpack('>H', attrs[2:4])[0] if head == 4 else attrs[2]
        kind, value, attrs = attrs[1], attrs[head:head + size], attrs[head + size:]
        if kind == 2:
            while value:
                path += struct.unpack('>%dI' % value[1], value[2:2 + 4 * value[1]])
                value = value[2 + 4 * value[1]:]
        elif kind == 14 and value[:3] == b'\0\2\1':
            come += nets_of(6, value[5 + value[3]:])
        elif kind == 15 and value[:3] == b'\0\2\1':
            gone += nets_of(6, value[3:])
    return gone, come, path


Held = collections.namedtuple('Held', 'peer net path since until is_doubtful')
DOUBTFUL = 5  # seconds of a session in which its routes may be told or not


class Record:
    """All routes that a router was told and did not refuse as its own: from when until when each was held. An AS that stands
    repeatedly is one, as in what is told of the path."""

    def __init__(self, files, name, died=()):
        self.held, self.name = collections.defaultdict(list), name  # {net: [Held], in the order of their end}
        self.n_messages, self.up_at, now = 0, {}, {}
        for k, path in enumerate(files):
            with open(path, 'rb') as f:
                self._read(f.read(), now)
            # the next one is of a daemon that was started anew, and knew nothing
            end = died[k] if k < len(died) else time.time()  # a file for each time
            for peer, net in list(now):
                self._end(now, peer, net, end)

    def _end(self, now, peer, net, at):
        known = now.pop((peer, net), None)
        if known:
            self.held[net].append(Held(peer, net, known[0], known[1], at, known[1] - self.up_at.get(peer, 0) < DOUBTFUL))

    def _read(self, data, now):
        at = 0
        while at + 12 <= len(data):
            seconds, kind, sub, size = struct.unpack('>IHHI', data[at:at + 12])
            body, at = data[at + 12:at + 12 + size], at + 12 + size
            if kind != 17:
                continue
            t = seconds + struct.unpack('>I', body[:4])[0] / 1e6
            family = struct.unpack('>H', body[14:16])[0]
            long = 4 if family == 1 else 16
            peer = socket.inet_ntop(socket.AF_INET if family == 1 else socket.AF_INET6, body[16:16 + long])
            self._take(now, t, sub, peer, body[16 + 2 * long:])

    def _take(self, now, t, sub, peer, rest):
        if sub == 5:  # the state of a session changed
            if struct.unpack('>HH', rest[:4])[1] == 6:
                self.up_at[peer] = t
            if struct.unpack('>HH', rest[:4])[0] == 6:  # two that meet: one of them ends, and never was up
                for p, net in [k for k in now if k[0] == peer]:
                    self._end(now, p, net, t)
        elif sub == 4 and rest[18] == 2:  # a message that came
            self.n_messages += 1
            gone, come, path = update_of(rest[19:])
            for net in gone:
                self._end(now, peer, net, t)
            for net in come:
                self._end(now, peer, net, t)
                if ASN[self.name] not in path:
                    now[peer, net] = (tuple(a for k, a in enumerate(path) if not k or path[k - 1] != a), t)

    def has(self, net, peer, path, since, until):
        """Was it held at some time of these?"""
        return any(h.peer == peer and h.path == path and h.since <= until and h.until >= since for h in self.held.get(net, ()))

    def through(self, net, asn, all_of_them=False):
        """Those of which the router surely told, or all of them."""
        return [h for h in self.held.get(net, ()) if asn in h.path and (all_of_them or not h.is_doubtful)]
