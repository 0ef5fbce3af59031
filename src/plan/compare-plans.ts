/** What becomes of each Radio Unit between two plans: the one that runs and the one to come. */
import { formatIpv6Address, isSameNetwork } from "../net/ipv6-network.ts";
import { formatPlannedTap } from "./plan-json.ts";
import type { PlannedTap, TapPlan } from "./tap-plan.ts";

/** A Radio Unit whose TAP, network or addresses change; null where it has none before or after. */
export type TapMove = {
  /** Reference of the Radio Unit. */
  readonly ru: string;
  readonly before: PlannedTap | null;
  readonly after: PlannedTap | null;
};

/**
 * The Radio Units for which something changes, in the order of the plan to come; those that go stand last. A Radio
 * Unit of both plans that is among them gets another address or must be connected to another TAP.
 */
export function comparePlans(before: TapPlan, after: TapPlan): TapMove[] {
  const old = new Map(before.taps.map((tap) => [tap.ru, tap]));
  const kept = new Set(after.taps.map(({ ru }) => ru));
  const moved = after.taps.flatMap((tap): TapMove[] => {
    const was = old.get(tap.ru) ?? null;
    return was !== null && isSameTap(was, tap) ? [] : [{ ru: tap.ru, before: was, after: tap }];
  });
  const gone = before.taps.filter(({ ru }) => !kept.has(ru));
  return [...moved, ...gone.map((tap): TapMove => ({ ru: tap.ru, before: tap, after: null }))];
}

/** `"RU2": slaptap16-2 -> slaptap16-3, gateway fd00::a240:0:0:1 -> fd00::a260:0:0:1`, with what changes alone. */
export function formatMove({ ru, before, after }: TapMove): string {
  const name = JSON.stringify(ru);
  if (before === null) return after === null ? name : `${name}: new, ${formatTap(after)}`;
  if (after === null) return `${name}: gone, ${formatTap(before)}`;
  const [old, now] = [formatPlannedTap(before), formatPlannedTap(after)];
  const parts = (["name", "network", "gateway", "addr"] as const).flatMap((key) =>
    old[key] === now[key] ? [] : [`${key === "name" ? "" : `${key} `}${old[key]} -> ${now[key]}`],
  );
  return `${name}: ${parts.join(", ")}`;
}

function formatTap({ name, gateway }: PlannedTap): string {
  return `${name}, gateway ${formatIpv6Address(gateway)}`;
}

function isSameTap(a: PlannedTap, b: PlannedTap): boolean {
  return (
    a.name === b.name && isSameNetwork(a.network, b.network) && a.gateway === b.gateway && a.addr === b.addr
  );
}
