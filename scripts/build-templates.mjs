// Compiles templates/**/*.njk into src/render/templates.gen.ts, so that rendering reads no file.
//
//   node scripts/build-templates.mjs
//
// The build calls buildTemplates(). Nothing is written where nothing changed. A template whose output is not quoted
// for the file that it makes is refused here: see checkTemplate().
import { readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { argv } from "node:process";
import { fileURLToPath } from "node:url";
import nunjucks from "nunjucks";
import nodes from "nunjucks/src/nodes.js";
import parser from "nunjucks/src/parser.js";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const folder = join(root, "templates");
const generated = join(root, "src/render/templates.gen.ts");

/** What the last filter of an output may be, by the syntax that the template's file name tells. */
const filtersBySyntax = {
  cfg: ["cfg", "rendered"],
  xml: ["xml", "rendered"],
  dnsmasq: ["dnsmasq"],
  asn: ["asn"],
};

const options = { autoescape: false, throwOnUndefined: true, trimBlocks: true, lstripBlocks: true };

/** Compiles every template; returns their names. */
export function buildTemplates() {
  const environment = new nunjucks.Environment(null, options);
  for (const name of new Set(Object.values(filtersBySyntax).flat())) environment.addFilter(name, String);
  const templates = findTemplates().map((name) => {
    const text = readFileSync(join(folder, name), "utf8");
    checkTemplate(name, text);
    const body = nunjucks.precompileString(text, {
      name,
      env: environment,
      wrapper: ([one]) => one.template,
    });
    return `  ${JSON.stringify(name)}: (() => {\n${body}\n  })(),`;
  });
  writeIfChanged(
    generated,
    `// Made by scripts/build-templates.mjs of templates/**/*.njk.\n// @ts-nocheck\n` +
      `export const templates: Readonly<Record<string, object>> = {\n${templates.join("\n")}\n};\n`,
  );
  return templates.length;
}

/** Names as templates include one another: `enb/lte-cell.cfg.njk`. */
function findTemplates() {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".njk"))
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)))
    .sort();
}

/** Every `{{ … }}` must end in a filter that quotes for the syntax of the file. */
export function checkTemplate(name, text) {
  const syntax = /(\w+)\.njk$/.exec(name)?.[1];
  const allowed = filtersBySyntax[name.startsWith("dnsmasq") ? "dnsmasq" : syntax];
  if (allowed === undefined) throw new Error(`templates/${name}: no filter quotes for .${syntax}`);
  const tree = parser.parse(text, [], options);
  for (const output of tree.findAll(nodes.Output)) {
    for (const child of output.children) {
      if (child instanceof nodes.TemplateData) continue;
      if (child instanceof nodes.Filter && allowed.includes(child.name.value)) continue;
      throw new Error(
        `templates/${name}:${child.lineno + 1}: a value that no filter quotes; ` +
          `end it in | ${allowed.join(" or | ")}`,
      );
    }
  }
}

function writeIfChanged(path, text) {
  try {
    if (readFileSync(path, "utf8") === text) return;
  } catch {
    // Not there yet.
  }
  writeFileSync(`${path}.${process.pid}`, text);
  renameSync(`${path}.${process.pid}`, path);
}

if (argv[1] === fileURLToPath(import.meta.url)) buildTemplates();
