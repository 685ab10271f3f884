/* SPDX-License-Identifier: Apache-2.0 */
/* junos_conf_xml.c - a configuration of Junos in XML (`show configuration | display xml`, or
 * get-config of NETCONF), into the tree of junos_tree.h:
 *
 *     <interfaces><interface><name>ge-0/0/0</name>      interfaces --> ge-0/0/0 --> unit --> 0
 *       <unit><name>0</name>...
 *
 * A name is the word that stands behind that of its element; what a list or a value is called only
 * here is left out, or is what the command line calls it. Source: Junos XML protocol guide, mapping
 * of statements to elements. */
#include "codec/sax.h"
#include "sources/state/junos_conf.h"

typedef struct level {
    junos_node *at;
    bool is_leaf; /* nothing stands in it so far */
    bool is_name; /* its text is the word behind that of the element around it */
    bool is_off;
} level;

typedef struct reading {
    cp_state_section *s;
    cp_sax *x;
    junos_tree tree;
    uint64_t line_before;
    level open[CP_SAX_DEPTH_MAX + 1];
    uint32_t n_open;
    bool has_off;
} reading;

static uint32_t line_of(const reading *r)
{
    uint64_t line = cp_sax_line(r->x);
    return (uint32_t)(r->line_before + (line ? line : 1));
}

/* Elements that the command line has no word for. */
static bool is_silent(cp_str name, cp_str around)
{
    static const char *const anywhere[] = { "filter-name",      "prefix-list-item",
                                            "metric-value",     "preference-value",
                                            "bundle",           "as-number",
                                            "confederation-as", NULL };
    static const struct {
        const char *around, *name;
    } there[] = {
        { "interfaces", "interface" },           { "routing-instances", "instance" },
        { "logical-systems", "logical-system" }, { "vlans", "vlan" },
        { "bridge-domains", "domain" },
    };
    for (size_t i = 0; i < sizeof there / sizeof *there; i++)
        if (cp_str_eq(around, cp_str_c(there[i].around)) &&
            cp_str_eq(name, cp_str_c(there[i].name)))
            return true;
    return cp_state_is_one_of(name, anywhere);
}

static cp_str word_of(cp_str name)
{
    if (cp_str_eq(name, CP_STR("ieee-802.3ad")))
        return CP_STR("802.3ad");
    return cp_str_eq(name, CP_STR("end-range")) ? CP_STR("to") : name;
}

static cp_rc on_open(void *ctx, const cp_sax_element *e, cp_err *err)
{
    reading *r = ctx;
    (void)err;
    bool is_top = r->n_open == 0 && cp_str_eq(e->name, CP_STR("configuration"));
    if (r->n_open == 0 && !is_top) /* around it */
        return CP_OK;
    if (cp_str_eq(e->name, CP_STR("comment")) && e->prefix.n) { /* a remark */
        cp_sax_skip(r->x);
        return CP_OK;
    }
    level up = is_top ? (level){ .at = r->tree.root, .is_leaf = true } : r->open[r->n_open - 1];
    level now = { .at = up.at, .is_leaf = true, .is_name = cp_str_eq(e->name, CP_STR("name")) };
    if (!is_top) {
        r->open[r->n_open - 1].is_leaf = false;
        if (!now.is_name && !is_silent(e->name, up.at ? up.at->word : CP_STR("")) && up.at)
            now.at = junos_put(&r->tree, up.at, word_of(e->name), line_of(r));
    }
    now.is_off = cp_str_eq(cp_sax_value(e, CP_STR("inactive")), CP_STR("inactive"));
    r->has_off = r->has_off || now.is_off;
    r->open[r->n_open++] = now;
    return CP_OK;
}

/* What is inactive is the one of that name, and not all that are called so. */
static void take_name(reading *r, cp_str text)
{
    level *up = &r->open[r->n_open - 2];
    junos_node *named = up->at ? junos_put(&r->tree, up->at, text, line_of(r)) : NULL;
    if (named && up->is_off)
        named->flags |= JUNOS_OFF;
    up->is_off = false;
    up->at = named;
}

static cp_rc on_text(void *ctx, cp_str text, bool is_cut, cp_err *err)
{
    reading *r = ctx;
    (void)err;
    (void)is_cut;
    if (r->n_open < 2)
        return CP_OK;
    level *now = &r->open[r->n_open - 1];
    text = cp_str_slice(text, 0, JUNOS_WORD_BYTES_MAX);
    if (now->is_name) {
        take_name(r, text);
        return CP_OK;
    }
    if (now->at && now->is_leaf)
        now->at = junos_put(&r->tree, now->at, text, line_of(r));
    return CP_OK;
}

static cp_rc on_close(void *ctx, const cp_sax_element *e, cp_err *err)
{
    reading *r = ctx;
    (void)err;
    (void)e;
    if (r->n_open == 0)
        return CP_OK;
    level *now = &r->open[--r->n_open];
    if (now->at && now->is_off)
        now->at->flags |= JUNOS_OFF;
    if (now->at && now->is_leaf && !now->is_name && r->n_open)
        now->at->flags |= JUNOS_ENDS | JUNOS_COUNTS;
    /* an element that has a name and nothing else is a statement, too */
    if (now->at && !now->is_leaf && now->at->n == 0)
        now->at->flags |= JUNOS_ENDS | JUNOS_COUNTS;
    return CP_OK;
}

/* "show configuration interfaces | display xml": a part. */
static bool is_part(cp_str args)
{
    cp_str word = cp_state_word(&args);
    return word.n && word.p[0] != '|';
}

void junos_conf_xml(cp_state_section *s, cp_state_text *in)
{
    reading *r = CP_NEW(s->a, reading);
    *r = (reading){ .s = s, .line_before = s->line ? s->line - 1 : 0 };
    junos_tree_init(&r->tree, s->a);
    const cp_sax_opts opts = { .trim = true, .repair = true };
    const cp_sax_events events = { .ctx = r, .open = on_open, .text = on_text, .close = on_close };
    cp_err err = { 0 };
    r->x = cp_sax_new(s->a, &opts, &events);
    cp_rc rc = junos_feed_xml(r->x, in, &err);
    if (rc == CP_OK)
        rc = cp_sax_end(r->x, &err);
    s->line = line_of(r);
    if (r->has_off)
        junos_take_away(r->tree.root);
    if (rc != CP_OK) {
        cp_state_bad_at(s, s->line, CP_STR(""), "XML that ends early: %s", err.msg);
        junos_limit_tables(s, &r->tree, "cut off", "the document ends early");
    }
    if (r->tree.is_full)
        junos_limit_tables(s, &r->tree, "incomplete", "more statements than are read");
    junos_conf_end(s, &r->tree, is_part(s->args));
}
