/* SPDX-License-Identifier: Apache-2.0 */
/* vrp_label.c - `display mpls lsp [verbose]` of VRP: which label packets of a prefix go on with.
 *
 *                      LSP Information: LDP LSP
 *     FEC                In/Out Label    In/Out IF                      Vrf Name
 *     192.0.2.9/32       NULL/1025       -/GE1/0/0           what comes without a label gets 1025
 *     192.0.2.9/32       1024/1025       -/GE1/0/0           ... and 1024 becomes 1025
 *     **LDP FRR**        /1026           /GE2/0/0            of the row above, when that fails
 *     -                  1030/NULL       -/-                 red          the label of a VPN
 *
 *     Fec                 :  192.0.2.9/32                    the same with `verbose`
 *     In-Label            :  NULL */
#include "sources/state/vrp_label.h"

enum { LABEL_MAX = (1 << 20) - 1 };

static bool read_label(cp_str word, uint64_t *out)
{
    if (cp_str_eq_nocase(word, CP_STR("NULL"))) {
        *out = CP_STATE_NO_LABEL;
        return true;
    }
    uint64_t n;
    if (!cp_str_u64(word, &n) || n > LABEL_MAX)
        return false;
    *out = n;
    return true;
}

/* "1024/3", "NULL/1025"; "/1026": in stays as it is. */
static bool read_labels(cp_str word, uint64_t *in, uint64_t *out)
{
    ptrdiff_t at = cp_str_find_char(word, '/');
    if (at < 0 || !read_label(cp_str_from(word, (size_t)at + 1), out))
        return false;
    return at == 0 || read_label(cp_str_slice(word, 0, (size_t)at), in);
}

/* Does a name begin here, "GE1/0/0", "100GE1/0/0" or "-", or is it a number of one? */
static bool is_name(cp_str s)
{
    cp_str part = CP_STR("");
    (void)cp_str_cut(&s, '/', &part);
    for (size_t i = 0; i < part.n; i++)
        if (part.p[i] == '-' || (part.p[i] | 0x20) >= 'a')
            return true;
    return false;
}

/* "-/GE1/0/0", "GE1/0/0/GE2/0/0", "/GE1/0/0", "-/-": the one that packets leave by. */
static cp_str out_iface(cp_str word)
{
    size_t at = SIZE_MAX;
    ptrdiff_t flag = cp_str_find_char(word, '(');
    word = flag >= 0 ? cp_str_slice(word, 0, (size_t)flag) : word;
    for (size_t i = 0; i + 1 < word.n; i++)
        if (word.p[i] == '/' && is_name(cp_str_from(word, i + 1)))
            at = i;
    cp_str name = at == SIZE_MAX ? CP_STR("") : cp_str_from(word, at + 1);
    return name.n && name.p[0] != '-' ? name : CP_STR("");
}

static void tell(cp_state_section *s, cp_vrp_lsps *m, uint64_t what)
{
    cp_state_tell(s, (cp_state){ .kind = CP_STATE_LSP,
                                 .vrf = cp_vrp_kept(&m->vrf),
                                 .pos = m->line,
                                 .lsp = { .fec = m->fec,
                                          .via = m->via,
                                          .protocol = cp_vrp_kept(&m->protocol),
                                          .name = cp_vrp_kept(&m->name),
                                          .iface = cp_vrp_kept(&m->iface),
                                          .in = m->in,
                                          .out = m->out,
                                          .what = what } });
}

/* ---- columns */

/* "LSP Information: BGP  LSP" */
static bool read_title(cp_vrp_lsps *m, cp_str text)
{
    static const char *const begins[] = { "Flag after ", "Total information of ", "Record No." };
    cp_str title = CP_STR("LSP Information:");
    if (cp_str_starts(text, title)) {
        cp_str kind = cp_str_trim(cp_str_from(text, title.n));
        if (cp_str_ends(kind, CP_STR(" LSP")))
            kind = cp_str_trim(cp_str_slice(kind, 0, kind.n - 4));
        cp_vrp_keep(&m->protocol, kind);
        m->has_columns = false;
        return true;
    }
    if (cp_str_starts(text, CP_STR("FEC ")) && cp_str_has(text, CP_STR("In/Out Label"))) {
        m->has_columns = true;
        return true;
    }
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
        if (cp_str_starts(text, cp_str_c(begins[i])))
            return true;
    return cp_vrp_is_ruler(text);
}

/* The prefix; what is none is the name of it. False: a prefix that cannot be. */
static bool read_fec(cp_state_section *s, cp_vrp_lsps *m, cp_str word)
{
    m->name.n = 0;
    m->fec.is_set = false;
    if (cp_str_eq(word, CP_STR("-")))
        return true;
    return cp_state_prefix(s, word, &m->fec);
}

/* What stands behind the interfaces. The prefix of an ASBR's label is one of a VPN that is not told
 * (RFC 4364, section 10, b). */
static void read_vrf(cp_vrp_lsps *m, cp_str fec, cp_str rest)
{
    rest = cp_str_trim(rest);
    m->vrf.n = 0;
    if (cp_str_starts(rest, CP_STR("ASBR"))) {
        m->fec.is_set = false;
        cp_vrp_keep(&m->name, fec);
    } else if (rest.n && !cp_str_eq(rest, CP_STR("-"))) {
        cp_vrp_keep(&m->vrf, cp_vrp_vrf(cp_state_word(&rest)));
    }
}

static cp_state_heard hear_row(cp_state_section *s, cp_vrp_lsps *m, cp_str text)
{
    cp_str rest = text, word = cp_state_word(&rest), fec = word;
    bool is_backup = cp_str_starts(text, CP_STR("**LDP FRR**"));
    m->line = s->line;
    if (!m->has_columns)
        return cp_state_bad(s, "no heading of a table stands above");
    if (is_backup) {
        rest = cp_str_from(text, sizeof "**LDP FRR**" - 1);
        word = cp_state_word(&rest);
        if (cp_str_starts(word, CP_STR("("))) /* "(L)": it goes over an interface that is none */
            word = cp_state_word(&rest);
        if (!m->is_pending)
            return cp_state_bad(s, "no LSP stands above");
    } else {
        m->is_pending = false;
        if (!read_fec(s, m, word))
            return CP_HEARD_NOTHING;
        word = cp_state_word(&rest);
        m->in = CP_STATE_NO_LABEL;
    }
    if (!read_labels(word, &m->in, &m->out))
        return cp_state_bad(s, "no labels, of 20 bits");
    word = cp_state_word(&rest);
    if (cp_str_find_char(word, '/') < 0)
        return cp_state_bad(s, "no interfaces");
    cp_vrp_keep(&m->iface, out_iface(word));
    if (cp_str_starts(cp_str_trim(rest), CP_STR("("))) /* "(I)", "(I*)" */
        (void)cp_state_word(&rest);
    if (!is_backup)
        read_vrf(m, fec, rest);
    m->is_pending = true;
    tell(s, m, is_backup ? CP_STATE_BACKUP : 0);
    return CP_HEARD_ROW;
}

/* ---- keys */

static void end_record(cp_state_section *s, cp_vrp_lsps *m)
{
    if (!m->is_open)
        return;
    m->is_open = false;
    tell(s, m, 0);
    m->name.n = m->iface.n = m->vrf.n = 0;
    m->fec.is_set = m->via.is_set = false;
}

static bool is_nothing(cp_str value) { return value.n == 0 || value.p[0] == '-'; }

static cp_state_heard hear_key(cp_state_section *s, cp_vrp_lsps *m, cp_str key, cp_str value)
{
    uint64_t n;
    if (cp_str_eq(key, CP_STR("No"))) {
        end_record(s, m);
        m->is_open = true;
        m->line = s->line;
        m->in = m->out = CP_STATE_NO_LABEL;
        return cp_str_u64(value, &n) ? CP_HEARD_ROW : cp_state_bad(s, "no number of an LSP");
    }
    if (!m->is_open)
        return cp_state_bad(s, "no LSP stands above");
    if (cp_str_eq(key, CP_STR("Fec")))
        return is_nothing(value) || read_fec(s, m, value) ? CP_HEARD_ROW : CP_HEARD_NOTHING;
    if (cp_str_eq(key, CP_STR("Nexthop"))) {
        if (!is_nothing(value) && !cp_state_address_of(value, &m->via))
            return cp_state_bad(s, "no address");
        return CP_HEARD_ROW;
    }
    bool is_in = cp_str_eq(key, CP_STR("In-Label"));
    if (is_in || cp_str_eq(key, CP_STR("Out-Label"))) {
        uint64_t *to = is_in ? &m->in : &m->out;
        return is_nothing(value) || read_label(value, to) ? CP_HEARD_ROW
                                                          : cp_state_bad(s, "no label, of 20 bits");
    }
    if (cp_str_eq(key, CP_STR("Out-Interface")) && !is_nothing(value))
        cp_vrp_keep(&m->iface, value);
    else if (cp_str_eq(key, CP_STR("VrfIndex")) && !is_nothing(value) && !cp_str_u64(value, &n))
        cp_vrp_keep(&m->vrf, cp_vrp_vrf(value));
    else if (cp_str_eq(key, CP_STR("Tunnel-Interface")) && !is_nothing(value))
        cp_vrp_keep(&m->name, value);
    return CP_HEARD_ROW; /* indices, timers, MTU of the LSP */
}

cp_state_heard cp_vrp_lsp(cp_state_section *s, cp_str line)
{
    cp_vrp_lsps *m = s->mem;
    cp_str text = cp_str_trim(line), value = text, key;
    if (read_title(m, text)) {
        end_record(s, m);
        return CP_HEARD_HEADING;
    }
    /* the colon of an address of version 6 stands in its first word */
    bool is_key = line.n && line.p[0] == ' ' && cp_str_has(text, CP_STR(" :")) &&
                  cp_str_cut(&value, ':', &key);
    if (is_key)
        return hear_key(s, m, cp_str_trim(key), cp_str_trim(value));
    end_record(s, m);
    if (!m->has_columns && cp_vrp_is_foreign(s, text)) {
        m->has_columns = true;
        return CP_HEARD_NOTHING;
    }
    return hear_row(s, m, text);
}

void cp_vrp_lsps_end(cp_state_section *s) { end_record(s, s->mem); }
