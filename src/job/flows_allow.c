/* SPDX-License-Identifier: Apache-2.0 */
/* flows_allow.c - findings that somebody knows to be harmless: a list of lines, each of words as
 * the view has them and of kinds of findings. It is a view: detectors look at everything, and what
 * a line leaves out is counted with it.
 *
 *     beacon role:core 203.0.113.123 port:udp/123    # our clock        beacon and all words hold
 *
 * A mistake, or a word that nothing has (any more), leaves its line without effect, which is told:
 * a list must not stop the others from being looked at, and a mistake in it never hides
 * anything. */
#include "job/flows.h"

enum {
    BYTES_MAX = 1024 * 1024,
    LINES_MAX = 1024, /* each is held against each finding */
    WORDS_MAX = 16,
};

static bool kind_of(cp_str word, cp_flow_finding_kind *out)
{
    for (int k = 0; k < CP_FLOW_FINDING_COUNT; k++)
        if (cp_str_eq(word, cp_str_c(cp_flow_finding_name((cp_flow_finding_kind)k)))) {
            *out = (cp_flow_finding_kind)k;
            return true;
        }
    return false;
}

/* The words of a line that are no kinds; WORDS_MAX + 1: too many. */
static uint32_t words_of(cp_str text, cp_str *words, uint32_t *kinds)
{
    uint32_t n = 0;
    cp_flow_finding_kind k;
    while (n <= WORDS_MAX && (text = cp_str_trim(text)).n) {
        size_t end = 0;
        while (end < text.n && text.p[end] != ' ' && text.p[end] != '\t')
            end++;
        cp_str word = cp_str_slice(text, 0, end);
        text = cp_str_from(text, end);
        if (kind_of(word, &k))
            *kinds |= 1u << k;
        else if (n++ < WORDS_MAX)
            words[n - 1] = word;
    }
    return n;
}

static cp_str fault_of(cp_flows *view, const cp_str *words, uint32_t n)
{
    cp_err why;
    if (n > WORDS_MAX)
        return cp_str_fmt(view->j->a, "more than %d words", WORDS_MAX);
    if (n == 0) /* all findings of a kind would not be looked at, of whatever equipment */
        return CP_STR("expected an address, a network, port:N, as:N, or words of an asset");
    return cp_flows_read_words(view, words, n, &why) == CP_OK
               ? CP_STR("")
               : cp_str_dup(view->j->a, cp_str_c(why.msg));
}

static cp_rc add_line(cp_flows *f, cp_str text, uint32_t line, cp_err *err)
{
    cp_str words[WORDS_MAX];
    cp_flows_allowed x = { .line = line, .text = text };
    if (f->allow.v.n == LINES_MAX) {
        cp_rc rc =
            cp_fail(err, CP_ELIMIT, CP_NO_OFF, "line %u: more than %d lines", line, LINES_MAX);
        cp_err_in_file(err, f->j->opts.allow.p, f->j->opts.allow.n);
        return rc;
    }
    uint32_t n = words_of(text, words, &x.kinds);
    x.view = CP_NEW(f->j->a, cp_flows);
    *x.view = *f;
    x.view->only = CP_FLOWS_ALL;
    memset(&x.view->filters, 0, sizeof x.view->filters);
    memset(&x.view->services, 0, sizeof x.view->services);
    x.fault = fault_of(x.view, words, n);
    cp_vec_push(f->j->a, &f->allow.v, x);
    return CP_OK;
}

cp_rc cp_flows_take_allowed(cp_flows *f, cp_str file, cp_err *err)
{
    cp_rc rc = CP_OK;
    cp_str text;
    for (uint32_t line = 1; rc == CP_OK && cp_str_cut_line(&file, &text); line++) {
        ptrdiff_t at = cp_str_find_char(text, '#');
        text = cp_str_trim(at < 0 ? text : cp_str_slice(text, 0, (size_t)at));
        text = cp_str_clean_utf8(f->j->a, text);
        rc = text.n ? add_line(f, text, line, err) : CP_OK;
    }
    return rc;
}

cp_rc cp_flows_read_allowed(cp_flows *f, cp_err *err)
{
    cp_bytes file;
    if (!f->j->opts.allow.n)
        return CP_OK;
    cp_rc rc = cp_job_read_file(f->j->a, f->j->opts.allow, BYTES_MAX, &file, err);
    return rc == CP_OK ? cp_flows_take_allowed(f, (cp_str){ (const char *)file.p, file.n }, err)
                       : rc;
}

/* Whose addresses are is known only when flows were read. */
static void begin(cp_flows *f)
{
    f->allow.is_begun = true;
    for (uint32_t i = 0; i < f->allow.v.n; i++) {
        cp_flows *v = f->allow.v.v[i].view, words = *v;
        *v = *f;
        v->only = CP_FLOWS_ALL;
        v->only_mark = 0;
        v->filters.v = words.filters.v;
        v->filters.n = words.filters.n;
        v->services.v = words.services.v;
        v->services.n = words.services.n;
        v->marks = words.marks;
    }
}

bool cp_flows_is_allowed(cp_flows *f, const cp_flow_finding *x)
{
    if (!f->allow.is_begun)
        begin(f);
    for (uint32_t i = 0; i < f->allow.v.n; i++) {
        cp_flows_allowed *l = &f->allow.v.v[i];
        /* what is not told is not allowed */
        bool lacks_port = l->view->services.n && !x->has_service;
        if (l->fault.n || lacks_port || (l->kinds && !(l->kinds >> x->kind & 1)) ||
            !cp_flows_is_found_in_view(l->view, x))
            continue;
        l->n_findings++;
        f->allow.n_findings++;
        return true;
    }
    return false;
}

void cp_flows_allowed_print(const cp_flows *f, cp_buf *out)
{
    cp_arena *a = f->j->a;
    if (!f->allow.v.n)
        return;
    cp_buf_fmt(out, "  left out, as %.*s has it: %llu\n", CP_FMT(cp_text_safe(a, f->j->opts.allow)),
               (unsigned long long)f->allow.n_findings);
    for (uint32_t i = 0; i < f->allow.v.n; i++) {
        const cp_flows_allowed *l = &f->allow.v.v[i];
        cp_buf_fmt(out, "    line %u, %.*s: ", l->line, CP_FMT(cp_text_safe(a, l->text)));
        if (l->fault.n)
            cp_buf_fmt(out, "! without effect: %.*s\n", CP_FMT(cp_text_safe(a, l->fault)));
        else
            cp_buf_fmt(out, "%llu\n", (unsigned long long)l->n_findings);
    }
}

void cp_flows_allowed_json(const cp_flows *f, cp_jw *w)
{
    if (!f->j->opts.allow.n)
        return;
    cp_jw_key(w, "allowed");
    cp_jw_obj(w);
    cp_jw_ku64(w, "findings", f->allow.n_findings);
    cp_jw_key(w, "lines");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < f->allow.v.n; i++) {
        const cp_flows_allowed *l = &f->allow.v.v[i];
        cp_jw_obj(w);
        cp_jw_ku64(w, "line", l->line);
        cp_jw_kstr(w, "text", l->text);
        cp_jw_ku64(w, "findings", l->n_findings);
        cp_jw_kstr_opt(w, "fault", l->fault);
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
    cp_jw_obj_end(w);
}
