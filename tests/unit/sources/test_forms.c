/* SPDX-License-Identifier: Apache-2.0 */
/* data/forms/columns.yaml against the tables that it speaks of, and headers as people write
 * them. */
#include "codec/embed.h"
#include "codec/yaml.h"
#include "model/asset.h"
#include "sources/import/forms.h"
#include "tap.h"

static const struct row {
    const char *header, *field; /* "" : not known */
    cp_form form;
} rows[] = {
    { "S/N", "serial", CP_FORM_INVENTORY },
    { "Serial No.", "serial", CP_FORM_INVENTORY },
    { "SERIAL_NUMBER", "serial", CP_FORM_INVENTORY },
    { "Serial Number (S/N)", "serial", CP_FORM_INVENTORY },
    { "serial\nnumber", "serial", CP_FORM_INVENTORY },
    { "  MAC-Address* ", "mac", CP_FORM_INVENTORY },
    { "MGMT IP", "ip", CP_FORM_INVENTORY },
    { "IP\xc2\xa0"
      "address",
      "ip", CP_FORM_INVENTORY },
    { "Ger\xc3\xa4tename", "name", CP_FORM_INVENTORY },
    { "GER\xc3\x84TENAME", "name", CP_FORM_INVENTORY },
    { "N\xc3\xbamero de serie", "serial", CP_FORM_INVENTORY },
    { "序列号", "serial", CP_FORM_INVENTORY },
    { "제조사", "maker", CP_FORM_INVENTORY },
    { "Country of origin", "made_in", CP_FORM_INVENTORY },
    { "FCC ID", "fcc_id", CP_FORM_INVENTORY },
    { "Handles user data?", "handles_user_data", CP_FORM_INVENTORY },
    { "Premises", "premises", CP_FORM_INVENTORY },
    { "Versorgte Haushalte", "premises", CP_FORM_INVENTORY },
    { "覆盖户数", "premises", CP_FORM_INVENTORY },
    { "traffic_bps", "traffic_bps", CP_FORM_INVENTORY },
    { "Datenverkehr (Gbit/s)", "traffic_bps", CP_FORM_INVENTORY },
    { "No. of subscribers", "subscribers", CP_FORM_INVENTORY },
    { "用户数", "subscribers", CP_FORM_INVENTORY },
    { "gateway", "", CP_FORM_INVENTORY },
    { "netmask", "", CP_FORM_INVENTORY },
    { "no", "", CP_FORM_INVENTORY },
    { "", "", CP_FORM_INVENTORY },
    { "***", "", CP_FORM_INVENTORY },
    { "Device A", "a", CP_FORM_LINKS },
    { "Z End", "b", CP_FORM_LINKS },
    { "Speed (Mbps)", "capacity_bps", CP_FORM_LINKS },
    { "srlg", "srlg", CP_FORM_LINKS },
};

static const struct word_row {
    const char *list, *written, *word, *nearest;
} words[] = {
    { "status", "In Service", "in_service", "in_service" },
    { "status", "ACTIVE", "in_service", "in_service" },
    { "status", "decommissioned", "removed", "removed" },
    { "status", "Standby", "in_service", "in_service" },
    { "status", "Hot-standby", "in_service", "in_service" },
    { "status", "备用", "in_service", "in_service" },
    { "status", "예비", "in_service", "in_service" },
    { "status", "cold standby", "spare", "spare" },
    { "status", "备件", "spare", "spare" },
    { "status", "예비품", "spare", "spare" },
    { "status", "in servise", "", "in_service" },
    { "status", "quux", "", "" },
    { "class", "Router", "transport", "transport" },
    { "class", "video_surveillance", "video_surveillance", "video_surveillance" },
    { "class", "video surveilance", "", "video_surveillance" },
    { "class", "OLT", "access_fixed", "access_fixed" },
    { "yes_no", "Y", "yes", "yes" },
    { "yes_no", "아니오", "no", "no" },
    { "generation", "LTE", "4G", "4G" },
    { "none_such", "x", "", "" },
};

/* Each column is an attribute or an identifier, and each attribute of the inventory is a column. */
static void check_fields(void)
{
    uint32_t n;
    cp_attr attr;
    const cp_str *fields = cp_form_fields(CP_FORM_INVENTORY, &n);
    for (uint32_t i = 0; i < n; i++) {
        cp_kind kind;
        char name[64];
        snprintf(name, sizeof name, "inventory.%.*s", CP_FMT(fields[i]));
        bool is_whose =
            cp_str_eq(fields[i], CP_STR("realm")) || cp_str_eq(fields[i], CP_STR("asn"));
        ok(is_whose || cp_kind_by_name(cp_str_c(name), &kind), "%s is a kind of observation", name);
    }
    for (int a = 0; a < CP_ATTR_COUNT; a++) {
        cp_str name = cp_str_c(cp_attr_name((cp_attr)a));
        bool has = cp_form_field(CP_FORM_INVENTORY, name) >= 0;
        ok(has || cp_str_eq(name, CP_STR("os")), "%.*s has a column", CP_FMT(name));
    }
    ok(cp_attr_by_name(CP_STR("maker"), &attr), "attributes are found");
}

/* Is this the list of words of the policies? */
static void check_classes(cp_arena *a)
{
    const cp_tree *ours, *theirs;
    cp_err err;
    cp_bytes vocabulary = cp_data_get(CP_STR("policies/vocabulary.yaml"));
    if (!ok(vocabulary.p && cp_yaml_parse(a, vocabulary, &theirs, &err) == CP_OK &&
                cp_yaml_parse(a, cp_data_get(CP_STR("forms/columns.yaml")), &ours, &err) == CP_OK,
            "both vocabularies are read"))
        return;
    ours = cp_tree_get(cp_tree_get(ours, CP_STR("values")), CP_STR("class"));
    theirs = cp_tree_get(theirs, CP_STR("classes"));
    is_uint(ours->n, theirs->n, "as many classes as the policies have");
    for (uint32_t i = 0; i < theirs->n; i++) {
        cp_str id = cp_tree_get_text(theirs->items[i], CP_STR("id"));
        ok(cp_tree_get(ours, id) != NULL, "class %.*s", CP_FMT(id));
    }
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    const cp_forms *f;
    cp_err err;
    uint32_t n, rank;
    if (!ok(cp_forms_get(&f, &err) == CP_OK, "columns.yaml is read"))
        return tap_done();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int field = cp_form_column(a, f, rows[i].form, cp_str_c(rows[i].header), &rank);
        const cp_str *fields = cp_form_fields(rows[i].form, &n);
        is_cstr(field < 0 ? CP_STR("") : fields[field], rows[i].field, "header \"%s\"",
                rows[i].header);
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        cp_str written = cp_str_c(words[i].written);
        is_cstr(cp_form_word(a, f, words[i].list, written), words[i].word, "%s: %s", words[i].list,
                words[i].written);
        is_cstr(cp_form_nearest(a, f, words[i].list, written), words[i].nearest, "nearest to %s",
                words[i].written);
    }
    check_fields();
    check_classes(a);
    cp_arena_free(a);
    return tap_done();
}
