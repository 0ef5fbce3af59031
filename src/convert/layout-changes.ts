/** What the 2026 layout of enb.cfg changes on the air against that of 2024, for the cells that a site has. */
import type { Handover, HandoverRule, Threshold } from "../site/enb/handover-type.ts";
import type { Cell, Site } from "../site/site.ts";

/** One difference: before and after in words, and the settings of enb.cfg that show it. */
export type LayoutChange = {
  readonly what: string;
  readonly before: string;
  readonly after: string;
  readonly settings: readonly string[];
};

/** None where both sites have one layout. */
export function listLayoutChanges(before: Site, after: Site): LayoutChange[] {
  if (before.enb.layout === after.enb.layout || before.enb.handover === null) return [];
  const has = (kind: Cell["kind"]) => after.cells.some((cell) => cell.kind === kind);
  return [
    ...(has("lte") ? [...listLteChanges(after), ...listLteHandover(before.enb.handover, after)] : []),
    ...(has("nr") ? [...listNrChanges(before, after), ...listNrHandover(before.enb.handover, after)] : []),
    ...listCommonChanges(after),
  ];
}

/** The 2024 layout's own, as its templates have them. */
const of2024 = {
  lte: {
    a1: { rsrp: -70, hysteresis: 0, timeToTrigger: 640 },
    a2: { rsrp: -80, hysteresis: 0, timeToTrigger: 640 },
  },
  nr: {
    a1: { rsrp: -60, hysteresis: 10, timeToTrigger: 100 },
    a2: { rsrp: -70, hysteresis: 0, timeToTrigger: 100 },
  },
  nrPrachConfigIndex: 160,
} as const;

function listLteChanges({ cells }: Site): LayoutChange[] {
  const several = cells.filter(({ kind }) => kind === "lte").length > 1;
  return [
    change("LTE uplink power control", "on", "off", ["cell_default.dpc"]),
    ...(several
      ? [
          change("LTE channel quality", "reported every 40 ms", "reported when it is asked for", [
            "cell_default.cqi_period",
            "cell_list.ap_cqi_",
            "cell_list.m_ri",
            "cell_list.pucch_dedicated",
            "cell_list.simultaneousAckNackAndCQI_format3",
          ]),
        ]
      : []),
  ];
}

function listNrChanges(before: Site, after: Site): LayoutChange[] {
  const fdd = after.cells.some((cell) => cell.kind === "nr" && cell.rfMode === "fdd");
  const indexes = new Set(after.cells.flatMap((cell) => (cell.kind === "nr" ? [cell.prachConfigIndex] : [])));
  const usual = of2024.nrPrachConfigIndex;
  const offsets = (site: Site) =>
    JSON.stringify(site.cells.flatMap((cell) => (cell.kind === "nr" ? [cell.slotOffsets] : [])));
  return [
    change("NR uplink power control", "towards 25 dB", "towards what the eNB chooses", [
      "nr_cell_default.pusch.dpc_snr_target",
      "nr_cell_default.pucch.dpc_snr_target",
    ]),
    change("NR CSI reference signals, CSI reports and PUCCH", "laid out in enb.cfg", "chosen by the eNB", [
      "nr_cell_default.csi_rs",
      "nr_cell_list.csi_rs",
      "nr_cell_default.pucch",
    ]),
    change(
      "NR UE search space",
      "2 or 8 candidates at level 2, 1 at level 4",
      "4 or 8 candidates at level 2",
      ["nr_cell_list.pdcch.uss"],
    ),
    ...(indexes.size > 0 && [...indexes].every((index) => index === usual)
      ? []
      : [
          change(
            `NR random access${fdd ? " with fdd" : ""}`,
            `PRACH configuration ${usual}`,
            `PRACH configuration ${[...indexes].join(", ")}`,
            ["nr_cell_list.prach", "nr_cell_default.prach"],
          ),
        ]),
    ...(offsets(before) === offsets(after)
      ? []
      : [
          change("NR slot offsets of the pattern with 8 uplink slots", "in enb.cfg", "chosen by the eNB", [
            "nr_cell_list.pdsch",
            "nr_cell_list.pusch.k2",
            "nr_cell_list.pusch.msg3_k2",
          ]),
        ]),
  ];
}

function listCommonChanges({ cells, peerCells }: Site): LayoutChange[] {
  if (cells.length === 0) return [];
  return [
    change("Link adaptation by power headroom", "as the eNB chooses", "on", ["phr_link_adaptation"]),
    change("Data radio bearers", "without 5QI levels", "with 5QI levels, and one for 5QI 10", ["-drb.cfg"]),
    ...(peerCells.length > 0
      ? [change("Neighbours in other eNBs", "without PLMN", "with their PLMN", ["ncell_list.plmn"])]
      : []),
  ];
}

function listLteHandover(before: Handover, { enb: { handover } }: Site): LayoutChange[] {
  const block = "cell_default.meas_config_desc";
  if (handover === null) return [stopMeasuring("LTE", "cell_default")];
  return [
    ...compareTo("LTE measurement gap", "pattern 0", formatGap(handover.gap), [
      "cell_default.meas_gap_config",
    ]),
    ...compareTo("LTE A1", formatThreshold(of2024.lte.a1), formatThreshold(handover.a1), [`${block}.a1_`]),
    ...compareTo("LTE A2", formatThreshold(of2024.lte.a2), formatThreshold(handover.a2), [`${block}.a2_`]),
    ...compareTo(
      "Handover from LTE to LTE",
      formatRule(before.eutraToEutra),
      formatRule(handover.eutraToEutra),
      [],
    ),
    ...startDirection("Handover from LTE to NR", handover.eutraToNr, [`${block}.nr_handover`]),
    ...askBands("LTE", handover, "cell_default"),
  ];
}

function listNrHandover(before: Handover, { enb: { handover } }: Site): LayoutChange[] {
  const block = "nr_cell_default.meas_config_desc";
  if (handover === null) return [stopMeasuring("NR", "nr_cell_default")];
  return [
    change("NR handover by measurements", "as the eNB chooses", "on", ["nr_cell_default.ho_from_meas"]),
    ...compareTo("NR measurement gap", "pattern 0", formatGap(handover.gap), [
      "nr_cell_default.meas_gap_config",
    ]),
    ...compareTo("NR A1", formatThreshold(of2024.nr.a1), formatThreshold(handover.a1), [`${block}.a1_`]),
    ...compareTo("NR A2", formatThreshold(of2024.nr.a2), formatThreshold(handover.a2), [`${block}.a2_`]),
    ...compareTo("Handover from NR to NR", formatRule(before.nrToNr), formatRule(handover.nrToNr), []),
    ...startDirection("Handover from NR to LTE", handover.nrToEutra, [`${block}.eutra_handover`]),
    ...askBands("NR", handover, "nr_cell_default"),
  ];
}

function stopMeasuring(kind: string, block: string): LayoutChange {
  const settings = ["meas_config_desc", "meas_gap_config", "ho_from_meas"].map((key) => `${block}.${key}`);
  return change(`${kind} measurements for handover`, "on", "off, as there is no other cell", settings);
}

function startDirection(
  what: string,
  rule: HandoverRule | null,
  settings: readonly string[],
): LayoutChange[] {
  return rule === null ? [] : [change(what, "none", formatRule(rule), settings)];
}

function askBands(kind: string, { peerBands: { nr, eutra } }: Handover, block: string): LayoutChange[] {
  const bands = [...nr.map((band) => `n${band}`), ...eutra.map((band) => `b${band}`)];
  if (bands.length === 0) return [];
  return [change(`Bands that ${kind} UEs are asked for`, "none", bands.join(", "), [`${block}.requested_`])];
}

function compareTo(what: string, before: string, after: string, settings: readonly string[]): LayoutChange[] {
  return before === after ? [] : [change(what, before, after, settings)];
}

function change(what: string, before: string, after: string, settings: readonly string[]): LayoutChange {
  return { what, before, after, settings };
}

function formatGap(gap: Handover["gap"]): string {
  return gap === null ? "none" : `pattern ${gap}`;
}

function formatThreshold({ rsrp, hysteresis, timeToTrigger }: Threshold): string {
  return `${rsrp} dBm, hysteresis ${hysteresis / 2} dB, ${timeToTrigger} ms`;
}

function formatRule({ event, hysteresis, timeToTrigger }: HandoverRule): string {
  const time = timeToTrigger === null ? "" : `, ${timeToTrigger} ms`;
  return `${event.kind.toUpperCase()} ${formatEvent(event)}, hysteresis ${hysteresis / 2} dB${time}`;
}

function formatEvent(event: HandoverRule["event"]): string {
  if ("offset" in event) return `${event.offset / 2} dB`;
  return "threshold" in event ? `${event.threshold} dBm` : `${event.threshold1} and ${event.threshold2} dBm`;
}
