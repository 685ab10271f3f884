## Files with flows are read by several threads before their turn; what is told and kept is the same for any number of threads:
## captures of traffic with names, one whose exporter tells of flows by a template that stands in another file, one that is cut
## off, one that is none, the same one twice, flows as nfdump prints them, and an inventory between them.
$ cat >make.py <<'END'
> import os, struct, sys
> sys.path.insert(0, sys.argv[1])
> from frames import ethernet, ipv4, udp, ROUTER, SWITCH
> def pcap(name, packets):
>     with open(name, 'wb') as out:
>         out.write(struct.pack('<IHHiIII', 0xa1b2c3d4, 2, 4, 0, 0, 65535, 1))
>         for i, p in enumerate(packets):
>             f = ethernet(SWITCH, ROUTER, 0x0800, p)
>             out.write(struct.pack('<IIII', 1790000000 + i // 100, i % 100 * 10000, len(f), len(f)) + f)
> def dns(n):
>     return struct.pack('>HHHHHH', n, 0x100, 1, 0, 0, 0) + b'\x03www\x07example' + b'\x03net\x00' + struct.pack('>HH', 1, 1)
> def traffic(seed):
>     for i in range(1500):
>         at = (i * 7919 + seed * 104729) % 251
>         data = dns(i) if i % 5 == 0 else bytes(i % 40)
>         yield ipv4(bytes([192, 0, 2, at]), bytes([198, 51, 100, (at * seed) % 200]), 17, udp(1024 + at, 53 if i % 5 == 0 else 4000 + at % 9, data))
> fields = [(8, 4), (12, 4), (7, 2), (11, 2), (4, 1), (1, 4), (2, 4), (152, 8), (153, 8)]
> template = struct.pack('>HH', 300, len(fields)) + b''.join(struct.pack('>HH', *f) for f in fields)
> def ipfix(set_id, body, seq):
>     return struct.pack('>HHIIIHH', 10, 20 + len(body), 1790000000, seq, 7, set_id, 4 + len(body))
> def told(has_template):
>     if has_template:
>         yield ipv4(bytes([192, 0, 2, 1]), bytes([192, 0, 2, 250]), 17, udp(5000, 4739, ipfix(2, template, 0) + template))
>     for i in range(900):
>         row = struct.pack('>4s4sHHBIIQQ', bytes([203, 0, 113, i % 200]), bytes([198, 51, 100, 7]), 40000 + i, 443, 6, 1000 + i, 3, 1790000000000, 1790000001000)
>         yield ipv4(bytes([192, 0, 2, 1]), bytes([192, 0, 2, 250]), 17, udp(5000, 4739, ipfix(300, row, i) + row))
> os.mkdir('in')
> for i in range(1, 7): pcap('in/%d.pcap' % i, traffic(i))
> pcap('in/0-data.pcap', told(False))
> pcap('in/3-told.pcap', told(True))
> whole = open('in/2.pcap', 'rb').read()
> open('in/4-cut.pcap', 'wb').write(whole[:70000])
> open('in/4-same.pcap', 'wb').write(open('in/5.pcap', 'rb').read())
> open('in/5-none.pcap', 'wb').write(whole[:24] + bytes([255]) * 70000)
> rows = open(sys.argv[1] + '/flows/nfdump.csv').read().splitlines()
> open('in/6-nfdump.csv', 'w').write('\n'.join(rows[:1] + rows[1:3] * 400) + '\n')
> open('in/5-register.csv', 'w').write('name,vendor,model\n' + ''.join('sw-%d,Acme,X%d\n' % (i, i) for i in range(5000)))
> END
$ cat >kept.py <<'END'
> import sqlite3, sys, hashlib
> db = sqlite3.connect(sys.argv[1])
> digest, n = hashlib.sha256(), 0
> for name, in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('log', 'sqlite_stat1') ORDER BY name").fetchall():
>     columns = [c[1] for c in db.execute('PRAGMA table_info("%s")' % name) if not c[1].endswith('_at') or name != 'import']
>     for row in db.execute('SELECT %s FROM "%s" ORDER BY %s' % (', '.join(columns), name, ', '.join(str(i + 1) for i in range(len(columns))))):
>         digest.update(repr((name, row)).encode())
>         n += 1
> print(n, 'rows:', digest.hexdigest())
> END
$ python3 make.py $DATA
$ cleanpath import --threads 1 --case 1.case in >1.out 2>&1; cat 1.out
cleanpath: in/1.pcap: pcap, 1 observations, 0 links, 502 flows of 1 exporter, 300 names
cleanpath: in/2.pcap: pcap, 1 observations, 0 links, 502 flows of 1 exporter, 300 names
cleanpath: in/3-told.pcap: pcap, 1 observations, 0 links, 900 flows of 1 exporter
cleanpath: in/3-told.pcap: 1 exporter does not say how it samples: its volumes may be too small
cleanpath: in/3.pcap: pcap, 1 observations, 0 links, 502 flows of 1 exporter, 300 names
cleanpath: in/4-cut.pcap: pcap, 1 observations, 0 links, 418 flows of 1 exporter, 167 names; some records were malformed
cleanpath: in/4-same.pcap: pcap, 1 observations, 0 links, 502 flows of 1 exporter, 300 names
cleanpath: in/4.pcap: pcap, 1 observations, 0 links, 502 flows of 1 exporter, 300 names
cleanpath: in/5-none.pcap: pcap, 0 observations, 0 links; some records were malformed
cleanpath: in/5-register.csv: inventory-csv, 15000 observations, 0 links
cleanpath: in/5.pcap: is in the case already, nothing changed
cleanpath: in/6-nfdump.csv: nfdump-csv, 0 observations, 0 links, 800 flows of 1 exporter
cleanpath: in/6-nfdump.csv: 1 exporter does not say how it samples: its volumes may be too small
cleanpath: in/6.pcap: pcap, 1 observations, 0 links, 502 flows of 1 exporter, 300 names
cleanpath: in/0-data.pcap: pcap, 1 observations, 0 links, 900 flows of 1 exporter
cleanpath: in/0-data.pcap: 1 exporter does not say how it samples: its volumes may be too small
$ for n in 2 3 4 5 6 7 8; do cleanpath import --threads $n --case $n.case in >$n.out 2>&1; cmp 1.out $n.out; done
$ for n in 1 2 3 4 5 6 7 8; do python3 kept.py $n.case; done | sort | uniq -c | sed 's/:.*//'
      8 5059 rows
$ cleanpath flows -q --case 8.case --top pairs | head -3
1683 pairs of source and destination; of 6030 flows 6030 are in view, >= 4.14 MB ?
SOURCE       DESTINATION         BYTES PACKETS FLOWS FIRST            LAST
192.0.2.18   203.0.113.77  >= 720 kB ?  4.80 k   400 2025-11-23 09:00 2025-11-23 09:00
