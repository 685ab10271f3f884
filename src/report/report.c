/* SPDX-License-Identifier: Apache-2.0 */
/* report.c - chooses the renderer; what several of them share. */
#include "report/report.h"
#include "report/render.h"

static const char *const format_names[] = {
#define ROW(id, name) [CP_REPORT_##id] = name,
    CP_REPORT_FORMATS(ROW)
#undef ROW
};

bool cp_report_format_by_name(cp_str name, cp_report_format *out)
{
    for (unsigned f = 0; f < CP_REPORT_FORMAT_COUNT; f++)
        if (cp_str_eq(name, cp_str_c(format_names[f]))) {
            *out = (cp_report_format)f;
            return true;
        }
    return false;
}

cp_str cp_text_join(cp_arena *a, const cp_str *v, uint32_t n, const char *separator)
{
    cp_buf b = cp_buf_new(a);
    for (uint32_t i = 0; i < n; i++) {
        cp_buf_add_c(&b, i ? separator : "");
        cp_buf_add(&b, v[i]);
    }
    return cp_buf_str(&b);
}

cp_str cp_decision_text(cp_arena *a, const cp_finding_status *s)
{
    const cp_finding *d = s->decision;
    if (!d)
        return CP_STR("");
    cp_str sent = s->reported ? cp_str_fmt(a, "; first report sent on %.*s",
                                           CP_FMT(cp_date_text(a, s->reported->on)))
                              : CP_STR("");
    const char *changed = s->has_changed && d->state == CP_FINDING_CONFIRMED
                              ? "; verdict or evidence have changed since"
                              : "";
    return cp_str_fmt(a, "%s on %.*s by %.*s: %.*s%.*s%s", cp_finding_word(s),
                      CP_FMT(cp_date_text(a, d->on)), CP_FMT(d->by), CP_FMT(d->reason),
                      CP_FMT(sent), changed);
}

cp_str cp_citation_text(cp_arena *a, const cp_citation *c)
{
    cp_str date = cp_date_text(a, c->date);
    return cp_str_fmt(a, "%.*s (%.*s%s%.*s)", CP_FMT(c->url), CP_FMT(c->tier), date.n ? ", " : "",
                      CP_FMT(date));
}

cp_str cp_waiver_text(cp_arena *a, const cp_waiver *w)
{
    return cp_str_fmt(a, "waived by %.*s until %.*s: %.*s (%.*s:%llu)", CP_FMT(w->approver),
                      CP_FMT(cp_date_text(a, w->expires)), CP_FMT(w->reason), CP_FMT(w->file),
                      (unsigned long long)w->line);
}

cp_str cp_duty_text(cp_arena *a, const cp_duty *d)
{
    const char *verb = cp_verb_name(d->verb);
    cp_str deadline = cp_date_text(a, d->deadline),
           tail = deadline.n ? cp_str_fmt(a, ", to end by %.*s", CP_FMT(deadline)) : CP_STR("");
    switch (d->applies) {
    case CP_APPLIES_NO: return cp_str_fmt(a, "%s not forbidden", verb);
    case CP_APPLIES_YES: return cp_str_fmt(a, "%s forbidden%.*s", verb, CP_FMT(tail));
    case CP_APPLIES_FROM:
        return cp_str_fmt(a, "%s forbidden from %.*s%.*s", verb, CP_FMT(cp_date_text(a, d->from)),
                          CP_FMT(tail));
    case CP_APPLIES_UNKNOWN: break;
    }
    return cp_str_fmt(a, "%s: not known whether forbidden%.*s", verb, CP_FMT(tail));
}

void cp_report(const cp_answer *ans, cp_report_format format, const cp_report_opts *opts,
               cp_arena *scratch, cp_buf *out)
{
    switch (format) {
    case CP_REPORT_TABLE: cp_render_table(ans, opts, scratch, out); return;
    case CP_REPORT_JSON:
    case CP_REPORT_NDJSON: cp_render_json(ans, format == CP_REPORT_NDJSON, scratch, out); return;
    case CP_REPORT_CSV: cp_render_csv(ans, scratch, out); return;
    case CP_REPORT_HTML: cp_render_html(ans, scratch, out); return;
    case CP_REPORT_SARIF: cp_render_sarif(ans, scratch, out); return;
    case CP_REPORT_JUNIT: cp_render_junit(ans, scratch, out); return;
    case CP_REPORT_LOOKUP: cp_render_lookup(ans, out); return;
    case CP_REPORT_BOARD: cp_render_board(ans, scratch, out); return;
    case CP_REPORT_CYCLONEDX: cp_render_cyclonedx(ans, scratch, out); return;
    case CP_REPORT_OSCAL: cp_render_oscal(ans, scratch, out); return;
    case CP_REPORT_XLSX: cp_render_xlsx(ans, scratch, out); return;
    case CP_REPORT_FORMAT_COUNT: break;
    }
    assert(!"a format without a renderer");
}

void cp_report_asset(const cp_answer *ans, const cp_answer_asset *x, cp_report_format format,
                     const cp_report_opts *opts, cp_arena *scratch, cp_buf *out)
{
    if (format == CP_REPORT_JSON || format == CP_REPORT_NDJSON)
        cp_render_asset_json(ans, x, scratch, out);
    else
        cp_render_asset_text(ans, x, opts, scratch, out);
}
