/** The command table: what `ors` can do, in the order of its help. */

import type { Command, Option } from "../console/command.ts";
import { collectOptions, promises } from "../promise/promises.ts";

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
const watchState: Option = {
  flags: "--state <dir>",
  description: "folder of the watch's state",
  standard: "var, beside the folder of plan.json or the file of --instance",
};
const trampoline: Option = {
  flags: "--trampoline <file>",
  description: "the program with CAP_NET_ADMIN",
  standard: "trampoline/netcapdo of this package",
};
const impairments: readonly Option[] = [
  { flags: "--loss <percent>", description: "share of the frames that get lost", standard: "0" },
  { flags: "--delay <ms>", description: "time that each frame takes", standard: "0" },
];

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
      watchState,
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
      watchState,
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
  {
    name: "watch",
    summary: "keep the kernel true to the plan",
    options: [
      instance,
      planFile,
      watchState,
      { flags: "--metrics <file>", description: "write OpenMetrics there, for node_exporter" },
      { flags: "--print", description: "print every message of the kernel and change nothing" },
      { flags: "--settle <ms>", description: "time from a change until it is looked at", standard: "2" },
      { flags: "--batch <n>", description: "messages handled in one go, at most", standard: "2000" },
      { flags: "--slice <ms>", description: "time of one go, at most", standard: "5" },
      { flags: "--pause <ms>", description: "time between two of them", standard: "1" },
      { flags: "--queue <kib>", description: "memory for messages that wait", standard: "4096" },
      {
        flags: "--receive-buffer <kib>",
        description: "memory that the kernel keeps for them",
        standard: "16384",
      },
      trampoline,
      { flags: "--json", description: "log JSON lines" },
    ],
    examples: [
      "ors watch --instance site.yaml",
      "ors watch --plan etc/plan.json --json",
      "ors watch --print",
    ],
    load: async () => (await import("./watch.ts")).run,
  },
  {
    name: "tap down",
    summary: "take one subtap down until further notice",
    arguments: [{ syntax: "<name>", description: "the subtap" }],
    options: [instance, planFile, watchState],
    examples: ["ors tap down slaptap16-2 --plan etc/plan.json"],
    load: async () => (await import("./tap-down.ts")).run,
  },
  {
    name: "tap up",
    summary: "give back a subtap that was taken down",
    arguments: [{ syntax: "<name>", description: "the subtap" }],
    options: [instance, planFile, watchState],
    examples: ["ors tap up slaptap16-2 --plan etc/plan.json"],
    load: async () => (await import("./tap-up.ts")).run,
  },
  {
    name: "tap exec",
    summary: "start a program that has a TAP open as descriptor 3",
    arguments: [
      { syntax: "<name>", description: "the TAP" },
      {
        syntax: "<command...>",
        description: "the program; {fd} in its words becomes 3, or 3:4:… for queues",
      },
    ],
    options: [
      { flags: "--vnet-hdr", description: "with a virtio header before each frame, where the kernel can" },
      { flags: "--queues <n>", description: "open it so many times, from descriptor 3 on", standard: "1" },
    ],
    examples: ["ors tap exec slaptap16-1 -- qemu-system-x86_64 -netdev tap,id=n0,fd={fd},vhost=off"],
    load: async () => (await import("./tap-exec.ts")).run,
  },
  {
    name: "link",
    summary: "carry frames between a subtap and a Radio Unit in another network namespace",
    options: [
      { flags: "--tap <name>", description: "the subtap, opened as the eNB would" },
      { flags: "--netns <name>", description: "network namespace of the Radio Unit: a name or a path" },
      { flags: "--mac <address>", description: "the Radio Unit's MAC address" },
      { flags: "--interface <name>", description: "name of its interface there", standard: "ru0" },
      ...impairments,
      {
        flags: "--interval <s>",
        description: "time between counter lines while frames move",
        standard: "10",
      },
      { flags: "--pcap <file>", description: "record every frame, for Wireshark" },
    ],
    examples: [
      "ors link --tap slaptap16-1 --netns ru1 --mac 00:0a:45:00:00:01",
      "ors link --tap slaptap16-1 --netns ru1 --mac 00:0a:45:00:00:01 --loss 1% --delay 20ms --pcap ru1.pcap",
    ],
    load: async () => (await import("./link.ts")).run,
  },
  {
    name: "emulate",
    summary: "a Radio Unit without hardware for every CPRI Radio Unit of an instance",
    options: [
      instance,
      { flags: "--dnsmasq <file>", description: "run dnsmasq with this file too, where no service does" },
      {
        flags: "--once",
        description: "end as soon as every Radio Unit has answered; exit 1 where one did not",
      },
      {
        flags: "--timeout <s>",
        description: "how long a Radio Unit may take to get its address",
        standard: "30",
      },
      ...impairments,
      json,
    ],
    examples: [
      "ors emulate --instance site.yaml",
      "ors emulate --instance site.yaml --dnsmasq etc/dnsmasq.cfg --once",
    ],
    load: async () => (await import("./emulate.ts")).run,
  },
  {
    name: "partition",
    summary: "write everything that a SlapOS partition runs with",
    options: [
      instance,
      { flags: "--partition <dir>", description: "the partition's folder" },
      { flags: "--ors <file>", description: "the script that runs ors there", standard: "ors" },
      { flags: "--dnsmasq <file>", description: "the program that runs dnsmasq", standard: "dnsmasq" },
      { flags: "--python-path <dirs>", description: "where promises import their modules from, a path list" },
      { flags: "--amarisoft <dir>", description: "Amarisoft's software", standard: "/opt/amarisoft" },
      trampoline,
    ],
    examples: ["ors partition --instance instance.json --partition /srv/slapgrid/slappart0"],
    load: async () => (await import("./partition.ts")).run,
  },
  {
    name: "promise",
    summary: "one check of a running instance: one line, exit 0 or 1",
    arguments: [
      {
        syntax: "<name>",
        description: promises.map(({ name, summary }) => `${name} (${summary})`).join("; "),
      },
    ],
    options: collectOptions().map(({ name, value, description }) => ({
      flags: `--${name} <${value}>`,
      description,
    })),
    examples: promises.map(({ example }) => example),
    load: async () => (await import("./promise.ts")).run,
  },
  {
    name: "stats-log",
    summary: "append the eNB's statistics to a log, a line of JSON each time",
    options: [
      { flags: "--url <url>", description: "the eNB's remote API: ws://host:port" },
      { flags: "--password-file <file>", description: "the file with the remote API's password" },
      { flags: "--log <file>", description: "the log; older ones are .1, .2, …" },
      { flags: "--period <s>", description: "time between two lines", standard: "60" },
    ],
    examples: ["ors stats-log --url ws://127.0.1.2:9001 --log var/log/enb-stats.log --period 60"],
    load: async () => (await import("./stats-log.ts")).run,
  },
];
