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
import { type GivenInstance, getGivenInstance } from "./given.ts";
import type { Instance } from "./instance.ts";
import { maxInputLength, maxIssues, maxYamlLength } from "./limits.ts";
import { checkOwnKeys, getOwnValues } from "./own-values.ts";
import { parseJson } from "./text/json-text.ts";
import { findOffset, indexPositions } from "./text/text-node.ts";

export type Loaded = {
  readonly instance: Instance;
  /** Where in the file a place stands; undefined where the input was not written by hand. */
  readonly locate: (place: Place) => Position | undefined;
};

/** An input as far as it can be followed. */
export type PartlyLoaded = {
  /** What is good of it; undefined where the input has another shape, or its own parameters are wrong. */
  readonly loaded: Loaded | undefined;
  /** References of the shared instances that are left out because something is wrong with them. */
  readonly refused: ReadonlySet<string>;
  readonly issues: readonly Issue[];
};

/** An instance from JSON or YAML, whole: what {@link loadPartly} gives where nothing is wrong. */
export async function load(text: string, file: string): Promise<Outcome<Loaded>> {
  const { loaded, issues } = await loadPartly(text, file);
  return { value: hasErrors(issues) ? undefined : loaded, issues };
}

/**
 * An instance from JSON or YAML: the dictionary that slapconfiguration hands over, or the same written by hand
 * (`given.ts`). `file` is the name that positions have. Never throws; all that is wrong is reported at once, and
 * what is good is handed on, so that rules across can be checked too.
 */
export async function loadPartly(text: string, file: string): Promise<PartlyLoaded> {
  if (text.length > maxInputLength) {
    const what = `the input has ${text.length} characters`;
    return makeRefused([error(place(), what, `at most ${maxInputLength}`)]);
  }
  const source = text.startsWith("\ufeff") ? text.slice(1) : text;
  const positionOf = indexPositions(source, file);
  const parsed = parseJson(source) ?? (await parseOther(source));
  if ("failures" in parsed) {
    return makeRefused(
      parsed.failures.map(({ issue, offset }) => ({ ...issue, position: positionOf(offset) })),
    );
  }
  const { given, issues } = getGivenInstance(parsed.value, parsed.root);
  const locate = (at: Place) =>
    given?.handWritten ? positionOf(findOffset(parsed.root, { ...at, path: getPathInText(at) })) : undefined;
  const checked = given ? checkInstance(given) : undefined;
  const all = [...parsed.issues.map(moveToShared), ...issues, ...(checked?.issues ?? [])];
  return {
    loaded: checked?.instance && { instance: checked.instance, locate },
    refused: findRefused(given?.shared ?? [], checked?.instance?.shared ?? []),
    issues: limitIssues(all.map((issue) => addPosition(issue, locate))),
  };
}

function makeRefused(issues: readonly Issue[]): PartlyLoaded {
  return { loaded: undefined, refused: new Set(), issues };
}

function findRefused(given: readonly WithReference[], good: readonly WithReference[]): ReadonlySet<string> {
  const references = new Set(good.map(({ reference }) => reference));
  return new Set(given.map(({ reference }) => reference).filter((reference) => !references.has(reference)));
}

type WithReference = { readonly reference: string };

/** YAML is parsed by packages that JSON input need not wait for; most of it by the quicker one. */
async function parseOther(text: string) {
  const { parsePlainYaml } = await import("./text/plain-yaml.ts");
  const plain = text.length > maxYamlLength ? undefined : parsePlainYaml(text);
  if (plain !== undefined) return plain;
  const { parseYaml } = await import("./text/yaml-text.ts");
  return parseYaml(text);
}

function checkInstance({ own, handWritten, shared: given }: GivenInstance): {
  readonly instance: Instance | undefined;
  readonly issues: readonly Issue[];
} {
  const ownIssues: Issue[] = handWritten ? checkOwnKeys(own) : [];
  const values = getOwnValues(own, ownIssues);
  const { value: configuration, issues: configurationIssues } = checkConfiguration(own.configuration);
  const { shared, issues: sharedIssues } = checkShared(given);
  const issues = [...ownIssues, ...configurationIssues, ...sharedIssues];
  return { instance: configuration && { ...values, configuration, shared }, issues };
}

/** A place in shared parameters stands below `shared` in a file written by hand. */
function getPathInText({ shared, path }: Place): Place["path"] {
  return shared === null ? path : ["shared", shared, ...path];
}

/** The reverse: what the text's own issues are about. */
function moveToShared(issue: Issue): Issue {
  const [first, shared, ...path] = issue.place.path;
  return first === "shared" && typeof shared === "string"
    ? { ...issue, place: { ...issue.place, shared, path } }
    : issue;
}

/** Adds where in the file the issue stands. */
function addPosition(issue: Issue, locate: Loaded["locate"]): Issue {
  const position = issue.position ?? locate(issue.place);
  return position === undefined ? issue : { ...issue, position };
}

/** The first ones, and how many more there are. */
function limitIssues(issues: readonly Issue[]): readonly Issue[] {
  if (issues.length <= maxIssues) return issues;
  const more = issues.length - maxIssues;
  return [...issues.slice(0, maxIssues), error(place(), `and ${more} more problems`)];
}
