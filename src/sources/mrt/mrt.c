/* SPDX-License-Identifier: Apache-2.0 */
/* mrt.c - see mrt.h. */
#include "sources/mrt/mrt.h"
#include "sources/mrt/inside.h"

enum { HEAD_BYTES = CP_MRT_HEAD_BYTES, TYPE_MAX = 49 /* OSPFv3_ET */ };

typedef cp_mrt_head head;
typedef cp_mrt_reader reader;

cp_mrt_head cp_mrt_head_of(cp_bytes b)
{
    cp_cur c = cp_cur_of(b);
    head h = { .at_s = cp_cur_u32be(&c) };
    h.type = cp_cur_u16be(&c);
    h.subtype = cp_cur_u16be(&c);
    h.bytes = cp_cur_u32be(&c);
    return h;
}

/* ---- records */

static bool is_bgp4mp(const head *h)
{
    return h->type == CP_MRT_BGP4MP || h->type == CP_MRT_BGP4MP_ET;
}

static bool is_table(const head *h)
{
    return h->type == CP_MRT_TABLE_DUMP || h->type == CP_MRT_TABLE_DUMP_V2 ||
           (is_bgp4mp(h) && h->subtype == CP_MRT_BGP4MP_ENTRY);
}

static bool is_of_messages(const head *h)
{
    return h->type == CP_MRT_BGP || (is_bgp4mp(h) && !is_table(h));
}

cp_rc cp_mrt_read_record(reader *r, const head *h, cp_bytes body, cp_err *err)
{
    cp_cur c = cp_cur_at(body, 0);
    r->route.at = (cp_time)h->at_s * CP_MRT_SECOND;
    r->route.record = r->record;
    if (h->type == CP_MRT_TABLE_DUMP_V2)
        return cp_mrt_read_v2(r, h->subtype, &c, err);
    if (h->type == CP_MRT_TABLE_DUMP)
        return cp_mrt_read_v1(r, h->subtype, &c, err);
    r->n->updates += is_of_messages(h);
    bool is_wanted = is_table(h) || !r->is_tables_only;
    if (is_bgp4mp(h) && is_wanted)
        return cp_mrt_read_bgp4mp(r, h, &c, err);
    if (h->type == CP_MRT_BGP && is_wanted)
        return cp_mrt_read_bgp(r, h->subtype, &c, err);
    r->n->others += !is_of_messages(h);
    r->src->records_unused++;
    return CP_OK;
}

void cp_mrt_note_time(reader *r, const head *h)
{
    cp_time at = (cp_time)h->at_s * CP_MRT_SECOND;
    cp_source *src = r->src;
    if (!is_table(h) && (!is_of_messages(h) || r->is_tables_only))
        return;
    src->first_at = src->first_at == CP_TIME_NONE || at < src->first_at ? at : src->first_at;
    src->last_at = src->last_at == CP_TIME_NONE || at > src->last_at ? at : src->last_at;
}

bool cp_mrt_is_head(reader *r, cp_bytes b, head *h)
{
    if (b.n < HEAD_BYTES) {
        cp_mrt_bad(r, "the file ends", "in the head of a record");
        return false;
    }
    *h = cp_mrt_head_of(b);
    if (h->bytes <= CP_MRT_RECORD_BYTES_MAX)
        return true;
    cp_source_bad(r->a, r->src, r->record,
                  "a record of %u bytes, expected at most %d: what is behind it cannot be found",
                  h->bytes, CP_MRT_RECORD_BYTES_MAX);
    return false;
}

/* The next record; *is_end: there is none, or none that could be read. */
static cp_rc next_record(reader *r, cp_input *in, bool *is_end, cp_err *err)
{
    cp_bytes b = cp_input_peek(in, HEAD_BYTES);
    head h;
    *is_end = true;
    if (!b.n)
        return CP_OK;
    r->record++;
    r->src->records++;
    if (!cp_mrt_is_head(r, b, &h))
        return CP_OK;
    size_t all = HEAD_BYTES + (size_t)h.bytes;
    b = cp_input_peek(in, all);
    cp_mrt_note_time(r, &h);
    if (b.n < all) { /* it may have been cut anywhere; a route that looks whole need not be */
        cp_mrt_bad(r, "the file ends", "in a record");
        return CP_OK;
    }
    cp_rc rc = cp_mrt_read_record(r, &h, (cp_bytes){ b.p + HEAD_BYTES, h.bytes }, err);
    cp_input_skip(in, all);
    *is_end = false;
    return rc;
}

cp_rc cp_mrt_check(const cp_source *src, const cp_mrt_counts *n, cp_err *err)
{
    bool is_used = n->routes || n->told.announced || n->told.withdrawn;
    if (src->records <= 1 && src->records_bad && !is_used)
        return cp_fail(err, CP_EFORMAT, 0, "not one record of MRT: %.*s",
                       CP_FMT(src->problems[0].text));
    return CP_OK;
}

static cp_rc read_all(reader r, cp_input *in, const cp_read_opts *opts, cp_err *err)
{
    enum { ASK_EVERY = 1024 }; /* records */
    cp_mrt_index index = { .n = 0 };
    bool is_end = false;
    cp_rc rc = CP_OK;
    *r.n = (cp_mrt_counts){ .nets = 0 };
    r.index = &index;
    while (rc == CP_OK && !is_end) {
        rc = next_record(&r, in, &is_end, err);
        if (r.record % ASK_EVERY)
            continue;
        if (opts->is_stopped && opts->is_stopped(opts->stop_ctx))
            return cp_fail(err, CP_EINTR, CP_NO_OFF, "interrupted");
        if (opts->progress)
            opts->progress(opts->progress_ctx, cp_input_raw_off(in), cp_input_raw_size(in));
    }
    return rc == CP_OK ? cp_mrt_check(r.src, r.n, err) : rc;
}

cp_rc cp_mrt_read(cp_arena *a, cp_input *in, const cp_read_opts *opts, const cp_bgp_to *to,
                  cp_source *src, cp_mrt_counts *n, cp_err *err)
{
    return read_all((reader){ .a = a, .src = src, .n = n, .to = to }, in, opts, err);
}

cp_rc cp_mrt_read_tables(cp_arena *a, cp_input *in, const cp_read_opts *opts, const cp_bgp_to *to,
                         cp_source *src, cp_mrt_counts *n, cp_err *err)
{
    reader r = { .a = a, .src = src, .n = n, .to = to, .is_tables_only = true };
    return read_all(r, in, opts, err);
}

/* Types and lengths of the first records fit, up to the end of what there is, or RECORDS of them. A
 * single one that is cut by the end of the head has to be the index that begins every table. */
int cp_mrt_detect(cp_bytes b, cp_str name)
{
    enum { RECORDS = 8, SUBTYPE_MAX = 16, PEERS_LEAST_BYTES = 8, TYPE_MIN = 11, LEAST_BYTES = 2 };
    size_t at = 0;
    uint32_t n = 0;
    (void)name;
    while (n < RECORDS && at + HEAD_BYTES <= b.n) {
        head h = cp_mrt_head_of((cp_bytes){ b.p + at, HEAD_BYTES });
        bool is_type = (h.type >= TYPE_MIN && h.type <= 13) || h.type == 16 || h.type == 17 ||
                       h.type == 32 || h.type == 33 || h.type == 48 || h.type == TYPE_MAX;
        if (!is_type || h.subtype > SUBTYPE_MAX || h.bytes > CP_MRT_RECORD_BYTES_MAX ||
            h.bytes < LEAST_BYTES)
            return 0;
        n++;
        if (h.bytes > b.n - at - HEAD_BYTES)
            break;
        at += HEAD_BYTES + (size_t)h.bytes;
    }
    if (n >= 2)
        return 95;
    head first = n ? cp_mrt_head_of(b) : (head){ .type = 0 };
    bool is_index = first.type == CP_MRT_TABLE_DUMP_V2 && first.subtype == 1 &&
                    first.bytes >= PEERS_LEAST_BYTES && first.at_s;
    bool is_whole = n == 1 && at == b.n;
    return is_index || (is_whole && first.type != 0) ? 80 : 0;
}
