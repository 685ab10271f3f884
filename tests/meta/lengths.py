#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""No function is longer than 70 lines, no line of C longer than 100 columns.

Lines that are too long are allowed where breaking them would hurt: a single string literal, or a URL."""
import re, shutil, subprocess
from common import ROOT, done, files, ok, skip, text

LINES_MAX, COLUMNS_MAX = 70, 100
CODE = ('src/*.[ch]', 'check/*.[ch]', 'verify/*.[ch]', 'tests/*.[ch]', 'fuzz/*.[ch]', 'bench/*.[ch]', 'tools/*.[ch]')


def check_functions(sources):
    ctags = shutil.which('ctags')
    if not ctags or 'Universal' not in subprocess.run([ctags, '--version'], capture_output=True, text=True).stdout:
        return skip('no universal-ctags')
    out = subprocess.run([ctags, '--languages=C', '--langmap=C:.c.h', '--kinds-C=f', '--fields=+ne', '-x',
                          '--_xformat=%{end}\t%{line}\t%{name}\t%{input}', '-L', '-'], cwd=ROOT, text=True, check=True,
                         input='\n'.join(sources), capture_output=True).stdout
    rows = [l.split('\t') for l in out.splitlines()]
    long = [(int(end) - int(line) + 1, name, path, line) for end, line, name, path in rows if end.isdigit()]
    bad = ['%s:%s: %s has %d lines' % (p, l, f, n) for n, f, p, l in sorted(long, reverse=True) if n > LINES_MAX]
    ok(not bad, '%d functions have at most %d lines' % (len(rows), LINES_MAX), bad)
    ok(len(rows) > 0 or not sources, 'ctags found functions')


def check_columns(sources):
    bad = []
    for name in sources:
        for n, line in enumerate(text(name).split('\n'), 1):
            width = len(line.expandtabs(4))
            if width > COLUMNS_MAX and not re.fullmatch(r'\s*[\w.]*\(?[\w, ]*(?:"[^"]*"|<[^>]*>|\S+)[,;)}]* ?\\?', line) \
                    and 'http' not in line:
                bad.append('%s:%d: %d columns' % (name, n, width))
    ok(not bad, 'no line is longer than %d columns' % COLUMNS_MAX, bad)


def main():
    sources = [n for n in files(*CODE) if '/data/' not in n]
    check_functions(sources)
    check_columns(sources)
    done()


if __name__ == '__main__':
    main()
