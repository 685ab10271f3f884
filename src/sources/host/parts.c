/* SPDX-License-Identifier: Apache-2.0 */
/* parts.c - see parts.h. */
#include "sources/host/parts.h"
#include "sources/values.h"

void cp_parts_open(cp_parts *p, cp_arena *a, const cp_obs_sink *sink, cp_source *src, cp_err *err)
{
    *p = (cp_parts){ .a = a, .sink = sink, .src = src, .err = err };
    cp_parts_of(p, CP_STR(""));
}

void cp_parts_of(cp_parts *p, cp_str host)
{
    host = cp_str_dup(p->a, cp_value_head(host, CP_PART_NAME_BYTES_MAX));
    p->host = host;
    p->n_ids = 1;
    p->ids[0] = (cp_ident){ CP_IDENT_AGENT, CP_STR("host") };
    if (host.n == 0)
        return;
    p->ids[0].value = cp_str_fmt(p->a, "host %.*s", CP_FMT(host));
    p->ids[p->n_ids++] = (cp_ident){ CP_IDENT_HOSTNAME, host };
}

static void say(cp_parts *p, cp_str part, cp_kind kind, cp_str value, uint64_t line)
{
    cp_obs o = { .ids = p->ids,
                 .n_ids = p->n_ids,
                 .part = part,
                 .kind = kind,
                 .value = cp_value_head(cp_str_trim(value), CP_OBS_VALUE_BYTES_MAX),
                 .at = CP_TIME_NONE,
                 .pos = line };
    if (p->rc == CP_OK && o.value.n)
        p->rc = p->sink->obs(p->sink->ctx, &o, p->err);
}

/* Its name, once. */
static void tell_host(cp_parts *p, uint64_t line)
{
    bool added = false;
    if (p->host.n)
        (void)cp_map_put(p->a, &p->hosts, p->host, &added);
    if (added)
        say(p, CP_STR(""), CP_KIND_PART_HOST, p->host, line);
}

void cp_parts_set_host(cp_parts *p, cp_kind kind, cp_str value, uint64_t line)
{
    value = cp_str_trim(value);
    bool is_id = kind == CP_KIND_PART_SERIAL && cp_serial_is_identity(value) &&
                 value.n <= CP_PART_NAME_BYTES_MAX;
    if (value.n == 0 || cp_value_is_placeholder(value))
        return;
    tell_host(p, line);
    p->n_of_hosts++;
    if (is_id)
        p->ids[p->n_ids++] = (cp_ident){ CP_IDENT_SERIAL, value };
    say(p, CP_STR(""), kind, value, line);
    p->n_ids -= is_id;
}

void cp_part_begin(cp_parts *p, const char *family, cp_str key, cp_str name, uint64_t line)
{
    if (p->n == CP_PARTS_MAX && p->rc == CP_OK)
        p->rc =
            cp_fail(p->err, CP_ELIMIT, CP_NO_OFF, "more than %d parts in one file", CP_PARTS_MAX);
    name = cp_value_head(cp_str_trim(name), CP_PART_NAME_BYTES_MAX);
    p->n++;
    key = cp_value_head(key, 2 * CP_PART_NAME_BYTES_MAX);
    p->part = cp_str_fmt(p->a, "%s %.*s", family, CP_FMT(key));
    p->line = line;
    tell_host(p, line);
    cp_part_say(p, CP_KIND_PART_NAME, name);
}

void cp_part_say(cp_parts *p, cp_kind kind, cp_str value) { say(p, p->part, kind, value, p->line); }

void cp_part_set(cp_parts *p, cp_kind kind, cp_str value)
{
    value = cp_str_trim(value);
    if (!cp_value_is_placeholder(value))
        cp_part_say(p, kind, value);
}
