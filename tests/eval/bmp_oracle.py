#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""bmp_oracle.py [--build DIR] [--corpus DIR] [-v] [CAPTURE ...] - routes in captures of BGP and BMP, as tshark dissects them,
against what bmp_lines tells of the same capture: event, peer, AS, instance, prefix, path identifier, path, next hop, by frame.

Each difference is wrong unless one of these explains it, which is counted by its name:

    malformed     tshark calls the packet malformed, or dissects it by what nobody sent
    withdrawn     announced with a malformed attribute, which is as good as withdrawn (RFC 7606, 2)
    reset         a message of which a router would have ended the session (RFC 7606, 3): nothing of it is told
    several       it can mean several things, as the OPENs were not captured: counted and not told
    ended         a peer is down because the connection ended
    late          told with a later frame: what comes behind a gap waits for what may fill it"""
import argparse
import collections
import ipaddress
import os
import subprocess
import sys
import xml.etree.ElementTree as ET

PORTS = ['20', '1790', '11019', '5000']
VIEWS = {0: 'in-pre', 1: 'in-post', 2: 'out-pre', 3: 'out-post'}


def fields(node, name):
    return [x for x in node.iter('field') if x.get('name') == name]


def show(node, name, default=''):
    found = fields(node, name)
    return found[0].get('show') if found else default


def path_of(attr):
    """The segments of one AS_PATH: (type, [AS])."""
    out = []
    for s in fields(attr, 'bgp.update.path_attribute.as_path_segment'):
        kind = int(show(s, 'bgp.update.path_attribute.as_path_segment.type', '0'))
        out.append((kind, [int(x.get('show')) for x in s.iter('field')
                           if x.get('name', '').endswith(('as_path_segment.as2', 'as_path_segment.as4'))]))
    return out


def hops(path):
    return sum(len(v) if k == 2 else 1 if k == 1 else 0 for k, v in path)


def merged(path, path4):
    """RFC 6793, 4.2.3."""
    n, n4 = hops(path), hops(path4)
    if not path4 or n < n4:
        return path
    left, out = n - n4, []
    for kind, v in path:
        if left <= 0:
            break
        if kind == 2:
            out.append((kind, v[:left]))
            left -= len(v[:left])
        else:
            out.append((kind, v))
            left -= kind == 1
    return out + path4


def text_of(path):
    marks = {1: '{%s}', 2: '%s', 3: '(%s)', 4: '[%s]'}
    flat = []
    for kind, v in path:
        if flat and kind == 2 and flat[-1][0] == 2:
            flat[-1] = (2, flat[-1][1] + v)
        else:
            flat.append((kind, v))
    return ' '.join(marks[k] % (' ' if k in (2, 3) else ',').join(map(str, v)) for k, v in flat)


def nets(node, prefix_names):
    """(prefix, path id) in the order of the document."""
    out, bits, path_id = [], 0, ''
    for x in node.iter('field'):
        name = x.get('name', '')
        if name.endswith('path_id'):
            path_id = x.get('show')
        elif name == 'bgp.prefix_length':
            bits = x.get('show')
        elif name in prefix_names:
            out.append((str(ipaddress.ip_network('%s/%s' % (x.get('show'), bits), strict=False)), path_id))
            path_id = ''
    return out


def unicast(attr, which):
    afi = show(attr, 'bgp.update.path_attribute.mp_%s_nlri.afi' % which)
    return afi if show(attr, 'bgp.update.path_attribute.mp_%s_nlri.safi' % which) == '1' and afi in ('1', '2') else None


def events_of_update(bgp):
    """(event, prefix, path id, path, next hop)"""
    attrs = {}
    for a in fields(bgp, 'bgp.update.path_attribute'):
        attrs.setdefault(int(show(a, 'bgp.update.path_attribute.type_code', '0')), a)
    path = path_of(attrs[2]) if 2 in attrs else []
    if 17 in attrs and fields(attrs[2] if 2 in attrs else bgp, 'bgp.update.path_attribute.as_path_segment.as2'):
        path = merged(path, path_of(attrs[17]))
    path, out = text_of(path), []
    for w in fields(bgp, 'bgp.update.withdrawn_routes'):
        out += [('withdrawn', n, i, '', '') for n, i in nets(w, ['bgp.withdrawn_prefix'])]
    if 15 in attrs and unicast(attrs[15], 'unreach'):
        found = nets(attrs[15], ['bgp.mp_unreach_nlri_ipv4_prefix', 'bgp.mp_unreach_nlri_ipv6_prefix'])
        out += [('withdrawn', n, i, '', '') for n, i in found]
        if not found and len(attrs) == 1:
            out.append(('end', '0.0.0.0' if unicast(attrs[15], 'unreach') == '1' else '::', '', '', ''))
    hop = show(attrs[3], 'bgp.update.path_attribute.next_hop') if 3 in attrs else ''
    for n in fields(bgp, 'bgp.update.nlri'):
        out += [('announced', x, i, path, hop) for x, i in nets(n, ['bgp.nlri_prefix'])]
    if 14 in attrs and unicast(attrs[14], 'reach'):
        base = 'bgp.update.path_attribute.mp_reach_nlri.next_hop.'
        hop = show(attrs[14], base + 'ipv4') or show(attrs[14], base + 'ipv6')
        out += [('announced', x, i, path, hop) for x, i in
                nets(attrs[14], ['bgp.mp_reach_nlri_ipv4_prefix', 'bgp.mp_reach_nlri_ipv6_prefix'])]
    if show(bgp, 'bgp.length') == '23' and not attrs:
        out.append(('end', '0.0.0.0', '', '', ''))
    return out


def peer_of(bmp):
    """(view, address, AS, instance)"""
    kind, flags = int(show(bmp, 'bmp.peer.type')), int(show(bmp, 'bmp.peer.flags'), 0)
    as_, rd = show(bmp, 'bmp.peer.asn'), show(bmp, 'bmp.peer.distinguisher').replace(':', '')
    rd = '%x' % int(rd, 16)
    if kind == 3:
        return 'loc', '', as_, rd
    view = VIEWS[(flags >> 6 & 1) | (flags >> 4 & 1) << 1]
    return view, show(bmp, 'bmp.peer.ip.addr') or show(bmp, 'bmp.peer.ipv6.addr'), as_, rd


def tshark(capture):
    """Frame -> events as bmp_lines prints them; frames that are malformed; and those that end a connection."""
    decode = [x for p in PORTS for x in ('-d', 'tcp.port==%s,%s' % (p, 'bmp'))]
    if b'bgp' in subprocess.run(['tshark', '-r', capture, '-Y', 'tcp.port==179', '-T', 'fields', '-e', '_ws.col.Protocol'],
                                capture_output=True, timeout=300).stdout.lower():
        decode = ['-d', 'tcp.port==179,bgp']
    run = subprocess.run(['tshark', '-r', capture, *decode, '-Y', 'bgp or bmp', '-T', 'pdml'], capture_output=True, timeout=300)
    events, malformed = collections.defaultdict(list), set()
    ends = subprocess.run(['tshark', '-r', capture, '-Y', 'tcp.flags.fin == 1 or tcp.flags.reset == 1', '-T', 'fields', '-e', 'frame.number'],
                          capture_output=True, timeout=300, text=True).stdout.split()
    for packet in ET.fromstring(run.stdout.decode('utf-8', 'replace')).iter('packet'):
        number = int(show(packet, 'num') or show(packet, 'frame.number'))
        names = [p.get('name') for p in packet.iter('proto')]
        if '_ws.malformed' in names or fields(packet, '_ws.malformed') or '_ws.short' in names:
            malformed.add(number)
        src, as_ = show(packet, 'ip.src') or show(packet, 'ipv6.src'), ''
        for top in packet:
            if top.get('name') == 'bmp':
                kind = show(top, 'bmp.type')
                if kind not in ('0', '2', '3'):
                    continue
                view, addr, as_, rd = peer_of(top)
                if kind in '23':
                    events[number].append(('up' if kind == '3' else 'down', 'loc' if view == 'loc' else '-', addr, as_, rd,
                                           '', '', '', ''))
                for bgp in top.iter('proto'):
                    if bgp.get('name') == 'bgp' and show(bgp, 'bgp.type') == '2':
                        events[number] += [(e[0], view, addr, as_, rd, *e[1:]) for e in events_of_update(bgp)]
            elif top.get('name') == 'bgp' and show(top, 'bgp.type') == '2':
                events[number] += [(e[0], 'in-pre', src, None, '0', *e[1:]) for e in events_of_update(top)]
    return events, malformed, {int(x) for x in ends}


def ours(program, capture):
    run = subprocess.run([program, capture], capture_output=True, timeout=300, text=True)
    events, notes = collections.defaultdict(list), collections.defaultdict(list)
    for line in run.stdout.splitlines():
        frame, *rest = line.split('|')
        events[int(frame)].append(tuple(rest))
    for line in run.stderr.splitlines():
        head, _, text = line.partition(': ')
        if head.isdigit():
            notes[int(head)].append(text)
    return events, notes, run.stderr


def strip(events, with_as):
    """Sessions on the wire: tshark tells no AS of the peer with an UPDATE, and no ups and downs."""
    if with_as:
        return list(events)
    return [(*e[:3], None, *e[4:]) for e in events if e[0] not in ('up', 'down')]


def compare(program, capture, verbose):
    theirs, malformed, ends = tshark(capture)
    mine, notes, err = ours(program, capture)
    equal, wrong, why = 0, [], collections.Counter()
    for frame in sorted(set(theirs) | set(mine)):
        is_bmp = any(e[3] is not None for e in theirs[frame]) or ' routers 0 ' not in err
        a, b = collections.Counter(theirs[frame]), collections.Counter(strip(mine[frame], is_bmp))
        equal += sum((a & b).values())
        lacks, more = a - b, b - a
        text = ' '.join(notes[frame])
        for e in list(lacks.elements()):
            as_withdrawn = ('withdrawn', *e[1:7], '', '')
            if e[0] == 'announced' and more[as_withdrawn] > 0:
                more[as_withdrawn] -= 1
                why['withdrawn'] += 1
            elif frame in malformed:
                why['malformed'] += 1
            elif 'several things' in text:
                why['several'] += 1
            elif text:
                why['reset'] += 1
            else:
                wrong.append((frame, 'tshark', e))
        for e in more.elements():
            if frame in malformed:
                why['malformed'] += 1
            elif e[0] == 'down' and frame in ends:
                why['ended'] += 1
            else:
                wrong.append((frame, 'ours', e))
    for x in [w for w in wrong if w[1] == 'tshark']: # each has to be told once, wherever
        y = next((w for w in wrong if w[1] == 'ours' and w[0] > x[0] and w[2] == x[2]), None)
        if y:
            wrong.remove(x)
            wrong.remove(y)
            equal += 1
            why['late'] += 1
    if verbose or wrong:
        for x in wrong[:12]:
            print('#  ', *x)
    return equal, wrong, why


def main():
    ap = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ap.add_argument('--build', default='build')
    ap.add_argument('--corpus', default=os.environ.get('CLEANPATH_CORPUS', '../shared/corpus'))
    ap.add_argument('-v', action='store_true')
    ap.add_argument('captures', nargs='*')
    o = ap.parse_args()
    found = sorted(os.path.join(d, f) for d, _, fs in os.walk(os.path.join(o.corpus, 'pcap')) for f in fs
                   if f.endswith(('.pcap', '.pcapng')) and any(w in os.path.join(d, f).lower() for w in ('bgp', 'bmp')))
    captures = o.captures or found
    if not captures or subprocess.run(['which', 'tshark'], capture_output=True).returncode:
        print('1..0 # SKIP %s' % ('no corpus' if not captures else 'no tshark'))
        return 0
    program = os.path.join(o.build, 'tests/eval/bmp_lines')
    if not os.path.exists(program):
        subprocess.run(['ninja', '-C', o.build, 'tests/eval/bmp_lines'], check=True, stdout=subprocess.DEVNULL)
    total, n_wrong, why = 0, 0, collections.Counter()
    for i, c in enumerate(captures, 1):
        equal, wrong, reasons = compare(program, c, o.v)
        total, n_wrong, why = total + equal, n_wrong + len(wrong), why + reasons
        print('%sok %d - %s: %d equal, %d wrong%s' % ('not ' if wrong else '', i, os.path.relpath(c, o.corpus), equal, len(wrong),
                                                      ''.join(', %d %s' % (v, k) for k, v in sorted(reasons.items()))))
    print('1..%d' % len(captures))
    print('# %d events equal, %d wrong; explained: %s' % (total, n_wrong, dict(why)))
    return 1 if n_wrong else 0


if __name__ == '__main__':
    sys.exit(main())
