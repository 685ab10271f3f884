#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""swap.py PROGRAM - politically neutral, proved: two makers exchange their names in everything that is data (makers,
registries, fingerprints, policies, criteria) and in the evidence; then the verdicts are exchanged and nothing else.

The program runs twice on an inventory with every listed maker in several roles and on the shipped example, once as it is
(without its captures, in which names have their length before them) and once with the exchanged data (CLEANPATH_DATA) and
evidence, by every pack, on two days. In the second answer the names are
exchanged back: it has to be the first one, byte for byte, but for digests and sizes."""
import json, os, re, shutil, subprocess, sys, tempfile
from common import ROOT, done, ok

PAIRS = [('huawei', 'ericsson', [('华为', '爱立信'), ('華為', '愛立信'), ('화웨이', '에릭슨'), ('ファーウェイ', 'エリクソン')], 0),
         ('hikvision', 'axis', [], 1), ('micron', 'samsung', [], 1)]  # and the day on which
CLASSES = ['core', 'ran', 'transport', 'access_fixed', 'video_surveillance', 'cpe_router', 'memory', 'security_software', '']
DAYS = ['2023-01-01', '2026-11-26']
# what a text is measured by, or where it was read, not what it says
MEASURES = {'origin', 'sha256', 'digest', 'pack_digest', 'bytes', 'data_digest'}


def swapper(a, b, more):
    table = {}
    for x, y in [(a, b), (a.capitalize(), b.capitalize()), (a.upper(), b.upper()), *more]:
        table[x], table[y] = y, x
    pattern = re.compile('|'.join(sorted(map(re.escape, table), key=len, reverse=True)))
    return lambda text: pattern.sub(lambda m: table[m.group(0)], text)


def copy_swapped(source, target, swap):
    for folder, _, names in os.walk(source):
        for name in names:
            path = os.path.join(folder, name)
            with open(path, 'rb') as f:
                data = f.read()
            try:
                data = swap(data.decode('utf-8')).encode('utf-8')
            except UnicodeDecodeError:
                sys.exit('%s is no text: its names cannot be exchanged' % path)
            to = os.path.join(target, swap(os.path.relpath(path, source)))
            os.makedirs(os.path.dirname(to), exist_ok=True)
            with open(to, 'wb') as f:
                f.write(data)


def inventory():
    """Every listed maker in every class, with facts that differ from row to row."""
    rows = ['name,maker,class,generation,purpose,installed,made_in,serial']
    for file in ('entities.yaml', 'houses.yaml'):
        with open(os.path.join(ROOT, 'data', 'makers', file), encoding='utf-8') as f:
            names = re.findall(r'^  name: (.*)$', f.read(), re.M)
        for n, name in enumerate(names if file == 'entities.yaml' else names[:60]):
            name = name.strip('\'"').replace('"', '')
            kind = CLASSES[n % len(CLASSES)]
            for k, generation in enumerate(['5G', '4G', '']):
                rows.append('d%s%d-%d,"%s",%s,%s,%s,%d-0%d-01,%s,S%s%d-%d' % (
                    file[0], n, k, name, kind, generation, ['', 'office', 'public_safety'][k], 2015 + n % 11, 1 + k,
                    ['', 'SE', 'CN'][(n + k) % 3], file[0], n, k))
    return '\n'.join(rows) + '\n'


def stripped(x):
    if isinstance(x, dict):
        return {k: stripped(v) for k, v in x.items() if k not in MEASURES}
    return [stripped(v) for v in x] if isinstance(x, list) else x


def audit(program, evidence, policies, day, data):
    env = {k: v for k, v in os.environ.items() if not k.startswith('CLEANPATH_')}
    if data:
        env['CLEANPATH_DATA'] = data
    p = subprocess.run([program, 'audit', '-f', 'json', '--all', '--as-of', day, '--policy', ','.join(policies), '.'], cwd=evidence,
                       env=env, capture_output=True, stdin=subprocess.DEVNULL)
    if p.returncode not in (0, 1, 4):
        return None, p.stderr.decode('utf-8', 'replace')
    return p.stdout.decode('utf-8'), ''


def difference(a, b, path=''):
    """Where two documents first differ."""
    if type(a) is not type(b):
        return '%s: %r and %r' % (path, a, b)
    if isinstance(a, dict):
        for k in sorted(set(a) | set(b)):
            d = difference(a.get(k), b.get(k), path + '/' + k)
            if d:
                return d
    elif isinstance(a, list):
        if len(a) != len(b):
            return '%s: %d and %d items' % (path, len(a), len(b))
        for i, (x, y) in enumerate(zip(a, b)):
            d = difference(x, y, '%s[%d]' % (path, i))
            if d:
                return d
    elif a != b:
        return '%s: %r and %r' % (path, a, b)
    return ''


def order(doc):
    """Lists that the program sorts by names of makers, in an order that does not hang on them."""
    doc['policies'] = sorted(doc.get('policies', []), key=lambda p: p['id'])
    for a in doc['assets']:
        a['verdicts'] = sorted(a['verdicts'], key=lambda v: v['policy'])
    doc['obligations'] = sorted(doc.get('obligations', []), key=lambda o: (o['policy'], o['clause']))
    return doc


def main(program):
    listed = json.loads(subprocess.run([program, 'policy', 'list', '-f', 'json'], capture_output=True, check=True).stdout)
    policies = [p['id'] for p in listed['policies']]
    with tempfile.TemporaryDirectory() as folder:
        plain = os.path.join(folder, 'plain')
        shutil.copytree(os.path.join(ROOT, 'examples', 'metro-5g'), plain, ignore=shutil.ignore_patterns('*.pcap*'))
        with open(os.path.join(plain, 'every-maker.csv'), 'w', encoding='utf-8') as f:
            f.write(inventory())
        plain_answers = {}
        for a, b, more, n in PAIRS:
            swap, day = swapper(a, b, more), DAYS[n]
            data, evidence = os.path.join(folder, 'data-' + a), os.path.join(folder, 'evidence-' + a)
            copy_swapped(os.path.join(ROOT, 'data'), data, swap)
            copy_swapped(plain, evidence, swap)
            if day not in plain_answers:
                plain_answers[day] = audit(program, plain, policies, day, '')
            first, why = plain_answers[day]
            second, why2 = audit(program, evidence, [swap(p) for p in policies], day, data)
            name = '%s and %s exchanged, %s' % (a, b, day)
            if not ok(first and second, name + ': both answers', [why[:300], why2[:300]]):
                continue
            x, y = stripped(order(json.loads(first))), stripped(order(json.loads(swap(second))))
            d = difference(x, y)
            ok(d == '', name + ': the verdicts are exchanged and nothing else', [d[:600]])
            hits = sum(v['result'] == 'excluded' for s in x['assets'] for v in s['verdicts'])
            ok(hits > 20, name + ': there is something to exchange (%d excluded)' % hits)
    done()


main(os.path.abspath(sys.argv[1]))
