import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { makeParameterFile } from "../../src/instance/new-parameters.ts";
import { radioUnitKindNames } from "../../src/instance/radio-units/names.ts";
import { makeFileSchema } from "../../src/instance/schema/file-schema.ts";

const root = join(import.meta.dirname, "../..");
const validate = new Ajv2020({ strict: false, allErrors: true }).compile(makeFileSchema());

function problemsOf(file: unknown): unknown[] {
  return validate(file)
    ? []
    : (validate.errors ?? []).map(({ instancePath, message }) => [instancePath, message]);
}

/** An instance as slapconfiguration hands it over, as somebody would write it by hand. */
function writeByHand({ "slave-instance-list": list, ...own }: Record<string, unknown>): unknown {
  if (list === undefined) return own;
  const entries = (list as { slave_title: string; _: string }[]).map(({ slave_title: title, _: text }) => [
    title,
    JSON.parse(text),
  ]);
  return { ...own, shared: Object.fromEntries(entries) };
}

test("examples, new files and the reference cases written by hand are valid by the schema of a file", () => {
  const files = new Map<string, unknown>();
  for (const name of readdirSync(join(root, "examples")).filter((name) => /\.(yaml|json)$/.test(name)))
    files.set(name, writeByHand(parse(readFileSync(join(root, "examples", name), "utf8"))));
  for (const ruType of radioUnitKindNames)
    files.set(`new ${ruType}`, parse(makeParameterFile({ ruCount: 3, ruType }).value ?? ""));
  for (const folder of ["golden", "golden-2026"]) {
    for (const name of readdirSync(join(root, "test", folder)).filter((name) => name.endsWith(".json"))) {
      const { instance } = JSON.parse(readFileSync(join(root, "test", folder, name), "utf8"));
      files.set(`${folder}/${name}`, writeByHand(instance));
    }
  }
  expect(files.size).toBeGreaterThan(20);
  for (const [name, file] of files) expect([name, problemsOf(file)]).toEqual([name, []]);
});

test("a wrong key, kind or value is not valid by the schema of a file", () => {
  const good = () => parse(makeParameterFile({ ruCount: 1 }).value ?? "");
  expect(problemsOf({ ...good(), "tap-nme": "slaptap0" })).not.toEqual([]);
  expect(problemsOf({ ...good(), "tap-name": 5 })).not.toEqual([]);
  for (const [key, value] of [
    ["pci", 1008],
    ["nr_bnd", 78],
    ["rf_mode", "fddd"],
  ] as const) {
    const file = good();
    file.shared.CELL01[key] = value;
    expect([key, problemsOf(file)]).not.toEqual([key, []]);
  }
});
