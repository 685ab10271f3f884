#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks every #include "..." under src/ against docs/layers.txt, and the order of the includes.

Also: a file opens with its SPDX line, and a .c file that has a header includes it first (so that the
header is known to stand alone)."""
import os, re
from common import ROOT, done, files, ok, text

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.M)


def read_layers():
    allowed = {}
    for line in text('docs/layers.txt').splitlines():
        line = line.split('#')[0].strip()
        if line:
            room, _, rest = line.partition(':')
            allowed[room.strip()] = rest.split()
    return allowed


def check_table(allowed):
    bad = ['%s includes %s, which has no line' % (r, x) for r, xs in allowed.items() for x in xs if x not in allowed]
    order = list(allowed)
    bad += ['%s includes %s, which stands below it: a cycle' % (r, x) for r, xs in allowed.items() for x in xs
            if x in allowed and order.index(x) >= order.index(r)]
    ok(not bad, 'docs/layers.txt names known rooms and has no cycle', bad)


def check_file(name, allowed):
    room = name.split('/')[1] if name.count('/') > 1 else None
    source, bad = text(name), []
    found = [(m.group(1), m.group(2), source.count('\n', 0, m.start()) + 1) for m in INCLUDE.finditer(source)]
    for kind, target, line in found:
        if kind == '<':
            continue
        first = target.split('/')[0]
        if '/' not in target or not os.path.exists(os.path.join(ROOT, 'src', target)):
            bad.append('%s:%d: "%s" is not a path under src/' % (name, line, target))
        elif room and first != room and first not in allowed.get(room, []):
            bad.append('%s:%d: %s may not include %s (docs/layers.txt)' % (name, line, room, first))
    own = name[len('src/'):-2] + '.h'
    if name.endswith('.c') and os.path.exists(os.path.join(ROOT, 'src', own)):
        if not found or found[0][1] != own:
            bad.append('%s: its own header "%s" must be its first include' % (name, own))
    if not source.startswith('/* SPDX-License-Identifier: Apache-2.0 */\n'):
        bad.append('%s:1: the SPDX line is missing' % name)
    elif not source.split('\n', 2)[1].startswith('/*'):
        bad.append('%s:2: expected the comment that says what the file is for' % name)
    return bad


def main():
    allowed = read_layers()
    check_table(allowed)
    sources = files('src/*.c', 'src/*.h')
    rooms = sorted({n.split('/')[1] for n in sources if n.count('/') > 1})
    ok(not [r for r in rooms if r not in allowed], 'each folder of src/ has a line in docs/layers.txt',
       ['src/%s' % r for r in rooms if r not in allowed])
    for room in rooms:
        bad = [b for n in sources if n.startswith('src/%s/' % room) for b in check_file(n, allowed)]
        ok(not bad, 'includes of src/%s' % room, bad)
    if any(n.count('/') == 1 for n in sources):
        bad = [b for n in sources if n.count('/') == 1 for b in check_file(n, allowed)]
        ok(not bad, 'includes of src/', bad)
    done()


if __name__ == '__main__':
    main()
