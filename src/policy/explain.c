/* SPDX-License-Identifier: Apache-2.0 */
/* explain.c - a verdict in a few sentences, from the pack's own words. */
#include "policy/policy.h"

/* What a missing fact means, and where the answer usually is. */
static const struct {
    const char *fact, *help;
} helps[] = {
    { "maker", "who made it: a label, an SNMP walk, an LLDP capture or an inventory tells" },
    { "contains",
      "whose components are inside: a bill of materials, or a question to the supplier" },
    { "managed_by", "who made the system that manages it" },
    { "operated_by", "who operates it" },
    { "legal_name", "which company of the group provides it: the contract or the invoice names it, "
                    "or its AS number" },
    { "maker_country", "where its maker is seated" },
    { "class", "what kind of thing it is (class in the inventory)" },
    { "generation", "which mobile generation it serves: 2G, 3G, 4G, 5G or none" },
    { "purpose", "what it is used for: public_safety, government_facilities, "
                 "critical_infrastructure, national_security or other" },
    { "made_in", "where it was produced: the label, or a question to the supplier" },
    { "approval", "whether it has the approval that the rule asks for: yes or no; an approvals "
                  "table answers for many" },
    { "function", "what it does on a path" },
    { "role", "its role in the network" },
    { "country", "where it stands" },
    { "status", "whether it is planned, in_service, spare, removed or disposed" },
    { "routes_user_data", "whether it can route or redirect user data: yes or no" },
    { "handles_user_data", "whether it permits visibility into user data: yes or no" },
    { "purchased", "when it was bought" },
    { "installed", "when it was installed" },
    { "authorised", "when its model was authorised" },
    { "manufactured", "when it was made: the serial number often tells" },
};

cp_str cp_policy_fact_help(cp_str fact)
{
    for (size_t i = 0; i < sizeof helps / sizeof *helps; i++)
        if (cp_str_eq(fact, cp_str_c(helps[i].fact)))
            return cp_str_c(helps[i].help);
    return CP_STR("");
}

static const cp_policy_clause *clause_of(const cp_policy *p, cp_str id)
{
    for (uint32_t i = 0; p && id.n && i < p->n_clauses; i++)
        if (cp_str_eq(p->clauses[i].id, id))
            return &p->clauses[i];
    return NULL;
}

static void say_law(cp_buf *b, const cp_policy *p, const cp_verdict *v, cp_arena *a)
{
    switch (v->law) {
    case CP_LAW_ENACTED:
        cp_buf_fmt(b, " It takes effect on %.*s.", CP_FMT(cp_date_text(a, p->effective)));
        break;
    case CP_LAW_PROPOSED: cp_buf_add_c(b, " It is proposed and not law."); break;
    case CP_LAW_REPORTED: cp_buf_add_c(b, " It is known from press reports only."); break;
    case CP_LAW_IN_FORCE:
    case CP_LAW_POSITION:
    case CP_LAW_COUNT: break;
    }
    if (v->binds == CP_NO && v->law != CP_LAW_POSITION)
        cp_buf_add_c(b, " It does not bind you.");
    else if (v->binds == CP_UNKNOWN)
        cp_buf_add_c(b, " Whether it binds you is not known: the profile does not say.");
}

static void say_via(cp_buf *b, const cp_policy_lib *lib, const cp_verdict *v)
{
    for (uint32_t i = 0; i < v->n_via && v->n_via > 1; i++) {
        const cp_maker *m = cp_maker_by_id(lib->known, v->via[i]);
        cp_str name = m ? m->name : v->via[i];
        cp_buf_fmt(b, "%s%.*s",
                   i == 0   ? " Its maker "
                   : i == 1 ? " is or was under "
                            : ", that under ",
                   CP_FMT(name));
    }
    if (v->n_via > 1)
        cp_buf_char(b, '.');
}

static void say_duty(cp_buf *b, cp_arena *a, const cp_duty *d)
{
    static const char *const forms[] = {
        [CP_VERB_USE] = "using it",
        [CP_VERB_BUY] = "buying it",
        [CP_VERB_INSTALL] = "installing it",
        [CP_VERB_EXTEND] = "extending it",
        [CP_VERB_MAINTAIN] = "maintaining it",
        [CP_VERB_IMPORT] = "importing it",
    };
    cp_buf_fmt(b, " %s: ", forms[d->verb]);
    switch (d->applies) {
    case CP_APPLIES_NO: cp_buf_add_c(b, "left free"); break;
    case CP_APPLIES_YES: cp_buf_add_c(b, "restricted"); break;
    case CP_APPLIES_FROM:
        cp_buf_fmt(b, "restricted from %.*s", CP_FMT(cp_date_text(a, d->from)));
        break;
    case CP_APPLIES_UNKNOWN: cp_buf_add_c(b, "not settled"); break;
    }
    if (cp_date_is_set(d->deadline))
        cp_buf_fmt(b, ", by %.*s", CP_FMT(cp_date_text(a, d->deadline)));
    cp_buf_fmt(b, " (%.*s).", CP_FMT(d->note));
}

cp_str cp_policy_explain(cp_arena *a, const cp_policy_lib *lib, const cp_verdict *v)
{
    const cp_policy *p = cp_policy_by_id(lib, v->policy);
    const cp_policy_clause *c = clause_of(p, v->clause);
    cp_buf b = cp_buf_new(a);
    if (!p)
        return v->reason;
    cp_buf_fmt(&b, "%.*s: %s. %.*s", CP_FMT(p->title), cp_result_name(v->result),
               CP_FMT(v->reason));
    say_law(&b, p, v, a);
    say_via(&b, lib, v);
    if (c && c->note.n)
        cp_buf_fmt(&b, " Note: %.*s.", CP_FMT(c->note));
    for (uint32_t i = 0; i < v->n_assumed; i++)
        cp_buf_fmt(&b, " Assumed %.*s.", CP_FMT(v->assumed[i]));
    for (uint32_t i = 0; i < v->n_duties; i++)
        say_duty(&b, a, &v->duties[i]);
    for (uint32_t i = 0; i < v->n_missing; i++)
        cp_buf_fmt(&b, "%s %.*s (%.*s)%s",
                   i == 0                  ? " To settle it, find out"
                   : i + 1 == v->n_missing ? " and"
                                           : ",",
                   CP_FMT(v->missing[i]), CP_FMT(cp_policy_fact_help(v->missing[i])),
                   i + 1 == v->n_missing ? "." : "");
    if (v->weakest.n && v->weakest_confidence < 1 && v->n_missing == 0 &&
        v->result != CP_VERDICT_NOT_ADDRESSED)
        cp_buf_fmt(&b, " Weakest fact: %.*s, %.2f sure (accepted from %.2f).", CP_FMT(v->weakest),
                   v->weakest_confidence, v->accept);
    return cp_buf_str(&b);
}
