/* SPDX-License-Identifier: Apache-2.0 */
/* Questionnaires that came back. */
#include "sources/import/import.h"
#include "told.h"

#define HEADER "fact,subjects,answer,answered_by,answered_on,note\n"
#define SIGNED ",J. Doe,2026-11-26,\n"
#define BY "J. Doe, 2026-11-26"

static const struct row {
    const char *name, *in, *obs, *subjects, *statements;
    uint64_t bad, unused;
    const char *said; /* part of the first problem, or of the note */
} rows[] = {
    { "a device",
      HEADER "purpose,mac:00:00:5e:00:53:01+serial:AX00001,other,J. Doe,2026-11-26,by phone\n",
      "inventory.purpose=other\ninventory.answer=purpose: " BY ": by phone\n",
      "mac=00:00:5e:00:53:01 serial=AX00001\nmac=00:00:5e:00:53:01 serial=AX00001\n", "", 0, 0,
      "" },
    { "several", HEADER "made_in,ip:192.0.2.1;hostname:sw-1,SE" SIGNED,
      "inventory.made_in=SE\ninventory.answer=made_in: " BY "\ninventory.made_in=SE\n"
      "inventory.answer=made_in: " BY "\n",
      "ip=192.0.2.1\nip=192.0.2.1\nhostname=sw-1\nhostname=sw-1\n", "", 0, 0, "" },
    { "separators in a name", HEADER "country,hostname:a%3Bb%2Bc%25,DE" SIGNED,
      "inventory.country=DE\ninventory.answer=country: " BY "\n",
      "hostname=a;b+c%\nhostname=a;b+c%\n", "", 0, 0, "" },
    { "words in other words",
      HEADER "class,hostname:x,Router" SIGNED "made_in,hostname:x,Viet Nam" SIGNED
             "routes_user_data,hostname:x,Y" SIGNED "purpose,hostname:x,police;retail" SIGNED
             "installed,hostname:x,23.11.2026" SIGNED "generation,hostname:x,none" SIGNED,
      "inventory.class=transport\ninventory.answer=class: " BY
      "\ninventory.made_in=VN\ninventory.answer=made_in: " BY
      "\ninventory.routes_user_data=yes\ninventory.answer=routes_user_data: " BY
      "\ninventory.purpose=public_safety;other\ninventory.answer=purpose: " BY
      "\ninventory.installed=2026-11-23\ninventory.answer=installed: " BY
      "\ninventory.generation=none\ninventory.answer=generation: " BY "\n",
      NULL, "", 0, 0, "" },
    { "a criterion", HEADER "criterion:pt-1,maker:acme,no,J. Doe,2026-11-26,letter of May\n", "",
      "", "acme|||pt-1=no||||J. Doe|2026-11-26|letter of May\n", 0, 0, "" },
    { "of a state", HEADER "criterion:pt-2,state:XX,yes" SIGNED, "", "",
      "|XX||pt-2=yes||||J. Doe|2026-11-26|\n", 0, 0, "" },
    { "an approval of a maker", HEADER "approval,maker:acme,yes" SIGNED, "", "",
      "acme|||approval=yes||||J. Doe|2026-11-26|\n", 0, 0, "" },
    { "an approval of a device", HEADER "approval,hostname:x,yes" SIGNED,
      "inventory.approval=yes\ninventory.answer=approval: " BY "\n", NULL, "", 0, 0, "" },
    { "not answered",
      HEADER "purpose,hostname:x,,,,\npurpose,hostname:x,unknown" SIGNED
             "purpose,hostname:x,?" SIGNED "criterion:pt-1,maker:acme,unknown" SIGNED,
      "", "", "", 0, 4, "4 questions unanswered" },
    { "none is an answer", HEADER "contains,hostname:x,none" SIGNED,
      "inventory.contains=none\ninventory.answer=contains: " BY "\n", NULL, "", 0, 0, "" },
    { "a word that is near one", HEADER "class,hostname:x,video surveilance" SIGNED, "", "", "", 1,
      0, "\"video surveilance\" is no answer to class; did you mean video_surveillance?" },
    { "a purpose that is near one", HEADER "purpose,hostname:x,publc safety" SIGNED, "", "", "", 1,
      0, "did you mean public_safety?" },
    { "a country that is none", HEADER "made_in,hostname:x,Atlantis" SIGNED, "", "", "", 1, 0,
      "\"Atlantis\" is no answer to made_in" },
    { "neither yes nor no", HEADER "criterion:pt-1,maker:acme,perhaps" SIGNED, "", "", "", 1, 0,
      "\"perhaps\" is no answer" },
    { "nobody says so", HEADER "purpose,hostname:x,other,,2026-11-26,\n", "", "", "", 1, 0,
      "who says so" },
    { "nobody says when", HEADER "purpose,hostname:x,other,J. Doe,,\n", "", "", "", 1, 0,
      "when it was said" },
    { "a day that is none", HEADER "purpose,hostname:x,other,J. Doe,2026,\n", "", "", "", 1, 0,
      "answered_on: \"2026\" is no day" },
    { "a fact that is none", HEADER "purposes,hostname:x,other" SIGNED, "", "", "", 1, 0,
      "there is no fact \"purposes\" to be answered; did you mean purpose?" },
    { "no subjects", HEADER "purpose,,other" SIGNED, "", "", "", 1, 0, "names no subjects" },
    { "one bad subject", HEADER "purpose,mac:00:00;hostname:x;agent:r1;colour:red,other" SIGNED,
      "inventory.purpose=other\ninventory.answer=purpose: " BY "\n", "hostname=x\nhostname=x\n", "",
      3, 0, "\"mac:00:00\" is no identifier" },
    { "a criterion of a device", HEADER "criterion:pt-1,hostname:x,yes" SIGNED, "", "", "", 1, 0,
      "neither maker:ID nor state:XX" },
    { "another realm",
      "fact,subjects,realm,answer,answered_by,answered_on\n"
      "purpose,ip:192.0.2.1,north,other,J. Doe,2026-11-26\n"
      "purpose,ip:192.0.2.1,default,other,J. Doe,2026-11-26\n",
      "inventory.purpose=other @north\ninventory.answer=purpose: " BY
      " @north\ninventory.purpose=other\ninventory.answer=purpose: " BY "\n",
      NULL, "", 0, 0, "" },
    { "twice and differently: both are told",
      HEADER "purpose,hostname:x,other" SIGNED "purpose,hostname:x,police,A. Smith,2026-11-25,\n",
      "inventory.purpose=other\ninventory.answer=purpose: " BY
      "\ninventory.purpose=public_safety\ninventory.answer=purpose: A. Smith, 2026-11-25\n",
      NULL, "", 0, 0, "" },
};

static void check_row(const struct row *r)
{
    cp_arena *a = cp_arena_new(0);
    heard *h = hear(a, &cp_format_answers, cp_str_c(r->in), NULL);
    is_int(h->rc, CP_OK, "%s: result", r->name);
    is_cstr(cp_buf_str(&h->obs), r->obs, "%s", r->name);
    if (r->subjects)
        is_cstr(cp_buf_str(&h->subjects), r->subjects, "%s: subjects", r->name);
    is_cstr(cp_buf_str(&h->statements), r->statements, "%s: statements", r->name);
    is_uint(h->src.records_bad, r->bad, "%s: bad", r->name);
    is_uint(h->src.records_unused, r->unused, "%s: unused", r->name);
    ok(cp_str_has(problem(h, 0), cp_str_c(r->said)) || cp_str_has(h->src.note, cp_str_c(r->said)),
       "%s: told \"%.*s\"", r->name, CP_FMT(problem(h, 0)));
    cp_arena_free(a);
}

int main(void)
{
    static const char form[] =
        "question,supplier,fact,asks,assets,subjects,realm,answer,answered_by,answered_on,note\n"
        "q,s,purpose,x,1: a,hostname:a,default,,,,\n";
    cp_arena *a = cp_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(&rows[i]);
    ok(cp_format_detect(cp_bytes_of_str(cp_str_c(form)), CP_STR("x.csv")) == &cp_format_answers,
       "a form is recognised");
    ok(cp_format_detect(cp_bytes_of_str(cp_str_c(rows[0].in)), CP_STR("x.csv")) ==
           &cp_format_answers,
       "also with fewer columns");
    heard *h = hear(a, &cp_format_answers, CP_STR("fact,subjects,answer\na,b,c\n"), NULL);
    is_int(h->rc, CP_EFORMAT, "without who and when it is none");
    ok(cp_str_has(cp_str_c(h->err.msg), CP_STR("answered_by")), "told: %s", h->err.msg);
    cut_everywhere(&cp_format_answers, cp_str_c(rows[0].in), "answers");
    cp_arena_free(a);
    return tap_done();
}
