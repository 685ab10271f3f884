/* SPDX-License-Identifier: Apache-2.0 */
/* subjects.c - see subjects.h. An identifier that two devices have would join the answer to neither
 * (identify/join.h), so it is not taken. */
#include "job/subjects.h"
#include "identify/join.h"

static cp_str key_of(cp_arena *a, const cp_asset *as, const cp_ident *id)
{
    bool is_of_world =
        id->kind == CP_IDENT_SERIAL || id->kind == CP_IDENT_MAC || id->kind == CP_IDENT_ENGINE_ID;
    return cp_str_fmt(a, "%d %.*s %.*s", (int)id->kind,
                      CP_FMT(is_of_world ? CP_STR("") : as->realm), CP_FMT(id->value));
}

void cp_subjects_init(cp_arena *a, cp_subjects *s, const cp_asset *assets, uint32_t n)
{
    *s = (cp_subjects){ 0 };
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < assets[i].n_ids; k++)
            ++*cp_map_put(a, &s->count, key_of(a, &assets[i], &assets[i].ids[k]), NULL);
}

/* Would identify join by it? */
static bool joins(const cp_ident *id)
{
    cp_mac mac;
    cp_ip ip;
    switch (id->kind) {
    case CP_IDENT_SERIAL: return cp_join_serial_is_id(id->value);
    case CP_IDENT_MAC: return cp_mac_parse(id->value, &mac) && cp_mac_is_identity(mac);
    case CP_IDENT_CHASSIS: return cp_join_chassis_is_id(id->value);
    case CP_IDENT_IP: return cp_ip_parse(id->value, &ip) && cp_ip_is_host(ip);
    case CP_IDENT_REF:
    case CP_IDENT_HOSTNAME: return true;
    case CP_IDENT_ENGINE_ID: /* short ones join nothing, and none is needed beside the others */
    case CP_IDENT_ASN:
    case CP_IDENT_FCC_ID:
    case CP_IDENT_AGENT:
    case CP_IDENT_COUNT: break;
    }
    return false;
}

bool cp_subject_is_own(cp_arena *a, const cp_subjects *s, const cp_asset *as, const cp_ident *id)
{
    cp_arena_mark mark = cp_arena_here(a);
    const uint64_t *at = joins(id) ? cp_map_get(&s->count, key_of(a, as, id)) : NULL;
    cp_arena_back(a, mark);
    return at && *at == 1;
}

static void add(cp_buf *b, const cp_ident *id)
{
    cp_buf_fmt(b, "%s%s:", b->total_bytes ? "+" : "", cp_ident_kind_name(id->kind));
    for (size_t i = 0, n; i < id->value.n; i += n) {
        cp_str rest = cp_str_from(id->value, i);
        uint32_t c;
        n = cp_utf8_decode(rest, &c);
        bool is_kept = n && c != '%' && c != '+' && c != ';' && !cp_utf8_is_active(c);
        n = n ? n : 1;
        if (is_kept)
            cp_buf_add(b, cp_str_slice(rest, 0, n));
        for (size_t k = 0; k < n && !is_kept; k++)
            cp_buf_fmt(b, "%%%02X", (unsigned)(unsigned char)rest.p[k]);
    }
}

cp_str cp_subject_text(cp_arena *a, const cp_subjects *s, const cp_asset *as)
{
    static const cp_ident_kind order[] = { CP_IDENT_SERIAL, CP_IDENT_MAC, CP_IDENT_CHASSIS,
                                           CP_IDENT_IP,     CP_IDENT_REF, CP_IDENT_HOSTNAME };
    enum { WANTED = 2 }; /* of different kinds: one may change */
    cp_buf b = cp_buf_new(a);
    uint32_t n = 0;
    for (size_t k = 0; k < sizeof order / sizeof *order && n < WANTED; k++) {
        if (order[k] == CP_IDENT_HOSTNAME && n)
            break; /* a name counts only alone */
        if (order[k] == CP_IDENT_IP && n)
            break; /* an address is given to another device tomorrow */
        for (uint32_t i = 0; i < as->n_ids; i++) {
            const cp_ident *id = &as->ids[i];
            if (id->kind != order[k] || !cp_subject_is_own(a, s, as, id))
                continue;
            add(&b, id);
            n++;
            break;
        }
    }
    return cp_buf_str(&b);
}
