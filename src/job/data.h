/* SPDX-License-Identifier: Apache-2.0 */
/* data.h - which data the answer rests on: what is built in, a signed update of it, and files of
 * the user's own.
 *
 *     DIR/updates/2026-11-27.1/data.tar, data.tar.minisig [, key.pub]    the newest is in force, if
 *                                                                        newer than what is built
 *                                                                        in
 *     DIR/own/makers/ours.yaml ...                                       no update touches them
 *
 * DIR is --data-dir, else $XDG_DATA_HOME/cleanpath, else ~/.local/share/cleanpath. An update stays
 * packed: it is read from its archive, and its signature is checked, whenever it is used, so there
 * is no half an update, and nothing that is in it is ever the name of a file. CLEANPATH_DATA=DIR
 * stands over all of it, for who writes data. Format and reasons: docs/formats/data-update.md,
 * docs/adr/0011-delivery.md. */
#pragma once
#include "codec/embed.h"
#include "codec/minisign.h"
#include "job/job.h"

enum {
    CP_UPDATE_BYTES_MAX = 64 * 1024 * 1024,
    CP_UPDATE_FOLDERS_MAX = 16,
    CP_UPDATE_NUMBER_MAX = 99
};

/* Which of two is newer: by day, then by the number on that day. */
typedef struct cp_update_version {
    cp_date date;
    uint32_t number; /* from 1; what is built in has 0 */
} cp_update_version;

typedef struct cp_data_update {
    cp_update_version version;
    cp_str folder; /* where it is installed; "": it is not */
    cp_str key_id, comment;
    bool has_own_key; /* signed by a key that the user named */
    cp_str folders[CP_UPDATE_FOLDERS_MAX];
    uint32_t n_folders;
    cp_data_file *files;
    uint32_t n_files;
} cp_data_update;

int cp_update_version_cmp(cp_update_version x, cp_update_version y); /* <0, 0, >0 */
cp_str cp_update_version_text(cp_arena *a, cp_update_version v);     /* "2026-11-27.1" */
bool cp_update_version_read(cp_str text, cp_update_version *out);
cp_update_version cp_update_version_built_in(void);

/* The archive of an update, once its signature was found right: CP_EFORMAT, CP_ESHORT, CP_ELIMIT,
 * CP_EVERSION if it is not what data-update.md tells. Slices of archive, which must live as
 * long. */
CP_MUST_CHECK cp_rc cp_update_read(cp_arena *a, cp_bytes archive, cp_data_update *out, cp_err *err);
/* The same with the signature: CP_EMISMATCH. key_text "": the key that is built in. */
CP_MUST_CHECK cp_rc cp_update_open(cp_arena *a, cp_bytes archive, cp_str signature, cp_str key_text,
                                   cp_data_update *out, cp_err *err);

/* DIR; "" if nobody says where. */
cp_str cp_data_dir(const cp_job *j);
/* The newest update in DIR/updates, whether it is in force or not, unread: *folder "" if there is
 * none. */
CP_MUST_CHECK cp_rc cp_update_newest(cp_arena *a, cp_str dir, cp_str *folder,
                                     cp_update_version *version, cp_err *err);
/* One that is installed, read and checked. */
CP_MUST_CHECK cp_rc cp_update_load(cp_arena *a, cp_str folder, cp_data_update *out, cp_err *err);
/* From now on it stands for what is built in; then DIR/own, if there is one. */
CP_MUST_CHECK cp_rc cp_data_apply(cp_job *j, cp_str dir, const cp_data_update *u, cp_err *err);

/* "2026-11-26, built in" or "2026-11-27, an update": what `--version` says. */
CP_MUST_CHECK cp_rc cp_data_in_force(cp_job *j, cp_str *out, cp_err *err);
