/* SPDX-License-Identifier: Apache-2.0 */
/* embed.c - see embed.h. The table itself is generated: cp_embedded[] in embed_table.S. */
#include "codec/embed.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

extern const struct {
    const char *name;
    const uint8_t *p;
    uint64_t n;
    const uint8_t *index;
    uint64_t n_index;
} cp_embedded[];
extern const uint64_t cp_embedded_n;
extern const char cp_embedded_date[];

enum { ORIGINS_MAX = 8 }; /* built in, an update, two folders */
static cp_data_file files[CP_DATA_FILES_MAX];
static uint32_t n_files;

const cp_data_file *cp_data_all(uint32_t *n)
{
    if (n_files == 0) {
        assert(cp_embedded_n <= CP_DATA_FILES_MAX);
        for (uint64_t i = 0; i < cp_embedded_n; i++)
            files[i] = (cp_data_file){ cp_str_c(cp_embedded[i].name),
                                       { cp_embedded[i].p, cp_embedded[i].n },
                                       { cp_embedded[i].index, cp_embedded[i].n_index },
                                       CP_STR("built in") };
        n_files = (uint32_t)cp_embedded_n;
    }
    *n = n_files;
    return files;
}

cp_str cp_data_built_in_date(void) { return cp_str_c(cp_embedded_date); }

cp_str cp_data_origin(cp_arena *a, const cp_data_file *v, uint32_t n, cp_str prefix)
{
    cp_str seen[ORIGINS_MAX], all = CP_STR("");
    uint32_t n_seen = 0, k;
    for (uint32_t i = 0; i < n; i++) {
        cp_str origin = v[i].origin.n ? v[i].origin : CP_STR("built in");
        for (k = 0; k < n_seen && !cp_str_eq(seen[k], origin); k++)
            ;
        if (!cp_str_starts(v[i].name, prefix) || k < n_seen || n_seen == ORIGINS_MAX)
            continue;
        seen[n_seen++] = origin;
        all = all.n ? cp_str_fmt(a, "%.*s and %.*s", CP_FMT(all), CP_FMT(origin)) : origin;
    }
    return all;
}

cp_bytes cp_data_get(cp_str name)
{
    uint32_t n;
    const cp_data_file *f = cp_data_all(&n);
    for (uint32_t i = 0; i < n; i++)
        if (cp_str_eq(f[i].name, name))
            return f[i].bytes;
    return (cp_bytes){ NULL, 0 };
}

const cp_data_file *cp_data_next(cp_str prefix, uint32_t *it)
{
    uint32_t n;
    const cp_data_file *f = cp_data_all(&n);
    while (*it < n) {
        const cp_data_file *x = &f[(*it)++];
        if (cp_str_starts(x->name, prefix))
            return x;
    }
    return NULL;
}

/* The files of the folder, kept aside until all could be read. */
typedef struct reading {
    cp_arena *a;
    cp_str origin;
    CP_VEC(cp_data_file) found;
    cp_err *err;
} reading;

CP_MUST_CHECK static cp_rc fail_path(reading *r, int err_no, const char *what, cp_str path)
{
    cp_rc rc = cp_fail_errno(r->err, err_no, what);
    cp_err_in_file(r->err, path.p, path.n);
    return rc;
}

CP_MUST_CHECK static cp_rc read_fd(reading *r, int fd, cp_str path, size_t n, cp_bytes *out)
{
    uint8_t *p = cp_arena_alloc(r->a, n + 1);
    size_t got = 0;
    while (got < n) {
        ssize_t k = read(fd, p + got, n - got);
        if (k < 0 && errno != EINTR)
            return fail_path(r, errno, "cannot read", path);
        if (k == 0)
            break; /* shorter than it was */
        got += k > 0 ? (size_t)k : 0;
    }
    *out = (cp_bytes){ p, got };
    return CP_OK;
}

CP_MUST_CHECK static cp_rc read_file(reading *r, cp_str path, cp_str name)
{
    struct stat st;
    cp_bytes bytes = { NULL, 0 };
    int fd = open(path.p, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0 || fstat(fd, &st) != 0) {
        int err_no = errno;
        if (fd >= 0)
            (void)close(fd);
        return fail_path(r, err_no, "cannot open", path);
    }
    cp_rc rc = CP_OK;
    if (!S_ISREG(st.st_mode))
        rc = fail_path(r, EINVAL, "not a file", path);
    else if (st.st_size > CP_DATA_FILE_BYTES_MAX || r->found.n == CP_DATA_FILES_MAX)
        rc = cp_fail(r->err, CP_ELIMIT, CP_NO_OFF, "%.*s: more than %d files, or one above %d MiB",
                     CP_FMT(path), CP_DATA_FILES_MAX, CP_DATA_FILE_BYTES_MAX >> 20);
    else
        rc = read_fd(r, fd, path, (size_t)st.st_size, &bytes);
    (void)close(fd);
    if (rc == CP_OK)
        cp_vec_push(r->a, &r->found, ((cp_data_file){ name, bytes, { NULL, 0 }, r->origin }));
    return rc;
}

static bool is_data(cp_str name)
{
    static const char *const suffixes[] = { ".yaml", ".tsv", ".html", ".css", ".js" };
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
        if (cp_str_ends(name, cp_str_c(suffixes[i])))
            return true;
    return false;
}

CP_MUST_CHECK static cp_rc read_folder(reading *r, cp_str path, cp_str prefix, uint32_t depth);

CP_MUST_CHECK static cp_rc read_entry(reading *r, cp_str folder, cp_str prefix, cp_str entry,
                                      uint32_t depth)
{
    struct stat st;
    cp_str path = cp_str_fmt(r->a, "%.*s/%.*s", CP_FMT(folder), CP_FMT(entry));
    cp_str name = cp_str_fmt(r->a, "%.*s%.*s", CP_FMT(prefix), CP_FMT(entry));
    if (stat(path.p, &st) != 0)
        return fail_path(r, errno, "cannot open", path);
    if (S_ISDIR(st.st_mode))
        return read_folder(r, path, cp_str_fmt(r->a, "%.*s/", CP_FMT(name)), depth + 1);
    return is_data(name) ? read_file(r, path, name) : CP_OK;
}

static cp_rc read_folder(reading *r, cp_str path, cp_str prefix, uint32_t depth)
{
    struct dirent **entries;
    if (depth > CP_DATA_DEPTH_MAX)
        return cp_fail(r->err, CP_ELIMIT, CP_NO_OFF, "%.*s: more than %d folders deep",
                       CP_FMT(path), CP_DATA_DEPTH_MAX);
    int n = scandir(path.p, &entries, NULL, alphasort);
    if (n < 0)
        return fail_path(r, errno, "cannot read the folder", path);
    cp_rc rc = CP_OK;
    for (int i = 0; i < n; i++) {
        if (rc == CP_OK && entries[i]->d_name[0] != '.')
            rc = read_entry(r, path, prefix, cp_str_c(entries[i]->d_name), depth);
        free(entries[i]);
    }
    free(entries);
    return rc;
}

static int by_name(const void *a, const void *b)
{
    return cp_str_cmp(((const cp_data_file *)a)->name, ((const cp_data_file *)b)->name);
}

/* Each in the place of the one of its name, or behind the others. */
CP_MUST_CHECK static cp_rc put(const cp_data_file *v, uint32_t n_put, uint32_t n, cp_err *err)
{
    uint32_t n_new = 0;
    for (uint32_t i = 0; i < n_put; i++)
        n_new += cp_data_get(v[i].name).p == NULL;
    if (n + n_new > CP_DATA_FILES_MAX)
        return cp_fail(err, CP_ELIMIT, CP_NO_OFF, "%u data files are more than the limit of %d",
                       n + n_new, CP_DATA_FILES_MAX);
    for (uint32_t i = 0; i < n_put; i++) {
        uint32_t at = 0;
        while (at < n && !cp_str_eq(files[at].name, v[i].name))
            at++;
        files[at] = v[i];
        n += at == n;
    }
    n_files = n;
    qsort(files, n_files, sizeof *files, by_name);
    return CP_OK;
}

cp_rc cp_data_use_dir(cp_arena *a, cp_str dir, cp_err *err)
{
    reading r = { .a = a, .origin = cp_str_dup(a, dir), .err = err };
    uint32_t n;
    (void)cp_data_all(&n);
    cp_rc rc = read_folder(&r, r.origin, CP_STR(""), 0);
    return rc == CP_OK ? put(r.found.v, r.found.n, n, err) : rc;
}

static bool is_below(cp_str name, const cp_str *folders, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (cp_str_starts(name, folders[i]) && name.n > folders[i].n && name.p[folders[i].n] == '/')
            return true;
    return false;
}

cp_rc cp_data_use_files(const cp_data_file *v, uint32_t n_put, const cp_str *folders,
                        uint32_t n_folders, cp_err *err)
{
    uint32_t n, kept = 0;
    (void)cp_data_all(&n);
    for (uint32_t i = 0; i < n; i++)
        kept += !is_below(files[i].name, folders, n_folders);
    if (kept + n_put > CP_DATA_FILES_MAX)
        return cp_fail(err, CP_ELIMIT, CP_NO_OFF, "%u data files are more than the limit of %d",
                       kept + n_put, CP_DATA_FILES_MAX);
    n_files = 0;
    for (uint32_t i = 0; i < n; i++)
        if (!is_below(files[i].name, folders, n_folders))
            files[n_files++] = files[i];
    return put(v, n_put, n_files, err);
}
