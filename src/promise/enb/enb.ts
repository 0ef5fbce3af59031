/** The promise `enb`: the eNB of this partition runs. Another one on the node does not count. */
import { findRunningService } from "../../state/running-service.ts";
import { inPartition } from "../options.ts";
import { type PromiseDefinition, requireOption } from "../promise.ts";
import { fails, failsLastingly, holds, inOneLine, type Verdict } from "../verdict.ts";
import { findMissingPrograms } from "./amarisoft-programs.ts";
import { findNewestVersion } from "./amarisoft-version.ts";

export const enb: PromiseDefinition = {
  name: "enb",
  summary: "the eNB of this partition runs",
  options: [
    { name: "note", value: "file", description: "where the service notes its process" },
    { name: "amarisoft", value: "dir", description: "Amarisoft's software" },
  ],
  example: "ors promise enb --note var/run/enb.started",
  install: ({ site, amarisoft }) =>
    site.testing ? null : { note: inPartition.enbNote, amarisoft: amarisoft.folder },
  services: ["enb"],
  // it ends where it cannot listen
  needs: ["remote-api"],
  check: (options) => checkEnb(requireOption(options, "note"), options.amarisoft ?? "/opt/amarisoft"),
};

/**
 * @param note the file with the process of the service
 * @param amarisoft the folder of `v<date>` folders
 */
export function checkEnb(note: string, amarisoft: string): Verdict {
  const running = findRunningService(note);
  if (running !== undefined) return holds(`the eNB runs, process ${running.pid}`);
  const version = findNewestVersion(amarisoft);
  if (version === null)
    return failsLastingly(
      `there is no Amarisoft software on this node, no ${amarisoft}/v<date>: the administrator installs it there, ${then}`,
    );
  const missing = findMissingPrograms(amarisoft, version);
  if (missing.length > 0)
    return failsLastingly(
      `the eNB cannot be started without ${inOneLine(missing)}: the administrator installs that, ${then}`,
    );
  return fails("the eNB of this partition does not run: see the log of the service enb, and var/log/enb.log");
}

const then = "then `slapos node instance` starts the eNB";
