/* SPDX-License-Identifier: Apache-2.0 */
/* config.c - see config.h. */
#include "cli/config.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include "codec/yaml.h"

enum { CONFIG_BYTES_MAX = 1024 * 1024 };

typedef struct config_file {
    cp_str path;
    const cp_tree *tree;
} config_file;

typedef CP_VEC(config_file) file_list;

/* CP_OK if a command has this setting. */
static cp_rc check_setting(cp_str name, uint64_t line, cp_err *err)
{
    const char *near = NULL;
    size_t near_distance = 3;
    const cp_opt *o;
    for (const cp_command *c = cp_commands; c->name; c++)
        for (cp_opt_iter it = { 0 }; (o = cp_opt_next(c, &it));) {
            size_t d = o->is_setting ? cp_str_distance(name, cp_str_c(o->name)) : near_distance;
            if (d == 0)
                return CP_OK;
            if (d < near_distance) {
                near = o->name;
                near_distance = d;
            }
        }
    return cp_fail_line(err, CP_EUSAGE, line, "there is no setting \"%.*s\"; %s%s%s", CP_FMT(name),
                        near ? "did you mean \"" : "`cleanpath doctor --config` lists them",
                        near ? near : "", near ? "\"?" : "");
}

/* The whole of a small file; .p NULL if there is none. One that is there and cannot be read is an
 * error: it may say which rules to judge by. (Of a folder that may not be looked into it is not
 * known whether it holds one.) */
static cp_rc read_small(cp_arena *a, const char *path, cp_bytes *out, cp_err *err)
{
    struct stat st;
    *out = (cp_bytes){ NULL, 0 };
    if (stat(path, &st) != 0)
        return CP_OK;
    if (!S_ISREG(st.st_mode))
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "settings are a file, this is something else");
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return cp_fail_errno(err, errno, "cannot open the settings");
    size_t n = 0, cap = (size_t)(st.st_size < CONFIG_BYTES_MAX ? st.st_size : CONFIG_BYTES_MAX) + 1;
    uint8_t *p = cp_arena_alloc(a, cap);
    ssize_t r = 1;
    while (n < cap && (r = read(fd, p + n, cap - n)) > 0)
        n += (size_t)r;
    int bad = r < 0 ? errno : 0;
    (void)close(fd);
    if (bad)
        return cp_fail_errno(err, bad, "cannot read the settings");
    if (n > CONFIG_BYTES_MAX)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "settings of more than %d bytes",
                       CONFIG_BYTES_MAX);
    *out = (cp_bytes){ p, n };
    return CP_OK;
}

static cp_rc load(cp_arena *a, cp_str path, file_list *files, cp_err *err)
{
    cp_bytes bytes;
    const cp_tree *tree = NULL;
    cp_rc rc = read_small(a, path.p, &bytes, err);
    if (rc == CP_OK && bytes.p)
        rc = cp_yaml_parse(a, bytes, &tree, err);
    if (rc == CP_OK && tree && tree->kind != CP_TREE_MAP && tree->kind != CP_TREE_NULL)
        rc = cp_fail_line(err, CP_EFORMAT, tree->line, "settings are a mapping of NAME: VALUE");
    for (uint32_t i = 0; rc == CP_OK && tree && i < tree->n; i++)
        rc = check_setting(tree->keys[i], tree->items[i]->line, err);
    cp_err_in_file(rc == CP_OK ? NULL : err, path.p, path.n);
    if (rc == CP_OK && tree)
        cp_vec_push(a, files, ((config_file){ path, tree }));
    return rc == CP_OK ? CP_OK : CP_EUSAGE; /* wrong settings are wrong usage */
}

static cp_rc load_all(cp_arena *a, file_list *files, cp_err *err)
{
    const char *xdg = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
    cp_rc rc = load(a, CP_STR("cleanpath.yaml"), files, err);
    if (rc == CP_OK && xdg && *xdg)
        rc = load(a, cp_str_fmt(a, "%s/cleanpath/cleanpath.yaml", xdg), files, err);
    else if (rc == CP_OK && home && *home)
        rc = load(a, cp_str_fmt(a, "%s/.config/cleanpath/cleanpath.yaml", home), files, err);
    return rc == CP_OK ? load(a, CP_STR("/etc/cleanpath/cleanpath.yaml"), files, err) : rc;
}

/* as-of -> CLEANPATH_AS_OF */
static const char *environment(cp_arena *a, const char *name)
{
    cp_str s = cp_str_fmt(a, "CLEANPATH_%s", name);
    char *p = (char *)s.p;
    for (size_t i = 10; i < s.n; i++)
        p[i] = (char)(p[i] == '-' ? '_' : p[i] >= 'a' && p[i] <= 'z' ? p[i] - 32 : p[i]);
    return p;
}

static cp_rc set_from_tree(cp_arena *a, const cp_opt *o, const cp_tree *t, cp_opts *opts,
                           cp_err *err)
{
    if (t->kind != CP_TREE_SEQ)
        return cp_option_set(a, o, cp_tree_text(t), opts, err);
    cp_rc rc = o->type == CP_OPT_LIST || o->type == CP_OPT_EACH
                   ? CP_OK
                   : cp_fail_line(err, CP_EUSAGE, t->line, "%s takes one value", o->name);
    for (uint32_t i = 0; rc == CP_OK && i < t->n; i++)
        rc = cp_option_set(a, o, cp_tree_text(t->items[i]), opts, err);
    return rc;
}

/* `format: csv` is a setting of some commands and none of others, which then go by their default: a
 * line of the settings must not break a command that it is not about. */
static bool is_for_others(const cp_opt *o, cp_str value)
{
    if (cp_option_allows(o, value))
        return false;
    for (const cp_command *c = cp_commands; c->name; c++) {
        const cp_opt *other = cp_option_by_name(c, cp_str_c(o->name));
        if (other && other->is_setting && cp_option_allows(other, value))
            return true;
    }
    return false;
}

/* The first place that names the setting. */
static cp_rc find_value(cp_arena *a, const cp_opt *o, const file_list *files, cp_opts *opts,
                        cp_str *origin, cp_err *err)
{
    const char *name = environment(a, o->name), *value = getenv(name);
    if (value && *value) {
        if (is_for_others(o, cp_str_c(value)))
            return CP_OK;
        *origin = cp_str_c(name);
        cp_rc rc = cp_option_set(a, o, cp_str_c(value), opts, err);
        cp_err_in_file(rc == CP_OK ? NULL : err, origin->p, origin->n);
        return rc;
    }
    for (uint32_t i = 0; i < files->n; i++) {
        const cp_tree *t = cp_tree_get(files->v[i].tree, cp_str_c(o->name));
        if (!t)
            continue;
        if (t->kind != CP_TREE_SEQ && is_for_others(o, cp_tree_text(t)))
            return CP_OK;
        *origin = cp_str_fmt(a, "%.*s:%llu", CP_FMT(files->v[i].path), (unsigned long long)t->line);
        cp_rc rc = set_from_tree(a, o, t, opts, err);
        if (rc != CP_OK)
            cp_err_in_file(err, files->v[i].path.p, files->v[i].path.n);
        return rc;
    }
    return CP_OK;
}

/* "http://USER:***@HOST": what is shown may be passed on. */
static cp_str without_password(cp_arena *a, cp_str url)
{
    ptrdiff_t scheme = cp_str_find(url, CP_STR("://")), end, colon, at = -1;
    if (scheme < 0)
        return url;
    cp_str host = cp_str_from(url, (size_t)scheme + 3);
    end = cp_str_find_char(host, '/');
    host = end < 0 ? host : cp_str_slice(host, 0, (size_t)end);
    for (size_t i = host.n; i-- > 0 && at < 0;)
        at = host.p[i] == '@' ? (ptrdiff_t)i : -1;
    colon = at < 0 ? -1 : cp_str_find_char(cp_str_slice(host, 0, (size_t)at), ':');
    size_t from = (size_t)scheme + 3;
    return colon < 0 ? url
                     : cp_str_fmt(a, "%.*s***%.*s",
                                  CP_FMT(cp_str_slice(url, 0, from + (size_t)colon + 1)),
                                  CP_FMT(cp_str_from(url, from + (size_t)at)));
}

static cp_str shown(cp_arena *a, const cp_opt *o, const cp_opts *opts)
{
    const void *at = (const char *)opts + o->offset;
    cp_buf b = cp_buf_new(a);
    switch (o->type) {
    case CP_OPT_FLAG: return *(const bool *)at ? CP_STR("yes") : CP_STR("no");
    case CP_OPT_TEXT: return *(const cp_str *)at;
    case CP_OPT_SHARE: return cp_str_fmt(a, "%g", *(const double *)at);
    case CP_OPT_NUMBER: return cp_str_fmt(a, "%llu", (unsigned long long)*(const uint64_t *)at);
    case CP_OPT_LIST:
    case CP_OPT_EACH: break;
    }
    const struct {
        cp_str *v;
        uint32_t n;
    } *list = at;
    for (uint32_t i = 0; i < list->n; i++)
        cp_buf_fmt(&b, "%s%.*s", i ? "," : "", CP_FMT(without_password(a, list->v[i])));
    return cp_buf_str(&b);
}

typedef CP_VEC(cp_setting) setting_list;

static bool is_listed(const setting_list *v, const char *name)
{
    for (uint32_t i = 0; i < v->n; i++)
        if (cp_str_eq(cp_str_c(v->v[i].name), cp_str_c(name)))
            return true;
    return false;
}

/* The settings of the other commands, for `doctor --config`; they land in a copy that nobody
 * uses. */
static cp_rc list_others(cp_arena *a, const file_list *files, cp_opts scratch, setting_list *v,
                         cp_err *err)
{
    const cp_opt *o;
    cp_rc rc = CP_OK;
    for (const cp_command *c = cp_commands; rc == CP_OK && c->name; c++)
        for (cp_opt_iter it = { 0 }; rc == CP_OK && (o = cp_opt_next(c, &it));) {
            cp_str origin = CP_STR("built in");
            if (!o->is_setting || is_listed(v, o->name))
                continue;
            rc = find_value(a, o, files, &scratch, &origin, err);
            cp_vec_push(a, v, ((cp_setting){ o->name, shown(a, o, &scratch), origin }));
        }
    return rc;
}

cp_rc cp_config_apply(cp_arena *a, const cp_command *cmd, const bool given[CP_CMD_OPTIONS_MAX],
                      cp_opts *opts, const cp_setting **settings, uint32_t *n_settings, cp_err *err)
{
    file_list files = { 0 };
    setting_list v = { 0 };
    const cp_opt *o;
    uint32_t i = 0;
    cp_opts untouched = *opts;
    cp_rc rc = load_all(a, &files, err);
    for (cp_opt_iter it = { 0 }; rc == CP_OK && (o = cp_opt_next(cmd, &it)); i++) {
        cp_str origin = given[i] ? CP_STR("command line") : CP_STR("built in");
        if (!given[i] && o->is_setting)
            rc = find_value(a, o, &files, opts, &origin, err);
        if (o->is_setting)
            cp_vec_push(a, &v, ((cp_setting){ o->name, shown(a, o, opts), origin }));
        if (cp_str_eq(cp_str_c(o->name), CP_STR("case")))
            opts->has_case = !cp_str_eq(origin, CP_STR("built in"));
        if (cp_str_eq(cp_str_c(o->name), CP_STR("clickhouse")))
            opts->is_clickhouse_typed = given[i];
    }
    if (rc == CP_OK && opts->show_config)
        rc = list_others(a, &files, untouched, &v, err);
    *settings = v.v;
    *n_settings = v.n;
    return rc;
}
