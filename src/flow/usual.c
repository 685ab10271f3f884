/* SPDX-License-Identifier: Apache-2.0 */
/* usual.c - see usual.h. */
#include "flow/usual.h"
#include <math.h>
#include "flow/stats.h"

enum { TAIL_MIN = 10, TAIL_PART = 10, CENSORED_PART = 10 };

cp_usual cp_usual_of(double *v, uint32_t n, double like)
{
    cp_usual u = { .n = n, .like = like };
    if (n == 0)
        return u;
    cp_stat_sort(v, n);
    u.mid = cp_stat_quantile(v, n, 0.5);
    u.k = n / TAIL_PART > TAIL_MIN ? n / TAIL_PART : TAIL_MIN;
    u.k = u.k > n / 2 ? n / 2 : u.k;
    if (u.k == 0)
        return u;
    u.from = v[n - u.k - 1];
    uint32_t censored = u.k / CENSORED_PART > 1 ? u.k / CENSORED_PART : 1;
    u.r = u.k > censored ? u.k - censored : u.k;
    for (uint32_t i = n - u.k; i < n - u.k + u.r; i++)
        u.sum += v[i] - u.from;
    u.cut = v[n - u.k + u.r - 1] - u.from;
    u.sum += (u.k - u.r) * u.cut;
    return u;
}

double cp_usual_log_p(const cp_usual *u, double x, bool is_one)
{
    if (u->n < (uint32_t)CP_USUAL_MIN + is_one || !(x > u->from))
        return 0;
    double k = u->k, n = u->n, r = u->r, sum = u->sum, beyond = x - u->from;
    if (is_one) {
        bool is_censored = u->r < u->k && beyond >= u->cut;
        sum -= is_censored ? u->cut : beyond;
        r -= !is_censored;
        k -= 1;
        n -= 1;
    }
    r += u->like > 0 ? CP_USUAL_BEFORE : 0;
    sum += CP_USUAL_BEFORE * u->like;
    if (!(sum > 0))
        return 0;
    return fmin(0, log((k + 1) / (n + 1)) - r * log1p(beyond / sum));
}
