## What other systems write: a byte order mark before a recording, UTF-16 from a shell, French headers; and what has no end.
$ printf '\357\273\2771.3.6.1.2.1.1.1.0|4|Cisco IOS Software, C2960 Software, Version 15.0(2)SE\r\n1.3.6.1.2.1.1.5.0|4|sw\r\n' >bom.snmprec && cleanpath identify -q bom.snmprec
Assets
NAME MAKER SURE PRODUCT SITE
sw   Cisco 0.97         
$ printf 'SNMPv2-MIB::sysDescr.0 = STRING: Cisco IOS Software, C2960 Software, Version 15.0(2)SE\r\nSNMPv2-MIB::sysName.0 = STRING: sw7\r\n' | python3 -c 'import sys; sys.stdout.buffer.write(b"\xff\xfe" + sys.stdin.read().encode("utf-16-le"))' >utf16.txt && cleanpath identify -q utf16.txt
Assets
NAME MAKER SURE PRODUCT SITE
sw7  Cisco 0.97         
$ printf 'Nom;Fabricant;Modèle;Numéro de série;Adresse IP\nr1;Cisco;C9300;FOC1234X5YZ;192.0.2.1\n' >liste.csv && cleanpath identify -q liste.csv
Assets
NAME MAKER SURE PRODUCT SITE
r1   Cisco 0.95 C9300   
$ cleanpath identify -q /dev/zero
cleanpath: /dev/zero: format not recognised (begins with 00 00 00 00 00 00 00 00); recognised by content are captures, SNMP walks, tables, topologies, observations: `cleanpath doctor` lists them
Assets
none
[3]
