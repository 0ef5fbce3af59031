// Renders every reference case of test/golden/ into test/rendered/<case>/ and those of test/golden-2026/ into
// test/rendered-2026/<case>/, and prints what differs from before.
//
//   npm run golden
//
// A test fails while they differ: whoever changes a template sees here what that changes.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { createTwoFilesPatch } from "diff";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
/** Folder of reference cases to folder of their files. */
const folders = { golden: "rendered", "golden-2026": "rendered-2026" };

const { renderCase } = await importSource("test/render/rendered-case.ts");
const before = new Map();
const after = new Map();
for (const [cases, rendered] of Object.entries(folders)) {
  for (const [path, content] of readTree(join(root, "test", rendered)))
    before.set(join(rendered, path), content);
  for (const file of readdirSync(join(root, "test", cases)).sort()) {
    if (!file.endsWith(".json")) continue;
    const text = readFileSync(join(root, "test", cases, file), "utf8");
    for (const [path, content] of await renderCase(text, file)) {
      after.set(join(rendered, file.replace(/\.json$/, ""), path), content);
    }
  }
}
let changed = 0;
for (const path of [...new Set([...before.keys(), ...after.keys()])].sort()) {
  if (before.get(path) === after.get(path)) continue;
  changed += 1;
  replaceFile(path, after.get(path));
  console.log(createTwoFilesPatch(path, path, before.get(path) ?? "", after.get(path) ?? "").trimEnd());
}
console.log(`${after.size} files, ${changed} of them changed`);

/** Absent content removes the file. */
function replaceFile(path, content) {
  const place = join(root, "test", path);
  if (content === undefined) return rmSync(place);
  mkdirSync(dirname(place), { recursive: true });
  writeFileSync(place, content);
}

function readTree(folder) {
  mkdirSync(folder, { recursive: true });
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const places = files.map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  return new Map(places.map((place) => [relative(folder, place), readFileSync(place, "utf8")]));
}

async function importSource(entryPoint) {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [entryPoint],
    bundle: true,
    platform: "node",
    format: "esm",
    write: false,
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire("/");' },
  });
  const source = Buffer.from(outputFiles[0].contents).toString("base64");
  return import(`data:text/javascript;base64,${source}`);
}
