/** Pauses of the thread that forwards. */
import { setFlagsFromString } from "node:v8";

/**
 * Lets this thread collect its new objects alone: with helpers it waits for the last of them, which where other programs
 * have the processors takes many times as long as the work itself.
 */
export function keepPausesShort(): void {
  setFlagsFromString("--no-parallel-scavenge");
}
