## A board that was replaced by another one in its slot is a former part: the device is not accused of it, and it is told until when it was there.
$ cat >board <<'SH'
> say() { printf '{"subject":{"serial":"CH000123","hostname":"stor-1"},"part":"%s","kind":"%s","value":"%s","at":"%s"}\n' "$@"; }
> say '' inventory.class storage $1
> say ent:2 snmp.ent.name nvme0 $1; say ent:2 snmp.ent.class module $1; say ent:2 snmp.ent.serial $2 $1; say ent:2 snmp.ent.mfg $3 $1
> SH
$ sh board 2025-03-01T10:00:00Z NV000456 Micron >march.ndjson; sh board 2025-06-01T10:00:00Z NV000789 Dell >june.ndjson
$ printf 'serial,class\nNV000456,storage\nNV000789,storage\n' >class.csv
$ cleanpath audit -q --policy cn-micron-2023 --as-of 2026-11-27 march.ndjson class.csv | sed -n '/^Assets/,$p'
Assets
RESULT       NAME            MAKER   SURE PRODUCT SITE WHY
excluded     stor-1 / nvme0  Micron  0.97              excluded cn-micron-2023
undetermined serial-nv000789 unknown                   undetermined cn-micron-2023 (maker?)
undetermined stor-1          unknown                   undetermined cn-micron-2023 (maker?); has 1 part that cn-micron-2023 excludes
$ cleanpath audit -q --policy cn-micron-2023 --as-of 2026-11-27 march.ndjson june.ndjson class.csv
Answer
POLICY         BY LAW      BINDS YOU EXCLUDED RESTRICTED UNDETERMINED ALLOWED NOT ADDRESSED
cn-micron-2023 CN in_force yes              0          0            1       1             0

Assets
RESULT       NAME           MAKER   SURE PRODUCT SITE WHY
undetermined stor-1         unknown                   undetermined cn-micron-2023 (maker?)
allowed      stor-1 / nvme0 Dell    0.97              
[4]
$ cleanpath explain -q stor-1 march.ndjson june.ndjson class.csv | sed -n '1,/^$/p; /^Parts/,/^$/p; /^When/,/^$/p'
stor-1 (serial-ch000123, realm default)
  hostname   stor-1
  serial     CH000123

Parts
NAME     MAKER   PRODUCT ID              IN ITS SLOT
stor-1   unknown         serial-ch000123 
├─ nvme0 Micron          serial-nv000456 until 2025-03-01, then stor-1 / nvme0 (serial-nv000789), from 2025-06-01 on
└─ nvme0 Dell            serial-nv000789 

When (it was told of first and last)
IDENTIFIER      FROM       UNTIL      THEN
hostname stor-1 2025-03-01 2025-06-01 
serial CH000123 2025-03-01 2025-06-01 

$ cleanpath explain -q NV000456 march.ndjson june.ndjson class.csv | sed -n '1,/^$/p; /status/p'
stor-1 / nvme0 (serial-nv000456, realm default)
  part of serial-ch000123 (stor-1), until 2025-03-01, then stor-1 / nvme0 (serial-nv000789), from 2025-06-01 on
  serial     NV000456

  status             0.93  claim  removed
june.ndjson    4 snmp.ent.serial  NV000789 status=removed    2.6 another one is in its slot now
$ cleanpath explain -f json NV000456 march.ndjson june.ndjson class.csv | python3 -c 'import json, sys; d = json.load(sys.stdin)["asset"]; print(d["status"], d["parent"], d["slot"])'
removed serial-ch000123 {'former': True, 'other': 'serial-nv000789', 'until': '2025-03-01T10:00:00Z', 'from': '2025-06-01T10:00:00Z'}
## Where the times do not tell which of them is there now, both may be.
$ sed 's/,"at":"[^"]*"//' june.ndjson >some-day.ndjson
$ cleanpath audit -q --policy cn-micron-2023 --as-of 2026-11-27 march.ndjson some-day.ndjson class.csv | sed -n '/^Assets/,$p'
Assets
RESULT       NAME           MAKER   SURE PRODUCT SITE WHY
excluded     stor-1 / nvme0 Micron  0.97              excluded cn-micron-2023
undetermined stor-1         unknown                   undetermined cn-micron-2023 (maker?); has 1 part that cn-micron-2023 excludes
allowed      stor-1 / nvme0 Dell    0.97              
$ cleanpath explain -q stor-1 march.ndjson some-day.ndjson class.csv | sed -n '/^Parts/,/^$/p'
Parts
NAME     MAKER   PRODUCT ID              IN ITS SLOT
stor-1   unknown         serial-ch000123 
├─ nvme0 Micron          serial-nv000456 or stor-1 / nvme0 (serial-nv000789): nobody tells which of them is in there now
└─ nvme0 Dell            serial-nv000789 or stor-1 / nvme0 (serial-nv000456): nobody tells which of them is in there now

$ cleanpath explain -f json NV000456 march.ndjson some-day.ndjson class.csv | python3 -c 'import json, sys; d = json.load(sys.stdin)["asset"]; print(d["status"], d["parent"], d["slot"])'
None serial-ch000123 {'former': False, 'other': 'serial-nv000789', 'until': '2025-03-01T10:00:00Z', 'from': None}
## What a scan saves a second time has its time in its name.
$ cat >walk <<'SH'
> printf '1.3.6.1.2.1.1.5.0|4|stor-1\n1.3.6.1.2.1.47.1.1.1.1.5.1|2|3\n1.3.6.1.2.1.47.1.1.1.1.11.1|4|CH000123\n1.3.6.1.2.1.47.1.1.1.1.4.2|2|1\n'
> printf '1.3.6.1.2.1.47.1.1.1.1.5.2|2|9\n1.3.6.1.2.1.47.1.1.1.1.7.2|4|nvme0\n1.3.6.1.2.1.47.1.1.1.1.11.2|4|%s\n1.3.6.1.2.1.47.1.1.1.1.12.2|4|%s\n' $1 $2
> SH
$ sh walk NV000456 Micron >192.0.2.1@2025-03-01T10:00:00Z.snmprec; sh walk NV000789 Dell >192.0.2.1@2025-06-01T10:00:00Z.snmprec
$ cleanpath explain -q NV000456 192.0.2.1@*.snmprec | sed -n 2p
  part of serial-ch000123 (stor-1), until 2025-03-01, then stor-1 / nvme0 (serial-nv000789), from 2025-06-01 on
$ sh walk NV000789 Dell >192.0.2.1@soon.snmprec
$ cleanpath explain -q NV000456 192.0.2.1@2025-03-01T10:00:00Z.snmprec 192.0.2.1@soon.snmprec | sed -n 2p
  part of serial-ch000123 (stor-1), or stor-1 / nvme0 (serial-nv000789): nobody tells which of them is in there now
## From when until when an identifier was a thing's, and whose it was then; nothing of it where all is of one day.
$ cat >dhcp.ndjson <<'END'
> {"subject":{"mac":"00:00:5e:00:53:01","ip":"192.0.2.7"},"kind":"dhcp.hostname","value":"desk-1","at":"2025-01-10T08:00:00Z"}
> {"subject":{"mac":"00:00:5e:00:53:01","ip":"192.0.2.7"},"kind":"dhcp.hostname","value":"desk-1","at":"2025-03-01T08:00:00Z"}
> {"subject":{"mac":"00:00:5e:00:53:01","ip":"192.0.2.8"},"kind":"dhcp.hostname","value":"desk-1","at":"2025-03-02T08:00:00Z"}
> {"subject":{"mac":"00:00:5e:00:53:02","ip":"192.0.2.7"},"kind":"dhcp.hostname","value":"desk-2","at":"2025-03-01T09:30:00Z"}
> {"subject":{"mac":"00:00:5e:00:53:03","ip":"192.0.2.9"},"kind":"dhcp.hostname","value":"desk-3","at":"2025-03-01T09:30:00Z"}
> END
$ cleanpath explain -q desk-1 dhcp.ndjson | sed -n '/^When/,/^$/p'
When (it was told of first and last)
IDENTIFIER            FROM       UNTIL                THEN
ip 192.0.2.7          2025-01-10 2025-03-01T08:00:00Z desk-2 (mac-00005e005302), from 2025-03-01T09:30:00Z on
ip 192.0.2.8          2025-03-02 2025-03-02           
mac 00:00:5e:00:53:01 2025-01-10 2025-03-02           
hostname desk-1       2025-01-10 2025-03-02           

$ cleanpath explain -q desk-2 dhcp.ndjson | grep -c '^When'
0
[1]
$ cleanpath explain -f json desk-1 dhcp.ndjson | python3 -c 'import json, sys; [print(*t.values()) for t in json.load(sys.stdin)["reasons"]["times"]]'
ip 192.0.2.7 2025-01-10T08:00:00Z 2025-03-01T08:00:00Z mac-00005e005302 2025-03-01T09:30:00Z
ip 192.0.2.8 2025-03-02T08:00:00Z 2025-03-02T08:00:00Z None None
mac 00:00:5e:00:53:01 2025-01-10T08:00:00Z 2025-03-02T08:00:00Z None None
hostname desk-1 2025-01-10T08:00:00Z 2025-03-02T08:00:00Z None None
$ cleanpath explain -f json desk-3 dhcp.ndjson | python3 -c 'import json, sys; print(json.load(sys.stdin)["reasons"]["times"])'
[]
