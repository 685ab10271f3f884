#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""hostile.py --build DIR [--corpus DIR] [--all] [--seeds N] [--keep DIR] - captures that mean harm, and what became of us.

Read are the games of games.py, and each capture of the corpora pcap and pcap-iot-sentinel as it is and spoilt:

    cut      at eight places, of which two are within its first bytes
    bits     bits of the whole file flipped: one of 2000 bytes, one of 50
    frames   the same within frames only, their heads left alone, so that the decoders are reached
    heads    bytes near the begin of frames made 00, 01, 7f, 80 or ff, where counts and lengths stand
    short    each frame shorter than it was, and called whole

obs_dump reads all of them, and `cleanpath identify`, many files a run. What is no capture any more counts as well.
Reported are: a program that did not end by itself, an exit status that means none of "read" and "not readable", a
report of a sanitizer, more than 1 s of processor for each MB and 1 s for the run (without sanitizers), and more memory
than MEMORY_BYTES_MAX. A run that fails is repeated file by file, so that the report names the file; --keep keeps it.

Without --all a small part is done, the same at every run, which the tests do too."""
import argparse, os, random, resource, shutil, struct, subprocess, sys, tempfile, zlib

import games

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CORPORA = ('pcap', 'pcap-iot-sentinel')
NOT_CAPTURES = ('.md', '.gz', '.jsonl', '.json', '.txt', 'LICENSE')
SECONDS_MIN, SECONDS_PER_MB = 1.0, 1.0
SECONDS_HUNG = 120
# What pieces of messages may take (pieces.h: 2 tables of 128 MiB), and as much again for all the rest of a batch.
MEMORY_BYTES_MAX = 512 << 20
SANITIZED_FACTOR = 6  # what sanitizers keep beside each byte, and what was freed and is not yet given back
BATCH_FILES, BATCH_BYTES = 48, 4 << 20
WORTH_TELLING_BYTES = 1 << 20  # of a run; in shorter ones most of the time is the program's start
SMALL_BYTES, SMALL_FILES = 40 << 10, 60
SMALL_GAME_BYTES = 32 << 10
TIMED_GAME_BYTES = 256 << 10  # without sanitizers: so long that what takes quadratic time is seen
STATUS_OK = {'obs_dump': (0, 3), 'cleanpath': (0, 1, 3, 4)}


# ---- spoiling

def frames_of(data):
    """Where the frames lie: (offset of the two lengths before it, or None; begin; end). [] if it is no capture."""
    order = {b'\xd4\xc3\xb2\xa1': '<', b'\xa1\xb2\xc3\xd4': '>', b'\x4d\x3c\xb2\xa1': '<', b'\xa1\xb2\x3c\x4d': '>'}.get(data[:4])
    found, at = [], 24
    while order and at + 16 <= len(data):
        n = struct.unpack_from(order + 'I', data, at + 8)[0]
        if at + 16 + n > len(data):
            break
        found.append((at + 8, at + 16, at + 16 + n))
        at += 16 + n
    return found if order else blocks_of(data)


def blocks_of(data):
    found, at = [], 0
    if data[:4] != b'\n\r\r\n' or len(data) < 12:
        return found
    order = '<' if data[8:12] == b'\x4d\x3c\x2b\x1a' else '>'
    while at + 12 <= len(data):
        kind, n = struct.unpack_from(order + 'II', data, at)
        if n < 12 or n % 4 or at + n > len(data):
            break
        if kind == 6 and n >= 32:
            found.append((None, at + 28, at + n - 4))
        at += n
    return found


def flipped(data, ranges, share, rng):
    out = bytearray(data)
    for begin, end in ranges:
        n = (end - begin) // share + (rng.randrange(share) < (end - begin) % share)
        for _ in range(n):
            out[rng.randrange(begin, end)] ^= 1 << rng.randrange(8)
    return bytes(out)


def heads(data, frames, rng):
    out = bytearray(data)
    for _, begin, end in frames:
        for _ in range(rng.randrange(4)):
            if end > begin:
                out[begin + rng.randrange(min(end - begin, 160))] = rng.choice((0, 1, 0x7f, 0x80, 0xff))
    return bytes(out)


def short(data, frames, rng):
    order = '<' if data[:1] in (b'\xd4', b'\x4d') else '>'
    out = bytearray(data[:24])
    for lengths, begin, end in frames:
        n = rng.randrange(end - begin + 1)
        out += data[lengths - 8:lengths] + struct.pack(order + 'II', n, n) + data[begin:begin + n]
    return bytes(out)


def spoilt(name, data, n_seeds):
    """(what was done, bytes): the same at every run."""
    yield 'as it is', data
    frames = frames_of(data)
    for seed in range(n_seeds):
        rng = random.Random(zlib.crc32(name.encode()) + seed)
        for place in (rng.randrange(1, 41), rng.randrange(41, 200), *(rng.randrange(1, max(2, len(data))) for _ in range(6))):
            yield 'cut at %d' % place, data[:place]
        for share in (2000, 50):
            yield 'bits %d, seed %d' % (share, seed), flipped(data, [(0, len(data))], share, rng)
            if frames:
                yield 'frames %d, seed %d' % (share, seed), flipped(data, [f[1:] for f in frames], share, rng)
        if frames:
            yield 'heads, seed %d' % seed, heads(data, frames, rng)
        if frames and frames[0][0]:
            yield 'short, seed %d' % seed, short(data, frames, rng)


# ---- running

class Program:
    def __init__(self, path, options):
        self.name = os.path.basename(path)
        self.command = [path, *options]
        with open(path, 'rb') as f:
            self.is_sanitized = b'__asan_init' in f.read()
        self.worst = self.most = 0
        self.n_files = self.n_runs = self.n_bytes = 0

    def limits(self):
        if not self.is_sanitized:
            resource.setrlimit(resource.RLIMIT_AS, (4 * MEMORY_BYTES_MAX, 4 * MEMORY_BYTES_MAX))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    def run(self, paths):
        """None, or what was wrong."""
        size = sum(map(os.path.getsize, paths))
        with tempfile.TemporaryFile() as err:
            p = subprocess.Popen(self.command + paths, stdout=subprocess.DEVNULL, stderr=err, preexec_fn=self.limits)
            timer = subprocess.Popen(['sh', '-c', 'sleep %d; kill -9 %d' % (SECONDS_HUNG, p.pid)], stdout=subprocess.DEVNULL, start_new_session=True)
            _, status, used = os.wait4(p.pid, 0)
            p.returncode = os.waitstatus_to_exitcode(status)
            os.killpg(timer.pid, 9)
            timer.wait()
            err.seek(0)
            said = err.read().decode('utf-8', 'replace')
        seconds = used.ru_utime + used.ru_stime
        self.n_runs += 1
        self.n_bytes += size
        self.most = max(self.most, used.ru_maxrss << 10)
        return self.judge(p.returncode, said, seconds, size, used.ru_maxrss << 10, len(paths))

    def judge(self, status, said, seconds, size, memory, n):
        if 'Sanitizer' in said or 'runtime error:' in said:
            lines = [l for l in said.splitlines() if 'Sanitizer' in l or 'runtime error:' in l]
            return lines[0]
        if status not in STATUS_OK[self.name]:
            return 'exit %d after %.1f s' % (status, seconds)
        if memory > MEMORY_BYTES_MAX * (SANITIZED_FACTOR if self.is_sanitized else 1):
            return '%d MB of memory' % (memory >> 20)
        if not self.is_sanitized:
            if size >= WORTH_TELLING_BYTES:
                self.worst = max(self.worst, seconds / (size / (1 << 20)))
            if seconds > SECONDS_MIN + (SECONDS_PER_MB * size / (1 << 20) if n == 1 else 0):
                return '%.1f s for %d bytes' % (seconds, size)
        return None


class Runner:
    """Collects files until they make a batch, gives it to all programs, and finds out which file it was."""

    def __init__(self, programs, keep):
        self.programs, self.keep = programs, keep
        self.folder = tempfile.mkdtemp(prefix='hostile-')
        self.batch, self.size, self.n, self.failures = [], 0, 0, []

    def add(self, what, data):
        path = os.path.join(self.folder, '%06d.cap' % self.n)
        with open(path, 'wb') as f:
            f.write(data)
        self.n += 1
        self.batch.append((path, what))
        self.size += len(data)
        if len(self.batch) == BATCH_FILES or self.size > BATCH_BYTES:
            self.end_batch()

    def end_batch(self):
        for p in self.programs:
            paths = [path for path, _ in self.batch]
            why = p.run(paths) if paths else None
            single = [(path, what, p.run([path])) for path, what in self.batch] if why else []
            for path, what, reason in single:
                if reason:
                    self.fail(p, path, what, reason)
            if why and 'bytes' not in why and not any(s[2] for s in single):
                self.fail(p, paths[0], 'a batch of %d files' % len(paths), why)
            p.n_files += len(paths)
        for path, _ in self.batch:
            os.remove(path)
        self.batch, self.size = [], 0

    def fail(self, p, path, what, reason):
        self.failures.append('%s: %s: %s' % (p.name, what, reason))
        if self.keep:
            os.makedirs(self.keep, exist_ok=True)
            shutil.copy(path, os.path.join(self.keep, ''.join(c if c.isalnum() else '-' for c in what) + '.cap'))

    def part(self, name, items):
        """One line of TAP for these; their number is told."""
        before, n = len(self.failures), self.n
        for what, data in items:
            self.add(what, data)
        self.end_batch()
        failures = self.failures[before:]
        held = not failures and self.n > n
        print('%s - %s: %d files' % ('ok' if held else 'not ok', name, self.n - n))
        for line in failures[:40]:
            print('#   ' + line)
        sys.stdout.flush()
        return held


# ---- what is read

def captures(corpus):
    for part in CORPORA:
        for folder, _, names in sorted(os.walk(os.path.join(corpus, part))):
            for name in sorted(names):
                if not name.endswith(NOT_CAPTURES):
                    yield os.path.join(folder, name)


def small_part(paths):
    """Chosen by the checksum of their names; small ones."""
    small = [p for p in paths if os.path.getsize(p) <= SMALL_BYTES]
    return sorted(small, key=lambda p: zlib.crc32(os.path.basename(p).encode()))[:SMALL_FILES]


def all_spoilt(corpus, paths, n_seeds):
    for path in paths:
        with open(path, 'rb') as f:
            data = f.read()
        name = os.path.relpath(path, corpus)
        for what, out in spoilt(name, data, n_seeds):
            yield '%s, %s' % (name, what), out


def all_games(n_bytes):
    for name, play in games.GAMES.items():
        yield name, play(n_bytes)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('--build', default=os.path.join(ROOT, 'build'))
    p.add_argument('--corpus', default=os.environ.get('CLEANPATH_CORPUS') or os.path.join(ROOT, '..', 'shared', 'corpus'))
    p.add_argument('--all', action='store_true')
    p.add_argument('--seeds', type=int, default=1)
    p.add_argument('--bytes', type=int, help='of each game')
    p.add_argument('--keep')
    args = p.parse_args()
    programs = [Program(os.path.join(args.build, 'tests', 'eval', 'obs_dump'), ['-c']),
                Program(os.path.join(args.build, 'cleanpath'), ['identify', '-q', '-f', 'ndjson'])]
    runner = Runner(programs, args.keep)
    if not args.all:
        print('# a small part; all of it: tests/eval/hostile.py --all')
    small = SMALL_GAME_BYTES if programs[0].is_sanitized else TIMED_GAME_BYTES
    held = runner.part('games', all_games(args.bytes or (games.CAPTURE_BYTES if args.all else small)))
    paths = list(captures(args.corpus))
    chosen = paths if args.all else small_part(paths)
    if chosen:
        held &= runner.part('captures of the corpora, as they are and spoilt', all_spoilt(args.corpus, chosen, args.seeds))
    else:
        print('ok - captures of the corpora # SKIP no corpus pcap in %s' % args.corpus)
    print('1..2')
    for prog in programs:
        print('# %s: %d files, %d runs, %d MB read, at most %d MB of memory%s' %
              (prog.name, prog.n_files, prog.n_runs, prog.n_bytes >> 20, prog.most >> 20, ', at most %.2f s/MB' % prog.worst if prog.worst else ''))
    shutil.rmtree(runner.folder)
    sys.exit(0 if held else 1)


if __name__ == '__main__':
    main()
