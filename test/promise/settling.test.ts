/** Which failures the keeper of results takes for what may be over in a moment: slapgrid waits for those, and no others. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { startScripts } from "../../src/promise/enb/amarisoft-programs.ts";
import { checkAll, type InstalledPromises } from "../../src/promise/kept/check-all.ts";
import { wantedSincePath, wantNewResults } from "../../src/promise/kept/kept-results.ts";
import { temporaryFolder } from "../commands/ors.ts";

const folder = temporaryFolder();
const amarisoft = join(folder, "amarisoft");
mkdirSync(join(amarisoft, "v2026-01-01/enb"), { recursive: true });
for (const name of [...startScripts, "v2026-01-01/enb/lteenb"]) writeFileSync(join(amarisoft, name), "");

const enb = { note: join(folder, "enb.started"), amarisoft };
const watch = { state: join(folder, "state") };
const nobody = { host: "127.0.1.3", port: "1" };
const statistics = { log: join(folder, "enb.log"), period: "60" };
const core = { log: join(folder, "enb.log"), period: "60", mmes: "192.0.2.9", amfs: "" };

it("a service that was just started is waited for", async () => {
  expect(await listSettling({ enb, watch })).toEqual(["enb", "watch"]);
});

it("an eNB is not waited for where there is no Amarisoft software", async () => {
  expect(await listSettling({ enb: { ...enb, amarisoft: join(folder, "nothing") } })).toEqual([]);
});

it("what needs the capability is not waited for while that is missing", async () => {
  const capability = { trampoline: join(folder, "netcapdo") };
  writeFileSync(capability.trampoline, "");
  expect(await listSettling({ enb, watch, capability })).toEqual(["enb"]);
});

it("an eNB that was just started is waited for, and its remote API and statistics", async () => {
  const asking = { "remote-api": nobody, "stats-log": statistics };
  expect(await listSettling({ enb, ...asking })).toEqual(["enb", "remote-api", "stats-log"]);
});

it("nothing of an eNB is waited for where it cannot be started", async () => {
  const none = { enb: { ...enb, amarisoft: join(folder, "nothing") } };
  expect(await listSettling({ ...none, "remote-api": nobody, "stats-log": statistics })).toEqual([]);
});

it("nothing of an eNB is waited for where it cannot listen", async () => {
  const foreign = { host: "192.0.2.77", port: "9001" };
  const links = { ...statistics, links: "/dev/sdr0@0" };
  expect(
    await listSettling({
      enb,
      "remote-api": foreign,
      "stats-log": statistics,
      "cpri-lock": links,
      watch,
    }),
  ).toEqual(["watch"]);
});

it("what does not keep a run from being good is not waited for", async () => {
  expect(await listSettling({ "core-network": core })).toEqual([]);
});

/** Of promises that all fail, after slapgrid has just run. */
async function listSettling(installed: InstalledPromises): Promise<string[]> {
  wantNewResults(join(folder, wantedSincePath));
  const { results } = await checkAll(installed, folder);
  expect(Object.values(results).map(({ holds }) => holds)).not.toContain(true);
  return Object.entries(results).flatMap(([name, { settling }]) => (settling ? [name] : []));
}
