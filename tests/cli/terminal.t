## needs: program script
## On a terminal the answer fits its width; why stands below each row, and colour only repeats what a word says.
$ cat >terminal <<'END'
> #!/bin/sh
> # terminal COLUMNS COMMAND: runs it on a terminal of that width; escapes are shown as ^[
> TERM=${TERM:-xterm} script -qec "stty cols $1 rows 24 2>/dev/null; $2; echo \"exit \$?\"" /dev/null | tr -d '\r' | sed 's/\x1b/^[/g'
> END
$ chmod +x terminal; cp $DATA/register.csv . && ./terminal 60 'cleanpath audit -q --policy us-ndaa-889-a1a register.csv'
^[[1mAnswer^[[0m
POLICY     BY LAW      BINDS EXCL RESTR UNDET ALLOW NOT ADDR
us-ndaa-8… US in_force yes      1     0     2     1        0

^[[1mAssets^[[0m
RESULT       NAME  MAKER     SURE PRODUCT    SITE
^[[31mexcluded     agg-1 Huawei    1.00 NE40E-M2K  north^[[0m
    excluded us-ndaa-889-a1a
^[[35mundetermined box-1 unknown                   south^[[0m
    undetermined us-ndaa-889-a1a (maker?, class? ...)
^[[35mundetermined cam-1 Hikvision 0.95 DS-2CD2042 north^[[0m
    undetermined us-ndaa-889-a1a (purpose?)
allowed      agg-2 Nokia     0.95 7750 SR-1  south
exit 1
$ NO_COLOR=1 ./terminal 120 'cleanpath audit -q --policy us-ndaa-889-a1a register.csv'
Answer
POLICY          BY LAW      BINDS YOU EXCLUDED RESTRICTED UNDETERMINED ALLOWED NOT ADDRESSED
us-ndaa-889-a1a US in_force yes              1          0            2       1             0

Assets
RESULT       NAME  MAKER     SURE PRODUCT    SITE
excluded     agg-1 Huawei    1.00 NE40E-M2K  north
    excluded us-ndaa-889-a1a
undetermined box-1 unknown                   south
    undetermined us-ndaa-889-a1a (maker?, class? ...)
undetermined cam-1 Hikvision 0.95 DS-2CD2042 north
    undetermined us-ndaa-889-a1a (purpose?)
allowed      agg-2 Nokia     0.95 7750 SR-1  south
exit 1
$ ./terminal 120 'cleanpath audit -q --color never -n 1 --policy us-ndaa-889-a1a register.csv' | tail -3; TERM=dumb ./terminal 120 'cleanpath identify -q -n 1 register.csv' | tail -3
    excluded us-ndaa-889-a1a
... and 3 more (--limit 0 shows all)
exit 1
agg-1 Huawei 1.00 NE40E-M2K north
... and 4 more (--limit 0 shows all)
exit 0
$ COLUMNS=40 NO_COLOR=1 ./terminal 120 'cleanpath identify -q register.csv'; NO_COLOR=1 ./terminal 50 'cleanpath policy list' | head -3
Assets
NAME  MAKER     SURE PRODUCT    SITE
agg-1 Huawei    1.00 NE40E-M2K  north
agg-2 Nokia     0.95 7750 SR-1  south
box-1 unknown                   south
cam-1 Hikvision 0.95 DS-2CD2042 north
old-1 ZTE       0.95 ZXR10 5950 south
exit 0
POLICY: au-5g-2018
  BY: AU
  KIND: rules
## In a pipe nothing is cut and nothing is coloured, unless it is asked for.
$ COLUMNS=20 cleanpath identify -q register.csv | head -3; cleanpath identify -q --color always register.csv | head -1 | sed 's/\x1b/^[/g'; CLICOLOR_FORCE=1 cleanpath identify -q register.csv | head -1 | sed 's/\x1b/^[/g'; CLICOLOR_FORCE=1 NO_COLOR=1 cleanpath identify -q register.csv | head -1
Assets
NAME  MAKER     SURE PRODUCT    SITE
agg-1 Huawei    1.00 NE40E-M2K  north
^[[1mAssets^[[0m
^[[1mAssets^[[0m
Assets
$ cleanpath identify -q -n 2 register.csv
Assets
NAME  MAKER  SURE PRODUCT   SITE
agg-1 Huawei 1.00 NE40E-M2K north
agg-2 Nokia  0.95 7750 SR-1 south
... and 3 more (--limit 0 shows all)
## A page is not for a terminal; what takes no time shows no progress, and what is told stays one line whatever it is called.
$ ./terminal 80 'cleanpath report register.csv'
cleanpath: a page of HTML is not for a terminal: add -o report.html
exit 2
$ printf 'name,ip\nr1,192.0.2.1\n' >"$(printf 'a\nb\033[2J.csv')"; ./terminal 80 'cleanpath import -q *.csv; cleanpath import *.csv'; rm -f cleanpath.case*
cleanpath: a b�[2J.csv: is in the case already, nothing changed
cleanpath: register.csv: is in the case already, nothing changed
exit 0
## Who closes the pipe gets no message, and whatever the caller has set the status of who is ended by it.
$ cleanpath synth -q --devices 2000 many; cleanpath identify -q -f csv many | head -1 | cut -c1-20; bash -c 'cleanpath identify -q -f csv many | head -1 >/dev/null; echo "${PIPESTATUS[@]}"; trap "" PIPE; cleanpath audit -q -f ndjson many | head -1 >/dev/null; echo "${PIPESTATUS[@]}"'
asset,name,realm,mak
141 0
141 0
## Output that cannot be written is told once, with the status of what could not be done.
$ for c in --help man 'completion fish' --version 'audit --help' 'explain agg-1 register.csv' 'links many' 'neighbours many' 'policy show uk-huawei-dvd-2022' 'policy calendar' 'entity list tele' 'form list' 'doctor' 'template --policy us-ndaa-889-a1b register.csv'; do cleanpath $c 2>told >/dev/full; echo "$? $(cat told)"; done | sort | uniq -c | sed 's/^ *//'
14 3 cleanpath: cannot write: No space left on device
## Where no row fits, each stands upright; where even that is too little, long words stay whole. Wide and combining characters are measured as they are shown.
$ ./terminal 20 'NO_COLOR=1 cleanpath audit -q -n 2 --policy us-ndaa-889-a1a register.csv'
Answer
POLICY:
  us-ndaa-889-a1a
  BY: US
  LAW: in_force
  BINDS: yes
  EXCL: 1
  RESTR: 0
  UNDET: 2
  ALLOW: 1
  NOT ADDR: 0

Assets
RESULT: excluded
  NAME: agg-1
  MAKER: Huawei
  SURE: 1.00
  PRODUCT: NE40E-M2K
  SITE: north
    excluded
    us-ndaa-889-a1a
RESULT: undetermined
  NAME: box-1
  MAKER: unknown
  SITE: south
    undetermined
    us-ndaa-889-a1a
    (maker?, class?
    ...)
... and 2 more
  (--limit 0 shows
  all)
exit 1
$ printf 'name,vendor,site\n核心路由器一号机房东侧,Nokia,北京市\ncafe\314\201-\314\201e\314\201,Cisco,so\314\210uth\nplain,华为技术有限公司,x\n' >wide.csv; ./terminal 42 'NO_COLOR=1 cleanpath identify -q wide.csv'; ./terminal 20 'NO_COLOR=1 cleanpath identify -q wide.csv'
Assets
NAME            MAKER  SURE PRODUCT SITE
café-́é          Cisco  0.95         söuth
plain           Huawei 0.95         x
核心路由器一号… Nokia  0.95         北京市
exit 0
Assets
NAME: café-́é
  MAKER: Cisco
  SURE: 0.95
  SITE: söuth
NAME: plain
  MAKER: Huawei
  SURE: 0.95
  SITE: x
NAME:
  核心路由器一号机房东侧
  MAKER: Nokia
  SURE: 0.95
  SITE: 北京市
exit 0
## Sentences are broken between words; documents and what programs read are not.
$ ./terminal 40 'NO_COLOR=1 cleanpath audit --policy us-ndaa-889-a1a register.csv' | head -12; ./terminal 30 'cleanpath profile set -q name=Example country=US; cleanpath identify -f ndjson register.csv' | cut -c1-60 | head -2; ./terminal 20 'cleanpath template -q register.csv' | head -1 | cut -c1-60; rm -f cleanpath.case*
Coverage
  register.csv: inventory-csv, 5
    records, 37 observations
    columns: name, maker, product,
      serial, mac, ip, site, class,
      generation, status, purpose
  tables: oui of 2026-08-26, pen of
    2024-08-23, makers of 2026-11-23,
    fingerprints of 2026-11-27
  4 assets, 0 links; judged as of
    2026-11-23, facts from confidence
    0.95
{"schema":"cleanpath/identify/1","as_of":"2026-11-23","versi
{"asset":"serial-sn00017a","name":"agg-1","realm":"default",
cleanpath_asset,name,serial,mac,ip,maker,fcc_id,product,clas
$ ./terminal 40 'cleanpath links --help' | head -24; ./terminal 40 'cleanpath --help' | head -12
Usage: cleanpath links [OPTION...]
    [FILE...]

which links were understood, and from what

Shows the links of the files (with none,
of the case), put together from all that
tell of them: their ends and ports,
metrics, speed, who saw them and where
that stands. What is in no inventory and
what only one end tells of comes first.
(!) marks ends that no inventory and no
walk tells of.

Options:
      --as-of DATE
        Answer as the rules and facts
        stand on this date (YYYY-MM-DD;
        default: today)
      --as KIND
        Read the files as this format
        instead of finding it by
        content; `doctor` lists them
      --encoding NAME
Usage: cleanpath COMMAND [OPTION...] [ARGUMENT...]

Whose equipment does our traffic depend
on, is that allowed, and how do we get
off it?

Commands:
  audit      read evidence, identify the
    equipment, judge it
  identify   who made what is in these
    files, with the evidence
  import     add evidence to the case
## What an asset contains stands below it; in a pipe each has its whole name in its own place.
$ ./terminal 70 'NO_COLOR=1 cleanpath identify -q $EXAMPLES/metro-5g/walks/agg-2.snmpwalk $EXAMPLES/metro-5g/walks/stor-1.snmpwalk' | grep -v csr; cleanpath identify -q $EXAMPLES/metro-5g/walks/agg-2.snmpwalk | grep MPU
Assets
NAME         MAKER                      SURE PRODUCT              SITE
agg-1        Nokia                      1.00 7250 IXR             
agg-2        Huawei                     1.00 NetEngine 8000       
└─ MPU 1     Huawei                     0.97                      
core-2       Juniper Networks           1.00 mx480                
stor-1       Super Micro Computer       0.97 SSG-6029P-E1CR12L    
├─ P1-DIMMA1 Micron                     0.97 MTA36ASF8G72PZ-3G2E1 
├─ P1-DIMMB1 Micron                     0.97 MTA36ASF8G72PZ-3G2E1 
├─ nvme0     Micron                     0.97 MTFDKCC3T8TFR        
└─ nvme1     Micron                     0.97 MTFDKCC3T8TFR        
sw-1         New H3C Technologies (sol… 1.00 A5500-24G            
exit 0
agg-2 / MPU 1 Huawei           0.97                
$ cleanpath explain stor-1 $EXAMPLES/metro-5g/walks/stor-1.snmpwalk | sed -n '/^Parts/,/^$/p'; cleanpath explain 'agg-2 / MPU 1' $EXAMPLES/metro-5g/walks/agg-2.snmpwalk | head -2
Parts
NAME         MAKER                PRODUCT              ID
stor-1       Super Micro Computer SSG-6029P-E1CR12L    serial-lab0106ch01
├─ P1-DIMMA1 Micron               MTA36ASF8G72PZ-3G2E1 serial-lab0106dm01
├─ P1-DIMMB1 Micron               MTA36ASF8G72PZ-3G2E1 serial-lab0106dm02
├─ nvme0     Micron               MTFDKCC3T8TFR        serial-lab0106nv00
└─ nvme1     Micron               MTFDKCC3T8TFR        serial-lab0106nv01

agg-2 / MPU 1 (serial-lab0202bd01, realm default)
  part of serial-lab0202ch01 (agg-2)
## Names that act have no effect, however narrow it is: no escape but ours, no line that is too long but for words that are, nothing that turns the text around.
$ cat >hostile.py <<'END'
> import csv, sys
> names = ['<script>alert(1)</script>', '=cmd|calc', '\x1b[2J\x1b]0;owned\x07', '\u202egnp.exe', 'a\u2028b\u2029c', '\x00x', 'x' * 10000, '`id`;$(id)', '\x9b31m', 'a\r\nb', '../../etc/passwd', '%s%n', 'e' + '\u0301' * 300, '\U0001f600' * 40, '\ufeffbom', '-rf']
> out = csv.writer(open('hostile.csv', 'w', newline=''))
> out.writerow(['name', 'vendor', 'model', 'serial', 'site', 'parent'])
> for i, n in enumerate(names):
>     out.writerow([n, n, n, 'LAB%04d' % i, n, 'LAB0000' if i % 3 == 1 else ''])
> END
$ "$PYTHON" hostile.py; for w in 20 60 100; do for c in 'audit --policy us-ndaa-889-a1b' 'identify -q' 'explain -q LAB0003' 'neighbours'; do ./terminal $w "cleanpath $c hostile.csv" >shown; "$PYTHON" - shown $w <<'END'
> import re, sys
> text = re.sub(r'\^\[\[[0-9;]*m', '', open(sys.argv[1], encoding='utf-8').read())
> bad = [c for c in text if ord(c) < 32 and c != '\n' or 0x7f <= ord(c) < 0xa0 or c in '\u202e\u2028\u2029\ufeff']
> long = [l for l in text.split('\n') if len(l.replace('\u0301', '')) > int(sys.argv[2]) and ' ' in l.strip()]
> print(sys.argv[2], 'exit' in text, bad, [l[:60] for l in long])
> END
> done; done | sort | uniq -c | sed 's/^ *//'
4 100 True [] []
4 20 True [] []
4 60 True [] []
## What takes more than two seconds tells how far it is, and takes the line away at the end; not in a pipe, and not for who wants quiet.
$ slow() { cat $DATA/register.csv; sleep 2.6; }; (./terminal 80 '(cat $DATA/register.csv; sleep 2.6) | cleanpath identify - >/dev/null' >told & ./terminal 80 '(cat $DATA/register.csv; sleep 2.6) | cleanpath identify -q - >/dev/null' >quiet & slow | cleanpath identify - 2>piped >/dev/null; wait); sed 's/.*\(\^\[\[Kreading -: 2 s\)/\1/' told; cat quiet piped
^[[Kreading -: 2 s^[[Kexit 0
exit 0
