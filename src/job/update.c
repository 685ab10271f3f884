/* SPDX-License-Identifier: Apache-2.0 */
/* update.c - an update of the data as its archive holds it (data.h); nothing is written here. */
#include "codec/tar.h"
#include "codec/yaml.h"
#include "job/data.h"

static const char *const folders_known[] = { "assurance", "fingerprints", "forms",     "makers",
                                             "policies",  "products",     "registries" };
enum { FOLDERS_KNOWN = sizeof folders_known / sizeof *folders_known };

int cp_update_version_cmp(cp_update_version x, cp_update_version y)
{
    if (x.date.first_day != y.date.first_day)
        return x.date.first_day < y.date.first_day ? -1 : 1;
    return x.number < y.number ? -1 : x.number > y.number;
}

cp_str cp_update_version_text(cp_arena *a, cp_update_version v)
{
    return cp_str_fmt(a, "%.*s.%u", CP_FMT(cp_date_text(a, v.date)), v.number);
}

bool cp_update_version_read(cp_str text, cp_update_version *out)
{
    return text.n >= 12 && text.p[10] == '.' && text.p[11] != '0' &&
           cp_date_parse(cp_str_slice(text, 0, 10), &out->date) &&
           cp_str_u32(cp_str_from(text, 11), &out->number) && out->number > 0 &&
           out->number <= CP_UPDATE_NUMBER_MAX;
}

cp_update_version cp_update_version_built_in(void)
{
    cp_update_version v = { .number = 0 };
    bool is_date = cp_date_parse(cp_data_built_in_date(), &v.date);
    assert(is_date);
    return is_date ? v : (cp_update_version){ .number = 0 };
}

/* ---- the manifest ---- */

static bool is_known(cp_str folder)
{
    for (int i = 0; i < FOLDERS_KNOWN; i++)
        if (cp_str_eq(folder, cp_str_c(folders_known[i])))
            return true;
    return false;
}

static cp_rc read_folders(const cp_tree *t, cp_data_update *out, cp_err *err)
{
    if (!t || t->kind != CP_TREE_SEQ || t->n == 0 || t->n > CP_UPDATE_FOLDERS_MAX)
        return cp_fail(err, CP_EFORMAT, CP_NO_OFF,
                       "folders: expected the list of those that it stands for");
    for (uint32_t i = 0; i < t->n; i++) {
        cp_str folder = cp_tree_text(t->items[i]);
        if (!is_known(folder))
            return cp_fail_line(err, CP_EFORMAT, t->items[i]->line,
                                "folders: no update can stand for \"%.*s\"", CP_FMT(folder));
        out->folders[out->n_folders++] = folder;
    }
    return CP_OK;
}

static cp_rc read_manifest(cp_arena *a, cp_bytes yaml, cp_data_update *out, cp_err *err)
{
    static const char *const keys[] = { "schema", "date", "number", "folders" };
    const cp_tree *t;
    cp_rc rc = cp_yaml_parse(a, yaml, &t, err);
    if (rc != CP_OK)
        return rc;
    cp_str date = cp_tree_get_text(t, CP_STR("date")),
           number = cp_tree_get_text(t, CP_STR("number"));
    if (!cp_str_eq(cp_tree_get_text(t, CP_STR("schema")), CP_STR("cleanpath-data/1")))
        return cp_fail(err, CP_EVERSION, CP_NO_OFF, "schema: expected cleanpath-data/1");
    for (uint32_t i = 0; i < t->n; i++) {
        bool is_key = false;
        for (size_t k = 0; k < sizeof keys / sizeof *keys; k++)
            is_key |= cp_str_eq(t->keys[i], cp_str_c(keys[k]));
        if (!is_key)
            return cp_fail_line(err, CP_EFORMAT, t->items[i]->line, "there is no key \"%.*s\"",
                                CP_FMT(t->keys[i]));
    }
    if (!cp_update_version_read(
            cp_str_fmt(a, "%.*s.%.*s", CP_FMT(date), CP_FMT(number.n ? number : CP_STR("1"))),
            &out->version))
        return cp_fail(err, CP_EFORMAT, CP_NO_OFF,
                       "date and number: expected a day, and which update of that day (1 to %d)",
                       CP_UPDATE_NUMBER_MAX);
    return read_folders(cp_tree_get(t, CP_STR("folders")), out, err);
}

/* ---- the files ---- */

static bool is_in_folder(const cp_data_update *u, cp_str name)
{
    ptrdiff_t slash = cp_str_find_char(name, '/');
    cp_str folder = cp_str_slice(name, 0, slash > 0 ? (size_t)slash : 0);
    for (uint32_t i = 0; i < u->n_folders; i++)
        if (cp_str_eq(folder, u->folders[i]))
            return true;
    return false;
}

/* What runs in a page (templates, scripts) comes with the program alone. */
static cp_rc check_name(const cp_data_update *u, cp_str name, cp_err *err)
{
    if (!is_in_folder(u, name) ||
        !(cp_str_ends(name, CP_STR(".yaml")) || cp_str_ends(name, CP_STR(".tsv"))))
        return cp_fail(err, CP_EFORMAT, CP_NO_OFF,
                       "\"%.*s\": expected .yaml and .tsv in the folders of the manifest",
                       CP_FMT(name));
    if (u->n_files && cp_str_cmp(u->files[u->n_files - 1].name, name) >= 0)
        return cp_fail(err, CP_EFORMAT, CP_NO_OFF,
                       "\"%.*s\": expected the files in the order of their names, each once",
                       CP_FMT(name));
    if (u->n_files == CP_DATA_FILES_MAX)
        return cp_fail(err, CP_ELIMIT, CP_NO_OFF, "more than %d files", CP_DATA_FILES_MAX);
    return CP_OK;
}

/* An empty folder would take everything away that is built in. */
static cp_rc check_folders(const cp_data_update *u, cp_err *err)
{
    for (uint32_t i = 0; i < u->n_folders; i++) {
        bool has_file = false;
        for (uint32_t f = 0; f < u->n_files; f++)
            has_file |= cp_str_starts(u->files[f].name, u->folders[i]) &&
                        u->files[f].name.p[u->folders[i].n] == '/';
        if (!has_file)
            return cp_fail(err, CP_EFORMAT, CP_NO_OFF, "no file of the folder \"%.*s\"",
                           CP_FMT(u->folders[i]));
    }
    return CP_OK;
}

cp_rc cp_update_read(cp_arena *a, cp_bytes archive, cp_data_update *out, cp_err *err)
{
    cp_tar t = cp_tar_open(archive);
    cp_tar_file f;
    cp_data_update u = { .files = CP_NEW_ARRAY(a, cp_data_file, CP_DATA_FILES_MAX) };
    if (!cp_tar_next(&t, &f, err))
        return t.rc != CP_OK ? t.rc : cp_fail(err, CP_EFORMAT, CP_NO_OFF, "there is nothing in it");
    if (!cp_str_eq(f.name, CP_STR("manifest.yaml")))
        return cp_fail(err, CP_EFORMAT, CP_NO_OFF, "expected manifest.yaml as the first file");
    cp_rc rc = read_manifest(a, f.bytes, &u, err);
    cp_err_in_file(rc == CP_OK ? NULL : err, "manifest.yaml", 13);
    cp_str origin = CP_STR("");
    if (rc == CP_OK)
        origin = cp_str_fmt(a, "update %.*s", CP_FMT(cp_update_version_text(a, u.version)));
    while (rc == CP_OK && cp_tar_next(&t, &f, err)) {
        rc = check_name(&u, f.name, err);
        if (rc == CP_OK)
            u.files[u.n_files++] = (cp_data_file){ f.name, f.bytes, { NULL, 0 }, origin };
    }
    if (rc == CP_OK)
        rc = t.rc;
    if (rc == CP_OK)
        rc = check_folders(&u, err);
    if (rc == CP_OK)
        *out = u;
    return rc;
}

cp_rc cp_update_open(cp_arena *a, cp_bytes archive, cp_str signature, cp_str key_text,
                     cp_data_update *out, cp_err *err)
{
    cp_minisign_key key;
    cp_str comment;
    if (key_text.n == 0 && sizeof CP_DATA_KEY == 1)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "no key is built into this program; name the key of whom you trust: --key "
                       "FILE");
    cp_rc rc = cp_minisign_key_read(key_text.n ? key_text : CP_STR(CP_DATA_KEY), &key, err);
    if (rc == CP_OK)
        rc = cp_minisign_verify(&key, archive, signature, &comment, err);
    if (rc == CP_OK)
        rc = cp_update_read(a, archive, out, err);
    if (rc != CP_OK)
        return rc;
    out->key_id = cp_minisign_id_text(a, key.id);
    out->comment = cp_str_dup(a, comment);
    out->has_own_key = key_text.n > 0;
    return CP_OK;
}
