## A router tells of its BGP session over BMP. What it tells until the end of its RIB is how things are; then each prefix that begins to go through a carrier that the policy names is told, and when no route has it any more.
$ sed 's/^id: .*/id: no-carriers/;s/^entities.*//;s/nothing of Acme/no carrier services of it/;s/makers: .acme., equipment: .any./makers: [huawei], equipment: [carrier_service]/' $DATA/no-acme.yaml > own.yaml
$ cat > watch.sh <<'E'
> python3 $DATA/bmp/router.py "$(command -v cleanpath)" "$@" | sed 's/^202[6-9][0-9T:-]*Z/NOW/;s/202[6-9][0-9T:-]*Z"/NOW"/'
> E
$ DATA=$DATA sh watch.sh -p ./own.yaml --state bgp.state -- +203.0.113.0/24=64496,64500 +198.51.100.0/24=64496,136907,64501 eor +203.0.113.0/24=64496,136907,64500 +198.51.100.0/24=64496,136907,64502 -203.0.113.0/24 +203.0.113.0/24=64496,64500
NOW listening: 127.0.0.1:PORT
NOW begins: 0 routes of 0 peers to 0 prefixes; 0 alarms, 0 open; 0 routes beyond a limit, not watched
NOW router came: 127.0.0.1
2025-11-20T08:00:00Z new: 203.0.113.0/24 goes through AS136907 Huawei Cloud (international) (Huawei), excluded by no-carriers, clause all
    told by 192.0.2.1 (AS64496) to edge-1: 64496 136907 64500; before: 64496 64500
2025-11-20T08:00:00Z ended: nobody tells 203.0.113.0/24 through AS136907 Huawei Cloud (international) (Huawei) any more (since 2025-11-20T08:00:00Z)
NOW router went: edge-1: the router closed it
NOW ends: 0 routes of 2 peers to 2 prefixes; 1 alarms, 0 open; 0 routes beyond a limit, not watched

## A restart goes on with what was known: the peer was met, so what it tells now is compared with the baseline. Flaps of what is in it are no alarms. Relations tell a leak, the RPKI whether the origin may.
$ printf '64496|64500|-1\n55990|64500|-1\n55990|64503|-1\n64496|64503|-1\n64496|55990|0\n' > rel.txt; printf 'ASN,IP Prefix,Max Length,Trust Anchor\nAS64500,203.0.113.0/24,24,x\n' > vrps.csv
$ DATA=$DATA sh watch.sh -p ./own.yaml --state bgp.state -f ndjson --relations rel.txt --vrps vrps.csv -- +198.51.100.0/24=64496,136907,64501 down up -198.51.100.0/24 +198.51.100.0/24=64496,136907,64501 +203.0.113.0/24=64496,64503,55990,64500 -203.0.113.0/24
{"event":"schema","at":"NOW","text":"cleanpath/carriers-watch/1"}
{"event":"begins","at":"NOW","text":"0 routes of 1 peers to 1 prefixes; 0 alarms, 0 open; 0 routes beyond a limit, not watched"}
{"event":"router came","at":"NOW","text":"127.0.0.1"}
{"event":"new","at":"2025-11-20T08:00:00Z","prefix":"203.0.113.0/24","asn":55990,"holder":"Huawei","result":"excluded","policy":"no-carriers","clause":"all","router":"edge-1","peer":"192.0.2.1","peer_asn":64496,"path":[64496,64503,55990,64500],"before":[],"leak":"leak by AS64503, from a provider to a provider","rpki":"valid"}
{"event":"ended","at":"2025-11-20T08:00:00Z","prefix":"203.0.113.0/24","asn":55990,"holder":"Huawei","result":"excluded","policy":"no-carriers","clause":"all","router":"edge-1","peer":"192.0.2.1","peer_asn":64496,"path":[64496,64503,55990,64500],"since":"2025-11-20T08:00:00Z"}
{"event":"router went","at":"NOW","text":"edge-1: the router closed it"}
{"event":"ends","at":"NOW","text":"0 routes of 2 peers to 2 prefixes; 1 alarms, 0 open; 0 routes beyond a limit, not watched"}

## A router that is not heard any more tells nothing, which is not that there is nothing: its alarms stay open, and say so. It comes again with the first of two, and without the other.
$ DATA=$DATA sh watch.sh -p ./own.yaml -- eor +203.0.113.0/24=64496,136907,64500 +198.51.100.0/24=64496,55990,64501 gone back +203.0.113.0/24=64496,136907,64500 eor -203.0.113.0/24
NOW listening: 127.0.0.1:PORT
NOW begins: 0 routes of 0 peers to 0 prefixes; 0 alarms, 0 open; 0 routes beyond a limit, not watched
NOW router came: 127.0.0.1
2025-11-20T08:00:00Z new: 203.0.113.0/24 goes through AS136907 Huawei Cloud (international) (Huawei), excluded by no-carriers, clause all
    told by 192.0.2.1 (AS64496) to edge-1: 64496 136907 64500; before: nothing
2025-11-20T08:00:00Z new: 198.51.100.0/24 goes through AS55990 Huawei Cloud (China) (Huawei), excluded by no-carriers, clause all
    told by 192.0.2.1 (AS64496) to edge-1: 64496 55990 64501; before: nothing
NOW unheard: edge-1, which told 203.0.113.0/24 through AS136907 Huawei Cloud (international) (Huawei), is not heard any more: whether it still goes there is not known (since 2025-11-20T08:00:00Z)
NOW unheard: edge-1, which told 198.51.100.0/24 through AS55990 Huawei Cloud (China) (Huawei), is not heard any more: whether it still goes there is not known (since 2025-11-20T08:00:00Z)
NOW router went: edge-1: the router closed it
NOW router came: 127.0.0.1
2025-11-20T08:00:00Z heard: edge-1 tells again 203.0.113.0/24 through AS136907 Huawei Cloud (international) (Huawei): 64496 136907 64500 (since 2025-11-20T08:00:00Z)
2025-11-20T08:00:00Z ended: nobody tells 198.51.100.0/24 through AS55990 Huawei Cloud (China) (Huawei) any more (since 2025-11-20T08:00:00Z)
2025-11-20T08:00:00Z ended: nobody tells 203.0.113.0/24 through AS136907 Huawei Cloud (international) (Huawei) any more (since 2025-11-20T08:00:00Z)
NOW router went: edge-1: the router closed it
NOW ends: 0 routes of 2 peers to 2 prefixes; 2 alarms, 0 open; 0 routes beyond a limit, not watched

## A connection that is found to be dead after the router has come again says nothing of its routes.
$ DATA=$DATA sh watch.sh -p ./own.yaml -f ndjson -- eor +203.0.113.0/24=64496,136907,64500 twice +203.0.113.0/24=64496,136907,64500 eor first
{"event":"schema","at":"NOW","text":"cleanpath/carriers-watch/1"}
{"event":"begins","at":"NOW","text":"0 routes of 0 peers to 0 prefixes; 0 alarms, 0 open; 0 routes beyond a limit, not watched"}
{"event":"router came","at":"NOW","text":"127.0.0.1"}
{"event":"new","at":"2025-11-20T08:00:00Z","prefix":"203.0.113.0/24","asn":136907,"holder":"Huawei","result":"excluded","policy":"no-carriers","clause":"all","router":"edge-1","peer":"192.0.2.1","peer_asn":64496,"path":[64496,136907,64500],"before":[]}
{"event":"router came","at":"NOW","text":"127.0.0.1"}
{"event":"unheard","at":"NOW","prefix":"203.0.113.0/24","asn":136907,"holder":"Huawei","result":"excluded","policy":"no-carriers","clause":"all","router":"edge-1","peer":"192.0.2.1","peer_asn":64496,"path":[64496,136907,64500],"since":"2025-11-20T08:00:00Z"}
{"event":"heard","at":"2025-11-20T08:00:00Z","prefix":"203.0.113.0/24","asn":136907,"holder":"Huawei","result":"excluded","policy":"no-carriers","clause":"all","router":"edge-1","peer":"192.0.2.1","peer_asn":64496,"path":[64496,136907,64500],"since":"2025-11-20T08:00:00Z"}
{"event":"router went","at":"NOW","text":"edge-1: the router closed it"}
{"event":"unheard","at":"NOW","prefix":"203.0.113.0/24","asn":136907,"holder":"Huawei","result":"excluded","policy":"no-carriers","clause":"all","router":"edge-1","peer":"192.0.2.1","peer_asn":64496,"path":[64496,136907,64500],"since":"2025-11-20T08:00:00Z"}
{"event":"router went","at":"NOW","text":"edge-1: the router closed it"}
{"event":"ends","at":"NOW","text":"0 routes of 2 peers to 1 prefixes; 1 alarms, 1 open, 1 of them of routers that are not heard; 0 routes beyond a limit, not watched"}

## Over a restart, too: the state tells who told what is open.
$ DATA=$DATA sh watch.sh -p ./own.yaml --state unheard.state -- eor +203.0.113.0/24=64496,136907,64500; tail -n 1 unheard.state
NOW listening: 127.0.0.1:PORT
NOW begins: 0 routes of 0 peers to 0 prefixes; 0 alarms, 0 open; 0 routes beyond a limit, not watched
NOW router came: 127.0.0.1
2025-11-20T08:00:00Z new: 203.0.113.0/24 goes through AS136907 Huawei Cloud (international) (Huawei), excluded by no-carriers, clause all
    told by 192.0.2.1 (AS64496) to edge-1: 64496 136907 64500; before: nothing
NOW unheard: edge-1, which told 203.0.113.0/24 through AS136907 Huawei Cloud (international) (Huawei), is not heard any more: whether it still goes there is not known (since 2025-11-20T08:00:00Z)
NOW router went: edge-1: the router closed it
NOW ends: 0 routes of 2 peers to 1 prefixes; 1 alarms, 1 open, 1 of them of routers that are not heard; 0 routes beyond a limit, not watched
{"prefix":"203.0.113.0/24","baseline":[],"open":[{"asn":136907,"since":"2025-11-20T08:00:00Z","routers":["edge-1"]}]}
$ DATA=$DATA sh watch.sh -p ./own.yaml --state unheard.state -- +203.0.113.0/24=64496,136907,64500 -203.0.113.0/24
NOW listening: 127.0.0.1:PORT
NOW begins: 0 routes of 1 peers to 1 prefixes; 0 alarms, 1 open, 1 of them of routers that are not heard; 0 routes beyond a limit, not watched
NOW router came: 127.0.0.1
2025-11-20T08:00:00Z heard: edge-1 tells again 203.0.113.0/24 through AS136907 Huawei Cloud (international) (Huawei): 64496 136907 64500 (since 2025-11-20T08:00:00Z)
2025-11-20T08:00:00Z ended: nobody tells 203.0.113.0/24 through AS136907 Huawei Cloud (international) (Huawei) any more (since 2025-11-20T08:00:00Z)
NOW router went: edge-1: the router closed it
NOW ends: 0 routes of 2 peers to 1 prefixes; 0 alarms, 0 open; 0 routes beyond a limit, not watched

## Only what lasts: what is over at once is counted and not told, what has stood for a second is, with the route that stands then.
$ DATA=$DATA sh watch.sh -p ./own.yaml --hold 1s -- eor +203.0.113.0/24=64496,136907,64500 -203.0.113.0/24 +198.51.100.0/24=64496,55990,64501 +198.51.100.0/24=64496,64503,55990,64501 wait -198.51.100.0/24
NOW listening: 127.0.0.1:PORT
NOW begins: 0 routes of 0 peers to 0 prefixes; 0 alarms, 0 open; 0 over within 1s and not told, 0 waiting; 0 routes beyond a limit, not watched
NOW router came: 127.0.0.1
NOW new: 198.51.100.0/24 goes through AS55990 Huawei Cloud (China) (Huawei), excluded by no-carriers, clause all
    told by 192.0.2.1 (AS64496) to edge-1: 64496 64503 55990 64501; since 2025-11-20T08:00:00Z
2025-11-20T08:00:00Z ended: nobody tells 198.51.100.0/24 through AS55990 Huawei Cloud (China) (Huawei) any more (since 2025-11-20T08:00:00Z)
NOW router went: edge-1: the router closed it
NOW ends: 0 routes of 2 peers to 2 prefixes; 1 alarms, 0 open; 1 over within 1s and not told, 0 waiting; 0 routes beyond a limit, not watched
$ DATA=$DATA sh watch.sh -p ./own.yaml --hold 1s -f ndjson --relations rel.txt --vrps vrps.csv -- eor +203.0.113.0/24=64496,64503,55990,64500 wait
{"event":"schema","at":"NOW","text":"cleanpath/carriers-watch/1"}
{"event":"begins","at":"NOW","text":"0 routes of 0 peers to 0 prefixes; 0 alarms, 0 open; 0 over within 1s and not told, 0 waiting; 0 routes beyond a limit, not watched"}
{"event":"router came","at":"NOW","text":"127.0.0.1"}
{"event":"new","at":"NOW","prefix":"203.0.113.0/24","asn":55990,"holder":"Huawei","result":"excluded","policy":"no-carriers","clause":"all","router":"edge-1","peer":"192.0.2.1","peer_asn":64496,"path":[64496,64503,55990,64500],"since":"2025-11-20T08:00:00Z","leak":"leak by AS64503, from a provider to a provider","rpki":"valid"}
{"event":"unheard","at":"NOW","prefix":"203.0.113.0/24","asn":55990,"holder":"Huawei","result":"excluded","policy":"no-carriers","clause":"all","router":"edge-1","peer":"192.0.2.1","peer_asn":64496,"path":[64496,64503,55990,64500],"since":"2025-11-20T08:00:00Z"}
{"event":"router went","at":"NOW","text":"edge-1: the router closed it"}
{"event":"ends","at":"NOW","text":"0 routes of 2 peers to 1 prefixes; 1 alarms, 1 open, 1 of them of routers that are not heard; 0 over within 1s and not told, 0 waiting; 0 routes beyond a limit, not watched"}
$ cleanpath carriers watch -p ./own.yaml --listen 127.0.0.1:1 --hold 0s
cleanpath: --hold is "0s", expected a time such as 30s, 10m or 2h
[2]

## What is no BMP ends that connection, and no other.
$ DATA=$DATA sh watch.sh -p ./own.yaml -- +203.0.113.0/24=64496,64500 bad
NOW listening: 127.0.0.1:PORT
NOW begins: 0 routes of 0 peers to 0 prefixes; 0 alarms, 0 open; 0 routes beyond a limit, not watched
NOW router came: 127.0.0.1
NOW router went: edge-1: version 0 of BMP, expected 3
NOW ends: 0 routes of 2 peers to 1 prefixes; 0 alarms, 0 open; 0 routes beyond a limit, not watched

## What cannot be done, one error each. A state that is damaged is not overwritten.
$ cleanpath carriers watch -p ./own.yaml
cleanpath: carriers watch needs --listen ADDRESS:PORT, as 0.0.0.0:1790
[2]
$ cleanpath carriers watch -p ./own.yaml --listen 127.0.0.1
cleanpath: --listen is "127.0.0.1", expected ADDRESS:PORT, as 192.0.2.1:1790 or [::]:1790
[2]
$ cleanpath carriers watch -p ./own.yaml --listen 127.0.0.1:1 --for soon
cleanpath: --for is "soon", expected a time such as 30s, 10m or 2h
[2]
$ printf '{"schema":"cleanpath/carriers-state/1","at":"","policies":""}\n{"prefix":"203.0.113.0/33"}\n' > bad.state; cleanpath carriers watch -q -p ./own.yaml --listen 127.0.0.1:1790 --state bad.state; wc -l < bad.state
cleanpath: bad.state is of other policies: what peers tell when they come again is added to what was known, and not compared with it
cleanpath: bad.state:2: expected a peer, or a prefix with its baseline and what is open
2

## Nor one that tells of an alarm by nobody, by too many, or by no list; one that is told twice is one.
$ printf '%s\n' '{"schema":"cleanpath/carriers-state/1","at":"","policies":""}' > head; printf '{"prefix":"203.0.113.0/24","baseline":[],"open":[{"asn":136907,"since":"2025-11-20T08:00:00Z","routers":%s}]}\n' '[""]' '"edge-1"' '[1,2,3,4,5,6,7,8,9]' '["edge-1","edge-2"]' > rows
$ for n in 1 2 3; do (cat head; sed -n ${n}p rows) > bad.state; cleanpath carriers watch -q -p ./own.yaml --listen 127.0.0.1:1790 --state bad.state 2>&1 | grep -v "other policies"; done
cleanpath: bad.state:2: expected a peer, or a prefix with its baseline and what is open
cleanpath: bad.state:2: expected a peer, or a prefix with its baseline and what is open
cleanpath: bad.state:2: expected a peer, or a prefix with its baseline and what is open
$ (cat head; sed -n '4p;4p' rows) > twice.state; cleanpath carriers watch -p ./own.yaml --listen 127.0.0.7:1790 --for 1s --state twice.state 2>&1 | grep -o 'begins.*'; tail -n +2 twice.state
begins: 0 routes of 0 peers to 1 prefixes; 0 alarms, 1 open, 1 of them of routers that are not heard; 0 routes beyond a limit, not watched
{"prefix":"203.0.113.0/24","baseline":[],"open":[{"asn":136907,"since":"2025-11-20T08:00:00Z","routers":["edge-1","edge-2"]}]}
