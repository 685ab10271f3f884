#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What the documents point to is there: files, headings in them, sources named in `code`; and the version of the case's layout is that of the program."""
import os, re
from common import ROOT, done, files, ok, text

LINK = re.compile(r'\]\(([^)#\s]*)(#[^)\s]*)?\)')
SOURCE = re.compile(r'`((?:src|tests|docs|tools|data|fuzz|bench|check)/[\w./-]+)`')


def anchors(document):
    """As the hosts of repositories make them of headings, and those that were given."""
    said = text(document)
    made = {re.sub(r'[^\w\- ]', '', heading.strip().lower()).replace(' ', '-') for heading in re.findall(r'^#+ (.*)$', said, re.M)}
    return made | set(re.findall(r'<a id="([^"]+)"', said))


def dead(document):
    out = []
    for n, line in enumerate(text(document).splitlines(), 1):
        for to, anchor in LINK.findall(line):
            if re.match(r'\w+:', to):  # somebody else's
                continue
            path = os.path.normpath(os.path.join(os.path.dirname(document), to)) if to else document
            if not os.path.exists(os.path.join(ROOT, path)):
                out.append('%s:%d: there is no %s' % (document, n, path))
            elif anchor and path.endswith('.md') and anchor[1:] not in anchors(path):
                out.append('%s:%d: there is no heading %s in %s' % (document, n, anchor, path))
        out += ['%s:%d: there is no %s' % (document, n, path) for path in SOURCE.findall(line) if not os.path.exists(os.path.join(ROOT, path))]
    return out


def main():
    documents = [name for name in files() if name.endswith('.md')]
    wrong = [fault for name in documents for fault in dead(name)]
    ok(not wrong, 'what %d documents point to is there' % len(documents), wrong)
    told = re.search(r'`user_version` the version of this layout, (\d+)', text('docs/formats/case.md'))
    built = re.search(r'CP_CASE_VERSION = (\d+)', text('src/store/case.h'))
    ok(told and built and told.group(1) == built.group(1), "docs/formats/case.md has the version of the case's layout")
    done()


if __name__ == '__main__':
    main()
