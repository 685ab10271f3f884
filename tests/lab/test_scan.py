#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""test_scan.py [--full] - `scan` in a network of its own: agents at one end of a virtual cable, the program at the other,
and a recorder of frames between them.

TAP. Skipped with its reason where that network cannot be made. CLEANPATH_BIN: the program. CLEANPATH_CORPUS: where the
corpus of walks lies (snmp-librenms/devices.jsonl.gz); 200 of them are served by snmpsim. --full: 10,000 addresses
instead of 1,000. The network lives in namespaces of this process and its children, so nothing of it is left."""
import collections, ctypes, gzip, json, os, re, shutil, signal, struct, subprocess, sys, tempfile, time

HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAM = os.environ.get('CLEANPATH_BIN', 'cleanpath')
CORPUS = os.environ.get('CLEANPATH_CORPUS') or os.path.join(HERE, '..', '..', '..', 'shared', 'corpus')
FULL = '--full' in sys.argv
CLONE_NEWNET = 0x40000000
OURS, THEIRS = 'v0', 'v1'
COMMUNITY = 'lab-secret'
n_run, n_failed = 0, 0
agents_space = None  # a process in the namespace of the agents


def skip_all(why):
    print('1..0 # SKIP ' + why)
    sys.exit(0)


def skip(why):
    global n_run
    n_run += 1
    print('ok %d # SKIP %s' % (n_run, why), flush=True)


def ok(held, what, *details):
    global n_run, n_failed
    n_run, n_failed = n_run + 1, n_failed + (not held)
    print('%sok %d - %s' % ('' if held else 'not ', n_run, what), flush=True)
    if not held:
        for d in details:
            print('\n'.join('# ' + line for line in str(d).splitlines()[:30]), flush=True)


def remark(text):
    print('# ' + text, flush=True)


# ---- the network: ours 10.78.0.1 --- 10.78.0.2 theirs, which has 10.77.0.0/16 behind it

def ip(*args, check=True):
    return subprocess.run(['ip', *args], check=check, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def there(*command, **kw):
    """Runs among the agents."""
    return subprocess.Popen(['nsenter', '-t', str(agents_space.pid), '-n', *command], **kw)


def there_ip(*lines):
    p = there('ip', '-batch', '-', stdin=subprocess.PIPE, text=True)
    p.communicate('\n'.join(lines) + '\n')
    assert p.returncode == 0


def unshare():
    if ctypes.CDLL(None, use_errno=True).unshare(CLONE_NEWNET) != 0:
        raise OSError('unshare')


def make_network():
    global agents_space
    if os.geteuid() != 0:
        skip_all('needs root')
    for name, package in (('ip', 'iproute2'), ('nsenter', 'util-linux'), ('dumpcap', 'wireshark-common')):
        if not shutil.which(name):
            skip_all('not installed: ' + package)
    try:
        unshare()
        agents_space = subprocess.Popen(['cat'], stdin=subprocess.PIPE, preexec_fn=unshare)
    except (OSError, subprocess.SubprocessError):
        skip_all('no network namespaces on this machine')
    if ip('link', 'add', OURS, 'type', 'veth', 'peer', 'name', THEIRS, check=False).returncode != 0:
        skip_all('no network namespaces on this machine with virtual cables')
    ip('link', 'set', THEIRS, 'netns', str(agents_space.pid))
    for line in ('link set lo up', 'link set v0 up', 'addr add 10.78.0.1/30 dev v0', 'route add default via 10.78.0.2'):
        ip(*line.split())
    there_ip('link set lo up', 'link set v1 up', 'addr add 10.78.0.2/30 dev v1')
    # whoever is not there is silent: nothing says that he cannot be reached
    there('sh', '-c', 'echo 0 >/proc/sys/net/ipv4/ip_forward').wait()


class Agents:
    """agents.py with these addresses."""

    def __init__(self, agents):
        extra = [str(a)[:str(a).rindex('.') + 1] + str(int(a.split('.')[-1]) + 1) for a, k in agents.items() if k == 'other']
        there_ip(*('addr add %s/32 dev lo' % a for a in [*agents, *extra]))
        self.addresses = [*agents, *extra]
        self.p = there(sys.executable, os.path.join(HERE, 'agents.py'), '161', *('%s=%s' % x for x in agents.items()),
                       stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self.p.stdout.readline() == 'ready\n'

    def close(self):
        self.p.stdin.close()
        self.p.wait()
        there_ip(*('addr del %s/32 dev lo' % a for a in self.addresses))


class Frames:
    """Everything that leaves or comes on our end, recorded by dumpcap."""

    def __enter__(self):
        self.path = os.path.abspath('frames.pcap')
        self.p = subprocess.Popen(['dumpcap', '-q', '-P', '-i', OURS, '-B', '64', '-w', self.path], stderr=subprocess.PIPE, text=True)
        for line in self.p.stderr:
            if line.startswith('File:'):
                break
        time.sleep(0.3)
        return self

    def __exit__(self, *_):
        time.sleep(0.5)
        self.p.send_signal(signal.SIGINT)
        self.report = self.p.communicate()[1]

    def asked(self):
        """Packets of ours to port 161 by address, and what else left (not ARP), as addresses."""
        with open(self.path, 'rb') as f:
            b = f.read()
        order = '<' if b[:4] in (b'\xd4\xc3\xb2\xa1', b'\x4d\x3c\xb2\xa1') else '>'
        at, asked, else_ = 24, collections.Counter(), collections.Counter()
        while at + 16 <= len(b):
            n = struct.unpack(order + 'I', b[at + 8:at + 12])[0]
            frame, at = b[at + 16:at + 16 + n], at + 16 + n
            if frame[12:14] != b'\x08\x00' or frame[26:30] != bytes([10, 78, 0, 1]):
                continue
            to = '.'.join(str(x) for x in frame[30:34])
            is_snmp = frame[23] == 17 and frame[36:38] == struct.pack('>H', 161)
            (asked if is_snmp else else_)[to] += 1
        return asked, else_


# ---- the program

def scan(*args, timeout=300, **kw):
    began = time.monotonic()
    p = subprocess.run([PROGRAM, 'scan', '--credentials', 'creds.yaml', *args], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                       stderr=subprocess.PIPE, text=True, timeout=timeout, **kw)
    p.seconds = time.monotonic() - began
    return p


def answer(p):
    return json.loads(p.stdout) if p.stdout.startswith('{') else {'assets': [], 'coverage': {'sources': []}}


def by_ip(doc):
    return {i: a for a in doc['assets'] for i in a['ids']['ip']}


def source(doc, address):
    return next((s for s in doc['coverage']['sources'] if s['name'].startswith('scan:%s@' % address)), {})


def problems(doc, address):
    return '\n'.join(x['text'] for x in source(doc, address).get('problems', []))


def summary(doc):
    return next((s['note'] for s in doc['coverage']['sources'] if s['name'].startswith('scan@')), '')


def write_creds(text, path='creds.yaml'):
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), 'w') as f:
        f.write(text)


FACTS = ('name', 'maker', 'brand', 'product', 'version', 'parent', 'function', 'site')


def facts(doc):
    """What is said of the assets, but for addresses and where it was read."""
    return sorted(json.dumps([{k: a.get(k) for k in FACTS if k != 'parent'}, sorted(a['ids']['serial']), sorted(a['ids']['mac'])],
                             sort_keys=True) for a in doc['assets'])


# ---- tests

def test_behaviours():
    kinds = {'10.77.3.1': 'good:50', '10.77.3.2': 'slow', '10.77.3.3': 'once-lost', '10.77.3.4': 'loop', '10.77.3.5': 'back',
             '10.77.3.6': 'endless', '10.77.3.7': 'types', '10.77.3.8': 'toobig', '10.77.3.9': 'nobulk', '10.77.3.10': 'midway',
             '10.77.3.11': 'cut', '10.77.3.12': 'noise', '10.77.3.13': 'other', '10.77.3.15': 'empty',
             '10.77.3.16': 'community:another', '10.77.3.17': 'wrongid'}
    agents = Agents(kinds)
    # a limit of rows is reached in seconds at this rate; the rest does not notice
    p = scan('-f', 'json', '--timeout', '0.6', '--device-rate', '5000', '--rate', '20000', '--save', 'walks', '10.77.3.0/24',
             '--exclude', '10.77.3.14')
    doc = answer(p)
    found = by_ip(doc)
    ok(p.returncode == 0 and doc['assets'], 'misbehaving agents: an answer all the same', p.returncode, p.stderr)
    for n in (1, 2, 3, 8, 9):
        a = '10.77.3.%d' % n
        got = found.get(a, {})
        ok(got.get('name') == 'dev-' + a and len(got['ids']['serial']) == 1 and source(doc, a).get('state') == 'read',
           '%s: whole' % kinds[a], got, source(doc, a))
    for n, what in ((4, 'goes in a circle'), (5, 'goes in a circle'), (6, 'has more than 100000 rows'), (10, 'it ended after 4 requests: no answer')):
        a = '10.77.3.%d' % n
        ok(source(doc, a).get('state') == 'partly_read' and what in problems(doc, a) and found.get(a, {}).get('name') == 'dev-' + a,
           '%s: the good part is kept, and it is told: %s' % (kinds[a], what), source(doc, a))
    for n in (4, 5, 6):
        ok(found.get('10.77.3.%d' % n, {}).get('ids', {}).get('serial'), '%s: the other tables were read' % kinds['10.77.3.%d' % n])
    ok(source(doc, '10.77.3.7').get('state') in ('read', 'partly_read'), 'types: read', source(doc, '10.77.3.7'))
    for n, what in ((11, 'no SNMP message'), (12, 'no SNMP message'), (13, 'another address'), (16, ''), (17, '')):
        a = '10.77.3.%d' % n
        ok(a not in found and what in problems(doc, a) and (what or not source(doc, a)), '%s: nothing of it is used%s' % (
            kinds[a], ', and it is told: ' + what if what else ''), source(doc, a))
    ok('shows nothing' in problems(doc, '10.77.3.15'), 'empty: it is told that it shows nothing', source(doc, '10.77.3.15'))
    ok(summary(doc).startswith('253 addresses asked: 7 answered, 4 answered in part, 242 silent;'), 'the counts: ' + summary(doc))
    ok('answer nothing that was asked' in summary(doc), 'strange packets are counted')
    names = sorted(os.listdir('walks'))
    ok('10.77.3.1.snmprec' in names and not [n for n in names if 'part' in n], 'recordings are kept', names)
    q = subprocess.run([PROGRAM, 'audit', '-q', '-f', 'json', 'walks'], stdout=subprocess.PIPE, text=True)
    ok(facts(json.loads(q.stdout)) == facts(doc) and set(by_ip(json.loads(q.stdout))) == set(found),
       'and say what the scan said, addresses and all')
    states = {os.path.basename(s['name']): s['state'] for s in json.loads(q.stdout)['coverage']['sources']}
    ok(states.get('10.77.3.10.snmprec') == 'partly_read', 'also that one is not whole', states)
    p = scan('-q', '10.77.3.13', '--timeout', '0.2')
    ok(p.returncode == 3 and 'from another address' in p.stderr, 'who answers from another address is told, if he was named', p.stderr)
    agents.close()


def test_crawl():
    agents = Agents({'10.77.4.1': 'neighbour:10.77.4.2,10.99.0.1', '10.77.4.2': 'neighbour:10.77.4.1,10.77.4.3,10.77.4.9',
                     '10.77.4.3': 'neighbour:10.77.5.1,203.0.113.9', '10.77.4.9': 'good', '10.77.5.1': 'good'})
    with Frames() as f:
        p = scan('-f', 'json', '--timeout', '0.3', '--crawl', '--within', '10.77.4.0/24', '--exclude', '10.77.4.9', '10.77.4.1')
    asked, else_ = f.asked()
    doc = answer(p)
    ok(set(asked) == {'10.77.4.1', '10.77.4.2', '10.77.4.3'}, 'a crawl goes to neighbours of neighbours, inside', asked)
    ok(not else_, 'and not one packet goes anywhere else', else_)
    ok(all(x in summary(doc) for x in ('10.99.0.1', '10.77.5.1', '203.0.113.9', '10.77.4.9')), 'who lies outside is told: ' + summary(doc))
    ok({'10.77.4.1', '10.77.4.2', '10.77.4.3'} <= set(by_ip(doc)), 'all three are assets')
    agents.close()


def test_going_on():
    agents = Agents({'10.77.6.%d' % i: 'good:20' for i in range(1, 41)})
    args = ('--case', 'on.case', '--timeout', '0.3', '--rate', '60', '10.77.6.1-60')
    p = subprocess.Popen([PROGRAM, 'scan', '--credentials', 'creds.yaml', *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    time.sleep(2.5)
    second = scan(*args)
    ok(second.returncode == 2 and 'another scan is at work' in second.stderr, 'two scans into one case: the second is refused', second.stderr)
    p.send_signal(signal.SIGINT)
    out, err = p.communicate(timeout=30)
    ok(p.returncode == 130 and 'interrupted' in err and os.path.exists('on.case.scan'), 'interrupted: 130, and what is done is kept', err)
    done = sum(1 for line in open('on.case.scan') if not line.startswith('cleanpath'))
    other = scan('--case', 'on.case', '10.77.9.1')
    ok(other.returncode == 2 and 'of other targets' in other.stderr, 'a scan of other targets does not go on with it', other.stderr)
    p = subprocess.Popen([PROGRAM, 'scan', '--credentials', 'creds.yaml', *args], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(1.5)
    p.kill()
    p.wait()
    more = sum(1 for line in open('on.case.scan') if not line.startswith('cleanpath'))
    ok(more > done, 'it goes on, and is killed: %d addresses, then %d' % (done, more))
    with Frames() as f:
        p = scan(*args)
    asked, _ = f.asked()
    ok(p.returncode == 0 and 'going on after %d addresses' % more in p.stderr and not os.path.exists('on.case.scan'),
       'and goes on to the end', p.stderr)
    ok(len(asked) == 60 - more, 'who was done is not asked again', len(asked), more)
    second_run = p
    args = ('--save', 'on', '--timeout', '0.3', '--rate', '60', '10.77.6.1-20')
    p = subprocess.Popen([PROGRAM, 'scan', '--credentials', 'creds.yaml', *args], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(1.5)
    p.send_signal(signal.SIGINT)
    ok(p.wait(timeout=30) == 130, 'without a case: the answer so far, and 130')
    r = scan(*args)
    # a device whose recording was written when the interrupt came is asked again, and recorded beside it
    of = [x.removesuffix('.snmprec').partition('@')[0] for x in os.listdir('on') if x[0] != '.']
    ok('going on after' in r.stderr and 'reads all' in r.stderr and len(set(of)) == 20 and len(of) <= 21,
       'recordings: it goes on, and all of them are there', r.stderr, os.listdir('on'))
    p = second_run
    q = subprocess.run([PROGRAM, 'assets', '-f', 'json', '--case', 'on.case'], stdout=subprocess.PIPE, text=True)
    ok(len([a for a in json.loads(q.stdout)['assets'] if a['name'].startswith('dev-10.77.6.')]) == 40, 'all 40 devices are in the case')
    ok('60 addresses asked: 40 answered, 20 silent' in p.stderr, 'and the counts are of the whole scan', p.stderr)
    p = scan('--case', 'on.case', '--from-case', '--within', '10.77.6.8/29', '--timeout', '0.3')
    ok(p.returncode == 0 and '8 addresses asked: 8 answered' in p.stderr, 'addresses of the case, those within', p.stderr)
    ok(p.stderr.count('is in the case already') == 8, 'who tells what he told is nothing new')
    agents.close()


def test_many():
    """One in a hundred answers."""
    n = 10000 if FULL else 1000
    here = ['10.77.%d.%d' % (64 + i // 256, i % 256) for i in range(0, n, 100)]
    agents = Agents({a: 'good:4' for a in here})
    last = '10.77.%d.%d' % (64 + (n - 1) // 256, (n - 1) % 256)
    with Frames() as f:
        p = scan('-q', '-f', 'json', '10.77.64.0-' + last)
    asked, else_ = f.asked()
    doc = answer(p)
    inside = {'10.77.%d.%d' % (64 + i // 256, i % 256) for i in range(n)}
    limit = 60 * n / 10000 + 5
    remark('%d addresses, %d answer, default rates: %.1f s, %d packets sent' % (n, len(here), p.seconds, sum(asked.values())))
    ok(p.seconds <= limit, '%d addresses, one in a hundred answers: at most %.0f s' % (n, limit), p.seconds)
    ok(set(here) <= set(by_ip(doc)) and '%d answered' % len(here) in summary(doc), 'all of them: ' + summary(doc), p.stderr)
    ok(set(asked) == inside and not else_, 'each was asked, and nobody else', len(asked), set(asked) ^ inside, else_)
    ok(max(asked[a] for a in inside - set(here)) == 2, 'who is silent twice')
    ok('0 packets dropped' in f.report or re.search(r"dropped on interface '?v0'?: \d+/0", f.report), 'and no frame went by unseen', f.report)
    agents.close()


SNMPD = '''agentaddress udp:10.77.1.1:161
rocommunity lab-secret
createUser audit SHA-256 authpass99 AES privpass99
rouser audit priv
createUser audit512 SHA-512 authpass99 AES-256 privpass99
rouser audit512 priv
createUser onlyauth SHA authpass99
rouser onlyauth auth
sysname lab-agent
sysobjectid .1.3.6.1.4.1.99999.7
'''


def user(name, auth, priv, auth_password='authpass99', priv_password='privpass99'):
    return '- {user: %s, auth: %s, auth_password: "%s"%s}\n' % (
        name, auth, auth_password, ', priv: %s, priv_password: "%s"' % (priv, priv_password) if priv else '')


def test_snmpd():
    if not shutil.which('snmpd') or not shutil.which('snmpbulkwalk'):
        return skip('not installed: snmpd, snmp')
    there_ip('addr add 10.77.1.1/32 dev lo')
    with open('snmpd.conf', 'w') as f:
        f.write(SNMPD)
    os.makedirs('persistent', exist_ok=True)
    daemon = there('snmpd', '-f', '-C', '-c', os.path.abspath('snmpd.conf'), '-Lf', os.path.abspath('snmpd.log'),
                   env={**os.environ, 'SNMP_PERSISTENT_DIR': os.path.abspath('persistent'), 'MIBS': ''})
    walk = []
    for _ in range(50):
        time.sleep(0.1)
        p = subprocess.run(['snmpbulkwalk', '-v2c', '-c', COMMUNITY, '-On', '-t', '1', '-r', '0', '10.77.1.1', '.1'], stdout=subprocess.PIPE,
                           stderr=subprocess.DEVNULL, text=True, env={**os.environ, 'MIBS': ''})
        walk = p.stdout
        if p.returncode == 0:
            break
    with open('agent.snmpwalk', 'w') as f:
        f.write(walk)
    q = subprocess.run([PROGRAM, 'audit', '-q', '-f', 'json', 'agent.snmpwalk'], stdout=subprocess.PIPE, text=True)
    want = facts(json.loads(q.stdout))
    for what, creds in (('v2c', '- community: lab-secret\n'), ('v3, SHA-256 and AES', user('audit', 'SHA-256', 'AES')),
                        ('v3, SHA-512 and AES-256', user('audit512', 'SHA-512', 'AES-256')), ('v3, SHA without priv', user('onlyauth', 'SHA', '')),
                        ('v3 after a wrong community and a wrong user', '- community: wrong\n' + user('nobody', 'SHA', '') + user('audit', 'SHA-256', 'AES'))):
        write_creds(creds, 'v3.yaml')
        p = subprocess.run([PROGRAM, 'scan', '-q', '--credentials', 'v3.yaml', '--timeout', '0.5', '-f', 'json', '10.77.1.1'],
                           stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        # itself, and the other end of the cable, whom its table of ARP has
        ok(len(want) == 2 and facts(answer(p)) == want, 'snmpd by %s: the assets of its walk' % what, p.stderr, facts(answer(p)), want)
    for what, creds, said in (('password', user('audit', 'SHA-256', 'AES', 'wrongwrong'), 'password of auth is wrong'),
                              ('user', user('nobody', 'SHA', ''), 'user is not known')):
        write_creds(creds, 'v3.yaml')
        p = subprocess.run([PROGRAM, 'scan', '-q', '--credentials', 'v3.yaml', '--timeout', '0.5', '10.77.1.1'],
                           stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        ok(p.returncode == 3 and 'refused: ' in p.stderr and said in p.stderr, 'a wrong %s: refused, and why' % what, p.stderr)
        ok('wrongwrong' not in p.stderr + p.stdout, 'and no secret is told')
    daemon.terminate()
    daemon.wait()


def corpus_walks(n):
    """n recordings of the corpus, spread over all of it, with what the scan asks for."""
    path = os.path.join(CORPUS, 'snmp-librenms', 'devices.jsonl.gz')
    if not os.path.exists(path):
        return None
    tool = os.path.join(os.path.dirname(CORPUS), 'tools', 'corpus_inputs.py')
    if subprocess.run([sys.executable, tool, 'snmp', path, 'corpus'], stdout=subprocess.DEVNULL).returncode != 0:
        return None
    names = sorted(os.listdir('corpus'))
    names = [x for x in names if os.path.getsize(os.path.join('corpus', x)) > 1]
    return names[::max(1, len(names) // n)][:n]


def test_corpus():
    if not shutil.which('snmpsimd'):
        return skip('not installed: snmpsim')
    names = corpus_walks(200)
    if not names:
        return skip('no corpus of walks')
    addresses = ['10.77.2.%d' % (i + 1) for i in range(len(names))]
    there_ip(*('addr add %s/32 dev lo' % a for a in addresses))
    base = tempfile.mkdtemp(prefix='snmpsim', dir='/tmp')
    os.makedirs(os.path.join(base, 'data', COMMUNITY))
    os.makedirs('files')
    for i, name in enumerate(names):
        shutil.copy(os.path.join('corpus', name), os.path.join(base, 'data', COMMUNITY, '1.3.6.1.6.1.1.%d.snmprec' % i))
        with open(os.path.join('corpus', name), 'rb') as f, open(os.path.join('files', name), 'wb') as g:
            # one thing only a scan knows: where the device was asked
            g.write(b'# asked: %s\n' % addresses[i].encode() + f.read())
    subprocess.run(['chown', '-R', 'nobody:nogroup', base], check=True)
    daemon = there('snmpsimd', '--v2c-arch', '--process-user=nobody', '--process-group=nogroup', '--data-dir=' + os.path.join(base, 'data'),
                   '--cache-dir=' + os.path.join(base, 'cache'), '--logging-method=null',
                   *('--agent-udpv4-endpoint=%s:161' % a for a in addresses), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(60):
            time.sleep(0.5)
            p = scan('-q', '--timeout', '1', addresses[-1])
            if 'nobody answered' not in p.stderr:
                break
        p = scan('-q', '-f', 'json', '--timeout', '10', '--save', 'simulated', '10.77.2.1-%d' % len(names))
    finally:
        daemon.kill()
        daemon.wait()
        shutil.rmtree(base)
    doc = answer(p)
    q = subprocess.run([PROGRAM, 'audit', '-q', '-f', 'json', 'files'], stdout=subprocess.PIPE, text=True)
    got, want = facts(doc), facts(json.loads(q.stdout))
    remark('%d devices of the corpus by snmpsim: %.1f s; %s; %d assets of the scan, %d of the files' % (
        len(names), p.seconds, summary(doc), len(got), len(want)))
    diff = sorted((collections.Counter(got) - collections.Counter(want)).elements())[:3] + ['--- files:'] + \
        sorted((collections.Counter(want) - collections.Counter(got)).elements())[:3]
    ok(got == want and len(want) >= 190, '%d devices by snmpsim: the same assets as from their files' % len(names), p.stderr, *diff)


def main():
    make_network()
    with tempfile.TemporaryDirectory() as d:
        os.chdir(d)
        write_creds('- community: %s\n' % COMMUNITY)
        for name, test in sorted(globals().items()):
            if name.startswith('test_') and (len(sys.argv) < 2 or sys.argv[-1].startswith('--') or sys.argv[-1] in name):
                test()
        os.chdir('/')
    agents_space.kill()
    print('1..%d' % n_run)
    return n_failed > 0


if __name__ == '__main__':
    sys.exit(main())
