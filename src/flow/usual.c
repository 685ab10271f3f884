/* SPDX-License-Identifier: Apache-2.0 */
/* usual.c - see usual.h. */
#include "flow/usual.h"
#include <math.h>
#include "flow/stats.h"

cp_usual cp_usual_of(double *v, uint32_t n, double scale_min, double *scratch)
{
    cp_usual u = { .n = n, .scale = scale_min };
    if (n == 0)
        return u;
    cp_stat_sort(v, n);
    u.mid = cp_stat_quantile(v, n, 0.5);
    u.scale = fmax(scale_min, cp_stat_mad(v, n, u.mid, scratch) / M_LN2);
    return u;
}

double cp_usual_log_p(const cp_usual *u, double x)
{
    if (u->n < CP_USUAL_MIN)
        return 0;
    /* of Laplace's distribution the median and the scale have a standard error of scale / sqrt(n)
     */
    double error = 2 / sqrt((double)u->n);
    double scale = u->scale * (1 + error), mid = u->mid + error * u->scale;
    return x > mid ? -M_LN2 - (x - mid) / scale : 0;
}
