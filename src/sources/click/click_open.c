/* SPDX-License-Identifier: Apache-2.0 */
/* click_open.c - which servers there are, and whether they are the shards of this case. */
#include "sources/click/inside.h"

enum { TABLES_VERSION = 1, OLDEST = 18 * 1000 + 16, NEWEST_TRIED = 26 * 1000 + 5 };

/* ---- addresses */

static cp_rc bad_url(uint32_t i, const char *why, cp_err *err)
{
    return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                   "--clickhouse, address %u: %s, expected http[s]://[USER@]HOST[:PORT][/DATABASE]",
                   i + 1, why); /* it is not quoted: it may hold a password */
}

static bool is_database_name(cp_str s)
{
    bool is_good = s.n > 0 && s.n <= 64;
    for (size_t i = 0; i < s.n; i++)
        is_good = is_good &&
                  (s.p[i] == '_' || (s.p[i] >= 'a' && s.p[i] <= 'z') ||
                   (s.p[i] >= 'A' && s.p[i] <= 'Z') || (i > 0 && s.p[i] >= '0' && s.p[i] <= '9'));
    return is_good;
}

static void split_login(cp_str login, cp_click_server *s)
{
    ptrdiff_t colon = cp_str_find_char(login, ':');
    s->user = colon < 0 ? login : cp_str_slice(login, 0, (size_t)colon);
    s->password = colon < 0 ? CP_STR("") : cp_str_from(login, (size_t)colon + 1);
}

/* Of a user without a password: that of the file, if it is the same user. Returns whether there is
 * one in the address itself. */
static bool split_url_login(cp_str login, cp_click_server *s)
{
    cp_click_server of_file = *s;
    split_login(login, s);
    bool has_own = s->password.n > 0;
    if (!has_own && cp_str_eq(of_file.user, s->user))
        s->password = of_file.password;
    return has_own;
}

static cp_rc read_url(cp_arena *a, const cp_click_opts *o, uint32_t i, cp_click_server *s,
                      cp_err *err)
{
    cp_str url = o->urls[i], origin = cp_http_origin(url);
    *s = (cp_click_server){ .database = CP_STR("cleanpath"), .settings = CP_STR("") };
    if (!origin.n || !cp_http_is_clean(url) || url.n > 1024)
        return bad_url(i, "it is no address of HTTP", err);
    size_t scheme = (size_t)cp_str_find(origin, CP_STR("://")) + 3;
    cp_str host = cp_str_from(origin, scheme), path = cp_str_from(url, origin.n);
    bool has_password = false; /* itself */
    split_login(o->login, s);
    for (size_t k = host.n; k-- > 0;)
        if (host.p[k] == '@') {
            has_password = split_url_login(cp_str_slice(host, 0, k), s);
            host = cp_str_from(host, k + 1);
            break;
        }
    if (has_password && o->is_seen)
        return bad_url(i,
                       "every user of this machine can read a password on the command line "
                       "(--token-file, CLEANPATH_CLICKHOUSE)",
                       err);
    s->name = host;
    s->origin = cp_str_fmt(a, "%.*s%.*s", CP_FMT(cp_str_slice(origin, 0, scheme)), CP_FMT(host));
    path = cp_str_starts(path, CP_STR("/")) ? cp_str_from(path, 1) : path;
    if (path.n)
        s->database = path;
    if (!host.n || !is_database_name(s->database))
        return bad_url(i, "it has no host, or its database has no plain name", err);
    if (s->password.n && !o->allows_plain && !cp_http_is_loopback(s->origin) &&
        cp_str_starts_nocase(origin, CP_STR("http://")))
        return bad_url(i,
                       "http:// would send the password so that others can read it (https://, or "
                       "--insecure-http)",
                       err);
    return CP_OK;
}

static cp_rc read_urls(cp_arena *a, const cp_click_opts *o, cp_click_server *v, cp_err *err)
{
    if (o->n_urls == 0 || o->n_urls > CP_CLICK_SHARDS_MAX)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "--clickhouse names %u servers, expected 1 to %d",
                       o->n_urls, CP_CLICK_SHARDS_MAX);
    for (uint32_t i = 0; i < o->n_urls; i++) {
        cp_rc rc = read_url(a, o, i, &v[i], err);
        if (rc != CP_OK)
            return rc;
        for (uint32_t k = 0; k < i; k++)
            if (cp_str_eq_nocase(v[i].origin, v[k].origin) &&
                cp_str_eq(v[i].database, v[k].database))
                return bad_url(i, "it stands there twice", err);
    }
    return CP_OK;
}

cp_rc cp_click_check(cp_arena *a, const cp_click_opts *o, cp_err *err)
{
    cp_click_server *v = CP_NEW_ARRAY(a, cp_click_server, CP_CLICK_SHARDS_MAX);
    if (!cp_http_is_here())
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "this program was built without libcurl: no --clickhouse");
    return read_urls(a, o, v, err);
}

/* ---- what a server is */

static cp_rc check_version(cp_click *c, const cp_click_server *s, cp_arena *a, cp_err *err)
{
    cp_str text;
    cp_click_say say = { .sql = CP_STR("SELECT version()"), .is_anywhere = true, .fd = -1 };
    cp_rc rc = cp_click_tell(c, s, a, &say, &text, NULL, err);
    if (rc != CP_OK)
        return rc;
    uint64_t major = 0, minor = 0;
    ptrdiff_t dot = cp_str_find_char(text, '.');
    cp_str rest = dot < 0 ? CP_STR("") : cp_str_from(text, (size_t)dot + 1);
    ptrdiff_t second = cp_str_find_char(rest, '.');
    if (dot < 0 || !cp_str_u64(cp_str_slice(text, 0, (size_t)dot), &major) ||
        !cp_str_u64(second < 0 ? rest : cp_str_slice(rest, 0, (size_t)second), &minor) ||
        major > 9999 || minor > 999) {
        rc = cp_fail(err, CP_EFORMAT, CP_NO_OFF, "it answers, but is no ClickHouse");
        return cp_click_named(c, s, rc, err);
    }
    if (major * 1000 + minor < OLDEST) {
        rc = cp_fail(err, CP_EVERSION, CP_NO_OFF,
                     "its version is %llu.%llu, expected 18.16 or newer", (unsigned long long)major,
                     (unsigned long long)minor);
        return cp_click_named(c, s, rc, err);
    }
    if (major * 1000 + minor > NEWEST_TRIED)
        c->note = cp_str_fmt(c->a, "ClickHouse at %.*s is %llu.%llu; up to 26.5 was tried",
                             CP_FMT(s->name), (unsigned long long)major, (unsigned long long)minor);
    return CP_OK;
}

/* Of a profile of a newer server by which rows would be left out of answers, flows be taken before
 * they are there, or an answer be an old one, or be NULL where there is nothing to add up. Which of
 * them a server knows it says itself: 18.16 refuses those that it does not know. */
static cp_rc find_settings(cp_click *c, cp_click_server *s, cp_arena *a, cp_err *err)
{
    static const char *const rows[][2] = {
        { "limit", "0" },           { "offset", "0" },
        { "async_insert", "0" },    { "additional_result_filter", "" },
        { "use_query_cache", "0" }, { "aggregate_functions_null_for_empty", "0" },
    };
    cp_buf sql = cp_buf_new(a), settings = cp_buf_new(c->a);
    cp_str text;
    cp_buf_add_c(&sql, "SELECT name FROM system.settings WHERE name IN ('");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        cp_buf_fmt(&sql, "%s%s", i ? "','" : "", rows[i][0]);
    cp_buf_add_c(&sql, "')");
    cp_click_say say = { .sql = cp_buf_str(&sql), .is_anywhere = true, .fd = -1 };
    cp_rc rc = cp_click_tell(c, s, a, &say, &text, NULL, err);
    text = rc == CP_OK ? cp_str_fmt(a, "\n%.*s\n", CP_FMT(text)) : CP_STR("");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (cp_str_has(text, cp_str_fmt(a, "\n%s\n", rows[i][0])))
            cp_buf_fmt(&settings, "&%s=%s", rows[i][0], rows[i][1]);
    s->settings = cp_buf_str(&settings);
    return rc;
}

void cp_click_columns(cp_buf *out, bool with_types)
{
#define TYPE(type)                \
    _Generic((type)0, int64_t     \
             : "Int64", uint64_t  \
             : "UInt64", uint32_t \
             : "UInt32", uint16_t \
             : "UInt16", uint8_t  \
             : "UInt8")
    static const char *const rows[][2] = { { "batch", "UInt32" },
                                           { "source", "UInt32" },
                                           { "src", "FixedString(16)" },
                                           { "dst", "FixedString(16)" },
#define COLUMN(id, field, type) { #field, TYPE(type) },
                                           CP_FLOW_COLUMNS(COLUMN)
#undef COLUMN
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        cp_buf_fmt(out, "%s%s%s%s", i ? "," : "", rows[i][0], with_types ? " " : "",
                   with_types ? rows[i][1] : "");
}

static cp_rc make_tables(const cp_click *c, const cp_click_server *s, cp_arena *a, cp_err *err)
{
    cp_buf sql = cp_buf_new(a);
    cp_click_say database = { .is_anywhere = true, .fd = -1 };
    database.sql = cp_str_fmt(a, "CREATE DATABASE IF NOT EXISTS %.*s", CP_FMT(s->database));
    cp_rc rc = cp_click_tell(c, s, a, &database, NULL, NULL, err);
    cp_buf_add_c(&sql, "CREATE TABLE IF NOT EXISTS cleanpath_flow (");
    cp_click_columns(&sql, true);
    cp_buf_add_c(&sql, ") ENGINE = MergeTree PARTITION BY batch ORDER BY (src, dst, dport, at) "
                       "SETTINGS index_granularity = 8192, old_parts_lifetime = 5");
    if (rc == CP_OK)
        rc = cp_click_run(c, s, a, cp_buf_str(&sql), NULL, err);
    if (rc == CP_OK)
        rc = cp_click_run(c, s, a,
                          CP_STR("CREATE TABLE IF NOT EXISTS cleanpath_about (key String, value "
                                 "String) ENGINE = MergeTree ORDER BY key"),
                          NULL, err);
    return rc;
}

/* Engines that keep each row as it came: others of the family drop or add up rows when they merge
 * parts. The second is what the first becomes where disks are shared. */
static cp_rc check_engine(const cp_click *c, const cp_click_server *s, cp_arena *a, cp_err *err)
{
    cp_str text;
    cp_rc rc = cp_click_run(
        c, s, a,
        cp_str_fmt(a,
                   "SELECT concat(engine,' by ',partition_key) FROM system.tables WHERE "
                   "database='%.*s' AND name='cleanpath_flow'",
                   CP_FMT(s->database)),
        &text, err);
    if (rc != CP_OK || cp_str_eq(text, CP_STR("MergeTree by batch")) ||
        cp_str_eq(text, CP_STR("SharedMergeTree by batch")))
        return rc;
    rc = cp_fail(err, CP_EFORMAT, CP_NO_OFF,
                 "its table %.*s.cleanpath_flow is %.*s, expected MergeTree by batch: it is none "
                 "of this program",
                 CP_FMT(s->database), CP_FMT(text));
    return cp_click_named(c, s, rc, err);
}

static cp_rc lacks(const cp_click *c, const cp_click_server *s, cp_arena *a, cp_str text,
                   cp_str column, cp_err *err)
{
    cp_str name = cp_str_slice(column, 0, (size_t)cp_str_find_char(column, ' ') + 1);
    ptrdiff_t at = cp_str_find(text, cp_str_fmt(a, "\n%.*s", CP_FMT(name)));
    cp_str is = at < 0 ? CP_STR("") : cp_str_from(text, (size_t)at + 1 + name.n);
    ptrdiff_t end = cp_str_find_char(is, '\n');
    is = end < 0 ? is : cp_str_slice(is, 0, (size_t)end);
    cp_rc rc =
        cp_fail(err, CP_EFORMAT, CP_NO_OFF,
                "its table %.*s.cleanpath_flow has no column %.*s%s%.*s: it is none of "
                "this program",
                CP_FMT(s->database), CP_FMT(column), is.n ? ", but one of type " : "", CP_FMT(is));
    return cp_click_named(c, s, rc, err);
}

/* Each of our columns, as "name Type". */
static cp_rc check_columns(const cp_click *c, const cp_click_server *s, cp_arena *a,
                           bool *are_there, cp_err *err)
{
    cp_buf own = cp_buf_new(a);
    cp_str text, left;
    cp_rc rc = cp_click_run(
        c, s, a,
        cp_str_fmt(a,
                   "SELECT concat(name,' ',type) FROM system.columns WHERE database='%.*s' AND "
                   "table='cleanpath_flow'",
                   CP_FMT(s->database)),
        &text, err);
    if (rc != CP_OK)
        return rc;
    *are_there = text.n > 0;
    cp_click_columns(&own, true);
    text = cp_str_fmt(a, "\n%.*s\n", CP_FMT(text));
    for (left = cp_buf_str(&own); *are_there && left.n;) {
        ptrdiff_t comma = cp_str_find_char(left, ',');
        cp_str one = comma < 0 ? left : cp_str_slice(left, 0, (size_t)comma);
        left = comma < 0 ? CP_STR("") : cp_str_from(left, (size_t)comma + 1);
        if (cp_str_has(text, cp_str_fmt(a, "\n%.*s\n", CP_FMT(one))))
            continue;
        return lacks(c, s, a, text, one, err);
    }
    return *are_there ? check_engine(c, s, a, err) : CP_OK;
}

static cp_str about(cp_arena *a, cp_str text, const char *key)
{
    text = cp_str_fmt(a, "\n%.*s\n", CP_FMT(text));
    cp_str k = cp_str_fmt(a, "\n%s\t", key);
    ptrdiff_t at = cp_str_find(text, k);
    cp_str v = at < 0 ? CP_STR("") : cp_str_from(text, (size_t)at + k.n);
    ptrdiff_t end = cp_str_find_char(v, '\n');
    return end < 0 ? v : cp_str_slice(v, 0, (size_t)end);
}

/* Does a key stand there more than once, with whatever value? */
static bool is_twice(cp_arena *a, cp_str text)
{
    static const char *const keys[] = { "version", "case", "shard" };
    text = cp_str_fmt(a, "\n%.*s", CP_FMT(text));
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        cp_str k = cp_str_fmt(a, "\n%s\t", keys[i]);
        ptrdiff_t at = cp_str_find(text, k);
        if (at >= 0 && cp_str_find(cp_str_from(text, (size_t)at + k.n - 1), k) >= 0)
            return true;
    }
    return false;
}

static cp_rc check_about(const cp_click *c, cp_click_server *s, cp_arena *a, cp_str text,
                         cp_err *err)
{
    cp_str shard = about(a, text, "shard"), kase = about(a, text, "case"), left;
    cp_str version = about(a, text, "version");
    ptrdiff_t slash = cp_str_find_char(shard, '/');
    uint32_t nr = 0, n = 0;
    uint64_t v = TABLES_VERSION;
    cp_rc rc = CP_OK;
    left = slash < 0 ? CP_STR("") : cp_str_from(shard, (size_t)slash + 1);
    if (is_twice(a, text))
        rc = cp_fail(err, CP_EFORMAT, CP_NO_OFF,
                     "%.*s.cleanpath_about says twice whose it is: two collectors of two cases "
                     "began there at once? Name an empty database",
                     CP_FMT(s->database));
    else if (!cp_str_u64(version, &v) || v != TABLES_VERSION)
        rc = cp_fail(err, CP_EVERSION, CP_NO_OFF,
                     "its tables are of version \"%.*s\", expected %d%s", CP_FMT(version),
                     TABLES_VERSION,
                     v > TABLES_VERSION   ? ": they were made by a newer program"
                     : v < TABLES_VERSION ? ": they were made by an older program"
                                          : "");
    else if (!cp_str_eq(kase, c->o.cluster))
        rc =
            cp_fail(err, CP_EFORMAT, CP_NO_OFF,
                    "the database %.*s there holds the flows of another case", CP_FMT(s->database));
    else if (slash < 0 || !cp_str_u32(cp_str_slice(shard, 0, (size_t)slash), &nr) ||
             !cp_str_u32(left, &n) || nr < 1 || nr > n || n != c->n)
        rc = cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                     "it is shard %.*s, and --clickhouse names %u server%s: name all",
                     CP_FMT(shard), c->n, c->n == 1 ? "" : "s");
    if (rc != CP_OK)
        return cp_click_named(c, s, rc, err);
    s->shard = nr - 1;
    return CP_OK;
}

static cp_rc read_about(const cp_click *c, const cp_click_server *s, cp_arena *a, cp_str *text,
                        cp_err *err)
{
    return cp_click_run(c, s, a, CP_STR("SELECT key, value FROM cleanpath_about"), text, err);
}

static cp_rc look_at(cp_click *c, cp_click_server *s, cp_arena *a, cp_err *err)
{
    cp_str text;
    uint64_t n = 0;
    bool are_there = false;
    cp_rc rc = check_version(c, s, a, err);
    if (rc == CP_OK)
        rc = find_settings(c, s, a, err);
    if (rc == CP_OK && c->o.creates)
        rc = make_tables(c, s, a, err);
    if (rc == CP_OK)
        rc = check_columns(c, s, a, &are_there, err);
    if (rc == CP_OK && !are_there) {
        rc = cp_fail(err, CP_ENOENT, CP_NO_OFF, "it has no flows of a case in the database %.*s",
                     CP_FMT(s->database));
        return cp_click_named(c, s, rc, err);
    }
    if (rc == CP_OK)
        rc = read_about(c, s, a, &text, err);
    if (rc != CP_OK)
        return rc;
    if (text.n)
        return check_about(c, s, a, text, err);
    s->is_fresh = true;
    rc = cp_click_number(c, s, a, CP_STR("SELECT count() FROM cleanpath_flow"), &n, err);
    if (rc == CP_OK && (n || !c->o.creates)) {
        rc = cp_fail(err, CP_EFORMAT, CP_NO_OFF, "its tables do not say of which case they are");
        return cp_click_named(c, s, rc, err);
    }
    return rc;
}

/* ---- all of them */

static bool is_taken(const cp_click *c, uint32_t shard, const cp_click_server *but)
{
    for (uint32_t i = 0; i < c->n; i++)
        if (&c->v[i] != but && !c->v[i].is_fresh && c->v[i].shard == shard)
            return true;
    return false;
}

/* Whoever else began there at the same time is seen by one of the two, at least. */
static cp_rc claim(const cp_click *c, cp_click_server *s, cp_arena *a, cp_err *err)
{
    cp_str text;
    cp_rc rc = cp_click_run(c, s, a,
                            cp_str_fmt(a,
                                       "INSERT INTO cleanpath_about VALUES ('version','%d'),"
                                       "('case','%.*s'),('shard','%u/%u')",
                                       TABLES_VERSION, CP_FMT(c->o.cluster), s->shard + 1, c->n),
                            NULL, err);
    if (rc == CP_OK)
        rc = read_about(c, s, a, &text, err);
    return rc == CP_OK ? check_about(c, s, a, text, err) : rc;
}

/* Servers that are new get the numbers that are left, in the order of the addresses. */
static cp_rc number_them(cp_click *c, cp_arena *a, cp_err *err)
{
    cp_click_server in_order[CP_CLICK_SHARDS_MAX];
    cp_rc rc = CP_OK;
    for (uint32_t i = 0; i < c->n && rc == CP_OK; i++) {
        cp_click_server *s = &c->v[i];
        for (s->shard = s->is_fresh ? 0 : s->shard; s->is_fresh && is_taken(c, s->shard, s);)
            s->shard++;
        if (!s->is_fresh && is_taken(c, s->shard, s)) {
            rc = cp_fail(err, CP_EUSAGE, CP_NO_OFF, "another server, too, is shard %u",
                         s->shard + 1);
            return cp_click_named(c, s, rc, err);
        }
        if (s->is_fresh)
            rc = claim(c, s, a, err);
        s->is_fresh = false;
    }
    for (uint32_t i = 0; rc == CP_OK && i < c->n; i++)
        in_order[c->v[i].shard] = c->v[i];
    for (uint32_t i = 0; rc == CP_OK && i < c->n; i++)
        c->v[i] = in_order[i];
    return rc;
}

/* It says itself that it was too slow, before we do. */
static uint32_t grace_of(uint32_t timeout_s)
{
    enum { MOST_S = 10 };
    return timeout_s < MOST_S ? timeout_s + 1 : MOST_S;
}

static cp_rc open_http(cp_click *c, cp_click_server *s, cp_err *err)
{
    cp_str headers[4] = { CP_STR("Content-Type: application/octet-stream") };
    uint32_t n = 1;
    if (s->user.n)
        headers[n++] = cp_str_fmt(c->a, "X-ClickHouse-User: %.*s", CP_FMT(s->user));
    if (s->password.n)
        headers[n++] = cp_str_fmt(c->a, "X-ClickHouse-Key: %.*s", CP_FMT(s->password));
    cp_http_opts o = { .headers = headers,
                       .n_headers = n,
                       .ca_file = c->o.ca_file,
                       .connect_s = CP_CLICK_CONNECT_S,
                       .all_s = c->o.timeout_s + grace_of(c->o.timeout_s),
                       .needs_end = true,
                       .no_proxy = cp_str_starts_nocase(s->origin, CP_STR("http://")),
                       .is_stopped = c->o.is_stopped,
                       .stop_ctx = c->o.stop_ctx };
    cp_rc rc = cp_http_open(c->a, &o, &s->http, err);
    headers[0] = CP_STR("Content-Type: multipart/form-data; boundary=" CP_CLICK_FORM_BOUNDARY);
    if (rc == CP_OK)
        rc = cp_http_open(c->a, &o, &s->forms, err);
    return rc == CP_EUSAGE ? cp_fail(err, rc, CP_NO_OFF, "a user or password cannot be sent") : rc;
}

cp_rc cp_click_open(cp_arena *a, const cp_click_opts *o, cp_click **out, cp_err *err)
{
    cp_click *c = CP_NEW(a, cp_click);
    *c = (cp_click){ .a = a, .o = *o, .n = o->n_urls, .note = CP_STR("") };
    c->o.timeout_s = o->timeout_s ? o->timeout_s : CP_CLICK_TIMEOUT_S;
    cp_rc rc = cp_click_check(a, o, err);
    if (rc == CP_OK)
        rc = read_urls(a, o, c->v, err);
    cp_arena *scratch = cp_arena_new(0);
    for (uint32_t i = 0; rc == CP_OK && i < c->n; i++)
        if ((rc = open_http(c, &c->v[i], err)) == CP_OK)
            rc = look_at(c, &c->v[i], scratch, err);
    if (rc == CP_OK)
        rc = number_them(c, scratch, err);
    cp_arena_free(scratch);
    if (rc == CP_OK)
        *out = c;
    return rc;
}
