/** Delivering a configuration: processing element, inactive user plane, active user plane, each awaited. */
import { formatRpcError, type RpcError } from "../../../netconf/rpc.ts";
import type { EditStep, Life, Step, Wanted } from "../life.ts";
import { enterPhase } from "../phases.ts";
import { becomeWrong } from "./settled.ts";

/** Only what differs: replacing the user plane stops its carriers. */
export function beginConfiguring(life: Life, now: number): Life {
  return { ...enterPhase(life, { name: "configuring", steps: planEdits(life) }, now), waiting: null };
}

/** What would be delivered to a Radio Unit that was read and compared; all of it to one that cannot be read. */
export function planEdits({
  wanted,
  differences,
  access,
}: Pick<Life, "wanted" | "differences" | "access">): EditStep[] {
  const isUnread = access.way === "refused";
  const edits: EditStep[] = [];
  if (isUnread || differences.processingElement.length > 0) edits.push("processing element");
  const { userPlane } = wanted;
  if (userPlane === null || (!isUnread && differences.userPlane.length === 0)) return edits;
  edits.push("inactive user plane");
  if (userPlane.active !== null) edits.push("active user plane");
  return edits;
}

/** A refused step ends it: the active configuration must not follow an inactive one that was refused. */
export function takeEditReply(life: Life, step: EditStep, errors: readonly RpcError[], now: number): Step {
  if (life.phase.name !== "configuring") return { life, actions: [] };
  if (errors.length > 0) {
    const problems = errors.map((error) => `the ${step} was refused: ${formatRpcError(error)}`);
    return becomeWrong(life, problems, now);
  }
  const steps = life.phase.steps.filter((other) => other !== step);
  const access = steps.length === 0 ? { ...life.access, delivered: life.wanted } : life.access;
  return { life: { ...life, phase: { ...life.phase, steps }, access }, actions: [] };
}

export function getConfigText({ processingElement, userPlane }: Wanted, step: EditStep): string {
  if (step === "processing element") return processingElement.text;
  const config = step === "inactive user plane" ? userPlane?.inactive : userPlane?.active;
  if (config === undefined || config === null) throw new TypeError(`nothing to deliver as ${step}`);
  return config.text;
}
