/* SPDX-License-Identifier: Apache-2.0 */
/* twins.c - see twins.h. */
#include "sources/pcap/twins.h"
#include <string.h>

typedef struct twin {
    cp_str names[CP_TWIN_NAMES_MAX];
    uint32_t n, last; /* the latest of them */
    cp_time at;       /* when it was told last */
    uint32_t n_returns;
    bool is_told;
} twin;

/* Without its domain, which some messages have and others have not. */
static cp_str short_name(cp_str name)
{
    ptrdiff_t dot = cp_str_find_char(name, '.');
    return dot > 0 ? cp_str_slice(name, 0, (size_t)dot) : name;
}

static twin *twin_of(cp_arena *a, cp_twins *t, cp_mac mac, cp_kind kind)
{
    uint64_t key = cp_mac_u64(mac) << 16 | (uint16_t)kind;
    cp_str text = { (const char *)&key, sizeof key };
    uint64_t *at = cp_map_get(&t->by_mac, text);
    if (at)
        return (twin *)(uintptr_t)*at;
    if (t->by_mac.n == CP_TWINS_MAX)
        return NULL;
    twin *x = CP_NEW(a, twin);
    text.p = cp_arena_dup(a, &key, sizeof key);
    *cp_map_put(a, &t->by_mac, text, NULL) = (uint64_t)(uintptr_t)x;
    return x;
}

static cp_str names_text(cp_arena *a, const twin *x, cp_kind kind)
{
    cp_buf b = cp_buf_new(a);
    cp_buf_fmt(&b, "%s by turns:", cp_kind_name(kind));
    for (uint32_t i = 0; i < x->n; i++)
        cp_buf_fmt(&b, "%s \"%.*s\"", i ? "," : "",
                   CP_FMT(cp_str_slice(x->names[i], 0, CP_TWIN_NAME_BYTES_MAX)));
    return cp_buf_str(&b);
}

bool cp_twins_say(cp_arena *a, cp_twins *t, cp_mac mac, cp_kind kind, cp_str name, cp_time at,
                  cp_str *said)
{
    bool is_anybody = cp_mac_is_identity(mac) || (cp_mac_is_local(mac) && !cp_mac_is_group(mac));
    name = short_name(cp_str_trim(name));
    twin *x = name.n && is_anybody && at != CP_TIME_NONE ? twin_of(a, t, mac, kind) : NULL;
    uint32_t i = 0;
    if (!x)
        return false;
    while (i < x->n && !cp_str_eq_nocase(x->names[i], name))
        i++;
    if (i == CP_TWIN_NAMES_MAX)
        return false;
    bool is_soon = at >= x->at && at - x->at <= (cp_time)CP_TWIN_SECONDS_MAX * 1000000;
    if (i == x->n)
        x->names[x->n++] = cp_str_dup(a, name);
    else if (i != x->last)
        x->n_returns = is_soon ? x->n_returns + 1 : 0;
    x->last = i;
    x->at = at;
    if (x->is_told || x->n_returns < CP_TWIN_RETURNS_MIN)
        return false;
    x->is_told = true;
    *said = names_text(a, x, kind);
    return true;
}
