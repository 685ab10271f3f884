#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""cleanpath-check is small enough to be read by whoever has to trust it: one file of at most 900 lines, which
includes nothing but the C library, and in which no function calls itself, directly or by others."""
import re, shutil, subprocess
from common import ROOT, done, files, ok, skip, strip_comments, text

LINES_MAX = 900
FILE = 'check/cleanpath-check.c'
LIBRARY = {'inttypes.h', 'setjmp.h', 'stdbool.h', 'stdint.h', 'stdio.h', 'stdlib.h', 'string.h'}


def calls(source):
    """Name of each function -> names of those that it calls."""
    starts = [(m.start(), m.group(1)) for m in re.finditer(r'^(?:static |int )[^;={}()]*?\b(\w+)\([^;{}]*\) \{', source, re.M)]
    names = {n for _, n in starts}
    out = {}
    for (at, name), (end, _) in zip(starts, starts[1:] + [(len(source), '')]):
        body = source[source.index('{', at):end]
        out[name] = {n for n in re.findall(r'\b(\w+)\(', body) if n in names}
    return out


def cycles(graph):
    """What is left when functions that call none of those that are left are taken away."""
    left = {n: set(c) for n, c in graph.items()}
    while True:
        leaves = {n for n, c in left.items() if not c & set(left)}
        if not leaves:
            return left
        left = {n: c for n, c in left.items() if n not in leaves}


def main():
    source = text(FILE)
    n = source.count('\n')
    ok(n <= LINES_MAX, '%s has %d lines of at most %d' % (FILE, n, LINES_MAX))
    ok(files('check/*.[ch]') == [FILE], 'it is one file', files('check/*'))
    included = re.findall(r'^\s*#\s*include\s*(\S+)', source, re.M)
    bad = [i for i in included if i.strip('<>') not in LIBRARY or not i.startswith('<')]
    ok(included and not bad, 'it includes the C library only', bad)
    plain = re.sub(r'^#.*(?:\\\n.*)*', '', strip_comments(source), flags=re.M)
    graph = calls(plain)
    table = set(re.findall(r'\w+', ' '.join(re.findall(r'\] = \{ (\w+, \w+) \}', plain))))
    ok(len(table) == 7 and table <= set(graph), 'the table of halves was found', sorted(table))
    graph['check_ask'] |= table
    left = cycles(graph)
    ok(len(graph) > 40 and not left, 'no function of %d calls itself' % len(graph), ['%s: %s' % (a, ' '.join(sorted(b))) for a, b in left.items()])
    if shutil.which('mandoc'):
        p = subprocess.run(['mandoc', '-T', 'lint', '-W', 'warning', 'docs/man/cleanpath-check.1'], cwd=ROOT, capture_output=True, text=True)
        ok(p.returncode == 0, 'man page of cleanpath-check', p.stdout.splitlines())
    else:
        skip('no mandoc')
    done()


if __name__ == '__main__':
    main()
