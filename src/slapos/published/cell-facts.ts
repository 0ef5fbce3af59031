/** What the operator of a neighbouring eNB wants to know of a cell, and what that eNB needs to hand over to it. */
import type { Cell, LteCell, NrCell, Site } from "../../site/site.ts";

type Parameters = Readonly<Record<string, unknown>>;

/** Frequencies in MHz, identities as parameters have them. */
export function getCellFacts(cell: Cell, site: Site): Parameters {
  const identity = getIdentity(cell, site);
  const peerCell = makePeerCell(cell, site);
  return {
    pci: cell.pci,
    bandwidth: cell.bandwidth,
    dl_frequency: cell.dlFrequency / kHzPerMhz,
    ul_frequency: cell.ulFrequency / kHzPerMhz,
    ...(cell.kind !== "nb" && { root_sequence_index: cell.rootSequenceIndex }),
    ...(cell.kind !== "nr" && { tac: formatHexadecimal(cell.tac) }),
    ...getTddPattern(cell),
    ...identity,
    ...(peerCell !== null && { "handover-json-export": JSON.stringify(peerCell) }),
  };
}

const kHzPerMhz = 1000;

/** The whole identity: that of the eNB and that of the cell within it (TS 36.413 §9.2.1.38, TS 38.413 §9.3.1.7). */
function getIdentity(cell: Cell, { enb: { enbId, gnbId } }: Site): Parameters {
  if (cell.kind !== "nr")
    return enbId === null ? {} : { e_cell_id: formatHexadecimal(enbId * 2 ** lteCellIdBits + cell.cellId) };
  if (gnbId === null) return {};
  const nrCellId = gnbId.value * 2 ** (nrCellIdentityBits - gnbId.bits) + cell.cellId;
  return { nr_cell_id: formatHexadecimal(nrCellId), gnb_id_bits: gnbId.bits };
}

const lteCellIdBits = 8;
const nrCellIdentityBits = 36;

function getTddPattern({ origins }: Cell): Parameters {
  const pattern = origins.tdd_ul_dl_config?.value;
  return pattern === undefined ? {} : { tdd_ul_dl_config: pattern };
}

/**
 * The parameters of a peer cell; null where the cell serves no PLMN that a neighbour could name, or where nobody hands
 * over: NB-IoT has none (TS 36.300 §4.10).
 */
function makePeerCell(cell: Cell, site: Site): Parameters | null {
  if (cell.kind === "nb") return null;
  return cell.kind === "lte" ? makeLtePeerCell(cell, site) : makeNrPeerCell(cell, site);
}

function makeLtePeerCell(cell: LteCell, site: Site): Parameters | null {
  const [plmn] = site.enb.plmns;
  if (plmn === undefined) return null;
  return {
    cell_type: "lte",
    cell_kind: "enb_peer",
    name: cell.reference,
    ...getIdentity(cell, site),
    dl_earfcn: cell.dlEarfcn,
    pci: cell.pci,
    tac: formatHexadecimal(cell.tac),
    plmn: plmn.plmn,
  };
}

function makeNrPeerCell(cell: NrCell, site: Site): Parameters | null {
  const [plmn] = site.enb.plmns5g;
  if (plmn === undefined || plmn.tac === null) return null;
  return {
    cell_type: "nr",
    cell_kind: "enb_peer",
    name: cell.reference,
    ...getIdentity(cell, site),
    dl_nr_arfcn: cell.dlNrArfcn,
    ul_nr_arfcn: cell.ulNrArfcn,
    ...(cell.ssbNrArfcn !== null && { ssb_nr_arfcn: cell.ssbNrArfcn }),
    nr_band: cell.band,
    pci: cell.pci,
    tac: formatHexadecimal(plmn.tac),
    plmn: plmn.plmn,
  };
}

function formatHexadecimal(number: number): string {
  return `0x${number.toString(16)}`;
}
