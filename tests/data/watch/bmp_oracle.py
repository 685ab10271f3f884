#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""bmp_oracle.py N SEED CLEANPATH - what `path --watch bmp:...` tells of N updates at random, held after each against the
same command asked anew of files with the table that follows, worked out here by the rules of docs/watch.md.

r1 of data/l2 tells its Loc-RIB over BMP, with path identifiers or without (then with --assume-complete or without):
routes come, go, lead elsewhere, the end of RIB comes, the Loc-RIB goes and begins anew, peers announce (Adj-RIB-In);
in between its table comes on standard input, in which other protocols have prefixes, too."""
import ipaddress, json, os, queue, random, subprocess, sys, threading
sys.path[:0] = [os.path.join(os.path.dirname(os.path.abspath(__file__)), d) for d in ('.', '../bmp')]
import routers

CONNECTED = {'10.0.12.0/30': 'eth1', '10.0.13.0/30': 'eth2'}
HOPS = ['10.0.12.2', '10.0.13.2', '10.255.0.3', '10.255.0.2', '10.0.99.9']
NETS = ['10.255.0.2/32', '10.255.0.3/32', '10.255.0.0/24', '192.0.2.0/24', '192.0.2.64/26', '192.0.0.0/16', '198.51.100.0/24',
        '0.0.0.0/0', '10.0.12.0/30', '10.0.12.2/32']
DISTANCE = {'static': [1, 30], 'ospf': [110], 'bgp': [20, 200]}


def table(rand):
    t = {n: ('connected', 0, []) for n in CONNECTED}
    kinds = rand.choice([[20, 200], [20], [200]])
    for n in NETS:
        if n not in t and rand.random() < 0.6:
            protocol = rand.choice(['bgp', 'bgp', 'ospf', 'static'])
            t[n] = (protocol, rand.choice(kinds if protocol == 'bgp' else DISTANCE[protocol]), rand.sample(HOPS, rand.choice([1, 1, 1, 2])))
    return t


def shown(t):
    """As FRR's `show ip route json`; 'doubt': with a label, which no plane models."""
    out = {}
    for n, (protocol, distance, vias) in t.items():
        if protocol == 'connected':
            hops = [{'fib': True, 'directlyConnected': True, 'interfaceName': CONNECTED[n], 'active': True}]
        else:
            hops = [dict({'fib': True, 'ip': v, 'afi': 'ipv4', 'active': True}, **({'labels': [100]} if protocol == 'doubt' else {})) for v in vias]
        out[n] = [{'prefix': n, 'protocol': 'bgp' if protocol == 'doubt' else protocol, 'selected': True, 'destSelected': True, 'installed': True, 'distance': distance,
                   'metric': 0, 'vrfName': 'default', 'nexthops': hops}]
    return json.dumps(out)


class Model:
    def __init__(self, t, has_ids, is_all):
        self.t, self.has_ids, self.is_all, self.seq, self.told = t, has_ids, is_all, 0, 0
        self.void()
        self.is_lost = False

    def void(self):
        self.said, self.whole, self.all_doubt, self.is_selected = {}, 0, 0, False

    def tick(self):
        self.seq += 1
        return self.seq

    def change(self, net, path_id, via):
        e = self.said.setdefault(net, {'seq': 0, 'before': 0, 'paths': {}, 'doubt': False})
        if via is not None and e['paths'].get(path_id) == via:
            return
        e['before'], e['seq'] = e['seq'], self.tick()
        e['paths'].pop(path_id, None)
        if via is not None:
            e['paths'][path_id] = via

    def tell(self, t):
        self.t, self.told, self.is_lost = t, self.tick(), False
        for e in self.said.values():
            e['doubt'] = False

    def ways(self, via, deep=0):
        """Addresses on own networks; None: not known, or BGP has said something on the way."""
        x, found = ipaddress.ip_address(via), None
        for bits in range(32, -1, -1):
            n = str(ipaddress.ip_network('%s/%d' % (x, bits), strict=False))
            e = self.said.get(n)
            if e and e['seq'] > self.told and (n in self.t or e['paths'] or e['doubt']):
                return None
            if n in self.t:
                found = n
                break
        if found is None or deep > 8:
            return None
        protocol, _, vias = self.t[found]
        if protocol == 'connected':
            return {via}
        out = set()
        for v in vias:
            w = {v} if v == via else self.ways(v, deep + 1)
            if w is None:
                return None
            out |= w
        return out

    def union(self, vias):
        all_ = [self.ways(v) for v in vias]
        return None if not all_ or None in all_ else set().union(*all_)

    def follows(self):
        """The table that counts; None: nothing is known of it."""
        if self.is_lost:
            return None
        kinds = {d for p, d, _ in self.t.values() if p == 'bgp'}
        low, high = (min(kinds), max(kinds)) if len(kinds) > 1 else (None, None)
        out = {}
        for n in set(self.t) | set(self.said):
            row, e = self.t.get(n), self.said.get(n)
            is_said = e is not None and e['seq'] > self.told
            doubt, vias = ('doubt', 1, ['10.0.12.2']), list(e['paths'].values()) if e else []
            if row and row[0] == 'connected':
                out[n] = row
            elif not is_said:
                is_gone = row and row[0] == 'bgp' and ((self.whole > self.told and not vias) or self.all_doubt > self.told)
                out[n] = doubt if is_gone else row
            elif row is None:
                out[n] = doubt if e['doubt'] else self.by_bgp(vias, False)
            elif row[0] == 'bgp':
                by_table, by_bgp = self.union(row[2]), self.union(vias)
                is_alike = e['before'] <= self.told and by_table is not None and by_bgp is not None
                if e['doubt'] or not vias:
                    out[n] = doubt
                elif is_alike and by_bgp < by_table and not self.has_ids:
                    out[n] = row
                else:
                    out[n] = self.by_bgp(vias, is_alike and by_bgp == by_table)
            elif low is not None and row[1] < low:
                out[n] = row
            elif e['doubt']:
                out[n] = doubt
            elif not vias:
                out[n] = row
            else:
                by_table, by_bgp = self.union(row[2]), self.union(vias)
                is_same = by_table is not None and by_table == by_bgp
                out[n] = self.by_bgp(vias, False) if is_same or (high is not None and row[1] > high) else doubt
        return {n: x for n, x in out.items() if x}

    def by_bgp(self, vias, is_all):
        return ('bgp', 20, vias + ([] if is_all or self.has_ids or self.is_all else ['10.0.13.3'])) if vias else None


def step(rand, model, router):
    """One word of the router, and what it means."""
    kind, net, path_id = rand.random(), rand.choice(NETS), rand.choice([1, 2]) if model.has_ids else 0
    tail = '#%d' % path_id if model.has_ids else ''
    if not router.is_up:
        if kind < 0.3: # of peers, while it does not tell what it selects
            router.do('in+%s=10.0.12.2' % net)
            e = model.said.setdefault(net, {'seq': 0, 'before': 0, 'paths': {}, 'doubt': False})
            e['before'], e['seq'], e['doubt'], router.has_in = e['seq'], model.tick(), True, True
            return 'in'
        if kind < 0.4 and router.has_in:
            router.do('in-down')
            model.all_doubt = model.tick()
            return 'in-down'
        router.do('up-id' if model.has_ids else 'up')
        router.is_up = True
        return 'up'
    if kind < 0.08:
        router.do('down')
        model.is_lost = model.is_lost or model.is_selected
        if model.is_selected:
            model.void()
        router.is_up = False
        return 'down'
    if not model.is_selected:
        model.void()
        model.is_selected = True
    if kind < 0.2:
        router.do('eor')
        model.whole, model.is_lost = model.whole or model.tick(), False
        return 'eor'
    if kind < 0.45:
        router.do('-%s%s' % (net, tail))
        model.change(net, path_id, None)
        return 'withdrawn'
    via = rand.choice(HOPS)
    router.do('+%s=%s%s' % (net, via, tail))
    model.change(net, path_id, via)
    return 'announced'


def answers_of(line, known):
    x = json.loads(line)
    if x['event'] in ('answer', 'changed'):
        known[x['from']['name'], x['destination']] = (x['is']['becomes'], x['is']['answers'])
    return x


def asked_anew(command, files):
    known = {}
    for line in subprocess.run(command + ['--watch', '-'] + files, stdin=subprocess.DEVNULL, check=False, capture_output=True, text=True).stdout.splitlines():
        answers_of(line, known)
    return known


def differences(told, anew):
    """Regions of those told are parts of those asked anew."""
    nets = {n: ipaddress.ip_network(n) for _, n in list(anew) + list(told)}
    out = []
    for router, net in told:
        best = max((n for r, n in anew if nets[net].subnet_of(nets[n])), key=lambda n: nets[n].prefixlen, default=None)
        if best is None or anew[router, best] != told[router, net]:
            out.append((net, told[router, net], anew.get((router, best))))
    return out


def run(n, rand, cleanpath, counts):
    head = open('r1.txt').read().split('user@r1:~$ ip route\n')[0]
    mode = rand.choice(['ids', 'all', 'one'])
    port, model = routers.free_port(), Model(table(rand), mode == 'ids', mode == 'all')
    base = [cleanpath, 'path', 'r1', '--dst', '0.0.0.0/0', '-p', 'no-acme', '--format', 'json'] + (['--assume-complete'] if mode == 'all' else [])
    csv, others = ['inventory.csv', 'links.csv'], ['r2.txt', 'r3.txt']

    def write(name, t):
        with open(name, 'w') as f:
            f.write(head + 'r1# show ip route json\n' + (shown(t) if t is not None else '{}') + '\nr1# \n')
    os.makedirs('anew', exist_ok=True)
    os.makedirs('first', exist_ok=True)
    write('first/r1.txt', model.t)
    p = subprocess.Popen(base + ['--watch', '-', '--watch', 'bmp:127.0.0.1:%d' % port] + csv + ['first/r1.txt'] + others, stdin=subprocess.PIPE,
                         stdout=subprocess.PIPE, text=True)
    lines, told, wrong = queue.Queue(), {}, 0
    threading.Thread(target=lambda: [lines.put(x) for x in p.stdout], daemon=True).start()

    def until(text):
        while True:
            line = lines.get(timeout=30)
            if text in line:
                return
            x = answers_of(line, told)
            counts[x['event']] = counts.get(x['event'], 0) + 1
    until('"event":"overall"')
    router = routers.Router('r1', port)
    router.is_up = router.has_in = False
    for i in range(n):
        words = []
        for _ in range(rand.choice([1, 1, 3])):
            if rand.random() < 0.12:
                model.tell(table(rand))
                p.stdin.write('r1# show ip route json\n%s\nr1# \n' % shown(model.t))
                p.stdin.write('mark@t%d:~$ ip route\ndefault via 10.0.0.1\nmark@t%d:~$ \n' % (model.seq, model.seq))
                p.stdin.flush()
                until('t%d is no device' % model.seq)
                words.append('table')
                continue
            words.append(step(rand, model, router))
            # what was sent before another connection is read before that
            mark = routers.Router('b%d' % model.tick(), port)
            mark.do('up')
            mark.do('+10.9.9.0/24=10.0.12.2')
            until('%s (127.0.0.1) is no device' % mark.name)
            mark.do('close')
        for mark in 'mn': # what follows from the update is told behind the first
            p.stdin.write('mark@%s%d:~$ ip route\ndefault via 10.0.0.1\nmark@%s%d:~$ \n' % (mark, i, mark, i))
        p.stdin.flush()
        until('"n%d is no device' % i)
        for w in words:
            counts[w] = counts.get(w, 0) + 1
        t = model.follows()
        write('anew/r1.txt', t)
        if t is None: # nothing is known but addresses of its own
            wrong += any(r['becomes'] != ['not modelled'] for r in [{'becomes': b} for (_, net), (b, _) in told.items() if b != ['delivered']])
            continue
        bad = differences(told, asked_anew(base, csv + ['anew/r1.txt'] + others))
        if bad and not wrong:
            print('update %d (%s, %s): %s' % (i, mode, words, bad[:3]), file=sys.stderr)
            print('table %s\nsaid %s, told %d, whole %d\nfollows %s' % (model.t, model.said, model.told, model.whole, t), file=sys.stderr)
        wrong += len(bad) > 0
    p.stdin.close()
    p.terminate()
    p.wait()
    return wrong


def main():
    n, rand, wrong, counts = int(sys.argv[1]), random.Random(int(sys.argv[2])), 0, {}
    for _ in range(max(1, n // 20)):
        wrong += run(min(n, 20), rand, sys.argv[3], counts)
    print('%d updates, %d wrong' % (n, wrong))
    if '--counts' in sys.argv:
        print(counts)


main()
