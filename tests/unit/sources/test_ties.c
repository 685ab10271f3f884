/* SPDX-License-Identifier: Apache-2.0 */
/* Tables of what links ride on, what devices need, what flows, what is called otherwise and what
 * inspections cost; and tables that are longer than a piece. */
#include "sources/import/import.h"
#include "sources/import/table.h"
#include "told.h"

static const struct row {
    const char *name;
    const cp_format *format;
    const char *in, *ties;
    cp_rc rc;
    uint64_t bad;
    const char *problem, *note;
} rows[] = {
    { "carriage", &cp_format_carriage,
      "link,alternative,transmission\nnorth-7,1,otn-1\nnorth-7,1,otn-2\nx|y,,192.0.2.9\n",
      "carried||hostname=otn-1|north-7|1||0\ncarried||hostname=otn-2|north-7|1||0\n"
      "carried||ip=192.0.2.9|x|y|||0\n",
      CP_OK, 0, "", "columns: link, alternative, transmission" },
    { "several in a cell", &cp_format_carriage,
      "Circuit;Route;Carried by\nnorth-7;main;\"otn-1; otn-2;;n/a\"\n",
      "carried||hostname=otn-1|north-7|main||0\ncarried||hostname=otn-2|north-7|main||0\n", CP_OK,
      0, "", "Circuit -> link" },
    { "carried by nothing", &cp_format_carriage, "link,transmission\nnorth-7,\n,otn-1\nx,-\n", "",
      CP_OK, 3, "the row does not say what carries the link", "" },
    { "no link", &cp_format_carriage, "link,transmission\n,otn-1\n", "", CP_OK, 1,
      "the row names no link", "" },
    { "dependencies", &cp_format_dependencies,
      "asset,group,needs,kind\namf-1,host,host-1,Hypervisor\namf-1,host,host-2,host\n"
      "core-1,,ems,something else\n",
      "needs|hostname=amf-1|hostname=host-1||host|host|0\n"
      "needs|hostname=amf-1|hostname=host-2||host|host|0\n"
      "needs|hostname=core-1|hostname=ems|||something else|0\n",
      CP_OK, 0, "", "" },
    { "a cycle, and what needs itself", &cp_format_dependencies,
      "device,depends on\na,b\nb,a\na,A\n",
      "needs|hostname=a|hostname=b||||0\nneeds|hostname=b|hostname=a||||0\n"
      "needs|hostname=a|hostname=A||||0\n",
      CP_OK, 0, "", "1 dependency of a thing with itself" },
    { "who needs it?", &cp_format_dependencies, "asset,needs\n,b\n", "", CP_OK, 1,
      "the row does not say who needs something", "" },
    { "demands", &cp_format_demands,
      "from,to,bps\nnorth,south,1000\nnorth,10.0.0.0/8,2.5G\n192.0.2.1,north,1e9\n",
      "demand|hostname=north|hostname=south||||1000\n"
      "demand|hostname=north|hostname=10.0.0.0/8||||2500000000\n",
      CP_OK, 1, "\"1e9\" is no rate", "" },
    { "demands in other units", &cp_format_demands,
      "Source;Destination;Demand (Gbps)\nnorth;south;1.5\n", //
      "demand|hostname=north|hostname=south||||1500000000\n", CP_OK, 0, "", "" },
    { "a demand of nothing", &cp_format_demands, "from,to,bps\nnorth,south,0\nnorth,south,\n", "",
      CP_OK, 2, "\"0\" is no rate", "" },
    { "a list is no place", &cp_format_demands, "from,to,bps\nnorth,\"a;b\",1\n",
      "demand|hostname=north|hostname=a;b||||1\n", CP_OK, 0, "", "" },
    { "aliases", &cp_format_aliases, "id,same_as\nold,core-1\n192.0.2.9,core-1\n,core-1\n",
      "alias|hostname=old|hostname=core-1||||0\nalias|ip=192.0.2.9|hostname=core-1||||0\n", CP_OK,
      1, "the row has no name", "" },
    { "what a person says", &cp_format_aliases,
      "id,same_as,not_same_as,undo,by,date,reason\n"
      "sw-1,192.0.2.9;sw-2,,,J. Doe,2026-11-20,\"one, says the label\"\n"
      "serial:SN1,,MAC:00-00-5e-00-53-01,,J. Doe,2026-11-20T10:00:00Z,\n"
      "x,,,source:a b.csv,J. Doe,2026-11-21,\n",
      "alias|hostname=sw-1|ip=192.0.2.9||J. Doe|one, says the label|1795132800000000\n"
      "alias|hostname=sw-1|hostname=sw-2||J. Doe|one, says the label|1795132800000000\n"
      "not_alias|serial=SN1|mac=00:00:5e:00:53:01||J. Doe||1795168800000000\n"
      "alias_undone|hostname=x|ref=source:a b.csv||J. Doe||1795219200000000\n",
      CP_OK, 0, "", "" },
    { "and does not sign", &cp_format_aliases,
      "id,same_as,not_same_as,undo,by,date,reason\nx,y,,,,,\nx,,y,,,2026-11-20,\nx,,,y,,,\n",
      "alias|hostname=x|hostname=y||||0\n", CP_OK, 2,
      "the row has no `by`: what somebody says must say who; it was not read", "" },
    { "or not when", &cp_format_aliases,
      "id,same_as,by,date\nx,y,J. Doe,\nx,y,J. Doe,20.11.2026\nx,y,J. Doe,1969-01-01\n"
      "x,,J. Doe,2026-11-20\n,y,J. Doe,2026-11-20\n",
      "", CP_OK, 5, "date: \"\" is no day", "" },
    { "what is no identifier is a name", &cp_format_aliases,
      "id,same_as\nmac:nonsense,serial:\nagent:1,nokind:2\n",
      "alias|hostname=mac:nonsense|hostname=serial:||||0\n"
      "alias|hostname=agent:1|hostname=nokind:2||||0\n",
      CP_OK, 0, "", "" },
    { "inspections", &cp_format_inspections,
      "asset,site,class,inspection_cost\ncore-1,,,0\n192.0.2.9;c,,,2\n,north,,1.5\n,,Router,.25\n"
      ",north,ran,0.125\n*,,,1000000\nd,north,nonsense,3\n",
      "inspection||hostname=core-1||||0\ninspection||ip=192.0.2.9||||2000\n"
      "inspection||hostname=c||||2000\ninspection||||north||1500\n"
      "inspection||||north|ran|125\ninspection||||||1000000000\n"
      "inspection||hostname=d||||3000\n",
      CP_OK, 1, "\".25\" is no cost", "" },
    { "costs that are none", &cp_format_inspections,
      "site,cost\na,-1\na,NaN\na,inf\na,1e3\na,1000000.001\na,18446744073709551616\na,0.0001\n"
      "a,1.\na,1,5\na,0x10\na, \n",
      "", CP_OK, 11, "\"-1\" is no cost: 0 to 1000000, with at most three decimals", "" },
    { "of what?", &cp_format_inspections,
      "asset,site,class,inspection cost\n,,,1\n-,n/a,,1\n;,,,1\n", "", CP_OK, 3,
      "the row does not say of what", "" },
    { "no such class", &cp_format_inspections, "site,class,cost\nnorth,rann,1\n", "", CP_OK, 1,
      "\"rann\" is no known class; did you mean ran?", "" },
    { "all of a site, of a class", &cp_format_inspections,
      "asset,site,class,cost\n*,north,*,1\n*,*,ran,2\n",
      "inspection||||north||1000\ninspection|||||ran|2000\n", CP_OK, 0, "", "" },
    { "rows that contradict each other", &cp_format_inspections,
      "asset,cost\na,1\na,2\na,1\n", /* both are told: what they mean is decided later */
      "inspection||hostname=a||||1000\ninspection||hostname=a||||2000\n"
      "inspection||hostname=a||||1000\n",
      CP_OK, 0, "", "" },
    { "no column for the cost", &cp_format_inspections, "asset,site\na,b\n", "", CP_EFORMAT, 0, "",
      "" },
    { "no column for what is needed", &cp_format_dependencies, "asset,group\na,b\n", "", CP_EFORMAT,
      0, "", "" },
    { "nothing is known", &cp_format_carriage, "x,y\n1,2\n", "", CP_EUNKNOWN, 0, "", "" },
};

static void check_row(const struct row *r)
{
    cp_arena *a = cp_arena_new(0);
    heard *h = hear(a, r->format, cp_str_c(r->in), NULL);
    is_int(h->rc, r->rc, "%s: result (%s)", r->name, h->rc == CP_OK ? "" : h->err.msg);
    is_cstr(cp_buf_str(&h->ties), r->ties, "%s", r->name);
    is_uint(h->src.records_bad, r->bad, "%s: bad", r->name);
    ok(cp_str_has(h->src.n_problems ? h->src.problems[0].text : CP_STR(""), cp_str_c(r->problem)),
       "%s: problem", r->name);
    ok(cp_str_has(h->src.note, cp_str_c(r->note)), "%s: note \"%.*s\"", r->name,
       CP_FMT(h->src.note));
    is_uint(h->n_obs + h->n_links + h->n_statements, 0, "%s: nothing else", r->name);
    cp_arena_free(a);
}

static const struct head {
    const char *in, *format;
} heads[] = {
    { "link,alternative,transmission\nx,1,y\n", "carriage-csv" },
    { "link,transmission\nx,y\n", "carriage-csv" },
    { "asset,group,needs,kind\na,b,c,d\n", "dependencies-csv" },
    { "Device;Depends on\na;b\n", "dependencies-csv" },
    { "from,to,bps\na,b,1\n", "demands-csv" },
    { "source,destination,traffic (Mbps),type\na,b,1,x\n", "demands-csv" },
    { "id,same_as\na,b\n", "aliases-csv" },
    { "asset,inspection_cost\na,1\n", "inspections-csv" },
    { "site;class;Cost of a visit\na;ran;1\n", "inspections-csv" },
    { "name,site,class,cost\na,b,ran,1\n", "inventory-csv" }, /* what it was bought for */
    { "name,serial,maker,inspection_cost,site,product\na,b,c,1,d,e\n", "inventory-csv" },
    { "class,product,low,high,currency,effort_crew_days\nran,x,1,2,EUR,3\n", "none" },
    { "from,to,bandwidth\na,b,1\n", "links-csv" },
    { "a,b,metric,bps\nx,y,1,2\n", "links-csv" },
    { "link,a,b\nn,x,y\n", "links-csv" },
    { "name,serial,ip,group\na,b,c,d\n", "inventory-csv" },
    { "name,asset id\nnorth,17\n", "inventory-csv" },
    { "device,type,serial\na,b,c\n", "inventory-csv" },
};

/* ---- long tables */

/* What the table would tell in one piece. */
static cp_str told_whole(cp_arena *a, cp_str text)
{
    const cp_read_opts opts = { .realm = CP_STR("") };
    cp_source src = { .records = 0 };
    cp_buf b = cp_buf_new(a);
    cp_table *t = CP_NEW(a, cp_table);
    cp_err err;
    cp_str *cells;
    is_int(cp_table_open(a, cp_bytes_of_str(text), CP_FORM_ALIASES, &opts, &src, t, &err), CP_OK,
           "opened whole");
    while (cp_table_next(t, &src, &cells))
        cp_buf_fmt(&b, "%llu %.*s=%.*s\n", (unsigned long long)t->pos, CP_FMT(cells[0]),
                   CP_FMT(cells[1]));
    cp_buf_fmt(&b, "%llu records, %llu bad", (unsigned long long)src.records,
               (unsigned long long)src.records_bad);
    return cp_buf_str(&b);
}

static cp_str told_in_pieces(cp_arena *a, cp_str text, cp_str *note)
{
    const cp_read_opts opts = { .realm = CP_STR("") };
    const cp_charset_hint hint = { .said = CP_CHARSET_NONE };
    cp_source src = { .records = 0 };
    cp_buf b = cp_buf_new(a);
    cp_table *t = CP_NEW(a, cp_table);
    cp_err err;
    cp_str *cells;
    cp_rows *r = CP_NEW(a, cp_rows);
    is_int(cp_rows_of_input(a, cp_input_of_bytes(a, cp_bytes_of_str(text)), &hint, false, r, &err),
           CP_OK, "in pieces");
    is_int(cp_table_open_rows(a, r, CP_FORM_ALIASES, &opts, &src, t, &err), CP_OK,
           "opened in pieces");
    ok(r->pieces != NULL, "it is long enough");
    while (cp_table_next(t, &src, &cells))
        cp_buf_fmt(&b, "%llu %.*s=%.*s\n", (unsigned long long)t->pos, CP_FMT(cells[0]),
                   CP_FMT(cells[1]));
    cp_buf_fmt(&b, "%llu records, %llu bad", (unsigned long long)src.records,
               (unsigned long long)src.records_bad);
    *note = src.note;
    return cp_buf_str(&b);
}

/* 5 MB; r of all lengths, so that pieces end anywhere; with `row` now and then. */
static cp_str long_table(cp_arena *a, const char *mark, const char *row)
{
    cp_buf b = cp_buf_new(a);
    cp_buf_fmt(&b, "%sid,same_as\n", mark);
    for (unsigned i = 0; b.total_bytes < 9 * 1024 * 1024; i++) {
        cp_buf_fmt(&b, "name %u %.*s,core-%u\r\n", i, (int)(i % 37),
                   "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", i % 1000);
        if (i % 5003 == 0)
            cp_buf_add_c(&b, row);
    }
    return cp_buf_str(&b);
}

static const struct longer {
    const char *name, *mark, *row, *note;
} longer[] = {
    { "plain", "", "", "" },
    { "with a mark, and letters of several bytes", "\xef\xbb\xbf", "\xc3\xa9\xe6\xbc\xa2,x\n", "" },
    { "cells of several lines", "", "\"a\nb\r\n\"\"c\"\"\",\"d\n\n\ne\"\n\n", "" },
    { "lines that end in CR alone, rows too wide", "", "p,q\ra,b,c,d\n", "" },
};

static void check_long(void)
{
    for (size_t i = 0; i < sizeof longer / sizeof *longer; i++) {
        cp_arena *a = cp_arena_new(0);
        cp_str text = long_table(a, longer[i].mark, longer[i].row), note;
        cp_str whole = told_whole(a, text), pieces = told_in_pieces(a, text, &note);
        ok(cp_str_eq(whole, pieces), "%s: %zu bytes say the same in pieces", longer[i].name,
           text.n);
        ok(cp_str_has(note, cp_str_c(longer[i].note)), "%s: note", longer[i].name);
        cp_arena_free(a);
    }
}

/* A letter of Windows-1252 far behind: the piece is read so, and the rows count on. */
static void check_guessed(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_str note,
        text = cp_str_fmt(a, "%.*scaf\xe9,core-1\nlast,core-2\n", CP_FMT(long_table(a, "", "")));
    cp_str told = told_in_pieces(a, text, &note);
    ok(cp_str_has(told, CP_STR("caf\xc3\xa9=core-1")), "the letter");
    ok(cp_str_has(told, CP_STR(" last=core-2\n")), "what follows");
    ok(cp_str_has(note, CP_STR("some of the text is not UTF-8")), "told: %.*s", CP_FMT(note));
    /* and all the way: each piece is converted and its bytes counted back */
    cp_str far = cp_str_fmt(a,
                            "id,same_as\nf\xfc"
                            "r,x\n%.*sz\xfc,y\n",
                            CP_FMT(cp_str_from(long_table(a, "", "d\xe9j\xe0,vu\n"), 11)));
    cp_str whole = told_whole(a, far), pieces = told_in_pieces(a, far, &note);
    ok(cp_str_eq(whole, pieces), "a table in Windows-1252 says the same in pieces");
    cp_arena_free(a);
}

/* A quote that is never closed: what was before it counts, and it is told. */
static void check_open_quote(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_str note,
        text = cp_str_fmt(a, "id,same_as\nfirst,x\n\"open,y\n%.*s", CP_FMT(long_table(a, "", "")));
    cp_str told = told_in_pieces(a, text, &note);
    is_str(told, CP_STR("2 first=x\n2 records, 1 bad"), "up to the quote");
    cp_arena_free(a);
}

int main(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(&rows[i]);
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        const cp_format *f =
            cp_format_detect(cp_bytes_of_str(cp_str_c(heads[i].in)), CP_STR("x.csv"));
        is_cstr(cp_str_c(f ? f->name : "none"), heads[i].format, "table %zu", i);
    }
    check_long();
    check_guessed();
    check_open_quote();
    cut_everywhere(&cp_format_carriage, CP_STR("link;transmission\n\"a\nb\";\"x;y\"\n"),
                   "carriage");
    cut_everywhere(&cp_format_inspections, CP_STR("asset;site;cost\n\"a;b\";;0.5\n*;;1\n"),
                   "inspections");
    cut_everywhere(&cp_format_demands, CP_STR("from,to,bps\na,b,1G\n"), "demands");
    return tap_done();
}
