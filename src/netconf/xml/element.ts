/** XML as data: elements by namespace and local name; prefixes do not matter. */

export type XmlElement = {
  /** Empty where it is in no namespace. */
  readonly namespace: string;
  readonly name: string;
  /** By local name, `{namespace}name` where it has a namespace; namespace declarations are left out. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** All character data that stands directly in it, trimmed. */
  readonly text: string;
};

export function isElement(element: XmlElement, namespace: string, name: string): boolean {
  return element.namespace === namespace && element.name === name;
}

/** The first child of that name, in any namespace unless one is given. */
export function findChild(element: XmlElement, name: string, namespace?: string): XmlElement | undefined {
  return element.children.find(
    (child) => child.name === name && (namespace ?? child.namespace) === child.namespace,
  );
}

/** All children of that name. */
export function findChildren(element: XmlElement, name: string): XmlElement[] {
  return element.children.filter((child) => child.name === name);
}

/** The text of a child; undefined where there is no such child. */
export function getChildText(element: XmlElement, name: string): string | undefined {
  return findChild(element, name)?.text;
}

/** An element, for messages that we make. */
export function makeElement(
  namespace: string,
  name: string,
  content: string | readonly XmlElement[] = [],
  attributes: Readonly<Record<string, string>> = {},
): XmlElement {
  return typeof content === "string"
    ? { namespace, name, attributes, children: [], text: content }
    : { namespace, name, attributes, children: content, text: "" };
}
