#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""purity.py BUILD - engines do no input or output, know no clock and keep no variable globals.

Read from the object files with objdump: what an engine's object leaves undefined is what it calls; what
stands in .data or .bss is a variable that outlives the call (.data.rel.ro holds constants with pointers). Pure rooms are those that
docs/layers.txt marks so."""
import glob, os, re, subprocess, sys
from common import ROOT, done, files, ok, text

FORBIDDEN = re.compile(
    r'^(f?open(64|at|at64|dir)?|freopen(64)?|creat|fdopen|read|write|pread(64)?|pwrite(64)?|mmap(64)?|f?stat(64)?|lstat(64)?|'
    r'access|unlink|rename|mkdir|socket|connect|bind|send\w*|recv\w*|popen|system|fork|exec\w+|puts|putchar|printf|vprintf|'
    r'__printf_chk|__vprintf_chk|perror|time|clock|clock_gettime|gettimeofday|localtime(_r)?|rand|srand|random|getrandom|'
    r'getenv|secure_getenv|setlocale|exit|_exit|quick_exit|sqlite3_\w+|pcap_\w+|stdout|stderr|stdin)$')

VARIABLE = re.compile(r'^(\.data(?!\.rel\.ro)|\.bss|\.tdata|\.tbss|\*COM\*)')


def symbols(path):
    """(section, name) of each symbol of an object file."""
    out = subprocess.run(['objdump', '-t', path], capture_output=True, text=True, check=True).stdout
    for line in out.splitlines():
        m = re.match(r'^[0-9a-f]+ .{7} (\S+)\t[0-9a-f]+ +(.+)$', line)
        if m:
            yield m.group(1), m.group(2).split()[-1]


def main():
    build = sys.argv[1]
    pure = [l.split(':')[0].strip() for l in text('docs/layers.txt').splitlines() if re.search(r'#\s*pure\s*$', l)]
    ok(len(pure) > 0, 'docs/layers.txt marks pure rooms')
    checked = 0
    for room in pure:
        objects = sorted(o for o in glob.glob(os.path.join(build, '**', '*.o'), recursive=True)
                         if re.search(r'(^|[/_])src_%s_\w' % room, o[len(build):]) or
                         re.search(r'/src/%s/[^ ]*/[^/]*\.c\.o$' % room, o[len(build):]))
        if not os.path.isdir(os.path.join(ROOT, 'src', room)) or not objects:
            continue
        bad = []
        for path in objects:
            checked += 1
            short = os.path.basename(path)
            for section, symbol in symbols(path):
                if section == '*UND*' and FORBIDDEN.match(symbol.split('@')[0]):
                    bad.append('%s calls %s' % (short, symbol))
                elif VARIABLE.match(section) and symbol != section:
                    bad.append('%s keeps the variable %s' % (short, symbol))
        ok(not bad, '%d objects of %s are pure' % (len(objects), room), bad)
    if files('src/identify/*.c', 'src/policy/*.c'):
        ok(checked > 0, 'object files were found in the build folder')
    done()


if __name__ == '__main__':
    main()
