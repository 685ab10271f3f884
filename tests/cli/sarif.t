## The findings for code scanning and editors: each stands at a line of the file that tells of the device.
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
$ export CLEANPATH_DATA=own; cleanpath report --format sarif -p ours.yaml -o found.sarif site
[1]
$ cat >show.py <<'END'
> import json
> run = json.load(open('found.sarif'))['runs'][0]
> for r in run['results']:
>     at = r['locations'][0]['physicalLocation']
>     print('%s:%d %s: %s: %s' % (at['artifactLocation']['uri'], at['region']['startLine'], r['level'], r['ruleId'], r['message']['text']))
>     for s in r.get('suppressions', []):
>         print('    %s: %s' % (s['status'], s['justification']))
> for x in run['invocations'][0]['toolExecutionNotifications']:
>     print('%s: %s' % (x['level'], x['message']['text']))
> END
$ python3 show.py
site/list.csv:4 warning: ours/all: box-1 (maker unknown): Undetermined under ours all: Clause all could exclude it: no Acme; to find out: who made it (maker). Missing: maker. (site/list.csv:4)
site/list.csv:2 error: ours/all: sw-1 (Acme): Excluded under ours all: Clause all excludes it: no Acme; its use has to end by 2027-12-31. (confidence 0.95 in maker, site/list.csv:2)
    accepted: waived by J. Doe until 2027-06-30: replaced in spring (site/waivers.yaml:1)
site/list.csv:3 error: ours/all: sw-2 (Acme): Excluded under ours all: Clause all excludes it: no Acme; its use has to end by 2027-12-31. (confidence 0.95 in maker, site/list.csv:3)
warning: Of 1 of 4 assets the maker is not established (confidence below 0.95): they are not known to be clean.
warning: The table pen is of 2024-08-23; blocks registered since are not known. A newer one is read with --registry FILE.
$ python3 -c "import json; print(json.dumps(json.load(open('found.sarif'))['runs'][0]['tool']['driver']['rules'][0], indent=2))"
{
  "id": "ours/all",
  "name": "OursAll",
  "shortDescription": {
    "text": "No Acme, clause all"
  },
  "fullDescription": {
    "text": "No Acme, clause all (SE, law in_force)."
  },
  "help": {
    "text": "No Acme, clause all. Sources: none."
  },
  "defaultConfiguration": {
    "level": "error"
  },
  "properties": {
    "policy": "ours",
    "jurisdiction": "SE",
    "law": "in_force",
    "binds": "yes",
    "packDigest": "685248f704d359fbe33d3bd2cbc047e0c1be71305156affd41b458fa962c1605"
  }
}
## A list of what there is judges nothing: no document of findings comes from it.
$ cleanpath identify --format sarif site/list.csv
cleanpath: --format is "sarif", expected one of table|json|ndjson|csv|html
[2]
