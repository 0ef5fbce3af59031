/** Simulated Radio Units on the subtaps of a partition, with their NETCONF servers. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { SlaposNode } from "./node.ts";

/** They end with the node, or by the function that is given. */
export async function powerUp(node: SlaposNode, partition: number): Promise<() => Promise<void>> {
  const folder = node.partition(partition);
  // there may be another release beside ours
  const command = `${node.work}/soft/*/bin/ors emulate --instance ${folder}/etc/instance.json`;
  const log = join(node.work, `emulate${partition}.log`);
  const { said } = await node.shell(`setsid ${command} > ${log} 2>&1 < /dev/null & echo $!`);
  const pid = said.trim();
  return async () => {
    // nobody may be there to reap it: then it has no program any more
    const gone = `for turn in $(seq 100); do readlink /proc/${pid}/exe > /dev/null || exit 0; sleep 0.1; done; exit 1`;
    const { exit } = await node.shell(`kill ${pid}; ${gone}`);
    if (exit !== 0) throw new Error("the simulated Radio Units do not end");
  };
}

/** They get an address, answer, and are configured. */
const maxBringUpMs = 300_000;

/** Waits until the daemon of a partition has said of every Radio Unit that it is in service. */
export async function awaitService(
  node: SlaposNode,
  partition: number,
  references: readonly string[],
  maxMs: number = maxBringUpMs,
): Promise<void> {
  const start = performance.now();
  for (;;) {
    const known = readManaged(node, partition);
    if (references.every((reference) => known.get(reference)?.state === "in service")) return;
    if (performance.now() - start > maxMs)
      throw new Error(`not in service: ${JSON.stringify([...known.values()])}`);
    await pause(50);
  }
}

export type KnownRadioUnit = {
  readonly ru: string;
  readonly state: string;
  /** Seconds since that state began. */
  readonly age: number;
  readonly firmware: string | null;
  readonly serial_number: string | null;
  readonly read_at: string | null;
};

/** What the daemon of a partition wrote last, by reference. */
export function readManaged(node: SlaposNode, partition: number): ReadonlyMap<string, KnownRadioUnit> {
  try {
    const path = join(node.partition(partition), "var/radio.json");
    const { radio_units } = JSON.parse(readFileSync(path, "utf8")) as { radio_units: KnownRadioUnit[] };
    return new Map(radio_units.map((one) => [one.ru, one]));
  } catch {
    return new Map();
  }
}
