#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""relabels.py --build DIR - sold as one, made by another: pairs and traps of tests/data/relabels.ndjson.

A pair has evidence of both sides: its label must be told as what it is sold as, the maker as who made it, with both in
the evidence and the row that joins them. A trap is what must not be claimed: chips, contract makers, like names, hearsay,
a label alone. `never` are makers that must not be shown; `maker`, where given, is who must be. All run through one
`identify`, each case a device of its own. A wrong "made by" fails, whatever the figures."""
import argparse, json, os, subprocess, sys, tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PAIRS_MIN, TRAPS_MIN = 40, 40
n_tests = n_failed = 0


def ok(is_right, what, *why):
    global n_tests, n_failed
    n_tests += 1
    n_failed += not is_right
    print('%sok %d - %s' % ('' if is_right else 'not ', n_tests, what))
    for line in why if not is_right else []:
        print('#   %s' % line)


def identify(build, cases):
    with tempfile.TemporaryDirectory() as work:
        path = os.path.join(work, 'cases.ndjson')
        with open(path, 'w', encoding='utf-8') as f:
            for i, c in enumerate(cases):
                for kind, value in c['obs']:
                    f.write(json.dumps({'subject': {'ref': 'case-%03d' % i}, 'kind': kind, 'value': value}) + '\n')
        run = subprocess.run([os.path.join(build, 'cleanpath'), 'identify', '-f', 'ndjson', path], capture_output=True, text=True)
        if run.returncode not in (0, 1, 4):
            sys.exit('Bail out! identify: exit %d: %s' % (run.returncode, run.stderr.strip()))
        lines = [json.loads(line) for line in run.stdout.splitlines()]
    return {r: a for a in lines if 'asset' in a for r in a['ids']['ref']}


def maker_of(asset):
    m = asset['maker']
    return m['id'] if m else None


def told_apart(case, a):
    """What is wrong with a pair, or nothing."""
    says = [e['says'] for e in a['evidence']]
    bad = []
    if maker_of(a) != case['made_by']:
        bad.append('made by %s, expected %s' % (a['maker'], case['made_by']))
    if a['brand'] != case['sold_as']:
        bad.append('sold as %r, expected %r' % (a['brand'], case['sold_as']))
    if not any(s and s.get('brand') == case['sold_as'] for s in says):
        bad.append('no evidence tells what it is sold as')
    if not any(e['kind'] == 'relabel' and e['says'] == {'maker': case['made_by']} and e['weight'] == 0 for e in a['evidence']):
        bad.append('no row is cited')
    if not any(s and s.get('maker') == case['made_by'] and e['weight'] > 0 for s, e in zip(says, a['evidence'])):
        bad.append('no evidence tells who made it')
    return bad


def main():
    p = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    p.add_argument('--build', required=True)
    build = p.parse_args().build
    with open(os.path.join(ROOT, 'tests', 'data', 'relabels.ndjson'), encoding='utf-8') as f:
        cases = [json.loads(line) for line in f]
    assets = identify(build, cases)
    right = facts = wrong = kept = 0
    pairs = [i for i, c in enumerate(cases) if 'made_by' in c]
    for i, c in enumerate(cases):
        a = assets['case-%03d' % i]
        if 'made_by' in c:
            bad = told_apart(c, a)
            right += not bad
            facts += not bad and a['maker']['confidence'] >= 0.95
            wrong += maker_of(a) not in (None, c['made_by'])
            ok(not bad, 'pair: ' + c['name'], *bad)
            continue
        bad = ['%s is shown' % m for m in c['never'] if maker_of(a) == m]
        if 'maker' in c and maker_of(a) != c['maker']:
            bad.append('maker %s, expected %s' % (a['maker'], c['maker']))
        wrong += any(maker_of(a) == m for m in c['never'])
        kept += not bad
        ok(not bad, 'trap: ' + c['name'], *bad)
    traps = len(cases) - len(pairs)
    print('# pairs %d: both told %d, of these facts %d; traps %d: kept %d; wrong "made by" %d' %
          (len(pairs), right, facts, traps, kept, wrong))
    ok(len(pairs) >= PAIRS_MIN and traps >= TRAPS_MIN, 'at least %d pairs and %d traps' % (PAIRS_MIN, TRAPS_MIN))
    ok(wrong == 0, 'no wrong "made by"')
    print('1..%d' % n_tests)
    return n_failed != 0


if __name__ == '__main__':
    sys.exit(main())
