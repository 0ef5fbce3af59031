/** Options that several promises have, and where the files of a partition lie that they name. */
import type { PromiseOption } from "./promise.ts";

export const instanceOption: PromiseOption = {
  name: "instance",
  value: "file",
  description: "the parameters: SlapOS's JSON, or YAML by hand; - reads standard input",
};
export const planOption: PromiseOption = {
  name: "plan",
  value: "file",
  description: "plan.json as `ors render` writes it",
};
export const stateOption: PromiseOption = {
  name: "state",
  value: "dir",
  description: "the state folder (default: ../var seen from the plan)",
};
export const trampolineOption: PromiseOption = {
  name: "trampoline",
  value: "file",
  description: "the compiled trampoline (default: netcapdo beside this program)",
};

/** In a partition, relative to it. */
export const inPartition = {
  output: "etc",
  instance: "etc/instance.json",
  plan: "etc/plan.json",
  dnsmasq: "etc/dnsmasq.cfg",
  enbNote: "var/run/enb.started",
  statsLog: "var/log/enb-stats.log",
} as const;
