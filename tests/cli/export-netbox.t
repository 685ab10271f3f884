## Pages of NetBox's API in one file: devices, their parts, and the cables between them.
$ cleanpath identify $DATA/exports/netbox-pages.json | sed '/tables:/,/^$/d'
Coverage
  data/exports/netbox-pages.json: netbox, 12 records, 41 observations, 3 not of use here
    not of use here: dcim/device-types (2), dcim/interfaces (1)
Assets
NAME                 MAKER            SURE PRODUCT         SITE
MX204 (9)            Juniper Networks 0.95 MX204           Store
border-8             Juniper Networks 0.95 MX204           North
border-8 PEM 0       Juniper Networks 0.95 JPSU-650W-AC-AO 
leaf-7               Huawei           1.00 CE6881-48S6CQ   North
leaf-7 SFP 10GE1/0/1 Finisar          0.95                 
$ cleanpath links -q $DATA/exports/netbox-pages.json
A        PORT     B      PORT      METRIC SPEED SEEN            SURE EVIDENCE
border-8 xe-0/1/0 leaf-7 10GE1/0/1              told by a table 0.90 data/exports/netbox-pages.json:23
## In files of their own: the address of a device holds them together, not its name.
$ python3 -c 'import os; [open("page-%d.json" % i, "w").write("{" + s) for i, s in enumerate(open(os.environ["DATA"] + "/exports/netbox-pages.json").read().split("\n{"))]'; sed -i 's/^{{/{/' page-0.json; cleanpath identify -q page-*.json; cleanpath identify -q -f ndjson page-*.json | python3 -c 'import json,sys; [print(d["name"], d["parent"], d["ids"]["mac"], d["ids"]["ip"]) for d in map(json.loads, sys.stdin) if "asset" in d]'
Assets
NAME                 MAKER            SURE PRODUCT         SITE
MX204 (9)            Juniper Networks 0.95 MX204           Store
border-8             Juniper Networks 0.95 MX204           North
border-8 PEM 0       Juniper Networks 0.95 JPSU-650W-AC-AO 
leaf-7               Huawei           1.00 CE6881-48S6CQ   North
leaf-7 SFP 10GE1/0/1 Finisar          0.95                 
MX204 (9) None [] []
border-8 None [] []
border-8 PEM 0 serial-ex0008204 [] []
leaf-7 None ['00:e0:fc:00:53:07'] ['192.0.2.7']
leaf-7 SFP 10GE1/0/1 serial-2102352qabex0007 [] []
## One page of several.
$ echo '{"count":90,"next":"https://nb/api/dcim/devices/?offset=1","results":[{"url":"https://nb/api/dcim/devices/1/","name":"r1"}]}' | cleanpath identify - | sed '/tables:/,/^$/d'
Coverage
  -: netbox, 2 records, 1 observation, 1 MALFORMED, read in part
    -:1: a page of several: the others are not in this file (add `?limit=0`)
Assets
NAME MAKER   SURE PRODUCT SITE
r1   unknown              
## Its database, in which objects name each other by number.
$ cleanpath identify $DATA/exports/netbox-dump.json | sed '/tables:/,/^$/d'; cleanpath links -q $DATA/exports/netbox-dump.json
Coverage
  data/exports/netbox-dump.json: netbox, 14 records, 24 observations, 8 not of use here
    not of use here: contenttypes.contenttype (1), dcim.site (1), dcim.manufacturer (2), dcim.devicetype (2), dcim.devicerole (1), dcim/interfaces (1)
Assets
NAME                MAKER SURE PRODUCT         SITE
agg-17              ZTE   1.00 ZXR10 5960-72DL West
agg-17 SFP xgei-1/1 ZTE   0.95                 
pe-18               Nokia 0.95 7750 SR-1       West
A      PORT     B     PORT  METRIC SPEED SEEN            SURE EVIDENCE
agg-17 xgei-1/1 pe-18 1/1/1              told by a table 0.90 data/exports/netbox-dump.json:9
## A name is unique within a site: two numbers are two devices, and no duplicates. A serial number under two names was copied: it joins nobody.
$ cat >sites.json <<'END'
> {"count":4,"next":null,"results":[
> {"id":1,"url":"https://nb/api/dcim/devices/1/","name":"sw-1","serial":"","site":{"name":"North"},"device_type":{"model":"C9300","manufacturer":{"name":"Cisco"}}},
> {"id":2,"url":"https://nb/api/dcim/devices/2/","name":"sw-1","serial":"","site":{"name":"South"},"device_type":{"model":"C9300","manufacturer":{"name":"Cisco"}}},
> {"id":3,"url":"https://nb/api/dcim/devices/3/","name":"sw-3","serial":"SN00031","site":{"name":"South"},"device_type":{"model":"C9300","manufacturer":{"name":"Cisco"}}},
> {"id":4,"url":"https://nb/api/dcim/devices/4/","name":"sw-4","serial":"SN00031","site":{"name":"South"},"device_type":{"model":"C9300","manufacturer":{"name":"Cisco"}}}]}
> END
$ cleanpath import -q sites.json; cleanpath identify sites.json | sed '/tables:/,/^$/d'; cleanpath assets -q --duplicates
Coverage
  sites.json: netbox, 4 records, 18 observations, 1 MALFORMED, read in part
    sites.json:5: duplicate: the serial number "SN00031" stands in line 4 too
Assets
NAME MAKER SURE PRODUCT SITE
sw-1 Cisco 0.95 C9300   North
sw-1 Cisco 0.95 C9300   South
sw-3 Cisco 0.95 C9300   South
sw-4 Cisco 0.95 C9300   South
A                                B                                WEIGHT FOR                                                      AGAINST
sw-3 (ref-nb-api-dcim-devices-3) sw-4 (ref-nb-api-dcim-devices-4)      4 same serial SN00031, same maker, same product, same site two numbers in one register
