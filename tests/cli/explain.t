## By what it was joined, how the maker was weighed, and what would change it: each was weighed anew.
$ printf 'name,serial,mac,maker,product,site\ncore-9,SN10001A,00:00:5e:00:53:09,Nokia,7750,North\n' >register.csv
$ printf 'name,mac,product\ncore-nine,00:00:5e:00:53:09,7750 SR\n' >other.csv
$ printf '1.3.6.1.2.1.1.1.0|4|TiMOS-C-20.10.R4 cpm/hops64 Nokia 7750 SR\n1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.6527.1.3.3\n1.3.6.1.2.1.2.2.1.6.1|4x|00005e005309\n' >walk.snmprec
$ cleanpath explain -q core-9 register.csv other.csv walk.snmprec | sed -n '/^Joined/,$p'
Joined (the strongest identifier first; what was not joined is a conflict below)
BY                    SUBJECTS IN                                    
mac 00:00:5e:00:53:09        3 register.csv, other.csv, walk.snmprec 

Who made it (share = e^sum / (1 + all e^sum))
MAKER         EVIDENCE, THE HEAVIEST OF EACH KIND                                                    SUM     E^SUM SHARE
Nokia (nokia) inventory.maker 3.0 + snmp.sys_descr 4.6 + snmp.sys_object_id 4.1 + corroboration 1.5 13.2 540364.94 1.000
none of them  what is taken without evidence                                                         0.0      1.00 0.000
  Nokia: 540364.94 / 540365.94 = 1.000; a fact, as everything from 0.95 on

What would change it (each was weighed anew)
IF THE EVIDENCE WERE ANOTHER                   ITS MAKER           
without inventory.maker                        Nokia 1.000, a fact 
without snmp.sys_descr                         Nokia 1.000, a fact 
without snmp.sys_object_id                     Nokia 0.999, a fact 
without corroboration                          Nokia 1.000, a fact 
if inventory.maker (3.0) said somebody else    Nokia 1.000, a fact 
if snmp.sys_object_id (4.1) said somebody else Nokia 1.000, a fact 

Evidence (weights are log-odds)
SOURCE       POS KIND               VALUE                                     SAYS            WEIGHT BY
register.csv   2 inventory.name     core-9                                    name=core-9        3.5 
register.csv   2 inventory.maker    Nokia                                     maker=nokia        3.0 whole name
register.csv   2 inventory.product  7750                                      product=7750       3.0 
register.csv   2 inventory.mac      00:00:5e:00:53:09                                                
register.csv   2 inventory.serial   SN10001A                                                         
register.csv   2 inventory.site     North                                     site=North         3.0 
other.csv      2 inventory.name     core-nine                                 name=core-nine     3.5 
other.csv      2 inventory.product  7750 SR                                   product=7750 SR    3.0 
other.csv      2 inventory.mac      00:00:5e:00:53:09                                                
walk.snmprec   1 snmp.sys_descr     TiMOS-C-20.10.R4 cpm/hops64 Nokia 7750 SR maker=nokia        4.6 rule nokia-timos-plain
walk.snmprec   1 snmp.sys_descr     TiMOS-C-20.10.R4 cpm/hops64 Nokia 7750 SR os=SR OS           4.6 rule nokia-timos-plain
walk.snmprec   1 corroboration      TiMOS-C-20.10.R4 cpm/hops64 Nokia 7750 SR maker=nokia        1.5 the maker's word stands in the text
walk.snmprec   2 snmp.sys_object_id 1.3.6.1.4.1.6527.1.3.3                    maker=nokia        4.1 arc 1.3.6.1.4.1.6527
walk.snmprec   3 snmp.if_mac        00:00:5e:00:53:09                                                
## Of what is not known, what would tell.
$ cleanpath explain -q core-nine other.csv | sed -n '/^What would/,$p'
What would change it (each was weighed anew)
IF THE EVIDENCE WERE ANOTHER                ITS MAKER                
if inventory.maker (3.0) said some maker    some maker 0.953, a fact changes it
if snmp.sys_object_id (4.1) said some maker some maker 0.984, a fact changes it

Evidence (weights are log-odds)
SOURCE    POS KIND              VALUE             SAYS            WEIGHT BY
other.csv   2 inventory.name    core-nine         name=core-nine     3.5 
other.csv   2 inventory.product 7750 SR           product=7750 SR    3.0 
other.csv   2 inventory.mac     00:00:5e:00:53:09                        
## What acts on a terminal is shown by its bytes.
$ printf '1.3.6.1.2.1.1.1.0|4x|41631b5b33316d\n1.3.6.1.2.1.1.5.0|4|evil\n' >evil.snmprec; cleanpath explain -q evil evil.snmprec | grep sys_descr
evil.snmprec   1 snmp.sys_descr Ac�[31m [bytes 41 63 1b 5b 33 31 6d]                  
$ cleanpath explain core-9 -f json register.csv other.csv walk.snmprec | python3 -c 'import json, sys; r = json.load(sys.stdin)["reasons"]; print(r["joins"]); print([(c["maker"], round(c["sum"], 1), round(c["share"], 4)) for c in r["candidates"]]); print([(w["is"], w["evidence"], w["maker"], w["changes"]) for w in r["what_if"]])'
[{'identifier': 'mac', 'value': '00:00:5e:00:53:09', 'subjects': 3, 'needed': True, 'said_by': None, 'sources': ['register.csv', 'other.csv', 'walk.snmprec']}]
[('nokia', 13.2, 1)]
[('left_out', 'inventory.maker', 'nokia', False), ('left_out', 'snmp.sys_descr', 'nokia', False), ('left_out', 'snmp.sys_object_id', 'nokia', False), ('left_out', 'corroboration', 'nokia', False), ('assumed', 'inventory.maker', 'nokia', False), ('assumed', 'snmp.sys_object_id', 'nokia', False)]
