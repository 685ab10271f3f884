#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# metro-5g.sh - captures the shipped example from a laboratory of Linux network namespaces.
#
#   metro-5g.sh [DIR]     build the laboratory, listen, walk, take it down; files go to DIR (default examples/metro-5g)
#   metro-5g.sh needs     say which programs are missing; exit 0 if none
#
#        core-1 ------ core-2            OSPF on every link drawn here; sw-1 (a bridge) joins core-1, core-2, nms-1,
#          |             |               stor-1 and ptp-1; each csr-10N bridges the hosts of its site and is their
#        agg-1 ------- agg-2             DHCP server.
#          |             |
#       csr-101 - csr-102 - csr-103      Needs root. About 20 s, never more than 85.
#
# One namespace is one device: FRR routes, lldpd speaks LLDP and CDP, snmpd answers, dhclient asks and dnsmasq gives
# addresses. Who the devices claim to be is in metro-5g.devices.sh; this file only makes them say it and writes down
# what was heard: nothing is edited afterwards. Namespaces are named after a process, so that two laboratories can run
# side by side; those of a laboratory that was killed are removed at the next start.
set -euo pipefail
export LC_ALL=C
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly here PREFIX=cpm5g COMMUNITY=metro-lab WALLCLOCK_S=85
# What a management system asks for: system (without sysORTable, which would only name the laboratory's own software),
# interface names, types and MAC addresses, IP addresses, ENTITY-MIB, LLDP-MIB of the device and of its neighbours.
readonly WALKED='1.3.6.1.2.1.1.1 1.3.6.1.2.1.1.2 1.3.6.1.2.1.1.3 1.3.6.1.2.1.1.4 1.3.6.1.2.1.1.5 1.3.6.1.2.1.1.6
    1.3.6.1.2.1.2.2.1.2 1.3.6.1.2.1.2.2.1.3 1.3.6.1.2.1.2.2.1.6 1.3.6.1.2.1.4.20 1.3.6.1.2.1.47.1.1.1
    1.0.8802.1.1.2.1.3 1.0.8802.1.1.2.1.4'
readonly SNMPREC_OF=ptp-1 # the one walk that is shipped in the .snmprec form

declare -A KIND OUI ADDR NUM OID SNMP LLDP CDP DHCP60 PARTS PORTS
declare -a DEVICES LINKS
device() { DEVICES+=("$1"); last=$1; KIND[$1]=$2; OUI[$1]=$3; ADDR[$1]=$4; NUM[$1]=${#DEVICES[@]}; PORTS[$1]=; PARTS[$1]=; }
snmp() { OID[$last]=$1; SNMP[$last]=$2; }
lldp() { LLDP[$last]=$1; }
cdp() { CDP[$last]=$1; }
dhcp60() { DHCP60[$last]=$1; }
part() { local IFS='|'; PARTS[$last]+="$*"$'\n'; }
link() { LINKS+=("$*"); PORTS[$2]+=" $3"; PORTS[$4]+=" $5"; }
# shellcheck source=tests/lab/metro-5g.devices.sh
. "$here/metro-5g.devices.sh"

die() { echo "metro-5g: $*" >&2; exit 1; }
say() { [ -z "${VERBOSE:-}" ] || echo "metro-5g: $SECONDS s: $*" >&2; }
ns() { echo "$PREFIX-$METRO_5G_TIMED-$1"; }
in_ns() { local d=$1; shift; ip netns exec "$(ns "$d")" "$@"; }
is_kind() { [[ " $1 " == *" ${KIND[$2]} "* ]]; }
site_net() { echo "10.${1#*-}.0"; }

missing() {
    local p
    for p in ip dumpcap mergecap lldpd lldpcli snmpd snmpbulkwalk snmpget dnsmasq dhclient perl gzip; do
        command -v "$p" >/dev/null || echo "$p"
    done
    for p in zebra ospfd; do [ -x "/usr/lib/frr/$p" ] || echo "frr:$p"; done
}

# --- taking it down ---------------------------------------------------------------------------------------------------
# Only processes inside our own namespaces are ended: no process names, no process-id files that may be stale.
remove_namespaces() { # name prefix
    local n p
    for n in $(ip netns list | awk -v p="$1" 'index($1, p) == 1 {print $1}'); do
        for p in $(ip netns pids "$n" 2>/dev/null); do
            kill -9 "$p" 2>/dev/null || true
            rm -rf "/var/tmp/frr/zebra.$p" "/var/tmp/frr/ospfd.$p"
        done
        ip netns del "$n" 2>/dev/null || true
        rm -rf "/var/run/frr/$n"
    done
}
remove_stale() {
    local owner
    for owner in $(ip netns list | sed -n "s/^$PREFIX-\([0-9]*\)-.*/\1/p" | sort -u); do
        kill -0 "$owner" 2>/dev/null && continue
        remove_namespaces "$PREFIX-$owner-"
        rm -rf "${TMPDIR:-/tmp}/$PREFIX.$owner."*
    done
}
take_down() {
    local rc=$?
    [ $BASHPID = $$ ] || return
    trap - EXIT
    remove_namespaces "$PREFIX-$METRO_5G_TIMED-"
    [ -n "${had_gr:-}" ] || rm -f /var/run/frr/ospfd-gr.json # the one file that ospfd writes outside its own folder
    if [ $rc -ne 0 ] && [ -n "${VERBOSE:-}" ]; then echo "metro-5g: logs kept in $work" >&2; else rm -rf "$work"; fi
    exit $rc
}

# --- building ---------------------------------------------------------------------------------------------------------
mac() { # device port-number
    local o=${OUI[$1]}
    printf '%s:%s:%s:53:%02x:%02x\n' "${o:0:2}" "${o:2:2}" "${o:4:2}" "${NUM[$1]}" "$2"
}
port_number() { # device port
    local p i=0
    for p in ${PORTS[$1]}; do i=$((i + 1)); [ "$p" != "$2" ] || break; done
    echo $i
}
# A veth leaves checksums to hardware that does not exist: switched off, so that the captured frames are whole.
# shellcheck disable=SC2016
real_checksums() { # device port: SIOCETHTOOL with ETHTOOL_STXCSUM
    in_ns "$1" perl -e 'socket(my $s, 2, 2, 0) or die; my $v = pack "LL", 0x17, 0;
        ioctl($s, 0x8946, pack("a16P", $ARGV[0], $v)) or die "SIOCETHTOOL: $!\n"' "$2"
}
make_port() { # device port: the veth is there already
    in_ns "$1" ip link set "$2" address "$(mac "$1" "$(port_number "$1" "$2")")"
    real_checksums "$1" "$2"
    in_ns "$1" ip link set "$2" up
}
setting() { in_ns "$1" "$BASH" -c "[ ! -e /proc/sys/net/$2 ] || echo 1 >/proc/sys/net/$2"; }
make_device() {
    local d=$1 br
    ip netns add "$(ns "$d")"
    mkdir -p "$work/$d"
    setting "$d" ipv6/conf/all/disable_ipv6
    setting "$d" ipv6/conf/default/disable_ipv6
    in_ns "$d" ip link set lo up
    if is_kind router "$d"; then
        setting "$d" ipv4/ip_forward
        in_ns "$d" ip addr add "${ADDR[$d]}/32" dev lo
    fi
    case $d in sw-*) br=br0 ;; csr-*) br=lan0 ;; *) return 0 ;; esac
    in_ns "$d" ip link add "$br" type bridge
    in_ns "$d" ip link set "$br" address "$(mac "$d" 0)" up
    if is_kind switch "$d"; then in_ns "$d" ip addr add "${ADDR[$d]}/24" dev $br; else
        in_ns "$d" ip addr add "$(site_net "$d").1/24" dev $br
    fi
}
make_link() { # number kind a port b port
    local k=$1 kind=$2 a=$3 pa=$4 b=$5 pb=$6
    ip link add "$pa" netns "$(ns "$a")" type veth peer name "$pb" netns "$(ns "$b")"
    make_port "$a" "$pa"
    make_port "$b" "$pb"
    case $kind in
    ospf)
        in_ns "$a" ip addr add "198.51.100.$((4 * k + 1))/30" dev "$pa"
        in_ns "$b" ip addr add "198.51.100.$((4 * k + 2))/30" dev "$pb"
        ospf_ports[$a]+=" $pa"
        ospf_ports[$b]+=" $pb"
        ;;
    mgmt)
        in_ns "$a" ip link set "$pa" master br0
        if is_kind router "$b"; then in_ns "$b" ip addr add "203.0.113.${ADDR[$b]##*.}/24" dev "$pb"; else
            in_ns "$b" ip addr add "${ADDR[$b]}/24" dev "$pb"
            in_ns "$b" ip route add default via 203.0.113.1
        fi
        ;;
    site) in_ns "$a" ip link set "$pa" master lan0 ;;
    esac
}
build() {
    local d l k=0
    declare -gA ospf_ports
    for d in "${DEVICES[@]}"; do make_device "$d"; done
    for l in "${LINKS[@]}"; do
        # shellcheck disable=SC2086
        make_link $k $l
        k=$((k + 1))
    done
    in_ns sw-1 ip route add default via 203.0.113.1
}

# --- listening: one dumpcap per device and file, on the first-named end of each link ----------------------------------
listen() {
    local l kind a pa f
    declare -A taps
    for l in "${LINKS[@]}"; do
        read -r kind a pa _ <<<"$l"
        f=transport
        [ "$kind" != site ] || f=ran-sites
        taps[$f/$a]+=" -i $pa"
    done
    mkdir -p "$work/tap"
    for f in "${!taps[@]}"; do
        a=${f#*/}
        # shellcheck disable=SC2086
        ip netns exec "$(ns "$a")" dumpcap -q -n ${taps[$f]} -w "$work/tap/${f%/*}.$a.pcapng" >"$work/$a/dumpcap.${f%/*}.log" 2>&1 &
        listeners+=($!)
    done
    await 150 all_listening
}
all_listening() { [ "$(grep -l '^File:' "$work"/*/dumpcap.*.log 2>/dev/null | wc -l)" = ${#listeners[@]} ]; }
stop_listening() {
    sleep 1.5 # dumpcap leaves what is still in the kernel's ring behind when it ends
    kill -TERM "${listeners[@]}"
    wait "${listeners[@]}" || true
}
await() { # tenths of a second, command...: waits until it succeeds
    local n=$1
    shift
    for ((; n > 0; n--)); do "$@" && return 0; sleep .1; done
    die "gave up waiting: $*"
}

# --- the daemons ------------------------------------------------------------------------------------------------------
override() { # oid type value: as snmpd.conf wants it; texts as hex, so that line ends and quotes survive
    if [ "$2" = octet_str ]; then
        [ "$3" != - ] || return 0
        printf 'override %s octet_str 0x%s\n' "$1" "$(printf %b "$3" | od -An -v -tx1 | tr -d ' \n')"
    else printf 'override %s %s %s\n' "$@"; fi
}
snmpd_conf() {
    local d=$1 e=1.3.6.1.2.1.47.1.1.1.1 i in class name descr hw fw sw serial maker model
    cat <<C
agentAddress udp:161
rocommunity $COMMUNITY
sysName $d
sysObjectID .${OID[$d]}
sysLocation ${SITE[$d]}
sysContact noc@metro.example
master agentx
agentXSocket unix:$work/$d/agentx
agentXPerms 0777 0777
$(override 1.3.6.1.2.1.1.1.0 octet_str "${SNMP[$d]}")
C
    while IFS='|' read -r i in class name descr hw fw sw serial maker model; do
        [ -n "$i" ] || continue
        override $e.2."$i" octet_str "$descr"
        override $e.4."$i" integer "$in"
        override $e.5."$i" integer "$class"
        override $e.7."$i" octet_str "$name"
        override $e.8."$i" octet_str "$hw"
        override $e.9."$i" octet_str "$fw"
        override $e.10."$i" octet_str "$sw"
        override $e.11."$i" octet_str "$serial"
        override $e.12."$i" octet_str "$maker"
        override $e.13."$i" octet_str "$model"
    done <<<"${PARTS[$d]}"
}
start_snmpd() {
    local d=$1
    snmpd_conf "$d" >"$work/$d/snmpd.conf"
    # no configuration of the machine is read, and nothing is kept in its folders
    in_ns "$d" env SNMP_PERSISTENT_DIR="$work/$d/state" SNMPCONFPATH="$work/$d" SNMP_PERSISTENT_FILE="$work/$d/state/f" \
        snmpd -C -c "$work/$d/snmpd.conf" -Lf "$work/$d/snmpd.log" -p "$work/$d/snmpd.pid"
}
start_lldpd() {
    local d=$1 first platform=${CDP[$1]:-} caps=station
    local -a opt=()
    read -r first _ <<<"${PORTS[$d]}"
    case ${KIND[$d]} in router) caps=router ;; switch) caps=bridge ;; esac
    {
        echo "configure system hostname $d"
        [ -z "$platform" ] || echo "configure system platform \"$platform\""
        echo "configure system capabilities enabled $caps"
        echo 'configure lldp tx-interval 10'
        echo 'configure lldp portidsubtype ifname'
    } >"$work/$d/lldpd.conf"
    [ -z "$platform" ] || opt+=(-ccccc -l)
    [ -z "${OID[$d]:-}" ] || opt+=(-x -X "$work/$d/agentx")
    # shellcheck disable=SC2046
    in_ns "$d" lldpd -d -k -i -u "$work/$d/lldpd.sock" -p "$work/$d/lldpd.pid" -O "$work/$d/lldpd.conf" -m "${ADDR[$d]}" \
        -C "$first" -I $(tr ' ' , <<<"${PORTS[$d]# }") -S "$(printf %b "${LLDP[$d]}")" "${opt[@]}" \
        >"$work/$d/lldpd.log" 2>&1 </dev/null &
    disown
}
frr_conf() {
    local d=$1 p
    printf 'hostname %s\nlog file %s\n!\ninterface lo\n ip ospf area 0\n!\n' "$d" "$work/$d/frr.log"
    for p in ${ospf_ports[$d]}; do
        printf 'interface %s\n ip ospf area 0\n ip ospf network point-to-point\n ip ospf hello-interval 2\n' "$p"
        printf ' ip ospf dead-interval 8\n!\n'
    done
    for p in lan0 mg0-rp0-0 fxp0; do
        ! in_ns "$d" ip link show "$p" >/dev/null 2>&1 || printf 'interface %s\n ip ospf area 0\n ip ospf passive\n!\n' $p
    done
    printf 'router ospf\n ospf router-id %s\n timers throttle spf 10 50 500\n!\n' "${ADDR[$d]}"
}
start_frr() {
    local d=$1 x
    frr_conf "$d" >"$work/$d/frr.conf"
    mkdir -p "$work/$d/run" "/var/run/frr/$(ns "$d")"
    chown frr:frr "$work/$d" "$work/$d/run" "$work/$d/frr.conf" "/var/run/frr/$(ns "$d")"
    # not as a daemon (-d): FRR names a folder in /var/tmp after the process, which remove_namespaces must find again
    for x in zebra ospfd; do
        ip netns exec "$(ns "$d")" /usr/lib/frr/$x -N "$(ns "$d")" --vty_socket "$work/$d/run" -i "$work/$d/run/$x.pid" \
            -z "$work/$d/run/zserv.api" -f "$work/$d/frr.conf" -A 127.0.0.1 -u frr -g frr >>"$work/$d/frr.out" 2>&1 </dev/null &
        disown # so that the shell does not report its end
        await 150 test -S "$work/$d/run/$x.vty"
    done
}
start_dhcp_server() { # fixed addresses, so that two runs give the same picture
    local d=$1 l kind a pb b
    local -a opt=()
    for l in "${LINKS[@]}"; do
        read -r kind a _ b pb <<<"$l"
        [ "$kind/$a" != "site/$d" ] || opt+=(--dhcp-host="$(mac "$b" "$(port_number "$b" "$pb")"),${ADDR[$b]},$b")
    done
    in_ns "$d" dnsmasq --conf-file=/dev/null --pid-file= --user=nobody --port=0 --interface=lan0 --bind-interfaces \
        --dhcp-range="$(site_net "$d").0,static,255.255.255.0,12h" --dhcp-option=3,"$(site_net "$d").1" --no-ping \
        --dhcp-leasefile="$work/$d/leases" --dhcp-authoritative --log-facility="$work/$d/dnsmasq.log" "${opt[@]}"
}
start_dhcp_client() {
    local d=$1 p
    read -r p _ <<<"${PORTS[$d]}"
    {
        echo "send host-name \"$d\";"
        [ -z "${DHCP60[$d]:-}" ] || echo "send vendor-class-identifier \"${DHCP60[$d]}\";"
        echo 'request subnet-mask, routers, host-name; timeout 15; retry 2; initial-interval 1;'
    } >"$work/$d/dhclient.conf"
    in_ns "$d" dhclient -1 -q -cf "$work/$d/dhclient.conf" -lf "$work/$d/leases" -pf "$work/$d/dhclient.pid" \
        -sf "$work/dhcp-script" "$p" >"$work/$d/dhclient.log" 2>&1 || die "$d got no address: $(tail -n 1 "$work/$d/dhclient.log")"
}
dhcp_script() {
    cat <<'C'
#!/bin/sh
case $reason in
PREINIT) ip link set dev "$interface" up ;;
BOUND | REBOOT | RENEW)
    ip addr replace "$new_ip_address/24" dev "$interface"
    ip route replace default via "$new_routers" ;;
esac
C
}

# --- what happens in it -----------------------------------------------------------------------------------------------
converged() {
    local d n
    for d in core-1 csr-101 csr-102 csr-103; do
        in_ns $d ip route >"$work/routes"
        for n in 10.101.0.0/24 10.102.0.0/24 10.103.0.0/24 203.0.113.0/24 192.0.2.4; do
            grep -q "^$n " "$work/routes" || return 1
        done
    done
}
# One datagram to a closed port, as traceroute sends: the routers ask for MAC addresses, the device answers by ICMP.
probe() { in_ns nms-1 "$BASH" -c "echo >/dev/udp/${ADDR[$1]}/33434"; }
answers() { in_ns nms-1 snmpget -v2c -c "$COMMUNITY" -On -t 2 -r 3 "${ADDR[$1]}" 1.3.6.1.2.1.1.{1,2,5}.0; }
heard() { # device: all its neighbours that speak LLDP are in its table
    local l a b want=0
    for l in "${LINKS[@]}"; do
        read -r _ a _ b _ <<<"$l"
        [ "$a" != "$1" ] || [ -z "${LLDP[$b]:-}" ] || want=$((want + 1))
        [ "$b" != "$1" ] || [ -z "${LLDP[$a]:-}" ] || want=$((want + 1))
    done
    [ "$(lldpcli -u "$work/$1/lldpd.sock" -f keyvalue show neighbors 2>/dev/null | grep -c 'via=LLDP')" -ge $want ]
}
run() {
    local d
    for d in "${DEVICES[@]}"; do [ -z "${OID[$d]:-}" ] || start_snmpd "$d"; done
    for d in "${DEVICES[@]}"; do ! is_kind router "$d" || start_frr "$d"; done
    for d in csr-101 csr-102 csr-103; do start_dhcp_server $d; done
    say "routing and DHCP servers are up"
    for d in "${DEVICES[@]}"; do ! is_kind dhcp "$d" || start_dhcp_client "$d"; done
    for d in "${DEVICES[@]}"; do [ -z "${LLDP[$d]:-}" ] || start_lldpd "$d"; done
    say "all daemons are up"
    await 400 converged
    say "converged"
    for d in "${DEVICES[@]}"; do probe "$d"; done
    for d in "${DEVICES[@]}"; do [ -z "${OID[$d]:-}" ] || answers "$d" >/dev/null || die "$d does not answer SNMP"; done
    for d in "${DEVICES[@]}"; do [ -z "${LLDP[$d]:-}" ] || await 200 heard "$d"; done
    say "all neighbours heard"
}

# --- writing down -----------------------------------------------------------------------------------------------------
save_captures() {
    mergecap -w "$out/transport.pcapng" "$work"/tap/transport.*.pcapng
    mergecap -F pcap -w "$work/ran-sites.pcap" "$work"/tap/ran-sites.*.pcapng
    gzip -n -9 -c "$work/ran-sites.pcap" >"$out/ran-sites.pcap.gz"
}
# `snmpwalk -On -Ox` output to .snmprec lines: OID|tag|value, texts that are not plain as hex (tag 4x)
to_snmprec() {
    perl -e 'my %tag = (INTEGER => 2, "Hex-STRING" => 4, OID => 6, IpAddress => 64, Counter32 => 65, Gauge32 => 66,
                Timeticks => 67, Counter64 => 70);
        local $/; my $t = <STDIN>;
        for (split /\n(?=\.\d)/, $t) {
            if (/^\.([\d.]+) = ""\s*$/) { print "$1|4|\n"; next }
            /^\.([\d.]+) = ([\w-]+): (.*)$/s or next;
            my ($oid, $type, $v) = ($1, $2, $3);
            my $tag = $tag{$type} // die "no tag for $type\n";
            $v =~ s/\s+$//; $v =~ s/\s+/ /g;
            if ($tag == 4) { (my $h = lc $v) =~ s/ //g; my $raw = pack "H*", $h;
                ($tag, $v) = $raw =~ /^[\x20-\x7e]*$/ ? (4, $raw) : ("4x", $h) }
            elsif ($tag == 67) { $v =~ s/^\((\d+)\).*/$1/ }
            elsif ($tag == 6) { $v =~ s/^\.// }
            elsif ($tag == 2) { $v =~ s/^\D*\((\d+)\)$/$1/ }
            print "$oid|$tag|$v\n";
        }'
}
walk() { # device options...
    local d=$1 tree
    shift
    for tree in $WALKED; do
        in_ns nms-1 snmpbulkwalk -v2c -c "$COMMUNITY" -On -t 2 -r 2 "$@" "${ADDR[$d]}" "$tree" |
            grep -v ' = No Such ' || true # a tree that this device has not got
    done
}
save_walks() {
    local d
    mkdir -p "$out/walks"
    for d in "${DEVICES[@]}"; do
        [ -n "${OID[$d]:-}" ] || continue
        if [ "$d" = $SNMPREC_OF ]; then walk "$d" -Ox | to_snmprec >"$out/walks/$d.snmprec"; else
            walk "$d" >"$out/walks/$d.snmpwalk"
        fi
        [ -n "$(find "$out/walks" -name "$d.*" -size +0)" ] || die "the walk of $d is empty"
    done
}

main() {
    local m d
    m=$(missing | tr '\n' ' ')
    if [ "${1:-}" = needs ]; then [ -z "$m" ] || { echo "$m"; exit 1; }; exit 0; fi
    [ "$(id -u)" = 0 ] || die "needs root: it makes network namespaces"
    [ -z "$m" ] || die "missing: $m(Debian: frr lldpd snmpd snmp dnsmasq-base isc-dhcp-client wireshark-common iproute2)"
    # $METRO_5G_TIMED: number of the process that limits the time, in the names of all that we make
    # --foreground: an interrupt from the keyboard still reaches us; -k: if we hang, the next start cleans up
    [ -n "${METRO_5G_TIMED:-}" ] || METRO_5G_TIMED=$$ exec timeout --foreground -k 10 $WALLCLOCK_S "$0" "$@"
    out=${1:-$here/../../examples/metro-5g}
    mkdir -p "$out"
    out=$(cd "$out" && pwd)
    declare -gA SITE
    for d in "${DEVICES[@]}"; do
        case $d in *-10?) SITE[$d]=ran-${d#*-} ;; agg-1) SITE[$d]=hub-north ;; agg-2) SITE[$d]=hub-south ;; *) SITE[$d]=central ;; esac
    done
    work=$(mktemp -d "${TMPDIR:-/tmp}/$PREFIX.$METRO_5G_TIMED.XXXXXX")
    chmod 755 "$work"
    mkdir -p "$work/state/cert_indexes"
    export SNMP_PERSISTENT_DIR=$work/state # the SNMP programs keep nothing in the folders of the machine
    declare -ga listeners=()
    trap take_down EXIT
    trap 'exit 130' INT
    trap 'echo "metro-5g: ended before its time (limit $WALLCLOCK_S s)" >&2; exit 1' TERM
    [ ! -e /var/run/frr/ospfd-gr.json ] || had_gr=1
    remove_stale
    mkdir -p /run/lldpd # the privilege-separated half of lldpd lives there
    dhcp_script >"$work/dhcp-script"
    chmod 755 "$work/dhcp-script"
    build
    say "built"
    listen
    run
    stop_listening
    save_captures
    say "captures written"
    save_walks
    say "walks written"
}
main "$@"
