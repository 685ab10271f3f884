#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""detectors.py [--build DIR] [--corpus DIR] [--worlds N] [--only NAME,..] [--docs FILE] [--quick] - how well each detector tells what is planted from what is not.

Makes networks of known truth (tests/eval/netgen.h): connections of real captures (CLEANPATH_CORPUS, else ../shared/corpus) and made-up ones, by days and
nights, with behaviour planted in them, and prints what share of it each detector finds where 1e-4, 1e-3 and 1e-2 false finds are made of a thing that it
looks at, a day; and what is found as it is shown to users. Beacons have a page and a script of their own (beacons.py).
--docs writes tables between the marks of FILE, curves beside it, and what is found in the captures themselves, with the reason. --quick: few, with fixed
seeds and nothing but what is made up, as a test (TAP): not ok where less is found or more is false than is written here."""
import argparse, collections, fnmatch, json, math, os, re, shutil, subprocess, sys, tempfile, time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
RATES = [1e-4, 1e-3, 1e-2]
Kind = collections.namedtuple('Kind', 'unit days worlds shown words cells')
# shown: the score from which on users are shown it. Cells: options; the words in a table are made of them.
KINDS = {
    'long': Kind('conversation', 7, 20, 4.0, 'a connection of {strength:g} h, where such last {more:g} s', [
        dict(strength=h, more=m) for h, m in ((1.5, 3), (4, 3), (12, 3), (48, 3), (12, 60), (48, 60), (12, 1800), (48, 1800))] + [
        dict(strength=12, more=3, loss=0.2), dict(strength=12, more=3, sampling=10), dict(strength=12, more=3, sampling=100), dict(strength=12, more=3, silent=0.5)]),
    'exfiltration': Kind('device and peer', 14, 20, 3.0, '{strength:g} MB a day for {more:g} d', [
        dict(strength=s, more=d) for s, d in ((2, 1), (10, 1), (50, 1), (200, 1), (1000, 1), (10, 7), (50, 7))] + [
        dict(strength=50, more=1, loss=0.2), dict(strength=50, more=1, sampling=100), dict(strength=50, more=1, sampling=1000), dict(strength=50, more=1, silent=0.5)]),
    'dns-tunnel': Kind('client and domain', 7, 12, 3.0, '{strength:g} names a day of {more:g} characters, {noise:.0%} TXT', [
        dict(strength=s, more=l, noise=t) for s, l, t in ((10, 30, 1), (100, 16, 0), (100, 30, 0), (100, 30, 1), (1000, 30, 0), (1000, 50, 0), (1000, 50, 1), (10000, 50, 1))] + [
        dict(strength=1000, more=50, noise=0, loss=0.5)]),
    'new': Kind('device', 16, 20, 0.0, '{strength:contacts} with somebody new{more:whose}', [
        dict(strength=s, more=m, **x) for s, m, x in ((1, 0, {}), (10, 0, {}), (1, 0, dict(silent=0.5)), (10, 0, dict(silent=0.5)), (10, 1, {}), (1, 2, dict(silent=0.5)), (10, 2, dict(silent=0.5)))] + [
        dict(strength=1, more=0, loss=0.2), dict(strength=10, more=0, sampling=10), dict(strength=10, more=0, sampling=100), dict(strength=10, more=0, silent=0.5, sampling=10)]),
    'scan': Kind('source', 7, 20, 4.996, '{strength:g} {noise:ports}, {more:.0%} answer', [
        dict(strength=s, more=f, noise=v) for s, f, v in ((10, 0, 0), (20, 0, 0), (20, 0.2, 0), (50, 0.2, 0), (100, 0.4, 0), (200, 0.5, 0), (20, 0, 1), (50, 0.2, 1))] + [
        dict(strength=50, more=0, noise=0, loss=0.5), dict(strength=100, more=0, noise=0, sampling=10)]),
    'management': Kind('session', 7, 20, 0.0, '{strength:manage}', [
        dict(strength=1), dict(strength=2), dict(strength=4), dict(strength=3, more=1), dict(strength=3, more=2), dict(strength=1, loss=0.2), dict(strength=1, sampling=100)]),
    'knock': Kind('pair', 7, 20, 4.0, '{strength:g} ports before each of {more:g} connections, {noise:g} other failures a day{jitter:waits}{wait:apart}', [
        dict(strength=s, more=m, noise=f) for s, m, f in ((1, 10, 0), (1, 10, 5), (2, 1, 0), (3, 1, 0), (3, 1, 5), (3, 5, 5), (5, 1, 20), (3, 10, 50))] + [
        dict(strength=3, more=1, noise=f, wait=w) for w, f in ((30, 0), (120, 0), (300, 0), (30, 5), (300, 5))] + [
        dict(strength=3, more=1, noise=0, jitter=1), dict(strength=3, more=5, noise=0, loss=0.3), dict(strength=3, more=5, noise=0, sampling=10)]),
    'mirror': Kind('stream', 3, 40, 6.0, '{strength:.0%} goes on after {more:g} s, noise {noise:g}', [
        dict(strength=s, more=l, noise=x) for s, l, x in ((1, 0, 0), (0.1, 0, 0), (0.01, 0, 0), (0.1, 30, 0), (0.1, 300, 0), (0.1, 1800, 0), (0.1, 0, 1), (0.1, 0, 2))] + [
        dict(strength=0.1, more=0, noise=0, loss=0.2), dict(strength=1, more=0, noise=0, sampling=100), dict(strength=1, more=0, noise=0, sampling=1000), dict(strength=0.1, more=0, noise=0, silent=0.5)]),
    'transit': Kind('receiver', 3, 20, 6.0, 'a copy of {strength:.0%} of what comes in by an interface, {more:g} s later, noise {noise:g}', [
        dict(strength=s, more=l, noise=x) for s, l, x in ((1, 0, 0), (0.6, 0, 0), (0.3, 0, 0), (1, 60, 0), (1, 300, 0), (1, 0, 0.5), (1, 0, 1))] + [
        dict(strength=1, more=0, noise=0, loss=0.2), dict(strength=1, more=0, noise=0, sampling=10), dict(strength=1, more=0, noise=0, sampling=100), dict(strength=1, more=0, noise=0, sampling=1000)]),
    'twice': Kind('pair of interfaces', 1, 40, 6.0, '{strength:.0%} of what comes in by an interface leaves by two, {noise:.0%} of that a packet short', [
        dict(strength=s, noise=x) for s, x in ((1, 0), (0.1, 0), (0.03, 0), (0.01, 0), (0.1, 0.05), (0.1, 0.1), (0.1, 0.2))] + [
        dict(strength=0.1, noise=0, loss=0.2), dict(strength=1, noise=0, sampling=10)]),
    'covert': Kind('pair', 7, 20, 4.0, '{strength:g} connections, waits of 1 and {more:g}, jitter {jitter:.0%}', [
        dict(strength=s, more=m, jitter=j) for s, m, j in ((40, 2.5, 0), (100, 2.5, 0.02), (300, 1.5, 0.02), (300, 2, 0.02), (300, 2.5, 0.02), (300, 2.5, 0.05), (300, 2.5, 0.1), (300, 2.5, 0.2))] + [
        dict(strength=300, more=2.5, jitter=0.02, loss=0.05), dict(strength=300, more=2.5, jitter=0.02, loss=0.2), dict(strength=2000, more=2.5, jitter=0.02, sampling=10)]),
    'support': Kind('session from outside', 7, 20, 0.0, '{strength:support}', [
        dict(strength=1), dict(strength=2), dict(strength=3), dict(strength=3, more=1), dict(strength=3, more=4), dict(strength=2, noise=1), dict(strength=3, more=1, noise=1),
        dict(strength=2, jitter=2), dict(strength=2, jitter=10), dict(strength=4), dict(strength=2, loss=0.2), dict(strength=2, sampling=10), dict(strength=2, sampling=100),
        dict(strength=2, nightly=20), dict(strength=3, nightly=20)]),
}
ONCE = ('support',)  # what is looked at is at one time: of a day there is no rate
SUPPORT = {1: 'logged in on the device', 2: 'by an address that the VPN gave', 3: 'by a bastion with {more:g} others at a time', 4: 'logged nowhere'}
MANAGE = {1: 'from outside, answered', 2: 'from outside, refused', 3: 'a stranger inside, of {more:g} devices', 4: 'from outside by the web'}


class Words(float):
    """A number that is told in words where its format says so."""

    def __format__(self, spec):
        if spec == 'ports':
            return 'ports of one' if self else 'destinations'
        if spec == 'manage':
            return MANAGE[int(self)]
        if spec == 'support':
            return SUPPORT[int(self)] + '{noise:ends}{jitter:ahead}'
        if spec == 'contacts':
            return '%g contact%s' % (self, '' if self == 1 else 's')
        if spec == 'whose':
            return ('', ', of one that meets new ones each day', ', of one that is silent for days')[int(self)]
        if spec == 'waits':
            return ', by who waits for an answer' if self else ''
        if spec == 'apart':
            return ', %g s between knocks' % self if self else ''
        if spec == 'ends':
            return ', ends not told' if self else ''
        if spec == 'ahead':
            return ', logs %g min ahead' % self if self else ''
        return float.__format__(self, spec)


def words_of(kind, cell):
    numbers = collections.defaultdict(lambda: Words(0), {k: Words(v) for k, v in cell.items()})
    text = KINDS[kind].words.format_map(numbers).format_map(numbers).format_map(numbers)
    if cell.get('silent'):
        text += ', half as many devices again that are silent for days'
    if cell.get('nightly'):
        text += ', with {:g} programs that log in each night'.format(cell['nightly'])
    if cell.get('loss'):
        text += ', {:.0%} lost'.format(cell['loss'])
    return text + (', 1:%d' % cell['sampling'] if cell.get('sampling', 1) > 1 else '')


# --- the traffic of captures


def captures_of(corpus):
    return sorted(os.path.join(d, n) for top in ('pcap', 'pcap-iot-sentinel') for d, _, names in os.walk(os.path.join(corpus, top))
                  for n in names if n.endswith(('.pcap', '.pcapng', '.cap')))


def profile(build, captures, path):
    """Writes the conversations of all captures, with up to 30 connections each, and the names that were asked for; returns how many of each."""
    talks, names = [], set()
    for at in range(0, len(captures), 40):
        for one in captures[at:at + 40]:
            run = subprocess.run([build + '/tests/eval/flow_dump', one], capture_output=True)
            found = collections.OrderedDict()
            for line in run.stdout.decode('utf-8', 'replace').splitlines():
                r = line.split('\t')
                if r[0] == 'F' and len(r) == 23 and r[5] in ('6', '17', '1') and int(r[10]) > 0:
                    found.setdefault((r[1], r[2], r[5], r[4]), []).append((int(r[10]), int(r[11]), *r[6:10], r[18], r[19]))
                elif r[0] == 'N' and len(r) == 7 and r[1] == 'dns.query' and re.fullmatch(r'[a-z0-9_.-]{4,200}', r[6]) and not r[6].endswith('.arpa'):
                    names.add(r[6])
            talks += [(proto, port, sorted(v)[:30]) for (_, _, proto, port), v in found.items()]
    with open(path, 'w') as f:
        for proto, port, v in talks:
            f.write('talk %s %s %d\n' % (proto, port, len(v)))
            f.writelines('part %.3f %.3f %s %s %s %s %s %s\n' % ((p[0] - v[0][0]) / 1e6, p[1] / 1e6, p[2], p[3], p[4], p[5], p[6], p[7]) for p in v)
        f.writelines('name %s\n' % n for n in sorted(names))
    return len(talks), len(names)


# --- measuring

Found = collections.namedtuple('Found', 'looked planted false true digest')


def measure(program, kind, cell, worlds, seed, profile_file):
    k = KINDS[kind]
    options = dict(detector=kind, days=k.days, worlds=worlds, seed=seed, **cell)
    args = ['%s=%s' % x for x in options.items()] + (['profile=' + profile_file] if profile_file else [])
    out = subprocess.run([program, *args], capture_output=True, text=True, check=True).stdout
    rows = [line.split('\t') for line in out.splitlines()]
    return Found(sum(int(r[1]) for r in rows if r[0] == 'W') * (1 if kind in ONCE else k.days), sum(int(r[2]) for r in rows if r[0] == 'W'),
                 sorted((float(r[1]) for r in rows if r[0] == 'F'), reverse=True), sorted((float(r[1]) for r in rows if r[0] == 'T'), reverse=True),
                 ''.join(r[1] for r in rows if r[0] == 'D')[:16])


def threshold(f, rate):
    """What so many false finds exceed; None: fewer things were looked at than that could be told of."""
    allowed = int(rate * f.looked)
    return None if allowed < 1 else f.false[allowed] if allowed < len(f.false) else 0.0


def share(f, at):
    return sum(x > at for x in f.true) / max(1, f.planted)


def at_rate(f, rate):
    t = threshold(f, rate)
    return None if t is None else share(f, t)


def shown(kind, f):
    at = KINDS[kind].shown - 1e-9
    return share(f, at), sum(x > at for x in f.false) / max(1, f.looked)


def table(kind, cells, found):
    k = KINDS[kind]
    o = ['### %s: of a %s%s' % (kind, k.unit, '' if kind in ONCE else ' and day'), '', '| planted | 1e-4 | 1e-3 | 1e-2 | as shown | false, as shown | looked at |', '|---|---|---|---|---|---|---|']
    for c, f in zip(cells, found):
        rates = ['-' if x is None else '%.2f' % x for x in (at_rate(f, r) for r in RATES)]
        s, false = shown(kind, f)
        o.append('| %s | %s | **%.2f** | %s | %s |' % (words_of(kind, c), ' | '.join(rates), s, '-' if not f.looked else '%.0e' % false if false else '< %.0e' % (1 / f.looked), '{:,}'.format(f.looked)))
    return o


def draw(results, path):
    """A small picture a detector: shares found over false finds a thing and day, logarithmic."""
    w, h, gap_x, gap_y, left, top, low = 190, 120, 50, 92, 48, 34, -5.0
    colours, rows = ['#0b6', '#06c', '#c60', '#a0a'], -(-len(results) // 4)
    o = ['<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 %d" font-family="sans-serif" font-size="10">' % (top + rows * (h + gap_y)),
         '<title>What detectors find, over their false finds</title>', '<rect width="1000" height="%d" fill="#fff"/>' % (top + rows * (h + gap_y))]
    for i, (kind, (cells, found)) in enumerate(results.items()):
        ox, oy = left + i % 4 * (w + gap_x), top + i // 4 * (h + gap_y)
        x = lambda rate: ox + (math.log10(rate) - low) / -low * w
        y = lambda v: oy + (1 - v) * h
        o.append('<text x="%d" y="%d" font-size="12" font-weight="bold">%s</text>' % (ox, oy - 8, kind))
        for e in range(-5, 1):
            o.append('<path d="M%.1f %d v%d" stroke="#ddd"/><text x="%.1f" y="%d" text-anchor="middle">%s</text>' % (
                x(10 ** e), oy, h, x(10 ** e), oy + h + 12, '1' if e == 0 else '1e%d' % e))
        for v in (0, 0.5, 1):
            o.append('<path d="M%d %.1f h%d" stroke="#ddd"/><text x="%d" y="%.1f" text-anchor="end">%.1f</text>' % (ox, y(v), w, ox - 4, y(v) + 3, v))
        plain = [(c, f) for c, f in zip(cells, found) if not c.get('loss') and c.get('sampling', 1) == 1]
        chosen = [plain[round(k * (len(plain) - 1) / 3)] for k in range(4)] if len(plain) > 4 else plain
        for k, (c, f) in enumerate(chosen):
            points = []
            for step in range(0, 101):
                rate = 10 ** (low + step * -low / 100)
                allowed = int(rate * f.looked)
                t = f.false[allowed] if allowed < len(f.false) else 0.0
                points.append('%.1f,%.1f' % (x(rate), y(share(f, t))))
            o.append('<polyline fill="none" stroke="%s" stroke-width="1.5" points="%s"/>' % (colours[k], ' '.join(points)))
            o.append('<text x="%d" y="%d" fill="%s">%s</text>' % (ox - 14, oy + h + 27 + 12 * k, colours[k], words_of(kind, c).replace('&', '&amp;').replace('<', '&lt;')))
    o.append('</svg>')
    with open(path, 'w', encoding='utf-8') as f:
        f.write('\n'.join(o) + '\n')


# --- what is found in captures: file, detector, why

EXPLAINED = [
    ('*', 'beacon', 'tcp/10005', 'a router that the collector of routes (BMP) does not let in tries again each minute'),
    ('*', 'beacon', 'tcp/179', 'neighbours (BGP) that try again until a session stands'),
    ('*ftp/bruteforce*', 'beacon', 'tcp/21', 'not benign: a program guesses passwords, a try each two seconds'),
    ('*', 'beacon', 'udp/137', 'a host renews its name in the local network (NetBIOS)'),
    ('*', 'beacon', 'udp/17500', 'a program looks for others of its kind in the local network each 30 s'),
    ('*', 'beacon', 'udp/50004', 'a call of voice keeps its mapping through a translator open'),
    ('*', 'beacon', 'udp/5060', 'a telephone keeps its registration and its mapping through a translator (SIP)'),
    ('*', 'beacon', 'udp/53', 'a host asks a resolver that does not answer, again and again'),
    ('*/sip.pcap', 'covert', 'udp/5060', 'the timers of a telephone, 17 s and 29 s, on one pair (SIP)'),
    ('*WeMoLink*', 'scan', '*', 'the telephone of who sets the device up is in the network of that device, which has no way out'),
    ('*/ospf.pcap', 'scan', '*', 'routers that begin: there is no route to what is asked'),
    ('*/mixed.pcap', 'scan', '*', 'a traceroute to a resolver'),
    ('*/EAQ.pcap', 'scan', '*', 'a program measures the line to many servers, of which most do not answer'),
    ('*/fuzz-*', 'scan', '*', 'a capture whose packets were spoilt on purpose: answers are no answers any more'),
]


def in_captures(build, captures, work):
    out, n_read = collections.Counter(), 0
    for one in captures:
        case = os.path.join(work, 'one.case')
        if os.path.exists(case):
            os.unlink(case)
        subprocess.run([build + '/cleanpath', 'import', '--case', case, one], capture_output=True)
        if not os.path.exists(case):
            continue
        run = subprocess.run([build + '/cleanpath', 'flows', '-q', '--case', case, '--detect', 'all', '-f', 'ndjson'], capture_output=True, text=True)
        n_read += 1
        for line in run.stdout.splitlines()[1:]:
            x = json.loads(line)
            out[os.path.relpath(one, os.path.commonpath(captures)), x['kind'], x.get('service') or '', x['explanation']] += 1
    return out, n_read


def why(name, kind, service):
    for files, what, services, reason in EXPLAINED:
        if kind in what.split(',') and fnmatch.fnmatchcase(name, files) and fnmatch.fnmatchcase(service, services):
            return reason
    return None


def alarms(out, n_read):
    groups = collections.OrderedDict()
    for (name, kind, service, text), n in sorted(out.items(), key=lambda x: (x[0][1], x[0][2], x[0][0])):
        reason = why(name, kind, service) or 'NOT EXPLAINED: ' + text
        g = groups.setdefault((kind, service, reason), [0, set()])
        g[0] += n
        g[1].add(os.path.basename(name))
    o = ['| detector | service | finds | captures | what it is |', '|---|---|---|---|---|']
    for (kind, service, reason), (n, names) in groups.items():
        some = sorted(names)
        o.append('| %s | %s | %d | %s | %s |' % (kind, service, n, ', '.join('`%s`' % x for x in some[:2]) + (' and %d more' % (len(some) - 2) if len(some) > 2 else ''), reason))
    return o, sum(reason.startswith('NOT') for _, _, reason in groups)


def write_docs(path, lines):
    with open(path, encoding='utf-8') as f:
        text = f.read()
    begin, end = '<!-- begin: tests/eval/detectors.py --docs -->', '<!-- end -->'
    i, j = text.index(begin) + len(begin), text.index(end)
    with open(path, 'w', encoding='utf-8') as f:
        f.write(text[:i] + '\n' + '\n'.join(lines) + '\n' + text[j:])


# --- the test: detector, options, worlds, at least so much is found and at most so much is false, as shown; the digest of the first network, which is the
# same whoever compiles: where only this differs, and a generator was changed on purpose, the new one is to be written here
CHECKS = [
    ('long', dict(strength=12, more=3), 3, 0.8, 4e-4, '27ce7abe797af05e'),
    ('exfiltration', dict(strength=200, more=1), 12, 0.8, 2e-4, 'c1a1c95707da8bca'),
    ('exfiltration', dict(strength=50, more=1, sampling=100), 3, 0.3, 2e-4, '0a1f3168be822b5a'),
    ('dns-tunnel', dict(strength=100, more=30, noise=1), 1, 1, 1e-3, '40a5f7a19d8aefb2'),
    ('scan', dict(strength=50, more=0.2, noise=0), 1, 0.9, 1e-3, '23e50b7a5bd45461'),
    ('management', dict(strength=1), 2, 1, 1e-3, '5284f7ce3242881e'),
    ('management', dict(strength=3, more=1), 2, 1, 1e-3, 'a9fe1e66e2da372d'),
    ('knock', dict(strength=3, more=1, noise=5), 2, 1, 1e-3, '649d166f64ac6555'),
    ('mirror', dict(strength=0.1, more=0, noise=0), 2, 1, 1e-3, '624966b6cd4a5467'),
    ('support', dict(strength=2), 1, 1, 5e-3, 'd587d016bc83d44d'),
    ('support', dict(strength=3), 1, 1, 0.1, '37f7bf881f5b4534'),
    ('long', dict(strength=12, more=3, silent=0.5), 2, 0.8, 4e-4, '946a91d735d29101'),
    ('exfiltration', dict(strength=200, more=1, silent=0.5), 3, 0.2, 2e-4, 'd37c4ed22f565bdd'),
    ('mirror', dict(strength=0.1, more=0, noise=0, silent=0.5), 2, 1, 1e-4, 'bae215cc6c81b532'),
    ('knock', dict(strength=3, more=1, noise=0, wait=300), 2, 1, 1e-3, 'd56622d6629b3297'),
    ('transit', dict(strength=1, more=0, noise=0), 1, 1, 1e-4, 'fa87c3366d9dfe23'),
    ('twice', dict(strength=0.1, noise=0), 3, 1, 1e-3, '6adbeea4ab80efa1'),
    ('new', dict(strength=1, more=0, silent=0.5), 2, 1, 0.3, '17c125a10faaeb16'),
    ('support', dict(strength=2, nightly=20), 1, 1, 2e-2, 'c66995bd652442c2'),
    ('covert', dict(strength=300, more=2.5, jitter=0.05), 2, 0.95, 5e-4, '66dbd2ff0d272cb2'),
    ('covert', dict(strength=300, more=2.5, jitter=0.02, loss=0.2), 2, 0.9, 5e-4, '3f1a91ffba717816'),
]


def check(program):
    bad = 0
    print('1..%d' % len(CHECKS))
    for i, (kind, cell, worlds, least, most, digest) in enumerate(CHECKS):
        f = measure(program, kind, cell, worlds, 3, None)
        s, false = shown(kind, f)
        ok = s >= least and false <= most and f.digest == digest
        bad += not ok
        print('%s %d - %s: %s: %.3f found (at least %.2f), %.1e false a %s%s (at most %.1e), network %s%s' % (
            'ok' if ok else 'not ok', i + 1, kind, words_of(kind, cell), s, least, false, KINDS[kind].unit, '' if kind in ONCE else ' and day', most, f.digest,
            '' if f.digest == digest else ' is not ' + digest))
    return 1 if bad else 0


def main():
    p = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    p.add_argument('--build', default=os.path.join(ROOT, 'build'))
    p.add_argument('--program')
    p.add_argument('--corpus', default=os.environ.get('CLEANPATH_CORPUS', os.path.join(ROOT, '..', 'shared', 'corpus')))
    p.add_argument('--worlds', type=float, default=1, help='times as many as usual')
    p.add_argument('--only', default=','.join(KINDS))
    p.add_argument('--docs')
    p.add_argument('--no-captures', action='store_true', help='do not look for finds in the captures themselves')
    p.add_argument('--quick', action='store_true')
    o = p.parse_args()
    program = o.program or o.build + '/tests/eval/detectors'
    if o.quick:
        return check(program)
    work = tempfile.mkdtemp()
    captures = captures_of(o.corpus)
    n_talks, n_names = profile(o.build, captures, work + '/profile') if captures else (0, 0)
    print('%d captures: %d conversations, %d names' % (len(captures), n_talks, n_names), flush=True)
    results, unexplained = {}, 0
    for kind in o.only.split(','):
        k, found = KINDS[kind], []
        for i, c in enumerate(k.cells):
            found.append(measure(program, kind, c, max(1, round(k.worlds * o.worlds)), i + 1, work + '/profile' if n_talks else None))
        results[kind] = (k.cells, found)
        print('\n'.join(table(kind, k.cells, found)), flush=True)
    lines = []
    if captures and not o.no_captures:
        listed, n_read = in_captures(o.build, captures, work)
        lines, unexplained = alarms(listed, n_read)
        lines = ['### In the captures of the corpus', '', '%d captures of protocols, applications and devices that are set up, each read by itself; %d finds of `--detect all`.' % (n_read, sum(listed.values())), ''] + lines
        print('\n'.join(lines))
    if o.docs:
        head = ['Made %s by `tests/eval/detectors.py --docs %s`: background of %s conversations and %s names of %d captures.' % (
            time.strftime('%Y-%m-%d', time.gmtime()), os.path.relpath(o.docs, ROOT), '{:,}'.format(n_talks), '{:,}'.format(n_names), len(captures)), '']
        for kind, (cells, found) in results.items():
            head += table(kind, cells, found) + ['']
        write_docs(o.docs, head + lines)
        draw(results, os.path.splitext(o.docs)[0] + '.svg')
    shutil.rmtree(work)
    return 1 if unexplained else 0


if __name__ == '__main__':
    sys.exit(main())
