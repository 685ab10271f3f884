/* SPDX-License-Identifier: Apache-2.0 */
/* setup.c - see setup.h. One function per IE, in a table by protocol and id: each gets the contents
 * of its own open type and cannot read its sibling's. */
#include "sources/telecom/setup.h"
#include <string.h>
#include "sources/telecom/per.h"

enum { UNSUCCESSFUL = 2 }; /* of the choices of a PDU; 0: initiating, 1: successful */

/* PrintableString (SIZE (1..150, ...)) */
static cp_bytes read_string(cp_per *p)
{
    bool is_extended = cp_per_bits(p, 1);
    size_t n = is_extended ? cp_per_length(p) : cp_per_bits(p, 8) + 1;
    return cp_per_bytes(p, n);
}

static cp_plmn read_plmn(cp_per *p)
{
    cp_bytes b = cp_per_bytes(p, 3);
    cp_plmn plmn = { { 0, 0, 0 } };
    if (b.n)
        memcpy(plmn.b, b.p, 3);
    return plmn;
}

static void keep_plmn(cp_setup *out, cp_plmn plmn)
{
    for (uint32_t i = 0; i < out->n_plmns; i++)
        if (memcmp(&out->plmns[i], &plmn, sizeof plmn) == 0)
            return;
    if (out->n_plmns < CP_SETUP_PLMNS_MAX)
        out->plmns[out->n_plmns++] = plmn;
}

static void keep_node(cp_per *p, cp_setup *out, const char *node, cp_plmn plmn, unsigned n_bits)
{
    if (p->c.bad || out->node)
        return;
    if (n_bits > 16)
        cp_per_align(p);
    uint32_t id = cp_per_bits(p, n_bits);
    if (p->c.bad)
        return;
    out->node = node;
    out->node_plmn = plmn;
    out->node_id = id;
    out->node_bits = (uint8_t)n_bits;
}

static void read_ran_name(cp_per *p, cp_setup *out)
{
    cp_bytes name = read_string(p);
    out->ran_name = out->ran_name.n ? out->ran_name : name;
}

static void read_core_name(cp_per *p, cp_setup *out)
{
    cp_bytes name = read_string(p);
    out->core_name = out->core_name.n ? out->core_name : name;
}

/* TS 38.413, 9.3.1.5 to 9.3.1.8. Further kinds of nodes come as extensions, which are not read. */
static void read_ran_node(cp_per *p, cp_setup *out)
{
    enum { GNB, NG_ENB, N3IWF, EXTENSION, GNB_BITS_MIN = 22, GNB_BITS_MAX = 32 };
    static const uint8_t ng_enb_bits[] = { 20, 18, 21 };
    uint32_t kind = cp_per_bits(p, 2);
    if (kind == EXTENSION)
        return;
    (void)cp_per_bits(p, 2); /* extended; with IE extensions */
    cp_plmn plmn = read_plmn(p);
    uint32_t form = cp_per_bits(p, kind == NG_ENB ? 2 : 1);
    if (kind == GNB && form == 0) {
        uint32_t n_bits = GNB_BITS_MIN + cp_per_bits(p, 4);
        p->c.bad = p->c.bad || n_bits > GNB_BITS_MAX; /* four bits can say more */
        keep_node(p, out, "gNB", plmn, n_bits);
    }
    if (kind == NG_ENB && form < sizeof ng_enb_bits)
        keep_node(p, out, "ng-eNB", plmn, ng_enb_bits[form]);
    else if (kind == N3IWF && form == 0)
        keep_node(p, out, "N3IWF", plmn, 16);
}

/* TS 36.413, 9.2.1.37; the two later lengths are extensions of the choice, so open types. */
static void read_enb(cp_per *p, cp_setup *out)
{
    (void)cp_per_bits(p, 2); /* extended; with IE extensions */
    cp_plmn plmn = read_plmn(p);
    if (cp_per_bits(p, 1) == 0) {
        bool is_home = cp_per_bits(p, 1);
        keep_node(p, out, is_home ? "home eNB" : "eNB", plmn, is_home ? 28 : 20);
        return;
    }
    uint32_t form = cp_per_bits(p, 7); /* a small number: 0, then six bits */
    cp_per id = cp_per_open(p);
    if (form < 2)
        keep_node(&id, out, "eNB", plmn, form == 0 ? 18 : 21);
    p->c.bad = p->c.bad || id.c.bad;
}

/* TS 38.413, 9.2.6.2: items of GUAMI, backup AMF name. What follows an item with extensions is not
 * read, for nothing says how long they are. */
static void read_guamis(cp_per *p, cp_setup *out)
{
    enum { BACKUP = 2, EXTENDED = 5, ITEM_BITS = 3, GUAMI_BITS = 2, AMF_BITS = 24 };
    cp_per_align(p);
    uint32_t n = cp_per_bits(p, 8) + 1;
    for (uint32_t i = 0; i < n && i < CP_SETUP_IES_MAX && !p->c.bad; i++) {
        uint32_t item = cp_per_bits(p, ITEM_BITS), guami = cp_per_bits(p, GUAMI_BITS);
        cp_plmn plmn = read_plmn(p);
        (void)cp_per_bits(p, AMF_BITS); /* region 8, set 10, pointer 6 */
        if (p->c.bad)
            return;
        keep_plmn(out, plmn);
        if (item & EXTENDED || guami)
            return;
        if (item & BACKUP)
            (void)read_string(p);
    }
}

/* TS 36.413, 9.1.8.5: items of PLMNs, group ids, MME codes. */
static void read_gummeis(cp_per *p, cp_setup *out)
{
    uint32_t n = cp_per_bits(p, 3) + 1;
    for (uint32_t i = 0; i < n && !p->c.bad; i++) {
        uint32_t extended = cp_per_bits(p, 2), n_plmns = cp_per_bits(p, 5) + 1;
        for (uint32_t k = 0; k < n_plmns && !p->c.bad; k++) {
            cp_plmn plmn = read_plmn(p);
            if (!p->c.bad)
                keep_plmn(out, plmn);
        }
        size_t n_groups = (size_t)cp_per_u16(p) + 1;
        (void)cp_per_bytes(p, n_groups * 2);
        cp_per_align(p);
        size_t n_codes = cp_per_bits(p, 8) + 1;
        (void)cp_per_bytes(p, n_codes);
        if (extended)
            return;
    }
}

static const struct ie {
    cp_setup_of of;
    uint16_t id;
    void (*read)(cp_per *p, cp_setup *out);
} ies[] = {
    { CP_SETUP_NGAP, 1, read_core_name },  { CP_SETUP_NGAP, 27, read_ran_node },
    { CP_SETUP_NGAP, 82, read_ran_name },  { CP_SETUP_NGAP, 96, read_guamis },
    { CP_SETUP_S1AP, 59, read_enb },       { CP_SETUP_S1AP, 60, read_ran_name },
    { CP_SETUP_S1AP, 61, read_core_name }, { CP_SETUP_S1AP, 105, read_gummeis },
};

/* Setup, and the updates of either side. */
static bool is_read(cp_setup_of of, uint8_t procedure)
{
    return of == CP_SETUP_NGAP ? procedure == 21 || procedure == 35 || procedure == 0
                               : procedure == 17 || procedure == 29 || procedure == 30;
}

static const struct ie *ie_of(cp_setup_of of, uint16_t id)
{
    for (size_t i = 0; i < sizeof ies / sizeof *ies; i++)
        if (ies[i].of == of && ies[i].id == id)
            return &ies[i];
    return NULL;
}

static cp_rc read_ies(cp_setup_of of, cp_per *p, cp_setup *out, cp_err *err)
{
    cp_rc rc = CP_OK;
    (void)cp_per_bits(p, 1);
    uint32_t n = cp_per_u16(p);
    if (p->c.bad)
        return cp_fail(err, CP_ESHORT, cp_cur_off(&p->c), "the list of elements is cut off");
    if (n > CP_SETUP_IES_MAX)
        return cp_fail(err, CP_ELIMIT, cp_cur_off(&p->c), "%u elements, expected at most %d", n,
                       CP_SETUP_IES_MAX);
    for (; n > 0; n--) {
        uint64_t at = cp_cur_off(&p->c);
        uint16_t id = cp_per_u16(p);
        (void)cp_per_bits(p, 2);
        cp_per value = cp_per_open(p);
        if (p->c.bad)
            return cp_fail(err, CP_ESHORT, at, "element %u reaches past the end", id);
        const struct ie *ie = ie_of(of, id);
        out->n_ies++;
        if (ie)
            ie->read(&value, out);
        if (value.c.bad && rc == CP_OK)
            rc = cp_fail(err, CP_EFORMAT, at, "element %u is too short", id);
    }
    return rc;
}

cp_rc cp_setup_parse(cp_setup_of of, cp_bytes in, cp_setup *out, cp_err *err)
{
    cp_per p = cp_per_of(cp_cur_of(in));
    memset(out, 0, sizeof *out);
    uint32_t is_extended = cp_per_bits(&p, 1), choice = cp_per_bits(&p, 2);
    uint32_t padding = cp_per_bits(&p, 5);
    uint8_t procedure = cp_cur_u8(&p.c);
    cp_per_align(&p);
    uint32_t criticality = cp_per_bits(&p, 2);
    if (p.c.bad || is_extended || choice > UNSUCCESSFUL || padding || criticality > 2)
        return cp_fail(err, CP_EUNKNOWN, 0, "these are no %s",
                       of == CP_SETUP_NGAP ? "NGAP-PDU" : "S1AP-PDU");
    out->procedure = procedure;
    out->is_read = is_read(of, procedure) && choice != UNSUCCESSFUL;
    if (!out->is_read)
        return CP_OK;
    cp_per value = cp_per_open(&p);
    if (p.c.bad)
        return cp_fail(err, CP_ESHORT, 3, "procedure %u reaches past the end", procedure);
    return read_ies(of, &value, out, err);
}

/* Digits in the order of the nibbles, the lower first: three of the country, then a filler and two
 * of the network or three (TS 36.413, 9.2.3.8); TS 24.008 puts the third elsewhere. */
cp_str cp_plmn_text(cp_arena *a, cp_plmn plmn)
{
    const uint8_t *b = plmn.b;
    uint8_t d[6] = { b[0] & 15, b[0] >> 4, b[1] & 15, b[1] >> 4, b[2] & 15, b[2] >> 4 };
    bool is_short = d[3] == 15;
    for (size_t i = 0; i < 6; i++)
        if (d[i] > 9 && !(i == 3 && is_short))
            return cp_hex(a, (cp_bytes){ plmn.b, 3 });
    if (is_short)
        return cp_str_fmt(a, "%u%u%u-%u%u", d[0], d[1], d[2], d[4], d[5]);
    return cp_str_fmt(a, "%u%u%u-%u%u%u", d[0], d[1], d[2], d[3], d[4], d[5]);
}

cp_str cp_setup_node_text(cp_arena *a, const cp_setup *p)
{
    if (!p->node)
        return (cp_str){ NULL, 0 };
    return cp_str_fmt(a, "%s %.*s %0*x/%u", p->node, CP_FMT(cp_plmn_text(a, p->node_plmn)),
                      (p->node_bits + 3) / 4, p->node_id, p->node_bits);
}
