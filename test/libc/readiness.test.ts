import { closeSync, openSync } from "node:fs";
import { expect, test } from "vitest";
import { close } from "../../src/libc/file.ts";
import { onReadable } from "../../src/libc/readiness.ts";
import { until } from "../support/until.ts";
import { drainEventfd, eventfd, signalEventfd } from "./eventfd.ts";

test("the event loop calls back once a descriptor is readable, and not after close", async () => {
  const fd = eventfd();
  let calls = 0;
  await new Promise<void>((resolve) => {
    const readiness = onReadable(fd, (error) => {
      expect(error).toBeNull();
      calls++;
      drainEventfd(fd);
      readiness.close();
      resolve();
    });
    signalEventfd(fd);
  });
  signalEventfd(fd);
  await new Promise(setImmediate);
  expect(calls).toBe(1);
  close(fd);
});

test.each([
  ["a plain file", "/proc/self/exe"],
  ["a device without poll", "/dev/null"],
])("%s is refused", (_, path) => {
  const fd = openSync(path, "r");
  expect(() => onReadable(fd, () => {})).toThrow(`epoll_ctl descriptor ${fd}: Operation not permitted`);
  closeSync(fd);
});

test("a closed descriptor is refused", () => {
  expect(() => onReadable(987_654, () => {})).toThrow("epoll_ctl descriptor 987654: Bad file descriptor");
});

test("a descriptor is watched once at a time", () => {
  const fd = eventfd();
  const first = onReadable(fd, () => {});
  expect(() => onReadable(fd, () => {})).toThrow(`poll descriptor ${fd}: File exists`);
  first.close();
  onReadable(fd, () => {}).close();
  close(fd);
});

test("a descriptor that is writable calls back once, and goes on being watched", async () => {
  const fd = eventfd();
  const calls: string[] = [];
  const readiness = onReadable(fd, () => {
    calls.push("readable");
    drainEventfd(fd);
  });
  readiness.awaitWritable(() => calls.push("writable"));
  await until(() => calls.length === 1, "writable");
  signalEventfd(fd);
  await until(() => calls.length === 2, "readable");
  expect(calls).toEqual(["writable", "readable"]);
  readiness.close();
  close(fd);
});

test("what a callback throws is an uncaught exception", async () => {
  const fd = eventfd();
  const listeners = process.rawListeners("uncaughtException") as ((error: Error) => void)[];
  process.removeAllListeners("uncaughtException");
  const thrown = new Promise((resolve) => process.once("uncaughtException", resolve));
  const readiness = onReadable(fd, () => {
    readiness.close();
    throw new Error("from a callback");
  });
  signalEventfd(fd);
  expect(await thrown).toEqual(new Error("from a callback"));
  for (const listener of listeners) process.on("uncaughtException", listener);
  close(fd);
});
