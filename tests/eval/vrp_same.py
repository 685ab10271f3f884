#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The same network, told by FRR and iproute2 and told as VRP would (tests/lab/vrp_text.py), gives the same rows.

    tests/eval/vrp_same.py STATE_DUMP

Compared are routes with their next hops and what becomes of packets, addresses, neighbours and states of interfaces. Not compared: names
of protocols, lines, and routes to the router's own addresses, which FRR leaves to the kernel."""
import json, os, re, subprocess, sys, tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'lab'))
import vrp_text


def hop(ip=None, iface=None, **more):
    h = {'fib': True, 'active': True, **more}
    if ip:
        h.update(ip=ip, afi='ipv6' if ':' in ip else 'ipv4')
    if iface:
        h['interfaceName'] = iface
    return h


def route(prefix, protocol, distance, metric, *nexthops, used=True):
    return {'prefix': prefix, 'protocol': protocol, 'selected': used, 'destSelected': used, 'installed': used, 'distance': distance, 'metric': metric,
            'table': 254, 'nexthops': list(nexthops)}


def link(name, mac, *addresses, up=True):
    return {'ifname': name, 'flags': ['BROADCAST', 'UP', 'LOWER_UP'] if up else ['BROADCAST'], 'operstate': 'UP' if up else 'DOWN', 'link_type': 'ether',
            'address': mac, 'addr_info': [{'family': 'inet', 'local': a.split('/')[0], 'prefixlen': int(a.split('/')[1]), 'scope': 'global'} for a in addresses]}


# three routers in a row, of which the middle one has two ways to the last
NETWORK = {
    'r1': {
        'addresses': [link('eth0', '00:00:5e:00:53:01', '192.0.2.1/30'), link('eth1', '00:00:5e:00:53:02', '203.0.113.1/25'),
                      link('eth2', '00:00:5e:00:53:03', up=False)],
        'neighbours': [{'dst': '192.0.2.2', 'dev': 'eth0', 'lladdr': '00:00:5e:00:53:11', 'state': ['REACHABLE']},
                       {'dst': '203.0.113.9', 'dev': 'eth1', 'lladdr': '00:00:5e:00:53:99', 'state': ['PERMANENT']}],
        'routes': [route('192.0.2.0/30', 'connected', 0, 0, hop(iface='eth0', directlyConnected=True)),
                   route('203.0.113.0/25', 'connected', 0, 0, hop(iface='eth1', directlyConnected=True)),
                   route('0.0.0.0/0', 'ospf', 110, 10, hop('192.0.2.2', 'eth0')),
                   route('198.51.100.0/24', 'static', 1, 0, hop(blackhole=True, unreachable=True)),
                   route('198.51.100.128/25', 'ospf', 110, 30, hop('192.0.2.2', 'eth0'))],
    },
    'r2': {
        'addresses': [link('eth0', '00:00:5e:00:53:11', '192.0.2.2/30'), link('eth1', '00:00:5e:00:53:12', '192.0.2.5/30'),
                      link('eth2', '00:00:5e:00:53:13', '192.0.2.9/30')],
        'neighbours': [{'dst': '192.0.2.1', 'dev': 'eth0', 'lladdr': '00:00:5e:00:53:01', 'state': ['STALE']}],
        'routes': [route('192.0.2.0/30', 'connected', 0, 0, hop(iface='eth0', directlyConnected=True)),
                   route('192.0.2.4/30', 'connected', 0, 0, hop(iface='eth1', directlyConnected=True)),
                   route('192.0.2.8/30', 'connected', 0, 0, hop(iface='eth2', directlyConnected=True)),
                   route('203.0.113.0/25', 'ospf', 110, 20, hop('192.0.2.1', 'eth0')),
                   route('198.51.100.128/25', 'ospf', 110, 20, hop('192.0.2.6', 'eth1'), hop('192.0.2.10', 'eth2')),
                   route('2001:db8:1::/48', 'bgp', 20, 0, hop('fe80::1', 'eth1'))],
    },
}
RULES = [{'filter': '3000', 'seq': 5, 'says': 'deny', 'protocol': 'tcp', 'src': '203.0.113.0/25', 'dport': 22},
         {'filter': '3000', 'seq': 10, 'says': 'permit', 'protocol': 'udp', 'dst': '198.51.100.1/32', 'sport': [1024, 65535], 'dport': [33434, 33523]},
         {'filter': '3000', 'seq': 15, 'says': 'permit'}]
RULE_ROWS = ['rule 3000 5 deny v4 proto 6-6 src 203.0.113.0/25 dst any sport 0-65535 dport 22-22',
             'rule 3000 10 permit v4 proto 17-17 src any dst 198.51.100.1/32 sport 1024-65535 dport 33434-33523',
             'rule 3000 15 permit v4 proto 0-255 src any dst any sport 0-65535 dport 0-65535',
             'rule 3000 4294967295 permit v4 proto 0-255 src any dst any sport 0-65535 dport 0-65535']


def free_text(name, told):
    """As FRR and iproute2 answer."""
    out = ['root@%s:~# ip -j -d addr' % name, json.dumps(told['addresses']), 'root@%s:~# ip -j neigh' % name, json.dumps(told['neighbours'])]
    for command, is_six in (('show ip route json', False), ('show ipv6 route json', True)):
        table = {r['prefix']: [r] for r in told['routes'] if (':' in r['prefix']) == is_six}
        out += ['%s# %s' % (name, command), json.dumps(table)] if table else []
    return '\n'.join(out) + '\n%s#\n' % name


def rows(dump, folder, text):
    path = os.path.join(folder, 'x.txt')
    with open(path, 'w', encoding='utf-8') as f:
        f.write(text)
    kept, rest = set(), []
    for line in subprocess.run([dump, path], capture_output=True, text=True, timeout=60).stdout.splitlines():
        line = re.sub(r' "[^"]*"$', '', re.sub(r' :\d+$', '', line))
        word = line.split(' ')[0]
        if word == 'route' and ' local' not in line:
            kept.add(re.sub(r' if NULL0', '', re.sub(r' \S+ (\d+/\d+)', r' \1', line)))
        elif word == 'iface':  # hardware addresses stand in another command of VRP
            kept.add(re.sub(r' mac \S+', '', line))
        elif word in ('address', 'neighbour', 'rule'):
            kept.add(line)
        elif word in ('line', 'problem', 'limit'):
            rest.append(line)
    return kept, rest


def main():
    n = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, told in NETWORK.items():
            routes = {r['prefix']: [r] for r in told['routes']}
            ours, strange = rows(sys.argv[1], folder, vrp_text.terminal(name, routes, told['addresses'], told['neighbours']))
            theirs, strange2 = rows(sys.argv[1], folder, free_text(name, told))
            n += 1
            print('%s %d - %s: %d rows, the same from both' % ('ok' if ours == theirs and len(ours) > 8 else 'not ok', n, name, len(ours)))
            for x in sorted(ours ^ theirs):
                print('#   %s: %s' % ('vrp only' if x in ours else 'frr only', x))
            n += 1
            print('%s %d - %s: all is understood' % ('not ok' if strange else 'ok', n, name))
            for x in strange + strange2:
                print('#   ' + x)
        kept, strange = rows(sys.argv[1], folder, vrp_text.terminal('r1', rules=RULES))
        n += 1
        print('%s %d - rules of a filter' % ('ok' if kept == set(RULE_ROWS) and not strange else 'not ok', n))
        for x in sorted(kept ^ set(RULE_ROWS)) + strange:
            print('#   ' + x)
    print('1..%d' % n)


main()
