## Transceivers, as hosts and routers show them: text, dumps of their memory, memory as it is. A wrong check sum is told, and the module kept.
$ cleanpath identify $DATA/exports/host-optics.txt $DATA/exports/sfp.bin | sed '/tables:/,/^$/d'
Coverage
  data/exports/host-optics.txt: host-parts, 11 records, 73 observations, 1 MALFORMED, 1 not of use here, read in part
    10 parts; 1 command whose answer was not read
    data/exports/host-optics.txt:43: optic swp3: SFF-8472: CC_BASE is 93, the bytes add up to 92; what it says may have been written over or misread
  data/exports/sfp.bin: host-parts, 1 record, 7 observations
Assets
NAME                                          MAKER                   SURE PRODUCT          SITE
agent-sfp-bin-host                            unknown                                       
agent-sfp-bin-host / module 1                 Huawei                  0.94 34060290         
agg-83                                        unknown                                       
agg-83 / GigabitEthernet0/0/1                 ZTE                     0.92 SFP-GE-S10K      
edge-85                                       unknown                                       
edge-85 / sfp1                                MikroTik                0.92 S-85DLC05D       
leaf-81                                       unknown                                       
leaf-81 / /sys/bus/i2c/devices/17-0050/eeprom Zhongji Innolight       0.94 TR-FC85S-N00     
leaf-81 / 18 0x50                             unknown                      DD-400G-CR4      
leaf-81 / swp1                                Finisar                 0.94 FTLX8571D3BCL    
leaf-81 / swp2                                Huawei                  0.94 34060290         
leaf-81 / swp3                                Huawei                  0.83 34060290         
leaf-81 / swp4                                unknown                      AB9989-33424C00  
sonic-84                                      unknown                                       
sonic-84 / Ethernet0                          Mellanox                0.94 MCP1600-E00A     
spine-82                                      unknown                                       
spine-82 / Ethernet1/1                        Finisar (sold as Cisco) 0.92 FTLX8571D3BCL-CS 
## A vendor's name is shown and is no fact, with its OUI neither. Another house's OUI, or a name of no maker, says nothing.
$ cat >makers.py <<'END'
> import json, sys
> for d in map(json.loads, sys.stdin):
>     if d.get('name') in sys.argv[1:]:
>         print(d['name'], '<', d['parent'], d['maker'] and (d['maker']['id'], d['maker']['confidence']))
>         print(''.join('  %s %s %s\n' % (e['kind'], e['value'], e['weight']) for e in d['evidence'] if e['kind'].startswith('optic')), end='')
> END
$ cleanpath identify -f ndjson $DATA/exports/host-optics.txt | python3 makers.py 'leaf-81 / swp1' 'leaf-81 / swp3' 'leaf-81 / swp4' 'leaf-81 / 18 0x50' 'spine-82 / Ethernet1/1'
leaf-81 / 18 0x50 < name-leaf-81 (None, 0)
  optic.vendor SwissGBIC 0
  optic.oui 00:02:c9 0
leaf-81 / swp1 < name-leaf-81 ('finisar', 0.9427)
  optic.vendor FINISAR CORP. 2.4
  optic.oui 00:90:65 0.4
leaf-81 / swp3 < name-leaf-81 ('huawei', 0.832)
  optic.vendor_doubted HUAWEI 1.2
  optic.oui 00:e0:fc 0.4
  optic.checksum CC_BASE is 93, the bytes add up to 92 0
leaf-81 / swp4 < name-leaf-81 (None, 0)
  optic.vendor OEM 0
spine-82 / Ethernet1/1 < name-spine-82 ('finisar', 0.9168)
  optic.vendor CISCO-FINISAR 2.4
  optic.vendor CISCO-FINISAR 2.4
## The host is the device that is called so, whatever else tells of it, and a part is the one with the same serial number. A name that new hosts have joins nobody.
$ cat >walk.txt <<'END'
> .1.3.6.1.2.1.1.5.0 = STRING: leaf-81.example.net
> .1.3.6.1.2.1.47.1.1.1.1.5.1 = INTEGER: 3
> .1.3.6.1.2.1.47.1.1.1.1.11.1 = STRING: "CHX0000081"
> .1.3.6.1.2.1.47.1.1.1.1.5.7 = INTEGER: 9
> .1.3.6.1.2.1.47.1.1.1.1.4.7 = INTEGER: 1
> .1.3.6.1.2.1.47.1.1.1.1.7.7 = STRING: "port 1"
> .1.3.6.1.2.1.47.1.1.1.1.11.7 = STRING: "AEX0081"
> .1.3.6.1.2.1.47.1.1.1.1.13.7 = STRING: "FTLX8571D3BCL"
> END
$ cleanpath identify -q -f ndjson walk.txt $DATA/exports/host-optics.txt | python3 -c 'import json,sys; [print(d["name"], "in", d["parent"], len(d["sources"])) for d in map(json.loads, sys.stdin) if "asset" in d and d["name"].startswith("leaf")]'
leaf-81 in None 2
leaf-81 / /sys/bus/i2c/devices/17-0050/eeprom in serial-chx0000081 1
leaf-81 / 18 0x50 in serial-chx0000081 1
leaf-81 / port 1 in serial-chx0000081 2
leaf-81 / swp2 in serial-chx0000081 1
leaf-81 / swp3 in serial-chx0000081 1
leaf-81 / swp4 in serial-chx0000081 1
$ for n in 1 2; do printf 'root@localhost:~# ethtool -m p1\n Vendor name : OEM\n Vendor PN : X%s\n Vendor SN : SN-0000%s\n' $n $n >l$n.txt; printf 'root@leaf-9:~# ethtool -m p%s\n Vendor name : OEM\n Vendor PN : X%s\n Vendor SN : SN-0090%s\n' $n $n $n >m$n.txt; done; cleanpath identify -q l1.txt l2.txt m1.txt m2.txt
Assets
NAME           MAKER   SURE PRODUCT SITE
leaf-9         unknown              
leaf-9 / p1    unknown      X1      
leaf-9 / p2    unknown      X2      
localhost      unknown              
localhost      unknown              
localhost / p1 unknown      X1      
localhost / p1 unknown      X2      
## A policy sees them: what it says of a part is told at the host. A name in a memory alone leaves it open; with a table that says the same it is a fact.
$ printf 'name,serial,maker,class\nleaf-81,CHX0000081,Nokia,switch\noptic of swp2,HEX0000082,Huawei,transport\noptic of swp3,HEX0000083,,transport\n' >register.csv
$ cleanpath audit -q --policy us-fcc-covered-list walk.txt $DATA/exports/host-optics.txt register.csv | grep -e '^[a-z]* *leaf-81 *N' -e 'optic of'
excluded     optic of swp2                                 Huawei                  1.00 34060290              excluded us-fcc-covered-list
undetermined optic of swp3                                 Huawei                  0.83 34060290              undetermined us-fcc-covered-list (maker?, purpose? ...)
allowed      leaf-81                                       Nokia                   0.95                       has 1 part that us-fcc-covered-list excludes, 5 that us-fcc-covered-list leaves undetermined
## Processors, cards, boards and management controllers, by registered numbers and by what their makers wrote there.
$ cleanpath identify $DATA/exports/host-machine.txt | sed '/tables:/,/^$/d'
Coverage
  data/exports/host-machine.txt: host-parts, 26 records, 81 observations, 6 not of use here
    17 parts; 1 command whose answer was not read
Assets
NAME                                          MAKER                      SURE PRODUCT                                                                                   SITE
arm-92                                        unknown                                                                                                                   
arm-92 / 03:00.0                              Mellanox                   0.97 MT27800 Family [ConnectX-5]                                                               
arm-92 / cpu part 0xd01                       Huawei (sold as HiSilicon) 0.97 part 0xd01                                                                                
srv-91                                        Dell                       1.00 PowerEdge R640                                                                            
srv-91 / 03:00.0                              unknown                         Matrox Electronics Systems Ltd. Integrated Matrox G200eW3 Graphics Controller             
srv-91 / 17:00.0                              Broadcom                   0.97 BCM57414 NetXtreme-E 10Gb/25Gb RDMA Ethernet Controller                                   
srv-91 / 65:00.0                              Huawei                     0.97 Hi1822 Family (4*25GE)                                                                    
srv-91 / A1                                   unknown                         M393A4K40CB2-CTD                                                                          
srv-91 / A2                                   Micron                     0.96 36ASF4G72PZ-2G6D1                                                                         
srv-91 / CPU1                                 Intel                      0.96 Intel(R) Xeon(R) Gold 6130 CPU @ 2.10GHz                                                  
srv-91 / NDC                                  Huawei                     0.96 SP580                                                                                     
srv-91 / PSU1                                 Dell                       0.96 0EX91P                                                                                    
srv-91 / bmc                                  Dell                       0.93                                                                                           
srv-91 / board                                Dell                       0.96 PowerEdge R640                                                                            
srv-91 / board                                Dell                       0.96 0EX91A                                                                                    
srv-91 / d8:00.0                              Intel                      0.97 NVMe DC SSD [3DNAND, Beta Rock Controller]                                                
x86-93                                        unknown                                                                                                                   
x86-93 / 02:00.0                              unknown                         Realtek Semiconductor Co., Ltd. RTL8111/8168/8411 PCI Express Gigabit Ethernet Controller 
x86-93 / cpu AMD EPYC 7302P 16-Core Processor AMD                        0.97 AMD EPYC 7302P 16-Core Processor                                                          
x86-93 / cpu MediaTek MT7621 ver:1 eco:3      unknown                         MediaTek MT7621 ver:1 eco:3                                                               
$ cleanpath identify -f ndjson $DATA/exports/host-machine.txt | python3 -c 'import json,sys; [print(d["name"], "|", d["class"], "|", d["version"], "|", e["kind"], e["value"], e["weight"], e["rule"]) for d in map(json.loads, sys.stdin) if "asset" in d for e in d["evidence"] if e["says"] and "maker" in e["says"]]'
arm-92 / 03:00.0 | None | None | pci.vendor Mellanox Technologies 3.4 whole name
arm-92 / cpu part 0xd01 | None | None | cpu.vendor implementer 0x48 3.6 rule cpu-hisilicon
srv-91 | None | None | dmi.maker Dell Inc. 3.2 whole name
srv-91 | None | None | fru.maker DELL 3.2 whole name
srv-91 / 17:00.0 | None | None | pci.device Broadcom Inc. and subsidiaries BCM57414 NetXtreme-E 10Gb/25Gb RDMA Ethernet Controller 3.4 whole name in front
srv-91 / 65:00.0 | None | None | pci.device Huawei Technologies Co., Ltd. Hi1822 Family (4*25GE) 3.4 whole name in front
srv-91 / A2 | None | None | dmi.maker Micron 3.2 whole name
srv-91 / CPU1 | None | None | dmi.maker Intel 3.2 whole name
srv-91 / NDC | None | None | fru.maker Huawei 3.2 whole name
srv-91 / PSU1 | None | None | dmi.maker DELL 3.2 whole name
srv-91 / bmc | bmc | 3.15 | ipmi.manufacturer_id 1.3.6.1.4.1.674 2.6 arc 1.3.6.1.4.1.674
srv-91 / board | None | None | fru.maker DELL 3.2 whole name
srv-91 / board | None | None | dmi.maker Dell Inc. 3.2 whole name
srv-91 / d8:00.0 | None | None | pci.device Intel Corporation NVMe DC SSD [3DNAND, Beta Rock Controller] 3.4 whole name in front
x86-93 / cpu AMD EPYC 7302P 16-Core Processor | None | None | cpu.vendor AuthenticAMD 3.6 rule cpu-amd
## Text in which no module stands is not taken for one, nor the memory of a network card.
$ printf 'root@a:~# ethtool -e eth0\nOffset\t\tValues\n------\t\t------\n0x0000:\t\td0 8e 79 07 78 c8 01 08 ff ff 44 00 01 00 6c 00\n' >nic.txt && cleanpath identify -q nic.txt
cleanpath: nic.txt: format not recognised (begins with 72 6f 6f 74 40 61 3a 7e); recognised by content are captures, SNMP walks, tables, topologies, observations: `cleanpath doctor` lists them
Assets
none
[3]
