// Writes software-release/software.cfg.json and the JSON schemas beside it from the schemas of the source.
//
//   node scripts/write-schemas.mjs
//
// A test fails while they differ.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
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
const folder = join(root, "software-release");
const files = createSchemaFiles();
for (const { path, schema } of files) writeFileSync(join(folder, path), JSON.stringify(schema));
const biome = join(root, "node_modules", ".bin", "biome");
execFileSync(biome, ["format", "--write", ...files.map(({ path }) => join(folder, path))], { cwd: root });
