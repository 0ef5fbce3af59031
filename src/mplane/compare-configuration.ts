/** What was to be configured beside what a Radio Unit has. */
import { namespaces } from "../netconf/namespaces.ts";
import type { XmlElement } from "../netconf/xml/element.ts";

export type ConfigurationDifference = {
  /** `tx-array-carriers[TXA0CC00]/gain` */
  readonly path: string;
  /** Undefined where it should not be there. */
  readonly wanted: string | undefined;
  /** Undefined where it is not there. */
  readonly found: string | undefined;
};

/**
 * Where a configuration that was read does not hold what was sent. Elements are the same by namespace and name, list
 * entries by their key `name`, numbers by their value: a server sorts entries and writes `0.0` for `0`. What was not
 * sent is not compared, but for further entries of a list of the user plane, which `replace` must have removed.
 *
 * @param found undefined where the Radio Unit has nothing of it
 */
export function compareConfiguration(
  wanted: XmlElement,
  found: XmlElement | undefined,
): ConfigurationDifference[] {
  return compareChildren(wanted, found, "");
}

/** `tx-array-carriers[TXA0CC00]/gain: wanted -20, is 0.0` */
export function formatConfigurationDifference({ path, wanted, found }: ConfigurationDifference): string {
  return `${path}: wanted ${wanted ?? "nothing"}, is ${found ?? "not there"}`;
}

function compareElement(
  wanted: XmlElement,
  found: XmlElement | undefined,
  path: string,
): ConfigurationDifference[] {
  if (wanted.children.length > 0) return compareChildren(wanted, found, `${path}/`);
  if (found !== undefined && isSameValue(wanted.text, found.text)) return [];
  return [{ path, wanted: wanted.text, found: found?.text }];
}

function compareChildren(
  wanted: XmlElement,
  found: XmlElement | undefined,
  path: string,
): ConfigurationDifference[] {
  const there = new Map((found?.children ?? []).map((child) => [getIdentity(child), child]));
  const differences = wanted.children.flatMap((child) =>
    compareElement(child, there.get(getIdentity(child)), `${path}${formatStep(child)}`),
  );
  return [...differences, ...findExtraEntries(wanted, found, path)];
}

/** Lists of the user plane that `replace` clears (uplane-conf-option8). */
const clearedLists = new Set([
  "tx-endpoints",
  "rx-endpoints",
  "tx-links",
  "rx-links",
  "tx-array-carriers",
  "rx-array-carriers",
]);

function findExtraEntries(
  wanted: XmlElement,
  found: XmlElement | undefined,
  path: string,
): ConfigurationDifference[] {
  const sent = new Set(wanted.children.map(getIdentity));
  return (found?.children ?? [])
    .filter(({ namespace, name }) => namespace === namespaces.userPlane && clearedLists.has(name))
    .filter((child) => !sent.has(getIdentity(child)))
    .map((child) => ({ path: `${path}${formatStep(child)}`, wanted: undefined, found: getKey(child) }));
}

function getIdentity(element: XmlElement): string {
  return JSON.stringify([element.namespace, element.name, getKey(element) ?? null]);
}

/** The key of a list entry; undefined for what is not a list entry. */
function getKey({ children }: XmlElement): string | undefined {
  return children.find(({ name }) => name === "name")?.text;
}

function formatStep(element: XmlElement): string {
  const key = getKey(element);
  return key === undefined ? element.name : `${element.name}[${key}]`;
}

const decimal = /^[+-]?[0-9]+(\.[0-9]+)?$/;

function isSameValue(wanted: string, found: string): boolean {
  if (wanted === found) return true;
  return decimal.test(wanted) && decimal.test(found) && Number(wanted) === Number(found);
}
