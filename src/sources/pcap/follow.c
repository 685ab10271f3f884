/* SPDX-License-Identifier: Apache-2.0 */
/* follow.c - see follow.h. */
#include "sources/pcap/follow.h"
#include <stdlib.h>

void cp_follow_begin(cp_follow *f, uint32_t seq)
{
    cp_follow_clear(f);
    f->is_begun = true;
    f->next = seq;
}

void cp_follow_clear(cp_follow *f)
{
    for (uint32_t i = 0; i < f->n_ahead; i++)
        free(f->ahead[i].p);
    *f = (cp_follow){ .n_gaps = f->n_gaps };
}

static void drop_first(cp_follow *f)
{
    free(f->ahead[0].p);
    f->ahead_bytes -= f->ahead[0].n;
    f->n_ahead--;
    memmove(f->ahead, f->ahead + 1, f->n_ahead * sizeof *f->ahead);
}

/* Of bytes that begin at seq those from next on. */
static cp_bytes unseen(const cp_follow *f, uint32_t seq, cp_bytes b)
{
    uint32_t old = f->next - seq;
    return old >= b.n ? (cp_bytes){ NULL, 0 } : (cp_bytes){ b.p + old, b.n - old };
}

static cp_rc hand_on(cp_follow *f, cp_bytes b, bool is_torn, const cp_follow_to *to, cp_err *err)
{
    if (!b.n)
        return CP_OK;
    f->next += (uint32_t)b.n;
    return to->bytes(to->ctx, b, is_torn, err);
}

/* Those that are next by now. */
static cp_rc catch_up(cp_follow *f, const cp_follow_to *to, cp_err *err)
{
    cp_rc rc = CP_OK;
    while (rc == CP_OK && f->n_ahead && (int32_t)(f->ahead[0].seq - f->next) <= 0) {
        const cp_follow_part *x = &f->ahead[0];
        rc = hand_on(f, unseen(f, x->seq, (cp_bytes){ x->p, x->n }), false, to, err);
        drop_first(f);
    }
    return rc;
}

/* What is missing is given up. */
static cp_rc jump(cp_follow *f, const cp_follow_to *to, cp_err *err)
{
    const cp_follow_part x = f->ahead[0];
    f->n_gaps++;
    f->next = x.seq;
    cp_rc rc = hand_on(f, (cp_bytes){ x.p, x.n }, true, to, err);
    drop_first(f);
    return rc == CP_OK ? catch_up(f, to, err) : rc;
}

/* In its place; what begins as another does and is not longer says nothing new. */
static void wait_for(cp_follow *f, uint32_t seq, cp_bytes b)
{
    uint32_t i = f->n_ahead;
    while (i && (int32_t)(f->ahead[i - 1].seq - seq) > 0)
        i--;
    if (i && f->ahead[i - 1].seq == seq && f->ahead[i - 1].n >= b.n)
        return;
    uint8_t *copy = malloc(b.n);
    if (!copy)
        abort();
    memcpy(copy, b.p, b.n);
    memmove(f->ahead + i + 1, f->ahead + i, (f->n_ahead - i) * sizeof *f->ahead);
    f->ahead_bytes += (uint32_t)b.n;
    f->ahead[i] = (cp_follow_part){ copy, seq, (uint32_t)b.n };
    f->n_ahead++;
}

cp_rc cp_follow_put(cp_follow *f, uint32_t seq, cp_bytes b, const cp_follow_to *to, bool *is_far,
                    cp_err *err)
{
    cp_rc rc = CP_OK;
    int32_t off = (int32_t)(seq - f->next);
    *is_far = off > CP_FOLLOW_FAR_BYTES || off < -CP_FOLLOW_FAR_BYTES;
    if (*is_far || !b.n)
        return CP_OK;
    if (off <= 0) {
        rc = hand_on(f, unseen(f, seq, b), false, to, err);
        return rc == CP_OK ? catch_up(f, to, err) : rc;
    }
    while (rc == CP_OK && f->n_ahead &&
           (f->n_ahead == CP_FOLLOW_AHEAD_MAX || f->ahead_bytes + b.n > CP_FOLLOW_AHEAD_BYTES))
        rc = jump(f, to, err);
    off = (int32_t)(seq - f->next);
    if (rc != CP_OK || off <= 0)
        return rc == CP_OK ? hand_on(f, unseen(f, seq, b), false, to, err) : rc;
    wait_for(f, seq, b);
    return CP_OK;
}

cp_rc cp_follow_end(cp_follow *f, const cp_follow_to *to, cp_err *err)
{
    cp_rc rc = CP_OK;
    while (rc == CP_OK && f->n_ahead)
        rc = jump(f, to, err);
    return rc;
}
