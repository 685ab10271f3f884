## What was understood of the network, from tables, a routing database and a neighbour's words. What nobody knows comes first.
$ printf 'name,maker,ip\ncore-1,Bergson,10.255.0.1\ncore-2,Bergson,10.255.0.2\nagg-1,Acme,10.255.0.3\n' >inventory.csv
$ printf 'link,a,b,a_port,b_port,metric,capacity\nnorth-7,core-1,core-2,ge1,ge2,10,10G\n,core-2,agg-1,,,5,\n,agg-1,olt-9,1/1,,,1G\n,agg-1,agg-1,1/2,1/3,,\n' >links.csv
$ cat >ospf.txt <<'END'
>     OSPF database, Area 0.0.0.0
> Router   10.255.0.1  10.255.0.1  0x80000001  1  0x22 0x1  48
>   id 10.255.0.2, data 10.0.0.1, Type PointToPoint (1), metric 10
>   id 10.255.0.9, data 10.0.0.5, Type PointToPoint (1), metric 7
> Router   10.255.0.2  10.255.0.2  0x80000001  1  0x22 0x1  48
>   id 10.255.0.1, data 10.0.0.2, Type PointToPoint (1), metric 20
> END
$ cat >agg-1.json <<'END'
> {"local-chassis":{"chassis":{"agg-1":{"id":{"type":"local","value":"agg-1"},"mgmt-ip":"10.255.0.3"}}}}
> {"lldp":{"interface":[{"1/9":{"via":"LLDP","chassis":{"cam-3":{"id":{"type":"mac","value":"00:00:5e:00:53:07"},"descr":"AcmeOS 2.1"}},"port":{"id":{"type":"ifname","value":"eth0"}}}}]}}
> END
$ cleanpath links inventory.csv links.csv ospf.txt agg-1.json | sed '/tables:/d'
Coverage
  inventory.csv: inventory-csv, 3 records, 9 observations
    columns: name, maker, ip
  links.csv: links-csv, 4 records, 0 observations
    columns: link, a, b, a_port, b_port, metric, capacity -> capacity_bps; 1 link from a device to itself
  ospf.txt: ospf-database, 2 records, 0 observations
  agg-1.json: lldpcli, 2 records, 7 observations
  4 assets, 7 links; judged as of 2026-11-23, facts from confidence 0.95
  ! Of 4 of 4 assets the maker is not established (confidence below 0.95): they are not known to be clean.
  ! The table pen is of 2024-08-23; blocks registered since are not known. A newer one is read with --registry FILE.

Network
  5 links
  ! 2 x in no inventory, at the end of a link
  ! 1 x known only to neighbours: no inventory and no walk tells of it
  ! 2 x a link that only one end tells of
  . 1 x told from a device to itself, and left out

A      PORT     B              PORT METRIC SPEED SEEN                                SURE EVIDENCE
core-1 10.0.0.5 10.255.0.9 (!)         7/-       used by routing                     0.95 ospf.txt:4
agg-1  1/1      olt-9 (!)                     1G told by a table                     0.90 links.csv:4
agg-1  1/9      cam-3 (!)      eth0              heard at one end                    0.80 agg-1.json:2
agg-1           core-2                   5       told by a table                     0.90 links.csv:3
core-1 ge1      core-2         ge2   10/20   10G told by a table and used by routing 0.98 ospf.txt:3 +1
$ cleanpath neighbours -q inventory.csv links.csv ospf.txt agg-1.json
NEIGHBOUR  KNOWN           OF     PORT     ITS PORT SEEN                                EVIDENCE
10.255.0.9 NOT INVENTORIED core-1 10.0.0.5          used by routing                     ospf.txt:4
olt-9      NOT INVENTORIED agg-1  1/1               told by a table                     links.csv:4
cam-3      ONLY HEARD      agg-1  1/9      eth0     heard at one end                    agg-1.json:2
agg-1      yes             core-2                   told by a table                     links.csv:3
core-1     yes             core-2 ge2      ge1      told by a table and used by routing ospf.txt:3 +1
core-2     yes             agg-1                    told by a table                     links.csv:3
core-2     yes             core-1 ge1      ge2      told by a table and used by routing ospf.txt:3 +1
$ cleanpath links -f csv inventory.csv links.csv ospf.txt agg-1.json
a,a_id,a_port,b,b_id,b_port,metric,metric_back,capacity_bps,layer,srlg,seen,confidence,evidence
core-1,ip-10.255.0.1,10.0.0.5,10.255.0.9,stranger:ref:10.255.0.9,,7,,,ip,,used by routing,0.95,ospf.txt:4
agg-1,chassis-agg-1,1/1,olt-9,stranger:hostname:olt-9,,,,1000000000,,,told by a table,0.90,links.csv:4
agg-1,chassis-agg-1,1/9,cam-3,mac-00005e005307,eth0,,,,,,heard at one end,0.80,agg-1.json:2
agg-1,chassis-agg-1,,core-2,ip-10.255.0.2,,5,5,,,,told by a table,0.90,links.csv:3
core-1,ip-10.255.0.1,ge1,core-2,ip-10.255.0.2,ge2,10,20,10000000000,ip,,told by a table and used by routing,0.98,ospf.txt:3
$ cleanpath neighbours -f csv inventory.csv links.csv ospf.txt agg-1.json | head -3
neighbour,neighbour_id,known,of,of_id,port,its_port,seen,confidence,evidence
10.255.0.9,stranger:ref:10.255.0.9,unknown,core-1,ip-10.255.0.1,10.0.0.5,,used by routing,0.95,ospf.txt:4
olt-9,stranger:hostname:olt-9,unknown,agg-1,chassis-agg-1,1/1,,told by a table,0.90,links.csv:4
$ cleanpath links -f ndjson inventory.csv links.csv ospf.txt agg-1.json | python3 -c 'import json,sys; rows = [json.loads(l) for l in sys.stdin]; print(rows[0]["schema"], rows[0]["counts"]); print([(r["a"]["name"], r["b"]["name"], r["b"]["known"], r["seen"], len(r["evidence"])) for r in rows[1:]])'
cleanpath/links/1 {'links': 5, 'not_inventoried': 2, 'inferred_switches': 0, 'one_sided': 2, 'contradicting': 0, 'half_told': 0, 'loops': 1, 'unattached': 0, 'repeated': 0, 'ambiguous_networks': 0, 'crowded_networks': 0, 'beyond_limits': 0}
[('core-1', '10.255.0.9', 'unknown', ['routing'], 1), ('agg-1', 'olt-9', 'unknown', ['table'], 1), ('agg-1', 'cam-3', 'heard', ['a'], 1), ('agg-1', 'core-2', 'asset', ['table'], 1), ('core-1', 'core-2', 'asset', ['table', 'routing'], 2)]
$ cleanpath neighbours -f json inventory.csv links.csv ospf.txt agg-1.json | python3 -c 'import json,sys; d = json.load(sys.stdin); print(d["schema"], len(d["neighbours"])); print(d["neighbours"][0]["evidence"])'
cleanpath/neighbours/1 7
[{'source': 'ospf.txt', 'pos': 4, 'kind': 'ospf', 'name': None, 'area': '0.0.0.0', 'metric': 7, 'metric_back': None}]
## The same out of the case, and an alias that finds the router.
$ printf 'id,same_as\n10.255.0.9,olt-9\n' >aliases.csv; cleanpath import -q inventory.csv links.csv ospf.txt agg-1.json && cleanpath links -q --limit 2 && printf 'name,ip\nolt-9,192.0.2.9\n' >olt.csv && cleanpath import -q aliases.csv olt.csv && cleanpath links -q
A      PORT     B              PORT METRIC SPEED SEEN            SURE EVIDENCE
core-1 10.0.0.5 10.255.0.9 (!)         7/-       used by routing 0.95 ospf.txt:4
agg-1  1/1      olt-9 (!)                     1G told by a table 0.90 links.csv:4
... and 3 more: --limit N, or another format, has them all
A      PORT     B         PORT METRIC SPEED SEEN                                SURE EVIDENCE
agg-1  1/9      cam-3 (!) eth0              heard at one end                    0.80 agg-1.json:2
core-1 10.0.0.5 olt-9             7/-       used by routing                     0.95 ospf.txt:4
agg-1           core-2              5       told by a table                     0.90 links.csv:3
core-1 ge1      core-2    ge2   10/20   10G told by a table and used by routing 0.98 ospf.txt:3 +1
agg-1  1/1      olt-9                    1G told by a table                     0.90 links.csv:4
## Nothing to show, a format that is none, a file that is none.
$ cleanpath links -q inventory.csv --case none.case; cleanpath links -q -f html inventory.csv
no links
cleanpath: --format is "html", expected one of table|json|ndjson|csv
[2]
$ cleanpath neighbours -q absent.csv
cleanpath: absent.csv: cannot open: No such file or directory
no links
[3]
## Names that act, and names in quotes, come back from our own tables as those that they are.
$ printf 'name,serial\n=core-1,SN40001\n"""box""",SN40002\n\047\047=quoted,SN40003\nbell\007-2,SN40004\nleft\342\200\256right,SN40005\n' >acting.csv; printf 'a,b,a_port\n=core-1,"""box""",p\n"""box""",\047\047=quoted,p\n\047\047=quoted,bell\007-2,p\nbell\007-2,left\342\200\256right,p\n' >ties.csv; cleanpath links -q -f csv acting.csv ties.csv >ours.csv; rm ties.csv; cleanpath links -q acting.csv ours.csv
A        PORT B          PORT METRIC SPEED SEEN            SURE EVIDENCE
"box"    p    '=quoted                     told by a table 0.90 ours.csv:2
"box"         =core-1    p                 told by a table 0.90 ours.csv:3
'=quoted p    bell�-2                      told by a table 0.90 ours.csv:4
bell�-2  p    left�right                   told by a table 0.90 ours.csv:5
$ cleanpath links -q -f csv acting.csv ours.csv | cut -d, -f1-3
a,a_id,a_port
"""box""",serial-sn40002,p
"""box""",serial-sn40002,
''=quoted,serial-sn40003,p
bell�-2,serial-sn40004,p
## A log of a terminal: the databases of both protocols stand in it beside routes and neighbours, and all of it is read.
$ cat >r1.log <<'END'
> <r1>display isis lsdb verbose
>                         Database information for ISIS(1)
>                         --------------------------------
>                           Level-2 Link State Database
> LSPID                 Seq Num      Checksum      Holdtime      Length  ATT/P/OL
> -------------------------------------------------------------------------------
> 0000.0000.0001.00-00* 0x00000009   0x4ae4        1115          102     0/0/0
>  SOURCE       r1.00
>  HOST NAME    r1
>  NLPID        IPV4
>  INTF ADDR    192.0.2.1
> +NBR  ID      r2.00  COST: 10
> 0000.0000.0002.00-00  0x00000009   0x4ae4        1115          102     0/0/0
>  HOST NAME    r2
>  INTF ADDR    192.0.2.2
> +NBR  ID      r1.00  COST: 20
> Total LSP(s): 2
> <r1>display ospf lsdb router
>          OSPF Process 1 with Router ID 192.0.2.1
>                          Area: 0.0.0.0
>                  Link State Database
>   Type      : Router
>   Ls id     : 192.0.2.1
>   Adv rtr   : 192.0.2.1
>   Ls age    : 16
>   seq#      : 80000007
>    * Link ID: 192.0.2.2
>      Data   : 198.51.100.1
>      Link Type: P-2-P
>      Metric : 48
>   Type      : Router
>   Ls id     : 192.0.2.2
>   Ls age    : 16
>   seq#      : 80000007
>    * Link ID: 192.0.2.1
>      Data   : 198.51.100.2
>      Link Type: P-2-P
>      Metric : 47
> <r1>display ip routing-table
> Route Flags: R - relay, D - download to fib
> ------------------------------------------------------------------------------
> Routing Tables: Public
>          Destinations : 1        Routes : 1
> Destination/Mask    Proto   Pre  Cost      Flags NextHop         Interface
>       192.0.2.0/24  Direct  0    0           D   192.0.2.1       GE0/1/0
> <r1>display arp
> IP ADDRESS      MAC ADDRESS     EXPIRE(M) TYPE        INTERFACE   VPN-INSTANCE
> 192.0.2.2       0000-5e00-5302  17        D-0         GE0/1/0
> END
$ cleanpath links r1.log | sed '/tables:/d'
Coverage
  r1.log: router-state, 6 records, 2 observations, 2 rows of router state
  1 asset, 2 links; judged as of 2026-11-23, facts from confidence 0.95
  ! Of 1 of 1 assets the maker is not established (confidence below 0.95): they are not known to be clean.
  ! The table pen is of 2024-08-23; blocks registered since are not known. A newer one is read with --registry FILE.

Network
  2 links
  ! 3 x in no inventory, at the end of a link

A             PORT         B             PORT         METRIC SPEED SEEN            SURE EVIDENCE
192.0.2.1 (!) 198.51.100.1 192.0.2.2 (!) 198.51.100.2  48/47       used by routing 0.95 r1.log:30
r1 (!)                     r2 (!)                      10/20       used by routing 0.95 r1.log:12
$ cleanpath routes -q --of all r1.log
ROUTER VRF WHAT      KEY          VALUE             MORE                  STANDS IN
r1         route     192.0.2.0/24 GE0/1/0           Direct 0/0, connected r1.log:45
r1         neighbour 192.0.2.2    00:00:5e:00:53:02 GE0/1/0               r1.log:48
