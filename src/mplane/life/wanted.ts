/** New parameters, and what operators and schedules ask for. */

import { beginLooking } from "./configuration/looking.ts";
import type { Asked, Life, Step, Wanted } from "./life.ts";
import { makeUpdate } from "./software/wish.ts";

/** A session whose files did not change is not touched. */
export function handleWanted(life: Life, wanted: Wanted, now: number): Step {
  if (isSameWanted(life.wanted, wanted)) return { life, actions: [] };
  const firmware = isSameFirmware(life.wanted, wanted) ? life.firmware : "untried";
  const changed: Life = { ...life, wanted, firmware, failures: 0 };
  const { name } = life.phase;
  if (name === "in service" || name === "configured wrong")
    return { life: beginLooking(changed, now), actions: [] };
  // what is under way ends first: the next look compares with the new files
  return { life: { ...changed, pending: { ...life.pending, configure: true } }, actions: [] };
}

export function handleAsked(life: Life, asked: Asked): Step {
  const { pending } = life;
  switch (asked.kind) {
    case "reset":
      return { life: { ...life, pending: { ...pending, reset: true } }, actions: [] };
    case "configure":
      return { life: { ...life, pending: { ...pending, configure: true } }, actions: [] };
    case "update": {
      const update = makeUpdate(asked.wish, false);
      return { life: { ...life, pending: { ...pending, update } }, actions: [] };
    }
  }
}

function isSameWanted(a: Wanted, b: Wanted): boolean {
  const textsOf = ({ processingElement, userPlane }: Wanted) => [
    processingElement.text,
    userPlane?.inactive.text,
    userPlane?.active?.text,
  ];
  return JSON.stringify(textsOf(a)) === JSON.stringify(textsOf(b)) && isSameFirmware(a, b);
}

function isSameFirmware(a: Wanted, b: Wanted): boolean {
  return JSON.stringify(a.firmware) === JSON.stringify(b.firmware);
}
