## People from outside, by the logs of a VPN gateway and a bastion, on excluded or unknown equipment.
$ cleanpath import -q --case s.case $DATA/logins/equipment.csv $DATA/logins/conn.log
$ cleanpath flows -q --case s.case --policy us-fcc-covered-list --detect support; echo $?
Detectors
  support (people from outside, by VPN or bastion, on excluded or unknown equipment): 0 of 0 looked at
    ! no log of logins is in the case: who came from outside by a VPN or a bastion is not known.
0
$ cleanpath import --case s.case $DATA/logins/vpn.csv $DATA/logins/auth.log-20251124; echo $?
cleanpath: data/logins/vpn.csv: logins-csv, 0 observations, 0 links, 5 sessions; some records were malformed
cleanpath: data/logins/auth.log-20251124: logins-syslog, 0 observations, 0 links, 2 sessions
0
$ cleanpath flows -q --case s.case --policy us-fcc-covered-list --detect support; echo $?
Detectors
  support (people from outside, by VPN or bastion, on excluded or unknown equipment): 4 of 6 looked at

Of excluded or restricted equipment
  support, score 0.995: 198.51.100.7 -> olt-17 (192.0.2.17) [excluded] tcp/22
    "vendor-support" from 198.51.100.7 had 1 session here, begun at 02 h (UTC), the longest of 2 h 0 min. Meanwhile 10.9.0.5, the address that they were given, managed 192.0.2.17 by ssh in 2 connections, 4.00 kB there, 18.0 kB back. The account had 1 session before.
    Benign if it is support under a contract that lets them in, or your own staff who travel or work at home.
  support, score 0.900: 198.51.100.20 -> olt-17 (192.0.2.17) [excluded] tcp/23
    "mallory" from 198.51.100.20 had 1 session here, begun at 14 h (UTC), the longest of 39 min. Meanwhile 192.0.2.5, on which they were logged in, managed 192.0.2.17 by telnet in 2 connections, 4.00 kB there, 18.0 kB back. Before, the account is not in the logs.
    Benign if it is support under a contract that lets them in, or your own staff who travel or work at home.
  support, score 0.450: 198.51.100.21 -> olt-17 (192.0.2.17) [excluded] tcp/23
    "frank" from 198.51.100.21 had 1 session here, begun at 14 h (UTC), the longest of 50 min. Meanwhile 192.0.2.5, on which they were logged in, managed 192.0.2.17 by telnet in 1 connection, 2.00 kB there, 9.00 kB back. At least 1 more from outside was there, too. Before, the account is not in the logs.
    Benign if it is support under a contract that lets them in, or your own staff who travel or work at home.

Of equipment of which maker or verdict are not known
  support, score 0.999: 198.51.100.9 -> ems-1 (192.0.2.30) [undetermined] tcp/443
    "carol" from 198.51.100.9 had 1 session here, begun at 12 h (UTC); the end of 1 is not told. They were logged in on 192.0.2.30 itself. Before, the account is not in the logs.
    Benign if it is support under a contract that lets them in, or your own staff who travel or work at home.
1
$ cleanpath flows -q --case s.case --policy us-fcc-covered-list --detect support -f ndjson | tail -n +2 | python3 -c 'import json,sys; [print(x["kind"], x["of"], x["address"], x["peer_asset"], x["service"], "%.3f" % x["score"], x["evidence"]["numbers"]) for x in map(json.loads, sys.stdin)]'
support excluded 198.51.100.7 serial-21023518abc tcp/22 0.995 {'sessions': 1, 'sessions_before': 1, 'longest_s': 7200, 'ends_not_told': 0, 'at_once': 1, 'by_clock_days': 0, 'sessions_by_clock_days': 0}
support excluded 198.51.100.20 serial-21023518abc tcp/23 0.900 {'sessions': 1, 'sessions_before': 0, 'longest_s': 2398, 'ends_not_told': 0, 'at_once': 1, 'by_clock_days': 0, 'sessions_by_clock_days': 0}
support excluded 198.51.100.21 serial-21023518abc tcp/23 0.450 {'sessions': 1, 'sessions_before': 0, 'longest_s': 3000, 'ends_not_told': 0, 'at_once': 2, 'by_clock_days': 0, 'sessions_by_clock_days': 0}
support unknown 198.51.100.9 ip-192.0.2.30 tcp/443 0.999 {'sessions': 1, 'sessions_before': 0, 'longest_s': 0, 'ends_not_told': 1, 'at_once': 1, 'by_clock_days': 0, 'sessions_by_clock_days': 0}
## Narrowed by time: what came before is still counted.
$ cleanpath flows -q --case s.case --policy us-fcc-covered-list --detect support --from 2025-11-23T13:00:00Z | tail -n +5 | cut -c1-100
  support, score 0.900: 198.51.100.20 -> olt-17 (192.0.2.17) [excluded] tcp/23
    "mallory" from 198.51.100.20 had 1 session here, begun at 14 h (UTC), the longest of 39 min. Mea
    Benign if it is support under a contract that lets them in, or your own staff who travel or work
  support, score 0.450: 198.51.100.21 -> olt-17 (192.0.2.17) [excluded] tcp/23
    "frank" from 198.51.100.21 had 1 session here, begun at 14 h (UTC), the longest of 50 min. Meanw
    Benign if it is support under a contract that lets them in, or your own staff who travel or work
## Without a policy: of whom nobody knows who made it.
$ cleanpath flows -q --case s.case --detect support | grep score
  support, score 0.999: 198.51.100.9 -> ems-1 (192.0.2.30) tcp/443
## Accounts are no names of addresses: other detectors do not show them.
$ cleanpath flows -q --case s.case --detect management | grep -ci 'vendor-support'
0
[1]
## Lines of several gateways in one file.
$ cleanpath import --case g.case $DATA/logins/equipment.csv $DATA/logins/gateways.log; echo $?
cleanpath: data/logins/equipment.csv: inventory-csv, 17 observations, 0 links
cleanpath: data/logins/gateways.log: logins-syslog, 0 observations, 0 links, 3 sessions
0
## A session counts once, also where an address was given, and is no name of an address. What was read tells both.
$ cleanpath import --case g.case $DATA/flows/dns.log $DATA/flows/ssl.log; cleanpath flows --case g.case | grep -A5 ^Coverage
cleanpath: data/flows/dns.log: zeek, 0 observations, 0 links, 14 names
cleanpath: data/flows/ssl.log: zeek, 2 observations, 0 links, 1 name
Coverage
  data/logins/equipment.csv: inventory-csv, 4 records, 17 observations
    columns: name, manufacturer -> maker, model -> product, serial, ip
  data/logins/gateways.log: logins-syslog, 6 records, 0 observations, 3 sessions, of 2025-11-23
  data/flows/dns.log: zeek, 7 records, 0 observations, 14 names, of 2025-11-23
  data/flows/ssl.log: zeek, 1 record, 2 observations, 1 name, of 2025-11-23
$ cleanpath import --dry-run $DATA/logins/gateways.log $DATA/flows/dns.log | grep -v '^ '
data/logins/gateways.log: logins-syslog, 6 records, 0 malformed, 0 observations, 0 links, 3 sessions
data/flows/dns.log: zeek, 7 records, 0 malformed, 0 observations, 0 links, 14 names
$ cleanpath flows --case g.case -f json | python3 -c 'import json,sys; [print(s["format"], s.get("sessions"), s.get("flow_names")) for s in json.load(sys.stdin)["coverage"]["sources"]]'
inventory-csv None None
logins-syslog 3 None
zeek None 14
zeek None 1
## A log that says nowhere of which year it is.
$ cp $DATA/logins/auth.log-20251124 auth.log && cleanpath import --case y.case auth.log; echo $?
cleanpath: auth.log: logins-syslog, 0 observations, 0 links; some records were malformed
0
## No inventory is taken for a log of sessions, and a log needs an account.
$ printf 'source ip,target,start\n192.0.2.1,192.0.2.2,2025-11-23T10:00:00Z\n' >n.csv && cleanpath import -q --case n.case --as logins-csv n.csv; echo $?
cleanpath: n.csv: no header of sessions: expected columns for the account, the source address and the begin
3
## Lines of IPsec, of connections of a session; a tunnel between sites is none.
$ cleanpath import --case i.case $DATA/logins/ipsec.log; cleanpath audit --case i.case -v 2>&1 | grep -A2 '/ipsec.log: logins'
cleanpath: data/logins/ipsec.log: logins-syslog, 0 observations, 0 links, 2 sessions; some records were malformed
  data/logins/ipsec.log: logins-syslog, 9 records, 0 observations, 2 sessions, 1 MALFORMED, read in part, of 2025-11-23
    1 tunnel gave no address to its other end: taken for what is between sites, which is no session; 1 session has times without an offset: taken for UTC
    data/logins/ipsec.log:5: assigning virtual IP: expected an address
## Who is connected, and accounting; where a private key stands, nothing is shown of it.
$ cleanpath import --case a.case $DATA/logins/equipment.csv $DATA/logins/openvpn-status.log $DATA/logins/wg-dump.txt $DATA/logins/detail-20251123 $DATA/logins/radacct.csv $DATA/logins/tacacs.log 2>&1 | cut -d: -f2-; cleanpath audit --case a.case -v 2>&1 | sed -n '/logins-/,/^  tables/p' | sed '$d' | grep -v equipment
 data/logins/equipment.csv: inventory-csv, 17 observations, 0 links
 data/logins/openvpn-status.log: logins-status, 0 observations, 0 links, 1 session; some records were malformed
 data/logins/wg-dump.txt: logins-status, 0 observations, 0 links, 1 session
 data/logins/detail-20251123: logins-radius, 0 observations, 0 links, 1 session
 data/logins/radacct.csv: logins-radius-csv, 0 observations, 0 links, 2 sessions; some records were malformed
 data/logins/tacacs.log: logins-tacacs, 0 observations, 0 links, 1 session
  data/logins/openvpn-status.log: logins-status, 8 records, 0 observations, 1 session, 1 MALFORMED, 6 not of use here, read in part, of 2025-11-23
    data/logins/openvpn-status.log:5: a client: expected a name, an address and since when
  data/logins/wg-dump.txt: logins-status, 3 records, 0 observations, 1 session, 2 not of use here, of 2025-11-23
    1 peer has never been there
  data/logins/detail-20251123: logins-radius, 3 records, 0 observations, 1 session, 1 not of use here, of 2025-11-23
    1 record is left out: where the session came from is told as no address (one of hardware, a telephone number, or nothing)
  data/logins/radacct.csv: logins-radius-csv, 2 records, 0 observations, 2 sessions, 1 MALFORMED, read in part, of 2025-11-23
    2 sessions have times without an offset: taken for UTC
    data/logins/radacct.csv:3: accounting: the stop is no time after the start
  data/logins/tacacs.log: logins-tacacs, 3 records, 0 observations, 1 session, 1 not of use here, of 2025-11-23
$ cleanpath flows -q --case a.case --policy us-fcc-covered-list --detect support | grep -A1 score
  support, score 0.999: 198.51.100.7 -> olt-17 (192.0.2.17) [excluded]
    "vendor-support" from 198.51.100.7 had 1 session here, begun at 10 h (UTC), the longest of 1 min. They were logged in on 192.0.2.17 itself. Before, the account is not in the logs.
