/** The trampoline's client against programs that behave as the trampoline might, and as it should not. */

import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { FailureError, InputError, PermissionError } from "../../src/issue/exit-code.ts";
import { formatChange } from "../../src/tap/change.ts";
import { formatSetcapCommand } from "../../src/tap/host/setcap.ts";
import { runTrampoline } from "../../src/tap/trampoline/run-trampoline.ts";
import { checkOutcome } from "../../src/tap/trampoline/trampoline-outcome.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "trampoline-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function program(script: string): string {
  const path = join(folder, "netcapdo");
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

async function failure(path: string): Promise<Error> {
  const outcome = await runTrampoline(path, "netcapdo 1\nend\n");
  try {
    checkOutcome(outcome, path);
  } catch (error) {
    return error as Error;
  }
  throw new Error("it did not fail");
}

test("the request arrives whole, and the answer is read as changes", async () => {
  const path = program(`request=$(cat); [ "$request" = "hello
end" ] || exit 2
echo created slaptap16-1 link; echo changed slaptap16-1 up; echo ok 1 taps, 2 changes`);
  const outcome = await runTrampoline(path, "hello\nend\n");
  expect(outcome.changes.map(formatChange)).toEqual(["created slaptap16-1 link", "changed slaptap16-1 up"]);
  checkOutcome(outcome, path);
});

test("it is started with an empty environment", async () => {
  const path = program("/usr/bin/env | grep -v -e ^PWD= -e ^SHLVL= -e ^_= >&2; echo ok; exit 0");
  expect((await runTrampoline(path, "")).complaints).toEqual([]);
});

test("one that ends before it has read a long request is judged by its exit code", async () => {
  const path = program("echo netcapdo: no >&2; exit 4");
  const outcome = await runTrampoline(path, "x".repeat(1_000_000));
  expect(() => checkOutcome(outcome, path)).toThrow(new FailureError("no"));
});

test.each([
  [2, InputError, "line 3: slaptap is not a number"],
  [3, PermissionError, "no capability"],
  [4, FailureError, "slaptap16-1: File exists"],
])("exit %i is an error of its kind, in the trampoline's words", async (code, kind, words) => {
  const error = await failure(program(`echo "netcapdo: ${words}" >&2; exit ${code}`));
  expect(error).toBeInstanceOf(kind);
  expect(error.message).toContain(words);
});

test("without its capability the command that gives it is named", async () => {
  const path = program("echo netcapdo: no capability >&2; exit 3");
  expect((await failure(path)).message).toBe(
    `no capability: its capability comes by: ${formatSetcapCommand(path)}`,
  );
});

test("what was done before a failure is said", async () => {
  const path = program("echo created slaptap16-1 link; echo netcapdo: the kernel said no >&2; exit 4");
  expect((await failure(path)).message).toBe(
    "the kernel said no\n1 changes were made before that; the next run goes on from there",
  );
});

test.each([
  ["an answer that breaks off", "echo created slaptap16-1 link", "its answer is not whole"],
  ["a signal", "kill -9 $$", "was ended by SIGKILL: the trampoline did not say why"],
  ["another exit code", "echo netcapdo: oh >&2; exit 77", "ended with 77: oh"],
])("%s is a failure", async (_, script, words) => {
  const error = await failure(program(script));
  expect(error).toBeInstanceOf(FailureError);
  expect(error.message).toContain(words);
});

test("a trampoline that is not there names the command that makes it", async () => {
  const path = join(folder, "none");
  const error = await failure(path);
  expect(error).toBeInstanceOf(FailureError);
  expect(error.message).toBe(`${path} does not exist: \`npm run build\` makes it`);
});

test("one that may not be executed names the command that permits it", async () => {
  const path = program("");
  chmodSync(path, 0o644);
  const error = await failure(path);
  expect(error).toBeInstanceOf(PermissionError);
  expect(error.message).toContain(`\`chmod 0755 ${path}\``);
});

test("a capability outside of the bounding set is said to be that", () => {
  const outcome = { changes: [], complete: false, complaints: [], exitCode: null, signal: null };
  expect(() => checkOutcome({ ...outcome, startError: "EPERM" }, "/netcapdo")).toThrow(
    /^\/netcapdo has the capability CAP_NET_ADMIN, which this process may not get: it is outside of the bounding set/,
  );
  expect(() => checkOutcome({ ...outcome, startError: "ENOEXEC" }, "/netcapdo")).toThrow(
    "/netcapdo could not be started: ENOEXEC",
  );
});

test("one that hangs with its request is killed after the limit, and the outcome says so", async () => {
  const path = program("exec sleep 60");
  const outcome = await runTrampoline(path, "end\n", [], 50);
  expect(outcome).toMatchObject({ exitCode: null, signal: "SIGKILL", complete: false });
  expect(() => checkOutcome(outcome, path)).toThrow(FailureError);
});
