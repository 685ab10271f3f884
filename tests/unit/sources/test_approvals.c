/* SPDX-License-Identifier: Apache-2.0 */
/* Tables of approvals. */
#include "sources/import/import.h"
#include "told.h"

static const struct row {
    const char *name, *in, *statements;
    cp_rc rc;
    uint64_t bad;
    const char *problem;
} rows[] = {
    { "all columns",
      "maker,product,licensee,from,to,by,note\n"
      "Acme,AX5735,Bergson,2026-01-01,2028-12-31,the authority,no. 17\n",
      "Acme||AX5735|approval=yes|Bergson|2026-01-01|2028-12-31|the authority||no. 17\n", CP_OK, 0,
      "" },
    { "a maker alone, for anybody, for ever", "maker,product,licensee,from,to\nAcme,,,,\n",
      "Acme|||approval=yes||||||\n", CP_OK, 0, "" },
    { "other words", "Hersteller;Modell;G\xc3\xbcltig ab;G\xc3\xbcltig bis\nAcme;AX1;23.11.2026;\n",
      "Acme||AX1|approval=yes||2026-11-23||||\n", CP_OK, 0, "" },
    { "months and years", "maker,product,from,to\nAcme,AX1,2026,2027-06\n",
      "Acme||AX1|approval=yes||2026|2027-06|||\n", CP_OK, 0, "" },
    { "placeholders say nothing", "maker,product,licensee,from,to\nAcme,n/a,-,,--\n",
      "Acme|||approval=yes||||||\n", CP_OK, 0, "" },
    { "what is not known is no approval for all",
      "maker,product,licensee,from,to\nAcme,,,,unknown\n", "", CP_OK, 1, "does not say for what" },
    { "no maker", "maker,product,licensee\n,AX1,Bergson\nAcme,AX2,Bergson\n",
      "Acme||AX2|approval=yes|Bergson|||||\n", CP_OK, 1, "names no maker" },
    { "a date that is none", "maker,product,from,to\nAcme,AX1,soon,\nAcme,AX2,,\n",
      "Acme||AX2|approval=yes||||||\n", CP_OK, 1, "from: \"soon\" is no date" },
    { "a date that could be two", "maker,product,from,to\nAcme,AX1,03/04/2026,\n", "", CP_OK, 1,
      "in one way only" },
    { "which the column tells apart", "maker,product,from,to\nAcme,AX1,03/04/2026,13/04/2026\n", "",
      CP_OK, 1, "in one way only" },
    { "and does", "maker,product,from,to\nAcme,AX1,03/04/2026,\nAcme,AX2,13/04/2026,\n",
      "Acme||AX1|approval=yes||2026-04-03||||\nAcme||AX2|approval=yes||2026-04-13||||\n", CP_OK, 0,
      "" },
    { "ends before it begins", "maker,product,from,to\nAcme,AX1,2027-01-01,2026-12-31\n", "", CP_OK,
      1, "ends before it begins" },
    { "too many cells", "maker,product,licensee\nAcme,AX1,Bergson,x\n", "", CP_OK, 1, "4 cells" },
    { "no column for the maker", "product,licensee\nAX1,Bergson\n", "", CP_EFORMAT, 0, "" },
};

static void check_row(const struct row *r)
{
    cp_arena *a = cp_arena_new(0);
    heard *h = hear(a, &cp_format_approvals, cp_str_c(r->in), NULL);
    is_int(h->rc, r->rc, "%s: result", r->name);
    is_cstr(cp_buf_str(&h->statements), r->statements, "%s", r->name);
    is_uint(h->src.records_bad, r->bad, "%s: bad", r->name);
    ok(cp_str_has(problem(h, 0), cp_str_c(r->problem)), "%s: problem \"%.*s\"", r->name,
       CP_FMT(problem(h, 0)));
    ok(h->n_obs == 0 && h->n_links == 0, "%s: tells of no device", r->name);
    cp_arena_free(a);
}

static const struct head {
    const char *in;
    bool is_approvals;
} heads[] = {
    { "maker,product,licensee,from,to\nAcme,AX1,,,\n", true },
    { "maker,product,licensee\nAcme,AX1,\n", true },
    { "maker,product,valid from,valid until\nAcme,AX1,,\n", true },
    { "Manufacturer;Model;Approved for\nAcme;AX1;Bergson\n", true },
    { "maker,product,serial\nAcme,AX1,S1\n", false },
    { "name,maker,product,licensee\nx,Acme,AX1,\n", false },
    { "maker,product\nAcme,AX1\n", false },
    { "from,to,maker\nx,y,Acme\n", false }, /* links */
    { "maker,product,approval\nAcme,AX1,yes\n", false },
};

int main(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(&rows[i]);
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        cp_bytes head = cp_bytes_of_str(cp_str_c(heads[i].in));
        const cp_format *f = cp_format_detect(head, CP_STR("x.csv"));
        ok((f == &cp_format_approvals) == heads[i].is_approvals, "table %zu is %s", i,
           f ? f->name : "nothing");
    }
    cut_everywhere(&cp_format_approvals, cp_str_c(rows[0].in), "approvals");
    return tap_done();
}
