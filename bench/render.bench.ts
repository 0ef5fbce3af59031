/** `ors --version` and `ors render` as whole processes, beside a Node that does nothing. */
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { instanceOf } from "./instance.ts";
import { interleavedMedians, type Report, root, runProgram } from "./measure.ts";

export const name = "render";

const rounds = 9;
const cli = join(root, "dist", "cli.js");
const sizes = [
  { count: 8, most: 6, layout: "2024" },
  { count: 64, most: 6, layout: "2024" },
  { count: 256, most: 25, layout: "2024" },
  { count: 256, most: 25, layout: "2026" },
] as const;

type Rendered = { readonly time: number; readonly memory: number; readonly bytes: number };

export async function run(report: Report): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "ors-bench-"));
  try {
    measureVersion(report);
    const rendered = sizes.map((size) => measureRender(folder, size, report));
    reportGrowth(rendered, report);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const nothing = () => void runProgram("node", ["-e", "0"]);

function measureVersion(report: Report): void {
  const [ours = 0, theirs = 0] = interleavedMedians(21, [
    () => void runProgram("node", [cli, "--version"]),
    nothing,
  ]);
  const ratio = ours / theirs;
  report({
    name: "ors --version",
    ours,
    unit: "ms",
    peer: "node -e 0",
    theirs,
    ratio,
    target: "at most 1.5",
    ok: ratio <= 1.5,
  });
}

/** Every round renders into a new folder: all files are written, and nothing was deleted just before. */
function measureRender(
  folder: string,
  { count, most, layout }: (typeof sizes)[number],
  report: Report,
): Rendered {
  const instance = join(folder, `instance-${count}-${layout}.json`);
  const { configuration, ...others } = instanceOf(count);
  const own = { ...(configuration as object), enb_cfg_layout: layout };
  writeFileSync(instance, JSON.stringify({ ...others, configuration: own }));
  const newOutput = () => join(mkdtempSync(join(folder, `${count}-`)), "etc");
  const render = () => {
    runProgram("node", [cli, "render", "--instance", instance, "--output", newOutput()]);
  };
  const [ours = 0, theirs = 0] = interleavedMedians(rounds, [render, nothing]);
  const ratio = ours / theirs;
  report({
    name: `ors render, ${count} cells, ${layout} layout`,
    ours,
    unit: "ms",
    peer: "node -e 0",
    theirs,
    ratio,
    target: `at most ${most}`,
    ok: ratio <= most,
  });
  const output = newOutput();
  const memory = Math.min(...[output, newOutput(), newOutput()].map((fresh) => peakMemory(instance, fresh)));
  return { time: ours - theirs, memory: memory - peakOfNothing(), bytes: bytesIn(output) };
}

/** Peak resident memory in KiB, told by the process itself at its end. */
function peakMemory(instance: string, output: string): number {
  const script = `process.argv.splice(1, 0, ${JSON.stringify(cli)}); process.on("exit", () => process.stderr.write("\\nmaxrss " + process.resourceUsage().maxRSS)); import(${JSON.stringify(cli)})`;
  return maxRss(["-e", script, "render", "--instance", instance, "--output", output]);
}

function peakOfNothing(): number {
  return maxRss(["-e", 'process.stderr.write("maxrss " + process.resourceUsage().maxRSS)']);
}

function maxRss(args: string[]): number {
  const quoted = args.map((arg) => `'${arg.replaceAll("'", "'\\''")}'`).join(" ");
  return Number(/maxrss (\d+)/.exec(runProgram("sh", ["-c", `node ${quoted} 2>&1 >/dev/null`]))?.[1]);
}

/** From 64 to 256 cells, time and memory beyond Node's own grow no faster than the bytes written. */
function reportGrowth(rendered: readonly Rendered[], report: Report): void {
  const [, some, many] = rendered;
  if (some === undefined || many === undefined) return;
  const bytes = many.bytes / some.bytes;
  for (const quantity of ["time", "memory"] as const) {
    const growth = many[quantity] / some[quantity];
    const ratio = growth / bytes;
    report({
      name: `growth of ${quantity}, 64 to 256 cells`,
      ours: growth,
      unit: "times",
      peer: "bytes written",
      theirs: bytes,
      ratio,
      target: "at most 1",
      ok: ratio <= 1,
    });
  }
}

function bytesIn(folder: string): number {
  return readdirSync(folder).reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);
}
