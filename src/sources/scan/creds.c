/* SPDX-License-Identifier: Apache-2.0 */
/* creds.c - see creds.h. */
#include "sources/scan/creds.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include "codec/yaml.h"

static const char *const auths[] = { "SHA", "SHA-224", "SHA-256", "SHA-384", "SHA-512", NULL };
static const char *const privs[] = { "AES", "AES-192", "AES-256", NULL };
static const char *const keys[] = { "community",     "user", "auth",
                                    "auth_password", "priv", "context",
                                    "priv_password", "for",  NULL };

static bool is_among(const char *const *v, cp_str s)
{
    for (; *v; v++)
        if (cp_str_eq(s, cp_str_c(*v)))
            return true;
    return false;
}

static cp_rc check_keys(const cp_tree *t, cp_err *err)
{
    if (t->kind != CP_TREE_MAP)
        return cp_fail_line(err, CP_EUSAGE, t->line,
                            "a credential is a mapping: community: ..., or user: ...");
    for (uint32_t i = 0; i < t->n; i++)
        if (!is_among(keys, t->keys[i])) /* not quoted: it may be a secret without its key */
            return cp_fail_line(err, CP_EUSAGE, t->items[i]->line,
                                "this is no key of a credential; there are community, user, auth, "
                                "auth_password, priv, priv_password, context and for");
    return CP_OK;
}

static cp_rc text_of(cp_arena *a, const cp_tree *t, const char *key, cp_str *out, cp_err *err)
{
    const cp_tree *x = cp_tree_get(t, cp_str_c(key));
    *out = cp_str_dup(a, cp_tree_text(x));
    if (x && (x->kind == CP_TREE_SEQ || x->kind == CP_TREE_MAP))
        return cp_fail_line(err, CP_EUSAGE, x->line, "%s is one text", key);
    if (out->n > CP_CRED_TEXT_MAX || cp_str_find_char(*out, '\0') >= 0)
        return cp_fail_line(err, CP_EUSAGE, x->line, "%s is longer than %d bytes, or has a NUL",
                            key, CP_CRED_TEXT_MAX);
    return CP_OK;
}

/* Where it may be used. */
static cp_rc where(cp_arena *a, const cp_tree *x, cp_ranges *out, cp_err *err)
{
    if (x && x->kind != CP_TREE_SEQ)
        return cp_fail_line(err, CP_EUSAGE, x->line, "for is a list of prefixes");
    for (uint32_t i = 0; x && i < x->n; i++) {
        cp_range r;
        bool is_range;
        cp_rc rc = cp_range_parse(a, cp_tree_text(x->items[i]), false, &is_range, &r, err);
        if (rc == CP_OK && !is_range)
            rc = cp_fail(err, CP_EUSAGE, CP_NO_OFF, "for holds what is no address or prefix");
        if (rc != CP_OK) {
            cp_err_at_line(err, x->items[i]->line);
            return rc;
        }
        cp_ranges_add(a, out, r);
    }
    cp_ranges_settle(out);
    return CP_OK;
}

static cp_rc check_secret(const cp_tree *t, const char *what, cp_str protocol,
                          const char *const *known, cp_str password, cp_err *err)
{
    if ((protocol.n == 0) != (password.n == 0))
        return cp_fail_line(err, CP_EUSAGE, t->line, "%s and %s_password belong together", what,
                            what);
    if (protocol.n && !is_among(known, protocol))
        return cp_fail_line(err, CP_EUSAGE, t->line,
                            known == auths ? "auth is none of SHA, SHA-224, SHA-256, SHA-384, "
                                             "SHA-512"
                                           : "priv is none of AES, AES-192, AES-256");
    if (protocol.n && password.n < CP_CRED_PASSWORD_MIN)
        return cp_fail_line(err, CP_EUSAGE, t->line,
                            "%s_password has fewer than %d characters (RFC 3414)", what,
                            CP_CRED_PASSWORD_MIN);
    return CP_OK;
}

static cp_rc check(const cp_tree *t, const cp_cred *c, cp_err *err)
{
    if ((c->community.n > 0) == (c->user.n > 0))
        return cp_fail_line(err, CP_EUSAGE, t->line,
                            "a credential has a community (v2c) or a user (v3)");
    if (!c->is_v3 && (c->auth.n || c->priv.n || c->context.n))
        return cp_fail_line(err, CP_EUSAGE, t->line, "a community has no auth, priv or context");
    if (c->priv.n && !c->auth.n)
        return cp_fail_line(err, CP_EUSAGE, t->line, "priv needs auth");
    cp_rc rc = check_secret(t, "auth", c->auth, auths, c->auth_password, err);
    return rc == CP_OK ? check_secret(t, "priv", c->priv, privs, c->priv_password, err) : rc;
}

static cp_rc read_one(cp_arena *a, const cp_tree *t, uint32_t number, cp_cred *c, cp_err *err)
{
    const struct {
        const char *key;
        cp_str *to;
    } texts[] = {
        { "community", &c->community },         { "user", &c->user }, { "auth", &c->auth },
        { "auth_password", &c->auth_password }, { "priv", &c->priv }, { "context", &c->context },
        { "priv_password", &c->priv_password }
    };
    cp_rc rc = check_keys(t, err);
    for (size_t i = 0; rc == CP_OK && i < sizeof texts / sizeof *texts; i++)
        rc = text_of(a, t, texts[i].key, texts[i].to, err);
    if (rc == CP_OK)
        rc = where(a, cp_tree_get(t, CP_STR("for")), &c->only, err);
    c->is_v3 = c->user.n > 0;
    c->label = c->is_v3 ? cp_str_fmt(a, "user %.*s", CP_FMT(c->user))
                        : cp_str_fmt(a, "community %u", number);
    return rc == CP_OK ? check(t, c, err) : rc;
}

cp_rc cp_creds_parse(cp_arena *a, cp_bytes yaml, cp_creds *out, cp_err *err)
{
    const cp_tree *t;
    cp_rc rc = cp_yaml_parse(a, yaml, &t, err);
    if (rc != CP_OK) /* what the parser says might quote a secret */
        return cp_fail_line(err, CP_EUSAGE, err ? err->line : 0, "this is no YAML");
    if (t->kind != CP_TREE_SEQ || t->n == 0)
        return cp_fail_line(err, CP_EUSAGE, t->line,
                            "credentials are a list: - community: ..., - user: ...");
    if (t->n > CP_CREDS_MAX)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "more than %d credentials", CP_CREDS_MAX);
    cp_cred *v = CP_NEW_ARRAY(a, cp_cred, t->n);
    for (uint32_t i = 0; rc == CP_OK && i < t->n; i++)
        rc = read_one(a, t->items[i], i + 1, &v[i], err);
    if (rc == CP_OK)
        *out = (cp_creds){ v, t->n };
    return rc;
}

static cp_rc read_private(cp_arena *a, int fd, cp_bytes *out, cp_err *err)
{
    struct stat st;
    uint8_t *p = cp_arena_alloc(a, CP_CREDS_BYTES_MAX + 1);
    size_t n = 0;
    ssize_t got = 1;
    if (fstat(fd, &st) != 0)
        return cp_fail_errno(err, errno, "cannot look at the credentials");
    if (!S_ISREG(st.st_mode))
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "credentials are a file, this is something else");
    if (st.st_mode & (S_IRWXG | S_IRWXO))
        return cp_fail(err, CP_EPERM, CP_NO_OFF,
                       "others than its owner may use this file (mode %03o); credentials are not "
                       "read from such a one: chmod 600",
                       (unsigned)st.st_mode & 0777u);
    while (n <= CP_CREDS_BYTES_MAX && (got = read(fd, p + n, CP_CREDS_BYTES_MAX + 1 - n)) > 0)
        n += (size_t)got;
    if (got < 0)
        return cp_fail_errno(err, errno, "cannot read the credentials");
    if (n > CP_CREDS_BYTES_MAX)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "credentials of more than %d bytes",
                       CP_CREDS_BYTES_MAX);
    *out = (cp_bytes){ p, n };
    return CP_OK;
}

cp_rc cp_creds_load(cp_arena *a, cp_str path, cp_creds *out, cp_err *err)
{
    cp_bytes yaml;
    cp_rc rc;
    int fd = open(cp_str_dup(a, path).p, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (fd < 0) {
        rc = cp_fail_errno(err, errno, "cannot open the credentials");
    } else {
        rc = read_private(a, fd, &yaml, err);
        (void)close(fd);
    }
    if (rc == CP_OK)
        rc = cp_creds_parse(a, yaml, out, err);
    cp_err_in_file(rc == CP_OK ? NULL : err, path.p, path.n);
    return rc;
}

cp_rc cp_creds_of_community(cp_arena *a, cp_str community, cp_creds *out, cp_err *err)
{
    if (community.n == 0 || community.n > CP_CRED_TEXT_MAX)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "a community has 1 to %d bytes",
                       CP_CRED_TEXT_MAX);
    cp_cred *c = CP_NEW(a, cp_cred);
    c->label = CP_STR("the community of the environment");
    c->community = cp_str_dup(a, community);
    *out = (cp_creds){ c, 1 };
    return CP_OK;
}
