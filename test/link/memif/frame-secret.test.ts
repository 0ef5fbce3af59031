/** `ors frame` with a switch that wants to hear a secret. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { until } from "../../support/until.ts";
import { makePort, openShmSwitch, type ShmSwitch } from "./shm-switch.ts";

const cli = join(import.meta.dirname, "../../../dist/cli.js");

let stage: ShmSwitch;
let running: ChildProcess[];

beforeEach(async () => {
  stage = openShmSwitch();
  running = [];
  await stage.configure([
    makePort("one", stage.path, 0, {}, { secret: "open-sesame" }),
    makePort("other", stage.path, 1, {}, { secret: "another" }),
    makePort("open", stage.path, 2),
  ]);
});
afterEach(async () => {
  for (const child of running) {
    child.kill("SIGKILL");
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  }
  stage.close();
});

function write(name: string, content: string): string {
  const path = join(stage.folder, name);
  writeFileSync(path, content);
  return path;
}

type Said = { text: string };

function start(...words: readonly string[]): { readonly child: ChildProcess; readonly said: Said } {
  const child = spawn(process.execPath, [cli, "frame", ...words], { stdio: ["ignore", "pipe", "pipe"] });
  running.push(child);
  const said = { text: "" };
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => {
      said.text += chunk;
    });
  return { child, said };
}

async function run(...words: readonly string[]): Promise<{ readonly code: unknown; readonly text: string }> {
  const { child, said } = start(...words);
  const [code] = await once(child, "close");
  return { code, text: said.text };
}

test("a port with a secret is sent to by who has it in a file, with the end of its line or without", async () => {
  const client = await stage.connect(2);
  const port = `shm:${stage.path}`;
  for (const content of ["open-sesame\n", "open-sesame"]) {
    const sent = await run("send", port, "--secret-file", write("secret", content), "--payload", "hello");
    expect(sent).toEqual({ code: 0, text: `${port}#0: sent 1 frame\n` });
    await until(() => client.receiveAll().length === 1, "the frame");
  }
  for (const words of [[], ["--secret-file", write("wrong", "open-sesam")]]) {
    const { code, text } = await run("send", port, ...words);
    expect([code, text]).toEqual([4, expect.stringContaining("a wrong secret")]);
  }
  expect(
    await run("expect", port, "--secret-file", write("secret", "open-sesame\n"), "--none", "--timeout", "0"),
  ).toMatchObject({ code: 0 });
});

test("the holder says the secret of each port, and does not say one where there is none", async () => {
  const socket = join(stage.folder, "hold");
  const ports = ["a", "b"].map((name, id) => `${name}=shm:${stage.path}#${id}`);
  const files = [
    "--secret-file",
    write("all", "open-sesame\n"),
    "--secret-file",
    `b=${write("of b, alone", "another\n")}`,
  ];
  const { said } = start("hold", "--socket", socket, ...ports, ...files);
  await until(
    () => said.text !== "",
    "the holder",
    () => said.text,
  );
  expect(said.text).toBe("ready\n");
  expect([stage.isUp("one"), stage.isUp("other")]).toEqual([true, true]);
  expect(await run("send", "held:b", "--socket", socket)).toMatchObject({ code: 0 });
});

test("a secret that cannot be said is refused with its file, and is not shown", async () => {
  const port = `shm:${stage.path}`;
  for (const content of ["", "two\nlines", "not visible", "a-secret-that-is-too-long"]) {
    const file = write("bad", content);
    const { code, text } = await run("send", port, "--secret-file", file);
    expect([code, text]).toEqual([2, expect.stringContaining(`what is in ${file} is not a secret`)]);
    if (content !== "") expect(text).not.toContain(content);
  }
  expect(stage.refused).toEqual([]);
});

test.each([
  [["send", "tap:a", "--secret-file", "x"], "--secret-file is not for tap:a"],
  [["expect", "held:a", "--secret-file", "x"], "--secret-file at `ors frame hold`"],
  [["send", "shm:s", "--secret-file", "/nonexistent/x"], "--secret-file: ENOENT"],
  [["hold", "--socket", "s", "a=shm:s", "--secret-file", "c=x"], '"c" is not a port of shared memory'],
  [["hold", "--socket", "s", "tap:a", "--secret-file", "x"], "--secret-file: no port of shared memory"],
  [["hold", "--socket", "s", "shm:s", "--secret-file", "a="], '"a=" names no file'],
])("%j is refused", async (words, problem) => {
  const { code, text } = await run(...words);
  expect([code, text]).toEqual([2, expect.stringContaining(problem)]);
});
