import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");

function soak(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, ["scripts/soak.mjs", ...args], { cwd: root, encoding: "utf8" });
}

describe("`npm run soak`", () => {
  test("names every soak that there is, to who asks for none or for one that is not there", () => {
    const names = readdirSync(join(root, "soak"))
      .filter((file) => file.endsWith(".soak.ts"))
      .map((file) => file.replace(".soak.ts", ""));
    const list = names.join(", ");
    expect(names).toContain("trampoline-churn");
    expect(soak()).toMatchObject({ status: 2, stderr: `soak: expected the name of a soak: ${list}\n` });
    expect(soak("nosuch")).toMatchObject({
      status: 2,
      stderr: `soak: unknown soak "nosuch"; there are: ${list}\n`,
    });
  });

  test.each([
    [["--seed", "-1"], /'--seed'/],
    [["--seed", "x"], /--seed "x" is not a whole number from 0 to 2147483647/],
    [["--count", "0"], /--count "0" is not a whole number from 1 to/],
    [["--times", "3"], /'--times'/],
  ])("refuses the arguments %j", (args, words) => {
    const refused = soak("trampoline-churn", ...args);
    expect(refused.status).toBe(2);
    expect(refused.stderr).toMatch(words);
    expect(refused.stdout).toBe("");
  });
});
