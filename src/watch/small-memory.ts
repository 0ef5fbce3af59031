/** Memory of a process that lives for months and mostly waits. */
import { setFlagsFromString } from "node:v8";

/**
 * Keeps V8's space for new objects as small as it is: it would grow to 32 MB with the first burst of messages and stay
 * so. Collections come more often then, and each takes less than a millisecond. To be called before much is allocated.
 */
export function keepMemorySmall(): void {
  setFlagsFromString("--semi-space-growth-factor=1");
}
