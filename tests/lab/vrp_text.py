#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fixtures: routes, interfaces, neighbours and filters of FRR and iproute2 (JSON) in the form in which VRP shows the same.

    vrp_text.py NAME [--routes FILE] [--addresses FILE] [--neighbours FILE] [--rules FILE] [--applied FILE] [--vrf VRF] > NAME.txt

--routes: `show ip route json` (also of IPv6); --addresses: `ip -j addr`; --neighbours: `ip -j neigh`; --rules: a list of
{"filter", "seq", "says", "protocol", "src", "dst", "sport", "dport"}, each but the first three may be missing; --applied: {interface: filter
on the way out}, which makes rules a part of the configuration. What is written is a terminal's text: prompt, command, answer. A laboratory of
free software thus gives the text that a network of the other systems would; tests/eval/vrp_same.py reads both and compares the rows,
tests/lab/test_plane.py the answers."""
import argparse, ipaddress, json, sys

TOLD = ('routes', 'addresses', 'neighbours', 'rules', 'applied')
LINE = '-' * 78
LEGEND = 'Route Flags: R - relay, D - download to fib, T - to vpn-instance, B - black hole route\n' + LINE
PROTOCOLS = {'connected': 'Direct', 'local': 'Direct', 'kernel': 'Direct', 'static': 'Static', 'ospf': 'OSPF', 'ospf6': 'OSPFv3', 'isis': 'ISIS-L2',
             'rip': 'RIP', 'ripng': 'RIPng', 'bgp': 'EBGP'}


def own(addresses, version):
    """(address with length, interface) of the router itself."""
    for link in addresses:
        for a in link.get('addr_info', []):
            ip = ipaddress.ip_interface('%s/%d' % (a['local'], a['prefixlen']))
            if ip.version == version and not ip.is_link_local:
                yield ip, link['ifname']


def hops(route):
    """(next hop, what it was resolved for or None) that packets take: FRR tells what had to be resolved, then what it became."""
    asked = None
    for h in route.get('nexthops', []):
        if h.get('recursive'):
            asked = h
        elif h.get('fib'):
            yield h, asked if h.get('resolver') else None


def is_up(link):
    return link.get('operstate') == 'UP' or 'LOOPBACK' in link.get('flags', []) and 'UP' in link.get('flags', [])


def protocol_of(route):
    """Routes of the same AS have 200 (RFC 4271 tells no value; zebra's default)."""
    return 'IBGP' if route['protocol'] == 'bgp' and route.get('distance') == 200 else PROTOCOLS.get(route['protocol'], route['protocol'])


def at_home(addresses, iface, prefix):
    """The router's own address on the network of an interface."""
    net = ipaddress.ip_network(prefix)
    return next((str(ip.ip) for ip, name in own(addresses, net.version) if name == iface and ip.network == net), None)


def rows(routes, addresses, version):
    """(prefix, protocol, preference, cost, flags, next hop, interface), as VRP fills its columns: of active routes alone."""
    none, loopback = ('0.0.0.0', '127.0.0.1') if version == 4 else ('::', '::1')
    out, full = [], 32 if version == 4 else 128
    for prefix, several in routes.items():
        for r in several:
            for h, asked in hops(r) if r.get('selected') else []:
                flags, via, iface = 'D', h.get('ip', none), h.get('interfaceName', 'NULL0')
                if h.get('blackhole') or h.get('unreachable') or h.get('reject'):
                    flags, via, iface = flags + 'B', none, 'NULL0'
                elif h.get('directlyConnected') and r['protocol'] in ('connected', 'kernel'):
                    via = at_home(addresses, iface, prefix) or none
                elif asked:
                    flags, via = 'R' + flags, asked['ip']
                if via == none or prefix != '%s/%d' % (via, full):  # one address alone is told below
                    out.append((prefix, protocol_of(r), r.get('distance', 0), r.get('metric', 0), flags, via, iface))
    for ip, name in own([link for link in addresses if is_up(link)], version):
        out.append(('%s/%d' % (ip.ip, full), 'Direct', 0, 0, 'D', loopback, name))
    return sorted(out, key=lambda r: (int(ipaddress.ip_network(r[0]).network_address), ipaddress.ip_network(r[0]).prefixlen, r[1]))


def routing_table(table, vrf=''):
    """table: as rows() gives them."""
    out = [LEGEND, 'Routing Table : %s' % (vrf or '_public_'),
           '         Destinations : %-8d Routes : %d' % (len({r[0] for r in table}), len(table)), '',
           'Destination/Mask    Proto   Pre  Cost        Flags NextHop         Interface', '']
    before = None
    for prefix, protocol, preference, cost, flags, via, iface in table:
        first = '' if prefix == before else prefix
        out.append('%18s  %-7s %-4d %-12d%3s  %-15s %s' % (first, protocol, preference, cost, flags, via, iface))
        before = prefix
    return out


def routing_table6(routes, addresses, vrf=''):
    table = rows(routes, addresses, 6)
    out = ['Routing Table : %s' % (vrf or 'Public'), '\tDestinations : %d\tRoutes : %d' % (len({r[0] for r in table}), len(table)), '']
    for prefix, protocol, preference, cost, flags, via, iface in table:
        net, length = prefix.split('/')
        out += [' Destination  : %-31s PrefixLength : %s' % (net, length), ' NextHop      : %-31s Preference   : %d' % (via, preference),
                ' Cost         : %-31d Protocol     : %s' % (cost, protocol), ' RelayNextHop : %-31s TunnelID     : 0x0' % '::',
                ' Interface    : %-31s Flags        : %s' % (iface, flags), '']
    return out


def dashed(mac):
    digits = mac.replace(':', '').lower()
    return '-'.join(digits[i:i + 4] for i in (0, 4, 8))


def arp(neighbours, addresses):
    out = ['IP ADDRESS      MAC ADDRESS     EXPIRE(M) TYPE        INTERFACE   VPN-INSTANCE', '                                    VLAN/CEVLAN(SIP/DIP)', LINE]
    n = {'D-0': 0, 'S--': 0}
    for e in neighbours:
        if ipaddress.ip_address(e['dst']).version != 4:
            continue
        kind = 'S--' if 'PERMANENT' in e.get('state', []) else 'D-0'
        n[kind] += 1
        out.append('%-15s %-15s %-9s %-11s %s' % (e['dst'], dashed(e['lladdr']) if e.get('lladdr') else 'Incomplete', '' if kind == 'S--' else 17, kind, e['dev']))
    return out + [LINE, 'Total:%-9d Dynamic:%-7d Static:%-6d Interface:0' % (sum(n.values()), n['D-0'], n['S--'])]


def ip_interface_brief(addresses):
    """With one address of an interface, as VRP shows it; others stand in its configuration."""
    out = ['*down: administratively down', '(s): spoofing', 'The number of interface that is UP in Physical is %d' % sum(map(is_up, addresses)),
           'Interface                         IP Address/Mask      Physical   Protocol VPN']
    for link in addresses:
        first = next((str(ip) for ip, name in own([link], 4)), 'unassigned')
        state = 'up' if is_up(link) else 'down'
        out.append('%-33s %-20s %-10s %-8s --' % (link['ifname'], first, state, state))
    return out


def end(word, text):
    if not text or text == 'any':
        return ''
    net = ipaddress.ip_network(text)
    return ' %s %s %s' % (word, net.network_address, net.hostmask if net.prefixlen < 32 else '0')


def port(word, span):
    if not span:
        return ''
    first, last = span if isinstance(span, list) else (span, span)
    return ' %s-port %s' % (word, 'eq %d' % first if first == last else 'range %d %d' % (first, last))


def by_filter(rules):
    """{filter: its rules as lines, in their order}"""
    out = {}
    for r in sorted(rules, key=lambda r: r['seq']):
        out.setdefault(r['filter'], []).append(
            ' rule %d %s %s%s%s%s%s' % (r['seq'], r['says'], r.get('protocol', 'ip'), end('source', r.get('src')), port('source', r.get('sport')),
                                        end('destination', r.get('dst')), port('destination', r.get('dport'))))
    return out


def acl(rules):
    filters = by_filter(rules)
    out = [' Total quantity of nonempty ACL number is %d' % len(filters)]
    for name, lines in filters.items():
        out += ['', 'Advanced ACL %s, %d rule%s' % (name, len(lines), 's' * (len(lines) > 1)), "Acl's step is 5"] + lines
    return out


def configuration(name, addresses, rules, applied):
    """The name, filters, and interfaces with all their addresses."""
    out = ['#', 'sysname ' + name, '#']
    for number, lines in by_filter(rules).items():
        out += ['acl number ' + number] + lines + ['#']
    for link in addresses:
        out.append('interface ' + link['ifname'])
        for i, (ip, _) in enumerate(own([link], 4)):
            out.append(' ip address %s %s%s' % (ip.ip, ip.netmask, ' sub' if i else ''))
        out += [' shutdown'] if 'UP' not in link.get('flags', []) else []
        out += [' traffic-filter outbound acl ' + applied[link['ifname']]] if link['ifname'] in applied else []
        out.append('#')
    return out + ['return']


def terminal(name, routes=None, addresses=None, neighbours=None, rules=None, applied=None, vrf=''):
    out, of = [], ' vpn-instance ' + vrf if vrf else ''
    routes, addresses = routes or {}, addresses or []
    by_version = {v: {p: r for p, r in routes.items() if ipaddress.ip_network(p).version == v} for v in (4, 6)}
    parts = [('display ip interface brief', ip_interface_brief(addresses) if addresses else []),
             ('display ip routing-table' + of, routing_table(rows(by_version[4], addresses, 4), vrf) if by_version[4] else []),
             ('display ipv6 routing-table' + of, routing_table6(by_version[6], addresses, vrf) if by_version[6] else []),
             ('display arp' + (of or ' all'), arp(neighbours, addresses) if neighbours else []),
             ('display acl all', acl(rules) if rules and applied is None else []),
             ('display current-configuration', configuration(name, addresses, rules or [], applied) if applied is not None else [])]
    for command, lines in parts:
        out += ['<%s>%s' % (name, command)] + lines if lines else []
    return '\n'.join(out + ['<%s>' % name, ''])


def main():
    p = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    p.add_argument('name')
    for what in TOLD:
        p.add_argument('--' + what)
    p.add_argument('--vrf', default='')
    a = p.parse_args()
    told = {}
    for what in TOLD:
        if getattr(a, what):
            with open(getattr(a, what), encoding='utf-8') as f:
                told[what] = json.load(f)
    sys.stdout.write(terminal(a.name, vrf=a.vrf, **told))


if __name__ == '__main__':
    main()
