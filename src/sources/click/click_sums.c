/* SPDX-License-Identifier: Apache-2.0 */
/* click_sums.c - questions whose answers are volumes, by day or by bin of time, of connections that
 * are put together on the shards; and what they answer.
 *
 *     flows --by client's port--> events --> by day:  device | sent to all | most to one
 *                                       `--> by bin:  stream or device | bytes
 *     flows as they are -----------------> by bin:  interface, receiver | bytes
 *
 * What an event is stands in flow/series.h, how its bytes are spread over bins in
 * flow/detect_in.h: here these are said once more in SQL, and a test compares the answers
 * (tests/lab/test_clickhouse.py). What is found is decided by flow/ alone. */
#include "sources/click/ask.h"
#include "sources/click/terms.h"

enum {
    ANSWERED_BYTES = 40,
    ADDRESS_BYTES = 24,
    SENT_BYTES = 68,
    LARGE_BYTES = 67,
    STREAM_BYTES = 79,
    SAMPLED_KEY_BYTES = 55,
    DEVICE_BYTES = 36,
    END_BYTES = 64,
    BIN_BYTES = 64,
    LEAVING_BYTES = 24,
};

#define NEAR "(if(c<s,c,s),if(c<s,s,c)) IN (SELECT low,high FROM near)"
#define KEY_IS_ASKED \
    "(" CLIENT "," SERVER ",proto," SERVED ") IN (SELECT client,server,proto,port FROM keys)"
#define PAIR_IS_NEAR "(" LOW "," HIGH ") IN (SELECT low,high FROM near)"
#define END_IS_ASKED "(src IN (SELECT addr FROM ends) OR dst IN (SELECT addr FROM ends))"

/* ---- connections */

/* Flows with who is the client, as flow/series.c keeps them; `only` is a condition more. */
static void add_rows(cp_buf *b, const cp_click_known *k, const cp_click_question *q, cp_str only)
{
    cp_buf_add_c(b, "SELECT " IS_BACK " AS r,if(r,dst,src) AS c,if(r,src,dst) AS s,proto," SERVED
                    " AS p,if(" IS_ICMP " OR p=0,0,if(r,dport,sport)) AS o,at,at+" EXACT_SPAN
                    " AS e,least(bytes,281474976710655) AS b0,"
                    "proto=6 AND (tcp_flags!=0 OR tcp_flags_back!=0) AS is_flag,"
                    "least(bytes_back,281474976710655) AS b1,if(r,b1,b0) AS tb,if(r,b0,b1) AS rb "
                    "FROM cleanpath_flow WHERE");
    cp_click_batches(k, b);
    cp_click_usable(b, q);
    cp_buf_fmt(b, " AND %.*s", CP_FMT(only));
}

/* Of all flows of one client's port, in order of time: the number of the event that each is of,
 * which is that of the begins before which all had ended; when each event begins; and what they
 * carry. */
#define EVENT_NUMBERS                                                                              \
    "arrayFilter((x,y)->bitAnd(y,1)=1,arrayCumSum(arrayMap((x,y)->if(y=1 AND bitAnd(x,1)=1,1,0),k" \
    ",u)),k) AS gs"
#define EVENT_BEGINS \
    "arrayMap(x->intDiv(x-1,2),arrayFilter((x,y)->y=1 AND bitAnd(x,1)=1,k,u)) AS bs"
#define IN_ORDER(v) "arraySort((x,y)->y,groupArray(" v "),groupArray(at))"

/* Rows c, s, proto, p, b (begin), e (end), tb and rb (bytes there and back), m (flows), fl (does
 * any flow of the client's port tell flags of TCP): one for each event. In order of time the number
 * of the event is that of the begins before which all had ended. */
static void add_events(cp_buf *b, const cp_click_known *k, const cp_click_question *q, cp_str only)
{
    cp_buf_add_c(b, "SELECT c,s,proto,p,min(t) AS b,max(f) AS e,sum(v) AS tb,sum(w) AS rb,"
                    "count() AS m,max(fx) AS fl FROM (SELECT c,s,proto,p,o,fx,g,t,f,v,w FROM "
                    "(SELECT c,s,proto,p,"
                    "o,max(is_flag) AS fx," BEGINS_AND_ENDS "," EVENT_NUMBERS ","
                    "arraySort(groupArray(at)) AS ts," IN_ORDER("e") " AS fs," IN_ORDER(
                        "tb") " AS vs," IN_ORDER("rb") " AS ws FROM (");
    add_rows(b, k, q, only);
    cp_buf_add_c(b, ") GROUP BY c,s,proto,p,o) ARRAY JOIN gs AS g,ts AS t,fs AS f,vs AS v,ws AS w)"
                    " GROUP BY c,s,proto,p,o,g");
}

/* How many other flows there are, so that all are in the answer. */
static void add_rest(cp_buf *b, const cp_click_known *k, const cp_click_question *q,
                     const char *columns, cp_str only)
{
    cp_buf_fmt(b, " UNION ALL SELECT %s,count() FROM cleanpath_flow WHERE", columns);
    cp_click_batches(k, b);
    cp_click_usable(b, q);
    cp_buf_fmt(b, " AND NOT (%.*s)", CP_FMT(only));
}

/* Rows that stand for no flows of their own come first: an answer without its end lacks some that
 * do. The last column of the first part is cnt. */
static cp_str in_order(const cp_buf *b)
{
    return cp_str_fmt(b->a, "SELECT * FROM (%.*s) ORDER BY cnt", CP_FMT(cp_buf_str(b)));
}

/* Numbers i of bins from i0 to i1 of what began at b and took `span`. */
static void add_bins(cp_buf *b, cp_click_bins x, const char *begin, const char *span)
{
    cp_buf_fmt(b,
               "toUInt64(intDiv(%s-toInt64(%lld),%llu)) AS i0,least(intDiv(toUInt64(%s-"
               "toInt64(%lld))+least(%s,%llu),%llu),%u) AS i1,toUInt64(i1-i0+1) AS ni",
               begin, (long long)x.from, (unsigned long long)x.us, begin, (long long)x.from, span,
               (unsigned long long)x.us * x.n, (unsigned long long)x.us, x.n - 1);
}

#define EACH_BIN "arrayJoin(arrayMap(nr->toUInt32(nr+i0),range(toUInt32(ni)))) AS i"
/* Evenly, and what is left over to the first. */
#define SHARE(v) "intDiv(" v ",ni)+if(i=i0," v "%ni,0)"

static cp_str not_near(const cp_click_question *q)
{
    return q->n_near ? CP_STR("NOT " PAIR_IS_NEAR) : CP_STR("1");
}

/* ---- answered or not */

cp_rc cp_click_answered_of(cp_click *c, cp_arena *a, const cp_click_known *k,
                           const cp_click_question *q, cp_click_answered_by *each, void *ctx,
                           cp_err *err)
{
    cp_click_rows *rows;
    cp_buf b = cp_buf_new(a);
    cp_str only = not_near(q);
    cp_buf_add_c(
        &b, "SELECT s,sum(x),sum(x AND back),sum(n) FROM (SELECT s,max(fl)=0 AND " EXPECTS_ANSWER
            " AS x,max(tb>0 AND rb>0) AS back,sum(m) AS n FROM (");
    add_events(&b, k, q, only);
    cp_buf_add_c(&b, ") GROUP BY c,s,proto,p) GROUP BY s");
    add_rest(&b, k, q, CP_CLICK_NO_ADDR ",toUInt64(0),toUInt64(0)", only);
    cp_rc rc = cp_click_tell_of(c, a, cp_buf_str(&b), k, q, ANSWERED_BYTES, 0, &rows, err);
    for (uint32_t i = 0; rc == CP_OK && i < c->n; i++)
        for (uint64_t at = 0; at < rows[i].n; at++) {
            cp_cur row = cp_click_row_at(&rows[i], at, ANSWERED_BYTES);
            cp_flow_addr server = cp_click_addr_of(&row);
            uint64_t n = cp_cur_u64le(&row);
            each(ctx, &server, n, cp_cur_u64le(&row));
        }
    return rc;
}

/* ---- addresses */

cp_rc cp_click_addresses(cp_click *c, cp_arena *a, const cp_click_known *k,
                         const cp_click_question *q, cp_flow_addr **out, uint32_t *n, cp_err *err)
{
    cp_click_rows *rows;
    cp_buf b = cp_buf_new(a);
    cp_buf_add_c(&b, "SELECT x,sum(m) AS cnt FROM (");
    for (int i = 0; i < 2; i++) {
        cp_buf_add_c(&b, i ? " UNION ALL SELECT dst AS x,toUInt64(0) AS m FROM cleanpath_flow WHERE"
                           : "SELECT src AS x,count() AS m FROM cleanpath_flow WHERE");
        cp_click_batches(k, &b);
        cp_click_usable(&b, q);
        cp_buf_add_c(&b, i ? " GROUP BY dst" : " GROUP BY src");
    }
    cp_buf_add_c(&b, ") GROUP BY x");
    cp_rc rc = cp_click_tell_of(c, a, in_order(&b), k, q, ADDRESS_BYTES, 0, &rows, err);
    *n = UINT32_MAX;
    if (rc != CP_OK || cp_click_n_rows(c, rows) > CP_CLICK_CLIENTS_MAX)
        return rc;
    cp_flow_addr *v = CP_NEW_RAW(a, cp_flow_addr, cp_click_n_rows(c, rows) + 1);
    *n = 0;
    for (uint32_t i = 0; i < c->n; i++)
        for (uint64_t at = 0; at < rows[i].n; at++) {
            cp_cur row = cp_click_row_at(&rows[i], at, ADDRESS_BYTES);
            v[(*n)++] = cp_click_addr_of(&row);
        }
    *out = v;
    return CP_OK;
}

/* ---- what devices send out */

#define IS(end, what) "(" end " IN (SELECT addr FROM whose WHERE is=" what "))"
#define DAY_OF(t) "toInt32(intDiv(" t ",86400000000)-(" t "%86400000000<0))"

static bool is_any(const cp_click_question *q, cp_click_is is)
{
    bool is_one = false;
    for (uint32_t i = 0; i < q->n_whose && !is_one; i++)
        is_one = q->whose[i].is == is;
    return is_one;
}

/* From inside to outside, or between ends of which one is now this and now that. What is asked of
 * each flow is long to answer: not of what no address is. */
static cp_str between(cp_arena *a, const cp_click_question *q)
{
    const char *nobody =
        is_any(q, CP_CLICK_NOBODY) ? " AND NOT " IS("src", "2") " AND NOT " IS("dst", "2") : "";
    const char *varies =
        is_any(q, CP_CLICK_VARIES) ? " OR " IS("src", "3") " OR " IS("dst", "3") : "";
    return cp_str_fmt(a, "((" IS("src", "1") "!=" IS("dst", "1") "%s)%s AND %.*s)", varies, nobody,
                      CP_FMT(not_near(q)));
}

/* What conversations carry on each day, of the begin of each event: those of two addresses
 * together, or of each the last days. */
static void add_days(cp_buf *b, const cp_click_known *k, const cp_click_question *q, cp_str only,
                     uint32_t days_max)
{
    const char *key = days_max ? "c,s,proto,p" : "c,s";
    if (days_max)
        cp_buf_add_c(b, "SELECT c,s,d,tb,rb,if(n=1,ms,0) AS m FROM (SELECT c,s,proto,p,"
                        "arrayReverseSort(groupArray(d)) AS ds,"
                        "arrayReverseSort((x,y)->y,groupArray(tb),groupArray(d)) AS ts,"
                        "arrayReverseSort((x,y)->y,groupArray(rb),groupArray(d)) AS rs,"
                        "sum(m) AS ms FROM (");
    cp_buf_fmt(b,
               "SELECT %s,d,sum(v) AS tb,sum(w) AS rb,count() AS m FROM (SELECT %s,ds,vs,ws FROM "
               "(SELECT %s,",
               key, key, key);
    cp_buf_add_c(b, BEGINS_AND_ENDS "," EVENT_NUMBERS "," EVENT_BEGINS
                                    ",arrayMap(n->" DAY_OF("bs[n]") ",gs) AS ds," IN_ORDER(
                                        "tb") " AS vs," IN_ORDER("rb") " AS ws FROM (");
    add_rows(b, k, q, only);
    cp_buf_fmt(b, ") GROUP BY c,s,proto,p,o)) ARRAY JOIN ds AS d,vs AS v,ws AS w GROUP BY %s,d",
               key);
    if (days_max)
        cp_buf_fmt(b,
                   ") GROUP BY c,s,proto,p) ARRAY JOIN arraySlice(ds,1,%u) AS d,"
                   "arraySlice(ts,1,%u) AS tb,arraySlice(rs,1,%u) AS rb,"
                   "arraySlice(arrayEnumerate(ds),1,%u) AS n",
                   days_max, days_max, days_max, days_max);
}

static cp_str sent_sql(cp_arena *a, const cp_click_known *k, const cp_click_question *q,
                       const cp_click_sent_least *least)
{
    cp_buf b = cp_buf_new(a);
    cp_str only = between(a, q);
    const char *varies = is_any(q, CP_CLICK_VARIES) ? IS("x", "3") " OR " IS("y", "3") " OR " : "";
    cp_buf_fmt(
        &b,
        "SELECT x,if(z,y,%s) AS ky,d,sum(v),max(if(z,w,v)),sum(n=1),sum(if(n=1,m,0)) AS cnt FROM "
        "(SELECT x,y,m,%s(max_v>=%llu AND toFloat64(sum_v)>=%.6f*("
        "toFloat64(sum_v)+toFloat64(sum_w))) AS z,ds,vs,ws FROM (SELECT x,y,groupArray(d) "
        "AS ds,groupArray(v) AS vs,groupArray(w) AS ws,max(v) AS max_v,sum(v) AS sum_v,"
        "sum(w) AS sum_w,sum(m) AS m FROM (SELECT if(h,c,s) AS x,if(h,s,c) AS y,d,"
        "sum(if(h,tb,rb)) AS v,sum(if(h,rb,tb)) AS w,sum(m) AS m FROM (SELECT c,s,d,tb,rb,m,"
        "%s AS h FROM (",
        CP_CLICK_NO_ADDR, varies, (unsigned long long)least->most, least->share, IS("c", "1"));
    add_days(&b, k, q, only, least->days_max);
    cp_buf_add_c(&b, ")) GROUP BY x,y,d) GROUP BY x,y)) ARRAY JOIN ds AS d,vs AS v,ws AS w,"
                     "arrayEnumerate(ds) AS n GROUP BY x,ky,d");
    add_rest(&b, k, q,
             CP_CLICK_NO_ADDR "," CP_CLICK_NO_ADDR
                              ",toInt32(0),toUInt64(0),toUInt64(0),toUInt64(0)",
             only);
    return in_order(&b);
}

cp_rc cp_click_sent_of(cp_click *c, cp_arena *a, const cp_click_known *k,
                       const cp_click_question *q, const cp_click_sent_least *least,
                       cp_click_sent **out, uint32_t *n, cp_err *err)
{
    cp_click_rows *rows;
    cp_rc rc = cp_click_tell_of(c, a, sent_sql(a, k, q, least), k, q, SENT_BYTES, 0, &rows, err);
    *n = UINT32_MAX;
    if (rc != CP_OK || cp_click_n_rows(c, rows) > CP_CLICK_SENT_MAX)
        return rc;
    cp_click_sent *v = CP_NEW_RAW(a, cp_click_sent, cp_click_n_rows(c, rows) + 1);
    *n = 0;
    for (uint32_t i = 0; i < c->n; i++)
        for (uint64_t at = 0; at < rows[i].n; at++) {
            cp_cur row = cp_click_row_at(&rows[i], at, SENT_BYTES);
            cp_click_sent x = { .device = cp_click_addr_of(&row) };
            x.peer = cp_click_addr_of(&row);
            x.day = (int32_t)cp_cur_u32le(&row);
            x.out = cp_cur_u64le(&row);
            uint64_t other = cp_cur_u64le(&row);
            *(cp_flow_addr_is_set(x.peer) ? &x.in : &x.most) = other;
            x.n_pairs = cp_cur_u64le(&row);
            if (cp_flow_addr_is_set(x.device)) /* else what is not between these at all */
                v[(*n)++] = x;
        }
    *out = v;
    return CP_OK;
}

/* ---- large streams */

cp_rc cp_click_large(cp_click *c, cp_arena *a, const cp_click_known *k, const cp_click_question *q,
                     uint64_t bytes_min, double share_min, cp_click_stream **out, uint32_t *n,
                     cp_err *err)
{
    cp_click_rows *rows;
    cp_buf b = cp_buf_new(a);
    cp_buf_fmt(&b,
               "SELECT if(z,c,%s) AS kc,if(z,s,%s) AS ks,if(z,proto,0) AS kr,if(z,p,0) AS kp,"
               "sum(x),sum(y),min(a0),sum(m) FROM (SELECT c,s,proto,p,sum(tb) AS x,sum(rb) AS y,"
               "min(at) AS a0,count() AS m,greatest(x,y)>=%llu AND toFloat64(greatest(x,y))>=%.6f*"
               "(toFloat64(x)+toFloat64(y))%s AS z FROM (",
               CP_CLICK_NO_ADDR, CP_CLICK_NO_ADDR, (unsigned long long)bytes_min, share_min,
               q->n_near ? " AND NOT " NEAR : "");
    add_rows(&b, k, q, CP_STR("1"));
    cp_buf_fmt(&b, ") GROUP BY c,s,proto,p) GROUP BY kc,ks,kr,kp LIMIT %u", CP_CLICK_KEYS_MAX + 2);
    cp_rc rc = cp_click_tell_of(c, a, cp_buf_str(&b), k, q, LARGE_BYTES, CP_CLICK_KEYS_MAX + 2,
                                &rows, err);
    *n = UINT32_MAX;
    if (rc != CP_OK || cp_click_n_rows(c, rows) > (uint64_t)CP_CLICK_KEYS_MAX + 1)
        return rc;
    cp_click_stream *v = CP_NEW_RAW(a, cp_click_stream, cp_click_n_rows(c, rows) + 1);
    *n = 0;
    for (uint32_t i = 0; i < c->n; i++)
        for (uint64_t at = 0; at < rows[i].n; at++) {
            cp_cur row = cp_click_row_at(&rows[i], at, LARGE_BYTES);
            cp_click_stream x = { .key = cp_click_key_of(&row) };
            x.bytes = cp_cur_u64le(&row);
            x.bytes_back = cp_cur_u64le(&row);
            x.first_at = (cp_time)cp_cur_u64le(&row);
            if (cp_flow_addr_is_set(x.key.client))
                v[(*n)++] = x;
        }
    *out = v;
    return CP_OK;
}

static cp_str streams_sql(cp_arena *a, const cp_click_known *k, const cp_click_question *q,
                          cp_click_bins bins)
{
    cp_buf b = cp_buf_new(a);
    cp_str only = CP_STR(KEY_IS_ASKED);
    cp_buf_add_c(
        &b, "SELECT c,s,proto,p,i,sum(" SHARE("tb") "),sum(" SHARE(
                "rb") "),sum(i=i0),max(b),sum(if(i=i0,m,0)) AS cnt FROM (SELECT c,s,proto,p,b,tb,"
                      "rb,m,i0,ni," EACH_BIN " FROM (SELECT c,s,proto,p,b,tb,rb,m,");
    add_bins(&b, bins, "b", "toUInt64(e-b)");
    cp_buf_add_c(&b, " FROM (");
    add_events(&b, k, q, only);
    cp_buf_add_c(&b, "))) GROUP BY c,s,proto,p,i");
    add_rest(&b, k, q,
             CP_CLICK_NO_ADDR "," CP_CLICK_NO_ADDR ",toUInt8(0),toUInt16(0),toUInt32(0),"
                              "toUInt64(0),toUInt64(0),toUInt64(0),toInt64(0)",
             only);
    return in_order(&b);
}

cp_rc cp_click_streams_of(cp_click *c, cp_arena *a, const cp_click_known *k,
                          const cp_click_question *q, cp_click_bins bins, cp_click_stream_bin *each,
                          void *ctx, cp_err *err)
{
    cp_click_rows *rows;
    cp_rc rc =
        cp_click_tell_of(c, a, streams_sql(a, k, q, bins), k, q, STREAM_BYTES, 0, &rows, err);
    for (uint32_t i = 0; rc == CP_OK && i < c->n; i++)
        for (uint64_t at = 0; rc == CP_OK && at < rows[i].n; at++) {
            cp_cur row = cp_click_row_at(&rows[i], at, STREAM_BYTES);
            cp_click_stream x = { .key = cp_click_key_of(&row) };
            uint32_t bin = cp_cur_u32le(&row);
            x.bytes = cp_cur_u64le(&row);
            x.bytes_back = cp_cur_u64le(&row);
            x.events = cp_cur_u64le(&row);
            x.last_at = (cp_time)cp_cur_u64le(&row);
            if (cp_flow_addr_is_set(x.key.client) && !each(ctx, &x, bin))
                rc = cp_click_says_other(c, &rows[i], "it tells of a stream that was not asked for",
                                         err);
        }
    return rc;
}

cp_rc cp_click_samplings_of_keys(cp_click *c, cp_arena *a, const cp_click_known *k,
                                 const cp_click_question *q, cp_click_key_sampled *each, void *ctx,
                                 cp_err *err)
{
    cp_click_rows *rows;
    cp_buf b = cp_buf_new(a);
    cp_str only = CP_STR(KEY_IS_ASKED);
    cp_buf_add_c(&b, "SELECT " CLIENT " AS c," SERVER " AS s,proto," SERVED
                     " AS p,source,exporter,sampling,count() FROM cleanpath_flow WHERE");
    cp_click_batches(k, &b);
    cp_click_usable(&b, q);
    cp_buf_fmt(&b, " AND %.*s GROUP BY c,s,proto,p,source,exporter,sampling", CP_FMT(only));
    add_rest(&b, k, q,
             CP_CLICK_NO_ADDR "," CP_CLICK_NO_ADDR ",toUInt8(0),toUInt16(0),toUInt32(0),"
                              "toUInt32(0),toUInt32(0)",
             only);
    cp_rc rc = cp_click_tell_of(c, a, cp_buf_str(&b), k, q, SAMPLED_KEY_BYTES, 0, &rows, err);
    for (uint32_t i = 0; rc == CP_OK && i < c->n; i++)
        for (uint64_t at = 0; rc == CP_OK && at < rows[i].n; at++) {
            cp_cur row = cp_click_row_at(&rows[i], at, SAMPLED_KEY_BYTES);
            cp_click_key key = cp_click_key_of(&row);
            uint32_t source = cp_cur_u32le(&row), exporter = cp_cur_u32le(&row);
            if (!cp_flow_addr_is_set(key.client))
                continue;
            if (!cp_click_find_exporter(k, source, &exporter) ||
                !each(ctx, &key, (cp_click_sampled){ exporter, cp_cur_u32le(&row) }))
                rc = cp_click_says_other(
                    c, &rows[i], "it tells of an exporter or a stream that is not known", err);
        }
    return rc;
}

/* ---- what devices receive */

static cp_str devices_sql(cp_arena *a, const cp_click_known *k, const cp_click_question *q,
                          cp_click_bins bins)
{
    cp_buf b = cp_buf_new(a);
    cp_str only = cp_str_fmt(a, "(" END_IS_ASKED " AND %.*s)", CP_FMT(not_near(q)));
    /* w: of the client, or of the server; both may be asked for, but the flows count once */
    cp_buf_add_c(
        &b, "SELECT x,i,sum(" SHARE(
                "v") "),sum(if(i=i0,m1,0)) AS cnt FROM (SELECT x,v,m1,i0,"
                     "ni," EACH_BIN " FROM (SELECT arrayJoin([0,1]) AS w,if(w=0,c,s) AS x,"
                     "if(w=0,rb,tb) AS v,if(w=0 OR c NOT IN (SELECT addr FROM ends),m,0) AS m1,");
    add_bins(&b, bins, "b", "toUInt64(e-b)");
    cp_buf_add_c(&b, " FROM (");
    add_events(&b, k, q, only);
    cp_buf_add_c(&b, ")) WHERE x IN (SELECT addr FROM ends)) GROUP BY x,i");
    add_rest(&b, k, q, CP_CLICK_NO_ADDR ",toUInt32(0),toUInt64(0)", only);
    return in_order(&b);
}

cp_rc cp_click_devices_of(cp_click *c, cp_arena *a, const cp_click_known *k,
                          const cp_click_question *q, cp_click_bins bins, cp_click_device_bin *each,
                          void *ctx, cp_err *err)
{
    cp_click_rows *rows;
    cp_rc rc =
        cp_click_tell_of(c, a, devices_sql(a, k, q, bins), k, q, DEVICE_BYTES, 0, &rows, err);
    for (uint32_t i = 0; rc == CP_OK && i < c->n; i++)
        for (uint64_t at = 0; rc == CP_OK && at < rows[i].n; at++) {
            cp_cur row = cp_click_row_at(&rows[i], at, DEVICE_BYTES);
            cp_flow_addr addr = cp_click_addr_of(&row);
            uint32_t bin = cp_cur_u32le(&row);
            if (cp_flow_addr_is_set(addr) && !each(ctx, &addr, bin, cp_cur_u64le(&row)))
                rc = cp_click_says_other(c, &rows[i], "it tells of a device that was not asked for",
                                         err);
        }
    return rc;
}

/* ---- what passes exporters */

/* What flow/detect_transit.c looks at: forwarded, by an interface, and of some bytes. */
#define PASSES                                                                             \
    "(bitAnd(what,6)=0 AND (in_if!=0 OR out_if!=0) AND (bytes>0 OR (bitAnd(what,1)=1 AND " \
    "bytes_back>0)))"

cp_rc cp_click_ends_of(cp_click *c, cp_arena *a, const cp_click_known *k,
                       const cp_click_question *q, cp_click_end **out, uint32_t *n, cp_err *err)
{
    cp_click_rows *rows;
    cp_buf b = cp_buf_new(a);
    cp_buf_add_c(&b, "SELECT source,exporter,if(w=0,dst,src) AS x,sum(if(w=0,f,b)),"
                     "sum(if(w=0,b,f)),min(a0),max(a1),sum(if(w=0,m,0)) AS cnt FROM (SELECT source,"
                     "exporter,src,dst,f,b,a0,a1,m,arrayJoin([0,1]) AS w FROM (SELECT source,"
                     "exporter,src,dst,sum(bytes) AS f,sumIf(bytes_back,bitAnd(what,1)=1) AS b,"
                     "min(at) AS a0,max(if(span_us>=toUInt64(9223372036854775807-"
                     "greatest(at,toInt64(0))),toInt64(9223372036854775807),at+toInt64(span_us)))"
                     " AS a1,count() AS m FROM cleanpath_flow WHERE");
    cp_click_batches(k, &b);
    cp_click_usable(&b, q);
    cp_buf_add_c(&b,
                 " AND " PASSES " GROUP BY source,exporter,src,dst)) GROUP BY source,exporter,x");
    add_rest(&b, k, q,
             "toUInt32(0),toUInt32(0)," CP_CLICK_NO_ADDR
             ",toUInt64(0),toUInt64(0),toInt64(0),toInt64(0)",
             CP_STR(PASSES));
    cp_rc rc = cp_click_tell_of(c, a, in_order(&b), k, q, END_BYTES, 0, &rows, err);
    *n = UINT32_MAX;
    if (rc != CP_OK || cp_click_n_rows(c, rows) > CP_CLICK_SENT_MAX)
        return rc;
    cp_click_end *v = CP_NEW_RAW(a, cp_click_end, cp_click_n_rows(c, rows) + 1);
    *n = 0;
    for (uint32_t i = 0; i < c->n; i++)
        for (uint64_t at = 0; at < rows[i].n; at++) {
            cp_cur row = cp_click_row_at(&rows[i], at, END_BYTES);
            uint32_t source = cp_cur_u32le(&row);
            cp_click_end x = { .exporter = cp_cur_u32le(&row) };
            x.addr = cp_click_addr_of(&row);
            x.to = cp_cur_u64le(&row);
            x.from = cp_cur_u64le(&row);
            x.first_at = (cp_time)cp_cur_u64le(&row);
            x.last_at = (cp_time)cp_cur_u64le(&row);
            if (!cp_flow_addr_is_set(x.addr))
                continue;
            if (!cp_click_find_exporter(k, source, &x.exporter) || x.first_at > x.last_at)
                return cp_click_says_other(
                    c, &rows[i], "it has flows of an exporter that the case does not know", err);
            v[(*n)++] = x;
        }
    *out = v;
    return CP_OK;
}

cp_rc cp_click_leaving_of(cp_click *c, cp_arena *a, const cp_click_known *k,
                          const cp_click_question *q, cp_click_leaves *each, void *ctx, cp_err *err)
{
    cp_click_rows *rows;
    cp_buf b = cp_buf_new(a);
    cp_buf_add_c(&b, "SELECT source,exporter,sampling,out_if,count() FROM cleanpath_flow WHERE");
    cp_click_batches(k, &b);
    cp_click_usable(&b, q);
    cp_buf_add_c(&b, " AND " LEAVES " GROUP BY source,exporter,sampling,out_if");
    add_rest(&b, k, q, "toUInt32(0),toUInt32(0),toUInt32(0),toUInt32(0)", CP_STR(LEAVES));
    cp_rc rc = cp_click_tell_of(c, a, cp_buf_str(&b), k, q, LEAVING_BYTES, 0, &rows, err);
    for (uint32_t i = 0; rc == CP_OK && i < c->n; i++)
        for (uint64_t at = 0; rc == CP_OK && at < rows[i].n; at++) {
            cp_cur row = cp_click_row_at(&rows[i], at, LEAVING_BYTES);
            uint32_t source = cp_cur_u32le(&row);
            cp_click_leaving x = { .exporter = cp_cur_u32le(&row) };
            x.sampling = cp_cur_u32le(&row);
            x.out_if = cp_cur_u32le(&row);
            x.n = cp_cur_u64le(&row);
            if (!x.out_if) /* all others */
                continue;
            if (cp_click_find_exporter(k, source, &x.exporter))
                each(ctx, &x);
            else
                rc = cp_click_says_other(
                    c, &rows[i], "it has flows of an exporter that the case does not know", err);
        }
    return rc;
}

static cp_str passing_sql(cp_arena *a, const cp_click_known *k, const cp_click_question *q,
                          cp_click_bins bins)
{
    cp_buf b = cp_buf_new(a);
    cp_buf_add_c(
        &b, "SELECT source,exporter,nf,i,if((source,exporter,ps) IN (SELECT source,"
            "exporter,addr FROM receivers),ps," CP_CLICK_NO_ADDR ") AS ks,"
            "if((source,exporter,pd) IN (SELECT source,exporter,addr FROM "
            "receivers),pd," CP_CLICK_NO_ADDR ") AS kd,sum(" SHARE(
                "v") "),sum(if(i=i0,m,0)) AS cnt FROM (SELECT "
                     "source,exporter,nf,ps,pd,v,m,i0,ni," EACH_BIN " FROM (SELECT source,exporter,"
                     "arrayJoin([0,1]) AS w,if(w=0,in_if,out_if) AS nf,if(w=0,src,dst) AS ps,"
                     "if(w=0,dst,src) AS pd,if(w=0,bytes,if(bitAnd(what,1)=1,bytes_back,0)) AS v,"
                     "w=(bytes=0) AS m,");
    add_bins(&b, bins, "at", "span_us");
    cp_buf_add_c(&b, " FROM cleanpath_flow WHERE");
    cp_click_batches(k, &b);
    cp_click_usable(&b, q);
    cp_buf_add_c(&b, " AND " PASSES ") WHERE v>0) GROUP BY source,exporter,nf,i,ks,kd");
    add_rest(&b, k, q,
             "toUInt32(0),toUInt32(0),toUInt32(0),toUInt32(0)," CP_CLICK_NO_ADDR
             "," CP_CLICK_NO_ADDR ",toUInt64(0)",
             CP_STR(PASSES));
    return in_order(&b);
}

cp_rc cp_click_passing(cp_click *c, cp_arena *a, const cp_click_known *k,
                       const cp_click_question *q, cp_click_bins bins, cp_click_passing_bin *each,
                       void *ctx, cp_err *err)
{
    cp_click_rows *rows;
    cp_rc rc = cp_click_tell_of(c, a, passing_sql(a, k, q, bins), k, q, BIN_BYTES, 0, &rows, err);
    for (uint32_t i = 0; rc == CP_OK && i < c->n; i++)
        for (uint64_t at = 0; rc == CP_OK && at < rows[i].n; at++) {
            cp_cur row = cp_click_row_at(&rows[i], at, BIN_BYTES);
            uint32_t source = cp_cur_u32le(&row);
            cp_click_bin x = { .exporter = cp_cur_u32le(&row) };
            x.in_if = cp_cur_u32le(&row);
            x.bin = cp_cur_u32le(&row);
            x.src = cp_click_addr_of(&row);
            x.dst = cp_click_addr_of(&row);
            x.bytes = cp_cur_u64le(&row);
            if (!x.bytes) /* of those that do not pass */
                continue;
            if (!cp_click_find_exporter(k, source, &x.exporter) || !each(ctx, &x))
                rc = cp_click_says_other(
                    c, &rows[i], "it tells of an exporter or a time that was not asked for", err);
        }
    return rc;
}
