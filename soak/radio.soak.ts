/**
 * A daemon whose Radio Units are lost and come back thousands of times, each loss in one of the ways in which devices are lost: no descriptor
 * is left behind, and memory levels off. One of the count is one reconnect.
 */
import { readdirSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import fc from "fast-check";
import type { LoopbackRadio } from "../test/mplane/loopback-radio.ts";
import { openRadioFleet, type RadioFleet, readUse } from "../test/mplane/radio-fleet.ts";
import type { Order, Result } from "./soak.ts";

export const count = 5_000;

const radioUnits = 32;
/** Reconnects before the first measurement: caches and compiled code are there then. With fewer, memory is not judged. */
const warmUp = 1_000;
/** Percent. */
const mostGrowth = 20;
const patienceMs = 60_000;

/** How a session ends. */
const losses = ["dropped", "half a message", "restarted"] as const;

export async function run({ seed, count: reconnects }: Order): Promise<Result> {
  const fleet = await openRadioFleet(radioUnits, 50);
  try {
    for (const radio of fleet.radios) radio.setFaults([]);
    await fleet.awaitInService(radioUnits, patienceMs);
    const plan = fc.sample(fc.constantFrom(...losses), { seed, numRuns: reconnects });
    const share = Math.min(warmUp, Math.floor(reconnects / 2));
    await loseAll(fleet, plan.slice(0, share));
    const before = await measure(fleet);
    const began = performance.now();
    await loseAll(fleet, plan.slice(share));
    const seconds = (performance.now() - began) / 1000;
    return summarise(reconnects, before, await measure(fleet), seconds);
  } finally {
    await fleet.close();
  }
}

/** One loss of each Radio Unit at a time: the next one when all are back in service. */
async function loseAll(fleet: RadioFleet, plan: readonly (typeof losses)[number][]): Promise<void> {
  for (let done = 0; done < plan.length; done += radioUnits) {
    const round = plan.slice(done, done + radioUnits);
    const before = fleet.inService();
    for (const [index, loss] of round.entries()) lose(fleet.radios[index] as LoopbackRadio, loss);
    await fleet.awaitInService(before + round.length, patienceMs);
  }
}

function lose(radio: LoopbackRadio, loss: (typeof losses)[number]): void {
  if (loss === "restarted") radio.restart("POWER-ON");
  if (loss === "dropped") radio.drop();
  if (loss !== "half a message") return;
  radio.device.faults.add("half-a-message");
  radio.raise({ faultId: 5, source: "fan", severity: "MINOR", text: "broken" });
  radio.device.faults.delete("half-a-message");
}

type Use = { readonly descriptors: number; readonly memory: number };

/** Once the last session is at rest: nothing is opened or closed any more. */
async function measure({ daemon }: RadioFleet): Promise<Use> {
  const pid = daemon.pid ?? 0;
  const countDescriptors = () => readdirSync(`/proc/${pid}/fd`).length;
  for (let before = countDescriptors(); ; ) {
    await pause(2_000);
    const descriptors = countDescriptors();
    if (descriptors === before) return { descriptors, memory: readUse(pid).memory };
    before = descriptors;
  }
}

function summarise(reconnects: number, before: Use, after: Use, seconds: number): Result {
  const growth = (after.memory / before.memory - 1) * 100;
  const failures = [
    ...(after.descriptors === before.descriptors
      ? []
      : [`${before.descriptors} descriptors before, ${after.descriptors} after`]),
    ...(growth <= mostGrowth || reconnects < 2 * warmUp ? [] : [`memory grew by ${growth.toFixed(0)} %`]),
  ];
  return {
    passed: reconnects,
    failures,
    figures: [
      `${reconnects} reconnects of ${radioUnits} Radio Units, those that were measured in ${seconds.toFixed(0)} s`,
      `descriptors: ${before.descriptors} before, ${after.descriptors} after`,
      `memory: ${before.memory.toFixed(1)} MB before, ${after.memory.toFixed(1)} MB after (${growth.toFixed(1)} %)`,
    ],
  };
}
