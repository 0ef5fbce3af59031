import { type SpawnOptions, spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { afterAll } from "vitest";
import { patienceMs } from "../support/patience.ts";
import type { LogOrder } from "./log-child.ts";
import type { WriterOrder } from "./writer-child.ts";

type Order = WriterOrder | LogOrder;

const made: string[] = [];

afterAll(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

export type WriterResult = {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
};

/** Bundles a process that writes; `run` starts it. Every user may read it. */
export function writerProcess(source: "writer-child.ts" | "log-child.ts" = "writer-child.ts") {
  const folder = mkdtempSync(join(tmpdir(), "ors-writer-"));
  chmodSync(folder, 0o755);
  made.push(folder);
  const script = join(folder, "writer.mjs");
  buildSync({
    entryPoints: [join(import.meta.dirname, source)],
    outfile: script,
    bundle: true,
    platform: "node",
    format: "esm",
    external: ["diff"],
  });
  chmodSync(script, 0o644);
  return {
    run: (order: Order, options?: SpawnOptions) => collect(process.execPath, [script], order, options),
    /** Below another program: `["unshare", "-m", "sh", "-c", "…", "sh"]`. */
    runBelow: (command: readonly string[], order: Order) =>
      collect(command[0] ?? "", [...command.slice(1), process.execPath, script], order),
  };
}

function collect(program: string, args: string[], order: Order, options: SpawnOptions = {}) {
  return new Promise<WriterResult>((resolve, reject) => {
    const child = spawn(program, args, {
      ...options,
      stdio: "pipe",
      timeout: patienceMs,
      killSignal: "SIGKILL",
    });
    let stdout = "";
    let stderr = "";
    child.stdout?.on("data", (bytes) => {
      stdout += bytes;
    });
    child.stderr?.on("data", (bytes) => {
      stderr += bytes;
    });
    child.stdin?.on("error", () => {});
    child.on("error", reject);
    child.on("close", (status, signal) => resolve({ status, signal, stdout, stderr }));
    child.stdin?.end(JSON.stringify(order));
  });
}
