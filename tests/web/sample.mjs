// SPDX-License-Identifier: Apache-2.0
// sample.mjs OUT.html [--assets N] [--policies P] [--hostile] [--empty] [--traffic] [--carriers] - a page (docs/formats/page.md) of made-up data
// around the bundle of web/dist, for sizes and names that no small input of the program reaches. The same arguments
// give the same bytes.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { deflateRawSync } from "node:zlib";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const DETAIL = 500;
const FIELD = 65535;

/* mulberry32: small, and the same everywhere. */
export function dice(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/* Names that somebody could give a device to make a page do something, or to be read as another. */
export const HOSTILE = JSON.parse(readFileSync(join(ROOT, "tests", "data", "hostile-names.json"), "utf8")).map((s) => typeof s === "string" ? s : s[0].repeat(s[1]));

const MAKERS = ["Acme Networks", "Borealis Systems", "Cobalt Telecom", "Delphi Optics", "Evergreen Radio", "Fjord Switching", "Granite Computing", "Harbor Wireless"];
const FUNCTIONS = ["transmission", "access", "control", "control; transmission", "management", "power"];

function policiesOf(n, total) {
  const binds = (i) => (i < 3 ? "yes" : i === 3 ? "unknown" : "no");
  return Array.from({ length: n }, (_, i) => ({
    id: ["northland-supply-act", "northland-buyer-rule", "union-toolbox", "eastland-list", "westland-grants"][i] ?? "pack-" + String(i).padStart(4, "0"),
    title: ["Secure supply of networks act, section 4", "Rule for public buyers, part A", "Toolbox for 5G networks", "List of covered equipment", "Grant conditions"][i] ?? "Pack number " + i,
    jurisdiction: ["NL-X", "NL-X", "UX", "EX", "WX"][i] ?? "ZZ", kind: i === 4 ? "position" : "rules", law: i === 2 ? "enacted" : i === 4 ? "position" : "in_force", binds: binds(i), as_of: "2026-05-01", effective: i === 2 ? "2027-12-31" : "2024-01-01",
    counts: {}, sentence: "", total,
  }));
}

const NAMES = ["excluded", "restricted", "undetermined", "waived", "allowed", "not_addressed"];

function sentenceOf(p) {
  const c = p.counts;
  const bad = c.excluded ?? 0;
  return (bad ? `${bad} of ${p.total} assets must not be used` : "No asset is known to be excluded") + (c.undetermined ? `; of ${c.undetermined} it is not known, and they are not known to be clean.` : ".");
}

function netOf(n, roll, names, main) {
  const nSites = Math.max(1, Math.round(Math.sqrt(n) / 2.2));
  const sites = Array.from({ length: nSites }, (_, i) => {
    const ring = Math.ceil(Math.sqrt(nSites));
    const cell = FIELD / ring;
    return { name: i === nSites - 1 && nSites > 3 ? null : "site-" + String(i + 1).padStart(2, "0"), x: Math.round((i % ring + 0.5) * cell), y: Math.round((Math.floor(i / ring) + 0.5) * cell), r: Math.round(cell * 0.36), n: 0 };
  });
  const net = { n: n + Math.min(12, Math.ceil(n / 20)), asset: [], name: [], site: [], x: [], y: [], a: [], b: [], w: [], one_sided: "", sites, left_out: 3, notes: [] };
  for (let i = 0; i < net.n; i++) {
    const site = i % nSites;
    const s = sites[site];
    const at = s.n++;
    const turn = at * 2.39996;
    const far = at === 0 ? 0 : s.r * 0.82 * Math.sqrt(at / Math.ceil(net.n / nSites));
    net.asset.push(i < n ? i : -1);
    net.name.push(i < n ? null : "neighbour-" + (i - n + 1));
    net.site.push(site);
    net.x.push(Math.round(s.x + far * Math.cos(turn)));
    net.y.push(Math.round(s.y + far * Math.sin(turn)));
    if (i < n) main.assets.site[i] = main.texts.length + site;
    const link = (to, one) => {
      net.a.push(i);
      net.b.push(to);
      net.w.push(roll() < 0.1 ? 2 : 1);
      net.one_sided += one ? "1" : "0";
    };
    if (i >= nSites) link(i - nSites * Math.max(1, Math.ceil(Math.sqrt(at) / 2)) >= 0 ? i - nSites * Math.max(1, Math.ceil(Math.sqrt(at) / 2)) : site, i >= n);
    else if (i > 0) link(i - 1, false);
    if (i > 1 && i < nSites && roll() < 0.6) link(Math.floor(roll() * (i - 1)), false);
  }
  net.notes.push(net.n - n + " neighbours are told by others and are not inventoried.");
  const textAt = main.texts.length;
  for (const s of sites) main.texts.push(s.name ?? "cluster");
  net.site.forEach((s, i) => ((net.x[i] -= sites[s].x), (net.y[i] -= sites[s].y)));
  net.sites = { n: nSites, name: sites.map((s, i) => (s.name === null ? -1 : textAt + i)), x: sites.map((s) => s.x), y: sites.map((s) => s.y), r: sites.map((s) => s.r), nodes: sites.map((s) => s.n) };
  return net;
}

/* Strips of all kinds: devices and links that are so by themselves, by what they need or ride on, that nobody tells of. */
function pathsOf(net, main, roll) {
  if (net.n < 8) return null;
  const rows = [];
  const things = [];
  const digit = (node) => (net.asset[node] < 0 ? 2 : [0, 2, 2, 0, 4, 4][Number(main.assets.result[0][net.asset[node]])]);
  const label = (node) => (net.asset[node] < 0 ? net.name[node] : main.assets.name[net.asset[node]]);
  const siteOf = (k) => main.texts[net.sites.name[k % net.sites.n]] ?? "cluster";
  const add = (name, asset, result, because = -1, rides = false) => {
    const itself = result !== 4 && because < 0;
    things.push({ name, asset, result, by: result === 4 ? null : itself ? "itself" : rides ? "carriage" : "need", why: itself ? (result === 0 ? "by clause 1" : "maker?") : null, because });
    return things.length - 1;
  };
  const of = (node, result, because) => add(label(node), net.asset[node], result, because);
  const mentions = (list = [], alternatives = [], more = 0) => ({ things: list, alternatives: list.map((_, i) => alternatives[i] ?? ""), more });
  const pick = () => Math.floor(roll() * net.n);
  const step = (node, kind, least = 0) => {
    const needed = kind === "need" ? of(pick(), 0) : kind === "unsure" ? add("clock of " + label(node), -1, 2) : -1;
    const ems = kind === "need" ? add("ems of " + label(node), -1, 0, needed) : needed;
    const result = kind === "need" ? 0 : kind === "unsure" ? 2 : Math.max(least, digit(node));
    return { node, name: label(node), result, thing: of(node, result, ems), needs: ems < 0 ? mentions() : mentions([ems, add("host of " + label(node), -1, result), of(pick(), result)], [], 3), breaks: false, on_every: false, link: null };
  };
  const wire = (kind) => {
    const wave = (result) => add("wave-" + things.length, -1, result, result === 4 ? -1 : of(pick(), result), true);
    if (kind === "untold") return { result: 4, rides: mentions(), breaks: false };
    if (kind === "clean") return { result: 4, rides: mentions([of(pick(), 4), wave(4)], ["working", "protection"]), breaks: false };
    return kind === "excluded" ? { result: 0, rides: mentions([of(pick(), 0), wave(0), of(pick(), 4)], ["working", "", "protection"], 2), breaks: false } : { result: 2, rides: mentions([wave(2)]), breaks: false };
  };
  const WIRES = [["untold", "clean", "excluded", "unknown"], ["untold", "clean", "clean", "unknown"], ["untold", "clean"]];
  const HOPS = [["", "", "need", "unsure"], ["", "", "", "unsure"], [""]];
  for (let k = 0; k < 12; k++) {
    const [ofWires, ofHops] = [WIRES[k % 3], HOPS[k % 3]]; /* excluded, unknown, clean at the worst */
    const hops = Array.from({ length: 3 + (k % 5) }, (_, i) => step(pick(), ofHops[(k + i) % ofHops.length], (k % 3) * 2));
    hops.slice(0, -1).forEach((h, i) => (h.link = wire(ofWires[(k + i) % ofWires.length])));
    if (k % 6 === 3) hops.splice(2, 0, { node: -1, name: "\u2026 812 more \u2026", result: 0, thing: -1, needs: mentions([of(pick(), 0), of(pick(), 2)], [], 7), breaks: false, on_every: true, link: wire("clean") });
    const worst = Math.min(...hops.map((h) => Math.min(h.result, h.link?.result ?? 4)));
    const answer = worst === 0 ? "proven-excluded" : worst <= 2 ? "undetermined" : "proven-clean";
    const breaks = worst > 0 ? (k % 2 ? { text: `no clean path is left when ${hops[1].name} and another fail together`, nodes: [hops[1].node], n: 2, of: "devices" } : { text: "no clean path is left when the link fails", nodes: [hops[0].node, hops[1].node], n: 1, of: "links" }) : null;
    if (breaks?.of === "devices") hops[1].breaks = true;
    if (breaks?.of === "links") hops[0].link.breaks = true;
    hops[1].on_every = k % 2 === 1;
    const dirty = answer === "proven-clean" ? [step(pick(), "need"), step(pick(), "unsure")] : [];
    if (dirty.length) dirty[0].link = wire("unknown");
    rows.push({
      from: siteOf(k), to: siteOf(k + 1), policy: 0, level: "l0", bps: null,
      some: { answer }, every: { answer: "proven-excluded" }, hops, dirty, breaks,
      survives: breaks ? { at_least: answer === "proven-clean" ? breaks.n - 1 : null, at_most: k % 3 ? breaks.n - 1 : null, of: breaks.of } : null,
      unavoidable: k % 2 ? [{ node: hops[1].node, name: hops[1].name, result: hops[1].result }] : [], unavoidable_more: 0,
      why: answer === "proven-clean" ? "Each hop is clean under the policy." : answer === "proven-excluded" ? "No path avoids what the policy excludes." : "Of at least one hop the maker is not established, and no other path is known.",
    });
  }
  return { asked: "sites", left_out: 4, scope: "transmission only", notes: ["2 demands have an end that is no asset with a link, and are left out."], things, rows };
}

/* As much traffic as a page can hold (docs/formats/page.md): the names are given. */
export function trafficOf(main, roll, text) {
  const n = main.assets.n;
  const at = (i, day) => new Date(Date.UTC(2026, 9, 1 + day, i % 24, (i * 7) % 60)).toISOString().slice(0, 19) + "Z";
  const amount = () => Math.floor(10 ** (2 + roll() * 9));
  const volume = (i) => ((b) => ({ bytes: b, low: i % 5 ? b : Math.floor(b / 2), high: i % 7 === 3 ? null : i % 5 ? b : b * 2 }))(amount());
  const none = { asset: -1, address: null, name: null, network: null, what: null, stranger: false };
  const own = (i) => ({ ...none, asset: i % n });
  const peer = (i) => ({ ...none, address: i % 9 ? `203.0.113.${i % 250}` : "2001:db8:ffff:ffff:ffff:ffff:ffff:" + (4096 + i).toString(16), name: i % 3 ? text(i) : null, ...(i % 3 ? { more_names: i % 4, of_others: i % 2 === 0 } : {}), network: i % 2 ? "AS" + (64500 + (i % 9)) + " " + text(i + 1) : null, stranger: false });
  const row = (verdict) => (_, i) => ({ who: own(i), verdict, role: text(i + 2), with: i % 4 ? peer(i) : own(i + 5), service: ["tcp/443", "udp/123", "tcp/22", "icmp 8/0"][i % 4], serves: i % 4 === 2, out: volume(i), back: volume(i + 1), flows: 1 + i * 31, first_at: at(i, 0), last_at: at(i, 30) });
  const rows = (verdict, m) => ({ n: m + 1234, who: 57, flows: 1234567, volume: volume(3), rows: Array.from({ length: m }, row(verdict)) });
  const ends = [...Array.from({ length: 9 }, (_, i) => ["who", own(i)]), ["who", { ...none, what: "others" }], ...Array.from({ length: 7 }, (_, i) => ["service", { ...none, what: "tcp/" + (443 + i) }]), ["service", { ...none, what: "others" }], ...Array.from({ length: 11 }, (_, i) => ["with", i === 3 ? own(7) : i === 5 ? { ...none, what: "inside, no equipment" } : peer(i)]), ["with", { ...none, what: "others" }]];
  const nodes = ends.map(([column, end]) => ({ column, end, bytes: 0, stands_for: end.what === "others" ? 4321 : 1 }));
  const bands = [];
  for (let a = 0; a < 10; a++) for (let s = 10; s < 18; s++) if (roll() < 0.5 || a === s - 10) bands.push([a, s, amount()]);
  for (let s = 10; s < 18; s++) { /* as much leaves a service as comes to it */
    let left = bands.filter((b) => b[1] === s).reduce((sum, b) => sum + b[2], 0);
    for (let w = 18; w < 30; w++) {
      const part = w === 29 ? left : Math.floor(left * roll() * 0.5);
      if (part) bands.push([s, w, part]);
      left -= part;
    }
  }
  nodes.forEach((x, i) => (x.bytes = bands.filter((b) => (i < 18 ? b[0] === i : b[1] === i)).reduce((sum, b) => sum + b[2], 0)));
  const days = Array.from({ length: 31 }, (_, d) => ({ day: new Date(Date.UTC(2026, 9, 1 + d + (d > 20 ? 3 : 0))).toISOString().slice(0, 10), bytes: Array.from({ length: 24 }, () => (roll() < 0.4 ? 0 : amount())), told: Array.from({ length: 24 }, () => (roll() < 0.9 ? "1" : "0")).join("") }));
  for (const d of days) d.bytes = d.bytes.map((b, hour) => (d.told[hour] === "1" ? b : 0));
  const kinds = ["beacon", "long", "exfiltration", "dns-tunnel", "scan", "management", "knock", "mirror", "covert", "support"];
  const values = (m) => Array.from({ length: m }, () => Math.floor(roll() * 1e6));
  const line = (word, is_bytes, m, gaps) => ((v) => ({ word, is_bytes, most: Math.max(...v), values: v, from: gaps ? null : at(3, 2), place_s: gaps ? 0 : 3600, ...(gaps ? { classes_s: Array.from({ length: m + 1 }, (_, i) => 2 ** ((i - 10) / 4)) } : {}), beside: "up to 1.2 GB" }))(values(m));
  const finding = (_, i) => {
    const kind = kinds[i % 10];
    const lines = kind === "beacon" ? [line("seen", false, 60), line("intervals", false, 40, true)] : kind === "covert" ? [line("intervals", false, 60, true)] : kind === "exfiltration" || kind === "mirror" ? [line("to peer", true, 60), line("to others", true, 60)] : [line("seen", kind === "long", 60)];
    return { kind, of: i < 60 ? "excluded" : i < 85 ? "unknown" : "other", who: own(i), verdict: i < 60 ? "excluded" : "undetermined", peer: kind === "scan" ? null : peer(i), peer_verdict: null, service: "tcp/443", score: 1 - roll() / 10, ...(kind === "scan" ? { log10_ratio: 8.4 } : { log10_p: -442.3 + i, log10_p_all: -440.1 + i }), explanation: text(i + 3) + " " + "The intervals are as likely as can be from a timer, and what was counted stands below. ".repeat(8), benign_if: i % 4 ? text(i + 4) : null, sampling: i % 6 ? 1 : null, events: 263, bytes: amount(), bytes_back: amount(), first_at: at(i, 0), last_at: at(i, 29), numbers: Object.fromEntries(["period_s", "jitter", "seen", "fit", "of", "gaps", "longest_s", "longest_bytes", "out_share", "mean_length"].map((k) => [k, roll() * 1e4])), lines, below: kind === "beacon" ? null : "from 2026-10-03T03:21:00Z, 1 h a place" };
  };
  const exporter = (_, i) => ({ address: i ? `192.0.2.${i}` : null, protocol: "netflow-v9", domain: i % 3, sampling: i % 3 ? 1000 : null, sampling_is_mixed: i % 5 === 1, flows: 1e7 - i, lost: i * 11, no_template: i % 4, malformed: i % 6, not_understood: i % 2, restarts: i % 3 });
  return {
    flows: 123456789, first_at: at(0, 0), last_at: at(23, 33), asked: true, notes: ["17 exporters do not say how packets were sampled: figures with ? are at least so much (--sampling ADDRESS=N).", text(11), text(12)],
    exporters: Array.from({ length: 50 }, exporter), exporters_more: 9950, excluded: rows("excluded", 100), unknown: rows("undetermined", 50), nodes, bands,
    hours: { volume: volume(5), days_before: 12, bytes_before: 123456789, days }, detectors: kinds.map((kind, i) => ({ kind, what: "what " + kind + " looks for", found: i * 111, looked_at: i * 1e6, cannot_see: i % 3 ? null : text(i + 6) })),
    found: { excluded: 4060, unknown: 25, other: 999 }, not_shown: { excluded: 4000, unknown: 0, other: 984 }, not_in_view: 3, findings: Array.from({ length: 100 }, finding),
  };
}

/* As much of routes through carriers as a page can hold: the names are given. */
export function carriersOf(main, roll, text) {
  const nAses = 1500;
  const digits = Array.from({ length: nAses }, (_, i) => (i < 200 ? "012"[i % 3] : i % 4 ? "9" : "4")).join("");
  const as = (least = 200) => least + Math.floor(roll() * (nAses - least));
  const amount = () => Math.floor(10 ** (roll() * 6));
  const counts = () => [amount(), 0, amount(), amount(), Math.floor(roll() * 9)];
  const path = (i) => [as(), i % 200, ...Array.from({ length: 4 + (i % 19) }, () => as()), ...(i % 7 ? [] : [-1])];
  const day = (i) => new Date(Date.UTC(2026, 0, 1 + (i % 300))).toISOString().slice(0, 10);
  const at = (i) => new Date(Date.UTC(2026, 10, 1, i % 600, (i * 7) % 60)).toISOString().slice(0, 19) + "Z";
  const side = (i) => ({ rows: Array.from({ length: 12 }, (_, k) => [k || i % 3 ? as() : -1, amount()]), more: i * 3 });
  const net = (i) => (i % 9 ? `${10 + (i % 200)}.${i % 251}.${(i * 7) % 256}.0/24` : "2001:db8:" + (4096 + i).toString(16) + "::/48");
  const verdicts = (i) => main.policies.slice(0, 5).map((p, k) => ({ policy: k, result: [0, 1, 2][i % 3], clause: text(i + k), reason: text(i + 1) + " The clause names who holds it.", law: "in_force", means: text(i), missing: [text(i + 2)], via: [], duties: [], presumed: [], sources: [["https://law.example/act/4", "official", "2024-01-01"], ["javascript:window.ran=99", "other", null]] }));
  const rows = { n: 1000, all: 812345, prefix: [], asked: [], paths: [], via: [], origin: [], since: [], rpki: [], path: [] };
  for (let i = 0; i < 1000; i++) {
    rows.prefix.push(net(i));
    rows.asked.push(i < 40 ? 1 + (i % 3) : 0);
    rows.paths.push(i % 5 ? counts() : [amount() + 1, 0, 0, 0, 0]);
    rows.via.push([i % 200, ...(i % 3 ? [] : Array.from({ length: i % 16 }, () => Math.floor(roll() * 200))), ...(i % 50 ? [] : [-1])]);
    rows.origin.push(i % 11 ? as() : -1);
    rows.since.push(i % 13 ? day(i) : "");
    rows.rpki.push(["valid", "not-found", "invalid-as"][i % 3]);
    rows.path.push(path(i));
  }
  const columns = [["peer", 10], ["entered", 13], ["carrier", 17], ["left", 13], ["origin", 10]];
  const nodes = columns.flatMap(([column, n], c) => Array.from({ length: n }, (_, i) => ({ column, as: i === n - 1 ? -1 : column === "carrier" ? i : as(), stands_for: i === n - 1 ? 1234 : 1, n: amount(), peer: c === 0, origin: c === 4, x: Math.round(((c + 0.5) / 5) * 65535), y: Math.round((0.5 + (i - (n - 1) / 2) / 17) * 65535) })));
  const begin = columns.map((_, c) => columns.slice(0, c).reduce((sum, [, n]) => sum + n, 0));
  const edges = [];
  const link = (c, d, far) => { for (let i = 0; i < columns[c][1]; i++) for (let k = 0; k < columns[d][1]; k++) if (roll() < 0.4 && (c !== d || i !== k)) edges.push([begin[c] + i, begin[d] + k, amount() + 1, far]); };
  for (const [c, d, far] of [[0, 1, 1], [0, 2, 0], [1, 2, 0], [2, 2, 0], [2, 3, 0], [2, 4, 0], [3, 4, 1]]) link(c, d, far);
  const wanted = (i) => ({ all: 5000, touched: 3210, stuck: 12, unrouted: 7, rows: Array.from({ length: 100 }, (_, k) => ({ asked: k % 4 ? net(k) : text(k + i), covered_by: k % 5 ? null : net(k + 1), prefixes: k % 17 ? k : 0, stuck: k % 3, paths: counts() })) });
  const hop = (i) => ({ as: as(), tie: ["provider", "peer", "customer"][i % 3], ases: amount(), ases_clean: amount(), prefixes: amount(), prefixes_clean: amount() });
  return {
    notes: ["Of 9 of 10 routes it is not known who holds one of the ASes on them.", text(3), text(4)], files: 3, first_at: at(0), last_at: at(9), routes: [812345, 12, 40123, 9123456, 1234], withdrawals: 12, only_by_as_set: 1, prefixes: 1012345, stuck: 1234, some: 800000, holders_known: 83,
    policies: main.policies.map((p, k) => ({ policy: k, sentence: "Of 245 carriers on the paths that count it excludes 12, restricts 3 and leaves 230 undetermined." })),
    ases: { as: Array.from({ length: nAses }, (_, i) => "AS" + (4200000000 + i)), name: Array.from({ length: nAses }, (_, i) => (i % 3 ? text(i) : "")), standing: digits },
    carriers: Array.from({ length: 200 }, (_, i) => ({ as: i, holder: text(i), label: text(i + 1), confidence: "verified", sources: ["https://register.example/" + i, text(i + 2)], verdicts: verdicts(i), routes: amount(), prefixes: amount(), since: i % 5 ? day(i) : null, entered: side(i), left: side(i + 1), path: path(i) })), carriers_all: 245, rows,
    peers: Array.from({ length: 100 }, (_, i) => ({ address: i % 9 ? "198.51.100." + i : null, as: as(), routes: counts() })), peers_all: 120, ours: wanted(0), to: wanted(50), map: { tallest: 17, nodes, edges },
    when: { day: "2026-01-01", place_days: 5, untold: 77, lines: Array.from({ length: 12 }, (_, i) => ({ as: i - 1, all: 5000 - i, n: Array.from({ length: 60 }, () => Math.floor(roll() * 200)) })) },
    alarms: { all: 4321, open: 12, leaks: 3, invalid: 9, bad_lines: 2, routers_went: 1, first_at: at(0), last_at: at(599), rows: Array.from({ length: 300 }, (_, i) => ({ prefix: net(i), as: i % 200, standing: [0, 1, 2][i % 3], began: at(i), ended: i < 12 ? null : at(i + 40), router: text(i), peer: "198.51.100." + (i % 250), leak: i % 30 ? "valley-free" : text(i), rpki: ["valid", "invalid-as"][i % 2], path: path(i), before: i % 4 ? path(i + 1) : [] })) },
    reach: { relations: text(5), our_as: 300, ases: 70000, ases_clean: 60000, prefixes: 1000000, prefixes_clean: 900000, neighbours: Array.from({ length: 20 }, (_, i) => hop(i)), neighbours_more: 4, unavoidable: Array.from({ length: 20 }, (_, i) => ({ ...hop(i), tie: null, as: i })), unavoidable_more: 3 },
  };
}

function detailOf(i, main, policies, roll) {
  const a = main.assets;
  const maker = a.maker[i] < 0 ? null : main.texts[a.maker[i]];
  const product = a.product[i] < 0 ? "" : main.texts[a.product[i]];
  const evidence = [[0, i + 2, [["inventory.name", 2, null, 0, null], ...(maker ? [["inventory.maker", null, 0, 3, "whole name"]] : [])]]];
  if (maker) evidence.push([1, 40 + i, [["lldp.sys_descr", `${maker} ${product} release 23.10`, 0, 4.1, "product line"], ["oui", 0, 0, -0.8, "registered block of another"]]], [2, 3, [["snmp.sys_object_id", "1.3.6.1.4.1.99999.1", 1, 2.2, null]]]);
  return {
    ids: ["mac 00:00:5e:00:53:" + String(i % 90 + 10), "ip 192.0.2." + (i % 250 + 1), "hostname " + a.name[i]],
    claims: maker ? [["maker", maker, a.confidence[i], a.confidence[i] >= 95], ["product", product, 96, true]] : [], others: maker ? [["maker", MAKERS[(a.maker[i] + 1) % MAKERS.length], 4]] : [],
    evidence, more: i % 7 ? 0 : 31,
    verdicts: policies.slice(0, 40).map((p, k) => {
      const shown = Number(a.result[k][i]);
      const result = shown === 3 ? 0 : shown; /* a waiver stands beside the verdict */
      const base = { policy: k, result, clause: String(k + 1), reason: result === 0 ? `Made by ${maker ?? "a listed maker"}, which the list names, and used for ${main.texts[a.function[i]]}.` : result === 2 ? "The maker is not established, and the rule asks for it." : result === 1 ? "May be kept with conditions." : "No clause names it." };
      if (result >= 4) return base;
      return { ...base, law: p.law, means: result === 2 ? "keep: unclear" : "keep until 2027-12-31; buy: no", missing: result === 2 ? ["maker", "seat of the maker's owner"] : [], via: [], duties: ["use must end by 2027-12-31"], presumed: roll() < 0.2 ? ["the function, from the role"] : [], sources: [["https://law.example/act/4", "official", "2024-01-01"], ["javascript:window.ran=99", "other", "2024-02-01"]]};
    }),
    beside: policies.slice(0, 40).flatMap((p, k) => (a.result[k][i] === "0" ? [[k, "finding", "candidate: nobody has decided on it"]] : a.result[k][i] === "3" ? [[k, "waiver", "until 2027-06-30, approved by the head of networks"]] : [])),
    assurance: i % 3 ? [] : ["No statement of a certified design was given."],
  };
}

/* The data of a page: main, and a function that gives the details of an asset. */
export function sample({ assets = 200, policies = 5, hostile = false, empty = false, net = true, traffic = false, carriers = false } = {}) {
  const roll = dice(7);
  const n = empty ? 0 : hostile ? HOSTILE.length : assets;
  const texts = [...MAKERS, ...FUNCTIONS, "in_service", "planned"];
  const nProducts = Math.max(8, Math.min(4000, Math.round(n / 12)));
  const productAt = texts.length;
  for (let i = 0; i < nProducts; i++) texts.push(["AX", "BR", "CT", "DO", "ER", "FS", "GC", "HW"][i % 8] + String(1000 + i * 7));
  const versionAt = texts.length;
  for (let i = 0; i < 30; i++) texts.push(`${20 + (i % 7)}.${i % 12}.R${i % 5}`);
  const a = { n, id: [], name: [], maker: [], confidence: [], product: [], version: [], site: [], function: [], status: [], parent: [], worst: "", result: [] };
  const main = {
    schema: "cleanpath/page/1", as_of: "2026-11-27", version: "0.1.0", made_from: "the case national.case", title: "Equipment audit: Northland Carrier", redacted: false, accept: 0.95,
    profile: empty ? null : { name: "Northland Carrier", country: "NX", roles: ["operator"] }, notes: [], data: [], policies: [], obligations: [], texts, assets: a, net: null, paths: null, deadlines: [], waivers: [],
  };
  const packs = empty ? [] : policiesOf(policies, n);
  main.policies = packs;
  const digits = packs.map(() => new Array(n));
  const worst = new Array(n);
  for (let i = 0; i < n; i++) {
    const rank = i / n; /* sorted worst first, as the program does */
    const base = rank < 0.03 ? 0 : rank < 0.06 ? 1 : rank < 0.14 ? 2 : rank < 0.15 ? 3 : rank < 0.4 ? 4 : 5;
    const product = Math.floor(roll() * nProducts);
    worst[i] = base;
    a.maker.push(base === 2 && roll() < 0.7 ? -1 : product % 8);
    a.confidence.push(base === 2 ? 55 + Math.floor(roll() * 39) : 95 + Math.floor(roll() * 6));
    a.product.push(base === 2 && roll() < 0.5 ? -1 : productAt + product);
    a.version.push(roll() < 0.8 ? versionAt + Math.floor(roll() * 30) : -1);
    a.function.push(8 + Math.floor(roll() * FUNCTIONS.length));
    a.status.push(14 + (roll() < 0.03 ? 1 : 0));
    a.site.push(-1);
    a.parent.push(i > 3 && roll() < 0.04 ? Math.floor(roll() * i) : -1);
    a.id.push("mac-00005e" + i.toString(16).padStart(6, "0"));
    a.name.push(hostile ? HOSTILE[i] : ["core", "agg", "edge", "cell", "olt"][i % 5] + "-" + String(i + 1).padStart(String(n).length, "0"));
    packs.forEach((p, k) => {
      const digit = k === 0 ? base : k === 3 ? 2 : k === 4 ? 5 : roll() < 0.85 ? Math.max(base, k % 2 ? 5 : base) : Math.min(5, base + 1);
      digits[k][i] = digit;
    });
  }
  a.worst = worst.join("");
  a.result = digits.map((d) => d.join(""));
  packs.forEach((p, k) => {
    for (const d of digits[k]) p.counts[NAMES[d]] = (p.counts[NAMES[d]] ?? 0) + 1;
    p.sentence = sentenceOf(p);
    delete p.total;
  });
  if (n && net) {
    main.net = netOf(n, roll, a.name, main);
    main.paths = pathsOf(main.net, main, roll);
  }
  main.carriers = n && carriers ? carriersOf(main, roll, (i) => "Carrier number " + i + " of somewhere") : null;
  if (n && traffic) main.traffic = trafficOf(main, roll, (i) => "peer-" + i + ".example");
  if (n) {
    main.obligations = [{ policy: 0, text: "A register of all equipment is kept and shown on demand.", state: "met", clause: "7", deadline: null }, { policy: 0, text: "Replacement is planned, and the plan is filed.", state: "unknown", clause: "9", deadline: "2027-03-31" }];
    main.deadlines = [{ date: "2026-06-30", policy: 1, clause: "2", text: "no more is bought", assets: 3, past: true }, { date: "2027-12-31", policy: 0, clause: "1", text: "use must end", assets: Math.ceil(n * 0.03), past: false }, { date: "2028", policy: 2, clause: "5", text: "use at the core must end", assets: 1, past: false }].filter((d) => d.policy < packs.length);
    main.waivers = [{ asset: Math.floor(n * 0.145), policy: 0, of: null, findings: 1, reason: "spare parts until the new core is up", approver: "head of networks", expires: "2027-06-30", where: "waivers.csv:3", state: "used" }, { asset: -1, policy: -1, of: "name lab-*", findings: 0, reason: "laboratory only", approver: "head of networks", expires: "2026-01-31", where: "waivers.csv:4", state: "expired" }];
  }
  const source = (name, format, state, more = {}) => ({ name, sha256: null, format, realm: "default", state, bytes: 48213, records: n, records_bad: 0, records_unused: 0, observations: n * 7, links: 0, statements: 0, first_at: null, last_at: null, note: null, problems: [], ...more });
  main.coverage = {
    notes: empty ? ["Nothing was read."] : [`Of ${Math.round(n * 0.08)} of ${n} assets the maker is not established: they are not known to be clean.`, "1 file in the folders is of no format that is recognised (listed in the coverage)."],
    sources: empty ? [] : [source("inventory.csv", "inventory-csv", "read", { note: "columns: Device name -> name, Vendor -> maker, Model -> product" }), source("transport.pcapng", "capture", "partly_read", { bytes: 9.1e8, records: 912345, records_bad: 14, records_unused: 840112, problems: [{ pos: 91817, text: "the frame is cut off: 60 of 1514 bytes" }] }), source("walks/agg-1.snmpwalk", "snmp-walk", "read"), source("README.md", null, "not_recognised", { problems: [{ pos: 0, text: "format not recognised" }] })],
    data: [{ name: "oui", as_of: "2024-08-23", origin: "built in", entries: 52113 }, { name: "makers", as_of: "2026-05-01", origin: "built in", entries: 412 }, { name: "fingerprints", as_of: null, origin: "built in", entries: 2012 }], assets: n, links: main.net ? main.net.a.length : 0,
  };
  main.notes = main.coverage.notes;
  if (hostile) {
    const bad = (i) => HOSTILE[i % HOSTILE.length];
    for (let i = 0; i < texts.length; i++) texts[i] = bad(i);
    main.title = bad(1) + main.title;
    main.coverage.sources.forEach((s, i) => Object.assign(s, { name: bad(i + 2), note: bad(i + 8) }));
    main.coverage.notes = HOSTILE.slice(0, 20);
    main.policies.forEach((p, i) => Object.assign(p, { title: bad(i + 3), sentence: bad(i + 9), jurisdiction: bad(i) }));
    main.net.notes = HOSTILE.slice(0, 10);
    main.traffic = trafficOf(main, roll, bad);
    main.carriers = carriersOf(main, roll, bad);
    main.paths.rows.forEach((r, i) => Object.assign(r, { from: bad(i), to: bad(i + 3), why: bad(i + 5) }));
    main.waivers.forEach((w, i) => Object.assign(w, { reason: bad(i), approver: bad(i + 2), where: bad(i + 4) }));
    main.deadlines.forEach((d, i) => Object.assign(d, { text: bad(i), clause: bad(i + 1) }));
  }
  return { main, detail: (i) => detailOf(i, main, packs, roll) };
}

/* A block of details, in which alike assets share their verdicts. */
function shared(rows) {
  const verdicts = new Map();
  const sets = new Map();
  const indexOf = (map, value) => {
    const key = JSON.stringify(value);
    if (!map.has(key)) map.set(key, map.size);
    return map.get(key);
  };
  const assets = rows.map(({ verdicts: list, ...rest }) => ({ ...rest, set: list.length ? indexOf(sets, list.map((v) => indexOf(verdicts, v))) : -1 }));
  return { verdicts: [...verdicts.keys()].map((t) => JSON.parse(t)), sets: [...sets.keys()].map((t) => JSON.parse(t)), assets };
}

export const packed = (value) => deflateRawSync(Buffer.from(JSON.stringify(value), "utf8"), { level: 6 }).toString("base64");
const hash = (text) => "'sha256-" + createHash("sha256").update(text, "utf8").digest("base64") + "'";

/* The page, as the program writes it. details: how many blocks of them (all). */
export function page({ main, detail, details = Infinity }, dist = join(ROOT, "web", "dist")) {
  const css = readFileSync(join(dist, "report.css"), "utf8");
  const js = readFileSync(join(dist, "report.js"), "utf8");
  const blocks = [`<script type="text/plain" id="main">${packed(main)}</script>`];
  for (let k = 0; k * DETAIL < main.assets.n && k < details; k++) {
    const rows = [];
    for (let i = k * DETAIL; i < Math.min(main.assets.n, (k + 1) * DETAIL); i++) rows.push(detail(i));
    blocks.push(`<script type="text/plain" id="detail-${k}">${packed(shared(rows))}</script>`);
  }
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src ${hash(js)}; style-src ${hash(css)}; img-src data:; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Equipment audit</title>
<style>${css}</style>
</head>
<body>
<div id="app"></div>
${blocks.join("\n")}
<script>${js}</script>
</body>
</html>
`;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const args = process.argv.slice(2);
  const value = (name, otherwise) => (args.includes(name) ? Number(args[args.indexOf(name) + 1]) : otherwise);
  writeFileSync(args[0], page(sample({ assets: value("--assets", 200), policies: value("--policies", 5), hostile: args.includes("--hostile"), empty: args.includes("--empty"), net: !args.includes("--no-net"), traffic: args.includes("--traffic"), carriers: args.includes("--carriers") })));
}
