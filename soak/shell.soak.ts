/**
 * The shell library of test/shell, killed: a script with TAPs, a switch, a holder and shared memory gets a signal at a
 * random moment. Count is the number of signals. Nothing may be left: no process, interface or file.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import fc from "fast-check";
import type { Order, Result } from "./soak.ts";

export const count = 200;

const signals = ["SIGHUP", "SIGINT", "SIGTERM", "SIGKILL"] as const;
/** Only what hangs, or is left behind, takes as long. */
const patienceMs = 120_000;

export async function run({ seed, count: kills }: Order): Promise<Result> {
  const moments = fc.sample(fc.noBias(fc.integer({ min: 0, max: 1000 })), { seed, numRuns: kills });
  const failures: string[] = [];
  const whole = await runScript(null, 0, 0);
  if (whole.problem !== null)
    return { passed: 0, failures: [`without a signal: ${whole.problem}`], figures: [] };
  for (const [number, moment] of moments.entries()) {
    const signal = signals[number % signals.length] ?? "SIGKILL";
    const afterMs = (moment / 1000) * whole.ms;
    const { problem } = await runScript(signal, afterMs, number + 1);
    if (problem !== null) failures.push(`${signal} after ${Math.round(afterMs)} ms: ${problem}`);
  }
  return { passed: kills - failures.length, failures, figures: [`a run takes ${Math.round(whole.ms)} ms`] };
}

const root = join(import.meta.dirname, "..");

/** Runs the script, ends it, and looks for what it left. */
async function runScript(
  signal: NodeJS.Signals | null,
  afterMs: number,
  number: number,
): Promise<{ readonly ms: number; readonly problem: string | null }> {
  const folder = mkdtempSync(join(tmpdir(), "shell-soak-"));
  const mark = `${process.pid}-${number}-${folder}`;
  const interfaces = readdirSync("/sys/class/net").sort().join(" ");
  const start = performance.now();
  const script = spawn("bash", [join(root, "test/shell/killed.bash")], {
    env: {
      ...process.env,
      ORS: `${process.execPath} ${join(root, "dist/cli.js")}`,
      ORS_MARK: mark,
      TMPDIR: folder,
    },
    stdio: ["ignore", "pipe", "inherit"],
    detached: true,
  });
  let said = "";
  script.stdout.on("data", (chunk: Buffer) => {
    said += chunk;
  });
  const ended = once(script, "exit");
  const timer = signal === null ? undefined : setTimeout(() => script.kill(signal), afterMs);
  const isOver = await Promise.race([ended.then(() => true), pause(patienceMs, false)]);
  const ms = performance.now() - start;
  clearTimeout(timer);
  const left = isOver ? await listLeft(mark) : ["the script itself"];
  const files = readdirSync(folder);
  rmSync(folder, { recursive: true });
  const now = readdirSync("/sys/class/net").sort().join(" ");
  const problems = [
    ...left.map((command) => `left running: ${command}`),
    ...files.map((file) => `left lying: ${file}`),
    ...(now === interfaces ? [] : [`interfaces were ${interfaces}, are ${now}`]),
    ...(signal === null && !/^ok 1/m.test(said) ? [`said ${said}`] : []),
  ];
  return { ms, problem: problems.length === 0 ? null : problems.join("; ") };
}

/** Commands of processes that have the mark in their environment, once they have had time to end. */
async function listLeft(mark: string): Promise<readonly string[]> {
  let left: readonly string[] = [];
  for (const start = performance.now(); performance.now() - start < patienceMs; await pause(20)) {
    left = readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name) && hasMark(name, mark))
      .map((pid) => readText(`/proc/${pid}/cmdline`).replaceAll("\0", " ").trim());
    if (left.length === 0) return left;
  }
  return left;
}

function hasMark(pid: string, mark: string): boolean {
  return readText(`/proc/${pid}/environ`).includes(`ORS_MARK=${mark}`);
}

/** Nothing where the process ended meanwhile. */
function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
