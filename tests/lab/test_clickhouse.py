#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""test_clickhouse.py - flows in two ClickHouse servers give the answers that the same flows give in the case, byte by byte; what is wrong with a server
is an error that says so, and never an answer of a part; a server that is killed loses and doubles nothing.

The same case: what went to the servers stays in it for ten minutes, so a copy without its ledger has all flows itself."""
import concurrent.futures, json, os, re, shutil, signal, sqlite3, subprocess, sys, tempfile, threading, time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import clickhouse

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BIN = os.path.abspath(os.environ.get('CLEANPATH_BIN') or os.path.join(ROOT, 'build', 'cleanpath'))
QUESTIONS = [[]] + [['--top', t] for t in ('pairs', 'sources', 'destinations', 'services', 'hours', 'new', 'rare', 'management', 'outside')] + [
    ['--all-exporters'], ['--top', 'pairs', '--all-exporters'], ['--top', 'services', '--sort', 'flows'], ['--top', 'sources', '--sort', 'first'],
    ['--by-asset'], ['--top', 'pairs', '--by-asset'], ['--only', 'unknown'], ['--only', 'excluded'], ['10.0.0.1'], ['203.0.113.0/25', 'port:443'],
    ['2001:db8::/32', '--top', 'sources'], ['port:udp/53'], ['port:1000-50000', '--top', 'hours'], ['dev-1'], ['dev-1', '--top', 'hours'],
    ['--only', 'unknown', 'dev-1'], ['--from', '2026-09-21T15:00:00Z', '--to', '2026-09-21T17:30:00Z'],
    ['--from', '2026-09-21T15:00:00Z', '--top', 'hours'], ['--to', '2026-09-21T16:00:00Z', '--top', 'outside'],
    ['--top', 'new', '--since', '2026-09-21T15:20:00Z'], ['--exporter', '127.0.0.2'], ['--exporter', '127.0.0.3', '--top', 'services'],
    ['--sampling', '127.0.0.2=50'], ['--sampling', '127.0.0.3=16777216', '--top', 'pairs'], ['--detect', 'beacon'], ['--detect', 'covert'],
    ['--detect', 'beacon', '--top', 'talks'], ['--detect', 'long'], ['--detect', 'management'], ['--detect', 'management', '--top', 'pairs'],
    ['--detect', 'management,support', 'dev-1'], ['--detect', 'management', '--exporter', '127.0.0.2'], ['--detect', 'support'], ['--detect', 'management,dns-tunnel'],
    ['--detect', 'mirror'], ['--detect', 'knock'], ['--detect', 'exfiltration'], ['--detect', 'scan'], ['--detect', 'scan,dns-tunnel', '--plot'],
    ['--detect', 'knock', '--plot'], ['--detect', 'long', '--plot'], ['--detect', 'long', '--top', 'pairs'], ['--detect', 'long', 'dev-1'], ['--detect', 'long', '--exporter', '127.0.0.2'],
    ['--detect', 'long', '--from', '2026-09-21T15:00:00Z', '--to', '2026-09-21T15:30:00Z'], ['--detect', 'knock', '--to', '2026-09-21T16:00:00Z'],
    ['--detect', 'knock', '--sampling', '127.0.0.3=50'], ['--detect', 'long,knock'], ['--detect', 'knock', '--exporter', '127.0.0.3'], ['--detect', 'mirror', '--exporter', '127.0.0.2'], ['--detect', 'covert', '--exporter', '127.0.0.3'], ['--detect', 'covert,beacon', '--plot'], ['--detect', 'scan', 'dev-1'], ['--detect', 'scan', '--top', 'sources'], ['--detect', 'scan', '--sampling', '127.0.0.2=50'],
    ['--detect', 'scan', '--from', '2026-09-21T15:00:00Z', '--to', '2026-09-21T15:30:00Z'], ['--detect', 'scan', '--exporter', '127.0.0.2'],
    ['--detect', 'management', '--from', '2026-09-21T15:00:00Z', '--to', '2026-09-21T17:00:00Z'], ['--detect', 'all'], ['--detect', 'dns-tunnel'],
    ['--detect', 'beacon', '--from', '2026-09-21T15:00:00Z', '--exporter', '127.0.0.2'], ['--block', 'text', '10.0.0.1'],
    ['--top', 'as'], ['--top', 'as', 'as:64500'], ['as:64501', 'dev-1'], ['--top', 'as', '203.0.113.0/29', '--from', '2026-09-21T15:00:00Z']]


class Tap:
    """For several threads."""

    def __init__(self):
        self.n, self.failed, self.lock = 0, 0, threading.Lock()

    def ok(self, held, name, detail=''):
        with self.lock:
            self.n += 1
            self.failed += not held
            print('%sok %d - %s' % ('' if held else 'not ', self.n, name), flush=True)
            for line in (detail.splitlines() if not held else []):
                print('# ' + line[:300], flush=True)


def run(*args, timeout=120, env=(), cwd=None):
    p = subprocess.run([BIN, *args], capture_output=True, text=True, timeout=timeout, stdin=subprocess.DEVNULL, env=dict(os.environ, NO_COLOR='1', **dict(env)), cwd=cwd)
    return p.returncode, p.stdout, p.stderr


class Collector:
    def __init__(self, case, port, *args):
        self.p = subprocess.Popen([BIN, 'collect', '--listen', '127.0.0.1:%d' % port, '--case', case, '--flush', '200ms', *args], stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE, text=True, stdin=subprocess.DEVNULL)
        self.said = ''
        while 'listening' not in self.said:  # only then its sockets are open
            line = self.p.stderr.readline()
            if not line:
                break
            self.said += line

    def end(self, timeout=60):
        self.p.send_signal(signal.SIGTERM)
        out, said = self.p.communicate(timeout=timeout)
        return self.p.returncode, out, self.said + said


def embedded_copy(case, to):
    """All flows in the case itself."""
    a, b = sqlite3.connect(case), sqlite3.connect(to)
    a.backup(b)
    b.executescript('DELETE FROM flow_ship_part; DELETE FROM flow_ship; DELETE FROM flow_cluster')
    b.close()
    a.close()


def without_now(answer):
    """A file that the question names is read when it is asked, which may be a second later."""
    return re.sub(r'"imported_at": "[^"]*"', '"imported_at": "now"', answer)


def first_difference(x, y):
    for a, b in zip(x.splitlines(), y.splitlines()):
        if a != b:
            return 'embedded: %s\nshards:   %s' % (a, b)
    return '%d and %d bytes' % (len(x), len(y))


def fill(tap, dir, case, urls, port):
    with open(dir + '/inventory.csv', 'w', encoding='utf-8') as f:
        f.write('name,maker,product,ip,class\n' + ''.join('dev-%d,Acme Networks,AX%d,10.0.0.%d,router\n' % (i, i % 3, i) for i in range(1, 30)))
    with open(dir + '/ipasn_20260921.dat', 'w', encoding='utf-8') as f:
        f.write('203.0.113.0/28\t64500\n203.0.113.16/29\t64501\n2001:db8::/33\t64502\n')
    assert run('import', dir + '/inventory.csv', dir + '/ipasn_20260921.dat', '--case', case)[0] == 0
    c = Collector(case, port, '--clickhouse', urls, '--ship', '1s')
    sent = clickhouse.send(port, 1, 300, 1) + clickhouse.send(port, 2, 300, 2)
    time.sleep(1.2)
    sent += clickhouse.send(port, 3, 200, 1)
    time.sleep(0.4)
    rc, out, said = c.end()
    tap.ok(rc == 0 and '%d flows' % sent in out and '%d went to ClickHouse' % sent in out, 'what came went to the shards', out + said)
    c = Collector(case, port)
    more = clickhouse.send(port, 4, 60, 2)
    time.sleep(0.4)
    rc, out, said = c.end()
    tap.ok(rc == 0 and '%d flows' % more in out and 'stays in the case' in said, 'what came later waits', out + said)
    return sent, more


def test_parity(tap, dir, case, urls):
    """Both cases have the same name, which is in the answers. Exit status 4: of what is excluded nothing can be said without a policy."""
    places = []
    for name, extra in (('whole', []), ('far', ['--clickhouse', urls])):
        os.mkdir(dir + '/' + name)
        places.append((dir + '/' + name, extra))
    embedded_copy(case, dir + '/whole/net.case')
    for end in ('', '-wal', '-shm'):
        if os.path.exists(case + end):
            os.rename(case + end, dir + '/far/net.case' + end)

    def one(question):
        args = ['flows', *question, '--case', 'net.case', *([] if '--block' in question else ['-f', 'json', '--limit', '5000'])]
        (rc, out, said), (rc2, out2, said2) = [run(*args, *extra, cwd=place) for place, extra in places]
        tap.ok(rc == rc2 and out == out2 and rc in (0, 1, 4) and len(out) > 100, 'the same answer: flows ' + ' '.join(question),
               '%d %s\n%d %s\n%s' % (rc, said, rc2, said2, first_difference(out, out2)))
    with concurrent.futures.ThreadPoolExecutor(3) as pool:
        list(pool.map(one, QUESTIONS))
    for end in ('', '-wal', '-shm'):
        if os.path.exists(dir + '/far/net.case' + end):
            os.rename(dir + '/far/net.case' + end, case + end)


PLANTED = ['--exporter', '127.0.0.2', '--exporter', '127.0.0.3']  # what is planted; the third tells of whatever there can be
HERE = ['--from', '2026-09-21T14:13:20Z']  # what lasts minutes
VOLUMES = [['--detect', 'exfiltration', *PLANTED], ['--detect', 'mirror', *HERE, *PLANTED], ['--detect', 'mirror'], ['--detect', 'exfiltration'],
           ['--detect', 'exfiltration', '--plot', '--from', '2026-09-10'], ['--detect', 'all'], ['--detect', 'all', '--plot', *HERE],
           ['--detect', 'exfiltration,mirror,long', '--top', 'pairs', '--only', 'unknown'], ['--detect', 'exfiltration', '--exporter', '127.0.0.2'],
           ['--detect', 'mirror', *HERE, '--exporter', '127.0.0.2'], ['--detect', 'mirror', *HERE, '--sampling', '127.0.0.3=1000'],
           ['--detect', 'exfiltration', '--sampling', '127.0.0.2=50'], ['--detect', 'exfiltration', '--to', '2026-09-20T12:00:00Z'],
           ['--detect', 'exfiltration,mirror', 'dev-12', *HERE], ['--detect', 'beacon,exfiltration,scan'], ['--detect', 'mirror,management,knock', '--plot'],
           ['--detect', 'all', '--exporter', '127.0.0.3']]
LEASES = ''.join('lease 10.0.0.%d {\n  starts 1 2026/09/%d 00:00:00;\n  ends 1 2026/09/%d 00:00:00;\n  hardware ethernet 02:00:00:00:00:0%d;\n  client-hostname "guest-%d";\n}\n' % x
                 for x in ((60, 12, 16, 1, 1), (60, 17, 22, 2, 2), (61, 13, 15, 2, 2), (61, 15, 22, 1, 1)))


def test_volumes(tap, dir, servers):
    """Detectors that are fed with sums of the shards: what is planted is found, the same is found and counted of the same flows in a case, and what comes for it is
    less than the flows. Connections lie over midnights, over two exporters, and half in the shards and half in the case."""
    place, (port,) = dir + '/volumes', clickhouse.free_ports(1)
    urls, case = ','.join(s.url + '/volumes' for s in servers), place + '/net.case'
    os.makedirs(place + '/whole')
    with open(place + '/inventory.csv', 'w', encoding='utf-8') as f:
        f.write('name,maker,product,ip,class\n' + ''.join('dev-%d,Acme Networks,AX%d,10.0.0.%d,router\n' % (i, i % 3, i) for i in range(1, 30)))
    with open(place + '/dhcpd.leases', 'w', encoding='utf-8') as f:
        f.write(LEASES)
    assert run('import', place + '/inventory.csv', '--case', case)[0] == 0
    told = clickhouse.volumes(11)
    for d in range(9):  # addresses that are lent
        told[0].extend(('10.0.0.%d' % x, '203.0.113.%d' % (x + d % 2), 40000, 443, 6, 0x18, (d - 9) * 86400 + h * 3600, 9000, 40000 * x) for x in (60, 61) for h in (1, 2, 3))
    late = [x for x in told[0] if x[0] in ('198.51.100.20', '10.0.0.3') or x[1] in ('10.9.0.3', '10.9.0.4')][::7]
    late = [(*x[:6], x[6] + x[7] / 1000 + 3, *x[7:]) for x in late]  # goes on with what is in the shards
    for more, v in ((['--clickhouse', urls, '--ship', '1s'], told), ([], (late, late[::3]))):
        c = Collector(case, port, *more)
        sent = sum(clickhouse.send_told(port, v[k], k + 1) for k in (0, 1)) + clickhouse.send(port, 21 + len(more), 20 if more else 2, 3)
        time.sleep(1)
        rc, out, said = c.end()
        tap.ok(rc == 0 and '%d flows' % sent in out, 'flows with volumes, %s' % ('in the shards' if more else 'in the case'), out + said)
    n_far = sum(int(s.ask('SELECT count() FROM cleanpath_flow', 'volumes')) for s in servers)
    embedded_copy(case, place + '/whole/net.case')

    def one(question):
        args = ['flows', *question, '--case', 'net.case', '-f', 'json', '--limit', '5000']
        (rc, out, said), (rc2, out2, said2) = run(*args, cwd=place + '/whole'), run(*args, '--clickhouse', urls, cwd=place)
        out, out2 = without_now(out), without_now(out2)
        tap.ok(rc == rc2 and out == out2 and rc in (0, 1) and 'come from ClickHouse' not in said2, 'the same: flows ' + ' '.join(question),
               '%d %s\n%d %s\n%s' % (rc, said, rc2, said2, first_difference(out, out2)))
        return out
    with concurrent.futures.ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(one, VOLUMES))
    ends = [[(x['address'], x['peer']) for x in json.loads(v).get('findings', [])] for v in answers[:2]]
    tap.ok(('10.0.0.7', '203.0.113.77') in ends[0], '... what was sent out is found', str(ends[0]))
    tap.ok(('10.0.0.12', '198.51.100.99') in ends[1], '... what is sent on is found', str(ends[1]))
    tap.ok(('127.0.0.2', '198.51.100.77') in ends[1], '... and the copy of what passes', str(ends[1]))
    for question, most in ((VOLUMES[0], 0.3), (VOLUMES[1], 0.2), (['--detect', 'exfiltration,mirror'], 0.6)):
        rows = []

        def count(text):
            rows.append(len(text) // 108)
            return text
        proxies = [clickhouse.Proxy(s, count, 'tcp_flags_back,what FROM') for s in servers]
        run('flows', *question, '--case', case, '--clickhouse', ','.join(p.url + '/volumes' for p in proxies))
        tap.ok(rows and sum(rows) < most * n_far, '... flows %s: %d of %d flows come' % (' '.join(question), sum(rows), n_far))
        for p in proxies:
            p.close()
    for p in (case, place + '/whole/net.case'):
        assert run('import', place + '/dhcpd.leases', '--case', p)[0] == 0
    for question in (['--detect', 'exfiltration'], ['--detect', 'all'], ['--detect', 'management,support', '--from', '2026-09-10']):
        one(question)
    servers[1].kill()
    for question in (['--detect', 'exfiltration'], ['--detect', 'mirror'], ['--detect', 'all']):
        rc, out, said = run('flows', *question, '--case', case, '--clickhouse', urls)
        tap.ok(rc == 3 and not out and ':%d: ' % servers[1].port in said, 'a shard that is dead: flows ' + ' '.join(question), '%d %s %s' % (rc, out[:200], said))
    servers[1].start()


def test_block(tap, dir, servers):
    """Rules that end what is in view, and what is held back of them because it is on paths of others: the same when the flows are in shards."""
    data, place, (port,) = os.path.join(ROOT, 'tests', 'data', 'flows'), dir + '/block', clickhouse.free_ports(1)
    urls = ','.join(s.url + '/block' for s in servers)
    os.mkdir(place)
    assert run('import', *(os.path.join(data, name) for name in ('equipment.csv', 'links.csv', 'conn.log', 'ssl.log', 'held.log')), '--case', 'net.case', cwd=place)[0] == 0
    rc, out, said = run('collect', '--listen', '127.0.0.1:%d' % port, '--for', '1s', '--case', 'net.case', '--clickhouse', urls, cwd=place)
    tap.ok(rc == 0 and ' went to ClickHouse' in out and not waiting(place + '/net.case'), 'flows of logs went to the shards', out + said)
    os.mkdir(place + '/whole')
    embedded_copy(place + '/net.case', place + '/whole/net.case')
    for question in (['--only', 'excluded', '--block', 'nftables'], ['--only', 'excluded', '--block', 'acl'], ['192.0.2.17', '--block', 'text'], ['203.0.113.64/26', '--block', 'acl'],
                     ['--only', 'unknown', '--block', 'text'], ['role:access', '--block', 'nftables'], ['--only', 'excluded', '--block', 'text', '--to', '2026-11-23T12:00:00Z']):
        args = ['flows', '--policy', 'us-fcc-covered-list', *question, '--case', 'net.case']
        (rc, out, said), (rc2, out2, said2) = run(*args, cwd=place + '/whole'), run(*args, '--clickhouse', urls, cwd=place)
        tap.ok(rc == rc2 and out == out2 and 'in view' in out and rc in (0, 1), 'the same rules: flows ' + ' '.join(question), '%d %s\n%d %s\n%s' % (
            rc, said, rc2, said2, first_difference(out, out2)))
        if '--only' in question and '--to' not in question and 'excluded' in question:
            tap.ok('held back' in out2 and 'paths' in out2 and '203.0.113.66' in out2, '... of which some are held back for the paths of others', out2)


def test_faults(tap, dir, case, servers, urls):
    def fails(name, want_rc, want, *args):
        if args and '@' in args[-1]:  # a password is none of the command line
            rc, out, said = run('flows', '--case', case, env={'CLEANPATH_CLICKHOUSE': args[-1]})
        else:
            rc, out, said = run('flows', '--case', case, *args)
        tap.ok(rc == want_rc and re.search(want, said) and not out and 's3cret' not in said, name, '%d\n%s\n%s' % (rc, out[:500], said))
    a, b = servers
    fails('without the shards there is no answer', 2, 'in ClickHouse \\(2 shards\\)')
    fails('one shard is not enough', 2, '2 shards.*names 1', '--clickhouse', a.url)
    fails('one twice is not two', 2, 'twice', '--clickhouse', a.url + ',' + a.url)
    fails('a password that is none', 3, 'user or password is not accepted', '--clickhouse', urls.replace('127', 'named:wrong-s3cret@127'))
    fails('a user who may not change settings', 3, 'readonly', '--clickhouse', urls.replace('127', 'reader@127'))
    fails('no such database', 3, 'the database is not there', '--clickhouse', '%s/other,%s/other' % (a.url, b.url))
    fails('no ClickHouse at all', 3, '127.0.0.1:1:', '--clickhouse', 'http://127.0.0.1:1,' + b.url)
    fails('a secret in the clear', 2, 'http:// would send the password', '--clickhouse', 'http://x:s3cret@192.0.2.1,http://192.0.2.2')
    rc, out, said = run('flows', '--case', case, env={'CLEANPATH_CLICKHOUSE': urls.replace('127', 'named:s3cret-word@127')})
    tap.ok(rc == 0 and 's3cret' not in out + said, 'a password that is right', said)
    with open(dir + '/login', 'w', encoding='utf-8') as f:
        f.write('named:s3cret-word\n')
    os.chmod(dir + '/login', 0o600)
    rc, out2, said = run('flows', '--case', case, '--clickhouse', urls, '--token-file', dir + '/login')
    tap.ok(rc == 0 and out2 == out, 'a password in a file', said)
    fails('a profile that would answer a part', 3, 'limit|expected|exceeded', '--clickhouse', urls.replace('127', 'partial@127'))
    tables = 'cleanpath'
    gone = a.ask('SELECT max(batch) FROM cleanpath_flow', tables)
    a.ask('CREATE TABLE kept AS cleanpath_flow', tables)
    a.ask('ALTER TABLE kept REPLACE PARTITION %s FROM cleanpath_flow' % gone, tables)
    a.ask('ALTER TABLE cleanpath_flow DROP PARTITION ' + gone, tables)
    fails('a shard that lost a batch', 3, 'some were lost there', '--clickhouse', urls)
    fails('... also when only detectors look', 3, 'some were lost there', '--clickhouse', urls, '--detect', 'beacon')
    a.ask('ALTER TABLE cleanpath_flow REPLACE PARTITION %s FROM kept' % gone, tables)
    a.ask('INSERT INTO cleanpath_flow SELECT * FROM kept', tables)
    fails('a shard to which somebody added', 3, 'added there by somebody else', '--clickhouse', urls)
    a.ask('ALTER TABLE cleanpath_flow REPLACE PARTITION %s FROM kept' % gone, tables)
    a.ask('RENAME TABLE cleanpath_flow TO away', tables)
    a.ask('CREATE TABLE cleanpath_flow (batch UInt32, src String) ENGINE = MergeTree ORDER BY batch', tables)
    fails('a table of another shape', 3, 'has no column source UInt32', '--clickhouse', urls)
    a.ask('DROP TABLE cleanpath_flow', tables)
    a.ask('RENAME TABLE away TO cleanpath_flow', tables)
    about = a.ask('SELECT key, value FROM cleanpath_about ORDER BY key', tables)
    rows = dict(line.split('\t') for line in about.splitlines())

    def about_is(**changed):
        a.ask('DROP TABLE cleanpath_about', tables)
        a.ask('CREATE TABLE cleanpath_about (key String, value String) ENGINE = MergeTree ORDER BY key', tables)
        a.ask('INSERT INTO cleanpath_about VALUES ' + ','.join("('%s','%s')" % x for x in dict(rows, **changed).items()), tables)
    about_is(version='2')
    fails('tables of a newer program', 3, 'version "2", expected 1', '--clickhouse', urls)
    about_is(case='0' * 32)
    fails('flows of another case', 3, 'another case', '--clickhouse', urls)
    about_is(shard='2/2')
    fails('two of one number', 2, 'is shard 2', '--clickhouse', urls)
    about_is()
    b.freeze(True)
    fails('a shard that does not answer', 3, ':%d: ' % b.port, '--clickhouse', urls, '--timeout', '1s')
    b.freeze(False)
    b.kill()
    fails('a shard that is dead', 3, ':%d: ' % b.port, '--clickhouse', urls)
    b.start()
    rc, out2, said = run('flows', '--case', case, '--clickhouse', ','.join(reversed(urls.split(','))))
    tap.ok(rc == 0 and out2 == out, 'in whatever order they are named', said)
    old = dir + '/old.case'
    embedded_copy(case, old)
    db = sqlite3.connect(old)
    db.executescript("ATTACH '%s' AS c; INSERT INTO flow_cluster SELECT * FROM c.flow_cluster" % case)
    db.close()
    port, = clickhouse.free_ports(1)
    rc, out, said = run('collect', '--listen', '127.0.0.1:%d' % port, '--for', '1s', '--case', old, '--clickhouse', urls)
    tap.ok(rc == 3 and 'old copy' in said, 'an old copy of the case sends nothing', said)


def count_all(servers):
    n = [s.ask('SELECT count(), uniqExact(bytes) FROM cleanpath.cleanpath_flow').split() for s in servers]
    return sum(int(x[0]) for x in n), sum(int(x[1]) for x in n)


def waiting(case):
    """Flows in the case that are not on the servers, by its ledger."""
    db = sqlite3.connect('file:%s?mode=ro' % case, uri=True, timeout=20)
    n, = db.execute('SELECT (SELECT coalesce(sum(flows),0) FROM import) - (SELECT coalesce(sum(rows),0) FROM flow_ship WHERE done_at IS NOT NULL)').fetchone()
    db.close()
    return n


def test_dead_server(tap, dir, servers, urls):
    """It is dead while flows come: they wait, up to --spool, and what does not fit is counted."""
    case, (port,) = dir + '/dead.case', clickhouse.free_ports(1)
    for s in servers:
        s.ask('DROP DATABASE IF EXISTS cleanpath')
    servers[1].kill()
    c = Collector(case, port, '--clickhouse', urls, '--ship', '1s')
    sent = clickhouse.send(port, 9, 100, 1)
    time.sleep(1.5)
    servers[1].start()
    time.sleep(0.5)
    rc, out, said = c.end()
    tap.ok(rc == 0 and '%d went to ClickHouse' % sent in out and str(servers[1].port) in said and 'takes flows again' in said,
           'a server that was dead gets what waited', out + said)
    servers[0].freeze(True)
    c = Collector(case, port, '--clickhouse', urls, '--ship', '1s', '--spool', '1', '--buffer', '1', '--timeout', '1s')
    sent = clickhouse.send(port, 10, 3000, 1, 0.0002)
    time.sleep(2.5)
    servers[0].freeze(False)
    until = time.monotonic() + 30
    while time.monotonic() < until and waiting(case):
        time.sleep(0.5)
    rc, out, said = c.end()
    m = re.search(r'(\d+) flows? of.*?(\d+) went to ClickHouse(?:; (\d+) .*?dropped here)?', out)
    tap.ok(rc == 0 and m and int(m[1]) == int(m[2]), 'what a full spool did not take is counted, and the rest arrives', out + said)


if __name__ == '__main__':
    why = clickhouse.missing()
    if why:
        print('1..0 # skip ' + why)
        sys.exit(0)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # the servers go with us
    os.environ['LC_ALL'] = 'C.UTF-8'
    dir = tempfile.mkdtemp(prefix='cleanpath-clickhouse-')
    servers = [clickhouse.Server(os.path.join(dir, 's%d' % i)) for i in (1, 2)]
    tap, kills = Tap(), None
    try:
        tap.ok(all(s.start() for s in servers), 'two servers')
        urls, case, (port,) = ','.join(s.url for s in servers), dir + '/net.case', clickhouse.free_ports(1)
        fill(tap, dir, case, urls, port)
        kills = subprocess.Popen([os.path.join(ROOT, 'tests', 'soak', 'clickhouse9'), '--build', os.path.dirname(BIN), '--kills', '6', '--seed', '3'],
                                 stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        test_parity(tap, dir, case, urls)
        test_block(tap, dir, servers)
        test_volumes(tap, dir, servers)
        test_faults(tap, dir, case, servers, urls)
        test_dead_server(tap, dir, servers, urls)
        said = kills.communicate(timeout=180)[0]
        tap.ok(kills.returncode == 0, 'servers and collector killed at 6 moments: none lost, none doubled', said)
    finally:
        if kills and kills.poll() is None:
            kills.terminate()
            kills.wait()
        for s in servers:
            s.kill()
        if not os.environ.get('KEEP'):
            shutil.rmtree(dir, ignore_errors=True)
    print('1..%d' % tap.n)
    sys.exit(tap.failed > 0)
