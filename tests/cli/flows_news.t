## What is out of the ordinary about whom devices talk to. A dozen like devices ask one server; one of
## them also talks to another, and, on the second day, to a third.
$ python3 - <<'END'
> T = '\t'
> with open('kit.csv', 'w') as f:
>     f.write('name,maker,product,ip,class,role\n')
>     for i in range(12):
>         f.write('olt-%d,Huawei,MA5800,192.0.2.%d,olt,access\n' % (i + 1, i + 1))
>     f.write('noc,Juniper Networks,MX204,192.0.2.200,router,core\n')
> rows = []
> def flow(at, src, dst, port, n=1):
>     rows.append((1763884800 + at, 'C%d' % len(rows), src, 40000 + len(rows), dst, port, 'tcp', '-', 1, 300, 200, 'SF',
>                  'ShADadFf', 6 * n, 612 * n, 5 * n, 412 * n))
> for hour in range(48):
>     for i in range(12):
>         flow(hour * 3600 + i, '192.0.2.%d' % (i + 1), '203.0.113.10', 443)
>     flow(hour * 3600 + 20, '192.0.2.7', '203.0.113.99', 443)
> flow(40 * 3600, '192.0.2.7', '198.51.100.5', 8443, 1000)
> flow(41 * 3600, '192.0.2.200', '192.0.2.7', 22)
> flow(42 * 3600, '198.51.100.9', '192.0.2.3', 23)
> with open('conn.log', 'w') as f:
>     f.write('#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\tconn\n')
>     f.write('#fields' + T + T.join('ts uid id.orig_h id.orig_p id.resp_h id.resp_p proto service duration orig_bytes '
>             'resp_bytes conn_state history orig_pkts orig_ip_bytes resp_pkts resp_ip_bytes'.split()) + '\n')
>     for r in sorted(rows):
>         f.write(T.join(map(str, r)) + '\n')
> END
$ cleanpath import -q --case n.case kit.csv conn.log
$ cleanpath flows -q --case n.case --policy us-fcc-covered-list --top new
3 peers of 12 devices were first seen since 2025-11-24 19:15 UTC (--since)
  P: that the next flow of the device goes to somebody new, by what it did before
  . 1 left out, which were not seen before: everything of theirs is new
DEVICE           PEER         TO PEER FROM PEER FLOWS FIRST            LAST                  P BEFORE
olt-7 [excluded] 198.51.100.5  612 kB    412 kB     1 2025-11-25 00:00 2025-11-25 00:00 0.0137 72 flows, 2 peers; 2 new ones since
olt-7 [excluded] noc            412 B     612 B     1 2025-11-25 01:00 2025-11-25 01:00 0.0137 72 flows, 2 peers; 2 new ones since
olt-3 [excluded] 198.51.100.9   412 B     612 B     1 2025-11-25 02:00 2025-11-25 02:00  0.027 36 flows, 1 peer; 1 new one since
$ cleanpath flows -q --case n.case --top new --since 2025-11-25 olt-7
2 peers of 12 devices were first seen since 2025-11-25 00:00 UTC (--since)
  P: that the next flow of the device goes to somebody new, by what it did before
  . 1 left out, which were not seen before: everything of theirs is new
DEVICE PEER         TO PEER FROM PEER FLOWS FIRST            LAST                  P BEFORE
olt-7  198.51.100.5  612 kB    412 kB     1 2025-11-25 00:00 2025-11-25 00:00 0.0123 80 flows, 2 peers; 2 new ones since
olt-7  noc            412 B     612 B     1 2025-11-25 01:00 2025-11-25 01:00 0.0123 80 flows, 2 peers; 2 new ones since
$ cleanpath flows -q --case n.case --policy us-fcc-covered-list --top rare
4 peers that few or no like devices have, of 12 devices
  P: that a like device has the peer; p: that one of them has as many of its own
  ! 1 cannot be compared: fewer than 3 are of their product or class, or neither is known
DEVICE           PEER         TO PEER FROM PEER FLOWS FIRST            LAST                  P LIKE DEVICES
olt-7 [excluded] 198.51.100.5  612 kB    412 kB     1 2025-11-25 00:00 2025-11-25 00:00 0.0769 1 of 12; 3 peers are its alone, p 0.0833
olt-7 [excluded] 203.0.113.99 29.4 kB   19.8 kB    48 2025-11-23 08:00 2025-11-25 07:00 0.0769 1 of 12; 3 peers are its alone, p 0.0833
olt-7 [excluded] noc            412 B     612 B     1 2025-11-25 01:00 2025-11-25 01:00 0.0769 1 of 12; 3 peers are its alone, p 0.0833
olt-3 [excluded] 198.51.100.9   412 B     612 B     1 2025-11-25 02:00 2025-11-25 02:00 0.0769 1 of 12; 1 peer is its alone, p 0.167
$ cleanpath flows -q --case n.case --policy us-fcc-covered-list --top management
2 ways by which 2 devices are managed, by the ports at which they serve
DEVICE           PEER         TO PEER FROM PEER FLOWS FIRST            LAST             SERVICE                   AT
olt-3 [excluded] 198.51.100.9   412 B     612 B     1 2025-11-25 02:00 2025-11-25 02:00 telnet (tcp/23), readable device
olt-7 [excluded] noc            412 B     612 B     1 2025-11-25 01:00 2025-11-25 01:00 ssh (tcp/22)              device
$ cleanpath flows -q --case n.case --policy us-fcc-covered-list --top outside --only excluded -n 3
15 contacts of own addresses of the equipment with outside
DEVICE                       PEER         TO PEER FROM PEER FLOWS FIRST            LAST             SERVICE          AT
olt-7 (192.0.2.7) [excluded] 198.51.100.5  612 kB    412 kB     1 2025-11-25 00:00 2025-11-25 00:00 https (tcp/8443) peer
olt-1 (192.0.2.1) [excluded] 203.0.113.10 29.4 kB   19.8 kB    48 2025-11-23 08:00 2025-11-25 07:00 https (tcp/443)  peer
olt-2 (192.0.2.2) [excluded] 203.0.113.10 29.4 kB   19.8 kB    48 2025-11-23 08:00 2025-11-25 07:00 https (tcp/443)  peer
... and 12 more: --limit N
$ cleanpath flows -q --case n.case --top outside port:8443
1 contact of own addresses of the equipment with outside
DEVICE            PEER         TO PEER FROM PEER FLOWS FIRST            LAST             SERVICE          AT
olt-7 (192.0.2.7) 198.51.100.5  612 kB    412 kB     1 2025-11-25 00:00 2025-11-25 00:00 https (tcp/8443) peer
## The same for programs.
$ cleanpath flows -q --case n.case --top rare -f ndjson | python3 -c 'import json,sys; r = [json.loads(s) for s in sys.stdin]; print({k: r[0][k] for k in ("top_by", "n_rows", "is_cut", "devices", "devices_left_out")}); [print(x[x["device"] + "_asset"], x["src"] or x["dst"], x["p"], x["p_device"], x["like_devices"], x["like_devices_with"], x["peers_alone"]) for x in r[1:]]'
{'top_by': 'rare', 'n_rows': 4, 'is_cut': False, 'devices': 12, 'devices_left_out': 1}
ip-192.0.2.7 198.51.100.5 0.07692307692307693 0.08333333333333333 12 1 3
ip-192.0.2.7 203.0.113.99 0.07692307692307693 0.08333333333333333 12 1 3
ip-192.0.2.7 None 0.07692307692307693 0.08333333333333333 12 1 3
ip-192.0.2.3 198.51.100.9 0.07692307692307693 0.16666666666666666 12 1 1
$ cleanpath flows -q --case n.case --top new -f csv
device,device_asset,device_verdict,peer,peer_asset,peer_name,service,bytes_to_peer,bytes_from_peer,flows,p,first_at,last_at,peer_as,peer_as_name,peer_entity
olt-7,ip-192.0.2.7,,198.51.100.5,,,,612000,412000,1,0.0136986,2025-11-25T00:00:00Z,2025-11-25T00:00:01Z,,,
olt-7,ip-192.0.2.7,,noc,ip-192.0.2.200,,,412,612,1,0.0136986,2025-11-25T01:00:00Z,2025-11-25T01:00:01Z,,,
olt-3,ip-192.0.2.3,,198.51.100.9,,,,412,612,1,0.027027,2025-11-25T02:00:00Z,2025-11-25T02:00:01Z,,,
$ cleanpath flows -q --case n.case --top management -f csv 192.0.2.7
device,device_asset,device_verdict,peer,peer_asset,peer_name,service,bytes_to_peer,bytes_from_peer,flows,p,first_at,last_at,peer_as,peer_as_name,peer_entity
olt-7,ip-192.0.2.7,,noc,ip-192.0.2.200,,tcp/22,412,612,1,,2025-11-25T01:00:00Z,2025-11-25T01:00:01Z,,,
## Words that go together.
$ cleanpath flows -q --case n.case --since 2025-11-24; echo $?
cleanpath: --since is of --top new; else --from
2
$ cleanpath flows -q --case n.case --top new --since noon; echo $?
cleanpath: --since "noon": expected a day (2026-11-23) or a moment (2026-11-23T10:00:00Z)
2
$ cleanpath import -q --case e.case kit.csv && cleanpath flows -q --case e.case --top rare
0 peers that few or no like devices have, of 0 devices
  P: that a like device has the peer; p: that one of them has as many of its own
