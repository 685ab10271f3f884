## A case keeps what was read. The same content is never added twice, and every import is logged.
$ cp $DATA/register.csv $DATA/core-9.snmprec $DATA/profile.yaml .
$ cleanpath assets
cleanpath: cleanpath.case: there is no case here: `cleanpath import FILE...` makes one
[3]
$ cleanpath import register.csv core-9.snmprec 2>&1
cleanpath: register.csv: inventory-csv, 37 observations, 0 links
cleanpath: core-9.snmprec: snmprec, 4 observations, 0 links
$ cleanpath import register.csv 2>&1
cleanpath: register.csv: is in the case already, nothing changed
$ cleanpath profile
No profile is set. For example: cleanpath profile set country=XX roles=ROLE
$ cleanpath profile set country=US roles=federal_contractor name='Example Carrier'
$ cleanpath profile show
schema: cleanpath-profile/1
name: "Example Carrier"
country: "US"
roles: ["federal_contractor"]
$ cleanpath profile set colour=red
cleanpath: the profile has no "colour"; it has name, country, roles, not_roles, policies, component_coverage and fact.NAME
[2]
$ cleanpath assets site:north -q --policy us-ndaa-889-a1b --as-of 2026-11-23
Answer
POLICY          BY LAW      BINDS YOU EXCLUDED RESTRICTED UNDETERMINED ALLOWED NOT ADDRESSED
us-ndaa-889-a1b US in_force yes              2          0            2       1             0

Assets
RESULT       NAME  MAKER     SURE PRODUCT    SITE  WHY
excluded     agg-1 Huawei    1.00 NE40E-M2K  north excluded us-ndaa-889-a1b
undetermined cam-1 Hikvision 0.95 DS-2CD2042 north undetermined us-ndaa-889-a1b (purpose?)
$ cleanpath explain agg-1 --policy us-fcc-covered-list --as-of 2026-11-23
agg-1 (serial-sn00017a, realm default)
  ip         192.0.2.1
  mac        00:e0:fc:00:00:01
  hostname   agg-1
  serial     SN00017A

Claims (a fact from the threshold on)
  maker              1.00  fact   Huawei (huawei)
  product            0.95  fact   NE40E-M2K
  name               0.97  fact   agg-1
  site               0.95  fact   north
  class              0.95  fact   transport
  status             0.95  fact   in_service

Verdicts
  us-fcc-covered-list: excluded, clause 1 (in_force, binds you: yes)
    Clause 1 excludes it: Huawei telecommunications and video surveillance equipment and services, with subsidiaries and affiliates.
    means: keep: unclear; buy: no; maintain: no; import: no
    use: not known whether forbidden: eligible telecommunications carriers and reimbursement recipients must remove and replace covered equipment (47 CFR 54.11); the terms were not read (source not checked)
    buy forbidden: money of FCC-administered subsidy programmes for capital expenditure may not obtain it (47 CFR 54.10)
    maintain forbidden: money of FCC-administered subsidy programmes for capital expenditure may not maintain it (47 CFR 54.10)
    import forbidden: no further import and marketing of models authorised before, for entries of 2024 or earlier; reported to take effect ten days after publication, in July 2026; suspended for entries of March 2021 used for physical security surveillance of critical infrastructure until that is defined; no new equipment authorisation, hence no import or marketing of new models
    rests on class at confidence 0.95 (threshold 0.95)
    source: https://www.nasdaq.com/articles/five-chinese-companies-pose-threat-to-u.s.-national-security-fcc-2021-03-12 (press, 2021-03-12)
    source: https://hoganlovells.com/en/publications/fcc-revises-equipment-authorization-rules-for-certain-chinese-manufacturers-seeks-further-comments (secondary, 2022-12)
    source: https://hallikainen.org/org/FCC/FccRules/2021/54/10 (secondary, 2021-09-01)
    source: https://www.tlp.law/2022/03/28/fcc-adds-kaspersky-china-telecom-china-mobile-to-covered-list/ (secondary, 2022-03-28)
    source: https://vpncentral.com/fcc-expands-ban-on-chinese-telecom-and-surveillance-equipment-over-cybersecurity-risks/ (press, 2026-06)
    source: https://111things.com/law/fcc-tightens-telecom-supply-chain-rules-on-older-covered-gear-ahead-of-july-22-vote/ (press, 2026-07)
    source: https://www.bakermckenzie.com/en/insight/publications/2026/04/united-states-fcc-adds-foreign-made-routers-to-covered-list (secondary, 2026-04)
    source: https://docs.fcc.gov/public/attachments/FCC-22-84A1.txt (official, 2022-11-25)
    source: https://www.cepro.com/news/fcc-extends-software-update-cutoff-on-foreign-made-routers-until-2029/626776/ (press, 2026-05)
    source: https://cnznews.com/after-banning-foreign-routers-fcc-says-existing-ones-can-get-updates-until-2029/ (press, 2026-05)

Who made it (share = e^sum / (1 + all e^sum))
MAKER           EVIDENCE, THE HEAVIEST OF EACH KIND SUM  E^SUM SHARE
Huawei (huawei) inventory.maker 3.0 + oui 2.4       5.4 221.41 0.996
none of them    what is taken without evidence      0.0   1.00 0.004
  Huawei: 221.41 / 222.41 = 0.996; a fact, as everything from 0.95 on

What would change it (each was weighed anew)
IF THE EVIDENCE WERE ANOTHER                   ITS MAKER             
without inventory.maker                        Huawei 0.917, no fact changes it
without oui                                    Huawei 0.953, a fact  
if inventory.maker (3.0) said somebody else    Huawei 0.913, no fact changes it
if snmp.sys_object_id (4.1) said Huawei        Huawei 1.000, a fact  
if snmp.sys_object_id (4.1) said somebody else Huawei 0.783, no fact changes it

Evidence (weights are log-odds)
SOURCE       POS KIND              VALUE                         SAYS              WEIGHT BY
register.csv   2 inventory.name    agg-1                         name=agg-1           3.5 
register.csv   2 inventory.maker   Huawei Technologies Co., Ltd. maker=huawei         3.0 whole name
register.csv   2 inventory.product NE40E-M2K                     product=NE40E-M2K    3.0 
register.csv   2 oui               00:e0:fc:00:00:01             maker=huawei         2.4 registered block
register.csv   2 inventory.ip      192.0.2.1                                              
register.csv   2 inventory.serial  SN00017A                                               
register.csv   2 inventory.site    north                         site=north           3.0 
register.csv   2 inventory.class   transport                     class=transport      3.0 
register.csv   2 inventory.status  in_service                    status=in_service    3.0 
$ cleanpath explain nobody
cleanpath: no asset is called "nobody"; `cleanpath assets` lists them
[3]
## Another case by an option, by the environment, by a file: the nearest wins, and doctor tells where each value came from.
$ CLEANPATH_CASE=other.case cleanpath import -q register.csv && ls *.case
cleanpath.case
other.case
$ printf 'case: third.case\n' >cleanpath.yaml && cleanpath doctor --config | sed -n '/^settings/,$p'
settings:
  policies                                  built in
  as-of            2026-11-23               CLEANPATH_AS_OF
  case             third.case               cleanpath.yaml:1
  format                                    built in
  quiet            no                       built in
  verbose          no                       built in
  color            auto                     built in
  data-dir                                  built in
  policy                                    built in
  waivers                                   built in
  profile                                   built in
  accept           0.95                     built in
  fail-on          excluded                 built in
  fail-on-unknown  any                      built in
  realm            default                  built in
  registry                                  built in
  no-digest        no                       built in
  threads          0                        built in
  strict           no                       built in
  limit            0                        built in
  all              no                       built in
  credentials                               built in
  exclude                                   built in
  within                                    built in
  device-rate      20                       built in
  port             161                      built in
  listen                                    built in
  flush                                     built in
  buffer           256                      built in
  metrics                                   built in
  clickhouse                                built in
  ship                                      built in
  spool            4096                     built in
  keep-days        0                        built in
  redact-key                                built in
  our-as                                    built in
  reading                                   built in
  restricted                                built in
  our-upstream                              built in
## A fact whose kind the case does not name is damage, and not one that may be left out: it might be who made it.
$ printf 'name,maker,serial\nsw-1,Cisco,FOC1234X0AB\n' >lost.csv; cleanpath import -q --case lost.case lost.csv; python3 -c 'import sqlite3; db = sqlite3.connect("lost.case"); db.execute("DELETE FROM word WHERE text = ?", ("inventory.maker",)); db.commit()'; cleanpath assets -q --case lost.case
cleanpath: lost.case: the case is damaged: subject 1 breaks off at byte 15
[3]
