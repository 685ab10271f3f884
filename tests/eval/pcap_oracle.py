#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""pcap_oracle.py [--build DIR] [--corpus DIR] [--all] - our reading of captures against an independent one.

The corpus' manifest holds, for each capture, what tshark 4.0.17 read (`extracted`: field -> value -> frames, at most
60 values a field). For each field that we read too, the two sets of distinct values are compared; a value in both is
equal, a value in one is a difference. A difference that EXPLAINED names, with its reason, is listed apart. The last
lines are the table of fields; exit 1 if LLDP, CDP and DHCP together, or ARP and Ethernet, are below 99 %."""
import argparse, collections, fnmatch, gzip, json, os, re, subprocess, sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
ORACLE_VALUES_MAX = 60
TARGET = 0.99
MAC = re.compile(r'(?:[0-9a-f]{2}:){5}[0-9a-f]{2}$')

# field of the oracle -> our kinds; only values that match the pattern take part
FIELDS = {
    'lldp.chassis.id.mac': (['lldp.chassis_id'], MAC),
    'lldp.tlv.system.name': (['lldp.sys_name'], None),
    'lldp.tlv.system.desc': (['lldp.sys_descr'], None),
    'cdp.deviceid': (['cdp.device_id'], None),
    'cdp.platform': (['cdp.platform'], None),
    'cdp.software_version': (['cdp.version'], None),
    'mndp.identity': (['mndp.identity'], None),
    'mndp.version': (['mndp.version'], None),
    'mndp.platform': (['mndp.platform'], None),
    'mndp.board': (['mndp.board'], None),
    'dhcp.hw.mac_addr': (['dhcp.chaddr', 'dhcp.client_id'], MAC),
    'dhcp.option.hostname': (['dhcp.hostname'], None),
    'dhcp.option.vendor_class_id': (['dhcp.vendor_class'], None),
    'dns.ptr.domain_name': (['dns.ptr'], None),
    'arp.src.hw_mac': (['arp.sender'], None),
    'eth.src': (['eth.src'], None),
    'http.server': (['http.server', 'http.relayed_server', 'ssdp.server'], None),
    'http.user_agent': (['http.user_agent', 'http.relayed_user_agent', 'ssdp.user_agent'], None),
    'ssh.protocol': (['ssh.banner'], None),
    'sip.Server': (['sip.server', 'sip.relayed_server'], None),
    'sip.User-Agent': (['sip.user_agent', 'sip.relayed_user_agent'], None),
    'tls.handshake.extensions_server_name': (['tls.sni'], None),
}
GROUPS = {'LLDP, CDP, DHCP': ('lldp.', 'cdp.', 'dhcp.'), 'ARP, Ethernet': ('arp.', 'eth.')}

# (file pattern, field pattern, side that has it: 'oracle' | 'ours', reason)
TUNNEL = 'inside an encapsulation (%s): a frame that another device carried, not one seen on this wire'
LOOPBACK = 'between loopback addresses, which are no host of a network'
UNANSWERED = 'tshark reads a message once all of its body was seen'
CUT_CHAIN = 'only the beginning of the chain was captured: its first certificate is whole, but tshark waits for all of it'
GROUP = 'the address of a group, which no station has: the frame is counted as malformed and makes no asset'
T61 = 'a T61String, for which tshark has another field'
EXPLAINED = [
    ('*/arkime_synthetic.pcap', 'eth.src', 'oracle', TUNNEL % 'VXLAN, Geneve; ERSPAN of which tshark reads a version wrongly'),
    ('*/sflow-print-v6.pcap', 'eth.src', 'oracle', TUNNEL % 'a header sampled by sFlow'),
    ('*/bgp-aigp.pcap', 'eth.src', 'oracle', 'link type of a router maker (Juniper Ethernet): counted as not understood'),
    ('*/arkime_synthetic.pcap', 'tls.*', 'ours', 'DTLS: the extraction looked into TLS only'),
    ('*/tls_missing_ch_frag.pcap', 'tls.*', 'ours', 'a hello of which the end is missing: the name is whole'),
    ('*/inputs/tls.pcap', 'x509', 'ours', CUT_CHAIN),
    ('*/malware.pcap', 'x509', 'ours', CUT_CHAIN),
    ('*/tls_client_certificate_with_missing_server_one.pcapng', 'x509', 'ours', CUT_CHAIN),
    ('*/ocsp-stapling.pcap', 'x509', 'ours', T61),
    ('*/tls1.2*.pcap', 'x509', 'ours', T61),
    ('*/rtsp.pcap', 'eth.src', 'ours', 'Linux cooked capture: tshark calls the sender sll.src.eth'),
    ('*/tls_heur__vmess-websocket.pcapng', 'eth.src', 'ours', 'Linux cooked capture: tshark calls the sender sll.src.eth'),
    ('*/telegram.pcap', 'dns.ptr.domain_name', 'oracle', 'in questions: answers that their sender knows of others (RFC 6762, 7.1)'),
    ('*/fuzz-*.pcap', 'dns.ptr.domain_name', 'oracle', 'malformed on purpose'),
    ('*/bgp-*.pcapng', 'eth.src', 'ours', 'Linux cooked capture: tshark calls the sender sll.src.eth'),
    ('*/http/content-length-in-request-body.pcap', 'http.*', 'oracle', LOOPBACK),
    ('*/http/content-range-less-than-len.pcap', 'http.*', 'oracle', LOOPBACK),
    ('*/http/deeply-nested-mime.pcap', 'http.*', 'oracle', LOOPBACK),
    ('*/http/http-bad-content-range-01.pcap', 'http.*', 'oracle', LOOPBACK),
    ('*/http/http-lower-case*.pcap', 'http.*', 'oracle', LOOPBACK),
    ('*/http/http-post-large.pcap', 'http.*', 'oracle', LOOPBACK),
    ('*/http/interleaved-http-entity.pcap', 'http.*', 'oracle', LOOPBACK),
    ('*/tls_heur__vmess-websocket.pcapng', 'http.*', 'oracle', LOOPBACK),
    ('*/http_ua_splitted_in_two_pkts.pcapng', 'http.user_agent', 'oracle', 'the part of a field that stands in the first of two segments'),
    ('*/no-syn-ack.pcap', 'http.server', 'ours', UNANSWERED),
    ('*/EAQ.pcap', 'http.server', 'ours', UNANSWERED),
    ('*/emotet.pcap', 'http.server', 'ours', UNANSWERED),
    ('*/mpeg-dash.pcap', 'http.server', 'ours', UNANSWERED),
    ('*/http/content-range-gap.pcap', 'http.server', 'ours', UNANSWERED),
    ('*/http/entity_gap.pcap', 'http.server', 'ours', UNANSWERED),
    ('*/gtp1_gn_normal_incl_fragmentation.pcap', 'http.server', 'ours', UNANSWERED),
    ('*/http_invalid_server.pcap', 'http.server', 'oracle', 'UTF-8, which tshark shows as unknown bytes'),
    ('*/http_invalid_server.pcap', 'http.server', 'ours', 'UTF-8, which tshark shows as unknown bytes'),
    ('*/ssh_ed25519.pcap', 'ssh.protocol', 'oracle', LOOPBACK),
    ('*/ssh1-ssh2-fingerprints.pcap', 'ssh.protocol', 'oracle', LOOPBACK),
    ('*/ssh_server_sends_first_enc_pkt_with_newkeys.pcap', 'ssh.protocol', 'oracle', LOOPBACK),
    ('*/server-pre-banner-data.pcap', 'ssh.protocol', 'ours', 'behind other lines of the server, where tshark reads no more'),
]


def explained(name, field, side, value=''):
    if field == 'eth.src' and side == 'oracle' and int(value[:2], 16) & 1:
        return GROUP
    for files, fields, who, reason in EXPLAINED:
        if who == side and fnmatch.fnmatchcase(name, files) and fnmatch.fnmatchcase(field, fields):
            return reason
    return None


def dump(program, corpus, names):
    """file -> kind -> set of values, and file -> source"""
    values, sources = collections.defaultdict(lambda: collections.defaultdict(set)), {}
    paths = [os.path.join(corpus, 'pcap', n) for n in names]
    p = subprocess.run([program, *paths], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    if p.returncode not in (0, 3):
        sys.exit('%s: exit %d' % (program, p.returncode))
    for line in p.stdout.decode('utf-8').splitlines():
        d = json.loads(line)
        name = os.path.relpath(d['file'], os.path.join(corpus, 'pcap'))
        if 'kind' in d:
            values[name][d['kind']].add(d['value'])
        elif 'state' in d:
            sources[name] = d
    return values, sources


def ours_of(kinds, pattern, values):
    got = set()
    for kind in kinds:
        got |= {v for v in values.get(kind, ()) if not pattern or pattern.match(v)}
    return got


def normal(value):
    """tshark escapes line ends and shows padding; neither is part of what was said."""
    value = value.replace('\\n', '\n').replace('\\r', '\r').replace('\\t', '\t')
    return value.rstrip('\0 \r\n')


def lines_of(field, values):
    """tshark gives each line of a CDP software version as a value of its own."""
    if field != 'cdp.software_version':
        return values
    return {l.strip() for v in values for l in v.splitlines() if l.strip()}


def compare(rows, values, report):
    table = {f: collections.Counter() for f in FIELDS}
    for d in rows:
        for field, (kinds, pattern) in FIELDS.items():
            oracle = {normal(v) for v in (d['extracted'] or {}).get(field, {})}
            if pattern:
                oracle = {v for v in oracle if pattern.match(v)}
            ours = lines_of(field, {normal(v) for v in ours_of(kinds, pattern, values[d['file']])})
            count = table[field]
            count['equal'] += len(oracle & ours)
            only = {'oracle': oracle - ours, 'ours': ours - oracle}
            if len((d['extracted'] or {}).get(field, {})) >= ORACLE_VALUES_MAX:
                only['ours'] = set()
            for side, differing in only.items():
                for value in sorted(differing):
                    reason = explained(d['file'], field, side, value)
                    count['explained' if reason else side] += 1
                    report.append((d['file'], field, side, value, reason))
    return table


CERT_KINDS = ['tls.cert.subject', 'tls.cert.issuer', 'tls.site.subject', 'tls.site.issuer']
CERT_FIELDS = ['x509sat.printableString', 'x509sat.uTF8String']


def compare_certificates(rows, values, report):
    """tshark gives the strings of all certificates of a chain, and of its types only two; so each value of ours of such a
    type must be among them, and what it has besides is not counted."""
    count = collections.Counter()
    for d in rows:
        oracle = {v.strip() for f in CERT_FIELDS for v in (d['extracted'] or {}).get(f, {})}
        if not oracle or any(len((d['extracted'] or {}).get(f, {})) >= ORACLE_VALUES_MAX for f in CERT_FIELDS):
            continue
        for text in {v for k in CERT_KINDS for v in values[d['file']].get(k, ())}:
            for attribute in re.split(r'(?<!\\)[,+]', text):
                kind, _, value = attribute.partition('=')
                value = re.sub(r'\\(.)', r'\1', value).strip()
                if kind not in ('CN', 'O', 'OU', 'L', 'ST'):
                    continue  # tshark has fields of their own for these, or shows other types of string
                reason = explained(d['file'], 'x509', 'ours')
                count['equal' if value in oracle else 'explained' if reason else 'ours'] += 1
                if value not in oracle:
                    report.append((d['file'], 'x509', 'ours', value, reason))
    return count


def print_table(table):
    below = False
    print('%-30s %7s %8s %12s %10s %8s' % ('field', 'equal', 'only in', 'only in ours', 'explained', 'equal'))
    print('%-30s %7s %8s' % ('', '', 'oracle'))
    groups = {g: collections.Counter() for g in GROUPS}
    for field, c in table.items():
        for g, prefixes in GROUPS.items():
            if field.startswith(prefixes):
                groups[g].update(c)
    for name, c in [*table.items(), *groups.items()]:
        all_values = sum(c.values())
        share = c['equal'] / all_values if all_values else 1.0
        counted = c['equal'] + c['oracle'] + c['ours']
        of_counted = c['equal'] / counted if counted else 1.0
        print('%-30s %7d %8d %12d %10d  %6.2f %%%s' % (name, c['equal'], c['oracle'], c['ours'], c['explained'], 100 * share,
              '  (%.2f %% of those not explained)' % (100 * of_counted) if c['explained'] else ''))
        below = below or (name in groups and of_counted < TARGET)
    return below


def main():
    ap = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    ap.add_argument('--build', default=os.path.join(ROOT, 'build'))
    ap.add_argument('--corpus', default=os.environ.get('CLEANPATH_CORPUS', os.path.join(ROOT, '..', 'shared', 'corpus')))
    ap.add_argument('--all', action='store_true', help='list the explained differences too')
    a = ap.parse_args()
    manifest = os.path.join(a.corpus, 'pcap', 'manifest.jsonl.gz')
    if not os.path.exists(manifest):
        print('1..0 # SKIP no corpus pcap')
        return 0
    program = os.path.join(a.build, 'tests', 'eval', 'obs_dump')
    if os.path.exists(os.path.join(a.build, 'build.ninja')):
        subprocess.run(['ninja', '-C', a.build, 'tests/eval/obs_dump'], check=True, stdout=subprocess.DEVNULL)
    with gzip.open(manifest, 'rt', encoding='utf-8') as f:
        rows = [d for d in map(json.loads, f) if d['included']]
    values, sources = dump(program, a.corpus, [d['file'] for d in rows])
    report = []
    table = compare(rows, values, report)
    table['x509 (CN, O, OU, L, ST)'] = compare_certificates(rows, values, report)
    for name, field, side, value, reason in report:
        if a.all or not reason:
            print('%s: %s only in %s: %r%s' % (name, field, side, value[:100], ' -- ' + reason if reason else ''))
    states = collections.Counter(s['state'] for s in sources.values())
    print('%d captures: %s' % (len(rows), ', '.join('%d %s' % (n, s) for s, n in sorted(states.items()))))
    return 1 if print_table(table) else 0


if __name__ == '__main__':
    sys.exit(main())
