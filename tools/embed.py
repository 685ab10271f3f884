#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""embed.py OUT.S OUT.d DATA_DIR [NAME=DIR]...: an assembler unit that holds the files of DATA_DIR which the program
needs, and as NAME/... those of another folder.

Assembler, because .incbin takes megabytes in no time where a C array takes the compiler minutes. OUT.d tells ninja on
which files the unit depends, and on which folders, so that a new file is noticed.

Behind a registry stands its index (cp_registry_index in src/identify/registry.h), so that a run need not read 120,000
rows: how many rows each set has, and the rows of the sets, sorted. A test compares it with what the program reads in
the text.
"""
import os
import re
import sys

SUFFIXES = (".yaml", ".tsv", ".html", ".css", ".js")


def files(top):
    for folder, folders, names in os.walk(top):
        folders.sort()
        for name in sorted(names):
            if name.endswith(SUFFIXES):
                path = os.path.join(folder, name)
                yield os.path.relpath(path, top).replace(os.sep, "/"), os.path.abspath(path)


SETS = ("24", "28", "36", "pen")
BLANKS = b" \t\n\v\f\r"


def index(path):
    """The rows of a registry's text by set: (number << 24 | row, where the name begins, its length), sorted."""
    rows = {s: [] for s in SETS}
    at = n = 0
    with open(path, "rb") as f:
        for number, line in enumerate(f, 1):
            cells = line.split(b"\t")
            if line[:1] != b"#":
                key, name = cells[0].decode(), cells[-1]
                kind = cells[1].decode() if len(cells) == 3 else "pen"
                if len(cells) not in (2, 3) or kind not in SETS or (kind != "pen" and len(key) * 4 != int(kind)):
                    sys.exit(f"{path}:{number}: expected HEX <TAB> bits <TAB> name, or number <TAB> name")
                begin = at + len(line) - len(name.lstrip(BLANKS))
                rows[kind].append((int(key, 10 if kind == "pen" else 16) << 24 | n, begin, len(name.strip(BLANKS))))
                n += 1
            at += len(line)
    return [sorted(rows[s]) for s in SETS]


def days(path):
    """The days of which a file says that its facts are of then: the newest is the date of the data."""
    with open(path, encoding="utf-8") as f:
        for line in f:
            told = re.match(r"(?:as_of|read): *'?(\d{4}-\d\d-\d\d)|# date=(\d{4}-\d\d-\d\d)", line)
            if told:
                yield told.group(1) or told.group(2)


def main(out, depfile, top, *others):
    tops = [top] + [other.split("=", 1)[1] for other in others]
    found = list(files(top))
    date = max(day for name, path in found for day in days(path))
    for other in others:
        prefix, folder = other.split("=", 1)
        found += [(prefix + "/" + name, path) for name, path in files(folder)]
    found.sort()
    with open(out, "w", encoding="utf-8") as f:
        f.write('.section .note.GNU-stack,"",@progbits\n.section .rodata\n')
        for i, (name, path) in enumerate(found):
            f.write(f'.Ln{i}: .asciz "{name}"\n.balign 16\n.Lb{i}: .incbin "{path}"\n.Le{i}: .byte 0\n')
            f.write(f".balign 16\n.Li{i}:\n")
            if name.startswith("registries/") and name.endswith(".tsv"):
                sets = index(path)
                f.write(".quad " + ",".join(str(len(s)) for s in sets) + "\n")
                f.write("".join(f".quad {key}\n.long {at},{n}\n" for s in sets for key, at, n in s))
            f.write(f".Lj{i}:\n")
        # addresses need relocation in a position independent program
        f.write('.section .data.rel.ro,"aw"\n.balign 8\n.globl cp_embedded\ncp_embedded:\n')
        for i in range(len(found)):
            f.write(f".quad .Ln{i}, .Lb{i}, .Le{i} - .Lb{i}, .Li{i}, .Lj{i} - .Li{i}\n")
        f.write(f".globl cp_embedded_n\ncp_embedded_n: .quad {len(found)}\n")
        f.write(f'.globl cp_embedded_date\ncp_embedded_date: .asciz "{date}"\n')
    with open(depfile, "w", encoding="utf-8") as f:
        paths = [path for _, path in found] + [os.path.abspath(folder) for t in tops for folder, _, _ in os.walk(t)]
        f.write(out + ": " + " ".join(path.replace(" ", "\\ ") for path in paths) + "\n")


main(*sys.argv[1:])
