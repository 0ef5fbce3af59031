import { readlinkSync } from "node:fs";
import { expect, test } from "vitest";
import { runInNetworkNamespace } from "../../src/libc/namespace.ts";
import { useNamespace } from "../support/stage.ts";

const namespace = useNamespace();

const here = () => readlinkSync("/proc/thread-self/ns/net");

test("a function runs in another network namespace, and what follows does not", () => {
  const [own, path] = [here(), `/proc/${namespace.pid}/ns/net`];
  expect(runInNetworkNamespace(path, here)).toBe(readlinkSync(path));
  expect(readlinkSync(path)).not.toBe(own);
  expect(here()).toBe(own);
});

test("this thread is back where it was also when the function fails", () => {
  const own = here();
  const failing = () => {
    throw new Error("as it must");
  };
  expect(() => runInNetworkNamespace(`/proc/${namespace.pid}/ns/net`, failing)).toThrow("as it must");
  expect(here()).toBe(own);
});

test("what is not a network namespace is refused, and nothing is run", () => {
  expect(() => runInNetworkNamespace("/proc/self/ns/none", here)).toThrow(
    "open /proc/self/ns/none: No such file",
  );
  expect(() => runInNetworkNamespace("/proc/self/ns/uts", here)).toThrow(
    "setns /proc/self/ns/uts: Invalid argument",
  );
});
