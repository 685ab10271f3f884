## Four sites in a ring, two devices of which nobody knows who made them, one of which the evidence contradicts itself, one without a site.
$ printf 'name,serial,ip,maker,product,class,site\na-1,SN0000A1,192.0.2.1,Nokia,7750,router,Alpha\nb-1,SN0000B1,192.0.2.2,,,router,Bravo\nb-2,SN0000B2,192.0.2.3,,,router,Bravo\nc-1,SN0000C1,192.0.2.4,Nokia,7750,router,Charlie\nd-1,SN0000D1,192.0.2.5,Huawei,NE40E,router,Delta\nx-1,,192.0.2.6,,,switch,\n' >inventory.csv
$ printf 'serial,maker\nSN0000D1,Nokia\n' >labels.csv
$ printf 'a,b,a_port,b_port\na-1,b-1,1/1,0/1\nb-1,c-1,0/2,1/1\na-1,b-2,1/2,0/1\nb-2,d-1,0/2,0/1\n' >links.csv
$ cleanpath import -q inventory.csv labels.csv links.csv; cleanpath assets --inspect -q -p us-fcc-covered-list,us-ndaa-889-a1b
RANK NAME SITE  MAKER   SETTLES PERHAPS WHY
   1 b-1  Bravo unknown       8       2 its maker is unknown; a look settles 0 of 2 open verdicts and perhaps 2 more (maker, manufactured); alone settles 8 path answers (Alpha - Bravo, us-fcc-covered-list)
   2 b-2  Bravo unknown       0       2 its maker is unknown; a look settles 0 of 2 open verdicts and perhaps 2 more (maker, manufactured)
   3 x-1        unknown       0       2 its maker is unknown; a look settles 0 of 2 open verdicts and perhaps 2 more (maker, manufactured)
$ cleanpath assets --inspect -q -p us-fcc-covered-list -n 1 site:bravo
RANK NAME SITE  MAKER   SETTLES PERHAPS WHY
   1 b-1  Bravo unknown       4       1 its maker is unknown; a look settles 0 of 1 open verdicts and perhaps 1 more (maker, manufactured); alone settles 4 path answers (Alpha - Bravo, us-fcc-covered-list)
... and 1 more: --limit N, or another format, has them all
$ cleanpath assets --inspect -q -p us-fcc-covered-list nothing
no look at a device would settle anything
$ cleanpath assets --inspect -f sarif
cleanpath: --format is "sarif", expected one of table|json|ndjson|csv|markdown|html
[2]
$ cleanpath assets --inspect --duplicates
cleanpath: --duplicates and --inspect exclude each other
[2]
## On paper, site by site.
$ cleanpath assets --inspect -p us-fcc-covered-list -f markdown -n 2 | sed 's/^/ /'
 
 # What to look at (as of 2026-11-23)
 
 - note: Of 3 of 7 assets the maker is not established (confidence below 0.95): they are not known to be clean.
 - note: The table pen is of 2024-08-23; blocks registered since are not known. A newer one is read with --registry FILE.
 - note: 1 more devices are left out (--limit)
 
 ## Site: Bravo
 
 
 ### 1\. b-1
 
 - known as: serial-sn0000b1
 - addresses: ip 192.0.2.2, serial SN0000B1
 - connected to: a-1 1/1, c-1 1/1
 - said so far: unknown 
 - why: its maker is unknown; a look settles 0 of 1 open verdicts and perhaps 1 more (maker, manufactured); alone settles 4 path answers (Alpha - Bravo, us-fcc-covered-list)
 
 | read | write here |
 |---|---|
 | the maker's name on the label | |
 | the model | |
 | the part number | |
 | the serial number | |
 | the FCC ID | |
 | the firmware or software version | |
 | whose boards or modules are in it; none if none | |
 | read by, on (day) | |
 
 - [ ] photograph of the label
 - [ ] of the front with its ports
 - [ ] of the boards, if it is open
 
 ### 2\. b-2
 
 - known as: serial-sn0000b2
 - addresses: ip 192.0.2.3, serial SN0000B2
 - connected to: a-1 1/2, d-1 0/1
 - said so far: unknown 
 - why: its maker is unknown; a look settles 0 of 1 open verdicts and perhaps 1 more (maker, manufactured)
 
 | read | write here |
 |---|---|
 | the maker's name on the label | |
 | the model | |
 | the part number | |
 | the serial number | |
 | the FCC ID | |
 | the firmware or software version | |
 | whose boards or modules are in it; none if none | |
 | read by, on (day) | |
 
 - [ ] photograph of the label
 - [ ] of the front with its ports
 - [ ] of the boards, if it is open
$ cleanpath assets --inspect -p us-fcc-covered-list -f json | python3 -c 'import json, sys; d = json.load(sys.stdin); print([(x["rank"], x["name"], x["settles"], x["perhaps"]) for x in d["devices"]], d["not_on_devices"], d["left_out"])'
[(1, 'b-1', {'verdicts': 0, 'paths': 4}, {'verdicts': 1, 'paths': 0}), (2, 'b-2', {'verdicts': 0, 'paths': 0}, {'verdicts': 1, 'paths': 0}), (3, 'x-1', {'verdicts': 0, 'paths': 0}, {'verdicts': 1, 'paths': 0})] 0 0
## The form comes back, with who read it and when; what was looked at is open no more.
$ cleanpath assets --inspect -p us-fcc-covered-list -f csv -o form.csv; head -2 form.csv; sed -e '/^look-[0-9]*-maker,on site: Bravo/s/,default,,,,$/,default,Cisco,J. Doe,2026-11-22,label/' -e '/^look-1-serial/s/,default,,,,$/,default,SN0000B1,J. Doe,2026-11-22,/' form.csv >back.csv; cleanpath import back.csv
question,supplier,fact,asks,assets,subjects,realm,answer,answered_by,answered_on,note
look-1-maker,on site: Bravo,maker,the maker's name on the label,"b-1; ip 192.0.2.2, serial SN0000B1; connected to a-1 1/1, c-1 1/1",serial:SN0000B1,default,,,,
cleanpath: back.csv: answers-csv, 6 observations, 0 links
$ cleanpath assets --inspect -q -p us-fcc-covered-list
RANK NAME SITE MAKER   SETTLES PERHAPS WHY
   1 x-1       unknown       0       1 its maker is unknown; a look settles 0 of 1 open verdicts and perhaps 1 more (maker, manufactured)
## It is evidence with a name and a day, of the weight of a table; what contradicts it stays in sight, and nothing that is missing lowers it.
$ cleanpath explain -q b-1 | grep -E 'answer|inventory.maker|none of them'
    source: https://www.squirepattonboggs.com/insights/publications/dueling-lists-china-s-answer-to-the-section-1260h-expansion-and-the-risk-in-the-pattern-what-us-stakeholders-should-know/ (secondary, 2026-06)
Cisco (cisco) inventory.maker 3.0                 3.0 20.09 0.953
none of them  what is taken without evidence      0.0  1.00 0.047
without inventory.maker                        unknown                      changes it
if inventory.maker (3.0) said somebody else    Cisco 0.488, unknown         changes it
back.csv        2 inventory.maker  Cisco                            maker=cisco        3.0 whole name
back.csv        2 inventory.answer maker: J. Doe, 2026-11-22: label                        
back.csv        5 inventory.answer serial: J. Doe, 2026-11-22                              
$ printf 'serial,maker\nSN0000B1,Juniper\n' >wrong.csv; cleanpath import -q wrong.csv; cleanpath explain -q b-1 | sed -n '/^Who made/,/^$/p'
Who made it (share = e^sum / (1 + all e^sum))
MAKER                      EVIDENCE, THE HEAVIEST OF EACH KIND SUM E^SUM SHARE
Cisco (cisco)              inventory.maker 3.0                 3.0 20.09 0.488
Juniper Networks (juniper) inventory.maker 3.0                 3.0 20.09 0.488
none of them               what is taken without evidence      0.0  1.00 0.024
  Cisco: 20.09 / 41.17 = 0.488; a fact would be from 0.95 on


## Names that act, or that are of Markdown or HTML, act nowhere.
$ printf 'name,ip,site\n"<b>x</b>|`*\033[31m\342\200\256",192.0.2.7,"=S<script>|# "\n' >evil.csv; cleanpath import -q --case evil.case evil.csv
$ cleanpath assets --case evil.case --inspect -p us-fcc-covered-list -f html | grep -E 'h2|h3>'; cleanpath assets --case evil.case --inspect -p us-fcc-covered-list -f markdown | sed -n 's/^##/ ##/p'; cleanpath assets --case evil.case --inspect -p us-fcc-covered-list -f csv | sed -n 2p
<h2>Site: =S&lt;script&gt;|#</h2>
<h3>1. &lt;b&gt;x&lt;/b&gt;|`*�[31m�</h3>
 ## Site: =S&lt;script&gt;\|\#
 ### 1\. &lt;b&gt;x&lt;/b&gt;\|\`\*�\[31m�
look-1-maker,"on site: =S<script>|#",maker,the maker's name on the label,"<b>x</b>|`*�[31m�; ip 192.0.2.7",ip:192.0.2.7,default,,,,
