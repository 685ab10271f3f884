#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""No maker and no state is named in the engines.

Whom the program judges is decided by data/ alone; so the C code outside src/sources/ (where names of
formats and dialects are unavoidable and decide no verdict) may contain no name, alias or id of
data/makers/*.yaml and no name of a state that data/policies/ speaks of, as a whole word in any case.

tests/meta/neutrality.txt lists the ordinary English words that are also somebody's name, and phrases
(identifiers of the data model) that contain one, each with its reason; they are the only exceptions."""
import os, re
from common import ROOT, done, files, ok, skip_all, text

STATES = """afghanistan albania america american australia australian austria belarus belgium brazil british
britain bulgaria canada canadian china chinese cuba czechia denmark dutch england estonia finland france
french german germany greece hungary india indian indonesia iran iranian ireland israel israeli italian
italy japan japanese korea korean latvia lithuania luxembourg malaysia mexico netherlands norway pakistan
poland portugal romania russia russian singapore slovakia slovenia spain sweden swedish switzerland syria
taiwan taiwanese thailand turkey ukraine uk usa venezuela vietnam beijing brussels moscow washington
ofcom fcc bis ndaa cac meity kcc""".split()
KEYS = ('aliases', 'brands', 'text_names', 'legal_names')


def exceptions():
    words = set()
    for line in text('tests/meta/neutrality.txt').splitlines():
        line = line.split('#')[0].strip().lower()
        if line:
            words.add(line)
    return words


def names_of_makers():
    try:
        import yaml
    except ImportError:
        skip_all('no python3-yaml')
    loader = getattr(yaml, 'CSafeLoader', yaml.SafeLoader)
    out = {}
    for name in files('data/makers/*.yaml'):
        doc = yaml.load(text(name), Loader=loader) or {}
        for maker in doc.get('makers') or []:
            for value in [maker.get('id'), maker.get('name')] + [v for k in KEYS for v in maker.get(k) or []]:
                value = str(value or '').strip().lower()
                if len(value) >= 2:
                    out.setdefault(value, '%s (%s)' % (maker.get('id'), name))
    return out


def normalised(source):
    """Lower case, with camelCase, snake_case and punctuation taken apart into words."""
    source = re.sub(r'([a-z0-9])([A-Z])', r'\1 \2', source)
    return re.sub(r'[^\w\n&+.-]|_', ' ', source).lower()


def main():
    makers = names_of_makers()
    ok(len(makers) > 0, 'data/makers names makers')
    allowed = exceptions()
    table = {w: 'a state or its authority' for w in STATES}
    table.update(makers)
    stale = [w for w in sorted(allowed) if w not in table and not any(p in table for p in w.split())]
    for word in stale:
        print('# no longer needed in neutrality.txt: ' + word)
    table = {w: why for w, why in table.items() if w not in allowed}
    words = {' '.join(re.split(r'[^\w&+.]+', w)): why for w, why in table.items()}
    longest = max(len(w.split()) for w in words)
    phrases = [w for w in allowed if ' ' in w]
    bad = []
    sources = [n for n in files('src/*.c', 'src/*.h', 'check/*.[ch]', 'verify/*.[ch]') if not n.startswith('src/sources/')]
    for name in sources:
        for n, line in enumerate(normalised(text(name)).split('\n'), 1):
            tokens = [t.strip('.-&+') for t in re.split(r'[\s-]+', line)]
            line = ' '.join(tokens)
            for phrase in phrases:
                line = re.sub(r'(?<!\S)%s(?!\S)' % re.escape(phrase), '-', line)
            tokens = line.split(' ')
            for size in range(1, longest + 1):
                for i in range(len(tokens) - size + 1):
                    phrase = ' '.join(tokens[i:i + size])
                    if phrase in words:
                        bad.append('%s:%d: "%s" is %s' % (name, n, phrase, words[phrase]))
    ok(not bad, '%d files of the engines name no maker and no state' % len(sources), bad)
    done()


if __name__ == '__main__':
    main()
