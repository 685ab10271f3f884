/* SPDX-License-Identifier: Apache-2.0 */
/* Tables of equipment: headers found by content, cells read or told. */
#include "sources/import/import.h"
#include "told.h"

static const struct row {
    const char *name, *in, *obs, *note; /* note: a part of it */
    uint64_t records, bad;
    const char *problem; /* part of the first problem */
} rows[] = {
    { "plain", "name,serial\nsw-1,SER-0001\n", "inventory.name=sw-1\ninventory.serial=SER-0001\n",
      "columns: name, serial", 1, 0, "" },
    { "other words", "Hostname;Vendor;S/N\nsw-1;Acme;SER-0001\n",
      "inventory.name=sw-1\ninventory.maker=Acme\ninventory.serial=SER-0001\n",
      "Hostname -> name, Vendor -> maker, S/N -> serial", 1, 0, "" },
    { "the AS of a carrier's service", "name,class,asn\nline 7,carrier_service,AS64499; 64500\n",
      "inventory.name=line 7\ninventory.class=carrier_service\n", "columns: name, class, asn", 1, 0,
      "" },
    { "what is no number of an AS", "name,class,asn\nline 7,carrier_service,Acme\n",
      "inventory.name=line 7\ninventory.class=carrier_service\n", "", 1, 1,
      "asn: \"Acme\" is no AS number" },
    { "AS 0 is nobody", "name,class,asn\nline 7,carrier_service,0\n",
      "inventory.name=line 7\ninventory.class=carrier_service\n", "", 1, 1, "is no AS number" },
    { "tabs", "name\tip\nsw-1\t192.0.2.1\n", "inventory.name=sw-1\ninventory.ip=192.0.2.1\n", "", 1,
      0, "" },
    { "title rows", "Acme register 2026,,\n,,\nName,Serial,Rack\nsw-1,SER-0001,4\n",
      "inventory.name=sw-1\ninventory.serial=SER-0001\n",
      "1 row above the header in line 3 skipped", 1, 0, "" },
    { "title rows of one cell", "Inventory\n\nName,Serial\nsw-1,SER-0001\n",
      "inventory.name=sw-1\ninventory.serial=SER-0001\n", "1 row above", 1, 0, "" },
    { "ignored columns are named", "Name,Serial,Rack,Gateway\nsw-1,SER-0001,4,192.0.2.254\n",
      "inventory.name=sw-1\ninventory.serial=SER-0001\n", "ignored: Rack, Gateway", 1, 0, "" },
    { "two columns for one field", "Asset tag,Hostname,Serial\n77,sw-1,SER-0001\n",
      "inventory.name=sw-1\ninventory.serial=SER-0001\n",
      "ignored: Asset tag (another column is closer", 1, 0, "" },
    { "several addresses in several columns",
      "name,ip,loopback\nsw-1,192.0.2.1;192.0.2.2,192.0.2.3\n",
      "inventory.name=sw-1\ninventory.ip=192.0.2.1\ninventory.ip=192.0.2.2\ninventory.ip=192.0.2."
      "3\n",
      "", 1, 0, "" },
    { "CRLF and a mark", "\xef\xbb\xbfname,serial\r\nsw-1,SER-0001\r\n",
      "inventory.name=sw-1\ninventory.serial=SER-0001\n", "", 1, 0, "" },
    { "Windows-1252", "name,site\nsw-1,D\xfcsseldorf\n",
      "inventory.name=sw-1\ninventory.site=D\xc3\xbcsseldorf\n", "read as Windows-1252", 1, 0, "" },
    { "quotes, separators and lines in cells",
      "name,notes\n\"sw-1\",\"a, \"\"b\"\"\nc\"\nsw-2,plain\n",
      "inventory.name=sw-1\ninventory.notes=a, "
      "\"b\"\nc\ninventory.name=sw-2\ninventory.notes=plain\n",
      "", 2, 0, "" },
    { "a stray quote stays text", "name,notes\nsw-1,19\" rack\nsw-2,x\n",
      "inventory.name=sw-1\ninventory.notes=19\" rack\ninventory.name=sw-2\ninventory.notes=x\n",
      "", 2, 0, "" },
    { "a quote that never closes", "name,notes\nsw-1,x\nsw-2,\"open\nsw-3,y\n",
      "inventory.name=sw-1\ninventory.notes=x\n", "", 2, 1, "never closed" },
    { "too many cells", "name,serial\nsw-1,SER-0001,Acme\nsw-2,SER-0002\n",
      "inventory.name=sw-2\ninventory.serial=SER-0002\n", "", 2, 1,
      "3 cells where the header has 2" },
    { "empty cells too many are nothing", "name,serial\nsw-1,SER-0001,,\n",
      "inventory.name=sw-1\ninventory.serial=SER-0001\n", "", 1, 0, "" },
    { "too few cells", "name,serial,site\nsw-1\n", "inventory.name=sw-1\n", "", 1, 0, "" },
    { "nothing to name it by", "name,serial,site\n,,north\nsw-1,,south\n",
      "inventory.name=sw-1\ninventory.site=south\n", "", 2, 1, "neither name, serial" },
    { "blank rows and the header again",
      "name,serial\nsw-1,SER-0001\n,\n\nname,serial\nsw-2,SER-0002\n",
      "inventory.name=sw-1\ninventory.serial=SER-0001\ninventory.name=sw-2\n"
      "inventory.serial=SER-0002\n",
      "1 row is the header again: left out", 2, 0, "" },
    { "placeholders", "name,serial,mac,product,notes\nsw-1,N/A,-,To be filled by O.E.M.,tbd\n",
      "inventory.name=sw-1\n", "", 1, 0, "" },
    { "none is an answer", "name,contains,purpose\nsw-1,none,none\n",
      "inventory.name=sw-1\ninventory.contains=none\ninventory.purpose=none\n", "", 1, 0, "" },
    { "addresses in any form",
      "name,mac,ip\nsw-1,0000.5E00.5301,192.0.2.1/24\nsw-2,00-00-5e-00-53-02,[2001:DB8::1]\n",
      "inventory.name=sw-1\ninventory.mac=00:00:5e:00:53:01\ninventory.ip=192.0.2.1\n"
      "inventory.name=sw-2\ninventory.mac=00:00:5e:00:53:02\ninventory.ip=2001:db8::1\n",
      "", 2, 0, "" },
    { "addresses that are none", "name,mac,ip\nsw-1,0000.5E00.53,192.0.2.300\n",
      "inventory.name=sw-1\n", "", 1, 2, "mac: \"0000.5E00.53\" is no hardware address" },
    { "words",
      "name,class,status,routes user "
      "data,generation,function\nsw-1,Router,Active,Y,LTE,routing;control\n",
      "inventory.name=sw-1\ninventory.class=transport\ninventory.status=in_service\n"
      "inventory.routes_user_data=yes\ninventory.generation=4G\n"
      "inventory.function=transmission;control\n",
      "", 1, 0, "" },
    { "a class that is none", "name,class,status\nsw-1,video surveilance,in_service\n",
      "inventory.name=sw-1\ninventory.status=in_service\n", "", 1, 1,
      "class: \"video surveilance\" is no known class; did you mean video_surveillance?" },
    { "a status that is none", "name,status\nsw-1,wobbly\n", "inventory.name=sw-1\n", "", 1, 1,
      "status: \"wobbly\" is no known status" },
    { "dates", "name,purchased,installed\nsw-1,23.11.2026,2026-12\nsw-2,soon,\n",
      "inventory.name=sw-1\ninventory.purchased=2026-11-23\ninventory.installed=2026-12\n"
      "inventory.name=sw-2\n",
      "", 2, 1, "purchased: \"soon\" is no date" },
    { "a column tells the order of its dates", "name,installed\nsw-1,03/04/2026\nsw-2,13/04/2026\n",
      "inventory.name=sw-1\ninventory.installed=2026-04-03\ninventory.name=sw-2\n"
      "inventory.installed=2026-04-13\n",
      "", 2, 0, "" },
    { "or does not", "name,installed\nsw-1,03/04/2026\n",
      "inventory.name=sw-1\ninventory.installed=2026\n", "of 1 date only the year is certain", 1, 0,
      "" },
    { "quantities", "name,qty\na,3\nb,\"1,200\"\nc,12 pcs\nd,3.0\ne,many\nf,-1\n",
      "inventory.name=a\ninventory.quantity=3\ninventory.name=b\ninventory.quantity=1200\n"
      "inventory.name=c\ninventory.quantity=12\ninventory.name=d\ninventory.quantity=3\n"
      "inventory.name=e\ninventory.name=f\n",
      "", 6, 2, "qty: \"many\" is no quantity" },
    { "premises and traffic",
      "name,Homes passed,Traffic (Mbit/s)\na,\"1,200\",2.5\nb,many,3G\nc,3,fast\n",
      "inventory.name=a\ninventory.premises=1200\ninventory.traffic_bps=2500000\n"
      "inventory.name=b\ninventory.traffic_bps=3000000000\ninventory.name=c\n"
      "inventory.premises=3\n",
      "Homes passed -> premises, Traffic (Mbit/s) -> traffic_bps", 3, 2,
      "Homes passed: \"many\" is no number" },
    { "subscribers",
      "name,Number of customers\na,\"12,000\"\nb,-5\nc,nan\nd,1e6\ne,1000000000\nf,0\ng,1.5\n",
      "inventory.name=a\ninventory.subscribers=12000\ninventory.name=b\ninventory.name=c\n"
      "inventory.name=d\ninventory.name=e\ninventory.name=f\ninventory.subscribers=0\n"
      "inventory.name=g\n",
      "Number of customers -> subscribers", 7, 4, "Number of customers: \"-5\" is no number" },
    { "duplicate serial number", "name,serial\nsw-1,SER-0001\nsw-2,SER-0001\n",
      "inventory.name=sw-1\ninventory.serial=SER-0001\ninventory.name=sw-2\n"
      "inventory.serial=SER-0001\n",
      "1 duplicate row", 2, 1, "duplicate: the serial number \"SER-0001\" stands in line 2 too" },
    { "duplicate name", "name,site\nsw-1,a\nsw-1,b\n",
      "inventory.name=sw-1\ninventory.site=a\ninventory.name=sw-1\ninventory.site=b\n",
      "1 duplicate row", 2, 1, "duplicate: the name \"sw-1\"" },
    { "one name, two serial numbers", "name,serial\nRRU,SER-0001\nRRU,SER-0002\n",
      "inventory.name=RRU\ninventory.serial=SER-0001\ninventory.name=RRU\n"
      "inventory.serial=SER-0002\n",
      "", 2, 0, "" },
    { "type holds classes", "name,type\nsw-1,Router\nsw-2,Firewall\n",
      "inventory.name=sw-1\ninventory.class=transport\ninventory.name=sw-2\n"
      "inventory.class=security_appliance\n",
      "type -> class", 2, 0, "" },
    { "type holds models", "name,manufacturer,type\nsw-1,Acme,AX5735\n",
      "inventory.name=sw-1\ninventory.maker=Acme\ninventory.product=AX5735\n", "type -> product", 1,
      0, "" },
    { "type holds designations, and no maker is told", "name,type\ncam-1,AX-C143G0\ncam-2,AX-N76\n",
      "inventory.name=cam-1\ninventory.product=AX-C143G0\ninventory.name=cam-2\n"
      "inventory.product=AX-N76\n",
      "type -> product", 2, 0, "" },
    { "type holds what is no designation", "name,type\nn-1,LTE1800\nn-2,NR3500\n",
      "inventory.name=n-1\ninventory.role=LTE1800\ninventory.name=n-2\ninventory.role=NR3500\n",
      "type -> role", 2, 0, "" },
    { "type holds roles", "name,product,type\nsw-1,AX5735,core pair\n",
      "inventory.name=sw-1\ninventory.product=AX5735\ninventory.role=core pair\n", "type -> role",
      1, 0, "" },
    { "headers that say nothing", "name,id,value\nsw-1,00:00:5e:00:53:01,192.0.2.1\n",
      "inventory.name=sw-1\ninventory.mac=00:00:5e:00:53:01\ninventory.ip=192.0.2.1\n",
      "id -> mac (by its values), value -> ip (by its values)", 1, 0, "" },
    { "the header again, a total, a comment",
      "name,maker,serial,quantity\nsw-1,Acme,SER-0001,1\n# page "
      "2,,,\nname,maker,serial,quantity\nsw-2,Acme,SER-0002,1\nTotal,,,2\n",
      "inventory.name=sw-1\ninventory.maker=Acme\ninventory.serial=SER-0001\ninventory.quantity=1\n"
      "inventory.name=sw-2\ninventory.maker=Acme\ninventory.serial=SER-0002\ninventory.quantity="
      "1\n",
      "1 row is the header again: left out; 1 row is a total: left out; 1 row is a comment: left "
      "out",
      2, 0, "" },
    { "remarks below the table",
      "name,maker\nsw-1,Acme\n* as of 2024-05-01,\nTotal: 12,\nSource: finance,\n合计,\n"
      "합계 12대,\nSumme,\n来源：财务,\nas of 2024-05-01,\nPage 1 of 3,\n*****,\nTotal,12\n"
      "Checked by:,finance\n",
      "inventory.name=sw-1\ninventory.maker=Acme\n", "", 13, 12,
      "\"* as of 2024-05-01\" reads like a remark" },
    { "names alone in their rows are things",
      "name,maker\nTotal Energies 12,\n*core-1,\nsource-1,\nPage 3,\nStand Nord,\nfw: old,\n"
      "Total,Acme\nSumme,10.0.0.1\n",
      "inventory.name=Total Energies 12\ninventory.name=*core-1\ninventory.name=source-1\n"
      "inventory.name=Page 3\ninventory.name=Stand Nord\ninventory.name=fw: old\n"
      "inventory.name=Total\ninventory.maker=Acme\ninventory.name=Summe\n"
      "inventory.maker=10.0.0.1\n",
      "", 8, 0, "" },
    { "what has a maker is no total", "name,maker,serial\nTotal,Acme,SER-0001\nTotal,,12\n",
      "inventory.name=Total\ninventory.maker=Acme\ninventory.serial=SER-0001\n",
      "1 row is a total: left out", 1, 0, "" },
    { "a header in unknown words",
      "urzadzenie,adres,numer,brama\nsw-1,00:00:5e:00:53:01,SER00001,192.0.2.254\nsw-2,00:00:5e:00:"
      "53:02,SER00002,192.0.2.254\n",
      "inventory.name=sw-1\ninventory.mac=00:00:5e:00:53:01\ninventory.serial=SER00001\n"
      "inventory.name=sw-2\ninventory.mac=00:00:5e:00:53:02\ninventory.serial=SER00002\n",
      "words that are not known", 2, 0, "" },
    { "parts of elements", "NE Name,Board Name,Model,S/N\nne-1,slot 3,GFGH,SER-0001\n",
      "inventory.parent=ne-1\ninventory.name=slot "
      "3\ninventory.product=GFGH\ninventory.serial=SER-0001\n",
      "NE Name -> parent", 1, 0, "" },
    { "another table below",
      "name,maker,serial\nsw-1,Acme,SER-0001\n\nRadios\nNode name,Vendor,Model\nmw-1,Acme,MW\n",
      "inventory.name=sw-1\ninventory.maker=Acme\ninventory.serial=SER-0001\n"
      "inventory.name=mw-1\ninventory.maker=Acme\ninventory.product=MW\n",
      "line 5: another table, inventory, columns: Node name -> name", 2, 0, "" },
    { "a table below of which something is missing",
      "name,maker,serial\nsw-1,Acme,SER-0001\nfact,subjects,answer,note\nclass,ip:192.0.2.1,core,"
      "x\n",
      "inventory.name=sw-1\ninventory.maker=Acme\ninventory.serial=SER-0001\n",
      "1 row under a header that is not known", 2, 1, "no column for all of fact" },
    { "no header at all", "00:00:5e:00:53:01,192.0.2.1,x\n00:00:5e:00:53:02,192.0.2.2,y\n",
      "inventory.mac=00:00:5e:00:53:01\ninventory.ip=192.0.2.1\ninventory.mac=00:00:5e:00:53:02\n"
      "inventory.ip=192.0.2.2\n",
      "no header was found", 2, 0, "" },
    { "another realm", "name,realm\nsw-1,default\nsw-2, north\nsw-3,n/a\n",
      "inventory.name=sw-1\ninventory.name=sw-2 @north\ninventory.name=sw-3\n", "", 3, 0, "" },
    { "one name in two realms is no duplicate, one serial number is",
      "name,serial,realm\nsw-1,,\nsw-1,,north\nsw-2,SER-0001,\nsw-3,SER-0001,north\n",
      "inventory.name=sw-1\ninventory.name=sw-1 @north\ninventory.name=sw-2\n"
      "inventory.serial=SER-0001\ninventory.name=sw-3 @north\ninventory.serial=SER-0001 @north\n",
      "1 duplicate row", 4, 1, "the serial number \"SER-0001\" stands in line 4 too" },
    { "formulas stay text", "name,notes\n'=1+1,\"=cmd|'/c calc'!A1\"\n",
      "inventory.name==1+1\ninventory.notes==cmd|'/c calc'!A1\n", "", 1, 0, "" },
    { "Chinese", "设备名称,厂家,型号,序列号,状态\nA1,Acme,AX5735,SER-0001,在用\n",
      "inventory.name=A1\ninventory.maker=Acme\ninventory.product=AX5735\n"
      "inventory.serial=SER-0001\ninventory.status=in_service\n",
      "", 1, 0, "" },
    { "Korean",
      "장비명,제조사,모델명,시리얼번호,설치일\nA1,Acme,AX5735,SER-0001,2026년 11월 23일\n",
      "inventory.name=A1\ninventory.maker=Acme\ninventory.product=AX5735\n"
      "inventory.serial=SER-0001\ninventory.installed=2026-11-23\n",
      "", 1, 0, "" },
};

static void check_row(const struct row *r)
{
    cp_arena *a = cp_arena_new(0);
    heard *h = hear(a, &cp_format_inventory, cp_str_c(r->in), NULL);
    is_int(h->rc, CP_OK, "%s: result (%s)", r->name, h->rc ? h->err.msg : "");
    is_cstr(cp_buf_str(&h->obs), r->obs, "%s", r->name);
    is_uint(h->src.records, r->records, "%s: records", r->name);
    is_uint(h->src.records_bad, r->bad, "%s: bad", r->name);
    ok(cp_str_has(h->src.note, cp_str_c(r->note)), "%s: note (%.*s)", r->name, CP_FMT(h->src.note));
    ok(cp_str_has(problem(h, 0), cp_str_c(r->problem)), "%s: problem (%.*s)", r->name,
       CP_FMT(problem(h, 0)));
    cp_arena_free(a);
}

static const struct error_row {
    const char *name, *in;
    cp_column_map map; /* header "" : none */
    cp_rc want;
    const char *message;
    const char *obs;
} errors[] = {
    { "no column that names anything",
      "Rack,Vendor,Site\n4,Acme,north\n",
      { { 0 }, { 0 } },
      CP_EFORMAT,
      "no column for any of name, serial, mac, ip, product; found \"Rack\", \"Vendor\", \"Site\": "
      "name "
      "it, for example --map 'Rack=name'",
      "" },
    { "no header that is known",
      "Foo,Bar\n1,x\n",
      { { 0 }, { 0 } },
      CP_EUNKNOWN,
      "no column for",
      "" },
    { "mapped",
      "Foo,Bar\nsw-1,x\n",
      { CP_STR_INIT("foo"), CP_STR_INIT("name") },
      CP_OK,
      "",
      "inventory.name=sw-1\n" },
    { "a map beats the alias",
      "name,serial\nx,SER-0001\n",
      { CP_STR_INIT("name"), CP_STR_INIT("site") },
      CP_OK,
      "",
      "inventory.site=x\ninventory.serial=SER-0001\n" },
    { "a map to nothing",
      "name,serial\nx,SER-0001\n",
      { CP_STR_INIT("name"), CP_STR_INIT("-") },
      CP_OK,
      "",
      "inventory.serial=SER-0001\n" },
    { "a map to no field",
      "name\nx\n",
      { CP_STR_INIT("name"), CP_STR_INIT("seriall") },
      CP_EUSAGE,
      "there is no field \"seriall\"; did you mean \"serial\"?",
      "" },
    { "a map for another table",
      "name,serial\nx,SER-0001\n",
      { CP_STR_INIT("left"), CP_STR_INIT("a_port") },
      CP_OK,
      "",
      "inventory.name=x\ninventory.serial=SER-0001\n" },
    { "empty", "", { { 0 }, { 0 } }, CP_EUNKNOWN, "found nothing", "" },
};

static void check_error(const struct error_row *r)
{
    cp_arena *a = cp_arena_new(0);
    cp_read_opts opts = { .maps = &r->map, .n_maps = r->map.header.n > 0 };
    heard *h = hear(a, &cp_format_inventory, cp_str_c(r->in), &opts);
    is_int(h->rc, r->want, "%s", r->name);
    ok(h->rc == CP_OK || strstr(h->err.msg, r->message), "%s: message (%s)", r->name,
       h->rc ? h->err.msg : "");
    is_cstr(cp_buf_str(&h->obs), r->obs, "%s: facts", r->name);
    cp_arena_free(a);
}

static void check_subjects(void)
{
    cp_arena *a = cp_arena_new(0);
    heard *h =
        hear(a, &cp_format_inventory,
             CP_STR("name,serial,mac,ip,fcc id\n"
                    "sw-1,SER-0001;SER-0002,00:00:5e:00:53:01,\"192.0.2.1, 192.0.2.2\",2ABCD-X1\n"
                    "sw-2,0000000,02:00:00:00:00:01,127.0.0.1,n/a\n"),
             NULL);
    is_cstr(first_subject(h),
            "agent=r2 serial=SER-0001 serial=SER-0002 mac=00:00:5e:00:53:01 ip=192.0.2.1 "
            "ip=192.0.2.2 fcc_id=2ABCD-X1 hostname=sw-1",
            "identifiers of a row");
    ok(cp_str_ends(cp_buf_str(&h->subjects), CP_STR("\nagent=r3 hostname=sw-2\n")),
       "what identifies nobody is no identifier");
    cp_arena_free(a);
}

/* The same table in UTF-16, as spreadsheets save it as "Unicode text"; with a NUL in a row. */
static void check_encodings(void)
{
    static const char text[] = "name\tsite\nsw-1\tnorth\n";
    cp_arena *a = cp_arena_new(0);
    for (int big = 0; big < 2; big++) {
        char wide[2 * sizeof text] = "\xff\xfe";
        size_t n = 2;
        if (big)
            memcpy(wide, "\xfe\xff", 2);
        for (const char *p = text; *p; p++, n += 2) {
            wide[n + !big] = 0;
            wide[n + big] = *p;
        }
        cp_str in = { wide, n };
        heard *h = hear(a, &cp_format_inventory, in, NULL);
        is_cstr(cp_buf_str(&h->obs), "inventory.name=sw-1\ninventory.site=north\n", "UTF-16 %s",
                big ? "BE" : "LE");
        ok(cp_format_inventory.detect(cp_bytes_of_str(in), CP_STR("x.txt")) > 0, "is recognised");
    }
    static const char nul[] = "name,site\nsw-1,no\0rth\nsw-2,south\n";
    heard *h = hear(a, &cp_format_inventory, (cp_str){ nul, sizeof nul - 1 }, NULL);
    is_cstr(cp_buf_str(&h->obs), "inventory.name=sw-2\ninventory.site=south\n",
            "a row with a NUL is left out");
    ok(h->src.records_bad == 1 && h->src.problems[0].pos == 2, "and told with its line");
    cp_arena_free(a);
}

static const struct head {
    const char *file, *in;
    int least, most;
} heads[] = {
    { "x.txt", "Name,Serial,Site\na,b,c\n", 60, 100 },
    { "x.txt", "Register\n\nName;Serial;Site\na;b;c\n", 60, 100 },
    { "x.csv", "Foo,Bar\n1,2\n", 1, 20 },
    { "x.txt", "Foo,Bar\n1,2\n", 0, 0 },
    { "x.csv", "class,product,low,high,currency\nran,x,1,2,EUR\n", 0, 0 },
    { "x.csv", "maker,product,licensee,from,to\nAcme,x,y,2026,2027\n", 0, 0 },
    { "x.csv", "from,to,bps\na,b,1\n", 0, 0 },
    { "x.csv", "{\"name\":1,\n\"serial\":2}\n", 0, 0 },
    { "x.csv", "", 0, 0 },
    { "x.txt", "Dear all,\nthe router is down, again.\nName, please?\n", 0, 0 },
};

int main(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(&rows[i]);
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
        check_error(&errors[i]);
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        int sure = cp_format_inventory.detect(cp_bytes_of_str(cp_str_c(heads[i].in)),
                                              cp_str_c(heads[i].file));
        ok(sure >= heads[i].least && sure <= heads[i].most, "table %zu is recognised with %d", i,
           sure);
    }
    check_subjects();
    check_encodings();
    cut_everywhere(
        &cp_format_inventory,
        CP_STR("Title\nName;S/N;MAC;Installed\nsw-1;SER-0001;00:00:5e:00:53:01;3.4.2026\n"
               "\"sw\"\"2\";;\"x\ny\";soon\n"),
        "an inventory");
    return tap_done();
}
