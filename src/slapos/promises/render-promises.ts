/** The promises of an instance: those of slapos.toolbox as plugins, those of `ors` as executables. */
import type { TapPlan } from "../../plan/tap-plan.ts";
import { guardedVariable, patience } from "../../promise/patience.ts";
import type { RadioUnit, Site } from "../../site/site.ts";
import { folders, type Means } from "../partition/environment.ts";
import { modes, type PartitionFile } from "../partition/partition-file.ts";
import { pythonString, shellWord } from "../partition/quote.ts";
import { statsLog } from "../services/render-services.ts";

type Plugin = {
  readonly name: string;
  /** The module with the class RunPromise. */
  readonly module: string;
  readonly parameters: Readonly<Record<string, string>>;
};

/** Everything that is checked of an instance. */
export function promises(site: Site, plan: TapPlan, means: Means): readonly PartitionFile[] {
  return [
    ...plugins(site, means).map((plugin) => pluginFile(plugin, means)),
    ...ownChecks(site, plan).map((words) => executableFile(words, means)),
  ];
}

/** Those about the eNB. With `testing` there is nothing to look at: no radio hardware, no remote API. */
function plugins({ testing, enb, radioUnits }: Site, { partition }: Means): readonly Plugin[] {
  if (testing) return [];
  const { comHost, comPort, statsFetchPeriod, minRxtxDelay, maxRxSampleDb } = enb.operation;
  const statistics = {
    "amarisoft-stats-log": `${partition}/${statsLog}`,
    "stats-period": String(statsFetchPeriod),
  };
  const links = cpriLinks(radioUnits);
  return [
    minRxtxDelay !== null && {
      name: "check-baseband-latency",
      module: "slapos.promise.plugin.check_baseband_latency",
      parameters: { ...statistics, "min-rxtx-delay": String(minRxtxDelay) },
    },
    links.length > 0 && {
      name: "check-cpri-lock",
      module: "ors_recipe.promise.cpri_lock",
      parameters: { ...statistics, "cpri-links": JSON.stringify(links) },
    },
    maxRxSampleDb !== null &&
      radioUnits.length > 0 && {
        name: "check-rx-saturated",
        module: "ors_recipe.promise.rx_saturated",
        parameters: {
          ...statistics,
          "radio-units": JSON.stringify(receiveChannels(radioUnits)),
          "max-rx-sample-db": String(maxRxSampleDb),
        },
      },
    {
      name: "check-stats-log",
      module: "slapos.promise.plugin.check_amarisoft_stats_log",
      parameters: statistics,
    },
    {
      name: "check-remote-api",
      module: "slapos.promise.plugin.check_socket_listening",
      parameters: { host: comHost, port: String(comPort) },
    },
  ].filter((plugin) => plugin !== false);
}

/** `[sdr_dev, sfp_port]` of each link. */
function cpriLinks(radioUnits: readonly RadioUnit[]): readonly (readonly [number, number])[] {
  return radioUnits.flatMap(({ link }) =>
    link.kind === "cpri" ? [[link.sdrDev, link.sfpPort] as const] : [],
  );
}

/** Each Radio Unit's reference with the numbers of its receive channels. */
function receiveChannels(radioUnits: readonly RadioUnit[]): readonly (readonly [string, number[]])[] {
  return radioUnits.map(({ reference, firstRxChannel, nAntennaUl }) => [
    reference,
    Array.from({ length: nAntennaUl }, (_, index) => firstRxChannel + index),
  ]);
}

/** A plugin as slapgrid loads it: its modules are those of the release, not of slapgrid. */
function pluginFile({ name, module, parameters }: Plugin, { pythonPath }: Means): PartitionFile {
  const lines = Object.entries(parameters).map(
    ([key, value]) => `    ${pythonString(key)}: ${pythonString(value)},`,
  );
  const content = `import sys
sys.path[0:0] = [
${pythonPath.map((path) => `    ${pythonString(path)},`).join("\n")}
]

extra_config_dict = {
${lines.join("\n")}
}

# slapgrid has packages of these names loaded from its own path, where ours are not
for loaded in [name for name in sys.modules if name.split('.')[0] in ('slapos', 'pkg_resources')]:
    del sys.modules[loaded]

from ${module} import RunPromise
`;
  return { path: `${folders.plugin}/${name}.py`, content, mode: modes.plain };
}

/** The arguments of `ors promise` for each check that this instance needs; with `testing` the kernel is not asked. */
function ownChecks({ testing, radioUnits }: Site, plan: TapPlan): readonly (readonly string[])[] {
  const instance = ["--instance", `${folders.etc}/instance.json`];
  const checks = [["config", ...instance, "--output", folders.etc]];
  if (testing) return checks;
  if (radioUnits.some(({ link }) => link.kind === "cpri"))
    checks.push(["dnsmasq", "--config", `${folders.etc}/dnsmasq.cfg`]);
  if (plan.slaptap === null) return checks;
  checks.push(["taps", "--plan", `${folders.etc}/plan.json`]);
  if (plan.taps.length > 1) checks.push(["capability"], ["watch", "--plan", `${folders.etc}/plan.json`]);
  return checks;
}

/** timeout(1) guards the check in place of a second Node, which takes longer to start than most checks take. */
function executableFile([name = "", ...words]: readonly string[], { ors, partition }: Means): PartitionFile {
  const command = [ors, "promise", name, ...words].map(shellWord).join(" ");
  const lines = [
    "#!/bin/sh",
    `cd ${shellWord(partition)} || exit 1`,
    `${guardedVariable}=1 timeout --signal=KILL ${patience} ${command}`,
    "status=$?",
    `[ $status != ${killed} ] || echo ${shellWord(`${name}: no answer within ${patience} s`)}`,
    "[ $status = 0 ]",
    "",
  ];
  return { path: `${folders.promise}/${name}`, content: lines.join("\n"), mode: modes.executable };
}

/** What timeout(1) ends with where it had to kill: 128 and the number of SIGKILL. */
const killed = 137;
