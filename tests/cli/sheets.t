## A workbook as an element manager exports it: a name merged over six boards.
$ cleanpath identify $DATA/exports/element-manager-boards.xlsx | sed '/tables:/d;/! The table/d' | head -8
Coverage
  data/exports/element-manager-boards.xlsx: xlsx, 12 records, 96 observations
    sheet "Board Report": inventory, columns: NE Name -> parent, Site Name -> site, Board Name -> name, Board Type -> product, BOM Code/Item -> part_number, Serial No. -> serial, Manufacturer -> maker, Software Version -> version; ignored: NE Type (another column is closer to the same field), Issue Date; 1 row above the header in row 3 of "Board Report" skipped
  12 assets, 0 links; judged as of 2026-11-23, facts from confidence 0.95

Assets
NAME   MAKER  SURE PRODUCT SITE
RRU-60 Huawei 0.95 RRU5909 North mast
## What an accountant keeps: titles, a total, hidden things.
$ cleanpath identify $DATA/exports/accounts-register.xlsx | sed '/tables:/d;/! The table/d'
Coverage
  data/exports/accounts-register.xlsx: xlsx, 8 records, 52 observations, 2 not of use here
    sheet "Register": inventory, columns: Asset no. -> name, Description -> notes, Manufacturer -> maker, Model -> product, Serial no. -> serial, Qty -> quantity, Date of purchase -> purchased, Location -> site, Status -> status; ignored: Unit price, Amount (another column is closer to the same field); 3 rows above the header in row 5 of "Register" skipped; 2 rows are titles: left out; 1 row is a total: left out; sheet "Register": hidden columns (H to I) are read; sheet "Register": 1 hidden row (13) read; no table that is known, not read: sheet "Notes" (2 rows)
  6 assets, 0 links; judged as of 2026-11-23, facts from confidence 0.95
  ! 3 of 6 assets stand for several alike (quantity), 130 things in all: counts are of assets, shares of things.

Assets
NAME    MAKER            SURE PRODUCT        SITE
FA-0912 Huawei           0.95 AR1220         Store
FA-1001 Juniper Networks 0.95 MX204          Head end
FA-1002 ZTE              0.95 C320           Head end
FA-1003 ZTE              0.95 F660           Customers
FA-1004 Netgear          0.95 GS324          Office
FA-1005 Hikvision        0.95 DS-2CD2143G2-I Office
## Several sheets and several tables in one workbook.
$ cleanpath identify $DATA/exports/network-in-one-book.xlsx | sed '/tables:/d;/! The table/d'
Coverage
  data/exports/network-in-one-book.xlsx: xlsx, 13 records, 39 observations, 2 not of use here
    sheet "Devices": inventory, columns: Device name -> name, Vendor -> maker, Model -> product, S/N -> serial, Mgmt IP -> ip, Site -> site; sheet "Devices": inventory, columns: Radio -> name, Manufacturer -> maker, Type -> product, Serial number -> serial, Site -> site; 1 row above the header in row 7 of "Devices" skipped; sheet "Devices": inventory, columns: Device name -> name, Vendor -> maker, Model -> product, S/N -> serial, Mgmt IP -> ip, Site -> site; sheet "Links": links, columns: From -> a, To -> b, From port -> a_port, To port -> b_port, Capacity -> capacity_bps; sheet "Taken out": inventory, columns: Device name -> name, Vendor -> maker, Model -> product, S/N -> serial, Status -> status; sheet "Taken out" is hidden: read; no table that is known, not read: sheet "Read me" (2 rows)
  7 assets, 4 links; judged as of 2026-11-23, facts from confidence 0.95

Assets
NAME   MAKER            SURE PRODUCT    SITE
acc-1  Ciena            0.95 5142       East
agg-1  Nokia            0.95 7250 IXR-e East
core-1 Nokia            0.95 7750 SR-7  Centre
core-2 Nokia            0.95 7750 SR-7  Centre
mw-1   Ceragon Networks 0.95 IP-20C     East
mw-2   Ceragon Networks 0.95 IP-20C     Hill
old-1  Huawei           0.95 CX600-X3   
## Headers in Chinese, Korean, German, Spanish; in Russian, of which no word is known.
$ for f in chinese-elements korean-register german-utility spanish-isp unknown-language; do cleanpath identify $DATA/exports/$f.xlsx | sed -n '/columns:/p;/^NAME/,$p'; done
    sheet "网元清单": inventory, columns: 网元名称 -> name, 网元类型 -> product, 设备厂家 -> maker, 序列号 -> serial, 管理IP -> ip, 机房 -> site, 软件版本 -> version, 设备状态 -> status, 入网日期 -> installed; ignored: 单板类型 (another column is closer to the same field); 1 row above the header in row 2 of "网元清单" skipped; 1 row is a total: left out
NAME         MAKER  SURE PRODUCT  SITE
示例-备件-03 Huawei 0.95 S5720    中心库房
示例-接入-02 ZTE    0.95 C600     城西机房
示例-核心-01 Huawei 0.95 NE40E-X8 城东机房
    sheet "장비목록": inventory, columns: 장비명 -> name, 제조사 -> maker, 모델명 -> product, 시리얼번호 -> serial, 관리 IP -> ip, 국사 -> site, 수량 -> quantity, 설치일 -> installed, 운용상태 -> status; 1 row is a total: left out
NAME         MAKER       SURE PRODUCT  SITE
구형-MSPP-7  Huawei      0.95 OSN 3500 남부국사
남부-OLT-01  Ubiquoss    0.95 U9500H   남부국사
북부-집선-01 Dasan / DZS 0.95 V6848XG  북부국사
    sheet "Geräteliste": inventory, columns: Gerät -> name, Hersteller -> maker, Modell -> product, Seriennummer -> serial, MAC-Adresse -> mac, IP-Adresse -> ip, Standort -> site, Softwarestand -> version, Anschaffungsdatum -> purchased, Zustand -> status, Bemerkung -> notes; 2 rows above the header in row 4 of "Geräteliste" skipped
NAME      MAKER          SURE PRODUCT     SITE
alt-7     ZTE            0.95 ZXR10 5928E Lager
lte-west  Huawei         0.95 B525s-23a   Pumpwerk West
rt-nord-1 LANCOM Systems 1.00 ISG-5000    Umspannwerk Nord
sw-nord-2 Hirschmann     1.00 MACH104     Umspannwerk Nord
    sheet "Equipos": inventory, columns: Nombre del equipo -> name, Fabricante -> maker, Modelo -> product, Número de serie -> serial, Dirección IP -> ip, Sitio -> site, Cantidad -> quantity, Fecha de compra -> purchased, Estado -> status; 1 row is a total: left out
NAME         MAKER                SURE PRODUCT        SITE
cpe-clientes Huawei               0.95 HG8145V5       Norte
rtr-centro-1 MikroTik             0.95 CCR1036-8G-2S+ Centro
sw-norte-2   TP-Link Technologies 0.72 T2600G-28TS    Norte
    sheet "Лист1": inventory, columns: Устройство -> name (by its values), Серийный номер -> serial (by its values), MAC-адрес -> mac (by its values), IP-адрес -> ip (by its values); ignored: Производитель, Шлюз (its values repeat); the header is in words that are not known: columns are taken by their values; say what is wrong with --map 'HEADER=field'
NAME      MAKER SURE PRODUCT SITE
sw-dvor-1 Eltex 0.92         
sw-dvor-2 Eltex 0.92         
sw-dvor-3 NAG   0.92         
## Two exports joined by a shell.
$ cleanpath identify $DATA/exports/mixed-encodings.csv | sed '/tables:/d;/! The table/d'
Coverage
  data/exports/mixed-encodings.csv: inventory-csv, 5 records, 15 observations
    columns: Gerät -> name, Hersteller -> maker, Modell -> product, Seriennummer -> serial, Standort -> site; 1 row above the header in line 2 skipped; the text is not UTF-8: read as Windows-1252; 1 row is the header again: left out; 1 row is a total: left out; line 10: another table, links, columns: Von -> a, Nach -> b, Kapazität -> capacity_bps, Strecke -> link; 1 row above the header in line 10 skipped; encodings are mixed: 5 lines are UTF-8 (the first: 2), 3 are not (4)
  3 assets, 2 links; judged as of 2026-11-23, facts from confidence 0.95
  ! Of 3 of 3 assets the maker is not established (confidence below 0.95): they are not known to be clean.

Assets
NAME      MAKER         SURE PRODUCT SITE
köln-2    Acme Networks 0.83 AX5735  Köln
münster-1 Acme Networks 0.83 AX5735  Münster
zürich-3  Example Radio 0.83 RX20    Zürich
## Each place has its sheet.
$ cleanpath identify --format json $DATA/exports/network-in-one-book.xlsx | python3 -c 'import json,sys; a=[x for x in json.load(sys.stdin)["assets"] if x["name"]=="mw-2"][0]; print(*[(e["sheet"],e["line"],e["kind"],e["value"]) for e in a["evidence"]],sep="\n")'
('Devices', 9, 'inventory.name', 'mw-2')
('Devices', 9, 'inventory.maker', 'Ceragon')
('Devices', 9, 'inventory.product', 'IP-20C')
('Devices', 9, 'inventory.serial', 'F20C1770302')
('Devices', 9, 'inventory.site', 'Hill')
$ cleanpath import -q $DATA/exports/network-in-one-book.xlsx && cleanpath explain core-1 | grep -A3 '^Evidence' && cleanpath links --format json | grep -m2 -A1 '"pos"' && rm cleanpath.case
Evidence (weights are log-odds)
SOURCE                                      POS KIND              VALUE       SAYS              WEIGHT BY
data/exports/network-in-one-book.xlsx Devices!2 inventory.name    core-1      name=core-1          3.5 
data/exports/network-in-one-book.xlsx Devices!2 inventory.maker   Nokia       maker=nokia          3.0 whole name
          "pos": 3,
          "sheet": "Links",
--
          "pos": 2,
          "sheet": "Links",
## What is left out is told, with its cell.
$ cat >odd.py <<'END'
> import sys; sys.dont_write_bytecode = True; sys.path.insert(0, sys.argv[1])
> from book import *
> Book(macros=True, links_out=2).sheet('Odd', [['Device name', 'Vendor', 'S/N', 'Mgmt IP', 'Status'],
>     ['sw-1', 'Acme', number('2.10235384810005E+19'), '192.0.2.1', 'in service'], ['sw-2', V('#REF!', 'e'), V(None, formula='B7'), '192.0.2.999', 'activ'],
>     ['sw-3', 'Acme', 'SER-0003', '', 'in service', *[''] * 5000, 'far']]).save('odd.xlsm')
> parts = Book().sheet('One', [['Name', 'IP', 'Vendor'], ['sw-1', '192.0.2.1', 'Acme']]).sheet('Two', [['Name', 'IP', 'Vendor'], ['sw-2', '192.0.2.2', 'Acme']]).parts()
> def save(name, **change):
>     with open(name, 'wb') as f:
>         f.write(archive({**parts, **{k.replace('__', '/'): v for k, v in change.items()}}))
> save('entities.xlsx', **{'xl/worksheets/sheet2.xml': '<!DOCTYPE x [<!ENTITY a "b">]>' + parts['xl/worksheets/sheet2.xml']})
> save('broken.xlsx', **{'xl/worksheets/sheet2.xml': parts['xl/worksheets/sheet2.xml'][:-30]})
> save('document.docx', **{'xl/workbook.xml': '<document/>'})
> save('bomb.xlsx', **{'xl/worksheets/sheet1.xml': ' ' * 90000000})
> open('cut.xlsx', 'wb').write(archive(parts)[:900])
> open('secret.xlsx', 'wb').write(bytes.fromhex('d0cf11e0a1b11ae1') + bytes(500) + 'EncryptedPackage'.encode('utf-16-le') + bytes(500))
> open('old.xls', 'wb').write(bytes.fromhex('d0cf11e0a1b11ae1') + bytes(500) + 'Workbook'.encode('utf-16-le') + bytes(500))
> wide = Book().sheet('Wide', [['Name', 'IP', 'Vendor'], ['sw-1', '192.0.2.1', 'Acme'], (1048576, ['sw-9', '192.0.2.9', 'Acme'])]).parts()
> empty = ''.join('<c r="%s2" s="1"/>' % column(i) for i in range(3, 16384))
> open('wide.xlsx', 'wb').write(archive({**wide, 'xl/worksheets/sheet1.xml': wide['xl/worksheets/sheet1.xml'].replace('</row>', empty + '</row>')}))
> END
$ python3 odd.py $DATA && cleanpath identify odd.xlsm | sed '/tables:/d;/! The table/d'
Coverage
  odd.xlsm: xlsx, 3 records, 9 observations, 2 MALFORMED, read in part
    sheet "Odd": inventory, columns: Device name -> name, Vendor -> maker, S/N -> serial, Mgmt IP -> ip, Status -> status; 1 formula has no value: open and save it in a spreadsheet (Odd!C3); 1 cell holds an error (Odd!B3); 1 number has more digits than a spreadsheet keeps: left out; write it as text (Odd!C2); 1 cell is too long or too far to the right: left out (Odd!GJN4); macros are in the workbook: not looked at; 2 links to other workbooks: not followed
    odd.xlsm:Odd!D3: Mgmt IP: "192.0.2.999" is no IP address
    odd.xlsm:Odd!E3: Status: "activ" is no known status; did you mean in_service?
  3 assets, 0 links; judged as of 2026-11-23, facts from confidence 0.95
  ! Of 3 of 3 assets the maker is not established (confidence below 0.95): they are not known to be clean.

Assets
NAME MAKER   SURE PRODUCT SITE
sw-1 Acme    0.83         
sw-2 unknown              
sw-3 Acme    0.83         
$ cleanpath identify entities.xlsx | sed '/tables:/d;/! The table/d'
Coverage
  entities.xlsx: xlsx, 1 record, 3 observations, 1 MALFORMED, read in part
    sheet "One": inventory, columns: Name -> name, IP -> ip, Vendor -> maker
    entities.xlsx:Two: the document declares a type (DTD), with which entities could be made; such documents are not read; what follows was not read
  1 asset, 0 links; judged as of 2026-11-23, facts from confidence 0.95
  ! Of 1 of 1 assets the maker is not established (confidence below 0.95): they are not known to be clean.

Assets
NAME MAKER SURE PRODUCT SITE
sw-1 Acme  0.83         
$ cleanpath identify broken.xlsx | sed '/tables:/d;/! The table/d'
Coverage
  broken.xlsx: xlsx, 2 records, 3 observations, 1 MALFORMED, 1 not of use here, read in part
    sheet "One": inventory, columns: Name -> name, IP -> ip, Vendor -> maker; no table that is known, not read: sheet "Two" (1 row)
    broken.xlsx:Two!2: the document is cut off; what follows was not read
  1 asset, 0 links; judged as of 2026-11-23, facts from confidence 0.95
  ! Of 1 of 1 assets the maker is not established (confidence below 0.95): they are not known to be clean.

Assets
NAME MAKER SURE PRODUCT SITE
sw-1 Acme  0.83         
$ cleanpath identify wide.xlsx | sed '/tables:/d;/! The table/d'
Coverage
  wide.xlsx: xlsx, 2 records, 6 observations
    sheet "Wide": inventory, columns: Name -> name, IP -> ip, Vendor -> maker
  2 assets, 0 links; judged as of 2026-11-23, facts from confidence 0.95
  ! Of 2 of 2 assets the maker is not established (confidence below 0.95): they are not known to be clean.

Assets
NAME MAKER SURE PRODUCT SITE
sw-1 Acme  0.83         
sw-9 Acme  0.83         
$ for f in bomb.xlsx cut.xlsx secret.xlsx old.xls; do cleanpath identify -q $f >out; echo $?; done
cleanpath: bomb.xlsx: 90021 bytes unpack to 90003953, more than 400 times as much: taken for a bomb
3
cleanpath: cut.xlsx: the archive is cut off: its directory is missing (at byte 900)
3
cleanpath: secret.xlsx: the workbook is protected by a password: save it without one
3
cleanpath: old.xls: a workbook of the old form (.xls): save it as .xlsx
3
## A document of another program in a folder is no fault.
$ mkdir folder && cp document.docx folder && cleanpath identify folder | sed '/tables:/d;/! The table/d'
Coverage
  folder/document.docx: not recognised
    folder/document.docx: a document of an office program, but no workbook
  0 assets, 0 links; judged as of 2026-11-23, facts from confidence 0.95
  ! 1 file in the folders is of no format that is recognised (listed in the coverage).

Assets
none
## Our own workbooks come back; a report is no evidence.
$ cp $DATA/register.csv . && cleanpath template --policy us-fcc-covered-list --format xlsx -o form.xlsx register.csv && cleanpath identify form.xlsx | sed -n '/form.xlsx/,/columns/p'
  form.xlsx: xlsx, 4 records, 26 observations
    sheet "Form": inventory, columns: cleanpath_asset, name, serial, mac, ip, maker, fcc_id, product, class, role, purpose, legal_name, made_in, approval, manufactured, authorised
$ cleanpath policy ask --format xlsx -o questions.xlsx --policy us-fcc-covered-list register.csv; cleanpath identify questions.xlsx | sed -n '/questions.xlsx/,/columns/p'
  questions.xlsx: xlsx, 4 records, 0 observations, 4 not of use here
    sheet "Questions": answers, columns: question, supplier, fact, asks, assets, subjects, realm, answer, answered_by, answered_on, note; 4 questions unanswered
$ cleanpath report --format xlsx -o report.xlsx register.csv; cleanpath identify report.xlsx >out
cleanpath: report.xlsx: a report of cleanpath: an answer is no evidence
[3]
## The names of sheets are people's own: pseudonyms in a redacted report, in every format.
$ for f in html json csv sarif cyclonedx oscal junit board; do cleanpath report -q --redact -f $f -o red.$f --policy us-fcc-covered-list $DATA/exports/network-in-one-book.xlsx; grep -cE 'Devices!|Taken out|Links!' red.$f; done
0
0
0
0
0
0
0
0
[1]
$ grep -o '"sheet": *"[^"]*"' red.json | sort | uniq -c
     34 "sheet":"sheet-2"
