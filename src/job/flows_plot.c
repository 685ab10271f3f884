/* SPDX-License-Identifier: Apache-2.0 */
/* flows_plot.c - a beacon in two lines of characters: when it was seen, and how long it waited.
 *
 *     seen      |▂▂▂▂ ▂▂▂▂▂▂|     hours of its days, several to a place where they are many
 *     intervals |     ▁█▂   |     classes of the logarithm, four an octave
 */
#include "flow/beacon.h"
#include "job/flows.h"

enum { PLACES_MAX = 60, LEVELS = 8 };

static void strip(const uint32_t *v, uint32_t n, bool is_utf8, cp_buf *out)
{
    static const char *const blocks[] = { "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█" };
    static const char plain[] = ".:-=+*#@";
    uint32_t most = 0;
    for (uint32_t i = 0; i < n; i++)
        most = v[i] > most ? v[i] : most;
    cp_buf_char(out, '|');
    for (uint32_t i = 0; i < n; i++) {
        uint32_t level = v[i] ? (uint32_t)(((uint64_t)v[i] * LEVELS - 1) / most) : 0;
        if (!v[i])
            cp_buf_char(out, ' ');
        else if (is_utf8)
            cp_buf_add_c(out, blocks[level]);
        else
            cp_buf_char(out, plain[level]);
    }
    cp_buf_char(out, '|');
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

static void plot_intervals(cp_arena *a, const cp_beacon_plot *p, bool is_utf8, cp_buf *out)
{
    uint32_t first = UINT32_MAX, last = 0;
    for (uint32_t k = 0; k < CP_BEACON_HISTOGRAM; k++)
        if (p->intervals[k]) {
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
    strip(p->intervals + first, last - first + 1, is_utf8, out);
    cp_str from = cp_beacon_span_text(a, class_us(first));
    cp_str to = cp_beacon_span_text(a, class_us(last + 1));
    cp_buf_fmt(out, " %.*s to %.*s\n", CP_FMT(from), CP_FMT(to));
}

void cp_flows_plot(cp_arena *a, const cp_flow_finding *x, bool is_utf8, cp_buf *out)
{
    if (!x->beacon || !x->beacon->plot)
        return;
    plot_hours(a, x->beacon->plot, is_utf8, out);
    plot_intervals(a, x->beacon->plot, is_utf8, out);
}
