#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""charset_oracle.py: what Python's codecs make of every sequence of bytes that test_charset.c asks about, in its order:
four bytes each, little end first, the code point, or 0xffffffff where the sequence as a whole is not one character. Then
all characters beyond U+FFFF in GB18030, as they are written behind each other."""
import array
import sys

HIGH, ANY = range(0x80, 0x100), range(0x100)
FOUR = (range(0x81, 0x90), range(0x30, 0x3a), range(0x81, 0xff), range(0x30, 0x3a))  # up to U+FFFF, and what is free behind


def sequences(codec):
    for a in HIGH:
        yield bytes((a,))
    for a in HIGH:
        for b in ANY:
            yield bytes((a, b))
    if codec == "gb18030":
        for a in FOUR[0]:
            for b in FOUR[1]:
                for c in FOUR[2]:
                    for d in FOUR[3]:
                        yield bytes((a, b, c, d))
    if codec == "euc_jp":
        for b in ANY:
            for c in ANY:
                yield bytes((0x8f, b, c))


def one(codec, code):
    try:
        text = code.decode(codec)
    except UnicodeDecodeError:
        return 0xffffffff
    return ord(text) if len(text) == 1 else 0xffffffff


for name in ("gb18030", "cp949", "cp950", "cp932", "euc_jp"):
    found = array.array("I", (one(name, s) for s in sequences(name)))
    if sys.byteorder == "big":
        found.byteswap()
    sys.stdout.buffer.write(found.tobytes())
sys.stdout.buffer.write("".join(map(chr, range(0x10000, 0x110000))).encode("gb18030"))
