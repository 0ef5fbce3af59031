/** The JSON schemas beside software.cfg: as the source says, valid, and good for a form. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createSchemaFiles } from "../../src/slapos/schemas/schema-files.ts";
import { repository } from "./environment.ts";

const folder = join(repository, "software-release");

describe.each(createSchemaFiles())("$path", ({ path, schema }) => {
  it("is what the source says (else: npm run schemas)", () => {
    expect(JSON.parse(readFileSync(join(folder, path), "utf8"))).toEqual(schema);
  });

  it("is written as the format check of SlapOS's repository wants it, where it is for that", () => {
    const text = readFileSync(join(repository, "software/ors-amarisoft", path), "utf8");
    expect(text).toBe(`${JSON.stringify(schema, null, 2)}\n`);
  });
});

it("software.cfg.json names schemas that are there, and a software type for each", () => {
  const types = Object.values(
    JSON.parse(readFileSync(join(folder, "software.cfg.json"), "utf8"))["software-type"],
  );
  expect(types).toHaveLength(2);
  const written = createSchemaFiles().map(({ path }) => path);
  for (const type of types as Record<string, string>[]) {
    expect(type["software-type"]).toBe("enb");
    expect(written).toContain(type.request);
    expect(written).toContain(type.response);
  }
});

it("every field of a form has a title", () => {
  const untitled: string[] = [];
  let fields = 0;
  const look = (schema: unknown, path: string): void => {
    if (typeof schema !== "object" || schema === null) return;
    for (const [key, value] of Object.entries(schema)) {
      if (key !== "properties") {
        look(value, `${path}/${key}`);
        continue;
      }
      for (const [name, field] of Object.entries(value as Record<string, { title?: string }>)) {
        fields += 1;
        if (field.title === undefined) untitled.push(`${path}/${name}`);
        look(field, `${path}/${name}`);
      }
    }
  };
  for (const { path, schema } of createSchemaFiles()) if (path !== "software.cfg.json") look(schema, path);
  expect(fields).toBeGreaterThan(150);
  expect(untitled).toEqual([]);
});
