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

enum { PLACES_MAX = CP_FLOWS_PLACES, LEVELS = 8 };
#define HOUR_US ((uint64_t)3600 * 1000 * 1000)
#define DAY_US ((cp_time)86400 * 1000 * 1000)
static_assert((int)CP_FLOWS_GAPS == (int)CP_BEACON_HISTOGRAM, "the same classes");

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

/* Hours of its days between the first and the last one with events. */
static bool hours_of(cp_arena *a, const cp_beacon_plot *p, cp_flows_line *out)
{
    uint32_t first = UINT32_MAX, last = 0, n_hours = p->n_days * 24;
    for (uint32_t h = 0; h < n_hours; h++)
        if (p->heat[h / 24][h % 24]) {
            first = first == UINT32_MAX ? h : first;
            last = h;
        }
    if (first == UINT32_MAX)
        return false;
    uint32_t each = (last - first) / PLACES_MAX + 1;
    int32_t from = p->first_day + (int32_t)(first / 24), to = p->first_day + (int32_t)(last / 24);
    *out = (cp_flows_line){ .word = "seen",
                            .n = (last - first) / each + 1,
                            .from = from * DAY_US + (cp_time)(first % 24 * HOUR_US),
                            .place_us = each * HOUR_US };
    for (uint32_t h = first; h <= last; h++) {
        uint32_t place = (h - first) / each, day = h / 24;
        out->v[place] += p->heat[day][h % 24];
    }
    out->most = most_of(out->v, out->n);
    out->beside = cp_str_fmt(a, "%.*s %02u h to %.*s %02u h UTC, %u h a place",
                             CP_FMT(cp_date_text(a, cp_date_of_day(from))), first % 24,
                             CP_FMT(cp_date_text(a, cp_date_of_day(to))), last % 24, each);
    return true;
}

/* Class k begins at 2^(17 + k / 4). */
double cp_flows_class_us(uint32_t k)
{
    static const double quarters[] = { 1, 1.189207115002721, 1.4142135623730951,
                                       1.681792830507429 };
    uint32_t octave = CP_BEACON_HISTOGRAM_LOW_OCTAVE + k / 4;
    return (double)((uint64_t)1 << octave) * quarters[k % 4];
}

static bool intervals_of(cp_arena *a, const uint32_t *intervals, cp_flows_line *out)
{
    uint32_t first = UINT32_MAX, last = 0;
    for (uint32_t k = 0; k < CP_BEACON_HISTOGRAM; k++)
        if (intervals[k]) {
            first = first == UINT32_MAX ? k : first;
            last = k;
        }
    if (first == UINT32_MAX)
        return false;
    /* some empty classes to each side, so that one alone is seen to be one */
    first = first > 4 ? first - 4 : 0;
    last = last + 4 < CP_BEACON_HISTOGRAM ? last + 4 : CP_BEACON_HISTOGRAM - 1;
    last = last - first < PLACES_MAX ? last : first + PLACES_MAX - 1;
    *out = (cp_flows_line){
        .word = "intervals", .n = last - first + 1, .from = CP_TIME_NONE, .first_class = first
    };
    for (uint32_t k = 0; k < out->n; k++)
        out->v[k] = intervals[first + k];
    out->most = most_of(out->v, out->n);
    cp_str from = cp_beacon_span_text(a, cp_flows_class_us(first));
    cp_str to = cp_beacon_span_text(a, cp_flows_class_us(last + 1));
    out->beside = cp_str_fmt(a, "%.*s to %.*s", CP_FMT(from), CP_FMT(to));
    return true;
}

/* "to peer   |  ▁█ | 1.2 GB" */
static void strips_of(cp_arena *a, const cp_flows_strips *s, cp_flows_lines *out)
{
    static const struct {
        const char *name, *word;
        bool is_bytes;
    } words[] = { { "to_peer", "to peer", true },         { "to_others", "to others", true },
                  { "from_others", "from others", true }, { "bytes", "bytes", true },
                  { "targets", "targets", false },        { "queries", "queries", false },
                  { "characters", "characters", false },  { "events", "seen", false } };
    double most = most_of(s->v[0], s->n_places), other = most_of(s->v[1], s->n_places);
    for (uint32_t k = 0; k < 2 && s->names[k]; k++) {
        uint32_t i = 0;
        while (strcmp(words[i].name, s->names[k]) != 0)
            i++;
        double own = k ? other : most;
        cp_str top = words[i].is_bytes ? cp_flow_bytes_text(a, own) : cp_str_fmt(a, "%.0f", own);
        cp_flows_line *x = &out->v[out->n++];
        *x = (cp_flows_line){ .word = words[i].word,
                              .n = s->n_places,
                              .most = s->is_one_scale ? fmax(most, other) : own,
                              .is_bytes = words[i].is_bytes,
                              .from = s->from,
                              .place_us = s->place_us,
                              .beside = cp_str_fmt(a, "up to %.*s", CP_FMT(top)) };
        memcpy(x->v, s->v[k], sizeof x->v);
    }
    cp_str from = cp_time_text(a, s->from), width = cp_beacon_span_text(a, (double)s->place_us);
    out->below = cp_str_fmt(a, "from %.*s, %.*s a place", CP_FMT(from), CP_FMT(width));
}

cp_flows_lines cp_flows_lines_of(cp_arena *a, const cp_flows_finding *x)
{
    cp_flows_lines out = { .n = 0 };
    const cp_beacon_plot *p = x->x.beacon ? x->x.beacon->plot : NULL;
    if (p) {
        out.n += hours_of(a, p, &out.v[out.n]);
        out.n += intervals_of(a, p->intervals, &out.v[out.n]);
    } else if (x->strips && x->strips->is_gaps) {
        out.n += intervals_of(a, x->strips->gaps, &out.v[out.n]);
    } else if (x->strips) {
        strips_of(a, x->strips, &out);
    }
    return out;
}

void cp_flows_plot(cp_arena *a, const cp_flows_finding *x, bool is_utf8, cp_buf *out)
{
    cp_flows_lines all = cp_flows_lines_of(a, x);
    int width = all.below.n ? 11 : 9;
    for (uint32_t k = 0; k < all.n; k++) {
        const cp_flows_line *line = &all.v[k];
        cp_buf_fmt(out, "    %-*s ", width, line->word);
        strip_of(line->v, line->n, line->most, is_utf8, out);
        cp_buf_fmt(out, " %.*s\n", CP_FMT(line->beside));
    }
    if (all.below.n)
        cp_buf_fmt(out, "    %-*s %.*s\n", width, "", CP_FMT(all.below));
}
