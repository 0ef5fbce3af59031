/** The client of examples/, which is written from docs/shared-memory.md alone: another program at the other end. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { useStage } from "../../support/stage.ts";
import { until } from "../../support/until.ts";
import { makePort, openShmSwitch, type ShmSwitch, type TestClient } from "./shm-switch.ts";

useStage(() => ({ close: () => {} }), { programs: ["python3"] });

const program = join(import.meta.dirname, "../../../examples/memif-client.py");

let stage: ShmSwitch;
let client: TestClient;
let child: ChildProcess;
let said: string;

beforeEach(async () => {
  stage = openShmSwitch();
  const trunk = { access: null, trunk: [{ first: 10, last: 10 }] };
  await stage.configure([
    makePort("example", stage.path, 0, trunk, { secret: "sesame" }),
    makePort("ours", stage.path, 1),
  ]);
  client = await stage.connect(1);
});
afterEach(async () => {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill("SIGKILL");
    await once(child, "exit");
  }
  stage.close();
});

function start(secret: string): void {
  said = "";
  child = spawn("python3", [program, stage.path, "0", "120", secret], { stdio: "pipe" });
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => {
      said += chunk;
    });
}

/** Whole lines alone. */
const listLines = () => said.split("\n").slice(0, -1);

const frames = (source: number, count: number) =>
  Array.from({ length: count }, (_, index) =>
    Buffer.concat([
      Buffer.from(`ffffffffffff02000000000${source}88b5`, "hex"),
      Buffer.alloc(46 + index, index),
    ]),
  );
const tagged = (frame: Buffer) =>
  Buffer.concat([frame.subarray(0, 12), Buffer.from("8100000a", "hex"), frame.subarray(12)]);

test("frames go to a client that knows only the page, and come from it, more than a ring has", async () => {
  start("sesame");
  const describe = () => said.slice(-500);
  await until(() => stage.isUp("example"), "the example connected", describe);
  const [there, back] = [frames(1, 300), frames(2, 300)];
  child.stdin?.end(back.map((frame) => `${tagged(frame).toString("hex")}\n`).join(""));
  const came: Buffer[] = [];
  await until(() => came.push(...client.receiveAll()) >= back.length, "all frames back", describe);
  expect(came.map((frame) => frame.toString("hex"))).toEqual(back.map((frame) => frame.toString("hex")));
  for (const [index, frame] of there.entries()) {
    client.send(frame);
    await until(() => listLines().length > index - 100, "most of the frames there", describe);
  }
  await until(() => listLines().length > there.length, "all frames there", describe);
  expect(listLines()).toEqual(["connected", ...there.map((frame) => tagged(frame).toString("hex"))]);
});

test("it hears why it is refused, and that the switch leaves", async () => {
  start("guess");
  await once(child, "close");
  expect([child.exitCode, listLines()]).toEqual([1, ["refused: a wrong secret"]]);
  start("sesame");
  child.stdin?.end();
  await until(() => said.includes("connected"), "the example connected");
  await stage.configure([makePort("ours", stage.path, 1)]);
  await once(child, "close");
  expect([child.exitCode, listLines()]).toEqual([
    1,
    ["connected", "the switch left: the port was taken away"],
  ]);
});

test("one that stands still keeps nobody waiting, and where one was killed another can connect at once", async () => {
  start("sesame");
  await until(() => said.includes("connected"), "the example connected");
  child.kill("SIGSTOP");
  const slots = 256;
  for (const frame of frames(1, 2 * slots)) client.send(frame);
  await until(() => stage.counters("ours")?.received === 2 * slots, "all were taken");
  expect(stage.counters("example")).toMatchObject({ sent: slots, not_sent: { no_room: slots } });
  expect(stage.isUp("example")).toBe(true);
  child.kill("SIGKILL");
  await once(child, "close");
  start("sesame");
  await until(() => listLines().length > 0, "an answer");
  expect(listLines()).toEqual(["connected"]);
});
