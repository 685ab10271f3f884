/* SPDX-License-Identifier: Apache-2.0 */
/* frr.c - FRR, and those that began with the same program: Quagga, VyOS, EdgeOS (whose routing is
 * ZebOS, with tables of nearly the same form).
 *
 *     O>* 10.0.0.0/24 [110/20] via 192.0.2.1, eth0, weight 1, 00:00:24     frr_route.c
 *     {"10.0.0.0/24":[{"prefix":"10.0.0.0/24","protocol":"ospf", ...       frr_json.c
 *     router bgp 64496                                                    frr_conf.c
 *     eth0            up      default         192.0.2.7/24                 here */
#include "sources/state/frr.h"
#include "base/buf.h"
#include "sources/state/ios.h"
#include "sources/state/json.h"
#include "sources/state/linux.h"
#include "sources/state/lsdb.h"

/* vtysh -c 'show ip route json': what stands in the last quotes. */
static cp_str typed(cp_arena *a, cp_str command)
{
    cp_str words = cp_linux_typed(a, command);
    if (!cp_str_starts(words, CP_STR("vtysh ")))
        return words;
    ptrdiff_t at = cp_str_find(words, CP_STR("-c "));
    if (at < 0)
        return CP_STR("vtysh");
    words = cp_str_trim(cp_str_from(words, (size_t)at + 3));
    bool is_quoted = words.n > 1 && (words.p[0] == '\'' || words.p[0] == '"');
    ptrdiff_t end = is_quoted ? cp_str_find_char(cp_str_from(words, 1), words.p[0]) : -1;
    return end >= 0 ? cp_str_slice(words, 1, (size_t)end) : words;
}

void frr_args(cp_state_section *s)
{
    cp_str rest = s->args, word;
    bool is_part = false;
    while ((word = cp_state_word(&rest)).n) {
        if (cp_str_eq(word, CP_STR("vrf"))) {
            word = cp_state_word(&rest);
            s->vrf = cp_str_eq(word, CP_STR("all")) || cp_str_eq(word, CP_STR("default"))
                         ? CP_STR("")
                         : word;
        } else {
            is_part = is_part || !(cp_str_eq(word, CP_STR("json")) ||
                                   cp_str_eq(word, CP_STR("nexthop-group")));
        }
    }
    if (is_part)
        cp_state_limits(s, CP_STR(""), "part of the table", "only what was asked for: %.*s",
                        CP_FMT(s->args));
}

/* ---- show interface brief */

/* eth0            up      default         192.0.2.7/24
 *                                         198.51.100.7/24 */
typedef struct brief {
    char name[32], vrf[32];
} brief;

static void keep(char *to, size_t room, cp_str text)
{
    memset(to, 0, room);
    memcpy(to, text.p, text.n < room ? text.n : room - 1);
}

static cp_str main_vrf(cp_str vrf) { return cp_str_eq(vrf, CP_STR("default")) ? CP_STR("") : vrf; }

static bool tell_address(cp_state_section *s, cp_str vrf, cp_str iface, cp_str text)
{
    cp_state row = { .kind = CP_STATE_ADDRESS, .vrf = vrf };
    uint64_t length;
    ptrdiff_t slash = cp_str_find_char(text, '/');
    if (slash < 0 || !cp_str_u64(cp_str_from(text, (size_t)slash + 1), &length) ||
        !cp_state_address_of(cp_str_slice(text, 0, (size_t)slash), &row.address.addr)) {
        (void)cp_state_bad(s, "no address with a length");
        return false;
    }
    uint64_t before = cp_state_net_is_v4(&row.address.addr) ? 96 : 0;
    if (length > 128 - before) {
        (void)cp_state_bad(s, "a prefix longer than its address");
        return false;
    }
    row.address.iface = iface;
    row.address.length = before + length;
    cp_state_tell(s, row);
    return true;
}

static cp_state_heard hear_brief(cp_state_section *s, cp_str line)
{
    brief *m = s->mem;
    cp_str rest = line, word = cp_state_word(&rest), status = cp_state_word(&rest);
    if (cp_str_eq(word, CP_STR("Interface")) && cp_str_eq(status, CP_STR("Status")))
        return CP_HEARD_HEADING;
    if (cp_str_starts(word, CP_STR("---")))
        return CP_HEARD_HEADING;
    if (line.p[0] == ' ' && m->name[0] && (status.n == 0 || cp_str_eq(status, CP_STR("+"))))
        return tell_address(s, cp_str_c(m->vrf), cp_str_c(m->name), word) ? CP_HEARD_ROW
                                                                          : CP_HEARD_NOTHING;
    bool is_up = cp_str_eq(status, CP_STR("up"));
    if (!is_up && !cp_str_eq(status, CP_STR("down")))
        return CP_HEARD_NOTHING;
    keep(m->name, sizeof m->name, word);
    keep(m->vrf, sizeof m->vrf, main_vrf(cp_state_word(&rest)));
    cp_state_tell(s, (cp_state){ .kind = CP_STATE_IFACE,
                                 .vrf = cp_str_c(m->vrf),
                                 .iface = { .name = word,
                                            .parent = CP_STR(""),
                                            .text = CP_STR(""),
                                            .what = is_up ? CP_STATE_UP : CP_STATE_DOWN } });
    word = cp_state_word(&rest);
    return word.n == 0 || tell_address(s, cp_str_c(m->vrf), cp_str_c(m->name), word)
               ? CP_HEARD_ROW
               : CP_HEARD_NOTHING;
}

static int brief_fits(cp_str head)
{
    return cp_str_has(head, CP_STR("Status  VRF")) && cp_str_has(head, CP_STR("Addresses"));
}

/* ---- show version of EdgeOS and VyOS */

static cp_state_heard hear_version(cp_state_section *s, cp_str line)
{
    static const char *const passed[] = { "Build ",   "Built ",      "Copyright",   "Uptime",
                                          "Release ", "System type", "Boot via",    "Hardware ",
                                          "HW model", "HW S/N",      "Description", NULL };
    if (cp_str_starts(line, CP_STR("Version:"))) {
        cp_state_about(s, CP_KIND_CLI_VERSION, cp_str_trim(cp_str_from(line, 8)));
        return CP_HEARD_ROW;
    }
    for (uint32_t i = 0; passed[i]; i++)
        if (cp_str_starts(line, cp_str_c(passed[i])))
            return CP_HEARD_HEADING;
    return CP_HEARD_NOTHING;
}

/* ---- the table */

#define LEGEND \
    "> - selected route|* - FIB route|Codes: K - kernel|IP Route Table for VRF|>* |Timers: Uptime"
#define ROUTES(typed_words)                                                                  \
    { .words = (typed_words),                                                                \
      .marks = LEGEND,                                                                       \
      .fits = frr_routes_fit,                                                                \
      .mem_bytes = FRR_ROUTES_BYTES,                                                         \
      .line = frr_hear_routes,                                                               \
      .is_table = true },                                                                    \
    {                                                                                        \
        .words = (typed_words), .marks = "\"prefix\"|\"nexthops\"|\"protocol\"|\"vrfName\"", \
        .fits = frr_routes_json_fit, .mem_bytes = FRR_JSON_BYTES, .text = frr_read_routes,   \
        .is_table = true                                                                     \
    }

#define CONF(typed_words)                                                                 \
    {                                                                                     \
        .words = (typed_words), .marks = "frr version|frr defaults", .fits = frr_is_conf, \
        .mem_bytes = IOS_CONF_BYTES, .line = frr_hear_conf, .end = ios_end_conf           \
    }

static const cp_state_command commands[] = {
    CONF(""),
    CONF("show running-config"),
    CONF("show startup-config"),
    ROUTES("show ip route"),
    ROUTES("show ipv6 route"),
    ROUTES("show ip fib"),
    ROUTES("show ipv6 fib"),
    { .words = "show bgp",
      .marks = "\"routerId\"|\"routes\"|\"nexthops\"",
      .fits = frr_bgp_json_fits,
      .mem_bytes = FRR_JSON_BYTES,
      .text = frr_read_bgp },
    { .words = "show ip bgp",
      .marks = "\"routerId\"|\"routes\"|\"nexthops\"",
      .fits = frr_bgp_json_fits,
      .mem_bytes = FRR_JSON_BYTES,
      .text = frr_read_bgp },
    { .words = "show interface",
      .marks = "\"administrativeStatus\"|\"operationalStatus\"|\"vrfName\"|\"addresses\"",
      .fits = frr_interfaces_json_fit,
      .mem_bytes = FRR_JSON_BYTES,
      .text = frr_read_interfaces },
    { .words = "show interface brief",
      .marks = "Status  VRF|Addresses",
      .fits = brief_fits,
      .mem_bytes = sizeof(brief),
      .line = hear_brief },
    { .words = "show ipv6 neighbors",
      .marks = " lladdr |  FAILED| INCOMPLETE",
      .fits = cp_linux_neighbour_fits,
      .line = cp_linux_neighbour_line,
      .is_table = true },
    { .words = "show version", .marks = "Build ID:|Built on:|Build on:", .line = hear_version },
    CP_STATE_ISIS("show isis database"),
    CP_STATE_ISIS("show isis hostname"),
    CP_STATE_OSPF("show ip ospf database"),
    { .words = NULL },
};

const cp_state_dialect cp_state_frr = {
    .name = "frr",
    .what = "FRR, Quagga, VyOS, EdgeOS",
    .commands = commands,
    .typed = typed,
};
