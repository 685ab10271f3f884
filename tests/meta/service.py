#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The unit of systemd gives the collector no more than it needs: what systemd-analyze finds exposed stays at 2.0 or below."""
import os, re, shutil, subprocess
from common import ROOT, done, ok, skip

MOST = 2.0


def main():
    unit = os.path.join(ROOT, 'data', 'systemd', 'cleanpath-collect.service')
    if not shutil.which('systemd-analyze'):
        skip('no program systemd-analyze')
    else:
        run = subprocess.run(['systemd-analyze', 'security', '--offline=yes', '--no-pager', unit], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        found = re.search(r'exposure level for \S+: ([0-9.]+)', run.stdout)
        ok(found and float(found.group(1)) <= MOST, 'the exposure of the collector is %s, at most %.1f' % (found.group(1) if found else '?', MOST),
           run.stdout.splitlines()[-3:])
    done()


if __name__ == '__main__':
    main()
