/* SPDX-License-Identifier: Apache-2.0 */
/* sip.c - see sip.h. */
#include "sources/app/sip.h"
#include <string.h>

/* By its name or its compact form (RFC 3261, 7.3.3). */
static bool is_named(cp_str name, cp_str full, char compact)
{
    return cp_str_eq_nocase(name, full) || (name.n == 1 && (name.p[0] | 0x20) == compact);
}

/* Commas in quoted strings count too: that a message is not its sender's own is the safe
 * mistake. */
static uint32_t count_values(cp_str value)
{
    uint32_t n = 1;
    for (size_t i = 0; i < value.n; i++)
        n += value.p[i] == ',';
    return n;
}

/* `"Name" <sip:user@host:port;transport=tcp>;expires=60` (25.1) */
static cp_str host_of(cp_str contact)
{
    ptrdiff_t open = cp_str_find_char(contact, '<');
    cp_str uri = cp_str_from(contact, open < 0 ? 0 : (size_t)open + 1);
    cp_str scheme = CP_STR("sip:"), secure = CP_STR("sips:");
    if (cp_str_starts_nocase(uri, secure))
        uri = cp_str_from(uri, secure.n);
    else if (cp_str_starts_nocase(uri, scheme))
        uri = cp_str_from(uri, scheme.n);
    else
        return (cp_str){ NULL, 0 };
    size_t n = 0;
    while (n < uri.n && !(uri.p[n] == '>' || uri.p[n] == ',' || uri.p[n] == ' '))
        n++;
    uri = cp_str_slice(uri, 0, n);
    ptrdiff_t at = cp_str_find_char(uri, '@'); /* none is allowed in a user part */
    uri = cp_str_from(uri, (size_t)(at + 1));
    if (uri.n && uri.p[0] == '[') {
        ptrdiff_t close = cp_str_find_char(uri, ']');
        return cp_str_slice(uri, 1, close < 1 ? 0 : (size_t)close - 1);
    }
    for (n = 0; n < uri.n && !strchr(":;?", uri.p[n]);)
        n++;
    return cp_str_slice(uri, 0, n);
}

void cp_sip_read(const cp_head *h, cp_sip *out)
{
    cp_str rest = h->fields, number;
    memset(out, 0, sizeof *out);
    out->method = h->method;
    for (cp_field f; cp_head_next(&rest, &f);) {
        if (is_named(f.name, CP_STR("Via"), 'v'))
            out->n_vias += count_values(f.value);
        else if (is_named(f.name, CP_STR("Contact"), 'm') && !out->contact_host.n)
            out->contact_host = host_of(f.value);
        else if (cp_str_eq_nocase(f.name, CP_STR("CSeq")) && cp_str_cut(&f.value, ' ', &number) &&
                 h->is_response)
            out->method = cp_str_trim(f.value);
        else if (cp_str_eq_nocase(f.name, CP_STR("Server")) && !out->server.n)
            out->server = f.value;
        else if (cp_str_eq_nocase(f.name, CP_STR("User-Agent")) && !out->user_agent.n)
            out->user_agent = f.value;
    }
}

bool cp_sip_is_own(const cp_head *h, const cp_sip *s, cp_ip sender)
{
    cp_ip contact;
    if (!h->is_response)
        return s->n_vias == 1;
    if (h->status == 100)
        return true;
    return !cp_str_eq(s->method, CP_STR("REGISTER")) && s->method.n &&
           cp_ip_parse(s->contact_host, &contact) && contact.version == sender.version &&
           memcmp(contact.b, sender.b, sizeof sender.b) == 0;
}
