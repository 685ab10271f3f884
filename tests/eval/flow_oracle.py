#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""flow_oracle.py [--build DIR] [--corpus DIR] [--verbose] - our decoding of flow exports against tshark's.

Every open sample of NetFlow 5 and 9, IPFIX and sFlow: the datagrams of flow-elastic-codec (those of one exporter, its templates
first, made into a capture), and the captures of the corpus in which somebody exports. Of each flow source, destination,
ports, protocol, octets, packets, begin and end are compared. A flow that one side has and the other has not is explained
by EXPLAINED, with its reason, or wrong. The last lines are the table of files; exit 1 if anything is wrong.
Skipped, with the reason, where tshark or the corpus is not there."""
import argparse, collections, datetime, fnmatch, glob, gzip, ipaddress, json, os, re, shutil, struct, subprocess, sys, tempfile
import xml.etree.ElementTree as ET

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CAPTURES = ['pcap/pmacct+pmacct/tests/*/*.pcap', 'pcap/ntop+nDPI/tests/cfgs/default/pcap/netflow-fritz.pcap',
            'pcap/the-tcpdump-group+tcpdump/tests/sflow*.pcap']
ICMP = (1, 58)

# (file pattern, side that has it: 'tshark' | 'ours', how many, reason)
UPTIME_0 = 'began when the exporter did: an uptime of 0, which tshark shows as 1970'
EXPLAINED = [
    ('ipfix', 'tshark', 2, UPTIME_0),
    ('ipfix', 'ours', 2, UPTIME_0),
    ('netflow9_test_invalid01', 'ours', 2, 'the header says 2 and five sets follow: tshark believes the header'),
]

Flow = collections.namedtuple('Flow', 'src dst sport dport proto octets packets start end')


def capture_of(path, datagrams):
    """datagrams: (source address, bytes); raw IPv4 with UDP to port 2055."""
    with open(path, 'wb') as f:
        f.write(struct.pack('<IHHiIII', 0xa1b2c3d4, 2, 4, 0, 0, 262144, 101))
        for src, data in datagrams:
            n = 28 + len(data)
            head = struct.pack('>BBHHHBBH4s4s', 0x45, 0, n, 0, 0, 64, 17, 0, src, bytes([192, 0, 2, 254]))
            total = sum(struct.unpack('>10H', head))
            total = (total & 0xffff) + (total >> 16)
            head = head[:10] + struct.pack('>H', ~(total + (total >> 16)) & 0xffff) + head[12:]
            f.write(struct.pack('<IIII', 1700000000, 0, n, n) + head + struct.pack('>HHHH', 2055, 2055, 8 + len(data), 0) + data)


def parted(data):
    """The datagrams of a file: those of version 5 and of IPFIX tell their length, of version 9 one is a file."""
    out = []
    while data:
        version, n = struct.unpack('>HH', data[:4])
        n = {5: 24 + 48 * n, 10: n}.get(version, len(data))
        out.append(data[:n])
        data = data[n:]
    return out


def items(corpus):
    """name -> datagrams, those with templates first"""
    folder = os.path.join(corpus, 'flow-elastic-codec')
    by_name = collections.defaultdict(list)
    with gzip.open(os.path.join(folder, 'files.jsonl.gz'), 'rt') as f:
        for line in f:
            d = json.loads(line)
            by_name[d['name']].append(d['file'])
    for name, files in sorted(by_name.items()):
        files.sort(key=lambda x: ('tpl' not in x, x))
        yield name, [d for x in files for d in parted(open(os.path.join(folder, x), 'rb').read())]


# ---- tshark


def ports_of(path):
    """UDP ports to which something was sent that begins like an export."""
    p = subprocess.run(['tshark', '-r', path, '-n', '-Y', 'udp', '-T', 'fields', '-e', 'udp.dstport', '-e', 'udp.payload'],
                       stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    ports = {'cflow': set(), 'sflow': set()}
    for line in p.stdout.decode('utf-8', 'replace').splitlines():
        ports_text, _, payload = line.partition('\t')
        payload = payload.replace(':', '')
        for port in ports_text.split(',')[:1]:
            if payload[:4] in ('0005', '0009', '000a'):
                ports['cflow'].add(port)
            if payload[:8] == '00000005':
                ports['sflow'].add(port)
    return ports


def when(text):
    """Microseconds of "Jan 27, 2025 14:48:08.000000000 UTC"."""
    m = re.match(r'(\w+ +\d+, \d+ \d+:\d+:\d+)\.(\d{6})', text)
    if not m:
        return None
    t = datetime.datetime.strptime(' '.join(m.group(1).split()), '%b %d, %Y %H:%M:%S').replace(tzinfo=datetime.timezone.utc)
    return int(t.timestamp()) * 1000000 + int(m.group(2))


def fields_of(node):
    out = {}
    for x in node.iter('field'):
        if x.get('name') and x.get('name') not in out:
            out[x.get('name')] = x
    return out


def number(fields, *names):
    for n in names:
        if n in fields:
            v = fields[n].get('show')
            return int(v, 0) if v else 0
    return None


def address(fields, v4, v6):
    found = None
    for n in (v4, v6):
        if n in fields:
            a = fields[n].get('show')
            if found is None or int(ipaddress.ip_address(found)) == 0:
                found = a
    return found


def edge(fields, head, name):
    """Of uptimes: seconds since the exporter began, beside its header's clock."""
    x = fields.get('cflow.abs' + name)
    if x is not None:
        return when(x.get('show'))
    x = fields.get('cflow.' + name)
    if x is None or not x.get('value'):
        return None
    if head['init']:
        return head['init'] + int(x.get('value'), 16) * 1000
    if head['uptime'] is None:
        return None
    ago = (head['uptime'] - int(x.get('value'), 16)) & 0xffffffff
    return head['at'] - (ago - (1 << 32) if ago > 0xffffffff - 3600000 else ago) * 1000


def flow_of(fields, head, inits):
    """inits: exporter -> when it began, as its options told before."""
    if 'cflow.sys_init_time' in fields:
        inits[head['who']] = when(fields['cflow.sys_init_time'].get('show'))
    head = dict(head, init=inits.get(head['who']))
    src, dst = address(fields, 'cflow.srcaddr', 'cflow.srcaddrv6'), address(fields, 'cflow.dstaddr', 'cflow.dstaddrv6')
    if src is None and dst is None:
        return None
    proto = number(fields, 'cflow.protocol') or 0
    start, end = edge(fields, head, 'timestart'), edge(fields, head, 'timeend')
    if start is None and end is None:
        start = end = head['at']
    start, end = (end if start is None else start), (start if end is None else end)
    dport = number(fields, 'cflow.dstport') or 0
    return Flow(src or '0.0.0.0', dst or '0.0.0.0', number(fields, 'cflow.srcport') or 0, dport if proto not in ICMP else 0,
                proto, number(fields, 'cflow.octets', 'cflow.octets64', 'cflow.permanent_octets', 'cflow.initiator_octets') or 0,
                number(fields, 'cflow.packets', 'cflow.packets64', 'cflow.permanent_packets', 'cflow.initiator_packets') or 0, start, max(start, end))


def head_of(proto, src):
    f = fields_of(proto)
    at = when(f['cflow.timestamp'].get('show')) if 'cflow.timestamp' in f else 0
    if 'cflow.unix_nsecs' not in f:
        at = at // 1000000 * 1000000
    uptime, domain = f.get('cflow.sysuptime'), f.get('cflow.od_id')
    return {'at': at, 'uptime': int(uptime.get('value'), 16) if uptime is not None else None,
            'who': (src, domain.get('show') if domain is not None else None)}


def sample_of(sample, at):
    """A packet sample of sFlow: the header in it, which tshark takes apart as it does any."""
    f = fields_of(sample)
    v4 = 'ip.src' in f
    if not v4 and 'ipv6.src' not in f:
        return None
    proto = number(f, 'ip.proto') if v4 else next((int(x.get('show')) for x in reversed(list(sample.iter('field')))
                                                   if re.match(r'ipv6.*\.nxt$', x.get('name') or '')), 0)
    n = number(f, 'ip.len') if v4 else number(f, 'ipv6.plen') + 40
    return Flow(f['ip.src' if v4 else 'ipv6.src'].get('show'), f['ip.dst' if v4 else 'ipv6.dst'].get('show'),
                number(f, 'tcp.srcport', 'udp.srcport') or 0, number(f, 'tcp.dstport', 'udp.dstport') or 0, proto, n, 1, at, at)


def by_tshark(path):
    """Once for NetFlow and once for sFlow, for both have been seen on one port."""
    flows, inits = [], {}
    for dissector, numbers in ports_of(path).items():
        if not numbers:
            continue
        command = ['tshark', '-r', path, '-n', '-T', 'pdml']
        for port in sorted(numbers):
            command += ['-d', 'udp.port==%s,%s' % (port, dissector)]
        p = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        for _, packet in ET.iterparse(p.stdout):
            if packet.tag != 'packet':
                continue
            outer = fields_of(packet)
            src = outer['ip.src' if 'ip.src' in outer else 'ipv6.src'].get('show') if 'udp.srcport' in outer else None
            for proto in packet.findall('proto'):
                if proto.get('name') == 'cflow' and dissector == 'cflow':
                    head = head_of(proto, src)
                    flows += [flow_of(fields_of(x), head, inits) for x in proto.iter('field')
                              if re.match(r'(Flow|pdu) \d+', x.get('show') or '') and not x.get('name')]
                elif proto.get('name') == 'sflow' and dissector == 'sflow':
                    at = when(outer['frame.time'].get('show'))
                    flows += [sample_of(x, at) for x in proto.iter('field')
                              if re.match(r'(Flow|Expanded flow) sample', x.get('show') or '') and not x.get('name')]
            packet.clear()
        p.wait()
    return [f for f in flows if f]


# ---- ours


def by_us(program, path):
    """What exporters told; not what the capture's own packets make."""
    flows, exporters = {}, []
    p = subprocess.run([program, path], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if p.returncode:
        sys.exit('%s: exit %d: %s' % (path, p.returncode, p.stderr.decode('utf-8', 'replace')))
    for line in p.stdout.decode('ascii').splitlines():
        r = line.split('\t')
        if r[0] == 'X' and r[4] != 'capture':
            exporters.append(r[1:])
        if r[0] != 'F':
            continue
        proto, start = int(r[5]), int(r[10])
        flows.setdefault(r[13], []).append(Flow(r[1], r[2], int(r[3]), int(r[4]) if proto not in ICMP else 0, proto, int(r[6]), int(r[7]), start,
                          start + int(r[11])))
    return [f for x in exporters for f in flows.get(x[0], [])], exporters


# ---- both


def explain(name, side, n):
    for files, who, count, reason in EXPLAINED:
        if who == side and count == n and fnmatch.fnmatchcase(name, files):
            return reason
    return None


def compare(name, theirs, ours, verbose):
    a, b = collections.Counter(theirs), collections.Counter(ours)
    equal, wrong, explained = sum((a & b).values()), 0, 0
    for side, left in (('tshark', a - b), ('ours', b - a)):
        n = sum(left.values())
        if not n:
            continue
        reason = explain(name, side, n)
        print('%s: %d flows that only %s has: %s' % (name, n, 'tshark' if side == 'tshark' else 'we', reason or 'WRONG'))
        for f in sorted(left)[:None if verbose else 2]:
            print('    %s' % (tuple(f),))
        explained, wrong = explained + (n if reason else 0), wrong + (0 if reason else n)
    return equal, explained, wrong


def todo_of(o, work):
    """(name, capture); the datagrams of flow-elastic-codec are read as a file too, with the same result."""
    for i, (name, datagrams) in enumerate(items(o.corpus)):
        path = os.path.join(work, name + '.pcap')
        capture_of(path, [(bytes([192, 0, 2, i + 1]), d) for d in datagrams])
        yield name, path, datagrams
    for pattern in CAPTURES:
        for path in sorted(glob.glob(os.path.join(o.corpus, pattern))):
            yield os.path.relpath(path, os.path.join(o.corpus, 'pcap')), path, None


def check_file(program, work, name, datagrams, ours):
    path = os.path.join(work, name + '.dat')
    with open(path, 'wb') as f:
        f.write(b''.join(datagrams))
    return sorted(by_us(program, path)[0]) == sorted(ours)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('--build', default=os.path.join(ROOT, 'build'))
    p.add_argument('--corpus', default=os.environ.get('CLEANPATH_CORPUS', os.path.join(ROOT, '..', 'shared', 'corpus')))
    p.add_argument('--verbose', action='store_true', help='every flow that differs')
    p.add_argument('only', nargs='*', help='files whose name has one of these')
    o = p.parse_args()
    if not shutil.which('tshark'):
        print('skipped: tshark is not installed')
        return 0
    if not os.path.isdir(os.path.join(o.corpus, 'flow-elastic-codec')):
        print('skipped: no corpus flow-elastic-codec in %s' % o.corpus)
        return 0
    subprocess.run(['ninja', '-C', o.build, 'tests/eval/flow_dump'], check=True, stdout=subprocess.DEVNULL)
    program, table, differ = os.path.join(o.build, 'tests/eval/flow_dump'), [], []
    with tempfile.TemporaryDirectory() as work:
        for name, path, datagrams in todo_of(o, work):
            if o.only and not any(x in name for x in o.only):
                continue
            ours, exporters = by_us(program, path)
            theirs = by_tshark(path)
            if datagrams and not check_file(program, work, name, datagrams, ours):
                differ.append(name)
            if ours or theirs or exporters:
                table.append((name, *compare(name, theirs, ours, o.verbose), exporters))
    print('%-60s %7s %9s %7s  %s' % ('', 'equal', 'explained', 'wrong', 'no template, bad, unused'))
    for name, equal, explained, wrong, exporters in table:
        print('%-60s %7d %9d %7d  %s' % (name[-60:], equal, explained, wrong, ' '.join('/'.join(x[-3:]) for x in exporters)))
    total = [sum(r[i] for r in table) for i in (1, 2, 3)]
    print('flows against tshark: %d equal, %d explained, %d wrong, in %d files' % (*total, len(table)))
    print('datagrams in a file instead of a capture: %s' % ('other flows in ' + ', '.join(differ) if differ else 'the same flows'))
    return 1 if total[2] or differ else 0


if __name__ == '__main__':
    sys.exit(main())
