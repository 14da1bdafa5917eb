// `npm run minify -- <folder>`: each script and style sheet in it made smaller, in its place.

import { transform } from "esbuild";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { extname, join } from "node:path";

const [folder] = process.argv.slice(2);
if (!folder) {
  console.error("usage: npm run minify -- <folder>");
  process.exit(2);
}
for (const name of await readdir(folder)) {
  const path = join(folder, name);
  const loader = extname(name).slice(1);
  const format = loader === "js" ? "esm" : undefined;
  const options = { loader, format, minify: true, target: "es2022", legalComments: "none" };
  await writeFile(path, (await transform(await readFile(path, "utf8"), options)).code);
}
