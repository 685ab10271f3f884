// SPDX-License-Identifier: Apache-2.0
// page.mjs RUNS PAGE.html... - how fast pages of the report are in chromium, as a line of JSON for each: from the start of
// the navigation to the second frame with the table, each keystroke of filters until the table has been laid out anew,
// sorting, heap; cpu_: processor time of the page's thread instead, for machines that are busy. WEB_TREE is a copy of web/ with its node_modules (tests/web/run makes one).
import { statSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { browser } from "../tests/web/lib.mjs";

const QUERIES = ["r", "result:excluded", "maker:a", "-site:site-01 confidence:>=95", "site:1 -result:excluded,restricted", "core-1", "function:transmission result:undetermined", "zzz"];

/* In the page: milliseconds of each change of the filter, and of each sort, until the table has been laid out. */
async function inside(queries) {
  const table = () => document.getElementById("assets-grid")?.getBoundingClientRect().height;
  const turn = () => new Promise((done) => { const c = new MessageChannel(); c.port1.onmessage = done; c.port2.postMessage(0); });
  const time = async (act, changed) => {
    const started = performance.now();
    act();
    do await turn(); /* preact draws in a microtask, which comes before */
    while (!changed());
    table();
    return performance.now() - started;
  };
  const out = { filter: [], sort: [] };
  const box = document.getElementById("filter");
  for (const q of [...queries, ""]) {
    const set = () => { Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(box, q); box.dispatchEvent(new Event("input", { bubbles: true })); };
    out.filter.push(await time(set, () => box.value === q));
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  }
  for (const n of [2, 3, 5, 7, 2]) {
    const head = () => document.querySelector(`#assets-grid [role=columnheader]:nth-child(${n})`);
    const before = head().getAttribute("aria-sort");
    out.sort.push(await time(() => head().querySelector("button").click(), () => head().getAttribute("aria-sort") !== before));
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  }
  return out;
}

const middle = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];
const b = await browser();
for (const path of process.argv.slice(3)) {
  const all = { first: [], cpu: [], filter: [], sort: [], heap: 0, kept: 0, requests: 0, breaches: 0 };
  for (let run = 0; run < Number(process.argv[2]); run++) {
    const context = await b.newContext({ viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    page.on("request", (r) => r.url().startsWith("file:") || all.requests++);
    await page.addInitScript(() => {
      window.breaches = 0;
      addEventListener("securitypolicyviolation", () => window.breaches++);
      new MutationObserver((_, o) => {
        if (!document.documentElement.hasAttribute("data-ready")) return;
        o.disconnect();
        requestAnimationFrame(() => requestAnimationFrame(() => (window.first = performance.now())));
      }).observe(document, { attributes: true, subtree: true, childList: true });
    });
    await page.goto(pathToFileURL(path).href + "#/assets");
    await page.waitForFunction(() => window.first, null, { timeout: 120000 });
    all.first.push(await page.evaluate(() => window.first));
    const client = await context.newCDPSession(page);
    const heap = async () => (await client.send("Runtime.getHeapUsage")).usedSize / 1e6;
    all.heap = Math.max(all.heap, await heap());
    await client.send("Performance.enable", { timeDomain: "threadTicks" });
    const cpu = async () => (await client.send("Performance.getMetrics")).metrics.find((m) => m.name === "TaskDuration").value * 1e3;
    const before = await cpu();
    const { filter, sort } = await page.evaluate(inside, QUERIES);
    all.cpu.push((await cpu()) - before);
    all.filter.push(...filter);
    all.sort.push(...sort);
    all.heap = Math.max(all.heap, await heap());
    await client.send("HeapProfiler.collectGarbage");
    all.kept = Math.max(all.kept, await heap());
    all.breaches += await page.evaluate(() => window.breaches);
    await context.close();
  }
  const round = (x) => Math.round(x * 10) / 10;
  console.log(JSON.stringify({ file_kb: Math.round(statSync(path).size / 1000), first_ms: round(middle(all.first)), filter_ms: round(middle(all.filter)), filter_most_ms: round(Math.max(...all.filter)), sort_ms: round(middle(all.sort)), sort_most_ms: round(Math.max(...all.sort)), cpu_all_ms: round(middle(all.cpu)), heap_mb: round(all.heap), kept_mb: round(all.kept), requests: all.requests, breaches: all.breaches }));
}
await b.close();
