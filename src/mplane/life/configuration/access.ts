/** Radio Units that refuse to be read on the session that is subscribed, or at all. */
import type { Life, Step } from "../life.ts";
import { logLine } from "../phases.ts";
import { becomeWrong } from "./settled.ts";

const noDifferences: Life["differences"] = { processingElement: [], userPlane: [] };

/**
 * A refused question is asked again on a session beside the subscribed one: a Radio Unit without interleave (RFC 5277
 * section 6) takes requests there. Where it is refused there too, nothing can be compared any more.
 */
export function takeRefusal(life: Life, refusal: string): Step {
  if (life.phase.name !== "looking") return { life, actions: [] };
  const { way } = life.access;
  const next = way === "subscribed session" ? "aside" : "refused";
  const text =
    next === "aside"
      ? `${refusal}; asking on a session beside`
      : `${refusal}; the configuration cannot be read`;
  const questions = next === "aside" ? life.phase.questions : [];
  return {
    life: {
      ...life,
      phase: { ...life.phase, questions },
      access: { ...life.access, way: next, refusal },
      differences: next === "refused" ? noDifferences : life.differences,
    },
    actions: [logLine("WARNING", text)],
  };
}

/**
 * Delivered once a session, so that carriers that are wanted come on the air; and never said to be in service, since
 * nobody has compared it.
 */
export function settleUnread(life: Life, now: number): Step {
  const { refusal } = life.access;
  return becomeWrong(life, [`${refusal}; what was delivered is not read back`], now);
}

export function isDeliveredUnread({ access, wanted }: Life): boolean {
  return access.delivered === wanted;
}

/** From the start: what was refused may have been a matter of the moment. */
export function tryReadingAgain(life: Life): Life {
  if (life.access.way !== "refused") return life;
  return { ...life, access: { ...life.access, way: "subscribed session", refusal: "" } };
}
