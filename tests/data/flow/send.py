#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""send.py [--host H] [--port P] [--first N] [--no-templates] [--end int|term|wait|crash] [--fill FILE [--free]] WHAT=DATAGRAMS[@SEQUENCE] ...
       [-- cleanpath collect --listen 127.0.0.1:@PORT@ ...] - sends datagrams of flows over UDP.

Each flow is another one, so that they can be counted one by one: flow i (from --first on) is from 10.0.0.0 + i to
192.0.2.1, with i + 1 bytes. WHAT is v5 (30 flows in a datagram), v9, ipfix (20), junk or sflow (1, of 100 + i bytes, of
the agent 192.0.2.53); they come from 127.0.0.1 to 127.0.0.5.

A command is started first, with a free port in place of @PORT@, which stands in the file `port` for the next time; once
it says that it listens, the datagrams are sent, and it is interrupted, unless --end says otherwise. What it prints is
passed on with PORT and N in place of the numbers of port and batches; the exit status is its own. With --fill FILE its
disk is filled by that file before datagrams are sent; with --free it is removed once the command says that it waits, and
the command is interrupted when it goes on."""
import argparse, os, re, signal, socket, struct, subprocess, sys, time

T0 = 1790000000
FIELDS = [(8, 4), (12, 4), (1, 4), (2, 4), (7, 2), (11, 2), (4, 1)]  # src dst octets packets sport dport proto


def rows(first, n):
    return b''.join(struct.pack('>IIIIHHB', 0x0a000000 + i, 0xc0000201, i + 1, 1, 1024, 443, 6)
                    for i in range(first, first + n))


def v5(first, seq):
    head = struct.pack('>HHIIIIBBH', 5, 30, 100000, T0, 0, seq * 30, 0, 0, 1)
    return head + b''.join(struct.pack('>IIIHHIIIIHHBBBBHHBBH', 0x0a000000 + i, 0xc0000201, 0, 1, 2, 1, i + 1, 90000,
                                       95000, 1024, 443, 0, 2, 6, 0, 0, 0, 0, 0, 0) for i in range(first, first + 30))


def template(set_id):
    body = struct.pack('>HH', 256, len(FIELDS)) + b''.join(struct.pack('>HH', *f) for f in FIELDS)
    return struct.pack('>HH', set_id, len(body) + 4) + body


def data(first):
    body = rows(first, 20)
    body += bytes(-len(body) % 4)
    return struct.pack('>HH', 256, len(body) + 4) + body


def v9(first, seq, with_template):
    sets = (template(0) if with_template else b'') + data(first)
    return struct.pack('>HHIIII', 9, 21 if with_template else 20, 100000, T0, seq, 7) + sets


def ipfix(first, seq, with_template):
    sets = (template(2) if with_template else b'') + data(first)
    return struct.pack('>HHIII', 10, len(sets) + 16, T0, seq * 20, 9) + sets


def sflow(first, seq):
    """One sampled packet of first + 100 bytes."""
    ip = struct.pack('>BBHHHBBHII', 0x45, 0, first + 100, 0, 0, 64, 17, 0, 0x0a000000 + first, 0xc0000201) + struct.pack('>HHHH', 1024, 53, 8, 0)
    frame = bytes(12) + b'\x08\x00' + ip
    frame += bytes(-len(frame) % 4)
    record = struct.pack('>IIII', 1, first + 118, 4, 14 + len(ip)) + frame
    record = struct.pack('>II', 1, len(record)) + record
    sample = struct.pack('>IIIIIIII', seq, 1, 1, seq, 0, 1, 2, 1) + record
    return struct.pack('>IIIIIII', 5, 1, 0xc0000235, 0, seq, 1000, 1) + struct.pack('>II', 1, len(sample)) + sample


def send(o, port):
    at, is_v6 = o.first, ':' in o.host
    for kind, n in (w.split('=') for w in o.what):
        s = socket.socket(socket.AF_INET6 if is_v6 else socket.AF_INET, socket.SOCK_DGRAM)
        if not is_v6:
            s.bind(('127.0.0.%d' % (('v5', 'v9', 'ipfix', 'junk', 'sflow').index(kind) + 1), 0))
        n, _, sequence = n.partition('@')
        for i in range(int(n)):
            seq = int(sequence or 0) + i
            if kind == 'v5':
                d, at = v5(at, seq), at + 30
            elif kind == 'sflow':
                d, at = sflow(at, seq), at + 1
            elif kind == 'junk':
                d = b'nothing that is known'
            else:
                d, at = (v9 if kind == 'v9' else ipfix)(at, seq, i == 0 and not o.no_templates), at + 20
            s.sendto(d, (o.host, port))


def free_port():
    if os.path.exists('port'):
        return int(open('port').read())
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.bind(('127.0.0.1', 0))
        port = s.getsockname()[1]
    with open('port', 'w') as f:
        f.write(str(port))
    return port


def read_until(p, told, text):
    while text not in told:
        line = p.stderr.readline()
        told += line
        if not line:
            break
    return told


def fill(path):
    with open(path, 'wb', buffering=0) as f:
        try:
            while True:
                f.write(bytes(4096))
        except OSError:
            pass


def run(o, command):
    port = free_port()
    p = subprocess.Popen([w.replace('@PORT@', str(port)) for w in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    told = read_until(p, b'', b': listening')
    if b': listening' in told:
        if o.fill:
            fill(o.fill)
        send(o, port)
        if o.fill:
            told = read_until(p, told, b'tried again')
        if o.free:
            os.remove(o.fill)
            told = read_until(p, told, b'takes flows again')
        if o.end == 'crash':  # of the process that receives, once what it had is committed
            told = read_until(p, told, b'batch ')
            with open('/proc/%d/task/%d/children' % (p.pid, p.pid)) as f:
                os.kill(int(f.read().split()[0]), signal.SIGKILL)
        elif o.end != 'wait':
            p.send_signal(signal.SIGINT if o.end == 'int' else signal.SIGTERM)
    out, err = p.communicate()
    for text, to in ((told + err, sys.stderr), (out, sys.stdout)):
        text = text.decode().replace(str(port), 'PORT')
        text = re.sub(r'.*net.core.rmem_max.*\n', '', text)  # of this machine
        to.write(re.sub(r' in \d+ batch(es)?', ' in N batches', text))  # by when the moments of --flush fall
        to.flush()
    return p.returncode


def main():
    p = argparse.ArgumentParser()
    p.add_argument('--host', default='127.0.0.1')
    p.add_argument('--port', type=int, default=2055)
    p.add_argument('--first', type=int, default=0)
    p.add_argument('--no-templates', action='store_true')
    p.add_argument('--end', choices=('int', 'term', 'wait', 'crash'), default='int')
    p.add_argument('--fill')
    p.add_argument('--free', action='store_true')
    p.add_argument('what', nargs='*')
    args, command = sys.argv[1:], []
    if '--' in args:
        args, command = args[:args.index('--')], args[args.index('--') + 1:]
    o = p.parse_args(args)
    if command:
        sys.exit(run(o, command))
    send(o, o.port)


main()
