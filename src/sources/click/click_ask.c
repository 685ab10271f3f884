/* SPDX-License-Identifier: Apache-2.0 */
/* click_ask.c - a question as SQL, and the form that it goes in. Whom a flow is of, which service
 * it has and what it counts for is what flow/service.h, flow/series.h and flow/sampling.h say; here
 * only is made smaller what comes over the network, so that they say the same of it. */
#include "sources/click/ask.h"
#include "sources/click/terms.h"

/* ---- sums */

/* Ports of the client become the last of their range (system, user, dynamic), which leaves it as it
 * is who serves and by which rule. */
#define TOP(port) "multiIf(" port "<1024,1023," port "<49152,49151,65535)"

static void add_sums_of(cp_buf *b, const char *packets, const char *bytes)
{
    cp_arena *a = b->a;
    const char *p = packets, *y = bytes;
    cp_str one = cp_str_fmt(a, "(%s<=1 AND %s<=65535)", p, y);
    cp_str small =
        cp_str_fmt(a, "(NOT %.*s AND intDiv(%s,greatest(%s,1))<1500)", CP_FMT(one), y, p);
    const char *columns[] = { p, y };
    for (int i = 0; i < 2; i++)
        cp_buf_fmt(b, ",sum(bitAnd(%s,4294967295)),sum(bitShiftRight(%s,32))", columns[i],
                   columns[i]);
    cp_buf_fmt(b, ",sumIf(%s*%s,%.*s),sumIf(%s,%.*s)", y, y, CP_FMT(one), y, CP_FMT(one));
    cp_buf_fmt(b, ",sumIf(bitAnd(%s,4294967295),%.*s),sumIf(bitShiftRight(%s,32),%.*s)", y,
               CP_FMT(small), y, CP_FMT(small));
}

static void add_in_view(cp_buf *b, const cp_click_question *q)
{
    cp_buf_add_c(b, "(1");
    if (q->from != CP_TIME_NONE)
        cp_buf_fmt(b, " AND at>=%lld", (long long)q->from);
    if (q->until != CP_TIME_NONE)
        cp_buf_fmt(b, " AND at<%lld", (long long)q->until);
    if (q->has_ends && q->n_ends)
        cp_buf_add_c(b, " AND (src IN (SELECT addr FROM ends) OR dst IN (SELECT addr FROM ends))");
    else if (q->has_ends)
        cp_buf_add_c(b, " AND 0");
    if (q->prefix_bytes) {
        cp_buf hex = cp_buf_new(b->a);
        for (uint32_t i = 0; i < q->prefix_bytes; i++)
            cp_buf_fmt(&hex, "%02X", q->prefix.b[i]);
        cp_str x = cp_buf_str(&hex);
        cp_buf_fmt(b, " AND (startsWith(hex(src),'%.*s') OR startsWith(hex(dst),'%.*s'))",
                   CP_FMT(x), CP_FMT(x));
    }
    cp_buf_char(b, ')');
}

static void add_sums(cp_buf *b, const cp_click_known *k, const cp_click_question *q)
{
    static const char *const none = "toFixedString('',16)";
    cp_buf_add_c(b, "SELECT s,d,min(at),max(last),source,exporter,sampling,sp,dp,pr,w,hb,count()");
    add_sums_of(b, "packets", "bytes");
    add_sums_of(b, "packets_back", "bytes_back");
    cp_buf_add_c(b,
                 " FROM (SELECT source,exporter,sampling,at,packets,bytes,packets_back,bytes_back,"
                 "if(span_us>toUInt64(toUInt64(9223372036854775807)-toUInt64(at)),"
                 "toInt64(9223372036854775807),at+toInt64(span_us)) AS last,");
    add_in_view(b, q);
    cp_buf_fmt(b, " AS v,if(v,src,%s) AS s,if(v,dst,%s) AS d,", none, none);
    if (q->by_service)
        cp_buf_add_c(
            b, IS_SRC
            " AS serves,"
            "toUInt16(multiIf(NOT " HAS_PORTS ",0,serves OR " IS_SAME ",sport," TOP(
                "sport") ")) AS sp,"
                         "toUInt16(multiIf(" IS_ICMP ",dport,NOT " HAS_PORTS ",0,serves," TOP(
                             "dport") ",dport)) AS dp,proto AS pr,toUInt8(bitAnd(what,47)) AS w,");
    else
        cp_buf_add_c(b, "toUInt16(0) AS sp,toUInt16(0) AS dp,toUInt8(0) AS pr,"
                        "toUInt8(bitAnd(what,15)) AS w,");
    cp_buf_add_c(b, "toUInt8(bitAnd(what,1)=1 AND (packets_back>0 OR bytes_back>0)) AS hb,");
    if (q->bucket_us) {
        cp_str rest = cp_str_fmt(b->a, "(at%%toInt64(%llu))", (unsigned long long)q->bucket_us);
        cp_buf_fmt(b, "at-if(%.*s<0,%.*s+%llu,%.*s) AS bucket", CP_FMT(rest), CP_FMT(rest),
                   (unsigned long long)q->bucket_us, CP_FMT(rest));
    } else {
        cp_buf_fmt(b, "at>=%lld AS bucket",
                   q->cut == CP_TIME_NONE ? (long long)INT64_MAX : (long long)q->cut);
    }
    cp_buf_add_c(b, " FROM cleanpath_flow WHERE");
    cp_click_batches(k, b);
    if (q->is_rest)
        cp_buf_add_c(b, " AND NOT v");
    cp_buf_add_c(b, ") GROUP BY s,d,source,exporter,sampling,sp,dp,pr,w,hb,bucket");
}

/* ---- flows */

/* What flow/series.h makes series of. */
void cp_click_usable(cp_buf *b, const cp_click_question *q)
{
    static const char *const none = "toFixedString('',16)";
    cp_buf_fmt(b, " AND bitAnd(what,16)=0 AND src!=%s AND dst!=%s", none, none);
    if (q->from != CP_TIME_NONE)
        cp_buf_fmt(b, " AND at>=%lld", (long long)q->from);
    if (q->until != CP_TIME_NONE)
        cp_buf_fmt(b, " AND at<%lld", (long long)q->until);
    if (q->exporters)
        cp_buf_add_c(b, " AND (source,exporter) IN (SELECT source,exporter FROM told)");
}

/* (proto, served) as one number. */
static void add_served(cp_buf *b, const cp_click_question *q, bool of_ends)
{
    bool is_first = true;
    cp_buf_add_c(b, "proto*65536+" SERVED " IN (");
    for (uint32_t i = 0; i < q->n_services; i++)
        if (q->services[i].of_ends == of_ends) {
            cp_buf_fmt(b, "%s%u", is_first ? "" : ",",
                       q->services[i].proto * 65536u + q->services[i].port);
            is_first = false;
        }
    cp_buf_add_c(b, is_first ? "4294967295)" : ")"); /* that nothing has */
}

static void add_services(cp_buf *b, const cp_click_question *q)
{
    cp_buf_add_c(b, " AND (");
    add_served(b, q, false);
    if (q->n_ends) {
        cp_buf_add_c(b, " OR (");
        add_served(b, q, true);
        cp_buf_add_c(b, " AND (src IN (SELECT addr FROM ends) OR dst IN (SELECT addr FROM ends)))");
    }
    cp_buf_char(b, ')');
}

static void add_often(cp_buf *b, const cp_click_known *k, const cp_click_question *q)
{
    cp_buf_add_c(b,
                 " OR (" LOW "," HIGH ",proto," SERVED ") IN (SELECT l,h,proto,p FROM (SELECT " LOW
                 " AS l," HIGH " AS h,proto," SERVED " AS p FROM cleanpath_flow WHERE");
    cp_click_batches(k, b);
    cp_click_usable(b, q);
    cp_buf_fmt(b, ") GROUP BY l,h,proto,p HAVING count()>=%u)", q->flows_min);
}

/* Which flows are sent, of those of the batches. */
static void add_wanted(cp_buf *b, const cp_click_known *k, const cp_click_question *q)
{
    if (q->is_plain) {
        cp_buf_add_c(b, " AND ");
        add_in_view(b, q);
        return;
    }
    cp_click_usable(b, q);
    if (q->services)
        add_services(b, q);
    if (q->of_clients)
        cp_buf_add_c(b, q->n_ends ? " AND " CLIENT " IN (SELECT addr FROM ends)" : " AND 0");
    if (!q->is_chosen && q->flows_min <= 1)
        return;
    cp_buf_add_c(b, " AND (0");
    if (q->n_keys)
        cp_buf_add_c(b, " OR (" CLIENT "," SERVER ",proto," SERVED
                        ") IN (SELECT client,server,proto,port FROM keys)");
    if (q->flows_min > 1)
        add_often(b, k, q);
    if (q->n_near)
        cp_buf_add_c(b, " OR (" LOW "," HIGH ") IN (SELECT low,high FROM near)");
    if (q->of_ends && q->n_ends)
        cp_buf_add_c(b, " OR src IN (SELECT addr FROM ends) OR dst IN (SELECT addr FROM ends)");
    if (q->leaves_twice) {
        cp_buf_add_c(b, " OR (" LEAVES " AND (src,dst,in_if,sport,dport,proto) IN (SELECT src,dst,"
                        "in_if,sport,dport,proto FROM cleanpath_flow WHERE");
        cp_click_batches(k, b);
        cp_click_usable(b, q);
        cp_buf_add_c(b, " AND " LEAVES " GROUP BY src,dst,in_if,sport,dport,proto "
                        "HAVING min(out_if)!=max(out_if)))");
    }
    cp_buf_char(b, ')');
}

static void add_flows(cp_buf *b, const cp_click_known *k, const cp_click_question *q)
{
    cp_buf_add_c(b, "SELECT src,dst,at,span_us,bytes,packets,bytes_back,packets_back,sampling,"
                    "source,exporter,in_if,out_if,sport,dport,proto,tcp_flags,tcp_flags_back,what "
                    "FROM cleanpath_flow WHERE");
    cp_click_batches(k, b);
    add_wanted(b, k, q);
}

/* Rows that are there, and those of them that would be sent. */
static void add_count(cp_buf *b, const cp_click_known *k, const cp_click_question *q)
{
    cp_buf_add_c(b, "SELECT count(),countIf(1");
    add_wanted(b, k, q);
    cp_buf_add_c(b, ") FROM cleanpath_flow WHERE");
    cp_click_batches(k, b);
}

void cp_click_batches(const cp_click_known *k, cp_buf *out)
{
    cp_buf_fmt(out, " batch<=%u", k->batch_max);
    for (uint32_t i = 0; i < k->n_open; i++)
        cp_buf_fmt(out, " AND batch!=%u", k->open[i]);
}

/* ---- the form */

static void add_field(cp_buf *b, const char *name, const char *file, cp_str value)
{
    cp_buf_add_c(b, "--" CP_CLICK_FORM_BOUNDARY "\r\nContent-Disposition: form-data; name=\"");
    cp_buf_fmt(b, "%s\"", name);
    if (file)
        cp_buf_fmt(b, "; filename=\"%s\"\r\nContent-Type: application/octet-stream", file);
    cp_buf_add_c(b, "\r\n\r\n");
    cp_buf_add(b, value);
    cp_buf_add_c(b, "\r\n");
}

static void add_table(cp_buf *form, const char *name, const char *structure, cp_str rows)
{
    cp_arena *a = form->a;
    if (!rows.n) /* an empty one is no table there */
        return;
    add_field(form, cp_str_fmt(a, "%s_format", name).p, NULL, CP_STR("RowBinary"));
    add_field(form, cp_str_fmt(a, "%s_structure", name).p, NULL, cp_str_c(structure));
    add_field(form, name, name, rows);
}

static cp_str keys_as_rows(cp_arena *a, const cp_click_question *q)
{
    cp_buf b = cp_buf_new(a);
    for (uint32_t i = 0; i < q->n_keys; i++) {
        const cp_click_key *k = &q->keys[i];
        const char rest[] = { (char)k->proto, (char)k->port, (char)(k->port >> 8) };
        cp_buf_add(&b, (cp_str){ (const char *)k->client.b, sizeof k->client.b });
        cp_buf_add(&b, (cp_str){ (const char *)k->server.b, sizeof k->server.b });
        cp_buf_add(&b, (cp_str){ rest, sizeof rest });
    }
    return cp_buf_str(&b);
}

static void add_number(cp_buf *b, uint64_t x)
{
    const char bytes[] = { (char)x, (char)(x >> 8), (char)(x >> 16), (char)(x >> 24) };
    cp_buf_add(b, (cp_str){ bytes, sizeof bytes });
}

/* Exporters as shards know them. None of all: one that there cannot be, or there was no table. */
static cp_str told_as_rows(cp_arena *a, const cp_click_known *k, const cp_click_question *q)
{
    cp_buf b = cp_buf_new(a);
    for (uint32_t i = 0; q->exporters && i < k->n_imports; i++)
        for (uint32_t x = k->exporters_at[i]; x < k->exporters_at[i + 1]; x++)
            if (q->exporters[x]) {
                add_number(&b, (uint64_t)k->imports[i]);
                add_number(&b, x - k->exporters_at[i]);
            }
    if (q->exporters && !cp_buf_str(&b).n) {
        add_number(&b, UINT32_MAX);
        add_number(&b, UINT32_MAX);
    }
    return cp_buf_str(&b);
}

static cp_str whose_as_rows(cp_arena *a, const cp_click_question *q)
{
    cp_buf b = cp_buf_new(a);
    for (uint32_t i = 0; i < q->n_whose; i++) {
        cp_buf_add(&b, (cp_str){ (const char *)q->whose[i].addr.b, sizeof q->whose[i].addr.b });
        cp_buf_char(&b, (char)q->whose[i].is);
    }
    return cp_buf_str(&b);
}

static cp_str receivers_as_rows(cp_arena *a, const cp_click_known *k, const cp_click_question *q)
{
    cp_buf b = cp_buf_new(a);
    for (uint32_t i = 0; i < q->n_receivers; i++) {
        const cp_click_seen *x = &q->receivers[i];
        uint32_t source = 0;
        while (source + 1 < k->n_imports && k->exporters_at[source + 1] <= x->exporter)
            source++;
        add_number(&b, k->n_imports ? (uint64_t)k->imports[source] : UINT32_MAX);
        add_number(&b, k->n_imports ? x->exporter - k->exporters_at[source] : UINT32_MAX);
        cp_buf_add(&b, (cp_str){ (const char *)x->addr.b, sizeof x->addr.b });
    }
    return cp_buf_str(&b);
}

/* Tables beside the question: its text may be 256 KiB long, they may be longer. */
cp_str cp_click_form_of(cp_arena *a, cp_str sql, const cp_click_known *k,
                        const cp_click_question *q)
{
    cp_buf form = cp_buf_new(a);
    add_field(&form, "query", NULL, cp_str_fmt(a, "%.*s FORMAT RowBinary", CP_FMT(sql)));
    add_table(&form, "ends", "addr FixedString(16)",
              (cp_str){ (const char *)q->ends, q->n_ends * sizeof *q->ends });
    add_table(&form, "near", "low FixedString(16), high FixedString(16)",
              (cp_str){ (const char *)q->near, q->n_near * sizeof *q->near });
    add_table(&form, "keys",
              "client FixedString(16), server FixedString(16), proto UInt8, port UInt16",
              keys_as_rows(a, q));
    add_table(&form, "told", "source UInt32, exporter UInt32", told_as_rows(a, k, q));
    add_table(&form, "whose", "addr FixedString(16), is UInt8", whose_as_rows(a, q));
    add_table(&form, "receivers", "source UInt32, exporter UInt32, addr FixedString(16)",
              receivers_as_rows(a, k, q));
    /* and nothing behind it (RFC 2046, 5.1.1): 18.16 does not read on there, and takes a line's end
     * that lies in its next 4096 bytes for the begin of the next question: status 400 */
    cp_buf_add_c(&form, "--" CP_CLICK_FORM_BOUNDARY "--");
    return cp_buf_str(&form);
}

cp_str cp_click_form(cp_arena *a, const cp_click_known *k, const cp_click_question *q)
{
    cp_buf sql = cp_buf_new(a);
    if (q->kind == CP_CLICK_SUMS)
        add_sums(&sql, k, q);
    else
        add_flows(&sql, k, q);
    return cp_click_form_of(a, cp_buf_str(&sql), k, q);
}

cp_str cp_click_count_form(cp_arena *a, const cp_click_known *k, const cp_click_question *q)
{
    cp_buf sql = cp_buf_new(a);
    add_count(&sql, k, q);
    return cp_click_form_of(a, cp_buf_str(&sql), k, q);
}
