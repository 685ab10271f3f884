#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""upstream_oracle.py --build BUILD [--corpus DIR] [--all] - `carriers --upstreams` against a plain look at what bgpdump says.

Of each small file of MRT of the corpus (--all: of large ones, too): the lines of `bgpdump -m` (its expected ones where the corpus
has them) make a dictionary of routes for each session, the last line counts; for random addresses the longest prefix of each
neighbour is looked up length by length. The three AS that are on most paths are excluded. Bytes by way have to be the same for
every neighbour. Files with malformed records are left out: bgpdump prints what it makes of them (mrt_oracle.py). Prints TAP."""
import argparse, collections, glob, gzip, ipaddress, json, os, random, shutil, subprocess, sys, tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SMALL, DESTINATIONS = 400000, 150
MAKERS = """schema: cleanpath-makers/1
as_of: '2026-11-20'
sources: {reg: made up}
makers:
- {id: dorn, name: Dorn, country: DE, asns: [%s]}
"""
POLICY = """schema: cleanpath-policy/1
id: no-dorn
title: No carrier services of Dorn
jurisdiction: SE
kind: rules
law: in_force
effective: 2024-01-01
read: 2026-11-20
addressees: [{role: telecom_service_provider}]
sources: {memo: {url: "https://intranet.example/memo-17", date: 2025-12, tier: official}}
clauses:
- {id: all, title: nothing of Dorn, makers: [dorn], equipment: [carrier_service], src: memo, confidence: verified}
"""


def lines_of(path):
    told = os.path.join(os.path.dirname(path), 'expect', os.path.basename(path) + '.bgp.gz')
    if os.path.exists(told):
        return gzip.open(told, 'rt', errors='replace').read().splitlines()
    if not shutil.which('bgpdump'):
        return []
    return subprocess.run(['bgpdump', '-m', path], capture_output=True, text=True, errors='replace').stdout.splitlines()


def routes_of(lines):
    """By session (address, AS): net -> path identifier (RFC 7911) -> ASes on the path, as it is at the end; and each session
    that told a route. AS 0 is nobody: such entries are of other protocols than BGP."""
    state, told, ever = collections.defaultdict(dict), set(), set()
    for f in (line.split('|') for line in lines):
        if len(f) < 5 or not f[4].isdigit() or f[4] == '0':
            continue
        ident = f.pop(6) if '_AP' in f[0] and len(f) > 6 else ''
        session = ipaddress.ip_address(f[3]), int(f[4])
        if f[2] == 'STATE':
            state[session].clear()
        if f[2] not in ('A', 'B', 'W'):
            continue
        net = ipaddress.ip_network(f[5], strict=False)
        if f[2] == 'W':
            state[session].get(net, {}).pop(ident, None)
            continue
        path = [int(x) for x in f[6].translate(str.maketrans('{}()[],', '       ')).split()]
        state[session].setdefault(net, {})[ident] = path or [session[1]]
        told.add(session)
        ever.add(net)
    return state, told, sorted(ever, key=lambda n: (n.version, n))


def longest(routes, lengths, addr):
    for n in lengths:
        cut = addr.max_prefixlen - n
        net = type(addr)(int(addr) >> cut << cut)
        paths = routes.get(ipaddress.ip_network((net, n)))
        if paths:
            return n, paths.values()
    return None


def known(told):
    """Of others it does not matter whether the shipped table knows who holds them."""
    sums = collections.Counter()
    for way, x in told.items():
        sums[way.replace('allowed', 'not_known')] += x['to']
    return {k: v for k, v in sums.items() if v}


def ways(state, sessions, named, wanted):
    sums = collections.Counter()
    for addr, weight in wanted:
        best = None
        for s in sessions:
            lengths = sorted({n.prefixlen for n in state[s] if n.version == addr.version}, reverse=True)
            found = longest(state[s], lengths, addr)
            if found:
                way = found[0], any(x in named for path in found[1] for x in path)
                best = way if best is None or way > best else best
        sums['no_route' if best is None else 'excluded' if best[1] else 'not_known'] += weight
    return dict(sums)


def compare(program, path, folder, rand):
    state, told, ever = routes_of(lines_of(path))
    if not ever:
        return None
    met = collections.Counter(x for r in state.values() for v in r.values() for p in v.values() for x in set(p))
    named = [asn for asn, _ in met.most_common(3)]
    wanted = []
    for _ in range(DESTINATIONS):
        net = rand.choice(ever)
        wanted.append((net[rand.randrange(min(net.num_addresses, 1 << 20))], rand.randrange(1, 1000)))
    os.makedirs(os.path.join(folder, 'makers'), exist_ok=True)
    with open(os.path.join(folder, 'makers', 'own.yaml'), 'w') as f:
        f.write(MAKERS % ', '.join('{asn: %d, conf: verified, src: reg}' % x for x in named))
    with open(os.path.join(folder, 'policy.yaml'), 'w') as f:
        f.write(POLICY)
    with open(os.path.join(folder, 'to.csv'), 'w') as f:
        f.write('address,bytes\n' + ''.join('%s,%d\n' % x for x in wanted))
    out = subprocess.run([program, 'carriers', '-q', '-p', './policy.yaml', path, '--to', 'to.csv', '--upstreams', '-f', 'json'],
                         cwd=folder, capture_output=True, text=True, env={**os.environ, 'CLEANPATH_DATA': folder})
    if not out.stdout:
        return ['%s' % out.stderr.strip()[:200]]
    d = json.loads(out.stdout)
    if any(x['records_bad'] for x in d['coverage']['sources']):
        return None
    rows = {r['asn']: known(r['ways']) for r in d['upstreams']['rows'] if not r['is_one_session_of_several']}
    groups = collections.defaultdict(list)
    for s in told:
        groups[s[1]].append(s)
    bad = ['neighbours %s, expected %s' % (sorted(rows), sorted(groups))] if set(rows) != set(groups) else []
    for asn in sorted(set(rows) & set(groups)):
        want = ways(state, groups[asn], set(named), wanted)
        if rows[asn] != want:
            bad.append('AS%d: %s, expected %s' % (asn, rows[asn], want))
    return bad or len(groups)


def main():
    p = argparse.ArgumentParser()
    p.add_argument('--build', required=True)
    p.add_argument('--corpus', default=os.environ.get('CLEANPATH_CORPUS') or os.path.join(ROOT, '..', 'shared', 'corpus'))
    p.add_argument('--all', action='store_true')
    a = p.parse_args()
    files = [f for f in sorted(glob.glob(os.path.join(os.path.abspath(a.corpus), 'mrt', '**', '*'), recursive=True))
             if os.path.isfile(f) and '/expect/' not in f and (a.all or os.path.getsize(f) <= SMALL)]
    if not files:
        print('1..0 # SKIP no corpus of routing tables')
        return 0
    n = n_bad = n_neighbours = 0
    with tempfile.TemporaryDirectory() as folder:
        for f in files:
            got = compare(os.path.abspath(os.path.join(a.build, 'cleanpath')), f, folder, random.Random(os.path.basename(f)))
            if got is None:
                continue
            n += 1
            n_bad += isinstance(got, list)
            n_neighbours += 0 if isinstance(got, list) else got
            print('%sok %d - %s' % ('not ' if isinstance(got, list) else '', n, os.path.relpath(f, a.corpus)))
            for line in got if isinstance(got, list) else []:
                print('#   ' + line)
    print('# %d neighbours of %d files' % (n_neighbours, n))
    print('1..%d' % n if n else '1..0 # SKIP no corpus of which bgpdump tells')
    return n_bad != 0


sys.exit(main())
