/* SPDX-License-Identifier: Apache-2.0 */
/* snmp.c - the two formats: how they are recognised, and how they are read. */
#include "sources/snmp/snmp.h"
#include "sources/snmp/var.h"

enum { LINES_LOOKED_AT = 400 };

/* Not the last line of a head that may be cut in the middle. */
static bool whole_line(cp_str *rest, cp_str *line)
{
    bool has_end = cp_str_find_char(*rest, '\n') >= 0;
    return cp_str_cut_line(rest, line) && (has_end || line->n < CP_INPUT_HEAD_BYTES / 2);
}

static bool is_rec_line(cp_str line)
{
    cp_str oid, tag;
    cp_oid parsed; /* a number alone is none (X.660): tables of AS begin so */
    return cp_str_cut(&line, '|', &oid) && cp_oid_parse(oid, &parsed) && parsed.n > 1 &&
           cp_str_cut(&line, '|', &tag) && tag.n > 0 && tag.p[0] >= '0' && tag.p[0] <= '9';
}

static int detect_rec(cp_bytes head, cp_str name)
{
    cp_str rest = cp_str_of_bytes(head), line;
    int good = 0, bad = 0;
    for (int i = 0; i < LINES_LOOKED_AT && whole_line(&rest, &line); i++) {
        if (line.n == 0 || line.p[0] == '#')
            continue;
        *(is_rec_line(line) ? &good : &bad) += 1;
    }
    cp_str whose;
    uint32_t vlan;
    if (good == 0 && bad == 0) /* nobody told anything there: whose it is stands in the name */
        return cp_source_of_vlan(name, &whose, &vlan) ? 60 : 0;
    return good > bad ? cp_str_ends(name, CP_STR(".snmprec")) ? 99 : 95 : 0;
}

/* How surely the line is a variable: 2 with "=", 1 in the quick form. */
static int walk_line(cp_str line)
{
    cp_oid oid;
    cp_snmp_name name = cp_snmp_name_parse(line, NULL, &oid);
    if (name.length == 0 || name.length == line.n)
        return 0;
    cp_str rest = cp_str_trim(cp_str_from(line, name.length));
    bool whole = name.is_numeric ? oid.n > 5 && oid.id[0] == 1 : name.has_module || name.is_known;
    if (!whole)
        return 0;
    return cp_str_starts(rest, CP_STR("=")) ? 2 : 1;
}

static int detect_walk(cp_bytes head, cp_str name)
{
    (void)name;
    cp_str rest = cp_str_of_bytes(head), line;
    int with_equal = 0, quick = 0, lines = 0;
    for (int i = 0; i < LINES_LOOKED_AT && whole_line(&rest, &line); i++) {
        int is = walk_line(line);
        with_equal += is == 2;
        quick += is == 1;
        lines += line.n > 0;
    }
    if (with_equal > 0 && with_equal * 8 >= lines)
        return 92;
    return quick > 0 && quick * 2 >= lines ? 80 : with_equal > 0 ? 30 : 0;
}

typedef cp_rc (*reader)(cp_arena *a, cp_bytes text, const cp_read_opts *opts, cp_snmp_vars *out,
                        cp_source *src, cp_err *err);

static cp_rc read_with(reader fn, cp_arena *a, cp_input *in, const cp_read_opts *opts,
                       const cp_obs_sink *sink, cp_source *src, cp_err *err)
{
    cp_bytes text;
    cp_snmp_vars vars = { .v = { .n = 0 } };
    cp_rc rc = cp_input_text(in, CP_SNMP_BYTES_MAX, &text, err);
    if (rc != CP_OK)
        return rc;
    rc = fn(a, text, opts, &vars, src, err);
    if (rc != CP_OK)
        return rc;
    cp_str whose;
    uint32_t vlan;
    if (vars.v.n == 0 && src->records_unused == 0 &&
        (src->records > 0 || !cp_source_of_vlan(src->name, &whose, &vlan)))
        return cp_fail(err, CP_EFORMAT, CP_NO_OFF, "there is no variable of an SNMP walk in it");
    return cp_snmp_emit(a, &vars, sink, src, err);
}

static cp_rc read_walk(cp_arena *a, cp_input *in, const cp_read_opts *opts, const cp_obs_sink *sink,
                       cp_source *src, cp_err *err)
{
    return read_with(cp_snmp_read_walk, a, in, opts, sink, src, err);
}

static cp_rc read_rec(cp_arena *a, cp_input *in, const cp_read_opts *opts, const cp_obs_sink *sink,
                      cp_source *src, cp_err *err)
{
    return read_with(cp_snmp_read_rec, a, in, opts, sink, src, err);
}

const cp_format cp_format_snmpwalk = {
    .name = "snmpwalk",
    .what = "SNMP walk (text of snmpwalk)",
    .detect = detect_walk,
    .read = read_walk,
};
const cp_format cp_format_snmprec = {
    .name = "snmprec",
    .what = "SNMP recording (.snmprec)",
    .detect = detect_rec,
    .read = read_rec,
};
