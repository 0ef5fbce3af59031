/** Delivering a configuration: processing element, inactive user plane, active user plane, each awaited. */
import { formatRpcError, type RpcError } from "../../../netconf/rpc.ts";
import type { EditStep, Life, Step, Wanted } from "../life.ts";
import { enterPhase } from "../phases.ts";
import { becomeWrong } from "./settled.ts";

/** Only what differs: replacing the user plane stops its carriers. */
export function beginConfiguring(life: Life, now: number): Life {
  return { ...enterPhase(life, { name: "configuring", steps: planEdits(life) }, now), waiting: null };
}

/** What would be delivered to a Radio Unit that was read and compared. */
export function planEdits({ wanted, differences }: Pick<Life, "wanted" | "differences">): EditStep[] {
  const edits: EditStep[] = [];
  if (differences.processingElement.length > 0) edits.push("processing element");
  if (differences.userPlane.length > 0) edits.push("inactive user plane");
  if (differences.userPlane.length > 0 && wanted.userPlane?.active) edits.push("active user plane");
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
  return { life: { ...life, phase: { ...life.phase, steps } }, actions: [] };
}

export function getConfigText({ processingElement, userPlane }: Wanted, step: EditStep): string {
  if (step === "processing element") return processingElement.text;
  const config = step === "inactive user plane" ? userPlane?.inactive : userPlane?.active;
  if (config === undefined || config === null) throw new TypeError(`nothing to deliver as ${step}`);
  return config.text;
}
