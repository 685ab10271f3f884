/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_logins.c - sessions out of tables, lines and lists. The first byte chooses the format. Read
 * twice, the same is told; each session has an account and a begin, no more are told than two a
 * line, and its texts are such as can be kept. */
#include "fuzz.h"
#include "sources/login/login.h"

typedef struct heard {
    uint64_t n, hash;
} heard;

static cp_rc hear_obs(void *ctx, const cp_obs *o, cp_err *err)
{
    (void)ctx, (void)o, (void)err;
    return CP_OK;
}

static cp_rc hear_name(void *ctx, const cp_flow_name *n, cp_err *err)
{
    heard *h = ctx;
    (void)err;
    MUST(cp_flow_name_is_login(n->kind) && n->at != CP_TIME_NONE);
    MUST(n->name.n > 0 && n->name.n <= CP_FLOW_NAME_BYTES_MAX && n->name.p[0] != '\t');
    MUST(n->kind != CP_FLOW_NAME_LOGIN_LEASE || cp_flow_addr_is_set(n->addr));
    for (size_t i = 0; i < n->name.n; i++)
        MUST((unsigned char)n->name.p[i] >= ' ' || n->name.p[i] == '\t');
    h->n++;
    h->hash = cp_hash(n->name, h->hash + (uint64_t)n->at + n->bytes);
    return CP_OK;
}

static heard read_once(cp_bytes in, uint8_t which)
{
    cp_arena *a = cp_arena_new(0);
    heard h = { 0 };
    static const cp_format *const formats[] = {
        &cp_format_logins_syslog, &cp_format_logins_csv,        &cp_format_logins_status,
        &cp_format_logins_radius, &cp_format_logins_radius_csv, &cp_format_logins_tacacs
    };
    const cp_format *f = formats[which % (sizeof formats / sizeof *formats)];
    cp_obs_sink sink = { .ctx = &h, .obs = hear_obs, .flow_name = hear_name };
    cp_read_opts opts = { .realm = CP_STR("default") };
    cp_source src = { .name = CP_STR("auth.log-20251123"),
                      .first_at = CP_TIME_NONE,
                      .last_at = CP_TIME_NONE };
    (void)f->detect(in, src.name);
    (void)f->read(a, cp_input_of_bytes(a, in), &opts, &sink, &src, NULL);
    MUST(h.n <= 2 * src.records && src.records_bad <= src.records);
    cp_arena_free(a);
    return h;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    cp_bytes in = { data + 1, size - 1 };
    heard x = read_once(in, data[0]), y = read_once(in, data[0]);
    MUST(x.n == y.n && x.hash == y.hash);
    return 0;
}
