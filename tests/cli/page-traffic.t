## What a page shows of flows is what `flows` answers: whom excluded equipment talks to, when, findings with their strips.
$ cat >traffic.py <<'END'
> import base64, json, re, sys, zlib
> def traffic(name):
>     page = open(name, encoding='utf-8').read()
>     main = json.loads(zlib.decompress(base64.b64decode(re.search(r'id="main">([^<]*)', page)[1]), -15))
>     return main, main['traffic']
> def end(main, e):
>     asset = main['assets']['name'][e['asset']] if e['asset'] >= 0 and not (e['stranger'] and e['address']) else None
>     name = e['name'] and ('(%s)' if e['of_others'] else '%s') % (e['name'] + (' +%d' % e['more_names'] if e['more_names'] else ''))
>     return ' '.join(filter(None, [asset, name, e['address'], e['network'], e['what']]))
> def volume(v):
>     return '>= %d ?' % v['low'] if v['high'] is None else '%d' % v['bytes'] if v['low'] == v['high'] else '%d (%d - %d)' % (v['bytes'], v['low'], v['high'])
> END
$ cat >show.py <<'END'
> from traffic import *
> main, t = traffic(sys.argv[1])
> if not t: sys.exit(print(t))
> for n in t['notes']: print('!', n)
> for part in ('excluded', 'unknown'):
>     p = t[part]
>     print('%s: %d talk, %d rows, %s' % (part, p['who'], p['n'], volume(p['volume'])))
>     for r in p['rows'][:8]:
>         print('  %s [%s, %s] %s %s%s: %s, back %s, %d flows, %s to %s' % (end(main, r['who']), r['verdict'], r['role'], end(main, r['with']), r['service'], ' served' if r['serves'] else '', volume(r['out']), volume(r['back']), r['flows'], r['first_at'], r['last_at']))
> if t['hours']:
>     print('to outside:', volume(t['hours']['volume']))
>     for d in t['hours']['days']: print('  %s |%s|' % (d['day'], ''.join('#' if b else '.' if k == '1' else ' ' for b, k in zip(d['bytes'], d['told']))))
> print('findings:', t['found'])
> for f in t['findings']:
>     print('  %s of %s: %s -> %s %s, score %.3f' % (f['kind'], f['of'], end(main, f['who']), end(main, f['peer']) if f['peer'] else 'several', f['service'], f['score']), *('| %s %d places, %s' % (k['word'], len(k['values']), k['beside']) for k in f['lines']))
> END
$ cleanpath import -q --case t.case $DATA/flows/equipment.csv && cleanpath import -q --case t.case $DATA/flows/conn.log $DATA/flows/nfdump.csv $DATA/flows/planted.log $DATA/flows/planted-dns.log $DATA/flows/dns.log
$ cleanpath report -q --policy us-fcc-covered-list --case t.case -o t.html; python3 show.py t.html
! 1 exporter does not say how packets were sampled: figures with ? are at least so much (--sampling ADDRESS=N).
! no routing table of IPv4 is in the case: whose network far ends are in is not known (`import` reads MRT, pfx2as, CSV).
! 1 device or inside address that talks is of no known maker or verdict, or in no inventory: not known to be clean.
! In 132 of the 147 hours between the first flow and the last no flow began, of anybody: whether nothing was sent or nothing was told is not known.
excluded: 2 talk, 12 rows, >= 86276828 ?
  olt-17 [excluded, access] 203.0.113.211 tcp/443: 85371520, back 9200, 1 flows, 2025-11-29T10:30:00Z to 2025-11-29T10:30:09Z
  olt-18 [excluded, access] 203.0.113.200 tcp/443: 370000, back 296000, 1 flows, 2025-11-23T08:08:20Z to 2025-11-24T03:08:20Z
  olt-17 [excluded, access] 203.0.113.210 tcp/443: 171340, back 29400, 7 flows, 2025-11-23T10:00:00Z to 2025-11-29T10:31:15Z
  olt-17 [excluded, access] core-1 tcp/22 served: 11600, back 4080, 1 flows, 2025-11-23T08:02:00Z to 2025-11-23T08:03:00Z
  olt-17 [excluded, access] telemetry.example +1 203.0.113.9 tcp/443: 4896, back 3296, 8 flows, 2025-11-23T08:00:00Z to 2025-11-23T15:00:05Z
  olt-18 [excluded, access] (shop.example) 203.0.113.77 tcp/443: >= 1800 ?, back >= 900 ?, 1 flows, 2025-11-23T09:00:00Z to 2025-11-23T09:00:05Z
  olt-18 [excluded, access] 198.51.100.77 tcp/23 served: 764, back 520, 1 flows, 2025-11-23T08:03:00Z to 2025-11-23T08:03:02Z
  olt-17 [excluded, access] 198.51.100.90 tcp/4433: 540, back 700, 1 flows, 2025-11-23T19:06:49Z to 2025-11-23T19:06:52Z
unknown: 1 talk, 17 rows, 1186
  box-9 [undetermined, None] 10.20.0.8 tcp/23: 180, back 190, 1 flows, 2025-11-23T08:01:47Z to 2025-11-23T08:01:48Z
  box-9 [undetermined, None] 203.0.113.53 udp/53: 68, back 148, 1 flows, 2025-11-23T08:03:20Z to 2025-11-23T08:03:20Z
  box-9 [undetermined, None] 10.20.0.1 tcp/23: 40, back 0, 1 flows, 2025-11-23T08:01:40Z to 2025-11-23T08:01:40Z
  box-9 [undetermined, None] 10.20.0.2 tcp/23: 40, back 0, 1 flows, 2025-11-23T08:01:41Z to 2025-11-23T08:01:41Z
  box-9 [undetermined, None] 10.20.0.3 tcp/23: 40, back 0, 1 flows, 2025-11-23T08:01:42Z to 2025-11-23T08:01:42Z
  box-9 [undetermined, None] 10.20.0.4 tcp/23: 40, back 0, 1 flows, 2025-11-23T08:01:43Z to 2025-11-23T08:01:43Z
  box-9 [undetermined, None] 10.20.0.5 tcp/23: 40, back 0, 1 flows, 2025-11-23T08:01:44Z to 2025-11-23T08:01:44Z
  box-9 [undetermined, None] 10.20.0.6 tcp/23: 40, back 0, 1 flows, 2025-11-23T08:01:45Z to 2025-11-23T08:01:45Z
to outside: >= 85920860 ?
  2025-11-23 |        ########   #    |
  2025-11-24 |          #             |
  2025-11-25 |          #             |
  2025-11-26 |          #             |
  2025-11-27 |          #             |
  2025-11-28 |          #             |
  2025-11-29 |          #             |
findings: {'excluded': 7, 'unknown': 1, 'other': 0}
  knock of excluded: 198.51.100.90 -> olt-17 192.0.2.17 tcp/4433, score 1.000 | seen 10 places, up to 1
  beacon of excluded: olt-17 192.0.2.17 -> telemetry.example +1 203.0.113.9 tcp/443, score 1.000 | seen 8 places, 2025-11-23 08 h to 2025-11-23 15 h UTC, 1 h a place | intervals 9 places, 25 min 19 s to 2 h
  long of excluded: olt-18 192.0.2.18 -> 203.0.113.200 tcp/443, score 0.999 | bytes 58 places, up to 11.7 kB
  management of excluded: 198.51.100.77 -> olt-18 192.0.2.18 tcp/23, score 0.999 | seen 1 places, up to 1
  exfiltration of excluded: olt-17 192.0.2.17 -> 203.0.113.211 tcp/443, score 0.995 | to peer 7 places, up to 85.4 MB | to others 7 places, up to 38.8 kB
  dns-tunnel of excluded: olt-17 192.0.2.17 -> far.example 203.0.113.53 udp/53, score 0.992 | queries 36 places, up to 1 | characters 36 places, up to 45
  beacon of excluded: olt-17 192.0.2.17 -> 203.0.113.210 tcp/443, score 1.000 | seen 49 places, 2025-11-23 10 h to 2025-11-29 10 h UTC, 3 h a place | intervals 9 places, 11 h 21 min to 2 d 6 h
  scan of unknown: box-9 192.0.2.9 -> several None, score 1.000 | targets 51 places, up to 2
## The strips are those of `flows --plot`.
$ cleanpath flows -q --policy us-fcc-covered-list --case t.case --detect all --plot -f json >flows.json; python3 - <<'END'
> import json
> from traffic import *
> main, t = traffic('t.html')
> drawn = {(x['kind'], x['service']): x for x in json.load(open('flows.json'))['findings'] if x['kind'] != 'beacon'}
> for f in t['findings']:
>     if f['kind'] == 'beacon': continue
>     x = drawn[f['kind'], f['service']]
>     strips = [v for k, v in x['evidence']['strips'].items() if isinstance(v, list)]
>     same = strips == [k['values'] for k in f['lines']] and x['score'] == f['score'] and x['explanation'] == f['explanation'] and x['evidence']['numbers'] == f['numbers']
>     print(f['kind'], same)
> END
knock True
long True
management True
exfiltration True
dns-tunnel True
scan True
## Without a script: what is not known, whom it talks to, findings; and without flows there is nothing of it.
$ sed -n '/<h2>Traffic/,/<.noscript>/p' t.html | cut -c1-120 | head -6
<h2>Traffic</h2>
<p>1 exporter does not say how packets were sampled: figures with ? are at least so much (--sampling ADDRESS=N).</p>
<p>no routing table of IPv4 is in the case: whose network far ends are in is not known (`import` reads MRT, pfx2as, CSV)
<p>1 device or inside address that talks is of no known maker or verdict, or in no inventory: not known to be clean.</p>
<p>In 132 of the 147 hours between the first flow and the last no flow began, of anybody: whether nothing was sent or no
<p>Excluded or restricted equipment: 2 that talk, 12 conversations by service, at least 86276828 bytes.</p>
$ cleanpath import -q --case e.case $DATA/flows/equipment.csv && cleanpath report -q --case e.case -o e.html; python3 show.py e.html; grep -c '<h2>Traffic' e.html
None
0
[1]
$ cleanpath report -q -o f.html $DATA/flows/conn.log; python3 show.py f.html
None
## Nobody is told the network: addresses, names and networks of peers are pseudonyms, who came in is left out, ports and times stay.
$ cleanpath import -q --case t.case $DATA/logins/vpn.csv $DATA/logins/conn.log $DATA/logins/equipment.csv
$ cleanpath report -q --redact --policy us-fcc-covered-list --case t.case -o r.html; python3 - <<'END'
> from traffic import *
> main, t = traffic('r.html')
> text = json.dumps(t) + re.search('<noscript>.*</noscript>', open('r.html').read(), re.S)[0]
> print(re.findall(r'\b\d+\.\d+\.\d+\.\d+\b|olt|box-9|core-1|[a-z]+\.example', text), [f['explanation'] for f in t['findings'] if f['kind'] == 'support'])
> r = t['excluded']['rows'][0]
> print(re.sub('[0-9a-f]{8}', 'X', '%s %s %s %s' % (end(main, r['who']), end(main, r['with']), r['service'], r['first_at'])))
> END
[] ['(left out)', '(left out)']
device-X address-X tcp/443 2025-11-29T10:30:00Z
## Flows that went on to ClickHouse are not in a report, and it says so.
$ cp t.case c.case; python3 - <<'END'
> import sqlite3
> c = sqlite3.connect('c.case')
> flows = c.execute("SELECT id FROM import WHERE flows > 0").fetchone()[0]
> c.execute("INSERT INTO flow_cluster VALUES(1, 'x', 1)")
> c.execute("INSERT INTO flow_ship VALUES(1, ?, 0, 0, 12, 1763884800000000, 1763910000000000, 1763910000000000)", (flows,))
> c.execute("INSERT INTO flow_ship_part VALUES(1, 0, 12)")
> c.commit()
> END
$ cleanpath report -q --policy us-fcc-covered-list --case c.case -o c.html; python3 show.py c.html
! 12 flows of this case are in ClickHouse (1 shards), which --clickhouse has to name. Nothing of the flows is in this report: `cleanpath flows --clickhouse` asks for them.
excluded: 0 talk, 0 rows, 0
unknown: 0 talk, 0 rows, 0
findings: {'excluded': 0, 'unknown': 0, 'other': 0}
## Random logs against a plain count of their lines: rows, what is outside by the hour, nodes and bands, of which what is small is added up.
$ cat >random_log.py <<'END'
> import datetime, random, sys
> r = random.Random(int(sys.argv[1]))
> rows = []
> for i in range(int(sys.argv[2])):
>     pick = lambda: r.choice(['192.0.2.%d' % r.randint(1, 30), '203.0.113.%d' % min(250, int(r.paretovariate(0.5))), '10.9.9.%d' % r.randint(1, 3), '224.0.0.9'])
>     src, dst = pick(), pick()
>     if src == dst: continue
>     rows.append((1763856000 + r.randint(0, 40 * 86400), src, 40000 + i % 9000, dst, r.choice([22, 80, 443, 8443, 53, 123, 161, 5000, 6000, 7000, 25]), r.randint(1, 10 ** r.randint(2, 7)), r.randint(0, 9999)))
> with open('inv.csv', 'w') as f:
>     f.write('name,maker,product,ip,class,role\n')
>     for i in range(1, 31): f.write('d%d,%s,%s,192.0.2.%d,olt,access\n' % (i, *(('Huawei', 'MA5800') if i % 2 else ('Nokia', '7360')), i))
> with open('random.log', 'w') as f:
>     f.write('#separator \\x09\n#path\tconn\n#fields\t' + '\t'.join('ts id.orig_h id.orig_p id.resp_h id.resp_p proto duration orig_pkts orig_ip_bytes resp_pkts resp_ip_bytes'.split()) + '\n')
>     for at, src, sp, dst, dp, out, back in sorted(rows): f.write('\t'.join(map(str, (at, src, sp, dst, dp, 'tcp', 1, 9, out, 9, back))) + '\n')
> END
$ cat >count.py <<'END'
> import collections, datetime
> from traffic import *
> main, t = traffic('random.html')
> name = lambda ip: 'd' + ip.split('.')[3] if ip.startswith('192.0.2.') else ip
> bad = lambda ip: ip.startswith('192.0.2.') and int(ip.split('.')[3]) % 2 == 1
> outside = lambda ip: ip.startswith('203.')
> sums, hours, told = collections.defaultdict(lambda: [0, 0]), collections.Counter(), set()
> for line in open('random.log'):
>     if line.startswith('#'): continue
>     at, src, sp, dst, dp, _, _, _, out, _, back = line.split('\t')
>     when = datetime.datetime.fromtimestamp(int(at), datetime.timezone.utc)
>     told.add((when.date().isoformat(), when.hour))
>     for a, b, n in ((src, dst, int(out)), (dst, src, int(back))):
>         if bad(a) and outside(b): hours[when.date().isoformat(), when.hour] += n
>     if bad(src) or bad(dst):
>         who, other, mine, theirs = (src, dst, int(out), int(back)) if bad(src) else (dst, src, int(back), int(out))
>         s = sums[name(who), name(other), 'tcp/' + dp, who == dst]
>         s[0] += mine; s[1] += theirs
> e = t['excluded']
> want = sorted(((k, *v) for k, v in sums.items()), key=lambda x: -(x[1] + x[2]))
> got = [((end(main, r['who']), end(main, r['with']), r['service'], r['serves']), r['out']['bytes'], r['back']['bytes']) for r in e['rows']]
> print('rows', e['n'] == len(sums) and len(got) == min(100, len(sums)) and [sum(x[1:]) for x in got] == [sum(x[1:]) for x in want[:100]] and set(got[:99]) <= set(want))
> print('hours', all(d['bytes'] == [hours[d['day'], h] for h in range(24)] and d['told'] == ''.join('01'[(d['day'], h) in told] for h in range(24)) for d in t['hours']['days']), t['hours']['volume']['bytes'] == sum(hours.values()), len(t['hours']['days']), t['hours']['days_before'])
> print('before', t['hours']['bytes_before'] == sum(v for (d, h), v in hours.items() if d < t['hours']['days'][0]['day']))
> nodes, bands, key = t['nodes'], t['bands'], {'who': 0, 'service': 2, 'with': 1}
> group = lambda ip: 'inside, no equipment' if ip.startswith('10.') else 'no one machine' if ip.startswith('224.') else ip
> node_of = {c: {end(main, n['end']): i for i, n in enumerate(nodes) if n['column'] == c} for c in key}
> place = lambda c, k: node_of[c].get(group(k[key[c]]), node_of[c].get('others'))
> weight, between, other = collections.Counter(), collections.Counter(), collections.defaultdict(set)
> for k, v in sums.items():
>     at = [place(c, k) for c in ('who', 'service', 'with')]
>     for c, i in zip(('who', 'service', 'with'), at): weight[i] += sum(v); other[i].add(group(k[key[c]]))
>     between[at[0], at[1]] += sum(v); between[at[1], at[2]] += sum(v)
> print('nodes', len(nodes) <= 30 and all(n['bytes'] == weight[i] and n['stands_for'] == len(other[i]) for i, n in enumerate(nodes)), [sum(n['column'] == c for n in nodes) for c in key])
> print('bands', {(a, b): n for a, b, n in bands} == {k: n for k, n in between.items() if n})
> least = lambda c: min(n['bytes'] for n in nodes if n['column'] == c and n['end']['what'] != 'others')
> all_of = {c: collections.Counter() for c in key}
> for k, v in sums.items():
>     for c in key: all_of[c][group(k[key[c]])] += sum(v)
> print('largest', all(v <= least(c) for c in key for x, v in all_of[c].items() if x not in node_of[c]))
> END
$ for seed in 1 2 3 4 5; do rm -f random.case; python3 random_log.py $seed $((seed * seed * 60)); cleanpath import -q --case random.case inv.csv random.log; cleanpath report -q --policy us-fcc-covered-list --case random.case -o random.html; python3 count.py | tr '\n' ';'; echo; done
rows True;hours True True 29 0;before True;nodes True [10, 8, 12];bands True;largest True;
rows True;hours True True 31 9;before True;nodes True [10, 8, 12];bands True;largest True;
rows True;hours True True 31 9;before True;nodes True [10, 8, 12];bands True;largest True;
rows True;hours True True 31 9;before True;nodes True [10, 8, 12];bands True;largest True;
rows True;hours True True 31 9;before True;nodes True [10, 8, 12];bands True;largest True;
## What a list has as known to be harmless is left out of the page, too, and counted with the line; words of it are not shared.
$ cat >known.txt <<'END'
> beacon long olt-17 203.0.113.0/24   # telemetry, agreed
> scan 10.0.0.0/8
> beacon olt-99                       # was taken away
> END
$ cat >allowed.py <<'END'
> from traffic import *
> main, t = traffic(sys.argv[1])
> print(t['found'], len(t['findings']), any(f['kind'] == 'beacon' for f in t['findings']))
> if 'allowed' in t: print(t['allowed']['findings'], *(tuple(l.values()) for l in t['allowed']['lines']), sep='\n')
> END
$ cleanpath report -q --policy us-fcc-covered-list --case t.case -o t.html; python3 allowed.py t.html
{'excluded': 8, 'unknown': 2, 'other': 0} 10 True
$ cleanpath report -q --policy us-fcc-covered-list --case t.case --allow known.txt -o a.html; python3 allowed.py a.html; sed -n 's/<p>/\n/gp' a.html | grep -aE '^(Left out, because|Line )' | sed 's/<.*//'
{'excluded': 6, 'unknown': 2, 'other': 0} 8 False
2
(1, 'beacon long olt-17 203.0.113.0/24', 2, None)
(2, 'scan 10.0.0.0/8', 0, None)
(3, 'beacon olt-99', 0, 'word "olt-99": expected an address, a network, port:N, as:N, or words that an asset has')
Left out, because a list has it as known to be harmless: 2.
Line 1, beacon long olt-17 203.0.113.0/24: 2
Line 3, beacon olt-99: without effect: word &quot;olt-99&quot;: expected an address, a network, port:N, as:N, or words that an asset has
$ cleanpath report -q --policy us-fcc-covered-list --case t.case --allow known.txt --redact --redact-key key -o r.html; python3 allowed.py r.html; grep -a 'olt-' r.html
{'excluded': 6, 'unknown': 2, 'other': 0} 8 False
2
(1, '(left out)', 2, None)
(2, '(left out)', 0, None)
(3, '(left out)', 0, '(left out)')
[1]
$ cleanpath report --case t.case --allow known.txt -f json
cleanpath: --allow is of --format html: no other one tells what traffic looks like
[2]
$ cleanpath report -q --case t.case --allow none.txt -o b.html
cleanpath: none.txt: cannot open: No such file or directory
[3]
$ cleanpath report -q --case none.case --allow known.txt -o b.html $DATA/flows/equipment.csv
cleanpath: --allow: no flows are in a case, of which findings could be left out
