/** Completion and manual pages, made of the definitions of commands. */
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { commands } from "../../src/commands/table/table.ts";
import { whyNoPrograms } from "../support/programs.ts";
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
  writeFileSync(join(folder, "my site.yaml"), "");
  expect(complete("check", "my")).toEqual(["my site.yaml"]);
  mkdirSync(join(folder, "of my site"));
  expect(complete("render", "--output", "of")).toEqual(["of my site"]);
});

/** What zsh hands to its completion, for a line whose words are these. */
function completeByZsh(...words: string[]): string[] {
  const script = join(folder, "completion.zsh");
  writeFileSync(script, ors("completion", "zsh").stdout);
  const stubs = 'compdef() {}; _describe() { print -rl -- "${(P@)2}" }; _arguments() { print -rl -- "$@" }';
  const line = `${stubs}; source ${script}; words=(ors ${words.map((word) => `'${word}'`).join(" ")}); CURRENT=${words.length + 1}; _ors`;
  const run = spawnSync("zsh", ["-f", "-c", line], { encoding: "utf8", cwd: folder });
  expect(run.stderr).toBe("");
  return run.stdout.split("\n").filter(Boolean);
}

test("zsh completes commands, the words of groups, and options", (context) => {
  const missing = whyNoPrograms("zsh");
  if (missing !== null) context.skip(missing);
  const first = completeByZsh("");
  expect(first).toContain("tap");
  expect(first).toContainEqual(expect.stringMatching(/^apply:./));
  expect(first.filter((row) => row.startsWith("tap-"))).toEqual([]);
  const words = completeByZsh("tap", "").map((row) => row.split(":")[0]);
  expect(words).toEqual(["down", "up", "exec"]);
  expect(completeByZsh("tap", "down", "--").join("\n")).toContain("--state");
  expect(completeByZsh("apply", "--").join("\n")).toContain("--dry-run");
  expect(completeByZsh("switch", "check", "--").join("\n")).not.toContain("--strict");
});

/** What fish offers for a line. */
function completeByFish(line: string): string[] {
  const script = join(folder, "completion.fish");
  writeFileSync(script, ors("completion", "fish").stdout);
  const run = spawnSync("fish", ["--no-config", "-c", `source ${script}; complete -C '${line}'`], {
    encoding: "utf8",
    cwd: folder,
    env: { ...process.env, HOME: folder },
  });
  expect(run.stderr).toBe("");
  return run.stdout
    .split("\n")
    .filter(Boolean)
    .map((row) => row.split("\t")[0] ?? "");
}

test("fish completes commands, the words of groups, and options", (context) => {
  const missing = whyNoPrograms("fish");
  if (missing !== null) context.skip(missing);
  expect(completeByFish("ors ta")).toEqual(["tap"]);
  expect(completeByFish("ors appl")).toEqual(["apply"]);
  expect(completeByFish("ors tap ")).toEqual(["down", "exec", "up"]);
  expect(completeByFish("ors tap down d")).not.toContain("down");
  expect(completeByFish("ors tap down --st")).toEqual(["--state"]);
  expect(completeByFish("ors new --ru-type l")).toEqual(["lopcomm"]);
  expect(completeByFish("ors check --st")).toEqual(["--strict"]);
  expect(completeByFish("ors switch check --st")).toEqual([]);
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
