## Rules that end what is in view: of the equipment and peers outside, as pairs, so that what passes
## through equipment is not matched. What others may depend on is held back, and said.
$ cleanpath import -q --case b.case $DATA/flows/equipment.csv $DATA/flows/links.csv $DATA/flows/conn.log $DATA/flows/ssl.log $DATA/flows/held.log
$ cleanpath flows --case b.case --policy us-fcc-covered-list --only excluded --block nftables
# cleanpath flows --block: 8 pairs in view, 3 proposed, 5 held back
#   2: both ends are inside
#   1: an end is no address of one machine
#   1: the peer is linked with the equipment and may be on paths of others
#   1: routing, a tunnel or signalling: traffic of others may depend on it
# Each rule matches an address of the equipment and one of a peer outside, both: what passes
# through equipment between others is not matched. Where it translates addresses of others to its
# own, theirs is.
# Paths: by 3 links of 4 devices in the case, no peer that is proposed is linked with any.
table inet cleanpath_flows
delete table inet cleanpath_flows
table inet cleanpath_flows {
    set pairs4 {
        type ipv4_addr . ipv4_addr
        elements = {
            192.0.2.17 . 203.0.113.9 comment "olt-17 [excluded] - telemetry.example; tcp/443",
            192.0.2.17 . 203.0.113.66 comment "olt-17 [excluded]; tcp/443",
            192.0.2.18 . 198.51.100.77 comment "olt-18 [excluded]; tcp/23",
        }
        # held back:
        # 192.0.2.1 . 192.0.2.17 comment "core-1 [allowed] - olt-17; tcp/22 udp/123", # both ends are inside; olt-17 carries paths: 2 pairs of others have no other one
        # 192.0.2.17 . 192.0.2.18 comment "olt-17 [excluded] - olt-18; udp/161", # both ends are inside; olt-17 carries paths: 2 pairs of others have no other one
        # 192.0.2.17 . 203.0.113.1 comment "olt-17 [excluded]; tcp/179", # routing, a tunnel or signalling: traffic of others may depend on it
        # 192.0.2.17 . 203.0.113.200 comment "olt-17 [excluded]; tcp/443", # the peer is linked with the equipment and may be on paths of others
        # 192.0.2.17 . 239.1.1.1 comment "olt-17 [excluded]; udp/5000", # an end is no address of one machine
    }
    set pairs6 {
        type ipv6_addr . ipv6_addr
    }
    chain forward {
        type filter hook forward priority filter - 10; policy accept;
        ip saddr . ip daddr @pairs4 counter drop
        ip daddr . ip saddr @pairs4 counter drop
        ip6 saddr . ip6 daddr @pairs6 counter drop
        ip6 daddr . ip6 saddr @pairs6 counter drop
    }
}
## The same for routers; other names for what is meant, and one line a pair. Names that anybody may
## choose end no comment.
$ cleanpath import -q --case b.case $DATA/flows/hostile.log
$ cleanpath flows --case b.case --policy us-fcc-covered-list 203.0.113.64/26 --block acl
! cleanpath flows --block: 1 pair in view, 1 proposed, 0 held back
! Each rule matches an address of the equipment and one of a peer outside, both: what passes
! through equipment between others is not matched. Where it translates addresses of others to its
! own, theirs is.
! Paths: by 3 links of 4 devices in the case, no peer that is proposed is linked with any.
ip access-list extended CLEANPATH-FLOWS
 remark olt-17 [excluded] - x.example?, 0.0.0.0 . 0.0.0.0, ??}}flush; tcp/443
 deny ip host 192.0.2.17 host 203.0.113.66
 deny ip host 203.0.113.66 host 192.0.2.17
 permit ip any any
$ cleanpath flows --case b.case 203.0.113.66 --block text | tail -1
192.0.2.17 203.0.113.66 # olt-17 - x.example?, 0.0.0.0 . 0.0.0.0, ??}}flush; tcp/443
$ cleanpath flows --case b.case 203.0.113.66 --block nftables | grep comment
            192.0.2.17 . 203.0.113.66 comment "olt-17 - x.example?, 0.0.0.0 . 0.0.0.0, ??}}flush; tcp/443",
## What is inside and none of the equipment is a subscriber's, unless somebody names it.
$ cleanpath flows --case b.case --only unknown --block text | grep 10.9.9.9
# 10.9.9.9 203.0.113.9 # (no asset) - telemetry.example; tcp/443; held back: the end inside is none of the equipment; to propose it, name its address
$ cleanpath flows --case b.case 10.9.9.9 --block text | grep 10.9.9.9
10.9.9.9 203.0.113.9 # (no asset) - telemetry.example; tcp/443
$ cleanpath flows --case b.case fd00::/8 --block acl | grep -v '^!'
ip access-list extended CLEANPATH-FLOWS
 permit ip any any
ipv6 access-list CLEANPATH-FLOWS-6
 remark (no asset); tcp/443
 deny ipv6 host fd00::9 host 2001:db8:99::5
 deny ipv6 host 2001:db8:99::5 host fd00::9
 permit ipv6 any any
$ cleanpath flows --case b.case fd00::/8 --block nftables | grep comment
            fd00::9 . 2001:db8:99::5 comment "(no asset); tcp/443",
## Without links nobody knows who carries what.
$ cleanpath import -q --case n.case $DATA/flows/equipment.csv $DATA/flows/conn.log
$ cleanpath flows --case n.case role:access --block acl
! cleanpath flows --block: 3 pairs in view, 2 proposed, 1 held back
!   1: both ends are inside
! Each rule matches an address of the equipment and one of a peer outside, both: what passes
! through equipment between others is not matched. Where it translates addresses of others to its
! own, theirs is.
! ! Paths: no links are in the case: whether a peer is on a path of subscribers is not known.
ip access-list extended CLEANPATH-FLOWS
! held back: both ends are inside
! remark core-1 - olt-17; tcp/22 udp/123
! deny ip host 192.0.2.1 host 192.0.2.17
! deny ip host 192.0.2.17 host 192.0.2.1
 remark olt-17; tcp/443
 deny ip host 192.0.2.17 host 203.0.113.9
 deny ip host 203.0.113.9 host 192.0.2.17
 remark olt-18; tcp/23
 deny ip host 192.0.2.18 host 198.51.100.77
 deny ip host 198.51.100.77 host 192.0.2.18
 permit ip any any
## Never of all that there is, and nothing but rules.
$ cleanpath flows --case b.case --block acl; echo $?
cleanpath: --block is of what is in view: say which by --only excluded, an address or words
2
$ cleanpath flows --case b.case --only excluded --block nftables; echo $?
cleanpath: nothing is judged, and so nothing called excluded: say who you are (`cleanpath profile set`), or --policy ID
2
$ cleanpath flows --case b.case role:access --block acl -f json; echo $?
cleanpath: --block and --format: one of them
2
$ cleanpath flows --case b.case role:access --block acl --top pairs; echo $?
cleanpath: --block and --top: one of them
2
