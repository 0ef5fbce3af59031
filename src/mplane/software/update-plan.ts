/** What is still to be done until a Radio Unit runs a wanted version; its own inventory tells how far things are. */
import { basename } from "node:path";
import type { SoftwareSlot } from "./inventory.ts";

/** In this order; an inventory may start it at a later one. */
export type UpdateStep = "download" | "install" | "activate" | "reset";

export type UpdatePlan = {
  readonly step: UpdateStep;
  readonly slot: string;
  readonly fileName: string;
};

export type UpdateDecision =
  | { readonly kind: "done"; readonly version: string }
  | { readonly kind: "next"; readonly plan: UpdatePlan }
  | { readonly kind: "impossible"; readonly reason: string };

/**
 * The next step. A slot can take software where it neither runs nor is active and is not the factory's
 * (a constraint of software-install).
 *
 * @param version expected `build-version`; null: any that is part of the file's name
 */
export function planUpdate(
  slots: readonly SoftwareSlot[],
  file: string,
  version: string | null,
): UpdateDecision {
  const fileName = basename(file);
  const isWanted = ({ buildVersion }: SoftwareSlot) =>
    version === null ? buildVersion !== "" && fileName.includes(buildVersion) : buildVersion === version;
  const running = slots.find((slot) => slot.running && isWanted(slot));
  if (running !== undefined) return { kind: "done", version: running.buildVersion };
  const next = (step: UpdateStep, { name }: SoftwareSlot): UpdateDecision => ({
    kind: "next",
    plan: { step, slot: name, fileName },
  });
  const valid = slots.find((slot) => slot.status === "VALID" && isWanted(slot));
  if (valid !== undefined) return next(valid.active ? "reset" : "activate", valid);
  const free = slots.find(({ active, running: runs, readOnly }) => !active && !runs && !readOnly);
  if (free === undefined)
    return {
      kind: "impossible",
      reason: "no software slot is free: each one runs, is active or is read-only",
    };
  return next("download", free);
}
