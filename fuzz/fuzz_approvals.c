/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_approvals.c - tables of approvals: what lets a device pass, so that none may say more than
 * its row. The first byte chooses whether the first header is mapped.
 *
 * Properties: the same twice; each row that was counted is a statement or was told of, and none is
 * both; a statement is a yes about a maker, of days that do not end before they begin; statements
 * that are written down as a table again are read as the same ones. */
#include "hearing.h"
#include "sources/import/import.h"

enum { BYTES_MAX = 64 * 1024 };

typedef struct heard {
    CP_VEC(cp_statement) v;
    cp_arena *a;
} heard;

static cp_str copy(cp_arena *a, cp_str s) { return s.n ? cp_str_dup(a, s) : CP_STR(""); }

static cp_rc keep(void *ctx, const cp_statement *x, cp_err *err)
{
    heard *h = ctx;
    cp_statement own = *x;
    (void)err;
    MUST(cp_str_eq(x->fact, CP_STR("approval")) && cp_str_eq(x->value, CP_STR("yes")));
    MUST(x->maker.n > 0 && x->state.n == 0 && !cp_date_is_set(x->on));
    MUST(!cp_date_is_set(x->from) || !cp_date_is_set(x->to) || x->from.first_day <= x->to.last_day);
    MUST(h->v.n == 0 || h->v.v[h->v.n - 1].pos < x->pos);
    own.maker = copy(h->a, x->maker);
    own.product = copy(h->a, x->product);
    own.licensee = copy(h->a, x->licensee);
    own.by = copy(h->a, x->by);
    own.note = copy(h->a, x->note);
    cp_vec_push(h->a, &h->v, own);
    return CP_OK;
}

static cp_rc no_obs(void *ctx, const cp_obs *o, cp_err *err)
{
    (void)ctx;
    (void)o;
    (void)err;
    MUST(!"an approval is about no device");
    return CP_OK;
}

static heard *read_all(cp_arena *a, cp_bytes in, const cp_read_opts *opts, cp_source *src)
{
    heard *h = CP_NEW(a, heard);
    cp_obs_sink sink = { .ctx = h, .obs = no_obs, .statement = keep };
    cp_err err;
    h->a = a;
    src->realm = CP_STR("default");
    if (cp_format_approvals.read(a, cp_input_of_bytes(a, in), opts, &sink, src, &err) != CP_OK)
        return NULL;
    return h;
}

static void write_cell(cp_buf *b, cp_str s, char end)
{
    cp_buf_char(b, '"');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"')
            cp_buf_char(b, '"');
        cp_buf_char(b, s.p[i]);
    }
    cp_buf_char(b, '"');
    cp_buf_char(b, end);
}

static cp_str day(cp_arena *a, cp_date d)
{
    return cp_date_is_set(d) ? cp_date_text(a, d) : CP_STR("");
}

static bool same_day(cp_date x, cp_date y)
{
    return cp_date_is_set(x) == cp_date_is_set(y) &&
           (!cp_date_is_set(x) || (x.first_day == y.first_day && x.last_day == y.last_day));
}

/* A row of the words of the header is taken for the header. */
static void check_again(cp_arena *a, const heard *h)
{
    cp_buf b = cp_buf_new(a);
    cp_source src = { .records = 0 };
    static const cp_read_opts opts;
    cp_buf_add_c(&b, "sep=,\nmaker,product,licensee,from,to,by,note\n");
    for (uint32_t i = 0; i < h->v.n; i++) {
        const cp_statement *x = &h->v.v[i];
        if (cp_str_eq_nocase(x->maker, CP_STR("maker")))
            return;
        const cp_str cells[] = { x->maker,      x->product, x->licensee, day(a, x->from),
                                 day(a, x->to), x->by,      x->note };
        for (size_t k = 0; k < 7; k++)
            write_cell(&b, cells[k], k < 6 ? ',' : '\n');
    }
    const heard *g = read_all(a, cp_bytes_of_str(cp_buf_str(&b)), &opts, &src);
    MUST(g && g->v.n == h->v.n && src.records_bad == 0);
    for (uint32_t i = 0; i < g->v.n; i++) {
        const cp_statement *x = &h->v.v[i], *y = &g->v.v[i];
        MUST(cp_str_eq(x->maker, y->maker) && cp_str_eq(x->product, y->product));
        MUST(cp_str_eq(x->licensee, y->licensee) && cp_str_eq(x->by, y->by));
        MUST(cp_str_eq(x->note, y->note));
        MUST(same_day(x->from, y->from) && same_day(x->to, y->to));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cp_column_map map = { CP_STR("x"), CP_STR("licensee") };
    if (size == 0 || size > BYTES_MAX)
        return 0;
    cp_arena *a = cp_arena_new(0);
    cp_read_opts opts = { .maps = &map, .n_maps = data[0] & 1 };
    cp_bytes in = { data + 1, size - 1 };
    cp_source src = { .records = 0 };
    hearing *told = hear_twice(a, &cp_format_approvals, in, &opts, NULL);
    MUST(told->n_obs == 0 && told->n_links == 0 && told->n_ties == 0);
    MUST(cp_str_is_utf8(told->src.note));
    for (uint32_t i = 0; i < told->src.n_problems; i++)
        MUST(cp_str_is_utf8(told->src.problems[i].text));
    const heard *h = read_all(a, in, &opts, &src);
    if (h) {
        MUST(h->v.n == told->n_statements &&
             h->v.n + src.records_bad + src.records_unused == src.records);
        check_again(a, h);
    }
    (void)cp_format_approvals.detect(in, CP_STR("x.csv"));
    cp_arena_free(a);
    return 0;
}
