/** The services of an instance. */
import type { TapPlan } from "../../plan/tap-plan.ts";
import type { Site } from "../../site/site.ts";
import { folders, type Means } from "../partition/environment.ts";
import { modes, type PartitionFile } from "../partition/partition-file.ts";
import { shellWord } from "../partition/quote.ts";
import { idle, type RenderedService, renderService, type Service } from "./service.ts";

/** Where the log is that the promises read. */
export const statsLog = `${folders.log}/enb-stats.log`;
const passwordFile = `${folders.etc}/websocket-password`;

/**
 * The services, and files that only they need.
 *
 * @param rendered what `ors render` makes, its paths relative to the partition
 */
export function renderServices(
  site: Site,
  plan: TapPlan,
  rendered: readonly PartitionFile[],
  means: Means,
): { readonly services: readonly RenderedService[]; readonly files: readonly PartitionFile[] } {
  const password = passwordFiles(site);
  const wanted: Service[] = [
    enb(rendered, means),
    ...(site.radioUnits.some(({ link }) => link.kind === "cpri") ? [dnsmasq(rendered, means)] : []),
    statistics(site, password, means),
    ...(plan.taps.length > 1 ? [watch(means)] : []),
  ];
  const services = wanted.map((one) =>
    renderService(site.testing ? { ...one, script: idle } : one, means.partition),
  );
  return { services, files: password };
}

/** The eNB, as its vendor's scripts want it to be started. */
function enb(rendered: readonly PartitionFile[], { partition, amarisoft }: Means): Service {
  const folder = shellWord(amarisoft.folder);
  const start =
    amarisoft.version === null
      ? [`echo ${shellWord(`no Amarisoft software: there is no ${amarisoft.folder}/v<date>`)} >&2`, "exit 1"]
      : [
          ...["rm-tmp-lte", "init-sdr", "init-enb"].map((name) => `sudo -n ${folder}/${name}`),
          `AMARISOFT_PATH=${folder}/.amarisoft`,
          "export AMARISOFT_PATH",
          `exec ${folder}/${amarisoft.version}/enb/lteenb ${shellWord(`${partition}/${folders.etc}/enb.cfg`)}`,
        ];
  return { name: "enb", script: ["set -e", ...start], reads: rendered.filter(isReadByEnb) };
}

function isReadByEnb({ path }: PartitionFile): boolean {
  return /^etc\/(enb\.cfg|[^/]*-drb\.cfg|[^/]*-sib23\.asn)$/.test(path);
}

function dnsmasq(rendered: readonly PartitionFile[], { partition, dnsmasq: program }: Means): Service {
  const path = `${folders.etc}/dnsmasq.cfg`;
  return {
    name: "dnsmasq",
    script: [
      `exec ${shellWord(program)} --keep-in-foreground --conf-file=${shellWord(`${partition}/${path}`)}`,
    ],
    reads: rendered.filter((file) => file.path === path),
  };
}

/** The reader of the eNB's remote API. */
function statistics(site: Site, password: readonly PartitionFile[], means: Means): Service {
  const { partition, ors } = means;
  const words = [
    ors,
    "stats-log",
    "--url",
    `ws://${site.enb.comAddr}`,
    "--period",
    String(site.enb.operation.statsFetchPeriod),
    "--log",
    `${partition}/${statsLog}`,
    ...(password.length > 0 ? ["--password-file", `${partition}/${passwordFile}`] : []),
  ];
  return { name: "stats-log", script: ownProgram(words, means), reads: password };
}

/** What keeps the subtaps as the plan wants them. It follows plan.json itself, so it is not restarted with it. */
function watch(means: Means): Service {
  const plan = `${means.partition}/${folders.etc}/plan.json`;
  return { name: "watch", script: ownProgram([means.ors, "watch", "--plan", plan], means), reads: [] };
}

/** With the build in its text, a service is started anew when the program is another. */
function ownProgram(words: readonly string[], { build }: Means): string[] {
  return [`# build ${build}`, `exec ${words.map(shellWord).join(" ")}`];
}

/** The password of the remote API, in a file so that no list of processes shows it. */
function passwordFiles({ enb: { websocketPassword } }: Site): readonly PartitionFile[] {
  if (websocketPassword === null) return [];
  return [{ path: passwordFile, content: websocketPassword, mode: modes.secret }];
}
