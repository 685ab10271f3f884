## Sold as one, made by another: a table of yours, a list that names the seller, and what the devices show of themselves.
$ mkdir -p own/makers && cat >own/makers/own.yaml <<'YAML'
> schema: cleanpath-makers/1
> as_of: '2026-11-20'
> makers:
> - {id: acme, name: Acme Networks, country: SE, pens: [99999991]}
> - {id: dorn, name: Dorn Cameras, country: DE, kind: video_surveillance}
> - {id: emca, name: Emca, country: FI}
> YAML
$ cat >own/makers/own-relabels.yaml <<'YAML'
> schema: cleanpath-relabels/1
> as_of: '2026-11-20'
> sources: {taken: 'https://example.net/opened'}
> relabels:
> - {sold_as: dorn, made_by: acme, classes: [video_surveillance], conf: verified, src: taken, note: two were opened}
> - {sold_as: emca, made_by: acme, conf: memory}
> YAML
$ cat >ours.yaml <<'YAML'
> schema: cleanpath-policy/1
> id: ours
> title: No Acme
> jurisdiction: SE
> kind: rules
> law: in_force
> effective: 2024-01-01
> read: 2026-11-20
> addressees: [{role: telecom_service_provider}]
> clauses:
> - {id: all, title: no Acme, makers: [acme], equipment: [any], confidence: verified, src: law}
> sources: {law: {url: 'https://example.net/law', tier: official, date: 2024-01-01}}
> duties: [{verb: use, text: gone, confidence: verified, src: law}]
> YAML
$ printf 'name,maker,class,ip\ncam-1,Dorn Cameras,video_surveillance,192.0.2.1\ncam-2,Dorn Cameras,video_surveillance,192.0.2.2\ngate-3,Dorn Cameras,power,192.0.2.3\nbox-4,Emca,transport,192.0.2.4\nsw-5,Emca,transport,192.0.2.5\n' >list.csv
$ printf '{"subject":{"ip":"192.0.2.%d"},"kind":"snmp.sys_object_id","value":"1.3.6.1.4.1.99999991.7"}\n' 1 5 >walk.ndjson
$ export CLEANPATH_DATA=own; cleanpath audit -q -p ours.yaml list.csv walk.ndjson | sed -n '/^RESULT/,$p'
RESULT       NAME   MAKER                                SURE PRODUCT SITE WHY
excluded     cam-1  Acme Networks (sold as Dorn Cameras) 0.98              excluded ours
undetermined cam-2  Dorn Cameras                         0.72              undetermined ours (maker?)
undetermined sw-5   Acme Networks (listed as Emca)       0.74              undetermined ours (maker?)
allowed      box-4  Emca                                 0.95              
allowed      gate-3 Dorn Cameras                         0.95              
$ export CLEANPATH_DATA=own; cleanpath identify list.csv walk.ndjson -f csv | python3 -c 'import csv, sys; [print(r["name"], "|", r["maker"], "|", r["brand"], "|", r["relabel"]) for r in csv.DictReader(sys.stdin)]'
box-4 | Emca |  | 
cam-1 | Acme Networks | Dorn Cameras | sold as Dorn Cameras (list.csv:2 inventory.maker: Dorn Cameras); made by Acme Networks (walk.ndjson:1 snmp.sys_object_id: 1.3.6.1.4.1.99999991.7); verified: https://example.net/opened
cam-2 | Dorn Cameras |  | 
gate-3 | Dorn Cameras |  | 
sw-5 | Acme Networks | Emca | listed as Emca (list.csv:6 inventory.maker: Emca); made by Acme Networks (walk.ndjson:2 snmp.sys_object_id: 1.3.6.1.4.1.99999991.7)
$ export CLEANPATH_DATA=own; cleanpath import -q list.csv walk.ndjson; cleanpath explain cam-1 -p ours.yaml -f json | python3 -c 'import json, sys; d = json.load(sys.stdin); d = d.get("asset", d); [print(e["kind"], "|", e["value"], "|", e["says"], "|", e["weight"], "|", e["rule"]) for e in d["evidence"] if e["says"] and ("maker" in e["says"] or "brand" in e["says"])]'
inventory.maker | Dorn Cameras | {'brand': 'Dorn Cameras'} | 3 | sold under this name
relabel | Dorn Cameras sells what Acme Networks makes | {'maker': 'acme'} | 0 | verified: https://example.net/opened
snmp.sys_object_id | 1.3.6.1.4.1.99999991.7 | {'maker': 'acme'} | 4.1 | arc 1.3.6.1.4.1.99999991
$ export CLEANPATH_DATA=own; cleanpath report -f cyclonedx -p ours.yaml | python3 -c 'import json, sys; [print(c["name"], "|", p["value"]) for c in json.load(sys.stdin)["components"] for p in c["properties"] if p["name"] == "cleanpath:relabel"]'
cam-1 | sold as Dorn Cameras (list.csv:2 inventory.maker: Dorn Cameras); made by Acme Networks (walk.ndjson:1 snmp.sys_object_id: 1.3.6.1.4.1.99999991.7); verified: https://example.net/opened
sw-5 | listed as Emca (list.csv:6 inventory.maker: Emca); made by Acme Networks (walk.ndjson:2 snmp.sys_object_id: 1.3.6.1.4.1.99999991.7)
$ export CLEANPATH_DATA=own; for a in cam-1 cam-2 gate-3 box-4 sw-5; do cleanpath explain $a -p ours.yaml -f json | python3 -c 'import json, sys; d = json.load(sys.stdin); r = d.get("reasons") or d["asset"]["reasons"]; print(sys.argv[1], *r["relabel_questions"], sep="\n  ")' $a; done
cam-1
cam-2
  Dorn Cameras sells devices of Acme Networks, and only a label says who this is: look at the type plate, the FCC ID or another mark of approval, and the certificate
gate-3
box-4
  Emca has been said to sell devices of Acme Networks: look at the type plate, the FCC ID or another mark of approval, and the certificate
sw-5
  it is called Emca, and shows signs of Acme Networks: is it relabelled, or is the list wrong? look at the type plate, the FCC ID or another mark of approval, and the certificate
$ export CLEANPATH_DATA=own; cleanpath entity show dorn -f json | python3 -c 'import json, sys; [print(t["type"], t.get("maker") or t.get("to"), t.get("confidence")) for t in json.load(sys.stdin)["ties"]]'
oem_from acme verified
## A rule that names who sells it, and not who made it, may mean both: it is open, and another rule that names who made it excludes.
$ sed 's/id: ours/id: sellers/; s/No Acme/No Dorn/; s/no Acme/no Dorn/; s/\[acme\]/[dorn]/' ours.yaml >sellers.yaml; export CLEANPATH_DATA=own; cleanpath audit -q -p sellers.yaml,ours.yaml list.csv walk.ndjson | sed -n '/^RESULT/,$p'
RESULT       NAME   MAKER                                SURE PRODUCT SITE WHY
excluded     cam-1  Acme Networks (sold as Dorn Cameras) 0.98              excluded ours; undetermined sellers (maker?)
excluded     gate-3 Dorn Cameras                         0.95              excluded sellers
undetermined cam-2  Dorn Cameras                         0.72              undetermined sellers (maker?), ours (maker?)
undetermined sw-5   Acme Networks (listed as Emca)       0.74              undetermined ours (maker?)
allowed      box-4  Emca                                 0.95              
$ export CLEANPATH_DATA=own; cleanpath explain -q cam-1 -p sellers.yaml | grep 'find out'; cleanpath assets --inspect -q -p sellers.yaml | grep cam-1
    Clause all could exclude it: no Dorn; to find out: who made it (maker). It is sold under the name Dorn Cameras, and made by another: ask which of them the rule means.
   2 cam-1      Acme Networks 0.98       0       1 its maker is known (Acme Networks); a look settles 0 of 1 open verdicts and perhaps 1 more (maker)
## A label that lends a name says of nobody that he made it: not who bears the name, nor who makes for him.
$ printf '{"subject":{"ip":"192.0.2.9"},"kind":"dhdiscover.vendor","value":"Honeywell"}\n{"subject":{"ip":"192.0.2.9"},"kind":"inventory.class","value":"video_surveillance"}\n{"subject":{"ip":"192.0.2.8"},"kind":"upnp.manufacturer","value":"Nokia"}\n{"subject":{"ip":"192.0.2.8"},"kind":"inventory.product","value":"G-010G-R"}\n' >lent.ndjson; cleanpath identify -q lent.ndjson
Assets
NAME         MAKER   SURE PRODUCT  SITE
ip-192.0.2.8 unknown      G-010G-R 
ip-192.0.2.9 unknown               
$ sed -i 's/conf: memory/conf: hearsay/' own/makers/own-relabels.yaml; CLEANPATH_DATA=own cleanpath doctor 2>&1 | grep -o 'own-relabels.yaml.*'
own-relabels.yaml:6: conf: "hearsay", expected verified, partial or memory
