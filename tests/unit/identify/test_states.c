/* SPDX-License-Identifier: Apache-2.0 */
/* Whose the state of a router is: a terminal says no more than a name, and by which addresses the
 * router is reached. Observations as lines (support.h); `STATE source|subject` is a block. */
#include "model/state.h"
#include "support.h"

#define TERMINAL(source, name)                                                        \
    source "|ref=terminal:" name " hostname=" name "||cli.hostname|" name "\n" source \
           "|ref=terminal:" name " hostname=" name "||cli.dialect|ios\n"
#define STATE(source, name) "STATE " source "|ref=terminal:" name " hostname=" name "\n"

static const struct row {
    const char *name, *in;
    const char *want; /* ids of all assets, sorted by name; and of each state whose it is */
} rows[] = {
    { "nothing but the terminal", TERMINAL("A", "sw-1") STATE("A", "sw-1"),
      "ref-terminal-sw-1 > ref-terminal-sw-1" },
    { "the one device of that name",
      "B|agent=r1 mac=00:00:5e:00:53:01 hostname=sw-1||snmp.sys_name|sw-1\n" TERMINAL("A", "sw-1")
          STATE("A", "sw-1"),
      "mac-00005e005301 > mac-00005e005301" },
    { "that is told of later",
      TERMINAL("A", "sw-1")
          STATE("A", "sw-1") "B|agent=r1 mac=00:00:5e:00:53:01 hostname=sw-1||snmp.sys_name|sw-1\n",
      "mac-00005e005301 > mac-00005e005301" },
    { "of two devices of that name none",
      "B|agent=r1 mac=00:00:5e:00:53:01 hostname=sw-1||snmp.sys_name|sw-1\n"
      "B|agent=r2 mac=00:00:5e:00:53:02 hostname=sw-1||snmp.sys_name|sw-1\n" TERMINAL("A", "sw-1")
          STATE("A", "sw-1"),
      "mac-00005e005301 mac-00005e005302 ref-terminal-sw-1 > ref-terminal-sw-1" },
    { "of two devices of that name the one whose address it tells",
      "B|agent=r1 mac=00:00:5e:00:53:01 hostname=sw-1||snmp.sys_name|sw-1\n"
      "B|agent=r2 mac=00:00:5e:00:53:02 hostname=sw-1||snmp.sys_name|sw-1\n" TERMINAL(
          "A", "sw-1") "A|ref=terminal:sw-1 hostname=sw-1 "
                       "mac=00:00:5e:00:53:02||cli.if_mac|00:00:5e:00:53:02\n" STATE("A", "sw-1"),
      "mac-00005e005301 mac-00005e005302 > mac-00005e005302" },
    { "a device of another name, by its address",
      "B|agent=r1 mac=00:00:5e:00:53:01 hostname=core-1||snmp.sys_name|core-1\n" TERMINAL(
          "A", "sw-1") "A|ref=terminal:sw-1 hostname=sw-1 "
                       "mac=00:00:5e:00:53:01||cli.if_mac|00:00:5e:00:53:01\n" STATE("A", "sw-1"),
      "mac-00005e005301 > mac-00005e005301" },
    { "a device of that name in another realm",
      "B:north|agent=r1 mac=00:00:5e:00:53:01 hostname=sw-1||snmp.sys_name|sw-1\n" TERMINAL(
          "A", "sw-1") STATE("A", "sw-1"),
      "mac-00005e005301 ref-terminal-sw-1 > ref-terminal-sw-1" },
    { "two terminals of one name",
      TERMINAL("A", "sw-1") STATE("A", "sw-1") TERMINAL("B", "sw-1") STATE("B", "sw-1"),
      "ref-terminal-sw-1 > ref-terminal-sw-1 ref-terminal-sw-1" },
    { "two routers of one file",
      TERMINAL("A", "sw-1") STATE("A", "sw-1") TERMINAL("A", "sw-2") STATE("A", "sw-2"),
      "ref-terminal-sw-1 ref-terminal-sw-2 > ref-terminal-sw-1 ref-terminal-sw-2" },
};

static void tell_state(cp_arena *a, cp_obs_store *s, cp_str line)
{
    cp_str source;
    cp_ident ids[OBS_IDS_MAX];
    cp_err err = { 0 };
    (void)cp_str_cut(&line, '|', &source);
    cp_state row = { .kind = CP_STATE_LINE, .pos = 1, .line = { CP_STR("what") } };
    cp_state_packer *p = cp_state_packer_new(a);
    (void)cp_state_packer_add(p, &row);
    cp_state_block b = { .ids = ids, .n_ids = parse_subject(a, line, ids) };
    b.bytes = cp_state_packer_take(p, &b.n_rows);
    cp_obs_store_begin(s, (uint32_t)(source.p[0] - 'A'), cp_str_fmt(a, "%c.txt", source.p[0]),
                       CP_STR(""));
    cp_obs_sink sink = cp_obs_store_sink(s);
    if (sink.state(sink.ctx, &b, &err) != CP_OK)
        ok(false, "a state is refused: %s", err.msg);
}

static void check_row(cp_arena *a, cp_knowledge *k, const struct row *r)
{
    cp_obs_store *s = cp_obs_store_new(a);
    cp_identified x = { 0 };
    cp_err err = { 0 };
    cp_buf b = cp_buf_new(a);
    cp_str lines = tap_cstr(r->in);
    uint64_t pos = 0;
    cp_obs_store_want_states(s, 0);
    for (cp_str line; cp_str_cut_line(&lines, &line);)
        if (cp_str_starts(line, CP_STR("STATE ")))
            tell_state(a, s, cp_str_from(line, 6));
        else
            tell(a, s, line, ++pos);
    is_int(cp_identify(a, k, s, NULL, &x, &err), CP_OK, "%s", r->name);
    for (uint32_t i = 0; i < x.n_assets; i++)
        cp_buf_fmt(&b, "%.*s ", CP_FMT(x.assets[i].id));
    cp_buf_fmt(&b, ">");
    for (uint32_t i = 0; i < x.n_states; i++)
        if (x.states[i].asset == CP_NO_ASSET)
            cp_buf_fmt(&b, " none");
        else
            cp_buf_fmt(&b, " %.*s", CP_FMT(x.assets[x.states[i].asset].id));
    is_cstr(cp_buf_str(&b), r->want, "%s: whose", r->name);
    for (uint32_t i = 0; i < x.n_states; i++)
        ok(x.states[i].n_rows == 1 && x.states[i].name.n == 4 && x.states[i].bytes.n > 0,
           "%s: as it was told", r->name);
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_knowledge *k = shipped(a);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(a, k, &rows[i]);
    cp_obs_store *s = cp_obs_store_new(a);
    ok(cp_obs_store_sink(s).state == NULL, "states are not kept where nobody wants them");
    cp_arena_free(a);
    return tap_done();
}
