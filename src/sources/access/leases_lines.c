/* SPDX-License-Identifier: Apache-2.0 */
/* leases_lines.c - leases, one a line.
 *
 *     1764237600 00:00:5e:00:53:01 192.0.2.10 printer 01:00:00:5e:00:53:01      dnsmasq: end,
 *     address,
 *     duid 00:01:00:01:..                                                       IP, name, client id
 *     1764237600 3141592 2001:db8::10 printer 00:01:..                          DHCPv6: IAID, DUID
 *
 *     192.0.2.10 - 255.255.255.0 - 00-00-5e-00-53-01 -11/28/2026 10:00:00 AM -D-  host    netsh ..
 *     Dhcp Server \\srv Scope 192.0.2.0 Add reservedip 192.0.2.9 00005e005302 "name" ..   .. dump
 */
#include "sources/access/access.h"
#include "sources/access/leases.h"
#include "sources/text.h"
#include "sources/topo/topo.h"

enum { LINES_PER_ASK = 4096, SHOWN_MAX = 60, HEAD_LINES = 12 };

/* --- dnsmasq ---------------------------------------------------------------------------------- */

/* "00:00:5e:00:53:01", or "06-.." where the hardware is no Ethernet. */
static void read_hardware(cp_str s, cp_lease *l)
{
    ptrdiff_t dash = cp_str_find_char(s, '-');
    l->has_mac = dash < 0 && cp_lease_mac(s, &l->mac);
}

static bool read_dnsmasq_line(cp_arena *a, cp_str line, cp_lease *l)
{
    uint64_t end;
    cp_str rest = line, first = cp_topo_word(&rest), hardware = cp_topo_word(&rest),
           ip = cp_topo_word(&rest);
    cp_str hostname = cp_topo_word(&rest), id = cp_topo_word(&rest);
    if (!cp_str_u64(first, &end) || !cp_ip_parse(ip, &l->ip) || hostname.n == 0 || id.n == 0)
        return false;
    l->is_held = true;
    l->hostname = hostname;
    if (l->ip.version == 4) {
        read_hardware(hardware, l);
        (void)cp_lease_bytes(a, id, &l->client_id);
    } else {
        (void)cp_lease_bytes(a, id, &l->duid);
    }
    return true;
}

static bool is_server_duid(cp_str line) { return cp_str_starts(line, CP_STR("duid ")); }

static int detect_dnsmasq(cp_bytes head, cp_str name)
{
    cp_str rest = cp_str_of_bytes(head), line;
    uint32_t n = 0;
    cp_arena *a = cp_arena_new(0);
    bool is_it = true;
    (void)name;
    for (uint32_t i = 0; is_it && i < HEAD_LINES && cp_str_cut_line(&rest, &line); i++) {
        cp_lease l = { .line = i };
        line = cp_str_trim(line);
        if (line.n == 0 || is_server_duid(line))
            continue;
        /* the last line of a head may be cut */
        is_it = read_dnsmasq_line(a, line, &l) || (rest.n == 0 && n > 0);
        n++;
    }
    cp_arena_free(a);
    return is_it && n ? 85 : 0;
}

/* --- netsh ------------------------------------------------------------------------------------ */

/* Takes what stands before the next dash that is not within a word of hexadecimal pairs. */
static cp_str take_cell(cp_str *rest)
{
    cp_str s = cp_str_trim(*rest);
    if (s.n && s.p[0] == '-')
        s = cp_str_trim(cp_str_from(s, 1));
    cp_str word = cp_topo_word(&s);
    *rest = s;
    return word;
}

/* "-D-", "- U -", "-DBR-": the type of a lease, and behind it the name. */
static cp_str name_behind_type(cp_str rest)
{
    for (size_t i = 0; i + 2 < rest.n; i++) {
        size_t k = i + 1;
        if (rest.p[i] != '-')
            continue;
        while (k < rest.n && k < i + 5 &&
               (rest.p[k] == ' ' || (rest.p[k] >= 'A' && rest.p[k] <= 'Z')))
            k++;
        if (k > i + 1 && k < rest.n && rest.p[k] == '-')
            return cp_str_trim(cp_str_from(rest, k + 1));
    }
    return CP_STR("");
}

/* A row of `show clients 1`. */
static bool read_client(cp_arena *a, cp_str line, cp_lease *l)
{
    cp_str rest = line, ip = take_cell(&rest), mask = take_cell(&rest), id = take_cell(&rest);
    cp_ip as_mask;
    if (!cp_ip_parse(ip, &l->ip) || !cp_ip_parse(mask, &as_mask) || id.n == 0 ||
        cp_str_trim(rest).n == 0)
        return false;
    if (id.p[0] == '-')
        id = cp_str_from(id, 1);
    l->has_mac = cp_lease_mac(id, &l->mac);
    if (!l->has_mac)
        (void)cp_lease_bytes(a, id, &l->client_id);
    l->hostname = name_behind_type(rest);
    l->is_held = !cp_str_has(rest, CP_STR("INACTIVE"));
    if (cp_str_eq(l->hostname, CP_STR("BAD_ADDRESS"))) { /* somebody else was heard with it */
        l->is_held = false;
        l->hostname = CP_STR("");
        l->client_id = (cp_bytes){ NULL, 0 };
    }
    return true;
}

static cp_str quoted(cp_str *rest)
{
    cp_str s = cp_str_trim(*rest);
    if (s.n == 0 || s.p[0] != '"')
        return cp_topo_word(rest);
    s = cp_str_from(s, 1);
    ptrdiff_t end = cp_str_find_char(s, '"');
    cp_str word = end < 0 ? s : cp_str_slice(s, 0, (size_t)end);
    *rest = end < 0 ? CP_STR("") : cp_str_from(s, (size_t)end + 1);
    return word;
}

static bool is_netsh(cp_str line)
{
    return cp_str_starts_nocase(line, CP_STR("Dhcp Server ")) &&
           cp_str_has(line, CP_STR("reservedip "));
}

/* A line of `dump`. */
static bool read_reservation(cp_arena *a, cp_str line, cp_lease *l)
{
    cp_str rest = cp_str_from(line, (size_t)cp_str_find(line, CP_STR("reservedip ")) + 11);
    cp_str ip = cp_topo_word(&rest), id = cp_topo_word(&rest);
    if (!cp_ip_parse(ip, &l->ip))
        return false;
    l->has_mac = cp_lease_mac(id, &l->mac);
    if (!l->has_mac && !cp_lease_bytes(a, id, &l->client_id))
        return false;
    l->name = quoted(&rest);
    l->is_held = true;
    return true;
}

static int detect_netsh(cp_bytes head, cp_str name)
{
    cp_str text = cp_str_of_bytes(head), line;
    (void)name;
    if (cp_str_has(text, CP_STR("- Unique ID")) && cp_str_has(text, CP_STR("- Subnet Mask")))
        return 92;
    while (cp_str_cut_line(&text, &line))
        if (is_netsh(cp_str_trim(line)))
            return 92;
    return 0;
}

/* --- both ------------------------------------------------------------------------------------- */

typedef enum form { DNSMASQ, NETSH } form;

/* Does a line hold a record at all? */
static bool is_record(form f, cp_str line)
{
    if (f == DNSMASQ)
        return line.n && line.p[0] != '#' && !is_server_duid(line);
    return is_netsh(line) || (line.n && line.p[0] >= '0' && line.p[0] <= '9');
}

static cp_rc read_lines(cp_arena *a, cp_str text, form f, const cp_read_opts *opts, cp_source *src,
                        cp_lease_book *book, cp_err *err)
{
    cp_rc rc = CP_OK;
    uint64_t n = 0;
    for (cp_str line; rc == CP_OK && cp_str_cut_line(&text, &line);) {
        cp_lease l = { .line = ++n, .at = CP_TIME_NONE };
        line = cp_str_trim(line);
        if (n % LINES_PER_ASK == 0 && opts->is_stopped && opts->is_stopped(opts->stop_ctx))
            return cp_fail(err, CP_EINTR, CP_NO_OFF, "stopped");
        if (!is_record(f, line))
            continue;
        bool is_good = f == DNSMASQ     ? read_dnsmasq_line(a, line, &l)
                       : is_netsh(line) ? read_reservation(a, line, &l)
                                        : read_client(a, line, &l);
        if (is_good) {
            rc = cp_leases_add(book, &l, err);
            continue;
        }
        src->records++;
        cp_source_bad(a, src, n, "no lease: \"%.*s\"", CP_FMT(cp_str_slice(line, 0, SHOWN_MAX)));
    }
    return rc;
}

static cp_rc read_form(cp_arena *a, cp_input *in, form f, const cp_read_opts *opts,
                       const cp_obs_sink *sink, cp_source *src, cp_err *err)
{
    cp_bytes text;
    cp_rc rc = cp_text_read(a, in, CP_LEASES_BYTES_MAX, CP_TEXT_OF_PEOPLE, opts, src, &text, err);
    if (rc != CP_OK)
        return rc;
    cp_lease_book *book = cp_leases_new(a, src);
    rc = read_lines(a, cp_str_of_bytes(text), f, opts, src, book, err);
    return rc == CP_OK ? cp_leases_tell(book, sink, err) : rc;
}

static cp_rc read_dnsmasq(cp_arena *a, cp_input *in, const cp_read_opts *opts,
                          const cp_obs_sink *sink, cp_source *src, cp_err *err)
{
    return read_form(a, in, DNSMASQ, opts, sink, src, err);
}

static cp_rc read_netsh(cp_arena *a, cp_input *in, const cp_read_opts *opts,
                        const cp_obs_sink *sink, cp_source *src, cp_err *err)
{
    return read_form(a, in, NETSH, opts, sink, src, err);
}

const cp_format cp_format_leases_dnsmasq = {
    .name = "dnsmasq-leases",
    .what = "leases of dnsmasq (dnsmasq.leases)",
    .detect = detect_dnsmasq,
    .read = read_dnsmasq,
};

const cp_format cp_format_leases_netsh = {
    .name = "netsh-dhcp",
    .what = "leases and reservations of Windows (netsh)",
    .detect = detect_netsh,
    .read = read_netsh,
};
