/** `ors tap exec NAME -- COMMAND …`: becomes a program that has the TAP open. */
import type { Run } from "../../console/command.ts";
import { handOver } from "../../link/tap/hand-over.ts";
import { openTap } from "../../link/tap/open-tap.ts";
import { makeCommandError } from "../../link/tap/tap-error.ts";
import type { definition } from "./definition.ts";

export const run: Run<typeof definition> = async (_terminal, { name, command, vnetHdr, queues }) => {
  try {
    // A program expects a descriptor that waits; one that wants it otherwise sets it itself, as QEMU does.
    handOver(openTap({ name, vnetHdr, queues, nonBlocking: false }), command);
  } catch (cause) {
    throw makeCommandError(cause);
  }
};
