/* SPDX-License-Identifier: Apache-2.0 */
/* click_talk.c - questions about conversations whose answers are numbers of them, or the few of
 * them that may be found; which flow is of which is said by terms.h. */
#include "sources/click/ask.h"
#include "sources/click/terms.h"

/* Whose server may answer: what is no machine's address has none, so of a pair that looks like one
 * at both ends it is sure (base/ip.c: cp_ip_is_host). */
#define IS_SURE(end)                                                          \
    "(multiIf(startsWith(hex(" end "),'00000000000000000000FFFF')," IS_SURE4( \
        "substring(hex(" end "),25,4)") "," IS_SURE6("substring(hex(" end "),1,2)") "))"
#define IS_SURE4(x) \
    "substring(" x ",1,2) NOT IN ('00','7F') AND substring(" x ",1,2)<'E0' AND " x "!='A9FE'"
#define IS_SURE6(x) x ">='01' AND " x "<'FE'"

/* Not longer than flow/series.h takes it for, and no number beyond these. */
#define SPAN "toInt64(intDiv(least(span_us,4294967295),1000)*1000)"

/* ---- answered or not */

cp_str cp_click_answers_sql(cp_arena *a, const cp_click_known *k, const cp_click_question *q)
{
    cp_buf b = cp_buf_new(a);
    /* sure: one connection, of which something came back, as one event (flow/series.h) or in one
     * row; may be: both ways have bytes. Two conversations, each the other's server, may be one
     * here, of TCP one with flags and one without */
    cp_buf_add_c(
        &b, "SELECT countIf(x AND sure AND NOT flags_max),2*countIf(x AND NOT flags_min),"
            "countIf(x AND sure AND NOT flags_max AND (one OR (there AND back AND "
            "at_max<end_min+10000000 AND low_min=low_max AND high_min=high_max))),"
            "2*countIf(x AND NOT flags_min AND there AND back),sum(n) FROM (SELECT " EXPECTS_ANSWER
            " AS x,count() AS n,proto,p,min(hosts) AS sure,"
            "max(bytes>0 AND bytes_back>0) AS one,max(lb>0) AS there,max(hb>0) AS back,"
            "max(at) AS at_max,min(at+" SPAN ") AS end_min,min(lp) AS low_min,"
            "max(lp) AS low_max,min(hp) AS high_min,max(hp) AS high_max,"
            "max(proto=6 AND flags!=0) AS flags_max,min(proto=6 AND flags!=0) AS flags_min "
            "FROM (SELECT proto,at,span_us,bytes,bytes_back," LOW " AS l," HIGH " AS h," SERVED
            " AS p," IS_SURE("src") " AND " IS_SURE(
                "dst") " AS hosts,"
                       "if(src<dst,bytes,bytes_back) AS lb,if(src<dst,bytes_back,bytes) AS hb,"
                       "if(src<dst,sport,dport) AS lp,if(src<dst,dport,sport) AS hp,"
                       "bitOr(tcp_flags,tcp_flags_back) AS flags FROM cleanpath_flow WHERE");
    cp_click_batches(k, &b);
    cp_click_usable(&b, q);
    cp_buf_add_c(&b, ") GROUP BY l,h,proto,p)");
    return cp_buf_str(&b);
}

/* Of each conversation what tells whether it was answered, by flow/talks.h: of TCP an ACK of the
 * client, a SYN or an ACK of the server, but no ACK of a side that also sent a reset in the same
 * event; else bytes both ways. */
static void add_told(cp_buf *b, const cp_click_known *k, const cp_click_question *q)
{
    cp_buf_add_c(b, " FROM (SELECT c,s,proto,p,count() AS n,max(src=dst) AS "
                    "src_dst,max(bitAnd(tf,4)>0) AS t_rst,"
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
    cp_click_batches(k, b);
    cp_click_usable(b, q);
    cp_buf_add_c(b, ") GROUP BY c,s,proto,p)");
}

/* A conversation is good if each row tells by itself, or all of them are one event that does. */
#define IS_GOOD                                                                          \
    "(src_dst=0 AND if(proto=6,multiIf(t_rst AND b_rst,syn,t_rst,b_any,b_rst,t_any,any)" \
    " OR (one AND (b_syn OR (b_ack AND NOT b_rst) OR (t_ack AND NOT t_rst))),"           \
    "both OR (one AND there AND back)))"
/* An event of it may be answered: whatever its rows tell is taken together. */
#define MAY_BE_ANSWERED "(src_dst OR (there AND back) OR (proto=6 AND (b_syn OR b_ack OR t_ack)))"

cp_str cp_click_clients_sql(cp_arena *a, const cp_click_known *k, const cp_click_question *q)
{
    cp_buf b = cp_buf_new(a);
    cp_buf_add_c(&b, "SELECT c,countIf(NOT " IS_GOOD " AND " EXPECTS_ANSWER "),sum(n)");
    add_told(&b, k, q);
    cp_buf_add_c(&b, " GROUP BY c");
    return cp_buf_str(&b);
}

cp_str cp_click_half_open_sql(cp_arena *a, const cp_click_known *k, const cp_click_question *q)
{
    cp_buf b = cp_buf_new(a);
    cp_buf_add_c(&b, "SELECT if(z,l," CP_CLICK_NO_ADDR ") AS kl,if(z,h," CP_CLICK_NO_ADDR
                     ") AS kh,sum(m) FROM (SELECT "
                     "if(c<s,c,s) AS l,if(c<s,s,c) AS h,sum(n) AS m,max(" EXPECTS_ANSWER
                     " AND NOT " IS_GOOD ")=1 AND max(" EXPECTS_ANSWER " AND " MAY_BE_ANSWERED
                     ")=1 AS z");
    add_told(&b, k, q);
    cp_buf_add_c(&b, " GROUP BY l,h) GROUP BY kl,kh");
    return cp_buf_str(&b);
}

/* ---- events */

#define LONGEST_EVENT                                                                          \
    "arrayReduce('max',arrayMap((f,l)->intDiv(l,2)-10000000-intDiv(f-1,2),arrayFilter((x,y)->" \
    "y=1 AND bitAnd(x,1)=1,k,u),arrayFilter((x,y)->y=0,k,u))) AS d"

cp_str cp_click_longest_sql(cp_arena *a, const cp_click_known *k, const cp_click_question *q,
                            uint64_t least_us)
{
    cp_buf b = cp_buf_new(a);
    cp_buf_fmt(&b,
               "SELECT if(z,c," CP_CLICK_NO_ADDR ") AS kc,if(z,s," CP_CLICK_NO_ADDR
               ") AS ks,proto,p,y,count(),sum(n) FROM (SELECT c,s,proto,p,max(d) AS y,sum(m) AS "
               "n,y>=%llu OR min(a0)<" FIRST_TIME " OR max(a1)>" LAST_TIME,
               (unsigned long long)least_us);
    if (q->n_near)
        cp_buf_add_c(&b, " OR (if(c<s,c,s),if(c<s,s,c)) IN (SELECT low,high FROM near)");
    cp_buf_add_c(
        &b,
        " AS z FROM (SELECT c,s,proto,p,count() AS m,min(at) AS a0,max(at) AS a1," BEGINS_AND_ENDS
        "," LONGEST_EVENT " FROM (SELECT " IS_BACK " AS r,"
        "if(r,dst,src) AS c,if(r,src,dst) AS s,proto," SERVED " AS p,if(" IS_ICMP
        " OR p=0,0,if(r,dport,sport)) AS o,at,at+" EXACT_SPAN " AS e FROM cleanpath_flow WHERE");
    cp_click_batches(k, &b);
    cp_click_usable(&b, q);
    cp_buf_add_c(&b, ") GROUP BY c,s,proto,p,o) GROUP BY c,s,proto,p) GROUP BY kc,ks,proto,p,y");
    return cp_buf_str(&b);
}

/* ---- numbers */

/* Conversations of at least so many flows, one more than the most that are wanted, at most; all
 * others as one. */
cp_str cp_click_often_sql(cp_arena *a, const cp_click_known *k, const cp_click_question *q,
                          uint32_t flows_min)
{
    cp_buf b = cp_buf_new(a);
    cp_buf_add_c(&b, "SELECT if(z,c," CP_CLICK_NO_ADDR ") AS kc,if(z,s," CP_CLICK_NO_ADDR
                     ") AS ks,if(z,proto,0) AS kr,"
                     "if(z,p,0) AS kp,sum(n) FROM (SELECT c,s,proto,p,count() AS n,");
    cp_buf_fmt(&b, "n>=%u AS z FROM (SELECT ", flows_min);
    cp_buf_add_c(&b,
                 CLIENT " AS c," SERVER " AS s,proto," SERVED " AS p FROM cleanpath_flow WHERE");
    cp_click_batches(k, &b);
    cp_click_usable(&b, q);
    cp_buf_fmt(&b, ") GROUP BY c,s,proto,p) GROUP BY kc,ks,kr,kp LIMIT %u", CP_CLICK_KEYS_MAX + 2);
    return cp_buf_str(&b);
}

cp_str cp_click_span_sql(cp_arena *a, const cp_click_known *k, const cp_click_question *q)
{
    cp_buf b = cp_buf_new(a);
    cp_buf_add_c(&b, "SELECT min(at),max(at),count() FROM cleanpath_flow WHERE");
    cp_click_batches(k, &b);
    cp_click_usable(&b, q);
    return cp_buf_str(&b);
}

/* Of one pair in 64. */
cp_str cp_click_repeats_sql(cp_arena *a, const cp_click_known *k)
{
    cp_buf b = cp_buf_new(a);
    cp_buf_add_c(&b, "SELECT count(),uniqExact(src,dst) FROM cleanpath_flow WHERE");
    cp_click_batches(k, &b);
    cp_buf_add_c(&b, " AND cityHash64(src,dst)%64=0");
    return cp_buf_str(&b);
}

cp_str cp_click_samplings_sql(cp_arena *a, const cp_click_known *k, const cp_click_question *q)
{
    cp_buf b = cp_buf_new(a);
    cp_buf_add_c(&b, "SELECT source,exporter,sampling,count() FROM cleanpath_flow WHERE");
    cp_click_batches(k, &b);
    cp_click_usable(&b, q);
    cp_buf_add_c(&b, " GROUP BY source,exporter,sampling");
    return cp_buf_str(&b);
}
