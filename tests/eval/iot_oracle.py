#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""iot_oracle.py [--build DIR] [--corpus DIR] [-v] - captures of household devices whose brand is known, each by its address.

Asked of the asset that has the device's MAC: is the maker or brand shown the right house; if another is claimed, that is wrong; if none
is, the register's house (often of the radio module) must stand in the evidence, and is told apart ("flagged"). Where the block belongs to
another house than the brand, naming that house as the maker is wrong, and the case that counts. Exit 1: any device is wrong, or one
whose block is its brand's is not right."""
import argparse, collections, glob, gzip, json, os, re, subprocess, sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def norm(s):
    return ' '.join(re.sub(r'[^a-z0-9]+', ' ', (s or '').lower()).split())


def is_same(brand, names):
    """`Philips (Signify)`: either of the names will do."""
    wanted = [norm(w) for w in re.split(r'[()]', brand) if norm(w)]
    return any(h == w or h.startswith(w + ' ') for w in wanted for h in names if h)


def assets_of(program, files):
    out = subprocess.run([program, 'identify', '-q', '-f', 'ndjson', *files], stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    if out.returncode not in (0, 1, 4):
        sys.exit('identify: exit %d: %s' % (out.returncode, out.stderr.decode(errors='replace')[-500:]))
    return [d for d in map(json.loads, out.stdout.decode().splitlines()) if 'asset' in d]


def judge(device, asset):
    """(verdict, what was claimed, what the block says)"""
    maker = asset['maker']
    registered = sorted({v for e in asset['evidence'] if e['kind'] == 'oui' for v in [(e['says'] or {}).get('maker')] if v})
    names = [norm(maker.get('name')), norm(maker.get('id')), norm(asset.get('brand'))] if maker.get('id') else [norm(asset.get('brand'))]
    if is_same(device['brand'], names):
        return 'right', maker.get('name') or asset.get('brand'), registered
    if maker.get('id'):
        return 'wrong', maker['name'], registered
    return ('flagged' if registered else 'nothing known'), None, registered


def main():
    ap = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    ap.add_argument('--build', default=os.path.join(ROOT, 'build'))
    ap.add_argument('--corpus', default=os.environ.get('CLEANPATH_CORPUS') or os.path.join(ROOT, '..', 'shared', 'corpus'))
    ap.add_argument('-v', action='store_true', help='each device')
    a = ap.parse_args()
    base = os.path.join(a.corpus, 'pcap-iot-sentinel')
    if not os.path.exists(os.path.join(base, 'devices.jsonl.gz')):
        print('skipped: no corpus pcap-iot-sentinel')
        return 0
    counts, failed = {True: collections.Counter(), False: collections.Counter()}, False
    with gzip.open(os.path.join(base, 'devices.jsonl.gz'), 'rt', encoding='utf-8') as f:
        devices = [json.loads(line) for line in f]
    for d in devices:
        files = sorted(glob.glob(os.path.join(base, d['name'], '*.pcap')))
        if not files:
            continue
        own = is_same(d['brand'], [norm(x) for x in d['oui_owner']])
        mine = [x for x in assets_of(os.path.join(a.build, 'cleanpath'), files) if set(x['ids']['mac']) & set(d['macs'])]
        if mine:
            verdict, claimed, registered = judge(d, max(mine, key=lambda x: len(x['evidence'])))
        else:
            verdict, claimed, registered = 'not seen', None, []
        counts[own][verdict] += 1
        bad = verdict in ('wrong', 'nothing known', 'not seen') or (own and verdict != 'right')
        failed = failed or bad
        if a.v or bad:
            print('  %s: %s, claimed %s, block of %s: %s' % (d['name'], d['brand'], claimed, ', '.join(registered) or '-', verdict))
    for own, what in ((True, 'the block is the brand\'s'), (False, 'the block is another house\'s')):
        c = counts[own]
        print('iot-sentinel: %-31s %2d devices: right %d, flagged %d, wrong %d' % (what + ',', sum(c.values()), c['right'], c['flagged'],
                                                                                  sum(c.values()) - c['right'] - c['flagged']))
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
