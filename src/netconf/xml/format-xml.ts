/** Elements into text: each namespace declared as the default where it changes, so that no prefix is needed. */
import type { XmlElement } from "./element.ts";

/** @param outer the namespace around it, which need not be declared again */
export function formatXml(element: XmlElement, outer = ""): string {
  const { namespace, name, children, text } = element;
  const declared = namespace === outer ? "" : ` xmlns="${escapeXml(namespace)}"`;
  const content = escapeXml(text) + children.map((child) => formatXml(child, namespace)).join("");
  const start = `<${name}${declared}${formatAttributes(element)}`;
  return content === "" ? `${start}/>` : `${start}>${content}</${name}>`;
}

/** Attributes in a namespace get a prefix of their own: `a0:operation`. */
function formatAttributes({ attributes }: XmlElement): string {
  return Object.entries(attributes)
    .map(([key, value], index) => {
      const qualified = /^\{(.*)\}(.*)$/.exec(key);
      if (qualified === null) return ` ${key}="${escapeXml(value)}"`;
      const [, namespace = "", local = ""] = qualified;
      return ` xmlns:a${index}="${escapeXml(namespace)}" a${index}:${local}="${escapeXml(value)}"`;
    })
    .join("");
}

const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Text for an element or an attribute. What XML 1.0 section 2.2 has no character for becomes U+FFFD. */
export function escapeXml(text: string): string {
  return text
    .replace(/[&<>"]/g, (character) => escapes[character] ?? character)
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "\uFFFD");
}
