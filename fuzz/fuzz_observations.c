/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_observations.c - NDJSON. The same is told twice; every line is told, bad, unused or a
 * header; and what was told, written as NDJSON again, tells the same. */
#include "codec/json.h"
#include "hearing.h"
#include "sources/import/import.h"

static const cp_read_opts opts;

static cp_rc write_obs(void *ctx, const cp_obs *o, cp_err *err)
{
    cp_buf *b = ctx;
    (void)err;
    cp_jw w = cp_jw_new(b);
    cp_jw_obj(&w);
    cp_jw_key(&w, "subject");
    cp_jw_obj(&w);
    for (int k = 0; k < CP_IDENT_COUNT; k++) {
        bool is_open = false;
        for (uint32_t i = 0; i < o->n_ids; i++) {
            if ((int)o->ids[i].kind != k)
                continue;
            if (!is_open) {
                cp_jw_key(&w, cp_ident_kind_name((cp_ident_kind)k));
                cp_jw_arr(&w);
            }
            is_open = true;
            cp_jw_str(&w, o->ids[i].value);
        }
        if (is_open)
            cp_jw_arr_end(&w);
    }
    cp_jw_obj_end(&w);
    cp_jw_kstr(&w, "kind", cp_str_c(cp_kind_name(o->kind)));
    cp_jw_kstr(&w, "value", o->value);
    cp_jw_kstr(&w, "part", o->part);
    if (o->at != CP_TIME_NONE)
        cp_jw_kstr(&w, "at", cp_time_text(b->a, o->at));
    cp_jw_obj_end(&w);
    cp_buf_char(b, '\n');
    return CP_OK;
}

static cp_str written(cp_arena *a, cp_bytes in)
{
    cp_buf b = cp_buf_new(a);
    cp_obs_sink sink = { &b, write_obs, NULL };
    cp_source src = { .realm = CP_STR("default") };
    (void)!cp_format_observations.read(a, cp_input_of_bytes(a, in), &opts, &sink, &src, NULL);
    return cp_buf_str(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cp_arena *a = cp_arena_new(0);
    cp_bytes in = { data, size };
    hearing *h = hear_twice(a, &cp_format_observations, in, &opts, NULL);
    MUST(h->n_links == 0 && h->n_obs + h->src.records_unused <= h->src.records);
    MUST(h->src.records <= h->n_obs + h->src.records_unused + h->src.records_bad);
    (void)cp_format_observations.detect(in, CP_STR(""));
    cp_str once = written(a, in);
    cp_str twice = written(a, cp_bytes_of_str(once));
    MUST(cp_str_eq(once, twice));
    cp_arena_free(a);
    return 0;
}
