# SPDX-License-Identifier: Apache-2.0
"""What is true of a problem (docs/formats/path-proof.md), by enumerating all paths and all failures.

For nets of a few items. Shares nothing with cleanpath and cleanpath-check: it has its own reader of problems,
and decides nothing by a theorem, so it may say of a statement that cleanpath-check printed whether it is true."""
import itertools, re

CLEAN, EXCLUDED, UNDETERMINED, NO_PATH = 'proven-clean', 'proven-excluded', 'undetermined', 'no-path'


def encode(name):
    out = ''.join(chr(c) if 0x21 <= c <= 0x7e and c != 0x25 else '%%%02X' % c for c in name)
    return out or '%'


class Problem:
    """policies, ids: bytes; items: (letter, labels); groups: (item, options); links: (a, b, there, back, rides or None);
    risks: (id, links); members: (letter, item, area), where routing has areas; where: of each link its area (0: the
    backbone), and whether it is in the backbone as well."""

    def __init__(self, policies, ids, items, groups, links, risks, members=(), where=None):
        self.policies, self.ids, self.items, self.groups, self.links, self.risks = policies, ids, items, groups, links, risks
        self.members, self.where = list(members), where or [(0, False) for _ in links]
        self.at = [[] for _ in ids]
        for n, (a, b, *_) in enumerate(links):
            self.at[a].append((n, b))
            self.at[b].append((n, a))
        self._paths, self._dirty, self._routes, self._tables = {}, {}, {}, {}

    def text(self):
        out = ['cleanpath-problem 1', 'policies %d' % len(self.policies), *map(encode, self.policies), 'items %d' % len(self.ids)]
        out += ['%s %s %s' % (letter, labels, encode(i)) for (letter, labels), i in zip(self.items, self.ids)]
        out += ['groups %d' % len(self.groups)] + [' '.join(map(str, [i, *options])) for i, options in self.groups]
        out += ['areas %d' % len(self.members)] + ['%s %d %d' % m for m in self.members] if self.members else []
        out += ['links %d' % len(self.links)]
        out += ['%d %d %d %d %s%s' % (self.stand(a, area), self.stand(b, area), there, back, '-' if rides is None else rides, ' +' if both else '')
                for (a, b, there, back, rides), (area, both) in zip(self.links, self.where)]
        out += ['risks %d' % len(self.risks)] + [' '.join([encode(i), *map(str, links)]) for i, links in self.risks]
        return '\n'.join(out + ['end', '']).encode('ascii')

    def stand(self, item, area):
        return len(self.ids) + [m[1:] for m in self.members].index((item, area)) if area else item

    @staticmethod
    def parse(data):
        lines = data.decode('ascii').split('\n')[1:]

        def many(keyword, split):
            word, n = lines.pop(0).split(' ')
            assert word == keyword
            return [split(lines.pop(0)) for _ in range(int(n))]

        def decode(word):
            raw = word.encode()
            return b'' if word == '%' else re.sub(rb'%(..)', lambda m: bytes([int(m.group(1), 16)]), raw, flags=re.S)
        policies = many('policies', decode)
        items = many('items', lambda l: l.split(' '))
        groups = many('groups', lambda l: [int(x) for x in l.split(' ')])
        members = many('areas', lambda l: (l[0], *map(int, l[2:].split(' ')))) if lines[0].startswith('areas') else []
        links = many('links', lambda l: l.split(' '))
        risks = many('risks', lambda l: l.split(' '))
        stands = [(i, 0) for i in range(len(items))] + [m[1:] for m in members]
        return Problem(policies, [decode(x[2]) for x in items], [(x[0], x[1]) for x in items], [(g[0], g[1:]) for g in groups],
                       [(stands[int(l[0])][0], stands[int(l[1])][0], int(l[2]), int(l[3]), None if l[4] == '-' else int(l[4])) for l in links],
                       [(decode(r[0]), [int(x) for x in r[1:]]) for r in risks], members, [(stands[int(l[0])][1], len(l) > 5) for l in links])

    def dirty(self, policy, reading, unknown):
        key = policy, reading, unknown
        if key not in self._dirty:
            own = 'x' if unknown == 'clean' else 'xu'
            dirty, quantifier = {i for i, (_, labels) in enumerate(self.items) if labels[policy] in own}, any if reading == 'exposure' else all
            while True:
                more = {i for i, options in self.groups if quantifier(o in dirty for o in options)} - dirty
                if not more:
                    break
                dirty |= more
            self._dirty[key] = frozenset(dirty)
        return self._dirty[key]

    def paths(self, a, b):
        """Each as (items, links)."""
        if (a, b) not in self._paths:
            out, todo = [], [([a], [])]
            while todo:
                items, links = todo.pop()
                if items[-1] == b:
                    out.append((items, links))
                    continue
                todo += [(items + [x], links + [n]) for n, x in self.at[items[-1]] if x not in items]
            self._paths[a, b] = out
        return self._paths[a, b]

    def is_clean(self, path, dirty):
        items, links = path
        return not any(i in dirty for i in items) and not any(self.links[l][4] in dirty for l in links)

    def elements(self, kinds, a, b):
        out = [('d', i) for i in range(len(self.ids)) if i not in (a, b)] if 'd' in kinds else []
        out += [('l', l) for l in range(len(self.links))] if 'l' in kinds else []
        return out + ([('r', r) for r in range(len(self.risks))] if 'r' in kinds else [])

    def takes_links(self, element):
        """Some link goes with it."""
        kind, n = element
        return kind == 'l' or bool(self.at[n] if kind == 'd' else self.risks[n][1])

    def down(self, failed):
        """Items and links that are gone."""
        links = {l for kind, l in failed if kind == 'l'}
        for kind, r in failed:
            links |= set(self.risks[r][1]) if kind == 'r' else set()
        return {i for kind, i in failed if kind == 'd'}, links

    def directed(self, a, b):
        """(metric, path) of all that may be routes."""
        if (a, b) not in self._routes:
            out = []
            for items, links in self.paths(a, b):
                metrics = [self.links[l][2] if self.links[l][0] == i else self.links[l][3] for i, l in zip(items, links)]
                if all(metrics) and not any(self.items[i][0] == 'e' for i in items[1:-1]):
                    out.append((sum(metrics), (items, links)))
            self._routes[a, b] = sorted(out, key=lambda x: x[0])
        return self._routes[a, b]

    def in_area(self, area, links):
        """Those of the links that are in it."""
        return [l for l in links if self.where[l][0] == area or (area == 0 and self.where[l][1])]

    def spread(self, links, to, begin):
        """Least distances of all by the links to where it begins, at what that has."""
        out = dict(begin)
        for _ in self.ids:
            for l in links:
                a, b, there, back, _ = self.links[l]
                for tail, head, metric in ((a, b, there), (b, a, back)):
                    if metric and head in out and (head == to or self.items[head][0] != 'e'):
                        out[tail] = min(out.get(tail, 1 << 60), out[head] + metric)
        return out

    def first_links(self, links, to, x, distance):
        """By which x goes on."""
        out = set()
        for l in links:
            a, b, there, back, _ = self.links[l]
            for tail, head, metric in ((a, b, there), (b, a, back)):
                if tail == x and metric and head in distance and (head == to or self.items[head][0] != 'e'):
                    out |= {l} if distance[head] + metric == distance[x] else set()
        return out

    def tables(self, to, failed):
        """What each item has in its table, by the rules of the standards: (its kind, metric, links that it goes on by)."""
        key = to, frozenset(failed)
        if key in self._tables:
            return self._tables[key]
        gone, cut = self.down(failed)
        up = [l for l, (a, b, there, back, _) in enumerate(self.links) if l not in cut and not gone & {a, b} and (there or back)]
        numbers = sorted({0} | {area for area, _ in self.where})
        level_1 = {m[1:] for m in self.members if m[0] == 'l'}
        levels, areas = bool(level_1), {n: self.in_area(n, up) for n in numbers}
        touch = {n: {i for l in areas[n] for i in self.links[l][:2]} for n in numbers}
        out, learned = {to: (0, 0, set())}, {}  # from which areas

        def take(kind, area, distance, who):
            for x in who:
                old = out.get(x, (9, 0, set()))
                if x != to and x in distance and (kind, distance[x]) <= old[:2]:
                    same = (kind, distance[x]) == old[:2]
                    out[x] = kind, distance[x], self.first_links(areas[area], to, x, distance) | (old[2] if same else set())
                    learned[x] = (learned[x] if same else set()) | {area}
        everybody, passed = range(len(self.ids)), {i for i, (letter, _) in enumerate(self.items) if letter != 'e'} | {to}
        for n in numbers:
            if to in touch[n] and not (levels and n == 0):
                take(0, n, self.spread(areas[n], to, {to: 0}), everybody)
        within = set(out)
        told = {x: out[x][1] for x in within & passed & touch[0] if x != to and learned[x] != {0}}
        told.update({to: 0} if levels and to in touch[0] else {})
        take(1, 0, self.spread(areas[0], to, told), set(everybody) - within)
        known = set(out)
        for n in numbers[1:]:
            told = {x: 0 if (x, n) in level_1 else out[x][1] for x in known & passed & touch[0] & touch[n] if x != to and n not in learned[x]}
            take(2, n, self.spread(areas[n], to, told), set(everybody) - known - touch[0])
        self._tables[key] = self.without_dead_ends(out, to)
        return self._tables[key]

    def without_dead_ends(self, table, to):
        def far_end(l, x):
            return self.links[l][1] if self.links[l][0] == x else self.links[l][0]
        while True:
            dead = [x for x, (_, _, links) in table.items() if x != to and not any(far_end(l, x) in table for l in links)]
            for x in dead:
                del table[x]
            if not dead:
                return {x: {(l, far_end(l, x)) for l in links if far_end(l, x) in table} for x, (_, _, links) in table.items()}

    def routes_by_areas(self, a, b, failed):
        table, out = self.tables(b, failed), []
        todo = [([a], [])] if a in table else []
        while todo:
            items, links = todo.pop()
            if items[-1] == b:
                out.append((items, links))
            else:
                todo += [(items + [x], links + [l]) for l, x in table[items[-1]]]
        return out

    def routes(self, a, b, failed=()):
        if self.members:
            return self.routes_by_areas(a, b, failed)
        items, links = self.down(failed)
        left = [(m, p) for m, p in self.directed(a, b) if not items.intersection(p[0]) and not links.intersection(p[1])]
        return [p for m, p in left if m == left[0][0]]

    def smallest_hit(self, a, b, dirty, kinds, most):
        """A smallest set of failures that brings a dirty route, or None."""
        for n in range(most + 1):
            for failed in itertools.combinations(self.elements(kinds, a, b), n):
                if any(not self.is_clean(p, dirty) for p in self.routes(a, b, failed)):
                    return failed
        return None


def packing(sets):
    """A largest choice of pairwise disjoint sets, as places."""
    best, todo = (), [((), 0, frozenset())]
    while todo:
        chosen, at, used = todo.pop()
        if len(chosen) > len(best):
            best = chosen
        for i in range(at, len(sets)):
            if not used & sets[i] and len(chosen) + len(sets) - i > len(best):
                todo.append((chosen + (i,), i + 1, used | sets[i]))
    return best


def disjoint(p, a, b, dirty, counted):
    """Most clean paths that share nothing that is counted."""
    paths = [x for x in p.paths(a, b) if p.is_clean(x, dirty)]
    shares = [frozenset(x[0][1:-1] if counted == 'devices' else x[1]) for x in paths]
    return [paths[i] for i in packing(shares)]


def unavoidable(p, a, b):
    """None: there is no path."""
    paths = p.paths(a, b)
    return [i for i in paths[0][0][1:-1] if all(i in x[0][1:-1] for x in paths)] if paths else None


def three(holds_if_clean, fails_if_excluded):
    """The answer, by whether it holds with unknown as excluded, or fails with unknown as clean."""
    return CLEAN if holds_if_clean else EXCLUDED if fails_if_excluded else UNDETERMINED


def answer(p, question, policy, reading, a, b=None, failures=0, kinds='-'):
    """What is true, as one word, and for routes-every how many fail together."""
    low, high = p.dirty(policy, reading, 'clean'), p.dirty(policy, reading, 'excluded')
    if question == 'needs':
        return three(a not in high, a in low), None
    candidates = p.routes(a, b) if question.startswith('routes') else p.paths(a, b)
    if not candidates:
        return NO_PATH, None
    if question in ('some', 'routes-some'):
        return three(any(p.is_clean(x, high) for x in candidates), not any(p.is_clean(x, low) for x in candidates)), None
    if question == 'every':
        return three(all(p.is_clean(x, high) for x in candidates), not all(p.is_clean(x, low) for x in candidates)), None
    hits = [p.smallest_hit(a, b, dirty, kinds, failures) for dirty in (low, high)]
    word = three(hits[1] is None, hits[0] is not None)
    hit = hits[0] if word == EXCLUDED else hits[1]
    return word, None if hit is None else len(hit)


def holds(p, s):
    """Is the statement (an object of `proved`) true? What is vacuous of no path at all is true as well."""
    place = {encode(i): n for n, i in enumerate(p.ids)}
    a, b = place[s['item'] if s['question'] == 'needs' else s['from']], place.get(s.get('to'))
    if s['question'] == 'unavoidable':
        return unavoidable(p, a, b) == [place[i] for i in s['items']]
    policy = [encode(i) for i in p.policies].index(s['policy'])
    if s['question'] == 'survives':
        return all(len(disjoint(p, a, b, p.dirty(policy, s['reading'], unknown), s['counted'])) == s[key]
                   for unknown, key in (('excluded', 'at_least'), ('clean', 'at_most')))
    word, n = answer(p, s['question'], policy, s['reading'], a, b, s.get('failures', 0), s.get('kinds', '-'))
    if word == NO_PATH:
        vacuous = EXCLUDED if s['question'] in ('some', 'routes-some') else CLEAN
        return s['answer'] in (NO_PATH, vacuous)
    return s['answer'] == word and s.get('fail_together') == n
