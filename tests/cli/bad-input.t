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
    odd/blob.bin: format not recognised (begins with 00 00 00 00 00 00 00 00); recognised by content are captures, SNMP walks, tables, topologies, observations: `cleanpath doctor` lists them
  tables: oui of 2026-08-26, pen of 2024-08-23, makers of 2026-11-23, fingerprints of 2026-11-27
  0 assets, 0 links; judged as of 2026-11-23, facts from confidence 0.95
  ! 1 file in the folders is of no format that is recognised (listed in the coverage).
  ! No profile says who you are, so nothing is called excluded for you; shown is whose rules would speak of what was found. Say it in a profile.yaml beside the evidence: `schema: cleanpath-profile/1`, `country: XX`, `roles: [ROLE]`.
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
cleanpath: prose.txt: format not recognised (begins with 68 65 6c 6c 6f 2c 20 74); recognised by content are captures, SNMP walks, tables, topologies, observations: `cleanpath doctor` lists them
Assets
none
[3]
$ cleanpath audit -q --as nonsense prose.txt
cleanpath: there is no format "nonsense"; `cleanpath doctor` lists them
[2]
## A good file beside a bad one is still judged, and the exit status says that something was not read.
$ cp $DATA/register.csv . && cleanpath audit -q --policy us-fcc-covered-list --as-of 2026-11-23 register.csv prose.txt | head -4
cleanpath: prose.txt: format not recognised (begins with 68 65 6c 6c 6f 2c 20 74); recognised by content are captures, SNMP walks, tables, topologies, observations: `cleanpath doctor` lists them
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
  tables: oui of 2026-08-26, pen of 2024-08-23, makers of 2026-11-23, fingerprints of 2026-11-27
  1 asset, 0 links; judged as of 2026-11-23, facts from confidence 0.95
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
  tables: oui of 2026-08-26, pen of 2024-08-23, makers of 2026-11-23, fingerprints of 2026-11-27
  1 asset, 0 links; judged as of 2026-11-23, facts from confidence 0.95
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
  tables: oui of 2026-08-26, pen of 2024-08-23, makers of 2026-11-23, fingerprints of 2026-11-27
  1 asset, 0 links; judged as of 2026-11-23, facts from confidence 0.95
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
  tables: oui of 2026-08-26, pen of 2024-08-23, makers of 2026-11-23, fingerprints of 2026-11-27
  0 assets, 0 links; judged as of 2026-11-23, facts from confidence 0.95
  ! 1 source could not be read; what it would have shown is missing here.
  ! The table pen is of 2024-08-23; blocks registered since are not known. A newer one is read with --registry FILE.

Assets
none
[3]
## A bomb of gzip: ten GiB of nothing in ten MiB.
$ python3 -c 'import gzip,sys; z = gzip.compress(bytes(1 << 24), 9); sys.stdout.buffer.write(z * 640)' >bomb.gz && cleanpath identify -q bomb.gz
cleanpath: bomb.gz: format not recognised (begins with 00 00 00 00 00 00 00 00); recognised by content are captures, SNMP walks, tables, topologies, observations: `cleanpath doctor` lists them
Assets
none
[3]
## Captures: cut off, absurd lengths, a snap length of 0, an unknown link type.
$ python3 -c 'import struct,sys; sys.stdout.buffer.write(struct.pack("<IHHiIII",0xa1b2c3d4,2,4,0,0,0,1)+struct.pack("<IIII",1,0,14,14)+bytes.fromhex("ffffffffffff000000005301")+b"\x08\x06"+struct.pack("<IIII",2,0,4000000000,60))' >absurd.pcap && cleanpath identify absurd.pcap
Coverage
  absurd.pcap: pcap, 2 records, 1 observation, 2 MALFORMED, read in part, of 1970-01-01
    absurd.pcap: snapshot length 0 in the header, read as no limit
    absurd.pcap:1: ARP: ARP of 0 bytes, expected 8 with addresses of 0 and 0 bytes
    absurd.pcap:2: record of 4000000000 bytes at byte 54, expected at most 262144
  tables: oui of 2026-08-26, pen of 2024-08-23, makers of 2026-11-23, fingerprints of 2026-11-27
  1 asset, 0 links; judged as of 2026-11-23, facts from confidence 0.95
  ! Of 1 of 1 assets the maker is not established (confidence below 0.95): they are not known to be clean.
  ! The table pen is of 2024-08-23; blocks registered since are not known. A newer one is read with --registry FILE.

Assets
NAME             MAKER   SURE PRODUCT SITE
mac-000000005301 unknown              
$ python3 -c 'import struct,sys; sys.stdout.buffer.write(struct.pack("<IHHiIII",0xa1b2c3d4,2,4,0,0,65535,1)+struct.pack("<IIII",1,0,60,60)+b"\x00"*20)' >cut.pcap && cleanpath identify cut.pcap
Coverage
  cut.pcap: pcap, 1 record, 0 observations, 1 MALFORMED, read in part
    1 frames; 0 MAC addresses, 0 IP addresses
    cut.pcap:1: the file ends within a record of 60 bytes, at byte 24
  tables: oui of 2026-08-26, pen of 2024-08-23, makers of 2026-11-23, fingerprints of 2026-11-27
  0 assets, 0 links; judged as of 2026-11-23, facts from confidence 0.95
  ! 1 source was read and told nothing of any equipment (the coverage says of what it consists).
  ! The table pen is of 2024-08-23; blocks registered since are not known. A newer one is read with --registry FILE.

Assets
none
$ python3 -c 'import struct,sys; sys.stdout.buffer.write(struct.pack("<IHHiIII",0xa1b2c3d4,2,4,0,0,65535,195)+struct.pack("<IIII",1,0,8,8)+b"\x00"*8)' >link.pcap && cleanpath identify link.pcap
Coverage
  link.pcap: pcap, 1 record, 0 observations, 1 not of use here, read in part, of 1970-01-01
    1 frames: 1 of a link type that is not understood (link type 195: 1); 0 MAC addresses, 0 IP addresses
  tables: oui of 2026-08-26, pen of 2024-08-23, makers of 2026-11-23, fingerprints of 2026-11-27
  0 assets, 0 links; judged as of 2026-11-23, facts from confidence 0.95
  ! 1 source was read and told nothing of any equipment (the coverage says of what it consists).
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
cleanpath: cleanpath.case: the case is of version 99, this program knows up to 14: use a newer cleanpath
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
## Who reads does not wait for who writes, and many who write take turns.
$ python3 -c 'import sqlite3,subprocess,time; c = sqlite3.connect("cleanpath.case", isolation_level=None); c.execute("BEGIN IMMEDIATE"); t = time.monotonic(); p = subprocess.run(["cleanpath", "assets", "-q", "-f", "csv", "--policy", "us-ndaa-889-a1a"], stdout=subprocess.DEVNULL); c.execute("ROLLBACK"); print("exit", p.returncode, "at once" if time.monotonic() - t < 3 else "late")'
exit 0 at once
$ for i in 1 2 3 4 5 6 7 8; do printf 'name,ip\nturn-%d,198.51.100.%d\n' $i $i >turn-$i.csv; done; for i in 1 2 3 4 5 6 7 8; do cleanpath import -q --case turns.case turn-$i.csv & done; wait; cleanpath doctor --case turns.case | grep ^case; cleanpath assets -q -f csv --case turns.case | cut -d, -f2 | xargs
case: turns.case: sound, 8 imports, 8 log entries
name turn-1 turn-2 turn-3 turn-4 turn-5 turn-6 turn-7 turn-8
## Frames that nobody looked into are told: a link type that is not understood, alone and among others.
$ cat >frames.py <<'END'
> import struct, sys
> def record(f, us=0): return struct.pack('<IIII', 1700000000, us, len(f), len(f)) + f
> def pcap(link, *frames): return struct.pack('<IHHiIII', 0xa1b2c3d4, 2, 4, 0, 0, 65535, link) + b''.join(map(record, frames))
> def block(kind, body):
>     body += bytes(-len(body) % 4)
>     return struct.pack('<II', kind, len(body) + 12) + body + struct.pack('<I', len(body) + 12)
> def section(): return block(0x0a0d0d0a, struct.pack('<IHHq', 0x1a2b3c4d, 1, 0, -1))
> def interface(link): return block(1, struct.pack('<HHI', link, 0, 65535))
> def packet(i, f): return block(6, struct.pack('<IIIII', i, 396000, 0, len(f), len(f)) + f)
> def tlv(kind, value, length=None): return struct.pack('>H', kind << 9 | (len(value) if length is None else length)) + value
> mac = bytes.fromhex('000000005301')
> arp = bytes.fromhex('ffffffffffff') + mac + bytes.fromhex('0806 0001 0800 06 04 0001') + mac + bytes.fromhex('c0000201 000000000000 c0000202')
> def lldp(*tlvs): return bytes.fromhex('0180c200000e') + mac + b'\x88\xcc' + tlv(1, b'\x04' + mac) + tlv(2, b'\x05p1') + tlv(3, b'\0\x78') + b''.join(tlvs)
> sys.stdout.buffer.write(eval(sys.argv[1]))
> END
$ python3 frames.py 'pcap(195, bytes(8), bytes(8), bytes(8))' >other.pcap && cleanpath identify other.pcap | sed '/tables:/,/judged/d;/table pen/d'; cleanpath identify -q --strict other.pcap >/dev/null
Coverage
  other.pcap: pcap, 3 records, 0 observations, 3 not of use here, read in part, of 2023-11-14
    3 frames: 3 of a link type that is not understood (link type 195: 3); 0 MAC addresses, 0 IP addresses
  ! 1 source was read and told nothing of any equipment (the coverage says of what it consists).

Assets
none
[3]
$ python3 frames.py 'section() + interface(1) + interface(195) + packet(0, arp) + packet(1, bytes(8)) + packet(1, bytes(9)) + packet(0, arp) + packet(7, arp)' >mixed.pcapng && cleanpath identify mixed.pcapng | sed '/tables:/,$d'; cleanpath identify -q mixed.pcapng
Coverage
  mixed.pcapng: pcapng, 5 records, 2 observations, 1 MALFORMED, 2 not of use here, read in part, of 2023-11-24
    5 frames: 2 ARP, 2 of a link type that is not understood (link type 195: 2); 1 MAC addresses, 0 IP addresses
    mixed.pcapng:5: frame of an interface that is not described, at byte 304
Assets
NAME             MAKER   SURE PRODUCT SITE
mac-000000005301 unknown              
## LLDP: a TLV past the end of its frame, 10,000 TLVs; what stands before the fault counts, and so do the other frames.
$ python3 frames.py 'pcap(1, lldp(tlv(5, b"sw-1"), tlv(6, b"short", 400)), lldp(tlv(5, b"sw-1"), tlv(0, b"")))' >past.pcap && cleanpath identify past.pcap | sed '/tables:/,$d'; cleanpath identify -q past.pcap
Coverage
  past.pcap: pcap, 2 records, 5 observations, 1 MALFORMED, read in part, of 2023-11-14
    past.pcap:1: LLDP: TLV 6 of 400 bytes reaches past the end
Assets
NAME MAKER   SURE PRODUCT SITE
sw-1 unknown              
$ python3 frames.py 'pcap(1, lldp(*[tlv(127, b"")] * 10000), lldp(tlv(5, b"sw-2"), tlv(0, b"")))' >many.pcap && cleanpath identify many.pcap | sed '/tables:/,$d'; cleanpath identify -q many.pcap
Coverage
  many.pcap: pcap, 2 records, 6 observations, 1 MALFORMED, read in part, of 2023-11-14
    many.pcap:1: LLDP: more than 512 TLVs
Assets
NAME MAKER   SURE PRODUCT SITE
sw-2 unknown              
## Nanoseconds and the other byte order are read as what they are.
$ python3 -c 'import struct,sys; f = bytes(60); sys.stdout.buffer.write(struct.pack(">IHHiIII", 0xa1b23c4d, 2, 4, 0, 0, 65535, 1) + struct.pack(">IIII", 1700000000, 999999999, 60, 60) + f)' >swapped.pcap && cleanpath identify -f json swapped.pcap | python3 -c 'import json,sys; s = json.load(sys.stdin)["coverage"]["sources"][0]; print(s["format"], s["records"], s["first_at"])'
pcap 1 2023-11-14T22:13:20Z
## Bombs: blanks and empty lines for gigabytes behind a good head, a line without end, rows that pack 280-fold. Nothing of them counts.
$ python3 -c 'import gzip; w = lambda n, head, tail, k: open(n, "wb").write(gzip.compress(head) + gzip.compress(tail * ((1 << 24) // len(tail)), 9) * k)
> w("blanks.csv.gz", b"name,maker,ip\nr1,Acme,192.0.2.1\n" * 3000, b" ", 300); w("lines.snmprec.gz", b"1.3.6.1.2.1.1.1.0|4|AcmeOS\n", b"\n", 300)
> w("line.ndjson.gz", b"{\"subject\":{\"ip\":\"192.0.2.9\"},\"kind\":\"ssh.banner\",\"value\":\"", b" ", 300)
> w("rows.csv.gz", b"name,maker,ip\n" + b"r1,Acme,192.0.2.1\n" * 3000, b"".join(b"r%06x,Acme,192.0.2.1%3000s\n" % (i * 2654435761 & 0xffffff, b"") for i in range(5500)), 300); w("key.yaml.gz", b"schema: cleanpath-profile/1\ncountry: US\n", b"\n", 300)'
$ for f in *.??*.gz; do cleanpath identify -q -f csv $f | wc -l; done 2>&1 | sed 's/[0-9]\{5,\}/N/g'
cleanpath: blanks.csv.gz: N bytes unpack to more than 400 times as much: taken for a bomb (if it is none, unpack it first) (at byte N)
1
cleanpath: cut.csv.gz: the gzip data is cut off (at byte 30)
1
cleanpath: key.yaml.gz: more than N bytes, which must be read in one piece (at byte N)
1
cleanpath: line.ndjson.gz: N bytes unpack to more than 400 times as much: taken for a bomb (if it is none, unpack it first) (at byte N)
1
cleanpath: lines.snmprec.gz: N bytes unpack to more than 400 times as much: taken for a bomb (if it is none, unpack it first) (at byte N)
1
cleanpath: rows.csv.gz: N bytes unpack to more than 200 times as much, where text is expected: taken for a bomb (if it is none, unpack it first) (at byte N)
1
## One by a pipe is read to where it shows; that it has no digest then is nobody's wish.
$ python3 -c 'import gzip,sys; sys.stdout.buffer.write(gzip.compress(bytes.fromhex("d4c3b2a102000400000000000000000000000400010000000100000000000000"+"3c0000003c000000"+"001b21000001001b210000021234")+bytes(46)+bytes(300<<20), 9))' | cleanpath identify -q -f json - 2>/dev/null | grep -o '"notes":\["[^"]*'
"notes":["1 source could not be read; what it would have shown is missing here.
$ cleanpath import -q rows.csv.gz 2>/dev/null; echo $?; cleanpath doctor | grep ^case; rm -f cleanpath.case*
3
case: cleanpath.case: sound, 2 imports, 2 log entries
## Packs: a double id, a day that does not exist, a maker that nobody knows.
$ printf 'schema: cleanpath-policy/1\nid: ours\nid: ours\n' >double.yaml; cleanpath policy check double.yaml | head -3
double.yaml:3: key "id" stands in line 2 already
$ cat >pack.yaml <<'END'
> schema: cleanpath-policy/1
> id: ours
> title: A rule of our own
> jurisdiction: DE
> kind: rules
> law: in_force
> effective: 2026-02-30
> read: 2026-11-23
> addressees: [{role: federal_contractor}]
> clauses:
> - {id: one, title: nothing of them, equipment: [any], makers: [nobody-makes-this]}
> - {id: one, title: twice, equipment: [any], makers: [huawie]}
> END
$ cleanpath policy check pack.yaml
pack.yaml:7:12: `effective`: "2026-02-30" is no date; expected a day that exists, as 2026-07-28, 2026-07 or 2026
pack.yaml:12:3: clause `one` is there twice, first in line 11
pack.yaml:11:3: clause `one`: unknown maker `nobody-makes-this`; expected an id of data/makers or of the pack's `entities`
pack.yaml:12:3: clause `one`: unknown maker `huawie`; did you mean `huawei`?
[3]
$ sed 's/2026-02-30/2026-02-28/; /id: one/d' pack.yaml >good.yaml && echo '- {id: two, title: theirs, equipment: [any], makers: [huawei]}' >>good.yaml && cleanpath policy check good.yaml; cp good.yaml again.yaml; cleanpath policy check good.yaml again.yaml; sed 's/id: ours/id: us-ndaa-889-a1a/' good.yaml >again.yaml; cleanpath policy check again.yaml
1 file well formed
again.yaml:2:5: policy `ours` is there twice, first in good.yaml
again.yaml:2:5: policy `us-ndaa-889-a1a` is there twice, first in policies/us/us-ndaa-889-a1a.yaml
[3]
