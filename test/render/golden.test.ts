/** Rendered files against the values of the reference cases. */

import { describe, expect, it } from "vitest";
import { managementFileName } from "../../src/render/file-name.ts";
import { renderInstance } from "../../src/render/render-instance.ts";
import type { RenderedFile } from "../../src/render/rendered-file.ts";
import { parseAmarisoftCfg } from "../support/amarisoft-cfg.ts";
import { parseXml } from "../support/xml-tree.ts";
import { caseNames, type GoldenCase, goldenCase, newerCaseNames, value } from "./golden-cases.ts";

const state = "/srv/slapgrid/slappart0/var";

it("there are as many reference cases as were taken over", () => {
  expect(caseNames).toHaveLength(13);
  expect(newerCaseNames).toHaveLength(12);
});

const cases = [
  ...caseNames.map((name) => [name, "2024"] as const),
  ...newerCaseNames.map((name) => [name, "2026"] as const),
];

describe.each(cases)("%s of %s", (name, layout) => {
  it("makes exactly the files that the case names, and how each Lopcomm Radio Unit is managed", async () => {
    const golden = await goldenCase(name, layout);
    const expected = Object.keys(golden.expected).map((file) => (file === "plan" ? "plan.json" : file));
    const managed = golden.site.radioUnits.filter(({ management }) => management !== null);
    const management = managed.map(({ reference }) => managementFileName(reference));
    expect([...render(golden).keys()].sort()).toEqual([...expected, ...management].sort());
  });

  it("gives every setting its value", async () => {
    const golden = await goldenCase(name, layout);
    const files = render(golden);
    const compared = Object.entries(golden.expected).filter(
      ([file]) => file !== "plan" && file !== "dnsmasq.cfg",
    );
    expect(compared.length).toBeGreaterThan(2);
    for (const [file, expected] of compared) {
      const content = files.get(file)?.content ?? "";
      expect(normal(file, read(file, content)), file).toEqual(normal(file, expected));
    }
  });

  it("hands out the addresses of the plan", async () => {
    const { site, plan, expected } = await goldenCase(name, layout);
    const lines = (render({ site, plan, expected }).get("dnsmasq.cfg")?.content ?? "").split("\n");
    const wanted = ((expected["dnsmasq.cfg"] ?? []) as string[]).filter((line) =>
      /^dhcp-(host|range)=/.test(line),
    );
    expect(lines).toEqual(expect.arrayContaining(wanted));
    expect(lines.filter((line) => line.startsWith("dhcp-host="))).toHaveLength(plan.taps.length);
    const taps = JSON.parse(render({ site, plan, expected }).get("plan.json")?.content ?? "").taps;
    expect(Object.fromEntries(taps.map(({ name: tap, ...rest }: { name: string }) => [tap, rest]))).toEqual(
      expected.plan,
    );
  });

  it("keeps a password to the file's owner and nothing else", async () => {
    const golden = await goldenCase(name, layout);
    const files = [...render(golden).values()];
    const secret = files.filter(({ mode }) => mode !== 0o640).map(({ path }) => path);
    const managed = files.map(({ path }) => path).filter((path) => path.endsWith("-management.json"));
    const hasPassword = golden.site.enb.websocketPassword !== null;
    expect(new Set(secret)).toEqual(new Set([...(hasPassword ? ["enb.cfg"] : []), ...managed]));
  });
});

function render({ site, plan }: GoldenCase): Map<string, RenderedFile> {
  return new Map(value(renderInstance(site, plan, { state })).map((file) => [file.path, file]));
}

function read(file: string, content: string): unknown {
  if (file.endsWith(".xml")) return parseXml(content);
  return file.endsWith(".asn") ? content : parseAmarisoftCfg(content);
}

/** The form in which two files of the same meaning are equal. */
function normal(file: string, values: unknown): unknown {
  if (file.endsWith(".xml")) return sorted(values);
  if (file.endsWith(".asn")) return tokens(values as string);
  if (file !== "enb.cfg") return values;
  const { log_filename, rf_driver, ...rest } = values as {
    log_filename: string;
    rf_driver: Record<string, unknown>;
  };
  expect(log_filename).toMatch(/log\/enb\.log$/);
  return { ...rest, rf_driver: numbersOfLinks(rf_driver) };
}

/** Of `cpri_rx_delay: "11.0,26.11"` the numbers count, not how they are written. */
function numbersOfLinks(driver: Record<string, unknown>): unknown {
  const asNumbers = (text: string) =>
    text.split(",").map((item) => (Number.isNaN(Number(item)) ? item : Number(item)));
  return Object.fromEntries(
    Object.entries(driver).map(([key, item]) => [
      key,
      key.startsWith("cpri_") ? asNumbers(String(item)) : item,
    ]),
  );
}

/** The order of named items in XML means nothing. */
function sorted(values: unknown): unknown {
  if (Array.isArray(values)) return values.map(sorted).sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  if (typeof values !== "object" || values === null) return values;
  return Object.fromEntries(Object.entries(values).map(([key, item]) => [key, sorted(item)]));
}

function nameOf(item: unknown): string {
  const entries = typeof item === "object" && item !== null ? Object.entries(item) : [];
  return String(entries.find(([key]) => key.endsWith("}name"))?.[1] ?? "");
}

/** ASN.1 without its comments. */
function tokens(text: string): string[] {
  return text
    .replace(/\/\*[\s\S]*?\*\/|--[^\n]*/g, " ")
    .trim()
    .split(/\s+/);
}
