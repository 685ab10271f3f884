#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""mrt_oracle.py --build BUILD [--corpus DIR] - what is read of files of MRT against `bgpdump -m`.

Of each file of the corpus: bgpdump's own expected text, where the corpus has it, and what bgpdump says here, where it is
installed. Every line has to be the same but for these classes, each of which is looked for in the bytes of the file by what
stands here, which shares no code with the reader, and counted:
    state      changes of state that begin or end no session (RFC 4271, 8.2.2) are no event
    multicast  SAFI 2 tells of reverse paths, not of where packets go (RFC 4760, 6)
    no-bgp     entries of a table without attributes are of other protocols
    prefixes   messages whose prefixes are cut off or too long, or the default route twice: nothing of them counts (RFC 7606, 3 (j)); bgpdump
               prints what it makes of them
    withdrawn  routes with malformed attributes are as good as withdrawn (RFC 7606, 2)
    aggregator AGGREGATOR of a wrong length is left out (RFC 7606, 7.7)
    entry      BGP4MP_ENTRY (RFC 6396, B.3.1), which bgpdump does not read
The expected texts, read as text (dumptext.h), have to come back as they are. Prints TAP."""
import argparse, bz2, collections, glob, gzip, ipaddress, os, shutil, struct, subprocess, sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
known = {}


def address(text):
    if ':' not in text:
        return text
    if text not in known:
        try:
            known[text] = str(ipaddress.IPv6Address(text))
        except ValueError:
            known[text] = text
    return known[text]


def normal(line):
    """Fields, with what the two write in different ways made the same: kind of table, microseconds, RFC 5952."""
    f = line.split('|')
    f[0] = f[0].replace('TABLE_DUMP2', 'TABLE_DUMP').replace('BGP4MP_ET', 'BGP4MP')
    if f[0] == 'BGP':
        f[0] = 'BGP4MP'
    if not f[0].startswith('TABLE') and '.' not in f[1]:
        f[1] += '.000000'
    f[3] = address(f[3])
    if f[2] == 'STATE':
        return f
    net = f[5].split('/')
    f[5] = address(net[0]) + '/' + net[1]
    hop = 9 if '_AP' in f[0] else 8
    if len(f) > hop:
        f[hop] = address(f[hop].removeprefix('::ffff:') if f[hop].count('.') == 3 else f[hop])
    return f


def prefixes(b, version, has_ids):
    """(text, in which way it is malformed or '') of each, read as bgpdump does: to the end, whatever they are."""
    size, out, bad = 4 if version == 4 else 16, [], ''
    while b:
        if has_ids:
            b = b[4:]
        if not b:
            return out, 'cut'
        n = (b[0] + 7) // 8
        if b[0] > size * 8:
            bad = 'long'
        if len(b) < 1 + n:
            return out, 'cut'
        at = (b[1:1 + n] + bytes(16))[:size]
        out.append('%s/%d' % (ipaddress.ip_address(at), b[0]))
        b = b[1 + n:]
    if not has_ids and sum(x.endswith('/0') for x in out) > 1:
        bad = bad or 'path identifiers' # where the record says there are none: their zeros read as default routes
    return out, bad


def update(body, has_ids, note, who):
    """Notes the lines of a message that the reader has to leave out."""
    n = int.from_bytes(body[:2], 'big')
    withdrawn, rest = body[2:2 + n], body[2 + n:]
    n = int.from_bytes(rest[:2], 'big')
    attrs, announced = rest[2:2 + n], rest[2 + n:]
    lists, family = [('W', withdrawn, 4, 1), ('A', announced, 4, 1)], {1: 4, 2: 6}
    while len(attrs) >= 3:
        wide = attrs[0] & 16
        n = int.from_bytes(attrs[2:4], 'big') if wide else attrs[2]
        v, nr = attrs[3 + bool(wide):3 + bool(wide) + n], attrs[1]
        attrs = attrs[3 + bool(wide) + n:]
        if nr in (14, 15) and len(v) >= 3:
            afi, safi = struct.unpack('>HB', v[:3])
            nlri = v[3:] if nr == 15 else v[5 + v[3]:] if len(v) > 3 else b''
            if afi in family:
                lists.append(('W' if nr == 15 else 'A', nlri, family[afi], safi))
    read = [(kind, safi) + prefixes(b, version, has_ids) for kind, b, version, safi in lists]
    is_lost = any(bad for _, safi, _, bad in read if safi == 1)
    for kind, safi, nets, bad in read:
        if safi != 1 or is_lost:
            for net in nets:
                note[(kind,) + who + (net,)].append('multicast' if safi != 1 else 'prefixes')


def left_out(data):
    """Of lines that the reader must leave out, by what bgpdump says of them: their classes. And entries of BGP4MP_ENTRY."""
    note, at, entries = collections.defaultdict(list), 0, 0
    while at + 12 <= len(data):
        s, kind, sub, n = struct.unpack('>IHHI', data[at:at + 12])
        b, micro = data[at + 12:at + 12 + n], 0
        at += 12 + n
        if len(b) < n:
            break
        if kind == 17:
            micro, b = int.from_bytes(b[:4], 'big'), b[4:]
        if kind not in (16, 17) or sub in (0, 5):
            continue
        if sub == 2:
            entries += 1
            continue
        w = 4 if sub in (4, 7, 9, 11) else 2
        peer_as, afi = int.from_bytes(b[:w], 'big'), int.from_bytes(b[2 * w + 2:2 * w + 4], 'big')
        size = {1: 4, 2: 16}.get(afi)
        if not size:
            continue
        peer, message = b[2 * w + 4:2 * w + 4 + size], b[2 * w + 4 + 2 * size:]
        if len(message) >= 19 and message[18] == 2:
            update(message[19:], sub >= 8, note, ('%d.%06d' % (s, micro), str(ipaddress.ip_address(peer)), str(peer_as)))
    return note, entries


def compare(ours, theirs, data):
    """({class: lines}, what is not explained)."""
    classes, wrong = collections.Counter(), []
    note, entries = left_out(data)
    kept = []
    for line in theirs:
        f = normal(line)
        if f[2] == 'STATE':
            is_up, is_down = f[6] == '6', f[5] == '6'
            if is_up == is_down:
                classes['state'] += 1
                continue
            f[5:7] = ['1', '6'] if is_up else ['6', '1']
        elif f[2] == 'B' and f[-8:] == ['INCOMPLETE', '255.255.255.255', '0', '0', '', 'NAG', '', '']:
            classes['no-bgp'] += 1
            continue
        elif note.get((f[2], f[1], f[3], f[4], f[5])):
            classes[note[(f[2], f[1], f[3], f[4], f[5])].pop()] += 1
            continue
        kept.append(f)
    ours = [normal(x) for x in ours]
    if entries and not kept:
        classes['entry'] += len(ours)
        return classes, wrong if len(ours) == entries else ['%d entries, %d lines' % (entries, len(ours))]
    if len(ours) != len(kept):
        wrong.append('%d lines, of bgpdump %d' % (len(ours), len(kept)))
    for a, b in zip(ours, kept):
        if a == b:
            continue
        if a[2] == 'W' and b[2] == 'A' and a[1:2] + a[3:6] == b[1:2] + b[3:6]:
            classes['withdrawn'] += 1
        elif a[:-2] + a[-1:] == b[:-2] + b[-1:] and not a[-2]:
            classes['aggregator'] += 1
        else:
            wrong.append('%s\n#   bgpdump: %s' % ('|'.join(a), '|'.join(b)))
            if len(wrong) > 3:
                break
    return classes, wrong


def unpacked(path):
    with open(path, 'rb') as f:
        data = f.read()
    if data[:2] == b'\x1f\x8b':
        return gzip.decompress(data)
    return bz2.BZ2Decompressor().decompress(data) if data[:3] == b'BZh' else data


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('--build', required=True)
    p.add_argument('--corpus', default=os.environ.get('CLEANPATH_CORPUS', os.path.join(ROOT, '..', 'shared', 'corpus')))
    p.add_argument('--small', action='store_true', help='only files of up to 400 kB')
    a = p.parse_args()
    files = sorted(f for f in glob.glob(os.path.join(a.corpus, 'mrt', '*', '*')) if os.path.isfile(f) and not (a.small and os.path.getsize(f) > 400000))
    if not files:
        print('1..0 # SKIP no corpus: %s/mrt' % a.corpus)
        return 0
    subprocess.run(['ninja', '-C', a.build, 'tests/eval/mrt_lines'], check=True, stdout=subprocess.DEVNULL)
    n, failed, all_classes, lines = 0, 0, collections.Counter(), 0
    program = os.path.join(a.build, 'tests', 'eval', 'mrt_lines')
    for path in files:
        out = subprocess.run([program, path], stdout=subprocess.PIPE, timeout=120).stdout.decode().split('\n')[:-1]
        ours, told = [x for x in out if x[0] != '#'], [x for x in out if x[0] == '#']
        data, peers, name = unpacked(path), [], os.path.relpath(path, os.path.join(a.corpus, 'mrt'))
        expect = os.path.join(os.path.dirname(path), 'expect', os.path.basename(path) + '.bgp.gz')
        if os.path.exists(expect):
            peers.append(('its expected text', gzip.open(expect, 'rt').read().split('\n')[:-1]))
        if shutil.which('bgpdump'):
            said = subprocess.run(['bgpdump', '-m', path], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=120).stdout.decode()
            peers.append(('bgpdump here', said.split('\n')[:-1]))
        for who, theirs in peers:
            classes, wrong = compare(ours, theirs, data)
            n += 1
            failed += bool(wrong)
            all_classes.update(classes)
            lines += len(ours)
            because = ', '.join('%s %d' % kv for kv in sorted(classes.items()))
            print('%sok %d - %s: %d lines are as %s%s' % ('not ' if wrong else '', n, name, len(ours), who, '; explained: ' + because if because else ''))
            for x in wrong + (told if wrong else []):
                print('#   ' + x)
    for path in sorted(glob.glob(os.path.join(a.corpus, 'mrt', '*', 'expect', '*.bgp.gz'))):
        if a.small and os.path.getsize(path) > 100000:
            continue
        text = gzip.open(path, 'rt').read().split('\n')[:-1]
        out = subprocess.run([program, path], stdout=subprocess.PIPE, timeout=120).stdout.decode().split('\n')[:-1]
        ours = [x for x in out if x[0] != '#']
        classes, wrong = compare(ours, text, b'')
        n += 1
        failed += bool(wrong)
        lines += len(ours)
        print('%sok %d - %s: %d lines of text read back' % ('not ' if wrong else '', n, os.path.basename(path), len(ours)))
        for x in wrong:
            print('#   ' + x)
    print('1..%d' % n)
    print('# mrt: %d lines compared, %d files differ; explained: %s' % (lines, failed, ', '.join('%s %d' % kv for kv in sorted(all_classes.items())) or 'nothing'))
    return failed > 0


if __name__ == '__main__':
    sys.exit(main())
