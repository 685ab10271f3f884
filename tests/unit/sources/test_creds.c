/* SPDX-License-Identifier: Apache-2.0 */
/* test_creds.c - files of credentials, and that no message tells a secret. */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include "sources/scan/creds.h"
#include "tap.h"

#define SECRET "hunter2hunter2"

static const struct row {
    const char *name, *in, *want; /* labels with their parts, or a part of the message */
    cp_rc rc;
    uint64_t line;
} rows[] = {
    { "a community", "- community: " SECRET "\n", "community 1;", CP_OK, 0 },
    { "a user without anything", "- user: monitor\n", "user monitor;", CP_OK, 0 },
    { "a user with all",
      "- community: x\n- {user: audit, auth: SHA-256, auth_password: " SECRET
      ", priv: AES-256, priv_password: " SECRET ", context: lab}\n",
      "community 1;user audit SHA-256 AES-256 lab;", CP_OK, 0 },
    { "only somewhere", "- community: x\n  for: [192.0.2.0/24, 2001:db8::1]\n",
      "community 1 192.0.2.0;", CP_OK, 0 },
    { "a number is a text", "- community: 12\n", "community 1;", CP_OK, 0 },
    { "nothing", "", "credentials are a list", CP_EUSAGE, 0 },
    { "a mapping", "community: " SECRET "\n", "credentials are a list", CP_EUSAGE, 1 },
    { "no mapping", "- " SECRET "\n", "a credential is a mapping", CP_EUSAGE, 1 },
    { "an unknown key, which may be the secret", "- community: x\n- " SECRET ": y\n", "no key of",
      CP_EUSAGE, 2 },
    { "neither", "- for: [192.0.2.0/24]\n", "a community (v2c) or a user", CP_EUSAGE, 1 },
    { "both", "- {community: x, user: y}\n", "a community (v2c) or a user", CP_EUSAGE, 1 },
    { "empty", "- community: \"\"\n", "a community (v2c) or a user", CP_EUSAGE, 1 },
    { "a community with auth", "- {community: x, auth: SHA, auth_password: " SECRET "}\n",
      "has no auth", CP_EUSAGE, 1 },
    { "auth without a password", "- {user: x, auth: SHA}\n", "belong together", CP_EUSAGE, 1 },
    { "a password without auth", "- {user: x, auth_password: " SECRET "}\n", "belong together",
      CP_EUSAGE, 1 },
    { "priv without auth", "- {user: x, priv: AES, priv_password: " SECRET "}\n", "priv needs auth",
      CP_EUSAGE, 1 },
    { "MD5", "- {user: x, auth: MD5, auth_password: " SECRET "}\n", "auth is none of", CP_EUSAGE,
      1 },
    { "DES",
      "- {user: x, auth: SHA, auth_password: " SECRET ", priv: DES, priv_password: " SECRET "}\n",
      "priv is none of", CP_EUSAGE, 1 },
    { "a short password", "- {user: x, auth: SHA, auth_password: hunter2}\n",
      "fewer than 8 characters", CP_EUSAGE, 1 },
    { "a list of communities", "- community: [" SECRET "]\n", "community is one text", CP_EUSAGE,
      1 },
    { "no prefix", "- community: x\n  for: [" SECRET "]\n", "no address or prefix", CP_EUSAGE, 2 },
    { "one prefix", "- community: x\n  for: 192.0.2.0/24\n", "for is a list", CP_EUSAGE, 2 },
    { "no YAML", "- community: \"" SECRET "\n", "no YAML", CP_EUSAGE, 0 },
    { "the same key twice", "- community: a\n  community: " SECRET "\n", "no YAML", CP_EUSAGE, 2 },
};

static cp_str shown(cp_arena *a, const cp_creds *c)
{
    cp_buf b = cp_buf_new(a);
    for (uint32_t i = 0; i < c->n; i++) {
        const cp_cred *x = &c->v[i];
        const cp_str parts[] = { x->label, x->auth, x->priv, x->context };
        for (size_t k = 0; k < 4; k++)
            cp_buf_fmt(&b, "%s%.*s", k && parts[k].n ? " " : "", CP_FMT(parts[k]));
        if (x->only.v.n)
            cp_buf_fmt(&b, " %.*s", CP_FMT(cp_ip_text(a, x->only.v.v[0].first)));
        cp_buf_char(&b, ';');
    }
    return cp_buf_str(&b);
}

static void check_row(const struct row *r)
{
    cp_arena *a = cp_arena_new(0);
    cp_creds c = { NULL, 0 };
    cp_err err = { .rc = CP_OK };
    cp_rc rc = cp_creds_parse(a, cp_bytes_of_str(cp_str_c(r->in)), &c, &err);
    is_uint(rc, r->rc, "%s", r->name);
    if (rc == CP_OK) {
        is_cstr(shown(a, &c), r->want, "%s: what it is", r->name);
    } else {
        ok(strstr(err.msg, r->want) != NULL, "%s: %s", r->name, err.msg);
        ok(!strstr(err.msg, "hunter2"), "%s: the secret is not told", r->name);
        ok(r->line == 0 || err.line == r->line, "%s: line %u", r->name, (unsigned)err.line);
    }
    cp_arena_free(a);
}

static const struct mode_row {
    mode_t mode;
    cp_rc rc;
} mode_rows[] = { { 0600, CP_OK },    { 0400, CP_OK },    { 0700, CP_OK },   { 0640, CP_EPERM },
                  { 0604, CP_EPERM }, { 0620, CP_EPERM }, { 0601, CP_EPERM } };

static void check_modes(void)
{
    char path[] = "/tmp/cleanpath-creds-XXXXXX";
    int fd = mkstemp(path);
    ok(fd >= 0 && write(fd, "- community: x\n", 15) == 15, "a file");
    for (size_t i = 0; i < sizeof mode_rows / sizeof *mode_rows; i++) {
        cp_arena *a = cp_arena_new(0);
        cp_creds c;
        cp_err err = { .rc = CP_OK };
        (void)fchmod(fd, mode_rows[i].mode);
        is_uint(cp_creds_load(a, cp_str_c(path), &c, &err), mode_rows[i].rc, "mode %03o",
                (unsigned)mode_rows[i].mode);
        cp_arena_free(a);
    }
    (void)close(fd);
    (void)unlink(path);
    cp_arena *a = cp_arena_new(0);
    cp_creds c;
    cp_err err;
    is_uint(cp_creds_load(a, cp_str_c(path), &c, &err), CP_ENOENT, "no file");
    is_uint(cp_creds_load(a, CP_STR("/tmp"), &c, &err), CP_EUSAGE, "a folder");
    is_uint(cp_creds_load(a, CP_STR("/dev/null"), &c, &err), CP_EUSAGE, "a device");
    cp_arena_free(a);
}

int main(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(&rows[i]);
    check_modes();
    return tap_done();
}
