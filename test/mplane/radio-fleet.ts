/** Many simulated Radio Units on the loopback, and the daemon that manages them as a process of its own. */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { cli } from "../commands/ors.ts";
import { makeFiles } from "./configs.ts";
import { type LoopbackRadio, openLoopbackRadio } from "./loopback-radio.ts";

export type RadioFleet = {
  readonly folder: string;
  readonly radios: readonly LoopbackRadio[];
  readonly daemon: ChildProcess;
  /** How often a Radio Unit came into service up to now, all together. */
  readonly inService: () => number;
  /** Resolves once that many have come into service, with the milliseconds that it took; rejects with what the daemon said. */
  readonly awaitInService: (count: number, patienceMs: number) => Promise<number>;
  /** Runs a command of `ors radio`; gives its standard output. */
  readonly ask: (...words: string[]) => Promise<string>;
  readonly close: () => Promise<void>;
};

export const fleetPassword = "a-password-of-nobody";

/**
 * All of them without power: `setFaults([])` on one has its port answer.
 *
 * @param bootMs of a restart; by default the daemon's first try comes too early, and the next one almost a second late
 */
export async function openRadioFleet(count: number, bootMs = 1_100): Promise<RadioFleet> {
  const folder = mkdtempSync(join(tmpdir(), "ors-fleet-"));
  const radios: LoopbackRadio[] = [];
  for (let index = 0; index < count; index++)
    radios.push(await openLoopbackRadio({ password: fleetPassword, bootMs, faults: ["closed-port"] }));
  writeFleet(folder, radios);
  const words = [
    "radio",
    "run",
    "--plan",
    join(folder, "etc/plan.json"),
    "--metrics",
    join(folder, "m.prom"),
  ];
  const daemon = spawn(process.execPath, [cli, ...words], { stdio: ["ignore", "pipe", "pipe"] });
  const heard = listen(daemon);
  return {
    folder,
    radios,
    daemon,
    inService: heard.inService,
    awaitInService: heard.awaitInService,
    ask: async (...asked) => {
      const command = [cli, "radio", ...asked, "--state", join(folder, "var")];
      const run = await promisify(execFile)(process.execPath, command, { maxBuffer: 1 << 26 }).catch(
        (cause) => cause,
      );
      return run.stdout;
    },
    close: async () => {
      const ended = new Promise((resolve) => daemon.once("close", resolve));
      if (daemon.exitCode === null && daemon.kill("SIGTERM")) await ended;
      for (const radio of radios) radio.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function listen(daemon: ChildProcess) {
  let inService = 0;
  let tail = "";
  const waiting = new Set<() => void>();
  for (const stream of [daemon.stdout, daemon.stderr])
    stream?.on("data", (chunk) => {
      const text = tail.slice(tail.lastIndexOf("\n") + 1) + chunk;
      inService += text.split(": in service:").length - 1;
      // the last line may not be whole
      if (text.slice(text.lastIndexOf("\n") + 1).includes(": in service:")) inService--;
      tail = text.slice(-2_000);
      for (const check of waiting) check();
    });
  const awaitInService = (count: number, patienceMs: number) =>
    new Promise<number>((resolve, reject) => {
      const began = performance.now();
      const timer = setTimeout(() => {
        waiting.delete(check);
        reject(new Error(`${inService} of ${count} in service after ${patienceMs} ms:\n${tail}`));
      }, patienceMs);
      const check = () => {
        if (inService < count) return;
        waiting.delete(check);
        clearTimeout(timer);
        resolve(performance.now() - began);
      };
      waiting.add(check);
      check();
    });
  return { inService: () => inService, awaitInService };
}

function writeFleet(folder: string, radios: readonly LoopbackRadio[]): void {
  mkdirSync(join(folder, "etc"));
  const write = (name: string, content: string) =>
    writeFileSync(join(folder, "etc", name), content, { mode: 0o600 });
  const files = makeFiles("ACTIVE");
  const taps = radios.map((_, index) => ({
    name: `slaptap0-${index + 1}`,
    ru: `RU${index + 1}`,
    network: "::/126",
    gateway: "::1",
    addr: "::1",
  }));
  write("plan.json", JSON.stringify({ slaptap: "slaptap0", range: "::/125", taps }));
  for (const [index, { port }] of radios.entries()) {
    const ru = `RU${index + 1}`;
    write(`${ru}-CreateProcessingEle.xml`, files.processingElement);
    write(`${ru}-cu__inactive__config.xml`, files.inactive ?? "");
    write(`${ru}-cu__config.xml`, files.active ?? "");
    write(`${ru}-management.json`, JSON.stringify(makeManagement(index, port)));
  }
}

function makeManagement(index: number, port: number): object {
  return {
    mac_addr: `00:0a:45:00:${(index >> 8).toString(16).padStart(2, "0")}:${(index & 0xff).toString(16).padStart(2, "0")}`,
    port,
    user: "oranuser",
    password: fleetPassword,
    host_key_policy: "trust-first",
    authorized_key: null,
    reset_schedule: null,
    firmware: null,
  };
}

/** Of a process, in MB and seconds. */
export function readUse(pid: number): { readonly memory: number; readonly processorTime: number } {
  const status = readFileSync(`/proc/${pid}/status`, "latin1");
  const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const ticksPerSecond = 100;
  return {
    memory: Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1024,
    processorTime: (Number(fields[11]) + Number(fields[12])) / ticksPerSecond,
  };
}
