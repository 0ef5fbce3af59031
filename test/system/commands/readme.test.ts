/** The README's walk, typed as it stands there: each command prints what is printed there, and none fails. */
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../commands/ors.ts";
import { whyNoNamespaces } from "../../support/netns.ts";

const root = resolve(import.meta.dirname, "../../..");
const readme = readFileSync(join(root, "README.md"), "utf8");
const folder = temporaryFolder();
const why = whyNoNamespaces();

/** Blocks of the walk between fences. */
const walk = readme.slice(readme.indexOf("## A walk"), readme.indexOf("## On a SlapOS node"));
const blocks = [...walk.matchAll(/^```\n([\s\S]*?)^```$/gm)].map((match) => match[1] ?? "");

/** Commands after `$ `, each with the lines that it prints. */
function listCommands(block: string): { command: string; printed: string[] }[] {
  return block
    .split(/^\$ /m)
    .slice(1)
    .map((part) => {
      const [command = "", ...printed] = part.trimEnd().split("\n");
      return { command, printed };
    });
}

/** Whether lines are those printed in the README, where `…` stands for any number of lines. */
function isAsPrinted(lines: readonly string[], printed: readonly string[]): boolean {
  const [first, ...rest] = printed;
  if (first === undefined) return lines.length === 0;
  if (first.trim() !== "…") return lines[0] === first && isAsPrinted(lines.slice(1), rest);
  return isAsPrinted(lines, rest) || (lines.length > 0 && isAsPrinted(lines.slice(1), printed));
}

test("the walk's commands print what the README prints", async (context) => {
  if (why !== null) context.skip(why);
  const commands = blocks.flatMap(listCommands);
  expect(commands.length).toBeGreaterThanOrEqual(9);
  const mark = "--- next";
  const script = commands.map(({ command }) => `${command} 2>&1; echo "${mark}"`).join("\n");
  writeFileSync(join(folder, "walk.sh"), script);
  const run = await execa("npx", ["--no-install", "--prefix", root, "ors", "try", "--", "sh", "walk.sh"], {
    cwd: folder,
    reject: false,
  });
  const outputs = run.stdout
    .split(`${mark}\n`.trimEnd())
    .map((text) => (text.trim() === "" ? [] : text.replace(/^\n/, "").trimEnd().split("\n")));
  for (const [at, { command, printed }] of commands.entries()) {
    expect(isAsPrinted(outputs[at] ?? [], printed), `${command}\n${(outputs[at] ?? []).join("\n")}`).toBe(
      true,
    );
  }
});

test("the lines for a slaptap by hand are those that ors try runs", async (context) => {
  if (why !== null) context.skip(why);
  const byHand = blocks.find((block) => block.startsWith("ip "));
  const { stderr } = await execa(process.execPath, [join(root, "dist/cli.js"), "try", "--", "true"]);
  expect(stderr.replace(/^# /gm, "")).toBe(byHand?.trimEnd());
});

test("from a clone to applied subtaps at most eight commands are typed", () => {
  const setUp = (blocks[0] ?? "").trim().split(/\n| && /);
  const typed = blocks.flatMap(listCommands).map(({ command }) => command);
  const needed = typed.filter(
    (command) => /^ors (new|plan|render|apply)\b/.test(command) && !command.includes("--dry-run"),
  );
  expect(needed.map((command) => command.split(" ")[1])).toEqual(["new", "plan", "render", "apply"]);
  expect(setUp.length + needed.length).toBeLessThanOrEqual(8);
});
