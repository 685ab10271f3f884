## Between networks: from an AS, or from our own routers, along the paths of ASes that routing tables tell, to a prefix or an AS. Numbers are those of documentation (RFC 5398, 5737).
$ cp $DATA/no-acme.yaml rule.yaml; printf 'accept: 0.8\n' >cleanpath.yaml
$ cat >orgs.txt <<'END'
> # format:org_id|changed|org_name|country|source
> ONE|20251101|Bergson|ZZ|T
> TWO|20251101|Acme|ZZ|T
> # format:aut|changed|aut_name|org_id|opaque_id|source
> 64496|20251101|EAST|ONE||T
> 64497|20251101|WEST|ONE||T
> 64498|20251101|ACME-NET|TWO||T
> 64499|20251101|NORTH|ONE||T
> 64500|20251101|FAR|ONE||T
> END
$ cat >rib.txt <<'END'
> TABLE_DUMP2|1763596800|B|192.0.2.1|64496|203.0.113.0/24|64496 64498 64500|IGP|192.0.2.1|0|0||NAG||
> TABLE_DUMP2|1763596800|B|192.0.2.1|64496|203.0.113.64/26|64496 64499 64500|IGP|192.0.2.1|0|0||NAG||
> TABLE_DUMP2|1763596800|B|192.0.2.1|64496|198.51.100.0/25|64496 64499 {64500 64501}|IGP|192.0.2.1|0|0||NAG||
> TABLE_DUMP2|1763596800|B|192.0.2.1|64496|0.0.0.0/0|64496 64498|IGP|192.0.2.1|0|0||NAG||
> TABLE_DUMP2|1763596800|B|192.0.2.5|64497|203.0.113.0/24|64497 64499 64500|IGP|192.0.2.5|0|0||NAG||
> TABLE_DUMP2|1763596800|B|192.0.2.5|64497|198.51.100.0/25|64497 64502|IGP|192.0.2.5|0|0||NAG||
> END
$ cleanpath path AS64497 203.0.113.7 --level l3 --rib rib.txt --orgs orgs.txt -p ./rule.yaml --certificate proof
Coverage
  rib.txt: bgpdump, 6 records, 0 observations, of 2025-11-20
    a routing table: 6 prefixes, 6 routes
  orgs.txt: as-organisations, 7 records, 0 observations
    5 AS, 2 organisations
  tables: oui of 2026-08-26, pen of 2024-08-23, makers of 2026-11-23, fingerprints of 2026-11-27
  3 assets, 0 links; judged as of 2026-11-23, facts from confidence 0.8
  ! The table pen is of 2024-08-23; blocks registered since are not known. A newer one is read with --registry FILE.

Network
  3 devices, 2 links, 0 with metrics; 3 relations to what is needed

From AS64497 to 203.0.113.7, exposure
Scope: transmission only; not looked at: what the devices depend on (no table of dependencies), what carries the links (no table of carriage), where packets go that follow none of the paths that were told

POLICY  SOME         EVERY
no-acme proven-clean proven-clean

no-acme
  some: proven-clean: this path is clean, of those that were told
    DEVICE                         MAKER   VERDICT LINK
    AS64497 Bergson                Bergson clean   
    path 64497 64499 64500                 clean   
    203.0.113.7, by 203.0.113.0/24         clean   
  every: proven-clean: all paths that were told are clean

Between networks, under no-acme: 1 path told
TO                             PATH              RESULT TOLD BY
203.0.113.7, by 203.0.113.0/24 64497 64499 64500 clean  192.0.2.5 (AS64497)

Whichever single AS between the ends is lost, some: undetermined
LOST            PATHS NO PATH LEFT SOME         EVERY
AS64499 Bergson     1            1 undetermined undetermined
$ cat proof.problem
cleanpath-problem 1
policies 1
no-acme
items 5
d c AS64497
d c AS64499
d c AS64500
d c path:AS64497|AS64497|203.0.113.0/24|64497%2064499%2064500|0
d c to:203.0.113.0/24
groups 3
3 0
3 1
3 2
links 2
0 3 0 0 -
3 4 0 0 -
risks 0
end
$ cleanpath-check proof.problem proof | sed 1d
some policy=no-acme reading=exposure from=AS64497 to=to:203.0.113.0/24 answer=proven-clean
every policy=no-acme reading=exposure from=AS64497 to=to:203.0.113.0/24 answer=proven-clean
## A problem in which an AS of the path is another, or that leaves one out, is another problem; a certificate that says more is refused.
$ sed 's/^d c AS64499/d x AS64499/' proof.problem >other; cleanpath-check other proof
proof:2: refused: it is about another problem
[5]
$ sed 's/proven-clean/proven-excluded/' proof >other; cleanpath-check proof.problem other
other:8: refused: something else has to stand here
[5]
## From the other one: the addresses of the longer prefix fare otherwise than the rest. An AS that stands on the path of somebody is asked about by what follows.
$ cleanpath path -q AS64496 203.0.113.0/24 --level l3 --rib rib.txt --orgs orgs.txt -p ./rule.yaml
From AS64496 to 203.0.113.0/24, exposure; 2 pairs, the worst is shown
Scope: transmission only; not looked at: what the devices depend on (no table of dependencies), what carries the links (no table of carriage), where packets go that follow none of the paths that were told

POLICY  SOME            EVERY
no-acme proven-excluded proven-excluded

no-acme: from AS64496 Bergson to 203.0.113.0/24; pairs: 1 proven-clean, 1 proven-excluded
  some: proven-excluded: no path that was told is clean
  why not: on the way out of what is clean stand: path 64496 64498 64500 (excluded: passes AS64498 Acme)
  every: proven-excluded: this path uses path 64496 64498 64500
    DEVICE                 MAKER   VERDICT                       LINK
    AS64496 Bergson        Bergson clean                         
    path 64496 64498 64500         excluded: passes AS64498 Acme 
    203.0.113.0/24                 clean                         

Between networks, under no-acme: 2 paths told
TO              PATH              RESULT                        TOLD BY
203.0.113.0/24  64496 64498 64500 excluded: passes AS64498 Acme 192.0.2.1 (AS64496)
203.0.113.64/26 64496 64499 64500 clean                         192.0.2.1 (AS64496)

Prefixes, by what was told of them
TO              PATHS SOME            EVERY
203.0.113.0/24      1 proven-excluded proven-excluded
203.0.113.64/26     1 proven-clean    proven-clean

Whichever single AS between the ends is lost, some: proven-excluded
LOST            PATHS NO PATH LEFT SOME            EVERY
AS64499 Bergson     1            1 proven-excluded proven-excluded
AS64498 Acme        1            1 undetermined    undetermined
[1]
$ cleanpath path -q AS64499 AS64500 --level l3 --rib rib.txt --orgs orgs.txt -p ./rule.yaml | grep ':'
Scope: transmission only; not looked at: what the devices depend on (no table of dependencies), what carries the links (no table of carriage), where packets go that follow none of the paths that were told
  some: proven-clean: this path is clean, of those that were told
  every: proven-clean: all paths that were told are clean
Between networks, under no-acme: 1 path told
$ cleanpath path -q peer:192.0.2.5 203.0.113.64/26 --every --level l3 --rib rib.txt --orgs orgs.txt -p ./rule.yaml | grep every
  every: proven-clean: all paths that were told are clean
## What is not told is not clean: a set of ASes, who holds one, a default route, no route at all.
$ cleanpath path -q AS64496 198.51.100.9 --level l3 --rib rib.txt --orgs orgs.txt -p ./rule.yaml | sed '1,/^$/d'
POLICY  SOME         EVERY
no-acme undetermined undetermined

no-acme
  some: undetermined: this path is clean if what is unknown on it is; no path that was told is known to be
    DEVICE                           MAKER   VERDICT                              LINK
    AS64496 Bergson                  Bergson clean                                
    path 64496 64499 {64500 64501}           unknown: passes one of a set of ASes 
    198.51.100.9, by 198.51.100.0/25         clean                                
  why not: on the way out of what is clean stand: path 64496 64499 {64500 64501} (unknown: passes one of a set of ASes)
  every: undetermined: this path uses path 64496 64499 {64500 64501}, which is unknown
    DEVICE                           MAKER   VERDICT                              LINK
    AS64496 Bergson                  Bergson clean                                
    path 64496 64499 {64500 64501}           unknown: passes one of a set of ASes 
    198.51.100.9, by 198.51.100.0/25         clean                                
  inspect (some): proven-clean if these turn out clean: one of a set of ASes (unknown: not told); cost 1 (assumed: 1 each), the least there is
  inspect (some): proven-excluded if these turn out excluded: one of a set of ASes (unknown: not told); cost 1 (assumed: 1 each), the least there is
  inspect (every): proven-clean if these turn out clean: one of a set of ASes (unknown: not told); cost 1 (assumed: 1 each), the least there is
  inspect (every): proven-excluded if these turn out excluded: one of a set of ASes (unknown: not told); cost 1 (assumed: 1 each), the least there is

Between networks, under no-acme: 1 path told
TO                               PATH                      RESULT                               TOLD BY
198.51.100.9, by 198.51.100.0/25 64496 64499 {64500 64501} unknown: passes one of a set of ASes 192.0.2.1 (AS64496)

Whichever single AS between the ends is lost, some: undetermined
LOST            PATHS NO PATH LEFT SOME         EVERY
AS64499 Bergson     1            1 undetermined undetermined
AS64500             1            1 undetermined undetermined
$ cleanpath path -q AS64497 198.51.100.9 --level l3 --rib rib.txt --orgs orgs.txt -p ./rule.yaml | grep some:
  some: undetermined: this path is clean if what is unknown on it is; no path that was told is known to be
$ cleanpath path -q AS64496 198.51.100.200 --level l3 --rib rib.txt --orgs orgs.txt -p ./rule.yaml | grep -E 'some:|^DEVICE|default'
  some: undetermined: this path is clean if what is unknown on it is; no path that was told is known to be
    path 64496 64498                     unknown: passes whoever a default route leads to 
  why not: on the way out of what is clean stand: path 64496 64498 (unknown: passes whoever a default route leads to)
    path 64496 64498                     unknown: passes whoever a default route leads to 
  inspect (some): proven-clean if these turn out clean: whoever a default route leads to (unknown: not told); cost 1 (assumed: 1 each), the least there is
  inspect (some): proven-excluded if these turn out excluded: whoever a default route leads to (unknown: not told); cost 1 (assumed: 1 each), the least there is
  inspect (every): proven-clean if these turn out clean: whoever a default route leads to (unknown: not told); cost 1 (assumed: 1 each), the least there is
  inspect (every): proven-excluded if these turn out excluded: whoever a default route leads to (unknown: not told); cost 1 (assumed: 1 each), the least there is
198.51.100.200, by 0.0.0.0/0 64496 64498 unknown: passes whoever a default route leads to 192.0.2.1 (AS64496)
$ cleanpath path -q AS64497 198.51.100.200 --level l3 --rib rib.txt --orgs orgs.txt -p ./rule.yaml --certificate proof; cleanpath-check proof.problem proof | sed 1d
From AS64497 to 198.51.100.200, exposure
Scope: transmission only; not looked at: what the devices depend on (no table of dependencies), what carries the links (no table of carriage), where packets go that follow none of the paths that were told

POLICY  SOME         EVERY
no-acme undetermined undetermined

no-acme
  some: undetermined: no path that was told joins the two
  every: undetermined: no path that was told joins the two

Between networks, under no-acme: 0 paths told
some policy=no-acme reading=exposure from=AS64497 to=to:198.51.100.200/32 answer=no-path
every policy=no-acme reading=exposure from=AS64497 to=to:198.51.100.200/32 answer=no-path
$ cleanpath path -q AS64497 AS64511 --level l3 --rib rib.txt --orgs orgs.txt -p ./rule.yaml | grep :
Scope: transmission only; not looked at: what the devices depend on (no table of dependencies), what carries the links (no table of carriage), where packets go that follow none of the paths that were told
  some: undetermined: no path that was told joins the two
  every: undetermined: no path that was told joins the two
Between networks, under no-acme: 0 paths told
## Our own network: r1 and r2 have a neighbour each; within, the levels below say which of them is reached by clean equipment.
$ printf 'name,maker,ip\ncore,Bergson,10.255.0.9\nr1,Bergson,10.255.0.1\nr2,Acme,10.255.0.2\n' >inventory.csv
$ printf 'a,b\ncore,r1\ncore,r2\n' >links.csv
$ printf '<r1>display current-configuration\nsysname r1\nbgp 64510\n peer 192.0.2.1 as-number 64496\n peer 10.255.0.2 as-number 64510\nreturn\n' >r1.txt
$ printf '<r2>display current-configuration\nsysname r2\nbgp 64510\n peer 192.0.2.5 as-number 64497\n peer 10.255.0.1 as-number 64510\nreturn\n' >r2.txt
$ cleanpath path -q core 203.0.113.7 --level l3 --rib rib.txt --orgs orgs.txt -p ./rule.yaml inventory.csv links.csv r1.txt r2.txt --certificate proof; cleanpath-check proof.problem proof | sed 1d
From core to 203.0.113.7, exposure
Scope: transmission only; not looked at: what the devices depend on (no table of dependencies), what carries the links (no table of carriage), where packets go that follow none of the paths that were told, neighbours of BGP that routers do not tell of

POLICY  SOME            EVERY
no-acme proven-excluded proven-excluded

no-acme
  some: proven-excluded: no path that was told is clean
  why not: on the way out of what is clean stand: r2 (excluded: by clause all), path 64496 64498 64500 (excluded: passes AS64498 Acme)
  every: proven-excluded: this path uses r2
    DEVICE                         MAKER   VERDICT                 LINK
    core                           Bergson clean                   
    r2                             Acme    excluded: by clause all 
    path 64497 64499 64500                 clean                   
    203.0.113.7, by 203.0.113.0/24         clean                   

Between networks, under no-acme: 2 paths told
TO                             PATH              RESULT                        TOLD BY             FROM ROUTER
203.0.113.7, by 203.0.113.0/24 64496 64498 64500 excluded: passes AS64498 Acme 192.0.2.1 (AS64496) r1
203.0.113.7, by 203.0.113.0/24 64497 64499 64500 clean                         192.0.2.5 (AS64497) r2

Whichever single AS between the ends is lost, some: proven-excluded
some policy=no-acme reading=exposure from=ip-10.255.0.9 to=to:203.0.113.0/24 answer=proven-excluded
every policy=no-acme reading=exposure from=ip-10.255.0.9 to=to:203.0.113.0/24 answer=proven-excluded
$ cleanpath path -q core 203.0.113.64/26 --level l3 --rib rib.txt --orgs orgs.txt -p ./rule.yaml inventory.csv links.csv r1.txt r2.txt --fail 1
From core to 203.0.113.64/26, exposure
Scope: transmission only; not looked at: what the devices depend on (no table of dependencies), what carries the links (no table of carriage), where packets go that follow none of the paths that were told, neighbours of BGP that routers do not tell of

POLICY  SOME         EVERY
no-acme proven-clean proven-clean

no-acme
  some: proven-clean: this path is clean, of those that were told
    DEVICE                 MAKER   VERDICT LINK
    core                   Bergson clean   
    r1                     Bergson clean   
    path 64496 64499 64500         clean   
    203.0.113.64/26                clean   
  every: proven-clean: all paths that were told are clean

Between networks, under no-acme: 1 path told
TO              PATH              RESULT TOLD BY             FROM ROUTER
203.0.113.64/26 64496 64499 64500 clean  192.0.2.1 (AS64496) r1

Whichever single AS between the ends is lost, some: undetermined
LOST            PATHS NO PATH LEFT SOME         EVERY
AS64496 Bergson     1            1 undetermined undetermined
AS64499 Bergson     1            1 undetermined undetermined
[4]
## Several prefixes: each is a question of its own, the worst is shown.
$ cleanpath path -q core 203.0.113.0/24 --level l3 --rib rib.txt --orgs orgs.txt -p ./rule.yaml inventory.csv links.csv r1.txt r2.txt | sed -n '1,/^$/p;/^Prefixes/,$p'
From core to 203.0.113.0/24, exposure; 2 pairs, the worst is shown
Scope: transmission only; not looked at: what the devices depend on (no table of dependencies), what carries the links (no table of carriage), where packets go that follow none of the paths that were told, neighbours of BGP that routers do not tell of

Prefixes, by what was told of them
TO              PATHS SOME            EVERY
203.0.113.0/24      2 proven-excluded proven-excluded
203.0.113.64/26     1 proven-clean    proven-clean

Whichever single AS between the ends is lost, some: proven-excluded
LOST            PATHS NO PATH LEFT SOME            EVERY
AS64496 Bergson     2            1 proven-excluded proven-excluded
AS64499 Bergson     2            1 proven-excluded proven-excluded
## A neighbour of whom nobody tells what it announces could lead there by others: what that could overturn is not proven.
$ printf '<r1>display current-configuration\nsysname r1\nbgp 64510\n peer 192.0.2.1 as-number 64496\n peer 192.0.2.9 as-number 64511\nreturn\n' >r1.txt
$ cleanpath path core 203.0.113.64/26 --level l3 --rib rib.txt --orgs orgs.txt -p ./rule.yaml inventory.csv links.csv r1.txt | sed -n '/^Network/,/^From/p;/^  every/p'
Network
  7 devices, 4 links, 0 with metrics; 3 relations to what is needed
  ! What 1 neighbour of BGP announces is in no routing table that was read: r1: 192.0.2.9 (AS64511).
  The model is incomplete: what that could overturn is not proven (--assume-complete takes it as complete).

From core to 203.0.113.64/26, exposure
  every: undetermined: all paths that were told are clean; in what is known: proven-clean, but the model is incomplete: What 1 neighbour of BGP announces is in no routing table that was read: r1: 192.0.2.9 (AS64511).
## The same of a case. A neighbour of whom no table is: what follows its AS on the paths of others. One whose AS nobody tells, and a router that no link leads to.
$ cleanpath import -q --case k.case inventory.csv links.csv r2.txt; cleanpath path -q core 203.0.113.7 --level l3 --rib rib.txt --orgs orgs.txt -p ./rule.yaml --case k.case | grep -E 'some:|^203'
  some: proven-excluded: no path that was told is clean
203.0.113.7, by 203.0.113.0/24 64497 64499 64500 clean  192.0.2.5 (AS64497) r2
Whichever single AS between the ends is lost, some: proven-excluded
$ printf '<r1>display current-configuration\nsysname r1\nbgp 64510\n peer 192.0.2.77 as-number 64499\n peer 192.0.2.78 group up\nreturn\n' >r1.txt
$ cleanpath path core 203.0.113.7 --level l3 --rib rib.txt --orgs orgs.txt -p ./rule.yaml inventory.csv links.csv r1.txt | sed -n '/^Network/,/^Scope/p;/^  some/p;/^  every/p;/^Between/,/^$/p'
Network
  5 devices, 4 links, 0 with metrics; 2 relations to what is needed
  ! Of 1 neighbour of BGP it is not told of which AS they are, or which is ours (--our-as): r1: 192.0.2.78.
  The model is incomplete: what that could overturn is not proven (--assume-complete takes it as complete).

From core to 203.0.113.7, exposure
Scope: transmission only; not looked at: what the devices depend on (no table of dependencies), what carries the links (no table of carriage), where packets go that follow none of the paths that were told, neighbours of BGP that routers do not tell of; the model is incomplete
  some: proven-clean: this path is clean, of those that were told
  every: undetermined: all paths that were told are clean; in what is known: proven-clean, but the model is incomplete: Of 1 neighbour of BGP it is not told of which AS they are, or which is ours (--our-as): r1: 192.0.2.78.
Between networks, under no-acme: 1 path told
TO                             PATH        RESULT TOLD BY             FROM ROUTER
203.0.113.7, by 203.0.113.0/24 64499 64500 clean  192.0.2.5 (AS64497) r1

$ printf 'name,maker,ip\nalone,Bergson,10.255.0.3\n' >more.csv; cleanpath path -q alone 203.0.113.7 --level l3 --rib rib.txt --orgs orgs.txt -p ./rule.yaml inventory.csv more.csv links.csv r2.txt | grep -E 'some:|^203'
  some: undetermined: no path that was told joins the two
203.0.113.7, by 203.0.113.0/24 64497 64499 64500 clean  192.0.2.5 (AS64497) r2
## A prefix that its peer has withdrawn as well.
$ echo 'BGP4MP|1763596900|W|192.0.2.5|64497|203.0.113.0/24' >later.txt; cleanpath path -q AS64497 203.0.113.7 --level l3 --rib rib.txt --rib later.txt --orgs orgs.txt -p ./rule.yaml | grep -E 'some:|^203'
  some: undetermined: this path is clean if what is unknown on it is; no path that was told is known to be
203.0.113.7, by 203.0.113.0/24 64497 64499 64500 unknown: passes whoever stands in for a path that was withdrawn 192.0.2.5 (AS64497)
Whichever single AS between the ends is lost, some: undetermined
## A carrier of the inventory is one with the AS of its number: what is found of either counts.
$ printf 'name,maker,class,asn\nleased line 7,Acme,carrier_service,AS64499\nleased line 8,Bergson,carrier_service,64502\n' >carriers.csv
$ cleanpath path -q AS64497 203.0.113.7 --level l3 --rib rib.txt --orgs orgs.txt -p ./rule.yaml carriers.csv | grep -E 'some:|why'
  some: proven-excluded: no path that was told is clean
  why not: on the way out of what is clean stand: path 64497 64499 64500 (excluded: passes AS64499 Bergson, that needs leased line 7)
Whichever single AS between the ends is lost, some: proven-excluded
$ cleanpath path -q AS64497 198.51.100.9 --level l3 --rib rib.txt --orgs orgs.txt -p ./rule.yaml carriers.csv | grep -E 'some:|64502'
  some: proven-clean: this path is clean, of those that were told
    path 64497 64502                         clean   
198.51.100.9, by 198.51.100.0/25 64497 64502 clean  192.0.2.5 (AS64497)
## For programs.
$ cleanpath path AS64496 203.0.113.0/24 --level l3 --rib rib.txt --orgs orgs.txt -p ./rule.yaml -f json | python3 -c 'import json, sys; d = json.load(sys.stdin); o = d["observed"]; print(d["level"], d["answer"], o["after_loss"]); [print(p) for p in o["prefixes"]]; [print(p["to"], p["told_by"], p["file"], p["label"], p["why"], [(h["as"], h["label"]) for h in p["hops"]]) for p in o["paths"]]; [print(x) for x in o["losses"]]'
l3 proven-excluded proven-excluded
{'to': '203.0.113.0/24', 'covering': False, 'alike': 1, 'paths': 1, 'some': 'proven-excluded', 'every': 'proven-excluded'}
{'to': '203.0.113.64/26', 'covering': False, 'alike': 1, 'paths': 1, 'some': 'proven-clean', 'every': 'proven-clean'}
203.0.113.0/24 192.0.2.1 (AS64496) rib.txt excluded passes AS64498 Acme (by clause all) [(64496, 'clean'), (64498, 'excluded'), (64500, 'clean')]
203.0.113.64/26 192.0.2.1 (AS64496) rib.txt clean None [(64496, 'clean'), (64499, 'clean'), (64500, 'clean')]
{'as': 64499, 'name': 'AS64499 Bergson', 'paths': 1, 'cuts': 1, 'some': 'proven-excluded', 'every': 'proven-excluded'}
{'as': 64498, 'name': 'AS64498 Acme', 'paths': 1, 'cuts': 1, 'some': 'undetermined', 'every': 'undetermined'}
## Within our own network lines of carriers are hops, and carry links, as anything else (l0, l1). Two of one AS may fail together: with --fail that is one failure, and its proof says so.
$ printf 'name,maker,ip,class,asn\ncore,Bergson,10.255.0.9,,\nagg,Bergson,10.255.0.1,,\nline 7,Acme,,carrier_service,64498\nline 8,Bergson,,carrier_service,AS64499\nline 9,Bergson,,carrier_service,64499\n' >lines.csv
$ printf 'a,b,metric\ncore,line 8,10\nline 8,agg,10\ncore,agg,30\ncore,line 7,50\nline 7,agg,50\n' >hops.csv
$ printf 'link,alternative,transmission\ncore|agg,main,line 9\n' >carriage.csv
$ cleanpath path core agg lines.csv hops.csv carriage.csv -p ./rule.yaml --fail 1 --certificate proof | sed -n '/^Network/,$p'; sed -n '/^risks/,/^end/p' proof.problem; cleanpath-check proof.problem proof | tail -1
Network
  5 devices, 5 links, 5 with metrics; 2 relations to what is needed
  . 2 carrier services are of one AS, AS64499 (line 8, line 9), and may fail together: for --fail that is one failure; in what clean paths survive each counts for itself.

From core to agg, exposure
Scope: not looked at: what the devices depend on (no table of dependencies), anything beyond the ends

POLICY  ROUTES       FAILURES
no-acme proven-clean proven-excluded

no-acme
  routes: proven-clean: metric 20, 0/1 of the traffic meets excluded equipment
    DEVICE MAKER   VERDICT LINK
    core   Bergson clean   
    line 8 Bergson clean   
    agg    Bergson clean   
  up to 1 failure: proven-excluded: a route meets excluded equipment if AS64499 fails; at worst 1/1 of the traffic, without AS64499
    DEVICE MAKER   VERDICT                 LINK
    core   Bergson clean                   
    line 7 Acme    excluded: by clause all 
    agg    Bergson clean                   
risks 1
AS64499 0 2 4
end
routes-every policy=no-acme reading=exposure from=ip-10.255.0.9 to=ip-10.255.0.1 failures=1 kinds=dlr answer=proven-excluded fail_together=1
$ cleanpath path -q core agg lines.csv hops.csv carriage.csv -p ./rule.yaml --some --every | sed '1,/^$/d'
POLICY  SOME         EVERY
no-acme proven-clean proven-excluded

no-acme
  some: proven-clean: this path is clean
    DEVICE MAKER   VERDICT LINK
    core   Bergson clean   on line 9 (main)
    agg    Bergson clean   
  every: proven-excluded: this path uses line 7
    DEVICE MAKER   VERDICT                 LINK
    core   Bergson clean                   
    line 7 Acme    excluded: by clause all 
    agg    Bergson clean                   
## With a way by another carrier beside it the link does not fail with the one.
$ printf 'link,alternative,transmission\ncore|agg,main,line 9\ncore|agg,spare,line 7\n' >carriage.csv
$ cleanpath path -q core agg lines.csv hops.csv carriage.csv -p ./rule.yaml --fail 1 --certificate proof | grep 'up to'; sed -n '/^risks/,/^end/p' proof.problem
  up to 1 failure: proven-excluded: a route meets excluded equipment if core - line 8 fails; at worst 1/1 of the traffic, without core - line 8
risks 1
AS64499 2 4
end
## What cannot be asked, one error each; a table that cannot be read does not make an answer.
$ cleanpath path AS64496 203.0.113.0/24 --level l3 -p ./rule.yaml
cleanpath: path --level l3 needs a routing table or updates of BGP: --rib FILE
[2]
$ cleanpath path AS64496 --level l3 --rib rib.txt -p ./rule.yaml
cleanpath: path --level l3 needs FROM and TO
[2]
$ cleanpath path AS64496 nowhere --level l3 --rib rib.txt -p ./rule.yaml
cleanpath: TO of --level l3 is "nowhere", expected a prefix, an address or an AS (AS64500)
[2]
$ cleanpath path peer:x 203.0.113.0/24 --level l3 --rib rib.txt -p ./rule.yaml
cleanpath: FROM is "peer:x", expected peer:ADDRESS
[2]
$ cleanpath path AS64496 203.0.113.0/24 --level l3 --rib rib.txt
cleanpath: nobody says whose rules are meant: name them with --policy ID, or who you are in a profile (cleanpath profile set ...)
[2]
$ cleanpath path AS64496 203.0.113.0/24 --level l3 --rib rib.txt -p ./rule.yaml --fail 2
cleanpath: --level l3 loses one AS at a time: --fail is 1, not 2
[2]
$ cleanpath path AS64496 203.0.113.0/24 --level l3 --rib rib.txt -p ./rule.yaml --survive 1
cleanpath: --survive does not go with --level l3
[2]
$ cleanpath path core 203.0.113.0/24 --level l3 --rib rib.txt -p ./rule.yaml inventory.csv links.csv
cleanpath: no router tells of a neighbour of BGP of another AS: import what is configured (docs/formats/router-state.md), or ask from an AS (AS64496)
[2]
$ cleanpath path core r1 --rib rib.txt -p ./rule.yaml inventory.csv links.csv
cleanpath: --rib, --orgs and --our-as go with path FROM TO --level l3
[2]
$ cleanpath path -q AS64497 203.0.113.7 --level l3 --rib rib.txt --rib orgs.txt --orgs orgs.txt -p ./rule.yaml | grep -E ':'
cleanpath: orgs.txt: format not recognised (begins with 23 20 66 6f 72 6d 61 74); recognised by content are captures, SNMP walks, tables, topologies, observations: `cleanpath doctor` lists them
Scope: transmission only; not looked at: what the devices depend on (no table of dependencies), what carries the links (no table of carriage), where packets go that follow none of the paths that were told; the model is incomplete
  some: proven-clean: this path is clean, of those that were told
  every: undetermined: all paths that were told are clean; in what is known: proven-clean, but the model is incomplete: orgs.txt could not be read.
Between networks, under no-acme: 1 path told
Whichever single AS between the ends is lost, some: undetermined
