## What tells of links, and what follows from it.
$ cat >rule.yaml <<'EOF'
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
> duties:
> - {verb: buy, text: not bought, src: memo, confidence: verified}
> - {verb: use, deadline: 2099-06-30, text: gone by the middle of 2099, src: memo, confidence: verified}
> EOF
$ printf 'policies: [./rule.yaml]\naccept: 0.8\n' >cleanpath.yaml
$ printf 'name,maker,ip,site\na,Bergson,192.0.2.1,north\nb,Bergson,192.0.2.2,north\nc,Bergson,192.0.2.3,south\nd,Acme,192.0.2.4,south\n' >inventory.csv
$ cat >heard.py <<'EOF'
> import json, sys
> def chassis(n): return {"id": [{"type": "local", "value": "box-%d" % n}], "name": [{"value": chr(96 + n)}], "mgmt-ip": [{"value": "192.0.2.%d" % n}]}
> me, rest = int(sys.argv[1]), sys.argv[2:]
> print(json.dumps({"local-chassis": [{"chassis": [chassis(me)]}]}))
> print(json.dumps({"lldp": [{"interface": [{"name": p.split("-")[0], "via": "LLDP", "chassis": [chassis(int(p.split("-")[1]))],
>     "port": [{"id": [{"type": "ifname", "value": p.split("-")[2]}]}]} for p in rest]}]}))
> EOF
## Heard at both ends, and at one: it is used, and told.
$ for x in '1 eth0-2-eth0' '2 eth0-1-eth0 eth1-3-eth1'; do $PYTHON heard.py $x >heard-${x%% *}.json; done; cleanpath path a c --some inventory.csv heard-?.json -p no-acme | sed '1,/^Network/d'
  4 devices, 2 links, 0 with metrics
  . 1 link is heard at one end only; it is used.

From a to c, exposure
Scope: transmission only; not looked at: what the devices depend on (no table of dependencies), what carries the links (no table of carriage), anything beyond the ends

POLICY  SOME
no-acme proven-clean

no-acme
  some: proven-clean: this path is clean
    DEVICE MAKER   VERDICT LINK
    a      Bergson clean   eth0 > eth0
    b      Bergson clean   eth1 > eth1 (heard at one end)
    c      Bergson clean   
## Several neighbours on one port: something between them that nobody manages. It is never clean.
$ $PYTHON heard.py 1 eth0-2-eth0 eth0-3-eth1 >heard-1.json; rm heard-2.json; cleanpath path a c --some inventory.csv heard-?.json -p no-acme | sed '1,/^Network/d'
  5 devices, 3 links, 0 with metrics
  ! 1 switch that nobody manages is inferred from several neighbours on one port: of unknown make, and with ports that nobody tells of.
  The model is incomplete: what that could overturn is not proven (--assume-complete takes it as complete).

From a to c, exposure
Scope: transmission only; not looked at: what the devices depend on (no table of dependencies), what carries the links (no table of carriage), anything beyond the ends; the model is incomplete

POLICY  SOME
no-acme undetermined

no-acme
  some: undetermined: this path is clean if what is unknown on it is; without what is unknown there is none
    DEVICE                       MAKER   VERDICT                  LINK
    a                            Bergson clean                    eth0 > ? (heard at one end)
    a switch that nobody manages         unknown: in no inventory ? > eth1 (told by what is heard on the other side)
    c                            Bergson clean                    
  why not: on the way out of what is clean stand: a switch that nobody manages (unknown: in no inventory)
  inspect (some): proven-clean if these turn out clean: a switch that nobody manages (unknown: in no inventory); cost 1 (assumed: 1 each), the least there is
  inspect (some): proven-excluded if these turn out excluded: a switch that nobody manages (unknown: in no inventory); cost 1 (assumed: 1 each), the least there is
## A neighbour that only neighbours tell of: its other links are not known.
$ $PYTHON heard.py 1 eth0-2-eth0 eth1-9-eth7 >heard-1.json; cleanpath path a b --every inventory.csv heard-?.json -p no-acme | sed '1,/^Network/d'
  5 devices, 2 links, 0 with metrics
  ! 1 device is known only by what neighbours heard: i. Nobody tells of its other links.
  The model is incomplete: what that could overturn is not proven (--assume-complete takes it as complete).
  . 2 links are heard at one end only; they are used.

From a to b, exposure
Scope: transmission only; not looked at: what the devices depend on (no table of dependencies), what carries the links (no table of carriage), anything beyond the ends; the model is incomplete

POLICY  EVERY
no-acme undetermined

no-acme
  every: undetermined: all paths are clean; in what is known: proven-clean, but the model is incomplete: 1 device is known only by what neighbours heard: i. Nobody tells of its other links.
## What may be used until a later day is clean for who asks for a day, and the answer says until when.
$ printf 'a,b\na,d\nd,c\n' >links.csv; cleanpath path -q a c inventory.csv links.csv -p no-acme --some
From a to c, exposure
Scope: transmission only; not looked at: what the devices depend on (no table of dependencies), what carries the links (no table of carriage), anything beyond the ends

POLICY  SOME
no-acme proven-clean

no-acme; clean until 2099-06-30
  some: proven-clean: this path is clean
    DEVICE MAKER   VERDICT LINK
    a      Bergson clean   
    d      Acme    clean   
    c      Bergson clean   
$ cleanpath path -q a c inventory.csv links.csv -p no-acme --some --as-of 2099-07-01
From a to c, exposure
Scope: transmission only; not looked at: what the devices depend on (no table of dependencies), what carries the links (no table of carriage), anything beyond the ends

POLICY  SOME
no-acme proven-excluded

no-acme
  some: proven-excluded: there is no clean path
  why not: on the way out of what is clean stand: d (excluded: by clause all)
[1]
## Without a day it is excluded.
$ (unset CLEANPATH_AS_OF; cleanpath path -q a c inventory.csv links.csv -p no-acme --some | grep some:)
  some: proven-excluded: there is no clean path
## What is restricted is unknown, unless somebody says what it is.
$ sed 's/equipment: .any., src/equipment: [any], condition: it is told so, src/; /^duties/,$d' rule.yaml | sed 's/id: no-acme/id: soft/' >soft.yaml; for r in unknown clean excluded; do cleanpath path -q a c inventory.csv links.csv -p ./soft.yaml --restricted $r --some | grep 'some:'; done
  some: undetermined: this path is clean if what is unknown on it is; without what is unknown there is none
  some: proven-clean: this path is clean
  some: proven-excluded: there is no clean path
## A rule that nobody has checked is unknown, whatever --restricted says.
$ sed 's/confidence: verified}$/confidence: memory}/; /^duties/,$d' rule.yaml | sed 's/id: no-acme/id: rumour/' >rumour.yaml; cleanpath path -q a c inventory.csv links.csv -p ./rumour.yaml --restricted clean --some | grep 'some:'
  some: undetermined: this path is clean if what is unknown on it is; without what is unknown there is none
## A part counts for its whole, a manager for what it manages.
$ printf 'name,maker,ip,managed_by,parent\na,Bergson,192.0.2.1,m,\nb,Bergson,192.0.2.2,,\nm,Bergson,192.0.2.9,,h\nh,Acme,192.0.2.10,,\n' >hosts.csv; printf 'a,b\nb,a\n' >one.csv; cleanpath path -q a b hosts.csv one.csv -p no-acme --some --as-of 2099-07-01
From a to b, exposure
Scope: not looked at: what carries the links (no table of carriage), anything beyond the ends

POLICY  SOME
no-acme proven-excluded

no-acme
  some: proven-excluded: there is no clean path
  why not: an end itself is not clean: a (excluded: needs m, that needs h)
[1]
## What is removed is no part of the network.
$ printf 'name,maker,ip,status\na,Bergson,192.0.2.1,in_service\nb,Bergson,192.0.2.2,in_service\nx,Acme,192.0.2.3,removed\n' >old.csv; printf 'a,b\na,x\nx,b\n' >old-links.csv; cleanpath path a b old.csv old-links.csv -p no-acme --some --as-of 2099-07-01 2>&1 | sed '1,/^Network/d'
  2 devices, 0 links, 0 with metrics
  . 2 links lead to assets that are not in service, and left out.

From a to b, exposure
Scope: transmission only; not looked at: what the devices depend on (no table of dependencies), what carries the links (no table of carriage), anything beyond the ends

POLICY  SOME
no-acme no-path

no-acme
  some: no-path: no path joins the two
## More policies than one net has labels for.
$ mkdir packs; for i in $(seq 70); do sed "s/id: no-acme/id: rule-$i/" rule.yaml >packs/$i.yaml; done; cleanpath path -q a c inventory.csv links.csv --policies packs -p $(seq -f rule-%g -s, 70) --some --as-of 2099-07-01 | grep -c 'rule-.*proven-excluded'
70
$ cleanpath path -q a c inventory.csv links.csv --policies packs -p $(seq -f rule-%g -s, 70) --some --as-of 2099-07-01 --certificate proof
cleanpath: a certificate is of at most 64 policies: name them with --policy
[2]
## A case that was filled before.
$ cleanpath import -q inventory.csv links.csv && cleanpath path -q a c --some -p no-acme --as-of 2099-07-01 | tail -2
  some: proven-excluded: there is no clean path
  why not: on the way out of what is clean stand: d (excluded: by clause all)
