/* SPDX-License-Identifier: Apache-2.0 */
/* tell_http.c - what HTTP/1 tells, as observations.
 *
 * A response is about its sender, unless it came through somebody: then its fields are those of a
 * server behind (RFC 9110, 7.6.3), and whose is not known. It did where it says so itself (Via,
 * Age, X-Cache), or where its sender was asked as a proxy is (7.1: a target with scheme and host).
 * Such fields are told as facts of kinds that accuse nobody; so is the User-Agent of a forwarded
 * request.
 *
 * The title of the page at / is a server's own; that of another page may be about anything in the
 * world. Which page a response is, its request says, which went the other way:
 *
 *     request -> asked[hash of the connection] = { one open, for / }        response <- title
 *
 * A table of fixed size: what was pushed out, or asked twice at once, counts as another page. */
#include <string.h>
#include "codec/xml.h"
#include "sources/app/http.h"
#include "sources/app/ssdp.h"
#include "sources/pcap/facts.h"

enum {
    ASKED_MAX = 4096,
    PROXIES_MAX = 64 * 1024,
};

struct cp_http_asked {
    struct asked {
        uint64_t key;
        uint32_t n_open;
        bool is_root;
    } v[ASKED_MAX];
    cp_seen proxies;
};

static struct cp_http_asked *http_of(cp_capture *c)
{
    if (!c->http) {
        c->http = CP_NEW(c->a, struct cp_http_asked);
        c->http->proxies = cp_seen_new(c->a, PROXIES_MAX);
    }
    return c->http;
}

static uint64_t end_key(const cp_capture *c, cp_ip ip, uint16_t port, uint64_t seed)
{
    struct end {
        uint8_t ip[16];
        uint32_t port, tunnel_id;
    } e;
    memset(&e, 0, sizeof e);
    memcpy(e.ip, ip.b, sizeof e.ip);
    e.port = port;
    e.tunnel_id = c->tunnel.id;
    return cp_hash((cp_str){ (const char *)&e, sizeof e }, seed) | 1;
}

static uint64_t proxy_key(const cp_capture *c, cp_ip ip, uint16_t port)
{
    return end_key(c, ip, port, c->stream_seed);
}

/* The connection, the same from both sides. */
static struct asked *asked_of(cp_capture *c, const cp_msg *m, bool is_response, uint64_t *key)
{
    cp_ip client = is_response ? m->dst : m->src, server = is_response ? m->src : m->dst;
    uint16_t client_port = is_response ? m->dst_port : m->src_port;
    uint16_t server_port = is_response ? m->src_port : m->dst_port;
    *key = end_key(c, client, client_port, end_key(c, server, server_port, c->stream_seed));
    return &http_of(c)->v[*key / 2 % ASKED_MAX];
}

/* The messages of one direction that stand in the same bytes. */
typedef struct talk {
    cp_capture *c;
    const cp_msg *m;
    cp_telling t;
    cp_subject sender, receiver;
    bool is_response;
    bool is_root; /* a request for the page at /, or its answer */
    bool is_proxied;
    bool is_switched; /* HTTP/2 follows (RFC 7540, 3.2) */
    uint32_t n;       /* whole messages; of responses, final ones */
} talk;

static bool is_root(cp_str target)
{
    cp_str path = { NULL, 0 };
    if (!cp_str_cut(&target, '?', &path))
        return false;
    return cp_str_eq(path, CP_STR("/")) || (cp_str_starts_nocase(path, CP_STR("/index.")) &&
                                            cp_str_find_char(cp_str_from(path, 1), '/') < 0);
}

static cp_bytes line_of(cp_capture *c, cp_str value)
{
    return cp_bytes_of_str(cp_head_unfold(cp_capture_scratch(c), value));
}

/* ---- requests */

static bool is_forwarded_request(const cp_head *h)
{
    return cp_head_has(h, CP_STR("Via")) || cp_head_has(h, CP_STR("Forwarded")) ||
           cp_head_has(h, CP_STR("X-Forwarded-For")) || cp_head_has(h, CP_STR("X-Real-IP"));
}

/* Room for what is looked into; a body that is not packed is not longer inside than outside. */
static uint8_t *room_for(talk *k, const cp_http_body *b, cp_bytes body, size_t *cap)
{
    *cap = b->is_packed || body.n > CP_HTTP_LOOK_BYTES_MAX ? CP_HTTP_LOOK_BYTES_MAX : body.n;
    return cp_arena_alloc(cp_capture_scratch(k->c), *cap);
}

/* What a managed device reports to its manager. False: more of the body is needed. */
static bool tell_report(talk *k, const cp_head *h, const cp_http_body *b, cp_bytes body)
{
    size_t n_in, n, cap;
    if (!b->is_xml || !h->is_whole || b->is_strange || is_forwarded_request(h) ||
        !cp_str_eq(h->method, CP_STR("POST")))
        return true;
    uint8_t *text = room_for(k, b, body, &cap);
    n = cp_http_front(b, body, text, cap, &n_in);
    return cp_tell_cwmp(&k->t, k->m, (cp_str){ (char *)text, n }) || n_in != SIZE_MAX ||
           k->m->is_last || n == CP_HTTP_LOOK_BYTES_MAX || body.n >= CP_HTTP_LOOK_BYTES_MAX;
}

static void tell_request(talk *k, const cp_head *h)
{
    bool is_plain = h->target.p[0] == '/' || h->target.p[0] == '*';
    cp_kind agent =
        is_forwarded_request(h) ? CP_KIND_HTTP_RELAYED_USER_AGENT : CP_KIND_HTTP_USER_AGENT;
    if (!is_plain)
        (void)cp_seen_add(k->c->a, &http_of(k->c)->proxies,
                          proxy_key(k->c, k->m->dst, k->m->dst_port));
    k->is_root = is_root(h->target);
    cp_tell_text(&k->t, &k->sender, agent, line_of(k->c, cp_head_get(h, CP_STR("User-Agent"))));
    if (is_plain)
        cp_tell_text(&k->t, &k->receiver, CP_KIND_HTTP_HOST,
                     line_of(k->c, cp_head_get(h, CP_STR("Host"))));
    cp_tell_called_by(&k->t, k->m, CP_FLOW_NAME_HTTP_HOST, cp_head_get(h, CP_STR("Host")));
}

/* ---- responses */

static bool is_forwarded_response(const cp_head *h)
{
    return cp_head_has(h, CP_STR("Via")) || cp_head_has(h, CP_STR("Age")) ||
           cp_head_has(h, CP_STR("X-Cache"));
}

static void tell_fields(talk *k, const cp_head *h)
{
    cp_arena *tmp = cp_capture_scratch(k->c);
    cp_str rest = h->fields, name;
    uint32_t n_cookies = 0;
    for (cp_field f; cp_head_next(&rest, &f);) {
        if (cp_str_eq_nocase(f.name, CP_STR("Server")))
            cp_tell_text(&k->t, &k->sender, CP_KIND_HTTP_SERVER, line_of(k->c, f.value));
        else if (cp_str_eq_nocase(f.name, CP_STR("X-Powered-By")))
            cp_tell_text(&k->t, &k->sender, CP_KIND_HTTP_X_POWERED_BY, line_of(k->c, f.value));
        else if (cp_str_eq_nocase(f.name, CP_STR("WWW-Authenticate")))
            cp_tell(&k->t, &k->sender, CP_KIND_HTTP_WWW_AUTHENTICATE,
                    cp_http_challenges(tmp, cp_head_unfold(tmp, f.value)));
        else if (cp_str_eq_nocase(f.name, CP_STR("Set-Cookie")) &&
                 n_cookies++ < CP_HTTP_COOKIES_MAX && cp_http_cookie_name(f.value, &name))
            cp_tell(&k->t, &k->sender, CP_KIND_HTTP_SET_COOKIE,
                    cp_str_fmt(tmp, "%.*s=", CP_FMT(name)));
    }
}

/* False: the title may stand in what has not come yet. */
static bool tell_title(talk *k, const cp_http_body *b, cp_bytes body, bool is_last)
{
    cp_arena *tmp = cp_capture_scratch(k->c);
    size_t cap, n_in;
    uint8_t *page = room_for(k, b, body, &cap);
    size_t n = cp_http_front(b, body, page, cap, &n_in);
    cp_str title;
    bool is_over;
    if (cp_http_title(tmp, (cp_str){ (const char *)page, n }, &title, &is_over))
        cp_tell(&k->t, &k->sender,
                k->is_root && k->n == 0 ? CP_KIND_HTTP_TITLE : CP_KIND_HTTP_PAGE_TITLE, title);
    return is_over || n_in != SIZE_MAX || is_last || n == CP_HTTP_LOOK_BYTES_MAX ||
           body.n >= CP_HTTP_LOOK_BYTES_MAX;
}

/* The description of a UPnP device, which it sends itself. False: more of it is needed. */
static bool tell_descr(talk *k, const cp_http_body *b, cp_bytes body)
{
    cp_arena *tmp = cp_capture_scratch(k->c);
    size_t cap, n_in;
    uint8_t *text = room_for(k, b, body, &cap);
    size_t n = cp_http_front(b, body, text, cap, &n_in);
    cp_upnp_descr d;
    cp_rc parsed = cp_upnp_descr_parse((cp_bytes){ text, n }, &d, NULL);
    bool is_all = n_in != SIZE_MAX || k->m->is_last || n == CP_HTTP_LOOK_BYTES_MAX ||
                  body.n >= CP_HTTP_LOOK_BYTES_MAX;
    if (parsed == CP_ESHORT && !is_all)
        return false;
    if ((parsed != CP_OK && parsed != CP_ESHORT) || d.udn.n == 0)
        return true;
    const struct said {
        cp_kind kind;
        cp_str text;
    } said[] = {
        { CP_KIND_UPNP_MANUFACTURER, d.manufacturer },
        { CP_KIND_UPNP_MODEL_NAME, d.model_name },
        { CP_KIND_UPNP_MODEL_NUMBER, d.model_number },
        { CP_KIND_UPNP_MODEL_DESCR, d.model_description },
        { CP_KIND_UPNP_FRIENDLY_NAME, d.friendly_name },
        { CP_KIND_UPNP_DEVICE_TYPE, d.device_type },
        { CP_KIND_UPNP_SERIAL, d.serial_number },
        { CP_KIND_UPNP_UDN, d.udn },
    };
    for (size_t i = 0; i < sizeof said / sizeof *said; i++)
        cp_tell(&k->t, &k->sender, said[i].kind, cp_xml_text(tmp, said[i].text));
    return true;
}

static cp_take tell_response(talk *k, const cp_head *h, const cp_http_body *b, cp_bytes body)
{
    if (k->is_proxied || is_forwarded_response(h)) {
        cp_tell_text(&k->t, &k->sender, CP_KIND_HTTP_RELAYED_SERVER,
                     line_of(k->c, cp_head_get(h, CP_STR("Server"))));
        cp_tell_text(&k->t, &k->sender, CP_KIND_HTTP_VIA,
                     line_of(k->c, cp_head_get(h, CP_STR("Via"))));
        return CP_TAKE_DONE;
    }
    tell_fields(k, h);
    if (b->is_xml && !b->is_strange && h->is_whole && h->status == 200)
        return tell_descr(k, b, body) ? CP_TAKE_DONE : CP_TAKE_MORE;
    if (!b->is_html || b->is_strange || b->ends == CP_HTTP_NO_BODY || !h->is_whole ||
        (h->status != 200 && h->status != 401))
        return CP_TAKE_DONE;
    return tell_title(k, b, body, k->m->is_last) ? CP_TAKE_DONE : CP_TAKE_MORE;
}

/* ---- the messages of one direction */

static void open_talk(talk *k)
{
    uint64_t key;
    struct asked *x = asked_of(k->c, k->m, k->is_response, &key);
    cp_msg_sender(k->c, k->m, &k->sender);
    cp_msg_receiver(k->c, k->m, &k->receiver);
    if (!k->is_response)
        return;
    k->is_root = x->key == key && x->n_open == 1 && x->is_root;
    k->is_proxied =
        cp_seen_has(&http_of(k->c)->proxies, proxy_key(k->c, k->m->src, k->m->src_port));
}

/* What was asked, or answered, once these bytes are not asked about again. */
static void close_talk(talk *k)
{
    uint64_t key;
    struct asked *x = asked_of(k->c, k->m, k->is_response, &key);
    if (!k->is_response && x->key != key)
        *x = (struct asked){ .key = key };
    if (x->key != key)
        return;
    if (k->is_response) {
        x->n_open -= k->n < x->n_open ? k->n : x->n_open;
    } else {
        x->n_open += k->n;
        x->is_root = k->is_root;
    }
}

static cp_take read_message(talk *k, cp_bytes *rest)
{
    cp_head h;
    cp_err fault;
    size_t n_in = 0;
    cp_rc rc = cp_head_parse(*rest, &h, &fault);
    if (rc == CP_ESHORT && !k->m->is_last)
        return CP_TAKE_MORE;
    if (h.proto != CP_HEAD_HTTP || h.is_response != k->is_response)
        return CP_TAKE_NOT;
    if (rc == CP_ELIMIT)
        cp_capture_fault(k->c, "HTTP", &fault);
    cp_http_body b = cp_http_body_of(&h);
    cp_bytes body = { rest->p + h.n_bytes, h.is_whole ? rest->n - h.n_bytes : 0 };
    if (k->is_response && tell_response(k, &h, &b, body) == CP_TAKE_MORE)
        return CP_TAKE_MORE;
    if (!k->is_response)
        tell_request(k, &h);
    if (!k->is_response && !tell_report(k, &h, &b, body))
        return CP_TAKE_MORE;
    k->n += !k->is_response || h.status >= 200;
    k->is_switched = k->is_response && h.status == 101 && h.is_whole &&
                     cp_str_eq_nocase(cp_head_get(&h, CP_STR("Upgrade")), CP_STR("h2c"));
    uint8_t unused;
    if (b.ends == CP_HTTP_CHUNKED)
        (void)cp_http_front(&b, body, &unused, 0, &n_in);
    else
        n_in = b.ends == CP_HTTP_AT_CLOSE || b.length > body.n ? SIZE_MAX : (size_t)b.length;
    if (!h.is_whole || n_in > body.n)
        n_in = body.n;
    *rest = (cp_bytes){ body.p + n_in, body.n - n_in };
    return CP_TAKE_DONE;
}

/* What a server sends behind its 101 in the same bytes; a segment of its own, and the client's
 * preface, are known by their first bytes. */
static cp_take take_switched(const talk *k, cp_bytes rest, cp_rc *rc)
{
    cp_msg m = *k->m;
    m.bytes = rest;
    cp_take took = cp_tcp_http2.take(k->c, &m, rc, k->t.err);
    if (took == CP_TAKE_DONE)
        cp_capture_heard(k->c, cp_tcp_http2.name);
    return took;
}

static cp_take take(cp_capture *c, const cp_msg *m, cp_rc *rc, cp_err *err)
{
    talk k = { .c = c, .m = m, .t = { c, err, CP_OK } };
    cp_bytes rest = m->bytes;
    cp_take took = CP_TAKE_DONE;
    k.is_response = cp_str_starts(cp_str_of_bytes(rest), CP_STR("HTTP/")) ||
                    cp_head_begins(rest) == CP_HEAD_HTTP;
    open_talk(&k);
    while (rest.n && took == CP_TAKE_DONE && !k.is_switched && k.t.rc == CP_OK)
        took = read_message(&k, &rest);
    *rc = k.t.rc;
    if (rest.n && k.is_switched && k.t.rc == CP_OK)
        took = take_switched(&k, rest, rc);
    if (took == CP_TAKE_MORE && !m->is_last)
        return CP_TAKE_MORE;
    if (k.n)
        close_talk(&k);
    return k.n || k.is_switched ? CP_TAKE_DONE : CP_TAKE_NOT;
}

const cp_tcp_proto cp_tcp_http = { "HTTP", take };
