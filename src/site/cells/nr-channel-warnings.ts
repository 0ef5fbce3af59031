/** What is unusual about the channels of an NR cell, and still rendered as it was given. */
import type { NrCellParameters } from "../../instance/schema/cell.ts";
import { type Issue, type Place, placeInShared, warning } from "../../issue/issue.ts";
import { formatMhz } from "../../radio/frequency.ts";
import { checkChannelRaster, formatLimits, isWithin } from "../../radio/nr.ts";
import { getNrFrequency } from "../../radio/nr-arfcn.ts";
import type { NrBand } from "../../radio/nr-bands.ts";
import { getNrBandwidths, getNrResourceBlocks } from "../../radio/resource-blocks.ts";
import { findSsbSpacing, ssbSubcarriers } from "../../radio/ssb.ts";
import { checkOverhang } from "./channel-issues.ts";
import type { NrChannels } from "./nr-channels.ts";

const subcarriersOfBlock = 12;

/** `spacing` is the cell's, in kHz. */
export function checkNrChannels(
  reference: string,
  parameters: NrCellParameters,
  channels: NrChannels,
  spacing: number,
): Issue[] {
  const { band, dlFrequency } = channels;
  const { dl_nr_arfcn, bandwidth } = parameters;
  const at = (parameter: string) => placeInShared(reference, parameter);
  const limits = band.downlink && { ...band.downlink, name: `n${band.band}` };
  return [
    ...checkRaster(at("dl_nr_arfcn"), band, "downlink", dl_nr_arfcn),
    ...(limits ? checkOverhang(reference, "dl_nr_arfcn", limits, dlFrequency.value, bandwidth) : []),
    ...checkUplink(at("ul_nr_arfcn"), parameters, band),
    ...checkSsb(at("ssb_nr_arfcn"), parameters, channels),
    ...checkWidth(at("bandwidth"), parameters, channels, spacing),
  ];
}

function checkRaster(at: Place, band: NrBand, direction: "uplink" | "downlink", nrArfcn: number): Issue[] {
  const expected = checkChannelRaster(band, direction, nrArfcn);
  if (expected === true) return [];
  return [warning(at, `NR-ARFCN ${nrArfcn} is not on the channel raster of n${band.band}`, expected)];
}

/** Of a paired uplink nothing is said: it follows the downlink. */
function checkUplink(at: Place, { dl_nr_arfcn, ul_nr_arfcn }: NrCellParameters, band: NrBand): Issue[] {
  if (ul_nr_arfcn === undefined || band.uplink === null) return [];
  if (band.duplex === "TDD") {
    if (ul_nr_arfcn === dl_nr_arfcn) return [];
    return [
      warning(at, `${ul_nr_arfcn} is not dl_nr_arfcn, and n${band.band} is of TDD`, String(dl_nr_arfcn)),
    ];
  }
  const frequency = getNrFrequency(ul_nr_arfcn) ?? 0;
  if (isWithin(band.uplink, frequency)) return checkRaster(at, band, "uplink", ul_nr_arfcn);
  const what = `NR-ARFCN ${ul_nr_arfcn} (${formatMhz(frequency)} MHz) is outside the uplink of n${band.band}`;
  return [warning(at, what, formatLimits(band.uplink))];
}

/** An SSB that was given. */
function checkSsb(at: Place, { ssb_nr_arfcn, bandwidth }: NrCellParameters, channels: NrChannels): Issue[] {
  if (ssb_nr_arfcn === undefined) return [];
  const { band, dlFrequency } = channels;
  const frequency = getNrFrequency(ssb_nr_arfcn) ?? 0;
  const spacing = findSsbSpacing(band, frequency, bandwidth);
  const expected = "no ssb_nr_arfcn: the nearest point is then taken (TS 38.104 section 5.4.3)";
  if (spacing === null) {
    return [warning(at, `NR-ARFCN ${ssb_nr_arfcn} is not on the sync raster of n${band.band}`, expected)];
  }
  if ((frequency - dlFrequency.value) % spacing === 0) return [];
  const what = `NR-ARFCN ${ssb_nr_arfcn} is not a whole number of sub-carriers of ${spacing} kHz away from the carrier's centre`;
  return [warning(at, what, expected)];
}

/** Bandwidth and spacing must go together, and the SSB must fit into the carrier. */
function checkWidth(
  at: Place,
  { bandwidth }: NrCellParameters,
  { band, dlFrequency, ssbNrArfcn }: NrChannels,
  spacing: number,
): Issue[] {
  const blocks = getNrResourceBlocks(band.band, bandwidth, spacing);
  if (blocks === undefined) {
    const expected = getNrBandwidths(band.band, spacing).join(", ") || "another subcarrier_spacing";
    return [
      warning(
        at,
        `n${band.band} has no channel of ${bandwidth} MHz at a sub-carrier spacing of ${spacing} kHz`,
        expected,
      ),
    ];
  }
  if (ssbNrArfcn === null) return [];
  const ssb = getNrFrequency(ssbNrArfcn.value) ?? 0;
  const ssbSpacing = findSsbSpacing(band, ssb, bandwidth) ?? spacing;
  const reach = Math.abs(ssb - dlFrequency.value) + (ssbSubcarriers / 2) * ssbSpacing;
  const half = (blocks * subcarriersOfBlock * spacing) / 2;
  if (reach <= half) return [];
  return [
    warning(
      at,
      `the SSB at NR-ARFCN ${ssbNrArfcn.value}, ${ssbSubcarriers} sub-carriers of ${ssbSpacing} kHz, does not fit into the carrier of ${blocks} resource blocks`,
      "a wider channel, or another dl_nr_arfcn",
    ),
  ];
}
