## Products that makers sell: a checkout of device types with broken files, a table, lines.
$ mkdir -p lib/device-types/Acme lib/module-types/Acme lib/elevation-images && cd lib && touch elevation-images/front.png mkdocs.yml README.md &&
> printf 'manufacturer: Huawei\nmodel: NE40E-X8\nslug: huawei-ne40e-x8\npart_number: NE40E\ninterfaces:\n- {name: a, type: 100gbase-x-qsfp28}\n' >device-types/Acme/ne40e.yaml &&
> printf 'manufacturer: Acme\nmodel: AX5735\nslug: acme-ax5735\ninterfaces:\n- {name: a, type: 1000base-t}\n' >device-types/Acme/ax5735.yml &&
> printf 'manufacturer: Acme\nmodel: [AX\n' >device-types/Acme/broken.yaml && printf 'manufacturer: Acme\n' >device-types/Acme/no-model.yaml &&
> printf 'site: docs\n' >device-types/Acme/other.yaml && printf 'manufacturer: Fortinet\nmodel: FortiGate 40F\n' >module-types/Acme/fg.yaml
$ cleanpath catalog import lib
cleanpath: lib/device-types/Acme/broken.yaml:3: not valid YAML: while parsing a flow sequence, did not find expected ',' or ']' (at byte 30)
cleanpath: lib/device-types/Acme/no-model.yaml:1: the product has no name (model): it was not read
cleanpath: lib/device-types/Acme/other.yaml: no device type: it has neither `manufacturer` nor `model`
3 products from 3 lists, 3 lists could not be read, 3 other files were passed over
$ cat >list.csv <<'END'
> Vendor;Model;Part No;Class;Generation
> Hikvision;DS-2CD2;;camera;
> Bergson;B1;;base station;5G
> Huawei;NE40E-X8;;;
> TP-Link;Archer;;toaster;
> ;no maker;;;
> END
$ cleanpath catalog import list.csv
cleanpath: list.csv:5: class: "toaster" is no known class
cleanpath: list.csv:6: the product has no maker (manufacturer): it was not read
4 products from 1 list, 2 records were malformed
$ printf '{"manufacturer":"Ericsson","model":"AIR 6449","class":"ran","generation":"NR","made_in":"SE"}\n{"manufacturer":\n' | cleanpath catalog import -
cleanpath: -:2: not valid JSON: unexpected token near end of file
1 product from 1 list, 1 record was malformed
## The same content again changes nothing.
$ cleanpath catalog import lib list.csv
cleanpath: lib/device-types/Acme/broken.yaml:3: not valid YAML: while parsing a flow sequence, did not find expected ',' or ']' (at byte 30)
cleanpath: lib/device-types/Acme/no-model.yaml:1: the product has no name (model): it was not read
cleanpath: lib/device-types/Acme/other.yaml: no device type: it has neither `manufacturer` nor `model`
cleanpath: list.csv:5: class: "toaster" is no known class
cleanpath: list.csv:6: the product has no maker (manufacturer): it was not read
0 products from 0 lists, 4 lists were in the case already, 3 lists could not be read, 2 records were malformed, 3 other files were passed over
## What there is per class comes first.
$ cleanpath catalog list
Catalogue (the case): products 7, lists 5, listed again 1, malformed records 3.
Products whose maker is not established: 2 (no file of makers lists it) and 1 (the name means several): Acme, Bergson, TP-Link. They are not known to be clean.
CLASS                                             PRODUCTS STATED PRESUMED
core network                                             0      0        0
radio access network                                     2      2        0
transport and aggregation                                1      0        1
fixed access                                             0      0        0
network management                                       0      0        0
virtualization platform                                  0      0        0
consumer-grade router, hotspot or residential CPE        0      0        0
optical network unit                                     0      0        0
video surveillance                                       1      1        0
land mobile radio                                        0      0        0
radio module                                             0      0        0
uncrewed aircraft system                                 0      0        0
component of an uncrewed aircraft system                 0      0        0
power inverter                                           0      0        0
robotic device                                           0      0        0
security software                                        0      0        0
security appliance                                       1      0        1
semiconductors                                           0      0        0
memory                                                   0      0        0
storage                                                  0      0        0
satellite equipment                                      0      0        0
submarine cable                                          0      0        0
server                                                   0      0        0
services                                                 0      0        0
service of a carrier                                     0      0        0
data centre                                              0      0        0
power supply                                             0      0        0
passive antenna                                          0      0        0
timing and synchronisation                               0      0        0
operations support                                       0      0        0
lawful interception                                      0      0        0
telephone exchange of an organisation                    0      0        0
telecommunications equipment of another kind             0      0        0
software                                                 0      0        0
connectivity system of a vehicle                         0      0        0
class not known                                          2        

PRODUCT                MAKER     NAME          PART  CLASS              FROM
acme/ax5735            Acme ?    AX5735                                 unknown
huawei/ne40e-x8        Huawei    NE40E-X8      NE40E transport          presumed
fortinet/fortigate-40f Fortinet  FortiGate 40F       security_appliance presumed
hikvision/ds-2cd2      Hikvision DS-2CD2             video_surveillance stated
bergson/b1             Bergson ? B1                  ran                stated
tp-link/archer         TP-Link ? Archer                                 unknown
ericsson/air-6449      Ericsson  AIR 6449            ran                stated
$ cleanpath catalog list maker:huawei -q
PRODUCT         MAKER  NAME     PART  CLASS     FROM
huawei/ne40e-x8 Huawei NE40E-X8 NE40E transport presumed
$ cleanpath catalog list class:unknown -q -f csv
id,maker_id,class_from,presumed_because,times_listed,maker,product,part_number,slug,kind,class,generation,function,made_in,contains,fcc_id,interfaces,poe,notes
acme/ax5735,,unknown,,1,Acme,AX5735,,acme-ax5735,device,,,,,,,1000base-t:1,,
tp-link/archer,,unknown,,1,TP-Link,Archer,,,,,,,,,,,,
$ cleanpath catalog show NE40E
huawei/ne40e-x8
  maker        Huawei, which is Huawei (huawei)
  class        transport, presumed: a family of routers or of optical transport
  product      NE40E-X8
  part_number  NE40E
  slug         huawei-ne40e-x8
  kind         device
  interfaces   100gbase-x-qsfp28:1
  from         lib/device-types/Acme/ne40e.yaml:1, listed 2 times
$ cleanpath catalog show tp-link/archer
tp-link/archer
  maker        TP-Link, which may be tp-link, or tp-link-systems
  class        not known
  product      Archer
  from         list.csv:5, listed 1 time
$ cleanpath catalog show huawei/ne40e-x8 -f json | python3 -c 'import json, sys; d = json.load(sys.stdin); print(d["schema"], d["coverage"]["products"], d["products"][0]["told"]["interfaces"])'
cleanpath/catalog/1 7 100gbase-x-qsfp28:1
## What cannot be done.
$ cleanpath catalog show NE40F
cleanpath: there is no product "NE40F"; `cleanpath catalog list` shows all
[3]
$ cleanpath catalog show
cleanpath: catalog show needs one PRODUCT
[2]
$ cleanpath catalog
cleanpath: catalog needs import DIR|FILE..., list or show PRODUCT
[2]
$ cleanpath catalog frobnicate
cleanpath: catalog knows import, list and show, not "frobnicate"
[2]
$ cleanpath catalog import
cleanpath: catalog import needs DIR|FILE...
[2]
$ cleanpath catalog import absent.csv
cleanpath: absent.csv: cannot open: No such file or directory
0 products from 0 lists, 1 list could not be read
[3]
$ cleanpath catalog import lib/README.md lib/device-types/Acme/no-model.yaml
cleanpath: lib/README.md: the file is empty
cleanpath: lib/device-types/Acme/no-model.yaml:1: the product has no name (model): it was not read
0 products from 0 lists, 2 lists could not be read
[3]
$ cleanpath catalog import lib/elevation-images
0 products from 0 lists, 1 other file was passed over
[3]
$ printf 'product,price\nA,1\n' >p.csv && cleanpath catalog import p.csv
cleanpath: p.csv:1: a list of products needs a column for the maker: name it, for example --map 'HEADER=maker'
0 products from 0 lists, 1 list could not be read
[3]
$ cleanpath catalog import --map 'price=maker' p.csv
1 product from 1 list
$ cleanpath catalog import --strict --case strict.case lib/device-types
cleanpath: lib/device-types/Acme/broken.yaml:3: not valid YAML: while parsing a flow sequence, did not find expected ',' or ']' (at byte 30)
cleanpath: lib/device-types/Acme/no-model.yaml:1: the product has no name (model): it was not read
cleanpath: lib/device-types/Acme/other.yaml: no device type: it has neither `manufacturer` nor `model`
2 products from 2 lists, 3 lists could not be read
[3]
$ cleanpath catalog list --case none.case
cleanpath: none.case: there is no case here: `cleanpath import FILE...` makes one
[3]
$ cleanpath import -q --case evidence.case data/register.csv && cleanpath catalog list --case evidence.case
cleanpath: evidence.case: there are no products in this case: `cleanpath catalog import DIR|FILE...` brings them
[3]
$ cleanpath catalog show -f csv NE40E
cleanpath: catalog show prints table or json
[2]
## A case of the first version, which had no products, is brought up to date by an import.
$ python3 -c '
> import re, sqlite3
> db = sqlite3.connect("evidence.case", isolation_level=None)
> had = "import problem subject ident observation link asset_id profile log".split()
> for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = \"table\" ORDER BY rowid DESC").fetchall():
>     if name not in had: db.execute("DROP TABLE " + name)
> (sql,) = db.execute("SELECT sql FROM sqlite_schema WHERE name = \"import\"").fetchone()
> names = ", ".join(r[1] for r in db.execute("PRAGMA table_info(import)") if r[1] != "whose")
> db.execute(re.sub(r"\"?import\"?\(", "older(", sql, count=1).replace("format, whose)", "format)").replace(", whose TEXT NOT NULL DEFAULT " + 2 * chr(39), ""))
> db.execute("INSERT INTO older SELECT " + names + " FROM import")
> db.execute("DROP TABLE import")
> db.execute("ALTER TABLE older RENAME TO import")
> for column in "statements ties sheets flows exporters flow_names prefixes as_names states".split(): db.execute("ALTER TABLE import DROP COLUMN " + column)
> for column in "name area a_router b_router end_only".split(): db.execute("ALTER TABLE link DROP COLUMN " + column)
> for column in "realm idents facts".split(): db.execute("ALTER TABLE subject DROP COLUMN " + column)
> db.execute("CREATE TABLE ident(subject INTEGER NOT NULL, seq INTEGER NOT NULL, kind TEXT NOT NULL, value TEXT NOT NULL)")
> db.execute("CREATE TABLE observation(id INTEGER PRIMARY KEY, import INTEGER NOT NULL, subject INTEGER NOT NULL, part TEXT NOT NULL, kind TEXT NOT NULL, value BLOB NOT NULL, at INTEGER, pos INTEGER NOT NULL)")
> db.execute("PRAGMA user_version=1")'
$ cleanpath catalog list --case evidence.case
cleanpath: evidence.case: the case is of the older version 1: import something to bring it to 14
[3]
$ cleanpath catalog import --case evidence.case list.csv 2>/dev/null
4 products from 1 list, 2 records were malformed
$ cleanpath catalog list --case evidence.case -q -n 1
PRODUCT           MAKER     NAME    PART CLASS              FROM
hikvision/ds-2cd2 Hikvision DS-2CD2      video_surveillance stated
... and 3 more (--limit 0 shows all)
