// SPDX-License-Identifier: Apache-2.0
// page.mjs - the page in a real browser; TAP. Started by tests/web/run. No check here depends on how fast the machine is:
// times are remarks (bench/web.mjs measures them).
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inflateRawSync } from "node:zlib";
import { ROOT, WORK, axe, browser, done, go, note, ok, open, quiet, settle, store, views } from "./lib.mjs";
import { HOSTILE, dice, packed, page as pageOf, sample } from "./sample.mjs";

const SIZE = { width: 1200, height: 740 };
const SHOTS = process.env.CLEANPATH_SCREENSHOTS ? join(ROOT, "docs", "screenshots") : join(WORK, "screenshots");
const ROWS_MOST = 80;
const HEAP_MOST = 300e6;

/* Runs the program in the folder of the tests; statuses 1, 3 and 4 say what was found, or what could not be read. */
function cleanpath(...args) {
  const done = spawnSync(process.env.CLEANPATH, args, { cwd: WORK, encoding: "utf8", env: { ...process.env, NO_COLOR: "1" } });
  if (![0, 1, 3, 4].includes(done.status)) throw new Error(`cleanpath ${args.join(" ")}: ${done.status ?? done.error} ${done.stderr}`);
}

/* The page of a synthetic network, as the program writes it. */
function network(name, devices) {
  const folder = join(WORK, name);
  rmSync(folder, { recursive: true, force: true });
  cleanpath("synth", "--devices", String(devices), "-q", name);
  writeFileSync(join(folder, "waivers.yaml"), `schema: cleanpath-waivers/1
waivers:
- {asset: 'ems-*', rule: us-fcc-covered-list, reason: the manager goes with the network it manages, approver: head of networks, expires: 2027-06-30}
- {asset: lab-switch, rule: us-fcc-covered-list, reason: laboratory only, approver: head of networks, expires: 2026-01-31}
`);
  writeFileSync(join(folder, "notes.txt"), "what nobody reads\n");
  cleanpath("report", "--format", "html", "--as-of", "2026-11-27", "-o", name + ".html", name);
  return join(WORK, name + ".html");
}

/* What axe finds that is serious, in words. */
async function serious(page, rules) {
  const found = await page.evaluate(async (rules) => (await window.axe.run(document, { resultTypes: ["violations"], ...(rules ? { runOnly: { type: "rule", values: rules } } : {}) })).violations.filter((v) => v.impact === "serious" || v.impact === "critical").map((v) => v.id + ": " + v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160) + " " + (n.any[0]?.message ?? "")).join(" | ")), rules);
  return found;
}

async function looks(b, path) {
  mkdirSync(SHOTS, { recursive: true });
  for (const scheme of ["light", "dark"]) {
    const context = await b.newContext({ viewport: SIZE, colorScheme: scheme, reducedMotion: "reduce" });
    const page = await open(context, path);
    await page.evaluate(axe);
    await go(page, "#/assets");
    const first = await page.getAttribute("#assets-grid .rows [role=row] a", "href");
    const all = [...(await views(page)).map((v) => [v, "#/" + v]), ["evidence", first]];
    if (scheme === "light") ok(all.map(([v]) => v).join() === "coverage,answer,assets,topology,paths,policies,deadlines,waivers,evidence", "the page of a synthetic network has every view", all.join());
    for (const [name, hash] of all) {
      await go(page, hash);
      if (name === "evidence") await page.waitForSelector(".drawer .verdict");
      if (name === "topology") await page.waitForSelector(".drawing canvas");
      if (name === "paths") await page.fill("#path-text", "csr-r0-0-1"); /* whose links have carriage */
      const found = await serious(page, scheme === "dark" ? ["color-contrast"] : null); /* the rest does not depend on it */
      ok(!found.length, `${name}, ${scheme}: axe finds nothing serious`, found);
      if (scheme === "light" || name === "topology") await page.screenshot({ path: join(SHOTS, name + (scheme === "dark" ? "-dark" : "") + ".png") });
    }
    await quiet(page, `${scheme}: no request, no breach of its policy, no error in any view`);
    await context.close();
  }
}

/* A number of the answer is that of the assets to which it leads, and together they are every asset, once. */
async function counts(b, path) {
  const context = await b.newContext({ viewport: SIZE });
  const page = await open(context, path, { hash: "#/answer" });
  const told = await page.$$eval(".counts", (boxes) => boxes.map((box) => [...box.querySelectorAll("a")].map((a) => [a.getAttribute("href"), Number(a.querySelector(".nums").textContent)])));
  const sums = told.map((box) => box.reduce((sum, [, n]) => sum + n, 0));
  ok(sums.length > 2 && sums.every((n) => n === 300), "the numbers of each policy are of every asset once", sums.join());
  ok(/24 are excluded \(4 of them waived/.test(await page.textContent(".sentence")), "what is waived is said with what it would be", await page.textContent(".sentence"));
  for (const [href, n] of told[0]) {
    await go(page, href);
    const count = await page.textContent("#count");
    ok(count === `${n} of 300 assets`, `${href.replace(/.*=/, "")}: the number leads to as many assets`, count, String(n));
  }
  await go(page, "#/waivers");
  const rows = await page.$$eval("main tbody tr", (l) => l.map((r) => [...r.cells].slice(0, 2).map((c) => c.textContent).join()));
  ok(rows.join(" ") === "ems-*,us-fcc-covered-list lab-switch,us-fcc-covered-list", "a waiver tells the asset and the rule that it names", rows);
  await context.close();
}

async function keyboard(b, path) {
  const context = await b.newContext({ viewport: SIZE });
  const page = await open(context, path);
  await page.keyboard.press("Tab");
  ok(await page.evaluate(() => document.activeElement.className === "skip"), "the first stop of the tab key is the way past the head");
  await page.keyboard.press("Enter");
  ok(await page.evaluate(() => document.activeElement.tagName === "H2"), "it leads to the view");
  await go(page, "#/assets");
  await page.focus("#assets-grid");
  for (let i = 0; i < 3; i++) await page.keyboard.press("ArrowDown");
  const active = () => page.evaluate(() => document.getElementById(document.getElementById("assets-grid").getAttribute("aria-activedescendant"))?.getAttribute("aria-rowindex"));
  ok((await active()) === "5", "arrow keys move through the rows", await active());
  await page.keyboard.press("End");
  const count = await page.evaluate(() => Number(document.getElementById("assets-grid").getAttribute("aria-rowcount")));
  ok(Number(await active()) === count, "End goes to the last row, which is drawn", `${await active()} of ${count}`);
  await page.keyboard.press("Home");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".drawer .verdict");
  ok(await page.evaluate(() => document.activeElement.closest(".drawer") !== null), "Enter opens the evidence and goes there");
  ok(await page.evaluate(() => location.hash.startsWith("#/assets/mac-")), "the address names the asset");
  await page.keyboard.press("Escape");
  ok(await page.evaluate(() => !document.querySelector(".drawer") && document.activeElement.id === "assets-grid"), "Escape closes it and goes back");
  await page.fill("#filter", "result:excluded -maker:nobody");
  const rows = await page.$$eval("#assets-grid .rows [role=row] [role=gridcell]:first-child", (l) => l.map((e) => e.textContent));
  ok(rows.length > 0 && rows.every((t) => t === "Excluded"), "a filter leaves what it names", rows);
  await page.fill("#filter", "nosuch:field");
  ok((await page.textContent(".assets")).includes("No field is called"), "a field that is none is told");
  await page.fill("#filter", "");
  await page.click("[role=columnheader]:nth-child(2) button");
  const names = await page.$$eval("#assets-grid .rows [role=row] [role=gridcell]:nth-child(2)", (l) => l.map((e) => e.textContent));
  const sorted = [...names].sort(new Intl.Collator("en", { numeric: true }).compare);
  ok(names.join() === sorted.join() && (await page.getAttribute("[role=columnheader]:nth-child(2)", "aria-sort")) === "ascending", "a click sorts, and says so", names.slice(0, 5).join());
  await go(page, "#/policies");
  await page.focus("#matrix");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await go(page, await page.evaluate(() => location.hash));
  ok(await page.evaluate(() => location.hash.startsWith("#/assets?") && document.getElementById("filter").value.includes("maker:")), "a cell of the matrix leads to its assets");
  await go(page, "#/assets/no-such-asset");
  ok((await page.textContent("main")).includes("No asset of this report has the id"), "an asset that is not there is told");
  await go(page, "#/nowhere");
  ok((await page.textContent("main")).includes("no such view"), "a view that is not there is told");
  const back = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const before = await back();
  await page.click(".tools button:first-child");
  await page.click(".tools button:first-child");
  await settle(page);
  ok((await back()) !== before, "the switch makes the page dark");
  await quiet(page, "keyboard and filter: no request, no breach, no error");
  await context.close();
}

/* Each device and each link of a strip: shape, colour and word, and what makes it so by name. */
async function strips(b, path, made) {
  const context = await b.newContext({ viewport: SIZE, reducedMotion: "reduce" });
  let page = await open(context, path, { hash: "#/paths" });
  const packed = readFileSync(path, "utf8").match(/id="main">([^<]*)/)[1];
  const data = JSON.parse(inflateRawSync(Buffer.from(packed, "base64"))).paths;
  const read = () => page.$$eval(".path", (list) => list.map((p) => [...p.querySelectorAll(".strip")].map((s) => [...s.children].map((li) => ({ kind: li.className, text: li.textContent, is: li.querySelector(".is").className, shape: li.querySelector(".is svg").innerHTML, color: getComputedStyle(li.querySelector(".is")).color, wire: li.querySelector(".wire")?.className ?? "", shown: li.getBoundingClientRect().right <= s.getBoundingClientRect().right + 1 })))));
  const seen = await read();
  const words = { 0: "excluded", 2: "unknown", 4: "clean" };
  const wrong = [];
  let nRidden = 0, nNeeded = 0;
  data.rows.forEach((row, r) => [row.hops, row.dirty].filter((h) => h.length).forEach((hops, k) => {
    const strip = seen[r]?.[k] ?? [];
    const wanted = hops.flatMap((h) => (h.link ? [h, h.link] : [h]));
    if (strip.length !== wanted.length) wrong.push(`row ${r}: ${strip.length} items of ${wanted.length}`);
    wanted.forEach((w, i) => {
      const item = strip[i];
      const named = (w.needs ?? w.rides).things;
      const word = w.rides && !named.length && w.result === 4 ? "carriage not told" : words[w.result];
      w.rides ? (nRidden += w.result !== 4) : (nNeeded += named.length > 0);
      if (!item?.text.includes(word) || !named.every((t) => item.text.includes(data.things[t].name) && (data.things[t].result === 4 || item.text.includes(`(${words[data.things[t].result]}`)))) wrong.push(`row ${r}, item ${i}: ${JSON.stringify(w)} is shown as ${item?.text}`);
      if (w.needs && !item.text.startsWith(w.name)) wrong.push(`row ${r}, item ${i} does not begin with its name: ${item.text}`);
      if (w.rides && w.result !== 4 && !item.text.includes("rides on")) wrong.push(`row ${r}, item ${i} does not say what it rides on`);
    });
  }));
  ok(seen.length === data.rows.length && nRidden > 5 && nNeeded > 5 && !wrong.length, `strips of ${seen.length} paths: each device and link has its word, and what it needs or rides on by name (${nRidden} links, ${nNeeded} devices are so by another)`, wrong);
  const flat = seen.flat(2);
  ok(flat.every((i) => i.shown), "nothing of a strip is beyond its edge");
  await page.close();
  page = await open(context, made, { hash: "#/paths" });
  const all = [...flat, ...(await read()).flat(2)];
  const looks = new Map(all.map((i) => [[i.kind, i.text.includes("carriage not told") ? "not told" : i.is, /by what|among/.test(i.text)].join(), i]));
  const shapes = new Set([...looks.values()].map((i) => i.shape)), colors = new Set([...looks.values()].map((i) => i.color));
  ok(looks.size >= 9 && shapes.size === 6 && colors.size === 4, `${looks.size} kinds of items have six shapes and four colours`, [...looks.keys()], String(shapes.size), [...colors]);
  const wires = new Set(all.filter((i) => i.kind === "leg").map((i) => i.wire));
  ok(wires.size === 4, "lines of links differ, too", [...wires]);
  await page.evaluate(axe);
  const found = await serious(page);
  await page.emulateMedia({ colorScheme: "dark" });
  found.push(...(await serious(page, ["color-contrast"])));
  ok(!found.length, "strips of all kinds, light and dark: axe finds nothing serious", found);
  await page.focus(".strip summary");
  await page.keyboard.press("Enter");
  ok(await page.evaluate(() => document.activeElement.parentElement.open), "what is left out of a list opens by the keyboard");
  const texts = await page.$$eval(".path", (l) => l.map((p) => p.textContent));
  ok(texts.some((t) => t.includes("this link's failure breaks it")) && texts.some((t) => t.includes("one of 2 devices whose failure together breaks it")), "the failure that breaks a path stands at what fails: a link, or one of several");
  ok(texts.some((t) => t.includes("excluded among these")) && (await page.textContent(".notes")).includes("2 demands"), "a hop that stands for several says the worst of them, and notes on paths are told");
  await quiet(page, "strips: no request, no breach, no error");
  await context.close();
}

async function large(b) {
  const data = sample({ assets: 100000 });
  data.details = 1;
  const context = await b.newContext({ viewport: SIZE });
  const page = await open(context, store("large.html", pageOf(data)), { hash: "#/assets" });
  const rows = () => page.$$eval("#assets-grid .rows [role=row]", (l) => l.length);
  let most = await rows();
  for (const part of [0.1, 0.5, 0.9, 1]) {
    await page.evaluate((p) => { const g = document.getElementById("assets-grid"); g.scrollTop = p * g.scrollHeight; }, part);
    await settle(page);
    most = Math.max(most, await rows());
  }
  const last = await page.$eval("#assets-grid .rows [role=row]:last-child", (e) => e.getAttribute("aria-rowindex"));
  ok(most > 5 && most <= ROWS_MOST && last === "100001", `of 100,000 rows at most ${most} are in the document, and the last can be reached`, last);
  const wanted = [...data.main.assets.maker].filter((m, i) => m >= 0 && data.main.texts[m] === "Acme Networks" && data.main.assets.worst[i] === "0").length;
  await page.fill("#filter", 'maker:"acme networks" result:excluded');
  await page.waitForFunction(() => document.getElementById("count").textContent !== "100,000 of 100,000 assets");
  const told = await page.textContent("#count");
  ok(told === new Intl.NumberFormat("en").format(wanted) + " of 100,000 assets", "a filter over 100,000 assets counts right", told, String(wanted));
  await go(page, "#/topology");
  await page.waitForSelector(".drawing canvas");
  const client = await context.newCDPSession(page);
  await client.send("HeapProfiler.collectGarbage");
  const { usedSize } = await client.send("Runtime.getHeapUsage");
  ok(usedSize < HEAP_MOST, `100,000 assets: heap of ${Math.round(usedSize / 1e6)} MB, at most ${HEAP_MOST / 1e6}`);
  await quiet(page, "100,000 assets: no request, no breach, no error");
  await context.close();
}

async function wide(b) {
  const context = await b.newContext({ viewport: SIZE });
  const page = await open(context, store("wide.html", pageOf(sample({ assets: 400, policies: 10000, net: false }))), { hash: "#/policies" });
  const cells = () => page.$$eval("#matrix [role=gridcell]", (l) => l.length);
  let most = await cells();
  await page.focus("#matrix");
  await page.keyboard.press("End");
  await page.keyboard.press("PageDown");
  await settle(page);
  most = Math.max(most, await cells());
  const at = await page.evaluate(() => document.getElementById(document.getElementById("matrix").getAttribute("aria-activedescendant"))?.getAttribute("aria-colindex"));
  ok(at === "10001" && most < 3000, `of 10,000 policies the last can be reached; at most ${most} cells are in the document`, String(at));
  const left = await views(page);
  ok(!left.includes("topology"), "a view that has no data is not offered");
  await go(page, "#/coverage");
  ok((await page.textContent("main")).includes("no link between devices was read"), "and the coverage says why");
  await quiet(page, "10,000 policies: no request, no breach, no error");
  await context.close();
}

async function hostile(b, path) {
  const context = await b.newContext({ viewport: SIZE });
  const page = await open(context, path);
  const strange = await page.evaluate(() => document.querySelectorAll("img, iframe, object, embed, base, link, meta[http-equiv=refresh], form[action], a[href^='javascript' i], [onload], [onerror], [onclick], [onmouseover], style:not(head style)").length);
  const seen = new Set();
  for (const view of await views(page)) {
    await go(page, "#/" + view);
    if (view === "assets") {
      for (let top = 0; ; top += 300) {
        const end = await page.evaluate((t) => { const g = document.getElementById("assets-grid"); g.scrollTop = t; return g.scrollTop + g.clientHeight >= g.scrollHeight - 1; }, top);
        await settle(page);
        for (const t of await page.$$eval("#assets-grid .rows [role=gridcell]:nth-child(2) a", (l) => l.map((a) => a.textContent))) seen.add(t);
        if (end) break;
      }
    }
  }
  for (let i = 0; i < 60; i += 7) {
    await go(page, "#/assets/" + encodeURIComponent("mac-00005e" + i.toString(16).padStart(6, "0")));
    await page.waitForSelector(".drawer h3");
  }
  await page.keyboard.press("Escape");
  const after = await page.evaluate(() => document.querySelectorAll("img, iframe, object, embed, base, link, a[href^='javascript' i], script:not([type]), style").length);
  ok(strange === 0 && after === 2, `${HOSTILE.length} hostile names make no element (but for the page's script and style)`, `${strange} ${after}`);
  const plain = HOSTILE.filter((n) => n.length < 100 && /^[\x20-\x7e]+$/.test(n));
  const lost = plain.filter((n) => !seen.has(n));
  ok(plain.length >= 40 && !lost.length, `${plain.length} of them are shown as they are`, lost);
  const unseen = [...seen].filter((t) => /[\u0000-\u001f\u007f-\u009f\u00ad\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufff9-\ufffb]|\udb40[\udc00-\udc7f]/.test(t));
  ok(!unseen.length && [...seen].some((t) => t.includes("\u27e8U+202E\u27e9")), "a character that turns or hides text is shown by its number", unseen);
  await page.pdf();
  await quiet(page, "hostile names in every view and on paper: nothing ran, no request, no breach, no error");
  await context.close();
}

async function noWebGL(path) {
  const b = await browser({ webgl: false });
  const context = await b.newContext({ viewport: SIZE });
  const page = await open(context, path, { hash: "#/topology" });
  await page.waitForSelector(".drawing canvas");
  await settle(page);
  const drawn = () => page.evaluate(() => {
    const c = document.querySelector(".drawing canvas");
    const { data } = c.getContext("2d").getImageData(0, 0, c.width, c.height);
    const colours = new Set();
    for (let i = 0; i < data.length; i += 4) colours.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
    return { n: colours.size, excluded: colours.has(0xa8071a) };
  });
  const first = await drawn();
  ok(!(await page.evaluate(() => Boolean(document.createElement("canvas").getContext("webgl2") ?? document.createElement("canvas").getContext("webgl")))), "a browser without WebGL");
  ok((await page.$$(".drawing canvas")).length === 1 && first.n > 20 && first.excluded, "draws the topology on a canvas, with what is excluded", JSON.stringify(first));
  await page.click(".sites button");
  await settle(page);
  ok((await page.textContent(".chosen")).length > 5, "and a site can be chosen");
  await quiet(page, "without WebGL: no request, no breach, no error");
  await b.close();
}

async function picking(b, path) {
  const context = await b.newContext({ viewport: SIZE, reducedMotion: "reduce" });
  const page = await open(context, path, { hash: "#/topology" });
  await page.waitForFunction(() => document.querySelectorAll(".drawing canvas").length > 3);
  await page.click(".sites button");
  await page.click("[aria-label='Chosen site'] .pick button");
  const name = await page.textContent("[aria-label='Chosen device'] h3");
  await page.fill("#find", name);
  await page.click("[aria-label=Found] button");
  await settle(page);
  const box = await (await page.$(".drawing")).boundingBox();
  await page.click("[aria-label='Chosen device'] h3");
  await page.mouse.click(box.x + box.width / 2 + 150, box.y + 6);
  await settle(page);
  const cleared = !(await page.$(".chosen"));
  await page.waitForTimeout(400); /* two clicks within 300 ms are one double click */
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await settle(page);
  const told = await page.textContent(".chosen h3", { timeout: 5000 }).catch(() => "");
  ok(cleared && told === name, "by WebGL: a click on a device chooses it, beside it nothing", String(cleared), name, told);
  await quiet(page, "picking: no request, no breach, no error");
  await context.close();
}

async function paper(b, path) {
  const context = await b.newContext({ viewport: SIZE });
  const page = await open(context, path);
  const pdf = await page.pdf({ preferCSSPageSize: true });
  const pages = (pdf.toString("latin1").match(/\/Type\s*\/Page\b/g) ?? []).length;
  ok(pdf.subarray(0, 5).toString() === "%PDF-" && pages >= 6, `printed as ${pages} pages`, String(pdf.length));
  const text = await page.evaluate(() => {
    dispatchEvent(new Event("beforeprint"));
    const t = document.getElementById("paper").textContent;
    dispatchEvent(new Event("afterprint"));
    return [t, document.getElementById("paper").textContent];
  });
  const titles = ["What was seen", "The answer", "Deadlines", "Waivers", "Topology", "Paths", "Assets", "Policies by product"];
  ok(text[0].includes("excluded by what carries it") && text[0].includes("rides on roadm-"), "paper says what links ride on");
  ok(titles.every((t) => text[0].includes(t)) && text[1] === "", "paper holds all sections, and is taken away afterwards", titles.filter((t) => !text[0].includes(t)));
  await quiet(page, "printing: no request, no breach, no error");
  await context.close();
}

async function narrow(b, path) {
  const context = await b.newContext({ viewport: { width: 320, height: 640 } });
  const page = await open(context, path);
  await go(page, "#/assets");
  const first = (await page.getAttribute("#assets-grid .rows [role=row] a", "href")).slice(2);
  for (const view of [...(await views(page)), first]) {
    await go(page, "#/" + view);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    ok(width <= 320, `${view.replace(/\/.*/, ", evidence")}: nothing is beyond 320 pixels`, String(width));
    const out = await page.$eval("nav [aria-current]", (a) => a.getBoundingClientRect().left < 0 || a.getBoundingClientRect().right > innerWidth);
    ok(!out, `${view.replace(/\/.*/, ", evidence")}: its name is in sight among the views`);
  }
  await quiet(page, "320 pixels: no request, no breach, no error");
  await context.close();
}

async function nothing(b) {
  const context = await b.newContext({ viewport: SIZE });
  const page = await open(context, store("empty.html", pageOf(sample({ empty: true }))));
  ok((await views(page)).join() === "coverage,answer", "a case with nothing in it has two views", await views(page));
  const text = await page.textContent("main");
  ok(["Nothing was read", "no asset was found", "no waivers were given"].every((t) => text.includes(t)), "which say what there is not", text);
  await go(page, "#/answer");
  ok((await page.textContent("main")).includes("Nothing here says that equipment may be used"), "and that this is no answer");
  await quiet(page, "nothing: no request, no breach, no error");
  await context.close();
  const broken = await b.newContext();
  const bad = await broken.newPage();
  await bad.goto("file://" + store("broken.html", pageOf(sample({ assets: 20 })).replace(/id="main">[^<]{40}/, 'id="main">')));
  await bad.waitForSelector("[role=alert]");
  ok((await bad.textContent("[role=alert]")).includes("cannot be shown"), "data that is damaged is told");
  await broken.close();
}

/* What the program itself writes: sizes, names that it read, nothing, no script. */
async function program(b) {
  const bytes = readFileSync(network("net-10000", 10000)).length;
  ok(bytes <= 1.5e6, `10,000 devices: a file of ${Math.round(bytes / 1000)} kB, at most 1500`);
  const context = await b.newContext({ viewport: SIZE });
  let page = await open(context, join(WORK, "net-10000.html"), { hash: "#/assets" });
  const rows = await page.$$eval("#assets-grid .rows [role=row]", (l) => l.length);
  ok((await page.textContent("#count")).endsWith("of 10,000 assets") && rows > 5 && rows <= ROWS_MOST, "and 10,000 assets are in its table", await page.textContent("#count"), String(rows));
  await go(page, "#/topology");
  await page.waitForSelector(".drawing canvas");
  await quiet(page, "10,000 devices: no request, no breach, no error");
  await page.close();
  const told = HOSTILE.filter((n) => !/[\0\ud800]/.test(n));
  const cell = (t) => '"' + t.replaceAll('"', '""') + '"';
  store("hostile.csv", "name,maker,product,site,ip\n" + told.map((n, i) => [n, i % 2 ? n : "Acme", n, n, "192.0.2." + (i + 1)].map(cell).join(",")).join("\n") + "\n");
  cleanpath("report", "--format", "html", "-o", "told.html", "hostile.csv");
  page = await open(context, join(WORK, "told.html"));
  for (const view of await views(page)) await go(page, "#/" + view);
  await go(page, "#/assets");
  await page.fill("#filter", "<script>");
  await settle(page);
  const names = await page.$$eval("#assets-grid .rows a", (l) => l.map((a) => a.textContent));
  ok(names.includes("<script>window.ran=1</script>"), "hostile names that the program read are shown as they are", names.slice(0, 5));
  await page.click("#assets-grid .rows a");
  await page.waitForSelector(".drawer h3");
  await quiet(page, "hostile names that the program read: nothing ran, no request, no breach, no error");
  await page.close();
  store("none.txt", "nothing that is recognised\n");
  cleanpath("report", "--format", "html", "-o", "none.html", "none.txt");
  page = await open(context, join(WORK, "none.html"));
  ok((await page.textContent("main")).includes("no asset was found"), "a file of no known format: the page says that no asset was found");
  await quiet(page, "a file of no known format: no request, no breach, no error");
  await context.close();
  const plain = await b.newContext({ javaScriptEnabled: false });
  const bare = await plain.newPage();
  await bare.goto("file://" + join(WORK, "usual.html"));
  const text = await bare.evaluate(() => document.body.innerText).catch(() => null) ?? (await bare.innerText("body"));
  ok(/notes\.txt|not recognised/.test(text) && /excluded/.test(text), "without scripts the page tells the coverage and the answers", text.slice(0, 600));
  await plain.close();
}

/* A case with flows: what is not known of them, pictures, lists and findings, by mouse, keyboard and on paper. */
async function flows(b) {
  const data = (name) => join(ROOT, "tests", "data", name);
  for (const end of ["", "-wal", "-shm"]) rmSync(join(WORK, "flows.case" + end), { force: true });
  cleanpath("import", "-q", "--case", "flows.case", ...["flows/equipment.csv", "flows/conn.log", "flows/nfdump.csv", "flows/dns.log", "flows/planted.log", "flows/planted-dns.log", "logins/vpn.csv"].map(data));
  cleanpath("report", "--format", "html", "--policy", "us-fcc-covered-list", "--case", "flows.case", "-o", "flows.html");
  const path = join(WORK, "flows.html");
  const context = await b.newContext({ viewport: SIZE, reducedMotion: "reduce" });
  const page = await open(context, path);
  await page.evaluate(axe);
  await go(page, "#/coverage");
  let text = await page.textContent("main");
  ok(["12 flows", "2 flows", "14 names", "5 sessions"].every((t) => text.includes(t)), "the coverage says how many flows, names and sessions were read", text);
  ok(/Flows67/.test(text) && text.includes("does not say how it samples"), "and how many flows there are, and whose sampling is not known", text);
  ok((await views(page)).includes("traffic"), "there is a view of traffic", await views(page));
  await go(page, "#/answer");
  text = await page.textContent("main");
  ok(text.includes("2 devices that are excluded or restricted are seen to talk, with 7 findings about it"), "the answer leads to what excluded equipment does", text.slice(0, 200));
  await page.click("main a[href='#/traffic']");
  await settle(page);
  const t = JSON.parse(inflateRawSync(Buffer.from(readFileSync(path, "utf8").match(/id="main">([^<]*)/)[1], "base64"))).traffic;
  text = await page.textContent("main");
  ok(await page.$eval("main", (m) => m.querySelector(".notes").compareDocumentPosition(m.querySelector(".figures")) & 4), "what is not known stands first");
  ok(t.notes.every((n) => text.toLowerCase().includes(n.toLowerCase())) && text.includes("\u2265 1.8 kB ?"), "all of it, and a volume that is at least so much says so");
  const rows = await page.$$eval("#rows-excluded tbody tr", (l) => l.map((r) => [...r.cells].map((c) => c.textContent)));
  ok(rows.length === t.excluded.rows.length && /^olt-17\S+ \u00b7 access$/.test(rows[0][0]) && rows[0][1] === "Excluded" && rows.some((r) => r[2].includes("telemetry.example") && r[2].includes("203.0.113.9")), "each conversation of excluded equipment is a row, with maker, role, verdict and names", rows[0]);
  const unknown = await page.$$eval("#rows-unknown tbody tr", (l) => l.length);
  ok(unknown === t.unknown.rows.length, "those of unknown equipment are apart", String(unknown));
  const nodes = await page.$$eval(".bands .node", (l) => l.map((g) => g.textContent)), bands = await page.$$eval(".bands .band", (l) => l.map((p) => p.textContent));
  ok(nodes.length === t.nodes.length && nodes.length <= 30 && bands.length === t.bands.length && bands.some((x) => x.includes("olt-17 \u2192 tcp/443: ")), "bands: each node and each band is drawn, with its volume", nodes);
  const table = await page.$$eval(".picture details tbody tr", (l) => l.length);
  ok(table === t.bands.length, "and stands in a table behind", String(table));
  const heat = await page.$$eval(".heat tbody tr:not(.gap)", (l) => l.map((r) => [...r.querySelectorAll("td")].map((d) => [d.className, d.textContent])));
  const wrong = t.hours.days.flatMap((d, i) => d.bytes.map((n, h) => [n, d.told[h], heat[i][h]])).filter(([n, told, [look, said]]) => (n > 0 ? !/level-[1-5]/.test(look) || !/\d/.test(said) : told === "1" ? look !== "" || said !== "nothing" : look !== "untold" || !said.includes("no flow")));
  ok(heat.length === t.hours.days.length && heat.every((r) => r.length === 24) && !wrong.length, "hours: what was sent, that nothing was, and that nobody told of any flow differ", JSON.stringify(wrong.slice(0, 3)));
  const found = await page.$$eval(".found", (l) => l.map((f) => [f.textContent, [...f.querySelectorAll(".line svg")].map((s) => [...s.querySelectorAll("rect")].length)]));
  const lost = t.findings.filter((f, i) => !found[i][0].includes(f.explanation) || (f.benign_if && !found[i][0].includes(f.benign_if)) || f.lines.some((k, n) => found[i][1][n] !== k.values.filter((v) => v > 0).length));
  ok(t.findings.length === 8 && found.length === 8 && !lost.length, "each finding has its words, what would be benign, and a bar for each place of its strips", lost.map((f) => f.kind));
  ok(found.some((f) => f[0].includes("DNS tunnel") && f[0].includes("queries") && f[0].includes("p, of all looked at")), "also a DNS tunnel, with its p");
  ok(t.detectors.every((d) => text.includes(d.what) && (!d.cannot_see || text.includes(d.cannot_see))) && text.includes("Suppressed by a view: 0 findings"), "what detectors could not see, and what is suppressed, is told");
  await page.selectOption("#found-kind", "scan");
  ok((await page.$$(".found")).length === 1 && (await page.textContent(".found h4")) === "Scan", "findings can be narrowed to a kind");
  await page.selectOption("#found-kind", "");
  await page.focus("#rows-excluded th:nth-child(8) button");
  await page.keyboard.press("Enter");
  const since = await page.$$eval("#rows-excluded tbody tr td:nth-child(8)", (l) => l.map((c) => c.textContent));
  ok(since.join() === [...since].sort().join() && (await page.getAttribute("#rows-excluded th:nth-child(8)", "aria-sort")) === "ascending", "a column sorts by the keyboard, and says so", since);
  await page.fill("#rows-excluded-text", "shop.example");
  ok((await page.$$("#rows-excluded tbody tr")).length === 1, "a filter leaves what it names");
  await page.fill("#rows-excluded-text", "");
  await page.focus(".found details summary");
  await page.keyboard.press("Enter");
  await settle(page);
  ok(await page.evaluate(() => document.activeElement.parentElement.open && document.activeElement.parentElement.querySelectorAll("tbody tr").length > 0), "the table behind a strip opens by the keyboard");
  await page.emulateMedia({ colorScheme: "light" });
  let bad = await serious(page, null);
  mkdirSync(SHOTS, { recursive: true });
  await page.emulateMedia({ colorScheme: "dark" });
  bad = [...bad, ...(await serious(page, ["color-contrast"]))];
  ok(!bad.length, "traffic, light and dark: axe finds nothing serious", bad);
  await page.click("#rows-excluded tbody a");
  await page.waitForSelector(".drawer .verdict");
  ok(await page.evaluate(() => location.hash.startsWith("#/assets/")), "a device leads to its evidence");
  const paper = await page.evaluate(() => {
    dispatchEvent(new Event("beforeprint"));
    const p = document.getElementById("paper");
    const out = [p.textContent, p.querySelectorAll(".bands .band").length, p.querySelectorAll(".found").length, p.querySelectorAll(".picture details[open]").length];
    dispatchEvent(new Event("afterprint"));
    return out;
  });
  ok(paper[0].includes("Whom excluded equipment talks to") && paper[1] === t.bands.length && paper[2] === 8 && paper[3] === 1, "paper holds the pictures, their tables and all findings", paper.slice(1).join());
  writeFileSync(join(WORK, "known.txt"), "beacon olt-17 # ours\nscan olt-99\n");
  cleanpath("report", "--format", "html", "--policy", "us-fcc-covered-list", "--case", "flows.case", "--allow", "known.txt", "-o", "allowed.html");
  const less = await open(context, join(WORK, "allowed.html"), { hash: "#/traffic" });
  text = await less.textContent("main");
  const lines = await less.$$eval("[aria-label='What is allowed'] tbody tr", (l) => l.map((r) => [...r.cells].map((c) => c.textContent)));
  ok(/leaves out [1-9]\d* findings?, /.test(text) && text.includes("1 line of it is without effect") && !text.includes("Beacon of"), "what a list allows is left out, and counted", text.slice(-1500));
  ok(lines.length === 2 && lines[0][1] === "beacon olt-17" && Number(lines[0][2]) > 0 && lines[0][3] === "no" && lines[1][2] === "0" && lines[1][3].includes("olt-99"), "by line, with what is without effect", lines);
  await quiet(less, "a case with flows and a list: no request, no breach, no error");
  await quiet(page, "a case with flows: no request, no breach, no error");
  await context.close();
  const plain = await b.newContext({ javaScriptEnabled: false });
  const bare = await plain.newPage();
  await bare.goto("file://" + path);
  text = await bare.evaluate(() => document.body.innerText).catch(() => null) ?? (await bare.innerText("body"));
  ok(text.includes("Traffic") && text.includes("dns-tunnel (excluded)") && text.includes("olt-17 with 203.0.113.211"), "without scripts what is not known, rows and findings are told in words", text.slice(-800));
  await plain.close();
}

/* Twelve days of a network that does not exist, one of them not told: time, management, clouds; and an upload at night, a timer, a stranger. */
async function pictures(b) {
  const roll = dice(11), rows = [], begin = 1763856000, day = 86400;
  const ip = (i) => "192.0.2." + i, cloud = (i) => "203.0.113." + i;
  const add = (at, src, dst, port, span, out, back, proto = "tcp") => rows.push([begin + at, src, dst, port, proto, span, out, back]);
  for (let d = 0; d < 12; d++) {
    if (d === 7) continue;
    for (let i = 1; i <= 24; i++) for (let hour = 0; hour < 24; hour++) {
      const at = d * day + hour * 3600 + roll() * 3000;
      if (roll() < 0.7) add(at, ip(i), "198.51.100.1", 123, 0, 76, 76, "udp");
      if (roll() < 0.3) add(at, ip(20), ip(i), 161, 1, 900, Math.round(2000 + roll() * 9e4), "udp");
      if (i <= 12 && hour > 7 && hour < 20 && roll() < 0.5) add(at, ip(i), cloud(roll() < 0.6 ? 9 + Math.floor(roll() * 4) : 40 + i), 443, 20, Math.round(10 ** (3 + 3 * roll())), Math.round(10 ** (3 + 3.5 * roll())));
      if (i <= 12 && roll() < 0.2) add(at, ip(21), ip(i), 22, 200, 5000, 20000);
      if (i <= 12 && roll() < 0.1) add(at, ip(i), cloud(100 + Math.floor(roll() * 60)), [80, 8080, 7547, 5222, 1883, 8443][Math.floor(roll() * 6)], 2, 2000, 4000);
    }
    for (let hour = 0; hour < 24; hour++) add(d * day + hour * 3600 + 120 + roll() * 8, ip(3), cloud(77), 8443, 1, 180, 240);
  }
  for (let k = 0; k < 8; k++) add(10 * day + 7200 + k * 400, ip(5), cloud(211), 443, 300, 9e7, 120000);
  for (let k = 0; k < 5; k++) add(5 * day + k * 9000, "198.51.100.77", ip(2), 23, 60, 4000, 9000);
  rows.sort((x, y) => x[0] - y[0]);
  store("made.log", "#separator \\x09\n#path\tconn\n#fields\tts\tid.orig_h\tid.resp_h\tid.resp_p\tproto\tduration\torig_ip_bytes\tresp_ip_bytes\tid.orig_p\torig_pkts\tresp_pkts\n" + rows.map((r, i) => [r[0].toFixed(3), ...r.slice(1), 30000 + (i % 30000), Math.ceil(r[6] / 900), Math.ceil(r[7] / 900)].join("\t")).join("\n") + "\n");
  store("made.csv", "name,maker,product,ip,class,role,site\n" + Array.from({ length: 24 }, (_, k) => k + 1).map((i) => (i <= 12 ? `olt-${i},Huawei,MA5800-X7,${ip(i)},olt,access,` : `core-${i},${i < 22 ? "Nokia" : ""},7750 SR-7,${ip(i)},router,core,`) + ["north", "south", "east"][i % 3]).join("\n") + "\n");
  store("made-rib.csv", "prefix,asn\n203.0.113.0/26,64500\n203.0.113.64/26,64501\n203.0.113.128/25,64502\n");
  for (const end of ["", "-wal", "-shm"]) rmSync(join(WORK, "made.case" + end), { force: true });
  cleanpath("import", "-q", "--case", "made.case", "made.csv", "made.log", "made-rib.csv", join(ROOT, "tests", "data", "flows", "nfdump.csv"));
  cleanpath("report", "--format", "html", "--policy", "us-fcc-covered-list", "--as-of", "2026-11-27", "--case", "made.case", "-o", "made-flows.html");
  mkdirSync(SHOTS, { recursive: true });
  for (const scheme of ["light", "dark"]) {
    const context = await b.newContext({ viewport: { width: 1200, height: 1500 }, colorScheme: scheme, reducedMotion: "reduce" });
    const page = await open(context, join(WORK, "made-flows.html"), { hash: "#/traffic" });
    await page.evaluate(axe);
    await page.screenshot({ path: join(SHOTS, `traffic${scheme === "dark" ? "-dark" : ""}.png`) });
    const found = await serious(page, scheme === "dark" ? ["color-contrast"] : null);
    ok(!found.length, `a network with traffic, ${scheme}: axe finds nothing serious`, found);
    const kinds = await page.$$eval(".found h4", (l) => l.map((e) => e.textContent));
    ok(["Beacon", "Exfiltration", "Management"].every((k) => kinds.slice(0, 5).includes(k)), "the surest of each kind of finding come first", kinds);
    if (scheme === "light") ok((await page.textContent(".heat .gap")) === "1 day without any flow" && (await page.$$(".heat .level-5")).length === 1, "the upload at night stands out, and the day that was not told is told");
    if (scheme === "light") {
      await page.evaluate(() => document.getElementById("hours").scrollIntoView());
      await page.evaluate(() => scrollBy(0, -60));
      await page.screenshot({ path: join(SHOTS, "findings.png") });
    }
    await quiet(page, `a network with traffic, ${scheme}: no request, no breach, no error`);
    await context.close();
  }
}

/* As much as a page can hold: it stays small, and is still to be used. */
async function traffic(b) {
  const data = sample({ assets: 100000, net: false, traffic: true });
  data.details = 1;
  const json = JSON.stringify(data.main.traffic).length, bytes = packed(data.main.traffic).length;
  ok(json < 500e3 && bytes < 100e3, `all that a page can hold of traffic: ${Math.round(json / 1000)} kB of JSON, ${Math.round(bytes / 1000)} kB in the page`);
  for (const width of [1200, 320]) {
    const context = await b.newContext({ viewport: { width, height: 740 }, reducedMotion: "reduce" });
    const page = await open(context, store("traffic.html", pageOf(data)), { hash: "#/traffic" });
    const n = await page.evaluate(() => document.querySelectorAll("main *").length);
    ok(n < 9000, `${width} pixels: ${n} elements in the document`);
    { const beyond = await page.evaluate(() => [document.documentElement.scrollWidth, ...[...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest(".scroll, nav")).slice(0, 5).map((e) => e.outerHTML.slice(0, 120))]); ok(beyond[0] <= width, `${width} pixels: nothing is beyond the edge`, beyond.map(String)); }
    const beyond = await page.$$eval(".bands text", (l) => l.map((e) => e.getBBox()).filter((x) => x.x < 0 || x.x + x.width > 1000).length);
    ok(beyond === 0, `${width} pixels: labels of bands are inside of the picture`, String(beyond));
    const over = await page.$$eval(".node rect", (l) => { const by = {}; for (const r of l) (by[r.getAttribute("x")] ??= []).push([Number(r.getAttribute("y")), Number(r.getAttribute("height"))]); return Object.values(by).flatMap((v) => v.sort((a, c) => a[0] - c[0]).filter((r, i) => i && v[i - 1][0] + v[i - 1][1] > r[0])).length; });
    ok(over === 0, `${width} pixels: nodes do not overlap`, String(over));
    await page.evaluate(axe);
    const found = await serious(page, null);
    ok(!found.length, `${width} pixels, full: axe finds nothing serious`, found);
    await page.click("#rows-excluded + * button, .tail button");
    ok((await page.$$("#rows-excluded tbody tr")).length === 100, "more rows come when they are asked for");
    await quiet(page, `${width} pixels, full: no request, no breach, no error`);
    await context.close();
  }
}

/* A table of routes of four peers, made up: notes first, map, list, filter, drawer; by mouse, keyboard, on paper, and without a script. */
async function carriers(b) {
  const roll = dice(5), rows = [], begin = 1795651200;
  const pick = (list) => list[Math.floor(roll() * list.length)];
  const known = [4134, 4809, 9808, 58453, 4837, 10099, 136907];
  for (let p = 0; p < 1500; p++) {
    const origin = 65000 + Math.floor(roll() * 300), at = begin - Math.floor(86400 * 200 * roll() ** 3);
    for (let u = 0; u < 4; u++) {
      const path = [64496 + u];
      if (roll() < 0.5) path.push(64600 + Math.floor(roll() * 30));
      if (roll() < 0.35) {
        path.push(known[Math.min(6, Math.floor(-Math.log(1 - roll()) / 0.6))]);
        if (roll() < 0.2) path.push(pick(known.filter((k) => !path.includes(k))));
        if (roll() < 0.5) path.push(64700 + Math.floor(roll() * 30));
      }
      path.push(origin);
      rows.push(`BGP4MP|${at}|A|198.51.100.${u + 1}|${64496 + u}|${100 + Math.floor(p / 250)}.${p % 250}.0.0/16|${path.join(" ")}|IGP|198.51.100.${u + 1}|0|0||NAG||`);
    }
  }
  store("routes.txt", rows.join("\n") + "\n");
  store("routes-ours.txt", "100.0.0.0/14\n100.77.0.0/16\n10.0.0.0/8\n");
  store("routes-orgs.txt", "# format:aut|changed|aut_name|org_id|opaque_id|source\n" + ["64496|1|UP|U1||T", "64497|1|UP|U2||T", "64601|1|<img src=x onerror=ran=1>|U9||T"].join("\n") + "\n# format:org_id|changed|org_name|country|source\nU1|1|Upstream One|ZZ|T\nU2|1|Upstream Two|ZZ|T\n");
  const event = (e) => JSON.stringify(e) + "\n";
  store("routes-alarms.ndjson", event({ event: "schema", at: "2026-11-26T00:00:00Z", text: "cleanpath/carriers-watch/1" }) + Array.from({ length: 30 }, (_, i) => event({ event: "new", at: `2026-11-26T${String(i % 24).padStart(2, "0")}:10:00Z`, prefix: `100.${i}.0.0/16`, asn: known[i % 7], result: i % 7 === 6 ? "excluded" : "undetermined", router: "edge-" + (i % 3), peer: "198.51.100.1", path: [64496, known[i % 7], 65001], before: [64496, 65001], ...(i % 10 ? {} : { leak: "leak by AS64496, from a provider to a provider" }), rpki: i % 4 ? "valid" : "invalid-as" })).join("") + Array.from({ length: 20 }, (_, i) => event({ event: "ended", at: `2026-11-27T${String(i % 24).padStart(2, "0")}:10:00Z`, since: "2026-11-26T01:00:00Z", prefix: `100.${i}.0.0/16`, asn: known[i % 7], path: [] })).join(""));
  cleanpath("carriers", "-q", "--policy", "us-fcc-covered-list", "--as-of", "2026-11-27", "--rib", "routes.txt", "--ours", "routes-ours.txt", "--orgs", "routes-orgs.txt", "--alarms", "routes-alarms.ndjson", "--format", "html", "-o", "carriers.html");
  const path = join(WORK, "carriers.html");
  const c = JSON.parse(inflateRawSync(Buffer.from(readFileSync(path, "utf8").match(/id="main">([^<]*)/)[1], "base64"))).carriers;
  const context = await b.newContext({ viewport: SIZE, reducedMotion: "reduce" });
  const page = await open(context, path, { hash: "#/answer" });
  await page.evaluate(axe);
  await page.click("main a[href='#/carriers']");
  await settle(page);
  let text = await page.textContent("main");
  ok(await page.$eval("main", (m) => m.querySelector(".notes").compareDocumentPosition(m.querySelector(".figures")) & 4) && c.notes.every((n) => text.includes(n)), "carriers: what is not known stands first");
  ok(c.routes.every((n) => !n || text.includes(n.toLocaleString("en"))) && text.includes("10.0.0.0/8no route: not known"), "each number of routes is told, and what has no route", text.slice(0, 900));
  const nodes = await page.$$eval(".around .place", (l) => l.map((g) => [g.getAttribute("aria-label"), g.querySelector(".mark").getAttribute("class"), g.querySelector(".mark").innerHTML, g.getAttribute("role")]));
  ok(nodes.length === c.map.nodes.length && nodes.length <= 65 && nodes.every(([name], i) => c.map.nodes[i].as < 0 || name.includes(c.ases.as[c.map.nodes[i].as])), "the map has each AS, with its name, standing and routes", nodes.slice(0, 3).map(String));
  const looks = new Map(nodes.map(([, look, shape]) => [look, shape]));
  ok(looks.size >= 4 && new Set(looks.values()).size === looks.size, "standings differ by colour and by shape", [...looks.keys()].join());
  ok((await page.$$(".around .way")).length === c.map.edges.length, "each way is drawn");
  const listed = await page.$$eval(".picture details li", (l) => l.map((e) => e.textContent));
  ok(listed.length === c.map.nodes.length && listed.some((t) => /^Excluded AS136907 Huawei Cloud/.test(t)), "the list behind has the same", listed.slice(0, 3));
  const focused = () => page.evaluate(() => document.activeElement.id || document.activeElement.getAttribute("aria-label"));
  const name = () => page.evaluate(() => document.activeElement.getAttribute("aria-label") ?? "");
  await page.focus(".around .place[tabindex='0']");
  ok((await page.$$(".around .place[tabindex='0']")).length === 1, "the map is one stop of the tab key");
  const first = await name();
  const columnOf = async () => c.map.nodes[Number(await page.evaluate(() => document.activeElement.id.slice(7)))]?.column;
  const seen = [await columnOf()];
  for (let i = 0; i < 12; i++) { await page.keyboard.press("ArrowRight"); seen.push(await columnOf()); }
  ok(["peer", "entered", "carrier", "left", "origin"].every((k) => seen.includes(k)), "arrow keys go from who told it to the origins", seen.join());
  await page.focus("[aria-label^='AS136907']");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".drawer .verdict");
  const drawer = await page.textContent(".drawer");
  const one = c.carriers.find((x) => c.ases.as[x.as] === "AS136907");
  ok([one.holder, one.label, one.confidence, ...one.sources, one.since, "clause", "Entered from", "Left to", "For example"].every((t) => drawer.toLowerCase().includes(String(t).toLowerCase())) && (await page.evaluate(() => document.activeElement.closest(".drawer") !== null && location.hash === "#/carriers/AS136907")), "Enter opens who holds it, who says so, the clause, and where it is entered and left", drawer.slice(0, 600));
  let bad = await serious(page, null);
  ok(!bad.length, "carriers with an open drawer: axe finds nothing serious", bad);
  await page.click(".drawer section[aria-label='Entered from'] a.as");
  await settle(page);
  ok(/^AS\d+$/.test(await page.textContent("#drawer-title")) && (await page.textContent("#drawer-title")) !== "AS136907", "an AS in it leads on");
  await page.keyboard.press("Escape");
  await settle(page);
  ok((await page.evaluate(() => !document.querySelector(".drawer") && location.hash === "#/carriers")) && (await name()).startsWith("AS136907"), "Escape closes it and goes back", await name());
  await page.fill("#carriers-filter", "huawei");
  const count = async () => Number((await page.textContent("#carriers-count strong")).replace(/\D/g, ""));
  const through = c.rows.via.filter((v) => v.some((as) => c.ases.name[as]?.startsWith("Huawei"))).length;
  ok(through > 0 && (await count()) === through, "a filter leaves the prefixes through what it names", `${await count()} of ${through}`);
  await page.fill("#carriers-filter", "");
  await page.click(".filter .chip:nth-of-type(2)");
  ok((await count()) === c.rows.asked.filter(Boolean).length && (await page.getAttribute(".filter .chip:nth-of-type(2)", "aria-pressed")) === "true", "those that were asked about alone");
  await page.click(".filter .chip:nth-of-type(2)");
  await page.click("#carriers-grid [role=columnheader]:nth-child(1) button");
  await settle(page);
  const nets = await page.$$eval("#carriers-grid .rows [role=row] [role=gridcell]:first-child", (l) => l.map((e) => e.textContent));
  const value = (n) => n.split(/[./]/).map((d) => d.padStart(3, "0")).join();
  ok(nets.length > 5 && nets.every((n, i) => !i || value(nets[i - 1]) <= value(n)), "prefixes sort by value", nets.slice(0, 4));
  await page.focus("#carriers-grid");
  await settle(page);
  await page.keyboard.press("ArrowDown");
  await settle(page);
  await page.keyboard.press("Enter");
  await page.waitForSelector(".drawer .facts");
  await settle(page);
  ok((await page.textContent("#drawer-title")) === nets[1] && (await page.textContent(".drawer")).includes("For example"), "Enter on a prefix opens its path", await page.textContent("#drawer-title"));
  await page.keyboard.press("Escape");
  await settle(page);
  ok((await focused()) === "carriers-grid", "and Escape goes back to the table", await focused());
  text = await page.textContent("main");
  ok(c.when.lines.every((l) => l.n.reduce((sum, n) => sum + n, 0) === l.all) && (await page.$$(".lines .line")).length === c.when.lines.length, "since when: a line for all and for each carrier");
  const alarms = await page.$$eval(".alarms tbody tr", (l) => l.map((r) => [r.cells[3].textContent, r.querySelector(".lasts").className, r.querySelector(".lasts").style.left]));
  ok(c.alarms.all === 30 && c.alarms.open === 10 && alarms.slice(0, 10).every(([t, k]) => t === "open" && k === "lasts open") && alarms[10][1] === "lasts", "alarms: open ones first, each with its time on an axis", alarms.slice(0, 2).map(String));
  ok(text.includes("3 by a route leak, 8 with an origin that is not valid") && text.includes("leak by AS64496"), "leaks and origins that are not valid are told");
  bad = await serious(page, null);
  await page.emulateMedia({ colorScheme: "dark" });
  bad = [...bad, ...(await serious(page, ["color-contrast"]))];
  ok(!bad.length, "carriers, light and dark: axe finds nothing serious", bad);
  await page.emulateMedia({ colorScheme: "light" });
  mkdirSync(SHOTS, { recursive: true });
  await page.setViewportSize({ width: 1200, height: 1000 });
  await page.evaluate(() => { document.getElementById("carriers-map").scrollIntoView(); scrollBy(0, -60); });
  await settle(page);
  await page.screenshot({ path: join(SHOTS, "carriers.png") });
  await go(page, "#/carriers/AS4200000000");
  ok((await page.textContent("main")).includes("No AS and no prefix of this report is"), "what is not there is told");
  const paper = await page.evaluate(() => {
    dispatchEvent(new Event("beforeprint"));
    const p = document.getElementById("paper");
    const out = [p.textContent, p.querySelectorAll(".around .place").length, p.querySelectorAll(".alarms tbody tr").length, p.querySelectorAll(".picture details[open]").length];
    dispatchEvent(new Event("afterprint"));
    return out;
  });
  ok(paper[0].includes("Around the carriers") && paper[1] === c.map.nodes.length && paper[2] === 30 && paper[3] === 1, "paper holds the map, its list and all alarms", paper.slice(1).join());
  ok(first.startsWith("AS") || first.includes("others"), "the first stop of the map has a name", first);
  await quiet(page, "carriers: no request, no breach, no error");
  await context.close();
  const plain = await b.newContext({ javaScriptEnabled: false });
  const bare = await plain.newPage();
  await bare.goto("file://" + path);
  text = await bare.evaluate(() => document.body.innerText).catch(() => null) ?? (await bare.innerText("body"));
  ok(text.includes("Carriers") && text.includes("AS136907 Huawei Cloud (international): excluded"), "without scripts the carriers are told in words", text.slice(-800));
  await plain.close();
}

/* As much as a page can hold of routes. */
async function crossings(b) {
  const data = sample({ assets: 200, net: false, carriers: true });
  const json = JSON.stringify(data.main.carriers).length, bytes = packed(data.main.carriers).length;
  ok(json < 1500e3 && bytes < 500e3, `all that a page can hold of carriers: ${Math.round(json / 1000)} kB of JSON, ${Math.round(bytes / 1000)} kB in the page`);
  for (const width of [1200, 320]) {
    const context = await b.newContext({ viewport: { width, height: 740 }, reducedMotion: "reduce" });
    const page = await open(context, store("crossings.html", pageOf(data)), { hash: "#/carriers" });
    const n = await page.evaluate(() => document.querySelectorAll("main *").length);
    ok(n < 12000, `carriers, ${width} pixels: ${n} elements in the document`);
    const beyond = await page.evaluate(() => [document.documentElement.scrollWidth, ...[...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest(".scroll, .grid, nav")).slice(0, 5).map((e) => e.outerHTML.slice(0, 120))]);
    ok(beyond[0] <= width, `carriers, ${width} pixels: nothing is beyond the edge`, beyond.map(String));
    const out = await page.$$eval(".around text", (l) => l.map((e) => e.getBBox()).filter((x) => x.x < -1 || x.x + x.width > 1001).length);
    ok(out === 0, `carriers, ${width} pixels: labels are inside of the map`, String(out));
    await page.evaluate(axe);
    const found = await serious(page, null);
    ok(!found.length, `carriers, ${width} pixels, full: axe finds nothing serious`, found);
    await quiet(page, `carriers, ${width} pixels, full: no request, no breach, no error`);
    await context.close();
  }
}

const b = await browser();
const usual = network("usual", 300);
const made = store("made.html", pageOf(sample({ assets: 200 })));
const hostilePath = store("hostile.html", pageOf(sample({ hostile: true })));
const parts = {
  looks: () => looks(b, usual), counts: () => counts(b, usual), strips: () => strips(b, usual, made), keyboard: () => keyboard(b, made), picking: () => picking(b, made), hostile: () => hostile(b, hostilePath), noWebGL: () => noWebGL(usual), program: () => program(b),
  paper: () => paper(b, usual), narrow: () => narrow(b, usual), nothing: () => nothing(b), flows: () => flows(b), traffic: () => traffic(b), pictures: () => pictures(b), carriers: () => carriers(b), crossings: () => crossings(b), wide: () => wide(b), large: () => large(b),
};
const only = process.env.WEB_PARTS?.split(","); /* a few, while somebody works on them */
for (const [name, part] of Object.entries(parts)) {
  if (only && !only.includes(name)) continue;
  const started = Date.now();
  let timer;
  try {
    await Promise.race([part(), new Promise((_, fail) => (timer = setTimeout(() => fail(new Error("it takes more than two minutes")), 120000)))]);
  } catch (error) {
    ok(false, name + " runs to its end", String(error.stack));
  }
  clearTimeout(timer);
  note(`${name}: ${((Date.now() - started) / 1000).toFixed(1)} s`);
}
await b.close();
done();
