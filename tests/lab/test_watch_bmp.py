#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""test_watch_bmp.py - `path --watch bmp:` against three routers (FRR), each an AS, that tell of their BGP sessions over BMP.

FRR 8.4 tells Adj-RIB-In and no Loc-RIB, so that a route that changes puts its prefix in doubt, until the table of the
router is told: held against the same command asked anew of the tables. Loc-RIB is tested with made streams
(tests/data/watch/bmp_oracle.py). TAP. Skipped with its reason where the laboratory cannot be made."""
import json, os, queue, subprocess, sys, tempfile, threading, time
import routers
import test_bmp
from test_bmp import PORT, Speakers, wait_until
from test_path import RULE

PROGRAM = os.environ.get('CLEANPATH_BIN', '')
NET = '100.67.0.0/16' # what r3 announces
GONE = '100.67.3.0/24'


def state(net, name):
    p = 'root@%s:~# ' % name
    with net.inside(name):
        addresses = subprocess.run(['ip', '-j', '-d', 'address'], stdout=subprocess.PIPE, text=True, check=True).stdout
    return '%sip -j -d address\n%s\n%s' % (p, addresses.strip(), table(net, name))


def table(net, name):
    return "root@%s:~# vtysh -c 'show ip route json'\n%s\nroot@%s:~# \n" % (name, net.vtysh(name, 'show ip route json').strip(), name)


class Watch:
    def __init__(self, net, folder, files):
        self.known, self.lock, self.notes, self.command = {}, threading.Lock(), [], [
            PROGRAM, 'path', 'r1', '--dst', NET, '-p', 'no-acme', '-q', '--format', 'json']
        self.folder, self.files = folder, files
        with net.inside('r2'):
            self.program = subprocess.Popen(self.command + ['--watch', '-', '--watch', 'bmp:%s:%d' % (net.loopback('r2'), PORT)] + files, cwd=folder, stdin=subprocess.PIPE,
                                            stdout=subprocess.PIPE, text=True, preexec_fn=routers.die_with_parent)
        threading.Thread(target=self._read, daemon=True).start()

    def _take(self, line, known):
        x = json.loads(line)
        if x['event'] in ('answer', 'changed'):
            known[x['destination']] = (x['is']['becomes'], x['is']['answers']['no-acme'])
        return x

    def _read(self):
        for line in self.program.stdout:
            with self.lock:
                x = self._take(line, self.known)
                if x['event'] in ('note', 'unread'):
                    self.notes.append(x['text'])

    def tell(self, net):
        for name in net.names:
            self.program.stdin.write(table(net, name))
        self.program.stdin.flush()

    def of(self, prefix):
        with self.lock:
            return self.known.get(prefix)

    def anew(self, net):
        for name in net.names:
            with open('%s/anew-%s.txt' % (self.folder, name), 'w') as f:
                f.write(state(net, name))
        known = {}
        files = [x for x in self.files if not x.endswith('.txt')] + ['anew-%s.txt' % n for n in net.names]
        for line in subprocess.run(self.command + ['--watch', '-'] + files, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, check=False).stdout.splitlines():
            self._take(line, known)
        return known

    def agrees(self, net):
        """Regions that are no prefix any more have the answer of what is around them: those that are must have the same."""
        for _ in range(4):  # what a router says in between makes it not modelled again, until its table is told once more
            self.tell(net)
            want = self.anew(net)
            if wait_until(lambda: all(self.of(k) == v for k, v in want.items()), 8):
                return True, []
        return False, ['%s: %s, anew %s' % (k, self.of(k), v) for k, v in want.items() if self.of(k) != v][:5]


def main():
    why = routers.why_not() or ('' if os.access(routers.FRR + '/bgpd', os.X_OK) else 'not installed: frr:bgpd') or ('' if PROGRAM else 'CLEANPATH_BIN: no program')
    if not why and not any(os.path.exists(d + '/bgpd_bmp.so') for d in ('/usr/lib/x86_64-linux-gnu/frr/modules', '/usr/lib/frr/modules', '/usr/lib64/frr/modules')):
        why = 'not installed: frr: bgpd_bmp'
    if why:
        print('1..0 # SKIP ' + why)
        return 0
    ok = test_bmp.ok
    net = Speakers(['r1', 'r2', 'r3'], [('r1', 'r2', 10, 10), ('r2', 'r3', 10, 10), ('r1', 'r3', 30, 30)])
    for name in net.names:
        net.start_bgp(name)
    ok(wait_until(lambda: all(len(json.loads(net.vtysh(n, 'show ip route bgp json'))) == 40 for n in net.names), 40), 'each has 20 networks of each other')
    with tempfile.TemporaryDirectory() as folder:
        for name in net.names:
            with open('%s/%s.txt' % (folder, name), 'w') as f:
                f.write(state(net, name))
        with open(folder + '/rule.yaml', 'w') as f:
            f.write(RULE)
        with open(folder + '/cleanpath.yaml', 'w') as f:
            f.write('policies: [./rule.yaml]\naccept: 0.8\n')
        with open(folder + '/inventory.csv', 'w') as f:
            f.write('name,manufacturer,model\nr1,Bergson,X1\nr2,Acme,Y2\nr3,Bergson,X1\n')
        files = ['inventory.csv'] + ['%s.txt' % n for n in net.names]
        w = Watch(net, folder, files)
        ok(wait_until(lambda: any('bmp:' in x and 'Adj-RIB-In' in x for x in w.notes), 20), 'a router tells of its peers, and it is said what follows', w.notes)
        ok(wait_until(lambda: w.of(GONE) and w.of(GONE)[1] == 'not-modelled', 20), 'what they announced is not modelled', w.of(GONE))
        held, wrong = w.agrees(net)
        ok(held, 'the tables are told: as asked anew', *wrong)
        first = w.of(GONE)
        net.vtysh('r3', 'no network ' + GONE, 'configure terminal', 'router bgp 65003', 'address-family ipv4 unicast')
        ok(wait_until(lambda: w.of(GONE)[1] == 'not-modelled'), 'a network is withdrawn: nothing is proven of it', first, w.of(GONE))
        ok(w.of('100.67.4.0/24') == first, 'and of no other', w.of('100.67.4.0/24'), first)
        wait_until(lambda: all(GONE not in json.loads(net.vtysh(n, 'show ip route json')) for n in net.names))
        held, wrong = w.agrees(net)
        ok(held, 'the tables are told: as asked anew', *wrong)
        net.vtysh('r1', 'neighbor %s shutdown' % net.links[2].addresses[1], 'configure terminal', 'router bgp 65001')
        ok(wait_until(lambda: w.of('100.67.4.0/24')[1] == 'not-modelled'), 'a session ends: of no network of BGP anything is proven', w.of('100.67.4.0/24'))
        wait_until(lambda: len(json.loads(net.vtysh('r1', 'show ip route bgp json'))) == 39)
        time.sleep(1)
        held, wrong = w.agrees(net)
        ok(held, 'the tables are told: as asked anew', *wrong)
        ok(w.of('100.67.4.0/24')[1] == 'proven-excluded', 'packets go over the other one now', w.of('100.67.4.0/24'))
        w.program.stdin.close()
        w.program.terminate()
        w.program.wait()
    net.stop()
    print('1..%d' % test_bmp.n_run)
    return 1 if test_bmp.n_failed else 0


if __name__ == '__main__':
    sys.exit(main())
