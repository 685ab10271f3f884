/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_wsd.c - a message of WS-Discovery or SADP: what is read lies within it, the limits hold,
 * lists end, and the front of a message never says more than the whole. */
#include "codec/xml.h"
#include "fuzz.h"
#include "sources/app/wsd.h"

static void must_be_within(cp_bytes in, cp_str s)
{
    const uint8_t *p = (const uint8_t *)s.p;
    MUST(s.n == 0 || (p >= in.p && s.n <= in.n && (size_t)(p - in.p) <= in.n - s.n));
}

static void check_match(cp_arena *a, cp_bytes in, const cp_wsd_match *m)
{
    cp_str rest = cp_xml_text(a, m->scopes), key, value, word;
    size_t n = rest.n, total = 0;
    must_be_within(in, m->endpoint);
    must_be_within(in, m->types);
    must_be_within(in, m->scopes);
    must_be_within(in, m->xaddrs);
    while (cp_onvif_scope(a, &rest, &key, &value)) {
        total += key.n + value.n + 10;
        MUST(key.n > 0 && total <= n + 1 && cp_str_find_char(key, '/') < 0);
    }
    MUST(rest.n == 0);
    rest = m->xaddrs;
    while (cp_wsd_word(&rest, &word))
        MUST(word.n > 0 && cp_str_find_char(word, ' ') < 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cp_bytes in = { data, size };
    cp_wsd p, front;
    cp_sadp s;
    cp_err err = { .off_bytes = 0 };
    cp_arena *a = cp_arena_new(0);
    cp_rc rc = cp_wsd_parse(in, &p, &err);
    MUST(rc == CP_OK || err.off_bytes <= size);
    MUST(p.n_matches <= CP_WSD_MATCHES_MAX);
    for (uint32_t i = 0; i < p.n_matches; i++)
        check_match(a, in, &p.matches[i]);
    (void)!cp_wsd_parse((cp_bytes){ data, size / 2 }, &front, NULL);
    MUST(front.n_matches <= p.n_matches);
    MUST(cp_sadp_parse(in, &s, NULL) == rc); /* both are refused or read as XML */
    const cp_str texts[] = { s.description, s.serial, s.mac, s.ipv4, s.software, s.dsp, s.oem };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        must_be_within(in, texts[i]);
        MUST(s.is_match || texts[i].n == 0);
    }
    cp_arena_free(a);
    return 0;
}
