#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""tests/data/case_facts.py CASE [TEXT] - what a case holds of each subject (of those that have TEXT as an identifier), read without
cleanpath: SQLite and docs/formats/case.md. One line an observation: import, identifiers, realm, kind, part, value, time, place."""
import sqlite3, sys


def number(b, at):
    value, shift = 0, 0
    while True:
        value |= (b[at] & 0x7f) << shift
        shift += 7
        at += 1
        if b[at - 1] < 0x80:
            return value, at


def step(b, at, last):
    z, at = number(b, at)
    value = (last + (z >> 1 ^ -(z & 1))) % 2 ** 64
    return value, at


def text(b, at):
    n, at = number(b, at)
    assert at + n <= len(b)
    return bytes(b[at:at + n]), at + n


def signed(x):
    return x - 2 ** 64 if x >= 2 ** 63 else x


def idents(words, b):
    at, out = 0, []
    while at < len(b):
        word, at = number(b, at)
        value, at = text(b, at)
        out.append((words[word], value.decode('utf-8', 'replace')))
    return out


def facts(words, b):
    at, pos, when = 0, 0, 0
    while at < len(b):
        head, at = number(b, at)
        pos, at = step(b, at, pos)
        part, time = b'', None
        if head & 2:
            part, at = text(b, at)
        if head & 1:
            when, at = step(b, at, when)
            time = signed(when)
        value, at = text(b, at)
        yield words[head >> 2], part, value, time, signed(pos)


def observations(db):
    """(import, identifiers, realm, kind, part, value, time, place) in the order in which they were read."""
    words = dict(db.execute('SELECT id, text FROM word'))
    for source, realm, names, packed in db.execute('SELECT import, realm, idents, facts FROM subject ORDER BY import, id'):
        for kind, part, value, time, pos in facts(words, packed):
            yield source, idents(words, names), realm, kind, part.decode('utf-8', 'replace'), value, time, pos


def main():
    db = sqlite3.connect('file:%s?mode=ro' % sys.argv[1], uri=True)
    for source, names, realm, kind, part, value, time, pos in observations(db):
        if len(sys.argv) < 3 or sys.argv[2] in [v for _, v in names]:
            print(source, ','.join('%s=%s' % x for x in names), realm or '-', kind, part or '-', repr(value)[1:], '-' if time is None else time, pos)


if __name__ == '__main__':
    main()
