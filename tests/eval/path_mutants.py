#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""path_mutants.py CHECK_BATCH [--mutants N] [--seed N] [--areas] - no false statement is accepted, however a certificate is changed.

For random small problems, path_prover.py writes certificates of every question. Each must be accepted, and say what is
true. Then they are changed: a word, a number by one, a line dropped, doubled, moved or taken from elsewhere, a byte, a
bit; in one of five the problem as well (with its digest put right, or no change to it could be accepted). Of every
mutant that is accepted, each statement must be true of its problem by enumeration of all paths and all failures.
In one of four the certificate is a right one of another problem that differs in one thing: a label, a link, a need, an
area. With --areas all is about routes, of nets where routing has areas.
What each check is for is seen by check_rules.py, whose pairs notice many that mutants seldom do."""
import argparse, hashlib, json, os, random, re, struct, subprocess, sys
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from path_prover import neighbour, random_certificate, random_problem
from path_truth import Problem, holds

BATCH, WORDS = 64, ['0', '1', '2', '3', '-', 'd0', 'd1', 'l0', 'r0', 'proven-clean', 'proven-excluded', 'undetermined', 'no-path', 'devices',
                    'links', 'exposure', 'availability', 'clean', 'excluded', 'some', 'every', 'routes-some', 'routes-every', 'x', 'c', 'u', 'e', 'd', 'a', 'l', '+', '2b', '1o']
failed = 0


def report(held, n, name, details=()):
    global failed
    failed += not held
    print('%sok %d - %s' % ('' if held else 'not ', n, name))
    for line in details:
        print('#   ' + line)


def change_word(rng, lines):
    n = rng.randrange(len(lines))
    words = lines[n].split(' ')
    at = rng.randrange(len(words))
    kind = rng.randrange(6)
    number = re.fullmatch('([dlr]?)([0-9]+)([bo]?)', words[at])
    if kind < 2 and number:
        words[at] = number[1] + str(max(0, int(number[2]) + rng.choice((-1, 1)))) + (rng.choice(('', 'b', 'o')) if number[3] and rng.random() < .3 else number[3])
    elif kind == 2:
        words[at] = rng.choice(WORDS)
    elif kind == 3:
        words[at] = rng.choice(rng.choice(lines).split(' '))
    elif kind == 4:
        del words[at]
    else:
        words.insert(at, rng.choice((words[at], rng.choice(WORDS))))
    # a list that has become longer or shorter says so, or it would be refused for that alone
    if kind > 3 and rng.random() < .7:
        step = 1 if kind == 5 else -1
        for i in range(at - 1, 0, -1):
            if re.fullmatch('[0-9]+', words[i]) and rng.random() < .6:
                words[i] = str(max(0, int(words[i]) + step))
                break
    lines[n] = ' '.join(words)


def change_lines(rng, lines):
    a, b, kind = rng.randrange(len(lines)), rng.randrange(len(lines)), rng.randrange(5)
    if kind == 0:
        del lines[a]
    elif kind == 1:
        lines.insert(b, lines[a])
    elif kind == 2:
        lines[a], lines[b] = lines[b], lines[a]
    elif kind == 3:
        lines[a] = lines[b]
    else:
        asks = [i for i, l in enumerate(lines) if l.startswith('ask')]
        if len(asks) > 1:  # one question with the proof of another
            a, b = rng.sample(asks, 2)
            lines[a] = lines[b]


def mutate(rng, data):
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        kind = rng.randrange(10)
        if kind < 8:
            lines = data.decode('latin-1').split('\n')
            (change_word if kind < 6 else change_lines)(rng, lines)
            data = '\n'.join(lines).encode('latin-1')
        elif data:
            at = rng.randrange(len(data))
            byte = data[at] ^ 1 << rng.randrange(8) if kind == 8 else rng.randrange(256)
            data = data[:at] + bytes([byte]) + data[at + 1:]
    return data


class Checker:
    def __init__(self, program):
        self.p = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.last = None

    def frame(self, problem, certificate):
        same, self.last = problem == self.last, problem
        return struct.pack('<I', 0 if same else len(problem)) + (b'' if same else problem) + struct.pack('<I', len(certificate)) + certificate

    def run(self, pairs):
        """(status, printed) of each."""
        out = []
        for i in range(0, len(pairs), BATCH):
            some = pairs[i:i + BATCH]
            self.p.stdin.write(b''.join(self.frame(*x) for x in some))
            self.p.stdin.flush()
            for _ in some:
                status, n = struct.unpack('<II', self.p.stdout.read(8))
                out.append((status, self.p.stdout.read(n)))
        return out

    def close(self):
        self.p.stdin.close()
        return self.p.wait()


class Tally:
    def __init__(self):
        self.mutants = self.accepted = self.changed = self.statements = self.false = self.originals = 0
        self.answers, self.known = {}, {}

    def judge(self, problem, text, printed, keep):
        """Names of the false statements."""
        bad, proved = [], json.loads(printed)['proved']
        for s in proved:
            key = (text, json.dumps(s))
            if key not in self.known:
                self.known[key] = holds(problem, s)
            self.statements += 1
            if keep:
                name = s['question'], s.get('answer', 'count')
                self.answers[name] = self.answers.get(name, 0) + 1
            bad += [] if self.known[key] else [json.dumps(s)]
        self.false += len(bad)
        return bad


def one_problem(rng, checker, tally, n_mutants, trouble, areas):
    problem, kinds = random_problem(rng, 1 if areas else .4), (3, 4) if areas else range(8)
    if areas and not problem.members:
        return
    text = problem.text()
    certificate = random_certificate(problem, rng, rng.choice((1, 2, 4)), kinds).text(text)
    tally.known = {}
    (status, printed), = checker.run([(text, certificate)])
    tally.originals += 1
    if status or tally.judge(problem, text, printed, True):
        trouble.append('original refused or false:\n' + text.decode() + certificate.decode())
        return
    pairs = []
    for i in range(n_mutants):
        t = mutate(rng, text) if i % 5 == 0 else text
        c = certificate if t == text else certificate.replace(hashlib.sha256(text).hexdigest().encode(), hashlib.sha256(t).hexdigest().encode())
        pairs.append((t, mutate(rng, c) if t == text or rng.random() < .3 else c))
    pairs += [(text, random_certificate(neighbour(problem, rng), rng, 1, kinds).text(text)) for _ in range(n_mutants // 3)]
    pairs = [x for x in pairs if x != (text, certificate) and x[0]]
    for (t, c), (status, printed) in zip(pairs, checker.run(pairs)):
        tally.mutants += 1
        if status == 0:
            tally.accepted += 1
            if tally.judge(problem if t == text else Problem.parse(t), t, printed, False):
                trouble.append('accepted and false: %s\n%s%s' % (printed, t.decode('latin-1'), c.decode('latin-1')))


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument('program')
    ap.add_argument('--mutants', type=int, default=20000)
    ap.add_argument('--seed', type=int, default=1)
    ap.add_argument('--areas', action='store_true')
    args = ap.parse_args()
    rng, checker, tally, trouble = random.Random(args.seed), Checker(args.program), Tally(), []
    while tally.mutants < args.mutants and len(trouble) < 5:
        one_problem(rng, checker, tally, 100, trouble, args.areas)
    status = checker.close()
    report(not trouble, 1, '%d certificates of random problems are accepted and true; of %d mutants %d were accepted, with %d statements, %d of them false'
           % (tally.originals, tally.mutants, tally.accepted, tally.statements, tally.false), [l for t in trouble for l in t.split('\n')])
    report(status == 0, 2, 'a second run ends the same, and what is refused prints nothing')
    wanted = {(q, a) for q in ('some', 'every', 'routes-some', 'routes-every') for a in ('proven-clean', 'proven-excluded', 'undetermined', 'no-path')}
    wanted |= {('needs', a) for a in ('proven-clean', 'proven-excluded', 'undetermined')} | {('survives', 'count'), ('unavoidable', 'count')}
    wanted = {x for x in wanted if x[0].startswith('routes')} if args.areas else wanted
    report(wanted == set(tally.answers), 3, 'every answer to every question was there', ['%s %s: %d' % (*x, n) for x, n in sorted(tally.answers.items())])
    print('1..3')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
