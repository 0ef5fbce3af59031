/** DPDK's testpmd as Debian has it, as a client: an ordinary user, without huge pages. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readNumber } from "../../../src/frame/compare.ts";
import { encodeFrame } from "../../../src/frame/encode.ts";
import { useStage } from "../../support/stage.ts";
import { until } from "../../support/until.ts";
import { makePort, openShmSwitch, type ShmSwitch } from "./shm-switch.ts";

const nobody = 65_534;
const here = Uint8Array.of(2, 0, 0, 0, 0, 1);
const there = Uint8Array.of(2, 0, 0, 0, 0, 2);

/** The number of frames that only ask whether it is there. */
const probe = 1_000_000;

let stage: ShmSwitch;
let testpmd: ChildProcess;
let said = "";

useStage(() => ({ close: () => {} }), { programs: ["dpdk-testpmd", "setpriv"] });

beforeAll(() => {
  stage = openShmSwitch();
});
afterAll(async () => {
  if (testpmd?.exitCode === null && testpmd.signalCode === null) {
    testpmd.kill("SIGKILL");
    await once(testpmd, "exit");
  }
  stage.close();
});

/** Real, effective, saved and that for files: proc(5). */
function readUser(pid: number | undefined): number[] {
  const [, ids = ""] = /^Uid:\s+(.*)$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return ids.split("\t").map(Number);
}

/** It sends each frame back with its addresses swapped. */
function startTestpmd(): void {
  const runtime = join(stage.folder, "runtime");
  mkdirSync(runtime);
  chownSync(runtime, nobody, nobody);
  // DPDK wants to write to the folder, although it only connects
  chmodSync(stage.folder, 0o777);
  const device = `net_memif0,role=client,id=0,socket=${stage.path},socket-abstract=no,bsize=2048,rsize=10`;
  const eal = ["--lcores", "0@0,1@0", "--no-huge", "-m", "64", "--no-pci", "--no-telemetry", "--no-shconf"];
  const drivers = ["-d", "librte_net_memif.so", "-d", "librte_mempool_ring.so", "--vdev", device];
  const own = [
    "--forward-mode=macswap",
    "--port-topology=loop",
    "--total-num-mbufs=4096",
    "--auto-start",
    "--stats-period=60",
  ];
  const user = ["--reuid", `${nobody}`, "--regid", `${nobody}`, "--clear-groups", "--pdeathsig", "KILL"];
  testpmd = spawn("setpriv", [...user, "dpdk-testpmd", ...eal, ...drivers, "--", ...own], {
    env: { PATH: process.env.PATH, XDG_RUNTIME_DIR: runtime },
    stdio: ["ignore", "pipe", "pipe"],
  });
  for (const stream of [testpmd.stdout, testpmd.stderr])
    stream?.on("data", (chunk: Buffer) => {
      said += chunk;
    });
}

test("frames go to testpmd and come back, in order, each once, with the tag of the port they leave by", async () => {
  await stage.configure([
    makePort("testpmd", stage.path, 0, {}, { allow: [nobody] }),
    makePort("here", stage.path, 1, { access: null, trunk: [{ first: 10, last: 10 }] }),
  ]);
  const client = await stage.connect(1);
  startTestpmd();
  await until(
    () => stage.isUp("testpmd"),
    "testpmd connected",
    () => said,
  );
  expect(readUser(testpmd.pid)).toEqual([nobody, nobody, nobody, nobody]);
  const fields = { destination: there, source: here, vlans: [{ vid: 10, pcp: 3, dei: 0 }], type: undefined };
  const body = { payload: undefined, length: 300, fill: 0x5a, isNumbered: true };
  const came: Buffer[] = [];
  const take = () => came.push(...client.receiveAll().filter((frame) => readNumber(frame) < probe));
  // testpmd posts its first buffers when it first looks for frames
  const isReady = () => {
    client.send(encodeFrame({ ...fields, ...body }, probe));
    return client.receiveAll().length > 0;
  };
  await until(isReady, "testpmd forwarding", () => said);
  for (let number = 0; number < 500; number++) {
    client.send(encodeFrame({ ...fields, ...body }, number));
    // it takes 1,024 at a time: a few under way are enough
    await until(
      () => take() > number - 200,
      `frame ${number - 200}`,
      () => said,
    );
  }
  await until(
    () => take() >= 500,
    "all frames back",
    () => said,
  );
  // with its addresses swapped, and the tag that a frame from an access port leaves with
  const swapped = { ...fields, destination: here, source: there, vlans: [{ vid: 10, pcp: 0, dei: 0 }] };
  const wanted = Array.from({ length: 500 }, (_, number) => encodeFrame({ ...swapped, ...body }, number));
  expect(came.map((frame) => frame.toString("hex"))).toEqual(
    wanted.map((frame) => Buffer.from(frame).toString("hex")),
  );
  expect(stage.counters("testpmd")?.dropped).toMatchObject({ descriptor: 0, malformed: 0 });
});
