// SPDX-License-Identifier: Apache-2.0
// build.mjs [OUT] - makes OUT/report.js and OUT/report.css (default: dist) of src. One classic script, because a page
// that is opened from a disk cannot load modules. The same sources and package-lock.json give the same bytes. The
// licences of what is bundled go with it, because every report is a copy.
import { build } from "esbuild";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const out = process.argv[2] ?? join(here, "dist");
const common = { bundle: true, minify: true, charset: "ascii", legalComments: "none", target: "es2022", logLevel: "warning", absWorkingDir: here };
const banner = "/* SPDX-License-Identifier: Apache-2.0 AND MIT. Made by web/build.mjs: change web/src.\n" + readFileSync(join(here, "LICENSES"), "utf8") + "*/";

await build({
  ...common,
  entryPoints: ["src/main.jsx"],
  outfile: join(out, "report.js"),
  format: "iife",
  jsx: "automatic",
  jsxImportSource: "preact",
  define: { "process.env.NODE_ENV": '"production"' },
  banner: { js: banner },
});
await build({ ...common, entryPoints: ["src/style.css"], outfile: join(out, "report.css"), banner: { css: "/* SPDX-License-Identifier: Apache-2.0. Made by web/build.mjs. */" } });
