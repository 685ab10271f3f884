/* SPDX-License-Identifier: Apache-2.0 */
/* tell_login.c - what those say first whom one logs in to, as observations: SSH, FTP, mail, Telnet.
 * A greeting is about its sender. Of SSH both sides say what they are. */
#include "sources/app/greeting.h"
#include "sources/app/ssh.h"
#include "sources/pcap/facts.h"

/* ---- SSH */

static cp_take take_ssh(cp_capture *c, const cp_msg *m, cp_rc *rc, cp_err *err)
{
    cp_telling t = { c, err, CP_OK };
    cp_subject s = { .n = 0 };
    cp_str line;
    cp_ssh_kexinit k;
    size_t used;
    cp_rc parsed = cp_ssh_ident_parse(m->bytes, &line, &used, NULL);
    if (parsed != CP_OK)
        return parsed == CP_ESHORT ? CP_TAKE_MORE : CP_TAKE_NOT;
    cp_msg_sender(c, m, &s);
    cp_tell_text(&t, &s, CP_KIND_SSH_BANNER, cp_bytes_of_str(line));
    parsed = cp_ssh_kexinit_parse((cp_bytes){ m->bytes.p + used, m->bytes.n - used }, &k, NULL);
    bool is_server = m->src_port < m->dst_port; /* clients get high ports */
    if (parsed == CP_OK)
        cp_tell(&t, &s, is_server ? CP_KIND_SSH_HASSH_SERVER : CP_KIND_SSH_HASSH,
                cp_ssh_hassh(cp_capture_scratch(c), &k, is_server));
    *rc = t.rc;
    return parsed == CP_ESHORT ? CP_TAKE_MORE : CP_TAKE_DONE;
}

const cp_tcp_proto cp_tcp_ssh = { "SSH", take_ssh, false };

/* ---- FTP and mail */

/* What follows a client's STARTTLS has the code of a greeting too (RFC 3207, 4); what says so in
 * the words of the standard, or with a code that greetings do not have (RFC 2034, 3), is none. */
static bool is_starttls(cp_str text)
{
    return cp_str_starts(text, CP_STR("2.0.0 ")) ||
           cp_str_starts_nocase(text, CP_STR("Ready to start TLS")) ||
           cp_str_starts_nocase(text, CP_STR("Go ahead"));
}

static cp_take take_greeting(cp_capture *c, const cp_msg *m, cp_greeting form, cp_kind kind,
                             cp_rc *rc, cp_err *err)
{
    cp_telling t = { c, err, CP_OK };
    cp_subject s = { .n = 0 };
    cp_str text;
    cp_rc parsed = cp_greeting_parse(cp_capture_scratch(c), form, m->bytes, &text, NULL);
    if (parsed != CP_OK)
        return parsed == CP_ESHORT ? CP_TAKE_MORE : CP_TAKE_NOT;
    if (form == CP_GREETING_REPLY && is_starttls(text))
        return CP_TAKE_DONE;
    cp_msg_sender(c, m, &s);
    cp_tell(&t, &s, kind, text);
    *rc = t.rc;
    return CP_TAKE_DONE;
}

static cp_take take_ftp(cp_capture *c, const cp_msg *m, cp_rc *rc, cp_err *err)
{
    return take_greeting(c, m, CP_GREETING_REPLY, CP_KIND_FTP_BANNER, rc, err);
}

static cp_take take_smtp(cp_capture *c, const cp_msg *m, cp_rc *rc, cp_err *err)
{
    return take_greeting(c, m, CP_GREETING_REPLY, CP_KIND_SMTP_BANNER, rc, err);
}

static cp_take take_pop3(cp_capture *c, const cp_msg *m, cp_rc *rc, cp_err *err)
{
    return take_greeting(c, m, CP_GREETING_POP3, CP_KIND_POP3_BANNER, rc, err);
}

static cp_take take_imap(cp_capture *c, const cp_msg *m, cp_rc *rc, cp_err *err)
{
    return take_greeting(c, m, CP_GREETING_IMAP, CP_KIND_IMAP_BANNER, rc, err);
}

const cp_tcp_proto cp_tcp_ftp = { "FTP", take_ftp, false };
const cp_tcp_proto cp_tcp_smtp = { "SMTP", take_smtp, false };
const cp_tcp_proto cp_tcp_pop3 = { "POP3", take_pop3, true }; /* all its answers begin so */
const cp_tcp_proto cp_tcp_imap = { "IMAP", take_imap, true };

/* ---- Telnet */

/* Without a prompt it may be anything that somebody sees who logged in: not told. */
static cp_take take_telnet(cp_capture *c, const cp_msg *m, cp_rc *rc, cp_err *err)
{
    cp_telling t = { c, err, CP_OK };
    cp_subject s = { .n = 0 };
    cp_str text;
    cp_rc parsed = cp_telnet_parse(cp_capture_scratch(c), m->bytes, &text, NULL);
    if (parsed != CP_OK)
        return parsed == CP_ESHORT ? CP_TAKE_MORE : CP_TAKE_NOT;
    cp_msg_sender(c, m, &s);
    cp_tell(&t, &s, CP_KIND_TELNET_BANNER, text);
    *rc = t.rc;
    return CP_TAKE_DONE;
}

const cp_tcp_proto cp_tcp_telnet = { "Telnet", take_telnet, true };
