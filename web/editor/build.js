// `npm run build -- <outfile>`: one ES module with everything in it.

import { build } from "esbuild";

const [outfile] = process.argv.slice(2);
if (!outfile) {
  console.error("usage: npm run build -- <outfile>");
  process.exit(2);
}
await build({
  entryPoints: [new URL("editor.js", import.meta.url).pathname],
  outfile,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  legalComments: "none",
  logLevel: "warning",
});
