/** The command table: what `ors` can do, in the order of its help. */
import type { Command, Option } from "./command.ts";

const instance: Option = {
  flags: "--instance <file>",
  description: "the instance's parameters, JSON or YAML; - is standard input",
};
const planFile: Option = { flags: "--plan <file>", description: "a plan.json in place of an instance" };
const json: Option = { flags: "--json", description: "print one JSON document" };
const slaptap: Option = { flags: "--slaptap <name>", description: "name of the TAP that SlapOS gave" };
const range: Option = { flags: "--range <cidr>", description: "IPv6 range of that TAP" };
const state: Option = {
  flags: "--state <dir>",
  description: "folder of logs and leases, as the files shall name it",
  standard: "DIR/../var",
};
const trampoline: Option = {
  flags: "--trampoline <file>",
  description: "the program with CAP_NET_ADMIN",
  standard: "trampoline/netcapdo of this package",
};

export const commands: readonly Command[] = [
  {
    name: "new",
    summary: "print a complete, commented parameter file to start from",
    options: [
      { flags: "--ru-count <n>", description: "number of Radio Units, one cell each" },
      { flags: "--ru-type <type>", description: "sdr, lopcomm or sunwave", standard: "lopcomm" },
      slaptap,
      range,
    ],
    examples: ["ors new --ru-count 2 > site.yaml", "ors new --ru-count 1 --ru-type sdr"],
    load: async () => (await import("./new.ts")).run,
  },
  {
    name: "check",
    summary: "validate parameters and say what the instance would be",
    options: [
      instance,
      { flags: "--host", description: "tell whether this node can do it" },
      trampoline,
      json,
    ],
    examples: ["ors check --instance site.yaml", "ors check --instance site.yaml --host"],
    load: async () => (await import("./check.ts")).run,
  },
  {
    name: "explain",
    summary: "say what one cell or Radio Unit came to, and where each value came from",
    arguments: [
      { syntax: "<reference>", description: "reference of a cell, a Radio Unit, a peer or a peer cell" },
    ],
    options: [instance, json],
    examples: ["ors explain CELL1 --instance site.yaml"],
    load: async () => (await import("./explain.ts")).run,
  },
  {
    name: "plan",
    summary: "print the split of the TAP's range among Radio Units",
    options: [
      instance,
      slaptap,
      range,
      { flags: "--ru-count <n>", description: "number of CPRI Radio Units, with --slaptap and --range" },
      json,
    ],
    examples: [
      "ors plan --instance site.yaml",
      "ors plan --slaptap slaptap16 --range 2401:5180:0:66:a200::/71 --ru-count 2",
    ],
    load: async () => (await import("./plan.ts")).run,
  },
  {
    name: "render",
    summary: "write every file that the parameters ask for",
    options: [
      instance,
      { flags: "--output <dir>", description: "folder that the files go to" },
      state,
      { flags: "--dry-run", description: "say what would be written and write nothing" },
      { flags: "--diff", description: "show what changes in each file" },
      json,
    ],
    examples: [
      "ors render --instance site.yaml --output etc",
      "ors render --instance site.yaml --output etc --dry-run --diff",
    ],
    load: async () => (await import("./render.ts")).run,
  },
  {
    name: "apply",
    summary: "bring the kernel's subtaps to the plan",
    options: [
      instance,
      planFile,
      { flags: "--dry-run", description: "say what would change and change nothing" },
      trampoline,
      json,
    ],
    examples: ["ors apply --instance site.yaml --dry-run", "ors apply --plan etc/plan.json"],
    load: async () => (await import("./apply.ts")).run,
  },
  {
    name: "status",
    summary: "show the plan beside what the kernel has",
    options: [
      instance,
      planFile,
      { flags: "--diff", description: "print only what differs; exit 1 where something does" },
      json,
    ],
    examples: ["ors status --instance site.yaml", "ors status --plan etc/plan.json --diff"],
    load: async () => (await import("./status.ts")).run,
  },
  {
    name: "down",
    summary: "remove this instance's subtaps",
    options: [
      instance,
      planFile,
      slaptap,
      { flags: "--dry-run", description: "say what would be removed" },
      trampoline,
      json,
    ],
    examples: ["ors down --instance site.yaml", "ors down --slaptap slaptap16"],
    load: async () => (await import("./down.ts")).run,
  },
  {
    name: "schema",
    summary: "print the JSON schema of the parameters",
    arguments: [
      { syntax: "[name]", description: "one kind: enb, radio-unit, cell, peer, peer-cell, shared" },
    ],
    options: [],
    examples: ["ors schema", "ors schema cell"],
    load: async () => (await import("./schema.ts")).run,
  },
];
