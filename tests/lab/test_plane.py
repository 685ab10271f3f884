#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""test_plane.py - what the routers' own tables say against where packets go: 20 routers (FRR) with OSPF, BGP, filters.

The routers of test_path.py; each also speaks BGP with a reflector, announces a network that only BGP knows, and some
filter what they forward (nftables). Of each a file is collected, as an operator would copy it from a terminal: ip -j of
its routes, rules, addresses, neighbours and settings, and nft -j.
`cleanpath path trace` tells of a packet what becomes of it; where it is certain, the packet has to do that: reach who
is said to deliver it, over routers that are said, or not come through. Before anything fails, and after each failure.

    test_plane.py                TAP
    test_plane.py collect DIR    only the folder, before anything fails

Skipped with its reason where there are no namespaces or no routers. CLEANPATH_BIN: the program; PROBES and FAILURES:
how many of them (default: 600 packets, 4 failures)."""
import collections, concurrent.futures, json, os, random, shutil, subprocess, sys, tempfile
import flows
import routers
from flows import Flow, Prober
from routers import Routers, why_not
from test_path import BORDERS, LINKS, NAMES, RULE

PROGRAM = os.environ.get('CLEANPATH_BIN', '')
PROBES, FAILURES = int(os.environ.get('PROBES', '600')), int(os.environ.get('FAILURES', '4'))
REFLECTOR = 'c1'
FAILS = [6, 'a7', 29, 40, 'a4', 24, 44, 'a1', 3, 17, 20, 31, 'a6', 12, 33, 36, 25, 8, 'a3', 14]
SOURCE_PORTS, PORTS = range(40001, 40011), (53, 80, 443, 33434)
# what each of these forwards: rules of the chain at the hook forward, its policy last
FILTERS = {
    'a3': ['udp dport 53 drop', 'accept'],
    'a4': ['udp dport { 53, 80 } drop', 'accept'],
    'c3': ['ip daddr 10.2.0.0/24 udp dport { 80, 443 } drop', 'oifname "e*" ip saddr 10.255.0.0/16 accept', 'accept'],
    'a6': ['ip saddr 10.255.0.1 udp sport 40001-40005 drop', 'ip daddr 100.64.0.0/16 accept', 'accept'],
}
COLLECTED = ('ip -j route show table all', 'ip -j rule', 'ip -j -d address', 'ip -j neigh', 'ip -j netconf', 'nft -j list ruleset')
n_run, n_failed = 0, 0


def ok(held, what, *details):
    global n_run, n_failed
    n_run, n_failed = n_run + 1, n_failed + (not held)
    print('%sok %d - %s' % ('' if held else 'not ', n_run, what), flush=True)
    if not held:
        for d in [line for d in details for line in str(d).splitlines()][:12]:
            print('# ' + d, flush=True)


class Lab(Routers):
    """With BGP inside of one AS: 100.64.N.0/24 is known by it alone."""

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

    def _start(self, name):
        super()._start(name)
        self.ip(name, 'addr add 100.64.%d.1/24 dev stub' % self.number[name])
        place, run = '%s/%s' % (routers.RUN, name), '%s/%s/run' % (routers.RUN, name)
        with self.inside(name), open(place + '/bgpd.out', 'wb') as out:
            self.daemons.append(subprocess.Popen(
                ['%s/bgpd' % routers.FRR, '-N', name, '--vty_socket', run, '-i', run + '/bgpd.pid', '-z', run + '/zserv.api', '-f',
                 place + '/frr.conf', '-A', '127.0.0.1', '-u', 'frr', '-g', 'frr'],
                stdin=subprocess.DEVNULL, stdout=out, stderr=out, preexec_fn=routers.die_with_parent))
            if name in FILTERS:
                rules = '\n'.join(FILTERS[name])
                subprocess.run(['nft', '-f', '-'], text=True, check=True, input='table inet lab { chain through {\n'
                               'type filter hook forward priority 0; policy drop;\n%s\n}\n}\n' % rules)

    def collect(self, folder):
        for name in self.names:
            with self.inside(name), open('%s/%s.txt' % (folder, name), 'w', encoding='utf-8') as f:
                for command in COLLECTED:
                    answer = subprocess.run(command.split(), stdout=subprocess.PIPE, text=True, check=True).stdout
                    f.write('root@%s:~# %s\n%s\n' % (name, command, answer.rstrip()))


def run(*args):
    return subprocess.run([PROGRAM, *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False, timeout=60)


def destinations(lab):
    """Not behind a router that filters: it answers that a datagram's time is over before it asks its filter."""
    names = [n for n in lab.names if n not in FILTERS]
    return ['%s.77' % lab.behind(n) for n in names] + ['100.64.%d.77' % lab.number[n] for n in names]


def predict(folder, case, lab, name, flow):
    """(what it becomes, routers that it may pass)"""
    p = run('path', 'trace', name, flow.to, '--case', case, '--policy', folder + '/rule.yaml', '--src', lab.loopback(name), '--protocol', 'udp',
            '--sport', str(flow.source_port), '--dport', str(flow.port), '--format', 'json')
    try:
        answer = json.loads(p.stdout)
    except json.JSONDecodeError:
        return ['error: ' + p.stderr.strip()], set()
    return answer['becomes'], {s['table']['name'] for s in answer['steps']}


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
                os.makedirs(sys.argv[2], exist_ok=True)
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


def last_router(lab, flow):
    return next(n for n in lab.names if flow.to.rsplit('.', 1)[0] in (lab.behind(n), '100.64.%d' % lab.number[n]))


def probe_all(lab, folder):
    rng = random.Random(1)
    flows.ROUNDS, flows.HOPS_MAX = 3, 10
    with open(folder + '/rule.yaml', 'w', encoding='utf-8') as f:
        f.write(RULE)
    probers = {n: Prober(lab, n, SOURCE_PORTS) for n in BORDERS}
    owner = {a: n for l in lab.links for a, n in zip(l.addresses, l.ends)}
    total = collections.Counter()
    for step in range(FAILURES + 1):
        if step:
            fail(lab, FAILS[step - 1])
            lab.quiet(6, 60)
        place, case = '%s/%d' % (folder, step), '%s/%d.case' % (folder, step)
        os.makedirs(place)
        lab.collect(place)
        p = run('import', '--case', case, place)
        ok(p.returncode == 0, 'step %d: what %d routers show is imported' % (step, len(lab.names)), p.stderr)
        counts, wrong = collections.Counter(), []
        wanted = [(BORDERS[k % len(BORDERS)], Flow(rng.choice(destinations(lab)), rng.choice(SOURCE_PORTS), rng.choice(PORTS)))
                  for k in range(PROBES // (FAILURES + 1))]
        said = {x: predict(folder, case, lab, *x) for x in set(wanted)}
        with concurrent.futures.ThreadPoolExecutor() as pool:
            ways = list(pool.map(lambda n: probers[n].trace(sorted({f for b, f in said if b == n}),
                                                            lambda f, a: owner.get(a) == last_router(lab, f)), BORDERS))
        for name, found in zip(BORDERS, ways):
            for flow, addresses in found.items():
                compare(lab, owner, name, flow, addresses, said[name, flow], counts, wrong)
        print('# ' + ', '.join('%s: %d' % x for x in sorted(counts.items())), flush=True)
        ok(not wrong, 'step %d: %d packets of %d do what is certain of them' % (step, counts['certain'], len(said)), *wrong)
        total.update(counts)
    ok(total['certain'] > total['not certain'] and total['denied'] > 0, 'of most it is certain, and some are denied', dict(total))
    print('1..%d' % n_run)
    return n_failed > 0


def compare(lab, owner, name, flow, addresses, said, counts, wrong):
    becomes, passed = said
    if len(becomes) != 1 or becomes[0] not in ('delivered', 'denied', 'dropped', 'no route'):
        counts['not certain'] += 1
        counts['not certain, ' + '+'.join(becomes)] += 1
        return
    counts['certain'] += 1
    counts[becomes[0]] += 1
    last, way = last_router(lab, flow), [owner.get(a) for a in addresses if a]
    came = last == name or (len(way) > 0 and way[-1] == last)
    if came != (becomes[0] == 'delivered') or any(r not in passed for r in way):
        wrong.append('%s %s: %s said, came over %s; %s may be passed' % (name, flow, becomes[0], way, sorted(passed)))


if __name__ == '__main__':
    sys.exit(main())
