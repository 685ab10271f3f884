#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What becomes of packets in small random networks, asked of a solver: forwarding tables with ECMP and VRFs, access
lists on the way in and out. The network is a formula of bit vectors (destination, source, protocol and both ports are
symbolic); the program reads the same network as the text of a terminal (plane_fates.c).

    tests/eval/plane_z3.py PLANE_FATES [N [SEED]]      N networks (default: 40)

Of each table where packets may enter, and of each fate (delivered, no route, dropped, denied, loop, next hop not known,
a router that is excluded is touched):
- there is no packet at all with this fate outside of the regions of which the program tells it
- in each region of which it tells it there is one

Skipped without the solver (Debian: python3-z3)."""
import collections, ipaddress, os, random, subprocess, sys, tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'lab'))
import vrp_text

try:
    import z3
except ImportError:  # another python3 than Debian's may come first; the module needs none of its own
    sys.path.append('/usr/lib/python3/dist-packages')
    try:
        import z3
    except ImportError:
        z3 = None

ENDS = ('delivered', 'no route', 'dropped', 'denied', 'loop', 'next hop not known')
PROTOCOLS = {'icmp': 1, 'tcp': 6, 'udp': 17}

Port = collections.namedtuple('Port', 'router name vrf address inward outward')  # address: with its length; filters or None
Rule = collections.namedtuple('Rule', 'says protocol src dst sport dport')       # None: any
Network = collections.namedtuple('Network', 'routers ports lists routes')
# lists: {(router, number): rules}; routes: {(router, vrf): {prefix: what}}, what: 'direct', 'drop', 'own', or (next hop, port) of each


# ---- a network

def random_prefixes(rng):
    """Some hold others, and all are near to the networks of the links."""
    out = [ipaddress.ip_network('0.0.0.0/0')]
    while len(out) < 9:
        base = rng.choice(out + [ipaddress.ip_network('10.0.0.0/10')])
        length = min(32, max(base.prefixlen, 10) + rng.randrange(1, 9))
        address = int(base.network_address) if base.prefixlen >= 10 else 10 << 24
        address |= rng.getrandbits(32) & (1 << 32 - max(base.prefixlen, 10)) - 1
        out.append(ipaddress.ip_network((address >> 32 - length << 32 - length, length)))
    return out


def random_rule(rng, prefixes):
    protocol = rng.choice((None, None, 'tcp', 'udp', 'icmp'))
    span = lambda: rng.choice((None, (80, 80), (443, 443), (80, 1000), (0, 1023), (1024, 65535)))
    sport, dport = (span(), span()) if protocol in ('tcp', 'udp') else (None, None)
    some = lambda percent: rng.choice(prefixes) if rng.randrange(100) < percent else None
    return Rule(rng.choice(('permit', 'deny')), protocol, some(40), some(60), sport if rng.randrange(3) == 0 else None, dport)


def random_ports(rng, routers, lists):
    """Links of two routers, sometimes of three; behind each router a network."""
    ports = []
    links = [(r,) for r in routers] + [tuple(rng.sample(routers, 2 if rng.randrange(4) or len(routers) < 3 else 3))
                                       for _ in range(len(routers) + rng.randrange(3))]
    for k, ends in enumerate(links):
        for n, r in enumerate(ends):
            mine = [number for router, number in lists if router == r]
            use = lambda: rng.choice(mine) if mine and rng.randrange(100) < 35 else None
            vrf = 'red' if len(ends) > 1 and rng.randrange(4) == 0 else ''
            address = ipaddress.ip_interface('10.%d.%d.%d/%d' % (k % 4, k * 16, n + 1, 29 if len(ends) > 1 else 25))
            ports.append(Port(r, 'GigabitEthernet0/0/%d' % k, vrf, address, use(), use()))
    return ports


def random_hops(rng, ports, mine):
    """Addresses on a network of the table, mostly of another router."""
    out = set()
    for _ in range(1 + rng.randrange(3) * rng.randrange(2)):
        port = rng.choice(mine)
        others = [p.address.ip for p in ports if p.router != port.router and p.address.network == port.address.network]
        out.add((rng.choice(others) if others and rng.randrange(10) else port.address.network[5], port))
    return sorted(out)


def random_network(rng):
    routers = ['%s%d' % (rng.choice('rrx'), i) for i in range(2 + rng.randrange(3))]
    prefixes = random_prefixes(rng)
    lists = {(r, str(3000 + i)): [random_rule(rng, prefixes) for _ in range(1 + rng.randrange(4))]
             for r in routers for i in range(rng.randrange(3))}
    ports, routes = random_ports(rng, routers, lists), {}
    for table in sorted({(p.router, p.vrf) for p in ports}):
        mine = [p for p in ports if (p.router, p.vrf) == table]
        rows = routes[table] = {}
        for prefix in rng.sample(prefixes, rng.randrange(len(prefixes))) + [p.address.network for p in ports if rng.randrange(3) == 0]:
            rows[prefix] = 'drop' if rng.randrange(8) == 0 else random_hops(rng, ports, mine)
        for p in mine:
            rows[p.address.network], rows[ipaddress.ip_network(p.address.ip)] = 'direct', 'own'
    return Network(routers, ports, lists, routes)


# ---- as a terminal shows it

def route_rows(net, table):
    out = []
    for prefix, what in sorted(net.routes[table].items()):
        mine = next((p for p in net.ports if (p.router, p.vrf) == table and (prefix == p.address.network or prefix == ipaddress.ip_network(p.address.ip))), None)
        if what == 'own':
            out.append((str(prefix), 'Direct', 0, 0, 'D', '127.0.0.1', mine.name))
        elif what == 'direct':
            out.append((str(prefix), 'Direct', 0, 0, 'D', str(mine.address.ip), mine.name))
        elif what == 'drop':
            out.append((str(prefix), 'Static', 60, 0, 'DB', '0.0.0.0', 'NULL0'))
        else:
            out += [(str(prefix), 'OSPF', 10, 2, 'D', str(via), port.name) for via, port in what]
    return out


def configuration(net, router):
    rules = [{'filter': number, 'seq': 5 * i, 'says': r.says, 'protocol': r.protocol or 'ip', 'src': r.src and str(r.src), 'dst': r.dst and str(r.dst),
              'sport': r.sport and list(r.sport), 'dport': r.dport and list(r.dport)}
             for (of, number), rows in net.lists.items() if of == router for i, r in enumerate(rows)]
    out = ['#', 'sysname ' + router, '#']
    for number, lines in vrp_text.by_filter(rules).items():
        out += ['acl number ' + number] + lines + ['#']
    for p in net.ports:
        if p.router == router:
            out += ['interface ' + p.name] + [' ip binding vpn-instance ' + p.vrf] * (p.vrf != '')
            out += [' ip address %s %s' % (p.address.ip, p.address.netmask)]
            out += [' traffic-filter %s acl %s' % x for x in (('inbound', p.inward), ('outbound', p.outward)) if x[1]] + ['#']
    return out + ['return']


def terminal(net):
    out = []
    for r in net.routers:
        out += ['<%s>display current-configuration' % r] + configuration(net, r)
        for table in net.routes:
            if table[0] == r:
                out += ['<%s>display ip routing-table%s' % (r, ' vpn-instance ' + table[1] if table[1] else '')]
                out += vrp_text.routing_table(route_rows(net, table), table[1])
    return '\n'.join(out) + '\n'


# ---- as formulas

def both(*xs):
    """Formulas, and True and False: most of what could be built is one of these, and building is what takes the time."""
    if any(x is False for x in xs):
        return False
    xs = [x for x in xs if x is not True]
    return True if not xs else xs[0] if len(xs) == 1 else z3.And(xs)


def either(*xs):
    if any(x is True for x in xs):
        return True
    xs = [x for x in xs if x is not False]
    return False if not xs else xs[0] if len(xs) == 1 else z3.Or(xs)


def opposite(x):
    return not x if isinstance(x, bool) else z3.Not(x)


class Formulas:
    def __init__(self, net):
        self.net = net
        self.src, self.dst = z3.BitVec('src', 32), z3.BitVec('dst', 32)
        self.protocol, self.sport, self.dport = z3.BitVec('protocol', 8), z3.BitVec('sport', 16), z3.BitVec('dport', 16)
        self.known, self.inside = {}, {}
        self.permits = {key: self._list(rules) for key, rules in net.lists.items()}
        self.longest = {table: list(self._longest(table)) for table in net.routes}

    def to(self, prefix):
        """Is the destination within it?"""
        if prefix not in self.inside:
            self.inside[prefix] = self._within(self.dst, prefix)
        return self.inside[prefix]

    @staticmethod
    def _within(address, prefix):
        n = prefix.prefixlen
        return n == 0 or z3.Extract(31, 32 - n, address) == int(prefix.network_address) >> 32 - n

    def _matches(self, r):
        span = lambda x, s: s is None or z3.And(z3.UGE(x, s[0]), z3.ULE(x, s[1]))
        return both(r.src is None or self._within(self.src, r.src), r.dst is None or self.to(r.dst), span(self.sport, r.sport),
                    span(self.dport, r.dport), r.protocol is None or self.protocol == PROTOCOLS[r.protocol])

    def _list(self, rules):
        """The first that matches decides; what none matches passes, as traffic-filter has it."""
        out = True
        for r in reversed(rules):
            matches = self._matches(r)
            out = either(matches, out) if r.says == 'permit' else both(opposite(matches), out)
        return out

    def passes(self, port, number):
        return number is None or self.permits[port.router, number]

    def region(self, prefix, longer):
        return both(self.to(prefix), *(opposite(self.to(p)) for p in longer if p != prefix and p.subnet_of(prefix)))

    def _longest(self, table):
        """(condition, prefix, what the table does), of each route and of none."""
        rows = self.net.routes[table]
        for prefix, what in rows.items():
            yield self.region(prefix, rows), prefix, what
        yield both(*(opposite(self.to(p)) for p in rows)), None, 'none'

    def owner(self, router, network, address):
        return next((p for p in self.net.ports if p.router != router and p.address.network == network and p.address.ip == address), None)

    def over(self, end, port, to, on_way):
        """Past the filters of both ports, to the router at the other end (None: a host)."""
        out = self.passes(port, port.outward)
        if to is None:
            return out if end == 'delivered' else opposite(out) if end == 'denied' else False
        into = self.passes(to, to.inward)
        is_touched = end == 'touched' and to.router.startswith('x')  # even if it lets no packet in
        further = both(out, True if is_touched else both(into, self.may(end, (to.router, to.vrf), on_way)))
        return either(further, opposite(both(out, into))) if end == 'denied' else further

    def does(self, end, table, prefix, what, on_way):
        """What a route does, by any of its ways."""
        if isinstance(what, str) and what != 'direct':
            return end == {'none': 'no route', 'drop': 'dropped', 'own': 'delivered'}[what]
        if what == 'direct':
            port = next(p for p in self.net.ports if (p.router, p.vrf) == table and p.address.network == prefix)
            there = [p for p in self.net.ports if p.router != table[0] and p.address.network == prefix]
            at = [self.to(ipaddress.ip_network(p.address.ip)) for p in there]
            return either(both(self.over(end, port, None, on_way), *map(opposite, at)),
                          *(both(c, self.over(end, port, p, on_way)) for c, p in zip(at, there)))
        owners = [(port, self.owner(port.router, port.address.network, via)) for via, port in what]
        return either(*(self.over(end, port, to, on_way) if to else end == 'next hop not known' for port, to in owners))

    def may(self, end, table, on_way=frozenset()):
        """A packet that enters at this table may end so, over some of the ways that ECMP may choose."""
        key = end, table, on_way
        if key not in self.known:
            if end == 'touched' and table[0].startswith('x'):
                self.known[key] = True
            elif table in on_way:
                self.known[key] = end == 'loop'
            else:
                self.known[key] = either(*(both(c, self.does(end, table, prefix, what, on_way | {table})) for c, prefix, what in self.longest[table]))
        return self.known[key]


# ---- both

def read_fates(text):
    """Per file {(router, vrf): {region: fates}}"""
    out, net, region = {}, None, None
    for line in text.splitlines():
        word, _, rest = line.partition(' ')
        if word == 'network':
            net = out[rest] = {}
        elif word == 'region':
            region = ipaddress.ip_network(rest)
        else:
            where, _, fates = rest.partition(':')
            ends, _, touched = fates.partition(';')
            table = (where.split() + [''])[:2]
            net.setdefault(tuple(table), {})[region] = {e for e in [*ends.strip().split(', '), touched.strip()] if e}
    return out


def compare(net, told):
    """(how many questions, what differs)"""
    f, n, wrong = Formulas(net), 0, []
    if set(told) != set(net.routes):
        return 0, ['tables %s are told, %s expected' % (sorted(told), sorted(net.routes))]
    regions = list(next(iter(told.values())))
    of = {r: f.region(r, regions) for r in regions}
    for table, fates in told.items():
        for end in ENDS + ('touched',):
            s, having = z3.Solver(), [r for r in regions if end in fates[r]]
            s.add(f.may(end, table))
            s.push()
            s.add(opposite(either(*(of[r] for r in having))))
            n += 1
            if s.check() != z3.unsat:
                wrong.append('%s %s: %s is not told of %s' % (*table, end, s.model()))
            s.pop()
            for r in having:
                n += 1
                s.push()
                s.add(of[r])
                if s.check() != z3.sat:
                    wrong.append('%s %s: %s is told of %s, and no packet has it' % (*table, end, r))
                s.pop()
        wrong += ['%s %s: %s of %s' % (*table, x - set(ENDS) - {'touched'}, r) for r, x in fates.items() if x - set(ENDS) - {'touched'}]
    return n, wrong


def main():
    if z3 is None:
        print('1..0 # SKIP no z3')
        return 0
    n, seed = int((sys.argv[2:] + ['40'])[0]), int((sys.argv[3:] + ['1'])[0])
    nets, asked, n_wrong, met = [random_network(random.Random(seed + i)) for i in range(n)], 0, 0, collections.Counter()
    with tempfile.TemporaryDirectory() as folder:
        paths = ['%s/%d.txt' % (folder, i) for i in range(n)]
        for path, net in zip(paths, nets):
            with open(path, 'w', encoding='utf-8') as file:
                file.write(terminal(net))
        p = subprocess.run([sys.argv[1], *paths], capture_output=True, text=True)
        told = read_fates(p.stdout)
        for i, (path, net) in enumerate(zip(paths, nets)):
            questions, wrong = compare(net, told[path]) if path in told else (0, ['nothing is told: ' + p.stderr.strip()])
            asked, n_wrong = asked + questions, n_wrong + (wrong != [])
            met.update(e for fates in told.get(path, {}).values() for x in fates.values() for e in x)
            for line in wrong[:5] if n_wrong < 5 else []:
                print('# network %d: %s' % (seed + i, line.replace('\n', ' ')))
    print('%s 1 - %d networks, %d questions: %d differ' % ('not ok' if n_wrong else 'ok', n, asked, n_wrong))
    missing = [e for e in ENDS + ('touched',) if not met[e]]
    print('%s 2 - all fates are met: %s' % ('not ok' if missing else 'ok', ', '.join('%s %d' % x for x in sorted(met.items()))))
    print('1..2')
    return n_wrong > 0 or missing != []


if __name__ == '__main__':
    sys.exit(main())
