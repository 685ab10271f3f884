/* SPDX-License-Identifier: Apache-2.0 */
/* flows_plot.c - findings in lines of characters: of a beacon, when it was seen, and how long it
 * waited; of others what flows_strips.c draws.
 *
 *     seen      |▂▂▂▂ ▂▂▂▂▂▂|     hours of its days, several to a place where they are many
 *     intervals |     ▁█▂   |     classes of the logarithm, four an octave
 */
#include <math.h>
#include "flow/beacon.h"
#include "job/flows.h"

enum { PLACES_MAX = 60, LEVELS = 8 };
static_assert((int)CP_FLOWS_GAPS == (int)CP_BEACON_HISTOGRAM, "the same classes");
static_assert((int)CP_FLOWS_PLACES <= (int)PLACES_MAX, "of a line");

static void strip_of(const double *v, uint32_t n, double most, bool is_utf8, cp_buf *out)
{
    static const char *const blocks[] = { "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█" };
    static const char plain[] = ".:-=+*#@";
    cp_buf_char(out, '|');
    for (uint32_t i = 0; i < n; i++) {
        double level = v[i] > 0 ? ceil(v[i] / most * LEVELS) - 1 : 0;
        uint32_t k = level < 0 ? 0 : level < LEVELS ? (uint32_t)level : LEVELS - 1;
        if (v[i] <= 0)
            cp_buf_char(out, ' ');
        else if (is_utf8)
            cp_buf_add_c(out, blocks[k]);
        else
            cp_buf_char(out, plain[k]);
    }
    cp_buf_char(out, '|');
}

static double most_of(const double *v, uint32_t n)
{
    double most = 0;
    for (uint32_t i = 0; i < n; i++)
        most = v[i] > most ? v[i] : most;
    return most;
}

static void strip(const uint32_t *counts, uint32_t n, bool is_utf8, cp_buf *out)
{
    double v[PLACES_MAX];
    for (uint32_t i = 0; i < n; i++)
        v[i] = counts[i];
    strip_of(v, n, most_of(v, n), is_utf8, out);
}

/* Hours of its days between the first and the last one with events. */
static void plot_hours(cp_arena *a, const cp_beacon_plot *p, bool is_utf8, cp_buf *out)
{
    uint32_t first = UINT32_MAX, last = 0, places[PLACES_MAX] = { 0 }, n_hours = p->n_days * 24;
    for (uint32_t h = 0; h < n_hours; h++)
        if (p->heat[h / 24][h % 24]) {
            first = first == UINT32_MAX ? h : first;
            last = h;
        }
    if (first == UINT32_MAX)
        return;
    uint32_t each = (last - first) / PLACES_MAX + 1, n = (last - first) / each + 1;
    for (uint32_t h = first; h <= last; h++)
        places[(h - first) / each] += p->heat[h / 24][h % 24];
    cp_buf_add_c(out, "    seen      ");
    strip(places, n, is_utf8, out);
    int32_t from = p->first_day + (int32_t)(first / 24), to = p->first_day + (int32_t)(last / 24);
    cp_buf_fmt(out, " %.*s %02u h to %.*s %02u h UTC, %u h a place\n",
               CP_FMT(cp_date_text(a, cp_date_of_day(from))), first % 24,
               CP_FMT(cp_date_text(a, cp_date_of_day(to))), last % 24, each);
}

/* Where class k begins, in microseconds: 2^(17 + k / 4). */
static double class_us(uint32_t k)
{
    static const double quarters[] = { 1, 1.189207115002721, 1.4142135623730951,
                                       1.681792830507429 };
    uint32_t octave = CP_BEACON_HISTOGRAM_LOW_OCTAVE + k / 4;
    return (double)((uint64_t)1 << octave) * quarters[k % 4];
}

static void plot_intervals(cp_arena *a, const uint32_t *intervals, bool is_utf8, cp_buf *out)
{
    uint32_t first = UINT32_MAX, last = 0;
    for (uint32_t k = 0; k < CP_BEACON_HISTOGRAM; k++)
        if (intervals[k]) {
            first = first == UINT32_MAX ? k : first;
            last = k;
        }
    if (first == UINT32_MAX)
        return;
    /* some empty classes to each side, so that one alone is seen to be one */
    first = first > 4 ? first - 4 : 0;
    last = last + 4 < CP_BEACON_HISTOGRAM ? last + 4 : CP_BEACON_HISTOGRAM - 1;
    last = last - first < PLACES_MAX ? last : first + PLACES_MAX - 1;
    cp_buf_add_c(out, "    intervals ");
    strip(intervals + first, last - first + 1, is_utf8, out);
    cp_str from = cp_beacon_span_text(a, class_us(first));
    cp_str to = cp_beacon_span_text(a, class_us(last + 1));
    cp_buf_fmt(out, " %.*s to %.*s\n", CP_FMT(from), CP_FMT(to));
}

/* "to peer   |  ▁█ | 1.2 GB" */
static void plot_strips(cp_arena *a, const cp_flows_strips *s, bool is_utf8, cp_buf *out)
{
    static const struct {
        const char *name, *word;
        bool is_bytes;
    } words[] = { { "to_peer", "to peer", true },         { "to_others", "to others", true },
                  { "from_others", "from others", true }, { "bytes", "bytes", true },
                  { "targets", "targets", false },        { "events", "seen", false } };
    double most = most_of(s->v[0], s->n_places), other = most_of(s->v[1], s->n_places);
    for (uint32_t k = 0; k < 2 && s->names[k]; k++) {
        uint32_t i = 0;
        double of = s->is_one_scale ? fmax(most, other) : k ? other : most;
        while (strcmp(words[i].name, s->names[k]) != 0)
            i++;
        double own = k ? other : most;
        cp_str top = words[i].is_bytes ? cp_flow_bytes_text(a, own) : cp_str_fmt(a, "%.0f", own);
        cp_buf_fmt(out, "    %-11s ", words[i].word);
        strip_of(s->v[k], s->n_places, of, is_utf8, out);
        cp_buf_fmt(out, " up to %.*s\n", CP_FMT(top));
    }
    cp_str from = cp_time_text(a, s->from), width = cp_beacon_span_text(a, (double)s->place_us);
    cp_buf_fmt(out, "    %-11s from %.*s, %.*s a place\n", "", CP_FMT(from), CP_FMT(width));
}

void cp_flows_plot(cp_arena *a, const cp_flows_finding *x, bool is_utf8, cp_buf *out)
{
    const cp_beacon_plot *p = x->x.beacon ? x->x.beacon->plot : NULL;
    if (p) {
        plot_hours(a, p, is_utf8, out);
        plot_intervals(a, p->intervals, is_utf8, out);
    } else if (x->strips && x->strips->is_gaps) {
        plot_intervals(a, x->strips->gaps, is_utf8, out);
    } else if (x->strips) {
        plot_strips(a, x->strips, is_utf8, out);
    }
}
