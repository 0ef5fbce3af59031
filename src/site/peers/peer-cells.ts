/** Peer cells in the order of files, with the numbers that a neighbour is told by. */
import type { Instance } from "../../instance/instance.ts";
import { compareReferences } from "../../instance/reference.ts";
import type { PeerCellParameters } from "../../instance/schema/peer-cell.ts";
import { error, hasErrors, type Issue, placeInShared, warning } from "../../issue/issue.ts";
import { findEutraDownlink } from "../../radio/eutra.ts";
import { formatMhz } from "../../radio/frequency.ts";
import { checkChannelRaster, findNrBand, findNrDlFrequency } from "../../radio/nr.ts";
import { getNrFrequency } from "../../radio/nr-arfcn.ts";
import type { NrBand } from "../../radio/nr-bands.ts";
import { chooseSsb, findSsbSpacing, getWidestRowBandwidth } from "../../radio/ssb.ts";
import { accept } from "../cells/channel-issues.ts";
import { formatSsbRule, resolveNrUplink } from "../cells/nr-channels.ts";
import { computed, given, type Resolved } from "../resolved.ts";
import { getShared } from "../shared-instances.ts";
import type { PeerCell, PeerLteCell, PeerNrCell } from "../site.ts";
import { resolvePeerPlmn } from "./peer-plmn.ts";

type LtePeerCellParameters = Extract<PeerCellParameters, { readonly cell_type: "lte" }>;
type NrPeerCellParameters = Extract<PeerCellParameters, { readonly cell_type: "nr" }>;

/** Errors: a downlink outside every band or its band, no uplink or SSB to be computed. */
export function resolvePeerCells(instance: Instance): {
  readonly peerCells: readonly PeerCell[];
  readonly issues: readonly Issue[];
} {
  const issues: Issue[] = [];
  const peerCells = getShared(instance, "peer-cell")
    .map(({ reference, parameters }) =>
      parameters.cell_type === "lte"
        ? resolveLtePeer(reference, parameters, resolvePeerPlmn(instance, parameters), issues)
        : resolveNrPeer(reference, parameters, resolvePeerPlmn(instance, parameters), issues),
    )
    .filter((peerCell) => peerCell !== undefined)
    .sort((a, b) => compareReferences(a.reference, b.reference));
  return { peerCells, issues };
}

function resolveLtePeer(
  reference: string,
  parameters: LtePeerCellParameters,
  plmn: Resolved<string> | null,
  issues: Issue[],
): PeerLteCell | undefined {
  const { e_cell_id, pci, dl_earfcn, tac } = parameters;
  const downlink = accept(findEutraDownlink(dl_earfcn), issues, reference, "dl_earfcn");
  if (downlink === undefined) return undefined;
  const origins = {
    cell_type: given("lte", "cell_type"),
    cell_kind: given("enb_peer", "cell_kind"),
    e_cell_id: given(e_cell_id, "e_cell_id"),
    pci: given(pci, "pci"),
    tac: given(tac, "tac"),
    ...(plmn && { plmn }),
    dl_earfcn: given(dl_earfcn, "dl_earfcn"),
    band: computed(downlink.band.band, "the band of dl_earfcn (TS 36.104 table 5.7.3-1)"),
    dl_frequency_khz: computed(downlink.frequency, "F_DL of dl_earfcn (TS 36.104 section 5.7.3)"),
  };
  const band = downlink.band.band;
  const numbers = { eCellId: e_cell_id, pci, dlEarfcn: dl_earfcn, band, tac };
  return { reference, kind: "lte", ...numbers, plmn: plmn?.value ?? null, origins };
}

function resolveNrPeer(
  reference: string,
  parameters: NrPeerCellParameters,
  plmn: Resolved<string> | null,
  issues: Issue[],
): PeerNrCell | undefined {
  const { dl_nr_arfcn, nr_band } = parameters;
  const own: Issue[] = [];
  const band = accept(findNrBand(nr_band), own, reference, "nr_band");
  const dlFrequency = band && accept(findNrDlFrequency(band, dl_nr_arfcn), own, reference, "dl_nr_arfcn");
  const ulNrArfcn = dlFrequency && resolveNrUplink(reference, parameters, band, own);
  const ssb = dlFrequency && resolvePeerSsb(reference, parameters, { band, dlFrequency }, own);
  issues.push(...own);
  if (hasErrors(own) || !band || !ulNrArfcn || !ssb) return undefined;
  const onRaster = checkChannelRaster(band, "downlink", dl_nr_arfcn);
  if (onRaster !== true) {
    const what = `NR-ARFCN ${dl_nr_arfcn} is not on the channel raster of n${nr_band}`;
    issues.push(warning(placeInShared(reference, "dl_nr_arfcn"), what, onRaster));
  }
  return makeNrPeer(reference, parameters, plmn, ulNrArfcn, ssb);
}

type PeerSsb = { readonly nrArfcn: Resolved<number>; readonly spacing: number };

/**
 * The SSB that is given, or the computed one, with the spacing of its raster. The bandwidth of a peer's carrier is
 * not known: its SSB may be on any row of its band. An error where nothing gives a spacing.
 */
function resolvePeerSsb(
  reference: string,
  { ssb_nr_arfcn }: NrPeerCellParameters,
  { band, dlFrequency }: { readonly band: NrBand; readonly dlFrequency: number },
  issues: Issue[],
): PeerSsb | undefined {
  const chosen = chooseSsb(band, dlFrequency, null);
  if (ssb_nr_arfcn === undefined) {
    const ssb = accept(chosen, issues, reference, "dl_nr_arfcn");
    if (ssb !== undefined) issues.push(...warnOfAssumedWidth(reference, band, ssb.spacing));
    return ssb && { nrArfcn: computed(ssb.nrArfcn, formatSsbRule(ssb.spacing)), spacing: ssb.spacing };
  }
  const nrArfcn = given(ssb_nr_arfcn, "ssb_nr_arfcn");
  const frequency = getNrFrequency(ssb_nr_arfcn) ?? 0;
  const spacing =
    findSsbSpacing(band, frequency, null, dlFrequency) ?? (chosen.ok ? chosen.value.spacing : null);
  if (spacing !== null) return { nrArfcn, spacing };
  const what = `the sync raster of n${band.band} has no point at NR-ARFCN ${ssb_nr_arfcn} that lies a whole number of sub-carriers from ${formatMhz(dlFrequency)} MHz`;
  const expected = "another dl_nr_arfcn or ssb_nr_arfcn (TS 38.104 table 5.4.3.3-1)";
  issues.push(error(placeInShared(reference, "ssb_nr_arfcn"), what, expected));
  return undefined;
}

/** Where the raster goes by the channel's bandwidth, that of the widest channels was taken. */
function warnOfAssumedWidth(reference: string, band: NrBand, spacing: number): Issue[] {
  const from = getWidestRowBandwidth(band, spacing);
  if (from === 0) return [];
  const what = `the sync raster of n${band.band} goes by the bandwidth, which is not known here: that of ${from} MHz and more was taken`;
  return [warning(placeInShared(reference, "ssb_nr_arfcn"), what, "the neighbour's own ssb_nr_arfcn")];
}

function makeNrPeer(
  reference: string,
  parameters: NrPeerCellParameters,
  plmn: Resolved<string> | null,
  ulNrArfcn: Resolved<number>,
  ssb: PeerSsb,
): PeerNrCell {
  const { nr_cell_id, gnb_id_bits, pci, dl_nr_arfcn, nr_band, tac } = parameters;
  const origins = {
    cell_type: given("nr", "cell_type"),
    cell_kind: given("enb_peer", "cell_kind"),
    nr_cell_id: given(nr_cell_id, "nr_cell_id"),
    gnb_id_bits: given(gnb_id_bits, "gnb_id_bits"),
    pci: given(pci, "pci"),
    tac: given(tac, "tac"),
    ...(plmn && { plmn }),
    nr_band: given(nr_band, "nr_band"),
    dl_nr_arfcn: given(dl_nr_arfcn, "dl_nr_arfcn"),
    ul_nr_arfcn: ulNrArfcn,
    ssb_nr_arfcn: ssb.nrArfcn,
    ssb_subcarrier_spacing: computed(ssb.spacing, "of the sync raster that ssb_nr_arfcn is from"),
  };
  return {
    reference,
    kind: "nr",
    nrCellId: nr_cell_id,
    gnbIdBits: gnb_id_bits,
    pci,
    dlNrArfcn: dl_nr_arfcn,
    ulNrArfcn: ulNrArfcn.value,
    band: nr_band,
    tac,
    plmn: plmn?.value ?? null,
    ssbNrArfcn: ssb.nrArfcn.value,
    ssbSubcarrierSpacing: ssb.spacing,
    origins,
  };
}
