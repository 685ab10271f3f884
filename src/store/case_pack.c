/* SPDX-License-Identifier: Apache-2.0 */
/* case_pack.c - see case_pack.h. */
#include "store/case_pack.h"
#include "store/case_schema.h"

enum {
    HAS_AT = 1,
    HAS_PART = 2,
    WORD_SHIFT = 2,
    VARINT_BYTES_MAX = 10,
    OLD_FACTS_BYTES_MAX = 64 * 1024 * 1024 /* packed of an older case at once: SQLite holds 1 GB */
};

static void put_number(cp_buf *to, uint64_t v)
{
    char b[VARINT_BYTES_MAX];
    size_t n = 0;
    for (; v >= 0x80; v >>= 7)
        b[n++] = (char)(uint8_t)(v | 0x80);
    b[n++] = (char)(uint8_t)v;
    cp_buf_add(to, (cp_str){ b, n });
}

static uint64_t get_number(cp_cur *c)
{
    uint64_t v = 0;
    for (unsigned shift = 0; shift < 7 * VARINT_BYTES_MAX; shift += 7) {
        uint8_t b = cp_cur_u8(c);
        v |= (uint64_t)(b & 0x7f) << shift;
        if (b < 0x80)
            return v;
    }
    c->bad = true;
    return 0;
}

/* The difference to *last, which becomes v. */
static void put_step(cp_buf *to, uint64_t *last, uint64_t v)
{
    uint64_t step = v - *last;
    put_number(to, step << 1 ^ (step >> 63 ? UINT64_MAX : 0));
    *last = v;
}

static uint64_t get_step(cp_cur *c, uint64_t *last)
{
    uint64_t z = get_number(c);
    *last += z >> 1 ^ (z & 1 ? UINT64_MAX : 0);
    return *last;
}

static void put_text(cp_buf *to, cp_str s)
{
    put_number(to, s.n);
    cp_buf_add(to, s);
}

static cp_str get_text(cp_cur *c)
{
    uint64_t n = get_number(c);
    cp_bytes b = cp_cur_take(c, n > SIZE_MAX ? SIZE_MAX : (size_t)n);
    return b.n ? cp_str_of_bytes(b) : CP_STR("");
}

void cp_pack_ident(cp_buf *to, uint64_t word, cp_str value)
{
    put_number(to, word);
    put_text(to, value);
}

void cp_pack_fact_put(cp_buf *to, cp_pack_last *last, const cp_pack_fact *f)
{
    bool has_at = f->at != CP_TIME_NONE;
    put_number(to, f->word << WORD_SHIFT | (f->part.n ? HAS_PART : 0U) | (has_at ? HAS_AT : 0U));
    put_step(to, &last->pos, f->pos);
    if (f->part.n)
        put_text(to, f->part);
    if (has_at)
        put_step(to, &last->at, (uint64_t)f->at);
    put_text(to, f->value);
}

bool cp_pack_ident_next(cp_cur *c, uint64_t *word, cp_str *value)
{
    if (cp_cur_left(c) == 0)
        return false;
    *word = get_number(c);
    *value = get_text(c);
    return !c->bad;
}

bool cp_pack_fact_next(cp_cur *c, cp_pack_last *last, cp_pack_fact *out)
{
    if (cp_cur_left(c) == 0)
        return false;
    uint64_t head = get_number(c);
    *out = (cp_pack_fact){ .word = head >> WORD_SHIFT, .at = CP_TIME_NONE };
    out->pos = get_step(c, &last->pos);
    out->part = head & HAS_PART ? get_text(c) : CP_STR("");
    if (head & HAS_AT)
        out->at = (cp_time)get_step(c, &last->at);
    out->value = get_text(c);
    return !c->bad;
}

/* ---- version 5, which had a row for each */

typedef struct old_rows {
    sqlite3 *db;
    sqlite3_stmt *rows, *set, *again;
    cp_buf packed;
    cp_pack_last last;
    int64_t subject;
} old_rows;

static cp_rc prepare(sqlite3 *db, const char *sql, sqlite3_stmt **out, cp_err *err)
{
    int rc = sqlite3_prepare_v2(db, sql, -1, out, NULL);
    return rc == SQLITE_OK ? CP_OK : cp_case_fail(db, rc, "cannot use the case", err);
}

static cp_rc step(old_rows *o, sqlite3_stmt *s, cp_err *err)
{
    (void)sqlite3_bind_int64(s, 1, o->subject);
    (void)sqlite3_bind_blob64(s, 2, o->packed.n ? o->packed.p : "", o->packed.n, SQLITE_STATIC);
    int rc = sqlite3_step(s);
    (void)sqlite3_reset(s);
    return rc == SQLITE_DONE || rc == SQLITE_ROW
               ? CP_OK
               : cp_case_fail(o->db, rc, "cannot write to the case", err);
}

/* To the subject, or to another row of it where it has such already. */
static cp_rc put_packed(old_rows *o, cp_err *err)
{
    if (o->packed.n == 0)
        return CP_OK;
    cp_rc rc = step(o, o->set, err);
    if (rc == CP_OK && sqlite3_changes(o->db) == 0)
        rc = step(o, o->again, err);
    o->packed.n = 0;
    o->last = (cp_pack_last){ 0 };
    return rc;
}

static cp_str column(sqlite3_stmt *s, int at)
{
    const void *p = sqlite3_column_blob(s, at);
    return p ? (cp_str){ p, (size_t)sqlite3_column_bytes(s, at) } : CP_STR("");
}

static void pack_row(old_rows *o, bool is_fact)
{
    sqlite3_stmt *s = o->rows;
    uint64_t word = (uint64_t)sqlite3_column_int64(s, 1);
    if (!is_fact) {
        cp_pack_ident(&o->packed, word, column(s, 2));
        return;
    }
    cp_pack_fact f = { .word = word,
                       .value = column(s, 2),
                       .part = column(s, 3),
                       .at = sqlite3_column_type(s, 4) == SQLITE_NULL ? CP_TIME_NONE
                                                                      : sqlite3_column_int64(s, 4),
                       .pos = (uint64_t)sqlite3_column_int64(s, 5) };
    cp_pack_fact_put(&o->packed, &o->last, &f);
}

static cp_rc pack_table(sqlite3 *db, const char *const sql[3], bool is_fact, cp_err *err)
{
    cp_arena *a = cp_arena_new(0);
    old_rows o = { .db = db, .packed = cp_buf_new(a) };
    int r = SQLITE_DONE;
    cp_rc rc = prepare(db, sql[0], &o.rows, err);
    if (rc == CP_OK)
        rc = prepare(db, sql[1], &o.set, err);
    if (rc == CP_OK)
        rc = prepare(db, sql[2], &o.again, err);
    while (rc == CP_OK && (r = sqlite3_step(o.rows)) == SQLITE_ROW) {
        int64_t subject = sqlite3_column_int64(o.rows, 0);
        if (subject != o.subject || o.packed.n > OLD_FACTS_BYTES_MAX)
            rc = put_packed(&o, err);
        o.subject = subject;
        pack_row(&o, is_fact);
    }
    if (rc == CP_OK)
        rc = r == SQLITE_DONE ? put_packed(&o, err)
                              : cp_case_fail(db, r, "cannot read the case", err);
    (void)sqlite3_finalize(o.rows);
    (void)sqlite3_finalize(o.set);
    (void)sqlite3_finalize(o.again);
    cp_arena_free(a);
    return rc;
}

cp_rc cp_pack_old_rows(sqlite3 *db, cp_err *err)
{
    static const char *const idents[] = {
        ("SELECT i.subject,w.id,i.value FROM ident i CROSS JOIN word w ON w.text=i.kind "
         "ORDER BY i.subject,i.seq"),
        "UPDATE subject SET idents=?2 WHERE id=?1",
        "SELECT ?1,?2" /* nothing: each subject comes once */
    };
    static const char *const facts[] = {
        "SELECT o.subject,w.id,o.value,o.part,o.at,o.pos FROM observation o CROSS JOIN word w "
        "ON w.text=o.kind ORDER BY o.id",
        "UPDATE subject SET facts=?2 WHERE id=?1 AND facts=x''",
        "INSERT INTO subject(import,realm,idents,facts) "
        "SELECT import,realm,idents,?2 FROM subject WHERE id=?1"
    };
    cp_rc rc =
        cp_case_exec(db,
                     "INSERT OR IGNORE INTO word(text) SELECT DISTINCT kind FROM ident;"
                     "INSERT OR IGNORE INTO word(text) SELECT DISTINCT kind FROM observation",
                     err);
    if (rc == CP_OK)
        rc = pack_table(db, idents, false, err);
    if (rc == CP_OK)
        rc = pack_table(db, facts, true, err);
    return rc == CP_OK ? cp_case_exec(db, "DROP TABLE ident; DROP TABLE observation", err) : rc;
}
