## The audit as tests for a build server: a suite for what was read, then one for each policy.
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
$ export CLEANPATH_DATA=own; cleanpath report --format junit -p ours.yaml site absent.csv | sed 's/digest" value="[0-9a-f]*"/digest" value="..."/; s/\(table" value="[a-z]* of \)[-0-9]*/\1.../; /\.tsv\|blocks registered/d'
cleanpath: absent.csv: cannot open: No such file or directory
<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="cleanpath" tests="7" failures="1" errors="2" time="0">
  <testsuite name="coverage" tests="3" failures="0" errors="1" skipped="0" time="0" timestamp="2026-11-23T00:00:00">
    <properties>
      <property name="as_of" value="2026-11-23"/>
      <property name="cleanpath" value="0.1.0"/>
      <property name="accept" value="0.95"/>
      <property name="assets" value="4"/>
      <property name="table" value="oui of ..."/>
      <property name="table" value="pen of ..."/>
      <property name="table" value="makers of ..."/>
      <property name="table" value="fingerprints of ..."/>
    </properties>
    <testcase classname="coverage" name="site/list.csv" time="0"/>
    <testcase classname="coverage" name="site/waivers.yaml" time="0"/>
    <testcase classname="coverage" name="absent.csv" time="0">
      <error message="unreadable: 0 records, 0 of them malformed" type="coverage">0: cannot open: No such file or directory</error>
    </testcase>
    <system-out>1 source could not be read; what it would have shown is missing here.
Of 1 of 4 assets the maker is not established (confidence below 0.95): they are not known to be clean.
</system-out>
  </testsuite>
  <testsuite name="ours" tests="4" failures="1" errors="1" skipped="1" time="0" timestamp="2026-11-23T00:00:00">
    <properties>
      <property name="title" value="No Acme"/>
      <property name="jurisdiction" value="SE"/>
      <property name="law" value="in_force"/>
      <property name="binds" value="yes"/>
      <property name="digest" value="..."/>
    </properties>
    <testcase classname="ours" name="ap-1 [ip-192.0.2.5]" time="0"/>
    <testcase classname="ours" name="box-1 [ip-192.0.2.4]" time="0">
      <error message="Undetermined under ours all: Clause all could exclude it: no Acme; to find out: who made it (maker)." type="undetermined">site/list.csv:4. keep: unclear (a day named is 2027-12-31); buy: unclear. Missing: maker.</error>
    </testcase>
    <testcase classname="ours" name="sw-1 [ip-192.0.2.1]" time="0">
      <skipped message="waived by J. Doe until 2027-06-30: replaced in spring (site/waivers.yaml:1)">site/list.csv:2. Confidence 0.95 in maker. Excluded under ours all: Clause all excludes it: no Acme; its use has to end by 2027-12-31. keep until 2027-12-31; buy: no.</skipped>
    </testcase>
    <testcase classname="ours" name="sw-2 [ip-192.0.2.2]" time="0">
      <failure message="Excluded under ours all: Clause all excludes it: no Acme; its use has to end by 2027-12-31." type="excluded">site/list.csv:3. Confidence 0.95 in maker. keep until 2027-12-31; buy: no.</failure>
    </testcase>
  </testsuite>
</testsuites>
## Without a profile nothing fails, and nothing that a rule speaks of passes.
$ cleanpath report --format junit site/list.csv | grep -c '<failure'
0
[1]
