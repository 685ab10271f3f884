## The main job. A register and a profile: what is excluded for whom, and what is not known.
$ cp $DATA/register.csv $DATA/profile.yaml . && cleanpath audit register.csv profile.yaml --as-of 2026-11-23
Coverage
  register.csv: inventory-csv, 5 records, 37 observations
    columns: name, maker, product, serial, mac, ip, site, class, generation, status, purpose
  profile.yaml: profile, 1 record, 0 observations
    profile of Example Carrier
  tables: oui of 2026-08-26, pen of 2024-08-23, makers of 2026-11-23, fingerprints of 2026-11-27
  4 assets, 0 links; judged as of 2026-11-23, facts from confidence 0.95, profile of profile.yaml
  ! 1 asset not in service (planned, spare, removed, disposed) left out; --all shows them.
  ! Of 1 of 4 assets the maker is not established (confidence below 0.95): they are not known to be clean.
  ! The table pen is of 2024-08-23; blocks registered since are not known. A newer one is read with --registry FILE.

Answer
POLICY                      BY LAW      BINDS YOU EXCLUDED RESTRICTED UNDETERMINED ALLOWED NOT ADDRESSED
us-fascsa-orders            US in_force yes              0          0            1       0             3
us-fcc-covered-list         US in_force yes              1          0            2       1             0
us-ndaa-1634-kaspersky      US in_force yes              0          0            1       3             0
us-ndaa-889-a1a             US in_force yes              1          0            2       1             0
us-ndaa-889-a1b             US in_force yes              1          0            2       1             0
us-rip-and-replace          US in_force yes              1          0            1       1             1
us-tiktok-devices           US in_force yes              0          0            1       0             3
us-usf-54-9                 US in_force yes              1          0            1       2             0
us-dfars-7018               US in_force unknown          0          1            1       0             2
us-dod-1260h                US in_force unknown          0          2            1       1             0
us-far-240-91               US in_force unknown          1          0            2       1             0
us-ndaa-889-b1-grants       US in_force unknown          1          0            2       1             0
us-ndaa-5949-semiconductors US enacted  yes              0          0            1       3             0
  and 4 policies that bind others, or of which nobody said whether they bind you: they exclude nothing that was found, 4 of them leave something undetermined; --verbose shows them

Assets
RESULT       NAME  MAKER     SURE PRODUCT    SITE  WHY
excluded     agg-1 Huawei    1.00 NE40E-M2K  north excluded us-fcc-covered-list, us-ndaa-889-a1a, us-ndaa-889-a1b, us-rip-and-replace, us-usf-54-9; (excluded) us-far-240-91, us-ndaa-889-b1-grants; (restricted) us-dfars-7018, us-dod-1260h; (undetermined) us-fcc-equipment-authorisation (authorised?)
(restricted) cam-1 Hikvision 0.95 DS-2CD2042 north (restricted) us-dod-1260h; undetermined us-fcc-covered-list (purpose?), us-ndaa-889-a1a (purpose?), us-ndaa-889-a1b (purpose?); (undetermined) us-far-240-91 (purpose?), us-fcc-equipment-authorisation (authorised?), us-ndaa-889-b1-grants (purpose?)
undetermined box-1 unknown                   south undetermined us-fascsa-orders (maker?), us-fcc-covered-list (class?, maker? ...), us-ndaa-1634-kaspersky (maker?), us-ndaa-5949-semiconductors (maker?, class?), us-ndaa-889-a1a (maker?, class? ...), us-ndaa-889-a1b (maker?, class? ...), us-rip-and-replace (maker?, class? ...), us-tiktok-devices (maker?, class?), us-usf-54-9 (maker?, class? ...); (undetermined) us-commerce-kaspersky (maker?, class?), us-dfars-7018 (maker?, class? ...), us-dod-1260h (maker?, class? ...), us-far-240-91 (maker?, class? ...) and 4 more
allowed      agg-2 Nokia     0.95 7750 SR-1  south 
(in brackets: what a rule says that does not bind you, or is not known to)
[1]
## Without a profile nothing is called excluded for anybody, and the exit status is 0.
$ cp $DATA/core-9.snmprec . && mkdir alone && cp core-9.snmprec alone && cleanpath audit alone --as-of 2026-11-23
Coverage
  alone/core-9.snmprec: snmprec, 4 records, 4 observations
  tables: oui of 2026-08-26, pen of 2024-08-23, makers of 2026-11-23, fingerprints of 2026-11-27
  1 asset, 0 links; judged as of 2026-11-23, facts from confidence 0.95
  ! No profile says who you are, so nothing is called excluded for you; shown is whose rules would speak of what was found. Say it in a profile.yaml beside the evidence: `schema: cleanpath-profile/1`, `country: XX`, `roles: [ROLE]`.
  ! The table pen is of 2024-08-23; blocks registered since are not known. A newer one is read with --registry FILE.

Answer
POLICY                BY LAW      BINDS YOU EXCLUDED RESTRICTED UNDETERMINED ALLOWED NOT ADDRESSED
ru-decree-166         RU in_force unknown          0          1            0       0             0
us-dfars-7018         US in_force unknown          0          1            0       0             0
us-dod-1260h          US in_force unknown          0          1            0       0             0
us-far-240-91         US in_force unknown          1          0            0       0             0
us-fcc-covered-list   US in_force unknown          1          0            0       0             0
us-ndaa-889-a1a       US in_force unknown          1          0            0       0             0
us-ndaa-889-a1b       US in_force unknown          1          0            0       0             0
us-ndaa-889-b1-grants US in_force unknown          1          0            0       0             0
us-rip-and-replace    US in_force unknown          1          0            0       0             0
us-usf-54-9           US in_force unknown          1          0            0       0             0
  and 37 policies that bind others, or of which nobody said whether they bind you: they exclude nothing that was found, 25 of them leave something undetermined; --verbose shows them
  uk-huawei-dvd-2022 cap-5g-access: The share is between 0.0 and 100.0 percent; the cap is 35.0.
  uk-huawei-dvd-2022 cap-fttp: Of 1 assets that the cap could count 1 do not state their premises; the share is not known.

Assets
RESULT     NAME   MAKER  SURE PRODUCT SITE WHY
(excluded) core-9 Huawei 1.00 NE40E        (excluded) us-far-240-91, us-fcc-covered-list, us-ndaa-889-a1a, us-ndaa-889-a1b and 3 more; (restricted) ru-decree-166, us-dfars-7018, us-dod-1260h; (undetermined) au-5g-2018 (generation?, criterion:au-1?), ca-policy-2022 (generation?), cn-csl-cybersecurity-review (criterion:cnr-1?, criterion:cnr-2? ...), de-5g-contracts-2024 (generation?, class? ...) and 21 more
(in brackets: what a rule says that does not bind you, or is not known to)
## As if one policy bound us; before it existed it excluded nothing.
$ cleanpath audit -q --policy us-fcc-covered-list --as-of 2026-11-23 core-9.snmprec
Answer
POLICY              BY LAW      BINDS YOU EXCLUDED RESTRICTED UNDETERMINED ALLOWED NOT ADDRESSED
us-fcc-covered-list US in_force yes              1          0            0       0             0

Assets
RESULT   NAME   MAKER  SURE PRODUCT SITE WHY
excluded core-9 Huawei 1.00 NE40E        excluded us-fcc-covered-list
[1]
$ cleanpath audit -q --policy us-fcc-covered-list --as-of 2020-01-01 core-9.snmprec
Answer
POLICY              BY LAW     BINDS YOU EXCLUDED RESTRICTED UNDETERMINED ALLOWED NOT ADDRESSED
us-fcc-covered-list US enacted yes              0          0            0       0             1

Assets
RESULT        NAME   MAKER  SURE PRODUCT SITE WHY
not_addressed core-9 Huawei 1.00 NE40E        
## Thresholds of the exit status.
$ cleanpath audit -q --policy us-fcc-covered-list --fail-on never --fail-on-unknown never --as-of 2026-11-23 core-9.snmprec >/dev/null
$ cleanpath audit -q --policy us-fcc-list core-9.snmprec
cleanpath: --policy names the policy "us-fcc-list", which does not exist; `cleanpath policy list` shows all
[2]
## For other programs.
$ cleanpath audit -f csv --policy us-fcc-covered-list --as-of 2026-11-23 register.csv
asset,name,realm,maker,maker_id,maker_confidence,brand,product,version,site,role,function,class,generation,status,ip,mac,serial,parent,sources,us-fcc-covered-list,us-fcc-covered-list missing,findings,assurance
serial-sn00017a,agg-1,default,Huawei,huawei,0.9955,,NE40E-M2K,,north,,,transport,,in_service,192.0.2.1,00:e0:fc:00:00:01,SN00017A,,register.csv,excluded,,,
serial-sn00018b,agg-2,default,Nokia,nokia,0.9526,,7750 SR-1,,south,,,transport,,in_service,192.0.2.2,,SN00018B,,register.csv,allowed,,,
serial-sn00021e,box-1,default,,,,,,,south,,,,,in_service,192.0.2.9,,SN00021E,,register.csv,undetermined,"class;maker;legal_name;purpose;made_in;manufactured",,
serial-sn00019c,cam-1,default,Hikvision,hikvision,0.9526,,DS-2CD2042,,north,,,video_surveillance,,in_service,192.0.2.3,,SN00019C,,register.csv,undetermined,purpose,,
[1]
$ cleanpath audit -f ndjson --policy us-fcc-covered-list --as-of 2026-11-23 core-9.snmprec | head -1 | python3 -c 'import json,sys; d=json.loads(sys.stdin.readline()); print(d["schema"], d["as_of"], d["policies"][0]["counts"])'
cleanpath/audit/1 2026-11-23 {'excluded': 1, 'restricted': 0, 'allowed': 0, 'undetermined': 0, 'not_addressed': 0}
## Nothing was left behind.
$ ls
alone
core-9.snmprec
data
examples
profile.yaml
register.csv
