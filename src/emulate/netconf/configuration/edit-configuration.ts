/** `edit-config` on a running configuration (RFC 6241 section 7.2): a tree in, another tree out. */
import { namespaces } from "../../../netconf/namespaces.ts";
import type { XmlElement } from "../../../netconf/xml/element.ts";

export type EditResult =
  | { readonly configuration: readonly XmlElement[] }
  | { readonly tag: "data-exists" | "data-missing" | "bad-attribute"; readonly path: string };

/**
 * @param configuration the containers that there are
 * @param edits the children of `config`
 */
export function editConfiguration(
  configuration: readonly XmlElement[],
  edits: readonly XmlElement[],
  defaultOperation: "merge" | "replace" | "none" = "merge",
): EditResult {
  try {
    return { configuration: editChildren(configuration, edits, defaultOperation, "") };
  } catch (cause) {
    if (cause instanceof EditError) return { tag: cause.tag, path: cause.path };
    throw cause;
  }
}

class EditError extends Error {
  readonly tag: "data-exists" | "data-missing" | "bad-attribute";
  readonly path: string;
  constructor(tag: EditError["tag"], path: string) {
    super(tag);
    this.tag = tag;
    this.path = path;
  }
}

const operationAttribute = `{${namespaces.base}}operation`;

function editChildren(
  children: readonly XmlElement[],
  edits: readonly XmlElement[],
  inherited: string,
  path: string,
): XmlElement[] {
  const entries = new Map(children.map((child) => [getIdentity(child), child]));
  for (const edit of edits) {
    const key = getIdentity(edit);
    const changed = editElement(entries.get(key), edit, inherited, `${path}/${edit.name}`);
    if (changed === undefined) entries.delete(key);
    else entries.set(key, changed);
  }
  return [...entries.values()];
}

/** Undefined where the element is gone afterwards. */
function editElement(
  present: XmlElement | undefined,
  edit: XmlElement,
  inherited: string,
  path: string,
): XmlElement | undefined {
  const operation = edit.attributes[operationAttribute] ?? inherited;
  switch (operation) {
    case "create":
      if (present !== undefined) throw new EditError("data-exists", path);
      return withoutOperations(edit);
    case "replace":
      return withoutOperations(edit);
    case "delete":
      if (present === undefined) throw new EditError("data-missing", path);
      return undefined;
    case "remove":
      return undefined;
    case "merge":
    case "none":
      return mergeElement(present, edit, operation, path);
    default:
      throw new EditError("bad-attribute", path);
  }
}

function mergeElement(
  present: XmlElement | undefined,
  edit: XmlElement,
  operation: string,
  path: string,
): XmlElement | undefined {
  if (operation === "none" && present === undefined) throw new EditError("data-missing", path);
  if (edit.children.length === 0) return operation === "none" ? present : { ...edit, attributes: {} };
  return {
    namespace: edit.namespace,
    name: edit.name,
    attributes: {},
    children: editChildren(present?.children ?? [], edit.children, operation, path),
    text: "",
  };
}

function withoutOperations(element: XmlElement): XmlElement {
  return { ...element, attributes: {}, children: element.children.map(withoutOperations) };
}

/** Lists of the modules that a Radio Unit has are keyed by `name`. */
function getIdentity({ namespace, name, children }: XmlElement): string {
  const key = children.find((child) => child.name === "name")?.text;
  return JSON.stringify([namespace, name, key ?? null]);
}
