#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""charsets.py OUT.S CHARSETS_TXT COLUMNS_YAML: an assembler unit with what src/codec/charset.c knows of the encodings
of East Asia, as the codecs of Python have them, and the frequent characters of CHARSETS_TXT for charset_guess.c.

A table has a cell of 16 bits for each lead byte 0x81..0xfe and trail byte 0x40..0xfe, one lead after the other. Packed it
is a row of numbers in base 128, the low digits first, all but the last with the high bit set:

    z > 0   the next cell is the one before plus (z odd: -(z+1)/2, else z/2)
    0 n     n > 0: the next n cells count up by one
    0 0 n   n cells are empty, which does not change what "the one before" is
"""
import re
import sys

LEADS, TRAILS = range(0x81, 0xff), range(0x40, 0xff)
# what stands in no other table: EUC-JP is that of Shift_JIS by another arithmetic, but for its second plane
TABLES = (("gb18030", "gb18030", b""), ("euc_kr", "cp949", b""), ("big5", "cp950", b""), ("shift_jis", "cp932", b""),
          ("jis_x_0212", "euc_jp", b"\x8f"))
LANGUAGES = ("zh-hans", "zh-hant", "ko", "ja")


def character(codec, code):
    """None where there is none."""
    try:
        text = code.decode(codec)
    except UnicodeDecodeError:
        return None
    return ord(text) if len(text) == 1 else None


def cells(codec, prefix):
    # a codec may take the lead for a character of its own: then the pair is two of them
    return [character(codec, prefix + bytes((lead, trail))) or 0 for lead in LEADS for trail in TRAILS]


def number(out, z):
    while z >= 0x80:
        out.append(z & 0x7f | 0x80)
        z >>= 7
    out.append(z)


def packed(table):
    out, before, i = bytearray(), 0, 0
    while i < len(table):
        k = i
        if table[i] == 0:
            while k < len(table) and table[k] == 0:
                k += 1
            for z in (0, 0, k - i):
                number(out, z)
        elif table[i] == before + 1:
            while k < len(table) and table[k] == before + 1 + k - i:
                k += 1
            for z in (0, k - i):
                number(out, z)
            before = table[k - 1]
        else:
            step = table[i] - before
            number(out, step * 2 if step > 0 else -step * 2 - 1)
            before, k = table[i], i + 1
        i = k
    return bytes(out)


def four(pointer):
    a, rest = divmod(pointer, 12600)
    b, rest = divmod(rest, 1260)
    return bytes((a + 0x81, b + 0x30, rest // 10 + 0x81, rest % 10 + 0x30))


def ranges():
    """Of GB18030 in four bytes below U+10000: (pointer, character) where a run begins; there are no gaps."""
    found, before = [], None
    for pointer in range(39420):
        code = character("gb18030", four(pointer))
        if code != before:
            found.append((pointer, code))
        before = code + 1
    assert character("gb18030", four(189000)) == 0x10000 and character("gb18030", four(1237575)) == 0x10ffff
    return found


def frequent(path, columns):
    sets = {language: set() for language in LANGUAGES}
    with open(path, encoding="utf-8") as f:
        for line in f:
            if not line.startswith("#"):
                language, text = line.split()
                sets[language] |= set(text)
    with open(columns, encoding="utf-8") as f:
        words = set(re.sub("[\0-\u02ff]", "", f.read()))
    homes = (("ko", "\uac00", "\ud7a3", "cp949"), ("zh-hans", "\u4e00", "\u9fff", "gb2312"), ("zh-hant", "\u4e00", "\u9fff", "big5"))
    for language, first, last, codec in homes:
        sets[language] |= {c for c in words if first <= c <= last and character(codec, c.encode(codec, "replace")) == ord(c)}
    return [sorted(map(ord, sets[language])) for language in LANGUAGES]


def main(out, frequent_path, columns):
    with open(out, "w", encoding="utf-8") as f:
        f.write('.section .note.GNU-stack,"",@progbits\n.section .rodata\n')

        def row(name, directive, values):
            f.write(f".globl cp_charset_{name}\n.balign 8\ncp_charset_{name}:\n")
            for i in range(0, len(values), 32):
                f.write(f".{directive} " + ",".join(map(str, values[i:i + 32])) + "\n")

        for name, codec, prefix in TABLES:
            row(name, "byte", packed(cells(codec, prefix)))
        row("ranges", "short", [x for pair in ranges() for x in pair])
        f.write(f".globl cp_charset_ranges_n\n.balign 4\ncp_charset_ranges_n: .long {len(ranges())}\n")
        sets = frequent(frequent_path, columns)
        row("frequent", "short", [c for s in sets for c in s])
        row("frequent_n", "long", [len(s) for s in sets])


main(*sys.argv[1:])
