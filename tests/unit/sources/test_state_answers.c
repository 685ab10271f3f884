/* SPDX-License-Identifier: Apache-2.0 */
/* test_state_answers.c - answers of terminals as they come, piece by piece. In what comes `^` ends
 * a piece; what is given out after each is told as line:host:command:bytes, and / stands between
 * pieces. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/rand.h"
#include "sources/state/answers.h"
#include "tap.h"

#define JSON "{\"10.0.0.0/8\":[{\"prefix\":\"10.0.0.0/8}\"}]}\n"

static const struct row {
    const char *name, *in;
    bool is_end; /* behind the last piece */
    const char *want;
} rows[] = {
    { "nothing", "", true, "" },
    { "blank lines", "\n  \n", true, "" },
    { "no prompt: only the end ends it", "10.0.0.0/8 via 10.0.0.1\n", true, "1:::24" },
    { "it has not ended", "10.0.0.0/8 via 10.0.0.1\n", false, "" },
    { "the next prompt ends it", "r1# show ip route\nC 10/8\n^r2# show ip route\nx\n", false,
      "/1:r1:show ip route:25" },
    { "a prompt without a command", "r1# show ip route\nC 10/8\n^r1#\n", false,
      "/1:r1:show ip route:25" },
    { "and without the end of its line", "r1# show ip route\nC 10/8\n^r1# ", false,
      "/1:r1:show ip route:25" },
    { "that is the begin of a line of the answer", "r1# show ip route\nC 10/8\n^O>", false, "/" },
    { "a command is being typed", "r1# show ip route\nC 10/8\n^r1# sho^w ip route\n", false,
      "//1:r1:show ip route:25" },
    { "JSON ends with its brackets", "r1# show ip route json\n{^\"a\":\"}\\\"\"^}\n", false,
      "//1:r1:show ip route json:35" },
    { "more JSON of the same answer", "r1# show ip route json\n{}\n^{}\n^r1# ", false,
      "1:r1:show ip route json:26/1:r1:show ip route json:29/" },
    { "and both at once", "r1# show ip route json\n{}\n{}\n", false, "1:r1:show ip route json:29" },
    { "JSON of many, with prompts", "r1# show ip route json\n" JSON "r2# show ip route json\n" JSON,
      false, "1:r1:show ip route json:65,3:r2:show ip route json:65" },
    { "a prompt and nothing behind it", "r1# show ip route\nr1# show ip route\n", true,
      "1:r1:show ip route:18,2:r1:show ip route:18" },
    { "text before the first prompt", "hello\nr1# show ip route\nC\n", true,
      "1:::6,2:r1:show ip route:20" },
    { "behind a prompt at which nothing was typed", "r1#\nwhat\nr1# show ip route\nC\n", true,
      "3:r1:show ip route:20" },
    { "a shell", "root@r1:~# ip -j route\n[]\n", false, "1:r1:ip -j route:26" },
    { "a line that looks like a prompt", "r1# show ip route\nO>* 10/8 via x\nr1#\n", false,
      "1:r1:show ip route:33" },
    { "tags are no prompts",
      "r1# show route | display xml\n<rpc-reply xmlns=\"x\">\n<a>display x\n</rpc-reply>\n", true,
      "1:r1:show route | display xml:77" },
    { "paged and with carriage returns", "r1# show ip route\r\nC 10/8\r\n --More-- \r\nr1# \r\n",
      false, "1:r1:show ip route:39" },
};

static void give_all(cp_state_answers *s, bool is_end, cp_buf *out)
{
    cp_state_answer x;
    size_t n = cp_buf_str(out).n;
    while (cp_state_answers_next(s, is_end, &x)) {
        cp_buf_fmt(out, "%s%" PRIu64 ":%.*s:%.*s:%zu", cp_buf_str(out).n > n ? "," : "", x.line,
                   CP_FMT(x.host), CP_FMT(x.command), x.text.n);
        n = n ? n : 1;
    }
}

static void check(const struct row *r)
{
    cp_arena *a = cp_arena_new(0);
    cp_state_answers *s = cp_state_answers_new();
    cp_buf got = cp_buf_new(a);
    cp_str rest = tap_cstr(r->in), piece;
    bool is_first = true;
    while (cp_str_cut(&rest, '^', &piece)) {
        if (!is_first)
            cp_buf_add_c(&got, "/");
        is_first = false;
        cp_state_answers_add(s, cp_bytes_of_str(piece));
        give_all(s, r->is_end && rest.n == 0, &got);
    }
    is_str(cp_buf_str(&got), tap_cstr(r->want), "%s", r->name);
    cp_state_answers_free(s);
    cp_arena_free(a);
}

/* Behind its end another writer begins anew. */
static void check_again(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_state_answers *s = cp_state_answers_new();
    cp_buf got = cp_buf_new(a);
    for (int i = 0; i < 3; i++) {
        cp_state_answers_add(s, cp_bytes_of_str(CP_STR("{}")));
        cp_buf_add_c(&got, "/");
        give_all(s, false, &got);
        cp_buf_add_c(&got, ";");
        give_all(s, true, &got);
    }
    is_str(cp_buf_str(&got), CP_STR("/;1:::2/;1:::2/;1:::2"), "each writer's text is its own");
    cp_state_answers_free(s);
    cp_arena_free(a);
}

static void check_too_long(void)
{
    enum { PIECE = 1 << 20 };
    cp_arena *a = cp_arena_new(0);
    cp_state_answers *s = cp_state_answers_new();
    cp_state_answer x;
    char *blanks = cp_arena_alloc(a, PIECE);
    uint32_t n_long = 0, n_other = 0;
    memset(blanks, 'x', PIECE);
    cp_state_answers_add(s, cp_bytes_of_str(CP_STR("r1# show ip route\n")));
    for (uint32_t i = 0; i < (CP_STATE_ANSWER_BYTES_MAX >> 20) + 3; i++) {
        blanks[PIECE - 1] = '\n';
        cp_state_answers_add(s, (cp_bytes){ (const uint8_t *)blanks, PIECE });
        while (cp_state_answers_next(s, false, &x)) {
            n_long += x.is_too_long && cp_str_eq(x.host, CP_STR("r1"));
            n_other += !x.is_too_long;
        }
    }
    is_uint(n_long, 1, "what is too long is told once");
    cp_state_answers_add(s, cp_bytes_of_str(CP_STR("r1# show ip route\nC\nr1#\n")));
    while (cp_state_answers_next(s, false, &x))
        n_other += cp_str_eq(x.command, CP_STR("show ip route")) && x.text.n == 20;
    is_uint(n_other, 1, "and the next answer is read");
    cp_state_answers_free(s);
    cp_arena_free(a);
}

int main(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check(&rows[i]);
    check_again();
    check_too_long();
    return tap_done();
}
