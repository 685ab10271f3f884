#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Each reader of foreign bytes has a fuzz target, each target seeds and a line in fuzz/meson.build.

A file of src/sources/ counts as reached if a target includes its header or one of the same room calls
its functions; files that read no bytes themselves are listed in fuzz/not-parsers.txt with the reason."""
import os, re
from common import ROOT, done, files, ok, text


def readers():
    listed = {}
    path = 'fuzz/not-parsers.txt'
    if os.path.exists(os.path.join(ROOT, path)):
        for line in text(path).splitlines():
            name, _, why = line.partition('#')
            if name.strip():
                listed[name.strip()] = why.strip()
    return [n for n in files('src/sources/*.c') if n not in listed], listed


def reached(name, targets):
    """A target includes the file's header or calls one of the functions that the header declares."""
    header = name[:-2] + '.h'
    own = header[len('src/'):]
    declared = set()
    if os.path.exists(os.path.join(ROOT, header)):
        declared = set(re.findall(r'\b(cp_\w+)\s*\(', text(header)))
    return any('"%s"' % own in source or any(re.search(r'\b%s\s*\(' % f, source) for f in declared)
               for source in targets.values())


def main():
    targets = {n: text(n) for n in files('fuzz/fuzz_*.c')}
    parsers, listed = readers()
    bad = [n for n in parsers if not reached(n, targets)]
    ok(not bad, '%d readers of src/sources have a fuzz target' % len(parsers), bad)
    bad = ['%s: no such file' % n for n in listed if not os.path.exists(os.path.join(ROOT, n))]
    bad += ['%s: no reason given' % n for n, why in listed.items() if not why]
    ok(not bad, 'fuzz/not-parsers.txt is true', bad)
    build = text('fuzz/meson.build')
    for name in targets:
        short = re.sub(r'^fuzz/fuzz_(.*)\.c$', r'\1', name)
        bad = [] if re.search(r"'%s'" % re.escape(short), build) else ['not in fuzz/meson.build']
        if not files('fuzz/corpus/%s/*' % short):
            bad.append('no seed in fuzz/corpus/%s/' % short)
        if 'LLVMFuzzerTestOneInput' not in targets[name]:
            bad.append('no LLVMFuzzerTestOneInput')
        ok(not bad, 'fuzz target %s is built and has seeds' % short, bad)
    done()


if __name__ == '__main__':
    main()
