#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Words that do not belong in the project: marks of unfinished work, and paths of somebody's machine."""
import re
from common import done, files, ok, text

# Written with brackets so that this file does not find itself.
UNFINISHED = re.compile(r'\b(T[O]DO|F[I]XME|XX[X]|H[A]CK)\b|\bnot (yet )?[i]mplemented\b|\bfor n[o]w\b')
# A home, a mount or a working folder of one machine; and fixed names in the shared temporary folder, which
# anybody there could have made first (mktemp with its X's, and TMPDIR, are the way).
MACHINE = re.compile(r'(?<![\w.~/:>}$)*%-])/(?:home/\w|Users/\w|root/\w|mnt/\w|work(?:space|dir)?/\w|tmp/(?![\w.-]*X{6})\w)')
BINARY = re.compile(r'\.(pcap|pcapng|gz|zst|png|ico|sqlite|case|bin|xlsx|db)$')


# A draft helps to document; nothing here says of anybody that a rule is met or broken. Addresses are not ours.
PROMISE = re.compile(r'\b(?:non-?)?compl(?:y|ies|ied|iant|iance)\b|\bviolat(?:e|es|ed|ion|ions)\b|\bcertif(?:y|ies) that\b', re.I)
ADDRESS = re.compile(r'https?://[^\s">]+')


def promises(names):
    out = []
    for name in names:
        for n, line in enumerate(text(name).splitlines(), 1):
            said = ADDRESS.sub('', line)
            if name.endswith(('.c', '.h')):  # what is printed stands in strings
                said = ' '.join(re.findall(r'"((?:[^"\\]|\\.)*)"', said))
            if PROMISE.search(said):
                out.append('%s:%d: %s' % (name, n, line.strip()[:120]))
    return out


def hits(pattern, names):
    out = []
    for name in names:
        for n, line in enumerate(text(name).splitlines(), 1):
            m = pattern.search(line)
            if m:
                out.append('%s:%d: %s' % (name, n, line.strip()[:120]))
    return out


def main():
    names = [n for n in files() if not BINARY.search(n) and not n.startswith(('fuzz/corpus/', 'fuzz/regress/', 'data/registries/'))]
    code = [n for n in names if n.startswith(('src/', 'include/', 'check/', 'verify/', 'web/', 'tools/', 'tests/', 'fuzz/', 'bench/'))
            and not n.startswith(('tests/data/', 'web/dist/'))]
    bad = hits(UNFINISHED, code)
    ok(not bad, 'no mark of unfinished work', bad)
    bad = hits(MACHINE, [n for n in names if n != 'tests/meta/words.py' and not n.startswith(('tests/data/', 'examples/'))])
    ok(not bad, 'no path of one machine', bad)
    said = [n for n in names if n.startswith(('src/', 'data/forms/', 'data/assurance/'))]
    bad = promises(said)
    ok(len(said) > 100 and not bad, 'nothing that is printed says of anybody that a rule is met or broken', bad)
    done()


if __name__ == '__main__':
    main()
