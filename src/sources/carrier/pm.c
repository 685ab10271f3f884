/* SPDX-License-Identifier: Apache-2.0 */
/* pm.c - files of measurements of mobile networks: whose they are. Their counters are stepped over.
 *
 *     3GPP TS 32.435                                        TS 32.401, before
 *     <measCollecFile>                                      <mdc>
 *      <fileHeader vendorName="Acme" dnPrefix="DC=x">        <mfh><vn>Acme</vn>
 *       <fileSender localDn=".." elementType="RNC"/>             <sn>..</sn><st>RNC</st></mfh>
 *      <measData>                                            <md>
 *       <managedElement localDn=".." userLabel=".."           <neid><neun>..</neun><nedn>..</nedn>
 *         swVersion=".."/>                                       <nesw>..</nesw></neid>
 *       <measInfo>..                                          <mi>..
 *
 * vendorName is that of the equipment that sent the file (32.435, 4.1), and of no other. */
#include "codec/sax.h"
#include "sources/carrier/carrier.h"
#include "sources/values.h"
#include "sources/xml_input.h"

typedef enum said {
    SAID_VENDOR,
    SAID_PREFIX,
    SAID_SENDER, /* its DN */
    SAID_SENDER_KIND,
    SAID_LABEL, /* of the element at hand, these three */
    SAID_DN,
    SAID_VERSION,
    SAID_TIME,
    SAID_COUNT
} said;

typedef struct reading {
    cp_carrier *c;
    cp_sax *x;
    cp_str said[SAID_COUNT]; /* owned by the source's arena; each is bounded */
    uint64_t sender_line, element_line;
    cp_map elements; /* DNs that were told */
    cp_time from, to;
    said text; /* which the text that comes is; SAID_COUNT: none */
} reading;

/* XML attributes and elements, by the element that they stand in. */
static const struct place {
    const char *element, *attribute; /* NULL: the text of the element */
    said what;
} places[] = {
    { "fileHeader", "vendorName", SAID_VENDOR },
    { "fileHeader", "dnPrefix", SAID_PREFIX },
    { "fileSender", "localDn", SAID_SENDER },
    { "fileSender", "senderName", SAID_SENDER },
    { "fileSender", "elementType", SAID_SENDER_KIND },
    { "fileSender", "senderType", SAID_SENDER_KIND },
    { "managedElement", "localDn", SAID_DN },
    { "managedElement", "userLabel", SAID_LABEL },
    { "managedElement", "swVersion", SAID_VERSION },
    { "measCollec", "beginTime", SAID_TIME },
    { "measCollec", "endTime", SAID_TIME },
    { "vn", NULL, SAID_VENDOR },
    { "sn", NULL, SAID_SENDER },
    { "st", NULL, SAID_SENDER_KIND },
    { "cbt", NULL, SAID_TIME },
    { "ts", NULL, SAID_TIME },
    { "neun", NULL, SAID_LABEL },
    { "nedn", NULL, SAID_DN },
    { "nesw", NULL, SAID_VERSION },
};

static bool is(cp_str name, const char *what) { return cp_str_eq(name, cp_str_c(what)); }

static void take(reading *r, said what, cp_str text)
{
    cp_time at;
    text = cp_value_head(cp_str_trim(text), CP_DN_BYTES_MAX);
    if (what == SAID_TIME && cp_carrier_time(r->c->a, text, &at)) {
        r->from = r->from == CP_TIME_NONE ? at : r->from;
        r->to = at;
    } else if (what != SAID_TIME && text.n && !cp_value_is_placeholder(text))
        r->said[what] = cp_str_dup(r->c->a, text);
}

static void set(reading *r, cp_word w, said what)
{
    cp_object_set(r->c, w, 5, CP_STR(""), r->said[what]);
}

static cp_rc tell_sender(reading *r, cp_err *err)
{
    if (r->said[SAID_SENDER].n == 0)
        return CP_OK;
    cp_object_begin(r->c);
    cp_element e = cp_element_of_dn(r->c, r->said[SAID_PREFIX], r->said[SAID_SENDER], CP_STR(""));
    r->said[SAID_SENDER] = CP_STR("");
    r->c->src->records++;
    set(r, CP_WORD_VENDOR, SAID_VENDOR);
    set(r, CP_WORD_KIND, SAID_SENDER_KIND);
    return cp_carrier_element(r->c, &e, NULL, false, r->sender_line, err);
}

/* The sender is mostly the element itself. */
static cp_rc tell_element(reading *r, cp_err *err)
{
    cp_str dn = r->said[SAID_DN].n ? r->said[SAID_DN] : r->said[SAID_LABEL];
    bool added, is_sender = dn.n && cp_str_eq(dn, r->said[SAID_SENDER]);
    r->c->src->records++;
    if (dn.n == 0)
        dn = r->said[SAID_SENDER];
    (void)cp_map_put(r->c->a, &r->elements, dn, &added);
    if (dn.n == 0 || !added) {
        cp_carrier_unused(r->c,
                          dn.n ? CP_STR("elements again") : CP_STR("elements without a name"));
        return CP_OK;
    }
    cp_object_begin(r->c);
    cp_element e = cp_element_of_dn(r->c, r->said[SAID_PREFIX], dn, r->said[SAID_LABEL]);
    is_sender = is_sender || cp_str_eq(dn, r->said[SAID_SENDER]);
    if (is_sender) {
        set(r, CP_WORD_VENDOR, SAID_VENDOR);
        set(r, CP_WORD_KIND, SAID_SENDER_KIND);
        r->said[SAID_SENDER] = CP_STR("");
    }
    set(r, CP_WORD_SOFTWARE, SAID_VERSION);
    return cp_carrier_element(r->c, &e, NULL, false, r->element_line, err);
}

static void begin_element(reading *r)
{
    r->said[SAID_DN] = r->said[SAID_LABEL] = r->said[SAID_VERSION] = CP_STR("");
    r->element_line = cp_sax_line(r->x);
}

static cp_rc on_open(void *ctx, const cp_sax_element *e, cp_err *err)
{
    reading *r = ctx;
    r->text = SAID_COUNT;
    if (is(e->name, "measInfo") || is(e->name, "mi")) {
        r->c->src->records++;
        cp_carrier_unused(r->c, CP_STR("measurements"));
        cp_sax_skip(r->x);
        return CP_OK;
    }
    if (is(e->name, "managedElement") || is(e->name, "neid"))
        begin_element(r);
    if (is(e->name, "fileSender") || is(e->name, "sn"))
        r->sender_line = cp_sax_line(r->x);
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        if (!is(e->name, places[i].element))
            continue;
        if (places[i].attribute)
            take(r, places[i].what, cp_sax_value(e, cp_str_c(places[i].attribute)));
        else
            r->text = places[i].what;
    }
    if (r->text == SAID_COUNT)
        cp_sax_skip_text(r->x);
    return is(e->name, "managedElement") ? tell_element(r, err) : CP_OK;
}

static cp_rc on_text(void *ctx, cp_str text, bool is_cut, cp_err *err)
{
    reading *r = ctx;
    (void)is_cut;
    (void)err;
    if (r->text != SAID_COUNT)
        take(r, r->text, text);
    return CP_OK;
}

static cp_rc on_close(void *ctx, const cp_sax_element *e, cp_err *err)
{
    reading *r = ctx;
    r->text = SAID_COUNT;
    return is(e->name, "neid") ? tell_element(r, err) : CP_OK;
}

static cp_rc read_pm(cp_arena *a, cp_input *in, const cp_read_opts *opts, const cp_obs_sink *sink,
                     cp_source *src, cp_err *err)
{
    reading *r = CP_NEW(a, reading);
    cp_sax_opts how = cp_xml_opts(opts);
    cp_sax_events on = { r, on_open, on_text, on_close };
    cp_rc rc = cp_carrier_new(a, opts, sink, src, &r->c, err);
    if (rc != CP_OK)
        return rc;
    r->x = cp_sax_new(a, &how, &on);
    r->from = r->to = CP_TIME_NONE;
    r->text = SAID_COUNT;
    rc = cp_xml_read_most(a, in, r->x, opts, src, err);
    src->first_at = r->from;
    src->last_at = r->to;
    if (rc == CP_OK)
        rc = tell_sender(r, err);
    if (rc == CP_OK)
        cp_carrier_end(r->c);
    return rc;
}

static int detect_pm(cp_bytes head, cp_str name)
{
    cp_str s = cp_str_slice(cp_str_of_bytes(head), 0, 4096);
    (void)name;
    if (cp_str_has(s, CP_STR("<measCollecFile")) || cp_str_has(s, CP_STR(":measCollecFile")))
        return 90;
    return cp_str_has(s, CP_STR("<mdc")) && cp_str_has(s, CP_STR("<mfh")) ? 85 : 0;
}

const cp_format cp_format_pm = {
    .name = "pm-xml",
    .what = "whose measurements these are (3GPP PM XML)",
    .detect = detect_pm,
    .read = read_pm,
};
