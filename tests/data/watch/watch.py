#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""watch.py STEP [STEP ...] -- COMMAND - files and pipes that change while `path --watch` looks on.

A STEP is `FILE|replace|OLD|NEW` (another file takes its place), `FILE|rewrite|OLD|NEW` (the same file is written
anew), `FILE|append|TEXT` (and closed) or `FIFO|write|TEXT`, with what has to be told before the next step behind
another `|`. Prints what the command told behind its first answer, with TIME in place of moments, and its exit
status, after an interruption."""
import os, queue, re, signal, subprocess, sys, threading

SECONDS_MAX = 30


def step(text):
    name, verb, *rest = text.replace('\\n', '\n').split('|')
    old = open(name).read() if verb in ('replace', 'rewrite') else ''
    new = old.replace(rest[0], rest[1]) if len(rest) > 1 else old
    assert verb not in ('replace', 'rewrite') or new != old, text
    if verb == 'replace':
        with open(name + '.new', 'w') as f:
            f.write(new)
        os.rename(name + '.new', name)
    elif verb == 'rewrite':
        with open(name, 'w') as f:
            f.write(new)
    else:
        with open(name, 'a') as f:
            f.write(rest[0])
    return rest[-1]


def main():
    at = sys.argv.index('--')
    steps, command = sys.argv[1:at], sys.argv[at + 1:]
    p = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    lines = queue.Queue()

    def read():
        for line in p.stdout:
            lines.put(line)
        lines.put(None)
    threading.Thread(target=read, daemon=True).start()

    def until(pattern, is_shown):
        while True:
            line = lines.get(timeout=SECONDS_MAX)
            if line is None:
                sys.exit('it ended before %r came' % pattern)
            if is_shown:
                print(re.sub(r'^20\S+Z', 'TIME', line), end='')
            if re.search(pattern, line):
                return
    until('^FROM|^r1 .*no-path', False)
    while not lines.empty():
        lines.get()
    for s in steps:
        until(step(s), True)
    p.send_signal(signal.SIGINT)
    while (line := lines.get(timeout=SECONDS_MAX)) is not None:
        print(re.sub(r'^20\S+Z', 'TIME', line), end='')
    print('exit status', p.wait())


main()
