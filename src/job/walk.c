/* SPDX-License-Identifier: Apache-2.0 */
/* walk.c - see walk.h. */
#include "job/walk.h"
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { WALK_DEPTH_MAX = 32 };

typedef struct walk {
    cp_arena *a;
    CP_VEC(cp_found_file) files;
    uint32_t files_max;
    cp_map seen; /* device and number of each file */
    bool has_stdin;
    uint64_t n_looked; /* at what folders hold, besides folders */
} walk;

static int by_name(const void *x, const void *y)
{
    return cp_str_cmp(*(const cp_str *)x, *(const cp_str *)y);
}

/* st: of a regular file; NULL otherwise. */
static cp_rc add(walk *w, cp_str path, bool from_folder, const char *fault, const struct stat *st,
                 cp_err *err)
{
    uint64_t bytes = st && st->st_size > 0 ? (uint64_t)st->st_size : 0;
    if (w->files.n == w->files_max)
        return cp_fail(err, CP_ELIMIT, CP_NO_OFF, "more than %u files: name a smaller folder",
                       w->files_max);
    cp_vec_push(w->a, &w->files, ((cp_found_file){ path, from_folder, fault, bytes }));
    return CP_OK;
}

/* The same file by another way (`evidence/ evidence/a.pcap`) would be read twice for nothing. What
 * is equal only in content is found when it has been read. */
static bool is_new(walk *w, const struct stat *st)
{
    struct {
        uint64_t device, number;
    } key = { st->st_dev, st->st_ino };
    bool added;
    cp_bytes own = cp_bytes_dup(w->a, (cp_bytes){ (const uint8_t *)&key, sizeof key });
    (void)cp_map_put(w->a, &w->seen, cp_str_of_bytes(own), &added);
    return added;
}

/* The names in a folder, sorted: readdir's order is the file system's, and answers must not depend
 * on it. False: it cannot be opened. */
static bool list(walk *w, cp_str path, cp_str **names, uint32_t *n)
{
    CP_VEC(cp_str) v = { 0 };
    DIR *d = opendir(path.p);
    if (!d)
        return false;
    for (struct dirent *e; (e = readdir(d));)
        if (e->d_name[0] != '.')
            cp_vec_push(w->a, &v, cp_str_dup(w->a, cp_str_c(e->d_name)));
    (void)closedir(d);
    if (v.n)
        qsort(v.v, v.n, sizeof *v.v, by_name);
    *names = v.v;
    *n = v.n;
    return true;
}

static cp_rc walk_folder(walk *w, cp_str path, uint32_t depth, cp_err *err);

static cp_rc walk_child(walk *w, cp_str child, uint32_t depth, cp_err *err)
{
    struct stat st, at;
    w->n_looked++;
    if (lstat(child.p, &st) != 0)
        return errno == ENOENT ? CP_OK /* it went away between listing and looking */
                               : add(w, child, false, NULL, NULL, err) /* opening it tells why */;
    bool is_link = S_ISLNK(st.st_mode);
    if (is_link && stat(child.p, &at) == 0)
        st = at;
    if (S_ISDIR(st.st_mode) && is_link)
        return add(w, child, true, "a link to a folder is not followed", NULL, err);
    if (S_ISDIR(st.st_mode)) {
        w->n_looked--; /* what is in it counts */
        return walk_folder(w, child, depth + 1, err);
    }
    if (S_ISLNK(st.st_mode))
        return add(w, child, true, "a link to nothing", NULL, err);
    if (!S_ISREG(st.st_mode))
        return add(w, child, true, "neither a file nor a folder", NULL, err);
    return is_new(w, &st) ? add(w, child, true, NULL, &st, err) : CP_OK;
}

static cp_rc walk_folder(walk *w, cp_str path, uint32_t depth, cp_err *err)
{
    cp_str *names = NULL;
    uint32_t n = 0;
    cp_rc rc = CP_OK;
    bool is_too_deep = depth > WALK_DEPTH_MAX;
    if (is_too_deep || !list(w, path, &names, &n)) {
        w->n_looked++; /* whoever opens it will be told why it cannot be */
        return add(w, path, false, is_too_deep ? "folders nested too deep" : NULL, NULL, err);
    }
    for (uint32_t i = 0; rc == CP_OK && i < n; i++) {
        bool slash = path.n && path.p[path.n - 1] == '/';
        rc = walk_child(
            w, cp_str_fmt(w->a, "%.*s%s%.*s", CP_FMT(path), slash ? "" : "/", CP_FMT(names[i])),
            depth, err);
    }
    return rc;
}

static cp_rc walk_named(walk *w, cp_str path, cp_err *err)
{
    struct stat st;
    uint64_t before = w->n_looked;
    if (path.n == 0)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "an argument is empty, expected a file");
    if (cp_str_eq(path, CP_STR("-"))) {
        if (w->has_stdin)
            return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                           "standard input (-) can be read only once, it is named twice");
        w->has_stdin = true;
        return add(w, path, false, NULL, NULL, err);
    }
    if (stat(path.p, &st) != 0)
        return add(w, path, false, NULL, NULL, err);
    if (S_ISREG(st.st_mode))
        return is_new(w, &st) ? add(w, path, false, NULL, &st, err) : CP_OK;
    if (!S_ISDIR(st.st_mode))
        return add(w, path, false, NULL, NULL, err);
    cp_rc rc = walk_folder(w, path, 0, err);
    return rc == CP_OK && w->n_looked == before
               ? add(w, path, false, "there is no file in this folder", NULL, err)
               : rc;
}

cp_rc cp_walk(cp_arena *a, const cp_str *paths, uint32_t n, uint32_t files_max, cp_found_files *out,
              cp_err *err)
{
    walk w = { .a = a, .files_max = files_max };
    cp_rc rc = CP_OK;
    for (uint32_t i = 0; rc == CP_OK && i < n; i++)
        rc = walk_named(&w, cp_str_dup(a, paths[i]), err);
    *out = (cp_found_files){ w.files.v, w.files.n };
    return rc;
}
