/** Band, frequencies and uplink of an LTE or NB-IoT cell: TS 36.104 section 5.7.3. */
import type { LteCellParameters } from "../../instance/schema/cell.ts";
import { hasErrors, type Issue, type Outcome, placeInShared, warning } from "../../issue/issue.ts";
import {
  type EutraChannel,
  findEutraDownlink,
  findEutraUplink,
  getEutraLimits,
  pairEutraUplink,
} from "../../radio/eutra.ts";
import { computed, given, type Resolved } from "../resolved.ts";
import { accept, checkDuplex, checkOverhang, checkUnusedPattern } from "./channel-issues.ts";

/** Frequencies in kHz. */
export type LteChannels = {
  readonly band: Resolved<number>;
  readonly ulEarfcn: Resolved<number>;
  readonly dlFrequency: Resolved<number>;
  readonly ulFrequency: Resolved<number>;
};

/** What gives them; `bandwidth` in MHz. */
type Carrier = Pick<LteCellParameters, "dl_earfcn" | "ul_earfcn" | "rf_mode" | "tdd_ul_dl_config"> & {
  readonly cell_type: "lte" | "nb";
  readonly bandwidth: number;
};

/**
 * Errors: a downlink outside every band, a duplex mode that is not the band's, no uplink to pair with, an uplink
 * outside every band. Warnings: an uplink that is not of this band, a carrier that reaches beyond it.
 */
export function resolveLteChannels(reference: string, parameters: Carrier): Outcome<LteChannels> {
  const { dl_earfcn, rf_mode, bandwidth, cell_type } = parameters;
  const issues: Issue[] = checkUnusedPattern(reference, rf_mode, parameters.tdd_ul_dl_config);
  const downlink = accept(findEutraDownlink(dl_earfcn), issues, reference, "dl_earfcn");
  if (downlink === undefined) return { value: undefined, issues };
  const { band, frequency } = downlink;
  const limits = { ...getEutraLimits(band.downlink), name: `band ${band.band}` };
  const bandName = `band ${band.band} (EARFCN ${dl_earfcn})`;
  issues.push(...checkDuplex(reference, rf_mode, bandName, band.duplex, cell_type === "nb"));
  issues.push(...checkOverhang(reference, "dl_earfcn", limits, frequency, bandwidth));
  const uplink = resolveUplink(reference, parameters.ul_earfcn, downlink, issues);
  if (uplink === undefined || hasErrors(issues)) return { value: undefined, issues };
  return {
    value: {
      band: computed(band.band, "the band of dl_earfcn (TS 36.104 table 5.7.3-1)"),
      dlFrequency: computed(frequency, "F_DL of dl_earfcn (TS 36.104 section 5.7.3)"),
      ulEarfcn: uplink.earfcn,
      ulFrequency: computed(uplink.frequency, "F_UL of ul_earfcn (TS 36.104 section 5.7.3)"),
    },
    issues,
  };
}

type Uplink = { readonly earfcn: Resolved<number>; readonly frequency: number };

function resolveUplink(
  reference: string,
  ulEarfcn: number | undefined,
  downlink: EutraChannel,
  issues: Issue[],
): Uplink | undefined {
  if (ulEarfcn === undefined) {
    const paired = accept(pairEutraUplink(downlink), issues, reference, "dl_earfcn");
    return (
      paired && { earfcn: computed(paired.earfcn, getPairingRule(downlink)), frequency: paired.frequency }
    );
  }
  const uplink = accept(findEutraUplink(ulEarfcn), issues, reference, "ul_earfcn");
  if (uplink === undefined) return undefined;
  issues.push(...checkUplink(reference, uplink, downlink));
  return { earfcn: given(ulEarfcn, "ul_earfcn"), frequency: uplink.frequency };
}

function getPairingRule({ band }: EutraChannel): string {
  if (band.duplex === "TDD") return "dl_earfcn: a TDD band has one channel for both directions";
  return "paired with dl_earfcn by equal distance from the band's start (TS 36.104 section 5.7.4)";
}

/** A given uplink is taken as it is, and told of where the band would have another. */
function checkUplink(reference: string, uplink: EutraChannel, downlink: EutraChannel): Issue[] {
  const at = placeInShared(reference, "ul_earfcn");
  const { band } = downlink;
  if (band.duplex === "TDD" && uplink.earfcn !== downlink.earfcn) {
    return [
      warning(
        at,
        `${uplink.earfcn} is not dl_earfcn, and band ${band.band} is of TDD`,
        String(downlink.earfcn),
      ),
    ];
  }
  if (uplink.band === band || band.uplink === null) return [];
  const expected = `${band.uplink.first} to ${band.uplink.last}`;
  return [
    warning(
      at,
      `EARFCN ${uplink.earfcn} is in the uplink of band ${uplink.band.band}, not of band ${band.band}`,
      expected,
    ),
  ];
}
