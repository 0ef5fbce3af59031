// Writes software.cfg.json and the JSON schemas beside it from the schemas of the source, for both software releases,
// and the digests in buildout.hash.cfg.
//
//   node scripts/write-schemas.mjs
//
// A test fails while they differ.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const { outputFiles } = await build({
  absWorkingDir: root,
  entryPoints: ["src/slapos/schemas/schema-files.ts"],
  bundle: true,
  platform: "node",
  format: "esm",
  write: false,
});
const source = Buffer.from(outputFiles[0].contents).toString("base64");
const { createSchemaFiles } = await import(`data:text/javascript;base64,${source}`);
const files = createSchemaFiles();
const folder = join(root, "software-release");
for (const { path, schema } of files) writeFileSync(join(folder, path), JSON.stringify(schema));
const biome = join(root, "node_modules", ".bin", "biome");
execFileSync(biome, ["format", "--write", ...files.map(({ path }) => join(folder, path))], { cwd: root });

// as SlapOS's repository wants them: its format check knows one way to write JSON
const inSlapos = join(root, "software", "ors-amarisoft");
for (const { path, schema } of files)
  writeFileSync(join(inSlapos, path), `${JSON.stringify(schema, null, 2)}\n`);
updateHashes(join(inSlapos, "buildout.hash.cfg"));

/** What SlapOS's ./update-hash does: the digest of each file that is named. */
function updateHashes(path) {
  const text = readFileSync(path, "utf8");
  const updated = text.replace(/(filename = (.*)\nmd5sum =).*/g, (_, head, name) => {
    const content = readFileSync(join(dirname(path), name));
    return `${head} ${createHash("md5").update(content).digest("hex")}`;
  });
  writeFileSync(path, updated);
}
