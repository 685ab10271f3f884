#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""test_clickhouse_faults.py - ClickHouse servers that are full, locked, slow, cut off, strange, or not who they say: of each there is one error that says so,
and no answer of a part; what waits for them stays in the case, goes on when they take it again, and is there once.

That it is there once is told by an answer: the shards give, byte by byte, what a copy of the case gives that has all flows itself.

Most of it is waiting, so several go on at once: those that change a server or kill it have servers of their own, the others share two, each with a database of
its own. NAME..: only the tests of these names."""
import concurrent.futures, json, os, random, re, shutil, signal, sqlite3, ssl, subprocess, sys, tempfile, time, traceback

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import clickhouse, test_clickhouse as base

USERS = clickhouse.USERS
LOCKED = USERS.replace('<log_queries>0</log_queries></default>', '<log_queries>0</log_queries><readonly>1</readonly></default>')
run = base.run


# What a question ends with that has flows or their sums as its answer, and one whose answer is numbers that these are compared with.
ANSWER = ('tcp_flags_back,what FROM', 'hb,bucket FORMAT RowBinary')
# Sums of volumes: bytes of a row, and what is in no other question.
SUMS = ((24, 'x,toUInt64(0) AS m'), (68, 'GROUP BY x,ky,d'), (67, 'min(a0),sum(m)'), (64, 'GROUP BY source,exporter,x'), (79, 'GROUP BY c,s,proto,p,i '), (55, 'p,source,exporter,sampling '),
        (36, 'GROUP BY x,i '), (64, 'nf,i,ks,kd'),
        (24, 'exporter,sampling,out_if UNION'))
COUNTS = ('countIf(1', 'kc,ks,proto,p,y FORMAT', 'min(at),max(at),count()')


class Lab:
    """Two servers, a case whose flows go there, into databases of that name, and who collects them."""

    def __init__(self, tap, dir, servers, name):
        self.tap, self.servers, self.n, self.seed, self.c = tap, servers, 0, 100, None
        self.dir, self.tables = os.path.join(dir, 'of-' + name), name
        os.mkdir(self.dir)
        self.new()

    def urls_of(self, *hosts):
        """With the database; hosts: servers or proxies, none: the servers."""
        return [x.url + '/' + self.tables for x in hosts or self.servers]

    def new(self, *hosts):
        """A case of its own, with an empty cluster."""
        self.stop()
        for s in self.servers:
            s.ask('DROP DATABASE IF EXISTS ' + self.tables)
        self.n += 1
        self.case, self.urls, self.sent = '%s/net%d.case' % (self.dir, self.n), ','.join(self.urls_of(*hosts)), 0
        self.port, = clickhouse.free_ports(1)
        return self.collect()

    def metrics(self):
        with open(self.case + '.prom', encoding='utf-8') as f:
            return f.read()

    def there(self):
        """Flows that the servers have."""
        return sum(int(s.ask('SELECT count() FROM cleanpath_flow', self.tables)) for s in self.servers)

    def stop(self):
        if self.c and self.c.p.poll() is None:
            self.c.p.kill()
            self.c.p.communicate()

    def collect(self, *args):
        for _ in range(5):  # somebody else may have taken the port
            self.c = base.Collector(self.case, self.port, '--clickhouse', self.urls, '--ship', '1s', '--timeout', '2s', '--metrics', self.case + '.prom', *args)
            if 'listening' in self.c.said:
                return self
            self.c.p.wait()
            self.port, = clickhouse.free_ports(1)
        raise SystemExit('no collector: ' + self.c.said)

    def send(self, n=30, **more):
        self.seed += 1
        self.sent += clickhouse.send(self.port, self.seed, n, 1, **more)

    def waiting(self):
        """Flows that are accepted and not done, by the ledger; -1 while not all that was sent is accepted."""
        db = sqlite3.connect('file:%s?mode=ro' % self.case, uri=True, timeout=20)
        accepted, = db.execute('SELECT coalesce(sum(flows),0) FROM import').fetchone()
        done, = db.execute('SELECT coalesce(sum(rows),0) FROM flow_ship WHERE done_at IS NOT NULL').fetchone()
        db.close()
        return accepted - done if accepted == self.sent else -1

    def until(self, held, seconds=25):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if held():
                return True
            time.sleep(0.1)
        return False

    def end(self, name, want, question=('--top', 'talks')):
        """All went there, once; `want` was said while it did not. The question has the same answer."""
        gone = self.until(lambda: self.waiting() == 0)
        rc, out, said = self.c.end()
        if os.environ.get('KEEP'):
            print('# ' + said.replace('\n', '\n# '))
        self.tap.ok(gone and rc == 0 and re.search(want, said), name + ': it is said, and what waited goes', '%d\n%s\n%s' % (rc, out, said))
        whole = self.case + '.whole'
        base.embedded_copy(self.case, whole)
        os.rename(self.case, self.case + '.far')
        got = []
        for file, extra in ((whole, []), (self.case + '.far', ['--clickhouse', ','.join(self.urls_of())])):
            os.rename(file, self.case)
            got.append(run('flows', *question, '-f', 'json', '--limit', '100000', '--case', self.case, *extra))
            os.rename(self.case, file)
        os.rename(self.case + '.far', self.case)
        self.answer = got[1][1]
        n = self.there()
        self.tap.ok(got[0][1] == got[1][1] and n == self.sent and len(got[0][1]) > 1000, name + ': nothing is lost, nothing is there twice',
                    '%d sent, %d there\n%s\n%s' % (self.sent, n, got[1][2], base.first_difference(got[0][1], got[1][1])))

    def fails(self, name, want, *args, code=3, urls=None, timeout=60):
        t = time.monotonic()
        rc, out, said = run('flows', '--case', self.case, '--clickhouse', urls or self.urls, *args, timeout=timeout)
        lines = [line for line in said.splitlines() if line]
        self.tap.ok(rc == code and not out and len(lines) == 1 and re.search(want, lines[0]), name, '%d\n%s\n%s' % (rc, out[:300], said))
        return time.monotonic() - t


def side_by_side(fn, rows, n):
    with concurrent.futures.ThreadPoolExecutor(n) as pool:
        for done in [pool.submit(fn, *row) for row in rows]:
            done.result()


# ---- 1: a server that takes nothing


def test_disk(lab):
    """The disk of the second server is a small one, which is filled up to so many bytes."""
    small = os.path.dirname(lab.servers[1].dir)
    lab.send()
    lab.until(lambda: lab.waiting() == 0)
    for left in (0, 64 << 10, 256 << 10, 1 << 20):
        free = os.statvfs(small)
        with open(small + '/filler', 'wb') as f:
            os.posix_fallocate(f.fileno(), 0, max(1, free.f_bavail * free.f_bsize - left))
        lab.send(150 if left else 30)
        lab.until(lambda: lab.waiting() > 0, 5)
        time.sleep(2 if left else 0)
        if left == 0:
            lab.fails('a disk that is full is said where flows are asked for', '%d: its disk is full: ' % lab.servers[1].port)
            lab.fails('... also where detectors ask', 'its disk is full: ', '--detect', 'beacon')
            lab.tap.ok(lab.until(lambda: re.search('ship_stuck 1\n', lab.metrics()), 8), '... and by the metrics')
        os.unlink(small + '/filler')
        lab.tap.ok(lab.until(lambda: lab.waiting() == 0, 40), 'with %d KiB left, and then more' % (left >> 10), '%d wait' % lab.waiting())
    lab.end('a disk that was full', 'its disk is full: .*it is tried again, and flows stay in the case')


def test_locked(lab):
    lab.new()
    lab.send()
    lab.until(lambda: lab.waiting() == 0)
    lab.servers[0].users(LOCKED)
    lab.send()
    lab.until(lambda: lab.waiting() > 0)
    time.sleep(2)
    lab.fails('a user who became a reader', 'may not.*readonly')
    lab.servers[0].users(USERS)
    lab.end('a user who became a reader', 'readonly')


def test_parts(lab):
    """In each partition no part may be: then each insert is one too many."""
    lab.new()
    s = lab.servers[0]
    s.kill()
    s.configure('<merge_tree><parts_to_throw_insert>0</parts_to_throw_insert><parts_to_delay_insert>0</parts_to_delay_insert></merge_tree>')
    s.start()
    lab.send()
    lab.until(lambda: lab.waiting() > 0)
    time.sleep(2.5)
    s.kill()
    s.configure()
    s.start()
    lab.end('too many parts', 'too many parts|[Tt]oo much parts')


# ---- 2: a server that is slow


def test_slow(lab):
    """Questions: by way of somebody who holds up or cuts answers."""
    lab.send()
    lab.until(lambda: lab.waiting() == 0)
    far = clickhouse.Proxy(lab.servers[1])
    urls = ','.join(lab.urls_of(lab.servers[0], far))
    rc, good, _ = run('flows', '--case', lab.case, '--clickhouse', urls)
    lab.tap.ok(rc == 0 and good, 'by way of another host')
    far.how, far.only = 'late', ANSWER
    rc, out, said = run('flows', '--case', lab.case, '--clickhouse', urls, '--timeout', '20s')
    lab.tap.ok(rc == 0 and out == good and far.met == 1, 'what is late is taken', said)
    far.close()
    rows = [('deaf', '', 'timed out|[Tt]imeout'), ('mute', '', 'timed out'), ('mute', ANSWER, 'timed out'), ('drip', ANSWER, 'timed out'),
            ('cut', ANSWER, 'transfer closed|end of|cut'), ('close', ANSWER, 'does not say how long it is'), ('cut', COUNTS, 'transfer closed|end of|cut'),
            ('close', COUNTS, 'does not say how long it is|expected one|other than one row')]

    def one(how, only, want, question):
        far = clickhouse.Proxy(lab.servers[1], how, only)
        s = lab.fails('an answer that is %s%s: flows %s' % (how, ' in the end' if only else '', ' '.join(question)), ':%d: .*(%s)' % (far.port, want),
                      *question, '--timeout', '1s', urls=','.join(lab.urls_of(lab.servers[0], far)))
        lab.tap.ok(far.met > 0 and s < 8, '... within %.1f s' % s)
        far.close()
    side_by_side(one, [(how, only, want, question) for how, only, want in rows
                       for question in ([], ['--detect', 'long'], ['--detect', 'beacon', '--top', 'pairs'])[only == COUNTS:3 if only else 1]], 3)
    # whole rows, and of a length that is right: only that there are fewer tells
    for question in ([], ['--top', 'hours', '10.0.0.0/16'], ['--detect', 'long'], ['--detect', 'beacon'], ['--detect', 'exfiltration'], ['--detect', 'mirror'], ['--detect', 'knock', '--exporter', '127.0.0.2']):
        for rows, only in (*(SUMS if question in (['--detect', 'exfiltration'], ['--detect', 'mirror']) else ()), (108, 'tcp_flags_back,what FROM'), (203, 'hb,bucket FORMAT RowBinary'), (59, 'kc,ks,proto,p,y FORMAT'), (43, 'kc,ks,kr,kp'), (40, 'kl,kh FORMAT')):
            cut = []

            def shorten(text, rows=rows, cut=cut):
                cut.append(len(text) >= rows)
                return text[:len(text) - rows] if cut[-1] else text
            far = clickhouse.Proxy(lab.servers[1], shorten, only)
            args = ['--clickhouse', ','.join(lab.urls_of(lab.servers[0], far))]
            rc, out, said = run('flows', *question, '--case', lab.case, *args)
            lab.tap.ok(rc == 3 and not out and re.search('cut off|lost there', said) if any(cut) else rc in (0, 1), 'an answer that lacks its last row of %d bytes: flows %s%s' % (
                rows, ' '.join(question), '' if any(cut) else ' (there is none)'), '%d\n%s\n%s' % (rc, out[:300], said))
            far.close()


STEPS = (('mute', 'INSERT INTO cleanpath_stage'), ('cut', 'SELECT count() FROM cleanpath_stage'), ('mute', 'REPLACE PARTITION'), ('drop', 'REPLACE PARTITION'),
         ('late', 'INSERT INTO'), ('mute', 'DROP TABLE cleanpath_stage'), ('mute', 'CREATE TABLE cleanpath_stage'))


def test_slow_shipping(lab, how, step):
    """Batches: what is answered to one step of a batch never arrives, or late; the step itself may have been done."""
    far = clickhouse.Proxy(lab.servers[1])
    lab.new(lab.servers[0], far)
    far.how, far.only = how, step
    lab.send()
    met = lab.until(lambda: far.met > 0)
    time.sleep(0 if how == 'late' else 3.5)
    far.how = 'pass'
    lab.end('%s at %s' % (how, step), '' if how == 'late' else 'tried again')
    lab.tap.ok(met, '... which was met')
    far.close()


# What servers say (18.16, as it said it; and as 24 ends it), what is told of it to somebody who asks, and to whom flows wait for.
ENDS = ', e.what() = DB::Exception\n'
SAID = ((500, "Code: 201, e.displayText() = DB::Exception: Quota for user 'default' for 1 hour has been exceeded. Queries: 3, max: 2. Interval will end at "
              "2026-11-27 22:00:00. Name of quota template: 'few'." + ENDS, "the user's quota is used up: Quota for user", ''),
        (500, 'Code: 202, e.displayText() = DB::Exception: Too many simultaneous queries for user one. Current: 1, maximum: 1' + ENDS,
         'it has too many questions at once: Too many', ''),
        (500, 'Code: 202. DB::Exception: Too many simultaneous queries. Maximum: 100. (TOO_MANY_SIMULTANEOUS_QUERIES) (version 24.8.4.13 (official build))\n',
         r'it has too many questions at once: .*Maximum: 100\. \(TOO_MANY_SIMULTANEOUS_QUERIES\)$', None),
        (500, 'Code: 241, e.displayText() = DB::Exception: Memory limit (for query) exceeded: would use 3.00 MiB (attempt to allocate chunk of 47 bytes), maximum: '
              '2.86 MiB' + ENDS, 'it has not the memory for this question: narrow it by --from and --to: Memory limit', 'it has not the memory to take flows: Memory'),
        (500, 'Code: 159, e.displayText() = DB::Exception: Timeout exceeded: elapsed 2.003999979 seconds, maximum: 1' + ENDS, r'it was too slow \(--timeout\): ', ''),
        (500, 'Code: 243, e.displayText() = DB::Exception: Cannot reserve 1.00 MiB, not enough space.' + ENDS, 'its disk is full: Cannot reserve', ''),
        (500, 'Code: 75, e.displayText() = DB::ErrnoException: Cannot write to file /var/lib/x, errno: 28, strerror: No space left on device' + ENDS, 'its disk is full: ', None),
        (500, 'Code: 252, e.displayText() = DB::Exception: Too many parts (300). Merges are processing significantly slower than inserts.' + ENDS,
         'it has too many parts to be merged: Too many', r'it has too many parts to be merged: send fewer batches \(--ship\): '),
        (500, 'Code: 745. DB::Exception: CPU is overloaded. (SERVER_OVERLOADED) (version 25.4.1.2934 (official build))\n', 'it has too much to do: CPU is', None),
        (500, 'Code: 236, e.displayText() = DB::Exception: Query was cancelled, the server is shutting down' + ENDS, 'it stops: ', None),
        (500, 'Code: 394. DB::Exception: Query was cancelled. (QUERY_WAS_CANCELLED) (version 24.8.4.13 (official build))\n', 'somebody there ended the question: ', None),
        (500, "Code: 40, e.displayText() = DB::Exception: Checksum doesn't match: corrupted data." + ENDS, 'what its disk has is damaged: ', None),
        (500, 'Code: 452. DB::Exception: Setting limit should not be changed. (SETTING_CONSTRAINT_VIOLATION)\n', 'may not change settings that would cut answers', None),
        (500, 'Code: 46, e.displayText() = DB::Exception: Unknown function x' + ENDS, 'does not understand the question: Unknown function', None),
        (404, 'Code: 60. DB::Exception: Table cleanpath.cleanpath_flow does not exist. (UNKNOWN_TABLE)\n', 'a table is not there: ', None),
        (500, 'Code: 9999, e.displayText() = DB::Exception: Something' + ENDS, 'code 9999: Something$', None),
        (403, 'no', 'the answer was 403, which is none of ClickHouse', None), (502, '<html>Bad Gateway</html>', 'the answer was 502, which is none', None),
        (200, '', 'other than|cut off|expected', None))


def test_said(lab):
    """Each complaint of a server has words of its own where somebody asks."""
    lab.send()
    lab.until(lambda: lab.waiting() == 0)

    def one(status, text, want, _):
        for question, only in ([], ANSWER), (['--detect', 'long'], ANSWER), (['--detect', 'long'], COUNTS), ([], 'FROM cleanpath_about'):
            if status == 200 and 'about' in only:
                continue
            far = clickhouse.Proxy(lab.servers[1], (status, text.encode()), only)
            lab.fails('it says %s: flows %s%s' % (text[:9] or 'nothing', ' '.join(question), ' (at first)' if 'about' in only else ' (counts)' if only == COUNTS else ''), ':%d: .*(%s)' % (far.port, want), *question,
                      urls=','.join(lab.urls_of(lab.servers[0], far)))
            far.close()
    side_by_side(one, SAID, 2)


def test_said_of_flows(lab, status, text, want, want_of_flows):
    """... and where flows wait for it: at the start of a collector, and while it takes a batch. It goes there when that has passed."""
    name, far = text[:9].lower(), clickhouse.Proxy(lab.servers[1], (status, text.encode()))
    lab.new(lab.servers[0], far)
    lab.send()
    lab.until(lambda: far.met > 0)
    far.how = 'pass'
    gone = lab.until(lambda: lab.waiting() == 0)
    rc, out, said = lab.c.end()
    lab.tap.ok(gone and rc == 0 and re.search(want + '.*it is tried again', said), '%s at the start of a collector, who goes on' % name, out + said)
    lab.collect()
    far.how, far.only, far.met = (status, text.encode()), 'INSERT INTO cleanpath_stage', 0
    lab.send()
    met = lab.until(lambda: far.met > 0 and re.search('ship_stuck 1\n', lab.metrics()), 12)
    far.how = 'pass'
    lab.end('%s to a batch' % name, (want_of_flows or want) + '.*it is tried again, and flows stay in the case')
    lab.tap.ok(met, '... and the metrics tell it')
    far.close()


# ---- 3: another server than is meant


def test_strange(lab):
    lab.send()
    lab.until(lambda: lab.waiting() == 0)
    lab.c.end()
    a, tables = lab.servers[0], lab.tables
    columns = a.ask("SELECT groupArray(concat(name,' ',type)) FROM system.columns WHERE database='%s' AND table='cleanpath_flow'" % tables)
    columns = ','.join(re.findall("'([^']*)'", columns.replace("\\'", "'")))
    about = a.ask('SELECT key, value FROM cleanpath_about ORDER BY key', tables)
    a.ask('RENAME TABLE cleanpath_flow TO away', tables)
    merge = 'ENGINE = %s PARTITION BY %s ORDER BY (src, dst, dport, at)'
    for name, sql, want in (
            ('of rows that are replaced', 'CREATE TABLE cleanpath_flow (%s) ' % columns + merge % ('ReplacingMergeTree', 'batch'), 'is ReplacingMergeTree by batch'),
            ('of rows that are added up', 'CREATE TABLE cleanpath_flow (%s) ' % columns + merge % ('SummingMergeTree', 'batch'), 'is SummingMergeTree'),
            ('of other partitions', 'CREATE TABLE cleanpath_flow (%s) ' % columns + merge % ('MergeTree', 'source'), 'is MergeTree by source, expected MergeTree by batch'),
            ('of memory', 'CREATE TABLE cleanpath_flow (%s) ENGINE = Memory' % columns, 'is Memory'),
            ('which is a view', 'CREATE VIEW cleanpath_flow AS SELECT * FROM away', 'is View'),
            ('of another type', 'CREATE TABLE cleanpath_flow (%s) ' % columns.replace('bytes UInt64', 'bytes UInt32', 1) + merge % ('MergeTree', 'batch'),
             'has no column bytes UInt64, but one of type UInt32'),
            ('of texts', 'CREATE TABLE cleanpath_flow (%s) ' % columns.replace('FixedString(16)', 'String') + merge % ('MergeTree', 'batch'), 'but one of type String'),
            ('of an older shape', 'CREATE TABLE cleanpath_flow (%s) ' % columns.rsplit(',', 1)[0] + merge % ('MergeTree', 'batch'), 'has no column')):
        a.ask(sql, tables)
        lab.fails('a table ' + name, want)
        rc, out, said = run('collect', '--listen', '127.0.0.1:%d' % lab.port, '--for', '1s', '--case', lab.case, '--clickhouse', lab.urls)
        lab.tap.ok(rc == 3 and re.search(want, said), '... to which nothing is sent', said)
        a.ask('DROP TABLE cleanpath_flow', tables)
    a.ask('RENAME TABLE away TO cleanpath_flow', tables)
    rows = [tuple(line.split('\t')) for line in about.splitlines()]

    def about_is(rows):
        a.ask('DROP TABLE cleanpath_about', tables)
        a.ask('CREATE TABLE cleanpath_about (key String, value String) ENGINE = MergeTree ORDER BY key', tables)
        a.ask('INSERT INTO cleanpath_about VALUES ' + ','.join("('%s','%s')" % x for x in rows), tables)
    for name, changed, want in (('of an older program', [('version', '0')], 'version "0", expected 1: they were made by an older program'),
                                ('of a newer program', [('version', '2')], 'version "2", expected 1: they were made by a newer program'),
                                ('of no version', [('version', 'x\\nshard\\t7')], 'expected 1')):
        about_is([(k, dict(changed).get(k, v)) for k, v in rows])
        lab.fails('tables ' + name, want)
    about_is(rows + [('case', '0' * 32)])
    lab.fails('tables that two began at once', 'says twice whose it is')
    a.ask('DROP TABLE cleanpath_about', tables)
    lab.fails('tables that do not say whose they are', 'a table is not there')
    a.ask('CREATE TABLE cleanpath_about (a UInt8) ENGINE = MergeTree ORDER BY a', tables)
    lab.fails('... and one of another shape that should', 'a column is not there')
    about_is(rows)
    rc, _, said = run('flows', '--case', lab.case, '--clickhouse', lab.urls)
    lab.tap.ok(rc == 0, 'all is as it was', said)
    # Only what it says of its version is another one; what it answers is of the version that is here.
    far = clickhouse.Proxy(a, only='SELECT version()')
    for version, want in (('1.1.54385', 'version is 1.1, expected 18.16'), ('18.14.19', 'version is 18.14, expected 18.16'), ('nginx', 'is no ClickHouse'),
                          ('', 'is no ClickHouse'), ('18', 'is no ClickHouse'), ('99999999999999999999.1', 'is no ClickHouse')):
        far.how = lambda _, version=version: version.encode() + b'\n'
        lab.fails('a server that says it is "%s"' % version, want, urls=','.join(lab.urls_of(far, lab.servers[1])))
    far.how = lambda _: b'99.1.2.3\n'
    rc, out, said = run('flows', '--case', lab.case, '--clickhouse', ','.join(lab.urls_of(far, lab.servers[1])), '-v')
    lab.tap.ok(rc == 0 and 'is 99.1; up to 26.5 was tried' in said, 'a newer version is told, and asked', said)
    far.how, far.only = (lambda _: b'<html>403 Forbidden</html>'), ''
    lab.fails('a web page', 'is no ClickHouse', urls=','.join(lab.urls_of(far, lab.servers[1])))
    far.close()


# ---- 4: TLS, and secrets


def certificate(dir, name, alt, issuer=None, days=30, more=()):
    """Key and certificate in one file; issuer '' : signed by itself."""
    path = '%s/%s' % (dir, name)

    def openssl(*args):
        subprocess.run(['openssl', *args], check=True, capture_output=True, stdin=subprocess.DEVNULL)
    with open(path + '.ext', 'w', encoding='utf-8') as f:
        f.write('basicConstraints=%s\n' % ('CA:FALSE' if alt else 'critical,CA:TRUE') + ('subjectAltName=' + alt if alt else ''))
    openssl('req', '-new', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', path + '.key', '-out', path + '.csr', '-subj', '/CN=' + name)
    signer = ['-signkey', path + '.key'] if not issuer else ['-CA', issuer + '.pem', '-CAkey', issuer + '.key', '-CAcreateserial']
    if days > 0:
        openssl('x509', '-req', '-in', path + '.csr', '-out', path + '.pem', '-days', str(days), '-extfile', path + '.ext', *signer)
    else:  # only `ca` makes one that has ended, in all versions
        os.makedirs(path + '.d', exist_ok=True)
        open(path + '.d/index', 'w').close()
        with open(path + '.d/conf', 'w', encoding='utf-8') as f:
            f.write('[ca]\ndefault_ca=x\n[x]\ndatabase=%s.d/index\nnew_certs_dir=%s.d\nrand_serial=yes\ndefault_md=sha256\npolicy=p\n[p]\ncommonName=supplied\n' % (path, path))
        openssl('ca', '-batch', '-config', path + '.d/conf', '-in', path + '.csr', '-out', path + '.pem', '-notext', '-startdate', '20200101000000Z',
                '-enddate', '20200201000000Z', '-extfile', path + '.ext', '-cert', issuer + '.pem', '-keyfile', issuer + '.key')
    return path


def proxies_of(lab, path):
    t = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    t.load_cert_chain(path + '.pem', path + '.key')
    return [clickhouse.Proxy(s, tls=t) for s in lab.servers]


def test_tls(lab):
    dir = lab.dir
    lab.send()
    lab.until(lambda: lab.waiting() == 0)
    lab.c.end()
    ca = certificate(dir, 'ca', '')
    other = certificate(dir, 'otherca', '')
    here = 'DNS:localhost,IP:127.0.0.1'
    made = {'good': certificate(dir, 'good', here, ca), 'another name': certificate(dir, 'name', 'DNS:elsewhere.example,IP:192.0.2.1', ca),
            'expired': certificate(dir, 'old', here, ca, days=0), 'self-signed': certificate(dir, 'self', here),
            'of another authority': certificate(dir, 'foreign', here, other)}
    _, want, _ = run('flows', '--case', lab.case, '--clickhouse', lab.urls)
    for name, path in made.items():
        far = proxies_of(lab, path)
        urls = ','.join(lab.urls_of(*far))
        if name == 'good':
            rc, out, said = run('flows', '--case', lab.case, '--clickhouse', urls, '--ca', ca + '.pem')
            lab.tap.ok(rc == 0 and out == want, 'https with the authority that is given', said)
            rc, out, said = run('flows', '--case', lab.case, '--clickhouse', urls.replace('127.0.0.1', 'localhost'), '--ca', ca + '.pem')
            lab.tap.ok(rc == 0 and out == want, '... by its name', said)
            lab.fails('... without it', 'certificate', urls=urls)
            lab.fails('... with a file that is none', 'CAfile|certificate|CA', '--ca', lab.case, urls=urls)
            lab.fails('... with a file that is not there', 'CAfile|certificate|CA', '--ca', dir + '/nothing', urls=urls)
            lab.fails('http where https is spoken', 'ClickHouse at 127', urls=urls.replace('https', 'http'))
        else:
            lab.fails('a certificate that is ' + name, 'certificate', '--ca', ca + '.pem', urls=urls)
            rc, out, said = run('collect', '--listen', '127.0.0.1:%d' % lab.port, '--for', '2s', '--case', lab.case, '--clickhouse', urls, '--ca', ca + '.pem')
            lab.tap.ok(rc == 3 and 'certificate' in said, '... to which nothing is sent', '%d %s %s' % (rc, out, said))
        for p in far:
            p.close()
    lab.fails('https where http is spoken', 'SSL|TLS', '--ca', ca + '.pem', urls=lab.urls.replace('http', 'https'))


def open_to_all(server):
    try:
        return server.ask('SELECT 1') == '1'
    except RuntimeError:
        return False


def test_secrets(lab):
    """The password is asked for by the server, and stands in no place where others could read it."""
    secret, dir = 's3cret-word', lab.dir
    lab.send()
    lab.until(lambda: lab.waiting() == 0)
    lab.c.end()
    authority = certificate(dir, 'ca', '')
    far, ca = proxies_of(lab, certificate(dir, 'good', 'DNS:localhost,IP:127.0.0.1', authority)), authority + '.pem'
    with open(dir + '/login', 'w', encoding='utf-8') as f:
        f.write('named:' + secret + '\n')
    os.chmod(dir + '/login', 0o600)
    urls = ','.join(lab.urls_of(*far))
    lab.fails('a password on the command line', 'every user of this machine can read', code=2, urls=urls.replace('127', 'named:%s@127' % secret))
    lab.servers[0].users(USERS.replace('<default><password></password>', '<default><password>other</password>'))
    lab.fails('a server that wants a password, and gets none', 'password', '--ca', ca, urls=urls)
    port = lab.port
    c = base.Collector(lab.case, port, '--clickhouse', urls, '--ca', ca, '--token-file', dir + '/login', '--ship', '1s', '--metrics', dir + '/m.prom', '-v')
    with open('/proc/%d/cmdline' % c.p.pid, 'rb') as f:
        argv = f.read()
    lab.sent += clickhouse.send(port, 7, 20, 1)
    lab.tap.ok(lab.until(lambda: lab.waiting() == 0), 'a password from a file, over https')
    rc, out, said = c.end()
    ways = {}
    for name, args, env, extra in (('a file', ['--token-file', dir + '/login'], {}, {}), ('a descriptor', ['--token-file', '/dev/fd/0'], {}, {'stdin': open(dir + '/login')}),
                                   ('the environment', None, {'CLEANPATH_CLICKHOUSE': urls.replace('127', 'named:%s@127' % secret)}, {})):
        which = ['--clickhouse', urls, *args] if args else []
        p = subprocess.run([base.BIN, 'flows', '-v', '--case', lab.case, '--ca', ca, *which], capture_output=True, text=True, timeout=60,
                           env=dict(os.environ, **env), **({'stdin': subprocess.DEVNULL} | extra))
        ways[name] = p.stdout
        lab.tap.ok(p.returncode == 0 and secret not in p.stdout + p.stderr, 'a password from ' + name, p.stdout[:200] + p.stderr)
    lab.tap.ok(len(set(ways.values())) == 1, '... and the same answer')
    p = subprocess.run([base.BIN, 'doctor', '--config'], capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL,
                       env=dict(os.environ, CLEANPATH_CLICKHOUSE=urls.replace('127', 'named:%s@127' % secret)))
    lab.tap.ok('named:***@127.0.0.1' in p.stdout and secret not in p.stdout + p.stderr, 'doctor shows where it goes, without the password', p.stdout)
    held = b''
    for name in os.listdir(dir):
        if os.path.isfile(dir + '/' + name) and name != 'login':
            with open(dir + '/' + name, 'rb') as f:
                held += f.read()
    lab.tap.ok(rc == 0 and secret.encode() not in argv + held + (out + said).encode(), 'a password is not in argv, in what is said, in the case, or in the metrics', said)
    lab.servers[0].users(USERS)
    lab.tap.ok(lab.until(lambda: open_to_all(lab.servers[0])), 'the server wants none any more')
    for p in far:
        p.close()


# ---- 5: flows that are old


def test_old(lab):
    """Those of 2026-09-21 are older than some days; those of now are not. The ten minutes that readers have are taken from the ledger."""
    lab.new()
    lab.send()
    gone = lab.until(lambda: lab.waiting() == 0)
    lab.c.end()
    old, first = lab.sent, clickhouse.T0
    today = int(time.time()) - 7 * 3600
    lab.collect()
    lab.send(t0=today // 3600 * 3600)
    lab.tap.ok(gone and lab.until(lambda: lab.waiting() == 0), 'flows of long ago, and of today')
    lab.c.end()
    new = lab.sent - old

    def traffic(*args):
        rc, out, said = run('flows', '-f', 'json', '--top', 'talks', '--case', lab.case, '--clickhouse', lab.urls, *args)
        return json.loads(out)['traffic'] if out else {'error': said}
    counts = lab.there
    t = traffic()
    lab.tap.ok(t.get('flows') == lab.sent and 'removed_flows' not in t, 'all are there', str(t)[:300])
    recent = traffic('--from', time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime(today)))
    lab.collect('--keep-days', '%d' % ((time.time() - first) // 86400 + 2))
    time.sleep(1.5)
    lab.c.end()
    lab.tap.ok(traffic() == t, '... also with --keep-days, as long as they are not older')
    lab.collect('--keep-days', '5')
    marked = lab.until(lambda: traffic().get('removed_flows') == old)
    t = traffic()
    lab.tap.ok(marked and t['flows'] == new and t['removed_first_at'].startswith('2026-09-21') and counts() == lab.sent,
               'what is old is in no answer, and is there as long as somebody may ask who began before', str(t)[:300])
    rc, out, said = run('flows', '--case', lab.case, '--clickhouse', lab.urls)
    lab.tap.ok(rc == 0 and '! %d flows from 2026-09-21' % old in out and 'were removed from ClickHouse' in out, '... which says so', out[:800] + said)
    later = traffic('--from', time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime(today)))
    lab.tap.ok('removed_flows' not in later and later['in_view'] == recent['in_view'], '... unless later ones are asked for: then nothing is missing')
    lab.servers[1].kill()
    db = sqlite3.connect(lab.case, timeout=20)
    db.execute('UPDATE flow_gone SET at=at-601000000')
    db.commit()
    time.sleep(2)
    lab.servers[1].start()
    ended = lab.until(lambda: counts() == new and not db.execute('SELECT count(*) FROM flow_gone WHERE done_at IS NULL').fetchone()[0], 100)
    lab.tap.ok(ended, 'ten minutes later it is gone, though a server was dead', '%d are there, %d of today' % (counts(), new))
    db.close()
    for s in lab.servers:
        s.kill()
        s.start()
    t2 = traffic()
    lab.tap.ok(t2 == t and counts() == new, '... and stays away when servers are killed', str(t2)[:300])
    lab.sent, lab.seed = lab.sent, lab.seed + 1
    more = clickhouse.send(lab.port, lab.seed, 30, 1)
    lab.sent += more
    lab.until(lambda: lab.waiting() == 0, 40)
    rc, out, said = lab.c.end()
    lab.tap.ok(rc == 0 and 'older ones left ClickHouse' in out and traffic()['removed_flows'] >= old, 'what comes late and is old goes there, and leaves', out + said)


# ---- 6: what is chosen on the shards


def test_chosen(lab):
    """Who manages equipment: polls of it that nobody answers are sessions where answers are not seen at all, and else are none. The shards tell bounds of how many
    conversations see one; where these leave it open, they count exactly."""
    with open(lab.dir + '/inventory.csv', 'w', encoding='utf-8') as f:
        f.write('name,maker,product,ip\n' + ''.join('dev-%d,Acme Networks,AX1,10.0.0.%d\n' % (i, i) for i in range(1, 60)))
    polls = [('10.9.9.%d' % (i % 3), '10.0.0.%d' % (i % 50 + 1), 40000 + i, 161, 17, 0, i) for i in range(150)]
    names = lambda n: [row for i in range(n) for row in (('10.8.%d.%d' % (i >> 8, i & 255), '203.0.113.9', 50000, 53, 17, 0, i),
                                                         ('203.0.113.9', '10.8.%d.%d' % (i >> 8, i & 255), 53, 50000, 17, 0, i))]
    lost = [('10.7.%d.%d' % (i >> 8, i & 255), '203.0.113.9', 50000, 53, 17, 0, i) for i in range(1000)]
    shells = [('198.51.100.7', '10.0.0.3', 50000, 22, 6, 0x1b, 30), ('10.0.0.3', '198.51.100.7', 22, 50000, 6, 0x1b, 30),
              ('198.51.100.7', '10.6.0.1', 50001, 23, 6, 0x1b, 40), ('198.51.100.7', '192.0.2.1', 50001, 443, 6, 0x1b, 50)]
    for name, rows, sessions, is_counted in (
            ('answers are not seen', polls + shells + lost, 152, False), ('answers are seen', polls + shells + names(500), 2, False),
            ('it hangs on the bounds', polls + shells + lost + names(40), 2, True), ('few flows', shells + polls[:5], 2, False)):
        lab.c.end()
        lab.new()
        lab.c.end()
        assert run('import', lab.dir + '/inventory.csv', '--case', lab.case)[0] == 0
        lab.collect()
        lab.sent = clickhouse.send_told(lab.port, rows)
        lab.until(lambda: lab.waiting() == 0)
        lab.end('management, ' + name, '', ('--detect', 'management'))
        found = [x for x in json.loads(lab.answer)['detectors'] if x.get('kind') == 'management'] if lab.answer else []
        lab.tap.ok(found and found[0]['looked_at'] == sessions, '... of %d sessions' % sessions, str(found)[:300])
        counted = clickhouse.Proxy(lab.servers[0], lambda text: text, 'sum(x AND back)')
        far = clickhouse.Proxy(counted, lambda text: text, 'IN (SELECT addr FROM ends)')
        run('flows', '--detect', 'management', '--case', lab.case, '--clickhouse', ','.join(lab.urls_of(far, lab.servers[1])))
        lab.tap.ok(far.met > 0 and (counted.met > 0) == is_counted, '... which the shards chose' + (', having counted' if is_counted else ''))
        counted.close()
        far.close()
    lab.collect()


def contacts(r):
    """Of 150 sources with 3 to 40 destinations each, whose contacts fail seldom or often: refused, unanswered, cut, told in one way or both, in several rows."""
    rows = []
    for c in range(150):
        client, bad = '10.1.%d.%d' % (c >> 8, c & 255), r.choice((0.02, 0.1, 0.3, 0.5, 0.8, 0.95))
        for d in range(r.randrange(3, 40)):
            server, port, sport, at = '203.0.113.%d' % r.randrange(1, 255), r.choice((22, 53, 80, 443, 8080)), r.randrange(32768, 60999), r.randrange(3600)
            proto = 17 if port == 53 else 6
            for again in range(r.choice((1, 1, 1, 2, 3))):
                there, back = ((client, server, sport + again, port, proto), (server, client, port, sport + again, proto))
                when = at + again * r.choice((0, 3, 9, 10, 11, 600))
                if r.random() < bad:
                    rows.append((*there, r.choice((2, 2, 6, 0)), when))
                    if r.random() < 0.4:
                        rows.append((*back, r.choice((4, 20)), when))
                else:
                    flags = r.choice((0x1b, 0x1b, 0x1b, 0x1e, 0x1f, 2))
                    rows.append((*there, flags if proto == 6 else 0, when))
                    if r.random() < 0.9:
                        rows.append((*back, r.choice((0x1b, 0x1b, 0x1a, 0x12, 0x1e, 0x14)) if proto == 6 else 0, when + r.choice((0, 0, 1, 10, 11))))
    r.shuffle(rows)
    return rows


def same_findings(lab, name, rows, waiting, questions, asked):
    """Of these flows, and some that wait in the case: with shards the same as without; at least so many are found by each question (list of options, how many), and the
    shards were asked for no others than those that they chose (`asked` stands in a question for flows; the others are for pairs that wait here too, and for strips)."""
    lab.new()
    lab.sent = clickhouse.send_told(lab.port, rows)
    gone = lab.until(lambda: lab.waiting() == 0)
    lab.c.end()
    if waiting:
        c = base.Collector(lab.case, lab.port)
        clickhouse.send_told(lab.port, waiting)
        time.sleep(0.5)
        c.end()
    whole = lab.case + '.whole'
    base.embedded_copy(lab.case, whole)
    for question, least in questions:
        got = []
        far = clickhouse.Proxy(lab.servers[0], lambda text: text, 'tcp_flags_back,what FROM')
        chosen = clickhouse.Proxy(far, lambda text: text, asked)
        for file, extra in ((whole, []), (lab.case, ['--clickhouse', ','.join(lab.urls_of(chosen, lab.servers[1]))])):
            rc, out, said = run('flows', *question, '-f', 'json', '--limit', '1000', '--plot', '--case', file, *extra)
            got.append(json.dumps({k: v for k, v in json.loads(out).items() if k in ('findings', 'detectors', 'traffic')}, sort_keys=True) if out else said)
        found = got[0].count('"kind": "%s"' % question[1]) - 1
        lab.tap.ok(gone and got[0] == got[1] and found >= least and far.met in (1, 2, 3) and chosen.met > 0, '%s: flows %s, %d are told' % (name, ' '.join(question), found),
                   '%d, %d of %d\n' % (found, chosen.met, far.met) + base.first_difference(got[0].replace('{', '\n{'), got[1].replace('{', '\n{')))
        far.close()
        chosen.close()


def test_scans(lab, seed):
    """Of sources that cannot have failed often enough the shards send nothing; who scans, and of how many, is the same."""
    same_findings(lab, 'seed %d' % seed, contacts(random.Random(seed)), contacts(random.Random(99))[:60] if seed == 3 else [], [(['--detect', 'scan'], 20)],
                  'IN (SELECT addr FROM ends)')


def lengths(r):
    """Connections in pieces, as exporters cut them: that overlap, or follow each other after nearly or just ten seconds, told one way or the other, on ports that others
    use again; of some services all last long, of others few do."""
    rows = []
    for c in range(600):
        is_long = c % 200 == 7
        client, service = '10.2.%d.%d' % (c >> 8, c & 255), 443 if is_long else r.choice((443, 443, 443, 8883, 51820, 22, 0))
        proto = 1 if service == 0 else 17 if service == 51820 else 6
        for d in range(1 if is_long else r.choice((1, 1, 2, 3))):
            server, sport, at = '203.0.113.%d' % r.randrange(1, 40), r.choice((40000, 40001, r.randrange(32768, 60999), service or 2048)), r.randrange(3600)
            sport = r.choice((0x0800, 0x0303)) if proto == 1 else sport
            there = (client, server, sport, service, proto) if proto != 1 else (client, server, sport, 0, 1)
            back = (server, client, service, sport, proto) if proto != 1 else (server, client, 0, 0, 1)
            piece, n = (300, r.choice((14, 30, 70))) if is_long or service == 22 else (r.randrange(10000, 40000) / 1000, r.choice((1, 1, 1, 2)))
            for _ in range(n):
                rows.append((*r.choice((there, there, back)), 0x1b if proto == 6 else 0, at, int(piece * 1000), r.randrange(100, 100000)))
                at += piece + (r.choice((-piece / 2, 0, 5, 10, 10.001, 30)) if r.random() < 0.03 else r.choice((0, 0, 1, 9.999)))
    r.shuffle(rows)
    return rows


def test_long(lab, seed):
    """Of conversations that are not long the shards send how long they are, and how many; events are put together there."""
    same_findings(lab, 'seed %d' % seed, lengths(random.Random(seed)), lengths(random.Random(77))[:150] if seed == 2 else [],
                  [(['--detect', 'long'], 1), (['--detect', 'long', '--from', '2026-09-21T13:50:00Z'], 0)], 'FROM keys')


def knocks(r):
    """Pairs that all connect, some after contacts that nobody answers, which are repeated or refused of some; answers may come by way of another record."""
    rows = []
    for c in range(260):
        client, server = '10.3.%d.%d' % (c >> 8, c & 255), '203.0.113.%d' % (c % 50 + 1)
        kind = r.choice(('plain', 'plain', 'once', 'always', 'program', 'lost', 'udp'))
        for n in range(r.choice((1, 4, 8))):
            at, sport = r.randrange(6 * 3600), r.randrange(32768, 60999)
            if kind in ('once', 'always', 'program', 'udp') and (kind != 'once' or n == 0):
                for k in range(r.choice((2, 3, 4))):
                    port, ms, proto = r.randrange(1000, 9000), 1500 if kind == 'program' else 0, 17 if kind == 'udp' else 6
                    rows.append((client, server, sport + k, port, proto, 2 if proto == 6 else 0, at - 20 + 4 * k, ms, 60))
                    if kind == 'program' and k % 2:
                        rows.append((server, client, port, sport + k, 6, 20, at - 20 + 4 * k, 0, 40))
            rows.append((client, server, sport, 22, 6, 2 if kind == 'lost' else r.choice((0x1b, 0x02, 0x1e)), at, 900, 2000))
            if kind != 'lost':
                rows.append((server, client, 22, sport, 6, r.choice((0x1b, 0x12)), at, 900, 5000))
    for c in range(200):  # answers are seen
        rows += [('10.4.0.%d' % c, '203.0.113.99', 50000, 53, 17, 0, c), ('203.0.113.99', '10.4.0.%d' % c, 53, 50000, 17, 0, c)]
    r.shuffle(rows)
    return rows


def test_knocks(lab, seed):
    """Only pairs between which something may be answered and something not are sent."""
    same_findings(lab, 'seed %d' % seed, knocks(random.Random(seed)), knocks(random.Random(55))[:12] if seed == 2 else [], [(['--detect', 'knock'], 10)], 'FROM near')


def test_often(lab, seed):
    """Of conversations of fewer flows than a beacon has the shards send nothing."""
    r = random.Random(seed)
    rows = contacts(r)
    for c in range(12):
        start, period = r.randrange(600), r.choice((30, 60, 300))
        rows += [('10.4.0.%d' % c, '203.0.113.200', r.randrange(32768, 60999), 443, 6, 0x1b, start + k * period) for k in range(60)]
    same_findings(lab, 'seed %d' % seed, rows, rows[:50] if seed == 2 else [], [(['--detect', 'beacon'], 6), (['--detect', 'covert'], 0)], 'FROM keys')


def test_plain(lab):
    """Where pairs hardly repeat the shards send flows, and sums only of what is not in view; where they do, sums."""
    r = random.Random(5)
    far = clickhouse.Proxy(lab.servers[0], lambda text: text, 'tcp_flags_back,what FROM')
    for name, hosts, is_plain in (('hardly repeat', 60000, True), ('repeat', 12, False)):
        rows = [('10.5.%d.%d' % divmod(r.randrange(hosts), 256), '198.51.%d.%d' % divmod(r.randrange(hosts), 256), r.randrange(32768, 60999), r.choice((80, 443, 8080)), 6, 0x1b,
                 r.randrange(3600), r.randrange(5000), r.randrange(1 << 31)) for _ in range(3000)]
        lab.new()
        lab.sent = clickhouse.send_told(lab.port, rows)
        gone = lab.until(lambda: lab.waiting() == 0)
        lab.c.end()
        base.embedded_copy(lab.case, lab.case + '.whole')
        for question in ([], ['--top', 'pairs'], ['--top', 'services'], ['--top', 'hours', '--sort', 'flows'], ['--top', 'destinations', '--sampling', '127.0.0.1=100'],
                         ['--top', 'new', '--since', '2026-09-21T13:50:00Z'], ['--from', '2026-09-21T13:50:00Z'], ['10.5.1.0/24']):
            got, far.met = [], 0
            for file, extra in ((lab.case + '.whole', []), (lab.case, ['--clickhouse', ','.join(lab.urls_of(far, lab.servers[1]))])):
                rc, out, said = run('flows', *question, '-f', 'json', '--case', file, *extra)
                got.append(json.dumps({k: v for k, v in json.loads(out).items() if k in ('rows', 'top', 'traffic', 'news', 'total')}, sort_keys=True) if out else said)
            want = is_plain
            lab.tap.ok(gone and got[0] == got[1] and len(got[0]) > 500 and far.met == want, 'pairs that %s: flows %s%s' % (name, ' '.join(question), ', as they are' if want else ''),
                       '%d\n' % far.met + base.first_difference(got[0].replace('{', '\n{'), got[1].replace('{', '\n{')))
    far.close()


if __name__ == '__main__':
    why = clickhouse.missing() or ('needs root' if os.geteuid() else '')
    if why:
        print('1..0 # skip ' + why)
        sys.exit(0)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # the servers go with us
    os.environ['LC_ALL'] = 'C.UTF-8'
    dir = tempfile.mkdtemp(prefix='cleanpath-clickfaults-')
    small = dir + '/small'
    os.mkdir(small)
    if subprocess.run(['mount', '-t', 'tmpfs', '-o', 'size=48m,mode=700', 'tmpfs', small], capture_output=True).returncode:
        os.rmdir(small)
        os.rmdir(dir)
        print('1..0 # skip needs root')
        sys.exit(0)
    shared = [clickhouse.Server(dir + '/s%d' % i) for i in (1, 2)]
    folders = {test_disk: [dir + '/d1', small + '/d2']}
    for test in (test_old, test_locked, test_parts, test_secrets):
        folders[test] = ['%s/%s%d' % (dir, test.__name__[5:], i) for i in (1, 2)]
    servers = list(shared)
    jobs = [(test_old,), (test_disk,), (test_secrets,), (test_locked,), (test_parts,)] + [(test_slow_shipping, *step) for step in STEPS] + [(test_slow,), (test_chosen,)]
    jobs += [(test, seed) for seed in range(3) for test in (test_scans, test_long, test_knocks, test_often)] + [(test_scans, 3), (test_plain,), (test_strange,), (test_tls,), (test_said,)] + [(test_said_of_flows, *row) for row in SAID if row[3] is not None]
    tap, labs = base.Tap(), []

    def one(nr, test, *more):
        # made only now: a port that nobody has may be somebody's by the time that it is listened at
        own, lab = [clickhouse.Server(folder) for folder in folders.get(test, ())], None
        servers.extend(own)
        try:
            if own:
                tap.ok(all(s.start() for s in own), test.__name__[5:] + ': two servers' + (', one of a disk of 48 MiB' if test is test_disk else ''))
            lab = Lab(tap, dir, own or shared, '%s%d' % (test.__name__[5:], nr))
            labs.append(lab)
            test(lab, *more)
        except Exception:  # pylint: disable=broad-except
            tap.ok(False, test.__name__[5:] + ' ended', traceback.format_exc())
        finally:
            if lab:
                lab.stop()
            for s in own:
                s.kill()
    try:
        tap.ok(all(s.start() for s in shared), 'two servers')
        wanted = sys.argv[1:]
        side_by_side(one, [(nr, *job) for nr, job in enumerate(jobs) if not wanted or job[0].__name__[5:] in wanted], 6)
    finally:
        for s in servers:
            s.kill()
        for lab in labs:
            lab.stop()
        subprocess.run(['umount', small], capture_output=True)
        if not os.environ.get('KEEP'):
            shutil.rmtree(dir, ignore_errors=True)
    print('1..%d' % tap.n)
    sys.exit(tap.failed > 0)
