## A device tells of its components; a row of the register that bears the same serial number speaks of that component.
$ printf '1.3.6.1.2.1.1.1.0|4|Linux stor-1 5.10.0\n1.3.6.1.2.1.1.5.0|4|stor-1\n1.3.6.1.2.1.47.1.1.1.1.5.1|2|3\n1.3.6.1.2.1.47.1.1.1.1.11.1|4|CH000123\n1.3.6.1.2.1.47.1.1.1.1.12.1|4|Dell Inc.\n1.3.6.1.2.1.47.1.1.1.1.5.2|2|9\n1.3.6.1.2.1.47.1.1.1.1.7.2|4|nvme0\n1.3.6.1.2.1.47.1.1.1.1.11.2|4|NV000456\n1.3.6.1.2.1.47.1.1.1.1.12.2|4|Micron\n' >stor-1.snmprec
$ printf 'name,serial,site,class\ndisk of stor-1,NV000456,central,storage\nspare disk,NV000789,central,storage\n' >register.csv
$ cleanpath identify -q stor-1.snmprec register.csv
Assets
NAME           MAKER   SURE PRODUCT SITE
disk of stor-1 Micron  0.97         central
spare disk     unknown              central
stor-1         Dell    0.97         
$ cleanpath identify -q register.csv stor-1.snmprec
Assets
NAME           MAKER   SURE PRODUCT SITE
disk of stor-1 Micron  0.97         central
spare disk     unknown              central
stor-1         Dell    0.97         
$ cleanpath identify -f ndjson stor-1.snmprec register.csv | python3 -c 'import json,sys; [print(d["asset"], d["parent"], d["site"]) for d in map(json.loads, sys.stdin) if "asset" in d]'
serial-nv000456 serial-ch000123 central
serial-nv000789 None central
serial-ch000123 None None
