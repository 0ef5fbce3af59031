/** The service `radio`: manages the Lopcomm Radio Units over NETCONF. */
import { basename } from "node:path";
import { isRadioFile } from "../../mplane/status/taken-files.ts";
import type { Site } from "../../site/site.ts";
import type { Environment } from "../partition/environment.ts";
import { folders } from "../partition/folders.ts";
import type { PartitionFile } from "../partition/partition-file.ts";
import { createOwnScript } from "./own-script.ts";
import type { Service } from "./service.ts";

/** Relative to the partition. */
const metricsPath = "var/radio.prom";

/** Null where there is no Radio Unit to manage. Its files are read anew without an end to its sessions. */
export function createRadioService(
  site: Site,
  rendered: readonly PartitionFile[],
  environment: Environment,
): Service | null {
  if (site.radioUnits.every(({ management }) => management === null)) return null;
  const { partition } = environment;
  const words = ["radio", "run", "--plan", `${partition}/${folders.etc}/plan.json`];
  words.push("--rendered", `${partition}/${folders.etc}`, "--state", `${partition}/var`);
  words.push("--metrics", `${partition}/${metricsPath}`);
  const script = createOwnScript(words, environment);
  return { name: "radio", script, reads: [], rereads: rendered.filter(isReadByDaemon) };
}

function isReadByDaemon({ path }: PartitionFile): boolean {
  const name = basename(path);
  return path === `${folders.etc}/${name}` && (name === "plan.json" || isRadioFile(name));
}
