/** What commands read, and how they say what is wrong with it. */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { patienceMs } from "../support/patience.ts";
import { cli, example, ors, orsWith, temporaryFolder } from "./ors.ts";

const folder = temporaryFolder();
const good = readFileSync(example("two-lopcomm.yaml"), "utf8");

function write(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** A command line of a shell, with `ors` as a function. */
function sh(line: string) {
  const script = `set -o pipefail; ors() { ${process.execPath} ${cli} "$@"; }; ${line}`;
  return spawnSync("bash", ["-c", script], { encoding: "utf8", timeout: patienceMs });
}

describe("an input", () => {
  test.each([
    ["a device that never ends", "/dev/zero", "/dev/zero: too large to read\n"],
    [
      "text in UTF-16",
      write("utf16.yaml", Buffer.from(`\ufeff${good}`, "utf16le")),
      "UTF-16 text; expected: UTF-8\n",
    ],
    [
      "text in Latin-1",
      write("latin1.yaml", Buffer.from("instance-title: \xe9", "latin1")),
      "not UTF-8 text\n",
    ],
  ])("that is %s is refused", (_, file, said) => {
    const run = ors("check", file);
    expect([run.status, run.stdout]).toEqual([2, ""]);
    expect(run.stderr).toContain(said);
  });

  test("may be a pipe, also where a plan would do as well", () => {
    const run = sh(
      `ors tap exec nothing -- true; ors check <(cat ${example("two-lopcomm.yaml")}) | tail -1; ors status <(cat ${example("two-lopcomm.yaml")}) --json`,
    );
    expect(JSON.parse(run.stdout.slice(run.stdout.indexOf("{")))).toMatchObject({
      document: "status",
      slaptap: "slaptap16",
    });
  });

  test("is waited for where standard input does not wait by itself", () => {
    const site = example("two-lopcomm.yaml");
    // dd makes the pipe one that does not block; what is read comes when the program has begun to look
    const run = sh(`{ sleep 1; cat ${site}; } | { dd iflag=nonblock count=0 status=none; ors check -; }`);
    expect(run.stderr).toBe("");
    expect(run.stdout).toContain("2 Radio Units");
  });

  test("that a terminal is to give is said to be waited for", () => {
    const run = sh(`script -qec '${process.execPath} ${cli} check -' /dev/null <<< "configuration: {}"`);
    expect(run.stdout).toContain("reading standard input, which Ctrl-D ends");
    expect(orsWith({ input: good }, "check", "-").stderr).toBe("");
  });
});

describe("what is wrong with an input", () => {
  test("is said in the order of its lines, with their text and how many there are", () => {
    const wrong = good
      .replace("pci: 500", "pci: 5000")
      .replace('mac_addr: "00:0a:45:00:00:01"', "mac_addr: x")
      .replace(/gnb_id: .*/, "gnb_id: -1");
    const { stderr } = ors("check", write("wrong.yaml", wrong));
    const lines = [...stderr.matchAll(/wrong\.yaml:(\d+):/g)].map(([, line]) => Number(line));
    expect(lines.length).toBeGreaterThanOrEqual(3);
    expect(lines).toEqual([...lines].sort((a, b) => a - b));
    expect(stderr).toMatch(/\n {4}\s*pci: 5000\n\s+\^\n/);
    expect(stderr.trimEnd().split("\n").at(-1)).toBe(`${lines.length} errors`);
  });

  test("shows the line of a warning, too", () => {
    const twice = good.replace("00:0a:45:00:00:02", "00:0a:45:00:00:01");
    const run = ors("check", write("twice.yaml", twice));
    expect(run.status).toBe(0);
    expect(run.stderr).toMatch(
      /warning: shared "RU2": mac_addr.*\n {4}\s*mac_addr: "00:0a:45:00:00:01"\n\s+\^\n$/,
    );
  });

  test("never shows a password", () => {
    const file = write("secret.yaml", good.replace(/(\n *)gnb_id: .*/, "$&$1websocket_password: 271828"));
    const run = ors("check", file, "--json");
    expect(run.status).toBe(2);
    expect(run.stderr).toContain("configuration.websocket_password: not text");
    expect(run.stderr + run.stdout).not.toContain("271828");
  });

  test("names the parameter of the TAP that is missing", () => {
    const run = ors("check", write("missing.yaml", good.replace(/tap-ipv6-network.*\n/, "")));
    expect(run.stderr).toMatch(/: tap-ipv6-network: missing, and CPRI Radio Units need a TAP: "RU1", "RU2"/);
  });

  test("with a plan is said in words", () => {
    const run = ors("apply", write("plan.json", '{"taps":[{"name":5}]}'), "--dry-run");
    expect(run.status).toBe(2);
    expect(run.stderr).toMatch(/^slaptap: \S+: missing; /);
    expect(run.stderr).not.toMatch(/undefined|Invalid input/);
  });

  test("is coloured on a terminal, and not with NO_COLOR", () => {
    const line = `script -qec '${process.execPath} ${cli} check ${join(folder, "wrong.yaml")}' /dev/null < /dev/null`;
    expect(sh(line).stdout).toContain("\u001b[31m");
    expect(sh(`NO_COLOR=1 ${line}`).stdout).not.toContain("\u001b[");
  });
});

test("who reads no further ends it as other programs are ended", () => {
  const run = sh("ors schema file | head -1; echo ${PIPESTATUS[0]}");
  expect(run).toMatchObject({ stdout: "{\n141\n", stderr: "" });
});

test("a promise that lacks an option is a wrong command line, not an answer", () => {
  const run = ors("promise", "taps");
  expect(run).toMatchObject({ status: 2, stdout: "" });
  expect(run.stderr).toMatch(/^ors: --plan: missing\n/);
});
