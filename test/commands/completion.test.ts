/** Completion and manual pages, made of the definitions of commands. */
import { spawnSync } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { commands } from "../../src/commands/table/table.ts";
import { ors, temporaryFolder } from "./ors.ts";

const folder = temporaryFolder();

/** What bash offers for the last word. */
function complete(...words: string[]): string[] {
  const script = join(folder, "completion.bash");
  writeFileSync(script, ors("completion", "bash").stdout);
  const line = `source ${script}; COMP_WORDS=(ors ${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${words.length}; _ors; printf '%s\n' "\${COMPREPLY[@]}"`;
  const run = spawnSync("bash", ["-c", line], { encoding: "utf8", cwd: folder });
  expect(run.stderr).toBe("");
  return run.stdout.split("\n").filter(Boolean);
}

test("bash completes commands, groups, options, choices and files", () => {
  writeFileSync(join(folder, "site.yaml"), "");
  expect(complete("sta")).toEqual(["status", "stats-log"]);
  expect(complete("tap", "")).toEqual(expect.arrayContaining(["down", "up", "exec"]));
  expect(complete("apply", "--dr")).toEqual(["--dry-run"]);
  expect(complete("tap", "exec", "t", "--q")).toEqual(["--queues"]);
  expect(complete("new", "--ru-type", "l")).toEqual(["lopcomm"]);
  expect(complete("completion", "")).toEqual(["bash", "zsh", "fish"]);
  expect(complete("check", "si")).toEqual(["site.yaml"]);
  expect(complete("check", "--instance", "si")).toEqual(["site.yaml"]);
});

test.each(["zsh", "fish"])("the script for %s is one that it can read, and knows every command", (shell) => {
  const { status, stdout } = ors("completion", shell);
  expect(status).toBe(0);
  for (const { name } of commands) expect(stdout).toContain(name.split(" ").at(-1));
  const script = join(folder, `completion.${shell}`);
  writeFileSync(script, stdout);
  const run = spawnSync(shell, ["-n", script], { encoding: "utf8" });
  if (run.error === undefined) expect(run).toMatchObject({ status: 0, stderr: "" });
});

test("the build has a manual page for each command, and none says what man would not show", () => {
  const pages = readdirSync(resolve(import.meta.dirname, "../../dist/man"));
  expect(pages.sort()).toEqual(
    ["ors.1", ...commands.map(({ name }) => `ors-${name.replace(" ", "-")}.1`)].sort(),
  );
  const page = ors("manual", "apply").stdout;
  expect(page).toContain(".TH ORS-APPLY 1");
  expect(page).toContain(".B \\-n, \\-\\-dry\\-run");
  expect(page).toContain("ors apply site.yaml \\-\\-dry\\-run");
});
