/* SPDX-License-Identifier: Apache-2.0 */
/* ask.c - see ask.h.
 *
 * The columns stand in the order of their numbers, those of one table side by side:
 *
 *     columns: [1.0.8802..7.1.2][..7.1.3] [..8.1.5] ... [1.3.6.1.2.1.1.1][.2][.4] ...
 *     tables:   '-- 0, 2 columns ------'  '- 1 --'       '-- the system, asked first --'
 *
 * Each column has a text of its own, so that the recording, their texts one behind the other, is
 * sorted. */
#include "sources/scan/ask.h"
#include <stdlib.h>

enum {
    COLUMNS_ALL_MAX = 128,
    TABLES_MAX = 48,
    GIVE_UPS_MAX = 3, /* each asks for a quarter of what was asked for before */
    NO_TABLE = UINT32_MAX,
};

/* Errors of RFC 3416, 3, that are not all alike. */
enum { NO_ERROR = 0, TOO_BIG = 1, NO_SUCH_NAME = 2 };

typedef struct table {
    uint32_t first, n; /* columns */
} table;

struct cp_ask_plan {
    cp_oid columns[COLUMNS_ALL_MAX];
    table tables[TABLES_MAX];
    uint32_t n_columns, n_tables, system; /* which table is the system */
};

typedef enum phase { CONTACT, PRESENCE, WALK, OVER } phase;

struct cp_ask {
    cp_arena *a;
    const cp_ask_plan *plan;
    phase phase;
    cp_buf texts[COLUMNS_ALL_MAX];
    bool is_there[TABLES_MAX];
    uint32_t table; /* CONTACT, WALK: at hand; PRESENCE: the first that is asked for */
    cp_oid at[CP_ASK_COLUMNS_MAX]; /* of the table at hand: the last name that came */
    uint32_t rows[CP_ASK_COLUMNS_MAX];
    bool is_done[CP_ASK_COLUMNS_MAX];
    uint32_t asked[CP_ASK_NAMES_MAX], n_asked; /* columns of the request, by their place in it */
    uint32_t width, n_binds;                   /* at most so many names, and values, at once */
    bool no_bulk;
    uint32_t give_ups;
    bool is_doubtful; /* a table was passed over since the last answer */
    uint64_t bytes;
    uint32_t n_requests, n_values, n_problems;
    bool is_partly;
    cp_str problems[CP_ASK_PROBLEMS_MAX];
};

/* ---- the plan */

static int compare(const cp_oid *a, const cp_oid *b)
{
    for (uint32_t i = 0; i < a->n && i < b->n; i++)
        if (a->id[i] != b->id[i])
            return a->id[i] < b->id[i] ? -1 : 1;
    return a->n == b->n ? 0 : a->n < b->n ? -1 : 1;
}

static int by_number(const void *a, const void *b) { return compare(a, b); }

static bool is_below(const cp_oid *x, const cp_oid *root, uint32_t n_root)
{
    return x->n > n_root && memcmp(x->id, root->id, n_root * sizeof *x->id) == 0;
}

static bool is_same_table(const cp_oid *a, const cp_oid *b)
{
    return a->n == b->n && memcmp(a->id, b->id, (a->n - 1) * sizeof *a->id) == 0;
}

static void add_column(cp_ask_plan *p, const cp_oid *o)
{
    assert(p->n_columns < COLUMNS_ALL_MAX);
    p->columns[p->n_columns++] = *o;
}

const cp_ask_plan *cp_ask_plan_new(cp_arena *a)
{
    cp_ask_plan *p = CP_NEW(a, cp_ask_plan);
    cp_oid o, system;
    cp_mib_oid(CP_MIB_SYS_DESCR, &system);
    for (uint32_t i = 0; i < CP_MIB_COUNT; i++) {
        cp_mib_oid((cp_mib_object)i, &o);
        add_column(p, &o);
    }
    qsort(p->columns, p->n_columns, sizeof *p->columns, by_number);
    for (uint32_t i = 0; i < p->n_columns; i++) {
        if (i == 0 || !is_same_table(&p->columns[i - 1], &p->columns[i])) {
            assert(p->n_tables < TABLES_MAX);
            p->tables[p->n_tables++] = (table){ i, 0 };
        }
        table *t = &p->tables[p->n_tables - 1];
        t->n++;
        assert(t->n <= CP_ASK_COLUMNS_MAX);
        if (compare(&p->columns[i], &system) == 0)
            p->system = p->n_tables - 1;
    }
    return p;
}

/* ---- one device */

static void begin_table(cp_ask *k, uint32_t t)
{
    k->table = t;
    for (uint32_t i = 0; i < k->plan->tables[t].n; i++) {
        k->at[i] = k->plan->columns[k->plan->tables[t].first + i];
        k->rows[i] = 0;
        k->is_done[i] = false;
    }
}

cp_ask *cp_ask_new(cp_arena *a, const cp_ask_plan *plan)
{
    cp_ask *k = CP_NEW(a, cp_ask);
    k->a = a;
    k->plan = plan;
    k->width = CP_ASK_NAMES_MAX;
    k->n_binds = CP_ASK_BINDS;
    begin_table(k, plan->system);
    return k;
}

static void problem(cp_ask *k, const char *fmt, ...) CP_PRINTF(2, 3);
static void problem(cp_ask *k, const char *fmt, ...)
{
    va_list ap;
    k->is_partly = true;
    if (k->n_problems < CP_ASK_PROBLEMS_MAX) {
        va_start(ap, fmt);
        k->problems[k->n_problems] = cp_str_vfmt(k->a, fmt, ap);
        va_end(ap);
    }
    k->n_problems++;
}

static const cp_oid *root_of(const cp_ask *k, uint32_t column)
{
    return &k->plan->columns[k->plan->tables[k->table].first + column];
}

static cp_str name_of(cp_ask *k, uint32_t column)
{
    const cp_oid *root = root_of(k, column);
    cp_mib_object o;
    uint32_t at;
    cp_oid instance = *root;
    instance.id[instance.n++] = 0;
    if (cp_mib_find(instance.id, instance.n, &o, &at))
        return cp_str_c(cp_mib_label(o));
    return cp_oid_text(k->a, root);
}

/* The next table of those that are there, or the end. */
static void go_on(cp_ask *k)
{
    uint32_t from = k->phase == WALK ? k->table + 1 : 0;
    k->phase = OVER;
    for (uint32_t t = from; t < k->plan->n_tables; t++) {
        if (!k->is_there[t])
            continue;
        k->phase = WALK;
        begin_table(k, t);
        return;
    }
}

static void skip_system(cp_ask *k)
{
    k->table += k->table == k->plan->system;
    if (k->table >= k->plan->n_tables)
        go_on(k);
}

/* Contact has been made: what else is there? */
static void begin_presence(cp_ask *k)
{
    k->phase = PRESENCE;
    k->table = 0;
    skip_system(k);
}

/* ---- requests */

static void ask_presence(cp_ask *k, cp_ask_request *out)
{
    for (uint32_t t = k->table; t < k->plan->n_tables && out->n < k->width; t++) {
        if (t == k->plan->system)
            continue;
        cp_oid *name = &out->names[out->n];
        *name = k->plan->columns[k->plan->tables[t].first];
        name->n--;
        k->asked[out->n++] = t;
    }
}

static void ask_columns(cp_ask *k, cp_ask_request *out)
{
    for (uint32_t i = 0; i < k->plan->tables[k->table].n && out->n < k->width; i++) {
        if (k->is_done[i])
            continue;
        out->names[out->n] = k->at[i];
        k->asked[out->n++] = i;
    }
    uint32_t per = out->n ? k->n_binds / out->n : 0;
    if (k->phase == WALK && !k->no_bulk && per > 1) {
        out->verb = CP_ASK_BULK;
        out->repetitions = per;
    }
}

bool cp_ask_next(cp_ask *k, cp_ask_request *out)
{
    out->verb = CP_ASK_NEXT;
    out->n = out->repetitions = 0;
    if (k->phase == OVER)
        return false;
    if (k->n_requests >= CP_ASK_REQUESTS_MAX) {
        problem(k, "%u requests were not enough for what it has; the rest was not asked for",
                CP_ASK_REQUESTS_MAX);
        k->phase = OVER;
        return false;
    }
    if (k->phase == PRESENCE)
        ask_presence(k, out);
    else
        ask_columns(k, out);
    k->n_asked = out->n;
    assert(out->n > 0);
    return true;
}

/* ---- answers */

static void end_column(cp_ask *k, uint32_t i) { k->is_done[i] = true; }

static bool is_table_done(const cp_ask *k)
{
    for (uint32_t i = 0; i < k->plan->tables[k->table].n; i++)
        if (!k->is_done[i])
            return false;
    return true;
}

static void keep(cp_ask *k, uint32_t i, const cp_bind *x)
{
    cp_buf *b = &k->texts[k->plan->tables[k->table].first + i];
    if (!b->a)
        *b = cp_buf_new(k->a);
    size_t before = b->n;
    if (cp_ask_record(b, x)) {
        k->n_values++;
        k->bytes += b->n - before;
    } else {
        problem(k, "%.*s holds a value of type %u, which is none", CP_FMT(name_of(k, i)), x->type);
    }
}

static void take_value(cp_ask *k, uint32_t i, const cp_bind *x)
{
    const cp_oid *root = root_of(k, i);
    if (k->is_done[i])
        return;
    if (x->type == CP_BER_NO_OBJECT || x->type == CP_BER_NO_INSTANCE || x->type == CP_BER_END ||
        !is_below(&x->name, root, root->n)) {
        end_column(k, i);
    } else if (compare(&x->name, &k->at[i]) <= 0) {
        problem(k, "%.*s goes in a circle after %u rows: the agent's next name does not rise",
                CP_FMT(name_of(k, i)), k->rows[i]);
        end_column(k, i);
    } else if (k->rows[i] == CP_ASK_ROWS_MAX) {
        problem(k, "%.*s has more than %u rows; the rest was not asked for", CP_FMT(name_of(k, i)),
                CP_ASK_ROWS_MAX);
        end_column(k, i);
    } else {
        keep(k, i, x);
        k->at[i] = x->name;
        k->rows[i]++;
        if (k->rows[i] == 1 && x->name.n == root->n + 1 && x->name.id[root->n] == 0)
            end_column(k, i); /* a scalar: no index of a table is 0 */
    }
}

static void take_columns(cp_ask *k, const cp_ask_answer *x)
{
    if (x->n == 0) {
        problem(k, "%.*s: an answer without a single value", CP_FMT(name_of(k, k->asked[0])));
        for (uint32_t i = 0; i < k->n_asked; i++)
            end_column(k, k->asked[i]);
    }
    for (uint32_t i = 0; i < x->n; i++)
        take_value(k, k->asked[i % k->n_asked], &x->binds[i]);
    if (k->bytes > CP_ASK_BYTES_MAX) {
        problem(k, "more than %llu MiB; the rest was not asked for",
                (unsigned long long)CP_ASK_BYTES_MAX >> 20);
        k->phase = OVER;
    }
}

static void take_presence(cp_ask *k, const cp_ask_answer *x)
{
    for (uint32_t i = 0; i < k->n_asked; i++) {
        uint32_t t = k->asked[i];
        const cp_oid *first = &k->plan->columns[k->plan->tables[t].first];
        /* what was not answered is asked for later */
        k->is_there[t] = i >= x->n || (x->binds[i].type != CP_BER_END &&
                                       is_below(&x->binds[i].name, first, first->n - 1));
    }
    k->table = k->asked[k->n_asked - 1] + 1;
}

/* The answer would have been too big: less at once. False: it was a single value. */
static bool ask_less(cp_ask *k)
{
    if (k->n_binds / k->n_asked > 1 && k->phase == WALK && !k->no_bulk)
        k->n_binds = k->n_binds / 2 > k->n_asked ? k->n_binds / 2 : k->n_asked;
    else if (k->n_asked > 1)
        k->width = k->n_asked / 2;
    else
        return false;
    return true;
}

/* Nothing more of the columns of this request, or of the one that is to blame. */
static void refuse(cp_ask *k, const cp_ask_answer *x)
{
    bool is_one = x->error_index >= 1 && x->error_index <= k->n_asked;
    if (k->phase == PRESENCE) {
        for (uint32_t i = 0; i < k->n_asked; i++)
            k->is_there[k->asked[i]] = true; /* each is asked for by itself */
        k->table = k->asked[k->n_asked - 1] + 1;
        return;
    }
    if (x->error != NO_SUCH_NAME) /* which is how SNMP v1 says that there is nothing more */
        problem(k, "%.*s: the agent answered with error %u",
                CP_FMT(name_of(k, k->asked[is_one ? x->error_index - 1 : 0])), x->error);
    for (uint32_t i = 0; i < k->n_asked; i++)
        if (!is_one || i + 1 == x->error_index)
            end_column(k, k->asked[i]);
}

static void take_error(cp_ask *k, const cp_ask_answer *x)
{
    bool was_bulk = k->phase == WALK && !k->no_bulk && k->n_binds / k->n_asked > 1;
    if (x->error == TOO_BIG && ask_less(k))
        return;
    if (x->error != TOO_BIG && was_bulk) {
        k->no_bulk = true; /* some agents do not know GETBULK */
        return;
    }
    refuse(k, x);
}

void cp_ask_take(cp_ask *k, const cp_ask_answer *x)
{
    if (k->phase == OVER)
        return;
    k->n_requests++;
    k->give_ups = 0;
    k->is_doubtful = false;
    if (x->error != NO_ERROR)
        take_error(k, x);
    else if (k->phase == PRESENCE)
        take_presence(k, x);
    else
        take_columns(k, x);
    if (k->phase == PRESENCE)
        skip_system(k);
    else if (k->phase == CONTACT && is_table_done(k))
        begin_presence(k);
    else if (k->phase == WALK && is_table_done(k))
        go_on(k);
}

/* Some agents hang in one table and are well in the next. */
static bool pass_over(cp_ask *k, const char *why)
{
    if (k->phase != WALK || k->is_doubtful)
        return false;
    k->is_doubtful = true;
    k->give_ups = 0;
    problem(k, "%.*s and what follows it in its table: %s", CP_FMT(name_of(k, k->asked[0])), why);
    go_on(k);
    return k->phase == WALK;
}

bool cp_ask_give_up(cp_ask *k, const char *why)
{
    if (k->phase == OVER)
        return false;
    if (k->phase == WALK && k->give_ups < GIVE_UPS_MAX && ask_less(k)) {
        /* answers of several frames get lost where a single one would not */
        k->n_binds = k->n_binds / 2 > 1 ? k->n_binds / 2 : 1;
        k->give_ups++;
        return true;
    }
    if (pass_over(k, why))
        return true;
    if (k->n_requests && k->phase != OVER)
        problem(k, "it ended after %u requests: %s", k->n_requests, why);
    k->phase = OVER;
    return false;
}

/* ---- the result */

cp_ask_result cp_ask_result_of(const cp_ask *k)
{
    return (cp_ask_result){ k->n_requests, k->n_values, k->is_partly, k->problems, k->n_problems };
}

cp_str cp_ask_recording(cp_ask *k, cp_arena *a, cp_ip asked)
{
    cp_buf b = cp_buf_new(a);
    cp_buf_fmt(&b, "# asked: %.*s\n", CP_FMT(cp_ip_text(k->a, asked)));
    for (uint32_t i = 0; i < k->n_problems && i < CP_ASK_PROBLEMS_MAX; i++)
        cp_buf_fmt(&b, "# partly: %.*s\n", CP_FMT(k->problems[i]));
    for (uint32_t i = 0; i < k->plan->n_columns; i++)
        if (k->texts[i].n)
            cp_buf_add(&b, cp_buf_str(&k->texts[i]));
    return cp_buf_str(&b);
}

static void add_oid(cp_buf *b, const cp_oid *o)
{
    for (uint32_t i = 0; i < o->n; i++)
        cp_buf_fmt(b, "%s%u", i ? "." : "", o->id[i]);
}

/* As text where the line shows what it is: printable ASCII without blanks at its ends. */
static void add_octets(cp_buf *b, uint32_t type, cp_bytes v)
{
    static const char digits[] = "0123456789abcdef";
    bool is_text = type == CP_BER_OCTETS && (v.n == 0 || (v.p[0] != ' ' && v.p[v.n - 1] != ' '));
    for (size_t i = 0; i < v.n && is_text; i++)
        is_text = v.p[i] >= 0x20 && v.p[i] < 0x7f;
    cp_buf_fmt(b, is_text ? "|%u|" : "|%ux|", type);
    if (is_text)
        cp_buf_add(b, cp_str_of_bytes(v));
    for (size_t i = 0; i < v.n && !is_text; i++) {
        cp_buf_char(b, digits[v.p[i] >> 4]);
        cp_buf_char(b, digits[v.p[i] & 15]);
    }
}

bool cp_ask_record(cp_buf *b, const cp_bind *x)
{
    switch (x->type) {
    case CP_BER_INTEGER:
    case CP_BER_OCTETS:
    case CP_BER_OID:
    case CP_BER_ADDRESS:
    case CP_BER_COUNTER:
    case CP_BER_GAUGE:
    case CP_BER_TICKS:
    case CP_BER_OPAQUE:
    case CP_BER_COUNTER64: break;
    default: return x->type == CP_BER_NULL; /* which is nothing to be kept */
    }
    add_oid(b, &x->name);
    if (x->type == CP_BER_INTEGER) {
        cp_buf_fmt(b, "|%u|%lld", x->type, (long long)x->integer);
    } else if (x->type == CP_BER_OID) {
        cp_buf_fmt(b, "|%u|", x->type);
        add_oid(b, &x->oid);
    } else if (x->type == CP_BER_OCTETS || x->type == CP_BER_ADDRESS || x->type == CP_BER_OPAQUE) {
        add_octets(b, x->type, x->octets);
    } else {
        cp_buf_fmt(b, "|%u|%llu", x->type, (unsigned long long)x->counter);
    }
    cp_buf_char(b, '\n');
    return true;
}
