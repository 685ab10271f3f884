/* SPDX-License-Identifier: Apache-2.0 */
/* test_sort.c - cp_sort against qsort_r. */
#include "base/sort.h"
#include "tap.h"

enum { ITEMS_MAX = 5000 };

/* Of 12 bytes, which no machine word divides. */
typedef struct item {
    uint32_t high, low, tag;
} item;

static uint64_t key_of(const void *p, void *ctx)
{
    const item *x = p;
    uint32_t *n_asked = ctx;
    ++*n_asked;
    return (uint64_t)x->high << 20;
}

static int by_all(const void *p, const void *q, void *ctx)
{
    const item *a = p, *b = q;
    (void)ctx;
    if (a->high != b->high)
        return a->high < b->high ? -1 : 1;
    if (a->low != b->low)
        return a->low < b->low ? -1 : 1;
    return a->tag < b->tag ? -1 : a->tag > b->tag;
}

/* high: below the range, so that many or few share a key. */
static void check(const char *name, uint32_t n, uint32_t range_high, uint32_t range_low)
{
    static item got[ITEMS_MAX], want[ITEMS_MAX];
    cp_rand r = { n ^ range_high ^ range_low };
    uint32_t wrong = 0, n_asked = 0;
    for (uint32_t i = 0; i < n; i++)
        got[i] = want[i] = (item){ cp_rand_below(&r, range_high), cp_rand_below(&r, range_low), i };
    qsort_r(want, n, sizeof *want, by_all, NULL);
    cp_sort(got, n, sizeof *got, key_of, by_all, &n_asked);
    for (uint32_t i = 0; i < n; i++)
        wrong += by_all(&got[i], &want[i], NULL) != 0;
    is_uint(wrong, 0, "%s: %u items", name, n);
    ok(n_asked == 0 || n_asked == n, "%s: each is asked once for its key, or none", name);
}

static int by_number(const void *p, const void *q)
{
    const uint32_t *a = p, *b = q;
    return (*a > *b) - (*a < *b);
}

static void check_find(void)
{
    static const uint32_t v[] = { 1, 3, 3, 3, 9 };
    static const struct {
        uint32_t x, n, want;
    } rows[] = { { 0, 5, 0 }, { 1, 5, 0 },  { 2, 5, 1 }, { 3, 5, 1 }, { 4, 5, 4 },
                 { 9, 5, 4 }, { 10, 5, 5 }, { 1, 0, 0 }, { 1, 1, 0 }, { 2, 1, 1 } };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        is_uint(cp_sort_find(v, rows[i].n, sizeof *v, &rows[i].x, by_number), rows[i].want,
                "%u among the first %u", rows[i].x, rows[i].n);
}

int main(void)
{
    uint32_t n_asked = 0;
    check_find();
    cp_sort(NULL, 0, sizeof(item), key_of, by_all, &n_asked);
    is_uint(n_asked, 0, "nothing to be sorted");
    check("one", 1, 10, 10);
    check("few", 100, 10, 10);
    check("many, of one key", ITEMS_MAX, 1, 1000);
    check("many, of few keys", ITEMS_MAX, 7, 1000);
    check("many, of keys in one byte", ITEMS_MAX, 200, 2);
    check("many, nearly each with a key of its own", ITEMS_MAX, UINT32_MAX, 2);
    check("many that are alike", ITEMS_MAX, 1, 1);
    return tap_done();
}
