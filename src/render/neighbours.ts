/**
 * The lists of other cells that each cell of enb.cfg carries. They grow with the square of the cells, so the
 * text of each entry is made once, all entries stand in one text, and a cell's list is that text without the
 * cell's own entry.
 */
import type { LteCell, NrCell, PeerCell, Site } from "../site/site.ts";
import { type RenderedText, renderedText, renderTemplate } from "./template.ts";

export type CellLists = {
  readonly ncellList: RenderedText;
  readonly scellList: RenderedText;
  /** Null for an NR cell, and where the eNB has no NR cell. */
  readonly enDcScgCellList: RenderedText | null;
};

/** NB-IoT cells take no part in it: they know nothing of neighbours. */
type ListedCell = LteCell | NrCell;

/** Gives the lists of an LTE or NR cell of the site. */
export function makeCellLists(site: Site): (cell: ListedCell) => CellLists {
  const lteCells = site.cells.filter((cell) => cell.kind === "lte");
  const nrCells = site.cells.filter((cell) => cell.kind === "nr");
  const enbId = site.enb.enbId ?? 0;
  const listed = site.cells.filter((cell) => cell.kind !== "nb");
  const neighbours = joinTexts(listed, (cell) => renderNeighbour(cell, enbId));
  const peers = site.peerCells.map(renderPeerNeighbour).join("");
  const folder = site.enb.layout === "2026" ? "enb-2026" : "enb";
  const lteScells = joinTexts<ListedCell>(lteCells, (cell) =>
    renderTemplate(`${folder}/lte-scell.cfg.njk`, cell),
  );
  const nrScells = joinTexts<ListedCell>(nrCells, (cell) =>
    renderTemplate(`${folder}/nr-scell.cfg.njk`, cell),
  );
  const enDcScells = nrCells.map(({ cellId }) => renderTemplate("enb/nr-scell.cfg.njk", { cellId }));
  const enDcScgCellList = nrCells.length > 0 ? renderedText(enDcScells.join("")) : null;
  return (cell) => ({
    ncellList: renderedText(neighbours.without(cell) + peers),
    scellList: renderedText((cell.kind === "lte" ? lteScells : nrScells).without(cell)),
    enDcScgCellList: cell.kind === "lte" ? enDcScgCellList : null,
  });
}

/** The entries' texts one after the other, and the same without one of them. */
function joinTexts<T>(entries: readonly T[], textOf: (entry: T) => string) {
  const texts = entries.map(textOf);
  const all = texts.join("");
  const places = new Map<T, readonly [number, number]>();
  let end = 0;
  for (const [index, entry] of entries.entries()) {
    const start = end;
    end += texts[index]?.length ?? 0;
    places.set(entry, [start, end]);
  }
  const without = (entry: T): string => {
    const [start, end] = places.get(entry) ?? [0, 0];
    return all.slice(0, start) + all.slice(end);
  };
  return { all, without };
}

function renderNeighbour(cell: ListedCell, enbId: number): string {
  return cell.kind === "lte" ? renderLteNeighbour(cell, enbId) : renderNrNeighbour(cell);
}

function renderLteNeighbour(cell: LteCell, enbId: number): string {
  return renderTemplate("enb/lte-neighbour.cfg.njk", {
    /** E-UTRAN cell identity: 20 bits of the eNB, 8 of the cell (TS 36.300 §8.2). */
    eCellId: enbId * 256 + cell.cellId,
    pci: cell.pci,
    dlEarfcn: cell.dlEarfcn,
    tac: cell.tac,
    allowedMeasBandwidth: cell.nRbDl,
    /** Whether every cell there has two antenna ports or more (TS 36.331 presenceAntennaPort1). */
    antennaPort1: cell.radioUnit.nAntennaDl > 1,
  });
}

function renderNrNeighbour({ cellId }: NrCell): string {
  return renderTemplate("enb/nr-neighbour.cfg.njk", { cellId });
}

/** Of a peer LTE cell the bandwidth and antennas are unknown: the least of both. */
function renderPeerNeighbour(peer: PeerCell): string {
  if (peer.kind === "nr") return renderTemplate("enb/nr-peer-neighbour.cfg.njk", peer);
  return renderTemplate("enb/lte-neighbour.cfg.njk", {
    ...peer,
    allowedMeasBandwidth: 6,
    antennaPort1: false,
  });
}
