import fc from "fast-check";
import { expect, test } from "vitest";
import { compareReferences, countUtf8Bytes, encodeReference } from "../../src/instance/reference.ts";

const anyText = fc.string({ unit: "binary" });

test.each([
  ["a b+c_d", "a_20b_2bc__d"],
  ["αβγ", "_ce_b1_ce_b2_ce_b3"],
  ["RU1-cu_config.xml", "RU1-cu__config.xml"],
  ["../x", ".._2fx"],
  ["\u0000\n\u007f", "_00_0a_7f"],
  ["\ufeffx", "_ef_bb_bfx"],
  ["😀", "_f0_9f_98_80"],
  ["", ""],
])("%j is encoded as %j and back", (reference, encoded) => {
  expect(encodeReference(reference)).toBe(encoded);
  expect(decodeReference(encoded)).toBe(reference);
});

test("every text comes back from its encoding, which holds safe characters only", () => {
  fc.assert(
    fc.property(anyText, (reference) => {
      const encoded = encodeReference(reference);
      expect(encoded).toMatch(/^[A-Za-z0-9._-]*$/);
      expect(decodeReference(encoded)).toBe(reference);
    }),
  );
});

test("the length is that of UTF-8", () => {
  expect(countUtf8Bytes("aé😀")).toBe(7);
});

test("references are ordered lower-cased, ties by themselves, capitals first", () => {
  const references = ["b", "a", "B", "_b_ru", "A", "RU10", "RU2", "rU 3"];
  expect(references.sort(compareReferences)).toEqual(["_b_ru", "A", "a", "B", "b", "rU 3", "RU10", "RU2"]);
});

test("code points above U+FFFF come after all others, unlike in UTF-16", () => {
  expect(["\u{1f600}", "\uffee", "\ue000"].sort(compareReferences)).toEqual([
    "\ue000",
    "\uffee",
    "\u{1f600}",
  ]);
});

test("the order is that of code points", () => {
  const byCodePoints = (a: string, b: string) => {
    const [left, right] = [[...a], [...b]].map((text) => text.map((c) => c.codePointAt(0) ?? 0)) as [
      number[],
      number[],
    ];
    const at = left.findIndex((point, i) => point !== right[i]);
    if (at < 0) return left.length - right.length;
    return at >= right.length ? 1 : (left[at] ?? 0) - (right[at] ?? 0);
  };
  fc.assert(
    fc.property(anyText, anyText, (a, b) => {
      const expected = byCodePoints(a.toLowerCase(), b.toLowerCase()) || byCodePoints(a, b);
      expect(Math.sign(compareReferences(a, b))).toBe(Math.sign(expected));
    }),
  );
});

/** What was encoded, by the rules of encodeReference. */
function decodeReference(encoded: string): string {
  const percent = encoded.replace(/__|_([0-9a-f]{2})/g, (code, hex?: string) =>
    hex ? `%${hex}` : (code[0] ?? ""),
  );
  return decodeURIComponent(percent);
}
