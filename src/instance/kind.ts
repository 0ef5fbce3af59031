/** What kind of thing a shared instance is: its keys tell, before any schema is asked. */
import { error, type Issue, type Outcome, type Place, withGuess } from "../issue/issue.ts";
import { showValue } from "./given-value.ts";
import type { SharedInstance } from "./instance.ts";
import { findNearestName } from "./nearest-name.ts";

export type Kind = SharedInstance["kind"];

const tellingKeys = ["ru_type", "cell_type", "cell_kind", "peer_type"];
const expectedKeys =
  "ru_type (a Radio Unit), cell_type and cell_kind (a cell or a peer cell) or peer_type (a peer)";

/** The kind of shared parameters; an issue where no key tells it, or keys tell several. */
export function findKind(parameters: Readonly<Record<string, unknown>>, at: Place): Outcome<Kind> {
  const told = tellingKeys.filter((key) => Object.hasOwn(parameters, key));
  const things = new Set(told.map((key) => key.split("_")[0]));
  if (things.size > 1)
    return refuse(error(at, `of several kinds: it has ${told.join(" and ")}`, expectedKeys));
  switch ([...things][0]) {
    case "ru":
      return { value: "radio-unit", issues: [] };
    case "peer":
      return { value: "peer", issues: [] };
    case "cell":
      return findCellKind(parameters.cell_kind, at);
    default:
      return refuse(makeUnknownKindIssue(parameters, at));
  }
}

function findCellKind(kind: unknown, at: Place): Outcome<Kind> {
  if (kind === "enb") return { value: "cell", issues: [] };
  if (kind === "enb_peer") return { value: "peer-cell", issues: [] };
  const what = kind === undefined ? "missing" : `${showValue(kind)} is none of the choices`;
  const expected = '"enb" (a cell of this eNB) or "enb_peer" (a cell of another)';
  return refuse(error({ ...at, path: [...at.path, "cell_kind"] }, what, expected));
}

function makeUnknownKindIssue(parameters: Readonly<Record<string, unknown>>, at: Place): Issue {
  const what = "of no known kind";
  for (const key of Object.keys(parameters)) {
    const near = findNearestName(key, tellingKeys);
    if (near !== undefined) return withGuess(error(at, what), `${near} in place of ${key}`);
  }
  return error(at, what, expectedKeys);
}

function refuse(issue: Issue): Outcome<Kind> {
  return { value: undefined, issues: [issue] };
}
