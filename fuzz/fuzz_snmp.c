/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_snmp.c - walks and recordings. The first byte chooses: even a walk, odd a recording. The
 * same is told twice; a line gives one observation at most, and a row of a neighbour table one
 * link; who was met is known by a hardware address and at most one IP, and nobody else's address is
 * used; a recording whose values are octets, numbers and identifiers tells the same as the walk
 * that snmpwalk -On -Ox would print of it; a numeric name reads back as the same number. */
#include "hearing.h"
#include "sources/snmp/snmp.h"
#include "sources/snmp/var.h"

static const cp_read_opts opts;

static bool is_met(cp_kind k)
{
    return k == CP_KIND_ARP_TABLE || k == CP_KIND_ARP_PROXY || k == CP_KIND_FDB_PORT;
}

static void check(const cp_obs *o)
{
    MUST(is_met(o->kind) ? o->n_ids == 1u + (o->kind == CP_KIND_ARP_TABLE)
                         : o->ids[0].kind == CP_IDENT_AGENT && o->ids[0].value.p[0] == 'a');
    for (uint32_t i = 0; i < o->n_ids; i++) {
        cp_mac mac;
        cp_ip ip;
        bool is_private = is_met(o->kind) && o->kind != CP_KIND_FDB_PORT;
        if (o->ids[i].kind == CP_IDENT_MAC)
            MUST(cp_mac_parse(o->ids[i].value, &mac) &&
                 (cp_mac_is_identity(mac) ||
                  (is_private && cp_mac_is_local(mac) && !cp_mac_is_group(mac))));
        if (is_met(o->kind) && i == 1)
            MUST(cp_ip_parse(o->ids[i].value, &ip) && cp_ip_is_host(ip));
    }
}

static void check_names(cp_arena *a, cp_str text)
{
    cp_str line;
    cp_oid o, again;
    while (cp_str_cut_line(&text, &line)) {
        cp_snmp_name n = cp_snmp_name_parse(line, NULL, &o);
        MUST(n.length <= line.n);
        if (n.length == 0 || !n.is_known)
            continue;
        MUST(o.n <= CP_OID_IDS_MAX);
        MUST(o.n == 0 || cp_oid_parse(cp_oid_text(a, &o), &again));
        for (uint32_t i = 0; i < o.n; i++)
            MUST(again.n == o.n && again.id[i] == o.id[i]);
    }
}

/* The recording as a walk, line by line; false if it holds what a walk would write in another
 * way. */
static bool as_walk(cp_arena *a, cp_str text, cp_str *out)
{
    cp_buf b = cp_buf_new(a);
    cp_str line, oid, tag;
    cp_bytes octets;
    while (cp_str_cut_line(&text, &line)) {
        cp_oid parsed;
        if (!cp_str_cut(&line, '|', &oid) || !cp_str_cut(&line, '|', &tag) || !line.p)
            return false;
        if (!cp_oid_parse(oid, &parsed) || parsed.n < 3 || parsed.id[0] > 2)
            return false;
        cp_buf_fmt(&b, ".%.*s = ", CP_FMT(cp_oid_text(a, &parsed)));
        if (cp_str_eq(tag, CP_STR("4x")) && cp_unhex(a, line, &octets)) {
            cp_buf_add_c(&b, "Hex-STRING: ");
            for (size_t i = 0; i < octets.n; i++)
                cp_buf_fmt(&b, "%02X ", octets.p[i]);
        } else if (cp_str_eq(tag, CP_STR("2")) && cp_str_u32(line, &parsed.n)) {
            cp_buf_fmt(&b, "INTEGER: %.*s", CP_FMT(line));
        } else if (cp_str_eq(tag, CP_STR("6")) && cp_oid_parse(line, &parsed) && parsed.n > 2) {
            cp_buf_fmt(&b, "OID: .%.*s", CP_FMT(cp_oid_text(a, &parsed)));
        } else {
            return false;
        }
        cp_buf_char(&b, '\n');
    }
    *out = cp_buf_str(&b);
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    cp_arena *a = cp_arena_new(0);
    bool is_rec = data[0] & 1;
    cp_bytes in = { data + 1, size - 1 };
    const cp_format *f = is_rec ? &cp_format_snmprec : &cp_format_snmpwalk;
    hearing *h = hear_twice(a, f, in, &opts, check);
    MUST(h->n_obs <= h->src.records && h->n_links <= h->src.records);
    MUST(h->src.records <= h->lines);
    (void)cp_format_snmpwalk.detect(in, CP_STR(""));
    (void)cp_format_snmprec.detect(in, CP_STR(""));
    check_names(a, cp_str_of_bytes(in));
    cp_str walk;
    if (is_rec && h->rc == CP_OK && as_walk(a, cp_str_of_bytes(in), &walk)) {
        hearing *w = hear(a, &cp_format_snmpwalk, cp_bytes_of_str(walk), &opts, check);
        MUST(w->rc == CP_OK && cp_str_eq(cp_buf_str(&h->told), cp_buf_str(&w->told)));
    }
    cp_arena_free(a);
    return 0;
}
