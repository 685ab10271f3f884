/* SPDX-License-Identifier: Apache-2.0 */
/* support.h - what the tests of identify share: the shipped knowledge, observations written as
 * lines, and assets written as lines. */
#pragma once
#include "identify/identify.h"
#include "tap.h"

/* The knowledge that is built in. */
static inline cp_knowledge *shipped(cp_arena *a)
{
    cp_err err = { 0 };
    cp_knowledge *k = NULL;
    uint32_t n;
    const cp_data_file *files = cp_data_all(&n);
    if (cp_knowledge_load(a, files, n, &k, &err) != CP_OK) {
        printf("Bail out! %s:%" PRIu64 ": %s\n", err.file, err.line, err.msg);
        exit(1);
    }
    return k;
}

enum { OBS_IDS_MAX = 16 };

/* "ip=192.0.2.1 mac=00:00:00:00:53:01": values without blanks; `_` stands for one. */
static inline uint32_t parse_subject(cp_arena *a, cp_str s, cp_ident *ids)
{
    uint32_t n = 0;
    for (cp_str pair, key; cp_str_cut(&s, ' ', &pair);) {
        (void)cp_str_cut(&pair, '=', &key);
        char *value = (char *)(uintptr_t)cp_str_dup(a, pair).p;
        for (size_t i = 0; i < pair.n; i++)
            if (value[i] == '_')
                value[i] = ' ';
        if (n < OBS_IDS_MAX && cp_ident_kind_by_name(key, &ids[n].kind))
            ids[n++].value = (cp_str){ value, pair.n };
        else
            ok(false, "subject \"%.*s\"", CP_FMT(key));
    }
    return n;
}

#define SHOWN_DAY ((cp_time)24 * 3600 * 1000 * 1000)

/* One line: SOURCE|subject|part|kind|value. SOURCE is a letter, `A` source 0; a realm may follow
 * it: "B:north", or that of the row alone: "B@north"; or a time: "B+9", nine days after the first
 * of 1970. */
static inline void tell(cp_arena *a, cp_obs_store *s, cp_str line, uint64_t pos)
{
    cp_str source, realm = CP_STR(""), subject, part, kind;
    cp_ident ids[OBS_IDS_MAX];
    cp_obs o = { .at = CP_TIME_NONE, .pos = pos };
    cp_err err = { 0 };
    (void)cp_str_cut(&line, '|', &source);
    (void)cp_str_cut(&line, '|', &subject);
    (void)cp_str_cut(&line, '|', &part);
    (void)cp_str_cut(&line, '|', &kind);
    if (source.n > 2 && source.p[1] == ':')
        realm = cp_str_from(source, 2);
    else if (source.n > 2 && source.p[1] == '+')
        o.at = atol(source.p + 2) * SHOWN_DAY; /* '|' ends it */
    else if (source.n > 2)
        o.realm = cp_str_from(source, 2);
    cp_obs_store_begin(s, (uint32_t)(source.p[0] - 'A'), cp_str_fmt(a, "%c.txt", source.p[0]),
                       realm);
    o.ids = ids;
    o.n_ids = parse_subject(a, subject, ids);
    o.part = part;
    o.value = line;
    if (!cp_kind_by_name(kind, &o.kind))
        ok(false, "kind \"%.*s\"", CP_FMT(kind));
    cp_obs_sink sink = cp_obs_store_sink(s);
    if (sink.obs(sink.ctx, &o, &err) != CP_OK)
        ok(false, "observation refused: %s", err.msg);
}

/* Facts are told from 0.95, others with a question mark. */
static inline void show_claim(cp_buf *b, const cp_asset *as, cp_attr attr)
{
    const cp_claim *c = cp_asset_claim(as, attr);
    if (c && (attr != CP_ATTR_MAKER || c->confidence >= CP_SHOW_MIN))
        cp_buf_fmt(b, "%.*s%s", CP_FMT(c->value), c->confidence >= CP_ACCEPT_DEFAULT ? "" : "?");
}

/* "ID name=NAME maker=ID brand=.. product=.. version=.. parent=.." with only what there is. */
static inline cp_str show_asset(cp_arena *a, const cp_asset *as)
{
    static const cp_attr attrs[] = { CP_ATTR_MAKER, CP_ATTR_BRAND, CP_ATTR_PRODUCT, CP_ATTR_VERSION,
                                     CP_ATTR_OS };
    cp_buf b = cp_buf_new(a);
    cp_buf_fmt(&b, "%.*s", CP_FMT(as->id));
    if (!cp_str_eq(cp_asset_name(as), as->id))
        cp_buf_fmt(&b, " name=%.*s", CP_FMT(cp_asset_name(as)));
    for (size_t i = 0; i < sizeof attrs / sizeof *attrs; i++) {
        cp_buf one = cp_buf_new(a);
        show_claim(&one, as, attrs[i]);
        if (cp_buf_str(&one).n)
            cp_buf_fmt(&b, " %s=%.*s", cp_attr_name(attrs[i]), CP_FMT(cp_buf_str(&one)));
    }
    if (as->parent.n)
        cp_buf_fmt(&b, " parent=%.*s", CP_FMT(as->parent));
    if (cp_asset_is_former(as))
        cp_buf_fmt(&b, " %.*s till %" PRId64 ", then %.*s from %" PRId64,
                   CP_FMT(cp_asset_shown(as, CP_ATTR_STATUS)), as->slot->until / SHOWN_DAY,
                   CP_FMT(as->slot->other), as->slot->from / SHOWN_DAY);
    else if (as->slot)
        cp_buf_fmt(&b, " or %.*s", CP_FMT(as->slot->other));
    return cp_buf_str(&b);
}

static inline cp_str show_assets(cp_arena *a, const cp_identified *r)
{
    cp_buf b = cp_buf_new(a);
    for (uint32_t i = 0; i < r->n_assets; i++)
        cp_buf_fmt(&b, "%s%.*s", i ? "\n" : "", CP_FMT(show_asset(a, &r->assets[i])));
    return cp_buf_str(&b);
}

/* Lines of observations to lines of assets. */
static inline cp_identified identify_lines(cp_arena *a, cp_knowledge *k, cp_str lines,
                                           const cp_identify_opts *opts)
{
    cp_obs_store *s = cp_obs_store_new(a);
    cp_identified r = { 0 };
    cp_err err = { 0 };
    uint64_t pos = 0;
    for (cp_str line; cp_str_cut_line(&lines, &line);)
        tell(a, s, line, ++pos);
    if (cp_identify(a, k, s, opts, &r, &err) != CP_OK)
        ok(false, "identify: %s", err.msg);
    return r;
}
