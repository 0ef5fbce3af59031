/** Steps of which only so many run at once. */
import { createTurns } from "../mplane/session/take-turns.ts";

/** Runs a step when its turn has come, in the order in which they came. */
export function createStepTurns(maxAtOnce: number): <T>(step: () => Promise<T>) => Promise<T> {
  const takeTurn = createTurns(maxAtOnce);
  return async (step) => {
    const endTurn = await takeTurn();
    try {
      return await step();
    } finally {
      endTurn();
    }
  };
}
