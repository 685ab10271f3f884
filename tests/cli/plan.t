## A ring of six sites between two routers of the core. What is of Acme has to go by the end of 2027.
$ cat >rule.yaml <<'END'
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
> entities: [{id: acme, name: Acme}, {id: third, name: Third}]
> duties: [{verb: use, deadline: 2027-12-31, text: gone by the end of 2027, src: memo, confidence: verified}]
> clauses:
> - {id: all, title: nothing of Acme, makers: [acme], equipment: [any], src: memo, confidence: verified}
> END
$ printf 'policies: [./rule.yaml]\naccept: 0.8\n' >cleanpath.yaml
$ cat >inventory.csv <<'END'
> name,maker,product,ip,site,class
> core-1,Bergson,C9,192.0.2.1,hub,core
> core-2,Bergson,C9,192.0.2.2,hub,core
> s1,Acme,A1,192.0.2.11,north,transport
> s2,Acme,A1,192.0.2.12,north,transport
> s3,Acme,A1,192.0.2.13,west,transport
> s4,Bergson,B1,192.0.2.14,west,transport
> s5,Acme,A2,192.0.2.15,south,transport
> s6,Acme,A1,192.0.2.16,south,transport
> END
$ printf 'a,b,metric\ncore-1,s1,10\ns1,s2,10\ns2,s3,10\ns3,s4,10\ns4,s5,10\ns5,s6,10\ns6,core-2,10\ncore-1,core-2,5\n' >links.csv
$ printf 'from,to,bps\ns1,core-1,1G\ns2,core-1,1G\ns3,core-1,1G\ns4,core-1,1G\ns5,core-2,1G\ns6,core-2,1G\n' >demands.csv
$ printf 'class,product,maker,replacement,low,high,currency,effort_crew_days\ntransport,,Bergson,B1,9000,11000,EUR,2\ntransport,,Clarke,K7,8000,10000,EUR,3\n,A2,Bergson,B2,20000,20000,EUR,4\n' >costs.csv
$ cleanpath plan -q inventory.csv links.csv demands.csv --costs costs.csv --periods 4 --as-of 2026-11-28 -p no-acme
5 devices in 4 stages: 56,000 EUR, exposed 8 units x stages at 120 EUR each
Objective: cost + weight x exposed units over the stages = 56,960 EUR (a unit: a demand with an excluded device on its routes, or such a device)
No plan is below 56,960 EUR: this one is at most 0.00 % above the best.
Verified: every deadline, limit and rule is kept, and 6 demands are in every stage.

STAGE FROM       BEFORE     DEVICES       COST                   RANGE CREW-DAYS     FREE AFTER
    1 2026-11-28 2027-02-28       2 29,000 EUR 28,000 EUR - 30,000 EUR       7.0 3 of 6 demands
    2 2027-02-28 2027-05-28       2 18,000 EUR 16,000 EUR - 20,000 EUR       6.0 5 of 6 demands
    3 2027-05-28 2027-08-28       1  9,000 EUR  8,000 EUR - 10,000 EUR       3.0 6 of 6 demands
    4 2027-08-28 2027-11-28       0      0 EUR                               0.0 6 of 6 demands

STAGE DEVICE SITE  IS      BECOMES          COST USE UNTIL  POLICY
    1 s5     south acme A2 Bergson B2 20,000 EUR 2027-12-31 no-acme
    1 s6     south acme A1 Clarke K7   9,000 EUR 2027-12-31 no-acme
    2 s1     north acme A1 Clarke K7   9,000 EUR 2027-12-31 no-acme
    2 s2     north acme A1 Clarke K7   9,000 EUR 2027-12-31 no-acme
    3 s3     west  acme A1 Clarke K7   9,000 EUR 2027-12-31 no-acme
$ cleanpath plan -q inventory.csv links.csv demands.csv --costs costs.csv --periods 4 --as-of 2026-11-28 -p no-acme --format csv >plan.csv; cat plan.csv
stage,from,asset,name,site,class,make,model,quantity,date_obtained,new_make,new_model,estimate,low,high,currency,effort_crew_days,use_until,policy,clause,status,disposal
1,2026-11-28,ip-192.0.2.15,s5,south,transport,acme,A2,,,Bergson,B2,20000.00,20000.00,20000.00,EUR,4.000,2027-12-31,no-acme,all,planned,
1,2026-11-28,ip-192.0.2.16,s6,south,transport,acme,A1,,,Clarke,K7,9000.00,8000.00,10000.00,EUR,3.000,2027-12-31,no-acme,all,planned,
2,2027-02-28,ip-192.0.2.11,s1,north,transport,acme,A1,,,Clarke,K7,9000.00,8000.00,10000.00,EUR,3.000,2027-12-31,no-acme,all,planned,
2,2027-02-28,ip-192.0.2.12,s2,north,transport,acme,A1,,,Clarke,K7,9000.00,8000.00,10000.00,EUR,3.000,2027-12-31,no-acme,all,planned,
3,2027-05-28,ip-192.0.2.13,s3,west,transport,acme,A1,,,Clarke,K7,9000.00,8000.00,10000.00,EUR,3.000,2027-12-31,no-acme,all,planned,
## The table is checked again, as it was written and as somebody edited it.
$ cleanpath plan verify plan.csv -q inventory.csv links.csv demands.csv --periods 4 --as-of 2026-11-28 -p no-acme | grep -v '^ '
5 devices in 4 stages: 56,000 EUR, exposed 8 units x stages at 112 EUR each
Objective: cost + weight x exposed units over the stages = 56,896 EUR (a unit: a demand with an excluded device on its routes, or such a device)
How far it is above the best is not known: it was verified, not made.
Verified: every deadline, limit and rule is kept, and 6 demands are in every stage.

STAGE FROM       BEFORE     DEVICES       COST                   RANGE CREW-DAYS     FREE AFTER

STAGE DEVICE SITE  IS      BECOMES          COST USE UNTIL  POLICY
$ sed 's/^[1-4],[^,]*/1,2026-11-28/' plan.csv >edited.csv; cleanpath plan verify edited.csv -q inventory.csv links.csv demands.csv --periods 4 --as-of 2026-11-28 -p no-acme | grep '^X'
X demand: stage 1 leaves no path from s2 to core-1
X demand: stage 1 leaves no path from s3 to core-1
X demand: stage 1 leaves no path from s4 to core-1
X demand: stage 1 leaves no path from s5 to core-2
$ printf 'stage,asset,estimate\n1,nobody,5\n9,name-s1,5\n' >odd.csv; cleanpath plan verify odd.csv -q inventory.csv links.csv demands.csv --periods 4 --as-of 2026-11-28 -p no-acme | grep '^X' | head -2
cleanpath: odd.csv:2: "nobody" is no device that has to go
cleanpath: odd.csv:3: "name-s1" is no device that has to go
X deadline: s1 is not replaced, and has to be by stage 4
X deadline: s2 is not replaced, and has to be by stage 4
## There is none, and why.
$ cleanpath plan -q inventory.csv links.csv demands.csv --costs costs.csv --periods 2 --as-of 2026-11-28 -p no-acme
No plan: none keeps all that was asked for.
In conflict (without any one of these there is a plan):
  5 devices have to be replaced by stage 2 (no-acme)
  the demand from s2 to core-1
  the demand from s4 to core-1
[1]
$ printf 'a,b\ncore-1,s1\ns1,s2\ns2,s3\ns3,s4\ns4,s5\ns5,s6\n' >spur.csv
$ cleanpath plan -q inventory.csv spur.csv --costs costs.csv --periods 4 --as-of 2026-11-28 -p no-acme
! No demands are told: taken is that every device has to reach the core.
No plan: none keeps all that was asked for.
In conflict (without any one of these there is a plan):
  5 devices have to be replaced by stage 4 (no-acme)
  the demand from s2 to (any of the core), of which s1 is the only way (--allow-outage)
[1]
$ cleanpath plan -q inventory.csv spur.csv --costs costs.csv --periods 4 --as-of 2026-11-28 -p no-acme --allow-outage --limit 2
! No demands are told: taken is that every device has to reach the core.
! 4 devices are the only way of demands (of up to 5): they are out while it is swapped.
5 devices in 4 stages: 56,000 EUR, exposed 0 units x stages at 120 EUR each
Objective: cost + weight x exposed units over the stages = 56,000 EUR (a unit: a demand with an excluded device on its routes, or such a device)
No plan is below 56,000 EUR: this one is at most 0.00 % above the best.
Verified: every deadline, limit and rule is kept, and 7 demands are in every stage.

STAGE FROM       BEFORE     DEVICES       COST                   RANGE CREW-DAYS     FREE AFTER
    1 2026-11-28 2027-02-28       5 56,000 EUR 52,000 EUR - 60,000 EUR      16.0 7 of 7 demands
    2 2027-02-28 2027-05-28       0      0 EUR                               0.0 7 of 7 demands
    3 2027-05-28 2027-08-28       0      0 EUR                               0.0 7 of 7 demands
    4 2027-08-28 2027-11-28       0      0 EUR                               0.0 7 of 7 demands

STAGE DEVICE SITE  IS      BECOMES        COST USE UNTIL  POLICY
    1 s1     north acme A1 Clarke K7 9,000 EUR 2027-12-31 no-acme
    1 s2     north acme A1 Clarke K7 9,000 EUR 2027-12-31 no-acme
3 more (--limit).
$ cleanpath plan -q inventory.csv links.csv demands.csv --costs costs.csv --periods 4 --crews 1 --period 1w --as-of 2026-11-28 -p no-acme --budget 40000
No plan: none keeps all that was asked for.
In conflict (without any one of these there is a plan):
  5 devices have to be replaced by stage 4 (no-acme)
  the budget
  5 devices have to be replaced in stages 1 to 4: that takes 56,000 EUR, there are 40,000 EUR, which is enough for 4 at most
[1]
## What links carry: where s1 is swapped, five of the demands leave the ring at its other end. 5G do, 4G do not, and 1G is too little from the start.
$ for c in 5G 4G 1G; do sed "s/^a,b,metric/&,capacity_bps/; 2,\$s/$/,$c/" links.csv >links-$c.csv; cleanpath plan -q inventory.csv links-$c.csv demands.csv --costs costs.csv --periods 5 --period 2mo --as-of 2026-11-28 -p no-acme | grep -v '^ ' | head -2; done
5 devices in 5 stages: 56,000 EUR, exposed 8 units x stages at 120 EUR each
Objective: cost + weight x exposed units over the stages = 56,960 EUR (a unit: a demand with an excluded device on its routes, or such a device)
No plan: none keeps all that was asked for.
In conflict (without any one of these there is a plan):
! What demands want does not fit into the links as they are: what links carry is not looked at.
5 devices in 5 stages: 56,000 EUR, exposed 8 units x stages at 120 EUR each
## What is missing or wrong in what was told.
$ cleanpath plan -q inventory.csv links.csv -p no-acme --periods 4
cleanpath: plan needs what replacements cost: --costs FILE (a table class,product,low,high,currency,effort_crew_days)
[2]
$ cleanpath plan -q inventory.csv links.csv -p no-acme --costs costs.csv
cleanpath: --periods is 0, expected 1 to 63
[2]
$ printf 'class,low,high,currency\ncore,1,2,EUR\n' >few.csv; cleanpath plan -q inventory.csv links.csv -p no-acme --costs few.csv --periods 4
cleanpath: nobody tells what it costs to replace 5 devices: transport (5). Add rows class,product,low,high,currency,effort_crew_days to a table of --costs
[2]
$ printf 'class,low,currency\ntransport,100,EUR\ncore,100,USD\n' >mixed.csv; cleanpath plan -q inventory.csv links.csv -p no-acme --costs mixed.csv --periods 4
cleanpath: mixed.csv: line 3 is in USD, those before in EUR: one currency is needed
[3]
$ printf 'class,low,currency\ntransport,-100,EUR\ntransport,7,EUR\n' >less.csv; cleanpath plan -q inventory.csv links.csv -p no-acme --costs less.csv --periods 4 --format json | python3 -c 'import json, sys; d = json.load(sys.stdin); print(d["cost"], d["verified"])'
cleanpath: less.csv:2: low is "-100", expected a number from 0 to 9e13
35.56 True
$ cleanpath plan -q inventory.csv links.csv -p no-acme --costs costs.csv --periods 4 --budget much
cleanpath: --budget is "much", expected an amount, or AMOUNT/period
[2]
$ cleanpath plan -q inventory.csv links.csv -p no-acme --costs costs.csv --periods 64
cleanpath: --periods is 64, expected 1 to 63
[2]
$ cleanpath plan -q inventory.csv links.csv -p no-acme --costs costs.csv --periods 4 --period 3x
cleanpath: --period is "3x", expected a length as 30d, 2w, 3mo or 1y
[2]
