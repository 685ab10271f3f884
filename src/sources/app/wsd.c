/* SPDX-License-Identifier: Apache-2.0 */
/* wsd.c - see wsd.h. */
#include "sources/app/wsd.h"
#include <stddef.h>
#include "codec/xml.h"

static cp_rc end(const cp_xml *x, cp_err *err)
{
    if (x->rc != CP_OK && err)
        *err = x->err;
    return x->rc;
}

static void set(cp_str *to, cp_str text)
{
    if (to->n == 0)
        *to = text;
}

/* ---- WS-Discovery */

static bool is_match(cp_str name)
{
    return cp_str_eq(name, CP_STR("Hello")) || cp_str_eq(name, CP_STR("ProbeMatch")) ||
           cp_str_eq(name, CP_STR("ResolveMatch"));
}

static void keep(cp_wsd_match *m, const cp_xml_item *i)
{
    if (cp_str_eq(i->name, CP_STR("Address")))
        set(&m->endpoint, i->text);
    else if (cp_str_eq(i->name, CP_STR("Types")))
        set(&m->types, i->text);
    else if (cp_str_eq(i->name, CP_STR("Scopes")))
        set(&m->scopes, i->text);
    else if (cp_str_eq(i->name, CP_STR("XAddrs")))
        set(&m->xaddrs, i->text);
}

cp_rc cp_wsd_parse(cp_bytes in, cp_wsd *out, cp_err *err)
{
    cp_xml x;
    cp_xml_item i;
    bool is_in = false;
    out->n_matches = 0;
    cp_xml_init(&x, in);
    while (cp_xml_next(&x, &i)) {
        if (i.kind == CP_XML_OPEN && is_match(i.name)) {
            is_in = out->n_matches < CP_WSD_MATCHES_MAX;
            if (is_in)
                out->matches[out->n_matches++] = (cp_wsd_match){ .types = CP_STR("") };
        }
        if (i.kind == CP_XML_CLOSE && is_match(i.name))
            is_in = false;
        if (is_in && i.kind == CP_XML_TEXT)
            keep(&out->matches[out->n_matches - 1], &i);
    }
    return end(&x, err);
}

bool cp_wsd_word(cp_str *rest, cp_str *word)
{
    size_t n = 0;
    *rest = cp_str_trim(*rest);
    while (n < rest->n && rest->p[n] != ' ' && rest->p[n] != '\t' && rest->p[n] != '\n' &&
           rest->p[n] != '\r')
        n++;
    *word = cp_str_slice(*rest, 0, n);
    *rest = cp_str_from(*rest, n);
    return n > 0;
}

/* RFC 3986, 2.1; what is no such sequence stays. */
static cp_str percent_decoded(cp_arena *a, cp_str s)
{
    uint64_t x;
    if (cp_str_find_char(s, '%') < 0)
        return s;
    char *to = cp_arena_alloc(a, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '%' && i + 2 < s.n && cp_str_hex_u64(cp_str_slice(s, i + 1, 2), &x) && x) {
            to[n++] = (char)x;
            i += 2;
        } else
            to[n++] = s.p[i];
    }
    return (cp_str){ to, n };
}

bool cp_onvif_scope(cp_arena *a, cp_str *rest, cp_str *key, cp_str *value)
{
    static const cp_str scheme = CP_STR_INIT("onvif://");
    cp_str word;
    while (cp_wsd_word(rest, &word)) {
        if (!cp_str_starts_nocase(word, scheme))
            continue;
        word = cp_str_from(word, scheme.n);
        ptrdiff_t path = cp_str_find_char(word, '/');
        word = path < 0 ? CP_STR("") : cp_str_from(word, (size_t)path + 1);
        ptrdiff_t slash = cp_str_find_char(word, '/');
        if (slash <= 0)
            continue;
        *key = cp_str_slice(word, 0, (size_t)slash);
        *value = percent_decoded(a, cp_str_from(word, (size_t)slash + 1));
        return true;
    }
    return false;
}

/* ---- SADP */

static const struct {
    cp_str name;
    size_t to;
} sadp_fields[] = {
    { CP_STR_INIT("DeviceDescription"), offsetof(cp_sadp, description) },
    { CP_STR_INIT("DeviceSN"), offsetof(cp_sadp, serial) },
    { CP_STR_INIT("MAC"), offsetof(cp_sadp, mac) },
    { CP_STR_INIT("IPv4Address"), offsetof(cp_sadp, ipv4) },
    { CP_STR_INIT("SoftwareVersion"), offsetof(cp_sadp, software) },
    { CP_STR_INIT("DSPVersion"), offsetof(cp_sadp, dsp) },
    { CP_STR_INIT("OEMInfo"), offsetof(cp_sadp, oem) },
};

cp_rc cp_sadp_parse(cp_bytes in, cp_sadp *out, cp_err *err)
{
    cp_xml x;
    cp_xml_item i;
    *out = (cp_sadp){ .is_match = false };
    cp_xml_init(&x, in);
    while (cp_xml_next(&x, &i)) {
        out->is_match = out->is_match || cp_str_eq(cp_xml_at(&x, 0), CP_STR("ProbeMatch"));
        if (!out->is_match || i.kind != CP_XML_TEXT || x.depth != 2)
            continue;
        for (size_t k = 0; k < sizeof sadp_fields / sizeof *sadp_fields; k++)
            if (cp_str_eq(i.name, sadp_fields[k].name))
                set((cp_str *)((char *)out + sadp_fields[k].to), i.text);
    }
    return end(&x, err);
}
