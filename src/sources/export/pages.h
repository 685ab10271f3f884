/* SPDX-License-Identifier: Apache-2.0 */
/* pages.h - what an inventory server answered, page by page, in one file: what `import --from`
 * keeps while it asks, and goes on from (docs/formats/api-import.md).
 *
 *     {"pages-of":"netbox","url":"https://netbox.example.net/"}
 *     {"get":"api/dcim/devices/?limit=250&offset=0...","status":200,"page":{...}}
 *     {"get":"api/dcim/cables/?limit=250&offset=0...","status":403}
 *
 * Only ever added to; a last line that is not whole was being written and does not count. */
#pragma once
#include "sources/live/api.h"
#include "sources/reader.h"

typedef struct cp_page {
    cp_str get; /* what was asked, relative to the url */
    uint32_t status;
    cp_bytes body;     /* of status 200 */
    size_t line_bytes; /* to be skipped, then the next comes */
} cp_page;

void cp_pages_write_head(cp_buf *b, cp_str kind, cp_str url);
/* body: one line (cp_api_line); not written unless status is 200. */
void cp_pages_write(cp_buf *b, cp_str get, uint32_t status, cp_str body);

/* The first line; owned by a. False: this is no such file. *line_bytes: to be skipped. */
bool cp_pages_head(cp_arena *a, cp_input *in, cp_str *kind, cp_str *url, size_t *line_bytes);
/* The next page, valid until the next peek. False at the end, and where no whole page of this form
 * stands: cp_input_peek tells which. */
bool cp_pages_next(cp_input *in, cp_page *out);

extern const cp_format cp_format_netbox_pages, cp_format_librenms_pages;
