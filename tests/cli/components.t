## A device tells of its components; a row of the register that bears the same serial number speaks of that component.
$ printf '1.3.6.1.2.1.1.1.0|4|Linux stor-1 5.10.0\n1.3.6.1.2.1.1.5.0|4|stor-1\n1.3.6.1.2.1.47.1.1.1.1.5.1|2|3\n1.3.6.1.2.1.47.1.1.1.1.11.1|4|CH000123\n1.3.6.1.2.1.47.1.1.1.1.12.1|4|Dell Inc.\n1.3.6.1.2.1.47.1.1.1.1.5.2|2|9\n1.3.6.1.2.1.47.1.1.1.1.7.2|4|nvme0\n1.3.6.1.2.1.47.1.1.1.1.11.2|4|NV000456\n1.3.6.1.2.1.47.1.1.1.1.12.2|4|Micron\n' >stor-1.snmprec
$ printf 'name,serial,site,class\ndisk of stor-1,NV000456,central,storage\nspare disk,NV000789,central,storage\n' >register.csv
$ cleanpath identify -q stor-1.snmprec register.csv
Assets
NAME           MAKER   SURE PRODUCT SITE
disk of stor-1 Micron  0.97         central
spare disk     unknown              central
stor-1         Dell    0.97         
$ cleanpath identify -q register.csv stor-1.snmprec
Assets
NAME           MAKER   SURE PRODUCT SITE
disk of stor-1 Micron  0.97         central
spare disk     unknown              central
stor-1         Dell    0.97         
$ cleanpath identify -f ndjson stor-1.snmprec register.csv | python3 -c 'import json,sys; [print(d["asset"], d["parent"], d["site"]) for d in map(json.loads, sys.stdin) if "asset" in d]'
serial-nv000456 serial-ch000123 central
serial-nv000789 None central
serial-ch000123 None None

## What a rule says of parts alone is told at the device: which, by whom made, how sure.
$ printf '1.3.6.1.2.1.1.1.0|4|Linux stor-1 5.10.0\n1.3.6.1.2.1.1.5.0|4|stor-1\n1.3.6.1.2.1.47.1.1.1.1.5.1|2|3\n1.3.6.1.2.1.47.1.1.1.1.11.1|4|CH000123\n1.3.6.1.2.1.47.1.1.1.1.12.1|4|Dell Inc.\n1.3.6.1.2.1.47.1.1.1.1.4.2|2|1\n1.3.6.1.2.1.47.1.1.1.1.5.2|2|9\n1.3.6.1.2.1.47.1.1.1.1.7.2|4|nvme0\n1.3.6.1.2.1.47.1.1.1.1.11.2|4|NV000456\n1.3.6.1.2.1.47.1.1.1.1.12.2|4|Micron\n' >inside.snmprec
$ printf 'name,serial,class\nstor-1,CH000123,storage\ndisk,NV000456,storage\n' >class.csv
$ cleanpath audit -q --policy cn-micron-2023 --as-of 2026-11-27 inside.snmprec class.csv
Answer
POLICY         BY LAW      BINDS YOU EXCLUDED RESTRICTED UNDETERMINED ALLOWED NOT ADDRESSED
cn-micron-2023 CN in_force yes              1          0            0       1             0

Assets
RESULT   NAME   MAKER  SURE PRODUCT SITE WHY
excluded disk   Micron 0.97              excluded cn-micron-2023
allowed  stor-1 Dell   0.97              has 1 part that cn-micron-2023 excludes
[1]
$ cleanpath explain -q --policy cn-micron-2023 --as-of 2026-11-27 CH000123 inside.snmprec class.csv | grep -A3 '^  cn-micron'
  cn-micron-2023: allowed (in_force, binds you: yes)
    The rule governs this kind of thing, and on 2026-11-27 no clause names this one.
    1 part that it excludes: disk (Micron 0.97, serial-nv000456)
    rests on class at confidence 0.95 (threshold 0.95)
$ cleanpath audit -f csv --policy cn-micron-2023 --as-of 2026-11-27 inside.snmprec class.csv | python3 -c 'import csv,sys; [print(r["asset"], "|", r["cn-micron-2023"], "|", r["inside"]) for r in csv.DictReader(sys.stdin)]'
serial-nv000456 | excluded | 
serial-ch000123 | allowed | cn-micron-2023 excluded: serial-nv000456
$ cleanpath report -q -f csv --redact --policy cn-micron-2023 --as-of 2026-11-27 inside.snmprec class.csv | python3 -c 'import csv,sys; [print(r["asset"], "|", r["inside"]) for r in csv.DictReader(sys.stdin)]' | sed 's/-[0-9a-f]\{8\}/-X/g'
asset-X | 
asset-X | cn-micron-2023 excluded: asset-X
$ cleanpath report -q -f xlsx -o parts.xlsx --policy cn-micron-2023 --as-of 2026-11-27 inside.snmprec class.csv; python3 -c 'import re, zipfile; z = zipfile.ZipFile("parts.xlsx"); print(re.findall("<t[^>]*>([^<]*)</t>", z.read("xl/worksheets/sheet8.xml").decode()) or "none")'
['Asset', 'Name', 'Policy', 'Result', 'Part', "Part's name", 'Maker', 'Sure', 'Product', 'serial-ch000123', 'stor-1', 'cn-micron-2023', 'excluded', 'serial-nv000456', 'disk', 'Micron']
$ cleanpath identify -f csv class.csv | head -1 | grep -c inside
0
[1]
$ cleanpath audit -f json --policy cn-micron-2023 --as-of 2026-11-27 inside.snmprec class.csv | python3 -c 'import json,sys; [print(x["asset"], x["inside"]) for x in json.load(sys.stdin)["assets"]]'
serial-nv000456 []
serial-ch000123 [{'policy': 'cn-micron-2023', 'result': 'excluded', 'parts': ['serial-nv000456']}]

## Clauses that speak of components see the makers of what is in a device. Of a module of an unknown maker it is asked, of a fan it is not.
$ printf '1.3.6.1.2.1.1.1.0|4|Cisco IOS Software, C3560 Software, Version 15.0(2)SE\n1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.9.1.634\n1.3.6.1.2.1.1.5.0|4|agg-7\n1.3.6.1.2.1.47.1.1.1.1.5.1|2|3\n1.3.6.1.2.1.47.1.1.1.1.11.1|4|CH000777\n1.3.6.1.2.1.47.1.1.1.1.12.1|4|Cisco\n1.3.6.1.2.1.47.1.1.1.1.4.2|2|1\n1.3.6.1.2.1.47.1.1.1.1.5.2|2|9\n1.3.6.1.2.1.47.1.1.1.1.7.2|4|optic 1\n1.3.6.1.2.1.47.1.1.1.1.11.2|4|OP000456\n' >open.snmprec
$ sed 's/\(47.1.1.1.1.5.2|2|\)9/\17/' open.snmprec >fan.snmprec
$ (cat open.snmprec; printf '1.3.6.1.2.1.47.1.1.1.1.12.2|4|Huawei\n') >named.snmprec
$ for f in open fan named; do cleanpath audit -f json --policy us-ndaa-1634-kaspersky --policy us-ndaa-889-a1a --as-of 2026-11-27 $f.snmprec | F=$f python3 -c 'import json,os,sys; [print(os.environ["F"], v["policy"], v["result"], v["clause"], v["missing"]) for x in json.load(sys.stdin)["assets"] if x["name"] == "agg-7" for v in x["verdicts"]]'; done
open us-ndaa-1634-kaspersky undetermined inside ['contains']
open us-ndaa-889-a1a undetermined component ['contains', 'essential', 'purpose', 'manufactured']
fan us-ndaa-1634-kaspersky allowed None []
fan us-ndaa-889-a1a allowed None []
named us-ndaa-1634-kaspersky allowed None []
named us-ndaa-889-a1a undetermined component ['essential']

## "Substantial or essential?" is asked of somebody who knows, not assumed. What is said of a part goes before what is said of the whole; rows that contradict one another leave it open.
$ printf 'name,serial,essential\nagg-7,CH000777,no\n' >whole-no.csv; printf 'name,serial,essential\nagg-7,CH000777,yes\n' >whole-yes.csv
$ printf 'name,serial,Substantial or essential\noptic 1,OP000456,Yes\n' >part-yes.csv; printf 'name,serial,essential component\noptic 1,OP000456,nein\n' >part-no.csv
$ cat >judged.sh <<'END'
> cleanpath audit -q -f json --policy us-ndaa-889-a1a --as-of 2026-11-27 "$@" | W="$*" python3 -c 'import json,os,sys; [print(os.environ["W"] + ":", x["name"], v["result"], v["clause"], v["missing"], v["via"]) for x in json.load(sys.stdin)["assets"] if x["name"] in ("agg-7", "card", "host") for v in x["verdicts"]]'
> END
$ for f in whole-no.csv whole-yes.csv part-yes.csv part-no.csv; do sh judged.sh named.snmprec $f; done
named.snmprec whole-no.csv: agg-7 allowed None [] []
named.snmprec whole-yes.csv: agg-7 excluded component [] ['huawei']
named.snmprec part-yes.csv: agg-7 excluded component [] ['huawei']
named.snmprec part-no.csv: agg-7 allowed None [] []
$ sh judged.sh named.snmprec whole-no.csv part-yes.csv; sh judged.sh named.snmprec whole-yes.csv part-no.csv; sh judged.sh named.snmprec part-yes.csv part-no.csv; sh judged.sh named.snmprec whole-no.csv part-yes.csv part-no.csv
named.snmprec whole-no.csv part-yes.csv: agg-7 excluded component [] ['huawei']
named.snmprec whole-yes.csv part-no.csv: agg-7 allowed None [] []
named.snmprec part-yes.csv part-no.csv: agg-7 undetermined component ['essential'] ['huawei']
named.snmprec whole-no.csv part-yes.csv part-no.csv: agg-7 undetermined component ['essential'] ['huawei']
$ cleanpath explain -q --policy us-ndaa-889-a1a --as-of 2026-11-27 CH000777 named.snmprec part-no.csv | grep -A2 '^  us-ndaa'
  us-ndaa-889-a1a: allowed (in_force, binds you: yes)
    Clause component needs a component that is substantial or essential, or critical technology, and it is said that none of these is: equipment, systems and services with telecommunications equipment of Huawei or ZTE inside as a substantial or essential component, or as critical technology.
    1 part that it excludes: optic 1 (Huawei 0.97, serial-op000456)
## An essential part of a maker whom no rule names changes nothing; of several excluded ones, one that is essential is enough, and "no" has to be said of each.
$ sed 's/Huawei/Juniper/' named.snmprec >other.snmprec; sh judged.sh other.snmprec part-yes.csv
other.snmprec part-yes.csv: agg-7 allowed None [] []
$ (cat named.snmprec; printf '1.3.6.1.2.1.47.1.1.1.1.4.3|2|1\n1.3.6.1.2.1.47.1.1.1.1.5.3|2|9\n1.3.6.1.2.1.47.1.1.1.1.7.3|4|optic 2\n1.3.6.1.2.1.47.1.1.1.1.11.3|4|OP000789\n1.3.6.1.2.1.47.1.1.1.1.12.3|4|ZTE\n') >two.snmprec
$ sh judged.sh two.snmprec part-no.csv; printf 'name,serial,essential\noptic 2,OP000789,yes\n' >two.csv; sh judged.sh two.snmprec part-no.csv two.csv; sed -i s/yes/no/ two.csv; sh judged.sh two.snmprec part-no.csv two.csv
two.snmprec part-no.csv: agg-7 undetermined component ['essential'] ['zte']
two.snmprec part-no.csv two.csv: agg-7 excluded component [] ['zte']
two.snmprec part-no.csv two.csv: agg-7 allowed None [] []
## A part on a card: "no" of the card is said of what is on it, "yes" of the card alone; what the outermost thing says holds for both; the part itself goes before all.
$ printf '{"bomFormat":"CycloneDX","specVersion":"1.5","metadata":{"component":{"type":"device","name":"box-9","manufacturer":{"name":"Cisco"}}},"components":[{"type":"device","name":"card","manufacturer":{"name":"Cisco"},"components":[{"type":"device","name":"chip","manufacturer":{"name":"Huawei"}}]}]}' >bom.json
$ sed -i 's/"card", "host"/"box-9", "box-9 card", "host"/' judged.sh
$ for f in 'card-no name-box-9-card,box-9 card,transport,no' 'card-yes name-box-9-card,box-9 card,transport,yes' 'box-no name-box-9,box-9,transport,no' 'chip-yes name-box-9-card-chip,box-9 card chip,,yes'; do printf 'cleanpath_asset,name,class,essential\n%s\n' "${f#* }" >"${f%% *}.csv"; done
$ for f in card-no.csv card-yes.csv box-no.csv "card-no.csv chip-yes.csv"; do sh judged.sh bom.json $f; done
bom.json card-no.csv: box-9 allowed None [] []
bom.json card-no.csv: box-9 card undetermined component ['essential'] ['huawei']
bom.json card-yes.csv: box-9 undetermined component ['essential'] ['huawei']
bom.json card-yes.csv: box-9 card undetermined component ['essential'] ['huawei']
bom.json box-no.csv: box-9 allowed None [] []
bom.json box-no.csv: box-9 card allowed None [] []
bom.json card-no.csv chip-yes.csv: box-9 excluded component [] ['huawei']
bom.json card-no.csv chip-yes.csv: box-9 card excluded component [] ['huawei']
## Before the law, and in a table: who merely names a parent is a guest, unless somebody says that he is an essential part.
$ cleanpath audit -q --policy us-ndaa-889-a1a --as-of 2019-08-12 named.snmprec part-yes.csv | grep agg-7
restricted agg-7   Cisco  1.00              restricted us-ndaa-889-a1a
$ printf 'name,maker,class,parent,essential\nhost,Dell,compute,,\nguest,Huawei,software,host,no\n' >guest.csv; sh judged.sh guest.csv; sed s/host,no/host,yes/ guest.csv >board.csv; sh judged.sh board.csv
guest.csv: host allowed None [] []
board.csv: host excluded component [] ['huawei']
