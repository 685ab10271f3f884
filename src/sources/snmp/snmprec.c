/* SPDX-License-Identifier: Apache-2.0 */
/* snmprec.c - recordings of snmpsim: one variable a line, OID|TAG|VALUE.
 *
 * TAG is the BER type in decimal (4 octets, 6 object identifier, 64 address ...), then x if VALUE
 * is hexadecimal or e if it has escapes, then perhaps :module, whose VALUE is a list of settings:
 * of those only value= and hexvalue= are a value. Source: documentation of snmpsim, "Simulation
 * data".
 *
 * Lines that begin with # are remarks. Two of them are ours, of a recording that `scan` made: the
 * address that was asked, which is the agent's whatever else it tells, and why the recording is not
 * whole. */
#include "sources/snmp/var.h"

enum { LINES_PER_ASK = 1 << 16 };

typedef struct record {
    cp_str oid, tag, value;
} record;

static bool split(cp_str line, record *r)
{
    ptrdiff_t first = cp_str_find_char(line, '|');
    if (first <= 0)
        return false;
    cp_str rest = cp_str_from(line, (size_t)first + 1);
    ptrdiff_t second = cp_str_find_char(rest, '|');
    if (second <= 0)
        return false;
    r->oid = cp_str_slice(line, 0, (size_t)first);
    r->tag = cp_str_slice(rest, 0, (size_t)second);
    r->value = cp_str_from(rest, (size_t)second + 1);
    return true;
}

/* VALUE of a module: "value=42,period=3". */
static bool setting(cp_str settings, cp_str *value, bool *is_hex)
{
    cp_str part;
    while (cp_str_cut(&settings, ',', &part)) {
        *is_hex = cp_str_starts(part, CP_STR("hexvalue="));
        if (*is_hex || cp_str_starts(part, CP_STR("value="))) {
            *value = cp_str_from(part, *is_hex ? 9 : 6);
            return true;
        }
    }
    return false;
}

/* The tag's number and the form of the value; false if it is no tag or the module has no value. */
static bool read_tag(record *r, uint32_t *tag, cp_snmp_form *form)
{
    cp_str t = r->tag;
    ptrdiff_t colon = cp_str_find_char(t, ':');
    bool is_hex = false;
    *form = CP_SNMP_PLAIN;
    if (colon >= 0)
        t.n = (size_t)colon;
    if (t.n && (t.p[t.n - 1] == 'x' || t.p[t.n - 1] == 'e')) {
        *form = t.p[t.n - 1] == 'x' ? CP_SNMP_HEX : CP_SNMP_ESCAPED;
        t.n--;
    }
    if (!cp_str_u32(t, tag))
        return false;
    if (colon >= 0) {
        if (!setting(r->value, &r->value, &is_hex))
            r->value = CP_STR("");
        else if (is_hex)
            *form = CP_SNMP_HEX;
    }
    return true;
}

/* Another remark is nobody's business. */
static void take_remark(cp_arena *a, cp_source *src, cp_snmp_vars *out, cp_str line,
                        uint64_t number)
{
    static const cp_str asked = CP_STR_INIT("# asked: "), partly = CP_STR_INIT("# partly: ");
    cp_ip ip;
    if (cp_str_starts(line, asked) && !out->asked.version && out->v.n == 0 &&
        cp_ip_parse(cp_str_trim(cp_str_from(line, asked.n)), &ip)) {
        src->records++;
        out->asked = ip;
        out->asked_line = number;
    } else if (cp_str_starts(line, partly)) {
        cp_str why = cp_str_trim(cp_str_from(line, partly.n));
        src->records++;
        cp_source_bad(a, src, number, "read in part only: %.*s", CP_FMT(cp_str_slice(why, 0, 300)));
    }
}

static void take(cp_arena *a, cp_source *src, cp_snmp_vars *out, cp_str line, uint64_t number)
{
    record r;
    cp_oid oid;
    uint32_t tag, at;
    cp_mib_object object;
    cp_snmp_form form;
    if (cp_str_trim(line).n == 0)
        return;
    if (line.p[0] == '#') {
        take_remark(a, src, out, line, number);
        return;
    }
    src->records++;
    if (!split(line, &r) || !cp_oid_parse(cp_str_trim(r.oid), &oid)) {
        cp_source_bad(a, src, number, "expected OID|TAG|VALUE");
        return;
    }
    if (!read_tag(&r, &tag, &form)) {
        cp_source_bad(a, src, number, "the tag \"%.*s\" is no number with x, e or :module",
                      (int)(r.tag.n < 40 ? r.tag.n : 40), r.tag.p);
        return;
    }
    if (!cp_mib_find(oid.id, oid.n, &object, &at)) {
        src->records_unused++;
        return;
    }
    *cp_vec_add(a, &out->v) = (cp_snmp_var){
        .line = number,
        .raw = r.value,
        .index = cp_arena_dup(a, &oid.id[at], (oid.n - at) * sizeof(uint32_t)),
        .n_index = oid.n - at,
        .object = object,
        .form = form,
    };
}

cp_rc cp_snmp_read_rec(cp_arena *a, cp_bytes text, const cp_read_opts *opts, cp_snmp_vars *out,
                       cp_source *src, cp_err *err)
{
    cp_str rest = cp_str_of_bytes(text), line;
    uint64_t number = 0;
    while (cp_str_cut_line(&rest, &line)) {
        if (number++ % LINES_PER_ASK == 0) {
            if (opts->is_stopped && opts->is_stopped(opts->stop_ctx))
                return cp_fail(err, CP_EINTR, CP_NO_OFF, "stopped");
            if (out->v.n > CP_SNMP_VARS_MAX)
                return cp_fail_line(err, CP_ELIMIT, number, "more than %d variables of interest",
                                    CP_SNMP_VARS_MAX);
        }
        take(a, src, out, line, number);
    }
    return CP_OK;
}
