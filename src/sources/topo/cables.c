/* SPDX-License-Identifier: Apache-2.0 */
/* cables.c - a register of cables as NetBox exports it: /api/dcim/cables/, or the interfaces of
 * /api/dcim/interfaces/ with what they lead to.
 *
 *     {"results":[{"id":7,"status":{"value":"connected"},"label":"north-7",
 *        "a_terminations":[{"object_type":"dcim.interface","object":{"name":"et-0/0/1",
 *                           "device":{"name":"core-1"}}}], "b_terminations":[..]}]}
 *     {"results":[{"termination_a":{"name":"et-0/0/1","device":{"name":"core-1"}}, ..}]}   up to
 *     3.2
 *     {"results":[{"name":"et-0/0/1","device":{"name":"core-1"},
 *        "connected_endpoints":[{"name":"xe-1","device":{"name":"agg-2"}}]}]}
 *
 * A cable with several ends on a side (a breakout) is a link for each pair. Cables of power and
 * consoles, and those that are planned or taken out, are counted and are no links. An end at a
 * circuit is called by the circuit's id. */
#include "sources/topo/cables.h"
#include "codec/json.h"
#include "sources/topo/topo.h"
#include "sources/values.h"

enum { ENDS_MAX = 64 /* of one side; breakouts have eight */ };

typedef cp_cables reading;

static cp_str text_at(const cp_tree *t, const char *key)
{
    cp_str s = cp_str_trim(cp_tree_get_text(t, cp_str_c(key)));
    return cp_value_is_placeholder(s) ? CP_STR("") : cp_value_head(s, CP_OBS_VALUE_BYTES_MAX);
}

/* What people call it: "name", or as it is shown. */
static cp_str name_of(const cp_tree *t)
{
    static const char *const keys[] = { "name", "cid", "display", "display_name" };
    cp_str name = CP_STR("");
    for (size_t i = 0; i < sizeof keys / sizeof *keys && name.n == 0; i++)
        name = text_at(t, keys[i]);
    return name;
}

typedef struct end {
    cp_ident ids[2];
    uint32_t n_ids;
    cp_str port;
} end;

cp_str cp_cables_ref(const cp_tree *t)
{
    cp_str url = text_at(t, "url");
    ptrdiff_t at = cp_str_find(url, CP_STR("://"));
    if (at < 0 || !cp_str_has(url, CP_STR("/api/")))
        return CP_STR("");
    url = cp_str_from(url, (size_t)at + 3);
    return cp_str_ends(url, CP_STR("/")) ? cp_str_slice(url, 0, url.n - 1) : url;
}

/* An interface of a device, a port of a panel, a termination of a circuit. */
static bool read_end(reading *r, const cp_tree *object, end *out)
{
    static const char *const owners[] = { "device", "virtual_machine", "circuit" };
    for (size_t i = 0; i < sizeof owners / sizeof *owners; i++) {
        const cp_tree *t = cp_tree_get(object, cp_str_c(owners[i]));
        cp_str owner = name_of(t), ref = cp_cables_ref(t);
        if (owner.n == 0)
            continue;
        out->n_ids = 0;
        if (ref.n)
            out->ids[out->n_ids++] = (cp_ident){ CP_IDENT_REF, ref };
        out->ids[out->n_ids++] = cp_topo_ident(r->a, owner);
        out->port = name_of(object);
        return true;
    }
    return false;
}

static bool is_no_link(cp_str type)
{
    return cp_str_has(type, CP_STR("power")) || cp_str_has(type, CP_STR("console"));
}

/* The ends of one side; *is_other: it leads to power or a console. */
static uint32_t read_side(reading *r, const cp_tree *cable, const char *now, const char *before,
                          end ends[ENDS_MAX], bool *is_other)
{
    uint32_t n = 0;
    const cp_tree *list = cp_tree_get(cable, cp_str_c(now));
    for (uint32_t i = 0; list && list->kind == CP_TREE_SEQ && i < list->n; i++) {
        const cp_tree *object = cp_tree_get(list->items[i], CP_STR("object"));
        *is_other = *is_other || is_no_link(text_at(list->items[i], "object_type"));
        if (n < ENDS_MAX && read_end(r, object ? object : list->items[i], &ends[n]))
            n++;
    }
    cp_str key = cp_str_c(before);
    *is_other =
        *is_other || is_no_link(text_at(cable, cp_str_fmt(r->a, "%.*s_type", CP_FMT(key)).p));
    if (n == 0 && read_end(r, cp_tree_get(cable, key), &ends[0]))
        n = 1;
    return n;
}

static cp_rc tell(reading *r, const end *a, const end *b, cp_str name, bool both_sides)
{
    cp_link l = { .kind = CP_LINK_CABLE,
                  .a = { a->ids, a->n_ids, a->port, CP_STR("") },
                  .b = { b->ids, b->n_ids, b->port, CP_STR("") },
                  .name = name,
                  .both_sides = both_sides,
                  .at = CP_TIME_NONE,
                  .pos = r->pos };
    return r->sink->link ? r->sink->link(r->sink->ctx, &l, r->err) : CP_OK;
}

static bool is_in_place(const cp_tree *cable)
{
    const cp_tree *status = cp_tree_get(cable, CP_STR("status"));
    cp_str value =
        status && status->kind == CP_TREE_MAP ? text_at(status, "value") : text_at(cable, "status");
    return value.n == 0 || cp_str_eq_nocase(value, CP_STR("connected"));
}

cp_rc cp_cables_read_cable(reading *r, const cp_tree *cable)
{
    end a[ENDS_MAX], b[ENDS_MAX];
    bool is_other = false;
    uint32_t n = read_side(r, cable, "a_terminations", "termination_a", a, &is_other),
             m = read_side(r, cable, "b_terminations", "termination_b", b, &is_other);
    cp_rc rc = CP_OK;
    if (is_other || !is_in_place(cable)) {
        r->src->records_unused++;
        return CP_OK;
    }
    if (n == 0 || m == 0) {
        cp_source_bad(r->a, r->src, r->pos, "the cable has no %s end that is a device's",
                      n == 0 ? "first" : "second");
        return CP_OK;
    }
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; rc == CP_OK && k < m; k++)
            rc = tell(r, &a[i], &b[k], text_at(cable, "label"), true);
    return rc;
}

/* Told by both of its ends, each in its row. */
cp_rc cp_cables_read_interface(reading *r, const cp_tree *t, bool *has)
{
    end own, other;
    const cp_tree *list = cp_tree_get(t, CP_STR("connected_endpoints"));
    cp_rc rc = CP_OK;
    *has = list && list->kind == CP_TREE_SEQ && list->n > 0;
    if (!*has)
        return CP_OK;
    if (!read_end(r, t, &own)) {
        cp_source_bad(r->a, r->src, r->pos, "the interface is no device's");
        return CP_OK;
    }
    for (uint32_t i = 0; rc == CP_OK && i < list->n && i < ENDS_MAX; i++)
        if (read_end(r, list->items[i], &other))
            rc = tell(r, &own, &other, CP_STR(""), false);
    return rc;
}

static cp_rc read_cables(cp_arena *a, cp_input *in, const cp_read_opts *opts,
                         const cp_obs_sink *sink, cp_source *src, cp_err *err)
{
    cp_bytes text;
    const cp_tree *t;
    reading r = { .a = a, .sink = sink, .src = src, .err = err };
    cp_rc rc = cp_topo_read(a, in, opts, src, &text, err);
    if (rc == CP_OK)
        rc = cp_json_parse(a, text, &t, err);
    if (rc != CP_OK)
        return rc;
    const cp_tree *list = t->kind == CP_TREE_SEQ ? t : cp_tree_get(t, CP_STR("results"));
    if (!list || list->kind != CP_TREE_SEQ)
        return cp_fail(err, CP_EFORMAT, CP_NO_OFF, "expected a list of `results`");
    for (uint32_t i = 0; rc == CP_OK && i < list->n; i++) {
        r.pos = i + 1;
        src->records++;
        bool has = true;
        rc = cp_tree_get(list->items[i], CP_STR("device"))
                 ? cp_cables_read_interface(&r, list->items[i], &has)
                 : cp_cables_read_cable(&r, list->items[i]);
        src->records_unused += !has;
    }
    cp_str next = cp_tree_get_text(t, CP_STR("next"));
    if (rc == CP_OK && next.n) {
        src->records++;
        cp_source_bad(a, src, 0,
                      "a page of several: the others are not in this file (add `?limit=0`)");
    }
    return rc;
}

static int detect_cables(cp_bytes head, cp_str name)
{
    static const char *const keys[] = { "a_terminations", "termination_a", "connected_endpoints",
                                        NULL };
    (void)name;
    return cp_topo_is_json(head) && cp_topo_has_key(head, keys) ? 93 : 0;
}

const cp_format cp_format_cables = {
    .name = "netbox-cables",
    .what = "cables (NetBox JSON)",
    .detect = detect_cables,
    .read = read_cables,
};
