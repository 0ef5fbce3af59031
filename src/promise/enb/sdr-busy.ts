/** The promise `sdr-busy`: the eNB holds every device that its Radio Units name. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import type { Site } from "../../site/site.ts";
import { type PromiseDefinition, requireOption } from "../promise.ts";
import { fails, holds, inOneLine, type Verdict } from "../verdict.ts";
import { findNewestVersion } from "./amarisoft-version.ts";
import { enbAndItsApi, needsEnb } from "./needs-enb.ts";

export const sdrBusy: PromiseDefinition = {
  name: "sdr-busy",
  summary: "the eNB uses every device of its Radio Units",
  options: [
    { name: "amarisoft", value: "dir", description: "Amarisoft's software" },
    { name: "devices", value: "list", description: "the devices, as /dev/sdr0@1, with commas between" },
  ],
  example: "ors promise sdr-busy --amarisoft /opt/amarisoft --devices /dev/sdr0@0,/dev/sdr0@1",
  install: (installed) => {
    const devices = listDevices(installed.site);
    if (!needsEnb(installed) || devices.length === 0) return null;
    return { amarisoft: installed.amarisoft.folder, devices: devices.join(",") };
  },
  services: ["enb"],
  needs: enbAndItsApi,
  check: (options) => {
    const folder = options.amarisoft ?? "/opt/amarisoft";
    const version = findNewestVersion(folder);
    if (version === null) return fails(`there is no ${folder}/v<date>`);
    const tool = join(folder, version, "trx_sdr/sdr_util");
    return checkBusy(requireOption(options, "devices").split(","), (words) => runTool(tool, words));
  },
};

/** The simulated radio uses none. A CPRI port is a DMA channel of its card, a card by itself uses the first. */
function listDevices({ enb, radioUnits }: Site): string[] {
  if (enb.rfDriver.name === "dummy") return [];
  return radioUnits.flatMap(({ link }) =>
    link.kind === "cpri"
      ? [`/dev/sdr${link.sdrDev}@${link.sfpPort}`]
      : link.devices.map((device) => `/dev/sdr${device}@0`),
  );
}

/** How Amarisoft's sdr_util ended, and what it said. */
export type ToolRun = { readonly status: number | string | null; readonly said: string };

/** @param run Amarisoft's sdr_util with these words */
export async function checkBusy(
  devices: readonly string[],
  run: (words: readonly string[]) => Promise<ToolRun>,
): Promise<Verdict> {
  const problems: string[] = [];
  for (let next = 0; next < devices.length; next += maxAtOnce) {
    const some = devices.slice(next, next + maxAtOnce);
    const runs = await Promise.all(some.map(async (device) => ({ device, ...(await askFor(device, run)) })));
    const broken = runs.find(({ status }) => typeof status === "string");
    if (broken !== undefined) return fails(`sdr_util does not run: ${broken.said}`);
    problems.push(...runs.filter((one) => !isBusy(one)).map(({ device }) => device));
  }
  if (problems.length > 0) return fails(`the eNB does not use ${inOneLine(problems)}`);
  return holds(`the eNB uses ${devices.length} ${devices.length === 1 ? "device" : "devices"}`);
}

/** So many devices are asked for side by side. */
const maxAtOnce = 8;

function askFor(device: string, run: (words: readonly string[]) => Promise<ToolRun>): Promise<ToolRun> {
  const [, card = "", channel = ""] = /^\/dev\/sdr(\d+)@(\d+)$/.exec(device) ?? [];
  return run(["-c", card, "-d", channel, "version"]);
}

function isBusy({ status, said }: ToolRun): boolean {
  return status === 1 && /DMA channel is already|Device or resource busy/.test(said);
}

const toolTimeoutMs = 5_000;

function runTool(tool: string, words: readonly string[]): Promise<ToolRun> {
  return new Promise((resolve) => {
    execFile(tool, words, { timeout: toolTimeoutMs }, (error, stdout, stderr) => {
      const said = `${stdout}${stderr}`;
      if (error === null) resolve({ status: 0, said });
      else
        resolve({ status: error.code ?? null, said: typeof error.code === "string" ? error.message : said });
    });
  });
}
