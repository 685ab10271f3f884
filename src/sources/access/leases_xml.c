/* SPDX-License-Identifier: Apache-2.0 */
/* leases_xml.c - what Export-DhcpServer of Windows writes with -Leases: the configuration of a
 * server, scope by scope, in which leases and reservations are read as a stream.
 *
 *     <DHCPServer><IPv4><Scopes><Scope>
 *       <Leases><Lease><IPAddress>..</IPAddress><ClientId>00-00-5e-..</ClientId><HostName>..
 *               <AddressState>Active</AddressState></Lease></Leases>
 *       <Reservations><Reservation><IPAddress>..</IPAddress><ClientId>..<Name>..
 *     <IPv6>.. the same with ClientDuid
 *
 * A reservation is a client that holds its address, called as people called it. */
#include "sources/access/access.h"
#include "sources/access/leases.h"
#include "sources/xml_input.h"

enum { SHOWN_MAX = 60, DETECT_BYTES = 4096 };

typedef struct reader {
    cp_arena *a;
    cp_source *src;
    cp_lease_book *book;
    cp_sax *x;
    uint32_t depth; /* of the record that is open; 0: none */
    bool is_lease;
    cp_lease lease;
    cp_str address, state, client_id, duid;
} reader;

static bool is(cp_str name, const char *what) { return cp_str_eq(name, cp_str_c(what)); }

static cp_rc on_open(void *ctx, const cp_sax_element *e, cp_err *err)
{
    reader *r = ctx;
    cp_str in = e->depth > 1 ? cp_sax_at(r->x, e->depth - 1) : CP_STR("");
    bool is_lease = is(e->name, "Lease") && is(in, "Leases");
    (void)err;
    if (r->depth && e->depth > r->depth + 1) {
        cp_sax_skip(r->x);
    } else if (!r->depth && (is_lease || (is(e->name, "Reservation") && is(in, "Reservations")))) {
        r->depth = e->depth;
        r->is_lease = is_lease;
        r->address = r->state = r->client_id = r->duid = CP_STR("");
        r->lease = (cp_lease){ .line = cp_sax_line(r->x), .at = CP_TIME_NONE };
    }
    return CP_OK;
}

static cp_rc on_text(void *ctx, cp_str text, bool is_cut, cp_err *err)
{
    reader *r = ctx;
    uint32_t depth = cp_sax_depth(r->x);
    cp_str name = cp_sax_at(r->x, depth);
    const struct {
        const char *name;
        cp_str *to;
    } rows[] = { { "IPAddress", &r->address },       { "AddressState", &r->state },
                 { "ClientId", &r->client_id },      { "ClientDuid", &r->duid },
                 { "HostName", &r->lease.hostname }, { "Name", &r->lease.name } };
    (void)is_cut;
    (void)err;
    for (size_t i = 0; r->depth && depth == r->depth + 1 && i < sizeof rows / sizeof *rows; i++)
        if (is(name, rows[i].name) && rows[i].to->n == 0)
            *rows[i].to = cp_str_dup(r->a, cp_str_slice(text, 0, CP_OBS_VALUE_BYTES_MAX));
    return CP_OK;
}

/* A client id of Windows is the hardware address, unless the client chose another. */
static void read_client(reader *r)
{
    cp_lease *l = &r->lease;
    if (r->client_id.n && cp_lease_mac(r->client_id, &l->mac))
        l->has_mac = true;
    else if (r->client_id.n)
        (void)cp_lease_bytes(r->a, r->client_id, &l->client_id);
    if (r->duid.n)
        (void)cp_lease_bytes(r->a, r->duid, &l->duid);
}

static cp_rc on_close(void *ctx, const cp_sax_element *e, cp_err *err)
{
    reader *r = ctx;
    if (r->depth == 0 || e->depth != r->depth)
        return CP_OK;
    r->depth = 0;
    if (!cp_ip_parse(r->address, &r->lease.ip)) {
        r->src->records++;
        cp_source_bad(r->a, r->src, r->lease.line, "\"%.*s\" is no address",
                      CP_FMT(cp_str_slice(r->address, 0, SHOWN_MAX)));
        return CP_OK;
    }
    read_client(r);
    r->lease.is_held =
        !r->is_lease || r->state.n == 0 || cp_str_starts_nocase(r->state, CP_STR("Active"));
    return cp_leases_add(r->book, &r->lease, err);
}

static cp_rc read_xml(cp_arena *a, cp_input *in, const cp_read_opts *opts, const cp_obs_sink *sink,
                      cp_source *src, cp_err *err)
{
    reader *r = CP_NEW(a, reader);
    cp_sax_opts how = cp_xml_opts(opts);
    r->a = a;
    r->src = src;
    r->book = cp_leases_new(a, src);
    r->x = cp_sax_new(a, &how, &(cp_sax_events){ r, on_open, on_text, on_close });
    cp_rc rc = cp_xml_read_most(a, in, r->x, opts, src, err);
    if (rc == CP_OK && src->records == 0)
        return cp_fail(err, CP_EFORMAT, CP_NO_OFF,
                       "no leases in it: Export-DhcpServer writes them with -Leases");
    return rc == CP_OK ? cp_leases_tell(r->book, sink, err) : rc;
}

static int detect_xml(cp_bytes head, cp_str name)
{
    cp_str s = cp_str_slice(cp_str_trim(cp_str_of_bytes(head)), 0, DETECT_BYTES);
    (void)name;
    return s.n && s.p[0] == '<' && cp_str_has(s, CP_STR("<DHCPServer")) ? 95 : 0;
}

const cp_format cp_format_leases_windows_xml = {
    .name = "windows-dhcp-xml",
    .what = "leases of Windows (Export-DhcpServer)",
    .detect = detect_xml,
    .read = read_xml,
};
