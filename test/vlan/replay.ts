/** Replays a case against whatever forwards frames, and says what came out differently. */
import type { Case, CasePorts, Sent, Step } from "./cases.ts";

/** The model, the switch with ports of memory, or a switch with TAPs. */
export type Forwarder = {
  readonly configure: (ports: CasePorts, settings: { readonly ageing: number }) => void | Promise<void>;
  readonly receive: (port: string, frame: Buffer) => { readonly out: Sent } | Promise<{ readonly out: Sent }>;
  readonly setLink: (port: string, isUp: boolean) => void | Promise<void>;
  readonly wait: (seconds: number) => void | Promise<void>;
};

/** A text for each step whose frames did not come out as the case says. */
export async function replayCase(
  { id, ageing, ports, steps }: Case,
  forwarder: Forwarder,
): Promise<string[]> {
  const differences: string[] = [];
  await forwarder.configure(ports, { ageing });
  for (const [index, step] of steps.entries()) {
    const difference = await replayStep(step, ageing, forwarder);
    if (difference !== null) differences.push(`${id}, step ${index + 1}: ${difference}`);
  }
  return differences;
}

async function replayStep(step: Step, ageing: number, forwarder: Forwarder): Promise<string | null> {
  if ("configure" in step) await forwarder.configure(step.configure, { ageing });
  else if ("down" in step) await forwarder.setLink(step.down, false);
  else if ("up" in step) await forwarder.setLink(step.up, true);
  else if ("wait" in step) await forwarder.wait(step.wait);
  else {
    const { out } = await forwarder.receive(step.in, Buffer.from(step.frame, "hex"));
    return compareSent(step.out ?? {}, out);
  }
  return null;
}

function compareSent(expected: Sent, found: Sent): string | null {
  const show = (sent: Sent) =>
    JSON.stringify(Object.entries(sent).sort(([one], [other]) => (one < other ? -1 : 1)));
  return show(expected) === show(found) ? null : `expected ${show(expected)}, found ${show(found)}`;
}
