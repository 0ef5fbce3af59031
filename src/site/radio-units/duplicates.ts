/** Things that are given twice and should differ: an issue at the second and the following. */
import { error, type Issue, placeInShared, warning } from "../../issue/issue.ts";
import { quote } from "../../issue/quote.ts";
import type { Cell, PeerCell } from "../site.ts";
import { getPlace, type RadioUnitDefinition } from "./radio-unit-definitions.ts";

/** MAC addresses and SDR cards; a CPRI port has one cable, so that two Radio Units on one are an error. */
export function checkDuplicateHardware(definitions: readonly RadioUnitDefinition[]): Issue[] {
  const mac = ({ parameters }: RadioUnitDefinition) =>
    "mac_addr" in parameters ? [parameters.mac_addr.toLowerCase()] : [];
  const port = ({ parameters }: RadioUnitDefinition) =>
    "cpri_link" in parameters
      ? [`sdr_dev ${parameters.cpri_link.sdr_dev} with sfp_port ${parameters.cpri_link.sfp_port}`]
      : [];
  const cards = ({ parameters }: RadioUnitDefinition) =>
    "sdr_dev_list" in parameters ? parameters.sdr_dev_list.map((device) => `SDR card ${device}`) : [];
  return [
    ...findRepeats(definitions, mac, (key, first, second) =>
      warning(getPlace(second, "mac_addr"), formatRepeat(key, first), "one of its own"),
    ),
    ...findRepeats(definitions, port, (key, first, second) =>
      error(getPlace(second, "cpri_link"), formatRepeat(key, first), "a port of its own"),
    ),
    ...findRepeats(definitions, cards, (key, first, second) =>
      warning(getPlace(second, "sdr_dev_list"), formatRepeat(key, first), "one of its own"),
    ),
  ];
}

function formatRepeat(key: string, { reference }: RadioUnitDefinition): string {
  return `${key} is that of Radio Unit ${quote(reference)} too`;
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
  const channel = cell.kind === "nr" ? `NR-ARFCN ${cell.dlNrArfcn}` : `EARFCN ${cell.dlEarfcn}`;
  return [`pci ${cell.pci} on ${channel}`];
}

function findRepeats<T>(
  all: readonly T[],
  keysOf: (one: T) => string[],
  makeIssue: (key: string, first: T, second: T) => Issue,
): Issue[] {
  const firstOf = new Map<string, T>();
  return all.flatMap((one) =>
    keysOf(one).flatMap((key) => {
      const first = firstOf.get(key);
      if (first !== undefined) return [makeIssue(key, first, one)];
      firstOf.set(key, one);
      return [];
    }),
  );
}
