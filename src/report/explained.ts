/** What has a reference, with its values and where each came from. */
import { formatPlannedTap } from "../plan/plan-json.ts";
import type { PlannedTap, TapPlan } from "../plan/tap-plan.ts";
import type { Origins } from "../site/origin.ts";
import type { Site } from "../site/site.ts";

/** One thing that has a reference, with its values. */
export type Explained = {
  /** `nr cell` */
  readonly what: string;
  readonly reference: string;
  readonly origins: Origins;
};

/** Cells, Radio Units with what the plan gives them, peers and peer cells. */
export function listExplained(site: Site, plan: TapPlan): Explained[] {
  const taps = new Map(plan.taps.map((tap) => [tap.ru, tap]));
  return [
    ...site.cells.map((cell) => ({ what: `${cell.kind} cell`, ...cell })),
    ...site.radioUnits.map(({ kind, reference, origins }) => ({
      what: `${kind} Radio Unit`,
      reference,
      origins: { ...origins, ...explainTap(taps.get(reference)) },
    })),
    ...site.peers.map((peer) => ({ what: `${peer.kind} peer`, ...peer })),
    ...site.peerCells.map((cell) => ({ what: `${cell.kind} peer cell`, ...cell })),
  ];
}

/** What the plan gives to a Radio Unit. */
function explainTap(tap: PlannedTap | undefined): Origins {
  if (tap === undefined) return {};
  const { name, network, gateway, addr } = formatPlannedTap(tap);
  const rules = {
    tap: [name, "its place among the CPRI Radio Units in the order of their references"],
    network: [network, "its part of the slaptap's range"],
    gateway: [gateway, "the first host address of the network: the Radio Unit's own"],
    addr: [addr, "the last address of the network: the host's"],
  } as const;
  return Object.fromEntries(
    Object.entries(rules).map(([key, [value, rule]]) => [key, { value, origin: { kind: "computed", rule } }]),
  );
}
