#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What routers show, as cleanpath reads it, against what the ntc-templates project reads of the same samples (cli-ntc in the corpus).

    tests/eval/router_state.py --build BUILD [--system huawei_vrp] [-v]

For each command: rows equal, missing and wrong, field by field. `wants` says of each command which rows its answer has to make. Where
the two differ and cleanpath is right, the row is made so in `wants`, with the reason. Skipped where the corpus is absent
($CLEANPATH_CORPUS, else ../shared/corpus beside the repository)."""
import argparse, gzip, ipaddress, json, os, re, subprocess, sys, tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROMPT = {'huawei_vrp': '<dev>', 'hp_comware': '<dev>', 'ubiquiti_edgerouter': 'user@dev:~$ ', 'zte_zxros': 'dev#'}


def corpus():
    path = os.environ.get('CLEANPATH_CORPUS') or os.path.join(os.path.dirname(ROOT), 'shared', 'corpus')
    return os.path.join(path, 'cli-ntc', 'cli.jsonl.gz')


# ---- what the expected fields come to, in the rows of state_dump without flags, text and place

def address(text):
    return str(ipaddress.ip_address(text)) if '.' in text or ':' in text else ''


def mac(text):
    digits = re.sub('[^0-9a-f]', '', text.lower())
    return ':'.join(digits[i:i + 2] for i in range(0, 12, 2)) if len(digits) == 12 else ''


def route(net, via, iface, protocol, preference, metric, **more):
    """A next hop is not told of what the router is on (its own address) nor of itself (the loopback); the interface is not told where
    the next hop need not be on its network: of a recursive route, and of what BGP told Comware."""
    is_own = protocol == 'Direct' or via in ('127.0.0.1', '::1')
    if is_own or via in ('0.0.0.0', '::') or iface == 'NULL0':
        via = ''
    elif more.get('is_relayed'):
        iface = ''
    return 'route %s%s%s %s %s/%s' % (net, ' via ' + address(via) if via else '', ' if ' + iface if iface else '', protocol, preference, metric)


def vrp_routes(e):
    relay = address(e.get('relay_next_hop') or '')
    is_relayed = relay not in ('', '0.0.0.0', '::')  # the address that the interface leads to is taken
    net = e['destination'] if '/' in e['destination'] else '%s/%s' % (address(e['destination']), e['prefix_length'])
    return [route(net, relay if is_relayed else e['next_hop'], e['interface'], e['protocol'], e['preference'], e['cost'])]


def comware_routes(e):
    return [route('%s/%s' % (e['network'], e['prefix_length']), e['nexthop_ip'], e['nexthop_if'], e['protocol'], e['distance'] if 'distance' in e
                  else e['preference'], e['metric'], is_relayed=e['protocol'] == 'BGP')]


def neighbour(e):
    return [' '.join(x for x in ('neighbour', address(e['ip_address']), mac(e['mac_address']), 'if', e['interface']) if x)]


def up(physical, protocol):
    """Down where the line is; up where both are; neither where only the protocol is down: it may carry subinterfaces."""
    physical, protocol = physical.lower().lstrip('*^#!'), protocol.lower()
    if physical.startswith(('down', 'adm', 'stby')):
        return ' down'
    return '' if protocol.startswith('down') else ' up'


def brief(e):
    name = e['interface'].split('(')[0]
    physical = e.get('link') or e.get('phy') or e.get('physical') or ''
    rows = ['iface %s%s' % (name, up(physical, e.get('protocol', '')))]
    if re.match(r'\d+\.', e.get('main_ip', '')):
        rows.append('address %s/32 if %s' % (e['main_ip'], name))
    return rows


def port(e):
    if e['interface'].endswith(':'):  # "Output:" begins a block of counters; the rows of "Eth-channel2/0:0" above were given to it
        e = dict(e, interface='Eth-channel2/0:0')
    macs = [mac(m) for m in (e.get('hw_address') or []) if mac(m)]
    rows = ['iface %s%s%s' % (e['interface'], up(e.get('line_status', ''), e.get('protocol_status', '')), ' mac ' + macs[0] if macs else '')]
    return rows + ['address %s if %s' % (a, e['interface']) for a in e.get('ip_address') or []]


def trunk(e):
    if not e['status']:  # of the partner: what the far end says of the same ports, a second time
        return []
    state = {'up': ' up', 'selected': ' up'}.get(e['status'].lower(), ' down')
    return ['iface %s%s parent Eth-Trunk%s' % (e['interface'], state, re.sub(r'\D', '', e.get('eth_trunk') or e.get('trunk') or e['name']))]


def lldp(e):
    far = e.get('neighbor_port_id') or e.get('neighbor_interface') or ''
    if mac(far):  # a port that is a hardware address says less than what is written at it
        far = e.get('neighbor_interface_description') or e.get('neighbor_interface') or far
    return ['link lldp [%s] -- [%s]' % (e['local_interface'], far)]


def station(e):
    at = e.get('mac_address') or e['destination_address']
    return ['station mac %s vlan %s if %s' % (mac(at), e['vlan_id'], e.get('interface') or e['destination_port'])]


def edgeos(e):
    """:: is no next hop."""
    e = {'interface': '', **e}
    return [route('%s/%s' % (e.get('ip_address') or e['ipv6_address'], e['prefix_length']), e['nexthop_ip'], e['interface'], e['code'],
                  e['distance'] or 0, e['metric'] or 0)]


def edgeos_neighbour(e):
    return [' '.join(x for x in ('neighbour', address(e['ipv6_address']), mac(e['mac_address']), 'if ' + e['interface'] if e['interface'] else '') if x)]


def zxros_port(e):
    name = e['interface']
    state = ' down' if 'down' in e['link_status'] or e['protocol_status'] == 'down' else ' up'
    rows = ['iface %s%s%s' % (name, state, ' mac ' + mac(e['mac_address']) if e['mac_address'] else '')]
    return rows + (['address %s/%s if %s' % (e['ip_address'], e['mask'], name)] if e.get('mask') else [])


WANTS = {
    ('zte_zxros', 'show_interface'): zxros_port,
    ('ubiquiti_edgerouter', 'show_ip_route'): edgeos,
    ('ubiquiti_edgerouter', 'show_ipv6_route'): edgeos,
    ('ubiquiti_edgerouter', 'show_ipv6_neighbors'): edgeos_neighbour,
    ('huawei_vrp', 'display_ip_routing-table_verbose'): vrp_routes,
    ('hp_comware', 'display_ip_routing-table'): comware_routes,
    ('huawei_vrp', 'display_arp_all'): neighbour,
    ('huawei_vrp', 'display_arp_brief'): neighbour,
    ('hp_comware', 'display_arp'): neighbour,
    ('huawei_vrp', 'display_interface_brief'): brief,
    ('hp_comware', 'display_interface_brief'): brief,
    ('hp_comware', 'display_interface'): port,
    ('huawei_vrp', 'display_interface'): port,
    ('hp_comware', 'display_ip_interface'): port,
    ('huawei_vrp', 'display_eth-trunk'): trunk,
    ('huawei_vrp', 'display_ip_vpn-instance_interface'): lambda e: ['iface [%s] %s' % (e['name'], i) for i in e['interface_list']],
    ('hp_comware', 'display_ip_vpn-instance_instance-name'): lambda e: ['iface [%s] %s' % (e['name'], i) for i in e['interfaces']],
    ('huawei_vrp', 'display_lldp_neighbor'): lldp,
    ('huawei_vrp', 'display_mac-address'): station,
    ('hp_comware', 'display_mac-address'): station,
    ('hp_comware', 'display_lldp_neighbor-information_list'): lldp,
    ('hp_comware', 'display_lldp_neighbor-information_verbose'): lldp,
}
KINDS = {'route': 'route', 'station': 'station', 'neighbour': 'neighbour', 'iface': 'iface', 'address': 'address', 'link': 'link'}
FLAGS = r' (used|more|connected|local|drop|labelled|backup|member|secondary|virtual)\b'


def plain(line):
    """A row of state_dump without its place, flags and text; of a link the ends."""
    if line.startswith('link '):
        return re.sub(r'-- .*\[', '-- [', line)
    line = re.sub(r' :\d+$', '', line)
    line = re.sub(r' parent (?!Eth-Trunk)\S+', '', re.sub(r' "[^"]*"$', '', line))
    return re.sub(FLAGS, '', line)


def read(dump, folder, sample):
    path = os.path.join(folder, 'dev.txt')
    command = sample['command'].replace('_', ' ').replace('instance-name', 'x')
    with open(path, 'w', encoding='utf-8') as f:
        f.write('%s%s\n%s\n' % (PROMPT[sample['os']], command, sample['raw']))
    out = subprocess.run([dump, path], capture_output=True, text=True, timeout=60).stdout.splitlines()
    return out


def main():
    p = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    p.add_argument('--build', required=True)
    p.add_argument('--system')
    p.add_argument('-v', action='store_true', help='each row that is missing or wrong')
    a = p.parse_args()
    if not os.path.exists(corpus()):
        print('1..0 # SKIP no corpus: %s' % corpus())
        return
    try:
        import yaml
    except ImportError:
        print('1..0 # SKIP no PyYAML')
        return
    dump = os.path.join(a.build, 'tests/eval/state_dump')
    if not os.path.exists(dump):
        subprocess.run(['ninja', '-C', a.build, 'tests/eval/state_dump'], check=True, stdout=sys.stderr)
    sums, bad = {}, {}
    with tempfile.TemporaryDirectory() as folder, gzip.open(corpus(), 'rt', encoding='utf-8') as f:
        for line in f:
            s = json.loads(line)
            key = (s['os'], s['command'])
            if key not in WANTS or not s['expected_yaml'] or (a.system and s['os'] != a.system):
                continue
            wanted = [r for e in yaml.safe_load(s['expected_yaml'])['parsed_sample'] for r in WANTS[key](e)]
            out = read(dump, folder, s)
            kinds = {w.split()[0] for w in wanted}
            got = [plain(x) for x in out if x.split(' ')[0] in kinds]
            t = sums.setdefault(key, [0, 0, 0, 0, 0])
            t[0] += 1
            left = list(got)
            for w in wanted:
                if w in left:
                    left.remove(w)
                    t[1] += 1
                else:
                    t[2] += 1
                    bad.setdefault(key, []).append('missing in %s: %s' % (s['name'].split('/')[-1], w))
            t[3] += len(left)
            bad.setdefault(key, []).extend('more in %s: %s' % (s['name'].split('/')[-1], x) for x in left)
            t[4] += sum(x.startswith('problem ') for x in out)
    for n, (key, t) in enumerate(sorted(sums.items()), 1):
        is_ok = t[2] == 0 and t[3] == 0
        print('%s %d - %s %s: samples %d, rows equal %d, missing %d, more or wrong %d; lines not understood %d' % (('ok' if is_ok else 'not ok', n) + key + tuple(t)))
        for x in bad.get(key, []) if a.v or not is_ok else []:
            print('#   ' + x)
    print('1..%d' % len(sums))


main()
