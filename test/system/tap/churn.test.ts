/** Routes that come and go by the thousand while the kernel is dumped: those that stay must be in every state. */
import type { ChildProcess } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { runInNetworkNamespace } from "../../../src/libc/namespace.ts";
import { dumpLater } from "../../../src/netlink/dump-later.ts";
import type { Message } from "../../../src/netlink/messages/message.ts";
import { readKernelState, stateQuestions } from "../../../src/tap/kernel-state.ts";
import { clearLinks } from "../../support/netns.ts";
import { laySlaptap, slaptap16 } from "../../support/netns-slaptap.ts";
import { useNamespace } from "../../support/stage.ts";

const comingAndGoing = 12_000;
const staying = 500;
const rounds = 12;
/** Behind those that come and go in the table's order, where a dump loses them. */
const stayingRoute = /^fd00:ffff:/;
let churn: ChildProcess | undefined;

const namespace = useNamespace({
  before: (place) => {
    clearLinks(place);
    laySlaptap(place, slaptap16);
  },
});
afterEach(async () => {
  const ended = new Promise((resolve) => churn?.once("close", resolve));
  churn?.kill("SIGKILL");
  await ended;
});

const numbers = (count: number) => Array.from({ length: count }, (_, number) => number.toString(16));
const lines = (verb: string, prefix: string, count: number) =>
  numbers(count).map((number) => `route ${verb} ${prefix}:${number}::/64 dev slaptap16`);

/**
 * Takes away what a dump has given already, and adds something, again and again; then leaves the kernel in peace for as
 * long, so that there is a time for a whole dump on a slow machine too.
 */
function startChurn(): void {
  const write = (name: string, all: readonly string[]) =>
    writeFileSync(join(namespace.folderOutside, name), `${all.join("\n")}\n`);
  write("lay", [...lines("add", "fd00:1", comingAndGoing), ...lines("add", "fd00:ffff", staying)]);
  const part = comingAndGoing / 12;
  const steps = Array.from({ length: 12 }, (_, step) => {
    const go = lines("del", "fd00:1", comingAndGoing).slice(step * part, (step + 1) * part);
    return [...go, `route add fd00:2:${step}::/64 dev slaptap16`];
  });
  const back = Array.from({ length: 12 }, (_, step) => `route del fd00:2:${step}::/64 dev slaptap16`);
  write("round", [...steps.flat(), ...back, ...lines("add", "fd00:1", comingAndGoing)]);
  namespace.sh(`ip -6 -force -batch ${namespace.folder}/lay`);
  const round = `ip -6 -force -batch ${namespace.folder}/round`;
  const now = "$(($(date +%s%N) / 1000000))";
  churn = namespace.start([
    "sh",
    "-c",
    `while :; do begun=${now}; ${round}; sleep $((${now} - begun))e-3; done`,
  ]);
}

function countStaying(messages: readonly Message[]): number {
  return messages.filter((message) => message.kind === "route" && stayingRoute.test(message.destination))
    .length;
}

test("a state has every route that stays, while 12,000 others come and go", async () => {
  startChurn();
  const counts: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const { routes } = runInNetworkNamespace(`/proc/${namespace.pid}/ns/net`, readKernelState);
    counts.push(countStaying(routes));
    await new Promise((resolve) => setTimeout(resolve, 37 * round));
  }
  expect(counts).toEqual(counts.map(() => staying));
});

test("so has a dump that the watch reads part by part", async () => {
  startChurn();
  const counts: number[] = [];
  for (let round = 0; round < rounds; round++) {
    let messages: Message[] = [];
    const visitor = {
      begin: () => {
        messages = [];
      },
      message: (message: Message) => void messages.push(message),
    };
    await runInNetworkNamespace(`/proc/${namespace.pid}/ns/net`, () => dumpLater(stateQuestions, visitor));
    counts.push(countStaying(messages));
    await new Promise((resolve) => setTimeout(resolve, 37 * round));
  }
  expect(counts).toEqual(counts.map(() => staying));
});
