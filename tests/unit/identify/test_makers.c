/* SPDX-License-Identifier: Apache-2.0 */
/* test_makers.c - whom names and numbers mean: the traps of data/fingerprints/README.md, section 7,
 * on the shipped data, and mistakes in the files of makers. */
#include "identify/makers.h"
#include "identify/names.h"
#include "support.h"

static const struct name_row {
    const char *in, *norm, *cmp, *slug;
} name_rows[] = {
    { "Hewlett-Packard", "hewlett packard", "hewlett packard", "hewlett-packard" },
    { "Tp-Link Technologies Co.,Ltd.", "tp link technologies co ltd", "tp link technologies",
      "tp-link-technologies" },
    { "Telefonica S.p.A.", "telefonica s p a", "telefonica", "telefonica" },
    { "GN Store Nord A/S", "gn store nord a s", "gn store nord", "gn-store-nord" },
    { "FS.COM", "fs com", "fs com", "fs-com" },
    { "Co", "co", "co", "co" },
    { "The Co", "the co", "the", "the" },
    { "AB Volvo AB", "ab volvo ab", "ab volvo", "ab-volvo" },
    { "  ", "", "", "" },
    { "M\xc3\xbcller GmbH & Co. KG", "m\xc3\xbcller gmbh co kg", "m\xc3\xbcller", "mller" },
};

/* The same name has the same id, however it is written; another one has another. */
static void check_other_scripts(cp_arena *a, const cp_legal_forms *legal)
{
    static const char *const names[] = { "无人知晓有限公司", "无人知道有限公司", "Acme 无人知晓",
                                         "Acme 无人知道",    "아크메",           "Acme" };
    cp_str slugs[6];
    for (uint32_t i = 0; i < 6; i++) {
        slugs[i] = cp_name_slug(a, legal, cp_str_c(names[i]));
        ok(slugs[i].n > 0, "\"%s\" has an id: %.*s", names[i], CP_FMT(slugs[i]));
        for (uint32_t k = 0; k < i; k++)
            ok(!cp_str_eq(slugs[i], slugs[k]), "\"%s\" is not \"%s\"", names[i], names[k]);
    }
    ok(cp_str_eq(cp_name_slug(a, legal, CP_STR("ＡＣＭＥ　无人知晓 Ltd")), slugs[2]),
       "full-width letters and a legal form change no id");
}

static void check_names(cp_arena *a)
{
    cp_legal_forms legal = { 0 };
    static const char *const forms[] = { "co", "ltd", "s p a", "a s", "ab", "gmbh", "kg" };
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        cp_legal_forms_add(a, &legal, cp_str_c(forms[i]));
    for (size_t i = 0; i < sizeof name_rows / sizeof *name_rows; i++) {
        const struct name_row *r = &name_rows[i];
        is_cstr(cp_name_norm(a, cp_str_c(r->in)), r->norm, "norm of \"%s\"", r->in);
        is_cstr(cp_name_cmp(a, &legal, cp_str_c(r->in)), r->cmp, "cmp of \"%s\"", r->in);
        is_cstr(cp_name_slug(a, &legal, cp_str_c(r->in)), r->slug, "slug of \"%s\"", r->in);
    }
    check_other_scripts(a, &legal);
    is_cstr(cp_name_registrant(CP_STR("IBM (https://w3.ibm.com/standards )")), "IBM", "registrant");
    is_cstr(cp_name_registrant(CP_STR("Acme # old name")), "Acme", "registrant before #");
    is_cstr(cp_name_registrant(CP_STR(" (x)")), " (x)", "nothing would be left");
}

typedef struct context {
    cp_arena *a;
    cp_maker_table t;
    cp_registry reg;
} context;

static cp_str show_set(context *c, cp_maker_set s)
{
    cp_buf b = cp_buf_new(c->a);
    for (uint32_t i = 0; i < s.n; i++)
        cp_buf_fmt(&b, "%s%.*s", i ? " " : "", CP_FMT(c->t.m.v[s.v[i]].id));
    return cp_buf_str(&b);
}

/* Whole names, as a registry has them (r) and as somebody wrote them (w). Never substrings. */
static const struct who_row {
    char how;
    const char *name, *want;
} who_rows[] = {
    { 'r', "HUAWEI TECHNOLOGIES CO.,LTD", "huawei" },
    { 'r', "Huawei Technologies Co., Ltd.", "huawei" },
    { 'w', "huawei technologies", "huawei" },
    { 'w', "HUAWEI", "huawei" },
    { 'w', "Huawei-Like Things", "" },
    { 'r', "Shenzhen Honor Electronic Co.,Ltd", "shenzhen-honor-electronic" },
    { 'w', "Honor Device Co., Ltd.", "honor" },
    { 'r', "Honor Device Co., Ltd.", "honor" },
    { 'r', "Zhejiang Dahua Technology Co., Ltd.", "dahua" },
    { 'w', "华为技术有限公司", "huawei" },
    { 'w', "華為", "huawei" },
    { 'w', "화웨이", "huawei" },
    { 'w', "ファーウェイ", "huawei" },
    { 'w', "ＨＵＡＷＥＩ", "huawei" },
    { 'w', "华为 (Huawei)", "huawei" },
    { 'w', "华为赛门铁克科技有限公司", "huawei-symantec" },
    { 'w', "华为海洋网络有限公司", "hmn" },
    { 'w', "华为供应商", "" },
    { 'w', "为", "" },
    { 'w', "荣耀终端有限公司", "honor" },
    { 'w', "中兴通讯", "zte" },
    { 'w', "中兴通讯股份有限公司", "zte" },
    { 'w', "中興通訊 ZTE", "zte" },
    { 'w', "无锡中兴光电子技术有限公司", "" }, /* another house: a part of its name is none */
    { 'w', "中兴 Huawei", "" },
    { 'w', "海康威视", "hikvision" },
    { 'w', "杭州海康威视数字技术股份有限公司", "hikvision" },
    { 'w', "海康威視", "hikvision" },
    { 'w', "大华", "dahua" },
    { 'w', "浙江大华技术股份有限公司", "dahua" },
    { 'w', "上海大华衡器", "" },
    { 'w', "海能达通信股份有限公司", "hytera" },
    { 'w', "烽火", "fiberhome" },
    { 'w', "烽火通信科技股份有限公司", "fiberhome" },
    { 'w', "新华三", "h3c" },
    { 'w', "普联技术有限公司", "tp-link" },
    { 'w', "中国电信集团有限公司", "china-telecom" },
    { 'w', "中国移动", "china-mobile" },
    { 'w', "中芯国际集成电路制造（北京）有限公司", "smic" },
    { 'w', "中国电科", "cetc" },
    { 'w', "比亚迪股份有限公司", "byd" },
    { 'w', "삼성전자", "samsung" },
    { 'w', "삼성전자(주)", "samsung" },
    { 'w', "(주)삼성전자", "samsung" },
    { 'w', "삼성전자 주식회사", "samsung" },
    { 'w', "삼성테크윈", "hanwha" },
    { 'w', "삼성물산", "" },
    { 'w', "(주)다산네트웍스", "dasan" },
    { 'w', "\xe3\x88\x9c다산네트웍스", "dasan" },
    { 'w', "주식회사 유비쿼스", "ubiquoss" },
    { 'w', "ノキア", "nokia" },
    { 'w', "노키아", "nokia" },
    { 'w', "诺基亚", "nokia" },
    { 'w', "上海诺基亚贝尔股份有限公司", "nokia-shanghai-bell" },
    { 'w', "エリクソン・ジャパン株式会社", "ericsson" },
    { 'w', "日本電気株式会社", "nec" },
    { 'w', "NEC株式会社", "nec" },
    { 'w', "株式会社日立製作所", "hitachi" },
    { 'w', "（株）日立製作所", "hitachi" },
    { 'w', "日立造船株式会社", "" },
    { 'w', "株式会社", "" },
    { 'w', "有限公司", "" },
    { 'w', "Private", "" },
    { 'r', "Private", "" },
    { 'r', "IEEE Registration Authority", "" },
    { 'r', "TP-Link Corporation Limited", "tp-link tp-link-systems" },
    { 'r', "Nobody Knows This House GmbH", "nobody-knows-this-house" },
    { 'w', "Nobody Knows This House GmbH", "" },
    { 'w', "无人知晓有限公司", "" },
    { 'w', "", "" },
};

/* Names that the facts list as those of other houses: they never mean the maker that lists them. */
static void check_false_friends(context *c)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < c->t.false_friends.n; i++) {
        cp_str key = c->t.false_friends.items[i].key, name;
        bool is_start;
        cp_str found;
        (void)cp_str_cut(&key, '\n', &name);
        const uint64_t *at = cp_map_get(&c->t.m.by_id, key);
        cp_maker_set r = cp_makers_resolve(&c->t, name, true),
                     w = cp_makers_resolve(&c->t, name, false);
        cp_maker_set t = cp_makers_in_text(&c->t, name, &is_start, &found);
        bool clean = at && (r.n == 0 || r.v[0] != *at) && (w.n == 0 || w.v[0] != *at) &&
                     (t.n == 0 || t.v[0] != *at);
        ok(clean, "\"%.*s\" is not %.*s", CP_FMT(name), CP_FMT(key));
        n++;
    }
    ok(n >= 7, "%u false friends", n);
}

static const struct oid_row {
    const char *oid, *want;
    double factor;
} oid_rows[] = {
    { "1.3.6.1.4.1.2011.2.23.1", "huawei", 1 },
    { "1.3.6.1.4.1.50001.1.2", "hikvision", 0.4 }, /* registered to Scildon; seen, not checked */
    { "1.3.6.1.4.1.39165.1.6", "hikvision", 1 },
    { "1.3.6.1.4.1.1004849.2.1", "dahua", 1 }, /* used without registration */
    { "1.3.6.1.4.1.8072.3.2.10", "", 1 },
    { "1.3.6.1.4.1.8072.9.9", "", 1 },
    { "1.3.6.1.4.1.11863.5.1", "tp-link tp-link-systems", 1 },
    { "1.3.6.1.4.1.25506.11.1.2", "h3c", 1 },
    { "1.3.6.1.4.1", "", 1 },
    { "0.0", "", 1 },
};

static void check_oids(context *c)
{
    for (size_t i = 0; i < sizeof oid_rows / sizeof *oid_rows; i++) {
        const struct oid_row *r = &oid_rows[i];
        const cp_literal_arc *arc = cp_makers_oid(&c->t, &c->reg, cp_str_c(r->oid));
        ok(arc != NULL, "%s is known", r->oid);
        is_cstr(arc ? show_set(c, arc->who) : CP_STR("?"), r->want, "%s: maker", r->oid);
        ok(arc && (int)(arc->factor * 100) == (int)(r->factor * 100), "%s: factor", r->oid);
    }
    ok(!cp_makers_oid(&c->t, &c->reg, CP_STR("1.3.6.1.4.1.x")), "letters are no object id");
    const cp_literal_arc *arc = cp_makers_oid(&c->t, &c->reg, CP_STR("1.3.6.1.4.1.4294967290.1"));
    ok(!arc || arc->who.n == 0, "an unknown number names nobody");
    ok(!cp_makers_oid(&c->t, &c->reg, CP_STR("2.999")), "another tree");
}

static void check_macs(context *c)
{
    static const char *const nobody[] = { "00:00:00:00:00:01", "02:00:00:00:00:01",
                                          "01:00:5e:00:00:01", "ff:ff:ff:ff:ff:ff",
                                          "00:11:22:33:44:55", "00:50:56:00:00:01" };
    for (size_t i = 0; i < sizeof nobody / sizeof *nobody; i++) {
        cp_mac m;
        ok(cp_mac_parse(cp_str_c(nobody[i]), &m), "%s parses", nobody[i]);
        is_uint(cp_makers_mac(&c->t, &c->reg, m).n, 0, "%s names nobody", nobody[i]);
    }
    cp_maker_set chips = cp_makers_resolve(&c->t, CP_STR("Espressif Inc."), true);
    ok(cp_makers_is_module(&c->t, chips), "a maker of chips is one of modules");
    ok(!cp_makers_is_module(&c->t,
                            cp_makers_resolve(&c->t, CP_STR("HUAWEI TECHNOLOGIES CO.,LTD"), true)),
       "a maker of devices is not");
}

static void check_shipped(void)
{
    context c = { .a = cp_arena_new(0) };
    cp_err err = { 0 };
    uint32_t n;
    const cp_data_file *files = cp_data_all(&n);
    cp_rc rc = cp_makers_load(c.a, files, n, &c.t, &err);
    is_int(rc, CP_OK, "shipped makers load: %s:%" PRIu64 " %s", err.file, err.line, err.msg);
    is_uint(c.t.clashes.n, 0, "names that two makers claim: %.*s",
            c.t.clashes.n ? (int)c.t.clashes.v[0].n : 0, c.t.clashes.n ? c.t.clashes.v[0].p : "");
    for (int i = 0; i < 2; i++) {
        cp_str name = i ? CP_STR("registries/pen.tsv") : CP_STR("registries/oui.tsv");
        ok(cp_registry_add(c.a, &c.reg, name, name, cp_data_get(name), NULL) == CP_OK, "registry");
    }
    for (size_t i = 0; i < sizeof who_rows / sizeof *who_rows; i++) {
        cp_str name = cp_str_c(who_rows[i].name);
        is_cstr(show_set(&c, cp_makers_resolve(&c.t, name, who_rows[i].how == 'r')),
                who_rows[i].want, "%s (%c)", who_rows[i].name, who_rows[i].how);
    }
    cp_maker_set known = cp_makers_resolve_written(&c.t, &c.reg, CP_STR("Xerox corporation"));
    ok(known.n == 1, "a registrant's whole name in a table is that registrant");
    check_false_friends(&c);
    check_oids(&c);
    check_macs(&c);
    cp_arena_free(c.a);
}

#define LEGAL "schema: cleanpath-legal-forms/1\nwords: [ltd, co]\n"
#define HEAD "schema: cleanpath-makers/1\nas_of: '2026-11-23'\nmakers:\n"
static const struct bad_row {
    const char *name, *yaml;
    cp_rc want;
    uint64_t line;
    const char *message;
} bad_rows[] = {
    { "good",
      HEAD "- {id: acme, name: Acme, relations: [{type: parent, to: b, since: '2020-02'}]}\n"
           "- {id: b, name: B}\n",
      CP_OK, 0, "" },
    { "unknown key", HEAD "- id: acme\n  name: Acme\n  brand: [X]\n", CP_EFORMAT, 6, "\"brands\"" },
    { "unknown key in a relation",
      HEAD "- id: acme\n  name: Acme\n  relations:\n  - {type: parent, too: b}\n", CP_EFORMAT, 7,
      "\"to\"" },
    { "duplicate id", HEAD "- {id: acme, name: Acme}\n- {id: acme, name: Other}\n", CP_EFORMAT, 5,
      "already" },
    { "no id", HEAD "- {name: Acme}\n", CP_EFORMAT, 4, "needs an id" },
    { "an id with blanks", HEAD "- {id: 'a b', name: Acme}\n", CP_EFORMAT, 4, "needs an id" },
    { "unknown reference",
      HEAD "- {id: acme, name: Acme, relations: [{type: parent, to: nobody}]}\n", CP_EFORMAT, 4,
      "unknown maker \"nobody\"" },
    { "impossible date",
      HEAD
      "- {id: acme, name: Acme}\n- {id: b, name: B, relations: [{type: parent, to: acme, date: "
      "'2023-02-30'}]}\n",
      CP_EFORMAT, 5, "no date" },
    { "bad confidence",
      HEAD "- {id: acme, name: A, relations: [{type: x, to: acme, conf: sure}]}\n", CP_EFORMAT, 4,
      "conf" },
    { "bad number", HEAD "- {id: acme, name: A, pens: [x1]}\n", CP_EFORMAT, 4,
      "enterprise number" },
    { "ambiguous without others",
      HEAD "- {id: acme, name: A, ambiguous: [{evidence: pen 1, with: [acme]}]}\n", CP_EFORMAT, 4,
      "2 to 16" },
    { "ambiguous what",
      HEAD "- {id: acme, name: A, ambiguous: [{evidence: pin 1, with: [acme, acme]}]}\n",
      CP_EFORMAT, 4, "evidence" },
    { "another schema", "schema: cleanpath-makers/2\nmakers: []\n", CP_EVERSION, 0, "schema" },
    { "a list instead of a mapping", "- 1\n", CP_EVERSION, 0, "schema" },
    { "makers not a list", "schema: cleanpath-makers/1\nmakers: 5\n", CP_EFORMAT, 2, "list" },
    { "not YAML", "schema: [\n", CP_EFORMAT, 0, "" },
};

static void check_bad(const struct bad_row *r)
{
    cp_arena *a = cp_arena_new(0);
    cp_maker_table t;
    cp_err err = { 0 };
    const cp_data_file files[] = {
        { CP_STR("makers/a.yaml"), cp_bytes_of_str(cp_str_c(r->yaml)) },
        { CP_STR("makers/legal.yaml"), cp_bytes_of_str(CP_STR(LEGAL)) },
        { CP_STR("makers/README.md"), cp_bytes_of_str(CP_STR("{not yaml")) },
    };
    is_int(cp_makers_load(a, files, 3, &t, &err), r->want, "%s: return code (%s)", r->name,
           err.msg);
    if (r->want != CP_OK) {
        is_cstr(cp_str_c(err.file), "makers/a.yaml", "%s: file", r->name);
        ok(r->line == 0 || err.line == r->line, "%s: line %" PRIu64 ", found %" PRIu64, r->name,
           r->line, err.line);
        ok(cp_str_has(cp_str_c(err.msg), cp_str_c(r->message)), "%s: %s", r->name, err.msg);
    }
    cp_arena_free(a);
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    check_names(a);
    cp_arena_free(a);
    check_shipped();
    for (size_t i = 0; i < sizeof bad_rows / sizeof *bad_rows; i++)
        check_bad(&bad_rows[i]);
    return tap_done();
}
