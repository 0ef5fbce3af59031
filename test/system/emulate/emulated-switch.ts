/** Runs of `ors emulate --switch` in a namespace where one TAP of the host serves all Radio Units. */
import type { ChildProcess } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findOrderSocket, type Order } from "../../../src/emulate/orders/order.ts";
import type { EmulatedStates } from "../../../src/emulate/orders/serve-orders.ts";
import { askControl } from "../../../src/mplane/control/client.ts";
import type { PlanJson } from "../../../src/plan/plan-json.ts";
import { makeEmulateReport } from "../../../src/report/emulate.ts";
import { cli } from "../../commands/ors.ts";
import { clearLinks, type Namespace, type Outcome, outcomeOf } from "../../support/netns.ts";
import { listTapLines, moveToTap } from "../../support/one-host-tap.ts";
import { useNamespace } from "../../support/stage.ts";

/** The TAP of the host. */
export const host = "host0";

/** Of a run; a busy machine may need many rounds. */
export const timeout = 240_000;

export type Row = {
  readonly ru: string;
  readonly tap: string;
  readonly gateway: string;
  readonly phase: string;
  readonly address: string | null;
  readonly vlan: number | null;
  readonly trying: number | null;
  readonly tries: number | null;
  readonly problem: string | null;
};

export type Running = {
  readonly child: ChildProcess;
  readonly ended: Promise<Outcome>;
  /** What it has said on standard error. */
  readonly complaints: () => string;
};

export type Stage = ReturnType<typeof makeStage>;

/** A namespace for the tests of a file; what a test has started ends with it. */
export function useEmulatedSwitch(...programs: string[]): Stage {
  const started: Running[] = [];
  const place = useNamespace({
    programs: ["dnsmasq", "dhclient", "ndisc6", "ping", "setpriv", ...programs],
    before: (namespace) => {
      clearLinks(namespace);
      namespace.sh(`rm -rf ${namespace.folder}/*`);
    },
    // one that a test has left would take the next one's TAP
    after: async () => {
      for (const { child, ended } of started.splice(0)) {
        child.kill("SIGKILL");
        await ended;
      }
    },
  });
  return makeStage(place, started);
}

function makeStage(place: Namespace, started: Running[]) {
  const command = (...words: string[]) => ["env", `TMPDIR=${place.folder}`, process.execPath, cli, ...words];
  const ors = (...words: string[]): Outcome => place.run(command(...words), { timeout });
  const outside = (name: string) => join(place.folderOutside, name);
  const inside = (name: string) => join(place.folder, name);
  const start = (words: string[]): Running => {
    const child = place.start(command(...words));
    const running = { child, ended: outcomeOf(child), complaints: collectComplaints(child) };
    started.push(running);
    return running;
  };
  const readPlan = (): PlanJson => JSON.parse(readFileSync(outside("etc/plan.json"), "utf8"));
  const state = () => ["--state", inside("var")];
  const ask = (request: object) => askControl(findOrderSocket(outside("var")), "`ors emulate`", request);
  const control = () => ["--control", inside("s.sock")];
  return {
    place,
    ors,
    outside,
    inside,
    start,
    readPlan,
    control,
    /** An instance of so many Radio Units, all of which the host serves over one TAP. */
    prepare: (count: number, ...more: string[]): void => {
      writeFileSync(outside("site.yaml"), ors("new", "--ru-count", `${count}`, ...more).stdout);
      const done = ors("render", "--instance", inside("site.yaml"), "--output", inside("etc"));
      if (done.status !== 0) throw new Error(done.stderr);
      const config = readFileSync(outside("etc/dnsmasq.cfg"), "utf8");
      writeFileSync(outside("dnsmasq.cfg"), moveToTap(config, readPlan(), host));
      writeFileSync(outside("batch"), listTapLines(readPlan(), host).join("\n"));
      place.sh(`ip -6 -batch ${inside("batch")}`);
    },
    /** The words of `ors emulate` behind a switch with these ports. */
    emulate: (ports: object, ...options: string[]): string[] => {
      writeFileSync(outside("switch.json"), JSON.stringify({ ports }));
      const files = ["--instance", inside("site.yaml"), "--switch", inside("switch.json")];
      return ["emulate", ...files, "--dnsmasq", inside("dnsmasq.cfg"), ...state(), "--json", ...options];
    },
    /** Gives the running switch other ports. */
    apply: (ports: object): void => {
      writeFileSync(outside("switch.json"), JSON.stringify({ ports }));
      const done = ors("switch", "apply", inside("switch.json"), ...control());
      if (done.status !== 0) throw new Error(done.stderr);
    },
    orderByCommand: (...order: string[]): Outcome => ors("emulated", ...order, ...state()),
    /** The same without a program of its own, which may take longer than what it asks about. */
    order: (ru: string, order: Order) => ask({ ru, order }),
    /** How the Radio Units are now. */
    listRows: async (): Promise<readonly Row[]> => {
      const { rows, method } = (await ask({ ru: null })) as EmulatedStates;
      return makeEmulateReport(rows, method, []).radio_units;
    },
    /** Rows of what the switch of the emulation says. */
    show: (what: "addresses" | "ports"): object[] =>
      JSON.parse(ors("switch", "show", what, ...control(), "--json").stdout)[what],
    findClients: () => findClients(inside("ors-emulate-")),
  };
}

function collectComplaints(child: ChildProcess): () => string {
  let text = "";
  child.stderr?.on("data", (chunk) => {
    text += chunk;
  });
  return () => text;
}

export const rowsOf = (json: string): Row[] => JSON.parse(json).radio_units;

/** The rows of the document that a run prints, as soon as it is there; what it said on standard error where it ends before. */
export function readRows({ child, ended }: Running): Promise<Row[]> {
  let text = "";
  return new Promise((resolve, reject) => {
    child.stdout?.on("data", (chunk) => {
      text += chunk;
      if (text.endsWith("\n}\n")) resolve(rowsOf(text));
    });
    void ended.then(({ stderr }) => reject(new Error(stderr)));
  });
}

/** Process numbers of the DHCPv6 clients of an emulation, by the TAPs that their leases are named after. */
function findClients(folder: string): Map<string, number> {
  const lease = new RegExp(`\0${folder}[^\0]*/([^\0]*)\\.leases\0`);
  const found = new Map<string, number>();
  for (const pid of readdirSync("/proc")) {
    const tap = /^\d+$/.test(pid) ? lease.exec(readCommand(pid))?.[1] : undefined;
    if (tap !== undefined) found.set(tap, Number(pid));
  }
  return found;
}

function readCommand(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return ""; // it has ended meanwhile
  }
}
