/** No string that a parameter can hold changes the structure of a file or another value in it. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse as parseYaml } from "yaml";
import { encodeReference } from "../../src/instance/reference.ts";
import { renderInstance } from "../../src/render/render-instance.ts";
import type { RenderedFile } from "../../src/render/rendered-file.ts";
import { parseAmarisoftCfg } from "../support/amarisoft-cfg.ts";
import { anyText, wellFormedText } from "../support/any-text.ts";
import { parseXml } from "../support/xml-tree.ts";
import { goldenCase, value } from "./golden-cases.ts";
import { type Texts, withTexts } from "./with-texts.ts";

/** Between them they have every file and every kind of thing. */
const names = ["lte-single", "peers", "sunwave-and-lopcomm", "shared-radio"];

const plainTexts: Texts = { reference: "R", value: "v" };

describe.each(names)("%s", (name) => {
  it("keeps its structure whatever its strings are", async () => {
    const golden = await goldenCase(name);
    const baseline = filesOf(withTexts(golden, plainTexts)).map((file) => read(file, plainTexts));
    fc.assert(
      fc.property(anyText, anyText, (reference, text) => {
        const texts = { reference: reference.slice(0, 8), value: text };
        const files = filesOf(withTexts(golden, texts));
        expect(files.map((file) => read(file, texts))).toEqual(baseline);
      }),
      { numRuns: 40 },
    );
  });

  it("is the same through YAML after comments are stripped without a look at strings", async () => {
    const golden = await goldenCase(name);
    fc.assert(
      fc.property(wellFormedText, (text) => {
        const files = filesOf(withTexts(golden, { reference: "R", value: text }));
        const { content } = files.find(({ path }) => path === "enb.cfg") ?? { content: "" };
        const stripped = content.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, "");
        expect(parseYaml(stripped, { version: "1.1" })).toEqual(parseAmarisoftCfg(content));
      }),
      { numRuns: 10 },
    );
  });
});

it("names files by the encoded references and nothing else, flat in the folder", async () => {
  const golden = await goldenCase("two-lopcomm");
  fc.assert(
    fc.property(wellFormedText, (text) => {
      const reference = [...text].slice(0, 8).join("");
      const renamed = withTexts(golden, { reference, value: "v" });
      const paths = filesOf(renamed).map(({ path }) => path);
      for (const cell of renamed.site.cells) {
        expect(paths).toContain(encodeReference(`${cell.reference}-drb.cfg`));
      }
      for (const radioUnit of renamed.site.radioUnits) {
        expect(paths).toContain(encodeReference(`${radioUnit.reference}-cu_config.xml`));
      }
      for (const path of paths) expect(path).toMatch(/^[A-Za-z0-9._-]{1,255}$/);
    }),
    { numRuns: 40 },
  );
});

function filesOf({ site, plan }: Awaited<ReturnType<typeof goldenCase>>): RenderedFile[] {
  return value(renderInstance(site, plan, { state: "/srv/var" }));
}

/** A file read back, with the plain texts in place of those that were put in. */
function read({ path, content }: RenderedFile, texts: Texts): unknown {
  if (path === "dnsmasq.cfg") return content.split("\n");
  if (path.endsWith(".asn")) return content;
  return withPlainTexts(parse(path, content), texts);
}

function parse(path: string, content: string): unknown {
  if (path.endsWith(".json")) return JSON.parse(content);
  return path.endsWith(".xml") ? parseXml(content) : parseAmarisoftCfg(content);
}

function withPlainTexts(values: unknown, texts: Texts): unknown {
  if (typeof values === "string") return plain(values, texts);
  if (Array.isArray(values)) return values.map((item) => withPlainTexts(item, texts));
  if (typeof values !== "object" || values === null) return values;
  return Object.fromEntries(Object.entries(values).map(([key, item]) => [key, withPlainTexts(item, texts)]));
}

/** `withTexts` tells the two apart by their brackets; file names carry references encoded. */
function plain(text: string, { reference, value: put }: Texts): string {
  if (text.startsWith(`${put}[`) && text.endsWith("]")) return plainTexts.value + text.slice(put.length);
  if (text.startsWith(`${reference}<`) && text.endsWith(">")) {
    return plainTexts.reference + text.slice(reference.length);
  }
  const encoded = encodeReference(`${reference}<`);
  if (!text.startsWith(encoded)) return text;
  return encodeReference(`${plainTexts.reference}<`) + text.slice(encoded.length);
}
