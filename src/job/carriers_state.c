/* SPDX-License-Identifier: Apache-2.0 */
/* carriers_state.c - see carriers_state.h. */
#include "job/carriers_state.h"
#include <unistd.h>
#include "codec/json.h"

static const char schema[] = "cleanpath/carriers-state/1";

/* ---- writing */

typedef struct writer {
    cp_buf *out;
    cp_arena *scratch;
} writer;

static void peer_row(cp_jw *w, cp_arena *a, const cp_transit_kept *k)
{
    cp_jw_key(w, "peer");
    cp_jw_obj(w);
    cp_jw_kstr(w, "router", k->router);
    cp_jw_kstr_opt(w, "address", k->peer.addr.version ? cp_ip_text(a, k->peer.addr) : CP_STR(""));
    cp_jw_ku64(w, "asn", k->peer.as);
    cp_jw_ku64(w, "bgp_id", k->peer.bgp_id);
    cp_jw_kstr(w, "distinguisher",
               cp_str_fmt(a, "%llu", (unsigned long long)k->peer.distinguisher));
    cp_jw_ku64(w, "view", k->peer.view);
    cp_jw_obj_end(w);
}

static void net_row(cp_jw *w, cp_arena *a, const cp_transit_kept *k)
{
    cp_jw_kstr(w, "prefix", cp_carriers_net_text(a, &k->net, k->bits));
    cp_jw_key(w, "baseline");
    cp_jw_arr(w);
    for (uint8_t i = 0; i < k->n_baseline; i++)
        cp_jw_u64(w, k->baseline[i]);
    cp_jw_arr_end(w);
    cp_jw_key(w, "open");
    cp_jw_arr(w);
    for (uint8_t i = 0; i < k->n_open; i++) {
        cp_jw_obj(w);
        cp_jw_ku64(w, "asn", k->open[i]);
        cp_jw_kstr(w, "since", cp_time_text(a, k->since[i]));
        cp_jw_key(w, "routers");
        cp_jw_arr(w);
        for (uint8_t b = 0; b < k->n_by[i]; b++)
            cp_jw_str(w, k->by[i][b]);
        cp_jw_arr_end(w);
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
}

static cp_rc row(void *ctx, const cp_transit_kept *k, cp_err *err)
{
    writer *x = ctx;
    cp_arena_mark mark = cp_arena_here(x->scratch);
    cp_jw w = cp_jw_new(x->out);
    (void)err;
    cp_jw_obj(&w);
    (k->is_peer ? peer_row : net_row)(&w, x->scratch, k);
    cp_jw_obj_end(&w);
    cp_buf_char(x->out, '\n');
    cp_arena_back(x->scratch, mark);
    return x->out->rc;
}

/* By which rules it was judged: ids and the digests of their packs. */
static cp_str rules_text(cp_arena *a, const cp_carriers *c)
{
    cp_buf b = cp_buf_new(a);
    for (uint32_t i = 0; i < c->who.n_policies; i++)
        cp_buf_fmt(&b, "%s%.*s %.*s", i ? "; " : "", CP_FMT(c->who.policies[i].id),
                   CP_FMT(c->who.policies[i].digest));
    return cp_buf_str(&b);
}

cp_rc cp_carriers_state_write(const cp_carriers *c, const cp_transit *t, cp_buf *out, cp_err *err)
{
    writer x = { out, cp_arena_new(0) };
    cp_jw w = cp_jw_new(out);
    cp_jw_obj(&w);
    cp_jw_kstr(&w, "schema", cp_str_c(schema));
    cp_jw_kstr(&w, "at", cp_time_text(x.scratch, cp_job_now()));
    cp_jw_kstr(&w, "policies", rules_text(x.scratch, c));
    cp_jw_obj_end(&w);
    cp_buf_char(out, '\n');
    cp_rc rc = cp_transit_keep(t, &x, row, err);
    cp_arena_free(x.scratch);
    return rc;
}

/* ---- reading */

typedef struct reader {
    cp_carriers *c;
    cp_transit *t;
    cp_str path;
    bool is_of_others; /* it was judged by other rules */
} reader;

static bool u32_of(const cp_tree *t, const char *key, uint32_t *out)
{
    return cp_str_u32(cp_tree_get_text(t, cp_str_c(key)), out);
}

static bool read_peer(const cp_tree *t, cp_transit_kept *k)
{
    uint32_t view;
    cp_str addr = cp_tree_get_text(t, CP_STR("address"));
    k->is_peer = true;
    k->router = cp_tree_get_text(t, CP_STR("router"));
    if (!u32_of(t, "asn", &k->peer.as) || !u32_of(t, "bgp_id", &k->peer.bgp_id) ||
        !u32_of(t, "view", &view) || view > CP_BGP_LOC_RIB ||
        !cp_str_u64(cp_tree_get_text(t, CP_STR("distinguisher")), &k->peer.distinguisher))
        return false;
    k->peer.view = (cp_bgp_view)view;
    return addr.n == 0 || cp_ip_parse(addr, &k->peer.addr);
}

/* By whom it was told; earlier versions did not keep that. */
static bool read_by(const cp_tree *t, cp_transit_kept *k, uint32_t at)
{
    if (!t)
        return true;
    if (t->kind != CP_TREE_SEQ || t->n > CP_TRANSIT_BY_MAX)
        return false;
    for (uint32_t i = 0; i < t->n; i++) {
        cp_str name = cp_tree_text(t->items[i]);
        if (!name.n)
            return false;
        k->by[at][k->n_by[at]++] = name;
    }
    return true;
}

static bool read_net(const cp_tree *t, cp_transit_kept *k)
{
    const cp_tree *base = cp_tree_get(t, CP_STR("baseline")),
                  *open = cp_tree_get(t, CP_STR("open"));
    cp_wanted_net net;
    if (!cp_wanted_net_parse(cp_tree_get_text(t, CP_STR("prefix")), &net) || !base || !open ||
        base->kind != CP_TREE_SEQ || open->kind != CP_TREE_SEQ || base->n > CP_TRANSIT_VIA_MAX ||
        open->n > CP_TRANSIT_VIA_MAX)
        return false;
    k->net = net.net;
    k->bits = net.bits;
    for (uint32_t i = 0; i < base->n; i++)
        if (!cp_str_u32(cp_tree_text(base->items[i]), &k->baseline[k->n_baseline++]))
            return false;
    for (uint32_t i = 0; i < open->n; i++) {
        cp_str since = cp_tree_get_text(open->items[i], CP_STR("since"));
        if (!u32_of(open->items[i], "asn", &k->open[i]) || !cp_time_parse(since, &k->since[i]) ||
            !read_by(cp_tree_get(open->items[i], CP_STR("routers")), k, i))
            return false;
        k->n_open++;
    }
    return true;
}

static cp_rc read_head(reader *r, const cp_tree *t, cp_err *err)
{
    if (!cp_str_eq(cp_tree_get_text(t, CP_STR("schema")), cp_str_c(schema)))
        return cp_fail_line(err, CP_EFORMAT, 1,
                            "expected a state of carriers watch (\"schema\": "
                            "\"%s\")",
                            schema);
    r->is_of_others =
        !cp_str_eq(cp_tree_get_text(t, CP_STR("policies")), rules_text(r->c->scratch, r->c));
    if (r->is_of_others)
        r->c->j->warn(r->c->j,
                      "%.*s is of other policies: what peers tell when they come again is added "
                      "to what was known, and not compared with it",
                      CP_FMT(r->path));
    return CP_OK;
}

static cp_rc read_row(reader *r, const cp_tree *t, uint64_t line, cp_err *err)
{
    cp_transit_kept k = { .router = CP_STR("") };
    const cp_tree *peer = cp_tree_get(t, CP_STR("peer"));
    if (!(peer ? read_peer(peer, &k) : read_net(t, &k)))
        return cp_fail_line(err, CP_EFORMAT, line,
                            "expected a peer, or a prefix with its baseline "
                            "and what is open");
    if (k.is_peer && r->is_of_others)
        return CP_OK;
    return cp_transit_restore(r->t, &k)
               ? CP_OK
               : cp_fail_line(err, CP_ELIMIT, line, "more peers or prefixes than can be watched");
}

cp_rc cp_carriers_state_read(cp_carriers *c, cp_transit *t, cp_str path, cp_err *err)
{
    cp_bytes file;
    reader r = { .c = c, .t = t, .path = path };
    cp_str rest, line;
    uint64_t nr = 0;
    if (access(cp_str_dup(c->j->a, path).p, F_OK) != 0)
        return CP_OK;
    cp_arena *a = cp_arena_new(0);
    cp_rc rc = cp_job_read_file(a, path, CP_CARRIERS_STATE_BYTES_MAX, &file, err);
    rest = rc == CP_OK ? (cp_str){ (const char *)file.p, file.n } : CP_STR("");
    while (rc == CP_OK && cp_str_cut(&rest, '\n', &line)) {
        const cp_tree *tree;
        nr++;
        if (!line.n)
            continue;
        cp_arena_mark mark = cp_arena_here(a);
        if (cp_json_parse(a, cp_bytes_of_str(line), &tree, err) != CP_OK)
            rc = cp_fail_line(err, CP_EFORMAT, nr, "expected JSON: the file is damaged");
        else
            rc = nr == 1 ? read_head(&r, tree, err) : read_row(&r, tree, nr, err);
        cp_arena_back(a, mark);
    }
    if (rc == CP_OK && nr == 0)
        rc = cp_fail_line(err, CP_EFORMAT, 1, "it is empty");
    if (rc != CP_OK)
        cp_err_in_file(err, path.p, path.n);
    cp_arena_free(a);
    return rc;
}
