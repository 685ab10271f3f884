/* SPDX-License-Identifier: Apache-2.0 */
/* zxros_label.c - of ZXROS, which label packets go on with:
 *
 *     Local    Outgoing   Prefix or           Outgoing       Next Hop        M/S   show mpls
 *     label    label      Lspname             interface                          forwarding-table
 *     16384    Poptag     192.0.2.1/32        gei-0/1/0/1    198.51.100.2     M
 *     40000    50000      192.0.2.0/24[RD 0.                 192.0.2.9        S    a backup; the
 *                         0.0.100:200]                                             name goes on
 *     200      36987      by-hand             gei-0/1/0/5    198.51.100.6     M    a static LSP
 *
 *     Prefix              Local     Outgoing  Next Hop        Forwarding     M/S   color-lsp
 *     color               label     label                     info
 *     192.0.2.5/32/100    1001      200       198.51.100.2    TE Tunnel[1]   M
 *
 *     192.0.2.0/24                                               show mpls ldp bindings
 *       local binding: label: 16
 *       remote binding:
 *         192.0.2.1:0->192.0.2.2:0, label: 17(inuse)
 *
 * Rows need not stand below their headings, so what a word is its place in the row says; only the
 * rest of a name stands below its beginning. */
#include "sources/state/ios.h"
#include "sources/state/zxros.h"

enum { LABEL_MAX = (1 << 20) - 1 };

static bool read_label(cp_str word, uint64_t *out)
{
    static const struct {
        const char *word;
        uint64_t label;
    } words[] = { { "Poptag", CP_STATE_IMPLICIT_NULL },   { "ImpNull", CP_STATE_IMPLICIT_NULL },
                  { "imp-null", CP_STATE_IMPLICIT_NULL }, { "exp-null", 0 },
                  { "Untagged", CP_STATE_NO_LABEL },      { "UnTag", CP_STATE_NO_LABEL },
                  { "UnAsgnd", CP_STATE_NO_LABEL } };
    if (cp_str_u64(word, out))
        return *out <= LABEL_MAX;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (cp_str_eq_nocase(word, cp_str_c(words[i].word))) {
            *out = words[i].label;
            return true;
        }
    return false;
}

static void begin(cp_state_section *s, bool *has_begun)
{
    cp_str args = s->args, word;
    while (!*has_begun && (word = cp_state_word(&args)).n)
        if (cp_str_eq_nocase(word, CP_STR("vrf")))
            s->vrf = cp_state_word(&args);
    *has_begun = true;
}

/* ---- the table of labels */

/* "192.0.2.0/24[RD 64500:1]" is not yet of any table, and is told as of one that has the
 * distinguisher's name. */
static bool read_fec(cp_state_section *s, zxros_lsps *m, cp_str text, cp_state *row)
{
    ptrdiff_t at = cp_str_find_char(text, '[');
    if (m->is_color || (at < 0 && cp_str_find_char(text, '/') < 0)) {
        row->lsp.name = text;
        return true;
    }
    if (at >= 0) {
        cp_str rd = cp_str_from(text, (size_t)at + 1);
        if (!cp_str_starts(rd, CP_STR("RD ")) || !cp_str_ends(rd, CP_STR("]"))) {
            (void)cp_state_bad(s, "no route distinguisher");
            return false;
        }
        row->vrf = cp_str_fmt(s->a, "%.*s", CP_FMT(cp_str_slice(rd, 0, rd.n - 1)));
        text = cp_str_slice(text, 0, (size_t)at);
    }
    return cp_state_prefix(s, text, &row->lsp.fec);
}

static void tell_lsp(cp_state_section *s, zxros_lsps *m)
{
    cp_str fec = { m->fec.v, m->fec.n };
    if (!m->has_row)
        return;
    cp_state row = { .kind = CP_STATE_LSP, .vrf = CP_STR(""), .pos = m->line, .lsp = m->row };
    row.lsp.protocol = row.lsp.name = CP_STR("");
    row.lsp.iface = (cp_str){ m->iface.v, m->iface.n };
    if (read_fec(s, m, fec, &row))
        cp_state_tell(s, row);
    else
        cp_state_bad_at(s, m->line, fec, "%.*s", CP_FMT(s->why));
    s->why = CP_STR("");
    m->has_row = false;
}

void zxros_end_lsps(cp_state_section *s) { tell_lsp(s, s->mem); }

static bool is_heading(zxros_lsps *m, cp_str text)
{
    bool is_color =
             cp_str_starts(text, CP_STR("Prefix ")) && cp_str_has(text, CP_STR(" Forwarding ")),
         is_plain =
             cp_str_starts(text, CP_STR("Local ")) && cp_str_has(text, CP_STR(" Prefix or "));
    if ((is_color || is_plain) && cp_str_has(text, CP_STR("M/S"))) {
        m->is_color = is_color;
        return m->has_columns = true;
    }
    return m->has_columns && (cp_str_starts(text, CP_STR("label ")) ||
                              (m->is_color && cp_str_starts(text, CP_STR("color "))));
}

/* The ends of names, below where they begin; with `detail` the labels of packets, and their way. */
static bool read_rest(zxros_lsps *m, cp_str line)
{
    cp_str text = cp_str_trim(line), rest;
    if (!m->has_row || line.p[0] != ' ')
        return false;
    if (ios_after(text, "Outgoing interface:", &rest)) {
        cp_str name = cp_state_word(&rest);
        return m->iface.n > 0 || zxros_take(m->iface.v, &m->iface.n, name);
    }
    if (cp_str_starts(text, CP_STR("Label stack ")) || cp_str_starts(text, CP_STR("Direct ")))
        return true;
    rest = line;
    for (cp_str word; (word = cp_state_word(&rest)).n;) {
        size_t at = (size_t)(word.p - line.p);
        zxros_text *to = at == m->fec_at ? &m->fec : at == m->iface_at ? &m->iface : NULL;
        if (!to || !zxros_take(to->v, &to->n, word))
            return false;
    }
    return true;
}

static cp_str last_word(cp_str *rest)
{
    *rest = cp_str_trim(*rest);
    size_t at = rest->n;
    while (at > 0 && rest->p[at - 1] != ' ')
        at--;
    cp_str word = cp_str_from(*rest, at);
    *rest = cp_str_trim(cp_str_slice(*rest, 0, at));
    return word;
}

static bool set(zxros_text *t, cp_str word)
{
    t->n = 0;
    return zxros_take(t->v, &t->n, word);
}

/* A prefix, a route distinguisher perhaps, behind a blank. */
static bool take_fec(zxros_lsps *m, cp_str line, cp_str *rest)
{
    cp_str word = cp_state_word(rest);
    m->fec_at = (size_t)(word.p - line.p);
    if (word.n == 0 || !set(&m->fec, word))
        return false;
    return !cp_str_ends(word, CP_STR("[RD")) ||
           (zxros_take(m->fec.v, &m->fec.n, CP_STR(" ")) &&
            zxros_take(m->fec.v, &m->fec.n, cp_state_word(rest)));
}

/* What stands between the prefix and M or S: an interface, a next hop, both or neither; of a path
 * with a color the next hop, and a tunnel of several words. */
static cp_state_heard read_way(cp_state_section *s, zxros_lsps *m, cp_str line, cp_str rest)
{
    cp_str iface = rest;
    m->row.via.is_set = false;
    if (m->is_color) {
        if (!cp_state_address_of(cp_state_word(&iface), &m->row.via))
            return cp_state_bad(s, "no next hop");
        iface = cp_str_trim(iface);
    } else if (rest.n) {
        cp_str word = last_word(&iface);
        if (!cp_state_address_of(word, &m->row.via))
            iface = rest;
        if (cp_str_find_char(iface, ' ') >= 0)
            return cp_state_bad(s, "more than the columns of the table");
    }
    m->iface_at = iface.n ? (size_t)(iface.p - line.p) : SIZE_MAX;
    if (!set(&m->iface, iface))
        return cp_state_bad(s, "a name that is too long");
    return CP_HEARD_ROW;
}

static cp_state_heard read_row(cp_state_section *s, zxros_lsps *m, cp_str line)
{
    cp_str rest = line;
    bool is_good = true;
    m->line = s->line;
    if (m->is_color)
        is_good = take_fec(m, line, &rest);
    if (!read_label(cp_state_word(&rest), &m->row.in) ||
        !read_label(cp_state_word(&rest), &m->row.out))
        return cp_state_bad(s, "no labels, of 20 bits");
    if (!m->is_color)
        is_good = take_fec(m, line, &rest);
    if (!is_good)
        return cp_state_bad(s, "no prefix or name");
    cp_str which = last_word(&rest);
    if (!cp_str_eq(which, CP_STR("M")) && !cp_str_eq(which, CP_STR("S")))
        return cp_state_bad(s, "neither main nor standby");
    m->row.what = which.p[0] == 'S' ? CP_STATE_BACKUP : 0;
    cp_state_heard heard = read_way(s, m, line, rest);
    m->has_row = heard == CP_HEARD_ROW;
    return heard;
}

cp_state_heard zxros_hear_lsps(cp_state_section *s, cp_str line)
{
    zxros_lsps *m = s->mem;
    cp_str text = cp_str_trim(line);
    begin(s, &m->has_begun);
    if (is_heading(m, text) || text.n == 0)
        return CP_HEARD_HEADING;
    if (!m->has_columns)
        return CP_HEARD_NOTHING;
    if (read_rest(m, line))
        return CP_HEARD_ROW;
    tell_lsp(s, m);
    return line.p[0] == ' ' ? CP_HEARD_NOTHING : read_row(s, m, line);
}

/* ---- bindings of LDP: of those that came from neighbours, the one that is in use */

/* "192.0.2.1:0->192.0.2.2:0, label: 17(inuse)" */
static cp_state_heard read_remote(cp_state_section *s, zxros_bindings *m, cp_str text)
{
    cp_str ids = CP_STR(""), rest;
    cp_state_lsp x = { .fec = m->fec,
                       .protocol = CP_STR("LDP"),
                       .name = CP_STR(""),
                       .iface = CP_STR(""),
                       .in = m->local };
    (void)cp_str_cut(&text, ',', &ids);
    if (!cp_str_has(ids, CP_STR("->")))
        return CP_HEARD_NOTHING;
    if (!ios_after(cp_str_trim(text), "label:", &rest))
        return m->is_remote ? cp_state_bad(s, "no label") : CP_HEARD_HEADING; /* who was told */
    rest = cp_str_trim(rest);
    bool is_used = cp_str_ends(rest, CP_STR("(inuse)"));
    if (is_used)
        rest.n -= sizeof "(inuse)" - 1;
    if (!read_label(cp_str_trim(rest), &x.out))
        return cp_state_bad(s, "no label, of 20 bits");
    if (!m->is_remote)
        return cp_state_bad(s, "a label of nobody");
    if (is_used)
        cp_state_tell(s, (cp_state){ .kind = CP_STATE_LSP, .vrf = CP_STR(""), .lsp = x });
    return CP_HEARD_ROW;
}

cp_state_heard zxros_hear_bindings(cp_state_section *s, cp_str line)
{
    zxros_bindings *m = s->mem;
    cp_str text = cp_str_trim(line), rest = text;
    begin(s, &m->has_begun);
    if (text.n && line.p[0] != ' ') {
        m->is_remote = false;
        m->local = CP_STATE_NO_LABEL;
        m->fec.is_set = false; /* of what stands below a prefix that is none nothing is told */
        if (!cp_state_prefix(s, cp_state_word(&rest), &m->fec))
            return CP_HEARD_NOTHING;
        return rest.n ? cp_state_bad(s, "more than a prefix") : CP_HEARD_ROW;
    }
    if (cp_str_eq(text, CP_STR("advertised:")) ||
        cp_str_starts(text, CP_STR("label withdraw delay remaining:"))) {
        m->is_remote = false;
        return CP_HEARD_HEADING;
    }
    if (!m->fec.is_set)
        return cp_state_bad(s, "no prefix stands above");
    if (cp_str_eq(text, CP_STR("remote binding:"))) {
        m->is_remote = true;
        return CP_HEARD_HEADING;
    }
    if (ios_after(text, "local binding:", &rest)) {
        rest = cp_str_trim(rest);
        return ios_after(rest, "label:", &rest) && read_label(cp_str_trim(rest), &m->local)
                   ? CP_HEARD_ROW
                   : cp_state_bad(s, "no label, of 20 bits");
    }
    return read_remote(s, m, text);
}
