/** Adds a Radio Unit or a cell to a parameter file that somebody wrote by hand, whose comments and order stay. */
import { type Document, isMap, isScalar, type Pair, parseDocument, type YAMLMap } from "yaml";
import { error, type Outcome, place } from "../issue/issue.ts";
import { quote } from "../issue/quote.ts";
import { makeExampleCell } from "./new-parameters.ts";
import { defaultRadioUnitKind, type RadioUnitKindName } from "./radio-units/names.ts";
import { getRadioUnitKind } from "./radio-units/radio-unit-kinds.ts";

export type Added = { readonly text: string; readonly reference: string };

/**
 * A Radio Unit of a kind, with a MAC address and a port that no other has; by default it is named after the last one.
 * Nothing is judged but the shape: whether the result is right is up to {@link load}.
 */
export function addRadioUnit(
  text: string,
  reference: string | undefined,
  kindName: RadioUnitKindName = defaultRadioUnitKind,
): Outcome<Added> {
  const kind = getRadioUnitKind(kindName);
  return addShared(text, reference, "RU", isRadioUnit, (_last, all) => {
    const used = new Set(all.flatMap((one) => [one.mac_addr, one.cpri_link, one.sdr_dev_list].map(keyOf)));
    return findUnused(
      (index) => kind.example(index),
      ({ mac_addr, cpri_link, sdr_dev_list }) =>
        [mac_addr, cpri_link, sdr_dev_list].every((value) => value === undefined || !used.has(keyOf(value))),
    );
  });
}

/** A cell on a Radio Unit like the last cell of the file, with identities that no other has. */
export function addCell(text: string, reference: string | undefined, radioUnit: string): Outcome<Added> {
  return addShared(text, reference, "CELL", isCell, (last, all) => {
    const [pcis, ids] = ["pci", "cell_id"].map((key) => new Set(all.map((cell) => Number(cell[key]))));
    const ru = { ru_type: "ru_ref", ru_ref: radioUnit };
    const fresh = findUnused(
      (index) => makeExampleCell(index, radioUnit, 1),
      (cell) => !pcis?.has(Number(cell.pci)) && !ids?.has(Number(cell.cell_id)),
    );
    const { root_sequence_index: _itsOwn, ...like } = last ?? {};
    return { ...fresh, ...like, pci: fresh.pci, cell_id: fresh.cell_id, ru };
  });
}

type Parameters = Readonly<Record<string, unknown>>;

function addShared(
  text: string,
  reference: string | undefined,
  prefix: string,
  isOfKind: (parameters: Parameters) => boolean,
  make: (last: Parameters | undefined, all: readonly Parameters[]) => object,
): Outcome<Added> {
  const document = parseDocument(text);
  const shared = document.errors.length === 0 ? document.get("shared") : undefined;
  if (!isMap(shared)) {
    const expected = "a file written by hand, with a map `shared`";
    return { value: undefined, issues: [error(place("shared"), "not to be found", expected)] };
  }
  const pairs = shared.items.map((pair) => ({
    pair,
    name: nameOf(pair),
    parameters: toParameters(pair, document),
  }));
  const own = pairs.filter(({ parameters }) => isOfKind(parameters));
  const names = pairs.map(({ name }) => name);
  const name = reference ?? nextName(own.at(-1)?.name ?? `${prefix}00`, names);
  if (names.includes(name)) {
    return {
      value: undefined,
      issues: [error(place("shared", name), `${quote(name)} is there already`, "another reference")],
    };
  }
  const made = make(
    own.at(-1)?.parameters,
    own.map(({ parameters }) => parameters),
  );
  insertAfter(shared, own.at(-1)?.pair, document.createPair(name, made));
  return { value: { text: document.toString({ lineWidth: 0 }), reference: name }, issues: [] };
}

function insertAfter(map: YAMLMap, last: Pair | undefined, pair: Pair): void {
  const at = last === undefined ? -1 : map.items.indexOf(last);
  if (at < 0) map.items.push(pair);
  else map.items.splice(at + 1, 0, pair);
  // `shared: {}` of a file without any would go on as one line
  map.flow = false;
}

function nameOf({ key }: Pair): string {
  return String(isScalar(key) ? key.value : key);
}

function toParameters({ value }: Pair, document: Document): Parameters {
  const parameters: unknown = isMap(value) ? value.toJS(document) : undefined;
  return typeof parameters === "object" && parameters !== null ? (parameters as Parameters) : {};
}

function isRadioUnit(parameters: Parameters): boolean {
  return "ru_link_type" in parameters || ("ru_type" in parameters && !("cell_type" in parameters));
}

/** Cells of this eNB; those of peers have another `cell_kind`. */
function isCell(parameters: Parameters): boolean {
  return parameters.cell_kind === "enb";
}

/** `RU10` of `RU09`: the number goes up until nothing has the name. */
function nextName(last: string, taken: readonly string[]): string {
  const [, stem = last, digits = ""] = /^(.*?)(\d*)$/.exec(last) ?? [];
  for (let number = Number(digits) + 1; ; number++) {
    const name = `${stem}${String(number).padStart(digits.length, "0")}`;
    if (!taken.includes(name)) return name;
  }
}

function findUnused<T>(make: (index: number) => T, isUnused: (made: T) => boolean): T {
  for (let index = 0; ; index++) {
    const made = make(index);
    if (isUnused(made)) return made;
  }
}

/** Keys of a dictionary have no order. */
function keyOf(value: unknown): string {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return JSON.stringify(value) ?? "";
  const { sdr_dev, sfp_port } = value as Parameters;
  return JSON.stringify({ sdr_dev, sfp_port });
}
