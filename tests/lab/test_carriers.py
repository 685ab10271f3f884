#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""test_carriers.py - twelve autonomous systems (carriers_net.py) of which four tell `cleanpath carriers watch` of their sessions over
BMP; one belongs to an excluded carrier, another to a carrier of which a fact is missing.

First ten acts, of each kind that RFC 7908 names and more: each must be told within two seconds, with the path that the router was
told, what it is by the relations, and what the RPKI says of it; so must its end. And nothing else may be told.

Then flaps: links, sessions, networks, daemons that are started anew, routers that are silent, paths that change, at random, for
FLAPS seconds. An alarm is false if the router that it names did not hold such a route by its own record, at that time, AS for AS;
an end is false if the router that it names held the route on. One is missed if a route that the record has stood for two seconds
and nobody told of it. One of the networks has a spare way through the carrier: when it is used, that is an alarm, and not a false one.

TAP. Skipped with its reason where the laboratory cannot be made. CLEANPATH_BIN: the program; FLAPS: seconds (default 20);
SEED: of the flaps; KEEP: a folder for what the program told and what the routers recorded."""
import collections, json, os, random, shutil, signal, subprocess, sys, tempfile, threading, time
import routers
from carriers_net import ASN, COLLECTOR, PEERS, PORT, PROVIDERS, SPARE_NETS, WATCHED, Carriers, nets, version

PROGRAM = os.environ.get('CLEANPATH_BIN', '')
FLAPS, SEED, KEEP = float(os.environ.get('FLAPS', '20')), int(os.environ.get('SEED', '1')), os.environ.get('KEEP', '')
WITHIN = 2.0  # seconds
LAG = 2.0     # how long ago the record may have had what is told, or have to be told
POLICY = """schema: cleanpath-policy/1
id: lab
title: No carriers of Acme
jurisdiction: SE
kind: rules
law: in_force
effective: 2026-01-01
read: 2026-11-20
addressees: [{role: telecom_service_provider}]
sources: {memo: {url: "https://intranet.example/memo-17", date: 2025-12, tier: official}}
entities: [{id: acme, name: Acme}, {id: borealis, name: Borealis}]
clauses:
- {id: all, title: no carrier services of Acme, makers: [acme], equipment: [carrier_service], src: memo, confidence: verified}
- {id: one, title: none of one company of Borealis, makers: [borealis], match: legal_name, legal_names: [Borealis Transit Ltd], equipment: [carrier_service], src: memo, confidence: verified}
"""
ORGS = """# format:org_id|changed|org_name|country|source
ACM|20260101|Acme|SE|RIPE
BOR|20260101|Borealis|SE|RIPE
# format:aut|changed|aut_name|org_id|opaque_id|source
%d|20260101|ACME-NET|ACM||RIPE
%d|20260101|BOREALIS-NET|BOR||RIPE
"""
n_run, n_failed = 0, 0


def ok(held, what, *details):
    global n_run, n_failed
    n_run, n_failed = n_run + 1, n_failed + (not held)
    print('%sok %d - %s' % ('' if held else 'not ', n_run, what), flush=True)
    if not held:
        for d in details:
            print('\n'.join('# ' + line for line in str(d).splitlines()[:30]), flush=True)


def say(text):
    print('# ' + text, flush=True)


def wait_until(what, seconds=25, every=0.05):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if what():
            return True
        time.sleep(every)
    return False


class Watch:
    """The program, and each line with the time at which it came."""

    def __init__(self, net, folder):
        self.lines, self.lock = [], threading.Lock()
        for name, text in (('lab.yaml', POLICY), ('orgs.txt', ORGS % (ASN['x'], ASN['y'])), ('rel.txt', relations()), ('vrps.csv', vrps())):
            with open(os.path.join(folder, name), 'w', encoding='ascii') as f:
                f.write(text)
        with net.inside(COLLECTOR):
            self.program = subprocess.Popen(
                [PROGRAM, 'carriers', 'watch', '--listen', '%s:%d' % (net.here(), PORT), '-p', './lab.yaml', '--orgs', 'orgs.txt', '--relations', 'rel.txt',
                 '--vrps', 'vrps.csv', '--state', 'state', '-f', 'ndjson'], cwd=folder, stdout=subprocess.PIPE, text=True, preexec_fn=routers.die_with_parent)
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.program.stdout:
            at = time.time()
            with self.lock:
                self.lines.append((at, json.loads(line)))

    def all(self, *events, since=0):
        with self.lock:
            return [(at, x) for at, x in self.lines if x['event'] in events and at >= since]

    def find(self, event, prefix, asn, since):
        return next(((at, x) for at, x in self.all(event, since=since) if (x['prefix'], x['asn']) == (prefix, asn)), None)

    def open(self):
        """Alarms that have not ended."""
        out = {}
        for at, x in self.all('new', 'ended'):
            if x['event'] == 'new':
                out[x['prefix'], x['asn']] = (at, x)
            else:
                out.pop((x['prefix'], x['asn']), None)
        return out

    def end(self):
        self.program.send_signal(signal.SIGTERM)
        return self.program.wait(20)


def relations():
    return ''.join('%d|%d|%d\n' % (ASN[a], ASN[b], -1) for a, b in PROVIDERS) + ''.join('%d|%d|0\n' % (ASN[a], ASN[b]) for a, b in PEERS)


def vrps():
    rows = [(n, p) for n in ASN for p in nets(n)] + [('s1', p) for p in SPARE_NETS]
    return 'ASN,IP Prefix,Max Length,Trust Anchor\n' + ''.join('AS%d,%s,%s,lab\n' % (ASN[n], p, p.split('/')[1]) for n, p in rows)


def path_of(x):
    """FRR up to 10.5 puts the router's own AS before what a peer told (github.com/FRRouting/frr/pull/21815)."""
    path = tuple(x['path'])
    return path[1:] if path and path[0] == ASN.get(x['router']) else path


# ---- the acts

class Act:
    """Somebody (name) gives a route away that it had of one to another (leak), or announces one."""

    def __init__(self, what, name, prefix, ends_in, leak, rpki, leak_to=None, forged=(), via='x', result='excluded'):
        self.what, self.name, self.prefix, self.leak_to, self.forged = what, name, prefix, leak_to, forged
        self.ends_in = tuple(ASN[n] for n in ends_in.split())
        self.leak, self.rpki, self.via, self.result = leak, rpki, via, result

    def run(self, net, wanted):
        v, no = version(self.prefix), '' if wanted else 'no '
        if self.leak_to:
            other = self.leak_to
            link = net.link_of(self.name, other)
            k = link.ends.index(other)
            address = net.address6(link, k) if v == 6 else link.addresses[k]
            net.vtysh(self.name, 'clear bgp ipv%d unicast %s soft out' % (v, address), 'configure terminal',
                      '%s%s prefix-list LEAK-%s permit %s' % (no, 'ipv6' if v == 6 else 'ip', other, self.prefix), 'exit')
            return
        lines = ['route-map FORGED permit 10', ' set large-community 1:1:1', ' set as-path prepend %s' % ' '.join(map(str, self.forged)), 'exit'] if self.forged else []
        net.configure(self.name, *lines, 'router bgp %d' % ASN[self.name], 'address-family ipv%d unicast' % v,
                      '%snetwork %s%s' % (no, self.prefix, ' route-map ' + ('FORGED' if self.forged else 'OWN') if wanted else ''))


def acts():
    s1, x = nets('s1'), nets('x')
    hairpin, lateral = 'from a provider to a provider', 'from a peer to a peer'
    by = lambda name, what: 'leak by AS%d, %s' % (ASN[name], what)
    return [
        Act('a hairpin turn: the carrier gives a provider what it had of another (type 1)', 'x', nets('t1')[0], 'm2 x t3 t1', by('x', hairpin), 'valid', leak_to='m2'),
        Act('a lateral leak: the carrier gives a peer what it had of another (type 2)', 'x', s1[2], 'm1 x m3 s1', by('x', lateral), 'valid', leak_to='m1'),
        Act('from a provider to a peer (type 3)', 'x', nets('t3')[0], 'm1 x t3', by('x', 'from a provider to a peer'), 'valid', leak_to='m1'),
        Act('from a peer to a provider (type 4)', 'x', nets('c')[2], 't3 x m1 c', by('x', 'from a peer to a provider'), 'valid', leak_to='t3'),
        Act("the carrier announces another's network as its own (type 5)", 'x', s1[0], 'x', 'valley-free', 'invalid-as'),
        Act("a customer of the carrier announces a part of another's network", 's2', '2001:db8:8:8000::/49', 'x s2', 'valley-free', 'invalid-as'),
        Act('the carrier announces an internal part of its own network (type 6)', 'x', x[0].replace('.0/24', '.64/26'), 'x', 'valley-free', 'invalid-length'),
        Act('a customer gives another provider what it had of the carrier (type 1)', 's2', nets('m2')[2], 'm3 s2 x m2', by('s2', hairpin), 'valid', leak_to='m3'),
        Act("a customer of the carrier announces another's network, and says that it had it of its holder", 's2', s1[1], 'x s2 s1',
            'undetermined: no relation is known of two AS', 'valid', forged=(ASN['s1'],)),
        Act('a hairpin turn through a carrier of which a fact is missing (type 1)', 'y', s1[1], 'm2 y m3 s1', by('y', hairpin), 'valid', leak_to='m2', via='y',
            result='undetermined'),
    ]


def is_in_record(net, x):
    return net.records(x['router']).has(x['prefix'], x['peer'], path_of(x), 0, time.time())


def play(net, watch, act, took):
    began = time.time()
    act.run(net, True)
    returned = time.time()
    asn = ASN[act.via]
    wait_until(lambda: watch.find('new', act.prefix, asn, began), 10)
    found = watch.find('new', act.prefix, asn, began)
    if not ok_told(act, found, returned, took):
        act.run(net, False)
        return
    x = found[1]
    path = path_of(x)
    is_right = path[-len(act.ends_in):] == act.ends_in and (x.get('leak'), x.get('rpki'), x['result']) == (act.leak, act.rpki, act.result) and is_in_record(net, x)
    ok(is_right, '... with the path %s that %s was told, %s, origin %s, %s' % (' '.join(map(str, path)), x['router'], x.get('leak'), x.get('rpki'), x['result']),
       x, 'expected: .. %s, %s, %s, %s' % (act.ends_in, act.leak, act.rpki, act.result), 'the record: %s' % net.records(x['router']).held.get(act.prefix, [])[-6:])
    time.sleep(0.5)
    began = time.time()
    act.run(net, False)
    returned = time.time()
    wait_until(lambda: watch.find('ended', act.prefix, asn, began), 10)
    found = watch.find('ended', act.prefix, asn, began)
    ok(found and found[0] - returned <= WITHIN, '... and its end within two seconds', found, watch.all('new', 'ended', since=began))
    if found:
        took.append(('end', max(0, found[0] - returned)))


def ok_told(act, found, returned, took):
    late = found and found[0] - returned
    ok(found and late <= WITHIN, '%s: told within two seconds' % act.what, 'after %s s' % late)
    if found:
        took.append(('new', max(0, late)))
    return bool(found)


def unheard(net, watch):
    """Who is not heard tells nothing, which is not that there is nothing."""
    act = acts()[4]
    key = act.prefix, ASN[act.via]
    act.run(net, True)
    ok(wait_until(lambda: watch.find('new', *key, 0), 5), 'not heard: there is an alarm')
    time.sleep(0.5)
    for again in (True, False):
        began = time.time()
        for name in WATCHED:
            net.tell(name, False)
        ok(wait_until(lambda: watch.find('unheard', *key, began), 5) and not watch.find('ended', *key, began),
           '... of which nothing is known when nobody is heard any more', watch.all('unheard', 'ended', 'router went', since=began))
        if not again:
            act.run(net, False)
            time.sleep(1)
        ok(not watch.find('ended', *key, began), '... nor later')
        back = time.time()
        for name in WATCHED:
            net.tell(name, True)
        what = 'heard' if again else 'ended'
        ok(wait_until(lambda: watch.find(what, *key, back), 10), '... and that it %s when they are heard again' % ('goes on' if again else 'is over'),
           watch.all('heard', 'unheard', 'ended', 'router came', since=began))
    ok(wait_until(lambda: not watch.open(), 65), '... and nothing is open then', watch.open())


# ---- flaps

class Flapper:
    """Something happens, and is undone some time later, while other things happen."""

    def __init__(self, net, seed):
        self.net, self.rand, self.undo, self.busy, self.count = net, random.Random(seed), [], set(), collections.Counter()
        self.silent = collections.defaultdict(list)  # by router: from when until when it did not tell

    def _take(self, what):
        if what in self.busy:
            return False
        self.busy.add(what)
        return True

    def link(self):
        link = self.rand.choice(self.net.links)
        if self._take(('link', link.index)):
            self.net.set_link(link, False)
            return lambda: (self.net.set_link(link, True), self.busy.discard(('link', link.index)))
        return None

    def spare(self):
        """The link that the spare way is for."""
        link = self.net.link_of('m3', 's1')
        if self._take(('link', link.index)):
            self.net.set_link(link, False)
            return lambda: (self.net.set_link(link, True), self.busy.discard(('link', link.index)))
        return None

    def session(self):
        name = self.rand.choice(list(ASN))
        other, v4, v6 = self.rand.choice(list(self.net.neighbours(name)))
        self.net.vtysh(name, 'clear bgp ' + self.rand.choice((v4, v6)))
        return lambda: None

    def shutdown(self):
        name = self.rand.choice(list(ASN))
        other, v4, v6 = self.rand.choice(list(self.net.neighbours(name)))
        a = self.rand.choice((v4, v6))
        if self._take(('daemon', name)):
            self.net.configure(name, 'router bgp %d' % ASN[name], 'neighbor %s shutdown' % a)
            return lambda: (self.net.configure(name, 'router bgp %d' % ASN[name], 'no neighbor %s shutdown' % a), self.busy.discard(('daemon', name)))
        return None

    def network(self):
        name = self.rand.choice(list(ASN))
        p = self.rand.choice(nets(name))
        if not self._take(('daemon', name)):
            return None
        where = ('router bgp %d' % ASN[name], 'address-family ipv%d unicast' % version(p))
        for _ in range(self.rand.randrange(1, 4)):
            self.net.configure(name, *where, 'no network %s' % p)
            self.net.configure(name, *where, 'network %s route-map OWN' % p)
        self.net.configure(name, *where, 'no network %s' % p)
        return lambda: (self.net.configure(name, *where, 'network %s route-map OWN' % p), self.busy.discard(('daemon', name)))

    def daemon(self):
        name = self.rand.choice(list(ASN))
        if self._take(('daemon', name)):
            began = time.time()
            self.net.restart(name)
            self.silent[name].append((began, time.time()))
            return lambda: self.busy.discard(('daemon', name))
        return None

    def silence(self):
        """Its sessions go on, and nobody hears of them."""
        name = self.rand.choice(WATCHED)
        if not self._take(('daemon', name)):
            return None
        began = time.time()
        self.net.tell(name, False)

        def back():
            self.net.tell(name, True)
            self.silent[name].append((began, time.time()))
            self.busy.discard(('daemon', name))
        return back

    def path(self):
        """The same ways by longer paths: others become the best."""
        name = self.rand.choice(list(ASN))
        other, v4, v6 = self.rand.choice(list(self.net.neighbours(name)))
        v = self.rand.choice((4, 6))
        a = v6 if v == 6 else v4
        if not self._take(('daemon', name)):
            return None
        longer = 'set as-path prepend %s' % ' '.join([str(ASN[name])] * self.rand.randrange(1, 4))

        def change(line):
            self.net.vtysh(name, 'clear bgp ipv%d unicast %s soft out' % (v, a), 'configure terminal', 'route-map OUT%d-%s permit 10' % (v, other), line, 'end')
        change(longer)
        return lambda: (change('no set as-path prepend'), self.busy.discard(('daemon', name)))

    def run(self, seconds):
        kinds = [self.link] * 4 + [self.session] * 3 + [self.shutdown, self.network, self.network, self.path, self.path, self.daemon, self.silence, self.spare]
        now, end = time.monotonic(), time.monotonic() + seconds
        while now < end:
            what = self.rand.choice(kinds)
            back = what()
            if back:
                self.count[what.__name__] += 1
                self.undo.append((time.monotonic() + self.rand.choice((0.2, 1, 3, 6)), back))
            self._undo(time.monotonic())
            time.sleep(self.rand.choice((0.05, 0.3, 0.8, 2)))
            now = time.monotonic()
        self._undo(None)

    def _undo(self, now):
        for at, back in [u for u in self.undo if now is None or u[0] <= now]:
            back()
            self.undo.remove((at, back))


def false_alarms(watch, records, since):
    """Those of which the router did not hold such a route."""
    out = []
    for at, x in watch.all('new', since=since):
        if not records[x['router']].has(x['prefix'], x.get('peer', ''), path_of(x), at - LAG, at) or x['asn'] not in x['path']:
            out.append((at, x))
    return out


def false_ends(watch, records, since):
    """Those of which the router that they name held that very route on. That another one held one, of which it did not tell
    (carriers_net.py), nobody can know."""
    return [(at, x) for at, x in watch.all('ended', since=since)
            if any((h.peer, h.path) == (x.get('peer'), path_of(x)) and h.since <= at and h.until > at + LAG / 4 for h in records[x['router']].held[x['prefix']])]


def when_heard(spans, start):
    """The first time from then on at which a router is heard, and has had a second to connect."""
    for began, ended in sorted(spans):
        if began - 1 <= start <= ended + 1:
            start = ended + 1
    return start


def missed(watch, records, baseline, silent, since, until):
    """Routes that stood for two seconds while the router was heard, and of which there was no alarm by then."""
    open_from = collections.defaultdict(list)  # (prefix, asn): [[from, until]]
    for at, x in watch.all('new', 'ended'):
        if x['event'] == 'new':
            open_from[x['prefix'], x['asn']].append([at, float('inf')])
        else:
            open_from[x['prefix'], x['asn']][-1][1] = at
    out, n = [], 0
    for name, r in records.items():
        for prefix in r.held:
            for asn in (ASN['x'], ASN['y']):
                if (prefix, asn) in baseline:
                    continue
                for h in joined(r.through(prefix, asn)):
                    h[0] = when_heard(silent[name], h[0])
                    if h[1] - h[0] < LAG or h[1] < since or h[0] > until:
                        continue
                    n += 1
                    if not any(a <= h[0] + LAG and b >= h[1] - LAG for a, b in open_from[prefix, asn]):
                        out.append((name, prefix, asn, h, open_from[prefix, asn]))
    return out, n


def joined(v):
    """Spans in which there was one or the other."""
    out = []
    for h in sorted(v, key=lambda h: h.since):
        if out and h.since <= out[-1][1]:
            out[-1][1] = max(out[-1][1], h.until)
        else:
            out.append([h.since, h.until])
    return out


def main():
    why = routers.why_not()
    if not why and not os.access(routers.FRR + '/bgpd', os.X_OK):
        why = 'not installed: frr:bgpd'
    if not why and not any(os.path.exists(d + '/bgpd_bmp.so') for d in ('/usr/lib/x86_64-linux-gnu/frr/modules', '/usr/lib/frr/modules', '/usr/lib64/frr/modules')):
        why = 'not installed: frr: bgpd_bmp'
    if why:
        print('1..0 # SKIP ' + why)
        return 0
    net = Carriers()
    folder = KEEP or tempfile.mkdtemp()
    os.makedirs(folder, exist_ok=True)
    n_nets = 2 * len(ASN) + 1
    settled = lambda: all(sum(1 for p in json.loads(net.vtysh(n, 'show bgp ipv%d unicast json' % v))['routes']) == n_nets for n in ASN for v in (4, 6))
    ok(wait_until(settled, 60, 0.5), 'twelve AS, each of which has a route to all %d networks of IPv4 and as many of IPv6' % n_nets)
    time.sleep(1)
    watch = Watch(net, folder)
    everybody = lambda: len({x['router'] for _, x in watch.all('new')} | {x['text'] for _, x in watch.all('router came')}) >= len(WATCHED)
    ok(wait_until(everybody, 20), 'four of them tell of their sessions', watch.all('router came', 'schema', 'begins'))
    time.sleep(2)
    ok(not watch.all('new'), 'how things are is no alarm', watch.all('new')[:5])
    took = []
    for act in acts():
        # routers still look for other ways after the act before: those they really have, and the watch tells of them
        wait_until(lambda: not watch.open() and not watch.all('new', 'ended', since=time.time() - 1.5), 20)
        since = time.time()
        play(net, watch, act, took)
        others = [x for _, x in watch.all('new', 'ended', since=since) if (x['prefix'], x['asn']) != (act.prefix, ASN[act.via])]
        ok(not others, '... and nothing else', *others[:5])
    for kind in ('new', 'end'):
        v = sorted(t for k, t in took if k == kind)
        if v:
            say('%s: after the command had returned, median %.3f s, most %.3f s' % (kind, v[len(v) // 2], v[-1]))
    unheard(net, watch)
    flaps(net, watch)
    ok(watch.end() == 0, 'the program ends well')
    if not KEEP:
        shutil.rmtree(folder)
    net.stop()
    print('1..%d' % n_run)
    return 1 if n_failed else 0


def flaps(net, watch):
    since = time.time()
    at_first = {n: net.records(n) for n in WATCHED}
    baseline = {(p, asn) for r in at_first.values() for p in r.held for asn in (ASN['x'], ASN['y']) if any(h.until >= since - 1 for h in r.through(p, asn, True))}
    flapper = Flapper(net, SEED)
    flapper.run(FLAPS)
    time.sleep(4)
    until = time.time()
    records = {n: net.records(n) for n in WATCHED}
    told = watch.all('new', since=since)
    say('%d s of flaps: %s; the four were told %d messages' % (FLAPS, ', '.join('%s %d' % kv for kv in sorted(flapper.count.items())),
                                                                 sum(r.n_messages for r in records.values()) - sum(r.n_messages for r in at_first.values())))
    false = false_alarms(watch, records, since)
    ok(not false, 'flaps: of %d alarms none is false' % len(told), *['%.3f %s\n%s' % (at, x, '\n'.join(map(str, records[x['router']].held.get(x['prefix'], [])[-8:]))) for at, x in false[:5]])
    odd = [x for _, x in told if x['prefix'] not in SPARE_NETS]
    say('%d of them of other networks than the one that has a spare way through the carrier' % len(odd))
    for x in odd[:5]:
        say(json.dumps(x))
    false = false_ends(watch, records, since)
    ok(not false, '... nor an end', *false[:5])
    lost, n = missed(watch, records, baseline, flapper.silent, since, until)
    ok(not lost, '... and of %d spans in which a route through a carrier stood for two seconds none was missed' % n, *lost[:5])
    ok(wait_until(lambda: not watch.open(), 65), '... and when all is quiet, no alarm is open', watch.open())
    if KEEP:
        with open(os.path.join(KEEP, 'told.ndjson'), 'w', encoding='utf-8') as f:
            f.writelines('%.6f %s\n' % (at, json.dumps(x)) for at, x in watch.lines)
        for name in WATCHED:
            shutil.copytree('%s/%s' % (routers.RUN, name), '%s/%s' % (KEEP, name), ignore=shutil.ignore_patterns('run'), dirs_exist_ok=True)


if __name__ == '__main__':
    sys.exit(main())
