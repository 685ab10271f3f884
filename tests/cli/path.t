## Is there a clean path? A network of five, whose links a table tells.
$ cat >rule.yaml <<'END'
> schema: cleanpath-policy/1
> id: no-acme
> title: No equipment of Acme
> jurisdiction: SE
> kind: rules
> law: in_force
> effective: 2026-01-01
> read: 2026-11-20
> addressees: [{role: telecom_service_provider}]
> sources: {memo: {url: "https://intranet.example/memo-17", date: 2025-12, tier: official}}
> entities: [{id: acme, name: Acme}]
> clauses:
> - {id: all, title: nothing of Acme, makers: [acme], equipment: [any], src: memo, confidence: verified}
> END
$ printf 'policies: [./rule.yaml]\naccept: 0.8\n' >cleanpath.yaml
$ printf 'name,maker,ip,site,role\na,Bergson,192.0.2.1,north,edge\nb,Bergson,192.0.2.2,north,core\nc,Acme,192.0.2.3,south,core\nd,Bergson,192.0.2.4,south,edge\ne,,192.0.2.5,south,edge\n' >inventory.csv
$ printf 'a,b,metric\na,b,10\nb,d,10\na,c,5\nc,d,5\ne,c,1\ne,b,1\n' >links.csv
$ cleanpath path -q a d inventory.csv links.csv -p no-acme
From a to d, exposure
Scope: transmission only; not looked at: what the devices depend on (no table of dependencies), what carries the links (no table of carriage), anything beyond the ends

POLICY  SOME         EVERY           SURVIVES ROUTES
no-acme proven-clean proven-excluded 0        proven-excluded

no-acme
  some: proven-clean: this path is clean
    DEVICE MAKER   VERDICT LINK
    a      Bergson clean   
    b      Bergson clean   
    d      Bergson clean   
  every: proven-excluded: this path uses c
    DEVICE MAKER   VERDICT                 LINK
    a      Bergson clean                   
    c      Acme    excluded: by clause all 
    d      Bergson clean                   
  on every path: nothing but the ends
  survives: no failure; without b no clean path is left
  routes: proven-excluded: metric 10, 1/1 of the traffic meets excluded equipment
    DEVICE MAKER   VERDICT                 LINK
    a      Bergson clean                   
    c      Acme    excluded: by clause all 
    d      Bergson clean                   
$ cleanpath path -q a d --some inventory.csv links.csv -p no-acme >/dev/null; echo $?; cleanpath path -q a d --every inventory.csv links.csv -p no-acme >/dev/null
0
[1]
## An end that is excluded itself, and one that nobody knows.
$ cleanpath path -q a c --some inventory.csv links.csv -p no-acme
From a to c, exposure
Scope: transmission only; not looked at: what the devices depend on (no table of dependencies), what carries the links (no table of carriage), anything beyond the ends

POLICY  SOME
no-acme proven-excluded

no-acme
  some: proven-excluded: there is no clean path
  why not: an end itself is not clean: c (excluded: by clause all)
[1]
$ cleanpath path -q a e --some inventory.csv links.csv -p no-acme
From a to e, exposure
Scope: transmission only; not looked at: what the devices depend on (no table of dependencies), what carries the links (no table of carriage), anything beyond the ends

POLICY  SOME
no-acme undetermined

no-acme
  some: undetermined: this path is clean if what is unknown on it is; without what is unknown there is none
    DEVICE MAKER   VERDICT         LINK
    a      Bergson clean           
    b      Bergson clean           
    e              unknown: maker? 
  why not: an end itself is not clean: e (unknown: maker?)
  inspect (some): proven-clean if these turn out clean: e (unknown: maker?); cost 1 (assumed: 1 each), the least there is
  inspect (some): proven-excluded if these turn out excluded: e (unknown: maker?); cost 1 (assumed: 1 each), the least there is
[4]
## From somewhere to itself.
$ cleanpath path -q a a inventory.csv links.csv -p no-acme
From a to a, exposure
Scope: transmission only; not looked at: what the devices depend on (no table of dependencies), what carries the links (no table of carriage), anything beyond the ends

POLICY  SOME         EVERY        SURVIVES ROUTES
no-acme proven-clean proven-clean -        proven-clean

no-acme
  some: proven-clean: this path is clean
    DEVICE MAKER   VERDICT LINK
    a      Bergson clean   
  every: proven-clean: all paths are clean
  survives: nothing lies between
  routes: proven-clean: metric 0, 0/1 of the traffic meets excluded equipment
    DEVICE MAKER   VERDICT LINK
    a      Bergson clean   
$ cleanpath path -q c c --some inventory.csv links.csv -p no-acme
From c to c, exposure
Scope: transmission only; not looked at: what the devices depend on (no table of dependencies), what carries the links (no table of carriage), anything beyond the ends

POLICY  SOME
no-acme proven-excluded

no-acme
  some: proven-excluded: there is no clean path
  why not: an end itself is not clean: c (excluded: by clause all)
[1]
## Parts that nothing joins.
$ printf 'name,maker,ip\nf,Bergson,192.0.2.6\ng,Bergson,192.0.2.7\n' >island.csv; printf 'a,b\nf,g\n' >bridge.csv; cleanpath path -q a f inventory.csv links.csv island.csv bridge.csv -p no-acme
From a to f, exposure
Scope: transmission only; not looked at: what the devices depend on (no table of dependencies), what carries the links (no table of carriage), anything beyond the ends

POLICY  SOME    EVERY   SURVIVES ROUTES
no-acme no-path no-path no-path  no-path

no-acme
  some: no-path: no path joins the two
  every: no-path: no path joins the two
  survives: no-path
  routes: no-path: routing knows no way
[4]
## Groups: every pair has to hold, the worst is shown.
$ cleanpath path -q site:north role:edge --some inventory.csv links.csv -p no-acme
From site:north to role:edge, exposure; 5 pairs, the worst is shown
Scope: transmission only; not looked at: what the devices depend on (no table of dependencies), what carries the links (no table of carriage), anything beyond the ends

POLICY  SOME
no-acme undetermined

no-acme: from a to e; pairs: 3 proven-clean, 2 undetermined
  some: undetermined: this path is clean if what is unknown on it is; without what is unknown there is none
    DEVICE MAKER   VERDICT         LINK
    a      Bergson clean           
    b      Bergson clean           
    e              unknown: maker? 
  why not: an end itself is not clean: e (unknown: maker?)
  inspect (some): proven-clean if these turn out clean: e (unknown: maker?); cost 1 (assumed: 1 each), the least there is
  inspect (some): proven-excluded if these turn out excluded: e (unknown: maker?); cost 1 (assumed: 1 each), the least there is
[4]
$ cleanpath path -q 192.0.2.0/30 site:north,role:core --every inventory.csv links.csv -p no-acme
From 192.0.2.0/30 to site:north,role:core, exposure; 2 pairs, the worst is shown
Scope: transmission only; not looked at: what the devices depend on (no table of dependencies), what carries the links (no table of carriage), anything beyond the ends

POLICY  EVERY
no-acme proven-excluded

no-acme: from a to b; pairs: 2 proven-excluded
  every: proven-excluded: this path uses c
    DEVICE MAKER   VERDICT                 LINK
    a      Bergson clean                   
    c      Acme    excluded: by clause all 
    d      Bergson clean                   
    b      Bergson clean                   
[1]
$ cleanpath path -q site:nowhere a inventory.csv links.csv -p no-acme
cleanpath: no asset is meant by "site:nowhere"; `cleanpath assets` lists them
[3]
$ cleanpath path -q b nobody inventory.csv links.csv -p no-acme
cleanpath: no asset is called "nobody"; `cleanpath assets` lists them
[3]
## A neighbour in no inventory: what one more link could overturn is not proven.
$ printf 'a,b\na,x\n' >more.csv; cleanpath path a d inventory.csv links.csv more.csv -p no-acme | sed '1,/^Network/d'
  6 devices, 7 links, 6 with metrics
  ! 1 end of links is in no inventory: x. Their makers and their other links are not known.
  The model is incomplete: what that could overturn is not proven (--assume-complete takes it as complete).

From a to d, exposure
Scope: transmission only; not looked at: what the devices depend on (no table of dependencies), what carries the links (no table of carriage), anything beyond the ends; the model is incomplete

POLICY  SOME         EVERY           SURVIVES  ROUTES
no-acme proven-clean proven-excluded 0 or more undetermined

no-acme
  some: proven-clean: this path is clean
    DEVICE MAKER   VERDICT LINK
    a      Bergson clean   
    b      Bergson clean   
    d      Bergson clean   
  every: proven-excluded: this path uses c
    DEVICE MAKER   VERDICT                 LINK
    a      Bergson clean                   
    c      Acme    excluded: by clause all 
    d      Bergson clean                   
  on every path: nothing but the ends
  survives: for sure no failure
  routes: undetermined: metric 10, 1/1 of the traffic meets excluded equipment; in what is known: proven-excluded, but the model is incomplete: 1 end of links is in no inventory: x. Their makers and their other links are not known.
    DEVICE MAKER   VERDICT                 LINK
    a      Bergson clean                   
    c      Acme    excluded: by clause all 
    d      Bergson clean                   
## An end that is excluded stays excluded, whatever is missing.
$ cleanpath path -q a c --some inventory.csv links.csv more.csv -p no-acme >/dev/null
[1]
$ printf 'a,b\na,c\nc,d\n' >line.csv; cleanpath path -q a d --some inventory.csv line.csv more.csv -p no-acme
From a to d, exposure
Scope: transmission only; not looked at: what the devices depend on (no table of dependencies), what carries the links (no table of carriage), anything beyond the ends; the model is incomplete

POLICY  SOME
no-acme undetermined

no-acme
  some: undetermined: there is no clean path; in what is known: proven-excluded, but the model is incomplete: 1 end of links is in no inventory: x. Their makers and their other links are not known.
  why not: on the way out of what is clean stand: c (excluded: by clause all)
[4]
$ cleanpath path -q a d --some --assume-complete inventory.csv line.csv more.csv -p no-acme
From a to d, exposure
Scope: transmission only; not looked at: what the devices depend on (no table of dependencies), what carries the links (no table of carriage), anything beyond the ends; the model is taken as complete

POLICY  SOME
no-acme proven-excluded

no-acme
  some: proven-excluded: there is no clean path
  why not: on the way out of what is clean stand: c (excluded: by clause all)
[1]
## What is needed counts: a manager, alternatives, and what needs each other.
$ printf 'asset,group,needs,kind\nb,manager,c,manager\n' >needs.csv; cleanpath path -q a d --some inventory.csv links.csv needs.csv -p no-acme
From a to d, exposure
Scope: not looked at: what carries the links (no table of carriage), anything beyond the ends

POLICY  SOME
no-acme proven-excluded

no-acme
  some: proven-excluded: there is no clean path
  why not: on the way out of what is clean stand: b (excluded: needs c), c (excluded: by clause all)
[1]
$ printf 'asset,group,needs,kind\nb,manager,c,manager\nb,manager,a,manager\n' >needs.csv; cleanpath path -q a d --some inventory.csv links.csv needs.csv -p no-acme | grep 'some:'; cleanpath path -q a d --some --reading availability inventory.csv links.csv needs.csv -p no-acme | grep 'some:'
  some: proven-excluded: there is no clean path
  some: proven-clean: this path is clean
$ printf 'asset,group,needs,kind\nb,x,a,core\na,x,d,core\nd,x,b,core\n' >needs.csv; cleanpath path -q a d --some inventory.csv links.csv needs.csv -p no-acme
From a to d, exposure
Scope: not looked at: what carries the links (no table of carriage), anything beyond the ends

POLICY  SOME
no-acme proven-clean

no-acme
  some: proven-clean: this path is clean
    DEVICE MAKER   VERDICT LINK
    a      Bergson clean   
    b      Bergson clean   
    d      Bergson clean   
$ printf 'asset,group,needs,kind\nb,x,cloud,core\nnobody,x,a,core\n' >needs.csv; cleanpath path a d --some inventory.csv links.csv needs.csv -p no-acme | sed '1,/^Network/d'
  5 devices, 6 links, 6 with metrics; 1 relation to what is needed
  ! 1 row of dependencies is about things that nobody tells of.
  The model is incomplete: what that could overturn is not proven (--assume-complete takes it as complete).
  . 1 thing that something needs is in no inventory, and unknown.

From a to d, exposure
Scope: not looked at: what carries the links (no table of carriage), anything beyond the ends; the model is incomplete

POLICY  SOME
no-acme undetermined

no-acme
  some: undetermined: this path is clean if what is unknown on it is; without what is unknown there is none
    DEVICE MAKER   VERDICT              LINK
    a      Bergson clean                
    b      Bergson unknown: needs cloud 
    d      Bergson clean                
  why not: on the way out of what is clean stand: b (unknown: needs cloud), c (excluded: by clause all)
  inspect (some): proven-clean if these turn out clean: cloud (unknown: in no inventory); cost 1 (assumed: 1 each), the least there is
  inspect (some): proven-excluded if these turn out excluded: cloud (unknown: in no inventory); cost 1 (assumed: 1 each), the least there is
## What a link rides on: exposure counts both ways, availability asks for one.
$ printf 'link,alternative,transmission\na|b,working,t1\na|b,protection,c\n' >carriage.csv; printf 'name,maker,ip\nt1,Bergson,192.0.2.8\n' >below.csv; cleanpath path -q a d --some inventory.csv below.csv links.csv carriage.csv -p no-acme; cleanpath path -q a d --some --reading availability inventory.csv below.csv links.csv carriage.csv -p no-acme
From a to d, exposure
Scope: not looked at: what the devices depend on (no table of dependencies), anything beyond the ends

POLICY  SOME
no-acme proven-excluded

no-acme
  some: proven-excluded: there is no clean path
  why not: on the way out of what is clean stand: a|b (excluded: rides on c), c (excluded: by clause all)
From a to d, availability
Scope: not looked at: what the devices depend on (no table of dependencies), anything beyond the ends

POLICY  SOME
no-acme proven-clean

no-acme
  some: proven-clean: this path is clean
    DEVICE MAKER   VERDICT LINK
    a      Bergson clean   on c (protection; excluded: by clause all), t1 (working)
    b      Bergson clean   
    d      Bergson clean   
## What a device and a link both need, and no inventory has; and names that would be one if they were put together.
$ printf 'link,alternative,transmission\na|b,x:1,nms-9\na|b,x,nms-9\na|b:x,1,nms-9\n' >both-carriage.csv; printf 'asset,group,needs,kind\na,,nms-9,manager\n' >both-needs.csv; cleanpath path -q a b --some inventory.csv links.csv both-carriage.csv both-needs.csv -p no-acme
From a to b, exposure
Scope: not looked at: anything beyond the ends; the model is incomplete

POLICY  SOME
no-acme undetermined

no-acme
  some: undetermined: this path is clean if what is unknown on it is; without what is unknown there is none
    DEVICE MAKER   VERDICT              LINK
    a      Bergson unknown: needs nms-9 on nms-9 (x, x:1; unknown: in no inventory)
    b      Bergson clean                
  why not: an end itself is not clean: a (unknown: needs nms-9)
  inspect (some): proven-clean if these turn out clean: nms-9 (unknown: in no inventory); cost 1 (assumed: 1 each), the least there is
  inspect (some): proven-excluded if these turn out excluded: nms-9 (unknown: in no inventory); cost 1 (assumed: 1 each), the least there is
[4]
## What a link rides on may be a link itself: its ends count, and what that rides on.
$ printf 'name,maker,ip\nt1,Bergson,192.0.2.8\nt2,Bergson,192.0.2.9\nt3,Acme,192.0.2.10\n' >below.csv; printf 'name,a,b\nwave-7,T1,t2\n' >waves.csv; printf 'link,transmission\na|b,Wave-7\nwave-7,fibre-3\nfibre-3,t3\n' >nested.csv
$ cleanpath path -q a d --some inventory.csv below.csv links.csv waves.csv nested.csv -p no-acme | tail -n 2
  some: proven-excluded: there is no clean path
  why not: on the way out of what is clean stand: a|b (excluded: rides on Wave-7, that rides on fibre-3, that rides on t3), c (excluded: by clause all)
$ printf 'link,transmission\na|b,wave-7\n' >nested.csv; cleanpath path -q a d --some inventory.csv below.csv links.csv waves.csv nested.csv -p no-acme | sed -n '/^no-acme$/,$p'
no-acme
  some: proven-clean: this path is clean
    DEVICE MAKER   VERDICT LINK
    a      Bergson clean   on wave-7
    b      Bergson clean   
    d      Bergson clean   
$ sed -i 's/t2,Bergson/t2,Acme/' below.csv; cleanpath path -q a d --some inventory.csv below.csv links.csv waves.csv nested.csv -p no-acme | tail -n 1
  why not: on the way out of what is clean stand: a|b (excluded: rides on wave-7, that rides on t2), c (excluded: by clause all)
## Links that ride on each other are no worse than what else they ride on.
$ sed -i 's/t2,Acme/t2,Bergson/' below.csv; printf 'link,transmission\na|b,wave-7\nwave-7,a|b\nwave-7,wave-7\nb|d,t1|t2\n' >nested.csv; cleanpath path a d --some inventory.csv below.csv links.csv waves.csv nested.csv -p no-acme | sed -n '/^From/,$p'
From a to d, exposure
Scope: not looked at: what the devices depend on (no table of dependencies), anything beyond the ends

POLICY  SOME
no-acme proven-clean

no-acme
  some: proven-clean: this path is clean
    DEVICE MAKER   VERDICT LINK
    a      Bergson clean   on wave-7
    b      Bergson clean   on t1|t2
    d      Bergson clean   
$ printf 'wave-7,t3\n' >>nested.csv; cleanpath path -q a d --some inventory.csv below.csv links.csv waves.csv nested.csv -p no-acme | tail -n 1
  why not: on the way out of what is clean stand: a|b (excluded: rides on wave-7, that rides on t3), c (excluded: by clause all)
## A policy that excludes nothing on that day.
$ cleanpath path -q a d --some inventory.csv links.csv -p no-acme --as-of 2025-12-31
From a to d, exposure
Scope: transmission only; not looked at: what the devices depend on (no table of dependencies), what carries the links (no table of carriage), anything beyond the ends

POLICY  SOME
no-acme no-rule

no-acme: no-rule: it excludes nothing on that day
[4]
## Who is meant has to be said.
$ cleanpath path -q a d inventory.csv links.csv
cleanpath: nobody says whose rules are meant: name them with --policy ID, or who you are in a profile (cleanpath profile set ...)
[2]
$ printf 'name,maker,ip,site\ntwin,Bergson,192.0.2.10,north\ntwin,Bergson,192.0.2.11,south\n' >twins.csv; printf 'a,b\na,twin\n' >totwin.csv; cleanpath path -q a twin inventory.csv links.csv twins.csv totwin.csv -p no-acme
cleanpath: 2 assets are called "twin"; name one by its id: ip-192.0.2.10, ip-192.0.2.11
[2]
$ cleanpath path a d --some inventory.csv links.csv twins.csv totwin.csv -p no-acme | grep called
  ! A link ends at "twin", and 2 assets are called so: ip-192.0.2.10, ip-192.0.2.11. A table can name them by address, or by id.
$ printf 'name,maker,ip\nblast,Bergson,192.0.2.9\n' >word.csv; printf 'a,b\na,blast\n' >toword.csv; cleanpath path -q asset:blast d --some inventory.csv links.csv word.csv toword.csv -p no-acme | grep some:
  some: proven-clean: this path is clean
## Links that are told wrongly.
$ printf 'a,b,metric\na,a,1\na,b,10\na,b,10\nb,a,20\nb,c,0\nc,b,4294967296\n' >odd.csv; cleanpath path a d inventory.csv links.csv odd.csv -p no-acme 2>&1 | sed '1,/^Network/d; /^no-acme$/,$d'
  5 devices, 7 links, 6 with metrics
  ! odd.csv: 2 records were not understood.
  The model is incomplete: what that could overturn is not proven (--assume-complete takes it as complete).
  . Of 1 link metrics are told that contradict each other: a - b (10, 20). Taken is that of the routing, then the lesser; nothing is proven of routes. If they are of several links between two devices, ports tell which.
  . 1 telling of a link from a device to itself is left out.
  . 1 row of links is told twice and counts once.

From a to d, exposure
Scope: transmission only; not looked at: what the devices depend on (no table of dependencies), what carries the links (no table of carriage), anything beyond the ends; the model is incomplete

POLICY  SOME         EVERY           SURVIVES  ROUTES
no-acme proven-clean proven-excluded 0 or more undetermined


## Names that the terminal would take for commands.
$ printf 'name,maker,ip\n"b\033[31mad\302\233",Bergson,192.0.2.12\n' >evil.csv; printf 'a,b\na,192.0.2.12\nd,192.0.2.12\n' >toevil.csv; cleanpath path -q a 192.0.2.12 --some inventory.csv links.csv evil.csv toevil.csv -p no-acme
From a to 192.0.2.12, exposure
Scope: transmission only; not looked at: what the devices depend on (no table of dependencies), what carries the links (no table of carriage), anything beyond the ends

POLICY  SOME
no-acme proven-clean

no-acme
  some: proven-clean: this path is clean
    DEVICE    MAKER   VERDICT LINK
    a         Bergson clean   
    b�[31mad� Bergson clean   
