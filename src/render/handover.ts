/** What the 2026 layout lays out of measurements and handover in the defaults of cells. */
import type { Handover, HandoverEvent, HandoverRule } from "../site/enb/handover-type.ts";

/** What `enb-2026/handover.cfg.njk` lays out, for LTE cells and for NR cells. */
export function makeHandoverContext({ gap, eutraToEutra, eutraToNr, nrToNr, nrToEutra }: Handover) {
  return {
    lteGap: gap === null ? "none" : `gp${gap}`,
    lteHandovers: [
      makeObject("eutra_handover", eutraToEutra, true),
      ...(eutraToNr === null ? [] : [makeObject("nr_handover", eutraToNr, true)]),
    ],
    /** NR cells report by RSRP anyway; only A3 says so. */
    nrHandovers: [
      makeObject("nr_handover", nrToNr, nrToNr.event.kind === "a3"),
      ...(nrToEutra === null ? [] : [makeObject("eutra_handover", nrToEutra, false)]),
    ],
  };
}

function makeObject(object: string, { event, ...rule }: HandoverRule, saysReport: boolean) {
  const reportType = saysReport ? `${event.kind}_report_type` : null;
  return { object, ...rule, reportType, settings: listSettings(event) };
}

/** As enb.cfg names them. */
function listSettings(event: HandoverEvent): (readonly [string, number])[] {
  if ("offset" in event) return [["a3_offset", event.offset]];
  if ("threshold" in event) return [[`${event.kind}_threshold_rsrp`, event.threshold]];
  return [
    [`${event.kind}_threshold1_rsrp`, event.threshold1],
    [`${event.kind}_threshold2_rsrp`, event.threshold2],
  ];
}
