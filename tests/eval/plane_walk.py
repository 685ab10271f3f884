#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The tables of nine routers in service (the corpus's dataplane/internet2): what the plane says of random packets at
random routers is what following the rows one by one says (plane_walk.c).

    tests/eval/plane_walk.py PLANE_WALK [N]        N packets (default: 200,000)

Skipped where the corpus is absent ($CLEANPATH_CORPUS, else ../shared/corpus beside the repository)."""
import glob, os, subprocess, sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def main():
    corpus = os.environ.get('CLEANPATH_CORPUS') or os.path.join(os.path.dirname(ROOT), 'shared', 'corpus')
    tables = sorted(glob.glob(os.path.join(corpus, 'dataplane', 'internet2', '*.xml.gz')))
    if not tables:
        print('1..0 # SKIP no corpus of forwarding tables')
        return 0
    n = sys.argv[2] if len(sys.argv) > 2 else '200000'
    p = subprocess.run([sys.argv[1], n, '7', *tables], capture_output=True, text=True)
    lines = p.stdout.splitlines() or ['exit status %d, nothing said' % p.returncode]
    print('%s 1 - %s' % ('ok' if p.returncode == 0 else 'not ok', lines[-1]))
    for line in lines[:-1]:
        print('# ' + line)
    print('1..1')
    return p.returncode != 0


if __name__ == '__main__':
    sys.exit(main())
