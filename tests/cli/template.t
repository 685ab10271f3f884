## A form with just the columns that a policy reads, and what is known filled in.
$ cleanpath template --policy cn-micron-2023
cleanpath_asset,name,serial,mac,ip,maker,fcc_id,product,class
$ cleanpath template
cleanpath: there is no case and no FILE: say with --policy for which rules the form is; `cleanpath policy list` shows them
[2]
$ cp $DATA/register.csv $DATA/core-9.snmprec . && printf 'name,maker\nonly-a-name,Hikvision\n' >names.csv && cleanpath import -q register.csv core-9.snmprec names.csv
$ cleanpath template --policy us-ndaa-889-a1b -o form.csv && cut -d, -f1-8 form.csv
cleanpath_asset,name,serial,mac,ip,maker,fcc_id,product
serial-sn00017a,agg-1,SN00017A,00:e0:fc:00:00:01,192.0.2.1,Huawei,,NE40E-M2K
serial-sn00018b,agg-2,SN00018B,,192.0.2.2,Nokia,,7750 SR-1
serial-sn00021e,box-1,SN00021E,,192.0.2.9,,,
serial-sn00019c,cam-1,SN00019C,,192.0.2.3,Hikvision,,DS-2CD2042
mac-00e0fc0a0b0c,core-9,,00:e0:fc:0a:0b:0c,,Huawei,,NE40E
name-only-a-name,only-a-name,,,,Hikvision,,
$ cleanpath template --policy us-ndaa-889-a1b --explain | cut -c1-75
COLUMN            WHAT TO WRITE                                        WORD
cleanpath_asset   leave it as it is: which asset this is                   
name              what you call it                                         
serial            serial number; several with ;                            
mac               hardware address; several with ;                         
ip                IP address; several with ;                               
maker             who made it: the name of a company                       
fcc_id            FCC ID on its label: tells who has the grant             
product           model, as the maker calls it                             
class             what kind of thing it is                             core
role              its role in the network                              back
purpose           what it is used for; several with ;                  publ
handles_user_data does it permit visibility into user data or packets? no, 
routes_user_data  can it route or redirect user data?                  no, 
contains          whose components are in it: names with ;, or none        
essential         is it, or what is inside, substantial or essential?  no, 
manufactured      when it was made: 2026-11-23, 2026-11 or 2026            
## It comes back with the same meaning: no asset more, no verdict another.
$ cleanpath assets -q -a -f json --policy us-ndaa-889-a1b >before.json; cleanpath import form.csv 2>&1
cleanpath: form.csv: inventory-csv, 34 observations, 0 links
$ cleanpath assets -q -a -f json --policy us-ndaa-889-a1b >after.json; python3 - <<'END'
> import json
> read = lambda f: [(a['asset'], a['name'], a['maker'] and a['maker']['id'], a['product'], [v['result'] for v in a['verdicts']]) for a in json.load(open(f))['assets']]
> print(len(read('before.json')), read('before.json') == read('after.json'))
> END
7 True
## What was asked for is filled in by a person.
$ python3 - <<'END'
> import csv
> rows = list(csv.DictReader(open('form.csv')))
> out = csv.DictWriter(open('filled.csv', 'w'), rows[0].keys())
> out.writeheader()
> out.writerows(dict(r, purpose='shop' if r['name'] == 'cam-1' else '') for r in rows)
> END
$ cleanpath import -q filled.csv && cleanpath assets -q -f csv --policy us-ndaa-889-a1b cam-1 | cut -d, -f2,21,22
name,us-ndaa-889-a1b,us-ndaa-889-a1b missing
cam-1,allowed,
## A form alone is an inventory like any other.
$ cleanpath audit -q -f csv --policy us-ndaa-889-a1b filled.csv | cut -d, -f1,21,22
asset,us-ndaa-889-a1b,us-ndaa-889-a1b missing
serial-sn00017a,excluded,
serial-sn00018b,allowed,
serial-sn00021e,undetermined,"maker;class;purpose;routes_user_data;handles_user_data;manufactured"
serial-sn00019c,allowed,
mac-00e0fc0a0b0c,excluded,
name-only-a-name,undetermined,purpose
## Several realms: each row tells its own, and the form goes back as one file. --realm chooses one.
$ printf 'name,ip,realm,maker\nr1,10.0.0.1,north,Nokia\nr1,10.0.0.1,south,\nr9,10.0.0.9,,Nokia\n' >all.csv && cleanpath import -q --case realms.case all.csv && cleanpath template --case realms.case --policy us-fcc-covered-list | cut -d, -f1-7
cleanpath_asset,name,serial,mac,ip,realm,maker
ip-10.0.0.1-north,r1,,,10.0.0.1,north,Nokia
ip-10.0.0.1-south,r1,,,10.0.0.1,south,
ip-10.0.0.9,r9,,,10.0.0.9,default,Nokia
$ cleanpath template --case realms.case --policy us-fcc-covered-list | sed 's/south,,/south,Huawei,/' >filled.csv && cleanpath import -q --case realms.case filled.csv && cleanpath assets -q -f csv --case realms.case --policy us-fcc-covered-list | cut -d, -f1-4
asset,name,realm,maker
ip-10.0.0.1-north,r1,north,Nokia
ip-10.0.0.1-south,r1,south,Huawei
ip-10.0.0.9,r9,default,Nokia
$ cleanpath template --case realms.case --realm south --policy us-fcc-covered-list | cut -d, -f1-7
cleanpath: 2 assets are of another realm than --realm and have no row
cleanpath_asset,name,serial,mac,ip,realm,maker
ip-10.0.0.1-south,r1,,,10.0.0.1,south,Huawei
## The same as a workbook.
$ cleanpath assets -q -f csv --case realms.case --policy us-fcc-covered-list >before; cleanpath template -f xlsx --case realms.case --policy us-fcc-covered-list -o form.xlsx && cleanpath import -q --case realms.case form.xlsx && cleanpath assets -q -f csv --case realms.case --policy us-fcc-covered-list | cut -d, -f1-19 >after; cut -d, -f1-19 before | cmp - after
