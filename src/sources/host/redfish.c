/* SPDX-License-Identifier: Apache-2.0 */
/* redfish.c - see redfish.h: from the text to the resources, and whose they are. */
#include "sources/host/redfish.h"
#include "sources/export/walk.h"
#include "sources/host/redfish_in.h"
#include "sources/import/table.h"
#include "sources/text.h"
#include "sources/values.h"

enum {
    DEPTH_MAX = 64,       /* resources are in collections in resources: ten are many */
    PATH_BYTES_MAX = 512, /* of one; real ones have about 100 */
};
#define BYTES_MAX ((uint64_t)256 << 20)

/* ---- paths */

static const cp_str roots[] = { CP_STR_INIT("Systems"), CP_STR_INIT("Chassis"),
                                CP_STR_INIT("Managers") };

cp_str cp_redfish_path(cp_arena *a, cp_str id)
{
    static const cp_str before = CP_STR_INIT("/redfish/v1/");
    if (id.n < before.n || !cp_str_eq_nocase(cp_str_slice(id, 0, before.n), before))
        return CP_STR("");
    id = cp_value_head(cp_str_from(id, before.n), PATH_BYTES_MAX);
    while (id.n && id.p[id.n - 1] == '/')
        id = cp_str_slice(id, 0, id.n - 1);
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++)
        if (id.n > roots[i].n && id.p[roots[i].n] == '/' &&
            cp_str_eq_nocase(cp_str_slice(id, 0, roots[i].n), roots[i]))
            return cp_str_fmt(a, "%.*s%.*s", CP_FMT(roots[i]), CP_FMT(cp_str_from(id, roots[i].n)));
    return id;
}

cp_str cp_redfish_reference(cp_arena *a, const cp_tree *t)
{
    return cp_redfish_path(a, cp_tree_get_text(t, CP_STR("@odata.id")));
}

cp_str cp_redfish_owner(cp_str path)
{
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++) {
        size_t n = roots[i].n + 1;
        if (!cp_str_starts(path, roots[i]) || path.n <= n || path.p[roots[i].n] != '/')
            continue;
        while (n < path.n && path.p[n] != '/' && path.p[n] != '#')
            n++;
        return cp_str_slice(path, 0, n);
    }
    return CP_STR("");
}

/* ---- types */

/* "#Processor.v1_20_0.Processor" -> "Processor" */
static cp_str type_of(const cp_tree *t)
{
    cp_str s = cp_tree_get_text(t, CP_STR("@odata.type"));
    if (s.n == 0 || s.p[0] != '#')
        return CP_STR("");
    ptrdiff_t dot = cp_str_find_char(s, '.');
    return cp_str_slice(s, 1, dot < 0 ? s.n - 1 : (size_t)dot - 1);
}

static const struct {
    const char *type;
    cp_redfish_what what;
    const char *class;
} types[] = {
    { "ComputerSystem", CP_REDFISH_SYSTEM, "" },
    { "Chassis", CP_REDFISH_CHASSIS, "chassis" },
    { "Manager", CP_REDFISH_MANAGER, "bmc" },
    { "Processor", CP_REDFISH_PART, "cpu" },
    { "Memory", CP_REDFISH_PART, "memory" },
    { "Drive", CP_REDFISH_PART, "storageDrive" },
    { "StorageController", CP_REDFISH_PART, "storage controller" },
    { "NetworkAdapter", CP_REDFISH_PART, "network adapter" },
    { "PCIeDevice", CP_REDFISH_PART, "PCIe device" },
    { "GraphicsController", CP_REDFISH_PART, "graphics controller" },
    { "USBController", CP_REDFISH_PART, "USB controller" },
    { "TrustedComponent", CP_REDFISH_PART, "trusted component" },
    { "PowerSupply", CP_REDFISH_PART, "powerSupply" },
    { "Battery", CP_REDFISH_PART, "battery" },
    { "Fan", CP_REDFISH_PART, "fan" },
    { "Switch", CP_REDFISH_PART, "switch" },
    { "SoftwareInventory", CP_REDFISH_SOFTWARE, "" },
    { "EthernetInterface", CP_REDFISH_INTERFACE, "" },
};

/* Under which keys parts stand in a resource that is of another type, without a type of their
 * own. */
static const struct {
    const char *key;
    cp_redfish_what what;
    const char *class;
} within[] = {
    { "PowerSupplies", CP_REDFISH_PART, "powerSupply" },
    { "StorageControllers", CP_REDFISH_PART, "storage controller" },
    { "Fans", CP_REDFISH_PART, "fan" },
    { "Batteries", CP_REDFISH_PART, "battery" },
    { "SFP", CP_REDFISH_OPTIC, "" },
};

/* ---- finding resources */

static void add(cp_redfish *r, cp_redfish_resource x)
{
    r->src->records++;
    if (r->v.n == CP_REDFISH_RESOURCES_MAX) {
        cp_source_bad(r->a, r->src, x.t->line, "more than %d resources", CP_REDFISH_RESOURCES_MAX);
        return;
    }
    x.owner = cp_redfish_owner(x.path);
    cp_vec_push(r->a, &r->v, x);
}

static void add_typed(cp_redfish *r, const cp_tree *t, cp_str type, cp_str path)
{
    cp_redfish_resource x = { .what = CP_REDFISH_NOTHING, .class = "", .t = t, .path = path };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (cp_str_eq(type, cp_str_c(types[i].type))) {
            x.what = types[i].what;
            x.class = types[i].class;
        }
    add(r, x);
}

static bool is_passed_over(cp_redfish *r, cp_str key, const cp_tree *t)
{
    static const cp_str keys[] = { CP_STR_INIT("Oem"), CP_STR_INIT("Actions"), CP_STR_INIT("Links"),
                                   CP_STR_INIT("RelatedItem") };
    r->n_oem += cp_str_eq(key, keys[0]) && t->n > 0;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (cp_str_eq(key, keys[i]))
            return true;
    return key.n > 0 && key.p[0] == '@';
}

static void add_within(cp_redfish *r, size_t k, const cp_tree *t, cp_str path)
{
    bool is_reference = t->kind != CP_TREE_MAP || type_of(t).n > 0 ||
                        (t->n == 1 && cp_tree_get(t, CP_STR("@odata.id")));
    cp_str own = cp_redfish_reference(r->a, t);
    if (!is_reference)
        add(r, (cp_redfish_resource){ .what = within[k].what,
                                      .class = within[k].class,
                                      .t = t,
                                      .path = own.n ? own : path });
}

/* Of the member of a resource: what it holds under a key that names parts. */
static void find_within(cp_redfish *r, cp_str key, const cp_tree *t, cp_str path)
{
    for (size_t k = 0; k < sizeof within / sizeof *within; k++) {
        if (!cp_str_eq(key, cp_str_c(within[k].key)))
            continue;
        cp_str at = cp_str_fmt(r->a, "%.*s#/%.*s", CP_FMT(path), CP_FMT(key));
        if (t->kind != CP_TREE_SEQ)
            add_within(r, k, t, at);
        for (uint32_t i = 0; t->kind == CP_TREE_SEQ && i < t->n; i++)
            add_within(r, k, t->items[i], cp_str_fmt(r->a, "%.*s/%u", CP_FMT(at), i));
    }
}

/* An answer that is none: {"error":{"code":"Base.1.8.GeneralError", ..}} (DSP0266, 8.6). */
static void take_error(cp_redfish *r, const cp_tree *t)
{
    cp_str code = cp_tree_get_text(cp_tree_get(t, CP_STR("error")), CP_STR("code"));
    if (code.n == 0)
        return;
    r->src->records++;
    cp_source_bad(r->a, r->src, t->line, "the service answered with an error: %.*s",
                  CP_FMT(cp_value_head(code, 80)));
}

static void find(cp_redfish *r, const cp_tree *t, cp_str path, int depth)
{
    cp_str type = t->kind == CP_TREE_MAP ? type_of(t) : CP_STR("");
    cp_str own = t->kind == CP_TREE_MAP ? cp_redfish_reference(r->a, t) : CP_STR("");
    path = own.n ? own : path;
    if (type.n && own.n)
        add_typed(r, t, type, path);
    if (depth == DEPTH_MAX)
        return;
    for (uint32_t i = 0; t->kind == CP_TREE_SEQ && i < t->n; i++)
        find(r, t->items[i], path, depth + 1);
    for (uint32_t i = 0; t->kind == CP_TREE_MAP && i < t->n; i++) {
        if (is_passed_over(r, t->keys[i], t->items[i]))
            continue;
        if (type.n)
            find_within(r, t->keys[i], t->items[i], path);
        find(r, t->items[i], path, depth + 1);
    }
}

/* ---- documents */

/* Item by item, so that one that is malformed is lost alone. */
static void take_list(cp_redfish *r, const cp_member *whole)
{
    cp_walk w = cp_walk_new(whole->text, whole->line);
    for (cp_member m; cp_walk_next(&w, &m);) {
        const cp_tree *t = cp_walk_parse_part(r->a, &m, r->a, r->src);
        if (t)
            find(r, t, CP_STR(""), 0);
    }
    cp_walk_end(&w, r->a, r->src);
}

/* Of an object that is malformed or cut off, which was told: the items of its lists, as far as they
 * are good. */
static void save_items(cp_redfish *r, const cp_member *whole)
{
    cp_walk w = cp_walk_new(whole->text, whole->line);
    for (cp_member m; cp_walk_next(&w, &m);) {
        const cp_tree *t = m.is_item ? cp_walk_parse(r->a, &m, r->a, &r->told) : NULL;
        if (t)
            find(r, t, CP_STR(""), 0);
    }
}

static void take_document(cp_redfish *r, const cp_member *m)
{
    if (m->text.p[0] == '[') {
        take_list(r, m);
        return;
    }
    const cp_tree *t = cp_walk_parse_part(r->a, m, r->a, r->src);
    if (t) {
        take_error(r, t);
        find(r, t, CP_STR(""), 0);
    } else {
        save_items(r, m);
    }
}

/* Can an object that begins a line be in the value at hand? Not within a text, which has no ends of
 * lines, and not as a key. Between the items of a list a comma may have been forgotten. before: the
 * last character but for blanks. */
static bool may_hold(bool in_text, char before, bool is_item)
{
    bool is_forgotten = is_item && (before == '}' || before == ']');
    return !in_text && (before == ',' || before == '[' || before == ':' || is_forgotten);
}

/* Over the list or object that begins at *at. False: it is cut off, by the end of the text or by
 * the answer behind it, at which *at is then. */
static bool pass(cp_str text, size_t *at, uint64_t *line)
{
    uint64_t depth = 0;
    bool in_text = false, begins_line = false, is_list = text.p[*at] == '[';
    char before = '\0';
    for (; *at < text.n; ++*at) {
        char c = text.p[*at];
        bool is_blank = c == ' ' || c == '\t' || c == '\r' || c == '\n', is_open = c == '{';
        *line += c == '\n';
        if (begins_line && is_open && !may_hold(in_text, before, is_list && depth == 1))
            return false;
        begins_line = c == '\n' || (begins_line && is_blank);
        if (in_text) {
            *at += c == '\\' && *at + 1 < text.n && text.p[*at + 1] != '\n';
            in_text = c != '"';
        } else if (c == '"') {
            in_text = true;
        } else if (is_open || c == '[') {
            depth++;
        } else if ((c == '}' || c == ']') && --depth == 0) {
            ++*at;
            return true;
        }
        before = is_blank ? before : c;
    }
    *at = text.n;
    return false;
}

/* Objects and lists that begin a line; what people copied along with them is passed over. */
static void take_text(cp_redfish *r, cp_str text, const cp_read_opts *opts)
{
    uint64_t line = 1;
    for (size_t at = 0; at < text.n && r->rc == CP_OK;) {
        size_t from = at, end = at;
        if (opts->is_stopped && opts->is_stopped(opts->stop_ctx))
            r->rc = cp_fail(r->err, CP_EINTR, CP_NO_OFF, "stopped");
        while (from < text.n && (text.p[from] == ' ' || text.p[from] == '\t'))
            from++;
        if (from < text.n && (text.p[from] == '{' || text.p[from] == '[')) {
            cp_member m = { .line = line };
            end = from;
            m.is_cut = !pass(text, &end, &line);
            m.text = cp_str_slice(text, from, end - from);
            take_document(r, &m);
            at = end;
            continue;
        }
        while (end < text.n && text.p[end] != '\n')
            end++;
        r->n_between += cp_str_trim(cp_str_slice(text, at, end - at)).n > 0;
        at = end + 1;
        line++;
    }
}

/* ---- whose they are */

/* The one resource of this list; "" where there are none or several. */
static cp_str only_one(cp_redfish *r, const cp_tree *t, const char *key)
{
    const cp_tree *v = cp_tree_get(cp_tree_get(t, CP_STR("Links")), cp_str_c(key));
    return v && v->kind == CP_TREE_SEQ && v->n == 1 ? cp_redfish_reference(r->a, v->items[0])
                                                    : CP_STR("");
}

static void find_systems(cp_redfish *r)
{
    for (uint32_t i = 0; i < r->v.n; i++) {
        const cp_redfish_resource *x = &r->v.v[i];
        bool is_chassis = x->what == CP_REDFISH_CHASSIS, is_manager = x->what == CP_REDFISH_MANAGER;
        cp_str system = is_chassis   ? only_one(r, x->t, "ComputerSystems")
                        : is_manager ? only_one(r, x->t, "ManagerForServers")
                                     : CP_STR("");
        system = cp_redfish_owner(system);
        if (!cp_str_eq(x->path, x->owner))
            continue;
        if (cp_str_starts(system, roots[0]))
            *cp_map_put(r->a, &r->systems, x->path, NULL) = i;
        if (x->what == CP_REDFISH_SYSTEM)
            *cp_map_put(r->a, &r->own, x->path, NULL) = i;
    }
}

/* ---- reading */

static void note(cp_redfish *r)
{
    cp_source *src = r->src;
    cp_table_note(r->a, src, "%llu device%s, %llu part%s", (unsigned long long)r->n_devices,
                  r->n_devices == 1 ? "" : "s", (unsigned long long)r->n_parts,
                  r->n_parts == 1 ? "" : "s");
    if (r->n_absent)
        cp_table_note(r->a, src, "%llu absent", (unsigned long long)r->n_absent);
    if (r->n_oem)
        cp_table_note(r->a, src, "%llu Oem block%s passed over", (unsigned long long)r->n_oem,
                      r->n_oem == 1 ? "" : "s");
    if (r->n_between)
        cp_table_note(r->a, src, "%llu line%s between answers", (unsigned long long)r->n_between,
                      r->n_between == 1 ? "" : "s");
}

static cp_rc read_redfish(cp_arena *a, cp_input *in, const cp_read_opts *opts,
                          const cp_obs_sink *sink, cp_source *src, cp_err *err)
{
    cp_redfish *r = CP_NEW(a, cp_redfish);
    cp_bytes text;
    cp_rc rc = cp_text_read(a, in, BYTES_MAX, CP_TEXT_UTF_8, opts, src, &text, err);
    if (rc != CP_OK)
        return rc;
    r->a = a;
    r->sink = sink;
    r->src = src;
    r->err = err;
    take_text(r, cp_str_of_bytes(text), opts);
    find_systems(r);
    if (r->rc == CP_OK)
        cp_redfish_tell(r);
    if (r->rc != CP_OK)
        return r->rc;
    if (r->v.n == 0 && src->n_problems) /* why: it is cut off, or malformed, or an error */
        return cp_fail_line(err, CP_EFORMAT, src->problems[0].pos, "%.*s",
                            CP_FMT(src->problems[0].text));
    if (r->v.n == 0)
        return cp_fail(err, CP_EFORMAT, CP_NO_OFF, "no resource of Redfish in it");
    note(r);
    return CP_OK;
}

/* An id of a resource and its type; what stands in front of the first object may be a prompt. */
static int detect_redfish(cp_bytes head, cp_str name)
{
    cp_str s = cp_str_trim(cp_str_of_bytes(head));
    (void)name;
    if (s.n == 0 || !cp_str_has(s, CP_STR("\"@odata.")) || !cp_str_has(s, CP_STR("/redfish/v1")))
        return 0;
    return s.p[0] == '{' || s.p[0] == '[' ? 95 : 75;
}

const cp_format cp_format_redfish = {
    .name = "redfish",
    .what = "a machine as its management controller tells it (Redfish JSON, mockups)",
    .detect = detect_redfish,
    .read = read_redfish,
};
