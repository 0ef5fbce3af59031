import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { drainEventfd, eventfd, signalEventfd } from "../../src/libc/eventfd.ts";
import { close, open, openFlags, read, wouldBlock, write } from "../../src/libc/file.ts";
import { ioctl } from "../../src/libc/ioctl.ts";
import { getxattr } from "../../src/libc/xattr.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "libc-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("what is written to a file is read from it", () => {
  const path = join(folder, "file");
  writeFileSync(path, "");
  const fd = open(path, openFlags.RDWR | openFlags.CLOEXEC);
  expect(write(fd, Buffer.from("subtap"))).toBe(6);
  close(fd);
  const again = open(path, openFlags.RDONLY);
  const buffer = Buffer.alloc(16);
  expect(read(again, buffer)).toBe(6);
  expect(buffer.toString("latin1", 0, 6)).toBe("subtap");
  expect(read(again, buffer)).toBe(0);
  close(again);
});

test("a closed descriptor is EBADF, named with the call", () => {
  expect(() => close(987_654)).toThrow("close: Bad file descriptor");
  expect(() => read(987_654, Buffer.alloc(1))).toThrow("read: Bad file descriptor");
});

test("reading where nothing is there yet would block", () => {
  const fd = eventfd();
  expect(read(fd, Buffer.alloc(8))).toBe(wouldBlock);
  signalEventfd(fd);
  drainEventfd(fd);
  expect(read(fd, Buffer.alloc(8))).toBe(wouldBlock);
  close(fd);
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
