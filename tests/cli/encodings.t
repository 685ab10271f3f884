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
## Tables as they are saved in China, Korea, Taiwan, Japan: which encoding was taken is told, and why.
$ for f in chinese-radios korean-access taiwan-switches japanese-equipment; do cleanpath identify $DATA/exports/$f.csv | sed -n '/^  data/p;/columns:/p;/^NAME/,$p'; done
  data/exports/chinese-radios.csv: inventory-csv, 4 records, 41 observations
    columns: 网元名称 -> parent, 站点名称 -> site, 设备厂家 -> maker, 单板名称 -> name, 型号 -> product, 部件号 -> part_number, 序列号 -> serial, IP地址 -> ip, 软件版本 -> version, 状态 -> status, 备注 -> notes; 1 row above the header in line 2 skipped; the text is not UTF-8: read as GB18030 (by 10 known words); 1 row is a total: left out
NAME  MAKER    SURE PRODUCT    SITE
AAU-1 ZTE      0.95 A9611      城西铁塔
RRU-1 Huawei   0.95 RRU5258    城东机房
RRU-1 Ericsson 0.95 Radio 4415 城北楼顶
RRU-2 Huawei   0.95 RRU5258    城东机房
  data/exports/korean-access.csv: inventory-csv, 3 records, 26 observations
    columns: 장비명 -> name, 국사명 -> site, 제조사 -> maker, 모델명 -> product, 시리얼번호 -> serial, 관리IP -> ip, 설치일 -> installed, 상태 -> status, 비고 -> notes; the text is not UTF-8: read as EUC-KR (by 9 known words)
NAME           MAKER       SURE PRODUCT SITE
남구-스위치-02 Dasan / DZS 0.95 V5812G  남구국사
남구-전송-01   예시네트웍  0.83 EX-7100 남구국사
해안-광중계-03 Ubiquoss    0.95 E7124   해안국소
  data/exports/taiwan-switches.csv: inventory-csv, 3 records, 25 observations
    columns: 設備名稱 -> name, 站點 -> site, 廠牌 -> maker, 型號 -> product, 序號 -> serial, 管理IP位址 -> ip, 軟體版本 -> version, 使用狀態 -> status, 備註 -> notes; the text is not UTF-8: read as Big5 (by 9 known words)
NAME            MAKER    SURE PRODUCT  SITE
範例-新竹-匯聚2 Zyxel    0.95 XGS4600  新竹機房
範例-板橋-核心1 D-Link   0.95 DXS-3610 板橋機房
範例-花蓮-接取3 範例電通 0.83 EX-24    花蓮機房
  data/exports/japanese-equipment.csv: inventory-csv, 3 records, 26 observations
    columns: 装置名 -> name, 設置場所 -> site, メーカー -> maker, 型番 -> product, シリアル番号 -> serial, 管理IPアドレス -> ip, ファームウェア -> version, 台数 -> quantity, 備考 -> notes; the text is not UTF-8: read as Shift_JIS (by 9 known words)
NAME                   MAKER             SURE PRODUCT  SITE
例示－北局－無線３     例示通信機        0.83 EX-5G    北局舎
例示－東局－ルータ１   Fujitsu / 1FINITY 0.95 FX3001   東局舎
例示－西局－スイッチ２ NEC               0.95 QX-S5224 西局舎
## A header in UTF-8 above rows in GBK; half a character does not take the quote behind it.
$ cleanpath identify $DATA/exports/mixed-gbk.csv | sed '/tables:/d;/! The table/d'
Coverage
  data/exports/mixed-gbk.csv: inventory-csv, 5 records, 20 observations, 1 MALFORMED, read in part
    columns: 网元名称 -> name, 厂家 -> maker, 型号 -> product, 序列号 -> serial, 站点 -> site; the text is not UTF-8: read as GB18030 (by its characters); encodings are mixed: 2 lines are UTF-8 (the first: 1), 3 are not (2)
    data/exports/mixed-gbk.csv:5: no GB18030 in 1 place (the first at byte 256): read as U+FFFD
  4 assets, 0 links; judged as of 2026-11-23, facts from confidence 0.95
  ! Of 1 of 4 assets the maker is not established (confidence below 0.95): they are not known to be clean.

Assets
NAME         MAKER     SURE PRODUCT     SITE
示例-东环-03 Huawei    0.95 PTN 960     东环机房
示例-北环-02 FiberHome 0.95 CiTRANS 650 北环机房
示例-南环-01 ZTE       0.95 ZXCTN 6180H 南环机房
示例-西环-04 示例厂    0.83 EX-9        西环�
## One character that may be of two languages: none is taken, and the user can say which.
$ python3 -c 'import sys; sys.stdout.buffer.write("name,serial,site\nsw-1,AB1234567,가\nsw-2,AB1234568,Lab\n".encode("cp949"))' >vague.csv; cleanpath identify vague.csv | sed '/tables:/d;/! /d'
Coverage
  vague.csv: inventory-csv, 3 records, 6 observations, 1 MALFORMED, read in part
    columns: name, serial, site
    vague.csv:2: the text is EUC-KR or GB18030, and nothing in it says which: what is not ASCII was not read (1 line); say --encoding
  2 assets, 0 links; judged as of 2026-11-23, facts from confidence 0.95

Assets
NAME MAKER   SURE PRODUCT SITE
sw-1 unknown              ��
sw-2 unknown              Lab
$ cleanpath identify --encoding euc-kr vague.csv | sed '/tables:/d;/! /d'
Coverage
  vague.csv: inventory-csv, 2 records, 6 observations
    columns: name, serial, site; the text is not UTF-8: read as EUC-KR, as --encoding says
  2 assets, 0 links; judged as of 2026-11-23, facts from confidence 0.95

Assets
NAME MAKER   SURE PRODUCT SITE
sw-1 unknown              가
sw-2 unknown              Lab
$ cleanpath identify --encoding klingon vague.csv
cleanpath: --encoding is "klingon", expected gb18030, euc-kr, big5, shift_jis, euc-jp, windows-1252 or utf-8
[2]
## In a case, a file that is read in another encoding takes the place of what was read before.
$ cleanpath import -q vague.csv; cleanpath import --encoding cp949 vague.csv | sed -n '/vague/p'; cleanpath assets --format json | grep -o '"site":"[^"]*"' | sort -u; rm cleanpath.case
cleanpath: vague.csv: inventory-csv, 6 observations, 0 links
"site":"Lab"
"site":"가"
## An export of a Western program stays what it is, and what fits nowhere is said.
$ printf 'Gerät,Seriennummer\nKöln-1,AB1234567\n' | iconv -f utf-8 -t latin1 >de.csv; printf 'имя,serial\nМосква-1,AB1234567\nКазань-2,AB1234568\n' | iconv -f utf-8 -t cp1251 >ru.csv; for f in de ru; do cleanpath identify $f.csv | sed -n '/columns:/p'; done
    columns: Gerät -> name, Seriennummer -> serial; the text is not UTF-8: read as Windows-1252
    columns: serial; ignored: èìÿ; the text is not UTF-8: read as Windows-1252, which does not look right: save it as UTF-8, or say --encoding
## XML that says so, commands, and what a terminal printed.
$ cleanpath identify $DATA/exports/gexport-gbk.xml | sed '/tables:/d;/! /d'
Coverage
  data/exports/gexport-gbk.xml: huawei-xml, 10 records, 24 observations, 4 not of use here, of 2026-02-20
    no equipment: CELL 2, ENODEBFUNCTION 1, NODE 1
  6 assets, 0 links; judged as of 2026-11-23, facts from confidence 0.95

Assets
NAME                                MAKER   SURE PRODUCT SITE
示例_西城_0042                      Huawei  0.95 DBS3900 
示例_西城_0042/BRD CN=0,SRN=0,SN=3  unknown      UBBPd6  
示例_西城_0042/BRD CN=0,SRN=0,SN=6  unknown      UMPT    
示例_西城_0042/RET NO=0             unknown              
示例_西城_0042/RRU CN=0,SRN=60,SN=0 unknown      RRU5301 
示例_西城_0042/SUBRACK CN=0,SRN=0   unknown      BBU3900 
$ sed 's/<parameter name="NODENAME" value="[^"]*/&\x81/' $DATA/exports/gexport-gbk.xml >half.xml; cleanpath identify half.xml | sed -n '2,4p'
  half.xml: huawei-xml, 10 records, 24 observations, 1 MALFORMED, 4 not of use here, read in part, of 2026-02-20
    no equipment: CELL 2, ENODEBFUNCTION 1, NODE 1
    half.xml: 1 character is no GB18030 (the first at 564), though the file says so: read as U+FFFD
$ sed 's/SYSNAME="[^"]*"/SYSNAME="示例_城南_0043"/' $DATA/exports/cfgmml.txt | iconv -f utf-8 -t gbk >gbk.txt; cleanpath identify gbk.txt | sed -n '2,3p;/示例/p' | head -4
  gbk.txt: huawei-mml, 10 records, 26 observations, 3 not of use here, of 2026-02-21
    the text is not UTF-8: read as GB18030 (by its characters); no equipment: GCELL 2, MOD BRD 1
示例_城南_0043                                       unknown                  Vermittlung West; Raum 2
示例_城南_0043/BRD SRN=0,SN=10                       unknown      FG2a        Vermittlung West; Raum 2
$ sed 's/olt-north-1/示例-城北-1/; s/ONT_NO_DESCRIPTION/城北小区三单元/' $DATA/exports/olt-smartax.txt | iconv -f utf-8 -t gb18030 >olt.txt; cleanpath identify olt.txt | sed -n '2,3p;/示例/p' | head -4
  olt.txt: olt, 28 records, 78 observations, 1 MALFORMED, 3 not of use here, read in part, of 2026-08-04
    the text is not UTF-8: read as GB18030 (by its characters); 1 command whose answer was not read: "display mac-address all" (line 122); 7 ONUs, 4 boards; 1 PON serial number twice
    olt.txt:142: the PON serial number HWTCA0B1C201 is that of 示例-城北-1 0/1/0:0 in line 48 too: such numbers are cloned, so these are two things
示例-城北-1                    Huawei  0.97 MA5800-X7   
## One byte of a text in JSON that is not UTF-8 costs one character; a document that is cut off, what is behind the cut.
$ sed 's/Access node/Access \xffnode/' $DATA/exports/ietf-hardware.json >byte.json; cleanpath identify byte.json | sed '/tables:/d;/! /d'
Coverage
  byte.json: hardware, 6 records, 22 observations, 1 MALFORMED, 2 not of use here, read in part
    byte.json:6: no UTF-8 in 1 place (the first at byte 284): read as U+FFFD
  3 assets, 0 links; judged as of 2026-11-23, facts from confidence 0.95

Assets
NAME             MAKER   SURE PRODUCT        SITE
olt-61           Nokia   0.97 7360 ISAM FX-8 
olt-61 / board-1 Nokia   0.97 FGLT-B         
olt-61 / sfp-1   Hisense 0.97 LTE3680M-BC+   
$ head -c 1000 $DATA/exports/ietf-hardware.json >cut.json; cleanpath identify cut.json | sed '/tables:/d;/! /d'
Coverage
  cut.json: hardware, 5 records, 16 observations, 2 MALFORMED, 1 not of use here, read in part
    cut.json:9: the record is cut off
    cut.json:9: the text is cut off: what is behind was not read
  2 assets, 0 links; judged as of 2026-11-23, facts from confidence 0.95

Assets
NAME             MAKER SURE PRODUCT        SITE
olt-61           Nokia 0.97 7360 ISAM FX-8 
olt-61 / board-1 Nokia 0.97 FGLT-B         
$ sed 's/"is-fru": true/"is-fru": yes/' $DATA/exports/ietf-hardware.json >word.json; cleanpath identify word.json | sed -n '2,3p;/^NAME/,$p'
  word.json: hardware, 5 records, 14 observations, 1 MALFORMED, 2 not of use here, read in part
    word.json:8: not valid JSON: invalid token near 'yes'
NAME           MAKER   SURE PRODUCT        SITE
olt-61         Nokia   0.97 7360 ISAM FX-8 
olt-61 / sfp-1 Hisense 0.97 LTE3680M-BC+   
$ cat >bite.py <<'END'
> import re, sys
> text = open(sys.argv[1], 'rb').read()
> at = [m.end() for m in re.finditer(rb': ?"[A-Za-z]', text)][-1]
> open(sys.argv[2], 'wb').write(text[:at] + b'\xff' + text[at:])
> END
$ for f in openconfig-platform netbox-dump librenms-api genieacs unifi-devices nrf-discovery bom.cdx spdx lldpcli; do python3 bite.py $DATA/exports/$f.json b.json; cleanpath identify b.json 2>&1 | grep -c 'b.json:[0-9]*: no UTF-8 in 1 place'; done | sort | uniq -c
      9 1
