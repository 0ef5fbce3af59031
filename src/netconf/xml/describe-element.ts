/**
 * An element as the dictionary that xmltodict makes of it, which readers of logs know: attributes as `@name`, the namespace as `@xmlns`
 * where it changes, text beside attributes as `#text`, an empty element as null, repeated ones as a list; all values are texts.
 */
import type { XmlElement } from "./element.ts";

export type Described = null | string | readonly Described[] | { readonly [key: string]: Described };

/** `{"notification": {"@xmlns": "urn:…", "eventTime": "…", "alarm-notif": {…}}}`; prefixes do not show. */
export function describeElement(element: XmlElement): { readonly [name: string]: Described } {
  return { [element.name]: describeContent(element, "") };
}

function describeContent(element: XmlElement, outer: string): Described {
  const { namespace, attributes, children, text } = element;
  const entries: [string, Described][] = namespace === outer ? [] : [["@xmlns", namespace]];
  for (const [key, value] of Object.entries(attributes))
    entries.push([`@${key.replace(/^\{.*\}/, "")}`, value]);
  for (const name of new Set(children.map((child) => child.name))) {
    const described = children
      .filter((child) => child.name === name)
      .map((child) => describeContent(child, namespace));
    entries.push([name, described.length === 1 ? (described[0] ?? null) : described]);
  }
  if (entries.length === 0) return text === "" ? null : text;
  if (text !== "") entries.push(["#text", text]);
  return Object.fromEntries(entries);
}
