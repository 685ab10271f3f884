/* SPDX-License-Identifier: Apache-2.0 */
/* detect_manage.c - who manages equipment that is a stranger to it. */
#include <inttypes.h>
#include <stdlib.h>
#include "flow/detect.h"
#include "flow/detect_in.h"
#include "flow/manage.h"

/* An answered session of an inside source; what else it manages is of the same protocols. */
#define STRANGER_SCORE 0.9

/* A session of management: source, device, and how. */
typedef struct session {
    const cp_talk *t;
    const cp_flow_management *p;
    bool is_outside;
    uint32_t n_managed;  /* devices that its source manages */
    uint32_t n_managers; /* inside sources that manage its device and another one, too */
} session;

static int by_client(const void *x, const void *y)
{
    return cp_series_key_cmp(&((const session *)x)->t->key, &((const session *)y)->t->key);
}

static int by_server(const void *x, const void *y)
{
    const session *a = x, *b = y;
    int c = memcmp(&a->t->key.server, &b->t->key.server, 16);
    return c ? c : cp_series_key_cmp(&a->t->key, &b->t->key);
}

/* A device that is known, or, of ports that only management uses, any inside. */
static bool is_device(const cp_flow_ids *ids, const cp_talk *t, const cp_flow_management *p)
{
    uint32_t is = cp_talk_end(ids, &t->key.server, t->first_at);
    return is & CP_FLOW_END_OWN || (p->of_inside && is & CP_FLOW_END_INSIDE);
}

static void count_managed(session *v, uint32_t n)
{
    qsort(v, n, sizeof *v, by_client);
    for (uint32_t i = 0, to; i < n; i = to) {
        uint32_t n_devices = 0;
        for (to = i; to < n && memcmp(&v[to].t->key.client, &v[i].t->key.client, 16) == 0; to++)
            n_devices += to == i || memcmp(&v[to].t->key.server, &v[to - 1].t->key.server, 16) != 0;
        for (uint32_t k = i; k < to; k++)
            v[k].n_managed = n_devices;
    }
}

static uint32_t count_managers(session *v, uint32_t n)
{
    uint32_t n_devices = 0;
    qsort(v, n, sizeof *v, by_server);
    for (uint32_t i = 0, to; i < n; i = to) {
        uint32_t n_managers = 0;
        const cp_flow_addr *last = NULL;
        for (to = i; to < n && memcmp(&v[to].t->key.server, &v[i].t->key.server, 16) == 0; to++) {
            const cp_flow_addr *client = &v[to].t->key.client;
            bool is_new = !last || memcmp(last, client, 16) != 0;
            n_managers += is_new && !v[to].is_outside && v[to].n_managed > 1;
            last = client;
        }
        for (uint32_t k = i; k < to; k++)
            v[k].n_managers = n_managers;
        n_devices += n_managers > 0;
    }
    return n_devices;
}

static cp_flow_finding stranger(cp_arena *a, const session *s)
{
    cp_flow_finding f = cp_talk_finding(s->t, CP_FLOW_FINDING_MANAGEMENT);
    cp_str from = cp_detect_addr(a, &f.who), to = cp_detect_addr(a, &f.peer);
    cp_str what = cp_str_fmt(
        a, "%.*s, which is %s, managed %.*s by %s: %" PRIu32 " of %" PRIu32 " session%s answered",
        CP_FMT(from), s->is_outside ? "outside" : "inside", CP_FMT(to), s->p->name, s->t->answered,
        s->t->events, s->t->events == 1 ? " was" : "s were");
    cp_detect_say(a, &what, ", %.*s there, %.*s back.",
                  CP_FMT(cp_flow_bytes_text(a, (double)f.bytes)),
                  CP_FMT(cp_flow_bytes_text(a, (double)f.bytes_back)));
    if (!s->is_outside)
        cp_detect_say(a, &what,
                      " It manages no other device; this one is managed by %" PRIu32
                      " that manage%s others.",
                      s->n_managers, s->n_managers == 1 ? "s" : "");
    f.explanation = what;
    f.benign_if =
        s->is_outside
            ? CP_STR("it is a maker, a contractor or a management station that you let in "
                     "and whose address this is, or a service meant for the public")
            : CP_STR("it is a person at a desk who may, or a device that tests its "
                     "neighbour");
    f.score = s->is_outside ? s->p->score : STRANGER_SCORE;
    cp_flow_finding_add(&f, "answered", s->t->answered);
    cp_flow_finding_add(&f, "devices_of_source", s->n_managed);
    cp_flow_finding_add(&f, "managers_of_device", s->n_managers);
    return f;
}

void cp_detect_management(cp_arena *a, const cp_talks *t, const cp_flow_ids *ids,
                          cp_flow_found *out)
{
    cp_flow_findings found = { 0 };
    CP_VEC(session) v = { 0 };
    for (uint32_t i = 0; ids && i < t->n; i++) {
        const cp_talk *x = &t->v[i];
        const cp_flow_management *p = cp_flow_management_of(x->key.proto, x->key.port);
        if (!p || x->unanswered == x->events || !is_device(ids, x, p))
            continue;
        uint32_t is = cp_talk_end(ids, &x->key.client, x->first_at);
        cp_vec_push(a, &v, ((session){ .t = x, .p = p, .is_outside = is & CP_FLOW_END_OUTSIDE }));
    }
    uint32_t n_managed = 0;
    if (v.n) {
        count_managed(v.v, v.n);
        n_managed = count_managers(v.v, v.n);
    }
    for (uint32_t i = 0; i < v.n; i++) {
        const session *s = &v.v[i];
        bool is_stranger = s->p->of_inside && s->n_managed == 1 && s->n_managers > 0 &&
                           n_managed >= CP_MANAGED_MIN && s->t->answered;
        if (s->is_outside || is_stranger)
            cp_vec_push(a, &found, stranger(a, s));
    }
    cp_detect_end(&found, CP_FLOW_FINDING_MANAGEMENT, v.n, out);
    if (n_managed < CP_MANAGED_MIN)
        out->cannot_see =
            cp_str_fmt(a,
                       "%" PRIu32 " device%s seen to be managed by who manages others, too: "
                       "below %d, who is a stranger inside is not told.",
                       n_managed, n_managed == 1 ? " is" : "s are", CP_MANAGED_MIN);
}
