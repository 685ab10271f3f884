#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# shellcheck disable=SC2317 # walks, frames and makers are called by name
# test_metro.sh - the shipped example is what the laboratory emits: built anew, it says the same of the same devices.
#
# TAP. Skipped with its reason where namespaces cannot be made. CLEANPATH_BIN: the program; without it two of the checks
# are skipped. Not compared: times, counters, interface numbers, order of frames.
set -uo pipefail
export LC_ALL=C
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
shipped=$here/../../examples/metro-5g
skip_all() { echo "1..0 # SKIP $*"; exit 0; }
[ "$(id -u)" = 0 ] || skip_all "needs root"
m=$("$here/metro-5g.sh" needs) || skip_all "not installed: $m"
ip netns add "cpm5g-$$-probe" 2>/dev/null || skip_all "no network namespaces on this machine"
ip netns del "cpm5g-$$-probe"

fresh=$(mktemp -d "${TMPDIR:-/tmp}/cpm5g-test.XXXXXX")
trap '[ $BASHPID != $$ ] || rm -rf "$fresh"' EXIT
n=0 bad=0
result() { # rc text: the last lines of $fresh/why tell what was wrong
    n=$((n + 1))
    if [ "$1" = 0 ]; then echo "ok $n - $2"; return; fi
    bad=1
    echo "not ok $n - $2"
    sed -n '1,20s/^/# /p' "$fresh/why"
}
same() { # text function: the function prints a folder's content in comparable form
    local a b
    a=$("$2" "$shipped" 2>"$fresh/why") && b=$("$2" "$fresh/out" 2>>"$fresh/why") && [ -n "$a" ] &&
        diff <(echo "$a") <(echo "$b") >>"$fresh/why"
    result $? "$1"
}

# Of each walk: the values of the columns that identify, without their indexes.
walks() {
    local f
    for f in "$1"/walks/*; do
        perl -e 'my ($name) = $ARGV[0] =~ m{([^/.]+)\.\w+$};
            my @col = map { s/\./\\./gr } qw(1.3.6.1.2.1.1.1 1.3.6.1.2.1.1.2 1.3.6.1.2.1.1.5 1.3.6.1.2.1.1.6 1.3.6.1.2.1.2.2.1.6
                1.3.6.1.2.1.4.20.1.1 1.0.8802.1.1.2.1.3.2 1.0.8802.1.1.2.1.3.4 1.0.8802.1.1.2.1.4.1.1.5
                1.0.8802.1.1.2.1.4.1.1.9 1.0.8802.1.1.2.1.4.1.1.10), "1.3.6.1.2.1.47.1.1.1.1.\\d+";
            my $col = join "|", @col; local $/; open my $f, "<", $ARGV[0] or die; my $t = <$f>;
            for (split /\n(?=\.?\d[\d.]*(?: = |\|))/, $t) {
                next unless /^\.?($col)\.[\d.]+(?: = |\|)(.*)/s;
                print "$name $1 ", $2 =~ s/\s+/ /gr, "\n" unless $2 =~ /^INTEGER/ }' "$f"
    done | sort -u
}
# Of the captures: who said what of himself by LLDP, CDP and DHCP.
frames() {
    local f
    for f in "$1"/transport.pcapng "$1"/ran-sites.pcap.gz; do
        tshark -r "$f" -Y lldp -T fields -e lldp.chassis.id.mac -e lldp.tlv.system.name -e lldp.tlv.system.desc
        tshark -r "$f" -Y cdp -T fields -e cdp.deviceid -e cdp.platform
        tshark -r "$f" -Y 'dhcp.type == 1' -T fields -e dhcp.hw.mac_addr -e dhcp.option.hostname -e dhcp.option.vendor_class_id
        tshark -r "$f" -Y 'arp.opcode == 2' -T fields -e arp.src.hw_mac -e arp.src.proto_ipv4
    done | sort -u
}
makers() {
    "$CLEANPATH_BIN" identify --format ndjson "$1"/*.pcap* "$1"/walks/* >"$fresh/ndjson" || return 1
    perl -ne 'next unless /^\{"asset"/ || /"asset":/; my ($n) = /"name":"([^"]*)"/; my ($m) = /"maker":\{"id":"([^"]*)"/;
        print $n // "(no name)", " ", $m // "-", "\n"' "$fresh/ndjson" | sort
}

# Whatever is excluded in the whole example has the same maker, as a fact, by captures and walks alone.
excluded_by_the_wire() {
    rm -rf "$fresh/wire"
    mkdir "$fresh/wire"
    cp -R "$shipped"/*.pcap* "$shipped/walks" "$shipped/profile.yaml" "$fresh/wire/"
    "$CLEANPATH_BIN" audit --format ndjson "$shipped" >"$fresh/all.ndjson"
    [ $? -le 4 ] && "$CLEANPATH_BIN" audit --format ndjson "$fresh/wire" >"$fresh/wire.ndjson"
    [ $? -le 4 ] && python3 - "$fresh/all.ndjson" "$fresh/wire.ndjson" <<'P'
import json, sys
def assets(path):
    return [d for d in map(json.loads, open(path, encoding='utf-8')) if 'asset' in d]
everything, wire = map(assets, sys.argv[1:])
facts = {(d['name'], d['maker']['id']) for d in wire if d['maker']['confidence'] >= 0.95}
bad = [d['name'] for d in everything if any(v['result'] == 'excluded' for v in d['verdicts'])
       and (d['name'], d['maker']['id']) not in facts]
count = lambda v, binds: sum(any(x['result'] == 'excluded' and x['binds'] == binds for x in d['verdicts']) for d in v)
print('excluded: %d bind us, %d do not; without the inventory %d and %d' %
      (count(everything, 'yes'), count(everything, 'no'), count(wire, 'yes'), count(wire, 'no')))
sys.exit('not by the wire: %s' % bad if bad or count(everything, 'yes') < 6 or count(wire, 'yes') < 5 else 0)
P
}

echo "1..6"
SECONDS=0
"$here/metro-5g.sh" "$fresh/out" >"$fresh/why" 2>&1 &
lab=$!
wait $lab
result $? "the laboratory runs ($SECONDS s)"
{ ip netns list; ls /var/run/frr; ls "${TMPDIR:-/tmp}"; } | grep "^cpm5g[-.]${lab}[-.]" >"$fresh/why"
result $((1 - $?)) "it leaves nothing behind"
same "walks: the same identities as shipped" walks
if command -v tshark >/dev/null; then same "captures: the same LLDP, CDP, DHCP and ARP as shipped" frames; else
    n=$((n + 1)); echo "ok $n - captures # SKIP tshark is not installed"; fi
if [ -x "${CLEANPATH_BIN:-}" ]; then same "identify: the same assets by name and maker" makers; else
    n=$((n + 1)); echo "ok $n - identify # SKIP CLEANPATH_BIN is not set"; fi
if [ -x "${CLEANPATH_BIN:-}" ]; then
    excluded_by_the_wire >"$fresh/why" 2>&1
    result $? "audit: excluded by what was captured, not by the inventory"
else n=$((n + 1)); echo "ok $n - audit # SKIP CLEANPATH_BIN is not set"; fi
exit $bad
