/* SPDX-License-Identifier: Apache-2.0 */
/* dhdiscover.c - see dhdiscover.h. */
#include "sources/app/dhdiscover.h"
#include "base/cursor.h"
#include "codec/json.h"

enum { HEAD_MARK = 0x20000000, DHIP = 0x44484950 };

static void take_info(const cp_tree *root, cp_dhdiscover *out)
{
    const cp_tree *info = cp_tree_get(cp_tree_get(root, CP_STR("params")), CP_STR("deviceInfo"));
    out->is_answer = info != NULL;
    out->mac = cp_tree_get_text(root, CP_STR("mac"));
    out->ipv4 = cp_tree_get_text(cp_tree_get(info, CP_STR("IPv4Address")), CP_STR("IPAddress"));
    out->device_class = cp_tree_get_text(info, CP_STR("DeviceClass"));
    out->device_type = cp_tree_get_text(info, CP_STR("DeviceType"));
    out->machine_name = cp_tree_get_text(info, CP_STR("MachineName"));
    out->manufacturer = cp_tree_get_text(info, CP_STR("Manufacturer"));
    out->vendor = cp_tree_get_text(info, CP_STR("Vendor"));
    out->serial = cp_tree_get_text(info, CP_STR("SerialNo"));
    out->version = cp_tree_get_text(info, CP_STR("Version"));
}

cp_rc cp_dhdiscover_parse(cp_arena *a, cp_bytes in, cp_dhdiscover *out, cp_err *err)
{
    cp_cur c = cp_cur_of(in);
    const cp_tree *root;
    *out = (cp_dhdiscover){ .is_answer = false };
    uint32_t mark = cp_cur_u32be(&c), name = cp_cur_u32be(&c);
    cp_cur_skip(&c, 8);
    uint32_t n = cp_cur_u32le(&c);
    cp_cur_skip(&c, 12);
    if (c.bad)
        return cp_fail(err, CP_ESHORT, 0, "%zu bytes, expected a header of 32", in.n);
    if (mark != HEAD_MARK || name != DHIP)
        return cp_fail(err, CP_EFORMAT, 0, "no header of DHDiscover");
    if (n > CP_DHDISCOVER_BYTES_MAX)
        return cp_fail(err, CP_ELIMIT, 16, "a text of %u bytes, more than %d", n,
                       CP_DHDISCOVER_BYTES_MAX);
    cp_str text = cp_str_of_bytes(cp_cur_take(&c, n));
    if (c.bad)
        return cp_fail(err, CP_ESHORT, CP_DHDISCOVER_HEAD_BYTES, "the text of %u bytes is cut off",
                       n);
    while (text.n > 0 && (text.p[text.n - 1] == 0 || text.p[text.n - 1] == '\n'))
        text.n--;
    cp_rc rc = cp_json_parse(a, cp_bytes_of_str(text), &root, err);
    if (rc == CP_OK)
        take_info(root, out);
    else if (err)
        err->off_bytes = CP_DHDISCOVER_HEAD_BYTES; /* of the text: that in it is told as line */
    return rc;
}
