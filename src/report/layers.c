/* SPDX-License-Identifier: Apache-2.0 */
/* layers.c - see layers.h: the barycentre heuristic. */
#include "report/layers.h"
#include <stdlib.h>

enum { SWEEPS = 12 };

typedef struct layers {
    const cp_layers_in *in;
    uint32_t *place; /* per node: which of its column */
    uint32_t *best;
    uint32_t *size; /* per column */
    uint32_t **nodes;
    uint32_t *first, *neighbours; /* of node i: neighbours[first[i]] to first[i + 1] */
    struct seat {
        double middle;
        uint32_t node;
        bool is_last;
    } * seats;
} layers;

static void count_columns(cp_arena *a, layers *l)
{
    const cp_layers_in *in = l->in;
    for (uint32_t i = 0; i < in->n_nodes; i++) {
        assert(in->column[i] < in->n_columns);
        l->size[in->column[i]]++;
    }
    for (uint32_t c = 0; c < in->n_columns; c++) {
        l->nodes[c] = CP_NEW_ARRAY(a, uint32_t, l->size[c] + (size_t)1);
        l->size[c] = 0;
    }
    for (int last = 0; last < 2; last++)
        for (uint32_t i = 0; i < in->n_nodes; i++)
            if (in->is_last[i] == (last == 1)) {
                uint32_t c = in->column[i];
                l->place[i] = l->size[c];
                l->nodes[c][l->size[c]++] = i;
            }
}

static void find_neighbours(layers *l)
{
    const cp_layers_in *in = l->in;
    for (uint32_t i = 0; i < in->n_edges; i++) {
        l->first[in->edges[i].from + 2]++;
        l->first[in->edges[i].to + 2]++;
    }
    for (uint32_t i = 2; i < in->n_nodes + 2; i++)
        l->first[i] += l->first[i - 1];
    for (uint32_t i = 0; i < in->n_edges; i++) {
        uint32_t from = in->edges[i].from, to = in->edges[i].to;
        l->neighbours[l->first[from + 1]++] = to;
        l->neighbours[l->first[to + 1]++] = from;
    }
}

/* Where it stands, 0 to 1 from the top of its column. */
static double height(const layers *l, uint32_t node)
{
    return (l->place[node] + 0.5) / l->size[l->in->column[node]];
}

static int by_middle(const void *p, const void *q)
{
    const struct seat *x = p, *y = q;
    if (x->is_last != y->is_last)
        return x->is_last - y->is_last;
    if (x->middle != y->middle)
        return x->middle < y->middle ? -1 : 1;
    return x->node < y->node ? -1 : x->node > y->node;
}

/* Each node of the column to the middle of those in columns on that side. */
static void order(layers *l, uint32_t column, bool by_left)
{
    for (uint32_t i = 0; i < l->size[column]; i++) {
        uint32_t node = l->nodes[column][i], n = 0;
        double sum = 0;
        for (uint32_t k = l->first[node]; k < l->first[node + 1]; k++) {
            uint32_t other = l->neighbours[k], at = l->in->column[other];
            if (by_left ? at < column : at > column) {
                sum += height(l, other);
                n++;
            }
        }
        l->seats[i] = (struct seat){ n ? sum / n : height(l, node), node, l->in->is_last[node] };
    }
    qsort(l->seats, l->size[column], sizeof *l->seats, by_middle);
    for (uint32_t i = 0; i < l->size[column]; i++) {
        l->nodes[column][i] = l->seats[i].node;
        l->place[l->seats[i].node] = i;
    }
}

static uint64_t crossings(const layers *l)
{
    const cp_layers_in *in = l->in;
    uint32_t n = in->n_edges < CP_LAYERS_CROSSED_MAX ? in->n_edges : CP_LAYERS_CROSSED_MAX;
    uint64_t sum = 0;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = i + 1; k < n; k++) {
            const cp_layers_edge *e = &in->edges[i], *f = &in->edges[k];
            if (in->column[e->from] != in->column[f->from] ||
                in->column[e->to] != in->column[f->to])
                continue;
            uint32_t a = l->place[e->from], b = l->place[f->from], c = l->place[e->to],
                     d = l->place[f->to];
            sum += (a < b && c > d) || (a > b && c < d);
        }
    return sum;
}

static uint64_t improve(layers *l)
{
    size_t bytes = l->in->n_nodes * sizeof *l->place;
    uint64_t least = crossings(l);
    memcpy(l->best, l->place, bytes);
    for (int sweep = 0; sweep < SWEEPS && least; sweep++) {
        for (uint32_t c = 0; c < l->in->n_columns; c++)
            order(l, sweep % 2 ? l->in->n_columns - 1 - c : c, sweep % 2 == 0);
        uint64_t now = crossings(l);
        if (now < least) {
            least = now;
            memcpy(l->best, l->place, bytes);
        }
    }
    return least;
}

void cp_layers_make(cp_arena *a, const cp_layers_in *in, cp_layers *out)
{
    uint32_t n = in->n_nodes;
    layers l = { .in = in,
                 .place = CP_NEW_ARRAY(a, uint32_t, n + (size_t)1),
                 .best = CP_NEW_ARRAY(a, uint32_t, n + (size_t)1),
                 .size = CP_NEW_ARRAY(a, uint32_t, in->n_columns + (size_t)1),
                 .nodes = CP_NEW_ARRAY(a, uint32_t *, in->n_columns + (size_t)1),
                 .first = CP_NEW_ARRAY(a, uint32_t, n + (size_t)3),
                 .neighbours = CP_NEW_ARRAY(a, uint32_t, 2 * (size_t)in->n_edges + 1),
                 .seats = CP_NEW_ARRAY(a, struct seat, n + (size_t)1) };
    uint32_t *x = CP_NEW_ARRAY(a, uint32_t, n + (size_t)1),
             *y = CP_NEW_ARRAY(a, uint32_t, n + (size_t)1);
    *out = (cp_layers){ .x = x, .y = y };
    if (n == 0)
        return;
    count_columns(a, &l);
    find_neighbours(&l);
    out->n_crossings = improve(&l);
    for (uint32_t c = 0; c < in->n_columns; c++)
        out->n_tallest = l.size[c] > out->n_tallest ? l.size[c] : out->n_tallest;
    for (uint32_t i = 0; i < n; i++) { /* columns are as far apart as they can be, and centred */
        uint32_t c = in->column[i];
        double step = (double)CP_LAYERS_SIDE / out->n_tallest;
        x[i] = (uint32_t)((c + 0.5) * CP_LAYERS_SIDE / in->n_columns);
        y[i] = (uint32_t)(CP_LAYERS_SIDE / 2.0 + (l.best[i] - (l.size[c] - 1) / 2.0) * step);
    }
}
