#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""check_rules.py CLEANPATH_CHECK - each rule of docs/formats/path-proof.md, by pairs that keep it and pairs that break only it.

A row: its name, a problem, a certificate without head and end, and what is printed (an accepted pair, each line of the
text without the first) or a part of the reason (a refused one). The files are small enough to be read here."""
import hashlib, json, os, resource, subprocess, sys, tempfile
n_run = n_failed = 0


def ok(held, name, *details):
    global n_run, n_failed
    n_run += 1
    n_failed += not held
    print('%sok %d - %s' % ('' if held else 'not ', n_run, name.replace('#', ' ')))
    if not held:
        for d in details:
            print('#   ' + repr(d))


def problem(labels, links='', groups='', risks='', policies='p', areas=None):
    """Items a, b .. with a letter each (capital: an `e` item); links `0-1`, `0-1/2/3` with metrics, `0-1/2/3/4` that ride,
    `0-1/2/3/-/+` that are in the backbone as well; areas `a01 l12`: an item and its area each, which count on."""
    rows = [l.split('/') + ['1', '1', '-'][len(l.split('/')) - 1:] for l in links.split()]
    out = ['cleanpath-problem 1', 'policies 1', policies, 'items %d' % len(labels)]
    out += ['%s %s %s' % ('e' if l.isupper() else 'd', l.lower(), chr(97 + i)) for i, l in enumerate(labels)]
    groups += '' if areas is None else '\nareas %d' % len(areas.split()) + ''.join('\n%s %s %s' % tuple(m) for m in areas.split())
    for name, lines in (('groups', groups), ('links', '\n'.join(' '.join([*r[0].split('-'), *r[1:]]) for r in rows)), ('risks', risks)):
        lines = [l for l in lines.split('\n') if l]
        n = next((i for i, l in enumerate(lines) if l.startswith('areas')), len(lines))
        out += ['%s %d' % (name, n), *lines]
    return '\n'.join(out + ['end', ''])


def taints(derived='', clean='', reading='exposure'):
    """T 0: unknown as clean; T 1: as excluded; what is derived in both, or in the first."""
    rows = [x.split() for x in (clean or derived, derived)]
    return ''.join('taint 0 %s %s\n%s\n' % (reading, u, ' '.join(['derived', str(len(r)), *r])) for u, r in zip(('clean', 'excluded'), rows))


T = taints()
ASK = '%s policy=p reading=exposure from=%s to=%s answer=%s'
# a - b - d and a - c - d, with c of a label
RING = '0-1 0-2 1-3 2-3'
CLEAN, DIRTY, MAYBE = problem('cccc', RING), problem('ccxc', RING), problem('ccuc', RING)
# a - b - c - d: b and c are on every path
CHAIN = problem('cccc', '0-1 1-2 2-3')
# a - b = c - d with a spur e at b, and two ways from b to c
LADDER = problem('ccccccc', '0-1 1-2 1-4 1-5 2-3 2-5')
PAIR = problem('cc', '0-1')
ISLANDS = problem('cccc', '0-1 2-3')
# a - b - c - d and a - d, all in one area but b - c, which is the backbone; c - d is in another. Stands: a 4, b 5, c 6, d 7 and 8
BORDERS = 'a01 a11 a22 a31 a32'
AREAS = problem('cxcc', '4-7/100/100 4-5 1-2 6-8', areas=BORDERS)
FAR = problem('cccc', '4-5 1-2 6-7', areas='a01 a11 a22 a32')
# a - b 1, a - c 2 in an area; b - d 9, c - d 1
NEAR = '4-5/1/1 4-6/2/2 1-3/9/9 2-3'


def plane(labels='ccc', routes='', rules=None, links='', dsts='10.0.0.0 10.0.0.255', actions=None, bits=32):
    """Tables 0, 1 .. of items a, b ..; the last in VRF red. Routes `0/10.0.0.0/24/d1 1/../d`: d delivered, x dropped, o not
    modelled, n lost, h to a host, 1 to table 1, m1 perhaps to it, 1+2 to any of both, f1 to it past filter 0 on the way
    out, F1 past it on the way in, r1 over link 0. Rules of filter 0, a line each."""
    words = {'d': 'deliver', 'x': 'drop', 'o': 'opaque'}
    hops = {'m': 'm %s - - -', 'f': 'c %s - 0 -', 'F': 'c %s - - 0', 'r': 'c %s 0 - -', 'n': 'c nowhere - - -', 'h': 'c host - - -'}
    rows, does = [x.split('/') for x in routes.split()], []
    for x in rows:
        hop = lambda y: hops[y[0]] % y[1:] if y[0] in 'mfFr' else hops.get(y) or 'c %s - - -' % y
        text = words.get(x[3]) or 'forward ' + ' '.join(hop(y) for y in x[3].split('+'))
        does += [text] if text not in does else []
        x[3] = str(does.index(text))
    out = ['forwarding %d' % bits, ('destinations %d %s' % (len(dsts.split()) // 2, dsts)).strip(), 'filters %d' % (rules is not None)]
    out += ['rules %d' % len(rules.splitlines()), *rules.splitlines()] if rules is not None else []
    out += ['tables %d' % len(labels)] + ['%d %s' % (i, 'red' if i == len(labels) - 1 else '%') for i in range(len(labels))]
    out += ['actions %d' % len(does), *does, 'routes %d' % len(rows), *(' '.join(x) for x in rows)]
    return problem(labels, links)[:-4] + '\n'.join(out + ['end', ''])


NET, ANY = '10.0.0.0 10.0.0.255', '0.0.0.0 255.255.255.255'
def packets(ends, answer, *proofs, table=0, net=NET):
    return T + '\n'.join(['ask packets 0 exposure %d %s %s %s' % (table, net, ends, answer), *proofs])


def one(way='0', dst='10.0.0.0', rest='0.0.0.0 0 0 0'):
    return 'packet %s %s way %s' % (dst, rest, way)


def about(ends, answer, first='10.0.0.0', last='10.0.0.255', item='a', vrf='%'):
    return ['packets policy=p reading=exposure from=%s vrf=%s first=%s last=%s becomes=%s answer=%s' % (item, vrf, first, last, ends, answer)]


TO_B, TO_C = '0/10.0.0.0/24/1 1/10.0.0.0/24/d', '0/10.0.0.0/24/1 1/10.0.0.0/24/2 2/10.0.0.0/24/d'
HALF = '0/10.0.0.0/24/d 0/10.0.0.128/25/1 1/10.0.0.0/24/d'
PORT = 'p ' + NET + ' ' + ANY + ' 6 6 0 65535 443 443'
GATE, BEHIND = plane('cxc', '0/10.0.0.0/24/f1 1/10.0.0.0/24/d', PORT), plane('cxc', '0/10.0.0.0/24/F1 1/10.0.0.0/24/d', PORT)
RISKY = problem('ccxc', '0-1 0-2/3/3 1-3 2-3', risks='r0 0 2\nr1')

ROWS = [
    # some
    ('a clean path', DIRTY, T + 'ask some 0 exposure 0 3 proven-clean\npath 1 2 0 2', [ASK % ('some', 'a', 'd', 'proven-clean')]),
    ('a path of no links', DIRTY, T + 'ask some 0 exposure 1 1 proven-clean\npath 1 0', [ASK % ('some', 'b', 'b', 'proven-clean')]),
    ('FROM is dirty', problem('xc', '0-1'), T + 'ask some 0 exposure 0 1 proven-clean\npath 1 1 0', 'something on it is dirty'),
    ('FROM alone is dirty', problem('xc'), T + 'ask some 0 exposure 0 0 proven-clean\npath 1 0', 'something on it is dirty'),
    ('an item on it is dirty', DIRTY, T + 'ask some 0 exposure 0 3 proven-clean\npath 1 2 1 3', 'something on it is dirty'),
    ('a link rides on what is dirty', problem('ccx', '0-1/1/1/2'), T + 'ask some 0 exposure 0 1 proven-clean\npath 1 1 0', 'something on it is dirty'),
    ('a link rides on what is clean', problem('ccc', '0-1/1/1/2'), T + 'ask some 0 exposure 0 1 proven-clean\npath 1 1 0', 1),
    ('the path stops short', CLEAN, T + 'ask some 0 exposure 0 3 proven-clean\npath 1 1 0', 'it does not lead there'),
    ('the path jumps', CLEAN, T + 'ask some 0 exposure 0 3 proven-clean\npath 1 2 0 3', 'does not begin where'),
    ('the path begins elsewhere', CLEAN, T + 'ask some 0 exposure 0 3 proven-clean\npath 1 1 3', 'does not begin where'),
    ('an item twice', problem('cccc', '0-1 0-1 1-2 1-2 1-3'), T + 'ask some 0 exposure 0 3 proven-clean\npath 1 4 0 2 3 4', 'an item twice'),
    ('FROM is passed twice', problem('cccc', '0-1 0-1 0-3'), T + 'ask some 0 exposure 0 3 proven-clean\npath 1 3 0 1 2', 'an item twice'),
    ('TO is passed', problem('cccc', '0-1 1-2 1-2'), T + 'ask some 0 exposure 0 1 proven-clean\npath 1 3 0 1 2', 'an item twice'),
    ('a ring from FROM = TO', CLEAN, T + 'ask some 0 exposure 0 0 proven-clean\npath 1 4 0 2 3 1', 'leaves its end'),
    ('a taint of unknown as clean', MAYBE, T + 'ask some 0 exposure 0 3 proven-clean\npath 0 2 0 2', 'another taint'),
    ('a taint of another reading', CLEAN, taints(reading='availability') + 'ask some 0 exposure 0 3 proven-clean\npath 1 2 0 2', 'another taint'),
    ('a taint that is not there', CLEAN, T + 'ask some 0 exposure 0 3 proven-clean\npath 2 2 0 2', 'no number, or one too great'),
    ('nothing clean leaves the set', problem('cxc', '0-1 1-2'), T + 'ask some 0 exposure 0 2 proven-excluded\napart 0 1 0', [ASK % ('some', 'a', 'c', 'proven-excluded')]),
    ('the set may end behind what is dirty', problem('cxc', '0-1 1-2'), T + 'ask some 0 exposure 0 2 proven-excluded\napart 0 2 0 1', 1),
    ('a dirty link leaves the set', problem('ccx', '0-1/1/1/2'), T + 'ask some 0 exposure 0 1 proven-excluded\napart 0 1 0', 1),
    ('a clean link leaves the set', CLEAN, T + 'ask some 0 exposure 0 3 proven-excluded\napart 0 1 0', 'a clean link leaves'),
    ('FROM is not in the set', CLEAN, T + 'ask some 0 exposure 0 3 proven-excluded\napart 0 0', 'FROM has to be in it'),
    ('TO is in the set', CLEAN, T + 'ask some 0 exposure 0 3 proven-excluded\napart 0 4 0 1 2 3', 'FROM has to be in it'),
    ('FROM is dirty: any set', problem('xc', '0-1'), T + 'ask some 0 exposure 0 1 proven-excluded\napart 0 0', 1),
    ('TO is dirty: any set', problem('cx', '0-1'), T + 'ask some 0 exposure 0 1 proven-excluded\napart 0 0', 1),
    ('the set does not ascend', CLEAN, T + 'ask some 0 exposure 0 3 proven-excluded\napart 0 2 1 0', 'has to ascend'),
    ('an item of the set twice', CLEAN, T + 'ask some 0 exposure 0 3 proven-excluded\napart 0 2 0 0', 'has to ascend'),
    ('excluded with unknown as excluded', problem('cuc', '0-1 1-2'), T + 'ask some 0 exposure 0 2 proven-excluded\napart 1 1 0', 'another taint'),
    ('undetermined', problem('cuc', '0-1 1-2'), T + 'ask some 0 exposure 0 2 undetermined\npath 0 2 0 1\napart 1 1 0', [ASK % ('some', 'a', 'c', 'undetermined')]),
    ('undetermined without its second proof', problem('cuc', '0-1 1-2'), T + 'ask some 0 exposure 0 2 undetermined\npath 0 2 0 1', 'something else'),
    ('undetermined, the wrong way round', problem('cuc', '0-1 1-2'), T + 'ask some 0 exposure 0 2 undetermined\npath 1 2 0 1\napart 0 1 0', 'another taint'),
    ('no path', ISLANDS, 'ask some 0 exposure 0 3 no-path\napart - 2 0 1', [ASK % ('some', 'a', 'd', 'no-path')]),
    ('no path, but a dirty one', problem('cxc', '0-1 1-2'), T + 'ask some 0 exposure 0 2 no-path\napart - 1 0', 'a clean link leaves'),
    ('no path, for an end is dirty', problem('xc', '0-1'), T + 'ask every 0 exposure 0 1 no-path\napart - 0', 'FROM has to be in it'),
    ('no path, after a proof with a taint', problem('xc', '0-1'), T + 'ask some 0 exposure 0 1 proven-excluded\napart 0 0\nask some 0 exposure 0 1 no-path\napart - 0', 'FROM has to be in it'),
    # every
    ('all within is clean', problem('cccxc', '0-1 0-2 1-3 1-4 2-4'), T + 'ask every 0 exposure 0 4 proven-clean\nwithin 1 4 0 1 2 4 attached 1 3 1', [ASK % ('every', 'a', 'e', 'proven-clean')]),
    ('within has something dirty', DIRTY, T + 'ask every 0 exposure 0 3 proven-clean\nwithin 1 4 0 1 2 3 attached 0', 'an item within is dirty'),
    ('within has a dirty link', problem('ccx', '0-1/1/1/2'), T + 'ask every 0 exposure 0 1 proven-clean\nwithin 1 2 0 1 attached 0', 'a link dirty or a way out'),
    ('within leaves out a way round', DIRTY, T + 'ask every 0 exposure 0 3 proven-clean\nwithin 1 3 0 1 3 attached 1 2 0', 'or a way out'),
    ('what is outside joins two', problem('ccxxc', '0-1 0-2 1-4 2-3 3-4'), T + 'ask every 0 exposure 0 4 proven-clean\nwithin 1 3 0 1 4 attached 2 2 0 3 4', 'or a way out'),
    ('a link into W from what hangs on nothing', problem('ccx', '0-1 1-2'), T + 'ask every 0 exposure 0 1 proven-clean\nwithin 1 2 0 1 attached 0', 'or a way out'),
    ('one outside hangs on nothing', problem('ccxx', '0-1 1-2 2-3'), T + 'ask every 0 exposure 0 1 proven-clean\nwithin 1 2 0 1 attached 1 2 1', 'or a way out'),
    ('what is far away hangs on nothing', problem('ccxx', '0-1 2-3'), T + 'ask every 0 exposure 0 1 proven-clean\nwithin 1 2 0 1 attached 0', 1),
    ('attached to what is outside', problem('ccxx', '0-1 2-3'), T + 'ask every 0 exposure 0 1 proven-clean\nwithin 1 2 0 1 attached 1 2 3', 'attached is one outside'),
    ('attached is an item within', problem('cccx', '0-1 1-2'), T + 'ask every 0 exposure 0 1 proven-clean\nwithin 1 3 0 1 2 attached 1 2 1', 'attached is one outside'),
    ('a dirty item within, away from all', problem('ccx', '0-1'), T + 'ask every 0 exposure 0 1 proven-clean\nwithin 1 3 0 1 2 attached 0', 'an item within is dirty'),
    ('FROM is not within', PAIR, T + 'ask every 0 exposure 0 1 proven-clean\nwithin 1 1 1 attached 1 0 1', 'an end is not within'),
    ('TO is not within', PAIR, T + 'ask every 0 exposure 0 1 proven-clean\nwithin 1 1 0 attached 1 1 0', 'an end is not within'),
    ('attached does not ascend', LADDER, T + 'ask every 0 exposure 0 1 proven-clean\nwithin 1 2 0 1 attached 4 2 1 5 1 3 1 4 1', 'has to ascend'),
    ('through something dirty', DIRTY, T + 'ask every 0 exposure 0 3 proven-excluded\nthrough 0 2 1 3', [ASK % ('every', 'a', 'd', 'proven-excluded')]),
    ('through nothing dirty', DIRTY, T + 'ask every 0 exposure 0 3 proven-excluded\nthrough 0 2 0 2', 'nothing on it is dirty'),
    ('through a dirty link', problem('ccx', '0-1/1/1/2'), T + 'ask every 0 exposure 0 1 proven-excluded\nthrough 0 1 0', 1),
    ('through a dirty spur and back', problem('ccx', '0-1 0-2 0-2'), T + 'ask every 0 exposure 0 1 proven-excluded\nthrough 0 3 1 2 0', 'an item twice'),
    ('every, undetermined', MAYBE, T + 'ask every 0 exposure 0 3 undetermined\nwithin 0 4 0 1 2 3 attached 0\nthrough 1 2 1 3', [ASK % ('every', 'a', 'd', 'undetermined')]),
    ('every, clean though unknown', MAYBE, T + 'ask every 0 exposure 0 3 proven-clean\nwithin 0 4 0 1 2 3 attached 0', 'another taint'),
    # packets
    ('delivered', plane('ccc', TO_B), packets('delivered', 'proven-clean', 'tree 1', 'leaf 2 0 1', one('1 0')), about('delivered', 'proven-clean')),
    ('more tables than are come to', plane('ccc', TO_B), packets('delivered', 'proven-clean', 'tree 1', 'leaf 3 0 2 1', one('1 0')), 'something else may become of it'),
    ('of the VRF', plane('ccc', '2/10.0.0.0/24/h'), packets('delivered', 'proven-clean', 'tree 1', 'leaf 1 2', one('1 0'), table=2), about('delivered', 'proven-clean', item='c', vrf='red')),
    ('a table is not listed', plane('ccc', TO_B), packets('delivered', 'proven-clean', 'tree 1', 'leaf 1 0', one('1 0')), 'a table that is not listed'),
    ('the first is another table', plane('ccc', TO_B), packets('delivered', 'proven-clean', 'tree 1', 'leaf 2 1 0', one('1 0')), 'it begins elsewhere'),
    ('no table', plane('ccc', TO_B), packets('delivered', 'proven-clean', 'tree 1', 'leaf 0', one('1 0')), 'it begins elsewhere'),
    ('a table twice', plane('ccc', TO_B), packets('delivered', 'proven-clean', 'tree 1', 'leaf 3 0 1 1', one('1 0')), 'a table twice'),
    ('where it enters is dirty', plane('xcc', TO_B), packets('delivered', 'proven-clean', 'tree 1', 'leaf 2 0 1', one('1 0')), 'what it meets is dirty'),
    ('where it goes is dirty', plane('cxc', TO_B), packets('delivered', 'proven-clean', 'tree 1', 'leaf 2 0 1', one('1 0')), 'what it meets is dirty'),
    ('where it goes may be dirty', plane('cuc', TO_B), packets('delivered', 'proven-clean', 'tree 1', 'leaf 2 0 1', one('1 0')), 'what it meets is dirty'),
    ('judged by the other taint', plane('cuc', TO_B), packets('delivered', 'proven-clean', 'tree 0', 'leaf 2 0 1', one('1 0')), 'another taint'),
    ('judged by none', plane('cuc', TO_B), packets('delivered', 'proven-clean', 'tree -', 'leaf 2 0 1', one('1 0')), 'no number'),
    ('the link rides on what is dirty', plane('ccx', '0/10.0.0.0/24/r1 1/10.0.0.0/24/d', links='0-1/1/1/2'), packets('delivered', 'proven-clean', 'tree 1', 'leaf 2 0 1', one('1 0')), 'what it meets is dirty'),
    ('one of two hops is dirty', plane('ccx', '0/10.0.0.0/24/1+2 1/10.0.0.0/24/d 2/10.0.0.0/24/d'), packets('delivered', 'proven-clean', 'tree 1', 'leaf 3 0 1 2', one('1 0')), 'what it meets is dirty'),
    ('one of two hops is lost', plane('ccx', '0/10.0.0.0/24/1+n 1/10.0.0.0/24/d'), packets('delivered', 'proven-clean', 'tree 1', 'leaf 2 0 1', one('1 0')), 'something else may become'),
    ('some addresses have no route', plane('ccc', '0/10.0.0.0/25/d'), packets('delivered', 'proven-clean', 'tree 1', 'leaf 1 0', one()), 'something else may become'),
    ('and that is said', plane('ccc', '0/10.0.0.0/25/d'), packets('delivered,no-route', 'proven-clean', 'tree 1', 'leaf 1 0', one(), one(dst='10.0.0.128')), 1),
    ('ends in another order', plane('ccc', '0/10.0.0.0/25/d'), packets('no-route,delivered', 'proven-clean', 'tree 1', 'leaf 1 0', one(), one(dst='10.0.0.128')), 'nothing that may become'),
    ('a route is hidden by longer ones', plane('cxc', '0/10.0.0.0/24/1 0/10.0.0.0/25/d 0/10.0.0.128/25/d'), packets('delivered', 'proven-clean', 'tree 1', 'leaf 1 0', one()), 1),
    ('a route is hidden but for one address', plane('cxc', '0/10.0.0.0/24/1 0/10.0.0.0/25/d 0/10.0.0.129/32/d 0/10.0.0.130/31/d 0/10.0.0.132/30/d 0/10.0.0.136/29/d 0/10.0.0.144/28/d 0/10.0.0.160/27/d 0/10.0.0.192/26/d'),
     packets('delivered', 'proven-clean', 'tree 1', 'leaf 1 0', one()), 'what it meets is dirty'),
    ('the last address is not hidden', plane('cxc', '0/10.0.0.0/24/1 0/10.0.0.0/25/d 0/10.0.0.128/26/d 0/10.0.0.192/27/d 0/10.0.0.224/28/d 0/10.0.0.240/29/d 0/10.0.0.248/30/d 0/10.0.0.252/31/d 0/10.0.0.254/32/d'),
     packets('delivered', 'proven-clean', 'tree 1', 'leaf 1 0', one()), 'what it meets is dirty'),
    ('the last address of all is not', plane('cxc', '0/0.0.0.0/0/1 0/0.0.0.0/1/d', dsts=ANY), packets('delivered', 'proven-clean', 'tree 1', 'leaf 1 0', one(), net=ANY), 'what it meets is dirty'),
    ('cut where a route begins', plane('cxc', HALF), packets('delivered', 'proven-clean', 'tree 1', 'leaf 1 0', one(), net='10.0.0.0 10.0.0.127'), about('delivered', 'proven-clean', last='10.0.0.127')),
    ('one address too many', plane('cxc', HALF), packets('delivered', 'proven-clean', 'tree 1', 'leaf 1 0', one(), net='10.0.0.0 10.0.0.128'), 'what it meets is dirty'),
    ('two ways, in two boxes', plane('ccc', HALF + ' 1/10.0.0.128/25/2 2/10.0.0.0/24/1 2/10.0.0.128/25/d'), packets('delivered', 'proven-clean', 'tree 1', 'split dst 10.0.0.128', 'leaf 1 0', 'leaf 3 0 1 2', one()), 1),
    ('the second box first', plane('ccc', HALF + ' 1/10.0.0.128/25/2 2/10.0.0.0/24/1 2/10.0.0.128/25/d'), packets('delivered', 'proven-clean', 'tree 1', 'split dst 10.0.0.128', 'leaf 3 0 1 2', 'leaf 1 0', one()), 'may become of it'),
    ('a box is missing', plane('ccc', HALF), packets('delivered', 'proven-clean', 'tree 1', 'split dst 10.0.0.128', 'leaf 1 0', one()), 'something else has to stand'),
    ('cut at the beginning', plane('ccc', HALF), packets('delivered', 'proven-clean', 'tree 1', 'split dst 10.0.0.0', 'leaf 2 0 1', 'leaf 2 0 1', one()), 'it cuts nothing'),
    ('cut behind the end', plane('ccc', HALF), packets('delivered', 'proven-clean', 'tree 1', 'split dst 10.0.1.0', 'leaf 2 0 1', 'leaf 2 0 1', one()), 'it cuts nothing'),
    ('a loop', plane('ccc', '0/10.0.0.0/24/1 1/10.0.0.0/24/0'), packets('loop', 'no-path', 'tree 1', 'leaf 2 0 1', one('2 0 0')), about('loop', 'no-path')),
    ('a loop is not said', plane('ccc', '0/10.0.0.0/24/1+h 1/10.0.0.0/24/0'), packets('delivered', 'proven-clean', 'tree 1', 'leaf 2 0 1', one('1 1')), 'something else may become'),
    ('to itself', plane('ccc', '0/10.0.0.0/24/0+h'), packets('delivered', 'proven-clean', 'tree 1', 'leaf 1 0', one('1 1')), 'something else may become'),
    ('a way that goes round twice', plane('ccc', '0/10.0.0.0/24/1 1/10.0.0.0/24/0'), packets('loop', 'no-path', 'tree 1', 'leaf 2 0 1', one('3 0 0 0')), 'it ends before'),
    ('no loop on that way', plane('ccc', '0/10.0.0.0/24/1 1/10.0.0.0/24/0'), packets('loop', 'no-path', 'tree 1', 'leaf 2 0 1', one('1 0')), 'this does not become of it'),
    ('every end', plane('ccc', '0/10.0.0.0/31/d 0/10.0.0.2/31/x 0/10.0.0.4/31/o 0/10.0.0.6/31/n 0/10.0.0.8/31/f1', ''),
     packets('delivered,no-route,dropped,denied,lost,not-modelled', 'not-modelled', 'tree -', 'leaf 1 0', 'tree 0', 'leaf 1 0', one(), one(dst='10.0.0.10'), one(dst='10.0.0.2'), one('1 0', '10.0.0.8'), one('1 0', '10.0.0.6'), one(dst='10.0.0.4')), 1),
    ('dropped is no path', plane('ccc', '0/10.0.0.0/24/x'), packets('dropped', 'no-path', 'tree 1', 'leaf 1 0', one()), about('dropped', 'no-path')),
    ('dropped, behind what is dirty', plane('cxc', '0/10.0.0.0/24/1 1/10.0.0.0/24/x'), packets('dropped', 'no-path', 'tree 1', 'leaf 2 0 1', one('1 0')), 'what it meets is dirty'),
    ('delivered is a path', plane('ccc', TO_B), packets('delivered', 'no-path', 'tree 1', 'leaf 2 0 1', one('1 0')), 'it is delivered, or may be'),
    ('lost may be a path', plane('ccc', '0/10.0.0.0/24/n'), packets('lost', 'no-path', 'tree 1', 'leaf 1 0', one('1 0')), 'it is delivered, or may be'),
    ('dropped is not clean', plane('ccc', '0/10.0.0.0/24/x'), packets('dropped', 'proven-clean', 'tree 1', 'leaf 1 0', one()), 'it is not delivered'),
    ('lost is not clean', plane('ccc', '0/10.0.0.0/24/h+n'), packets('delivered,lost', 'proven-clean', 'tree 1', 'leaf 1 0', one('1 0'), one('1 1')), 'it is not delivered, or not known'),
    ('not modelled is not clean', plane('ccc', '0/10.0.0.0/24/d 0/10.0.0.0/25/o'), packets('delivered,not-modelled', 'proven-clean', 'tree 1', 'leaf 1 0', one('0', '10.0.0.128'), one()), 'it is not delivered, or not known'),
    ('lost is undetermined', plane('ccc', '0/10.0.0.0/24/n'), packets('lost', 'undetermined', 'tree -', 'leaf 1 0', 'tree 0', 'leaf 1 0', one('1 0')), about('lost', 'undetermined')),
    ('not modelled is another answer', plane('ccc', '0/10.0.0.0/24/o'), packets('not-modelled', 'undetermined', 'tree -', 'leaf 1 0', 'tree 0', 'leaf 1 0', 'touch 1 ' + one(), one()), 'it is not modelled'),
    ('all is modelled', plane('ccc', TO_B), packets('delivered', 'not-modelled', 'tree -', 'leaf 2 0 1', 'tree 0', 'leaf 2 0 1', one('1 0')), 'it is modelled'),
    ('it may be dirty', plane('cuc', TO_B), packets('delivered', 'undetermined', 'tree -', 'leaf 2 0 1', 'tree 0', 'leaf 2 0 1', 'touch 1 ' + one('1 0'), one('1 0')), 1),
    ('it may not be dirty', plane('ccc', TO_B), packets('delivered', 'undetermined', 'tree -', 'leaf 2 0 1', 'tree 0', 'leaf 2 0 1', 'touch 1 ' + one('1 0'), one('1 0')), 'nothing on it is dirty'),
    ('it is dirty, not undetermined', plane('cxc', TO_B), packets('delivered', 'undetermined', 'tree -', 'leaf 2 0 1', 'tree 0', 'leaf 2 0 1', 'touch 1 ' + one('1 0'), one('1 0')), 'what it meets is dirty'),
    ('it is dirty', plane('cxc', TO_B), packets('delivered', 'proven-excluded', 'tree -', 'leaf 2 0 1', 'touch 0 ' + one('1 0'), one('1 0')), about('delivered', 'proven-excluded')),
    ('it may be dirty, not is', plane('cuc', TO_B), packets('delivered', 'proven-excluded', 'tree -', 'leaf 2 0 1', 'touch 0 ' + one('1 0'), one('1 0')), 'nothing on it is dirty'),
    ('dirty by the other taint', plane('cuc', TO_B), packets('delivered', 'proven-excluded', 'tree -', 'leaf 2 0 1', 'touch 1 ' + one('1 0'), one('1 0')), 'another taint'),
    ('the dirty link is on the way', plane('ccx', '0/10.0.0.0/24/r1 1/10.0.0.0/24/d', links='0-1/1/1/2'), packets('delivered', 'proven-excluded', 'tree -', 'leaf 2 0 1', 'touch 0 ' + one('1 0'), one('1 0')), 1),
    ('the dirty one is perhaps on the way', plane('cxc', '0/10.0.0.0/24/m1+2 1/10.0.0.0/24/d 2/10.0.0.0/24/d'), packets('delivered', 'proven-excluded', 'tree -', 'leaf 3 0 1 2', 'touch 0 ' + one('1 0'), one('1 0')), 'nothing on it is dirty'),
    ('so it is undetermined', plane('cxc', '0/10.0.0.0/24/m1+2 1/10.0.0.0/24/d 2/10.0.0.0/24/d'), packets('delivered', 'undetermined', 'tree -', 'leaf 3 0 1 2', 'tree 0', 'leaf 2 0 2', 'touch 1 ' + one('1 0'), one('1 0')), 1),
    ('denied before what is dirty', GATE, packets('denied', 'no-path', 'tree 1', 'leaf 1 0', one('1 0', rest='0.0.0.0 17 0 443')), 'what it meets is dirty'),
    ('all are denied, and have been there', plane('cxc', '0/10.0.0.0/24/F1 1/10.0.0.0/24/d', 'd' + PORT[1:]), packets('denied', 'no-path', 'tree 1', 'leaf 1 0', one('1 0')), 'what it meets is dirty'),
    ('of packets that are not permitted', plane('cxc', '0/10.0.0.0/24/f1 1/10.0.0.0/24/d', 'd' + PORT[1:]), packets('denied', 'no-path', 'tree 1', 'leaf 1 0', one('1 0')), about('denied', 'no-path')),
    ('permitted ones are dirty', GATE, packets('delivered,denied', 'proven-excluded', 'tree -', 'leaf 2 0 1', 'touch 0 ' + one('1 0', rest='0.0.0.0 6 0 443'), one('1 0', rest='0.0.0.0 6 0 443'), one('1 0')), 1),
    ('that one is denied', GATE, packets('delivered,denied', 'proven-excluded', 'tree -', 'leaf 2 0 1', 'touch 0 ' + one('1 0', rest='0.0.0.0 6 0 444'), one('1 0', rest='0.0.0.0 6 0 443'), one('1 0')), 'nothing on it is dirty'),
    ('denied where it comes in: it was there', BEHIND, packets('delivered,denied', 'proven-excluded', 'tree -', 'leaf 2 0 1', 'touch 0 ' + one('1 0', rest='0.0.0.0 6 0 444'), one('1 0', rest='0.0.0.0 6 0 443'), one('1 0')), 1),
    ('it goes on behind what denies it', GATE, packets('delivered,denied', 'proven-excluded', 'tree -', 'leaf 2 0 1', 'touch 0 ' + one('1 0', rest='0.0.0.0 6 0 443'), one('2 0 0'), one('1 0')), 'it ends before'),
    ('boxes by protocol and port', plane('ccc', '0/10.0.0.0/24/f1 0/10.0.0.128/25/1 1/10.0.0.0/24/d', PORT), packets('delivered,denied', 'proven-clean', 'tree 1', 'split protocol 6', 'leaf 2 0 1', 'split protocol 7', 'split dport 443', 'leaf 2 0 1', 'leaf 2 0 1', 'leaf 2 0 1',
     one('1 0', rest='0.0.0.0 6 0 443'), one('1 0')), 1),
    ('denied by the first rule that matches', plane('ccc', '0/10.0.0.0/24/f1', 'd' + PORT[1:] + '\np ' + NET + ' ' + ANY + ' 0 255 0 65535 0 65535'), packets('denied', 'no-path', 'tree 1', 'leaf 1 0', one('1 0')), 'a table that is not listed'),
    ('not known what it decides', plane('cxc', '0/10.0.0.0/24/f1', 'u' + PORT[1:]), packets('no-route,denied,not-modelled', 'proven-excluded', 'tree -', 'leaf 2 0 1', 'touch 0 ' + one('1 0', rest='0.0.0.0 6 0 443'), one('1 0', rest='0.0.0.0 6 0 443'), one('1 0'), one('1 0', rest='0.0.0.0 6 0 443')), 'nothing on it is dirty'),
    ('not known, so not modelled', plane('cxc', '0/10.0.0.0/24/f1', 'u' + PORT[1:]), packets('no-route,denied,not-modelled', 'not-modelled', 'tree -', 'leaf 2 0 1', 'tree 0', 'leaf 1 0', one('1 0', rest='0.0.0.0 6 0 443'), one('1 0'), one('1 0', rest='0.0.0.0 6 0 443')), 1),
    ('some of what is in its box, and the rest alike', plane('ccc', '0/10.0.0.0/24/f1', 'D' + PORT[1:]), packets('denied', 'no-path', 'tree 1', 'leaf 1 0', one('1 0')), 1),
    ('some of what is in its box, and the rest not', plane('ccc', '0/10.0.0.0/24/f1', 'P' + PORT[1:]), packets('denied', 'no-path', 'tree 1', 'leaf 1 0', one('1 0')), 'something else may become'),
    ('that one is not asked about', plane('ccc', TO_B), packets('delivered', 'proven-clean', 'tree 1', 'leaf 2 0 1', one('1 0'), net='10.0.0.1 10.0.0.255'), 'it is not asked about'),
    ('routes to there are not told', plane('ccc', TO_B), packets('delivered', 'proven-clean', 'tree 1', 'leaf 2 0 1', one('1 0'), net='10.0.0.0 10.0.1.0'), 'are not told'),
    ('no address', plane('ccc', TO_B), packets('delivered', 'proven-clean', 'tree 1', 'leaf 2 0 1', one('1 0'), net='10.0.0.1 10.0.0.0'), 'are not told'),
    ('a hop that there is not', plane('ccc', TO_B), packets('delivered', 'proven-clean', 'tree 1', 'leaf 2 0 1', one('1 1')), 'no number, or one too great'),
    ('it goes on from where it is delivered', plane('ccc', TO_B), packets('delivered', 'proven-clean', 'tree 1', 'leaf 2 0 1', one('2 0 0')), 'no number, or one too great'),
    ('one is missing', plane('ccc', HALF), packets('delivered', 'proven-clean', 'tree 1', 'leaf 2 0 1'), 'something else has to stand'),
    ('no such answer to other questions', CLEAN, T + 'ask some 0 exposure 0 3 not-modelled', 'no answer to this'),
    ('of no tables', CLEAN, T + 'ask packets 0 exposure 0 10.0.0.0 10.0.0.255 delivered proven-clean', 'no number, or one too great'),
    ('of version 6', plane('ccc', '0/2001:0db8:0000:0000:0000:0000:0000:0000/32/h', dsts='2001:0db8:0000:0000:0000:0000:0000:0000 2001:0db8:ffff:ffff:ffff:ffff:ffff:ffff', bits=128),
     packets('delivered', 'proven-clean', 'tree 1', 'leaf 1 0', 'packet 2001:0db8:0000:0000:0000:0000:0000:0001 0000:0000:0000:0000:0000:0000:0000:0000 0 0 0 way 1 0', net='2001:0db8:0000:0000:0000:0000:0000:0000 2001:0db8:0000:0000:0000:0000:0000:00ff'),
     about('delivered', 'proven-clean', '2001:0db8:0000:0000:0000:0000:0000:0000', '2001:0db8:0000:0000:0000:0000:0000:00ff')),
    # survives
    ('two that are disjoint', CLEAN, T + 'ask survives 0 exposure 0 3 devices 2 2\n' + ''.join('disjoint %d 2\nroute 2 0 2\nroute 2 1 3\ncut %d 2 1 2 side 1 0\n' % (t, t) for t in (1, 0)),
     ['survives policy=p reading=exposure from=a to=d counted=devices at_least=2 at_most=2']),
    ('one for sure, two at most', MAYBE, T + 'ask survives 0 exposure 0 3 devices 1 2\ndisjoint 1 1\nroute 2 0 2\ncut 1 1 1 side 1 0\ndisjoint 0 2\nroute 2 0 2\nroute 2 1 3\ncut 0 2 1 2 side 1 0', 1),
    ('none, for an end is dirty', problem('cx', '0-1'), T + 'ask survives 0 exposure 0 1 devices 0 0\ncut 1 0 side 0\ncut 0 0 side 0', 1),
    ('none, for they are apart', ISLANDS, T + 'ask survives 0 exposure 0 3 devices 0 0\ncut 1 0 side 2 0 1\ncut 0 0 side 2 0 1', 1),
    ('none, it is said', CHAIN, T + 'ask survives 0 exposure 0 3 devices 0 1\ncut 1 0 side 1 0\ndisjoint 0 1\nroute 3 0 1 2\ncut 0 1 1 side 1 0', 'a clean link leaves'),
    ('more are said than there are', CHAIN, T + 'ask survives 0 exposure 0 3 devices 2 2\ndisjoint 1 2\nroute 3 0 1 2\nroute 3 0 1 2', 'an item twice'),
    ('fewer are said than there are', CLEAN, T + 'ask survives 0 exposure 0 3 devices 1 1\ndisjoint 1 1\nroute 2 0 2\ncut 1 1 1 side 1 0', 'a clean link leaves'),
    ('two share a device', problem('cccc', '0-1 0-1 1-3 1-3 2-3'), T + 'ask survives 0 exposure 0 3 devices 2 2\ndisjoint 1 2\nroute 2 0 2\nroute 2 1 3', 'an item twice'),
    ('one of the disjoint is dirty', DIRTY, T + 'ask survives 0 exposure 0 3 devices 2 2\ndisjoint 1 2\nroute 2 0 2\nroute 2 1 3', 'something on it is dirty'),
    ('disjoint tells another number', CLEAN, T + 'ask survives 0 exposure 0 3 devices 2 2\ndisjoint 1 1\nroute 2 0 2', 'another number asked'),
    ('cut tells another number', CLEAN, T + 'ask survives 0 exposure 0 3 devices 1 2\ndisjoint 1 1\nroute 2 0 2\ncut 1 2 1 2 side 1 0', 'another number asked'),
    ('FROM is cut', CHAIN, T + 'ask survives 0 exposure 0 3 devices 1 1\ndisjoint 1 1\nroute 3 0 1 2\ncut 1 1 0 side 1 0', 'an end is no device'),
    ('TO is cut', CHAIN, T + 'ask survives 0 exposure 0 3 devices 1 1\ndisjoint 1 1\nroute 3 0 1 2\ncut 1 1 3 side 3 0 1 2', 'an end is no device'),
    ('an element of the cut twice', CLEAN, T + 'ask survives 0 exposure 0 3 devices 2 2\ndisjoint 1 2\nroute 2 0 2\nroute 2 1 3\ncut 1 2 1 1 side 1 0', 'has to ascend'),
    ('devices of neighbours', PAIR, T + 'ask survives 0 exposure 0 1 devices 1 1\ndisjoint 1 1\nroute 1 0\ncut 1 1 1 side 1 0', 'an end is no device'),
    ('links', problem('cc', '0-1 0-1'), T + 'ask survives 0 exposure 0 1 links 2 2\n' + ''.join('disjoint %d 2\nroute 1 0\nroute 1 1\ncut %d 2 0 1 side 1 0\n' % (t, t) for t in (1, 0)),
     ['survives policy=p reading=exposure from=a to=b counted=links at_least=2 at_most=2']),
    ('links that share a device', problem('ccc', '0-1 0-1 1-2 1-2'), T + 'ask survives 0 exposure 0 2 links 2 2\n' + ''.join('disjoint %d 2\nroute 2 0 2\nroute 2 1 3\ncut %d 2 0 1 side 1 0\n' % (t, t) for t in (1, 0)), 1),
    ('a link is shared', problem('ccc', '0-1 1-2 1-2'), T + 'ask survives 0 exposure 0 2 links 2 2\ndisjoint 1 2\nroute 2 0 1\nroute 2 0 2', 'a link is passed twice'),
    ('an item is passed twice where links count', problem('cccc', '0-1 1-2 1-2 1-3'), T + 'ask survives 0 exposure 0 3 links 1 1\ndisjoint 1 1\nroute 4 0 1 2 3', 'an item twice'),
    ('a cut of one question is none of the next', CLEAN, T + 'ask survives 0 exposure 0 3 devices 2 2\n' + ''.join('disjoint %d 2\nroute 2 0 2\nroute 2 1 3\ncut %d 2 1 2 side 1 0\n' % (t, t) for t in (1, 0)) +
     'ask some 0 exposure 0 3 proven-excluded\napart 0 1 0', 'a clean link leaves'),
    ('the taint of the other labelling', MAYBE, T + 'ask survives 0 exposure 0 3 devices 2 2\ndisjoint 0 2\nroute 2 0 2\nroute 2 1 3', 'another taint'),
    ('the cut in the other labelling', MAYBE, T + 'ask survives 0 exposure 0 3 devices 1 1\ndisjoint 1 1\nroute 2 0 2\ncut 0 1 1 side 1 0', 'another taint'),
    # unavoidable
    ('two on every path', CHAIN, 'ask unavoidable 0 3 2 1 2\nchain 4 0 0 1 1 2 3 3 4\nroute 3 0 1 2\nroute 3 0 1 2', ['unavoidable from=a to=d items=b c']),
    ('two on every path, with more on the line', LADDER, 'ask unavoidable 0 3 2 1 2\nchain 6 0 0 1 1 2 3 3 4 4 2 5 2\nroute 3 0 1 4\nroute 4 0 3 5 4', ['unavoidable from=a to=d items=b c']),
    ('none', CLEAN, 'ask unavoidable 0 3 0\nchain 4 0 0 1 0 2 0 3 0\nroute 2 0 2\nroute 2 1 3', ['unavoidable from=a to=d items=']),
    ('FROM = TO', CLEAN, 'ask unavoidable 0 0 0\nchain 4 0 0 1 0 2 0 3 0\nroute 0\nroute 0', 1),
    ('in the wrong order', CHAIN, 'ask unavoidable 0 3 2 2 1\nchain 4 0 0 1 1 2 3 3 4\nroute 3 0 1 2\nroute 3 0 1 2', 'not for this place'),
    ('one is left out', CHAIN, 'ask unavoidable 0 3 1 1\nchain 4 0 0 1 1 2 2 3 2\nroute 3 0 1 2\nroute 3 0 1 2', 'an item twice'),
    ('one that can be avoided', CLEAN, 'ask unavoidable 0 3 1 1\nchain 4 0 0 1 1 2 0 3 2\nroute 2 0 2\nroute 2 1 3', 'past an odd place'),
    ('past it from even to even', problem('cccc', '0-1 0-3 1-3'), 'ask unavoidable 0 3 1 1\nchain 3 0 0 1 1 3 2\nroute 2 0 2\nroute 2 0 2', 'past an odd place'),
    ('past it from odd to odd', problem('ccccc', '0-1 1-2 1-3 2-3 3-4'), 'ask unavoidable 0 4 3 1 2 3\nchain 5 0 0 1 1 2 3 3 5 4 6\nroute 4 0 1 3 4\nroute 4 0 1 3 4', 'past an odd place'),
    ('by one without a place', problem('cccc', '0-1 0-2 1-3 2-3'), 'ask unavoidable 0 3 1 1\nchain 3 0 0 1 1 3 2\nroute 2 0 2\nroute 2 0 2', 'past an odd place'),
    ('one has no place', CHAIN, 'ask unavoidable 0 3 1 1\nchain 4 0 0 1 0 2 0 3 2\nroute 3 0 1 2\nroute 3 0 1 2', 'one is not in its place'),
    ('one twice', CHAIN, 'ask unavoidable 0 3 3 1 1 2\nchain 4 0 0 1 1 2 5 3 6\nroute 3 0 1 2\nroute 3 0 1 2', 'one is not in its place'),
    ('FROM is not first', problem('ccc', '0-1'), 'ask unavoidable 0 1 0\nchain 1 1 0\nroute 1 0\nroute 1 0', 'one is not in its place'),
    ('TO is not last', problem('ccc', '0-1 1-2'), 'ask unavoidable 0 2 1 1\nchain 3 0 0 1 1 2 0\nroute 2 0 1\nroute 2 0 1', 'one is not in its place'),
    ('an end is no device between the ends', PAIR, 'ask unavoidable 0 1 1 1\nchain 2 0 0 1 1\nroute 1 0\nroute 1 0', 'one is not in its place'),
    ('the same for no path', ISLANDS, 'ask unavoidable 0 3 0\nchain 4 0 0 1 0 2 0 3 0\nroute 1 0\nroute 1 1', 'does not lead there'),
    ('two routes have another in common', problem('ccccc', '0-1 1-2 1-3 2-4 3-4'), 'ask unavoidable 0 4 0\nchain 5 0 0 1 0 2 0 3 0 4 0\nroute 3 0 1 3\nroute 3 0 2 4', 'an item twice'),
    ('the second passes one of them twice', problem('cccc', '0-1 1-2 1-3 1-3'), 'ask unavoidable 0 3 1 1\nchain 4 0 0 1 1 2 0 3 2\nroute 2 0 2\nroute 4 0 1 1 3', 'an item twice'),
    ('the first of them alone', CHAIN, 'ask unavoidable 0 3 2 1 2\nchain 4 0 0 1 1 2 3 3 4\nroute 3 0 1 2', 'something else'),
    # needs and taints
    ('an item is clean', CLEAN, T + 'ask needs 0 exposure 1 proven-clean\nby 1', ['needs policy=p reading=exposure item=b answer=proven-clean']),
    ('an item is dirty', DIRTY, T + 'ask needs 0 exposure 2 proven-excluded\nby 0', 1),
    ('an item is either', MAYBE, T + 'ask needs 0 exposure 2 undetermined\nby 0 1', 1),
    ('an item is not clean', DIRTY, T + 'ask needs 0 exposure 2 proven-clean\nby 1', 'it is dirty'),
    ('an item is not dirty', DIRTY, T + 'ask needs 0 exposure 1 proven-excluded\nby 0', 'it is clean'),
    ('an unknown item is not dirty', MAYBE, T + 'ask needs 0 exposure 2 proven-excluded\nby 0', 'it is clean'),
    ('an unknown item is not clean', MAYBE, T + 'ask needs 0 exposure 2 proven-clean\nby 1', 'it is dirty'),
    ('an item is not either', DIRTY, T + 'ask needs 0 exposure 2 undetermined\nby 0 1', 'it is dirty'),
    ('no path is no answer', CLEAN, T + 'ask needs 0 exposure 2 no-path\napart - 0', 'no answer to this'),
    ('needs what is dirty', problem('cxc', groups='0 1'), taints('0') + 'ask needs 0 exposure 0 proven-excluded\nby 0', 1),
    ('needs one of two, exposed', problem('cxc', groups='0 1 2'), taints('0') + 'ask needs 0 exposure 0 proven-excluded\nby 0', 1),
    ('needs one of two, available', problem('cxc', groups='0 1 2'), taints(reading='availability') + 'ask needs 0 availability 0 proven-clean\nby 1', 1),
    ('needs both', problem('cxc', groups='0 2\n0 1'), taints('0', reading='availability') + 'ask needs 0 availability 0 proven-excluded\nby 0', 1),
    ('a chain of needs', problem('ccx', groups='0 1\n1 2'), taints('1 0') + 'ask needs 0 exposure 0 proven-excluded\nby 0', 1),
    ('a chain of needs, before its reason', problem('ccx', groups='0 1\n1 2'), taints('0 1'), 'dirty already, or not yet'),
    ('needs each other and are clean', problem('cc', groups='0 1\n1 0'), taints() + 'ask needs 0 exposure 0 proven-clean\nby 1', 1),
    ('needs each other and are said to be dirty', problem('cc', groups='0 1\n1 0'), taints('0 1'), 'dirty already, or not yet'),
    ('needs itself', problem('c', groups='0 0'), taints('0'), 'dirty already, or not yet'),
    ('derived though available', problem('cxc', groups='0 1 2'), taints('0', reading='availability'), 'dirty already, or not yet'),
    ('derived without a group', problem('cxc'), taints('0'), 'dirty already, or not yet'),
    ('derived that is excluded itself', problem('xx', groups='0 1'), taints('0'), 'dirty already, or not yet'),
    ('derived twice', problem('cx', groups='0 1'), taints('0 0'), 'dirty already, or not yet'),
    ('a dirty item is not told', problem('cx', groups='0 1'), taints(), 'it has a dirty group'),
    ('an unknown one makes dirty', problem('cu', groups='0 1'), 'taint 0 exposure excluded\nderived 0\n', 'it has a dirty group'),
    ('an unknown one makes dirty where it is taken so', problem('cu', groups='0 1'), 'taint 0 exposure clean\nderived 0\ntaint 0 exposure excluded\nderived 1 0\nask needs 0 exposure 0 undetermined\nby 0 1', 1),
    ('a taint twice', CLEAN, 'taint 0 exposure clean\nderived 0\n' * 2, 'there already'),
    ('a policy that is not there', CLEAN, 'taint 1 exposure clean\nderived 0', 'too great'),
    ('derived an item that is not there', CLEAN, 'taint 0 exposure clean\nderived 1 4', 'too great'),
    # routes
    ('a clean route', DIRTY, T + 'ask routes-some 0 exposure 0 3 proven-clean\ndist 4 0 2 1 1 2 1 3 0\nby 1', [ASK % ('routes-some', 'a', 'd', 'proven-clean')]),
    ('no clean route', problem('ccxc', '0-1/3/3 0-2 1-3 2-3'), T + 'ask routes-some 0 exposure 0 3 proven-excluded\ndist 4 0 2 1 1 2 1 3 0\nby 0', 1),
    ('a clean path that is no route', problem('ccxc', '0-1/3/3 0-2 1-3 2-3'), T + 'ask routes-some 0 exposure 0 3 proven-clean\ndist 4 0 2 1 1 2 1 3 0\nby 1', 'none is'),
    ('routes, undetermined', problem('ccuc', '0-1/3/3 0-2 1-3 2-3'), T + 'ask routes-some 0 exposure 0 3 undetermined\ndist 4 0 2 1 1 2 1 3 0\nby 0 1', 1),
    ('there is a clean route', DIRTY, T + 'ask routes-some 0 exposure 0 3 proven-excluded\ndist 4 0 2 1 1 2 1 3 0\nby 0', 'a route is clean'),
    ('the route begins dirty', problem('xc', '0-1'), T + 'ask routes-some 0 exposure 0 1 proven-clean\ndist 2 0 1 1 0\nby 1', 'none is'),
    ('the only route rides on what is dirty', problem('ccx', '0-1/1/1/2'), T + 'ask routes-some 0 exposure 0 1 proven-clean\ndist 2 0 1 1 0\nby 1', 'none is'),
    ('a distance is too great', CLEAN, T + 'ask routes-some 0 exposure 0 3 proven-clean\ndist 4 0 3 1 1 2 1 3 0\nby 1', 'offers less'),
    ('a distance is too small', CLEAN, T + 'ask routes-some 0 exposure 0 3 proven-clean\ndist 4 0 1 1 1 2 1 3 0\nby 1', 'no link offers'),
    ('a distance is missing', CLEAN, T + 'ask routes-some 0 exposure 0 3 proven-clean\ndist 3 0 2 2 1 3 0\nby 1', 'offers less'),
    ('a distance of what has none', problem('ccc', '0-1'), T + 'ask routes-some 0 exposure 0 1 proven-clean\ndist 3 0 1 1 0 2 7\nby 1', 'no link offers'),
    ('TO is not at 0', PAIR, T + 'ask routes-some 0 exposure 0 1 proven-clean\ndist 2 0 2 1 1\nby 1', 'distance of TO'),
    ('TO has no distance', PAIR, T + 'ask routes-some 0 exposure 0 1 no-path\ndist 0', 'distance of TO'),
    ('two hold each other up', problem('cccc', '0-1 2-3'), T + 'ask routes-some 0 exposure 0 3 proven-clean\ndist 4 0 2 1 1 2 1 3 0\nby 1', 'no link offers'),
    ('no route', problem('cc', '0-1/0/1'), 'ask routes-some 0 exposure 0 1 no-path\ndist 1 1 0', [ASK % ('routes-some', 'a', 'b', 'no-path')]),
    ('no route, but there is one', PAIR, 'ask routes-some 0 exposure 0 1 no-path\ndist 2 0 1 1 0', 'there is a route'),
    ('no route by a link of metric 0', problem('cc', '0-1/0/1'), T + 'ask routes-some 0 exposure 0 1 proven-clean\ndist 2 0 0 1 0\nby 1', 'no link offers'),
    ('a metric for each way', problem('ccc', '0-1/2/9 1-2/3/9'), T + 'ask routes-some 0 exposure 0 2 proven-clean\ndist 3 0 5 1 3 2 0\nby 1', 1),
    ('back by the other metric', problem('ccc', '0-1/2/9 1-2/3/9'), T + 'ask routes-some 0 exposure 2 0 proven-clean\ndist 3 0 0 1 9 2 18\nby 1', 1),
    ('not through an e item', problem('cCc', '0-1 1-2'), 'ask routes-some 0 exposure 0 2 no-path\ndist 2 1 1 2 0', 1),
    ('through an e item', problem('cCc', '0-1 1-2'), T + 'ask routes-some 0 exposure 0 2 proven-clean\ndist 3 0 2 1 1 2 0\nby 1', 'no link offers'),
    ('to an e item', problem('cC', '0-1'), T + 'ask routes-some 0 exposure 0 1 proven-clean\ndist 2 0 1 1 0\nby 1', 1),
    ('from an e item', problem('Cc', '0-1'), T + 'ask routes-some 0 exposure 0 1 proven-clean\ndist 2 0 1 1 0\nby 1', 1),
    # routes-every
    ('every route is clean', problem('ccxc', '0-1 0-2/3/3 1-3 2-3'), T + 'ask routes-every 0 exposure 0 3 0 - proven-clean\ntree 1 0\nnode 0\ndist 4 0 2 1 1 2 1 3 0',
     ['routes-every policy=p reading=exposure from=a to=d failures=0 kinds=- answer=proven-clean']),
    ('a route is dirty', DIRTY, T + 'ask routes-every 0 exposure 0 3 0 - proven-clean\ntree 1 0\nnode 0\ndist 4 0 2 1 1 2 1 3 0', 'a route is dirty'),
    ('a route rides on what is dirty', problem('ccx', '0-1/1/1/2'), T + 'ask routes-every 0 exposure 0 1 0 - proven-clean\ntree 1 0\nnode 0\ndist 2 0 1 1 0', 'a route is dirty'),
    ('a dirty route without failures', DIRTY, T + 'ask routes-every 0 exposure 0 3 2 d proven-excluded\nhit 0 0\ndist 4 0 2 1 1 2 1 3 0',
     ['routes-every policy=p reading=exposure from=a to=d failures=2 kinds=d answer=proven-excluded fail_together=0']),
    ('no route is dirty', CLEAN, T + 'ask routes-every 0 exposure 0 3 2 d proven-excluded\nhit 0 0\ndist 4 0 2 1 1 2 1 3 0', 'no route is dirty'),
    ('one failure brings it', RISKY, T + 'ask routes-every 0 exposure 0 3 1 d proven-excluded\ntree 0 0\nnode 0\ndist 4 0 2 1 1 2 1 3 0\nhit 0 1 d1\ndist 3 0 4 2 1 3 0', 1),
    ('a link that fails', RISKY, T + 'ask routes-every 0 exposure 0 3 1 l proven-excluded\ntree 0 0\nnode 0\ndist 4 0 2 1 1 2 1 3 0\nhit 0 1 l0\ndist 4 0 4 1 1 2 1 3 0', 1),
    ('a risk that fails', RISKY, T + 'ask routes-every 0 exposure 0 3 1 r proven-excluded\ntree 0 0\nnode 0\ndist 4 0 2 1 1 2 1 3 0\nhit 0 1 r0\ndist 3 0 4 2 1 3 0', 1),
    ('a kind that may not fail', RISKY, T + 'ask routes-every 0 exposure 0 3 1 dl proven-excluded\ntree 0 0\nnode 0\ndist 4 0 2 1 1 2 1 3 0\nhit 0 1 r0\ndist 3 0 4 2 1 3 0', 'may not fail'),
    ('an end may not fail', RISKY, T + 'ask routes-every 0 exposure 0 3 1 dl proven-excluded\ntree 0 0\nnode 0\ndist 4 0 2 1 1 2 1 3 0\nhit 0 1 d3\ndist 1 3 0', 'may not fail'),
    ('more fail than may', RISKY, T + 'ask routes-every 0 exposure 0 3 0 d proven-excluded\ntree 0 0\nnode 0\ndist 4 0 2 1 1 2 1 3 0\nhit 0 1 d1\ndist 3 0 4 2 1 3 0', 'too many, or a tree'),
    ('more fail than need to', RISKY, T + 'ask routes-every 0 exposure 0 3 2 dl proven-excluded\ntree 0 1\nnode 0\ndist 4 0 2 1 1 2 1 3 0\nnode 1 d1\ndist 2 0 4 1 -', 'a route is dirty'),
    ('a tree for fewer is missing', RISKY, T + 'ask routes-every 0 exposure 0 3 2 d proven-excluded\nhit 0 1 d1\ndist 3 0 4 2 1 3 0', 'tree for one less'),
    ('a failure counted twice', RISKY, T + 'ask routes-every 0 exposure 0 3 2 l proven-excluded\ntree 0 1\nnode 0\ndist 4 0 2 1 1 2 1 3 0\nnode 1 l0\ndist 1 0 4', 'a route is dirty'),
    ('an element of the hit twice', problem('cccc', RING), T + 'ask routes-every 0 exposure 0 3 2 d proven-excluded\ntree 0 1\nnode 0\ndist 4 0 2 1 1 2 1 3 0\nnode 1 d1\ndist 1 1 -\nnode 1 d2\ndist 1 2 -\nhit 0 2 d1 d1\ndist 3 0 2 2 1 3 0', 'it is there twice'),
    ('all single failures', CLEAN, T + 'ask routes-every 0 exposure 0 3 1 d proven-clean\ntree 1 1\nnode 0\ndist 4 0 2 1 1 2 1 3 0\nnode 1 d1\ndist 1 1 -\nnode 1 d2\ndist 1 2 -', 1),
    ('all double failures', CLEAN, T + 'ask routes-every 0 exposure 0 3 2 d proven-clean\ntree 1 2\nnode 0\ndist 4 0 2 1 1 2 1 3 0\nnode 1 d1\ndist 1 1 -\nnode 2 d2\ndist 2 0 - 2 -\nnode 1 d2\ndist 1 2 -\nnode 2 d1\ndist 2 0 - 1 -', 1),
    ('a failure is left out', CLEAN, T + 'ask routes-every 0 exposure 0 3 1 d proven-clean\ntree 1 1\nnode 0\ndist 4 0 2 1 1 2 1 3 0\nnode 1 d1\ndist 1 1 -', 'has no node'),
    ('a link is left out', problem('cc', '0-1'), T + 'ask routes-every 0 exposure 0 1 1 l proven-clean\ntree 1 1\nnode 0\ndist 2 0 1 1 0', 'has no node'),
    ('a risk is left out', problem('cc', '0-1', risks='r 0'), T + 'ask routes-every 0 exposure 0 1 1 r proven-clean\ntree 1 1\nnode 0\ndist 2 0 1 1 0', 'has no node'),
    ('a failure below is left out', CLEAN, T + 'ask routes-every 0 exposure 0 3 2 d proven-clean\ntree 1 2\nnode 0\ndist 4 0 2 1 1 2 1 3 0\nnode 1 d1\ndist 1 1 -\nnode 1 d2\ndist 1 2 -\nnode 2 d1\ndist 2 0 - 1 -', 'has no node'),
    ('a failure twice', CLEAN, T + 'ask routes-every 0 exposure 0 3 1 d proven-clean\ntree 1 1\nnode 0\ndist 4 0 2 1 1 2 1 3 0\nnode 1 d1\ndist 1 1 -\nnode 1 d1\ndist 1 1 -', 'no part, or had its node'),
    ('a failure that is on no route', problem('ccccc', RING + ' 3-4'), T + 'ask routes-every 0 exposure 0 3 1 d proven-clean\ntree 1 1\nnode 0\ndist 5 0 2 1 1 2 1 3 0 4 1\nnode 1 d4\ndist 1 4 -', 'no part, or had its node'),
    ('a node below none', CLEAN, T + 'ask routes-every 0 exposure 0 3 2 d proven-clean\ntree 1 2\nnode 0\ndist 4 0 2 1 1 2 1 3 0\nnode 2 d1\ndist 1 1 -', 'below no node'),
    ('a second root', CLEAN, T + 'ask routes-every 0 exposure 0 3 1 d proven-clean\ntree 1 1\nnode 0\ndist 4 0 2 1 1 2 1 3 0\nnode 0\ndist 0', 'below no node'),
    ('a node too deep', CLEAN, T + 'ask routes-every 0 exposure 0 3 0 d proven-clean\ntree 1 0\nnode 0\ndist 4 0 2 1 1 2 1 3 0\nnode 1 d1\ndist 1 1 -', 'too great'),
    ('a tree for fewer failures', CLEAN, T + 'ask routes-every 0 exposure 0 3 1 d proven-clean\ntree 1 0\nnode 0\ndist 4 0 2 1 1 2 1 3 0', 'another number asked'),
    ('what failed keeps its distance', CLEAN, T + 'ask routes-every 0 exposure 0 3 1 d proven-clean\ntree 1 1\nnode 0\ndist 4 0 2 1 1 2 1 3 0\nnode 1 d1\ndist 0', 'no link offers'),
    ('a distance that changes is not told', RISKY, T + 'ask routes-every 0 exposure 0 3 1 l proven-clean\ntree 1 1\nnode 0\ndist 4 0 2 1 1 2 1 3 0\nnode 1 l0\ndist 0', 'no link offers'),
    ('a change ahead is not told', problem('cccc', '0-1/1/0 1-2/1/0 2-3/1/0 2-3/5/0'), T + 'ask routes-every 0 exposure 0 3 1 l proven-clean\ntree 1 1\nnode 0\ndist 4 0 3 1 2 2 1 3 0\n'
     'node 1 l2\ndist 1 2 5', 'no link offers'),
    ('a distance grows too much', RISKY, T + 'ask routes-every 0 exposure 0 3 1 l proven-clean\ntree 1 1\nnode 0\ndist 4 0 2 1 1 2 1 3 0\nnode 1 l0\ndist 1 0 5', 'offers less'),
    ('a distance grows for nothing', problem('ccccc', RING + ' 3-4'), T + 'ask routes-every 0 exposure 0 3 1 d proven-clean\ntree 1 1\nnode 0\ndist 5 0 2 1 1 2 1 3 0 4 1\nnode 1 d1\ndist 2 1 - 4 2', 'offers less'),
    ('a distance appears', problem('ccccc', RING), T + 'ask routes-every 0 exposure 0 3 1 d proven-clean\ntree 1 1\nnode 0\ndist 4 0 2 1 1 2 1 3 0\nnode 1 d1\ndist 2 1 - 4 2', 'no link offers'),
    ('a distance is told again', CLEAN, T + 'ask routes-every 0 exposure 0 3 1 d proven-clean\ntree 1 1\nnode 0\ndist 4 0 2 1 1 2 1 3 0\nnode 1 d1\ndist 2 0 2 1 -', 'only what differs'),
    ('the distance of TO changes', CLEAN, T + 'ask routes-every 0 exposure 0 3 1 d proven-clean\ntree 1 1\nnode 0\ndist 4 0 2 1 1 2 1 3 0\nnode 1 d1\ndist 2 1 - 3 1', 'distance of TO'),
    ('a dirty route after a failure', problem('ccxc', '0-1 0-2/3/3 1-3 2-3'), T + 'ask routes-every 0 exposure 0 3 1 d proven-clean\ntree 1 1\nnode 0\ndist 4 0 2 1 1 2 1 3 0\nnode 1 d1\ndist 2 0 4 1 -', 'a route is dirty'),
    ('clean with unknown as clean only', MAYBE, T + 'ask routes-every 0 exposure 0 3 0 - proven-clean\ntree 0 0', 'another taint'),
    ('routes-every, undetermined', MAYBE, T + 'ask routes-every 0 exposure 0 3 0 - undetermined\ntree 0 0\nnode 0\ndist 4 0 2 1 1 2 1 3 0\nhit 1 0\ndist 4 0 2 1 1 2 1 3 0', 1),
    ('the hit in the other labelling', DIRTY, T + 'ask routes-every 0 exposure 0 3 0 - proven-excluded\nhit 1 0', 'another taint'),
    ('no route, of routes-every', problem('cc', '0-1/0/1'), 'ask routes-every 0 exposure 0 1 1 dl no-path\ndist 1 1 0', 1),
    ('more failures than eight', CLEAN, T + 'ask routes-every 0 exposure 0 3 9 d proven-clean', 'too great'),
    ('kinds out of order', CLEAN, T + 'ask routes-every 0 exposure 0 3 1 ld proven-clean', 'not one of the words'),
    # a failure that is undone: the second node must not see the first one's
    ('the first failure is mended', problem('ccxc', '0-1 0-1 0-2/3/3 1-3 2-3'), T + 'ask routes-every 0 exposure 0 3 1 l proven-clean\ntree 1 1\nnode 0\ndist 4 0 2 1 1 2 1 3 0\nnode 1 l0\ndist 0\nnode 1 l1\ndist 0\nnode 1 l3\ndist 2 0 4 1 5', 'a route is dirty'),
    ('a failure of a tree is none of the next question', CLEAN, T + 'ask routes-every 0 exposure 0 3 1 d proven-clean\ntree 1 1\nnode 0\ndist 4 0 2 1 1 2 1 3 0\nnode 1 d1\ndist 1 1 -\nnode 1 d2\ndist 1 2 -\n'
     'ask some 0 exposure 0 3 proven-excluded\napart 0 1 0', 'a clean link leaves'),
    ('a failure of a hit is none of the next question', RISKY, T + 'ask routes-every 0 exposure 0 3 1 r proven-excluded\ntree 0 0\nnode 0\ndist 4 0 2 1 1 2 1 3 0\nhit 0 1 r0\ndist 3 0 4 2 1 3 0\nask some 0 exposure 0 1 proven-excluded\napart 0 1 0', 'a clean link leaves'),
    # routes by areas
    ('within an area goes before less metric', AREAS, T + 'ask routes-every 0 exposure 0 3 0 - proven-clean\ntree 1 0\nnode 0\ndist 8 1 2b 2 1b 3 0 4 100 5 101 6 1 7 0 8 0', 1),
    ('one of its own area goes not by the backbone', problem('ccxc', '4-7/100/100 4-5 1-2 6-8', areas=BORDERS), T + 'ask routes-every 0 exposure 1 3 0 - proven-clean\ntree 1 0\nnode 0\n'
     'dist 8 1 2b 2 1b 3 0 4 100 5 101 6 1 7 0 8 0', 1),
    ('a link of no metric makes no border', problem('ccccc', '5-6 1-2/0/0 2-3 6-7', areas='a01 a11 a41'), T + 'ask routes-some 0 exposure 4 0 proven-clean\ndist 4 0 0 5 0 6 1 7 2\nby 1', 1),
    ('a border does not tell the backbone', AREAS, T + 'ask routes-every 0 exposure 0 3 0 - proven-clean\ntree 1 0\nnode 0\ndist 6 3 0 4 100 5 101 6 1 7 0 8 0', 'a border tells less'),
    ('less metric by the backbone is said to be within', AREAS, T + 'ask routes-every 0 exposure 0 3 0 - proven-excluded\nhit 0 0\ndist 8 1 2 2 1 3 0 4 3 5 2 6 1 7 0 8 0', 'no link offers'),
    ('what is within is said to be outward', AREAS, T + 'ask routes-every 0 exposure 0 3 0 - proven-excluded\nhit 0 0\ndist 8 1 2b 2 1b 3 0 4 3o 5 2o 6 1 7 0 8 0', 'offers less'),
    ('a border tells its area nothing', FAR, T + 'ask routes-some 0 exposure 0 3 no-path\ndist 5 1 2b 2 1b 3 0 6 1 7 0', 'a border tells less'),
    ('a border tells its area more than it has', FAR, T + 'ask routes-some 0 exposure 0 3 proven-clean\ndist 7 1 2b 2 1b 3 0 4 2o 5 1o 6 1 7 0\nby 1', 'no link offers'),
    ('by the backbone to another area', FAR, T + 'ask routes-some 0 exposure 0 3 proven-clean\ndist 7 1 2b 2 1b 3 0 4 3o 5 2o 6 1 7 0\nby 1', 1),
    ('a stand without a distance', FAR, T + 'ask routes-some 0 exposure 0 3 proven-clean\ndist 6 1 2b 2 1b 3 0 4 3o 5 2o 7 0\nby 1', 'offers less'),
    ('the distance of TO in its area', FAR, T + 'ask routes-some 0 exposure 0 3 proven-clean\ndist 6 1 2b 2 1b 3 0 4 3o 5 2o 6 1\nby 1', 'no link offers'),
    ('a letter that tells no kind', FAR, T + 'ask routes-some 0 exposure 0 3 proven-clean\ndist 7 1 2w 2 1b 3 0 4 3o 5 2o 6 1 7 0\nby 1', 'something else'),
    ('OSPF: the border of least metric in all', problem('cxcc', NEAR, areas='a01 a11 a21'), T + 'ask routes-every 0 exposure 0 3 0 - proven-clean\ntree 1 0\nnode 0\ndist 6 1 9 2 1 3 0 4 3o 5 4o 6 1o', 1),
    ('IS-IS: the nearest border', problem('ccxc', NEAR, areas='l01 l11 l21'), T + 'ask routes-every 0 exposure 0 3 0 - proven-clean\ntree 1 0\nnode 0\ndist 6 1 9b 2 1b 3 0b 4 1o 5 0o 6 0o', 1),
    ('IS-IS: the border of least metric in all', problem('cxcc', NEAR, areas='l01 l11 l21'), T + 'ask routes-every 0 exposure 0 3 0 - proven-clean\ntree 1 0\nnode 0\ndist 6 1 9b 2 1b 3 0b 4 3o 5 9o 6 1o', 'offers less'),
    ('OSPF: the nearest border', problem('ccxc', NEAR, areas='a01 a11 a21'), T + 'ask routes-every 0 exposure 0 3 0 - proven-clean\ntree 1 0\nnode 0\ndist 6 1 9 2 1 3 0 4 1o 5 0o 6 0o', 'no link offers'),
    ('IS-IS: level 2 comes after level 1', problem('ccc', '3-4/9/9 0-2 1-2', areas='l01 l11'), T + 'ask routes-some 0 exposure 0 1 proven-clean\ndist 5 0 2b 1 0b 2 1b 3 9 4 0\nby 1', 1),
    ('IS-IS: level 2 is no level 1', problem('ccc', '3-4/9/9 0-2 1-2', areas='l01 l11'), T + 'ask routes-some 0 exposure 0 1 proven-clean\ndist 5 0 2 1 0 2 1 3 9 4 0\nby 1', 'no link offers'),
    ('a link of both levels', problem('ccc', '3-4/1/1/-/+ 1-2', areas='l01 l11'), T + 'ask routes-some 0 exposure 0 2 proven-clean\ndist 5 0 2b 1 1b 2 0b 3 0o 4 0o\nby 1', 1),
    ('a link of level 1 alone', problem('ccc', '3-4/1/1 1-2', areas='l01 l11'), T + 'ask routes-some 0 exposure 0 2 proven-clean\ndist 5 0 2b 1 1b 2 0b 3 0o 4 0o\nby 1', 'no link offers'),
    ('an item of level 1 that is no border', problem('ccc', '3-4/1/1 1-2', areas='l01 l11'), T + 'ask routes-some 0 exposure 0 2 proven-clean\ndist 4 1 1b 2 0b 3 1o 4 0o\nby 1', 1),
    ('what a border without a way gets is lost', problem('ccccc', '5-6 5-7/9/9 1-4 6-7 2-3', areas='a01 a11 a21'), T + 'ask routes-some 0 exposure 0 3 no-path\ndist 5 2 1 3 0 5 3o 6 2o 7 1o', 1),
    ('a border without a way is passed', problem('ccccc', '5-6 5-7/9/9 1-4 6-7 2-3', areas='a01 a11 a21'), T + 'ask routes-some 0 exposure 0 3 proven-clean\ndist 5 2 1 3 0 5 3o 6 2o 7 1o\nby 1', 'none is'),
    ('what is lost is on no route', problem('cxccxc', '6-7 6-9 1-4 7-8 2-3 8-9', areas='a01 a11 a21 a51'),
     T + 'ask routes-every 0 exposure 0 3 0 - proven-clean\ntree 1 0\nnode 0\ndist 6 2 1 3 0 6 3o 7 2o 8 1o 9 2o', 1),
    ('what is lost is dirty', problem('cxccxc', '6-7 6-9 1-4 7-8 2-3 8-9', areas='a01 a11 a21 a51'), T + 'ask routes-every 0 exposure 0 3 0 - proven-excluded\nhit 0 0\ndist 6 2 1 3 0 6 3o 7 2o 8 1o 9 2o', 'no route is dirty'),
    ('a failure brings the backbone', AREAS, T + 'ask routes-every 0 exposure 0 3 1 dl proven-excluded\ntree 0 0\nnode 0\ndist 8 1 2b 2 1b 3 0 4 100 5 101 6 1 7 0 8 0\n'
     'hit 0 1 l0\ndist 8 1 2b 2 1b 3 0 4 3o 5 2o 6 1 7 0 8 0', 1),
    ('by areas: all single failures', FAR, T + 'ask routes-every 0 exposure 0 3 1 l proven-clean\ntree 1 1\nnode 0\ndist 7 1 2b 2 1b 3 0 4 3o 5 2o 6 1 7 0\n'
     'node 1 l2\ndist 5 1 - 2 - 4 - 5 - 6 -\nnode 1 l1\ndist 4 1 - 2 - 4 - 5 -\nnode 1 l0\ndist 1 4 -', 1),
    ('by areas: what the fallen border told', FAR, T + 'ask routes-every 0 exposure 0 3 1 l proven-clean\ntree 1 1\nnode 0\ndist 7 1 2b 2 1b 3 0 4 3o 5 2o 6 1 7 0\nnode 1 l2\ndist 1 6 -', 'no link offers'),
    ('by areas: a failure that is on no route is left out', AREAS, T + 'ask routes-every 0 exposure 0 3 1 l proven-clean\ntree 1 1\nnode 0\ndist 8 1 2b 2 1b 3 0 4 100 5 101 6 1 7 0 8 0', 'has no node'),
    ('by areas: two failures', problem('cccx', '4-5 4-6/2/2 1-2', areas='a01 a11 a21'), T + 'ask routes-every 0 exposure 0 2 2 l proven-clean\ntree 1 2\nnode 0\ndist 5 1 1 2 0 4 2 5 3 6 0\n'
     'node 1 l2\ndist 1 1 -\nnode 1 l1\ndist 2 4 2o 5 1o\nnode 2 l2\ndist 3 1 - 4 - 5 -\nnode 1 l0\ndist 1 5 1o\nnode 2 l2\ndist 2 1 - 5 -\nnode 2 l1\ndist 1 4 -', 1),
    ('by areas: two failures, the other way round', problem('cccx', '4-5 4-6/2/2 1-2', areas='a01 a11 a21'), T + 'ask routes-every 0 exposure 0 2 2 l proven-clean\ntree 1 2\nnode 0\n'
     'dist 5 1 1 2 0 4 2 5 3 6 0\nnode 1 l2\ndist 1 1 -\nnode 2 l0\ndist 1 5 -', 'no part, or had'),
    ('by areas: a second failure is left out', problem('cccx', '4-5 4-6/2/2 1-2', areas='a01 a11 a21'), T + 'ask routes-every 0 exposure 0 2 2 l proven-clean\ntree 1 2\nnode 0\n'
     'dist 5 1 1 2 0 4 2 5 3 6 0\nnode 1 l2\ndist 1 1 -\nnode 1 l1\ndist 2 4 2o 5 1o\nnode 1 l0\ndist 1 5 1o', 'has no node'),
    # certificate
    ('nothing is asked', CLEAN, '', []),
    ('two questions', DIRTY, T + 'ask some 0 exposure 0 3 proven-clean\npath 1 2 0 2\nask needs 0 exposure 0 proven-clean\nby 1',
     [ASK % ('some', 'a', 'd', 'proven-clean'), 'needs policy=p reading=exposure item=a answer=proven-clean']),
    ('a question without a proof', CLEAN, T + 'ask some 0 exposure 0 3 proven-clean', 'something else'),
    ('a question that is none', CLEAN, T + 'ask none 0 exposure 0 3 proven-clean', 'not one of the words'),
    ('an answer that is none', CLEAN, T + 'ask some 0 exposure 0 3 proven', 'not one of the words'),
    ('a place with a zero before it', CLEAN, T + 'ask some 0 exposure 00 3 proven-clean', 'something else'),
    ('two blanks', CLEAN, T + 'ask some 0 exposure  0 3 proven-clean', 'no number'),
    ('a blank at the end', CLEAN, T + 'ask some 0 exposure 0 3 proven-clean \npath 1 2 0 2', 'something else'),
    ('a sign', CLEAN, T + 'ask some +0 exposure 0 3 proven-clean', 'no number'),
    ('a letter for a number', CLEAN, T + 'ask some 0 exposure 0 a proven-clean', 'no number'),
    ('more than the file holds', CLEAN, T + 'ask some 0 exposure 0 3 proven-excluded\napart 0 16777216 0', 'no number, or one too great'),
    ('a number of 30 digits', CLEAN, T + 'ask some 0 exposure 0 3 proven-clean\npath 1 ' + '9' * 30, 'too great'),
    ('2^64 + 2', CLEAN, T + 'ask some 0 exposure 0 3 proven-clean\npath 1 18446744073709551618 0 2', 'too great'),
]

HEAD = 'cleanpath-problem 1\npolicies 1\np\n'
TAIL = 'groups 0\nlinks 0\nrisks 0\nend\n'
ITEMS = HEAD + 'items 2\nd c a\nd c b\n'
# Problems by themselves, with a certificate that says nothing: accepted (None), or why not.
PLANE = plane('ccc', TO_B, PORT)
PROBLEMS = [
    ('forwarding', PLANE, None),
    ('addresses of 31 bits', PLANE.replace('forwarding 32', 'forwarding 31'), '32 or 128'),
    ('addresses of 129 bits', PLANE.replace('forwarding 32', 'forwarding 129'), 'no number, or one too great'),
    ('a number of an address above 255', PLANE.replace('10.0.0.255', '10.0.0.256', 1), 'too great'),
    ('an address with a zero in front', PLANE.replace('10.0.0.255', '10.0.0.025', 1), 'something else'),
    ('a capital digit', plane('c', bits=128, dsts='2001:0DB8:0000:0000:0000:0000:0000:0000 2001:0db8:0000:0000:0000:0000:0000:0001'), 'a digit of an address'),
    ('destinations that overlap', plane('c', dsts='10.0.0.0 10.0.0.9 10.0.0.9 10.0.0.10'), 'destinations have to ascend'),
    ('a destination that ends before it begins', plane('c', dsts='10.0.0.1 10.0.0.0'), 'destinations have to ascend'),
    ('no destination', plane('c', dsts=''), None),
    ('a rule of another letter', PLANE.replace('\np 10', '\nq 10'), 'no such letter'),
    ('a rule that ends before it begins', PLANE.replace('443 443', '443 442'), 'ends before it begins'),
    ('a port above 65535', PLANE.replace('443 443', '443 65536'), 'too great'),
    ('a protocol above 255', PLANE.replace(' 6 6 ', ' 6 256 '), 'too great'),
    ('a table of no item', PLANE.replace('\n2 red', '\n3 red'), 'too great'),
    ('what is delivered goes on', PLANE.replace('\ndeliver', '\ndeliver c 1 - - -'), 'only what is forwarded'),
    ('what is forwarded goes nowhere', PLANE.replace('\nforward c 1 - - -', '\nforward'), 'it goes nowhere'),
    ('a hop to no table', PLANE.replace('\nforward c 1', '\nforward c 3'), 'too great'),
    ('a hop over no link', PLANE.replace('\nforward c 1 -', '\nforward c 1 0'), 'too great'),
    ('a hop past no filter', PLANE.replace('\nforward c 1 - -', '\nforward c 1 - 1'), 'too great'),
    ('a hop that is neither', PLANE.replace('\nforward c 1', '\nforward x 1'), 'something else'),
    ('a length of 33', PLANE.replace('10.0.0.0 24 0', '10.0.0.0 33 0'), 'too great'),
    ('bits behind the prefix', PLANE.replace('10.0.0.0 24 0', '10.0.0.1 24 0'), 'bits behind the prefix'),
    ('a route of no action', PLANE.replace('10.0.0.0 24 0', '10.0.0.0 24 2'), 'too great'),
    ('a route twice', plane('c', '0/10.0.0.0/24/d 0/10.0.0.0/24/x'), 'routes have to ascend'),
    ('a longer route first', plane('c', '0/10.0.0.0/25/d 0/10.0.0.0/24/x'), 'routes have to ascend'),
    ('routes of tables that descend', plane('cc', '1/10.0.0.0/24/d 0/10.0.1.0/24/x'), 'routes have to ascend'),
    ('a longer route behind', plane('c', '0/10.0.0.0/24/d 0/10.0.0.0/25/x'), None),
    ('routes of length 0 and 32', plane('cc', '0/0.0.0.0/0/d 0/255.255.255.255/32/x 1/0.0.0.0/0/x'), None),
    ('an empty file', '', 'something else'),
    ('another version', CLEAN.replace('problem 1', 'problem 2'), 'something else'),
    ('CRLF', CLEAN.replace('\n', '\r\n'), 'something else'),
    ('a NUL byte', CLEAN.replace('d c a', 'd c a\0'), 'something else'),
    ('a NUL byte at the end', CLEAN + '\0', 'after the end'),
    ('something after the end', CLEAN + '\n', 'after the end'),
    ('no end', CLEAN[:-4], 'something else'),
    ('no policy', 'cleanpath-problem 1\npolicies 0\nitems 0\n' + TAIL, 'no policy'),
    ('65 policies', 'cleanpath-problem 1\npolicies 65\n' + ''.join('p%d\n' % i for i in range(65)) + 'items 0\n' + TAIL, 'too great'),
    ('64 policies', 'cleanpath-problem 1\npolicies 64\n' + ''.join('p%d\n' % i for i in range(64)) + 'items 1\nd ' + 'c' * 64 + ' a\n' + TAIL, None),
    ('a policy twice', 'cleanpath-problem 1\npolicies 2\np\np\nitems 0\n' + TAIL, 'there twice'),
    ('a policy that begins like another', 'cleanpath-problem 1\npolicies 3\nap\na\nap2\nitems 0\n' + TAIL, None),
    ('no items', HEAD + 'items 0\n' + TAIL, None),
    ('an id twice', HEAD + 'items 2\nd c a\nd c a\n' + TAIL, 'have to ascend'),
    ('ids that descend', HEAD + 'items 2\nd c b\nd c a\n' + TAIL, 'have to ascend'),
    ('an id that begins like the one before', HEAD + 'items 2\nd c a\nd c ab\n' + TAIL, None),
    ('an id that is the beginning of the one before', HEAD + 'items 2\nd c ab\nd c a\n' + TAIL, 'have to ascend'),
    ('ids ascend as bytes, not as they are written', HEAD + 'items 3\nd c %20\nd c !\nd c %FF\n' + TAIL, None),
    ('ids ascend as they are written, not as bytes', HEAD + 'items 2\nd c !\nd c %20\n' + TAIL, 'have to ascend'),
    ('the empty id', HEAD + 'items 2\nd c %\nd c a\n' + TAIL, None),
    ('the empty id twice', HEAD + 'items 2\nd c %\nd c %\n' + TAIL, 'have to ascend'),
    ('an id that is not there', HEAD + 'items 1\nd c \n' + TAIL, 'an id has to stand'),
    ('an id encoded for nothing', HEAD + 'items 1\nd c %61\n' + TAIL, 'to be encoded'),
    ('an id in small letters', HEAD + 'items 1\nd c %ff\n' + TAIL, 'to be encoded'),
    ('an id with half a byte', HEAD + 'items 1\nd c %F\n' + TAIL, 'to be encoded'),
    ('an id with a percent sign at its end', HEAD + 'items 1\nd c a%\n' + TAIL, 'to be encoded'),
    ('an id with a percent sign', HEAD + 'items 1\nd c a%25\n' + TAIL, None),
    ('an id with DEL', HEAD + 'items 1\nd c a\x7f\n' + TAIL, 'something else'),
    ('an id with a high byte', HEAD + 'items 1\nd c a\xff\n' + TAIL, 'something else'),
    ('an id with an escape', HEAD + 'items 1\nd c a\x1b[m\n' + TAIL, 'something else'),
    ('an id of 4,096 bytes', HEAD + 'items 1\nd c ' + 'a' * 4096 + '\n' + TAIL, None),
    ('an id of 4,096 encoded bytes', HEAD + 'items 1\nd c ' + '%00' * 4096 + '\n' + TAIL, None),
    ('an id of 4,097 bytes', HEAD + 'items 1\nd c ' + 'a' * 4097 + '\n' + TAIL, 'too long'),
    ('an item of another kind', HEAD + 'items 1\nf c a\n' + TAIL, 'something else'),
    ('a label that is none', HEAD + 'items 1\nd y a\n' + TAIL, 'something else'),
    ('a label too few', 'cleanpath-problem 1\npolicies 2\np\nq\nitems 1\nd c a\n' + TAIL, 'something else'),
    ('a label too many', HEAD + 'items 1\nd cc a\n' + TAIL, 'something else'),
    ('more items than 2^24', HEAD + 'items 16777217\n' + 'd c a\n', 'too great'),
    ('items that the file has no room for', HEAD + 'items 16777216\nd c a\n', 'too great'),
    ('fewer items than are told', HEAD + 'items 2\nd c a\n' + TAIL, 'something else'),
    ('more items than are told', HEAD + 'items 1\nd c a\nd c b\n' + TAIL, 'something else'),
    ('a group without options', ITEMS + 'groups 1\n0\nlinks 0\nrisks 0\nend\n', 'has an option'),
    ('a group of what is not there', ITEMS + 'groups 1\n2 0\nlinks 0\nrisks 0\nend\n', 'too great'),
    ('an option that is not there', ITEMS + 'groups 1\n0 2\nlinks 0\nrisks 0\nend\n', 'too great'),
    ('options that do not ascend', ITEMS + 'groups 1\n0 1 0\nlinks 0\nrisks 0\nend\n', 'has to ascend'),
    ('groups in any order', ITEMS + 'groups 3\n1 0\n0 1\n1 0\nlinks 0\nrisks 0\nend\n', None),
    ('groups that the file has no room for', ITEMS + 'groups 67108864\n', 'too great'),
    ('a link to itself', ITEMS + 'groups 0\nlinks 1\n0 0 1 1 -\nrisks 0\nend\n', 'the ends of a link ascend'),
    ('a link the wrong way round', ITEMS + 'groups 0\nlinks 1\n1 0 1 1 -\nrisks 0\nend\n', 'the ends of a link ascend'),
    ('a link to nothing', ITEMS + 'groups 0\nlinks 1\n0 2 1 1 -\nrisks 0\nend\n', 'too great'),
    ('a link that rides on nothing there', ITEMS + 'groups 0\nlinks 1\n0 1 1 1 2\nrisks 0\nend\n', 'too great'),
    ('a metric of 2^32 - 1', ITEMS + 'groups 0\nlinks 1\n0 1 4294967295 1 -\nrisks 0\nend\n', None),
    ('a metric of 2^32', ITEMS + 'groups 0\nlinks 1\n0 1 4294967296 1 -\nrisks 0\nend\n', 'too great'),
    ('a link twice', ITEMS + 'groups 0\nlinks 2\n0 1 1 1 -\n0 1 1 1 -\nrisks 0\nend\n', None),
    ('links in any order', ITEMS + 'groups 0\nlinks 2\n0 1 1 2 -\n0 1 1 1 1\nrisks 0\nend\n', None),
    ('an item in an area', ITEMS + 'groups 0\nareas 1\na 1 7\nlinks 0\nrisks 0\nend\n', None),
    ('an item in the area 0', ITEMS + 'groups 0\nareas 1\na 1 0\nlinks 0\nrisks 0\nend\n', 'no area is 0'),
    ('an item in an area twice', ITEMS + 'groups 0\nareas 2\na 1 7\na 1 7\nlinks 0\nrisks 0\nend\n', 'they ascend'),
    ('items in areas descend', ITEMS + 'groups 0\nareas 2\na 1 7\na 0 7\nlinks 0\nrisks 0\nend\n', 'they ascend'),
    ('areas of an item descend', ITEMS + 'groups 0\nareas 2\na 1 7\nl 1 6\nlinks 0\nrisks 0\nend\n', 'they ascend'),
    ('an item of nothing in an area', ITEMS + 'groups 0\nareas 1\na 2 7\nlinks 0\nrisks 0\nend\n', 'too great'),
    ('an area that is none', ITEMS + 'groups 0\nareas 1\nb 1 7\nlinks 0\nrisks 0\nend\n', 'something else'),
    ('a link in an area', ITEMS + 'groups 0\nareas 2\na 0 7\nl 1 7\nlinks 2\n2 3 1 1 - +\n0 1 1 1 -\nrisks 0\nend\n', None),
    ('a link from area to area', ITEMS + 'groups 0\nareas 2\na 0 6\na 1 7\nlinks 1\n2 3 1 1 -\nrisks 0\nend\n', 'in one area'),
    ('a link from an area to the backbone', ITEMS + 'groups 0\nareas 1\na 1 7\nlinks 1\n0 2 1 1 -\nrisks 0\nend\n', 'in one area'),
    ('a link of an item to itself by its area', ITEMS + 'groups 0\nareas 2\na 0 7\na 0 8\nlinks 1\n2 3 1 1 -\nrisks 0\nend\n', 'the ends of a link ascend'),
    ('a link of what stands nowhere', ITEMS + 'groups 0\nareas 1\na 1 7\nlinks 1\n0 3 1 1 -\nrisks 0\nend\n', 'too great'),
    ('areas that the file has no room for', ITEMS + 'groups 0\nareas 134217728\n', 'too great'),
    ('links that the file has no room for', ITEMS + 'groups 0\nlinks 67108864\n0 1 1 1 -\n', 'too great'),
    ('a metric with a zero before it', ITEMS + 'groups 0\nlinks 1\n0 1 01 1 -\nrisks 0\nend\n', 'something else'),
    ('a metric that is a letter', ITEMS + 'groups 0\nlinks 1\n0 1 r 1 -\nrisks 0\nend\n', 'no number'),
    ('a risk of none', ITEMS + 'groups 0\nlinks 0\nrisks 1\nr\nend\n', None),
    ('a risk with a link that is not there', ITEMS + 'groups 0\nlinks 0\nrisks 1\nr 0\nend\n', 'too great'),
    ('a risk with a link twice', ITEMS + 'groups 0\nlinks 1\n0 1 1 1 -\nrisks 1\nr 0 0\nend\n', 'has to ascend'),
    ('risks that the file has no room for', ITEMS + 'groups 0\nlinks 0\nrisks 67108864\n', 'too great'),
]


class Runner:
    def __init__(self, program, folder):
        self.program, self.paths = program, [os.path.join(folder, x) for x in ('problem', 'certificate')]

    def run(self, problem, certificate, *options):
        for path, data in zip(self.paths, (problem, certificate)):
            with open(path, 'wb') as f:
                f.write(data)
        p = subprocess.run([self.program, *self.paths, *options], capture_output=True, timeout=60)
        return p.returncode, p.stdout.decode('latin-1'), p.stderr.decode('latin-1')


def certificate(problem, body):
    body += '' if body.endswith('\n') or not body else '\n'
    return ('cleanpath-certificate 1\nproblem %s\n%send\n' % (hashlib.sha256(problem).hexdigest(), body)).encode()


def check_row(runner, name, problem, body, want):
    problem = problem.encode('latin-1')
    status, out, err = runner.run(problem, certificate(problem, body))
    if isinstance(want, str):
        ok(status == 5 and out == '' and want in err and err.count('\n') == 1 and ':' in err, name + ': refused', status, out, err)
    else:
        lines = out.split('\n')[1:-1]
        ok(status == 0 and err == '' and (lines == want if want != 1 else len(lines) == 1), name, status, out, err)


def check_lines(runner):
    """The line that is told is the one that is wrong."""
    problem = DIRTY.encode()
    good = certificate(problem, T + 'ask some 0 exposure 0 3 proven-clean\npath 1 2 0 2').decode().split('\n')
    for n, words, name in ((1, 'problem ' + '0' * 64, 'digest'), (2, 'taint 0 exposure dirty', 'word'), (7, 'path 1 2 1 3', 'proof'), (8, 'bend', 'end')):
        bad = '\n'.join(good[:n] + [words] + good[n + 1:]).encode()
        status, out, err = runner.run(problem, bad)
        ok(status == 5 and err.startswith(runner.paths[1] + ':%d: refused: ' % (n + 1)), 'the line of a wrong %s' % name, status, err)
    for more in ('\n', 'end\n', '\0'):
        status, out, err = runner.run(problem, ('\n'.join(good) + more).encode())
        ok(status == 5 and out == '' and 'after the end' in err, 'a certificate with %r after its end' % more, status, err)
    status, out, err = runner.run(problem.replace(b'0 1 1 1 -', b'0 9 1 1 -'), b'')
    ok(status == 5 and err.startswith(runner.paths[0] + ':11: refused: '), 'the line of a wrong link', err)
    status, out, err = runner.run(DIRTY.replace('d x c', 'd c c').encode(), '\n'.join(good).encode())
    ok(status == 5 and 'another problem' in err, 'a certificate of another problem', err)


def check_json(runner):
    problem = DIRTY.replace('policies 1\np', 'policies 1\n%22"\\').replace('%22"\\', '"\\').replace('d c a', 'd c %1B["').encode()
    body = T + 'ask some 0 exposure 0 3 proven-clean\npath 1 2 0 2\nask unavoidable 0 3 0\nchain 4 0 0 1 0 2 0 3 0\nroute 2 0 2\nroute 2 1 3\n'
    status, out, err = runner.run(problem, certificate(problem, body), '--format', 'json')
    digest = hashlib.sha256(problem).hexdigest()
    want = {'schema': 'cleanpath/check/1', 'problem': digest, 'proved': [
        {'question': 'some', 'policy': '"\\', 'reading': 'exposure', 'from': '%1B["', 'to': 'd', 'answer': 'proven-clean'},
        {'question': 'unavoidable', 'from': '%1B["', 'to': 'd', 'items': []}]}
    ok(status == 0 and json.loads(out) == want, 'JSON, with ids that need care', out, err)
    status, out, err = runner.run(problem, certificate(problem, ''), '--format', 'json')
    ok(status == 0 and json.loads(out) == dict(want, proved=[]), 'JSON of nothing', out, err)
    ok(runner.run(problem, certificate(problem, ''))[1] == 'problem %s\n' % digest, 'text begins with the digest')


def check_hostile(runner):
    """Cut off at each byte, and with each byte changed: refused, or the same statement."""
    problem = RISKY.encode()
    body = T + 'ask routes-every 0 exposure 0 3 1 d proven-excluded\ntree 0 0\nnode 0\ndist 4 0 2 1 1 2 1 3 0\nhit 0 1 d1\ndist 3 0 4 2 1 3 0\nask some 0 exposure 0 3 proven-clean\npath 1 2 0 2\n'
    whole = certificate(problem, body)
    good = runner.run(problem, whole)
    ok(good[0] == 0, 'the pair as it is', good)
    bad = [n for n in range(len(whole)) if runner.run(problem, whole[:n])[:2] != (5, '')]
    ok(not bad, 'the certificate, cut off at each byte', bad)
    bad = [n for n in range(len(problem)) if runner.run(problem[:n], certificate(problem[:n], body))[:2] != (5, '')]
    ok(not bad, 'the problem, cut off at each byte', bad)
    bad = []
    for n in range(0, len(whole)):
        changed = whole[:n] + bytes([whole[n] ^ 1 << n % 8]) + whole[n + 1:]
        got = runner.run(problem, changed)
        bad += [] if got[:2] == (5, '') or got == good else [n]
    # one flip is another true statement: from b there is a clean path as well, or the taint of an unused reading
    ok(not bad, 'the certificate, with a bit changed in each byte', bad, [whole[max(0, n - 20):n + 20] for n in bad])


def check_usage(program, runner, folder):
    def run(*args):
        p = subprocess.run([program, *args], capture_output=True, text=True, timeout=60)
        return p.returncode, p.stdout, p.stderr
    problem = CLEAN.encode()
    runner.run(problem, certificate(problem, ''))
    a, b = runner.paths
    ok(run(a, b)[0] == 0, 'two files')
    for args in ((), (a,), (a, b, a), (a, b, '--format'), (a, b, '--format', 'xml'), (a, b, '--format=json'), ('-x', a, b)):
        status, out, err = run(*args)
        ok(status == 2 and out == '' and err.startswith('Usage: '), 'usage: %d words, %s' % (len(args), args[-1:] if args and args[-1][0] == '-' else ''), status, out, err)
    status, out, err = run('--help')
    ok(status == 0 and out.startswith('Usage: cleanpath-check PROBLEM CERTIFICATE') and err == '', '--help', out, err)
    status, out, err = run('--version')
    ok(status == 0 and out.startswith('cleanpath-check '), '--version', out, err)
    status, out, err = run('--format', 'json', a, b)
    ok(status == 0 and out.startswith('{'), 'options before files', out, err)
    status, out, err = run(a, b, '--format', 'text')
    ok(status == 0 and out.startswith('problem '), '--format text', out, err)
    for args in ((os.path.join(folder, 'nothing'), b), (a, os.path.join(folder, 'nothing')), (folder, b)):
        status, out, err = run(*args)
        ok(status == 3 and out == '' and err.count('\n') == 1, 'a file that cannot be read', status, out, err)
    with open('/dev/full', 'w') as full:
        status = subprocess.run([program, a, b], stdout=full, stderr=subprocess.DEVNULL).returncode
    ok(status == 3, 'what is proved cannot be written', status)


def check_sizes(program, runner):
    """Files that claim much, or do not end: refused, with no more memory than they have bytes."""
    a, b = runner.paths
    for name, text in (('items', HEAD + 'items 16777216\n'), ('groups', ITEMS + 'groups 67108864\n'), ('links', ITEMS + 'groups 0\nlinks 67108864\n'),
                       ('risks', ITEMS + 'groups 0\nlinks 0\nrisks 67108864\n'),
                       ('destinations', PLANE.replace('destinations 1', 'destinations 67108864')), ('filters', PLANE.replace('filters 1', 'filters 67108864')), ('rules', PLANE.replace('rules 1', 'rules 67108864')),
                       ('tables', PLANE.replace('tables 3', 'tables 16777216')), ('actions', PLANE.replace('actions 2', 'actions 67108864')), ('routes', PLANE.replace('routes 2', 'routes 67108864'))):
        with open(a, 'w') as f:
            f.write(text)
        status = subprocess.run([program, a, b], capture_output=True).returncode
        ok(status == 5, 'very many %s in a small file' % name, status)
    p = subprocess.run([program, '/dev/zero', b], capture_output=True, text=True, timeout=120)
    ok(p.returncode == 5 and p.stdout == '', 'a file that does not end', p.returncode, p.stderr)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    ok(peak < 100 << 10, 'no run above took 100 MiB', peak)


def main():
    with tempfile.TemporaryDirectory() as folder:
        runner = Runner(sys.argv[1], folder)
        for name, problem, body, want in ROWS:
            check_row(runner, name, problem, body, want)
        for name, problem, want in PROBLEMS:
            check_row(runner, 'problem: ' + name, problem, '', want or [])
        check_lines(runner)
        check_json(runner)
        check_hostile(runner)
        check_usage(sys.argv[1], runner, folder)
        check_sizes(sys.argv[1], runner)
    print('1..%d' % n_run)
    return 1 if n_failed else 0


if __name__ == '__main__':
    sys.exit(main())
