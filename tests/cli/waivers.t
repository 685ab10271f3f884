## Findings that somebody answers for: shown as waived, with who and until when, never as allowed.
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
$ mkdir site && printf 'name,maker,class,ip\nsw-1,acme,transport,192.0.2.1\nsw-2,acme,transport,192.0.2.2\ncam-1,acme,camera,192.0.2.3\nbox-1,,transport,192.0.2.4\n' >site/list.csv
$ cat >site/waivers.yaml <<'YAML'
> schema: cleanpath-waivers/1
> waivers:
> - {asset: sw-1, rule: ours/all, reason: replaced in spring, approver: J. Doe, expires: 2027-06-30}
> - {asset: 'cam-*', rule: ours, reason: cameras look at a wall, approver: J. Doe, expires: 2026-11-23}
> - {asset: box-1, reason: nobody knows what it is, approver: J. Doe, expires: 2027-06-30}
> - {asset: 192.0.2.2, reason: was to be replaced, approver: J. Doe, expires: 2026-11-22}
> YAML
$ export CLEANPATH_DATA=own; cleanpath audit -v -p ours.yaml site | sed -n '/!/p; /^Answer/,$p'
  ! site/waivers.yaml:5: the waiver of box-1 covers no finding.
  ! site/waivers.yaml:6: the waiver of 192.0.2.2 expired on 2026-11-22; 1 finding comes back.
  ! Of 1 of 4 assets the maker is not established (confidence below 0.95): they are not known to be clean.
  ! The table pen is of 2024-08-23; blocks registered since are not known. A newer one is read with --registry FILE.
Answer
POLICY BY LAW      BINDS YOU EXCLUDED RESTRICTED UNDETERMINED ALLOWED NOT ADDRESSED
ours   SE in_force yes              3          0            1       0             0
  ours: 2 of those excluded or restricted are waived

Assets
RESULT       NAME  MAKER   SURE PRODUCT SITE WHY
excluded     sw-2  Acme    0.95              excluded ours
undetermined box-1 unknown                   undetermined ours (maker?)
waived       cam-1 Acme    0.95              waived ours
waived       sw-1  Acme    0.95              waived ours

Reasons
box-1: ours: undetermined: Clause all could exclude it: no Acme; to find out: who made it (maker). [keep: unclear (a day named is 2027-12-31); buy: unclear]
cam-1: ours: excluded: Clause all excludes it: no Acme; its use has to end by 2027-12-31. [keep until 2027-12-31; buy: no]
    waived by J. Doe until 2026-11-23: cameras look at a wall (site/waivers.yaml:4)
sw-1: ours: excluded: Clause all excludes it: no Acme; its use has to end by 2027-12-31. [keep until 2027-12-31; buy: no]
    waived by J. Doe until 2027-06-30: replaced in spring (site/waivers.yaml:3)
sw-2: ours: excluded: Clause all excludes it: no Acme; its use has to end by 2027-12-31. [keep until 2027-12-31; buy: no]
## All waived: nothing left that would be exit status 1.
$ export CLEANPATH_DATA=own; printf 'waivers: [{rule: ours, reason: all of it, approver: J. Doe, expires: 2026-12-31}]\n' >all.yaml; cleanpath audit -q -p ours.yaml --waivers all.yaml --fail-on-unknown never site
Answer
POLICY BY LAW      BINDS YOU EXCLUDED RESTRICTED UNDETERMINED ALLOWED NOT ADDRESSED
ours   SE in_force yes              3          0            1       0             0
  ours: 3 of those excluded or restricted are waived

Assets
RESULT       NAME  MAKER   SURE PRODUCT SITE WHY
undetermined box-1 unknown                   undetermined ours (maker?)
waived       cam-1 Acme    0.95              waived ours
waived       sw-1  Acme    0.95              waived ours
waived       sw-2  Acme    0.95              waived ours
## A day later the cameras come back.
$ export CLEANPATH_DATA=own; cleanpath audit -p ours.yaml --as-of 2026-11-24 site/list.csv | grep '!.*waiver'
  ! site/waivers.yaml:4: the waiver of cam-* for ours expired on 2026-11-23; 1 finding comes back.
  ! site/waivers.yaml:5: the waiver of box-1 covers no finding.
  ! site/waivers.yaml:6: the waiver of 192.0.2.2 expired on 2026-11-22; 1 finding comes back.
$ export CLEANPATH_DATA=own; cleanpath explain sw-1 -p ours.yaml site | sed -n '/^Verdicts/,/missing\|rests/p'
Verdicts
  ours: waived (excluded), clause all (in_force, binds you: yes)
    Clause all excludes it: no Acme; its use has to end by 2027-12-31.
    waived by J. Doe until 2027-06-30: replaced in spring (site/waivers.yaml:3)
    means: keep until 2027-12-31; buy: no
    use forbidden from 2027-12-31, to end by 2027-12-31: gone
    buy forbidden: not bought
    rests on maker at confidence 0.95 (threshold 0.95)
$ export CLEANPATH_DATA=own; cleanpath audit -p ours.yaml -f csv site | cut -d, -f2,21-
name,ours,ours missing,findings,assurance,waivers
box-1,undetermined,maker,,,
cam-1,waived,,,,ours (excluded): waived by J. Doe until 2026-11-23: cameras look at a wall (site/waivers.yaml:4)
sw-1,waived,,,,ours (excluded): waived by J. Doe until 2027-06-30: replaced in spring (site/waivers.yaml:3)
sw-2,excluded,,,,
$ export CLEANPATH_DATA=own; cleanpath audit -p ours.yaml -f json site | python3 -c 'import json, sys; [print(x["name"], v["result"], v["waived_by"], v.get("waiver")) for x in json.load(sys.stdin)["assets"] for v in x["verdicts"]]'
box-1 undetermined None None
cam-1 excluded J. Doe {'approver': 'J. Doe', 'expires': '2026-11-23', 'reason': 'cameras look at a wall', 'asset': 'cam-*', 'rule': 'ours', 'source': 'site/waivers.yaml', 'line': 4}
sw-1 excluded J. Doe {'approver': 'J. Doe', 'expires': '2027-06-30', 'reason': 'replaced in spring', 'asset': 'sw-1', 'rule': 'ours/all', 'source': 'site/waivers.yaml', 'line': 3}
sw-2 excluded None None
## Two clauses name the cameras: who waives one of them has not waived the other.
$ export CLEANPATH_DATA=own; sed 's/^duties:/- {id: cams, title: no camera of Acme, makers: [acme], equipment: [camera], confidence: partial}\nduties:/' ours.yaml >two.yaml; printf 'waivers: [{rule: ours/cams, reason: r, approver: J. Doe, expires: 2027-06-30}]\n' >one.yaml; cleanpath audit -p two.yaml --waivers one.yaml site/list.csv | sed -n '/!.*waive/p; /^Assets/,$p'
  ! cam-1: clause cams of ours is waived, but clause all names it too: it stays a finding.
Assets
RESULT       NAME  MAKER   SURE PRODUCT SITE WHY
excluded     cam-1 Acme    0.95              excluded ours
excluded     sw-1  Acme    0.95              excluded ours
excluded     sw-2  Acme    0.95              excluded ours
undetermined box-1 unknown                   undetermined ours (maker?)
$ export CLEANPATH_DATA=own; printf 'waivers: [{rule: ours/all, reason: r, approver: J. Doe, expires: 2027-06-30}, {rule: ours/cams, reason: r, approver: J. Doe, expires: 2027-06-30}]\n' >one.yaml; cleanpath audit -p two.yaml --waivers one.yaml site/list.csv | sed -n '/!.*waive/p; /^Assets/,$p'
Assets
RESULT       NAME  MAKER   SURE PRODUCT SITE WHY
undetermined box-1 unknown                   undetermined ours (maker?)
waived       cam-1 Acme    0.95              waived ours
waived       sw-1  Acme    0.95              waived ours
waived       sw-2  Acme    0.95              waived ours
## Waivers are not kept in the case; beside the case, or by --waivers, they count.
$ export CLEANPATH_DATA=own; cleanpath import -q --case x.case site; cleanpath audit -q --case x.case -p ours.yaml | tail -4
excluded     cam-1 Acme    0.95              excluded ours
excluded     sw-1  Acme    0.95              excluded ours
excluded     sw-2  Acme    0.95              excluded ours
undetermined box-1 unknown                   undetermined ours (maker?)
$ export CLEANPATH_DATA=own; cleanpath audit -q --case x.case -p ours.yaml --waivers site/waivers.yaml | tail -4
excluded     sw-2  Acme    0.95              excluded ours
undetermined box-1 unknown                   undetermined ours (maker?)
waived       cam-1 Acme    0.95              waived ours
waived       sw-1  Acme    0.95              waived ours
## A mistake in one: it does not count, the others do, and the exit status says that something was not read.
$ cat >bad.yaml <<'YAML'
> waivers:
> - {asset: sw-1, rule: ours, reason: r, aprover: J. Doe, expires: 2027-06-30}
> - {asset: sw-2, rule: ours, reason: r, approver: J. Doe, expires: 2027}
> - {asset: cam-1, rule: ours, reason: r, approver: J. Doe, expires: 2027-06-30}
> - {asset: '*', reason: r, approver: J. Doe, expires: 2027-06-30}
> - {asset: sw-1, rule: our, reason: r, approver: J. Doe, expires: 2027-06-30}
> - {asset: sw-1, rule: ours/none, reason: r, approver: J. Doe, expires: 2027-06-30}
> YAML
$ export CLEANPATH_DATA=own; cleanpath audit -p ours.yaml --waivers bad.yaml site | sed -n '/!.*waiver/p; /^Assets/,$p'
cleanpath: site/waivers.yaml: the waivers of bad.yaml are used, not these
cleanpath: bad.yaml:2: unknown key "aprover"; did you mean "approver"?; this waiver does not count
cleanpath: bad.yaml:3: expires is "2027", expected a day that exists, as 2027-06-30; this waiver does not count
cleanpath: bad.yaml:5: this would waive everything; name a rule, or the assets; this waiver does not count
  ! bad.yaml:6: the waiver of sw-1 for our covers no finding; there is no policy of this name (did you mean ours?).
  ! bad.yaml:7: the waiver of sw-1 for ours/none covers no finding; that policy has no such clause.
Assets
RESULT       NAME  MAKER   SURE PRODUCT SITE WHY
excluded     sw-1  Acme    0.95              excluded ours
excluded     sw-2  Acme    0.95              excluded ours
undetermined box-1 unknown                   undetermined ours (maker?)
waived       cam-1 Acme    0.95              waived ours
$ export CLEANPATH_DATA=own; printf 'waiver: []\n' >bad.yaml; cleanpath audit -p ours.yaml --waivers bad.yaml site
cleanpath: site/waivers.yaml: the waivers of bad.yaml are used, not these
cleanpath: bad.yaml:1: unknown key "waiver"; did you mean "waivers"?
[3]
$ export CLEANPATH_DATA=own; cleanpath audit -p ours.yaml --waivers absent.yaml site
cleanpath: site/waivers.yaml: the waivers of absent.yaml are used, not these
cleanpath: absent.yaml: cannot open: No such file or directory
[3]
