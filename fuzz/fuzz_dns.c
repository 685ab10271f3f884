/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_dns.c - a DNS message: data lies within it, each name that a record was accepted with can be
 * read again and is no longer than names may be, the limits hold, the same bytes give the same
 * twice, and the records of the front do not depend on what follows. */
#include <string.h>
#include "fuzz.h"
#include "sources/app/dns.h"

static void check_netbios(cp_bytes data)
{
    cp_nbns_status s;
    cp_nbns_name n;
    cp_ip ip;
    size_t count = 0;
    bool is_group;
    for (cp_bytes rest = data; cp_nbns_address(&rest, &ip, &is_group); count++)
        MUST(ip.version == 4);
    MUST(count == data.n / 6);
    if (!cp_nbns_status_of(data, &s))
        return;
    for (count = 0; cp_nbns_status_next(&s, &n); count++)
        MUST(n.n <= 15 && memchr(n.text, 0, sizeof n.text));
    MUST(count == data.p[0] && 18 * count < data.n);
}

static void check_rr(cp_arena *a, cp_bytes in, const cp_dns_rr *rr)
{
    cp_dns_name n;
    cp_nbns_name nb;
    cp_ip ip;
    cp_str s;
    size_t end = 0, total = 0;
    cp_bytes rest = rr->data;
    MUST(cp_dns_name_at(in, rr->name_off, &n, &end));
    MUST(n.n > 0 && n.n <= CP_DNS_NAME_BYTES_MAX && n.bytes[n.n - 1] == 0);
    MUST(end > rr->name_off && end + 4 <= in.n);
    cp_str text = cp_dns_name_text(a, &n), key = cp_dns_name_key(a, &n, 0);
    MUST(text.n < n.n && text.n == key.n && cp_str_eq_nocase(text, key));
    MUST(rr->data.n == 0 ||
         (rr->data.p == in.p + rr->data_off && rr->data_off + rr->data.n <= in.n));
    while (cp_dns_string(&rest, &s)) {
        total += s.n + 1;
        MUST(s.n <= 255 && total <= rr->data.n && total + rest.n == rr->data.n);
    }
    MUST(!cp_dns_address(rr, &ip) || ip.version == (rr->data.n == 4 ? 4 : 6));
    MUST(!cp_dns_reverse(&n, &ip) || ip.version == 4 || ip.version == 6);
    MUST(!cp_nbns_name_of(&n, &nb) || nb.n <= 15);
    check_netbios(rr->data);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static cp_dns x, y, front;
    cp_bytes in = { data, size };
    cp_err err = { .off_bytes = 0 };
    cp_arena *a = cp_arena_new(0);
    cp_rc rc = cp_dns_parse(in, &x, &err);
    MUST(rc == CP_OK || err.off_bytes <= size);
    MUST(x.n_rr <= CP_DNS_RECORDS_MAX);
    for (uint32_t i = 0; i < x.n_rr; i++)
        check_rr(a, in, &x.rr[i]);
    MUST(cp_dns_parse(in, &y, NULL) == rc && x.n_rr == y.n_rr && x.flags == y.flags);
    MUST(memcmp(x.rr, y.rr, x.n_rr * sizeof *x.rr) == 0);
    (void)!cp_dns_parse((cp_bytes){ data, size / 2 }, &front, NULL);
    MUST(front.n_rr <= x.n_rr);
    for (uint32_t i = 0; i < front.n_rr; i++)
        MUST(front.rr[i].name_off == x.rr[i].name_off && front.rr[i].data_off == x.rr[i].data_off);
    cp_arena_free(a);
    return 0;
}
