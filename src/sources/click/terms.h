/* SPDX-License-Identifier: Apache-2.0 */
/* terms.h - what flow/service.h and flow/series.h say of one flow, as terms of SQL over the columns
 * of cleanpath_flow. */
#pragma once

#define RANGE(port) "((" port ">=1024)+(" port ">=49152))"
#define HAS_PORTS "proto IN (6,17,33,132,136)"
#define IS_ICMP "proto IN (1,58)"
#define IS_BEGUN "(bitAnd(what,33)=1 AND NOT (sport<1024 AND dport>=49152))"
#define IS_SRC                                                                                   \
    "(" HAS_PORTS " AND NOT " IS_BEGUN " AND (" RANGE("sport") "<" RANGE("dport") " OR (" RANGE( \
        "sport") "=" RANGE("dport") " AND sport<dport)))"
#define IS_SAME "(NOT " IS_BEGUN " AND sport=dport)"

/* Of both ways of a conversation the same, so that none is missed. */
#define LOW "if(src<dst,src,dst)"
#define HIGH "if(src<dst,dst,src)"
#define SERVED                                                                      \
    "toUInt16(multiIf(" IS_ICMP ",multiIf(proto=1 AND dport<256,2048,proto=58 AND " \
    "intDiv(dport,256)=129,32768,dport),NOT " HAS_PORTS ",0," IS_SRC ",sport,dport))"
/* As cp_series_key_of has it: the asker of an echo; of rule SAME and without ports the lower
 * address; else who does not serve. */
#define IS_REPLY "((proto=1 AND intDiv(dport,256)=0) OR (proto=58 AND intDiv(dport,256)=129))"
#define CLIENT                                                                           \
    "multiIf(" IS_ICMP ",if(" IS_REPLY ",dst,src),NOT " HAS_PORTS " OR " IS_SAME "," LOW \
    "," IS_SRC ",dst,src)"
#define IS_BACK \
    "multiIf(" IS_ICMP "," IS_REPLY ",NOT " HAS_PORTS " OR " IS_SAME ",src>dst," IS_SRC ")"
#define SERVER "if(" IS_BACK ",src,dst)"

/* One machine's address (base/ip.c: cp_ip_is_host), of those that are told. */
#define IS_HOST(end)                                                                          \
    "if(startsWith(hex(" end "),'00000000000000000000FFFF'),substring(hex(" end               \
    "),25,2) NOT IN ('00','7F') AND substring(hex(" end "),25,2)<'E0' AND substring(hex(" end \
    "),25,4)!='A9FE',substring(hex(" end "),1,30)!='000000000000000000000000000000' AND "     \
    "substring(hex(" end "),1,2)!='FF' AND NOT (substring(hex(" end "),1,2)='FE' AND "        \
    "substring(hex(" end "),3,1) IN ('8','9','A','B')))"
/* What flow/detect_twice.c looks at. */
#define LEAVES                                                                                    \
    "(bitAnd(what,6)=0 AND in_if!=0 AND out_if!=0 AND in_if!=out_if AND packets!=0 AND " IS_HOST( \
        "dst") ")"

#define CP_CLICK_NO_ADDR "toFixedString('',16)"

/* Of the service p; whether the server is one machine is not in it (flow/talks.c). */
#define EXPECTS_ANSWER                                                               \
    "NOT (proto=17 AND p IN (67,68,546,547)) AND NOT (proto=1 AND intDiv(p,256)!=8)" \
    " AND NOT (proto=58 AND intDiv(p,256)!=128)"

/* ---- events */

/* As flow/series.h takes it: whole milliseconds, up to so many. */
#define EXACT_SPAN "toInt64(least(intDiv(span_us,1000),4294967295)*1000)"

/* As flow/series.h has it: rows of one client's port are one event as long as each begins less than
 * ten seconds after all before it have ended. Begins (odd: twice the time and one) and ends (even:
 * twice the time ten seconds later) in one order, and how many are open behind each:
 *
 *     k   [ begin | begin | end | end | begin | end ]
 *     u      1       2       1     0      1      0        an event begins at the first 1, ends at 0
 *
 * Times beyond these are no good for that (twice them is no number). */
#define FIRST_TIME "-2305843009213693952"
#define LAST_TIME "2305843009213693952"
#define BEGINS_AND_ENDS                                                                   \
    "arraySort(arrayConcat(arrayMap(x->2*x+1,groupArray(at)),arrayMap(x->2*(x+10000000)," \
    "groupArray(e)))) AS k,arrayCumSum(arrayMap(x->bitAnd(x,1)*2-1,k)) AS u"
