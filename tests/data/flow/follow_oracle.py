#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""follow_oracle.py SEED [SEED ...] - is what `flows --follow` tells the same as asking again?

For each seed makes small logs of flows and of names at random, in pieces, puts one piece after the other into a case while somebody follows it, and asks
anew after each: every finding that the follower tells has to be, number by number and with the names of its far end, one of the answer of that time, and all
findings of that answer have to have been told by then. Names come before the flows of a piece, and also after those of the pieces before."""
import json, random, subprocess, sys, threading, time

KINDS = 'beacon,scan,management,knock,long'
SECONDS_MAX = 60
CONN = '#separator \\x09\n#path\tconn\n#fields\tts\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tduration\torig_pkts\torig_ip_bytes\tresp_pkts\tresp_ip_bytes\tconn_state\thistory\n'
DNS = '#separator \\x09\n#path\tdns\n#fields\tts\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tquery\tqtype\tqtype_name\tanswers\n'


def flows(r, piece, start):
    """Beacons, sources whose contacts fail, Telnet from outside, and people: of a few addresses, so that pieces meet."""
    rows = []
    for _ in range(r.randint(1, 3)):
        who, far, period = r.randint(1, 6), r.randint(1, 9), r.choice((60, 300, 600))
        rows += [(start + 40 * k + k * period, '10.0.0.%d' % who, '198.51.100.%d' % far, 443, True) for k in range(r.randint(5, 30))]
    for _ in range(r.randint(0, 2)):
        who = r.randint(1, 6)
        rows += [(start + r.random() * 9000, '10.0.0.%d' % who, '203.0.113.%d' % k, 23, r.random() < 0.1) for k in range(r.randint(5, 30))]
    for _ in range(r.randint(0, 2)):
        rows.append((start + r.random() * 9000, '198.51.100.%d' % r.randint(1, 9), '10.0.0.%d' % r.randint(1, 6), 23, True))
    rows += [(start + r.random() * 9000, '10.0.0.%d' % r.randint(1, 6), '198.51.100.%d' % r.randint(1, 9), 443, r.random() < 0.8) for _ in range(40)]
    out = CONN
    for n, (at, src, dst, port, is_answered) in enumerate(sorted(rows)):
        state = 'SF\tShADadFf' if is_answered else 'S0\tS'
        out += '%.3f\t%s\t%d\t%s\t%d\ttcp\t1.0\t4\t300\t%d\t%d\t%s\n' % (at, src, 20000 + 1000 * piece + n, dst, port, 3 * is_answered, 200 * is_answered, state)
    return out


def names(r, start):
    out = DNS
    for _ in range(r.randint(1, 12)):
        far = r.randint(1, 9)
        name = '%s.example' % r.choice(('a', 'b', 'telemetry', 'www.c', 'd%d' % far))
        out += '%.3f\t10.0.0.%d\t5353\t10.0.0.250\t53\tudp\t%s\t1\tA\t198.51.100.%d\n' % (start + r.random() * 9000, r.randint(1, 6), name, far)
    return out


def key(f):
    return json.dumps([f['kind'], f.get('address'), f.get('peer'), f.get('peer_name'), f.get('service'), f.get('of')])


def ask(case):
    out = subprocess.run(['cleanpath', 'flows', '-q', '--case', case, '--detect', KINDS, '-f', 'json'], capture_output=True, text=True).stdout
    return {key(f): f for f in json.loads(out)['findings']}


def put(case, name, text):
    with open(name, 'w') as f:
        f.write(text)
    subprocess.run(['cleanpath', 'import', '-q', '--case', case, name], capture_output=True)


class Follower:
    def __init__(self, case):
        self.findings = []
        self.p = subprocess.Popen(['cleanpath', 'flows', '-q', '--follow', '--every', '1s', '--limit', '1000', '--case', case, '--detect', KINDS, '-f', 'json'],
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
    for piece in range(4):
        put(case, '%d-%d-dns.log' % (seed, piece), names(r, start))
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
    print('seed %d: %s; %s findings, %s with names, %d told twice' % (seed, 'the same' if not bad else bad[0], 'some' if n_told else 'no', 'some' if n_named else 'none', twice))


if __name__ == '__main__':
    for word in sys.argv[1:]:
        one(int(word))
