## How devices open connections, against what they are called: five cameras of one name, and one of them has the stack of another house.
$ mkdir -p own/makers && cat >own/makers/own.yaml <<'YAML'
> schema: cleanpath-makers/1
> as_of: '2026-11-20'
> makers:
> - {id: acme, name: Acme Networks, country: SE}
> - {id: dorn, name: Dorn Cameras, country: DE, kind: video_surveillance}
> YAML
$ cat >own/makers/own-habits.yaml <<'YAML'
> schema: cleanpath-habits/1
> as_of: '2026-11-20'
> sources: {seen: 'our captures of 2026'}
> habits:
> - {kind: tcp.syn, values: ['v4 255 mss*2 2 df,id'], makers: [acme], devices: 12, conf: verified, src: seen}
> YAML
$ python3 $DATA/frames.py stacks 5 five.pcap
$ cleanpath identify -q -f ndjson five.pcap | python3 -c 'import json, sys; [print(e["line"], e["kind"], e["value"], "|", e["rule"]) for a in map(json.loads, sys.stdin) if "asset" in a for e in a["evidence"] if e["kind"].startswith("tcp.")]'
1 tcp.syn v4 64 mss*44 2,4,8,1,3=7 df,id | anybody's habit: Linux; devices and computers of many houses
3 tcp.syn v4 64 mss*44 2,4,8,1,3=7 df,id | anybody's habit: Linux; devices and computers of many houses
5 tcp.syn v4 64 mss*44 2,4,8,1,3=7 df,id | anybody's habit: Linux; devices and computers of many houses
7 tcp.syn v4 64 mss*44 2,4,8,1,3=7 df,id | anybody's habit: Linux; devices and computers of many houses
9 tcp.syn v4 255 mss*2 2 df,id | None
$ printf 'name,maker,product,mac\n' >list.csv; for i in 1 2 3 4 5; do printf 'cam-%d,Dorn Cameras,DC-5,00:00:5e:00:53:1%d\n' $i $((i - 1)); done >>list.csv
$ export CLEANPATH_DATA=own; cleanpath import -q list.csv five.pcap; cleanpath explain -q cam-5 | sed -n '/^Sold by one/,$p' | head -3
Sold by one, made by another? (questions, and no evidence)
  it is Dorn Cameras by what is known, and opens connections as devices of Acme Networks do (habit seen on 12 devices): is it relabelled, or does another device speak through it? look at the type plate, the FCC ID or another mark of approval, and the certificate
  it opens connections (tcp.syn "v4 255 mss*2 2 df,id") as none of 4 others does that are Dorn Cameras DC-5 too ("v4 64 mss*44 2,4,8,1,3=7 df,id"): is it another device or version, or does another speak through it? look at the type plate, the FCC ID or another mark of approval, and the certificate
$ export CLEANPATH_DATA=own; cleanpath explain -q cam-5 | grep 'tcp.syn'
  it opens connections (tcp.syn "v4 255 mss*2 2 df,id") as none of 4 others does that are Dorn Cameras DC-5 too ("v4 64 mss*44 2,4,8,1,3=7 df,id"): is it another device or version, or does another speak through it? look at the type plate, the FCC ID or another mark of approval, and the certificate
five.pcap   9 tcp.syn           v4 255 mss*2 2 df,id maker=acme      0.0 habit seen on 12 devices: a habit alone, a hint
$ export CLEANPATH_DATA=own; for a in cam-1 cam-5; do cleanpath explain $a -f json | python3 -c 'import json, sys; d = json.load(sys.stdin); e = d.get("evidence") or d["asset"]["evidence"]; r = d.get("reasons") or d["asset"]["reasons"]; print(sys.argv[1], *[(x["line"], x["kind"], x["value"], x["rule"], x["weight"]) for x in e if x["kind"].startswith("tcp.")], *r["relabel_questions"], sep="\n  ")' $a; done
cam-1
  (1, 'tcp.syn', 'v4 64 mss*44 2,4,8,1,3=7 df,id', "anybody's habit: Linux; devices and computers of many houses", 0)
cam-5
  (9, 'tcp.syn', 'v4 255 mss*2 2 df,id', 'habit seen on 12 devices: a habit alone, a hint', 0)
  it is Dorn Cameras by what is known, and opens connections as devices of Acme Networks do (habit seen on 12 devices): is it relabelled, or does another device speak through it? look at the type plate, the FCC ID or another mark of approval, and the certificate
  it opens connections (tcp.syn "v4 255 mss*2 2 df,id") as none of 4 others does that are Dorn Cameras DC-5 too ("v4 64 mss*44 2,4,8,1,3=7 df,id"): is it another device or version, or does another speak through it? look at the type plate, the FCC ID or another mark of approval, and the certificate
$ export CLEANPATH_DATA=own; cleanpath assets --inspect -q -f json | python3 -c 'import json, sys; [print(v["name"], "|", v["why"]) for v in json.load(sys.stdin)["devices"]]'
cam-5 | its maker is known (Dorn Cameras); a look settles 0 of 4 open verdicts; it is Dorn Cameras by what is known, and opens connections as devices of Acme Networks do (habit seen on 12 devices): is it relabelled, or does another device speak through it? look at the type plate, the FCC ID or another mark of approval, and the certificate
## With a row that tells of the habit nobody is asked but about the one that is unlike its peers; with another version it is no peer.
$ rm own/makers/own-habits.yaml; export CLEANPATH_DATA=own; cleanpath explain -q cam-5 | sed -n '/^Sold by one/,$p' | head -3
Sold by one, made by another? (questions, and no evidence)
  it opens connections (tcp.syn "v4 255 mss*2 2 df,id") as none of 4 others does that are Dorn Cameras DC-5 too ("v4 64 mss*44 2,4,8,1,3=7 df,id"): is it another device or version, or does another speak through it? look at the type plate, the FCC ID or another mark of approval, and the certificate

$ sed -e 's/^name.*/&,version/; s/^cam-[1-4].*/&,1.0/; s/^cam-5.*/&,2.0/' list.csv >versions.csv; export CLEANPATH_DATA=own; cleanpath import -q --case two.case versions.csv five.pcap; cleanpath explain --case two.case -q cam-5 | grep -c 'Sold by one'
0
[1]
$ printf '%s\n' 'schema: cleanpath-habits/1' 'sources: {s: x}' 'habits:' '- {kind: tcp.syn, values: [x], makers: [acme], conf: memory, src: s}' >own/makers/own-habits.yaml; CLEANPATH_DATA=own cleanpath doctor 2>&1 | grep -o 'own-habits.yaml.*'
own-habits.yaml:4: conf: "memory", expected verified or partial
