## What exporters say of themselves and of single flows, told apart.
$ cat >make.py <<'END'
> import struct, sys
> sys.path.insert(0, sys.argv[1])
> from frames import ethernet, ipv4, udp, ROUTER, SWITCH
> H = struct.pack
> def a(text): return bytes(int(x) for x in text.split('.'))
> def sets(*parts): return b''.join(H('>HH', i, 4 + len(b)) + b for i, b in parts)
> def v9(seq, body): return H('>HHIIII', 9, 1, 600000, 1790000000, seq, 0) + body
> def template(number, fields): return 0, H('>HH', number, len(fields)) + b''.join(H('>HH', *f) for f in fields)
> def options(number, scope, fields): return 1, H('>HHH', number, 4 * len(scope), 4 * len(fields)) + b''.join(H('>HH', *f) for f in scope + fields)
> FLOW = [(8, 4), (12, 4), (7, 2), (11, 2), (4, 1), (1, 4), (2, 4)]
> def flow(src): return a(src) + a('198.51.100.1') + H('>HHBII', 40000, 443, 6, 1000, 2)
> said = [
>     ('192.0.2.1', sets(template(256, FLOW + [(50, 4)]), (256, flow('10.0.0.1') + H('>I', 100)))),
>     ('192.0.2.2', sets(options(300, [(2, 4)], [(34, 4)]), (300, H('>II', 5, 200)), template(256, FLOW + [(10, 4)]),
>                        (256, flow('10.0.0.2') + H('>I', 5) + flow('10.0.0.3') + H('>I', 6)))),
>     ('192.0.2.3', sets(template(256, FLOW), (256, flow('10.0.0.4')))),
> ] + [('203.0.113.%d' % i, sets((256 + i, flow('10.0.0.5')))) for i in range(1, 10)]
> frames = [ethernet(SWITCH, ROUTER, 0x0800, ipv4(a(who), bytes([192, 0, 2, 250]), 17, udp(5000, 9995, v9(0, s)))) for who, s in said]
> def pcap(name, frames):
>     with open(name, 'wb') as out:
>         out.write(H('<IHHiIII', 0xa1b2c3d4, 2, 4, 0, 0, 65535, 1))
>         for f in frames:
>             out.write(H('<IIII', 1790000000, 0, len(f), len(f)) + f)
> pcap('said.pcap', frames)
> # of nobody knows whom: templates of the same number that are not the same, and data before them
> open('1-other.dat', 'wb').write(v9(0, sets(template(256, [(1, 4), (2, 4)] + FLOW[:5]))))
> open('2-data.dat', 'wb').write(v9(0, sets((256, flow('10.0.0.6')))))
> open('3-template.dat', 'wb').write(v9(0, sets(template(256, FLOW))))
> END
$ python3 make.py $DATA && cleanpath import -q said.pcap && cleanpath flows | sed -n '/^Flows/,$p'
Flows
  4 flows from 2026-09-21 14:13 to 2026-09-21 14:13 UTC
  ! 2 exporters do not say how packets were sampled: figures with ? are at least so much (--sampling ADDRESS=N)
  ! nothing is judged, and so nothing called excluded: say who you are (`cleanpath profile set`), or --policy ID
  ! no routing table of IPv4 is in the case: whose network far ends are in is not known (`import` reads MRT, pfx2as, CSV)
  192.0.2.1, netflow-v9, domain 0: 1 flow, 1 in 100
  192.0.2.2, netflow-v9, domain 0: 2 flows, 1 in 200, of some flows unknown
  192.0.2.3, netflow-v9, domain 0: 1 flow, sampling unknown
  203.0.113.1, netflow-v9, domain 0: 0 flows, sampling unknown, 1 set without a template, not read
  203.0.113.2, netflow-v9, domain 0: 0 flows, sampling unknown, 1 set without a template, not read
  203.0.113.3, netflow-v9, domain 0: 0 flows, sampling unknown, 1 set without a template, not read
  203.0.113.4, netflow-v9, domain 0: 0 flows, sampling unknown, 1 set without a template, not read
  203.0.113.5, netflow-v9, domain 0: 0 flows, sampling unknown, 1 set without a template, not read
  203.0.113.6, netflow-v9, domain 0: 0 flows, sampling unknown, 1 set without a template, not read
  203.0.113.7, netflow-v9, domain 0: 0 flows, sampling unknown, 1 set without a template, not read
  ... and 2 more exporters: 2 sets without a template, not read

4 conversations by service; of 4 flows 4 are in view, >= 302 kB ?
CLIENT   SERVER       SERVICE                  TO SERVER TO CLIENT FLOWS FIRST            LAST
10.0.0.2 198.51.100.1 tcp/443 200 kB (1.00 kB - 1.49 MB)       0 B     1 2026-09-21 14:13 2026-09-21 14:13
10.0.0.1 198.51.100.1 tcp/443  100 kB (1.00 kB - 740 kB)       0 B     1 2026-09-21 14:13 2026-09-21 14:13
10.0.0.3 198.51.100.1 tcp/443               >= 1.00 kB ?       0 B     1 2026-09-21 14:13 2026-09-21 14:13
10.0.0.4 198.51.100.1 tcp/443               >= 1.00 kB ?       0 B     1 2026-09-21 14:13 2026-09-21 14:13
$ cleanpath flows -f json | python3 -c 'import json,sys; t = json.load(sys.stdin)["traffic"]; print(t["sampling_unknown"], [(x["address"], x["sampling"], x["sampling_is_mixed"]) for x in t["exporters"][:3]])'
2 [('192.0.2.1', 100, False), ('192.0.2.2', 200, True), ('192.0.2.3', None, False)]
## Files that do not say who sent them tell each other templates only if all of them agree, whichever comes first.
$ cleanpath import --case bare.case 1-other.dat 2-data.dat 3-template.dat
cleanpath: 1-other.dat: netflow, 0 observations, 0 links, 0 flows of 1 exporter
cleanpath: 3-template.dat: netflow, 0 observations, 0 links, 0 flows of 1 exporter
cleanpath: 2-data.dat: netflow, 0 observations, 0 links, 0 flows of 1 exporter
cleanpath: 2-data.dat: 1 set came without its template, and is not understood
$ cleanpath import --case bare2.case 2-data.dat 3-template.dat
cleanpath: 3-template.dat: netflow, 0 observations, 0 links, 0 flows of 1 exporter
cleanpath: 2-data.dat: netflow, 0 observations, 0 links, 1 flow of 1 exporter
cleanpath: 2-data.dat: 1 exporter does not say how it samples: its volumes may be too small
## Clocks that were never set, or that somebody made up: it is said, and hours beyond the last that is told apart, too.
$ printf '%s\n' '{"_path":"conn","ts":5,"uid":"C1","id.orig_h":"10.0.0.1","id.orig_p":1,"id.resp_h":"203.0.113.1","id.resp_p":443,"proto":"tcp","duration":1,"orig_ip_bytes":100,"orig_pkts":1,"resp_ip_bytes":50,"resp_pkts":1}' >times.log; sed 's/"ts":5/"ts":4294967000/' times.log >late.log; cat late.log >>times.log
$ cleanpath import -q --case times.case times.log && cleanpath flows --case times.case --top hours | sed -n '/^Flows/,$p'
Flows
  2 flows from 1970-01-01 00:00 to 2106-02-07 06:23 UTC
  ! an exporter's clock is wrong, by these times: what compares with before (--top new, --detect) is of all of them (--from, --to)
  ! nothing is judged, and so nothing called excluded: say who you are (`cleanpath profile set`), or --policy ID
  ! no routing table of IPv4 is in the case: whose network far ends are in is not known (`import` reads MRT, pfx2as, CSV)
  (not told), log, domain 0: 2 flows, not sampled

2 hours; of 2 flows 2 are in view, 300 B
  . FLOWS: of one that tells of both ways each counts
  ! 2 flows began later than 524288 hours can be told apart: the last row stands for all that follows (--from, --to)
WHO              BYTES PACKETS FLOWS FIRST            LAST
1970-01-01 00:00 150 B       2     2 1970-01-01 00:00 1970-01-01 00:00
2029-10-23 07:00 150 B       2     2 2106-02-07 06:23 2106-02-07 06:23
$ cleanpath flows --case times.case --top hours -f json | python3 -c 'import json,sys; t = json.load(sys.stdin)["traffic"]; print(t["times_are_doubtful"], t["beyond_last_hour"])'
True 2
$ cleanpath flows -q --case times.case --top hours --from 2100-01-01
1 hour; of 2 flows 1 is in view, 150 B
  . FLOWS: of one that tells of both ways each counts
WHO              BYTES PACKETS FLOWS FIRST            LAST
2106-02-07 06:00 150 B       2     2 2106-02-07 06:23 2106-02-07 06:23
## A row that was cut off may end in another figure than was meant; and what is not told at all is not nothing.
$ printf '#separator \\x09\n#path\tconn\n#fields\tts\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\torig_pkts\tresp_pkts\torig_bytes\tresp_bytes\n1763892000.0\t10.0.0.1\t1\t203.0.113.1\t443\ttcp\t1\t1\t100\t50\n1763892000.0\t10.0.0.1\t1\t203.0.113.1\t443\ttcp\t1\t1\t1\n1763892001.0\t10.0.0.2\t1\t203.0.113.1\t443\ttcp\t-\t-\t-\t-\n' >cut.log
$ cleanpath import -q --case cut.case cut.log; cleanpath flows --case cut.case -v | sed -n '/cut.log/p; /flow without/p; /exporter/p; /domain/p; /^CLIENT/,$p'
  cut.log: zeek, 3 records, 0 observations, 2 flows of 1 exporter, 1 MALFORMED, read in part, of 2025-11-23
  cut.log: zeek, 3 records, 0 observations, 2 flows of 1 exporter, 1 MALFORMED, read in part, of 2025-11-23
    1 flow without bytes and packets: how much that was is not known, and stands as at least 0
    1 exporter does not say how it samples: its volumes may be too small
    cut.log:5: the row is cut off: 9 of 10 columns
  ! 1 exporter does not say how packets were sampled: figures with ? are at least so much (--sampling ADDRESS=N)
  (not told), log, domain 0: 2 flows, not sampled, of some flows unknown
CLIENT   SERVER      SERVICE TO SERVER TO CLIENT FLOWS FIRST            LAST
10.0.0.1 203.0.113.1 tcp/443     100 B      50 B     1 2025-11-23 10:00 2025-11-23 10:00
10.0.0.2 203.0.113.1 tcp/443  >= 0 B ?       0 B     1 2025-11-23 10:00 2025-11-23 10:00
