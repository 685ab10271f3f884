/* SPDX-License-Identifier: Apache-2.0 */
/* Shapes of texts, and the texts of which no rule and no name says anything. */
#include "acme.h"
#include "identify/misses.h"

static const struct row {
    const char *name, *in, *want;
} rows[] = {
    { "numbers", "AC-7 v1.2.30", "AC-9 v9.9.9" },
    { "the same of another release", "AC-9 v2.0.1", "AC-9 v9.9.9" },
    { "an address in hexadecimal", "id 00af3c99d1 end", "id # end" },
    { "a word of hexadecimal letters", "facade feedface", "facade feedface" },
    { "a number that a word follows is none", "12345678x", "9x" },
    { "blanks", "a \t\r\n b", "a b" },
    { "trimmed and unquoted", " \"a 1\" ", "a 9" },
    { "bytes of another script", "\xe5\x8d\x8e 7", "\xe5\x8d\x8e 9" },
    { "nothing", "", "" },
};

static void check_long(cp_arena *a)
{
    char text[CP_OBS_VALUE_BYTES_MAX];
    memset(text, 'x', sizeof text);
    ok(cp_miss_shape(a, (cp_str){ text, sizeof text }).n <= CP_MISS_SHAPE_BYTES_MAX,
       "a shape has an end");
    memset(text, 'a', sizeof text);
    text[sizeof text - 1] = '1';
    is_uint(cp_miss_shape(a, (cp_str){ text, sizeof text }).n, 1, "one long number");
}

static void check_found(cp_arena *a)
{
    cp_obs_store *s = cp_obs_store_new(a);
    cp_misses m;
    cp_err err = { 0 };
    static const char *const lines[] = {
        "A|ip=192.0.2.1||snmp.sys_descr|AcmeOS 2.1 on AX7",    /* a rule */
        "A|ip=192.0.2.2||snmp.sys_descr|Linux box 5.10",       /* a rule of nobody: it was read */
        "A|ip=192.0.2.3||snmp.sys_descr|my Emca thing",        /* a name */
        "A|ip=192.0.2.4||snmp.sys_descr|Quux 7 v1",            /* missed */
        "A|ip=192.0.2.5||snmp.sys_descr|Quux 8 v2",            /* the same form */
        "B|ip=192.0.2.6||snmp.sys_descr|Quux 7 v1",            /* the same value */
        "A|ip=192.0.2.4|ent:1|snmp.sys_descr|Quux 9 v9",       /* of a component */
        "A|ip=192.0.2.4||snmp.sys_name|quux-1",                /* a name that users choose */
        "A|ip=192.0.2.4||snmp.sys_object_id|1.3.6.1.4.1.55.1", /* a number of nobody */
        "A|mac=00:00:05:00:00:01||eth.src|00:00:05:00:00:01",  /* an address: no rule helps */
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        tell(a, s, cp_str_c(lines[i]), i + 1);
    is_int(cp_misses_find(a, acme(a), s, &m, &err), CP_OK, "found: %s", err.msg);
    is_uint(m.n_seen, 7, "observations that can carry a maker");
    is_uint(m.n_missed, 4, "those that carried none");
    is_uint(m.n, 2, "forms");
    if (m.n == 2) {
        is_cstr(m.v[0].shape, "Quux 9 v9", "the most frequent first");
        is_cstr(m.v[0].example, "Quux 7 v1", "the first value is the example");
        is_uint(m.v[0].n_seen, 3, "observations of the form");
        is_uint(m.v[0].n_values, 2, "its values");
        is_uint(m.v[0].pos, 4, "its place");
        is_int(m.v[1].kind, CP_KIND_SNMP_SYS_OBJECT_ID, "then the other");
    }
    is_int(cp_misses_find(a, acme(a), cp_obs_store_new(a), &m, &err), CP_OK, "an empty store");
    is_uint(m.n + m.n_seen, 0, "nothing in it");
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        is_cstr(cp_miss_shape(a, cp_str_c(rows[i].in)), rows[i].want, "%s", rows[i].name);
    check_long(a);
    check_found(a);
    cp_arena_free(a);
    return tap_done();
}
