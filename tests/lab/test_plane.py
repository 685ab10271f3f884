#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""test_plane.py - what the routers' own tables say against where packets go: 20 routers (FRR) with OSPF, BGP, filters.

The routers of test_path.py; each also speaks BGP with a reflector, announces a network that only BGP knows, has a host
on each of its two networks, and some filter what they forward (nftables). Of each a file is collected, as an operator
would copy it from a terminal, three times:

    kernel  ip -j of its routes, rules, addresses, neighbours and settings, and nft -j
    frr     the same with FRR's own JSON of its routes
    vrp     what FRR told, written as VRP would show it (vrp_text.py), filters as its configuration

`cleanpath path trace` tells of a packet what becomes of it; where it is certain, the packet has to do that: a datagram
reaches who is said to deliver it, over routers that are said, or does not come through; the first segment of a TCP
connection arrives at its host or does not, and the connection comes about if the way back is free as well. Of all
packets the other system's tables must say the same; all classes of addresses too. Before anything fails, and after
each failure.

    test_plane.py                TAP
    test_plane.py collect DIR    only the folders, before anything fails

Skipped with its reason where there are no namespaces or no routers. CLEANPATH_BIN: the program; PROBES and FAILURES:
how many of them (default: 360 packets, 2 failures)."""
import collections, concurrent.futures, fnmatch, itertools, json, os, random, shutil, subprocess, sys, tempfile
import flows
import routers
import vrp_text
from connects import Hosts, connect
from flows import Flow, Prober
from routers import Routers, why_not
from test_path import BORDERS, LINKS, NAMES, RULE

PROGRAM = os.environ.get('CLEANPATH_BIN', '')
PROBES, FAILURES = int(os.environ.get('PROBES', '360')), int(os.environ.get('FAILURES', '2'))
TCP_ONE_IN = 3
REFLECTOR, HOSTS = 'c1', 'hosts'
FAILS = [6, 'a7', 29, 40, 'a4', 24, 44, 'a1', 3, 17, 20, 31, 'a6', 12, 33, 36, 25, 8, 'a3', 14]
SOURCE_PORTS, PORTS, TCP_PORTS = range(40001, 40011), (53, 80, 443, 33434), (22, 80, 443, 8080)
# what each of these forwards; the first rule that matches decides, the last one matches. A list: from, to; a tuple: these
PERMIT = {'says': 'permit'}
FILTERS = {
    'a3': [{'says': 'deny', 'protocol': 'udp', 'dport': (53,)}, {'says': 'deny', 'protocol': 'tcp', 'dport': (22,)},
           {'says': 'deny', 'protocol': 'tcp', 'src': '100.64.0.0/16', 'sport': (8080,)}, PERMIT],
    'a4': [{'says': 'deny', 'protocol': 'udp', 'dport': (53, 80)}, {'says': 'deny', 'protocol': 'tcp', 'dport': (22, 443)},
           {'says': 'deny', 'protocol': 'tcp', 'src': '100.64.0.0/16', 'sport': (80, 8080)}, PERMIT],
    'c3': [{'says': 'deny', 'protocol': 'udp', 'dst': '10.2.0.0/24', 'dport': (80, 443)},
           {'says': 'deny', 'protocol': 'tcp', 'dst': '100.64.0.0/16', 'dport': [8000, 8099]},
           {'says': 'permit', 'src': '10.255.0.0/16', 'out': 'e*'},
           {'says': 'deny', 'protocol': 'tcp', 'sport': (80,), 'dst': '10.255.0.2/32'}, PERMIT],
    'a6': [{'says': 'deny', 'protocol': 'udp', 'src': '10.255.0.1/32', 'sport': [40001, 40005]},
           {'says': 'deny', 'protocol': 'tcp', 'sport': (443,)}, {'says': 'permit', 'dst': '100.64.0.0/16'},
           {'says': 'deny', 'protocol': 'tcp', 'dport': (80,), 'sport': [40001, 40008]}, PERMIT],
}
COLLECTED = ('ip -j -d address', 'ip -j neigh', 'ip -j rule', 'ip -j netconf', 'nft -j list ruleset')
SYSTEMS = ('kernel', 'frr', 'vrp')
Packet = collections.namedtuple('Packet', 'at src to protocol source_port port')
n_run, n_failed = 0, 0


def ok(held, what, *details):
    global n_run, n_failed
    n_run, n_failed = n_run + 1, n_failed + (not held)
    print('%sok %d - %s' % ('' if held else 'not ', n_run, what), flush=True)
    if not held:
        for d in [line for d in details for line in str(d).splitlines()][:6]:
            print('# ' + d, flush=True)


def nft_rule(r, interfaces):
    """A rule of the chain at the hook forward. Interfaces one by one: by "e*" the program says that a rule matches perhaps."""
    ports = lambda x: '%d-%d' % tuple(x) if isinstance(x, list) else '{ %s }' % ', '.join(map(str, x)) if len(x) > 1 else str(x[0])
    out = ['oifname { %s }' % ', '.join('"%s"' % i for i in fnmatch.filter(interfaces, r['out']))] if 'out' in r else []
    out += ['ip %s %s' % (word, r[key]) for word, key in (('saddr', 'src'), ('daddr', 'dst')) if key in r]
    out += ['%s %s %s' % (r['protocol'], word, ports(r[word])) for word in ('sport', 'dport') if word in r]
    return ' '.join(out + ['accept' if r['says'] == 'permit' else 'drop'])


def vrp_filters(rules, interfaces):
    """(rules, which filter an interface has on the way out) for vrp_text: a filter for each list that an interface needs."""
    spans = lambda x: [x] if isinstance(x, list) else x or (None,)
    numbers, written, applied = {}, [], {}
    for iface in interfaces if rules else ():
        mine = [i for i, r in enumerate(rules) if fnmatch.fnmatchcase(iface, r.get('out', '*'))]
        number = applied[iface] = numbers.setdefault(tuple(mine), str(3001 + len(numbers)))
        if any(w['filter'] == number for w in written):
            continue
        boxes = [dict(rules[i], sport=s, dport=d) for i in mine
                 for s, d in itertools.product(spans(rules[i].get('sport')), spans(rules[i].get('dport')))]
        written += [dict(r, filter=number, seq=5 * (n + 1)) for n, r in enumerate(boxes)]
    return written, applied


class Lab(Routers):
    """With BGP inside of one AS: 100.64.N.0/24 is known by it alone. Hosts: .77 on each network behind a router."""

    def _settings(self, name):
        super()._settings(name)
        with open('/proc/sys/net/ipv4/ip_local_port_range', 'w', encoding='ascii') as f:
            f.write('50000 60999')  # so that no session of BGP has a port that is filtered, or that a probe is to have

    def _configuration(self, name):
        n = self.number[name]
        lines = ['router bgp 65000', ' no bgp ebgp-requires-policy', ' no bgp network import-check']
        for other, k in self.number.items():
            if other != name and REFLECTOR in (name, other):
                lines += [' neighbor 10.255.0.%d remote-as 65000' % k, ' neighbor 10.255.0.%d update-source lo' % k,
                          ' neighbor 10.255.0.%d timers 1 5' % k, ' neighbor 10.255.0.%d timers connect 1' % k]
        lines += [' address-family ipv4 unicast', '  network 100.64.%d.0/24' % n]
        if name == REFLECTOR:
            lines += ['  neighbor 10.255.0.%d route-reflector-client' % k for o, k in self.number.items() if o != name]
        return super()._configuration(name) + '\n'.join(lines + [' exit-address-family', '!']) + '\n'

    def _hosts(self, name):
        """Two networks; the far end of each is a host, which answers by the way that it was asked."""
        if HOSTS not in self.namespaces:
            self.add_namespace(HOSTS)
        n, there = self.number[name], 'netns /proc/%d/fd/%d' % (os.getpid(), self.namespaces[HOSTS])
        self.ip(name, 'link add site type veth peer name out', 'addr add 100.64.%d.1/24 dev site' % n, 'link set site up')
        for k, (far, net) in enumerate((('far', self.behind(name)), ('out', '100.64.%d' % n))):
            own, table = 'h%d-%d' % (n, k), 2 * n + k + 1
            self.ip(name, 'link set %s down' % far, 'link set %s name %s' % (far, own), 'link set %s %s' % (own, there))
            self.ip(HOSTS, 'addr add %s.77/24 dev %s' % (net, own), 'link set %s up' % own, 'rule add from %s.77 lookup %d' % (net, table),
                    'route add default via %s.1 table %d' % (net, table))

    def _start(self, name):
        self._hosts(name)
        super()._start(name)
        place, run = '%s/%s' % (routers.RUN, name), '%s/%s/run' % (routers.RUN, name)
        with self.inside(name), open(place + '/bgpd.out', 'wb') as out:
            self.daemons.append(subprocess.Popen(
                ['%s/bgpd' % routers.FRR, '-N', name, '--vty_socket', run, '-i', run + '/bgpd.pid', '-z', run + '/zserv.api', '-f',
                 place + '/frr.conf', '-A', '127.0.0.1', '-u', 'frr', '-g', 'frr'],
                stdin=subprocess.DEVNULL, stdout=out, stderr=out, preexec_fn=routers.die_with_parent))
            if name in FILTERS:
                interfaces = ['stub', 'site'] + [l.ports[l.ends.index(name)] for l in self.links if name in l.ends]
                rules = '\n'.join(nft_rule(r, interfaces) for r in FILTERS[name])
                subprocess.run(['nft', '-f', '-'], text=True, check=True, input='table inet lab { chain through {\n'
                               'type filter hook forward priority 0; policy drop;\n%s\n}\n}\n' % rules)

    def _ask(self, name, command):
        with self.inside(name):
            return subprocess.run(command.split(), stdout=subprocess.PIPE, text=True, check=True).stdout

    def collect(self, folder):
        for system in SYSTEMS:
            os.makedirs('%s/%s' % (folder, system), exist_ok=True)
        for name in self.names:
            told = {c: self._ask(name, c) for c in COLLECTED}
            routes = self.vtysh(name, 'show ip route json')
            addresses, neighbours = json.loads(told['ip -j -d address']), json.loads(told['ip -j neigh'])
            rules, applied = vrp_filters(FILTERS.get(name), [l['ifname'] for l in addresses if l['ifname'] != 'lo'])
            shown = {'kernel': {'ip -j route show table all': self._ask(name, 'ip -j route show table all'), **told},
                     'frr': {"vtysh -c 'show ip route json'": routes, **told}}
            texts = {s: ''.join('root@%s:~# %s\n%s\n' % (name, c, answer.rstrip()) for c, answer in answers.items()) for s, answers in shown.items()}
            texts['vrp'] = vrp_text.terminal(name, json.loads(routes), addresses, neighbours, rules, applied)
            for system, text in texts.items():
                with open('%s/%s/%s.txt' % (folder, system, name), 'w', encoding='utf-8') as f:
                    f.write(text)

    def at(self, address):
        """The router with that network behind it."""
        net = address.rsplit('.', 1)[0]
        return next(n for n in self.names if net in (self.behind(n), '100.64.%d' % self.number[n]))


def run(*args):
    return subprocess.run([PROGRAM, *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False, timeout=120)


def answer(*args):
    p = run(*args, '--format', 'json')
    try:
        return json.loads(p.stdout)
    except json.JSONDecodeError:
        return {'error': p.stderr.strip()}


def predict(rule, case, p):
    """(what it becomes, routers that it may pass)"""
    said = answer('path', 'trace', p.at, p.to, '--case', case, '--policy', rule, '--src', p.src, '--protocol', p.protocol,
                  '--sport', str(p.source_port), '--dport', str(p.port))
    return said.get('becomes', ['error: ' + said.get('error', '')]), {s['table']['name'] for s in said.get('steps', [])}


def back(lab, p):
    """What a host answers."""
    return Packet(lab.at(p.to), p.to, p.src, p.protocol, p.port, p.source_port)


class Step:
    """What was collected between two failures, what was said of it, and what packets did."""

    def __init__(self, lab, number, folder, pool):
        self.lab, self.number, self.pool, self.rule = lab, number, pool, folder + '/rule.yaml'
        self.cases = {s: '%s/%d-%s.case' % (folder, number, s) for s in SYSTEMS}
        self.counts, self.wrong = collections.Counter(), []
        place = '%s/%d' % (folder, number)
        lab.collect(place)
        read = [run('import', '--case', case, '%s/%s' % (place, s)) for s, case in self.cases.items()]
        self.read = all(p.returncode == 0 for p in read), ''.join(p.stderr for p in read if p.returncode)

    def choose(self, rng, n):
        """Datagrams not to networks behind a router that filters: it answers that their time is over before it asks its filter."""
        hosts = {x: ('%s.77' % self.lab.behind(x), '100.64.%d.77' % self.lab.number[x]) for x in self.lab.names}
        tcp = [a for x in hosts for a in hosts[x]]
        udp = [a for x in hosts if x not in FILTERS for a in hosts[x]]
        self.packets = set()
        for k in range(n):
            at, is_tcp = BORDERS[k % len(BORDERS)], k // len(BORDERS) % TCP_ONE_IN == 0
            self.packets.add(Packet(at, self.lab.loopback(at), rng.choice(tcp if is_tcp else udp), 'tcp' if is_tcp else 'udp',
                                    rng.choice(SOURCE_PORTS), rng.choice(TCP_PORTS if is_tcp else PORTS)))
        wanted = sorted(self.packets | {back(self.lab, p) for p in self.packets if p.protocol == 'tcp'})
        self.said = {s: {p: self.pool.submit(predict, self.rule, self.cases[s], p) for p in wanted} for s in ('kernel', 'vrp')}

    def of(self, name, protocol):
        return sorted({Flow(p.to, p.source_port, p.port) for p in self.packets if p.at == name and p.protocol == protocol})

    def probe(self, probers, hosts, owner):
        hosts.arrived()
        with concurrent.futures.ThreadPoolExecutor(2 * len(BORDERS)) as pool:
            traces = {n: pool.submit(probers[n].trace, self.of(n, 'udp'), lambda f, a: owner.get(a) == self.lab.at(f.to)) for n in BORDERS}
            connects = {n: pool.submit(connect, self.lab, n, self.of(n, 'tcp')) for n in BORDERS}
        self.ways = {(n, f): [owner.get(a) for a in way if a] for n in BORDERS for f, way in traces[n].result().items()}
        self.connected = {(n, f) for n in BORDERS for f in connects[n].result()}
        self.arrived = hosts.arrived()

    # ---- what was said against what happened

    def certain(self, p):
        """What becomes of the packet if that is certain, else None."""
        becomes, _ = self.said['kernel'][p].result()
        if len(becomes) == 1 and becomes[0] in ('delivered', 'denied', 'dropped', 'no route'):
            return becomes[0]
        self.counts['not certain', '+'.join(becomes)] += 1
        return None

    def compare_udp(self, p, flow):
        becomes, way = self.certain(p), self.ways[p.at, flow]
        passed = self.said['kernel'][p].result()[1]
        self.counts['udp', becomes] += 1
        came = self.lab.at(p.to) == p.at or (len(way) > 0 and way[-1] == self.lab.at(p.to))
        if becomes and (came != (becomes == 'delivered') or any(r not in passed for r in way)):
            self.wrong.append('%s: %s said, came over %s; %s may be passed' % (p, becomes, way, sorted(passed)))

    def compare_tcp(self, p, flow):
        becomes, came, connected = self.certain(p), (p.src, flow) in self.arrived, (p.at, flow) in self.connected
        self.counts['tcp', becomes] += 1
        if becomes and came != (becomes == 'delivered'):
            self.wrong.append('%s: %s said, %s' % (p, becomes, 'arrived' if came else 'did not arrive'))
        if becomes == 'delivered':
            answered = self.certain(back(self.lab, p))
            self.counts['tcp back', answered] += 1
            if answered and connected != (answered == 'delivered'):
                self.wrong.append('%s: %s said of its answer, %s' % (p, answered, 'connected' if connected else 'not connected'))

    def compare(self):
        for p in sorted(self.packets):
            (self.compare_tcp if p.protocol == 'tcp' else self.compare_udp)(p, Flow(p.to, p.source_port, p.port))
        certain = {w: sum(n for (what, x), n in self.counts.items() if what == w and x) for w in ('udp', 'tcp')}
        print('# ' + ', '.join('%s %s: %d' % (*x, n) for x, n in sorted(self.counts.items(), key=str)), flush=True)
        ok(not self.wrong, 'step %d: %d datagrams and %d connections of %d do what is certain of them' % (
            self.number, certain['udp'], certain['tcp'], len(self.packets)), *self.wrong)

    def compare_systems(self):
        kernel, vrp = self.said['kernel'], self.said['vrp']
        other = ['%s: %s, as VRP shows it %s' % (p, kernel[p].result(), vrp[p].result()) for p in kernel if kernel[p].result() != vrp[p].result()]
        ok(not other, 'step %d: of %d packets the tables as VRP shows them say the same' % (self.number, len(kernel)), *other)
        classes = [answer('path', 'classes', '--case', self.cases[s], '--policy', self.rule) for s in ('frr', 'vrp')]
        diff = answer('path', 'diff', self.cases['frr'], self.cases['vrp'], '--policy', self.rule)
        ok(classes[0].get('classes') == classes[1].get('classes') and diff.get('changes') == [],
           'step %d: %d classes of addresses are the same of FRR and of VRP' % (self.number, len(classes[0].get('classes', []))),
           classes[0].get('error', ''), classes[1].get('error', ''), *diff.get('changes', [diff.get('error', '')]))

    def report(self):
        ok(*self.read[:1], 'step %d: what %d routers show is imported' % (self.number, len(self.lab.names)), self.read[1])
        self.compare()
        self.compare_systems()
        return self.counts


def main():
    if why_not():
        print('1..0 # SKIP ' + why_not())
        return 0
    if not shutil.which('nft'):
        print('1..0 # SKIP not installed: nft')
        return 0
    lab = Lab(NAMES, [(l[0], l[1], int(l[2]), int(l[3])) for l in LINKS])
    try:
        lab.quiet(4, 60)
        with tempfile.TemporaryDirectory() as folder:
            if sys.argv[1:2] == ['collect']:
                lab.collect(sys.argv[2])
                return 0
            return probe_all(lab, folder)
    finally:
        lab.stop()


def fail(lab, what):
    if isinstance(what, int):
        lab.set_link(lab.links[what], False)
    else:
        lab.set_router(what, False)


def probe_all(lab, folder):
    """What is said is asked for beside all the waiting for routers, so a step is compared when the next has been probed."""
    rng, total, before = random.Random(1), collections.Counter(), None
    flows.ROUNDS, flows.HOPS_MAX = 3, 10
    with open(folder + '/rule.yaml', 'w', encoding='utf-8') as f:
        f.write(RULE)
    probers = {n: Prober(lab, n, SOURCE_PORTS) for n in BORDERS}
    with lab.inside(HOSTS):
        hosts = Hosts(TCP_PORTS)
    owner = {a: n for l in lab.links for a, n in zip(l.addresses, l.ends)}
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for number in range(FAILURES + 1):
            if number:
                fail(lab, FAILS[number - 1])
                lab.quiet(6, 60)
            step = Step(lab, number, folder, pool)
            step.choose(rng, PROBES // (FAILURES + 1))
            step.probe(probers, hosts, owner)
            total.update(before.report() if before else {})
            before = step
        total.update(before.report())
    print('# all steps: ' + ', '.join('%s %s: %d' % (*x, n) for x, n in sorted(total.items(), key=str)), flush=True)
    of = lambda protocol: sum(n for (what, becomes), n in total.items() if what == protocol and becomes)
    ok(of('udp') > total['udp', None] and of('tcp') > total['tcp', None], 'of most it is certain')
    ok(all(total[x] for x in itertools.product(('udp', 'tcp', 'tcp back'), ('delivered', 'denied'))), 'of each kind some are delivered, some denied')
    print('1..%d' % n_run)
    return n_failed > 0


if __name__ == '__main__':
    sys.exit(main())
