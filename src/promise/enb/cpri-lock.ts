/** The promise `cpri-lock`: every CPRI link is locked, by hardware and by software. */
import type { LoggedEntry } from "../../output/read-log.ts";
import { type PromiseDefinition, requireOption } from "../promise.ts";
import { fails, holds, inOneLine, type Verdict } from "../verdict.ts";
import { enbAndItsApi, needsEnb } from "./needs-enb.ts";
import { parseRfInfo } from "./rf-info.ts";
import { getStatisticsOptions, readStatistics, statisticsOptions } from "./statistics-options.ts";

export const cpriLock: PromiseDefinition = {
  name: "cpri-lock",
  summary: "every CPRI link is locked",
  options: [
    ...statisticsOptions,
    { name: "links", value: "list", description: "the links, as in rf_info, with commas between" },
  ],
  example: "ors promise cpri-lock --log var/log/enb-stats.log --period 60 --links /dev/sdr0@0,/dev/sdr0@1",
  install: (installed) => {
    const links = installed.site.radioUnits.flatMap(({ link }) =>
      link.kind === "cpri" ? [`/dev/sdr${link.sdrDev}@${link.sfpPort}`] : [],
    );
    if (!needsEnb(installed) || links.length === 0) return null;
    return { ...getStatisticsOptions(installed.site), links: links.join(",") };
  },
  services: ["enb", "stats-log"],
  needs: enbAndItsApi,
  check: (options) => checkCpriLock(readStatistics(options, 2), requireOption(options, "links").split(",")),
};

/** @param entries newest first; the newest counts */
export function checkCpriLock([newest]: readonly LoggedEntry[], links: readonly string[]): Verdict {
  const text = (newest?.data as { rf_info?: unknown } | undefined)?.rf_info;
  if (typeof text !== "string") return fails("no rf_info in the eNB's newest statistics");
  const devices = parseRfInfo(text);
  const problems = links.flatMap((link) => {
    const problem = findProblem(devices.get(link));
    return problem === undefined ? [] : [`${link}: ${problem}`];
  });
  if (problems.length > 0) return fails(inOneLine(problems));
  return holds(`${links.length} CPRI ${links.length === 1 ? "link is" : "links are"} locked`);
}

function findProblem(device: ReadonlyMap<string, string> | undefined): string | undefined {
  if (device === undefined) return "rf_info has no entry for it";
  const cpri = device.get("CPRI_option") ?? device.get("CPRI");
  if (cpri === undefined) return "rf_info says nothing of CPRI";
  const missing = ["HW", "SW"].filter((lock) => !cpri.includes(lock));
  return missing.length === 0 ? undefined : `${missing.join(" and ")} Lock is missing`;
}
