import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse as parseYaml } from "yaml";
import { type CfgValue, quoteCfg } from "../../src/render/quote/cfg.ts";
import { canDnsmasqHold, quoteDnsmasq } from "../../src/render/quote/dnsmasq.ts";
import { formatNumber } from "../../src/render/quote/number.ts";
import { quoteXml } from "../../src/render/quote/xml.ts";
import { parseAmarisoftCfg } from "../support/amarisoft-cfg.ts";
import { anyText, wellFormedText } from "../support/any-text.ts";
import { parseXml } from "../support/xml-tree.ts";

describe("a string in a cfg file", () => {
  it("reads back as it was", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(parseAmarisoftCfg(`{ a: ${quoteCfg(text)}, b: 1 }`)).toEqual({ a: text, b: 1 });
      }),
      { numRuns: 2000 },
    );
  });

  it("reads back through YAML, too, even where comments are stripped without a look at strings", () => {
    fc.assert(
      fc.property(wellFormedText, (text) => {
        const stripped = `{ a: ${quoteCfg(text)}, b: 1 }`.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, "");
        expect(parseYaml(stripped, { version: "1.1" })).toEqual({ a: text, b: 1 });
      }),
      { numRuns: 2000 },
    );
  });

  it("has no character that ends a line, no tab and no trigraph", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const quoted = quoteCfg(text);
        expect(quoted).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\ufeff\ufffe\uffff]|\?\?|\/[/*]/u);
        expect(quoted).not.toMatch(/\p{Surrogate}/u);
      }),
      { numRuns: 2000 },
    );
  });

  it("leaves what nobody mistakes as it is", () => {
    expect(quoteCfg("[fc00::9]:9001")).toBe('"[fc00::9]:9001"');
    expect(quoteCfg("grüße/# 'x'?")).toBe(`"grüße/# 'x'?"`);
    expect(quoteCfg("a//b/*c??/d")).toBe('"a/\\u002fb/\\u002ac?\\u003f/d"');
  });
});

describe("other values in a cfg file", () => {
  it("are booleans, numbers and lists of them", () => {
    expect(quoteCfg([1, -1.5, true, "x", []])).toBe('[1, -1.5, true, "x", []]');
  });

  it.each([null, undefined, {}, Number.NaN, Number.POSITIVE_INFINITY])("are never %s", (value) => {
    expect(() => quoteCfg(value as unknown as CfgValue)).toThrow(/cannot be written/);
  });

  it("are numbers in plain digits that read back exactly", () => {
    expect(formatNumber(1e-7)).toBe("0.0000001");
    expect(formatNumber(-1e21)).toBe("-1000000000000000000000");
    const decimal = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e30, max: 1e30 });
    fc.assert(
      fc.property(decimal, (number) => {
        expect(formatNumber(number)).toMatch(/^-?\d+(\.\d+)?$/);
        expect(Number(formatNumber(number))).toBe(number === 0 ? 0 : number);
      }),
    );
  });
});

describe("text in an XML file", () => {
  const possible = wellFormedText.map((text) =>
    text.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, ""),
  );

  it("reads back as it was, in an element and in an attribute", () => {
    fc.assert(
      fc.property(possible, (text) => {
        const tree = parseXml(`<a b="${quoteXml(text)}"><c>|${quoteXml(text)}|</c></a>`);
        expect(tree).toEqual({ a: { "@b": text, c: [`|${text}|`] } });
      }),
      { numRuns: 2000 },
    );
  });

  it.each(["\0", "\u0008", "\ufffe", "\ud800"])("is refused with %j, which XML cannot hold", (text) => {
    expect(() => quoteXml(`a${text}`)).toThrow("a character that XML cannot hold");
  });
});

describe("a value in dnsmasq.cfg", () => {
  it("is one line without a bare comma, number sign or quote, and the same under dnsmasq's own rules", () => {
    fc.assert(
      fc.property(wellFormedText, (text) => {
        fc.pre(canDnsmasqHold(text));
        const quoted = quoteDnsmasq(text);
        expect(quoted).not.toMatch(/\n/);
        expect(unquote(quoted)).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });

  it("is bare where it is plain", () => {
    expect(quoteDnsmasq("slaptap16-1")).toBe("slaptap16-1");
    expect(quoteDnsmasq("2401:5180::1")).toBe("2401:5180::1");
  });

  it.each(["\0", "\r", "\x01", "\x7f"])("is refused with %j, behind which dnsmasq hides commas", (text) => {
    expect(() => quoteDnsmasq(`a${text}`)).toThrow("a character that dnsmasq cannot hold");
  });
});

/** As dnsmasq's read_file does it. */
function unquote(value: string): string {
  if (!value.startsWith('"')) {
    expect(value).toMatch(/^[^\s#",\\]+$/);
    return value;
  }
  const inner = /^"((?:[^"\\]|\\["\\nt])*)"$/.exec(value)?.[1] ?? "not quoted";
  const meaning: Record<string, string> = { n: "\n", t: "\t" };
  return inner.replace(/\\(.)/g, (_, character: string) => meaning[character] ?? character);
}
