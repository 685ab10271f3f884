## A machine as its management controller tells it: answers saved by curl, one behind the other. A chassis and a controller of one system are that system's.
$ cat >bmc.txt <<'END'
> $ curl -ks https://bmc-7/redfish/v1/Systems/1
> {"@odata.id":"/redfish/v1/Systems/1","@odata.type":"#ComputerSystem.v1_20_0.ComputerSystem","Id":"1","Name":"System",
>  "Manufacturer":"Dell Inc.","Model":"PowerEdge R740","SKU":"7XK2P93","SerialNumber":"CN701633","UUID":"4c4c4544-0000-2010-8020-80c04f202020",
>  "HostName":"web-7","BiosVersion":"2.19.1","Oem":{"Dell":{"ChassisServiceTag":"7XK2P93"}}}
> $ curl -ks https://bmc-7/redfish/v1/Managers/BMC
> {"@odata.id":"/redfish/v1/Managers/BMC","@odata.type":"#Manager.v1_17_0.Manager","Id":"BMC","Name":"Manager","Manufacturer":"Dell Inc.",
>  "Model":"14G Monolithic","FirmwareVersion":"6.10.30","Links":{"ManagerForServers":[{"@odata.id":"/redfish/v1/Systems/1"}]}}
> $ curl -ks 'https://bmc-7/redfish/v1/Systems/1/Processors?$expand=.'
> {"@odata.id":"/redfish/v1/Systems/1/Processors","@odata.type":"#ProcessorCollection.ProcessorCollection","Members":[
>  {"@odata.id":"/redfish/v1/Systems/1/Processors/CPU1","@odata.type":"#Processor.v1_18_0.Processor","Id":"CPU1","Name":"CPU 1","Manufacturer":"Intel",
>   "Model":"Xeon Gold 6230","ProcessorId":{"VendorId":"GenuineIntel"}},
>  {"@odata.id":"/redfish/v1/Systems/1/Processors/CPU2","@odata.type":"#Processor.v1_18_0.Processor","Id":"CPU2","Name":"CPU 2","Status":{"State":"Absent"}}]}
> $ curl -ks https://bmc-7/redfish/v1/Chassis/1U
> {"@odata.id":"/redfish/v1/Chassis/1U","@odata.type":"#Chassis.v1_23_0.Chassis","Id":"1U","Name":"Chassis","Manufacturer":"Dell Inc.","SerialNumber":"CN701633",
>  "Links":{"ComputerSystems":[{"@odata.id":"/redfish/v1/Systems/1"}]}}
> $ curl -ks https://bmc-7/redfish/v1/Chassis/1U/NetworkAdapters/1
> {"@odata.id":"/redfish/v1/Chassis/1U/NetworkAdapters/1","@odata.type":"#NetworkAdapter.v1_9_0.NetworkAdapter","Id":"1","Name":"Network Adapter",
>  "Manufacturer":"Huawei","Model":"SP580","SerialNumber":"2102312CKH10K9000211","Controllers":[{"FirmwarePackageVersion":"12.17"}]}
> END
$ cleanpath identify bmc.txt
Coverage
  bmc.txt: redfish, 7 records, 25 observations, 2 not of use here
    1 device, 3 parts; 1 absent; 1 Oem block passed over; 5 lines between answers
  tables: oui of 2026-08-26, pen of 2024-08-23, makers of 2026-11-23, fingerprints of 2026-11-27
  4 assets, 0 links; judged as of 2026-11-23, facts from confidence 0.95
  ! The table pen is of 2024-08-23; blocks registered since are not known. A newer one is read with --registry FILE.

Assets
NAME                        MAKER  SURE PRODUCT        SITE
web-7                       Dell   0.96 PowerEdge R740 
web-7 / CPU 1 (CPU1)        Intel  1.00 Xeon Gold 6230 
web-7 / Manager (BMC)       Dell   0.96 14G Monolithic 
web-7 / Network Adapter (1) Huawei 0.96 SP580          
$ cleanpath identify -f ndjson bmc.txt | python3 -c 'import json, sys; [print(d["name"], "|", d["parent"], "|", d["version"], "|", [e["value"] for e in d["evidence"] if e["kind"] in ("redfish.uuid", "inventory.class")]) for d in map(json.loads, list(sys.stdin)[1:])]'
web-7 | None | 2.19.1 | ['4c4c4544-0000-2010-8020-80c04f202020', 'bmc']
web-7 / CPU 1 (CPU1) | serial-cn701633 | None | []
web-7 / Manager (BMC) | serial-cn701633 | 6.10.30 | ['bmc']
web-7 / Network Adapter (1) | serial-cn701633 | 12.17 | []
## What is in it counts for it: the machine is excluded for the adapter that is in it.
$ cleanpath audit -q --policy us-ndaa-889-a1a bmc.txt | sed -n '/^RESULT/,$p'
RESULT        NAME                        MAKER  SURE PRODUCT        SITE WHY
excluded      web-7 / Network Adapter (1) Huawei 0.96 SP580               excluded us-ndaa-889-a1a
undetermined  web-7                       Dell   0.96 PowerEdge R740      undetermined us-ndaa-889-a1a (essential?); has 1 part that us-ndaa-889-a1a excludes
allowed       web-7 / CPU 1 (CPU1)        Intel  1.00 Xeon Gold 6230      
not_addressed web-7 / Manager (BMC)       Dell   0.96 14G Monolithic      
## A mockup: a folder for each resource. What its files tell comes together, of two mockups it does not.
$ python3 - <<'END'
> import json, os
> def put(root, path, **more):
>     os.makedirs(root + path, exist_ok=True)
>     json.dump({'@odata.id': '/redfish/v1' + path, '@odata.type': '#%s.v1_0_0.%s' % (more['type'], more['type']), **more}, open(root + path + '/index.json', 'w'))
> for root in 'bmc-8', 'bmc-9':
>     put(root, '/Systems/1', type='ComputerSystem', Name='System', Manufacturer='Dell Inc.', Model='R740', SerialNumber='CN70' + root)
>     put(root, '/Chassis/1', type='Chassis', Name='Chassis', Manufacturer='Dell Inc.', Model='C1', Links={'ComputerSystems': [{'@odata.id': '/redfish/v1/Systems/1'}]})
>     put(root, '/Chassis/1/PowerSubsystem/PowerSupplies/1', type='PowerSupply', Id='PSU1', Name='Supply', Manufacturer='Delta', Model='P9')
>     put(root, '/AccountService', type='AccountService', Name='Accounts')
> END
$ cleanpath identify bmc-8 bmc-9 | sed -n '/^NAME/,$p'
cleanpath: bmc-9/AccountService/index.json: has the same content as bmc-8/AccountService/index.json, which counts once
NAME                             MAKER   SURE PRODUCT SITE
serial-cn70bmc-8                 Dell    0.96 R740    
serial-cn70bmc-8 / Chassis       Dell    0.96 C1      
serial-cn70bmc-8 / Supply (PSU1) unknown      P9      
serial-cn70bmc-9                 Dell    0.96 R740    
serial-cn70bmc-9 / Chassis       Dell    0.96 C1      
serial-cn70bmc-9 / Supply (PSU1) unknown      P9      
## In a case too, a supply that two machines have just so is in both, wherever the folders lie the next time.
$ cleanpath import -q --case racks.case bmc-8 bmc-9; mkdir moved && mv bmc-8 bmc-9 moved && cleanpath import -q --case racks.case moved; cleanpath assets --case racks.case -q | grep -c Supply
2
## Damage is told with its line, and costs no more than what is damaged. An error that was saved instead of an answer is one.
$ sed 's/"Intel",/"Intel" "x",/' bmc.txt >bad.txt; cleanpath identify bad.txt | sed -n '2,4p'
  bad.txt: redfish, 6 records, 20 observations, 1 MALFORMED, 1 not of use here, read in part
    1 device, 2 parts; 1 absent; 1 Oem block passed over; 5 lines between answers
    bad.txt:10: not valid JSON: '}' expected near '"x"'
$ head -c 1500 bmc.txt >cut.txt; cleanpath identify cut.txt | sed -n '2,4p'
  cut.txt: redfish, 6 records, 19 observations, 1 MALFORMED, 2 not of use here, read in part
    1 device, 2 parts; 1 absent; 1 Oem block passed over; 4 lines between answers
    cut.txt:14: the record is cut off
$ echo '{"error":{"code":"Base.1.8.InsufficientPrivilege","@Message.ExtendedInfo":[{"@odata.type":"#Message.v1_1_1.Message","MessageArgs":["/redfish/v1/Systems"]}]}}' >no.json; cleanpath identify no.json
cleanpath: no.json:1: the service answered with an error: Base.1.8.InsufficientPrivilege
Coverage
  no.json: NOT READ
    no.json:1: the service answered with an error: Base.1.8.InsufficientPrivilege
    no.json:1: the service answered with an error: Base.1.8.InsufficientPrivilege
  tables: oui of 2026-08-26, pen of 2024-08-23, makers of 2026-11-23, fingerprints of 2026-11-27
  0 assets, 0 links; judged as of 2026-11-23, facts from confidence 0.95
  ! 1 source could not be read; what it would have shown is missing here.
  ! The table pen is of 2024-08-23; blocks registered since are not known. A newer one is read with --registry FILE.

Assets
none
[3]
