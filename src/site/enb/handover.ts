/** Measurements and handover (TS 36.331 and TS 38.331 §5.5.4), for both layouts of enb.cfg. */
import { handoverDefaults, olderDefaults } from "../../instance/defaults.ts";
import type { Layout } from "../../instance/layout.ts";
import type { EnbParameters } from "../../instance/schema/enb.ts";
import { byDefault, computed, given, givenOr, type Resolved } from "../resolved.ts";
import type { PeerCell } from "../site.ts";
import type { Handover, HandoverEvent, HandoverRule } from "./handover-type.ts";

/** The cells that there are: own ones of every kind by their number, and the peers'. */
export type AllCells = { readonly own: number; readonly peers: readonly PeerCell[] };

export type ResolvedHandover = {
  /** Null in the 2026 layout where there is but one cell: then there is nowhere to hand over to. */
  readonly handover: Handover | null;
  readonly origins: Readonly<Record<string, Resolved<unknown> | null>>;
};

/** In the 2024 layout A1, A2 and the gap are that layout's own, and the parameters of this one do not count. */
export function resolveHandover(
  configuration: EnbParameters,
  layout: Layout,
  cells: AllCells,
): ResolvedHandover {
  const within = {
    eutra_eutra_handover: resolveWithin(configuration, layout, "eutra_eutra_handover"),
    nr_nr_handover: resolveWithin(configuration, layout, "nr_nr_handover"),
  };
  if (layout === "2026" && cells.own + cells.peers.length < 2) {
    const none = computed("none", "there is but one cell, own and peer ones together");
    return { handover: null, origins: { handover: none } };
  }
  const thresholds = resolveThresholds(configuration);
  const between = resolveBetween(configuration, cells.peers);
  const handover: Handover = {
    a1: {
      rsrp: thresholds.handover_a1_rsrp.value,
      hysteresis: thresholds.handover_a1_hysteresis.value,
      timeToTrigger: thresholds.handover_a1_time_to_trigger.value,
    },
    a2: {
      rsrp: thresholds.handover_a2_rsrp.value,
      hysteresis: thresholds.handover_a2_hysteresis.value,
      timeToTrigger: thresholds.handover_a2_time_to_trigger.value,
    },
    gap: gaps[thresholds.handover_meas_gap_config.value],
    eutraToEutra: within.eutra_eutra_handover.value,
    nrToNr: within.nr_nr_handover.value,
    eutraToNr: between.eutra_nr_handover?.value ?? null,
    nrToEutra: between.nr_eutra_handover?.value ?? null,
    peerBands: { nr: listBands(cells.peers, "nr"), eutra: listBands(cells.peers, "lte") },
  };
  const origins = layout === "2026" ? { ...thresholds, ...within, ...between } : explainOlder(configuration);
  return { handover, origins };
}

/** The gap patterns of TS 36.133 table 8.1.2.1-1. */
const gaps = { "Gap Pattern 1": 1, "Gap Pattern 0": 0, None: null } as const;

function resolveThresholds(configuration: EnbParameters) {
  const { a1, a2, gap } = handoverDefaults;
  const number = (key: ThresholdKey, preset: number) =>
    givenOr<number>(configuration[key], ["configuration", key], byDefault(preset, "the instance"));
  return {
    handover_a1_rsrp: number("handover_a1_rsrp", a1.rsrp),
    handover_a1_hysteresis: number("handover_a1_hysteresis", a1.hysteresis),
    handover_a1_time_to_trigger: number("handover_a1_time_to_trigger", a1.timeToTrigger),
    handover_a2_rsrp: number("handover_a2_rsrp", a2.rsrp),
    handover_a2_hysteresis: number("handover_a2_hysteresis", a2.hysteresis),
    handover_a2_time_to_trigger: number("handover_a2_time_to_trigger", a2.timeToTrigger),
    handover_meas_gap_config: givenOr<keyof typeof gaps>(
      configuration.handover_meas_gap_config,
      ["configuration", "handover_meas_gap_config"],
      byDefault(gap, "the instance"),
    ),
  };
}

type ThresholdKey = `handover_${"a1" | "a2"}_${"rsrp" | "hysteresis" | "time_to_trigger"}`;

/** The A3 event in the older wording: its offset and its time to trigger. */
export const olderWordings = {
  eutra_eutra_handover: ["lte_handover_a3_offset", "lte_handover_a3_time_to_trigger"],
  nr_nr_handover: ["nr_handover_a3_offset", "nr_handover_time_to_trigger"],
} as const;

/** As given in either wording; a part of the older one that is left out has the older default. */
function resolveWithin(
  configuration: EnbParameters,
  layout: Layout,
  key: keyof typeof olderWordings,
): Resolved<HandoverRule> {
  const whole = configuration[key];
  if (whole !== undefined) return given(makeRule(whole, handoverDefaults.within.event), "configuration", key);
  const [offset, time] = olderWordings[key];
  const older = makeRule({
    event: { a3_rsrp: configuration[offset] ?? olderDefaults[offset] },
    hysteresis: 0,
    time_to_trigger: configuration[time] ?? olderDefaults[time],
  });
  const said = [offset, time].find((parameter) => configuration[parameter] !== undefined);
  if (said !== undefined) return given(older, "configuration", said);
  return byDefault(layout === "2024" ? older : makeRule(handoverDefaults.within), "the instance");
}

/** The 2024 layout has these and nothing else. */
function explainOlder(configuration: EnbParameters): Record<string, Resolved<unknown>> {
  const keys = Object.values(olderWordings).flat();
  return Object.fromEntries(
    keys.map((key) => [
      key,
      givenOr<number>(
        configuration[key],
        ["configuration", key],
        byDefault(olderDefaults[key], "the instance"),
      ),
    ]),
  );
}

/** Null where no peer cell is of the kind that it leads to. */
function resolveBetween(configuration: EnbParameters, peers: readonly PeerCell[]) {
  const resolve = (key: "eutra_nr_handover" | "nr_eutra_handover", kind: PeerCell["kind"]) => {
    if (!peers.some((peer) => peer.kind === kind)) return null;
    const whole = configuration[key];
    const { between } = handoverDefaults;
    return whole === undefined
      ? byDefault(makeRule(between), "the instance")
      : given(makeRule(whole, between.event), "configuration", key);
  };
  return {
    eutra_nr_handover: resolve("eutra_nr_handover", "nr"),
    nr_eutra_handover: resolve("nr_eutra_handover", "lte"),
  };
}

/** An event as parameters have it: the settings of one kind, which the schema has checked. */
type GivenEvent = {
  readonly a3_rsrp?: number | undefined;
  readonly a4_rsrp?: number | undefined;
  readonly a5_threshold1_rsrp?: number | undefined;
  readonly a5_threshold2_rsrp?: number | undefined;
  readonly b1_rsrp?: number | undefined;
  readonly b2_threshold1_rsrp?: number | undefined;
  readonly b2_threshold2_rsrp?: number | undefined;
};
type GivenRule = {
  readonly event?: GivenEvent | undefined;
  readonly hysteresis: number;
  readonly time_to_trigger?: number | undefined;
};

/** A handover that is given without its event has the default's. */
function makeRule(rule: GivenRule, fallback: GivenEvent = {}): HandoverRule {
  return {
    event: makeEvent(rule.event ?? fallback),
    hysteresis: rule.hysteresis,
    timeToTrigger: rule.time_to_trigger ?? null,
  };
}

function makeEvent(event: GivenEvent): HandoverEvent {
  const { a3_rsrp, a4_rsrp, b1_rsrp, b2_threshold1_rsrp: b2 } = event;
  if (a3_rsrp !== undefined) return { kind: "a3", offset: a3_rsrp };
  if (a4_rsrp !== undefined) return { kind: "a4", threshold: a4_rsrp };
  if (b1_rsrp !== undefined) return { kind: "b1", threshold: b1_rsrp };
  if (b2 !== undefined) return { kind: "b2", threshold1: b2, threshold2: event.b2_threshold2_rsrp ?? b2 };
  const a5 = event.a5_threshold1_rsrp ?? 0;
  return { kind: "a5", threshold1: a5, threshold2: event.a5_threshold2_rsrp ?? a5 };
}

/** Each once, in the order of the cells. */
function listBands(peers: readonly PeerCell[], kind: PeerCell["kind"]): number[] {
  return [...new Set(peers.filter((peer) => peer.kind === kind).map(({ band }) => band))];
}
