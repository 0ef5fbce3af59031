import { expect, test } from "vitest";
import { describeErrno, LibcError } from "../../src/libc/errno.ts";
import { open, openFlags } from "../../src/libc/file.ts";

test.each([
  [1, "EPERM", "Operation not permitted"],
  [11, "EAGAIN", "Resource temporarily unavailable"],
  [16, "EBUSY", "Device or resource busy"],
  [95, "EOPNOTSUPP", "Operation not supported"],
  [105, "ENOBUFS", "No buffer space available"],
])("error %i is %s, %s", (code, name, message) => {
  expect(describeErrno(code)).toEqual({ code, name, message });
});

test("an error number without a name keeps its number", () => {
  expect(describeErrno(4095)).toMatchObject({ code: 4095, name: "E4095" });
});

test("a call that fails says which call, on what, and the C library's text", () => {
  let caught: unknown;
  try {
    open("/proc/self/no such file", openFlags.RDONLY);
  } catch (error) {
    caught = error;
  }
  expect(caught).toBeInstanceOf(LibcError);
  expect(caught).toMatchObject({
    call: "open",
    errno: { code: 2, name: "ENOENT" },
    message: "open /proc/self/no such file: No such file or directory",
  });
});
