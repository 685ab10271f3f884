#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""beacons.py [--build DIR] [--corpus DIR] [--null N] [--plant N] [--docs FILE] [--quick] - how well beacons are told from traffic.

Plants beacons (period, jitter, loss, sampling) and traffic without a timer (tests/eval/flowgen.c), scores both with our detector and
with RITA's published score, and prints what share of the beacons each finds where one of 10,000 pairs without a timer is
a false find: the threshold of each is put there by the traffic itself. Besides, what share has p <= 1e-4, which is what is shown.
Intervals and sizes of a quarter of the traffic are drawn from the captures of the corpus (CLEANPATH_CORPUS, else ../shared/corpus),
read here anew each time; ports where timers are to be expected (CP_BEACON_LABELS but for the web's) are left out. Without a corpus they
are made up. What is found in these captures themselves is listed.
--docs writes all into FILE (docs/flow-beacons.md) between the marks that stand there, and curves beside it. --quick: a small grid."""
import argparse, collections, math, os, re, shutil, struct, subprocess, sys, tempfile, time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PERIODS = [(10, 1), (60, 1), (300, 1), (1200, 1), (3600, 1), (14400, 7), (86400, 30)]  # seconds, days of observation
SHAKES = [(0, 0), (0.2, 0.2), (0.5, 0), (0, 0.5), (0.5, 0.5)]  # jitter, loss
SAMPLED = [10, 100, 1000]
FALSE = 1e-4
Cell = collections.namedtuple('Cell', 'kind period days jitter loss sampling other gap')


# --- captures -------------------------------------------------------------------------------------


def packets(path):
    """(seconds, bytes of layer 2, link type) of a pcap or pcapng file; what is cut or odd ends it."""
    with open(path, 'rb') as f:
        data = f.read()
    magic = data[:4]
    if magic in (b'\xd4\xc3\xb2\xa1', b'\xa1\xb2\xc3\xd4', b'\x4d\x3c\xb2\xa1', b'\xa1\xb2\x3c\x4d'):
        order = '<' if magic in (b'\xd4\xc3\xb2\xa1', b'\x4d\x3c\xb2\xa1') else '>'
        unit = 1e-9 if b'\x3c' in magic else 1e-6
        link, at = struct.unpack(order + 'I', data[20:24])[0] & 0xffff if len(data) >= 24 else 0, 24
        while at + 16 <= len(data):
            s, u, n, _ = struct.unpack(order + '4I', data[at:at + 16])
            yield s + u * unit, data[at + 16:at + 16 + n], link
            at += 16 + n
    elif magic == b'\x0a\x0d\x0d\x0a':
        order, links, at = '<', [], 0
        while at + 12 <= len(data):
            if data[at:at + 4] == b'\x0a\x0d\x0d\x0a':
                order = '<' if data[at + 8:at + 12] == b'\x4d\x3c\x2b\x1a' else '>'
            kind, n = struct.unpack(order + '2I', data[at:at + 8])
            if n < 12:
                return
            if kind == 1 and n >= 20:
                links.append(struct.unpack(order + 'H', data[at + 8:at + 10])[0])
            elif kind == 6 and n >= 32:
                i, hi, lo, size = struct.unpack(order + '4I', data[at + 8:at + 24])
                yield (hi << 32 | lo) * 1e-6, data[at + 28:at + 28 + size], links[i] if i < len(links) else 0
            at += n


def five_tuple(frame, link):
    """(protocol, source, destination, ports, length) of an unfragmented TCP or UDP packet, or None."""
    at = {1: 14, 101: 0, 12: 0, 113: 16, 0: 4}.get(link)
    if at is None or len(frame) < at + 20:
        return None
    if link == 1 and frame[12:14] == b'\x81\x00':
        at += 4
    if frame[at] >> 4 == 4:
        head, proto, src, dst = (frame[at] & 15) * 4, frame[at + 9], frame[at + 12:at + 16], frame[at + 16:at + 20]
        n = struct.unpack('>H', frame[at + 2:at + 4])[0]
    elif frame[at] >> 4 == 6 and len(frame) >= at + 40:
        head, proto, src, dst = 40, frame[at + 6], frame[at + 8:at + 24], frame[at + 24:at + 40]
        n = 40 + struct.unpack('>H', frame[at + 4:at + 6])[0]
    else:
        return None
    ports = frame[at + head:at + head + 4]
    return (proto, src, dst, struct.unpack('>2H', ports), n) if proto in (6, 17) and len(ports) == 4 else None


def labelled_ports():
    """(protocol, port) where a timer is to be expected, but for the web's."""
    text = open(os.path.join(ROOT, 'src', 'flow', 'beacon.h'), encoding='utf-8').read()
    out = set()
    for name, proto, lo, hi in re.findall(r'X\((\w+), (\d+), (\d+), (\d+),', text):
        if not name.startswith('WEB') and int(hi) - int(lo) < 1000:
            out |= {(p, port) for p in ([int(proto)] if int(proto) else [6, 17]) for port in range(int(lo), int(hi) + 1)}
    return out


def profile(captures, path):
    """Writes intervals over their pair's geometric mean (no interval is that itself), and sizes of connections, of all captures; returns how many, and how many pairs were left
    out because more than half of their intervals are within 10 % of the median."""
    timers, ratios, sizes, n_timers = labelled_ports(), [], [], 0
    for capture in captures:
        begun, pairs, size = set(), collections.defaultdict(list), collections.Counter()
        try:
            for at, frame, link in packets(capture):
                f = five_tuple(frame, link)
                if not f or any((f[0], port) in timers for port in f[3]):
                    continue
                proto, src, dst, (sport, dport), n = f
                key = (proto, src, dst, sport, dport)
                if (proto, dst, src, dport, sport) in begun:
                    continue
                if key not in begun:
                    begun.add(key)
                    pairs[(proto, src, dst, dport)].append(at)
                size[key] += n
        except (struct.error, OverflowError):
            pass
        sizes += size.values()
        for times in pairs.values():
            gaps = sorted(b - a for a, b in zip(times, times[1:]) if b > a)
            mid = gaps[len(gaps) // 2] if gaps else 0
            if len(gaps) >= 5 and sum(abs(g / mid - 1) < 0.1 for g in gaps) > len(gaps) / 2:
                n_timers += 1  # plainly one itself
            elif len(gaps) >= 5:
                mean = math.exp(sum(math.log(g) for g in gaps) / len(gaps))
                ratios += [g / mean for g in gaps]
    with open(path, 'w') as f:
        f.writelines('ratio %.6g\n' % r for r in ratios if 1e-4 < r < 1e4)
        f.writelines('size %d\n' % s for s in sizes)
    return len(ratios), len(sizes), n_timers


# --- measuring ------------------------------------------------------------------------------------


class Bench:
    def __init__(self, program, profile_file, plant):
        self.program, self.profile, self.plant = program, profile_file, plant

    def rows(self, **options):
        args = ['%s=%s' % (k, v) for k, v in options.items()] + (['profile=' + self.profile] if self.profile else [])
        out = subprocess.run([self.program, *args], capture_output=True, text=True, check=True).stdout
        return [line.split('\t') for line in out.splitlines()]

    def null(self, n, days, sampling):
        """Scores of pairs that have the four events that both detectors ask for."""
        rows = [r for r in self.rows(null=n, days=days, sampling=sampling) if int(r[1]) >= 4]
        return {'n': len(rows), 'own': sorted((float(r[2]) for r in rows), reverse=True),
                'rita': sorted((float(r[3]) for r in rows), reverse=True),
                'worst': sorted(rows, key=lambda r: -float(r[2]))[:5]}

    def planted(self, c):
        n = max(60, min(self.plant, int(6e5 / (c.days * 86400 / c.period))))
        rows = self.rows(plant=n, kind=c.kind, period=c.period, days=c.days, jitter=c.jitter, loss=c.loss, sampling=c.sampling,
                         other=c.other, gap=c.gap, seed=7)
        return {'own': [float(r[2]) for r in rows], 'rita': [float(r[3]) for r in rows], 'events': sum(int(r[1]) for r in rows) / n,
                'period': [float(r[4]) for r in rows]}


def share_above(scores, threshold):
    return sum(s > threshold for s in scores) / len(scores)


def threshold(null, which, rate=FALSE):
    return null[which][min(int(null['n'] * rate), null['n'] - 1)]


def cells(quick):
    out = []
    for period, days in PERIODS:
        if quick and period not in (300, 3600):
            continue
        for kind in ('timer', 'clock'):
            out += [Cell(kind, period, days, j, l, 1, 0, 0) for j, l in SHAKES]
            out += [Cell(kind, period, days, 0.2, 0.2, 1, 0.5, 0), Cell(kind, period, days, 0.2, 0.2, 1, 0, 6 * days)]
    for sampling in SAMPLED[:1] if quick else SAMPLED:
        out += [Cell(kind, p, 1, j, l, sampling, 0, 0) for p in (10, 60, 300, 3600) for kind in ('timer', 'clock') for j, l in ((0, 0), (0.2, 0.2))]
    return out


def controls(quick):
    """Not beacons to be found, but what the finds of others rest on: as many events without a timer, and a clock of a period that nobody sets."""
    return [] if quick else [Cell('chance', p, 1, 0.2, 0.2, s, 0, 0) for p, s in ((300, 100), (300, 1), (3600, 1))] + [Cell('clock', 317, 1, 0.2, 0.2, 100, 0, 0)]


def text_of(seconds):
    if 60 < seconds < 3600 and seconds % 60:
        return '%d min %d s' % divmod(seconds, 60)
    return '%d h' % (seconds // 3600) if seconds >= 3600 else '%d min' % (seconds // 60) if seconds >= 60 else '%d s' % seconds


def table(found, nulls, chosen):
    o = ['| period | beats | observed | jitter | loss | sampled | also there | seen events | ours | RITA | ours, p ≤ 1e-4 |', '|' + '---|' * 11]
    for c in chosen:
        f, null = found[c], nulls[c.days, c.sampling]
        also = 'a person' if c.other else 'off %d h' % c.gap if c.gap else ''
        o.append('| %s | %s | %d d | %.0f %% | %.0f %% | 1:%d | %s | %.0f | **%.3f** | %.3f | %.3f |' % (
            text_of(c.period), c.kind, c.days, 100 * c.jitter, 100 * c.loss, c.sampling, also, f['events'],
            share_above(f['own'], threshold(null, 'own')), share_above(f['rita'], threshold(null, 'rita')),
            sum(s >= 4 for s in f['own']) / len(f['own'])))
    return o


def draw(found, nulls, chosen, path):
    """Shares found over the rate of false finds, logarithmic, a curve a detector and cell."""
    w, h, left, top, low = 520, 300, 60, 30, -4.6
    x = lambda rate: left + (math.log10(rate) - low) / -low * w
    y = lambda share: top + (1 - share) * h
    o = ['<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 400" font-family="sans-serif" font-size="12">',
         '<title>Beacons found, over the rate of false finds</title>', '<rect width="760" height="400" fill="#fff"/>']
    for e in range(-4, 1):
        o.append('<path d="M%.1f %d v%d" stroke="#ddd"/><text x="%.1f" y="%d" text-anchor="middle">%s</text>' %
                 (x(10 ** e), top, h, x(10 ** e), top + h + 18, '1' if e == 0 else '1e%d' % e))
    for k in range(0, 11, 2):
        o.append('<path d="M%d %.1f h%d" stroke="#ddd"/><text x="%d" y="%.1f" text-anchor="end">%.1f</text>' %
                 (left, y(k / 10), w, left - 8, y(k / 10) + 4, k / 10))
    colours = ['#0b6', '#06c', '#c60', '#a0a']
    for i, c in enumerate(chosen):
        null = nulls[c.days, c.sampling]
        for which, dash in (('own', ''), ('rita', ' stroke-dasharray="5 4"')):
            points = []
            for step in range(0, 93):
                rate = 10 ** (low + step * -low / 92)
                k = int(null['n'] * rate)
                t = null[which][k] if k < null['n'] else -1
                points.append('%.1f,%.1f' % (x(rate), y(share_above(found[c][which], t) if t >= 0 else 1)))
            o.append('<polyline fill="none" stroke="%s" stroke-width="2"%s points="%s"/>' % (colours[i], dash, ' '.join(points)))
        o.append('<path d="M595 %d h20" stroke="%s" stroke-width="3"/><text x="620" y="%d">%s, %s</text><text x="620" y="%d">%.0f %%, %.0f %% lost%s</text>' % (
            top + 16 + 42 * i, colours[i], top + 20 + 42 * i, text_of(c.period), c.kind, top + 36 + 42 * i, 100 * c.jitter, 100 * c.loss,
            ', 1:%d' % c.sampling if c.sampling > 1 else ''))
    o.append('<text x="595" y="%d">full: ours</text><text x="595" y="%d">dashed: RITA\'s score</text>' % (top + 250, top + 268))
    o.append('<text x="%d" y="%d" text-anchor="middle">pairs without a timer that are found</text>' % (left + w // 2, top + h + 38))
    o.append('<text x="16" y="%d" text-anchor="middle" transform="rotate(-90 16 %d)">beacons that are found</text></svg>' % (top + h // 2, top + h // 2))
    with open(path, 'w', encoding='utf-8') as f:
        f.write('\n'.join(o) + '\n')


def in_captures(build, captures, work):
    """What is found in the captures themselves: (name, line) of each."""
    out, n = [], 0
    for capture in captures:
        case = os.path.join(work, 'one.case')
        if os.path.exists(case):
            os.unlink(case)
        subprocess.run([build + '/cleanpath', 'import', '--case', case, capture], capture_output=True)
        if not os.path.exists(case):
            continue
        lines = subprocess.run([build + '/tests/eval/beacons_case', case], capture_output=True, text=True).stdout.splitlines()
        n += int(lines[-1].split()[0]) if lines else 0
        out += [(os.path.basename(capture), line) for line in lines[:-1]]
    return out, n


def write_docs(path, lines):
    with open(path, encoding='utf-8') as f:
        text = f.read()
    begin, end = '<!-- begin: tests/eval/beacons.py --docs -->', '<!-- end -->'
    i, j = text.index(begin) + len(begin), text.index(end)
    with open(path, 'w', encoding='utf-8') as f:
        f.write(text[:i] + '\n' + '\n'.join(lines) + '\n' + text[j:])


def main():
    p = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    p.add_argument('--build', default=os.path.join(ROOT, 'build'))
    p.add_argument('--program')
    p.add_argument('--corpus', default=os.environ.get('CLEANPATH_CORPUS', os.path.join(ROOT, '..', 'shared', 'corpus')))
    p.add_argument('--null', type=int, default=100000)
    p.add_argument('--plant', type=int, default=300)
    p.add_argument('--docs')
    p.add_argument('--quick', action='store_true')
    o = p.parse_args()
    work = tempfile.mkdtemp()
    captures = sorted(os.path.join(d, n) for top in ('pcap', 'pcap-iot-sentinel') for d, _, names in os.walk(os.path.join(o.corpus, top))
                      for n in names if n.endswith(('.pcap', '.pcapng')))
    n_ratios, n_sizes, n_timers = profile(captures, work + '/profile') if captures else (0, 0, 0)
    print('%d captures: %d intervals, %d sizes; %d pairs are timers themselves' % (len(captures), n_ratios, n_sizes, n_timers), flush=True)
    bench = Bench(o.program or o.build + '/tests/eval/beacons', work + '/profile' if n_ratios else None, o.plant)
    all_cells = cells(o.quick)
    nulls = {}
    for days, sampling in sorted({(c.days, c.sampling) for c in all_cells}):
        started = time.monotonic()
        nulls[days, sampling] = n = bench.null(o.null if days == 1 and sampling == 1 else o.null // 2, days, sampling)
        print('%d d, 1:%d: %d pairs without a timer, ours above 1e-4: %d, thresholds %.2f, %.3f (%.0f s)' % (
            days, sampling, n['n'], sum(s >= 4 for s in n['own']), threshold(n, 'own'), threshold(n, 'rita'), time.monotonic() - started), flush=True)
        for r in n['worst']:
            print('    ' + '\t'.join(r))
    found = {}
    for c in all_cells:
        found[c] = bench.planted(c)
        print(table(found, nulls, [c])[-1], flush=True)
    worse = [c for c in all_cells if share_above(found[c]['own'], threshold(nulls[c.days, c.sampling], 'own')) + 0.02 <
             share_above(found[c]['rita'], threshold(nulls[c.days, c.sampling], 'rita'))]
    print('worse than RITA by more than 0.02: %d of %d' % (len(worse), len(all_cells)), *worse, sep='\n')
    for c in controls(o.quick):
        found[c] = bench.planted(c)
        print(table(found, nulls, [c])[-1], flush=True)
    listed, n_series = in_captures(o.build, captures, work) if os.path.exists(o.build + '/tests/eval/beacons_case') else ([], None)
    for name, line in listed:
        print('%s: %s' % (name, line))
    if o.docs:
        plain = [c for c in all_cells if c.sampling == 1]
        lines = ['Made %s by `tests/eval/beacons.py --docs %s`: %d intervals and %d sizes of %d captures;\n%d pairs in them are timers themselves (more than half of the intervals within 10 %% of their median) and were left out.' % (
            time.strftime('%Y-%m-%d', time.gmtime()), os.path.relpath(o.docs, ROOT), n_ratios, n_sizes, len(captures), n_timers), '',
            '| observed | sampled | pairs without a timer | of them p ≤ 1e-4 | threshold, ours (-log10 p) | threshold, RITA |', '|---|---|---|---|---|---|']
        lines += ['| %d d | 1:%d | %d | %d | %.2f | %.3f |' % (d, s, n['n'], sum(x >= 4 for x in n['own']), threshold(n, 'own'), threshold(n, 'rita'))
                  for (d, s), n in sorted(nulls.items())]
        lines += ['', '### All packets', '', *table(found, nulls, plain), '', '### Sampled', '',
                  *table(found, nulls, [c for c in all_cells if c.sampling > 1]), '',
                  'Cells where ours finds less than RITA by more than 0.02: %d of %d.' % (len(worse), len(all_cells)),
                  '', '### Without a timer, and of a period that nobody sets', '', *table(found, nulls, controls(o.quick))]
        if n_series is not None:
            lines += ['', '### In the captures of the corpus', '', '%d series; found with p ≤ 1e-3:' % n_series, '']
            lines += ['- `%s`: %s' % x for x in listed] or ['- nothing']
        write_docs(o.docs, lines)
        shown = [c for c in all_cells if c.jitter == 0.2 and c.loss == 0.2 and c.sampling == 1 and not c.other and not c.gap and c.period in (300, 3600)]
        draw(found, nulls, shown[:4], os.path.splitext(o.docs)[0] + '.svg')
    shutil.rmtree(work)
    return 1 if worse else 0


if __name__ == '__main__':
    sys.exit(main())
