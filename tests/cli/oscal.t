## Assessment results: what was seen, what it means under each policy, what is open.
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
> - {id: all, title: no Acme, makers: [acme], equipment: [any], confidence: partial}
> duties: [{verb: use, deadline: 2027-12-31, text: gone, confidence: partial}, {verb: buy, text: not bought, confidence: partial}]
> YAML
$ mkdir -p own/makers && printf 'schema: cleanpath-makers/1\nas_of: "2026-11-20"\nmakers: [{id: acme, name: Acme, text_names: [Acme]}]\n' >own/makers/acme.yaml
$ mkdir site && printf 'name,maker,class,ip\nsw-1,acme,transport,192.0.2.1\nsw-2,acme,transport,192.0.2.2\nbox-1,,transport,192.0.2.4\nap-1,Cisco,transport,192.0.2.5\n' >site/list.csv
$ printf 'waivers: [{asset: sw-1, rule: ours/all, reason: replaced in spring, approver: J. Doe, expires: 2027-06-30}]\n' >site/waivers.yaml
$ export CLEANPATH_DATA=own; cleanpath report --format oscal -p ours.yaml -o results.json site absent.csv
cleanpath: absent.csv: cannot open: No such file or directory
[3]
$ cat >show.py <<'END'
> import json
> r = json.load(open('results.json'))['assessment-results']['results'][0]
> for o in r['observations']:
>     print(o['types'], o['title'], '|', o['description'], [e['description'] for e in o.get('relevant-evidence', [])][:1])
> for f in r['findings']:
>     print(f['target']['status'], f['target']['target-id'], '|', f['title'])
> for x in r['risks']:
>     print(x['status'], x.get('deadline'), [m['description'] for m in x.get('mitigating-factors', [])], '|', x['title'])
> print(r['findings'][0]['uuid'])
> END
$ python3 show.py
['coverage'] not read whole: absent.csv | unreadable: 0 records, 0 of them malformed. 0: cannot open: No such file or directory. []
['discovery'] ap-1 | ap-1: made by Cisco, confidence 0.9526; 4 observations ['site/list.csv:5: inventory.name: ap-1']
['discovery'] box-1 | box-1: maker not known; 3 observations ['site/list.csv:4: inventory.name: box-1']
['discovery'] sw-1 | sw-1: made by Acme, confidence 0.9526; 4 observations ['site/list.csv:2: inventory.name: sw-1']
['discovery'] sw-2 | sw-2: made by Acme, confidence 0.9526; 4 observations ['site/list.csv:3: inventory.name: sw-2']
{'state': 'satisfied', 'reason': 'pass'} ours | ap-1: allowed under ours
{'state': 'not-satisfied', 'reason': 'other', 'remarks': 'Undetermined: facts are missing that could change the result. This is no statement that the policy excludes it.'} ours_all | box-1: undetermined under ours/all
{'state': 'not-satisfied', 'reason': 'fail'} ours_all | sw-1: excluded under ours/all
{'state': 'not-satisfied', 'reason': 'fail'} ours_all | sw-2: excluded under ours/all
investigating None [] | box-1: undetermined under ours
deviation-approved 2027-12-31T23:59:59Z ['waived by J. Doe until 2027-06-30: replaced in spring (site/waivers.yaml:1)'] | sw-1: excluded under ours
open 2027-12-31T23:59:59Z [] | sw-2: excluded under ours
2933d5ac-e819-5e46-8e66-6c1a6acc602a
## The same finding on another day has the same identifier.
$ export CLEANPATH_DATA=own; cleanpath report --format oscal -p ours.yaml --as-of 2026-12-24 -o results.json site; python3 show.py | tail -1
2933d5ac-e819-5e46-8e66-6c1a6acc602a
