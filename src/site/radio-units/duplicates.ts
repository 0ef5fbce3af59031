/** Things that are given twice and should differ: warnings, told of the second and the following. */
import { type Issue, placeInShared, warning } from "../../issue/issue.ts";
import { quote } from "../../issue/quote.ts";
import type { Cell, PeerCell } from "../site.ts";
import { getPlace, type RadioUnitDefinition } from "./radio-unit-definitions.ts";

/** MAC addresses, CPRI ports and SDR cards. */
export function checkDuplicateHardware(definitions: readonly RadioUnitDefinition[]): Issue[] {
  const mac = ({ parameters }: RadioUnitDefinition) =>
    "mac_addr" in parameters ? [parameters.mac_addr.toLowerCase()] : [];
  const port = ({ parameters }: RadioUnitDefinition) =>
    "cpri_link" in parameters
      ? [`sdr_dev ${parameters.cpri_link.sdr_dev} with sfp_port ${parameters.cpri_link.sfp_port}`]
      : [];
  const cards = ({ parameters }: RadioUnitDefinition) =>
    "sdr_dev_list" in parameters ? parameters.sdr_dev_list.map((device) => `SDR card ${device}`) : [];
  const told =
    (parameter: string[]) => (key: string, first: RadioUnitDefinition, second: RadioUnitDefinition) =>
      warning(
        getPlace(second, ...parameter),
        `${key} is that of Radio Unit ${quote(first.reference)} too`,
        "one of its own",
      );
  return [
    ...findRepeats(definitions, mac, told(["mac_addr"])),
    ...findRepeats(definitions, port, told(["cpri_link"])),
    ...findRepeats(definitions, cards, told(["sdr_dev_list"])),
  ];
}

/** `cell_id` among own cells, and `pci` on one frequency among own cells and peer cells. */
export function checkDuplicateCells(cells: readonly Cell[], peerCells: readonly PeerCell[]): Issue[] {
  return [
    ...findRepeats(
      cells,
      ({ cellId }) => [String(cellId)],
      (key, first, second) =>
        warning(
          placeInShared(second.reference, "cell_id"),
          `${key} is that of cell ${quote(first.reference)} too`,
          "one of its own",
        ),
    ),
    ...findRepeats([...cells, ...peerCells], getPciKeys, (key, first, second) =>
      warning(
        placeInShared(second.reference, "pci"),
        `${key} is that of cell ${quote(first.reference)} too`,
        "another pci",
      ),
    ),
  ];
}

function getPciKeys(cell: Cell | PeerCell): string[] {
  const channel = cell.kind === "lte" ? `EARFCN ${cell.dlEarfcn}` : `NR-ARFCN ${cell.dlNrArfcn}`;
  return [`pci ${cell.pci} on ${channel}`];
}

function findRepeats<T>(
  all: readonly T[],
  keysOf: (one: T) => string[],
  told: (key: string, first: T, second: T) => Issue,
): Issue[] {
  const firstOf = new Map<string, T>();
  return all.flatMap((one) =>
    keysOf(one).flatMap((key) => {
      const first = firstOf.get(key);
      if (first !== undefined) return [told(key, first, one)];
      firstOf.set(key, one);
      return [];
    }),
  );
}
