/** What kind of thing a shared instance is: its keys tell, before any schema is asked. */
import { error, type Issue, type Outcome, type Place, withGuess } from "../issue/issue.ts";
import { showValue } from "./given-value.ts";
import type { SharedInstance } from "./instance.ts";
import { nearestName } from "./nearest-name.ts";

export type Kind = SharedInstance["kind"];

const tellingKeys = ["ru_type", "cell_type", "cell_kind", "peer_type"];
const expectedKeys =
  "ru_type (a Radio Unit), cell_type and cell_kind (a cell or a peer cell) or peer_type (a peer)";

/** The kind of shared parameters; an issue where no key tells it, or keys tell several. */
export function kindOf(parameters: Readonly<Record<string, unknown>>, at: Place): Outcome<Kind> {
  const told = tellingKeys.filter((key) => Object.hasOwn(parameters, key));
  const things = new Set(told.map((key) => key.split("_")[0]));
  if (things.size > 1)
    return refused(error(at, `of several kinds: it has ${told.join(" and ")}`, expectedKeys));
  switch ([...things][0]) {
    case "ru":
      return { value: "radio-unit", issues: [] };
    case "peer":
      return { value: "peer", issues: [] };
    case "cell":
      return cellKind(parameters.cell_kind, at);
    default:
      return refused(unknownKind(parameters, at));
  }
}

function cellKind(kind: unknown, at: Place): Outcome<Kind> {
  if (kind === "enb") return { value: "cell", issues: [] };
  if (kind === "enb_peer") return { value: "peer-cell", issues: [] };
  const what = kind === undefined ? "missing" : `${showValue(kind)} is none of the choices`;
  const expected = '"enb" (a cell of this eNB) or "enb_peer" (a cell of another)';
  return refused(error({ ...at, path: [...at.path, "cell_kind"] }, what, expected));
}

function unknownKind(parameters: Readonly<Record<string, unknown>>, at: Place): Issue {
  const what = "of no known kind";
  for (const key of Object.keys(parameters)) {
    const near = nearestName(key, tellingKeys);
    if (near !== undefined) return withGuess(error(at, what), `${near} in place of ${key}`);
  }
  return error(at, what, expectedKeys);
}

function refused(issue: Issue): Outcome<Kind> {
  return { value: undefined, issues: [issue] };
}
