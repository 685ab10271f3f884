#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""path_scale.py [--build DIR] [--sizes N,N..] [--ask NAME] [--work DIR] - `path` on networks of a thousand to a million devices.

For each size: `synth`, `import`, then questions of `path` with their certificates, and `cleanpath-check` on each of
these. Prints wall time, processor time and the most memory of each as a table, and what was answered. Says what is
wrong: a certificate that is refused, a statement that is not the answer, a check that takes longer than the answer.
Exit status 1 if anything is. For developers; not part of `make check`."""
import argparse, json, os, re, subprocess, sys, time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
POLICY = 'us-fcc-covered-list'
AS_OF = '2026-11-23'
# what, from, to, options. Names are those of `synth`.
QUESTIONS = [
    ('all questions', 'csr-r0-0-0', 'peer-0', []),
    ('all, availability', 'gnb-r0-0-5', 'upf-dc0', ['--reading', 'availability']),
    ('some', 'agg-r0-2-1', 'peer-3', ['--some']),
    ('every', 'agg-r0-0-0', 'core-r0-0-1', ['--every', '--reading', 'availability']),
    ('survive 1', 'agg-r0-1-0', 'peer-1', ['--survive', '1']),
    ('routes', 'agg-r0-1-1', 'peer-1', ['--level', 'l1']),
    ('fail 1', 'agg-r0-1-0', 'peer-0', ['--fail', '1']),
    ('fail 2', 'agg-r0-1-0', 'peer-0', ['--fail', '2']),
]
WHOLE = [('blast', ['path', 'blast']), ('inspect', ['path', 'inspect', 'agg-r0-2-1', 'peer-3'])]
n_wrong = 0


def wrong(what):
    global n_wrong
    n_wrong += 1
    print('WRONG: ' + what, flush=True)


class Run:
    def __init__(self, *command, limit=3600):
        started = time.monotonic()
        with open(Run.out, 'wb') as out, open(Run.err, 'wb') as err:
            p = subprocess.Popen(command, stdout=out, stderr=err, stdin=subprocess.DEVNULL)
            _, status, usage = os.wait4(p.pid, 0)
            p.returncode = os.waitstatus_to_exitcode(status)
        self.wall, self.status = time.monotonic() - started, p.returncode
        self.cpu, self.mib = usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024

    out = err = None

    @staticmethod
    def text(path):
        with open(path, encoding='utf-8', errors='replace') as f:
            return f.read()

    def row(self, name, note=''):
        print('%-34s %9.2f %9.2f %9.0f  %s' % (name, self.wall, self.cpu, self.mib, note), flush=True)


def size_of(*paths):
    return ' '.join('%.1f MB' % (os.path.getsize(p) / 1e6) for p in paths)


def one_question(args, case, place, name, source, target, options):
    """Asks with and without a certificate: the first is what the checker may take as long as."""
    program, checker = (os.path.join(args.build, p) for p in ('cleanpath', 'cleanpath-check'))
    certificate = os.path.join(place, re.sub(r'\W+', '-', name))
    asked = [program, 'path', '-q', '--case', case, '--policy', POLICY, '--as-of', AS_OF, '-f', 'json', *options, source, target]
    plain = Run(*asked)
    if plain.status not in (0, 1, 4):
        wrong('%s: exit %d: %s' % (name, plain.status, Run.text(Run.err)[:500]))
        return
    answer = json.loads(Run.text(Run.out))
    short = {k: answer[k].get('answer') for k in ('some', 'every', 'routes', 'failures') if isinstance(answer.get(k), dict)}
    plain.row(name, ' '.join('%s:%s' % x for x in short.items()) or str(answer.get('answer')))
    proving = Run(*asked, '--certificate', certificate)
    if proving.status != plain.status or Run.text(Run.err):
        wrong('%s --certificate: exit %d: %s' % (name, proving.status, Run.text(Run.err)[:500]))
        return
    proving.row('  with certificate', size_of(certificate + '.problem', certificate))
    check = Run(checker, certificate + '.problem', certificate, '--format', 'json')
    if check.status != 0:
        wrong('%s: the certificate is refused: %s' % (name, Run.text(Run.err)[:500]))
        return
    proved = {p['question']: p['answer'] for p in json.loads(Run.text(Run.out))['proved'] if 'answer' in p}
    check.row('  cleanpath-check', ' '.join('%s:%s' % x for x in proved.items()))
    for mine, its in (('some', 'some'), ('every', 'every')):
        told = answer.get(mine) or {}
        if its in proved and (told.get('in_model') or told.get('answer')) != proved[its]:
            wrong('%s: %s is told as %s, and %s is proved' % (name, mine, told.get('answer'), proved[its]))
    if check.wall > plain.wall:
        wrong('%s: checking took %.2f s, answering %.2f s' % (name, check.wall, plain.wall))


def one_size(args, n):
    place = os.path.join(args.work, 'path-scale-%d' % n)
    network, case = os.path.join(place, 'network'), os.path.join(place, 'c.case')
    program = os.path.join(args.build, 'cleanpath')
    os.makedirs(place, exist_ok=True)
    Run.out, Run.err = os.path.join(place, 'out'), os.path.join(place, 'err')
    print('\n== %d devices%s wall s     cpu s       MiB' % (n, ' ' * (24 - len(str(n)))))
    if not os.path.exists(network):
        r = Run(program, 'synth', '--devices', str(n), '--seed', str(args.seed), network)
        if r.status != 0:
            return wrong('synth: exit %d: %s' % (r.status, Run.text(Run.err)))
        r.row('synth', re.search(r'\d+ links', Run.text(Run.err)).group(0))
    if not os.path.exists(case):
        r = Run(program, 'import', '-q', '--case', case + '.new', network)
        if r.status != 0:
            return wrong('import: exit %d: %s' % (r.status, Run.text(Run.err)[:500]))
        os.rename(case + '.new', case)
        r.row('import', size_of(case))
    for name, *question in QUESTIONS:
        if args.ask in name:
            one_question(args, case, place, name, *question)
    for name, options in WHOLE:
        if args.ask not in name:
            continue
        r = Run(program, *options, '-q', '--case', case, '--policy', POLICY, '--as-of', AS_OF, '-f', 'json')
        r.row(name)
        if r.status not in (0, 1, 4):
            wrong('%s: exit %d: %s' % (name, r.status, Run.text(Run.err)[:500]))


def main():
    p = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    p.add_argument('--build', default=os.path.join(ROOT, 'build'))
    p.add_argument('--sizes', default='1000,10000,100000,1000000')
    p.add_argument('--work', default=None, help='where networks and cases stay for the next time (default BUILD)')
    p.add_argument('--seed', type=int, default=8, help='8: the core is clean, so that answers differ')
    p.add_argument('--ask', default='', help='only questions whose name has this in it')
    args = p.parse_args()
    args.work = args.work or args.build
    for n in args.sizes.split(','):
        one_size(args, int(n))
    print('\n%d things are wrong' % n_wrong if n_wrong else '\nnothing is wrong')
    return 1 if n_wrong else 0


if __name__ == '__main__':
    sys.exit(main())
