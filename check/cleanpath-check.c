/* SPDX-License-Identifier: Apache-2.0 */
/* cleanpath-check.c - accepts or refuses what cleanpath says that it has proved.
 *
 *     PROBLEM (labels, needs, links)  +  CERTIFICATE (claims, reasons)  ->  what is proved
 *
 * The rules, and why they are enough, stand in docs/formats/path-proof.md. Whoever trusts the
 * answer trusts this file: it is one, shares no code with cleanpath, uses nothing but the C
 * library, searches for nothing and no function calls itself. A rule that is broken ends the run:
 * must() jumps out of it. Files are read whole and end in a zero byte here; no byte that is waited
 * for is zero, so nothing reads beyond it. */
#include <inttypes.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ACCEPTED = 0, USAGE = 2, UNREADABLE = 3, REFUSED = 5 };
enum { ITEMS_MAX = 1 << 24, LINKS_MAX = 1 << 26, OPTIONS_MAX = 1 << 26, ID_MAX = 4096 };
enum { POLICIES_MAX = 64, FAILURES_MAX = 8, NO_DEPTH = FAILURES_MAX, ROOMS_MAX = 64 };
#define BYTES_MAX ((size_t)1 << 32) /* so that 32 bits tell a place in a file */
#define DISTANCE_MAX ((uint64_t)1 << 56)
#define NONE UINT32_MAX
#define FAR UINT64_MAX

enum { SOME, EVERY, SURVIVES, UNAVOIDABLE, NEEDS, ROUTES_SOME, ROUTES_EVERY };
enum { CLEAN, EXCLUDED, UNDETERMINED, NO_PATH };
enum { AS_CLEAN, AS_EXCLUDED }; /* what unknown is taken as */
enum { BY_DEVICES, BY_LINKS };
enum { POLICY, READING, FROM, TO, ITEM, COUNTED, LEAST, MOST, FAILURES, KINDS, ANSWER, FIELDS };
#define WORDS static const char *const
WORDS questions[] = { "some",  "every",       "survives",     "unavoidable",
                      "needs", "routes-some", "routes-every", NULL };
WORDS readings[] = { "exposure", "availability", NULL };
WORDS unknowns[] = { "clean", "excluded", NULL };
WORDS counted[] = { "devices", "links", NULL };
WORDS kinds[] = { "-", "d", "l", "dl", "r", "dr", "lr", "dlr", NULL }; /* a bit for each */
WORDS answers[] = { "proven-clean", "proven-excluded", "undetermined", "no-path", NULL };
WORDS keys[] = { "policy",   "reading", "from",     "to",    "item",  "counted",
                 "at_least", "at_most", "failures", "kinds", "answer" };
WORDS *const words_of[FIELDS] = {
    [READING] = readings, [COUNTED] = counted, [KINDS] = kinds, [ANSWER] = answers
};
static const uint8_t asked[][8] = {
    /* the fields of each question */
    { POLICY, READING, FROM, TO, ANSWER, FIELDS },
    { POLICY, READING, FROM, TO, ANSWER, FIELDS },
    { POLICY, READING, FROM, TO, COUNTED, LEAST, MOST, FIELDS },
    { FROM, TO, FIELDS },
    { POLICY, READING, ITEM, ANSWER, FIELDS },
    { POLICY, READING, FROM, TO, ANSWER, FIELDS },
    { POLICY, READING, FROM, TO, FAILURES, KINDS, ANSWER, FIELDS },
};

typedef struct text {
    const char *name;
    uint8_t *p; /* n bytes and a zero */
    size_t n;
} text;
typedef struct by_key { /* key x stands at the places at[first[x]] to at[first[x + 1]] */
    uint32_t *first, *at;
} by_key;
typedef struct lists { /* groups, or risks: each a span of all, and of which list each of all is */
    uint32_t n, *head, *first, *all, *whose;
} lists;

static struct check { /* the one run */
    jmp_buf end;
    int status;
    FILE *err;
    void *rooms[ROOMS_MAX];
    uint32_t n_rooms, n_policies, n_items, n_links, n_taints, n_hits, n_order;
    const text *text;
    const uint8_t *at, *problem, *policies[POLICIES_MAX]; /* at: what is read next, in text */
    uint32_t *item_at;                                    /* where its line begins in the problem */
    /* arc 2 * link leads from a to b, 2 * link + 1 back; it leaves ends[arc] */
    uint32_t *ends, *metric, *rides;
    lists groups, risks;
    by_key groups_of, arcs_of, risks_of;
    /* by taint & 3: a bit a policy for each item; what is looked at */
    uint64_t *dirty[4], *view, view_bit;
    uint32_t taints[4 * POLICIES_MAX]; /* policy << 2 | reading << 1 | unknown */
    /* the question; the unavoidable; of each hit how many fail */
    uint32_t what, q[FIELDS], *order, *hits;
    /* a mark is drawn anew for each use: what has it is in */
    uint32_t drawn, mark, link_mark, *seen, *link_seen;
    /* of an item: its place on a line, what it hangs on, that it is in a set */
    uint32_t *spot;
    uint32_t base[3];        /* elements in one row: devices, links, risks */
    uint8_t *down, *needed;  /* per link how often it failed; per element a bit a depth */
    uint64_t *dist, *other;  /* distances to TO; of what a level changed, what it was */
    uint32_t *tight, *queue; /* how many arcs offer what the item has */
    uint32_t *changed, *touched, n_changed, n_touched; /* items and links, level by level */
    struct level {
        uint32_t element, changed, touched, n_needed;
    } levels[FAILURES_MAX + 1];
} k;

/* ---- the end, and memory */

/* The line is that of the byte that was read last. */
static _Noreturn void refuse(const char *why) {
    uint64_t line = 1;
    for (const uint8_t *p = k.text->p; p + 1 < k.at; p++) line += *p == '\n';
    fprintf(k.err, "%s:%" PRIu64 ": refused: %s\n", k.text->name, line, why);
    k.status = REFUSED;
    longjmp(k.end, 1);
}
#define must(held, why) ((held) ? (void)0 : refuse(why))

/* What is not used of it costs nothing: bounds stand in for what is counted later. */
static void *room(size_t n, size_t size) {
    void *p = k.n_rooms < ROOMS_MAX ? calloc(n + 1, size) : NULL;
    if (p) return k.rooms[k.n_rooms++] = p;
    fprintf(k.err, "cleanpath-check: not enough memory\n");
    k.status = UNREADABLE;
    longjmp(k.end, 1);
}
static by_key index_by(uint32_t n_keys, const uint32_t *key, size_t n) {
    by_key x = { room((size_t)n_keys + 2, 4), room(n, 4) };
    for (size_t i = 0; i < n; i++) x.first[key[i] + 2]++;
    for (size_t i = 2; i < (size_t)n_keys + 2; i++) x.first[i] += x.first[i - 1];
    /* ends at the end of the key */
    for (size_t i = 0; i < n; i++) x.at[x.first[key[i] + 1]++] = (uint32_t)i;
    return x;
}

/* ---- words */

static bool is_next(const char *s) { return !strncmp((const char *)k.at, s, strlen(s)); }
static void literal(const char *s) {
    while (*s) must(*k.at++ == (uint8_t)*s++, "something else has to stand here");
}
static inline uint64_t number(uint64_t limit) {
    uint8_t first = (uint8_t)(*k.at++ - '0');
    uint64_t x = first > 9 ? FAR : first;
    while (x && x < limit && (uint8_t)(*k.at - '0') <= 9) x = 10 * x + (uint64_t)(*k.at++ - '0');
    must(x < limit, "no number, or one too great");
    return x;
}
/* A blank and the place of one of n. */
static uint32_t place(uint32_t n) {
    literal(" ");
    return (uint32_t)number(n);
}
/* The same in a list that ascends; from: 0 at first. */
static uint32_t ascending(uint32_t n, uint32_t *from) {
    uint32_t x = place(n);
    must(x >= *from, "the list has to ascend");
    *from = x + 1;
    return x;
}
/* A blank and how many there are: no more than the rest of the file has room for. */
static uint32_t count(uint64_t max, size_t bytes_each) {
    uint64_t rest = (uint64_t)(k.text->p + k.text->n - k.at) / bytes_each;
    literal(" ");
    return (uint32_t)number((rest < max ? rest : max) + 1);
}
static uint32_t word(const char *const *words) {
    literal(" ");
    for (uint32_t i = 0; words[i]; i++) {
        size_t n = strlen(words[i]);
        if (!is_next(words[i]) || (k.at[n] != ' ' && k.at[n] != '\n')) continue;
        k.at += n;
        return i;
    }
    refuse("not one of the words that may stand here");
}
static int hex(uint8_t c) {
    return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}
/* An id in its one form, decoded into out; returns how many bytes it has. */
static size_t id(uint8_t out[ID_MAX]) {
    size_t n = 0;
    const uint8_t *start = k.at;
    for (; *k.at > ' ' && *k.at <= '~'; n++) {
        must(n < ID_MAX, "the id is too long");
        int c = *k.at++;
        if (c == '%') {
            if (k.at == start + 1 && *k.at <= ' ') return 0;
            int high = hex(*k.at), low = high < 0 ? -1 : hex(k.at[1]);
            c = low < 0 ? 'a' : 16 * high + low;
            must(c <= ' ' || c > '~' || c == '%', "no byte that has to be encoded");
            k.at += 2;
        }
        out[n] = (uint8_t)c;
    }
    must(n > 0, "an id has to stand here");
    return n;
}

/* ---- the problem */

static void read_policies(void) {
    uint8_t name[ID_MAX];
    literal("cleanpath-problem 1\npolicies");
    k.n_policies = count(POLICIES_MAX, 2);
    must(k.n_policies > 0, "no policy");
    for (uint32_t i = 0; i < k.n_policies; i++) {
        literal("\n");
        k.policies[i] = k.at;
        id(name);
        for (uint32_t j = 0; j < i; j++) /* with the byte after it */
            must(*k.at != '\n' ||
                     memcmp(k.policies[j], k.policies[i], (size_t)(k.at + 1 - k.policies[i])),
                 "it is there twice");
    }
}
static void read_items(void) {
    static uint8_t names[2][ID_MAX];
    literal("\nitems");
    k.item_at = room(k.n_items = count(ITEMS_MAX, 6), 4);
    for (uint32_t i = 0, n_last = 0; i < k.n_items; i++) {
        literal("\n");
        k.item_at[i] = (uint32_t)(k.at - k.problem);
        literal(*k.at == 'e' ? "e " : "d ");
        for (uint32_t p = 0; p < k.n_policies; p++)
            literal(*k.at == 'x' ? "x" : *k.at == 'u' ? "u" : "c");
        literal(" ");
        uint32_t n = (uint32_t)id(names[i % 2]);
        int order = memcmp(names[(i + 1) % 2], names[i % 2], n < n_last ? n : n_last);
        must(i == 0 || order < 0 || (order == 0 && n_last < n), "the ids have to ascend");
        n_last = n;
    }
}
static void read_links(void) {
    literal("\nlinks");
    k.n_links = count(LINKS_MAX, 10);
    k.ends = room(2 * (size_t)k.n_links, 4);
    k.metric = room(2 * (size_t)k.n_links, 4);
    k.rides = room(k.n_links, 4);
    uint64_t last[5] = { 0 }, now[5];
    for (uint32_t i = 0, j; i < k.n_links; i++) {
        literal("\n");
        for (j = 0; j < 4; j++, literal(" "))
            now[j] = number(j < 2 ? k.n_items : (uint64_t)NONE + 1);
        now[4] = *k.at == '-' ? NONE : number(k.n_items);
        k.at += now[4] == NONE;
        for (j = 0; j < 4 && now[j] == last[j];) j++;
        must(now[0] < now[1] && now[j] >= last[j],
             "the ends of a link ascend, and so do the links");
        memcpy(last, now, sizeof last);
        for (j = 0; j < 2; j++) {
            k.ends[2 * i + j] = (uint32_t)now[j];
            k.metric[2 * i + j] = (uint32_t)now[2 + j];
        }
        k.rides[i] = (uint32_t)now[4];
    }
}
/* Groups: an item and a list that is not empty. Risks: an id and a list. */
static void read_lists(lists *x, bool are_groups, uint32_t n) {
    uint8_t name[ID_MAX];
    uint32_t n_all = 0;
    size_t rest = (size_t)(k.text->p + k.text->n - k.at) / 2; /* a word has two bytes */
    x->n = count(OPTIONS_MAX, 2);
    uint32_t **parts[] = { &x->head, &x->first, &x->all, &x->whose };
    for (int i = 0; i < 4; i++) *parts[i] = room(i < 2 ? x->n : rest, 4);
    for (uint32_t i = 0, from = 0; i < x->n; i++, from = 0) {
        literal("\n");
        if (are_groups)
            x->head[i] = (uint32_t)number(n);
        else
            id(name);
        must(!are_groups || *k.at == ' ', "a group has an option");
        for (; *k.at == ' '; x->whose[n_all++] = i) x->all[n_all] = ascending(n, &from);
        must(n_all <= OPTIONS_MAX, "too many in all");
        x->first[i + 1] = n_all;
    }
}
static void read_problem(void) {
    k.problem = k.at = k.text->p;
    read_policies();
    read_items();
    literal("\ngroups");
    read_lists(&k.groups, true, k.n_items);
    read_links();
    literal("\nrisks");
    read_lists(&k.risks, false, k.n_links);
    literal("\nend\n");
    must(k.at == k.text->p + k.text->n, "something stands after the end");
    k.groups_of = index_by(k.n_items, k.groups.head, k.groups.n);
    k.arcs_of = index_by(k.n_items, k.ends, 2 * (size_t)k.n_links);
    k.risks_of = index_by(k.n_links, k.risks.all, k.risks.first[k.risks.n]);
    for (int i = 0; i < 4; i++) k.dirty[i] = room(k.n_items, 8);
    uint32_t **per_item[] = { &k.order, &k.seen, &k.spot, &k.tight, &k.queue };
    for (int i = 0; i < 5; i++) *per_item[i] = room(k.n_items, 4);
    k.link_seen = room(k.n_links, 4);
    k.touched = room((size_t)k.n_links * FAILURES_MAX, 4);
    k.down = room(k.n_links, 1);
    k.dist = room(k.n_items, 8);
    k.base[1] = k.n_items;
    k.base[2] = k.n_items + k.n_links;
    k.needed = room((size_t)k.base[2] + k.risks.n, 1);
}

/* ---- SHA-256 (FIPS 180-4) */

static const uint32_t sha_k[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2
};

static inline uint32_t turn(uint32_t x, int n) { return x >> n | x << (32 - n); }

static void sha_block(uint32_t h[8], const uint8_t *p) {
    uint32_t w[16], v[8];
    memcpy(v, h, sizeof v);
    for (int i = 0; i < 16; i++, p += 4)
        w[i] = (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
#pragma GCC unroll 64
    for (int i = 0; i < 64; i++) { /* a is v[-i & 7], b the next: nothing has to be moved */
        uint32_t a = v[-i & 7], b = v[(1 - i) & 7], c = v[(2 - i) & 7], e = v[(4 - i) & 7];
        uint32_t *d = &v[(3 - i) & 7], *t = &v[(7 - i) & 7], x = w[(i + 1) & 15],
                 y = w[(i + 14) & 15];
        *t += (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + sha_k[i] + w[i & 15] +
              (v[(6 - i) & 7] ^ (e & (v[(5 - i) & 7] ^ v[(6 - i) & 7])));
        *d += *t;
        *t += (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) | (c & (a | b)));
        w[i & 15] += (turn(x, 7) ^ turn(x, 18) ^ x >> 3) + w[(i + 9) & 15] +
                     (turn(y, 17) ^ turn(y, 19) ^ y >> 10);
    }
    for (int i = 0; i < 8; i++) h[i] += v[i];
}

static void sha256(const text *t, char out[65]) {
    uint32_t h[8] = { 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                      0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19 };
    uint8_t last[128] = { 0 };
    size_t done, rest = t->n % 64, n_last = rest < 56 ? 64 : 128;
    for (done = 0; t->n - done >= 64; done += 64) sha_block(h, t->p + done);
    memcpy(last, t->p + done, rest);
    last[rest] = 0x80;
    for (size_t i = 0; i < 8; i++) last[n_last - 1 - i] = (uint8_t)((uint64_t)t->n * 8 >> 8 * i);
    for (done = 0; done < n_last; done += 64) sha_block(h, last + done);
    for (size_t i = 0; i < 8; i++) snprintf(out + 8 * i, 9, "%08" PRIx32, h[i]);
}

/* ---- what is dirty */

static bool is_dirty(uint32_t item) { return k.view && item != NONE && k.view[item] & k.view_bit; }
static bool is_link_dirty(uint32_t link) {
    return is_dirty(k.ends[2 * link]) || is_dirty(k.ends[2 * link + 1]) || is_dirty(k.rides[link]);
}
static void look_at(uint32_t taint) {
    k.view = k.dirty[taint & 3];
    k.view_bit = (uint64_t)1 << (taint >> 2);
}
/* Under exposure (0) an option is dirty; under availability (1) none is clean. */
static bool is_group_dirty(uint32_t g, uint32_t reading) {
    uint32_t i = k.groups.first[g], end = k.groups.first[g + 1];
    while (i < end && is_dirty(k.groups.all[i]) == (bool)reading) i++;
    return (i == end) == (bool)reading;
}
static void read_taint(void) {
    literal("taint");
    uint32_t policy = place(k.n_policies), reading = word(readings), unknown = word(unknowns);
    uint32_t taint = policy << 2 | reading << 1 | unknown;
    for (uint32_t i = 0; i < k.n_taints; i++)
        must(k.taints[i] != taint, "this taint is there already");
    look_at(k.taints[k.n_taints++] = taint);
    for (uint32_t i = 0; i < k.n_items; i++) {
        uint8_t label = k.problem[k.item_at[i] + 2 + policy];
        if (label == 'x' || (label == 'u' && unknown == AS_EXCLUDED)) k.view[i] |= k.view_bit;
    }
    literal("\nderived");
    for (uint32_t left = count(k.n_items, 2); left; left--) {
        uint32_t item = place(k.n_items), i = k.groups_of.first[item],
                 end = k.groups_of.first[item + 1];
        while (i < end && !is_group_dirty(k.groups_of.at[i], reading)) i++;
        must(i < end && !is_dirty(item), "it is dirty already, or nothing before it makes it so");
        k.view[item] |= k.view_bit;
    }
    literal("\n");
    for (uint32_t g = 0; g < k.groups.n; g++)
        must(is_dirty(k.groups.head[g]) || !is_group_dirty(g, reading),
             "an item that is not told has a dirty group");
}
/* ` T`: that of the policy and the reading that are asked about. */
static void use(uint32_t unknown) {
    uint32_t taint = k.q[POLICY] << 2 | k.q[READING] << 1 | unknown;
    must(k.taints[place(k.n_taints)] == taint, "the proof needs another taint");
    look_at(taint);
}

/* ---- paths and sets */

static void draw(void) { k.mark = k.link_mark = ++k.drawn; }
/* ` N LINK...` from FROM to TO, which passes no item that has the mark and no link that has the
 * link mark, and marks what it passes. Returns whether something on it is dirty. */
static bool trail(void) {
    uint32_t at = k.q[FROM], to = k.q[TO], n = count(k.n_links, 2);
    bool dirty = is_dirty(at);
    must(n == 0 || at != to, "it leaves its end");
    k.seen[at] = k.mark;
    for (uint32_t i = 1; i <= n; i++) {
        uint32_t link = place(k.n_links), a = k.ends[2 * link], b = k.ends[2 * link + 1];
        must(at == a || at == b, "the link does not begin where the one before it ends");
        at = at == a ? b : a;
        must(at == to ? i == n : k.seen[at] != k.mark, "an item is passed twice");
        must(k.link_seen[link] != k.link_mark, "a link is passed twice");
        k.seen[at] = k.mark;
        k.link_seen[link] = k.link_mark;
        dirty |= is_link_dirty(link);
    }
    must(at == to, "it does not lead there");
    literal("\n");
    return dirty;
}
static void path(uint32_t unknown) {
    literal("path");
    use(unknown);
    draw();
    must(!trail(), "something on it is dirty");
}
static void through(uint32_t unknown) {
    literal("through");
    use(unknown);
    draw();
    must(trail(), "nothing on it is dirty");
}
/* ` N ITEM...`: the spot of each is itself, of the others NONE. */
static void set(void) {
    memset(k.spot, 0xff, (size_t)k.n_items * 4);
    for (uint32_t left = count(k.n_items, 2), from = 0, item; left; left--) {
        item = ascending(k.n_items, &from);
        k.spot[item] = item;
    }
}
/* A set that holds FROM and not TO, and nothing clean that is up leaves it. */
static void side(void) {
    set();
    literal("\n");
    if (is_dirty(k.q[FROM]) || is_dirty(k.q[TO])) return;
    must(k.spot[k.q[FROM]] != NONE && k.spot[k.q[TO]] == NONE, "FROM has to be in it, and TO not");
    for (uint32_t l = 0; l < k.n_links; l++) {
        bool leaves = (k.spot[k.ends[2 * l]] == NONE) != (k.spot[k.ends[2 * l + 1]] == NONE);
        must(!leaves || k.down[l] || is_link_dirty(l), "a clean link leaves the set");
    }
}
static void apart(uint32_t unknown) {
    literal("apart");
    use(unknown);
    side();
}
/* What is within hangs on itself: a link that is not within joins two that hang on the same. */
static void within(uint32_t unknown) {
    literal("within");
    use(unknown);
    set();
    literal(" attached");
    for (uint32_t left = count(k.n_items, 4), from = 0; left; left--) {
        uint32_t item = ascending(k.n_items, &from), at = place(k.n_items);
        must(k.spot[item] == NONE && k.spot[at] == at,
             "what is outside is attached to what is within");
        k.spot[item] = at;
    }
    literal("\n");
    must(k.spot[k.q[FROM]] == k.q[FROM] && k.spot[k.q[TO]] == k.q[TO],
         "FROM and TO have to be within");
    for (uint32_t i = 0; i < k.n_items; i++)
        must(k.spot[i] != i || !is_dirty(i), "an item within is dirty");
    for (uint32_t l = 0; l < k.n_links; l++) {
        uint32_t a = k.ends[2 * l], b = k.ends[2 * l + 1];
        bool is_within = k.spot[a] == a && k.spot[b] == b;
        must(is_within ? !is_link_dirty(l) : k.spot[a] == k.spot[b],
             "a link within is dirty, or one outside leads on");
    }
}
static void item_clean(uint32_t unknown) {
    use(unknown);
    must(!is_dirty(k.q[ITEM]), "it is dirty");
}
static void item_dirty(uint32_t unknown) {
    use(unknown);
    must(is_dirty(k.q[ITEM]), "it is clean");
}

/* ---- failures: an element takes links with it */

/* The i-th of them, or NONE. */
static uint32_t link_of(uint32_t element, uint32_t i) {
    if (element >= k.base[2]) {
        i += k.risks.first[element - k.base[2]];
        return i < k.risks.first[element - k.base[2] + 1] ? k.risks.all[i] : NONE;
    }
    if (element >= k.base[1]) return i ? NONE : element - k.base[1];
    i += k.arcs_of.first[element];
    return i < k.arcs_of.first[element + 1] ? k.arcs_of.at[i] / 2 : NONE;
}
static void fail(uint32_t element, int by) {
    for (uint32_t i = 0, link; (link = link_of(element, i)) != NONE; i++)
        k.down[link] = (uint8_t)(k.down[link] + by);
}
/* `disjoint` and `cut`: n paths that share nothing that is counted, and as many without which there
 * is none. */
static void survive(uint32_t unknown, uint32_t n) {
    bool by_links = k.q[COUNTED] == BY_LINKS;
    if (n) {
        literal("disjoint");
        use(unknown);
        must(place(NONE) == n, "another number is asked about");
        draw();
        for (uint32_t i = 0; i < n; i++) {
            if (by_links) k.mark = ++k.drawn;
            literal(i ? "route" : "\nroute");
            must(!trail(), "something on it is dirty");
        }
    }
    literal("cut");
    use(unknown);
    must(place(NONE) == n, "another number is asked about");
    for (uint32_t i = 0, from = 0, x; i < n; i++) {
        x = ascending(by_links ? k.n_links : k.n_items, &from);
        must(by_links || (x != k.q[FROM] && x != k.q[TO]), "an end is no device between the ends");
        fail(by_links ? k.base[1] + x : x, 1);
    }
    literal(" side");
    side();
    memset(k.down, 0, k.n_links);
}
static void unavoidable(void) {
    uint32_t n = k.n_order, n_odd = 0;
    memset(k.spot, 0xff, (size_t)k.n_items * 4);
    literal("chain");
    for (uint32_t left = count(k.n_items, 4), from = 0; left; left--) {
        uint32_t item = ascending(k.n_items, &from), at = place(2 * n + 1);
        must(at % 2 == 0 || k.order[at / 2] == item,
             "odd places are for the unavoidable, in order");
        n_odd += at % 2;
        k.spot[item] = at;
    }
    must(n_odd == n && k.spot[k.q[FROM]] == 0 && k.spot[k.q[TO]] == 2 * n,
         "an end or one of the unavoidable is not in its place");
    for (uint32_t l = 0; l < k.n_links; l++) {
        uint32_t x = k.spot[k.ends[2 * l]], y = k.spot[k.ends[2 * l + 1]],
                 by = x > y ? x - y : y - x;
        must(by == 1 || (by == 0 && (x % 2 == 0 || x == NONE)) || (by == 2 && x % 2),
             "a link leads past an odd place");
    }
    literal("\nroute");
    k.view = NULL;
    draw();
    trail();
    /* these the second may pass, none else */
    for (uint32_t i = 0; i < n; i++) k.seen[k.order[i]] = 0;
    k.link_mark = ++k.drawn;
    literal("route");
    trail();
}

/* ---- routes */

static uint64_t offer(uint32_t arc) {
    uint32_t head = k.ends[arc ^ 1];
    if (!k.metric[arc] || k.down[arc / 2] || k.dist[head] == FAR) return FAR;
    return head != k.q[TO] && k.problem[k.item_at[head]] == 'e' ? FAR
                                                                : k.dist[head] + k.metric[arc];
}
static bool is_tight(uint32_t arc) {
    return k.dist[k.ends[arc]] != FAR && k.dist[k.ends[arc]] == offer(arc);
}
/* Counts its arcs, or takes them away again. */
static void weigh(uint32_t link, int by) {
    for (uint32_t arc = 2 * link; arc < 2 * link + 2; arc++) {
        must(offer(arc) >= k.dist[k.ends[arc]], "a link offers less than a distance");
        k.tight[k.ends[arc]] += is_tight(arc) ? (uint32_t)by : 0;
    }
}
static void settled(uint32_t item) {
    must(k.dist[item] == FAR || item == k.q[TO] || k.tight[item], "no link offers a distance");
}
/* `dist`, against nothing. */
static void distances(void) {
    memset(k.dist, 0xff, (size_t)k.n_items * 8);
    memset(k.tight, 0, (size_t)k.n_items * 4);
    literal("dist");
    for (uint32_t left = count(k.n_items, 4), from = 0, item; left; left--) {
        item = ascending(k.n_items, &from);
        literal(" ");
        k.dist[item] = number(DISTANCE_MAX + 1);
    }
    must(k.dist[k.q[TO]] == 0, "the distance of TO is 0");
    for (uint32_t l = 0; l < k.n_links; l++) weigh(l, 1);
    for (uint32_t i = 0; i < k.n_items; i++) settled(i);
    literal("\n");
}
static void need(uint32_t element, uint32_t kind, uint32_t depth) {
    uint8_t bit = depth == NO_DEPTH || !(k.q[KINDS] >> kind & 1) ? 0 : (uint8_t)(1 << depth);
    k.levels[depth].n_needed += bit && !(k.needed[element] & bit);
    k.needed[element] |= bit;
}
/* Goes all routes from FROM (the clean ones): is something on them dirty (TO reached)? The elements
 * that have a part on them are needed at the depth. */
static bool follow(bool only_clean, uint32_t depth) {
    uint32_t n = 0, from = k.q[FROM], to = k.q[TO];
    bool dirty = false;
    draw();
    if (k.dist[from] != FAR && !(only_clean && is_dirty(from)))
        k.seen[k.queue[n++] = from] = k.mark;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t item = k.queue[i];
        dirty |= is_dirty(item);
        if (item != from && item != to) need(item, 0, depth);
        for (uint32_t j = k.arcs_of.first[item]; j < k.arcs_of.first[item + 1]; j++) {
            uint32_t arc = k.arcs_of.at[j], link = arc / 2, head = k.ends[arc ^ 1];
            if (!is_tight(arc) || (only_clean && is_link_dirty(link))) continue;
            dirty |= is_dirty(k.rides[link]);
            need(k.base[1] + link, 1, depth);
            for (uint32_t r = k.risks_of.first[link];
                 depth != NO_DEPTH && r < k.risks_of.first[link + 1]; r++)
                need(k.base[2] + k.risks.whose[k.risks_of.at[r]], 2, depth);
            if (k.seen[head] != k.mark) k.seen[k.queue[n++] = head] = k.mark;
        }
    }
    return only_clean ? k.seen[to] == k.mark : dirty;
}
static void route_exists(uint32_t unknown) {
    use(unknown);
    must(follow(true, NO_DEPTH), "no route is clean");
}
static void no_route(uint32_t unknown) {
    use(unknown);
    must(!follow(true, NO_DEPTH), "a route is clean");
}
/* ` d7`, ` l3` or ` r0`: of the kinds that may fail. */
static uint32_t element(void) {
    literal(" ");
    uint32_t kind = *k.at == 'd'   ? 0
                    : *k.at == 'l' ? 1
                                   : 2,
             n[] = { k.n_items, k.n_links, k.risks.n };
    literal(kind == 0 ? "d" : kind == 1 ? "l" : "r");
    uint32_t x = (uint32_t)number(n[kind]);
    must(k.q[KINDS] >> kind & 1 && (kind || (x != k.q[FROM] && x != k.q[TO])), "this may not fail");
    return k.base[kind] + x;
}
static void touch(uint32_t element) {
    for (uint32_t i = 0, link; (link = link_of(element, i)) != NONE; i++) {
        if (k.link_seen[link] != k.link_mark) k.touched[k.n_touched++] = link;
        k.link_seen[link] = k.link_mark;
    }
}
/* The element of the level fails (by 1) or is mended (by -1); distances and their others change
 * places. */
static void shift(const struct level *l, int by) {
    for (uint32_t i = l->touched; i < k.n_touched; i++) weigh(k.touched[i], -1);
    for (uint32_t i = l->changed; i < k.n_changed; i++) {
        uint64_t was = k.dist[k.changed[i]];
        k.dist[k.changed[i]] = k.other[i];
        k.other[i] = was;
    }
    fail(l->element, by);
    for (uint32_t i = l->touched; i < k.n_touched; i++) weigh(k.touched[i], 1);
}
static void go_down(struct level *l, uint32_t element) {
    *l = (struct level){ element, k.n_changed, k.n_touched, 0 };
    draw();
    touch(element);
    literal("\ndist");
    for (uint32_t left = count(k.n_items, 4), from = 0, item; left; left--) {
        k.changed[k.n_changed] = item = ascending(k.n_items, &from);
        literal(*k.at == ' ' && k.at[1] == '-' ? " -" : " ");
        k.other[k.n_changed++] = k.at[-1] == '-' ? FAR : number(DISTANCE_MAX + 1);
        must(item != k.q[TO] && k.other[k.n_changed - 1] != k.dist[item],
             "only what differs is told");
        touch(item);
    }
    shift(l, 1);
    for (uint32_t i = l->changed; i < k.n_changed; i++) settled(k.changed[i]);
    for (uint32_t i = 2 * l->touched; i < 2 * k.n_touched; i++)
        settled(k.ends[2 * k.touched[i / 2] + i % 2]);
    literal("\n");
}
static void go_up(struct level *l) {
    must(l->n_needed == 0, "an element on a route of the node above has no node");
    shift(l, -1);
    k.n_changed = l->changed;
    k.n_touched = l->touched;
}
/* Returns how many may fail. */
static uint32_t tree(uint32_t unknown) {
    literal("tree");
    use(unknown);
    uint32_t depth = 0, most = place(FAILURES_MAX + 1);
    literal("\nnode 0\n");
    distances();
    k.levels[0].n_needed = k.n_changed = k.n_touched = 0;
    must(!follow(false, most ? 0 : NO_DEPTH), "a route is dirty");
    while (is_next("node")) {
        literal("node");
        uint32_t d = place(most + 1);
        must(d > 0 && d <= depth + 1, "a node stands below one that there is");
        while (depth >= d) go_up(&k.levels[depth--]);
        uint32_t e = element();
        must(k.needed[e] >> (d - 1) & 1, "it has no part on a route, or had its node");
        k.needed[e] ^= (uint8_t)(1 << (d - 1));
        k.levels[d - 1].n_needed--;
        go_down(&k.levels[depth = d], e);
        must(!follow(false, d < most ? d : NO_DEPTH), "a route is dirty");
    }
    while (depth) go_up(&k.levels[depth--]);
    must(k.levels[0].n_needed == 0, "an element on a route of the root has no node");
    return most;
}
static void whole_tree(uint32_t unknown) {
    must(tree(unknown) == k.q[FAILURES], "another number is asked about");
}
static void hit(uint32_t unknown) {
    uint32_t n = is_next("tree") ? tree(unknown) + 1 : 0, e[FAILURES_MAX];
    literal("hit");
    use(unknown);
    must(place(NONE) == n && n <= k.q[FAILURES],
         "so many may not fail, or a tree for one less is missing");
    for (uint32_t i = 0; i < n; i++) {
        e[i] = element();
        for (uint32_t j = 0; j < i; j++) must(e[i] != e[j], "it is there twice");
        fail(e[i], 1);
    }
    literal("\n");
    distances();
    must(follow(false, NO_DEPTH), "no route is dirty");
    memset(k.down, 0, k.n_links);
    k.hits[k.n_hits++] = n;
}

/* ---- questions */

static void read_ask(void) {
    literal("ask");
    k.what = word(questions);
    for (const uint8_t *f = asked[k.what]; *f != FIELDS; f++)
        k.q[*f] = words_of[*f] ? word(words_of[*f])
                               : place(*f == POLICY                ? k.n_policies
                                       : *f == FAILURES            ? FAILURES_MAX + 1
                                       : *f == LEAST || *f == MOST ? NONE
                                                                   : k.n_items);
    k.n_order = k.what == UNAVOIDABLE ? count(k.n_items, 2) : 0;
    for (uint32_t i = 0; i < k.n_order; i++) k.order[i] = place(k.n_items);
    literal("\n");
}
/* What is proved of the clean side, and of the other. */
static void (*const halves[][2])(uint32_t unknown) = {
    [SOME] = { path, apart },
    [EVERY] = { within, through },
    [NEEDS] = { item_clean, item_dirty },
    [ROUTES_SOME] = { route_exists, no_route },
    [ROUTES_EVERY] = { whole_tree, hit },
};
static void check_ask(void) {
    read_ask();
    uint32_t answer = k.q[ANSWER];
    bool has_by = k.what == NEEDS || k.what == ROUTES_SOME;
    if (k.what == SURVIVES) {
        survive(AS_EXCLUDED, k.q[LEAST]);
        survive(AS_CLEAN, k.q[MOST]);
    } else if (k.what == UNAVOIDABLE)
        unavoidable();
    else if (answer == NO_PATH && k.what < ROUTES_SOME) {
        must(k.what != NEEDS, "no answer to this question");
        literal("apart -");
        k.view = NULL;
        side();
    } else {
        if (k.what == ROUTES_SOME || answer == NO_PATH) distances();
        must(answer != NO_PATH || k.dist[k.q[FROM]] == FAR, "FROM has a distance");
        if (answer == NO_PATH) return;
        literal(has_by ? "by" : "");
        if (answer != EXCLUDED) halves[k.what][0](answer == CLEAN ? AS_EXCLUDED : AS_CLEAN);
        if (answer != CLEAN) halves[k.what][1](answer == EXCLUDED ? AS_CLEAN : AS_EXCLUDED);
        literal(has_by ? "\n" : "");
    }
}
static const uint8_t *item_id(uint32_t item) {
    return k.problem + k.item_at[item] + 3 + k.n_policies;
}
static void put(FILE *f, bool json, const void *id) {
    fputs(json ? "\"" : "", f);
    for (const char *s = id; *s > ' '; s++)
        fprintf(f, json && (*s == '"' || *s == '\\') ? "\\%c" : "%c", *s);
    fputs(json ? "\"" : "", f);
}
static void tell_ask(FILE *f, bool json, uint32_t hit) {
    fputs(json ? "{\"question\":" : "", f);
    put(f, json, questions[k.what]);
    for (const uint8_t *x = asked[k.what]; *x != FIELDS; x++) {
        fprintf(f, json ? ",\"%s\":" : " %s=", keys[*x]);
        if (*x == LEAST || *x == MOST || *x == FAILURES)
            fprintf(f, "%" PRIu32, k.q[*x]);
        else
            put(f, json,
                words_of[*x]   ? (const void *)words_of[*x][k.q[*x]]
                : *x == POLICY ? k.policies[k.q[*x]]
                               : item_id(k.q[*x]));
    }
    if (k.what == UNAVOIDABLE) fputs(json ? ",\"items\":[" : " items=", f);
    for (uint32_t i = 0; i < k.n_order; i++) {
        fputs(!i ? "" : json ? "," : " ", f);
        put(f, json, item_id(k.order[i]));
    }
    if (hit != NONE)
        fprintf(f, json ? ",\"fail_together\":%" PRIu32 : " fail_together=%" PRIu32, hit);
    fputs(!json ? "\n" : k.what == UNAVOIDABLE ? "]}" : "}", f);
}
/* Prints what was accepted: the certificate is read once more, its questions only. */
static void tell(FILE *f, bool json, const char *digest) {
    uint32_t n_hits = 0, n = 0;
    fprintf(f,
            json ? "{\"schema\":\"cleanpath/check/1\",\"problem\":\"%s\",\"proved\":["
                 : "problem %s\n",
            digest);
    for (k.at = k.text->p; *k.at; k.at = (const uint8_t *)strchr((const char *)k.at, '\n') + 1) {
        if (!is_next("ask")) continue;
        read_ask();
        k.at--;
        fputs(json && n++ ? "," : "", f);
        bool has_hit =
            k.what == ROUTES_EVERY && (k.q[ANSWER] == EXCLUDED || k.q[ANSWER] == UNDETERMINED);
        tell_ask(f, json, has_hit ? k.hits[n_hits++] : NONE);
    }
    fputs(json ? "]}\n" : "", f);
}
static int check(const text *problem, const text *certificate, bool json, FILE *out, FILE *err) {
    char digest[65];
    memset(&k, 0, sizeof k);
    k.err = err;
    if (setjmp(k.end) == 0) {
        k.text = problem;
        read_problem();
        k.text = certificate;
        k.at = certificate->p;
        k.hits = room(certificate->n / 8, 4);
        k.changed = room(certificate->n / 4, 4);
        k.other = room(certificate->n / 4, 8);
        sha256(problem, digest);
        literal("cleanpath-certificate 1\nproblem ");
        must(is_next(digest), "it is about another problem");
        literal(digest);
        literal("\n");
        while (!is_next("end\n")) is_next("taint") ? read_taint() : check_ask();
        literal("end\n");
        must(k.at == certificate->p + certificate->n, "something stands after the end");
        tell(out, json, digest);
    }
    while (k.n_rooms) free(k.rooms[--k.n_rooms]);
    return k.status;
}

/* ---- the command */

static int read_file(text *t) {
    FILE *f = fopen(t->name, "rb");
    size_t size = 1 << 16;
    while (f && t->n < size && (t->p = realloc(t->p, size + 1))) {
        t->n += fread(t->p + t->n, 1, size - t->n, f);
        if (t->n < size || size > BYTES_MAX || memcmp(t->p, "cleanpath-", 10)) break;
        size = 2 * size < BYTES_MAX ? 2 * size : BYTES_MAX + 1;
    }
    bool is_bad = !f || !t->p || ferror(f);
    if (is_bad)
        fprintf(stderr, "cleanpath-check: %s cannot be read\n", t->name);
    else
        t->p[t->n] = 0;
    if (f) fclose(f);
    if (!is_bad && t->n > BYTES_MAX)
        fprintf(stderr, "%s:1: refused: it has more than 4 GiB\n", t->name);
    return is_bad ? UNREADABLE : t->n > BYTES_MAX ? REFUSED : ACCEPTED;
}
static int help(FILE *f, int status) {
    fputs("Usage: cleanpath-check PROBLEM CERTIFICATE [--format text|json]\n\n"
          "Accepts what `cleanpath path --certificate` wrote and prints what is proved by it, or\n"
          "refuses it and says where it is wrong.\n\n"
          "      --format FORMAT  text or json\n      --help           this text\n"
          "      --version        the version\n\n"
          "Exit status: 0 accepted, 2 usage, 3 a file cannot be read, 5 refused.\n",
          f);
    return status;
}
int main(int argc, char **argv) {
    text texts[2] = { { NULL, NULL, 0 }, { NULL, NULL, 0 } };
    bool json = false;
    int n = 0, status = ACCEPTED;
    for (int i = 1; i < argc; i++) {
        if (!strcmp(argv[i], "--help")) return help(stdout, ACCEPTED);
        if (!strcmp(argv[i], "--version"))
            return puts("cleanpath-check " CP_VERSION) < 0 ? UNREADABLE : ACCEPTED;
        const char *format = !strncmp(argv[i], "--format=", 9)              ? argv[i] + 9
                             : !strcmp(argv[i], "--format") && i + 1 < argc ? argv[++i]
                                                                            : NULL;
        if (format ? strcmp(format, "json") && strcmp(format, "text") : argv[i][0] == '-' || n == 2)
            return help(stderr, USAGE);
        if (format)
            json = !strcmp(format, "json");
        else
            texts[n++].name = argv[i];
    }
    if (n < 2) return help(stderr, USAGE);
    for (int i = 0; i < 2 && status == ACCEPTED; i++) status = read_file(&texts[i]);
    if (status == ACCEPTED) status = check(&texts[0], &texts[1], json, stdout, stderr);
    if (fflush(stdout) && status == ACCEPTED) status = UNREADABLE;
    for (int i = 0; i < 2; i++) free(texts[i].p);
    return status;
}
