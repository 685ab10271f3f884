/* SPDX-License-Identifier: Apache-2.0 */
/* carriers_view_when.c - see carriers_view.h: since when prefixes go through carriers that count,
 * in at most CP_CARRIER_VIEW_PLACES places of whole days, which cover all that was told. A row says
 * when the first of its paths with any such carrier was told: it counts with each of its carriers.
 */
#include "job/carriers_view.h"

enum { DAY_S = 86400 };

typedef struct dating {
    cp_carriers_viewing *k;
    cp_map at; /* AS number -> line + 1 */
    cp_carrier_line *lines;
} dating;

/* From the first day to the last; false: nobody told of any. */
static bool find_days(cp_carriers_viewing *k, const cp_exposure_row *v, uint32_t n)
{
    int32_t first = INT32_MAX, last = INT32_MIN;
    for (uint32_t i = 0; i < n; i++) {
        int32_t day = (int32_t)(v[i].since_s / DAY_S);
        if (!v[i].via)
            continue;
        k->out->n_untold += v[i].since_s == 0;
        if (v[i].since_s && day < first)
            first = day;
        if (v[i].since_s && day > last)
            last = day;
    }
    if (first > last)
        return false;
    uint32_t days = (uint32_t)(last - first) + 1;
    k->out->day = first;
    k->out->place_days = (days + CP_CARRIER_VIEW_PLACES - 1) / CP_CARRIER_VIEW_PLACES;
    k->out->n_places = (days + k->out->place_days - 1) / k->out->place_days;
    return true;
}

static void count(dating *d, const cp_exposure_row *r)
{
    const cp_carrier_view *out = d->k->out;
    const cp_via *via = cp_exposure_via(d->k->c->x, r->via);
    uint32_t place = (uint32_t)((int32_t)(r->since_s / DAY_S) - out->day) / out->place_days;
    d->lines[0].n[place]++;
    d->lines[0].all++;
    for (uint32_t i = 0; i < via->n; i++) {
        const uint64_t *at =
            cp_map_get(&d->at, (cp_str){ (const char *)&via->asns[i], sizeof via->asns[i] });
        if (at && *at) {
            d->lines[*at - 1].n[place]++;
            d->lines[*at - 1].all++;
        }
    }
}

void cp_carriers_view_when(cp_carriers_viewing *k)
{
    dating d = { .k = k };
    uint32_t n, n_ases;
    const cp_exposure_row *v = cp_exposure_rows(k->c->x, &n);
    const cp_exposure_as *ases = cp_exposure_ases(k->c->x, &n_ases);
    if (!find_days(k, v, n))
        return;
    d.lines = CP_NEW_ARRAY(k->a, cp_carrier_line, CP_CARRIER_VIEW_LINES_MAX);
    d.lines[0].as = CP_CARRIER_VIEW_NONE;
    k->out->n_lines = 1;
    for (uint32_t i = 0; i < n_ases && k->out->n_lines < CP_CARRIER_VIEW_LINES_MAX; i++) {
        d.lines[k->out->n_lines].as = cp_carriers_view_as(k, ases[i].asn);
        *cp_carriers_view_at(k, &d.at, ases[i].asn) = ++k->out->n_lines;
    }
    for (uint32_t i = 0; i < n; i++)
        if (v[i].via && v[i].since_s)
            count(&d, &v[i]);
    k->out->lines = d.lines;
}
