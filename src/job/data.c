/* SPDX-License-Identifier: Apache-2.0 */
/* data.c - see data.h: what is installed, and what of it is in force. */
#include "job/data.h"
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include "job/evidence.h"

enum { REGISTRY_BYTES_MAX = 256 * 1024 * 1024 };

cp_str cp_data_dir(const cp_job *j)
{
    const char *xdg = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
    if (j->opts.data_dir.n)
        return cp_str_dup(j->a, j->opts.data_dir);
    if (xdg && xdg[0] == '/') /* the standard: another is to be ignored */
        return cp_str_fmt(j->a, "%s/cleanpath", xdg);
    if (home && home[0] == '/')
        return cp_str_fmt(j->a, "%s/.local/share/cleanpath", home);
    return CP_STR("");
}

/* A folder that is not there holds nothing; of one that may not be looked into that is not
 * known. */
cp_rc cp_update_newest(cp_arena *a, cp_str dir, cp_str *folder, cp_update_version *version,
                       cp_err *err)
{
    cp_update_version v;
    *folder = CP_STR("");
    cp_str updates = cp_str_fmt(a, "%.*s/updates", CP_FMT(dir));
    DIR *d = dir.n ? opendir(updates.p) : NULL;
    if (!d && dir.n && errno != ENOENT && errno != ENOTDIR) {
        cp_rc rc = cp_fail_errno(err, errno, "cannot look for updates of the data");
        cp_err_in_file(err, updates.p, updates.n);
        return rc;
    }
    for (const struct dirent *e; d && (e = readdir(d));) {
        if (!cp_update_version_read(cp_str_c(e->d_name), &v) ||
            (folder->n && cp_update_version_cmp(v, *version) <= 0))
            continue;
        *version = v;
        *folder = cp_str_fmt(a, "%.*s/%s", CP_FMT(updates), e->d_name);
    }
    if (d)
        (void)closedir(d);
    return CP_OK;
}

cp_rc cp_update_load(cp_arena *a, cp_str folder, cp_data_update *out, cp_err *err)
{
    cp_str tar = cp_str_fmt(a, "%.*s/data.tar", CP_FMT(folder)),
           key = cp_str_fmt(a, "%.*s/key.pub", CP_FMT(folder));
    cp_bytes archive, signature, key_text = { NULL, 0 };
    cp_rc rc = cp_job_read_file(a, tar, CP_UPDATE_BYTES_MAX, &archive, err);
    if (rc == CP_OK)
        rc = cp_job_read_file(a, cp_str_fmt(a, "%.*s.minisig", CP_FMT(tar)), CP_MINISIGN_TEXT_MAX,
                              &signature, err);
    if (rc == CP_OK && access(key.p, F_OK) == 0)
        rc = cp_job_read_file(a, key, CP_MINISIGN_TEXT_MAX, &key_text, err);
    if (rc != CP_OK)
        return rc;
    rc =
        cp_update_open(a, archive, cp_str_of_bytes(signature), cp_str_of_bytes(key_text), out, err);
    cp_err_in_file(rc == CP_OK ? NULL : err, tar.p, tar.n);
    if (rc == CP_OK)
        out->folder = folder;
    return rc;
}

cp_rc cp_data_apply(cp_job *j, cp_str dir, const cp_data_update *u, cp_err *err)
{
    struct stat st;
    cp_str own = cp_str_fmt(j->a, "%.*s/own", CP_FMT(dir));
    cp_rc rc = u ? cp_data_use_files(u->files, u->n_files, u->folders, u->n_folders, err) : CP_OK;
    if (rc == CP_OK && dir.n && stat(own.p, &st) == 0) {
        rc = cp_data_use_dir(j->a, own, err);
        j->own_data = own;
    }
    j->update = u;
    return rc;
}

/* The folder of somebody else: HOME is still theirs where a service or sudo -u runs the program. */
static bool is_closed(cp_str dir)
{
    struct stat st;
    return dir.n && stat(dir.p, &st) != 0 && errno == EACCES;
}

/* Whoever has an update that cannot be used is not answered by older data without knowing it. */
static cp_rc use_what_is_in_force(cp_job *j, cp_err *err)
{
    cp_update_version version;
    cp_str folder, dir = cp_data_dir(j);
    cp_data_update *u = NULL;
    if (is_closed(dir) && j->opts.data_dir.n == 0) {
        j->closed_data = dir;
        return CP_OK;
    }
    cp_rc rc = cp_update_newest(j->a, dir, &folder, &version, err);
    if (rc == CP_OK && folder.n &&
        cp_update_version_cmp(version, cp_update_version_built_in()) > 0) {
        u = CP_NEW(j->a, cp_data_update);
        rc = cp_update_load(j->a, folder, u, err);
        if (rc == CP_OK && cp_update_version_cmp(version, u->version) != 0) {
            rc = cp_fail(err, CP_EMISMATCH, CP_NO_OFF, "is the update %.*s, in another's folder",
                         CP_FMT(cp_update_version_text(j->a, u->version)));
            cp_err_in_file(err, folder.p, folder.n);
        }
    }
    return rc == CP_OK ? cp_data_apply(j, dir, u, err) : rc;
}

cp_rc cp_job_data(cp_job *j, cp_err *err)
{
    const char *dir = getenv("CLEANPATH_DATA");
    if (j->has_data)
        return CP_OK;
    cp_rc rc = use_what_is_in_force(j, err);
    if (rc == CP_OK && dir && *dir)
        rc = cp_data_use_dir(j->a, cp_str_c(dir), err);
    j->has_data = rc == CP_OK;
    return rc;
}

cp_rc cp_data_in_force(cp_job *j, cp_str *out, cp_err *err)
{
    cp_rc rc = cp_job_data(j, err);
    if (rc == CP_OK && j->update)
        *out = cp_str_fmt(j->a, "%.*s, an update",
                          CP_FMT(cp_date_text(j->a, j->update->version.date)));
    else if (rc == CP_OK)
        *out = cp_str_fmt(j->a, "%.*s, built in", CP_FMT(cp_data_built_in_date()));
    return rc;
}

/* ---- what identification and judging rest on ---- */

/* The answer tells not only the tables, but who put them in place. */
static void tell_data(const cp_job *j, cp_knowledge *k)
{
    const cp_data_update *u = j->update;
    uint32_t n, n_own = 0;
    const cp_data_file *files = cp_data_all(&n);
    for (uint32_t i = 0; i < n; i++)
        n_own += j->own_data.n && cp_str_eq(files[i].origin, j->own_data);
    if (u)
        cp_knowledge_tell(k,
                          (cp_answer_data){ CP_STR("update"), cp_date_text(j->a, u->version.date),
                                            cp_str_fmt(j->a, "%.*s, signed by %.*s",
                                                       CP_FMT(u->folder), CP_FMT(u->key_id)),
                                            u->n_files });
    if (n_own)
        cp_knowledge_tell(k, (cp_answer_data){ CP_STR("own"), CP_STR(""), j->own_data, n_own });
}

cp_rc cp_job_makers(cp_job *j, cp_knowledge **out, cp_err *err)
{
    cp_rc rc = cp_job_data(j, err);
    uint32_t n;
    const cp_data_file *files = cp_data_all(&n);
    if (rc == CP_OK)
        rc = cp_knowledge_load_makers(j->a, files, n, out, err);
    if (rc == CP_OK)
        tell_data(j, *out);
    return rc;
}

cp_rc cp_job_knowledge(cp_job *j, cp_knowledge **out, cp_err *err)
{
    cp_rc rc = cp_job_data(j, err);
    uint32_t n;
    const cp_data_file *files = cp_data_all(&n);
    if (rc == CP_OK)
        rc = cp_knowledge_load(j->a, files, n, out, err);
    if (rc == CP_OK)
        tell_data(j, *out);
    for (uint32_t i = 0; rc == CP_OK && i < j->opts.n_registries; i++) {
        cp_bytes bytes;
        rc = cp_job_read_file(j->a, j->opts.registries[i], REGISTRY_BYTES_MAX, &bytes, err);
        if (rc == CP_OK)
            rc = cp_knowledge_add_registry(*out, j->opts.registries[i], bytes, err);
    }
    return rc;
}
