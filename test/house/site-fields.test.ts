/** Every field of the Site is read outside of the room that fills it in: no parameter is taken for nothing. */
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";

const root = resolve(import.meta.dirname, "../..");
const fieldOfType = /^ {2,}(?:\| \{ )?readonly (\w+)[?]?:/gm;

/** `ors explain` shows it as `tx_channels`, from its origins; the channels of both directions are numbered alike. */
const shownByOrigin = new Set(["firstTxChannel"]);

test("every field of the Site is read by a room above it or a template", () => {
  const fields = new Set(
    [
      ...["src/site/site.ts", "src/site/enb/enb-type.ts"]
        .map((file) => readFileSync(join(root, file), "utf8"))
        .join("\n")
        .matchAll(fieldOfType),
    ].map(([, name = ""]) => name),
  );
  expect(fields.size).toBeGreaterThan(60);
  const readers = [
    ...textsBelow("src", /\.ts$/, /^(site|instance|radio|net|issue)\//),
    ...textsBelow("templates", /\.njk$/),
  ];
  expect(readers.length).toBeGreaterThan(100);
  const words = new Set(readers.flatMap((text) => text.match(/\w+/g) ?? []));
  expect([...fields].filter((field) => !words.has(field) && !shownByOrigin.has(field))).toEqual([]);
});

function textsBelow(folder: string, name: RegExp, without?: RegExp): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => name.test(path) && !without?.test(path) && !path.endsWith("templates.gen.ts"))
    .map((path) => readFileSync(join(root, folder, path), "utf8"));
}
