## Whose FCC ID stands on the label (data/fingerprints/README.md, section 11): a table of yours, and what a person writes down on site.
$ mkdir -p own/makers && cat >own/makers/own.yaml <<'YAML'
> schema: cleanpath-makers/1
> as_of: '2026-11-20'
> makers:
> - {id: acme, name: Acme Networks, country: SE}
> - {id: dorn, name: Dorn Cameras, country: DE, kind: video_surveillance}
> - {id: emca, name: Emca, country: FI}
> YAML
$ cat >own/makers/own-grantees.yaml <<'YAML'
> schema: cleanpath-fcc-grantees/1
> as_of: '2026-11-20'
> sources: {report: 'https://example.net/report', letter: 'https://example.net/letter'}
> grantees:
> - {code: QQI, maker: acme, name: Acme Networks AB, conf: verified, src: [report, letter]}
> - {code: 2QEMC, maker: emca, name: Emca Oy, conf: partial, src: letter}
> YAML
$ printf 'name,maker,serial,FCC ID\nap-1,,S100001,FCC ID: QQI-AX5735\nap-2,,S100002,2qemc-e7\nap-3,Emca,S100003,2QEMC E7\nap-4,,S100004,QQ1-AX5735\ncam-5,Dorn Cameras,S100005,QQI-CAM1\nap-6,,S100006,Contains FCC ID: QQI-MOD1\nap-7,,S100007,ZZZ-77\nap-8,,S100008,see the photo\n' >list.csv
$ export CLEANPATH_DATA=own; cleanpath identify -q list.csv | sed -n '/^NAME/,$p'
NAME  MAKER         SURE PRODUCT SITE
ap-1  Acme Networks 0.95         
ap-2  Emca          0.89         
ap-3  Emca          0.99         
ap-4  Acme Networks 0.89         
ap-6  unknown                    
ap-7  unknown                    
ap-8  unknown                    
cam-5 unknown                    
$ export CLEANPATH_DATA=own; cleanpath identify list.csv -f ndjson | python3 -c 'import json, sys; [print(d["name"], "|", e["says"], "|", e["weight"], "|", e["rule"]) for d in map(json.loads, list(sys.stdin)[1:]) for e in d["evidence"] if e["kind"] == "inventory.fcc_id"]'
ap-1 | {'maker': 'acme'} | 3 | FCC grantee QQI: Acme Networks AB, verified: https://example.net/report
ap-2 | {'maker': 'emca'} | 2.1 | FCC grantee 2QEMC: Emca Oy, partial: https://example.net/letter
ap-3 | {'maker': 'emca'} | 2.1 | FCC grantee 2QEMC: Emca Oy, partial: https://example.net/letter
ap-4 | {'maker': 'acme'} | 2.1 | FCC grantee QQI, read from QQ1: Acme Networks AB, verified: https://example.net/report
ap-6 | None | 0 | FCC grantee QQI: Acme Networks AB, of a module inside, verified: https://example.net/report
ap-7 | None | 0 | FCC ID ZZZ-77: the grantee is in no list
ap-8 | None | 0 | no FCC ID
cam-5 | {'maker': 'acme'} | 3 | FCC grantee QQI: Acme Networks AB, verified: https://example.net/report
## It names a model, so it joins nothing: two of one model are two.
$ export CLEANPATH_DATA=own; printf 'name,FCC ID\nap-1,QQI-AX5735\nap-2,QQI-AX5735\n' >two.csv; cleanpath identify -q two.csv | sed -n '/^NAME/,$p'
NAME MAKER         SURE PRODUCT SITE
ap-1 Acme Networks 0.95         
ap-2 Acme Networks 0.95         
## The list says one house, the label another: nobody is believed, and it is asked.
$ export CLEANPATH_DATA=own; cleanpath import -q list.csv; cleanpath explain cam-5 | grep 'FCC ID was'
  it is called Dorn Cameras, and its FCC ID was granted to Acme Networks: is it relabelled, or is the list wrong? look at the type plate, the FCC ID or another mark of approval, and the certificate
## With a row that tells of the two, it is sold as the one and made by the other.
$ printf "schema: cleanpath-relabels/1\nas_of: '2026-11-20'\nsources: {s: 'https://example.net/opened'}\nrelabels:\n- {sold_as: dorn, made_by: acme, conf: partial, src: s}\n" >own/makers/own-relabels.yaml
$ export CLEANPATH_DATA=own; cleanpath identify -q list.csv | grep cam-5
cam-5 Acme Networks (sold as Dorn Cameras) 0.95         
## What somebody reads on the label, written into the checklist's form, settles who made it.
$ export CLEANPATH_DATA=own; rm -f cleanpath.case; printf 'name,serial,class\nap-9,S100009,transport\n' >bare.csv; cleanpath import -q bare.csv; cleanpath identify -q bare.csv | sed -n '/^NAME/,$p'
NAME MAKER   SURE PRODUCT SITE
ap-9 unknown              
$ export CLEANPATH_DATA=own; cleanpath assets -q --inspect -f csv >form.csv; python3 -c 'import csv; v = [r for r in csv.DictReader(open("form.csv")) if r["fact"] == "fcc_id"]; print(len(v), v[0]["question"]); v[0].update(answer="QQI-AX5735", answered_by="J. Doe", answered_on="2026-11-21"); w = csv.DictWriter(open("filled.csv", "w"), v[0]); w.writeheader(); w.writerows(v)'; cleanpath import -q filled.csv; cleanpath explain ap-9 -f json | python3 -c 'import json, sys; d = json.load(sys.stdin); d = d.get("asset", d); print(d["maker"], [(e["kind"], e["weight"]) for e in d["evidence"] if e["says"] == {"maker": "acme"}])'
1 look-1-fcc_id
{'id': 'acme', 'name': 'Acme Networks', 'confidence': 0.9526} [('inventory.fcc_id', 3)]
## Whom the code stands for.
$ export CLEANPATH_DATA=own; cleanpath entity show qqi | head -5
Acme Networks (acme)
  seat: SE
  FCC grantee codes: QQI (verified)

Relabels
$ export CLEANPATH_DATA=own; cleanpath entity show "FCC ID: QQI-AX5735" -f json | python3 -c 'import json, sys; print(json.load(sys.stdin)["fcc_grantees"])'
[{'code': 'QQI', 'name': 'Acme Networks AB', 'confidence': 'verified', 'sources': ['https://example.net/report', 'https://example.net/letter']}]
## Mistakes in the table are told with their line.
$ sed -i 's/2QEMC/2QEM/' own/makers/own-grantees.yaml; export CLEANPATH_DATA=own; cleanpath entity show acme
cleanpath: makers/own-grantees.yaml:6: code: "2QEM", expected 3 capitals or digits, or 5 of which the first is one of 2 to 9; never 0 or 1
[3]
