## What a device is made of, as it says itself.
$ cleanpath identify $DATA/exports/ietf-hardware.json $DATA/exports/openconfig-platform.json | sed '/tables:/,/^$/d'
Coverage
  data/exports/ietf-hardware.json: hardware, 5 records, 22 observations, 2 not of use here
  data/exports/openconfig-platform.json: hardware, 4 records, 21 observations, 1 not of use here
Assets
NAME                              MAKER           SURE PRODUCT             SITE
olt-61                            Nokia           0.97 7360 ISAM FX-8      
olt-61 / board-1                  Nokia           0.97 FGLT-B              
olt-61 / sfp-1                    Hisense         0.97 LTE3680M-BC+        
spine-71                          Arista Networks 1.00 DCS-7280SR3-48YC8-F 
spine-71 / Ethernet49-transceiver Huawei          0.97 HQSFP28-LR4         
spine-71 / PowerSupply1           unknown              PWR-511-AC-RED      
## What a product is made of, as its maker lists it.
$ cleanpath identify $DATA/exports/bom.cdx.json | sed '/tables:/,/^$/d'
Coverage
  data/exports/bom.cdx.json: cyclonedx, 7 records, 41 observations, 1 not of use here
Assets
NAME                               MAKER                      SURE PRODUCT         SITE
IoT Gateway G81                    Example Devices            0.83 IoT Gateway G81 
IoT Gateway G81 EC25-E             Quectel Wireless Solutions 0.95 EC25-E          
IoT Gateway G81 EC25-E EC25EFAR06A Quectel Wireless Solutions 0.95 EC25EFAR06A     
IoT Gateway G81 Hi3516             Huawei                     0.95 Hi3516          
IoT Gateway G81 OpenWrt            unknown                         OpenWrt         
IoT Gateway G81 openssl            unknown                         openssl         
$ cleanpath identify $DATA/exports/spdx.json $DATA/exports/router.spdx | sed '/tables:/,/^$/d'
Coverage
  data/exports/spdx.json: spdx, 3 records, 19 observations
  data/exports/router.spdx: spdx, 2 records, 12 observations
Assets
NAME          MAKER                SURE PRODUCT       SITE
IP camera C91 Dahua Technology     0.95 IP camera C91 
Router R95    TP-Link Technologies 0.72 Router R95    
busybox       unknown                   busybox       
c91-firmware  unknown                   c91-firmware  
linux         unknown                   linux         
$ cleanpath identify -q -f ndjson $DATA/exports/bom.cdx.json $DATA/exports/spdx.json $DATA/exports/ietf-hardware.json | python3 -c 'import json,sys; [print(d["name"], "in", d["parent"]) for d in map(json.loads, sys.stdin) if "asset" in d]'
IP camera C91 in None
IoT Gateway G81 in None
IoT Gateway G81 EC25-E in serial-exg0081001
IoT Gateway G81 EC25-E EC25EFAR06A in name-iot-gateway-g81-ec25-e
IoT Gateway G81 Hi3516 in serial-exg0081001
IoT Gateway G81 OpenWrt in serial-exg0081001
IoT Gateway G81 openssl in serial-exg0081001
busybox in name-c91-firmware
c91-firmware in name-ip-camera-c91
olt-61 in None
olt-61 / board-1 in serial-hc0061001
olt-61 / sfp-1 in serial-hc0061001
## Our own report is no evidence, however it is laid out.
$ cleanpath report -q -f cyclonedx -o own.json $DATA/exports/bom.cdx.json; cleanpath identify -q own.json; python3 -m json.tool own.json >laid-out.json; cleanpath identify -q laid-out.json
cleanpath: own.json: a report of cleanpath: an answer is no evidence (with --as, a table of it is read all the same)
Assets
none
cleanpath: laid-out.json: a report of cleanpath: an answer is no evidence (with --as, a table of it is read all the same)
Assets
none
[3]
## The neighbours of a host, in both forms of lldpcli.
$ for f in lldpcli lldpcli-json0; do cleanpath identify -q -f ndjson $DATA/exports/$f.json | python3 -c 'import json,sys; [print(d["asset"], e["kind"], e["value"]) for d in map(json.loads, sys.stdin) if "asset" in d for e in d["evidence"]]' >$f.told; done; cmp lldpcli.told lldpcli-json0.told && cat lldpcli.told
mac-00e0fc005301 oui 00:e0:fc:00:53:01
mac-00e0fc005301 lldp.sys_name box-a
mac-00e0fc005301 lldp.sys_descr Debian GNU/Linux 12
mac-00e0fc005301 lldp.sys_caps station
mac-00e0fc005301 lldp.mgmt_addr 192.0.2.1
mac-00e0fc005301 lldp.med.sw_revision 6.1.0-18-amd64
mac-00e0fc005302 oui 00:e0:fc:00:53:02
mac-00e0fc005302 lldp.port_id 00:e0:fc:00:53:02
mac-00e0fc005302 lldp.port_descr inv1
mac-00e0fc005302 lldp.sys_name box-b
mac-00e0fc005302 lldp.sys_descr VRP (R) software, Version 8.180 (CE6881 V200R019C10)
mac-00e0fc005302 lldp.sys_caps station
mac-00e0fc005302 lldp.mgmt_addr 192.0.2.2
mac-00e0fc005302 lldp.org_oui 00e0fc
mac-00e0fc005302 lldp.med.sw_revision 6.1.0-18-amd64
