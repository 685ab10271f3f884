## Flows in a capture: kept in the case, with who told them and what is not known of them.
$ cat >v5.py <<'END'
> import struct, sys
> sys.path.insert(0, sys.argv[1])
> from frames import ethernet, ipv4, udp, ROUTER, SWITCH
> def v5(before, sampling, flows):
>     head = struct.pack('>HHIIIIBBH', 5, len(flows), 600000, 1790000000, 0, before, 0, 7, sampling)
>     return head + b''.join(struct.pack('>4s4s4sHHIIIIHHBBBBHHBBH', bytes([192, 0, 2, a]), bytes([198, 51, 100, b]), bytes(4), 1, 2, 10, 4000,
>         500000, 590000, 40000 + a, 443, 0, 0x1b, 6, 0, 64500, 64501, 24, 24, 0) for a, b in flows)
> def frame(exporter, data):
>     return ethernet(SWITCH, ROUTER, 0x0800, ipv4(bytes([192, 0, 2, exporter]), bytes([192, 0, 2, 250]), 17, udp(5000, 9995, data)))
> frames = [frame(1, v5(0, 0, [(10, 1), (11, 2)])), frame(2, v5(0, 0x4000 | 100, [(12, 3)])), frame(1, v5(7, 0, [(10, 1)]))]
> with open('flows.pcap', 'wb') as out:
>     out.write(struct.pack('<IHHiIII', 0xa1b2c3d4, 2, 4, 0, 0, 65535, 1))
>     for i, f in enumerate(frames):
>         out.write(struct.pack('<IIII', 1790000000 + i, 0, len(f), len(f)) + f)
> END
$ python3 v5.py $DATA && cleanpath import --dry-run flows.pcap
flows.pcap: pcap, 3 records, 0 malformed, 1 observation, 0 links, 4 flows of 2 exporters
    3 frames: 3 IPv4
    1 MAC addresses, 2 IP addresses
    heard: NetFlow 5 3
$ cleanpath import flows.pcap
cleanpath: flows.pcap: pcap, 1 observations, 0 links, 4 flows of 2 exporters
cleanpath: flows.pcap: 1 exporter does not say how it samples: its volumes may be too small; 5 flows, datagrams or samples were lost, by what exporters count
$ cleanpath import flows.pcap
cleanpath: flows.pcap: is in the case already, nothing changed
$ cleanpath assets -q -f json | python3 -c 'import json, sys; s = json.load(sys.stdin)["coverage"]["sources"][0]; print({k: s.get(k) for k in ("flows", "exporters", "exporters_sampling_unknown", "flows_lost", "sets_without_template")})'
{'flows': 4, 'exporters': 2, 'exporters_sampling_unknown': 1, 'flows_lost': 5, 'sets_without_template': None}
$ cleanpath assets | head -4
Coverage
  flows.pcap: pcap, 3 records, 1 observation, 4 flows of 2 exporters, of 2026-09-21
    1 exporter does not say how it samples: its volumes may be too small; 5 flows, datagrams or samples were lost, by what exporters count
  tables: oui of 2026-08-26, pen of 2024-08-23, makers of 2026-11-23, fingerprints of 2026-11-27
$ cleanpath doctor | grep -i case
case: cleanpath.case: sound, 1 imports, 1 log entries
$ python3 -c 'import sqlite3
> db = sqlite3.connect("cleanpath.case")
> print(db.execute("SELECT rows, substr(data, 1, 4) FROM flow_block").fetchall())
> for row in db.execute("SELECT nr, proto, sampling, lost, unsampled FROM flow_exporter"): print(row)'
[(4, b'CPFB')]
(0, 'capture', 1, 0, 0)
(1, 'netflow-v5', 0, 5, 3)
(2, 'netflow-v5', 100, 0, 0)
## Without a case nothing of them is kept, and nothing is said of them.
$ cleanpath identify flows.pcap | head -2
Coverage
  flows.pcap: pcap, 3 records, 1 observation, of 2026-09-21
## A block that is damaged is found.
$ python3 -c 'import sqlite3
> db = sqlite3.connect("cleanpath.case")
> db.execute("UPDATE flow_block SET data = substr(data, 1, 200)")
> db.commit()' && cleanpath doctor | grep -i case:
case: the case is damaged: 4 flows in 1 block cannot be read; block 1 of flows: a block of flows ends in its columns
## More exporters than there is room for: those are counted, and the others' flows are there.
$ python3 - >many.pcap <<'END'
> import struct, sys
> out = sys.stdout.buffer
> out.write(struct.pack('<IHHiIII', 0xa1b2c3d4, 2, 4, 0, 0, 65535, 101))
> fields = [(8, 4), (12, 4), (7, 2), (11, 2), (4, 1), (1, 4), (2, 4), (152, 8), (153, 8)]
> template = struct.pack('!HHHH', 2, 8 + 4 * len(fields), 256, len(fields)) + b''.join(struct.pack('!HH', *f) for f in fields)
> record = struct.pack('!HH4s4sHHBIIQQ', 256, 41, bytes([10, 0, 0, 1]), bytes([10, 0, 0, 2]), 1000, 443, 6, 1000, 2, 1763892000000, 1763892001000)
> for domain in range(65540):
>     body = struct.pack('!HHIII', 10, 16 + len(template) + len(record), 1763892000, 0, domain) + template + record
>     udp = struct.pack('!HHHH', 2055, 4739, 8 + len(body), 0) + body
>     packet = struct.pack('!BBHHHBBH4s4s', 0x45, 0, 20 + len(udp), 1, 0, 64, 17, 0, bytes([192, 0, 2, 1]), bytes([192, 0, 2, 9])) + udp
>     out.write(struct.pack('<IIII', 1763892000, 0, len(packet), len(packet)) + packet)
> END
$ cleanpath import --case many.case many.pcap; echo $?
cleanpath: many.pcap: pcap, 0 observations, 0 links, 65535 flows of 65535 exporters; some records were malformed
cleanpath: many.pcap: 65535 exporters do not say how they sample: their volumes may be too small
0
