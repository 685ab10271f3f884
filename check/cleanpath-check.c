/* SPDX-License-Identifier: Apache-2.0 */
/* cleanpath-check.c - accepts or refuses what cleanpath says that it has proved:
 *     PROBLEM (labels, needs, links)  +  CERTIFICATE (claims, reasons)  ->  what is proved
 * docs/formats/path-proof.md has the rules, and why they are enough. Whoever trusts the answer
 * trusts this file: it shares no code with cleanpath, uses the C library alone, searches for
 * nothing and no function calls itself. What breaks a rule ends the run: must() jumps out. Files
 * end in a zero byte here, which nothing waits for. At most 900 lines, laid out by hand: a step is
 * a line, and a block ends where its lines do, as their indents show. */
// clang-format off
#include <inttypes.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
enum { ACCEPTED, USAGE = 2, UNREADABLE, REFUSED = 5, FAILURES_MAX = 8, NO_DEPTH = 8, ROOMS = 64 };
enum { ITEMS_MAX = 1 << 24, LINKS_MAX = 1 << 26, POLICIES_MAX = 64, ID_MAX = 4096 };
enum { HOST = 0x40000000, NOWHERE, DEPTH_MAX = 1 << 16 }; /* no tables; cuts within cuts */
static const uint64_t TWO32 = (uint64_t)1 << 32; /* 32 bits tell a place in a file, a metric */
static const uint64_t DISTANCE_MAX = (uint64_t)1 << 58, KIND = (uint64_t)1 << 60, FAR = UINT64_MAX;
#define NONE UINT32_MAX
#define EACH(i, n) for (uint32_t i = 0; i < (n); i++)
#define OF(x, v, by) /* each v that has the key x */ for (uint32_t v, v##_at = k.by.first[x]; \
         v##_at < k.by.first[(x) + 1] && (v = k.by.at[v##_at], true); v##_at++)
#define LISTED(x, n, bytes) /* each x of ` N X...` below n; bytes: one takes, with what follows */ \
    for (uint32_t x, left = count(n, bytes), from = 0; left && (x = ascending(n, &from), left--);)
enum { SOME, EVERY, SURVIVES, UNAVOIDABLE, NEEDS, ROUTES_SOME, ROUTES_EVERY, PACKETS };
enum { CLEAN, EXCLUDED, UNDETERMINED, NO_PATH, NOT_MODELLED };
enum { AS_CLEAN, AS_EXCLUDED, NOT_ASKED }; /* unknown is taken as, where dirt is asked about */
enum { POLICY = 1, READING, FROM, TO, ITEM, COUNTED, LEAST, MOST, FAILURES, KINDS, ANSWER, TABLE,
       FIRST, LAST, BECOMES, FIELDS };
/* What a question tells, in order; what a field is called, and the words that it may be. */
static const char questions[] = "some every survives unavoidable needs routes-some "
    "routes-every packets";
static const uint8_t asked[][8] = {
    { POLICY, READING, FROM, TO, ANSWER }, { POLICY, READING, FROM, TO, ANSWER },
    { POLICY, READING, FROM, TO, COUNTED, LEAST, MOST }, { FROM, TO },
    { POLICY, READING, ITEM, ANSWER }, { POLICY, READING, FROM, TO, ANSWER },
    { POLICY, READING, FROM, TO, FAILURES, KINDS, ANSWER },
    { POLICY, READING, TABLE, FIRST, LAST, BECOMES, ANSWER } };
static const char *const fields[FIELDS][2] = { { NULL }, { "policy" },
    { "reading", "exposure availability" }, { "from" }, { "to" }, { "item" }, { "counted",
    "devices links" }, { "at_least" }, { "at_most" }, { "failures" }, { "kinds", "- d l dl r dr lr "
    "dlr" /* bits */ }, { "answer", "proven-clean proven-excluded undetermined no-path "
    "not-modelled" }, { "from" }, { "first" }, { "last" }, { "becomes" } };
/* What becomes of a packet: bits, in the order in which they are told. */
static const char *const ends_names[] = { "delivered", "no-route", "dropped", "denied", "loop",
    "lost", "not-modelled" };
enum { DELIVERED = 1, NO_ROUTE = 2, DROPPED = 4, DENIED = 8, LOOP = 16, LOST = 32, OPAQUE = 64 };
enum { DENY = 1, PERMIT = 2, UNSURE = 4 }; /* bits of what a filter may decide */
enum { DST, SRC, PROTOCOL, SPORT, DPORT, BOX }; /* fields of packets */
static const char box_fields[] = "dst src protocol sport dport";
__extension__ typedef unsigned __int128 wide;

typedef struct { const char *name; uint8_t *p; size_t n; } text; /* n bytes and a zero */
typedef struct { uint32_t *first, *at; } by_key; /* key x stands at at[first[x]] .. */
typedef struct { uint32_t n, *head, *first, *all, *whose; } lists; /* spans of all; whose each is */
typedef struct { uint32_t element, changed, n_needed; } level; /* of a tree: what failed */
typedef struct { wide low[BOX], high[BOX]; } box; /* packets: from and to, of each field */
typedef struct { box of; uint8_t says; bool is_some; } rule; /* is_some: of its box some only */
typedef struct { uint32_t to, link, out, in; bool is_maybe; } hop; /* NONE: no link, no filter */
typedef struct { wide first, last; uint32_t action; } route_of; /* of a table, to addresses */
static struct { /* the one run */
    jmp_buf end; int status; FILE *err; void *rooms[ROOMS]; uint32_t n_rooms;
    const text *text; const uint8_t *at, *problem; /* at: what is read next, in text */
    const uint8_t *policies[POLICIES_MAX], *told[FIELDS], *name; /* words of the question */
    uint32_t n_policies, n_items, n_links, n_stands, n_taints, n_order, n_asks, n_changed;
    uint32_t *ends, *metric, *rides, *item_at; /* arc 2 * link leads from a to b, the next back */
    uint32_t *stands, *owner, *area; /* ends as they stand, an item or one in an area; of stands */
    uint8_t *both, *is_level, *is_used; bool has_levels; /* of links; of stands; of arcs */
    lists groups, risks; by_key groups_of, arcs_of, risks_of, stands_of;
    uint32_t taints[4 * POLICIES_MAX]; /* policy << 2 | reading << 1 | unknown */
    uint64_t *dirty[4], *view, view_bit; /* by taint & 3: per item a bit a policy; in use */
    uint32_t what, q[FIELDS], half; /* the question; 0 proves that something is clean, 1 dirty */
    uint32_t *order, *hits; /* the unavoidable; of each question how many have to fail */
    uint32_t bits, n_dsts, n_filters, n_tables, n_actions; wide *dsts, span[2]; /* of forwarding */
    uint32_t *rule_first, *table_item, *vrf_at, *route_first, *hop_first, *rank, *listed;
    uint8_t *kind; rule *rules; hop *hops; route_of *routes; box *boxes; /* kind: ends of actions */
    uint32_t becomes, met, touched; /* ends; touched: something dirty, 1 for certain, 2 perhaps */
    bool counts_dirt, counts_ends, is_strict; /* what a tree is about */
    uint32_t drawn, mark, link_mark, *seen, *link_seen; /* a mark is drawn for each use */
    uint32_t *spot; /* of an item: its place on a line, what it hangs on, itself in a set */
    uint32_t base[4]; uint8_t *down, *needed; /* devices, links, risks in one row: bits by depth */
    uint64_t *dist, *other; /* of stands: distances to TO; of what a level changed, before it */
    uint32_t *tight, *queue, *changed; /* tight: the mark, where a link offers the distance */
    level levels[FAILURES_MAX + 1]; } k;
static _Noreturn void refuse(const char *why) {
    uint64_t line = 1; k.status = REFUSED; /* that of the byte that was read last */
    for (const uint8_t *p = k.text->p; p + 1 < k.at; p++) line += *p == '\n';
    fprintf(k.err, "%s:%" PRIu64 ": refused: %s\n", k.text->name, line, why), longjmp(k.end, 1); }
#define must(held, why) ((held) ? (void)0 : refuse(why))
static void *room(size_t n, size_t size) { /* what is not used of it costs nothing */
    void *p = k.n_rooms < ROOMS ? calloc(n + 1, size) : NULL;
    if (p) return k.rooms[k.n_rooms++] = p;
    fputs("cleanpath-check: no memory left\n", k.err), k.status = UNREADABLE, longjmp(k.end, 1); }
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
static bool skips(const char *s) { return is_next(s) && (k.at += strlen(s)); }
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
static size_t id(uint8_t out[ID_MAX]) { /* in its one form, decoded: how many bytes it has */
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
        k.item_at[i] = (uint32_t)(k.at + 1 - k.problem), literal(skips("\ne ") ? "" : "\nd ");
        EACH(p, k.n_policies) literal(*k.at == 'x' ? "x" : *k.at == 'u' ? "u" : "c");
        literal(" "), n = id(names[i % 2]);
        int order = memcmp(names[(i + 1) % 2], names[i % 2], n < n_last ? n : n_last);
        must(i == 0 || order < 0 || (order == 0 && n_last < n), "the ids have to ascend"); } }
static void read_areas(void) { /* an item stands in the backbone, and in its other areas */
    uint32_t n = skips("\nareas") ? count(2 * (size_t)LINKS_MAX, 6) : 0, *item, *area;
    k.n_stands = k.n_items + n, k.is_level = room(k.n_stands, 1);
    k.owner = item = room(k.n_stands, 4), k.area = area = room(k.n_stands, 4);
    EACH(i, k.n_items) item[i] = i;
    for (uint32_t i = k.n_items, x = 0, y = 0; i < k.n_stands; x = item[i], y = area[i++]) {
        k.has_levels |= k.is_level[i] = skips("\nl"), literal(k.is_level[i] ? "" : "\na");
        item[i] = place(k.n_items), area[i] = place(NONE);
        must(item[i] > x ? area[i] : item[i] == x && area[i] > y, "they ascend; no area is 0"); }
    k.stands_of = index_by(k.n_items, k.owner, k.n_stands); }
static void read_links(void) {
    size_t n = k.n_links = (literal("\nlinks"), count(LINKS_MAX, 10));
    k.ends = room(2 * n, 4), k.stands = room(2 * n, 4), k.metric = room(2 * n, 4);
    k.rides = room(n, 4), k.both = room(n, 1), k.is_used = room(2 * n, 1);
    for (size_t i = 0; i < n; i++) {
        uint32_t *at = k.stands + 2 * i, *ends = k.ends + 2 * i, *metric = k.metric + 2 * i;
        EACH(e, 2) literal(e ? " " : "\n"), ends[e] = k.owner[at[e] = (uint32_t)number(k.n_stands)];
        EACH(e, 2) literal(" "), metric[e] = (uint32_t)number(TWO32);
        literal(" "), k.rides[i] = skips("-") ? NONE : (uint32_t)number(k.n_items);
        bool is_right = ends[0] < ends[1] && k.area[at[0]] == k.area[at[1]];
        must(is_right, "the ends of a link ascend, in one area"), k.both[i] = skips(" +"); } }
static void read_lists(lists *x, bool are_groups, uint32_t n) { /* of items, or with ids: risks */
    uint8_t name[ID_MAX]; uint32_t n_all = 0;
    x->all = room(rest() / 2, 4), x->whose = room(rest() / 2, 4); /* a word has two bytes */
    x->n = count(LINKS_MAX, 2); x->head = room(x->n, 4), x->first = room(x->n, 4);
    for (uint32_t i = 0, from = 0; i < x->n; i++, from = 0) {
        if (literal("\n"), are_groups) x->head[i] = (uint32_t)number(n); else id(name);
        must(!are_groups || *k.at == ' ', "a group has an option");
        for (; *k.at == ' '; x->whose[n_all++] = i) x->all[n_all] = ascending(n, &from);
        must((x->first[i + 1] = n_all) <= LINKS_MAX, "too many in all"); } }
static wide address(void) { /* a blank, and 192.0.2.1, or eight groups of four digits */
    static const char digits[] = "0123456789abcdef"; wide x = 0; literal(" ");
    for (uint32_t i = 0; i < 4 && k.bits == 32; i++)
        literal(i ? "." : ""), x = x << 8 | number(256);
    for (uint32_t i = 0; i < 32 && k.bits == 128; i++) {
        literal(i && i % 4 == 0 ? ":" : ""); const char *at = *k.at ? strchr(digits, *k.at) : NULL;
        must(at, "a digit of an address has to stand here"), k.at++;
        x = x << 4 | (wide)(at - digits); }
    return x; }
static wide max_of(uint32_t field) {
    return field <= SRC ? ~(wide)0 >> (128 - k.bits) : field == PROTOCOL ? 255 : 65535; }
static uint32_t place_or_none(uint32_t n) { /* ` -` is none */
    literal(" "); return skips("-") ? NONE : (uint32_t)number(n); }
static void read_filters(void) {
    k.n_filters = (literal("\nfilters"), count(LINKS_MAX, 8)), k.rule_first = room(k.n_filters, 4);
    k.rules = room(rest() / 45, sizeof *k.rules); uint32_t n = 0; /* the shortest has 45 bytes */
    EACH(i, k.n_filters) {
        for (uint32_t left = (literal("\nrules"), count(LINKS_MAX, 45)); left; left--) {
            static const char letters[] = "dpuDPU"; rule *x = &k.rules[n++]; literal("\n");
            const char *at = *k.at ? strchr(letters, *k.at) : NULL; must(at, "no such letter");
            k.at++, x->says = (uint8_t)((at - letters) % 3), x->is_some = at - letters > 2;
            EACH(f, BOX) {
                x->of.low[f] = f <= SRC ? address() : place((uint32_t)max_of(f) + 1);
                x->of.high[f] = f <= SRC ? address() : place((uint32_t)max_of(f) + 1);
                must(x->of.low[f] <= x->of.high[f], "it ends before it begins"); } }
        k.rule_first[i + 1] = n; } }
static void read_actions(void) {
    static const uint8_t ends[] = { 0, DELIVERED, DROPPED, OPAQUE }; uint32_t n = 0;
    k.n_actions = (literal("\nactions"), count(LINKS_MAX, 5));
    k.hop_first = room(k.n_actions + 1, 4), k.kind = room(k.n_actions, 1);
    k.hops = room(rest() / 10, sizeof *k.hops);
    EACH(i, k.n_actions) {
        literal("\n");
        uint32_t kind = skips("deliver") ? 1 : skips("drop") ? 2 : skips("opaque") ? 3 : 0;
        for (k.kind[i] = ends[kind], literal(kind ? "" : "forward"); *k.at == ' '; n++) {
            hop *x = &k.hops[n]; must(!kind, "only what is forwarded goes on"), literal(" ");
            x->is_maybe = skips("m"), literal(x->is_maybe ? " " : "c ");
            x->to = skips("host") ? HOST : skips("nowhere") ? NOWHERE : NONE;
            if (x->to == NONE) x->to = (uint32_t)number(k.n_tables);
            x->link = place_or_none(k.n_links), x->out = place_or_none(k.n_filters);
            x->in = place_or_none(k.n_filters); }
        must(kind || n > k.hop_first[i], "it goes nowhere"), k.hop_first[i + 1] = n; }
    k.kind[k.n_actions] = NO_ROUTE, k.hop_first[k.n_actions + 1] = n; } /* one more: no route */
static void read_routes(void) { /* of a table: by first address, those that hold others first */
    uint32_t n = (literal("\nroutes"), count(LINKS_MAX, 12)); k.routes = room(n, sizeof *k.routes);
    k.route_first = room((size_t)k.n_tables + 1, 4);
    for (uint32_t i = 0, table = 0, last_table = 0; i < n; i++, last_table = table) {
        route_of *x = &k.routes[i]; literal("\n"), table = (uint32_t)number(k.n_tables);
        x->first = address(); uint32_t length = place(k.bits + 1);
        wide host = length == k.bits ? 0 : ~(wide)0 >> (128 - k.bits + length);
        must(!(x->first & host), "bits behind the prefix"), x->last = x->first | host;
        bool ascends = table > last_table || i == 0 || x[-1].first < x->first ||
            (x[-1].first == x->first && x[-1].last > x->last);
        must(table >= last_table && ascends, "routes have to ascend");
        x->action = place(k.n_actions), k.route_first[table + 1] = i + 1; }
    EACH(t, k.n_tables) /* tables without routes */
        if (k.route_first[t + 1] == 0) k.route_first[t + 1] = k.route_first[t]; }
static void read_forwarding(void) { /* where questions are about packets */
    static uint8_t name[ID_MAX];
    if (!skips("\nforwarding")) return;
    must((k.bits = place(129)) == 32 || k.bits == 128, "addresses have 32 or 128 bits");
    k.n_dsts = (literal("\ndestinations"), count(LINKS_MAX, 16));
    k.dsts = room(2ul * k.n_dsts, sizeof(wide));
    EACH(i, k.n_dsts) {
        wide *x = k.dsts + 2 * i; x[0] = address(), x[1] = address();
        must(x[0] <= x[1] && (i == 0 || x[-1] < x[0]), "destinations have to ascend"); }
    read_filters(), k.n_tables = (literal("\ntables"), count(ITEMS_MAX, 4));
    uint32_t **per_table[] = { &k.table_item, &k.vrf_at, &k.rank, &k.listed };
    EACH(i, 4) *per_table[i] = room(k.n_tables, 4);
    EACH(i, k.n_tables) {
        literal("\n"), k.table_item[i] = (uint32_t)number(k.n_items), literal(" ");
        k.vrf_at[i] = (uint32_t)(k.at - k.problem), id(name); }
    read_actions(), read_routes(), k.boxes = room(DEPTH_MAX, sizeof(box)); }
static void read_problem(const text *t) {
    k.text = t, k.problem = k.at = t->p, read_items();
    literal("\ngroups"), read_lists(&k.groups, true, k.n_items), read_areas(), read_links();
    literal("\nrisks"), read_lists(&k.risks, false, k.n_links), read_forwarding();
    literal("\nend\n"), must(rest() == 0, "something stands after the end");
    k.groups_of = index_by(k.n_items, k.groups.head, k.groups.n);
    k.arcs_of = index_by(k.n_items, k.ends, 2 * k.n_links);
    k.risks_of = index_by(k.n_links, k.risks.all, k.risks.first[k.risks.n]);
    uint32_t **per_item[] = { &k.order, &k.seen, &k.spot, &k.queue };
    EACH(i, 4) *per_item[i] = room(k.n_items, 4), k.dirty[i] = room(k.n_items, 8);
    k.dist = room(k.n_stands, 8), k.tight = room(k.n_stands, 4), k.base[1] = k.n_items;
    k.link_seen = room(k.n_links, 4), k.down = room(k.n_links, 1);
    k.base[2] = k.n_items + k.n_links, k.needed = room(k.base[3] = k.base[2] + k.risks.n, 1); }
/* ---- SHA-256 (FIPS 180-4) */
static uint32_t sha_k[64]; /* of the cube roots of primes; it starts with the square roots */
static uint32_t root(wide prime, bool is_cube) { /* 32 bits after the point */
    wide x = 0;
    for (wide bit = (wide)1 << 36, y; y = x + bit, bit; bit >>= 1)
        x = (is_cube ? y * y * y <= prime << 96 : y * y <= prime << 64) ? y : x;
    return (uint32_t)x; }
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
    uint32_t h[8]; for (uint32_t n = 0, p = 2, d; n < 64; p++) {
        for (d = 2; p % d;) d++;
        if (d == p) h[n % 8] = n < 8 ? root(p, false) : h[n % 8], sha_k[n++] = root(p, true); }
    size_t whole = t->n - t->n % 64, n_last = t->n % 64 < 56 ? 64 : 128;
    uint8_t last[128] = { 0 }; memcpy(last, t->p + whole, t->n % 64); last[t->n % 64] = 0x80;
    EACH(i, 8) last[n_last - 1 - i] = (uint8_t)((uint64_t)t->n * 8 >> 8 * i);
    for (size_t i = 0; i < whole + n_last; i += 64)
        sha_block(h, i < whole ? t->p + i : last + (i - whole));
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
    uint32_t policy = place(k.n_policies), reading = word(fields[READING][1]);
    uint32_t unknown = word("clean excluded"), taint = policy << 2 | reading << 1 | unknown;
    EACH(i, k.n_taints) must(k.taints[i] != taint, "this taint is there already");
    look_at(k.taints[k.n_taints++] = taint);
    EACH(i, k.n_items) {
        const uint8_t *label = k.problem + k.item_at[i] + 2 + policy;
        if (strchr(unknown ? "xu" : "x", *label)) k.view[i] |= k.view_bit; }
    for (uint32_t left = (literal("\nderived"), count(k.n_items, 2)), x; left; left--) {
        bool follows = (x = place(k.n_items), false);
        OF(x, g, groups_of) follows |= is_group_dirty(g, reading);
        must(follows && !is_dirty(x), "dirty already, or not yet"), k.view[x] |= k.view_bit; }
    literal("\n"); EACH(g, k.groups.n)
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
static void set(void) { /* ` N ITEM...`: the spot of each is itself, of the others NONE */
    memset(k.spot, 0xff, 4ul * k.n_items); LISTED(x, k.n_items, 2) k.spot[x] = x; }
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
    LISTED(x, k.n_items, 4) {
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
    memset(k.spot, 0xff, 4ul * k.n_items), literal("chain");
    LISTED(x, k.n_items, 4) {
        uint32_t at = k.spot[x] = place(2 * n + 1);
        n_odd += at % 2, must(at % 2 == 0 || k.order[at / 2] == x, "it is not for this place"); }
    must(n_odd == n && !k.spot[k.q[FROM]] && k.spot[k.q[TO]] == 2 * n, "one is not in its place");
    EACH(l, k.n_links) {
        uint32_t x = k.spot[k.ends[2 * l]], y = k.spot[k.ends[2 * l + 1]];
        uint32_t d = x > y ? x - y : y - x; bool is_even = x % 2 == 0 || x == NONE;
        must(d == 1 || d == (is_even ? 0 : 2), "a link leads past an odd place"); }
    literal("\nroute"), k.view = NULL, draw(), trail();
    EACH(i, n) k.seen[k.order[i]] = 0; /* free for the second */
    literal("route"), k.link_mark = ++k.drawn, trail(); }
/* ---- routes: where the tail stands; a link of both levels also stands in the backbone */
static uint32_t stand(uint32_t arc, bool also) { return also ? k.ends[arc] : k.stands[arc]; }
static uint64_t offer(uint32_t arc, bool also) {
    uint32_t head = k.ends[arc ^ 1]; uint64_t d = k.dist[stand(arc ^ 1, also)];
    bool is_end = head != k.q[TO] && k.problem[k.item_at[head]] == 'e';
    return is_end || !k.metric[arc] || k.down[arc / 2] || d == FAR ? FAR : d + k.metric[arc]; }
/* Is each stand of x at the least that links offer and x tells there? Its table has the least of
 * them; a border tells in the backbone what goes on within areas, in areas also what by it. */
static void settle(uint32_t x) {
    uint64_t least = x == k.q[TO] ? 0 : FAR; bool is_border = false;
    if (k.seen[x] == k.mark) return; else k.seen[x] = k.mark;
    OF(x, arc, arcs_of) for (uint32_t i = 0, at; i <= k.both[arc / 2]; i++) {
        must(offer(arc, i) >= k.dist[at = stand(arc, i)], "a link offers less than a distance");
        k.tight[at] = offer(arc, i) == k.dist[at] ? k.mark : k.tight[at];
        is_border |= at == x && !k.down[arc / 2] && (k.metric[arc] || k.metric[arc ^ 1]); }
    OF(x, at, stands_of)
        if (k.dist[at] < least && !(is_border && k.dist[at] >= 2 * KIND)) least = k.dist[at];
    OF(x, at, stands_of) {
        uint64_t d = k.dist[at], told = FAR, kind = at == x ? KIND : 2 * KIND;
        if (is_border && least < kind) told = kind + (k.is_level[at] ? 0 : least % KIND);
        if (x == k.q[TO] && (at != x || !k.has_levels)) told = 0;
        must(d <= told, told ? "a border tells less than a distance" : "the distance of TO is 0");
        must(d == FAR || d == told || k.tight[at] == k.mark, "no link offers a distance"); }
    OF(x, arc, arcs_of) for (uint32_t i = k.is_used[arc] = 0; i <= k.both[arc / 2]; i++)
        k.is_used[arc] |= least != FAR && least == offer(arc, i); }
static uint64_t distance(void) { /* of ways within an area; b: by the backbone, o: outward */
    return number(DISTANCE_MAX + 1) + (skips("b") ? KIND : skips("o") ? 2 * KIND : 0); }
static void distances(void) { /* `dist`, against nothing */
    memset(k.dist, 0xff, 8ul * k.n_stands), draw(), literal("dist");
    LISTED(x, k.n_stands, 4) literal(" "), k.dist[x] = distance();
    literal("\n"); EACH(i, k.n_items) settle(i); }
static void need(uint32_t e, uint32_t depth) {
    bool may = depth != NO_DEPTH && k.q[KINDS] >> ((e >= k.base[1]) + (e >= k.base[2])) & 1;
    uint8_t bit = may && e != k.q[FROM] && e != k.q[TO] ? (uint8_t)(1 << depth) : 0;
    k.levels[depth].n_needed += bit && !(k.needed[e] & bit); k.needed[e] |= bit; }
/* Goes all that is used from FROM on (what is clean), or back from TO, where the last walk went: is
 * something dirty on it? The elements that have a part on it are needed at the depth. */
static bool walk(bool only_clean, bool back, uint32_t depth) {
    uint32_t n = 1, last = back ? k.mark : 0, start = k.q[back ? TO : FROM]; bool dirty = false;
    draw(), k.seen[k.queue[0] = start] = k.mark;
    EACH(i, n) {
        uint32_t x = k.queue[i]; dirty |= is_dirty(x), need(x, depth);
        OF(x, arc, arcs_of) {
            uint32_t link = arc / 2, next = k.ends[arc ^ 1];
            bool is_off = k.seen[next] < last || (only_clean && is_link_dirty(link));
            if (is_off || !k.is_used[arc ^ back]) continue;
            dirty |= is_dirty(k.rides[link]), need(k.base[1] + link, depth);
            OF(link, r, risks_of) need(k.base[2] + k.risks.whose[r], depth);
            if (k.seen[next] != k.mark) k.seen[k.queue[n++] = next] = k.mark; } }
    return dirty; }
static bool is_reached(bool only_clean) { /* what ends elsewhere is lost, and no route */
    walk(only_clean, false, NO_DEPTH);
    return k.seen[k.q[TO]] == k.mark && !(only_clean && is_dirty(k.q[FROM])); }
static bool is_route_dirty(uint32_t depth) { return is_reached(false) && walk(false, true, depth); }
static void route(uint32_t unknown) {
    use(unknown), must(is_reached(true) != k.half, k.half ? "a route is clean" : "none is"); }
static uint32_t element(void) { /* ` d7`, ` l3` or ` r0`: of the kinds that may fail */
    literal(" "); uint32_t kind = skips("d") ? 0 : skips("l") ? 1 : (literal("r"), 2);
    uint32_t e = k.base[kind] + (uint32_t)number(k.base[kind + 1] - k.base[kind]);
    must(k.q[KINDS] >> kind & 1 && e != k.q[FROM] && e != k.q[TO], "this may not fail"); return e; }
static void around(uint32_t e) { /* it, and all that its links join */
    if (e < k.n_items) settle(e);
    for (uint32_t i = 0, l; (l = link_of(e, i++)) != NONE;) EACH(j, 2) settle(k.ends[2 * l + j]); }
/* The level's element fails (by 1) or is mended (-1); distances and others change places. */
static void shift(const level *l, int by) {
    for (uint32_t i = l->changed; i < k.n_changed; i++) {
        uint64_t was = k.dist[k.changed[i]]; k.dist[k.changed[i]] = k.other[i], k.other[i] = was; }
    fail(l->element, by), draw(), around(l->element);
    for (uint32_t i = l->changed; i < k.n_changed; i++) around(k.owner[k.changed[i]]); }
static void go_down(level *l, uint32_t e) {
    *l = (level){ e, k.n_changed, 0 }, literal("\ndist");
    LISTED(x, k.n_stands, 4) {
        literal(" "), k.changed[k.n_changed] = x; uint64_t d = skips("-") ? FAR : distance();
        must(d != k.dist[x], "only what differs is told"), k.other[k.n_changed++] = d; }
    literal("\n"), shift(l, 1); }
static void go_up(const level *l) {
    must(l->n_needed == 0, "an element has no node"), shift(l, -1), k.n_changed = l->changed; }
/* No route is dirty. What has to fail next, if more may: in one area what is on them, for nothing
 * else changes them; in several whatever comes after what failed last. */
static void node(uint32_t depth, uint32_t most, uint32_t after) {
    bool is_one = k.n_stands == k.n_items;
    must(!is_route_dirty(is_one && depth < most ? depth : NO_DEPTH), "a route is dirty");
    for (uint32_t e = after; !is_one && depth < most && e < k.base[3]; e++)
        if (link_of(e, 0) != NONE) need(e, depth); }
static uint32_t tree(uint32_t unknown) { /* returns how many may fail */
    literal("tree"), use(unknown); uint32_t depth = 0, most = place(FAILURES_MAX + 1);
    literal("\nnode 0\n"), distances(), k.levels[0].n_needed = k.n_changed = 0, node(0, most, 0);
    while (skips("node")) {
        uint32_t d = place(most + 1); must(d > 0 && d <= depth + 1, "below no node that there is");
        while (depth >= d) go_up(&k.levels[depth--]);
        uint32_t e = element(); must(k.needed[e] >> (d - 1) & 1, "no part, or had its node");
        k.needed[e] ^= (uint8_t)(1 << (d - 1)), k.levels[d - 1].n_needed--;
        go_down(&k.levels[depth = d], e), node(d, most, e + 1); }
    while (depth) go_up(&k.levels[depth--]);
    must(k.levels[0].n_needed == 0, "an element has no node"); return most; }
static void whole(uint32_t u) { must(tree(u) == k.q[FAILURES], "another number asked"); }
static void hit(uint32_t unknown) {
    uint32_t e[FAILURES_MAX], n = is_next("tree") ? tree(unknown) + 1 : 0;
    literal("hit"), use(unknown);
    must(place(NONE) == n && n <= k.q[FAILURES], "too many, or a tree for one less is missing");
    EACH(i, n) { fail(e[i] = element(), 1); EACH(j, i) must(e[i] != e[j], "it is there twice"); }
    literal("\n"), distances(); must(is_route_dirty(NO_DEPTH), "no route is dirty");
    memset(k.down, 0, k.n_links); k.hits[k.n_asks] = n; }
/* ---- packets: all, by boxes in which no more may be than is claimed; and one */
static void judge(uint32_t item) {
    must(!k.counts_dirt || !is_dirty(item), "what it meets is dirty"); }
static void meet(uint32_t ends) {
    bool is_claimed = !(ends & ~k.becomes); k.met |= ends;
    must(!k.counts_ends || is_claimed, "something else may become of it"); }
/* All that the filter may decide of packets of the box: the first rule that matches a packet does;
 * if a rule matches some of what is in its box, only if what comes after it says the same. */
static uint32_t decide(uint32_t filter, const box *b) {
    enum { DENIED_SO_FAR = DENY, PERMITTED_SO_FAR = PERMIT, NOTHING = 8 };
    uint32_t open = NOTHING, out = 0; if (filter == NONE) return PERMIT;
    for (uint32_t i = k.rule_first[filter]; open && i < k.rule_first[filter + 1]; i++) {
        const rule *x = &k.rules[i]; bool meets = true, is_whole = true;
        EACH(f, BOX) {
            meets &= x->of.low[f] <= b->high[f] && b->low[f] <= x->of.high[f];
            is_whole &= x->of.low[f] <= b->low[f] && b->high[f] <= x->of.high[f]; }
        if (!meets) continue;
        uint32_t says = 1u << x->says, said = open & NOTHING ? says : 0;
        if (open & DENIED_SO_FAR) said |= says == DENY ? DENY : UNSURE;
        if (open & PERMITTED_SO_FAR) said |= says == PERMIT ? PERMIT : UNSURE;
        uint32_t next = x->is_some ? said & (DENY | PERMIT) : 0;
        out |= said & ~next, open = is_whole ? next : open | next; }
    out |= open & PERMITTED_SO_FAR ? UNSURE : 0;
    return out | (open & (NOTHING | DENIED_SO_FAR) ? DENY : 0); }
static bool filters(uint32_t filter, const box *b) { /* may a packet go on? */
    uint32_t may = decide(filter, b);
    meet((may & DENY ? DENIED : 0) | (may & UNSURE ? OPAQUE : 0));
    return may & (k.is_strict ? PERMIT : PERMIT | UNSURE); }
static void pass(const hop *x, uint32_t rank, const box *b) {
    if ((k.is_strict && x->is_maybe) || !filters(x->out, b)) return;
    if (x->link != NONE) judge(k.rides[x->link]);
    if (x->to < HOST) judge(k.table_item[x->to]);
    if (!filters(x->in, b)) return;
    if (x->to >= HOST) { meet(x->to == HOST ? DELIVERED : LOST); return; }
    must(k.rank[x->to], "packets come to a table that is not listed");
    if (k.rank[x->to] <= rank) meet(LOOP); }
static void act(uint32_t action, uint32_t rank, const box *b) {
    meet(k.kind[action]);
    for (uint32_t i = k.hop_first[action]; i < k.hop_first[action + 1]; i++)
        pass(&k.hops[i], rank, b); }
/* Does an address from low to high stay outside of all routes from i on? */
static bool is_open(uint32_t i, uint32_t end, wide low, wide high) {
    for (; i < end && k.routes[i].first <= low; i++) {
        if (k.routes[i].last >= high) return false;
        if (k.routes[i].last >= low) low = k.routes[i].last + 1; }
    return true; }
static void leaf(const box *b) { /* ` N TABLE...`: all that packets come to */
    uint32_t n = count(k.n_tables, 2); wide low = b->low[DST], high = b->high[DST];
    memset(k.rank, 0, 4ul * k.n_tables);
    for (uint32_t i = 0; i < n; k.rank[k.listed[i]] = i + 1, i++)
        must(!k.rank[k.listed[i] = place(k.n_tables)], "a table twice");
    literal("\n"), must(n && k.listed[0] == k.q[TABLE], "it begins elsewhere");
    EACH(i, n) {
        uint32_t t = k.listed[i], end = k.route_first[t + 1]; judge(k.table_item[t]);
        if (is_open(k.route_first[t], end, low, high)) act(k.n_actions, i + 1, b);
        for (uint32_t r = k.route_first[t]; r < end && k.routes[r].first <= high; r++) {
            wide from = k.routes[r].first, to = k.routes[r].last;
            from = from < low ? low : from, to = to > high ? high : to;
            bool acts = from <= to && is_open(r + 1, end, from, to);
            if (acts) act(k.routes[r].action, i + 1, b); } } }
static void packet_tree(uint32_t unknown) { /* in boxes that the cuts make, the lower part first */
    uint32_t n = 1; literal("tree"); if (unknown == NOT_ASKED) literal(" -"); else use(unknown);
    k.counts_dirt = unknown != NOT_ASKED, k.is_strict = unknown == AS_CLEAN;
    k.counts_ends = !k.is_strict, k.boxes[0].low[DST] = k.span[0], k.boxes[0].high[DST] = k.span[1];
    for (uint32_t f = SRC; f < BOX; f++) k.boxes[0].low[f] = 0, k.boxes[0].high[f] = max_of(f);
    for (literal("\n"); n;) {
        box *top = &k.boxes[n - 1];
        if (skips("leaf")) { n--, leaf(top); continue; }
        literal("split"); uint32_t f = word(box_fields);
        wide at = f <= SRC ? address() : place((uint32_t)max_of(f) + 1);
        must(top->low[f] < at && at <= top->high[f] && n < DEPTH_MAX, "it cuts nothing");
        literal("\n"), top[1] = *top, top[1].high[f] = at - 1, top->low[f] = at, n++; } }
static void touch(uint32_t item, bool is_maybe) {
    k.touched |= is_dirty(item) ? 1u << is_maybe : 0; }
static bool filters_one(uint32_t filter, const box *b, bool *is_maybe) {
    uint32_t says = decide(filter, b); *is_maybe |= says == UNSURE;
    return meet(says == DENY ? DENIED : says == UNSURE ? OPAQUE : 0), says != DENY; }
static uint32_t packet(void) { /* ` DST SRC PROTOCOL SPORT DPORT way N HOP...` */
    box b; uint32_t at = k.q[TABLE], left; bool is_maybe = false; literal("packet");
    EACH(f, BOX) b.low[f] = b.high[f] = f <= SRC ? address() : place((uint32_t)max_of(f) + 1);
    must(k.span[0] <= b.low[DST] && b.low[DST] <= k.span[1], "it is not asked about");
    memset(k.rank, 0, 4ul * k.n_tables), k.met = k.touched = 0, k.counts_ends = false;
    for (literal(" way"), left = count(NONE, 2);; left--) {
        uint32_t action = k.n_actions; touch(k.table_item[at], is_maybe), k.rank[at] = 1;
        for (uint32_t i = k.route_first[at]; i < k.route_first[at + 1]; i++) {
            const route_of *r = &k.routes[i]; /* the last one that holds it is the longest */
            if (r->first <= b.low[DST] && b.low[DST] <= r->last) action = r->action; }
        meet(k.kind[action]); if (left == 0) break;
        uint32_t n_hops = k.hop_first[action + 1] - k.hop_first[action];
        const hop *x = &k.hops[k.hop_first[action] + place(n_hops)];
        is_maybe |= x->is_maybe; if (!filters_one(x->out, &b, &is_maybe)) break;
        if (x->link != NONE) touch(k.rides[x->link], is_maybe);
        if (x->to < HOST) touch(k.table_item[x->to], is_maybe);
        if (!filters_one(x->in, &b, &is_maybe)) break;
        if (x->to >= HOST) { meet(x->to == HOST ? DELIVERED : LOST); break; }
        if (k.rank[x->to]) { meet(LOOP); break; }
        at = x->to; }
    must(left <= 1, "it ends before"), literal("\n"); return k.met; }
static void touches(uint32_t unknown) { /* unknown as clean: for certain */
    literal("touch"), use(unknown), literal(" "), packet();
    must(k.touched & (unknown == AS_CLEAN ? 1 : 3), "nothing on it is dirty"); }
static void packets(void) {
    uint32_t answer = k.q[ANSWER], is = k.becomes, open = is & (LOST | OPAQUE);
    bool is_told = false, is_opaque = is & OPAQUE;
    EACH(i, k.n_dsts) is_told |= k.dsts[2 * i] <= k.span[0] && k.span[1] <= k.dsts[2 * i + 1];
    must(is_told && k.span[0] <= k.span[1], "routes to these addresses are not told");
    must(answer != CLEAN || (is & DELIVERED && !open), "it is not delivered, or not known to be");
    must(answer != NO_PATH || (!(is & DELIVERED) && !open), "it is delivered, or may be");
    must(answer != NOT_MODELLED || is_opaque, "it is modelled");
    must(answer != UNDETERMINED || !is_opaque, "it is not modelled");
    if (answer == CLEAN || answer == NO_PATH) packet_tree(AS_EXCLUDED); else packet_tree(NOT_ASKED);
    if (answer == UNDETERMINED || answer == NOT_MODELLED) packet_tree(AS_CLEAN);
    if (answer == EXCLUDED) touches(AS_CLEAN);
    if (answer == UNDETERMINED && !(is & LOST)) touches(AS_EXCLUDED);
    for (uint32_t end = 1; end <= OPAQUE; end <<= 1)
        must(!(is & end) || packet() & end, "this does not become of it"); }
static uint32_t ends(void) { /* ` END,END...` */
    uint32_t x = 0; literal(" ");
    EACH(i, 7) if (skips(ends_names[i])) { x |= 1u << i; if (!skips(",")) return x; }
    return refuse("nothing that may become of a packet"), x; }
/* ---- questions */
static void read_ask(void) {
    literal("ask"), k.name = k.at + 1, k.what = word(questions);
    for (const uint8_t *f = asked[k.what]; *f; f++) {
        uint32_t limit = *f == FAILURES ? FAILURES_MAX + 1 : *f == TABLE ? k.n_tables : NONE;
        k.told[*f] = k.at + 1, limit = *f == POLICY ? k.n_policies : *f > ITEM ? limit : k.n_items;
        if (*f == FIRST || *f == LAST) k.span[*f - FIRST] = address();
        else if (*f == BECOMES) k.becomes = ends();
        else k.q[*f] = fields[*f][1] ? word(fields[*f][1]) : place(limit); }
    k.n_order = k.what == UNAVOIDABLE ? count(k.n_items, 2) : 0;
    EACH(i, k.n_order) k.order[i] = place(k.n_items);
    literal("\n"); }
static void (*const halves[][2])(uint32_t unknown) = {
    [SOME] = { way, apart }, [EVERY] = { within, way }, [NEEDS] = { item, item },
    [ROUTES_SOME] = { route, route }, [ROUTES_EVERY] = { whole, hit } };
static void check_ask(void) {
    read_ask(), k.hits[k.n_asks] = NONE; uint32_t answer = k.q[ANSWER];
    bool has_by = (k.what == NEEDS || k.what == ROUTES_SOME) && answer != NO_PATH;
    must(k.what == PACKETS || answer != NOT_MODELLED, "no answer to this");
    if (k.what == PACKETS) packets();
    else if (k.what == SURVIVES) survive(AS_EXCLUDED, k.q[LEAST]), survive(AS_CLEAN, k.q[MOST]);
    else if (k.what == UNAVOIDABLE) unavoidable();
    else if (answer == NO_PATH && k.what < ROUTES_SOME) {
        must(k.what != NEEDS, "no answer to this"), literal("apart -"), k.view = NULL, side(); }
    else {
        if (k.what == ROUTES_SOME || answer == NO_PATH) distances();
        must(answer != NO_PATH || !is_reached(false), "there is a route");
        for (literal(has_by ? "by" : ""), k.half = 0; k.half < 2; k.half++)
            if (answer == k.half || answer == UNDETERMINED)
                halves[k.what][k.half](k.half == (answer == UNDETERMINED));
        literal(has_by ? "\n" : ""); } }
static const uint8_t *item_id(uint32_t x) { return k.problem + k.item_at[x] + 3 + k.n_policies; }
static void put(FILE *f, bool quoted, const uint8_t *s) {
    for (fputs(quoted ? "\"" : "", f); *s > ' '; s++)
        fprintf(f, quoted && (*s == '"' || *s == '\\') ? "\\%c" : "%c", *s);
    fputs(quoted ? "\"" : "", f); }
static void tell_ask(FILE *f, bool json, uint32_t n) {
    fputs(!json ? "" : n ? ",{\"question\":" : "{\"question\":", f), put(f, json, k.name);
    for (const uint8_t *x = asked[k.what]; *x; x++) {
        bool is_item = *x == FROM || *x == TO || *x == ITEM, is_table = *x == TABLE;
        uint32_t item = is_table ? k.table_item[k.q[TABLE]] : is_item ? k.q[*x] : NONE;
        const uint8_t *id = *x == POLICY ? k.policies[k.q[*x]] : NULL;
        id = item != NONE ? item_id(item) : id;
        fprintf(f, json ? ",\"%s\":" : " %s=", fields[*x][0]);
        put(f, json && (id || fields[*x][1] || *x > TABLE), id ? id : k.told[*x]);
        if (!is_table) continue;
        fputs(json ? ",\"vrf\":" : " vrf=", f), put(f, json, k.problem + k.vrf_at[k.q[TABLE]]); }
    if (k.what == UNAVOIDABLE) fputs(json ? ",\"items\":[" : " items=", f);
    EACH(i, k.n_order) fputs(!i ? "" : json ? "," : " ", f), put(f, json, item_id(k.order[i]));
    if (k.hits[n] != NONE) fprintf(f, json ? ",\"%s\":%u" : " %s=%u", "fail_together", k.hits[n]);
    fputs(!json ? "\n" : k.what == UNAVOIDABLE ? "]}" : "}", f); }
static void tell(FILE *f, bool json, const char *digest) { /* reads the questions once more */
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
        must(skips(digest), "it is about another problem"), literal("\n");
        while (!skips("end\n")) skips("taint") ? read_taint() : (check_ask(), (void)k.n_asks++);
        must(rest() == 0, "something stands after the end"), tell(out, json, digest); }
    while (k.n_rooms) free(k.rooms[--k.n_rooms]);
    return k.status; }
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
    return fputs(
        "Usage: cleanpath-check PROBLEM CERTIFICATE [--format text|json] | --help | --version\n"
        "Prints what `cleanpath path --certificate` has proved, or refuses to believe it.\n"
        "Exit status: 0 accepted, 2 usage, 3 a file cannot be read, 5 refused.\n", f), status; }
int main(int argc, char **argv) {
    static text texts[2]; int n = 0, status = ACCEPTED; bool json = false, is_wrong = false;
    for (int i = 1; i < argc; i++) {
        const char *word = argv[i], *format = strcmp(word, "--format") ? NULL : argv[i + 1];
        if (!strcmp(word, "--help")) return help(stdout, ACCEPTED);
        if (!strcmp(word, "--version")) return puts("cleanpath-check " CP_VERSION), ACCEPTED;
        if (format) json = !strcmp(format, "json"), i++;
        is_wrong |= format ? !json && strcmp(format, "text") != 0 : word[0] == '-' || n == 2;
        if (!format && !is_wrong) texts[n++].name = word; }
    if (is_wrong || n < 2) return help(stderr, USAGE);
    EACH(i, 2) status = status ? status : read_file(&texts[i]);
    if (status == ACCEPTED) status = check(&texts[0], &texts[1], json, stdout, stderr);
    if (fflush(stdout) && status == ACCEPTED) status = UNREADABLE;
    EACH(i, 2) free(texts[i].p);
    return status; }
