/* SPDX-License-Identifier: Apache-2.0 */
/* usual.c - see usual.h. */
#include "flow/usual.h"
#include <math.h>
#include "flow/stats.h"

enum { TAIL_MIN = 10, TAIL_PART = 10, CENSORED_PART = 10 };

static double at_without(const double *v, uint32_t at, uint32_t i) { return v[i + (i >= at)]; }

/* Of n values, v without v[at]. */
static void see_tail(cp_usual *u, const double *v, uint32_t n, uint32_t at)
{
    u->from = at_without(v, at, n - u->k - 1);
    while (u->k && !(at_without(v, at, n - u->k) > u->from))
        u->k--;
    if (u->k == 0)
        return;
    uint32_t censored = u->k / CENSORED_PART > 1 ? u->k / CENSORED_PART : 1;
    u->r = u->k > censored ? u->k - censored : u->k;
    for (uint32_t i = n - u->k; i < n - u->k + u->r; i++)
        u->sum += at_without(v, at, i) - u->from;
    u->cut = at_without(v, at, n - u->k + u->r - 1) - u->from;
    u->sum += (u->k - u->r) * u->cut;
}

static double middle(const double *v, uint32_t n, uint32_t at)
{
    uint32_t i = (n - 1) / 2;
    double two[2] = { at_without(v, at, i), at_without(v, at, i + 1 < n ? i + 1 : i) };
    return n % 2 ? two[0] : cp_stat_quantile(two, 2, 0.5);
}

cp_usual cp_usual_without(const double *v, uint32_t n_all, uint32_t at, double like, cp_usual *kept)
{
    uint32_t n = n_all - (at < n_all);
    cp_usual u = { .n = n, .like = like };
    if (n == 0)
        return u;
    u.mid = middle(v, n, at);
    u.k = n / TAIL_PART > TAIL_MIN ? n / TAIL_PART : TAIL_MIN;
    u.k = u.k > n / 2 ? n / 2 : u.k;
    if (u.k == 0)
        return u;
    bool is_below = at < n - u.k; /* and so below the tail without ties */
    if (is_below && kept->n == n) {
        double mid = u.mid;
        u = *kept;
        u.mid = mid;
        return u;
    }
    see_tail(&u, v, n, at);
    if (is_below)
        *kept = u;
    return u;
}

cp_usual cp_usual_of(double *v, uint32_t n, double like)
{
    cp_usual kept = { 0 };
    cp_stat_sort(v, n);
    return cp_usual_without(v, n, n, like, &kept);
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
