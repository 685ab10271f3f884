/* SPDX-License-Identifier: Apache-2.0 */
/* policy_new.c - `policy new --from PACK`: a pack of the user's own, begun as a copy of one that
 * there is. The text is copied, not made anew, so that its comments and its layout stay; only the
 * id changes. What comes out is checked before it is given. */
#include <unistd.h>
#include "job/policy_verbs.h"

static cp_rc choose_id(cp_job *j, const cp_policy_lib *lib, const cp_policy *from, cp_str *out,
                       cp_err *err)
{
    *out = j->opts.id.n ? j->opts.id : cp_str_fmt(j->a, "own-%.*s", CP_FMT(from->id));
    if (!cp_str_is_id(*out))
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "--id is \"%.*s\", expected small letters, digits and \"-\"", CP_FMT(*out));
    if (cp_policy_by_id(lib, *out))
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "there is a policy \"%.*s\" already; choose another with --id",
                       CP_FMT(*out));
    return CP_OK;
}

static void header(cp_buf *b, const cp_policy *from, cp_str id)
{
    cp_buf_fmt(b,
               "# %.*s: a pack of our own, begun as a copy of %.*s.\n"
               "#\n"
               "# What to change:\n"
               "# - title: what the rule is called.\n"
               "# - clauses: which makers and which classes of equipment it names. Ids of makers:\n"
               "#   cleanpath entity list; classes: docs/formats/policy.md.\n"
               "# - duties: what is no longer bought, used, extended, and from when.\n"
               "# - effective and read: from which day it applies; when its sources were read.\n"
               "# - addressees and jurisdiction: whom it binds. They are those of the copy.\n"
               "# - sources: where each statement stands; put your own decision beside them.\n"
               "# - law: in_force judges; proposed binds nobody and shows what would be.\n"
               "#\n"
               "# Try it:  cleanpath policy check FILE;  cleanpath audit --policy FILE EVIDENCE\n"
               "# Keep it: a folder of packs, named by --policies DIR or CLEANPATH_POLICIES.\n\n",
               CP_FMT(id), CP_FMT(from->id));
}

/* The text with another id at the top level. False: it has no line of its own for it. */
static bool with_id(cp_str text, cp_str id, cp_buf *b)
{
    cp_str line;
    bool found = false;
    while (cp_str_cut_line(&text, &line)) {
        bool is_id_line = !found && cp_str_starts(line, CP_STR("id:"));
        found |= is_id_line;
        if (is_id_line)
            cp_buf_fmt(b, "id: %.*s\n", CP_FMT(id));
        else
            cp_buf_fmt(b, "%.*s\n", CP_FMT(line));
    }
    return found;
}

static cp_rc refuse_to_overwrite(cp_job *j, cp_err *err)
{
    cp_str path = j->opts.output;
    if (path.n == 0 || cp_str_eq(path, CP_STR("-")) || access(cp_str_dup(j->a, path).p, F_OK) != 0)
        return CP_OK;
    return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "%.*s is there already: nothing is written over",
                   CP_FMT(path));
}

cp_rc cp_policy_new(cp_job *j, cp_err *err)
{
    cp_policy_lib *lib;
    cp_knowledge *k;
    const cp_policy *from;
    cp_str id, text;
    if (j->opts.n_args > 1 || j->opts.from.n == 0)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "policy new needs --from PACK: an id of `cleanpath policy list`, or a file");
    cp_job_policy_words(j, &j->opts.from, 1);
    cp_rc rc = refuse_to_overwrite(j, err);
    if (rc == CP_OK)
        rc = cp_job_knowledge(j, &k, err);
    if (rc == CP_OK)
        rc = cp_job_policies(j, cp_knowledge_makers(k), &lib, err);
    if (rc == CP_OK)
        rc = cp_job_policy_by_word(j, lib, j->opts.from, "--from names the policy", &from, err);
    if (rc == CP_OK)
        rc = choose_id(j, lib, from, &id, err);
    if (rc == CP_OK)
        rc = cp_job_policy_text(j, from, &text, err);
    if (rc != CP_OK)
        return rc;
    cp_buf b = cp_buf_new(j->a);
    header(&b, from, id);
    if (!with_id(text, id, &b))
        return cp_fail(err, CP_EFORMAT, CP_NO_OFF, "%.*s has no line `id:` of its own",
                       CP_FMT(from->file));
    if ((rc = cp_job_policy_check(j, cp_knowledge_makers(k), "the new pack", cp_buf_str(&b),
                                  err)) != CP_OK)
        return rc;
    j->is_document = true;
    cp_buf_add(j->out, cp_buf_str(&b));
    if (j->opts.output.n && !cp_str_eq(j->opts.output, CP_STR("-")))
        j->say(j, "%.*s: policy %.*s, begun as a copy of %.*s; now change it",
               CP_FMT(j->opts.output), CP_FMT(id), CP_FMT(from->id));
    return CP_OK;
}
