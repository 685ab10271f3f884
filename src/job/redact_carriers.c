/* SPDX-License-Identifier: Apache-2.0 */
/* redact_carriers.c - see redact.h: routes through carriers. Prefixes, peers, routers and the
 * numbers and names of ASes become pseudonyms, since they tell whose network it is; ASes that count
 * stay, as makers do, with their holders. */
#include "job/redact_words.h"

static bool stays(const cp_carrier_as *x) { return x->standing >= CP_CARRIER_UNDETERMINED; }

/* ---- telling the originals */

static void tell_wanted(cp_redactor *r, const cp_carrier_wanteds *w)
{
    for (uint32_t i = 0; i < w->n; i++) {
        (void)cp_redact_word_of(r, CP_PSEUDONYM_ADDRESS, w->v[i].asked);
        (void)cp_redact_word_of(r, CP_PSEUDONYM_ADDRESS, w->v[i].covered_by);
    }
}

void cp_redact_carriers_tell(cp_redactor *r, const cp_carrier_view *v)
{
    for (uint32_t i = 0; i < v->n_ases; i++)
        if (stays(&v->ases[i])) {
            cp_redact_keep(r, v->ases[i].as);
        } else {
            (void)cp_redact_word_of(r, CP_PSEUDONYM_ORGANISATION, v->ases[i].as);
            (void)cp_redact_word_of(r, CP_PSEUDONYM_ORGANISATION, v->ases[i].name);
        }
    for (uint32_t i = 0; i < v->n_rows; i++)
        (void)cp_redact_word_of(r, CP_PSEUDONYM_ADDRESS, v->rows[i].prefix);
    for (uint32_t i = 0; i < v->n_peers; i++)
        (void)cp_redact_word_of(r, CP_PSEUDONYM_ADDRESS, v->peers[i].text);
    for (uint32_t i = 0; i < v->alarms.n; i++) {
        (void)cp_redact_word_of(r, CP_PSEUDONYM_ADDRESS, v->alarms.v[i].prefix);
        (void)cp_redact_word_of(r, CP_PSEUDONYM_ADDRESS, v->alarms.v[i].peer);
        (void)cp_redact_word_of(r, CP_PSEUDONYM_DEVICE, v->alarms.v[i].router);
    }
    tell_wanted(r, &v->ours);
    tell_wanted(r, &v->to);
}

/* ---- writing anew */

static cp_carrier_wanteds wanteds(cp_redactor *r, cp_carrier_wanteds w)
{
    cp_carrier_wanted *v = cp_arena_dup(r->a, w.v, w.n * sizeof *v);
    for (uint32_t i = 0; i < w.n; i++) {
        v[i].asked = cp_redact_word_of(r, CP_PSEUDONYM_ADDRESS, v[i].asked);
        v[i].covered_by = cp_redact_word_of(r, CP_PSEUDONYM_ADDRESS, v[i].covered_by);
    }
    w.v = v;
    return w;
}

static const cp_carrier_as *ases(cp_redactor *r, const cp_carrier_view *in)
{
    cp_carrier_as *v = cp_arena_dup(r->a, in->ases, in->n_ases * sizeof *v);
    for (uint32_t i = 0; i < in->n_ases; i++)
        if (!stays(&v[i])) {
            v[i].as = cp_redact_word_of(r, CP_PSEUDONYM_ORGANISATION, v[i].as);
            v[i].name = CP_STR("");
        }
    return v;
}

static const cp_carrier_alarm *alarms(cp_redactor *r, const cp_carrier_alarms *in)
{
    cp_carrier_alarm *v = cp_arena_dup(r->a, in->v, in->n * sizeof *v);
    for (uint32_t i = 0; i < in->n; i++) {
        v[i].prefix = cp_redact_word_of(r, CP_PSEUDONYM_ADDRESS, v[i].prefix);
        v[i].peer = cp_redact_word_of(r, CP_PSEUDONYM_ADDRESS, v[i].peer);
        v[i].router = cp_redact_word_of(r, CP_PSEUDONYM_DEVICE, v[i].router);
        v[i].leak = cp_redact_sentence(r, v[i].leak);
    }
    return v;
}

const cp_carrier_view *cp_redact_carriers(cp_redactor *r, const cp_carrier_view *in)
{
    cp_carrier_view *out = cp_arena_dup(r->a, in, sizeof *in);
    cp_str *notes = CP_NEW_ARRAY(r->a, cp_str, in->n_notes + (size_t)1);
    cp_carrier_row *rows = cp_arena_dup(r->a, in->rows, in->n_rows * sizeof *rows);
    cp_carrier_peer *peers = cp_arena_dup(r->a, in->peers, in->n_peers * sizeof *peers);
    for (uint32_t i = 0; i < in->n_notes; i++)
        notes[i] = cp_redact_sentence(r, in->notes[i]);
    for (uint32_t i = 0; i < in->n_rows; i++)
        rows[i].prefix = cp_redact_word_of(r, CP_PSEUDONYM_ADDRESS, rows[i].prefix);
    for (uint32_t i = 0; i < in->n_peers; i++)
        peers[i].text = cp_redact_word_of(r, CP_PSEUDONYM_ADDRESS, peers[i].text);
    out->notes = notes;
    out->rows = rows;
    out->peers = peers;
    out->ases = ases(r, in);
    out->ours = wanteds(r, in->ours);
    out->to = wanteds(r, in->to);
    out->alarms.v = alarms(r, &in->alarms);
    if (in->reach.is_there)
        out->reach.relations = CP_STR("(left out)");
    return out;
}
