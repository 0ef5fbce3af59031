/** A holder of shared memory whose server leaves. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { expectFrames } from "../../../src/link/frame-port/exchange.ts";
import { openFramePort } from "../../../src/link/frame-port/open-port.ts";
import { until } from "../../support/until.ts";
import { makePort, openShmSwitch, type ShmSwitch } from "./shm-switch.ts";

const cli = join(import.meta.dirname, "../../../dist/cli.js");

let stage: ShmSwitch;
let holder: ChildProcess;
let said = "";

beforeEach(async () => {
  said = "";
  stage = openShmSwitch();
  await stage.configure([makePort("one", stage.path, 0), makePort("other", stage.path, 1)]);
  const words = ["frame", "hold", "--socket", join(stage.folder, "hold"), `a=shm:${stage.path}`];
  holder = spawn(process.execPath, [cli, ...words], { stdio: ["ignore", "pipe", "pipe"] });
  for (const stream of [holder.stdout, holder.stderr])
    stream?.on("data", (chunk: Buffer) => {
      said += chunk;
    });
  await until(
    () => said.includes("ready"),
    "the holder",
    () => said,
  );
});
afterEach(async () => {
  holder.kill();
  if (holder.exitCode === null && holder.signalCode === null) await once(holder, "exit");
  stage.close();
});

test("the holder says when the server leaves, and a command that wants the port fails at once", async () => {
  await stage.configure([makePort("other", stage.path, 1)]);
  const reason = `shm:${stage.path}#0: the port was taken away`;
  await until(
    () => said.includes(reason),
    "what the holder says",
    () => said,
  );
  expect(said).toContain(`held:a: ${reason}`);
  const words = ["frame", "send", "held:a", "--socket", join(stage.folder, "hold")];
  const sender = spawn(process.execPath, [cli, ...words], { stdio: ["ignore", "ignore", "pipe"] });
  let complaint = "";
  sender.stderr?.on("data", (chunk: Buffer) => {
    complaint += chunk;
  });
  const [code] = await once(sender, "close");
  expect([code, complaint]).toEqual([4, expect.stringContaining(`held:a: ${reason}`)]);
});

test("who waits at a port hears at once that the holder was killed, and does not send into nothing", async () => {
  const timeoutMs = 3_600_000;
  const options = { holder: join(stage.folder, "hold"), timeoutMs, headroom: 0 };
  const port = await openFramePort({ kind: "held", name: "a" }, options);
  const expectation = { count: 1, timeoutMs, ignoreOthers: false, compare: () => null, onFrame: () => {} };
  const problem = expectFrames(port, expectation).catch((error: Error) => error.message);
  holder.kill("SIGKILL");
  expect(await problem).toBe("held:a: the holder ended");
  expect(() => port.send(Buffer.alloc(60))).toThrow("held:a: the holder ended");
  port.close();
});
