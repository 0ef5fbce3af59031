/**
 * The two shapes of an input: the dictionary that slapconfiguration hands over, and the same written by hand
 * with `shared: {reference: parameters}` in place of `slave-instance-list`.
 */
import { error, type Issue, place, placeInShared, warning } from "../issue/issue.ts";
import { describeType, isDictionary } from "./given-value.ts";
import { parseJson } from "./text/json-text.ts";
import type { Path, TextNode } from "./text/text-node.ts";

/** Where the input holds its shared instances; the first is the shape written by hand. */
const sharedKeys = ["shared", "slave-instance-list", "valid-shared-instance-list"] as const;

const expectedShape = "a dictionary with configuration and shared, or what slapconfiguration hands over";

export type GivenInstance = {
  /** The dictionary's own keys. */
  readonly own: Readonly<Record<string, unknown>>;
  readonly handWritten: boolean;
  /** In the order of the input. */
  readonly shared: readonly GivenShared[];
};

export type GivenShared = {
  readonly reference: string;
  readonly slaveReference: string;
  readonly parameters: unknown;
};

/**
 * Tells the shape of a parsed input and takes its shared instances out. What can be taken is, beside the
 * issues, so that all that is wrong is reported at once; nothing where the input is not a dictionary.
 */
export function getGivenInstance(
  value: unknown,
  root: TextNode,
): { readonly given: GivenInstance | undefined; readonly issues: readonly Issue[] } {
  const issues: Issue[] = [];
  if (!isDictionary(value)) {
    const what =
      value === null ? "the input is empty" : `the input is not a dictionary: ${describeType(value)}`;
    return { given: undefined, issues: [error(place(), what, expectedShape)] };
  }
  const present = sharedKeys.filter((key) => Object.hasOwn(value, key));
  if (present.length > 1) issues.push(error(place(), `it has ${present.join(" and ")}`, "one of them"));
  const partition = value["slap-computer-partition-id"];
  const shared = getGivenShared(value, root, typeof partition === "string" ? partition : "", issues);
  return { given: { own: value, handWritten: present.every((key) => key === "shared"), shared }, issues };
}

function getGivenShared(
  value: Readonly<Record<string, unknown>>,
  root: TextNode,
  partition: string,
  issues: Issue[],
): GivenShared[] {
  if (value.shared !== undefined) return getFromMap(value.shared, root, issues);
  const refused = value["invalid-shared-instance-list"];
  if (Array.isArray(refused)) issues.push(...refused.flatMap(warnOfRefused));
  if (value["valid-shared-instance-list"] !== undefined) {
    return getFromList(value, "valid-shared-instance-list", issues, (entry, at) =>
      parseValidEntry(entry, at, partition, issues),
    );
  }
  if (value["slave-instance-list"] === undefined) return [];
  return getFromList(value, "slave-instance-list", issues, (entry, at) =>
    parseSlaveEntry(entry, at, partition, issues),
  );
}

/** In the order of the text: an object would put references that look like numbers first. */
function getFromMap(shared: unknown, root: TextNode, issues: Issue[]): GivenShared[] {
  if (!isDictionary(shared)) {
    issues.push(error(place("shared"), describeType(shared), "a dictionary of parameters by reference"));
    return [];
  }
  const written = root.children?.get("shared")?.children?.keys() ?? [];
  const references = new Set([...[...written].map(String), ...Object.keys(shared)]);
  return [...references]
    .filter((reference) => Object.hasOwn(shared, reference))
    .map((reference) => ({ reference, slaveReference: reference, parameters: shared[reference] }));
}

function getFromList(
  value: Readonly<Record<string, unknown>>,
  key: string,
  issues: Issue[],
  take: (entry: Readonly<Record<string, unknown>>, at: Path) => GivenShared | undefined,
): GivenShared[] {
  const list = value[key];
  if (!Array.isArray(list)) {
    issues.push(error(place(key), describeType(list), "a list"));
    return [];
  }
  return list.flatMap((entry: unknown, index) => {
    if (isDictionary(entry)) return take(entry, [key, index]) ?? [];
    issues.push(error(place(key, index), describeType(entry), "a dictionary"));
    return [];
  });
}

/** `{slave_title, slave_reference, slap_software_type, _}`, where `_` is JSON text. */
function parseSlaveEntry(
  entry: Readonly<Record<string, unknown>>,
  at: Path,
  partition: string,
  issues: Issue[],
): GivenShared | undefined {
  const { slave_title: title, slave_reference: slaveReference, _: text } = entry;
  if (typeof title !== "string") {
    issues.push(error(place(...at, "slave_title"), describeType(title), "the reference"));
    return undefined;
  }
  const reference = getReference(title, partition);
  const parsed = typeof text === "string" ? parseJson(text) : undefined;
  if (parsed === undefined) {
    const what = typeof text === "string" ? "not JSON" : describeType(text);
    issues.push(error(placeInShared(reference, "_"), what, "parameters as JSON text"));
    return undefined;
  }
  issues.push(...parsed.issues.map((issue) => ({ ...issue, place: { ...issue.place, shared: reference } })));
  return {
    reference,
    slaveReference: typeof slaveReference === "string" ? slaveReference : reference,
    parameters: parsed.value,
  };
}

/** `{reference, parameters}`, as slapconfiguration.jsonschema gives it. */
function parseValidEntry(
  entry: Readonly<Record<string, unknown>>,
  at: Path,
  partition: string,
  issues: Issue[],
): GivenShared | undefined {
  if (typeof entry.reference !== "string") {
    issues.push(error(place(...at, "reference"), describeType(entry.reference), "the reference"));
    return undefined;
  }
  return {
    reference: getReference(entry.reference, partition),
    slaveReference: entry.reference,
    parameters: entry.parameters,
  };
}

/** slapproxy puts the partition's id and `_` before a reference. */
export function getReference(title: string, partition: string): string {
  if (partition !== "" && title.startsWith(`${partition}_`)) return title.slice(partition.length + 1);
  return title.startsWith("_") ? title.slice(1) : title;
}

/** The schemas that the master knows refused it, and its requester knows: the others go on without it. */
function warnOfRefused(entry: unknown): Issue[] {
  if (!isDictionary(entry) || typeof entry.reference !== "string") return [];
  return [warning(placeInShared(entry.reference), "left out: its parameters were refused by the schema")];
}
