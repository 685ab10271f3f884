## What stands behind findings that are no beacons, in rows of places; one more look at the flows.
$ cleanpath import -q --case p.case $DATA/flows/equipment.csv $DATA/flows/conn.log $DATA/flows/planted.log
$ LC_ALL=C cleanpath flows -q --case p.case --policy us-fcc-covered-list --detect scan,long,knock,management,covert,exfiltration,mirror --plot | sed -n 's/, score [0-9.]*//; /^  [a-z-]*: .* -> /p; /^    [a-z ]*|/p; / a place$/p'
  knock: 198.51.100.90 -> olt-17 (192.0.2.17) [excluded] tcp/4433
    seen        |         @| up to 1
                from 2025-11-23T19:06:40Z, 1 s a place
  long: olt-18 (192.0.2.18) [excluded] -> 203.0.113.200 tcp/443
    bytes       |+@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@=| up to 11.7 kB
                from 2025-11-23T08:00:00Z, 20 min a place
  management: 198.51.100.77 -> olt-18 (192.0.2.18) [excluded] tcp/23
    seen        |@| up to 1
                from 2025-11-23T08:03:00Z, 1 s a place
  exfiltration: olt-17 (192.0.2.17) [excluded] -> 203.0.113.211 tcp/443
    to peer     |      @| up to 85.4 MB
    to others   |.......| up to 38.8 kB
                from 2025-11-23T00:00:00Z, 1 d a place
  scan: box-9 (192.0.2.9) [undetermined] -> several
    targets     |@@@@@@@@                                          =| up to 2
                from 2025-11-23T08:01:40Z, 2 s a place
$ cleanpath flows -q --case p.case --detect scan --plot -f json | python3 -c 'import json,sys; [print(x["kind"], x["evidence"]["strips"]) for x in json.load(sys.stdin)["findings"]]'
scan {'from': '2025-11-23T08:01:40Z', 'place_s': 2, 'targets': [2, 2, 2, 2, 2, 2, 2, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]}
$ cleanpath flows -q --case p.case --detect scan -f json | grep -c strips
0
[1]
## Two weeks of a device that sends to many, and on the last day to one; and an hour in which one goes on with what others send, and another waits for ten, 17 or 41 seconds.
$ python3 - <<'END'
> import random
> random.seed(7)
> T, day, begin = '\t', 86400, 1763856000
> def log(name, rows):
>     with open(name, 'w') as f:
>         f.write('#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\tconn\n')
>         f.write('#fields' + T + T.join('ts uid id.orig_h id.orig_p id.resp_h id.resp_p proto service duration orig_bytes '
>                 'resp_bytes conn_state history orig_pkts orig_ip_bytes resp_pkts resp_ip_bytes'.split()) + '\n')
>         for i, (at, src, dst, port, span, out, back) in enumerate(sorted(rows)):
>             f.write(T.join(map(str, (begin + at, 'C%d' % i, src, 30000 + i, dst, port, 'tcp', '-', span, out, back, 'SF', 'ShADadFf', 9, out, 9, back))) + '\n')
> rows = [(d * day + 30000 + k * 900 + d, '192.0.2.17', '203.0.113.9', 443, 20, 90000 + 9000 * ((d * 7 + k) % 5), 400000)
>         for d in range(14) for k in range(12)]
> log('out.log', rows + [(13 * day + 4000 + k * 600, '192.0.2.17', '203.0.113.77', 443, 500, 60000000, 90000) for k in range(6)])
> rows, at = [], 0
> for k in range(300):
>     at += random.choice([10, 17, 41])
>     rows.append((at, '192.0.2.18', '203.0.113.90', 443, 1, 500, 600))
> for k in range(120):
>     n = random.choice([2000, 90000, 400000])
>     rows.append((k * 60, '192.0.2.%d' % (100 + k % 3), '192.0.2.9', 80, 1, n, 300))
>     rows.append((k * 60 + 1, '192.0.2.9', '203.0.113.95', 443, 1, n, 300))
> log('hour.log', rows)
> END
$ cleanpath import -q --case o.case $DATA/flows/equipment.csv out.log; cleanpath import -q --case h.case $DATA/flows/equipment.csv hour.log
$ LC_ALL=C cleanpath flows -q --case o.case --detect exfiltration --plot | sed -n 's/, score [0-9.]*//; /^  [a-z-]*: .* -> /p; /^    [a-z ]*|/p; / a place$/p'
  exfiltration: olt-17 (192.0.2.17) -> 203.0.113.77 tcp/443
    to peer     |             @| up to 360 MB
    to others   |..............| up to 1.32 MB
                from 2025-11-23T00:00:00Z, 1 d a place
$ LC_ALL=C cleanpath flows -q --case h.case --detect covert,mirror --plot | sed -n 's/, score [0-9.]*//; /^  [a-z-]*: .* -> /p; /^    [a-z ]*|/p; / a place$/p'
  mirror: box-9 (192.0.2.9) -> 203.0.113.95 tcp/443
    to peer     |...@.++++..++:++..+++++++.@++...++:+.++@++++.+..@+.@@.+..++.| up to 800 kB
    from others |...@.++++..++:++..+++++++.@++...++:+.++@++++.+..@+.@@.+..++.| up to 800 kB
                from 2025-11-23T00:00:00Z, 2 min a place
  covert: olt-18 (192.0.2.18) -> 203.0.113.90 tcp/443
    intervals |    @  @    @    | 4.99 s to 1 min 35 s
$ cleanpath flows -q --case h.case --detect covert,mirror --plot -f json | python3 -c 'import json,sys; [print(x["kind"], list(x["evidence"]["strips"])) for x in json.load(sys.stdin)["findings"]]'
mirror ['from', 'place_s', 'to_peer', 'from_others']
covert ['intervals']
## Names that carry data: queries below the domain, and the characters before it.
$ cleanpath import -q --case d.case $DATA/flows/equipment.csv $DATA/flows/planted-dns.log
$ LC_ALL=C cleanpath flows -q --case d.case --detect dns-tunnel --plot | sed -n 's/, score [0-9.]*//; /^  [a-z-]*: .* -> /p; /^    [a-z ]*|/p; / a place$/p'
  dns-tunnel: olt-17 (192.0.2.17) -> far.example udp/53
    queries     |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@| up to 1
    characters  |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@| up to 45
                from 2025-11-23T08:50:00Z, 1 s a place
$ cleanpath flows -q --case d.case --detect dns-tunnel --plot -f json | python3 -c 'import json,sys; x, = json.load(sys.stdin)["findings"]; s = x["evidence"]["strips"]; n = x["evidence"]["numbers"]; print(list(s), sum(s["queries"]) == n["queries"] == x["evidence"]["events"], sum(s["characters"]) == n["distinct_names"] * n["mean_length"])'
['from', 'place_s', 'queries', 'characters'] True True

## Nothing is drawn where nothing is looked for.
$ cleanpath flows --case p.case --plot; echo $?
cleanpath: --plot goes with --detect: it draws findings
2
## While somebody follows, too: of each finding when it is told.
$ LC_ALL=C cleanpath flows -q --case p.case --detect scan,long --plot | sed -n '/^  [a-z-]*, score/,$p' | grep -v '^$\|^Of ' >once.txt; grep -c 'a place$' once.txt
2
$ LC_ALL=C cleanpath flows -q --case p.case --detect scan,long --plot --follow --every 1s --for 1s | sed -n '/^  [a-z-]*, score/,$p' | grep -v 'found before' >followed.txt; diff once.txt followed.txt && echo the same
the same
