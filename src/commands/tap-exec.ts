/** `ors tap exec NAME -- COMMAND …`: becomes a program that has the TAP open. */

import { hasOption, type Invocation, textOption } from "../console/command.ts";
import type { Terminal } from "../console/terminal.ts";
import { type ExitCode, InputError } from "../issue/exit-code.ts";
import { error, place } from "../issue/issue.ts";
import { handOver } from "../link/tap/hand-over.ts";
import { mostQueues, openTap } from "../link/tap/open-tap.ts";
import { asCommandError } from "../link/tap/tap-error.ts";

export async function run(_terminal: Terminal, invocation: Invocation): Promise<ExitCode> {
  const [name = "", ...words] = invocation.arguments;
  try {
    // A program expects a descriptor that waits; one that wants it otherwise sets it itself, as QEMU does.
    const tap = openTap({
      name,
      vnetHdr: hasOption(invocation, "vnet-hdr"),
      queues: queuesOf(invocation),
      nonBlocking: false,
    });
    handOver(tap, words);
  } catch (cause) {
    throw asCommandError(cause);
  }
}

function queuesOf(invocation: Invocation): number {
  const text = textOption(invocation, "queues") ?? "1";
  const queues = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (queues < 1 || queues > mostQueues) throw usage(`--queues ${text}`, `a number from 1 to ${mostQueues}`);
  return queues;
}

function usage(what: string, right: string): InputError {
  return new InputError([error(place(), what, right)]);
}
