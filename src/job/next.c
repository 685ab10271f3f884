/* SPDX-License-Identifier: Apache-2.0 */
/* next.c - `cleanpath` alone: what lies in this folder, and which step is next. It looks at the
 * first bytes of at most FILES_MAX files, here and in folders, so that it answers at once wherever
 * it is called. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "job/evidence.h"

enum { FILES_MAX = 200, DEPTH_MAX = 2, FORMATS_MAX = 64, HEAD_BYTES = 4096 };

typedef struct here {
    uint32_t of_format[FORMATS_MAX]; /* files, by the place in cp_formats */
    uint32_t n_files, n_evidence;
    cp_str profile, folder; /* a profile.yaml; the only folder that has evidence */
    bool has_evidence_at_top, has_many_folders;
    bool is_cut;
} here;

static bool is_format(const cp_format *f, const char *name)
{
    return cp_str_eq(cp_str_c(f->name), cp_str_c(name));
}

static void look_at_file(cp_arena *a, cp_str path, cp_str folder, here *h)
{
    cp_arena *scratch = cp_arena_new(0);
    cp_input *in;
    cp_err err;
    const cp_format *found = NULL;
    if (cp_input_open(scratch, path, &in, &err) == CP_OK) {
        cp_input_forgo_digest(in);
        found = cp_format_detect(cp_input_peek(in, HEAD_BYTES), path);
    }
    for (size_t i = 0; found && cp_formats[i] && i < FORMATS_MAX; i++)
        h->of_format[i] += cp_formats[i] == found;
    if (found && is_format(found, "profile"))
        h->profile = h->profile.n ? h->profile : cp_str_dup(a, path);
    else if (found && !is_format(found, "waivers")) {
        h->n_evidence++;
        h->has_evidence_at_top |= folder.n == 0;
        h->has_many_folders |= h->folder.n && folder.n && !cp_str_eq(h->folder, folder);
        h->folder = folder.n ? cp_str_dup(a, folder) : h->folder;
    }
    cp_arena_free(scratch);
}

static int by_name(const void *p, const void *q)
{
    const cp_str *x = p, *y = q;
    return strcmp(x->p, y->p);
}

/* The names in a folder in their order, without hidden ones. */
static cp_str *names_in(cp_arena *a, cp_str folder, uint32_t *n)
{
    enum { NAMES_MAX = 10000 };
    DIR *d = opendir(folder.n ? folder.p : ".");
    CP_VEC(cp_str) v = { 0 };
    for (struct dirent *e; d && v.n < NAMES_MAX && (e = readdir(d));)
        if (e->d_name[0] != '.')
            cp_vec_push(a, &v, cp_str_dup(a, cp_str_c(e->d_name)));
    if (d)
        (void)closedir(d);
    if (v.n)
        qsort(v.v, v.n, sizeof *v.v, by_name);
    *n = (uint32_t)v.n;
    return v.v;
}

/* folder "": this one; top: that of the folders here in which it is. Links, pipes and devices are
 * passed over. */
static void look_into(cp_arena *a, cp_str folder, cp_str top, uint32_t depth, here *h)
{
    uint32_t n;
    cp_str *names = names_in(a, folder, &n);
    for (uint32_t i = 0; i < n && !h->is_cut; i++) {
        struct stat st;
        cp_str path = folder.n ? cp_str_fmt(a, "%.*s/%s", CP_FMT(folder), names[i].p) : names[i];
        if (lstat(path.p, &st) != 0)
            continue;
        if (S_ISDIR(st.st_mode) && depth < DEPTH_MAX)
            look_into(a, path, top.n ? top : path, depth + 1, h);
        if (!S_ISREG(st.st_mode))
            continue;
        h->is_cut = ++h->n_files > FILES_MAX;
        if (!h->is_cut)
            look_at_file(a, path, top, h);
    }
}

/* Can it stand in a command as it is? */
static bool is_plain(cp_str name)
{
    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i];
        bool is_word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!is_word && c != '_' && c != '/' && (i == 0 || (c != '-' && c != '.')))
            return false;
    }
    return name.n > 0;
}

static void step(cp_job *j, const char *command, cp_str argument, const char *what)
{
    enum { WHAT_COLUMN = 46, WIDE = 100 };
    cp_str line = cp_str_fmt(j->a, "  %s%s%.*s", command, argument.n ? " " : "", CP_FMT(argument));
    if (j->width == 0 || j->width >= WIDE)
        cp_buf_fmt(j->out, "%-*.*s %s\n", WHAT_COLUMN, CP_FMT(line), what);
    else
        cp_buf_fmt(j->out, "%.*s\n      %s\n", CP_FMT(line), what);
}

static void tell_files(cp_job *j, const here *h)
{
    uint32_t n_kinds = 0;
    cp_buf_fmt(j->out, "Here: %u%s file%s of evidence", h->n_evidence, h->is_cut ? " or more" : "",
               h->n_evidence == 1 && !h->is_cut ? "" : "s");
    for (size_t i = 0; cp_formats[i] && i < FORMATS_MAX; i++)
        if (h->of_format[i] && !is_format(cp_formats[i], "profile"))
            cp_buf_fmt(j->out, "%s%u %s", n_kinds++ ? ", " : " (", h->of_format[i],
                       cp_formats[i]->name);
    cp_buf_fmt(j->out, "%s, %s%.*s, no case.\n", n_kinds ? ")" : "",
               h->profile.n ? "a profile in " : "no profile",
               CP_FMT(cp_text_safe(j->a, h->profile)));
}

static void nothing_here(cp_job *j)
{
    cp_buf_add_c(j->out, "Here: no case, and no file of evidence.\nNext:\n");
    step(j, "cleanpath audit FILE...", CP_STR(""), "captures, SNMP walks, inventories, folders");
    step(j, "sudo cleanpath audit -i eth0 --for 10m", CP_STR(""), "or hear an interface");
    step(j, "cleanpath synth network", CP_STR(""), "or make a network to try it out on");
}

static void files_here(cp_job *j, const here *h)
{
    bool is_one = !h->has_evidence_at_top && !h->has_many_folders && is_plain(h->folder);
    cp_str all = is_one ? h->folder : CP_STR(".");
    tell_files(j, h);
    cp_buf_add_c(j->out, "Next:\n");
    step(j, "cleanpath audit", all, "what is there, who made it, and what the rules say");
    if (h->profile.n == 0)
        step(j, "cleanpath profile set country=XX roles=ROLE", CP_STR(""),
             "who you are: until then nothing is called excluded for you");
    step(j, "cleanpath import", all, "keep it in a case, to go on with");
    step(j, "cleanpath report -o report.html", all, "the same answer as a page");
}

static void tell_case(cp_job *j, uint32_t n_sources, bool has_profile)
{
    cp_buf_fmt(j->out, "Here: the case %.*s with %u import%s, %s.\n",
               CP_FMT(cp_text_safe(j->a, j->opts.case_path)), n_sources, n_sources == 1 ? "" : "s",
               has_profile ? "and a profile" : "and no profile");
}

static void case_here(cp_job *j, const here *h, uint32_t n_sources, bool has_profile)
{
    tell_case(j, n_sources, has_profile);
    cp_buf_add_c(j->out, "Next:\n");
    if (n_sources == 0)
        step(j, "cleanpath import", h->n_evidence ? CP_STR(".") : CP_STR("FILE..."),
             "captures, SNMP walks, inventories, folders");
    if (!has_profile && is_plain(h->profile))
        step(j, "cleanpath profile load", h->profile,
             "who you are: until then nothing is called excluded for you");
    else if (!has_profile)
        step(j, "cleanpath profile set country=XX roles=ROLE", CP_STR(""),
             "who you are: until then nothing is called excluded for you");
    if (n_sources == 0)
        return;
    step(j, "cleanpath audit", CP_STR(""), "what is there, who made it, and what the rules say");
    step(j, "cleanpath explain ASSET", CP_STR(""), "everything behind one line of it");
    step(j, "cleanpath finding list open", CP_STR(""), "what a person has to look at");
    step(j, "cleanpath policy ask", CP_STR(""), "the fewest questions that settle what is open");
    step(j, "cleanpath neighbours", CP_STR(""), "who stands beside your devices in no inventory");
    step(j, "cleanpath path FROM TO", CP_STR(""), "is there a path without excluded equipment?");
    step(j, "cleanpath report -o report.html", CP_STR(""), "the answer as a page");
}

static cp_rc look_at_case(cp_job *j, uint32_t *n_sources, bool *has_profile, cp_err *err)
{
    cp_case *c;
    cp_source *sources;
    cp_str yaml = CP_STR("");
    cp_rc rc = cp_case_open(j->a, j->opts.case_path, CP_CASE_READ, &c, err);
    if (rc == CP_OK)
        rc = cp_case_sources(c, j->a, &sources, n_sources, err);
    if (rc == CP_OK)
        rc = cp_case_profile(c, j->a, &yaml, err);
    *has_profile = yaml.n > 0 || j->opts.profile.n > 0;
    return rc;
}

cp_rc cp_job_next(cp_job *j, cp_err *err)
{
    here h = { 0 };
    uint32_t n_sources = 0;
    bool has_profile = false;
    bool has_case = j->opts.has_case || access(cp_str_dup(j->a, j->opts.case_path).p, F_OK) == 0;
    if (has_case) {
        cp_rc rc = look_at_case(j, &n_sources, &has_profile, err);
        if (rc != CP_OK)
            return rc;
    }
    look_into(j->a, CP_STR(""), CP_STR(""), 0, &h);
    if (has_case)
        case_here(j, &h, n_sources, has_profile);
    else if (h.n_evidence)
        files_here(j, &h);
    else
        nothing_here(j);
    cp_buf_add_c(j->out, "`cleanpath --help` lists the commands, `cleanpath COMMAND --help` tells "
                         "more of one.\n");
    j->status = cp_rc_exit_status(CP_EUSAGE); /* no command was given */
    return CP_OK;
}
