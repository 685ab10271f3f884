## What is named on the command line: each thing is read once, or told.
$ printf 'name,maker,ip\nr1,Acme,192.0.2.1\n' >a.csv && cp a.csv same.csv && ln -s a.csv link.csv && cleanpath identify a.csv same.csv link.csv ./a.csv 2>&1 | grep csv
cleanpath: same.csv: has the same content as a.csv, which counts once
  a.csv: inventory-csv, 1 record, 3 observations
  same.csv: inventory-csv, 1 record, 3 observations
    the same content as a.csv, counts once
$ mkdir twice && cp a.csv twice/ && cleanpath identify twice twice/a.csv | grep csv
  twice/a.csv: inventory-csv, 1 record, 3 observations
$ cleanpath identify -f ndjson a.csv same.csv a.csv 2>/dev/null | python3 -c 'import json,sys; [print(d["asset"], d["sources"], len(d["evidence"])) for d in map(json.loads, sys.stdin) if "asset" in d]'
ip-192.0.2.1 ['a.csv', 'same.csv'] 3
$ cleanpath identify -q - - <a.csv
cleanpath: standard input (-) can be read only once, it is named twice
[2]
$ cleanpath identify -q ''
cleanpath: an argument is empty, expected a file
[2]
$ cleanpath identify -q - <a.csv
Assets
NAME MAKER SURE PRODUCT SITE
r1   Acme  0.83         
$ : | cleanpath identify -q -
cleanpath: -: the file is empty
Assets
none
[3]
$ cat a.csv $DATA/profile.yaml | wc -l; cleanpath audit -q a.csv - <$DATA/profile.yaml
6
cleanpath: a profile cannot come by standard input among the evidence: put it into a file
[2]
## A folder that is empty, and what in a folder is no file, do not keep the rest from being read.
$ mkdir nothing && cleanpath identify -q a.csv nothing
cleanpath: nothing: there is no file in this folder
Assets
NAME MAKER SURE PRODUCT SITE
r1   Acme  0.83         
[3]
$ mkdir odd && cp a.csv odd && ln -s . odd/loop && ln -s absent odd/gone && mkfifo odd/pipe && cp a.csv odd/.hidden && cleanpath identify odd | sed '/tables:/,$d'
Coverage
  odd/a.csv: inventory-csv, 1 record, 3 observations
    columns: name, maker, ip
  odd/gone: not recognised
    odd/gone: a link to nothing
  odd/loop: not recognised
    odd/loop: a link to a folder is not followed
  odd/pipe: not recognised
    odd/pipe: neither a file nor a folder
$ mkfifo pipe && (cat a.csv >pipe &) && cleanpath identify -q pipe
Assets
NAME MAKER SURE PRODUCT SITE
r1   Acme  0.83         
## A path as long as can be, and one that is longer.
$ d=$(printf '%0200d' 0); mkdir -p $d/$d/$d && cp a.csv $d/$d/$d && cleanpath identify -f csv $d | tail -1 | cut -c1-40
ip-192.0.2.1,r1,default,Acme,acme,0.8320
$ cleanpath identify -q $(printf '%05000d' 0) 2>&1 | sed 's/00*/0/'
cleanpath: 0: cannot open: File name too long
Assets
none
## A name that the terminal would take for commands, that breaks the line or turns it around.
$ n=$(printf 'a\nb\033[31mc\302\233d\342\200\256e\377.csv'); cp a.csv "$n" && cleanpath identify "$n" | head -2; cleanpath identify "no-$n" 2>&1 >/dev/null
Coverage
  a b�[31mc�d�e�.csv: inventory-csv, 1 record, 3 observations
cleanpath: no-a b?[31mc??d???e?.csv: cannot open: No such file or directory
[3]
$ n=$(printf 'a\nb\033[31mc\302\233d\342\200\256e\377.csv'); cleanpath identify -f csv "$n" | tail -1
ip-192.0.2.1,r1,default,Acme,acme,0.8320,,,,,,,,,,192.0.2.1,,,,a b�[31mc�d�e�.csv,,
$ n=$(printf 'a\nb\033[31mc\302\233d\342\200\256e\377.csv'); for f in table csv json ndjson html; do cleanpath identify -f $f "$n" | LC_ALL=C grep -c "$(printf '\033\\|\302\233\\|\342\200\256\\|\377')"; done
0
0
0
0
0
[1]
$ cleanpath "frob$(printf '\033[31m\342\200\256')"; cleanpath audit "--frob$(printf '\033[31m\342\200\256')"; cleanpath audit --policy "$(printf '\033[31m\342\200\256')" a.csv
cleanpath: there is no command "frob�[31m�"; see `cleanpath --help`
cleanpath: audit: there is no option --frob?[31m???; see `cleanpath audit --help`
cleanpath: --policy names the policy "?[31m???", which does not exist; `cleanpath policy list` shows all
[2]
$ n=$(printf 'a\nb\033[31mc\302\233d\342\200\256e\377.csv'); cleanpath import "$n" 2>&1; cleanpath import "$n" 2>&1; cleanpath audit -q --policy us-ndaa-889-a1a >/dev/null; cleanpath doctor --case "no$n" | grep ^case; rm -f cleanpath.case*
cleanpath: a b�[31mc�d�e�.csv: inventory-csv, 3 observations, 0 links
cleanpath: a b�[31mc�d�e�.csv: is in the case already, nothing changed
case: noa b?[31mc??d???e?.csv: there is no case here: `cleanpath import FILE...` makes one
## Profiles, too, come from somewhere.
$ printf 'schema: cleanpath-profile/1\nname: "x\\e[31m\\u202Ey<script>"\ncountry: US\nroles: [federal_contractor]\n' >hostile.yaml && cleanpath report -o p.html --profile hostile.yaml a.csv; LC_ALL=C grep -c "$(printf '\033\\|\302\233\\|\342\200\256\\|\377')" p.html; grep -c 'y<script>' p.html; cleanpath audit -q -f json --profile hostile.yaml a.csv | grep -o '"name":"x[^"]*"'
0
0
"name":"x\u001b[31m\u202ey\u003cscript\u003e"
$ cleanpath profile load hostile.yaml && cleanpath profile; cleanpath profile -f json | grep '"name"'; rm -f cleanpath.case*
schema: cleanpath-profile/1
name: "x\u001b[31m\u202ey\u003cscript\u003e"
country: "US"
roles: ["federal_contractor"]
{"schema":"cleanpath/profile/1","as_of":"2026-11-23","coverage":{},"is_set":true,"name":"x\u001b[31m\u202ey\u003cscript\u003e","country":"US","roles":["federal_contractor"],"not_roles":[],"policies":[],"component_coverage":null,"facts":{}}
$ printf 'schema: cleanpath-policy/1\nid: "x\\e[31m\\u202E"\n"k\\e[31m": 1\n' >hostile-pack.yaml; cleanpath policy check hostile-pack.yaml | head -2
hostile-pack.yaml:3:1: unknown key `k�[31m` in the pack; expected one of: schema id title jurisdiction kind law enacted effective ends read instrument citation summary addressees entities sources same_clauses_as criteria_sets clauses exemptions duties notes events
hostile-pack.yaml:2:5: `id`: "x�[31m�" has other signs than a-z, 0-9 and -, or more than 64
## A case is a file. What cannot be one is refused before anything is read, and a mistake leaves no empty case behind.
$ cleanpath import --case '' a.csv
cleanpath: --case is empty, expected FILE
[2]
$ cleanpath import --case nothing a.csv
cleanpath: nothing: is a folder, expected a case, which is a file
[3]
$ cleanpath import --case /dev/null a.csv
cleanpath: /dev/null: is no file, expected a case, which is a file
[3]
$ cleanpath import -q --case :memory: a.csv && ls ./:memory: && cleanpath doctor --case :memory: | grep ^case; rm -f ./:memory:*
./:memory:
case: :memory:: sound, 1 imports, 1 log entries
$ cleanpath import absent.csv; cleanpath profile set colour=red; cleanpath profile set component_coverage=half; printf 'x: 1\n' >bad.yaml; cleanpath profile load bad.yaml; cleanpath audit -q --case new.case absent.csv; ls *.case
cleanpath: absent.csv: cannot open: No such file or directory
cleanpath: the profile has no "colour"; it has name, country, roles, not_roles, policies, component_coverage and fact.NAME
cleanpath: component_coverage is "half", expected full or partial
cleanpath: bad.yaml:1: unknown key "x"; known are schema, name, country, roles, not_roles, policies, facts, component_coverage
cleanpath: absent.csv: cannot open: No such file or directory
Assets
none
ls: cannot access '*.case': No such file or directory
[2]
$ cleanpath import -q a.csv && python3 -c 'import sqlite3; c = sqlite3.connect("cleanpath.case"); c.execute("CREATE VIEW v AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT * FROM n"); c.commit()' && cleanpath audit; rm -f cleanpath.case*
cleanpath: cleanpath.case: this case holds 1 views, triggers or virtual tables, which no case has: it was tampered with
## The profile that was set stays; a profile among the files is told.
$ cleanpath profile set country=US && cleanpath import -q $DATA/profile.yaml && cleanpath profile | grep -c federal
cleanpath: data/profile.yaml: the case keeps the profile that it has; `cleanpath profile load` replaces it
0
[1]
$ mkdir two && cp $DATA/profile.yaml two/one.yaml && printf 'schema: cleanpath-profile/1\ncountry: IN\n' >two/two.yaml && cleanpath audit two 2>&1 >/dev/null
cleanpath: two/two.yaml: the profile of two/one.yaml is used, not this one
$ cleanpath audit -q two 2>&1 | tail -1; rm -f cleanpath.case*
none
## The answer is never written over the evidence or the case.
$ cleanpath import -q a.csv && cleanpath report -o cleanpath.case
cleanpath: --output is "cleanpath.case", which is the case
[2]
$ cleanpath report -f csv -o link.csv a.csv
cleanpath: --output is "link.csv", which is a file that is to be read
[2]
$ cleanpath report -f csv -o new.case --case new.case a.csv; ls new.case
cleanpath: --output and --case are the same file
ls: cannot access 'new.case': No such file or directory
[2]
$ cleanpath doctor | grep ^case && cat a.csv; rm -f cleanpath.case*
case: cleanpath.case: sound, 1 imports, 1 log entries
name,maker,ip
r1,Acme,192.0.2.1
$ ln -s real.csv out.csv && touch real.csv && chmod 600 real.csv && cleanpath identify -f csv -o out.csv a.csv && stat -c '%F %a' out.csv real.csv && wc -l <real.csv
symbolic link 777
regular file 600
2
$ cleanpath identify -q a.csv >&-
cleanpath: cannot write: Bad file descriptor
[3]
$ cleanpath import a.csv >&- 2>&- <&-; cleanpath doctor | grep ^case; rm -f cleanpath.case*
case: cleanpath.case: sound, 1 imports, 1 log entries
## Settings that are wrong are wrong usage, with their place.
$ CLEANPATH_COLOR=blue cleanpath identify a.csv
cleanpath: CLEANPATH_COLOR: --color is "blue", expected one of auto|always|never
[2]
$ cleanpath audit --policy '' a.csv; cleanpath audit --policy ' , ' a.csv
cleanpath: --policy is empty, expected ID[,ID]
cleanpath: --policy is empty, expected ID[,ID]
[2]
$ printf 'format: [csv, json]\n' >cleanpath.yaml; cleanpath identify a.csv; printf 'formt: csv\n' >cleanpath.yaml; cleanpath identify a.csv; printf 'a: [\n' >cleanpath.yaml; cleanpath identify a.csv
cleanpath: cleanpath.yaml:1: format takes one value
cleanpath: cleanpath.yaml:1: there is no setting "formt"; did you mean "format"?
cleanpath: cleanpath.yaml:2: not valid YAML: while parsing a flow node, did not find expected node content (at byte 5)
[2]
$ head -c 1100000 /dev/zero | tr '\0' '#' >cleanpath.yaml; cleanpath identify -q a.csv; rm cleanpath.yaml; mkdir cleanpath.yaml; cleanpath identify -q a.csv; rmdir cleanpath.yaml
cleanpath: cleanpath.yaml: settings of more than 1048576 bytes
cleanpath: cleanpath.yaml: settings are a file, this is something else
## Our own answers are no evidence: read again they would confirm themselves.
$ mkdir again && cp a.csv again && for f in csv json ndjson html; do cleanpath identify -q -f $f -o again/report.$f a.csv; done; cleanpath identify again | sed '/tables:/,$d'
Coverage
  again/a.csv: inventory-csv, 1 record, 3 observations
    columns: name, maker, ip
  again/report.csv: not recognised
    again/report.csv: a report of cleanpath: an answer is no evidence (with --as, a table of it is read all the same)
  again/report.html: not recognised
    again/report.html: a report of cleanpath: an answer is no evidence (with --as, a table of it is read all the same)
  again/report.json: not recognised
    again/report.json: a report of cleanpath: an answer is no evidence (with --as, a table of it is read all the same)
  again/report.ndjson: not recognised
    again/report.ndjson: a report of cleanpath: an answer is no evidence (with --as, a table of it is read all the same)
$ cleanpath identify -q again/report.csv
cleanpath: again/report.csv: a report of cleanpath: an answer is no evidence (with --as, a table of it is read all the same)
Assets
none
[3]
## A profile that no policy can make sense of would bind nobody, and nobody would notice.
$ cleanpath profile set roles=federal_contrctor; cleanpath profile set country=Gernany; cleanpath profile set policies=us-ndaa-889; cleanpath profile set fact.=yes; ls *.case
cleanpath: No policy knows the role "federal_contrctor"; did you mean federal_contractor?
cleanpath: The country "Gernany" is not known; expected a code as DE
cleanpath: There is no policy "us-ndaa-889"; `cleanpath policy list` shows all
cleanpath: the profile has no "fact."; it has name, country, roles, not_roles, policies, component_coverage and fact.NAME
ls: cannot access '*.case': No such file or directory
[2]
$ printf 'schema: cleanpath-profile/1\ncountry: US\nroles: [federal_contrctor]\n' >typo.yaml; cleanpath profile load typo.yaml; cleanpath audit --profile typo.yaml a.csv | grep 'judged\|role'
cleanpath: typo.yaml: No policy knows the role "federal_contrctor"; did you mean federal_contractor?
  1 asset, 0 links; judged as of 2026-11-23, facts from confidence 0.95, profile of typo.yaml
  ! No policy knows the role "federal_contrctor"; did you mean federal_contractor?
## What was set in a case goes before a profile that happens to lie beside the evidence.
$ mkdir beside && cp a.csv beside && cp $DATA/profile.yaml beside && cleanpath profile set country=IN roles=telecom_service_provider && cleanpath audit --case cleanpath.case beside/a.csv 2>/dev/null | grep judged; cleanpath audit beside/a.csv | grep judged; rm -f cleanpath.case*
  1 asset, 0 links; judged as of 2026-11-23, facts from confidence 0.95, profile of the case
  1 asset, 0 links; judged as of 2026-11-23, facts from confidence 0.95, profile of beside/profile.yaml
## A limit of the size of files is an error like a full disk.
$ cleanpath synth -q --devices 500 net; (ulimit -f 100; cleanpath import --case small.case net; echo $?; cleanpath report -o page.html net; echo $?); cleanpath doctor --case small.case | tail -1
cleanpath: small.case: cannot write to the case: database or disk is full (what was begun is not kept, all the rest is; free some space and repeat it)
3
cleanpath: page.html: cannot write: File too large
3
case: small.case: there is nothing in this case yet: `cleanpath import FILE...` fills it
## What links ride on, what devices need, what flows and other names are tables too
$ rm -f cleanpath.case*; mkdir rel && printf 'link,alternative,transmission\nnorth-7,1,otn-1;otn-2\nnorth-7,2,\n' >rel/carriage.csv && printf 'asset,group,needs,kind\ncore-1,,ems,NMS\n' >rel/needs.csv && printf 'from,to,demand (Gbps)\nnorth,south,1.5\n' >rel/demands.csv && printf 'id,same_as\nold,core-1\n' >rel/other-names.csv && cleanpath import rel && cleanpath identify -v rel | sed -n '1,/tables/p' | grep -v tables
cleanpath: rel/carriage.csv: carriage-csv, 0 observations, 0 links, 2 relations; some records were malformed
cleanpath: rel/demands.csv: demands-csv, 0 observations, 0 links, 1 relations
cleanpath: rel/needs.csv: dependencies-csv, 0 observations, 0 links, 1 relations
cleanpath: rel/other-names.csv: aliases-csv, 0 observations, 0 links, 1 relations
Coverage
  rel/carriage.csv: carriage-csv, 2 records, 0 observations, 2 relations, 1 MALFORMED, read in part
    columns: link, alternative, transmission
    rel/carriage.csv:3: the row does not say what carries the link
  rel/demands.csv: demands-csv, 1 record, 0 observations, 1 relation
    columns: from, to, demand (Gbps) -> bps
  rel/needs.csv: dependencies-csv, 1 record, 0 observations, 1 relation
    columns: asset, group, needs, kind
  rel/other-names.csv: aliases-csv, 1 record, 0 observations, 1 relation
    columns: id, same_as
## What stands by is in service; what is said below a table is no thing; what has but a name is one
$ printf 'name,maker,status\nsw-1,Acme,standby\nsw-2,Acme,cold standby\nsw-3,,\n* as of 2024-05-01,,\nSource: finance,,\n合计,,\n' >footed.csv && cleanpath identify footed.csv | sed '/tables:/,/^$/d' && cleanpath audit -q --policy us-fcc-covered-list footed.csv
Coverage
  footed.csv: inventory-csv, 6 records, 7 observations, 3 MALFORMED, read in part
    columns: name, maker, status
    footed.csv:5: "* as of 2024-05-01" reads like a remark on the table: the row was not taken for a thing
    footed.csv:6: "Source: finance" reads like a remark on the table: the row was not taken for a thing
    footed.csv:7: "合计" reads like a remark on the table: the row was not taken for a thing
Assets
NAME MAKER   SURE PRODUCT SITE
sw-1 Acme    0.83         
sw-2 Acme    0.83         
sw-3 unknown              
Answer
POLICY              BY LAW      BINDS YOU EXCLUDED RESTRICTED UNDETERMINED ALLOWED NOT ADDRESSED
us-fcc-covered-list US in_force yes              0          0            2       0             0

Assets
RESULT       NAME MAKER   SURE PRODUCT SITE WHY
undetermined sw-1 Acme    0.83              undetermined us-fcc-covered-list (class?, maker? ...)
undetermined sw-3 unknown                   undetermined us-fcc-covered-list (class?, maker? ...)
[4]
$ python3 -c 'import os, sys; sys.path.insert(0, os.environ["DATA"]); from book import Book; Book().sheet("Radios", [["Name", "Vendor", "S/N"], ["mw-1", "Acme", "SER00001"], [], ["** spare parts not listed"]]).save("footed.xlsx")'; cleanpath identify footed.xlsx | grep remark
    footed.xlsx:Radios!A4: "** spare parts not listed" reads like a remark on the table: the row was not taken for a thing
## A README beside the evidence is told as what it is, and counts like whatever is not read.
$ mkdir with-readme && printf '# Our lab\nAsk Pat.\n' >with-readme/README.md && printf 'name,maker\nsw-1,Acme\n' >with-readme/list.csv && cleanpath identify with-readme | sed -n 1,3p; cleanpath identify -q -f json with-readme | grep -oE '"(format|state)":"[a-z_]*"'
Coverage
  with-readme/README.md: text for people, not read
  with-readme/list.csv: inventory-csv, 1 record, 2 observations
"format":"text"
"state":"not_recognised"
"state":"read"
$ cleanpath identify -q --strict with-readme >out
[3]
$ printf '\0\1' >>with-readme/README.md; cleanpath identify with-readme | sed -n 2,3p
  with-readme/README.md: not recognised
    with-readme/README.md: format not recognised (begins with 23 20 4f 75 72 20 6c 61); recognised by content are captures, SNMP walks, tables, topologies, observations: `cleanpath doctor` lists them
