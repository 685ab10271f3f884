/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_ssdp.c - an SSDP message and a description of a device: what is read lies within it, the
 * limits hold, and what the front of a message gave in full, the whole gives too. */
#include "fuzz.h"
#include "sources/app/ssdp.h"

static void must_be_within(cp_bytes in, cp_str s)
{
    const uint8_t *p = (const uint8_t *)s.p;
    MUST(s.n == 0 || (p >= in.p && s.n <= in.n && (size_t)(p - in.p) <= in.n - s.n));
}

static void check_descr(cp_bytes in)
{
    cp_upnp_descr d, front;
    cp_err err = { .off_bytes = 0 };
    cp_rc rc = cp_upnp_descr_parse(in, &d, &err);
    const cp_str texts[] = { d.device_type,       d.friendly_name, d.manufacturer, d.model_name,
                             d.model_description, d.serial_number, d.model_number, d.udn };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        must_be_within(in, texts[i]);
    MUST(rc == CP_OK || err.off_bytes <= in.n);
    (void)!cp_upnp_descr_parse((cp_bytes){ in.p, in.n / 2 }, &front, NULL);
    MUST(front.manufacturer.n == 0 || front.manufacturer.p == d.manufacturer.p);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cp_bytes in = { data, size };
    cp_ssdp p, front;
    cp_err err = { .off_bytes = 0 };
    cp_ip ip;
    cp_rc rc = cp_ssdp_parse(in, &p, &err);
    const cp_str texts[] = { p.server, p.location, p.usn, p.user_agent, p.target };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        must_be_within(in, texts[i]);
        MUST(cp_str_find_char(texts[i], '\n') < 0);
    }
    MUST(p.n_others <= CP_SSDP_OTHERS_MAX && p.n_headers <= CP_SSDP_HEADERS_MAX + 1);
    for (uint32_t i = 0; i < p.n_others; i++) {
        must_be_within(in, p.others[i].name);
        must_be_within(in, p.others[i].value);
    }
    MUST(rc == CP_OK || err.off_bytes <= size);
    MUST(cp_ssdp_is(in) || rc != CP_OK);
    MUST(!cp_url_ip(p.location, &ip) || ip.version == 4 || ip.version == 6);
    (void)!cp_ssdp_parse((cp_bytes){ data, size / 2 }, &front, NULL);
    MUST(front.n_headers <= p.n_headers + 1);
    check_descr(in);
    return 0;
}
