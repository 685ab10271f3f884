## What an OLT shows on its terminal: itself, its boards, its ONUs. A number that two ONUs have joins nothing.
$ cleanpath identify $DATA/exports/olt-smartax.txt | sed '/tables:/,/^$/d'
Coverage
  data/exports/olt-smartax.txt: olt, 28 records, 78 observations, 1 MALFORMED, 3 not of use here, read in part, of 2026-08-04
    1 command whose answer was not read: "display mac-address all" (line 122); 7 ONUs, 4 boards; 1 PON serial number twice
    data/exports/olt-smartax.txt:142: the PON serial number HWTCA0B1C201 is that of olt-north-1 0/1/0:0 in line 48 too: such numbers are cloned, so these are two things
Assets
NAME                           MAKER   SURE PRODUCT     SITE
olt-north-1                    Huawei  0.97 MA5800-X7   
olt-north-1 0/1/0:0            Huawei  0.97 HG8145X6-10 
olt-north-1 0/1/0:1            Huawei  0.77 ZK9004WT    
olt-north-1 0/1/0:2            ZTE     0.77             
olt-north-1 0/1/0:3            Nokia   0.77 G-240W-C    
olt-north-1 0/2/9 SKYWB800528F unknown      GN256VH     
olt-north-1 slot 0/1           unknown      H901GPHF    
olt-north-1 slot 0/2           unknown      H901GPSF    
olt-north-1 slot 0/8           unknown      H902MPLA    
olt-north-1 slot 0/8 sub 0     unknown      CPCF        
olt-north-1 slot 0/9           unknown      H902MPLA    
olt-south-1                    unknown                  
olt-south-1 0/2/11:0           Huawei  0.77 EG8145X6-10 
olt-south-1 0/2/11:1           Huawei  0.77             
$ cleanpath identify $DATA/exports/olt-zxa10.txt | sed '/tables:/,/^$/d'
Coverage
  data/exports/olt-zxa10.txt: olt, 16 records, 45 observations, 2 not of use here
    1 command whose answer was not read: "show vlan summary" (line 59); 5 ONUs, 3 boards
Assets
NAME                         MAKER     SURE PRODUCT  SITE
ZXAN-EAST                    ZTE       1.00          
ZXAN-EAST 1/1/1:1            ZTE       0.77          
ZXAN-EAST 1/1/1:2            Huawei    0.77 EG8145V5 
ZXAN-EAST 1/1/1:3            FiberHome 0.77          
ZXAN-EAST 1/1/2 MSTC8CBF86B4 unknown                 
ZXAN-EAST 1/1/2 ZTEGDA5918AC ZTE       0.77          
ZXAN-EAST slot 1/1/1         unknown        GTGHK    
ZXAN-EAST slot 1/1/3         unknown        PRAM     
ZXAN-EAST slot 1/1/4         unknown        SMXA     
## A vendor id is shown, and is no fact: the maker that it names is not established.
$ cat >makers.py <<'END'
> import json, sys
> for d in map(json.loads, sys.stdin):
>     if d.get('name') in sys.argv[1:]:
>         print(d['name'], '<', d['parent'], d['maker']['id'], d['maker']['confidence'])
>         print(''.join('  %s %s %s\n' % (e['kind'], e['value'], e['weight']) for e in d['evidence'] if e['says'] and 'maker' in e['says']), end='')
> END
$ cleanpath identify -f ndjson $DATA/exports/olt-smartax.txt | python3 makers.py 'olt-north-1 0/1/0:1' 'olt-north-1 0/1/0:0'
olt-north-1 0/1/0:0 < name-olt-north-1 huawei 0.9734
  gpon.vendor_id HWTC 1.2
  oui 00:e0:fc:a0:b1:c2 2.4
olt-north-1 0/1/0:1 < name-olt-north-1 huawei 0.7685
  gpon.vendor_id HWTC 1.2
## Answers of no use are named; text in which nothing of an OLT stands is not taken for it.
$ printf 'olt-1#display clock\n2026-11-27\nolt-1#display version\n VERSION : MA5800V100R018C10\n PRODUCT : MA5800-X2\n' >v.txt && cleanpath identify -q v.txt && cleanpath identify v.txt | sed -n 3p
Assets
NAME  MAKER  SURE PRODUCT   SITE
olt-1 Huawei 0.97 MA5800-X2 
    1 command whose answer was not read: "display clock" (line 1); 0 ONUs, 0 boards
$ printf 'olt-1#display clock\n2026-11-27\n' >c.txt && cleanpath identify -q c.txt
cleanpath: c.txt: format not recognised (begins with 6f 6c 74 2d 31 23 64 69); recognised by content are captures, SNMP walks, tables, topologies, observations: `cleanpath doctor` lists them
Assets
none
[3]
## Remarks that would act on a terminal, a page or a spreadsheet do not.
$ n=$(printf '\033[31m<script>\342\200\256=1+1'); printf 'o#display ont info 0 1 0 all\n ----------\n F/S/P ONT-ID Description\n ----------\n 0/1/0 1 %s\n' "$n" >h.txt && for f in table csv json ndjson html; do cleanpath identify -f $f h.txt | LC_ALL=C grep -c "$(printf '\033\\|\342\200\256')"; done; true
0
0
0
0
0
## Leases of DHCP: an address names only who has it now.
$ for f in dhcpd.leases kea-leases4.csv kea-leases6.csv dnsmasq.leases windows-leases.csv netsh-clients.txt; do cleanpath identify $DATA/exports/$f | sed '/tables:/,/^$/d;/^Coverage/d;/^Assets/d'; done
  data/exports/dhcpd.leases: dhcpd-leases, 5 records, 16 observations, 1 not of use here, of 2026-09-29
    4 clients; of 4 addresses 3 held; 1 record of addresses that nobody has
NAME      MAKER   SURE PRODUCT SITE
camera-61 unknown              
desk-4    unknown              
gone      unknown              
printer-2 unknown              
  data/exports/kea-leases4.csv: kea-leases, 6 records, 18 observations, of 2026-06-21
NAME                 MAKER   SURE PRODUCT SITE
ap-lobby.example.net unknown              
mac-00005e005303     unknown              
no-hw                unknown              
old                  unknown              
phone                unknown              
  data/exports/kea-leases6.csv: kea-leases, 2 records, 9 observations, of 2026-06-21
NAME                     MAKER   SURE PRODUCT SITE
agent-kea-leases6-csv-r3 unknown              
ap-lobby.example.net     unknown              
  data/exports/dnsmasq.leases: dnsmasq-leases, 4 records, 12 observations
NAME             MAKER   SURE PRODUCT SITE
doorbell         unknown              
mac-00005e005312 unknown              
odd              unknown              
  data/exports/windows-leases.csv: windows-leases, 4 records, 11 observations
NAME                 MAKER   SURE PRODUCT SITE
camera-2.example.net unknown              
desk-1.example.net   unknown              
ras-1                unknown              
spare-1.example.net  unknown              
  data/exports/netsh-clients.txt: netsh-dhcp, 4 records, 9 observations, 1 not of use here
    3 clients; of 4 addresses 3 held; 1 record of addresses that nobody has
NAME                  MAKER   SURE PRODUCT SITE
desk-9.example.net    unknown              
nvr-1.example.net     unknown              
printer-1.example.net unknown              
$ cleanpath identify -f ndjson $DATA/exports/dhcpd.leases | python3 -c 'import json,sys; [print(d["name"], d["ids"]["ip"], d["ids"]["mac"]) for d in map(json.loads, sys.stdin) if "asset" in d]'
camera-61 ['192.0.2.100'] ['00:00:5e:00:53:61']
desk-4 ['192.0.2.101'] ['00:00:5e:00:53:63']
gone [] ['00:00:5e:00:53:62']
printer-2 ['192.0.2.9'] ['00:00:5e:00:53:64']
$ cleanpath identify -f csv $DATA/exports/kea-leases4.csv $DATA/exports/kea-leases6.csv | grep ap-lobby
mac-00005e005301,ap-lobby.example.net,default,,,,,,,,,,,,,"198.51.100.50;2001:db8::10",00:00:5e:00:53:01,,,"data/exports/kea-leases4.csv;data/exports/kea-leases6.csv",,
## Devices of an auto-configuration server, network functions, devices of a wireless controller.
$ for f in genieacs.json nrf-discovery.json unifi-devices.json; do cleanpath identify $DATA/exports/$f | sed '/tables:/,/^$/d;/^Coverage/d;/^Assets/d'; done
  data/exports/genieacs.json: genieacs, 4 records, 33 observations, of 2026-09-28
NAME                                MAKER   SURE PRODUCT SITE
ref-cwmp-5872c9-f6600r-ztegdc47b001 ZTE     0.99 F6600R  
serial-2102310qxf6rx4000417         Huawei  1.00 HG8245H 
serial-sn00123456                   unknown      BR-77   
serial-sn00123999                   unknown      BR-78   
  data/exports/nrf-discovery.json: nrf, 6 records, 38 observations, 2 MALFORMED, read in part
    data/exports/nrf-discovery.json:96: no profile of a network function: expected nfInstanceId and nfType
    data/exports/nrf-discovery.json:89: vendorId: "Acme" is no enterprise number
NAME                    MAKER    SURE PRODUCT SITE
amf-north-1             Ericsson 0.96         north
ausf1.north.example.net unknown               
hss1.north.example.net  unknown               
ip-2001:db8::3          Nokia    0.96         
smf1.north.example.net  Huawei   0.96         
  data/exports/unifi-devices.json: unifi, 5 records, 25 observations, 2 MALFORMED, read in part
    data/exports/unifi-devices.json:70: mac: "00:00:5e:00:53" is no hardware address
    data/exports/unifi-devices.json:78: no device: expected mac, model
NAME                         MAKER   SURE PRODUCT  SITE
AP lobby                     unknown      U7PG2    
Gateway                      unknown      UDMPRO   
Switch hall                  unknown      US24P250 
agent-unifi-devices-json-r70 unknown      XX       
$ cleanpath identify -f ndjson $DATA/exports/nrf-discovery.json | python3 makers.py amf-north-1 smf1.north.example.net hss1.north.example.net
amf-north-1 < None ericsson 0.9608
  nrf.vendor_id 1.3.6.1.4.1.193 3.2
hss1.north.example.net < None None 0
smf1.north.example.net < None huawei 0.9608
  nrf.vendor_id 1.3.6.1.4.1.2011 3.2
$ cleanpath links $DATA/exports/unifi-devices.json | sed '1,/^$/d'
Network
  3 links
  ! 1 x in no inventory, at the end of a link
  ! 3 x a link that only one end tells of

A           PORT   B           PORT METRIC SPEED SEEN                                 SURE EVIDENCE
Switch hall 2      cam-7 (!)   eth0              heard at one end                     0.80 data/exports/unifi-devices.json:19
AP lobby    1      Switch hall 7                 told by a table                      0.90 data/exports/unifi-devices.json:52
Gateway     Port 3 Switch hall 24                heard at one end and told by a table 0.98 data/exports/unifi-devices.json:19 +1
## Lists of cameras and small networks are tables; what each column was taken for is shown.
$ for f in sadp configtool onvif unifi; do cleanpath identify $DATA/exports/$f-devices.csv | sed '/tables:/,/^$/d;/^Coverage/d;/^Assets/d'; done
  data/exports/sadp-devices.csv: inventory-csv, 3 records, 18 observations
    columns: Device Type -> product, IPv4 Address -> ip, Software Version -> version, Device Serial No. -> serial, MAC Address -> mac, IPv6 Address -> ip; ignored: ID, Security, Port, Enhanced SDK Service Port, IPv4 Gateway, HTTP Port, Subnet Mask, Encoding Channel(s), DSP Version, Start Time, IPv6 Gateway, IPv6 Prefix Length and 6 more
NAME                                           MAKER     SURE PRODUCT        SITE
serial-ds-2cd2143g0-i20190102aawr000000417     Hikvision 0.92 DS-2CD2143G0-I 
serial-ds-7616ni-k21620200305ccrr000000418wcvu Hikvision 0.92 DS-7616NI-K2   
serial-ipc-b14020180801aawr000000419           Hikvision 0.92 IPC-B140       
  data/exports/configtool-devices.csv: inventory-csv, 3 records, 21 observations
    columns: Type -> role, Model -> product, IP -> ip, MAC -> mac, Version -> version, SN -> serial, Device Name -> name; ignored: NO., Initialization Status, HTTP Port, Port
NAME   MAKER            SURE PRODUCT              SITE
VTO    Dahua Technology 0.92 VTO2211G-WP          
cellar Dahua Technology 0.92 DHI-NVR4216-16P-4KS2 
gate   Dahua Technology 0.92 IPC-HDW2431T-AS-S2   
  data/exports/onvif-devices.csv: inventory-csv, 2 records, 14 observations
    columns: Name -> name, Address -> ip (by its values), Manufacturer -> maker, Model -> product, Firmware version -> version, Serial number -> serial, MAC address -> mac; ignored: Hardware ID, ONVIF version
NAME  MAKER         SURE PRODUCT  SITE
lobby Bergson       0.83 BC-100   
yard  Acme Networks 0.83 AX-CAM 7 
  data/exports/unifi-devices.csv: inventory-csv, 3 records, 21 observations
    columns: Name -> name, Type -> role, Model -> product, MAC Address -> mac, IP Address -> ip, Firmware Version -> version, Status -> status; ignored: Uptime, Uplink
NAME        MAKER   SURE PRODUCT        SITE
AP lobby    unknown      U6 Pro         
Gateway     unknown      UDM Pro        
Switch hall unknown      USW Pro 24 PoE 
## Two exports of one network, from different days: an ONU is known again, one that was replaced is another; nothing is joined by its name.
$ cp $DATA/exports/olt-smartax.txt day-1.txt && sed 's/414C434CF9A00104/48575443F9A00204/' day-1.txt >day-2.txt && cleanpath identify -q -f ndjson day-2.txt day-1.txt | python3 -c 'import json,sys; [print(d["asset"], d["parent"], d["sources"]) for d in map(json.loads, sys.stdin) if "asset" in d and "0/1/0:" in d["name"]]'
serial-2150087432exa0000201 name-olt-north-1 ['day-2.txt', 'day-1.txt']
ref-onu-olt-north-1-0-1-0-1-hwtc9a01ee02 name-olt-north-1 ['day-2.txt', 'day-1.txt']
ref-onu-olt-north-1-0-1-0-2-ztegc0ffee03 name-olt-north-1 ['day-2.txt', 'day-1.txt']
ref-onu-olt-north-1-0-1-0-3-alclf9a00104 name-olt-north-1 ['day-1.txt']
ref-onu-olt-north-1-0-1-0-3-hwtcf9a00204 name-olt-north-1 ['day-2.txt']
$ cleanpath import -q day-1.txt day-2.txt >/dev/null 2>&1; cleanpath assets -q --duplicates
A                                                              B                                                                WEIGHT FOR                                        AGAINST
olt-north-1 0/1/0:3 (ref-onu-olt-north-1-0-1-0-3-alclf9a00104) olt-north-1 0/1/0:3 (ref-onu-olt-north-1-0-1-0-3-hwtcf9a00204)        5 same product, same name in the same device -
olt-north-1 slot 0/8 sub 0 (agent-day-1-txt-r26-1)             olt-north-1 slot 0/8 sub 0 (agent-day-2-txt-r26-1)                    5 same product, same name in the same device -
olt-north-1 slot 0/9 (agent-day-1-txt-r27)                     olt-north-1 slot 0/9 (agent-day-2-txt-r27)                            5 same product, same name in the same device -
olt-north-1 0/1/0:0 (serial-2150087432exa0000201)              olt-south-1 0/2/11:0 (ref-onu-olt-south-1-0-2-11-0-hwtca0b1c201)      3 same maker, same PON serial number         -
olt-south-1 (agent-day-1-txt-r134)                             olt-south-1 (agent-day-2-txt-r134)                                    3 same name                                  -
## An OLT of which no more than the prompt is known: a name joins nothing, so two days are two assets, listed as a probable pair; a table of aliases says that they are one.
$ sed -n '/display ont info 0 1 0 all/,/script/p' $DATA/exports/olt-smartax.txt >monday.txt; sed 's/online /offline/' monday.txt >friday.txt; cleanpath import -q --case week.case monday.txt friday.txt; cleanpath assets -q --case week.case --duplicates
A                                 B                                 WEIGHT FOR       AGAINST
olt-north-1 (agent-friday-txt-r1) olt-north-1 (agent-monday-txt-r1)      3 same name -
$ printf 'id,same_as\nagent-friday-txt-r1,agent-monday-txt-r1\n' >same.csv; cleanpath import -q --case week.case same.csv; cleanpath assets -q --case week.case -f ndjson | python3 -c 'import json, sys; [print(d["asset"], d.get("other_ids"), d["name"], d["sources"]) for d in map(json.loads, sys.stdin) if "asset" in d]'
name-olt-north-1 ['agent-friday-txt-r1', 'agent-monday-txt-r1'] olt-north-1 ['monday.txt', 'friday.txt']
ref-onu-olt-north-1-0-1-0-0-hwtca0b1c201 None olt-north-1 0/1/0:0 ['monday.txt', 'friday.txt']
ref-onu-olt-north-1-0-1-0-1-hwtc9a01ee02 None olt-north-1 0/1/0:1 ['monday.txt', 'friday.txt']
ref-onu-olt-north-1-0-1-0-2-ztegc0ffee03 None olt-north-1 0/1/0:2 ['monday.txt', 'friday.txt']
ref-onu-olt-north-1-0-1-0-3-alclf9a00104 None olt-north-1 0/1/0:3 ['monday.txt', 'friday.txt']
