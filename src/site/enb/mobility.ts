/** Measurements and handover of the 2026 layout (TS 36.331 and TS 38.331 §5.5.4). */
import { enbDefaults, handoverDefaults } from "../../instance/defaults.ts";
import type { EnbParameters } from "../../instance/schema/enb.ts";
import type { PeerCell } from "../site.ts";
import type { HandoverEvent, Mobility } from "./enb-type.ts";

/** The cells that there are: own ones of every kind by their number, and the peers'. */
export type AllCells = { readonly own: number; readonly peers: readonly PeerCell[] };

/** Null where there is but one cell: then there is nowhere to hand over to. */
export function resolveMobility(configuration: EnbParameters, { own, peers }: AllCells): Mobility | null {
  if (own + peers.length < 2) return null;
  const { a1, a2 } = handoverDefaults;
  const nrPeers = peers.filter(({ kind }) => kind === "nr");
  const ltePeers = peers.filter(({ kind }) => kind === "lte");
  const { within, between } = handoverDefaults;
  return {
    a1: {
      rsrp: configuration.handover_a1_rsrp ?? a1.rsrp,
      hysteresis: configuration.handover_a1_hysteresis ?? a1.hysteresis,
      timeToTrigger: configuration.handover_a1_time_to_trigger ?? a1.timeToTrigger,
    },
    a2: {
      rsrp: configuration.handover_a2_rsrp ?? a2.rsrp,
      hysteresis: configuration.handover_a2_hysteresis ?? a2.hysteresis,
      timeToTrigger: configuration.handover_a2_time_to_trigger ?? a2.timeToTrigger,
    },
    gap: gaps[configuration.handover_meas_gap_config ?? handoverDefaults.gap],
    eutraToEutra: makeEvent(
      configuration.eutra_eutra_handover ?? getOlder(configuration, "lte"),
      within.event,
    ),
    nrToNr: makeEvent(configuration.nr_nr_handover ?? getOlder(configuration, "nr"), within.event),
    eutraToNr:
      nrPeers.length === 0 ? null : makeEvent(configuration.eutra_nr_handover ?? between, between.event),
    nrToEutra:
      ltePeers.length === 0 ? null : makeEvent(configuration.nr_eutra_handover ?? between, between.event),
    peerBands: { nr: listBands(nrPeers), eutra: listBands(ltePeers) },
  };
}

const gaps = { "Gap Pattern 1": 1, "Gap Pattern 0": 0, None: null } as const;

type Event = Readonly<Record<string, number | undefined>>;
type Given = {
  readonly event?: Event | undefined;
  readonly hysteresis: number;
  readonly time_to_trigger?: number | undefined;
};

/** The A3 event in the older wording, where a part of it is given; else the default. */
function getOlder(configuration: EnbParameters, kind: "lte" | "nr"): Given {
  const offset = configuration[`${kind}_handover_a3_offset`];
  const time =
    kind === "lte"
      ? configuration.lte_handover_a3_time_to_trigger
      : configuration.nr_handover_time_to_trigger;
  if (offset === undefined && time === undefined) return handoverDefaults.within;
  const preset =
    kind === "lte" ? enbDefaults.lte_handover_a3_time_to_trigger : enbDefaults.nr_handover_time_to_trigger;
  return {
    event: { a3_rsrp: offset ?? enbDefaults[`${kind}_handover_a3_offset`] },
    hysteresis: 0,
    time_to_trigger: time ?? preset,
  };
}

/** Parameters as enb.cfg names them. */
const settingNames: Readonly<Record<string, string>> = {
  a3_rsrp: "a3_offset",
  a4_rsrp: "a4_threshold_rsrp",
  b1_rsrp: "b1_threshold_rsrp",
};

/** A handover that is given without its event has the default's. */
function makeEvent({ event, hysteresis, time_to_trigger }: Given, fallback: Event): HandoverEvent {
  const settings = Object.entries(event ?? fallback).flatMap(([parameter, value]) =>
    value === undefined ? [] : [[settingNames[parameter] ?? parameter, value] as const],
  );
  const name = settings[0]?.[0].slice(0, 2) as HandoverEvent["event"];
  return { event: name, settings, hysteresis, timeToTrigger: time_to_trigger ?? null };
}

function listBands(cells: readonly PeerCell[]): number[] {
  return [...new Set(cells.map(({ band }) => band))];
}
