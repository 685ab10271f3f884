#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""follow_oracle.py SEED [SEED ...] - is what `flows --follow` tells the same as asking again?

For each seed makes small logs of flows and of names at random, in pieces, puts one piece after the other into a case while somebody follows it, and asks
anew after each: every finding that the follower tells has to be, number by number and with the names of its far end, one of the answer of that time, and all
findings of that answer have to have been told by then, with the same strips. Names and sessions come before the flows of a piece, and also after those of the pieces before.
Each of the detectors has something planted for it now and then; whether it finds that is for others to test."""
import json, random, subprocess, sys, threading, time

KINDS = 'all'
SECONDS_MAX = 60
CONN = '#separator \\x09\n#path\tconn\n#fields\tts\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tduration\torig_pkts\torig_ip_bytes\tresp_pkts\tresp_ip_bytes\tconn_state\thistory\n'
DNS = '#separator \\x09\n#path\tdns\n#fields\tts\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tquery\tqtype\tqtype_name\tanswers\n'


def answered(at, src, dst, port, out=300, back=200, lasts=1.0):
    return (at, src, dst, port, out, back, lasts, 'SF\tShADadFf')


def lost(at, src, dst, port):
    return (at, src, dst, port, 60, 0, 0.0, 'S0\tS')


def usual(r, start):
    """Beacons, sources whose contacts fail, Telnet from outside, and people: of a few addresses, so that pieces meet."""
    for _ in range(r.randint(1, 3)):
        who, far, period = r.randint(1, 6), r.randint(1, 9), r.choice((60, 300, 600))
        for k in range(r.randint(5, 30)):
            yield answered(start + 40 * k + k * period, '10.0.0.%d' % who, '198.51.100.%d' % far, 443)
    for _ in range(r.randint(0, 2)):
        who = r.randint(1, 6)
        for k in range(r.randint(5, 30)):
            yield (answered if r.random() < 0.1 else lost)(start + r.random() * 9000, '10.0.0.%d' % who, '203.0.113.%d' % k, 23)
    for _ in range(r.randint(0, 2)):
        yield answered(start + r.random() * 9000, '198.51.100.%d' % r.randint(1, 9), '10.0.0.%d' % r.randint(1, 6), 23)
    for _ in range(60):
        who, far = '10.0.0.%d' % r.randint(1, 12), '198.51.100.%d' % r.randint(1, 9)
        yield (answered if r.random() < 0.8 else lost)(start + r.random() * 9000, who, far, 443)


def upload(r, start):
    yield answered(start + r.random() * 5000, '10.0.0.%d' % r.randint(1, 12), '203.0.113.%d' % r.randint(200, 210), 443, out=r.randint(2, 9) * 10 ** 9, back=9000, lasts=600)


def stays_open(r, start):
    yield answered(start, '10.0.0.%d' % r.randint(1, 12), '203.0.113.220', 443, lasts=r.randint(8000, 9000))


def knocking(r, start):
    who, far, at = '203.0.113.%d' % r.randint(221, 223), '10.0.0.%d' % r.randint(1, 6), start + r.random() * 8000
    for k, port in enumerate((7000, 8000, 9000)):
        yield lost(at + k, who, far, port)
    yield answered(at + 5, who, far, 22)


def mirroring(r, start):
    who, far = '10.0.0.%d' % r.randint(7, 9), '203.0.113.%d' % r.randint(230, 232)
    for minute in range(0, 120):
        n = int(10 ** r.uniform(4, 7))
        yield answered(start + 75 * minute, '198.51.100.%d' % r.randint(20, 29), who, 8080, out=n, back=n // 50)
        yield answered(start + 75 * minute + 1, who, far, 4789, out=n, back=100)


def spelling(r, start):
    at, who = start, '10.0.0.%d' % r.randint(10, 12)
    for _ in range(90):
        at += r.choice((20, 50)) * r.uniform(0.99, 1.01)
        yield answered(at, who, '203.0.113.240', 443)


def supporting(r, start):
    for k in range(r.randint(1, 3)):
        yield answered(start + 1900 + 100 * k, '10.9.0.5', '10.0.0.%d' % r.randint(1, 3), 22, out=4000, back=18000, lasts=30)


PLANTS = (upload, stays_open, knocking, mirroring, spelling, supporting)


def flows(r, piece, start):
    rows = list(usual(r, start))
    for plant in PLANTS:
        if r.random() < 0.4:
            rows += plant(r, start)
    out = CONN
    for n, (at, src, dst, port, sent, back, lasts, state) in enumerate(sorted(rows)):
        out += '%.3f\t%s\t%d\t%s\t%d\ttcp\t%.1f\t%d\t%d\t%d\t%d\t%s\n' % (at, src, 20000 + 1000 * piece + n, dst, port, lasts, 1 + sent // 1000, sent, (back + 999) // 1000, back, state)
    return out


def sessions(r, start):
    """Somebody from outside, for two hours, with an address that the flows of this time have."""
    at = time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime(start + 1800))
    return 'User Name,Source IP,Assigned IP,Start Time,Duration,Result\nhelper,203.0.113.%d,10.9.0.5,%s,2:00:00,success\n' % (r.randint(100, 102), at)


def names(r, start):
    out = DNS
    for _ in range(r.randint(1, 12)):
        far = r.randint(1, 9)
        name = '%s.example' % r.choice(('a', 'b', 'telemetry', 'www.c', 'd%d' % far))
        out += '%.3f\t10.0.0.%d\t5353\t10.0.0.250\t53\tudp\t%s\t1\tA\t198.51.100.%d\n' % (start + r.random() * 9000, r.randint(1, 6), name, far)
    for k in range(40):  # what many ask, to compare a tunnel with
        out += '%.3f\t10.0.0.%d\t5353\t10.0.0.250\t53\tudp\twww.site%d.example\t1\tA\t198.51.100.99\n' % (start + r.random() * 9000, 1 + k % 12, r.randint(1, 30))
    if r.random() < 0.4:
        who = r.randint(1, 12)
        for k in range(r.randint(40, 90)):
            label = '%050x' % r.getrandbits(200)
            out += '%.3f\t10.0.0.%d\t5353\t10.0.0.250\t53\tudp\t%s.far.example\t16\tTXT\t-\n' % (start + r.random() * 9000, who, label)
    return out


def key(f):
    return json.dumps([f['kind'], f.get('address'), f.get('peer'), f.get('peer_name'), f.get('service'), f.get('of')])


def ask(case):
    out = subprocess.run(['cleanpath', 'flows', '-q', '--case', case, '--detect', KINDS, '--plot', '-f', 'json'], capture_output=True, text=True).stdout
    return {key(f): f for f in json.loads(out)['findings']}


def put(case, name, text):
    with open(name, 'w') as f:
        f.write(text)
    subprocess.run(['cleanpath', 'import', '-q', '--case', case, name], capture_output=True)


class Follower:
    def __init__(self, case):
        self.findings = []
        self.p = subprocess.Popen(['cleanpath', 'flows', '-q', '--follow', '--every', '1s', '--limit', '1000', '--case', case, '--detect', KINDS, '--plot', '-f', 'json'],
                                  stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.p.stdout:
            e = json.loads(line)
            if e['event'] == 'finding':
                self.findings.append(e['finding'])

    def wait(self, before, wanted):
        """What is told beyond the first so many, when all that is wanted was told and nothing more came for more than a look."""
        until, quiet, n = time.time() + SECONDS_MAX, time.time(), len(self.findings)
        while time.time() < until and (time.time() < quiet + 2.5 or wanted - {key(f) for f in self.findings}):
            if len(self.findings) != n:
                quiet, n = time.time(), len(self.findings)
            time.sleep(0.05)
        return self.findings[before:]


def one(seed):
    r, case, start, n_told, bad = random.Random(seed), 'oracle-%d.case' % seed, 1763884800, 0, []
    follower = None
    if r.random() < 0.5:  # else nobody is anybody's
        put(case, '%d-assets.csv' % seed, 'name,maker,product,ip,class\n' + ''.join('d%d,%s,10.0.0.%d,olt\n' % (k, 'Acme,AX1' if k % 2 else ',', k) for k in range(1, 13)))
    for piece in range(4):
        put(case, '%d-%d-dns.log' % (seed, piece), names(r, start))
        put(case, '%d-%d-vpn.csv' % (seed, piece), sessions(r, start + 9000 * piece))
        put(case, '%d-%d-conn.log' % (seed, piece), flows(r, piece, start + 9000 * piece))
        follower = follower or Follower(case)
        now = ask(case)
        told = follower.wait(n_told, set(now))
        for f in told:
            if f != now.get(key(f)):
                bad.append('piece %d: told %s, asked again %s' % (piece, json.dumps(f), json.dumps(now.get(key(f)))))
        missing = set(now) - {key(f) for f in follower.findings}
        bad += ['piece %d: not told %s' % (piece, k) for k in missing]
        n_told = len(follower.findings)
    follower.p.terminate()
    follower.p.wait()
    twice = n_told - len({key(f) for f in follower.findings})
    n_named = sum('peer_names' in f or 'names' in f for f in follower.findings)
    kinds = sorted({f['kind'] for f in follower.findings})
    print('seed %d: %s; %s with names, %d told twice; %s' % (seed, 'the same' if not bad else bad[0], 'some' if n_named else 'none', twice, ' '.join(kinds) or 'nothing'))


if __name__ == '__main__':
    for word in sys.argv[1:]:
        one(int(word))
