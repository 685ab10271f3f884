#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""IOS, IOS XR, NX-OS, EOS and ASA as cleanpath reads them, against what the ntc-templates project reads of the same samples (cli-ntc in
the corpus).

    tests/eval/router_state_ios.py --build BUILD [-v]

For each command: rows equal, missing, and more or wrong. DIFFERS tells of each sample where the two differ and why cleanpath is right.
Skipped where the corpus is absent ($CLEANPATH_CORPUS, else ../shared/corpus beside the repository)."""
import argparse, collections, gzip, ipaddress, json, os, re, subprocess, sys, tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SYSTEMS = ('cisco_ios', 'cisco_xr', 'cisco_nxos', 'arista_eos', 'cisco_asa')

# sample: rows that they have and we have not, rows that we have and they have not; why
DIFFERS = {
    'cisco_nxos_show_ip_route_vrf2': (1, 0, 'an empty row of theirs, of "Route not found", which is a limit'),
    'cisco_nxos_show_ip_route_vrf4': (1, 0, '111.222.0.0/10 has bits behind its length: altered by hand'),
    'cisco_asa_show_route': (6, 0, 'five names instead of addresses, and a mask with gaps: none of them is a prefix'),
    'cisco_ios_show_lldp_neighbors2': (1, 0, 'a name that fills its column is cut: it names nobody'),
    'cisco_nxos_show_ip_interface_brief_vrf_all_01': (2, 1, '269.111.2.6 and 269.222.2.8 are no addresses: altered by hand; a borrowed address hides mti6 from them'),
    'cisco_nxos_show_ip_arp_detail_vrf_all': (1, 0, '10.233.6.1: its VRF is not told'),
    'cisco_ios_show_ip_interface': (10, 10, '"Tunnel VPN Routing/Forwarding" is the table that the tunnel goes by, not that of the interface'),
    'cisco_xr_show_ip_route_qaud_zero': (1, 0, '`show route PREFIX`, a form that is not read'),
}


def corpus():
    path = os.environ.get('CLEANPATH_CORPUS') or os.path.join(os.path.dirname(ROOT), 'shared', 'corpus')
    return os.path.join(path, 'cli-ntc', 'cli.jsonl.gz')


def vrf(name):
    return '' if name in ('', 'default', None) else '[%s] ' % name


def mac(text):
    digits = re.sub('[^0-9a-f]', '', text.lower())
    return ' ' + ':'.join(digits[i:i + 2] for i in range(0, 12, 2)) if len(digits) == 12 else ''


def route(e, net, via, iface, protocol):
    via = '' if via in ('', None, 'connected') else ' via ' + str(ipaddress.ip_address(via))
    return 'route %s%s%s%s %s %s/%s' % (vrf(e.get('vrf')), net, via, ' if ' + iface if iface else '', ' '.join(protocol.replace('*', '').split()),
                                        e['distance'] or 0, e['metric'] or 0)


def eos_route(e):
    hops = e['next_hop'] or [None]
    ifaces = [i.split(',')[0] for i in e['interface'] or ['']]  # behind the comma: what a tunnel is
    return [route(e, '%s/%s' % (e['network'], e['prefix_length']), h, ifaces[i] if i < len(ifaces) else '', e['protocol']) for i, h in enumerate(hops)]


def ios_route(e):
    protocol = '%s %s' % (e['protocol'], e.get('type') if e.get('type') not in ('via', 'directly') else '')
    if 'netmask' in e:
        try:
            length = ipaddress.ip_network('0.0.0.0/' + e['netmask']).prefixlen
        except ValueError:
            length = 'no mask'
        iface = '' if e['nexthopif'] == 'external' else e['nexthopif']  # a remark
        return [route(e, '%s/%s' % (e['network'], length), e['nexthopip'], iface, protocol)]
    return [route(e, '%s/%s' % (e['network'], e['prefix_length']), e.get('nexthop_ip') or e.get('next_hop'), e.get('nexthop_if') or e.get('interface') or '', protocol)]


def nxos_route(e):
    via, iface = (None, e['nexthop_ip']) if e['nexthop_ip'].startswith('Null') else (e['nexthop_ip'], e['nexthop_if'])
    return [route(e, '%s/%s' % (e['network'], e['prefix_length']), via, iface, e['protocol'])]


def neighbour(e):
    iface = e['interface'].split(',')[0].strip('-')
    if set(re.sub('[^0-9a-f]', '', (e.get('mac_address') or '').lower())) == {'0'}:  # not resolved
        e = dict(e, mac_address='')
    address = e.get('ip_address') or e.get('address') or e.get('ipv6_address')
    if 'Mcast' in address:  # no neighbour
        return []
    return ['neighbour %s%s%s%s' % (vrf(e.get('vrf')), ipaddress.ip_address(address), mac(e.get('mac_address') or e.get('hardware_address') or ''), ' if ' + iface if iface else '')]


def is_up(*states):
    return ' up' if all(re.sub('^(protocol|link)-', '', s.lower()).startswith('up') for s in states if s) else ' down'


def brief(e):
    where = vrf(e.get('vrf'))
    rows = ['iface %s%s%s' % (where, e['interface'], is_up(e['proto'], e['status'] if not e['status'].startswith('admin-') else ''))]
    address = e.get('ip_address') or ''
    return rows + (['address %s%s/32 if %s' % (where, address, e['interface'])] if re.match(r'\d+\.', address) else [])


def shown(e):
    """Of `show interfaces`: state, hardware address, address."""
    state = is_up(e['link_status'], e.get('protocol_status') or '')
    hardware = mac(e.get('mac_address') or '')
    rows = ['iface %s%s%s' % (e['interface'], state, ' mac' + hardware if hardware else '')]
    address = e.get('ip_address') or ''
    if address and '/' not in address and e.get('prefix_length'):
        address += '/' + e['prefix_length']
    return rows + (['address %s if %s' % (address, e['interface'])] if '/' in address else [])


def shown_ip(e):
    where = vrf(e.get('vrf') or e.get('vrf_name'))
    rows = ['iface %s%s%s' % (where, e['interface'], is_up(e.get('link_status') or e.get('link') or '', e.get('protocol_status') or ''))]
    addresses = e.get('ip_address') or []
    lengths = e.get('prefix_length') or []
    if 'primary_ip_address' in e:
        addresses = [e['primary_ip_address']] + (e.get('secondary_ip_address') or [])
        lengths = [n.split('/')[1] for n in [e['primary_ip_subnet']] + (e.get('secondary_ip_subnet') or []) if n]
    elif e.get('subnet'):
        addresses = [e['ip_address']] + e['secondary_ip_address']
        lengths = [n.split('/')[-1] for n in [e['subnet']] + e['secondary_ip_subnet']]
    if isinstance(addresses, str):
        addresses, lengths = [addresses], [lengths]
    return rows + ['address %s%s/%s if %s' % (where, a, n, e['interface']) for a, n in zip(addresses, lengths) if a]


def heard(e):
    name = (e.get('neighbor_name') or '').split('(')[0]
    if (e.get('chassis_id') or '').startswith(name + '.'):  # XR has both: the longer one is told
        name = e['chassis_id'].split('(')[0]
    if not name and mac(e.get('chassis_id') or ''):
        name = mac(e['chassis_id']).strip()
    port = e.get('neighbor_port_id') or e.get('neighbor_interface')
    return ['link [%s] -- %s [%s]' % (e.get('local_interface') or '', name or e.get('chassis_id', ''), port)]


WANTS = {
    ('arista_eos', 'show_ip_route'): eos_route,
    ('cisco_ios', 'show_ip_route'): ios_route,
    ('cisco_xr', 'show_ip_route'): ios_route,
    ('cisco_asa', 'show_route'): ios_route,
    ('cisco_nxos', 'show_ip_route'): nxos_route,
    ('cisco_ios', 'show_arp'): neighbour,
    ('cisco_xr', 'show_arp'): neighbour,
    ('arista_eos', 'show_ip_arp'): neighbour,
    ('cisco_nxos', 'show_ip_arp_detail'): neighbour,
    ('cisco_nxos', 'show_ip_arp_detail_vrf_all'): neighbour,
    ('cisco_xr', 'show_ipv6_neighbors'): neighbour,
    ('cisco_ios', 'show_ip_interface_brief'): brief,
    ('cisco_xr', 'show_ip_interface_brief'): brief,
    ('cisco_nxos', 'show_ip_interface_brief'): brief,
    ('cisco_ios', 'show_interfaces'): shown,
    ('arista_eos', 'show_interfaces'): shown,
    ('cisco_nxos', 'show_interface'): shown,
    ('cisco_ios', 'show_ip_interface'): shown_ip,
    ('cisco_xr', 'show_ipv4_interface'): shown_ip,
    ('cisco_nxos', 'show_ip_interface'): shown_ip,
    ('cisco_nxos', 'show_ip_interface_vrf_all'): shown_ip,
    ('cisco_ios', 'show_lldp_neighbors'): heard,
    ('cisco_nxos', 'show_lldp_neighbors'): heard,
    ('arista_eos', 'show_lldp_neighbors'): heard,
    ('cisco_ios', 'show_cdp_neighbors'): heard,
    ('cisco_nxos', 'show_cdp_neighbors'): heard,
    ('cisco_ios', 'show_lldp_neighbors_detail'): heard,
    ('cisco_nxos', 'show_lldp_neighbors_detail'): heard,
    ('arista_eos', 'show_lldp_neighbors_detail'): heard,
    ('cisco_ios', 'show_cdp_neighbors_detail'): heard,
    ('cisco_nxos', 'show_cdp_neighbors_detail'): heard,
    ('cisco_xr', 'show_cdp_neighbors_detail'): heard,
}
FLAGS = r' (used|more|connected|local|drop|labelled|backup|member|secondary|virtual|table-untold)\b'


def plain(line, command):
    """A row of state_dump without its place, flags and text; of a link its ends and the name of the far one."""
    if line.startswith('link '):
        m = re.match(r'link \w+ \[(.*?)\] --(.*) \[(.*)\]$', line)
        name = re.search(r' hostname=(.*?)(?: \w+=|$)', m[2])
        chassis = re.search(r' chassis=(\S+)', m[2])
        return 'link [%s] -- %s [%s]' % (m[1], name[1] if name else chassis[1] if chassis else '', m[3])
    line = re.sub(r' (parent|vlan) \S+', '', re.sub(r' ".*"$', '', re.sub(r' :\d+$', '', line)))
    if 'brief' in command or 'ip_interface' in command or 'ipv4_interface' in command:
        line = re.sub(r' mac \S+', '', line)
    return re.sub(r' in \S+', '', re.sub(FLAGS, '', line)) if line.startswith('route') else re.sub(FLAGS, '', line)


def compare(dump, folder, sample, wants):
    import yaml
    path = os.path.join(folder, 'dev.txt')
    with open(path, 'w', encoding='utf-8') as f:
        f.write('dev#%s\n%s\n' % (sample['command'].replace('_', ' '), sample['raw']))
    rows = subprocess.run([dump, path], capture_output=True, text=True, timeout=60).stdout.splitlines()
    wanted = [w for e in yaml.safe_load(sample['expected_yaml'])['parsed_sample'] for w in wants(e)]
    kinds = {w.split()[0] for w in wanted}
    got = [plain(r, sample['command']) for r in rows if r.split(' ')[0] in kinds]
    if 'address' in kinds:  # theirs have one address of version 4 an interface, or none
        got = [g for g in got if not (g.startswith('address ') and ':' in g.split()[-3])]
    left, right = collections.Counter(wanted), collections.Counter(got)
    return left & right, left - right, right - left


def main():
    p = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    p.add_argument('--build', required=True)
    p.add_argument('-v', action='store_true', help='each row that is missing or wrong, explained or not')
    a = p.parse_args()
    try:
        import yaml  # noqa: F401
    except ImportError:
        return print('1..0 # SKIP no PyYAML')
    if not os.path.exists(corpus()):
        return print('1..0 # SKIP no corpus: %s' % corpus())
    dump = os.path.join(a.build, 'tests/eval/state_dump')
    if not os.path.exists(dump):
        subprocess.run(['ninja', '-C', a.build, 'tests/eval/state_dump'], check=True, stdout=sys.stderr)
    sums = collections.defaultdict(lambda: [0, 0, 0, 0, []])
    with tempfile.TemporaryDirectory() as folder, gzip.open(corpus(), 'rt', encoding='utf-8') as f:
        for s in map(json.loads, f):
            key = (s['os'], s['command'])
            if key not in WANTS or not s['expected_yaml']:
                continue
            equal, missing, more = compare(dump, folder, s, WANTS[key])
            name = s['name'].split('/')[-1]
            n = (sum(missing.values()), sum(more.values()))
            is_told = n == DIFFERS.get(name, (0, 0))[:2]
            t = sums[key]
            t[0] += 1
            t[1] += sum(equal.values())
            t[2] += n[0]
            t[3] += n[1]
            if not is_told or a.v:
                t[4] += ['missing in %s: %s' % (name, x) for x in missing] + ['more in %s: %s' % (name, x) for x in more]
            if not is_told:
                t[4].append('not told in DIFFERS')
    for n, (key, t) in enumerate(sorted(sums.items()), 1):
        is_ok = 'not told in DIFFERS' not in t[4]
        print('%s %d - %s %s: samples %d, rows equal %d, missing %d, more or wrong %d' % (('ok' if is_ok else 'not ok', n) + key + tuple(t[:4])))
        for x in t[4]:
            print('#   ' + x)
    print('1..%d' % len(sums))


main()
