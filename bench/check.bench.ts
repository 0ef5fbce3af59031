/** `ors check` of as many Radio Units as a slaptap can have, as a whole process, beside a Node that does nothing. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { interleavedMedians, type Report, root, runProgram } from "./measure.ts";

export const name = "check";

const rounds = 9;
const most = 12;
const radioUnits = 1023;
const cli = join(root, "dist", "cli.js");

export async function run(report: Report): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "ors-bench-"));
  try {
    measureCheck(join(folder, "site.yaml"), report);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The file is what `ors new` writes: YAML with its comments, and a cell on each Radio Unit. */
function measureCheck(file: string, report: Report): void {
  const words = ["new", "--ru-count", `${radioUnits}`, "--slaptap", "slaptap16", "--range", "fd00::/64"];
  writeFileSync(file, runProgram("node", [cli, ...words]));
  const [ours = 0, theirs = 0] = interleavedMedians(rounds, [
    () => void runProgram("node", [cli, "check", file]),
    () => void runProgram("node", ["-e", "0"]),
  ]);
  const ratio = ours / theirs;
  report({
    name: `ors check, ${radioUnits} Radio Units in YAML`,
    ours,
    unit: "ms",
    peer: "node -e 0",
    theirs,
    ratio,
    target: `at most ${most}`,
    ok: ratio <= most,
  });
}
