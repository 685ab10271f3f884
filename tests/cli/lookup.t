## A row for each address, for a SIEM. Times are those of the sources: a table has none.
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
$ export CLEANPATH_DATA=own; cleanpath report --format lookup -p ours.yaml site
ip,realm,valid_from,valid_to,asset,name,maker_id,maker,product,site,verdict,policy,confidence
192.0.2.5,default,,,ip-192.0.2.5,ap-1,cisco,Cisco,,,allowed,,0.9526
192.0.2.4,default,,,ip-192.0.2.4,box-1,,,,,undetermined,ours,
192.0.2.1,default,,,ip-192.0.2.1,sw-1,acme,Acme,,,waived,ours,0.9526
192.0.2.2,default,,,ip-192.0.2.2,sw-2,acme,Acme,,,excluded,ours,0.9526
[1]
## Nobody said who we are: no rule is known to bind, which is no verdict.
$ cleanpath report --format lookup site/list.csv | cut -d, -f1,2,6,11-
ip,realm,name,verdict,policy,confidence
192.0.2.5,default,ap-1,not_judged,,0.9526
192.0.2.4,default,box-1,not_judged,,
192.0.2.1,default,sw-1,not_judged,,0.8320
192.0.2.2,default,sw-2,not_judged,,0.8320
## Times of a capture; a name that would be a formula is none.
$ printf 'name,maker,ip\n"=1+1",Cisco,192.0.2.99\n' >=.csv; cleanpath report --format lookup =.csv $EXAMPLES/metro-5g/transport.pcapng | grep '^192.0.2.[49]'
192.0.2.99,default,,,ip-192.0.2.99,'=1+1,cisco,Cisco,,,not_judged,,0.9526
192.0.2.4,default,2026-11-23T18:31:14Z,2026-11-23T18:31:28Z,mac-e00630530801,agg-2,huawei,Huawei,NetEngine 8000,,not_judged,,1.0000
