## Whom walks have met: tables of ARP and of bridges (docs/formats/snmp.md).
$ cp $DATA/near/* .
## A gateway: its own lines, an invalid one and the address of a virtual router are nobody; what answers for twenty is a router, without any of them.
$ cleanpath identify -v gateway.snmprec | sed '/tables:/,/^$/d'
Coverage
  gateway.snmprec: snmprec, 69 records, 14 observations, 22 not of use here
    neighbours by ARP: 9 pairs of addresses, 1 hardware address of more than 16 that answers for others
Assets
NAME             MAKER        SURE PRODUCT SITE
gw-1             unknown                   
mac-00000c0053ff Cisco        0.92         
mac-00005e005302 unknown                   
mac-00e0fc005330 Huawei       0.92         
mac-4419b6005320 Hikvision    0.92         
mac-4419b6005321 Hikvision    0.92         
mac-b827eb005340 Raspberry Pi 0.92         
mac-b827eb005341 Raspberry Pi 0.92         
mac-b827eb005342 Raspberry Pi 0.92         
mac-b827eb005343 Raspberry Pi 0.92         
mac-b827eb005344 Raspberry Pi 0.92         
## Neighbours of one maker and one result are one row, unless something is excluded or --verbose asks for each.
$ cleanpath audit --policy us-fcc-covered-list gateway.snmprec | sed '/tables:/d; /table pen/d'
Coverage
  gateway.snmprec: snmprec, 69 records, 14 observations, 22 not of use here
    neighbours by ARP: 9 pairs of addresses, 1 hardware address of more than 16 that answers for others
  11 assets, 0 links; judged as of 2026-11-23, facts from confidence 0.95
  ! 10 of 11 assets are known only by tables of ARP and of bridges: somebody met their addresses, perhaps long ago, and no walk, inventory or capture tells what they are.
  ! Of 11 of 11 assets the maker is not established (confidence below 0.95): they are not known to be clean.

Answer
POLICY              BY LAW      BINDS YOU EXCLUDED RESTRICTED UNDETERMINED ALLOWED NOT ADDRESSED
us-fcc-covered-list US in_force yes              0          0           11       0             0

Assets
RESULT       NAME                               MAKER        SURE PRODUCT SITE WHY
undetermined gw-1                               unknown                        undetermined us-fcc-covered-list (class?, maker? ...)
undetermined mac-00000c0053ff                   Cisco        0.92              undetermined us-fcc-covered-list (class?, maker? ...)
undetermined mac-00005e005302                   unknown                        undetermined us-fcc-covered-list (class?, maker? ...)
undetermined mac-00e0fc005330                   Huawei       0.92              undetermined us-fcc-covered-list (class?, maker? ...)
undetermined mac-4419b6005320                   Hikvision    0.92              undetermined us-fcc-covered-list (class?, maker? ...)
undetermined mac-4419b6005321                   Hikvision    0.92              undetermined us-fcc-covered-list (class?, maker? ...)
undetermined 5 neighbours: mac-b827eb005340 ... Raspberry Pi 0.92              undetermined us-fcc-covered-list (class?, maker? ...)
(neighbours: known only by tables of ARP and of bridges; --verbose shows each)
## A register knows the camera by its IP: the gateway adds its hardware address, the switch its port. The register's other device has another hardware address than the gateway remembers for that IP: they stay two, the IP is the register's, and both say so.
$ cleanpath import -q --case near.case gateway.snmprec switch.snmpwalk register.csv
$ cleanpath assets -q --case near.case -f ndjson | python3 -c 'import json,sys; [print(d["asset"], d["name"], " ".join(d["ids"]["ip"] + d["ids"]["mac"])) for d in map(json.loads, sys.stdin) if "asset" in d]'
serial-hk0000123x cam-7 192.0.2.20 44:19:b6:00:53:20
mac-00005e005301 gw-1 192.0.2.1 00:00:5e:00:53:01
mac-00000c0053ff mac-00000c0053ff 00:00:0c:00:53:ff
mac-00005e005350 mac-00005e005350 00:00:5e:00:53:50
mac-00e0fc005330 mac-00e0fc005330 00:e0:fc:00:53:30
mac-4419b6005321 mac-4419b6005321 192.0.2.21 44:19:b6:00:53:21
mac-b827eb005340 mac-b827eb005340 192.0.2.40 b8:27:eb:00:53:40
mac-b827eb005341 mac-b827eb005341 192.0.2.41 b8:27:eb:00:53:41
mac-b827eb005342 mac-b827eb005342 192.0.2.42 b8:27:eb:00:53:42
mac-b827eb005343 mac-b827eb005343 192.0.2.43 b8:27:eb:00:53:43
mac-b827eb005344 mac-b827eb005344 192.0.2.44 b8:27:eb:00:53:44
mac-00005e005310 sw-1 192.0.2.2 00:00:5e:00:53:02 00:00:5e:00:53:10
serial-up0000456y ups-3 192.0.2.30 00:00:5e:00:53:60
$ cleanpath explain --case near.case cam-7 | sed -n '/^Evidence/,$p'
Evidence (weights are log-odds)
SOURCE          POS KIND             VALUE                SAYS            WEIGHT BY
gateway.snmprec   8 arp.table        gw-1 Vlan10, dynamic                        
gateway.snmprec   8 oui              44:19:b6:00:53:20    maker=hikvision    2.4 registered block
switch.snmpwalk  10 fdb.port         sw-1 Gi0/1, vlan 10                         
register.csv      2 inventory.name   cam-7                name=cam-7         3.5 
register.csv      2 inventory.ip     192.0.2.20                                  
register.csv      2 inventory.serial HK0000123X                                  
$ cleanpath explain --case near.case ups-3 | sed -n '/^Evidence/,$p'
Evidence (weights are log-odds)
SOURCE       POS KIND             VALUE             SAYS       WEIGHT BY
register.csv   3 inventory.name   ups-3             name=ups-3    3.5 
register.csv   3 inventory.mac    00:00:5e:00:53:60                   
register.csv   3 inventory.ip     192.0.2.30                          
register.csv   3 inventory.serial UP0000456Y                          
register.csv   3 conflict         ip 192.0.2.30                       also told of mac-00e0fc005330; not joined, because they contradict each other: hardware addresses
## A port of a bridge on which nothing else was learnt, and nobody heard by LLDP or CDP. Two on a port are an uplink or a bridge that nobody manages; what a person told (mgmt) was not learnt.
$ cleanpath links --case near.case | sed -n '/^Network/,$p'
Network
  3 links
  ! 1 x known only to neighbours: no inventory and no walk tells of it

A     PORT              B                    PORT              METRIC SPEED SEEN                        SURE EVIDENCE
sw-1  Gi0/3             mac-00005e005350 (!) 00:00:5e:00:53:50              alone on a port of a bridge 0.60 switch.snmpwalk:14
cam-7 44:19:b6:00:53:20 sw-1                 Gi0/1                          alone on a port of a bridge 0.60 switch.snmpwalk:10
gw-1  00:00:5e:00:53:01 sw-1                 Gi0/24                         alone on a port of a bridge 0.60 switch.snmpwalk:11
$ cleanpath neighbours -q --case near.case -f json | python3 -c 'import json,sys; [print(r["b"]["name"], r["b"]["known"], r["a"]["name"], r["a"]["port"], r["seen"], r["reason"]) for r in json.load(sys.stdin)["neighbours"]]'
mac-00005e005350 heard sw-1 Gi0/3 ['bridge'] alone on a port of a bridge
cam-7 asset sw-1 Gi0/1 ['bridge'] alone on a port of a bridge
gw-1 asset sw-1 Gi0/24 ['bridge'] alone on a port of a bridge
sw-1 asset cam-7 44:19:b6:00:53:20 ['bridge'] alone on a port of a bridge
sw-1 asset gw-1 00:00:5e:00:53:01 ['bridge'] alone on a port of a bridge
## What is between a bridge and what stands on its port nobody tells: no path leads over it, and no answer rests on there being none.
$ cleanpath path gw-1 cam-7 --case near.case -p us-fcc-covered-list | sed -n '/^Network/,/^us-fcc-covered-list /p'
Network
  13 devices, 0 links, 0 with metrics
  ! 2 pairs of devices are known to be linked only because one stands alone on a port of the other, a bridge: what is between them nobody tells, and no path leads there.
  The model is incomplete: what that could overturn is not proven (--assume-complete takes it as complete).

From gw-1 to cam-7, exposure
Scope: transmission only; not looked at: what the devices depend on (no table of dependencies), what carries the links (no table of carriage), anything beyond the ends; the model is incomplete

POLICY              SOME         EVERY        SURVIVES     ROUTES
us-fcc-covered-list undetermined undetermined undetermined not-modelled
## A table that lies, and lines that are none. Where tables do not agree none is believed; what has a serial number or hardware addresses of its own is joined with nothing else.
$ cleanpath identify -v hostile.snmprec | sed '/tables:/,/^$/d'
Coverage
  hostile.snmprec: snmprec, 9 records, 3 observations, 6 MALFORMED, read in part
    neighbours by ARP: 2 pairs of addresses
    hostile.snmprec:4: the index of ipNetToMediaPhysAddress has 4 numbers, expected interface and address
    hostile.snmprec:5: ipNetToMediaPhysAddress is no hardware address
    hostile.snmprec:6: ipNetToMediaType is "9", which is none of its values
    ... and 3 more
Assets
NAME             MAKER     SURE PRODUCT SITE
mac-00005e005301 unknown                
mac-4419b6005320 Hikvision 0.92         
rogue            unknown                
$ cleanpath import --case near.case hostile.snmprec
cleanpath: hostile.snmprec: snmprec, 3 observations, 0 links; some records were malformed
$ cleanpath assets -q --case near.case -f ndjson | python3 -c 'import json,sys; [print(d["asset"], d["name"], " ".join(d["ids"]["ip"] + d["ids"]["mac"])) for d in map(json.loads, sys.stdin) if "asset" in d and d["name"] in ("cam-7", "gw-1", "rogue", "sw-1", "ups-3")]'
serial-hk0000123x cam-7 192.0.2.20
mac-00005e005301 gw-1 192.0.2.1 00:00:5e:00:53:01
name-rogue rogue 
mac-00005e005310 sw-1 192.0.2.2 00:00:5e:00:53:02 00:00:5e:00:53:10
serial-up0000456y ups-3 192.0.2.30 00:00:5e:00:53:60
$ cleanpath explain --case near.case cam-7 | sed -n '/^Evidence/,$p'
Evidence (weights are log-odds)
SOURCE       POS KIND             VALUE         SAYS       WEIGHT BY
register.csv   2 inventory.name   cam-7         name=cam-7    3.5 
register.csv   2 inventory.ip     192.0.2.20                      
register.csv   2 inventory.serial HK0000123X                      
register.csv   2 conflict         ip 192.0.2.20                   also told of mac-00005e005301, mac-4419b6005320; not joined, because they contradict each other: hardware addresses
## A bridge that tells of one VLAN at 200,000 times, and 60,000 addresses, each alone on its port: told in a moment.
$ python3 -c 'print("1.3.6.1.2.1.1.5.0|4|sw-9"); [print(f"1.3.6.1.2.1.17.7.1.2.2.1.2.1.0.27.84.{p >> 16}.{p >> 8 & 255}.{p & 255}|2|{p}") for p in range(1, 60001)]; [print(f"1.3.6.1.2.1.17.7.1.4.2.1.3.{t}.10|66|1") for t in range(200000)]' >crowd.snmprec; timeout 10 cleanpath identify -q -f ndjson crowd.snmprec | grep -o 'sw-9 bridge port 60000, vlan 10'
sw-9 bridge port 60000, vlan 10
## Recordings of single VLANs are the agent's whose name they bear; what tells of a device of its own is not, nor what lies elsewhere.
$ mkdir vlans vlans/other && cd vlans && printf '1.3.6.1.2.1.1.1.0|4|AcmeOS\n1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.9.1.633\n' >sw-1.snmprec; printf '\n' >sw-1@10.snmprec; printf '1.3.6.1.2.1.17.1.2.0|2|28\n' >sw-1@20.snmprec; printf '1.3.6.1.2.1.1.5.0|4|paris\n' >sw-1@30.snmprec; printf '\n' >other/sw-1@10.snmprec; printf '\n' >other/sw-2@5.snmprec; printf '\n' >other/sw-2@6.snmprec
$ cleanpath identify -q -f ndjson vlans | python3 -c 'import json,sys; [print(d["asset"], d["maker"]["id"], *d["sources"]) for d in map(json.loads, sys.stdin) if "asset" in d]'
agent-sw-1-10-snmprec None vlans/other/sw-1@10.snmprec
agent-sw-1-snmprec cisco vlans/sw-1.snmprec vlans/sw-1@10.snmprec vlans/sw-1@20.snmprec
agent-sw-2-5-snmprec None vlans/other/sw-2@5.snmprec vlans/other/sw-2@6.snmprec
name-paris None vlans/sw-1@30.snmprec
$ cd vlans; printf '\n' >empty.snmprec; printf '# remark\n' >sw-1@40.snmprec; cleanpath identify empty.snmprec sw-1@40.snmprec sw-1.snmprec 2>&1 | sed -n '/Coverage/,/^  tables/p'
Coverage
  empty.snmprec: NOT READ
    empty.snmprec: format not recognised (begins with 0a); recognised by content are captures, SNMP walks, tables, topologies, observations: `cleanpath doctor` lists them
  sw-1@40.snmprec: snmprec, 0 records, 1 observation
  sw-1.snmprec: snmprec, 2 records, 2 observations
  tables: oui of 2026-08-26, pen of 2024-08-23, makers of 2026-11-23, fingerprints of 2026-11-27
