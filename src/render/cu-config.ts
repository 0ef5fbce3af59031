/**
 * What a Lopcomm Radio Unit is told over NETCONF: its processing element, then the user plane with all
 * carriers inactive, then the user plane as configured (a carrier that is active ignores changes).
 */
import type { LteCell, NrCell, RadioUnit } from "../site/site.ts";
import { cuConfigFileName, cuInactiveConfigFileName, processingElementFileName } from "./file-name.ts";
import { makeOnce, makeOncePerKey } from "./once.ts";
import { makeRenderedFile, type RenderedFile } from "./rendered-file.ts";
import { renderedText, renderTemplate } from "./template.ts";

/** Its data model has words for no other. */
type WidebandCell = LteCell | NrCell;

/** The three files of a Radio Unit; the two of the user plane only where a cell is on it. */
export function renderCuConfig(radioUnit: RadioUnit, cell: WidebandCell | undefined): RenderedFile[] {
  const { reference, txrxActive } = radioUnit;
  const processingElement = makeRenderedFile(
    processingElementFileName(reference),
    0o640,
    processingElementContent,
  );
  if (cell === undefined) return [processingElement];
  const userPlane = (path: string, active: RadioUnit["txrxActive"]) =>
    makeRenderedFile(path, 0o640, () =>
      renderTemplate("cu_config.xml.njk", makeUserPlaneContext(radioUnit, cell, active)),
    );
  return [
    processingElement,
    userPlane(cuConfigFileName(reference), txrxActive),
    userPlane(cuInactiveConfigFileName(reference), "INACTIVE"),
  ];
}

const processingElementContent = makeOnce(() => renderTemplate("CreateProcessingEle.xml.njk", {}));

function makeUserPlaneContext(radioUnit: RadioUnit, cell: WidebandCell, active: RadioUnit["txrxActive"]) {
  const { nAntennaDl, nAntennaUl, txGain } = radioUnit;
  return {
    active,
    rwType: cell.kind === "lte" ? "LTE" : "NR",
    rwDuplexScheme: cell.rfMode === "tdd" ? "TDD" : "FDD",
    /** Hz */
    channelBandwidth: Math.round(cell.bandwidth * 1e6),
    tx: {
      name: txCarrier,
      channelNumber: cell.kind === "lte" ? cell.dlEarfcn : cell.dlNrArfcn,
      frequency: cell.dlFrequency * 1000,
      gain: txGain,
    },
    rx: {
      name: rxCarrier,
      channelNumber: cell.kind === "lte" ? cell.ulEarfcn : cell.ulNrArfcn,
      frequency: cell.ulFrequency * 1000,
    },
    links: links(`${nAntennaDl}/${nAntennaUl}`),
  };
}

const txCarrier = "TXA0CC00";
const rxCarrier = "RXA0CC00";

/** Links and endpoints go by the antennas alone: `<downlink>/<uplink>`. */
const links = makeOncePerKey((antennas) => {
  const [nAntennaDl = 0, nAntennaUl = 0] = antennas.split("/").map(Number);
  return renderedText(
    renderTemplate("cu_config/links.xml.njk", {
      txCarrier,
      rxCarrier,
      txLinks: countUpTo(nAntennaDl).map(makeTxLink),
      rxLinks: countUpTo(nAntennaUl).flatMap((antenna) => [makeRxLink(antenna), makePrachLink(antenna)]),
    }),
  );
});

/** A link has the name of its endpoint. */
type Link = { readonly name: string; readonly eaxcId: number };

function makeTxLink(antenna: number): Link {
  return { name: `TXA0${formatPortAndCarrier(antenna)}`, eaxcId: antenna };
}

function makeRxLink(antenna: number): Link {
  return { name: `RXA0${formatPortAndCarrier(antenna)}`, eaxcId: antenna };
}

/** Random access of a receive antenna. */
function makePrachLink(antenna: number): Link {
  return {
    name: `PRACH0${formatPortAndCarrier(antenna)}`,
    eaxcId: 16 * (antenna % 2) + 8 + Math.floor(antenna / 2),
  };
}

/** Two antennas a port. */
function formatPortAndCarrier(antenna: number): string {
  return `P${formatTwoDigits(Math.floor(antenna / 2))}C${formatTwoDigits(antenna % 2)}`;
}

function formatTwoDigits(number: number): string {
  return String(number).padStart(2, "0");
}

function countUpTo(count: number): number[] {
  return Array.from({ length: count }, (_, antenna) => antenna);
}
