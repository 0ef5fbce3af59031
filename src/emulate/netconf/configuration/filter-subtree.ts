/** Subtree filters (RFC 6241 section 6): containment, selection and content match nodes. */
import type { XmlElement } from "../../../netconf/xml/element.ts";

/** The parts of the elements that a filter's children select; all of them without a filter. */
export function filterSubtree(
  elements: readonly XmlElement[],
  filter: readonly XmlElement[] | undefined,
): XmlElement[] {
  if (filter === undefined) return [...elements];
  return elements.flatMap((element) => {
    const matching = filter.filter((node) => node.name === element.name && isSameNamespace(node, element));
    return matching.length === 0 ? [] : filterElement(element, matching);
  });
}

function filterElement(element: XmlElement, nodes: readonly XmlElement[]): XmlElement[] {
  // a selection node takes everything below
  if (nodes.some(({ children }) => children.length === 0)) return [element];
  const tests = nodes.flatMap(({ children }) => children);
  const contentMatches = tests.filter(({ children, text }) => children.length === 0 && text !== "");
  const isMatch = contentMatches.every((test) =>
    element.children.some(({ name, text }) => name === test.name && text === test.text),
  );
  if (!isMatch) return [];
  const others = tests.filter((test) => !contentMatches.includes(test));
  if (others.length === 0) return [element];
  const selected = [...contentMatches.map(({ name }) => name)];
  const children = element.children.filter(({ name }) => selected.includes(name));
  return [{ ...element, children: [...children, ...filterSubtree(element.children, others)] }];
}

function isSameNamespace(node: XmlElement, element: XmlElement): boolean {
  return node.namespace === "" || node.namespace === element.namespace;
}
