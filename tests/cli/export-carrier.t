## What element managers export: network elements, and their units.
$ cleanpath identify $DATA/exports/bulkcm-vendor.xml | sed '/tables:/,/^$/d'
Coverage
  data/exports/bulkcm-vendor.xml: bulkcm-xml, 12 records, 22 observations, 9 not of use here, of 2026-03-02
    exported by a manager of Ericsson; no equipment: MeContext 2, SubNetwork 2, ENodeBFunction 1, EUtranCellFDD 1, Equipment 1, RfPort 1, SwItem 1
Assets
NAME                                              MAKER    SURE PRODUCT       SITE
Hafen Nord                                        Ericsson 0.95               Hafen, Mast 2
Hafen Nord/Equipment=1,FieldReplaceableUnit=BB-1  unknown       Baseband 5216 Hafen, Mast 2
Hafen Nord/Equipment=1,FieldReplaceableUnit=RRU-1 unknown       Radio 2219 B8 Hafen, Mast 2
$ cleanpath identify -f ndjson $DATA/exports/inventory-nrm.xml | python3 -c 'import json,sys; [print(d["name"], d["maker"] and d["maker"]["name"], d["product"], d["version"], d["site"], d["parent"], d["ids"]["serial"]) for d in map(json.loads, sys.stdin) if "asset" in d]'
ems-south-1 Acme None 1.1 Zentrale None []
nodeb-marktplatz Acme Networks None 13.0.4 Marktplatz 3 None []
nodeb-marktplatz/AntennaInventoryUnit=1 None Panel 65 None Marktplatz 3 chassis-dc-south-example-subnetwork-1-managedelement-2 []
nodeb-marktplatz/InventoryUnit=1 Acme Networks Enclosure None Marktplatz 3 chassis-dc-south-example-subnetwork-1-managedelement-2 ['00340L5725']
nodeb-marktplatz/InventoryUnit=1,InventoryUnit=3 Huawei MRRU V3 Ver.B Marktplatz 3 chassis-dc-south-example-subnetwork-1-managedelement-2 ['2102314FMY10J1000003']
nodeb-marktplatz/TmaInventoryUnit=1 Beta Antennas TMA None Marktplatz 3 chassis-dc-south-example-subnetwork-1-managedelement-2 ['1900054793']
## Whose measurements: an element that the inventory has, too, is the same one.
$ cleanpath identify $DATA/exports/pm-32435.xml $DATA/exports/inventory-nrm.xml | sed '/tables:/,/^$/d'
Coverage
  data/exports/pm-32435.xml: pm-xml, 4 records, 7 observations, 2 not of use here, of 2026-03-01
    no equipment: measurements 2
  data/exports/inventory-nrm.xml: bulkcm-xml, 7 records, 46 observations, 1 not of use here, of 2026-02-16
    exported by a manager of Acme; no equipment: SubNetwork 1
Assets
NAME                                             MAKER         SURE PRODUCT   SITE
RNC Sued 1                                       Acme Networks 0.83           
ems-south-1                                      Acme          0.83           Zentrale
nodeb-marktplatz                                 Acme Networks 0.83           Marktplatz 3
nodeb-marktplatz/AntennaInventoryUnit=1          unknown            Panel 65  Marktplatz 3
nodeb-marktplatz/InventoryUnit=1                 Acme Networks 0.83 Enclosure Marktplatz 3
nodeb-marktplatz/InventoryUnit=1,InventoryUnit=3 Huawei        0.95 MRRU V3   Marktplatz 3
nodeb-marktplatz/TmaInventoryUnit=1              Beta Antennas 0.83 TMA       Marktplatz 3
$ cleanpath identify $DATA/exports/pm-32401.xml | sed '/tables:/,/^$/d'
Coverage
  data/exports/pm-32401.xml: pm-xml, 3 records, 4 observations, 1 not of use here, of 2026-03-01
    no equipment: measurements 1
Assets
NAME                                    MAKER         SURE PRODUCT SITE
DC=west.example,SubNetwork=1,IRPAgent=1 Acme Networks 0.83         
RNC West                                unknown                    
## RAML 2: an element of which only a unit tells is there all the same.
$ cleanpath identify $DATA/exports/raml2.xml | sed '/tables:/,/^$/d'
Coverage
  data/exports/raml2.xml: raml-xml, 7 records, 26 observations, 3 not of use here, of 2026-02-11
    no equipment: EQM 1, LNCEL 1, PLMN 1
Assets
NAME                        MAKER   SURE PRODUCT              SITE
OST_Bahnhof                 Nokia   0.95                      
OST_Bahnhof/EQM-1/INVUNIT-1 Nokia   0.95 ASIK AirScale Common 
OST_Bahnhof/EQM-1/INVUNIT-2 Nokia   0.95 AHEGB                
WBTS-33                     unknown                           
WBTS-33/INVUNIT-1           unknown      FSMF                 
## Base stations and controllers as tables, and as commands.
$ cleanpath identify $DATA/exports/gexport.xml | sed '/tables:/,/^$/d'
Coverage
  data/exports/gexport.xml: huawei-xml, 10 records, 24 observations, 4 not of use here, of 2026-02-20
    no equipment: CELL 2, ENODEBFUNCTION 1, NODE 1
Assets
NAME                                  MAKER   SURE PRODUCT SITE
WEST_0042_Schule                      Huawei  0.95 DBS3900 
WEST_0042_Schule/BRD CN=0,SRN=0,SN=3  unknown      UBBPd6  
WEST_0042_Schule/BRD CN=0,SRN=0,SN=6  unknown      UMPT    
WEST_0042_Schule/RET NO=0             unknown              
WEST_0042_Schule/RRU CN=0,SRN=60,SN=0 unknown      RRU5301 
WEST_0042_Schule/SUBRACK CN=0,SRN=0   unknown      BBU3900 
$ cleanpath identify $DATA/exports/cfgmml.txt | sed '/tables:/,/^$/d'
Coverage
  data/exports/cfgmml.txt: huawei-mml, 10 records, 26 observations, 3 not of use here, of 2026-02-21
    no equipment: GCELL 2, MOD BRD 1
Assets
NAME                                                 MAKER   SURE PRODUCT     SITE
BSC_West_7                                           unknown                  Vermittlung West; Raum 2
BSC_West_7/BRD SRN=0,SN=10                           unknown      FG2a        Vermittlung West; Raum 2
BSC_West_7/BRD SRN=0,SN=12                           unknown      OMUa        Vermittlung West; Raum 2
BSC_West_7/SUBRACK SRN=0                             unknown      MPS         Vermittlung West; Raum 2
West 0118, Bahnhof                                   unknown      BTS3900_GSM 
West 0118, Bahnhof/BTSBRD ID=118,CN=0,SRN=0,SN=7     unknown      GTMU        
West 0118, Bahnhof/BTSRXUBRD ID=118,CN=0,SRN=60,SN=0 unknown      MRRU        
$ cleanpath identify -f ndjson $DATA/exports/cfgmml.txt | python3 -c 'import json,sys; [print(d["name"], "in", d["parent"], "at", d["site"]) for d in map(json.loads, sys.stdin) if "asset" in d]'
BSC_West_7 in None at Vermittlung West; Raum 2
BSC_West_7/BRD SRN=0,SN=10 in chassis-ne-bsc-west-7 at Vermittlung West; Raum 2
BSC_West_7/BRD SRN=0,SN=12 in chassis-ne-bsc-west-7 at Vermittlung West; Raum 2
BSC_West_7/SUBRACK SRN=0 in chassis-ne-bsc-west-7 at Vermittlung West; Raum 2
West 0118, Bahnhof in None at None
West 0118, Bahnhof/BTSBRD ID=118,CN=0,SRN=0,SN=7 in chassis-ne-bsc-west-7-bts-id-118 at None
West 0118, Bahnhof/BTSRXUBRD ID=118,CN=0,SRN=60,SN=0 in chassis-ne-bsc-west-7-bts-id-118 at None
## Two exports of one network, a month between: the same things, but for the radio that was replaced.
$ sed -e 's/2026-03-02T/2026-04-02T/; s/R78D10</R79A01</; s/TD3X000002/TD3X000077/' $DATA/exports/bulkcm-vendor.xml >april.xml && cleanpath identify $DATA/exports/bulkcm-vendor.xml april.xml | sed '/tables:/,/^$/d'
Coverage
  data/exports/bulkcm-vendor.xml: bulkcm-xml, 12 records, 22 observations, 9 not of use here, of 2026-03-02
    exported by a manager of Ericsson; no equipment: MeContext 2, SubNetwork 2, ENodeBFunction 1, EUtranCellFDD 1, Equipment 1, RfPort 1, SwItem 1
  april.xml: bulkcm-xml, 12 records, 22 observations, 9 not of use here, of 2026-04-02
    exported by a manager of Ericsson; no equipment: MeContext 2, SubNetwork 2, ENodeBFunction 1, EUtranCellFDD 1, Equipment 1, RfPort 1, SwItem 1
Assets
NAME                                              MAKER    SURE PRODUCT       SITE
Hafen Nord                                        Ericsson 0.95               Hafen, Mast 2
Hafen Nord/Equipment=1,FieldReplaceableUnit=BB-1  unknown       Baseband 5216 Hafen, Mast 2
Hafen Nord/Equipment=1,FieldReplaceableUnit=RRU-1 unknown       Radio 2219 B8 Hafen, Mast 2
Hafen Nord/Equipment=1,FieldReplaceableUnit=RRU-1 unknown       Radio 2219 B8 Hafen, Mast 2
## A network whose names say nothing is not taken for another one.
$ for n in 1 2; do printf '<bulkCmConfigDataFile><configData dnPrefix=""><ManagedElement id="1"><attributes><vendorName>Acme</vendorName><locationName>site %d</locationName></attributes></ManagedElement></configData></bulkCmConfigDataFile>' $n >$n.xml; done; cleanpath identify 1.xml 2.xml | sed '1,/^$/d'
Assets
NAME             MAKER SURE PRODUCT SITE
ManagedElement=1 Acme  0.83         site 1
ManagedElement=1 Acme  0.83         site 2
## Hostile and broken files.
$ printf '<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]>\n<bulkCmConfigDataFile><configData>&d;</configData></bulkCmConfigDataFile>' >entity.xml; cleanpath identify -q entity.xml
cleanpath: entity.xml:1: a document type with declarations of its own, which are refused (at byte 12)
Assets
none
[3]
$ python3 -c 'print("<bulkCmConfigDataFile><configData>\n<o id=\"rbs-1\"><attributes><serialNumber>S000123</serialNumber></attributes></o>\n" + "<o id=\"1\">\n" * 10000)' >deep.xml; cleanpath identify deep.xml | sed '/tables:/,/^$/d'
Coverage
  deep.xml: bulkcm-xml, 256 records, 2 observations, 1 MALFORMED, 254 not of use here, read in part
    no equipment: broken off 254
    deep.xml:257: more than 256 elements in each other; what follows was not read
Assets
NAME    MAKER   SURE PRODUCT SITE
o=rbs-1 unknown              
$ head -c 3000 $DATA/exports/inventory-nrm.xml >cut.xml; cleanpath identify cut.xml | sed '/tables:/,/^$/d'
Coverage
  cut.xml: bulkcm-xml, 7 records, 32 observations, 1 MALFORMED, 2 not of use here, read in part
    exported by a manager of Acme; no equipment: SubNetwork 1, broken off 1
    cut.xml:58: the document is cut off: <vendorUnitFamilyType> is open; what follows was not read
Assets
NAME                                             MAKER         SURE PRODUCT   SITE
ems-south-1                                      Acme          0.83           Zentrale
nodeb-marktplatz                                 Acme Networks 0.83           Marktplatz 3
nodeb-marktplatz/InventoryUnit=1                 Acme Networks 0.83 Enclosure Marktplatz 3
nodeb-marktplatz/InventoryUnit=1,InventoryUnit=3 Huawei        0.95 MRRU V3   Marktplatz 3
$ printf '<?xml version="1.0" encoding="KOI8-R"?><bulkCmConfigDataFile/>' >koi8.xml; cleanpath identify -q koi8.xml
cleanpath: koi8.xml:1: the encoding "KOI8-R", expected UTF-8, UTF-16, US-ASCII, ISO-8859-1, Windows-1252, GB18030, EUC-KR, Big5, Shift_JIS or EUC-JP (at byte 0)
Assets
none
[3]
$ printf '<?xml version="1.0"?>\n<bulkCmConfigDataFile><configData><ManagedElement id="rbs-1"/>\n<ManagedElement id="rbs-2"><attributes><userLabel>caf\351</userLabel></attributes></ManagedElement></configData></bulkCmConfigDataFile>' >latin.xml; cleanpath identify latin.xml | sed '/tables:/,/^$/d'
Coverage
  latin.xml: bulkcm-xml, 2 records, 2 observations, 1 MALFORMED, read in part
    latin.xml: 1 byte is no UTF-8 (the first at 138), though the file says so: read as '?'
Assets
NAME  MAKER   SURE PRODUCT SITE
caf?  unknown              
rbs-1 unknown              
