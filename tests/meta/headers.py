#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""headers.py COMPILER... - each header of src/ and include/ compiles on its own, once and twice."""
import os, subprocess, sys
from concurrent.futures import ThreadPoolExecutor
from common import ROOT, done, files, ok

FLAGS = ['-std=gnu17', '-fsyntax-only', '-Wall', '-Wextra', '-Werror', '-Isrc', '-Iinclude', '-I.', '-x', 'c', '-']


def compile_alone(compiler, name):
    short = name.split('/', 1)[1] if name.startswith(('src/', 'include/')) else name
    source = '#include "%s"\n#include "%s"\nint main(void) { return 0; }\n' % (short, short)
    p = subprocess.run(compiler + FLAGS, cwd=ROOT, input=source, text=True, capture_output=True)
    return name, p.stderr.splitlines()[:6] if p.returncode else []


def main():
    compiler = sys.argv[1:] or ['cc']
    names = files('src/*.h', 'include/*.h')
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(lambda n: compile_alone(compiler, n), names))
    ok(len(names) > 0, 'there are headers')
    bad = [line for name, lines in results if lines for line in [name + ':'] + lines]
    ok(not bad, '%d headers stand alone' % len(names), bad)
    done()


if __name__ == '__main__':
    main()
