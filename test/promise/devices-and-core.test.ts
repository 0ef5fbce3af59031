/** What is checked of the eNB beside its process: its devices, its links to the core, its clock, the disk. */
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { minFreeBytes } from "../../src/output/free-space.ts";
import { checkDisk } from "../../src/promise/disk.ts";
import { checkCoreNetwork } from "../../src/promise/enb/core-network.ts";
import { checkGpsLock } from "../../src/promise/enb/gps-lock.ts";
import { checkBusy, sdrBusy, type ToolRun } from "../../src/promise/enb/sdr-busy.ts";
import { temporaryFolder } from "../commands/ors.ts";

const folder = temporaryFolder();
const entry = (data: unknown) => ({ time: new Date(), data });

describe("devices", () => {
  const busy: ToolRun = { status: 1, said: "DMA channel is already in use" };

  it("are used where sdr_util is refused each of them", async () => {
    const asked: string[] = [];
    const verdict = await checkBusy(["/dev/sdr0@1", "/dev/sdr2@0"], async (words) => {
      asked.push(words.join(" "));
      return busy;
    });
    expect(verdict).toEqual({ holds: true, line: "the eNB uses 2 devices" });
    expect(asked).toEqual(["-c 0 -d 1 version", "-c 2 -d 0 version"]);
  });

  it("are not where it gets one, or fails in another way", async () => {
    const answers: Readonly<Record<string, ToolRun>> = {
      "0": busy,
      "1": { status: 0, said: "version 1" },
      "2": { status: 1, said: "no such card" },
    };
    const verdict = await checkBusy(
      ["/dev/sdr0@0", "/dev/sdr1@0", "/dev/sdr2@0"],
      async ([, card = ""]) => answers[card] ?? busy,
    );
    expect(verdict).toEqual({ holds: false, line: "the eNB does not use /dev/sdr1@0; /dev/sdr2@0" });
  });

  it("are asked of the newest version's sdr_util, which has to be there", async () => {
    const tool = join(folder, "v2026-06-25.0123456789/trx_sdr/sdr_util");
    mkdirSync(join(tool, ".."), { recursive: true });
    const options = { amarisoft: folder, devices: "/dev/sdr0@0" };
    expect(await sdrBusy.check(options)).toMatchObject({
      holds: false,
      line: expect.stringMatching(/^sdr_util does not run: .*ENOENT/),
    });
    writeFileSync(tool, "#!/bin/sh\necho 'Device or resource busy' >&2\nexit 1\n");
    chmodSync(tool, 0o755);
    expect(await sdrBusy.check(options)).toEqual({ holds: true, line: "the eNB uses 1 device" });
  });
});

describe("the core network", () => {
  const up = (address: string) => ({ address, state: "setup_done" });
  const check = (s1: readonly object[], ng: readonly object[], mmes: string[], amfs: string[] = []) =>
    checkCoreNetwork([entry({ s1_list: s1, ng_list: ng })], { mmes, amfs });

  it("is connected where each node has a link, in whatever form its address is", () => {
    const s1 = [up("127.0.1.100:36412"), up("[2001:db8::1]:36412")];
    const ng = [up("10.0.0.1:38413")];
    expect(check(s1, ng, ["127.0.1.100", "2001:DB8:0::1"], ["10.0.0.1:38413"])).toEqual({
      holds: true,
      line: "3 core nodes are connected",
    });
  });

  it("is not where a link is missing, at another port, or not set up yet", () => {
    const s1 = [{ address: "10.0.0.1:36412", state: "connecting" }, up("10.0.0.2:36413")];
    expect(check(s1, [], ["10.0.0.1", "10.0.0.2"], ["10.0.0.3"])).toEqual({
      holds: false,
      line: "no link to 10.0.0.1; 10.0.0.2; 10.0.0.3",
    });
    expect(check([], [], ["10.0.0.1"]).holds).toBe(false);
    expect(checkCoreNetwork([], { mmes: ["10.0.0.1"], amfs: [] }).holds).toBe(false);
  });

  it("counts a link that no address has for a node that is known by its name", () => {
    const s1 = [up("10.0.0.1:36412"), up("10.0.0.2:36412")];
    expect(check(s1, [], ["10.0.0.1", "mme.example.org"]).holds).toBe(true);
    expect(check(s1, [], ["10.0.0.1", "mme.example.org", "mme2.example.org:36412"])).toEqual({
      holds: false,
      line: "no link to mme2.example.org:36412",
    });
  });
});

describe("GPS", () => {
  const check = (rf_info: unknown) => checkGpsLock([entry({ rf_info })]);

  it("is locked where rf_info says so", () => {
    expect(check("SDR:\n  Sync: GPS (locked)\n")).toEqual({ holds: true, line: "GPS is locked" });
    expect(check("  Sync: gps (unlocked)\n")).toEqual({
      holds: false,
      line: "GPS is not locked: gps (unlocked)",
    });
    expect(check("  Sync: none\n").holds).toBe(false);
    expect(check("").holds).toBe(false);
    expect(checkGpsLock([]).holds).toBe(false);
  });
});

it("a disk with less room than logs take is reported", () => {
  expect(checkDisk(minFreeBytes)).toEqual({ holds: true, line: "200 MiB are free" });
  expect(checkDisk(minFreeBytes - 1)).toMatchObject({
    holds: false,
    line: expect.stringMatching(/^199 MiB are free .* logs need 200 MiB$/),
  });
});
