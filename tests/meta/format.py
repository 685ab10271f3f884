#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every C file is laid out as clang-format 14 does it (`make format`)."""
import shutil, subprocess
from common import ROOT, done, files, ok, skip_all


def main():
    tool = shutil.which('clang-format-14')
    if not tool:
        skip_all('no clang-format-14')
    names = files('*.c', '*.h')
    p = subprocess.run([tool, '--dry-run', *names], cwd=ROOT, capture_output=True, text=True)
    bad = sorted({l.split(':')[0] for l in p.stderr.splitlines() if 'clang-format-violations' in l})
    ok(not bad and p.returncode == 0, '%d C files are laid out by clang-format' % len(names),
       bad or p.stderr.splitlines()[:5])
    done()


if __name__ == '__main__':
    main()
