#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The units of systemd give what listens no more than it needs: what systemd-analyze finds exposed stays at 2.0 or below, they are
installed, none uses the folder of another, and the program (argument) knows the options that it is started with."""
import glob, os, re, shutil, subprocess, sys
from common import ROOT, done, ok, skip

MOST = 2.0
FOLDERS = {'STATE_DIRECTORY': '/var/lib/x', 'RUNTIME_DIRECTORY': '/run/x', 'LISTEN': '127.0.0.1:1', 'OPTIONS': ''}


def keys(text, name):
    return re.findall(r'^%s=(.*)$' % name, text, re.M)


def main():
    units = sorted(glob.glob(os.path.join(ROOT, 'data', 'systemd', '*.service')))
    ok(len(units) >= 2, 'there are units', units)
    with open(os.path.join(ROOT, 'meson.build'), encoding='utf-8') as f:
        build = f.read()
    folders = {}
    for unit in units:
        name = os.path.basename(unit)
        with open(unit, encoding='utf-8') as f:
            text = f.read()
        start = keys(text, 'ExecStart')
        words = re.match(r'/usr/bin/cleanpath ([a-z ]+) --', start[0]) if start else None
        options = re.findall(r'--[a-z-]+', start[0]) if start else []
        missing = [x for x in re.findall(r'\$\{?([A-Z_]+)', start[0]) if x not in FOLDERS] if start else ['ExecStart']
        ok(start and options and not missing and 'systemd/%s' % name in build, '%s is installed, and starts one program with what it defines' % name, missing)
        if len(sys.argv) > 1 and words:
            told = subprocess.run([sys.argv[1], *words.group(1).split(), '--help'], stdout=subprocess.PIPE, text=True).stdout
            ok(not [o for o in options if o not in told], '%s: cleanpath %s knows its options' % (name, words.group(1)), options)
        for folder in keys(text, 'StateDirectory'):
            ok(folder not in folders, '%s has a folder of its own, %s' % (name, folder), folders)
            folders[folder] = name
        if not shutil.which('systemd-analyze'):
            skip('no program systemd-analyze')
            continue
        run = subprocess.run(['systemd-analyze', 'security', '--offline=yes', '--no-pager', unit], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        found = re.search(r'exposure level for \S+: ([0-9.]+)', run.stdout)
        ok(found and float(found.group(1)) <= MOST, 'the exposure of %s is %s, at most %.1f' % (name, found.group(1) if found else '?', MOST),
           run.stdout.splitlines()[-3:])
    done()


if __name__ == '__main__':
    main()
