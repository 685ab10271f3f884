/* SPDX-License-Identifier: Apache-2.0 */
/* click_ask.c - a question as SQL, and the form that it goes in. Whom a flow is of, which service
 * it has and what it counts for is what flow/service.h, flow/series.h and flow/sampling.h say; here
 * only is made smaller what comes over the network, so that they say the same of it. */
#include "sources/click/ask.h"

/* Ports of the client become the last of their range (system, user, dynamic), which leaves it as it
 * is who serves and by which rule. */
#define RANGE(port) "((" port ">=1024)+(" port ">=49152))"
#define TOP(port) "multiIf(" port "<1024,1023," port "<49152,49151,65535)"
#define HAS_PORTS "proto IN (6,17,33,132,136)"
#define IS_ICMP "proto IN (1,58)"
#define IS_BEGUN "(bitAnd(what,33)=1 AND NOT (sport<1024 AND dport>=49152))"
#define IS_SRC                                                                                   \
    "(" HAS_PORTS " AND NOT " IS_BEGUN " AND (" RANGE("sport") "<" RANGE("dport") " OR (" RANGE( \
        "sport") "=" RANGE("dport") " AND sport<dport)))"
#define IS_SAME "(NOT " IS_BEGUN " AND sport=dport)"

/* ---- sums */

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
    cp_buf_add_c(b, ") GROUP BY s,d,source,exporter,sampling,sp,dp,pr,w,hb,bucket");
}

/* ---- flows */

/* What flow/series.h makes series of, whichever exporter told it. */
static void add_usable(cp_buf *b, const cp_click_known *k, const cp_click_question *q)
{
    static const char *const none = "toFixedString('',16)";
    cp_click_batches(k, b);
    cp_buf_fmt(b, " AND bitAnd(what,16)=0 AND src!=%s AND dst!=%s", none, none);
    if (q->from != CP_TIME_NONE)
        cp_buf_fmt(b, " AND at>=%lld", (long long)q->from);
    if (q->until != CP_TIME_NONE)
        cp_buf_fmt(b, " AND at<%lld", (long long)q->until);
}

/* Of both ways of a conversation the same, so that none is missed. */
#define LOW "if(src<dst,src,dst)"
#define HIGH "if(src<dst,dst,src)"
#define SERVED                                                                      \
    "toUInt16(multiIf(" IS_ICMP ",multiIf(proto=1 AND dport<256,2048,proto=58 AND " \
    "intDiv(dport,256)=129,32768,dport),NOT " HAS_PORTS ",0," IS_SRC ",sport,dport))"

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

/* Whose server may answer: what is no machine's address has none, so of a pair that looks like one
 * at both ends it is sure (base/ip.c: cp_ip_is_host). */
#define IS_SURE(end)                                                          \
    "(multiIf(startsWith(hex(" end "),'00000000000000000000FFFF')," IS_SURE4( \
        "substring(hex(" end "),25,4)") "," IS_SURE6("substring(hex(" end "),1,2)") "))"
#define IS_SURE4(x) \
    "substring(" x ",1,2) NOT IN ('00','7F') AND substring(" x ",1,2)<'E0' AND " x "!='A9FE'"
#define IS_SURE6(x) x ">='01' AND " x "<'FE'"

/* Not longer than flow/series.h takes it for: whole milliseconds, up to so many. */
#define SPAN "toInt64(intDiv(least(span_us,4294967295),1000)*1000)"
/* As cp_series_key_of has it: the asker of an echo; of rule SAME and without ports the lower
 * address; else who does not serve. */
#define IS_REPLY "((proto=1 AND intDiv(dport,256)=0) OR (proto=58 AND intDiv(dport,256)=129))"
#define CLIENT                                                                           \
    "multiIf(" IS_ICMP ",if(" IS_REPLY ",dst,src),NOT " HAS_PORTS " OR " IS_SAME "," LOW \
    "," IS_SRC ",dst,src)"
#define EXPECTS_ANSWER                                                               \
    "NOT (proto=17 AND p IN (67,68,546,547)) AND NOT (proto=1 AND intDiv(p,256)!=8)" \
    " AND NOT (proto=58 AND intDiv(p,256)!=128)"

cp_str cp_click_clients_sql(cp_arena *a, const cp_click_known *k, const cp_click_question *q)
{
    cp_buf b = cp_buf_new(a);
    /* by flow/talks.h: of TCP an ACK of the client, a SYN or an ACK of the server tells, but no ACK
     * of a side that also sent a reset in the same event; else bytes both ways. A conversation is
     * good if each row tells by itself, or all of them are one event that does. */
    cp_buf_add_c(&b, "SELECT c,countIf(NOT (src_dst=0 AND if(proto=6,"
                     "multiIf(t_rst AND b_rst,syn,t_rst,b_any,b_rst,t_any,any) OR (one AND "
                     "(b_syn OR (b_ack AND NOT b_rst) OR (t_ack AND NOT t_rst))),"
                     "both OR (one AND there AND back))) AND " EXPECTS_ANSWER ") FROM (SELECT "
                     "c,proto,p,max(src=dst) AS src_dst,max(bitAnd(tf,4)>0) AS t_rst,"
                     "max(bitAnd(bf,4)>0) AS b_rst,max(bitAnd(tf,16)>0) AS t_ack,"
                     "max(bitAnd(bf,16)>0) AS b_ack,max(bitAnd(bf,2)>0) AS b_syn,"
                     "min(bitAnd(bf,2)>0) AS syn,min(bitAnd(bf,18)>0) AS b_any,"
                     "min(bitAnd(tf,16)>0 OR bitAnd(bf,2)>0) AS t_any,"
                     "min(bitAnd(tf,16)>0 OR bitAnd(bf,18)>0) AS any,"
                     "min(bytes>0 AND bytes_back>0) AS both,max(tb>0) AS there,max(bb>0) AS back,"
                     "max(at)<min(at+" SPAN ")+10000000 AND min(cp)=max(cp) AS one"
                     " FROM (SELECT src,dst,proto,at,span_us,bytes,bytes_back," CLIENT " AS c,"
                     "if(src=c,dst,src) AS s," SERVED " AS p,if(src=c,tcp_flags,tcp_flags_back) AS "
                     "tf,if(src=c,tcp_flags_back,tcp_flags) AS bf,if(src=c,bytes,bytes_back) AS "
                     "tb,if(src=c,bytes_back,bytes) AS bb,if(src=c,sport,dport) AS cp "
                     "FROM cleanpath_flow WHERE");
    add_usable(&b, k, q);
    cp_buf_add_c(&b, ") GROUP BY c,s,proto,p) GROUP BY c FORMAT RowBinary");
    return cp_buf_str(&b);
}

cp_str cp_click_samplings_sql(cp_arena *a, const cp_click_known *k, const cp_click_question *q)
{
    cp_buf b = cp_buf_new(a);
    cp_buf_add_c(&b, "SELECT source,exporter,sampling FROM cleanpath_flow WHERE");
    add_usable(&b, k, q);
    cp_buf_add_c(&b, " GROUP BY source,exporter,sampling FORMAT RowBinary");
    return cp_buf_str(&b);
}

cp_str cp_click_answers_sql(cp_arena *a, const cp_click_known *k, const cp_click_question *q)
{
    cp_buf b = cp_buf_new(a);
    /* sure: one connection, of which something came back, as one event (flow/series.h) or in one
     * row; may be: both ways have bytes. Two conversations, each the other's server, may be one
     * here, of TCP one with flags and one without */
    cp_buf_add_c(&b,
                 "SELECT countIf(sure AND NOT flags_max),2*countIf(NOT flags_min),"
                 "countIf(sure AND NOT flags_max AND (one OR (there AND back AND "
                 "at_max<end_min+10000000 AND low_min=low_max AND high_min=high_max))),"
                 "2*countIf(NOT flags_min AND there AND back) FROM (SELECT proto,p,min(hosts) AS "
                 "sure,max(bytes>0 AND bytes_back>0) AS one,max(lb>0) AS there,max(hb>0) AS back,"
                 "max(at) AS at_max,min(at+" SPAN ") AS end_min,min(lp) AS low_min,"
                 "max(lp) AS low_max,min(hp) AS high_min,max(hp) AS high_max,"
                 "max(proto=6 AND flags!=0) AS flags_max,min(proto=6 AND flags!=0) AS flags_min "
                 "FROM (SELECT proto,at,span_us,bytes,bytes_back," LOW " AS l," HIGH " AS h," SERVED
                 " AS p," IS_SURE("src") " AND " IS_SURE(
                     "dst") " AS hosts,"
                            "if(src<dst,bytes,bytes_back) AS lb,if(src<dst,bytes_back,bytes) AS hb,"
                            "if(src<dst,sport,dport) AS lp,if(src<dst,dport,sport) AS hp,"
                            "bitOr(tcp_flags,tcp_flags_back) AS flags FROM cleanpath_flow WHERE");
    add_usable(&b, k, q);
    cp_buf_add_c(&b, ") GROUP BY l,h,proto,p) WHERE " EXPECTS_ANSWER);
    return cp_buf_str(&b);
}

static void add_flows(cp_buf *b, const cp_click_known *k, const cp_click_question *q)
{
    cp_buf_add_c(b, "SELECT src,dst,at,span_us,bytes,packets,bytes_back,packets_back,sampling,"
                    "source,exporter,in_if,out_if,sport,dport,proto,tcp_flags,tcp_flags_back,what "
                    "FROM cleanpath_flow WHERE");
    add_usable(b, k, q);
    if (q->services)
        add_services(b, q);
    if (q->of_clients)
        cp_buf_add_c(b, q->n_ends ? " AND " CLIENT " IN (SELECT addr FROM ends)" : " AND 0");
    if (q->flows_min <= 1)
        return;
    cp_buf_add_c(b, " AND ((" LOW "," HIGH ",proto," SERVED
                    ") IN (SELECT l,h,proto,p FROM (SELECT " LOW " AS l," HIGH " AS h,proto," SERVED
                    " AS p FROM cleanpath_flow WHERE");
    add_usable(b, k, q);
    cp_buf_fmt(b, ") GROUP BY l,h,proto,p HAVING count()>=%u)", q->flows_min);
    if (q->n_near)
        cp_buf_add_c(b, " OR (" LOW "," HIGH ") IN (SELECT low,high FROM near)");
    cp_buf_char(b, ')');
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

cp_str cp_click_form_of(cp_arena *a, cp_str sql)
{
    cp_buf form = cp_buf_new(a);
    add_field(&form, "query", NULL, sql);
    cp_buf_add_c(&form, "--" CP_CLICK_FORM_BOUNDARY "--\r\n");
    return cp_buf_str(&form);
}

/* Tables beside the question: its text may be 256 KiB long, they may be longer. */
cp_str cp_click_form(cp_arena *a, const cp_click_known *k, const cp_click_question *q)
{
    cp_buf sql = cp_buf_new(a), form = cp_buf_new(a);
    if (q->kind == CP_CLICK_SUMS)
        add_sums(&sql, k, q);
    else
        add_flows(&sql, k, q);
    cp_buf_add_c(&sql, " FORMAT RowBinary");
    add_field(&form, "query", NULL, cp_buf_str(&sql));
    if (q->n_ends) {
        add_field(&form, "ends_format", NULL, CP_STR("RowBinary"));
        add_field(&form, "ends_structure", NULL, CP_STR("addr FixedString(16)"));
        add_field(&form, "ends", "ends",
                  (cp_str){ (const char *)q->ends, q->n_ends * sizeof *q->ends });
    }
    if (q->kind == CP_CLICK_FLOWS && q->flows_min > 1 && q->n_near) {
        add_field(&form, "near_format", NULL, CP_STR("RowBinary"));
        add_field(&form, "near_structure", NULL,
                  CP_STR("low FixedString(16), high FixedString(16)"));
        add_field(&form, "near", "near",
                  (cp_str){ (const char *)q->near, q->n_near * sizeof *q->near });
    }
    cp_buf_add_c(&form, "--" CP_CLICK_FORM_BOUNDARY "--\r\n");
    return cp_buf_str(&form);
}
