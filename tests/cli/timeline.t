## What a policy says of one asset, from when to when, and why it changes. Acme's owner sells it.
$ mkdir -p own/makers && cat >own/makers/acme.yaml <<'YAML'
> schema: cleanpath-makers/1
> as_of: '2026-11-20'
> makers:
> - {id: acme, name: Acme Networks, country: SE, text_names: [Acme], relations: [{type: parent, to: bergson, since: '2015-01-01', until: '2027-03-01', conf: verified}]}
> - {id: bergson, name: Bergson Group, country: SE}
> YAML
$ cat >ours.yaml <<'YAML'
> schema: cleanpath-policy/1
> id: ours
> title: No Bergson in the core
> jurisdiction: SE
> kind: rules
> law: in_force
> effective: 2024-01-01
> ends: 2030-01-01
> read: 2026-11-20
> addressees: [{role: telecom_service_provider}]
> exemptions: [{id: spare, text: spare parts, if: {role: [spare_part]}, until: 2026-06-30, confidence: partial}]
> clauses:
> - {id: core, title: no Bergson in the core, makers: [bergson], affiliates: yes, equipment: [core], exempt: [spare], date_added: 2025-02-01, confidence: verified, src: s}
> duties:
> - {verb: buy, from: {days_after_added: 60}, text: not bought, src: s, confidence: verified}
> - {verb: use, deadline: 2027-12-31, text: gone, src: s, confidence: verified}
> - {verb: maintain, applies: no, text: may be serviced, src: s, confidence: verified}
> sources: {s: {url: "https://intranet.example/1", date: 2025, tier: secondary}}
> YAML
$ printf 'name,maker,class,manufactured,role\ncore-1,Acme Networks,core,2020-05-01,\ncore-2,Acme Networks,core,2027-06-01,\npart-1,Acme Networks,core,2020-05-01,spare_part\n' >list.csv
$ export CLEANPATH_DATA=own; cleanpath policy timeline core-1 list.csv -p ours.yaml
core-1 (name-core-1)
FROM       TO         POLICY LAW      RESULT        CLAUSE MEANS                                                         WHY IT CHANGES
           2025-01-31 ours            not_addressed                                                                      
2025-02-01 2025-04-01 ours   in_force restricted    core   keep until 2027-12-31; buy: from 2025-04-02 no; maintain: yes clause core: added
2025-04-02 2027-12-31 ours   in_force excluded      core   keep until 2027-12-31; buy: no; maintain: yes                 buy; clause core: duty begins
2028-01-01 2029-12-31 ours   in_force excluded      core   remove now (was to end by 2027-12-31); buy: no; maintain: yes use: deadline passed
2030-01-01            ours   in_force not_addressed                                                                      the rule ends
(an empty FROM or TO: no day is known; in brackets: a rule that does not bind you, or is not known to; days to come as the rules stand today)
$ export CLEANPATH_DATA=own; cleanpath policy timeline -q core-2 list.csv -p ours.yaml
core-2 (name-core-2)
FROM       TO         POLICY LAW      RESULT        CLAUSE MEANS                                                         WHY IT CHANGES
           2025-01-31 ours            not_addressed                                                                      
2025-02-01 2025-04-01 ours   in_force restricted    core   keep until 2027-12-31; buy: from 2025-04-02 no; maintain: yes clause core: added
2025-04-02 2027-02-28 ours   in_force excluded      core   keep until 2027-12-31; buy: no; maintain: yes                 buy; clause core: duty begins
2027-03-01 2029-12-31 ours   in_force allowed                                                                            Acme Networks: no longer under Bergson Group
2030-01-01            ours   in_force not_addressed                                                                      the rule ends
$ export CLEANPATH_DATA=own; cleanpath policy timeline -q part-1 list.csv -p ours.yaml --from 2026 --to 2027-12
part-1 (name-part-1)
FROM       TO         POLICY LAW      RESULT   CLAUSE MEANS                                         WHY IT CHANGES
2026-01-01 2026-06-29 ours   in_force allowed                                                       
2026-06-30 2027-12-31 ours   in_force excluded core   keep until 2027-12-31; buy: no; maintain: yes spare: exemption ends
$ export CLEANPATH_DATA=own; cleanpath policy timeline core-1 list.csv -p ours.yaml -f json --from 2028 | python3 -c 'import json, sys; d = json.load(sys.stdin); d["coverage"]["notes"] = []; print(json.dumps(d, indent=1))'
{
 "schema": "cleanpath/policy-timeline/1",
 "as_of": "2026-11-23",
 "coverage": {
  "notes": []
 },
 "asset": "name-core-1",
 "name": "core-1",
 "rows": [
  {
   "policy": "ours",
   "from": "2028-01-01",
   "to": "2029-12-31",
   "law": "in_force",
   "binds": "yes",
   "result": "excluded",
   "clause": "core",
   "means": "remove now (was to end by 2027-12-31); buy: no; maintain: yes",
   "why": null,
   "reason": "Clause core excludes it: no Bergson in the core.",
   "missing": [],
   "via": [
    "acme",
    "bergson"
   ]
  },
  {
   "policy": "ours",
   "from": "2030-01-01",
   "to": null,
   "law": "in_force",
   "binds": "yes",
   "result": "not_addressed",
   "clause": null,
   "means": null,
   "why": "the rule ends",
   "reason": "The rule ended on 2030-01-01.",
   "missing": [],
   "via": []
  }
 ]
}
## The same words stand in explain.
$ export CLEANPATH_DATA=own; cleanpath explain core-1 list.csv -p ours.yaml | sed -n '/^Verdicts/,/source:/p'
Verdicts
  ours: excluded, clause core (in_force, binds you: yes)
    Clause core excludes it: no Bergson in the core; its use has to end by 2027-12-31.
    means: keep until 2027-12-31; buy: no; maintain: yes
    by way of: acme -> bergson
    use forbidden from 2027-12-31, to end by 2027-12-31: gone
    buy forbidden: not bought
    maintain not forbidden: may be serviced
    rests on maker at confidence 0.95 (threshold 0.95)
    source: https://intranet.example/1 (secondary, 2025)
## An approval holds and ends.
$ unset CLEANPATH_DATA; printf 'name,maker,product,class,ip\nr1,Nokia,7750 SR-1,transport,192.0.2.1\n' >net.csv
$ printf 'maker,product,licensee,from,to,by\nNokia,7750 SR-1,,2026-01-01,2027-12-31,the authority\n' >approvals.csv
$ cleanpath policy timeline -q r1 net.csv approvals.csv -p in-nsdts --from 2025-06 | cut -c1-57
r1 (ip-192.0.2.1)
FROM       TO         POLICY   LAW      RESULT       CLAU
2025-06-01 2025-12-31 in-nsdts in_force undetermined trus
2026-01-01 2027-12-31 in-nsdts in_force allowed          
2028-01-01            in-nsdts in_force undetermined trus
## Mistakes.
$ cleanpath policy timeline
cleanpath: policy timeline needs ASSET
[2]
$ cleanpath policy timeline core-9 list.csv -p ours.yaml
cleanpath: no asset is called "core-9"; `cleanpath assets` lists them
[3]
