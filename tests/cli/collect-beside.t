## needs: program python3
## Large blocks of a collector stand in a file beside the case, which belongs to it.
$ python3 data/flow/send.py v5=2000 -- cleanpath collect --listen 127.0.0.1:@PORT@ --case net.case
cleanpath: 127.0.0.1:PORT: listening; ^C ends it
127.0.0.1:PORT: 2000 datagrams, 60000 flows of 1 exporter in N batches
$ ls net.case*
net.case
net.case-flows
$ python3 -c 'import sqlite3; c=sqlite3.connect("net.case"); print(*c.execute("SELECT sum(rows)>30000, min(length(data)) FROM flow_block WHERE beside_at>0").fetchone())'
1 0
$ cleanpath flows --case net.case --top destinations --limit 1 --format json | python3 -c 'import json,sys; d=json.load(sys.stdin); print(d["total"]["flows"])'
60000
## Copied with the case, under its name.
$ cp net.case copy.case && cp net.case-flows copy.case-flows && cleanpath flows --case copy.case --top destinations --limit 1 --format json | python3 -c 'import json,sys; d=json.load(sys.stdin); print(d["total"]["flows"])'
60000
## Without it what it held is counted, and nothing is taken for the whole.
$ mv net.case-flows elsewhere && cleanpath flows --case net.case --top destinations --limit 1 | grep 'cannot be read' | sed -E 's/[0-9]+ blocks?/N blocks/; s/block [0-9]+/block N/; s/[0-9]{3,}/N/g'
  ! N blocks of flows in the case cannot be read, N flows: block N of flows: net.case-flows, which belongs to the case, is not there
## That of another case is not taken for it.
$ python3 data/flow/send.py v5=2000 -- cleanpath collect --listen 127.0.0.1:@PORT@ --case other.case
cleanpath: 127.0.0.1:PORT: listening; ^C ends it
127.0.0.1:PORT: 2000 datagrams, 60000 flows of 1 exporter in N batches
$ mv other.case-flows net.case-flows && cleanpath flows --case net.case --top destinations --limit 1 | grep 'cannot be read' | sed -E 's/[0-9]+ blocks?/N blocks/; s/block [0-9]+/block N/; s/[0-9]{3,}/N/g'
  ! N blocks of flows in the case cannot be read, N flows: block N of flows: net.case-flows, which belongs to the case, is that of another case
$ mv elsewhere net.case-flows && cleanpath flows --case net.case --top destinations --limit 1 --format json | python3 -c 'import json,sys; d=json.load(sys.stdin); print(d["total"]["flows"])'
60000
