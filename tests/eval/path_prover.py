# SPDX-License-Identifier: Apache-2.0
"""Certificates of small problems, in the plainest way: what path_truth.py found by enumeration, written down."""
import hashlib, itertools, random
from path_truth import CLEAN, EXCLUDED, NO_PATH, UNDETERMINED, Problem, answer, disjoint, encode, unavoidable

UNKNOWN = {'clean': 0, 'excluded': 1}


def line(*words):
    return ' '.join(map(str, words))


def listed(xs):
    return [len(xs), *xs]


def derived(p, policy, reading, unknown):
    """Those dirty by a group alone, each after what makes it so."""
    own = 'x' if unknown == 'clean' else 'xu'
    dirty, out, quantifier = {i for i, (_, l) in enumerate(p.items) if l[policy] in own}, [], any if reading == 'exposure' else all
    while True:
        more = [i for i, options in p.groups if i not in dirty and quantifier(o in dirty for o in options)]
        if not more:
            return out
        out.append(more[0])
        dirty.add(more[0])


def reach(p, a, dirty, gone_items=(), gone_links=()):
    """Items that clean paths reach from a, or nothing from a dirty one."""
    seen, todo = set(), [a] if a not in dirty else []
    while todo:
        i = todo.pop()
        if i not in seen:
            seen.add(i)
            todo += [x for n, x in p.at[i] if x not in dirty and p.links[n][4] not in dirty and x not in gone_items and n not in gone_links]
    return sorted(seen)


KIND = 1 << 60  # what a kind of ways is farther than all of the one before it


def relax(p, to, up, begin):
    """Least distances of all stands, from where it begins."""
    dist, arcs = dict(begin), []
    for l in up:
        a, b, there, back, _ = p.links[l]
        area, both = p.where[l]
        for n in {area} | ({0} if both else set()):
            arcs += [(p.stand(a, n), p.stand(b, n), b, there), (p.stand(b, n), p.stand(a, n), a, back)]
    for _ in range(len(p.ids) + len(p.members)):
        for tail, head, item, metric in arcs:
            if metric and head in dist and (item == to or p.items[item][0] != 'e'):
                dist[tail] = min(dist.get(tail, 1 << 63), metric + dist[head])
    return dist


def distances(p, to, failed=()):
    """Of all stands. First what goes on within an area is right, then what borders tell the backbone, then outward."""
    items, links = p.down(failed)
    up = [l for l, (a, b, there, back, _) in enumerate(p.links) if l not in links and not items & {a, b} and (there or back)]
    levels = any(letter == 'l' for letter, _, _ in p.members)
    borders = {i for l in p.in_area(0, up) for i in p.links[l][:2]}
    stands = [(i, i, False) for i in range(len(p.ids))] + [(len(p.ids) + n, i, letter == 'l') for n, (letter, i, _) in enumerate(p.members)]
    zero = {s: 0 for s, item, _ in stands if item == to and not (levels and s == to)}
    dist = relax(p, to, up, zero)
    for _ in range(2):
        told, table = dict(zero), {to: 0}
        for s, item, _ in stands:
            if s in dist and not (item in borders and dist[s] >= 2 * KIND):
                table[item] = min(table.get(item, 1 << 63), dist[s])
        for s, item, level in stands:
            kind = KIND if s == item else 2 * KIND
            if item in borders and s not in told and table.get(item, 1 << 63) < kind:
                told[s] = kind + (0 if level else table[item] % KIND)
        dist = relax(p, to, up, told)
    return dist


def told_as(distance):
    return distance if distance == '-' else '%d%s' % (distance % KIND, ('', 'b', 'o')[distance // KIND])


def dist_line(new, old=None):
    if old is None:
        rows = sorted(new.items())
    else:
        rows = [(i, new.get(i, '-')) for i in sorted(set(new) | set(old)) if new.get(i) != old.get(i)]
    return line('dist', len(rows), *itertools.chain(*((i, told_as(d)) for i, d in rows)))


class Prover:
    def __init__(self, p):
        self.p, self.taints, self.out = p, {}, []
        for policy, reading, unknown in itertools.product(range(len(p.policies)), ('exposure', 'availability'), UNKNOWN):
            self.taints[policy, reading, unknown] = len(self.taints)
            self.out += [line('taint', policy, reading, unknown), line('derived', *listed(derived(p, policy, reading, unknown)))]

    def text(self, problem_text):
        head = ['cleanpath-certificate 1', 'problem ' + hashlib.sha256(problem_text).hexdigest()]
        return '\n'.join(head + self.out + ['end', '']).encode('ascii')

    def proof(self, question, policy, reading, a, b):
        """A function that writes one proof with unknown as told."""
        p = self.p

        def write(kind, unknown):
            t, dirty = self.taints[policy, reading, unknown], p.dirty(policy, reading, unknown)
            paths = p.paths(a, b)
            if kind in ('path', 'through'):
                one = next(x for x in paths if p.is_clean(x, dirty) == (kind == 'path'))
                self.out.append(line(kind, t, *listed(one[1])))
            elif kind == 'apart':
                self.out.append(line('apart', t, *listed(reach(p, a, dirty))))
            elif kind == 'within':
                self.within(t, sorted({i for x in paths for i in x[0]}))
        return write

    def within(self, t, inside):
        p, at = self.p, {}
        for i in inside:
            todo = [x for _, x in p.at[i] if x not in inside]
            while todo:
                x = todo.pop()
                if x not in at:
                    at[x] = i
                    todo += [y for _, y in p.at[x] if y not in inside]
        self.out.append(line('within', t, *listed(inside), 'attached', len(at), *itertools.chain(*sorted(at.items()))))

    def ask_paths(self, question, policy, reading, a, b):
        word, _ = answer(self.p, question, policy, reading, a, b)
        self.out.append(line('ask', question, policy, reading, a, b, word))
        write = self.proof(question, policy, reading, a, b)
        good, bad = ('path', 'apart') if question == 'some' else ('within', 'through')
        if word == NO_PATH:
            self.out.append(line('apart -', *listed(reach(self.p, a, ()))))
            return
        if word != EXCLUDED:
            write(good, 'excluded' if word == CLEAN else 'clean')
        if word != CLEAN:
            write(bad, 'clean' if word == EXCLUDED else 'excluded')

    def survives_side(self, policy, reading, a, b, counted, unknown, paths):
        p, t, dirty = self.p, self.taints[policy, reading, unknown], self.p.dirty(policy, reading, unknown)
        if paths:
            self.out.append(line('disjoint', t, len(paths)))
            self.out += [line('route', *listed(links)) for _, links in paths]
        elements = [i for i in range(len(p.ids)) if i not in (a, b)] if counted == 'devices' else range(len(p.links))
        clean = [x for x in p.paths(a, b) if p.is_clean(x, dirty)]
        for cut in itertools.combinations(elements, len(paths)):
            if all(set(cut) & set(items if counted == 'devices' else links) for items, links in clean):
                side = reach(p, a, dirty, cut if counted == 'devices' else (), cut if counted == 'links' else ())
                self.out.append(line('cut', t, *listed(cut), 'side', *listed(side)))
                return
        raise AssertionError('no cut: Menger was wrong')

    def ask_survives(self, policy, reading, a, b):
        p = self.p
        low = p.dirty(policy, reading, 'clean')
        joined = any(x == b and p.is_clean(([a, b], [n]), low) for n, x in p.at[a])
        counted = 'links' if joined else 'devices'
        if a == b and a not in low:
            return
        found = {u: disjoint(p, a, b, p.dirty(policy, reading, u), counted) for u in UNKNOWN}
        self.out.append(line('ask survives', policy, reading, a, b, counted, len(found['excluded']), len(found['clean'])))
        for unknown in ('excluded', 'clean'):
            self.survives_side(policy, reading, a, b, counted, unknown, found[unknown])

    def ask_unavoidable(self, a, b):
        p = self.p
        found = unavoidable(p, a, b)
        if found is None:
            return
        place, paths = {i: 2 * n + 1 for n, i in enumerate(found)}, p.paths(a, b)
        for start in [a, b, *[x for i in found for _, x in p.at[i]]]:
            todo, part = [start] if start not in place else [], set()
            while todo:
                i = todo.pop()
                if i not in part and i not in found:
                    part.add(i)
                    todo += [x for _, x in p.at[i]]
            touched = [place[x] for i in part for _, x in p.at[i] if x in found]
            for i in part:
                place.setdefault(i, 0 if a in part else 2 * len(found) if b in part else min(touched) + 1)
        self.out.append(line('ask unavoidable', a, b, *listed(found)))
        self.out.append(line('chain', len(place), *itertools.chain(*sorted(place.items()))))
        two = next((x, y) for x in paths for y in paths if set(x[0][1:-1]) & set(y[0][1:-1]) == set(found))
        self.out += [line('route', *listed(links)) for _, links in two]

    def ask_needs(self, policy, reading, item):
        word, _ = answer(self.p, 'needs', policy, reading, item)
        self.out.append(line('ask needs', policy, reading, item, word))
        self.by(policy, reading, word)

    def by(self, policy, reading, word):
        used = {CLEAN: ['excluded'], EXCLUDED: ['clean'], UNDETERMINED: ['clean', 'excluded']}[word]
        self.out.append(line('by', *(self.taints[policy, reading, u] for u in used)))

    def ask_routes_some(self, policy, reading, a, b):
        word, _ = answer(self.p, 'routes-some', policy, reading, a, b)
        self.out.append(line('ask routes-some', policy, reading, a, b, word))
        self.out.append(dist_line(distances(self.p, b)))
        if word != NO_PATH:
            self.by(policy, reading, word)

    def tree(self, t, a, b, most, kinds):
        self.out.append(line('tree', t, most))
        todo = [((), None)]
        while todo:
            failed, above = todo.pop()
            dist = distances(self.p, b, failed)
            self.out.append(line('node', len(failed), *('%s%d' % e for e in failed[-1:])))
            self.out.append(dist_line(dist, above))
            if len(failed) < most and self.p.members:  # a failure far off may change a route: all sets, in one order
                row = [e for e in self.p.elements(kinds, a, b) if self.p.takes_links(e)]
                todo += [(failed + (e,), dist) for e in (row[row.index(failed[-1]) + 1:] if failed else row)]
            elif len(failed) < most:
                routes = self.p.routes(a, b, failed)
                items, links = {i for x in routes for i in x[0][1:-1]}, {l for x in routes for l in x[1]}
                parts = {('d', i) for i in items} | {('l', l) for l in links}
                parts |= {('r', r) for r, (_, on) in enumerate(self.p.risks) if links & set(on)}
                todo += [(failed + (e,), dist) for e in sorted(parts) if e[0] in kinds]

    def ask_routes_every(self, policy, reading, a, b, most, kinds):
        p = self.p
        word, _ = answer(p, 'routes-every', policy, reading, a, b, most, kinds)
        self.out.append(line('ask routes-every', policy, reading, a, b, most, kinds, word))
        if word == NO_PATH:
            self.out.append(dist_line(distances(p, b)))
            return
        if word != EXCLUDED:
            self.tree(self.taints[policy, reading, 'excluded' if word == CLEAN else 'clean'], a, b, most, kinds)
        if word != CLEAN:
            unknown = 'clean' if word == EXCLUDED else 'excluded'
            t, dirty = self.taints[policy, reading, unknown], p.dirty(policy, reading, unknown)
            hit = p.smallest_hit(a, b, dirty, kinds, most)
            if hit:
                self.tree(t, a, b, len(hit) - 1, kinds)
            self.out.append(line('hit', t, len(hit), *('%s%d' % e for e in hit)))
            self.out.append(dist_line(distances(p, b, hit)))


def random_problem(rng, areas=.4):
    """areas: how often routing has them, where there are links."""
    n = rng.randint(1, 7)
    names = {bytes(rng.choice(b'ab%c \xff"\\z') for _ in range(rng.randint(0, 3))) for _ in range(3 * n)}
    ids = sorted(rng.sample(sorted(names), min(n, len(names))))
    n = len(ids)
    policies = [b'p', b'q"'][:rng.randint(1, 2)]
    odds = rng.choice(('cccccccx', 'cccux', 'ccccuuuuux', 'cccccccccu'))
    items = [(rng.choice('ddddde'), ''.join(rng.choice(odds) for _ in policies)) for _ in ids]
    groups = [(rng.randrange(n), sorted(rng.sample(range(n), rng.randint(1, min(n, 3))))) for _ in range(rng.choice((0, 0, 1, 3)))]
    links = []
    for _ in range(rng.randint(0, 10) if n > 1 else 0):
        a, b = sorted(rng.sample(range(n), 2))
        top = rng.choice((1, 2, 3, 3))
        links.append((a, b, rng.randint(0 if rng.random() < .2 else 1, top), rng.randint(0 if rng.random() < .2 else 1, top),
                      rng.randrange(n) if rng.random() < .1 else None))
    links.sort(key=lambda l: (*l[:4], 1 << 32 if l[4] is None else l[4]))
    risks = [(b'r%d' % i, sorted(rng.sample(range(len(links)), rng.randint(0, min(3, len(links)))))) for i in range(rng.randint(0, 2))]
    members, where = random_areas(rng, n, links) if links and rng.random() < areas else ([], None)
    return Problem(policies, ids, items, groups, links, risks, members, where)


def random_areas(rng, n, links):
    """Items in groups, whose links are in an area of theirs, those between groups in the backbone; or anyhow."""
    group, is_anyhow = [rng.randrange(3) for _ in range(n)], rng.random() < .3
    letters = rng.choice(('aaa', 'lll', 'lll', 'alal'))
    where = []
    for a, b, *_ in links:
        area = rng.randrange(4) if is_anyhow else 1 + group[a] if group[a] == group[b] and rng.random() < .9 else 0
        where.append((area, area > 0 and letters[area - 1] == 'l' and rng.random() < .3))
    members = {(i, area) for (a, b, *_), (area, _) in zip(links, where) for i in (a, b) if area}
    return [(letters[area - 1], i, area) for i, area in sorted(members)], where


def neighbour(p, rng):
    """The problem with one thing changed, places kept: what is proved of it may be false of the problem, by one rule."""
    items, groups, links, risks, members, where = list(p.items), list(p.groups), list(p.links), list(p.risks), list(p.members), list(p.where)
    i, kind = rng.randrange(len(items)), rng.randrange(9 if p.members else 7)
    letter, labels = items[i]
    if kind < 2:
        at = rng.randrange(len(labels))
        items[i] = letter, labels[:at] + rng.choice('cxu') + labels[at + 1:]
    elif kind == 2:
        items[i] = rng.choice('de'), labels
    elif kind == 3 and groups and rng.random() < .5:
        del groups[rng.randrange(len(groups))]
    elif kind == 3:
        groups.append((i, [rng.randrange(len(items))]))
    elif kind == 4 and risks:
        risks[0] = risks[0][0], risks[0][1][1:]
    elif kind == 7:  # the area of another letter: all of it
        area = rng.choice(members)[2]
        members = [('al'[letter == 'a'] if n == area else letter, item, n) for letter, item, n in members]
    elif links:
        n = rng.randrange(len(links))
        a, b, there, back, rides = links[n]
        here = {area for _, item, area in members if item == a} & {area for _, item, area in members if item == b}
        if kind == 8:
            where[n] = (where[n][0], not where[n][1]) if where[n][0] and rng.random() < .5 else (rng.choice([0, *here]), False)
            return Problem(p.policies, p.ids, items, groups, links, risks, members, where)
        if kind == 5:  # led elsewhere: to somebody, or away from all
            a, b = sorted((a, i)) if a != i else (a, b)
            where[n] = where[n] if {(a, where[n][0]), (b, where[n][0])} <= {m[1:] for m in members} else (0, False)
        elif rng.random() < .7:
            there, back = rng.randint(0, 3), rng.randint(0, 3)
        else:
            rides = rng.choice((None, i))
        links[n] = a, b, there, back, rides
    return Problem(p.policies, p.ids, items, groups, links, risks, members, where)


def random_certificate(p, rng, n_asks, kinds=range(8)):
    """Some questions about some pairs, of all kinds; kinds (3, 4): of routes alone."""
    w = Prover(p)
    for _ in range(n_asks):
        policy, reading = rng.randrange(len(p.policies)), rng.choice(('exposure', 'availability'))
        a, b = rng.randrange(len(p.ids)), rng.randrange(len(p.ids))
        kind = rng.choice(kinds)
        if kind == 0:
            w.ask_needs(policy, reading, a)
        elif kind == 1:
            w.ask_unavoidable(a, b)
        elif kind == 2:
            w.ask_survives(policy, reading, a, b)
        elif kind == 3:
            w.ask_routes_some(policy, reading, a, b)
        elif kind == 4:
            w.ask_routes_every(policy, reading, a, b, rng.choice((0, 1, 1, 2)), rng.choice(('d', 'l', 'r', 'dl', 'dr', 'lr', 'dlr', '-')))
        else:
            w.ask_paths(rng.choice(('some', 'every')), policy, reading, a, b)
    return w
