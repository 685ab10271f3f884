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
    risks: (id, links)."""

    def __init__(self, policies, ids, items, groups, links, risks):
        self.policies, self.ids, self.items, self.groups, self.links, self.risks = policies, ids, items, groups, links, risks
        self.at = [[] for _ in ids]
        for n, (a, b, *_) in enumerate(links):
            self.at[a].append((n, b))
            self.at[b].append((n, a))
        self._paths, self._dirty, self._routes = {}, {}, {}

    def text(self):
        out = ['cleanpath-problem 1', 'policies %d' % len(self.policies), *map(encode, self.policies), 'items %d' % len(self.ids)]
        out += ['%s %s %s' % (letter, labels, encode(i)) for (letter, labels), i in zip(self.items, self.ids)]
        out += ['groups %d' % len(self.groups)] + [' '.join(map(str, [i, *options])) for i, options in self.groups]
        out += ['links %d' % len(self.links)]
        out += ['%d %d %d %d %s' % (a, b, there, back, '-' if rides is None else rides) for a, b, there, back, rides in self.links]
        out += ['risks %d' % len(self.risks)] + [' '.join([encode(i), *map(str, links)]) for i, links in self.risks]
        return '\n'.join(out + ['end', '']).encode('ascii')

    @staticmethod
    def parse(data):
        lines = iter(data.decode('ascii').split('\n')[1:])

        def many(keyword, split):
            word, n = next(lines).split(' ')
            assert word == keyword
            return [split(next(lines)) for _ in range(int(n))]

        def decode(word):
            raw = word.encode()
            return b'' if word == '%' else re.sub(rb'%(..)', lambda m: bytes([int(m.group(1), 16)]), raw, flags=re.S)
        policies = many('policies', decode)
        items = many('items', lambda l: l.split(' '))
        groups = many('groups', lambda l: [int(x) for x in l.split(' ')])
        links = many('links', lambda l: [None if x == '-' else int(x) for x in l.split(' ')])
        risks = many('risks', lambda l: l.split(' '))
        return Problem(policies, [decode(x[2]) for x in items], [(x[0], x[1]) for x in items], [(g[0], g[1:]) for g in groups],
                       [tuple(l) for l in links], [(decode(r[0]), [int(x) for x in r[1:]]) for r in risks])

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

    def routes(self, a, b, failed=()):
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
