#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""follow.py [--end int|term|gone|replaced] ROUND [ROUND ...] -- cleanpath flows --follow ... - one who follows, while a
collector receives.

Starts `collect` into net.case and then the command, and for each ROUND sends what it says ("v5=1 v9=1", and --first N, as
send.py takes it; or "import FILE ..."), and waits until the command told of it. After the last one the journal of the case must be one that can
be shortened; then the command is interrupted, or the case removed or replaced. Prints what the
command printed, with TIME in place of moments, and its exit status."""
import os, re, signal, sqlite3, subprocess, sys, threading, time

HERE = os.path.dirname(os.path.abspath(__file__))
SECONDS_MAX = 30


class Lines:
    """What a program printed until now."""

    def __init__(self, stream):
        self.v, self.stream, self.thread = [], stream, threading.Thread(target=self.read, daemon=True)
        self.thread.start()

    def read(self):
        for line in self.stream:
            self.v.append(line.decode())

    def wait(self, pattern, start=0):
        until = time.time() + SECONDS_MAX
        while time.time() < until:
            if any(re.search(pattern, x) for x in self.v[start:]):
                return
            time.sleep(0.02)
        sys.exit('nothing like %s came; what came: %s' % (pattern, self.v))


def main():
    args = sys.argv[1:]
    rounds, command = args[:args.index('--')], args[args.index('--') + 1:]
    end = 'int'
    if rounds[0] == '--end':
        end, rounds = rounds[1], rounds[2:]
    port = str(20000 + os.getpid() % 20000)
    collector = subprocess.Popen(['cleanpath', 'collect', '--listen', '127.0.0.1:' + port, '--flush', '100ms', '--case', 'net.case'],
                                 stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        Lines(collector.stderr).wait(': listening')
        p = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        out, err = Lines(p.stdout), Lines(p.stderr)
        out.wait(r'! 1 source is still received|"event":"look"')
        for what in rounds:
            n = len(out.v)
            words = what.split()
            sends = [sys.executable, HERE + '/send.py', '--port', port]
            imports = ['cleanpath', 'import', '-q', '--case', 'net.case']
            subprocess.run(imports + words[1:] if words[0] == 'import' else sends + words, check=True)
            out.wait(r'Z (new |grew)|and \d+ more|Z found|"event":"(row|finding)"', n)
            time.sleep(0.3)
        c = sqlite3.connect('net.case')
        print('journal: busy %d, left %d' % c.execute('PRAGMA wal_checkpoint(TRUNCATE)').fetchone()[:2])
        c.close()
        if end == 'gone':
            os.rename('net.case', 'gone.case')
        elif end == 'replaced':
            with open('other.case', 'wb') as f, open('net.case', 'rb') as g:
                f.write(g.read())
            os.rename('other.case', 'net.case')
        else:
            p.send_signal(signal.SIGINT if end == 'int' else signal.SIGTERM)
        status = p.wait(SECONDS_MAX)
        out.thread.join(SECONDS_MAX)
        err.thread.join(SECONDS_MAX)
        for line in out.v + err.v:
            line = re.sub(r'20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ( [!ngf?])', r'TIME\1', line)
            sys.stdout.write(re.sub(r'"at":"[^"]*"', '"at":"TIME"', line).replace(port, 'PORT'))
        print('exit status', status)
    finally:
        collector.send_signal(signal.SIGINT)
        collector.wait(SECONDS_MAX)


main()
