## A number of an AS that changed hands is judged by who holds it on the day that is asked; what nobody checked, or only in part, decides nothing.
$ mkdir -p own/makers && cat >own/makers/own.yaml <<'YAML'
> schema: cleanpath-makers/1
> as_of: '2026-11-20'
> sources: {reg: "https://register.example/as", list: "a list of operators"}
> makers:
> - id: dorn
>   name: Dorn
>   country: DE
>   asns:
>   - {asn: 64501, label: Dorn backbone, conf: verified, src: reg, until: '2020-06-01'}
>   - {asn: 64502, label: Dorn access, conf: memory}
>   - {asn: 64503, label: Dorn Ltd., conf: partial, src: list, read: '2024-02-01'}
>   - {asn: 64504, conf: verified, src: [reg, list]}
>   - {asn: 64505, conf: verified, src: reg, since: '2021'}
>   - {asn: 64506, conf: verified, src: reg}
> - id: candela
>   name: Candela
>   country: FI
>   asns:
>   - {asn: 64501, label: Candela backbone, conf: verified, src: reg, since: '2020-06-01'}
>   - {asn: 64504, conf: verified, src: list}
> YAML
$ cat >ours.yaml <<'YAML'
> schema: cleanpath-policy/1
> id: ours
> title: No Dorn
> jurisdiction: SE
> kind: rules
> law: in_force
> effective: 2015-01-01
> read: 2026-11-20
> addressees: [{role: telecom_service_provider}]
> sources: {memo: {url: "https://intranet.example/memo-17", date: 2025-12, tier: official}}
> clauses:
> - {id: all, title: no carrier services of Dorn, makers: [dorn], equipment: [carrier_service], src: memo, confidence: verified}
> YAML
$ python3 $DATA/bgp_table.py "192.0.2.0/24=64501" "192.0.3.0/24=64502" "192.0.4.0/24=64503" "192.0.5.0/24=64504" "192.0.6.0/24=64505" "192.0.7.0/24=64506" > rib.mrt
$ export CLEANPATH_DATA=own; cleanpath carriers -p ./ours.yaml rib.mrt --as-of 2020-05-31 | sed -n '/^  !/p;/^ROUTES/,/^allowed/p;/^By what/,/^$/p'
  ! Of 2 of 6 routes it is not known who holds one of the ASes on them (of 84 AS numbers it is): they are not known to be clean.
  ! Of AS64504 several houses are told to hold it (`entity show` tells by what): it is not known who does.
ROUTES       N  SHARE
excluded     2 33.3 %
restricted   0  0.0 %
undetermined 2 33.3 %
not_known    2 33.3 %
allowed      0  0.0 %
By what it is known who holds them
AS64501 Dorn backbone (Dorn): verified, until 2020-06-01, read 2026-11-20: https://register.example/as
AS64502 Dorn access (Dorn): memory, source not checked, read 2026-11-20, no source
AS64503 Dorn Ltd. (Dorn): partial, checked in part, read 2024-02-01: a list of operators
AS64506 Dorn: verified, read 2026-11-20: https://register.example/as

$ export CLEANPATH_DATA=own; for d in 2020-05-31 2020-06-01 2020-12-31 2021-07-01 2022-01-01; do echo $d; cleanpath carriers -p ./ours.yaml rib.mrt --as-of $d -f json | python3 -c 'import json, sys; [print(" ", x["asn"], x["result"], x["holder"]["confidence"], x["holder"]["since"], x["holder"]["until"], x["holder"]["read"], x["holder"]["is_unsure"], x["holder"]["sources"]) for x in json.load(sys.stdin)["carriers"] if x["asn"] in (64501, 64505)]'; done
2020-05-31
  64501 excluded verified None 2020-06-01 2026-11-20 False ['https://register.example/as']
2020-06-01
2020-12-31
2021-07-01
  64505 undetermined verified 2021 None 2026-11-20 True ['https://register.example/as']
2022-01-01
  64505 excluded verified 2021 None 2026-11-20 False ['https://register.example/as']
$ export CLEANPATH_DATA=own; cleanpath carriers -p ./ours.yaml rib.mrt --as-of 2022-01-01 --all -f csv
prefix,paths,excluded,restricted,undetermined,not_known,allowed,via,since,origin
192.0.2.0/24,1,0,0,0,0,1,,,64501
192.0.3.0/24,1,0,0,1,0,0,AS64502,2025-11-13,64502
192.0.4.0/24,1,0,0,1,0,0,AS64503,2025-11-13,64503
192.0.5.0/24,1,0,0,0,1,0,,,64504
192.0.6.0/24,1,1,0,0,0,0,AS64505,2025-11-13,64505
192.0.7.0/24,1,1,0,0,0,0,AS64506,2025-11-13,64506
[1]
$ export CLEANPATH_DATA=own; cleanpath entity show dorn --as-of 2021-07-01 | sed -n '/^AS/,/^$/p;/^Sources/,$p'
AS numbers (on 2021-07-01)
  AS64501 Dorn backbone: until 2020-06-01, ended [reg; verified; read 2026-11-20]
  AS64502 Dorn access [memory; read 2026-11-20]
  AS64503 Dorn Ltd. [list; partial; read 2024-02-01]
  AS64504 [reg list; verified; read 2026-11-20]; Candela (candela) is told to hold it, too: nobody is known to
  AS64505: since 2021, unsure [reg; verified; read 2026-11-20]
  AS64506 [reg; verified; read 2026-11-20]

Sources
  reg  https://register.example/as
  list  a list of operators
$ export CLEANPATH_DATA=own; cleanpath entity show candela --as-of 2019-01-01 -f json | python3 -c 'import json, sys; [print(x) for x in json.load(sys.stdin)["as_numbers"]]'
{'asn': 64501, 'label': 'Candela backbone', 'confidence': 'verified', 'holds': 'later', 'since': '2020-06-01', 'until': None, 'read': '2026-11-20', 'sources': ['https://register.example/as'], 'claimed_too_by': None}
{'asn': 64504, 'label': None, 'confidence': 'verified', 'holds': 'yes', 'since': None, 'until': None, 'read': '2026-11-20', 'sources': ['a list of operators'], 'claimed_too_by': 'dorn'}
$ export CLEANPATH_DATA=own; cleanpath doctor --as-of 2026-11-28 | grep 'as numbers'
  as numbers     88 of 13 houses, read 2024-02-01 to 2026-11-23, the oldest 1031 days ago
## What a register says (--orgs) counts where the table's claims have ended, and not where houses contradict each other.
$ printf '# format:aut|changed|aut_name|org_id|opaque_id|source\n64501|20240101|A|EX-1||T\n64504|20240101|B|EX-1||T\n# format:org_id|changed|org_name|country|source\nEX-1|20240101|Example One|ZZ|T\n' > orgs.txt
$ sed '/id: candela/,$d' own/makers/own.yaml > one.yaml && mkdir -p one/makers && mv one.yaml one/makers/; export CLEANPATH_DATA=one; cleanpath carriers -p ./ours.yaml --orgs orgs.txt rib.mrt --as-of 2026-01-01 --all -f csv | sed -n 1,2p
prefix,paths,excluded,restricted,undetermined,not_known,allowed,via,since,origin
192.0.2.0/24,1,0,0,0,0,1,,,64501
$ export CLEANPATH_DATA=own; cleanpath carriers -p ./ours.yaml --orgs orgs.txt rib.mrt --as-of 2026-01-01 --all -f csv | grep 192.0.5
192.0.5.0/24,1,0,0,0,1,0,,,64504

## Of the shipped table: what is from memory is no verdict; a clause that names one company of a group looks at its own numbers.
$ sed 's/^id: ours/id: hkt/;s/makers: .dorn./makers: [hkt]/;s/of Dorn/of it/' ours.yaml > hkt.yaml; python3 $DATA/bgp_table.py "192.0.2.0/24=3491" "192.0.3.0/24=4760" > hkt.mrt; cleanpath carriers -q -p ./hkt.yaml hkt.mrt --as-of 2026-11-28 | sed -n '/^CARRIER/,/^$/p;/^By what/,/^$/p' | cut -d ' ' -f 1-12
CARRIER           
AS3491 PCCW Global (HKT / PCCW Global) excluded    
AS4760 HKT Limited (HKT / PCCW Global) undetermined hkt, clause all 

By what it is known who holds them
AS3491 PCCW Global (HKT / PCCW Global): verified, read 2026-11-23: code index:
AS4760 HKT Limited (HKT / PCCW Global): memory, source not checked, read

$ python3 $DATA/bgp_table.py "192.0.2.0/24=36678" "192.0.3.0/24=4134" "192.0.4.0/24=19174" > units.mrt; cleanpath carriers -p us-fcc-covered-list units.mrt --as-of 2026-11-28 -f json | python3 -c 'import json, sys; [print(x["asn"], x["result"], x["verdicts"][0]["missing"], x["holder"]["read"]) for x in json.load(sys.stdin)["carriers"]]'
4134 undetermined ['legal_name'] 2026-11-23
19174 excluded [] 2026-11-23
36678 excluded [] 2026-11-23

## Dates that are none.
$ for bad in "until: '2019', since: '2020'" "read: soon" "when: '2020'"; do mkdir -p bad/makers; printf "schema: cleanpath-makers/1\nas_of: '2026-11-20'\nmakers:\n- {id: acme, name: Acme, asns: [{asn: 64500, conf: memory, $bad}]}\n" > bad/makers/a.yaml; CLEANPATH_DATA=bad cleanpath entity show acme; done
cleanpath: makers/a.yaml:4: until is before since
cleanpath: makers/a.yaml:4: read: "soon" is no date
cleanpath: makers/a.yaml:4: asn: unknown key "when"; did you mean "asn"?
[3]
