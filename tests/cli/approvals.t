## Approvals, where a rule keeps a list that is not public.
$ printf 'name,maker,product,class,ip\nr1,Nokia,7750 SR-1,transport,192.0.2.1\nr2,Nokia,7250 IXR,transport,192.0.2.2\nr3,Ericsson,Router 6675,transport,192.0.2.3\n' >net.csv
$ cleanpath audit -q --policy in-nsdts net.csv | grep '^undet\|^allow\|^excl'
undetermined r1   Nokia    0.95 7750 SR-1        undetermined in-nsdts (installed?, approval?)
undetermined r2   Nokia    0.95 7250 IXR         undetermined in-nsdts (installed?, approval?)
undetermined r3   Ericsson 0.95 Router 6675      undetermined in-nsdts (installed?, approval?)
$ cat >approvals.csv <<'END'
> maker,product,licensee,from,to,by
> Nokia,7750 sr 1,,2026-01-01,2027-12-31,the authority
> Nokia,7250 IXR,Somebody Else,2026-01-01,,the authority
> Ericsson,Router 6675,,2024-01-01,2025-12-31,the authority
> Ericsson,Router 6675,,2027-01-01,,the authority
> Nokya,7250 IXR,,,,the authority
> Nokia,9999,,,,the authority
> ,7250 IXR,,,,
> Nokia,7250 IXR,,soon,,
> Nokia,7250 IXR,,2027-01-01,2026-01-01,
> END
$ cleanpath audit --policy in-nsdts net.csv approvals.csv | sed -n '/approvals.csv/p; /^[a-z].* r[123] /p'
  approvals.csv: approvals-csv, 9 records, 0 observations, 6 statements, 3 MALFORMED, read in part
    approvals.csv:8: the approval names no maker: it does not count
    approvals.csv:9: from: "soon" is no date that can be read in one way only (write 2026-11-23); the approval does not count
    approvals.csv:10: the approval ends before it begins: it does not count
  ! 2 approvals are of no maker and product of the evidence, so they count for nothing (spelling?): Nokya 7250 IXR (approvals.csv:6); Nokia 9999 (approvals.csv:7).
  ! 1 approval has ended: Ericsson Router 6675 (approvals.csv:4).
  ! 1 approval has not begun: Ericsson Router 6675 (approvals.csv:5).
  ! 1 approval was given to another licensee than the profile's name: Nokia 7250 IXR (approvals.csv:3).
undetermined r2   Nokia    0.95 7250 IXR         undetermined in-nsdts (installed?, approval?)
undetermined r3   Ericsson 0.95 Router 6675      undetermined in-nsdts (installed?, approval?)
allowed      r1   Nokia    0.95 7750 SR-1        
## They are kept in the case, and count on the day judged.
$ cleanpath import net.csv approvals.csv 2>&1
cleanpath: net.csv: inventory-csv, 15 observations, 0 links
cleanpath: approvals.csv: approvals-csv, 0 observations, 0 links, 6 statements; some records were malformed
$ cleanpath assets -q -f csv --policy in-nsdts | cut -d, -f2,21,22
name,in-nsdts,in-nsdts missing
r1,allowed,
r2,undetermined,"installed;approval"
r3,undetermined,"installed;approval"
$ cleanpath assets -q -f csv --policy in-nsdts --as-of 2025-06-01 | cut -d, -f2,21,22
name,in-nsdts,in-nsdts missing
r1,undetermined,"installed;approval"
r2,undetermined,"installed;approval"
r3,allowed,
$ cleanpath explain -q r1 --policy in-nsdts | grep -A2 '^Said'
Said of its maker
  approval=yes of Nokia 7750 sr 1, from 2026-01-01 to 2027-12-31 (the authority; approvals.csv:2)

$ cleanpath explain -q r1 --policy in-nsdts -f json | python3 -c 'import json,sys; print(json.load(sys.stdin)["statements"])'
[{'fact': 'approval', 'value': 'yes', 'maker': 'Nokia', 'state': None, 'product': '7750 sr 1', 'licensee': None, 'from': '2026-01-01', 'to': '2027-12-31', 'by': 'the authority', 'on': None, 'note': None, 'source': 'approvals.csv', 'pos': 2}]
## What is not known makes no approval wider: the row does not count, and is told of once.
$ printf 'maker,product,licensee,from,to\nNokia,unknown,,,\nNokia,7750 SR-1,tbd,,\nNokia,7750 SR-1,,?,tba\nNokia,-,n/a,-,\n' >unsaid.csv; cleanpath audit --policy in-nsdts net.csv unsaid.csv | sed -n '/unsaid.csv/p'
  unsaid.csv: approvals-csv, 4 records, 0 observations, 1 statement, 3 MALFORMED, read in part
    unsaid.csv:2: product: "unknown" does not say for what the approval is (empty: for all); it does not count
    unsaid.csv:3: licensee: "tbd" does not say for what the approval is (empty: for all); it does not count
    unsaid.csv:4: from: "?" does not say for what the approval is (empty: for all); it does not count
