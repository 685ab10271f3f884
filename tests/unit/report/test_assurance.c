/* SPDX-License-Identifier: Apache-2.0 */
/* test_assurance.c - cells of the column `assurance`, with the schemes that are shipped. */
#include "report/assurance.h"
#include "tap.h"

#define N(t) (sizeof(t) / sizeof *(t))

/* scheme|spec|until|expired for each item. Judged on 2026-11-23. */
static const struct {
    const char *cell, *want;
} rows[] = {
    { "", "" },
    { " ; ;", "" },
    { "nesas", "nesas|||unknown" },
    { "NESAS", "nesas|||unknown" },
    { "nesas; cc:EAL4+ until 2027-05; scas:TS 33.511",
      "nesas|||unknown cc|EAL4+|2027-05|no scas|TS 33.511||unknown" },
    { "Common  Criteria EAL2", "|||unknown" }, /* two blanks: not a name that is known */
    { "Common Criteria EAL2", "cc|EAL2||unknown" },
    { "ISO/IEC 15408: EAL3", "cc|EAL3||unknown" },
    { "3GPP SCAS TS 33.117, valid until 2026-11-22", "scas|TS 33.117|2026-11-22|yes" },
    { "cc EAL4+ until 2026-11", "cc|EAL4+|2026-11|no" }, /* good to the end of the month */
    { "cc EAL4+ until 2026", "cc|EAL4+|2026|no" },
    { "cc EAL4+ until 2026-11-23", "cc|EAL4+|2026-11-23|no" },
    { "cc:EAL4+ (until 2025-10)", "cc|EAL4+ (until 2025-10)||unknown" }, /* a bracket is text */
    { "nesas bis 2025-01", "nesas||2025-01|yes" },
    { "nesas 有效期至2025-01", "nesas||2025-01|yes" },
    { "nesas 2.3", "nesas|2.3||unknown" },
    { "nesas 2025-01", "nesas|2025-01||unknown" }, /* a date of what? */
    { "nesas until soon", "nesas|until soon||unknown" },
    { "nesasx", "|||unknown" },
    { "ccc", "|||unknown" },
    { "cc", "cc|||unknown" },
    { "our own test until 2020-01-01", "||2020-01-01|yes" },
    { "until 2020", "||2020|yes" },
    { "nesas-cs: X-1 until 2030", "nesas-cs|X-1|2030|no" },
};

static void test_rows(cp_arena *a, const cp_assurance_schemes *s)
{
    cp_date as_of = cp_date_ymd(2026, 11, 23);
    static const char *const tri[] = { "no", "yes", "unknown" };
    for (size_t i = 0; i < N(rows); i++) {
        uint32_t n;
        cp_buf b = cp_buf_new(a);
        const cp_assurance *v = cp_assurance_parse(a, s, tap_cstr(rows[i].cell), as_of, &n);
        for (uint32_t k = 0; k < n; k++)
            cp_buf_fmt(&b, "%s%.*s|%.*s|%.*s|%s", k ? " " : "", CP_FMT(v[k].scheme),
                       CP_FMT(v[k].spec), CP_FMT(cp_date_text(a, v[k].until)),
                       tri[v[k].is_expired]);
        is_cstr(cp_buf_str(&b), rows[i].want, "\"%s\"", rows[i].cell);
    }
}

static void test_limits(cp_arena *a, const cp_assurance_schemes *s)
{
    cp_buf b = cp_buf_new(a);
    uint32_t n;
    for (int i = 0; i < 100; i++)
        cp_buf_add_c(&b, "nesas;");
    const cp_assurance *v = cp_assurance_parse(a, s, cp_buf_str(&b), cp_date_ymd(2026, 11, 23), &n);
    is_int(n, CP_ASSURANCE_ITEMS_MAX, "as many as are kept");
    ok(v[n - 1].scheme.n == 0 && v[n - 1].text.n > 100, "the last one holds the rest as text");
}

static void test_text(cp_arena *a, const cp_assurance_schemes *s)
{
    uint32_t n;
    const cp_assurance *v = cp_assurance_parse(a, s, CP_STR("cc:EAL4+ until 2026-05; ours"),
                                               cp_date_ymd(2026, 11, 23), &n);
    is_int(n, 2, "two");
    is_cstr(cp_assurance_text(a, &v[0]),
            "Common Criteria (ISO/IEC 15408) EAL4+, until 2026-05 (expired)", "in full");
    is_cstr(cp_assurance_short(a, &v[0]), "cc EAL4+ until 2026-05 (expired)", "in short");
    is_cstr(cp_assurance_text(a, &v[1]), "ours", "an unknown one stays as it is");
}

static const struct {
    const char *name, *yaml, *says;
    cp_rc rc;
} files[] = {
#define ONE "title: t, issuer: i, says: s, says_not: n, written: w"
#define HEAD "schema: cleanpath-assurance/1\n"
    { "empty", HEAD, "", CP_OK },
    { "one", HEAD "schemes: [{id: x, " ONE "}]\n", "", CP_OK },
    { "no schema", "schemes: []\n", "cleanpath-assurance/1", CP_EFORMAT },
    { "no title", HEAD "schemes: [{id: x}]\n", "needs title", CP_EFORMAT },
    { "no says_not", HEAD "schemes: [{id: x, title: t, issuer: i, says: s, written: w}]\n",
      "needs says_not", CP_EFORMAT },
    { "another key", HEAD "schemes: [{id: x, sayz: y, " ONE "}]\n", "did you mean", CP_EFORMAT },
    { "two of a name", HEAD "schemes: [{id: x, " ONE "}, {id: y, also: [X], " ONE "}]\n",
      "two schemes", CP_EFORMAT },
    { "an empty name", HEAD "schemes: [{id: x, also: [' '], " ONE "}]\n", "says nothing",
      CP_EFORMAT },
    { "a text as list", HEAD "schemes: x\n", "expected a list", CP_EFORMAT },
};

static void test_files(cp_arena *a)
{
    for (size_t i = 0; i < N(files); i++) {
        cp_assurance_schemes s;
        cp_err err = { 0 };
        cp_rc rc = cp_assurance_read(a, cp_bytes_of_str(tap_cstr(files[i].yaml)), &s, &err);
        is_int(rc, files[i].rc, "%s", files[i].name);
        ok(rc == CP_OK || (err.line > 0 && cp_str_has(cp_str_c(err.msg), tap_cstr(files[i].says))),
           "%s: line %llu, %s", files[i].name, (unsigned long long)err.line, err.msg);
    }
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_assurance_schemes s;
    cp_err err;
    is_int(cp_assurance_get(a, &s, &err), CP_OK, "the schemes are read");
    ok(s.n >= 3, "%u of them", s.n);
    test_rows(a, &s);
    test_limits(a, &s);
    test_text(a, &s);
    test_files(a);
    cp_arena_free(a);
    return tap_done();
}
