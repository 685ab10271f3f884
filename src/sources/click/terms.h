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
