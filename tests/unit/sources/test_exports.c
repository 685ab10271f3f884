/* SPDX-License-Identifier: Apache-2.0 */
/* Inventories that other programs write. Each row is written from the form that docs/formats/ names
 * for it; names and serial numbers are invented. */
#include "sources/export/export.h"
#include "sources/import/thing.h"
#include "told.h"

typedef struct row {
    const char *name;
    const cp_format *format;
    const char *in, *obs; /* obs: as told.h writes them */
    cp_rc rc;
    uint64_t records, bad, unused;
    const char *says; /* part of the first problem, or of the error */
} row;

#define HOST(inside) "<nmaprun start=\"1764000000\">\n<host>" inside "</host></nmaprun>"
#define AT_1 "<address addr=\"192.0.2.1\" addrtype=\"ipv4\"/>"
#define PORT(inside)                                                                  \
    AT_1 "<ports><port protocol=\"tcp\" portid=\"80\"><state state=\"open\"/>" inside \
         "</port></ports>"

static const row nmap_rows[] = {
    { "what a program guessed is a note", &cp_format_nmap,
      HOST(PORT("<service name=\"http\" product=\"Acme httpd\" version=\"1\" method=\"probed\">"
                "<cpe>cpe:/a:acme:httpd</cpe></service>")),
      "inventory.ip=192.0.2.1\n"
      "inventory.notes=tcp 80: nmap takes it for http: Acme httpd; 1\n"
      "inventory.notes=tcp 80: nmap takes it for cpe:/a:acme:httpd\n",
      CP_OK, 1, 0, 0, "" },
    { "raw answers", &cp_format_nmap,
      HOST(
          PORT("<service name=\"ftp\" servicefp=\"SF-Port21-TCP:V=7%r(NULL,9,&quot;220\\x20Acme"
               "\\x20\\&quot;FTP\\&quot;\\r\\n&quot;)%r(GetRequest,9,&quot;500\\x20what\\r\\n&quot;"
               ");\"/>")),
      "inventory.ip=192.0.2.1\ninventory.notes=tcp 80: open, by its number ftp\n"
      "ftp.banner=Acme \"FTP\"\n",
      CP_OK, 1, 0, 0, "" },
    { "raw answers, malformed", &cp_format_nmap,
      HOST(PORT("<service name=\"ftp\" servicefp=\"%r(NULL,9,&quot;220 \\x2\"/>"
                "<service name=\"\" servicefp=\"%r(\"/><service servicefp=\"%r(,,&quot;\\\"/>")),
      "inventory.ip=192.0.2.1\ninventory.notes=tcp 80: open, by its number ftp\n"
      "ftp.banner=x2\n",
      CP_OK, 1, 0, 0, "" },
    { "a title where it was led, and none", &cp_format_nmap,
      HOST(PORT("<script id=\"http-title\" output=\"Login&#xa;Requested resource was /x\">"
                "<elem key=\"title\">Login</elem><elem key=\"redirect_url\">/x</elem></script>"
                "<script id=\"http-title\" output=\"Did not follow redirect to https://x/\"/>"
                "<script id=\"http-title\" output=\"Site doesn&apos;t have a title.\"/>"
                "<script id=\"http-title\" output=\"Old form\"/>")),
      "inventory.ip=192.0.2.1\nhttp.page_title=Login\nhttp.title=Old form\n", CP_OK, 1, 0, 0, "" },
    { "fields and a challenge", &cp_format_nmap,
      HOST(PORT("<script id=\"http-server-header\" output=\"Acme/1\"><elem>Acme/1</elem></script>"
                "<script id=\"http-auth\" output=\"&#xa;HTTP/1.1 401 Unauthorized&#xd;&#xa;  Basic "
                "realm=&quot;cam&quot;\"/>")),
      "inventory.ip=192.0.2.1\nhttp.server=Acme/1\nhttp.www_authenticate=Basic realm=\"cam\"\n",
      CP_OK, 1, 0, 0, "" },
    { "the certificate of a thing, by its text", &cp_format_nmap,
      HOST(PORT("<script id=\"ssl-cert\" output=\"Subject: commonName=cam-1/organizationName=Acme, "
                "Inc.&#xa;Issuer: commonName=Acme CA&#xa;\"/>")),
      "inventory.ip=192.0.2.1\ntls.cert.subject=CN=cam-1,O=Acme\\, Inc.\n"
      "tls.cert.issuer=CN=Acme CA\n",
      CP_OK, 1, 0, 0, "" },
    { "the certificate of a site accuses nobody", &cp_format_nmap,
      HOST(PORT("<script id=\"ssl-cert\" output=\"Subject: commonName=www.example.com&#xa;Issuer: "
                "commonName=CA/organizationName=Acme\"/>")),
      "inventory.ip=192.0.2.1\ntls.site.subject=CN=www.example.com\n"
      "tls.site.issuer=CN=CA,O=Acme\n",
      CP_OK, 1, 0, 0, "" },
    { "hardware address and name; its maker is nmap's guess", &cp_format_nmap,
      HOST(AT_1 "<address addr=\"00:11:22:33:44:55\" addrtype=\"mac\" vendor=\"Acme\"/><hostnames>"
                "<hostname name=\"r1.example\" type=\"PTR\"/></hostnames>"),
      "inventory.ip=192.0.2.1\ninventory.mac=00:11:22:33:44:55\ndns.ptr=r1.example\n", CP_OK, 1, 0,
      0, "" },
    { "down, without an address, and a bad one", &cp_format_nmap,
      HOST("<status state=\"down\"/>" AT_1 "</host><host><status state=\"up\"/></host><host>"
           "<address addr=\"300.1.1.1\" addrtype=\"ipv4\"/>"),
      "", CP_OK, 3, 2, 1, "a host without an address" },
    { "stopped in the middle", &cp_format_nmap, "<nmaprun>\n<host>" AT_1 "</host>\n<host>" AT_1,
      "inventory.ip=192.0.2.1\n", CP_OK, 2, 1, 0, "what is behind was not read" },
    { "not whole, and nothing in it", &cp_format_nmap, "<nmaprun>\n<host>" AT_1, "", CP_ESHORT, 1,
      0, 0, "" },
    { "another document", &cp_format_nmap, "<svg><nmaprun/></svg>", "", CP_EFORMAT, 0, 0, 0,
      "expected the element nmaprun" },
    { "entities", &cp_format_nmap, "<!DOCTYPE nmaprun [<!ENTITY x \"y\">]><nmaprun>&x;</nmaprun>",
      "", CP_EFORMAT, 0, 0, 0, "declarations of its own" },
};

static void check(const row *r)
{
    cp_arena *a = cp_arena_new(0);
    heard *h = hear(a, r->format, cp_str_c(r->in), NULL);
    is_int(h->rc, r->rc, "%s: result (%s)", r->name, h->rc == CP_OK ? "" : h->err.msg);
    is_cstr(cp_buf_str(&h->obs), r->obs, "%s: what it tells", r->name);
    is_uint(h->src.records, r->records, "%s: records", r->name);
    is_uint(h->src.records_bad, r->bad, "%s: bad ones (%.*s)", r->name, CP_FMT(problem(h, 0)));
    is_uint(h->src.records_unused, r->unused, "%s: unused ones", r->name);
    cp_str says = h->rc == CP_OK ? problem(h, 0) : cp_str_c(h->err.msg);
    ok(cp_str_has(says, cp_str_c(r->says)) && (r->says[0] || r->bad == 0 || h->rc != CP_OK),
       "%s: it says why: %.*s", r->name, CP_FMT(says));
    int sure = r->format->detect(cp_bytes_of_str(cp_str_c(r->in)), CP_STR("x"));
    ok(sure > 0 || h->rc != CP_OK, "%s: is detected", r->name);
    cp_arena_free(a);
}

static void check_rows(const row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++)
        check(&rows[i]);
}
#define CHECK(rows) check_rows(rows, sizeof rows / sizeof *rows)

static cp_str repeated(cp_arena *a, const char *before, const char *s, uint32_t n,
                       const char *after)
{
    cp_buf b = cp_buf_new(a);
    cp_buf_add_c(&b, before);
    for (uint32_t i = 0; i < n; i++)
        cp_buf_add_c(&b, s);
    cp_buf_add_c(&b, after);
    return cp_buf_str(&b);
}

static void test_nmap_hostile(cp_arena *a)
{
    cp_str deep = repeated(a, "<nmaprun><host>" AT_1 "</host>\n<host>", "<table>", 10000, "");
    heard *h = hear(a, &cp_format_nmap, deep, NULL);
    ok(h->rc == CP_OK && h->src.records_bad == 1 && h->n_obs == 1, "10,000 deep: what is before");
    h = hear(
        a, &cp_format_nmap,
        repeated(a, "<nmaprun><host>" AT_1, "<hostname name=\"x\"/>", 100000, "</host></nmaprun>"),
        NULL);
    ok(h->rc == CP_OK && h->n_obs == 1, "100,000 names of one host");
    h = hear(a, &cp_format_nmap,
             repeated(a, "<nmaprun><host>" AT_1 "<port><state state=\"open\"/>",
                      "<service name=\"x\"/>", 10000, "</port></host></nmaprun>"),
             NULL);
    ok(h->rc == CP_OK && h->src.records_bad == 1 && h->n_obs == CP_THING_CELLS_MAX,
       "10,000 services of one port: %.*s", CP_FMT(problem(h, 0)));
}

/* Each file of the folder is detected as what its name says, and nothing of it is bad. */
static void test_samples(cp_arena *a)
{
    static const struct {
        const char *file;
        const cp_format *format;
        uint64_t records, unused, links;
    } files[] = {
        { "nmap.xml", &cp_format_nmap, 4, 1, 0 },
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        cp_str text =
            project_file(a, __FILE__, cp_str_fmt(a, "tests/data/exports/%s", files[i].file).p);
        const cp_format *f = cp_format_detect(cp_bytes_of_str(text), CP_STR("x"));
        if (!ok(f == files[i].format, "%s is %s", files[i].file, f ? f->name : "nothing"))
            continue;
        heard *h = hear(a, f, text, NULL);
        is_int(h->rc, CP_OK, "%s: is read", files[i].file);
        is_uint(h->src.records, files[i].records, "%s: records", files[i].file);
        is_uint(h->src.records_bad, 0, "%s: bad ones %.*s", files[i].file, CP_FMT(problem(h, 0)));
        is_uint(h->src.records_unused, files[i].unused, "%s: unused", files[i].file);
        is_uint(h->n_links, files[i].links, "%s: links", files[i].file);
        cut_everywhere(f, cp_str_slice(text, 0, 3000), files[i].file);
    }
}

int main(void)
{
    void (*const tests[])(cp_arena *) = { test_nmap_hostile, test_samples };
    CHECK(nmap_rows);
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) {
        cp_arena *a = cp_arena_new(0);
        tests[i](a);
        cp_arena_free(a);
    }
    return tap_done();
}
