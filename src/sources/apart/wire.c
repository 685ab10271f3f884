/* SPDX-License-Identifier: Apache-2.0 */
/* wire.c - see wire.h. */
#include "sources/apart/wire.h"
#include <string.h>
#include "codec/inflate.h"
#include "sources/apart/wire_exporter.h"
#include "sources/reader.h"

typedef enum message_kind {
    OBS = 1,
    LINK,
    STATEMENT,
    PROGRESS,
    END,
    TIE,
    FLOWS,
    EXPORTER,
    FLOW_NAME
} message_kind;

enum { HEAD_BYTES = 4 };

/* ---- telling */

static void put(cp_buf *b, uint64_t v, int n_bytes)
{
    char bytes[8];
    for (int i = 0; i < n_bytes; i++)
        bytes[i] = (char)(v >> 8 * i);
    cp_buf_add(b, (cp_str){ bytes, (size_t)n_bytes });
}

static void put_text(cp_buf *b, cp_str s)
{
    put(b, s.n, 4);
    cp_buf_add(b, s);
}

static void put_ids(cp_buf *b, const cp_ident *ids, uint32_t n)
{
    put(b, n, 4);
    for (uint32_t i = 0; i < n; i++) {
        put(b, ids[i].kind, 1);
        put_text(b, ids[i].value);
    }
}

static cp_buf *begin(cp_wire *w, message_kind kind)
{
    w->message.n = 0;
    put(&w->message, kind, 1);
    return &w->message;
}

static void send(cp_wire *w)
{
    put(w->to, w->message.n, HEAD_BYTES);
    cp_buf_add(w->to, cp_buf_str(&w->message));
}

static cp_rc sent(cp_wire *w, cp_err *err)
{
    send(w);
    if (w->to->rc != CP_OK && err)
        *err = w->to->err;
    return w->to->rc;
}

static cp_rc tell_obs(void *ctx, const cp_obs *o, cp_err *err)
{
    cp_buf *b = begin(ctx, OBS);
    put_ids(b, o->ids, o->n_ids);
    put_text(b, o->part);
    put(b, o->kind, 4);
    put_text(b, o->value);
    put(b, (uint64_t)o->at, 8);
    put(b, o->pos, 8);
    put_text(b, o->realm);
    return sent(ctx, err);
}

static void put_end(cp_buf *b, const cp_link_end *e)
{
    put_ids(b, e->ids, e->n_ids);
    put_text(b, e->port);
    put_text(b, e->router);
}

static cp_rc tell_link(void *ctx, const cp_link *l, cp_err *err)
{
    cp_buf *b = begin(ctx, LINK);
    put(b, l->kind, 1);
    put(b, l->both_sides, 1);
    put_end(b, &l->a);
    put(b, l->end_only, 1);
    put_end(b, &l->b);
    put_text(b, l->name);
    put_text(b, l->layer);
    put_text(b, l->srlg);
    put_text(b, l->area);
    put(b, l->metric, 8);
    put(b, l->metric_back, 8);
    put(b, l->capacity_bps, 8);
    put(b, (uint64_t)l->at, 8);
    put(b, l->pos, 8);
    return sent(ctx, err);
}

static void put_date(cp_buf *b, cp_date d)
{
    put(b, (uint32_t)d.first_day, 4);
    put(b, (uint32_t)d.last_day, 4);
}

static cp_rc tell_statement(void *ctx, const cp_statement *x, cp_err *err)
{
    cp_buf *b = begin(ctx, STATEMENT);
    const cp_str texts[] = { x->maker, x->state,    x->product, x->fact,
                             x->value, x->licensee, x->by,      x->note };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        put_text(b, texts[i]);
    put_date(b, x->from);
    put_date(b, x->to);
    put_date(b, x->on);
    put(b, x->pos, 8);
    return sent(ctx, err);
}

static cp_rc tell_tie(void *ctx, const cp_tie *t, cp_err *err)
{
    cp_buf *b = begin(ctx, TIE);
    put(b, t->kind, 1);
    put_ids(b, t->a, t->n_a);
    put_ids(b, t->b, t->n_b);
    put_text(b, t->link);
    put_text(b, t->name);
    put_text(b, t->what);
    put(b, t->amount, 8);
    put(b, t->pos, 8);
    return sent(ctx, err);
}

static cp_rc tell_flows(void *ctx, const cp_flow_block *x, cp_err *err)
{
    cp_buf *b = begin(ctx, FLOWS);
    put(b, x->n_rows, 4);
    put(b, (uint64_t)x->first_at, 8);
    put(b, (uint64_t)x->last_at, 8);
    put_text(b, cp_str_of_bytes(x->bytes));
    return sent(ctx, err);
}

static void put_addr(cp_buf *b, const cp_flow_addr *x)
{
    cp_buf_add(b, (cp_str){ (const char *)x->b, sizeof x->b });
}

static cp_rc tell_exporter(void *ctx, const cp_exporter *x, cp_err *err)
{
    cp_buf *b = begin(ctx, EXPORTER);
    uint8_t bytes[CP_WIRE_EXPORTER_BYTES];
    cp_wire_exporter_put(x, bytes);
    cp_buf_add(b, (cp_str){ (const char *)bytes, sizeof bytes });
    return sent(ctx, err);
}

static cp_rc tell_flow_name(void *ctx, const cp_flow_name *n, cp_err *err)
{
    cp_buf *b = begin(ctx, FLOW_NAME);
    put(b, n->kind, 1);
    put_addr(b, &n->client);
    put_addr(b, &n->addr);
    put(b, (uint64_t)n->at, 8);
    put(b, n->qtype, 2);
    put(b, n->rcode, 1);
    put(b, n->bytes, 4);
    put_text(b, n->name);
    return sent(ctx, err);
}

cp_wire cp_wire_to(cp_arena *a, cp_buf *to) { return (cp_wire){ cp_buf_new(a), to }; }

cp_obs_sink cp_wire_sink(cp_wire *w)
{
    return (cp_obs_sink){ w,        tell_obs,   tell_link,     tell_statement,
                          tell_tie, tell_flows, tell_exporter, tell_flow_name };
}

void cp_wire_progress(cp_wire *w, uint64_t done, uint64_t all)
{
    cp_buf *b = begin(w, PROGRESS);
    put(b, done, 8);
    put(b, all, 8);
    send(w);
    (void)!cp_buf_end(w->to, NULL); /* it sticks, and shows at the end */
}

void cp_wire_end(cp_wire *w, const cp_source *src, cp_rc rc, const cp_err *err)
{
    static const cp_err none = { .off_bytes = CP_NO_OFF };
    cp_buf *b = begin(w, END);
    const cp_err *e = rc == CP_OK || !err ? &none : err;
    const uint64_t numbers[] = { src->bytes,
                                 src->records,
                                 src->records_bad,
                                 src->observations,
                                 src->records_unused,
                                 src->links,
                                 src->statements,
                                 src->ties,
                                 src->flows,
                                 src->exporters,
                                 src->flow_names,
                                 (uint64_t)src->first_at,
                                 (uint64_t)src->last_at,
                                 e->off_bytes,
                                 e->line };
    put(b, rc, 1);
    put(b, src->state, 1);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        put(b, numbers[i], 8);
    put_text(b, cp_str_c(e->msg));
    put_text(b, src->sha256);
    put_text(b, src->format);
    put_text(b, src->compression);
    put_text(b, src->note);
    put_text(b, src->sheets);
    put(b, src->n_problems, 4);
    for (uint32_t i = 0; i < src->n_problems; i++) {
        put(b, src->problems[i].pos, 8);
        put_text(b, src->problems[i].text);
    }
    send(w);
}

/* ---- hearing */

static cp_str get_text(cp_cur *c)
{
    uint32_t n = cp_cur_u32le(c);
    return cp_str_of_bytes(cp_cur_take(c, n));
}

static void get_ids(cp_cur *c, cp_ident ids[CP_OBS_IDENTS_MAX], uint32_t *n)
{
    *n = cp_cur_u32le(c);
    if (*n > CP_OBS_IDENTS_MAX)
        c->bad = true;
    for (uint32_t i = 0; !c->bad && i < *n; i++) {
        uint8_t kind = cp_cur_u8(c);
        if (kind >= CP_IDENT_COUNT)
            c->bad = true;
        else
            ids[i] = (cp_ident){ (cp_ident_kind)kind, get_text(c) };
    }
}

static cp_rc impossible(cp_err *err)
{
    return cp_fail(err, CP_EFORMAT, CP_NO_OFF,
                   "the process that parses sent what cannot be: none of it is used");
}

static bool is_whole(const cp_cur *c) { return !c->bad && cp_cur_left(c) == 0; }

static cp_rc hear_obs(cp_wire_reader *r, cp_cur *c, cp_err *err)
{
    cp_ident ids[CP_OBS_IDENTS_MAX];
    cp_obs o = { .ids = ids };
    get_ids(c, ids, &o.n_ids);
    o.part = get_text(c);
    uint32_t kind = cp_cur_u32le(c);
    o.value = get_text(c);
    o.at = (cp_time)cp_cur_u64le(c);
    o.pos = cp_cur_u64le(c);
    o.realm = get_text(c);
    if (!is_whole(c) || kind >= CP_KIND_COUNT || o.n_ids == 0 || o.value.n > CP_OBS_VALUE_BYTES_MAX)
        return impossible(err);
    o.kind = (cp_kind)kind;
    r->observations++;
    return r->to->obs(r->to->ctx, &o, err);
}

static void get_end(cp_cur *c, cp_ident ids[CP_OBS_IDENTS_MAX], cp_link_end *e)
{
    get_ids(c, ids, &e->n_ids);
    e->port = get_text(c);
    e->router = get_text(c);
}

static cp_rc hear_link(cp_wire_reader *r, cp_cur *c, cp_err *err)
{
    cp_ident a[CP_OBS_IDENTS_MAX], b[CP_OBS_IDENTS_MAX];
    cp_link l = { .a = { .ids = a }, .b = { .ids = b } };
    uint8_t kind = cp_cur_u8(c), both = cp_cur_u8(c);
    get_end(c, a, &l.a);
    l.end_only = cp_cur_u8(c);
    get_end(c, b, &l.b);
    l.name = get_text(c);
    l.layer = get_text(c);
    l.srlg = get_text(c);
    l.area = get_text(c);
    l.metric = cp_cur_u64le(c);
    l.metric_back = cp_cur_u64le(c);
    l.capacity_bps = cp_cur_u64le(c);
    l.at = (cp_time)cp_cur_u64le(c);
    l.pos = cp_cur_u64le(c);
    if (!is_whole(c) || kind >= CP_LINK_KIND_COUNT || both > 1 ||
        l.end_only > (CP_LINK_A_END_ONLY | CP_LINK_B_END_ONLY))
        return impossible(err);
    l.kind = (cp_link_kind)kind;
    l.both_sides = both;
    r->links++;
    return r->to->link ? r->to->link(r->to->ctx, &l, err) : CP_OK;
}

static cp_date get_date(cp_cur *c)
{
    cp_date d = { (int32_t)cp_cur_u32le(c), 0 };
    d.last_day = (int32_t)cp_cur_u32le(c);
    return d;
}

static cp_rc hear_statement(cp_wire_reader *r, cp_cur *c, cp_err *err)
{
    cp_statement x = { .source = 0 };
    cp_str *const texts[] = { &x.maker, &x.state,    &x.product, &x.fact,
                              &x.value, &x.licensee, &x.by,      &x.note };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        *texts[i] = get_text(c);
    x.from = get_date(c);
    x.to = get_date(c);
    x.on = get_date(c);
    x.pos = cp_cur_u64le(c);
    if (!is_whole(c))
        return impossible(err);
    r->statements++;
    return r->to->statement ? r->to->statement(r->to->ctx, &x, err) : CP_OK;
}

static cp_rc hear_tie(cp_wire_reader *r, cp_cur *c, cp_err *err)
{
    cp_ident a[CP_OBS_IDENTS_MAX], b[CP_OBS_IDENTS_MAX];
    cp_tie t = { .a = a, .b = b };
    uint8_t kind = cp_cur_u8(c);
    get_ids(c, a, &t.n_a);
    get_ids(c, b, &t.n_b);
    t.link = get_text(c);
    t.name = get_text(c);
    t.what = get_text(c);
    t.amount = cp_cur_u64le(c);
    t.pos = cp_cur_u64le(c);
    if (!is_whole(c) || kind >= CP_TIE_KIND_COUNT)
        return impossible(err);
    t.kind = (cp_tie_kind)kind;
    r->ties++;
    return r->to->tie ? r->to->tie(r->to->ctx, &t, err) : CP_OK;
}

/* A block that can be read, and that holds what is said of it. */
static bool is_block(cp_wire_reader *r, const cp_flow_block *b)
{
    const cp_flow_columns *cols = NULL;
    if (!r->blocks)
        r->blocks = cp_flow_unpacker_new(r->a);
    if (cp_flow_unpack(r->blocks, b->bytes, 1u << CP_FLOW_AT, &cols, NULL) != CP_OK ||
        cols->n != b->n_rows)
        return false;
    int64_t first = cols->at[0], last = cols->at[0];
    for (uint32_t i = 1; i < cols->n; i++) {
        first = cols->at[i] < first ? cols->at[i] : first;
        last = cols->at[i] > last ? cols->at[i] : last;
    }
    return first == b->first_at && last == b->last_at;
}

static cp_rc hear_flows(cp_wire_reader *r, cp_cur *c, cp_err *err)
{
    cp_flow_block b = { .n_rows = cp_cur_u32le(c) };
    b.first_at = (cp_time)cp_cur_u64le(c);
    b.last_at = (cp_time)cp_cur_u64le(c);
    b.bytes = cp_bytes_of_str(get_text(c));
    if (!is_whole(c) || b.bytes.n > CP_FLOW_BLOCK_BYTES_MAX || !is_block(r, &b))
        return impossible(err);
    r->flows += b.n_rows;
    return r->to->flows ? r->to->flows(r->to->ctx, &b, err) : CP_OK;
}

static cp_rc hear_exporter(cp_wire_reader *r, cp_cur *c, cp_err *err)
{
    cp_exporter x;
    if (!cp_wire_exporter_get(c, &x) || !is_whole(c))
        return impossible(err);
    r->exporters++;
    return r->to->exporter ? r->to->exporter(r->to->ctx, &x, err) : CP_OK;
}

static cp_rc hear_flow_name(cp_wire_reader *r, cp_cur *c, cp_err *err)
{
    cp_flow_name n = { .qtype = 0 };
    uint8_t kind = cp_cur_u8(c);
    cp_wire_addr_get(c, &n.client);
    cp_wire_addr_get(c, &n.addr);
    n.at = (cp_time)cp_cur_u64le(c);
    n.qtype = cp_cur_u16le(c);
    n.rcode = cp_cur_u8(c);
    n.bytes = cp_cur_u32le(c);
    n.name = get_text(c);
    if (!is_whole(c) || kind >= CP_FLOW_NAME_KIND_COUNT || n.name.n > CP_FLOW_NAME_BYTES_MAX ||
        cp_flow_name_is_login((cp_flow_name_kind)kind)) /* no packet tells of a session */
        return impossible(err);
    n.kind = (cp_flow_name_kind)kind;
    r->flow_names++;
    return r->to->flow_name ? r->to->flow_name(r->to->ctx, &n, err) : CP_OK;
}

static cp_rc hear_progress(cp_wire_reader *r, cp_cur *c, cp_err *err)
{
    uint64_t done = cp_cur_u64le(c), all = cp_cur_u64le(c);
    if (!is_whole(c))
        return impossible(err);
    if (r->progress)
        r->progress(r->progress_ctx, done, all);
    return CP_OK;
}

/* How reading a file may end. The others are about the case or the program, and nobody who parses
 * can know them. */
static bool is_readers(uint8_t rc)
{
    switch (rc) {
    case CP_OK:
    case CP_EFORMAT:
    case CP_ESHORT:
    case CP_ELIMIT:
    case CP_EIO:
    case CP_EUNKNOWN:
    case CP_EUSAGE: return true;
    default: return false;
    }
}

static bool is_digest(cp_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (cp_str_find_char(CP_STR("0123456789abcdef"), s.p[i]) < 0)
            return false;
    return s.n == 0 || s.n == 64;
}

/* The names are those of our tables. */
static bool take_names(cp_wire_reader *r, cp_str sha256, cp_str format, cp_str compression)
{
    const cp_format *f = cp_format_by_name(format);
    bool is_packing = cp_compression_is_name(compression);
    if (!is_digest(sha256) || (format.n && !f) || !is_packing)
        return false;
    r->src.sha256 = cp_str_dup(r->a, sha256);
    r->src.format = f ? cp_str_c(f->name) : CP_STR("");
    r->src.compression = cp_str_dup(r->a, compression);
    return true;
}

static void get_err(cp_cur *c, cp_err *e)
{
    cp_str msg = get_text(c);
    if (msg.n >= sizeof e->msg)
        c->bad = true;
    else /* by cp_fail, which makes it harmless */
        (void)cp_fail(e, CP_EFORMAT, CP_NO_OFF, "%.*s", CP_FMT(msg));
}

static void get_problems(cp_wire_reader *r, cp_cur *c)
{
    cp_source *s = &r->src;
    s->n_problems = cp_cur_u32le(c);
    if (s->n_problems > CP_SOURCE_PROBLEMS_MAX)
        c->bad = true;
    for (uint32_t i = 0; !c->bad && i < s->n_problems; i++) {
        s->problems[i].pos = cp_cur_u64le(c);
        s->problems[i].text = cp_str_dup(r->a, get_text(c));
    }
}

static cp_rc hear_end(cp_wire_reader *r, cp_cur *c, cp_err *err)
{
    uint8_t rc = cp_cur_u8(c), state = cp_cur_u8(c);
    cp_source *s = &r->src;
    *s = (cp_source){ .imported_at = CP_TIME_NONE };
    uint64_t first_at = 0, last_at = 0, off_bytes = 0, line = 0;
    uint64_t *const numbers[] = { &s->bytes,        &s->records,        &s->records_bad,
                                  &s->observations, &s->records_unused, &s->links,
                                  &s->statements,   &s->ties,           &s->flows,
                                  &s->exporters,    &s->flow_names,     &first_at,
                                  &last_at,         &off_bytes,         &line };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        *numbers[i] = cp_cur_u64le(c);
    s->first_at = (cp_time)first_at;
    s->last_at = (cp_time)last_at;
    get_err(c, &r->err);
    cp_str sha256 = get_text(c), format = get_text(c), compression = get_text(c);
    s->note = cp_str_dup(r->a, get_text(c));
    s->sheets = cp_str_dup(r->a, get_text(c));
    get_problems(r, c);
    bool is_true = s->observations == r->observations && s->links == r->links &&
                   s->statements == r->statements && s->ties == r->ties && s->flows == r->flows &&
                   s->exporters == r->exporters && s->flow_names == r->flow_names;
    if (!is_whole(c) || !is_readers(rc) || state >= CP_SOURCE_STATE_COUNT || !is_true ||
        !take_names(r, sha256, format, compression))
        return impossible(err);
    s->state = (cp_source_state)state;
    r->rc = (cp_rc)rc;
    r->err.rc = r->rc;
    r->err.off_bytes = off_bytes;
    r->err.line = line;
    r->is_ended = true;
    return CP_OK;
}

static cp_rc hear(cp_wire_reader *r, cp_cur *c, cp_err *err)
{
    switch (r->is_ended ? 0 : cp_cur_u8(c)) {
    case OBS: return hear_obs(r, c, err);
    case LINK: return hear_link(r, c, err);
    case STATEMENT: return hear_statement(r, c, err);
    case PROGRESS: return hear_progress(r, c, err);
    case END: return hear_end(r, c, err);
    case TIE: return hear_tie(r, c, err);
    case FLOWS: return hear_flows(r, c, err);
    case EXPORTER: return hear_exporter(r, c, err);
    case FLOW_NAME: return hear_flow_name(r, c, err);
    default: return impossible(err);
    }
}

cp_rc cp_wire_read(cp_wire_reader *r, cp_bytes b, size_t *used, cp_err *err)
{
    cp_cur c = cp_cur_of(b);
    cp_rc rc = CP_OK;
    *used = 0;
    while (rc == CP_OK && cp_cur_left(&c) >= HEAD_BYTES) {
        uint32_t n = cp_cur_u32le(&c);
        if (n > CP_WIRE_MESSAGE_MAX)
            return impossible(err);
        if (n > cp_cur_left(&c))
            break;
        cp_cur message = cp_cur_sub(&c, n);
        rc = hear(r, &message, err);
        *used = (size_t)cp_cur_off(&c);
    }
    return rc;
}
