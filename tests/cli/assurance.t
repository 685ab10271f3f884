## What somebody examined of a product's technical security stands beside the verdict of law, and changes none.
$ cat >with.csv <<'END'
> name,maker,product,serial,class,installed,Security certification
> agg-1,Huawei,NE40E-X8,SN-A1,transport,2019-05-01,nesas; cc:EAL4+ until 2026-05; scas:TS 33.511
> agg-2,Nokia,7750 SR-12,SN-A2,transport,2020,cc EAL2 until 2027-05
> cam-1,Hikvision,DS-2CD2043,SN-C1,video_surveillance,2020,our own test until 2020-01-01
> box-1,,,SN-B1,,,nesas
> END
$ python3 -c 'import csv; w=csv.writer(open("without.csv","w")); [w.writerow(r[:-1]) for r in csv.reader(open("with.csv"))]'
$ cleanpath explain agg-1 with.csv --policy us-ndaa-889-a1b | sed -n '/^Technical/,/^$/p'
Technical assurance (no reason of any verdict above)
  GSMA Network Equipment Security Assurance Scheme
  Common Criteria (ISO/IEC 15408) EAL4+, until 2026-05 (expired)
  3GPP Security Assurance Specification TS 33.511

$ cleanpath explain cam-1 with.csv --policy us-ndaa-889-a1b | sed -n '/^Technical/,/^$/p'
Technical assurance (no reason of any verdict above)
  our own test until 2020-01-01 (expired) (no scheme that is known here)

$ cleanpath audit with.csv --policy us-ndaa-889-a1b --format csv --fail-on never --fail-on-unknown never | python3 -c 'import csv,sys; [print(r["name"], "|", r["us-ndaa-889-a1b"], "|", r["assurance"]) for r in csv.DictReader(sys.stdin)]'
agg-1 | excluded | nesas; cc EAL4+ until 2026-05 (expired); scas TS 33.511
agg-2 | allowed | cc EAL2 until 2027-05
box-1 | undetermined | nesas
cam-1 | undetermined | our own test until 2020-01-01 (expired)
$ cleanpath audit with.csv --policy us-ndaa-889-a1b --format json --fail-on never --fail-on-unknown never | python3 -c 'import json,sys; [print(json.dumps(c)) for a in json.load(sys.stdin)["assets"] for c in a["assurance"]]'
{"scheme": "nesas", "title": "GSMA Network Equipment Security Assurance Scheme", "spec": null, "until": null, "expired": "unknown", "text": "nesas"}
{"scheme": "cc", "title": "Common Criteria (ISO/IEC 15408)", "spec": "EAL4+", "until": "2026-05", "expired": "yes", "text": "cc:EAL4+ until 2026-05"}
{"scheme": "scas", "title": "3GPP Security Assurance Specification", "spec": "TS 33.511", "until": null, "expired": "unknown", "text": "scas:TS 33.511"}
{"scheme": "cc", "title": "Common Criteria (ISO/IEC 15408)", "spec": "EAL2", "until": "2027-05", "expired": "no", "text": "cc EAL2 until 2027-05"}
{"scheme": "nesas", "title": "GSMA Network Equipment Security Assurance Scheme", "spec": null, "until": null, "expired": "unknown", "text": "nesas"}
{"scheme": null, "title": null, "spec": null, "until": "2020-01-01", "expired": "yes", "text": "our own test until 2020-01-01"}
## With and without the column, by every policy: the same verdicts, to the letter, and the same exit status.
$ cleanpath policy list --format json | python3 -c 'import json,sys; print(",".join(p["id"] for p in json.load(sys.stdin)["policies"]))' >ids
$ cat >verdicts.py <<'END'
> import json, sys
> for a in sorted(json.load(sys.stdin)["assets"], key=lambda a: a["asset"]):
>     print(a["asset"], json.dumps(a["verdicts"], sort_keys=True))
> END
$ cleanpath audit with.csv --policy "$(cat ids)" --format json >with.json; echo $?; cleanpath audit without.csv --policy "$(cat ids)" --format json >without.json; echo $?
1
1
$ python3 verdicts.py <with.json >1; python3 verdicts.py <without.json >2; wc -l <1; cmp 1 2 && echo the same
4
the same
