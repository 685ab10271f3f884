## A maker: its names, who controlled it on a day, what is no control, and which clauses name it.
$ mkdir -p own/makers && cat >own/makers/acme.yaml <<'YAML'
> schema: cleanpath-makers/1
> as_of: '2026-11-20'
> sources: {reg: "https://register.example/acme"}
> makers:
> - id: acme
>   name: Acme Networks
>   country: SE
>   kind: telecom_vendor
>   legal_names: [Acme Networks AB]
>   aliases: ['阿克米通信', '에크미통신', 'アクメ通信株式会社']
>   brands: [RoadRunner]
>   pens: [99999991]
>   asns: [{asn: 64500, conf: verified}]
>   false_friends: [Acme Bakery]
>   relations:
>   - {type: parent, to: bergson, since: '2015-01-01', until: '2025-03-01', share: 0.8, conf: verified, src: reg}
>   - {type: parent, to: candela, since: '2025-03-01', conf: partial, src: reg, note: closing day from the register}
>   - {type: minority_holder, to: bergson, since: '2025-03-01', share: 0.1, conf: verified, src: reg}
>   - {type: joint_venture_of, parties: [acme, dorn], conf: memory}
>   - {type: oem_for, to: dorn, conf: memory, note: some switches}
> - {id: bergson, name: Bergson Group, country: SE, brands: [TwinLight]}
> - {id: candela, name: Candela Holding, country: FI}
> - {id: dorn, name: Dorn, country: DE, brands: [TwinLight]}
> - {id: ring-a, name: Ring A, relations: [{type: parent, to: ring-b, since: '2020', conf: verified}]}
> - {id: ring-b, name: Ring B, relations: [{type: parent, to: ring-a, since: '2021', conf: verified}]}
> - {id: twice, name: Twice Sold, relations: [{type: parent, to: bergson, since: '2024-05-05', conf: verified}, {type: parent, to: dorn, since: '2024-05-05', conf: verified}]}
> YAML
$ cat >ours.yaml <<'YAML'
> schema: cleanpath-policy/1
> id: ours
> title: No Bergson, no Candela
> jurisdiction: SE
> kind: rules
> law: in_force
> effective: 2024-01-01
> read: 2026-11-20
> addressees: [{role: telecom_service_provider}]
> clauses:
> - {id: groups, title: both groups, makers: [bergson, candela], affiliates: yes, equipment: [any], confidence: partial}
> - {id: itself, title: Acme alone, makers: [acme], equipment: [core], date_added: 2026-01-01, confidence: partial}
> duties: [{verb: buy, text: not bought, confidence: partial}]
> YAML
$ export CLEANPATH_DATA=own; cleanpath entity show acme --policies ours.yaml | grep -v 'by the seat\|criteria asked'
Acme Networks (acme)
  seat: SE
  kind: telecom_vendor
  names: Acme Networks AB; 阿克米通信; 에크미통신; アクメ通信株式会社
  brands: RoadRunner
  enterprise numbers: 99999991
  AS numbers: 64500
  only look alike: Acme Bakery

AS numbers (on 2026-11-23)
  AS64500 [verified; read 2026-11-20]

Controlled by (on 2026-11-23)
  Bergson Group (bergson): 2015-01-01 to 2025-03-01, ended, 80 % [reg; verified]
  Candela Holding (candela): since 2025-03-01 [reg; partial]; closing day from the register

Joint ventures (no control)
  Acme Networks: joint_venture_of acme, dorn: no date [memory]

Minority holdings (no control)
  Acme Networks: minority_holder Bergson Group: since 2025-03-01, 10 % [reg; verified]

Relabels
  Acme Networks: oem_for Dorn: no date [memory]; some switches

Named on 2026-11-23 by
  ours, clause groups (in_force), through Candela Holding: both groups
  ours, clause itself (in_force): Acme alone

Sources
  reg  https://register.example/acme
$ export CLEANPATH_DATA=own; cleanpath entity show Acme Networks AB --policies ours.yaml --as-of 2024-06-01 | grep -v 'by the seat\|criteria asked' | sed -n '/^Controlled/,/^$/p; /^Named/,/^$/p'
Controlled by (on 2024-06-01)
  Bergson Group (bergson): 2015-01-01 to 2025-03-01, 80 % [reg; verified]
  Candela Holding (candela): since 2025-03-01, later [reg; partial]; closing day from the register

Named on 2024-06-01 by
  ours, clause groups (in_force), through Bergson Group: both groups


## The same house in other scripts, by a brand, by an id.
$ export CLEANPATH_DATA=own; for n in 阿克米通信 에크미통신 アクメ通信株式会社 roadrunner acme; do cleanpath entity show "$n" | head -1; done
Acme Networks (acme)
Acme Networks (acme)
Acme Networks (acme)
Acme Networks (acme)
Acme Networks (acme)
## Two have the brand: they are listed, and none is taken.
$ export CLEANPATH_DATA=own; cleanpath entity show TwinLight
cleanpath: "TwinLight" may mean 2 houses; name one by its id: Bergson Group (bergson), Dorn (dorn)
[2]
$ cleanpath entity show 'Hewlett Packard'
cleanpath: "Hewlett Packard" may mean 2 houses; name one by its id: Hewlett Packard Enterprise (hpe), HP Inc. (hp)
[2]
## It only looks like one; nobody is called so; nearly right.
$ export CLEANPATH_DATA=own; cleanpath entity show Acme Bakery
cleanpath: nobody is known by the name "Acme Bakery"; it only looks like the name of Acme Networks (acme), and means somebody else
[3]
$ export CLEANPATH_DATA=own; cleanpath entity show Quuxworthy
cleanpath: nobody is known by the name "Quuxworthy"; `cleanpath entity list` shows those that are known
[3]
$ export CLEANPATH_DATA=own; cleanpath entity show Bergsen Group
cleanpath: nobody is known by the name "Bergsen Group"; near are: Bergson Group
[3]
## Ownership that goes round, and a house sold twice on one day: told, kept, and never a crash.
$ export CLEANPATH_DATA=own; cleanpath entity show ring-a | grep -v 'by the seat\|criteria asked'
Ring A (ring-a)

Controlled by (on 2026-11-23)
  Ring B (ring-b): since 2020 [verified]
    Ring A (ring-a): since 2021, and so round again [verified]

Controls (on 2026-11-23)
  Ring B (ring-b): since 2021 [verified]
    Ring A (ring-a): since 2020, and so round again [verified]

Named on 2026-11-23 by
  no clause of any policy

The tables contradict themselves
  ! the ownership goes round: Ring A under Ring B under Ring A
$ export CLEANPATH_DATA=own; cleanpath entity show twice --policies ours.yaml | grep -v 'by the seat\|criteria asked'
Twice Sold (twice)

Controlled by (on 2026-11-23)
  Bergson Group (bergson): since 2024-05-05, under a reservation, conflicting: another house is told to have got it on that day [verified]
  Dorn (dorn): since 2024-05-05, under a reservation, conflicting: another house is told to have got it on that day [verified]

Named on 2026-11-23 by
  ours, clause groups (in_force), through Bergson Group, under a reservation: both groups

The tables contradict themselves
  ! Twice Sold came under Bergson Group and under Dorn on one day, 2024-05-05: both are kept, each under a reservation
$ export CLEANPATH_DATA=own; printf 'name,maker,class,manufactured\nsw-1,Twice Sold,transport,2025-01-01\nsw-2,Ring A,transport,2025-01-01\n' >list.csv; cleanpath audit -q list.csv -v -p ours.yaml
Answer
POLICY BY LAW      BINDS YOU EXCLUDED RESTRICTED UNDETERMINED ALLOWED NOT ADDRESSED
ours   SE in_force yes              0          1            0       1             0

Assets
RESULT     NAME MAKER      SURE PRODUCT SITE WHY
restricted sw-1 Twice Sold 0.95              restricted ours
allowed    sw-2 Ring A     0.95              

Reasons
sw-1: ours: restricted: Clause groups excludes it only with a reservation, it is told to have come under two houses on one day: both groups. [buy: unclear]
sw-2: ours: allowed: The rule governs this kind of thing, and on 2026-11-23 no clause names this one.
$ export CLEANPATH_DATA=own; cleanpath entity list | tail -2; cleanpath entity list Candela; cleanpath entity list quuxworthy
! the ownership goes round: Ring A under Ring B under Ring A
! Twice Sold came under Bergson Group and under Dorn on one day, 2024-05-05: both are kept, each under a reservation
ID      SEAT KIND NAME
candela FI        Candela Holding
none
$ export CLEANPATH_DATA=own; cleanpath policy check ours.yaml
makers: warning: the ownership goes round: Ring A under Ring B under Ring A
makers: warning: Twice Sold came under Bergson Group and under Dorn on one day, 2024-05-05: both are kept, each under a reservation
1 file well formed
$ export CLEANPATH_DATA=own; cleanpath entity show candela -f json --policies ours.yaml | python3 -c 'import json, sys; d = json.load(sys.stdin); d["named_by"] = [x for x in d["named_by"] if x["by"] == "name"]; print(json.dumps(d))'
{"schema": "cleanpath/entity/1", "as_of": "2026-11-23", "coverage": {}, "id": "candela", "name": "Candela Holding", "country": "FI", "kind": null, "listed": true, "note": null, "names": [], "brands": [], "enterprise_numbers": [], "asns": [], "as_numbers": [], "address_blocks": {"24": 0, "28": 0, "36": 0}, "fcc_grantees": [], "false_friends": [], "false_friend_of": [], "up": [], "down": [{"id": "acme", "name": "Acme Networks", "controlled_by": "candela", "depth": 1, "holds": "yes", "conflicting": false, "goes_round": false, "type": "parent", "since": "2025-03-01", "until": null, "share": null, "confidence": "partial", "note": "closing day from the register", "sources": ["https://register.example/acme"]}], "ties": [], "named_by": [{"policy": "ours", "clause": "groups", "title": "both groups", "law": "in_force", "by": "name", "asks_criteria": false, "reservation": false, "via": ["candela"]}]}
$ cleanpath entity list 'palo alto'
ID        SEAT KIND               NAME
palo-alto US   security_appliance Palo Alto Networks
$ cleanpath entity show
cleanpath: entity show needs NAME
[2]
$ cleanpath entity shwo acme
cleanpath: entity knows show and list, not "shwo"; a name goes behind: entity show "shwo"
[2]
