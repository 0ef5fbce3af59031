/** What the switch does differently from the kernel's verdicts and from the model. */
import fc from "fast-check";
import { hashSecrets } from "../../src/link/switch/core/hash.ts";
import { anyHistory, type HistoryStep } from "./any-history.ts";
import { readCases, type Sent } from "./cases.ts";
import { createWires } from "./memory-ports.ts";
import { createMemorySwitch, findImbalances, type MemorySwitch } from "./memory-switch.ts";
import { createModel, type Model } from "./model.ts";
import { replayCase } from "./replay.ts";
import { createTapWires } from "./tap-wires.ts";

/** Ports of plain memory, and those of TAPs with memory behind them. */
const kinds = { plain: createWires, tap: createTapWires };
const kindNames = ["plain", "tap"] as const;

/** The first step of a case that goes differently with ports of either kind; null where all go as they should. */
export async function findCaseDifference(file?: string): Promise<string | null> {
  for (const one of readCases(file)) {
    for (const kind of kindNames) {
      const memory = createMemorySwitch({ makeWires: kinds[kind] });
      const [difference] = [...(await replayCase(one, memory)), ...findImbalances(memory.switch)];
      if (difference !== undefined) return `${kind} ports: ${difference}`;
    }
  }
  return null;
}

export type Comparison = {
  readonly frames: number;
  /** A random life in which switch and model differ; null where they never did. */
  readonly difference: string | null;
};

/** Lets switch and model live through random lives, side by side. @param shorten looks for the shortest that differs */
export async function compareRandomly(
  seed: number,
  lives: number,
  { shorten = true } = {},
): Promise<Comparison> {
  let frames = 0;
  const property = fc.asyncProperty(fc.constantFrom(...kindNames), anyHistory, async (kind, history) => {
    const difference = await compareHistory(kind, history, (count) => {
      frames += count;
    });
    if (difference !== null) throw new Error(difference);
  });
  const result = await fc.check(property, { seed, numRuns: lives, endOnFailure: !shorten });
  if (!result.failed) return { frames, difference: null };
  const [kind, history = []] = result.counterexample ?? [];
  return { frames, difference: `${kind} ports: ${result.errorInstance}\n${formatHistory(history)}` };
}

/** Without secrets some of the stations fall into one place of the address table. */
const noSecrets = new Uint32Array(hashSecrets);

async function compareHistory(
  kind: keyof typeof kinds,
  history: readonly HistoryStep[],
  count: (frames: number) => void,
): Promise<string | null> {
  const memory = createMemorySwitch({ secrets: noSecrets, makeWires: kinds[kind] });
  const model = createModel();
  let names: string[] = [];
  const fates = new Map<string, Record<string, number>>();
  for (const [index, step] of history.entries()) {
    const where = `step ${index + 1}`;
    if (step.kind === "configure") {
      await memory.configure(step.ports, step);
      model.configure(step.ports, step);
      names = Object.keys(step.ports);
      // counters of a port that was not there before begin with 0
      fates.clear();
      for (const name of names) fates.set(name, { ...memory.fates(name) });
    } else if (step.kind === "wait") {
      model.wait(step.seconds);
      memory.wait(step.seconds);
    } else {
      const port = names[step.place % names.length] ?? "";
      if (step.kind === "link") {
        model.setLink(port, step.isUp);
        memory.setLink(port, step.isUp);
      } else {
        count(step.frames.length);
        const difference = compareBurst(model, memory, port, step.frames, fates.get(port) ?? {});
        if (difference !== null) return `${where}, port ${port}: ${difference}`;
      }
    }
    const imbalances = findImbalances(memory.switch);
    if (imbalances.length > 0) return `${where}: ${imbalances.join("; ")}`;
    const [theirs, ours] = [model.known().join(", "), memory.known().join(", ")];
    if (theirs !== ours) return `${where}: the model knows ${theirs}; the switch ${ours}`;
  }
  return null;
}

/** @param fates what became of the port's frames by now; brought up to date */
function compareBurst(
  model: Model,
  memory: MemorySwitch,
  port: string,
  frames: readonly Buffer[],
  fates: Record<string, number>,
): string | null {
  const expected: Record<string, string[]> = {};
  for (const frame of frames) {
    const { out, fate, isFull = false } = model.receive(port, frame);
    for (const one of [fate, ...(isFull ? ["table_full"] : [])]) fates[one] = (fates[one] ?? 0) + 1;
    for (const [name, sent] of Object.entries(out)) expected[name] = [...(expected[name] ?? []), ...sent];
  }
  const { out } = memory.receive(port, ...frames);
  if (show(expected) !== show(out)) return `expected ${show(expected)}, found ${show(out)}`;
  const found = memory.fates(port);
  const other = Object.keys(found).filter((fate) => (fates[fate] ?? 0) !== found[fate]);
  return other.length === 0
    ? null
    : other.map((fate) => `${fate}: expected ${fates[fate] ?? 0}, found ${found[fate]}`).join("; ");
}

function show(sent: Sent): string {
  return JSON.stringify(Object.entries(sent).sort(([one], [other]) => (one < other ? -1 : 1)));
}

function formatHistory(history: readonly HistoryStep[]): string {
  return history.map((step) => JSON.stringify({ ...step, ...describeFrames(step) })).join("\n");
}

/** The beginning of each frame, and its length. */
function describeFrames(step: HistoryStep): { readonly frames?: readonly string[] } {
  if (step.kind !== "frames") return {};
  return { frames: step.frames.map((frame) => `${frame.subarray(0, 24).toString("hex")}, ${frame.length}`) };
}
