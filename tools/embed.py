#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""embed.py OUT.S OUT.d DATA_DIR: an assembler unit that holds the files of DATA_DIR which the program needs.

Assembler, because .incbin takes megabytes in no time where a C array takes the compiler minutes. OUT.d tells ninja on
which files the unit depends, and on which folders, so that a new file is noticed.
"""
import os
import sys

SUFFIXES = (".yaml", ".tsv", ".html", ".css", ".js")


def files(top):
    for folder, folders, names in os.walk(top):
        folders.sort()
        for name in sorted(names):
            if name.endswith(SUFFIXES):
                path = os.path.join(folder, name)
                yield os.path.relpath(path, top).replace(os.sep, "/"), os.path.abspath(path)


def main(out, depfile, top):
    found = sorted(files(top))
    with open(out, "w", encoding="utf-8") as f:
        f.write('.section .note.GNU-stack,"",@progbits\n.section .rodata\n')
        for i, (name, path) in enumerate(found):
            f.write(f'.Ln{i}: .asciz "{name}"\n.balign 16\n.Lb{i}: .incbin "{path}"\n.Le{i}: .byte 0\n')
        # addresses need relocation in a position independent program
        f.write('.section .data.rel.ro,"aw"\n.balign 8\n.globl cp_embedded\ncp_embedded:\n')
        for i in range(len(found)):
            f.write(f".quad .Ln{i}, .Lb{i}, .Le{i} - .Lb{i}\n")
        f.write(f".globl cp_embedded_n\ncp_embedded_n: .quad {len(found)}\n")
    with open(depfile, "w", encoding="utf-8") as f:
        paths = [path for _, path in found] + [os.path.abspath(folder) for folder, _, _ in os.walk(top)]
        f.write(out + ": " + " ".join(path.replace(" ", "\\ ") for path in paths) + "\n")


main(*sys.argv[1:4])
