## needs: program python3
## Flows off the network, into the case while they come. Who sends is tests/data/flow/send.py; what a kill leaves is tests/soak/collect9.
$ cleanpath collect
cleanpath: collect needs --listen ADDRESS:PORT[,...], such as 127.0.0.1:2055
[2]
$ cleanpath collect --listen localhost:2055
cleanpath: --listen is "localhost:2055", expected ADDRESS:PORT, as 192.0.2.1:2055, 0.0.0.0:9995 or [::]:4739
[2]
$ cleanpath collect --listen 127.0.0.1
cleanpath: --listen is "127.0.0.1", expected ADDRESS:PORT, as 192.0.2.1:2055, 0.0.0.0:9995 or [::]:4739
[2]
$ cleanpath collect --listen 127.0.0.1:0
cleanpath: --listen is "127.0.0.1:0", expected ADDRESS:PORT, as 192.0.2.1:2055, 0.0.0.0:9995 or [::]:4739
[2]
$ cleanpath collect --listen ::1:2055
cleanpath: --listen is "::1:2055", expected ADDRESS:PORT, as 192.0.2.1:2055, 0.0.0.0:9995 or [::]:4739
[2]
$ cleanpath collect --listen 127.0.0.1:2055 --for soon
cleanpath: --for is "soon", expected a time such as 30s, 10m or 2h
[2]
$ cleanpath collect --listen 127.0.0.1:2055 --flush 0s
cleanpath: --flush is "0s", expected a time such as 30s, 10m or 2h
[2]
$ cleanpath collect --listen 127.0.0.1:2055 --flush 9ms
cleanpath: --flush is "9ms", expected at least 10ms
[2]
$ cleanpath collect --listen 127.0.0.1:2055 --threads 17
cleanpath: --threads is 17, expected at most 16, and 32 for all addresses together
[2]
$ cleanpath collect --listen 127.0.0.1:2055 --buffer 0
cleanpath: --buffer is 0, expected 1 to 65536 MiB
[2]
$ cleanpath collect --listen 127.0.0.1:2055 --within nobody
cleanpath: --within is "nobody", expected a prefix
[2]
$ cleanpath collect --listen 192.0.2.1:2055
cleanpath: cannot listen on 192.0.2.1:2055: this machine has no such address
[3]
$ ls
data
examples
## Version 5, 9, IPFIX and sFlow at one port, told apart by their form; ^C ends it with all that came.
$ python3 data/flow/send.py v5=10 v9=10 ipfix=10 junk=3 sflow=5 -- cleanpath collect --listen 127.0.0.1:@PORT@ --case net.case
cleanpath: 127.0.0.1:PORT: listening; ^C ends it
127.0.0.1:PORT: 38 datagrams, 705 flows of 4 exporters in N batches; 3 datagrams of no form that is known
$ cleanpath flows --case net.case --top sources --limit 2 --format json | python3 -c 'import json,sys; d=json.load(sys.stdin); print(d["total"])'
{'bytes': 249360, 'packets': 705, 'flows': 705, 'sampling_unknown': 400, 'bytes_estimated': 249360, 'bytes_low': 249360, 'bytes_high': None, 'packets_estimated': 705}
## Templates are known from before, so an exporter that does not repeat them is understood at once. What is missing by its
## sequence numbers is counted.
$ python3 data/flow/send.py --first 1000 --no-templates v9=5 v9=5@7 ipfix=4 --end term -- cleanpath collect --listen 127.0.0.1:@PORT@ --threads 2 --case net.case
cleanpath: 127.0.0.1:PORT: 2 templates are known from before
cleanpath: 127.0.0.1:PORT: listening; ^C ends it
127.0.0.1:PORT: 14 datagrams, 280 flows of 2 exporters in N batches; 2 lost by the exporters' sequence numbers
$ python3 data/flow/send.py --first 2000 v5=3 --end wait -- cleanpath collect --listen 127.0.0.1:@PORT@ --for 1s --flush 1s --metrics figures.prom --case net.case
cleanpath: 127.0.0.1:PORT: 2 templates are known from before
cleanpath: 127.0.0.1:PORT: listening for 1s
127.0.0.1:PORT: 3 datagrams, 90 flows of 1 exporter in N batches
$ grep -E '^[^#].*((packets|flows|lost|dropped)_total|exporters )' figures.prom | sed 's/127.0.0.1:[0-9]*/127.0.0.1:PORT/'
cleanpath_collect_packets_total{listen="127.0.0.1:PORT"} 3
cleanpath_collect_flows_total{listen="127.0.0.1:PORT"} 90
cleanpath_collect_lost_total{listen="127.0.0.1:PORT"} 0
cleanpath_collect_kernel_dropped_total{listen="127.0.0.1:PORT"} 0
cleanpath_collect_dropped_flows_total{listen="127.0.0.1:PORT"} 0
cleanpath_collect_exporters 1
cleanpath_collect_committed_flows_total 90
$ python3 -c 'import os,sqlite3; c=sqlite3.connect("net.case"); [print(*r) for r in c.execute("SELECT state,format,records,records_unused,flows,(SELECT sum(rows) FROM flow_block WHERE import=i.id) FROM import i")]; [print(*r) for r in c.execute("SELECT import,nr,proto,domain,packets,flows,lost FROM flow_exporter ORDER BY import,nr")]'
0 collect 38 3 705 705
0 collect 14 0 280 280
0 collect 3 0 90 90
1 0 netflow-v5 0 10 300 0
1 1 netflow-v9 7 10 200 0
1 2 ipfix 9 10 200 0
1 3 sflow-v5 0 5 5 0
2 0 netflow-v9 7 10 200 2
2 1 ipfix 9 4 80 0
3 0 netflow-v5 0 3 90 0
## Who may tell of flows: the others are counted, and not read.
$ python3 data/flow/send.py v5=2 v9=3 ipfix=1 -- cleanpath collect --listen 127.0.0.1:@PORT@ --within 127.0.0.2 --within 127.0.0.4/30 --case few.case
cleanpath: 127.0.0.1:PORT: listening; ^C ends it
127.0.0.1:PORT: 6 datagrams, 60 flows of 1 exporter in N batches; 3 datagrams from outside --within, not read
## Somebody who holds the port.
$ python3 -c 'import socket,subprocess,sys; s=socket.socket(socket.AF_INET,socket.SOCK_DGRAM); s.setsockopt(socket.SOL_SOCKET,socket.SO_REUSEPORT,1); s.bind(("127.0.0.1",0)); p=s.getsockname()[1]; r=subprocess.run(["cleanpath","collect","--threads","2","--listen","127.0.0.1:%d"%p],stderr=subprocess.PIPE); print(r.stderr.decode().replace(str(p),"PORT").strip()); sys.exit(r.returncode)'
cleanpath: cannot listen on 127.0.0.1:PORT: the port is taken by another program
[3]
## Who receives may be ended by the kernel (an attack, a fault): then so is the whole, and the next collector goes on with the import.
$ python3 data/flow/send.py v5=1 --end crash -- cleanpath collect --listen 127.0.0.1:@PORT@ --flush 100ms -v --case crash.case
cleanpath: 127.0.0.1:PORT: listening; ^C ends it
cleanpath: batch 1: 30 flows
cleanpath: the process that receives was ended by signal 9 (Killed); please report it
[70]
$ python3 data/flow/send.py --first 30 v5=1@1 -- cleanpath collect --listen 127.0.0.1:@PORT@ --case crash.case
cleanpath: 127.0.0.1:PORT: going on after batch 1: the last collector here did not end
cleanpath: 127.0.0.1:PORT: listening; ^C ends it
127.0.0.1:PORT: 1 datagram, 30 flows of 1 exporter in N batches
