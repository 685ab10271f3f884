## A bill of materials: devices with the evidence of what they are, and how each stands to the clauses of the policies.
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
$ export CLEANPATH_DATA=own; for c in 'import site/list.csv' 'finding reject sw-2 -p ours.yaml --by J.Doe --on 2026-11-20 --reason relabelled'; do cleanpath $c >said 2>&1 || cat said; done
$ export CLEANPATH_DATA=own; cleanpath report --format cyclonedx -p ours.yaml --waivers site/waivers.yaml -o network.cdx.json
[1]
$ cat >show.py <<'END'
> import json
> bom = json.load(open('network.cdx.json'))
> for c in bom['components']:
>     of = {p['name']: p['value'] for p in c['properties']}
>     print(c['bom-ref'], c['name'], c.get('manufacturer', {}).get('name'), of.get('cleanpath:maker:not_established'),
>           [(e['line'], e['additionalContext']) for e in c['evidence']['occurrences']][:1])
> for c in bom['declarations']['claims']:
>     print(*('%s: %s' % x for x in c.items()), sep='\n    ')
> for a in bom['declarations']['attestations']:
>     print(a['summary'])
>     for m in a['map']:
>         print('   ', m)
> for e in bom['declarations']['evidence']:
>     print(e)
> END
$ python3 show.py
asset:ip-192.0.2.5 ap-1 Cisco None [(5, 'inventory.name: ap-1')]
asset:ip-192.0.2.4 box-1 None None [(4, 'inventory.name: box-1')]
asset:ip-192.0.2.1 sw-1 Acme None [(2, 'inventory.name: sw-1')]
asset:ip-192.0.2.2 sw-2 Acme None [(3, 'inventory.name: sw-2')]
bom-ref: claim:ip-192.0.2.5/ours
    target: asset:ip-192.0.2.5
    predicate: allowed under ours as of 2026-11-23
    reasoning: Allowed under ours: The rule governs this kind of thing, and on 2026-11-23 no clause names this one.
    evidence: ['evidence:ip-192.0.2.5']
bom-ref: claim:ip-192.0.2.4/ours
    target: asset:ip-192.0.2.4
    predicate: undetermined under ours/all as of 2026-11-23
    reasoning: Undetermined under ours all: Clause all could exclude it: no Acme; to find out: who made it (maker). keep: unclear (a day named is 2027-12-31); buy: unclear. Missing: maker. Finding: candidate.
    evidence: ['evidence:ip-192.0.2.4']
bom-ref: claim:ip-192.0.2.1/ours
    target: asset:ip-192.0.2.1
    predicate: excluded under ours/all as of 2026-11-23
    mitigationStrategies: ['waiver:ip-192.0.2.1/ours']
    reasoning: Excluded under ours all: Clause all excludes it: no Acme; its use has to end by 2027-12-31. keep until 2027-12-31; buy: no. By way of: acme. Finding: candidate.
    evidence: ['evidence:ip-192.0.2.1']
bom-ref: claim:ip-192.0.2.2/ours
    target: asset:ip-192.0.2.2
    predicate: excluded under ours/all as of 2026-11-23
    reasoning: Excluded under ours all: Clause all excludes it: no Acme; its use has to end by 2027-12-31. keep until 2027-12-31; buy: no. By way of: acme. Finding: rejected.
    evidence: ['evidence:ip-192.0.2.2']
    counterEvidence: ['decision:ip-192.0.2.2/ours']
No Acme (law in_force; binds: yes): 2 excluded, 0 restricted, 1 undetermined, 1 allowed, 0 not addressed; 1 waived
    {'requirement': 'clause:ours', 'claims': ['claim:ip-192.0.2.5/ours'], 'conformance': {'score': 1, 'rationale': '1 allowed'}, 'confidence': {'score': 0.9526, 'rationale': 'the weakest fact that one of these claims rests on'}}
    {'requirement': 'clause:ours/all', 'claims': ['claim:ip-192.0.2.2/ours'], 'conformance': {'score': 0, 'rationale': '1 excluded'}, 'confidence': {'score': 0.9526, 'rationale': 'the weakest fact that one of these claims rests on'}}
    {'requirement': 'clause:ours/all', 'claims': ['claim:ip-192.0.2.4/ours'], 'conformance': {'rationale': '1 cannot be told: facts are missing'}}
    {'requirement': 'clause:ours/all', 'claims': ['claim:ip-192.0.2.1/ours'], 'conformance': {'rationale': '1 excluded or restricted, and waived', 'mitigationStrategies': ['waiver:ip-192.0.2.1/ours']}, 'confidence': {'score': 0.9526, 'rationale': 'the weakest fact that one of these claims rests on'}}
{'bom-ref': 'evidence:ip-192.0.2.5', 'description': '4 observations of ap-1, the first 4 in its component'}
{'bom-ref': 'evidence:ip-192.0.2.4', 'description': '3 observations of box-1, the first 3 in its component'}
{'bom-ref': 'evidence:ip-192.0.2.1', 'description': '4 observations of sw-1, the first 4 in its component'}
{'bom-ref': 'waiver:ip-192.0.2.1/ours', 'description': 'waived by J. Doe until 2027-06-30: replaced in spring (site/waivers.yaml:1)', 'expires': '2027-06-30T23:59:59Z', 'author': {'name': 'J. Doe'}}
{'bom-ref': 'evidence:ip-192.0.2.2', 'description': '4 observations of sw-2, the first 4 in its component'}
{'bom-ref': 'decision:ip-192.0.2.2/ours', 'description': 'rejected on 2026-11-20 by J.Doe: relabelled', 'created': '2026-11-20T00:00:00Z', 'author': {'name': 'J.Doe'}}
## It is one document, wherever the buffer had to grow.
$ for f in $DATA/exports/*.csv; do cleanpath report -q --format cyclonedx $f | python3 -m json.tool >/dev/null || echo $f; done
