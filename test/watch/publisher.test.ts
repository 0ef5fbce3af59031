import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { processClock } from "../../src/watch/clock.ts";
import {
  createPublisher,
  heartbeatMs,
  type PublishedFile,
  publishIntervalMs,
} from "../../src/watch/publish/publisher.ts";
import { until } from "../support/until.ts";
import { createFakeClock } from "./fake-clock.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ors-watch-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const file = (name: string, content = () => "text"): PublishedFile => ({
  path: join(folder, name),
  mode: 0o644,
  content,
  hasHeartbeat: false,
});

test("it writes at once, then at most once a second, and not at all while nothing changes", async () => {
  const clock = createFakeClock();
  let asked = 0;
  const publisher = createPublisher([file("a", () => `${++asked}`)], () => {}, clock);
  publisher.noteChange();
  clock.pass(0);
  for (let i = 0; i < 100; i++) {
    publisher.noteChange();
    clock.pass(publishIntervalMs / 10);
  }
  clock.pass(publishIntervalMs);
  expect(clock.waiting()).toBe(0);
  await publisher.stop();
  expect(asked).toBeLessThanOrEqual(13);
  expect(asked).toBeGreaterThanOrEqual(10);
  expect(readFileSync(join(folder, "a"), "utf8")).toBe(`${asked}`);
});

test("a file with a heartbeat is written once a minute although nothing changes, the others are not", async () => {
  const clock = createFakeClock();
  const asked = { state: 0, metrics: 0 };
  const state = file("state", () => `${++asked.state}`);
  const metrics = { ...file("metrics", () => `${++asked.metrics}`), hasHeartbeat: true };
  const publisher = createPublisher([state, metrics], () => {}, clock);
  publisher.noteChange();
  clock.pass(0);
  expect(clock.waiting()).toBe(1);
  clock.pass(heartbeatMs - 1);
  await until(() => asked.metrics === 1, "the first writing");
  clock.pass(1);
  await until(() => asked.metrics === 2, "the first heartbeat");
  // A change puts the next one off: the file is as new as it has to be.
  clock.pass(heartbeatMs / 2);
  publisher.noteChange();
  clock.pass(0);
  clock.pass(heartbeatMs - 1);
  await until(() => asked.metrics === 3, "the change");
  clock.pass(1);
  await until(() => asked.metrics === 4, "the second heartbeat");
  await publisher.stop();
  expect([asked, clock.waiting()]).toEqual([{ state: 3, metrics: 5 }, 0]);
});

test("files are replaced as a whole, with their modes, and nothing stays beside them", async () => {
  const publisher = createPublisher([file("sub/a"), { ...file("b"), mode: 0o600 }], () => {}, processClock);
  await publisher.stop();
  expect([readdirSync(folder).sort(), readdirSync(join(folder, "sub"))]).toEqual([["b", "sub"], ["a"]]);
  expect(statSync(join(folder, "b")).mode & 0o777).toBe(0o600);
});

test("one that cannot be written is reported once, and the others are written all the same", async () => {
  writeFileSync(join(folder, "blocked"), "");
  const said: string[] = [];
  const files = [file("blocked/a"), file("b")];
  const publisher = createPublisher(files, (why) => said.push(why), processClock);
  publisher.noteChange();
  await until(() => said.length === 1, "it is told");
  await publisher.stop();
  expect(said).toEqual([expect.stringContaining("blocked/a: cannot be written")]);
  expect(readFileSync(join(folder, "b"), "utf8")).toBe("text");
});
