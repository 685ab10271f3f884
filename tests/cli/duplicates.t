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
ip-192.0.2.55,AGG_North 05,serial-sn-50005e,agg-north5.example.net
ip-192.0.2.101,SW-1.example.net,ip-10.0.0.1,sw-1
serial-sn70001g,olt-7,serial-sn70002g,olt-7
serial-sn60001f,stack-6,serial-sn60002f,stack-6
name-a2,a2,name-b2,b2
$ cleanpath assets -q -f csv | cut -d, -f1,2,10-12 | grep -iE 'sw-1|agg.?north'
ip-192.0.2.55,AGG_North 05,North,,
ip-192.0.2.101,SW-1.example.net,North,,
serial-sn-50005e,agg-north5.example.net,,,
ip-10.0.0.1,sw-1,,,
$ cleanpath explain -q serial-sn60001f | grep ' conflict  '
register.csv   5 conflict          hostname serial-sn60001f                      also told of serial-sn60002f; not joined, because they contradict each other
## A board that was replaced between two exports; two modules of one name in one export are two.
$ printf 'name,serial,parent,maker,product\nne-1,SN11111A,,Nokia,7750\nslot 1,BD11111A,ne-1,Nokia,IOM4\nfan,FN11111A,ne-1,Nokia,F1\nfan,FN11112A,ne-1,Nokia,F1\n' >monday.csv; printf 'name,serial,parent,maker,product\nne-1,SN11111A,,Nokia,7750\nSlot 1,BD22222B,ne-1,Nokia,IOM4\nfan,FN11111A,ne-1,Nokia,F1\nfan,FN11112A,ne-1,Nokia,F1\n' >friday.csv
$ cleanpath import -q --case week.case monday.csv friday.csv; cleanpath assets -q --case week.case --duplicates
A                        B                        WEIGHT FOR                                                    AGAINST
Slot 1 (serial-bd22222b) slot 1 (serial-bd11111a)      4 same maker, same product, same name in the same device different serial numbers
