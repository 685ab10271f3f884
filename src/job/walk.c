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
} walk;

static int by_name(const void *x, const void *y)
{
    return cp_str_cmp(*(const cp_str *)x, *(const cp_str *)y);
}

static cp_rc add(walk *w, cp_str path, bool from_folder, cp_err *err)
{
    if (w->files.n == w->files_max)
        return cp_fail(err, CP_ELIMIT, CP_NO_OFF, "more than %u files: name a smaller folder",
                       w->files_max);
    cp_vec_push(w->a, &w->files, ((cp_found_file){ path, from_folder }));
    return CP_OK;
}

/* The names in a folder, sorted: readdir's order is the file system's, and answers must not depend
 * on it. */
static cp_rc list(walk *w, cp_str path, cp_str **names, uint32_t *n, cp_err *err)
{
    CP_VEC(cp_str) v = { 0 };
    DIR *d = opendir(path.p);
    if (!d) {
        cp_rc rc = cp_fail_errno(err, errno, "cannot open the folder");
        cp_err_in_file(err, path.p, path.n);
        return rc;
    }
    for (struct dirent *e; (e = readdir(d));)
        if (e->d_name[0] != '.')
            cp_vec_push(w->a, &v, cp_str_dup(w->a, cp_str_c(e->d_name)));
    (void)closedir(d);
    if (v.n)
        qsort(v.v, v.n, sizeof *v.v, by_name);
    *names = v.v;
    *n = v.n;
    return CP_OK;
}

static cp_rc walk_folder(walk *w, cp_str path, uint32_t depth, cp_err *err)
{
    cp_str *names = NULL;
    uint32_t n = 0;
    if (depth > WALK_DEPTH_MAX)
        return cp_fail(err, CP_ELIMIT, CP_NO_OFF, "%.*s: folders nested more than %d deep",
                       CP_FMT(path), WALK_DEPTH_MAX);
    cp_rc rc = list(w, path, &names, &n, err);
    for (uint32_t i = 0; rc == CP_OK && i < n; i++) {
        struct stat st;
        bool slash = path.n && path.p[path.n - 1] == '/';
        cp_str child =
            cp_str_fmt(w->a, "%.*s%s%.*s", CP_FMT(path), slash ? "" : "/", CP_FMT(names[i]));
        if (lstat(child.p, &st) != 0)
            continue; /* it went away between listing and looking */
        if (S_ISLNK(st.st_mode) && (stat(child.p, &st) != 0 || !S_ISREG(st.st_mode)))
            continue;
        if (S_ISDIR(st.st_mode))
            rc = walk_folder(w, child, depth + 1, err);
        else if (S_ISREG(st.st_mode))
            rc = add(w, child, true, err);
    }
    return rc;
}

cp_rc cp_walk(cp_arena *a, const cp_str *paths, uint32_t n, uint32_t files_max, cp_found_files *out,
              cp_err *err)
{
    walk w = { .a = a, .files_max = files_max };
    cp_rc rc = CP_OK;
    for (uint32_t i = 0; rc == CP_OK && i < n; i++) {
        struct stat st;
        cp_str path = cp_str_dup(a, paths[i]);
        uint32_t before = w.files.n;
        bool is_folder =
            !cp_str_eq(path, CP_STR("-")) && stat(path.p, &st) == 0 && S_ISDIR(st.st_mode);
        rc = is_folder ? walk_folder(&w, path, 0, err) : add(&w, path, false, err);
        if (rc == CP_OK && is_folder && w.files.n == before) {
            rc = cp_fail(err, CP_EFORMAT, CP_NO_OFF, "there is no file in this folder");
            cp_err_in_file(err, path.p, path.n);
        }
    }
    *out = (cp_found_files){ w.files.v, w.files.n };
    return rc;
}
