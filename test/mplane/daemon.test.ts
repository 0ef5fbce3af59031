/** The daemon as a process, a simulated Radio Unit behind SSH on the loopback, and the commands that ask it. */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { radio as radioPromise } from "../../src/promise/radio.ts";
import { makeFiles } from "./configs.ts";
import { type LoopbackRadio, openLoopbackRadio } from "./loopback-radio.ts";

const ors = resolve(import.meta.dirname, "../../dist/cli.js");
const password = "a-secret-of-nobody";

let folder: string;
let radio: LoopbackRadio;
let daemon: ChildProcess | undefined;
let said: string;
/** What happens to the Radio Unit as it restarts. */
let atRestart: () => void;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "ors-radio-"));
  atRestart = () => {};
  radio = await openLoopbackRadio({ password, onRestart: () => atRestart() });
  writeFiles(radio.port);
});

afterEach(async () => {
  await endDaemon();
  radio.close();
  rmSync(folder, { recursive: true });
});

function writeFiles(
  port: number,
  gain = -20,
  firmware: { file: string; version: string | null } | null = null,
) {
  const tap = { name: "slaptap0-1", ru: "RU1", network: "::/126", gateway: "::1", addr: "::1" };
  const plan = { slaptap: "slaptap0", range: "::/125", taps: [tap] };
  const management = {
    mac_addr: "00:0a:45:00:00:01",
    port,
    user: "oranuser",
    password,
    host_key_policy: "trust-first",
    authorized_key: null,
    reset_schedule: null,
    firmware,
  };
  const files = makeFiles("ACTIVE", gain);
  const written = {
    "plan.json": JSON.stringify(plan),
    "RU1-CreateProcessingEle.xml": files.processingElement,
    "RU1-cu__inactive__config.xml": files.inactive ?? "",
    "RU1-cu__config.xml": files.active ?? "",
    "RU1-management.json": JSON.stringify(management),
  };
  for (const [name, content] of Object.entries(written))
    writeFileSync(join(folder, name), content, { mode: 0o600 });
}

function startDaemon(): void {
  said = "";
  daemon = spawn(process.execPath, [
    ors,
    "radio",
    "run",
    "--plan",
    join(folder, "plan.json"),
    "--state",
    join(folder, "var"),
  ]);
  for (const stream of [daemon.stdout, daemon.stderr]) {
    stream?.on("data", (chunk) => {
      said += chunk;
    });
  }
}

async function endDaemon(): Promise<number | null> {
  if (daemon === undefined) return null;
  const ending = daemon;
  daemon = undefined;
  if (ending.exitCode !== null) return ending.exitCode;
  const ended = new Promise<number | null>((done) => ending.once("close", done));
  ending.kill("SIGTERM");
  return ended;
}

/** A command about the daemon: what it printed and its exit code. */
async function ask(...words: string[]): Promise<{ readonly out: string; readonly code: number }> {
  const [noun = "", ...rest] = words;
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [
      ors,
      "radio",
      noun,
      ...rest,
      "--state",
      join(folder, "var"),
    ]);
    return { out: stdout, code: 0 };
  } catch (cause) {
    const { stdout, stderr, code } = cause as { stdout: string; stderr: string; code: number };
    return { out: stdout + stderr, code };
  }
}

/** Fingerprints of the host keys that are trusted. */
function readHostKeys(): Readonly<Record<string, string>> {
  return JSON.parse(readFileSync(join(folder, "var/radio-host-keys.json"), "utf8"));
}

/** The last alarm of the log that promises read, or null where it has no line yet. */
function readLastAlarm(): object | null {
  const lines = readFileSync(join(folder, "var/log/RU1-stats.json.log"), "utf8").trim().split("\n");
  const last = lines.at(-1) ?? "";
  return last === "" ? null : JSON.parse(last).data.notification["alarm-notif"];
}

const inService = () => expect.poll(() => said.split("in service").length - 1).toBeGreaterThan(0);

test("a Radio Unit comes into service, and `radio list` and `radio show` say so", async () => {
  startDaemon();
  await inService();
  expect(await ask("list")).toEqual({ out: expect.stringContaining("in service"), code: 0 });
  const { out } = await ask("show", "RU1", "--json");
  expect(JSON.parse(out).radio_unit).toMatchObject({
    ru: "RU1",
    state: "in service",
    firmware: "1004.002",
    product_code: "X1",
  });
});

test("an alarm that is on makes `list` and `alarms` end 1, and stands in the log that promises read", async () => {
  startDaemon();
  await inService();
  radio.raise({ faultId: 9, source: "Antport1", severity: "MAJOR", text: "PA 1 VSWR Alarm" });
  await expect.poll(async () => (await ask("alarms")).code).toBe(1);
  expect((await ask("list")).code).toBe(1);
  await expect.poll(readLastAlarm).toMatchObject({ "fault-id": "9", "is-cleared": "false" });
});

test("`radio reset` restarts it, and it comes back", async () => {
  startDaemon();
  await inService();
  said = "";
  expect((await ask("reset", "RU1")).code).toBe(0);
  await inService();
  expect(radio.device.restarts).toBe(1);
  expect(radio.device.restartCause).toBe("MPLANE-TRIGGERED-RESTART");
});

test("`radio update` brings firmware to it by SFTP, activates it, restarts it, and it runs", async () => {
  const file = join(folder, "PR.PRM61C70V1005.005.tar.gz");
  writeFileSync(file, "firmware of nobody");
  startDaemon();
  await inService();
  const refused = await ask("update", "RU1", "--file", file);
  expect(refused.code).toBe(0);
  await expect.poll(() => said).toContain("nobody said to take them off the air");
  said = "";
  await ask("update", "RU1", "--file", file, "--even-if-active");
  await expect.poll(() => said).toContain("the software is 1005.005");
  expect(radio.device.downloaded?.content.toString()).toBe("firmware of nobody");
  expect(radio.device.slots.find(({ running }) => running)?.buildVersion).toBe("1005.005");
  expect(radio.device.restarts).toBe(1);
});

test("firmware that the parameters name is installed before a Radio Unit is configured", async () => {
  const file = join(folder, "PR.PRM61C70V1005.005.tar.gz");
  writeFileSync(file, "firmware of nobody");
  writeFiles(radio.port, -20, { file, version: "1005.005" });
  startDaemon();
  await inService();
  expect(said.indexOf("the software is 1005.005")).toBeGreaterThan(0);
  expect(said.indexOf("delivering")).toBeGreaterThan(said.indexOf("the software is 1005.005"));
  expect(radio.device.slots.find(({ running }) => running)?.buildVersion).toBe("1005.005");
});

test("SIGHUP takes new files over the same session", async () => {
  startDaemon();
  await inService();
  writeFiles(radio.port, -10);
  said = "";
  daemon?.kill("SIGHUP");
  await inService();
  const stats = readFileSync(join(folder, "var/log/RU1-stats.log"), "utf8");
  expect(stats.split("Subscription to").length - 1).toBe(1);
  const userPlane = radio.device.configuration.find(({ name }) => name === "user-plane-configuration");
  expect(userPlane?.children[0]?.children.find(({ name }) => name === "gain")?.text).toBe("-10");
});

test("files that cannot be taken leave what is managed, and the promise says that they were not", async () => {
  startDaemon();
  await inService();
  const given = { plan: join(folder, "plan.json"), state: join(folder, "var") };
  await expect.poll(() => radioPromise.check(given)).toMatchObject({ holds: true });
  writeFileSync(join(folder, "RU1-management.json"), "{");
  daemon?.kill("SIGHUP");
  await expect.poll(() => said).toContain("the plan is kept as it was: RU1-management.json is not as");
  expect(await radioPromise.check(given)).toMatchObject({
    holds: false,
    line: expect.stringContaining(`the daemon has not taken the files in ${folder} as they are now`),
  });
  expect((await ask("list")).code).toBe(0);
  writeFiles(radio.port);
  daemon?.kill("SIGHUP");
  await expect.poll(() => radioPromise.check(given)).toMatchObject({ holds: true });
});

test("another host key is refused until `radio trust` accepts it", async () => {
  startDaemon();
  await inService();
  said = "";
  radio.setFaults(["other-host-key"]);
  await expect.poll(async () => (await ask("list")).out).toContain("Host denied");
  expect(await ask("trust", "RU1")).toEqual({ out: expect.stringContaining("SHA256:"), code: 0 });
});

test("the host key that a Radio Unit has after an update of ours is trusted, and no other after that", async () => {
  const file = join(folder, "PR.PRM61C70V1005.005.tar.gz");
  writeFileSync(file, "firmware of nobody");
  startDaemon();
  await inService();
  const before = readHostKeys();
  atRestart = () => radio.device.faults.add("other-host-key");
  await ask("update", "RU1", "--file", file, "--even-if-active");
  await expect.poll(() => said).toContain("the software is 1005.005");
  said = "";
  await expect.poll(async () => (await ask("list")).code).toBe(0);
  expect(radio.device.restarts).toBe(1);
  const after = readHostKeys();
  expect(Object.keys(after)).toEqual(Object.keys(before));
  expect(Object.values(after)).not.toEqual(Object.values(before));

  radio.setFaults([]);
  await expect.poll(async () => (await ask("list")).out).toContain("Host denied");
  expect(readHostKeys()).toEqual(after);
});

test("a second daemon with the same state folder is refused, and commands without a daemon end 4", async () => {
  startDaemon();
  await inService();
  const second = await ask("run", "--plan", join(folder, "plan.json"));
  expect(second).toEqual({
    out: expect.stringContaining("another `ors radio run` has the state folder"),
    code: 4,
  });
  expect(await endDaemon()).toBe(0);
  expect((await ask("list")).code).toBe(4);
});

test("the socket is its owner's alone, and the password stands in no log, no state and no argument", async () => {
  startDaemon();
  await inService();
  expect(statSync(join(folder, "var/radio.sock")).mode & 0o777).toBe(0o600);
  const argv =
    readFileSync(`/proc/${daemon?.pid}/cmdline`, "utf8") +
    readFileSync(`/proc/${daemon?.pid}/environ`, "utf8");
  const { stdout } = await promisify(execFile)("grep", ["-rl", password, folder]);
  expect(stdout.trim().split("\n")).toEqual([join(folder, "RU1-management.json")]);
  expect(argv + said + (await ask("show", "RU1", "--json")).out).not.toContain(password);
});
