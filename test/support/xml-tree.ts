/** A strict reader of small XML documents with namespaces, for tests: no DTD, no CDATA, no mixed content. */

/** `{namespace}name` to text, or to its children by name with attributes as `@{namespace}name`. */
export type XmlTree = { readonly [name: string]: XmlContent };
type XmlContent = string | { readonly [name: string]: string | readonly XmlContent[] };

const entity: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
const markup =
  /<\?xml [^?]*\?>|<!--[\s\S]*?-->|<\/([\w:-]+)>|<([\w:-]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/gy;

type Element = {
  readonly tag: string;
  readonly name: string;
  readonly namespaces: Readonly<Record<string, string>>;
  readonly attributes: Record<string, string>;
  readonly children: Element[];
  text: string;
};

/** Throws an Error for what is not well-formed. */
export function parseXml(source: string): XmlTree {
  const root = element("", "", { "": "", xml: "http://www.w3.org/XML/1998/namespace" });
  const open = [root];
  markup.lastIndex = 0;
  while (markup.lastIndex < source.length) {
    const at = markup.lastIndex;
    const match = markup.exec(source);
    if (match === null) throw new Error(`not well-formed at ${at}: ${source.slice(at, at + 20)}`);
    const [, closing, opening, attributes = "", empty, text] = match;
    const current = open.at(-1) as Element;
    if (text !== undefined) current.text += resolveEntities(text);
    if (closing !== undefined && open.pop()?.tag !== closing) throw new Error(`</${closing}> closes nothing`);
    if (opening !== undefined) {
      const child = startTag(opening, attributes, current);
      current.children.push(child);
      if (empty === "") open.push(child);
    }
  }
  if (open.length !== 1 || root.children.length !== 1) throw new Error("not one whole element");
  return tree(root.children[0] as Element);
}

function startTag(tag: string, attributes: string, parent: Element): Element {
  const namespaces: Record<string, string> = { ...parent.namespaces };
  const pairs = [...attributes.matchAll(/([\w:-]+)="([^"]*)"/g)].map(
    ([, name = "", value = ""]) => [name, resolveEntities(value)] as const,
  );
  for (const [name, value] of pairs) {
    if (name === "xmlns") namespaces[""] = value;
    if (name.startsWith("xmlns:")) namespaces[name.slice(6)] = value;
  }
  const made = element(tag, expand(tag, namespaces, namespaces[""] ?? ""), namespaces);
  for (const [name, value] of pairs) {
    if (!/^xmlns(:|$)/.test(name)) made.attributes[`@${expand(name, namespaces, "")}`] = value;
  }
  return made;
}

function element(tag: string, name: string, namespaces: Element["namespaces"]): Element {
  return { tag, name, namespaces, attributes: {}, children: [], text: "" };
}

function expand(name: string, namespaces: Element["namespaces"], otherwise: string): string {
  const [prefix, local] = name.includes(":") ? name.split(":") : ["", name];
  const namespace = prefix === "" ? otherwise : namespaces[prefix ?? ""];
  if (namespace === undefined) throw new Error(`prefix of ${name} is not bound`);
  return namespace === "" ? `${local}` : `{${namespace}}${local}`;
}

function tree({ name, attributes, children, text }: Element): XmlTree {
  if (children.length === 0 && Object.keys(attributes).length === 0) return { [name]: text.trim() };
  if (text.trim() !== "") throw new Error(`text beside elements in ${name}`);
  const content: Record<string, string | XmlContent[]> = { ...attributes };
  for (const child of children) {
    const [childName, value] = Object.entries(tree(child))[0] as [string, XmlContent];
    const list = content[childName];
    if (Array.isArray(list)) list.push(value);
    else content[childName] = [value];
  }
  return { [name]: content };
}

function resolveEntities(text: string): string {
  return text.replace(
    /&(?:#x([0-9a-f]+)|#([0-9]+)|(\w+));|&/gi,
    (all, hex?: string, decimal?: string, name?: string) => {
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      const character = name === undefined ? String.fromCodePoint(code || 0) : entity[name];
      if (all === "&" || character === undefined) throw new Error(`${all} is no entity`);
      return character;
    },
  );
}
