/* SPDX-License-Identifier: Apache-2.0 */
/* cleanpath-check.c - accepts or refuses what cleanpath says that it has proved:
 *     PROBLEM (labels, needs, links)  +  CERTIFICATE (claims, reasons)  ->  what is proved
 * The rules, and why they are enough, stand in docs/formats/path-proof.md. Whoever trusts the
 * answer trusts this file: it is one, shares no code with cleanpath, uses nothing but the C
 * library, searches for nothing and no function calls itself. A rule that is broken ends the run:
 * must() jumps out. Files are read whole and end in a zero byte here; no byte that is waited for is
 * zero, so nothing reads beyond it. There are 500 lines at most (tests/meta/checker.py), laid out
 * by hand: a step is a line, and a block ends where its lines do, as their indents show. */
// clang-format off
#include <inttypes.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
enum { ACCEPTED = 0, USAGE = 2, UNREADABLE = 3, REFUSED = 5 };
enum { ITEMS_MAX = 1 << 24, LINKS_MAX = 1 << 26, OPTIONS_MAX = 1 << 26, ID_MAX = 4096 };
enum { POLICIES_MAX = 64, FAILURES_MAX = 8, NO_DEPTH = FAILURES_MAX, ROOMS_MAX = 64 };
static const uint64_t TWO32 = (uint64_t)1 << 32; /* 32 bits tell a place in a file, a metric */
static const uint64_t DISTANCE_MAX = (uint64_t)1 << 56, FAR = UINT64_MAX;
#define NONE UINT32_MAX
#define EACH(i, n) for (uint32_t i = 0; i < (n); i++)
#define LISTED(x, bytes) /* each x of ` N ITEM...`; bytes: that one takes, with what follows it */ \
    for (uint32_t x, left = count(k.n_items, bytes), from = 0; \
         left && (x = ascending(k.n_items, &from), left--);)
enum { SOME, EVERY, SURVIVES, UNAVOIDABLE, NEEDS, ROUTES_SOME, ROUTES_EVERY };
enum { CLEAN, EXCLUDED, UNDETERMINED, NO_PATH, AS_CLEAN = 0, AS_EXCLUDED }; /* AS: unknown is */
enum { POLICY = 1, READING, FROM, TO, ITEM, COUNTED, LEAST, MOST, FAILURES, KINDS, ANSWER, FIELDS };
/* What a question tells, in order; what a field is called, and the words that it may be. */
static const char questions[] = "some every survives unavoidable needs routes-some routes-every";
static const uint8_t asked[][8] = {
    { POLICY, READING, FROM, TO, ANSWER }, { POLICY, READING, FROM, TO, ANSWER },
    { POLICY, READING, FROM, TO, COUNTED, LEAST, MOST }, { FROM, TO },
    { POLICY, READING, ITEM, ANSWER }, { POLICY, READING, FROM, TO, ANSWER },
    { POLICY, READING, FROM, TO, FAILURES, KINDS, ANSWER } };
static const char *const fields[FIELDS][2] = { { NULL },
    { "policy" }, { "reading", "exposure availability" }, { "from" }, { "to" }, { "item" },
    { "counted", "devices links" }, { "at_least" }, { "at_most" }, { "failures" },
    { "kinds", "- d l dl r dr lr dlr" /* a bit for each */ },
    { "answer", "proven-clean proven-excluded undetermined no-path" } };
typedef struct { const char *name; uint8_t *p; size_t n; } text; /* n bytes and a zero */
typedef struct { uint32_t *first, *at; } by_key; /* key x stands at at[first[x]] .. */
typedef struct { uint32_t n, *head, *first, *all, *whose; } lists; /* spans of all; whose each is */
typedef struct { uint32_t element, changed, touched, n_needed; } level; /* of a tree: what failed */
static struct { /* the one run */
    jmp_buf end; int status; FILE *err; void *rooms[ROOMS_MAX];
    uint32_t n_rooms, n_policies, n_items, n_links, n_taints, n_order; const text *text;
    const uint8_t *at, *problem, *policies[POLICIES_MAX]; /* at: what is read next, in text */
    const uint8_t *told[FIELDS], *name; /* words of the question */
    uint32_t *ends, *metric, *rides, *item_at; /* arc 2 * link leads from a to b, the next back */
    lists groups, risks; by_key groups_of, arcs_of, risks_of;
    uint32_t taints[4 * POLICIES_MAX]; /* policy << 2 | reading << 1 | unknown */
    uint64_t *dirty[4], *view, view_bit; /* by taint & 3: per item a bit a policy; in use */
    uint32_t what, q[FIELDS], half; /* the question; 0 proves that something is clean, 1 dirty */
    uint32_t *order, *hits, n_asks; /* the unavoidable; of each question how many have to fail */
    uint32_t drawn, mark, link_mark, *seen, *link_seen; /* a mark is drawn for each use */
    uint32_t *spot; /* of an item: its place on a line, what it hangs on, itself in a set */
    uint32_t base[3]; /* elements in one row: devices, links, risks */
    uint8_t *down, *needed; /* per link how often it failed; per element a bit a depth */
    uint64_t *dist, *other; /* distances to TO; of what a level changed, what it was */
    uint32_t *tight, *queue, *changed, *touched, n_changed, n_touched; /* tight: arcs */
    level levels[FAILURES_MAX + 1]; } k;
/* ---- the end, and memory */
static _Noreturn void refuse(const char *why) {
    uint64_t line = 1; /* that of the byte that was read last */
    for (const uint8_t *p = k.text->p; p + 1 < k.at; p++) line += *p == '\n';
    fprintf(k.err, "%s:%" PRIu64 ": refused: %s\n", k.text->name, line, why); k.status = REFUSED;
    longjmp(k.end, 1); }
#define must(held, why) ((held) ? (void)0 : refuse(why))
/* What is not used of it costs nothing: bounds stand in for what is counted later. */
static void *room(size_t n, size_t size) {
    void *p = k.n_rooms < ROOMS_MAX ? calloc(n + 1, size) : NULL;
    if (p) return k.rooms[k.n_rooms++] = p;
    fputs("cleanpath-check: not enough memory\n", k.err), k.status = UNREADABLE;
    longjmp(k.end, 1); }
static by_key index_by(uint32_t n_keys, const uint32_t *key, uint32_t n) {
    by_key x = { room((size_t)n_keys + 2, 4), room(n, 4) };
    EACH(i, n) x.first[key[i] + 2]++;
    EACH(i, n_keys) x.first[i + 2] += x.first[i + 1];
    EACH(i, n) x.at[x.first[key[i] + 1]++] = i;
    return x; }
/* ---- words */
static size_t rest(void) { return (size_t)(k.text->p + k.text->n - k.at); }
static bool is_next(const char *s) { return !strncmp((const char *)k.at, s, strlen(s)); }
static void literal(const char *s) {
    while (*s) must(*k.at++ == (uint8_t)*s++, "something else has to stand here"); }
static inline uint64_t number(uint64_t limit) {
    uint8_t first = (uint8_t)(*k.at++ - '0'); uint64_t x = first > 9 ? FAR : first;
    while (x && x < limit && (uint8_t)(*k.at - '0') <= 9) x = 10 * x + (uint64_t)(*k.at++ - '0');
    must(x < limit, "no number, or one too great"); return x; }
/* A blank and the place of one of n; the same in a list that ascends (from: 0 at first). */
static uint32_t place(uint32_t n) { literal(" "); return (uint32_t)number(n); }
static uint32_t ascending(uint32_t n, uint32_t *from) {
    uint32_t x = place(n); must(x >= *from, "the list has to ascend"); return *from = x + 1, x; }
static uint32_t count(size_t max, size_t bytes_each) { /* no more than the file has room for */
    size_t most = rest() / bytes_each; literal(" ");
    return (uint32_t)number((most < max ? most : max) + 1); }
static uint32_t word(const char *words) { /* a blank and one of them: its place */
    literal(" ");
    for (uint32_t i = 0;; i++) {
        size_t n = strcspn(words, " ");
        if (!strncmp((const char *)k.at, words, n) && k.at[n] <= ' ') return k.at += n, i;
        must(words[n], "not one of the words that may stand here"); words += n + 1; } }
static int hex(int c) { return c >= '0' && c <= '9' ? c - 48 : c >= 'A' && c <= 'F' ? c - 55 : -1; }
/* An id in its one form, decoded into out; returns how many bytes it has. */
static size_t id(uint8_t out[ID_MAX]) {
    size_t n = 0;
    if (*k.at == '%' && k.at[1] <= ' ') return k.at++, n;
    for (int c; *k.at > ' ' && *k.at <= '~'; out[n++] = (uint8_t)c) {
        must(n < ID_MAX, "the id is too long");
        if ((c = *k.at++) != '%') continue;
        int high = hex(*k.at), low = high < 0 ? -1 : hex(k.at[1]);
        c = low < 0 ? 'a' : 16 * high + low;
        must(c <= ' ' || c > '~' || c == '%', "no byte that has to be encoded"); k.at += 2; }
    must(n > 0, "an id has to stand here"); return n; }
/* ---- the problem */
static void read_items(void) {
    static uint8_t names[2][ID_MAX]; literal("cleanpath-problem 1\npolicies");
    must((k.n_policies = count(POLICIES_MAX, 2)) > 0, "no policy");
    EACH(i, k.n_policies) {
        literal("\n"); const uint8_t *now = k.policies[i] = k.at;
        size_t n = (id(names[0]), (size_t)(k.at + 1 - now)); /* with the byte after it */
        EACH(j, i) must(memcmp(k.policies[j], now, n), "it is there twice"); }
    literal("\nitems"); k.item_at = room(k.n_items = count(ITEMS_MAX, 6), 4);
    for (size_t i = 0, n, n_last = 0; i < k.n_items; i++, n_last = n) {
        k.item_at[i] = (uint32_t)(k.at + 1 - k.problem), literal(k.at[1] == 'e' ? "\ne " : "\nd ");
        EACH(p, k.n_policies) literal(*k.at == 'x' ? "x" : *k.at == 'u' ? "u" : "c");
        literal(" "), n = id(names[i % 2]);
        int order = memcmp(names[(i + 1) % 2], names[i % 2], n < n_last ? n : n_last);
        must(i == 0 || order < 0 || (order == 0 && n_last < n), "the ids have to ascend"); } }
static void read_links(void) {
    uint64_t last[5] = { 0 }, now[5];
    size_t n = k.n_links = (literal("\nlinks"), count(LINKS_MAX, 10));
    k.ends = room(2 * n, 4), k.metric = room(2 * n, 4), k.rides = room(n, 4);
    for (size_t i = 0, j; i < n; i++) {
        for (j = 0; j < 4; j++) literal(j ? " " : "\n"), now[j] = number(j < 2 ? k.n_items : TWO32);
        literal(" "), now[4] = *k.at == '-' ? NONE : number(k.n_items), k.at += now[4] == NONE;
        for (j = 0; j < 4 && now[j] == last[j];) j++;
        must(now[0] < now[1] && now[j] >= last[j], "the ends of a link, and the links, ascend");
        memcpy(last, now, sizeof last), k.rides[i] = (uint32_t)now[4];
        EACH(e, 4) (e < 2 ? k.ends : k.metric)[2 * i + e % 2] = (uint32_t)now[e]; } }
static void read_lists(lists *x, bool are_groups, uint32_t n) { /* of items, or with ids: risks */
    uint8_t name[ID_MAX]; uint32_t n_all = 0;
    x->all = room(rest() / 2, 4), x->whose = room(rest() / 2, 4); /* a word has two bytes */
    x->n = count(OPTIONS_MAX, 2); x->head = room(x->n, 4), x->first = room(x->n, 4);
    for (uint32_t i = 0, from = 0; i < x->n; i++, from = 0) {
        literal("\n");
        if (are_groups) x->head[i] = (uint32_t)number(n); else id(name);
        must(!are_groups || *k.at == ' ', "a group has an option");
        for (; *k.at == ' '; x->whose[n_all++] = i) x->all[n_all] = ascending(n, &from);
        must((x->first[i + 1] = n_all) <= OPTIONS_MAX, "too many in all"); } }
static void read_problem(const text *t) {
    k.text = t, k.problem = k.at = t->p, read_items();
    literal("\ngroups"), read_lists(&k.groups, true, k.n_items), read_links();
    literal("\nrisks"), read_lists(&k.risks, false, k.n_links);
    literal("\nend\n"), must(rest() == 0, "something stands after the end");
    k.groups_of = index_by(k.n_items, k.groups.head, k.groups.n);
    k.arcs_of = index_by(k.n_items, k.ends, 2 * k.n_links);
    k.risks_of = index_by(k.n_links, k.risks.all, k.risks.first[k.risks.n]);
    uint32_t **per_item[] = { &k.order, &k.seen, &k.spot, &k.tight, &k.queue };
    EACH(i, 5) *per_item[i] = room(k.n_items, 4);
    EACH(i, 4) k.dirty[i] = room(k.n_items, 8);
    k.dist = room(k.n_items, 8), k.link_seen = room(k.n_links, 4), k.down = room(k.n_links, 1);
    k.touched = room((size_t)k.n_links * FAILURES_MAX, 4), k.base[1] = k.n_items;
    k.base[2] = k.n_items + k.n_links, k.needed = room((size_t)k.base[2] + k.risks.n, 1); }
/* ---- SHA-256 (FIPS 180-4) */
static const uint32_t sha_k[64] = {
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2 };
static inline uint32_t turn(uint32_t x, int n) { return x >> n | x << (32 - n); }
static void sha_block(uint32_t h[8], const uint8_t *p) {
    uint32_t w[16] = { 0 }, v[8]; memcpy(v, h, sizeof v);
    EACH(i, 64) w[i / 4] = w[i / 4] << 8 | p[i];
#pragma GCC unroll 64
    for (int i = 0; i < 64; i++) { /* a is v[-i & 7], b the next: nothing has to be moved */
        uint32_t a = v[-i & 7], b = v[(1 - i) & 7], c = v[(2 - i) & 7], e = v[(4 - i) & 7];
        uint32_t f = v[(5 - i) & 7], g = v[(6 - i) & 7], *d = &v[(3 - i) & 7], *t = &v[(7 - i) & 7];
        uint32_t x = w[(i + 1) & 15], y = w[(i + 14) & 15], *now = &w[i & 15];
        *t += (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + (g ^ (e & (f ^ g))) + sha_k[i] + *now;
        *d += *t, *t += (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) | (c & (a | b)));
        *now += (turn(x, 7) ^ turn(x, 18) ^ x >> 3) + w[(i + 9) & 15];
        *now += turn(y, 17) ^ turn(y, 19) ^ y >> 10; }
    EACH(i, 8) h[i] += v[i]; }
static void sha256(const text *t, char out[65]) {
    uint32_t h[8] = { 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                      0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19 };
    size_t whole = t->n - t->n % 64, n_last = t->n % 64 < 56 ? 64 : 128;
    uint8_t last[128] = { 0 }; memcpy(last, t->p + whole, t->n % 64); last[t->n % 64] = 0x80;
    EACH(i, 8) last[n_last - 1 - i] = (uint8_t)((uint64_t)t->n * 8 >> 8 * i);
    for (size_t i = 0; i < whole; i += 64) sha_block(h, t->p + i);
    for (size_t i = 0; i < n_last; i += 64) sha_block(h, last + i);
    EACH(i, 8) snprintf(out + 8 * i, 9, "%08" PRIx32, h[i]); }
/* ---- what is dirty */
static bool is_dirty(uint32_t item) { return k.view && item != NONE && k.view[item] & k.view_bit; }
static bool is_link_dirty(uint32_t l) {
    return is_dirty(k.ends[2 * l]) || is_dirty(k.ends[2 * l + 1]) || is_dirty(k.rides[l]); }
static void look_at(uint32_t t) { k.view = k.dirty[t & 3], k.view_bit = (uint64_t)1 << (t >> 2); }
static bool is_group_dirty(uint32_t g, bool reading) { /* has a dirty option; or only such */
    uint32_t i = k.groups.first[g], end = k.groups.first[g + 1];
    while (i < end && is_dirty(k.groups.all[i]) == reading) i++;
    return (i == end) == reading; }
static void read_taint(void) {
    literal("taint"); uint32_t policy = place(k.n_policies), reading = word(fields[READING][1]);
    uint32_t unknown = word("clean excluded"), taint = policy << 2 | reading << 1 | unknown;
    EACH(i, k.n_taints) must(k.taints[i] != taint, "this taint is there already");
    look_at(k.taints[k.n_taints++] = taint);
    EACH(i, k.n_items) {
        uint8_t label = k.problem[k.item_at[i] + 2 + policy];
        if (label == 'x' || (label == 'u' && unknown == AS_EXCLUDED)) k.view[i] |= k.view_bit; }
    for (uint32_t left = (literal("\nderived"), count(k.n_items, 2)), x, i; left; left--) {
        for (i = k.groups_of.first[x = place(k.n_items)]; i < k.groups_of.first[x + 1]; i++)
            if (is_group_dirty(k.groups_of.at[i], reading)) break;
        must(i < k.groups_of.first[x + 1] && !is_dirty(x), "dirty already, or not yet");
        k.view[x] |= k.view_bit; }
    literal("\n");
    EACH(g, k.groups.n)
        must(is_dirty(k.groups.head[g]) || !is_group_dirty(g, reading), "it has a dirty group"); }
static void use(uint32_t unknown) { /* ` T`: that of the policy and reading that are asked about */
    uint32_t taint = k.q[POLICY] << 2 | k.q[READING] << 1 | unknown;
    must(k.taints[place(k.n_taints)] == taint, "the proof needs another taint"); look_at(taint); }
/* ---- paths and sets */
static void draw(void) { k.mark = k.link_mark = ++k.drawn; }
/* ` N LINK...` from FROM to TO, which passes no item that has the mark and no link that has the
 * link mark, and marks what it passes. Returns whether something on it is dirty. */
static bool trail(void) {
    uint32_t at = k.q[FROM], to = k.q[TO], n = count(k.n_links, 2); bool dirty = is_dirty(at);
    must(n == 0 || at != to, "it leaves its end"); k.seen[at] = k.mark;
    EACH(i, n) {
        uint32_t link = place(k.n_links), a = k.ends[2 * link], b = k.ends[2 * link + 1];
        must(at == a || at == b, "the link does not begin where the one before it ends");
        at = at == a ? b : a, must(at == to ? i + 1 == n : k.seen[at] != k.mark, "an item twice");
        must(k.link_seen[link] != k.link_mark, "a link is passed twice");
        k.seen[at] = k.mark, k.link_seen[link] = k.link_mark; dirty |= is_link_dirty(link); }
    must(at == to, "it does not lead there"); literal("\n"); return dirty; }
static void way(uint32_t unknown) {
    literal(k.half ? "through" : "path"); use(unknown), draw();
    must(trail() == k.half, k.half ? "nothing on it is dirty" : "something on it is dirty"); }
/* ` N ITEM...`: the spot of each is itself, of the others NONE. */
static void set(void) { memset(k.spot, 0xff, (size_t)k.n_items * 4); LISTED(x, 2) k.spot[x] = x; }
static void side(void) { /* a set that holds FROM, not TO, and nothing clean that is up leaves it */
    set(), literal("\n");
    if (is_dirty(k.q[FROM]) || is_dirty(k.q[TO])) return;
    must(k.spot[k.q[FROM]] != NONE && k.spot[k.q[TO]] == NONE, "FROM has to be in it, and TO not");
    EACH(l, k.n_links) {
        bool leaves = (k.spot[k.ends[2 * l]] == NONE) != (k.spot[k.ends[2 * l + 1]] == NONE);
        must(!leaves || k.down[l] || is_link_dirty(l), "a clean link leaves the set"); } }
static void apart(uint32_t unknown) { literal("apart"), use(unknown), side(); }
/* What is within hangs on itself: a link that is not within joins two that hang on the same. */
static void within(uint32_t unknown) {
    literal("within"), use(unknown), set(), literal(" attached");
    LISTED(x, 4) {
        uint32_t at = place(k.n_items);
        must(k.spot[x] == NONE && k.spot[at] == at, "attached is one outside"), k.spot[x] = at; }
    literal("\n");
    must(k.spot[k.q[FROM]] == k.q[FROM] && k.spot[k.q[TO]] == k.q[TO], "an end is not within");
    EACH(i, k.n_items) must(k.spot[i] != i || !is_dirty(i), "an item within is dirty");
    EACH(l, k.n_links) {
        uint32_t a = k.ends[2 * l], b = k.ends[2 * l + 1];
        bool is_in = k.spot[a] == a && k.spot[b] == b;
        must(is_in ? !is_link_dirty(l) : k.spot[a] == k.spot[b], "a link dirty or a way out"); } }
static void item(uint32_t unknown) {
    use(unknown), must(is_dirty(k.q[ITEM]) == k.half, k.half ? "it is clean" : "it is dirty"); }
/* ---- failures: an element takes links with it: the i-th, or NONE */
static uint32_t link_of(uint32_t e, uint32_t i) {
    if (e >= k.base[1] && e < k.base[2]) return i ? NONE : e - k.base[1];
    const uint32_t *first = e < k.base[1] ? k.arcs_of.first + e : k.risks.first + (e - k.base[2]);
    if (first[0] + i >= first[1]) return NONE;
    return e < k.base[1] ? k.arcs_of.at[first[0] + i] / 2 : k.risks.all[first[0] + i]; }
static void fail(uint32_t e, int by) {
    for (uint32_t i = 0, l; (l = link_of(e, i)) != NONE; i++) k.down[l] += (uint8_t)by; }
/* `disjoint` and `cut`: n paths that share nothing, and n elements without which none is left. */
static void survive(uint32_t unknown, uint32_t n) {
    bool by_links = k.q[COUNTED];
    if (n) {
        literal("disjoint"), use(unknown), draw(), must(place(NONE) == n, "another number asked");
        EACH(i, n) {
            literal(i ? "route" : "\nroute"), k.mark = by_links ? ++k.drawn : k.mark;
            must(!trail(), "something on it is dirty"); } }
    literal("cut"), use(unknown), must(place(NONE) == n, "another number asked");
    for (uint32_t i = 0, from = 0, x; i < n; i++) {
        x = ascending(by_links ? k.n_links : k.n_items, &from);
        must(by_links || (x != k.q[FROM] && x != k.q[TO]), "an end is no device between the ends");
        fail(by_links ? k.base[1] + x : x, 1); }
    literal(" side"), side(); memset(k.down, 0, k.n_links); }
static void unavoidable(void) {
    uint32_t n = k.n_order, n_odd = 0;
    memset(k.spot, 0xff, (size_t)k.n_items * 4), literal("chain");
    LISTED(x, 4) {
        uint32_t at = k.spot[x] = place(2 * n + 1);
        n_odd += at % 2, must(at % 2 == 0 || k.order[at / 2] == x, "it is not for this place"); }
    must(n_odd == n && !k.spot[k.q[FROM]] && k.spot[k.q[TO]] == 2 * n, "one is not in its place");
    EACH(l, k.n_links) {
        uint32_t x = k.spot[k.ends[2 * l]], y = k.spot[k.ends[2 * l + 1]];
        uint32_t d = x > y ? x - y : y - x;
        bool may = d == 1 || (d == 0 && (x % 2 == 0 || x == NONE)) || (d == 2 && x % 2);
        must(may, "a link leads past an odd place"); }
    literal("\nroute"), k.view = NULL, draw(), trail();
    EACH(i, n) k.seen[k.order[i]] = 0; /* free for the second */
    literal("route"), k.link_mark = ++k.drawn, trail(); }
/* ---- routes */
static uint64_t offer(uint32_t arc) {
    uint32_t head = k.ends[arc ^ 1];
    bool is_none = !k.metric[arc] || k.down[arc / 2] || k.dist[head] == FAR;
    is_none |= head != k.q[TO] && k.problem[k.item_at[head]] == 'e'; /* it ends there */
    return is_none ? FAR : k.dist[head] + k.metric[arc]; }
static uint64_t has(uint32_t arc) { return k.dist[k.ends[arc]]; } /* its tail */
static bool is_tight(uint32_t arc) { return has(arc) != FAR && has(arc) == offer(arc); }
static void weigh(uint32_t link, int by) { /* counts its arcs, or takes them away again */
    for (uint32_t arc = 2 * link; arc < 2 * link + 2; arc++) {
        must(offer(arc) >= has(arc), "a link offers less than a distance");
        k.tight[k.ends[arc]] += is_tight(arc) ? (uint32_t)by : 0; } }
static void settled(uint32_t x) {
    must(k.dist[x] == FAR || x == k.q[TO] || k.tight[x], "no link offers a distance"); }
static void distances(void) { /* `dist`, against nothing */
    memset(k.dist, 0xff, (size_t)k.n_items * 8); memset(k.tight, 0, (size_t)k.n_items * 4);
    literal("dist"); LISTED(x, 4) literal(" "), k.dist[x] = number(DISTANCE_MAX + 1);
    must(k.dist[k.q[TO]] == 0, "the distance of TO is 0"), literal("\n");
    EACH(l, k.n_links) weigh(l, 1);
    EACH(i, k.n_items) settled(i); }
static void need(uint32_t element, uint32_t kind, uint32_t depth) {
    uint8_t bit = depth == NO_DEPTH || !(k.q[KINDS] >> kind & 1) ? 0 : (uint8_t)(1 << depth);
    k.levels[depth].n_needed += bit && !(k.needed[element] & bit); k.needed[element] |= bit; }
/* Goes all routes from FROM (the clean ones): is something on them dirty (TO reached)? The elements
 * that have a part on them are needed at the depth. */
static bool follow(bool only_clean, uint32_t depth) {
    uint32_t n, from = k.q[FROM], to = k.q[TO], *risks = k.risks_of.first; bool dirty = false;
    draw(), k.seen[k.queue[0] = from] = k.mark;
    n = k.dist[from] != FAR && !(only_clean && is_dirty(from));
    EACH(i, n) {
        uint32_t x = k.queue[i]; dirty |= is_dirty(x);
        if (x != from && x != to) need(x, 0, depth);
        for (uint32_t j = k.arcs_of.first[x]; j < k.arcs_of.first[x + 1]; j++) {
            uint32_t arc = k.arcs_of.at[j], link = arc / 2, head = k.ends[arc ^ 1];
            if (!is_tight(arc) || (only_clean && is_link_dirty(link))) continue;
            dirty |= is_dirty(k.rides[link]); need(k.base[1] + link, 1, depth);
            for (uint32_t r = risks[link]; depth != NO_DEPTH && r < risks[link + 1]; r++)
                need(k.base[2] + k.risks.whose[k.risks_of.at[r]], 2, depth);
            if (k.seen[head] != k.mark) k.seen[k.queue[n++] = head] = k.mark; } }
    return only_clean ? n && k.seen[to] == k.mark : dirty; }
static void route(uint32_t unknown) {
    use(unknown), must(follow(true, NO_DEPTH) != k.half, k.half ? "a route is clean" : "none is"); }
static uint32_t element(void) { /* ` d7`, ` l3` or ` r0`: of the kinds that may fail */
    literal(" "); uint32_t kind = *k.at == 'd' ? 0 : *k.at == 'l' ? 1 : 2;
    literal(kind == 0 ? "d" : kind == 1 ? "l" : "r");
    uint32_t x = (uint32_t)number(kind == 0 ? k.n_items : kind == 1 ? k.n_links : k.risks.n);
    must(k.q[KINDS] >> kind & 1 && (kind || (x != k.q[FROM] && x != k.q[TO])), "this may not fail");
    return k.base[kind] + x; }
static void touch(uint32_t e) {
    for (uint32_t i = 0, l; (l = link_of(e, i)) != NONE; k.link_seen[l] = k.link_mark, i++)
        if (k.link_seen[l] != k.link_mark) k.touched[k.n_touched++] = l; }
/* The level's element fails (by 1) or is mended (-1); distances and others change places. */
static void shift(const level *l, int by) {
    for (uint32_t i = l->touched; i < k.n_touched; i++) weigh(k.touched[i], -1);
    for (uint32_t i = l->changed; i < k.n_changed; i++) {
        uint64_t was = k.dist[k.changed[i]]; k.dist[k.changed[i]] = k.other[i], k.other[i] = was; }
    fail(l->element, by);
    for (uint32_t i = l->touched; i < k.n_touched; i++) weigh(k.touched[i], 1); }
static void go_down(level *l, uint32_t e) {
    *l = (level){ e, k.n_changed, k.n_touched, 0 }, literal("\ndist"), draw(), touch(e);
    LISTED(x, 4) {
        k.changed[k.n_changed] = x, touch(x); literal(" "), literal(*k.at == '-' ? "-" : "");
        uint64_t d = k.other[k.n_changed++] = k.at[-1] == '-' ? FAR : number(DISTANCE_MAX + 1);
        must(x != k.q[TO] && d != k.dist[x], "only what differs is told"); }
    literal("\n"), shift(l, 1);
    for (uint32_t i = l->changed; i < k.n_changed; i++) settled(k.changed[i]);
    for (uint32_t i = l->touched; i < k.n_touched; i++)
        settled(k.ends[2 * k.touched[i]]), settled(k.ends[2 * k.touched[i] + 1]); }
static void go_up(const level *l) {
    must(l->n_needed == 0, "an element on a route has no node"), shift(l, -1);
    k.n_changed = l->changed, k.n_touched = l->touched; }
static uint32_t tree(uint32_t unknown) { /* returns how many may fail */
    literal("tree"), use(unknown); uint32_t depth = 0, most = place(FAILURES_MAX + 1);
    literal("\nnode 0\n"), distances(); k.levels[0].n_needed = k.n_changed = k.n_touched = 0;
    must(!follow(false, most ? 0 : NO_DEPTH), "a route is dirty");
    while (is_next("node")) {
        literal("node"); uint32_t d = place(most + 1);
        must(d > 0 && d <= depth + 1, "a node stands below one that there is");
        while (depth >= d) go_up(&k.levels[depth--]);
        uint32_t e = element(); must(k.needed[e] >> (d - 1) & 1, "no part, or had its node");
        k.needed[e] ^= (uint8_t)(1 << (d - 1)), k.levels[d - 1].n_needed--;
        go_down(&k.levels[depth = d], e);
        must(!follow(false, d < most ? d : NO_DEPTH), "a route is dirty"); }
    while (depth) go_up(&k.levels[depth--]);
    must(k.levels[0].n_needed == 0, "an element on a route has no node"); return most; }
static void whole(uint32_t u) { must(tree(u) == k.q[FAILURES], "another number asked"); }
static void hit(uint32_t unknown) {
    uint32_t e[FAILURES_MAX], n = is_next("tree") ? tree(unknown) + 1 : 0;
    literal("hit"), use(unknown);
    must(place(NONE) == n && n <= k.q[FAILURES], "too many, or a tree for one less is missing");
    EACH(i, n) {
        fail(e[i] = element(), 1); EACH(j, i) must(e[i] != e[j], "it is there twice"); }
    literal("\n"), distances(); must(follow(false, NO_DEPTH), "no route is dirty");
    memset(k.down, 0, k.n_links); k.hits[k.n_asks] = n; }
/* ---- questions */
static void read_ask(void) {
    literal("ask"), k.name = k.at + 1, k.what = word(questions);
    for (const uint8_t *f = asked[k.what]; *f; f++) {
        const uint32_t limits[] = { [POLICY] = k.n_policies, [FROM] = k.n_items, [TO] = k.n_items,
            [ITEM] = k.n_items, [LEAST] = NONE, [MOST] = NONE, [FAILURES] = FAILURES_MAX + 1 };
        k.told[*f] = k.at + 1;
        k.q[*f] = fields[*f][1] ? word(fields[*f][1]) : place(limits[*f]); }
    k.n_order = k.what == UNAVOIDABLE ? count(k.n_items, 2) : 0;
    EACH(i, k.n_order) k.order[i] = place(k.n_items);
    literal("\n"); }
static void (*const halves[][2])(uint32_t unknown) = {
    [SOME] = { way, apart }, [EVERY] = { within, way }, [NEEDS] = { item, item },
    [ROUTES_SOME] = { route, route }, [ROUTES_EVERY] = { whole, hit } };
static void check_ask(void) {
    read_ask(), k.hits[k.n_asks] = NONE; uint32_t answer = k.q[ANSWER];
    bool has_by = (k.what == NEEDS || k.what == ROUTES_SOME) && answer != NO_PATH;
    if (k.what == SURVIVES) survive(AS_EXCLUDED, k.q[LEAST]), survive(AS_CLEAN, k.q[MOST]);
    else if (k.what == UNAVOIDABLE) unavoidable();
    else if (answer == NO_PATH && k.what < ROUTES_SOME) {
        must(k.what != NEEDS, "no answer to this question");
        literal("apart -"), k.view = NULL, side(); }
    else {
        if (k.what == ROUTES_SOME || answer == NO_PATH) distances();
        must(answer != NO_PATH || k.dist[k.q[FROM]] == FAR, "FROM has a distance");
        literal(has_by ? "by" : "");
        for (k.half = 0; k.half < 2; k.half++) {
            if (answer == k.half) halves[k.what][k.half](!k.half);
            if (answer == UNDETERMINED) halves[k.what][k.half](k.half); }
        literal(has_by ? "\n" : ""); } }
static const uint8_t *item_id(uint32_t x) { return k.problem + k.item_at[x] + 3 + k.n_policies; }
static void put(FILE *f, bool quoted, const uint8_t *s) {
    for (fputs(quoted ? "\"" : "", f); *s > ' '; s++)
        fprintf(f, quoted && (*s == '"' || *s == '\\') ? "\\%c" : "%c", *s);
    fputs(quoted ? "\"" : "", f); }
static void tell_ask(FILE *f, bool json, uint32_t n) {
    fputs(!json ? "" : n ? ",{\"question\":" : "{\"question\":", f), put(f, json, k.name);
    for (const uint8_t *x = asked[k.what]; *x; x++) {
        bool is_item = *x == FROM || *x == TO || *x == ITEM, is_policy = *x == POLICY;
        const uint8_t *id = is_policy ? k.policies[k.q[*x]] : is_item ? item_id(k.q[*x]) : NULL;
        fprintf(f, json ? ",\"%s\":" : " %s=", fields[*x][0]);
        put(f, json && (id || fields[*x][1]), id ? id : k.told[*x]); }
    if (k.what == UNAVOIDABLE) fputs(json ? ",\"items\":[" : " items=", f);
    EACH(i, k.n_order) fputs(!i ? "" : json ? "," : " ", f), put(f, json, item_id(k.order[i]));
    const char *hit = json ? ",\"fail_together\":%u" : " fail_together=%u";
    if (k.hits[n] != NONE) fprintf(f, hit, k.hits[n]);
    fputs(!json ? "\n" : k.what == UNAVOIDABLE ? "]}" : "}", f); }
/* Prints what was accepted: the certificate is read once more, its questions only. */
static void tell(FILE *f, bool json, const char *digest) {
    const char *json_head = "{\"schema\":\"cleanpath/check/1\",\"problem\":\"%s\",\"proved\":[";
    uint32_t n = 0; fprintf(f, json ? json_head : "problem %s\n", digest);
    for (k.at = k.text->p; *k.at; k.at = (const uint8_t *)strchr((const char *)k.at, '\n') + 1)
        if (is_next("ask")) read_ask(), tell_ask(f, json, n++), k.at--;
    fputs(json ? "]}\n" : "", f); }
static int check(const text *problem, const text *certificate, bool json, FILE *out, FILE *err) {
    char digest[65]; memset(&k, 0, sizeof k), k.err = err;
    if (setjmp(k.end) == 0) {
        read_problem(problem);
        k.text = certificate, k.at = certificate->p, k.hits = room(rest() / 8, 4);
        k.changed = room(rest() / 4, 4), k.other = room(rest() / 4, 8); sha256(problem, digest);
        literal("cleanpath-certificate 1\nproblem ");
        must(is_next(digest), "it is about another problem"); literal(digest), literal("\n");
        while (!is_next("end\n")) is_next("taint") ? read_taint() : (check_ask(), (void)k.n_asks++);
        literal("end\n"); must(rest() == 0, "something stands after the end");
        tell(out, json, digest); }
    while (k.n_rooms) free(k.rooms[--k.n_rooms]);
    return k.status; }
/* ---- the command */
static int read_file(text *t) {
    FILE *f = fopen(t->name, "rb"); size_t size = 1 << 16;
    while (f && t->n < size && (t->p = realloc(t->p, size + 1))) {
        t->n += fread(t->p + t->n, 1, size - t->n, f);
        if (t->n < size || size > TWO32 || memcmp(t->p, "cleanpath-", 10) != 0) break;
        size = 2 * size < TWO32 ? 2 * size : TWO32 + 1; }
    bool is_bad = !f || !t->p || ferror(f), is_long = !is_bad && t->n > TWO32;
    const char *why = is_bad ? "cannot be read" : "refused: it is too long";
    if (is_bad || is_long) fprintf(stderr, "%s: %s\n", t->name, why); else t->p[t->n] = 0;
    if (f) fclose(f);
    return is_bad ? UNREADABLE : is_long ? REFUSED : ACCEPTED; }
static int help(FILE *f, int status) {
    fputs("Usage: cleanpath-check PROBLEM CERTIFICATE [--format text|json] | --help | --version\n"
          "Prints what `cleanpath path --certificate` has proved, or refuses to believe it.\n"
          "Exit status: 0 accepted, 2 usage, 3 a file cannot be read, 5 refused.\n", f);
    return status; }
int main(int argc, char **argv) {
    static text texts[2]; int n = 0, status = ACCEPTED; bool json = false;
    for (int i = 1; i < argc; i++) {
        const char *word = argv[i], *format = strcmp(word, "--format") ? NULL : argv[i + 1];
        if (!strcmp(word, "--help")) return help(stdout, ACCEPTED);
        if (!strcmp(word, "--version")) return puts("cleanpath-check " CP_VERSION), ACCEPTED;
        if (format) json = !strcmp(format, "json"), i++;
        bool is_wrong = format ? !json && strcmp(format, "text") != 0 : word[0] == '-' || n == 2;
        if (is_wrong) return help(stderr, USAGE);
        if (!format) texts[n++].name = word; }
    if (n < 2) return help(stderr, USAGE);
    EACH(i, 2) status = status ? status : read_file(&texts[i]);
    if (status == ACCEPTED) status = check(&texts[0], &texts[1], json, stdout, stderr);
    if (fflush(stdout) && status == ACCEPTED) status = UNREADABLE;
    EACH(i, 2) free(texts[i].p);
    return status; }
