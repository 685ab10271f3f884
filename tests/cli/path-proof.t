## What a path answers can be checked by somebody else. A ring of five, and an island.
$ cat >rule.yaml <<'EOF'
> schema: cleanpath-policy/1
> id: no-acme
> title: No equipment of Acme
> jurisdiction: SE
> kind: rules
> law: in_force
> effective: 2026-01-01
> read: 2026-11-20
> addressees: [{role: telecom_service_provider}]
> sources: {memo: {url: "https://intranet.example/memo-17", date: 2025-12, tier: official}}
> entities: [{id: acme, name: Acme}]
> clauses:
> - {id: all, title: nothing of Acme, makers: [acme], equipment: [any], src: memo, confidence: verified}
> EOF
$ printf 'policies: [./rule.yaml]\naccept: 0.8\n' >cleanpath.yaml
$ printf 'name,maker,ip,site\na,Bergson,192.0.2.1,north\nb,Bergson,192.0.2.2,north\nc,Acme,192.0.2.3,south\nd,Bergson,192.0.2.4,south\ne,,192.0.2.5,west\nf,Bergson,192.0.2.6,island\n' >inventory.csv
$ printf 'a,b,metric,srlg\na,b,10,duct-1\nb,d,10,duct-2\na,c,15,duct-1\nc,d,15,\nd,e,1,duct-2\ne,b,1,alone\n' >links.csv
$ cleanpath path -q a d inventory.csv links.csv -p no-acme --certificate proof | head -5; cleanpath-check proof.problem proof | sed 's/problem .*/problem .../'
From a to d, exposure
Scope: transmission only; not looked at: what the devices depend on (no table of dependencies), what carries the links (no table of carriage), anything beyond the ends

POLICY  SOME         EVERY           SURVIVES ROUTES
no-acme proven-clean proven-excluded 0        undetermined
problem ...
some policy=no-acme reading=exposure from=ip-192.0.2.1 to=ip-192.0.2.4 answer=proven-clean
every policy=no-acme reading=exposure from=ip-192.0.2.1 to=ip-192.0.2.4 answer=proven-excluded
survives policy=no-acme reading=exposure from=ip-192.0.2.1 to=ip-192.0.2.4 counted=devices at_least=1 at_most=1
routes-some policy=no-acme reading=exposure from=ip-192.0.2.1 to=ip-192.0.2.4 answer=undetermined
routes-every policy=no-acme reading=exposure from=ip-192.0.2.1 to=ip-192.0.2.4 failures=0 kinds=dlr answer=undetermined fail_together=0
unavoidable from=ip-192.0.2.1 to=ip-192.0.2.4 items=
$ cat proof.problem
cleanpath-problem 1
policies 1
no-acme
items 6
d c ip-192.0.2.1
d c ip-192.0.2.2
d x ip-192.0.2.3
d c ip-192.0.2.4
d u ip-192.0.2.5
d c ip-192.0.2.6
groups 0
links 6
0 1 10 10 -
0 2 15 15 -
1 3 10 10 -
1 4 1 1 -
2 3 15 15 -
3 4 1 1 -
risks 3
duct-1 0 1
duct-2 2 5
alone 3
end
$ cat proof | sed 's/^problem .*/problem .../'
cleanpath-certificate 1
problem ...
taint 0 exposure clean
derived 0
taint 0 exposure excluded
derived 0
ask some 0 exposure 0 3 proven-clean
path 1 2 0 2
ask every 0 exposure 0 3 proven-excluded
through 0 2 1 4
ask survives 0 exposure 0 3 devices 1 1
disjoint 1 1
route 2 0 2
cut 1 1 1 side 1 0
disjoint 0 1
route 2 0 2
cut 0 1 1 side 1 0
ask routes-some 0 exposure 0 3 undetermined
dist 5 0 12 1 2 2 15 3 0 4 1
by 0 1
ask routes-every 0 exposure 0 3 0 dlr undetermined
tree 0 0
node 0
dist 5 0 12 1 2 2 15 3 0 4 1
hit 1 0
dist 5 0 12 1 2 2 15 3 0 4 1
ask unavoidable 0 3 0
chain 5 0 0 1 0 2 0 3 0 4 0
route 2 0 2
route 2 1 4
end
## A byte that is changed, or a problem that is another: refused.
$ sed 's/proven-clean/proven-excluded/' proof >other; cleanpath-check proof.problem other
other:8: refused: something else has to stand here
[5]
$ sed 's/^d x ip-192.0.2.3/d c ip-192.0.2.3/' proof.problem >other.problem; cleanpath-check other.problem proof
proof:2: refused: it is about another problem
[5]
## Failures: the smallest set that brings traffic onto excluded equipment, and its proof.
$ cleanpath path -q a d --fail 1 inventory.csv links.csv -p no-acme --certificate proof; cleanpath-check proof.problem proof | tail -1
From a to d, exposure
Scope: transmission only; not looked at: what the devices depend on (no table of dependencies), what carries the links (no table of carriage), anything beyond the ends

POLICY  ROUTES       FAILURES
no-acme undetermined proven-excluded

no-acme
  routes: undetermined: metric 12, 0/1 of the traffic meets excluded equipment, 1/1 excluded or unknown
    DEVICE MAKER   VERDICT         LINK
    a      Bergson clean           
    b      Bergson clean           
    e              unknown: maker? 
    d      Bergson clean           
  up to 1 failure: proven-excluded: a route meets excluded equipment if a - b fails; at worst 1/1 of the traffic, without a - b; no route is left without duct-1
    DEVICE MAKER   VERDICT                 LINK
    a      Bergson clean                   
    c      Acme    excluded: by clause all 
    d      Bergson clean                   
routes-every policy=no-acme reading=exposure from=ip-192.0.2.1 to=ip-192.0.2.4 failures=1 kinds=dlr answer=proven-excluded fail_together=1
$ cleanpath path -q b d --fail 2 inventory.csv links.csv -p no-acme --certificate proof; cleanpath-check proof.problem proof | tail -1
From b to d, exposure
Scope: transmission only; not looked at: what the devices depend on (no table of dependencies), what carries the links (no table of carriage), anything beyond the ends

POLICY  ROUTES       FAILURES
no-acme undetermined proven-excluded

no-acme
  routes: undetermined: metric 2, 0/1 of the traffic meets excluded equipment, 1/1 excluded or unknown
    DEVICE MAKER   VERDICT         LINK
    b      Bergson clean           
    e              unknown: maker? 
    d      Bergson clean           
  up to 2 failures: proven-excluded: a route meets excluded equipment if duct-2 fails; at worst 1/1 of the traffic, without duct-2; no route is left without a - b and duct-2
    DEVICE MAKER   VERDICT                 LINK
    b      Bergson clean                   
    a      Bergson clean                   
    c      Acme    excluded: by clause all 
    d      Bergson clean                   
routes-every policy=no-acme reading=exposure from=ip-192.0.2.2 to=ip-192.0.2.4 failures=2 kinds=dlr answer=proven-excluded fail_together=1
$ cleanpath path -q a d --survive 1 inventory.csv links.csv -p no-acme --certificate proof; cleanpath-check proof.problem proof | tail -1
From a to d, exposure
Scope: transmission only; not looked at: what the devices depend on (no table of dependencies), what carries the links (no table of carriage), anything beyond the ends

POLICY  SURVIVES
no-acme proven-excluded

no-acme
  survives: 1 failure: proven-excluded: no failure; without b no clean path is left
survives policy=no-acme reading=exposure from=ip-192.0.2.1 to=ip-192.0.2.4 counted=devices at_least=1 at_most=1
## Every pair of groups; nothing else is written.
$ cleanpath path -q site:north site:south --some inventory.csv links.csv -p no-acme --certificate proof >/dev/null; cleanpath-check proof.problem proof | sed 1d; ls
some policy=no-acme reading=exposure from=ip-192.0.2.1 to=ip-192.0.2.3 answer=proven-excluded
some policy=no-acme reading=exposure from=ip-192.0.2.1 to=ip-192.0.2.4 answer=proven-clean
some policy=no-acme reading=exposure from=ip-192.0.2.2 to=ip-192.0.2.3 answer=proven-excluded
some policy=no-acme reading=exposure from=ip-192.0.2.2 to=ip-192.0.2.4 answer=proven-clean
cleanpath.yaml
data
examples
inventory.csv
links.csv
other
other.problem
proof
proof.problem
rule.yaml
$ cleanpath path -q a f --some inventory.csv links.csv -p no-acme --certificate proof >/dev/null; cleanpath-check proof.problem proof | sed 1d
some policy=no-acme reading=exposure from=ip-192.0.2.1 to=ip-192.0.2.6 answer=no-path
## Where it is written.
$ cleanpath path -q a d inventory.csv links.csv -p no-acme --certificate inventory.csv
cleanpath: --certificate is "inventory.csv", which is a file that is to be read
[2]
$ cleanpath path -q a d inventory.csv links.csv -p no-acme --certificate -
cleanpath: --certificate needs a file: it writes two
[2]
$ cleanpath path -q a d inventory.csv links.csv -p no-acme --certificate nowhere/proof
cleanpath: nowhere/proof.problem: cannot write: No such file or directory
[3]
$ cleanpath path -q a d inventory.csv links.csv -p no-acme --as-of 2025-12-31 --certificate proof
cleanpath: no policy excludes anything on that day: there is nothing to prove
[2]
$ cleanpath path -q --all inventory.csv links.csv -p no-acme --certificate proof
cleanpath: --certificate is of FROM and TO, not of path --all
[2]
## Site by site, what hangs on which device, and what to inspect next.
$ cleanpath path -q --all inventory.csv links.csv -p no-acme
Is some path clean, between 3 sites (the worst pair of devices)? exposure
Scope: transmission only; not looked at: what the devices depend on (no table of dependencies), what carries the links (no table of carriage), anything beyond the ends

no-acme: 1 proven-clean, 3 proven-excluded, 2 undetermined
SITE  north    south    west
north clean    excluded ?
south excluded excluded excluded
west  ?        excluded ?
[1]
$ cleanpath path -q --all --every inventory.csv links.csv -p no-acme -f csv
policy,from,to,answer,from_asset,to_asset
no-acme,north,north,proven-excluded,ip-192.0.2.1,ip-192.0.2.2
no-acme,north,south,proven-excluded,ip-192.0.2.1,ip-192.0.2.3
no-acme,north,west,proven-excluded,ip-192.0.2.1,ip-192.0.2.5
no-acme,south,south,proven-excluded,ip-192.0.2.3,ip-192.0.2.4
no-acme,south,west,proven-excluded,ip-192.0.2.3,ip-192.0.2.5
no-acme,west,west,undetermined,ip-192.0.2.5,ip-192.0.2.5
[1]
$ cleanpath path -q --all inventory.csv links.csv -p no-acme -f ndjson | tail -2
{"policy":"no-acme","from":"south","to":"west","answer":"proven-excluded","from_asset":"ip-192.0.2.3","to_asset":"ip-192.0.2.5"}
{"policy":"no-acme","from":"west","to":"west","answer":"undetermined","from_asset":"ip-192.0.2.5","to_asset":"ip-192.0.2.5"}
$ cleanpath path -q blast inventory.csv links.csv -p no-acme
What is cut off without one device: pairs of others that lose every clean path, and that lose every path
+OWN: likewise of what it is an end of itself
Scope: transmission only; not looked at: what the devices depend on (no table of dependencies), what carries the links (no table of carriage), anything beyond the ends

no-acme
DEVICE MAKER   VERDICT CLEAN PAIRS +OWN PAIRS +OWN
b      Bergson clean             1    2     0    4
$ cleanpath path -q blast inventory.csv links.csv -p no-acme -f csv
policy,asset,name,maker,label,clean_pairs,pairs,own_clean_pairs,own_pairs,clean_subscribers,subscribers,clean_demand_bps,demand_bps,own_clean_demand_bps,own_demand_bps
no-acme,ip-192.0.2.2,b,Bergson,clean,1,0,2,4,,,,,,
$ cleanpath path -q inspect a e inventory.csv links.csv -p no-acme
From a to e, exposure
Scope: transmission only; not looked at: what the devices depend on (no table of dependencies), what carries the links (no table of carriage), anything beyond the ends

POLICY  SOME         EVERY
no-acme undetermined proven-excluded

no-acme
  inspect (some): proven-clean if these turn out clean: e (unknown: maker?); cost 1 (assumed: 1 each), the least there is
  inspect (some): proven-excluded if these turn out excluded: e (unknown: maker?); cost 1 (assumed: 1 each), the least there is
[4]
$ cleanpath path -q inspect a d inventory.csv links.csv -p no-acme
From a to d, exposure
Scope: transmission only; not looked at: what the devices depend on (no table of dependencies), what carries the links (no table of carriage), anything beyond the ends

POLICY  SOME         EVERY
no-acme proven-clean proven-excluded

no-acme
  nothing to inspect: no answer hangs on what is unknown
## What cannot be asked.
$ cleanpath path -q a inventory.csv -p no-acme
cleanpath: cleanpath.case: there is no case here: `cleanpath import FILE...` makes one
[3]
$ cleanpath path -q a d inventory.csv links.csv -p no-acme --fail 9
cleanpath: --fail is 9, expected at most 8
[2]
$ cleanpath path -q a d inventory.csv links.csv -p no-acme --fail 1 --level l0
cleanpath: --fail is about routes: it goes with --level l1, not with l0
[2]
$ cleanpath path -q a d inventory.csv links.csv -p no-acme --restricted maybe
cleanpath: --restricted is "maybe", expected one of clean|excluded|unknown
[2]
$ cleanpath path -q a d inventory.csv links.csv -p no-acme -f csv
cleanpath: csv is no format of this answer
[2]
$ printf 'a,b\na,b\nb,d\n' >plain.csv; cleanpath path -q a d --level l1 inventory.csv plain.csv -p no-acme
From a to d, exposure
Scope: transmission only; not looked at: what the devices depend on (no table of dependencies), what carries the links (no table of carriage), anything beyond the ends

POLICY  ROUTES
no-acme not-modelled

no-acme
  routes: not-modelled: no link has a metric
[4]
## Each cell of the matrix is what the two sites answer by themselves.
$ cat >cells.py <<'EOF'
> import csv, io, json, subprocess
> def path(*args): return subprocess.run(['cleanpath', 'path', '-q', *args, '-p', 'no-acme'], capture_output=True, text=True).stdout
> files = ['inventory.csv', 'links.csv', 'needs.csv']
> for question in '--some', '--every':
>     for row in csv.DictReader(io.StringIO(path('--all', question, *files, '-f', 'csv'))):
>         alone = json.loads(path('site:' + row['from'], 'site:' + row['to'], question, *files, '-f', 'json'))['answer']
>         print(question, row['from'], row['to'], row['answer'], '' if alone == row['answer'] else 'but ' + alone)
> EOF
$ printf 'asset,group,needs,kind\nb,clock,e,timing\n' >needs.csv; $PYTHON cells.py
--some north north undetermined 
--some north south proven-excluded 
--some north west undetermined 
--some south south proven-excluded 
--some south west proven-excluded 
--some west west undetermined 
--every north north proven-excluded 
--every north south proven-excluded 
--every north west proven-excluded 
--every south south proven-excluded 
--every south west proven-excluded 
--every west west undetermined 
