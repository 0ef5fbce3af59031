/** From the text of an input to an Instance. */
import {
  error,
  hasErrors,
  type Issue,
  type Outcome,
  type Place,
  type Position,
  place,
} from "../issue/issue.ts";
import { checkConfiguration, checkShared } from "./check.ts";
import { type GivenInstance, givenInstance } from "./given.ts";
import type { Instance } from "./instance.ts";
import { parseJson } from "./json-text.ts";
import { longestInput, mostIssues } from "./limits.ts";
import { ownValues, unknownOwnKeys } from "./own-values.ts";
import { nodeAt, positionsIn } from "./text-node.ts";

export type Loaded = {
  readonly instance: Instance;
  /** Where in the file a place stands; undefined where the input was not written by hand. */
  readonly locate: (place: Place) => Position | undefined;
};

/**
 * An instance from JSON or YAML: the dictionary that slapconfiguration hands over, or the same written by hand
 * (`given.ts`). `file` is the name that positions have. Never throws; all that is wrong is reported at once.
 */
export async function load(text: string, file: string): Promise<Outcome<Loaded>> {
  if (text.length > longestInput) {
    const what = `the input has ${text.length} characters`;
    return { value: undefined, issues: [error(place(), what, `at most ${longestInput}`)] };
  }
  const source = text.startsWith("\ufeff") ? text.slice(1) : text;
  const positionOf = positionsIn(source, file);
  const parsed = parseJson(source) ?? (await parseOther(source));
  if ("failures" in parsed) {
    const issues = parsed.failures.map(({ issue, offset }) => ({ ...issue, position: positionOf(offset) }));
    return { value: undefined, issues };
  }
  const { given, issues } = givenInstance(parsed.value, parsed.root);
  const locate = (at: Place) =>
    given?.handWritten ? positionOf(nodeAt(parsed.root, pathInText(at)).offset) : undefined;
  const { instance, issues: wrong } = given ? checkInstance(given) : { instance: undefined, issues: [] };
  const located = [...parsed.issues.map(inShared), ...issues, ...wrong].map((issue) =>
    withPosition(issue, locate),
  );
  if (instance === undefined || hasErrors(located)) return { value: undefined, issues: told(located) };
  return { value: { instance, locate }, issues: located };
}

/** YAML is parsed by a package that JSON input need not wait for. */
async function parseOther(text: string) {
  const { parseYaml } = await import("./yaml-text.ts");
  return parseYaml(text);
}

function checkInstance({ own, handWritten, shared: given }: GivenInstance): {
  readonly instance: Instance | undefined;
  readonly issues: readonly Issue[];
} {
  const ownIssues: Issue[] = handWritten ? unknownOwnKeys(own) : [];
  const values = ownValues(own, ownIssues);
  const { value: configuration, issues: configurationIssues } = checkConfiguration(own.configuration);
  const { shared, issues: sharedIssues } = checkShared(given);
  const issues = [...ownIssues, ...configurationIssues, ...sharedIssues];
  return { instance: configuration && { ...values, configuration, shared }, issues };
}

/** A place in shared parameters stands below `shared` in a file written by hand. */
function pathInText({ shared, path }: Place): Place["path"] {
  return shared === null ? path : ["shared", shared, ...path];
}

/** The reverse: what the text's own issues are about. */
function inShared(issue: Issue): Issue {
  const [first, shared, ...path] = issue.place.path;
  return first === "shared" && typeof shared === "string" ? { ...issue, place: { shared, path } } : issue;
}

/** Adds where in the file the issue stands. */
function withPosition(issue: Issue, locate: Loaded["locate"]): Issue {
  const position = issue.position ?? locate(issue.place);
  return position === undefined ? issue : { ...issue, position };
}

/** The first ones, and how many more there are. */
function told(issues: readonly Issue[]): readonly Issue[] {
  if (issues.length <= mostIssues) return issues;
  const more = issues.length - mostIssues;
  return [...issues.slice(0, mostIssues), error(place(), `and ${more} more problems`)];
}
