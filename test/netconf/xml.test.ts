import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { netconfLimits } from "../../src/netconf/limits.ts";
import { describeElement } from "../../src/netconf/xml/describe-element.ts";
import { makeElement, type XmlElement } from "../../src/netconf/xml/element.ts";
import { formatXml } from "../../src/netconf/xml/format-xml.ts";
import { parseXml, parseXmlText } from "../../src/netconf/xml/parse-xml.ts";

const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/).filter((text) => !text.startsWith("xml"));
const namespace = fc.constantFrom("", "urn:a", 'urn:b&<>"');
const value = fc
  .string({ unit: "grapheme" })
  .map((text) => text.replace(/[^\t\n\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "").trim());

const element: fc.Arbitrary<XmlElement> = fc.letrec<{ element: XmlElement }>((tie) => ({
  element: fc.oneof(
    { maxDepth: 4 },
    fc.tuple(namespace, name, value).map(([ns, local, text]) => makeElement(ns, local, text)),
    fc
      .tuple(
        namespace,
        name,
        fc.array(tie("element"), { minLength: 1, maxLength: 4 }),
        fc.dictionary(name, value, { maxKeys: 2 }),
      )
      .map(([ns, local, children, attributes]) => makeElement(ns, local, children, attributes)),
  ),
})).element;

test("an element written is the element read", () => {
  fc.assert(
    fc.property(element, (written) => {
      expect(parseXmlText(formatXml(written))).toEqual(normalize(written));
    }),
  );
});

/** What XML itself changes: line breaks and tabs in attributes become spaces (XML 1.0 section 3.3.3). */
function normalize(written: XmlElement): XmlElement {
  const attributes = Object.fromEntries(
    Object.entries(written.attributes).map(([key, text]) => [key, text.replace(/[\t\n\r]/g, " ")]),
  );
  return { ...written, attributes, children: written.children.map(normalize) };
}

describe("what a Radio Unit may not send", () => {
  test.each([
    ["a document type declaration", "<!DOCTYPE a><a/>", "document type"],
    ["an entity of its own", "<a>&b;</a>", "not well-formed"],
    ["an element that is not closed", "<a><b></a>", "not well-formed"],
    ["an attribute twice", '<a b="1" b="2"/>', "not well-formed"],
    ["a prefix without a namespace", "<x:a/>", "not well-formed"],
    ["two roots", "<a/><b/>", "not well-formed"],
    ["nothing", "", "root element"],
    ["too deep an element", `${"<a>".repeat(netconfLimits.maxDepth + 1)}`, "inside each other"],
    [
      "too many attributes",
      `<a ${Array.from({ length: 65 }, (_, n) => `b${n}=""`).join(" ")}/>`,
      "attributes",
    ],
  ])("%s", (_what, text, message) => {
    expect(() => parseXmlText(text)).toThrow(message);
  });

  test("text that is not UTF-8", () => {
    expect(() => parseXml(Buffer.from([0x3c, 0x61, 0x3e, 0xff, 0x3c, 0x2f, 0x61, 0x3e]))).toThrow(
      "not UTF-8",
    );
  });

  test("is noticed soon: 20,000 nested elements are read no further than the limit", () => {
    expect(() => parseXmlText("<a>".repeat(20_000))).toThrow(`more than ${netconfLimits.maxDepth} elements`);
  });
});

test("a line break before the declaration is passed over", () => {
  expect(parseXmlText('\n<?xml version="1.0"?><a/>').name).toBe("a");
});

test("prefixes do not show in a dictionary for logs", () => {
  const notification = parseXmlText(
    '<n:notification xmlns:n="urn:n"><n:time>1</n:time><f:alarm xmlns:f="urn:f" f:kind="x"><f:id>9</f:id><f:o/><f:l>1</f:l><f:l>2</f:l></f:alarm></n:notification>',
  );
  expect(describeElement(notification)).toEqual({
    notification: {
      "@xmlns": "urn:n",
      time: "1",
      alarm: { "@xmlns": "urn:f", "@kind": "x", id: "9", o: null, l: ["1", "2"] },
    },
  });
});
