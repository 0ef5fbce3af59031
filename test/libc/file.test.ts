import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { close, open, openFlags } from "../../src/libc/file.ts";
import { ioctl } from "../../src/libc/ioctl.ts";
import { getxattr } from "../../src/libc/xattr.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "libc-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("an opened descriptor is one of the system, until it is closed", () => {
  const path = join(folder, "file");
  writeFileSync(path, "subtap");
  const fd = open(path, openFlags.RDONLY | openFlags.CLOEXEC);
  expect(readFileSync(fd, "utf8")).toBe("subtap");
  close(fd);
  expect(() => readFileSync(fd)).toThrow("EBADF");
});

test("an error is named with the call and what it was made on", () => {
  expect(() => open(join(folder, "none"), openFlags.RDONLY)).toThrow(/^open .*\/none: No such file/);
  expect(() => close(987_654)).toThrow("close: Bad file descriptor");
});

test("an ioctl fills the structure, and its error names the request and what it was made on", () => {
  const path = join(folder, "file");
  writeFileSync(path, "six   ");
  const fd = open(path, openFlags.RDONLY);
  const FIONREAD = 0x541b;
  const count = Buffer.alloc(4);
  ioctl(fd, FIONREAD, count, "FIONREAD");
  expect(count.readInt32LE()).toBe(6);
  expect(() => ioctl(fd, 0x400454ca, Buffer.alloc(40), "TUNSETIFF", "tap0")).toThrow(
    "TUNSETIFF tap0: Inappropriate ioctl for device",
  );
  close(fd);
});

test("a file without an extended attribute has null, no file is an error", () => {
  const path = join(folder, "file");
  writeFileSync(path, "");
  expect(getxattr(path, "security.capability")).toBeNull();
  expect(() => getxattr(join(folder, "none"), "security.capability")).toThrow(/^getxattr .*: No such file/);
});
