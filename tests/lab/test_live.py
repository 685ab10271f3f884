#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""test_live.py - a live capture, in a network of its own: two ends of a virtual cable, frames of known bytes.

TAP. Skipped with its reason where that network cannot be made. CLEANPATH_BIN: the program. The network lives in a
namespace of this process, so nothing of it is left, whatever happens."""
import ctypes, hashlib, json, os, re, resource, shutil, signal, socket, struct, subprocess, sys, tempfile, time

PROGRAM = os.environ.get('CLEANPATH_BIN', 'cleanpath')
CLONE_NEWNET = 0x40000000
NOBODY = 65534
OURS, OTHERS = 'v0', 'v1'
n_run, n_failed = 0, 0


def skip_all(why):
    print('1..0 # SKIP ' + why)
    sys.exit(0)


def ok(held, what, *details):
    global n_run, n_failed
    n_run, n_failed = n_run + 1, n_failed + (not held)
    print('%sok %d - %s' % ('' if held else 'not ', n_run, what), flush=True)
    if not held:
        for d in details:
            print('\n'.join('# ' + line for line in str(d).splitlines()[:20]), flush=True)


def ip(*args, check=True):
    return subprocess.run(['ip', *args], check=check, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def make_network():
    if os.geteuid() != 0:
        skip_all('needs root')
    if not shutil.which('ip'):
        skip_all('not installed: iproute2')
    if ctypes.CDLL(None, use_errno=True).unshare(CLONE_NEWNET) != 0:
        skip_all('no network namespaces on this machine')
    for key in ('all', 'default'):  # an interface that comes up would say things of its own
        try:
            with open('/proc/sys/net/ipv6/conf/%s/disable_ipv6' % key, 'w') as f:
                f.write('1')
        except OSError:
            pass
    if ip('link', 'add', OURS, 'type', 'veth', 'peer', 'name', OTHERS, check=False).returncode != 0:
        skip_all('no network namespaces on this machine with virtual cables')
    ip('link', 'set', OURS, 'up')
    ip('link', 'set', OTHERS, 'up')


# ---- frames

def mac(text):
    return bytes.fromhex(text.replace(':', ''))


def tlv(kind, value):
    return struct.pack('>H', kind << 9 | len(value)) + value


def lldp(sender, name, descr):
    body = tlv(1, b'\x04' + mac(sender)) + tlv(2, b'\x05' + b'ge-0/0/1') + tlv(3, b'\x00\x78')
    body += tlv(5, name) + tlv(6, descr) + tlv(0, b'')
    return mac('01:80:c2:00:00:0e') + mac(sender) + b'\x88\xcc' + body


def arp(sender, address, tags=b''):
    body = struct.pack('>HHBBH', 1, 0x0800, 6, 4, 1) + mac(sender) + socket.inet_aton(address) + bytes(6) + socket.inet_aton('192.0.2.254')
    return b'\xff' * 6 + mac(sender) + tags + b'\x08\x06' + body + bytes(18)


def noise(i, n=60):
    return mac('02:00:00:00:00:99') + mac('02:00:00:00:01:%02x' % (i % 256)) + b'\x90\x00' + struct.pack('>I', i) + bytes(n - 18)


FRAMES = [
    lldp('02:00:00:00:00:01', b'sw-live-1', b'Switch of a test'),
    arp('02:00:00:00:00:02', '192.0.2.2'),
    arp('02:00:00:00:00:03', '192.0.2.3', b'\x81\x00\x60\x65'),                  # 802.1Q: priority 3, VLAN 101
    arp('02:00:00:00:00:04', '192.0.2.4', b'\x88\xa8\x00\xc8\x81\x00\x00\x07'),  # 802.1ad around 802.1Q
    arp('02:00:00:00:00:05', '192.0.2.5', b'\x81\x00\x10\x01'),                  # the drop-eligible bit
] + [noise(i) for i in range(200)]


def send(frames, times=1):
    s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)
    s.bind((OTHERS, 0))
    for _ in range(times):
        for f in frames:
            while True:
                try:
                    s.send(f)
                    break
                except OSError:  # its queue is full
                    time.sleep(0.001)
    s.close()


def read_pcap(path):
    """(link type, [(nanoseconds, bytes)])"""
    with open(path, 'rb') as f:
        data = f.read()
    magic, _, _, _, _, _, link = struct.unpack('=IHHIIII', data[:24])
    assert magic == 0xa1b23c4d, hex(magic)
    at, out = 24, []
    while at + 16 <= len(data):
        sec, nsec, caplen, _ = struct.unpack('=IIII', data[at:at + 16])
        out.append((sec * 10**9 + nsec, data[at + 16:at + 16 + caplen]))
        at += 16 + caplen
    return link, out


# ---- the program

class Capture:
    """cleanpath in the background, until it says that it captures."""

    def __init__(self, *args, command='identify', limits=None, prefix=()):
        self.p = subprocess.Popen([*prefix, PROGRAM, command, '-i', OURS, *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                  stdin=subprocess.DEVNULL, start_new_session=True, preexec_fn=limits)
        self.err = b''
        while b'capturing' not in self.err:
            line = self.p.stderr.readline()
            if not line:
                break
            self.err += line
        self.children = {}
        with open('/proc/%d/task/%d/children' % (self.p.pid, self.p.pid)) as f:
            pids = [int(x) for x in f.read().split()]
        for pid in pids:  # who has a socket captures
            fds = [os.readlink('/proc/%d/fd/%s' % (pid, fd)) for fd in os.listdir('/proc/%d/fd' % pid)]
            self.children['capture' if any(x.startswith('socket:') for x in fds) else 'parser'] = pid

    def interrupt(self):
        os.killpg(self.p.pid, signal.SIGINT)  # as a terminal does: everybody hears it

    def end(self, timeout=60):
        out, err = self.p.communicate(timeout=timeout)
        return self.p.returncode, out.decode(), (self.err + err).decode()

    def answer(self):
        status, out, err = self.end()
        return status, json.loads(out) if out.startswith('{') else {}, err


def run(*args, **how):
    p = subprocess.run([PROGRAM, *args], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=60, **how)
    return p.returncode, p.stdout


def source_of(answer):
    return answer.get('coverage', {}).get('sources', [{}])[0]


def status_of(pid):
    with open('/proc/%d/status' % pid) as f:
        return dict(line.rstrip('\n').split(':\t', 1) for line in f if ':\t' in line)


def is_alive(pid):
    try:
        return status_of(pid)['State'][0] != 'Z'
    except (FileNotFoundError, ProcessLookupError):
        return False


def wait_until(holds, seconds=10):
    end = time.monotonic() + seconds
    while time.monotonic() < end and not holds():
        time.sleep(0.02)
    return holds()


# ---- what is tested

def test_frames():
    before = time.time_ns()
    c = Capture('--for', '2s', '--keep', 'k.pcap', '-f', 'json')
    send(FRAMES)
    status, answer, err = c.answer()
    after, s = time.time_ns(), source_of(answer)
    ok(status == 0, 'a capture for two seconds', err)
    ok(s.get('name', '').startswith('live:v0@20') and s.get('records') == len(FRAMES) and s.get('state') == 'read', 'each frame is counted once', s)
    ok(s.get('note', '').startswith('captured on v0 from 20') and 'until the time was up' in s['note'] and 'kept as k.pcap' in s['note'],
       'the source says where, from when to when, and where it is kept', s.get('note'))
    names = [a.get('name') for a in answer.get('assets', [])]
    ok('sw-live-1' in names, 'what a frame said is known', names)
    link, frames = read_pcap('k.pcap')
    ok(link == 1 and [f for _, f in frames] == FRAMES, 'the kept frames are those that were sent, with their VLAN tags',
       [(a.hex(), b.hex()) for (_, a), b in zip(frames, FRAMES) if a != b][:3], len(frames))
    ok(all(before <= t <= after for t, _ in frames), 'their times are those of the kernel')
    with open('k.pcap', 'rb') as f:
        ok(hashlib.sha256(f.read()).hexdigest() == s.get('sha256'), 'the digest of the source is that of the kept file')
    ok(os.stat('k.pcap').st_mode & 0o777 == 0o600, 'nobody else may read the kept file')
    again = json.loads(run('identify', '-q', '-f', 'json', 'k.pcap')[1])
    # what has no identity of its own is named after its source
    strip = lambda a: [x for x in ((x['asset'], x.get('name')) for x in a['assets']) if not x[0].startswith('agent-')]
    ok(strip(again) == strip(answer) and len(again['assets']) == len(answer['assets']) and source_of(again)['observations'] == s['observations'],
       'the kept file, read again, says the same', strip(again), strip(answer))


def test_case():
    c = Capture('--for', '1s', '--keep', 'case.pcap', '--case', 'live.case', command='import')
    send(FRAMES)
    status, out, err = c.end()
    ok(status == 0 and re.search('live:v0@20[-0-9T:]*Z: pcap, ', err), 'a capture goes into a case', err)
    status, out = run('import', '--case', 'live.case', 'case.pcap')
    ok(status == 0 and 'is in the case already' in out, 'the file that was kept is known there', out)
    status, out = run('assets', '--case', 'live.case', 'sw-live-1')
    ok('sw-live-1' in out and 'live:v0@20' in run('audit', '--case', 'live.case', '-v')[1], 'and the case tells of it', out)


def test_privileges():
    c = Capture()
    ok(sorted(c.children) == ['capture', 'parser'], 'there are two processes besides', c.children)
    for what, pid in c.children.items():
        s = status_of(pid)
        caps = [s[k] for k in ('CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb')]
        ok(all(int(x, 16) == 0 for x in caps), '%s has no capabilities and gets none' % what, caps)
        ok(s['NoNewPrivs'] == '1' and s['Seccomp'] == '2', '%s has a filter of system calls' % what)
        ok(set(s['Uid'].split() + s['Gid'].split()) == {str(NOBODY)} and not s['Groups'].strip(), '%s is nobody' % what, s['Uid'], s['Groups'])
        fds = sorted(os.readlink('/proc/%d/fd/%s' % (pid, fd)).split(':')[0] for fd in os.listdir('/proc/%d/fd' % pid))
        allowed = {'pipe', '/dev/null', 'socket'} if what == 'capture' else {'pipe', '/dev/null'}
        if 'ASAN_OPTIONS' not in os.environ:  # with sanitizers standard error is kept
            ok(set(fds) <= allowed, '%s has nothing else open' % what, fds)
    os.kill(c.p.pid, signal.SIGKILL)
    c.end()
    ok(wait_until(lambda: not any(is_alive(p) for p in c.children.values())), 'neither outlives the program')


def test_interrupts():
    c = Capture('-f', 'json')
    send(FRAMES)
    time.sleep(0.3)
    c.interrupt()
    status, answer, err = c.answer()
    ok(status == 0 and source_of(answer).get('records') == len(FRAMES), '^C gives the answer so far', status, err, source_of(answer))
    ok('until it was interrupted' in source_of(answer).get('note', ''), 'and the source says so')
    c = Capture('--keep', 'two.pcap')
    os.kill(c.children['capture'], signal.SIGSTOP)  # so that the first cannot take effect
    c.interrupt()
    time.sleep(0.5)
    ok(c.p.poll() is None, 'the first ^C waits for the capture')
    c.interrupt()
    status, out, err = c.end(timeout=10)
    ok(status == 130 and out == '', 'a second ^C ends at once', status, out)
    ok(wait_until(lambda: not any(is_alive(p) for p in c.children.values())), 'with all its processes')


def test_interface():
    c = Capture('-f', 'json')
    send(FRAMES)
    time.sleep(0.3)
    ip('link', 'set', OURS, 'down')
    status, answer, err = c.answer()
    s = source_of(answer)
    ok(status == 0 and s.get('records') == len(FRAMES) and s.get('state') == 'partly_read', 'an interface that goes down ends the capture', s)
    ok(any('went down' in x for x in answer['coverage']['notes']), 'which the answer begins with', answer['coverage']['notes'])
    status, out = run('identify', '-i', OURS, '--keep', 'down.pcap')
    ok(status == 3 and 'the interface v0 is down' in out and not os.path.exists('down.pcap'), 'one that is down is not captured from', out)
    ip('link', 'set', OURS, 'up')
    c = Capture('--promiscuous')
    shown = ip('-d', 'link', 'show', OURS).stdout
    ok('promiscuity 1' in shown, '--promiscuous asks for all frames', shown)
    c.interrupt()
    ok('frames to others too' in c.end()[1], 'and the source says so')
    c = Capture()
    shown = ip('-d', 'link', 'show', OURS).stdout
    ok('promiscuity 0' in shown and ('allmulti 1' in shown or 'allmulti' not in shown), 'otherwise only for all multicast', shown)
    ip('link', 'del', OURS)
    status, out, err = c.end()
    ok(status == 0 and 'went down' in out, 'an interface that is taken away ends it, too', status, out, err)
    ip('link', 'add', OURS, 'type', 'veth', 'peer', 'name', OTHERS)
    ip('link', 'set', OURS, 'up')
    ip('link', 'set', OTHERS, 'up')


def test_drops():
    c = Capture('-f', 'json')
    os.kill(c.children['capture'], signal.SIGSTOP)
    big, n = noise(1, 1400), 40000  # more than its ring holds
    send([big], n)
    os.kill(c.children['capture'], signal.SIGCONT)
    time.sleep(0.5)
    c.interrupt()
    status, answer, err = c.answer()
    s = source_of(answer)
    notes = [x for x in answer['coverage']['notes'] if 'dropped' in x]
    ok(status == 0 and s.get('state') == 'partly_read' and len(notes) == 1, 'what the kernel dropped is told', s, err)
    words = notes[0].split() if notes else []
    dropped, of = (int(words[words.index('dropped') + 1]), int(words[words.index('of') + 1])) if words else (0, 0)
    ok(dropped > 0 and of == n and dropped + s['records'] == n, 'each frame was taken or counted as dropped', notes, s.get('records'))


def test_faults():
    c = Capture('--keep', 'dead.pcap')
    send(FRAMES)
    time.sleep(0.3)
    os.kill(c.children['parser'], signal.SIGKILL)
    status, out, err = c.end()
    ok(status == 70 and out == '' and 'the process that parses the frames was ended by signal 9' in err, 'without its parser there is no answer', err)
    ok(len(read_pcap('dead.pcap')[1]) == len(FRAMES), 'but what was kept')
    c = Capture()
    os.kill(c.children['capture'], signal.SIGKILL)
    status, out, err = c.end()
    ok(status == 70 and 'the process that captures was ended by signal 9' in err, 'nor without who captures', err)
    c = Capture('--keep', 'full.pcap', '--for', '20s', limits=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192)))
    send(FRAMES)
    status, out, err = c.end()
    ok(status == 3 and 'full.pcap: cannot write the frames any further' in err, 'a kept file that cannot grow ends it', status, err)
    ok(os.path.getsize('full.pcap') == 8192, 'with what is in it', os.path.getsize('full.pcap'))
    with open('there.pcap', 'w') as f:
        f.write('evidence')
    status, out = run('identify', '-i', OURS, '--keep', 'there.pcap')
    ok(status == 2 and 'never written over' in out and open('there.pcap').read() == 'evidence', 'evidence is not written over', out)


def test_rights():
    os.chmod('.', 0o777)
    shutil.copy(PROGRAM, 'program')
    os.chmod('program', 0o755)
    p = subprocess.run(['./program', 'identify', '-i', OURS, '--keep', 'mine.pcap'], user=NOBODY, group=NOBODY, extra_groups=[],
                       stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    ok(p.returncode == 3 and 'CAP_NET_RAW' in p.stdout and not os.path.exists('mine.pcap'), 'who may not capture is told what is needed', p.stdout)
    if not shutil.which('setpriv'):
        return
    saved, globals()['PROGRAM'] = PROGRAM, './program'
    c = Capture('-f', 'json', prefix=('setpriv', '--reuid', str(NOBODY), '--regid', str(NOBODY), '--clear-groups', '--inh-caps', '-all,+net_raw',
                                      '--ambient-caps', '-all,+net_raw', '--bounding-set', '-all,+net_raw'))
    globals()['PROGRAM'] = saved
    send(FRAMES)
    s = status_of(c.p.pid)
    ok(int(s['CapEff'], 16) == 0 and int(s['CapPrm'], 16) == 0 and sorted(c.children) == ['capture', 'parser'],
       'a program that was given the right keeps it no longer than needed', s['CapEff'], c.err)
    time.sleep(0.3)
    c.interrupt()
    status, answer, err = c.answer()
    ok(status == 0 and source_of(answer).get('records') == len(FRAMES), 'and captures', err)


def main():
    make_network()
    here = tempfile.mkdtemp(prefix='cleanpath-live-')
    os.chdir(here)
    try:
        for test in (test_frames, test_case, test_privileges, test_interrupts, test_drops, test_faults, test_rights, test_interface):
            test()
    finally:
        os.chdir('/')
        shutil.rmtree(here)
    print('1..%d' % n_run)
    return 1 if n_failed else 0


if __name__ == '__main__':
    sys.exit(main())
