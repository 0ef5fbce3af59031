/** Parameters against the schema of their kind. */
import type * as z from "zod";
import { error, type Issue, type Outcome, type Place, place, placeInShared } from "../issue/issue.ts";
import { dictionary } from "./fields/parameters.ts";
import type { GivenShared } from "./given.ts";
import { describeType, isDictionary } from "./given-value.ts";
import type { SharedInstance } from "./instance.ts";
import { makeIssues } from "./issues.ts";
import { findKind } from "./kind.ts";
import { maxReferenceBytes } from "./limits.ts";
import { countUtf8Bytes } from "./reference.ts";
import type { EnbParameters } from "./schema/enb.ts";
import { schemas } from "./schema/schemas.ts";
import { checkSharedWithoutEffect, checkWithoutEffect } from "./without-effect.ts";

/** The instance's own parameters. */
export function checkConfiguration(configuration: unknown): Outcome<EnbParameters> {
  const at = place("configuration");
  const { value, issues } = checkBy(schemas.enb, configuration, at);
  return { value, issues: value === undefined ? issues : checkWithoutEffect(configuration, at) };
}

/** All shared instances, each by the schema of its kind, and that their references tell them apart. */
export function checkShared(given: readonly GivenShared[]): {
  readonly shared: readonly SharedInstance[];
  readonly issues: readonly Issue[];
} {
  const checked = given.map(checkOne);
  const shared = checked.flatMap(({ value }) => value ?? []);
  return {
    shared,
    issues: [
      ...given.flatMap(checkReference),
      ...checkRepeats(given),
      ...checked.flatMap(({ issues }) => issues),
      ...checkSharedWithoutEffect(shared),
    ],
  };
}

function checkOne({ reference, slaveReference, parameters }: GivenShared): Outcome<SharedInstance> {
  const at = placeInShared(reference);
  if (!isDictionary(parameters)) {
    return { value: undefined, issues: [error(at, describeType(parameters), dictionary)] };
  }
  const { value: kind, issues } = findKind(parameters, at);
  if (kind === undefined) return { value: undefined, issues };
  const { value, issues: wrong } = checkBy<unknown>(schemas[kind], parameters, at);
  if (value === undefined) return { value, issues: wrong };
  // The schema was chosen by the kind, which the type system cannot follow.
  return { value: { reference, slaveReference, kind, parameters: value } as SharedInstance, issues: wrong };
}

function checkBy<T>(schema: z.ZodType<T>, given: unknown, at: Place): Outcome<T> {
  const { success, data, error: refused } = schema.safeParse(dropSchemaName(given), { reportInput: true });
  return success ? { value: data, issues: [] } : { value: undefined, issues: makeIssues(refused.issues, at) };
}

/** An editor, and the older slapos client, writes beside the parameters which schema they follow. */
function dropSchemaName(given: unknown): unknown {
  if (!isDictionary(given) || typeof given.$schema !== "string") return given;
  const { $schema: _, ...parameters } = given;
  return parameters;
}

function checkReference({ reference }: GivenShared): Issue[] {
  const at = placeInShared(reference);
  if (reference === "") return [error(at, "its reference is empty", "a reference of one character or more")];
  if (/\p{Cs}/u.test(reference)) {
    return [
      error(at, "its reference is no Unicode text: it has half of a surrogate pair", "whole characters"),
    ];
  }
  const length = countUtf8Bytes(reference);
  if (length <= maxReferenceBytes) return [];
  return [error(at, `its reference has ${length} bytes`, `at most ${maxReferenceBytes} bytes`)];
}

/** An issue for each reference that is there more than once, naming what requested it. */
function checkRepeats(given: readonly GivenShared[]): Issue[] {
  const requests = new Map<string, string[]>();
  for (const { reference, slaveReference } of given) {
    const earlier = requests.get(reference);
    if (earlier === undefined) requests.set(reference, [slaveReference]);
    else earlier.push(slaveReference);
  }
  return [...requests]
    .filter(([, requested]) => requested.length > 1)
    .map(([reference, requested]) => {
      const what = `${requested.length} shared instances have this reference: ${requested.join(", ")}`;
      return error(placeInShared(reference), what, "references that differ");
    });
}
