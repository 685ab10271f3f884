## What people decide about what was found. A find is a candidate until somebody confirms or rejects it.
$ cat >register.csv <<'END'
> name,maker,product,part_number,serial,site,role,class,purpose,supplier,routes_user_data
> agg-1,Huawei,NE40E-X8,02350BGC,SN-A1,north,aggregation router,transport,,Bergson Trading,yes
> agg-2,Huawei,NE40E-X8,02350BGC,SN-A2,south,aggregation router,transport,,Bergson Trading,yes
> cam-1,Hikvision,DS-2CD2043,,SN-C1,north,camera,video_surveillance,,,
> core-1,Nokia,7750 SR-12,,SN-N1,central,core router,transport,,,
> core-1,Nokia,7750 SR-12,,SN-N2,central,core router,transport,,,
> END
$ cleanpath import -q register.csv && cleanpath profile set country=US roles=federal_contractor policies=us-ndaa-889-a1b
$ cleanpath finding list -q
STATE     NAME  ASSET        MAKER     PRODUCT    POLICY          RESULT       BY NEXT
candidate agg-1 serial-sn-a1 Huawei    NE40E-X8   us-ndaa-889-a1b excluded        
candidate agg-2 serial-sn-a2 Huawei    NE40E-X8   us-ndaa-889-a1b excluded        
candidate cam-1 serial-sn-c1 Hikvision DS-2CD2043 us-ndaa-889-a1b undetermined    
$ cleanpath finding list open
Coverage
  register.csv: inventory-csv, 5 records, 41 observations
    columns: name, maker, product, part_number, serial, site, role, class, purpose, supplier, routes_user_data
  tables: oui of 2026-08-26, pen of 2024-08-23, makers of 2026-11-23, fingerprints of 2026-11-27
  5 assets, 0 links; judged as of 2026-11-23, facts from confidence 0.95, profile of the case
  ! The table pen is of 2024-08-23; blocks registered since are not known. A newer one is read with --registry FILE.

STATE     NAME  ASSET        MAKER     PRODUCT    POLICY          RESULT       BY NEXT
candidate agg-1 serial-sn-a1 Huawei    NE40E-X8   us-ndaa-889-a1b excluded        
candidate agg-2 serial-sn-a2 Huawei    NE40E-X8   us-ndaa-889-a1b excluded        
candidate cam-1 serial-sn-c1 Hikvision DS-2CD2043 us-ndaa-889-a1b undetermined    
## An answer begins with what was read. By id, name, address or serial number; never by guessing.
$ cleanpath finding confirm core-1 --by 'J. Doe' --reason 'label read on site'
cleanpath: 2 assets are called "core-1"; name one by its id: serial-sn-n1, serial-sn-n2
[2]
$ cleanpath finding confirm nobody --by 'J. Doe' --reason 'label read on site'
cleanpath: no asset is called "nobody"; `cleanpath assets` lists them
[3]
$ cleanpath finding confirm SN-N1 --by 'J. Doe' --reason 'label read on site'
cleanpath: no policy that was asked names "serial-sn-n1", so there is nothing to confirm (us-ndaa-889-a1b: allowed)
[2]
$ cleanpath finding confirm agg-1 --reason 'label read on site'
cleanpath: a decision needs --by NAME: it stands in the case for good
[2]
$ cleanpath finding confirm agg-1 --by 'J. Doe' --reason '  '
cleanpath: --reason is empty, expected TEXT
[2]
$ cleanpath finding confirm agg-1 --by 'J. Doe' --reason 'label read on site' --on 2026-12-01
cleanpath: --on 2026-12-01 has not come yet
[2]
$ cleanpath finding confirm agg-1 --by 'J. Doe' --reason 'label read on site' --on 2026-11
cleanpath: --on is "2026-11", expected a day such as 2026-11-23
[2]
$ cleanpath finding reported agg-1 --by 'J. Doe'
cleanpath: nobody confirmed a find on "serial-sn-a1": there is nothing to report yet
[2]
## Only a confirmation starts the clock. Confirming again is told, and moves nothing.
$ cleanpath finding confirm agg-1 --by 'J. Doe' --reason 'label read on site' --on 2026-11-20 | sed 's/written [^;]*;/written .;/'
agg-1 (serial-sn-a1), Huawei NE40E-X8
  us-ndaa-889-a1b: excluded, clause f3A: confirmed
    first-report (52.204-25) due 2026-11-23, today
    further-report (52.204-25) due at the latest 2026-12-08, 10 business days left
    first-report (52.240-91) due 2026-11-23 at the hour of the identification, today
    log: confirmed on 2026-11-20 by J. Doe: label read on site (written .; the verdict was excluded, clause f3A)
$ cleanpath finding confirm agg-1 --by 'D. Bergson' --reason 'me too'
cleanpath: us-ndaa-889-a1b: is confirmed already, on 2026-11-20 by J. Doe
cleanpath: nothing new was decided, nothing was kept
[2]
$ cleanpath finding list -q --clause 52.204-25
STATE     NAME  ASSET        MAKER     PRODUCT    POLICY          RESULT       BY     NEXT
confirmed agg-1 serial-sn-a1 Huawei    NE40E-X8   us-ndaa-889-a1b excluded     J. Doe first-report (52.204-25) due 2026-11-23, today
candidate agg-2 serial-sn-a2 Huawei    NE40E-X8   us-ndaa-889-a1b excluded            
candidate cam-1 serial-sn-c1 Hikvision DS-2CD2043 us-ndaa-889-a1b undetermined        
$ cleanpath finding list -q --clause 52.204-25 --as-of 2026-11-30
STATE     NAME  ASSET        MAKER     PRODUCT    POLICY          RESULT       BY     NEXT
confirmed agg-1 serial-sn-a1 Huawei    NE40E-X8   us-ndaa-889-a1b excluded     J. Doe first-report (52.204-25) due 2026-11-23, OVERDUE by 4 business days
candidate agg-2 serial-sn-a2 Huawei    NE40E-X8   us-ndaa-889-a1b excluded            
candidate cam-1 serial-sn-c1 Hikvision DS-2CD2043 us-ndaa-889-a1b undetermined        
[1]
$ cleanpath finding list -q --clause 52.999
cleanpath: no form is of the clause "52.999"; `cleanpath form list` shows them
[2]
## A rejection stays visible, and does not silence the audit.
$ cleanpath finding reject cam-1 --by 'D. Bergson' --reason 'a mast, the register is wrong' | sed 's/written [^;]*;/written .;/'
cam-1 (serial-sn-c1), Hikvision DS-2CD2043
  us-ndaa-889-a1b: undetermined, clause f3B: rejected
    log: rejected on 2026-11-23 by D. Bergson: a mast, the register is wrong (written .; the verdict was undetermined, clause f3B)
$ cleanpath finding list open -q
STATE     NAME  ASSET        MAKER  PRODUCT  POLICY          RESULT   BY NEXT
candidate agg-2 serial-sn-a2 Huawei NE40E-X8 us-ndaa-889-a1b excluded    
$ cleanpath finding list rejected -q
STATE    NAME  ASSET        MAKER     PRODUCT    POLICY          RESULT       BY         NEXT
rejected cam-1 serial-sn-c1 Hikvision DS-2CD2043 us-ndaa-889-a1b undetermined D. Bergson 
$ cleanpath finding list strange
cleanpath: finding list knows open, candidate, confirmed and rejected, not "strange"
[2]
$ cleanpath audit -q
Answer
POLICY          BY LAW      BINDS YOU EXCLUDED RESTRICTED UNDETERMINED ALLOWED NOT ADDRESSED
us-ndaa-889-a1b US in_force yes              2          0            1       2             0

Assets
RESULT       NAME   MAKER     SURE PRODUCT    SITE    WHY
excluded     agg-1  Huawei    0.95 NE40E-X8   north   excluded us-ndaa-889-a1b [confirmed]
excluded     agg-2  Huawei    0.95 NE40E-X8   south   excluded us-ndaa-889-a1b
undetermined cam-1  Hikvision 0.95 DS-2CD2043 north   undetermined us-ndaa-889-a1b [rejected] (purpose?)
allowed      core-1 Nokia     0.95 7750 SR-12 central 
allowed      core-1 Nokia     0.95 7750 SR-12 central 
[1]
$ cleanpath explain agg-1 | grep -n 'finding'
19:    finding confirmed on 2026-11-20 by J. Doe: label read on site
## When the first report was sent, the further one is due from there.
$ cleanpath finding reported agg-1 --by 'J. Doe' --on 2026-11-19
cleanpath: us-ndaa-889-a1b: a report before the find was confirmed, on 2026-11-20?
[2]
$ cleanpath finding reported agg-1 --by 'J. Doe' --on 2026-11-20 --reason 'by mail' | sed 's/written [^;]*;/written .;/'
agg-1 (serial-sn-a1), Huawei NE40E-X8
  us-ndaa-889-a1b: excluded, clause f3A: confirmed
    first-report (52.204-25) due 2026-11-23, sent
    further-report (52.204-25) due 2026-12-07, 9 business days left
    first-report (52.240-91) due 2026-11-23 at the hour of the identification, sent
    log: confirmed on 2026-11-20 by J. Doe: label read on site (written .; the verdict was excluded, clause f3A)
    log: reported on 2026-11-20 by J. Doe: by mail (written .; the verdict was excluded, clause f3A)
## Who was wrong says so: the later decision counts, the log keeps both.
$ cleanpath finding reject agg-1 --by 'D. Bergson' --reason 'label was of the rack' >/dev/null && cleanpath finding show agg-1 | sed 's/written [^;]*;/written .;/'
agg-1 (serial-sn-a1), Huawei NE40E-X8
  us-ndaa-889-a1b: excluded, clause f3A: rejected
    log: confirmed on 2026-11-20 by J. Doe: label read on site (written .; the verdict was excluded, clause f3A)
    log: reported on 2026-11-20 by J. Doe: by mail (written .; the verdict was excluded, clause f3A)
    log: rejected on 2026-11-23 by D. Bergson: label was of the rack (written .; the verdict was excluded, clause f3A)
## The same evidence again changes nothing; other evidence makes a rejection void.
$ cp register.csv copy.csv && echo >>copy.csv && cleanpath import -q copy.csv && cleanpath finding list rejected -q
STATE    NAME  ASSET        MAKER     PRODUCT    POLICY          RESULT       BY         NEXT
rejected agg-1 serial-sn-a1 Huawei    NE40E-X8   us-ndaa-889-a1b excluded     D. Bergson 
rejected cam-1 serial-sn-c1 Hikvision DS-2CD2043 us-ndaa-889-a1b undetermined D. Bergson 
$ printf 'serial,purpose\nSN-C1,public safety\n' >purpose.csv && cleanpath import -q purpose.csv && cleanpath finding list -q
STATE                               NAME  ASSET        MAKER     PRODUCT    POLICY          RESULT   BY         NEXT
rejected                            agg-1 serial-sn-a1 Huawei    NE40E-X8   us-ndaa-889-a1b excluded D. Bergson 
candidate                           agg-2 serial-sn-a2 Huawei    NE40E-X8   us-ndaa-889-a1b excluded            
rejected, then the evidence changed cam-1 serial-sn-c1 Hikvision DS-2CD2043 us-ndaa-889-a1b excluded D. Bergson 
## What is out of service now, or gone, keeps what was decided.
$ printf 'serial,status\nSN-A1,removed\nSN-A1,removed\n' >status.csv && cleanpath import -q status.csv && cleanpath finding list confirmed -q
none is confirmed

Decisions on what is not in this answer (not in service, no longer found, or a policy that was not asked)
  serial-sn-a1, us-ndaa-889-a1b: confirmed on 2026-11-20 by J. Doe: label read on site
  serial-sn-a1, us-ndaa-889-a1b: reported on 2026-11-20 by J. Doe: by mail
  serial-sn-a1, us-ndaa-889-a1b: rejected on 2026-11-23 by D. Bergson: label was of the rack
## As JSON: state and log of the first.
$ cleanpath finding show agg-1 --format json | python3 -c 'import json,sys; f=json.load(sys.stdin)["findings"][0]; print(f["state"], [(l["state"], l["by"], l["on"]) for l in f["log"]])'
rejected, then the evidence changed [('confirmed', 'J. Doe', '2026-11-20'), ('reported', 'J. Doe', '2026-11-20'), ('rejected', 'D. Bergson', '2026-11-23')]
$ cleanpath finding show agg-1 extra
cleanpath: finding show takes one ASSET, got 2 words
[2]
$ cleanpath finding frobnicate
cleanpath: finding knows list, show, confirm, reject and reported, not "frobnicate"
[2]
$ cleanpath finding list --case absent.case
cleanpath: absent.case: there is no case here: `cleanpath import FILE...` makes one
[3]
