// SPDX-License-Identifier: Apache-2.0
// What the tests of the page share: TAP, the browser, and a page that keeps count of all it must not do.
import { createRequire } from "node:module";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
export const WORK = process.env.WEB_WORK;
const require = createRequire(join(process.env.WEB_TREE, "/"));
const { chromium } = require("playwright-core");
export const axe = require("axe-core").source;

const state = { run: Number(process.env.WEB_CHECKS ?? 0), failed: 0 };

/* One line of TAP; what is given besides is shown where it does not hold. */
export function ok(held, title, ...details) {
  state.run++;
  console.log(`${held ? "ok" : "not ok"} - ${title.replaceAll("#", " ")}`);
  if (held) return;
  state.failed++;
  for (const line of details.flat().join("\n").split("\n").slice(0, 30)) console.log("# " + line.slice(0, 400));
}

export const note = (text) => console.log("# " + text);

export function done() {
  console.log("1.." + state.run);
  process.exitCode = state.failed ? 1 : 0;
}

const QUIET = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update", "--no-first-run", "--mute-audio", "--font-render-hinting=none"];

/* WebGL by software: no test machine needs a graphics card. Without: as a browser whose WebGL is switched off. */
export const browser = ({ webgl = true } = {}) =>
  chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: [...QUIET, ...(webgl ? ["--use-angle=swiftshader", "--enable-unsafe-swiftshader"] : ["--disable-gpu", "--disable-3d-apis"])] });

export function store(name, text) {
  mkdirSync(WORK, { recursive: true });
  const path = join(WORK, name);
  writeFileSync(path, text);
  return path;
}

/* Opens a page from the disk. page.bad collects requests, breaches of the policy of the page, errors and dialogs. */
export async function open(context, path, { hash = "" } = {}) {
  const page = await context.newPage();
  const own = pathToFileURL(path).href;
  page.bad = [];
  page.on("request", (r) => r.url().split("#")[0] === own || page.bad.push("request: " + r.url()));
  page.on("console", (m) => ["error", "warning"].includes(m.type()) && page.bad.push(`console ${m.type()}: ${m.text()}`));
  page.on("pageerror", (e) => page.bad.push("error: " + e.stack));
  page.on("dialog", (d) => (page.bad.push("dialog: " + d.message()), d.dismiss()));
  page.on("popup", (p) => page.bad.push("window: " + p.url()));
  await page.addInitScript(() => {
    window.breaches = [];
    addEventListener("securitypolicyviolation", (e) => window.breaches.push(e.violatedDirective + " " + e.blockedURI));
  });
  await page.goto(own + hash);
  await page.waitForSelector("html[data-ready]", { timeout: 60000 });
  return page;
}

/* Waits until the browser has drawn what was changed before; a browser that draws no frames for two seconds is not waited for. */
export const settle = (page) => page.evaluate(() => new Promise((done) => {
  setTimeout(done, 2000);
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => requestAnimationFrame(done), 20)));
}));

/* Goes to a view, and waits until it has been drawn. */
export async function go(page, hash) {
  await page.evaluate((h) => (location.hash = h), hash);
  await settle(page);
}

export const views = (page) => page.$$eval("nav a", (list) => list.map((a) => a.getAttribute("href").replace(/^#\/([^/?]*).*$/, "$1")));

export async function quiet(page, title) {
  const breaches = await page.evaluate(() => window.breaches);
  const ran = await page.evaluate(() => window.ran ?? null);
  ok(!page.bad.length && !breaches.length && ran === null, title, page.bad, breaches, ran === null ? [] : ["a name ran: " + ran]);
}
