## The dates of the rules: of a pack of our own, in each format; what has no date stands at the end.
$ cat >ours.yaml <<'YAML'
> schema: cleanpath-policy/1
> id: acme-house-rule
> title: What our own purchasing department allows
> jurisdiction: SE
> kind: rules
> law: enacted
> enacted: 2026-03
> effective: 2027-01-01
> read: 2026-11-20
> addressees: [{role: telecom_service_provider}]
> sources: {memo: {url: "https://intranet.example/memo-17", date: 2025-12, tier: secondary}}
> entities: [{id: acme, name: Acme}]
> clauses:
> - {id: core, title: no core of Acme, makers: [acme], equipment: [core], src: memo, confidence: verified}
> - {id: ran, title: 'radio of Acme: at most a third of the sites', makers: [acme], equipment: [ran], date_added: 2027-06-01, cap: {share: 0.33, unit: sites, deadline: 2028-12-31}, src: memo, confidence: partial}
> duties:
> - {verb: buy, from: {days_after_added: 60}, text: not bought, clauses: [ran], src: memo, confidence: verified}
> - {verb: use, deadline: 2029, text: gone by the end of 2029, clauses: [core], src: memo, confidence: verified}
> - {verb: maintain, text: serviced no more, deadline_rule: when the new supplier is chosen, src: memo, confidence: partial}
> events: [{date: 2026-02-11, text: 'decided; see memo 17, part "B"', src: memo, confidence: verified}]
> YAML
$ cleanpath policy calendar --policy ./ours.yaml
Of the policies that --policy names: acme-house-rule.
DATE       POLICY          LAW     SURE     WHAT                       TEXT
2026-02-11 acme-house-rule enacted verified event                      decided; see memo 17, part "B"
2026-03    acme-house-rule enacted          enacted                    What our own purchasing department allows
2027-01-01 acme-house-rule enacted          effective                  What our own purchasing department allows
2027-06-01 acme-house-rule enacted partial  clause added, clause ran   radio of Acme: at most a third of the sites
2027-07-31 acme-house-rule enacted verified duty from, buy; clause ran not bought
2028-12-31 acme-house-rule enacted partial  cap deadline, clause ran   at most 33 % of sites: radio of Acme: at most a third of the sites
2029       acme-house-rule enacted verified deadline, use; clause core gone by the end of 2029
no calendar date: acme-house-rule: maintain: serviced no more: when the new supplier is chosen
$ cleanpath policy calendar -q --policy ours.yaml --from 2028 --to 2029-06
DATE       POLICY          LAW     SURE     WHAT                       TEXT
2028-12-31 acme-house-rule enacted partial  cap deadline, clause ran   at most 33 % of sites: radio of Acme: at most a third of the sites
2029       acme-house-rule enacted verified deadline, use; clause core gone by the end of 2029
no calendar date: acme-house-rule: maintain: serviced no more: when the new supplier is chosen
$ cleanpath policy calendar -p ours.yaml -f csv --to 2026
date,first_day,last_day,policy,jurisdiction,law,binds,kind,item,text,confidence,sources
2026-02-11,2026-02-11,2026-02-11,acme-house-rule,SE,enacted,unknown,event,,"decided; see memo 17, part ""B""",verified,https://intranet.example/memo-17
2026-03,2026-03-01,2026-03-31,acme-house-rule,SE,enacted,unknown,enacted,,What our own purchasing department allows,,
,,,acme-house-rule,SE,enacted,unknown,no_date,maintain,serviced no more: when the new supplier is chosen,partial,https://intranet.example/memo-17
$ cleanpath policy calendar -p ours.yaml -f json --from 2029 --to 2029 | python3 -m json.tool
{
    "schema": "cleanpath/policy-calendar/1",
    "as_of": "2026-11-23",
    "coverage": {
        "notes": [
            "Of the policies that --policy names: acme-house-rule."
        ]
    },
    "from": "2029",
    "to": "2029",
    "policies": [
        {
            "id": "acme-house-rule",
            "title": "What our own purchasing department allows",
            "jurisdiction": "SE",
            "law": "enacted",
            "binds": "unknown"
        }
    ],
    "entries": [
        {
            "date": "2029",
            "first_day": "2029-01-01",
            "last_day": "2029-12-31",
            "policy": "acme-house-rule",
            "law": "enacted",
            "kind": "deadline",
            "item": "use; clause core",
            "text": "gone by the end of 2029",
            "confidence": "verified",
            "sources": [
                {
                    "url": "https://intranet.example/memo-17",
                    "date": "2025-12",
                    "tier": "secondary"
                }
            ]
        }
    ],
    "undated": [
        {
            "date": null,
            "policy": "acme-house-rule",
            "law": "enacted",
            "kind": "no_date",
            "item": "maintain",
            "text": "serviced no more: when the new supplier is chosen",
            "confidence": "partial",
            "sources": [
                {
                    "url": "https://intranet.example/memo-17",
                    "date": "2025-12",
                    "tier": "secondary"
                }
            ]
        }
    ]
}
## iCalendar (RFC 5545): whole days, no times of day; a year is its days; lines of at most 75 octets.
$ cleanpath policy calendar -p ours.yaml -f ics --from 2028-12-31 | tr -d '\r'
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//cleanpath//policy calendar 0.1.0//EN
CALSCALE:GREGORIAN
BEGIN:VEVENT
UID:ce41acba119c276568ae4551900f4863@cleanpath
DTSTAMP:20261123T000000Z
DTSTART;VALUE=DATE:20281231
DTEND;VALUE=DATE:20290101
TRANSP:TRANSPARENT
STATUS:CONFIRMED
SUMMARY:acme-house-rule: cap deadline\, clause ran: at most 33 % of sites: 
 radio of Acme: at most a third of the sites
DESCRIPTION:What our own purchasing department allows\nLaw: enacted. Confid
 ence: partial.\nhttps://intranet.example/memo-17\nMaterial to judge\, not 
 legal advice.
CATEGORIES:enacted
END:VEVENT
BEGIN:VEVENT
UID:5e97eb2389f3001cb98d4065cc75d293@cleanpath
DTSTAMP:20261123T000000Z
DTSTART;VALUE=DATE:20290101
DTEND;VALUE=DATE:20300101
TRANSP:TRANSPARENT
STATUS:CONFIRMED
SUMMARY:acme-house-rule: deadline\, use\; clause core: gone by the end of 2
 029
DESCRIPTION:What our own purchasing department allows\nLaw: enacted. Confid
 ence: verified.\nThe exact day is not known.\nhttps://intranet.example/mem
 o-17\nMaterial to judge\, not legal advice.
CATEGORIES:enacted
END:VEVENT
BEGIN:VTODO
UID:135e1487c6bc7bc4d7a7bbf580967604@cleanpath
DTSTAMP:20261123T000000Z
SUMMARY:acme-house-rule: no calendar date: serviced no more: when the new s
 upplier is chosen
DESCRIPTION:What our own purchasing department allows\nLaw: enacted. Confid
 ence: partial.\nhttps://intranet.example/memo-17\nMaterial to judge\, not 
 legal advice.
CATEGORIES:enacted
END:VTODO
END:VCALENDAR
$ cleanpath policy calendar -p ours.yaml -f ics >a.ics && cleanpath policy calendar -p ours.yaml -f ics -o b.ics && cmp a.ics b.ics && awk '{ sub("\r", ""); if (length($0) > 75) print "too long" }' a.ics
## With a profile: only what binds us or may, and the calendar says so.
$ printf 'schema: cleanpath-profile/1\ncountry: SE\nroles: [telecom_service_provider]\n' >profile.yaml
$ cleanpath policy calendar --profile profile.yaml --policies ours.yaml --from 2029 --to 2029 | grep 'acme-house-rule' | sed 's/by profile.yaml: .*/by profile.yaml: .../'
Of the policies that bind you or may, by profile.yaml: ...
2029 acme-house-rule enacted verified deadline, use; clause core gone by the end of 2029
no calendar date: acme-house-rule: maintain: serviced no more: when the new supplier is chosen
$ cleanpath policy calendar --profile profile.yaml --policies ours.yaml --all --from 2029 --to 2029 | head -1 | sed 's/[0-9][0-9]*/N/'
Of all N policies.
## Mistakes.
$ cleanpath policy calendar --from yesterday
cleanpath: --from is "yesterday", expected a day, a month or a year: 2026-11-23, 2026-11, 2026
[2]
$ cleanpath policy calendar --from 2028 --to 2027
cleanpath: --to is before --from
[2]
$ cleanpath policy calendar us-fcc
cleanpath: policy calendar takes no argument, got "us-fcc"; --policy chooses
[2]
$ cleanpath policy list -f ics
cleanpath: policy list prints table or json
[2]
$ cleanpath policy calendar -p us-fcc-coverd-list
cleanpath: --policy names the policy "us-fcc-coverd-list", which does not exist; did you mean us-fcc-covered-list; `cleanpath policy list` shows all
[2]
