/* SPDX-License-Identifier: Apache-2.0 */
/* What servers say before a login: rows from RFC 4253 (SSH), 959 (FTP), 5321 (SMTP), 1939 (POP3),
 * 9051 (IMAP), 854 (Telnet), and conversations. */
#include "sources/app/greeting.h"
#include "sources/app/ssh.h"
#include "talk.h"

#define SERVER " ip=192.0.2.2\n"
#define CLIENT " ip=192.0.2.1\n"

/* ---- greetings */

static const struct greeting_row {
    const char *name;
    cp_greeting kind;
    const char *in;
    cp_rc want;
    const char *text;
} greetings[] = {
    { "one line", CP_GREETING_REPLY, "220 a.example ready\r\n", CP_OK, "a.example ready" },
    { "bare LF", CP_GREETING_REPLY, "220 a\n", CP_OK, "a" },
    { "only a code", CP_GREETING_REPLY, "220\r\n", CP_OK, "" },
    { "three lines", CP_GREETING_REPLY, "220-A\r\n220-\r\n220 B\r\n331 x\r\n", CP_OK, "A\nB" },
    { "lines without codes", CP_GREETING_REPLY, "220-A\r\n  B\r\n220 C\r\n", CP_OK, "A\nB\nC" },
    { "no last line", CP_GREETING_REPLY, "220-A\r\n", CP_ESHORT, NULL },
    { "no end", CP_GREETING_REPLY, "220 A", CP_ESHORT, NULL },
    { "another code", CP_GREETING_REPLY, "421 A\r\n", CP_EFORMAT, NULL },
    { "a longer number", CP_GREETING_REPLY, "2200 A\r\n", CP_EFORMAT, NULL },
    { "nothing", CP_GREETING_REPLY, "", CP_ESHORT, NULL },
    { "POP3", CP_GREETING_POP3, "+OK A ready\r\n", CP_OK, "A ready" },
    { "POP3, a challenge", CP_GREETING_POP3, "+OK A ready <1.2@h>\r\n", CP_OK, "A ready" },
    { "POP3, an address that is none", CP_GREETING_POP3, "+OK A <b> c\r\n", CP_OK, "A <b> c" },
    { "POP3, refused", CP_GREETING_POP3, "-ERR A\r\n", CP_EFORMAT, NULL },
    { "IMAP", CP_GREETING_IMAP, "* OK [CAPABILITY IMAP4rev1] A\r\n", CP_OK,
      "[CAPABILITY IMAP4rev1] A" },
    { "IMAP, no end", CP_GREETING_IMAP, "* OK A", CP_ESHORT, NULL },
};

static const struct telnet_row {
    const char *name, *in;
    cp_rc want;
    const char *text;
} telnets[] = {
    { "options, then a prompt", "\xff\xfd\x18\xff\xfb\x01\r\nA 1\r\nlogin: ", CP_OK,
      "A 1\nlogin:" },
    { "a sub-option", "\xff\xfa\x18\x01\xff\xf0x login:", CP_OK, "x login:" },
    { "a sub-option without an end", "\xff\xfa\x18\x01 login:", CP_ESHORT, "" },
    { "what is typed is not looked at", "User Name : root\r\nPassword:", CP_OK, "User Name :" },
    { "colours", "\x1b[1;31mA\x1b[0m Password: ", CP_OK, "A Password:" },
    { "a byte 255", "A\xff\xff login:", CP_OK, "A\xff login:" },
    { "a colon is no prompt", "Model name : M\r\n", CP_ESHORT, "Model name : M" },
    { "a command without its option", "login\xff\xfd", CP_ESHORT, "login" },
    { "half a command", "login\xff", CP_ESHORT, "login\xff" },
    { "half an escape", "A\x1b", CP_ESHORT, "A" },
    { "half a colour", "A\x1b[1;", CP_ESHORT, "A" },
    { "nothing", "", CP_ESHORT, "" },
};

static void check_texts(cp_arena *a)
{
    for (size_t i = 0; i < sizeof greetings / sizeof *greetings; i++) {
        const struct greeting_row *r = &greetings[i];
        cp_str text = { NULL, 0 };
        cp_bytes copy = exact_copy(cp_bytes_of_str(cp_str_c(r->in)), strlen(r->in));
        is_int(cp_greeting_parse(a, r->kind, copy, &text, NULL), r->want, "%s: result", r->name);
        if (r->text)
            is_cstr(text, r->text, "%s: text", r->name);
        free((void *)(uintptr_t)copy.p);
    }
    for (size_t i = 0; i < sizeof telnets / sizeof *telnets; i++) {
        const struct telnet_row *r = &telnets[i];
        cp_str text;
        cp_bytes copy = exact_copy(cp_bytes_of_str(cp_str_c(r->in)), strlen(r->in));
        is_int(cp_telnet_parse(a, copy, &text, NULL), r->want, "Telnet, %s: result", r->name);
        is_cstr(text, r->text, "Telnet, %s: text", r->name);
        free((void *)(uintptr_t)copy.p);
    }
}

static void check_limits(cp_arena *a)
{
    uint8_t *p = cp_arena_alloc(a, CP_GREETING_BYTES_MAX + 1);
    cp_bytes in = { p, CP_GREETING_BYTES_MAX + 1 };
    cp_str text;
    memset(p, 'x', in.n);
    is_int(cp_telnet_parse(a, in, &text, NULL), CP_ELIMIT, "an endless login");
    memcpy(p, "+OK", 3);
    is_int(cp_greeting_parse(a, CP_GREETING_POP3, in, &text, NULL), CP_ELIMIT, "an endless line");
    memcpy(p, "220-\n", 5);
    is_int(cp_greeting_parse(a, CP_GREETING_REPLY, in, &text, NULL), CP_ELIMIT,
           "an endless greeting");
    memset(p, '\n', in.n);
    memcpy(p, "220-", 4);
    is_int(cp_greeting_parse(a, CP_GREETING_REPLY, in, &text, NULL), CP_ELIMIT, "too many lines");
}

/* ---- SSH */

#define COOKIE "00000000000000000000000000000000"
/* Lists "k" "h" "e" "f" "m" "n" "c" "d" "" "", no key exchange guessed, 4 bytes of padding. */
#define LISTS                                                                             \
    "00000001 6b 00000001 68 00000001 65 00000001 66 00000001 6d 00000001 6e 00000001 63" \
    "00000001 64 00000000 00000000"
#define KEXINIT "0000004b 04 14" COOKIE LISTS "00 00000000 00000000"

static const struct kex_row {
    const char *name, *hex;
    cp_rc want;
    uint64_t want_off;
} kexes[] = {
    { "ten lists", KEXINIT, CP_OK, 0 },
    { "another message", "0000000c 04 15 0000", CP_EFORMAT, 5 },
    { "no packet", "", CP_ESHORT, 0 },
    { "a packet of no bytes", "00000000", CP_EFORMAT, 0 },
    { "a packet too long", "00100000 04 14", CP_EFORMAT, 0 },
    { "a packet cut off", "0000004b 04 14" COOKIE, CP_ESHORT, 22 },
    { "more padding than packet", "00000003 ff 14 00", CP_EFORMAT, 4 },
    { "a list that reaches past the packet", "00000019 00 14" COOKIE "000000ff 6b 0000", CP_EFORMAT,
      26 },
};

static const struct ident_row {
    const char *name, *in;
    cp_rc want;
    const char *line;
} idents[] = {
    { "a line", "SSH-2.0-A_1 b\r\nrest", CP_OK, "SSH-2.0-A_1 b" },
    { "bare LF", "SSH-1.99-A\n", CP_OK, "SSH-1.99-A" },
    { "no end", "SSH-2.0-A", CP_ESHORT, NULL },
    { "two bytes", "SS", CP_ESHORT, NULL },
    { "no software", "SSH-2.0\r\n", CP_EFORMAT, NULL },
    { "empty software", "SSH-2.0-\r\n", CP_EFORMAT, NULL },
    { "no version", "SSH--A\r\n", CP_EFORMAT, NULL },
    { "something else", "SSL-2.0-A\r\n", CP_EFORMAT, NULL },
};

static void check_ssh(cp_arena *a)
{
    cp_ssh_kexinit k;
    for (size_t i = 0; i < sizeof idents / sizeof *idents; i++) {
        cp_str line = { NULL, 0 };
        size_t used;
        cp_bytes in = cp_bytes_of_str(cp_str_c(idents[i].in)), copy = exact_copy(in, in.n);
        is_int(cp_ssh_ident_parse(copy, &line, &used, NULL), idents[i].want, "%s: result",
               idents[i].name);
        if (idents[i].line)
            is_cstr(line, idents[i].line, "%s: line", idents[i].name);
        free((void *)(uintptr_t)copy.p);
    }
    for (size_t i = 0; i < sizeof kexes / sizeof *kexes; i++) {
        cp_err err = { .off_bytes = 0 };
        cp_bytes in = from_hex(a, kexes[i].hex), copy = exact_copy(in, in.n);
        is_int(cp_ssh_kexinit_parse(copy, &k, &err), kexes[i].want, "%s: result", kexes[i].name);
        is_uint(err.off_bytes, kexes[i].want_off, "%s: position", kexes[i].name);
        free((void *)(uintptr_t)copy.p);
    }
    cp_bytes full = from_hex(a, KEXINIT);
    bool is_short = true;
    for (size_t n = 0; n < full.n; n++) {
        cp_bytes copy = exact_copy(full, n);
        is_short = is_short && cp_ssh_kexinit_parse(copy, &k, NULL) == CP_ESHORT;
        free((void *)(uintptr_t)copy.p);
    }
    ok(is_short, "cut at every byte it is short");
    is_int(cp_ssh_kexinit_parse(full, &k, NULL), CP_OK, "whole");
    is_cstr(cp_ssh_hassh(a, &k, false), "2e94515022e0d8419fc0c8f486db24b0", "MD5 of k;e;m;c");
    is_cstr(cp_ssh_hassh(a, &k, true), "fc8048f72ac1d16daec633c252867861", "MD5 of k;f;n;d");
}

/* ---- conversations */

static const struct row {
    const char *name;
    uint16_t port;
    bool is_answered; /* the capture saw the connection begin */
    const char *lines[3];
    const char *want;
} rows[] = {
    { "both sides of SSH",
      22,
      false,
      { "S:SSH-2.0-A_1\r\n", "C:SSH-2.0-B_2\r\n" },
      "1 ssh.banner \"SSH-2.0-A_1\"" SERVER "2 ssh.banner \"SSH-2.0-B_2\"" CLIENT },
    { "SSH on another port",
      2222,
      false,
      { "S:SSH-2.0-A_1\r\n" },
      "1 ssh.banner \"SSH-2.0-A_1\"" SERVER },
    { "FTP in pieces",
      21,
      false,
      { "S:220-A\r\n", "S:220 B\r\n" },
      "2 ftp.banner \"A\nB\"" SERVER },
    { "mail",
      25,
      false,
      { "S:220 a.example ESMTP B\r\n", "C:STARTTLS\r\n", "S:220 2.0.0 Go\r\n" },
      "1 smtp.banner \"a.example ESMTP B\"" SERVER },
    { "POP3 from its beginning",
      110,
      true,
      { "S:+OK A <1.2@h>\r\n", "C:USER u\r\n", "S:+OK u\r\n" },
      "2 pop3.banner \"A\"" SERVER },
    { "POP3 from the middle", 110, false, { "S:+OK secret\r\n" }, "" },
    { "IMAP", 143, true, { "S:* OK A\r\n", "S:* OK more\r\n" }, "2 imap.banner \"A\"" SERVER },
    { "Telnet",
      23,
      true,
      { "S:\xff\xfd\x18", "S:A 1\r\nlogin: ", "S:root\r\nPassword: " },
      "3 telnet.banner \"A 1\nlogin:\"" SERVER },
    { "Telnet without a prompt", 23, true, { "S:Welcome back\r\n", "S:# secret\r\n" }, "" },
    { "Telnet from the middle", 23, false, { "S:login: " }, "" },
};

/* Each greeting as it stands in one segment, cut in two at every byte, and byte by byte: the same
 * is told, whoever sends it, where the capture saw the connection begin; and in the middle of one,
 * nothing of what only began like a sign. */
static const struct whole_row {
    const char *name;
    uint16_t port;
    const char *line, *want; /* with the frame's number left out */
} wholes[] = {
    { "SSH", 22, "S:SSH-2.0-A_1\r\n", " ssh.banner \"SSH-2.0-A_1\"" SERVER },
    { "SSH, the client", 22, "C:SSH-2.0-B_2\r\n", " ssh.banner \"SSH-2.0-B_2\"" CLIENT },
    { "FTP", 21, "S:220 A\r\n", " ftp.banner \"A\"" SERVER },
    { "FTP, two lines", 21, "S:220-A\r\n220 B\r\n", " ftp.banner \"A\nB\"" SERVER },
    { "mail", 25, "S:220 a.example ESMTP B\r\n", " smtp.banner \"a.example ESMTP B\"" SERVER },
    { "POP3", 110, "S:+OK A\r\n", " pop3.banner \"A\"" SERVER },
    { "IMAP", 143, "S:* OK A\r\n", " imap.banner \"A\"" SERVER },
    { "HTTP", 80, "S:HTTP/1.1 200 OK\r\nServer: A/1\r\n\r\n", " http.server \"A/1\"" SERVER },
    { "HTTP, the client", 80, "C:GET / HTTP/1.1\r\nUser-Agent: B/2\r\n\r\n",
      " http.user_agent \"B/2\"" CLIENT },
    { "a word that is none", 80, "C:HELO there\r\n", "" },
    { "a number that is none", 21, "S:221 Bye\r\n", "" },
};

/* In pieces of at most `first` bytes and then `then`; what was told of IP addresses, without
 * numbers of frames. */
static cp_str told_in_pieces(cp_arena *a, const struct whole_row *r, size_t first, size_t then,
                             uint8_t flags, bool is_ethernet)
{
    talk *k = talk_new(a, r->port, false);
    cp_bytes in = cp_bytes_of_str(cp_str_c(r->line + 2));
    k->is_ethernet = is_ethernet;
    talk_answer(k);
    k->flags = flags;
    for (size_t at = 0, n; at < in.n; at += n) {
        n = at ? then : first;
        n = n < in.n - at ? n : in.n - at;
        cp_bytes copy = exact_copy((cp_bytes){ in.p + at, n }, n);
        talk_say(k, r->line[0] == 'S', copy);
        free((void *)(uintptr_t)copy.p);
    }
    cp_str all = talk_end(k), line;
    cp_buf b = cp_buf_new(a);
    is_uint(k->src.records_bad, 0, "%s: no fault", r->name);
    while (cp_str_cut_line(&all, &line)) {
        while (line.n && line.p[0] >= '0' && line.p[0] <= '9')
            line = cp_str_from(line, 1);
        if (!cp_str_starts(line, CP_STR(" eth.src")) && !cp_str_starts(line, CP_STR(" tcp.syn")))
            cp_buf_fmt(&b, "%.*s\n", CP_FMT(line));
    }
    return cp_buf_str(&b);
}

static void check_pieces(cp_arena *a, bool is_ethernet)
{
    for (size_t i = 0; i < sizeof wholes / sizeof *wholes; i++) {
        const struct whole_row *r = &wholes[i];
        size_t n_bytes = strlen(r->line + 2), n_same = 0;
        is_cstr(told_in_pieces(a, r, n_bytes, 1, 0x18, is_ethernet), r->want, "%s: whole", r->name);
        for (size_t n = 1; n < n_bytes; n++)
            n_same += cp_str_eq(told_in_pieces(a, r, n, n_bytes, n & 1 ? 0x18 : 0x10, is_ethernet),
                                cp_str_c(r->want));
        is_uint(n_same, n_bytes - 1, "%s: cut at every byte", r->name);
        is_cstr(told_in_pieces(a, r, 1, 1, 0x18, is_ethernet), r->want, "%s: byte by byte",
                r->name);
        is_cstr(told_in_pieces(a, r, 1, 1, 0x10, is_ethernet), r->want,
                "%s: byte by byte, not pushed", r->name);
    }
    talk *k = talk_new(a, 22, false);
    talk_line(k, "S:S");
    talk_line(k, "S:SH-2.0-A_1\r\n");
    is_cstr(talk_end(k), "", "in the middle of a connection one byte is no sign");
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    check_texts(a);
    check_pieces(a, false);
    check_pieces(a, true);
    check_limits(a);
    check_ssh(a);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        talk *k = talk_new(a, rows[i].port, false);
        if (rows[i].is_answered)
            talk_answer(k);
        for (size_t l = 0; l < 3 && rows[i].lines[l]; l++)
            talk_line(k, rows[i].lines[l]);
        is_cstr(talk_end(k), rows[i].want, "%s", rows[i].name);
        is_uint(k->src.records_bad, 0, "%s: no fault", rows[i].name);
    }
    cp_arena_free(a);
    return tap_done();
}
