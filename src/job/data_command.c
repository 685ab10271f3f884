/* SPDX-License-Identifier: Apache-2.0 */
/* data_command.c - `data update FILE | verify [FILE] | list`: see data.h.
 *
 *     FILE, FILE.minisig --verify--> [newer than what there is?] --load it all--> DIR/updates/.PID/
 *     --rename(2)--> DIR/updates/2026-11-27.1/ --> older ones are removed
 *
 * Whoever looks meanwhile sees the update wholly or not at all. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include "job/data.h"
#include "job/evidence.h"
#include "job/policies.h"

typedef struct offered {
    cp_bytes archive, signature, key; /* key.n 0: the one that is built in */
    cp_data_update update;
} offered;

static cp_rc read_offered(cp_job *j, cp_str path, offered *o, cp_err *err)
{
    cp_rc rc = cp_job_read_file(j->a, path, CP_UPDATE_BYTES_MAX, &o->archive, err);
    o->key = (cp_bytes){ NULL, 0 };
    if (rc == CP_OK)
        rc = cp_job_read_file(j->a, cp_str_fmt(j->a, "%.*s.minisig", CP_FMT(path)),
                              CP_MINISIGN_TEXT_MAX, &o->signature, err);
    if (rc == CP_OK && j->opts.key.n)
        rc = cp_job_read_file(j->a, j->opts.key, CP_MINISIGN_TEXT_MAX, &o->key, err);
    if (rc != CP_OK)
        return rc;
    rc = cp_update_open(j->a, o->archive, cp_str_of_bytes(o->signature), cp_str_of_bytes(o->key),
                        &o->update, err);
    cp_err_in_file(rc == CP_OK ? NULL : err, path.p, path.n);
    return rc;
}

static cp_str folders_text(cp_arena *a, const cp_data_update *u)
{
    cp_buf b = cp_buf_new(a);
    for (uint32_t i = 0; i < u->n_folders; i++)
        cp_buf_fmt(&b, "%s%.*s", i ? ", " : "", CP_FMT(u->folders[i]));
    return cp_buf_str(&b);
}

static void tell(cp_job *j, const char *what, const cp_data_update *u)
{
    cp_buf_fmt(j->out, "%s%.*s: %u files (%.*s), signed by %.*s%s", what,
               CP_FMT(cp_update_version_text(j->a, u->version)), u->n_files,
               CP_FMT(folders_text(j->a, u)), CP_FMT(u->key_id),
               u->has_own_key ? " (a key of yours)" : "");
    if (u->comment.n)
        cp_buf_fmt(j->out, ": %.*s", CP_FMT(cp_text_safe(j->a, u->comment)));
    cp_buf_char(j->out, '\n');
}

/* ---- installing ---- */

static cp_rc failed(cp_str path, const char *what, cp_err *err)
{
    cp_rc rc = cp_fail_errno(err, errno, what);
    cp_err_in_file(err, path.p, path.n);
    return rc;
}

static cp_rc make_folders(cp_arena *a, cp_str path, cp_err *err)
{
    for (size_t i = 1; i <= path.n; i++) {
        cp_str part = cp_str_dup(a, cp_str_slice(path, 0, i));
        if ((i == path.n || path.p[i] == '/') && mkdir(part.p, 0777) != 0 && errno != EEXIST)
            return failed(part, "cannot make the folder", err);
    }
    return CP_OK;
}

static cp_rc write_file(cp_arena *a, cp_str folder, const char *name, cp_bytes b, cp_err *err)
{
    cp_str path = cp_str_fmt(a, "%.*s/%s", CP_FMT(folder), name);
    int fd = open(path.p, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (fd < 0)
        return failed(path, "cannot write", err);
    cp_buf out = cp_buf_to_fd(a, fd);
    cp_buf_add(&out, cp_str_of_bytes(b));
    cp_rc rc = cp_buf_end(&out, err);
    cp_err_in_file(rc == CP_OK ? NULL : err, path.p, path.n);
    if (rc == CP_OK && fsync(fd) != 0)
        rc = failed(path, "cannot write", err);
    if (close(fd) != 0 && rc == CP_OK)
        rc = failed(path, "cannot write", err);
    return rc;
}

/* The files that an update has, and the folder if nothing else is in it. */
static void remove_folder(cp_arena *a, cp_str folder)
{
    static const char *const names[] = { "data.tar", "data.tar.minisig", "key.pub" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        (void)unlink(cp_str_fmt(a, "%.*s/%s", CP_FMT(folder), names[i]).p);
    (void)rmdir(cp_str_dup(a, folder).p);
}

/* Older updates, and what was left of one that was interrupted. */
static void remove_others(cp_arena *a, cp_str updates, cp_update_version kept)
{
    cp_update_version v;
    DIR *d = opendir(updates.p);
    for (const struct dirent *e; d && (e = readdir(d));) {
        cp_str name = cp_str_c(e->d_name);
        bool is_rest = name.n > 1 && name.p[0] == '.' && name.p[1] != '.';
        if (is_rest || (cp_update_version_read(name, &v) && cp_update_version_cmp(v, kept) < 0))
            remove_folder(a, cp_str_fmt(a, "%.*s/%s", CP_FMT(updates), e->d_name));
    }
    if (d)
        (void)closedir(d);
}

static cp_rc put_in_place(cp_job *j, const offered *o, cp_str updates, int fd, cp_err *err)
{
    cp_str part = cp_str_fmt(j->a, "%.*s/.%ld", CP_FMT(updates), (long)getpid()),
           name = cp_update_version_text(j->a, o->update.version),
           to = cp_str_fmt(j->a, "%.*s/%.*s", CP_FMT(updates), CP_FMT(name));
    remove_folder(j->a, part); /* of another process of that number */
    cp_rc rc = mkdir(part.p, 0777) == 0 ? CP_OK : failed(part, "cannot make the folder", err);
    if (rc == CP_OK)
        rc = write_file(j->a, part, "data.tar", o->archive, err);
    if (rc == CP_OK)
        rc = write_file(j->a, part, "data.tar.minisig", o->signature, err);
    if (rc == CP_OK && o->key.n)
        rc = write_file(j->a, part, "key.pub", o->key, err);
    if (rc == CP_OK && *j->interrupted)
        rc = cp_fail(err, CP_EINTR, CP_NO_OFF, "interrupted");
    if (rc == CP_OK && rename(part.p, to.p) != 0)
        rc = failed(to, "cannot put the update in place", err);
    if (rc != CP_OK)
        remove_folder(j->a, part);
    else if (fsync(fd) != 0)
        rc = failed(updates, "cannot write", err);
    return rc;
}

/* One at a time. */
static cp_rc install(cp_job *j, const offered *o, cp_str dir, cp_err *err)
{
    cp_str updates = cp_str_fmt(j->a, "%.*s/updates", CP_FMT(dir));
    cp_rc rc = make_folders(j->a, updates, err);
    int fd = rc == CP_OK ? open(updates.p, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    if (rc == CP_OK && fd < 0)
        rc = failed(updates, "cannot open", err);
    if (rc == CP_OK && flock(fd, LOCK_EX | LOCK_NB) != 0)
        rc = cp_fail(err, CP_EBUSY, CP_NO_OFF, "another update is being put in place");
    if (rc == CP_OK)
        rc = put_in_place(j, o, updates, fd, err);
    if (rc == CP_OK)
        remove_others(j->a, updates, o->update.version);
    if (fd >= 0)
        (void)close(fd);
    return rc;
}

/* ---- may it be? ---- */

static cp_rc refuse_older(cp_job *j, cp_update_version offer, cp_str present, cp_err *err)
{
    return cp_fail(err, CP_EMISMATCH, CP_NO_OFF,
                   "the update %.*s is not newer than %.*s; nothing was changed",
                   CP_FMT(cp_update_version_text(j->a, offer)), CP_FMT(present));
}

/* An old update with a right signature is the easiest way to make a rule go away. *is_there: the
 * very same is in place. One of the same version that is damaged is put aside. */
static cp_rc check_is_newer(cp_job *j, const offered *o, cp_str dir, bool *is_there, cp_err *err)
{
    cp_update_version mine = cp_update_version_built_in(), theirs, offer = o->update.version;
    cp_data_update installed;
    cp_str folder;
    *is_there = false;
    if (cp_update_version_cmp(offer, mine) <= 0)
        return refuse_older(
            j, offer,
            cp_str_fmt(j->a, "the data of %.*s that are built in", CP_FMT(cp_data_built_in_date())),
            err);
    cp_rc rc = cp_update_newest(j->a, dir, &folder, &theirs, err);
    if (rc != CP_OK || folder.n == 0)
        return rc;
    int newer = cp_update_version_cmp(offer, theirs);
    cp_str present =
        cp_str_fmt(j->a, "%.*s, which is installed", CP_FMT(cp_update_version_text(j->a, theirs)));
    if (newer < 0)
        return refuse_older(j, offer, present, err);
    if (newer > 0)
        return CP_OK;
    if (cp_update_load(j->a, folder, &installed, NULL) != CP_OK) {
        remove_folder(j->a, folder);
        return CP_OK;
    }
    cp_bytes b;
    rc = cp_job_read_file(j->a, cp_str_fmt(j->a, "%.*s/data.tar", CP_FMT(folder)),
                          CP_UPDATE_BYTES_MAX, &b, err);
    *is_there = rc == CP_OK && cp_str_eq(cp_str_of_bytes(b), cp_str_of_bytes(o->archive));
    if (rc == CP_OK && !*is_there)
        return refuse_older(j, offer, present, err);
    return rc;
}

/* All that is read of data is read once with it in force, beside the files of the user's own. */
static cp_rc check_fits(cp_job *j, const cp_data_update *u, cp_str dir, cp_err *err)
{
    cp_knowledge *knowledge;
    cp_policy_lib *lib;
    cp_rc rc = cp_data_apply(j, dir, u, err);
    j->has_data = true;
    if (rc == CP_OK)
        rc = cp_job_knowledge(j, &knowledge, err);
    if (rc == CP_OK)
        rc = cp_job_policies(j, cp_knowledge_makers(knowledge), &lib, err);
    if (rc == CP_OK)
        return CP_OK;
    j->warn(j, "the update %.*s does not fit this program%s; nothing was changed",
            CP_FMT(cp_update_version_text(j->a, u->version)),
            j->own_data.n ? " and your own files" : "");
    return rc == CP_EINTERNAL ? CP_EFORMAT : rc;
}

static cp_rc one_file(const cp_job *j, const char *verb, bool may_lack, cp_str *path, cp_err *err)
{
    uint32_t n = j->opts.n_args;
    if (n > 2 || (n < 2 && !may_lack))
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "data %s takes one FILE", verb);
    *path = n == 2 ? j->opts.args[1] : CP_STR("");
    return CP_OK;
}

static cp_rc update(cp_job *j, cp_err *err)
{
    cp_str path, dir = cp_data_dir(j);
    offered o;
    bool is_there = false;
    cp_rc rc = one_file(j, "update", false, &path, err);
    if (rc == CP_OK && dir.n == 0)
        rc = cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                     "neither XDG_DATA_HOME nor HOME say where to; see "
                     "--data-dir");
    if (rc == CP_OK)
        rc = read_offered(j, path, &o, err);
    if (rc == CP_OK)
        rc = check_is_newer(j, &o, dir, &is_there, err);
    if (rc == CP_OK && !is_there)
        rc = check_fits(j, &o.update, dir, err);
    if (rc == CP_OK && !is_there)
        rc = install(j, &o, dir, err);
    if (rc == CP_OK)
        tell(j, is_there ? "already in force: update " : "now in force: update ", &o.update);
    return rc;
}

/* ---- looking ---- */

static cp_rc verify(cp_job *j, cp_err *err)
{
    cp_str path, folder;
    cp_update_version version;
    offered o;
    cp_rc rc = one_file(j, "verify", true, &path, err);
    if (rc == CP_OK && path.n == 0)
        rc = cp_update_newest(j->a, cp_data_dir(j), &folder, &version, err);
    if (rc == CP_OK && path.n == 0 && folder.n == 0)
        return cp_fail(err, CP_ENOENT, CP_NO_OFF, "no update is installed; name a FILE");
    if (rc == CP_OK)
        rc = path.n ? read_offered(j, path, &o, err) : cp_update_load(j->a, folder, &o.update, err);
    if (rc == CP_OK)
        tell(j, "right: update ", &o.update);
    return rc;
}

static uint32_t count_of(cp_str origin)
{
    uint32_t n, sum = 0;
    const cp_data_file *f = cp_data_all(&n);
    for (uint32_t i = 0; i < n; i++)
        sum += cp_str_eq(f[i].origin, origin);
    return sum;
}

static cp_rc list(cp_job *j, cp_err *err)
{
    cp_update_version version;
    cp_str folder;
    if (j->opts.n_args > 1)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "data list takes no argument");
    cp_rc rc = cp_update_newest(j->a, cp_data_dir(j), &folder, &version, err);
    if (rc == CP_OK)
        rc = cp_job_data(j, err);
    if (rc != CP_OK)
        return rc;
    cp_buf_fmt(j->out, "built in: of %.*s, %u files in force\n", CP_FMT(cp_data_built_in_date()),
               count_of(CP_STR("built in")));
    if (j->update) {
        tell(j, "update ", j->update);
        cp_buf_fmt(j->out, "    %.*s\n", CP_FMT(cp_text_safe(j->a, j->update->folder)));
    } else if (folder.n) {
        cp_buf_fmt(j->out, "update %.*s: not in force, what is built in is newer\n    %.*s\n",
                   CP_FMT(cp_update_version_text(j->a, version)),
                   CP_FMT(cp_text_safe(j->a, folder)));
    }
    if (j->own_data.n)
        cp_buf_fmt(j->out, "your own: %u in force\n    %.*s\n", count_of(j->own_data),
                   CP_FMT(cp_text_safe(j->a, j->own_data)));
    return CP_OK;
}

cp_rc cp_job_data_command(cp_job *j, cp_err *err)
{
    static const struct {
        const char *name;
        cp_rc (*run)(cp_job *j, cp_err *err);
    } verbs[] = { { "list", list }, { "update", update }, { "verify", verify } };
    cp_str verb = j->opts.n_args ? j->opts.args[0] : CP_STR("list");
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (cp_str_eq(verb, cp_str_c(verbs[i].name)))
            return verbs[i].run(j, err);
    return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "data knows update, verify and list, not \"%.*s\"",
                   CP_FMT(verb));
}
