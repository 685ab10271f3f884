/* SPDX-License-Identifier: Apache-2.0 */
/* What inventory servers are asked, one answer after the other, and what is made of answers. Their
 * shapes are those of the servers' documentation (docs/formats/api-import.md). */
#include "sources/export/pages.h"
#include "sources/live/api.h"
#include "sources/live/http.h"
#include "told.h"

/* ---- addresses ---- */

static const struct address {
    const char *url;
    bool plain; /* --insecure-http */
    cp_rc rc;
    const char *base; /* or a part of the message */
} addresses[] = {
    { "https://nb.example.net", false, CP_OK, "https://nb.example.net/" },
    { "https://nb.example.net/", false, CP_OK, "https://nb.example.net/" },
    { "https://nb.example.net//", false, CP_OK, "https://nb.example.net/" },
    { "HTTPS://nb.example.net:8443/netbox/api/", false, CP_OK,
      "HTTPS://nb.example.net:8443/netbox/" },
    { "https://nms.example.net/api/v0", false, CP_OK, "https://nms.example.net/" },
    { "https://api", false, CP_OK, "https://api/" },
    { "http://127.0.0.1:8000", false, CP_OK, "http://127.0.0.1:8000/" },
    { "http://localhost/nb", false, CP_OK, "http://localhost/nb/" },
    { "http://[::1]:8000/", false, CP_OK, "http://[::1]:8000/" },
    { "http://127.evil.example/", false, CP_EUSAGE, "so that others can read it" },
    { "http://localhost.example/", false, CP_EUSAGE, "so that others can read it" },
    { "http://192.0.2.1/", false, CP_EUSAGE, "--insecure-http" },
    { "http://192.0.2.1/", true, CP_OK, "http://192.0.2.1/" },
    { "https://u:p@nb.example.net/", false, CP_EUSAGE, "every process could read" },
    { "https://nb.example.net/?token=x", false, CP_EUSAGE, "no ? and no #" },
    { "https://nb.example.net/#x", false, CP_EUSAGE, "no ? and no #" },
    { "https://?", false, CP_EUSAGE, "needs the address" },
    { "https:///x", false, CP_EUSAGE, "needs the address" },
    { "file:///etc/passwd", false, CP_EUSAGE, "needs the address" },
    { "nb.example.net", false, CP_EUSAGE, "needs the address" },
    { "https://nb.example.net/a b", false, CP_EUSAGE, "needs the address" },
    { "", false, CP_EUSAGE, "needs the address" },
};

static void check_addresses(void)
{
    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++) {
        const struct address *x = &addresses[i];
        cp_arena *a = cp_arena_new(0);
        cp_str base = CP_STR("");
        cp_err err = { 0 };
        is_int(cp_api_base(a, cp_str_c(x->url), x->plain, &base, &err), x->rc, "%s", x->url);
        if (x->rc == CP_OK)
            is_cstr(base, x->base, "its base");
        else
            ok(cp_str_has(cp_str_c(err.msg), cp_str_c(x->base)), "%s", err.msg);
        cp_arena_free(a);
    }
}

/* ---- conversations ---- */

#define MORE(offset) "\"next\":\"http://other.example/api/x/?limit=2&offset=" offset "\""

typedef struct turn {
    const char *asked; /* a part of it; NULL: nothing is asked any more */
    uint32_t status;
    const char *body;
    cp_rc rc;
    const char *said; /* a part of the fault, or of the message; "" nothing */
} turn;

enum { TURNS_MAX = 16 };

static const struct talk {
    const char *name, *kind;
    turn turns[TURNS_MAX];
} talks[] = {
    { "netbox, page by page",
      "netbox",
      { { "api/status/", 200, "{\"netbox-version\":\"4.2.1\"}", CP_OK, "" },
        { "api/dcim/device-types/?limit=250&offset=0&ordering=id", 403, "", CP_OK,
          "the answer was 403: not read" },
        { "api/dcim/module-types/", 200, "{\"count\":0,\"results\":[]}", CP_OK, "" },
        { "api/dcim/devices/?limit=250&offset=0&", 200,
          "{\"count\":3," MORE("2") ",\"results\":[{},{}]}", CP_OK, "" },
        { "devices/?limit=250&offset=2&ordering=id&exclude=config_context", 200,
          "{\"count\":3,\"next\":null,\"results\":[{}]}", CP_OK, "" },
        { "api/virtualization/virtual-machines/", 200, "{\"count\":0,\"results\":[]}", CP_OK, "" },
        { "modules/?limit=250&offset=0&ordering=id", 200, "{\"count\":0,\"results\":[]}", CP_OK,
          "" },
        { "inventory-items/", 404, "", CP_OK, "inventory-items/?limit=250&offset=0&ordering=id: " },
        { "interfaces/", 200, "{\"count\":0,\"results\":[]}", CP_OK, "" },
        { "mac-addresses/", 404, "", CP_OK, "" },
        { "api/ipam/ip-addresses/", 200, "{\"count\":0,\"results\":[]}", CP_OK, "" },
        { "cables/", 200, "{\"count\":2,\"next\":null,\"results\":[{}]}", CP_OK,
          "1 of 2 cables came" },
        { NULL, 0, NULL, CP_OK, "" } } },
    { "netbox, what is no page",
      "netbox",
      { { "api/status/", 200, "[]", CP_EFORMAT, "no page of NetBox" },
        { "api/status/", 404, "", CP_OK, "" },
        { "offset=0", 200, "", CP_EFORMAT, "no JSON" },
        { "offset=0", 200, "[]", CP_EFORMAT, "no page of NetBox" },
        { "offset=0", 200, "{\"count\":1}", CP_EFORMAT, "no page of NetBox" },
        { "offset=0", 200, "{\"count\":-1,\"results\":[]}", CP_EFORMAT, "no page of NetBox" },
        { "offset=0", 200, "{\"count\":\"x\",\"results\":{}}", CP_EFORMAT, "no page of NetBox" },
        { "offset=0", 200, "{\"count\":9," MORE("0") ",\"results\":[{}]}", CP_EFORMAT,
          "does not lead to the end" },
        { "offset=0", 200, "{\"count\":9," MORE("9") ",\"results\":[{}]}", CP_EFORMAT,
          "does not lead to the end" },
        { "offset=0", 200, "{\"count\":9," MORE("1") ",\"results\":[]}", CP_EFORMAT,
          "does not lead to the end" },
        { "offset=0", 200, "{\"count\":9,\"next\":\"?page=2\",\"results\":[{}]}", CP_EFORMAT,
          "does not lead to the end" },
        { "offset=0", 200, "{\"count\":9," MORE("x") ",\"results\":[{}]}", CP_EFORMAT,
          "does not lead to the end" },
        { "offset=0", 200, "{\"count\":9," MORE("1") ",\"results\":[{}]}", CP_OK, "" } } },
    { "netbox, who may not",
      "netbox",
      { { "status", 401, "", CP_EPERM, "the token is not accepted" },
        { "status", 403, "{\"detail\":\"Invalid token\"}", CP_EPERM, "the token is not accepted" },
        { "status", 500, "", CP_EIO, "the answer was 500" },
        { "status", 302, "", CP_EIO, "the answer was 302" },
        { "status", 404, "", CP_OK, "" },
        { "device-types", 404, "", CP_EFORMAT, "is this the address" },
        { "device-types", 200, "{\"count\":0,\"results\":[]}", CP_OK, "" },
        { "module-types", 404, "", CP_OK, "module-types/" },
        { "devices", 403, "", CP_EPERM, "may not read this" },
        { "devices", 404, "", CP_EFORMAT, "is this the address" } } },
    { "librenms, device by device",
      "librenms",
      { { "api/v0/devices", 200,
          "{\"status\":\"ok\",\"devices\":[{\"device_id\":7},{\"device_id\":\"12\"}]}", CP_OK, "" },
        { "api/v0/devices/7/ports?columns=port_id,device_id,", 200, "{\"ports\":[]}", CP_OK, "" },
        { "api/v0/devices/7/links", 404, "{\"status\":\"error\"}", CP_OK, "" },
        { "api/v0/inventory/7/all", 200, "{\"inventory\":[]}", CP_OK, "" },
        { "api/v0/devices/12/ports", 403, "", CP_OK, "api/v0/devices/12/ports?" },
        { "api/v0/devices/12/links", 200, "{\"links\":{}}", CP_EFORMAT, "needs \"links\"" },
        { "api/v0/devices/12/links", 200, "{\"links\":[{}]}", CP_OK, "" },
        { "api/v0/inventory/12/all", 404, "", CP_OK, "the answer was 404: not read" },
        { NULL, 0, NULL, CP_OK, "" } } },
    { "librenms, what is no list",
      "librenms",
      { { "api/v0/devices", 200, "{\"devices\":{}}", CP_EFORMAT, "needs \"devices\"" },
        { "api/v0/devices", 200, "{\"devices\":[{\"device_id\":\"7/../x\"}]}", CP_EFORMAT,
          "device 1 of the list" },
        { "api/v0/devices", 200, "{\"devices\":[{\"device_id\":1},{\"hostname\":\"x\"}]}",
          CP_EFORMAT, "device 2 of the list" },
        { "api/v0/devices", 403, "", CP_EPERM, "may not read this" },
        { "api/v0/devices", 200, "{\"devices\":[]}", CP_OK, "" },
        { NULL, 0, NULL, CP_OK, "" } } },
};

static void check_talk(const struct talk *t)
{
    cp_arena *a = cp_arena_new(0);
    cp_api *x = cp_api_new(a, cp_str_c(t->kind));
    tap_note("%s", t->name);
    for (int i = 0; i < TURNS_MAX && (t->turns[i].asked || t->turns[i].said); i++) {
        const turn *u = &t->turns[i];
        cp_str fault = CP_STR(""), asked = cp_api_next(x);
        cp_err err = { 0 };
        if (!u->asked) {
            is_cstr(asked, "", "nothing more is asked");
            break;
        }
        ok(cp_str_has(asked, cp_str_c(u->asked)), "asked: %.*s", CP_FMT(asked));
        is_int(cp_api_take(x, u->status, cp_bytes_of_str(cp_str_c(u->body)), &fault, &err), u->rc,
               "the answer %u %s", u->status, u->body);
        cp_str said = u->rc == CP_OK ? fault : cp_str_c(err.msg);
        ok(u->said[0] ? cp_str_has(said, cp_str_c(u->said)) : said.n == 0, "said: %.*s",
           CP_FMT(said));
    }
    cp_arena_free(a);
}

static void check_many_devices(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_api *x = cp_api_new(a, CP_STR("librenms"));
    cp_buf b = cp_buf_new(a);
    cp_str fault;
    cp_err err = { 0 };
    cp_buf_add_c(&b, "{\"devices\":[{\"device_id\":1}");
    for (uint32_t i = 0; i < CP_API_DEVICES_MAX; i++)
        cp_buf_add_c(&b, ",{\"device_id\":2}");
    cp_buf_add_c(&b, "]}");
    is_int(cp_api_take(x, 200, cp_bytes_of_str(cp_buf_str(&b)), &fault, &err), CP_ELIMIT,
           "too many devices");
    cp_arena_free(a);
}

/* ---- headers, lines ---- */

static void check_headers(void)
{
    cp_arena *a = cp_arena_new(0);
    is_cstr(cp_api_auth(a, CP_STR("netbox"), CP_STR("0123")), "Authorization: Token 0123", "v1");
    is_cstr(cp_api_auth(a, CP_STR("netbox"), CP_STR("nbt_k.t")), "Authorization: Bearer nbt_k.t",
            "v2");
    is_cstr(cp_api_auth(a, CP_STR("librenms"), CP_STR("nbt_k")), "X-Auth-Token: nbt_k", "LibreNMS");
    ok(!cp_api_new(a, CP_STR("racktables")), "another server");
    cp_arena_free(a);
}

static const struct line {
    const char *in, *out;
} lines[] = {
    { "{\n \"a\": 1\r\n}", "{  \"a\": 1  }" },
    { "{\"community\":\"public\",\"x\":\"community\"}",
      "{\"community\":\"\",\"x\":\"community\"}" },
    { "{\"authpass\" :\n\"a\\\"b\\\\\",\"cryptopass\":null}",
      "{\"authpass\" : \"\",\"cryptopass\":null}" },
    { "{\"AuthName\":\"\",\"communityx\":\"y\"}", "{\"AuthName\":\"\",\"communityx\":\"y\"}" },
    { "{\"community\":{\"community\":\"x\"}}", "{\"community\":{\"community\":\"\"}}" },
    { "[\"community\",\"x\"]", "[\"community\",\"x\"]" },
    { "{\"community\":\"cut", "{\"community\":\"\"" },
    { "\"cut\\", "\"cut\\" },
    { "", "" },
};

static void check_lines(void)
{
    cp_arena *a = cp_arena_new(0);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        is_cstr(cp_api_line(a, cp_bytes_of_str(cp_str_c(lines[i].in))), lines[i].out, "line %zu",
                i + 1);
    cp_arena_free(a);
}

/* ---- the file of pages ---- */

static void check_pages(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_buf b = cp_buf_new(a);
    cp_str kind, url;
    cp_page p;
    size_t n;
    cp_pages_write_head(&b, CP_STR("netbox"), CP_STR("https://nb.example.net/\"x/"));
    cp_pages_write(&b, CP_STR("api/x?limit=2"), 200, CP_STR("{\"a\":[1,\"}\"]}"));
    cp_pages_write(&b, CP_STR("api/y"), 403, CP_STR("not written"));
    cp_buf_add_c(&b, "{\"get\":\"api/z\",\"status\":200,\"page\":{\"cut");
    cp_input *in = cp_input_of_bytes(a, cp_bytes_of_str(cp_buf_str(&b)));
    ok(cp_pages_head(a, in, &kind, &url, &n), "the first line");
    is_cstr(kind, "netbox", "of whom");
    is_cstr(url, "https://nb.example.net/\"x/", "where");
    cp_input_skip(in, n);
    ok(cp_pages_next(in, &p), "a page");
    is_cstr(p.get, "api/x?limit=2", "what was asked");
    is_uint(p.status, 200, "its status");
    is_cstr(cp_str_of_bytes(p.body), "{\"a\":[1,\"}\"]}", "its body");
    cp_input_skip(in, p.line_bytes);
    ok(cp_pages_next(in, &p) && p.status == 403 && p.body.n == 0, "a refusal");
    cp_input_skip(in, p.line_bytes);
    ok(!cp_pages_next(in, &p), "a page that was being written");
    cp_arena_free(a);
}

static const char *const no_pages[] = {
    "{\"get\":\"a b\",\"status\":200,\"page\":{}}\n",
    "{\"get\":\"a\",\"status\":200}\n",
    "{\"get\":\"a\",\"status\":403,\"page\":{}}\n",
    "{\"get\":\"a\",\"status\":x,\"page\":{}}\n",
    "{\"get\":\"a\",\"status\":403,\"x\":1}\n",
    "{}\n",
    "\n",
    "",
};

static void check_no_pages(void)
{
    for (size_t i = 0; i < sizeof no_pages / sizeof *no_pages; i++) {
        cp_arena *a = cp_arena_new(0);
        cp_page p;
        ok(!cp_pages_next(cp_input_of_bytes(a, cp_bytes_of_str(cp_str_c(no_pages[i]))), &p),
           "no page: %zu", i + 1);
        cp_arena_free(a);
    }
}

/* ---- reading it */

/* The sample with one of its lines made another one ("" none, NULL: nothing is changed). */
static cp_str changed(cp_arena *a, cp_str text, uint32_t line, const char *to, bool ends)
{
    cp_buf b = cp_buf_new(a);
    cp_str x;
    for (uint32_t i = 1; cp_str_cut_line(&text, &x); i++) {
        if (i > line && ends)
            break;
        bool is_it = i == line && to;
        cp_str y = is_it ? cp_str_c(to) : x;
        if (is_it && y.n == 0)
            continue;
        cp_buf_add(&b, y);
        cp_buf_char(&b, '\n');
    }
    return cp_buf_str(&b);
}

static const struct file {
    const char *name;
    uint32_t line;
    const char *to;
    bool ends;
    uint64_t bad, obs, links;
    const char *problem; /* a part of the first */
} file_rows[] = {
    { "as it was kept", 0, NULL, false, 0, 48, 2, "" },
    { "cut off between pages", 8, NULL, true, 1, 30, 0, "end before the lists do" },
    { "a page is missing", 4, "", false, 1, 0, 0, "another page than the one that comes next" },
    { "a page is half a page", 16, "{\"get\":\"api", false, 1, 48, 0, "no whole page" },
    { "a list that may not be read", 16,
      "{\"get\":\"api/dcim/cables/?limit=250&offset=0&ordering=id\",\"status\":403}", false, 1, 48,
      0, "the answer was 403: not read" },
    { "a page that is none", 16,
      "{\"get\":\"api/dcim/cables/?limit=250&offset=0&ordering=id\",\"status\":200,\"page\":[]}",
      false, 1, 48, 0, "no page of NetBox" },
};

static void check_file(cp_arena *a, const struct file *x)
{
    cp_str text = project_file(a, __FILE__, "tests/data/exports/netbox.pages");
    text = changed(a, text, x->line, x->to, x->ends);
    heard *h = hear(a, &cp_format_netbox_pages, text, NULL);
    ok(cp_format_detect(cp_bytes_of_str(text), CP_STR("x")) == &cp_format_netbox_pages, "detected");
    is_int(h->rc, CP_OK, "%s", x->name);
    is_uint(h->src.records_bad, x->bad, "what was not read");
    is_uint(h->n_obs, x->obs, "observations");
    is_uint(h->n_links, x->links, "links");
    cp_str problem = h->src.n_problems ? h->src.problems[0].text : CP_STR("");
    ok(cp_str_has(problem, cp_str_c(x->problem)), "%.*s", CP_FMT(problem));
}

static void check_files(void)
{
    cp_arena *a = cp_arena_new(0);
    for (size_t i = 0; i < sizeof file_rows / sizeof *file_rows; i++)
        check_file(a, &file_rows[i]);
    cp_str text = project_file(a, __FILE__, "tests/data/exports/netbox.pages");
    heard *h = hear(a, &cp_format_netbox_pages, cp_str_fmt(a, "%.*s\n", CP_FMT(text)), NULL);
    ok(h->src.n_problems == 1 && h->src.problems[0].pos == 17, "something behind the last page");
    h = hear(a, &cp_format_netbox_pages, CP_STR("{\"pages-of\":\"netbox\",\"url\":\"\"}\n"), NULL);
    is_int(h->rc, CP_EFORMAT, "no page at all");
    h = hear(a, &cp_format_netbox_pages, CP_STR("{}\n"), NULL);
    is_int(h->rc, CP_EFORMAT, "no first line");
    cp_arena_free(a);
}

int main(void)
{
    check_files();
    check_addresses();
    for (size_t i = 0; i < sizeof talks / sizeof *talks; i++)
        check_talk(&talks[i]);
    check_many_devices();
    check_headers();
    check_lines();
    check_pages();
    check_no_pages();
    return tap_done();
}
