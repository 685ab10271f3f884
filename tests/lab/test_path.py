#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""test_path.py - where packets really go lies inside what is predicted: 20 routers with OSPF, ten failures.

    b1  b2    b3  b4    b5  b6       borders: probed in pairs, both ways
     a1..a2    a3..a4    a5..a8      aggregation
        c1 - c2 - c3 - c4 - c5 - c6  core: a ring with chords

Equal costs, parallel links of the same and of different metric, metrics that differ by direction. Each prediction is
made from the database of one of the routers, by a small program here (Dijkstra). It must not be too narrow (every link
that a flow takes is in it) nor too wide (every link in it is taken by some flow, as often as its share of the traffic
says). Before the first and after each failure, and after each repair.

TAP. Skipped with its reason where there are no namespaces or no routers. About 75 s."""
import collections, contextlib, fractions, heapq, itertools, math, sys, time
from flows import Flow, Prober
from routers import Routers, why_not

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
# What fails: a link by its place in LINKS, or a router
FAILURES = [6, 'a7', 29, 'c1', 40, 'a4', 24, 'c3', 44, 'a1']
AVOIDED = 'c2'  # asks not to be passed through
MAX_METRIC = 65535
SOURCE_PORTS, PORTS = range(40001, 40009), range(33434, 33450)  # 128 flows
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
    """From the router LSAs: {(router, address of its port): (neighbour, metric)}, by router ids."""
    arcs = {}
    for lsa in database['routerLinkStates']['areas']['0.0.0.0']:
        for l in lsa.get('routerLinks', {}).values():
            if l['linkType'].startswith('another Router'):
                arcs[lsa['advertisingRouter'], l['routerInterfaceAddress']] = l['neighborRouterId'], l['tos0Metric']
    return arcs


class Prediction:
    """Shortest paths by the database alone: a second opinion."""

    def __init__(self, arcs):
        self.out, self.into = collections.defaultdict(list), collections.defaultdict(list)
        told = collections.Counter((a, b) for (a, _), (b, _) in arcs.items())
        for (a, port), (b, metric) in arcs.items():
            if told[b, a]:  # only what both ends tell is used (RFC 2328, 16.1, 2b)
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
        """{(router, address of the port it leaves by): share of the traffic}"""
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
                links[x, port] = share[x] / len(next_ones)
                share[y] += share[x] / len(next_ones)
        return links


# ---- what happens

class Lab:
    def __init__(self):
        self.routers = Routers(NAMES, [(a, b, int(m), int(back)) for a, b, m, back in LINKS])
        self.ids = {self.routers.loopback(n): n for n in NAMES}
        self.probers = {b: Prober(self.routers, b, SOURCE_PORTS) for b in BORDERS}
        # who is at the other end of a link, by the address where it was entered
        self.entered = {l.addresses[k]: (l.ends[k], l.ends[1 - k], l.addresses[1 - k]) for l in self.routers.links for k in range(2)}

    def wanted(self, failed, avoided=None):
        """The arcs that the routers should know: all but what failed."""
        gone = [l for l in self.routers.links if failed is not None and (l.index == failed or failed in l.ends)]
        return {(self.routers.loopback(l.ends[k]), l.addresses[k]): (
            self.routers.loopback(l.ends[1 - k]), MAX_METRIC if l.ends[k] == avoided else l.metrics[k])
                for l in self.routers.links if l not in gone for k in range(2)}

    def settle(self, failed, avoided):
        """Waits until the routers know of it and have no more to change. Their database."""
        wanted, until = self.wanted(failed, avoided), time.monotonic() + 40
        observer = next(b for b in BORDERS if b != failed)
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
        told = {(a, b) for (a, _), (b, _) in arcs.items()}
        return {k for k, (b, _) in arcs.items() if (b, k[0]) in told}

    def walk(self, source, answers):
        """The links of one flow as (router, address of the port it leaves by), or why they make no walk."""
        at, links = source, []
        for who in answers:
            if who is None:
                return None, 'no answer after %s' % links
            here, before, port = self.entered.get(who, (None, None, None))
            if before != at:
                return None, 'an answer of %s after %s' % (who, links)
            links.append((self.routers.loopback(at), port))
            at = here
        return (at, links), None

    def probe(self, alive):
        """{(source, target): ([links of each flow], faults)} for all pairs of borders."""
        seen = {}
        for source in alive:
            targets = {self.routers.behind(t) + '.2': t for t in alive if t != source}
            flows = [Flow(address, s, p) for address in targets for s in SOURCE_PORTS for p in PORTS]
            ends = lambda f, who: self.entered.get(who, ('',))[0] == targets[f.to]
            for f, answers in self.probers[source].trace(flows, ends).items():
                walks, faults = seen.setdefault((source, targets[f.to]), ([], []))
                walked, fault = self.walk(source, answers)
                if walked and walked[0] == targets[f.to]:
                    walks.append(walked[1])
                else:
                    faults.append(fault or 'ends at %s: %s' % walked)
        return seen


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


def one_round(lab, title, failed=None, avoided=None):
    started = time.monotonic()
    database = lab.settle(failed, avoided)
    ok(database is not None, '%s: all routers know it and agree (%.1f s)' % (title, time.monotonic() - started))
    if not database:
        return
    own = Prediction(arcs_of(database))
    by_id = {n: lab.routers.loopback(n) for n in NAMES}
    if failed is None and avoided is None:
        lab.whole = own
    else:
        changed = [(s, t) for s, t in itertools.permutations(BORDERS, 2) if failed not in (s, t) and
                   own.shares(by_id[s], by_id[t]) != lab.whole.shares(by_id[s], by_id[t])]
        ok(changed, '%s: other routes between %d pairs' % (title, len(changed)))
    alive = [b for b in BORDERS if b != failed]
    started = time.monotonic()
    seen = lab.probe(alive)
    n_flows = sum(len(w) for w, _ in seen.values())
    outside, missed, off, faults, worst = compare(lab, lambda s, t: own.shares(by_id[s], by_id[t]), seen)
    print('# %s: %d pairs, %d flows of %d different walks, %.1f s; shares at most %.1f sigma off' % (
        title, len(seen), n_flows, len({tuple(w) for ws, _ in seen.values() for w in ws}), time.monotonic() - started, worst))
    ok(not faults and len(seen) == len(alive) * (len(alive) - 1), '%s: every flow arrives, hop by hop' % title, *faults)
    ok(not outside, '%s: no flow leaves the predicted routes' % title, *outside)
    ok(not missed and not off, '%s: every predicted branch is taken, as often as predicted' % title, *missed, *off)


def main():
    why = why_not()
    if why:
        print('1..0 # SKIP ' + why)
        return 0
    lab = Lab()
    try:
        one_round(lab, 'whole')
        for failed in FAILURES:
            name = failed if isinstance(failed, str) else '%s-%s' % tuple(LINKS[failed][:2])
            change = lab.routers.set_router if isinstance(failed, str) else lambda l, up: lab.routers.set_link(lab.routers.links[l], up)
            change(failed, False)
            one_round(lab, 'without ' + name, failed)
            change(failed, True)
            one_round(lab, name + ' repaired')
        lab.routers.set_transit(AVOIDED, False)
        one_round(lab, 'not through ' + AVOIDED, avoided=AVOIDED)
        lab.routers.set_transit(AVOIDED, True)
        one_round(lab, AVOIDED + ' passed again')
    finally:
        lab.routers.stop()
    print('1..%d' % n_run)
    return 1 if n_failed else 0


if __name__ == '__main__':
    sys.exit(main())
