## needs: mounts
## A full disk: what was committed stays and can be read; what was begun is not there by halves.
$ cp $DATA/register.csv . && cleanpath synth -q --devices 6000 --seed 1 net && head -3182 net/links.csv >links.csv && cat >on-a-small-disk <<'END'
> #!/bin/sh
> # on-a-small-disk COMMAND: in a folder "disk" of 1 MiB that vanishes afterwards
> mkdir -p disk && exec unshare -m sh -c 'mount -t tmpfs -o size=1m none disk && eval "$1"' - "$1"
> END
> chmod +x on-a-small-disk
## An import that does not fit.
$ ./on-a-small-disk 'cleanpath import -q --case disk/c.case register.csv; cleanpath import --case disk/c.case net/inventory.csv; echo $?; cleanpath doctor --case disk/c.case | tail -1; cleanpath audit -q -f csv --case disk/c.case | wc -l; ls disk'
cleanpath: disk/c.case: cannot write to the case: database or disk is full (what was begun is not kept, all the rest is; free some space and repeat it)
3
case: disk/c.case: sound, 1 imports, 1 log entries
5
c.case
## Nothing at all fits any more: the case is still read, and told is why it is not written.
$ ./on-a-small-disk 'cleanpath import -q --case disk/c.case register.csv; cat /dev/zero >disk/fill 2>/dev/null; cleanpath audit -q -f csv --case disk/c.case | wc -l; cleanpath import --case disk/c.case links.csv; echo $?; cleanpath profile set --case disk/c.case country=US; echo $?; cleanpath doctor --case disk/c.case | tail -1; rm disk/fill; cleanpath import --case disk/c.case links.csv; cleanpath doctor --case disk/c.case | tail -1'
5
cleanpath: disk/c.case: cannot read the case: database or disk is full (what was begun is not kept, all the rest is; free some space and repeat it)
3
cleanpath: disk/c.case: cannot read the case: database or disk is full (what was begun is not kept, all the rest is; free some space and repeat it)
3
case: disk/c.case: sound, 1 imports, 1 log entries
cleanpath: links.csv: links-csv, 0 observations, 3181 links
case: disk/c.case: sound, 2 imports, 2 log entries
## A new case, a report, a synthetic network: no room for them.
$ ./on-a-small-disk 'cat /dev/zero >disk/fill 2>/dev/null; cleanpath import --case disk/c.case register.csv; echo $?; cleanpath report -o disk/report.html register.csv; echo $?; rm disk/fill; ls disk; cleanpath import -q --case disk/c.case register.csv; cleanpath doctor --case disk/c.case | tail -1'
cleanpath: disk/c.case: cannot write to the case: database or disk is full (what was begun is not kept, all the rest is; free some space and repeat it)
3
cleanpath: disk/report.html: cannot write: No space left on device
3
c.case
case: disk/c.case: sound, 1 imports, 1 log entries
$ ./on-a-small-disk 'cleanpath report -f json -o disk/report.json net; echo $?; ls disk; cleanpath synth --devices 20000 disk/net; echo $?'
cleanpath: disk/report.json: cannot write: No space left on device
3
cleanpath: disk/net/walks/core-r2-0-0.snmprec: cannot write: No space left on device
3
## Standard output on a full disk.
$ cleanpath audit -q register.csv >/dev/full
cleanpath: cannot write: No space left on device
[3]
$ cleanpath --help >/dev/full
cleanpath: cannot write: No space left on device
[3]
$ cleanpath policy list >/dev/full
cleanpath: cannot write: No space left on device
[3]
