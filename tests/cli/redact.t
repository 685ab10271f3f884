## A report for somebody who is not to know the network: pseudonyms for names, addresses, serial numbers, sites, people and files.
$ mkdir secretnet && cat >secretnet/keller-inventory.csv <<'END'
> name,maker,product,serial,ip,mac,site,owner,managed by,status
> zugspitze-core,Huawei,NE40E,SN77AA01,198.51.100.17,00:e0:fc:00:00:17,Garmisch Nord,Stadtwerke Alpha,Huawei,in_service
> watzmann-agg.alpha.example,Juniper,MX240,SN77AA02,198.51.100.18,00:05:85:00:00:18,Berchtesgaden,Stadtwerke Alpha,,in_service
> ,Acme,,SN77AA03,198.51.100.19,00:00:5e:00:53:19,Berchtesgaden,,,in_service
> 10000,Acme,,,198.51.100.20,,Garmisch Nord,,,in_service
> excluded,Acme,,,198.51.100.21,,Garmisch Nord,,,odd-status-karwendel
> END
$ cat >secretnet/links.csv <<'END'
> a,b
> zugspitze-core,watzmann-agg.alpha.example
> watzmann-agg.alpha.example,198.51.100.19
> watzmann-agg.alpha.example,hochkalter-unknown
> END
$ printf 'schema: cleanpath-profile/1\nname: Stadtwerke Alpha GmbH\ncountry: US\nroles: [federal_contractor]\n' >secretnet/profile.yaml
$ printf 'waivers:\n- {asset: zugspitze-core, rule: us-ndaa-889-a1b, reason: Maier wants it, approver: Eva Maier, expires: 2999-01-01}\n' >secretnet/waivers.yaml
$ cat >leaks.py <<'END'
> """What of the originals stands in these files, also in the packed blocks of a page."""
> import base64, re, sys, zlib
> words = '''zugspitze watzmann alpha.example karwendel hochkalter keller secretnet garmisch berchtesgaden stadtwerke maier
>     198.51.100 00:e0:fc 00-e0-fc 00:05:85 00:00:5e sn77 waivers.yaml profile.yaml links.csv'''.split()
> for name in sys.argv[1:]:
>     text = open(name, encoding='utf-8').read()
>     text += ''.join(zlib.decompress(base64.b64decode(b), -15).decode() for b in re.findall(r'<script type="text/plain" id="[^"]*">([^<]*)', text))
>     print(name, [w for w in words if w in text.lower()])
> END
$ for f in html json ndjson csv table sarif cyclonedx oscal junit lookup board; do cleanpath report -q --redact --redact-key key --as-of 2026-11-23 -f $f -o shared.$f secretnet; done; python3 leaks.py shared.*; cleanpath report -q --as-of 2026-11-23 -f html -o open.html secretnet; python3 leaks.py open.html
shared.board []
shared.csv []
shared.cyclonedx []
shared.html []
shared.json []
shared.junit []
shared.lookup []
shared.ndjson []
shared.oscal []
shared.sarif []
shared.table []
open.html ['zugspitze', 'watzmann', 'alpha.example', 'karwendel', 'hochkalter', 'keller', 'secretnet', 'garmisch', 'berchtesgaden', 'stadtwerke', 'maier', '198.51.100', '00:e0:fc', '00:05:85', '00:00:5e', 'sn77', 'waivers.yaml', 'profile.yaml', 'links.csv']
## Makers, products, verdicts and counts are those of the open report.
$ for f in open shared; do cleanpath report -q $([ $f = shared ] && echo --redact --redact-key key) --as-of 2026-11-23 -f json secretnet | python3 -c 'import json, sys; d = json.load(sys.stdin); print([p["counts"] for p in d["policies"]], d["coverage"]["assets"], d["coverage"]["links"], sorted((str(a["maker"]["name"]), str(a["product"]), [v["result"] for v in a["verdicts"]]) for a in d["assets"]))' >$f.txt; done; cmp open.txt shared.txt && wc -l <shared.txt
1
## The same key, the same pseudonyms, and another key others; nobody else may read it. A device keeps one name.
$ stat -c %a key; cleanpath report -q --redact --redact-key key --as-of 2026-11-23 -f json secretnet | cmp - shared.json; cleanpath report -q --redact --redact-key other --as-of 2026-11-23 -f json secretnet | cmp -s - shared.json || echo differs
600
differs
$ grep -o '"name":"device-[0-9a-f]*"' shared.json | sort | uniq -c | awk '{print $1}' | sort | uniq -c
      4 2
## Of a case the key lies beside it; without a case it is of one answer.
$ cleanpath import -q --case a.case secretnet && cleanpath report -q --redact --case a.case -f csv >1 && cleanpath report -q --redact --case a.case -f csv | cmp - 1; ls a.case*; cleanpath report --redact -f csv secretnet/keller-inventory.csv -o 2
a.case
a.case.redact-key
cleanpath: the pseudonyms are of this answer alone; --redact-key FILE makes others agree with it
[1]
$ printf short >short; cleanpath report --redact --redact-key short -f csv secretnet
cleanpath: short: a key of 5 bytes, expected at least 16
[2]
## Of captures, walks and tables: nothing that the open answer tells of a device's identity, a site or a file stands in the other.
$ cat >all.py <<'END'
> import base64, json, re, sys, zlib
> d = json.load(open(sys.argv[1]))
> words = {s['name'] for s in d['coverage']['sources']} | {s['name'].split('/')[-1] for s in d['coverage']['sources']}
> for a in d['assets']:
>     words |= {a['asset'], a['name'], a['site'] or ''} | {v for k, ids in a['ids'].items() if k != 'fcc_id' for v in ids}
> words = {w.lower() for w in words if len(w) > 3}
> shared = open(sys.argv[2], encoding='utf-8').read()
> blocks = re.findall(r'<script type="text/plain" id="[^"]*">([^<]*)', shared)
> if blocks: # without the page's own script, whose words are no leak
>     shared = re.sub(r'<style>.*?</style>|<script.*?</script>', '', shared, flags=re.S) + ''.join(zlib.decompress(base64.b64decode(b), -15).decode() for b in blocks)
> found = [w for w in sorted(words) if re.search(r'(?<![a-z0-9])' + re.escape(w) + r'(?![a-z0-9])', shared.lower())]
> print(len(words) > 60, found)
> END
$ cleanpath report -q -f json -o open.json --as-of 2026-11-23 examples/metro-5g; for f in html json csv; do cleanpath report -q --redact -f $f -o all.$f --as-of 2026-11-23 examples/metro-5g 2>/dev/null; python3 all.py open.json all.$f; done
True []
True []
True []
