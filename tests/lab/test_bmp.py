#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""test_bmp.py PROGRAM - three routers (FRR) that tell of their BGP sessions over BMP, and what PROGRAM (bmp_lines --listen)
makes of it, against what the routers show.

TAP. Skipped with its reason where the laboratory cannot be made. FRR up to 10.5 puts the router's own AS before each path
(github.com/FRRouting/frr/pull/21815), which the test takes off, and tells what the router announces itself as of a peer
0.0.0.0 after its policy, which never comes up. Of routes with its own AS in their path, which it does not take, FRR 8.4 tells
before its policy that they came and not that they went: they are left out on both sides."""
import json, os, subprocess, sys, threading, time
import routers

PORT = 1790
n_run, n_failed = 0, 0


def ok(held, what, *details):
    global n_run, n_failed
    n_run, n_failed = n_run + 1, n_failed + (not held)
    print('%sok %d - %s' % ('' if held else 'not ', n_run, what), flush=True)
    if not held:
        for d in details:
            print('\n'.join('# ' + line for line in str(d).splitlines()[:20]), flush=True)


def without_loops(table, own):
    return {k: v for k, v in table.items() if str(own) not in v.split()}


class Speakers(routers.Routers):
    """Each an AS of its own, with sessions over its cables; r2, in the middle, is where the collector is."""

    def as_of(self, name):
        return 65000 + self.number[name]

    def neighbours(self, name):
        return [(l.ends[1 - k], l.addresses[1 - k]) for l in self.links for k in range(2) if l.ends[k] == name]

    def _configuration(self, name):
        n = self.number[name]
        lines = ['router bgp %d' % self.as_of(name), ' bgp router-id 10.255.0.%d' % n, ' no bgp ebgp-requires-policy',
                 ' no bgp network import-check']
        for other, address in self.neighbours(name):
            lines += [' neighbor %s remote-as %d' % (address, self.as_of(other)), ' neighbor %s timers 1 4' % address,
                      ' neighbor %s timers connect 1' % address]
        lines += [' address-family ipv4 unicast'] + ['  network 100.%d.%d.0/24' % (64 + n, k) for k in range(20)]
        lines += ['  neighbor %s soft-reconfiguration inbound' % a for _, a in self.neighbours(name)]
        lines += [' exit-address-family', ' bmp targets here', '  bmp connect %s port %d min-retry 100 max-retry 500' % (self.loopback('r2'), PORT),
                  '  bmp monitor ipv4 unicast pre-policy', '  bmp monitor ipv4 unicast post-policy', ' exit', '!']
        return super()._configuration(name) + '\n'.join(lines) + '\n'

    def start_bgp(self, name):
        place, run = '%s/%s' % (routers.RUN, name), '%s/%s/run' % (routers.RUN, name)
        with self.inside(name), open(place + '/bgpd.out', 'wb') as out:
            self.daemons.append(subprocess.Popen(
                ['%s/bgpd' % routers.FRR, '-M', 'bmp', '-N', name, '--vty_socket', run, '-i', run + '/bgpd.pid', '-z', run + '/zserv.api',
                 '-f', place + '/frr.conf', '-A', '127.0.0.1', '-u', 'frr', '-g', 'frr'],
                stdin=subprocess.DEVNULL, stdout=out, stderr=out, preexec_fn=routers.die_with_parent))

    def shown(self, name, which):
        """What a router shows of all its peers: {(peer, prefix): path}."""
        out = {}
        for _, address in self.neighbours(name):
            answer = json.loads(self.vtysh(name, 'show bgp ipv4 unicast neighbors %s %s json' % (address, which)))
            for prefix, x in (answer.get('receivedRoutes') or answer.get('routes') or {}).items():
                for y in x if isinstance(x, list) else [x]:
                    out[address, prefix] = y['path']
        return without_loops(out, self.as_of(name))


class Told:
    """The state of each router's tables, by the lines of the program."""

    def __init__(self, stream):
        self.tables, self.up, self.went, self.lines, self.lock = {}, set(), [], 0, threading.Lock()
        threading.Thread(target=self._read, args=(stream,), daemon=True).start()

    def _read(self, stream):
        for line in stream:
            with self.lock:
                self._take(line.rstrip('\n').split('|'))

    def _take(self, x):
        self.lines += 1
        router, event = x[:2]
        if event == 'went':
            self.went.append(x)
        if len(x) < 10:
            return
        view, peer, prefix, path = x[2], x[3], x[6], x[8]
        if event in ('up', 'down'):
            (self.up.add if event == 'up' else self.up.discard)((router, peer))
            self.tables = {k: v for k, v in self.tables.items() if k[0] != router or k[2] != peer}
        elif event == 'announced':
            self.tables[router, view, peer, prefix] = path
        elif event == 'withdrawn':
            self.tables.pop((router, view, peer, prefix), None)

    def of(self, router, view, own):
        """As Speakers.shown; the router's own AS is taken off where it stands before the peer's."""
        with self.lock:
            found = {(p, n): path for (r, v, p, n), path in self.tables.items() if (r, v) == (router, view) and p != '0.0.0.0'}
        cut = '%d ' % own
        return without_loops({k: v[len(cut):] if v.startswith(cut) else v for k, v in found.items()}, own)

    def have(self, prefix):
        with self.lock:
            return [k for k, v in self.tables.items() if k[3] == prefix and k[2] != '0.0.0.0' and len(v.split()) == len(set(v.split()))]


def wait_until(what, seconds=25):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if what():
            return True
        time.sleep(0.2)
    return False


def compare(net, told, source, names, when):
    for name in names:
        for view, which in (('in-pre', 'received-routes'), ('in-post', 'routes')):
            same = wait_until(lambda: net.shown(name, which) == told.of(source[name], view, net.as_of(name)))
            want, got = net.shown(name, which), told.of(source[name], view, net.as_of(name))
            ok(same, '%s: %s of %s are %d routes of all peers' % (when, view, name, len(want)), 'lacks or other: %s' % sorted(set(want.items()) - set(got.items()))[:5],
               'more or other: %s' % sorted(set(got.items()) - set(want.items()))[:5])


def main():
    why = routers.why_not()
    if not why and not os.access(routers.FRR + '/bgpd', os.X_OK):
        why = 'not installed: frr:bgpd'
    if not why and not any(os.path.exists(d + '/bgpd_bmp.so') for d in ('/usr/lib/x86_64-linux-gnu/frr/modules', '/usr/lib/frr/modules', '/usr/lib64/frr/modules')):
        why = 'not installed: frr: bgpd_bmp'
    if why:
        print('1..0 # SKIP ' + why)
        return 0
    net = Speakers(['r1', 'r2', 'r3'], [('r1', 'r2', 10, 10), ('r2', 'r3', 10, 10), ('r1', 'r3', 30, 30)])
    with net.inside('r2'):
        program = subprocess.Popen([sys.argv[1], '--listen', '%s:%d' % (net.loopback('r2'), PORT)], stdout=subprocess.PIPE, text=True,
                                   preexec_fn=routers.die_with_parent)
    told = Told(program.stdout)
    for name in net.names:
        net.start_bgp(name)
    ok(wait_until(lambda: len(told.up) == 6, 40), 'three routers tell of two peers each', sorted(told.up))
    # which address each connects from: that of the link to r2
    source = {'r1': net.links[0].addresses[0], 'r2': net.loopback('r2'), 'r3': net.links[1].addresses[1]}
    compare(net, told, source, net.names, 'at first')
    net.vtysh('r1', 'no network 100.65.3.0/24', 'configure terminal', 'router bgp 65001', 'address-family ipv4 unicast')
    ok(wait_until(lambda: not told.have('100.65.3.0/24')), 'what is withdrawn is withdrawn at each router', told.have('100.65.3.0/24'))
    compare(net, told, source, net.names, 'then')
    net.vtysh('r3', 'neighbor %s shutdown' % net.links[2].addresses[0], 'configure terminal', 'router bgp 65003')
    ok(wait_until(lambda: len(told.up) == 4), 'a session that is shut down is down at both ends', sorted(told.up))
    compare(net, told, source, net.names, 'without it')
    net.daemons[-1].kill()
    ok(wait_until(lambda: any(x[0] == source['r3'] for x in told.went)), 'a router that ends is gone')
    with told.lock:
        left = [k for k in told.tables if k[0] == source['r3']]
    ok(not left, 'and with it all that it told', left[:5])
    program.kill()
    net.stop()
    print('1..%d' % n_run)
    return 1 if n_failed else 0


if __name__ == '__main__':
    sys.exit(main())
