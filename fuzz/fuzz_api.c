/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_api.c - what an inventory server answers, and the file that is kept of it. The first byte
 * chooses the server; each line is an answer: the first letter its status (o: 200, n: 404, else
 * 403), the rest its body. What is asked is a path of our own making; an answer that is refused
 * moves nothing; a page that was kept comes out of the file again, and its line means the same. */
#include "codec/json.h"
#include "hearing.h"
#include "sources/export/pages.h"

/* No secret becomes visible, no line break is left, and a page that reads still reads. */
static void check_line(cp_arena *a, cp_bytes body, cp_str line)
{
    const cp_tree *t;
    cp_err err;
    MUST(line.n <= body.n + 1 && cp_str_find_char(line, '\n') < 0);
    if (cp_json_parse(a, body, &t, &err) == CP_OK)
        MUST(cp_json_parse(a, cp_bytes_of_str(line), &t, &err) == CP_OK);
    MUST(cp_str_eq(cp_api_line(a, cp_bytes_of_str(line)), line));
}

static void check_kept(cp_arena *a, cp_str get, uint32_t status, cp_str line)
{
    cp_buf b = cp_buf_new(a);
    cp_page p;
    cp_pages_write(&b, get, status, line);
    cp_input *in = cp_input_of_bytes(a, cp_bytes_of_str(cp_buf_str(&b)));
    MUST(cp_pages_next(in, &p) && cp_str_eq(p.get, get) && p.status == status);
    MUST(p.line_bytes == b.n && cp_str_eq(cp_str_of_bytes(p.body), line));
}

/* A file of pages tells the same twice, and nothing that stands in a line that it does not have. */
static void check_file(cp_arena *a, cp_bytes in)
{
    static const cp_format *const formats[] = { &cp_format_netbox_pages,
                                                &cp_format_librenms_pages };
    static const cp_read_opts opts;
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        if (formats[i]->detect(in, CP_STR("x")) == 0)
            continue;
        hearing *h = hear_twice(a, formats[i], in, &opts, NULL);
        MUST(h->n_statements == 0 && h->n_ties == 0);
        MUST(h->src.records_unused <= h->src.records && h->src.records <= in.n);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    cp_arena *a = cp_arena_new(0);
    cp_api *x = cp_api_new(a, data[0] & 1 ? CP_STR("netbox") : CP_STR("librenms"));
    cp_str rest = { (const char *)data + 1, size - 1 }, answer, fault;
    cp_err err;
    while (cp_api_next(x).n && cp_str_cut_line(&rest, &answer)) {
        uint32_t status = cp_str_starts(answer, CP_STR("o"))   ? 200
                          : cp_str_starts(answer, CP_STR("n")) ? 404
                                                               : 403;
        cp_bytes body = cp_bytes_of_str(cp_str_from(answer, 1));
        cp_str get = cp_str_dup(a, cp_api_next(x));
        MUST(cp_str_starts(get, CP_STR("api/")) && !cp_str_has(get, CP_STR("..")));
        cp_rc rc = cp_api_take(x, status, body, &fault, &err);
        if (rc != CP_OK) {
            MUST(cp_str_eq(cp_api_next(x), get));
            continue;
        }
        cp_str line = status == 200 ? cp_api_line(a, body) : CP_STR("");
        if (status == 200)
            check_line(a, body, line);
        check_kept(a, get, status, line);
    }
    check_file(a, (cp_bytes){ data, size });
    cp_arena_free(a);
    return 0;
}
