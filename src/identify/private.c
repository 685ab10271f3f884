/* SPDX-License-Identifier: Apache-2.0 */
/* private.c - see private.h. */
#include "identify/private.h"

/* One word that stays, and who tells it: a list through the words of all assets. */
typedef struct word {
    uint32_t key, asset;
    cp_evidence *where;
} word;

typedef struct finder {
    cp_arena *scratch;
    cp_map keys;        /* text of the word -> number */
    CP_VEC(word) words; /* in the order of the assets */
    uint32_t *n_of_key, *first_of_key;
    uint32_t *parent; /* per asset: union-find */
} finder;

static bool is_private(const cp_asset *as)
{
    bool has_mac = false;
    for (uint32_t i = 0; i < as->n_ids; i++) {
        cp_mac mac;
        switch (as->ids[i].kind) {
        case CP_IDENT_MAC:
            has_mac = true;
            if (!cp_mac_parse(as->ids[i].value, &mac) || !cp_mac_is_local(mac) ||
                cp_mac_is_group(mac))
                return false;
            break;
        case CP_IDENT_SERIAL:
        case CP_IDENT_CHASSIS:
        case CP_IDENT_ENGINE_ID:
        case CP_IDENT_REF:
        case CP_IDENT_FCC_ID: return false;
        case CP_IDENT_IP:
        case CP_IDENT_HOSTNAME:
        case CP_IDENT_ASN:
        case CP_IDENT_AGENT:
        case CP_IDENT_COUNT: break;
        }
    }
    return has_mac;
}

/* What the device keeps when its address changes; "" if it is not that. A client id of type 255 is
 * the number of an interface (4 bytes) and a DUID (RFC 4361, 6.1); one that is an address changes
 * with it. */
static cp_str lasting_word(cp_arena *a, const cp_evidence *e)
{
    enum { TYPE_DIGITS = 2, IAID_DIGITS = 8 };
    if (cp_str_eq(e->kind, CP_STR("dhcpv6.duid")))
        return cp_str_fmt(a, "duid %.*s", CP_FMT(e->value));
    if (!cp_str_eq(e->kind, CP_STR("dhcp.client_id")) || cp_str_find_char(e->value, ':') >= 0)
        return CP_STR("");
    if (cp_str_starts(e->value, CP_STR("ff")) && e->value.n > TYPE_DIGITS + IAID_DIGITS)
        return cp_str_fmt(a, "duid %.*s", CP_FMT(cp_str_from(e->value, TYPE_DIGITS + IAID_DIGITS)));
    return cp_str_fmt(a, "client %.*s", CP_FMT(e->value));
}

static void gather(finder *f, const cp_asset *as, uint32_t asset)
{
    for (uint32_t i = 0; i < as->n_evidence; i++) {
        cp_evidence *e = (cp_evidence *)(uintptr_t)&as->evidence[i];
        cp_str text = lasting_word(f->scratch, e);
        bool added;
        if (text.n == 0)
            continue;
        uint64_t *at = cp_map_put(f->scratch, &f->keys, text, &added);
        if (added)
            *at = f->keys.n - 1;
        cp_vec_push(f->scratch, &f->words, ((word){ (uint32_t)*at, asset, e }));
    }
}

static uint32_t find(finder *f, uint32_t i)
{
    while (f->parent[i] != i)
        i = f->parent[i] = f->parent[f->parent[i]];
    return i;
}

/* How many assets tell each word: an asset that tells it twice counts once. */
static void count(finder *f)
{
    uint32_t *last = CP_NEW_ARRAY(f->scratch, uint32_t, f->keys.n);
    f->n_of_key = CP_NEW_ARRAY(f->scratch, uint32_t, f->keys.n);
    f->first_of_key = CP_NEW_ARRAY(f->scratch, uint32_t, f->keys.n);
    cp_vec_each(w, &f->words)
    {
        if (last[w->key] == w->asset + 1)
            continue;
        if (f->n_of_key[w->key]++ == 0)
            f->first_of_key[w->key] = w->asset;
        last[w->key] = w->asset + 1;
    }
}

/* Each that is united is one device less. */
static uint32_t unite(finder *f, cp_arena *a)
{
    cp_str *said = CP_NEW_ARRAY(f->scratch, cp_str, f->keys.n);
    uint32_t n_united = 0;
    cp_vec_each(w, &f->words)
    {
        uint32_t n = f->n_of_key[w->key];
        if (n < 2 || n > CP_PRIVATE_SAME_MAX)
            continue;
        if (said[w->key].n == 0)
            said[w->key] =
                cp_str_fmt(a, "the same of %u private addresses: probably one device", n);
        w->where->rule = said[w->key];
        uint32_t x = find(f, f->first_of_key[w->key]), y = find(f, w->asset);
        n_united += x != y;
        f->parent[y] = x;
    }
    return n_united;
}

cp_private cp_private_find(cp_arena *a, cp_arena *scratch, const cp_asset *assets, uint32_t n)
{
    cp_arena_mark mark = cp_arena_here(scratch);
    finder f = { .scratch = scratch };
    cp_private out = { 0, 0 };
    for (uint32_t i = 0; i < n; i++) {
        if (!is_private(&assets[i]))
            continue;
        out.n++;
        gather(&f, &assets[i], i);
    }
    if (f.words.n) {
        f.parent = CP_NEW_ARRAY(scratch, uint32_t, n);
        for (uint32_t i = 0; i < n; i++)
            f.parent[i] = i;
        count(&f);
        out.n_devices = unite(&f, a);
    }
    out.n_devices = out.n - out.n_devices;
    cp_arena_back(scratch, mark);
    return out;
}
