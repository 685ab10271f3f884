## Two devices that a register and monitoring know, and what a copied address put together.
$ printf 'name,serial,mac,ip,maker,product,site\nsw-1,SN10001A,00:00:5e:00:53:01,192.0.2.1,Cisco,C9300,North\nsw-2,SN20002B,,192.0.2.2,Cisco,C9300,North\n' >register.csv
$ printf 'name,mac,ip,product\nswitch-one,00:00:5e:00:53:01,192.0.2.9,C9300\nsecond,,192.0.2.7,C9300-48P\n' >monitoring.csv
$ cleanpath import -q register.csv monitoring.csv; cleanpath assets -q -f csv | cut -d, -f1-2
asset,name
ip-192.0.2.7,second
serial-sn10001a,sw-1
serial-sn20002b,sw-2
$ cleanpath same
Coverage
  register.csv: inventory-csv, 2 records, 13 observations
    columns: name, serial, mac, ip, maker, product, site
  monitoring.csv: inventory-csv, 2 records, 7 observations
    columns: name, mac, ip, product
  tables: oui of 2026-08-26, pen of 2024-08-23, makers of 2026-11-23, fingerprints of 2026-11-27
  3 assets, 0 links; judged as of 2026-11-23, facts from confidence 0.95
  ! Of 1 of 3 assets the maker is not established (confidence below 0.95): they are not known to be clean.
  ! The table pen is of 2024-08-23; blocks registered since are not known. A newer one is read with --registry FILE.

nobody said anything of which things are one
## Nobody says anything without a name, nor of what is not there.
$ cleanpath same sw-1 second
cleanpath: a statement needs --by NAME: it stands in the case for good
[2]
$ cleanpath same sw-1 nothing --by 'J. Doe'
cleanpath: no asset is called "nothing"; `cleanpath assets` lists them
[3]
$ cleanpath same sw-1 sw-1 --by 'J. Doe'
cleanpath: both words name "serial-sn10001a"; to part something from it, name the identifier that is not its own, or source:FILE
[2]
$ cleanpath same sw-1 --not --by 'J. Doe'
cleanpath: same A --not needs B: another asset, an identifier of A that is not its own, or source:FILE
[2]
$ cleanpath same sw-1 source:nothing.csv --not --by 'J. Doe'
cleanpath: "nothing.csv" tells nothing of "serial-sn10001a"; `explain` shows the names of its sources
[2]
$ cleanpath same sw-1 second --not --undo --by 'J. Doe'
cleanpath: --not and --undo exclude each other
[2]
$ cleanpath same --by 'J. Doe'
cleanpath: of what? same A B
[2]
## Two are one.
$ cleanpath same sw-2 second --by 'J. Doe' --reason 'same rack, same label'
cleanpath: said on 2026-11-23T00:00:00Z: aliases-csv, 0 observations, 0 links, 1 relations
STATE  ID              SAYS    OTHER     BY     WHEN                 REASON                STANDS IN
counts serial:SN20002B same_as 192.0.2.7 J. Doe 2026-11-23T00:00:00Z same rack, same label said on 2026-11-23T00:00:00Z:2
$ cleanpath assets -q -f csv | cut -d, -f1-2
asset,name
serial-sn20002b,second
serial-sn10001a,sw-1
## What one file tells of it is of another device: the identifier in common joins no longer, and both say who ruled so.
$ cleanpath same sw-1 source:monitoring.csv --not --by 'M. Roe' --reason 'a bridge copies the address'
cleanpath: said on 2026-11-23T00:00:01Z: aliases-csv, 0 observations, 0 links, 1 relations
cleanpath: serial-sn10001a: mac 00:00:5e:00:53:01: also told of mac-00005e005301; not joined, by what was said by M. Roe on 2026-11-23 (a bridge copies the address)
STATE  ID              SAYS        OTHER                 BY     WHEN                 REASON                      STANDS IN
counts serial:SN10001A not_same_as source:monitoring.csv M. Roe 2026-11-23T00:00:01Z a bridge copies the address said on 2026-11-23T00:00:01Z:2
$ cleanpath assets -q -f csv | cut -d, -f1-2
asset,name
serial-sn20002b,second
serial-sn10001a,sw-1
mac-00005e005301,switch-one
$ cleanpath explain -q sw-1 | grep ' conflict '
    Clause extrajudicial-directions could exclude it: a supplier that is likely to be subject to extrajudicial directions of a foreign government is a risk to the duty to protect a 5G network; to find out: which mobile generation it serves, or none (generation) or whether this holds of its maker: the vendor is likely to be subject to extrajudicial directions from a foreign government that conflict with Australian law (criterion:au-1). No profile says who you are, so whether it binds you is not known.
register.csv   2 conflict          mac 00:00:5e:00:53:01                      also told of mac-00005e005301; not joined, by what was said by M. Roe on 2026-11-23 (a bridge copies the address)
## Taken back, it is as it was; nothing is written over.
$ cleanpath same sw-1 source:monitoring.csv --undo --by 'J. Doe' --reason 'it was one after all'
cleanpath: said on 2026-11-23T00:00:02Z: aliases-csv, 0 observations, 0 links, 1 relations
STATE      ID              SAYS        OTHER                 BY     WHEN                 REASON                      STANDS IN
superseded serial:SN10001A not_same_as source:monitoring.csv M. Roe 2026-11-23T00:00:01Z a bridge copies the address said on 2026-11-23T00:00:01Z:2
counts     serial:SN10001A undo        source:monitoring.csv J. Doe 2026-11-23T00:00:02Z it was one after all        said on 2026-11-23T00:00:02Z:2
$ cleanpath assets -q -f csv | cut -d, -f1-2
asset,name
serial-sn20002b,second
serial-sn10001a,sw-1
$ cleanpath same sw-1 source:monitoring.csv --undo --by 'J. Doe'
cleanpath: nothing that counts was said of "sw-1" and "source:monitoring.csv"; `cleanpath same` lists what was said
[3]
## An identifier that is not its own.
$ cleanpath same sw-1 192.0.2.9 --not --by 'M. Roe'
cleanpath: said on 2026-11-23T00:00:03Z: aliases-csv, 0 observations, 0 links, 1 relations
cleanpath: serial-sn10001a: mac 00:00:5e:00:53:01: also told of mac-00005e005301; not joined, by what was said by M. Roe on 2026-11-23
cleanpath: mac-00005e005301: mac 00:00:5e:00:53:01: also told of serial-sn10001a; not joined, by what was said by M. Roe on 2026-11-23
STATE      ID              SAYS        OTHER                 BY     WHEN                 REASON                      STANDS IN
superseded serial:SN10001A not_same_as source:monitoring.csv M. Roe 2026-11-23T00:00:01Z a bridge copies the address said on 2026-11-23T00:00:01Z:2
counts     serial:SN10001A undo        source:monitoring.csv J. Doe 2026-11-23T00:00:02Z it was one after all        said on 2026-11-23T00:00:02Z:2
counts     serial:SN10001A not_same_as 192.0.2.9             M. Roe 2026-11-23T00:00:03Z                             said on 2026-11-23T00:00:03Z:2
$ cleanpath assets -q -f csv | cut -d, -f1-2
asset,name
serial-sn20002b,second
serial-sn10001a,sw-1
mac-00005e005301,switch-one
## Two serial numbers are two things, unless somebody answers for it; then the contradiction is shown, and who said so.
$ cleanpath same sw-1 sw-2 --by 'J. Doe' --reason 'a stack of two'
cleanpath: said on 2026-11-23T00:00:04Z: aliases-csv, 0 observations, 0 links, 1 relations
cleanpath: serial-sn10001a: mac 00:00:5e:00:53:01: also told of mac-00005e005301; not joined, by what was said by M. Roe on 2026-11-23
cleanpath: serial-sn10001a: serial SN10001A: one by what was said by J. Doe on 2026-11-23 (a stack of two), though these contradict each other: serial numbers
STATE      ID              SAYS        OTHER                 BY     WHEN                 REASON                      STANDS IN
counts     serial:SN20002B same_as     192.0.2.7             J. Doe 2026-11-23T00:00:00Z same rack, same label       said on 2026-11-23T00:00:00Z:2
superseded serial:SN10001A not_same_as source:monitoring.csv M. Roe 2026-11-23T00:00:01Z a bridge copies the address said on 2026-11-23T00:00:01Z:2
counts     serial:SN10001A undo        source:monitoring.csv J. Doe 2026-11-23T00:00:02Z it was one after all        said on 2026-11-23T00:00:02Z:2
counts     serial:SN10001A not_same_as 192.0.2.9             M. Roe 2026-11-23T00:00:03Z                             said on 2026-11-23T00:00:03Z:2
counts     serial:SN10001A same_as     serial:SN20002B       J. Doe 2026-11-23T00:00:04Z a stack of two              said on 2026-11-23T00:00:04Z:2
$ cleanpath assets -q -f csv | cut -d, -f1-2
asset,name
serial-sn10001a,second
mac-00005e005301,switch-one
## What was joined is confirmed.
$ cleanpath same sw-2 --by 'J. Doe' >/dev/null 2>&1; cleanpath same -q | grep -c counts
6
## As a table it goes into another case, and does the same there.
$ cleanpath same -f csv -o said.csv; cat said.csv
id,same_as,not_same_as,undo,by,date,reason
serial:SN20002B,192.0.2.7,,,J. Doe,2026-11-23T00:00:00Z,"same rack, same label"
serial:SN10001A,,source:monitoring.csv,,M. Roe,2026-11-23T00:00:01Z,a bridge copies the address
serial:SN10001A,,,source:monitoring.csv,J. Doe,2026-11-23T00:00:02Z,it was one after all
serial:SN10001A,,192.0.2.9,,M. Roe,2026-11-23T00:00:03Z,
serial:SN10001A,serial:SN20002B,,,J. Doe,2026-11-23T00:00:04Z,a stack of two
serial:SN10001A,192.0.2.1,,,J. Doe,2026-11-23T00:00:05Z,
serial:SN10001A,192.0.2.2,,,J. Doe,2026-11-23T00:00:05Z,
serial:SN10001A,192.0.2.7,,,J. Doe,2026-11-23T00:00:05Z,
serial:SN10001A,serial:SN20002B,,,J. Doe,2026-11-23T00:00:05Z,
$ cleanpath import -q --case two.case register.csv monitoring.csv said.csv; cleanpath assets -q --case two.case -f csv | cut -d, -f1-2
asset,name
serial-sn10001a,second
mac-00005e005301,switch-one
$ cleanpath same --case two.case -f json | python3 -c 'import json, sys; print([(s["says"], s["state"], s["asset"]) for s in json.load(sys.stdin)["statements"]])'
[('same_as', 'counts', 'serial-sn10001a'), ('not_same_as', 'superseded', 'serial-sn10001a'), ('undo', 'counts', 'serial-sn10001a'), ('not_same_as', 'counts', 'serial-sn10001a'), ('same_as', 'superseded', 'serial-sn10001a'), ('same_as', 'counts', 'serial-sn10001a'), ('same_as', 'superseded', 'serial-sn10001a'), ('same_as', 'counts', 'serial-sn10001a'), ('same_as', 'counts', 'serial-sn10001a')]
## What names nobody (any more) is told, and so are names that would act on a terminal; rings and contradictions end.
$ printf 'id,same_as,not_same_as,undo,by,date,reason\nsw-9,,sw-1,,J. Doe,2026-11-20,\nsw-1,second,,,J. Doe,2026-11-20,\nsecond,sw-2,,,J. Doe,2026-11-20,\nsw-2,sw-1,sw-1,,J. Doe,2026-11-20,\n"a\033[31m\n<b>",sw-1,,,"=cmd()\342\200\256",2026-11-20,"\007"\n' >hostile.csv
$ cleanpath import -q --case hostile.case register.csv monitoring.csv hostile.csv; cleanpath audit --case hostile.case | grep 'which things'
  ! 1 statement of which things are one names what nothing tells of (any more): hostile.csv:2.
$ cleanpath same -q --case hostile.case
STATE        ID         SAYS        OTHER  BY      WHEN                 REASON STANDS IN
names nobody sw-9       not_same_as sw-1   J. Doe  2026-11-20T00:00:00Z        hostile.csv:2
counts       sw-1       same_as     second J. Doe  2026-11-20T00:00:00Z        hostile.csv:3
counts       second     same_as     sw-2   J. Doe  2026-11-20T00:00:00Z        hostile.csv:4
superseded   sw-2       same_as     sw-1   J. Doe  2026-11-20T00:00:00Z        hostile.csv:5
counts       sw-2       not_same_as sw-1   J. Doe  2026-11-20T00:00:00Z        hostile.csv:5
counts       a�[31m <b> same_as     sw-1   =cmd()� 2026-11-20T00:00:00Z �      hostile.csv:6
$ cleanpath assets -q --case hostile.case -f csv | cut -d, -f1-2
asset,name
serial-sn20002b,second
serial-sn10001a,sw-1
$ cleanpath report -q --case hostile.case --redact -f json | grep -c 'Doe'
0
[1]
## A day that has not come is nobody's word yet, and drags no later one with it. All that was joined to a thing is confirmed, or taken back, or nothing.
$ python3 -c 'print("serial,mac"); [print(f"BIG1234567,00:00:5e:00:60:{i:02x}") for i in range(100)]' >big.csv; printf 'id,same_as,by,date\nserial:BIG1234567,mac:00:00:5e:00:60:05,Eve,2099-01-01\n' >early.csv; cleanpath import --case big.case big.csv early.csv; cleanpath same -q --case big.case BIG1234567 mac:00:00:5e:00:60:05 --not --by Kim | sed 's/ 20[2-8][0-9T:-]*Z / NOW /; s/on 20[2-8].*Z:/on NOW:/'
cleanpath: big.csv: inventory-csv, 200 observations, 0 links; some records were malformed
cleanpath: early.csv: aliases-csv, 0 observations, 0 links, 1 relations
STATE   ID                SAYS        OTHER             BY  WHEN                 REASON STANDS IN
not yet serial:BIG1234567 same_as     00:00:5e:00:60:05 Eve 2099-01-01T00:00:00Z        early.csv:2
counts  serial:BIG1234567 not_same_as 00:00:5e:00:60:05 Kim NOW        said on NOW:2
$ cleanpath audit --case big.case | grep 'has not come'; cleanpath same -q --case big.case BIG1234567 --by Kim -f csv | grep -c 'same_as\|,,,Kim'; cleanpath same -q --case big.case BIG1234567 --undo --by Kim | grep -c '^counts .* undo '; cleanpath same -q --case big.case BIG1234567 --undo --by Kim
  ! 1 statement of which things are one bears a day that has not come, and does not count: early.csv:2.
100
100
cleanpath: nothing that counts was said of "BIG1234567"; `cleanpath same` lists what was said
[3]
