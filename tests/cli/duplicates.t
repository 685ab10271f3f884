## One register, a walk of names from monitoring, an export of another tool: what may be in the case twice.
$ cat >register.csv <<'END'
> name,serial,mac,ip,maker,product,site
> sw-1,SN10001A,,192.0.2.1,Cisco,C9300,North
> a2,SN20002B,,,Cisco,ASR-920,North
> AGG_North 05,SN50005E,,192.0.2.5,Juniper,MX204,North
> stack-6,SN60001F,,,Cisco,C9300,North
> stack-6,SN60002F,,,Cisco,C9300,North
> olt-7,SN70001G,,192.0.2.7,Huawei,MA5800,North
> sw-8,SN80001H,,192.0.2.8,Cisco,C9300,North
> m4a,,00:00:5e:00:53:04,,,,
> agg-1-1,,,192.0.2.91,Nokia,,
> switch,,,192.0.2.221,Cisco,,
> n/a,,,192.0.2.231,Cisco,,
> hq-9,SN90001J,,,Cisco,C9300,North
> END
$ cat >monitoring.csv <<'END'
> name,serial,mac,ip,maker,product,site
> SW-1.example.net,,,192.0.2.101,Cisco,C9300-48P,North
> b2,SN20002B,,,ZTE,ZXR10,South
> agg-north-5,,,192.0.2.55,Juniper Networks,MX204,North
> olt-7,SN70002G,,192.0.2.77,Huawei,MA5800,North
> sw-8,SN80002H,,192.0.2.8,Cisco,C9300,North
> m4b,,00:00:5e:00:53:04,,,,
> agg-11,,,192.0.2.92,Nokia,,
> 192.0.2.201,,,,,C9300,
> 192.0.3.201,,,,,C9300,
> switch,,,192.0.2.222,Huawei,,
> n/a,,,192.0.2.232,Cisco,,
> hq-9,SN90001J,,,,,
> END
$ printf 'name,serial,ip,product\nagg-north5.example.net,SN-50005E,192.0.2.56,MX204\nsw-1,,10.0.0.1,C9300\n' >other.csv
$ printf 'name,ip,realm,maker,product\nr3,10.0.0.1,north,Nokia,7750\nr3,10.0.0.1,south,Nokia,7750\n' >regions.csv
$ cleanpath import -q register.csv monitoring.csv other.csv regions.csv; cleanpath assets -q --duplicates
A                                 B                                         WEIGHT FOR                                                                       AGAINST
sw-8 (serial-sn80001h)            sw-8 (serial-sn80002h)                        10 same name, same ip 192.0.2.8, same maker, same product, same site         different serial numbers
AGG_North 05 (serial-sn50005e)    agg-north5.example.net (serial-sn-50005e)      8 names differ in spelling, serial numbers differ in spelling, same product -
SW-1.example.net (ip-192.0.2.101) sw-1 (serial-sn10001a)                         7 same name, same maker, same product, same site                            -
AGG_North 05 (serial-sn50005e)    agg-north-5 (ip-192.0.2.55)                    6 names differ in spelling, same maker, same product, same site             -
SW-1.example.net (ip-192.0.2.101) sw-1 (ip-10.0.0.1)                             5 same name, same product                                                   -
olt-7 (serial-sn70001g)           olt-7 (serial-sn70002g)                        5 same name, same maker, same product, same site                            different serial numbers
stack-6 (serial-sn60001f)         stack-6 (serial-sn60002f)                      5 same name, same maker, same product, same site                            different serial numbers
sw-1 (ip-10.0.0.1)                sw-1 (serial-sn10001a)                         5 same name, same product                                                   -
agg-north-5 (ip-192.0.2.55)       agg-north5.example.net (serial-sn-50005e)      4 names differ in spelling, same product                                    -
a2 (name-a2)                      b2 (name-b2)                                   1 same serial SN20002B                                                      different makers, different sites
## What is one, is joined and no pair: the hardware address of m4a and m4b, the serial number of hq-9. What only a name of two regions have in common, or agg-11 and agg-1-1, is no pair either.
$ cleanpath assets -q -f csv | cut -d, -f1-2 | grep -E 'm4|hq-9|r3|agg-1'
ip-192.0.2.91,agg-1-1
ip-192.0.2.92,agg-11
serial-sn90001j,hq-9
mac-00005e005304,m4a
ip-10.0.0.1-north,r3
ip-10.0.0.1-south,r3
$ cleanpath assets -q --duplicates -f csv site:north olt
a,a_name,b,b_name,realm_a,realm_b,weight,for,against
serial-sn70001g,olt-7,serial-sn70002g,olt-7,default,default,5,"same name, same maker, same product, same site",different serial numbers
$ cleanpath assets -q --duplicates -f json maker:zte | python3 -c 'import json, sys; print(json.load(sys.stdin)["duplicates"])'
[{'a': {'asset': 'name-a2', 'name': 'a2', 'realm': 'default'}, 'b': {'asset': 'name-b2', 'name': 'b2', 'realm': 'default'}, 'weight': 1, 'for': ['same serial SN20002B'], 'against': ['different makers', 'different sites']}]
$ cleanpath assets --duplicates -f ndjson | wc -l
11
$ cleanpath assets -q --duplicates nothing
no two assets look like one
$ cleanpath assets --duplicates -f html
cleanpath: html is no format of this answer
[2]
## A person looked. What the table of aliases calls one is one, by names or by the ids above; two serial numbers stay two, and the case says why.
$ printf 'id,same_as\nip-192.0.2.101,sw-1.example.net\nserial-sn50005e,agg-north-5\nserial-sn60001f,serial-sn60002f\nserial-sn10001a,ip-192.0.2.101\n' >aliases.csv && cleanpath import aliases.csv
cleanpath: aliases.csv: aliases-csv, 0 observations, 0 links, 4 relations
$ cleanpath assets -q --duplicates -f csv | cut -d, -f1-4
a,a_name,b,b_name
serial-sn80001h,sw-8,serial-sn80002h,sw-8
serial-sn50005e,AGG_North 05,serial-sn-50005e,agg-north5.example.net
serial-sn10001a,SW-1.example.net,ip-10.0.0.1,sw-1
serial-sn70001g,olt-7,serial-sn70002g,olt-7
serial-sn60001f,stack-6,serial-sn60002f,stack-6
name-a2,a2,name-b2,b2
$ cleanpath assets -q -f csv | cut -d, -f1,2,10-12 | grep -iE 'sw-1|agg.?north'
serial-sn50005e,AGG_North 05,North,,
serial-sn10001a,SW-1.example.net,North,,
serial-sn-50005e,agg-north5.example.net,,,
ip-10.0.0.1,sw-1,,,
$ cleanpath explain -q serial-sn60001f | grep ' conflict  '
register.csv   5 conflict          hostname serial-sn60001f                      also told of serial-sn60002f; not joined, because they contradict each other: serial numbers
## A board that was replaced between two exports; two modules of one name in one export are two.
$ printf 'name,serial,parent,maker,product\nne-1,SN11111A,,Nokia,7750\nslot 1,BD11111A,ne-1,Nokia,IOM4\nfan,FN11111A,ne-1,Nokia,F1\nfan,FN11112A,ne-1,Nokia,F1\n' >monday.csv; printf 'name,serial,parent,maker,product\nne-1,SN11111A,,Nokia,7750\nSlot 1,BD22222B,ne-1,Nokia,IOM4\nfan,FN11111A,ne-1,Nokia,F1\nfan,FN11112A,ne-1,Nokia,F1\n' >friday.csv
$ cleanpath import -q --case week.case monday.csv friday.csv; cleanpath assets -q --case week.case --duplicates
A                        B                        WEIGHT FOR                                                    AGAINST
Slot 1 (serial-bd22222b) slot 1 (serial-bd11111a)      4 same maker, same product, same name in the same device different serial numbers
## Who cites the other id of what is one now is still heard: waivers, decisions, commands, and what changed since.
$ mkdir -p own/makers && printf 'schema: cleanpath-makers/1\nas_of: "2026-11-20"\nmakers: [{id: acme, name: Acme, text_names: [Acme]}]\n' >own/makers/acme.yaml; export CLEANPATH_DATA=own
$ cat >ours.yaml <<'YAML'
> schema: cleanpath-policy/1
> id: ours
> title: No Acme
> jurisdiction: SE
> kind: rules
> law: in_force
> effective: 2024-01-01
> read: 2026-11-20
> addressees: [{role: telecom_service_provider}]
> clauses:
> - {id: all, title: no Acme, makers: [acme], equipment: [any], confidence: partial}
> duties: [{verb: use, deadline: 2027-12-31, text: gone, confidence: partial}]
> YAML
$ printf 'schema: cleanpath-waivers/1\nwaivers:\n- {asset: ip-192.0.2.40, rule: ours/all, reason: replaced in spring, approver: J. Doe, expires: 2027-06-30}\n' >waivers.yaml
$ printf 'name,serial,maker\nedge-1,SN40004D,Acme\n' >one.csv; printf 'name,ip,maker\nedge1.example.net,192.0.2.40,Acme\n' >two.csv; cleanpath import -q --case said.case one.csv two.csv; cleanpath audit --case said.case -q -p ours.yaml --accept 0.8 --waivers waivers.yaml; cleanpath finding confirm --case said.case -q --accept 0.8 -p ours.yaml ip-192.0.2.40 --by 'J. Doe' --reason 'seen on site' >/dev/null; cp said.case before.case
Answer
POLICY BY LAW      BINDS YOU EXCLUDED RESTRICTED UNDETERMINED ALLOWED NOT ADDRESSED
ours   SE in_force yes              0          2            0       0             0
  ours: 1 of those excluded or restricted are waived

Assets
RESULT     NAME              MAKER SURE PRODUCT SITE WHY
restricted edge-1            Acme  0.83              restricted ours
waived     edge1.example.net Acme  0.83              waived ours
$ printf 'id,same_as\nedge-1,edge1.example.net\n' >said.csv; cleanpath import -q --case said.case said.csv; cleanpath audit -q --case said.case --accept 0.8 --since before.case -p ours.yaml --waivers waivers.yaml
Answer
POLICY BY LAW      BINDS YOU EXCLUDED RESTRICTED UNDETERMINED ALLOWED NOT ADDRESSED
ours   SE in_force yes              0          1            0       0             0
  ours: 1 of those excluded or restricted are waived

Assets
RESULT NAME   MAKER SURE PRODUCT SITE WHY
waived edge-1 Acme  0.83              waived ours [confirmed]

Since before.case (2026-11-23)
Equipment: 0 new, 1 gone, 1 changed, 0 the same.
Verdicts: 2 changed (network 1, waiver 1); 0 new findings, 0 gone; 0 newly undetermined, 0 no longer.
Paths were not compared: no link of before.case is known.

CHANGE  ASSET             MAKER PRODUCT SITE WHAT
gone    edge1.example.net Acme               is now one with serial-sn40004d in a table of aliases
changed edge-1            Acme               name: edge-1 -> edge-1 (0.49)

VERDICT ASSET             MAKER POLICY BEFORE                  AFTER                   BECAUSE OF WHY
changed edge-1            Acme  ours   restricted all          restricted all (waived) waiver     Clause all excludes it from 2027-12-31 on: no Acme.
changed edge1.example.net Acme  ours   restricted all (waived) -                       network    It is there no longer.
$ cleanpath explain -q --case said.case asset:ip-192.0.2.40 | sed -n '1,/serial/p'; cleanpath finding list -q --case said.case --accept 0.8 -p ours.yaml
edge-1 (serial-sn40004d, realm default)
  also known as ip-192.0.2.40
  ip         192.0.2.40
  hostname   edge-1, edge1.example.net
  serial     SN40004D
STATE     NAME   ASSET           MAKER PRODUCT POLICY RESULT     BY     NEXT
confirmed edge-1 serial-sn40004d Acme          ours   restricted J. Doe 
$ cleanpath report -q --case said.case -p ours.yaml -f json --redact | grep -oE '"(asset|other_ids)":[^,]*,' | sed 's,[0-9a-f]\{8\},X,'
"asset":"asset-X",
"other_ids":["asset-X"],
