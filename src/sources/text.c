/* SPDX-License-Identifier: Apache-2.0 */
/* text.c - see text.h. */
#include "sources/text.h"
#include "sources/import/forms.h"
#include "sources/import/table.h"

/* Is it called so in a header, in any language that columns.yaml knows? */
static bool is_header_word(void *ctx, cp_str word)
{
    const cp_forms *forms;
    cp_arena *a = ctx;
    return cp_forms_get(&forms, NULL) == CP_OK &&
           cp_map_get(&forms->headers, cp_form_key(a, cp_str_trim(word)));
}

cp_charset_hint cp_text_hint(cp_arena *a, const cp_read_opts *opts, cp_text_kind kind)
{
    return (cp_charset_hint){
        .said = opts ? opts->encoding : CP_CHARSET_NONE,
        .is_no_latin = kind == CP_TEXT_UTF_8,
        .is_word = is_header_word,
        .ctx = a,
    };
}

cp_rc cp_text_read(cp_arena *a, cp_input *in, uint64_t bytes_max, cp_text_kind kind,
                   const cp_read_opts *opts, cp_source *src, cp_bytes *out, cp_err *err)
{
    cp_bytes all;
    bool is_utf16;
    cp_rc rc = cp_input_all(in, bytes_max, &all, err);
    if (rc != CP_OK)
        return rc;
    *out = cp_charset_unmark(a, all, &is_utf16);
    if (is_utf16)
        return CP_OK;
    cp_charset_use use = { .hint = cp_text_hint(a, opts, kind), .bytes = all.n - out->n };
    *out = cp_bytes_of_str(cp_charset_text(a, *out, &use));
    cp_text_tell_charset(a, src, &use, false);
    cp_text_tell_end(a, src, &use);
    return CP_OK;
}

/* Binary files have zeros, which no encoding here has. */
static bool is_text(cp_bytes b) { return !memchr(b.p, '\0', b.n); }

cp_bytes cp_text_of_head(cp_arena *scratch, cp_bytes head, const cp_read_opts *opts)
{
    bool is_utf16;
    cp_bytes text = cp_charset_unmark(scratch, head, &is_utf16);
    if (is_utf16 || text.n == 0 || !is_text(text))
        return text;
    cp_charset_use use = { .hint = cp_text_hint(scratch, opts, CP_TEXT_OF_PEOPLE) };
    cp_str s = cp_charset_text(scratch, text, &use);
    switch (use.guess.charset) {
    case CP_CHARSET_NONE:
    case CP_CHARSET_ASCII:
    case CP_CHARSET_UTF_8:
    case CP_CHARSET_WINDOWS_1252:
    case CP_CHARSET_COUNT: return text;
    case CP_CHARSET_GB18030:
    case CP_CHARSET_EUC_KR:
    case CP_CHARSET_BIG5:
    case CP_CHARSET_SHIFT_JIS:
    case CP_CHARSET_EUC_JP: break;
    }
    return cp_bytes_of_str(s);
}

/* ---- telling */

static cp_str reason(cp_arena *a, const cp_charset_use *use)
{
    const cp_charset_guess *g = &use->guess;
    if (use->hint.said != CP_CHARSET_NONE)
        return CP_STR(", as --encoding says");
    if (g->is_doubtful)
        return CP_STR(", which does not look right: save it as UTF-8, or say --encoding");
    if (g->charset == CP_CHARSET_WINDOWS_1252)
        return CP_STR("");
    return g->n_words
               ? cp_str_fmt(a, " (by %u known word%s)", g->n_words, g->n_words == 1 ? "" : "s")
               : CP_STR(" (by its characters)");
}

cp_str cp_text_undecided(cp_arena *a, const cp_charset_use *use)
{
    const cp_charset_guess *g = &use->guess;
    if (g->charset != CP_CHARSET_ASCII || use->hint.said != CP_CHARSET_NONE)
        return CP_STR("");
    return cp_str_fmt(a, "%s or %s", cp_charset_name(g->likely), cp_charset_name(g->rival));
}

void cp_text_tell_charset(cp_arena *a, cp_source *src, const cp_charset_use *use, bool is_late)
{
    cp_charset c = use->guess.charset;
    if (use->n_other == 0 || c == CP_CHARSET_UTF_8 || cp_text_undecided(a, use).n)
        return;
    cp_table_note(a, src, "%s is not UTF-8: read as %s%.*s",
                  is_late ? "some of the text" : "the text", cp_charset_name(c),
                  CP_FMT(reason(a, use)));
}

static void tell_bad(cp_arena *a, cp_source *src, const cp_charset_use *use)
{
    cp_str undecided = cp_text_undecided(a, use);
    if (use->n_bad == 0)
        return;
    src->records++;
    if (undecided.n)
        cp_source_bad(a, src, use->first_bad_line,
                      "the text is %.*s, and nothing in it says which: what is not ASCII was not "
                      "read (%llu line%s); say --encoding",
                      CP_FMT(undecided), (unsigned long long)use->n_other,
                      use->n_other == 1 ? "" : "s");
    else
        cp_source_bad(a, src, use->first_bad_line,
                      "no %s in %llu place%s (the first at byte %llu): read as U+FFFD",
                      cp_charset_name(use->guess.charset), (unsigned long long)use->n_bad,
                      use->n_bad == 1 ? "" : "s", (unsigned long long)use->first_bad_off);
}

void cp_text_tell_end(cp_arena *a, cp_source *src, const cp_charset_use *use)
{
    bool is_mixed = use->n_other && use->n_utf8 && use->guess.charset != CP_CHARSET_UTF_8;
    if (is_mixed)
        cp_table_note(
            a, src, "encodings are mixed: %llu line%s UTF-8 (the first: %llu), %llu %s not (%llu)",
            (unsigned long long)use->n_utf8, use->n_utf8 == 1 ? " is" : "s are",
            (unsigned long long)use->first_utf8, (unsigned long long)use->n_other,
            use->n_other == 1 ? "is" : "are", (unsigned long long)use->first_other);
    tell_bad(a, src, use);
}
