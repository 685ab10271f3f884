#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""docs/formats/observations.md tells the tables of src/model/observation.h: the same kinds in the same order, used
as the table says, read from where src/sources mentions them; the same identifiers of a subject."""
import re
from common import done, files, ok, text

DOCUMENT, HEADER = 'docs/formats/observations.md', 'src/model/observation.h'
READERS = {
    'pcap': ['src/sources/pcap/*.c'],
    'snmp': ['src/sources/snmp/*.c'],
    'table': ['src/sources/import/*.c', 'src/sources/import/thing.h'],
    'export': ['src/sources/%s/*.c' % room for room in ('carrier', 'access', 'export', 'host')],
    'router-state': ['src/sources/state/*.c'],
}


def table(header, name):
    """The rows of an X-macro: [[id, "name", more ...]]."""
    body = re.search(r'#define %s\(X\)((?:.*\\\n)*.*)' % name, header).group(1)
    return [[part.strip().strip('"') for part in row.split(',')] for row in re.findall(r'X\(([^)]*)\)', body)]


def read_from():
    """kind id -> the readers that mention it, in the order of READERS."""
    found = {}
    for reader, patterns in READERS.items():
        for name in (n for p in patterns for n in files(p)):
            for kind in set(re.findall(r'\bCP_KIND_([A-Z0-9_]+)\b', text(name))):
                if reader not in found.setdefault(kind, []):
                    found[kind].append(reader)
    return found


def main():
    header, document = text(HEADER), text(DOCUMENT)
    rows = re.findall(r'^\| `([a-z0-9_.]+)` \| ([^|]*) \| ([^|]*) \| ([^|]*) \|$', document, re.M)
    kinds = table(header, 'CP_OBS_KINDS')
    ok(len(kinds) > 100, '%s has %d kinds' % (HEADER, len(kinds)))
    told, known = [r[0] for r in rows], [k[1] for k in kinds]
    ok(told == known, 'the document tells all of them, in their order',
       ['missing: ' + k for k in known if k not in told] + ['no such kind: ' + k for k in told if k not in known])
    by_name, readers, bad = {r[0]: r for r in rows}, read_from(), []
    for ident, name, use in kinds:
        row = by_name.get(name)
        if not row:
            continue
        want = [use.lower(), ', '.join(readers.get(ident, [])) or '-']
        if [row[1], row[2]] != want:
            bad.append('%s: used as %s, read from %s; told: %s, %s' % (name, *want, row[1], row[2]))
        if len(row[3]) < 3:
            bad.append('%s: what does it say?' % name)
    ok(not bad, 'how each is used and where it is read from', bad)
    identifiers = [i[1] for i in table(header, 'CP_IDENT_KINDS') if i[1] != 'agent']  # made by readers only
    section = document.split('## Identifiers', 1)[-1].split('## ', 1)[0]
    told = re.findall(r'^\| `([a-z_]+)` \|', section, re.M)
    ok(told == identifiers, 'the identifiers of a subject', ['told: %s' % told, 'known: %s' % identifiers])
    done()


if __name__ == '__main__':
    main()
