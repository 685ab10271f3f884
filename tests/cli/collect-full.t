## needs: mounts
## needs: program python3
## A disk that fills up while flows come: it is said once, they are held and the rest is counted, and it goes on or ends.
$ cat >on-a-small-disk <<'END'
> #!/bin/sh
> # on-a-small-disk COMMAND: in a folder "disk" of 8 MiB that vanishes afterwards
> mkdir -p disk && exec unshare -m sh -c 'mount -t tmpfs -o size=8m none disk && eval "$1"' - "$1"
> END
> cat >rows <<'END'
> python3 -c 'import sqlite3; c=sqlite3.connect("disk/net.case"); print(*c.execute("SELECT count(DISTINCT i.id),count(DISTINCT CASE WHEN ended_at NOTNULL THEN i.id END),sum(rows),(SELECT max(flows) FROM flow_exporter) FROM import i JOIN flow_session s ON s.import=i.id JOIN flow_block b ON b.import=i.id").fetchone())'
> END
> chmod +x on-a-small-disk rows
$ ./on-a-small-disk 'python3 data/flow/send.py v5=100 --fill disk/fill --free -- cleanpath collect --listen 127.0.0.1:@PORT@ --flush 100ms --case disk/net.case; ./rows'
cleanpath: 127.0.0.1:PORT: listening; ^C ends it
cleanpath: disk/net.case: cannot write to the case: database or disk is full (what was begun is not kept, all the rest is; free some space and repeat it); it is tried again, and up to 256 MiB of flows are held meanwhile; what does not fit is dropped and counted
cleanpath: the case takes flows again
127.0.0.1:PORT: 100 datagrams, 3000 flows of 1 exporter in N batches
1 1 3000 3000
## Ended before there is space: what came is counted, and the import stays open for the next collector.
$ ./on-a-small-disk 'python3 data/flow/send.py v5=100 -- cleanpath collect --listen 127.0.0.1:@PORT@ --case disk/net.case; python3 data/flow/send.py --first 3000 v5=50@100 --fill disk/fill -- cleanpath collect --listen 127.0.0.1:@PORT@ --flush 100ms --case disk/net.case; echo $?; rm disk/fill; python3 data/flow/send.py --first 6000 v5=20@150 -- cleanpath collect --listen 127.0.0.1:@PORT@ --case disk/net.case; ./rows'
cleanpath: 127.0.0.1:PORT: listening; ^C ends it
127.0.0.1:PORT: 100 datagrams, 3000 flows of 1 exporter in N batches
cleanpath: 127.0.0.1:PORT: listening; ^C ends it
cleanpath: disk/net.case: cannot write to the case: database or disk is full (what was begun is not kept, all the rest is; free some space and repeat it); it is tried again, and up to 256 MiB of flows are held meanwhile; what does not fit is dropped and counted
cleanpath: 1500 flows that came are not in the case
cleanpath: disk/net.case: cannot write to the case: database or disk is full (what was begun is not kept, all the rest is; free some space and repeat it)
3
cleanpath: 127.0.0.1:PORT: going on after batch 0: the last collector here did not end
cleanpath: 127.0.0.1:PORT: listening; ^C ends it
127.0.0.1:PORT: 20 datagrams, 600 flows of 1 exporter in N batches
2 2 3600 3000
