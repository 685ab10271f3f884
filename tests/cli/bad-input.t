## Malformed input: one clear error with the file, the position and what was expected; the good is never lost.
$ : >empty.csv && cleanpath audit -q empty.csv
cleanpath: empty.csv: the file is empty
Assets
none
[3]
$ mkdir nothing && cleanpath audit -q nothing
cleanpath: nothing: there is no file in this folder
Assets
none
[3]
$ mkdir odd && head -c 300 /dev/zero >odd/blob.bin && cleanpath audit odd
Coverage
  odd/blob.bin: not recognised
    odd/blob.bin: format not recognised (begins with 00 00 00 00 00 00 00 00); recognised by content are: pcap captures, pcapng captures, SNMP walk (text of snmpwalk), SNMP recording (.snmprec), inventory (CSV), links (CSV), observations (NDJSON), profile (YAML)
  tables: oui of 2026-08-26, pen of 2024-08-23, makers of 2026-11-23, fingerprints of 2026-11-23
  0 assets, 0 links; judged as of 2026-11-23, facts from confidence 0.95
  ! 1 file in the folders is of no format that is recognised (listed in the coverage).
  ! No profile says who you are, so nothing is called excluded for you; shown is whose rules would speak of what was found. Say it with `cleanpath profile set country=XX roles=ROLE`, or a profile.yaml beside the evidence with `country: XX` and `roles: [ROLE]`.
  ! The table pen is of 2024-08-23; blocks registered since are not known. A newer one is read with --registry FILE.

Assets
none
$ cleanpath audit -q --strict odd >/dev/null
[3]
$ cleanpath audit -q absent.pcap
cleanpath: absent.pcap: cannot open: No such file or directory
Assets
none
[3]
$ printf 'hello, this is prose and no evidence at all\n' >prose.txt && cleanpath audit -q prose.txt
cleanpath: prose.txt: format not recognised (begins with 68 65 6c 6c 6f 2c 20 74); recognised by content are: pcap captures, pcapng captures, SNMP walk (text of snmpwalk), SNMP recording (.snmprec), inventory (CSV), links (CSV), observations (NDJSON), profile (YAML)
Assets
none
[3]
$ cleanpath audit -q --as nonsense prose.txt
cleanpath: there is no format "nonsense"; `cleanpath doctor` lists them
[2]
## A good file beside a bad one is still judged, and the exit status says that something was not read.
$ cp $DATA/register.csv . && cleanpath audit -q --policy us-fcc-covered-list --as-of 2026-11-23 register.csv prose.txt | head -4
cleanpath: prose.txt: format not recognised (begins with 68 65 6c 6c 6f 2c 20 74); recognised by content are: pcap captures, pcapng captures, SNMP walk (text of snmpwalk), SNMP recording (.snmprec), inventory (CSV), links (CSV), observations (NDJSON), profile (YAML)
Answer
POLICY              BY LAW      BINDS YOU EXCLUDED RESTRICTED UNDETERMINED ALLOWED NOT ADDRESSED
us-fcc-covered-list US in_force yes              1          0            2       1             0


## Tables: title rows, a missing column, a duplicate, a stray quote, CRLF, UTF-16, NUL.
$ printf 'Equipment of the north, 2026\n\nname,vendor,ip\nr1,Acme,192.0.2.1\n' >title.csv && cleanpath identify -q title.csv
Assets
NAME MAKER SURE PRODUCT SITE
r1   Acme  0.83         
$ printf 'colour,price\nred,3\nblue,4\n' >columns.csv && cleanpath identify -q --as inventory-csv columns.csv
cleanpath: columns.csv:1: no column for any of name, serial, mac, ip, product; found "colour", "price": name it, for example --map 'colour=name'
Assets
none
[3]
$ printf 'name,maker,serial\nr1,Acme,AB12345\nr1,Acme,AB12345\n' >twice.csv && cleanpath identify twice.csv
Coverage
  twice.csv: inventory-csv, 2 records, 6 observations, 1 MALFORMED, read in part
    columns: name, maker, serial; 1 duplicate row
    twice.csv:3: duplicate: the serial number "AB12345" stands in line 2 too
  tables: oui of 2026-08-26, pen of 2024-08-23, makers of 2026-11-23, fingerprints of 2026-11-23
  1 assets, 0 links; judged as of 2026-11-23, facts from confidence 0.95
  ! Of 1 of 1 assets the maker is not established (confidence below 0.95): they are not known to be clean.
  ! The table pen is of 2024-08-23; blocks registered since are not known. A newer one is read with --registry FILE.

Assets
NAME MAKER SURE PRODUCT SITE
r1   Acme  0.83         
$ printf 'name,maker,ip\nr1,Ac"me,192.0.2.1\nr2,"Acme,192.0.2.2\nr3,Acme,192.0.2.3\n' >quote.csv && cleanpath identify quote.csv
Coverage
  quote.csv: inventory-csv, 2 records, 3 observations, 1 MALFORMED, read in part
    columns: name, maker, ip
    quote.csv:3: the quote that opens here is never closed; what follows was not read
  tables: oui of 2026-08-26, pen of 2024-08-23, makers of 2026-11-23, fingerprints of 2026-11-23
  1 assets, 0 links; judged as of 2026-11-23, facts from confidence 0.95
  ! Of 1 of 1 assets the maker is not established (confidence below 0.95): they are not known to be clean.
  ! The table pen is of 2024-08-23; blocks registered since are not known. A newer one is read with --registry FILE.

Assets
NAME MAKER SURE PRODUCT SITE
r1   Ac"me 0.83         
$ printf 'name;maker;ip\r\nr1;Acme;192.0.2.1\r\n' >crlf.csv && cleanpath identify -q crlf.csv
Assets
NAME MAKER SURE PRODUCT SITE
r1   Acme  0.83         
$ printf 'name,maker,ip\nr1,Acme,192.0.2.1\n' | python3 -c 'import sys; sys.stdout.buffer.write(b"\xff\xfe" + sys.stdin.read().encode("utf-16-le"))' >utf16.csv && cleanpath identify -q utf16.csv
Assets
NAME MAKER SURE PRODUCT SITE
r1   Acme  0.83         
$ printf 'name,maker,ip\nr1,Ac\000me,192.0.2.1\nr2,Acme,192.0.2.2\n' >nul.csv && cleanpath identify nul.csv
Coverage
  nul.csv: inventory-csv, 2 records, 3 observations, 1 MALFORMED, read in part
    columns: name, maker, ip
    nul.csv:2: the row holds a NUL byte
  tables: oui of 2026-08-26, pen of 2024-08-23, makers of 2026-11-23, fingerprints of 2026-11-23
  1 assets, 0 links; judged as of 2026-11-23, facts from confidence 0.95
  ! Of 1 of 1 assets the maker is not established (confidence below 0.95): they are not known to be clean.
  ! The table pen is of 2024-08-23; blocks registered since are not known. A newer one is read with --registry FILE.

Assets
NAME MAKER SURE PRODUCT SITE
r2   Acme  0.83         
$ printf 'name,maker,ip\nr1,Acme,192.0.2.1\n' | gzip | head -c 30 >cut.csv.gz && cleanpath identify cut.csv.gz
cleanpath: cut.csv.gz: the gzip data is cut off (at byte 30)
Coverage
  cut.csv.gz: NOT READ
    cut.csv.gz: the gzip data is cut off (at byte 30)
  tables: oui of 2026-08-26, pen of 2024-08-23, makers of 2026-11-23, fingerprints of 2026-11-23
  0 assets, 0 links; judged as of 2026-11-23, facts from confidence 0.95
  ! 1 source could not be read; what it would have shown is missing here.
  ! The table pen is of 2024-08-23; blocks registered since are not known. A newer one is read with --registry FILE.

Assets
none
[3]
## A bomb of gzip: ten GiB of nothing in ten MiB.
$ python3 -c 'import gzip,sys; z = gzip.compress(bytes(1 << 24), 9); sys.stdout.buffer.write(z * 640)' >bomb.gz && cleanpath identify -q bomb.gz
cleanpath: bomb.gz: format not recognised (begins with 00 00 00 00 00 00 00 00); recognised by content are: pcap captures, pcapng captures, SNMP walk (text of snmpwalk), SNMP recording (.snmprec), inventory (CSV), links (CSV), observations (NDJSON), profile (YAML)
Assets
none
[3]
## Captures: cut off, absurd lengths, a snap length of 0, an unknown link type.
$ python3 -c 'import struct,sys; sys.stdout.buffer.write(struct.pack("<IHHiIII",0xa1b2c3d4,2,4,0,0,0,1)+struct.pack("<IIII",1,0,14,14)+bytes.fromhex("ffffffffffff000000005301")+b"\x08\x06"+struct.pack("<IIII",2,0,4000000000,60))' >absurd.pcap && cleanpath identify absurd.pcap
Coverage
  absurd.pcap: pcap, 2 records, 1 observations, 2 MALFORMED, read in part, of 1970-01-01
    absurd.pcap: snapshot length 0 in the header, read as no limit
    absurd.pcap:1: ARP: ARP of 0 bytes, expected 8 with addresses of 0 and 0 bytes
    absurd.pcap:2: record of 4000000000 bytes at byte 54, expected at most 262144
  tables: oui of 2026-08-26, pen of 2024-08-23, makers of 2026-11-23, fingerprints of 2026-11-23
  1 assets, 0 links; judged as of 2026-11-23, facts from confidence 0.95
  ! Of 1 of 1 assets the maker is not established (confidence below 0.95): they are not known to be clean.
  ! The table pen is of 2024-08-23; blocks registered since are not known. A newer one is read with --registry FILE.

Assets
NAME             MAKER   SURE PRODUCT SITE
mac-000000005301 unknown              
$ python3 -c 'import struct,sys; sys.stdout.buffer.write(struct.pack("<IHHiIII",0xa1b2c3d4,2,4,0,0,65535,1)+struct.pack("<IIII",1,0,60,60)+b"\x00"*20)' >cut.pcap && cleanpath identify cut.pcap
Coverage
  cut.pcap: pcap, 1 records, 0 observations, 1 MALFORMED, read in part
    cut.pcap:1: the file ends within a record of 60 bytes, at byte 24
  tables: oui of 2026-08-26, pen of 2024-08-23, makers of 2026-11-23, fingerprints of 2026-11-23
  0 assets, 0 links; judged as of 2026-11-23, facts from confidence 0.95
  ! The table pen is of 2024-08-23; blocks registered since are not known. A newer one is read with --registry FILE.

Assets
none
$ python3 -c 'import struct,sys; sys.stdout.buffer.write(struct.pack("<IHHiIII",0xa1b2c3d4,2,4,0,0,65535,195)+struct.pack("<IIII",1,0,8,8)+b"\x00"*8)' >link.pcap && cleanpath identify link.pcap
Coverage
  link.pcap: pcap, 1 records, 0 observations, 1 not of use here, of 1970-01-01
  tables: oui of 2026-08-26, pen of 2024-08-23, makers of 2026-11-23, fingerprints of 2026-11-23
  0 assets, 0 links; judged as of 2026-11-23, facts from confidence 0.95
  ! The table pen is of 2024-08-23; blocks registered since are not known. A newer one is read with --registry FILE.

Assets
none
$ head -c 20 cut.pcap >head.pcap && cleanpath identify -q head.pcap
cleanpath: head.pcap: the pcap header has 20 bytes, expected 24 (at byte 20)
Assets
none
[3]
## Policies.
$ printf 'schema: cleanpath-policy/1\nid: ours\n' >p.yaml; printf 'a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]\ng: &g [*f,*f,*f,*f,*f,*f,*f,*f,*f]\n' >bomb.yaml && cleanpath policy check bomb.yaml
bomb.yaml:7: more than 2000000 nodes, aliases counted where they are used
[3]
$ printf 'schema: cleanpath-profile/1\ncuontry: US\n' >profile.yaml && cleanpath audit -q --profile profile.yaml register.csv
cleanpath: profile.yaml:2: unknown key "cuontry"; did you mean "country"?
[3]
## A case of a newer version, a damaged one, and what is no case.
$ cleanpath import -q register.csv && python3 -c 'import sqlite3; sqlite3.connect("cleanpath.case").execute("PRAGMA user_version=99")' && cleanpath audit
cleanpath: cleanpath.case: the case is of version 99, this program knows up to 1: use a newer cleanpath
[3]
$ cp register.csv text.case && cleanpath audit --case text.case
cleanpath: text.case: cannot read the case: file is not a database (expected a case made by cleanpath)
[3]
$ rm -f cleanpath.case* && cleanpath import -q register.csv && head -c 5000 cleanpath.case >cut.case && cleanpath audit --case cut.case
cleanpath: cut.case: cannot read the case: database disk image is malformed (the file is damaged; restore a copy)
[3]
## Two processes on one case: the second is told, nothing is lost.
$ python3 -c 'import sqlite3,subprocess; c = sqlite3.connect("cleanpath.case", isolation_level=None); c.execute("BEGIN IMMEDIATE"); p = subprocess.run(["cleanpath", "import", "title.csv"]); c.execute("ROLLBACK"); print("exit", p.returncode)' 2>&1
cleanpath: cleanpath.case: cannot write to the case: database is locked (another process is writing to this case; try again when it is done)
exit 3
$ cleanpath import -q title.csv && cleanpath doctor | grep ^case
case: cleanpath.case: sound, 2 imports, 2 log entries
