#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""path_oracle.py [--devices N] [--seeds S,S..] [--pairs N] - what `path` says of synthetic networks, against a second opinion.

The opinion is worked out from the tables alone; nothing is shared with the program but its verdicts (the column of
`audit -f csv`). Slow and plain: sets and fractions. Each answer comes with a certificate, and cleanpath-check has to
accept it and to prove the same. TAP."""
import argparse, collections, csv, fractions, heapq, json, os, random, subprocess, sys, tempfile

POLICY, AS_OF = 'us-fcc-covered-list', '2026-11-23'
CLEAN, EXCLUDED = 'clean', 'excluded'  # what unknown is taken as
LABELS = {'allowed': 'clean', 'not_addressed': 'clean', 'excluded': 'excluded'}


def table(path):
    with open(path, encoding='utf-8') as f:
        return list(csv.DictReader(f))


def answer_of(taken_as):
    """From what holds with unknown taken as clean and as excluded: is it good in both, in one, in none?"""
    return 'proven-clean' if taken_as[EXCLUDED] else 'undetermined' if taken_as[CLEAN] else 'proven-excluded'


class Oracle:
    def __init__(self, folder, verdicts, policy):
        self.label = {r['name']: LABELS.get(r[policy], 'unknown') for r in verdicts}
        self.links, self.at, self.risks = [], collections.defaultdict(list), collections.defaultdict(list)
        carried = collections.defaultdict(lambda: collections.defaultdict(list))
        for r in table(folder + '/carriage.csv'):
            carried[r['link']][r['alternative']].append(r['transmission'])
        for r in table(folder + '/links.csv'):
            i = len(self.links)
            below = carried.get(r['a'] + '|' + r['b']) or carried.get(r['b'] + '|' + r['a']) or {}
            self.links.append((r['a'], r['b'], int(r['metric']), int(r['metric_back']), list(below.values()), r['a_port'], r['b_port']))
            for end in 'ab':
                self.at[r[end]].append(i)
            for risk in r['srlg'].split(';'):
                if risk:
                    self.risks[risk].append(i)
        self.groups = collections.defaultdict(list)  # needed -> [(who needs it, options)]
        groups = collections.defaultdict(list)
        for r in table(folder + '/dependencies.csv'):
            groups[r['asset'], r['group']].append(r['needs'])
        for (asset, _), options in groups.items():
            for o in options:
                self.groups[o].append((asset, options))
        self.dirty = {(reading, u): self._dirty(reading, u) for reading in ('exposure', 'availability') for u in (CLEAN, EXCLUDED)}

    def _dirty(self, reading, unknown):
        dirty = {n for n, l in self.label.items() if l == 'excluded' or (l == 'unknown' and unknown == EXCLUDED)}
        todo = list(dirty)
        while todo:
            for asset, options in self.groups[todo.pop()]:
                if asset not in dirty and (reading == 'exposure' or all(o in dirty for o in options)):
                    dirty.add(asset)
                    todo.append(asset)
        return dirty

    def is_dirty(self, key, link):
        below, dirty = self.links[link][4], self.dirty[key]
        some = [any(d in dirty for d in devices) for devices in below]
        return bool(some) and (any(some) if key[0] == 'exposure' else all(some))

    def other(self, link, end):
        a, b = self.links[link][:2]
        return b if a == end else a

    # ---- topology

    def has_clean_path(self, key, source, target):
        dirty = self.dirty[key]
        if source in dirty or target in dirty:
            return False
        seen, todo = {source}, [source]
        while todo:
            x = todo.pop()
            for l in self.at[x]:
                y = self.other(l, x)
                if y not in seen and y not in dirty and not self.is_dirty(key, l):
                    seen.add(y)
                    todo.append(y)
        return target in seen

    def some(self, reading, source, target):
        return answer_of({u: self.has_clean_path((reading, u), source, target) for u in (CLEAN, EXCLUDED)})

    def blocks(self):
        """Lists of links, one per block; iterative, as networks are long."""
        low, depth, out, stack = {}, {}, [], []
        for root in list(self.at):
            if root in depth:
                continue
            depth[root] = low[root] = 0
            todo = [(root, None, iter(self.at[root]))]
            while todo:
                x, by, rest = todo[-1]
                for l in rest:
                    y = self.other(l, x)
                    if l == by or y == x:
                        continue
                    if y not in depth:
                        stack.append(l)
                        depth[y] = low[y] = depth[x] + 1
                        todo.append((y, l, iter(self.at[y])))
                        break
                    if depth[y] < depth[x]:
                        stack.append(l)
                        low[x] = min(low[x], depth[y])
                else:
                    todo.pop()
                    if by is None:
                        continue
                    parent = self.other(by, x)
                    low[parent] = min(low[parent], low[x])
                    if low[x] >= depth[parent]:
                        block = []
                        while not block or block[-1] != by:
                            block.append(stack.pop())
                        out.append(block)
        return out

    def between(self, source, target):
        """(devices that every path passes in between, links that some path without repetition takes)."""
        if not hasattr(self, 'tree'):
            self.tree, self.block_list = collections.defaultdict(list), self.blocks()
            for i, block in enumerate(self.block_list):
                for x in {e for l in block for e in self.links[l][:2]}:
                    self.tree[x].append(('block', i))
                    self.tree['block', i].append(x)
        before, todo = {source: None}, [source]
        for x in todo:
            for y in self.tree[x]:
                if y not in before:
                    before[y] = x
                    todo.append(y)
        way, x = [], target
        while x is not None:
            way.append(x)
            x = before[x]
        way.reverse()
        return [x for x in way[1:-1] if isinstance(x, str)], [l for x in way if isinstance(x, tuple) for l in self.block_list[x[1]]]

    def every(self, reading, source, target):
        links = self.between(source, target)[1]
        devices = {e for l in links for e in self.links[l][:2]} | {source, target}
        return answer_of({u: not devices & self.dirty[reading, u] and not any(self.is_dirty((reading, u), l) for l in links)
                          for u in (CLEAN, EXCLUDED)})

    def are_neighbours(self, reading, source, target):
        """By a link that is clean if unknown is: then links are counted, not devices."""
        return any(self.other(l, source) == target and not self.is_dirty((reading, CLEAN), l) for l in self.at[source])

    def disjoint(self, key, source, target, by_links):
        """How many clean paths have no device in common but the ends, or no link."""
        dirty = self.dirty[key]
        if source in dirty or target in dirty:
            return 0
        ends = source, target
        arcs, used, n = collections.defaultdict(set), set(), 0  # of (device, side): a device leads from its side 0 to its side 1
        side = lambda x: 0 if by_links or x in ends else 1
        for l, (a, b, *_) in enumerate(self.links):
            if a not in dirty and b not in dirty and not self.is_dirty(key, l):
                for x, y in ((a, b), (b, a)):
                    arcs[x, side(x)].add(((y, 0), l if by_links else (x, y)))
                    arcs[y, 0].add(((x, side(x)), None))  # back, where it is used
                    if side(x):
                        arcs[x, 0].add(((x, 1), x))
                        arcs[x, 1].add(((x, 0), None))
        while True:
            before, todo = {(source, 0): None}, [(source, 0)]
            for at in todo:
                for to, what in arcs[at]:
                    free = (at, to, what) not in used if what is not None else any((to, at, w) in used for t, w in arcs[to] if t == at)
                    if free and to not in before:
                        before[to] = at, what
                        todo.append(to)
            at = target, 0
            if at not in before:
                return n
            n += 1
            while before[at]:
                here, what = before[at]
                if what is not None:
                    used.add((here, at, what))
                else:
                    used.remove(next((at, here, w) for t, w in arcs[at] if t == here and (at, here, w) in used))
                at = here

    # ---- routing

    def distances(self, target, gone=frozenset(), without=frozenset()):
        done, queue = {}, [(0, target)]
        while queue:
            d, x = heapq.heappop(queue)
            if x in done:
                continue
            done[x] = d
            for l in self.at[x]:
                y = self.other(l, x)
                if l not in gone and y not in done and y not in without:
                    heapq.heappush(queue, (d + (self.links[l][2] if self.links[l][0] == y else self.links[l][3]), y))
        return done

    def next_links(self, dist, x, gone=frozenset()):
        for l in self.at[x]:
            y = self.other(l, x)
            metric = self.links[l][2] if self.links[l][0] == x else self.links[l][3]
            if l not in gone and y in dist and metric + dist[y] == dist[x]:
                yield l, y

    def routes(self, key, source, target, gone=frozenset(), without=frozenset()):
        """(metric, share that is dirty, devices and links on the routes), or None."""
        dist, dirty = self.distances(target, gone, without), self.dirty[key]
        if source not in dist:
            return None
        order, seen = [source], {source}
        for x in order:
            for _, y in self.next_links(dist, x, gone) if x != target else ():
                if y not in seen:
                    seen.add(y)
                    order.append(y)
        clean, links = {}, []
        for x in sorted(order, key=lambda n: dist[n]):
            if x == target:
                clean[x] = fractions.Fraction(x not in dirty)
                continue
            steps = list(self.next_links(dist, x, gone))
            links += [l for l, _ in steps]
            good = sum(clean[y] for l, y in steps if not self.is_dirty(key, l))
            clean[x] = fractions.Fraction(0) if x in dirty else good / fractions.Fraction(len(steps))
        return dist[source], 1 - clean[source], seen - {source, target}, links

    def shares(self, source, target):
        """{(device, port that is left by): share of the traffic}"""
        dist, out, share = self.distances(target), {}, collections.defaultdict(fractions.Fraction)
        share[source] = fractions.Fraction(1)
        for x in sorted(dist, key=lambda n: -dist[n]):
            steps = list(self.next_links(dist, x)) if share[x] and x != target else []
            for l, y in steps:
                out[x, self.links[l][5 if self.links[l][0] == x else 6]] = share[x] / len(steps)
                share[y] += share[x] / len(steps)
        return out

    def fails(self, key, source, target, k, gone=frozenset(), without=frozenset()):
        """The least number of failures, at most k, that bring a dirty route; None."""
        found = self.routes(key, source, target, gone, without)
        if found is None:
            return None
        _, share, devices, links = found
        if share > 0:
            return 0
        if k == 0:
            return None
        best, on = None, set(links)
        cases = [(gone, without | {d}) for d in devices] + [(gone | {l}, without) for l in on]
        cases += [(gone | set(r), without) for r in self.risks.values() if on & set(r)]
        for g, w in cases:
            n = self.fails(key, source, target, k - 1 if best is None else best - 2, g, w) if best != 1 else None
            best = best if n is None else n + 1
        return best


# ---- comparing

def ask(build, folder, certificate, options, source, target):
    """The answer, and what cleanpath-check proves of it by its question; refused: the reason in place of that."""
    for f in (certificate, certificate + '.problem'):
        if os.path.exists(f):
            os.unlink(f)
    p = subprocess.run([build + '/cleanpath', 'path', '-q', '-f', 'json', '--policy', POLICY, '--as-of', AS_OF, '--certificate', certificate, *options,
                        'asset:' + source, 'asset:' + target, folder], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
    if p.returncode not in (0, 1, 4):
        raise RuntimeError('path %s %s: exit %d: %s' % (source, target, p.returncode, p.stderr))
    c = subprocess.run([build + '/cleanpath-check', certificate + '.problem', certificate, '--format', 'json'], stdout=subprocess.PIPE,
                       stderr=subprocess.PIPE, text=True, check=False)
    return json.loads(p.stdout), {x['question']: x for x in json.loads(c.stdout)['proved']} if c.returncode == 0 else c.stderr


def fraction(share):
    return fractions.Fraction(share['num'], share['den']) if share['exact'] else None


def expected(o, reading, source, target):
    """What `path` should say, by the names of its members."""
    both = {u: o.routes((reading, u), source, target) for u in (CLEAN, EXCLUDED)}
    out = {'some': o.some(reading, source, target), 'every': o.every(reading, source, target),
           'unavoidable': [n for n in o.between(source, target)[0]]}
    by_links = o.are_neighbours(reading, source, target)
    n = {u: o.disjoint((reading, u), source, target, by_links) for u in (CLEAN, EXCLUDED)} if source != target else {}
    out['survives'] = n and (by_links, n[EXCLUDED], n[CLEAN])
    if both[CLEAN]:
        out['routes'] = answer_of({u: both[u][1] == 0 for u in both})
        out['routes some'] = answer_of({u: both[u][1] < 1 for u in both})
        out['metric'], out['share'], out['share or unknown'] = both[CLEAN][0], both[CLEAN][1], both[EXCLUDED][1]
        out['links'] = sorted((*l, '%.12g' % s) for l, s in o.shares(source, target).items())
    return out


def told(d):
    s = d.get('survives') or d.get('survives_links')
    more = lambda x: 0 if x is None else x + 1
    out = {'some': d['some']['in_model'], 'every': d['every']['in_model'], 'unavoidable': [x['name'] for x in d['unavoidable']],
           'survives': (bool(d['survives_links']), more(s['at_least']), more(s['at_most'])) if s else {}}
    r = d['routes']
    if 'metric' in r:
        out['routes'], out['routes some'], out['metric'] = r['in_model'], r['some'], r['metric']
        out['share'], out['share or unknown'] = fraction(r['excluded']), fraction(r['excluded_or_unknown'])
        out['links'] = sorted((l['from_name'], l['link']['port'], '%.12g' % l['share']) for l in r['links'])
    return out


def expected_failures(o, reading, source, target):
    """(answer, how many failures) when one device, link or duct may fail."""
    if o.routes((reading, CLEAN), source, target) is None:
        return 'no-path', None
    n = {u: o.fails((reading, u), source, target, 1) for u in (CLEAN, EXCLUDED)}
    answer = 'proven-excluded' if n[CLEAN] is not None else 'undetermined' if n[EXCLUDED] is not None else 'proven-clean'
    return answer, n[CLEAN] if n[CLEAN] is not None else n[EXCLUDED]


def told_failures(d, statements):
    """The same; and what the checker proves of it, if that is something else."""
    f = d['failures']
    told = f['in_model'], None if f.get('set') is None else len(f['set'])
    proves = statements if isinstance(statements, str) else {(x['failures'], x['answer']) for x in statements.values() if 'failures' in x}
    return told if proves in ({(1, told[0])}, {(0, told[0])} if told[0] == 'no-path' else None) else (*told, proves)


def proved(statements, reading):
    """The same from the statements of the checker; assets by their ids."""
    if isinstance(statements, str):
        return {'certificate': statements}
    out = {'some': statements['some']['answer'], 'every': statements['every']['answer'], 'unavoidable': statements['unavoidable']['items']}
    s = statements.get('survives')
    out['survives'] = s and (s['counted'] == 'links', s['at_least'], s['at_most'])
    for its, ours in (('routes-every', 'routes'), ('routes-some', 'routes some')):
        if its in statements:
            out[ours] = statements[its]['answer']
    wrong = [x for x in statements.values() if x.get('reading', reading) != reading or x.get('policy', POLICY) != POLICY]
    return {**out, **({'about another question': wrong} if wrong else {})}


def compare(build, n_devices, seed, n_pairs, work):
    folder = '%s/%d-%d' % (work, n_devices, seed)
    subprocess.run([build + '/cleanpath', 'synth', '-q', '--devices', str(n_devices), '--seed', str(seed), folder], check=True)
    audit = subprocess.run([build + '/cleanpath', 'audit', '-q', '-f', 'csv', '--policy', POLICY, '--as-of', AS_OF, folder],
                           stdout=subprocess.PIPE, text=True, check=False).stdout
    rows = list(csv.DictReader(audit.splitlines()))
    o, ids = Oracle(folder, rows, POLICY), {r['name']: r['asset'] for r in rows}
    rng, bad, seen = random.Random(seed), [], collections.Counter()
    names = sorted(o.at)
    for i in range(n_pairs):
        source, target = rng.sample(names, 2)
        if i % 2:  # few paths are clean that lead far
            target = source
            for _ in range(rng.randint(0, 3)):
                target = o.other(rng.choice(o.at[target]), target)
        for reading in ('exposure', 'availability'):
            want = expected(o, reading, source, target)
            answer, statements = ask(build, folder, work + '/certificate', ['--reading', reading], source, target)
            got = told(answer)
            seen.update('%s %s' % (k, want.get(k)) for k in ('some', 'every', 'routes'))
            bad += ['seed %d, %s, %s to %s: %s is %s, expected %s' % (seed, reading, source, target, k, got.get(k), want.get(k))
                    for k in want.keys() | got.keys() if want.get(k) != got.get(k)]
            want['unavoidable'] = [ids[n] for n in want['unavoidable']]
            got = proved(statements, reading)
            if not got.get('survives'):  # of a device with itself, or with nothing to count
                got['survives'] = want['survives'] = None
            bad += ['seed %d, %s, %s to %s: %s is proved as %s, expected %s' % (seed, reading, source, target, k, got[k], want.get(k))
                    for k in got if want.get(k) != got[k]]
            want = expected_failures(o, reading, source, target)
            got = told_failures(*ask(build, folder, work + '/certificate', ['--reading', reading, '--fail', '1'], source, target))
            seen.update(['fail 1 ' + want[0]])
            if want != got:
                bad.append('seed %d, %s, %s to %s: one failure: %s, expected %s' % (seed, reading, source, target, got, want))
    return bad, seen


def main():
    p = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    p.add_argument('--build', default='build')  # with cleanpath and cleanpath-check
    p.add_argument('--devices', type=int, default=300)
    p.add_argument('--pairs', type=int, default=10)
    p.add_argument('--seeds', default='1,2,4,7')
    args = p.parse_args()
    failed = False
    seeds = [int(s) for s in args.seeds.split(',')]
    with tempfile.TemporaryDirectory(prefix='cleanpath-oracle-') as work:
        for i, seed in enumerate(seeds):
            bad, seen = compare(args.build, args.devices, seed, args.pairs, work)
            failed = failed or bool(bad)
            print('%sok %d - %d devices, seed %d: %d pairs in two readings are as the tables say' % (
                'not ' if bad else '', i + 1, args.devices, seed, args.pairs), flush=True)
            for b in bad[:10]:
                print('# ' + b)
            print('# ' + ', '.join('%s: %d' % x for x in sorted(seen.items())), flush=True)
    print('1..%d' % len(seeds))
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
