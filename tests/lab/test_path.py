#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""test_path.py - where packets really go lies inside what is predicted: 20 routers with OSPF, ten failures.

    b1  b2    b3  b4    b5  b6       borders: probed in pairs, both ways
     a1..a2    a3..a4    a5..a8      aggregation
        c1 - c2 - c3 - c4 - c5 - c6  core: a ring with chords

Equal costs, parallel links of the same and of different metric, metrics that differ by direction, a switch with three
routers. Each prediction is
made from the database of one of the routers: by a small program here (Dijkstra) and by `cleanpath path --level l1`,
which must be the same. It must not be too narrow (every link that a flow takes is in it) nor too wide (every link in it
is taken by some flow, as often as its share of the traffic says). Before the first and after each failure, and after
each repair. One router is excluded equipment: before anything fails `cleanpath path --fail 2` says of each pair how many
failures bring traffic to it, and which; it must not come there by fewer, and must come there by those. At the end the
same routers once more, in two areas.

TAP. Skipped with its reason where there are no namespaces or no routers. CLEANPATH_BIN: the program; without it only
Dijkstra predicts. About 3 minutes."""
import collections, concurrent.futures, contextlib, fractions, heapq, itertools, json, math, os, shutil, subprocess, sys, tempfile, time
from flows import Flow, Prober
from routers import Routers, why_not

PROGRAM = os.environ.get('CLEANPATH_BIN', '')
BORDERS = ['b%d' % i for i in range(1, 7)]
NAMES = BORDERS + ['a%d' % i for i in range(1, 9)] + ['c%d' % i for i in range(1, 7)]
# a b metric metric_back
LINKS = [l.split() for l in """
    c1 c2 10 10, c2 c3 10 10, c3 c4 10 10, c4 c5 10 10, c5 c6 10 10, c6 c1 10 10
    c1 c4 10 10, c1 c4 10 10, c2 c5 10 30, c3 c6 10 10, c3 c6 25 25
    a1 c1 10 10, a1 c1 10 10, a1 c2 10 10, a2 c1 10 10, a2 c2 10 10
    a3 c3 10 15, a3 c4 10 10, a4 c3 10 10, a4 c4 10 10, a4 c4 10 12
    a5 c5 10 10, a5 c6 10 10, a6 c5 10 10, a6 c6 10 10, a7 c1 10 10, a7 c4 15 15, a8 c2 20 20, a8 c5 20 20
    b1 a1 10 10, b1 a2 10 20, b2 a1 10 10, b2 a2 10 10, b3 a3 10 10, b3 a4 10 10, b4 a3 10 10, b4 a4 10 10, b4 a4 10 10
    b5 a5 10 10, b5 a6 10 10, b5 a7 10 10, b6 a5 10 10, b6 a6 10 10, b6 a8 10 10, b5 b6 15 15
""".replace('\n', ',').split(',') if l.strip()]
# On a switch: metric of each. Routers that do not fail: their own LSA would go on to say that they are there
SEGMENTS = [{'a2': 30, 'a3': 30, 'a8': 30}]
# The second laboratory has these in an area of their own, behind c1 and c2
AREAS = {'b1': 1, 'b2': 1, 'a1': 1, 'a2': 1}
BORDER_ROUTER = 'c1'
# What fails: a link by its place in LINKS, or a router
FAILURES = [6, 'a7', 29, 'c1', 40, 'a4', 24, 'c3', 44, 'a1']
AVOIDED = 'c2'  # asks not to be passed through
EXCLUDED = 'c3'
RULE = """schema: cleanpath-policy/1
id: no-acme
title: No equipment of Acme
jurisdiction: SE
kind: rules
law: in_force
effective: 2026-01-01
read: 2026-11-20
addressees: [{role: telecom_service_provider}]
sources: {memo: {url: "https://intranet.example/memo-17", date: 2025-12, tier: official}}
entities: [{id: acme, name: Acme}]
clauses:
- {id: all, title: nothing of Acme, makers: [acme], equipment: [any], src: memo, confidence: verified}
"""
MAX_METRIC = 65535
SOURCE_PORTS, PORTS = range(40001, 40009), range(33434, 33450)  # 128 flows
PART = 6    # of the pairs, one in so many is asked of cleanpath in each round; all in the first
SIGMAS = 6  # how far a share that was counted may lie off
n_run, n_failed = 0, 0


def ok(held, what, *details):
    global n_run, n_failed
    n_run, n_failed = n_run + 1, n_failed + (not held)
    print('%sok %d - %s' % ('' if held else 'not ', n_run, what), flush=True)
    if not held:
        for d in [line for d in details for line in str(d).splitlines()][:12]:
            print('# ' + d, flush=True)


# ---- what the routers know

def arcs_of(database):
    """From the router LSAs: {(router, address of its port, neighbour): metric}, by router ids."""
    arcs, segments = {}, collections.defaultdict(list)
    for lsa in database['routerLinkStates']['areas']['0.0.0.0']:
        for l in lsa.get('routerLinks', {}).values():
            if l['linkType'].startswith('another Router'):
                arcs[lsa['advertisingRouter'], l['routerInterfaceAddress'], l['neighborRouterId']] = l['tos0Metric']
            elif l['linkType'].startswith('a Transit'):
                segments[l['designatedRouterAddress']].append((lsa['advertisingRouter'], l['routerInterfaceAddress'], l['tos0Metric']))
    for on in segments.values():  # it costs nothing to leave a segment
        for (a, port, metric), (b, _, _) in itertools.permutations(on, 2):
            arcs[a, port, b] = metric
    return arcs


class Prediction:
    """Shortest paths by the database alone: a second opinion."""

    def __init__(self, arcs):
        self.out, self.into = collections.defaultdict(list), collections.defaultdict(list)
        told = {(a, b) for a, _, b in arcs}
        for (a, port, b), metric in arcs.items():
            if (b, a) in told:  # only what both ends tell is used (RFC 2328, 16.1, 2b)
                self.out[a].append((b, metric, port))
                self.into[b].append((a, metric))
        self.distances = {}

    def to(self, target):
        """Distances of all to target."""
        if target not in self.distances:
            done, queue = {}, [(0, target)]
            while queue:
                d, x = heapq.heappop(queue)
                if x not in done:
                    done[x] = d
                    for y, metric in self.into[x]:
                        if y not in done:
                            heapq.heappush(queue, (d + metric, y))
            self.distances[target] = done
        return self.distances[target]

    def shares(self, source, target):
        """{(router, address of the port it leaves by, next router): share of the traffic}"""
        dist, links = self.to(target), {}
        share = collections.defaultdict(fractions.Fraction)
        if source not in dist:
            return links
        share[source] = fractions.Fraction(1)
        for x in sorted(dist, key=lambda r: -dist[r]):
            next_ones = [(y, port) for y, metric, port in self.out[x] if y in dist and metric + dist[y] == dist[x]]
            if x == target or not share[x]:
                continue
            for y, port in next_ones:
                links[x, port, y] = share[x] / len(next_ones)
                share[y] += share[x] / len(next_ones)
        return links

    def touching(self, source, target, router):
        """The share of the traffic that comes to a router."""
        shares = self.shares(source, target)
        if router in (source, target):
            return fractions.Fraction(1)
        return sum((s for (r, _, _), s in shares.items() if r == router), fractions.Fraction(0))


# ---- what happens

class Lab:
    def __init__(self, segments=(), areas=None):
        self.routers = Routers(NAMES, [(a, b, int(m), int(back)) for a, b, m, back in LINKS], segments, areas)
        self.ids = {self.routers.loopback(n): n for n in NAMES}
        self.probers = {b: Prober(self.routers, b, SOURCE_PORTS) for b in BORDERS}
        self.cleanpath = Cleanpath(self) if PROGRAM else None
        self.n_rounds = 0
        # who is at the other end of a link, by the address where it was entered
        self.entered = {l.addresses[k]: (l.ends[k], l.ends[1 - k], l.addresses[1 - k]) for l in self.routers.links for k in range(2)}
        self.on_segment = {s.addresses[n]: (n, s) for s in self.routers.segments for n in s.metrics}

    def wanted(self, failed, avoided=None):
        """The arcs that the routers should know: all but what failed."""
        loopback = self.routers.loopback
        gone = [l for l in self.routers.links if l.index in failed or set(l.ends) & set(failed)]
        arcs = {(loopback(l.ends[k]), l.addresses[k], loopback(l.ends[1 - k])): MAX_METRIC if l.ends[k] == avoided else l.metrics[k]
                for l in self.routers.links if l not in gone for k in range(2)}
        for s in self.routers.segments:
            for a, b in itertools.permutations(set(s.metrics) - set(failed), 2):
                arcs[loopback(a), s.addresses[a], loopback(b)] = MAX_METRIC if a == avoided else s.metrics[a]
        return arcs

    def settle(self, failed, avoided):
        """Waits until the routers know of it and have no more to change. Their database."""
        wanted, until = self.wanted(failed, avoided), time.monotonic() + 40
        observer = next(b for b in BORDERS if b not in failed)
        arcs = None
        while time.monotonic() < until:
            with contextlib.suppress(KeyError):
                database = self.routers.database(observer)
                arcs = arcs_of(database)
                if {k: v for k, v in arcs.items() if k in wanted} == wanted and not self._two_way(arcs) - set(wanted):
                    return database if self.routers.quiet(1.2, 20) else None
            time.sleep(0.1)
        print('# not known: %s; too much: %s' % (set(wanted) - set(arcs or ()), self._two_way(arcs or {}) - set(wanted)))
        return None

    @staticmethod
    def _two_way(arcs):
        told = {(a, b) for a, _, b in arcs}
        return {k for k in arcs if (k[2], k[0]) in told}

    def element(self, e):
        """Of a set of failures: a router by its name, a link by its place; of a switch None."""
        if e['kind'] == 'device':
            return e['name']
        link = self.cleanpath.link_of.get(e['link']['port']) if e['kind'] == 'link' else None
        return link and link.index

    def walk(self, source, answers):
        """The links of one flow as (router, address of the port it leaves by, next router), or why they make no walk."""
        at, links = source, []
        for who in answers:
            if who is None:
                return None, 'no answer after %s' % links
            here, before, port = self.entered.get(who, (None, None, None))
            if who in self.on_segment and at != self.on_segment[who][0]:  # from any other router there
                here, s = self.on_segment[who]
                before, port = at, s.addresses.get(at)
            if before != at or port is None:
                return None, 'an answer of %s after %s' % (who, links)
            links.append((self.routers.loopback(at), port, self.routers.loopback(here)))
            at = here
        return (at, links), None

    def probe(self, alive):
        """{(source, target): ([links of each flow], faults)} for all pairs of borders."""
        seen = {}
        for source in alive:
            targets = {self.routers.behind(t) + '.2': t for t in alive if t != source}
            flows = [Flow(address, s, p) for address in targets for s in SOURCE_PORTS for p in PORTS]
            ends = lambda f, who: (self.entered.get(who) or self.on_segment.get(who) or ('',))[0] == targets[f.to]
            for f, answers in self.probers[source].trace(flows, ends).items():
                walks, faults = seen.setdefault((source, targets[f.to]), ([], []))
                walked, fault = self.walk(source, answers)
                if walked and walked[0] == targets[f.to]:
                    walks.append(walked[1])
                else:
                    faults.append(fault or 'ends at %s: %s' % walked)
        return seen


# ---- what cleanpath says

class Cleanpath:
    """In a folder with an inventory, and what a router shows of its database. It is asked beside what the laboratory does,
    which mostly waits: what it says of a database does not depend on what becomes of the routers meanwhile."""

    def __init__(self, lab):
        self.lab, self.folder = lab, tempfile.mkdtemp(prefix='cleanpath-lab-')
        self.link_of = {a: l for l in lab.routers.links for a in l.addresses}
        self.pool, self.n_learnt, self.asked = concurrent.futures.ThreadPoolExecutor(2), 0, []
        self.write('rule.yaml', RULE)
        self.write('cleanpath.yaml', 'policies: [./rule.yaml]\naccept: 0.8\n')
        self.write('inventory.csv', 'name,maker,ip,role\n' + ''.join(
            '%s,%s,%s,router\n' % (n, 'Acme' if n == EXCLUDED else 'Bergson', lab.routers.loopback(n)) for n in NAMES))

    def write(self, name, text):
        with open(os.path.join(self.folder, name), 'w', encoding='utf-8') as f:
            f.write(text)

    def learn(self, database):
        """The file of it."""
        self.n_learnt += 1
        name = 'database-%d.json' % self.n_learnt
        self.write(name, json.dumps(database))
        return name

    def ask(self, database, source, target, *options):
        by = [self.lab.routers.loopback(n) for n in (source, target)]
        p = subprocess.run([PROGRAM, 'path', '-q', '-f', 'json', '-p', 'no-acme', '--level', 'l1', *options, *by, 'inventory.csv', database],
                           cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
        if p.returncode not in (0, 1, 4):
            raise RuntimeError('path %s %s: exit %d: %s' % (source, target, p.returncode, p.stderr))
        return json.loads(p.stdout)

    def check(self, title, database, pairs, own):
        """Begins to compare what it says of these pairs; finish() tells what came of it."""
        self.asked.append((title, [self.pool.submit(self.differs, database, s, t, own) for s, t in pairs]))

    def finish(self):
        for title, answers in self.asked:
            bad = [x for a in answers for x in a.result()]
            ok(not bad, '%s: cleanpath says the same of %d pairs' % (title, len(answers)), *bad)
        self.asked = []

    def differs(self, database, source, target, own):
        """In what the routes, their metric and the excluded share are not those of our own calculation."""
        ids = [self.lab.routers.loopback(n) for n in (source, target)]
        routes, shares = self.ask(database, source, target)['routes'], own.shares(*ids)
        ours = sorted((self.lab.ids[r], port, self.lab.ids[y], '%.9f' % s) for (r, port, y), s in shares.items())
        its = sorted((l['from_name'], l['link']['port'], l['to_name'], '%.9f' % l['share']) for l in routes['links'])
        if routes['metric'] != own.to(ids[1])[ids[0]] or ours != its:
            return ['%s-%s: metric %s, routes %s, expected %s' % (source, target, routes['metric'], its, ours)]
        touched = own.touching(*ids, self.lab.routers.loopback(EXCLUDED))
        share = routes['excluded']
        if not share['exact'] or fractions.Fraction(share['num'], share['den']) != touched or \
                routes['answer'] != ('proven-excluded' if touched else 'proven-clean'):
            return ['%s-%s: %s, a share of %s, expected %s' % (source, target, routes['answer'], share, touched)]
        return []


# ---- comparing

def compare(lab, prediction, seen):
    """(outside, missed, off): links that no route has; that no flow took; whose share is another than counted."""
    outside, missed, off, faults, worst = [], [], [], [], 0.0
    for (source, target), (walks, bad) in sorted(seen.items()):
        shares = prediction(source, target)
        taken = collections.Counter(l for w in walks for l in w)
        faults += ['%s-%s: %s' % (source, target, b) for b in bad[:2]]
        outside += ['%s-%s: %s' % (source, target, l) for l in taken if l not in shares]
        for l, share in shares.items():
            if l[0] != lab.routers.loopback(source) and not lab.routers.has_seeds:
                continue  # all routers split the same flows the same way: behind the first, some branches get none
            n, p = len(walks), float(share)
            if not taken[l]:
                missed.append('%s-%s: %s, a share of %s' % (source, target, l, share))
            deviation = abs(taken[l] - n * p) / math.sqrt(n * p * (1 - p)) if p < 1 else (0 if taken[l] == n else math.inf)
            worst = max(worst, deviation)
            if deviation > SIGMAS:
                off.append('%s-%s: %s is taken by %d of %d flows, expected a share of %s' % (source, target, l, taken[l], n, share))
    return outside, missed, off, faults, worst


def one_round(lab, title, failed=(), avoided=None):
    """failed: links by their places, routers by their names. (pairs that were probed, flows of each that met the excluded router)"""
    started = time.monotonic()
    database = lab.settle(failed, avoided)
    ok(database is not None, '%s: all routers know it and agree (%.1f s)' % (title, time.monotonic() - started))
    if not database:
        return {}
    arcs = arcs_of(database)
    own = Prediction(arcs)
    ids = {n: lab.routers.loopback(n) for n in NAMES}
    alive = [b for b in BORDERS if b not in failed]
    pairs = list(itertools.permutations(alive, 2))
    if not failed and not avoided:
        lab.whole = own
    else:
        changed = [(s, t) for s, t in pairs if own.shares(ids[s], ids[t]) != lab.whole.shares(ids[s], ids[t])]
        ok(changed, '%s: other routes between %d pairs' % (title, len(changed)))
    started = time.monotonic()
    seen = lab.probe(alive)
    outside, missed, off, faults, worst = compare(lab, lambda s, t: own.shares(ids[s], ids[t]), seen)
    print('# %s: %d pairs, %d flows of %d different walks, %.1f s; shares at most %.1f sigma off' % (
        title, len(seen), sum(len(w) for w, _ in seen.values()), len({tuple(w) for ws, _ in seen.values() for w in ws}),
        time.monotonic() - started, worst))
    ok(not faults and len(seen) == len(pairs), '%s: every flow arrives, hop by hop' % title, *faults)
    ok(not outside, '%s: no flow leaves the predicted routes' % title, *outside)
    ok(not missed and not off, '%s: every predicted branch is taken, as often as predicted' % title, *missed, *off)
    if lab.cleanpath:
        lab.known = lab.cleanpath.learn(database)
        lab.n_rounds += 1
        lab.cleanpath.check(title, lab.known, pairs if lab.n_rounds == 1 else pairs[lab.n_rounds % PART::PART], own)
    return {pair: sum(any(r == ids[EXCLUDED] for r, _, _ in w) for w in walks) for pair, (walks, _) in seen.items()}


# ---- failures, predicted

def predict_failures(lab):
    """{pair: the failures that bring its traffic to the excluded router; None: more than two}"""
    out, pairs = {}, list(itertools.permutations(BORDERS, 2))
    for (s, t), told in zip(pairs, lab.cleanpath.pool.map(lambda p: lab.cleanpath.ask(lab.known, *p, '--fail', '2'), pairs)):
        f = told['failures']
        out[s, t] = tuple(lab.element(e) for e in f['set']) if f['answer'] == 'proven-excluded' else None
    kinds = collections.Counter('never' if x is None else len(x) for x in out.values())
    ok(set(kinds) == {0, 1, 2, 'never'}, 'cleanpath tells how many failures bring traffic to %s' % EXCLUDED, kinds)
    return out


def check_failures(predicted, met, failed, title):
    """Fewer failures than predicted bring nothing there; those predicted do."""
    early = ['%s-%s: %d flows, predicted by %s' % (*pair, n, predicted[pair]) for pair, n in met.items()
             if n and (predicted[pair] is None or len(predicted[pair]) > len(failed))]
    ok(not early, '%s: nothing comes to %s earlier than predicted' % (title, EXCLUDED), *early)
    due = [pair for pair, x in predicted.items() if x is not None and set(x) == set(failed) and pair in met]
    late = ['%s-%s' % pair for pair in due if not met[pair]]
    ok(not late, '%s: the %d predicted of just this come there' % (title, len(due)), *late)


def change(lab, failed, up):
    for x in failed:
        if isinstance(x, str):
            lab.routers.set_router(x, up)
        else:
            lab.routers.set_link(lab.routers.links[x], up)


def name_of(failed):
    return ' and '.join(x if isinstance(x, str) else '%s-%s' % tuple(LINKS[x][:2]) for x in failed)


def run(lab):
    met = one_round(lab, 'whole')
    failures = [(f,) for f in FAILURES]
    if lab.cleanpath:
        predicted = predict_failures(lab)
        check_failures(predicted, met, (), 'whole')
        # two sets that cleanpath names, of two failures; those of one are among FAILURES
        named = sorted({x for x in predicted.values() if x and None not in x and not set(x) & set(SEGMENTS[0])}, key=str)
        ok(any(len(x) == 1 and x in failures for x in named), 'and some of these failures are to come')
        failures += [x for x in named if len(x) == 2][:2]
    for failed in failures:
        change(lab, failed, False)
        met = one_round(lab, 'without ' + name_of(failed), failed)
        if lab.cleanpath:
            check_failures(predicted, met, failed, 'without ' + name_of(failed))
        change(lab, failed, True)
        one_round(lab, name_of(failed) + ' repaired')
    lab.routers.set_transit(AVOIDED, False)
    one_round(lab, 'not through ' + AVOIDED, avoided=AVOIDED)
    lab.routers.set_transit(AVOIDED, True)
    one_round(lab, AVOIDED + ' passed again')
    if lab.cleanpath:
        lab.cleanpath.finish()


def two_areas(lab):
    """By areas the least metric does not decide, so Dijkstra on all links is no second opinion: cleanpath against the flows."""
    def is_known():
        areas = lab.routers.database(BORDER_ROUTER).get('routerLinkStates', {}).get('areas', {})
        return [len(v) for _, v in sorted(areas.items())] == [len(NAMES) - len(AREAS), len(AREAS) + 2]

    def predicted(source, target):
        return {(lab.routers.loopback(l['from_name']), l['link']['port'], lab.routers.loopback(l['to_name'])): l['share']
                for l in lab.cleanpath.ask(lab.known, source, target)['routes'].get('links', [])}
    until = time.monotonic() + 60
    while not is_known() and time.monotonic() < until:
        time.sleep(0.5)
    ok(is_known() and lab.routers.quiet(3, 40), 'two areas: the router between them knows both')
    lab.known = lab.cleanpath.learn(lab.routers.database(BORDER_ROUTER))
    outside, missed, off, faults, worst = compare(lab, predicted, lab.probe(BORDERS))
    print('# two areas: shares at most %.1f sigma off' % worst)
    ok(not faults and not outside, 'two areas: no flow leaves the routes that cleanpath tells', *faults, *outside)
    ok(not missed and not off, 'two areas: every branch of them is taken, as often as told', *missed, *off)


def within(lab, what):
    try:
        what(lab)
    finally:
        lab.routers.stop()
        if lab.cleanpath:
            lab.cleanpath.pool.shutdown(cancel_futures=True)
            shutil.rmtree(lab.cleanpath.folder)


def main():
    why = why_not()
    if why:
        print('1..0 # SKIP ' + why)
        return 0
    within(Lab(SEGMENTS), run)
    if PROGRAM:
        within(Lab(areas=AREAS), two_areas)
    print('1..%d' % n_run)
    return 1 if n_failed else 0


if __name__ == '__main__':
    sys.exit(main())
