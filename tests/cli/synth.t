## A network that does not exist: the same seed gives the same bytes.
$ cleanpath synth --devices 300 --seed 7 one && cleanpath synth -q --devices 300 --seed 7 two && diff -r one two && wc -l <one/inventory.csv
cleanpath: one: 300 devices, 869 links, 14 walks (seed 7); now: cleanpath audit one
301
$ cleanpath synth -q --devices 300 --seed 8 three; cmp -s one/inventory.csv three/inventory.csv || echo another network
another network
$ cleanpath synth one
cleanpath: one is not empty: nothing is written over
[2]
$ cleanpath synth --devices 0 four
cleanpath: --devices is 0, expected 1 to 1000000
[2]
## Each name in a table is that of a device; ports are used once; there are three links a device; what is not below the network layer hangs together.
$ cat >check.py <<'END'
> import csv, sys
> def table(name):
>     with open('%s/%s.csv' % (sys.argv[1], name), encoding='utf-8') as f:
>         return list(csv.DictReader(f))
> devices = {r['name']: r for r in table('inventory')}
> links, carriage, needs, demands = (table(x) for x in ('links', 'carriage', 'dependencies', 'demands'))
> ports = [(l[e], l[e + '_port']) for l in links for e in 'ab']
> pairs = {l['a'] + '|' + l['b'] for l in links}
> named = [x for x, _ in ports] + [r['transmission'] for r in carriage]
> named += [r[k] for r in needs for k in ('asset', 'needs')] + [r[k] for r in demands for k in ('from', 'to')]
> group = {n: n for n in devices}
> def find(n):
>     while group[n] != n:
>         group[n] = n = group[group[n]]
>     return n
> for l in links:
>     group[find(l['a'])] = find(l['b'])
> parts = {find(n) for n in devices if devices[n]['role'] not in ('optical', 'leased')}
> both = {}
> for r in carriage:
>     both.setdefault(r['link'], set()).add(r['alternative'])
> print('%d devices, %d links; unknown names %d, ports used twice %d, parts %d, links that are none %d' % (len(devices), len(links),
>       len(set(named) - set(devices)), len(ports) - len(set(ports)), len(parts), len(set(both) - pairs)))
> print('of %d that are carried %d are protected; %d dependencies; %d demands; %d ducts; one way costs more on %d' % (len(both),
>       sum(len(x) > 1 for x in both.values()), len(needs), len(demands), len({l['srlg'] for l in links}), sum(l['metric'] != l['metric_back'] for l in links)))
> END
$ python3 check.py one
300 devices, 869 links; unknown names 0, ports used twice 0, parts 1, links that are none 0
of 42 that are carried 12 are protected; 768 dependencies; 128 demands; 135 ducts; one way costs more on 107
$ cleanpath synth -q --devices 5000 big && python3 check.py big
5000 devices, 14961 links; unknown names 0, ports used twice 0, parts 1, links that are none 0
of 800 that are carried 212 are protected; 11246 dependencies; 2361 demands; 2606 ducts; one way costs more on 1845
$ for n in 1 2 3 4 5 6 7 20 83 84 85; do cleanpath synth -q --devices $n n$n && python3 check.py n$n | head -1; done
1 devices, 0 links; unknown names 0, ports used twice 0, parts 1, links that are none 0
2 devices, 1 links; unknown names 0, ports used twice 0, parts 1, links that are none 0
3 devices, 9 links; unknown names 0, ports used twice 0, parts 1, links that are none 0
4 devices, 9 links; unknown names 0, ports used twice 0, parts 1, links that are none 0
5 devices, 9 links; unknown names 0, ports used twice 0, parts 1, links that are none 0
6 devices, 14 links; unknown names 0, ports used twice 0, parts 1, links that are none 0
7 devices, 23 links; unknown names 0, ports used twice 0, parts 1, links that are none 0
20 devices, 59 links; unknown names 0, ports used twice 0, parts 1, links that are none 0
83 devices, 245 links; unknown names 0, ports used twice 0, parts 1, links that are none 0
84 devices, 224 links; unknown names 0, ports used twice 0, parts 1, links that are none 0
85 devices, 226 links; unknown names 0, ports used twice 0, parts 1, links that are none 0
$ cleanpath audit -q -f csv one --as-of 2026-11-23 | wc -l
301
